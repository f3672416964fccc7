"""Retract a report or one of its claims."""

import pytest

import peacetrack as pt
from tests.tracker.helpers import LATER, ledger_of, says


def test_one_claim_of_a_report_can_be_retracted():
    draft = says("a", "accepts", "2030-01-05").position("truce", "open", party="SOUTH", since="2030-01-05")
    talks = ledger_of(draft)
    receipt = talks.retract("a", claim=2, reason="South said nothing")
    state = talks.state(valid=LATER)
    assert (receipt.seq, receipt.id) == (3, "a")
    assert state.standing("truce", "NORTH").stance is pt.Stance.ACCEPTS
    assert state.standing("truce", "SOUTH").silent
    assert [claimed.number for claimed in state.claims()] == [1]
    assert not talks.state(valid=LATER, known=2).standing("truce", "SOUTH").silent


def test_retracting_one_claim_again_returns_the_first_receipt():
    talks = ledger_of(says("a", "accepts").position("truce", "open", party="SOUTH"))
    first = talks.retract("a", claim=2, reason="a hoax")
    again = talks.retract("a", claim=2, reason="a hoax")
    assert (again.seq, again.new, first.new) == (3, False, True)
    assert talks.retract("a", claim=1, reason="a hoax").seq == 4


def test_a_whole_report_can_be_retracted_after_one_of_its_claims():
    talks = ledger_of(says("a", "accepts").position("truce", "open", party="SOUTH"))
    talks.retract("a", claim=2, reason="a hoax")
    assert talks.retract("a", reason="all of it").seq == 4
    assert talks.state(valid=LATER).standing("truce", "NORTH").silent


def test_a_claim_that_is_not_there_is_named_with_those_that_are():
    talks = ledger_of(says("a", "accepts"))
    with pytest.raises(pt.errors.UnknownNameError, match="unknown claim 2; a has one claim, 1"):
        talks.retract("a", claim=2, reason="a hoax")


@pytest.mark.parametrize(
    "withdraw",
    [
        lambda talks: talks.correct("report-2", says("b", "open"), reason="misheard"),
        lambda talks: talks.retract("report-2", reason="a hoax"),
        lambda talks: talks.retract("report-2", claim=1, reason="a hoax"),
    ],
)
def test_what_was_never_recorded_cannot_be_withdrawn(withdraw):
    talks = ledger_of(says("report-1", "accepts"))
    with pytest.raises(LookupError, match="did you mean 'report-1'") as caught:
        withdraw(talks)
    assert isinstance(caught.value, pt.errors.ReportNotFoundError)
    assert (caught.value.id, caught.value.nearest) == ("report-2", "report-1")


def test_a_retracted_claim_gives_its_first_receipt_even_when_all_is_gone():
    talks = ledger_of(says("a", "open"))
    first = talks.retract("a", claim=1, reason="x")
    talks.retract("a", reason="y")
    assert talks.retract("a", claim=1, reason="x").seq == first.seq


def test_a_claim_of_a_report_that_was_retracted_whole_cannot_be_retracted():
    talks = ledger_of(says("a", "accepts"))
    talks.retract("a", reason="a hoax")
    with pytest.raises(pt.errors.WithdrawnReportError, match="retracted by entry 3"):
        talks.retract("a", claim=1, reason="a hoax")


@pytest.mark.parametrize("claim", ["1", 1.0, True])
def test_the_number_of_a_claim_is_a_whole_number(claim):
    talks = ledger_of(says("a", "accepts"))
    with pytest.raises(pt.errors.WrongTypeError, match="is not the number of a claim"):
        talks.retract("a", claim=claim, reason="a hoax")


@pytest.mark.parametrize("reason", ["", " "])
def test_a_retraction_has_a_reason(reason):
    talks = ledger_of(says("a", "accepts"))
    with pytest.raises(pt.InvalidInputError, match="reason: a reason is missing; say why, for those who"):
        talks.retract("a", reason=reason)


def test_nothing_is_recorded_before_an_agenda_is_declared():
    with pytest.raises(pt.InvalidInputError, match=r"no agenda is declared yet; declare one first"):
        pt.Tracker().record(says("a", "accepts"))


def test_of_a_report_without_claims_none_can_be_retracted():
    talks = ledger_of(pt.Report([], id="a"))
    with pytest.raises(pt.errors.UnknownNameError) as caught:
        talks.retract("a", claim=1, reason="a hoax")
    assert str(caught.value).endswith("a has no claims")
