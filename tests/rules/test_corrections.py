"""Rule 6: a change is no correction; corrections and retractions withdraw."""

import attrs
import pytest

import peacetrack as pt
from tests.recording import says
from tests.rules.helpers import LATER, ledger_of, north


def test_a_change_leaves_what_was_before_it():
    talks = ledger_of(says("a", "opposes", "2030-01-03"), says("b", "accepts", "2030-01-05"))
    assert north(talks, "2030-01-04").stance is pt.Stance.OPPOSES


def test_a_correction_withdraws_and_asserts_at_one_seq():
    talks = ledger_of(says("a", "opposes", "2030-01-03", red_line=True))
    receipt = talks.correct("a", says("b", "accepts", "2030-01-05"), reason="misheard")
    assert receipt.seq == 3
    assert north(talks, known=2).stance is pt.Stance.OPPOSES
    assert (north(talks).stance, north(talks).red_line) == (pt.Stance.ACCEPTS, None)
    assert north(talks, "2030-01-04").stance is None


def test_a_correction_keeps_the_place_of_what_it_corrects_in_ties():
    talks = ledger_of(says("a", "opposes", "2030-01-05"), says("b", "accepts", "2030-01-05"))
    talks.correct("a", says("a2", "rejects", "2030-01-05"), reason="misheard")
    assert north(talks).stance is pt.Stance.ACCEPTS


def test_a_correction_of_a_correction_keeps_the_first_place():
    talks = ledger_of(says("a", "opposes", "2030-01-05"), says("b", "accepts", "2030-01-05"))
    talks.correct("a", says("a2", "rejects", "2030-01-05"), reason="misheard")
    talks.correct("a2", says("a3", "neutral", "2030-01-05"), reason="misheard again")
    assert north(talks).stance is pt.Stance.ACCEPTS


def test_a_retraction_only_withdraws():
    talks = ledger_of(says("a", "opposes", "2030-01-03"), says("b", "accepts", "2030-01-05"))
    talks.retract("b", reason="a hoax")
    assert north(talks).stance is pt.Stance.OPPOSES
    assert north(talks, known=3).stance is pt.Stance.ACCEPTS


def test_retracting_a_correction_does_not_revive_what_it_corrected():
    talks = ledger_of(says("a", "opposes", "2030-01-03"))
    talks.correct("a", says("b", "accepts", "2030-01-03"), reason="misheard")
    talks.retract("b", reason="a hoax")
    assert north(talks).silent


def test_recording_again_what_was_withdrawn_is_an_error_that_names_the_entry():
    talks = ledger_of(says("a", "opposes", "2030-01-03"))
    talks.retract("a", reason="a hoax")
    with pytest.raises(
        pt.errors.WithdrawnReportError, match=r"retracted by entry 3.*under an id of its own"
    ) as caught:
        talks.record(says("a", "opposes", "2030-01-03"))
    assert (caught.value.id, caught.value.seq) == ("a", 3)


def test_the_id_of_what_was_withdrawn_stays_taken():
    talks = ledger_of(says("a", "opposes", "2030-01-03"))
    talks.retract("a", reason="a hoax")
    with pytest.raises(pt.ConflictError):
        talks.record(says("a", "accepts", "2030-01-03"))


def test_a_correction_needs_an_id_of_its_own():
    talks = ledger_of(says("a", "opposes", "2030-01-03"))
    with pytest.raises(pt.ConflictError, match="an id of its own"):
        talks.correct("a", says("a", "accepts", "2030-01-03"), reason="misheard")


def test_a_repeated_correction_or_retraction_returns_its_first_receipt():
    talks = ledger_of(says("a", "opposes", "2030-01-03"))
    corrected = [talks.correct("a", says("b", "open", "2030-01-03"), reason="misheard") for _ in range(2)]
    retracted = [talks.retract("b", reason="a hoax") for _ in range(2)]
    assert [(r.seq, r.new) for r in corrected + retracted] == [(3, True), (3, False), (4, True), (4, False)]


def test_a_correction_that_dates_an_event_again_leaves_what_it_withdraws_withdrawn():
    summit = pt.Event("summit", status="held", when="2030-01-05")
    bound = pt.Position("NORTH", "truce", "accepts", since=pt.During("summit"))
    talks = ledger_of(pt.Report([summit, bound], id="a"))
    assert north(talks).stance is pt.Stance.ACCEPTS
    talks.correct("a", pt.Report([attrs.evolve(summit, when="2030-01-07")], id="b"), reason="misheard")
    assert north(talks).silent
    assert str(talks.state(valid=LATER).event("summit").when) == "2030-01-07"
