"""What cells say in more than a word: conditions, endings, times of events, and details of a term."""

from __future__ import annotations

from decimal import Decimal

import pytest

import peacetrack as pt
from tests.intake.test_table import AGENDA

BASE = {"party": "NORTH", "term": "truce", "stance": "accepts"}
CAP = pt.Kind(
    "cap",
    fields={
        "level": "quantity",
        "ships": "number",
        "regime": ["full", "partial"],
        "seas": {"several": ["north", "south"]},
        "verified": "flag",
        "monitor": "party",
        "guarantors": "parties",
        "labels": "texts",
        "note": "text",
        "start": "moment",
        "end": "ending",
    },
)
CAPPED = pt.Agenda(
    "river-talks",
    parties=AGENDA.parties,
    people=AGENDA.people,
    kinds=[CAP],
    terms=[*AGENDA.terms, pt.Term("ships", "cap", "there are few ships")],
)


def claim_of(map=None, agenda=CAPPED, **cells):
    table = pt.read_table([{**BASE, **cells}], map, agenda=agenda)
    assert list(map_str(table.problems)) == []
    (report,) = table.reports
    (claim,) = report.claims
    return claim


def problem_of(map=None, agenda=CAPPED, **cells):
    table = pt.read_table([{**BASE, **cells}], map, agenda=agenda)
    assert not table.reports
    (problem,) = table.problems
    return f"{problem.column}: {problem.what}; {problem.repair}"


def map_str(rows):
    return map(str, rows)


@pytest.mark.parametrize(
    ("kind", "text", "condition"),
    [
        (None, "the prisoners come home", pt.InWords("the prisoners come home")),
        ("words", "the prisoners come home", pt.InWords("the prisoners come home")),
        ("Event", "summit", pt.EventHeld("summit")),
        ("event", "summit is held", pt.EventHeld("summit")),
        ("term", "The Border is Agreed", pt.TermIs("border", "agreed")),
        ("term", "border is in principle", pt.TermIs("border", "in-principle")),
        ("stance", "Southland accepts truce", pt.StanceIs("SOUTH", "truce", "accepts")),
    ],
)
def test_a_condition_is_read_by_its_kind(kind, text, condition):
    assert claim_of(condition=text, condition_kind=kind).conditions == (condition,)


def test_several_conditions_are_divided_and_have_one_kind_or_one_each():
    map = {"columns": {name: name for name in (*BASE, "condition", "condition_kind")}}
    map["separators"] = {"condition": ";", "condition_kind": ";"}
    both = (pt.EventHeld("summit"), pt.EventHeld("vote"))
    assert claim_of(map, condition="summit; vote", condition_kind="event").conditions == both
    mixed = (pt.EventHeld("summit"), pt.InWords("they pay"))
    assert claim_of(map, condition="summit; they pay", condition_kind="event; words").conditions == mixed
    assert "there are 3 conditions and 2 kinds" in problem_of(
        map, condition="a; b; c", condition_kind="event; words"
    )


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"condition": "x", "condition_kind": "wish"}, "unknown kind of condition 'wish'"),
        ({"condition": "truce", "condition_kind": "term"}, "write such as: truce is agreed"),
        ({"condition": "truce is done", "condition_kind": "term"}, "unknown term status 'done'"),
        ({"condition": "peace is agreed", "condition_kind": "term"}, "unknown term 'peace'"),
        (
            {"condition": "SOUTH likes truce", "condition_kind": "stance"},
            "write such as: SOUTH accepts truce",
        ),
        ({"condition": "WEST accepts truce", "condition_kind": "stance"}, "unknown party 'WEST'"),
        ({"condition": "None"}, "'None' is no condition that can be met; leave it empty"),
        ({"condition": "no conditions"}, "write none as condition_kind"),
    ],
)
def test_a_condition_that_is_not_clear_is_a_problem_of_its_column(cells, problem):
    message = problem_of(**cells)
    assert message.startswith("condition: ")
    assert problem in message


@pytest.mark.parametrize("field", ["window", "until"])
@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("2030-05-01", pt.At("2030-05-01")),
        ("1 May 2030", pt.At(pt.Moment("2030-05-01", said="1 May 2030"))),
        ("Undisclosed", pt.Undisclosed()),
        ("with summit", pt.WithEvent("summit")),
        ("not before summit", pt.NotBefore("summit")),
        ("before summit", pt.At(pt.Before("summit"))),
        ("not-applicable", pt.Absence.NOT_APPLICABLE),
    ],
)
def test_endings_are_dates_events_or_undisclosed(field, text, ending):
    assert getattr(claim_of(**{field: text}), field) == ending


def test_an_ending_that_cannot_be_read_says_what_can_be_written():
    assert problem_of(window="until further notice") == (
        "window: 'until further notice' cannot be read as a date: 'until' is no word of a date; "
        "write a date such as 2025-12-14, undisclosed, with summit, or not before summit"
    )


