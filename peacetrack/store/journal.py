"""The journal: a ledger and its timeline, kept in step with a store.

Entries are made by `writer.py` and `exchange.py`; how they last is the business of each store.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from threading import RLock
from typing import TypeVar

from peacetrack.errors import ConnectionLostError, InvalidInputError
from peacetrack.index.projection import Effect, effect_of, replay, take_in
from peacetrack.index.timeline import Timeline
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.ledger import Ledger, Mention, Receipt, receipt
from peacetrack.ledger.proof import Checkpoint, verified
from peacetrack.store.store import Store

_Item = TypeVar("_Item")


class Journal:
    """Keep the ledger and timeline in step with a store: commit first, then apply.

    `lock` is held while they grow.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.lock = RLock()
        self._load()

    @property
    def timeline(self) -> Timeline:
        """The timeline, with all that the ledger has taken in."""
        with self.lock:
            self._timeline.catch_up()
            return self._timeline

    @property
    def recorded(self) -> tuple[int, int]:
        """When the head was recorded, and the instant that was given for it (`Timeline.given`)."""
        return self._timeline.recorded[-1], self._timeline.given

    def refresh(self) -> int:
        """Take in what other processes wrote, and return the head."""
        with self.lock:
            self._take(self.store.entries(after=self.ledger.head))
            return self.ledger.head

    def _take(self, new: Sequence[Entry], mentions: Iterable[Mention] | None = None) -> None:
        """Take in entries; without their `mentions`, their reports are read now."""
        if any(entry.kind == "redaction" for entry in new):
            self._load()  # entries that are here already have lost their words
            return
        if mentions is not None:
            self.ledger.mention(mentions)
        for entry in new:
            self.ledger.append(entry, None if mentions is None else ())
            take_in(self._timeline, self.ledger, entry)

    def _load(self) -> None:
        self.ledger, self._timeline = self.store.load()

    # Writing

    def commit(self, make: Callable[[], Entry], expect: int | None = None) -> Receipt:
        """Commit the entry that `make` gives under the lock, unless it is in the ledger already."""
        try:
            return self._committed(make, expect)
        except ConnectionLostError:  # make it again: that shows whether it was committed
            with self._writing():
                entry = make()
                if self._is_recorded(entry):
                    return receipt(entry, new=False)
            return self._committed(make, expect)

    def _committed(self, make: Callable[[], Entry], expect: int | None) -> Receipt:
        with self.lock:
            with self._writing(expect):
                entry = make()
                if self._is_recorded(entry):
                    return receipt(entry, new=False)
                apply = self._append(entry)
            apply()
            return receipt(entry, new=True)

    def _is_recorded(self, entry: Entry) -> bool:
        return entry.seq <= self.ledger.head

    @contextmanager
    def _writing(self, expect: int | None = None) -> Iterator[None]:
        """Hold the lock for writing, after applying what other processes wrote."""
        with self.lock, self.store.writing(self.ledger) as news:
            self._take(*news)
            self.ledger.check_head(expect)
            yield

    @contextmanager
    def together(self, expect: int | None = None) -> Iterator[None]:
        """Hold one transaction for several entries: all of them are kept, or none."""
        with self.lock:
            try:
                with self._writing(expect):
                    yield
            except BaseException:  # what was applied is not committed
                # if reading fails too, a refresh reads all
                self.ledger, self._timeline = Ledger(), Timeline()
                self._load()
                raise

    def each_in_batches(
        self,
        items: Iterable[_Item],
        take: Callable[[_Item], object],
        *,
        batch: int,
        progress: Callable[[int], object] | None = None,
        expect: int | None = None,
    ) -> None:
        """Call `take` on every item; each `batch` of them is one transaction.

        `progress` is called after each transaction with the number of items taken so far. Items are
        fetched outside the transaction, so that a slow source does not hold the lock.
        """
        if batch < 1:
            raise InvalidInputError(f"batch={batch}", repair="commit after 1 or more reports")
        remaining, taken = iter(items), 0
        while chunk := deque(islice(remaining, batch)):
            expected, expect, taken = expect, None, taken + len(chunk)
            with self.together(expected), _no_collection():
                while chunk:
                    take(chunk.popleft())
            if progress is not None:
                progress(taken)

    def add(self, entry: Entry, *, keep: bool = False) -> None:
        """Add an entry to the transaction of `together`, and apply it at once; `keep` keeps its body."""
        self._append(entry, keep=keep)()
        if not keep:
            self._timeline.forget([entry.id])

    def _append(self, entry: Entry, *, keep: bool = True) -> Callable[[], None]:
        """Give an entry to the store, and return what applies it once it is committed."""
        effect = effect_of(self._timeline, self.ledger, entry)
        self.store.append(effect)
        if entry.kind != "redaction":
            return lambda: self._apply(effect, keep=keep)
        return self._redacted(entry)

    def _redacted(self, entry: Entry) -> Callable[[], None]:
        """Remove the words of an entry from the store, and project everything again without them."""
        targets = {target.seq for target in self.ledger.worded(entry.id)}
        rest = [e.without_words() if e.seq in targets else e for e in self.ledger.entries]
        ledger, timeline = replay([*rest, entry])
        for seq in sorted(targets):
            self.store.redact(seq)
        self.store.project(ledger, timeline)

        def apply() -> None:
            self.ledger, self._timeline = ledger, timeline

        return apply

    def _apply(self, effect: Effect, *, keep: bool) -> None:
        self._timeline.grow(effect.growth if keep else effect.growth.without_claims())
        self.ledger.append(effect.entry, effect.mentions, keep=keep)

    # Proof

    def verify(self, kept: Checkpoint | None, progress: Callable[[int], object] | None) -> Checkpoint:
        """Check every entry, and that the projected rows follow from them."""
        with self.lock, self.store.reading():
            entries = self.store.entries()
            checkpoint = verified(entries, kept, progress=progress)
            self.store.check(*replay(entries))
            return checkpoint

    def rebuild(self) -> int:
        """Check every entry, replace the projected rows, and return the head."""
        with self.lock, self.store.writing(self.ledger):
            entries = self.store.entries()
            verified(entries)
            self.ledger, self._timeline = replay(entries)
            self.store.project(self.ledger, self._timeline)
            return self.ledger.head


@contextmanager
def _no_collection() -> Iterator[None]:
    """Do not look for garbage meanwhile: what a batch makes stays, and looking is a quarter of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
