"""Isolates: names inside other words, kept apart by the Unicode Bidirectional Algorithm (UAX 9)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

FIRST, LAST = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
"""The marks around an isolated name; they take no room."""

DIRECTIONAL = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd")
"""The characters that turn the direction of text, to be replaced by U+FFFD."""

_HARMFUL = f"[\x7f-\x9f\u2028\u2029{''.join(map(chr, DIRECTIONAL))}]"
"""What JSON may hold as it is, and a terminal would obey."""

_RIGHT_TO_LEFT = ("R", "AL", "AN")


@lru_cache(maxsize=16384)
def isolated(name: str | None) -> str:
    """Return a name for use inside other words, which one written right to left does not reorder.

    One without such letters gets no marks.
    """
    if not name or name.isascii():
        return name or ""
    safe = name.translate(DIRECTIONAL)
    return f"{FIRST}{safe}{LAST}" if _right_to_left(safe) else safe


def escaped(json: str) -> str:
    """Return JSON that reads the same, with escapes for what a terminal would obey."""
    return re.sub(_HARMFUL, lambda found: f"\\u{ord(found[0]):04x}", json)


def joined(names: Iterable[str], between: str = " ") -> str:
    """Return names in a row, each isolated."""
    return between.join(map(isolated, names))


def line_isolated(text: str) -> str:
    """Return a line of a cell for use in a line of several; names may go on from line to line."""
    if text.isascii() or not (_right_to_left(text) or width_of_marks(text)):
        return text
    opened = FIRST if text.rpartition(LAST)[0].count(FIRST) < text.count(LAST) else ""
    return f"{FIRST}{opened}{closed(text)}{LAST}"


def closed(text: str) -> str:
    """Return a text that was cut off, with the mark after its last name."""
    return text + LAST if text.rfind(FIRST) > text.rfind(LAST) else text


def width_of_marks(text: str) -> int:
    """Return how many characters of a text are marks, which take no room."""
    return text.count(FIRST) + text.count(LAST)


def begins_right_to_left(text: str) -> bool:
    """Return whether the first letter with a direction is written right to left."""
    kinds = map(unicodedata.bidirectional, text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def _right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text)
