"""The status of an area."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import attrs

from peacetrack.words.classes import frozen
from peacetrack.words.kind import checked, kind
from peacetrack.words.outline import Outline, as_outline
from peacetrack.words.value import Absence, PartyId, Prose, as_tuple

Occupation = Literal["full", "not-full", "none"]
Regime = Literal[
    "formal-cession",
    "de-facto-control",
    "recognition",
    "freeze",
    "withdrawal",
    "demilitarised",
    "economic-zone",
    "joint-administration",
    "status-quo",
    "deferred",
]


def as_regimes(value: Iterable[Regime] | Absence | None) -> tuple[Regime, ...] | Absence | None:
    """Return several regimes, or an absence or None."""
    return value if value is None or isinstance(value, Absence) else as_tuple(value, str, "regimes")


@kind("territorial-status")
@frozen(kw_only=True, field_transformer=checked)
class TerritorialStatus:
    """A demand for the status of an area.

    Formal cession (a `regime`) and practical `control` are two fields; `excluded` are the regimes
    that a party rules out, `occupation` says how far the area they speak of is occupied. `geometry` is
    its outline, as a report gives it: GeoJSON, or a file with its hash.

    >>> area = {"type": "Polygon", "coordinates": [[[30, 50], [31, 50], [31, 51], [30, 50]]]}
    >>> str(content.TerritorialStatus(geometry=area).geometry)
    '1 area'
    """

    area: Prose | Absence | None = None
    occupation: Occupation | Absence | None = None
    excluded: tuple[Regime, ...] | Absence | None = attrs.field(default=None, converter=as_regimes)
    regime: Regime | Absence | None = None
    control: PartyId | Absence | None = None
    line: Prose | Absence | None = None
    geometry: Outline | Absence | None = attrs.field(default=None, converter=as_outline)
