"""The common type of the five claims: position, progress, event, assessment and question.

Position and progress are in `position.py`, the others and the union `Claim` in `report.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

import attrs

from peacetrack.words.act import Act
from peacetrack.words.attribution import Attribution, as_attribution
from peacetrack.words.classes import frozen
from peacetrack.words.condition import Condition
from peacetrack.words.declared_kind import kind_behind, stated
from peacetrack.words.ending import Ending
from peacetrack.words.grade import Credibility, as_credibility
from peacetrack.words.quote import Quoted
from peacetrack.words.when import When


def own_first(cls: type, fields: list[attrs.Attribute[Any]]) -> list[attrs.Attribute[Any]]:
    """Return the fields of a claim with those that it shares with other claims last."""
    return sorted(fields, key=lambda field: field.inherited)  # type: ignore[attr-defined]


class Unsaid:
    """The fields of the kinds of claims: each has fields for some of it, and None or nothing for the rest."""

    __slots__ = ()

    about: tuple[str, ...] = ()
    """The terms and events that it says it is about."""
    text: str | None = None
    """The words of an event, an assessment or a question."""
    wording: str | None = None
    """The words of a position or a progress."""
    quote: Quoted | None = None
    """The words of the source that a position quotes."""
    term: str | None = None
    """The term of a position or a progress."""
    act: Act | None = None
    """How the position was expressed."""
    since: When | None = None
    """Since when it holds."""
    credibility: Credibility | None = None
    """How credible it is in itself."""
    conditions: tuple[Condition, ...] | None = None
    """What it is conditional on."""
    content: object | None = None
    """The details of the term, of a registered kind."""
    complete: bool = False
    """Whether it says everything that holds from then on."""


@frozen(eq=False)
class ClaimBase(Unsaid):
    """The common part of all claims: who makes it, and what is worked out of its fields."""

    attribution: Attribution | None = attrs.field(default=None, converter=as_attribution, kw_only=True)
    voice: str | None = attrs.field(default=None, kw_only=True)

    @property
    def subjects(self) -> tuple[str, ...]:
        """The terms and events that it is about, its own first."""
        return self.about if self.term is None else (self.term,)

    @property
    def prose(self) -> str | None:
        """Its own words, or None."""
        return self.text if self.wording is None else self.wording

    @property
    def holder(self) -> str | None:
        """The party that holds the position or view, or None."""
        return None

    @property
    def facts(self) -> Mapping[str, object | None]:
        """The values that the rules read, by field, without content; None where nothing is said."""
        return {}

    @property
    def times(self) -> tuple[When | Ending, ...]:
        """The times and endings that it gives."""
        return () if self.since is None else (self.since,)

    @property
    def events(self) -> tuple[str, ...]:
        """The ids of the events that it speaks of, or binds something to."""
        values = (*self.times, *(self.conditions or ()), *_values_of(self.content))
        if not values:  # as of most claims
            return ()
        return tuple(event for event in map(event_in, values) if event is not None)


@frozen(eq=False)
class GradedClaim(ClaimBase):
    """A claim with a grade of credibility, if it is judged: every claim but a question."""

    credibility: Credibility | None = attrs.field(default=None, converter=as_credibility, kw_only=True)


def event_in(value: object) -> str | None:
    """Return the id of the event that a time, an ending or a condition names, or None."""
    if isinstance(value, Ending):
        return value.named_event
    return value.event if isinstance(value, _NAMING) else None


_NAMING = (*get_args(When), *get_args(Condition))


def _values_of(content: Any) -> Iterator[object]:
    """Yield the values of content that may name events."""
    if content is not None and kind_behind(content).names_events:
        for _, value in stated(content):
            yield value
