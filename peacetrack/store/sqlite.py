"""A ledger in one SQLite file, for several processes on one machine.

What all SQL stores share is in `sql.py`; the tables are in `sqlite.sql`.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from os import PathLike
from pathlib import Path
from typing import Any, TypeVar

from peacetrack.errors import StoreError
from peacetrack.form.file import replacing
from peacetrack.index.projection import Effect
from peacetrack.index.series import FOREVER
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.ledger import Ledger, Mention
from peacetrack.store import sql, sqlite_file
from peacetrack.store.row import SqlRow
from peacetrack.store.sql import VERSION, Queries, SqlStore
from peacetrack.store.store import News

PATIENCE = 10.0
"""Seconds to wait for another writer."""

CACHE = 1 << 15
"""The most kibibytes of the file that are kept in memory, so that a batch is written once, at its end."""

LOG = 4000
"""The pages of the log that are copied into the file together: reports that follow each other share many."""

MOST_WAITING = 1 << 14
"""The most rows of statements that wait to be inserted."""

_T = TypeVar("_T")

OLDEST = (3, 38, 0)
"""The first version of SQLite with everything the tables need."""


class SqliteStore(SqlStore):
    """A ledger in a file, made if missing.

    One `writing` is one transaction, and it is on the disk when it ends.
    """

    queries = Queries("?")

    def __init__(self, path: str | PathLike[str], *, ledger: str = "main") -> None:
        super().__init__(ledger)
        self._path = str(path)
        if sqlite3.sqlite_version_info < OLDEST:
            what = f"SQLite {sqlite3.sqlite_version} is too old, 3.38 is needed"
            raise StoreError(what, self._path, "update Python")
        with self._translated():
            self._open()

    def _open(self) -> None:
        sqlite_file.refuse_other(self._path, PATIENCE)
        self._options = sqlite_file.reading_options(self._path)
        self._checked: tuple[int, int] | None = None
        self._changes: int | None = None
        self._upto: int | None = None
        self._waiting: list[SqlRow] = []
        self._db = sqlite_file.connected(self._path, PATIENCE, self._options)
        try:
            self._prepare()
        except BaseException:
            self._db.close()
            raise

    def _prepare(self) -> None:
        version = sqlite_file.version_of(self._db, self._path)
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("PRAGMA recursive_triggers = ON")
        self._db.execute("PRAGMA secure_delete = ON")
        self._db.execute(f"PRAGMA cache_size = {-CACHE}")
        self._db.execute(f"PRAGMA wal_autocheckpoint = {LOG}")
        if version == 0:
            self._make_tables()
        elif version < VERSION:
            self._migrate()
        if self._path != sqlite_file.MEMORY and not self._options:
            # after the tables, so that they are in the file itself and not only in its log
            self._patiently("PRAGMA journal_mode = WAL")
        self._checked = self._versions()  # first: it opens the log
        self._identity = sqlite_file.identity_of(self._path)

    def _make_tables(self) -> None:
        with self._transaction():
            if sqlite_file.version_of(self._db, self._path) == VERSION:
                return  # another process was faster
            self._execute_all(sql.script("sqlite"))
            self._db.execute(f"PRAGMA application_id = {sqlite_file.APPLICATION}")
            self._db.execute(f"PRAGMA user_version = {VERSION}")

    def _execute_all(self, statements: list[str]) -> None:
        for statement in statements:
            self._db.execute(statement)

    def _versions(self) -> tuple[int, int]:
        """Return the version of the tables, and a number that changes with the schema."""
        ((version, schema),) = self._db.execute("SELECT * FROM pragma_user_version, pragma_schema_version")
        return version, schema

    def _migrate(self) -> None:
        """Bring an older file to this version in one transaction, after copying it."""
        with self._transaction():
            version = sqlite_file.version_of(self._db, self._path)
            if version == VERSION:
                return  # another process was faster
            self._copy(Path(f"{self._path}.version-{version}"))
            before, after = _split(sql.script(f"sqlite_from_{version}"))
            self._execute_all([*before, *sql.script("sqlite"), *after])
            self._db.execute(f"PRAGMA user_version = {VERSION}")
            self.project_again()

    def _copy(self, path: Path) -> None:
        with (
            replacing(path) as fresh,
            closing(sqlite3.connect(self._path)) as source,
            closing(sqlite3.connect(fresh.name)) as copy,
        ):
            source.backup(copy)

    def entries(self, after: int = 0, upto: int = FOREVER) -> list[Entry]:
        """Return the entries after a seq, up to another; none is looked for where no other process wrote."""
        with self.reading():
            if after == self._upto:
                return []
            entries = super().entries(after, upto)
            if upto == FOREVER:
                self._upto = after + len(entries)
            return entries

    # Writing

    def append(self, effect: Effect) -> None:
        """Add an entry and what follows from it."""
        super().append(effect)
        self._upto = effect.entry.seq

    @contextmanager
    def _transaction(self, kind: str = "IMMEDIATE") -> Iterator[None]:
        if self._db.in_transaction:  # a part of a larger one
            yield
            return
        self._check_file()
        if kind == "IMMEDIATE":
            self._patiently(f"BEGIN {kind}")
        else:  # it takes no lock
            self._db.execute(f"BEGIN {kind}")
        try:
            self._check_tables()
            yield
            self._insert_waiting()
            self._db.execute("COMMIT")
        except BaseException:
            self._waiting = []
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        if kind == "IMMEDIATE":
            self._check_file()

    def _check_file(self) -> None:
        """Refuse to go on where the file was removed or replaced: what is written would be lost."""
        if self._checked is None or self._identity is None:  # it is being made, or in no file
            return
        now = sqlite_file.identity_of(self._path)
        if self._identity.is_lost(now, log=not self._options):
            what = "the file or its log was removed, replaced or cut while it was open"
            raise StoreError(what, self._path, "open it again, and look for what was written last")
        if self._options and now != self._identity:  # it was written to, and SQLite cannot see it
            self._db.close()
            self._open()

    def _check_tables(self) -> None:
        """Refuse tables that another process has changed, or brought to a newer version."""
        (changes,) = self._db.execute("PRAGMA data_version").fetchone()
        if changes == self._changes:  # no other process wrote to the file
            return
        if self._checked is not None and self._checked != self._versions():
            sqlite_file.version_of(self._db, self._path)
            self._checked = self._versions()
        self._changes, self._upto = changes, None

    def _patiently(self, statement: str) -> None:
        """Run a statement that needs a lock; poll for it every few milliseconds.

        SQLite's own busy handler waits longer after each failed attempt, so that a writer which asks
        more often would come first again and again.
        """
        until = time.monotonic() + PATIENCE
        self._db.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    self._db.execute(statement)
                except sqlite3.OperationalError as error:
                    # the low byte: a log that is being recovered has a code of its own
                    busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                    if not busy or time.monotonic() > until:
                        raise
                    time.sleep(random.uniform(0.001, 0.005))
                else:
                    return
        finally:
            self._db.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")

    @contextmanager
    def writing(self, ledger: Ledger) -> Iterator[News]:
        """Hold the lock for writing: one transaction, committed at the end."""
        with self._lock, self._translated(), self._transaction():
            entries = [] if ledger.head == self._upto else self.entries(after=ledger.head)
            rows = self._rows(self.queries.mentions, len(ledger.mentioned)) if entries else []
            yield entries, [Mention(*row) for row in rows]

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold one read snapshot: every read inside sees the same entries."""
        with self._lock, self._translated(), self._transaction("DEFERRED"):
            yield

    def purge(self) -> None:
        """Empty the write-ahead log, which may hold what was redacted."""
        with self._lock, self._translated():
            (busy, _, _) = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            what = "the words are gone, but others still read the file as it was before"
            raise StoreError(what, self._path, "redact again when they have closed it")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def _retried(self, read: Callable[[], _T]) -> _T:
        """Return what `read` gives, in a transaction that looks at the file first."""
        with self.reading():
            return read()

    def _execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        self._insert_waiting()
        return self._db.execute(sql, values).rowcount

    def _execute_many(self, *statements: tuple[str, Iterable[SqlRow]]) -> list[int]:
        return [self._execute_each(sql, rows) for sql, rows in statements]

    def _execute_each(self, sql: str, rows: Iterable[SqlRow]) -> int:
        """Run a statement once for each row, and return how many it changed: none while rows wait."""
        if sql == self.queries.insert_statement:
            self._wait(rows)
            return 0
        if sql == self.queries.close:
            self._insert_waiting()
        return self._db.executemany(sql, rows).rowcount

    def _wait(self, rows: Iterable[SqlRow]) -> None:
        """Keep rows of statements to be inserted in the order of their table, which takes less time."""
        rows = iter(rows)
        while some := list(islice(rows, MOST_WAITING)):
            self._waiting += some
            if len(self._waiting) >= MOST_WAITING:
                self._insert_waiting()

    def _insert_waiting(self) -> None:
        if self._waiting:
            rows, self._waiting = sorted(self._waiting), []
            self._db.executemany(self.queries.insert_statement, rows)

    def _fetch(self, sql: str, values: Sequence[Any] = ()) -> list[SqlRow]:
        self._insert_waiting()
        return self._db.execute(sql, values).fetchall()

    @contextmanager
    def _stream(self, sql: str) -> Iterator[Iterable[SqlRow]]:
        self._insert_waiting()
        yield self._db.execute(sql, (self._ledger,))

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Raise SQLite's errors as `StoreError`, with the file and what to do."""
        try:
            yield
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT":  # by a signal
                raise KeyboardInterrupt from error
            if "Could not decode" in str(error):  # Python's own words for bytes that are no text
                raise _damaged(self._path) from error
            raise StoreError(str(error), self._path, _repair(error)) from error
        except UnicodeDecodeError as error:  # SQLite quotes the damaged bytes in its message
            raise _damaged(self._path) from error


def _damaged(path: str) -> StoreError:
    return StoreError("the file is damaged", path, "take the file from a backup, or read an export of it")


def _split(statements: list[str]) -> tuple[list[str], list[str]]:
    """Return the statements of a migration before the new tables are made, and those after."""
    middle = statements.index("-- The tables of this version are made here.")
    return statements[:middle], statements[middle + 1 :]


def _repair(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    repairs = {
        "SQLITE_NOTADB": "name a ledger, or a file that does not exist yet",
        "SQLITE_CORRUPT": "restore the file from a copy, or from an export",
        "SQLITE_FULL": "make room on the disk, then write again",
        "SQLITE_BUSY": "another process is writing: try again",
        "SQLITE_CANTOPEN": "check that the file can be read and written, or that its folder is there",
    }
    if name.startswith("SQLITE_READONLY"):
        return "it can only be read: check the permissions of the file and its folder"
    if name.startswith("SQLITE_IOERR"):
        return "check the room on the disk and its health, then write again"
    return repairs.get(name, "")
