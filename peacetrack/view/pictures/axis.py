"""The axis of valid time in a picture: places of instants, and ticks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import count, takewhile

import attrs

from peacetrack.analysis.phrase import day_words
from peacetrack.table.lettering import width_of
from peacetrack.view.pictures.drawing import Part, Words, line
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import DAY, microseconds
from peacetrack.words.when import as_datetime, datetime_or_none, display_day

HOUR = DAY // 24
_DAYS = tuple(step * HOUR for step in (1, 3, 6, 12, 24, 48, 168, 336))
_MONTHS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000)
_APART = 76
"""The least distance between ticks, in pixels: the width of the longest label."""


@frozen
class Axis:
    """Valid time from the instant `first` at `left` to `last` at `right`, in pixels."""

    first: int
    last: int
    left: float
    right: float

    def at(self, instant: int) -> float:
        """Return the place of an instant; an instant beyond an end is placed at that end."""
        within = min(max(instant, self.first), self.last)
        share = (within - self.first) / (self.last - self.first)
        return self.left + (self.right - self.left) * share

    def shows(self, instant: int) -> bool:
        """Return whether an instant lies between the ends."""
        return self.first <= instant <= self.last

    def drawn(self, top: float, bottom: float, now: int | None = None) -> Iterator[Part]:
        """Yield a rule at each round instant from top to bottom, with its label below.

        The first label, and the first of each year, names the year. Without a label is what lies
        under the line of the valid moment, `now`, which is drawn with its date.
        """
        kept_free = None if now is None else self.at(now)
        year, most = None, max(2, int((self.right - self.left) / _APART))
        for time in _round(self.first, self.last, most):
            x, text = self.at(microseconds(time)), _label(time, with_year=time.year != year)
            yield line(((x, top), (x, bottom)))
            half = width_of(text, 11) / 2
            if kept_free is None or abs(x - kept_free) > half + 4:
                at = min(max(x, self.left + half), self.right - half)
                yield Words(at, bottom + 15, text, "soft", 11, anchor="middle")
                year = time.year
        if now is not None:
            yield from self._now(now, top, bottom)

    def _now(self, instant: int, top: float, bottom: float) -> Iterator[Part]:
        """Yield a line at the valid moment from top to bottom, with its date below the labels."""
        if self.shows(instant):
            x, text = self.at(instant), f"as of {day_words(display_day(as_datetime(instant)))}"
            half = width_of(text, 11) / 2
            scale = (self.right - self.left) * DAY / (self.last - self.first), x - self.left
            yield attrs.evolve(line(((x, top), (x, bottom + 20)), "strong", weight=1.5), scale=scale)
            middle = min(max(x, self.left + half), self.right - half)
            yield Words(middle, bottom + 32, text, "ground", 11, anchor="middle", halo=True)


def spanning(instants: Iterable[int], left: float, right: float) -> Axis:
    """Return an axis that shows some instants with a margin, and at least half a day."""
    known = sorted(instants)
    margin = max((known[-1] - known[0]) // 16, DAY // 4)
    return Axis(known[0] - margin, known[-1] + margin, left, right)


def _round(first: int, last: int, most: int) -> Iterator[datetime]:
    for step in _DAYS:
        if (last - first) / step <= most:
            steps = count(-(-first // step) * step, step)
            shown = takewhile(lambda instant: instant <= last, steps)
            return filter(None, map(datetime_or_none, shown))
    month = 30.4 * DAY
    step = next((s for s in _MONTHS if (last - first) / (s * month) <= most), _MONTHS[-1])
    start, end = datetime_or_none(first), datetime_or_none(last)
    months = range(
        -(-(12 if start is None else _month(start)) // step) * step,
        120_000 if end is None else _month(end) + 1,
        step,
    )
    dates = (datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC) for number in months)
    return (date for date in dates if first <= microseconds(date) <= last)


def _month(time: datetime) -> int:
    return time.year * 12 + time.month - 1


def _label(time: datetime, *, with_year: bool) -> str:
    day = f"{time.day} {time:%b}"
    if time.hour or time.minute:
        return f"{day} {time:%H:%M}" if with_year else f"{time:%H:%M}"
    if with_year:
        return f"{time.year:04}" if (time.month, time.day) == (1, 1) else f"{day} {time.year:04}"
    return day
