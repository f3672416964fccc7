"""Overdue events: expected ones that are not known to have taken place."""

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
from peacetrack.words.when import After, Bound, Moment, When, as_datetime, datetime_or_none, display_day


@attrs.frozen
class Overdue:
    """An expected event that should have taken place, and is not known to have.

    Attributes:
        event: the id of the event.
        due: when it is expected, as the report put it.
        since: the first instant at which it may be late.
        certain: whether it is certainly late, not only possibly.
        certain_from: from when on it is certainly late: the end of an imprecise date; None where
            it never is, because the source is not sure of the date or gives no end.
        status: expected or postponed.
        participants: the parties that take part.
        about: the terms that it is about.
        reports: the reports that give its date and status.
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
        words = f', "{self.due.said}"' if self.due.said else ""
        return f"{self.event}: {self._lateness}; due {self.due}{words}"

    @property
    def open_ended(self) -> bool:
        """Whether it has no latest time, so that it is only awaited."""
        due = self.due
        return isinstance(due, After) or (isinstance(due, Moment) and due.range.last == END)

    @property
    def _lateness(self) -> str:
        if self.open_ended:
            return f"awaited since {display_day(self.since)}"
        if self.certain and self.certain_from is not None:
            return f"overdue since {display_day(self.certain_from)}"
        return f"possibly overdue since {display_day(self.since)}"


def overdue(state: State) -> Table[Overdue]:
    """List the expected and postponed events that are overdue as of `valid`.

    A day is over at its next midnight. An event expected in a longer time (a month, an interval)
    is possibly overdue from the beginning of that time, and certainly from its end. It is never
    certainly overdue where the source is not sure of the date or says about, where the date has no
    end, and where the event comes `after` another: then it is awaited once the other is over.
    An event without a date is never overdue; nor is a postponed one until it has a new date.

    Parameters:
        state: the state to ask.

    Returns:
        One row for each event, the certain ones first, then by `since`.

    >>> print(analysis.overdue(talks.state(valid="2030-03-01"))[0])
    summit: overdue since 2030-02-02; due 2030-02-01
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
        since=as_datetime(possible),
        certain=state.instant >= certain,
        certain_from=datetime_or_none(certain),
        status=event.status,
        participants=event.participants,
        about=event.about,
        reports=reports_of(event.runs["when"], event.runs["status"]),
    )


def _due(event: EventState) -> Statement | None:
    """Return the statement of when an event is expected; a postponed one needs a newer date."""
    if "when" not in event.runs:
        return None
    due = event.runs["when"][-1]
    if event.status is EventStatus.EXPECTED:
        return due
    redated = event.status is EventStatus.POSTPONED and due.order >= event.runs["status"][0].order
    return due if redated else None


def _late(state: State, due: When, when: Moment) -> tuple[int, int]:
    """Return the instants when it becomes possibly, and certainly, overdue; END for never."""
    if isinstance(due, After):
        is_over = state.event_date(due.event) is not None or state.event(due.event).ended
        return (when.ends if is_over else END), END
    if isinstance(due, Bound):
        unknown = state.event_date(due.event) is None
    else:
        unknown = due.range.from_unknown and due.range.last == END  # only words are known
    if unknown:
        return END, END
    never = when.range.last == END or when.uncertain or when.approximate
    return _possibly_late(when), END if never else when.ends


def _possibly_late(when: Moment) -> int:
    to_the_day = when.precision in (Precision.DAY, Precision.INSTANT)
    only_end_known = when.range.from_unknown or when.range.first == BEGINNING
    return when.ends if to_the_day or only_end_known else when.range.first
