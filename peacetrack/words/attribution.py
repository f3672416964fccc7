"""Attributions: who says something, and how near that is to the party."""

from __future__ import annotations

from typing import Literal

import attrs

from peacetrack.words.value import PartyId, PersonId, Prose, Word


class AttributionType(Word):
    """How near the words are to the party, nearest first; the order is the directness (rule 3).

    A `READOUT` is a side's own account of a meeting, published by a body that stands by it.
    """

    DOCUMENT = "document"
    QUOTE = "quote"
    NAMED = "named"
    JOINT = "joint"
    INSTITUTION = "institution"
    READOUT = "readout"
    OFFICIALS_PARTICIPANT = "officials-participant"
    OFFICIALS_UNSPECIFIED = "officials-unspecified"
    OFFICIALS_BRIEFED = "officials-briefed"
    LEAK = "leak"
    NARRATOR = "narrator"
    STATE_MEDIA = "state-media"
    SUPPORTERS = "supporters"
    ANALYSTS = "analysts"
    INFERENCE = "inference"
    RUMOUR = "rumour"

    @property
    def directness(self) -> int:
        """0 for the farthest type, more for nearer ones."""
        return _DIRECTNESS[self]

    @property
    def on_record(self) -> bool:
        """Whether a named person or body stands by it: from a document to a readout."""
        return self.directness >= _DIRECTNESS[AttributionType.READOUT]

    @property
    def unnamed(self) -> bool:
        """Whether unnamed officials say it."""
        return self.value.startswith("officials-")


_DIRECTNESS = {kind: place for place, kind in enumerate(reversed(AttributionType))}

AttributionTypeText = Literal[
    "document",
    "quote",
    "named",
    "joint",
    "institution",
    "readout",
    "officials-participant",
    "officials-unspecified",
    "officials-briefed",
    "leak",
    "narrator",
    "state-media",
    "supporters",
    "analysts",
    "inference",
    "rumour",
]


def as_attribution_type(value: AttributionType | AttributionTypeText) -> AttributionType:
    """Return a type, given as a member or as text."""
    return AttributionType(value)


@attrs.frozen
class Attribution:
    """Who makes a claim. `speaker` is in the words used, `person` is the id of a declared person.

    `acts_for` is the party that they speak for, where it is known.

    >>> str(Attribution("quote", speaker="the minister", acts_for="NORTH"))
    'quote (the minister)'
    """

    type: AttributionType = attrs.field(converter=as_attribution_type)
    speaker: Prose | None = attrs.field(default=None, kw_only=True)
    person: PersonId | None = attrs.field(default=None, kw_only=True)
    acts_for: PartyId | None = attrs.field(default=None, kw_only=True)

    def __str__(self) -> str:
        who = self.speaker or self.person
        return f"{self.type} ({who})" if who else str(self.type)


NARRATOR = Attribution(AttributionType.NARRATOR)
"""The attribution of a claim that names no speaker."""
