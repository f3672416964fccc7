"""Reading EDTF texts: the range of instants that a text spans.

The notation is EDTF (ISO 8601-2, https://www.loc.gov/standards/datetime/): levels 0 and 1 and the
one-of sets of level 2, years 0001 to 9999. Precision is read from the text and never completed.
An instant is a whole number of microseconds since 1970 in UTC.
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

from peacetrack.errors import InvalidTimeError, NaiveTimeError, UnsupportedTimeError
from peacetrack.words.classes import frozen
from peacetrack.words.value import Word

BEGINNING = -(1 << 62)
END = 1 << 62
"""The ends of time."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FIRST = datetime.min.replace(tzinfo=UTC) - EPOCH
_LAST = datetime.max.replace(tzinfo=UTC) - EPOCH
DAY = 86_400_000_000
"""In microseconds."""
DAY_BEGINS, DAY_ENDS = 0, DAY - 1
"""The first and the last microsecond of a day."""


class Precision(Word):
    """How exactly a moment is known."""

    UNKNOWN = "unknown"
    INTERVAL = "interval"
    SET = "set"
    CENTURY = "century"
    DECADE = "decade"
    YEAR = "year"
    SEASON = "season"
    MONTH = "month"
    DAY = "day"
    INSTANT = "instant"


@frozen
class Range:
    """The first and the last microsecond where a moment may lie.

    `from_unknown` says that the start is not known, only that it is no later than `last`.
    """

    first: int
    last: int
    precision: Precision
    uncertain: bool = False
    approximate: bool = False
    from_unknown: bool = False

    def to(self, end: Range, precision: Precision, *, from_unknown: bool = False) -> Range:
        """Return the range from here to the end of another, as little known as either."""
        uncertain, approximate = self.uncertain or end.uncertain, self.approximate or end.approximate
        return Range(self.first, end.last, precision, uncertain, approximate, from_unknown)


def microseconds(time: datetime) -> int:
    """Return the instant of an aware time, in microseconds; refuse one outside the years 1 to 9999 in UTC.

    Raises:
        TypeError: if it is naive.
        OverflowError: if it is outside these years.
    """
    # pendulum overrides subtraction with a costly one; the plain one is exact too, and minds the offset
    since = datetime.__sub__(time, EPOCH)
    if not _FIRST <= since <= _LAST:
        raise OverflowError(time)
    return since // _MICROSECOND


def in_utc(instant: int) -> datetime:
    """Return an instant as a time of the standard library, for what only reads it."""
    return EPOCH + timedelta(microseconds=instant)


def instant_text(instant: int) -> str:
    """Return ISO 8601 text of an instant in UTC, with as many digits as it needs."""
    return in_utc(instant).isoformat().replace("+00:00", "Z")


@lru_cache(maxsize=1 << 12)
def full_text(instant: int) -> str:
    """Return ISO 8601 text of an instant in UTC with six digits, which sorts by time."""
    return in_utc(instant).isoformat(timespec="microseconds").replace("+00:00", "Z")


def day_text(instant: int) -> str:
    """Return the UTC day of an instant."""
    return in_utc(instant).date().isoformat()


def edge_text(instant: int, *edges: int) -> str:
    """Return one end of a computed range: a day at an edge of one, `..` where it is open."""
    if not BEGINNING < instant < END:
        return ".."
    return day_text(instant) if instant % DAY in edges else instant_text(instant)


# Reading EDTF. A text is first matched with what is kept, then with valid EDTF that is not kept,
# so that a refusal can say which feature is missing.

UNKNOWN = Range(BEGINNING, END, Precision.UNKNOWN, from_unknown=True)
_OPEN = Range(BEGINNING, END, Precision.UNKNOWN)

_DATE = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d\dXX)"
    r"(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?"
    r"(?P<mark>[?~%])?",
    re.ASCII,
)
_TIME = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)T(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
    r"(?:\.(?P<fraction>\d{1,6}))?"
    r"(?P<offset>Z|[+-]\d\d(?::\d\d)?)?",
    re.ASCII,
)
_YEARS = (Precision.YEAR, Precision.DECADE, Precision.CENTURY)
"""The precision of a year by how many of its digits are unspecified."""
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}
"""Months of the northern seasons; a winter reaches into February of the next year."""

