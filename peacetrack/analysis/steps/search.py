"""The search for the smallest sets of steps. Built on need."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush

import attrs

from peacetrack.analysis.steps.need import needs
from peacetrack.analysis.steps.option import Choice, Options
from peacetrack.analysis.steps.step import Step, TakeStance, supposition
from peacetrack.rules.condition import as_far
from peacetrack.state import State

MOST_LOOKS = 1000
"""How many sets of steps are looked at."""

Steps = frozenset[Step]


@attrs.frozen
class Candidate:
    """Steps that are taken, and steps that are not (nor any that go further).

    Every path that holds the ones and not the others also holds one of `branches`; without any,
    the steps are enough.
    """

    steps: Steps = frozenset()
    without: Steps = frozenset()
    branches: tuple[Step, ...] = ()

    def with_step(self, step: Step) -> Candidate:
        """One more step; a stance that goes further replaces the same party's."""
        kept = frozenset(other for other in self.steps if not _further(step, other))
        return Candidate(kept | {step}, self.without)

    def split(self) -> Iterator[Candidate]:
        """Every branch, each without those before it: so no set is looked at twice."""
        for place, step in enumerate(self.branches):
            before = self.without.union(self.branches[:place])
            yield attrs.evolve(self.with_step(step), without=before)

    def can(self, step: Step) -> bool:
        """Whether a step may still be taken: it is not left out, and no other stance is taken."""
        if any(step == other or _further(step, other) for other in self.without):
            return False
        same = [other for other in self.steps if _subject(other) == _subject(step)]
        return all(_further(step, other) for other in same)


class Search:
    """Candidates for paths, those first that promise to be shortest.

    What is still needed names steps one of which every path holds. Where it names one, that step
    is taken at once; else the candidate is split by what names the fewest.
    """

    def __init__(self, state: State, goals: tuple[str, ...]) -> None:
        self._state = state
        self._goals = goals
        self._options = Options(state)
        self._waiting: list[tuple[int, int, int, Candidate]] = []
        self._looks = 0
        self.more = False
        self.barred: dict[Step, None] = {}

    def shortest(self, most: int) -> list[Steps]:
        """The shortest paths; then `more` says whether there may be others."""
        found: list[Steps] = []
        self._look(Candidate())
        while self._waiting and not self.more:
            *_, candidate = heappop(self._waiting)
            if any(_covers(candidate.steps, path) for path in found):
                continue
            if not candidate.branches and len(found) < most:
                found.append(candidate.steps)
                continue
            self.more = not candidate.branches or self._looks >= MOST_LOOKS
            for branch in candidate.split():
                self._look(branch)
        return [path for path in found if not any(_covers(path, o) for o in found if o != path)]

    def _look(self, candidate: Candidate) -> None:
        """Put a candidate in line, with all that it cannot do without."""
        while True:
            choices = self._choices(candidate)
            dead = [choice for choice in choices if not choice.steps]
            forced = {choice.steps[0] for choice in choices if len(choice.steps) == 1}
            if dead:
                self.barred |= dict.fromkeys(step for choice in dead for step in choice.barred)
                return
            if not forced:
                self._put(candidate, [choice.steps for choice in choices])
                return
            for step in sorted(forced, key=str):
                candidate = candidate.with_step(step)

    def _choices(self, candidate: Candidate) -> list[Choice]:
        """What is needed after the steps of a candidate, as choices between those it can still take."""
        self._looks += 1
        report = supposition(self._state, candidate.steps)
        now = self._state.suppose(report) if candidate.steps else self._state
        return [
            attrs.evolve(choice, steps=tuple(filter(candidate.can, choice.steps)))
            for choice in needs(now, self._goals, self._options)
        ]

    def _put(self, candidate: Candidate, choices: list[tuple[Step, ...]]) -> None:
        fewest = min(choices, key=len, default=())
        shared = sorted(fewest, key=lambda step: -sum(step in choice for choice in choices))
        promise = len(candidate.steps) + _apart(candidate.steps, choices)
        ready = attrs.evolve(candidate, branches=tuple(shared))
        heappush(self._waiting, (promise, -len(candidate.steps), self._looks, ready))


def _subject(step: Step) -> object:
    """What a step is about: two about one subject are one step that goes as far as either."""
    return (step.party, step.term) if isinstance(step, TakeStance) else step


def _further(one: Step, other: Step) -> bool:
    """Whether a party goes further in one step than in another."""
    if not isinstance(one, TakeStance) or not isinstance(other, TakeStance) or one == other:
        return False
    return _subject(one) == _subject(other) and as_far(one.stance, other.stance)


def _covers(steps: Steps, path: Steps) -> bool:
    """Whether every step of a path is among some steps, or a step that goes further."""
    return all(step in steps or any(_further(more, step) for more in steps) for step in path)


def _apart(steps: Steps, choices: list[tuple[Step, ...]]) -> int:
    """At least so many more steps are needed: choices that share none need one each.

    A party that has taken a stance needs none to go further.
    """
    used = {_subject(step) for step in steps}
    found = 0
    for choice in sorted(choices, key=len):
        subjects = {_subject(step) for step in choice}
        if used.isdisjoint(subjects):
            used |= subjects
            found += 1
    return found
