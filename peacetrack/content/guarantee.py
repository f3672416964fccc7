"""Guarantees of security. Built on kind."""

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
    as_party_ids,
    as_quantity,
)

Framework = Literal["inside-nato", "outside-nato"]
Model = Literal["article-5-like", "eu-42-7-like", "budapest-like", "bilateral", "bespoke"]
AllianceStatus = Literal["none", "partner", "full"]


def as_guarantors(value: Iterable[str] | Absence | None) -> PartyIds | Absence | None:
    """Several parties, or an absence."""
    return value if value is None or isinstance(value, Absence) else as_party_ids(value)


def as_duration(value: Quantity | Number | Absence | None) -> Quantity | Absence | None:
    """A quantity, or an absence."""
    return as_quantity(value)


@kind("security-guarantee")
@attrs.frozen(kw_only=True)
class SecurityGuarantee:
    """Who would guarantee whose security, how bindingly, after which model, for how long.

    `label` keeps the word used (guarantee, assurance, commitment): they differ in law.
    """

    label: Prose | Absence | None = None
    binding: bool | Absence | None = None
    guarantors: PartyIds | Absence | None = attrs.field(default=None, converter=as_guarantors)
    beneficiary: PartyId | Absence | None = None
    framework: Framework | Absence | None = None
    model: Model | Absence | None = None
    horizon: Prose | Absence | None = None
    duration: Quantity | Absence | None = attrs.field(default=None, converter=as_duration)
    protects_against: Prose | Absence | None = None
    instrument: Prose | Absence | None = None
    trigger: Prose | Absence | None = None
    response: Prose | Absence | None = None
    consultation: Prose | Absence | None = None
    enforcement: Prose | Absence | None = None
    alliance_status: AllianceStatus | Absence | None = None
