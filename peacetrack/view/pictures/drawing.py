"""What pictures are drawn of: boxes, words, lines, in pixels from the top left. Built on palette."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

import attrs

from peacetrack.table.markup import pixels
from peacetrack.table.palette import GROUND, SOFT, STANCE_LOOKS, STRONG, Look
from peacetrack.view.pictures.lettering import SIZE, wrapped
from peacetrack.words.stance import Stance

LOOKS: dict[str, Look] = {
    **{stance.value: look for stance, look in STANCE_LOOKS.items()},
    "ground": GROUND,
    "soft": SOFT,
    "strong": STRONG,
}
"""The looks by the name that the drawing gives them."""


@attrs.frozen
class Box:
    """A filled box with an edge; `fades` from nothing on the left, or `hollow` with a dashed edge."""

    shape: ClassVar = "box"
    x: float
    y: float
    width: float
    height: float
    look: str
    edged: bool = True
    fades: bool = False
    hollow: bool = False
    hatched: bool = False


@attrs.frozen
class Words:
    """One line of words; `y` is what they stand on. On a `look` they have the ink read on it.

    A halo keeps lines away that they cross.
    """

    shape: ClassVar = "words"
    x: float
    y: float
    text: str
    look: str = "ground"
    size: float = SIZE
    bold: bool = False
    anchor: str = "start"
    halo: bool = False


@attrs.frozen
class Stroke:
    """A line through points, or a curve from the first to the last; with an arrow at its end."""

    shape: ClassVar = "line"
    points: tuple[tuple[float, float], ...]
    look: str = "soft"
    dashed: bool = False
    arrow: bool = False
    weight: float = 1
    bend: float = 0

    @property
    def path(self) -> str:
        """The line as SVG writes it; a curve leaves and arrives level, `bend` pixels long."""
        (x, y), *rest, (end, level) = self.points
        if self.bend:
            turn, back = x + self.bend, end - (self.bend if end > x else -self.bend)
            return f"M{_at(x, y)} C{_at(turn, y)} {_at(back, level)} {_at(end, level)}"
        return f"M{_at(x, y)}" + "".join(f" L{_at(*point)}" for point in (*rest, (end, level)))


def _at(x: float, y: float) -> str:
    return f"{pixels(x)} {pixels(y)}"


@attrs.frozen
class Dot:
    """A diamond around a point."""

    shape: ClassVar = "dot"
    x: float
    y: float
    look: str = "strong"
    hollow: bool = False
    radius: float = 5


@attrs.frozen
class Sign:
    """The symbol of a stance, drawn, for not every font has it; ten pixels wide."""

    shape: ClassVar = "sign"
    x: float
    y: float
    stance: Stance
    look: str

    @property
    def path(self) -> str:
        """Its strokes as SVG writes them, from its own left and middle."""
        return _STROKES[self.stance]


SIGN = 14
"""The room that a symbol takes before its word."""
_STROKES = {
    Stance.REJECTS: "M1 -4 L9 4 M9 -4 L1 4",
    Stance.OPPOSES: "M0 0 L10 0",
    Stance.NEUTRAL: "M1 0 A4 4 0 1 1 9 0 A4 4 0 1 1 1 0",
    Stance.OPEN: "M0 0 L10 0 M5 -5 L5 5",
    Stance.ACCEPTS: "M0 0 L3.5 4 L10 -5",
}


@attrs.frozen
class Group:
    """Parts that belong together; the title is shown where a pointer rests on them."""

    shape: ClassVar = "group"
    title: str
    parts: tuple[Part, ...]


Part = Box | Words | Stroke | Dot | Sign | Group


@attrs.frozen
class Needs:
    """What a drawing refers to: the looks that fade, hatching, the heads of arrows."""

    fading: tuple[str, ...]
    hatched: bool
    arrows: bool


def needs_of(parts: Iterable[Part]) -> Needs:
    """What parts refer to."""
    every = list(_each(parts))
    boxes = [part for part in every if isinstance(part, Box)]
    fading = dict.fromkeys(box.look for box in boxes if box.fades)
    arrows = any(isinstance(part, Stroke) and part.arrow for part in every)
    return Needs(tuple(fading), any(box.hatched for box in boxes), arrows)


def _each(parts: Iterable[Part]) -> Iterator[Part]:
    for part in parts:
        if isinstance(part, Group):
            yield from _each(part.parts)
        else:
            yield part


def bottom_of(parts: Iterable[Part]) -> float:
    """How far down parts reach."""
    return max((_bottom(part) for part in parts), default=0.0)


def _bottom(part: Part) -> float:
    if isinstance(part, Group):
        return bottom_of(part.parts)
    if isinstance(part, Box):
        return part.y + part.height
    if isinstance(part, Stroke):
        return max(y for _, y in part.points)
    return part.y + 5


MARGIN = 16
"""Around a picture."""
SMALL = 11
"""The size of words that stand back, in pixels."""


def heading(title: str, width: float) -> list[Part]:
    """The title on top of a picture."""
    lines = wrapped(title, width - 2 * MARGIN, 16)
    return [Words(MARGIN, 28 + 21 * n, line, size=16, bold=True) for n, line in enumerate(lines)]


def footnotes(notes: Iterable[str], y: float, width: float) -> list[Part]:
    """Notes below a picture, the first on a line."""
    room = width - 2 * MARGIN
    lines = [line for note in notes if note for line in wrapped(note, room, SMALL)]
    return [Words(MARGIN, y + 15 * n, text, "soft", SMALL) for n, text in enumerate(lines)]


def stance_words(
    x: float, y: float, stance: Stance, text: str, look: str, size: float
) -> list[Part]:
    """A symbol and the words after it."""
    return [Sign(x, y - size * 0.34, stance, look), Words(x + SIGN, y, text, look, size)]


def key_of_stances(left: float, y: float, width: float) -> list[Part]:
    """A legend: every stance with its colour, symbol and word."""
    parts: list[Part] = []
    x = left
    for stance in reversed(Stance):
        if x + 82 > left + width:
            x, y = left, y + 22
        parts.append(Box(x, y - 13, 82, 18, stance.value))
        parts += stance_words(x + 6, y, stance, str(stance), stance.value, 12)
        x += 88
    return parts
