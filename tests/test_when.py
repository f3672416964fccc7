"""Times as reports give them: EDTF in and out, bounds, refusals, endings."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pendulum
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack.form import codec
from tests.data import shared

KEPT = {
    "2025": ("2025-01-01", "2025-12-31", "year"),
    "2025-XX": ("2025-01-01", "2025-12-31", "year"),
    "2025-XX-XX": ("2025-01-01", "2025-12-31", "year"),
    "202X": ("2020-01-01", "2029-12-31", "decade"),
    "20XX": ("2000-01-01", "2099-12-31", "century"),
    "2026-03": ("2026-03-01", "2026-03-31", "month"),
    "2025-02": ("2025-02-01", "2025-02-28", "month"),
    "2024-02": ("2024-02-01", "2024-02-29", "month"),
    "2025-12-XX": ("2025-12-01", "2025-12-31", "month"),
    "2025-21": ("2025-03-01", "2025-05-31", "season"),
    "2025-22": ("2025-06-01", "2025-08-31", "season"),
    "2025-23": ("2025-09-01", "2025-11-30", "season"),
    "2025-24": ("2025-12-01", "2026-02-28", "season"),
    "2023-24": ("2023-12-01", "2024-02-29", "season"),
    "2025-12-14": ("2025-12-14", "2025-12-14", "day"),
    "2025-12-14/2025-12-16": ("2025-12-14", "2025-12-16", "interval"),
    "2025-11/2025-12-16": ("2025-11-01", "2025-12-16", "interval"),
    "2025/2026-03": ("2025-01-01", "2026-03-31", "interval"),
    "2025-21/2025-22": ("2025-03-01", "2025-08-31", "interval"),
    "[2025-12-13,2025-12-14]": ("2025-12-13", "2025-12-14", "set"),
    "[2025-12-14,2025-12-13]": ("2025-12-13", "2025-12-14", "set"),
    "[2025-12-13..2025-12-15]": ("2025-12-13", "2025-12-15", "set"),
    "[2025-12-14..2025-12-14]": ("2025-12-14", "2025-12-14", "set"),
    "[2025..2026,2030]": ("2025-01-01", "2030-12-31", "set"),
    "0001": ("0001-01-01", "0001-12-31", "year"),
    "0001-01-01": ("0001-01-01", "0001-01-01", "day"),
    "000X": ("0001-01-01", "0009-12-31", "decade"),
    "9999": ("9999-01-01", "9999-12-31", "year"),
    "9999-12-31": ("9999-12-31", "9999-12-31", "day"),
}

MICROSECOND = timedelta(microseconds=1)
DAY = timedelta(days=1)


def first_instant(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def last_instant(day: str) -> datetime:
    return first_instant(day) + (DAY - MICROSECOND)


# What is kept


@pytest.mark.parametrize("text", KEPT)
def test_text_out_is_text_in(text):
    assert str(pt.Moment.parse(text)) == text
    assert codec.write(pt.Moment.parse(text)) == text
    assert codec.read(text, pt.Moment) == pt.Moment.parse(text)


@pytest.mark.parametrize(("text", "bounds"), KEPT.items())
def test_a_moment_lies_between_its_earliest_and_its_latest_instant(text, bounds):
    moment = pt.Moment.parse(text)
    first, last, precision = bounds
    assert (moment.earliest, moment.latest) == (first_instant(first), last_instant(last))
    assert moment.precision is pt.Precision(precision)


@pytest.mark.parametrize("text", ["2025", "2025-12", "2025-12-14", "2025-22", "202X"])
@pytest.mark.parametrize(
    ("mark", "uncertain", "approximate"),
    [("", False, False), ("?", True, False), ("~", False, True), ("%", True, True)],
)
def test_qualifiers_are_kept_and_move_no_bound(text, mark, uncertain, approximate):
    moment = pt.Moment.parse(text + mark)
    plain = pt.Moment.parse(text)
    assert str(moment) == text + mark
    assert (moment.uncertain, moment.approximate) == (uncertain, approximate)
    assert (moment.earliest, moment.latest) == (plain.earliest, plain.latest)
    assert moment.precision is plain.precision


@pytest.mark.parametrize("text", ["2025?/2026", "2025/2026?", "[2025?,2026]"])
def test_a_doubtful_part_makes_the_whole_doubtful(text):
    assert pt.Moment.parse(text).uncertain
    assert not pt.Moment.parse(text).approximate


def test_an_unspecified_day_is_a_month_and_is_written_as_it_was():
    assert pt.Moment.parse("2025-12-XX") != pt.Moment.parse("2025-12")
    assert pt.Moment.parse("2025-12-XX").precision is pt.Precision.MONTH


def test_four_digits_and_two_are_a_month_never_a_time_of_day():
    assert pt.Moment.parse("2026-03").precision is pt.Precision.MONTH


@settings(deadline=None)
@given(st.dates())
def test_every_day_reads_back(day):
    moment = pt.Moment.parse(day.isoformat())
    assert (str(moment), moment.precision) == (day.isoformat(), pt.Precision.DAY)
    assert moment.earliest is not None
    assert moment.latest is not None
    assert (moment.earliest.date(), moment.latest.date()) == (day, day)


@settings(deadline=None)
@given(st.datetimes(timezones=st.just(UTC)))
def test_every_instant_reads_back(instant):
    moment = pt.Source(published=instant).published
    assert moment is not None
    assert moment == pt.Moment.parse(str(moment))
    assert (moment.earliest, moment.latest) == (instant, instant)


# Unknown and open are two things


def test_an_unknown_start_is_no_later_than_its_end():
    moment = pt.Moment.parse("/2025-12-14")
    assert moment.earliest is None
    assert moment.latest == last_instant("2025-12-14")
    assert moment.range.from_unknown


def test_an_open_start_has_always_begun():
    moment = pt.Moment.parse("../2025-12-14")
    assert moment.earliest is None
    assert not moment.range.from_unknown


@pytest.mark.parametrize("text", ["2025-12-14/", "2025-12-14/..", "[2025-12-14..]"])
def test_an_end_that_is_unknown_or_open_has_no_latest_instant(text):
    moment = pt.Moment.parse(text)
    assert (moment.earliest, moment.latest) == (first_instant("2025-12-14"), None)
    assert str(moment) == text


def test_unknown_and_open_are_not_equal():
    assert pt.Moment.parse("2025/") != pt.Moment.parse("2025/..")
    assert pt.Moment.parse("/2025") != pt.Moment.parse("../2025")


def test_the_order_takes_the_first_instant_and_of_an_unknown_start_the_last():
    assert pt.Moment.parse("2025-12").anchor == pt.Moment.parse("2025-12-01").range.first
    assert pt.Moment.parse("/2025-12-14").anchor == pt.Moment.parse("2025-12-14").range.last
    assert pt.Moment.parse("../2025-12-14").anchor < pt.Moment.parse("0001").anchor


def test_words_alone_are_an_unknown_time():
    moment = pt.Moment.unknown("a while ago")
    assert (moment.edtf, moment.said, moment.precision) == (None, "a while ago", pt.Precision.UNKNOWN)
    assert (moment.earliest, moment.latest) == (None, None)
    assert codec.write(moment) == {"said": "a while ago"}
    assert codec.read({"said": "a while ago"}, pt.Moment) == moment


def test_inference_is_kept_beside_words_alone():
    moment, form = pt.Moment(None, "then", inferred=True), {"said": "then", "inferred": True}
    assert codec.write(moment) == form
    assert codec.read(form, pt.Moment) == moment


def test_words_and_inference_are_kept_beside_the_date():
    moment = pt.Moment.parse("[2025-12-13,2025-12-14]", said="over the weekend", inferred=True)
    form = {"edtf": "[2025-12-13,2025-12-14]", "said": "over the weekend", "inferred": True}
    assert codec.write(moment) == form
    assert codec.read(form, pt.Moment) == moment


# A time of day


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2025-12-14T10:00:00Z", "2025-12-14T10:00:00Z"),
        ("2025-12-14T10:00:00+01:00", "2025-12-14T09:00:00Z"),
        ("2025-12-14T23:20:30-04", "2025-12-15T03:20:30Z"),
        ("2025-12-14T10:00:00+05:30", "2025-12-14T04:30:00Z"),
        ("2025-12-14T10:00:00-00:00", "2025-12-14T10:00:00Z"),
        ("2025-12-14T10:00:00.000001Z", "2025-12-14T10:00:00.000001Z"),
    ],
)
def test_a_time_of_day_is_turned_to_utc(text, kept):
    moment = pt.Moment.parse(text)
    assert (str(moment), moment.precision) == (kept, pt.Precision.INSTANT)
    assert moment.earliest == moment.latest == datetime.fromisoformat(text)


def test_a_moment_is_in_utc_however_it_is_made():
    assert pt.Moment("2025-12-14T10:00:00+01:00") == pt.Moment.parse("2025-12-14T10:00:00+01:00")


def test_a_day_ends_at_its_next_midnight_and_an_instant_is_its_own_end():
    day, midnight = pt.Moment.parse("2025-12-14"), pt.Moment.parse("2025-12-15T00:00:00Z")
    assert day.ends == midnight.ends == midnight.range.first


@pytest.mark.parametrize("text", ["2025-12-14T10:00:00", "2025-12-14T23:59:59.5"])
def test_a_time_without_an_offset_is_refused_with_the_repair(text):
    with pytest.raises(pt.errors.NaiveTimeError, match="has no offset; write it with its offset") as caught:
        pt.Moment.parse(text)
    assert (caught.value.text, caught.value.position) == (text, len(text))
    assert isinstance(caught.value, ValueError)


# What is refused


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("10:00", 0),
        ("today", 0),
        (" 2025", 0),
        ("..", 0),
        ("/", 0),
        ("2025 ", 4),
        ("20251214", 4),
        ("2025-1-1", 4),
        ("2025-W03", 4),
        ("2025-13", 4),
        ("2025-00", 4),
        ("2025-02-29", 7),
        ("2025-12-00", 7),
        ("1900-02-29", 7),
        ("2025-12-15/2025-12-14", 11),
        ("2025-12-14/2025-12", 11),
        ("2025/2026/2027", 9),
        ("[2025", 5),
        ("[2026..2025]", 1),
        ("2025-12-14/2025-12-14T10:00:00Z", 21),
        ("2025-12-14T10:00:00Z/2025-12-15T10:00:00Z", 10),
        ("[2026..2025,2026..2025]", 1),
        ("2025-12-14T24:00:00Z", 10),
        ("2025-12-14T10:00:00+25:00", 10),
        ("2025-12-14T10:00:00z", 19),
        ("2025-12-14T10:00:00Z?", 20),
        ("2025-12-31T10:00:00.1234567Z", 26),
    ],
)
def test_what_is_no_time_is_refused_where_it_stops_making_sense(text, position):
    with pytest.raises(pt.errors.InvalidTimeError) as caught:
        pt.Moment.parse(text)
    assert type(caught.value) is pt.errors.InvalidTimeError
    assert (caught.value.text, caught.value.position) == (text, position)
    assert f"at {position}" in str(caught.value)


def test_what_may_be_meant_is_said_where_a_day_or_a_month_comes_first():
    with pytest.raises(pt.errors.InvalidTimeError, match="write 2025-12-01 or 2025-01-12"):
        pt.Moment.parse("01/12/2025")


def test_a_range_in_a_set_needs_a_date():
    with pytest.raises(pt.errors.InvalidTimeError, match="at 1, a range in a set needs a date; write a date"):
        pt.Moment.parse("[..,2025]")


@pytest.mark.parametrize("text", ["٢٠٢٥", "２０２５-12", "2025-12-1４", "2025-12-14T1０:00:00Z"])
def test_digits_of_other_scripts_are_no_edtf(text):
    with pytest.raises(pt.errors.InvalidTimeError):
        pt.Moment.parse(text)


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("Y12025", "a year of more than four digits"),
        ("Y-17E7", "an exponential year"),
        ("1950S2", "significant digits"),
        ("{2025,2026}", "an all-of set"),
        ("2025-33", "a part of a season or a quarter"),
        ("0000", "a year before 0001"),
        ("-0999", "a year before 0001"),
        ("9999-24", "a year after 9999"),
        ("?2025", "level 2 qualifiers or unspecified digits"),
        ("2025-XX-14", "level 2 qualifiers or unspecified digits"),
        ("XXXX", "level 2 qualifiers or unspecified digits"),
        ("2025-XX/2026", "unspecified digits in an interval"),
        ("2025?-06/2026", "a level 2 part or a year before 0001 in an interval"),
        ("[2025-12-13, 2025-12-14]", "spaces in a set"),
        ("[2025,-0001]", "a level 2 part or a year before 0001 in a set"),
        (f"[2025-12-13,{' ' * 3000}2025-12-14]", "spaces in a set"),
    ],
)
def test_what_is_edtf_but_not_kept_is_told_apart_from_what_is_none(text, feature):
    with pytest.raises(pt.errors.UnsupportedTimeError, match="does not keep") as caught:
        pt.Moment.parse(text)
    assert (caught.value.text, caught.value.feature) == (text, feature)


@pytest.mark.parametrize("text", ["[2025-12-14T10:00:00Z]", "[1 760-01,1760-02]", "[-]"])
def test_what_is_no_edtf_is_not_called_edtf(text):
    with pytest.raises(pt.errors.InvalidTimeError) as caught:
        pt.Moment.parse(text)
    assert not isinstance(caught.value, pt.errors.UnsupportedTimeError)


@pytest.mark.parametrize("value", [2025, 2025.0, True, b"2025", [], ("2025",)])
def test_what_is_no_text_is_no_time(value):
    with pytest.raises(pt.errors.WrongTypeError, match="write EDTF text"):
        pt.Source(published=value)
    with pytest.raises(pt.errors.WrongTypeError):
        pt.Moment.parse(value)


@settings(deadline=None)
@given(st.text(alphabet="0123456789-/.[]{},X?~%TZ:+YESØ ", max_size=24))
def test_a_text_is_read_or_refused_and_never_crashes(text):
    try:
        moment = pt.Moment.parse(text)
    except pt.errors.InvalidTimeError as error:
        place = error.position
    else:
        place = 0
        assert pt.Moment.parse(moment.edtf) == moment
        assert moment.range.first <= moment.range.last
    assert 0 <= place <= len(text)


# What is taken as a time


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("2025-12-14", "2025-12-14"),
        (date(2025, 12, 14), "2025-12-14"),
        (pendulum.date(2025, 12, 14), "2025-12-14"),
        (datetime(2025, 12, 14, 10, tzinfo=UTC), "2025-12-14T10:00:00Z"),
        (datetime(2025, 12, 14, 10, tzinfo=timezone(timedelta(hours=1))), "2025-12-14T09:00:00Z"),
        (pendulum.datetime(2025, 12, 14, tz="Europe/Berlin"), "2025-12-13T23:00:00Z"),
    ],
)
def test_text_dates_and_aware_times_are_taken(value, kept):
    assert pt.Source(published=value).published == pt.Moment.parse(kept)


@pytest.mark.parametrize("value", [datetime(2025, 12, 14, 10), pendulum.naive(2025, 12, 14, 10)])  # noqa: DTZ001
def test_naive_times_are_refused_as_objects_too(value):
    with pytest.raises(pt.errors.NaiveTimeError):
        pt.Source(published=value)
    with pytest.raises(pt.errors.NaiveTimeError):
        pt.Tracker().state(valid=value)


def test_the_surface_is_pendulum_in_utc():
    moment = pt.Moment.parse("2025-12-14")
    assert isinstance(moment.earliest, pendulum.DateTime)
    assert moment.earliest.timezone_name == "UTC"


def test_a_basis_keeps_a_time_and_shows_it_in_utc():
    abroad = datetime.fromisoformat("2025-12-15T00:30:00+01:00")
    basis = pt.Basis(abroad, 1)
    assert basis == pt.Basis(abroad.astimezone(UTC), 1)
    assert isinstance(basis.valid, pendulum.DateTime)
    assert (str(basis.valid), str(basis).partition(",")[0]) == (
        "2025-12-14 23:30:00+00:00",
        "valid 2025-12-14 23:30 UTC",
    )


@pytest.mark.parametrize("day", ["2025-12-14", date(2025, 12, 14)])
def test_a_date_asked_for_is_the_end_of_that_day(day):
    assert pt.Tracker().state(valid=day).basis.valid == last_instant("2025-12-14")
    assert pt.Tracker().state(published_by=day).basis.published_by == last_instant("2025-12-14")


def test_a_time_without_an_end_cannot_be_asked_for():
    with pytest.raises(pt.InvalidInputError, match="has no end"):
        pt.Tracker().state(valid="2025/..")


# Times bound to events, and endings


@pytest.mark.parametrize(
    ("when", "form"),
    [
        (pt.During("talks"), {"event": "talks", "relation": "during"}),
        (pt.Before("talks"), {"event": "talks", "relation": "before"}),
        (pt.After("talks", said="later"), {"event": "talks", "relation": "after", "said": "later"}),
    ],
)
def test_a_time_is_bound_to_an_event(when, form):
    claim = pt.Event("signing", when=when)
    assert codec.write(claim)["when"] == form
    assert codec.read({"id": "signing", "when": form}, pt.Event) == claim


@pytest.mark.parametrize(
    ("ending", "form"),
    [
        (pt.At("2025-12-20"), {"at": "2025-12-20"}),
        (pt.At(pt.During("talks")), {"at": {"event": "talks", "relation": "during"}}),
        (pt.Undisclosed(), {"undisclosed": True}),
        (pt.WithEvent("talks"), {"event": "talks"}),
        (pt.WithEvent(pt.InWords("the end of it")), {"event": {"words": "the end of it"}}),
        (pt.NotBefore("talks"), {"not_before": "talks"}),
        (pt.NotBefore(pt.InWords("the end of it")), {"not_before": {"words": "the end of it"}}),
    ],
)
def test_the_four_endings_are_written_and_read(ending, form):
    claim = pt.Position("UA", "truce", window=ending)
    assert codec.write(claim)["window"] == form
    assert codec.read({"party": "UA", "term": "truce", "window": form}, pt.Position) == claim


def test_a_bare_time_is_an_ending_at_that_time():
    assert pt.Position("UA", "truce", window="2025-12-20").window == pt.At("2025-12-20")
    assert pt.Position("UA", "truce", until=date(2025, 12, 20)).until == pt.At("2025-12-20")


def test_the_word_undisclosed_is_an_ending_without_a_date():
    assert pt.Position("UA", "truce", window="undisclosed").window == pt.Undisclosed()


def test_an_ending_may_be_an_absence():
    window = pt.Position("UA", "truce", window="not-applicable").window
    assert window is pt.Absence.NOT_APPLICABLE


@pytest.mark.parametrize("ending", [pt.WithEvent, pt.NotBefore])
def test_an_ending_with_an_event_needs_an_id_or_words(ending):
    with pytest.raises(pt.errors.WrongTypeError, match="the id of an event"):
        ending(5)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"at": "2025", "undisclosed": True},
        {"undisclosed": False},
        {"undisclosed": 1},
        {"unknown": True},
        {"event": {"word": "x"}},
        {"event": {}},
        {"at": None},
        "undisclosed",
        "2025",
    ],
)
def test_an_ending_is_one_of_four(form):
    with pytest.raises(pt.InvalidInputError) as caught:
        codec.read({"party": "UA", "term": "truce", "window": form}, pt.Position)
    assert caught.value.where.startswith("window")


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"edtf": "2025", "words": "x"},
        {"inferred": True},
        {"edtf": "2025", "inferred": 1},
        {"edtf": 2025},
        {"event": "talks"},
        {"event": "talks", "relation": "around"},
        {"event": "talks", "relation": "during", "edtf": "2025"},
        {"relation": "during"},
        2025,
    ],
)
def test_a_time_is_written_in_one_of_its_forms(form):
    with pytest.raises(pt.InvalidInputError) as caught:
        codec.read({"id": "talks", "when": form}, pt.Event)
    assert caught.value.where.startswith("when")


# What five implementations of EDTF say

PEERS = "edtf/edtf_dev.json"

NO_NUMBER_FOR_AN_UNKNOWN_END = ("/2006", "2004-06-01/", "1984-06-02?/")
NO_NUMBER_FOR_AN_OPEN_END = ("../2006", "2004-01-01/..", "[..1760-12-03]", "[1760-12..]")
WINTER_ENDS_IN_FEBRUARY = ("2010-24",)
SPRING_BEGINS_IN_MARCH = ("2001-21",)
BOUNDS_OF_OUR_OWN = {
    **dict.fromkeys(NO_NUMBER_FOR_AN_UNKNOWN_END, "a peer adds or takes ten years"),
    **dict.fromkeys(NO_NUMBER_FOR_AN_OPEN_END, "a peer gives a float infinity"),
    **dict.fromkeys(WINTER_ENDS_IN_FEBRUARY, "a peer ends winter with the year it begins in"),
    **dict.fromkeys(SPRING_BEGINS_IN_MARCH, "a peer counts three seasons of four months"),
}


def peers() -> Any:
    return json.loads(shared(PEERS).read_text(encoding="utf-8"))["cases"]


def verdict(text: str) -> str:
    try:
        pt.Moment.parse(text)
    except pt.errors.UnsupportedTimeError as error:
        return error.feature
    except pt.errors.NaiveTimeError:
        return "naive"
    except pt.errors.InvalidTimeError:
        return "invalid"
    return "taken"


def test_every_verdict_of_the_peers_is_met_or_the_text_is_not_kept():
    verdicts = [(case["input"], case["valid"], verdict(case["input"])) for case in peers()]
    assert [text for text, valid, ours in verdicts if valid and ours == "invalid"] == []
    assert [text for text, valid, ours in verdicts if not valid and ours == "taken"] == []


def test_the_verdicts_are_counted_by_reason():
    valid = Counter(verdict(case["input"]) for case in peers() if case["valid"])
    assert valid == {
        "taken": 140,
        "naive": 3,
        "a year before 0001": 49,
        "a year of more than four digits": 9,
        "an exponential year": 8,
        "significant digits": 5,
        "an all-of set": 9,
        "spaces in a set": 3,
        "a part of a season or a quarter": 19,
        "level 2 qualifiers or unspecified digits": 51,
        "unspecified digits in an interval": 39,
        "a level 2 part or a year before 0001 in an interval": 15,
        "a level 2 part or a year before 0001 in a set": 5,
    }


def test_what_the_peers_refuse_is_refused():
    refused = Counter(verdict(case["input"]) for case in peers() if not case["valid"])
    assert (refused.total(), refused["taken"], refused["invalid"]) == (72, 0, 57)


def test_the_bounds_of_the_peers_are_ours_but_for_those_listed():
    differing = set()
    for case in peers():
        if "lower_strict" in case and verdict(case["input"]) == "taken":
            moment = pt.Moment.parse(case["input"])
            ours = [str(t and t.date()) for t in (moment.earliest, moment.latest)]
            if ours != [case["lower_strict"], case["upper_strict"]]:
                differing.add(case["input"])
        if "min_epoch_ms" in case and verdict(case["input"]) == "taken":
            span = pt.Moment.parse(case["input"]).range
            if span.first // 1000 != case["min_epoch_ms"]:
                differing.add(case["input"])
            if span.last // 1000 != case.get("max_epoch_ms", span.last // 1000):
                differing.add(case["input"])
    assert differing == set(BOUNDS_OF_OUR_OWN)


def test_what_the_peers_call_uncertain_or_approximate_is_so():
    marks = [
        (moment.uncertain or moment.approximate)
        == (case["uncertain"] or case["approximate"] or case["uncertain_and_approximate"])
        for case in peers()
        if "uncertain" in case and verdict(case["input"]) == "taken"
        for moment in [pt.Moment.parse(case["input"])]
    ]
    assert Counter(marks) == {True: 8}


def test_no_later_than_the_end_of_time_is_unknown():
    never = pt.Moment.parse("2030/..").range.last
    assert pt.Moment.no_later_than(never) == pt.Moment(None, inferred=True)
    assert str(pt.Moment.no_later_than(never)) == "unknown"


@pytest.mark.parametrize(("mark", "field"), [("?", "uncertain"), ("~", "approximate")])
def test_a_range_in_a_set_keeps_its_marks(mark, field):
    for text in (f"[2024-04-05{mark}..2024-04-06]", f"[2024-04-05..2024-04-06{mark}]"):
        assert getattr(pt.Moment.parse(text), field)
