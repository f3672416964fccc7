"""The share of a key in the parts of a warehouse: how many statements of each sort, and the bounds of all."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

from peacetrack.index.statement import Key
from peacetrack.words.edtf import BEGINNING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class KeyPart(NamedTuple):
    """The share of a key in one part."""

    key_number: int
    part: int
    size: int
    first_anchor: int
    first_known: int
    width: int
    undated: int
    unknown: int
    bare: int
    is_event: int


class KeyParts(Mapping[Key, list[KeyPart]]):
    """By key, what each part holds of it; a key takes a few numbers in an array, as there may be many.

    Parameters:
        rows: by key and part, the term, the party (empty for none), the field, and the numbers.
    """

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._places: dict[Key, tuple[int, ...]] = {}
        self._numbers = array("q")
        for term, party, field, *numbers in rows:
            key = Key(intern(term), intern(party) or None, intern(field))
            self._places[key] = (*self._places.get(key, ()), len(self._numbers))
            self._numbers.extend(numbers)

    def __getitem__(self, key: Key) -> list[KeyPart]:
        numbers, size = self._numbers, len(KeyPart._fields)
        return [KeyPart._make(numbers[place : place + size]) for place in self._places[key]]

    def number(self, key: Key) -> int:
        """Return the number of a key."""
        return self._numbers[self._places[key][0]]

    def known(self, seq: int) -> NDArray[np.int64]:
        """Return the parts that know anything at a seq, as rows of numbers, those of a key together."""
        import numpy as np

        rows = np.array(self._numbers, np.int64).reshape(-1, len(KeyPart._fields))
        rows = rows[rows[:, KeyPart._fields.index("first_known")] <= seq]
        return rows[rows[:, 0].argsort(kind="stable")]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def lowest(first: Iterable[int], parts: Iterable[KeyPart]) -> int:
    """Return the lowest anchor such that all statements above were read; the beginning of time for all.

    Parameters:
        first: by part, the first anchor of what was read of it; the end of time where nothing was.
        parts: the parts.
    """
    lows = (BEGINNING if low == part.first_anchor else low for low, part in zip(first, parts, strict=True))
    return max(lows, default=BEGINNING)


def covers(low: Any, widest: Any, narrowest: Any, first: Any, last: Any, valid: int) -> Any:
    """Return whether all of a key was read that may have begun in a range, up to a moment; of one or of many.

    Parameters:
        low: the lowest anchor such that all statements above were read.
        widest, narrowest: the most and the least of the widths that the parts have.
        first, last: the bounds of the range.
        valid: the moment.
    """
    return ((low == BEGINNING) | (low + widest <= first)) & (last <= valid + narrowest)