def test_an_ending_relative_to_nothing_is_a_problem():
    assert problem_of(window="tomorrow").startswith("window: ")


@pytest.mark.parametrize(
    ("relation", "since"),
    [
        (None, pt.During("summit")),
        ("during", pt.During("summit")),
        ("Before", pt.Before("summit")),
        ("after", pt.After("summit")),
    ],
)
def test_an_event_dates_a_claim(relation, since):
    assert claim_of(event="summit", relation=relation).since == since


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"event": "summit", "date": "2030-05-01"}, "event: the row has a date and an event"),
        ({"relation": "before"}, "event: the field 'event' is missing"),
        ({"event": "summit", "relation": "at"}, "relation: unknown relation to an event 'at'"),
    ],
)
def test_a_time_by_an_event_that_is_not_clear_is_a_problem(cells, problem):
    assert problem_of(**cells).startswith(problem)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("level", "20", pt.Quantity(20, 20)),
        ("level", "15-20 years", pt.Quantity(15, 20, "years")),
        ("level", "1.5 to 2", pt.Quantity(Decimal("1.5"), 2)),
        ("ships", "12", 12),
        ("regime", "Full", "full"),
        ("seas", "north; South", ("north", "south")),
        ("verified", "yes", True),
        ("monitor", "the North", "NORTH"),
        ("guarantors", "Southland;EAST", ("SOUTH", "EAST")),
        ("labels", "a; b", ("a", "b")),
        ("note", "as they say", "as they say"),
        ("start", "5 May 2030", pt.Moment("2030-05-05", said="5 May 2030")),
        ("end", "with summit", pt.WithEvent("summit")),
        ("level", "under-negotiation", pt.Absence.UNDER_NEGOTIATION),
    ],
)
def test_a_detail_is_read_by_the_form_of_its_field(field, text, value):
    claim = claim_of(term="ships", **{f"detail.{field}": text})
    assert claim.content == pt.content.Details(CAP, {field: value})


@pytest.mark.parametrize(
    ("field", "text", "problem"),
    [
        ("level", "a lot", "write such as 20, 15-20, at least 20, or 20 years"),
        ("level", "30-20", "is empty"),
        ("ships", "12.5", "a whole number for ships"),
        ("ships", "9" * 5000, "a whole number for ships"),
        ("regime", "none", "unknown word for regime 'none'"),
        ("seas", "north; east", "unknown word for seas 'east'"),
        ("verified", "maybe", "write yes or no"),
        ("monitor", "WEST", "unknown party 'WEST'"),
        ("start", "soonish", "cannot be read as a date"),
        ("depth", "3", "unknown field of cap 'depth'"),
    ],
)
def test_a_detail_that_is_not_clear_is_a_problem_of_its_column(field, text, problem):
    message = problem_of(term="ships", **{f"detail.{field}": text})
    assert message.startswith(f"detail.{field}: ")
    assert problem in message


def test_a_map_names_the_columns_of_details_and_a_party_need_say_no_more():
    map = {
        "columns": {"party": "who"},
        "always": {"term": "ships"},
        "details": {"level": "Cap", "note": "Note"},
    }
    table = pt.read_table([{"who": "SOUTH", "Cap": "20", "Note": ""}], map, agenda=CAPPED)
    (claim,) = table.reports[0].claims
    assert (claim.party, claim.stance, claim.content) == (
        "SOUTH",
        None,
        pt.content.Details(CAP, {"level": pt.Quantity(20, 20)}),
    )


def test_details_without_a_party_are_of_the_term_itself():
    table = pt.read_table([{"term": "ships", "detail.level": "20"}], agenda=CAPPED)
    (claim,) = table.reports[0].claims
    assert isinstance(claim, pt.Progress)
    assert claim.content.fields == {"level": pt.Quantity(20, 20)}


def test_details_need_the_agenda_that_says_their_kind():
    assert "details need an agenda" in problem_of(agenda=None, **{"detail.level": "20"})


def test_a_map_without_such_a_column_refuses_it_by_name():
    map = {"columns": {"party": "who"}, "details": {"level": "Cpa"}}
    with pytest.raises(pt.InvalidInputError, match="there is no column 'Cpa'"):
        pt.read_table([{"who": "SOUTH", "Cap": "20"}], map, agenda=CAPPED)


def test_a_detail_among_the_columns_of_a_map_is_sent_to_details():
    with pytest.raises(
        pt.InvalidInputError, match=r"unknown field 'detail.size'; name its column in details: size"
    ):
        pt.intake.Map(columns={"detail.size": "Size"})


@pytest.mark.parametrize("name", ["detail.size", "size"])
def test_words_of_a_detail_among_those_of_fields_are_refused_with_where_they_stand(name):
    with pytest.raises(pt.InvalidInputError, match=r"words of a detail stand in detail_words\.size"):
        pt.intake.Map(columns={}, details={"size": "Size"}, words={name: {"some": "few"}})


