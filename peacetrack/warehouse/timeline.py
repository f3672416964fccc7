"""The timeline of a warehouse: statements are read when a question needs them, and no more of them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache
from threading import local
from typing import TYPE_CHECKING, Any

from peacetrack.index.plain_run import Counts
from peacetrack.index.series import EMPTY, Lines, Series
from peacetrack.index.statement import Key, Statement
from peacetrack.index.timeline import Cut, Timeline
from peacetrack.warehouse import query
from peacetrack.warehouse.engine import Engine, reading
from peacetrack.warehouse.key_part import KeyParts
from peacetrack.warehouse.recent import RecentAtMoment, StoredCut
from peacetrack.warehouse.row import Item, Reader, StoredRow, number_of
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import BEGINNING

if TYPE_CHECKING:
    from peacetrack.index.field_columns import CurrentColumns
    from peacetrack.rules.rulings import HolderOrTerm
    from peacetrack.warehouse.ledger import StoredLedger
    from peacetrack.warehouse.plain_holdings import PlainHoldings

Rows = Mapping[Key, Sequence[Item]]
"""Rows by key, in their order."""

FilesOf = Callable[[int], Sequence[str]]
"""Gives the files that may have statements of a holder."""


class StoredTimeline(Timeline):
    """A timeline over the files of a warehouse.

    Attributes:
        parts_of: by key, what each part holds of it.
    """

    def __init__(self, files: Engine, over_all: Engine, ledger: StoredLedger, files_of: FilesOf) -> None:
        super().__init__()
        self._files, self._over_all, self._ledger, self._files_of = files, over_all, ledger, files_of
        self.recorded = Recorded(files, ledger.head)  # type: ignore[assignment]
        self.parts_of = KeyParts(files.rows(query.KEYS))
        self._open(self.parts_of)
        self.lines = self.stored = StoredLines(self)
        self._reader = Reader(ledger.agenda.kind_by_id)
        self._closings = _closings(files.rows(query.CLOSINGS))
        self._recent: dict[tuple[int, int], RecentAtMoment] = {}
        self._asking = _Asking()

    def cut(self, valid: int, seq: int, counts: Counts) -> Cut:
        """Return the timeline as a basis sees it."""
        return StoredCut(self, valid, seq, counts)

    def recent_at(self, valid: int, seq: int) -> RecentAtMoment:
        """Return the recent at a moment; those of the last moments are kept."""
        recent = self._recent.pop((valid, seq), None) or RecentAtMoment(self, valid, seq)
        self._recent[valid, seq] = recent
        while len(self._recent) > 4:
            self._recent.pop(next(iter(self._recent)))
        return recent

    def as_known(self, statement: Statement, seq: int) -> Statement | None:
        """Return a statement with the dates and accounts that are known at a seq; None where it is not."""
        in_recent = (recent.known(statement, seq) for recent in list(self._recent.values()))
        return next(filter(None, in_recent), None) or super().as_known(statement, seq)

    def rests(self, key: Key, valids: tuple[int, int], seqs: tuple[int, int]) -> bool:
        """Return False: its statements would have to be read."""
        return False

    def moved(self, valids: tuple[int, int], seqs: tuple[int, int]) -> Collection[tuple[str, str | None]]:
        """Return the (term, party) of which anything changes between two moments; perhaps others."""
        numbers = {number for (number,) in self._over_all.rows(query.moved(valids, seqs))}
        numbers |= {name[0] for name, until in self._closings.items() if seqs[0] < until <= seqs[1]}
        return {holder for holder in self.fields if number_of(*holder) in numbers}

    def moving(self, key: Key) -> Series:
        """Return the series of a key, as far as it matters at the moments that are asked about."""
        window = self._asking.window
        if window is None or key in self.lines or self.parts_of[key][0].is_event:
            return self.lines[key]
        return _series(window.rows.get(key, ()))

    # Reading

    def matters(
        self,
        valid: tuple[int, int],
        began: int,
        known: tuple[int, int],
        holders: Sequence[HolderOrTerm] | None = None,
    ) -> Rows:
        """Return the rows that may matter somewhere in valid by known, of all or of some holders."""
        numbers = [number_of(*holder) for holder in holders or ()]
        if len(numbers) == 1:
            source = self._source(numbers[0])
            return self._taken(self._files.rows(query.mattering(valid, began, known, numbers, source)))
        return self._taken(self._over_all.rows(query.mattering(valid, began, known, numbers)))

    def whole(self, key: Key) -> Rows:
        """Return all rows of the holder of a key; of an event, those of all events."""
        if self.parts_of[key][0].is_event:
            return self._taken(self._files.rows(query.EVENTS))
        number = number_of(key.term, key.party)
        return self._taken(self._files.rows(query.of_holder(number, self._source(number))))

    def _source(self, holder: int) -> str:
        return reading(self._files_of(holder))

    def _taken(self, cells: Iterable[tuple[Any, ...]]) -> Rows:
        """Return rows by key, each key's in the order of statements."""
        rows: Iterable[StoredRow] = map(StoredRow._make, cells)
        if self._closings:
            rows = map(self._closed, rows)
        by_key: dict[tuple[str, str, str], list[StoredRow]] = {}
        for row in rows:
            by_key.setdefault((row.term, row.party, row.field), []).append(row)
        items: dict[Key, Sequence[Item]] = {}
        for (term, party, field), of_key in by_key.items():
            self._ledger.expect(of_key)
            items[Key(term, party or None, field)] = [Item(row, self._reader) for row in sorted(of_key)]
        return items

    def _closed(self, row: StoredRow) -> StoredRow:
        """Return a row with the seq that a later part closes it at."""
        name = (number_of(row.term, row.party or None), row.field, *row.name, row.known_from)
        until = self._closings.get(name, row.known_until)
        return row._replace(known_until=until)

    # All holders

    def plain_holdings(self, valid: int, began: int, seq: int) -> PlainHoldings:
        """Return where all parties stand at a moment, as far as columns show it."""
        from peacetrack.warehouse.plain_holdings import PlainHoldings

        rows = self._over_all.columns(query.stances_and_content((valid, valid), began, (seq, seq)))
        return PlainHoldings.of(self, self._reader, rows, valid, seq)

    @cached_property
    def closed(self) -> frozenset[int]:
        """The numbers of the holders with a statement that a later part closes."""
        return frozenset(holder for holder, *_ in self._closings)

    def in_columns(self, field: str) -> CurrentColumns | None:
        """Return the statements of a field as columns, which are those of the default trust."""
        if field not in self.columns_of:
            self.columns_of[field] = self._stack(field)
        return self.columns_of[field]

    def _stack(self, field: str) -> CurrentColumns:
        import numpy as np

        from peacetrack.index.field_columns import CurrentColumns, fields_of_parties
        from peacetrack.warehouse.field_columns import StoredColumns

        fields_of, complete = fields_of_parties(self.fields)
        keys = [Key(*holder, field) for holder, fields in fields_of if field in fields]
        parts = [self.parts_of[key] for key in keys]
        closed = {holder for holder, closed_field, *_ in self._closings if closed_field == field}
        aside = [holder for holder, _ in fields_of if closed and number_of(*holder) in closed]
        number = number_of(field)
        columns = StoredColumns(
            keys,
            np.array([of_key[0].key_number for of_key in parts], np.int64),
            np.array([min(part.first_known for part in of_key) for of_key in parts], np.int64),
            self.head,
            lambda first, last, seq: self._over_all.columns(query.holding(number, first, last, seq)),
            lambda kind, text: self._reader.of_party(field, kind, text),
        )
        return CurrentColumns(columns, self.head, tuple(aside), complete)

    # Many moments

    @contextmanager
    def during(self, valids: Sequence[int], seqs: Sequence[int]) -> Iterator[None]:
        """Read at once what matters at some moments, once it is asked for; series hold no more than that."""
        self._asking.window = Window(self, valids, seqs)
        self._recent.clear()
        try:
            yield
        finally:
            self._asking.window = None
            self._recent.clear()

    def window_at(self, valid: int, seq: int) -> Rows | None:
        """Return the rows that were read at once for many moments, where this is one of them."""
        window = self._asking.window
        return window.rows if window is not None and window.covers(valid, seq) else None


