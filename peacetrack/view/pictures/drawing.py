"""The parts of pictures: boxes, words, lines. Places are in pixels from the top left.

How parts become SVG is in the template `picture.svg`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

import attrs

from peacetrack.table.lettering import SIZE, wrapped
from peacetrack.table.markup import pixels
from peacetrack.table.palette import GROUND, SOFT, STANCE_LOOKS, STRONG, Look
from peacetrack.words.stance import Stance

LOOKS: dict[str, Look] = {
    **{stance.value: look for stance, look in STANCE_LOOKS.items()},
    "ground": GROUND,
    "soft": SOFT,
    "strong": STRONG,
}
"""Looks by name; a part of a drawing refers to its look by this name."""


@attrs.frozen
class Box:
    """A filled box with an edge.

    One that `fades` is transparent on the left; a `hollow` one has no filling and a dashed edge.
    """

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
    """One line of words, in the ink of a look; `y` is their baseline.

    A halo of the ground's colour keeps crossing lines away.
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
    """A line through points, perhaps with an arrow at its end."""

    shape: ClassVar = "line"
    points: tuple[tuple[float, float], ...]
    look: str = "soft"
    dashed: bool = False
    arrow: bool = False
    weight: float = 1

    @property
    def path(self) -> str:
        """The line as SVG path data."""
        return "M" + " L".join(f"{pixels(x)} {pixels(y)}" for x, y in self.points)


@attrs.frozen
class Dot:
    """A diamond with its centre at a point."""

    shape: ClassVar = "dot"
    x: float
    y: float
    look: str = "strong"
    hollow: bool = False
    radius: float = 5


@attrs.frozen
class Sign:
    """The symbol of a stance as strokes, ten pixels wide: not every font has the characters."""

    shape: ClassVar = "sign"
    x: float
    y: float
    stance: Stance
    look: str

    @property
    def path(self) -> str:
        """The strokes as SVG path data, from its left edge and its middle."""
        return _STROKES[self.stance]


def without_signs(text: str) -> str:
    """Return a status or a progress in words: not every font has the sign of disputes."""
    return text.replace("≠", "disputed:")


SIGN = 14
"""The width of a symbol with the space after it, in pixels."""
_STROKES = {
    Stance.REJECTS: "M1 -4 L9 4 M9 -4 L1 4",
    Stance.OPPOSES: "M0 0 L10 0",
    Stance.NEUTRAL: "M1 0 A4 4 0 1 1 9 0 A4 4 0 1 1 1 0",
    Stance.OPEN: "M0 0 L10 0 M5 -5 L5 5",
    Stance.ACCEPTS: "M0 0 L3.5 4 L10 -5",
}


@attrs.frozen
class Group:
    """Parts that belong together; a pointer over them shows the title."""

    shape: ClassVar = "group"
    title: str
    parts: tuple[Part, ...]


Shape = Box | Words | Stroke | Dot | Sign
Part = Shape | Group


def needs_of(parts: Iterable[Part]) -> dict[str, object]:
    """Return the definitions that some parts refer to: fading looks, hatching, heads of arrows."""
    every = list(_each(parts))
    boxes = [part for part in every if isinstance(part, Box)]
    return {
        "fading": dict.fromkeys(box.look for box in boxes if box.fades),
        "hatched": any(box.hatched for box in boxes),
        "arrows": any(isinstance(part, Stroke) and part.arrow for part in every),
    }


def _each(parts: Iterable[Part]) -> Iterator[Shape]:
    for part in parts:
        if isinstance(part, Group):
            yield from _each(part.parts)
        else:
            yield part


def bottom_of(parts: Iterable[Part]) -> float:
    """Return the lowest place of some parts, in pixels; 0 without parts."""
    return max(map(_bottom, _each(parts)), default=0.0)


def _bottom(part: Shape) -> float:
    if isinstance(part, Box):
        return part.y + part.height
    if isinstance(part, Stroke):
        return max(y for _, y in part.points)
    return part.y + 5


MARGIN = 16
"""The margin of a picture, in pixels."""
SMALL = 11
"""The size of notes, in pixels."""


def heading(title: str, width: float) -> list[Part]:
    """Return the title on top of a picture."""
    lines = wrapped(title, width - 2 * MARGIN, 16)
    return stacked(lines, MARGIN, 28, 21, size=16, bold=True)


def footnotes(notes: Iterable[str], y: float, width: float) -> list[Part]:
    """Return notes below a picture; the baseline of the first is at `y`."""
    room = width - 2 * MARGIN
    lines = [line for note in notes if note for line in wrapped(note, room, SMALL)]
    return stacked(lines, MARGIN, y, 15, "soft", SMALL)


def stacked(
    lines: Iterable[str],
    x: float,
    y: float,
    step: float,
    look: str = "ground",
    size: float = SIZE,
    *,
    bold: bool = False,
    anchor: str = "start",
    halo: bool = False,
) -> list[Part]:
    """Return lines of words below each other, `step` apart; the baseline of the first is at `y`."""
    return [
        Words(x, y + step * place, text, look, size, bold, anchor, halo) for place, text in enumerate(lines)
    ]


def party_label(party: str, name: str, x: float, y: float, room: float) -> Group:
    """Return the id of a party, with its name below where that is another."""
    heads = wrapped(party, room - 6)
    lines = wrapped(name, room, SMALL, lines=3) if name != party else []
    below = stacked(lines, x, y + 16 * len(heads) - 2, 13, "soft", SMALL)
    return Group(f"{party}: {name}", (*stacked(heads, x, y, 16, bold=True), *below))


def stance_words(x: float, y: float, stance: Stance, text: str, look: str, size: float) -> list[Part]:
    """Return the symbol of a stance and the words after it."""
    return [Sign(x, y - size * 0.34, stance, look), Words(x + SIGN, y, text, look, size)]


def key_of_stances(left: float, y: float, width: float) -> list[Part]:
    """Return a legend: every stance with its colour, symbol and word."""
    parts: list[Part] = []
    x = left
    for stance in reversed(Stance):
        if x + 82 > left + width:
            x, y = left, y + 22
        parts.append(Box(x, y - 13, 82, 18, stance.value))
        parts += stance_words(x + 6, y, stance, str(stance), stance.value, 12)
        x += 88
    return parts
