"""Outlines of areas as reports give them: GeoJSON (RFC 7946), or a file that has it, with its hash."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NoReturn

import attrs

from peacetrack.errors import InvalidInputError, WrongTypeError
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import isolated
from peacetrack.words.value import Absence, Prose, counted

Place = tuple[float, float]
"""Longitude and latitude, in degrees."""

LARGEST = 100_000
"""The most characters of an outline."""
_REPAIR = "give a geometry, a feature or a collection of them, in degrees of longitude and latitude"


@frozen
class Shape:
    """A point, line or area; the parts of an area are its outline and its holes."""

    kind: str
    parts: tuple[tuple[Place, ...], ...]


def _canonical(value: object) -> str | None:
    """Return GeoJSON as text with its names in order and no spaces."""
    if value is None:
        return None
    try:
        parsed = json.loads(value if isinstance(value, str) else json.dumps(value), parse_constant=_refuse)
        _check_shapes(parsed)
    except KeyError as error:
        raise InvalidInputError(f"the outline is no GeoJSON: it has no {error}", repair=_REPAIR) from None
    except RecursionError:
        raise InvalidInputError("the outline is no GeoJSON: it is too deep", repair=_REPAIR) from None
    except (TypeError, ValueError) as error:
        raise InvalidInputError(f"the outline is no GeoJSON: {error}", repair=_REPAIR) from None
    text = json.dumps(parsed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if len(text) > LARGEST:
        repair = "leave out places, or give a file with its hash"
        raise InvalidInputError(f"an outline has at most {LARGEST:,} characters", repair=repair)
    return text


def _check_shapes(parsed: Any) -> None:
    if not list(_shapes(parsed)):
        raise ValueError("there is no shape in it")


def _refuse(number: str) -> NoReturn:
    raise ValueError(f"{number} is no degree")


@frozen
class Outline:
    """An area, a line or a place as GeoJSON, or the name of a file that has it, with its SHA-256.

    >>> outline = content.Outline({"type": "Point", "coordinates": [30.5, 50.4]})
    >>> outline.geojson, str(outline)
    ('{"coordinates":[30.5,50.4],"type":"Point"}', '1 point')
    """

    geojson: str | None = attrs.field(default=None, converter=_canonical)  # no words: redaction keeps it
    file: Prose | None = attrs.field(default=None, kw_only=True)
    sha256: str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if (self.geojson is None) == (self.file is None):
            raise InvalidInputError("an outline is GeoJSON or a file", repair="give one of them")
        hashed = re.fullmatch("[0-9a-f]{64}", self.sha256 or "") is not None
        if (self.file is not None) != hashed:
            repair = "give its SHA-256 in hexadecimal, with the file alone"
            raise InvalidInputError("the file of an outline has a hash", repair=repair)

    def __str__(self) -> str:
        if self.geojson is None:
            return f"outline in {self.file}"
        kinds = [shape.kind for shape in self.shapes]
        words = {"Polygon": "area", "LineString": "line", "Point": "point"}
        counts = (counted(kinds.count(kind), word) for kind, word in words.items() if kind in kinds)
        return ", ".join(map(isolated, self.names) if self.names else counts)

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """The shapes; none where they are in a file."""
        return tuple(_shapes(self._parsed)) if self._parsed else ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names that features have, as their property `name`."""
        return tuple(_names(self._parsed))

    @property
    def _parsed(self) -> Any:
        return {} if self.geojson is None else json.loads(self.geojson)


def as_outline(value: Outline | Mapping[str, object] | str | Absence | None) -> Outline | Absence | None:
    """Return an outline, also from GeoJSON as a mapping or as text, or an absence or None."""
    if value is None or isinstance(value, Outline | Absence):
        return value
    if not isinstance(value, Mapping | str):
        raise WrongTypeError(value, "GeoJSON")
    return Outline(value)


def _shapes(geometry: Any) -> Iterator[Shape]:
    """Yield the shapes of a geometry, of a feature, or of a collection; refuse what is no GeoJSON."""
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    match kind:
        case "Point":
            yield Shape(kind, (_places([geometry["coordinates"]], 1),))
        case "LineString":
            yield Shape(kind, (_places(geometry["coordinates"], 2),))
        case "Polygon":
            yield Shape(kind, tuple(_places(ring, 4) for ring in geometry["coordinates"]))
        case "MultiPoint" | "MultiLineString" | "MultiPolygon":
            for part in geometry["coordinates"]:
                yield from _shapes({"type": kind.removeprefix("Multi"), "coordinates": part})
        case "Feature" | "FeatureCollection" | "GeometryCollection":
            for inner in _members(geometry):
                yield from _shapes(inner)
        case _:
            raise ValueError(f"{kind!r} is no type of geometry")


def _members(geometry: Mapping[str, Any]) -> Sequence[Any]:
    if geometry["type"] == "Feature":
        return [geometry["geometry"]] if geometry["geometry"] is not None else []
    return [*geometry["features" if geometry["type"] == "FeatureCollection" else "geometries"]]


def _places(positions: Sequence[Sequence[float]], least: int) -> tuple[Place, ...]:
    places = tuple((x, y) for x, y, *_ in positions)
    if not all(type(degrees) in (int, float) for place in places for degrees in place):
        raise ValueError("a place is not two numbers")
    if len(places) < least:
        raise ValueError(f"a part of it has {len(places)} of at least {least} places")
    if not all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in places):
        raise ValueError("a place lies beyond 180 degrees of longitude or 90 of latitude")
    return places


def _names(geometry: Any) -> Iterator[str]:
    if "type" not in geometry:
        return
    name = (geometry.get("properties") or {}).get("name")
    if name:
        yield str(name)
    if geometry["type"] in ("Feature", "FeatureCollection", "GeometryCollection"):
        for inner in _members(geometry):
            yield from _names(inner)
