"""The search for the smallest sets of steps: branch and bound over what is still needed."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import combinations, islice

import attrs

from peacetrack.analysis.steps.choice import Choice, Needs, Options
from peacetrack.analysis.steps.step import HoldEvent, Step, TakeStance, supposition
from peacetrack.replay.overlay import Overlay
from peacetrack.rules.rulings import HolderOrTerm, Holding, Rulings
from peacetrack.rules.status import as_far
from peacetrack.state import State, reading_of
from peacetrack.words.classes import frozen
from peacetrack.words.value import grouped

MOST_LOOKS = 1000
"""How many sets of steps are looked at before the search stops."""

MOST_WORK = 2500
"""How many conditions are followed, over all sets, before the search stops: half a second or so.

Ten steps count as one condition.
"""

Steps = frozenset[Step]


@frozen
class Candidate:
    """A set of steps that may be completed to a path.

    Attributes:
        steps: the steps that are taken.
        without: the steps that are not taken, nor any that go further.
        branches: steps; every path from here takes at least one of them. Without any, `steps` is a
            path.
        least: how many of the branches every path takes at least.
        tried: how many sets of so many branches were tried, where it is several.
    """

    steps: Steps = frozenset()
    without: Steps = frozenset()
    branches: tuple[Step, ...] = ()
    least: int = 1
    tried: int = 0

    def with_steps(self, *steps: Step) -> Candidate:
        """Return the candidate with more steps; a further stance replaces the same party's."""
        about = grouped(steps, _subject)
        taken = self.steps.union(steps)
        passed = {o for o in taken if any(_further(step, o) for step in about.get(_subject(o), ()))}
        return Candidate(taken - passed, self.without)

    def split(self) -> Iterator[Candidate]:
        """Return a candidate for each branch, without the branches before: no set comes twice.

        Where several branches are needed, there is one for each set of so many that was not tried.
        """
        if self.least > 1:
            for steps in islice(combinations(self.branches, self.least), self.tried, None):
                yield self.with_steps(*steps)
            return
        for place, step in enumerate(self.branches):
            before = self.without.union(self.branches[:place])
            yield attrs.evolve(self.with_steps(step), without=before)

    def can(self, step: Step) -> bool:
        """Return whether a step may be taken: it is not left out, and the party takes no other stance."""
        if any(step == other or _further(step, other) for other in self.without):
            return False
        same = [other for other in self.steps if _subject(other) == _subject(step)]
        return all(_further(step, other) for other in same)


