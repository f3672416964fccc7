"""SQLite files: how one is connected to, and whether it is a ledger. Nothing here changes a file.

What is done with a ledger in a file is in `sqlite.py`.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from peacetrack.errors import StoreError
from peacetrack.store import sql

APPLICATION = 0x50454143
"""The application id in the header of an SQLite file of ours: the letters PEAC."""

MEMORY = ":memory:"
"""The name of a database that is in no file."""

_OLDER = {
    "4a494e74545a6edfa9a85ab13d7eb709afea5170b53784d6b3c41148b9de21fc": 1,
    "bc0008a1d72057cb7b87b0c1173210ac1eb69d2a639389e997ef8bb7808b419d": 2,
    "48ab9004ed187eb5783ad2f4f88e5715a87b7df42c25f050a40c545c7b698c8f": 2,  # other comments
}
"""The number of each older version, by the hash of its schema."""

_STEPS = 100_000
"""After so many steps of a query Python gets its turn, so that Ctrl-C stops it: some milliseconds."""

_Schema = frozenset[tuple[str, str, str, str]]


class Identity(NamedTuple):
    """Which file a name leads to, and how it looks."""

    device: int
    inode: int
    size: int
    changed: int
    log: int | None

    def is_lost(self, now: Identity | None, *, log: bool) -> bool:
        """Whether the name leads to another file now, or to what is left of this one, or `log` is gone."""
        return now is None or now[:2] != self[:2] or now.size < self.size or (log and now.log != self.log)


def identity_of(path: str) -> Identity | None:
    """Return which file a name leads to; None where there is none."""
    try:
        known = os.stat(path)
    except OSError:
        return None
    log = None
    with suppress(OSError):
        log = os.stat(f"{path}-wal").st_ino
    return Identity(known.st_dev, known.st_ino, known.st_size, known.st_mtime_ns, log)


def connected(path: str, patience: float, options: str = "") -> sqlite3.Connection:
    """Return a connection; `options` are those of an SQLite URI."""
    name = f"{Path(path).absolute().as_uri()}?{options}" if options else path
    db = sqlite3.connect(
        name, timeout=patience, isolation_level=None, check_same_thread=False, uri=bool(options)
    )
    db.set_progress_handler(lambda: 0, _STEPS)
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cell_size_check = ON")
    return db


def reading_options(path: str) -> str:
    """Return the options for a file or a folder that this user can only read, so that no file is left there.

    SQLite would make its lock files with the permissions of the database, and they could not be
    written to when the database can be written again.
    """
    log, shared = Path(f"{path}-wal"), Path(f"{path}-shm")
    place = shared if os.path.exists(shared) else shared.parent
    if path == MEMORY or not os.path.isfile(path) or (os.access(path, os.W_OK) and os.access(place, os.W_OK)):
        return ""
    with suppress(OSError):
        written = log.stat().st_size
        if shared.exists():  # a writer has it open
            return "mode=ro&readonly_shm=1"
        if written:  # a writer was killed, or its file was copied
            return "mode=ro"
    return "immutable=1"


def refuse_other(path: str, patience: float) -> None:
    """Refuse the file of another application, without changing it or leaving files next to it."""
    if path == MEMORY or not os.path.isfile(path) or not os.path.getsize(path):
        return
    application = _application_in(path)
    if application not in (0, APPLICATION):
        raise _of_something_else(path)
    if application == 0:  # closing a connection that could write would fold its log into it
        options = reading_options(path) or "mode=ro"
        with closing(connected(path, patience, options)) as db:
            version_of(db, path)


def _application_in(path: str) -> int:
    """Return the application id in the header of a file; 0 in what has none."""
    try:
        with Path(path).open("rb") as file:
            return int.from_bytes(file.read(72)[68:], "big")
    except OSError:  # SQLite says what is wrong
        return 0


def version_of(db: sqlite3.Connection, path: str) -> int:
    """Return the version of the tables of a ledger, 0 in an empty file; refuse all else.

    Triggers and views run whenever a table is used, so the schema has to be the one that was made.
    """
    version, application, schema = _described(db)
    if not schema and version == application == 0:
        return 0
    if application != APPLICATION:
        raise _of_something_else(path)
    sql.check_version(version, path)
    if version == sql.VERSION and schema != _due():
        raise _doctored(path, schema)
    if version < sql.VERSION and _OLDER.get(sha256(repr(sorted(schema)).encode()).hexdigest()) != version:
        raise StoreError("its tables are not those of a ledger", path, _RESTORE)
    return int(version)


def _described(db: sqlite3.Connection) -> tuple[int, int, _Schema]:
    """Return version, application and schema of one moment: another process may be making them."""
    apart = not db.in_transaction
    if apart:
        db.execute("BEGIN")
    try:
        schema = _schema_of(db)  # first: it begins the snapshot
        ((version, application),) = db.execute("SELECT * FROM pragma_user_version, pragma_application_id")
    finally:
        if apart:
            db.execute("COMMIT")
    return version, application, schema


_RESTORE = "restore the file from a copy or an export"


def _of_something_else(path: str) -> StoreError:
    is_dna = path.lower().endswith(".dna")
    repair = "log its statements as a table, with a map" if is_dna else "give the ledger a file of its own"
    return StoreError("it is a database of something else", path, repair)


def _doctored(path: str, schema: _Schema) -> StoreError:
    names = sorted({f"{kind} {name}" for kind, name, _, _ in schema ^ _due()})
    what = f"its tables are not those of a ledger: {', '.join(names[:5])}"
    return StoreError(what, path, _RESTORE)


def _schema_of(db: sqlite3.Connection) -> _Schema:
    """Return the schema, without the tables of statistics that ANALYZE keeps."""
    return frozenset(
        db.execute(
            "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"
            " WHERE type <> 'table' OR name NOT IN ('sqlite_stat1', 'sqlite_stat4')"
        )
    )


@cache
def _due() -> _Schema:
    """Return the schema that the script makes."""
    with closing(sqlite3.connect(MEMORY)) as db:
        for statement in sql.script("sqlite"):
            db.execute(statement)
        return _schema_of(db)
