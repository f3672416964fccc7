"""Rectangles: which statement of a key holds, in valid time by known, under the default trust.

A statement holds from its anchor to that of the next one that is known, so a range of seqs in which the
next one stays the same is a rectangle. What holds of every key at one moment is then one range filter.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np

from peacetrack.index.series import FOREVER
from peacetrack.warehouse.row import COLUMNS, arrow, number_of, schema
from peacetrack.words.edtf import END

_COPIED = ("key", "kind", "value", "anchor", "own", "directness", "tie_seq", "claim")
_READ = (*_COPIED, "field", "known_from", "known_until", "counted")


Rectangle = tuple[int, int, int, int]
"""The place of a statement that holds from its anchor to before `valid_to`, from one seq until another."""

_SPAN = ("valid_to", "known_from", "known_until")

RECTANGLE = {"field": "int64"} | {name: COLUMNS[name] for name in _COPIED} | dict.fromkeys(_SPAN, "int64")
"""The columns of rectangles, with their types."""


def rectangles(
    anchors: Sequence[int], known_from: Sequence[int], known_until: Sequence[int]
) -> list[Rectangle]:
    """Return the rectangles of the statements of one key, which are given in their order."""
    acts = [(seq, place, True) for place, seq in enumerate(known_from)]
    acts += [(seq, place, False) for place, seq in enumerate(known_until) if seq < FOREVER]
    sweep = _Sweep(anchors)
    for seq, place, comes in sorted(acts):
        (sweep.come if comes else sweep.go)(place, seq)
    for place in range(len(sweep.known)):
        sweep.close(place, FOREVER)
    return sweep.closed


class _Sweep:
    """The statements that are known, seq by seq, and the rectangles that were closed so far."""

    def __init__(self, anchors: Sequence[int]) -> None:
        self.closed: list[Rectangle] = []
        self.known: list[int] = []
        self._anchors = anchors
        self._opened: dict[int, int] = {}

    def come(self, place: int, seq: int) -> None:
        """Take in a statement; the one before it holds no longer than to its anchor."""
        at = bisect_left(self.known, place)
        self.close(at - 1, seq)
        self.known.insert(at, place)
        self._opened[place] = seq

    def go(self, place: int, seq: int) -> None:
        """Drop a statement; the one before it holds on."""
        at = bisect_left(self.known, place)
        self.close(at, seq)
        self.close(at - 1, seq)
        del self.known[at]

    def close(self, at: int, seq: int) -> None:
        """Close the rectangle of a known statement, if it covers anything, and open its next."""
        if at < 0:
            return
        place = self.known[at]
        valid_to = self._anchors[self.known[at + 1]] if at + 1 < len(self.known) else END
        if self._anchors[place] < valid_to and self._opened[place] < seq:
            self.closed.append((place, valid_to, self._opened[place], seq))
        self._opened[place] = seq


def rectangles_of(files: Iterable[Path]) -> Iterator[Any]:
    """Yield the rectangles of files of statements, as tables of Arrow."""
    rest = None
    for batch in _batches(files):
        table = batch if rest is None else arrow().concat_tables([rest, batch])
        bounds = _bounds(table["key"].to_numpy())
        yield _tabled(table, bounds[:-1])
        rest = table.slice(bounds[-2])  # the last key may go on in the next batch
    if rest is not None:
        yield _tabled(rest, [0, len(rest)])


def _batches(files: Iterable[Path]) -> Iterator[Any]:
    from pyarrow import compute, parquet

    for path in files:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(columns=list(_READ)):
                table = arrow().Table.from_batches([batch])
                shown = compute.and_(table["counted"], compute.or_(
                    compute.equal(table["field"], "stance"), compute.starts_with(table["field"], "content.")))  # fmt: skip
                table = table.filter(shown)
                if len(table):
                    yield table.combine_chunks()


def _bounds(keys: Any) -> list[int]:
    """Return where the rows of each key begin, and where the last end."""
    return [0, *(np.flatnonzero(keys[1:] != keys[:-1]) + 1).tolist(), len(keys)]


def _tabled(table: Any, bounds: Sequence[int]) -> Any:
    """Return the rectangles of some keys; the rows of each lie between two bounds."""
    pa = arrow()
    anchors, known_from, known_until = (
        table[name].to_pylist() for name in ("anchor", "known_from", "known_until")
    )
    by_key = [
        rectangles(*(column[first:last] for column in (anchors, known_from, known_until)))
        for first, last in pairwise(bounds)
    ]
    numbers = np.fromiter(chain.from_iterable(chain.from_iterable(by_key)), np.int64).reshape(-1, 4)
    sizes = np.array(list(map(len, by_key)), np.int64)
    places = numbers[:, 0] + np.repeat(np.array(bounds[:-1], np.int64), sizes)
    rows = table.take(pa.array(places))
    columns = {"field": _numbers(rows["field"]), **{name: rows[name] for name in _COPIED}}
    return pa.table(columns | dict(zip(_SPAN, numbers.T[1:], strict=True)), schema(RECTANGLE))


def _numbers(names: Any) -> Any:
    """Return the numbers of a column of names."""
    encoded = names.combine_chunks().dictionary_encode()
    numbers = np.array([number_of(name) for name in encoded.dictionary.to_pylist()], np.int64)
    return numbers[encoded.indices.to_numpy()]
