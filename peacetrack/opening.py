"""The front door: `open` takes a place of any kind and gives a tracker.

What a place is, is decided in `store/place.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from os import PathLike
from typing import TYPE_CHECKING

from peacetrack.errors import InvalidInputError, PeacetrackError, located, raise_all
from peacetrack.form.scalars import text
from peacetrack.ledger.entry import Entry
from peacetrack.store import jsonl, toml
from peacetrack.store.jsonl import ExportEnd, LoggedEntry
from peacetrack.store.place import LEDGER, PlaceKind, check_new, existing, is_lasting, kind_of, shown
from peacetrack.store.writer import Clock, Salt
from peacetrack.tracker import Tracker

if TYPE_CHECKING:
    from peacetrack.store.sql import SqlStore  # a file or a server alone needs it

_BATCH = 1000
"""So many entries of a store are held in memory at once."""


def open(
    place: str | PathLike[str],
    *,
    ledger: str | None = None,
    recorder: str | None = None,
    clock: Clock | None = None,
    salt: Salt | None = None,
) -> Tracker:
    """Open a ledger and return its tracker.

    A folder of seeds and an export are read into memory: what is recorded later is lost unless it is
    saved. Use `extend` to copy them into a file.

    Parameters:
        place: an SQLite file such as `talks.db`, made if missing; `:memory:`, an SQLite database that
            goes when it is closed; the URL of a PostgreSQL server, `postgresql://user@host/database`
            (extra `postgres`); a folder of seeds, TOML files with a `log.toml`; or an export, the JSON
            Lines file that `Tracker.save` writes.
        ledger: which ledger of a file or a server that holds several, made if missing (default: `main`).
        recorder: the name that is kept with each new entry (default: none).
        clock: gives the aware datetime of an entry without `recorded_at` (default: the current time).
        salt: gives the 16 bytes that are hashed with the words of an entry (default: random ones).

    Raises:
        StoreError: if the file or server cannot be opened, or is no ledger.
        InvalidInputError: if there is nothing at a place with a name unlike that of a database; if
            `ledger` is empty, or names one of a folder or an export; or with every problem of these.
        MissingExtraError: if `psycopg` is not installed.

    >>> with pt.open(":memory:", recorder="desk") as kept:
    ...     kept.extend(talks.entries())
    3
    """
    kind = kind_of(place)
    if kind not in (PlaceKind.SEEDS, PlaceKind.EXPORT):
        return _on_store(place, _checked(ledger), recorder, clock, salt)
    _refuse_several(place, ledger)
    tracker = Tracker(recorder=recorder, clock=clock, salt=salt)
    _read_into(tracker, toml.load(place) if kind is PlaceKind.SEEDS else jsonl.load(place))
    return tracker


def _checked(ledger: str | None) -> str | None:
    """Return the name of a ledger; refuse what is no name."""
    with located("ledger"):
        if ledger is not None and not text(ledger).strip():
            raise InvalidInputError("a ledger has a name", repair='such as "geneva", or leave it out')
    return ledger


def _refuse_several(place: str | PathLike[str], ledger: str | None) -> None:
    """Refuse the name of a ledger at a place that is one ledger."""
    if ledger is not None:
        what = f"{shown(place)} is one ledger, and has no others"
        raise InvalidInputError(what, where="ledger", repair="leave ledger= out")


def _on_store(
    place: str | PathLike[str],
    ledger: str | None,
    recorder: str | None,
    clock: Clock | None,
    salt: Salt | None,
) -> Tracker:
    store = _store_at(place, ledger)
    try:
        return Tracker(recorder=recorder, clock=clock, salt=salt, store=store)
    except PeacetrackError:
        store.close()
        raise


def _store_at(place: str | PathLike[str], ledger: str | None = None) -> SqlStore:
    """Return the store of a ledger at a place; an SQLite file is made if missing."""
    ledger = LEDGER.get() if ledger is None else ledger
    if kind_of(place) is PlaceKind.SERVER:
        from peacetrack.store.postgres import PostgresStore  # it needs psycopg

        return PostgresStore(str(place), ledger=ledger)
    check_new(place)
    from peacetrack.store.sqlite import SqliteStore

    return SqliteStore(place, ledger=ledger)


def _read_into(tracker: Tracker, lines: Iterable[LoggedEntry | ExportEnd | PeacetrackError]) -> None:
    """Take in all lines, and raise every problem at the end."""
    raise_all(list(problems_in(tracker, lines)))


def problems_in(
    tracker: Tracker, lines: Iterable[LoggedEntry | ExportEnd | PeacetrackError]
) -> Iterator[PeacetrackError]:
    """Take in all lines, and yield what is wrong with them."""
    for line in lines:
        yield from _problems_with(tracker, line)
        if not tracker.head:  # without an agenda every later name would be unknown
            return


def _problems_with(
    tracker: Tracker, line: LoggedEntry | ExportEnd | PeacetrackError
) -> Sequence[PeacetrackError]:
    """Take in a line, and return what is wrong with it."""
    if isinstance(line, PeacetrackError):
        return [line]
    try:
        tracker.extend([line])
    except PeacetrackError as error:
        return error.problems
    return ()


def entries_at(place: str | PathLike[str]) -> Iterator[Entry]:
    """Yield the entries at a place; those of a store come in batches, so that any number fits."""
    if not is_lasting(existing(place)):
        yield from open(place).entries()
        return
    store = _store_at(place)
    try:
        head = 0
        while entries := store.entries(after=head, upto=head + _BATCH):
            yield from entries
            head = entries[-1].seq
    finally:
        store.close()


def ledgers_at(place: str | PathLike[str]) -> dict[str, int]:
    """Return the number of entries of each ledger at a place, by its name.

    Parameters:
        place: as for `open`; a folder of seeds and an export are one ledger, `main`.

    Raises:
        StoreError, InvalidInputError: as for `open`; nothing is made at the place.

    >>> from peacetrack.opening import ledgers_at
    >>> for name in ("berlin", "geneva"):
    ...     with pt.open("talks.db", ledger=name) as kept:
    ...         _ = kept.extend(talks.entries())
    >>> ledgers_at("talks.db")
    {'berlin': 3, 'geneva': 3}
    """
    if not is_lasting(existing(place)):
        return {LEDGER.get(): open(place).head}
    store = _store_at(place)
    try:
        return store.ledgers()
    finally:
        store.close()
