"""Times as the briefing writes them, and the places of its sliders. Built on catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from peacetrack.view.page.catalogue import ENGLISH
from peacetrack.words.edtf import DAY
from peacetrack.words.when import display_day, display_minute, surface


def turn_texts(turns: Sequence[int], valid: int) -> Iterator[str]:
    """Which time is meant before the first turn, from each turn to the next, and up to `valid`.

    A date is the end of its day, as everywhere; a time of day is told where a turn has one.
    """
    yield _before(turns[0]) if turns else ENGLISH["up_to"].format(time=_last(valid + 1))
    for start, end in zip(turns, [*turns[1:], valid + 1], strict=False):
        yield _between(start, end)


def _before(turn: int) -> str:
    return ENGLISH["before"].format(time=_first(turn))


def _between(start: int, end: int) -> str:
    """From an instant to before another."""
    if start // DAY * DAY + DAY - 1 < end:  # the end of a day is in it
        return _spanned(_first(start), _last(end))
    if _is_day(start) and _is_day(end):
        return ENGLISH["during"].format(day=_day(start))
    return _spanned(_minute(start), _minute(end))


def _spanned(first: str, last: str) -> str:
    return first if first == last else ENGLISH["from_to"].format(time=first, until=last)


def _first(start: int) -> str:
    """The day, or the minute, that is the first."""
    return _day(start) if _is_day(start) else _minute(start)


def _last(end: int) -> str:
    """The last day of which the end comes before an instant, or the minute of that."""
    return _day(end - DAY) if _is_day(end) else _minute(end)


def _is_day(instant: int) -> bool:
    """Whether an instant is where a day begins, or its very end."""
    return instant % DAY in (0, DAY - 1)


def _day(instant: int) -> str:
    return display_day(surface(instant))


def _minute(instant: int) -> str:
    return display_minute(surface(instant))
