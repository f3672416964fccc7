"""Times as reports give them: moments, and times bound to events. The only importer of pendulum.

Inside, an instant is a whole number of microseconds since 1970 in UTC; the ends of time are
sentinels. Users see an instant as a `pendulum.DateTime`. Endings are in `ending.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

import attrs

from peacetrack import errors
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import (
    BEGINNING,
    DAY,
    DAY_BEGINS,
    DAY_ENDS,
    END,
    UNKNOWN,
    Precision,
    Range,
    canonical,
    day_text,
    edge_text,
    in_utc,
    instant_text,
    microseconds,
    read_edtf,
)
from peacetrack.words.isolate import isolated
from peacetrack.words.value import Absence, EventId, Prose

if TYPE_CHECKING:
    import pendulum  # imported on use


def _range_of(moment: Moment) -> Range:
    return UNKNOWN if moment.edtf is None else read_edtf(moment.edtf)


@frozen
class Moment:
    """A time as precise as it was reported, with the words of the report.

    Use `Moment.parse`, or give plain EDTF text where a moment is due. `inferred` says that the time
    was computed from others.

    >>> weekend = Moment.parse("[2025-12-13,2025-12-14]", said="over the weekend")
    >>> str(weekend.earliest.date()), str(weekend.latest.date())
    ('2025-12-13', '2025-12-14')
    """

    edtf: str | None = attrs.field(converter=attrs.converters.optional(canonical))
    said: Prose | None = None
    inferred: bool = False
    range: Range = attrs.field(
        default=attrs.Factory(_range_of, takes_self=True), eq=False, repr=False, kw_only=True
    )

    event: ClassVar[None] = None

    @classmethod
    def parse(cls, text: str, *, said: str | None = None, inferred: bool = False) -> Moment:
        """Read EDTF text; a time of day needs an offset and is kept in UTC.

        Parameters:
            text: EDTF (ISO 8601-2), such as `2025-12`, `2025-12-14~` or `2025-12-14T10:00:00Z`.
            said: the words of the report.
            inferred: whether the time was computed.

        Raises:
            InvalidTimeError: the text is no EDTF, or a kind of EDTF that is not kept.
        """
        if not isinstance(text, str):
            raise errors.WrongTypeError(text, "EDTF text")
        return cls(str.__str__(text), said, inferred)

    @classmethod
    def unknown(cls, said: str) -> Moment:
        """Return a time with words only."""
        return cls(None, said)

    @classmethod
    def at(cls, instant: int, *, inferred: bool = False) -> Moment:
        """Return the moment at an instant, in microseconds."""
        return cls(instant_text(instant), inferred=inferred)

    @classmethod
    def between(cls, first: int, last: int, *, said: str | None = None, inferred: bool = False) -> Moment:
        """Return a computed moment that lies somewhere from `first` to `last`, in microseconds."""
        if first == last and BEGINNING < first < END:
            return cls(instant_text(first), said, inferred)
        text = f"{edge_text(first, DAY_BEGINS)}/{edge_text(last, DAY_ENDS)}"
        return cls(text, said, inferred, range=Range(first, last, Precision.INTERVAL))

    @classmethod
    def no_later_than(cls, last: int, *, said: str | None = None) -> Moment:
        """Return a computed moment with an unknown start and `last` as its latest instant."""
        if last >= END:
            return cls(None, said, inferred=True)
        span = Range(BEGINNING, last, Precision.INTERVAL, from_unknown=True)
        return cls(f"/{edge_text(last, DAY_ENDS)}", said, inferred=True, range=span)

    @property
    def anchor(self) -> int:
        """Its place in the order: the first instant, or the last where the start is unknown."""
        return self.range.last if self.range.from_unknown else self.range.first

    @property
    def ends(self) -> int:
        """The first instant after it: a day ends at its next midnight, an instant is its own end.

        Where its last instant is not bounded, it does not end.
        """
        span = self.range
        if span.precision is Precision.INSTANT:
            return span.last
        return span.last + 1 if BEGINNING < span.last < END else END

    @property
    def earliest(self) -> pendulum.DateTime | None:
        """The first instant where it may lie; None where that is not bounded."""
        return datetime_or_none(self.range.first)

    @property
    def latest(self) -> pendulum.DateTime | None:
        """The last instant where it may lie; None where that is not bounded."""
        return datetime_or_none(self.range.last)

    @property
    def precision(self) -> Precision:
        """How exactly it is known."""
        return self.range.precision

    @property
    def to_the_day(self) -> bool:
        """Whether it is known to the day, or more exactly."""
        return self.precision in (Precision.DAY, Precision.INSTANT)

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
        first, last = self.range.first, self.range.last
        if self.edtf.startswith("/"):
            return f"before {day_text(last)}" if last % DAY == 0 else f"by {self.edtf[1:]}"
        if "T" not in self.edtf or "/" not in self.edtf:
            return self.edtf
        return "/".join(edge_text(edge, DAY_BEGINS, DAY_ENDS) for edge in (first, last))


@frozen(eq=False)
class Bound:
    """A time bound to an event: the common type of `During`, `Before` and `After`."""

    event: EventId
    said: Prose | None = None

    relation: ClassVar[str]

    def __str__(self) -> str:
        return f"{self.relation} {isolated(self.event)}"


@frozen
class During(Bound):
    """The time of an event.

    >>> str(During("summit"))
    'during summit'
    """

    relation: ClassVar[str] = "during"


@frozen
class Before(Bound):
    """A time before an event."""

    relation: ClassVar[str] = "before"


@frozen
class After(Bound):
    """A time after an event."""

    relation: ClassVar[str] = "after"


When = Moment | During | Before | After
"""A time as reported. `event` is the id of the event that it is bound to, or None."""


def event_of(when: When | None) -> str | None:
    """Return the id of the event that a time is bound to, or None."""
    return None if when is None else when.event


@frozen
class InWords:
    """An event or a condition that is known in words only."""

    text: Prose

    event: ClassVar[None] = None
    term: ClassVar[None] = None

    def __str__(self) -> str:
        return self.text


TimeLike = str | date | datetime | Moment
WhenLike = TimeLike | During | Before | After


def latest(moments: Iterable[Moment]) -> Moment:
    """Return the moment that begins last."""
    return max(moments, key=lambda moment: moment.anchor)


def as_moment(value: TimeLike) -> Moment:
    """Return a moment from EDTF text, a date or an aware time."""
    if isinstance(value, Moment):
        return value
    if isinstance(value, str):
        return _moment_of(str.__str__(value))
    if isinstance(value, datetime):
        return Moment(instant_text(as_instant(value)))
    if isinstance(value, date):
        return Moment.parse(value.isoformat())
    raise errors.WrongTypeError(value, "a time", repair='write EDTF text, for example "2025-12-14"')


@lru_cache(maxsize=4096)
def _moment_of(text: str) -> Moment:
    """Return the moment of EDTF text; one for all that say the same."""
    return Moment.parse(text)


TAKES_BLANK_WORDS: ContextVar[bool] = ContextVar("takes_blank_words", default=False)
"""Whether a time of blank words is taken, as format 1 took it: while an entry of that format is read."""


def says_nothing(edtf: str | None, said: str | None) -> bool:
    """Return whether a time has neither EDTF nor words."""
    return edtf is None and (said is None or not (said.strip() or TAKES_BLANK_WORDS.get()))


def as_recordable(value: TimeLike) -> Moment:
    """Return a moment that can be recorded: EDTF cannot say all that was computed."""
    moment = as_moment(value)
    if says_nothing(moment.edtf, moment.said):
        repair = 'write EDTF text, such as "2025-12-14", or the words of the report, as said'
        raise errors.InvalidInputError("this time says nothing", repair=repair)
    span = _range_of(moment)
    if span is not moment.range and span != moment.range:
        what = f"the text of {moment} does not say when it is"
        raise errors.InvalidInputError(what, repair="Moment.parse the text that is meant")
    return moment


def as_optional_moment(value: TimeLike | None) -> Moment | None:
    """Return a moment that can be recorded, or None."""
    return None if value is None else as_recordable(value)


def as_moment_or_absence(value: TimeLike | Absence | None) -> Moment | Absence | None:
    """Return a moment that can be recorded, or an absence or None."""
    return value if value is None or isinstance(value, Absence) else as_recordable(value)


def as_when(value: WhenLike | None) -> When | None:
    """Return a moment that can be recorded, a time bound to an event, or None."""
    return value if value is None or isinstance(value, Bound) else as_recordable(value)


def as_instant(value: TimeLike | int) -> int:
    """Return the microsecond that a time stands for in a basis: the end of an imprecise one."""
    if isinstance(value, datetime):
        if value != value:  # the NaT of pandas, which is a datetime by its type
            raise errors.WrongTypeError(value, "a time", repair="leave it out where it is not known")
        try:
            return microseconds(value)
        except TypeError:
            raise errors.NaiveTimeError(value.isoformat()) from None
        except OverflowError:
            why = "in UTC it is outside the years 1 to 9999"
            raise errors.InvalidTimeError(value.isoformat(), 0, why) from None
    if isinstance(value, int):
        raise errors.WrongTypeError(value, "a time", repair='write EDTF text, for example "2025-12-14"')
    last = as_moment(value).range.last
    if last == END:
        raise errors.InvalidInputError(f"{value} has no end", repair="give a date or an instant")
    return last


Period = str | timedelta
"""An ISO 8601 duration, such as `P1D`, `P1W`, `P1M`; or a timedelta."""


MOST_INSTANTS = 100_000
"""The most instants of a series: with one a day, nearly three centuries. More are a typing error."""


def instants(start: TimeLike, end: TimeLike, every: Period) -> list[int]:
    """Return one instant for each period from `start`, and `end`; imprecise times count by their end."""
    first, last, period = as_instant(start), as_instant(end), _as_period(every)
    if last < first:
        raise errors.EndBeforeStartError(f"{end} comes before {start}", repair="give the earlier time first")
    beyond = _step(first, period, MOST_INSTANTS)
    if beyond is not None and beyond <= last:
        what = f"from {start} to {end} there are more than {MOST_INSTANTS:,} moments"
        raise errors.InvalidInputError(what, where="every", repair="take a longer period, such as P1M")
    length = _microseconds_of(period)
    moments = [] if length is None else list(range(first, last + 1, length))
    while length is None and (instant := _step(first, period, len(moments))) is not None and instant <= last:
        moments.append(instant)
    return moments if moments[-1] == last else [*moments, last]


def _step(first: int, period: timedelta, number: int) -> int | None:
    """Return the instant so many periods after the first, or None after the end of the calendar.

    Counted from the first, ends of months stay ends of months.
    """
    length = _microseconds_of(period)
    if length is not None:
        return first + number * length
    try:
        return microseconds(as_datetime(first) + period * number)
    except (ValueError, OverflowError):
        return None


def _microseconds_of(period: timedelta) -> int | None:
    """Return how long a period is; None of months and years, which differ."""
    import pendulum

    differs = isinstance(period, pendulum.Duration) and (period.years or period.months)
    return None if differs else timedelta.__floordiv__(period, timedelta(microseconds=1))


def _as_period(value: Period) -> timedelta:
    period = value
    if isinstance(value, str):
        import pendulum

        try:
            period = pendulum.parse(value)  # type: ignore[assignment]
        except (ValueError, OverflowError):
            period = value
    if not isinstance(period, timedelta) or period <= timedelta(0):
        due = "a duration longer than nothing"
        raise errors.WrongTypeError(value, due, repair='write "P1D" for every day, "P1W", "P1M", "PT6H"')
    return period


def now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


@lru_cache(maxsize=65536)
def as_datetime(instant: int) -> pendulum.DateTime:
    """Return an instant as an aware time in UTC."""
    import pendulum

    utc = in_utc(instant)  # `pendulum.instance` takes four times as long
    day = utc.year, utc.month, utc.day
    return pendulum.DateTime(*day, utc.hour, utc.minute, utc.second, utc.microsecond, tzinfo=pendulum.UTC)


def datetime_or_none(instant: int) -> pendulum.DateTime | None:
    """Return an instant as an aware time in UTC, or None outside of the years 1 to 9999."""
    try:
        return as_datetime(instant)
    except OverflowError:
        return None


def days_between(earlier: int, later: int) -> int:
    """Return by how many days (UTC) one instant is before another: the age of what was reported on a day."""
    return later // DAY - earlier // DAY


def display_day(time: datetime) -> str:
    """Return the day of a time, as people read it: `2030-04-01`."""
    return time.date().isoformat()  # %Y does not pad the years below 1000


def minute_text(time: datetime) -> str:
    """Return a time to the minute, without its zone: `2030-04-01 09:30`."""
    return f"{time.date().isoformat()} {time:%H:%M}"


def display_minute(time: datetime) -> str:
    """Return a UTC time to the minute, as people read it: `2030-04-01 09:30 UTC`."""
    return f"{minute_text(time)} UTC"
