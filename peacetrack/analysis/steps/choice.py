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
            HoldEvent(event) for event, after in self._once_held.items() if after.standing(*key) != before
        )


Demand = tuple[str, str, Condition]
"""(party, term, condition): what a party asks for on a term."""


@attrs.frozen
class _Ways:
    """How a condition may be brought about: each of its needs, and each of the demands, is necessary."""

    needs: tuple[Choice, ...] = ()
    demands: tuple[Demand, ...] = ()


class Needs:
    """What is needed in a state; each demand and each condition is followed once.

    A demand is met once its condition is dropped, or brought about; a condition is brought about
    once all that it needs is done. While no step is taken that is reached from a demand through
    one need of each condition, nothing on the way can be met, circles included. So these steps
    are a choice.
    """

    def __init__(self, now: State, options: Options) -> None:
        self._now = now
        self._options = options
        self._dropping: dict[Demand, Choice] = {}
        self._ways: dict[Condition, _Ways] = {}
        self._possible: set[Demand] = set()

    @property
    def work(self) -> int:
        """How many demands and conditions were followed."""
        return len(self._dropping) + len(self._ways)

    def of_term(self, term: str) -> list[Choice]:
        """Return what a term needs to be agreed."""
        ways = self._of_term(term, TermStatus.AGREED)
        self._follow(ways.demands)
        return [*ways.needs, *map(self._choice, ways.demands)]

    def _follow(self, demands: Iterable[Demand]) -> None:
        """Look at everything that some demands lead to, and find what can be met at all."""
        waiting, reached = list(demands), list[Demand]()
        while waiting:
            demand = waiting.pop()
            if demand not in self._dropping:
                party, term, condition = demand
                standing = self._now.standing(term, party)
                self._dropping[demand] = self._options.dropping(standing, condition)
                reached.append(demand)
                waiting += self._ways_to(condition).demands
        while any([self._becomes_possible(demand) for demand in reversed(reached)]):  # noqa: C419
            pass

    def _becomes_possible(self, demand: Demand) -> bool:
        """Note a demand that can be met; return whether that was not known."""
        if demand in self._possible:
            return False
        if self._dropping[demand].steps or self._can_come_about(demand[2]):
            self._possible.add(demand)
            return True
        return False

    def _can_come_about(self, condition: Condition) -> bool:
        ways = self._ways_to(condition)
        open = all(need.steps for need in ways.needs) and self._possible.issuperset(ways.demands)
        return open and bool(ways.needs or ways.demands)

    def _choice(self, demand: Demand) -> Choice:
        """Return the steps one of which has to be taken, for a demand to be met."""
        choices, waiting, reached = [], [demand], {demand}
        while waiting:
            following = waiting.pop()
            choices.append(self._dropping[following])
            needs, demands = self._necessary(following[2])
            choices += needs
            waiting += [demand for demand in demands if demand not in reached]
            reached.update(demands)
        return either(choices)

    def _necessary(self, condition: Condition) -> tuple[Iterable[Choice], Iterable[Demand]]:
        """Return one need of a condition; where it cannot come about, all that stands against it."""
        ways = self._ways_to(condition)
        if self._can_come_about(condition):
            return ways.needs[:1], () if ways.needs else ways.demands[:1]
        hopeless = [need for need in ways.needs if not need.steps]
        return hopeless, [demand for demand in ways.demands if demand not in self._possible]

    def _ways_to(self, condition: Condition) -> _Ways:
        if condition not in self._ways:
            self._ways[condition] = self._of_condition(condition)
        return self._ways[condition]

    def _of_condition(self, condition: Condition) -> _Ways:
        match condition:
            case EventHeld():
                return _Ways((self._options.holding(condition.event),))
            case TermIs():
                return self._of_term(condition.term, condition.status)
            case StanceIs():
                return self._of_stance(condition)
            case InWords():
                return _Ways()
        assert_never(condition)

    def _of_term(self, term: str, wanted: TermStatus) -> _Ways:
        """Return what a term needs to have at least a status."""
        status = self._now.status_of(term)
        if status is None or status >= wanted:
            return _Ways()
        standings = [self._now.standing(term, party) for party in self._now.needed_on(term)]
        if wanted is TermStatus.PENDING:
            silent = status is TermStatus.UNREPORTED
            return _Ways(tuple(self._to_be_pending(standings, silent=silent)))
        taking = [self._options.taking(s, Stance.ACCEPTS) for s in standings if not s.accepts]
        if wanted > TermStatus.IN_PRINCIPLE:
            taking += [Choice((SettleField(term, name),)) for name in self._now.unsettled(term)]
        asking = [s for s in standings if s.accepts and wanted is TermStatus.AGREED]
        return _Ways(tuple(taking), tuple(d for s in asking for d in self._demands(s)))

    def _to_be_pending(self, standings: list[Standing], *, silent: bool) -> Iterator[Choice]:
        """Return what it takes that no needed party is against it, and one speaks."""
        if silent:
            yield either(self._options.taking(standing, Stance.OPEN) for standing in standings)
        for standing in standings:
            if standing.live_stance is not None and standing.live_stance.side < 0:
                yield self._options.taking(standing, Stance.OPEN)

    def _of_stance(self, wanted: StanceIs) -> _Ways:
        standing = self._now.standing(wanted.term, wanted.party)
        if not standing.live or not as_far(standing.stance, wanted.stance):
            return _Ways((self._options.taking(standing, wanted.stance),))
        return _Ways(demands=tuple(self._demands(standing)))

    def _demands(self, standing: Standing) -> Iterator[Demand]:
        """Return the unmet conditions of a standing."""
        for condition in standing.conditions:
            if not self._now.met(condition):
                yield standing.party, standing.term, condition