def test_words_of_a_detail_stand_for_what_the_map_says():
    map = {
        "columns": {"party": "who", "term": "what", "stance": "says"},
        "details": {"level": "Cap"},
        "detail_words": {"level": {"a score": "20", "some": "?", "n/a": ""}},
    }
    rows = [
        {"who": "SOUTH", "what": "ships", "says": "open", "Cap": cap} for cap in ("A  Score", "n/a", "some")
    ]
    table = pt.read_table(rows, map, agenda=CAPPED)
    scored, unsaid = (report.claims[0].content for report in table.reports)
    assert (scored.fields, unsaid) == ({"level": pt.Quantity(20, 20)}, None)
    assert "fill it in under detail_words.level of the map" in str(table.problems[0])


def test_people_and_terms_go_by_other_names_where_the_map_says_so():
    map = {
        "columns": {"term": "what", "speaker": "who", "attribution": "how", "stance": "says"},
        "words": {"term": {"the pause": "truce"}, "speaker": {"HE": "minister"}},
    }
    named = {"what": "The Pause", "how": "named"}
    rows = [{**named, "who": "He", "says": "open"}, {**named, "who": "ada roe", "says": "accepts"}]
    table = pt.read_table(rows, map, agenda=AGENDA)
    claims = [report.claims[0] for report in table.reports]
    assert [(claim.term, claim.party, claim.attribution.person) for claim in claims] == [
        ("truce", "NORTH", "minister")
    ] * 2


def test_what_a_cell_says_is_recorded_and_counts():
    rows = [
        {**BASE, "condition": "border is agreed", "condition_kind": "term", "window": "2030-05-01"},
        {"party": "SOUTH", "term": "truce", "stance": "open", "event": "summit", "relation": "after"},
    ]
    talks = pt.Tracker(AGENDA)
    talks.record(pt.Report([pt.Event("summit", status="expected", when="2030-03-01")]))
    assert not talks.record_all(pt.read_table(rows, agenda=AGENDA).reports).problems
    state = talks.state(valid="2030-06-01")
    assert [str(condition) for condition in state["truce"]["NORTH"].conditions] == ["border is agreed"]
    assert state["truce"]["NORTH"].lapsed


@pytest.mark.parametrize("field", CAP.fields)
def test_a_detail_may_be_an_absence(field):
    said = claim_of(term="ships", **{f"detail.{field}": "Withheld"}).content.fields[field]
    assert said is pt.Absence.WITHHELD


# Names of events


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"event": "Sumit"}, "event"),
        ({"event": "Sumit", "relation": "after"}, "event"),
        ({"condition": "Sumit is held", "condition_kind": "event"}, "condition"),
        ({"window": "with Sumit"}, "window"),
        ({"window": "Not before Sumit"}, "window"),
        ({"until": "after Sumit"}, "until"),
        ({"term": "ships", "detail.end": "with Sumit"}, "detail.end"),
    ],
)
def test_an_unknown_event_is_a_problem_of_its_column_with_the_nearest(cells, column):
    (problem,) = pt.read_table([{**BASE, **cells}], agenda=CAPPED, events=["summit", "vote"]).problems
    assert str(problem) == (
        f"row 1, column {column}: unknown event 'Sumit'; did you mean 'summit'? If not, list the new one in"
        ' the map: events = ["Sumit"]'
    )


def test_events_are_named_in_any_case_and_the_map_lists_new_ones():
    rows = [{**BASE, "event": name, "quote": name} for name in ("SUMMIT", "talks", "harvest")]
    table = pt.read_table(rows, {"events": ["talks"]}, agenda=CAPPED, events=["summit"])
    assert [report.claims[0].since.event for report in table.reports] == ["summit", "talks"]
    (problem,) = table.problems
    assert (problem.row, problem.repair) == (3, 'list the new one in the map: events = ["harvest"]')
    assert len(pt.read_table(rows, agenda=CAPPED).reports) == 3
    assert len(pt.read_table(rows, {"events": ["talks"]}, agenda=CAPPED).reports) == 1


@pytest.mark.parametrize("speaker", [None, "minister"])
def test_the_wording_of_a_stage_is_of_the_term_unless_a_party_is_named(speaker):
    row = {"term": "truce", "stage": "tabled", "wording": "sort of", "speaker": speaker}
    row["attribution"] = speaker and "named"
    (report,) = pt.read_table([row], agenda=CAPPED).reports
    assert [(type(claim), claim.wording) for claim in report.claims] == [(pt.Progress, "sort of")]
    (report,) = pt.read_table([{**row, "party": "NORTH"}], agenda=CAPPED).reports
    assert [type(claim) for claim in report.claims] == [pt.Progress, pt.Position]
