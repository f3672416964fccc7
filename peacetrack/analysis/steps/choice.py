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
from peacetrack.rules.quorum import Lacking
from peacetrack.rules.rulings import Rulings
from peacetrack.rules.standing import Standing
from peacetrack.rules.status import as_far
from peacetrack.state import State
from peacetrack.words.classes import frozen
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.when import InWords


@frozen
class Choice:
    """A choice between steps: one of them has to be taken, or one that goes further.

    Attributes:
        steps: the steps; without any there is no way on.
        barred: the steps that a red line forbids.
        least: how many of them have to be taken; the steps of a quorum.
    """

    steps: tuple[Step, ...] = ()
    barred: tuple[Step, ...] = ()
    least: int = 1


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

    def taking(self, standing: Standing, stance: Stance, now: Rulings) -> Choice:
        """Return the steps that may bring a party to a stance: its own, its group's, or a member's.

        A group stands by its members once each of them has come so far: the first that has not is named.
        """
        own = standing.live and not standing.by_members
        members = () if own else now.agenda.standing_for(standing.party, now.cut.valid)
        theirs = (now.standing(standing.term, member) for member in members)
        behind = next(([each] for each in theirs if not as_far(each.live_stance, stance)), [])
        moving = (standing, *behind)
        holders = [holder for each in moving for holder in (each.party, *self._groups(each, stance))]
        takes = [TakeStance(holder, standing.term, stance) for holder in holders]
        return self._allowed((*takes, *(step for each in moving for step in self._stirring(each))))

    def dropping(self, standing: Standing, condition: Condition, now: Rulings) -> Choice:
        """Return the steps that drop a condition, of the party, of its group or of a member."""
        speaking = self._allowed(self._speaking_for_itself(standing, condition))
        for member in standing.by_members:
            theirs = now.standing(standing.term, member)
            if condition in theirs.conditions:
                return either((self.dropping(theirs, condition, now), speaking))
        holders = filter(None, (standing.party, standing.by_group))
        drops = [
            DropCondition(holder, standing.term, condition)
            for holder in holders
            if condition in self._state.standing(standing.term, holder).conditions
        ]
        return either((self._allowed((*drops, *self._stirring(standing))), speaking))

    def _speaking_for_itself(self, standing: Standing, condition: Condition) -> tuple[Step, ...]:
        """Return the step that a party states its stance again, where that can rid it of a condition.

        So it is with a party overruled by its group, a group by its members, and a condition that did
        not hold before other steps: who takes a stance keeps the conditions that it is seen to have.
        """
        overruled = standing.by_group is not None and "stance" in standing.disputed
        surfaced = condition not in self._state.standing(standing.term, standing.party).conditions
        if not isinstance(standing.stance, Stance) or not (overruled or surfaced or standing.by_members):
            return ()
        return (TakeStance(standing.party, standing.term, standing.stance),)

    def holding(self, event: str) -> Choice:
        """Return the step that an event is held, where it can be."""
        return Choice((HoldEvent(event),) if event in self._once_held else ())

    def _allowed(self, steps: tuple[Step, ...]) -> Choice:
        barred = tuple(step for step in steps if crosses_red_line(self._state, step))
        return Choice(tuple(step for step in steps if step not in barred), barred)

    def _groups(self, standing: Standing, stance: Stance) -> tuple[str, ...]:
        """Return the groups that speak on a term for a party, unless it is on this side by itself."""
        own = None if standing.derived else standing.live_stance
        if own is not None and own.side == stance.side:
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
        turning = (event for event, after in self._once_held.items() if after.standing(*key) != before)
        return tuple(map(HoldEvent, turning))


Demand = tuple[str, str, Condition]
"""(party, term, condition): what a party asks for on a term."""


@frozen
class _Way:
    """A way to a part of what is needed: one of some steps is taken, or all of some demands are met."""

    choice: Choice = Choice()
    demands: tuple[Demand, ...] = ()


@frozen
class _Need:
    """A part of what is needed: so many of some ways."""

    ways: tuple[_Way, ...]
    count: int = 1


