"""Unchanged holders: the parties that two states answer alike about, found without asking where they stand.

Between two moments, hardly any series of a large ledger has a statement that begins, becomes certain, is
recorded or is withdrawn. Where none has, and nothing ends, the standing is the same.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import final

from peacetrack.index.statement import Key
from peacetrack.replay.stance_counts import is_large
from peacetrack.rules.stance_run import ENDING_FIELDS
from peacetrack.state import State, reading_of


@final
class UnchangedHolders:
    """The holders of which no standing differs between two states; some of them may not be found.

    Parameters:
        before: one state.
        after: the other one, of the same ledger.
    """

    def __init__(self, before: State, after: State) -> None:
        agendas = [reading_of(state).rulings.agenda for state in (before, after)]
        timelines = [reading_of(state).snapshot.timeline for state in (before, after)]
        self._before, self._timeline = before, timelines[0]
        self._grouped = agendas[0].grouped
        self._seqs = min(before.seq, after.seq), max(before.seq, after.seq)
        self._valids = min(before.instant, after.instant), max(before.instant, after.instant)
        self._is_alike = (
            timelines[0] is timelines[1]
            and agendas[0] is agendas[1]
            and _counting(before) == _counting(after)
        )
        self._moved: Collection[tuple[str, str | None]] | None = None

    def look_at_all(self) -> None:
        """Find at once, off columns, what moved of a large board, before all holders are asked about."""
        if self._is_alike and is_large(self._before):
            moved, fields = self._timeline.moved(self._valids, self._seqs), self._timeline.fields
            ending = (holder for holder, stated in fields.items() if not _ENDS.isdisjoint(stated))
            self._moved = None if moved is None else {*moved, *ending}

    def has(self, term: str, party: str | None) -> bool:
        """Return whether a party stands on a term alike in both states; False where that is not certain.

        Without a party, it is how far the term itself has come.

        A member turns with its group, and a group with its members; what ends, turns by itself.
        """
        if not self._is_alike or party in self._grouped:
            return False
        if self._moved is not None:
            return (term, party) not in self._moved
        fields = self._timeline.fields.get((term, party), ())
        return all(
            field not in _ENDS and self._timeline.rests(Key(term, party, field), self._valids, self._seqs)
            for field in fields
        )

    def asks(self, term: str, party: str) -> bool:
        """Return whether a party ever set conditions on a term: what it asks for turns without it."""
        return "conditions" in self._timeline.fields.get((term, party), ())


_ENDS = frozenset(ENDING_FIELDS)


def _counting(state: State) -> tuple[object, ...]:
    """Return what decides which statements of a timeline count."""
    basis = state.basis
    return basis.trust, basis.published_by, basis.supposed
