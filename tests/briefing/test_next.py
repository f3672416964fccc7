"""What is next: windows, expected events, questions, and what is late.

The rules are those of `docs/explanation/what-a-brief-says.md`.
"""

from __future__ import annotations

import pytest

import peacetrack as pt
from peacetrack import analysis
from peacetrack.analysis.briefing.coming import unreported
from peacetrack.analysis.sentence.naming import Names
from peacetrack.view.brief import shown_first
from peacetrack.view.whip import whip_rows
from tests import recording
from tests.briefing.invented import AGENDA, lines, sentence, sentences
from tests.recording import happens, says


def test_what_is_overdue_does_not_cite_a_rumour_that_it_took_place():
    due = happens("a", "summit", "expected", type="summit", when="2030-02-01")
    rumour = pt.Attribution("rumour", speaker="talk")
    held = pt.Report([pt.Event("summit", "held", when="2030-02-01", attribution=rumour)], id="b")
    (line,) = lines(due, held).filter(rule="overdue")
    assert line.source == "recorded 1 Feb 2030"


def test_a_postponed_deadline_is_late_once_its_new_date_is_past():
    late = lines(happens("a", "limit", "postponed", type="deadline", when="2030-01-10"))
    assert sentences(late, "overdue") == [
        "Deadline: overdue since 11 Jan 2030: it was postponed, no report that it passed"
    ]


def test_an_offer_that_was_to_end_with_a_postponed_deadline_says_that_this_has_not_passed():
    limit = happens("a", "limit", "postponed", type="deadline", when="2030-01-10")
    offer = says("b", "accepts", "2030-01-03", window=pt.WithEvent("limit"))
    (line,) = sentences(lines(limit, offer), "undated-window")
    assert "was to close 10 Jan 2030 with this, of which no report says that it passed: Deadline" in line


def test_a_party_that_is_against_a_term_offers_nothing():
    rows = lines(says("a", "rejects", "2030-01-03", of="SOUTH", term="aid", window="2030-03-01"))
    assert "Aid: the position of Southland (rejects) ends 1 Mar 2030" in sentences(rows, "dated")
    rows = lines(says("a", "open", "2030-01-03", of="SOUTH", term="aid", window="2030-03-01"))
    assert "Aid: the offer of Southland (open) closes 1 Mar 2030" in sentences(rows, "dated")


def test_an_end_or_a_forecast_that_is_old_says_how_old():
    offer = says("a", "open", "2030-01-03", of="SOUTH", term="aid", window="undisclosed")
    assert sentences(lines(offer), "undated-window") == [
        "Aid: the offer of Southland (open) closes on a day that was not disclosed"
    ]
    (old,) = sentences(lines(offer, valid="2030-04-01"), "undated-window")
    assert old.endswith("was not disclosed, last recorded 59 days ago")


def test_three_lines_of_what_is_next_are_shown_first_where_there_are_three():
    windows = [
        says(id, "open", "2030-01-03", of=id, window="2030-03-01") for id in ("NORTH", "SOUTH", "EAST")
    ]
    coming = lines(*windows).filter(rule="dated")
    assert len(shown_first(list(coming), 3)) == 3


def test_what_is_late_does_not_hide_the_next_days():
    windows = [
        says(of, "open", "2030-01-03", of=of, window=f"2030-03-0{day}")
        for day, of in enumerate(("NORTH", "SOUTH", "EAST"), start=1)
    ]
    late = happens("late", "visit", "expected", when="2030-01-14", type="meeting")
    soon = happens("soon", "ballot", "expected", when=pt.Moment.unknown("soon"), type="vote")

    def first(*reports):
        return [line.rule for line in shown_first(list(lines(*reports).filter(part="next")), 3)]

    assert first(*windows, late) == ["dated", "dated", "dated"]
    assert first(*windows, late, soon) == ["dated", "dated", "expected"]
    assert first(*windows[:1], late) == ["dated", "overdue", "no-report"]


