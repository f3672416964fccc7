"""Correct a report by another."""

import pytest

import peacetrack as pt
from peacetrack.form import codec
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


def two_claims():
    return says("a", "accepts", "2030-01-05").position("truce", "opposes", party="SOUTH", since="2030-01-05")


def test_one_claim_is_corrected_and_the_others_stay():
    talks = ledger_of(two_claims())
    to = pt.Position("SOUTH", "truce", "open", since="2030-01-06")
    receipt = talks.correct("a", claim=2, to=to, reason="misread")
    assert (receipt.seq, receipt.id, receipt.new) == (3, "a-2", True)
    assert talks.reports["a-2"].claims == (talks.reports["a"].claims[0], to)
    assert [line.partition(": ")[0] for line in receipt.amended] == ["kept", "changed"]
    assert "SOUTH on truce (the guns fall silent): stance opposes -> open" in receipt.amended[1]
    state = talks.state(valid=LATER)
    assert [str(state["truce"][party].stance) for party in ("NORTH", "SOUTH")] == ["accepts", "open"]


def test_a_correction_of_a_claim_again_gives_the_first_receipt_and_another_is_refused():
    talks = ledger_of(two_claims())
    to = {"kind": "position", "party": "SOUTH", "term": "truce", "stance": "open"}
    first = talks.correct("a", claim=2, to=to, reason="misread")
    again = talks.correct("a", claim=2, to=to, reason="misread")
    assert (again.seq, again.id, again.new) == (first.seq, "a-2", False)
    with pytest.raises(pt.errors.WithdrawnReportError, match="the report 'a-2'; correct or retract what"):
        talks.correct("a", claim=1, to=to, reason="misread")


def test_corrections_of_claims_number_their_reports_past_ids_that_are_taken():
    talks = ledger_of(two_claims(), says("a-2", "open"))
    to = pt.Position("SOUTH", "truce", "neutral")
    assert talks.correct("a", claim=2, to=to, reason="misread").id == "a-3"
    assert talks.correct("a-3", claim=1, to=to, reason="misread").id == "a-4"


def test_what_was_retracted_before_does_not_come_back_with_the_correction_of_another_claim():
    talks = ledger_of(two_claims())
    talks.retract("a", claim=1, reason="a hoax")
    talks.correct("a", claim=2, to=pt.Position("SOUTH", "truce", "open"), reason="misread")
    assert [claim.party for claim in talks.reports["a-2"].claims] == ["SOUTH"]
    assert talks.state(valid=LATER)["truce"]["NORTH"].silent


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        (0, "unknown claim 0; a has claims 1 to 2"),
        (3, "unknown claim 3; a has claims 1 to 2"),
        (1, "claim 1 of the report 'a' was retracted by entry 3"),
        ("2", "'2' is no number of a claim|expected the number of a claim|the number of a claim"),
        (True, "the number of a claim"),
    ],
)
def test_a_claim_that_cannot_be_corrected_is_refused(claim, message):
    talks = ledger_of(two_claims())
    talks.retract("a", claim=1, reason="a hoax")
    with pytest.raises(pt.PeacetrackError, match=message):
        talks.correct("a", claim=claim, to=pt.Position("NORTH", "truce", "open"), reason="misread")
    assert talks.head == 3


def test_a_claim_that_is_wrong_in_itself_corrects_nothing():
    talks = ledger_of(two_claims())
    wrong = {"kind": "position", "party": "NROTH", "term": "truce", "stance": "opne"}
    with pytest.raises(pt.InvalidInputError) as caught:
        talks.correct("a", claim=2, to=wrong, reason="misread")
    assert sorted(problem.where for problem in caught.value.problems) == [
        "claims[1].party",
        "claims[1].stance",
    ]
    with pytest.raises(pt.InvalidInputError, match="a reason is missing"):
        talks.correct("a", claim=2, to=pt.Question("when?"), reason=" ")
    assert talks.head == 2


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"claim": 1},
        {"to": pt.Question("when?")},
        {"report": says("b"), "claim": 1, "to": pt.Question("when?")},
        {"report": says("b"), "claim": 1},
    ],
)
def test_a_correction_is_of_a_report_or_of_a_claim(given):
    with pytest.raises(
        pt.InvalidInputError, match="it is not clear what is corrected; give a report, or claim"
    ):
        ledger_of(two_claims()).correct("a", **given, reason="misread")


def test_a_claim_of_a_report_without_its_words_is_corrected_by_a_whole_report_only():
    talks = ledger_of(two_claims())
    talks.redact("a", reason="private")
    with pytest.raises(pt.InvalidInputError, match="are redacted; correct it with a whole report"):
        talks.correct("a", claim=1, to=pt.Position("NORTH", "truce", "open"), reason="misread")


def test_the_correction_of_a_claim_of_an_accepted_report_was_not_proposed():
    talks = new()
    talks.propose(two_claims())
    talks.accept("a")
    talks.correct("a", claim=1, to=pt.Position("NORTH", "truce", "open"), reason="misread")
    assert talks.reports["a-2"].acceptance is None
    talks.verify()


def test_a_correction_begins_with_the_claims_that_stand_under_the_next_id():
    talks = ledger_of(two_claims())
    talks.retract("a", claim=2, reason="a hoax")
    form = talks.begin_correction("a")
    assert (form["id"], [claim["party"] for claim in form["claims"]]) == ("a-2", ["NORTH"])
    form["claims"].append({"kind": "question", "text": "when?"})
    assert talks.correct("a", form, reason="left out").id == "a-2"
    with pytest.raises(pt.errors.WithdrawnReportError, match="corrected by entry 4, the report 'a-2'"):
        talks.begin_correction("a")
    with pytest.raises(pt.errors.ReportNotFoundError):
        talks.begin_correction("b")


def quoted():
    report = pt.draft(id="a", since="2030-01-05", published="2030-01-05")
    minister = report.voice("quote", "the minister", of="SOUTH")
    minister.offers("truce", "open", red_line=False, quote="we may sign")
    return report


def test_the_correction_of_a_claim_keeps_whose_words_it_is():
    talks = ledger_of(quoted())
    receipt = talks.correct("a", claim=1, to=pt.Position("SOUTH", "truce", "accepts"), reason="a slip")
    assert receipt.amended == (
        "changed: SOUTH on truce (the guns fall silent): stance open -> accepts; dropped act offers, red line no; "
        "dropped its quote; kept since 2030-01-05, attribution quote",
    )
    assert talks.state(valid=LATER)["truce"]["SOUTH"].on_record
    report = talks.reports["a-2"]
    assert report.attribution_of(report.claims[0]) == pt.Attribution(
        "quote", speaker="the minister", acts_for="SOUTH"
    )


@pytest.mark.parametrize("as_form", [codec.write, lambda claim: claim])
def test_the_correction_of_a_claim_says_whose_words_it_is_where_it_is_not_the_same(as_form):
    talks = ledger_of(quoted())
    to = pt.Position("SOUTH", "truce", "open", attribution="leak")
    receipt = talks.correct("a", claim=1, to=as_form(to), reason="it was a leak")
    assert "attribution quote -> leak" in receipt.amended[0]
    assert not talks.state(valid=LATER)["truce"]["SOUTH"].on_record
