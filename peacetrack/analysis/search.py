"""The search for the smallest sets of steps. Built on need."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count

import attrs

from peacetrack.analysis.need import needs
from peacetrack.analysis.option import Choice, Options
from peacetrack.analysis.step import Step, Takes, supposition
from peacetrack.condition import as_far
from peacetrack.state import State

LOOKS = 1000
"""How many sets of steps are looked at."""
Steps = frozenset[Step]


class Search:
    """Sets of steps, grown by what is still needed, those that promise to be shortest first.

    Whatever is needed names the steps one of which every path holds that is no less than the set;
    so a set whose needs name one step each grows at once, and else branches by one need.
    """

    def __init__(self, state: State, goals: tuple[str, ...]) -> None:
        self._state = state
        self._goals = goals
        self._options = Options(state)
        self._waiting: list[tuple[int, int, int, Steps, tuple[Step, ...]]] = []
        self._seen: set[Steps] = set()
        self._order = count()
        self.more = False
        self.barred: dict[Step, None] = {}

    def shortest(self, most: int) -> list[Steps]:
        """The shortest paths; then `more` says whether there may be others."""
        found: list[Steps] = []
        self._look(frozenset())
        while self._waiting and not self.more:
            _, _, _, steps, branches = heappop(self._waiting)
            if any(_covers(steps, path) for path in found):
                continue
            if not branches and len(found) < most:
                found.append(steps)
                continue
            self.more = not branches or len(self._seen) >= LOOKS
            for step in branches:
                self._look(_with_step(steps, step))
        return [path for path in found if not any(_covers(path, o) for o in found if o != path)]

    def _look(self, steps: Steps) -> None:
        """Put a set in line, with all that it cannot do without."""
        while steps not in self._seen:
            self._seen.add(steps)
            choices = self._choices(steps)
            dead = [choice for choice in choices if not choice.steps]
            forced = {choice.steps[0] for choice in choices if len(choice.steps) == 1}
            if dead:
                self.barred |= dict.fromkeys(step for choice in dead for step in choice.barred)
                return
            if not forced:
                self._put(steps, [choice.steps for choice in choices])
                return
            for step in sorted(forced, key=str):
                steps = _with_step(steps, step)

    def _choices(self, steps: Steps) -> list[Choice]:
        """What is needed after some steps, as choices between those that can still be taken."""
        now = self._state.suppose(supposition(self._state, steps)) if steps else self._state
        return [
            attrs.evolve(choice, steps=tuple(s for s in choice.steps if _can(steps, s)))
            for choice in needs(now, self._goals, self._options)
        ]

    def _put(self, steps: Steps, choices: list[tuple[Step, ...]]) -> None:
        branches = min(choices, key=len, default=())
        promise = len(steps) + _apart(steps, choices)
        heappush(self._waiting, (promise, -len(steps), next(self._order), steps, branches))


def _with_step(steps: Steps, step: Step) -> Steps:
    """A set with one more step; a stance that goes further replaces the same party's."""
    return frozenset(other for other in steps if not _further(step, other)) | {step}


def _can(steps: Steps, step: Step) -> bool:
    """Whether a step adds to a set: its party takes no other stance there already."""
    if not isinstance(step, Takes):
        return step not in steps
    same = [
        other for other in steps if isinstance(other, Takes) and _subject(other) == _subject(step)
    ]
    return all(_further(step, other) for other in same)


def _subject(step: Step) -> object:
    """What a step is about: two about one subject are one step that goes as far as either."""
    return (step.party, step.term) if isinstance(step, Takes) else step


def _further(one: Step, other: Step) -> bool:
    """Whether a party goes further in one step than in another."""
    if not isinstance(one, Takes) or not isinstance(other, Takes) or one == other:
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
