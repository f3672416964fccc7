"""How far the terms are at one instant, looked up in what is told of holders. Built on scope."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

import attrs

from peacetrack.index.timeline import Cut
from peacetrack.replay.over_time import HolderOrTerm
from peacetrack.replay.scope import Scope
from peacetrack.rules.event import EventState, event_state
from peacetrack.rules.standing import Standing, TermProgress
from peacetrack.rules.status import Statuses
from peacetrack.words.term import Term, TermStatus

LookUp = Callable[[HolderOrTerm, int], Standing | TermProgress]
"""What is told of a holder at a valid instant."""


@attrs.frozen
class HowFar:
    """How far a term is: the answers of a `TermState`, kept. Undeclared, it has no `term`."""

    id: str
    term: Term | None
    status: TermStatus | None
    accepting: tuple[str, ...]
    needed: tuple[str, ...]
    waits_on: tuple[str, ...]
    disputed: tuple[str, ...]


class StateAt:
    """What a deal asks of a state, looked up; of some terms, which rest on no others."""

    def __init__(self, scope: Scope, cut: Cut, look_up: LookUp, terms: Sequence[str]) -> None:
        self._scope = scope
        self._cut = cut
        self._look_up = look_up
        self._terms = terms
        self._found: dict[HolderOrTerm, Standing | TermProgress] = {}
        self._agenda = scope.agenda(cut.seq)

    @cached_property
    def statuses(self) -> Statuses:
        """The statuses of all terms."""
        return Statuses(self)

    def how_far(self, term: str) -> HowFar:
        """How far a term is."""
        declared = self._agenda.term_by_id.get(term)
        if declared is None:
            return HowFar(term, None, None, (), (), (), ())
        statuses = self.statuses
        return HowFar(
            term,
            declared,
            statuses.status(term),
            statuses.accepting(term),
            self.needed_on(term),
            statuses.waits_on(term),
            statuses.disputed(term),
        )

    def __iter__(self) -> Iterator[str]:
        return (term for term in self._terms if term in self._agenda.term_by_id)

    def standing(self, term: str, party: str) -> Standing:
        """Where a party stands on a term."""
        found = self._told(term, party)
        assert isinstance(found, Standing)
        return found

    def progress(self, term: str) -> TermProgress:
        """What is reported of a term itself."""
        found = self._told(term, None)
        assert isinstance(found, TermProgress)
        return found

    def _told(self, term: str, party: str | None) -> Standing | TermProgress:
        holder = (term, party)
        if holder not in self._found:
            self._found[holder] = self._look_up(holder, self._cut.valid)
        return self._found[holder]

    def event(self, event: str) -> EventState:
        """An event as it is known."""
        return event_state(self._cut, event)

    def needed_on(self, term: str) -> tuple[str, ...]:
        """The parties whose acceptance a term needs."""
        return self._agenda.needed_on(term)

    def parties_on(self, term: str) -> tuple[str, ...]:
        """Those who ever had a condition on a term: a deal asks after nobody else."""
        return self._scope.conditional[term]

    def kind_of(self, term: str) -> str:
        """The kind of a term's content."""
        return self._agenda.term_by_id[term].kind
