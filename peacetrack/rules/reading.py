"""Readings: a ledger as a basis reads it, with the answers of the rules.

States ask it by ids; names and aliases are looked up by `peacetrack.state`.
"""

from __future__ import annotations

from functools import cached_property

from peacetrack.index.snapshot import Snapshot
from peacetrack.index.timeline import Cut
from peacetrack.rules.claims import Claims, counted_by
from peacetrack.rules.rulings import Rulings
from peacetrack.words.basis import Basis
from peacetrack.words.when import TimeLike


class Reading:
    """A ledger read at a basis.

    Parameters:
        base: the ledger and its timeline, without what the basis supposes.
        basis: the values that the answers rest on.
    """

    def __init__(self, base: Snapshot, basis: Basis) -> None:
        self.base = base
        self.basis = basis

    @cached_property
    def snapshot(self) -> Snapshot:
        """The ledger and its timeline, with what is supposed and without what is left out."""
        return self.base.supposing(self.basis)

    @cached_property
    def cut(self) -> Cut:
        """The timeline as the basis sees it."""
        return self.snapshot.timeline.cut(self.basis.instant, self.snapshot.seq, counted_by(self.basis))

    @cached_property
    def rulings(self) -> Rulings:
        """Standings, progress, events and statuses."""
        return Rulings(self.cut, self.snapshot.agenda, self.base.names)

    @cached_property
    def claims(self) -> Claims:
        """The claims one by one."""
        return Claims(self.snapshot.ledger, self.cut, self.basis.trust.without)

    @cached_property
    def undated_events(self) -> frozenset[str]:
        """The events that have no date."""
        return frozenset(e for e in self.snapshot.event_ids if self.cut.calendar.event_when(e) is None)

    def seq_of(self, known: int | TimeLike) -> int:
        """Return the seq that a `known` stands for, at most its own."""
        return min(self.base.seq_of(known), self.basis.known)
