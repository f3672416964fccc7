"""Attributions: who says something, and how near that is to the party."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Literal

import attrs

from peacetrack.errors import InvalidInputError
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import isolated
from peacetrack.words.value import PartyOrParties, PersonId, Prose, Word, as_party_ids


class AttributionType(Word):
    """How near the words are to the party, nearest first; the order is the directness (rule 3).

    A `READOUT` is a side's own account of a meeting, published by a body that stands by it.
    """

    DOCUMENT = "document", "a text of the party, or one that it signed"
    QUOTE = "quote", "the words of a named person, in quotation marks"
    NAMED = "named", "what a named person said, in other words"
    JOINT = "joint", "a statement of several parties"
    INSTITUTION = "institution", "a body that stands by it, such as a ministry"
    READOUT = "readout", "a side's own account of a meeting"
    OFFICIALS_PARTICIPANT = "officials-participant", "unnamed officials who took part"
    OFFICIALS_UNSPECIFIED = "officials-unspecified", "unnamed officials"
    OFFICIALS_BRIEFED = "officials-briefed", "unnamed officials who heard of it from others"
    LEAK = "leak", "a text that was not meant to be public"
    NARRATOR = "narrator", "the source says so itself"
    STATE_MEDIA = "state-media", "media that a state runs"
    SUPPORTERS = "supporters", "people who are for it"
    ANALYSTS = "analysts", "people who study it"
    INFERENCE = "inference", "the coder concludes it"
    RUMOUR = "rumour", "it is said, and not by what source"

    @cached_property
    def directness(self) -> int:
        """0 for the farthest type, more for nearer ones."""
        return _DIRECTNESS[self]

    @property
    def on_record(self) -> bool:
        """Whether a named person or body stands by it: from a document to a readout."""
        return self.directness >= LEAST_ON_RECORD

    @property
    def unnamed(self) -> bool:
        """Whether unnamed officials say it."""
        return self.value.startswith("officials-")


_DIRECTNESS = {kind: place for place, kind in enumerate(reversed(AttributionType))}
LEAST_ON_RECORD = _DIRECTNESS[AttributionType.READOUT]
"""The least directness of what is on the record."""

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


JOINTLY = (AttributionType.DOCUMENT, AttributionType.JOINT)
"""Types of attribution that can speak for several parties."""


def as_party_or_parties(value: str | Iterable[str] | None) -> PartyOrParties | None:
    """Return one party as its id, several as a tuple, and none as None."""
    if value is None or isinstance(value, str):
        return value
    parties = tuple(dict.fromkeys(as_party_ids(value)))
    return parties if len(parties) > 1 else next(iter(parties), None)


@frozen
class Attribution:
    """Who makes a claim. `speaker` is in the words used, `person` is the id of a declared person.

    `acts_for` is the party that they speak for, where it is known; a document or a joint statement
    may speak for several.

    >>> str(Attribution("quote", speaker="the minister", acts_for="NORTH"))
    'quote (the minister)'
    """

    type: AttributionType = attrs.field(converter=as_attribution_type)
    speaker: Prose | None = attrs.field(default=None, kw_only=True)
    person: PersonId | None = attrs.field(default=None, kw_only=True)
    acts_for: PartyOrParties | None = attrs.field(default=None, converter=as_party_or_parties, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if len(self.parties) > 1 and self.type not in JOINTLY:
            raise InvalidInputError(
                f"an attribution of type {self.type} acts for one party, not for {', '.join(self.parties)}",
                where="acts_for",
                repair="name one; a document or a joint statement may act for several",
            )

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties that they speak for; none where that is not known."""
        if self.acts_for is None:
            return ()
        return (self.acts_for,) if isinstance(self.acts_for, str) else self.acts_for

    def __str__(self) -> str:
        who = self.speaker or self.person
        return f"{self.type} ({isolated(who)})" if who else str(self.type)


NARRATOR = Attribution(AttributionType.NARRATOR)
"""The attribution of a claim that names no speaker."""


def as_attribution(value: Attribution | AttributionTypeText | None) -> Attribution | None:
    """Return an attribution, also one given as the text of its type."""
    return Attribution(value) if isinstance(value, str) else value
