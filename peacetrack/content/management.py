"""Shared management of assets, and economic support. Built on kind."""

from __future__ import annotations

from typing import Literal

import attrs

from peacetrack.content.absent import parties_or_absence, quantity_or_absence, texts_or_absence
from peacetrack.words.kind import kind
from peacetrack.words.value import (
    Absence,
    PartyId,
    PartyIds,
    Prose,
    Quantity,
    Texts,
)

Arrangement = Literal[
    "joint-operation", "joint-venture", "third-party", "international", "output-split"
]
Purpose = Literal["confidence-building", "revenue", "safety"]


@kind("shared-management")
@attrs.frozen(kw_only=True)
class SharedManagement:
    """Which assets would be run together, how, by whom, what for, and who proposed it."""

    assets: Texts | Absence | None = attrs.field(default=None, converter=texts_or_absence)
    area: Prose | Absence | None = None
    arrangement: Arrangement | Absence | None = None
    operator: PartyId | Absence | None = None
    proposer: PartyId | Absence | None = None
    purpose: Purpose | Absence | None = None


@kind("economic-support")
@attrs.frozen(kw_only=True)
class EconomicSupport:
    """Which support would accompany a settlement, how much, and from whom."""

    forms: Texts | Absence | None = attrs.field(default=None, converter=texts_or_absence)
    amount: Quantity | Absence | None = attrs.field(default=None, converter=quantity_or_absence)
    providers: PartyIds | Absence | None = attrs.field(default=None, converter=parties_or_absence)
