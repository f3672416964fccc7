"""Times as reports give them: moments, event-bound times, endings. The only importer of pendulum.

Inside, an instant is a whole number of microseconds since 1970 in UTC and a span is half-open;
the ends of time are sentinels. At the surface an instant is a `pendulum.DateTime`.

The notation is EDTF (ISO 8601-2, https://www.loc.gov/standards/datetime/): levels 0 and 1 and the
one-of sets of level 2, years 0001 to 9999. Precision is read from the text, never completed.
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

import attrs
import pendulum

from peacetrack.errors import InvalidInput, InvalidTime, NaiveTime, UnsupportedTime, WrongType
from peacetrack.value import EventId, Prose, Word

BEGINNING = -(1 << 62)
END = 1 << 62

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DAY = 86_400_000_000


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


@attrs.frozen
class Range:
    """From the first to the last microsecond in which a moment may lie.

    `from_unknown` says that the start is not known, only that it is no later than `last`.
    """

    first: int
    last: int
    precision: Precision
    uncertain: bool = False
    approximate: bool = False
    from_unknown: bool = False


def _range_of(moment: Moment) -> Range:
    return _UNKNOWN if moment.edtf is None else read_edtf(moment.edtf)


@attrs.frozen
class Moment:
    """A time as precise as it was told, with the words it was told in.

    Reach for `Moment.parse`; a plain EDTF text is taken wherever a moment is due.

    >>> weekend = Moment.parse("[2025-12-13,2025-12-14]", said="over the weekend")
    >>> str(weekend.earliest.date()), str(weekend.latest.date())
    ('2025-12-13', '2025-12-14')
    """

    edtf: str | None
    said: Prose | None = None
    inferred: bool = False
    range: Range = attrs.field(
        default=attrs.Factory(_range_of, takes_self=True), eq=False, repr=False, kw_only=True
    )

    @classmethod
    def parse(cls, text: str, *, said: str | None = None, inferred: bool = False) -> Moment:
        """Read EDTF text; a time of day needs an offset and is kept in UTC."""
        if not isinstance(text, str):
            raise WrongType(text, "EDTF text")
        return cls(_canonical(text), said, inferred)

    @classmethod
    def unknown(cls, said: str) -> Moment:
        """A time of which only the words are known."""
        return cls(None, said)

    @classmethod
    def at(cls, instant: int, *, inferred: bool = False) -> Moment:
        """The moment at an instant, in microseconds."""
        return cls(instant_text(instant), inferred=inferred)

    @classmethod
    def between(
        cls, first: int, last: int, *, said: str | None = None, inferred: bool = False
    ) -> Moment:
        """A moment that was computed: it lies somewhere from `first` to `last`."""
        if first == last and BEGINNING < first < END:
            return cls(instant_text(first), said, inferred)
        text = f"{_edge_text(first)}/{_edge_text(last)}"
        return cls(text, said, inferred, range=Range(first, last, Precision.INTERVAL))

    @classmethod
    def no_later_than(cls, last: int, *, said: str | None = None, inferred: bool = True) -> Moment:
        """A moment that was computed: its start is unknown, and `last` is its latest."""
        if last >= END:
            return cls(None, said, inferred)
        span = Range(BEGINNING, last, Precision.INTERVAL, from_unknown=True)
        return cls(f"/{_edge_text(last)}", said, inferred, range=span)

    @property
    def anchor(self) -> int:
        """Where the moment stands in the order: its first instant; of an unknown start, the last."""
        return self.range.last if self.range.from_unknown else self.range.first

    @property
    def ends(self) -> int:
        """The first instant after it: a day ends at its next midnight, an instant is its own end."""
        span = self.range
        return span.last if span.precision is Precision.INSTANT else min(span.last + 1, END)

    @property
    def earliest(self) -> pendulum.DateTime | None:
        """The first instant in which it may lie; None where that is not bounded."""
        return None if self.range.first == BEGINNING else surface(self.range.first)

    @property
    def latest(self) -> pendulum.DateTime | None:
        """The last instant in which it may lie; None where that is not bounded."""
        return None if self.range.last == END else surface(self.range.last)

    @property
    def precision(self) -> Precision:
        """How exactly it is known."""
        return self.range.precision

    @property
    def uncertain(self) -> bool:
        """Whether the source itself is not sure (EDTF `?` or `%`)."""
        return self.range.uncertain

    @property
    def approximate(self) -> bool:
        """Whether the source says about (EDTF `~` or `%`)."""
        return self.range.approximate

    def __str__(self) -> str:
        if self.edtf is None:
            return f'"{self.said}"' if self.said else "unknown"
        return f"by {self.edtf[1:]}" if self.range.from_unknown else self.edtf


@attrs.frozen
class During:
    """While an event lasted: read from the event's own time."""

    event: EventId
    said: Prose | None = None

    def __str__(self) -> str:
        return f"during {self.event}"


