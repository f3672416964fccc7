"""PlainHoldings: what holds of every party on every term at one moment, worked out of columns at once.

They are for the plain case under the default trust: stances and content that nothing disputes. Of a party
that has anything else on a term the statements are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs
import numpy as np

from peacetrack.index.plain_run import PlainHolding
from peacetrack.index.statement import CONTENT, Key, comparison_key, stance_first
from peacetrack.warehouse.arrow_columns import distinct, in_order, numbers
from peacetrack.warehouse.key_part import KeyPart, covers
from peacetrack.warehouse.row import moment, number_of
from peacetrack.words.attribution import LEAST_ON_RECORD
from peacetrack.words.classes import define
from peacetrack.words.edtf import BEGINNING, END
from peacetrack.words.stance import Stance
from peacetrack.words.value import Absence

if TYPE_CHECKING:
    import pyarrow

    from peacetrack.index.field_columns import Whole
    from peacetrack.rules.rulings import HolderOrTerm
    from peacetrack.warehouse.key_part import KeyParts
    from peacetrack.warehouse.row import Reader
    from peacetrack.warehouse.timeline import StoredTimeline


class LastRun(NamedTuple):
    """The last run of a key that has begun.

    Attributes:
        code: the code of its value.
        since: the moment at which its first statement begins, as it is written.
        certain, on_record: whether it has certainly begun, and whether any of it is on the record.
        last: the anchor of its last statement.
        side_began: the first anchor of the last stances on one side.
    """

    code: int
    since: str
    certain: bool
    on_record: bool
    last: int
    side_began: int


@define(eq=False)
class PlainHoldings:
    """Where all parties stand on all terms at one moment, as far as columns show it.

    Attributes:
        fields_of: by party on a term, the fields with any statement.
        parts_of: by key, what the parts hold of it.
        values: the value of each code.
        runs: by the number of a key that is known, its last run; None where its statements are to be read.
        closed: the numbers of the parties on terms with statements that a later part closes.
    """

    fields_of: Mapping[HolderOrTerm, tuple[str, ...]]
    parts_of: KeyParts
    values: list[Any]
    runs: Mapping[int, LastRun | None]
    closed: Collection[int]
    _made: dict[HolderOrTerm, PlainHolding | None] = attrs.field(factory=dict, init=False)

    @classmethod
    def of(
        cls, timeline: StoredTimeline, reader: Reader, rows: pyarrow.Table, valid: int, seq: int
    ) -> PlainHoldings:
        """Return the plain holdings that some rows show."""
        codes, parts_of = Codes(reader), timeline.parts_of
        runs = runs_of(rows, parts_of.known(seq), valid, codes)
        return cls(timeline.fields, parts_of, codes.values, runs, timeline.closed)

    def at(self, holder: HolderOrTerm) -> PlainHolding | None:
        """Return where a party stands on a term; None where its statements are to be read."""
        if holder not in self._made:
            self._made[holder] = self._look(holder)
        return self._made[holder]

    def _look(self, holder: HolderOrTerm) -> PlainHolding | None:
        if self.closed and number_of(*holder) in self.closed:
            return None
        runs: dict[str, LastRun] = {}
        fields = self.fields_of.get(holder, ())
        for field in fields if len(fields) < 2 else sorted(fields, key=stance_first):
            if field != "stance" and not field.startswith(CONTENT):
                return None
            number = self.parts_of.number(Key(*holder, field))
            if number in self.runs:
                run = self.runs[number]
                if run is None or (field != "stance" and not runs):
                    return None
                runs[field] = run
        return self._glance(runs) if runs else PlainHolding({})

    def _glance(self, runs: Mapping[str, LastRun]) -> PlainHolding:
        stance, lasts = runs["stance"], {field: run.last for field, run in runs.items()}
        value, since = self.values[stance.code], moment(stance.since)
        return PlainHolding(lasts, value, since, stance.certain, stance.on_record, stance.side_began)


def runs_of(table: pyarrow.Table, parts: Whole, valid: int, codes: Codes) -> dict[int, LastRun | None]:
    """Return by the number of a key its last run at an instant; None where that may not be plain.

    It is plain where the key was read whole as far down as matters, has no absence and nothing undated, and
    no other statement may have begun when one of the run did.

    Parameters:
        table: the rows that were read.
        parts: what the parts hold of the keys that are known, by key.
        valid: the instant.
        codes: gives values their codes.
    """
    order = in_order(table)
    read = _Read.of(parts, table, order)
    runs: dict[int, LastRun | None] = dict.fromkeys(read.number.tolist())
    order = order[numbers(table["counted"])[order] > 0]
    if len(order):
        runs.update(_plain(table, order, read, valid, codes))
    return runs


class _Read(NamedTuple):
    """By key: its number, the lowest anchor above which all was read, and what its parts have."""

    number: Whole
    low: Whole
    widest: Whole
    narrowest: Whole
    undated: Whole

    @classmethod
    def of(cls, parts: Whole, table: pyarrow.Table, order: Whole) -> _Read:
        """Return what was read, given the rows and their order."""
        of = dict(zip(KeyPart._fields, parts.T, strict=True))
        key, part, anchor = (numbers(table[name])[order] for name in ("key", "part", "anchor"))
        first = np.full(len(parts), END, np.int64)
        for each in np.unique(part):
            rows, places = np.flatnonzero(part == each), np.flatnonzero(of["part"] == each)
            rows = rows[_starts(key[rows])]
            first[places[of["key_number"][places].searchsorted(key[rows])]] = anchor[rows]
        low, starts = np.where(first == of["first_anchor"], BEGINNING, first), _starts(of["key_number"])
        low, widest, undated = (
            np.maximum.reduceat(each, starts) for each in (low, of["width"], of["undated"])
        )
        narrowest = np.minimum.reduceat(of["width"], starts)
        return cls(of["key_number"][starts], low, widest, narrowest, undated)

    def at(self, number: Whole) -> _Read:
        """Return the same of some keys."""
        return _Read._make(each[self.number.searchsorted(number)] for each in self)


def _plain(
    table: pyarrow.Table, order: Whole, read: _Read, valid: int, codes: Codes
) -> Iterator[tuple[int, LastRun]]:
    """Yield the number and the last run of each key where that is plain; only what counts is in order."""
    key, anchor, latest, directness, own = (
        numbers(table[name])[order] for name in ("key", "anchor", "latest", "directness", "own")
    )
    code, side = (each[order] for each in codes.of(table))
    runs = _Runs.of(key, code, side, anchor <= valid)
    read = read.at(key[runs.last])
    floor, side_floor = (
        np.where(at > runs.start, anchor[at - 1], BEGINNING) for at in (runs.first, runs.side_first)
    )
    apart, until = runs.apart(anchor, latest)
    whole = (read.undated == 0) & (read.low <= np.minimum(floor, side_floor))
    covered = covers(read.low, read.widest, read.narrowest, anchor[runs.first], until, valid)
    on_record = own * (directness >= LEAST_ON_RECORD)
    since, of_row = distinct(table, "since")
    columns = (
        *(read.number, code[runs.last], of_row[order[runs.first]]),
        *(_any(marks, runs.first, runs.last) for marks in (latest <= valid, on_record)),
        *(anchor[runs.last], anchor[runs.side_first]),
    )
    plain = apart & whole & covered
    for number, value, began, *others in zip(*(each[plain].tolist() for each in columns), strict=True):
        yield number, LastRun(value, since[began][0], *others)


class _Runs(NamedTuple):
    """The last run of each key with something begun and no absence, as places among rows in order.

    Attributes:
        start, end: where the key begins, and where the next one does.
        first, last: the first and the last place of the run.
        side_first: the first place of the last stances on one side.
    """

    start: Whole
    end: Whole
    first: Whole
    last: Whole
    side_first: Whole

    @classmethod
    def of(cls, key: Whole, code: Whole, side: Whole, has_begun: Any) -> _Runs:
        """Return the runs, given for each row its key, the codes of value and side, whether it has begun."""
        start = _starts(key)
        absent, begun = (np.add.reduceat(each, start, dtype=np.int64) for each in (side == ABSENT, has_begun))
        last, end = start + begun - 1, np.append(start[1:], len(key))
        kept = (begun > 0) & (absent == 0)
        first, side_first = (_starts_at(key, each)[last[kept]] for each in (code, side))
        return cls(start[kept], end[kept], first, last[kept], side_first)

    def apart(self, anchor: Whole, latest: Whole) -> tuple[Any, Whole]:
        """Return whether no other may have begun when one of a run did, and when the last of the run may."""
        bounds = np.stack((self.start, self.first, self.last + 1), axis=1).ravel()
        before, until, _ = np.maximum.reduceat(np.append(latest, BEGINNING), bounds).reshape(-1, 3).T
        is_after = (self.first == self.start) | (before < anchor[self.first])
        after = np.where(self.last + 1 < self.end, np.append(anchor, END)[self.last + 1], END)
        return is_after & (until < after), until


def _starts(values: Any) -> Any:
    """Return the places at which a value differs from the one before."""
    return np.flatnonzero(np.append(True, values[1:] != values[:-1])[: len(values)])


def _starts_at(key: Any, value: Any) -> Any:
    """Return for each place where its run of equal values of one key begins."""
    new = np.append(True, (key[1:] != key[:-1]) | (value[1:] != value[:-1]))
    return np.maximum.accumulate(np.where(new, np.arange(len(key)), 0))


def _any(marks: Any, first: Any, last: Any) -> Any:
    """Return for each pair of a first and a last place whether any from one to the other is marked."""
    total = np.append(0, np.cumsum(marks))
    return total[last + 1] > total[first]


ABSENT = 2
"""The side of an absence; each value of content has one of its own, above it."""


class Codes:
    """Codes of values: equal for values that mean the same."""

    def __init__(self, reader: Reader) -> None:
        self.values: list[Any] = []
        self._reader = reader
        self._code_of: dict[Any, int] = {}

    def of(self, table: pyarrow.Table) -> tuple[Any, Any]:
        """Return for each row the code of its value and its side."""
        written, which = distinct(table, "field", "kind", "value")
        codes = [self._code(*texts) for texts in written]
        sides = list(map(self._side, codes))
        return np.array(codes, np.int64)[which], np.array(sides, np.int64)[which]

    def _code(self, field: str, kind: str, text: str) -> int:
        value = self._reader.of_party(field, kind, text)
        code = self._code_of.setdefault((field, comparison_key(value)), len(self.values))
        if code == len(self.values):
            self.values.append(value)
        return code

    def _side(self, code: int) -> int:
        value = self.values[code]
        if isinstance(value, Absence):
            return ABSENT
        return value.side if isinstance(value, Stance) else ABSENT + 1 + code