@frozen(eq=False, slots=False)
class Window:
    """The rows that matter somewhere between the first and the last of some moments."""

    timeline: StoredTimeline
    valids: Sequence[int]
    seqs: Sequence[int]

    @cached_property
    def rows(self) -> Rows:
        """The rows, read when they are first asked for."""
        recorded = self.timeline.recorded
        began = min(min(valid, recorded[seq]) for valid, seq in zip(self.valids, self.seqs, strict=True))
        valid, known = ((min(each), max(each)) for each in (self.valids, self.seqs))
        return self.timeline.matters(valid, began, known)

    def covers(self, valid: int, seq: int) -> bool:
        """Return whether a moment lies in between."""
        valids, seqs = self.valids, self.seqs
        return min(valids) <= valid <= max(valids) and min(seqs) <= seq <= max(seqs)


class _Asking(local):
    """The many moments that a thread asks about; other threads ask about others at the same time."""

    window: Window | None = None


class StoredLines(Lines):
    """Series by key; those of a holder are read together when one of them is asked for.

    `read` counts how many holders were read whole.
    """

    def __init__(self, timeline: StoredTimeline) -> None:
        super().__init__()
        self._timeline = timeline
        self.read = 0

    def copy(self) -> Lines:
        """Return the same series, so that others can be added."""
        other = StoredLines(self._timeline)
        other.update(self)
        return other

    def keys_kept(self) -> list[Key]:
        """Return all keys, those included that were not asked for yet."""
        return list(dict.fromkeys((*self._timeline.parts_of, *self)))

    def __missing__(self, key: Key) -> Series:
        if key not in self._timeline.parts_of:
            return EMPTY
        self.read += 1
        for each, rows in self._timeline.whole(key).items():
            self.setdefault(each, _series(rows))
        return self[key]


class Recorded:
    """By seq, the instant at which each entry was recorded; read some at a time when they are asked for."""

    def __init__(self, files: Engine, head: int) -> None:
        self._files, self._head = files, head
        self._piece = lru_cache(_PIECES)(self._read)

    def __len__(self) -> int:
        return self._head + 1

    def __getitem__(self, seq: int) -> int:
        place = range(len(self))[seq]
        if not place:
            return BEGINNING
        piece, within = divmod(place - 1, _PIECE)
        return self._piece(piece)[within]

    def copy(self) -> list[int]:
        """Return all of them, so that others can be added."""
        return [self[seq] for seq in range(len(self))]

    def _read(self, piece: int) -> array[int]:
        first = piece * _PIECE + 1
        return array(
            "q", (instant for (instant,) in self._files.rows(query.recorded(first, first + _PIECE - 1)))
        )


_PIECE, _PIECES = 1 << 15, 64
"""How many instants are read at once, and how many such pieces are kept."""


def _series(items: Sequence[Item]) -> Series:
    return Series.of([item.unread() for item in items])


def _closings(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[Any, ...], int]:
    """Return the seq at which a later part closes a statement, by holder, field, claim and first seq."""
    return {tuple(row[:5]): row[5] for row in rows}
