"""A ledger on a PostgreSQL server, for a team; needs psycopg.

What all SQL stores share is in `sql.py`; the tables are in `postgres.sql`.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from typing import Any, TypeVar

from peacetrack.errors import ConnectionLostError, MissingExtraError, StoreError
from peacetrack.index.series import FOREVER
from peacetrack.ledger.ledger import Ledger, Mention
from peacetrack.store.place import shown
from peacetrack.store.row import SqlRow, entries_of
from peacetrack.store.sql import VERSION, Queries, SqlStore, check_version, script
from peacetrack.store.store import News

try:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict
    from psycopg.pq import ConnStatus, PipelineStatus, TransactionStatus
except ImportError:
    raise MissingExtraError("psycopg", "postgres") from None

PATIENCE = 10.0
"""Seconds to wait for another writer, or for a server that went away."""

_ESCAPED = re.compile(r"(?:[^@/?#%\s]|%[0-9A-Fa-f]{2})*")
"""A user and a password as a URL has them."""

_T = TypeVar("_T")

_LOCK = "LOCK TABLE peacetrack.turn IN SHARE UPDATE EXCLUSIVE MODE"
"""A lock held until the commit. A database sequence would not do: its order is not that of commits.

It needs the right to write; an advisory lock could be held by everyone who may connect.
"""

_MAKING = "SELECT pg_advisory_xact_lock(hashtextextended('peacetrack', 0))"
"""The lock under which the tables are made, and brought to a newer version."""

_OWNERS = """
SELECT pg_get_userbyid(schema.nspowner),
       schema.nspowner = database.datdba OR owner.rolsuper OR owner.rolname = current_user,
       NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = schema.oid AND relowner <> schema.nspowner)
       AND NOT EXISTS (SELECT FROM pg_proc WHERE pronamespace = schema.oid AND proowner <> schema.nspowner)
       AND NOT EXISTS (
           SELECT FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
           WHERE relnamespace = schema.oid AND pronamespace <> schema.oid AND NOT tgisinternal)
FROM pg_namespace AS schema JOIN pg_roles AS owner ON owner.oid = schema.nspowner,
     pg_database AS database