def test_what_is_dated_comes_by_its_day_and_what_is_late_after_it():
    question = pt.draft(id="d").ask("who pays?", "aid", due="2030-02-25")
    rows = lines(
        says("a", "open", "2030-01-03", window="2030-03-01"),
        happens("b", "summit", "expected", when="2030-02-27", type="talks", participants=["NORTH"]),
        happens("c", "visit", "expected", when="2030-01-15"),
        question,
    )
    coming = [sentence(line) for line in rows if line.part == "next"]
    assert coming[:4] == [
        "Aid: left open: “who pays?”, an answer is due by 25 Feb 2030",
        "Talks of Northland: expected on 27 Feb 2030",
        "Ceasefire: the offer of Northland (open) closes 1 Mar 2030",
        "Visit: overdue since 16 Jan 2030, no report that it took place",
    ]


def test_a_time_of_day_is_told_as_such_with_the_words_of_the_source():
    night = pt.Moment.parse("2030-03-20T02:00:00+05:00", said="2 a.m. on 20 March, local time")
    answer = happens("a", "answer", "expected", when=night, type="deadline", about=["truce"])
    offer = says("b", "accepts", "2030-02-01", by="named", window=pt.WithEvent("answer"))
    rows = lines(answer, offer)
    assert [line.what for line in rows.filter(rule="dated")] == [
        "the offer of Northland (accepts) closes 19 Mar 2030 21:00 UTC",
        "expected on 19 Mar 2030 21:00 UTC (“2 a.m. on 20 March, local time”)",
    ]


def test_what_has_no_day_is_told_in_the_words_of_the_source():
    rows = lines(
        says("a", "open", "2030-01-03", window="undisclosed"),
        happens("b", "summit", "expected", when=pt.Moment.unknown("in the coming days"), type="talks"),
        pt.draft(id="c").ask("who pays?", "aid"),
    )
    assert sentences(rows, "undated-window") == [
        "Ceasefire: the offer of Northland (open) closes on a day that was not disclosed"
    ]
    assert sentences(rows, "expected") == ["Talks: expected, “in the coming days”, no day given"]
    assert sentences(rows, "question") == ["Aid: left open: “who pays?”"]


def test_events_that_are_late_are_one_line_with_the_last_that_was_due_after_what_is_to_come():
    late = [
        happens(
            f"e{n}", f"visit-{n}", "expected", when=f"2030-01-{14 + n}", type="meeting", participants=[of]
        )
        for n, of in enumerate(("NORTH", "SOUTH", "EAST"))
    ]
    to_come = happens("f", "ballot", "expected", when=pt.Moment.unknown("soon"), type="vote")
    rows = lines(*late, to_come)
    said = "3 meetings overdue: the latest, meeting of Eastland, since 17 Jan 2030; no report that any took place"
    assert sentences(rows, "overdue") == [said]
    (line,) = rows.filter(rule="overdue")
    assert {*line.reports} == {"e0", "e1", "e2"}
    assert [line.rule for line in rows.filter(part="next")][:2] == ["expected", "overdue"]
    mixed = lines(*late[:2], happens("g", "ballot", "expected", when="2030-01", type="vote"))
    assert sentences(mixed, "overdue")[0].startswith("3 events overdue: the latest, ")


def test_next_to_a_late_meeting_stands_the_last_that_was_held_with_its_source():
    late = happens("a", "visit", "expected", when="2030-01-14", type="meeting", participants=["NORTH"])
    also = happens("b", "trip", "expected", when="2030-01-15", type="meeting", participants=["EAST"])
    meetings = [
        happens("c", "first", "held", when="2030-01-18", type="talks", participants=["NORTH", "SOUTH"]),
        happens("d", "second", "held", when="2030-02-03", type="talks", participants=["NORTH", "SOUTH"]),
        happens("e", "raid", "held", when="2030-02-04", type="raid", participants=["NORTH"]),
    ]
    held = "; last reported held: talks of Northland and Southland, 3 Feb 2030"
    assert sentences(lines(late, *meetings), "overdue") == [
        f"Meeting of Northland: overdue since 15 Jan 2030, no report that it took place{held}"
    ]
    (line,) = lines(late, also, *meetings).filter(rule="overdue")
    assert line.what.endswith(f"no report that any took place{held}")
    assert line.source == "recorded 2 Feb 2030 · recorded 4 Feb 2030"
    assert line.cited == ("b", "d")
    question = pt.draft(id="q", since="2030-01-03").ask("how long?", "truce", due="2030-01-05")
    assert "held" not in sentences(lines(question, *meetings), "overdue")[0]
    between = happens(
        "f", "third", "expected", when="2030-01-14", type="talks", participants=["SOUTH", "NORTH"]
    )
    assert sentences(lines(between, *meetings), "overdue")[0].endswith(
        "took place; last reported held: 3 Feb 2030"
    )


