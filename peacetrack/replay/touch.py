"""Touch: the holders that each entry can change, and the valid instants at which it can.

An entry changes answers only from the first anchor among the statements that it adds or withdraws,
or from where an ending or an act comes now or came before. Five things reach further back:

- A statement that one of those disputes may have begun earlier, and lie over that anchor.
- A statement of unknown start may hold from the beginning of time, until another of its key begins.
- An undated statement disputes dated ones at all times before.
- A bare until tells of a stance that began before it.
- A member stands with its group, and a group by its members.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain

import attrs

from peacetrack.index.event_dates import DATING
from peacetrack.index.series import FOREVER
from peacetrack.index.statement import Key, Statement
from peacetrack.index.timeline import Cut, Timeline
from peacetrack.replay.reach import Acted, Reach
from peacetrack.replay.strip import ALWAYS, Stretch, joined
from peacetrack.rules.ending import closing_instant, turns_with
from peacetrack.rules.group import membership_turns, statements_behind, turns_of
from peacetrack.rules.quorum import quorum_turns
from peacetrack.rules.rulings import HolderOrTerm
from peacetrack.rules.stance_run import ENDING_FIELDS
from peacetrack.words.classes import define, frozen
from peacetrack.words.edtf import BEGINNING, END


@frozen
class Touch:
    """The valid instants at which an entry may change an answer, and the new turns among them."""

    ranges: tuple[Stretch, ...]
    turns: frozenset[int]


@define
class _Change:
    """The changes of a holder by an entry, and when endings and acts come, or came."""

    statements: list[Statement] = attrs.field(factory=list)
    instants: set[int] = attrs.field(factory=set)

    def add(self, other: _Change) -> None:
        self.statements += other.statements
        self.instants |= other.instants

    @property
    def first(self) -> int:
        """The first instant of it."""
        return min((*(s.anchor for s in self.statements), *self.instants))

    @property
    def last(self) -> int:
        """The last instant at which something of it may have begun."""
        return max((*(s.latest for s in self.statements), *self.instants))


class Touches:
    """The holders that each entry touches, up to the last valid instant that is asked about."""

    def __init__(self, reach: Reach, last: int) -> None:
        self._reach = reach
        self.last = last
        self._statements: dict[int, dict[HolderOrTerm, list[Statement]]] = {}
        self._events: dict[int, set[str]] = defaultdict(set)
        self._acts: dict[int, list[tuple[HolderOrTerm, Acted]]] = defaultdict(list)
        self._pasts: dict[HolderOrTerm, _Past] = {}
        for known in reach.statements:
            for seq in {known.known_from, known.known_until} - {FOREVER}:
                by_holder = self._statements.setdefault(seq, {})
                by_holder.setdefault(known.holder, []).append(known.statement)
                if known.statement.field in DATING:
                    self._events[seq].add(known.statement.term)
        for holder in reach.holders:
            for act in reach.acts.get(holder, ()):
                for seq in act.seqs:
                    self._acts[seq].append((holder, act))

    @property
    def seqs(self) -> set[int]:
        """The seqs at which something was declared, recorded or withdrawn."""
        return {*self._reach.declared, *self._statements, *self._acts} - {0}

    def events(self, seq: int) -> set[str]:
        """Return the events that an entry dates again, or says to be held or not."""
        return self._reach.dated_by(self._events.get(seq, ()))

    def by(self, cut: Cut) -> dict[HolderOrTerm, Touch]:
        """Return what the last entry that a cut knows touches."""
        if cut.seq in self._reach.declared:
            return self.all(cut)
        changes: dict[HolderOrTerm, _Change] = defaultdict(_Change)
        for holder, change in self._changes(cut):
            for each in self._reach.resting_on(holder):
                changes[each].add(change)
        return {holder: self._touch(cut, holder, change) for holder, change in changes.items()}

    def all(self, cut: Cut) -> dict[HolderOrTerm, Touch]:
        """Return every holder, for all valid instants."""
        return {holder: self.within([ALWAYS], self._turns(cut, holder)) for holder in self._reach.holders}

    def within(self, ranges: Iterable[Stretch], turns: Iterable[int] = ()) -> Touch:
        """Return ranges, joined, and turns, as far as valid instants are asked about.

        A range that ends later has no end: an answer that lasts to the last instant lasts on.
        """
        asked = (each for each in ranges if each[0] <= self.last)
        cut_off = ((start, END if end > self.last else end) for start, end in asked)
        return Touch(joined(cut_off), frozenset(turn for turn in turns if turn <= self.last))

    def joined(self, touches: Sequence[Touch]) -> Touch:
        """Return what several entries touch of one holder."""
        if len(touches) == 1:
            return touches[0]
        ranges = chain.from_iterable(touch.ranges for touch in touches)
        return self.within(ranges, chain.from_iterable(touch.turns for touch in touches))

    def _changes(self, cut: Cut) -> Iterator[tuple[HolderOrTerm, _Change]]:
        before = _before(cut)
        for holder, statements in self._statements.get(cut.seq, {}).items():
            yield holder, _Change(statements)
        for holder, instants in self._reach.moved(self.events(cut.seq), before, cut):
            yield holder, _Change(instants=instants)
        for holder, instants in self._reach.awaiting(self.events(cut.seq), before, cut):
            yield holder, _Change(instants=instants)  # it may be held or put off on the day that it had
        for holder, act in self._acts.get(cut.seq, ()):
            known = cut if act.recorded == cut.seq else before  # a withdrawn act came before
            yield holder, _Change(instants={act.begins(known)})

    def _touch(self, cut: Cut, holder: HolderOrTerm, change: _Change) -> Touch:
        pasts = [self._past(each) for each in self._reach.behind(holder)]
        start = min(past.lying_over(change.first) for past in pasts)
        undated = any(s.by.undated for s in change.statements)
        if any(past.bare_until or (undated and past.dated) for past in pasts):
            start = BEGINNING
        perhaps = {key for past in pasts for key in past.perhaps(change.first, change.last)}
        begun = max((_begun(cut, key) for key in perhaps), default=BEGINNING)
        turns = {turn for statement in change.statements for turn in self._turns_with(cut, statement)}
        groups = {statement.party for statement in change.statements}
        turns |= membership_turns(self._reach.rulings(cut).agenda, holder[1], groups)
        return self.within([(BEGINNING, begun), (start, END)], turns | change.instants)

    def _past(self, holder: HolderOrTerm) -> _Past:
        if holder not in self._pasts:
            self._pasts[holder] = _Past.of(self._reach.timeline, *holder)
        return self._pasts[holder]

    def _turns(self, cut: Cut, holder: HolderOrTerm) -> set[int]:
        """Return the instants at which what is known of a holder may change."""
        agenda = self._reach.rulings(cut).agenda
        known = list(statements_behind(cut, agenda, *holder))
        turning = {turn for statement in known for turn in self._turns_with(cut, statement)}
        acts = (act for act in self._reach.acts.get(holder, ()) if act.recorded <= cut.seq)
        begins = {act.begins(cut) for act in acts}
        return turns_of(cut, agenda, *holder) | turning | begins | quorum_turns(agenda, holder[0])

    def _turns_with(self, cut: Cut, statement: Statement) -> Iterator[int]:
        """Yield the instants at which what rests on a statement may change, or become certain.

        It may end with an event at another instant on the record alone.
        """
        yield from turns_with(cut, statement)
        yield statement.latest
        if statement.field in ENDING_FIELDS:
            yield closing_instant(self._reach.on_record(cut), statement)


def _before(cut: Cut) -> Cut:
    """Return what was known before the last entry."""
    return attrs.evolve(cut, seq=cut.seq - 1)


def _begun(cut: Cut, key: Key) -> int:
    """Return from when on something of a key has begun, before the last entry and after it."""
    firsts = (next(known.all(key), None) for known in (_before(cut), cut))
    return max(BEGINNING if first is None else first.anchor for first in firsts)


@frozen(eq=False)
class _Past:
    """All statements of a holder in the order of their anchors, known or not.

    `reach` is the last instant at which any of them up to a place may have begun.
    """

    anchors: list[int]
    reach: list[int]
    unknown: list[Statement]
    undated: list[Statement]
    bare_until: bool

    @classmethod
    def of(cls, timeline: Timeline, term: str, party: str | None) -> _Past:
        """Return the past of a holder, all its fields together."""
        keys = [Key(term, party, field) for field in timeline.fields.get((term, party), ())]
        statements = [statement for key in keys for statement in timeline.lines[key].statements]
        statements.sort(key=_anchor)
        return cls(
            [_anchor(statement) for statement in statements],
            list(accumulate((statement.latest for statement in statements), max)),
            [statement for statement in statements if statement.since.range.from_unknown],
            [statement for statement in statements if statement.by.undated],
            any(s.field == "until" and not s.by.states_stance for s in statements),
        )

    @property
    def dated(self) -> bool:
        """Whether any of them is dated."""
        return len(self.undated) < len(self.anchors)

    def lying_over(self, instant: int) -> int:
        """Return the first anchor of what may have begun at an instant or later, or the instant."""
        place = bisect_left(self.reach, instant)  # the first that reaches so far: the earliest
        return min(instant, self.anchors[place]) if place < len(self.anchors) else instant

    def perhaps(self, first: int, last: int) -> set[Key]:
        """Return the keys of what began at an unknown time and is anchored in a closed range.

        What is undated reaches back over all before its anchor.
        """
        start = bisect_left(self.unknown, first, key=_anchor)
        end = bisect_right(self.unknown, last, key=_anchor)
        reaching = self.undated[bisect_left(self.undated, first, key=_anchor) :]
        return {statement.key for statement in (*self.unknown[start:end], *reaching)}


def _anchor(statement: Statement) -> int:
    return statement.anchor
