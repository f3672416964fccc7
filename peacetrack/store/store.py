"""The common part of stores: memory, a file or a server. Each has a file of its own."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from peacetrack.index.projection import Effect
from peacetrack.index.series import FOREVER
from peacetrack.index.timeline import Timeline
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.ledger import Ledger, Mention

News = tuple[Sequence[Entry], Sequence[Mention] | None]
"""Entries, and the terms and events that they are the first to name, where the store keeps those."""


class Store(Protocol):
    """Where entries last, with the rows that are projected from them."""

    def writing(self, ledger: Ledger) -> AbstractContextManager[News]:
        """Hold the lock for writing: what is added inside is committed at the end, or not at all.

        The next seq is decided under this lock. It gives what others added after the head of a ledger.
        """

    def reading(self) -> AbstractContextManager[None]:
        """Hold one read snapshot: every read inside sees the same entries."""

    def append(self, effect: Effect) -> None:
        """Add an entry and what follows from it."""

    def redact(self, seq: int) -> None:
        """Remove the words of the entry that a redaction names."""

    def project(self, ledger: Ledger, timeline: Timeline) -> None:
        """Replace all projected rows with those that follow from a ledger."""

    def purge(self) -> None:
        """Remove what was redacted from logs and other copies, as far as the store can."""

    def load(self) -> tuple[Ledger, Timeline]:
        """Return the ledger and its timeline."""

    def entries(self, after: int = 0, upto: int = FOREVER) -> list[Entry]:
        """Return the entries after one seq, up to and including another."""

    def check(self, ledger: Ledger, timeline: Timeline) -> None:
        """Refuse projected rows that do not follow from the entries."""

    def close(self) -> None:
        """Close what is held open."""
