"""What is wrong is refused with its own error, the place and the repair; the ledger stays as it was."""

import pickle
import re
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from inspect import isfunction
from typing import Any

import attrs
import pytest

import peacetrack as pt
from peacetrack import analysis, coding, content, errors, publication, view

AGENDA = pt.Agenda(
    "talks",
    parties=[
        pt.Party("UA", "Ukraine", "state", aliases=["Kyiv"]),
        pt.Party("US", "the United States", "state"),
        pt.Party("RU", "Russia", "state", aliases=["the Kremlin"]),
    ],
    people=[pt.Person("us-envoy", acts_for="US")],
    terms=[
        pt.Term("nato-pause", "alliance-membership", "a pause", needs=["UA", "US", "RU"]),
        pt.Term("guarantees", "security-guarantee", "guarantees", needs=["UA", "US"]),
        pt.Term("plan", "other", "the plan"),
    ],
)


@pytest.fixture
def talks():
    """A ledger that tests share until one of them writes to it."""
    if ledger().head != 7:
        ledger.cache_clear()
    return ledger()


@cache
def ledger():
    """An agenda, r1 that stands, r2 that was retracted, r3 that was corrected by r4."""
    talks = pt.Tracker(AGENDA, clock=lambda: datetime(2025, 12, 20, tzinfo=UTC))
    since: dict[str, Any] = {"since": "2025-12-14"}
    talks.record(pt.Report([pt.Position("UA", "nato-pause", "open", **since)], id="r1"))
    talks.record(pt.Report([pt.Position("RU", "nato-pause", "accepts", **since)], id="r2"))
    talks.record(pt.Report([pt.Position("US", "nato-pause", "open", **since)], id="r3"))
    talks.retract("r2", reason="misread")
    corrected = pt.Report([pt.Position("US", "nato-pause", "accepts", **since)], id="r4")
    talks.correct("r3", corrected, reason="misheard")
    talks.record(pt.Report([pt.Event("summit", when=pt.During("visit"))], id="r5"))
    return talks


def refused(talks: pt.Tracker, write: Any, error: Any, match: str | None) -> Any:
    """The error of a write that is refused, which leaves everything as it was."""
    head, state, reports = talks.head, talks.state(), dict(talks.reports)
    leaf: Any = talks.entries()[-1].leaf
    with pytest.raises(error, match=match) as caught:
        write(talks)
    assert type(caught.value) is error
    assert (talks.head, talks.state(), dict(talks.reports)) == (head, state, reports)
    assert leaf == talks.entries()[-1].leaf
    return caught.value


def position(party: str = "UA", term: str = "nato-pause", stance: Any = "open", **fields: Any) -> pt.Report:
    return pt.Report([pt.Position(party, term, stance, **fields)])


def mapping(**fields: Any) -> dict[str, Any]:
    claim = {"kind": "position", "party": "UA", "term": "nato-pause", "stance": "open"}
    return {"claims": [{**claim, **fields}]}


# Names

NAMES = {
    "party": (
        position("UAX"),
        mapping(party="UAX"),
        "claims[0].party: unknown party 'UAX'; did you mean 'UA'?",
    ),
    "party without a neighbour": (
        position("FR"),
        mapping(party="FR"),
        "claims[0].party: unknown party 'FR'; known: UA, US, RU",
    ),
    "term": (
        position(term="nato-puase"),
        mapping(term="nato-puase"),
        "claims[0].term: unknown term 'nato-puase'; did you mean 'nato-pause'?",
    ),
    "person": (
        position(attribution=pt.Attribution("quote", person="us-envoi")),
        mapping(attribution={"type": "quote", "person": "us-envoi"}),
        "claims[0].attribution.person: unknown person 'us-envoi'; did you mean 'us-envoy'?",
    ),
    "voice": (
        pt.Report(
            [pt.Position("UA", "nato-pause", "open", voice="brifed")],
            voices={"briefed": pt.Attribution("officials-briefed")},
        ),
        mapping(voice="brifed") | {"voices": {"briefed": {"type": "officials-briefed"}}},
        "claims[0].voice: unknown voice 'brifed'; did you mean 'briefed'?",
    ),
    "voice of nobody": (position(voice="us"), mapping(voice="us"), "claims[0].voice: unknown voice 'us'"),
    "party in content": (
        position(term="guarantees", content=content.SecurityGuarantee(guarantors=["US", "UKR"])),
        mapping(term="guarantees", content={"guarantors": ["US", "UKR"]}),
        "claims[0].content.guarantors[1]: unknown party 'UKR'",
    ),
    "party in a condition": (
        position(conditions=[pt.StanceIs("UKR", "plan", "open")]),
        mapping(conditions=[{"kind": "stance", "party": "UKR", "term": "plan", "stance": "open"}]),
        "claims[0].conditions[0].party: unknown party 'UKR'",
    ),
    "term of a link": (
        position(links=[pt.Link("addresses", term="plans")]),
        mapping(links=[{"relation": "addresses", "term": "plans"}]),
        "claims[0].links[0].term: unknown term 'plans'; did you mean 'plan'?",
    ),
    "subject": (
        pt.Report([pt.Question("why?", about=["sumit"])]),
        {"claims": [{"kind": "question", "text": "why?", "about": ["sumit"]}]},
        "claims[0].about[0]: unknown term or event 'sumit'; did you mean 'summit'?",
    ),
}


@pytest.mark.parametrize(("typed", "form", "message"), NAMES.values(), ids=NAMES)
def test_an_unknown_name_is_refused_with_the_nearest(talks, typed, form, message):
    for report in (typed, form):
        error = refused(talks, lambda talks, r=report: talks.record(r), pt.errors.UnknownNameError, None)
        assert str(error).startswith(message)
        assert isinstance(error, ValueError)
        assert isinstance(error, KeyError)
        assert isinstance(error, LookupError)


def test_a_hundred_of_many_problems_are_listed_each_with_the_nearest_of_many_names():
    terms = [pt.Term(f"term-{n}", "other", f"point {n}") for n in range(300)]
    talks = pt.Tracker(pt.Agenda("talks", parties=[pt.Party("UA", "Ukraine", "state")], terms=terms))
    report = pt.Report([pt.Position("UA", f"tern-{n}", "accepts") for n in range(120)])
    error = refused(talks, lambda t: t.record(report), pt.errors.SeveralProblemsError, "^120 problems\n")
    assert (len(error.problems), str(error).count("\n")) == (120, 101)
    assert str(error).endswith("\n  and 20 more")
    assert [problem.nearest for problem in error.problems] == [f"term-{n}" for n in range(120)]
    assert str(error.problems[7]).endswith("unknown term 'tern-7'; did you mean 'term-7'?")


