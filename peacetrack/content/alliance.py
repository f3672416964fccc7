"""Membership of an alliance."""

from __future__ import annotations

from typing import Literal

import attrs

from peacetrack.words.ending import Ending
from peacetrack.words.kind import checked, kind
from peacetrack.words.value import Absence

Intent = Literal["pursue", "pause", "defer", "renounce", "forbid"]
Scope = Literal["full", "partial"]
LegalLevel = Literal["political", "parliamentary", "constitutional", "treaty", "alliance-decision"]
Stage = Literal["none", "aspirant", "invited", "negotiating", "ratifying", "member"]


@kind("alliance-membership")
@attrs.frozen(kw_only=True, field_transformer=checked)
class AllianceMembership:
    """What a party wants for a state's membership of an alliance.

    A pause is not a renunciation: `lasts` says how long a pause lasts, and the aspiration stays.

    >>> content.AllianceMembership(intent="pause", lasts=pt.Undisclosed()).keeps_aspiration
    True
    """

    intent: Intent | Absence | None = None
    scope: Scope | Absence | None = None
    lasts: Ending | Absence | None = None
    legal_level: LegalLevel | Absence | None = None
    stage: Stage | Absence | None = None

    @property
    def keeps_aspiration(self) -> bool | None:
        """Whether the aim of membership is kept; None where the intent is not known."""
        if self.intent is None or isinstance(self.intent, Absence):
            return None
        return self.intent in ("pursue", "pause", "defer")
