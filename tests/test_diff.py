"""A difference, whatever is compared: its mirror, its reports; and how the same stance is put."""

from functools import partial

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.analysis import Cause, Direction
from peacetrack.replay.unchanged_holders import UnchangedHolders
from peacetrack.testing import strategies as ss
from peacetrack.words.attribution import AttributionType
from tests import recording
from tests.effort import a_half
from tests.recording import happens, says

AGENDA = pt.Agenda(
    "invented",
    parties=[pt.Party("NORTH", "Northland", "state"), pt.Party("SOUTH", "Southland", "state")],
    terms=[
        pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH", "SOUTH"]),
        pt.Term("pledge", "security-guarantee", "help is pledged", needs=["NORTH", "SOUTH"]),
    ],
)
LATER = "2030-03-01"
OPPOSITE = {
    Direction.SOFTENED: Direction.HARDENED,
    Direction.HARDENED: Direction.SOFTENED,
    Direction.FIRMED_UP: Direction.LOOSENED,
    Direction.LOOSENED: Direction.FIRMED_UP,
    Direction.REWORDED: Direction.REWORDED,
    None: None,
}
ledger_of = partial(recording.ledger_of, AGENDA)


def changes(before, after):
    return {change.field: change for change in analysis.diff(before, after)}


def between(first, then, field, start="2030-01-04", end="2030-01-06"):
    """How a field changes between two reports, of the 3rd and of the 5th."""
    talks = ledger_of(says("a", since="2030-01-03", **first), says("b", since="2030-01-05", **then))
    return changes(talks.state(valid=start), talks.state(valid=end)).get(field)


# How the same stance is put


def test_the_same_stance_in_other_words_is_reworded():
    first, then = {"stance": "open", "wording": "on hold"}, {"stance": "open", "wording": "paused"}
    change = between(first, then, "wording")
    assert (change.before, change.after) == ("on hold", "paused")
    assert (change.direction, change.cause, change.reports) == (Direction.REWORDED, Cause.STATED, ("b",))
    assert between(first, {"stance": "accepts", "wording": "paused"}, "wording") is None


PORT = pt.InWords("the port is open")
STANDS = says("s", "accepts", "2030-01-03", of="SOUTH", by="quote", window="2030-02-01")
OFF = {
    "another party, a condition": (
        {"by": "quote", "conditions": [PORT]},
        "SOUTH on truce, conditions: nothing -> the port is open, by NORTH's account; stated, hardened (l)",
        "conditions, by NORTH's account",
    ),
    "another party, an end": (
        {"by": "quote", "window": "2030-03-01"},
        "SOUTH on truce, window: 2030-02-01 -> 2030-03-01, by NORTH's account; stated (l)",
        "window, by NORTH's account",
    ),
    "a leak, a condition": (
        {"by": "leak", "of": "SOUTH", "conditions": [PORT]},
        "SOUTH on truce, conditions: nothing -> the port is open, not on the record; stated, hardened (l)",
        "conditions, not on the record",
    ),
}


@pytest.mark.parametrize("case", OFF)
def test_a_condition_or_an_end_that_is_not_on_the_record_while_the_stance_is_says_so(case):
    said, row, reserve = OFF[case]
    talks = ledger_of(STANDS, says("l", None, "2030-01-10", party="SOUTH", **said))
    state = talks.state(valid="2030-01-20")
    changed = analysis.diff(state.at(valid="2030-01-08"), state)
    assert str(changed[0]) == row
    assert changed[0].off_record
    assert [spell.reserves for spell in analysis.history(state, "truce", "SOUTH")] == [(), (reserve,)]
    shown = str(view.changes(changed))
    assert (" per NORTH" in shown, " (not on the record)" in shown) == ("by" in reserve, "not" in reserve)


@pytest.mark.parametrize("own", ["quote", "leak"])
def test_a_condition_is_as_good_as_the_stance_where_both_are_of_one_kind(own):
    first = says("s", "accepts", "2030-01-03", of="SOUTH", by=own)
    then = says("l", None, "2030-01-10", of="SOUTH", by=own, conditions=[PORT])
    state = ledger_of(first, then).state(valid="2030-01-20")
    change = analysis.diff(state.at(valid="2030-01-08"), state)[0]
    assert (change.field, change.off_record, change.accounts_of) == ("conditions", False, ())
    assert analysis.history(state, "truce", "SOUTH")[-1].reserves == ()


@pytest.mark.parametrize(
    "said", [{"act": "extends"}, {"act": "extends", "window": "2030-03-01"}, {"window": "2030-03-01"}]
)
def test_what_extends_an_offer_that_is_over_is_a_row_and_no_new_stance(said):
    offer = says("s", "accepts", "2030-01-03", of="SOUTH", by="quote", window="2030-01-08")
    talks = ledger_of(offer, says("l", None, "2030-01-12", of="SOUTH", by="quote", **said))
    state = talks.state(valid="2030-01-20")
    (change,) = analysis.diff(state.at(valid="2030-01-10"), state)
    assert str(change) == "SOUTH on truce, act: nothing -> extends; stated (l)"
    (back,) = analysis.diff(state, state.at(valid="2030-01-10"))
    assert (back.before, back.after) == (change.after, change.before)
    assert not analysis.diff(state, talks.state(valid="2030-01-22"))
    talks.retract("l", reason="an error", recorded_at="2030-02-10")
    (gone,) = analysis.diff(state, talks.state(valid="2030-01-20"))
    assert str(gone) == "SOUTH on truce, act: extends -> nothing; retracted (l)"


def test_what_a_leak_told_is_firmed_up_when_somebody_stands_by_it():
    change = between({"stance": "open", "by": "leak"}, {"stance": "open", "by": "quote"}, "attribution")
    assert (change.before, change.after) == (AttributionType.LEAK, AttributionType.QUOTE)
    assert change.direction is Direction.FIRMED_UP


def test_what_may_have_begun_is_firmed_up_once_it_certainly_has():
    talks = ledger_of(says("a", "open", "2030-01-03/2030-01-10"))
    change = changes(talks.state(valid="2030-01-05"), talks.state(valid="2030-01-10"))["certain"]
    assert (change.before, change.after, change.direction) == (False, True, Direction.FIRMED_UP)


