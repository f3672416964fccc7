"""Declare an agenda, and declare it again."""

from datetime import UTC, datetime

import pytest

import peacetrack as pt
from tests.recording import empty, new_year
from tests.tracker.helpers import AGENDA, LATER, PARTIES, TRUCE, agenda, ledger_of, new, says


def test_a_declaration_is_an_entry():
    talks = empty()
    receipt = talks.declare(AGENDA, recorded_at="2030-01-05T10:00:00Z")
    assert (receipt.seq, receipt.id, receipt.new) == (1, "invented", True)
    assert receipt.recorded_at == datetime(2030, 1, 5, 10, tzinfo=UTC)
    assert list(talks.agenda.term_by_id) == ["truce", "rest"]


def test_declaring_again_what_is_in_force_changes_nothing():
    talks = new()
    assert talks.declare(AGENDA) == pt.Receipt(1, "invented", new_year(), new=False)
    assert talks.declare(agenda(parties=PARTIES[:1])).new is False
    assert talks.head == 1


def test_what_is_named_again_is_replaced_whole():
    talks = new()
    talks.declare(agenda(parties=[{"id": "NORTH", "name": "the North", "type": "state"}]))
    north = talks.agenda.party_by_id["NORTH"]
    assert (north.name, north.aliases) == ("the North", ())


def test_what_is_not_named_again_stays():
    talks = new()
    talks.declare(agenda(terms=[{"id": "toll", "kind": "other", "proposition": "the toll falls"}]))
    assert list(talks.agenda.term_by_id) == ["truce", "rest", "toll"]
    assert list(talks.agenda.party_by_id) == ["NORTH", "SOUTH"]


def test_going_back_to_an_earlier_declaration_is_a_new_one():
    talks = new()
    talks.declare(agenda(parties=[{**PARTIES[0], "name": "the North"}]))
    assert talks.declare(agenda(parties=PARTIES)).new
    assert talks.agenda.party_by_id["NORTH"].name == "Northland"


def of(party):
    return agenda(people=[{"id": "envoy", "acts_for": party}])


def test_the_receipt_names_the_people_whose_earlier_words_are_those_of_another_party_now():
    talks = ledger_of()
    talks.declare(of("NORTH"), recorded_at="2030-02-02")
    said = pt.draft(id="a")
    said.voice("quote", person="envoy").position("truce", "accepts", party="NORTH")
    talks.record(said, recorded_at="2030-02-03")
    assert talks.declare(of("SOUTH"), recorded_at="2030-02-04").says == (
        "envoy speaks for SOUTH now, and spoke for NORTH: 1 report of before counts as its words too; if only the "
        "later words are, declare a person of another id for these",
    )
    assert talks.declare(agenda(title="peace"), recorded_at="2030-02-05").says == ()


@pytest.mark.parametrize("changed", [{"kind": "other"}, {"proposition": "the guns are moved"}])
def test_kind_and_proposition_are_fixed_once_a_term_is_used(changed):
    talks = new()
    assert talks.declare(agenda(terms=[{**TRUCE, **changed}])).new
    talks = ledger_of(says("a", "accepts"))
    with pytest.raises(pt.errors.FixedTermError, match="a new term that replaces 'truce'") as caught:
        talks.declare(agenda(terms=[{**TRUCE, **changed}]))
    assert (caught.value.id, talks.head) == ("truce", 2)


def test_who_is_needed_may_change_though_a_term_is_used():
    talks = ledger_of(says("a", "accepts", "2030-01-05"))
    talks.declare(agenda(terms=[{**TRUCE, "needs": ["NORTH"]}]), recorded_at="2030-02-10")
    assert talks.state(valid=LATER)["truce"].status is pt.TermStatus.AGREED
    assert talks.state(valid=LATER, known=2)["truce"].status is pt.TermStatus.PENDING


def test_the_agenda_is_the_one_in_force():
    assert empty().agenda.terms == ()
    assert new().agenda.party_id("the North") == "NORTH"


def test_a_name_bound_to_as_an_event_cannot_become_a_term():
    talks = ledger_of(pt.Report([pt.Position("NORTH", "truce", "open", since=pt.During("summit"))]))
    with pytest.raises(pt.errors.NameTakenError):
        talks.declare(pt.Agenda("invented", terms=[pt.Term("summit", "other", "x")]))


def test_an_event_that_a_question_waits_for_cannot_become_a_term():
    talks = ledger_of(pt.Report([pt.Question("when?", due=pt.After("summit"))]))
    with pytest.raises(pt.errors.NameTakenError):
        talks.declare(pt.Agenda("invented", terms=[pt.Term("summit", "other", "x")]))


def aliased():
    return agenda(
        people=[pt.Person("envoy", "A. N. Envoy", acts_for="NORTH", aliases=["the envoy"])],
        terms=[pt.Term("toll", "ceasefire", "the toll falls", needs=["NORTH"], aliases=["the levy"])],
    )


def test_aliases_of_terms_and_people_are_taken_and_ids_are_kept():
    talks = new()
    talks.declare(aliased())
    report = pt.Report(
        [
            pt.Position(
                "NORTH",
                "the levy",
                "accepts",
                conditions=[pt.TermIs("the levy", "agreed")],
                attribution=pt.Attribution("named", person="the envoy"),
            ),
            pt.Event("summit", status="held", about=["the levy"]),
        ],
        id="a",
    )
    talks.record(report)
    position, event = talks.reports["a"].claims
    assert (position.term, position.conditions[0].term, event.about) == ("toll", "toll", ("toll",))
    assert position.attribution.person == "envoy"
    state = talks.state()
    assert "the levy" in state
    assert state["the levy"] == state["toll"]
    assert state.standing("the levy", "NORTH").stance == "accepts"


@pytest.mark.parametrize(
    ("again", "words"),
    [
        (
            {"terms": [pt.Term("rest", "other", "x", aliases=["toll"])]},
            "'toll' would stand for toll and rest",
        ),
        ({"terms": [pt.Term("rest", "other", "x", aliases=["SOUTH"])]}, "'SOUTH' is a party and a term"),
        ({"terms": [pt.Term("rest", "other", "x", aliases=["a", "a"])]}, "'a' is named twice"),
        ({"terms": [pt.Term("rest", "other", "x", aliases=[" a"])]}, "' a' is not an alias"),
        ({"people": [pt.Person("aide", aliases=["envoy"])]}, "'envoy' would stand for envoy and aide"),
    ],
)
def test_an_alias_stands_for_one_thing(again, words):
    talks = new()
    talks.declare(aliased())
    with pytest.raises(pt.InvalidInputError, match=words):
        talks.declare(agenda(**again))
