"""Hindsight: by when all that a cell shows had come out, where it is of a moment before that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from peacetrack.analysis.contending import contenders_of
from peacetrack.analysis.sentence.naming import Names
from peacetrack.index.statement import Statement
from peacetrack.rules.claims import Claimed
from peacetrack.rules.ending import ending_event
from peacetrack.rules.stance_run import ENDING_FIELDS, Run
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.words.edtf import BEGINNING
from peacetrack.words.value import grouped

SIGNS = ("window",)
"""The endings that a cell with signs shows before they come."""


def is_later(
    state: State,
    names: Names,
    standing: Standing,
    acts: Sequence[Claimed],
    ends: Collection[str] = ENDING_FIELDS,
) -> bool:
    """Return whether some of what a cell shows came out later than the moment of a state.

    Parameters:
        state: the state that is shown.
        names: its names.
        standing: where the party stands.
        acts: those it is shown with.
        ends: the endings that the cell shows before they come (default: all).
    """
    disputing = state.disputing_statements(standing) if standing.disputed else ()
    disputing += contenders_of(state, standing).all
    return out_by(state, names, standing, acts, disputing, ends) > state.instant


def out_by(
    state: State,
    names: Names,
    standing: Standing,
    acts: Sequence[Claimed],
    disputing: Sequence[Statement],
    ends: Collection[str] = ENDING_FIELDS,
) -> int:
    """Return the instant by when all that a cell shows had come out: of each field its first report."""
    runs = [*(standing.runs.get(field, ()) for field in _shown(standing, ends)), standing.otherwise]
    runs += [tuple(of_field) for of_field in grouped(disputing, lambda s: s.field).values()]
    runs += _endings_of(state, standing) if standing.lapsed else []
    shown = {claimed.claim.act for claimed in (acts[-1:] if standing.silent else acts)}
    done = [[names.out_by(c.report) for c in acts if c.claim.act == act] for act in shown]
    return max([*(first_out(run) for run in runs if run), *map(min, done)], default=BEGINNING)


def first_out(run: Iterable[Statement]) -> int:
    """Return when a run had come out: of each party in it, such as a member of a group, its first report."""
    by_party = grouped(run, lambda statement: statement.party).values()
    return max(min(_published(statement) for statement in of_party) for of_party in by_party)


def _published(statement: Statement) -> int:
    return BEGINNING if statement.by.supposed else statement.by.publication


def _shown(standing: Standing, ends: Collection[str]) -> Iterator[str]:
    """Yield the fields that a cell shows: of the details those that are older, or all without a stance."""
    if standing.silent:
        yield from standing.runs
        return
    yield "stance"
    if standing.red_line is True:
        yield "red_line"
    if standing.conditions:
        yield "conditions"
    yield from ENDING_FIELDS if standing.lapsed else ends
    yield from standing.older


def _endings_of(state: State, standing: Standing) -> Sequence[Run]:
    """Return what is reported of the events with which a standing ended."""
    events = filter(None, (ending_event(ending) for ending in (standing.window, standing.until)))
    known = [state.event(event) for event in events]
    return [event.runs[field] for event in known for field in ("status", "when") if field in event.runs]
