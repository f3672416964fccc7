"""Where the evidence differs and cannot be ordered. Built on state."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from peacetrack.reading import Held, Reading
from peacetrack.rows import Table
from peacetrack.state import State
from peacetrack.statement import Statement


@attrs.frozen
class Dispute:
    """A field on which statements differ; of a term or an event itself there is no party."""

    term: str
    party: str | None
    field: str
    statements: Table[Statement]


def disputes(state: State) -> Table[Dispute]:
    """Everything disputed of parties, of terms and of events."""
    return Table(list(_disputes(state)), Dispute, state.basis)


def _disputes(state: State) -> Iterator[Dispute]:
    for term in state:
        for party in state.parties_on(term):
            standing = state[term][party]
            groups = state.groups_of(party) if standing.via else ()
            yield from _of(state, term, (party, *groups), standing.held, standing.disputed)
        progress = state[term].progress
        yield from _of(state, term, (None,), progress.held, progress.disputed)
    for event in state.events():
        yield from _of(state, event.id, (None,), event.runs, event.disputed)


def _of(
    state: State,
    term: str,
    holders: tuple[str | None, ...],
    held: Held,
    fields: tuple[str, ...],
) -> Iterator[Dispute]:
    for field in fields:
        run = held[field]
        statements = [*run]
        for holder in holders:
            reading = Reading.of(state.cut, term, holder)
            others = reading.disputes(field, run) if holder == run[-1].party else reading.run(field)
            statements += [s for s in others if s not in statements]
        yield Dispute(term, holders[0], field, Table(statements, Statement, state.basis))
