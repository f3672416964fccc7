"""A store that lives as long as the process. Built on projection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from peacetrack.index.projection import Effect, replay
from peacetrack.index.series import FOREVER
from peacetrack.index.timeline import Timeline
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.ledger import Ledger


class MemoryStore:
    """Entries in a list; one writer at a time, and all or nothing of what is written at once."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._lock = RLock()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The lock under which a seq is given out and entries are committed."""
        with self._lock:
            before, head = self._entries, len(self._entries)
            try:
                yield
            except BaseException:
                self._entries = before[:head]
                raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """What is read meanwhile belongs together."""
        with self._lock:
            yield

    def append(self, effect: Effect) -> None:
        """Add an entry."""
        self._entries.append(effect.entry)

    def redact(self, seq: int) -> None:
        """Take away the words of an entry that a redaction names."""
        target = self._entries[seq - 1]
        self._entries = [e.without_words() if e is target else e for e in self._entries]

    def project(self, ledger: Ledger, timeline: Timeline) -> None:
        """Nothing is projected."""

    def purge(self) -> None:
        """Nothing lies beside the entries."""

    def load(self) -> tuple[Ledger, Timeline]:
        """The ledger and its timeline."""
        return replay(self._entries)

    def entries(self, after: int = 0, upto: int = FOREVER) -> list[Entry]:
        """The entries after a seq, up to another."""
        return self._entries[after:upto]

    def check(self, ledger: Ledger, timeline: Timeline) -> None:
        """Nothing is projected that could differ."""

    def close(self) -> None:
        """Nothing is held open."""
