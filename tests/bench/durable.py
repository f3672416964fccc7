"""A ledger in an SQLite file against bare `sqlite3` that inserts, or reads, the same rows.

The floor validates nothing, hashes nothing and indexes nothing: it is handed the tuples.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from pathlib import Path

import peacetrack as pt
from peacetrack.index.projection import said_in
from peacetrack.index.series import FOREVER, Series
from peacetrack.index.statement import ClaimName, Statement
from peacetrack.index.timeline import Opened
from peacetrack.store import row, sql, sqlite_file
from peacetrack.store.row import SqlRow
from peacetrack.store.sqlite import PATIENCE, SqliteStore
from tests.bench.race import Contender, Run, race
from tests.bench.record import agenda, report

REPORTS = 40
BATCH = 1000
FLOOR = "bare sqlite3"


def main(*, quick: bool) -> None:
    """One report a transaction, a thousand a transaction, and opening what is there."""
    with tempfile.TemporaryDirectory() as folder:
        _run(Path(folder), REPORTS, one_by_one=True, rounds=7 if quick else 31)
        _run(Path(folder), BATCH, one_by_one=False, rounds=3 if quick else 11)
        _open(Path(folder), 10_000 if quick else 1_000_000, rounds=3 if quick else 7)


def _run(folder: Path, reports: int, *, one_by_one: bool, rounds: int) -> None:
    into = _Into(folder / ("one-by-one" if one_by_one else "batched"), _Numbers(reports))
    contenders = [
        Contender(FLOOR, lambda: into.bare(one_by_one=one_by_one), reports),
        Contender("record", lambda: into.ledger(one_by_one=one_by_one), reports),
    ]
    what = "a transaction each" if one_by_one else "in one transaction"
    result = race(contenders, rounds, clock=time.perf_counter)
    result.show(f"{reports} reports of five positions, {what}")
    result.aim("record", FLOOR, at_most=1.5 if one_by_one else 2)


class _Numbers:
    """Numbers of reports that were not yet used."""

    def __init__(self, size: int) -> None:
        self._size, self._next = size, 0

    def take(self) -> range:
        self._next += self._size
        return range(self._next - self._size, self._next)


class _Into:
    """Two files that grow alike: one of a ledger, one of bare rows."""

    def __init__(self, folder: Path, numbers: _Numbers) -> None:
        folder.mkdir()
        self._numbers = numbers
        self._ledger = pt.open(folder / "ledger.db")
        self._ledger.declare(agenda())
        self._shadow = pt.Tracker(agenda())
        self._bare = _bare(folder / "bare.db")

    def ledger(self, *, one_by_one: bool) -> Run:
        """Record reports that are built before the clock runs."""
        reports = [report(number) for number in self._numbers.take()]
        if one_by_one:
            return lambda: [self._ledger.record(report) for report in reports]
        return lambda: self._ledger.record_all(reports, batch=len(reports))

    def bare(self, *, one_by_one: bool) -> Run:
        """Insert the rows of as many reports, made before the clock runs."""
        rows = [rows_of(self._shadow, report(number)) for number in self._numbers.take()]
        return lambda: _insert(self._bare, rows, one_by_one=one_by_one)


Rows = tuple[SqlRow, list[SqlRow]]


def rows_of(tracker: pt.Tracker, given: pt.Report) -> Rows:
    """The rows that a report makes, of which the tracker now knows."""
    tracker.record(given)
    entry, timeline = tracker.entries()[-1], tracker._journal.timeline
    known = row.KnownSpan(entry.seq, FOREVER, str(entry.recorded_at), row.ENDLESS)
    statements: list[SqlRow] = []
    for said in said_in(timeline, tracker._journal.ledger, entry.id):
        made = _made(timeline.lines[said.values[0][0]], said.by.name)
        opened = Opened(said, made.since, made.anchor, made.accounts_of)
        statements += row.statement_rows("main", opened, said.values, known)
    return row.entry_row("main", entry), statements


def _made(line: Series, claim: ClaimName) -> Statement:
    return next(statement for statement in line.statements if statement.name == claim)


def _bare(path: Path) -> sqlite3.Connection:
    """A file with the same tables and pragmas, and no guards."""
    db = sqlite_file.connected(str(path), PATIENCE)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
        db.execute(f"PRAGMA {pragma}")
    for statement in sql.script("sqlite"):
        if "CREATE TABLE" in statement:
            db.execute(statement)
    return db


def _insert(db: sqlite3.Connection, reports: list[Rows], *, one_by_one: bool) -> None:
    if not one_by_one:
        db.execute("BEGIN IMMEDIATE")
    for entry, statements in reports:
        if one_by_one:
            db.execute("BEGIN IMMEDIATE")
        db.execute(SqliteStore.queries.insert_entry, entry)
        db.executemany(SqliteStore.queries.insert_statement, statements)
        if one_by_one:
            db.execute("COMMIT")
    if not one_by_one:
        db.execute("COMMIT")


# Opening


def _open(folder: Path, size: int, rounds: int) -> None:
    path = folder / "large.db"
    statements = _fill(path, size)
    contenders = [
        Contender("fetchall", lambda: lambda: _fetched(path), 1),
        Contender("open", lambda: lambda: pt.open(path).close(), 1),
    ]
    result = race(contenders, rounds, clock=time.perf_counter)
    result.show(f"a file of {statements:,} statements")
    result.aim("open", "fetchall", at_most=1.5)


def _fill(path: Path, size: int) -> int:
    with pt.open(path) as talks:
        talks.declare(agenda())
        reports = (report(number) for number in range(size // 30))
        talks.record_all(reports, batch=5000)
        return sum(len(line.items) for line in talks._journal.timeline.lines.values())


def _fetched(path: Path) -> int:
    db = sqlite3.connect(path)
    columns = "term, party, field, anchor, own, directness, tie_seq, claim, known_from, known_until, seq"
    found = len(db.execute(f"SELECT {columns} FROM statement").fetchall())
    db.close()
    return found
