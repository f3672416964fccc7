"""The smallest sets of steps after which a term, or the deal, is agreed. Built on need."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heappop, heappush
from itertools import count

import attrs

from peacetrack.analysis.graph import reports_of
from peacetrack.analysis.need import Choice, Needs
from peacetrack.analysis.step import Drops, Step, Takes, supposition
from peacetrack.condition import as_far
from peacetrack.errors import InvalidInput, WrongType
from peacetrack.position import StanceIs, TermIs
from peacetrack.report import Report
from peacetrack.rows import Table
from peacetrack.state import State
from peacetrack.value import Word

LOOKS = 1000
"""How many sets of steps are looked at."""


class Outcome(Word):
    """What a path leads to."""

    AGREED = "agreed"
    FORBIDDEN = "forbidden"
    MORE = "more"


@attrs.frozen
class Path:
    """A smallest set of steps after which the term is agreed; without a term, the whole deal.

    None of its steps can be left out, and none can take less. `agreed`: `state.suppose(path.report)`
    has it agreed. `forbidden`: there is no path; every way ends at the step of this row, or of
    another such row, which would cross a red line. `more`: there are, or may be, further paths, all at least as long as those before.
    `reports` are those behind what the steps would change.
    """

    __columns__ = ("term", "steps", "outcome", "reports")

    term: str | None
    steps: tuple[Step, ...]
    outcome: Outcome
    reports: tuple[str, ...]
    report: Report | None = attrs.field(default=None, repr=False, eq=False)

    def __str__(self) -> str:
        return "; ".join(map(str, self.steps)) or "nothing is left to do"


def paths(state: State, term: str | None = None, *, most: int = 20) -> Table[Path]:
    """The smallest sets of single steps after which a term, or the deal, is agreed, shortest first.

    A step is: a party takes a stance, and goes on asking for what it has asked; a party drops one
    condition (one in words may also be fulfilled); an event that is a condition, and not cancelled,
    is held; all whom a term needs settle a field. A red line forbids its party to change sides, and
    to drop a condition that asks for what the red line stands for. A condition that can never be
    met can only be dropped.

    There are at most `most` paths, and these are exactly the shortest; where there are more, or
    where 1000 sets of steps were looked at and some are left, the last row says so.
    """
    if type(most) is not int or most < 1:
        raise WrongType(most, "a number of paths", repair="1 or more")
    goals = _goals(state, term)
    name = state[term].id if term is not None else None
    search = _Search(state, goals)
    rows = [_path(state, name, steps) for steps in search.shortest(most)]
    if search.more:
        rows.append(Path(name, (), Outcome.MORE, ()))
    if not rows:
        rows = [_forbidden(state, name, step) for step in search.barred]
    return Table(rows, Path, state.basis)


def _goals(state: State, term: str | None) -> tuple[str, ...]:
    if term is None:
        return tuple(id for id in state if state.needed_on(id))
    if not state.needed_on(state[term].id):
        raise InvalidInput(
            f"the term {term!r} needs nobody, so it is never agreed",
            repair="name a term that needs somebody",
        )
    return (state[term].id,)


def _path(state: State, term: str | None, steps: frozenset[Step]) -> Path:
    ordered = tuple(sorted(steps, key=lambda step: _place(state, step)))
    report = supposition(state, ordered) if ordered else None
    return Path(term, ordered, Outcome.AGREED, _behind(state, ordered), report)


def _place(state: State, step: Step) -> tuple[int, str]:
    """By the order of the agenda, events first."""
    order = list(state)
    term = getattr(step, "term", None)
    return (order.index(term) if term in order else -1), str(step)


def _behind(state: State, steps: Iterable[Step]) -> tuple[str, ...]:
    """The reports behind what steps change."""
    runs = []
    for step in steps:
        if isinstance(step, Takes | Drops):
            held = state.standing(step.party, step.term).held
            runs.append(held.get("stance" if isinstance(step, Takes) else "conditions", ()))
    return reports_of(*runs)


def _forbidden(state: State, term: str | None, step: Step) -> Path:
    red = step.condition if isinstance(step, Drops) else step
    assert isinstance(step, Takes | Drops)
    assert isinstance(red, Takes | TermIs | StanceIs)
    line = state.standing(step.party, red.term).held["red_line"]
    reports = dict.fromkeys((*_behind(state, [step]), *reports_of(line)))
    return Path(term, (step,), Outcome.FORBIDDEN, tuple(reports))


Steps = frozenset[Step]


class _Search:
    """Sets of steps, grown by what is still needed, those that promise to be shortest first.

    Whatever is needed names the steps one of which every path holds that is no less than the set;
    so a set whose needs name one step each grows at once, and else branches by one need.
    """

    def __init__(self, state: State, goals: tuple[str, ...]) -> None:
        self._state = state
        self._goals = goals
        self._needs = Needs(state)
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
                self._look(with_step(steps, step))
        return found

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
                steps = with_step(steps, step)

    def _choices(self, steps: Steps) -> list[Choice]:
        """What is needed after some steps, as choices between those that can still be taken."""
        now = self._state.suppose(supposition(self._state, steps)) if steps else self._state
        return [
            attrs.evolve(choice, steps=tuple(s for s in choice.steps if _can(steps, s)))
            for choice in self._needs.choices(now, self._goals)
        ]

    def _put(self, steps: Steps, choices: list[tuple[Step, ...]]) -> None:
        branches = min(choices, key=len, default=())
        promise = len(steps) + _apart(choices)
        heappush(self._waiting, (promise, -len(steps), next(self._order), steps, branches))


def with_step(steps: Steps, step: Step) -> Steps:
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


def _apart(choices: list[tuple[Step, ...]]) -> int:
    """At least so many more steps are needed: choices that share none need one each."""
    used: set[object] = set()
    found = 0
    for choice in sorted(choices, key=len):
        subjects = {_subject(step) for step in choice}
        if used.isdisjoint(subjects):
            used |= subjects
            found += 1
    return found
