"""Whom an entry touches, and for which valid instants. Built on scope and past.

An entry turns answers only from the first anchor among the statements that it adds or withdraws, or
from where an ending or an act comes now or came before. Three things reach further:

- A statement that one of those disputes may have begun earlier, and lie over that anchor.
- One of unknown start may hold from the beginning of time on, until another of its key begins.
- What is said of a group is said of its members.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import attrs

from peacetrack.index.series import FOREVER
from peacetrack.index.statement import Key, Statement
from peacetrack.index.timeline import Cut
from peacetrack.replay.acted import Acted
from peacetrack.replay.over_time import HolderOrTerm
from peacetrack.replay.past import Past
from peacetrack.replay.scope import Scope
from peacetrack.replay.strip import ALWAYS, Stretch
from peacetrack.rules.runs import CLEARING, closes
from peacetrack.words.edtf import BEGINNING, END

DATING = ("when", "status")
"""The fields of an event on which it rests whether it is held, and when endings come with it."""


@attrs.frozen
class Touch:
    """The valid instants at which an entry may turn an answer, and those new ones that bound it."""

    ranges: tuple[Stretch, ...]
    turns: frozenset[int]


@attrs.define
class _Change:
    """What an entry adds or withdraws of a holder, and when endings and acts come, or came."""

    statements: list[Statement] = attrs.field(factory=list)
    instants: set[int] = attrs.field(factory=set)

    def add(self, other: _Change) -> None:
        """Take in another one."""
        self.statements += other.statements
        self.instants |= other.instants

    @property
    def first(self) -> int:
        """The first instant of it."""
        return min((*(s.order.anchor for s in self.statements), *self.instants))

    @property
    def last(self) -> int:
        """The last instant at which something of it may have begun."""
        return max((*(s.latest for s in self.statements), *self.instants))


class Touches:
    """Whom each entry touches."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._statements: dict[int, dict[HolderOrTerm, list[Statement]]] = {}
        self._events: dict[int, set[str]] = defaultdict(set)
        self._acts: dict[int, list[tuple[HolderOrTerm, Acted]]] = defaultdict(list)
        self._pasts: dict[HolderOrTerm, Past] = {}
        for key in scope.timeline.lines.keys_kept():
            self._keep(key)
        for holder in scope.holders:
            for act in scope.acts(holder):
                for seq in act.seqs:
                    self._acts[seq].append((holder, act))

    def _keep(self, key: Key) -> None:
        line = self._scope.timeline.lines[key]
        for place, statement in enumerate(line.statements):
            for seq in {line.known_from[place], line.known_until[place]} - {FOREVER}:
                found = self._statements.setdefault(seq, {})
                found.setdefault((key.term, key.party), []).append(statement)
                if key.field in DATING:
                    self._events[seq].add(key.term)

    @property
    def seqs(self) -> set[int]:
        """The seqs at which something was declared, learned or withdrawn."""
        return {*self._scope.declared, *self._statements, *self._acts} - {0}

    def events(self, seq: int) -> set[str]:
        """The events that an entry dates otherwise, or says to be held or not."""
        return self._scope.bound.dated_by(self._events.get(seq, ()))

    def by(self, cut: Cut) -> dict[HolderOrTerm, Touch]:
        """Whom the last entry that a cut knows touches."""
        if cut.seq in self._scope.declared:
            return self.all(cut)
        changes: dict[HolderOrTerm, _Change] = defaultdict(_Change)
        for holder, change in self._changes(cut):
            for one in self._scope.with_members(holder):
                changes[one].add(change)
        return {holder: self._touch(cut, holder, change) for holder, change in changes.items()}

    def _changes(self, cut: Cut) -> Iterator[tuple[HolderOrTerm, _Change]]:
        before = _before(cut)
        for holder, statements in self._statements.get(cut.seq, {}).items():
            yield holder, _Change(statements)
        for holder, instants in self._scope.bound.moved(self.events(cut.seq), before, cut):
            yield holder, _Change(instants=instants)
        for holder, act in self._acts.get(cut.seq, ()):
            yield holder, _Change(instants={act.begins(cut if act.told == cut.seq else before)})

    def _touch(self, cut: Cut, holder: HolderOrTerm, change: _Change) -> Touch:
        pasts = [self._past(one) for one in self._scope.with_groups(holder)]
        start = min(past.lying_over(change.first) for past in pasts)
        perhaps = {key for past in pasts for key in past.perhaps(change.first, change.last)}
        begun = max((_begun(cut, key) for key in perhaps), default=BEGINNING)
        turns = {turn for said in change.statements for turn in _turns_of(cut, said)}
        return self._within([(BEGINNING, begun), (start, END)], turns | change.instants)

    def _past(self, holder: HolderOrTerm) -> Past:
        if holder not in self._pasts:
            self._pasts[holder] = Past.of(self._scope.timeline, *holder)
        return self._pasts[holder]

    # All of it

    def all(self, cut: Cut) -> dict[HolderOrTerm, Touch]:
        """Everybody, for all valid instants."""
        return {
            holder: self._within([ALWAYS], self._turns(cut, holder))
            for holder in self._scope.holders
        }

    def _turns(self, cut: Cut, holder: HolderOrTerm) -> Iterator[int]:
        """The instants at which what is known of a holder may turn."""
        for side in self._scope.with_groups(holder):
            for field in self._scope.timeline.fields.get(side, ()):
                for statement in cut.all(Key(*side, field)):
                    yield from _turns_of(cut, statement)
        for group in self._scope.agenda(cut.seq).parties:
            for member in group.members:
                if member.party == holder[1]:
                    yield member.leaves
                    yield member.since.range.first if member.since else BEGINNING
        yield from (act.begins(cut) for act in self._scope.acts(holder) if act.told <= cut.seq)

    def _within(self, ranges: Iterable[Stretch], turns: Iterable[int]) -> Touch:
        """A touch, as far as valid instants are asked about."""
        begun = frozenset(turn for turn in turns if turn <= self._scope.last)
        return Touch(self._scope.within(ranges), begun)


def _before(cut: Cut) -> Cut:
    """What was known before the last entry."""
    return attrs.evolve(cut, seq=cut.seq - 1)


def _begun(cut: Cut, key: Key) -> int:
    """From when on something of a key has begun, before the last entry and after it."""
    firsts = (next(known.all(key), None) for known in (_before(cut), cut))
    return max(BEGINNING if first is None else first.order.anchor for first in firsts)


def _turns_of(cut: Cut, statement: Statement) -> Iterator[int]:
    """The instants at which what rests on a statement may turn."""
    yield statement.order.anchor
    yield statement.latest
    if statement.field in CLEARING:
        yield closes(cut, statement.value, statement.by)
