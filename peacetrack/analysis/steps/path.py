"""The smallest sets of steps after which a term, or the deal, is agreed. Built on search."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from peacetrack.analysis.conditions.graph import listed
from peacetrack.analysis.steps.search import Search
from peacetrack.analysis.steps.step import DropCondition, Step, TakeStance, supposition
from peacetrack.errors import InvalidInputError, WrongTypeError
from peacetrack.index.statement import reports_of
from peacetrack.state import State
from peacetrack.table.table import Table
from peacetrack.words.condition import StanceIs, TermIs
from peacetrack.words.report import Report
from peacetrack.words.value import Word


class PathOutcome(Word):
    """What a path leads to."""

    AGREED = "agreed"
    FORBIDDEN = "forbidden"
    MORE = "more"


@attrs.frozen
class Path:
    """A smallest set of steps after which the term is agreed; without a term, the whole deal.

    None of its steps can be left out, and none can take less. `agreed`: `state.suppose(path.report)`
    has it agreed. `forbidden`: there is no path; every way ends at the step of this row, or of
    another such row, which would cross a red line. `more`: there are, or may be, further paths, all
    at least as long as those before. `reports` are those behind what the steps would change.
    """

    __columns__ = ("term", "steps", "outcome", "reports")

    term: str | None
    steps: tuple[Step, ...] = attrs.field(repr=listed)
    outcome: PathOutcome = attrs.field(repr=str)
    reports: tuple[str, ...]
    report: Report | None = attrs.field(default=None, repr=False, eq=False)

    def __str__(self) -> str:
        if self.outcome is PathOutcome.MORE:
            return "there may be more paths, at least as long"
        steps = "; ".join(map(str, self.steps)) or "nothing is left to do"
        return f"a red line forbids: {steps}" if self.outcome is PathOutcome.FORBIDDEN else steps


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
        raise WrongTypeError(most, "a number of paths", repair="1 or more")
    goals = _goals(state, term)
    name = state[term].id if term is not None else None
    if not goals:
        return Table([], Path, state.basis)
    search = Search(state, goals)
    found = [_path(state, name, steps) for steps in search.shortest(most)]
    rows = sorted(found, key=lambda path: (len(path.steps), str(path)))
    if search.more:
        rows.append(Path(name, (), PathOutcome.MORE, ()))
    if not rows:
        rows = [_forbidden(state, name, step) for step in search.barred]
    return Table(rows, Path, state.basis)


def _goals(state: State, term: str | None) -> tuple[str, ...]:
    if term is None:
        return tuple(id for id in state if state.needed_on(id))
    if not state.needed_on(state[term].id):
        raise InvalidInputError(
            f"the term {term!r} needs nobody, so it is never agreed",
            repair="name a term that needs somebody",
        )
    return (state[term].id,)


def _path(state: State, term: str | None, steps: frozenset[Step]) -> Path:
    ordered = tuple(sorted(steps, key=lambda step: _place(state, step)))
    report = supposition(state, ordered) if ordered else None
    return Path(term, ordered, PathOutcome.AGREED, _behind(state, ordered), report)


def _place(state: State, step: Step) -> tuple[int, str]:
    """By the order of the agenda, events first."""
    order = list(state)
    term = getattr(step, "term", None)
    return (order.index(term) if term in order else -1), str(step)


def _behind(state: State, steps: Iterable[Step]) -> tuple[str, ...]:
    """The reports behind what steps change."""
    runs = []
    for step in steps:
        if isinstance(step, TakeStance | DropCondition):
            held = state.standing(step.term, step.party).runs
            runs.append(held.get("stance" if isinstance(step, TakeStance) else "conditions", ()))
    return reports_of(*runs)


def _forbidden(state: State, term: str | None, step: Step) -> Path:
    red = step.condition if isinstance(step, DropCondition) else step
    assert isinstance(step, TakeStance | DropCondition)
    assert isinstance(red, TakeStance | TermIs | StanceIs)
    line = state.standing(red.term, step.party).runs["red_line"]
    reports = dict.fromkeys((*_behind(state, [step]), *reports_of(line)))
    return Path(term, (step,), PathOutcome.FORBIDDEN, tuple(reports))
