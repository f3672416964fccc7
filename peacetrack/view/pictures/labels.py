"""Labels that do not overlap, and the rows that they take."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, count

from peacetrack.table.lettering import width_of, wrapped
from peacetrack.view.pictures.axis import Axis
from peacetrack.view.pictures.drawing import SIGN, Part, Path, Words, line, sign, stacked, stance_words
from peacetrack.words.stance import Stance

IN_BAR = 12
"""The size of words in a bar, in pixels; below a bar they are one pixel smaller."""


class Labels:
    """The labels of one lane: in their bar where they fit, else in rows below it."""

    def __init__(self, axis: Axis, top: float) -> None:
        self._axis = axis
        self._top = top
        self._waiting: list[tuple[float, str, Stance | None]] = []

    def within(
        self, solid: tuple[float, float], stance: Stance, text: str, y: float, look: str, tie: float
    ) -> Iterator[Part]:
        """Place a label in the solid part of a bar where it fits, else below, tied to the place `tie`."""
        left, right = solid
        if width_of(text, IN_BAR) + SIGN + 10 <= right - left:
            yield from stance_words(left + 6, y + 16, stance, text, look, IN_BAR)
        else:
            self.below(tie, text, stance)

    def on_line(self, x: float, text: str, y: float, until: float) -> Iterator[Part]:
        """Place a label on a dashed line where there is no bar; below it where it does not fit."""
        wide = width_of(text, IN_BAR) + 8
        if wide <= until - x:
            yield Words(x + 4, y + 16, text, "soft", IN_BAR, halo=True)
            x += wide
        else:
            self.below(x, text)
        yield line(((x, y + 12), (until, y + 12)), "ground", dashed=True)

    def below(self, x: float, text: str, stance: Stance | None = None) -> None:
        """Place a label in a row below, tied to its place by a line."""
        self._waiting.append((x, text, stance))

    def placed(self) -> Iterator[Part]:
        """Yield the labels below, from right to left, so that few ties cross a label."""
        rows = Rows()
        waiting = sorted(self._waiting, key=lambda label: -label[0])
        parts = [part for label in waiting for part in self._placed(rows, *label)]
        yield from sorted(parts, key=lambda part: not isinstance(part, Path))

    def _placed(self, rows: Rows, x: float, text: str, stance: Stance | None) -> Iterator[Part]:
        axis, signed = self._axis, 0 if stance is None else SIGN
        lines = wrapped(text, axis.right - axis.left - signed, IN_BAR - 1)
        wide = max(width_of(words, IN_BAR - 1) for words in lines) + signed
        left = max(min(x, axis.right - wide), axis.left)
        y = self._top + 12 + 15 * rows.take(left, left + wide, len(lines))
        tie = min(x + 1, axis.right)
        yield line(((tie, self._top - 4), (tie, y - 10)), "ground")
        if stance is not None:
            yield sign(left, y - 4, stance, "ground")
        pushed = left < x and stance is None  # from the right edge, so it ends there
        at, anchor = (axis.right, "end") if pushed else (left + signed, "start")
        yield from stacked(lines, at, y, 15, size=IN_BAR - 1, anchor=anchor, halo=True)


class Rows:
    """Rows without overlaps."""

    def __init__(self) -> None:
        self._taken: list[list[tuple[float, float]]] = []

    def take(self, left: float, right: float, high: int = 1) -> int:
        """Take the first `high` rows with room from left to right; return the number of the first."""
        row = next(row for row in count() if self._have_room(row, high, left, right))
        self._taken += [[] for _ in range(row + high - len(self._taken))]
        for taken in self._taken[row : row + high]:
            taken.append((left, right))
        return row

    def _have_room(self, row: int, high: int, left: float, right: float) -> bool:
        taken = chain.from_iterable(self._taken[row : row + high])
        return all(left > end + 8 or right + 8 < start for start, end in taken)
