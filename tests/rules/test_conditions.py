"""Rule 11: conditions, and when they are met."""

import pytest

import peacetrack as pt
from tests.recording import happens, says
from tests.rules.helpers import ABSENT, LATER, ledger_of, north, north_and_south, status


def met(talks, condition, valid=LATER):
    return talks.state(valid=valid).met(condition)


def test_a_condition_on_a_term_asks_for_at_least_that_status():
    talks = north_and_south("accepts", "open", scope="everywhere")
    assert met(talks, pt.TermIs("truce", "pending"))
    assert not met(talks, pt.TermIs("truce", "in-principle"))


def test_a_term_without_a_status_meets_nothing():
    talks = ledger_of(says("a", "accepts", "2030-01-03", term="border"))
    assert not met(talks, pt.TermIs("border", "pending"))


@pytest.mark.parametrize(
    ("stance", "wanted", "expected"),
    [
        ("accepts", "open", True),
        ("open", "accepts", False),
        ("open", "open", True),
        ("rejects", "opposes", True),
        ("opposes", "rejects", False),
        ("neutral", "neutral", True),
        ("accepts", "neutral", False),
        ("accepts", "opposes", False),
        (ABSENT.WITHHELD, "open", False),
    ],
)
def test_a_condition_on_a_stance_asks_for_at_least_as_far_on_that_side(stance, wanted, expected):
    talks = ledger_of(says("a", stance, "2030-01-03"))
    assert met(talks, pt.StanceIs("NORTH", "truce", wanted)) is expected


def test_a_condition_on_a_stance_asks_that_it_is_live():
    talks = ledger_of(says("a", "accepts", "2030-01-03", window="2030-01-10"))
    assert met(talks, pt.StanceIs("NORTH", "truce", "accepts"), "2030-01-10")
    assert not met(talks, pt.StanceIs("NORTH", "truce", "accepts"), "2030-01-11")


def test_a_condition_on_an_acceptance_asks_that_its_own_conditions_are_met():
    talks = ledger_of(says("a", "accepts", "2030-01-03", conditions=[pt.EventHeld("summit")]))
    assert not met(talks, pt.StanceIs("NORTH", "truce", "accepts"))
    talks.record(happens("b", "summit", "held", when="2030-01-10"))
    assert met(talks, pt.StanceIs("NORTH", "truce", "accepts"))


def test_a_condition_on_a_refusal_does_not_look_at_its_conditions():
    talks = ledger_of(says("a", "rejects", "2030-01-03", conditions=[pt.EventHeld("summit")]))
    assert met(talks, pt.StanceIs("NORTH", "truce", "rejects"))


def test_a_condition_on_an_event_is_met_from_when_it_is_held():
    talks = ledger_of(happens("a", "summit", "held", when="2030-01-10"))
    assert not met(talks, pt.EventHeld("summit"), "2030-01-09")
    assert met(talks, pt.EventHeld("summit"), "2030-01-10")


def test_a_condition_in_words_is_unmet_until_the_party_restates_its_conditions():
    talks = ledger_of(
        says("n", "accepts", "2030-01-03", conditions=[pt.InWords("first the prisoners")]),
        says("s", "accepts", "2030-01-03", of="SOUTH"),
        says("n2", "accepts", "2030-01-10", conditions=[]),
    )
    assert status(talks, valid="2030-01-09") == "conditional"
    assert status(talks, valid="2030-01-10") == "agreed"


def test_conditions_are_read_one_after_the_other():
    talks = ledger_of(
        says("n", "accepts", "2030-01-03", conditions=[pt.TermIs("pledge", "agreed")]),
        says("s", "accepts", "2030-01-03", of="SOUTH"),
        says("n2", "accepts", "2030-01-03", term="pledge", conditions=[pt.EventHeld("summit")]),
        says("s2", "accepts", "2030-01-03", term="pledge", of="SOUTH"),
        happens("e", "summit", "held", when="2030-01-10"),
    )
    assert status(talks, valid="2030-01-09") == "conditional"
    assert status(talks, valid="2030-01-10") == "agreed"


def test_a_circle_of_conditions_stays_conditional():
    talks = ledger_of(
        says("n", "accepts", "2030-01-03", conditions=[pt.TermIs("pledge", "agreed")]),
        says("s", "accepts", "2030-01-03", of="SOUTH"),
        says("n2", "accepts", "2030-01-03", term="pledge"),
        says(
            "s2",
            "accepts",
            "2030-01-03",
            term="pledge",
            of="SOUTH",
            conditions=[pt.TermIs("truce", "agreed")],
        ),
    )
    assert (status(talks), status(talks, "pledge")) == ("conditional", "conditional")
    state = talks.state(valid=LATER)
    assert (state["truce"].waits_on, state["pledge"].waits_on) == (("NORTH",), ("SOUTH",))


def test_conditions_on_a_refusal_are_shown_and_change_no_status():
    unless = [pt.EventHeld("summit")]
    talks = ledger_of(
        says("n", "rejects", "2030-01-03", conditions=unless),
        happens("e", "summit", "held", when="2030-01-10"),
    )
    assert north(talks).conditions == tuple(unless)
    assert (status(talks, valid="2030-01-05"), status(talks)) == ("blocked", "blocked")


def test_a_status_to_wait_for_is_pending_or_above():
    with pytest.raises(pt.errors.WrongTypeError, match="pending or above"):
        pt.TermIs("truce", "contested")


def test_a_condition_on_a_neutral_stance_does_not_look_at_its_conditions():
    talks = ledger_of(says("a", "neutral", "2030-01-03", conditions=[pt.EventHeld("summit")]))
    assert met(talks, pt.StanceIs("NORTH", "truce", "neutral"))


def test_a_party_with_its_conditions_met_is_not_waited_for():
    talks = ledger_of(
        says("n", "accepts", "2030-01-03", conditions=[pt.EventHeld("summit")]),
        happens("e", "summit", "held", when="2030-01-10"),
    )
    assert talks.state(valid="2030-01-09")["truce"].waits_on == ("NORTH", "SOUTH")
    assert talks.state(valid="2030-01-10")["truce"].waits_on == ("SOUTH",)