@pytest.mark.parametrize(
    ("field", "first", "then", "direction"),
    [
        ("duration", pt.Absence.UNDER_NEGOTIATION, 20, Direction.FIRMED_UP),
        ("duration", pt.Quantity(10, 30), pt.Quantity(15, 20), Direction.FIRMED_UP),
        ("duration", pt.Quantity(10, 30), pt.Quantity(10, 40), Direction.LOOSENED),
        ("duration", pt.Quantity(10, 20), pt.Quantity(15, 25), None),
        ("duration", 20, pt.Absence.WITHHELD, Direction.LOOSENED),
        ("label", "commitments", "guarantees", Direction.REWORDED),
        ("model", "bilateral", "bespoke", None),
        ("model", None, "bespoke", None),
    ],
)
def test_a_detail_is_firmed_up_loosened_or_reworded(field, first, then, direction):
    first = {"stance": "open", "term": "pledge", field: first}
    then = {"stance": "open", "term": "pledge", field: then}
    assert between(first, then, f"content.{field}").direction is direction


@pytest.mark.parametrize(
    ("first", "then", "direction"),
    [
        ("undisclosed", "2030-02-20", Direction.FIRMED_UP),
        ("2030-02", "2030-02-20", Direction.FIRMED_UP),
        ("2030-02-20", "undisclosed", Direction.LOOSENED),
        ("2030-02-20", "2030-02-25", None),
    ],
)
def test_a_window_is_firmed_up_when_its_date_is_told(first, then, direction):
    first, then = {"stance": "open", "window": first}, {"stance": "open", "window": then}
    assert between(first, then, "window").direction is direction


def test_conditions_in_other_words_are_reworded():
    first = {"stance": "open", "conditions": [pt.InWords("first the prisoners")]}
    then = {"stance": "open", "conditions": [pt.InWords("the prisoners come home")]}
    assert between(first, then, "conditions").direction is Direction.REWORDED


def test_conditions_and_a_red_line_that_ended_with_their_stance_have_no_direction():
    """That the report of the new stance does not mention them is no concession."""
    red_line = {"stance": "rejects", "red_line": True}
    assert between(red_line, {"stance": "opposes"}, "red_line").direction is None
    assert (
        between(red_line, {"stance": "opposes", "red_line": False}, "red_line").direction
        is Direction.SOFTENED
    )
    lapsed = {"stance": "accepts", "conditions": [pt.InWords("if paid")], "window": "2030-01-04"}
    assert between(lapsed, {"stance": "accepts"}, "conditions").direction is None
    assert (
        between(lapsed, {"stance": "accepts", "conditions": []}, "conditions").direction is Direction.SOFTENED
    )


# What we merely learned, what was withdrawn


def test_what_a_new_stance_put_an_end_to_is_told_by_the_report_of_that_stance():
    first = {"stance": "accepts", "conditions": [pt.InWords("if paid")], "window": "2030-09-01"}
    for field in ("conditions", "window"):
        change = between(first, {"stance": "open"}, field)
        assert not change.after
        assert (change.cause, change.reports) == (Cause.STATED, ("b",))


def test_a_contradiction_is_learned():
    talks = ledger_of(
        says("a", "accepts", "2030-01-05", origin="wire-a"),
        says("b", "opposes", "2030-01-05", by="rumour", origin="wire-b"),
    )
    before = talks.state(valid=LATER, known=2, trust=pt.EVERYTHING)
    change = changes(before, before.at(known=3))["disputed"]
    assert (change.before, change.after) == ((), ("stance",))
    assert (change.cause, change.reports) == (Cause.LEARNED, ("b",))


def test_a_contradiction_that_is_taken_back_is_told_by_what_was_withdrawn():
    talks = ledger_of(
        says("a", "accepts", "2030-01-05", origin="wire-a"),
        says("b", "opposes", "2030-01-05", by="rumour", origin="wire-b"),
    )
    talks.retract("b", reason="a hoax")
    before = talks.state(valid=LATER, known=3, trust=pt.EVERYTHING)
    (change,) = analysis.diff(before, before.at(known=4))
    assert (change.field, change.after, change.cause) == ("disputed", (), Cause.RETRACTED)
    assert change.reports == ("b",)


def test_a_retraction_names_what_was_withdrawn_and_not_what_is_left():
    talks = ledger_of(says("a", "opposes", "2030-01-03"), says("b", "accepts", "2030-01-05"))
    talks.retract("b", reason="a hoax")
    state = talks.state(valid=LATER)
    assert changes(state.at(known=3), state)["stance"].reports == ("b",)


def test_an_offer_that_had_already_run_out_when_we_heard_of_its_end_was_learned():
    talks = ledger_of(says("a", "accepts", "2030-01-03"), says("b", None, "2030-01-04", window="2030-01-10"))
    before = talks.state(valid="2030-02-01", known=2)
    assert changes(before, before.at(known=3))["lapsed"].cause is Cause.LEARNED
    january = talks.state(valid="2030-01-05")
    assert changes(january, january.at(valid="2030-02-01"))["lapsed"].cause is Cause.LAPSED


def test_an_offer_that_ran_out_with_an_event_names_the_report_that_it_was_held():
    window = pt.WithEvent("summit")
    talks = ledger_of(
        says("offer", "accepts", "2030-01-03", window=window),
        happens("news", "summit", "held", when="2030-01-10"),
    )
    before = talks.state(valid=LATER, known=2)
    change = changes(before, before.at(known=3))["lapsed"]
    assert (change.before, change.after, change.reports) == (False, True, ("news",))


def test_an_offer_that_stands_again_as_its_event_was_postponed_names_who_postponed_it():
    talks = ledger_of(
        says("offer", "accepts", "2030-01-03", window=pt.WithEvent("end")),
        happens("plan", "end", "expected", when="2030-01-15", type="deadline", published="2030-01-03"),
        happens("news", "end", "postponed", when="2030-01-31", published="2030-01-18"),
    )
    before, after = talks.state(valid="2030-01-17", known=3), talks.state(valid="2030-01-19")
    change = changes(before, after)["lapsed"]
    assert (change.before, change.after, change.reports) == (True, False, ("news",))
    assert change.cause is Cause.DATED


def test_a_detail_without_a_stance_lapses_by_the_report_that_told_of_its_end():
    talks = ledger_of(says("a", None, "2030-01-03", scope="at sea", until="2030-01-10"))
    before = talks.state(valid="2030-01-05")
    change = changes(before, before.at(valid="2030-02-01"))["lapsed"]
    assert (change.cause, change.reports) == (Cause.LAPSED, ("a",))


