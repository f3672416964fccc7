"""Ledgers as they lie around: seeds, exports, files, servers. Built on tracker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from os import PathLike
from pathlib import Path
from typing import TypeVar

from peacetrack.errors import InvalidInputError, PeacetrackError, raise_all
from peacetrack.ledger.entry import Entry
from peacetrack.store import jsonl, toml
from peacetrack.store.jsonl import LoggedEntry
from peacetrack.store.place import is_kept, store_at
from peacetrack.tracker import Tracker, read_from

_Item = TypeVar("_Item")


def read(path: str | PathLike[str]) -> Tracker:
    """A tracker in memory from a folder of seeds or from an export in JSON Lines."""
    place = Path(path)
    if not place.exists():
        raise InvalidInputError(
            f"there is no {place}", repair="name a folder of seeds or an export"
        )
    tracker = Tracker()
    problems: list[PeacetrackError] = []
    for line in toml.load(place) if place.is_dir() else jsonl.load(place):
        if isinstance(line, PeacetrackError):
            problems.append(line)
        else:
            problems += _restored(tracker, line)
        if not tracker.head:  # without an agenda every later name would be unknown
            break
    raise_all(problems)
    return tracker


def opened(path: str | PathLike[str]) -> Tracker:
    """A tracker on what is there: a file or a server as it is, all else read into memory."""
    return Tracker.open(path) if is_kept(path) else read(path)


def _restored(tracker: Tracker, line: LoggedEntry) -> Sequence[PeacetrackError]:
    """What is wrong with a line, if it could not be taken in."""
    try:
        with read_from(line.where):
            tracker.restore(line)
    except PeacetrackError as error:
        return error.problems
    return ()


def exported(path: str | PathLike[str]) -> Iterator[Entry]:
    """The entries of what is there, a thousand at a time, whatever its size."""
    return begun(_entries(path))


def begun(items: Iterable[_Item]) -> Iterator[_Item]:
    """The same items. The first is taken at once, so that a place that gives none is told now."""
    rest = iter(items)
    return chain(tuple(islice(rest, 1)), rest)


def _entries(path: str | PathLike[str]) -> Iterator[Entry]:
    if not is_kept(path):
        yield from read(path).entries()
        return
    store = store_at(path)
    try:
        head = 0
        while entries := store.entries(after=head, upto=head + 1000):
            yield from entries
            head = entries[-1].seq
    finally:
        store.close()
