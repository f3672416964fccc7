"""Checks of conditions: circles, conditions that can never be met, and events that no report is about."""

from __future__ import annotations

from collections.abc import Iterator

from peacetrack.analysis.conditions.deadlock import Deadlock, deadlocks
from peacetrack.analysis.conditions.unmeetable import unmeetable
from peacetrack.analysis.finding import Finding, Source, Where, about, counts_for_status, found, of_party
from peacetrack.analysis.holding import standings
from peacetrack.analysis.severity import Severity
from peacetrack.errors import nearest
from peacetrack.index.statement import reports_of, subject_words
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.words.condition import EventHeld
from peacetrack.words.ending import Ending
from peacetrack.words.isolate import isolated, joined


def circular_conditions(state: State) -> Iterator[Finding]:
    """Find parties that wait for each other; it matters less where all can close at once.

    So it does where one of their conditions is not on the record.
    """
    for row in deadlocks(state):
        severity = Severity.MEDIUM if row.together or row.told else Severity.HIGH
        waits = (
            f"{subject_words(*wait.holder)} asks that {wait.condition}{row.reserve(wait)}"
            for wait in row.waits
        )
        what = f"{joined(row.parties, ' and ')} cannot move first: {'; '.join(waits)}"
        where, source = about(row.terms, row.parties, "conditions"), (row.since, row.reports)
        yield found(severity, "circular-condition", what, _opening(row), where, source)


def _opening(deadlock: Deadlock) -> str:
    """Return what would open a circle, in words."""
    first = deadlock.first or deadlock.parties
    dropped = f"{joined(first, ' or ')} dropping a condition"
    if deadlock.told:
        dropped += f", or {joined(deadlock.told, ' or ')} saying on the record what it asks for"
    return f"agreeing on all of it at once, or {dropped}" if deadlock.together else dropped


def unmeetable_conditions(state: State) -> Iterator[Finding]:
    """Find conditions that can never be met."""
    for row in unmeetable(state):
        matters = counts_for_status(state, state.standing(row.term, row.party))
        severity = Severity.HIGH if matters else Severity.MEDIUM
        what = f"{subject_words(row.term, row.party)} asks that {row.condition}, and {row.why}"
        what += f"; it was {row.instead}" if row.instead else ""
        other = f", or asking for {joined(row.replaced_by, ' and ')} in its place" if row.replaced_by else ""
        settled_by = f"{isolated(row.party)} dropping it{other}"
        yield of_party(severity, "unmeetable-condition", what, settled_by, row, "conditions")


def unreported_events(state: State) -> Iterator[Finding]:
    """Find events that a standing waits for and no report is about, where one has nearly the same name."""
    reported = [event.id for event in state.events()]
    for standing in standings(state):
        for field, event in awaited(standing):
            near = None if event in reported else nearest(event, reported)
            if near is not None:
                source = standing.since, reports_of(standing.runs[field])
                where = about(standing.term, standing.party, field)
                yield misspelt(subject_words(standing.term, standing.party), event, near, where, source)


def misspelt(
    waiting: str, event: str, near: str, where: Where | None = None, source: Source = (None, ())
) -> Finding:
    """Return that something waits for an event without a report, where another is called nearly so."""
    name, other = isolated(event), isolated(near)
    what = f"{waiting} waits for {name}, and no report is about it; reports are about {other}"
    settled_by = f"a correction, if {other} is meant; else a report of {name}"
    return found(Severity.LOW, "unreported-event", what, settled_by, where or about(()), source)


def awaited(standing: Standing) -> Iterator[tuple[str, str]]:
    """Yield the events by which a standing is bound, each with the field that names it."""
    for condition in standing.conditions:
        if isinstance(condition, EventHeld):
            yield "conditions", condition.event
    for field, ending in (("window", standing.window), ("until", standing.until)):
        event = ending.named_event if isinstance(ending, Ending) else None
        if event is not None:
            yield field, event
