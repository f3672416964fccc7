"""Explanations: from any answer down to the entries of the ledger."""

from functools import partial

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.testing import strategies as ss
from tests import recording
from tests.effort import a_half
from tests.recording import happens, says

LATER = "2030-03-01"
AGENDA = pt.Agenda(
    "invented",
    parties=[
        pt.Party("NORTH", "Northland", "state"),
        pt.Party("SOUTH", "Southland", "state"),
        pt.Party("EAST", "Eastland", "state"),
        pt.Party("LEAGUE", "a league", "group", members=[pt.Member("EAST")]),
    ],
    terms=[
        pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH", "SOUTH"]),
        pt.Term("pledge", "security-guarantee", "help is pledged", needs=["SOUTH"]),
    ],
)
ledger_of = partial(recording.ledger_of, AGENDA)


def because(talks, ask, valid=LATER):
    """What `ask` of the state rests on: (what, report, entry)."""
    state = talks.state(valid=valid)
    return [(r.what, r.report, r.entry) for r in analysis.explain(state, ask(state))]


def test_a_standing_rests_on_its_statements_and_their_entries():
    talks = ledger_of(says("a", "accepts", "2030-01-03", scope="at sea"))
    assert because(talks, lambda state: state["truce"]["NORTH"]) == [
        ("NORTH accepts truce", "a", 2),
        ("NORTH on truce: scope at sea", "a", 2),
    ]


def test_a_step_names_statement_claim_attribution_and_when_it_was_recorded():
    talks = ledger_of(says("a", "accepts", "2030-01-03", by="quote"))
    state = talks.state(valid=LATER)
    (reason,) = analysis.explain(state, state["truce"]["NORTH"])
    assert (reason.claim, reason.attribution.type.value) == (1, "quote")
    assert reason.recorded_at == talks.entries()[1].recorded_at
    evidence = state["truce"]["NORTH"].evidence[0]
    assert (reason.field, reason.value) == (evidence.field, evidence.value)
    assert (reason.since, reason.party) == (evidence.since, evidence.party)
    assert str(reason) == "NORTH accepts truce, says a#1 (quote) [entry 2, 2030-02-01]"


def test_what_an_event_dates_rests_on_who_dates_it():
    talks = ledger_of(says("a", "accepts", pt.During("summit")), happens("b", "summit", when="2030-01-08"))
    assert because(talks, lambda state: state["truce"]["NORTH"]) == [
        ("NORTH accepts truce", "a", 2),
        ("summit: when 2030-01-08", "b", 3),
    ]


def test_a_member_rests_on_its_group_and_on_the_declaration():
    talks = ledger_of(says("a", "accepts", "2030-01-03", of="LEAGUE"))
    assert because(talks, lambda state: state["truce"]["EAST"]) == [
        ("LEAGUE accepts truce", "a", 2),
        ("EAST is declared a member of LEAGUE", None, 1),
    ]


def test_a_status_rests_on_every_needed_party_and_on_conditions():
    talks = ledger_of(says("a", "accepts", "2030-01-03", conditions=[pt.EventHeld("summit")]))
    assert because(talks, lambda state: state["truce"]) == [
        ("NORTH accepts truce", "a", 2),
        ("NORTH on truce: conditions summit is held", "a", 2),
        ("NORTH asks that summit is held: not met", None, None),
        ("nothing that counts says where SOUTH stands on truce, which needs it", None, 1),
    ]


def test_an_agreement_in_principle_rests_on_what_is_unsettled():
    open_ = pt.Absence.UNDER_NEGOTIATION
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", term="pledge", of="SOUTH"),
        pt.draft(id="b", since="2030-01-04").progress("pledge", details={"duration": open_}),
    )
    assert because(talks, lambda state: state["pledge"]) == [
        ("SOUTH accepts pledge", "a", 2),
        ("pledge: duration (under-negotiation)", "b", 3),
    ]


def test_a_correction_says_what_it_corrects_and_why():
    talks = ledger_of(says("a", "opposes", "2030-01-03"))
    talks.correct("a", says("b", "accepts", "2030-01-03"), reason="misheard")
    assert because(talks, lambda state: state["truce"]["NORTH"]) == [
        ("NORTH accepts truce", "b", 3),
        ("b corrects a: misheard", None, 3),
    ]


def test_a_change_by_a_retraction_names_the_retraction():
    talks = ledger_of(says("a", "opposes", "2030-01-03"))
    before = talks.state(valid=LATER)
    talks.retract("a", reason="a hoax", recorded_at="2030-02-10")
    after = talks.state(valid=LATER)
    (change, status) = analysis.diff(before, after)
    reasons = [(r.what, r.entry) for r in analysis.explain(after, change)]
    assert reasons == [
        ("a is recorded", 2),
        ("a was retracted: a hoax", 3),
        ("nothing that counts says where NORTH stands on truce, which needs it", 1),
    ]
    assert [r.what for r in analysis.explain(after, status)][:2] == [what for what, _ in reasons[:2]]


