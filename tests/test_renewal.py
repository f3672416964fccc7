"""An offer that ran out and is renewed without a word of what it asked for."""

from __future__ import annotations

import pytest

import peacetrack as pt
from peacetrack import analysis, view
from tests.page_data import page_of
from tests.test_unheld import NORTH, happened, lines, recorded, south, verdict

PORT = pt.InWords("the port is open")
OFFER = south("s", 3, act="offers", conditions=[PORT], window="2030-01-15", red_line=True)


def renewed(*others, act="extends", condition=None, valid="2030-01-25", **said):
    """Return the state of an offer that ran out on 15 January and is renewed on the 20th."""
    offer = OFFER if condition is None else south("s", 3, conditions=[condition], window="2030-01-15")
    renewal = south("r", 20, act=act, window="2030-01-31", **said)
    return recorded(NORTH, offer, renewal, *others, valid=valid)


WORDS = (
    "Southland accepted it if the port is open, a red line, until its offer closed 15 Jan 2030;"
    " it renews it, 20 Jan 2030, without a word of that"
)


@pytest.mark.parametrize("act", ["extends", "maintains"])
def test_an_offer_that_is_renewed_without_what_it_asked_for_is_perhaps_agreed(act):
    state = renewed(act=act)
    assert state["truce"].status is pt.TermStatus.AGREED
    assert verdict(state) == "perhaps agreed"
    assert lines(state, rule="perhaps-agreed") == [f"Truce, but {WORDS}"]
    (line,) = analysis.brief(state).filter(part="blocks")
    assert (line.what, line.cited) == (WORDS, ("s", "r"))
    (found,) = analysis.check(state).filter(check="renewed-offer")
    assert found.what == (
        "SOUTH accepts truce, but it asked that the port is open until its offer closed 2030-01-15, and"
        " renews it without a word of that"
    )
    assert found.reports == ("s", "r")
    assert "PERHAPS AGREED" in str(view.board(state))
    assert "renewed without its conditions" in str(view.board(state))
    page = page_of(state).html
    assert page.count('data-level="agreed">perhaps agreed</span>') == 2
    assert "renewed without its conditions" in page


@pytest.mark.parametrize(
    "state",
    [
        renewed(act="agrees"),
        renewed(act="offers"),
        renewed(conditions=[]),
        renewed(south("t", 22, act="signs")),
        renewed(
            happened("h", 16, "held", event="summit", when="2030-01-16"), condition=pt.EventHeld("summit")
        ),
    ],
    ids=["agrees", "offers", "none", "signs", "met"],
)
def test_what_an_offer_asked_for_is_settled_by_a_word_of_it_or_by_another_acceptance(state):
    assert verdict(state) == "agreed"
    assert not analysis.check(state).filter(check="renewed-offer")


def test_an_offer_that_is_renewed_in_time_keeps_what_it_asked_for():
    state = recorded(NORTH, OFFER, south("r", 15, act="extends", window="2030-01-31"))
    assert state["truce"].status is pt.TermStatus.CONDITIONAL
    assert not analysis.check(state).filter(check="renewed-offer")


def test_what_was_signed_before_an_offer_ran_out_stands_beside_what_it_asked_for():
    signed = south("j", 9, act="signs", by="joint")
    state = renewed(signed, act="maintains")
    (line,) = analysis.brief(state).filter(part="blocks")
    assert line.what == (
        "Southland accepted it if the port is open until its offer closed 15 Jan 2030; Southland signs it,"
        " 9 Jan 2030, in a joint statement, without an end or a condition; it renews it, 20 Jan 2030,"
        " without a word of that"
    )
    assert line.cited == ("s", "j", "r")
    (headline,) = analysis.brief(state).filter(rule="perhaps-agreed")
    assert {"s", "j"} <= set(headline.reports)
