"""Checks of conditions: circles, and conditions that can never be met."""

from __future__ import annotations

from collections.abc import Iterator

from peacetrack.analysis.conditions.deadlock import Deadlock, deadlocks
from peacetrack.analysis.conditions.unmeetable import unmeetable
from peacetrack.analysis.finding import Finding, about, counts_for_status
from peacetrack.analysis.severity import Severity
from peacetrack.state import State
from peacetrack.words.isolate import isolated, joined


def circular_conditions(state: State) -> Iterator[Finding]:
    """Find parties that wait for each other; where all can close at once, it matters less."""
    for deadlock in deadlocks(state):
        asked = "; ".join(
            f"{isolated(wait.party)} on {isolated(wait.term)} asks that {wait.condition}"
            for wait in deadlock.waits
        )
        yield Finding(
            Severity.MEDIUM if deadlock.together else Severity.HIGH,
            "circular-condition",
            f"{joined(deadlock.parties, ' and ')} cannot move first: {asked}",
            terms=deadlock.terms,
            parties=deadlock.parties,
            fields=["conditions"],
            since=deadlock.since,
            reports=deadlock.reports,
            settled_by=_opening(deadlock),
        )


def _opening(deadlock: Deadlock) -> str:
    """Return what would open a circle, in words."""
    dropped = f"{joined(deadlock.first or deadlock.parties, ' or ')} dropping a condition"
    return f"agreeing on all of it at once, or {dropped}" if deadlock.together else dropped


def unmeetable_conditions(state: State) -> Iterator[Finding]:
    """Find conditions that can never be met."""
    for row in unmeetable(state):
        matters = counts_for_status(state, state.standing(row.term, row.party))
        yield Finding(
            Severity.HIGH if matters else Severity.MEDIUM,
            "unmeetable-condition",
            f"{isolated(row.party)} on {isolated(row.term)} asks that {row.condition}, and {row.why}",
            **about(row.term, row.party, "conditions"),
            since=row.since,
            reports=row.reports,
            settled_by=f"{isolated(row.party)} dropping it",
        )