@attrs.frozen
class Before:
    """Some time before an event."""

    event: EventId
    said: Prose | None = None

    def __str__(self) -> str:
        return f"before {self.event}"


@attrs.frozen
class After:
    """Some time after an event."""

    event: EventId
    said: Prose | None = None

    def __str__(self) -> str:
        return f"after {self.event}"


When = Moment | During | Before | After


@attrs.frozen
class InWords:
    """Something of which only words are known: an event, or a condition."""

    text: Prose

    def __str__(self) -> str:
        return self.text


def as_event(value: str | InWords) -> str | InWords:
    """An event's id, or words."""
    if isinstance(value, str | InWords):
        return value
    raise WrongType(value, "the id of an event", repair="or InWords(text)")


TimeLike = str | date | datetime | Moment
WhenLike = TimeLike | During | Before | After


def as_moment(value: TimeLike) -> Moment:
    """A moment from EDTF text, a date or an aware time."""
    if isinstance(value, Moment):
        return value
    if isinstance(value, str):
        return Moment.parse(value)
    if isinstance(value, datetime):
        return Moment(instant_text(as_instant(value)))
    if isinstance(value, date):
        return Moment.parse(value.isoformat())
    raise WrongType(value, "a time", repair='write EDTF text, for example "2025-12-14"')


def as_optional_moment(value: TimeLike | None) -> Moment | None:
    """A moment, or None."""
    return None if value is None else as_moment(value)


def as_when(value: WhenLike | None) -> When | None:
    """A moment or a time bound to an event, or None."""
    return value if value is None or isinstance(value, During | Before | After) else as_moment(value)


def _as_ending_time(value: WhenLike) -> When:
    when = as_when(value)
    assert when is not None
    return when


@attrs.frozen
class At:
    """It ends at a moment."""

    moment: When = attrs.field(converter=_as_ending_time)

    def __str__(self) -> str:
        return str(self.moment)


@attrs.frozen
class Undisclosed:
    """It ends, but the date is not given: it never lapses by itself and never looks open-ended."""

    def __str__(self) -> str:
        return "undisclosed date"


@attrs.frozen
class WithEvent:
    """It ends once an event has ended."""

    event: EventId | InWords = attrs.field(converter=as_event)

    def __str__(self) -> str:
        return f"with {self.event}"


@attrs.frozen
class NotBefore:
    """It cannot end before an event."""

    event: EventId | InWords = attrs.field(converter=as_event)

    def __str__(self) -> str:
        return f"not before {self.event}"


Ending = At | Undisclosed | WithEvent | NotBefore
EndingLike = Ending | WhenLike


def as_ending(value: EndingLike) -> Ending:
    """An ending; a bare time is one at that time, the text `undisclosed` an undisclosed one."""
    if isinstance(value, At | Undisclosed | WithEvent | NotBefore):
        return value
    return Undisclosed() if value == "undisclosed" else At(value)


def as_instant(value: TimeLike | int) -> int:
    """The microsecond a time stands for as a basis: of an imprecise one, its end."""
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise NaiveTime(value.isoformat())
        # pendulum overrides subtraction with a costly one; the plain one is exact too
        return datetime.__sub__(value.astimezone(UTC), _EPOCH) // _MICROSECOND
    if isinstance(value, int):
        raise WrongType(value, "a time", repair='write EDTF text, for example "2025-12-14"')
    last = as_moment(value).range.last
    if last == END:
        raise InvalidInput(f"{value} has no end", repair="give a date or an instant")
    return last


def now() -> datetime:
    """The clock."""
    return pendulum.now("UTC")


def surface(instant: int) -> pendulum.DateTime:
    """An instant as users see it."""
    return pendulum.instance(_EPOCH + timedelta(microseconds=instant))


