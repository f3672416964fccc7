"""Dates as people write them: what is read, what is refused with both readings, and nothing guessed."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack.intake.dates import ORDERS
from tests.effort import a_half

read = pt.intake.read_date


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2025-12-15", "2025-12-15"),
        ("2025-12", "2025-12"),
        ("2025/12/15", "2025-12-15"),
        ("15-Dec-2025", "2025-12-15"),
        ("15/décembre/2025", "2025-12-15"),
        ("12/2025", "2025-12"),
        ("December 15th, 2025", "2025-12-15"),
        ("Monday, 15 December 2025", "2025-12-15"),
        ("December 2025", "2025-12"),
        ("15-17 December 2025", "2025-12-15/2025-12-17"),
        ("Dec 15–17, 2025", "2025-12-15/2025-12-17"),
        ("28 November - 2 December 2025", "2025-11-28/2025-12-02"),
        ("about 15 December 2025", "2025-12-15~"),
        ("15 December 2025?", "2025-12-15?"),
        ("spring 2026", "2026-21"),
        ("winter 2025/26", "2025-24"),
        ("Q1 2026", "2026-01/2026-03"),
        ("mid-December 2025", "2025-12-11~/2025-12-20~"),
        ("late February 2024", "2024-02-21~/2024-02-29~"),
        ("early 2026", "2026-01~/2026-04~"),
    ],
)
def test_a_date_keeps_its_precision(text, edtf):
    assert read(text).edtf == edtf


@pytest.mark.parametrize(
    "text",
    [
        "15 December 2025",
        "15 грудня 2025 року",
        "15 декабря 2025 г.",
        "15. Dezember 2025",
        "le 15 décembre 2025",
        "15 ديسمبر 2025",
        "١٥ كانون الأول ٢٠٢٥",
    ],
)
def test_months_in_six_languages(text):
    moment = read(text)
    assert (moment.edtf, moment.said, moment.inferred) == ("2025-12-15", text, False)


@pytest.mark.parametrize(
    "text", ["середина грудня 2025", "в середине декабря 2025", "Mitte Dezember 2025", "à la mi-décembre 2025",
             "في منتصف ديسمبر 2025"]
)  # fmt: skip
def test_a_part_of_a_month_in_other_languages(text):
    assert read(text).edtf == "2025-12-11~/2025-12-20~"


def test_month_names_of_further_languages_come_from_dateparser():
    pytest.importorskip("dateparser")
    assert read("15 grudnia 2025", languages=["pl"]).edtf == "2025-12-15"
    with pytest.raises(pt.errors.InvalidTimeError, match="'grudnia' is no word of a date"):
        read("15 grudnia 2025")
    with pytest.raises(pt.InvalidInputError, match="Unknown language"):
        read("15 grudnia 2025", languages=["xx"])


def test_the_order_is_declared_and_never_guessed():
    assert read("03/04/2025", order="DMY").edtf == "2025-04-03"
    assert read("03/04/2025", order="MDY").edtf == "2025-03-04"
    assert read("15/12/2025", order="DMY").edtf == "2025-12-15"
    with pytest.raises(pt.errors.AmbiguousTimeError) as caught:
        read("03/04/2025")
    assert caught.value.readings == ("2025-04-03", "2025-03-04")
    with pytest.raises(pt.errors.InvalidTimeError, match="no such day in the order MDY"):
        read("15/12/2025", order="MDY")


def test_a_date_with_one_reading_needs_no_order():
    assert read("15/12/2025").edtf == "2025-12-15"
    assert read("12/12/2025").edtf == "2025-12-12"


def test_two_digits_of_a_year_need_a_century():
    assert read("05.03.22", order="DMY", century=2000).edtf == "2022-03-05"
    with pytest.raises(pt.errors.AmbiguousTimeError, match="2022 or 1922"):
        read("05.03.22", order="DMY")


def test_a_year_is_that_of_a_publication_nearby():
    near = read("Dec 15", published="2025-12-20")
    assert (near.edtf, near.inferred, near.said) == ("2025-12-15", True, "Dec 15")
    assert read("mid-December", published="2025-12-20").edtf == "2025-12-11~/2025-12-20~"
    with pytest.raises(pt.errors.AmbiguousTimeError) as caught:
        read("Dec 15", published="2026-01-03")
    assert caught.value.readings == ("2025-12-15", "2026-12-15")
    with pytest.raises(pt.errors.InvalidTimeError, match="needs the day of its publication"):
        read("Dec 15")


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("yesterday", "2025-12-19"),
        ("вчора", "2025-12-19"),
        ("heute", "2025-12-20"),
        ("3 days ago", "2025-12-17"),
    ],
)
def test_a_relative_day_is_relative_to_the_publication_only(text, edtf):
    moment = read(text, published="2025-12-20")
    assert (moment.edtf, moment.inferred) == (edtf, True)
    with pytest.raises(pt.errors.InvalidTimeError, match="publication"):
        read(text)
    with pytest.raises(pt.errors.InvalidTimeError, match="one day of publication"):
        read(text, published="2025-12")


def test_a_weekday_alone_has_two_readings():
    with pytest.raises(pt.errors.AmbiguousTimeError) as caught:
        read("Monday", published="2025-12-17")
    assert caught.value.readings == ("2025-12-15", "2025-12-22")


def test_a_weekday_that_is_another_is_refused():
    with pytest.raises(pt.errors.InvalidTimeError, match="2025-12-15 is a Monday"):
        read("Tuesday, 15 December 2025")


@pytest.mark.parametrize(
    ("text", "given", "edtf"),
    [
        ("15 Dec 2025 14:30 CET", {}, "2025-12-15T13:30:00Z"),
        ("14:30 CET", {"published": "2025-12-15"}, "2025-12-15T13:30:00Z"),
        ("15 Dec 2025 2.30pm CET", {}, "2025-12-15T13:30:00Z"),
        ("15 Dec 2025, 2:30 pm", {"zone": "Europe/Kyiv"}, "2025-12-15T12:30:00Z"),
        ("10 a.m. Moscow time on 5 March 2022", {}, "2022-03-05T07:00:00Z"),
        ("2025-12-15 14:30", {"zone": "+02:00"}, "2025-12-15T12:30:00Z"),
        ("15.12.2025 14:30 +02:00", {"order": "DMY"}, "2025-12-15T12:30:00Z"),
    ],
)
def test_a_time_of_day_is_read_with_its_zone(text, given, edtf):
    moment = read(text, **given)
    assert (moment.edtf, moment.said) == (edtf, text)


def test_a_time_that_is_twice_or_never_or_without_a_zone_is_refused():
    with pytest.raises(pt.errors.AmbiguousTimeError, match="00:30:00Z or 2026-10-25T01:30:00Z"):
        read("25.10.2026 03:30", order="DMY", zone="Europe/Kyiv")
    with pytest.raises(pt.errors.InvalidTimeError, match="set forward"):
        read("29.03.2026 03:30", order="DMY", zone="Europe/Kyiv")
    with pytest.raises(pt.errors.InvalidTimeError, match="no zone"):
        read("15 Dec 2025 14:30")
    with pytest.raises(pt.errors.AmbiguousTimeError):  # CET is written in summer too
        read("15 July 2025 14:30 CET")
    with pytest.raises(pt.errors.AmbiguousTimeError):  # of India, or of Israel
        read("15 July 2025 14:30 IST")


@pytest.mark.parametrize(
    "text", ["", "5", "soon", "30 February 2025", "31/04/2025", "20251215", "winter 2025"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(pt.errors.InvalidTimeError):
        read(text, order="DMY")


@pytest.mark.parametrize("value", [None, 45390, float("nan"), b"2025"])
def test_what_is_neither_text_nor_a_date_is_refused(value):
    with pytest.raises(pt.errors.WrongTypeError, match="format the cell as a date"):
        read(value)


@pytest.mark.parametrize("text", ["45390", "45390.5"])
def test_the_number_of_a_day_is_told_as_one(text):
    with pytest.raises(pt.errors.InvalidTimeError, match="number of a day in a spreadsheet; format the cell"):
        read(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("n/a", "it says that there is none; leave the cell empty"),
        ("2025-12-14/2025-12-01", "the end comes before the start"),
        ("2025-13", "there is no month or season 13"),
        ("1" * 5000, "it has 5,000 characters"),
        ("1" * 150, "is no word of a date"),
    ],
)
def test_a_refusal_says_what_is_wrong_with_a_date(text, why):
    with pytest.raises(pt.errors.InvalidTimeError, match=why):
        read(text)


def test_a_month_in_words_between_signs_needs_the_century_of_its_year():
    assert read("15-Dec-25", century=2000).edtf == "2025-12-15"
    with pytest.raises(pt.errors.AmbiguousTimeError, match="declare the century"):
        read("15-Dec-25")


def test_a_cell_of_a_spreadsheet_at_midnight_is_a_day():
    assert read(datetime(2025, 12, 15)).edtf == "2025-12-15"  # noqa: DTZ001 - as openpyxl gives it
    assert read(date(2025, 12, 15)).edtf == "2025-12-15"
    timed = read(datetime(2025, 12, 15, 14, 30), zone="+02:00")  # noqa: DTZ001
    assert timed.edtf == "2025-12-15T12:30:00Z"


def test_what_is_declared_wrongly_is_refused():
    with pytest.raises(pt.errors.UnknownNameError, match="order"):
        read("15/12/2025", order="YDM")
    with pytest.raises(pt.InvalidInputError, match="there is no time zone"):
        read("15 Dec 2025 14:30", zone="Nowhere/Town")
    with pytest.raises(pt.errors.WrongTypeError, match="list of languages"):
        read("15 Dec 2025", languages="pl")


days = st.dates(date(1000, 1, 1))


@given(days, st.sampled_from(ORDERS), st.sampled_from("/.-"))
def test_a_date_written_in_an_order_is_read_in_it(day, order, mark):
    if order == "YMD":
        text = day.isoformat().replace("-", mark)
    else:
        parts = {"D": f"{day.day:02}", "M": f"{day.month:02}", "Y": f"{day.year:04}"}
        text = mark.join(parts[letter] for letter in order)
    assert read(text, order=order).edtf == day.isoformat()


@given(days, st.sampled_from("/.-"))
def test_without_an_order_a_date_is_the_day_or_both_readings(day, mark):
    text = mark.join((f"{day.day:02}", f"{day.month:02}", f"{day.year:04}"))
    try:
        assert read(text).edtf == day.isoformat()
    except pt.errors.AmbiguousTimeError as error:
        assert day.day <= 12
        assert day.isoformat() in error.readings


words = st.sampled_from(
    [
        "15",
        "2025",
        "3",
        "december",
        "грудня",
        "mitte",
        "mid",
        "-",
        "/",
        ",",
        "monday",
        "yesterday",
        "14:30",
        "cet",
        "winter",
        "q",
        "2",
        "25",
        "~",
        "?",
        "am",
        "pm",
        "+02:00",
    ]
)


@a_half()
@given(st.text() | st.lists(words).map(" ".join), st.sampled_from([*ORDERS, None]))
def test_any_text_is_a_moment_or_a_problem_and_its_words_are_kept(text, order):
    try:
        moment = read(text, order=order, published="2025-12-20", zone="Europe/Kyiv")
    except pt.errors.InvalidTimeError:
        return
    assert moment.edtf is not None
    assert moment.said in (None, " ".join(text.split()))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("the day before yesterday", 18),
        ("позавчора", 18),
        ("позавчера", 18),
        ("vorgestern", 18),
        ("avant-hier", 18),
        ("أول أمس", 18),
        ("учора", 19),
        ("the day after tomorrow", 22),
        ("après-demain", 22),
        ("2 дні тому", 18),
        ("5 днів тому", 15),
        ("2 дня назад", 18),
        ("vor 2 Tagen", 18),
        ("il y a 2 jours", 18),
        ("منذ 3 أيام", 17),
    ],
)
def test_days_are_counted_from_the_publication_in_every_language(text, day):
    moment = pt.intake.read_date(text, published="2025-12-20")
    assert (moment.edtf, moment.inferred, moment.said) == (f"2025-12-{day}", True, text)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("15 كانون الأول/ديسمبر 2025", "2025-12-15"),
        ("حزيران/يونيه 2025", "2025-06"),
        ("en février 2025", "2025-02"),
        ("3 февр. 2025", "2025-02-03"),
        ("from 15 to 17 December 2025", "2025-12-15/2025-12-17"),
        ("с 15 по 17 декабря 2025", "2025-12-15/2025-12-17"),
        ("15. Dez. 2025, 14.30 Uhr MEZ", "2025-12-15T13:30:00Z"),
    ],
)
def test_months_of_two_names_spans_and_zones_are_read(text, edtf):
    assert pt.intake.read_date(text).edtf == edtf


def test_two_months_are_not_one():
    with pytest.raises(pt.errors.InvalidTimeError):
        pt.intake.read_date("15 November/December 2025")
