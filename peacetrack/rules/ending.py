"""When endings come: of a window, an until, and what an event brings (rules 4 and 5 of
`docs/reference/rules.md`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, assert_never

from peacetrack.index.event_dates import BEGUN, DEADLINE, OVER
from peacetrack.index.statement import Key, Provenance, Statement
from peacetrack.index.timeline import Cut
from peacetrack.rules.stance_run import ENDING_FIELDS, Runs
from peacetrack.words.edtf import END
from peacetrack.words.ending import At, Ending, NotBefore, Undisclosed, WithEvent
from peacetrack.words.report import EventStatus
from peacetrack.words.when import Moment, When


def closing_instant(cut: Cut, statement: Statement) -> int:
    """Return the instant at which the ending that a statement gives comes; END where not known."""
    ending = statement.value
    if not isinstance(ending, Ending):
        return END
    match ending:
        case At(moment):
            return _reached(cut, moment, statement.by)
        case WithEvent():
            return END if ending.ending_event is None else happening(cut, ending.ending_event).ended_from
        case Undisclosed() | NotBefore():
            return END
        case _:
            assert_never(ending)


def _reached(cut: Cut, moment: When, by: Provenance) -> int:
    """Return the first instant after a time; END where it is bound to an event without a date."""
    if isinstance(moment, Moment):
        return moment.ends
    if cut.calendar.event_when(moment.event) is None:
        return END
    return cut.calendar.resolved(moment, by).ends


def turns_with(cut: Cut, statement: Statement) -> Iterator[int]:
    """Yield the instants at which what rests on a statement may change."""
    anchor = statement.anchor
    yield anchor
    if statement.since.range.from_unknown:
        yield anchor - 1  # it may have held just before
    if statement.field in ENDING_FIELDS:
        yield closing_instant(cut, statement)


def ending_event(value: object) -> str | None:
    """Return the event that an ending comes with, where it is one with an id."""
    return value.ending_event if isinstance(value, Ending) else None


def lapsed(cut: Cut, runs: Runs) -> bool:
    """Return whether a window or an until that holds has come."""
    endings = (run for field in ENDING_FIELDS if (run := runs.get(field)))
    return any(closing_instant(cut, run[-1]) <= cut.valid for run in endings)


class Happening(NamedTuple):
    """From when on an event is held, and is over, as its trusted status says; END where that is not known.

    A deadline passes by itself, unless it is postponed or cancelled.
    """

    held_from: int = END
    ended_from: int = END


def happening(cut: Cut, event: str) -> Happening:
    """Return from when on an event is held, and is over; without a date, once its status was published."""
    statuses = list(cut.all(Key(event, None, "status")))
    status = statuses[-1].value if statuses else None
    when = cut.calendar.event_when(event)
    if when is None and status in BEGUN:
        when = Moment.no_later_than(statuses[-1].by.publication)
    if when is None:
        return Happening()
    types = [s.value for s in cut.all(Key(event, None, "type"))]
    passes = types[-1:] == [DEADLINE] and status not in (EventStatus.POSTPONED, EventStatus.CANCELLED)
    passed = when.ends if passes else END
    return Happening(
        min(when.anchor if status in BEGUN else END, passed),
        min(when.ends if status in OVER else END, passed),
    )
