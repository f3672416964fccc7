"""Suppose reports, and leave reports out."""

import pytest

import peacetrack as pt
from tests.tracker.helpers import LATER, ledger_of, new, says


def test_what_is_supposed_changes_the_answer_and_writes_nothing():
    talks = ledger_of(says("a", "accepts", "2030-01-05"))
    state = talks.state(valid=LATER)
    supposed = state.suppose(says("x", "accepts", party="SOUTH"))
    assert supposed["truce"].status is pt.TermStatus.AGREED
    assert state["truce"].status is pt.TermStatus.PENDING
    assert (talks.head, list(talks.reports)) == (2, ["a"])
    assert [report.id for report in supposed.basis.supposed] == ["x"]


def test_more_can_be_supposed_on_top():
    state = new().state(valid=LATER).suppose(says("x", "accepts"))
    both = state.suppose(says("y", "accepts", party="SOUTH"))
    assert both["truce"].status is pt.TermStatus.AGREED
    assert both == new().state(valid=LATER).suppose(says("x", "accepts"), says("y", "accepts", party="SOUTH"))


def test_what_was_supposed_aside_is_not_there_for_the_next():
    state = new().state(valid=LATER)
    one = pt.Report([pt.Event("dinner", when=pt.During("summit"))])
    other = pt.Report([pt.Event("summit", when=pt.During("dinner"))])
    assert [event.id for event in state.suppose(one).events()] == ["dinner"]
    assert [event.id for event in state.suppose(other).events()] == ["summit"]


def test_what_is_supposed_is_kept_at_another_valid():
    state = new().state(valid="2030-01-10").suppose(says("x", "accepts", "2030-01-05"))
    assert state.at(valid="2030-01-04").standing("truce", "NORTH").silent
    assert state.at(valid="2030-01-05").standing("truce", "NORTH").live


def test_supposing_what_is_known_already_changes_nothing():
    talks = ledger_of(says("a", "accepts", "2030-01-05"))
    state = talks.state(valid=LATER)
    assert state.suppose(says("a", "accepts", "2030-01-05")) == state


def test_what_is_supposed_before_anything_was_declared_is_silent_on_the_rest():
    state = new().state(valid=LATER, known=0).suppose(says("x", "accepts"))
    assert state.standing("truce", "SOUTH").silent


def test_what_is_wrong_with_what_is_supposed_is_told_at_once():
    with pytest.raises(pt.errors.UnknownNameError, match="did you mean 'NORTH'"):
        new().state(valid=LATER).suppose(says("x", "accepts", party="NROTH"))


def test_without_a_report_the_answer_is_as_if_it_had_not_been_told():
    talks = ledger_of(says("a", "opposes", "2030-01-05"), says("b", "accepts", "2030-01-06"))
    state = talks.state(valid=LATER).without("b")
    assert state.standing("truce", "NORTH").stance is pt.Stance.OPPOSES
    assert state == ledger_of(says("a", "opposes", "2030-01-05")).state(valid=LATER)
    assert state.basis.trust.without == ("b",)
    assert state.without("a").standing("truce", "NORTH").silent


def test_without_a_report_that_nobody_recorded_is_an_error():
    talks = ledger_of(says("a", "opposes"))
    with pytest.raises(pt.errors.ReportNotFoundError):
        talks.state(valid=LATER).without("z")
    with pytest.raises(pt.errors.ReportNotFoundError):
        talks.state(valid=LATER, trust=pt.Trust(without=["z"]))


def test_what_names_no_speaker_is_supposed_to_be_the_partys_own_word():
    refused = pt.Report(
        [pt.Position("NORTH", "truce", "rejects")], attribution=pt.Attribution("quote"), since=LATER
    )
    agreed = pt.Report([pt.Position("NORTH", "truce", "accepts"), pt.Position("SOUTH", "truce", "accepts")])
    for trust in (pt.DEFAULT_TRUST, pt.ON_RECORD, pt.Trust(attributions=["leak", "rumour"])):
        state = ledger_of(refused).state(valid=LATER, trust=trust).suppose(agreed)
        assert state["truce"].status is pt.TermStatus.AGREED
        nearest = max(trust.attributions, key=lambda type: type.directness)
        assert {s.attribution.type for s in state["truce"]["NORTH"].evidence} == {nearest}
    assert ledger_of(refused).state(valid=LATER).suppose(agreed)["truce"]["NORTH"].on_record


@pytest.mark.parametrize(
    "named",
    [{"attribution": pt.Attribution("narrator")}, {"source": pt.Source("a paper")}],
    ids=["narrator", "paper"],
)
def test_a_report_of_others_is_supposed_as_it_would_count(named):
    report = pt.Report([pt.Position("NORTH", "truce", "accepts")], **named)
    standing = new().state(valid=LATER).suppose(report)["truce"]["NORTH"]
    assert (standing.on_record, standing.evidence[0].attribution.type) == (False, "narrator")


def test_what_was_recorded_later_can_be_supposed_before():
    talks = ledger_of(says("a", "open", "2030-01-05"))
    known = talks.head
    talks.record(says("b", "accepts", "2030-01-06"))
    state = talks.state(valid=LATER, known=known)
    assert state.suppose(says("b", "accepts", "2030-01-06")) == talks.state(valid=LATER)


def test_supposing_twice_is_supposing_once_and_without_takes_it_back():
    state = ledger_of(says("a", "open", "2030-01-05")).state(valid=LATER)
    supposed = state.suppose(says("b", "accepts"))
    assert supposed.suppose(says("b", "accepts")) == supposed
    assert supposed.without("b") == state


def test_another_trust_still_leaves_out_what_was_left_out():
    state = ledger_of(says("a", "open", "2030-01-05")).state(valid=LATER).without("a")
    assert state.at(trust=pt.EVERYTHING)["truce"]["NORTH"].silent