def test_party_and_term_swapped_is_said_so(talks):
    error = refused(
        talks, lambda t: t.record(position("nato-pause", "UA")), pt.errors.SeveralProblemsError, "2 problems"
    )
    assert [(type(problem), str(problem)) for problem in error.problems] == [
        (
            pt.errors.SwappedNamesError,
            "claims[0].party: unknown party 'nato-pause'; "
            "'nato-pause' is a term: are party and term swapped?",
        ),
        (
            pt.errors.SwappedNamesError,
            "claims[0].term: unknown term 'UA'; 'UA' is a party: are party and term swapped?",
        ),
    ]
    assert all(isinstance(problem, KeyError) for problem in error.problems)


def test_an_alias_is_no_term_either(talks):
    with pytest.raises(pt.errors.SwappedNamesError, match="'Kyiv' is a party: are party and term swapped"):
        talks.record(position("UA", "Kyiv"))
    with pytest.raises(pt.errors.SwappedNamesError, match="are party and term swapped"):
        talks.state().standing("UA", "nato-pause")


def test_an_event_is_not_called_like_a_term(talks):
    error = refused(
        talks, lambda t: t.record(pt.Report([pt.Event("plan")])), pt.errors.NameTakenError, "'plan' is a term"
    )
    assert (error.where, len(error.problems)) == ("claims[0].id", 1)


def test_an_event_is_not_called_like_a_party(talks):
    with pytest.raises(pt.InvalidInputError, match="'Kyiv' is a party") as caught:
        talks.record(pt.Report([pt.Event("Kyiv")]))
    assert "swapped" not in str(caught.value)


def test_a_term_is_not_called_like_an_event(talks):
    agenda = pt.Agenda("talks", terms=[pt.Term("summit", "other", "...")])
    error = refused(talks, lambda t: t.declare(agenda), pt.errors.NameTakenError, "'summit' is an event")
    assert error.where == "terms[0].id"


def test_a_party_is_needed_once_and_is_no_member_of_itself(talks):
    wrong = pt.Agenda(
        "talks",
        parties=[pt.Party("EU", "the Union", "group", members=[pt.Member("EU"), pt.Member("UA")])],
        terms=[pt.Term("twice", "other", "asked twice", needs=["UA", "Kyiv"])],
    )
    error = refused(talks, lambda t: t.declare(wrong), pt.errors.SeveralProblemsError, "UA is needed twice")
    assert [problem.where for problem in error.problems] == ["terms[0].needs", "parties[0].members"]


# Keys, words, fields


@pytest.mark.parametrize(
    ("form", "error", "message"),
    [
        (
            mapping(stanse="open"),
            pt.errors.UnknownFieldError,
            "claims[0]: unknown field 'stanse'; did you mean 'stance'?",
        ),
        (
            mapping(stance="opne"),
            pt.errors.UnknownNameError,
            "claims[0].stance: unknown stance 'opne'; did you mean 'open'?",
        ),
        (
            mapping(act="offer"),
            pt.errors.UnknownNameError,
            "claims[0].act: unknown act 'offer'; did you mean 'offers'?",
        ),
        (
            mapping(content={"intention": "pause"}),
            pt.errors.UnknownFieldError,
            "claims[0].content: unknown field 'intention'; did you mean 'intent'?",
        ),
        (
            mapping(content={"intent": "pauze"}),
            pt.errors.UnknownNameError,
            "claims[0].content.intent: unknown word 'pauze'; did you mean 'pause'?",
        ),
        (
            mapping(attribution={"type": "official-briefed"}),
            pt.errors.UnknownNameError,
            "claims[0].attribution.type: unknown attribution type 'official-briefed'; "
            "did you mean 'officials-briefed'?",
        ),
    ],
)
def test_an_unknown_key_word_or_field_is_refused_with_the_nearest(talks, form, error, message):
    found = refused(talks, lambda talks: talks.record(form), error, None)
    assert str(found) == message
    assert isinstance(found, ValueError)
    assert isinstance(found, KeyError)


def test_a_misspelt_word_is_refused_where_it_is_typed():
    with pytest.raises(pt.errors.UnknownNameError, match="did you mean 'open'"):
        pt.Position("UA", "nato-pause", "opne")
    with pytest.raises(ValueError, match="did you mean 'officials-briefed'"):
        pt.Attribution("official-briefed")


def test_a_misspelt_field_of_a_draft_is_refused(talks):
    draft = pt.draft(since="2025-12-14")
    draft.voice("named", of="UA").offers("nato-pause", "open", details={"intnt": "pause"})
    message = "did you mean 'intent'"
    error = refused(talks, lambda t: t.record(draft), pt.errors.UnknownFieldError, message)
    assert error.where == "claims[0].content"
    with pytest.raises(pt.errors.UnknownFieldError, match="did you mean 'outlet'"):
        pt.draft(outlt="a wire")
    with pytest.raises(pt.errors.UnknownFieldError, match="did you mean 'when'"):
        pt.draft().event("summit", wen="2025")


@pytest.mark.parametrize(
    ("claim", "where"),
    [
        (pt.Position(5, "plan"), "claims[0].party"),  # type: ignore[arg-type]
        (pt.Position("UA", "plan", red_line=1), "claims[0].red_line"),  # type: ignore[arg-type]
        (pt.Position("UA", "plan", wording=5), "claims[0].wording"),  # type: ignore[arg-type]
        (pt.Position("UA", "plan", repeated="yes"), "claims[0].repeated"),  # type: ignore[arg-type]
        (
            pt.Position("UA", "guarantees", content=content.SecurityGuarantee(label=5)),  # type: ignore[arg-type]
            "claims[0].content.label",
        ),
        (pt.Event("summit", place=5), "claims[0].place"),  # type: ignore[arg-type]
        (pt.Question("\ud800"), "claims[0].text"),
    ],
)
def test_a_typed_object_with_a_wrong_value_is_refused_in_its_place(talks, claim, where):
    head = talks.head
    with pytest.raises(pt.InvalidInputError) as caught:
        talks.record(pt.Report([claim]))
    assert (caught.value.where, talks.head) == (where, head)


# Times


@pytest.mark.parametrize(
    ("form", "where"),
    [
        (mapping(since="2025-12-14T10:00:00"), "claims[0].since"),
        (mapping(window={"at": "2025-12-14T10:00:00"}), "claims[0].window"),
        (mapping() | {"since": "2025-12-14T10:00:00"}, "since"),
        (mapping() | {"source": {"published": "2025-12-14T10:00:00"}}, "source.published"),
        (mapping(since=datetime(2025, 12, 14, 10)), "claims[0].since"),  # noqa: DTZ001
    ],
)
def test_a_naive_time_is_refused(talks, form, where):
    error = refused(talks, lambda t: t.record(form), pt.errors.NaiveTimeError, "has no offset; write it with")
    assert (error.text, error.where) == ("2025-12-14T10:00:00", where)
    assert isinstance(error, ValueError)


