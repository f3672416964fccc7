"""Rule 8: trust is applied when asking."""

import pytest

import peacetrack as pt
from tests.recording import happens, says
from tests.rules.helpers import LATER, ledger_of, north


@pytest.mark.parametrize("by", ["supporters", "analysts", "inference", "rumour"])
def test_the_default_trust_leaves_out_opinion(by):
    talks = ledger_of(says("a", "accepts", "2030-01-05", by=by))
    assert north(talks).silent
    assert north(talks, trust=pt.EVERYTHING).stance is pt.Stance.ACCEPTS


@pytest.mark.parametrize(
    ("by", "counts"),
    [
        ("document", True),
        ("quote", True),
        ("named", True),
        ("joint", True),
        ("institution", True),
        ("readout", True),
        ("officials-participant", False),
        ("leak", False),
        ("narrator", False),
        ("state-media", False),
    ],
)
def test_on_record_reaches_from_a_document_to_a_readout(by, counts):
    talks = ledger_of(says("a", "accepts", "2030-01-05", by=by))
    assert north(talks, trust=pt.ON_RECORD).silent is not counts


def test_reliability_is_the_worst_letter_that_counts():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", reliability="B"),
        says("b", "opposes", "2030-01-04", reliability="C"),
    )
    assert north(talks, trust=pt.Trust(reliability="B")).stance is pt.Stance.ACCEPTS
    assert north(talks, trust=pt.Trust(reliability="C")).stance is pt.Stance.OPPOSES


def test_credibility_is_the_worst_digit_that_counts():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", credibility="2"),
        says("b", "opposes", "2030-01-04", credibility="3"),
    )
    assert north(talks, trust=pt.Trust(credibility="2")).stance is pt.Stance.ACCEPTS
    assert north(talks, trust=pt.Trust(credibility="3")).stance is pt.Stance.OPPOSES


@pytest.mark.parametrize("letter", [None, "F"])
def test_f_and_no_letter_are_ungraded(letter):
    source = {"reliability": letter} if letter else {}
    talks = ledger_of(says("a", "accepts", "2030-01-03", **source))
    assert north(talks, trust=pt.Trust(reliability="A")).stance is pt.Stance.ACCEPTS
    assert north(talks, trust=pt.Trust(reliability="A", ungraded=False)).silent


def test_published_by_leaves_out_what_is_not_known_to_be_published():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", published="2030-01-05"),
        says("b", "opposes", "2030-01-04", published="2030-01-09"),
        says("c", "rejects", "2030-01-05"),
    )
    assert north(talks, published_by="2030-01-04").silent
    assert north(talks, published_by="2030-01-05").stance is pt.Stance.ACCEPTS
    assert north(talks, published_by="2030-02-28").stance is pt.Stance.OPPOSES


def test_an_answer_under_a_trust_is_that_of_a_ledger_of_the_trusted_claims():
    trusted = [says("a", "opposes", "2030-01-03", by="quote"), says("b", "accepts", "2030-01-05", by="named")]
    talks = ledger_of(*trusted, says("c", "rejects", "2030-01-06", by="leak"))
    only = ledger_of(*trusted)
    assert talks.state(valid=LATER, trust=pt.ON_RECORD) == only.state(valid=LATER)


def test_dates_of_events_count_whatever_the_trust():
    talks = ledger_of(
        says("a", "accepts", pt.During("summit"), by="quote", published="2030-01-20"),
        happens("b", "summit", when="2030-01-06"),
    )
    assert north(talks, "2030-01-07", trust=pt.ON_RECORD).certain


def test_the_status_of_an_event_counts_only_where_it_is_trusted():
    talks = ledger_of(happens("a", "summit", "held", when="2030-01-06"))
    assert talks.state(valid=LATER).met(pt.EventHeld("summit"))
    assert not talks.state(valid=LATER, trust=pt.ON_RECORD).met(pt.EventHeld("summit"))


def test_without_drops_a_report_with_its_dates():
    talks = ledger_of(
        says("a", "accepts", pt.During("summit"), published="2030-01-20"),
        happens("b", "summit", when="2030-01-06"),
    )
    state = talks.state(valid="2030-01-07")
    assert state.standing("truce", "NORTH").certain
    assert not state.without("b").standing("truce", "NORTH").certain
    assert not north(talks, "2030-01-07", trust=pt.Trust(without=["b"])).certain
