"""Series: the statements of one key in their order, and the seqs between which each is known.

A series is replaced and never edited, so readers need no lock. Which statement of a series holds is
asked of a `Timeline` or a `Cut`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple, TypeVar, final

import attrs

from peacetrack.index.statement import ClaimName, Key, Order, Statement
from peacetrack.words.classes import define

T = TypeVar("T")
FOREVER = 1 << 62
"""The `known_until` of a statement that was not withdrawn."""

Recall = Callable[[Key, ClaimName, int], Statement]
"""Reads the statement that a claim made of a key, as known from a seq on."""

_order = attrgetter("order")
_PLACE = itemgetter(slice(5))
"""Gets of a row what its statement is sorted by."""


class Row(NamedTuple):
    """The part of a statement that a store keeps to find its place in a series."""

    anchor: int
    own: int
    directness: int
    tie_seq: int
    claim: int
    known_from: int
    known_until: int
    seq: int
    latest: int


@final
class Unread:
    """A statement that a store keeps, until it is asked for."""

    __slots__ = ("_key", "_made", "_recall", "row")

    def __init__(self, key: Key, row: Row, recall: Recall) -> None:
        self.row = row
        self._key = key
        self._recall = recall
        self._made: Statement | None = None

    @property
    def order(self) -> Order:
        """The place that it is sorted by."""
        row = self.row
        return Order(row.anchor, bool(row.own), row.directness, row.tie_seq, row.claim)

    @property
    def name(self) -> ClaimName:
        """The claim that it comes from."""
        return ClaimName(self.row.seq, self.row.claim)

    def read(self) -> Statement:
        """Return the statement, read from the store's report once."""
        if self._made is None:
            self._made = self._recall(self._key, self.name, self.row.known_from)
        return self._made


@define(eq=False)
class Series:
    """The statements of one key in their order, and the seqs between which each is known.

    The tuples run in parallel. `earliest` gives for every place the first seq at which any statement
    at or after that place is known. It never falls, so it can be bisected: at an early seq, places
    beyond are not known yet.
    """

    anchors: tuple[int, ...]
    known_from: tuple[int, ...]
    known_until: tuple[int, ...]
    items: tuple[Statement | Unread, ...]
    earliest: tuple[int, ...]
    _reach: list[int] | None = attrs.field(default=None, init=False)
    _by_dating: tuple[list[int], list[int]] | None = attrs.field(default=None, init=False)
    _places: dict[Callable[[Order], bool], list[int]] | None = attrs.field(default=None, init=False)

    @classmethod
    def of(cls, statements: Sequence[Unread]) -> Series:
        """Return the series of statements that are in their order."""
        rows = [statement.row for statement in statements]
        known_from = tuple(row.known_from for row in rows)
        earliest = tuple(accumulate(reversed(known_from), min))[::-1]
        anchors, known_until = tuple(row.anchor for row in rows), tuple(row.known_until for row in rows)
        return cls(anchors, known_from, known_until, tuple(statements), earliest)

    def statement(self, place: int) -> Statement:
        """Return the statement at a place."""
        item = self.items[place]
        return item.read() if isinstance(item, Unread) else item

    def is_apart(self, first: int, last: int) -> bool:
        """Return whether no range of another statement overlaps one from a first to a last place.

        All are dated, those before had begun by then, and those after begin later than any of these may have.
        """
        anchors, reach = self.anchors, self.reach
        before = not first or reach[first - 1] < anchors[first]
        after = last + 1 == len(anchors) or reach[last] < anchors[last + 1]
        return before and after and not self.by_dating[1]

    def rests(self, valids: tuple[int, int], seqs: tuple[int, int]) -> bool:
        """Return whether nothing of it begins, becomes certain, is recorded or withdrawn in between."""
        first, last = valids
        begun = bisect_right(self.anchors, first)
        if begun != bisect_right(self.anchors, last + 1):  # what is undated may hold an instant earlier
            return False
        if begun and self.reach[begun - 1] > first:
            return False
        learned = (*self.known_from, *self.known_until) if seqs[0] != seqs[1] else ()
        return not any(seqs[0] < seq <= seqs[1] for seq in learned)

    @property
    def reach(self) -> list[int]:
        """For every place, the last instant at which any statement up to there may have begun."""
        if self._reach is None:
            latest = (item.row.latest if type(item) is Unread else item.latest for item in self.items)
            self._reach = list(accumulate(latest, max))
        return self._reach

    @property
    def by_dating(self) -> tuple[list[int], list[int]]:
        """The places of the dated statements, and those of the undated ones (rule 3)."""
        if self._by_dating is None:
            undated = [place for place, statement in enumerate(self.statements) if statement.by.undated]
            dated = range(len(self.items)) if not undated else sorted({*range(len(self.items))} - {*undated})
            self._by_dating = list(dated), undated
        return self._by_dating

    def places(self, where: Callable[[Order], bool]) -> list[int]:
        """Return the places of the statements with some orders; none is read for it."""
        kept = self._places or {}
        if where not in kept:
            found = [place for place, item in enumerate(self.items) if where(item.order)]
            kept = {**kept, where: found}
            self._places = kept
        return kept[where]

    @property
    def statements(self) -> list[Statement]:
        """All statements, known or not, in their order."""
        return [item.read() if type(item) is Unread else item for item in self.items]

    @property
    def rows(self) -> Iterator[tuple[Statement, int, int]]:
        """All statements in their order, each with the seqs between which it is known."""
        return zip(self.statements, self.known_from, self.known_until, strict=True)

    def grown(self, statement: Statement, seq: int) -> Series:
        """Return the series with one more statement, known from a seq later than all others."""
        anchor, items = statement.anchor, self.items
        if not items:
            return Series(_only(anchor), _only(seq), _only(FOREVER), (statement,), _only(seq))
        order = statement.order
        last = items[-1].order < order
        place = len(items) if last else bisect_right(items, order, key=_order)
        return Series(
            _with(self.anchors, place, anchor),
            _with(self.known_from, place, seq),
            _with(self.known_until, place, FOREVER),
            _with(items, place, statement),
            _with(self.earliest, place, seq if place == len(items) else self.earliest[place]),
        )

    def edited(self, closed: Sequence[int], opened: Sequence[Statement], seq: int) -> Series:
        """Return the series with the statements at some places known until a seq, and others known from it.

        The seq is later than all others. The tuples are copied once, however much one entry edits.
        """
        if len(opened) == 1 and not closed:
            return self.grown(opened[0], seq)
        opened, known_until = sorted(opened, key=_order), list(self.known_until)
        places = [bisect_right(self.items, statement.order, key=_order) for statement in opened]
        for place in closed:
            known_until[place] = seq
        earliest = [seq if place == len(self.items) else self.earliest[place] for place in places]
        return Series(
            _spliced(self.anchors, places, [statement.anchor for statement in opened]),
            _spliced(self.known_from, places, [seq] * len(places)),
            _spliced(known_until, places, [FOREVER] * len(places)),
            _spliced(self.items, places, opened),
            _spliced(self.earliest, places, earliest),
        )

    def standing(self, claim: ClaimName, order: Order) -> int | None:
        """Return the place of the statement of a claim that was not withdrawn, if there is one."""
        place = bisect_right(self.items, order, key=_order) - 1
        while place >= 0 and self.items[place].order == order:  # a correction may have an equal order
            if self.items[place].name == claim and self.known_until[place] == FOREVER:
                return place
            place -= 1
        return None