def test_a_naive_time_is_refused_wherever_a_time_is_taken(talks):
    naive = datetime(2025, 12, 14, 10)  # noqa: DTZ001
    report = position("RU")
    refused(talks, lambda t: t.record(report, recorded_at=naive), pt.errors.NaiveTimeError, "no offset")
    refused(talks, lambda t: t.state(valid=naive), pt.errors.NaiveTimeError, "no offset")
    refused(talks, lambda t: t.state(known=naive), pt.errors.NaiveTimeError, "no offset")
    refused(talks, lambda t: t.state(published_by=naive), pt.errors.NaiveTimeError, "no offset")


@pytest.mark.parametrize(
    ("report", "where", "what"),
    [
        (
            position(since="2025-12-14", window="2025-12-10"),
            "claims[0].window",
            "the window closes at 2025-12-10, before it opens at 2025-12-14; check both dates",
        ),
        (
            position(since="2025-12-14", until="2025-12-13"),
            "claims[0].until",
            "it ends at 2025-12-13, before",
        ),
        (
            mapping(since="2025-12-14", window={"at": "2025-11"}),
            "claims[0].window",
            "the window closes at 2025-11",
        ),
        (
            pt.Report([pt.Position("UA", "plan", window="2025-12-13")], since="2025-12-14"),
            "claims[0].window",
            "the window closes at 2025-12-13",
        ),
        (
            position(since="2025-12-14T10:00:00Z", window="2025-12-14T09:00:00Z"),
            "claims[0].window",
            "the window closes",
        ),
    ],
)
def test_what_ends_before_it_begins_is_refused(talks, report, where, what):
    error = refused(talks, lambda t: t.record(report), pt.errors.EndBeforeStartError, what)
    assert error.where == where
    assert isinstance(error, ValueError)


@pytest.mark.parametrize(
    "report",
    [
        position(since="2025-12-14", window="2025-12-14"),
        position(since="2025-12", window="2025-12-01"),
        position(since="/2025-12-14", window="2025-12-01"),
        position(since="2025-12-14", window="2025-12-14T00:00:01Z"),
        position(since=pt.During("summit"), window="2020"),
        position(window="2020"),
    ],
)
def test_what_may_end_after_it_begins_is_taken(talks, report):
    assert talks.record(report).new


@pytest.mark.parametrize("said", [None, "", " "])
@pytest.mark.parametrize(
    "take",
    [
        lambda moment: pt.Position("NORTH", "truce", since=moment),
        lambda moment: pt.Position("NORTH", "truce", window=moment),
        lambda moment: pt.Position("NORTH", "truce", until=pt.At(moment)),
        lambda moment: pt.Progress("truce", since=moment),
        lambda moment: pt.Event("summit", when=moment),
        lambda moment: pt.Question("what next?", due=moment),
        lambda moment: pt.Report([], since=moment),
        lambda moment: pt.Source(published=moment),
        lambda moment: pt.Source(retrieved=moment),
        lambda moment: pt.Member("NORTH", since=moment),
        lambda moment: pt.Member("NORTH", until=moment),
        lambda moment: content.Ceasefire(start=moment),
        lambda moment: content.AllianceMembership(lasts=pt.At(moment)),
        lambda moment: pt.draft(published=moment),
        lambda moment: pt.draft().urges("truce", since=moment),
    ],
)
def test_a_moment_that_says_nothing_is_refused_wherever_a_moment_is_taken(take, said):
    with pytest.raises(pt.InvalidInputError, match="says nothing; write EDTF text"):
        take(pt.Moment(None, said))
    with pytest.raises(pt.InvalidInputError):
        take(pt.Moment(None, said, inferred=True))


@pytest.mark.parametrize("form", [{}, {"said": ""}, {"said": " ", "inferred": True}])
def test_a_moment_that_says_nothing_is_refused_in_its_place(talks, form):
    claim = {"kind": "position", "party": "UA", "term": "nato-pause", "since": form}
    with pytest.raises(pt.InvalidInputError) as refused:
        talks.record({"claims": [claim]})
    assert refused.value.where == "claims[0].since"


def test_no_time_at_all_is_no_time(talks):
    pandas = pytest.importorskip("pandas")
    for take in (
        lambda time: pt.Position("NORTH", "truce", since=time),
        lambda time: pt.Source(published=time),
        lambda time: talks.state(valid=time),
        lambda time: talks.record({"claims": []}, recorded_at=time),
    ):
        with pytest.raises(errors.WrongTypeError, match="NaT is not a time"):
            take(pandas.NaT)


def test_a_moment_that_was_computed_to_the_second_is_not_recorded(talks):
    summit = pt.Event("summit", status="held", when="2025-12-14T10:00:00Z")
    told = pt.Position("UA", "guarantees", "accepts", since=pt.After("summit"))
    talks.retract("r5", reason="misread")
    talks.record(pt.Report([summit, told], source=pt.Source(published="2025-12-16")))
    since = talks.state(valid="2025-12-20")["guarantees"]["UA"].since
    refused(talks, lambda t: position("US", since=since), pt.errors.InvalidTimeError, "no times of day in")


def test_a_moment_of_another_range_than_its_text_is_not_recorded(talks):
    computed = attrs.evolve(pt.Moment.parse("2025-12-14"), edtf="2026-01-01")
    refused(talks, lambda t: position("US", since=computed), pt.InvalidInputError, "Moment.parse the")


# Content and events


@pytest.mark.parametrize(
    "report",
    [
        position(content=content.SecurityGuarantee(binding=True)),
        mapping(content={"kind": "security-guarantee", "binding": True}),
        pt.Report([pt.Progress("nato-pause", content=content.SecurityGuarantee(binding=True))]),
    ],
)
def test_content_that_does_not_fit_its_term_is_refused(talks, report):
    what = "the term 'nato-pause' takes content of kind 'alliance-membership', not 'security-gu"
    error = refused(talks, lambda t: t.record(report), pt.errors.WrongContentError, what)
    assert error.where == "claims[0].content"
    assert error.repair == "write the content of 'alliance-membership', or name another term"
    assert (error.term, error.due, error.given) == ("nato-pause", "alliance-membership", "security-guarantee")
    assert isinstance(error, ValueError)


@pytest.mark.parametrize(
    ("events", "circle"),
    [
        ([pt.Event("a", when=pt.During("a"))], {"a"}),
        ([pt.Event("a", when=pt.During("b")), pt.Event("b", when=pt.After("a"))], {"a", "b"}),
        ([pt.Event("visit", when=pt.Before("summit"))], {"visit", "summit"}),
    ],
)
def test_a_circle_of_events_is_refused(talks, events, circle):
    what = "are dated by each other: .* -> .*; give one of them a date of its own"
    error = refused(talks, lambda t: t.record(pt.Report(events)), pt.errors.EventCircleError, what)
    assert set(error.circle) == circle
    assert isinstance(error, ValueError)


