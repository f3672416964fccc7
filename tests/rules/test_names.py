"""Names that are not declared yet, and names that are never declared."""

import pytest

import peacetrack as pt
from tests.rules.helpers import LATER, ledger_of


def test_what_is_not_yet_declared_is_silent_and_only_unknown_names_raise():
    talks = ledger_of()
    late = pt.Agenda("invented", terms=[pt.Term("toll", "other", "the toll falls", needs=["NORTH"])])
    talks.declare(late, recorded_at="2030-02-01")
    early = talks.state(valid=LATER, known=1)
    assert "toll" not in list(early)
    assert early.standing("toll", "NORTH").silent
    assert early["toll"].status is None
    with pytest.raises(KeyError, match="did you mean 'toll'"):
        early.standing("tole", "NORTH")


COMPOSED, DECOMPOSED = "Gen\u00e8ve", "Gene\u0300ve"
"""One name in two encodings that look the same."""


@pytest.fixture
def accented():
    agenda = pt.Agenda(
        "accents",
        parties=[
            pt.Party(DECOMPOSED, "a city", "state", aliases=[DECOMPOSED + " ville"]),
            pt.Party("ALL", "all", "group", members=[pt.Member(DECOMPOSED)]),
        ],
        people=[pt.Person("x" + DECOMPOSED, acts_for=DECOMPOSED)],
        terms=[pt.Term("t" + DECOMPOSED, "other", "so be it", needs=[DECOMPOSED + " ville"])],
    )
    talks = pt.Tracker(agenda)
    talks.record(
        {
            "id": "r" + DECOMPOSED,
            "since": "2030-01-01",
            "voices": {DECOMPOSED: {"type": "named", "acts_for": DECOMPOSED}},
            "claims": [
                {"kind": "event", "id": "e" + DECOMPOSED, "status": "held", "when": "2020-01-01"},
                {
                    "kind": "position",
                    "voice": COMPOSED,
                    "term": "t" + DECOMPOSED,
                    "stance": "accepts",
                    "content": {DECOMPOSED: 1},
                },
            ],
        }
    )
    return talks


@pytest.mark.parametrize("name", [COMPOSED, DECOMPOSED])
def test_every_question_takes_a_name_in_either_encoding(accented, name):
    term, event, report = "t" + name, "e" + name, "r" + name
    state = accented.state(valid=LATER)
    assert state[term][name].stance is pt.Stance.ACCEPTS
    assert state[term][name].get(name) == 1
    assert state[term].needed == (COMPOSED,)
    assert term in state
    assert name in state[term]
    assert state.met(pt.EventHeld(event))
    assert state.event(event).held
    assert state.met(pt.TermIs(term, "agreed"))
    assert state.met(pt.StanceIs(name, term, "open"))
    assert str(state.event_date(event)) == "2020-01-01"
    assert len(state.claims(term=event)) == len(state.claims(party=name)) == 1
    assert len(state.statements(term, name)) == 2
    assert state.parties_on(term)
    assert state.needed_on(term)
    assert state.kind_of(term) == "other"
    assert state.groups_of(name) == ("ALL",)
    assert state.agenda.person_id("x" + name) == "x" + COMPOSED
    assert report in accented.reports
    assert accented.reports[report] is state.report_of(report)
    assert state.without(report)[term][name].silent
    assert accented.state(valid=LATER, trust=pt.Trust(without=[report]))[term][name].silent
    assert not accented.record(accented.reports[report]).new


def test_an_agenda_that_is_not_declared_takes_a_name_in_either_encoding():
    party = pt.Party(DECOMPOSED, "a city", "state", aliases=[DECOMPOSED + " ville"])
    agenda = pt.Agenda("accents", parties=[party])
    assert agenda.party_id(COMPOSED) == agenda.party_id(DECOMPOSED + " ville") == COMPOSED
