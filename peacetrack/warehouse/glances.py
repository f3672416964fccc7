"""Glances: what holds of every party on every term at one moment, worked out of columns at once.

They are for the plain case under the default trust: stances and content that nothing disputes. Of a party
that has anything else on a term the statements are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs
import numpy as np

from peacetrack.index.glance import Glance
from peacetrack.index.statement import CONTENT, Key, comparison_key, stance_first
from peacetrack.warehouse.key_part import covers, lowest
from peacetrack.warehouse.row import moment, number_of
from peacetrack.words.attribution import LEAST_ON_RECORD
from peacetrack.words.edtf import BEGINNING, END
from peacetrack.words.stance import Stance
from peacetrack.words.value import Absence

if TYPE_CHECKING:
    import pyarrow

    from peacetrack.rules.rulings import HolderOrTerm
    from peacetrack.warehouse.key_part import KeyPart
    from peacetrack.warehouse.row import Reader
    from peacetrack.warehouse.timeline import StoredTimeline

_SORTED = ("claim", "tie_seq", "directness", "own", "anchor", "key")
"""What rows are sorted by, the last first: by key, and then in the order of statements."""


class LastRun(NamedTuple):
    """The last run of a key that has begun, and what lies around it.

    Attributes:
        code: the code of its value.
        since: the moment at which its first statement begins, as it is written.
        certain, on_record: whether it has certainly begun, and whether any of it is on the record.
        first, last: the anchors of its first and its last statement.
        latest: the last instant at which any of it may have begun.
        before: the last instant at which any other before it may have begun.
        after: the anchor of the next statement; the end of time where there is none.
        floor: the anchor of the statement before; the beginning of time where there is none.
        side_began, side_floor: the first anchor of the last stances on one side, and the anchor before it.
    """

    code: int
    since: str
    certain: bool
    on_record: bool
    first: int
    last: int
    latest: int
    before: int
    after: int
    floor: int
    side_began: int
    side_floor: int

    @property
    def is_apart(self) -> bool:
        """Whether no other statement may have begun when one of the run did."""
        return self.before < self.first and self.latest < self.after


@attrs.define(eq=False)
class Glances:
    """Where all parties stand on all terms at one moment, as far as columns show it.

    Attributes:
        valid, seq: the moment.
        fields_of: by party on a term, the fields with any statement.
        parts_of: by key, what the parts hold of it.
        values: the value of each code.
        lasts: by the number of a key, its last run; keys with an absence have none.
        firsts: by the number of a key and the part, the first anchor of what was read.
        closed: the numbers of the parties on terms with statements that a later part closes.
    """

    valid: int
    seq: int
    fields_of: Mapping[HolderOrTerm, tuple[str, ...]]
    parts_of: Mapping[Key, list[KeyPart]]
    values: list[Any]
    lasts: Mapping[int, LastRun]
    firsts: Mapping[tuple[int, int], int]
    closed: Collection[int]
    _made: dict[HolderOrTerm, Glance | None] = attrs.field(factory=dict, init=False)

    @classmethod
    def of(
        cls, timeline: StoredTimeline, reader: Reader, rows: pyarrow.Table, valid: int, seq: int
    ) -> Glances:
        """Return the glances that some rows give."""
        codes = Codes(reader)
        firsts = rows.group_by(["key", "part"]).aggregate([("anchor", "min")])
        keys, parts, anchors = (firsts[name].to_pylist() for name in ("key", "part", "anchor_min"))
        lasts = dict(lasts_of(rows, valid, codes))
        first_of = dict(zip(zip(keys, parts, strict=True), anchors, strict=True))
        return cls(
            valid, seq, timeline.fields, timeline.parts_of, codes.values, lasts, first_of, timeline.closed
        )

    def at(self, holder: HolderOrTerm) -> Glance | None:
        """Return where a party stands on a term; None where its statements are to be read."""
        if holder not in self._made:
            self._made[holder] = self._look(holder)
        return self._made[holder]

    def _look(self, holder: HolderOrTerm) -> Glance | None:
        if self.closed and number_of(*holder) in self.closed:
            return None
        runs: dict[str, LastRun] = {}
        fields = self.fields_of.get(holder, ())
        for field in fields if len(fields) < 2 else sorted(fields, key=stance_first):
            if field != "stance" and not field.startswith(CONTENT):
                return None
            key = Key(*holder, field)
            parts = [part for part in self.parts_of[key] if part.first_known <= self.seq]
            last = self._last(parts) if parts else None
            if parts and (last is None or (field != "stance" and not runs)):
                return None
            if last is not None:
                runs[field] = last
        return self._glance(runs) if runs else Glance({})

    def _last(self, parts: list[KeyPart]) -> LastRun | None:
        """Return the last run of a key, where it was read whole and nothing may dispute it."""
        number = parts[0].key_number
        last = self.lasts.get(number)
        if last is None or not last.is_apart or any(part.undated for part in parts):
            return None
        low = lowest((self.firsts.get((number, part.part), END) for part in parts), parts)
        whole = low <= min(last.floor, last.side_floor)
        return last if whole and covers(low, parts, last.first, last.latest, self.valid) else None

    def _glance(self, runs: Mapping[str, LastRun]) -> Glance:
        stance, lasts = runs["stance"], {field: run.last for field, run in runs.items()}
        value, since = self.values[stance.code], moment(stance.since)
        return Glance(lasts, value, since, stance.certain, stance.on_record, stance.side_began)


def lasts_of(table: pyarrow.Table, valid: int, codes: Codes) -> Iterator[tuple[int, LastRun]]:
    """Yield by the number of a key its last run at an instant, but for keys with an absence.

    The rows that count are sorted by key, and then as `Order` sorts statements. `key` to `side` have an item
    for each of these rows, and what comes after has one for each key.
    """
    order = np.flatnonzero(table["counted"].to_numpy())
    if not len(order):
        return
    order = order[np.lexsort([table[name].to_numpy()[order] for name in _SORTED])]
    key, anchor, latest, directness, own = (
        table[name].to_numpy()[order] for name in ("key", "anchor", "latest", "directness", "own")
    )
    code, side = (each[order] for each in codes.of(table))
    starts = _starts(key)
    absent, begun = (
        np.add.reduceat(each, starts, dtype=np.int64) for each in (side == ABSENT, anchor <= valid)
    )
    last, ends = starts + begun - 1, np.append(starts[1:], len(key))
    kept = (begun > 0) & (absent == 0)
    starts, last, ends = starts[kept], last[kept], ends[kept]
    first, side_first = (_starts_at(key, each)[last] for each in (code, side))
    bounds = np.stack((starts, first, last + 1), axis=1).ravel()
    before, of_run, _ = np.maximum.reduceat(np.append(latest, BEGINNING), bounds).reshape(-1, 3).T
    since = table["since"].combine_chunks().take(order[first])
    columns = (
        code[last],
        *(_any(marks, first, last) for marks in (latest <= valid, own & (directness >= LEAST_ON_RECORD))),
        *(anchor[first], anchor[last], of_run, np.where(first > starts, before, BEGINNING - 1)),
        np.where(last + 1 < ends, np.append(anchor, END)[last + 1], END),
        np.where(first > starts, anchor[first - 1], BEGINNING),
        *(anchor[side_first], np.where(side_first > starts, anchor[side_first - 1], BEGINNING)),
    )
    code_of, *others = (column.tolist() for column in columns)
    rows = zip(code_of, since.to_pylist(), *others, strict=True)
    yield from zip(key[last].tolist(), map(LastRun._make, rows), strict=True)


def _starts(values: Any) -> Any:
    """Return the places at which a value differs from the one before."""
    return np.append(0, np.flatnonzero(values[1:] != values[:-1]) + 1)


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
        texts = [table[name].combine_chunks().dictionary_encode() for name in ("field", "kind", "value")]
        number = np.zeros(len(table), np.int64)
        for each in texts:
            number = number * (len(each.dictionary) + 1) + each.indices.to_numpy()
        _, places, which = np.unique(number, return_index=True, return_inverse=True)
        codes = [self._code(*(each[int(place)].as_py() for each in texts)) for place in places]
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
