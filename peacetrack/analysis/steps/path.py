"""Paths: the smallest sets of steps after which a term, or the deal, is agreed."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import attrs

from peacetrack.analysis.conditions.graph import listed
from peacetrack.analysis.holding import Record
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.steps.search import Search
from peacetrack.analysis.steps.step import DropCondition, HoldEvent, Step, TakeStance, supposition
from peacetrack.analysis.verdict.verdict import all_in_doubt
from peacetrack.errors import InvalidInputError, WrongTypeError
from peacetrack.index.statement import reports_of
from peacetrack.state import State, of_state
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.condition import StanceIs, TermIs
from peacetrack.words.report import Report
from peacetrack.words.value import Word


class PathOutcome(Word):
    """The outcome of a path.

    * `AGREED`: the term, or the deal, is agreed after it.
    * `DOUBTFUL`: the same by the rules, but an acceptance is in doubt: headlines say `perhaps agreed`.
    * `FORBIDDEN`: there is no path: every way ends at the step of this row, or of another such
      row, which would cross a red line.
    * `MORE`: there are further paths, all at least as long as those before.
    * `STOPPED`: the search was stopped, for it became too long: there may be further paths, all
      at least as long as those before, also where there is no other row.
    """

    AGREED = "agreed"
    DOUBTFUL = "doubtful"
    FORBIDDEN = "forbidden"
    MORE = "more"
    STOPPED = "stopped"


@frozen
class Path:
    """A smallest set of steps after which a term is agreed.

    No step can be left out, and none can be replaced by one that goes less far.

    Attributes:
        term: the term; None for the whole deal.
        steps: the steps, events first, then in the order of the agenda.
        outcome: what the path leads to.
        reports: the reports of what the steps would change.
        told: those of the steps that drop what a party is only said to ask for, and on the record takes a
            stance without; not a column.
        report: the report to suppose: after `state.suppose(path.report)` it is agreed. None
            without steps; not a column.
    """

    __columns__ = ("term", "steps", "outcome", "reports")

    term: str | None
    steps: tuple[Step, ...] = attrs.field(repr=listed)
    outcome: PathOutcome = attrs.field(repr=str)
    reports: tuple[str, ...]
    report: Report | None = attrs.field(default=None, repr=False, eq=False)
    told: tuple[Step, ...] = attrs.field(default=(), repr=False, eq=False)

    def __str__(self) -> str:
        if self.outcome is PathOutcome.MORE:
            return "there are more paths, at least as long"
        if self.outcome is PathOutcome.STOPPED:
            return "the search became too long and was stopped: there may be other paths"
        steps = "; ".join(map(self._in_words, self.steps)) or "nothing is left to do"
        if self.outcome is PathOutcome.DOUBTFUL:
            return f"{steps}; an acceptance is in doubt"
        return f"a red line forbids: {steps}" if self.outcome is PathOutcome.FORBIDDEN else steps

    def _in_words(self, step: Step) -> str:
        return f"{step}, which is not on the record" if step in self.told else str(step)


@of_state
def paths(state: State, term: str | None = None, *, most: int = 20) -> Table[Path]:
    """List the smallest sets of single steps after which a term, or the deal, is agreed.

    A step is: a party takes a stance, and goes on asking for what it asks; a party drops one
    condition (one in words may also be fulfilled); an event that is a condition, and is not
    cancelled, is held; the needed parties of a term settle a field. A red line forbids its party
    to change sides, and to drop a condition that asks for what the red line stands for. A
    condition that can never be met can only be dropped.

    Parameters:
        state: the state to start from.
        term: the term to agree; by default every term that needs a party.
        most: how many paths to give at most.

    Returns:
        One row for each path, shortest first; exactly the shortest ones. Where there are more, the
        last row has the outcome `more`; where the search was stopped, after 1000 sets of steps or
        2500 conditions that were followed, it has the outcome `stopped`.

    Raises:
        InvalidInputError: if the term needs no party, so that it is never agreed.
        UnknownNameError: if the term is not declared.
        WrongTypeError: if `most` is no number of 1 or more.

    >>> for path in analysis.paths(state, "truce"):
    ...     print(path)
    NORTH on truce no longer asks that summit is held; SOUTH accepts truce
    summit is held; SOUTH accepts truce
    """
    if type(most) is not int or most < 1:
        raise WrongTypeError(most, "a number of paths", repair="1 or more")
    return Table(_paths(state, term if term is None else state[term].id, most), Path, state.basis)


def _paths(state: State, term: str | None, most: int) -> list[Path]:
    goals = _goals(state, term)
    if not goals:
        return []
    search = Search(state, goals)
    names = Names(state)
    doubtful = set(all_in_doubt(names, state, goals))
    shortest = [_path(state, term, steps, doubtful) for steps in search.shortest(most)]
    rows = sorted(shortest, key=lambda path: (len(path.steps), str(path)))
    if search.more or search.stopped:
        outcome = PathOutcome.MORE if search.more else PathOutcome.STOPPED
        rows.append(Path(term, (), outcome, ()))
    return rows or [_forbidden(state, term, step) for step in search.barred]


def _goals(state: State, term: str | None) -> tuple[str, ...]:
    if term is None:
        return tuple(id for id in state if state.needed_on(id))
    if not state.needed_on(term):
        raise InvalidInputError(
            f"the term {term!r} needs no party, so it is never agreed",
            repair="name a term that needs a party",
        )
    return (term,)


def _path(
    state: State, term: str | None, steps: frozenset[Step], doubtful: Collection[tuple[str, str]]
) -> Path:
    taken = {(step.term, step.party) for step in steps if isinstance(step, TakeStance)}
    outcome = PathOutcome.DOUBTFUL if not taken.issuperset(doubtful) else PathOutcome.AGREED
    ordered = tuple(sorted(steps, key=lambda step: _place(state, step)))
    report, record = supposition(state, ordered) if ordered else None, Record(state)
    dropped = (step for step in ordered if isinstance(step, DropCondition))
    told = tuple(step for step in dropped if record.is_off(step.term, step.party, step.condition))
    return Path(term, ordered, outcome, _behind(state, ordered), report, told)


def _place(state: State, step: Step) -> tuple[int, str]:
    """Return the place of a step: by the order of the agenda, events first."""
    order = list(state)
    if isinstance(step, HoldEvent) or step.term not in order:
        return -1, str(step)
    return order.index(step.term), str(step)


def _behind(state: State, steps: Iterable[Step]) -> tuple[str, ...]:
    """Return the reports of what steps change."""
    runs = []
    for step in steps:
        if isinstance(step, TakeStance | DropCondition):
            field = "stance" if isinstance(step, TakeStance) else "conditions"
            runs.append(state.standing(step.term, step.party).runs.get(field, ()))
    return reports_of(*runs)


def _forbidden(state: State, term: str | None, step: Step) -> Path:
    assert isinstance(step, TakeStance | DropCondition)
    crossing = step.condition if isinstance(step, DropCondition) else step
    assert isinstance(crossing, TakeStance | TermIs | StanceIs)
    red_line = state.standing(crossing.term, step.party).runs["red_line"]
    reports = dict.fromkeys((*_behind(state, [step]), *reports_of(red_line)))
    return Path(term, (step,), PathOutcome.FORBIDDEN, tuple(reports))
