"""Relevance: from when to when, in valid time, the answers of a key may need a statement of it.

A question at a valid instant reads the statements of a key from the greatest that has begun down to where
the value has changed. They are kept for three changes: some may be withdrawn, not known yet or not
trusted. What lies below has had its time: a range filter leaves it out. Reading less than a question
needs is no fault, for `recent` notices and reads the whole; reading more costs time.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from peacetrack.words.edtf import BEGINNING, END

Whole = NDArray[np.int64]


class Relevance(NamedTuple):
    """By statement, the first valid instant at which it may matter, and the first at which it does not."""

    valid_from: Whole
    valid_to: Whole


def relevance(
    anchors: Whole, values: Whole, counts: NDArray[np.bool_], unknown: NDArray[np.bool_], width: int
) -> Relevance:
    """Return the relevance of the statements of one key, known or not, in their order.

    Parameters:
        anchors: their anchors.
        values: a number for each value; equal where they are surely of one run.
        counts: whether a statement counts by default and can displace another.
        unknown: whether its start is unknown.
        width: the most microseconds from the anchor of one to the last instant at which it may have begun.
    """
    starts, floors = _floors(anchors[counts], values[counts], width)
    passed = floors.searchsorted(anchors, "right")
    valid_to = np.append(starts, END)[passed]
    valid_from = _before(anchors, width)
    if len(anchors):
        valid_from[anchors <= anchors[_first(counts, unknown)]] = BEGINNING
    return Relevance(valid_from, valid_to)


def _floors(anchors: Whole, values: Whole, width: int) -> tuple[Whole, Whole]:
    """Return the anchor of the start of each run, and the lowest anchor that matters while it lasts."""
    change = np.flatnonzero(values[1:] != values[:-1]) + 1 if len(values) else np.array([], np.int64)
    starts = anchors[np.append(0, change)] if len(values) else anchors
    ends = anchors[np.append(change, len(values)) - 1] if len(values) else anchors
    floors = np.full(len(starts), BEGINNING, np.int64)
    floors[3:] = np.minimum(ends[:-3], _before(starts[2:-1], width))
    return starts, floors


def _before(anchors: Whole, width: int) -> Whole:
    """Return the instants so many microseconds before some others, none before the beginning of time."""
    return np.maximum(anchors, BEGINNING + width) - width


def _first(counts: NDArray[np.bool_], unknown: NDArray[np.bool_]) -> int:
    """Return the place of the first that may hold before any has begun, else of the first that counts."""
    for marks in (counts & unknown, counts):
        if marks.any():
            return int(marks.argmax())
    return len(counts) - 1
