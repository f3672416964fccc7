"""Landing zones, distances, and what answers rest on."""

from __future__ import annotations

from typing import Any

import peacetrack as pt
from peacetrack import analysis, content
from peacetrack.analysis import Ground

AGENDA = pt.Agenda(
    "invented",
    parties=[
        pt.Party("NORTH", "Northland", "state"),
        pt.Party("SOUTH", "Southland", "state"),
        pt.Party("ISLE", "Isle", "state"),
    ],
    terms=[pt.Term("pledge", "security-guarantee", "help is pledged", needs=["NORTH", "SOUTH"])],
)


def says(party: str, stance: Any = None, *, source: dict[str, Any] | None = None, **said: Any):
    """A report of one party on the pledge."""
    told = {name: said.pop(name) for name in ("attribution", "credibility") if name in said}
    detail = content.SecurityGuarantee(**said) if said else None
    position = pt.Position(party, "pledge", stance, content=detail, since="2030-01-05", **told)
    return pt.Report([position], source=pt.Source(**source or {}))


def state(*reports: pt.Report) -> pt.State:
    talks = pt.Tracker(AGENDA)
    for report in reports:
        talks.record(report)
    return talks.state(valid="2030-02-01", trust=pt.EVERYTHING)


def gap(field: str, *reports: pt.Report) -> analysis.Gap:
    return next(gap for gap in analysis.gaps(state(*reports)) if gap.field == field)


def test_quantities_land_where_they_overlap():
    years = [pt.Quantity(10, 20, "years"), pt.Quantity(15, None, "years")]
    found = gap("duration", says("NORTH", duration=years[0]), says("SOUTH", duration=years[1]))
    assert found.overlap == pt.Quantity(15, 20, "years")
    assert found.ground is Ground.COMMON
    assert found.held == {"NORTH": years[0], "SOUTH": years[1]}


def test_quantities_that_leave_a_gap_are_apart():
    found = gap("duration", says("NORTH", duration=10), says("SOUTH", duration=pt.Quantity(15)))
    assert (found.overlap, found.ground) == (None, Ground.APART)


def test_parties_named_by_both_are_the_common_options():
    found = gap(
        "guarantors",
        says("NORTH", guarantors=["ISLE", "NORTH"]),
        says("SOUTH", guarantors=["ISLE"]),
    )
    assert (found.overlap, found.ground) == (("ISLE",), Ground.COMMON)


def test_everything_else_has_to_be_equal():
    same = [says("NORTH", model="bilateral"), says("SOUTH", model="bilateral")]
    assert gap("model", *same).overlap == "bilateral"
    other = [says("NORTH", model="bilateral"), says("SOUTH", model="bespoke")]
    assert gap("model", *other).ground is Ground.APART


def test_what_one_side_states_is_one_sided_and_what_nobody_states_is_unstated():
    found = {g.field: g.ground for g in analysis.gaps(state(says("NORTH", binding=True)))}
    assert found["binding"] is Ground.ONE_SIDED
    assert found["trigger"] is Ground.UNSTATED
    assert list(found) == [field for field in found if field in dir(content.SecurityGuarantee)]


def test_a_field_under_negotiation_says_so_by_theirs_or_the_terms_progress():
    open_ = pt.Absence.UNDER_NEGOTIATION
    assert gap("duration", says("NORTH", duration=open_)).ground is Ground.UNDER_NEGOTIATION
    progress = pt.Report(
        [
            pt.Progress(
                "pledge", content=content.SecurityGuarantee(duration=open_), since="2030-01-05"
            )
        ]
    )
    assert gap("duration", progress).ground is Ground.UNDER_NEGOTIATION


def test_distance_is_counted_on_the_five_stances():
    (found,) = analysis.distance(state(says("NORTH", "rejects"), says("SOUTH", "accepts")))
    assert (found.hardest, found.softest, found.steps) == ("NORTH", "SOUTH", 4)


def test_a_silent_or_lapsed_party_has_no_distance():
    assert list(analysis.distance(state(says("NORTH", "rejects")))) == []


def whole(*reports: pt.Report) -> analysis.Support:
    """The support of NORTH's standing as a whole."""
    rows = analysis.support(state(*reports))
    return next(row for row in rows if row.party == "NORTH" and row.field is None)


def test_rewrites_of_one_wire_are_one_origin():
    wire = {"origin": "wire-a"}
    reports = [
        says("NORTH", "open", source=wire | {"outlet": outlet}) for outlet in ("a", "b", "c")
    ]
    found = whole(*reports)
    assert (found.origins, found.single, len(found.reports)) == (1, True, 3)


def test_two_origins_corroborate():
    reports = [says("NORTH", "open", source={"origin": wire}) for wire in ("wire-a", "wire-b")]
    assert (whole(*reports).origins, whole(*reports).single) == (2, False)


def test_unknown_lineage_counts_as_none():
    assert whole(says("NORTH", "open"), says("NORTH", "open", source={"outlet": "a"})).origins == 0


def test_the_best_judged_grade_counts_on_each_scale():
    graded = [
        says("NORTH", "open", credibility="3", source={"reliability": "B"}),
        says("NORTH", "open", credibility="6", source={"reliability": "F", "outlet": "other"}),
    ]
    assert whole(*graded).best == (pt.Reliability.B, pt.Credibility.POSSIBLY_TRUE)
    assert whole(says("NORTH", "open", source={"reliability": "F"})).best == (None, None)


def test_on_record_is_what_somebody_stands_by():
    assert whole(says("NORTH", "open", attribution=pt.Attribution("quote"))).on_record
    assert not whole(
        says("NORTH", "open", attribution=pt.Attribution("officials-briefed"))
    ).on_record


def test_every_field_has_a_support_of_its_own():
    rows = analysis.support(state(says("NORTH", "open", binding=True)))
    assert [row.field for row in rows] == [None, "stance", "content.binding"]
