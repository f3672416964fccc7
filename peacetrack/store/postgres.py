"""A ledger on a PostgreSQL server, for a team; needs psycopg.

What all SQL stores share is in `sql.py`; the tables are in `postgres.sql`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar

from peacetrack.errors import ConnectionLostError, MissingExtraError, StoreError
from peacetrack.store.row import SqlRow
from peacetrack.store.sql import Queries, SqlStore, check_version, script

try:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict
except ImportError:
    raise MissingExtraError("psycopg", "postgres") from None

PATIENCE = 10.0
"""Seconds to wait for another writer, or for a server that went away."""

_T = TypeVar("_T")

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
"""A lock held until the commit. A database sequence would not do: its order is not that of commits."""

_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


class PostgresStore(SqlStore):
    """A ledger in the schema `peacetrack` of a database; the schema is made if missing.

    One `writing` is one transaction. A connection that was lost is made again.
    """

    queries = Queries("%s")

    def __init__(self, url: str, *, ledger: str = "main") -> None:
        super().__init__(ledger)
        self._url = url
        self._place = _place(url)
        try:
            self._db = self._connected()
        except psycopg.Error as error:
            raise self._store_error(error) from error
        try:
            with self._translated():
                self._prepare()
        except BaseException:
            self._db.close()
            raise

    def _connected(self) -> psycopg.Connection[SqlRow]:
        db = psycopg.connect(self._url, autocommit=True, application_name="peacetrack")
        db.execute("SET search_path TO peacetrack")
        db.execute(f"SET lock_timeout TO {int(PATIENCE * 1000)}")
        db.execute("SET synchronous_commit TO on")
        return db

    def _reconnect(self) -> None:
        """Connect again, and wait for a server that is restarting."""
        self._db.close()
        until = time.monotonic() + PATIENCE
        pause = 0.05
        while True:
            try:
                self._db = self._connected()
            except psycopg.OperationalError as error:
                if time.monotonic() > until:
                    what = f"the server was lost, and not found again: {_first_line(error)}"
                    raise StoreError(what, self._place, "what was acknowledged is kept") from error
                time.sleep(pause)
                pause = min(2 * pause, 1.0)
            else:
                return

    def _prepare(self) -> None:
        if not self._has_tables():
            self._make_tables()
        ((version,),) = self._fetch("SELECT number FROM peacetrack.version")
        check_version(version, self._place)

    def _has_tables(self) -> bool:
        ((name,),) = self._fetch("SELECT to_regclass('peacetrack.version')::text")
        return name is not None

    def _make_tables(self) -> None:
        with self._db.transaction():
            self._execute(_LOCK, ("peacetrack",))
            if not self._has_tables():  # else another process was faster
                for statement in script("postgres"):
                    self._db.execute(statement.encode())

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock for writing: one transaction, committed at the end."""
        with (
            self._lock,
            self._retried(lambda: self._begun(_LOCK, f"peacetrack/{self._ledger}")),
        ):
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold one read snapshot: every read inside sees the same entries."""
        with self._lock:
            if self._in_transaction():
                yield
                return
            with self._retried(lambda: self._begun(_SNAPSHOT)):
                yield

    def _begun(self, statement: str, *values: str) -> ExitStack:
        """Return a transaction whose first statement has run, so that a lost connection shows now."""
        with ExitStack() as stack:
            stack.enter_context(self._translated())
            stack.enter_context(self._db.transaction())
            self._execute(statement, values)
            return stack.pop_all()

    def _in_transaction(self) -> bool:
        return self._db.info.transaction_status is psycopg.pq.TransactionStatus.INTRANS

    def _retried(self, read: Callable[[], _T]) -> _T:
        """Return what `read` gives, over a new connection where the old one was lost."""
        with self._lock:
            if self._in_transaction():  # what was done in it would be lost with the connection
                return read()
            try:
                if self._db.closed:
                    self._reconnect()
                return read()
            except ConnectionLostError:
                self._reconnect()
                return read()

    def purge(self) -> None:
        """Rewrite the files of the tables, so that they no longer hold what was redacted.

        The server's write-ahead log and its backups keep it until they are recycled.
        """
        with self._lock, self._translated():
            self._db.execute("VACUUM FULL entry")
            self._db.execute("VACUUM FULL statement")

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._db.close()

    def _execute(self, sql: str, values: Sequence[Any] = ()) -> None:
        self._db.execute(sql.encode(), values)

    def _execute_many(self, sql: str, rows: Iterable[SqlRow]) -> None:
        with self._db.cursor() as cursor:
            cursor.executemany(sql.encode(), list(rows))

    def _fetch(self, sql: str, values: Sequence[Any] = ()) -> list[SqlRow]:
        return self._db.execute(sql.encode(), values).fetchall()

    @contextmanager
    def _stream(self, sql: str) -> Iterator[Iterable[SqlRow]]:
        with self._db.cursor("rows") as cursor:
            cursor.execute(sql.encode(), (self._ledger,))
            yield cursor

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Raise the server's errors as `StoreError`, with the place and what to do."""
        try:
            yield
        except psycopg.Error as error:
            if self._db.closed:
                raise ConnectionLostError(_first_line(error), self._place) from error
            raise self._store_error(error) from error

    def _store_error(self, error: psycopg.Error) -> StoreError:
        return StoreError(_first_line(error), self._place, _repair(error))


def _first_line(error: psycopg.Error) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _place(url: str) -> str:
    """Return where the ledger is, without the password."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        repair = "write postgresql://user@host/database"
        raise StoreError(
            f"this is no URL of a server: {_first_line(error)}", "the URL", repair
        ) from None
    host, name = parts.get("host") or "localhost", parts.get("dbname") or parts.get("user") or ""
    port = f":{parts['port']}" if parts.get("port") else ""
    return f"postgresql://{host}{port}/{name}"


def _repair(error: psycopg.Error) -> str:
    repairs: dict[type[psycopg.Error], str] = {
        psycopg.errors.InsufficientPrivilege: "this role may not do that: ask the owner of the tables",
        psycopg.errors.LockNotAvailable: "another process is writing: try again",
        psycopg.errors.DiskFull: "make room on the server's disk, then write again",
        psycopg.errors.ReadOnlySqlTransaction: "this server only reads: name the one that writes",
        psycopg.OperationalError: "check that the server runs and the URL is right",
    }
    if "does not exist" in str(error) and not error.sqlstate:
        return "make the database first: createdb"
    return next((repair for kind, repair in repairs.items() if isinstance(error, kind)), "")
