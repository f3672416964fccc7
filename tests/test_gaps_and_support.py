"""Landing zones, distances, and what answers rest on."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import peacetrack as pt
from peacetrack import analysis, content
from peacetrack.analysis import Ground
from peacetrack.words.attribution import AttributionType

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
    rows = analysis.gaps(state(*reports))
    return next(gap for gap in rows if gap.field == f"content.{field}")


def test_quantities_land_where_they_overlap():
    years = [pt.Quantity(10, 20, "years"), pt.Quantity(15, None, "years")]
    found = gap("duration", says("NORTH", duration=years[0]), says("SOUTH", duration=years[1]))
    assert found.overlap == pt.Quantity(15, 20, "years")
    assert found.ground is Ground.COMMON
    assert found.held == {"NORTH": years[0], "SOUTH": years[1]}


def test_quantities_that_leave_a_gap_are_apart():
    found = gap("duration", says("NORTH", duration=10), says("SOUTH", duration=pt.Quantity(15)))
    assert (found.overlap, found.ground) == (None, Ground.APART)


@pytest.mark.parametrize("other", [pt.Quantity(10, 10, "months"), pt.Quantity(12), 12])
def test_quantities_of_different_units_are_not_comparable(other):
    reports = says("NORTH", duration=pt.Quantity(1, 5, "years")), says("SOUTH", duration=other)
    found = gap("duration", *reports)
    assert (found.overlap, found.ground) == (None, Ground.NOT_COMPARABLE)
    assert str(found).startswith("pledge, duration: not-comparable (NORTH 1 to 5 years; SOUTH ")
    row = apart("duration", *reports)
    assert (row.gap, str(row)) == (None, "pledge, duration: NORTH and SOUTH not comparable")


def test_quantities_of_one_unit_that_leave_a_gap_are_apart_whatever_a_third_says():
    (term,) = AGENDA.terms
    talks = pt.Tracker(attrs.evolve(AGENDA, terms=[attrs.evolve(term, needs=["NORTH", "SOUTH", "ISLE"])]))
    for party, number, unit in (("NORTH", 1, "years"), ("SOUTH", 9, "years"), ("ISLE", 12, "months")):
        talks.record(says(party, duration=pt.Quantity(number, number, unit)))
    now = talks.state(valid="2030-02-01")
    (found,) = analysis.gaps(now).filter(field="content.duration")
    (row,) = analysis.distance(now).filter(field="content.duration")
    assert found.ground is Ground.APART
    assert str(row) == "pledge, duration: NORTH and SOUTH 8 years apart"


def test_parties_named_by_both_are_the_common_options():
    found = gap("guarantors", says("NORTH", guarantors=["ISLE", "NORTH"]), says("SOUTH", guarantors=["ISLE"]))
    assert (found.overlap, found.ground) == (("ISLE",), Ground.COMMON)


def test_everything_else_has_to_be_equal():
    same = [says("NORTH", model="bilateral"), says("SOUTH", model="bilateral")]
    assert gap("model", *same).overlap == "bilateral"
    other = [says("NORTH", model="bilateral"), says("SOUTH", model="bespoke")]
    assert gap("model", *other).ground is Ground.APART


def test_what_only_describes_is_worded_differently_and_never_apart():
    found = gap("label", says("NORTH", label="pledge"), says("SOUTH", label="guarantee"))
    assert (found.ground, found.binds, found.overlap) == (Ground.WORDED, False, None)
    assert str(found) == "pledge, label: worded-differently (NORTH pledge; SOUTH guarantee)"


@pytest.mark.parametrize(
    ("binds", "ground", "status"),
    [(None, Ground.NOT_BINDING, "agreed"), (["tranches"], Ground.APART, "in-principle")],
)
def test_numbers_that_differ_in_a_field_that_does_not_bind_are_not_worded_differently(binds, ground, status):
    kind = pt.Kind("exchange", fields={"tranches": "number"}, binds=binds)
    term = pt.Term("swap", "exchange", "the prisoners come home", needs=["NORTH", "SOUTH"])
    talks = pt.Tracker(pt.Agenda("invented", parties=AGENDA.parties, kinds=[kind], terms=[term]))
    for id, party, tranches in (("a", "NORTH", 3), ("b", "SOUTH", 2)):
        said = pt.draft(id=id, since="2030-01-05")
        said.position("swap", "accepts", party=party, details={"tranches": tranches})
        talks.record(said)
    state = talks.state(valid="2030-02-01")
    (found,) = analysis.gaps(state)
    assert (found.ground, str(state["swap"].status)) == (ground, status)
    assert str(found) == f"swap, tranches: {ground} (NORTH 3; SOUTH 2)"


def test_the_landing_zone_is_that_of_the_needed_parties():
    found = gap(
        "model",
        says("NORTH", model="bilateral"),
        says("SOUTH", model="bilateral"),
        says("ISLE", model="bespoke"),
    )
    assert (found.overlap, found.ground, found.held["ISLE"]) == ("bilateral", Ground.COMMON, "bespoke")


def test_an_offer_that_has_lapsed_is_shown_and_no_longer_counts():
    talks = pt.Tracker(AGENDA)
    lapsing = pt.Position("NORTH", "pledge", "open", since="2030-01-05", window="2030-01-10")
    detail = content.SecurityGuarantee(model="bilateral")
    talks.record(pt.Report([attrs.evolve(lapsing, content=detail)], id="a"))
    talks.record(says("SOUTH", model="bespoke"))
    found = {g.field: g for g in analysis.gaps(talks.state(valid="2030-02-01"))}["content.model"]
    assert (found.ground, found.missing, found.lapsed) == (Ground.ONE_SIDED, (), ("NORTH",))
    assert found.held == {"NORTH": "bilateral", "SOUTH": "bespoke"}
    assert str(found) == "pledge, model: one-sided (NORTH bilateral, lapsed; SOUTH bespoke)"


LEAGUE = pt.Party("LEAGUE", "a league", "group", members=[pt.Member("NORTH"), pt.Member("SOUTH")])


@pytest.mark.parametrize("needs", [["NORTH", "SOUTH"], ["LEAGUE", "NORTH"], ["LEAGUE", "ISLE"]])
def test_what_only_a_group_states_is_one_sided_through_its_members_too(needs):
    terms = [attrs.evolve(AGENDA.terms[0], needs=needs)]
    talks = pt.Tracker(attrs.evolve(AGENDA, parties=[*AGENDA.parties, LEAGUE], terms=terms))
    talks.record(says("LEAGUE", "accepts", model="bilateral"))
    found = next(g for g in analysis.gaps(talks.state(valid="2030-02-01")) if g.field == "content.model")
    assert (found.ground, found.overlap, found.held) == (Ground.ONE_SIDED, None, {"LEAGUE": "bilateral"})
    assert found.missing == tuple(party for party in needs if party == "ISLE")


def test_a_member_that_states_a_detail_itself_adds_to_what_its_group_states():
    talks = pt.Tracker(attrs.evolve(AGENDA, parties=[*AGENDA.parties, LEAGUE]))
    talks.record(says("LEAGUE", "accepts", duration=pt.Quantity(10, 20)))
    talks.record(says("NORTH", duration=pt.Quantity(15, 30)))
    found = next(g for g in analysis.gaps(talks.state(valid="2030-02-01")) if g.field == "content.duration")
    assert (found.ground, found.overlap) == (Ground.COMMON, pt.Quantity(15, 20))
    assert list(found.held) == ["NORTH", "LEAGUE"]


def test_a_group_and_its_members_whose_offer_lapsed_do_not_fail_to_state_it():
    talks = pt.Tracker(attrs.evolve(AGENDA, parties=[*AGENDA.parties, LEAGUE]))
    detail = content.SecurityGuarantee(duration=20)
    offer = pt.Position(
        "LEAGUE", "pledge", "accepts", since="2030-01-05", window="2030-01-10", content=detail
    )
    talks.record(pt.Report([offer], id="a"))
    found = next(g for g in analysis.gaps(talks.state(valid="2030-02-01")) if g.field == "content.duration")
    assert (found.ground, found.missing) == (Ground.UNSTATED, ())
    assert (list(found.held), found.lapsed) == (["LEAGUE"], ("LEAGUE",))


def test_a_gap_names_who_has_not_said_and_the_reports_behind_it():
    found = gap("binding", says("NORTH", binding=True))
    assert (found.missing, len(found.reports)) == (("SOUTH",), 1)


def test_what_one_side_states_is_one_sided_and_what_nobody_states_is_unstated():
    found = {g.field: g.ground for g in analysis.gaps(state(says("NORTH", binding=True)))}
    assert found["content.binding"] is Ground.ONE_SIDED
    assert found["content.trigger"] is Ground.UNSTATED
    names = [field.name for field in attrs.fields(content.SecurityGuarantee)]
    assert list(found) == [f"content.{name}" for name in names]


def test_a_field_under_negotiation_says_so_by_theirs_or_the_terms_progress():
    open_ = pt.Absence.UNDER_NEGOTIATION
    assert gap("duration", says("NORTH", duration=open_)).ground is Ground.UNDER_NEGOTIATION
    progress = pt.Report(
        [pt.Progress("pledge", content=content.SecurityGuarantee(duration=open_), since="2030-01-05")]
    )
    assert gap("duration", progress).ground is Ground.UNDER_NEGOTIATION


def test_distance_is_counted_on_the_five_stances():
    (found,) = analysis.distance(state(says("NORTH", "rejects"), says("SOUTH", "accepts")))
    assert (found.field, found.one_end, found.other_end, found.steps) == ("stance", ("NORTH",), ("SOUTH",), 4)
    assert (found.held, found.missing) == ({"NORTH": pt.Stance.REJECTS, "SOUTH": pt.Stance.ACCEPTS}, ())
    assert str(found) == "pledge, stance: NORTH and SOUTH 4 steps apart"


def test_parties_at_one_stance_are_no_step_apart_and_nobody_is_furthest():
    (found,) = analysis.distance(state(says("NORTH", "open"), says("SOUTH", "open")))
    assert (found.one_end, found.other_end, found.steps) == ((), (), 0)
    assert str(found) == "pledge, stance: all at open"


def apart(field, *reports):
    rows = analysis.distance(state(*reports))
    return next(row for row in rows if row.field == f"content.{field}")


def test_quantities_are_as_far_apart_as_what_lies_between_them():
    found = apart(
        "duration",
        says("NORTH", duration=pt.Quantity(30, None, "years")),
        says("SOUTH", duration=pt.Quantity(10, 20, "years")),
    )
    assert (found.one_end, found.other_end) == (("SOUTH",), ("NORTH",))
    assert (found.gap, found.steps) == (pt.Quantity(10, 10, "years"), None)
    assert str(found) == "pledge, duration: SOUTH and NORTH 10 years apart"


@pytest.mark.parametrize(
    ("field", "north", "south"),
    [
        ("model", "bilateral", "bespoke"),
        ("binding", True, False),
        ("guarantors", ["ISLE"], ["NORTH"]),
        ("duration", pt.Quantity(20, 20, "years"), pt.Quantity(20, 20, "months")),
    ],
)
def test_what_has_no_measure_is_apart_without_a_number(field, north, south):
    found = apart(field, says("NORTH", **{field: north}), says("SOUTH", **{field: south}))
    assert (found.one_end, found.other_end) == (("NORTH",), ("SOUTH",))
    assert (found.steps, found.gap) == (None, None)


def test_an_absence_is_no_place_to_measure_from():
    quiet = says("SOUTH", pt.Absence.WITHHELD, duration=pt.Absence.UNDER_NEGOTIATION)
    assert list(analysis.distance(state(says("NORTH", "rejects", duration=20), quiet))) == []


def test_where_only_all_together_have_no_common_ground_no_pair_is_named():
    three = attrs.evolve(AGENDA.terms[0], needs=["NORTH", "SOUTH", "ISLE"])
    talks = pt.Tracker(attrs.evolve(AGENDA, terms=[three]))
    for party, named in (("NORTH", "NI"), ("SOUTH", "SI"), ("ISLE", "NS")):
        wanted = [one for one in ("NORTH", "SOUTH", "ISLE") if one[0] in named]
        talks.record(says(party, guarantors=wanted))
    (found,) = analysis.distance(talks.state(valid="2030-02-01"))
    assert (found.field, found.one_end, found.other_end, set(found.held)) == (
        "content.guarantors",
        (),
        (),
        {"NORTH", "SOUTH", "ISLE"},
    )


def test_the_distances_of_one_term_are_asked_by_its_name():
    told = state(says("NORTH", "rejects"), says("SOUTH", "accepts"))
    assert [row.term for row in analysis.distance(told, "pledge")] == ["pledge"]
    with pytest.raises(pt.errors.UnknownNameError, match="did you mean 'pledge'"):
        analysis.distance(told, "plegde")


def test_a_silent_or_lapsed_party_has_no_distance():
    assert list(analysis.distance(state(says("NORTH", "rejects")))) == []


def whole(*reports: pt.Report) -> analysis.Support:
    """The support of NORTH's standing as a whole."""
    rows = analysis.support(state(*reports))
    return next(row for row in rows if row.party == "NORTH" and row.field is None)