def test_an_old_forecast_in_words_is_not_next_but_late():
    when = pt.Moment.unknown("in the coming days")
    rows = lines(happens("b", "summit", "expected", when=when, type="talks"), valid="2030-04-01")
    assert sentences(rows, "expected") == []
    said = "Talks: expected 59 days ago, “in the coming days”, no day given; no report since"
    assert sentences(rows, "overdue") == [said]


def test_a_position_that_ends_says_which_and_whether_it_is_needed():
    rows = lines(says("a", "opposes", "2030-01-03", of="EAST", term="aid", window="2030-03-01"))
    assert sentences(rows, "dated") == ["Aid: the position of Eastland (opposes, not needed) ends 1 Mar 2030"]


def test_no_report_is_of_those_alone_of_which_nothing_is_known():
    rows = lines(says("a", None, "2030-01-03", of="SOUTH", act="urges"))
    (line,) = rows.filter(rule="no-report")
    assert line.what == (
        "of Northland on both terms that it decides on, of Southland on 2 of 3, of Eastland on 1 of 1 and of the League on 1 of 1"
    )
    assert line.source == "silence in 1 report, not a refusal"
    assert "truce" in line.terms


def test_a_stance_that_is_reported_before_it_begins_comes_next_and_is_a_report():
    later = says("a", "accepts", "2030-03-01", of="SOUTH", term="aid", by="quote", conditions=["it is kept"])
    (line,) = lines(later).filter(rule="dated")
    assert (
        str(line)
        == "Aid: Southland accepts it if it is kept from 1 Mar 2030 (Southland, quoted; recorded 1 Feb 2030)"
    )
    assert unreported(recording.ledger_of(AGENDA, later).state(valid="2030-02-20"))["SOUTH"] == [
        "truce",
        "pact",
    ]
    assert sentences(lines(later, valid="2030-01-20"), "dated") == []
    assert sentences(lines(later, valid="2030-03-02"), "dated") == []


def test_a_stance_that_begins_with_an_event_says_so():
    summit = happens("a", "summit", "expected", type="summit", when="2030-03-01")
    after = says("b", "accepts", pt.After("summit"), of="SOUTH", term="aid", by="quote")
    assert sentences(lines(summit, after), "dated") == [
        "Summit: expected on 1 Mar 2030",
        "Aid: Southland accepts it after summit, on 1 Mar 2030 or later",
    ]
    undated = happens("a", "summit", "expected", type="summit")
    assert sentences(lines(undated, after), "expected") == [
        "Aid: Southland accepts it after summit, no date given",
        "Summit: expected, no time given",
    ]


def test_what_ends_or_begins_with_an_event_that_was_due_and_is_not_known_to_be_held_says_so():
    summit = happens("a", "summit", "expected", type="summit", when="2030-02-10")
    offer = says("b", "accepts", "2030-01-03", window=pt.WithEvent("summit"))
    after = says("c", "accepts", pt.After("summit"), of="SOUTH", by="quote")
    rows = lines(summit, offer, after)
    assert sentences(rows, "dated") == []
    not_held = "of which no report says that it was held: Summit"
    assert sentences(rows, "undated-window") == [
        f"Ceasefire: the offer of Northland (accepts) was to close 10 Feb 2030 with this, {not_held}"
    ]
    (line,) = lines(summit, offer, after, since="2030-02-05").filter(part="changed", parties=("SOUTH",))
    began = "Southland accepts it, on 10 Feb 2030 or later; no stance was known before"
    assert line.what == f"{began}; no report says that this was held: Summit"
    held = happens("d", "summit", "held", when="2030-02-10")
    assert sentences(lines(summit, offer, after, held), "undated-window") == []


