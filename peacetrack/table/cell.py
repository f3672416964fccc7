"""The texts of grids, free of the characters that harm a terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from peacetrack.words.classes import frozen
from peacetrack.words.isolate import DIRECTIONAL, FIRST, LAST, isolated
from peacetrack.words.stance import Stance

_CONTROLS = dict.fromkeys((*range(32), *range(127, 160), *DIRECTIONAL), "\ufffd")
"""Characters that move the cursor of a terminal or reverse text: a report may hold any."""
_ISOLATED = re.compile(f"{FIRST}([^{FIRST}{LAST}]*){LAST}")


def one_line(text: str) -> str:
    """Return a text on one line, its control characters replaced by U+FFFD.

    The marks around an isolated name stay.
    """
    parts = [part.translate(_CONTROLS) for part in _ISOLATED.split(" ".join(text.splitlines()))]
    parts[1::2] = [
        isolated(name) if isolated(name) != name else f"\ufffd{name}\ufffd" for name in parts[1::2]
    ]
    return "".join(parts)


def printable(text: str) -> str:
    """Return a text in its lines, its control characters replaced by U+FFFD."""
    return "\n".join(map(one_line, text.split("\n")))


@frozen
class Cell:
    """One text of a grid, and the stance that gives it a colour.

    Parameters:
        text: the text; it is put on one line, control characters become U+FFFD.
        stance: the stance (default: none, and no colour).
        marks: the names of `palette.MARKS` that the stance has, each shown by its pattern.

    >>> str(view.Cell("could live\\nwith it"))
    'could live with it'
    """

    text: str = attrs.field(converter=one_line)
    stance: Stance | None = None
    marks: Sequence[str] = ()

    def __str__(self) -> str:
        return self.text
