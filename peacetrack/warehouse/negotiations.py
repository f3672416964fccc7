"""All ledgers of a warehouse, asked together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from os import PathLike
from typing import Any

import attrs

from peacetrack import analysis
from peacetrack.analysis.changes.change import Change, direction_of
from peacetrack.errors import InvalidInputError
from peacetrack.state import State
from peacetrack.table.table import Table
from peacetrack.warehouse.manifest import ledgers
from peacetrack.warehouse.warehouse import Warehouse
from peacetrack.warehouse.warehouse import open as open_one
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import isolated
from peacetrack.words.term import TermStatus
from peacetrack.words.when import TimeLike


@frozen
class TermThere:
    """A term of one of several ledgers, with where it stands.

    Attributes:
        ledger: the name of the ledger.
        term: the id of the term.
        kind: the kind of its content.
        proposition: what would stand in an agreement.
        status: its status; None of a backdrop, and where it needs no party.
        accepting: the needed parties that accept.
    """

    ledger: str
    term: str
    kind: str
    proposition: str
    status: TermStatus | None
    accepting: tuple[str, ...]

    def __str__(self) -> str:
        return f"{isolated(self.ledger)}, {isolated(self.term)}: {self.status or 'no status'}"


@frozen
class MoveThere:
    """A change of a party's stance in one of several ledgers.

    Attributes:
        ledger: the name of the ledger.
        change: what changed, and why.
    """

    __columns__ = ("ledger", "term", "party", "before", "after", "cause", "direction", "reports")

    ledger: str
    change: Change

    def __getattr__(self, name: str) -> Any:
        if name not in MoveThere.__columns__:
            raise AttributeError(name)
        return getattr(self.change, name)

    def __str__(self) -> str:
        return f"{isolated(self.ledger)}: {self.change}"


class Negotiations(Mapping[str, Warehouse]):
    """All ledgers of a warehouse, by name; `warehouse.open_all` opens them.

    Parameters:
        opened: the ledgers by name.
    """

    def __init__(self, opened: Mapping[str, Warehouse]) -> None:
        self._opened = dict(opened)

    def __repr__(self) -> str:
        return f"<Negotiations: {', '.join(self)}>"

    def __getitem__(self, ledger: str) -> Warehouse:
        return self._opened[ledger]

    def __iter__(self) -> Iterator[str]:
        return iter(self._opened)

    def __len__(self) -> int:
        return len(self._opened)

    def terms(self, kind: str | None = None, **basis: Any) -> Table[TermThere]:
        """List the terms of all ledgers, with where they stand.

        Parameters:
            kind: only those of a kind of content (default: of every kind).
            basis: as for `Warehouse.state`.

        >>> print(everywhere.terms("ceasefire", valid="2030-01-10")[0])
        example, truce: pending
        """
        terms = [
            TermThere(name, id, term.kind, term.proposition, state[id].status, state[id].accepting)
            for name, state in self._states(basis)
            for id, term in state.agenda.term_by_id.items()
            if kind in (None, term.kind)
        ]
        return Table(terms, TermThere)

    def moves(
        self, party: str, since: TimeLike, until: TimeLike, direction: str | None = None, **basis: Any
    ) -> Table[MoveThere]:
        """List how the stances of a party changed between two moments, in all ledgers that declare it.

        A stance that ran out by a moment, or was withdrawn, is none there.

        Parameters:
            party: the id or an alias of the party.
            since: the earlier moment.
            until: the later moment.
            direction: only changes in a direction, such as `softened` (default: all).
            basis: as for `Warehouse.state`, without `valid`.

        >>> print(everywhere.moves("SOUTH", "2030-01-02", "2030-01-10", "softened")[0])
        example: SOUTH on truce, stance: opposes -> open; stated, softened (radio)
        """
        moves = [
            MoveThere(name, change)
            for name, later in self._states({**basis, "valid": until})
            if party in later.agenda.party_names
            for change in _moves(later.at(valid=since), later, later.agenda.party_id(party))
            if direction in (None, change.direction)
        ]
        return Table(moves, MoveThere)

    def _states(self, basis: Mapping[str, Any]) -> Iterator[tuple[str, State]]:
        for name, stored in self._opened.items():
            yield name, stored.state(**basis)


def _moves(earlier: State, later: State, party: str) -> Iterator[Change]:
    """Yield how the stances of a party that have not lapsed changed, each with what changed it last."""
    by_term: dict[str, Change] = {}
    for change in analysis.diff(earlier, later):
        if change.party == party and change.field in ("stance", "lapsed"):
            by_term[change.term] = change if change.after is not False else by_term.get(change.term, change)
    for term, change in by_term.items():
        before, after = (
            None if s.lapsed else s.stance for s in (x.standing(term, party) for x in (earlier, later))
        )
        if before is not after:
            direction = direction_of("stance", before, after)
            yield attrs.evolve(change, field="stance", before=before, after=after, direction=direction)


def open_all(
    folder: str | PathLike[str], *, engine: Any = None, clock: Callable[[], datetime] | None = None
) -> Negotiations:
    """Open all ledgers of a warehouse, to ask across them.

    Parameters:
        folder: the folder that `write` was given.
        engine: a `pyspark.sql.SparkSession` (default: DuckDB in this process).
        clock: gives the valid moment where none is given (default: the current time).

    Raises:
        InvalidInputError: if there is no warehouse.

    >>> from peacetrack import warehouse
    >>> _ = warehouse.write(talks, "several")
    >>> warehouse.open_all("several")
    <Negotiations: example>
    """
    names = ledgers(folder)
    if not names:
        repair = "write one first: warehouse.write(talks, folder)"
        raise InvalidInputError("there is no warehouse", where=str(folder), repair=repair)
    return Negotiations({name: open_one(folder, ledger=name, engine=engine, clock=clock) for name in names})
