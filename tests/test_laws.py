"""The laws of the design, as properties of random histories."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import content
from peacetrack.form import codec
from peacetrack.index.projection import withdrawing
from peacetrack.index.timeline import Timeline
from peacetrack.testing import laws
from peacetrack.testing import strategies as ss
from peacetrack.words.ending import Ending
from peacetrack.words.when import Moment, When
from tests.effort import a_half

ROUND_TRIPS: dict[str, tuple[st.SearchStrategy[Any], Any]] = {
    "moment": (ss.moments(), Moment),
    "when": (ss.whens(), When),
    "ending": (ss.endings(), Ending),
    "quantity": (ss.quantities(), pt.Quantity),
    "attribution": (ss.attributions(), pt.Attribution),
    "condition": (ss.conditions(), pt.Condition),
    "link": (ss.links(), pt.Link),
    "source": (ss.sources(), pt.Source),
    "position": (ss.positions(), pt.Position),
    "progress": (ss.progresses(), pt.Progress),
    "event": (ss.event_claims(), pt.Event),
    "assessment": (ss.assessments(), pt.Assessment),
    "question": (ss.questions(), pt.Question),
    "report": (ss.reports(rough=True), pt.Report),
    "agenda": (ss.agendas(), pt.Agenda),
}


@pytest.mark.parametrize("name", ROUND_TRIPS)
@given(data=st.data())
def test_law_1_written_and_read_again_a_value_is_the_same(name, data):
    values, cls = ROUND_TRIPS[name]
    laws.round_trip(data.draw(values), cls)


BUILT_IN = sorted(
    name for name, kind in content.kinds().items() if kind.cls.__module__.startswith("peacetrack.")
)
"""The kinds of the library, without those that other tests register."""


@pytest.mark.parametrize("kind", BUILT_IN)
@given(data=st.data())
def test_law_1_content_of_every_kind_comes_back(kind, data):
    given_content = data.draw(ss.contents(kind))
    again = codec.read_content(codec.write_content(given_content))
    assert again == given_content
    assert type(again) is type(given_content)


@a_half()
@given(data=st.data())
def test_law_2_asking_changes_nothing(data):
    tracker = data.draw(ss.ledgers(rough=True))
    laws.asking_changes_nothing(tracker, data.draw(ss.bases(tracker)))


@a_half()
@given(data=st.data())
def test_law_3_an_answer_never_changes(data):
    tracker = data.draw(ss.ledgers(rough=True))
    asked = [data.draw(ss.bases(tracker)) for _ in range(3)]
    answers = [tracker.state(basis).answers() for basis in asked]
    for _ in range(3):
        ss.act_on(tracker, data.draw, rough=True)
    for basis, answer in zip(asked, answers, strict=True):
        laws.same_answer(tracker, basis, answer)


@a_half()
@given(data=st.data())
def test_law_4_recording_twice_is_recording_once(data):
    tracker = data.draw(ss.ledgers(rough=True))
    report = data.draw(ss.reports(rough=True))
    assume(codec.write(report) not in [codec.write(r) for r in tracker.reports.values()])
    try:
        laws.recording_twice_is_recording_once(tracker, report)
    except pt.errors.WithdrawnReportError:  # the same words had been recorded and withdrawn
        assume(False)


@a_half()
@given(data=st.data())
def test_law_5_with_every_since_given_the_order_of_recording_does_not_matter(data):
    reports = [
        _dated(data.draw(ss.reports(rough=True)), place) for place in range(data.draw(st.integers(2, 4)))
    ]
    assume(not _ties(reports))
    basis = pt.Tracker().state(valid=data.draw(ss.instants()), trust=pt.EVERYTHING).basis
    shuffled = data.draw(st.permutations(reports))
    laws.order_of_recording_does_not_matter(reports, shuffled, ss.new_tracker, basis)


def _dated(report: pt.Report, place: int) -> pt.Report:
    """The report with a date for everything, and published at a time of its own."""
    published = ss.START.replace(day=place + 1, minute=place + 1)
    source = attrs.evolve(report.source, published=published)
    since = report.since or pt.Moment.parse("2030-01-05")
    return ss.with_open_ends(attrs.evolve(report, id=f"r{place}", source=source, since=since))


def _ties(reports: list[pt.Report]) -> bool:
    """Whether two claims could stand at the same place of the order."""
    tracker = ss.new_tracker()
    for report in reports:
        tracker.record(report)
    lines = tracker._journal.timeline.lines.values()
    orders = [[(s.order.anchor, s.order.directness) for s in line.statements] for line in lines]
    return any(len(set(found)) < len(found) for found in orders)


@a_half()
@given(data=st.data())
def test_law_6_a_late_report_changes_no_value_with_a_later_anchor(data):
    tracker = data.draw(ss.ledgers(ss.NARROW, max_acts=8))
    drawn = data.draw(ss.reports(ss.NARROW, rough=True))
    claims = [claim for claim in drawn.claims if not isinstance(claim, pt.Event)]
    with contextlib.suppress(pt.errors.WithdrawnReportError):
        laws.late_report_keeps_later_values(tracker, attrs.evolve(drawn, claims=claims), _basis(data))


def test_law_6_broken_says_what_changed():
    """A store that loses what is later than a report that comes in."""

    class Losing(pt.Tracker):
        def record(self, report, **given):
            receipt = super().record(report, **given)
            if report.id == "late":
                self.retract("april", reason="lost")
            return receipt

    talks = Losing(ss.NARROW)
    position = pt.Position("NORTH", "truce", "accepts", since="2030-04-10")
    talks.record(pt.Report([position], id="april"))
    late = pt.Report([attrs.evolve(position, stance="rejects", since="2030-03-10")], id="late")
    with pytest.raises(AssertionError) as broken:
        laws.late_report_keeps_later_values(talks, late, talks.state(valid="2030-05-01").basis)
    assert str(broken.value).splitlines()[:2] == [
        "broken: law 6: a late report changes no value of a later date",
        "  truce NORTH stance: <Stance.ACCEPTS: 'accepts'>, but <Stance.REJECTS: 'rejects'>",
    ]


@a_half()
@given(data=st.data())
def test_law_7_retracted_is_never_recorded(data):
    reports = [data.draw(ss.reports(rough=True)) for _ in range(3)]
    laws.retracted_is_never_recorded(reports, data.draw(st.integers(0, 2)), ss.new_tracker, _basis(data))


def _basis(data: st.DataObject) -> pt.Basis:
    return pt.Tracker().state(valid=data.draw(ss.instants()), trust=data.draw(ss.trusts())).basis


@a_half()
@given(data=st.data())
def test_law_8_corrected_is_retracted_and_recorded(data):
    # the last report is corrected, so no tie is decided by the place it keeps
    *reports, right = [data.draw(ss.reports(rough=True)) for _ in range(3)]
    laws.corrected_is_retracted_and_recorded(reports, right, ss.new_tracker, _basis(data))


@a_half()
@given(data=st.data())
def test_law_9_trust_is_the_ledger_of_the_trusted_claims(data):
    tracker = ss.new_tracker()
    for _ in range(3):
        try:
            tracker.record(data.draw(ss.reports(rough=True)))
        except pt.PeacetrackError:
            continue
    basis = tracker.state(valid=data.draw(ss.instants()), trust=data.draw(ss.trusts())).basis
    laws.trust_is_the_trusted_ledger(tracker, basis, ss.new_tracker())


@given(data=st.data())
def test_law_10_alias_is_id_and_mapping_is_typed_object(data):
    report = data.draw(ss.reports(rough=True))
    laws.mapping_is_typed_object(report, ss.new_tracker)
    laws.names_are_ids(report, ss.new_tracker)


@a_half()
@given(data=st.data())
def test_law_11_the_index_that_grew_is_the_one_rebuilt_and_the_naive_oracle(data):
    tracker = data.draw(ss.ledgers(rough=True))
    for _ in range(2):
        basis = data.draw(ss.bases(tracker))
        laws.grown_is_rebuilt(tracker, basis)
        laws.index_is_oracle(tracker, basis)


@given(st.data())
def test_law_11_where_most_reports_meet(data):
    tracker = data.draw(ss.ledgers(ss.NARROW, min_acts=3, max_acts=8))
    basis = tracker.state(valid=data.draw(ss.instants())).basis
    laws.grown_is_rebuilt(tracker, basis)
    laws.index_is_oracle(tracker, basis)


@a_half()
@given(reports=st.lists(ss.reports(rough=True), max_size=4))
def test_law_13_a_batch_is_its_reports_one_by_one(reports):
    laws.batch_is_one_by_one(reports, ss.new_tracker(), ss.new_tracker())


@a_half()
@given(tracker=ss.ledgers(rough=True))
def test_law_15_export_then_import_is_the_same_ledger(tracker, tmp_path_factory):
    path = tmp_path_factory.mktemp("export") / "ledger.jsonl"
    tracker.save(path)
    again = pt.open(path)
    laws.same_entries(tracker, again)
    laws.same_answers(tracker, again, tracker.state(known=tracker.head).basis)


@a_half()
@given(data=st.data())
def test_law_16_proposals_change_nothing_and_what_is_accepted_counts_as_recorded(data):
    tracker = data.draw(ss.ledgers(max_acts=4, rough=True))
    for _ in range(data.draw(st.integers(1, 6))):
        data.draw(st.sampled_from((ss.propose_on, ss.propose_on, ss.act_on)))(tracker, data.draw, rough=True)
    basis = data.draw(ss.bases(tracker))
    laws.proposals_change_nothing(tracker, basis)
    laws.grown_is_rebuilt(tracker, basis)
    laws.index_is_oracle(tracker, basis)


@a_half()
@given(data=st.data())
def test_what_is_supposed_is_as_if_recorded_whatever_else_was_supposed(data):
    tracker, valid = data.draw(ss.ledgers(rough=True)), data.draw(ss.instants())
    known = data.draw(st.integers(1, tracker.head))
    state = tracker.state(valid=valid, known=known, trust=pt.EVERYTHING)
    before = state.answers()
    other, report = (_as_reported(data.draw(ss.reports(rough=True)), id) for id in ("other", "supposed"))
    after = tracker.entries()[known - 1].recorded_at + timedelta(microseconds=1)
    recorded = pt.Tracker(clock=lambda: max(valid, after))
    recorded.extend(tracker.entries()[:known])
    try:
        recorded.record(report, recorded_at=max(valid, after))
    except pt.PeacetrackError:
        assume(False)
    with contextlib.suppress(pt.PeacetrackError):
        state.suppose(other).status_of("truce")
    assert state.suppose(report) == recorded.state(valid=valid, trust=pt.EVERYTHING)
    assert state.answers() == before


def _as_reported(report: pt.Report, id: str) -> pt.Report:
    """The report under an id, with a time and an attribution: else they would be now, and the party's own."""
    since = report.since or pt.Moment.parse("2030-01-05")
    attribution = report.attribution or pt.Attribution("narrator")
    return attrs.evolve(report, id=id, since=since, attribution=attribution)


@a_half()
@given(data=st.data())
def test_an_index_that_withdraws_aside_is_the_one_after_a_retraction(data):
    tracker = data.draw(ss.ledgers(rough=True))
    timeline = tracker._journal.timeline
    lost = data.draw(st.sampled_from([*tracker.reports, None]))
    assume(lost is not None)
    before = _lines(timeline)
    aside = withdrawing(timeline, tracker._journal.ledger, [lost])
    assert _lines(timeline) == before
    try:
        tracker.retract(lost, reason="lost")
    except pt.errors.WithdrawnReportError:  # it was withdrawn before
        assert _lines(aside) == before
    assert _lines(tracker._journal.timeline) == _lines(aside)


def _lines(timeline: Timeline) -> dict[Any, Any]:
    """What every line holds: each statement, its place, and from when to when it is known."""
    return {
        key: [
            (statement.identity, statement.order, since, until)
            for statement, since, until in zip(
                line.statements, line.known_from, line.known_until, strict=True
            )
        ]
        for key, line in timeline.lines.items()
    }