def test_both_clocks_at_once():
    talks = ledger_of(
        says("a", "rejects", "2030-01-03"),
        says("late", "opposes", "2030-01-04"),
        says("new", "open", "2030-02-02"),
        says("c", "accepts", "2030-01-03", of="SOUTH"),
    )
    before = talks.state(valid="2030-01-20", known=2)
    table = analysis.diff(before, talks.state(valid="2030-02-10"))
    assert {(c.party, c.after, c.cause) for c in table} == {
        ("NORTH", pt.Stance.OPEN, Cause.STATED),
        ("SOUTH", pt.Stance.ACCEPTS, Cause.LEARNED),
        (None, pt.TermStatus.PENDING, Cause.STATED),
    }


def test_a_change_reads_as_a_sentence():
    talks = ledger_of(says("a", "rejects", "2030-01-03"), says("b", "open", "2030-01-05"))
    assert list(
        map(str, analysis.diff(talks.state(valid="2030-01-04"), talks.state(valid="2030-01-05")))
    ) == [
        "NORTH on truce, stance: rejects -> open; stated, softened (b)",
        "truce, status: blocked -> pending; stated (b)",
    ]


def test_events_that_a_trust_leaves_out_are_told_both_ways():
    rumour = pt.Event("summit", status="held", attribution=pt.Attribution("rumour"))
    talks = ledger_of(pt.Report([rumour], id="a"))
    known = talks.state(valid=LATER)
    rumours = known.at(trust=pt.EVERYTHING)
    there, back = analysis.diff(known, rumours), analysis.diff(rumours, known)
    assert [(c.field, c.after, c.cause) for c in there] == [("status", pt.EventStatus.HELD, Cause.BASIS)]
    assert [(c.field, c.before, c.after) for c in back] == [("status", pt.EventStatus.HELD, None)]


# Whatever is compared


@a_half()
@given(data=st.data())
def test_nothing_differs_from_itself(data):
    tracker = data.draw(ss.ledgers(rough=True))
    basis = data.draw(ss.bases(tracker))
    assert list(analysis.diff(tracker.state(basis), tracker.state(basis))) == []


@a_half()
@given(data=st.data())
def test_turned_round_it_is_its_mirror(data):
    tracker = data.draw(ss.ledgers(rough=True))
    one, other = (tracker.state(data.draw(ss.bases(tracker))) for _ in range(2))
    mirrored = [
        attrs.evolve(c, before=c.after, after=c.before, direction=OPPOSITE[c.direction], accounts_of=())
        for c in analysis.diff(one, other)
    ]
    assert [attrs.evolve(c, accounts_of=()) for c in analysis.diff(other, one)] == mirrored


@a_half()
@given(data=st.data())
def test_what_is_supposed_or_left_out_has_a_mirror_too(data):
    tracker = data.draw(ss.ledgers(max_acts=3, rough=True))
    state = tracker.state(valid=data.draw(ss.instants()), trust=data.draw(ss.trusts()))
    other = state.suppose(data.draw(ss.reports(max_claims=2, rough=True)))
    if tracker.reports and data.draw(st.booleans()):
        other = other.without(next(iter(tracker.reports)))
    there, back = analysis.diff(state, other), analysis.diff(other, state)
    assert [(c.term, c.party, c.field, c.after, c.before, c.cause, c.reports) for c in there] == [
        (c.term, c.party, c.field, c.before, c.after, c.cause, c.reports) for c in back
    ]


@a_half()
@given(data=st.data())
def test_every_change_names_reports_that_are_in_the_ledger(data):
    tracker = data.draw(ss.ledgers(rough=True))
    one, other = (tracker.state(data.draw(ss.bases(tracker))) for _ in range(2))
    entries = {entry.id for entry in tracker.entries()}
    for change in analysis.diff(one, other):
        assert change.reports or (change.field, change.cause) == ("status", Cause.DECLARED)
        assert set(change.reports) <= entries


@a_half()
@given(data=st.data())
def test_whoever_stands_differently_has_a_change_of_the_stance(data):
    tracker = data.draw(ss.ledgers(rough=True))
    one, other = (tracker.state(data.draw(ss.bases(tracker))) for _ in range(2))
    found = {(c.term, c.party): (c.before, c.after) for c in analysis.diff(one, other) if c.field == "stance"}
    expected = {
        (term, party): (one[term][party].stance, other[term][party].stance)
        for term in {*one, *other}
        for party in {*one.parties_on(term), *other.parties_on(term), *counted_on(one, term, other)}
        if one[term][party].stance is not other[term][party].stance
    }
    assert found == expected


def counted_on(one, term, other):
    """The groups that a term counts the members of in one of two states."""
    needs = (need for state in (one, other) for need in state.agenda.needs_on(term))
    return {need.of for need in needs if isinstance(need, pt.AtLeast) and isinstance(need.of, str)}


@a_half()
@given(data=st.data())
def test_a_term_of_another_status_has_a_row_of_its_own_in_every_order(data):
    tracker = data.draw(ss.ledgers(rough=True))
    one, other = (tracker.state(data.draw(ss.bases(tracker))) for _ in range(2))
    found = {
        c.term: (c.before, c.after)
        for c in analysis.diff(one, other)
        if c.term in one and c.field == "status"
    }
    expected = {
        term: (one[term].status, other[term].status)
        for term in {*one, *other}
        if one[term].status is not other[term].status
    }
    assert found == expected


@a_half()
@given(data=st.data())
def test_between_two_valid_times_nothing_was_learned_and_nobody_had_been_wrong(data):
    tracker = data.draw(ss.ledgers(rough=True))
    state = tracker.state(data.draw(ss.bases(tracker)))
    parties = [
        change.cause
        for change in analysis.diff(state, state.at(valid=data.draw(ss.instants())))
        if change.term in state
    ]
    assert set(parties) <= {Cause.STATED, Cause.LAPSED, Cause.DECLARED, Cause.JOINED}


@a_half()
@given(data=st.data())
def test_a_change_of_the_basis_is_no_move_of_anybody(data):
    tracker = data.draw(ss.ledgers(rough=True))
    state = tracker.state(data.draw(ss.bases(tracker)))
    other = state.at(trust=data.draw(ss.trusts()), published_by=None)
    found = {(change.cause, change.direction) for change in analysis.diff(state, other)}
    assert found <= {(Cause.BASIS, None)}


def test_an_event_that_another_trust_sees_otherwise_has_not_moved():
    talks = ss.new_tracker()
    said = pt.Event("vote", when="2030-01-13/..", text="on hold")
    rumour = pt.Event("vote", status="cancelled", when="2030-01-30", attribution=pt.Attribution("rumour"))
    talks.record(pt.Report([said], source=pt.Source(published="2030-01-04")))
    talks.record(pt.Report([rumour], source=pt.Source(published="2030-01-05")))
    state = talks.state(valid="2030-01-06")
    found = analysis.diff(state, state.at(trust=pt.EVERYTHING))
    assert [(c.term, c.field, c.cause, c.direction) for c in found] == [("vote", "status", Cause.BASIS, None)]


