"""What the parts of a warehouse hold of a key: how many statements of each sort, and the bounds of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from peacetrack.index.statement import Key
from peacetrack.words.edtf import BEGINNING, END


class KeyPart(NamedTuple):
    """What a part holds of a key."""

    term: str
    party: str
    field: str
    key_number: int
    part: int
    size: int
    first_anchor: int
    first_known: int
    width: int
    undated: int
    unknown: int
    bare: int
    is_event: bool

    @property
    def key(self) -> Key:
        """The key."""
        return Key(self.term, self.party or None, self.field)


def lowest(first: Iterable[int], parts: Iterable[KeyPart]) -> int:
    """Return the lowest anchor such that all statements above were read; the beginning of time for all.

    Parameters:
        first: by part, the first anchor of what was read of it; the end of time where nothing was.
        parts: the parts.
    """
    lows = (BEGINNING if low == part.first_anchor else low for low, part in zip(first, parts, strict=True))
    return max(lows, default=BEGINNING)


def covers(low: int, parts: Sequence[KeyPart], first: int, last: int, valid: int) -> bool:
    """Return whether all of a key was read that may have begun in a range, up to a moment."""
    widest = max((part.width for part in parts), default=0)
    narrowest = min((part.width for part in parts), default=END)
    return (low == BEGINNING or low + widest <= first) and last <= valid + narrowest
