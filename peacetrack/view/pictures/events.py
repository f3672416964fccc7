"""Dated events along the axis of a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from peacetrack.index.event_dates import BEGUN
from peacetrack.rules.event import EventState
from peacetrack.table.lettering import width_of, wrapped
from peacetrack.view.pictures.axis import Axis
from peacetrack.view.pictures.drawing import Box, Dot, Group, Part, Stroke, stacked
from peacetrack.view.pictures.labels import Rows
from peacetrack.words.edtf import BEGINNING, END
from peacetrack.words.isolate import isolated


def is_dated(event: EventState) -> bool:
    """Return whether an event has a place on an axis."""
    span = event.when.range if event.when else None
    return span is not None and (BEGINNING < span.first < END or BEGINNING < span.last < END)


def is_within(axis: Axis, event: EventState) -> bool:
    """Return whether a dated event lies in the time that an axis shows, at least in part."""
    when = event.when
    return when is not None and when.range.last >= axis.first and when.range.first <= axis.last


def event_band(axis: Axis, events: Iterable[EventState], top: float) -> Iterator[Part]:
    """Yield dated events in rows above the lanes; bars for ranges, arrows without an end."""
    rows = Rows()
    for event in sorted(events, key=lambda event: event.when.anchor if event.when else 0):
        if is_within(axis, event):
            yield _event(axis, event, rows, top)


def _event(axis: Axis, event: EventState, rows: Rows, top: float) -> Part:
    assert event.when is not None
    left, right = axis.at(event.when.range.first), axis.at(event.when.range.last)
    status = f" ({event.status})" if event.status else ""
    lines = wrapped(f"{isolated(event.id)}{status}", (axis.right - axis.left) * 0.7, 11)
    width = max(width_of(line, 11) for line in lines)
    x, anchor = _label_place(axis, left, right, width)
    start = x if anchor == "start" else x - width
    row = rows.take(min(left, start) - 8, max(right, start + width) + 8, len(lines))
    y = top + 16 * row
    label = stacked(lines, x, y + 4, 14, size=11, anchor=anchor, halo=True)
    ground = Box(x - 3, y - 7, width + 3, 14 * len(lines), "ground", edged=False)
    cover = (ground,) if anchor == "start" and x < right else ()
    title = f"{isolated(event.id)}: {event.type or 'event'}{status}, {event.when}"
    return Group(title, (_mark(event, left, right, y), *cover, *label))


def _label_place(axis: Axis, left: float, right: float, width: float) -> tuple[float, str]:
    """Return where a label goes: after its bar, else before it, else upon it."""
    if right + 9 + width <= axis.right:
        return right + 9, "start"
    if left - 9 - width >= axis.left:
        return left - 9, "end"
    return min(left + 9, axis.right - width), "start"


def _mark(event: EventState, left: float, right: float, y: float) -> Box | Dot | Stroke:
    """Return a diamond for an exact date, else a bar; an arrow where no end is known."""
    assert event.when is not None
    hollow, fades = event.status not in BEGUN, event.when.range.from_unknown
    if event.when.range.last == END:
        return Stroke(((left, y), (max(right, left + 14), y)), "strong", hollow, arrow=True, weight=2)
    if right - left < 8:
        return Dot((left + right) / 2, y, hollow=hollow)
    return Box(left, y - 4, right - left, 8, "strong", fades=fades, hollow=hollow and not fades)