def naive_cause(before, after, term, party):
    """The cause of another stance, from the page of rules alone, by search; `before` is no later."""
    old, new = before[term][party], after[term][party]
    gone, present = (standing.runs.get("stance", ()) for standing in (old, new))
    last, latest = gone[-1:], present[-1:]

    def withdrawal(statement):
        for entry in after.entries[before.seq :]:
            of_it = statement.report in (entry.corrects, entry.id if entry.kind == "retraction" else None)
            if of_it and entry.claim in (None, statement.claim):
                return entry
        return None

    def readings(statement):
        """The statement as either state reads it, where both know it."""
        for state in (before, after):
            for other in state.statements(statement.term, statement.party, statement.field, counted=False):
                if (other.report, other.claim) == (statement.report, statement.claim):
                    yield other

    def is_new(statement):
        return statement.by.seq > before.seq

    moved = ()
    for statement in () if latest and is_new(latest[0]) else (*latest, *last):
        pair = tuple(readings(statement))
        if not moved and len(pair) == 2 and pair[0] != pair[1]:
            moved = pair
    behind = []
    if last and (entry := withdrawal(last[0])):
        displaced = latest and latest[0].order > last[0].order and latest[0].by.seq != entry.seq
        behind += [] if displaced else [entry]
    if moved and (event := getattr(before.since_as_reported(moved[0]), "event", None)):
        behind += filter(None, map(withdrawal, before.event(event).runs.get("when", ())))
    spoke = latest and latest[0].party == party
    spoke = spoke and (is_new(latest[0]) or latest[0].order.anchor > before.instant)
    joined = old.by_group != new.by_group and not spoke
    agendas = [
        {(g.id, m) for g in state.agenda.parties for m in g.members if m.party == party}
        for state in (before, after)
    ]
    causes = {
        Cause.CORRECTED: any(entry.kind == "correction" for entry in behind),
        Cause.RETRACTED: bool(behind),
        Cause.DECLARED: (moved and moved[0].accounts_of != moved[1].accounts_of)
        or (joined and agendas[0] != agendas[1]),
        Cause.JOINED: joined,
        Cause.DATED: moved and moved[0].since != moved[1].since,
        Cause.LEARNED: present and is_new(present[0]) and present[0].order.anchor <= before.instant,
        Cause.STATED: True,
    }
    return next(cause for cause, applies in causes.items() if applies)


@a_half()
@given(data=st.data())
def test_another_stance_has_the_first_cause_that_applies(data):
    tracker = data.draw(ss.ledgers(rough=True))
    after = tracker.state(data.draw(ss.bases(tracker)))
    seq = data.draw(st.integers(0, after.basis.known))
    before = analysis.baseline(after, seq).at(valid=min(data.draw(ss.instants()), after.basis.valid))
    for change in analysis.diff(before, after):
        if change.field == "stance":
            assert change.cause is naive_cause(before, after, change.term, change.party)


@a_half()
@given(data=st.data())
def test_a_holder_that_is_unchanged_between_two_moments_stands_alike_in_both(data):
    tracker = data.draw(ss.ledgers(rough=True))
    one, other = (tracker.state(data.draw(ss.bases(tracker))) for _ in range(2))
    if data.draw(st.booleans()):  # else hardly any two trust the same reports
        other = one.at(valid=other.basis.valid, known=other.basis.known)
    unchanged = UnchangedHolders(one, other)
    for term in one:
        for party in one.agenda.party_by_id if term in other else ():
            if unchanged.has(term, party):
                assert one[term][party] == other[term][party], (term, party)


def test_what_neither_begins_nor_is_learned_in_between_is_unchanged():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03"),
        says("b", "open", "2030-01-03/2030-01-20", of="SOUTH"),
        says("c", "accepts", "2030-01-04", term="pledge", window="2030-01-20"),
        says("d", "rejects", "2030-01-12", term="pledge", of="SOUTH"),
    )
    state = talks.state(valid="2030-01-10")
    between = {
        "another day": UnchangedHolders(state, state.at(valid="2030-01-15")),
        "the next days": UnchangedHolders(state, state.at(valid="2030-01-25")),
        "other knowledge": UnchangedHolders(state.at(known=2), state),
        "another trust": UnchangedHolders(state, state.at(trust=pt.ON_RECORD)),
    }
    holders = [("truce", "NORTH"), ("truce", "SOUTH"), ("pledge", "NORTH"), ("pledge", "SOUTH")]
    assert {name: [pair.has(*holder) for holder in holders] for name, pair in between.items()} == {
        "another day": [True, False, False, False],  # not certain, an offer, a stance that begins
        "the next days": [True, False, False, False],
        "other knowledge": [True, False, False, False],
        "another trust": [False] * 4,
    }


# The state to compare with


@pytest.mark.parametrize("corrected", [False, True])
def test_what_comes_back_with_an_older_stance_comes_back_for_the_same_reason(corrected):
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", conditions=[pt.InWords("prisoners first")], window="2031"),
        says("b", "rejects", "2030-01-05"),
    )
    if corrected:
        talks.correct("b", says("c", "rejects", "2030-01-05", term="pledge"), reason="misfiled")
    else:
        talks.retract("b", reason="forged")
    now = talks.state(valid=LATER)
    found = [row for row in analysis.diff(now.at(known=3), now) if row.term == "truce"]
    assert {row.field for row in found} == {"stance", "conditions", "window", "status"}
    assert {row.cause for row in found} == {Cause.CORRECTED if corrected else Cause.RETRACTED}
    assert {row.reports for row in found} == {("b",)}
    assert {row.field: row.direction for row in found}["conditions"] is None


def test_what_the_world_turned_was_not_turned_by_a_retraction():
    talks = ledger_of(says("a", "accepts", "2030-01-05"), says("b", "opposes", "2030-02-05"))
    talks.retract("a", reason="forged")
    now = talks.state(valid=LATER)
    change = changes(now.at(valid="2030-01-20", known=3), now)["stance"]
    assert (change.cause, change.reports) == (Cause.STATED, ("b",))


