"""Ask for a state: valid, known, trust, and a basis that is asked again."""

from datetime import UTC, date, datetime

import pytest

import peacetrack as pt
from tests.recording import next_year
from tests.tracker.helpers import LATER, ledger_of, new, says


def test_without_anything_a_state_is_of_now_and_the_head():
    talks = new()
    assert talks.state().basis == pt.Basis(next_year(), 1)


def test_valid_left_out_is_the_moment_that_known_stands_for():
    talks = ledger_of(says("a", "accepts"))
    noon = datetime(2030, 2, 1, 12, tzinfo=UTC)
    assert talks.state(known=2).basis == pt.Basis(noon, 2)
    assert talks.state(known="2030-02-01T11:00:00Z").basis == pt.Basis(
        datetime(2030, 2, 1, 11, tzinfo=UTC), 1
    )


@pytest.mark.parametrize(
    ("known", "seq"),
    [
        ("2029-12-31", 0),
        ("2030-01-01", 1),
        ("2030-02-01T11:59:59Z", 1),
        ("2030-02-01T12:00:00Z", 2),
        ("2030-02-01", 2),
        (date(2030, 2, 2), 3),
        (datetime(2031, 1, 1, tzinfo=UTC), 3),
        (pt.Moment.parse("2030-02"), 3),
        (2, 2),
    ],
)
def test_known_is_a_seq_or_a_time(known, seq):
    talks = ledger_of(says("a", "accepts"), says("b", "open"))
    assert talks.state(known=known, valid=LATER).basis.known == seq


@pytest.mark.parametrize("known", [4, 2030, -1])
def test_a_seq_that_is_not_there_is_refused(known):
    talks = ledger_of(says("a", "accepts"), says("b", "open"))
    with pytest.raises(LookupError) as caught:
        talks.state(known=known)
    assert isinstance(caught.value, pt.errors.UnknownSeqError)


def test_a_year_given_as_a_number_is_refused_with_how_to_write_it():
    with pytest.raises(pt.errors.UnknownSeqError, match='"2030"'):
        new().state(known=2030)


def test_before_the_first_entry_there_is_no_moment():
    assert len(new().state(known=0, valid=LATER)) == 0
    with pytest.raises(pt.InvalidInputError, match="give valid= too"):
        new().state(known=0)


@pytest.mark.parametrize("valid", ["2030-01-10", date(2030, 1, 10), pt.Moment.parse("2030-01-10")])
def test_a_day_as_valid_is_its_end(valid):
    end = datetime(2030, 1, 10, 23, 59, 59, 999999, tzinfo=UTC)
    assert new().state(valid=valid).basis.valid == end


def test_a_time_of_day_needs_an_offset():
    with pytest.raises(pt.errors.NaiveTimeError):
        new().state(valid="2030-01-10T10:00:00")
    with pytest.raises(pt.errors.NaiveTimeError):
        new().state(valid=datetime(2030, 1, 10))  # noqa: DTZ001


def test_a_basis_can_be_asked_again():
    talks = ledger_of(says("a", "accepts", "2030-01-05"))
    state = talks.state(valid="2030-01-10", trust=pt.ON_RECORD, published_by="2030-01-09")
    talks.record(says("b", "rejects", "2030-01-06"), recorded_at="2030-02-10")
    assert talks.state(state.basis).basis == state.basis
    assert talks.state(state.basis) == state


def test_a_basis_says_what_it_is():
    talks = ledger_of(says("a", "accepts", "2030-01-05"))
    assert (
        repr(talks.state(valid=LATER).basis)
        == "<Basis: valid 2030-03-01 23:59 UTC, known to entry 2, default trust>"
    )
    state = talks.state(valid="2030-01-10", trust=pt.ON_RECORD, published_by="2030-01-09")
    told = "valid 2030-01-10 23:59 UTC, known to entry 2, published by 2030-01-09, on record only"
    assert (str(state.basis), state.basis.counted) == (told, told.partition("entry 2, ")[2])
    assert repr(state.suppose(says("x", "rejects")).basis) == f"<Basis: {told}, supposing 1 report>"


def test_what_was_supposed_cannot_be_asked_of_the_tracker():
    talks = ledger_of(says("a", "accepts", "2030-01-05"))
    basis = talks.state(valid=LATER).suppose(says("x", "rejects")).basis
    with pytest.raises(pt.InvalidInputError, match="only supposed"):
        talks.state(basis)


def test_a_basis_from_beyond_the_head_is_refused():
    basis = ledger_of(says("a", "accepts")).state(valid=LATER).basis
    with pytest.raises(pt.errors.UnknownSeqError):
        new().state(basis)


def test_events_dated_by_events_in_any_number_are_resolved():
    talks = new()
    chain = [pt.Event(f"e{n}", when=pt.During(f"e{n + 1}")) for n in range(1200)]
    talks.record(pt.Report([*chain, pt.Event("e1200", when="2030-01-03")]))
    talks.record(pt.Report([pt.Position("NORTH", "truce", "open", since=pt.During("e0"))]))
    assert str(talks.state(valid=LATER)["truce"]["NORTH"].since) == "2030-01-03"


def test_only_a_trust_is_a_trust_and_only_a_condition_a_condition():
    talks = ledger_of(says("a", "open"))
    with pytest.raises(pt.errors.WrongTypeError):
        talks.state(trust="on-record")
    with pytest.raises(pt.errors.UnknownNameError):
        talks.state().met(pt.TermIs("trcue", "agreed"))
    with pytest.raises(pt.errors.WrongTypeError):
        talks.state().met("truce")


def test_reports_without_claims_are_uncoded_until_they_are_coded():
    talks = ledger_of(pt.Report([], id="a"), says("b", "accepts"))
    assert talks.state().uncoded == ("a",)
    assert "1 uncoded report" in repr(talks.state())
    talks.correct("a", says("c", "open"), reason="coded")
    assert talks.state().uncoded == ()
