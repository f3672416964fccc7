"""What the tables of the page say beyond their rows: rounds of moves, lateness, kinds of change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from peacetrack.analysis.changes.change import Change, diff
from peacetrack.analysis.conditions.package import Package
from peacetrack.analysis.overdue import overdue
from peacetrack.analysis.steps.move import Deed, Move
from peacetrack.index.statement import CONTENT
from peacetrack.rules import wording
from peacetrack.rules.event import EventState
from peacetrack.state import State
from peacetrack.words.condition import StanceIs, TermIs
from peacetrack.words.report import EventStatus
from peacetrack.words.value import in_short
from peacetrack.words.when import Moment


def short(value: object) -> str:
    """Return a value in a few words; an empty list is nothing."""
    return in_short(None if value == () else value)


# What changed


@attrs.frozen
class ChangesOnPage:
    """What changed since an earlier basis: statuses, positions, and details with events.

    Statuses have the term, what it was and what it is; changes come with their cause in words.
    """

    statuses: Sequence[tuple[str, str, str]]
    positions: Sequence[tuple[Change, str]]
    details: Sequence[tuple[Change, str]]


def changes_on_page(earlier: State, state: State, cause: Callable[[Change], str]) -> ChangesOnPage:
    """Return the changes between two states; `cause` says in words why something changed."""
    positions: list[tuple[Change, str]] = []
    details: list[tuple[Change, str]] = []
    for change in diff(earlier, state):
        is_detail = change.field.startswith(CONTENT) or change.term not in state
        (details if is_detail else positions).append((change, cause(change)))
    return ChangesOnPage(list(_status_changes(earlier, state)), positions, details)


def _status_changes(earlier: State, state: State) -> Iterator[tuple[str, str, str]]:
    for id, term in state.items():
        was = earlier[id]
        before = "not yet declared" if was.term is None else wording.status_in_brief(was)
        after = wording.status_in_brief(term)
        if before != after:
            yield id, before, after


# What is left to do


def with_rounds(moves: Iterable[Move], packages: Iterable[Package]) -> Iterator[tuple[Move, str]]:
    """Yield each move with its round or why it has none; some close with the package of their term."""
    by_term = {term: package for package in packages for term in package.terms}
    for move in moves:
        yield move, _round_text(by_term, move)


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


def expected_events(state: State) -> Iterator[tuple[EventState, str, str]]:
    """Yield the expected and postponed events, with their time as reported and their lateness."""
    late = {row.event: row for row in overdue(state) if not row.open_ended}
    for event in state.events():
        if event.status in (EventStatus.EXPECTED, EventStatus.POSTPONED):
            row = late.get(event.id)
            in_time = "reached" if event.ended else "awaited"  # a deadline
            word = in_time if row is None else "overdue" if row.certain else "possibly overdue"
            yield event, wording.readable(_when_text(event)), word


def _when_text(event: EventState) -> str:
    if event.when is None or "when" not in event.runs:
        return "no time reported"
    reported = event.runs["when"][-1].value
    if isinstance(reported, Moment):
        return wording.with_report(event.when, wording.reported_as(event.when, reported))
    return f'{reported}, "{reported.said}"' if reported.said else str(reported)