class Search:
    """The search for paths, best first: candidates that promise to be shortest come first.

    Each need of a candidate is a choice between steps, and every path takes at least one of them.
    A choice of one step is taken at once; else the candidate is split by the smallest choice. The
    promise never overestimates, so paths are found in the order of their length.
    """

    def __init__(self, state: State, goals: tuple[str, ...]) -> None:
        self._state = state
        self._goals = goals
        self._options = Options(state)
        self._supposed: dict[Steps, tuple[Rulings, dict[str, tuple[str, ...]]]] = {}
        self._waiting: list[tuple[int, int, int, Candidate]] = []
        self._looks = 0
        self._work = 0
        self.more = False
        self.stopped = False
        self.barred: dict[Step, None] = {}

    def shortest(self, most: int) -> list[Steps]:
        """Return the shortest paths; `more` then says that there are others, `stopped` that there may be."""
        paths: list[Steps] = []
        self._look(Candidate())
        while self._waiting and not self.more and not self.stopped:
            promise, deep, _, candidate = heappop(self._waiting)
            if any(_covers(candidate.steps, path) for path in paths):
                continue
            if not candidate.branches and len(paths) < most:
                paths.append(candidate.steps)
                continue
            self.more = not candidate.branches
            for branch in candidate.split():
                self.stopped = self._looks >= MOST_LOOKS or self._work >= MOST_WORK
                if self.stopped:
                    break
                self._look(branch)
                if candidate.least > 1:  # there may be very many: the others wait
                    later = attrs.evolve(candidate, tried=candidate.tried + 1)
                    heappush(self._waiting, (promise, deep, self._looks, later))
                    break
        return [path for path in paths if not any(_covers(path, other) for other in paths if other != path)]

    def _look(self, candidate: Candidate) -> None:
        """Queue a candidate, with every step that it cannot do without."""
        while True:
            choices = self._choices(candidate)
            dead = [choice for choice in choices if len(choice.steps) < choice.least]
            forced = {
                step for choice in choices if len(choice.steps) == choice.least for step in choice.steps
            }
            if dead:
                self.barred |= dict.fromkeys(step for choice in dead for step in choice.barred)
                return
            if not forced:
                self._put(candidate, choices)
                return
            candidate = candidate.with_steps(*forced)

    def _choices(self, candidate: Candidate) -> list[Choice]:
        """Return the needs after the steps of a candidate, as choices between steps it can take."""
        needs = Needs(self._after(candidate.steps), self._options)
        choices = [choice for term in self._goals for choice in needs.of_term(term)]
        self._looks += 1
        self._work += 1 + needs.work + len(candidate.steps) // 10
        return [attrs.evolve(choice, steps=tuple(filter(candidate.can, choice.steps))) for choice in choices]

    def _after(self, steps: Steps) -> Rulings:
        """Return the rulings after some steps; a whole new state for each set would cost more.

        A step on a term moves only who stands on that term; a held event may move anything.
        """
        events = frozenset(step for step in steps if isinstance(step, HoldEvent))
        on_terms = grouped((s for s in steps if not isinstance(s, HoldEvent)), lambda step: step.term)
        base, parties = self._supposing(events)
        later = {term: self._supposing(events.union(taken)) for term, taken in on_terms.items()}
        speaking = parties | {term: after[1][term] for term, after in later.items()}
        moved = {term: after[0] for term, after in later.items()}
        return Overlay(base, lambda holder: _upheld(moved.get(holder[0]), holder), parties=speaking)

    def _supposing(self, steps: Steps) -> tuple[Rulings, dict[str, tuple[str, ...]]]:
        """Return the rulings of a whole new state, and who speaks on each term."""
        if steps not in self._supposed:
            state = self._state.suppose(supposition(self._state, steps)) if steps else self._state
            rulings = reading_of(state).rulings
            terms = {step.term for step in steps if not isinstance(step, HoldEvent)} or set(rulings)
            self._supposed[steps] = rulings, {term: rulings.parties_on(term) for term in terms}
        return self._supposed[steps]

    def _put(self, candidate: Candidate, choices: list[Choice]) -> None:
        fewest = min(choices, key=lambda choice: (choice.least, len(choice.steps)), default=Choice())
        shared = sorted(fewest.steps, key=lambda step: -sum(step in choice.steps for choice in choices))
        promise = len(candidate.steps) + _apart(candidate.steps, choices)
        ready = attrs.evolve(candidate, branches=tuple(shared), least=fewest.least)
        heappush(self._waiting, (promise, -len(candidate.steps), self._looks, ready))


def _upheld(rulings: Rulings | None, holder: HolderOrTerm) -> Holding | None:
    return None if rulings is None else rulings.holding(holder)


def _subject(step: Step) -> object:
    """Return what a step is about: of two steps on one subject, one goes as far as both."""
    return (step.party, step.term) if isinstance(step, TakeStance) else step


def _further(step: Step, other: Step) -> bool:
    """Return whether a party goes further in one step than in another: from neutral, to the side for it."""
    if not isinstance(step, TakeStance) or not isinstance(other, TakeStance) or step == other:
        return False
    if _subject(step) != _subject(other):
        return False
    return as_far(step.stance, other.stance) or (other.stance.side == 0 and step.stance.side > 0)


def _covers(steps: Steps, path: Steps) -> bool:
    """Return whether every step of a path is among some steps, or a step that goes further."""
    return all(step in steps or any(_further(more, step) for more in steps) for step in path)


def _apart(steps: Steps, choices: list[Choice]) -> int:
    """Return how many more steps are needed at least: choices without a common step need one each.

    A party that has taken a stance may still go further, which is no further step.
    """
    used = {_subject(step) for step in steps}
    count = 0
    for choice in sorted(choices, key=lambda choice: len(choice.steps)):
        subjects = {_subject(step) for step in choice.steps}
        if used.isdisjoint(subjects):
            used |= subjects
            count += choice.least
    return count