def test_what_was_withdrawn_makes_no_circle(talks):
    talks.retract("r5", reason="misread")
    assert talks.record(pt.Report([pt.Event("visit", when=pt.Before("summit"))])).new


@pytest.mark.parametrize(
    "report",
    [
        mapping(term="guarantees", content={"duration": 20.5}),
        mapping(term="guarantees", content={"duration": {"at_least": 20.5, "unit": "years"}}),
        mapping(term="plan", content={"share": 20.5}),
    ],
)
def test_a_float_is_refused_with_decimal_text_as_the_repair(talks, report):
    repair = '20.5 is not an exact number; write a fraction as decimal text, "20.5", or as Decimal'
    error = refused(talks, lambda t: t.record(report), pt.errors.FloatGivenError, repair)
    assert error.value == 20.5
    assert error.where.startswith("claims[0].content.")
    assert isinstance(error, ValueError)
    assert isinstance(error, TypeError)


@pytest.mark.parametrize("exact", ["20.5", Decimal("20.5")])
def test_the_repair_of_a_float_works(talks, exact):
    talks.record(mapping(term="guarantees", content={"duration": exact}, since="2025-12-14"))
    assert talks.state()["guarantees"]["UA"].get("duration") == pt.Quantity("20.5", "20.5")


# What contradicts the ledger


def test_a_correction_of_what_was_never_recorded_is_refused(talks):
    error = refused(
        talks,
        lambda t: t.correct("r11", position("RU"), reason="misread"),
        pt.errors.ReportNotFoundError,
        "no report 'r11' was ever recorded; did you mean 'r1'?",
    )
    assert (error.id, error.nearest) == ("r11", "r1")
    assert isinstance(error, LookupError)


@pytest.mark.parametrize(
    "ask",
    [
        lambda talks: talks.retract("r11", reason="misread"),
        lambda talks: talks.reports["r11"],
        lambda talks: talks.state().without("r11"),
    ],
)
def test_what_was_never_recorded_is_not_found(talks, ask):
    refused(talks, ask, pt.errors.ReportNotFoundError, "'r11' was ever recorded")


def test_one_id_for_two_contents_is_a_conflict(talks):
    other = pt.Report([pt.Position("UA", "nato-pause", "rejects")], id="r1")
    error = refused(
        talks,
        lambda t: t.record(other),
        pt.ConflictError,
        r"the report 'r1' of entry 2 says something else; correct it",
    )
    assert (error.id, error.seq) == ("r1", 2)
    assert isinstance(error, ValueError)


@pytest.mark.parametrize("id", ["r1", "r2", "r3", "r4"])
def test_a_correction_needs_an_id_of_its_own(talks, id):
    other = pt.Report([pt.Position("UA", "nato-pause", "rejects")], id=id)
    error = refused(
        talks,
        lambda t: t.correct("r1", other, reason="misread"),
        pt.ConflictError,
        f"the id '{id}' is taken by entry .; give the correction an id of its own",
    )
    assert error.id == id


@pytest.mark.parametrize(
    ("id", "how"), [("r2", "was retracted by entry 5"), ("r3", "was corrected by entry 6, the report 'r4'")]
)
def test_what_was_withdrawn_is_not_recorded_again(talks, id, how):
    same = talks.reports[id]
    error = refused(
        talks,
        lambda t: t.record(same),
        pt.errors.WithdrawnReportError,
        f"the report '{id}' {how}; record what is right under an id of its own",
    )
    assert error.id == id
    assert isinstance(error, pt.ConflictError)
    assert isinstance(error, ValueError)


def test_in_a_batch_what_was_withdrawn_is_a_duplicate(talks):
    outcome = talks.record_all([talks.reports["r2"], talks.reports["r3"], talks.reports["r1"]])
    assert [receipt.id for receipt in outcome.duplicates] == ["r2", "r3", "r1"]
    assert not any(receipt.new for receipt in outcome.duplicates)
    assert (len(outcome.recorded), len(outcome.problems)) == (0, 0)


@pytest.mark.parametrize(
    "write",
    [
        lambda talks: talks.correct("r2", position("RU"), reason="again"),
        lambda talks: talks.correct("r3", position("RU"), reason="again"),
        lambda talks: talks.retract("r3", reason="again"),
    ],
)
def test_what_was_withdrawn_is_not_withdrawn_otherwise(talks, write):
    refused(talks, write, pt.errors.WithdrawnReportError, "was (retracted|corrected) by entry")


@pytest.mark.parametrize("claim", [0, 2, -1])
def test_a_claim_that_is_not_there_is_not_retracted(talks, claim):
    what = f"unknown claim {claim}; r1 has one claim"
    refused(talks, lambda t: t.retract("r1", reason="x", claim=claim), pt.errors.UnknownNameError, what)


@pytest.mark.parametrize(
    ("kind", "proposition"), [("other", "a pause"), ("alliance-membership", "a pause for ever")]
)
def test_kind_and_proposition_of_a_term_with_claims_are_fixed(talks, kind, proposition):
    changed = pt.Agenda("talks", terms=[pt.Term("nato-pause", kind, proposition)])
    error = refused(
        talks,
        lambda t: t.declare(changed),
        pt.errors.FixedTermError,
        "declare a new term that replaces 'nato-pa",
    )
    assert error.id == "nato-pause"


def test_a_write_that_was_overtaken_is_refused(talks):
    error = refused(
        talks, lambda t: t.record(position("RU"), expect=3), pt.errors.StaleHeadError, r"entries\(after=3\)"
    )
    assert (error.expected, error.head) == (3, talks.head)
    assert isinstance(error, RuntimeError)


# Asking


def test_a_year_is_no_seq(talks):
    repair = 'a number is the seq of an entry; a year is written as text, known="2025"'
    error = refused(talks, lambda t: t.state(known=2025), pt.errors.UnknownSeqError, None)
    assert str(error) == f"known=2025 is above the head, which is {talks.head}; {repair}"
    assert (error.seq, error.head) == (2025, talks.head)
    assert isinstance(error, LookupError)
    assert talks.state(known="2025").basis.known == talks.head


def test_a_number_that_is_no_year_is_not_taken_for_one(talks):
    error = refused(talks, lambda t: t.state(known=99), pt.errors.UnknownSeqError, None)
    assert str(error).endswith("; a number is the seq of an entry")


def test_a_report_without_an_agenda_is_one_problem():
    with pytest.raises(pt.InvalidInputError, match="no agenda is declared yet") as caught:
        pt.Tracker().record(mapping())
    assert len(caught.value.problems) == 1


def test_a_number_below_the_first_entry_is_not_called_above_the_head(talks):
    with pytest.raises(pt.InvalidInputError) as caught:
        talks.state(known=-1)
    assert "above the head" not in str(caught.value)


