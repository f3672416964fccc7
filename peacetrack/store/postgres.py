"""A ledger on a PostgreSQL server, for a team. Built on schema, needs psycopg."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import RLock
from typing import Any, TypeVar

from peacetrack.errors import ConnectionLostError, MissingExtraError, StoreError
from peacetrack.index.projection import Effect
from peacetrack.index.series import FOREVER
from peacetrack.index.timeline import Timeline
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.ledger import Ledger
from peacetrack.store import row, schema, table
from peacetrack.store.row import SqlRow
from peacetrack.store.schema import VERSION, Queries

try:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict
except ImportError:
    raise MissingExtraError("psycopg", "postgres") from None

PATIENCE = 10.0
"""Seconds to wait for another writer, and for a server that went away."""

SQL = Queries("%s")
T = TypeVar("T")

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
"""A plain sequence is not the order of commits, so a seq is given out under a lock held to commit."""

_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


class PostgresStore:
    """The entries of one ledger in the schema `peacetrack` of a database, made if missing.

    What is written in one `writing` is one transaction. A connection that was lost is made again.
    """

    def __init__(self, url: str, *, ledger: str = "main") -> None:
        self._url = url
        self._ledger = ledger
        self._lock = RLock()
        self._place = _place(url)
        with self._told():
            self._db = self._connected()
        try:
            with self._told():
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
        """Connect again; a server that is starting anew is waited for."""
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
        (found,) = self._one("SELECT to_regclass('peacetrack.version')::text")
        if found is None:
            self._make_tables()
        (version,) = self._one("SELECT number FROM peacetrack.version")
        if version > VERSION:
            repair = "update peacetrack"
            raise StoreError(f"it has version {version}, newer than {VERSION}", self._place, repair)

    def _make_tables(self) -> None:
        with self._db.transaction():
            self._db.execute(_LOCK, ("peacetrack",))
            (found,) = self._one("SELECT to_regclass('peacetrack.version')::text")
            if found is None:  # else another process was faster
                for statement in schema.script("postgres"):
                    self._db.execute(statement.encode())

    def _one(self, sql: str, *values: Any) -> SqlRow:
        found = self._db.execute(sql.encode(), values).fetchone()
        assert found is not None
        return found

    # Writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The lock under which a seq is given out; what is added is committed when it ends."""
        with (
            self._lock,
            self._persistently(lambda: self._begun(_LOCK, f"peacetrack/{self._ledger}")),
        ):
            yield

    def _begun(self, sql: str, *values: str) -> ExitStack:
        """A transaction and the first statement of it, before anything can be lost."""
        with ExitStack() as stack:
            stack.enter_context(self._told())
            stack.enter_context(self._db.transaction())
            self._db.execute(sql.encode(), values)
            return stack.pop_all()

    def _alive(self) -> None:
        if self._db.closed:
            self._reconnect()

    def append(self, effect: Effect) -> None:
        """Add an entry and what follows from it."""
        with self._told(), self._db.cursor() as cursor:
            cursor.execute(SQL.insert_entry.encode(), row.entry_row(self._ledger, effect.entry))
            self._many(SQL.close, row.closed_rows(self._ledger, effect))
            self._many(SQL.insert_statement, row.opened_rows(self._ledger, effect))
            if effect.mentions:
                (last,) = self._one(SQL.last_mention, self._ledger)
                rows = row.mention_rows(self._ledger, effect.mentions, last)
                self._many(SQL.insert_mention, rows)

    def _many(self, sql: str, rows: Iterator[SqlRow]) -> None:
        with self._db.cursor() as cursor:
            cursor.executemany(sql.encode(), list(rows))

    def redact(self, seq: int) -> None:
        """Take away the words of an entry that a redaction names."""
        with self._told():
            self._db.execute(SQL.redact.encode(), (self._ledger, seq))

    def project(self, ledger: Ledger, timeline: Timeline) -> None:
        """Put what follows from a ledger in the place of what was projected before."""
        with self._told():
            for statement in SQL.clear:
                self._db.execute(statement.encode(), (self._ledger,))
            rows = table.projected(self._ledger, ledger, timeline)
            self._many(SQL.insert_statement, rows)
            self._many(SQL.insert_mention, row.mention_rows(self._ledger, ledger.mentioned, 0))

    def purge(self) -> None:
        """Leave nothing of what was redacted in the tables' files.

        The server's own log and its backups keep it until they are recycled.
        """
        with self._lock, self._told():
            self._db.execute("VACUUM FULL entry")
            self._db.execute("VACUUM FULL statement")

    # Reading

    @contextmanager
    def reading(self) -> Iterator[None]:
        """What is read meanwhile belongs together, whatever others write."""
        with self._lock:
            if self._within():
                yield
                return
            with self._persistently(lambda: self._begun(_SNAPSHOT)):
                yield

    def _within(self) -> bool:
        return self._db.info.transaction_status is psycopg.pq.TransactionStatus.INTRANS

    def load(self) -> tuple[Ledger, Timeline]:
        """The ledger and its timeline, from the statements; no body is read."""
        with self.reading():
            entries = [row.entry_of(kept) for kept in self._rows(SQL.entries, 0, FOREVER)]
            tables = (SQL.mentions, SQL.keys, SQL.lines, SQL.bound)
            return table.loaded(entries, *(self._rows(sql) for sql in tables))

    def entries(self, after: int = 0, upto: int = FOREVER) -> list[Entry]:
        """The entries after a seq, up to another, each held against what stands beside it."""
        rows = self._persistently(lambda: self._rows(SQL.entries, after, upto))
        return list(row.entries_of(self._ledger, rows, after))

    def check(self, ledger: Ledger, timeline: Timeline) -> None:
        """Hold what was projected against what follows from a ledger."""
        with self.reading(), self._told(), self._db.cursor("statements") as statements:
            statements.execute(SQL.statements.encode(), (self._ledger,))
            kept = (statements, self._rows(SQL.all_mentions))
            table.check_projected(self._ledger, kept, ledger, timeline)

    def _rows(self, sql: str, *values: int) -> list[SqlRow]:
        with self._told():
            return self._db.execute(sql.encode(), (self._ledger, *values)).fetchall()

    def _persistently(self, read: Callable[[], T]) -> T:
        """Read, and once more over a new connection where the old one was lost."""
        with self._lock:
            if self._within():
                return read()
            try:
                self._alive()
                return read()
            except ConnectionLostError:
                self._reconnect()
                return read()

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._db.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """The server's errors as ours, with the place and what to do."""
        try:
            yield
        except psycopg.Error as error:
            if self.__dict__.get("_db") is not None and self._db.closed:
                raise ConnectionLostError(_first_line(error), self._place) from error
            raise StoreError(_first_line(error), self._place, _repair(error)) from error


def _first_line(error: psycopg.Error) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _place(url: str) -> str:
    """Where the ledger is, without the password."""
    try:
        told = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        repair = "write postgresql://user@host/database"
        raise StoreError(
            f"this is no URL of a server: {_first_line(error)}", "the URL", repair
        ) from None
    host, name = told.get("host") or "localhost", told.get("dbname") or told.get("user") or ""
    port = f":{told['port']}" if told.get("port") else ""
    return f"postgresql://{host}{port}/{name}"


def _repair(error: psycopg.Error) -> str:
    repairs: dict[type[psycopg.Error], str] = {
        psycopg.errors.InsufficientPrivilege: "this role may not do that: ask whoever owns the tables",
        psycopg.errors.LockNotAvailable: "another process is writing: try again",
        psycopg.errors.DiskFull: "make room on the server's disk, then write again",
        psycopg.errors.ReadOnlySqlTransaction: "this server only reads: name the one that writes",
        psycopg.OperationalError: "check that the server runs and the URL is right",
    }
    if "does not exist" in str(error) and not error.sqlstate:
        return "make the database first: createdb"
    return next((repair for kind, repair in repairs.items() if isinstance(error, kind)), "")