def test_a_date_that_was_retracted_says_so():
    talks = ledger_of(
        says("a", "accepts", pt.During("summit"), published="2030-01-05"),
        happens("b", "summit", when="2030-01-03"),
    )
    talks.retract("b", reason="misread")
    now = talks.state(valid=LATER)
    change = changes(now.at(known=3), now)["since"]
    assert (change.cause, change.reports) == (Cause.RETRACTED, ("b",))


def three_reports():
    """Entries 2 to 4, of the 1st to the 3rd of February; entry 1 is the agenda, of New Year."""
    stances = {"03": "rejects", "05": "open", "20": "accepts"}
    return ledger_of(*(says(day, stance, f"2030-01-{day}") for day, stance in stances.items()))


def test_the_earlier_state_is_as_it_was_and_as_it_was_known():
    talks = three_reports()
    now = talks.state(valid=LATER)
    at = "2030-02-01T15:00:00Z"
    assert analysis.baseline(now, at).basis == talks.state(known=at).basis
    assert analysis.baseline(now, 2).basis == talks.state(known=2).basis
    a_week_before_the_last = talks.state(known="2030-01-27T12:00:00Z")
    assert analysis.baseline(now).basis == a_week_before_the_last.basis


def test_what_changed_on_a_day_changed_since_that_day():
    talks = three_reports()
    now = talks.state(valid=LATER)
    assert analysis.baseline(now, "2030-02-01").basis == talks.state(known="2030-01-31").basis
    assert analysis.baseline(now, "2030-02").basis == talks.state(known="2030-01-31").basis


def test_of_a_young_ledger_the_earlier_state_knows_what_is_negotiated():
    talks = recording.empty()
    talks.declare(AGENDA, recorded_at="2030-02-01")
    talks.record(says("a", "open", "2030-01-05"), recorded_at="2030-02-03")
    assert analysis.baseline(talks.state(valid=LATER)).basis.known == 1
    assert analysis.baseline(pt.Tracker().state(valid=LATER)).basis.known == 0


def test_the_earlier_state_is_never_the_later_one():
    past = three_reports().state(valid="2030-01-04", known=2)
    assert analysis.baseline(past, 4).basis == past.basis
    assert analysis.baseline(past, "2030-02-28").basis == past.basis


def test_before_the_first_entry_the_earlier_state_knows_nothing():
    now = three_reports().state(valid=LATER)
    assert analysis.baseline(now, 0).basis == attrs.evolve(now.basis, known=0)


@a_half()
@given(data=st.data())
def test_the_earlier_state_asks_the_same_of_no_more(data):
    tracker = data.draw(ss.ledgers(rough=True))
    now = tracker.state(data.draw(ss.bases(tracker)))
    since = data.draw(st.none() | st.integers(0, tracker.head) | ss.instants())
    then = analysis.baseline(now, since)
    assert then.basis.known <= now.basis.known
    assert then.basis.valid <= now.basis.valid
    assert (then.basis.trust, then.basis.published_by) == (now.basis.trust, now.basis.published_by)
    if isinstance(since, int) and since <= now.basis.known:
        assert then.basis.known == since


def test_a_set_restated_in_another_order_is_no_change():
    conditions = [pt.EventHeld("summit"), pt.EventHeld("talks")]
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", conditions=conditions),
        says("b", "accepts", "2030-01-05", conditions=conditions[::-1]),
    )
    state = talks.state(valid="2030-03-01")
    assert len(pt.analysis.diff(state.at(valid="2030-01-04"), state)) == 0


# The causes, in their order of precedence (rule 13)


def cause_of(before, after, field="stance", party="NORTH", term="truce"):
    """The cause and the reports of one change."""
    found = [c for c in analysis.diff(before, after) if (c.term, c.party, c.field) == (term, party, field)]
    return (found[0].cause, found[0].reports) if found else None


def test_the_causes_are_listed_in_their_order_of_precedence():
    words = "corrected retracted basis declared joined dated lapsed learned stated"
    assert [str(cause) for cause in Cause] == words.split()


def test_what_a_correction_tells_that_was_not_known_before_was_learned():
    talks = ledger_of(says("b", "rejects", "2030-01-05"))
    talks.correct("b", says("c", "rejects", "2030-01-05", term="pledge"), reason="misfiled")
    now = talks.state(valid=LATER)
    assert cause_of(now.at(known=2), now) == (Cause.CORRECTED, ("b",))
    assert cause_of(now.at(known=2), now, term="pledge") == (Cause.LEARNED, ("c",))


def test_a_correction_of_what_the_earlier_state_did_not_know_is_no_correction_to_it():
    talks = ledger_of(says("a", "open", "2030-01-03"), says("b", "rejects", "2030-01-05"))
    talks.correct("b", says("c", "opposes", "2030-01-05"), reason="misheard")
    now = talks.state(valid=LATER)
    assert cause_of(now.at(known=2), now) == (Cause.LEARNED, ("c",))


def test_a_correction_that_tells_a_later_stance_corrects_the_earlier_one():
    talks = ledger_of(says("a", "accepts", "2030-01-05"))
    talks.correct("a", says("c", "opposes", "2030-02-05"), reason="misread")
    now = talks.state(valid=LATER)
    assert cause_of(now.at(valid="2030-01-20", known=2), now) == (Cause.CORRECTED, ("c",))


def test_a_party_that_moved_anyway_was_not_moved_by_a_retraction():
    talks = ledger_of(says("a", "accepts", "2030-01-05"), says("b", "opposes", "2030-01-10"))
    talks.retract("a", reason="forged")
    now = talks.state(valid=LATER)
    assert cause_of(now.at(known=2), now) == (Cause.LEARNED, ("b",))


def test_a_late_report_that_only_a_retraction_lets_through_is_named_with_it():
    talks = ledger_of(says("a", "accepts", "2030-01-05"), says("b", "opposes", "2030-01-03"))
    talks.retract("a", reason="forged")
    now = talks.state(valid=LATER)
    assert cause_of(now.at(known=2), now) == (Cause.RETRACTED, ("a", "b"))


def test_a_claim_was_retracted_also_once_its_report_is_withdrawn():
    report = says("a", "opposes", "2030-01-03").position("pledge", "open", party="SOUTH")
    talks = ledger_of(report)
    talks.retract("a", claim=1, reason="a hoax")
    talks.correct("a", says("c", "accepts", "2030-01-03", of="SOUTH"), reason="all of it")
    now = talks.state(valid=LATER)
    for known in (3, 4):
        assert cause_of(now.at(known=2), now.at(known=known)) == (Cause.RETRACTED, ("a",))


