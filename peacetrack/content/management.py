"""Shared management of assets, and economic support. Built on kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import attrs

from peacetrack.content.kind import kind
from peacetrack.value import (
    Absence,
    Number,
    PartyId,
    PartyIds,
    Prose,
    Quantity,
    Texts,
    as_party_ids,
    as_quantity,
    as_texts,
)

Arrangement = Literal[
    "joint-operation", "joint-venture", "third-party", "international", "output-split"
]
Purpose = Literal["confidence-building", "revenue", "safety"]


def as_assets(value: Iterable[str] | Absence | None) -> Texts | Absence | None:
    """Several texts, or an absence."""
    return value if value is None or isinstance(value, Absence) else as_texts(value)


def as_amount(value: Quantity | Number | Absence | None) -> Quantity | Absence | None:
    """A quantity, or an absence."""
    return as_quantity(value)


def as_providers(value: Iterable[str] | Absence | None) -> PartyIds | Absence | None:
    """Several parties, or an absence."""
    return value if value is None or isinstance(value, Absence) else as_party_ids(value)


@kind("shared-management")
@attrs.frozen(kw_only=True)
class SharedManagement:
    """Which assets would be run together, how, by whom, what for, and who proposed it."""

    assets: Texts | Absence | None = attrs.field(default=None, converter=as_assets)
    area: Prose | Absence | None = None
    arrangement: Arrangement | Absence | None = None
    operator: PartyId | Absence | None = None
    proposer: PartyId | Absence | None = None
    purpose: Purpose | Absence | None = None


@kind("economic-support")
@attrs.frozen(kw_only=True)
class EconomicSupport:
    """Which support would accompany a settlement, how much, and from whom."""

    forms: Texts | Absence | None = attrs.field(default=None, converter=as_assets)
    amount: Quantity | Absence | None = attrs.field(default=None, converter=as_amount)
    providers: PartyIds | Absence | None = attrs.field(default=None, converter=as_providers)
