"""Options: the steps that are open from a state."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import attrs

from peacetrack.analysis.conditions.graph import standings
from peacetrack.analysis.conditions.unmeetable import why_never
from peacetrack.analysis.steps.step import (
    DropCondition,
    HoldEvent,
    Step,
    TakeStance,
    crosses_red_line,
    supposition,
)
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.words.condition import Condition, EventHeld, StanceIs
from peacetrack.words.stance import Stance


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
        drops = [DropCondition(holder, standing.term, condition) for holder in holders]
        asked = [drop for drop in drops if self._asks(drop)]
        return self._allowed((*asked, *self._stirring(standing)))

    def holding(self, event: str) -> Choice:
        """Return the step that an event is held, where it can be."""
        return Choice((HoldEvent(event),) if event in self._once_held else ())

    def _asks(self, drop: DropCondition) -> bool:
        return drop.condition in self._state.standing(drop.term, drop.party).conditions

    def _allowed(self, steps: Iterable[Step]) -> Choice:
        steps = tuple(steps)
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
        after = {event: self._after(event) for event in sorted(named) if self._is_open(event)}
        return {event: state for event, state in after.items() if state.event(event).held}

    def _is_open(self, event: str) -> bool:
        return not self._state.event(event).held and not why_never(self._state, EventHeld(event))

    def _after(self, event: str) -> State:
        return self._state.suppose(supposition(self._state, [HoldEvent(event)]))

    def _stirring(self, standing: Standing) -> tuple[Step, ...]:
        """Return the events that, once held, change where a party stands."""
        key = (standing.term, standing.party)
        before = self._state.standing(*key)
        return tuple(
            HoldEvent(event)
            for event, after in self._once_held.items()
            if after.standing(*key) != before
        )