def test_what_a_withdrawn_complete_position_had_cleared_comes_back_with_its_retraction():
    talks = ledger_of(
        says("a", "open", "2030-01-03", scope="at sea"), says("b", "open", "2030-01-05", complete=True)
    )
    now = talks.state(valid=LATER)
    assert cause_of(now.at(valid="2030-01-04"), now, "content.scope") == (Cause.STATED, ("b",))
    talks.retract("b", reason="forged")
    now = talks.state(valid=LATER)
    assert cause_of(now.at(known=3), now, "content.scope") == (Cause.RETRACTED, ("b",))


def test_whose_account_it_is_may_be_declared():
    told = pt.Report(
        [pt.Position("NORTH", "truce", "rejects", since="2030-01-05")],
        id="a",
        attribution=pt.Attribution("quote", acts_for="LEAGUE"),
    )
    talks = league_of(says("b", "accepts", "2030-01-05", by="leak"), told, members=[])
    talks.declare(league([pt.Member("NORTH")]), recorded_at="2030-02-10")
    now = talks.state(valid=LATER)
    assert cause_of(now.at(known=3), now) == (Cause.DECLARED, ("a",))


def test_a_person_that_is_declared_to_be_of_another_party_makes_an_account_of_its_words():
    people = [pt.Person("envoy", acts_for="NORTH")]
    said = pt.Report(
        [pt.Position("NORTH", "truce", "accepts", since="2030-01-05")],
        id="a",
        attribution=pt.Attribution("quote", person="envoy"),
    )
    talks = recording.ledger_of(attrs.evolve(AGENDA, people=people), said)
    turned = pt.Agenda(AGENDA.id, people=[attrs.evolve(people[0], acts_for="SOUTH")])
    talks.declare(turned, recorded_at="2030-02-10")
    now = talks.state(valid=LATER)
    assert cause_of(now.at(known=2), now, "accounts_of") == (Cause.DECLARED, ("a",))


def league(members):
    """The agenda with a league of these members."""
    party = pt.Party("LEAGUE", "a league", "group", members=members)
    return attrs.evolve(AGENDA, parties=[*AGENDA.parties, party])


def league_of(*reports, members):
    return recording.ledger_of(league(members), *reports)


def test_a_member_that_begins_to_follow_its_group_joined_it():
    talks = league_of(says("a", "accepts", "2030-01-05", of="LEAGUE"), members=[pt.Member("NORTH")])
    now = talks.state(valid=LATER)
    assert cause_of(now.at(valid="2030-01-04"), now) == (Cause.JOINED, ("a",))
    assert cause_of(now.at(valid="2030-01-04"), now, party="LEAGUE") == (Cause.STATED, ("a",))


def test_a_membership_that_begins_was_joined_and_not_declared():
    talks = league_of(
        says("a", "accepts", "2030-01-05", of="LEAGUE"), members=[pt.Member("NORTH", "2030-01-10")]
    )
    now = talks.state(valid=LATER)
    assert cause_of(now.at(valid="2030-01-09"), now) == (Cause.JOINED, ("a",))


def test_a_member_that_speaks_for_itself_stated_it():
    talks = league_of(
        says("a", "accepts", "2030-01-05", of="LEAGUE"),
        says("b", "opposes", "2030-01-10"),
        members=[pt.Member("NORTH")],
    )
    now = talks.state(valid=LATER)
    assert cause_of(now.at(valid="2030-01-09"), now) == (Cause.STATED, ("b",))
    assert cause_of(now.at(known=2), now) == (Cause.LEARNED, ("b",))


def test_what_a_date_moved_away_leaves_the_older_stance_by_that_date():
    talks = ledger_of(
        says("a", "opposes", "2030-01-05"),
        says("b", "accepts", pt.During("summit"), published="2030-01-08"),
        happens("c", "summit", when="2030-02-20"),
    )
    now = talks.state(valid="2030-01-10")
    assert cause_of(now.at(known=3), now) == (Cause.DATED, ("a",))


def test_what_had_been_so_before_and_is_restated_was_learned():
    talks = ledger_of(
        says("a", "opposes", "2030-01-03"),
        says("late", "accepts", "2030-01-05"),
        says("again", "accepts", "2030-02-05"),
    )
    now = talks.state(valid=LATER)
    assert cause_of(now.at(valid="2030-01-20", known=2), now) == (Cause.LEARNED, ("late", "again"))


def test_an_event_held_between_the_two_was_stated():
    talks = ledger_of(
        happens("a", "summit", "expected", when="2030-02-05", published="2030-01-03"),
        happens("b", "summit", "held", when="2030-02-05", published="2030-02-06"),
    )
    now = talks.state(valid=LATER)
    told = {"field": "status", "term": "summit", "party": None}
    assert cause_of(now.at(valid="2030-01-20", known=2), now, **told) == (Cause.STATED, ("b",))
    assert cause_of(now.at(valid="2030-02-10", known=2), now, **told) == (Cause.LEARNED, ("b",))


def test_an_event_held_before_and_reported_after_was_learned():
    talks = ledger_of(
        happens("a", "summit", "expected", when="2030-01-05", published="2030-01-03"),
        happens("b", "summit", "held", when="2030-01-05", published="2030-02-06"),
    )
    now = talks.state(valid=LATER)
    told = {"field": "status", "term": "summit", "party": None}
    assert cause_of(now.at(valid="2030-01-20", known=2), now, **told) == (Cause.LEARNED, ("b",))


@pytest.mark.parametrize("nothing", [{"conditions": []}, {"window": "not-applicable"}])
def test_nothing_stated_where_nothing_was_is_no_change(nothing):
    talks = ledger_of(says("a", "accepts", "2030-01-03"), says("b", "accepts", "2030-01-05", **nothing))
    now = talks.state(valid=LATER)
    assert list(analysis.diff(now.at(valid="2030-01-04"), now)) == []


# The status of a term, and the stance of a group, as members join and leave


def grouped(needs, *members, more=()):
    """A ledger of three states and a group, on one term."""
    states = [pt.Party(id, id.title(), "state") for id in ("NORTH", "SOUTH", "EAST")]
    union = pt.Party("UNION", "the Union", "group", members=members, members_known=True)
    term = pt.Term("truce", "ceasefire", "the guns fall silent", needs=needs)
    return recording.new(pt.Agenda("grouped", parties=[*states, union], terms=[term, *more]))


def accept(talks, **also):
    for day, party in enumerate(("NORTH", "SOUTH"), start=2):
        talks.record(says(party.lower(), "accepts", f"2030-01-0{day}", of=party, **also.get(party, {})))


