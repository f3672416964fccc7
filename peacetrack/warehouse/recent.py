"""Recent statements: those of a key that matter at one moment, and a cut that reads these first.

The recent statements of a key know how far down they are complete. Where a question goes on below, the
statements of the holder are read whole. So every answer is that of all statements.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, cast

from peacetrack.index.statement import Key, Provenance, Statement
from peacetrack.index.timeline import Cut
from peacetrack.rules.claims import BY_DEFAULT
from peacetrack.warehouse.key_part import KeyPart, covers, lowest
from peacetrack.warehouse.row import Item
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import BEGINNING, END

if TYPE_CHECKING:
    from peacetrack.index.field_columns import CurrentColumns
    from peacetrack.index.plain_run import PlainHolding
    from peacetrack.rules.rulings import HolderOrTerm
    from peacetrack.warehouse.plain_holdings import PlainHoldings
    from peacetrack.warehouse.timeline import StoredTimeline


@frozen(eq=False)
class RecentStatements:
    """The statements of a key that are known at a moment, from an anchor on to some time after the moment.

    Attributes:
        items: the statements in their order.
        anchors: their anchors.
        low: the lowest anchor such that all above are there; the beginning of time for all.
        parts: what the parts hold of the key that may be known.
    """

    items: Sequence[Item]
    anchors: Sequence[int]
    low: int
    parts: Sequence[KeyPart]

    @classmethod
    def of(cls, read: Sequence[Item], parts: Sequence[KeyPart]) -> RecentStatements:
        """Return the recent statements among those that were read of a key, given in its order."""
        low = lowest((_first(read, part) for part in parts), parts)
        items = [item for item in read if item.row.anchor >= low]
        return cls(items, [item.row.anchor for item in items], low, parts)

    @property
    def is_whole(self) -> bool:
        """Whether none is missing below."""
        return self.low == BEGINNING

    def has_apart(self, first: int, last: int, latest: int, count: int) -> bool:
        """Return whether all are dated, and so many are anchored in a range, apart from the others."""
        start, end = bisect_left(self.anchors, first), bisect_right(self.anchors, last)
        if end - start != count or self.has_undated:
            return False
        is_after = end == len(self.anchors) or self.anchors[end] > latest
        return is_after and all(item.row.latest < first for item in self.items[:start])

    @property
    def has_undated(self) -> bool:
        """Whether any statement of the key is undated."""
        return any(part.undated for part in self.parts)

    def covers(self, first: int, last: int, valid: int) -> bool:
        """Return whether all that may have begun in a range is there."""
        widths = [part.width for part in self.parts]
        return bool(covers(self.low, max(widths, default=0), min(widths, default=END), first, last, valid))


def _first(items: Sequence[Item], part: KeyPart) -> int:
    """Return the first anchor that was read of a part; the end of time where nothing was."""
    return min((item.row.anchor for item in items if item.row.part == part.part), default=END)


class RecentAtMoment:
    """The recent statements at one moment: read one by one, then of more and more holders at once."""

    FEW = 4
    """So many holders are read one by one, and so many are asked before all are looked at together."""

    def __init__(self, timeline: StoredTimeline, valid: int, seq: int) -> None:
        self._timeline = timeline
        self.valid, self.seq = valid, seq
        self.began = min(valid, timeline.recorded[seq])
        self._asked: set[HolderOrTerm] = set()
        self._looked: set[HolderOrTerm] = set()
        self._plain_holdings: PlainHoldings | None = None
        self._batch = 64
        window = timeline.window_at(valid, seq)
        self._has_all = window is not None
        self._rows: dict[Key, Sequence[Item]] = dict(window or {})
        self._recent: dict[Key, RecentStatements] = {}

    def plain_holding(self, holder: HolderOrTerm) -> PlainHolding | None:
        """Return what shows of a party on a term; None where its statements are to be read."""
        if self._plain_holdings is None:
            self._looked.add(holder)
            if self._has_all or len(self._looked) <= self.FEW:
                return None
            self._plain_holdings = self._timeline.plain_holdings(self.valid, self.began, self.seq)
        return self._plain_holdings.at(holder)

    def of(self, key: Key) -> RecentStatements | None:
        """Return the recent statements of a key; None where its statements are to be read whole."""
        recent = self._recent.get(key)
        if recent is not None:
            return recent
        parts = self._timeline.parts_of.get(key, ())
        if not parts or parts[0].is_event:
            return None
        self._read((key.term, key.party))
        known = [part for part in parts if part.first_known <= self.seq]
        recent = self._recent[key] = RecentStatements.of(
            list(filter(self._matters, self._rows.get(key, ()))), known
        )
        return recent

    def _matters(self, item: Item) -> bool:
        return item.row.valid_to > self.began and item.row.is_known(self.seq)

    def _read(self, holder: HolderOrTerm) -> None:
        """Read what matters of a holder; once several were asked about, of others with it."""
        if self._has_all or holder in self._asked:
            return
        holders = [holder, *(self._others(holder) if len(self._asked) >= self.FEW else ())]
        self._asked.update(holders)
        moment = (self.valid, self.valid), self.began, (self.seq, self.seq)
        rows = self._timeline.matters(*moment, holders)
        self._rows.update((key, items) for key, items in rows.items() if key not in self._recent)

    def _others(self, holder: HolderOrTerm) -> Iterator[HolderOrTerm]:
        """Yield holders that may be asked about next, first those on the same term; each time more."""
        shows = self._shows(holder)
        others = [other for other in self._timeline.fields if other not in self._asked and other != holder]
        others.sort(key=lambda other: other[0] != holder[0])
        self._batch *= 4
        return islice((other for other in others if self._shows(other) == shows), self._batch)

    def _shows(self, holder: HolderOrTerm) -> bool:
        """Return whether a plain holding shows where it stands: its statements are hardly asked for."""
        return self._plain_holdings is not None and self._plain_holdings.at(holder) is not None

    def known(self, statement: Statement, seq: int) -> Statement | None:
        """Return a statement as it is known at a seq, where it was read; None where it was not."""
        items = self._rows.get(statement.key, ())
        same = (item for item in items if item.row.name == statement.name and item.row.is_known(seq))
        return next((item.read() for item in same), None)


@frozen(eq=False)
class StoredCut(Cut):
    """A cut of a stored timeline, which reads recent statements first."""

    @cached_property
    def _at_moment(self) -> RecentAtMoment:
        return cast("StoredTimeline", self.timeline).recent_at(self.valid, self.seq)

    def _recent_of(self, key: Key) -> RecentStatements | None:
        return None if key in self.timeline.lines else self._at_moment.of(key)

    def plain_holding(self, term: str, party: str) -> PlainHolding | None:
        """Return what holds of a party on a term, where that shows without its statements; else None."""
        was_read_whole = Key(term, party, "stance") in self.timeline.lines
        if was_read_whole or self.counts is not BY_DEFAULT or self.where is not None:
            return None
        return self._at_moment.plain_holding((term, party))

    def begun(self, key: Key) -> Iterator[Statement]:
        """Return the statements that have begun, greatest first."""
        recent = self._recent_of(key)
        return super().begun(key) if recent is None else self._begun(key, recent)

    def _begun(self, key: Key, recent: RecentStatements) -> Iterator[Statement]:
        yield from self._counted(reversed(recent.items[: bisect_right(recent.anchors, self.valid)]))
        if not recent.is_whole:
            yield from (s for s in super().begun(key) if s.anchor < recent.low)

    def in_columns(self, field: str) -> CurrentColumns | None:
        """Return the statements of a field as columns; None of another trust than the default one."""
        return super().in_columns(field) if self.counts is BY_DEFAULT else None

    def is_stated(self, key: Key) -> bool:
        """Return whether any statement is known, begun or not."""
        recent = self._recent_of(key)
        if recent is not None:
            if any(True for _ in self._counted(recent.items)):
                return True
            if not recent.parts:
                return False
        return super().is_stated(key)

    def of_claim(self, key: Key, by: Provenance) -> tuple[Statement, ...]:
        """Return the known statement that one claim makes, if any."""
        recent = self._recent_of(key)
        made = () if recent is None else tuple(s for s in self._counted(recent.items) if s.by is by)
        return made or super().of_claim(key, by)

    def bare(self, key: Key) -> list[Statement]:
        """Return the known statements of claims that state no stance, in their order."""
        recent = self._recent_of(key)
        has_none = recent is not None and not any(part.bare for part in recent.parts)
        return [] if has_none else super().bare(key)

    def stands_apart(self, key: Key, run: Sequence[Statement]) -> bool:
        """Return whether it shows at once that the range of no other statement overlaps one of a run."""
        recent = self._recent_of(key)
        if recent is None:
            return super().stands_apart(key, run)
        first, last = run[0].anchor, max(statement.latest for statement in run)
        return recent.covers(first, last, self.valid) and recent.has_apart(
            first, run[-1].anchor, last, len(run)
        )

    def near(self, key: Key, first: int, last: int) -> Iterator[Statement]:
        """Yield the known statements that may have begun in a range, and perhaps some others."""
        recent = self._recent_of(key)
        if recent is not None and recent.covers(first, last, self.valid):
            return self._counted(recent.items)
        return super().near(key, first, last)

    def dated_before(self, key: Key, first: int) -> Iterator[Statement]:
        """Yield the known dated statements that are anchored before an instant."""
        recent = self._recent_of(key)
        has_none = recent is not None and all(part.size == part.undated for part in recent.parts)
        return iter(()) if has_none else super().dated_before(key, first)

    def undated_after(self, key: Key, last: int) -> Iterator[Statement]:
        """Yield the known undated statements that are anchored after an instant."""
        recent = self._recent_of(key)
        has_none = recent is not None and not recent.has_undated
        return iter(()) if has_none else super().undated_after(key, last)

    def perhaps(self, key: Key) -> Statement | None:
        """Return the earliest anchored statement of unknown start, where none has begun yet."""
        if next(self.begun(key), None) is not None:
            return None
        recent = self._recent_of(key)
        if recent is not None and not any(part.unknown for part in recent.parts):
            return None
        if recent is not None and recent.is_whole:  # the earliest is among them, if any is
            unknown = [s for s in self._counted(recent.items) if s.since.range.from_unknown]
            if unknown:
                return [s for s in unknown if s.anchor == unknown[0].anchor][-1]
        return super().perhaps(key)

    def _counted(self, items: Iterable[Item]) -> Iterator[Statement]:
        for item in items:
            statement = item.read()
            is_asked = self.where is None or self.where(statement.order)
            if is_asked and self.counts(statement.by, statement.accounts_of):
                yield statement
