"""A ledger in one SQLite file, for several processes. Built on schema."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from os import PathLike
from pathlib import Path
from threading import RLock

from peacetrack.errors import StoreError
from peacetrack.index.projection import Effect, replay
from peacetrack.index.series import FOREVER
from peacetrack.index.timeline import Timeline
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.ledger import Ledger
from peacetrack.store import row, schema, table
from peacetrack.store.row import SqlRow
from peacetrack.store.schema import VERSION, Queries

PATIENCE = 10.0
"""Seconds to wait for another writer."""

APPLICATION = 0x50454143
"""SQLite's application id of a ledger: the letters PEAC."""

OLDEST = (3, 38, 0)
"""The first SQLite that has all that the tables need."""

SQL = Queries("?")


class SqliteStore:
    """The entries of one ledger in a file that is made if missing, with what follows from them.

    What is written in one `writing` is one transaction, and is on the disk when that ends.
    """

    def __init__(self, path: str | PathLike[str], *, ledger: str = "main") -> None:
        self._ledger = ledger
        self._lock = RLock()
        self._path = str(path)
        if sqlite3.sqlite_version_info < OLDEST:
            what = f"SQLite {sqlite3.sqlite_version} is too old, 3.38 is needed"
            raise StoreError(what, self._path, "update Python")
        with self._told():
            self._db = _connected(self._path)
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                raise

    def _prepare(self) -> None:
        version = self._version()
        if version > VERSION:
            repair = "update peacetrack"
            raise StoreError(f"it has version {version}, newer than {VERSION}", self._path, repair)
        if self._path != ":memory:" and self._writable():
            self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("PRAGMA recursive_triggers = ON")
        self._db.execute("PRAGMA secure_delete = ON")
        if version == 0:
            self._make_tables()
        elif version < VERSION:
            self._migrate()

    def _make_tables(self) -> None:
        with self._transaction():
            if self._version() == VERSION:
                return  # another process was faster
            if self._db.execute("SELECT 1 FROM sqlite_master").fetchone():
                repair = "give the ledger a file of its own"
                raise StoreError("it is a database of something else", self._path, repair)
            self._execute_all(schema.script("sqlite"))
            self._db.execute(f"PRAGMA application_id = {APPLICATION}")
            self._db.execute(f"PRAGMA user_version = {VERSION}")

    def _execute_all(self, statements: list[str]) -> None:
        for statement in statements:
            self._db.execute(statement)

    def _writable(self) -> bool:
        return os.access(self._path, os.W_OK)

    def _version(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    def _migrate(self) -> None:
        """Bring an older file forward, in one transaction, after copying it."""
        with self._transaction():
            version = self._version()
            if version == VERSION:
                return  # another process was faster
            self._copy(Path(f"{self._path}.version-{version}"))
            before, after = _split(schema.script("sqlite_from_1"))
            self._execute_all([*before, *schema.script("sqlite"), *after])
            self._db.execute(f"PRAGMA user_version = {VERSION}")
            self.project(*replay(self.entries()))

    def _copy(self, path: Path) -> None:
        partial = path.with_name(f"{path.name}.part")
        with (
            closing(sqlite3.connect(self._path)) as source,
            closing(sqlite3.connect(partial)) as copy,
        ):
            source.backup(copy)
        partial.replace(path)

    # Writing

    @contextmanager
    def _transaction(self, kind: str = "IMMEDIATE") -> Iterator[None]:
        if self._db.in_transaction:  # a part of a larger one
            yield
            return
        self._begin(kind)
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def _begin(self, kind: str) -> None:
        """Begin a transaction; a lock is asked for often, for SQLite itself would wait ever longer
        between two attempts, and a busy neighbour would come first again and again.
        """
        until = time.monotonic() + PATIENCE
        self._db.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    self._db.execute(f"BEGIN {kind}")
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > until:
                        raise
                    time.sleep(random.uniform(0.001, 0.005))
                else:
                    return
        finally:
            self._db.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The lock under which a seq is given out; what is added is committed when it ends."""
        with self._lock, self._told(), self._transaction():
            yield

    def append(self, effect: Effect) -> None:
        """Add an entry and what follows from it."""
        with self._told():
            self._db.execute(SQL.insert_entry, row.entry_row(self._ledger, effect.entry))
            self._db.executemany(SQL.close, row.closed_rows(self._ledger, effect))
            self._db.executemany(SQL.insert_statement, row.opened_rows(self._ledger, effect))
            if effect.mentions:
                self._mention(effect)

    def _mention(self, effect: Effect) -> None:
        (last,) = self._db.execute(SQL.last_mention, (self._ledger,)).fetchone()
        rows = row.mention_rows(self._ledger, effect.mentions, last)
        self._db.executemany(SQL.insert_mention, rows)

    def redact(self, seq: int) -> None:
        """Take away the words of an entry that a redaction names."""
        with self._told():
            self._db.execute(SQL.redact, (self._ledger, seq))

    def project(self, ledger: Ledger, timeline: Timeline) -> None:
        """Put what follows from a ledger in the place of what was projected before."""
        with self._told():
            for statement in SQL.clear:
                self._db.execute(statement, (self._ledger,))
            self._db.executemany(
                SQL.insert_statement, table.projected(self._ledger, ledger, timeline)
            )
            self._db.executemany(
                SQL.insert_mention, row.mention_rows(self._ledger, ledger.mentioned, 0)
            )

    def purge(self) -> None:
        """Leave nothing of what was redacted in the log beside the file."""
        with self._lock, self._told():
            (busy, _, _) = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            what = "the words are gone, but others still read the file as it was before"
            raise StoreError(what, self._path, "redact again when they have closed it")

    # Reading

    @contextmanager
    def reading(self) -> Iterator[None]:
        """What is read meanwhile belongs together, whatever others write."""
        with self._lock, self._told(), self._transaction("DEFERRED"):
            yield

    def load(self) -> tuple[Ledger, Timeline]:
        """The ledger and its timeline, from the statements; no body is read."""
        with self.reading():
            entries = [row.entry_of(kept) for kept in self._rows(SQL.entries, 0, FOREVER)]
            tables = (SQL.mentions, SQL.keys, SQL.lines, SQL.bound)
            return table.loaded(entries, *(self._rows(sql) for sql in tables))

    def entries(self, after: int = 0, upto: int = FOREVER) -> list[Entry]:
        """The entries after a seq, up to another, each held against what stands beside it."""
        with self._lock, self._told():
            rows = self._rows(SQL.entries, after, upto)
        return list(row.entries_of(self._ledger, rows, after))

    def check(self, ledger: Ledger, timeline: Timeline) -> None:
        """Hold what was projected against what follows from a ledger."""
        with self._lock, self._told():
            kept = (self._each(SQL.statements), self._each(SQL.all_mentions))
            table.check_projected(self._ledger, kept, ledger, timeline)

    def _rows(self, sql: str, *values: int) -> list[SqlRow]:
        return self._each(sql, *values).fetchall()

    def _each(self, sql: str, *values: int) -> sqlite3.Cursor:
        return self._db.execute(sql, (self._ledger, *values))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """SQLite's errors as ours, with the file and what to do."""
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(str(error), self._path, _repair(error)) from error
        except UnicodeDecodeError as error:  # what SQLite says of a damaged file is damaged too
            repair = "take the file from a backup, or read an export of it"
            raise StoreError("the file is damaged", self._path, repair) from error


def _connected(path: str) -> sqlite3.Connection:
    """A connection; to a file in a place that can only be read, one that sees it as it is now."""
    here = Path(path)
    fixed = (
        os.path.isfile(path)
        and not os.access(here, os.W_OK)
        and not os.access(here.parent, os.W_OK)
    )
    if fixed and not Path(f"{path}-wal").exists():
        path = f"{here.absolute().as_uri()}?immutable=1"
    return sqlite3.connect(
        path, timeout=PATIENCE, isolation_level=None, check_same_thread=False, uri=fixed
    )


def _split(statements: list[str]) -> tuple[list[str], list[str]]:
    """What is done before the new tables are made, and after."""
    here = statements.index("-- The tables of version 2 are made here.")
    return statements[:here], statements[here + 1 :]


def _repair(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    repairs = {
        "SQLITE_NOTADB": "name a ledger, or a file that does not exist yet",
        "SQLITE_CORRUPT": "restore the file from a copy, or from an export",
        "SQLITE_FULL": "make room on the disk, then write again",
        "SQLITE_BUSY": "another process is writing: try again",
        "SQLITE_CANTOPEN": "check that the folder exists and can be written",
    }
    if name.startswith("SQLITE_READONLY"):
        return "the file can only be read: check its permissions"
    if name.startswith("SQLITE_IOERR"):
        return "check the room on the disk and its health, then write again"
    return repairs.get(name, "")