def test_rewrites_of_one_wire_are_one_origin():
    wire = {"origin": "wire-a"}
    reports = [says("NORTH", "open", source=wire | {"outlet": outlet}) for outlet in ("a", "b", "c")]
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
    assert not whole(says("NORTH", "open", attribution=pt.Attribution("officials-briefed"))).on_record


def test_every_field_has_a_support_of_its_own():
    rows = analysis.support(state(says("NORTH", "open", binding=True)))
    assert [row.field for row in rows] == [None, "stance", "content.binding"]


def test_what_only_unnamed_officials_say_is_named_as_such():
    briefed = says("NORTH", "open", attribution=pt.Attribution("officials-briefed"))
    assert whole(briefed).unnamed
    assert whole(briefed).nearest is AttributionType.OFFICIALS_BRIEFED
    named = says("NORTH", "open", attribution=pt.Attribution("named"))
    assert not whole(briefed, named).unnamed
    assert str(whole(briefed)).startswith(
        "NORTH on pledge, as a whole: 0 known origins, unnamed officials only ("
    )


def test_support_says_since_when_it_is_so():
    assert whole(says("NORTH", "open")).since == pt.Moment.parse("2030-01-05")


def test_a_field_has_one_name_in_every_table_so_that_they_join():
    now = state(says("NORTH", "accepts", binding=True), says("SOUTH", "accepts", binding=False))
    gap = next(row for row in analysis.gaps(now) if row.ground is Ground.APART)
    apart = next(row for row in analysis.distance(now) if row.field != "stance")
    (settling,) = (row for row in analysis.moves(now) if row.fields)
    held = {statement.field for statement in now["pledge"]["NORTH"].evidence} - {"stance"}
    assert {gap.field} == {apart.field} == set(settling.fields) == held == {"content.binding"}
    shown = [str(row) for row in (gap, apart, settling, *analysis.support(now))]
    assert not [text for text in shown if "content." in text]