_LEVEL_2_PART = r"[?~%]?-?[\dX]{4}(?:[?~%]?-[?~%]?[\dX]{2}){0,2}[?~%]?"
_LEVEL_2_MEMBER = rf"(?a){_LEVEL_2_PART}|{_LEVEL_2_PART}\.\.(?:{_LEVEL_2_PART})?|\.\.{_LEVEL_2_PART}"
_NOT_KEPT: tuple[tuple[str, str], ...] = (
    ("a year of more than four digits", r"Y-?[1-9]\d{4,}(?:S\d+)?"),
    ("an exponential year", r"Y-?[1-9]\d*E[1-9]\d*(?:S\d+)?"),
    ("significant digits", r"-?\d{4}S\d+"),
    ("an all-of set", r"\{[^{}\[\]]+\}"),
    ("a part of a season or a quarter", r"-?\d{4}-(?:2[5-9]|3\d|4[01])[?~%]?"),
    ("a year before 0001", r"(?:-\d{3}[\dX]|-\d\dXX|0000|-XXXX|-\dXXX).*"),
    ("level 2 qualifiers or unspecified digits", _LEVEL_2_PART),
    (
        "a level 2 part or a year before 0001 in an interval",
        rf"(?:{_LEVEL_2_PART}|\.\.)?/(?:{_LEVEL_2_PART}|\.\.)?",
    ),
)


def canonical(text: str) -> str:
    """Return the text as it is kept: a time of day in UTC, everything else as written."""
    if "T" not in text or "/" in text:
        return text
    return instant_text(read_edtf(text).first)


@lru_cache(maxsize=4096)
def read_edtf(text: str) -> Range:
    """Return the range that an EDTF text spans."""
    if text.startswith("["):
        return _read_set(text)
    if "/" in text and not re.fullmatch(_LOCAL, text):
        return _read_interval(text)
    if "T" in text:
        return _read_time(text)
    return _read_date(text, text)


def _read_time(text: str) -> Range:
    match = _TIME.fullmatch(text)
    if match is None:
        raise _refusal(text, _TIME, "a time is written 2025-12-14T10:00:00Z")
    if match["offset"] is None:
        raise NaiveTimeError(text)
    fraction = int((match["fraction"] or "").ljust(6, "0"))
    try:
        moment = datetime.fromisoformat(match["date"]).replace(
            hour=int(match["hour"]),
            minute=int(match["minute"]),
            second=int(match["second"]),
            microsecond=fraction,
            tzinfo=_offset(match["offset"]),
        )
        instant = microseconds(moment)
    except (ValueError, OverflowError) as error:
        raise _impossible(text, "T", str(error)) from None
    return Range(instant, instant, Precision.INSTANT)


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:6] or 0)
    if minutes > 59:
        raise ValueError("an offset has at most 59 minutes")
    size = timedelta(hours=hours, minutes=minutes)
    return timezone(-size if text[0] == "-" else size)


def _read_date(text: str, whole: str) -> Range:
    match = _DATE.fullmatch(text)
    if match is None or text.startswith("0000") or match["year"] == "00XX":
        raise _refusal(whole, _DATE, "a date is written 2025, 2025-12 or 2025-12-14")
    mark = match["mark"] or ""
    first, last, precision = _bounds(match, whole)
    return Range(first, last, precision, mark in ("?", "%"), mark in ("~", "%"))


def _bounds(match: re.Match[str], whole: str) -> tuple[int, int, Precision]:
    year, month, day = match["year"], match["month"], match["day"]
    day_without_month = month == "XX" and day not in (None, "XX")
    if day_without_month or ("X" in year and month is not None):
        raise UnsupportedTimeError(whole, "level 2 qualifiers or unspecified digits")
    if month in (None, "XX"):
        first, last = max(int(year.replace("X", "0")), 1), int(year.replace("X", "9"))
        return _days(date(first, 1, 1), date(last, 12, 31), _YEARS[year.count("X")])
    if int(month) > 12:
        return _season(int(year), int(month), day, whole)
    if int(month) == 0:
        raise _impossible(whole, f"-{month}", "there is no month 00")
    return _month_or_day(int(year), int(month), day, whole)


def _month_or_day(year: int, month: int, day: str | None, whole: str) -> tuple[int, int, Precision]:
    length = calendar.monthrange(year, month)[1]
    if day in (None, "XX"):
        return _days(date(year, month, 1), date(year, month, length), Precision.MONTH)
    if not 1 <= int(day) <= length:
        raise _impossible(whole, f"-{day}", f"{year:04}-{month:02} has {length} days")
    that = date(year, month, int(day))
    return _days(that, that, Precision.DAY)


def _season(year: int, season: int, day: str | None, whole: str) -> tuple[int, int, Precision]:
    if day is None and 25 <= season <= 41:
        raise UnsupportedTimeError(whole, "a part of a season or a quarter")
    if day is not None or season not in _SEASONS:
        raise _impossible(whole, f"-{season}", f"there is no month or season {season}")
    first, last = _SEASONS[season]
    end_year, end_month = (year, last) if last <= 12 else (year + 1, last - 12)
    if end_year > 9999:
        raise UnsupportedTimeError(whole, "a year after 9999")
    end = date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])
    return _days(date(year, first, 1), end, Precision.SEASON)


def _days(first: date, last: date, precision: Precision) -> tuple[int, int, Precision]:
    start = (first - EPOCH.date()).days * DAY
    return start, (last - EPOCH.date()).days * DAY + DAY_ENDS, precision