def _with(values: tuple[T, ...], place: int, value: T) -> tuple[T, ...]:
    return values[:place] + (value,) + values[place:]  # noqa: RUF005 - copies once where it comes last


def _spliced(values: Sequence[T], places: Sequence[int], added: Sequence[T]) -> tuple[T, ...]:
    """Return values with others put before those at some places, in order; each is copied once."""
    found: list[T] = []
    last = 0
    for place, value in zip(places, added, strict=True):
        found += values[last:place]
        found.append(value)
        last = place
    return (*found, *values[last:]) if places else tuple(values)


@lru_cache(4096)
def _only(value: int) -> tuple[int]:
    """Return a value alone; the same tuple for all series of one statement, as most are."""
    return (value,)


EMPTY = Series((), (), (), (), ())


class Lines(dict[Key, Series]):
    """Series by key: empty where nothing was said, and made of a store's rows when asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[Key, Sequence[tuple[Any, ...]]] = {}
        self._recall: Recall | None = None

    def shelve(self, rows: dict[Key, Sequence[tuple[Any, ...]]], recall: Recall) -> None:
        """Keep the rows of a store until their keys are asked for."""
        self._rows, self._recall = rows, recall

    def read_by(self, recall: Recall) -> None:
        """Read what is kept in another way from now on."""
        self._recall = recall

    def copy(self) -> Lines:
        """Return the same series, so that others can be added."""
        other = Lines()
        other.update(self)
        other._rows, other._recall = self._rows.copy(), self._recall
        return other

    def keys_kept(self) -> list[Key]:
        """Return all keys, those included that were not asked for yet."""
        return [*self, *(key for key in self._rows if key not in self)]

    def __missing__(self, key: Key) -> Series:
        rows, recall = self._rows.get(key), self._recall
        if rows is None or recall is None:
            return self.get(key, EMPTY)  # another thread may just have made it
        ordered = sorted(map(Row._make, rows), key=_PLACE)
        made = Series.of([Unread(key, row, recall) for row in ordered])
        line = self.setdefault(key, made)  # never over what was written meanwhile
        self._rows.pop(key, None)
        return line
