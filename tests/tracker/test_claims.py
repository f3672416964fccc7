"""Claims and their filters, the evidence, typed content."""

from datetime import UTC, datetime

import pytest

import peacetrack as pt
from peacetrack import content
from tests.tracker.helpers import LATER, ledger_of, new, says


def claims_of(talks, **filters):
    return [(c.report, c.number, type(c.claim).__name__) for c in talks.state(valid=LATER).claims(**filters)]


def test_claims_can_be_filtered():
    draft = pt.draft(id="a", since="2030-01-05")
    north = draft.voice("quote", "a minister", of="NORTH").offers("truce", "accepts")
    north.assess("a fair deal", "rest", of="NORTH").ask("who pays?", "rest")
    draft.progress("truce", "tabled").event("summit", "held", about=["truce"])
    talks = ledger_of(draft)
    assert claims_of(talks) == [
        ("a", 1, "Position"),
        ("a", 2, "Assessment"),
        ("a", 3, "Question"),
        ("a", 4, "Progress"),
        ("a", 5, "Event"),
    ]
    assert claims_of(talks, term="truce") == [("a", 1, "Position"), ("a", 4, "Progress"), ("a", 5, "Event")]
    assert claims_of(talks, party="the North") == [("a", 1, "Position"), ("a", 2, "Assessment")]
    assert claims_of(talks, kind="progress") == [("a", 4, "Progress")]
    assert claims_of(talks, act="offers") == [("a", 1, "Position")]
    assert claims_of(talks, act=pt.Act.OFFERS, party="SOUTH") == []
    assert claims_of(talks, term="summit") == [("a", 5, "Event")]


def test_a_claim_comes_with_its_attribution():
    draft = pt.draft(id="a")
    draft.voice("quote", "a minister", of="NORTH").offers("truce", "accepts")
    claimed = ledger_of(draft).state(valid=LATER).claims()[0]
    assert claimed.attribution == pt.Attribution("quote", speaker="a minister", acts_for="NORTH")


def test_a_claim_that_certainly_begins_later_is_not_there_yet():
    talks = ledger_of(says("a", "accepts", "2030-01-05"), says("b", "accepts", "/2030-01-09"))
    state = talks.state(valid="2030-01-04")
    assert [claimed.report for claimed in state.claims()] == ["b"]


def test_claims_that_are_not_trusted_are_left_out():
    draft = pt.draft(id="a")
    draft.voice("rumour", of="NORTH").offers("truce", "accepts")
    talks = ledger_of(draft)
    assert claims_of(talks) == []
    assert len(talks.state(valid=LATER, trust=pt.EVERYTHING).claims()) == 1


def test_unknown_filters_are_named():
    state = new().state(valid=LATER)
    with pytest.raises(pt.errors.UnknownNameError, match="did you mean 'position'"):
        state.claims(kind="postion")
    with pytest.raises(pt.errors.UnknownNameError, match="did you mean 'offers'"):
        state.claims(act="ofers")
    with pytest.raises(pt.errors.UnknownNameError, match="did you mean 'truce'"):
        state.claims(term="truse")


def test_assessments_and_questions_are_claims():
    talks = ledger_of(pt.draft(id="a").assess("a fair deal", "truce").ask("who pays?", "rest"))
    state = talks.state(valid=LATER)
    assert [c.claim.text for c in state.assessments()] == ["a fair deal"]
    assert [c.claim.text for c in state.questions()] == ["who pays?"]


def test_the_evidence_is_a_table_of_statements():
    draft = pt.draft(id="a", since="2030-01-05")
    draft.voice("quote", "a minister", of="NORTH").offers("truce", "accepts")
    (statement,) = ledger_of(draft).state(valid=LATER).standing("truce", "NORTH").evidence
    assert (statement.term, statement.party, statement.field) == ("truce", "NORTH", "stance")
    assert (statement.value, statement.report, statement.claim) == (pt.Stance.ACCEPTS, "a", 1)
    assert statement.since == pt.Moment.parse("2030-01-05")
    assert statement.attribution.type is pt.AttributionType.QUOTE
    assert statement.recorded_at == datetime(2030, 2, 1, 12, tzinfo=UTC)
    assert statement.until_seq is None


def test_content_is_typed():
    talks = ledger_of(says("a", "accepts", "2030-01-05", purpose="definitive", scope="at sea"))
    standing = talks.state(valid=LATER).standing("truce", "NORTH")
    assert standing.content == content.Ceasefire(purpose="definitive", scope="at sea")
    assert talks.state(valid=LATER).standing("truce", "SOUTH").content is None