def told(before, after):
    """The changes of stances of the group, and of the status, as text."""
    return [str(change) for change in analysis.diff(before, after) if change.party in (None, "UNION")]


MAY, JUNE = "2030-05-30", "2030-06-02"
THREE = pt.AtLeast("3/3", of="UNION")
TWO_OF = (pt.Member("NORTH"), pt.Member("SOUTH"))


@pytest.mark.parametrize(
    ("east", "before", "after"),
    [
        (pt.Member("EAST", until="2030-05-31"), ("pending", "nothing"), ("agreed", "accepts")),
        (pt.Member("EAST", since="2030-06-01"), ("agreed", "accepts"), ("pending", "nothing")),
    ],
)
def test_a_term_and_its_group_turn_as_a_silent_member_joins_or_leaves(east, before, after):
    talks = grouped([THREE], *TWO_OF, east)
    accept(talks)
    assert told(talks.state(valid=MAY), talks.state(valid=JUNE)) == [
        f"UNION on truce, stance: {before[1]} -> {after[1]}; joined (north south)",
        f"truce, status: {before[0]} -> {after[0]}; joined (north south)",
    ]


def test_a_group_turns_as_the_last_that_rejects_leaves():
    talks = grouped(["UNION"], *TWO_OF, pt.Member("EAST", until="2030-05-31"))
    accept(talks)
    talks.record(says("east", "rejects", "2030-01-05", of="EAST"))
    assert told(talks.state(valid=MAY), talks.state(valid=JUNE)) == [
        "UNION on truce, stance: rejects -> accepts; joined, softened (east)",
        "truce, status: blocked -> agreed; joined (east)",
    ]


def test_a_member_that_speaks_after_another_left_turns_its_group_itself():
    talks = grouped(["UNION"], *TWO_OF, pt.Member("EAST", until="2030-05-20"))
    accept(talks)
    talks.record(says("again", "opposes", "2030-05-25", of="SOUTH"))
    assert told(talks.state(valid="2030-05-10"), talks.state(valid=JUNE)) == [
        "UNION on truce, stance: nothing -> opposes; stated (north again)",
        "truce, status: unreported -> contested; stated (north again)",
    ]


def test_a_group_has_no_stance_by_its_members_once_one_of_them_ran_out():
    talks = grouped(["UNION"], *TWO_OF)
    accept(talks, SOUTH={"window": "2030-05-31"})
    assert told(talks.state(valid=MAY), talks.state(valid=JUNE)) == [
        "UNION on truce, stance: accepts -> nothing; lapsed (north south)",
        "truce, status: agreed -> unreported; lapsed (north south)",
    ]


def test_a_term_turns_by_a_declaration_of_who_decides():
    talks = grouped(["NORTH", "EAST"])
    talks.record(says("a", "accepts", "2030-01-02"))
    talks.declare(pt.Agenda("grouped", terms=[attrs.evolve(talks.agenda.terms[0], needs=["NORTH"])]))
    now = talks.state(valid=JUNE)
    assert told(now.at(known=2), now) == ["truce, status: pending -> agreed; declared, without EAST (a)"]
    wider = attrs.evolve(talks.agenda.terms[0], needs=["NORTH", "SOUTH", "EAST"])
    talks.declare(pt.Agenda("grouped", terms=[wider]))
    (change,) = (row for row in analysis.diff(now, talks.state(valid=JUNE)) if row.field == "status")
    assert (change.added, change.removed) == (("SOUTH", "EAST"), ())
    assert str(change) == "truce, status: agreed -> pending; declared, with SOUTH and EAST (a)"
    (back,) = (row for row in analysis.diff(talks.state(valid=JUNE), now) if row.field == "status")
    assert (back.added, back.removed) == ((), ("SOUTH", "EAST"))
    now = talks.state(valid=JUNE)
    talks.declare(pt.Agenda("grouped", terms=[pt.Term("new", "other", "p", needs=["NORTH"])]))
    assert told(now, talks.state(valid=JUNE)) == ["new, status: nothing -> unreported; declared"]


def test_a_term_turns_as_members_are_declared():
    talks = grouped([THREE], *TWO_OF, pt.Member("EAST"))
    accept(talks)
    union = attrs.evolve(talks.agenda.party_by_id["UNION"], members=TWO_OF)
    talks.declare(pt.Agenda("grouped", parties=[union]))
    now = talks.state(valid=JUNE)
    assert told(now.at(known=3), now) == [
        "UNION on truce, stance: nothing -> accepts; declared (north south)",
        "truce, status: pending -> agreed; declared, without EAST (north south)",
    ]


def test_a_term_turns_with_what_its_conditions_wait_for():
    deadline = {"conditions": [pt.EventHeld("deadline")]}
    talks = grouped(["NORTH"], more=[pt.Term("aid", "other", "aid", needs=["SOUTH"])])
    talks.record(says("a", "accepts", "2030-01-02", **deadline))
    talks.record(happens("b", "deadline", "expected", type="deadline", when="2030-05-31"))
    talks.record(
        says("c", "accepts", "2030-01-02", of="SOUTH", term="aid", conditions=[pt.TermIs("truce", "agreed")])
    )
    assert told(talks.state(valid=MAY), talks.state(valid=JUNE)) == [
        "truce, status: conditional -> agreed; stated (a b)",
        "aid, status: conditional -> agreed; stated (c a b)",
    ]


def test_a_status_has_the_cause_of_those_on_whom_it_hung():
    talks = grouped(["NORTH", "SOUTH"])
    talks.record(says("a", "rejects", "2030-01-02"))
    talks.record(says("b", "open", "2030-02-02"))
    talks.record(says("c", "accepts", "2030-01-03", of="SOUTH"))
    assert told(talks.state(valid="2030-01-20", known=2), talks.state(valid=JUNE)) == [
        "truce, status: blocked -> pending; stated (b)"
    ]


def test_a_status_does_not_turn_by_what_befell_others_than_those_on_whom_it_hung():
    """South drops its condition on the truce; an offer on the truce that closed then has no part in it."""
    talks = grouped(["NORTH", "SOUTH"], more=[pt.Term("aid", "other", "aid", needs=["NORTH", "SOUTH"])])
    on_truce = {"conditions": [pt.TermIs("truce", "agreed")]}
    accept(talks)
    talks.record(says("c", "accepts", "2030-01-02", term="aid"))
    talks.record(says("d", "accepts", "2030-01-02", of="SOUTH", term="aid", **on_truce))
    talks.record(says("e", "rejects", "2030-01-04", window="2030-01-25"))
    talks.record(says("f", "accepts", "2030-01-22", of="SOUTH", term="aid", conditions=[]))
    assert told(talks.state(valid="2030-01-20"), talks.state(valid="2030-01-28")) == [
        "truce, status: blocked -> pending; lapsed (e)",
        "aid, status: conditional -> agreed; stated (f)",
    ]
    assert told(talks.state(valid="2030-01-03"), talks.state(valid="2030-01-20"))[1:] == [
        "aid, status: agreed -> conditional; stated (e)"
    ]


