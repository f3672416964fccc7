"""Dated events along an axis. Built on labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from peacetrack.edtf import BEGINNING, END
from peacetrack.event import EventState
from peacetrack.report import EventStatus
from peacetrack.view.axis import Axis
from peacetrack.view.drawing import Box, Dot, Group, Part, Words
from peacetrack.view.labels import Rows
from peacetrack.view.lettering import apart, fitted, width_of


def is_dated(event: EventState) -> bool:
    """Whether an event has a place on an axis."""
    span = event.when.range if event.when else None
    return span is not None and (BEGINNING < span.first < END or BEGINNING < span.last < END)


def event_band(axis: Axis, events: Iterable[EventState], top: float) -> Iterator[Part]:
    """Dated events above the lanes, in rows; a bar where the date is not exact."""
    rows = Rows()
    for event in sorted(events, key=lambda event: event.when.anchor if event.when else 0):
        assert event.when is not None
        span = event.when.range
        if span.last < axis.first or span.first > axis.last:
            continue
        left, right = axis.at(span.first), axis.at(span.last)
        status = f" ({event.status})" if event.status else ""
        text = fitted(f"{apart(event.id)}{status}", (axis.right - axis.left) * 0.7, 11)
        wide = width_of(text, 11)
        after = right + 9 + wide <= axis.right
        ends = (left - 8, right + 12 + wide) if after else (left - 12 - wide, right + 8)
        y = top + 16 * rows.take(*ends)
        title = f"{event.id}: {event.type or 'event'}{status}, {event.when}"
        marked = (
            Words(right + 9, y + 4, text, size=11, halo=True)
            if after
            else Words(left - 9, y + 4, text, size=11, anchor="end", halo=True)
        )
        yield Group(title, (*_mark(event, left, right, y), marked))


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
