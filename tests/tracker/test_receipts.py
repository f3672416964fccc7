"""Receipts say in words what was done, with the proposition."""

import pytest

import peacetrack as pt
from tests.tracker.helpers import ledger_of, new, says


def said(*claims, **named):
    return new().record(pt.Report(claims, **named)).says


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (
            pt.Position("NORTH", "truce", "rejects", act="insists", red_line=True, since="2030-01-05"),
            "NORTH rejects: the guns fall silent (truce, insists, a red line), since 2030-01-05",
        ),
        (
            pt.Position("NORTH", "truce", "opposes", act="opposes"),
            "NORTH opposes: the guns fall silent (truce)",
        ),
        (pt.Position("NORTH", "truce", "open"), "NORTH is open to: the guns fall silent (truce)"),
        (pt.Position("NORTH", "truce", act="urges"), "NORTH urges, on: the guns fall silent (truce)"),
        (pt.Position("NORTH", "truce", act="withdraws"), "NORTH withdraws, on: the guns fall silent (truce)"),
        (
            pt.Position("NORTH", "truce", pt.Absence.WITHHELD),
            "NORTH (withheld): the guns fall silent (truce)",
        ),
        (
            pt.Position("NORTH", "truce", red_line=False, addressee="SOUTH"),
            "NORTH, without a stance: the guns fall silent (truce, no red line, to SOUTH)",
        ),
        (
            pt.Position(
                "NORTH",
                "truce",
                "accepts",
                conditions=[pt.EventHeld("summit"), pt.StanceIs("SOUTH", "truce", "accepts")],
                window="2030-02-01",
                content=pt.content.Ceasefire(scope="the hills"),
            ),
            "NORTH accepts: the guns fall silent (truce, if summit is held and SOUTH accepts truce, "
            "offer closes 2030-02-01, scope the hills)",
        ),
        (
            pt.Position("NORTH", "truce", "accepts", conditions=()),
            "NORTH accepts: the guns fall silent (truce, without conditions)",
        ),
        (
            pt.Progress("truce", stage="tabled", trend="stalled"),
            "truce itself, tabled, stalled: the guns fall silent",
        ),
        (
            pt.Event("summit", type="talks", status="expected", when="2030-02-01", participants=["NORTH"]),
            "event summit (talks, expected, 2030-02-01, NORTH)",
        ),
        (pt.Event("summit"), "event summit"),
        (pt.Assessment("no way back", of="NORTH"), "NORTH thinks: no way back"),
        (pt.Assessment("no way back"), "an assessment: no way back"),
        (pt.Question("when?"), "a question: when?"),
    ],
)
def test_each_claim_is_a_sentence(claim, words):
    assert said(claim, pt.Event("summit"))[0].removesuffix("; narrator") == words


@pytest.mark.parametrize(
    ("attribution", "words"),
    [
        (None, "narrator"),
        (pt.Attribution("quote", speaker="the minister", acts_for="NORTH"), "quote (the minister)"),
        (pt.Attribution("leak", acts_for="NORTH"), "leak"),
        (
            pt.Attribution("officials-briefed", speaker="a diplomat", acts_for="SOUTH"),
            "by the account of SOUTH, officials-briefed (a diplomat)",
        ),
        (pt.Attribution("rumour"), "rumour: does not count by default"),
        (
            pt.Attribution("analysts", acts_for="SOUTH"),
            "by the account of SOUTH, analysts: does not count by default",
        ),
    ],
)
def test_each_line_says_whose_words_they_are(attribution, words):
    claims = (
        pt.Position("NORTH", "truce", "accepts", attribution=attribution),
        pt.Event("summit", attribution=attribution),
    )
    accepts, event = said(*claims)
    assert accepts == f"NORTH accepts: the guns fall silent (truce); {words}"
    assert event == f"event summit; {words.removeprefix('by the account of SOUTH, ')}"


def test_what_analysts_think_is_no_position_that_would_have_to_count():
    thinks = pt.Assessment("no way back", attribution="analysts")
    assert said(thinks, pt.Question("when?")) == ("an assessment: no way back; analysts", "a question: when?")


def test_the_day_since_when_a_report_says_so_is_shown_where_it_is_not_the_day_of_the_report():
    claim, late = (
        pt.Position("NORTH", "truce", "open"),
        pt.Position("NORTH", "truce", "open", since="2030-01-02"),
    )
    source = pt.Source("a paper", published="2030-01-05")
    assert said(claim, since="2030-01-05", source=source) == said(claim, source=source)
    assert said(claim, since="2030-01-04", source=source)[0].endswith("(truce), since 2030-01-04; narrator")
    assert said(claim, since="2030-01-05")[0].endswith("(truce), since 2030-01-05; narrator")
    assert said(late, since="2030-01-05", source=source)[0].endswith("(truce), since 2030-01-02; narrator")


def test_one_voice_on_both_sides_is_said_where_the_last_claim_is():
    first, last = said(pt.Position("NORTH", "truce", "accepts"), pt.Position("NORTH", "truce", "rejects"))
    assert "same voice" not in first
    assert last.endswith("; narrator; the same voice says accepts (claim 1): the last holds")


def test_a_report_without_claims_is_uncoded():
    assert said() == ("no claims: uncoded",)


def test_proposals_acceptances_and_retractions_say_what_they_are_about():
    words = "NORTH accepts: the guns fall silent (truce); narrator"
    talks = new()
    assert talks.propose(says("a", "accepts")).says == (words,)
    assert talks.accept("a").says == (words,)
    assert talks.retract("a", claim=1, reason="a hoax").says == (words,)


def test_a_retraction_of_one_claim_says_only_that():
    two = says("a", "accepts").position("truce", "open", party="SOUTH")
    talks = ledger_of(two)
    assert talks.retract("a", claim=2, reason="a hoax").says == (
        "SOUTH is open to: the guns fall silent (truce); narrator",
    )
    assert len(talks.retract("a", reason="a hoax").says) == 2


def test_receipts_are_equal_whatever_they_say():
    talks = new()
    receipt = talks.record(says("a", "accepts"))
    (listed,) = talks.record_all([says("a", "accepts")]).duplicates
    assert listed == talks.record(says("a", "accepts"))
    assert (receipt.seq, listed.says) == (listed.seq, ())


def test_the_condition_of_a_refusal_is_what_the_party_asks_for():
    talks = ledger_of()
    port = {"conditions": [pt.InWords("the port is open")]}
    against = talks.record(pt.Report([pt.Position("NORTH", "truce", "opposes", **port)], id="a"))
    accepts = talks.record(pt.Report([pt.Position("NORTH", "truce", "accepts", **port)], id="b"))
    assert "(truce, asks that the port is open)" in against.says[0]
    assert "(truce, if the port is open)" in accepts.says[0]