class Needs:
    """The needs of a state; each demand and each condition is followed once.

    A demand is met once its condition is dropped, or brought about; a condition is brought about
    once all that it needs is done. While no step is taken that is reached from a demand through
    one need of each condition, nothing on the way can be met, circles included. So these steps
    are a choice. Of a need of 2 ways of 5, any 4 ways are such a cut: one of them has to be taken.
    """

    def __init__(self, now: Rulings, options: Options) -> None:
        self._now = now
        self._options = options
        self._dropping: dict[Demand, Choice] = {}
        self._needs: dict[Condition, tuple[_Need, ...]] = {}
        self._possible: set[Demand] = set()

    @property
    def work(self) -> int:
        """How many demands and conditions were followed."""
        return len(self._dropping) + len(self._needs)

    def of_term(self, term: str) -> list[Choice]:
        """Return what a term needs to be agreed."""
        needs = self._of_term(term, TermStatus.AGREED)
        self._follow(_demands_of(needs))
        return [choice for need in needs for choice in self._choices(need)]

    def _choices(self, need: _Need) -> list[Choice]:
        """Return choices that are necessary for a need: each is of one way more than may be left out."""
        possible = [way for way in need.ways if self._is_possible(way)]
        width = len(possible) - need.count + 1
        if width < 1:
            return [attrs.evolve(either(map(self._choice, need.ways)), steps=())]
        cuts = list(map(self._choice, possible))
        whole = either(cuts)
        apart = len(whole.steps) == sum(len(cut.steps) for cut in cuts)
        if need.count > 1 and apart and not _demands_of([need]):
            return [attrs.evolve(whole, least=need.count)]
        return [either(cuts[place : place + width]) for place in range(need.count)]

    def _follow(self, demands: Iterable[Demand]) -> None:
        """Look at everything that some demands lead to, and find what can be met at all."""
        waiting, reached = list(demands), list[Demand]()
        while waiting:
            demand = waiting.pop()
            if demand not in self._dropping:
                party, term, condition = demand
                standing = self._now.standing(term, party)
                self._dropping[demand] = self._options.dropping(standing, condition, self._now)
                reached.append(demand)
                waiting += _demands_of(self._of(condition))
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
        needs = self._of(condition)
        return bool(needs) and all(map(self._is_reachable, needs))

    def _is_reachable(self, need: _Need) -> bool:
        return sum(map(self._is_possible, need.ways)) >= need.count

    def _is_possible(self, way: _Way) -> bool:
        return bool(way.choice.steps) or (bool(way.demands) and self._possible.issuperset(way.demands))

    def _choice(self, way: _Way) -> Choice:
        """Return the steps one of which has to be taken on a way; of demands, for the first of them."""
        choices, waiting = [way.choice], list(way.demands[:1])
        reached = set(waiting)
        while waiting:
            following = waiting.pop()
            choices.append(self._dropping[following])
            for necessary in self._necessary(following[2]):
                choices.append(necessary.choice)
                waiting += [demand for demand in necessary.demands if demand not in reached]
                reached.update(necessary.demands)
        return either(choices)

    def _necessary(self, condition: Condition) -> Iterator[_Way]:
        """Yield ways that cut off one need; where it cannot come about, all that stands against it."""
        needs = self._of(condition)
        if self._can_come_about(condition):
            possible = [way for way in needs[0].ways if self._is_possible(way)]
            for way in possible[: len(possible) - needs[0].count + 1]:
                yield attrs.evolve(way, demands=way.demands[:1])
            return
        for need in needs:
            for way in need.ways if not self._is_reachable(need) else ():
                if not self._is_possible(way):
                    yield _Way(way.choice, tuple(d for d in way.demands if d not in self._possible))

    def _of(self, condition: Condition) -> tuple[_Need, ...]:
        if condition not in self._needs:
            self._needs[condition] = tuple(self._of_condition(condition))
        return self._needs[condition]

    def _of_condition(self, condition: Condition) -> Iterable[_Need]:
        match condition:
            case EventHeld():
                return [_one_of(self._options.holding(condition.event))]
            case TermIs():
                return self._of_term(condition.term, condition.status)
            case StanceIs():
                return self._of_stance(condition)
            case InWords():
                return ()
        assert_never(condition)

    def _of_term(self, term: str, wanted: TermStatus) -> list[_Need]:
        """Return what a term needs to have at least a status, steps before demands."""
        status = self._now.statuses.status(term)
        if status is None or status >= wanted:
            return []
        needs: list[_Need] = []
        if wanted is TermStatus.PENDING and status is TermStatus.UNREPORTED:
            opening = (self._taking(term, party, Stance.OPEN) for party in self._now.needed_on(term))
            needs.append(_one_of(either(opening)))
        enough = wanted if wanted is not TermStatus.IN_PRINCIPLE else TermStatus.CONDITIONAL
        for lacking in self._now.statuses.lacking(term, enough):
            needs += self._of_lacking(term, lacking, wanted)
        if wanted > TermStatus.IN_PRINCIPLE:
            settling = (SettleField(term, name) for name in self._now.statuses.unsettled(term))
            needs += [_one_of(Choice((step,))) for step in settling]
        return sorted(needs, key=lambda need: bool(_demands_of([need])))

    def _of_lacking(self, term: str, lacking: Lacking, wanted: TermStatus) -> Iterable[_Need]:
        """Return what brings those who lack; of a party alone each demand is necessary."""
        ways = tuple(self._way(term, party, lacking, wanted) for party in lacking.parties)
        if not lacking.by_all:
            return [_Need(ways, lacking.count)]
        alone = [_Way(demands=(demand,)) for way in ways for demand in way.demands]
        return [_Need((way,)) for way in (*(way for way in ways if not way.demands), *alone)]

    def _way(self, term: str, party: str, lacking: Lacking, wanted: TermStatus) -> _Way:
        standing = self._now.standing(term, party)
        if lacking.unknown:
            return _Way()
        if lacking.veto:
            return _Way(self._taking(term, party, Stance.NEUTRAL))
        if standing.accepts:
            return _Way(demands=tuple(self._demands(standing)))
        stance = Stance.OPEN if wanted is TermStatus.PENDING else Stance.ACCEPTS
        return _Way(self._taking(term, party, stance))

    def _taking(self, term: str, party: str, stance: Stance) -> Choice:
        return self._options.taking(self._now.standing(term, party), stance, self._now)

    def _of_stance(self, wanted: StanceIs) -> Iterable[_Need]:
        standing = self._now.standing(wanted.term, wanted.party)
        if not standing.live or not as_far(standing.stance, wanted.stance):
            return [_one_of(self._taking(wanted.term, wanted.party, wanted.stance))]
        return [_Need((_Way(demands=(demand,)),)) for demand in self._demands(standing)]

    def _demands(self, standing: Standing) -> Iterator[Demand]:
        """Return the unmet conditions of a standing."""
        for condition in standing.conditions:
            if not self._now.statuses.met(condition):
                yield standing.party, standing.term, condition


def _one_of(choice: Choice) -> _Need:
    return _Need((_Way(choice),))


def _demands_of(needs: Iterable[_Need]) -> list[Demand]:
    return [demand for need in needs for way in need.ways for demand in way.demands]
