"""Where a ledger is kept: a file or a server, by its name. Built on store."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from peacetrack.errors import StoreError

if TYPE_CHECKING:
    from peacetrack.store.store import Store

SQLITE = b"SQLite format 3\0"
"""What an SQLite file begins with."""

SERVERS = ("postgresql://", "postgres://")
"""What the URL of a server begins with."""


def store_at(place: str | PathLike[str]) -> Store:
    """The store at a place; what it needs is imported only then."""
    if str(place).startswith(SERVERS):
        from peacetrack.store.postgres import PostgresStore

        return PostgresStore(str(place))
    if _is_server(place):
        repair = "name a file, or a server as postgresql://user@host/database"
        raise StoreError("nothing is known of such places", str(place), repair)
    from peacetrack.store.sqlite import SqliteStore

    return SqliteStore(place)


def is_there(path: str | PathLike[str]) -> bool:
    """Whether there is a file at a place; a server is not asked."""
    return _is_server(path) or Path(path).is_file()


def is_kept(path: str | PathLike[str]) -> bool:
    """Whether there is a server or an SQLite file, and no folder of seeds or export."""
    if _is_server(path) or not is_there(path):
        return _is_server(path)
    with Path(path).open("rb") as file:
        return file.read(len(SQLITE)) == SQLITE


def _is_server(path: str | PathLike[str]) -> bool:
    return "://" in str(path)
