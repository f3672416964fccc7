"""Holdings: what holds of the parties on a term, and of the term itself; what dates events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from peacetrack.rules.runs import Run
from peacetrack.rules.standing import Standing, TermProgress
from peacetrack.state import State

Holding = Standing | TermProgress


def holding_of(state: State, term: str, party: str | None) -> Holding:
    """Return where a party stands on a term; without a party, how far the term itself has come."""
    return state.progress(term) if party is None else state.standing(term, party)


def standings(state: State, terms: Iterable[str] | None = None) -> Iterator[Standing]:
    """Return the standings on some terms, by default on all: needed parties, then others."""
    for term in state if terms is None else terms:
        for party in state.parties_on(term):
            yield state.standing(term, party)


def holdings(state: State, terms: Iterable[str] | None = None) -> Iterator[Holding]:
    """Return for each of some terms the standings on it, then its own progress."""
    for term in state if terms is None else terms:
        yield from standings(state, [term])
        yield state.progress(term)


def dating(state: State, event: str | None) -> Run:
    """Return the statements that date an event."""
    return () if event is None else state.event(event).runs.get("when", ())
