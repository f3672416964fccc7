"""Checks of conditions: circles, conditions that can never be met, and events that no report is about."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from peacetrack.analysis.conditions.deadlock import Deadlock, deadlocks
from peacetrack.analysis.conditions.unmeetable import unmeetable
from peacetrack.analysis.finding import Finding, about, counts_for_status, of_party
from peacetrack.analysis.holding import standings
from peacetrack.analysis.severity import Severity
from peacetrack.errors import nearest
from peacetrack.index.statement import reports_of
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.words.condition import EventHeld
from peacetrack.words.ending import Ending
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
        yield of_party(
            Severity.HIGH if matters else Severity.MEDIUM,
            "unmeetable-condition",
            f"{isolated(row.party)} on {isolated(row.term)} asks that {row.condition}, and {row.why}",
            row,
            "conditions",
            settled_by=f"{isolated(row.party)} dropping it",
        )


def unreported_events(state: State) -> Iterator[Finding]:
    """Find events that a standing waits for and no report is about, where one has nearly the same name."""
    reported = [event.id for event in state.events()]
    for standing in standings(state):
        for field, event in _awaited(standing):
            near = None if event in reported else nearest(event, reported)
            if near is not None:
                finding = misspelt(f"{isolated(standing.party)} on {isolated(standing.term)}", event, near)
                yield attrs.evolve(
                    finding,
                    **about(standing.term, standing.party, field),
                    since=standing.since,
                    reports=reports_of(standing.runs[field]),
                )


def misspelt(where: str, event: str, near: str) -> Finding:
    """Return that something waits for an event without a report, where another is called nearly so."""
    name, other = isolated(event), isolated(near)
    return Finding(
        Severity.LOW,
        "unreported-event",
        f"{where} waits for {name}, and no report is about it; reports are about {other}",
        settled_by=f"a correction, if {other} is meant; else a report of {name}",
    )


def _awaited(standing: Standing) -> Iterator[tuple[str, str]]:
    """Yield the events by which a standing is bound, each with the field that names it."""
    for condition in standing.conditions:
        if isinstance(condition, EventHeld):
            yield "conditions", condition.event
    for field, ending in (("window", standing.window), ("until", standing.until)):
        event = ending.named_event if isinstance(ending, Ending) else None
        if event is not None:
            yield field, event
