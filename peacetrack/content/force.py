"""Multinational forces."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import attrs

from peacetrack.words.kind import checked, kind
from peacetrack.words.value import (
    Absence,
    PartyIds,
    Prose,
    Quantity,
    as_parties_or_absence,
    as_quantity,
    as_tuple,
)

Phase = Literal["now", "ceasefire", "settlement", "post-conflict"]
Backing = Literal["political", "logistic", "intelligence", "air"]


def as_backing(value: Iterable[Backing] | Absence | None) -> tuple[Backing, ...] | Absence | None:
    """Return several kinds of backing, or an absence or None."""
    return value if value is None or isinstance(value, Absence) else as_tuple(value, str, "backing")


@kind("multinational-force")
@attrs.frozen(kw_only=True, field_transformer=checked)
class MultinationalForce:
    """The contributors, size, mandate, place and phase of a force, and the backing for it.

    `backing` is help short of `troops`; a party that backs a force says nothing about troops.

    >>> str(content.MultinationalForce(size=pt.Quantity(2000, 3000, "troops")).size)
    '2000 to 3000 troops'
    """

    location: Prose | Absence | None = None
    phase: Phase | Absence | None = None
    contributors: PartyIds | Absence | None = attrs.field(
        default=None, converter=as_parties_or_absence
    )
    mandate: Prose | Absence | None = None
    size: Quantity | Absence | None = attrs.field(default=None, converter=as_quantity)
    deployment: Prose | Absence | None = None
    backing: tuple[Backing, ...] | Absence | None = attrs.field(default=None, converter=as_backing)
    troops: bool | Absence | None = None
