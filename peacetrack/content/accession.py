"""The path of a state into an organisation."""

from __future__ import annotations

from typing import Literal

import attrs

from peacetrack.words.kind import checked, kind
from peacetrack.words.value import Absence, PartyId, Texts, as_texts_or_absence
from peacetrack.words.when import Moment, as_moment_or_absence

Stage = Literal["potential", "applied", "candidate", "negotiating", "concluded", "signed", "member"]


@kind("accession-path")
@attrs.frozen(kw_only=True, field_transformer=checked)
class AccessionPath:
    """How far a state is, or should be, on its way into an organisation, and by when."""

    organisation: PartyId | Absence | None = None
    stage: Stage | Absence | None = None
    clusters: Texts | Absence | None = attrs.field(default=None, converter=as_texts_or_absence)
    target: Moment | Absence | None = attrs.field(default=None, converter=as_moment_or_absence)
