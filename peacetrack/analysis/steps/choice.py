"""Choices: what a term still needs to be agreed, as choices between the steps that are open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import assert_never

import attrs

from peacetrack.analysis.conditions.graph import standings
from peacetrack.analysis.conditions.unmeetable import why_never
from peacetrack.analysis.steps.step import (
    DropCondition,
    HoldEvent,
    SettleField,
    Step,
    TakeStance,
    crosses_red_line,
    supposition,
)
from peacetrack.rules.standing import Standing
from peacetrack.rules.status import as_far
from peacetrack.state import State
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.when import InWords


@attrs.frozen
class Choice:
    """A choice between steps: one of them has to be taken, or one that goes further.

    Attributes:
        steps: the steps; without any there is no way on.
        barred: the steps that a red line forbids.
    """

    steps: tuple[Step, ...] = ()
    barred: tuple[Step, ...] = ()


def either(choices: Iterable[Choice]) -> Choice:
    """Return the steps of several choices as one choice."""
    choices = list(choices)
    steps = dict.fromkeys(step for choice in choices for step in choice.steps)
    barred = dict.fromkeys(step for choice in choices for step in choice.barred)
    return Choice(tuple(steps), tuple(barred))


class Options:
    """The steps that are open from a state, for standings as they are then or after some steps."""

    def __init__(self, state: State) -> None:
        self._state = state

    def taking(self, standing: Standing, stance: Stance) -> Choice:
        """Return the steps that may bring a party to a stance: its own, or its group's."""
        holders = (standing.party, *self._groups(standing))
        takes = [TakeStance(holder, standing.term, stance) for holder in holders]
        return self._allowed((*takes, *self._stirring(standing)))

    def dropping(self, standing: Standing, condition: Condition) -> Choice:
        """Return the steps that drop a condition, of the party or of its group."""
        holders = filter(None, (standing.party, standing.by_group))
        drops = [
            DropCondition(holder, standing.term, condition)
            for holder in holders
            if condition in self._state.standing(standing.term, holder).conditions
        ]
        return self._allowed((*drops, *self._stirring(standing)))

    def holding(self, event: str) -> Choice:
        """Return the step that an event is held, where it can be."""
        return Choice((HoldEvent(event),) if event in self._once_held else ())

    def _allowed(self, steps: tuple[Step, ...]) -> Choice:
        barred = tuple(step for step in steps if crosses_red_line(self._state, step))
        return Choice(tuple(step for step in steps if step not in barred), barred)

    def _groups(self, standing: Standing) -> tuple[str, ...]:
        """Return the groups that speak on a term for a party without a stance of its own."""
        if standing.begun and standing.by_group is None:
            return ()
        term = standing.term
        named = [c.party for c in self._stated if isinstance(c, StanceIs) and c.term == term]
        speaking = (*self._state.parties_on(term), *named)
        return tuple(g for g in self._state.groups_of(standing.party) if g in speaking)

    @cached_property
    def _stated(self) -> frozenset[Condition]:
        """All conditions that are stated, also those not asked for now: a party that moves keeps them."""
        return frozenset(c for standing in standings(self._state) for c in standing.conditions)

    @cached_property
    def _once_held(self) -> dict[str, State]:
        """The states after each event that is a condition and can be held by the valid moment."""
        named = {c.event for c in self._stated if isinstance(c, EventHeld)}
        after = {
            event: self._state.suppose(supposition(self._state, [HoldEvent(event)]))
            for event in sorted(named)
            if not self._state.event(event).held and not why_never(self._state, EventHeld(event))
        }
        return {event: state for event, state in after.items() if state.event(event).held}

    def _stirring(self, standing: Standing) -> tuple[Step, ...]:
        """Return the events that, once held, change where a party stands."""
        key = (standing.term, standing.party)
        before = self._state.standing(*key)
        return tuple(
            HoldEvent(event)
            for event, after in self._once_held.items()
            if after.standing(*key) != before
        )


Demand = tuple[str, str, Condition]
"""(party, term, condition): what a party asks for on a term."""


def needs(now: State, goals: Iterable[str], options: Options) -> list[Choice]:
    """Return what terms need to be agreed, in a state some steps after that of the options."""
    needed = _Needs(now, options)
    return [choice for term in goals for choice in needed.of_term(term, TermStatus.AGREED)]


@attrs.frozen
class _Needs:
    """What is needed in a state; a condition in `seen` closes a circle and is not followed."""

    now: State
    options: Options
    seen: frozenset[Demand] = frozenset()

    def of_term(self, term: str, wanted: TermStatus) -> Iterator[Choice]:
        """Return what a term needs to have at least a status."""
        status = self.now.status_of(term)
        if status is None or status >= wanted:
            return
        standings = [self.now.standing(term, party) for party in self.now.needed_on(term)]
        if wanted is TermStatus.PENDING:
            yield from self._to_be_pending(standings, silent=status is TermStatus.UNREPORTED)
            return
        accepts = Stance.ACCEPTS
        yield from (self.options.taking(s, accepts) for s in standings if not s.accepts)
        if wanted > TermStatus.IN_PRINCIPLE:
            yield from (Choice((SettleField(term, field),)) for field in self.now.unsettled(term))
        if wanted is TermStatus.AGREED:
            for standing in standings:
                if standing.accepts:
                    yield from self._of_conditions(standing)

    def _to_be_pending(self, standings: list[Standing], *, silent: bool) -> Iterator[Choice]:
        """Return what it takes that no needed party is against it, and one speaks."""
        if silent:
            yield either(self.options.taking(standing, Stance.OPEN) for standing in standings)
        for standing in standings:
            if standing.live_stance is not None and standing.live_stance.side < 0:
                yield self.options.taking(standing, Stance.OPEN)

    def _of_conditions(self, standing: Standing) -> Iterator[Choice]:
        """Return what it takes that each unmet condition of a standing is dropped, or met."""
        for condition in standing.conditions:
            asked = (standing.party, standing.term, condition)
            if asked not in self.seen and not self.now.met(condition):
                further = attrs.evolve(self, seen=self.seen | {asked})
                dropped = self.options.dropping(standing, condition)
                yield either((dropped, further.of_condition(condition)))

    def of_condition(self, condition: Condition) -> Choice:
        """Return a choice between the steps that can meet a condition."""
        match condition:
            case EventHeld():
                return self.options.holding(condition.event)
            case TermIs():
                return _first_of([*self.of_term(condition.term, condition.status)])
            case StanceIs():
                return _first_of([*self._of_stance(condition)])
            case InWords():
                return Choice()
        assert_never(condition)

    def _of_stance(self, wanted: StanceIs) -> Iterator[Choice]:
        standing = self.now.standing(wanted.term, wanted.party)
        if not standing.live or not as_far(standing.stance, wanted.stance):
            yield self.options.taking(standing, wanted.stance)
        else:
            yield from self._of_conditions(standing)


def _first_of(choices: list[Choice]) -> Choice:
    """Return one choice that has to be made; one without steps where any of them is hopeless."""
    hopeless = [choice for choice in choices if not choice.steps]
    if hopeless:
        return Choice(barred=either(hopeless).barred)
    return choices[0] if choices else Choice()
