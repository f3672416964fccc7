"""Spans hold what the library answers at every basis up to their own."""

from __future__ import annotations

import attrs
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack.replay.spans import spans
from peacetrack.replay.strip import answer_at
from peacetrack.rules.acts import acts_beside
from peacetrack.testing import strategies as ss
from peacetrack.words.when import as_datetime, as_instant
from tests import recording
from tests.deciding import DECIDING
from tests.effort import a_half
from tests.recording import happens, says

AGENDA = pt.Agenda(
    "invented",
    parties=[pt.Party("NORTH", "Northland", "state"), pt.Party("SOUTH", "Southland", "state")],
    terms=[pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH"])],
)


def day(text):
    return as_instant(text)


def stances(told, known):
    """The stances of a holder on the third and on the twelfth of January, as known at a seq."""
    found = [answer_at(told, day(f"2030-01-{number}"), known) for number in ("03", "12")]
    return [str(held.upheld.stance) if held.upheld.stance else None for held in found]


def test_a_late_report_shows_once_it_is_known_on_the_days_it_tells_of():
    talks = recording.ledger_of(
        AGENDA, says("a", "accepts", "2030-01-10"), says("late", "rejects", "2030-01-02")
    )
    told = spans(talks.state(valid="2030-02-28")).held["truce", "NORTH"]
    assert stances(told, 1) == [None, None]
    assert stances(told, 2) == [None, "accepts"]
    assert stances(told, 3) == ["rejects", "accepts"]


def test_what_is_declared_later_is_there_from_then_on():
    talks = recording.ledger_of(AGENDA, says("a", "accepts", "2030-01-02"))
    aid = pt.Term("aid", "other", "aid gets through", needs=["SOUTH"])
    truce = attrs.evolve(AGENDA.terms[0], needs=["NORTH", "SOUTH"])
    talks.declare(pt.Agenda("invented", terms=[aid, truce]), recorded_at="2030-02-20")
    state = talks.state(valid="2030-02-28")
    found, now = spans(state), as_instant(state.basis.valid)
    then, since = (
        {term: answer_at(told, now, known) for term, told in found.terms.items()} for known in (2, 3)
    )
    assert then["aid"].term is None
    assert since["aid"].needed == ("SOUTH",)
    (lacking,) = since["truce"].lacking
    assert (str(then["truce"].status), lacking.parties) == ("agreed", ("SOUTH",))


def test_an_event_that_is_dated_turns_what_waited_for_it():
    talks = recording.ledger_of(
        AGENDA,
        says("a", "accepts", "2030-01-02", conditions=[pt.EventHeld("summit")]),
        happens("b", "summit", "held", when="2030-01-10"),
    )
    told = spans(talks.state(valid="2030-02-28")).terms["truce"]
    seen = {
        (known, date): str(answer_at(told, day(date), known).status)
        for known in (2, 3)
        for date in ("2030-01-05", "2030-01-12")
    }
    assert set(seen.values()) == {"conditional", "agreed"}
    assert [key for key, status in seen.items() if status == "agreed"] == [(3, "2030-01-12")]


def test_what_is_supposed_is_at_the_last_seq_alone():
    state = recording.ledger_of(AGENDA, says("a", "open", "2030-01-02")).state(valid="2030-02-28")
    found = spans(state.suppose(says("b", "accepts", "2030-01-03")))
    assert found.seqs == (3,)
    assert stances(found.held["truce", "NORTH"], 3) == ["accepts", "accepts"]


def test_a_report_that_is_left_out_was_never_known():
    talks = recording.ledger_of(AGENDA, says("a", "open", "2030-01-02"), says("b", "accepts", "2030-01-03"))
    told = spans(talks.state(valid="2030-02-28").without("a")).held["truce", "NORTH"]
    assert [stances(told, known) for known in (2, 3)] == [[None, None], ["accepts", "accepts"]]


def statuses(told, known, *days):
    """The statuses of a term on days of January, as known at a seq."""
    return [str(answer_at(told, day(f"2030-01-{number}"), known).status) for number in days]


def test_an_event_of_which_only_the_status_is_told_is_held_from_when_that_was_published():
    talks = recording.ledger_of(
        AGENDA,
        says("a", "accepts", "2030-01-02", conditions=[pt.EventHeld("summit")]),
        happens("b", "summit", "held", published="2030-01-10"),
    )
    told = spans(talks.state(valid="2030-02-28")).terms["truce"]
    assert statuses(told, 2, "05", "12") == ["conditional", "conditional"]
    assert statuses(told, 3, "05", "12") == ["conditional", "agreed"]


def test_an_event_that_another_one_dates_turns_what_waited_for_it():
    talks = recording.ledger_of(
        AGENDA,
        says("a", "accepts", "2030-01-02", conditions=[pt.EventHeld("summit")]),
        happens("b", "summit", "held", when=pt.During("talks"), published="2030-01-20"),
        happens("c", "talks", "held", when="2030-01-10"),
    )
    told = spans(talks.state(valid="2030-02-28")).terms["truce"]
    assert statuses(told, 3, "05", "12", "22") == ["conditional", "conditional", "agreed"]
    assert statuses(told, 4, "05", "12", "22") == ["conditional", "agreed", "agreed"]


def lapsed(told, known, *days):
    """Whether a holder has lapsed on days of January, as known at a seq."""
    return [answer_at(told, day(f"2030-01-{number}"), known).upheld.lapsed for number in days]


def test_a_window_that_comes_with_an_event_moves_with_its_date():
    talks = recording.ledger_of(
        AGENDA,
        says("a", "accepts", "2030-01-02", window=pt.WithEvent("summit")),
        happens("b", "summit", "ended", when="2030-01-20"),
        happens("c", "summit", when="2030-01-10", published="2030-03-01"),
    )
    told = spans(talks.state(valid="2030-02-28")).held["truce", "NORTH"]
    assert lapsed(told, 2, "05", "12", "22") == [False, False, False]
    assert lapsed(told, 3, "05", "12", "22") == [False, False, True]
    assert lapsed(told, 4, "05", "12", "22") == [False, True, True]


def test_a_time_that_is_better_known_shows_though_it_stays_in_its_place():
    talks = recording.ledger_of(
        AGENDA,
        says("a", "accepts", "2030-01-05"),
        says("again", "accepts", pt.After("summit"), published="2030-01-10"),
        happens("b", "summit", "held", when="2030-01-10"),
    )
    told = spans(talks.state(valid="2030-02-28")).held["truce", "NORTH"]
    found = [answer_at(told, day("2030-01-12"), known).upheld for known in (3, 4)]
    assert [one.evidence[1].since.range.from_unknown for one in found] == [True, False]


def test_a_report_may_dispute_what_held_before_it():
    talks = recording.ledger_of(
        AGENDA, says("a", "accepts", "2030-01-05/2030-01-10"), says("b", "rejects", "2030-01-08")
    )
    told = spans(talks.state(valid="2030-02-28")).held["truce", "NORTH"]
    then, since = (answer_at(told, day("2030-01-06"), known) for known in (2, 3))
    assert then.disputing_statements == ()
    assert [rival.report for rival in since.disputing_statements] == ["b"]


def test_a_report_of_unknown_start_may_have_held_from_the_beginning():
    talks = recording.ledger_of(AGENDA, says("a", "accepts", "2030-01-10"), says("b", "open", "/2030-01-20"))
    told = spans(talks.state(valid="2030-02-28")).held["truce", "NORTH"]
    assert stances(told, 2) == [None, "accepts"]
    assert stances(told, 3) == ["open", "accepts"]


def test_a_report_on_a_group_may_dispute_what_held_of_its_members():
    league = pt.Party("LEAGUE", "a league", "group", members=[pt.Member("NORTH")])
    talks = recording.ledger_of(
        attrs.evolve(AGENDA, parties=[*AGENDA.parties, league]),
        says("a", "accepts", "2030-01-05/2030-01-10", of="LEAGUE"),
        says("b", "rejects", "2030-01-08", of="LEAGUE"),
    )
    told = spans(talks.state(valid="2030-02-28")).held["truce", "NORTH"]
    found = [answer_at(told, day("2030-01-06"), known).upheld for known in (2, 3)]
    assert [one.by_group for one in found] == ["LEAGUE", "LEAGUE"]
    assert [one.disputed for one in found] == [(), ("stance",)]


def test_an_act_that_is_taken_back_was_there_until_then():
    talks = recording.ledger_of(AGENDA, says("a", None, "2030-01-02", act="urges"))
    talks.retract("a", reason="misread")
    told = spans(talks.state(valid="2030-02-28")).held["truce", "NORTH"]
    acts = [answer_at(told, day("2030-01-03"), known).acts for known in (2, 3)]
    assert [[act.report for act in known] for known in acts] == [["a"], []]


SMALL = attrs.evolve(
    ss.AGENDA,
    parties=[party for party in ss.PARTIES if party.id in ("NORTH", "LEAGUE", "ISLE")],
    terms=[attrs.evolve(ss.TERMS[0], needs=["NORTH"]), attrs.evolve(ss.TERMS[3], needs=["ISLE"])],
)


@st.composite
def histories(draw, max_acts=10):
    """Reports that meet often, by few parties on few terms; some are withdrawn, some declare."""
    agenda = draw(st.sampled_from([SMALL, ss.AGENDA, DECIDING]))
    tracker = ss.new_tracker(agenda)
    for _ in range(draw(st.integers(1, max_acts))):
        if draw(st.integers(0, 7)):
            ss.act_on(tracker, draw, rough=True)
        else:
            tracker.declare(draw(declared(agenda)))
    return tracker


@st.composite
def declared(draw, agenda):
    """A term that now needs others, or a group that now has other members."""
    states = [party.id for party in agenda.parties if party.id != "LEAGUE"]
    few = draw(st.lists(st.sampled_from(states), max_size=2, unique=True))
    if draw(st.booleans()):
        return pt.Agenda("invented", terms=[attrs.evolve(agenda.terms[0], needs=few)])
    members = [pt.Member(party, draw(st.none() | ss.days())) for party in few]
    (league,) = (party for party in agenda.parties if party.id == "LEAGUE")
    return pt.Agenda("invented", parties=[attrs.evolve(league, members=members)])


@a_half()
@given(st.data())
def test_looking_up_is_asking(data):
    tracker = data.draw(histories())
    looking_up_is_asking(data, tracker.state(data.draw(ss.bases(tracker))))


@a_half()
@given(st.data())
def test_looking_up_is_asking_where_most_reports_meet(data):
    tracker = data.draw(ss.ledgers(ss.NARROW, min_acts=3, max_acts=5))
    looking_up_is_asking(data, tracker.state(valid=data.draw(ss.instants())))


def looking_up_is_asking(data, state):
    found = spans(state)
    last = as_instant(state.basis.valid)
    drawn = data.draw(st.lists(ss.instants().map(as_instant)))
    around = [at for turn in (*found.turns, *drawn) for at in (turn - 1, turn)]
    for valid in {last, *(at for at in around if at <= last)}:
        for known in range(1, state.basis.known + 1):
            asked = state.at(valid=as_datetime(valid), known=known)
            assert looked_up(found, valid, known) == answers(asked, found)


def looked_up(found, valid, known):
    held = {}
    for holder, told in found.held.items():
        answer = answer_at(told, valid, known)
        held[holder] = (*shown(answer.upheld, answer.disputing_statements), claims(answer.acts))
    how_far = {term: answer_at(told, valid, known) for term, told in found.terms.items()}
    return held, {term: reached(here) for term, here in how_far.items() if here.term is not None}


def answers(state, found):
    held = {}
    for term, party in found.held:
        upheld = state.progress(term) if party is None else state.standing(term, party)
        acts = acts_beside(upheld, acts_of(state, term, party), state.agenda) if party else []
        held[term, party] = (*shown(upheld, state.disputing_statements(upheld)), claims(acts))
    return held, {term: reached(here) for term, here in state.items()}


def acts_of(state, term, party):
    """What a party did on a term."""
    return [one for one in state.claims(term=term, party=party, kind="position") if one.claim.act]


def shown(upheld, disputing):
    evidence = [[one.identity for one in told] for told in (upheld.evidence, disputing)]
    return upheld, upheld.details, evidence


def claims(acts):
    return {(act.report, act.number) for act in acts}


def reached(here):
    return here.status, here.needed, here.quorums, here.lacking
