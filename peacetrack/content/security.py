"""Ceasefires, multinational forces and guarantees of security."""

from __future__ import annotations

from collections.abc import Iterable
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
    as_parties_or_absence,
    as_quantity,
    as_tuple,
)
from peacetrack.words.when import Moment, as_moment_or_absence

Purpose = Literal["humanitarian", "preliminary", "definitive"]
Phase = Literal["now", "ceasefire", "settlement", "post-conflict"]
Backing = Literal["political", "logistic", "intelligence", "air"]
Framework = Literal["inside-nato", "outside-nato"]
Model = Literal["article-5-like", "eu-42-7-like", "budapest-like", "bilateral", "bespoke"]
AllianceStatus = Literal["none", "partner", "full"]


@kind("ceasefire")
@frozen(kw_only=True, field_transformer=checked)
class Ceasefire:
    """The purpose of a ceasefire (as in the ETH/PRIO Civil Conflict Ceasefire data), its area and start.

    >>> str(content.Ceasefire(purpose="humanitarian", start="2030-02").start)
    '2030-02'
    """

    purpose: Purpose | Absence | None = None
    scope: Prose | Absence | None = None
    start: Moment | Absence | None = attrs.field(default=None, converter=as_moment_or_absence)
    monitoring: Prose | Absence | None = None


def as_backing(value: Iterable[Backing] | Absence | None) -> tuple[Backing, ...] | Absence | None:
    """Return several kinds of backing, or an absence or None."""
    return value if value is None or isinstance(value, Absence) else as_tuple(value, str, "backing")


@kind("multinational-force")
@frozen(kw_only=True, field_transformer=checked)
class MultinationalForce:
    """The contributors, size, mandate, place and phase of a force, and the backing for it.

    `backing` is help short of `troops`; a party that backs a force says nothing about troops.

    >>> str(content.MultinationalForce(size=pt.Quantity(2000, 3000, "troops")).size)
    '2000 to 3000 troops'
    """

    location: Prose | Absence | None = None
    phase: Phase | Absence | None = None
    contributors: PartyIds | Absence | None = attrs.field(default=None, converter=as_parties_or_absence)
    mandate: Prose | Absence | None = None
    size: Quantity | Absence | None = attrs.field(default=None, converter=as_quantity)
    deployment: Prose | Absence | None = None
    backing: tuple[Backing, ...] | Absence | None = attrs.field(default=None, converter=as_backing)
    troops: bool | Absence | None = None


@kind("security-guarantee")
@frozen(kw_only=True, field_transformer=checked)
class SecurityGuarantee:
    """The guarantors and the beneficiary of a guarantee, its model, its force and its duration.

    `label` keeps the word used (guarantee, assurance, commitment): they differ in law.

    >>> content.SecurityGuarantee(guarantors=["EAST"], duration=20).guarantors
    ('EAST',)
    """

    label: Prose | Absence | None = None
    binding: bool | Absence | None = None
    guarantors: PartyIds | Absence | None = attrs.field(default=None, converter=as_parties_or_absence)
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
