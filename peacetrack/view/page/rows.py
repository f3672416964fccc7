"""Rows of the tables on the page, in words: changes, findings, waits, moves, windows, events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from peacetrack.analysis.changes.change import Change
from peacetrack.analysis.conditions.graph import Wait
from peacetrack.analysis.conditions.package import Package
from peacetrack.analysis.finding import Finding
from peacetrack.analysis.overdue import overdue
from peacetrack.analysis.steps.move import Deed, Move
from peacetrack.analysis.window import Window
from peacetrack.index.statement import CONTENT, field_words
from peacetrack.rules import wording
from peacetrack.rules.event import EventState
from peacetrack.state import State
from peacetrack.words.condition import StanceIs, TermIs
from peacetrack.words.report import EventStatus
from peacetrack.words.value import in_short
from peacetrack.words.when import Moment

# What changed


@attrs.frozen
class StatusChange:
    """A term with its status before and after."""

    term: str
    before: str
    after: str


@attrs.frozen
class ChangeOnPage:
    """A change in words, with its cause and, for a withdrawal, the reason that was given."""

    term: str
    party: str
    field: str
    before: str
    after: str
    cause: str
    reports: Sequence[str]

    @classmethod
    def of(cls, change: Change, cause: str) -> ChangeOnPage:
        """Return a change in words."""
        before, after = _value_text(change.before), _value_text(change.after)
        field = field_words(change.field)
        return cls(change.term, change.party or "", field, before, after, cause, change.reports)


def _value_text(value: object) -> str:
    return wording.readable(in_short(None if value == () else value))


@attrs.frozen
class ChangesOnPage:
    """What changed since an earlier basis: statuses, positions, and details with events."""

    basis: str
    statuses: Sequence[StatusChange]
    positions: Sequence[ChangeOnPage]
    details: Sequence[ChangeOnPage]


def changes_on_page(
    earlier: State, state: State, changes: Iterable[Change], cause: Callable[[Change], str]
) -> ChangesOnPage:
    """Return the changes between two states; `cause` says in words why something changed."""
    positions: list[ChangeOnPage] = []
    details: list[ChangeOnPage] = []
    for change in changes:
        is_detail = change.field.startswith(CONTENT) or change.term not in state
        (details if is_detail else positions).append(ChangeOnPage.of(change, cause(change)))
    statuses = list(_status_changes(earlier, state))
    return ChangesOnPage(str(earlier.basis), statuses, positions, details)


def _status_changes(earlier: State, state: State) -> Iterator[StatusChange]:
    for id, term in state.items():
        was = earlier[id]
        before = "not yet declared" if was.term is None else wording.status_in_brief(was)
        after = wording.status_in_brief(term)
        if before != after:
            yield StatusChange(id, before, after)


# What is wrong, and what is left to do


@attrs.frozen
class FindingOnPage:
    """A finding in words."""

    severity: str
    text: str
    settled_by: str
    terms: Sequence[str]
    reports: Sequence[str]

    @classmethod
    def of(cls, finding: Finding) -> FindingOnPage:
        """Return a finding in words."""
        text, settled_by = wording.readable(finding.what), wording.readable(finding.settled_by)
        return cls(str(finding.severity), text, settled_by, finding.terms, finding.reports)


@attrs.frozen
class WaitOnPage:
    """A condition that a party sets on a term, in words; `terms` are those that it names."""

    condition: str
    terms: Sequence[str]
    party: str
    term: str
    met: str
    since: str
    reports: Sequence[str]

    @classmethod
    def of(cls, wait: Wait) -> WaitOnPage:
        """Return a wait in words."""
        condition = wait.condition
        terms = () if condition.term is None else (condition.term,)
        text, since = wording.readable(condition), wording.readable(wait.since)
        met = "yes" if wait.met else "no"
        return cls(text, terms, wait.party, wait.term, met, since, wait.reports)


@attrs.frozen
class MoveOnPage:
    """A move in words; `round` is when it can be made, or why it cannot."""

    term: str
    text: str
    round: str
    since: str
    reports: Sequence[str]


def moves_on_page(moves: Iterable[Move], packages: Iterable[Package]) -> list[MoveOnPage]:
    """Return the moves in words; some close with the package of their term."""
    by_term = {term: package for package in packages for term in package.terms}
    return [
        MoveOnPage(
            move.term,
            wording.readable(move),
            _round_text(by_term, move),
            wording.readable(move.since or ""),
            move.reports,
        )
        for move in moves
    ]


def _round_text(packages: Mapping[str, Package], move: Move) -> str:
    if move.round is not None:
        return str(move.round)
    if move.red_line and move.does is Deed.ACCEPT:
        return "against a red line"
    if not all(isinstance(need, TermIs | StanceIs) for need in move.needs):
        return "waits for what no acceptance brings"
    package = packages.get(move.term)
    if package is not None and package.closes:
        return f"with its package, in round {package.round}"
    return "no moves lead there"


# What comes next


@attrs.frozen
class WindowOnPage:
    """An offer or a position that ends, in words, with its last day or minute."""

    term: str
    text: str
    until: str
    reports: Sequence[str]

    @classmethod
    def of(cls, window: Window) -> WindowOnPage:
        """Return a window in words."""
        until = "no date known" if window.at is None else wording.last_moment(window.at)
        return cls(window.term, wording.readable(window), until, window.reports)


@attrs.frozen
class EventOnPage:
    """An expected event: when it takes place as reported, and whether it is late."""

    id: str
    when: str
    lateness: str
    participants: Sequence[str]
    about: Sequence[str]


def expected_events(state: State) -> Iterator[EventOnPage]:
    """Yield the events that are expected or postponed."""
    late = {row.event: row for row in overdue(state) if not row.open_ended}
    for event in state.events():
        if event.status in (EventStatus.EXPECTED, EventStatus.POSTPONED):
            row = late.get(event.id)
            word = "awaited" if row is None else "overdue" if row.certain else "possibly overdue"
            when = wording.readable(_when_text(event))
            yield EventOnPage(event.id, when, word, event.participants, event.about)


def _when_text(event: EventState) -> str:
    if event.when is None or "when" not in event.runs:
        return "no time reported"
    reported = event.runs["when"][-1].value
    if isinstance(reported, Moment):
        return wording.since_in_words(event.when, reported)
    return f'{reported}, "{reported.said}"' if reported.said else str(reported)