@pytest.mark.parametrize("wrong", [2025, 2025.0, True, b"2025"])
def test_a_number_is_no_time(talks, wrong):
    refused(talks, lambda t: t.state(valid=wrong), pt.errors.WrongTypeError, "write EDTF text")
    refused(talks, lambda t: t.state(published_by=wrong), pt.errors.WrongTypeError, "write EDTF text")


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda s: s.standing("plan", "UAX"), "unknown party 'UAX'; did you mean 'UA'"),
        (lambda s: s.history("plan", "UAX"), "unknown party 'UAX'"),
        (lambda s: s["plans"], "unknown term 'plans'; did you mean 'plan'"),
        (lambda s: s["plan"]["UAX"], "unknown party 'UAX'"),
        (lambda s: s.claims(term="plans"), "unknown term 'plans'"),
        (lambda s: s.claims(party="UAX"), "unknown party 'UAX'"),
        (lambda s: s.claims(kind="positon"), "unknown kind of claim 'positon'"),
        (lambda s: s.claims(act="offer"), "unknown act 'offer'"),
        (lambda s: s.met(pt.StanceIs("UAX", "plan", "open")), "unknown party 'UAX'"),
        (lambda s: s.suppose(position("UAX")), "unknown party 'UAX'"),
    ],
)
def test_an_unknown_name_is_not_asked_for(talks, ask, message):
    refused(talks, lambda t: ask(t.state()), pt.errors.UnknownNameError, message)


def test_a_mapping_of_terms_answers_like_a_mapping(talks):
    state = talks.state()
    assert "plans" not in state
    assert state.get("plans") is None
    assert "UAX" not in state["plan"]
    assert "RU" in state["guarantees"]
    assert "RU" not in state["guarantees"].speaking
    assert state["guarantees"]["RU"].silent


@pytest.mark.parametrize(
    "ask",
    [
        lambda t: t.verify(5),
        lambda t: t.entries(after="1"),
        lambda t: content.Other({1: 2, "a": 3}),  # type: ignore[dict-item]
        lambda t: analysis.check(t.state(), also=[lambda state: 5]),  # type: ignore[list-item, return-value]
        lambda t: analysis.trend(t.state(), "2025-12-01", "2025-12-02", "P99999999999Y"),
    ],
)
def test_a_wrong_argument_is_named(talks, ask):
    refused(talks, ask, pt.errors.WrongTypeError, "5|'1'|1 is|P999")


# Several at once


def test_all_that_is_wrong_with_a_typed_report_is_told_at_once(talks):
    report = pt.Report(
        [
            pt.Position("UAX", "nato-puase", "open", voice="us"),
            pt.Position(
                "UA",
                "nato-pause",
                content=content.SecurityGuarantee(guarantors=["UKR"]),
                since="2025-12-14",
                window="2025-12-10",
            ),
            pt.Event("a", when=pt.During("a"), participants=["RU", "RUS"]),
        ],
        attribution=pt.Attribution("named", person="nobody"),
    )
    error = refused(talks, lambda t: t.record(report), pt.errors.SeveralProblemsError, "^9 problems\n")
    assert {(problem.where, type(problem)) for problem in error.problems} == {
        ("claims[0].party", pt.errors.UnknownNameError),
        ("claims[0].term", pt.errors.UnknownNameError),
        ("claims[0].voice", pt.errors.UnknownNameError),
        ("claims[1].content.guarantors[0]", pt.errors.UnknownNameError),
        ("claims[1].content", pt.errors.WrongContentError),
        ("claims[1].window", pt.errors.EndBeforeStartError),
        ("claims[2].participants[1]", pt.errors.UnknownNameError),
        ("attribution.person", pt.errors.UnknownNameError),
        ("", pt.errors.EventCircleError),
    }
    assert all(str(problem) in str(error) for problem in error.problems)
    assert isinstance(error, ValueError)


def test_the_only_problem_is_raised_as_itself_and_lists_itself(talks):
    error = refused(talks, lambda t: t.record(position("UAX")), pt.errors.UnknownNameError, None)
    assert error.problems == (error,)


def test_all_that_is_wrong_with_an_agenda_is_told_at_once(talks):
    agenda = pt.Agenda(
        "talks",
        parties=[
            pt.Party("E3", "three", "group", members=[pt.Member("UKR"), pt.Member("UA")]),
            pt.Party("E3", "three again", "group"),
            pt.Party("FR", "France", "state", aliases=["Kyiv"]),
        ],
        people=[pt.Person("fr-envoy", acts_for="FRA")],
        terms=[
            pt.Term("truce", "cease-fire", "...", needs=["UKR"], replaces="trace"),
            pt.Term("summit", "other", "..."),
        ],
    )
    error = refused(talks, lambda t: t.declare(agenda), pt.errors.SeveralProblemsError, "problems")
    assert {(problem.where, type(problem)) for problem in error.problems} == {
        ("parties[0].members[0].party", pt.errors.UnknownNameError),
        ("parties[1].id", pt.errors.NameTakenError),
        ("parties", pt.errors.NameTakenError),
        ("people[0].acts_for", pt.errors.UnknownNameError),
        ("terms[0].kind", pt.errors.UnknownNameError),
        ("terms[0].needs[0]", pt.errors.UnknownNameError),
        ("terms[0].replaces", pt.errors.UnknownNameError),
        ("terms[1].id", pt.errors.NameTakenError),
    }


def test_a_member_does_not_leave_before_it_joins(talks):
    member = pt.Member("UA", since="2025-12-14", until="2025-12-10")
    agenda = pt.Agenda("talks", parties=[pt.Party("E3", "three", "group", members=[member])])
    error = refused(talks, lambda t: t.declare(agenda), pt.errors.EndBeforeStartError, "leaves before it jo")
    assert error.where == "parties[0].members[0]"


# A batch


def test_one_bad_report_loses_no_good_one(talks):
    bad = [position("UAX"), mapping(since="10:00"), {"claims": 5}]
    outcome = talks.record_all([bad[0], position("RU"), bad[1], position("US", "plan"), bad[2]])
    assert len(outcome.recorded) == 2
    assert [(problem.place, type(problem.error)) for problem in outcome.problems] == [
        (0, pt.errors.UnknownNameError),
        (2, pt.errors.InvalidTimeError),
        (4, pt.errors.WrongTypeError),
    ]
    assert talks.head == 9


@pytest.mark.parametrize("bad", [None, "report", 5, [], date(2025, 12, 14)])
def test_what_is_no_report_at_all_loses_no_good_one_either(talks, bad):
    outcome = talks.record_all([position("RU"), bad, position("US", "plan")])
    assert len(outcome.recorded) == 2
    assert [(problem.place, type(problem.error)) for problem in outcome.problems] == [
        (1, pt.errors.WrongTypeError)
    ]


