"""Overdue things: events that are not known to have taken place, and questions without an answer."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import attrs

from peacetrack.analysis.window import OTHERS, fate_of
from peacetrack.index.event_dates import AWAITED, DEADLINE
from peacetrack.index.statement import reports_of
from peacetrack.rules.claims import OpenQuestion
from peacetrack.rules.event import EventState
from peacetrack.state import State, of_state
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import BEGINNING, END
from peacetrack.words.isolate import isolated
from peacetrack.words.report import EventStatus
from peacetrack.words.when import (
    After,
    Before,
    Bound,
    Moment,
    When,
    as_datetime,
    datetime_or_none,
    display_day,
)


@frozen
class Overdue:
    """An expected event that is not known to have taken place in time, or a question without an answer.

    Attributes:
        event: the id of the event; None for a question.
        due: when it is expected, as the report put it.
        since: the first instant at which it may be late.
        certain: whether it is certainly late, not only possibly.
        certain_from: from when on it is certainly late: the end of an imprecise date; None where
            it never is, because the source is not sure of the date or gives no end.
        status: expected or postponed; None for a question.
        participants: the parties that take part.
        about: the terms and events that it is about.
        reports: the reports that give its date and status, or ask the question.
        question: the words of the question; None for an event.
        others: what only reports that do not count say became of the event, such as `was held`; else empty.
    """

    evidence_fields: ClassVar[tuple[str, ...]] = ("when", "status")

    event: str | None
    due: When
    since: datetime
    certain: bool
    certain_from: datetime | None
    status: EventStatus | None
    participants: tuple[str, ...]
    about: tuple[str, ...]
    reports: tuple[str, ...]
    question: str | None = None
    others: str = ""

    def __str__(self) -> str:
        words = f', "{self.due.said}"' if self.due.said else ""
        name = isolated(self.event) if self.question is None else f'"{isolated(self.question)}"'
        others = f"; {OTHERS} say that it {self.others}" if self.others else ""
        return f"{name}: {self._lateness}; due {self.due}{words}{others}"

    @property
    def open_ended(self) -> bool:
        """Whether it has no latest time, so that it is only awaited."""
        return isinstance(self.due, Moment) and self.due.range.last == END

    @property
    def _lateness(self) -> str:
        if self.open_ended:
            return f"awaited since {display_day(self.since)}"
        if self.certain and self.certain_from is not None:
            return f"overdue since {display_day(self.certain_from)}"
        return f"possibly overdue since {display_day(self.since)}"


@of_state
def overdue(state: State) -> Table[Overdue]:
    """List the expected and postponed events, and the open questions, that are overdue as of `valid`.

    A day is over at its next midnight. What is due in a longer time (a month, an interval) is possibly
    overdue from the beginning of that time, and certainly from its end. It is never certainly overdue
    where the source is not sure of the date or says about; where the date has no end it is awaited.
    Without a date, and `after` another event, nothing is overdue; nor is a postponed event until it has
    a new date. A deadline is reached and not overdue, unless it was postponed: then it does not pass by
    itself.

    A question is answered once each of its `fields` has a value on a subject that it is about, from a
    report that was recorded later. One without `fields` is open until it is withdrawn.

    Parameters:
        state: the state to ask.

    Returns:
        One row for each, the certain ones first, then by `since`.

    >>> print(analysis.overdue(talks.state(valid="2030-03-01"))[0])
    summit: overdue since 2030-02-02; due 2030-02-01
    """
    late = [_event(state, event) for event in state.events()]
    late += [_question(state, question) for question in state.questions()]
    rows = sorted(filter(None, late), key=lambda row: (not row.certain, row.since))
    return Table(rows, Overdue, state.basis)


def _event(state: State, event: EventState) -> Overdue | None:
    passes_by_itself = event.type == DEADLINE and event.status is not EventStatus.POSTPONED
    if "when" not in event.runs or event.status not in AWAITED or passes_by_itself:
        return None
    reports = reports_of(event.runs["when"], event.runs["status"])
    row = _row(state, event.runs["when"][-1].value, event.when, event.about, reports)
    if row is None:
        return None
    others = fate_of(state, event.id)
    return attrs.evolve(
        row, event=event.id, status=event.status, participants=event.participants, others=others
    )


def _question(state: State, question: OpenQuestion) -> Overdue | None:
    due = question.due
    if due is None or isinstance(due, After):
        return None
    when = state.event_date(due.event) if isinstance(due, Bound) else due
    if when is not None and isinstance(due, Before):
        when = Moment.no_later_than(when.anchor)
    row = _row(state, due, when, question.about, (question.report,))
    return None if row is None else attrs.evolve(row, question=question.question)


def _row(
    state: State, due: When, when: Moment | None, about: tuple[str, ...], reports: tuple[str, ...]
) -> Overdue | None:
    """Return a row of what is due at a moment; None where it is not late."""
    possible, certain = _late(state, due, when)
    if state.instant < possible:
        return None
    late, from_ = state.instant >= certain, datetime_or_none(certain)
    return Overdue(None, due, as_datetime(possible), late, from_, None, (), about, reports)


def _late(state: State, due: When, when: Moment | None) -> tuple[int, int]:
    """Return the instants when it becomes possibly, and certainly, overdue; END for never."""
    if when is None or (isinstance(due, Bound) and state.event_date(due.event) is None):
        return END, END
    span = when.range if isinstance(due, Bound) else due.range
    if span.last == END and (isinstance(due, Bound) or span.from_unknown):  # after an event, or in words
        return END, END
    never = span.last == END or when.uncertain or when.approximate
    only_end_known = when.range.from_unknown or when.range.first == BEGINNING
    possibly = when.ends if when.to_the_day or only_end_known else when.range.first
    return possibly, END if never else when.ends
