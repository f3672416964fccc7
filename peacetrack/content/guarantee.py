"""Security guarantees."""

from __future__ import annotations

from typing import Literal

import attrs

from peacetrack.words.kind import checked, kind
from peacetrack.words.value import (
    Absence,
    PartyId,
    PartyIds,
    Prose,
    Quantity,
    as_parties_or_absence,
    as_quantity,
)

Framework = Literal["inside-nato", "outside-nato"]
Model = Literal["article-5-like", "eu-42-7-like", "budapest-like", "bilateral", "bespoke"]
AllianceStatus = Literal["none", "partner", "full"]


@kind("security-guarantee")
@attrs.frozen(kw_only=True, field_transformer=checked)
class SecurityGuarantee:
    """The guarantors and the beneficiary of a guarantee, its model, its force and its duration.

    `label` keeps the word used (guarantee, assurance, commitment): they differ in law.

    >>> content.SecurityGuarantee(guarantors=["EAST"], duration=20).guarantors
    ('EAST',)
    """

    label: Prose | Absence | None = None
    binding: bool | Absence | None = None
    guarantors: PartyIds | Absence | None = attrs.field(
        default=None, converter=as_parties_or_absence
    )
    beneficiary: PartyId | Absence | None = None
    framework: Framework | Absence | None = None
    model: Model | Absence | None = None
    horizon: Prose | Absence | None = None
    duration: Quantity | Absence | None = attrs.field(default=None, converter=as_quantity)
    protects_against: Prose | Absence | None = None
    instrument: Prose | Absence | None = None
    trigger: Prose | Absence | None = None
    response: Prose | Absence | None = None
    consultation: Prose | Absence | None = None
    enforcement: Prose | Absence | None = None
    alliance_status: AllianceStatus | Absence | None = None
