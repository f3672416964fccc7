"""Writing a warehouse: what a ledger learned since the last time becomes a part of files.

A part holds the entries from one seq to another. The new one takes in the parts before it that are not
much larger, so that there are never many; what was redacted is written again everywhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from os import PathLike
from pathlib import Path
from typing import Any

import attrs
import numpy as np

from peacetrack.errors import InvalidInputError
from peacetrack.index.projection import recalling
from peacetrack.index.series import FOREVER, Series
from peacetrack.index.snapshot import Snapshot
from peacetrack.index.statement import ClaimName, Key, Statement
from peacetrack.ledger.filed import Filed
from peacetrack.ledger.ledger import Ledger
from peacetrack.state import reading_of
from peacetrack.store.row import entry_row
from peacetrack.tracker import Tracker
from peacetrack.warehouse import query
from peacetrack.warehouse.engine import connected, quoted, reading, stored
from peacetrack.warehouse.manifest import Manifest, Part, folder_of, kind_versions, manifest_in
from peacetrack.warehouse.rectangles import RECTANGLE, rectangles_of
from peacetrack.warehouse.relevance import relevance
from peacetrack.warehouse.row import WIDEST, Written, displaces, number_of, run_value, schema, tabled

BATCH = 1 << 15
"""So many rows are held in memory, and so many are a row group of a file that is read for all holders."""

GROUP, FILE = 1 << 12, 1 << 17
"""So many rows are a row group, and a file, of statements that are read holder by holder."""

KnownStatement = tuple[Statement, int, int]
"""A statement, the first seq that knows it, and the first after that which does not."""


def write(talks: Tracker, folder: str | PathLike[str], *, ledger: str | None = None) -> int:
    """Write what a ledger learned since the last time into a warehouse, and return its head.

    It writes everything the first time, after a redaction, and where a kind of content has another version
    than it was written with. Readers see the old warehouse until all is written. One process writes at a
    time.

    Parameters:
        talks: the ledger.
        folder: the warehouse, made if missing; it can hold several ledgers.
        ledger: the name of this one in it (default: the id of its agenda).

    Raises:
        InvalidInputError: if nothing is recorded yet, or the warehouse has another ledger of this name.
        MissingExtraError: if `duckdb`, `numpy` or `pyarrow` is not installed.
        StoreError: if a file cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> from peacetrack import warehouse
    >>> with TemporaryDirectory() as folder:
    ...     warehouse.write(talks, folder)
    3
    """
    snapshot = _snapshot_of(talks)
    name = ledger or snapshot.agenda.id
    place = folder_of(folder, name)
    manifest = manifest_in(place) or Manifest(name)
    _check_same(manifest, snapshot.ledger)
    outdated = manifest.outdated_kinds
    if manifest.head == snapshot.seq and not outdated:
        return manifest.head
    redacted = _is_redacted(manifest, snapshot)
    kept = () if redacted or outdated else _kept(manifest.parts, snapshot.seq)
    part = _written(place, snapshot, kept[-1].last + 1 if kept else 1)
    # a reader may still have what is replaced, but for words that are to be gone
    replaced = () if redacted else tuple(old.folder for old in manifest.parts if old not in kept)
    leaf = snapshot.ledger.entries[snapshot.seq - 1].leaf.hex()
    versions = {**manifest.kinds, **kind_versions()}  # other kinds may be registered here than before
    Manifest(name, (*kept, part), replaced, leaf, versions).write(place)
    return part.last


def _written(place: Path, snapshot: Snapshot, first: int) -> Part:
    """Write the entries of a snapshot from one seq on into a folder of its own, and return the part."""
    part = Part(f"part-{snapshot.seq}-{secrets.token_hex(8)}", first, snapshot.seq)
    with stored("it cannot be written", place):
        (place / part.folder).mkdir(parents=True)
        return write_part(place / part.folder, part, snapshot)


def _snapshot_of(talks: Tracker) -> Snapshot:
    head = talks.head
    if not head:
        raise InvalidInputError("nothing is recorded yet", repair="declare an agenda first")
    return reading_of(talks.state(valid="2000-01-01", known=head)).snapshot


def _check_same(manifest: Manifest, ledger: Ledger) -> None:
    """Refuse a ledger that does not extend the one that was written."""
    head = manifest.head
    same = head <= ledger.head and (not head or ledger.entries[head - 1].leaf.hex() == manifest.leaf)
    if not same:
        what = f"the warehouse has another ledger of the name {manifest.ledger!r}"
        raise InvalidInputError(what, where="ledger", repair="give this one another name, or another folder")


def _is_redacted(manifest: Manifest, snapshot: Snapshot) -> bool:
    """Return whether words were redacted since the last time."""
    new = snapshot.ledger.entries[manifest.head : snapshot.seq]
    return any(entry.kind == "redaction" for entry in new)


def _kept(parts: Sequence[Part], head: int) -> tuple[Part, ...]:
    """Return the parts that stay: those twice as large as all that follows them."""
    kept = list(parts)
    while kept and kept[-1].last - kept[-1].first + 1 < 2 * (head - kept[-1].last):
        kept.pop()
    return tuple(kept)


def write_part(place: Path, part: Part, snapshot: Snapshot) -> Part:
    """Write the files of a part, and return it with its files of statements."""
    statements = _Statements(snapshot, part)
    part = write_statements(place, statements.tables(), part)
    write_rows(place, "closings", statements.closed)
    ledger = snapshot.ledger
    entries = ledger.entries[part.first - 1 : part.last]
    write_rows(place, "entries", (entry_row("", entry)[1:] for entry in entries))
    write_rows(place, "mentions", ((number, *mention) for number, mention in enumerate(ledger.mentioned)))
    return part


COLUMNS: Mapping[str, Mapping[str, str]] = {
    "closings": dict.fromkeys(("holder", "field", "seq", "claim", "known_from", "known_until"), "int64")
    | {"field": "string"},
    "entries": dict.fromkeys(query.ENTRIES, "string")
    | dict.fromkeys(("seq", "recorded", "claim"), "int64")
    | dict.fromkeys(("salt", "leaf"), "binary"),
    "mentions": {"number": "int64", "kind": "string", "id": "string"},
}
"""The columns of the tables that are written row by row, with their types."""


def write_rows(place: Path, name: str, rows: Iterable[Sequence[Any]]) -> None:
    """Write the rows of one of the tables in `COLUMNS`, some at a time."""
    columns, remaining = schema(COLUMNS[name]), iter(rows)
    batches = iter(lambda: list(islice(remaining, BATCH)), [])
    write_tables(place / f"{name}.parquet", columns, (tabled(columns, batch) for batch in batches))


def write_tables(path: Path, columns: Any, tables: Iterable[Any], group: int = BATCH) -> None:
    """Write tables of Arrow to a file of Parquet, with so many rows a row group."""
    from pyarrow import parquet

    with parquet.ParquetWriter(path, columns, compression="zstd") as file:
        for table in tables:
            file.write_table(table, row_group_size=group)


def write_statements(place: Path, tables: Iterable[Any], part: Part) -> Part:
    """Write statements that come in the order of their holders, and what follows from them."""
    part = attrs.evolve(part, holders=_write_by_holder(place, tables))
    files = [place.parent / file for file in part.files("statements")]
    unsorted = place / "unsorted.parquet"
    write_tables(unsorted, schema(RECTANGLE), rectangles_of(files))
    with closing(connected()) as db:
        db.execute(f"SET temp_directory = {quoted(str(place.parent))}")
        db.execute("SET memory_limit = '2GB'; SET threads = 2; SET preserve_insertion_order = true")
        for name, paths in {"statements": files, "rectangles": [unsorted]}.items():
            db.execute(f"CREATE VIEW {name} AS SELECT * FROM {reading(map(str, paths))}")
        for name, sql in query.SORTED.items():
            options = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {BATCH}"
            db.execute(f"COPY ({sql}) TO {quoted(str(place / name))} ({options})")
    unsorted.unlink()
    return part


def _write_by_holder(place: Path, tables: Iterable[Any]) -> tuple[int, ...]:
    """Write the files of statements; return the first holder of each."""
    remaining = iter(tables)
    holders: list[int] = []
    for first in remaining:
        path = place / f"statements-{len(holders)}.parquet"
        write_tables(path, schema(), _up_to(FILE, first, remaining), GROUP)
        holders.append(first["holder"][0].as_py())
    if not holders:
        write_tables(place / "statements-0.parquet", schema(), ())
    return tuple(holders) or (0,)


def _up_to(count: int, first: Any, others: Iterator[Any]) -> Iterator[Any]:
    """Yield a table, and others after it until there are so many rows."""
    yield first
    rows = len(first)
    while rows < count and (table := next(others, None)) is not None:
        yield table
        rows += len(table)


def _fresh(ledger: Ledger) -> Ledger:
    """Return a copy that reads an entry again each time: all bodies of a store may not fit into memory."""
    copy = ledger.copy()
    copy.filed = _FreshlyFiled(ledger.filed)
    return copy


class _FreshlyFiled(dict[str, Filed]):
    def __getitem__(self, id: str) -> Filed:
        filed = super().__getitem__(id)
        return attrs.evolve(filed, entry=filed.entry.afresh())


class _Statements:
    """The statements of a part, holder by holder.

    Once all tables were asked for, `closed` has the rows of what the part closes in older ones.
    """

    def __init__(self, snapshot: Snapshot, part: Part) -> None:
        self.closed: list[tuple[Any, ...]] = []
        self._ledger, self._part = _fresh(snapshot.ledger), part
        self._timeline = snapshot.timeline.copy()
        self._timeline.lines.read_by(recalling(self._timeline, self._ledger))
        self._timeline.read_dates()  # of series that are dropped once they are written

    def tables(self) -> Iterator[Any]:
        """Yield the rows as tables of Arrow, each of some holders."""
        waiting: list[tuple[Any, ...]] = []
        for term, party in sorted(self._timeline.fields, key=lambda holder: number_of(*holder)):
            waiting += self._of_holder(term, party)
            if len(waiting) >= BATCH:
                yield tabled(schema(), waiting)
                waiting = []
        if waiting:
            yield tabled(schema(), waiting)

    def _of_holder(self, term: str, party: str | None) -> Iterator[tuple[Any, ...]]:
        written: dict[ClaimName, Written] = {}
        for field in sorted(self._timeline.fields[term, party]):
            key = Key(term, party, field)
            yield from self._of_key(key, self._timeline.lines[key], written)
            self._timeline.lines.pop(key, None)
        self._timeline.forget({self._ledger.entries[name.seq - 1].id for name in written})

    def _of_key(self, key: Key, line: Series, written: dict[ClaimName, Written]) -> Iterator[tuple[Any, ...]]:
        known = list(self._known(key, line))
        spans = relevance_of([statement for statement, *_ in known]) if known else ()
        for (statement, *seqs), *matters in zip(known, *spans, strict=True):
            yield self._written(statement, written).row(statement, seqs, matters, self._part.last)

    def _known(self, key: Key, line: Series) -> Iterator[KnownStatement]:
        """Yield the statements that the part is the first to know; note what it closes of others."""
        first, last = self._part.first, self._part.last
        for place, item in enumerate(line.items):
            known_from, until = line.known_from[place], line.known_until[place]
            known_until = until if until <= last else FOREVER
            if first <= known_from <= last:
                yield line.statement(place), known_from, known_until
            elif known_from < first <= known_until < FOREVER:
                holder = number_of(key.term, key.party)
                self.closed.append((holder, key.field, *item.name, known_from, known_until))

    def _written(self, statement: Statement, written: dict[ClaimName, Written]) -> Written:
        if statement.name not in written:
            report = self._ledger.entries[statement.by.seq - 1].afresh().report
            assert report is not None
            for number, claim in enumerate(report.claims, start=1):
                written[ClaimName(statement.by.seq, number)] = Written.of(claim)
        return written[statement.name]


def relevance_of(statements: Sequence[Statement]) -> Iterator[list[int]]:
    """Return when each statement of one key may matter, as two columns."""
    values: dict[object, int] = {}
    numbers = [values.setdefault(run_value(statement), len(values)) for statement in statements]
    widths = (statement.latest - statement.anchor for statement in statements)
    relevant = relevance(
        np.array([statement.anchor for statement in statements], np.int64),
        np.array(numbers, np.int64),
        np.array([displaces(statement) for statement in statements], bool),
        np.array([statement.since.range.from_unknown for statement in statements], bool),
        min(max(widths), WIDEST),
    )
    return (column.tolist() for column in relevant)
