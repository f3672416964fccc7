"""How a claim is ascribed. Built on value."""

from __future__ import annotations

from typing import Literal

import attrs

from peacetrack.words.value import PartyId, PersonId, Prose, Word


class AttributionType(Word):
    """How near the words are to the party, nearest first: this order is the directness."""

    DOCUMENT = "document"
    QUOTE = "quote"
    NAMED = "named"
    JOINT = "joint"
    INSTITUTION = "institution"
    OFFICIALS_PARTICIPANT = "officials-participant"
    OFFICIALS_UNSPECIFIED = "officials-unspecified"
    OFFICIALS_BRIEFED = "officials-briefed"
    LEAK = "leak"
    NARRATOR = "narrator"
    SUPPORTERS = "supporters"
    ANALYSTS = "analysts"
    INFERENCE = "inference"
    RUMOUR = "rumour"

    @property
    def directness(self) -> int:
        """0 for the farthest, more for nearer ones."""
        return _DIRECTNESS[self]

    @property
    def on_record(self) -> bool:
        """Whether somebody stands by it with a name: from a document to an institution."""
        return self.directness >= _DIRECTNESS[AttributionType.INSTITUTION]

    @property
    def unnamed(self) -> bool:
        """Whether officials say it who are not named."""
        return self.value.startswith("officials-")


_DIRECTNESS = {kind: place for place, kind in enumerate(reversed(AttributionType))}

AttributionTypeText = Literal[
    "document",
    "quote",
    "named",
    "joint",
    "institution",
    "officials-participant",
    "officials-unspecified",
    "officials-briefed",
    "leak",
    "narrator",
    "supporters",
    "analysts",
    "inference",
    "rumour",
]


def as_attribution_type(value: AttributionType | AttributionTypeText) -> AttributionType:
    """A type by member or text."""
    return AttributionType(value)


@attrs.frozen
class Attribution:
    """How a claim is ascribed: `speaker` is in the words used, `person` is a declared id.

    `acts_for` is the side they speak for, where it is known.
    """

    type: AttributionType = attrs.field(converter=as_attribution_type)
    speaker: Prose | None = attrs.field(default=None, kw_only=True)
    person: PersonId | None = attrs.field(default=None, kw_only=True)
    acts_for: PartyId | None = attrs.field(default=None, kw_only=True)

    def __str__(self) -> str:
        who = self.speaker or self.person
        return f"{self.type} ({who})" if who else str(self.type)


NARRATOR = Attribution(AttributionType.NARRATOR)
"""Of a claim that is not ascribed to anybody."""
