"""Dated events along an axis. Built on labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from peacetrack.rules import wording
from peacetrack.rules.event import EventState
from peacetrack.view.pictures.axis import Axis
from peacetrack.view.pictures.drawing import Box, Dot, Group, Part, Words
from peacetrack.view.pictures.labels import Rows
from peacetrack.view.pictures.lettering import width_of, wrapped
from peacetrack.words.edtf import BEGINNING, END
from peacetrack.words.report import EventStatus


def is_dated(event: EventState) -> bool:
    """Whether an event has a place on an axis."""
    span = event.when.range if event.when else None
    return span is not None and (BEGINNING < span.first < END or BEGINNING < span.last < END)


def is_within(axis: Axis, event: EventState) -> bool:
    """Whether a dated event lies in the time that an axis shows, at least in part."""
    assert event.when is not None
    return event.when.range.last >= axis.first and event.when.range.first <= axis.last


def event_band(axis: Axis, events: Iterable[EventState], top: float) -> Iterator[Part]:
    """Dated events above the lanes, in rows; a bar where the date is not exact."""
    rows = Rows()
    for event in sorted(events, key=lambda event: event.when.anchor if event.when else 0):
        assert event.when is not None
        if not is_within(axis, event):
            continue
        span = event.when.range
        left, right = axis.at(span.first), axis.at(span.last)
        status = f" ({event.status})" if event.status else ""
        lines = wrapped(f"{wording.isolated(event.id)}{status}", (axis.right - axis.left) * 0.7, 11)
        wide = max(width_of(line, 11) for line in lines)
        x, anchor = _beside(axis, left, right, wide)
        first = x if anchor == "start" else x - wide
        row = rows.take(min(left, first) - 8, max(right, first + wide) + 8, len(lines))
        y = top + 16 * row
        title = f"{event.id}: {event.type or 'event'}{status}, {event.when}"
        marked = [
            Words(x, y + 4 + 14 * n, text, size=11, anchor=anchor, halo=True)
            for n, text in enumerate(lines)
        ]
        cover = Box(x - 3, y - 7, wide + 3, 14 * len(lines), "ground", edged=False)
        upon = (cover,) if anchor == "start" and x < right else ()
        yield Group(title, (*_mark(event, left, right, y), *upon, *marked))


def _beside(axis: Axis, left: float, right: float, wide: float) -> tuple[float, str]:
    """Where a label goes: after its bar, else before it, else upon it."""
    if right + 9 + wide <= axis.right:
        return right + 9, "start"
    if left - 9 - wide >= axis.left:
        return left - 9, "end"
    return min(left + 9, axis.right - wide), "start"


def _mark(event: EventState, left: float, right: float, y: float) -> Iterator[Part]:
    happened = event.status in (EventStatus.HELD, EventStatus.ONGOING, EventStatus.ENDED)
    if right - left < 8:
        yield Dot((left + right) / 2, y, hollow=not happened)
        return
    assert event.when is not None
    unbegun = event.when.range.from_unknown
    yield Box(
        left, y - 4, right - left, 8, "strong", fades=unbegun, hollow=not happened and not unbegun
    )
