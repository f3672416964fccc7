"""The bitemporal index of statements. Built on statement.

Per key, parallel lists sorted by the order of rule 3. A statement is known from one seq until
another: it is withdrawn, or it is placed anew because the event that dates it was dated. Lists
are replaced and never edited, and what is added is known later than any earlier question asks,
so readers need no lock.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from operator import attrgetter
from typing import TypeVar

import attrs

from peacetrack.edtf import BEGINNING, END
from peacetrack.statement import (
    WALL,
    Asserted,
    Key,
    Order,
    Provenance,
    Statement,
    meaning_of,
)
from peacetrack.when import After, Before, During, Moment, When

T = TypeVar("T")
FOREVER = 1 << 62
Counts = Callable[[Provenance], bool]
Placed = tuple[Statement, int]
"""A statement and the seq from which it is known."""

_order = attrgetter("order")


@attrs.frozen(eq=False)
class Line:
    """The statements of one key in their order, and the seqs between which each is known.

    `earliest` says for every place the earliest seq from which any statement from there on is
    known. It never falls, so a past seq is bisected too: what lies beyond is not known yet.
    """

    anchors: list[int]
    known_from: list[int]
    known_until: list[int]
    statements: list[Statement]
    earliest: list[int]

    def grown(self, placed: list[Placed]) -> Line:
        """This line with more statements, which are known later than those that it has."""
        rows = list(zip(self.statements, self.known_from, self.known_until, strict=True))
        rows += [(statement, seq, FOREVER) for statement, seq in placed]
        rows.sort(key=lambda row: row[0].order)
        statements, known_from, known_until = map(list, zip(*rows, strict=True))
        earliest = list(accumulate(reversed(known_from), min))[::-1]
        anchors = [statement.order.anchor for statement in statements]
        return Line(anchors, known_from, known_until, statements, earliest)

    def with_one(self, statement: Statement, seq: int) -> Line:
        """This line with one more statement, which is known later than those that it has."""
        anchors, known_from, known_until = self.anchors, self.known_from, self.known_until
        statements, earliest = self.statements, self.earliest
        if not statements or statements[-1].order < statement.order:
            return Line(
                [*anchors, statement.order.anchor],
                [*known_from, seq],
                [*known_until, FOREVER],
                [*statements, statement],
                [*earliest, seq],
            )
        place = bisect_right(statements, statement.order, key=_order)
        return Line(
            _inserted(anchors, place, statement.order.anchor),
            _inserted(known_from, place, seq),
            _inserted(known_until, place, FOREVER),
            _inserted(statements, place, statement),
            _inserted(earliest, place, earliest[place] if place < len(earliest) else seq),
        )

    def closed(self, by: Provenance, seq: int) -> Line:
        """This line with the statements of a claim no longer known from a seq on."""
        known_until = [
            seq if until == FOREVER and statement.by is by else until
            for statement, until in zip(self.statements, self.known_until, strict=True)
        ]
        return attrs.evolve(self, known_until=known_until)


def _inserted(items: list[T], place: int, item: T) -> list[T]:
    more = items.copy()
    more.insert(place, item)
    return more


_EMPTY = Line([], [], [], [], [])


@attrs.define(eq=False)
class Bound:
    """A claim that an event dates, and where it stands now."""

    claim: Asserted
    since: Moment


class Timeline:
    """All statements, by key; grown entry by entry."""

    def __init__(self) -> None:
        self.recorded = [BEGINNING]
        self.lines: dict[Key, Line] = {}
        self.fields: dict[tuple[str, str | None], tuple[str, ...]] = {}
        self.parties: dict[str, tuple[str | None, ...]] = {}
        self._claims: dict[tuple[str, int], Asserted] = {}
        self._bound: dict[tuple[str, int], Bound] = {}

    @property
    def head(self) -> int:
        """The seq of the last entry taken in."""
        return len(self.recorded) - 1

    # Growing

    def add(
        self,
        recorded_at: int,
        asserted: Iterable[Asserted] = (),
        withdrawn: Iterable[tuple[str, int]] = (),
    ) -> None:
        """Take in one entry: the claims that it withdraws and those that it asserts."""
        seq = len(self.recorded)
        self.recorded.append(recorded_at)
        dated = False
        for name in withdrawn:
            dated |= self._withdraw(name, seq)
        claims = list(asserted)
        for claim in claims:
            dated |= self._assert_event(claim, seq)
        if dated:
            self._place_anew(seq)
        for claim in claims:
            self._assert(claim, seq)

    def load(self, recorded: Iterable[int], placed: Iterable[Placed]) -> None:
        """Take in many statements at once, with the time at which each seq was recorded."""
        self.recorded.extend(recorded)
        by_key: dict[Key, list[Placed]] = {}
        for item in placed:
            key = Key(item[0].term, item[0].party, item[0].field)
            by_key.setdefault(key, []).append(item)
        for key, items in by_key.items():
            if key not in self.lines:
                self._open(key)
            self.lines[key] = self.lines.get(key, _EMPTY).grown(items)

    def withdrawing(self, names: Iterable[tuple[str, int]]) -> Timeline:
        """Another timeline with one entry more, which withdraws these claims; this one stays.

        Lines are shared, for they are never edited.
        """
        other = Timeline()
        other.recorded = self.recorded.copy()
        other.lines = self.lines.copy()
        other.fields = self.fields.copy()
        other.parties = self.parties.copy()
        other._claims = self._claims.copy()
        other._bound = {name: attrs.evolve(bound) for name, bound in self._bound.items()}
        other.add(self.recorded[-1] + 1, withdrawn=names)
        return other

    def _withdraw(self, name: tuple[str, int], seq: int) -> bool:
        claim = self._claims.pop(name, None)
        if claim is None:  # it stated no field, was withdrawn before, or is left out
            return False
        self._bound.pop(name, None)
        self._close(claim, seq)
        return _dates_an_event(claim)

    def _close(self, claim: Asserted, seq: int) -> None:
        for key, _ in claim.values:
            self.lines[key] = self.lines[key].closed(claim.by, seq)

    def _assert_event(self, claim: Asserted, seq: int) -> bool:
        if not claim.values or not claim.event:
            return False
        since = self.resolved(claim.by.published, claim.by, seq)
        self._remember(claim)
        self._place(claim, since, seq)
        return _dates_an_event(claim)

    def _assert(self, claim: Asserted, seq: int) -> None:
        if not claim.values or claim.event:
            return
        self._remember(claim)
        since = self.resolved(claim.since, claim.by, seq)
        if isinstance(claim.since, During | Before | After):
            self._bound[claim.by.report, claim.by.claim] = Bound(claim, since)
        self._place(claim, since, seq)

    def _remember(self, claim: Asserted) -> None:
        self._claims[claim.by.report, claim.by.claim] = claim

    def _place_anew(self, seq: int) -> None:
        """Give the claims that events date their new place, where that has changed."""
        for bound in self._bound.values():
            since = self.resolved(bound.claim.since, bound.claim.by, seq)
            if since != bound.since:
                bound.since = since
                self._close(bound.claim, seq)
                self._place(bound.claim, since, seq)

    def _place(self, claim: Asserted, since: Moment, seq: int) -> None:
        """Put the statements of a claim in their lines, known from a seq on."""
        for statement in _statements(claim, since):
            key = Key(statement.term, statement.party, statement.field)
            if key not in self.lines:
                self._open(key)
            self.lines[key] = self.lines.get(key, _EMPTY).with_one(statement, seq)

    def _open(self, key: Key) -> None:
        self.fields[key.term, key.party] = (*self.fields.get((key.term, key.party), ()), key.field)
        parties = self.parties.get(key.term, ())
        if key.party not in parties:
            self.parties[key.term] = (*parties, key.party)

    # Reading times

    def resolved(self, when: When | None, by: Provenance, seq: int) -> Moment:
        """The moment that a time stands for, as known at a seq."""
        if when is None:
            return Moment.no_later_than(by.publication)
        if isinstance(when, Moment):
            unbounded = when.range.from_unknown and when.range.last == END
            return Moment.no_later_than(by.publication, said=when.said) if unbounded else when
        return _beside(self.event_when(when.event, seq), when, by.publication)

    def event_when(self, event: str, seq: int) -> Moment | None:
        """When an event takes place, as known at a seq; None while it has no date.

        Words alone are no date, and do not displace one.
        """
        chain: list[Statement] = []  # events may be dated by events, in any number
        while (dated := self._dated(event, seq)) is not None:
            chain.append(dated)
            if isinstance(dated.value, Moment):
                break
            event = dated.value.event
        moment: Moment | None = None
        for dated in reversed(chain):
            if isinstance(dated.value, Moment):
                moment = self.resolved(dated.value, dated.by, seq)
            else:
                moment = _beside(moment, dated.value, dated.by.publication)
        return moment

    def _dated(self, event: str, seq: int) -> Statement | None:
        """The greatest statement that dates an event."""
        line = self.lines.get(Key(event, None, "when"), _EMPTY)
        for place in reversed(range(len(line.statements))):
            known = line.known_from[place] <= seq < line.known_until[place]
            if known and not is_words(line.statements[place].value):
                return line.statements[place]
        return None

    # Questions

    def holding(self, key: Key, valid: int, seq: int) -> Statement | None:
        """The statement that holds of a key, whatever its attribution."""
        line = self.lines.get(key)
        if line is None:
            return None
        anchors = line.anchors
        if valid > self.recorded[seq] and line.earliest[-1] > seq:
            # most of what has begun by then is not known yet: go by what is known
            place = bisect_right(line.earliest, seq)
            if place and anchors[place - 1] > valid:
                place = bisect_right(anchors, valid, 0, place)
        else:
            place = bisect_right(anchors, valid)
        known_from, known_until = line.known_from, line.known_until
        while place:
            place -= 1
            if known_from[place] <= seq < known_until[place]:
                return line.statements[place]
        return None


def _dates_an_event(claim: Asserted) -> bool:
    return claim.event and any(key.field == "when" for key, _ in claim.values)


def _statements(claim: Asserted, since: Moment) -> Iterator[Statement]:
    order = claim.by.order(since.anchor)
    for key, value in claim.values:
        yield Statement(*key, value, since, None, claim.by, order, meaning_of(value))


def is_words(when: When) -> bool:
    """Whether only words are known of a time."""
    return isinstance(when, Moment) and when.edtf is None


def _beside(event: Moment | None, when: During | Before | After, publication: int) -> Moment:
    """The moment of a time bound to an event that is at a moment, or has no date yet."""
    if event is None:
        return Moment.no_later_than(publication, said=when.said)
    if isinstance(when, Before):
        return Moment.no_later_than(event.anchor, said=when.said)
    if isinstance(when, After):
        last = event.range.last
        return Moment.between(last, max(last, publication), said=when.said, inferred=True)
    return attrs.evolve(event, said=when.said, inferred=True) if when.said else event


@attrs.frozen(eq=False)
class Cut:
    """The timeline as one basis sees it: known at `seq`, begun at `valid`, trusted by `counts`."""

    timeline: Timeline
    valid: int
    seq: int
    counts: Counts

    def at(self, valid: int) -> Cut:
        """The same at another valid instant."""
        return attrs.evolve(self, valid=valid)

    def begun(self, key: Key) -> Iterator[Statement]:
        """The statements that have begun, greatest first."""
        line = self.timeline.lines.get(key, _EMPTY)
        known = bisect_right(line.earliest, self.seq)
        return self._known(line, reversed(range(bisect_right(line.anchors, self.valid, 0, known))))

    def all(self, key: Key) -> Iterator[Statement]:
        """All statements that are known, begun or not, in their order."""
        line = self.timeline.lines.get(key, _EMPTY)
        return self._known(line, range(len(line.statements)))

    def perhaps(self, key: Key) -> Statement | None:
        """Where none has begun: the earliest anchored one whose unknown start may lie before."""
        if next(self.begun(key), None) is not None:
            return None
        found: Statement | None = None
        for statement in self.all(key):
            if found is not None and statement.order.anchor > found.order.anchor:
                break
            if statement.since.range.from_unknown:
                found = statement
        return found

    def wall(self, term: str, party: str | None) -> Order | None:
        """The order before which statements on a term are cleared."""
        wall = next(self.begun(Key(term, party, WALL)), None)
        return None if wall is None else wall.order

    def _known(self, line: Line, places: Iterable[int]) -> Iterator[Statement]:
        for place in places:
            if line.known_from[place] <= self.seq < line.known_until[place]:
                statement = line.statements[place]
                if self.counts(statement.by):
                    yield statement
