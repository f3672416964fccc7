"""Engines: what runs the SQL of a warehouse over its files, DuckDB in this process or Spark on a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, Protocol

from peacetrack.errors import MissingExtraError, StoreError, WrongTypeError

if TYPE_CHECKING:
    import duckdb
    import pyarrow

Tables = Mapping[str, Sequence[str]]
"""The files of each table."""


class Engine(Protocol):
    """What answers a query over the tables of one ledger."""

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Return the rows that a query gives."""

    def columns(self, sql: str) -> pyarrow.Table:
        """Return the rows that a query gives, as columns of Arrow."""

    def source(self, files: Sequence[str]) -> str:
        """Return what stands behind FROM in a query of some files."""


class DuckEngine:
    """DuckDB in this process; it reads the files where they are."""

    def __init__(self, tables: Tables) -> None:
        self._db = connected()
        self._lock = RLock()  # a connection answers one question at a time
        self._db.execute("SET parquet_metadata_cache = true")
        for name, files in tables.items():
            with _readable():
                self._db.execute(f"CREATE VIEW {name} AS SELECT * FROM {self.source(files)}")

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Return the rows that a query gives."""
        with self._lock, _readable():
            return self._db.execute(sql).fetchall()

    def columns(self, sql: str) -> pyarrow.Table:
        """Return the rows that a query gives, as columns of Arrow."""
        with self._lock, _readable():
            return self._db.sql(sql).to_arrow_table()

    def source(self, files: Sequence[str]) -> str:
        """Return what stands behind FROM in a query of some files."""
        return reading(files)


class SparkEngine:
    """A session of Spark; the files lie where every executor can read them.

    Spark has one space of names for a session, so the tables of each warehouse get a number.
    """

    def __init__(self, session: Any, tables: Tables) -> None:
        self._session = session
        self._sources: dict[tuple[str, ...], str] = {}
        self._names = {name: self.source(files) for name, files in tables.items()}

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Return the rows that a query gives."""
        rows = self._frame(sql).collect()
        return [tuple(bytes(cell) if isinstance(cell, bytearray) else cell for cell in row) for row in rows]

    def columns(self, sql: str) -> pyarrow.Table:
        """Return the rows that a query gives, as columns of Arrow."""
        return self._frame(sql).toArrow()

    def source(self, files: Sequence[str]) -> str:
        """Return what stands behind FROM in a query of some files."""
        name = self._sources.get(tuple(files))
        if name is None:
            name = self._sources[tuple(files)] = f"peacetrack_{next(_numbers)}"
            frame = self._session.read.parquet(*(f"file://{Path(file).absolute()}" for file in files))
            frame.createOrReplaceTempView(name)
        return name

    def _frame(self, sql: str) -> Any:
        for name, own in self._names.items():  # no text of a user is in the SQL
            sql = sql.replace(f"FROM {name}", f"FROM {own}")
        return self._session.sql(sql)


_numbers = count(1)


def engine_of(engine: Any, tables: Tables) -> Engine:
    """Return the engine for a warehouse: DuckDB, or the session of Spark that is given."""
    if engine is None:
        return DuckEngine(tables)
    if not hasattr(engine, "createDataFrame"):
        repair = "leave it out for DuckDB, or give a pyspark.sql.SparkSession"
        raise WrongTypeError(engine, "an engine", repair=repair)
    return SparkEngine(engine, tables)


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
