"""Unmeetable conditions: those that can never be met."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar, assert_never

import attrs

from peacetrack.analysis.conditions.graph import conditions
from peacetrack.index.statement import reports_of
from peacetrack.rules.wording import status_word
from peacetrack.state import State, of_state
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.isolate import isolated
from peacetrack.words.report import EventStatus
from peacetrack.words.term import Term, TermStatus
from peacetrack.words.value import Word
from peacetrack.words.when import InWords, Moment


class Why(Word):
    """Why a condition can never be met; each value is the reason in words."""

    CANCELLED = "the event is cancelled"
    NOT_DECLARED = "the term is not on the agenda"
    BACKDROP = "the term is a backdrop and has no status"
    NEEDS_NO_PARTY = "the term needs no party and has no status"


@frozen
class Unmeetable:
    """A condition that can never be met; only the party that set it can drop it.

    Attributes:
        term: the term of the position that sets it.
        party: the party that set it.
        condition: the condition.
        why: why it can never be met.
        since: since when the condition is there.
        reports: the reports of the condition, and of the event that was cancelled.
        replaced_by: the terms in the place of the one that it names, where that was replaced.
        instead: these with their status, in words: `replaced by aid-2, which is agreed`; else empty.
    """

    evidence_fields: ClassVar[tuple[str, ...]] = ("conditions",)

    term: str
    party: str
    condition: Condition = attrs.field(repr=str)
    why: Why = attrs.field(repr=str)
    since: Moment = attrs.field(repr=str)
    reports: tuple[str, ...]
    replaced_by: tuple[str, ...] = ()
    instead: str = ""

    def __str__(self) -> str:
        instead = f"; it was {self.instead}" if self.instead else ""
        return (
            f"{isolated(self.party)} on {isolated(self.term)}: if {self.condition}, but {self.why}{instead}"
        )


@of_state
def unmeetable(state: State) -> Table[Unmeetable]:
    """List the conditions on a term without a status, or on an event that was cancelled.

    A postponed event may still be held, and an unreported term may still be agreed.

    Parameters:
        state: the state to ask.

    Returns:
        One row for each condition, in the order of the agenda.

    >>> report = pt.Report([pt.Event("summit", status="cancelled")], id="off")
    >>> print(analysis.unmeetable(state.suppose(report))[0])
    NORTH on truce: if summit is held, but the event is cancelled
    """
    rows = []
    for wait in conditions(state).waits:
        why = None if wait.met else why_never(state, wait.condition)
        if why is not None:
            reports = tuple(dict.fromkeys((*wait.reports, *_cancelling(state, wait.condition))))
            heirs = heirs_of(state, wait.condition)
            instead = heirs_in_words(state, heirs)
            of_it = wait.term, wait.party, wait.condition, why, wait.since
            rows.append(Unmeetable(*of_it, reports, heirs, instead))
    return Table(rows, Unmeetable, state.basis)


def why_never(state: State, condition: Condition) -> Why | None:
    """Return why a condition can never be met as things are; None where it can."""
    match condition:
        case EventHeld():
            cancelled = state.event(condition.event).status is EventStatus.CANCELLED
            return Why.CANCELLED if cancelled else None
        case TermIs():
            return _why_no_status(state[condition.term].term)
        case StanceIs() | InWords():
            return None
    assert_never(condition)


def heirs_of(state: State, condition: Condition) -> tuple[str, ...]:
    """Return the terms that are in the place of the one that a condition names, where that was replaced."""
    waiting = [condition.term] if isinstance(condition, TermIs) else []
    heirs, seen = list[str](), set(waiting)
    while waiting:
        old = waiting.pop(0)
        later = [t.id for t in state.agenda.terms if t.replaces == old and t.id not in seen]
        seen.update(later)
        waiting += later
        heirs += [old] if not later and old != condition.term else []
    return tuple(heirs)


def heirs_in_words(state: State, heirs: Iterable[str], name: Callable[[str], str] = isolated) -> str:
    """Return the terms by which one was replaced, with their status; empty without any."""
    words = [f"{name(heir)}, which {_has_status(state.status_of(heir))}" for heir in heirs]
    return f"replaced by {' and '.join(words)}" if words else ""


def _has_status(status: TermStatus | None) -> str:
    return "has no status" if status is None else f"is {status_word(status)}"


def _why_no_status(term: Term | None) -> Why | None:
    if term is None:
        return Why.NOT_DECLARED
    if term.backdrop:
        return Why.BACKDROP
    return None if term.needs else Why.NEEDS_NO_PARTY


def _cancelling(state: State, condition: Condition) -> tuple[str, ...]:
    """Return the reports that an event was cancelled."""
    if not isinstance(condition, EventHeld):
        return ()
    return reports_of(state.event(condition.event).runs["status"])