def _read_interval(text: str) -> Range:
    start_text, slash, end_text = text.partition("/")
    if "/" in end_text:
        raise InvalidTimeError(text, text.rindex("/"), "an interval has one slash")
    if "T" in text:
        why = "EDTF keeps no times of day in intervals"
        raise InvalidTimeError(text, text.index("T"), why, repair="give the days")
    if slash and not (start_text or end_text):
        raise InvalidTimeError(text, 0, "neither start nor end is given")
    start, end = _edge(start_text, text), _edge(end_text, text)
    # an end may be less precise than its start, but cannot begin before it
    if start.first > end.first > BEGINNING:
        raise InvalidTimeError(text, len(start_text) + 1, "the end comes before the start")
    return start.to(end, Precision.INTERVAL, from_unknown=start_text == "")


def _edge(text: str, whole: str) -> Range:
    if text in ("", ".."):
        return _OPEN
    if "X" in text and _feature_not_kept(whole) is not None:
        raise UnsupportedTimeError(whole, "unspecified digits in an interval")
    return _read_date(text, whole)


def _read_set(text: str) -> Range:
    if not text.endswith("]"):
        raise InvalidTimeError(text, len(text), "a one-of set ends with ]")
    if ", " in text:
        read_edtf(re.sub(", +", ",", text))
        raise UnsupportedTimeError(text, "spaces in a set")
    members = [_member(part, text) for part in text[1:-1].split(",")]
    return Range(
        min(member.first for member in members),
        max(member.last for member in members),
        Precision.SET,
        any(member.uncertain for member in members),
        any(member.approximate for member in members),
        any(member.from_unknown for member in members),
    )


def _member(part: str, whole: str) -> Range:
    start_text, dots, end_text = part.partition("..")
    if not dots:
        return _read_date(part, whole)
    if not (start_text or end_text):
        raise InvalidTimeError(whole, whole.index(part), "a range in a set needs a date")
    start, end = _edge(start_text, whole), _edge(end_text, whole)
    if start.first > end.first > BEGINNING:
        raise InvalidTimeError(whole, whole.index(part), "the range ends before it starts")
    return start.to(end, Precision.SET, from_unknown=start_text == "")


_HOUR = r"(?P<date>[\d-]{10})[ T](?P<hour>\d\d:\d\d)(?P<offset>Z|[+-]\d\d:\d\d)?"
"""A time as people write it, without seconds."""


def _refusal(text: str, due: re.Pattern[str], repair: str) -> InvalidTimeError:
    letters = () if text.isascii() else enumerate(text)
    foreign = next((n for n, c in letters if c.isdigit() and not c.isascii()), None)
    if foreign is not None:
        why = f"{text[foreign]!r} is no digit of EDTF"
        return InvalidTimeError(text, foreign, why, repair="write the digits 0-9")
    feature = _feature_not_kept(text)
    if feature is not None:
        return UnsupportedTimeError(text, feature)
    local = re.fullmatch(_LOCAL, text)
    if local is not None:
        return _as_people_write(text, *map(int, local.groups()))
    hour = re.fullmatch(_HOUR, text)
    if hour is not None and hour["hour"] < "24":
        repair = f"write {hour['date']}T{hour['hour']}:00{hour['offset'] or 'Z'}"
        if "T" in text:
            return InvalidTimeError(text, hour.end("hour"), "the seconds are missing", repair=repair)
    match = due.match(text)
    position = match.end() if match else 0  # how much of the text fits the pattern
    reason = f"{text[position : position + 12]!r} is not expected" if text[position:] else "it stops"
    return InvalidTimeError(text, position, reason, repair=repair)


_LOCAL = r"(?a)(\d\d?)[/.-](\d\d?)[/.-](\d{4})"
"""A date with the day or the month first."""


def _as_people_write(text: str, first: int, second: int, year: int) -> InvalidTimeError:
    """Return the refusal of a date with the day or the month first, with what may be meant."""
    orders = ((second, first), (first, second))  # (month, day): day first, then month first
    meant = [f"{year:04}-{m:02}-{d:02}" for m, d in orders if _is_day(year, m, d)]
    repair = f"write {' or '.join(dict.fromkeys(meant)) or 'a date such as 2025-12-14'}"
    none = "" if meant else ", and there is no such day"
    return InvalidTimeError(text, 0, f"EDTF has the year first, then month and day{none}", repair=repair)


def _is_day(year: int, month: int, day: int) -> bool:
    return year > 0 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _feature_not_kept(text: str) -> str | None:
    if text.startswith("[") and text.endswith("]"):
        known = all(re.fullmatch(_LEVEL_2_MEMBER, part) for part in text[1:-1].split(","))
        return "a level 2 part or a year before 0001 in a set" if known else None
    return next((name for name, pattern in _NOT_KEPT if re.fullmatch(pattern, text)), None)


def _impossible(text: str, part: str, why: str) -> InvalidTimeError:
    return InvalidTimeError(text, max(text.find(part), 0), why)