def instant_text(instant: int) -> str:
    """ISO 8601 text of an instant in UTC, with as many digits as it needs."""
    return (_EPOCH + timedelta(microseconds=instant)).isoformat().replace("+00:00", "Z")


def full_text(instant: int) -> str:
    """ISO 8601 text of an instant in UTC with all six digits: sorts as it is."""
    moment = _EPOCH + timedelta(microseconds=instant)
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def day_text(instant: int) -> str:
    """The UTC day of an instant."""
    return (_EPOCH + timedelta(microseconds=instant)).date().isoformat()


def _edge_text(instant: int) -> str:
    if not BEGINNING < instant < END:
        return ".."
    return day_text(instant) if instant % _DAY in (0, _DAY - 1) else instant_text(instant)


# Reading EDTF. A text is first held against what is kept, then against what is valid but not kept.

_UNKNOWN = Range(BEGINNING, END, Precision.UNKNOWN, from_unknown=True)
_OPEN = Range(BEGINNING, END, Precision.UNKNOWN)

_DATE = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d\dXX)"
    r"(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?"
    r"(?P<mark>[?~%])?"
)
_TIME = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)T(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
    r"(?:\.(?P<fraction>\d{1,6}))?"
    r"(?P<offset>Z|[+-]\d\d(?::\d\d)?)?"
)
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}
"""Months of the northern seasons; a winter reaches into February of the next year."""

_LEVEL_2_PART = r"[?~%]?-?[\dX]{4}(?:[?~%]?-[?~%]?[\dX]{2}){0,2}[?~%]?"
_NOT_KEPT: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("a year of more than four digits", re.compile(r"Y-?[1-9]\d{4,}(?:S\d+)?")),
    ("an exponential year", re.compile(r"Y-?[1-9]\d*E[1-9]\d*(?:S\d+)?")),
    ("significant digits", re.compile(r"-?\d{4}S\d+")),
    ("an all-of set", re.compile(r"\{[^{}\[\]]+\}")),
    ("a part of a season or a quarter", re.compile(r"-?\d{4}-(?:2[5-9]|3\d|4[01])[?~%]?")),
    ("a year before 0001", re.compile(r"(?:-\d{3}[\dX]|-\d\dXX|0000|-XXXX|-\dXXX).*")),
    ("level 2 qualifiers or unspecified digits", re.compile(_LEVEL_2_PART)),
    (
        "a level 2 part or a year before 0001 in an interval",
        re.compile(rf"(?:{_LEVEL_2_PART}|\.\.)?/(?:{_LEVEL_2_PART}|\.\.)?"),
    ),
)


def _canonical(text: str) -> str:
    """The text as it is kept: a time of day is turned to UTC, all else stays as written."""
    return instant_text(read_edtf(text).first) if "T" in text else _checked(text)


def _checked(text: str) -> str:
    read_edtf(text)
    return text


@lru_cache(maxsize=4096)
def read_edtf(text: str) -> Range:
    """The range that an EDTF text spans."""
    if text.startswith("["):
        return _read_set(text)
    if "/" in text:
        return _read_interval(text)
    if "T" in text:
        return _read_time(text)
    return _read_date(text, text)


def _read_time(text: str) -> Range:
    match = _TIME.fullmatch(text)
    if match is None:
        raise _refusal(text, _TIME, "a time is written 2025-12-14T10:00:00Z")
    if match["offset"] is None:
        raise NaiveTime(text)
    fraction = int((match["fraction"] or "").ljust(6, "0"))
    try:
        moment = datetime.fromisoformat(match["date"]).replace(
            hour=int(match["hour"]),
            minute=int(match["minute"]),
            second=int(match["second"]),
            microsecond=fraction,
            tzinfo=_offset(match["offset"]),
        )
        instant = as_instant(moment)
    except (ValueError, OverflowError) as error:
        if isinstance(error, InvalidInput):
            raise
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
    if "X" in year:
        if month is not None:
            raise UnsupportedTime(whole, "level 2 qualifiers or unspecified digits")
        precision = Precision.CENTURY if year.endswith("XX") else Precision.DECADE
        low = max(int(year.replace("X", "0")), 1)
        return _days(date(low, 1, 1), date(int(year.replace("X", "9")), 12, 31), precision)
    if month == "XX" and day not in (None, "XX"):
        raise UnsupportedTime(whole, "level 2 qualifiers or unspecified digits")
    if month is None or (month == "XX" and day is None) or month == day == "XX":
        precision = Precision.YEAR
        return _days(date(int(year), 1, 1), date(int(year), 12, 31), precision)
    if int(month) > 12:
        return _season(int(year), int(month), day, whole)
    if int(month) == 0:
        raise _impossible(whole, f"{year}-{month}", "there is no month 00")
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
        raise UnsupportedTime(whole, "a part of a season or a quarter")
    if day is not None or season not in _SEASONS:
        raise _impossible(whole, f"-{season}", f"there is no month or season {season}")
    first, last = _SEASONS[season]
    end_year, end_month = (year, last) if last <= 12 else (year + 1, last - 12)
    if end_year > 9999:
        raise UnsupportedTime(whole, "a year after 9999")
    end = date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])
    return _days(date(year, first, 1), end, Precision.SEASON)


