"""What a term still needs to be agreed, as choices between steps. Built on step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import attrs

from peacetrack.analysis.graph import standings
from peacetrack.analysis.step import (
    Drops,
    Holds,
    Settles,
    Step,
    Takes,
    crosses_red_line,
    supposition,
)
from peacetrack.analysis.unmeetable import why_never
from peacetrack.condition import as_far
from peacetrack.position import Condition, EventHeld, Stance, StanceIs, TermIs
from peacetrack.state import State
from peacetrack.term import TermStatus

Asked = tuple[str, str, Condition]
"""A party asks on a term for a condition."""


@attrs.frozen
class Choice:
    """Steps one of which has to be taken, or one that goes further.

    Without any there is no way on; `barred` are the steps that red lines keep from being one.
    """

    steps: tuple[Step, ...]
    barred: tuple[Step, ...] = ()


class Needs:
    """What is needed after steps from a state, as choices between further steps."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._now = state

    def choices(self, now: State, goals: Iterable[str]) -> list[Choice]:
        """What the goals need in a state after some steps."""
        self._now = now
        return [
            choice
            for term in goals
            for choice in self._of_term(term, TermStatus.AGREED, frozenset())
        ]

    # Terms

    def _of_term(self, term: str, wanted: TermStatus, seen: frozenset[Asked]) -> Iterator[Choice]:
        """What a term needs to have at least a status."""
        status = self._now.status_of(term)
        if status is None or status >= wanted:
            return
        if wanted is TermStatus.PENDING:
            yield from self._unblocked(term)
            return
        needed = self._now.needed_on(term)
        for party in needed:
            if not self._now.standing(party, term).accepts:
                yield self._taking(party, term, Stance.ACCEPTS)
        if wanted > TermStatus.IN_PRINCIPLE:
            yield from (Choice((Settles(term, field),)) for field in self._now.deal.unsettled(term))
        if wanted is TermStatus.AGREED:
            for party in needed:
                if self._now.standing(party, term).accepts:
                    yield from self._asked(party, term, seen)

    def _unblocked(self, term: str) -> Iterator[Choice]:
        """What a term needs to be pending: that nobody needed is against it, and somebody speaks."""
        needed = self._now.needed_on(term)
        if self._now.status_of(term) is TermStatus.UNREPORTED:
            yield _either(self._taking(party, term, Stance.OPEN) for party in needed)
        for party in needed:
            standing = self._now.standing(party, term)
            if standing.live and getattr(standing.stance, "side", 0) < 0:
                yield self._taking(party, term, Stance.OPEN)

    # Parties

    def _taking(self, party: str, term: str, stance: Stance) -> Choice:
        """Who may take a stance: the party, or a group on which it stands."""
        takes = [Takes(holder, term, stance) for holder in (party, *self._groups(party, term))]
        return self._allowed((*takes, *self._stirring(party, term)))

    def _allowed(self, steps: Iterable[Step]) -> Choice:
        steps = tuple(steps)
        barred = tuple(step for step in steps if crosses_red_line(self._state, step))
        return Choice(tuple(step for step in steps if step not in barred), barred)

    def _groups(self, party: str, term: str) -> tuple[str, ...]:
        """The groups that speak on a term, of a party that has no stance of its own."""
        standing = self._now.standing(party, term)
        if standing.begun and standing.via is None:
            return ()
        named = [c.party for c in self._stated if isinstance(c, StanceIs) and c.term == term]
        speaking = (*self._state.parties_on(term), *named)
        return tuple(group for group in self._state.groups_of(party) if group in speaking)

    @cached_property
    def _stated(self) -> frozenset[Condition]:
        """All conditions that are stated, asked for now or not: who moves keeps them."""
        return frozenset(c for standing in standings(self._state) for c in standing.conditions)

    # Conditions

    def _asked(self, party: str, term: str, seen: frozenset[Asked]) -> Iterator[Choice]:
        """What the unmet conditions of a party need; those that were `seen` are a circle."""
        standing = self._now.standing(party, term)
        for condition in standing.conditions:
            asked = (standing.party, standing.term, condition)
            if asked not in seen and not self._now.met(condition):
                holders = (party, *((standing.via,) if standing.via else ()))
                drops = [Drops(holder, term, condition) for holder in holders]
                dropped = self._allowed((*drops, *self._stirring(party, term)))
                yield _either((dropped, self._meeting(condition, seen | {asked})))

    def _meeting(self, condition: Condition, seen: frozenset[Asked]) -> Choice:
        """The steps one of which is taken wherever a condition is met."""
        if isinstance(condition, EventHeld):
            holds = Holds(condition.event)
            return Choice((holds,) if condition.event in self._once_held else ())
        if isinstance(condition, TermIs):
            needs = list(self._of_term(condition.term, condition.status, seen))
        elif isinstance(condition, StanceIs):
            needs = list(self._of_stance(condition, seen))
        else:
            return Choice(())
        hopeless = [choice for choice in needs if not choice.steps]
        if hopeless:
            return Choice((), _either(hopeless).barred)
        return needs[0] if needs else Choice(())

    def _of_stance(self, wanted: StanceIs, seen: frozenset[Asked]) -> Iterator[Choice]:
        standing = self._now.standing(wanted.party, wanted.term)
        if not standing.live or not as_far(standing.stance, wanted.stance):
            yield self._taking(standing.party, standing.term, wanted.stance)
        else:
            yield from self._asked(standing.party, standing.term, seen)

    # Events

    @cached_property
    def _once_held(self) -> dict[str, State]:
        """The events that are conditions and can be held by the valid moment; the state after."""
        named = {c.event for c in self._stated if isinstance(c, EventHeld)}
        after = {event: self._after(event) for event in sorted(named) if self._is_open(event)}
        return {event: state for event, state in after.items() if state.event(event).held}

    def _is_open(self, event: str) -> bool:
        return not self._state.event(event).held and not why_never(self._state, EventHeld(event))

    def _after(self, event: str) -> State:
        return self._state.suppose(supposition(self._state, [Holds(event)]))

    def _stirring(self, party: str, term: str) -> tuple[Step, ...]:
        """The events that, once held, change where a party stands: what is bound to them begins."""
        return tuple(
            Holds(event)
            for event, after in self._once_held.items()
            if after.standing(party, term) != self._state.standing(party, term)
        )


def _either(choices: Iterable[Choice]) -> Choice:
    """The steps of several choices, as one."""
    choices = list(choices)
    steps = dict.fromkeys(step for choice in choices for step in choice.steps)
    barred = dict.fromkeys(step for choice in choices for step in choice.barred)
    return Choice(tuple(steps), tuple(barred))
