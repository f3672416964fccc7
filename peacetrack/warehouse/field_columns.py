"""Columns of a field in a warehouse: what holds of it of every party on every term, read off rectangles.

They answer as `peacetrack.index.field_columns` does, under the default trust.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from peacetrack.index.field_columns import UNREAD, Whole
from peacetrack.index.plain_run import Counts, PlainRun
from peacetrack.index.statement import Key
from peacetrack.warehouse.arrow_columns import distinct, in_order, numbers
from peacetrack.words.classes import define

Holding = Callable[[int, int, int], Any]
"""Reads the rectangles between two valid instants, as known at a seq."""

ReadValue = Callable[[str, str], Any]
"""Reads a value of a kind of content."""


@define(eq=False)
class StoredColumns:
    """The statements of a field; those that hold at a moment are read when it is asked about.

    Attributes:
        keys: what each series is about.
        numbers: the number of each key.
        first_known: for each series, the first seq at which any statement of it is known.
        last: the last seq.
        values: the values that occurred in an answer.
    """

    keys: Sequence[Key]
    numbers: Whole
    first_known: Whole
    last: int
    values: list[Any] = attrs.field(factory=list, init=False)
    _read: Holding
    _read_value: ReadValue
    _code_of: dict[tuple[str, str], int] = attrs.field(factory=dict, init=False)
    _order: Whole = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._order = np.argsort(self.numbers)

    def holding(self, valid: int, seq: int, counts: Counts) -> NDArray[np.int32]:
        """Return for each series the code of what holds at an instant, -1 for nothing."""
        series, _, codes = self._between(valid, valid, seq)
        held = np.full(len(self.keys), UNREAD, np.int32)
        held[series] = codes  # the last of several parts is the greatest
        return held

    def plain_runs(self, valid: int, seq: int, counts: Counts) -> Iterator[PlainRun]:
        """Yield none: plain holdings show them."""
        return iter(())

    def turning(
        self, valids: Sequence[int], seq: int, counts: Counts
    ) -> tuple[Whole, Whole, NDArray[np.int32]]:
        """Return what holds at the first of some instants, and all that comes to hold up to the last."""
        series, anchors, codes = self._between(valids[0], valids[-1], seq)
        begun = np.searchsorted(valids, anchors, "left")
        replaced = (series[1:] == series[:-1]) & (begun[1:] == begun[:-1])  # before the next instant
        kept = np.append(~replaced, len(series) > 0).nonzero()[0]
        silent = np.setdiff1d(np.arange(len(self.keys)), series[kept][begun[kept] == 0])
        series = np.concatenate((silent, series[kept]))
        begins = np.concatenate((np.zeros(len(silent), np.int64), begun[kept]))
        codes = np.concatenate((np.full(len(silent), UNREAD, np.int32), codes[kept]))
        order = np.argsort(series, kind="stable")
        return series[order], begins[order], codes[order]

    def _between(self, first: int, last: int, seq: int) -> tuple[Whole, Whole, NDArray[np.int32]]:
        """Return by rectangle its series, its anchor and the code of its value.

        What is said of a term itself has rectangles of the same field, and is in no series.
        """
        table = self._read(first, last, seq)
        order = in_order(table)
        order = order[np.isin(numbers(table["key"])[order], self.numbers)]
        written, which = distinct(table, "kind", "value")
        codes = np.array([self._code(*texts) for texts in written], np.int32)
        at = self.numbers.searchsorted(numbers(table["key"])[order], sorter=self._order)
        return self._order[at], numbers(table["anchor"])[order], codes[which[order]]

    def _code(self, kind: str, text: str) -> int:
        if (kind, text) not in self._code_of:
            self.values.append(self._read_value(kind, text))
            self._code_of[kind, text] = len(self.values) - 1
        return self._code_of[kind, text]
