"""Which statement of each key holds at each of many moments.

Where numpy is installed, `columns` answers; the answers are the same without it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from peacetrack.index.series import Series
from peacetrack.index.statement import Key
from peacetrack.index.timeline import Timeline


def sweep(
    timeline: Timeline, keys: Iterable[Key], valids: Sequence[int], seqs: Sequence[int]
) -> list[list[int]]:
    """Return for each key the place in its series of the statement that holds at each sample.

    Parameters:
        timeline: with the series.
        keys: which series to read.
        valids: an instant for each sample, in microseconds since 1970.
        seqs: the seq that is known at each sample.

    The place is -1 where nothing holds. Statements of every attribution count, as in
    `Timeline.holding`.
    """
    return places([timeline.lines[key] for key in keys], valids, seqs)


def places(lines: Sequence[Series], valids: Sequence[int], seqs: Sequence[int]) -> list[list[int]]:
    """Return for each series the place of the statement that holds at each sample, -1 for none."""
    try:
        from peacetrack.index import columns  # takes a while to import, and is an extra
    except ModuleNotFoundError:
        return [walked(line, valids, seqs) for line in lines]
    return columns.places(lines, valids, seqs)


def walked(line: Series, valids: Sequence[int], seqs: Sequence[int]) -> list[int]:
    """Return the places of one series, without numpy."""
    anchors, earliest = line.anchors, line.earliest
    known_from, known_until = line.known_from, line.known_until
    found, last, bound = [], None, 0
    for valid, seq in zip(valids, seqs, strict=True):
        if seq != last:  # what lies beyond is not known by then
            last, bound = seq, bisect_right(earliest, seq)
        place = bisect_right(anchors, valid, 0, bound) - 1
        while place >= 0 and not known_from[place] <= seq < known_until[place]:
            place -= 1
        found.append(place)
    return found
