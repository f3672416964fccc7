"""A store that lives as long as the process. Built on ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from peacetrack.ledger import Entry


class MemoryStore:
    """Entries in a list; one writer at a time."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._lock = RLock()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The lock under which a seq is given out and an entry is committed."""
        with self._lock:
            yield

    def append(self, entry: Entry) -> None:
        """Commit an entry."""
        self._entries.append(entry)

    def entries(self, after: int = 0) -> list[Entry]:
        """The entries after a seq."""
        return self._entries[after:]

    def close(self) -> None:
        """Nothing is held open."""