@pytest.mark.parametrize(
    "bad",
    [
        {"claims": [{"kind": "position", "term": "plan", "voice": ["a"]}]},
        pt.Report([pt.Position("RU", "plan", "open")], source="an agency"),  # type: ignore[arg-type]
        pt.Report([pt.Position("RU", "plan", "open")], attribution=["quote"]),  # type: ignore[arg-type]
        pt.Report([pt.Position("RU", "plan", "open")], voices={"a": "quote"}),  # type: ignore[dict-item]
        pt.Report([pt.Position("RU", "plan", "open", attribution=["quote"])]),  # type: ignore[arg-type]
    ],
)
def test_what_is_of_another_type_inside_loses_no_good_one(talks, bad):
    outcome = talks.record_all([position("RU"), bad, position("US", "plan")])
    assert len(outcome.recorded) == 2
    assert [problem.place for problem in outcome.problems] == [1]


# The tree of errors


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        (pt.InvalidInputError, ValueError),
        (pt.errors.SeveralProblemsError, ValueError),
        (pt.errors.WrongTypeError, TypeError),
        (pt.errors.FloatGivenError, TypeError),
        (pt.errors.MissingFieldError, ValueError),
        (pt.errors.UnknownFieldError, KeyError),
        (pt.errors.UnknownNameError, KeyError),
        (pt.errors.SwappedNamesError, KeyError),
        (pt.errors.InvalidTimeError, ValueError),
        (pt.errors.UnsupportedTimeError, ValueError),
        (pt.errors.NaiveTimeError, ValueError),
        (pt.errors.EndBeforeStartError, ValueError),
        (pt.errors.WrongContentError, ValueError),
        (pt.errors.NameTakenError, ValueError),
        (pt.errors.EventCircleError, ValueError),
        (pt.errors.UnknownSeqError, LookupError),
        (pt.ConflictError, ValueError),
        (pt.errors.WithdrawnReportError, ValueError),
        (pt.errors.FixedTermError, ValueError),
        (pt.errors.ReportNotFoundError, LookupError),
        (pt.errors.StaleHeadError, RuntimeError),
        (pt.errors.LedgerTamperedError, RuntimeError),
        (pt.errors.StoreError, OSError),
        (pt.errors.ConnectionLostError, OSError),
        (pt.errors.TruthValueError, TypeError),
        (pt.errors.NotJudgedError, TypeError),
        (pt.errors.MissingExtraError, ImportError),
    ],
)
def test_every_error_is_the_builtin_that_a_caller_would_catch(error, builtin):
    assert issubclass(error, pt.PeacetrackError)
    assert issubclass(error, builtin)


@pytest.mark.parametrize(
    "ask",
    [
        lambda t: t.state()["plans"],
        lambda t: t.state(known=99),
        lambda t: t.record(position(since="10:00")),
        lambda t: t.record(position(since="Y12345")),
        lambda t: t.record(position("UAX", "plans")),
        lambda t: t.record(position("US"), expect=1),
        lambda t: t.retract("r99", reason="misread"),
        lambda t: pt.open("/there/is/no/such.db"),
    ],
)
def test_an_error_comes_whole_from_another_process(talks, ask):
    with pytest.raises(pt.PeacetrackError) as caught:
        ask(talks)
    error = pickle.loads(pickle.dumps(caught.value))
    assert type(error) is type(caught.value)
    assert str(error) == str(caught.value)
    assert list(map(str, error.problems)) == list(map(str, caught.value.problems))


def test_every_error_is_public_and_drawn_in_the_tree():
    drawn = re.findall(r"\w+", errors.__doc__ or "")
    found = [cls for cls in vars(errors).values() if isinstance(cls, type)]
    names = {cls.__name__ for cls in found if issubclass(cls, pt.PeacetrackError)}
    assert names <= set(drawn)
    in_front = names & set(pt.__all__)
    assert in_front == {"PeacetrackError", "InvalidInputError", "ConflictError"}


def test_the_message_of_a_key_error_is_not_quoted(talks):
    error = refused(talks, lambda t: t.record(position("UAX")), pt.errors.UnknownNameError, None)
    assert not str(error).startswith(("'", '"'))


@pytest.mark.parametrize(
    ("asked", "meant"), [("us", "US"), ("KYIV", "Kyiv"), ("Kremlin", "the Kremlin"), ("plann", None)]
)
def test_a_name_in_other_letters_or_in_part_is_understood_in_the_repair(talks, asked, meant):
    with pytest.raises(pt.errors.UnknownNameError) as caught:
        talks.state().standing("plan", asked)
    assert caught.value.nearest == meant


@pytest.mark.parametrize("text", ["2025-12-15 12:00", "2025-12-15T12:00", "2025-12-15T12:00Z"])
def test_a_time_without_seconds_is_told_how_it_is_written(talks, text):
    with pytest.raises(pt.errors.InvalidTimeError, match="write 2025-12-15T12:00:00Z") as caught:
        talks.state(valid=text)
    assert "T" not in text or "at 16, the seconds are missing" in str(caught.value)


COMPOSED, DECOMPOSED = "Gen\u00e8ve", "Gene\u0300ve"


@pytest.mark.parametrize(
    "declared",
    [
        {"parties": [pt.Party("A", "a", "state", aliases=[COMPOSED, DECOMPOSED])]},
        {
            "parties": [
                pt.Party("A", "a", "state", aliases=[COMPOSED]),
                pt.Party("B", "b", "state", aliases=[DECOMPOSED]),
            ]
        },
        {"parties": [pt.Party(COMPOSED, "a", "state"), pt.Party(DECOMPOSED, "b", "state")]},
        {"terms": [pt.Term(COMPOSED, "other", "a"), pt.Term(DECOMPOSED, "other", "b")]},
        {"people": [pt.Person(COMPOSED), pt.Person(DECOMPOSED)]},
        {"parties": [pt.Party(COMPOSED, "a", "state")], "terms": [pt.Term(DECOMPOSED, "other", "a")]},
    ],
)
def test_names_that_become_one_are_refused(declared):
    with pytest.raises(errors.NameTakenError):
        pt.Tracker(pt.Agenda("names", **declared))


def test_the_attribution_of_a_claim_with_an_unknown_voice_is_refused():
    report = pt.Report([], voices={"briefed": pt.Attribution("officials-briefed")})
    with pytest.raises(errors.UnknownNameError, match="unknown voice 'brifed'; did you mean 'briefed'"):
        report.attribution_of(pt.Position("UA", "plan", "open", voice="brifed"))


def test_voices_that_are_no_mapping_are_refused():
    with pytest.raises(errors.WrongTypeError, match="'briefed' is not a mapping of voices"):
        pt.Report([], voices="briefed")


