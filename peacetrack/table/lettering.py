"""Widths of words and their breaking into lines, estimated without a font."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

SIZE = 13
"""The size of plain words, in pixels."""
_NARROW = frozenset("iljtfrI.,:;!|'()[]/- ")
_WIDE = frozenset("mwMW@%—…")
_SHORT = 12
"""The longest word that is broken only where it does not fit into a line."""
_BREAK = re.compile(r"(?<=[/_])|(?<=-)(?!\d)")


def width_of(text: str, size: float = SIZE) -> float:
    """Return the estimated width of a text in pixels, rather too wide than too narrow."""
    return size * sum(map(_em, text))


@lru_cache(maxsize=1000)
def _em(letter: str) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Mn"):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    if letter in _NARROW:
        return 0.38
    if letter in _WIDE:
        return 0.98
    return 0.7 if letter.isupper() or not letter.isascii() else 0.6


def fitted(text: str, width: float, size: float = SIZE) -> str:
    """Return a text cut to a width, with an ellipsis where it was cut."""
    if width_of(text, size) <= width:
        return text
    room, kept = width - width_of("…", size), 0
    for kept, letter in enumerate(text):  # noqa: B007 - the count is used
        room -= size * _em(letter)
        if room < 0:
            break
    return text[:kept].rstrip() + "…"


def pieces(text: str) -> list[str]:
    """Return the pieces between which a line may end: words, and parts of long ids, not of dates."""
    words = re.split(r"(?<=\s)", text)
    return [piece for word in words for piece in _parts(word) if piece]


def _parts(word: str) -> list[str]:
    return [word] if len(word) <= _SHORT else _BREAK.split(word)


def wrapped(text: str, width: float, size: float = SIZE) -> list[str]:
    """Return a text in lines; a word longer than a line is broken."""
    lines: list[str] = []
    waiting = pieces(" ".join(text.split()))
    while waiting:
        lines.append(_line(waiting, width, size))
    return lines


def _line(waiting: list[str], width: float, size: float) -> str:
    """Return one line, and remove its words from those that wait."""
    line = ""
    while waiting and width_of((line + waiting[0]).rstrip(), size) <= width:
        line += waiting.pop(0)
    if not line:
        head = fitted(waiting[0], width, size).removesuffix("…") or waiting[0][:1]
        waiting[0] = waiting[0][len(head) :]
        line = head
    return line.rstrip()