def test_a_question_is_open_until_a_later_report_answers_it_and_has_its_due_time():
    asked = pt.draft(id="a").ask("how long?", "truce", fields=["purpose"], due="2030-01-05")
    month = pt.draft(id="c").ask("who pays?", "aid", due="2030-03")
    rows = lines(asked, month)
    assert sentences(rows, "question") == ["Aid: left open: “who pays?”, an answer is due: 2030-03"]
    assert sentences(rows, "overdue") == ["A question: “how long?”, its answer is overdue since 6 Jan 2030"]
    answer = says("b", "accepts", "2030-01-03", purpose="definitive")
    rows = lines(asked, answer, month)
    assert (sentences(rows, "overdue"), len(sentences(rows, "question"))) == ([], 1)
    questions = recording.ledger_of(AGENDA, asked, answer, month).state(valid="2030-02-20").questions()
    assert [(each.question, each.about, str(each.due)) for each in questions] == [
        ("who pays?", ("aid",), "2030-03")
    ]
    assert questions.columns[:5] == ("report", "number", "question", "about", "fields")


@pytest.mark.parametrize(
    ("window", "ending"),
    [
        (pt.Before("meeting"), "closes before summit of Northland, no date given"),
        (pt.After("meeting"), "closes after summit of Northland, no date given"),
        (pt.WithEvent("meeting"), "closes with this: Summit of Northland"),
    ],
)
def test_an_offer_that_ends_by_an_event_without_a_date_names_it(window, ending):
    event = happens("e", "meeting", "expected", type="summit", participants=["NORTH"])
    rows = lines(event, says("a", "accepts", "2030-01-03", window=window))
    assert sentences(rows, "undated-window") == [f"Ceasefire: the offer of Northland (accepts) {ending}"]


@pytest.mark.parametrize("field", ["window", "until"])
@pytest.mark.parametrize(
    ("status", "what"), [("cancelled", "cancelled"), ("postponed", "postponed without a new date")]
)
def test_an_event_that_was_called_off_ends_nothing(field, status, what):
    planned = happens("e", "meeting", "expected", when="2030-03-10", type="summit", published="2030-02-01")
    off = happens("f", "meeting", status, published="2030-02-02")
    offer = says("a", "accepts", "2030-01-03", **{field: pt.WithEvent("meeting")})
    state = recording.ledger_of(AGENDA, planned, off, offer).state(valid="2030-04-20")
    ends = (
        "offer of Northland (accepts) closes" if field == "window" else "position of Northland (accepts) ends"
    )
    (line,) = sentences(analysis.brief(state), "undated-window")
    assert line.startswith(f"Ceasefire: the {ends} with this: Summit, which was {what}, last recorded ")
    (window,) = analysis.windows(state)
    assert (window.at, window.lapsed, window.called_off) == (None, False, status)
    assert str(window).endswith(f"with meeting, which was {what}")
    cell = next(row for row in whip_rows(state, Names(state)) if row.term == "truce").cells["NORTH"]
    assert f"with the summit, which was {what}" in cell.detail


def test_an_end_at_least_until_an_event_that_was_cancelled_says_so():
    off = happens("e", "meeting", "cancelled", when="2030-03-10", type="summit")
    rows = lines(off, says("a", "accepts", "2030-01-03", window=pt.NotBefore("meeting")))
    (line,) = sentences(rows, "undated-window")
    assert line.endswith("stands at least until this: Summit, which was cancelled")


def test_an_offer_that_ends_with_what_was_called_off_later_cites_that_and_is_marked():
    offer = says("a", "accepts", "2030-01-03", term="aid", of="SOUTH", window=pt.WithEvent("summit"))
    off = happens("b", "summit", "cancelled", published="2030-02-01")
    rows = lines(offer, off, valid="2030-01-20")
    (line,) = (line for line in rows if "which was cancelled" in str(line))
    assert line.reports[-1] == "b"
    assert line.later
