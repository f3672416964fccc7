"""Spans hold what the library answers at every basis up to their own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from peacetrack.span import answer_at, spans
from peacetrack.testing import strategies as ss
from peacetrack.when import as_instant, surface


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
