"""The calendar: what programs with calendars read of what is to come."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime

import pytest

import peacetrack as pt
from peacetrack.errors import MissingExtraError
from tests.cli.helpers import printed
from tests.publication.helpers import AGENDA, RADIO, RED, recorded
from tests.readers import reader
from tests.recording import ledger_of, new

calendar = pt.publication.calendar


def entries(written):
    """Return the entries of a calendar, as a program reads them."""
    book = reader("icalendar").Calendar.from_ical(written.content)
    found = [component for component in book.subcomponents if component.name == "VEVENT"]
    assert len(found) == written.entries
    return found


def of(*claims, **more):
    """Return the calendar of a ledger with one report of the radio."""
    report = pt.Report(claims, id="radio", source=RADIO, **more)
    return calendar(ledger_of(AGENDA, report).state(valid="2030-02-02"))


def days(written):
    return [(entry.start, entry.get("dtend") and entry.get("dtend").dt) for entry in entries(written)]


@pytest.mark.parametrize(
    ("when", "span"),
    [
        ("2030-03-05", (date(2030, 3, 5), date(2030, 3, 6))),
        ("2030-03", (date(2030, 3, 1), date(2030, 4, 1))),
        ("2030-03-05/2030-03-07", (date(2030, 3, 5), date(2030, 3, 8))),
        ("2030-03-05~", (date(2030, 3, 5), date(2030, 3, 6))),
        ("../2030-03-05", (date(2030, 3, 5), date(2030, 3, 6))),
        ("2030-03-05T10:30:00Z", (datetime(2030, 3, 5, 10, 30, tzinfo=UTC), None)),
        ("9999-12-31", (date(9999, 12, 31), None)),
    ],
)
def test_an_event_stands_on_its_days(when, span):
    assert days(of(pt.Event("meeting", status="expected", when=when))) == [span]


@pytest.mark.parametrize(
    ("when", "status"), [("2030-03-05", "CONFIRMED"), ("2030-03-05?", "TENTATIVE"), ("2030-03", "TENTATIVE")]
)
def test_what_is_less_exact_than_a_day_is_tentative(when, status):
    (entry,) = entries(of(pt.Event("meeting", status="expected", when=when)))
    assert (entry["status"], entry["transp"]) == (status, "TRANSPARENT")


def test_the_words_of_the_source_are_in_the_description():
    when = pt.Moment("2030-03", said="by spring; or later, \\n they say")
    (entry,) = entries(
        of(pt.Event("meeting", type="round", status="expected", when=when, place="A hill, far"))
    )
    assert (
        entry["description"]
        == 'When: 2030-03 ("by spring; or later, \\n they say")\nSource: The radio, 5 Jan 2030'
    )
    assert (entry["summary"], entry["location"], entry["url"]) == (
        "Round: expected",
        "A hill, far",
        RADIO.url,
    )


@pytest.mark.parametrize(
    ("when", "known"),
    [
        (None, "no day is known"),
        ("2030-03-05/..", "no day is known, only 2030-03-05/.."),
        (pt.Moment.unknown("soon"), 'no day is known, only "soon"'),
        (pt.After("summit"), "no day is known"),
    ],
)
def test_what_has_no_day_is_left_out_and_said(when, known):
    written = of(pt.Event("meeting", status="expected", when=when))
    assert (entries(written), written.left_out) == ([], (f"Meeting: expected: {known}",))


def test_offers_positions_and_answers_have_an_end():
    summit = pt.Event("summit", status="expected", when="2030-03-05")
    offer = pt.Position("NORTH", "truce", "open", window="2030-02-20")
    position = pt.Position("SOUTH", "truce", "open", until=pt.WithEvent("summit"))
    question = pt.Question("who pays?", due=pt.Before("summit"))
    found = {entry["summary"]: entry.start for entry in entries(of(summit, offer, position, question))}
    assert found == {
        "Summit: expected": date(2030, 3, 5),
        "The offer of Northland (open) on “both sides | cease fire” closes": date(2030, 2, 20),
        "The position of Southland (open) on “both sides | cease fire” ends": date(2030, 3, 5),
        "An answer is due: who pays?": date(2030, 3, 5),
    }


def test_an_end_says_the_conditions_the_act_and_in_whose_words():
    said = pt.Attribution("named", speaker="the minister", acts_for="NORTH")
    offer = pt.Position(
        "NORTH",
        "truce",
        "accepts",
        act="offers",
        window="2030-02-20",
        conditions=[pt.InWords("it rains")],
        attribution=said,
    )
    (entry,) = entries(of(offer))
    assert (
        entry["summary"] == "The offer of Northland (accepts if it rains) on “both sides | cease fire” closes"
    )
    when, act, source = entry["description"].splitlines()
    assert (when, act) == ("When: 2030-02-20", "Act: offers")
    assert source.startswith("Source: the minister of Northland, on the record; ")


@pytest.mark.parametrize("status", ["held", "ongoing", "ended"])
def test_what_took_place_is_not_to_come(status):
    assert entries(of(pt.Event("meeting", status=status, when="2030-01-05"))) == []


def test_what_is_over_by_the_asked_day_is_not_to_come():
    claims = [
        pt.Event("late", status="expected", when="2030-01-20"),
        pt.Event("off", status="cancelled", when="2030-01-21"),
        pt.Event("soon", status="expected", when="2030-02-01/2030-03-01"),
        pt.Position("NORTH", "truce", "open", window="2030-01-22"),
        pt.Question("who pays?", due="2030-01-23"),
    ]
    state = ledger_of(AGENDA, pt.Report(claims, id="radio", source=RADIO)).state
    written = calendar(state(valid="2030-02-10"))
    assert [entry["summary"] for entry in entries(written)] == ["Soon: expected"]
    assert written.left_out == (
        "Late: expected: its day is past, 2030-01-20",
        "An answer is due: who pays?: its day is past, 2030-01-23",
    )
    assert len(entries(calendar(state(valid="2030-01-20")))) == 5


def test_a_calendar_of_nothing_is_a_calendar_too():
    written = of(pt.Event("meeting", status="held", when="2030-01-05"))
    book = reader("icalendar").Calendar.from_ical(written.content)
    assert (written.entries, [part.name for part in book.subcomponents]) == (0, ["VTIMEZONE"])
    assert str(written) == "0 entries"


def test_an_end_with_an_event_that_was_cancelled_has_no_day():
    summit = pt.Event("summit", status="cancelled", when="2030-03-05")
    offer = pt.Position("NORTH", "truce", "open", window=pt.WithEvent("summit"))
    written = of(summit, offer)
    assert [entry["summary"] for entry in entries(written)] == ["Summit: cancelled"]
    assert written.left_out == (
        "The offer of Northland (open) on “both sides | cease fire” closes with summit, which was cancelled: no day is known",
    )


def test_an_event_that_was_moved_or_cancelled_keeps_its_identifier():
    talks = new(AGENDA)
    seen = []
    for day, (status, when) in enumerate(
        (("expected", "2030-03-05"), ("postponed", "2030-04-05"), ("cancelled", None)), 1
    ):
        event = pt.Event("meeting", status=status, when=when)
        talks.record(pt.Report([event], id=f"r{day}"), recorded_at=f"2030-02-0{day}")
        (entry,) = entries(calendar(talks.state(valid="2030-02-04")))
        seen.append((entry["uid"], entry["sequence"], entry["status"]))
    assert len({uid for uid, _, _ in seen}) == 1
    assert [rest for _, *rest in seen] == [[2, "CONFIRMED"], [3, "CONFIRMED"], [4, "CANCELLED"]]


def test_what_is_marked_is_held_back():
    event = pt.Event("hidden", status="expected", when="2030-03-05", place="hidden place")
    written = calendar(ledger_of(AGENDA, pt.Report([event], id="hidden", source=RED)).state())
    assert (entries(written), written.left_out, written.held_back) == ([], (), {"TLP:RED": 1})
    assert b"hidden" not in written.content


def test_without_the_library_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingExtraError, match=r"pip install \"peacetrack\[calendar\]\""):
        calendar(recorded().state())


def test_the_command_says_what_it_leaves_out(tmp_path):
    talks = recorded()
    talks.record(pt.Report([pt.Event("visit", status="expected")]), recorded_at="2030-02-04")
    talks.save(tmp_path / "talks.jsonl")
    file = tmp_path / "talks.ics"
    lines = printed("calendar", str(tmp_path / "talks.jsonl"), "-o", str(file)).splitlines()
    assert lines == [
        "left out: Visit: expected: no day is known",
        f"wrote {file}: 1 entry, held back: 1 marked TLP:GREEN, 1 marked TLP:RED",
    ]
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
