"""Checks of events: those that should have taken place."""

from __future__ import annotations

from collections.abc import Iterator

from peacetrack.analysis.finding import Finding, Severity
from peacetrack.analysis.overdue import overdue
from peacetrack.state import State
from peacetrack.words.when import Moment, display_day


def overdue_events(state: State) -> Iterator[Finding]:
    """Find expected events that are overdue, certainly or possibly."""
    for row in overdue(state):
        yield Finding(
            Severity.MEDIUM if row.certain else Severity.LOW,
            "overdue-event",
            str(row),
            terms=[row.event],
            parties=row.participants,
            fields=["when", "status"],
            since=Moment.parse(display_day(row.since)),
            reports=row.reports,
            settled_by=f"a report of whether {row.event} took place, or of its new date",
        )
