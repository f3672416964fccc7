"""The places of the sliders of a briefing, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from peacetrack.words.edtf import DAY
from peacetrack.words.when import as_datetime, display_day, display_minute


def turn_texts(turns: Sequence[int], valid: int) -> Iterator[str]:
    """Yield the time before the first turn, from each turn to the next, and up to `valid`.

    Turns are instants in microseconds, at which an answer changes. A date means the end of its
    day. A time of day is given where a turn has one.
    """
    yield f"before {_first(turns[0])}" if turns else f"up to {_last(valid + 1)}"
    for start, end in zip(turns, [*turns[1:], valid + 1], strict=False):
        yield _between(start, end)


def _between(start: int, end: int) -> str:
    """Return the time from an instant to before another."""
    if start // DAY * DAY + DAY - 1 < end:  # it contains the end of a day
        return _from_to(_first(start), _last(end))
    if _is_day(start) and _is_day(end):
        return f"during {_day(start)}"
    return _from_to(_minute(start), _minute(end))


def _from_to(first: str, last: str) -> str:
    return first if first == last else f"from {first} to {last}"


def _first(start: int) -> str:
    """Return the first day, or the first minute."""
    return _day(start) if _is_day(start) else _minute(start)


def _last(end: int) -> str:
    """Return the last day that ends before an instant, or the minute of that instant."""
    return _day(end - DAY) if _is_day(end) else _minute(end)


def _is_day(instant: int) -> bool:
    """Whether an instant is the beginning of a day, or its last microsecond."""
    return instant % DAY in (0, DAY - 1)


def _day(instant: int) -> str:
    return display_day(as_datetime(instant))


def _minute(instant: int) -> str:
    return display_minute(as_datetime(instant))
