"""Conditions that can never be met. Built on graph."""

from __future__ import annotations

from typing import ClassVar

import attrs

from peacetrack.analysis.conditions.graph import Wait, conditions
from peacetrack.state import State
from peacetrack.table.table import Table
from peacetrack.words.condition import Condition, EventHeld, TermIs
from peacetrack.words.report import EventStatus
from peacetrack.words.value import Word
from peacetrack.words.when import Moment


class Why(Word):
    """Why a condition can never be met."""

    CANCELLED = "the event is cancelled"
    NOT_DECLARED = "the term is not on the agenda"
    BACKDROP = "the term is a backdrop and has no status"
    NEEDS_NOBODY = "the term needs nobody and has no status"


@attrs.frozen
class Unmeetable:
    """A party asks, on a term, for what nobody can bring; only the party can drop it.

    `reports` are those that told the condition, and those that told that it is past meeting.
    """

    evidence_fields: ClassVar[tuple[str, ...]] = ("conditions",)

    term: str
    party: str
    condition: Condition = attrs.field(repr=str)
    why: Why = attrs.field(repr=str)
    since: Moment = attrs.field(repr=str)
    reports: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.party} on {self.term}: if {self.condition}, but {self.why}"


def unmeetable(state: State) -> Table[Unmeetable]:
    """The conditions on a term without a status, or on an event that was cancelled.

    An event that is called off for now (postponed) may still be held, and a term that is only
    unreported may still be agreed.
    """
    found = []
    for wait in conditions(state).waits:
        why = None if wait.met else why_never(state, wait.condition)
        if why is not None:
            found.append(_unmeetable(state, wait, why))
    return Table(found, Unmeetable, state.basis)


def why_never(state: State, condition: Condition) -> Why | None:
    """Why a condition can never be met as things are; None where it can."""
    if isinstance(condition, EventHeld):
        cancelled = state.event(condition.event).status is EventStatus.CANCELLED
        return Why.CANCELLED if cancelled else None
    if not isinstance(condition, TermIs):
        return None
    declared = state[condition.term].term
    if declared is None:
        return Why.NOT_DECLARED
    if declared.backdrop:
        return Why.BACKDROP
    return None if declared.needs else Why.NEEDS_NOBODY


def _unmeetable(state: State, wait: Wait, why: Why) -> Unmeetable:
    reports = [*wait.reports]
    if isinstance(wait.condition, EventHeld):
        reports += [s.report for s in state.event(wait.condition.event).runs["status"]]
    known = tuple(dict.fromkeys(reports))
    return Unmeetable(wait.term, wait.party, wait.condition, why, wait.since, known)