def test_voices_and_fields_whose_names_become_one_are_refused():
    terms = [pt.Term("rest", "other", "the rest is settled")]
    talks = pt.Tracker(pt.Agenda("names", parties=[pt.Party("A", "a", "state")], terms=terms))
    position = {"kind": "position", "party": "A", "term": "rest"}
    by_name = {COMPOSED: {"type": "named"}, DECOMPOSED: {"type": "leak"}}
    for form in (
        {"claims": [position], "voices": by_name},
        {"claims": [{**position, "content": {COMPOSED: 1, DECOMPOSED: 2}}]},
    ):
        with pytest.raises(errors.NameTakenError, match="is there twice"):
            talks.record(form)
    voices = {name: pt.Attribution("named") for name in by_name}
    with pytest.raises(errors.NameTakenError, match="is there twice"):
        pt.Report([], voices=voices)
    with pytest.raises(errors.NameTakenError, match="is there twice"):
        content.Other({COMPOSED: 1, DECOMPOSED: 2})


# What is typed wrong, and long, and foreign


def test_verbs_that_are_not_there_name_the_verb_that_is():
    with pytest.raises(AttributeError, match=r"pt.open\(place\) opens a ledger"):
        pt.load
    with pytest.raises(pt.InvalidInputError, match=r"extend it: pt.open\('x.db'\).extend"):
        pt.Tracker(AGENDA).save("x.db")


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("12/15/2025", "write 2025-12-15"),
        ("15.12.2025", "write 2025-12-15"),
        ("31.2.2026", "there is no such day; write a date such as"),
        ("29.2.2025", "there is no such day"),
        ("29.2.2024", "write 2024-02-29"),
        ("5/6/2025", "write 2025-06-05 or 2025-05-06"),
        ("٢٠٢٤", "write the digits 0-9"),
        ("２０２４-01", "write the digits 0-9"),
    ],
)
def test_a_date_in_another_order_or_other_digits_is_refused_with_what_is_meant(given, meant):
    with pytest.raises(pt.errors.InvalidTimeError, match=meant):
        pt.Moment.parse(given)


def test_an_attribution_is_given_by_the_text_of_its_type():
    assert pt.Report([], attribution="quote").attribution == pt.Attribution("quote")
    with pytest.raises(pt.errors.UnknownNameError, match="did you mean 'quote'"):
        pt.Report([], attribution="quot")


def test_a_mapping_as_content_is_sent_to_other():
    with pytest.raises(pt.errors.WrongTypeError, match=r"write content.Other\(\{'n': 1\}\)"):
        pt.Tracker(AGENDA).record(pt.Report([pt.Position("US", "plan", content={"n": 1})]))


def test_a_long_name_is_quoted_in_sixty_characters():
    long = "z" * 10_000_000
    for ask in (pt.Moment.parse, pt.Tracker(AGENDA).state().__getitem__, pt.errors.quoted):
        try:
            text = ask(long)
        except pt.PeacetrackError as error:
            text = str(error)
        assert len(text) < 300
        assert "z" * 60 in text
        assert "z" * 61 not in text


_NAMED = {
    "agenda": lambda name: pt.Agenda(name),
    "party": lambda name: pt.Agenda("x", parties=[pt.Party(name, "A", "state")]),
    "alias": lambda name: pt.Agenda("x", parties=[pt.Party("A", "A", "state", aliases=[name])]),
    "person": lambda name: pt.Agenda("x", people=[pt.Person(name)]),
    "term": lambda name: pt.Agenda("x", terms=[pt.Term(name, "other", "it holds")]),
    "report": lambda name: pt.Report([pt.Event("e", status="held")], id=name),
    "event": lambda name: pt.Report([pt.Event(name, status="held")]),
    "event that dates": lambda name: pt.Report([pt.Event("e", when=pt.After(name))]),
}


@pytest.mark.parametrize(
    "blank", ["summit ", " r ", "", " ", "\u200b", "\u200bsummit", "summit\ufeff", "\u3000"]
)
@pytest.mark.parametrize("made", _NAMED.values(), ids=_NAMED)
def test_an_id_or_alias_has_no_space_around_it_seen_or_not(made, blank):
    named, talks = made(blank), pt.Tracker(AGENDA)
    with pytest.raises(pt.InvalidInputError):
        talks.declare(named) if isinstance(named, pt.Agenda) else talks.record(named)
    assert talks.head == 1


def test_the_expected_head_is_a_number():
    with pytest.raises(pt.errors.WrongTypeError, match="is not a sequence number"):
        pt.Tracker(AGENDA).retract("a", reason="x", expect="2")


def test_a_key_of_very_many_parts_is_refused_before_it_is_parsed(tmp_path):
    (tmp_path / "log.toml").write_text("a" + ".a" * 100_000 + "=1", encoding="utf-8")
    with pytest.raises(pt.InvalidInputError, match="a key has more than 32 parts"):
        pt.open(tmp_path)
    prose = "entry = []\n# " + "a.a." * 50 + '\n[[x]]\ny = "' + "a.a." * 50 + '"\n'
    (tmp_path / "log.toml").write_text(prose, encoding="utf-8")
    with pytest.raises(pt.PeacetrackError, match="unknown field 'x'"):
        pt.open(tmp_path)


@pytest.mark.parametrize("name", ["log.toml", "x.jsonl"])
def test_a_huge_integer_or_utf_16_is_one_error(tmp_path, name):
    place = tmp_path if name == "log.toml" else tmp_path / name
    for raw, meant in (
        (("a = 1" if name == "log.toml" else '{"a": 1').encode() + b"1" * 5000, "this is no"),
        ('{"a": 1}'.encode("utf-16"), "UTF-16; save it as UTF-8"),
    ):
        (tmp_path / name).write_bytes(raw + (b"}" if name == "x.jsonl" and b"11" in raw else b""))
        with pytest.raises(pt.InvalidInputError, match=meant):
            pt.open(place)


def test_a_key_that_is_there_twice_is_found_among_very_many(tmp_path):
    keys = ", ".join(f'"{number}": 1' for number in range(40_000))
    (tmp_path / "x.jsonl").write_text("{" + keys + ', "39999": 2}', encoding="utf-8")
    began = time.process_time()
    with pytest.raises(pt.InvalidInputError, match="'39999' is there twice"):
        pt.open(tmp_path / "x.jsonl")
    assert time.process_time() - began < 1


def test_keys_of_several_types_are_one_error():
    with pytest.raises(pt.InvalidInputError):
        pt.Tracker(AGENDA).record({"id": "a", "claims": [], 1: 2, None: 3})
    outcome = pt.Tracker(AGENDA).record_all([{1: 2, "a": 3}, pt.draft(id="good").event("summit", "held")])
    assert [receipt.id for receipt in outcome.recorded] == ["good"]


@pytest.mark.parametrize(
    ("part", "given", "meant"),
    [
        ("parties", {"name": "so", "kind": "state"}, "type"),
        ("terms", {"type": "other", "proposition": "so"}, "kind"),
    ],
)
def test_a_kind_that_is_called_a_type_and_the_other_way_round_are_told_apart(part, given, meant):
    with pytest.raises(pt.InvalidInputError) as caught:
        pt.Tracker({"id": "invented", part: [{"id": "x", **given}]})
    assert any(problem.repair == f"did you mean '{meant}'?" for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("claims", "words"), [([3], "3 is not one of several claims"), ("x", "'x' is not a list of claims")]
)
def test_claims_of_a_report_come_in_a_list(claims, words):
    with pytest.raises(pt.errors.WrongTypeError, match=words):
        pt.Report(claims)