def test_a_retracted_claim_is_named():
    talks = ledger_of(says("a", "opposes", "2030-01-03").position("pledge", "open", party="SOUTH"))
    talks.retract("a", claim=1, reason="a hoax")
    assert because(talks, lambda state: state["pledge"]["SOUTH"]) == [
        ("SOUTH is open to pledge", "a", 2),
        ("claim 1 of a was retracted: a hoax", None, 3),
    ]


def test_what_is_supposed_has_no_entry():
    talks = ledger_of(says("a", "opposes", "2030-01-03"))
    state = talks.state(valid=LATER).suppose(says("x", "accepts"))
    (reason,) = analysis.explain(state, state["truce"]["NORTH"])
    assert (reason.report, reason.entry, reason.recorded_at) == ("x", None, None)


def test_every_step_says_why_it_is_listed():
    first = says("a", "opposes", pt.During("summit"), conditions=[pt.TermIs("pledge", "agreed")])
    talks = ledger_of(
        first,
        happens("b", "summit", when="2030-01-08"),
        says("c", None, "2030-01-09", of="SOUTH", act="warns"),
        says("d", "accepts", "2030-01-10", of="LEAGUE"),
        says("e", "accepts", "2030-02-20"),
    )
    then, now = (talks.state(valid=valid) for valid in ("2030-01-15", LATER))
    bearings = [(r.bearing.value, r.report) for r in analysis.explain(then, then["truce"])]
    assert bearings == [
        ("holds", "a"),
        ("dates", "b"),
        ("holds", "a"),
        ("condition", None),
        ("silence", None),
        ("act", "c"),
    ]
    member = analysis.explain(then, then["truce"]["EAST"])
    assert [r.bearing.value for r in member] == ["holds", "membership"]
    earlier, later = now["truce"]["NORTH"].evidence[0], then["truce"]["NORTH"].evidence[0]
    assert [r.bearing.value for r in analysis.explain(then, earlier)] == ["later"]
    assert [r.bearing.value for r in analysis.explain(now, later)] == ["displaced", "dates"]


def test_a_row_looks_at_its_own_field():
    talks = ledger_of(says("a", "accepts", "2030-01-03", window="2030-04-10", scope="at sea"))
    assert because(talks, analysis.windows) == [("NORTH on truce: window 2030-04-10", "a", 2)]
    assert because(talks, lambda state: analysis.gaps(state)[1]) == [("NORTH on truce: scope at sea", "a", 2)]


def test_a_claim_without_fields_is_explained_by_its_entry():
    talks = ledger_of(pt.draft(id="a").assess("it goes well"))
    state = talks.state(valid=LATER)
    (reason,) = analysis.explain(state, state.claims()[0])
    assert (reason.what, reason.report, reason.claim, reason.entry) == ("a is recorded", "a", 1, 2)


def test_a_table_is_explained_row_by_row():
    talks = ledger_of(says("a", "accepts", "2030-01-03"), says("b", "rejects", "2030-01-03"))
    state = talks.state(valid=LATER)
    reasons = analysis.explain(state, analysis.pivots(state))
    assert list(dict.fromkeys(reason.answer for reason in reasons)) == [
        str(pivot) for pivot in analysis.pivots(state)
    ]
    assert reasons.basis == state.basis


def test_a_statement_a_term_itself_and_a_dispute_rest_on_what_they_show():
    talks = ledger_of(
        pt.draft(id="a", since="2030-01-03").progress("truce", "tabled"),
        pt.draft(id="b", since="2030-01-03").progress("truce", "agreed"),
    )
    both = [("truce: stage agreed", "b", 3), ("truce: stage tabled", "a", 2)]
    assert because(talks, lambda state: analysis.disputes(state)[0]) == both
    assert because(talks, lambda state: state["truce"].progress) == both[:1]
    assert because(talks, lambda state: state["truce"].progress.evidence[0]) == both[:1]


def test_a_silence_rests_on_what_was_done_instead():
    talks = ledger_of(says("a", None, "2030-01-03", act="warns"))
    assert because(talks, lambda state: analysis.silences(state)[0]) == [
        ("nothing that counts says where NORTH stands on truce, which needs it", None, 1),
        ("NORTH on truce: warns", "a", 2),
    ]


def test_an_event_rests_on_who_tells_of_it_and_on_what_dates_it():
    talks = ledger_of(
        happens("a", "summit", "expected", when=pt.During("talks")),
        happens("b", "talks", "held", when="2030-01-03"),
    )
    reasons = [
        ("summit: status expected", "a", 2),
        ("summit: when during talks", "a", 2),
        ("talks: when 2030-01-03", "b", 3),
    ]
    assert because(talks, lambda state: state.event("summit")) == reasons
    assert because(talks, lambda state: Own(("summit",))) == reasons
    overdue = because(talks, lambda state: analysis.overdue(state)[0])
    assert sorted(overdue) == sorted(reasons)


def test_a_report_that_was_corrected_says_by_which():
    talks = ledger_of(says("a", "opposes", "2030-01-03"))
    talks.correct("a", says("b", "accepts", "2030-01-03"), reason="misheard")
    assert because(talks, lambda state: Own((), reports=("a",))) == [
        ("a is recorded", "a", 2),
        ("a was corrected by b: misheard", None, 3),
    ]


