"""Dates as people write them, read to EDTF; what is ambiguous is refused with both readings.

The words of the months, seasons and parts of a month are in `calendar_words.py`, time zones in `zones.py`.
Nothing is guessed: the order of day and month, the century, the year and the time zone come from the text, or
are declared.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from peacetrack.errors import AmbiguousTimeError, InvalidTimeError, UnknownNameError, WrongTypeError
from peacetrack.intake.calendar_words import as_languages, folded, known_words, month_in, phrases
from peacetrack.intake.zones import instants_of, zone_in, zone_named, zones_of
from peacetrack.words.classes import define, frozen
from peacetrack.words.edtf import DAY, Precision
from peacetrack.words.when import Moment, TimeLike, as_datetime, as_moment

Order = Literal["DMY", "MDY", "YMD"]
"""The order of day, month and year in dates of numbers alone."""

ORDERS: tuple[Order, ...] = ("DMY", "MDY", "YMD")
_NEAR = 183
"""A date without a year is taken as near its publication within half a year, in days."""

_TIME = re.compile(
    r"(?:\b(?:at|um|о|в|à)\s+)?(?<![\d.:])(?:(\d{1,2})(?:[:h]|\.(?=\d\d\s*(?:uhr|[ap]\.?m\b)))(\d\d)(?::(\d\d))?\s*(a\.?m\b\.?|p\.?m\b\.?)?"
    r"|(\d{1,2})\s*(a\.?m\b\.?|p\.?m\b\.?))(?:\s*uhr\b)?"
)
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|er|-?(?:го|е|є))\b")
_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:'[^\W\d_]+)*|[-/?~]|[^\s\w]")
_NUMBERS = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})\.?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[./-](\d{4})")
_DAY_MONTH = re.compile(r"(\d{1,2})([./])(\d{1,2})\.?")
_NAMED_MONTH = re.compile(r"(\d{1,2})([/.-])([^\W\d_]+)\2(\d{2}|\d{4})")
"""A month in words between the signs of a date of numbers: 5-Apr-2024."""
_AGO = re.compile(
    r"(\d{1,3}) (?:days? ago|(?:день|дні|днів) тому|(?:день|дня|дней) назад)|vor (\d{1,3}) tag(?:en)?"
    r"|il y a (\d{1,3}) jours?|(?:منذ|قبل) (\d{1,3}) (?:ايام|يوما?)"
)

_NO_DATE = frozenset(("-", "?", "n/a", "na", "none", "no date", "unknown", "undated", "tbc", "tbd"))
"""What people write where there is no date."""
_LONGEST = 200
"""The most characters of a date with its words."""
_DECLARE_ORDER = 'declare the order, "DMY" or "MDY"'
_HALVES = {0: (1, 4), 1: (5, 8), 2: (9, 12)}
"""The months of an early, mid and late part of a year."""
_THIRDS = {0: (1, 10), 1: (11, 20), 2: (21, 31)}
"""The days of an early, mid and late part of a month."""


def read_date(
    text: str | date,
    *,
    order: Order | None = None,
    published: TimeLike | None = None,
    zone: str | None = None,
    century: int | None = None,
    languages: Iterable[str] = (),
) -> Moment:
    """Read a date as people write it, with its precision; the words are kept as `said`.

    It reads EDTF, dates of numbers, and words in English, Ukrainian, Russian, German, French and Arabic.
    The early, mid or late part of a month is ten days, of a year four months, and approximate. A date
    without a year, or relative to a day, is read next to the publication, and marked as `inferred`.

    Parameters:
        text: the date, also a `date` or a `datetime`.
        order: `"DMY"`, `"MDY"` or `"YMD"`, for dates of numbers (default: 03/04/2025 is ambiguous).
        published: the day of the text, for "yesterday" and for dates without a year (default: none).
        zone: an IANA time zone, or an offset such as `"+02:00"`, for times of day without one.
        century: the first year of the century of two-digit years, such as 2000 (default: none).
        languages: codes of further languages with month names, such as `"pl"` (extra `dates`).

    Raises:
        AmbiguousTimeError: if it can be read in two ways, with both.
        InvalidTimeError: if it cannot be read.
        WrongTypeError: if it is neither text nor a date, such as the number of a day in a spreadsheet.
        MissingExtraError: if `languages` are given and dateparser is not installed.

    >>> str(pt.intake.read_date("mid-December", published="2025-12-20"))
    '2025-12-11~/2025-12-20~'
    >>> pt.intake.read_date("03/04/2025")
    Traceback (most recent call last):
    peacetrack.errors.AmbiguousTimeError: '03/04/2025' is ambiguous: 2025-04-03 or 2025-03-04; ...
    """
    _check(text, order)
    near = None if published is None else as_moment(published)
    said = " ".join(text.split()) if isinstance(text, str) else str(text)
    reading = _Reading(said, order, near, zone, century, as_languages(languages))
    return reading.of_text() if isinstance(text, str) else reading.of_cell(text)


def _check(text: object, order: object) -> None:
    """Refuse what is neither a text nor a date, and an order that there is not."""
    if order is not None and order not in ORDERS:
        raise UnknownNameError("order", order, ORDERS)
    if not isinstance(text, str | date):
        repair = "format the cell as a date, or write it as text such as 2025-12-14"
        raise WrongTypeError(text, "a date or a text", repair=repair)


@frozen
class _Partial:
    """A date of which the year may be missing; `day` 0 stands for the whole month."""

    year: int | None
    month: int
    day: int = 0

    def text(self, year: int) -> str:
        return f"{year:04}-{self.month:02}" + (f"-{self.day:02}" if self.day else "")

    def near(self, year: int) -> date | None:
        """Return its day in a year, the middle of a month; None where the year has no such day."""
        try:
            return date(year, self.month, self.day or 15)
        except ValueError:
            return None


@frozen
class _Tokens:
    """The tokens of a date in words: their classes, a letter each, and their numbers."""

    classes: str
    numbers: Sequence[int]

    def __getitem__(self, places: slice) -> _Tokens:
        return _Tokens(self.classes[places], self.numbers[places])

    def __add__(self, other: _Tokens) -> _Tokens:
        return _Tokens(self.classes + other.classes, [*self.numbers, *other.numbers])

    def without(self, place: int, count: int = 1) -> _Tokens:
        """Return the tokens without some of them."""
        return self[:place] + self[place + count :]

    @property
    def values(self) -> dict[str, int]:
        """The numbers by class; of two in one class, the last."""
        return dict(zip(self.classes, self.numbers, strict=True))


@define
class _Reading:
    """One text that is read, and what is declared of it; `inferred` once its publication was asked for."""

    said: str
    order: Order | None
    published: Moment | None
    zone: str | None
    century: int | None
    languages: tuple[str, ...]
    inferred: bool = False

    def of_cell(self, value: date) -> Moment:
        """Return a cell of a spreadsheet: midnight without a zone is the day."""
        if not isinstance(value, datetime) or value.utcoffset() is not None:
            return as_moment(value)
        if value.time() == time():
            return as_moment(value.date())
        self.said = value.isoformat(" ", "seconds")
        return Moment(self._instant(value.date(), value.time(), None), self.said)

    def of_text(self) -> Moment:
        """Return the moment of the text, with its words where it is not EDTF."""
        if len(self.said) > _LONGEST:
            raise self._unreadable(f"it has {len(self.said):,} characters")
        try:
            return Moment.parse(self.said)
        except InvalidTimeError:
            edtf = self._edtf(re.sub(r"(?<=\d)t(?=\d\d:)", " ", folded(self.said)))
        return Moment(edtf, self.said, self.inferred)

    def _edtf(self, plain: str) -> str:
        match = _TIME.search(plain)
        if match is None or _NUMBERS.fullmatch(plain):
            return self._date(plain)
        clock = self._clock(match)
        zone, rest = zone_in(plain[match.end() :])
        day = " ".join(f"{plain[: match.start()]} {rest}".split()).strip(" ,;")
        return self._instant(self._day_of_time(day), clock, zone)

    def _unreadable(self, why: str, *, repair: str = "write a date such as 2025-12-14") -> InvalidTimeError:
        what = f"{self.said[:60]!r} cannot be read as a date: {why}"
        return InvalidTimeError(self.said, 0, why, what=what, repair=repair)

    def _ambiguous(self, readings: Iterable[str], repair: str) -> AmbiguousTimeError:
        return AmbiguousTimeError(self.said, readings, repair=repair)

    # Times of day

    def _clock(self, found: re.Match[str]) -> time:
        hour, minute, second, half, lone, lone_half = found.groups()
        hours, half = int(hour or lone), half or lone_half
        if half and not 1 <= hours <= 12:
            raise self._unreadable(f"there is no {hours} {half}")
        if half:
            hours = hours % 12 + (12 if half.startswith("p") else 0)
        try:
            return time(hours, int(minute or 0), int(second or 0))
        except ValueError as error:
            raise self._unreadable(str(error)) from None

    def _day_of_time(self, plain: str) -> date:
        if not plain:
            return self._publication("a time without a day")
        edtf = self._date(plain)
        try:
            return date.fromisoformat(edtf)
        except ValueError:
            raise self._unreadable("a time of day needs one day") from None

    def _instant(self, day: date, clock: time, zone: str | None) -> str:
        if zone is None and self.zone is None:
            raise self._unreadable("the time has no zone", repair="declare zone, or write +02:00 behind it")
        zones = [zone_named(self.zone or "")] if zone is None else zones_of(zone)
        try:
            by_zone = [instants_of(day, clock, where) for where in zones]
        except OverflowError:
            raise self._unreadable("in UTC it is outside the years 1 to 9999") from None
        if not all(by_zone):
            raise self._unreadable("the clocks were set forward then, so there is no such time")
        texts = [Moment.at(instant).edtf or "" for instant in sorted(set().union(*by_zone))]
        if len(texts) > 1:
            raise self._ambiguous(texts, "write the offset, such as +02:00")
        return texts[0]

    # Dates

    def _date(self, plain: str) -> str:
        try:
            return Moment.parse(plain.upper() if plain[:1].isdigit() else plain).edtf or ""
        except InvalidTimeError:
            pass
        if match := _NUMBERS.fullmatch(plain):
            return self._of_numbers(match[1], match[3], match[4])
        if match := _MONTH_YEAR.fullmatch(plain):
            return self._one(_Partial(int(match[2]), int(match[1])))
        if match := _DAY_MONTH.fullmatch(plain):
            return self._of_two_numbers(int(match[1]), int(match[3]))
        if match := _AGO.fullmatch(plain):
            days = timedelta(int(next(filter(None, match.groups()))))
            return (self._publication("a relative day") - days).isoformat()
        if match := _NAMED_MONTH.fullmatch(plain):
            return self._of_words(f"{match[1]} {match[3]} {self._year(match[4])}")
        if re.fullmatch(r"\d{5}(\.\d+)?", plain):
            repair = "format the cell as a date"
            raise self._unreadable("it may be the number of a day in a spreadsheet", repair=repair)
        if plain in _NO_DATE:
            raise self._unreadable("it says that there is none", repair="leave the cell empty")
        if re.fullmatch(r"\d{4}-[\d/~?%-]+", plain):
            Moment.parse(plain)  # its refusal says what is wrong with it
        return self._of_words(plain)

    def _of_numbers(self, first: str, second: str, third: str) -> str:
        if len(first) > 2:
            orders: tuple[Order, ...] = ("YMD",)
        elif self.order is not None:
            orders = (self.order,)
        else:
            orders = ("DMY", "MDY") if len(third) > 2 else ORDERS
        readings: dict[str, None] = {}
        for order in orders:
            parts = dict(zip(order, (first, second, third), strict=True))
            year = self._year(parts["Y"])
            try:
                readings[date(year, int(parts["M"]), int(parts["D"])).isoformat()] = None
            except ValueError:
                continue
        if len(readings) > 1:
            raise self._ambiguous(readings, _DECLARE_ORDER)
        if not readings:
            raise self._unreadable(f"there is no such day in the order {' or '.join(orders)}")
        return next(iter(readings))

    def _of_two_numbers(self, first: int, second: int) -> str:
        orders = {"DMY": (second, first), "MDY": (first, second), "YMD": (first, second)}
        pairs = set(orders.values()) if self.order is None else {orders[self.order]}
        valid = [(month, day) for month, day in sorted(pairs) if 1 <= month <= 12 and 1 <= day <= 31]
        if not valid:
            raise self._unreadable("there is no such day")
        readings = [self._one(_Partial(None, *pair)) for pair in valid]
        if len(readings) > 1:
            raise self._ambiguous(readings, _DECLARE_ORDER)
        return readings[0]

    def _year(self, digits: str) -> int:
        if len(digits) == 4:
            return int(digits)
        if len(digits) != 2:
            raise self._unreadable(f"{digits!r} is no year")
        if self.century is None:
            raise self._ambiguous([f"20{digits}", f"19{digits}"], "declare the century, such as 2000")
        return self.century + int(digits)

    # Words

    def _of_words(self, plain: str) -> str:
        tokens = self._tokens(plain)
        about, marked = tokens.classes.startswith("A"), tokens.classes.endswith(("?", "~"))
        mark = tokens.classes[-1] if marked else "~" if about else ""
        tokens = tokens[about : len(tokens.classes) - marked]
        weekday = None
        if tokens.classes.startswith("W") and len(tokens.classes) > 1:
            weekday, tokens = tokens.numbers[0], tokens[1:]
        for shape, make in _SHAPES.items():
            if re.fullmatch(shape, tokens.classes):
                edtf = make(self, tokens)
                if weekday is not None:
                    self._check_weekday(edtf, weekday)
                return _with_mark(edtf, mark)
        raise self._unreadable("it is no date that is known")

    def _check_weekday(self, edtf: str, weekday: int) -> None:
        try:
            day = date.fromisoformat(edtf)
        except ValueError:
            raise self._unreadable("a weekday needs one day") from None
        if day.weekday() != weekday:
            raise self._unreadable(f"{edtf} is a {day:%A}", repair="correct the day or the weekday")

    def _tokens(self, plain: str) -> _Tokens:
        joined = phrases().sub(lambda match: match[0].replace(" ", "'"), _ORDINAL.sub(r"\1", plain))
        tokens = _Tokens("", [])
        for token in _TOKEN.findall(joined):
            letter, number = self._class_of(token)
            if not letter:
                raise self._unreadable(f"{token!r} is no word of a date")
            if letter != "F":
                tokens += _Tokens(letter, [number])
        for part in ("P-", "-P"):  # mid-December; Dezember-Mitte is not written
            while (place := tokens.classes.find(part)) >= 0:
                tokens = tokens.without(place + part.index("-"))
        place = tokens.classes.find("M/M")
        two_names = place >= 0 and tokens.numbers[place] == tokens.numbers[place + 2]
        return tokens.without(place, 2) if two_names else tokens

    def _class_of(self, token: str) -> tuple[str, int]:
        if token.isdecimal():
            letter = "Y" if len(token) == 4 else "N" if len(token) <= 2 else ""
            return letter, int(token) if letter else 0
        if token in (",", ".", ";"):
            return "F", 0
        if token in ("-", "/", "?", "~"):
            return token, 0
        if token in ("to", "bis", "до", "по"):
            return "-", 0
        known = known_words().get(token) or known_words().get(token.replace("'", " "))
        if known is not None:
            return known
        if token == "q":
            return "Q", 0
        month = month_in(token, self.languages)
        return ("", 0) if month is None else ("M", month)

    # Shapes of dates in words

    def full(self, tokens: _Tokens) -> str:
        """Read a day, month and year, or the first or last two of them."""
        values = tokens.values
        year = values.get("Y")
        if tokens.classes.count("N") == 2:  # a year of two digits comes last
            year = self._year(f"{tokens.numbers[-1]:02}")
            values["N"] = tokens.numbers[tokens.classes.index("N")]
        if values.get("N", 1) == 0:
            raise self._unreadable("there is no day 0")
        return self._one(_Partial(year, values["M"], values.get("N", 0)))

    def part(self, tokens: _Tokens) -> str:
        """Read an early, mid or late part of a month or a year."""
        values = tokens.values
        which = values["P"]
        if "M" not in values:
            first, last = _HALVES[which]
            return f"{values['Y']:04}-{first:02}~/{values['Y']:04}-{last:02}~"
        month = self._one(_Partial(values.get("Y"), values["M"]))
        first, last = _THIRDS[which]
        last = min(last, monthrange(int(month[:4]), int(month[5:]))[1])
        return f"{month}-{first:02}~/{month}-{last:02}~"

    def season(self, tokens: _Tokens) -> str:
        """Read a season; a winter belongs to two years, so one year is ambiguous."""
        year, season = tokens.values["Y"], tokens.values["S"] + 21
        if season == 24 and "N" not in tokens.classes:
            raise self._ambiguous([f"{year:04}-24", f"{year - 1:04}-24"], "name both years, winter 2025/26")
        return f"{year:04}-{season}"

    def quarter(self, tokens: _Tokens) -> str:
        """Read a quarter, such as Q1 2026."""
        values = tokens.values
        if not 1 <= values["N"] <= 4:
            raise self._unreadable(f"there is no quarter {values['N']}")
        last = 3 * values["N"]
        return f"{values['Y']:04}-{last - 2:02}/{values['Y']:04}-{last:02}"

    def days(self, tokens: _Tokens) -> str:
        """Read an interval, such as 15-17 December 2025 or 28 November - 2 December 2025."""
        dash = tokens.classes.index("-")
        starts, ends = tokens[:dash].values, tokens[dash + 1 :].values
        # what is said once belongs to both; a year of the start says nothing of the end
        starts = {letter: ends[letter] for letter in "MY" if letter in ends} | starts
        ends.setdefault("M", starts["M"])
        start, end = (
            self._one(_Partial(each.get("Y"), each["M"], each.get("N", 0))) for each in (starts, ends)
        )
        if end < start:
            raise self._unreadable("the end comes before the start")
        return f"{start}/{end}"

    def relative(self, tokens: _Tokens) -> str:
        """Read yesterday, today and tomorrow."""
        return (self._publication("a relative day") + timedelta(tokens.numbers[0])).isoformat()

    def weekday(self, tokens: _Tokens) -> str:
        """Refuse a weekday alone: it is the one before the publication, or the one after."""
        day = self._publication("a weekday")
        back = (day.weekday() - tokens.numbers[0]) % 7
        readings = [(day - timedelta(back)).isoformat(), (day + timedelta(7 - back)).isoformat()]
        raise self._ambiguous(readings, "write the date")

    # Years that are not given

    def _one(self, given: _Partial) -> str:
        """Return the EDTF of a date; a year that is not given is that next to the publication."""
        if not 1 <= given.month <= 12:
            raise self._unreadable(f"there is no month {given.month}")
        year = self._year_near(given) if given.year is None else given.year
        if given.near(year) is None or year == 0:
            raise self._unreadable(f"there is no day {given.text(year)}")
        return given.text(year)

    def _year_near(self, given: _Partial) -> int:
        anchor = self._publication("a date without a year")
        years = [year for year in (anchor.year - 1, anchor.year, anchor.year + 1) if 1 <= year <= 9999]
        known = [(year, day) for year in years if (day := given.near(year)) is not None]
        near = [year for year, day in known if abs((day - anchor).days) <= _NEAR]
        if near == [anchor.year]:
            return anchor.year
        readings = [given.text(year) for year in sorted({*near, anchor.year}) if given.near(year)]
        if not readings:
            raise self._unreadable("there is no such day")
        raise self._ambiguous(readings, "write the year")

    def _publication(self, what: str) -> date:
        """Return the day of the publication, from which the date is inferred."""
        self.inferred = True
        if self.published is None:
            raise self._unreadable(f"{what} needs the day of its publication", repair="give published")
        span = self.published.range
        if span.precision is Precision.INSTANT:
            where = UTC if self.zone is None else zone_named(self.zone)
            return as_datetime(span.first).astimezone(where).date()
        if span.precision is not Precision.DAY or span.last - span.first >= DAY:
            raise self._unreadable(f"{what} needs one day of publication, not {self.published}")
        return as_datetime(span.first).date()


_SHAPES: Mapping[str, Callable[[_Reading, _Tokens], str]] = {
    "NMY|MNY|YMN|NMN|MNN|NM|MN|MY|YM|M": _Reading.full,
    "PMY|MPY|PM|PY|YP": _Reading.part,
    "SY|YS|SY[/-]N": _Reading.season,
    "QNY|YQN": _Reading.quarter,
    "N-NMY?|NMY?-NMY?|MN-NY?|MN-MNY?|M-MY|MY-MY": _Reading.days,
    "D": _Reading.relative,
    "W": _Reading.weekday,
}
"""How each shape of a date in words is read, by the classes of its words."""


def _with_mark(edtf: str, mark: str) -> str:
    """Return EDTF with a mark on each of its dates."""
    return "/".join(part if not mark or part[-1] in "~?" else part + mark for part in edtf.split("/"))
