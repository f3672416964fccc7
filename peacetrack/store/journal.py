"""A ledger and its timeline, kept in step with a store. Built on store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock

from peacetrack.errors import ConnectionLostError
from peacetrack.index.projection import Effect, effect_of, replay
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.ledger import Receipt, receipt
from peacetrack.ledger.proof import Checkpoint, verified
from peacetrack.store.store import Store


class Journal:
    """A ledger with its timeline, which grow together, and the store where they last.

    What is written is committed first and taken in then. `lock` is held while they grow.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.lock = RLock()
        self.ledger, self.timeline = store.load()

    def refresh(self) -> int:
        """Take in what others wrote, and give the head."""
        with self.lock:
            new = self.store.entries(after=self.ledger.head)
            if any(entry.kind == "redaction" for entry in new):
                self._load()  # entries that were read before have lost their words
                return self.ledger.head
            for entry in new:
                self._take(effect_of(self.timeline, self.ledger, entry))
            return self.ledger.head

    def _load(self) -> None:
        self.ledger, self.timeline = self.store.load()

    # Writing

    def commit(self, make: Callable[[], Entry], expect: int | None = None) -> Receipt:
        """Commit the entry that is made under the lock, unless it stands there already."""
        try:
            return self._committed(make, expect)
        except ConnectionLostError:  # whether it was committed shows when it is made again
            with self._writing():
                entry = make()
                if self._stands(entry):
                    return receipt(entry, new=False)
            return self._committed(make, expect)

    def _committed(self, make: Callable[[], Entry], expect: int | None) -> Receipt:
        with self.lock:
            with self._writing(expect):
                entry = make()
                if self._stands(entry):
                    return receipt(entry, new=False)
                take_in = self._append(entry)
            take_in()
            return receipt(entry, new=True)

    def _stands(self, entry: Entry) -> bool:
        return entry.seq <= self.ledger.head

    @contextmanager
    def _writing(self, expect: int | None = None) -> Iterator[None]:
        """The lock under which an entry is made, with all taken in that others wrote."""
        with self.lock, self.store.writing():
            self.refresh()
            self.ledger.check_head(expect)
            yield

    @contextmanager
    def together(self, expect: int | None = None) -> Iterator[None]:
        """One transaction for several entries, all or nothing of which is kept."""
        with self.lock:
            try:
                with self._writing(expect):
                    yield
            except BaseException:
                self._load()  # what was taken in is not committed
                raise

    def add(self, entry: Entry) -> None:
        """Add an entry to those that are committed together, and take it in."""
        self._append(entry)()

    def _append(self, entry: Entry) -> Callable[[], None]:
        """Give an entry to the store; what is returned takes it in, once it is committed."""
        effect = effect_of(self.timeline, self.ledger, entry)
        self.store.append(effect)
        if entry.kind != "redaction":
            return lambda: self._take(effect)
        return self._redacted(entry)

    def _redacted(self, entry: Entry) -> Callable[[], None]:
        """Have the words of an entry forgotten, and what was projected with them made anew."""
        target = self.ledger.filed[entry.id].entry
        rest = [e.without_words() if e is target else e for e in self.ledger.entries]
        ledger, timeline = replay([*rest, entry])
        self.store.redact(target.seq)
        self.store.project(ledger, timeline)

        def take_in() -> None:
            self.ledger, self.timeline = ledger, timeline

        return take_in

    def _take(self, effect: Effect) -> None:
        self.timeline.grow(effect.growth)
        self.ledger.append(effect.entry)

    # Proof

    def verify(self, kept: Checkpoint | None) -> Checkpoint:
        """Prove every entry, and that what was projected follows from them."""
        with self.lock, self.store.reading():
            entries = self.store.entries()
            found = verified(entries, kept)
            self.store.check(*replay(entries))
            return found

    def rebuild(self) -> int:
        """Make anew what was projected from the entries, and give the head."""
        with self.lock, self.store.writing():
            entries = self.store.entries()
            verified(entries)
            self.ledger, self.timeline = replay(entries)
            self.store.project(self.ledger, self.timeline)
            return self.ledger.head
