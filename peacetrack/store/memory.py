"""A ledger in memory, which lasts as long as its tracker. Nothing is projected from its entries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from peacetrack.index.projection import Effect, replay
from peacetrack.index.series import FOREVER
from peacetrack.index.timeline import Timeline
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.ledger import Ledger
from peacetrack.store.store import News


class MemoryStore:
    """Keep entries in a list, with one writer at a time."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._lock = RLock()

    @contextmanager
    def writing(self, ledger: Ledger) -> Iterator[News]:
        """Hold the lock for writing: what is added inside is kept, or taken back on an error."""
        with self._lock:
            before, head = self._entries, len(self._entries)
            try:
                yield before[ledger.head :], None
            except BaseException:
                self._entries = before[:head]
                raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold one read snapshot: every read inside sees the same entries."""
        with self._lock:
            yield

    def append(self, effect: Effect) -> None:
        """Add an entry, whose body is read again when it is asked for."""
        self._entries.append(effect.entry.unread())

    def redact(self, seq: int) -> None:
        """Remove the words of the entry that a redaction names."""
        target = self._entries[seq - 1]
        self._entries = [e.without_words() if e is target else e for e in self._entries]

    def project(self, ledger: Ledger, timeline: Timeline) -> None:
        """Do nothing: no rows are projected."""

    def purge(self) -> None:
        """Do nothing: there are no other copies."""

    def load(self) -> tuple[Ledger, Timeline]:
        """Return the ledger and its timeline."""
        return replay(self._entries)

    def entries(self, after: int = 0, upto: int = FOREVER) -> list[Entry]:
        """Return the entries after one seq, up to and including another."""
        return self._entries[after:upto]

    def check(self, ledger: Ledger, timeline: Timeline) -> None:
        """Do nothing: no rows are projected."""

    def close(self) -> None:
        """Do nothing: nothing is held open."""
