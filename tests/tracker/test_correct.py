"""Correct a report by another."""

import pytest

import peacetrack as pt
from tests.tracker.helpers import LATER, ledger_of, new, says


def test_what_was_corrected_cannot_be_corrected_or_retracted_again():
    talks = ledger_of(says("a", "accepts"))
    talks.correct("a", says("b", "open"), reason="misheard")
    with pytest.raises(pt.errors.WithdrawnReportError, match="corrected by entry 3, the report 'b'"):
        talks.correct("a", says("c", "rejects"), reason="misheard")
    with pytest.raises(pt.errors.WithdrawnReportError, match="corrected by entry 3, the report 'b'"):
        talks.retract("a", reason="a hoax")


def test_a_correction_that_is_wrong_in_itself_withdraws_nothing():
    talks = ledger_of(says("a", "accepts", "2030-01-05"))
    with pytest.raises(pt.errors.UnknownNameError):
        talks.correct("a", says("b", "open", party="NROTH"), reason="misheard")
    assert talks.state(valid=LATER).standing("truce", "NORTH").stance is pt.Stance.ACCEPTS
    assert talks.head == 2


def test_the_reason_of_a_correction_is_kept():
    talks = ledger_of(says("a", "accepts"))
    talks.correct("a", says("b", "open"), reason="misheard")
    assert talks.entries()[2].body.reason == "misheard"


def test_a_correction_may_turn_round_who_dates_whom():
    talks = new()
    talks.record(pt.Report([pt.Event("a", when=pt.During("b"))], id="wrong"))
    right = pt.Report([pt.Event("b", when=pt.During("a"))], id="right")
    assert talks.correct("wrong", right, reason="the other way round").new