WHERE schema.nspname = 'peacetrack' AND database.datname = current_database()
"""
"""The owner of the schema, whether it can be trusted, and whether all in it is its own."""

_VERSION = "SELECT number FROM peacetrack.version"

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
        self._held = 0  # how many transactions are open, one in another
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
        db = psycopg.connect(
            self._url, autocommit=True, application_name="peacetrack", client_encoding="UTF8"
        )
        db.execute("SET search_path TO peacetrack, pg_temp")  # else pg_temp would come first
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
        encoding = self._db.info.parameter_status("server_encoding")
        if encoding != "UTF8":  # it could not keep all words as they are written
            repair = "make one with createdb -E UTF8 -T template0"
            raise StoreError(f"the encoding of the database is {encoding}", self._place, repair)
        self._check_owner()
        if not self._has_tables():
            self._make_tables()
        self._check_version()

    def _check_owner(self) -> None:
        """Refuse a schema that was made by a role which could doctor the ledger."""
        for owner, trusted, whole in self._fetch(_OWNERS):
            if not (trusted and whole):
                other = "it holds tables, functions or triggers of others"
                reason = other if trusted else "and not of the owner of the database"
                what = f"the schema peacetrack is of {owner}, {reason}"
                raise StoreError(what, self._place, "drop it, or ask the owner of the database")

    def _check_version(self) -> None:
        """Bring older tables forward, and refuse newer ones."""
        if self._version() < VERSION:
            with self._db.transaction(), self._holding():
                self._execute(_MAKING)
                version = self._version()
                if version < VERSION:  # else another process was faster
                    self._execute_all(script(f"postgres_from_{version}"))
                    self.project_again()
        check_version(self._version(), self._place)

    def _version(self) -> int:
        ((version,),) = self._fetch(_VERSION)
        return int(version)

    def _has_tables(self) -> bool:
        ((name,),) = self._fetch("SELECT to_regclass('peacetrack.version')::text")
        return name is not None

    def _make_tables(self) -> None:
        with self._db.transaction():
            self._execute(_MAKING)
            if not self._has_tables():  # else another process was faster
                self._execute_all(script("postgres"))

    def _execute_all(self, statements: Iterable[str]) -> None:
        for statement in statements:
            self._db.execute(statement.encode())

    @contextmanager
    def writing(self, ledger: Ledger) -> Iterator[News]:
        """Hold the lock for writing: one transaction, committed at the end."""
        queries, name = self.queries, self._ledger
        reads = (
            (_VERSION, ()),
            (queries.entries, (name, ledger.head, FOREVER)),
            (queries.mentions, (name, len(ledger.mentioned))),
        )
        with self._lock:
            transaction, (version, entries, mentions) = self._retried(lambda: self._begun(_LOCK, *reads))
            with transaction, self._holding():
                check_version(version[0][0], self._place)
                new = entries_of(name, entries, ledger.head, self._kinds)
                yield list(new), [Mention(*row) for row in mentions]

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold one read snapshot: every read inside sees the same entries."""
        with self._lock:
            if self._held:
                yield
                return
            transaction, _ = self._retried(lambda: self._begun(_SNAPSHOT))
            with transaction, self._holding():
                yield

    @contextmanager
    def _holding(self) -> Iterator[None]:
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1

    def _begun(self, statement: str, *reads: tuple[str, SqlRow]) -> tuple[ExitStack, list[list[SqlRow]]]:
        """Begin a transaction with a first statement; return it and the rows that are read then.

        All goes to the server at once; a connection that was lost shows now.
        """
        with ExitStack() as stack:
            stack.enter_context(self._translated())
            with self._piped():
                stack.enter_context(psycopg.Transaction(self._db))  # else the pipeline would last as long
                self._db.execute(statement.encode())
                read = [self._db.execute(sql.encode(), values) for sql, values in reads]
            rows = [cursor.fetchall() for cursor in read]
            return stack.pop_all(), rows

    def _piped(self) -> AbstractContextManager[object]:
        """Send statements without waiting for the answer to each, where the client library can."""
        return self._db.pipeline() if psycopg.Pipeline.is_supported() else nullcontext()

    def _is_clean(self, *states: TransactionStatus) -> bool:
        """Whether the connection can go on: it is open, outside a pipeline, and in one of the states."""
        connection = self._db.pgconn
        return (
            connection.status == ConnStatus.OK
            and connection.pipeline_status == PipelineStatus.OFF
            and connection.transaction_status in states
        )

    def _retried(self, read: Callable[[], _T]) -> _T:
        """Return what `read` gives, over a new connection where the old one was lost."""
        with self._lock:
            if self._held:  # what was done in the transaction would be lost with the connection
                return read()
            try:
                if not self._is_clean(TransactionStatus.IDLE):
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
            try:
                self._db.execute("VACUUM FULL peacetrack.entry")
                self._db.execute("VACUUM FULL peacetrack.statement")
            except psycopg.errors.LockNotAvailable as error:
                what = "the words are gone, but others still read the tables as they were before"
                repair = "redact again when they have finished"
                raise StoreError(what, self._place, repair) from error

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._db.close()

    def _execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        return self._db.execute(sql.encode(), values).rowcount

    def _execute_many(self, *statements: tuple[str, Iterable[SqlRow]]) -> list[int]:
        cursors = [self._db.cursor() for _ in statements]
        with self._piped():
            for cursor, (sql, rows) in zip(cursors, statements, strict=True):
                cursor.executemany(sql.encode(), list(rows))
        return [cursor.rowcount for cursor in cursors]

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
            states = TransactionStatus
            if not self._is_clean(states.IDLE, states.INTRANS, states.INERROR):
                self._db.close()
                raise ConnectionLostError(_first_line(error), self._place) from error
            raise self._store_error(error) from error

    def _store_error(self, error: psycopg.Error) -> StoreError:
        return StoreError(_first_line(error), self._place, _repair(error))


def _first_line(error: psycopg.Error) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _place(url: str) -> str:
    """Return where the ledger is, without the password; refuse what is no URL.

    The message of the library is not shown, because it quotes what it could not read.
    """
    _, _, rest = url.partition("://")
    user, _, _ = rest.rpartition("@")
    try:
        if not _ESCAPED.fullmatch(user):
            what = "a user or password in the URL has a character that must be escaped"
            repair = "write @ as %40, / as %2F, % as %25; or set PGPASSWORD"
            raise StoreError(what, shown(url), repair)
        conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        repair = "write postgresql://user@host/database"
        raise StoreError("this is no URL of a server", shown(url), repair) from None
    return shown(url)


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
