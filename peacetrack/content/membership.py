"""Membership of an alliance, and the path into an organisation."""

from __future__ import annotations

from typing import Literal

import attrs

from peacetrack.words.classes import frozen
from peacetrack.words.ending import Ending
from peacetrack.words.kind import checked, kind
from peacetrack.words.value import Absence, PartyId, Texts, as_texts_or_absence
from peacetrack.words.when import Moment, as_moment_or_absence

Intent = Literal["pursue", "pause", "defer", "renounce", "forbid"]
Scope = Literal["full", "partial"]
LegalLevel = Literal["political", "parliamentary", "constitutional", "treaty", "alliance-decision"]
MembershipStage = Literal["none", "aspirant", "invited", "negotiating", "ratifying", "member"]
AccessionStage = Literal["potential", "applied", "candidate", "negotiating", "concluded", "signed", "member"]


@kind("alliance-membership")
@frozen(kw_only=True, field_transformer=checked)
class AllianceMembership:
    """A demand for a state's membership of an alliance.

    A pause is not a renunciation: `lasts` says how long a pause lasts, and the aspiration stays.

    >>> content.AllianceMembership(intent="pause", lasts=pt.Undisclosed()).keeps_aspiration
    True
    """

    intent: Intent | Absence | None = None
    scope: Scope | Absence | None = None
    lasts: Ending | Absence | None = None
    legal_level: LegalLevel | Absence | None = None
    stage: MembershipStage | Absence | None = None

    @property
    def keeps_aspiration(self) -> bool | None:
        """Whether the aim of membership is kept; None where the intent is not known."""
        if self.intent is None or isinstance(self.intent, Absence):
            return None
        return self.intent in ("pursue", "pause", "defer")


@kind("accession-path")
@frozen(kw_only=True, field_transformer=checked)
class AccessionPath:
    """How far a state is, or should be, on its way into an organisation, and by when."""

    organisation: PartyId | Absence | None = None
    stage: AccessionStage | Absence | None = None
    clusters: Texts | Absence | None = attrs.field(default=None, converter=as_texts_or_absence)
    target: Moment | Absence | None = attrs.field(default=None, converter=as_moment_or_absence)
