"""The path into an organisation. Built on kind."""

from __future__ import annotations

from typing import Literal

import attrs

from peacetrack.content.absent import moment_or_absence, texts_or_absence
from peacetrack.words.kind import kind
from peacetrack.words.value import Absence, PartyId, Texts
from peacetrack.words.when import Moment

Stage = Literal["potential", "applied", "candidate", "negotiating", "concluded", "signed", "member"]


@kind("accession-path")
@attrs.frozen(kw_only=True)
class AccessionPath:
    """How far a state is, or should be, on its way into an organisation, and by when."""

    organisation: PartyId | Absence | None = None
    stage: Stage | Absence | None = None
    clusters: Texts | Absence | None = attrs.field(default=None, converter=texts_or_absence)
    target: Moment | Absence | None = attrs.field(default=None, converter=moment_or_absence)
