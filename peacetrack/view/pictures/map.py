"""A map as a picture: the areas that parties propose, next to what is reported, without tiles.

Only outlines that reports give are drawn (GeoJSON, RFC 7946), with longitude across and latitude up, the
same scale and the same extent for all. No colour stands for a party.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from math import cos, radians

import attrs

from peacetrack.index.statement import CONTENT, field_words
from peacetrack.rules import wording
from peacetrack.rules.rulings import Holding
from peacetrack.state import State, of_state
from peacetrack.view.pictures.drawing import (
    MARGIN,
    SMALL,
    Group,
    Part,
    area,
    circle,
    line,
    paragraph,
    rectangle,
)
from peacetrack.view.pictures.picture import Picture
from peacetrack.view.pictures.sheet import Sheet, party_name, proposition, term_name
from peacetrack.words.classes import frozen
from peacetrack.words.outline import Outline, Place, Shape
from peacetrack.words.value import in_short

_FIELD = "geometry"
_TEXTURES = ("stripes", "dots", "waves", "grid", "hatch")
_HIGHEST = 420.0
"""The most height of a map, in pixels."""


@of_state
def map_picture(state: State, term: str, *, width: int = 960, bare: bool = False) -> Picture:
    """Draw the areas that parties propose on a term, and what is reported of the term itself.

    Each has a map of its own with its date, filled with a pattern of its own; the outlines of the others
    are there too. An area is filled by what holds: `content.TerritorialStatus.geometry`.

    Parameters:
        state: the state to draw.
        term: a declared term.
        width: the width in pixels, at least 320.
        bare: leave out the title and the basis, for a page that has them.

    Raises:
        UnknownNameError: the term is not declared.

    >>> view.map_picture(state, "truce")
    <Picture: Areas proposed and reported: truce>
    """
    id = state[term].id
    sheet = Sheet(state, f"Areas proposed and reported: {term_name(state, id)}", width, bare=bare)
    sheet.notes([proposition(state, id)])
    layers = list(_layers(state, id))
    if any(layer.shapes for layer in layers):
        _Maps(sheet, layers).draw()
        sheet.notes([_NOTE])
    else:
        sheet.notes(["No report gives an area."])
    rows = [[layer.name, layer.states, layer.since, layer.areas] for layer in layers]
    description = "; ".join(", ".join(filter(None, row)) for row in rows) or "No report gives an area"
    return sheet.picture(description, ("by", "states", "since", "areas"), rows)


_NOTE = (
    "Only outlines that reports give are drawn, as they give them. No border is recognised by this picture."
)


@frozen
class _Layer:
    """The statements of one holder on an area: a party, or the reports of the term itself."""

    name: str
    states: str
    since: str
    areas: str
    shapes: tuple[Shape, ...]


def has_areas(state: State, term: str) -> bool:
    """Return whether a report gives an area of a term that can be drawn."""
    return any(layer.shapes for layer in _layers(state, term))


def _layers(state: State, term: str) -> Iterator[_Layer]:
    here = state[term]
    holders: list[tuple[str, Holding]] = [("As reported", here.progress)]
    holders += [(f"Proposed by {party_name(state, party)}", here[party]) for party in here.speaking]
    for name, upheld in holders:
        outline = upheld.counting.get(_FIELD)
        if isinstance(outline, Outline) and upheld.runs[CONTENT + _FIELD][-1].party in (upheld.party, None):
            yield _layer(name, upheld, outline)


def _layer(name: str, upheld: Holding, outline: Outline) -> _Layer:
    others = (
        f"{field_words(CONTENT + field)} {in_short(value)}"
        for field, value in upheld.counting.items()
        if field != _FIELD
    )
    since = wording.readable(upheld.runs[CONTENT + _FIELD][-1].since)
    return _Layer(name, "; ".join(others), since, str(outline), outline.shapes)


# Maps


class _Maps:
    """A map for each layer on a sheet, as many in a row as there is room for."""

    def __init__(self, sheet: Sheet, layers: Sequence[_Layer]) -> None:
        self.sheet, self.layers = sheet, layers
        self.columns = 1 if sheet.narrow else min(3, max(2, len(layers)))
        self.wide = (sheet.room + 16) / self.columns - 16
        places = list(chain.from_iterable(p for layer in layers for s in layer.shapes for p in s.parts))
        self.west, self.east = min(x for x, _ in places), max(x for x, _ in places)
        self.south, self.north = min(y for _, y in places), max(y for _, y in places)
        self.squeeze = max(0.05, cos(radians((self.south + self.north) / 2)))
        across = max((self.east - self.west) * self.squeeze, 1e-6)
        up = max(self.north - self.south, 1e-6)
        self.scale = min((self.wide - 24) / across, (_HIGHEST - 24) / up)
        self.high = max(up * self.scale + 24, 60.0)

    def draw(self) -> None:
        """Add the maps, row by row, each below its name, its date and what is stated."""
        for start in range(0, len(self.layers), self.columns):
            row = self.layers[start : start + self.columns]
            top = self.sheet.bottom + 20
            heads = [self._head(column, layer, top) for column, layer in enumerate(row)]
            self.sheet.add(chain.from_iterable(heads))
            top = self.sheet.bottom + 4
            for column in range(len(row)):
                self.sheet.add([self._map(start + column, self._left(column), top)])
            self.sheet.bottom = top + self.high + 4

    def _left(self, column: int) -> float:
        return MARGIN + column * (self.wide + 16)

    def _head(self, column: int, layer: _Layer, y: float) -> list[Part]:
        x, details = self._left(column), (f"since {layer.since}", layer.states, layer.areas)
        heads = paragraph([layer.name], x, y, self.wide, 16, bold=True)
        return heads + paragraph(details, x, y - 2 + 16 * len(heads), self.wide, 14, "soft", SMALL)

    def _map(self, place: int, x: float, y: float) -> Group:
        layer, texture = self.layers[place], _TEXTURES[place % len(_TEXTURES)]
        frame = rectangle(x, y, self.wide, self.high, "ground", "soft")
        others = (shape for other in self.layers if other is not layer for shape in other.shapes)
        parts = [frame, *(part for shape in others for part in self._outline(shape, x, y))]
        parts += [part for shape in layer.shapes for part in self._drawn(shape, x, y, texture)]
        title = ", ".join(filter(None, (layer.name, f"since {layer.since}", layer.states, layer.areas)))
        return Group(title, tuple(parts))

    def _pixels(self, places: Sequence[Place], x: float, y: float) -> list[Place]:
        """Return places as pixels, without those that are the same as the one before."""
        left = x + (self.wide - (self.east - self.west) * self.squeeze * self.scale) / 2
        top = y + (self.high - (self.north - self.south) * self.scale) / 2
        at = (
            (left + (lon - self.west) * self.squeeze * self.scale, top + (self.north - lat) * self.scale)
            for lon, lat in places
        )
        return [place for place, _ in groupby((round(a, 1), round(b, 1)) for a, b in at)]

    def _outline(self, shape: Shape, x: float, y: float) -> Iterator[Part]:
        for places in shape.parts:
            if shape.kind != "Point":
                yield line(self._pixels(places, x, y), "ground", dashed=True)

    def _drawn(self, shape: Shape, x: float, y: float, texture: str) -> Iterator[Part]:
        rings = [self._pixels(places, x, y) for places in shape.parts]
        if shape.kind == "Polygon":
            yield attrs.evolve(area(rings, "soft", "strong", texture), weight=1.5)
        elif shape.kind == "LineString":
            yield line(rings[0], "strong", weight=2.5)
        else:
            yield circle(*rings[0][0], 4, "strong", "strong")