@attrs.frozen
class Own:
    """A row of a user's own."""

    terms: tuple[str, ...]
    reports: tuple[str, ...] = ()


def test_a_row_of_ones_own_is_explained_by_what_it_names():
    talks = ledger_of(says("a", "accepts", "2030-01-03", term="pledge", of="SOUTH"))
    assert because(talks, lambda state: Own(("pledge",))) == [("SOUTH accepts pledge", "a", 2)]


def test_a_moment_of_a_trend_is_explained_by_what_was_so_then():
    talks = ledger_of(says("a", "opposes", "2030-01-03"), says("b", "accepts", "2030-01-20"))
    state = talks.state(valid=LATER)
    points = analysis.trend(state, "2030-01-10", "2030-01-30", "P20D")
    stances = [r.what for r in analysis.explain(state, points) if r.report]
    assert stances == ["NORTH opposes truce"] * 2 + ["NORTH accepts truce"] * 2


def test_a_path_is_explained_by_what_its_steps_would_change():
    talks = ledger_of(says("a", "opposes", "2030-01-03"), says("b", "accepts", "2030-01-20", of="SOUTH"))
    found = because(talks, lambda state: analysis.paths(state, "truce"))
    assert ("NORTH opposes truce", "a", 2) in found


def test_what_is_agreed_already_rests_on_what_agreed_it():
    talks = ledger_of(says("a", "accepts", "2030-01-03", term="pledge", of="SOUTH"))
    assert because(talks, lambda state: analysis.paths(state, "pledge")) == [("SOUTH accepts pledge", "a", 2)]


@pytest.mark.parametrize("rubbish", [None, "truce", 7, [], pt.Absence.UNKNOWN, object()])
def test_what_names_nothing_cannot_be_explained(rubbish):
    with pytest.raises(pt.errors.WrongTypeError, match="give a row, a standing, or a table"):
        analysis.explain(ledger_of().state(valid=LATER), rubbish)


def test_a_row_of_another_negotiation_is_refused():
    with pytest.raises(pt.errors.UnknownNameError, match="did you mean 'truce'"):
        analysis.explain(ledger_of().state(valid=LATER), analysis.Silence("truces", "NORTH"))


def test_an_explanation_is_read_as_text():
    talks = ledger_of(says("a", "accepts", "2030-01-03", wording="as it lies"))
    state = talks.state(valid=LATER)
    text = str(view.explanation(state, state["truce"]["NORTH"]))
    assert text.splitlines()[0] == "NORTH accepts truce"
    assert "as it lies" in text
    several = str(view.explanation(state, analysis.pivots(state)))
    assert several.startswith("2 answers")
    assert "without a: NORTH on truce is without a live stance, not accepts:" in several


ANSWERS = (
    analysis.check,
    analysis.deadlocks,
    analysis.disputes,
    analysis.distance,
    analysis.gaps,
    analysis.linkages,
    analysis.overdue,
    analysis.packages,
    lambda state: analysis.paths(state, most=1),
    analysis.pivots,
    analysis.moves,
    analysis.silences,
    analysis.support,
    analysis.unmeetable,
    analysis.windows,
    lambda state: analysis.conditions(state).waits,
    lambda state: analysis.trend(state, "2030-01-10", "2030-01-20", "P5D"),
    lambda state: analysis.diff(state.at(valid="2030-01-02"), state.at(valid="2030-01-25")),
    pt.State.events,
    pt.State.claims,
)


@a_half()
@given(data=st.data())
def test_every_answer_is_explained_and_only_by_entries_that_exist(data):
    tracker = data.draw(ss.ledgers(rough=True))
    state = tracker.state(data.draw(ss.bases(tracker)))
    for ask in ANSWERS:
        holds(tracker, state, analysis.explain(state, ask(state)))
    for term in state:
        holds(tracker, state, analysis.explain(state, state[term]))
        for party in state.agenda.party_by_id:
            reasons = analysis.explain(state, state[term][party])
            holds(tracker, state, reasons)
            evidence = {(s.field, s.report, s.claim) for s in state[term][party].evidence}
            stated = {(r.field, r.report, r.claim) for r in reasons if r.field}
            assert evidence <= stated


def holds(tracker, state, reasons):
    entries = {entry.seq: entry for entry in tracker.entries()}
    for reason in reasons:
        assert reason.what
        if reason.entry is not None:
            assert reason.entry <= state.basis.known
            assert reason.recorded_at == entries[reason.entry].recorded_at
        if reason.field is not None:
            report = tracker.reports[reason.report]
            assert 1 <= reason.claim <= len(report.claims)
            assert entries[reason.entry].id == reason.report


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"stance": "withheld"}, "NORTH has no stance on truce (withheld)"),
        ({"scope": "at sea"}, "NORTH has no stance on truce"),
    ],
)
def test_a_standing_without_a_stance_is_named_with_the_reason(said, answer):
    state = ledger_of(says("a", since="2030-01-05", **said)).state(valid=LATER)
    assert {reason.answer for reason in analysis.explain(state, state["truce"]["NORTH"])} == {answer}
