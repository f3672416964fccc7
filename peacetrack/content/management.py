"""Shared management of assets, and economic support."""

from __future__ import annotations

from typing import Literal

import attrs

from peacetrack.words.classes import frozen
from peacetrack.words.kind import checked, kind
from peacetrack.words.value import (
    Absence,
    PartyId,
    PartyIds,
    Prose,
    Quantity,
    Texts,
    as_parties_or_absence,
    as_quantity,
    as_texts_or_absence,
)

Arrangement = Literal["joint-operation", "joint-venture", "third-party", "international", "output-split"]
Purpose = Literal["confidence-building", "revenue", "safety"]


@kind("shared-management")
@frozen(kw_only=True, field_transformer=checked)
class SharedManagement:
    """The assets that would be run together, the arrangement, its operator, purpose and proposer.

    >>> content.SharedManagement(assets=["a power plant"], arrangement="joint-operation").assets
    ('a power plant',)
    """

    assets: Texts | Absence | None = attrs.field(default=None, converter=as_texts_or_absence)
    area: Prose | Absence | None = None
    arrangement: Arrangement | Absence | None = None
    operator: PartyId | Absence | None = None
    proposer: PartyId | Absence | None = None
    purpose: Purpose | Absence | None = None


@kind("economic-support")
@frozen(kw_only=True, field_transformer=checked)
class EconomicSupport:
    """The support that would accompany a settlement: its forms, amount and providers."""

    forms: Texts | Absence | None = attrs.field(default=None, converter=as_texts_or_absence)
    amount: Quantity | Absence | None = attrs.field(default=None, converter=as_quantity)
    providers: PartyIds | Absence | None = attrs.field(default=None, converter=as_parties_or_absence)