def _days(first: date, last: date, precision: Precision) -> tuple[int, int, Precision]:
    start = (first - _EPOCH.date()).days * _DAY
    return start, (last - _EPOCH.date()).days * _DAY + _DAY - 1, precision


def _read_interval(text: str) -> Range:
    start_text, slash, end_text = text.partition("/")
    if "/" in end_text:
        raise InvalidTime(text, text.rindex("/"), "an interval has one slash")
    if "T" in text:
        why = "EDTF keeps no times of day in intervals"
        raise InvalidTime(text, text.index("T"), why, repair="give the days")
    if slash and not (start_text or end_text):
        raise InvalidTime(text, 0, "neither start nor end is given")
    start, end = _edge(start_text, text), _edge(end_text, text)
    # an end may be less precise than its start, but cannot begin before it
    if start.first > end.first > BEGINNING:
        raise InvalidTime(text, len(start_text) + 1, "the end comes before the start")
    return Range(
        start.first,
        end.last,
        Precision.INTERVAL,
        start.uncertain or end.uncertain,
        start.approximate or end.approximate,
        from_unknown=start_text == "",
    )


def _edge(text: str, whole: str) -> Range:
    if text in ("", ".."):
        return _OPEN
    if "X" in text and _is_not_kept(whole) is not None:
        raise UnsupportedTime(whole, "unspecified digits in an interval")
    return _read_date(text, whole)


def _read_set(text: str) -> Range:
    if not text.endswith("]"):
        raise InvalidTime(text, len(text), "a one-of set ends with ]")
    if ", " in text:
        read_edtf(text.replace(", ", ","))
        raise UnsupportedTime(text, "spaces in a set")
    members = [_member(part, text) for part in text[1:-1].split(",")]
    return Range(
        min(member.first for member in members),
        max(member.last for member in members),
        Precision.SET,
        any(member.uncertain for member in members),
        any(member.approximate for member in members),
    )


def _member(part: str, whole: str) -> Range:
    start_text, dots, end_text = part.partition("..")
    if not dots:
        return _read_date(part, whole)
    if not (start_text or end_text):
        raise InvalidTime(whole, whole.index(part), "a range in a set needs a date")
    start, end = _edge(start_text, whole), _edge(end_text, whole)
    if start.first > end.first > BEGINNING:
        raise InvalidTime(whole, whole.index(part), "the range ends before it starts")
    return Range(start.first, end.last, Precision.SET)


def _refusal(text: str, due: re.Pattern[str], repair: str) -> InvalidTime:
    feature = _is_not_kept(text)
    if feature is not None:
        return UnsupportedTime(text, feature)
    position = _how_far(text, due)
    found = f"{text[position:position + 12]!r} is not expected" if text[position:] else "it stops"
    return InvalidTime(text, position, found, repair=repair)


def _is_not_kept(text: str) -> str | None:
    if text.startswith("[") and text.endswith("]"):
        return "a level 2 part or a year before 0001 in a set" if "-" in text or "X" in text else None
    return next((name for name, form in _NOT_KEPT if form.fullmatch(text)), None)


def _how_far(text: str, due: re.Pattern[str]) -> int:
    """How many characters of the text can begin something that is due."""
    match = due.match(text)
    return match.end() if match else 0


def _impossible(text: str, part: str, why: str) -> InvalidTime:
    return InvalidTime(text, max(text.find(part), 0), why)
