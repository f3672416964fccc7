"""Spans hold what the library answers at every basis up to their own."""

from __future__ import annotations

import attrs
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack.span import spans
from peacetrack.strip import answer_at
from peacetrack.testing import strategies as ss
from peacetrack.when import as_instant, surface
from tests import telling
from tests.telling import happens, says

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
    talks = telling.told(
        AGENDA, says("a", "accepts", "2030-01-10"), says("late", "rejects", "2030-01-02")
    )
    told = spans(talks.state(valid="2030-02-28")).held["truce", "NORTH"]
    assert stances(told, 1) == [None, None]
    assert stances(told, 2) == [None, "accepts"]
    assert stances(told, 3) == ["rejects", "accepts"]


def test_what_is_declared_later_is_there_from_then_on():
    talks = telling.told(AGENDA, says("a", "accepts", "2030-01-02"))
    aid = pt.Term("aid", "other", "aid gets through", needs=["SOUTH"])
    truce = attrs.evolve(AGENDA.terms[0], needs=["NORTH", "SOUTH"])
    talks.declare(pt.Agenda("invented", terms=[aid, truce]), recorded_at="2030-02-20")
    state = talks.state(valid="2030-02-28")
    found, now = spans(state), as_instant(state.basis.valid)
    then, since = (
        {term: answer_at(told, now, known) for term, told in found.terms.items()}
        for known in (2, 3)
    )
    assert then["aid"].term is None
    assert since["aid"].needed == ("SOUTH",)
    assert (str(then["truce"].status), since["truce"].waits_on) == ("agreed", ("SOUTH",))


def test_an_event_that_is_dated_turns_what_waited_for_it():
    talks = telling.told(
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
    state = telling.told(AGENDA, says("a", "open", "2030-01-02")).state(valid="2030-02-28")
    found = spans(state.suppose(says("b", "accepts", "2030-01-03")))
    assert found.seqs == (3,)
    assert stances(found.held["truce", "NORTH"], 3) == ["accepts", "accepts"]


def test_a_report_that_is_left_out_was_never_known():
    talks = telling.told(
        AGENDA, says("a", "open", "2030-01-02"), says("b", "accepts", "2030-01-03")
    )
    told = spans(talks.state(valid="2030-02-28").without("a")).held["truce", "NORTH"]
    assert [stances(told, known) for known in (2, 3)] == [[None, None], ["accepts", "accepts"]]


@given(st.data())
def test_looking_up_is_asking(data):
    tracker = data.draw(ss.ledgers(data.draw(ss.agendas()), max_acts=8))
    state = tracker.state(data.draw(ss.bases(tracker)))
    found = spans(state)
    last = as_instant(state.basis.valid)
    drawn = data.draw(st.lists(ss.instants().map(as_instant)))
    around = [at for turn in found.turns for at in (turn - 1, turn)]
    for valid in {last, *(at for at in (*drawn, *around) if at <= last)}:
        for known in range(1, state.basis.known + 1):
            asked = state.at(valid=surface(valid), known=known)
            assert looked_up(found, valid, known) == answers(asked, found)


def looked_up(found, valid, known):
    held = {}
    for holder, told in found.held.items():
        answer = answer_at(told, valid, known)
        held[holder] = (answer.upheld, answer.upheld.details, names(answer.upheld))
    how_far = {term: answer_at(told, valid, known) for term, told in found.terms.items()}
    return held, {
        term: (here.status, here.accepting, here.needed, here.waits_on)
        for term, here in how_far.items()
        if here.term is not None
    }


def answers(state, found):
    held = {}
    for term, party in found.held:
        upheld = state.progress(term) if party is None else state.standing(party, term)
        held[term, party] = (upheld, upheld.details, names(upheld))
    return held, {
        term: (here.status, here.accepting, here.needed, here.waits_on)
        for term, here in state.items()
    }


def names(upheld):
    return [statement.identity for statement in upheld.evidence]
