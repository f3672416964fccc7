"""A state is a value: a mapping that is compared and never changes."""

import pytest

import peacetrack as pt
from tests import recording
from tests.tracker.helpers import LATER, PARTIES, REST, TRUCE, agenda, ledger_of, new, says


def test_a_state_is_a_mapping_of_terms_and_a_term_one_of_parties():
    state = ledger_of(says("a", "accepts", "2030-01-05")).state(valid=LATER)
    assert (list(state), len(state), "truce" in state, "peace" in state) == (
        ["truce", "rest"],
        2,
        True,
        False,
    )
    assert dict(state["truce"].items())["NORTH"].stance is pt.Stance.ACCEPTS
    assert list(state["truce"]) == ["NORTH", "SOUTH"]
    assert state["truce"].speaking == ("NORTH", "SOUTH")
    assert list(state["rest"]) == ["NORTH", "SOUTH"]
    assert state["rest"].speaking == ()
    assert "the North" in state["rest"]
    assert state["rest"]["the North"] == state["rest"]["NORTH"]
    assert "EAST" not in state["rest"]


def test_terms_are_equal_when_every_answer_is_and_so_is_their_status():
    asked = {**TRUCE, "needs": ["NORTH"]}
    reports = (
        says("a", "accepts", "2030-01-05", conditions=[pt.TermIs("rest", "agreed")]),
        says("b", "accepts", "2030-01-05", term="rest"),
    )
    talks = recording.ledger_of(
        agenda(parties=PARTIES, terms=[asked, {**REST, "needs": ["NORTH"]}]), *reports
    )
    before, after = talks.state(valid=LATER, known=2), talks.state(valid=LATER)
    assert before["truce"]["NORTH"] == after["truce"]["NORTH"]
    assert before["truce"] != after["truce"]
    assert after["truce"] == talks.state(valid="2030-03-02")["truce"] != after["rest"]


def test_where_a_member_stands_by_its_group_is_an_answer_too():
    group = {
        "id": "LEAGUE",
        "name": "a league",
        "type": "group",
        "members": [{"party": "SOUTH", "since": "2030-02-01"}],
    }
    asked = {**TRUCE, "needs": ["NORTH"]}
    talks = recording.ledger_of(
        agenda(parties=[*PARTIES, group], terms=[asked]),
        says("a", "accepts", "2030-01-05", party="LEAGUE"),
        says("b", "accepts", "2030-01-05"),
    )
    before, after = talks.state(valid="2030-01-20"), talks.state(valid=LATER)
    assert before["truce"]["SOUTH"] != after["truce"]["SOUTH"]
    assert before["truce"] != after["truce"]
    assert before != after


def test_speaking_are_the_needed_parties_and_then_all_with_a_statement():
    terms = [{**TRUCE, "needs": ["SOUTH"]}, REST]
    talks = new(agenda(parties=PARTIES, terms=terms))
    talks.record(says("a", "accepts", "2030-01-05"))
    talks.record(says("b", "accepts", "2030-01-05", term="rest"))
    state = talks.state(valid=LATER)
    assert (state["truce"].speaking, state["rest"].speaking) == (("SOUTH", "NORTH"), ("NORTH",))


def test_only_names_that_nobody_declared_raise():
    state = new().state(valid=LATER)
    assert state["truce"]["NORTH"].silent
    assert state.standing("truce", "the North").party == "NORTH"
    with pytest.raises(KeyError, match="did you mean 'truce'"):
        state["truse"]
    with pytest.raises(pt.errors.SwappedNamesError):
        state.standing("NORTH", "truce")


def test_states_are_equal_when_every_answer_is():
    talks = ledger_of(says("a", "accepts", "2030-01-05"))
    state = talks.state(valid="2030-01-10")
    assert state == talks.state(valid="2030-01-11")
    assert state != talks.state(valid="2030-01-04")
    assert state != talks.state(valid="2030-01-10", known=1)
    assert state != "a state"


def test_trackers_that_were_told_the_same_have_equal_states():
    one, other = ledger_of(says("a", "accepts", "2030-01-05")), new()
    other.record(says("a", "accepts", "2030-01-05"), recorded_at="2030-02-20")
    assert one.state(valid=LATER) == other.state(valid=LATER)


def test_states_that_are_equal_have_one_hash():
    talks = ledger_of(says("a", "accepts", "2030-01-05"))
    states = {talks.state(valid="2030-01-10"), talks.state(valid="2030-01-11")}
    assert len(states) == 1
    assert len({state["truce"] for state in states}) == 1


def test_a_state_does_not_change_when_more_is_recorded():
    talks = ledger_of(says("a", "accepts", "2030-01-05"))
    state = talks.state(valid="2030-01-10")
    talks.record(says("b", "rejects", "2030-01-06"), recorded_at="2030-02-10")
    assert state.standing("truce", "NORTH").stance is pt.Stance.ACCEPTS


def test_at_keeps_what_is_not_named():
    talks = ledger_of(says("a", "accepts", "2030-01-05"))
    state = talks.state(valid=LATER, trust=pt.ON_RECORD, published_by="2030-01-09")
    moved = state.at(valid="2030-01-10", known=1)
    assert (
        moved.basis
        == talks.state(valid="2030-01-10", known=1, trust=pt.ON_RECORD, published_by="2030-01-09").basis
    )
    assert state.at(published_by=None).basis.published_by is None


def test_who_had_said_nothing_yet_did_not_speak():
    talks = ledger_of(pt.Report([pt.Position("SOUTH", "rest", "open", since="2030-01-05")], id="a"))
    state = talks.state(valid=LATER)
    assert state["rest"].speaking == ("SOUTH",)
    assert state.at(known=1)["rest"].speaking == ()
