"""Series as columns of numpy (extra `analytics`), for `sweep`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from peacetrack.index.series import Series
from peacetrack.words.classes import frozen

Whole = NDArray[np.int64]


@frozen(eq=False)
class Columns:
    """The lists of a series that are bisected, as arrays of int64."""

    anchors: Whole
    known_from: Whole
    known_until: Whole
    earliest: Whole

    @classmethod
    def of(cls, line: Series) -> Columns:
        """Return the columns of a series; made once, for a series is replaced and never edited."""
        found = _made.get(line)
        if found is None:
            lists = (line.anchors, line.known_from, line.known_until, line.earliest)
            found = _made[line] = cls(*(np.asarray(items, np.int64) for items in lists))
        return found

    def places(self, valids: Whole, seqs: Whole) -> Whole:
        """Return the place of the statement that holds at each sample, -1 where none does.

        Parameters:
            valids: instants, in microseconds since 1970.
            seqs: the seq known at each, or one for all.
        """
        begun = self.anchors.searchsorted(valids, "right")
        place = np.minimum(begun, self.earliest.searchsorted(seqs, "right")) - 1
        walking = self._unknown(place, seqs).nonzero()[0]
        if walking.size:
            seqs = np.broadcast_to(seqs, place.shape)
        while walking.size:  # on to the one before
            place[walking] -= 1
            walking = walking[self._unknown(place[walking], seqs[walking])]
        return place

    def _unknown(self, place: Whole, seqs: Whole) -> NDArray[np.bool_]:
        """Return for each place whether its statement is not known; never so of place -1.

        The place -1 is clipped to 0, so that it can be looked up; what is found there does not count.
        """
        late = self.known_from.take(place, mode="clip") > seqs
        gone = self.known_until.take(place, mode="clip") <= seqs
        return (late | gone) & (place >= 0)


_made: WeakKeyDictionary[Series, Columns] = WeakKeyDictionary()


def places(lines: Iterable[Series], valids: Sequence[int], seqs: Sequence[int]) -> list[list[int]]:
    """Return for each series the place of the statement that holds at each sample, -1 for none."""
    at, known = np.array(valids, np.int64), np.array(seqs, np.int64)
    if known.size and known.min() == known.max():
        known = known[:1]  # one known for all is looked up once
    nothing = [-1] * len(at)
    return [Columns.of(line).places(at, known).tolist() if line.anchors else nothing for line in lines]
