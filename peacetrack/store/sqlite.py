"""A ledger in one SQLite file, for several processes. Built on schema."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike
from threading import RLock
from typing import Any

from peacetrack.edtf import full_text
from peacetrack.errors import LedgerTampered, StoreError
from peacetrack.ledger import Entry, entry_from
from peacetrack.store.schema import APPLICATION, INSERT, SELECT, TABLES, VERSION

PATIENCE = 10.0
"""Seconds to wait for another writer."""


class SqliteStore:
    """The entries of one ledger in a file that is made if missing.

    Every append is a transaction of its own and is on the disk when it returns.
    """

    def __init__(self, path: str | PathLike[str], *, ledger: str = "main") -> None:
        self._ledger = ledger
        self._lock = RLock()
        self._path = str(path)
        with self._told():
            self._db = sqlite3.connect(
                self._path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                raise

    def _prepare(self) -> None:
        if self._path != ":memory:":
            self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("PRAGMA recursive_triggers = ON")
        version = self._pragma("user_version")
        if version > VERSION:
            repair = "update peacetrack"
            raise StoreError(f"it has version {version}, newer than {VERSION}", self._path, repair)
        if version == 0:
            self._make_tables()

    def _make_tables(self) -> None:
        with self._transaction():
            if self._pragma("user_version") == VERSION:
                return  # another process was faster
            if self._db.execute("SELECT 1 FROM sqlite_master").fetchone():
                repair = "give the ledger a file of its own"
                raise StoreError("it is a database of something else", self._path, repair)
            for statement in TABLES.split("\n\n"):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA application_id = {APPLICATION}")
            self._db.execute(f"PRAGMA user_version = {VERSION}")

    def _pragma(self, name: str) -> int:
        return int(self._db.execute(f"PRAGMA {name}").fetchone()[0])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The lock under which a seq is given out and an entry is committed."""
        with self._lock, self._told(), self._transaction():
            yield

    def append(self, entry: Entry) -> None:
        """Add an entry; it is committed when `writing` ends."""
        with self._told():
            self._db.execute(INSERT, self._row(entry))

    def _row(self, entry: Entry) -> tuple[Any, ...]:
        return (
            self._ledger,
            entry.seq,
            entry.recorded,
            full_text(entry.recorded),
            entry.recorded_by,
            entry.kind,
            entry.id,
            entry.hashed.decode(),
            entry.words.decode(),
            entry.salt,
            entry.leaf,
        )

    def entries(self, after: int = 0) -> list[Entry]:
        """The entries after a seq, each held against its hash."""
        with self._lock, self._told():
            rows = self._db.execute(SELECT, (self._ledger, after)).fetchall()
        return [_entry(row, after + place) for place, row in enumerate(rows, start=1)]

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


def _entry(row: tuple[Any, ...], place: int) -> Entry:
    seq, recorded, recorded_by, hashed, words, salt, leaf = row
    if seq != place:
        raise LedgerTampered(f"entry {place} is missing before it", seq=seq)
    entry = entry_from(
        seq=seq,
        recorded=recorded,
        recorded_by=recorded_by,
        hashed=hashed.encode(),
        words=words.encode(),
        salt=salt,
    )
    if entry.leaf != leaf:
        raise LedgerTampered("its hash is not what was recorded", seq=seq)
    return entry


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
    return repairs.get(name, "")
