"""Whom reports can touch: by what they say, and by the events that they tell of. Built on state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TypeVar

from peacetrack.index.statement import Statement
from peacetrack.replay.over_time import HolderOrTerm
from peacetrack.rules.condition import reached_from
from peacetrack.rules.runs import ending_event
from peacetrack.state import State, cut_of
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.when import event_of

T = TypeVar("T")
Index = defaultdict[str, set[str]]
Holders = defaultdict[str, set[HolderOrTerm]]


class Reach:
    """Whom reports can touch: by what they say, and by the events that they tell of."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._says: Holders = Holders(set)  # by report
        self._tells: Index = Index(set)  # events, by report
        self._dates: Index = Index(set)  # events, by report
        self._follow: Index = Index(set)  # events that are dated by it, by event
        self._bound: Holders = Holders(set)  # whose claims it dates, by event
        self._ending: Holders = Holders(set)  # whose offers may end with it, by event
        self._links: Index = Index(set)  # terms under a condition on it, and the reverse
        self._awaited: Index = Index(set)  # terms that wait for it, by event
        for statement in state.all_statements(counted=False):
            self._take(statement)

    def dates(self, reports: Collection[str]) -> bool:
        """Whether any of these reports dates an event."""
        return any(report in self._dates for report in reports)

    def events(self, reports: Collection[str]) -> set[str]:
        """The events that these reports tell of, and those that have their dates from them."""
        return _joined(self._tells, reports) | self._dated(reports)

    def holders(self, reports: Collection[str]) -> set[HolderOrTerm]:
        """Those of whom these reports say something, or whom their events date or end."""
        found = _joined(self._says, reports)
        found |= _joined(self._bound, self._dated(reports))
        found |= _joined(self._ending, self.events(reports))
        return {holder for holder in found if holder[0] in self._state.agenda.term_by_id}

    def linked(self, terms: Iterable[str], events: Iterable[str]) -> set[str]:
        """These terms, and all that conditions link to them, on whichever side."""
        return reached_from({*terms, *_joined(self._awaited, events)}, self._links)

    def _dated(self, reports: Collection[str]) -> set[str]:
        return reached_from(_joined(self._dates, reports), self._follow)

    def _take(self, statement: Statement) -> None:
        counts = cut_of(self._state).counts(statement.by)
        if statement.term in self._state.event_ids:
            self._take_event(statement, counts=counts)
        elif counts:
            self._take_position(statement)

    def _take_event(self, statement: Statement, *, counts: bool) -> None:
        event = statement.term
        if statement.field == "when":  # dates count, whatever the trust
            self._dates[statement.report].add(event)
            dated_by = event_of(statement.value)
            if dated_by is not None:
                self._follow[dated_by].add(event)
        if counts:
            self._tells[statement.report].add(event)

    def _take_position(self, statement: Statement) -> None:
        holder = statement.term, statement.party
        self._says[statement.report].add(holder)
        bound_to = event_of(self._state.since_as_reported(statement))
        if bound_to is not None:
            self._bound[bound_to].add(holder)
        ends_with = ending_event(statement.value)
        if ends_with is not None:
            self._ending[ends_with].add(holder)
        if statement.field == "conditions" and isinstance(statement.value, tuple):
            for condition in statement.value:
                self._take_condition(statement.term, condition)

    def _take_condition(self, term: str, condition: Condition) -> None:
        if isinstance(condition, EventHeld):
            self._awaited[condition.event].add(term)
        if isinstance(condition, TermIs | StanceIs):
            self._links[term].add(condition.term)
            self._links[condition.term].add(term)


def _joined(index: defaultdict[str, set[T]], names: Iterable[str]) -> set[T]:
    return {item for name in names if name in index for item in index[name]}
