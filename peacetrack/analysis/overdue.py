"""Events that were expected, and of which nothing more is known. Built on state."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import attrs

from peacetrack.index.statement import Statement, reports_of
from peacetrack.rules.event import EventState
from peacetrack.state import State
from peacetrack.table.table import Table
from peacetrack.words.edtf import BEGINNING, END, Precision
from peacetrack.words.report import EventStatus
from peacetrack.words.when import After, Before, During, Moment, When, surface, surface_within


@attrs.frozen
class Overdue:
    """An expected event that should have taken place, and is not known to have.

    `due` is as it was told; `since` is the first instant at which it may be late. It is `certain`
    from `certain_from` on, when the whole of an imprecise date is past; before, it is only possibly
    overdue; where the source is not sure of the date, it never is certain. Where no end was told the
    event is only awaited: it is `open_ended`.
    """

    evidence_fields: ClassVar[tuple[str, ...]] = ("when", "status")

    event: str
    due: When
    since: datetime
    certain: bool
    certain_from: datetime | None
    status: EventStatus
    participants: tuple[str, ...]
    about: tuple[str, ...]
    reports: tuple[str, ...]

    def __str__(self) -> str:
        said = f', "{self.due.said}"' if self.due.said else ""
        return f"{self.event}: {self._late()}; due {self.due}{said}"

    @property
    def open_ended(self) -> bool:
        """Whether nothing was told by which it should have taken place."""
        due = self.due
        return isinstance(due, After) or (isinstance(due, Moment) and due.range.last == END)

    def _late(self) -> str:
        if self.open_ended:
            return f"awaited since {self.since:%Y-%m-%d}"
        if self.certain and self.certain_from is not None:
            return f"overdue since {self.certain_from:%Y-%m-%d}"
        return f"possibly overdue since {self.since:%Y-%m-%d}"


def overdue(state: State) -> Table[Overdue]:
    """The expected and postponed events that are overdue as of `valid`, the certain ones first.

    A day is over at its next midnight. Of a longer time (a month, an interval) the event is
    possibly overdue from its beginning, and certainly from its end. It is never certainly overdue
    where the source is not sure of the date or says about, where the date has no end, and where the
    event is only said to come `after` another: then it is awaited as soon as the other is over and
    the report was out. Without a date, or bound to an event without one, nothing is
    overdue; nor is what was postponed, until it has a new date.
    """
    found = [_overdue(state, event) for event in state.events()]
    rows = sorted(filter(None, found), key=lambda row: (not row.certain, row.since))
    return Table(rows, Overdue, state.basis)


def _overdue(state: State, event: EventState) -> Overdue | None:
    due = _due(event)
    if due is None or event.when is None or event.status is None:
        return None
    possible, certain = _late(state, due.value, event.when)
    if state.instant < possible:
        return None
    return Overdue(
        event=event.id,
        due=due.value,
        since=surface(possible),
        certain=state.instant >= certain,
        certain_from=surface_within(certain),
        status=event.status,
        participants=event.participants,
        about=event.about,
        reports=reports_of(event.runs["when"], event.runs["status"]),
    )


def _due(event: EventState) -> Statement | None:
    """The statement that says for when an event is expected."""
    if (
        event.status not in (EventStatus.EXPECTED, EventStatus.POSTPONED)
        or "when" not in event.runs
    ):
        return None
    due, status = event.runs["when"][-1], event.runs["status"][0]
    postponed = event.status is EventStatus.POSTPONED
    return None if postponed and due.order < status.order else due


def _late(state: State, due: When, when: Moment) -> tuple[int, int]:
    """From which instants on it is possibly, and certainly, overdue; the end of time for never."""
    if isinstance(due, During | Before | After) and not _is_dated(state, due):
        told = isinstance(due, After) and state.event(due.event).ended
        return (when.ends if told else END), END
    if isinstance(due, After):
        return when.ends, END
    if isinstance(due, Moment) and due.range.from_unknown and due.range.last == END:
        return END, END
    to_the_day = when.precision in (Precision.DAY, Precision.INSTANT)
    by_its_end = to_the_day or when.range.from_unknown or when.range.first == BEGINNING
    open_or_unsure = when.range.last == END or when.uncertain or when.approximate
    return (when.ends if by_its_end else when.range.first), (END if open_or_unsure else when.ends)


def _is_dated(state: State, due: During | Before | After) -> bool:
    return state.event_date(due.event) is not None
