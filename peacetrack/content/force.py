"""A multinational force. Built on kind."""

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
    """Several kinds of backing, or an absence."""
    return value if value is None or isinstance(value, Absence) else as_tuple(value, str, "backing")


@kind("multinational-force")
@attrs.frozen(kw_only=True, field_transformer=checked)
class MultinationalForce:
    """Who would deploy what, where, when, on which mandate, and who would back it how.

    `backing` is help short of `troops`; that somebody backs a force says nothing of troops.
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
