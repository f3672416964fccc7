"""What a store does, whatever it keeps a ledger in. Built on projection."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from peacetrack.index.projection import Effect
from peacetrack.index.series import FOREVER
from peacetrack.index.timeline import Timeline
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.ledger import Ledger


class Store(Protocol):
    """Where entries are kept, with what follows from them: memory, a file, or a server."""

    def writing(self) -> AbstractContextManager[None]:
        """The lock under which a seq is given out; what is added is committed when it ends."""
        ...

    def reading(self) -> AbstractContextManager[None]:
        """What is read meanwhile belongs together, whatever others write."""
        ...

    def append(self, effect: Effect) -> None:
        """Add an entry and what follows from it."""
        ...

    def redact(self, seq: int) -> None:
        """Take away the words of an entry that a redaction names."""
        ...

    def project(self, ledger: Ledger, timeline: Timeline) -> None:
        """Put what follows from a ledger in the place of what was projected before."""
        ...

    def purge(self) -> None:
        """Leave nothing of what was redacted beside the entries."""
        ...

    def load(self) -> tuple[Ledger, Timeline]:
        """The ledger and its timeline."""
        ...

    def entries(self, after: int = 0, upto: int = FOREVER) -> list[Entry]:
        """The entries after a seq, up to another."""
        ...

    def check(self, ledger: Ledger, timeline: Timeline) -> None:
        """Hold what was projected against what follows from a ledger."""
        ...

    def close(self) -> None:
        """Let go of what is held open."""
        ...