def test_a_lone_value_is_told_to_be_a_list_of_one_only_where_it_can_be_in_one(talks):
    def told(claims):
        with pytest.raises(errors.WrongTypeError) as refusal:
            talks.record({"kind": "report", "id": "alone", "claims": claims})
        return str(refusal.value)

    assert told("x") == "claims: 'x' is not a list"
    assert told({"kind": "question", "text": "when?"}).endswith(
        "write [{'kind': 'question', 'text': 'when?'}]"
    )
    with pytest.raises(errors.WrongTypeError, match=r"'x' is not a list of claims$"):
        pt.Report("x")


def test_no_group_is_a_member_of_its_own_member():
    def league(**members):
        groups = [pt.Party(id, id, "group", members=[member]) for id, member in members.items()]
        return pt.Tracker(pt.Agenda("x", parties=groups))

    with pytest.raises(pt.InvalidInputError, match="a group is a member of its own member: A of B of A"):
        league(A=pt.Member("B"), B=pt.Member("A"))
    with pytest.raises(pt.InvalidInputError, match="a group is a member of its own member"):
        league(A=pt.Member("B", since="2029"), B=pt.Member("C"), C=pt.Member("A", since="2030"))
    in_turn = league(A=pt.Member("B", until="2028"), B=pt.Member("A", since="2029"))
    assert in_turn.head == 1


def test_ids_that_look_alike_are_refused_when_they_are_declared():
    parties = [pt.Party("N", "Nord", "state"), pt.Party("\N{GREEK CAPITAL LETTER NU}", "Nord", "state")]
    terms = [pt.Term(id, "other", "x") for id in ("truce", "truc\N{CYRILLIC SMALL LETTER IE}")]
    with pytest.raises(errors.SeveralProblemsError) as refusal:
        pt.Tracker(pt.Agenda("x", parties=parties, terms=terms))
    assert [problem.where for problem in refusal.value.problems] == ["parties[1].id", "terms[1].id"]
    talks = pt.Tracker(pt.Agenda("x", parties=parties[:1]))
    with pytest.raises(errors.NameTakenError, match="looks like 'N', which is declared too"):
        talks.declare(pt.Agenda("x", parties=parties[1:]))
    both = ("Союз", "СССР", "IE")  # names of another alphabet that look like none
    pt.Tracker(pt.Agenda("x", parties=[pt.Party(id, id, "state") for id in both]))


@pytest.mark.parametrize(
    ("given", "due", "letter"),
    [
        ({"party": "U\N{GREEK CAPITAL LETTER ALPHA}"}, "UA", "GREEK CAPITAL LETTER ALPHA"),
        (
            {"stance": "\N{CYRILLIC SMALL LETTER O}p\N{CYRILLIC SMALL LETTER IE}n"},
            "open",
            "CYRILLIC SMALL LETTER O",
        ),
    ],
)
def test_a_short_name_and_a_stance_name_the_letter_too(talks, given, due, letter):
    claim = {"kind": "position", "party": "UA", "term": "plan", "stance": "open", **given}
    with pytest.raises(errors.UnknownNameError) as refusal:
        talks.record({"kind": "report", "id": "alike", "claims": [claim]})
    assert f"did you mean {due!r}?" in str(refusal.value)
    assert str(refusal.value).endswith(f" is {letter}")


def test_a_letter_that_only_looks_like_another_is_named():
    agenda = pt.Agenda("x", parties=[pt.Party("Aldia", "Aldia", "state")])
    with pytest.raises(pt.errors.UnknownNameError, match=r"'Aldia'. 'А' is CYRILLIC CAPITAL LETTER A"):
        agenda.party_id("\N{CYRILLIC CAPITAL LETTER A}ldia")


def test_an_hour_that_no_day_has_is_not_advised():
    with pytest.raises(pt.errors.InvalidTimeError) as caught:
        pt.Moment.parse("2024-02-10T25:00Z")
    assert "25:00:00" not in str(caught.value)


# A question to what is no state

QUESTIONS = [
    (door, name)
    for door in (analysis, coding, publication, view)
    for name in door.__all__
    if isfunction(getattr(door, name))
    and any(kind == "State" for of, kind in getattr(door, name).__annotations__.items() if of != "return")
]


@pytest.mark.parametrize(("door", "name"), QUESTIONS, ids=[name for _, name in QUESTIONS])
def test_a_question_asks_for_a_state(talks, door, name):
    ask = getattr(door, name)
    for given in (None, talks):
        with pytest.raises(errors.WrongTypeError) as refusal:
            ask(given)
        assert str(refusal.value).endswith(" is not a state; ask a state: talks.state()")


def test_a_comparison_asks_for_two_states(talks):
    state = talks.state()
    with pytest.raises(errors.WrongTypeError, match="is not a state; ask a state"):
        analysis.diff(state, talks)
    with pytest.raises(errors.WrongTypeError, match="is not a state; ask a state"):
        analysis.diff(state, after=None)
    with pytest.raises(errors.WrongTypeError, match="is not a state; ask a state"):
        analysis.brief(state=5)


def test_a_question_with_an_argument_too_few_says_how_it_is_asked(talks):
    state = talks.state()
    with pytest.raises(TypeError, match="missing 2 required positional arguments") as refusal:
        analysis.trend(state, "2030-01-01")
    (note,) = refusal.value.__notes__
    assert note.startswith('as in points = analysis.trend(state, "2030-01-01", "2030-01-08", "P1W")')
    with pytest.raises(TypeError, match="'nope'") as refusal:
        view.lanes(state, nope=1)
    assert refusal.value.__notes__ == ['as in view.lanes(state, "truce", start="2030-01-01")']


def test_an_error_within_an_answer_is_left_as_it_is(talks):
    def wrong(state):
        raise TypeError("of its own")

    with pytest.raises(TypeError, match="of its own") as refusal:
        analysis.check(talks.state(), also=[wrong])
    assert not hasattr(refusal.value, "__notes__")


@pytest.mark.parametrize("name", ["correct", "retract", "redact", "dismiss"])
def test_a_withdrawal_without_its_reason_says_how_it_is_made(talks, name):
    with pytest.raises(
        TypeError, match=f"{name}\\(\\) missing 1 required keyword-only argument: 'reason'"
    ) as refusal:
        getattr(talks, name)("radio", **({"to": {}, "claim": 1} if name == "correct" else {}))
    (note,) = refusal.value.__notes__
    assert note.startswith(f"as in talks.{name}(")
    assert 'reason="' in note