def statuses(talks, valid, known, now):
    rows = analysis.diff(talks.state(valid=valid, known=known), talks.state(valid=now))
    return [str(row) for row in rows if row.field in ("status", "verdict")]


def test_a_status_names_each_report_that_made_it_turn():
    talks = grouped(["NORTH", "SOUTH"])
    talks.record(says("late", "accepts", "2030-01-03", by="quote"))
    talks.record(says("today", "accepts", "2030-01-12", of="SOUTH", by="quote"))
    assert statuses(talks, "2030-01-10", 1, "2030-01-20") == [
        "truce, status: unreported -> agreed; stated (late today)"
    ]
    assert statuses(talks, "2030-01-10", 2, "2030-01-20") == [
        "truce, status: pending -> agreed; stated (today)"
    ]


def test_a_status_was_learned_where_it_had_been_so_before():
    talks = grouped(["NORTH", "SOUTH"])
    talks.record(says("a", "accepts", "2030-01-03", by="quote"))
    talks.record(says("b", "accepts", "2030-01-05", of="SOUTH", by="quote"))
    assert statuses(talks, "2030-01-10", 1, "2030-01-20") == [
        "truce, status: unreported -> agreed; learned (a b)"
    ]
    assert statuses(talks, "2030-01-04", 2, "2030-01-20") == ["truce, status: pending -> agreed; stated (b)"]


def test_a_status_names_no_report_of_a_party_that_moved_the_other_way():
    talks = grouped([pt.AtLeast(2, of=["NORTH", "SOUTH", "EAST"])])
    talks.record(says("a", "accepts", "2030-01-12", by="quote"))
    talks.record(says("b", "accepts", "2030-01-13", of="SOUTH", by="quote"))
    talks.record(says("c", "rejects", "2030-01-14", of="EAST", by="quote"))
    talks.record(says("d", None, "2030-01-15", of="SOUTH", act="withdraws", by="quote"))
    assert statuses(talks, "2030-01-10", 1, "2030-01-20") == [
        "truce, status: unreported -> agreed; stated (a b)",
        "truce, verdict: nothing -> perhaps agreed; stated (a b d)",
    ]
    assert statuses(talks, "2030-01-13", 3, "2030-01-20") == [
        "truce, verdict: agreed -> perhaps agreed; stated, loosened (d)"
    ]
    (line,) = analysis.brief(talks.state(valid="2030-01-20"), since=1).filter(rule="status")
    assert {*line.cited} == {"b", "d"}


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ({"conditions": [pt.InWords("the port is open")]}, {"conditions": []}),
        ({"size": pt.Quantity(50, 50, "troops")}, {"size": pt.Quantity(25, 25, "troops")}),
    ],
)
def test_a_status_that_a_later_detail_made_agreed_names_its_report(first, then):
    force = pt.Term("force", "multinational-force", "a force deploys", needs=["NORTH", "SOUTH"])
    talks = grouped(["EAST"], more=[force])
    size = pt.Quantity(20, 30, "troops")
    talks.record(says("a", "accepts", "2030-01-12", term="force", by="quote", size=size))
    talks.record(says("b", "accepts", "2030-01-13", term="force", of="SOUTH", by="quote", **first))
    talks.record(says("c", None, "2030-01-15", term="force", of="SOUTH", by="leak", **then))
    assert statuses(talks, "2030-01-10", 1, "2030-01-20") == [
        "force, status: unreported -> agreed; stated (a b c)",
        "force, verdict: nothing -> perhaps agreed; stated (a b c)",
    ]
    row, sure = statuses(talks, "2030-01-14", 3, "2030-01-20")
    assert row.endswith("-> agreed; stated (c)")
    assert sure.endswith("-> perhaps agreed; stated (c b)")


# By whose words a stance is known


def test_what_a_party_says_otherwise_on_the_record_comes_and_goes():
    talks = ledger_of(
        says("leak", "accepts", "2030-01-05", by="leak"), says("doc", "rejects", "2030-01-03", by="document")
    )
    talks.retract("doc", reason="forged")
    states = [talks.state(valid=LATER, known=known) for known in (2, 3, 4)]
    assert [str(change) for change in analysis.diff(states[0], states[1])] == [
        "NORTH on truce, otherwise: nothing -> rejects; learned, loosened (doc)"
    ]
    assert [str(change) for change in analysis.diff(states[1], states[2])] == [
        "NORTH on truce, otherwise: rejects -> nothing; retracted, firmed-up (doc)"
    ]


def test_what_another_said_of_a_party_is_firmed_up_when_it_says_so_itself():
    account = pt.Report(
        [pt.Position("NORTH", "truce", "accepts", since="2030-01-03")],
        id="account",
        attribution=pt.Attribution("quote", acts_for="SOUTH"),
    )
    talks = ledger_of(account, says("own", "accepts", "2030-01-05", by="quote"))
    now = talks.state(valid=LATER)
    change = changes(now.at(known=2), now)["accounts_of"]
    assert (change.before, change.after, change.reports) == (("SOUTH",), (), ("own",))
    assert change.direction is Direction.FIRMED_UP


def test_a_first_stance_by_the_account_of_another_says_so():
    account = pt.Report(
        [pt.Position("NORTH", "truce", "accepts", since="2030-01-03")],
        id="account",
        attribution=pt.Attribution("officials-briefed", acts_for="SOUTH"),
    )
    now = ledger_of(account, says("own", "accepts", "2030-01-05", by="quote")).state(valid=LATER)
    told, own = now.at(known=2), now.at(known=3)
    (first,) = analysis.diff(told.at(known=1), told).filter(field="stance")
    assert first.accounts_of == ("SOUTH",)
    assert str(first) == "NORTH on truce, stance: nothing -> accepts, by SOUTH's account; learned (account)"
    assert "accepts per SOUTH" in str(view.changes(analysis.diff(told.at(known=1), told)))
    (whole,) = analysis.diff(told.at(known=1), own).filter(field="stance")
    assert whole.accounts_of == ()
