"""Who is asked about what, at every seq of a state. Built on bound and waits."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from peacetrack.index.timeline import Timeline
from peacetrack.replay.acted import Acted, acts_in
from peacetrack.replay.bound import Bound
from peacetrack.replay.over_time import HolderOrTerm
from peacetrack.replay.strip import Stretch, joined
from peacetrack.replay.waits import Waits
from peacetrack.state import State, snapshot_of
from peacetrack.words.edtf import END
from peacetrack.words.term import Agenda


class Scope:
    """Whom a state, and every state before it, can be asked about, and what belongs to them."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._agendas = [(0, Agenda("")), *snapshot_of(state).ledger.agendas]
        self._seqs = [seq for seq, _ in self._agendas]
        self._acts = acts_in(state)
        self.terms = tuple(state)
        self.waits = Waits(state)
        self.holders = self._holders()

    def _holders(self) -> tuple[HolderOrTerm, ...]:
        """Who is needed, has a statement, did something, is named in a condition; and members."""
        found: list[HolderOrTerm] = [(term, None) for term in self.terms]
        for _, agenda in self._agendas:
            found += [(term.id, party) for term in agenda.terms for party in term.needs]
        found += [*self.timeline.fields, *self._acts, *self.waits.named]
        found += [
            (term, member) for term, party in found for member in self._members.get(party, ())
        ]
        return tuple(holder for holder in dict.fromkeys(found) if holder[0] in self.terms)

    @property
    def timeline(self) -> Timeline:
        """All statements."""
        return snapshot_of(self._state).timeline

    @property
    def last(self) -> int:
        """The last valid instant that is asked about."""
        return self._state.instant

    def within(self, ranges: Iterable[Stretch]) -> tuple[Stretch, ...]:
        """Ranges as far as one asks: joined, and those that end after the last instant without end."""
        asked = (one for one in ranges if one[0] <= self.last)
        return joined((start, END if end > self.last else end) for start, end in asked)

    def kind_of(self, term: str) -> str:
        """The kind of a term's content."""
        return self._state.kind_of(term)

    # Agendas

    @property
    def declared(self) -> tuple[int, ...]:
        """The seqs at which something was declared; 0, for then nothing was."""
        return tuple(self._seqs)

    def agenda(self, seq: int) -> Agenda:
        """The agenda as known at a seq."""
        return self._agendas[bisect_right(self._seqs, seq) - 1][1]

    # Groups

    def with_members(self, holder: HolderOrTerm) -> tuple[HolderOrTerm, ...]:
        """Those who are asked about of a holder and, where it is a group, its members ever."""
        term, party = holder
        found = [holder, *((term, member) for member in self._members.get(party, ()))]
        return tuple(one for one in found if one in self._asked)

    def with_groups(self, holder: HolderOrTerm) -> tuple[HolderOrTerm, ...]:
        """A holder, and the groups that it ever was a member of."""
        term, party = holder
        return holder, *((term, group) for group in self._groups.get(party, ()))

    @cached_property
    def _asked(self) -> set[HolderOrTerm]:
        return set(self.holders)

    @cached_property
    def _members(self) -> Mapping[str | None, set[str]]:
        """By group, everybody who ever was its member."""
        found: dict[str | None, set[str]] = defaultdict(set)
        for _, agenda in self._agendas:
            for group in agenda.parties:
                found[group.id] |= {member.party for member in group.members}
        return found

    @cached_property
    def _groups(self) -> Mapping[str | None, set[str]]:
        """By party, the groups that it ever was a member of."""
        found: dict[str | None, set[str]] = defaultdict(set)
        for group, members in self._members.items():
            for member in members:
                found[member].add(str(group))
        return found

    # What belongs to them

    def acts(self, holder: HolderOrTerm) -> Iterable[Acted]:
        """All that a holder ever did."""
        return self._acts.get(holder, ())

    @cached_property
    def bound(self) -> Bound:
        """What comes with events."""
        return Bound(self.timeline, self._acts)

    @cached_property
    def conditional(self) -> Mapping[str, tuple[str, ...]]:
        """By term, who ever had a condition, alone or by a group."""
        having = {one for holder in self.waits.waiting for one in self.with_members(holder)}
        found: dict[str, list[str]] = {term: [] for term in self.terms}
        for term, party in self.holders:
            if party is not None and (term, party) in having:
                found[term].append(party)
        return {term: tuple(parties) for term, parties in found.items()}
