"""The parts of pictures: outlines and words. Places are in pixels from the top left.

Everything drawn is a `Path` or `Words`; the functions here make those of boxes, lines and signs. How
parts become SVG is in the template `picture.svg`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import ClassVar

import attrs

from peacetrack.table.lettering import SIZE, wrapped
from peacetrack.table.markup import pixels
from peacetrack.table.palette import GROUND, HOLLOW, SOFT, STANCE_LOOKS, STRONG, Look
from peacetrack.words.classes import frozen
from peacetrack.words.stance import Stance

LOOKS: dict[str, Look] = {
    **{stance.value: look for stance, look in STANCE_LOOKS.items()},
    **{f"pale-{stance.value}": look.pale(GROUND) for stance, look in STANCE_LOOKS.items()},
    "ground": GROUND,
    "soft": SOFT,
    "strong": STRONG,
}
"""Looks by name; a part of a drawing refers to its look by this name."""
MARGIN = 16
"""The margin of a picture, in pixels."""
SMALL = 11
"""The size of notes, in pixels."""
BOLD = 1.09
"""How much wider bold words are."""

Point = tuple[float, float]


@frozen
class Path:
    """An outline as SVG path data, with the looks that give its fill, its edge or its ink.

    A `texture` over the fill is one of `fade`, `hatch`, `stripes`, `dots`, `grid` and `waves`. The line of
    the valid moment has the `scale` of its axis: the pixels of a day, and those to its left end.
    """

    shape: ClassVar = "path"
    data: str
    bottom: float
    fill: str = ""
    edge: str = ""
    ink: str = ""
    weight: float = 1
    dashes: str = ""
    texture: str = ""
    scale: tuple[float, float] | None = None


@frozen
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

    @property
    def bottom(self) -> float:
        """The lowest place of its letters."""
        return self.y + 5


@frozen
class Group:
    """Parts that belong together; a pointer over them shows the title."""

    shape: ClassVar = "group"
    title: str
    parts: tuple[Part, ...]


Part = Path | Words | Group


def textures_of(parts: Iterable[Part]) -> list[tuple[str, str]]:
    """Return the textures that some parts refer to, each with its look."""
    paths = (part for part in _each(parts) if isinstance(part, Path) and part.texture)
    return list(dict.fromkeys((path.texture, path.fill) for path in paths))


def looks_in(parts: Iterable[Part]) -> dict[str, Look]:
    """Return the looks that some parts refer to, and that of the ground, by name."""
    used = {"ground"}
    for part in _each(parts):
        used |= {part.fill, part.edge, part.ink} if isinstance(part, Path) else {part.look}
    return {name: look for name, look in LOOKS.items() if name in used}


def _each(parts: Iterable[Part]) -> Iterator[Path | Words]:
    for part in parts:
        if isinstance(part, Group):
            yield from _each(part.parts)
        else:
            yield part


def bottom_of(parts: Iterable[Part]) -> float:
    """Return the lowest place of some parts, in pixels; 0 without parts."""
    return max((part.bottom for part in _each(parts)), default=0.0)


# Outlines


def line(
    points: Sequence[Point], look: str = "soft", *, weight: float = 1, dashed: bool = False, ink: bool = False
) -> Path:
    """Return a line through points, in the edge of a look or in its ink."""
    edge, inked = ("", look) if ink else (look, "")
    dashes = "3 3" if dashed else ""
    return Path(_through(points), max(y for _, y in points), "", edge, inked, weight, dashes)


def area(rings: Iterable[Sequence[Point]], fill: str, edge: str = "", texture: str = "") -> Path:
    """Return an area within rings of points; a ring within another is a hole."""
    kept = [list(ring) for ring in rings]
    bottom = max((y for ring in kept for _, y in ring), default=0.0)
    return Path("".join(f"{_through(ring)}z" for ring in kept), bottom, fill, edge, texture=texture)


def _through(points: Sequence[Point]) -> str:
    return "M" + " L".join(f"{pixels(x)} {pixels(y)}" for x, y in points)


def rectangle(x: float, y: float, width: float, height: float, fill: str, edge: str = "") -> Path:
    """Return a filled rectangle, perhaps with an edge."""
    data = f"M{pixels(x)} {pixels(y)}h{pixels(width)}v{pixels(height)}h{pixels(-width)}z"
    return Path(data, y + height, fill, edge)


def box(
    x: float, y: float, width: float, height: float, look: str, marks: Collection[str] = ()
) -> Iterator[Path]:
    """Yield the box of a stance, with the pattern of each of its marks in `palette.MARKS`."""
    hollow = not HOLLOW.isdisjoint(marks)
    fades = "perhaps" in marks and not hollow
    pale = f"pale-{look}" if fades or "old" in marks else look
    unsure = "1 4" if hollow and "perhaps" in marks else "4 3"
    dashes = unsure if fades or ({"unnamed", "account"} & {*marks} and "lapsed" not in marks) else ""
    outline = rectangle(
        x, y, width, height, "ground" if hollow else pale, "ground" if "lapsed" in marks else look
    )
    yield attrs.evolve(outline, texture="fade" if fades else "", dashes=dashes)
    if "account" in marks:
        yield rectangle(x, y, 4, height, look)
    if "disputed" in marks:
        yield attrs.evolve(rectangle(x, y + height - 6, width, 6, "ground"), texture="hatch")


def ink_on(look: str, marks: Collection[str]) -> str:
    """Return the look with the ink for words in the box of a stance with some marks."""
    return "ground" if {*HOLLOW, "perhaps", "old"} & {*marks} else look


def diamond(x: float, y: float, *, hollow: bool = False, radius: float = 6) -> Path:
    """Return a diamond with its centre at a place."""
    corners = ((x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius))
    return attrs.evolve(area([corners], "ground" if hollow else "strong", "strong"), weight=1.5)


def circle(x: float, y: float, radius: float, fill: str, edge: str, *, dashes: str = "") -> Path:
    """Return a circle with its centre at a place."""
    arc = f"a{radius} {radius} 0 1 1 {{}} 0"
    data = f"M{pixels(x - radius)} {pixels(y)}{arc.format(2 * radius)}{arc.format(-2 * radius)}z"
    return Path(data, y + radius, fill, edge, weight=1.5, dashes=dashes)


def arrow(start: float, end: float, y: float, *, dashed: bool = True) -> list[Path]:
    """Return a line from left to right, or from right to left, that ends in an open arrow."""
    back = -6 if end > start else 6
    head = ((end + back, y - 5), (end, y), (end + back, y + 5))
    return [
        line(((start, y), (end, y)), "strong", weight=1.5, dashed=dashed),
        line(head, "strong", weight=1.8),
    ]


# Words


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


def paragraph(
    texts: Iterable[str],
    x: float,
    y: float,
    room: float,
    step: float,
    look: str = "ground",
    size: float = SIZE,
    *,
    bold: bool = False,
) -> list[Part]:
    """Return texts below each other, each in lines that have `room`; the baseline of the first is at `y`."""
    lines = [line for text in texts for line in wrapped(text, room / BOLD if bold else room, size)]
    return stacked(lines, x, y, step, look, size, bold=bold)


SIGN = 14
"""The width of a symbol with the space after it, in pixels."""
_STROKES = {
    Stance.REJECTS: (((1, -4), (9, 4)), ((9, -4), (1, 4))),
    Stance.OPPOSES: (((0, 0), (10, 0)),),
    Stance.OPEN: (((0, 0), (10, 0)), ((5, -5), (5, 5))),
    Stance.ACCEPTS: (((0, 0), (3.5, 4), (10, -5)),),
}


def sign(x: float, y: float, stance: Stance, look: str) -> Path:
    """Return the symbol of a stance as strokes, ten pixels wide: not every font has the characters.

    The place is that of its left edge and its middle.
    """
    if stance is Stance.NEUTRAL:
        return attrs.evolve(circle(x + 5, y, 4, "", ""), ink=look, weight=1.8)
    strokes = [[(x + dx, y + dy) for dx, dy in stroke] for stroke in _STROKES[stance]]
    return Path("".join(map(_through, strokes)), y + 5, ink=look, weight=1.8)


def stance_words(x: float, y: float, stance: Stance, text: str, look: str, size: float) -> list[Part]:
    """Return the symbol of a stance and the words after it."""
    return [sign(x, y - size * 0.34, stance, look), Words(x + SIGN, y, text, look, size)]
