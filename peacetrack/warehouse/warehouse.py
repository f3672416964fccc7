"""A warehouse that is open: the states of one ledger, answered from its files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import Any

from peacetrack import analysis
from peacetrack.analysis.changes.change import Change
from peacetrack.analysis.trend import Point, trend_at
from peacetrack.errors import StoreError
from peacetrack.index.snapshot import Snapshot
from peacetrack.replay.over_time import Known, seqs_of
from peacetrack.rules.standing import Standing
from peacetrack.state import Asking, State, reading_of
from peacetrack.table.table import Table
from peacetrack.warehouse.engine import Tables, engines_of
from peacetrack.warehouse.ledger import StoredLedger
from peacetrack.warehouse.manifest import TABLES, Manifest, folder_of, ledger_named, manifest_in
from peacetrack.warehouse.timeline import StoredTimeline
from peacetrack.words.term import Agenda
from peacetrack.words.when import Period, TimeLike, instants, now


class Warehouse(Asking):
    """One ledger, asked from the files of a warehouse: the answers are those of its tracker.

    It shows the ledger as it was written when the warehouse was opened. Questions about every entry,
    such as `state.claims()`, and what-if states read all of them, as a tracker does.

    Parameters:
        folder: the folder of the ledger in the warehouse; `warehouse.open` finds it.
        manifest: which files there are.
        engine: a session of Spark (default: DuckDB in this process).
        clock: gives the valid moment where none is given (default: the current time).
    """

    def __init__(
        self,
        folder: Path,
        manifest: Manifest,
        engine: Any = None,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self.ledger = manifest.ledger
        self._clock = clock or now
        files, over_all = engines_of(engine, _tables(folder, manifest))
        self._ledger = StoredLedger(files, manifest.head)

        def files_of(holder: int) -> list[str]:
            return [str(folder / part.of_holder(holder)) for part in manifest.parts]

        self._timeline = StoredTimeline(files, over_all, self._ledger, files_of)

    def __repr__(self) -> str:
        return f"<Warehouse of {self.ledger}: {self.head} entries>"

    @property
    def head(self) -> int:
        """The seq of the last entry that was written.

        >>> stored.head
        3
        """
        return self._ledger.head

    @property
    def agenda(self) -> Agenda:
        """The agenda in force.

        >>> [term.id for term in stored.agenda.terms]
        ['truce', 'border']
        """
        return self._ledger.agenda

    def _latest(self) -> tuple[Snapshot, Callable[[], datetime]]:
        return Snapshot.of(self._ledger, self._timeline, self.head), self._clock

    def standing(self, term: str, party: str, **basis: Any) -> Standing:
        """Return where a party stands on a term.

        Parameters:
            term: the id or an alias of a term.
            party: the id or an alias of a party.
            basis: as for `state`.

        >>> stored.standing("truce", "the South", valid="2030-01-10")
        <Standing of SOUTH on truce: open>
        """
        return self.state(**basis).standing(term, party)

    def history(self, term: str, party: str, **basis: Any) -> Table[Standing]:
        """Return the standings of a party on a term up to the valid moment, oldest first.

        Parameters:
            term: the id or an alias of a term.
            party: the id or an alias of a party.
            basis: as for `state`.

        >>> [str(standing.stance) for standing in stored.history("truce", "SOUTH", valid="2030-01-10")]
        ['opposes', 'open']
        """
        return self.state(**basis).history(term, party)

    def trend(
        self, state: State, start: TimeLike, end: TimeLike, every: Period, known: Known = "now"
    ) -> Table[Point]:
        """List every term, then the deal, at each moment of a period, as `analysis.trend` does.

        What matters in the period is read at once. Where that turns out to be too little for a holder,
        its statements are read whole, and the period is gone through again.

        Parameters:
            state: a state of this warehouse.
            start: the first moment; a date is its end, as in `valid`.
            end: the last moment, also where the period does not meet it.
            every: an ISO 8601 duration (`P1D`, `P1W`, `P1M`) or a timedelta.
            known: `now` to see each moment as the state knows it, `then` as it was known then.

        Raises:
            UnknownNameError: if `known` is another word.
            InvalidTimeError: if `start`, `end` or `every` is no time.

        >>> state = stored.state(valid="2030-01-10")
        >>> points = stored.trend(state, "2030-01-01", "2030-01-08", "P1W")
        >>> points == analysis.trend(talks.state(valid="2030-01-10"), "2030-01-01", "2030-01-08", "P1W")
        True
        """
        valids, timeline = instants(start, end, every), self._timeline
        if reading_of(state).snapshot.timeline is not timeline:  # what is supposed is read whole
            return trend_at(state, valids, known)
        with timeline.during(valids, seqs_of(state, valids, known)):
            while True:
                read = timeline.stored.read
                points = trend_at(state, valids, known)
                if timeline.stored.read == read:
                    return points

    def diff(self, before: State, after: State) -> Table[Change]:
        """List what differs between two states, field by field, as `analysis.diff` does.

        Parameters:
            before: the state with the earlier answers.
            after: the state with the later answers.

        >>> print(stored.diff(stored.state(valid="2030-01-02"), stored.state(valid="2030-01-10"))[0])
        SOUTH on truce, stance: opposes -> open; stated, softened (radio)
        """
        return analysis.diff(before, after)


def _tables(folder: Path, manifest: Manifest) -> Tables:
    """Return the files of each table; what was ever mentioned is in the last part whole."""
    parts = {name: manifest.parts[-1:] if name == "mentions" else manifest.parts for name in TABLES}
    return {
        name: [str(folder / file) for part in of for file in part.files(name)] for name, of in parts.items()
    }


def open(
    folder: str | PathLike[str],
    *,
    ledger: str | None = None,
    engine: Any = None,
    clock: Callable[[], datetime] | None = None,
) -> Warehouse:
    """Open one ledger of a warehouse.

    Parameters:
        folder: the folder that `write` was given.
        ledger: the name of the ledger (default: the only one).
        engine: a `pyspark.sql.SparkSession` (extra `spark`), which is asked what is about all parties; its
            executors read the folder too (default: DuckDB in this process).
        clock: gives the valid moment where none is given (default: the current time).

    Raises:
        InvalidInputError: if there is no warehouse, or no ledger of this name in it.
        StoreError: if its files cannot be read, or are of another version.
        MissingExtraError: if `duckdb` is not installed.

    >>> from tempfile import TemporaryDirectory
    >>> from peacetrack import warehouse
    >>> with TemporaryDirectory() as folder:
    ...     _ = warehouse.write(talks, folder)
    ...     print(warehouse.open(folder).state(valid="2030-01-10")["truce"].status)
    pending
    """
    name = ledger_named(folder, ledger)
    place = folder_of(folder, name)
    manifest = manifest_in(place)
    assert manifest is not None
    if manifest.outdated_kinds:
        what = f"it was written with other versions of {', '.join(manifest.outdated_kinds)}"
        raise StoreError(what, str(place), "write the warehouse again")
    return Warehouse(place, manifest, engine, clock)
