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


def named(**term):
    """Return a ledger of a party with an alias and a name, and two of one name, on a term with a title."""
    parties = [
        pt.Party("NORTH", "Northland", "state", aliases=["the North"]),
        pt.Party("EAST", "the Isle", "state"),
        pt.Party("WEST", "the Isle", "state"),
    ]
    titled = pt.Term(
        "truce", "ceasefire", "it is quiet", title="The truce", aliases=["quiet"], needs=["NORTH"]
    )
    talks = pt.Tracker(pt.Agenda("named", parties=parties, terms=[titled, *term.values()]))
    talks.record(pt.Report([pt.Position("Northland", "The truce", "accepts", since="2030-01-01")]))
    return talks


@pytest.mark.parametrize("party", ["NORTH", "the North", "Northland"])
@pytest.mark.parametrize("term", ["truce", "quiet", "The truce"])
def test_every_question_takes_ids_aliases_names_and_titles(term, party):
    state = named().state(valid=LATER)
    assert term in state
    assert party in state[term]
    assert state[term][party].stance == "accepts"
    assert state.status_of(term) == "agreed"
    assert state.parties_on(term) == state.needed_on(term) == ("NORTH",)
    assert state.kind_of(term) == "ceasefire"
    assert state.met(pt.TermIs(term, "agreed"))
    assert state.met(pt.StanceIs(party, term, "accepts"))
    assert len(state.history(term, party)) == len(state.claims(term=term, party=party)) == 1


def test_a_name_of_two_parties_is_refused_with_both():
    state = named().state(valid=LATER)
    with pytest.raises(pt.errors.NameTakenError, match="'the Isle' stands for EAST and WEST; write the id"):
        state["truce"]["the Isle"]
    assert "the Isle" not in state["truce"]


def test_an_unknown_term_is_refused_by_every_question():
    state = named().state(valid=LATER)
    for question in (state.parties_on, state.needed_on, state.kind_of, state.status_of):
        with pytest.raises(pt.errors.UnknownNameError, match="did you mean 'truce'"):
            question("truse")


def test_an_id_and_an_alias_count_before_a_name_or_a_title():
    isle = pt.Term("the Isle", "other", "the isle is shared", title="Northland")
    with_id = pt.Term("quiet-zone", "other", "a zone is quiet", title="quiet")
    state = named(isle=isle, zone=with_id).state(valid=LATER)
    assert state["the Isle"].id == "the Isle"
    assert state["quiet"].id == "truce"
    with pytest.raises(pt.errors.SwappedNamesError, match="'Northland' is a party"):
        state["Northland"]


def test_an_event_may_be_called_like_a_party_or_a_title():
    talks = named()
    talks.record(pt.Report([pt.Event("The truce", status="held", when="2030-01-02"), pt.Event("Northland")]))
    assert talks.state(valid=LATER).event("The truce").held
