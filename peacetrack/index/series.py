"""The statements of one key in their order, and the seqs between which each is known.

Built on statement. Lists are replaced and never edited, so readers need no lock.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar, final
from weakref import WeakKeyDictionary

import attrs

from peacetrack.index.statement import ClaimName, Key, Order, Statement

T = TypeVar("T")
FOREVER = 1 << 62
"""The seq until which a statement is known that was not withdrawn."""

Recall = Callable[[Key, ClaimName, int], Statement]
"""Reads the statement of a key that a claim made, known from a seq on."""

_order = attrgetter("order")


class Row(NamedTuple):
    """What is to be known of a statement that a store keeps, to find its place."""

    anchor: int
    directness: int
    tie_seq: int
    claim: int
    known_from: int
    known_until: int
    seq: int


@final
class Unread:
    """A statement that a store keeps, until it is asked for."""

    __slots__ = ("_key", "_known_from", "_made", "_recall", "name", "order")

    def __init__(self, key: Key, row: Row, recall: Recall) -> None:
        self.order = Order(row.anchor, row.directness, row.tie_seq, row.claim)
        self.name = ClaimName(row.seq, row.claim)
        self._key = key
        self._known_from = row.known_from
        self._recall = recall
        self._made: Statement | None = None

    def read(self) -> Statement:
        """The statement."""
        if self._made is None:
            self._made = self._recall(self._key, self.name, self._known_from)
        return self._made


@attrs.frozen(eq=False)
class Series:
    """The statements of one key in their order, and the seqs between which each is known.

    `earliest` says for every place the earliest seq from which any statement from there on is
    known. It never falls, so a past seq is bisected too: what lies beyond is not known yet.
    """

    anchors: list[int]
    known_from: list[int]
    known_until: list[int]
    told: list[Statement | Unread]
    earliest: list[int]

    @classmethod
    def of(cls, rows: Iterable[tuple[Statement | Unread, int, int]]) -> Series:
        """A line of statements with the seqs between which each is known, in any order."""
        ordered = sorted(rows, key=lambda row: row[0].order)
        told = [row[0] for row in ordered]
        known_from, known_until = [row[1] for row in ordered], [row[2] for row in ordered]
        earliest = list(accumulate(reversed(known_from), min))[::-1]
        anchors = [statement.order.anchor for statement in told]
        return cls(anchors, known_from, known_until, told, earliest)

    def statement(self, place: int) -> Statement:
        """The statement at a place."""
        told = self.told[place]
        return told.read() if isinstance(told, Unread) else told

    @property
    def reach(self) -> list[int]:
        """For every place, the last instant at which any statement up to there may have begun."""
        found = _reach.get(self)  # a cached property would slow each look at a line with slots
        if found is None:
            latest = (statement.latest for statement in self.statements)
            found = _reach[self] = list(accumulate(latest, max))
        return found

    @property
    def statements(self) -> list[Statement]:
        """All statements, known or not, in their order."""
        return [self.statement(place) for place in range(len(self.told))]

    @property
    def rows(self) -> Iterator[tuple[Statement, int, int]]:
        """All statements in their order, each with the seqs between which it is known."""
        return zip(self.statements, self.known_from, self.known_until, strict=True)

    def with_one(self, statement: Statement, seq: int) -> Series:
        """This line with one more statement, which is known later than those that it has."""
        anchors, known_from, known_until = self.anchors, self.known_from, self.known_until
        told, earliest = self.told, self.earliest
        if not told or told[-1].order < statement.order:
            return Series(
                [*anchors, statement.order.anchor],
                [*known_from, seq],
                [*known_until, FOREVER],
                [*told, statement],
                [*earliest, seq],
            )
        place = bisect_right(told, statement.order, key=_order)
        return Series(
            _inserted(anchors, place, statement.order.anchor),
            _inserted(known_from, place, seq),
            _inserted(known_until, place, FOREVER),
            _inserted(told, place, statement),
            _inserted(earliest, place, earliest[place] if place < len(earliest) else seq),
        )

    def standing(self, claim: ClaimName) -> int | None:
        """The place of what a claim says here and was not withdrawn, if there is one."""
        for place, told in enumerate(self.told):
            if told.name == claim and self.known_until[place] == FOREVER:
                return place
        return None

    def closed(self, place: int, seq: int) -> Series:
        """This line with the statement at a place no longer known from a seq on."""
        known_until = self.known_until.copy()
        known_until[place] = seq
        return attrs.evolve(self, known_until=known_until)


def _inserted(items: list[T], place: int, item: T) -> list[T]:
    more = items.copy()
    more.insert(place, item)
    return more


EMPTY = Series([], [], [], [], [])
_reach: WeakKeyDictionary[Series, list[int]] = WeakKeyDictionary()


class Lines(dict[Key, Series]):
    """Lines by key: empty where nothing was said, and made of a store's rows when asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[Key, Sequence[tuple[Any, ...]]] = {}
        self._recall: Recall | None = None

    def shelve(self, rows: dict[Key, Sequence[tuple[Any, ...]]], recall: Recall) -> None:
        """Keep the rows of keys until they are asked for."""
        self._rows, self._recall = rows, recall

    def copy(self) -> Lines:
        """The same lines, to which others can be added."""
        other = Lines()
        other.update(self)
        other._rows, other._recall = self._rows.copy(), self._recall
        return other

    def keys_kept(self) -> list[Key]:
        """All keys, those of which nothing was asked yet included."""
        return [*self, *(key for key in self._rows if key not in self)]

    def __missing__(self, key: Key) -> Series:
        rows, recall = self._rows.get(key), self._recall
        if rows is None or recall is None:
            return self.get(key, EMPTY)  # another thread may just have made it
        made = Series.of(
            (Unread(key, row, recall), row.known_from, row.known_until)
            for row in map(Row._make, rows)
        )
        line = self.setdefault(key, made)  # never over what was written meanwhile
        self._rows.pop(key, None)
        return line
