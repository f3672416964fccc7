"""Engines: what runs the SQL of a warehouse over its files, DuckDB in this process or Spark on a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from peacetrack.errors import MissingExtraError, StoreError, WrongTypeError
from peacetrack.warehouse.rectangles import RECTANGLE
from peacetrack.warehouse.row import COLUMNS

if TYPE_CHECKING:
    import duckdb
    import pyarrow

Tables = Mapping[str, Sequence[str]]
"""The files of each table."""


class Engine(Protocol):
    """A source of answers to queries over the tables of one ledger."""

    def rows(self, sql: str) -> Iterable[tuple[Any, ...]]:
        """Return the rows that a query gives."""

    def columns(self, sql: str) -> pyarrow.Table:
        """Return the rows that a query gives, as columns of Arrow."""


class DuckEngine:
    """DuckDB in this process; it reads the files where they are.

    A table is looked at when it is first asked for, and each question has a cursor of its own.
    """

    def __init__(self, tables: Tables) -> None:
        self._db = connected()
        self._lock = Lock()
        self._unread = dict(tables)
        self._db.execute("SET GLOBAL parquet_metadata_cache = true")

    def rows(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that a query gives; they are taken over some at a time."""
        with _readable():
            answer = self._cursor(sql).execute(sql)
            while rows := answer.fetchmany(_AT_ONCE):
                yield from rows

    def columns(self, sql: str) -> pyarrow.Table:
        """Return the rows that a query gives, as columns of Arrow."""
        with _readable():
            return self._cursor(sql).sql(sql).to_arrow_table()

    def _cursor(self, sql: str) -> duckdb.DuckDBPyConnection:
        """Return a cursor that finds the tables of a query."""
        with self._lock:
            for name in [name for name in self._unread if f"FROM {name}" in sql]:
                source = reading(self._unread[name])
                self._db.execute(f"CREATE VIEW {name} AS SELECT * FROM {source}")
                del self._unread[name]
        return self._db.cursor()


_AT_ONCE = 2048


class SparkEngine:
    """A session of Spark; the files lie where every executor can read them.

    Spark has one space of names for a session, so the tables of each warehouse get a number.
    """

    def __init__(self, session: Any, tables: Tables) -> None:
        self._session, self._tables = session, tables
        self._names: dict[str, str] = {}

    def rows(self, sql: str) -> Iterable[tuple[Any, ...]]:
        """Return the rows that a query gives."""
        return map(tuple, self._frame(sql).collect())

    def columns(self, sql: str) -> pyarrow.Table:
        """Return the rows that a query gives, as columns of Arrow."""
        return self._frame(sql).toArrow()

    def _frame(self, sql: str) -> Any:
        for name in _COLUMNS:  # no text of a user is in the SQL
            if f"FROM {name}" in sql:
                sql = sql.replace(f"FROM {name}", f"FROM {self._named(name)}")
        return self._session.sql(sql)

    def _named(self, table: str) -> str:
        if table not in self._names:
            self._names[table] = f"peacetrack_{next(_numbers)}"
            files = (f"file://{Path(file).absolute()}" for file in self._tables[table])
            columns = ", ".join(f"{name} {_TYPES[type]}" for name, type in _COLUMNS[table].items())
            frame = self._session.read.schema(columns).parquet(*files)  # else a job would look for them
            frame.createOrReplaceTempView(self._names[table])
        return self._names[table]


_numbers = count(1)

_COLUMNS = {"spans": COLUMNS, "rectangles": RECTANGLE}
"""The columns of the tables that Spark is asked about."""

_TYPES = {"int64": "BIGINT", "bool": "BOOLEAN", "string": "STRING"}
"""The types of columns as Spark has them."""


def engines_of(session: Any, tables: Tables) -> tuple[DuckEngine, Engine]:
    """Return what answers about the ledger and about one holder, and what answers about all holders.

    The first is DuckDB in this process, for little is read; the second is the session of Spark, if one is
    given.
    """
    if session is not None and not hasattr(session, "createDataFrame"):
        repair = "leave it out for DuckDB, or give a pyspark.sql.SparkSession"
        raise WrongTypeError(session, "an engine", repair=repair)
    files = DuckEngine(tables)
    return files, files if session is None else SparkEngine(session, tables)


def connected() -> duckdb.DuckDBPyConnection:
    """Return a connection to DuckDB in memory."""
    connection: duckdb.DuckDBPyConnection = _duckdb().connect()
    return connection


def _duckdb() -> Any:
    """Return the module, or say which extra installs it."""
    try:
        import duckdb
    except ModuleNotFoundError:
        raise MissingExtraError("duckdb", "analytics") from None
    return duckdb


@contextmanager
def stored(refusal: str, place: object, repair: str = "") -> Iterator[None]:
    """Raise what the system or DuckDB says of files as a StoreError."""
    try:
        yield
    except StoreError:
        raise
    except (OSError, _duckdb().Error) as error:
        raise StoreError(f"{refusal}: {error}", str(place), repair) from error


def _readable() -> AbstractContextManager[None]:
    repair = "open the warehouse again, or write it again, into another folder"
    return stored("its files cannot be read", "the warehouse", repair)


def reading(files: Iterable[str]) -> str:
    """Return what stands behind FROM in a query of DuckDB."""
    return f"read_parquet([{', '.join(map(quoted, files))}])"


def quoted(text: str) -> str:
    """Return a text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"
