"""Pivots: what falls without a report, held against the state without it."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis
from peacetrack.state import reading_of
from peacetrack.testing import strategies as ss
from tests import recording
from tests.deciding import DECIDING
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
        pt.Term("border", "territorial-status", "the border stays", backdrop=True),
    ],
)
ledger_of = partial(recording.ledger_of, AGENDA)
Status, Stance = pt.TermStatus, pt.Stance


def turns(talks, valid=LATER, **basis):
    """(report or origin, term, party, before, after) of every pivot."""
    found = analysis.pivots(talks.state(valid=valid, **basis))
    return [(p.report or p.origin, p.term, p.party, p.before, p.after) for p in found]


def statuses(talks):
    return [(name, term, b, a) for name, term, party, b, a in turns(talks) if party is None]


# One by one


def test_a_report_on_which_a_stance_rests_is_a_pivot():
    talks = ledger_of(says("a", "accepts", "2030-01-03"))
    assert turns(talks) == [
        ("a", "truce", None, Status.PENDING, Status.UNREPORTED),
        ("a", "truce", "NORTH", Stance.ACCEPTS, None),
    ]


def test_what_two_reports_say_hangs_on_neither():
    talks = ledger_of(says("a", "accepts", "2030-01-03"), says("b", "accepts", "2030-01-04"))
    assert turns(talks) == []


def test_a_report_that_displaced_another_stance_turns_it_back():
    talks = ledger_of(says("a", "opposes", "2030-01-03"), says("b", "accepts", "2030-01-04"))
    assert turns(talks) == [
        ("b", "truce", None, Status.PENDING, Status.CONTESTED),
        ("b", "truce", "NORTH", Stance.ACCEPTS, Stance.OPPOSES),
    ]


def test_on_one_side_only_the_status_turns():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", of="SOUTH"),
        says("b", "open", "2030-01-03"),
        says("c", "accepts", "2030-01-04"),
    )
    assert [turn for turn in turns(talks) if turn[0] == "c"] == [
        ("c", "truce", None, Status.AGREED, Status.PENDING)
    ]


def test_a_report_that_holds_nothing_by_itself_can_be_a_pivot():
    """Without the refusal in between, the older acceptance and its condition join the run."""
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", term="pledge", of="SOUTH", conditions=[FIRST]),
        says("b", "rejects", "2030-01-04", term="pledge", of="SOUTH"),
        says("c", "accepts", "2030-01-05", term="pledge", of="SOUTH"),
    )
    assert ("b", "pledge", Status.AGREED, Status.CONDITIONAL) in statuses(talks)


FIRST = pt.InWords("first the prisoners")


def test_a_condition_elsewhere_turns_with_the_term_that_it_looks_at():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", term="pledge", of="SOUTH"),
        says("b", "accepts", "2030-01-03", conditions=[pt.TermIs("pledge", "agreed")]),
        says("c", "accepts", "2030-01-03", of="SOUTH"),
    )
    assert ("a", "truce", Status.AGREED, Status.CONDITIONAL) in statuses(talks)
    assert ("a", "pledge", Status.AGREED, Status.UNREPORTED) in statuses(talks)


def test_the_date_of_an_event_is_a_pivot():
    talks = ledger_of(
        says("a", "opposes", "2030-01-05"),
        says("b", "accepts", pt.During("summit"), published="2030-01-20"),
        happens("c", "summit", when="2030-01-03"),
    )
    assert [turn for turn in turns(talks) if turn[0] == "c"] == [
        ("c", "truce", None, Status.CONTESTED, Status.PENDING),
        ("c", "truce", "NORTH", Stance.OPPOSES, Stance.ACCEPTS),
    ]


def test_dates_that_hang_on_dates_are_followed():
    talks = ledger_of(
        says("a", "opposes", "2030-01-05"),
        says("b", "accepts", pt.During("summit"), published="2030-01-20"),
        happens("c", "summit", when=pt.During("talks")),
        happens("d", "talks", when="2030-01-03"),
    )
    assert {name for name, *_ in turns(talks)} == {"a", "c", "d"}


def test_an_event_that_ended_an_offer_is_a_pivot():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", window=pt.WithEvent("summit")),
        happens("b", "summit", "ended", when="2030-01-10"),
    )
    assert [turn for turn in turns(talks) if turn[0] == "b"] == [
        ("b", "truce", "NORTH", None, Stance.ACCEPTS)
    ]


def test_an_event_for_which_a_condition_waited_is_a_pivot():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", of="SOUTH", conditions=[pt.EventHeld("summit")]),
        says("b", "accepts", "2030-01-03"),
        happens("c", "summit", "held", when="2030-01-10"),
    )
    assert ("c", "truce", Status.AGREED, Status.CONDITIONAL) in statuses(talks)


def test_a_member_turns_with_its_group():
    talks = ledger_of(says("a", "accepts", "2030-01-03", of="LEAGUE"))
    assert turns(talks) == [
        ("a", "truce", "EAST", Stance.ACCEPTS, None),
        ("a", "truce", "LEAGUE", Stance.ACCEPTS, None),
    ]


def test_an_open_detail_of_the_term_itself_is_a_pivot():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", term="pledge", of="SOUTH"),
        pt.draft(id="b", since="2030-01-04").progress(
            "pledge", details={"binding": pt.Absence.UNDER_NEGOTIATION}
        ),
    )
    assert ("b", "pledge", Status.IN_PRINCIPLE, Status.AGREED) in statuses(talks)


def test_what_is_not_trusted_is_no_pivot_unless_it_dates():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", by="rumour"),
        says("b", "accepts", pt.During("summit")),
        pt.Report([pt.Event("summit", when="2030-01-03")], id="c", attribution=pt.Attribution("rumour")),
    )
    assert {name for name, *_ in turns(talks)} == {"b"}
    assert {name for name, *_ in turns(talks, valid="2030-01-20")} == {"b", "c"}


# Origins


def test_rewrites_of_one_wire_fall_together():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", origin="wire"), says("b", "accepts", "2030-01-04", origin="wire")
    )
    found = analysis.pivots(talks.state(valid=LATER))
    assert [(p.report, p.origin, p.reports, p.party) for p in found] == [
        (None, "wire", ("a", "b"), None),
        (None, "wire", ("a", "b"), "NORTH"),
    ]
    assert str(found[1]) == ("without the origin wire: NORTH on truce is without a live stance, not accepts")


@pytest.mark.parametrize(("first", "second"), [({}, {}), ({"origin": "wire-a"}, {"origin": "wire-b"})])
def test_two_codings_of_one_source_do_not_hold_each_other_up(first, second):
    def coded(id, source):
        position = pt.Position("NORTH", "truce", "accepts", since="2030-01-03")
        return pt.Report([position], id=id, source=pt.Source(url="https://example.org", **source))

    found = list(analysis.pivots(ledger_of(coded("a", first), coded("b", second)).state(valid=LATER)))
    assert [(p.report, p.origin, p.reports, p.party) for p in found] == [
        (None, first.get("origin"), ("a", "b"), None),
        (None, first.get("origin"), ("a", "b"), "NORTH"),
    ]
    lost = "the origin wire-a" if first else "the source of a b"
    assert str(found[1]) == f"without {lost}: NORTH on truce is without a live stance, not accepts"


def test_another_origin_holds_it_up():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", origin="wire"),
        says("b", "accepts", "2030-01-04", origin="wire"),
        says("c", "accepts", "2030-01-05", origin="other"),
    )
    assert turns(talks) == []


def test_an_origin_of_one_report_is_told_by_that_report():
    talks = ledger_of(says("a", "accepts", "2030-01-03", origin="wire"))
    assert {(p.report, p.origin) for p in analysis.pivots(talks.state(valid=LATER))} == {("a", None)}


# What a state leaves out or supposes


def test_what_was_supposed_can_be_a_pivot():
    talks = ledger_of(says("a", "opposes", "2030-01-03"))
    supposed = talks.state(valid=LATER).suppose(says("x", "accepts"))
    assert {(p.report, p.party, p.after) for p in analysis.pivots(supposed)} == {
        ("x", None, Status.CONTESTED),
        ("x", "NORTH", Stance.OPPOSES),
    }


def test_what_is_left_out_is_no_pivot_and_what_it_covered_is():
    talks = ledger_of(says("a", "accepts", "2030-01-03"), says("b", "accepts", "2030-01-04"))
    state = talks.state(valid=LATER).without("b")
    assert {pivot.report for pivot in analysis.pivots(state)} == {"a"}


@pytest.mark.parametrize("known", [2, 3])
def test_pivots_of_the_past_know_nothing_of_later(known):
    talks = ledger_of(
        says("b", "accepts", pt.During("summit"), published="2030-01-20"),
        happens("c", "summit", when="2030-01-03"),
    )
    talks.retract("c", reason="a hoax", recorded_at="2030-02-10")
    found = turns(talks, valid="2030-01-10", known=known)
    assert {name for name, *_ in found} == ({"b", "c"} if known == 3 else set())


# Against the state without


def shown(state):
    """Every status, and the side of every live stance."""
    found = {(term, None): state[term].status for term in state}
    for term in state:
        for party in state.agenda.party_by_id:
            standing = state[term][party]
            found[term, party] = standing.stance.side if standing.live else None
    return found


def differing(before, after):
    return {what for what in before if before[what] != after[what]}


def lost_of(state):
    """What can be lost: every report alone, and those of every origin together."""
    snapshot = reading_of(state).snapshot
    known = [filed.entry.id for filed in snapshot.ledger.reports_at(snapshot.seq)]
    left = [id for id in known if id not in state.basis.trust.without]
    origins = {}
    for id in left:
        origins.setdefault(state.report_of(id).source.origin, []).append(id)
    together = [ids for origin, ids in origins.items() if origin is not None and len(ids) > 1]
    return [*([id] for id in left), *together]


def check(state):
    found = {}
    for pivot in analysis.pivots(state):
        assert pivot.before is not pivot.after
        found.setdefault(pivot.reports, {})[pivot.term, pivot.party] = pivot.before, pivot.after
    before = shown(state)
    for lost in lost_of(state):
        without = state.without(*lost)
        after = shown(without)
        turned = found.pop(tuple(lost), {})
        assert set(turned) == differing(before, after)
        for (term, party), values in turned.items():
            assert values == (face(state, term, party), face(without, term, party))
    assert not found


def face(state, term, party):
    if party is None:
        return state[term].status
    standing = state[term][party]
    return standing.stance if standing.live else None


@a_half()
@given(data=st.data())
def test_a_pivot_changes_what_it_says_and_nothing_else_changes_anything(data):
    tracker = data.draw(ss.ledgers(rough=True) | ss.ledgers(DECIDING, rough=True))
    check(tracker.state(data.draw(ss.bases(tracker))))


@st.composite
def deals(draw):
    """Histories in which statuses hang on conditions and on events: all of January, all trusted."""
    tracker = ss.new_tracker(draw(st.sampled_from([ss.AGENDA, DECIDING])))
    for number in range(draw(st.integers(2, 7))):
        report = pt.draft(id=f"r{number}", origin=draw(st.sampled_from((None, "wire-a", "wire-b"))))
        for _ in range(draw(st.integers(1, 3))):
            draw(st.sampled_from((_stands, _stands, _stands, _takes_place)))(draw, report)
        tracker.record(report)
    return tracker


DURING = st.sampled_from([pt.During(event) for event in ss.EVENTS])
POSITIONS = st.fixed_dictionaries(
    {
        "term": st.sampled_from(("truce", "pledge", "rest")),
        "stance": st.sampled_from(("rejects", "open", "accepts", "accepts", "accepts")),
        "party": st.sampled_from(("NORTH", "SOUTH", "ISLE", "LEAGUE", "PACT")),
        "conditions": st.none() | st.lists(ss.conditions(), max_size=1),
        "window": st.none() | ss.events().map(pt.WithEvent) | DURING.map(pt.At),
        "since": DURING | ss.days().map(pt.Moment.parse),
    }
)
HAPPENINGS = st.fixed_dictionaries(
    {
        "id": ss.events(),
        "status": st.sampled_from((None, "held", "ended", "cancelled")),
        "when": st.none() | ss.days(),
    }
)


def _stands(draw, report):
    report.position(**draw(POSITIONS))


def _takes_place(draw, report):
    report.event(**draw(HAPPENINGS))


@a_half()
@given(data=st.data())
def test_pivots_of_a_deal_are_what_the_states_without_say(data):
    tracker = data.draw(deals())
    known = data.draw(st.integers(1, tracker.head))
    check(tracker.state(valid="2030-01-20", known=known))


@a_half()
@given(data=st.data())
def test_pivots_of_what_is_supposed_and_of_what_is_left_out(data):
    tracker = data.draw(deals())
    supposed = pt.draft(id="supposed", origin=data.draw(st.sampled_from((None, "wire-a"))))
    for _ in range(data.draw(st.integers(1, 2))):
        data.draw(st.sampled_from((_stands, _takes_place)))(data.draw, supposed)
    state = tracker.state(valid="2030-01-20").suppose(supposed)
    without = state.without(data.draw(st.sampled_from(list(tracker.reports))))
    check(data.draw(st.sampled_from((state, without))))
