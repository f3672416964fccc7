"""Positions of parties on terms, and the progress of a term itself.

Stances, acts, conditions and endings have files of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import attrs

from peacetrack.words.act import Act, as_act
from peacetrack.words.claim import GradedClaim, own_first
from peacetrack.words.classes import frozen
from peacetrack.words.condition import Condition, as_conditions_or_none
from peacetrack.words.declared_kind import kind_of, stated
from peacetrack.words.ending import Ending, as_window
from peacetrack.words.quote import Quoted
from peacetrack.words.stance import Stance, as_stance_or_absence
from peacetrack.words.value import (
    Absence,
    OrderedWord,
    PartyId,
    Prose,
    TermId,
    Texts,
    Word,
    as_texts,
    as_tuple,
)
from peacetrack.words.when import When, as_when


class Relation(Word):
    """How a position is linked to something else without being conditional on it."""

    IN_ORDER_TO = "in-order-to"
    IN_EXCHANGE_FOR = "in-exchange-for"
    PARALLEL_TO = "parallel-to"
    INSTEAD_OF = "instead-of"
    ADDRESSES = "addresses"
    PART_OF = "part-of"
    ACCOMPANIES = "accompanies"


class Stage(OrderedWord):
    """How far a term itself has come. Stages may be skipped or come out of order."""

    FLOATED = "floated", "was brought up as an idea"
    DISCUSSED = "discussed", "was talked about"
    TABLED = "tabled", "is on the table as a text"
    UNDER_NEGOTIATION = "under-negotiation", "its wording is being negotiated"
    NARROWED = "narrowed", "few points are still open"
    PROVISIONALLY_AGREED = "provisionally-agreed", "is agreed until the whole is agreed"
    AGREED = "agreed", "is agreed"
    SHELVED = "shelved", "was put aside"
    SIGNED = "signed", "was signed"
    IN_FORCE = "in-force", "has entered into force"
    IMPLEMENTED = "implemented", "was carried out"
    SUSPENDED = "suspended", "was stopped for a time"
    DEFEATED = "defeated", "was voted down"
    COLLAPSED = "collapsed", "has broken down"


BROKEN_OFF = (Stage.SHELVED, Stage.SUSPENDED, Stage.DEFEATED, Stage.COLLAPSED)
"""The stages at which nothing is agreed any more, or not for a time."""


class Trend(Word):
    """The direction of the talks about a term."""

    ADVANCING = "advancing", "the talks come closer to it"
    STALLED = "stalled", "the talks do not move"
    RECEDING = "receding", "the talks move away from it"


RelationText = Literal[
    "in-order-to", "in-exchange-for", "parallel-to", "instead-of", "addresses", "part-of", "accompanies"
]
StageText = Literal[
    "floated",
    "discussed",
    "tabled",
    "under-negotiation",
    "narrowed",
    "provisionally-agreed",
    "agreed",
    "shelved",
    "signed",
    "in-force",
    "implemented",
    "suspended",
    "defeated",
    "collapsed",
]
TrendText = Literal["advancing", "stalled", "receding"]


def as_stage(value: Stage | StageText | None) -> Stage | None:
    """Return a stage, given as a member or as text, or None."""
    return None if value is None else Stage(value)


def as_trend(value: Trend | TrendText | None) -> Trend | None:
    """Return a trend, given as a member or as text, or None."""
    return None if value is None else Trend(value)


def as_relation(value: Relation | RelationText) -> Relation:
    """Return a relation, given as a member or as text."""
    return Relation(value)


@frozen
class Link:
    """A link to what a position aims at or goes with: another term, or words.

    >>> str(Link("in-exchange-for", term="truce"))
    'in-exchange-for truce'
    """

    relation: Relation = attrs.field(converter=as_relation)
    term: TermId | None = attrs.field(default=None, kw_only=True)
    text: Prose | None = attrs.field(default=None, kw_only=True)

    def __str__(self) -> str:
        return f"{self.relation} {self.term or self.text}"


def as_links(value: Iterable[Link]) -> tuple[Link, ...]:
    """Return several links; a lone one is refused."""
    return as_tuple(value, Link, "links")


def as_content(value: object | None) -> object | None:
    """Return content of a registered kind, or None."""
    if value is not None:
        kind_of(value)
    return value


@frozen(field_transformer=own_first)
class Position(GradedClaim):
    """A claim: a party on a term. It says only what is given; `complete` says that this is all.

    An explicit `red_line=False`, `conditions=()` or `window=Absence.NOT_APPLICABLE` clears what
    was said before; a field that is left out is kept.

    >>> Position("US", "security-guarantees", "accepts", act="offers", window="undisclosed").window
    Undisclosed()
    """

    party: PartyId
    term: TermId
    stance: Stance | Absence | None = attrs.field(default=None, converter=as_stance_or_absence)
    act: Act | None = attrs.field(default=None, converter=as_act, kw_only=True)
    repeated: bool = attrs.field(default=False, kw_only=True)
    red_line: bool | None = attrs.field(default=None, kw_only=True)
    content: object | None = attrs.field(default=None, converter=as_content, kw_only=True)
    conditions: tuple[Condition, ...] | None = attrs.field(
        default=None, converter=as_conditions_or_none, kw_only=True
    )
    window: Ending | Absence | None = attrs.field(default=None, converter=as_window, kw_only=True)
    since: When | None = attrs.field(default=None, converter=as_when, kw_only=True)
    until: Ending | Absence | None = attrs.field(default=None, converter=as_window, kw_only=True)
    complete: bool = attrs.field(default=False, kw_only=True)
    addressee: PartyId | None = attrs.field(default=None, kw_only=True)
    reasons: Texts = attrs.field(default=(), converter=as_texts, kw_only=True)
    links: tuple[Link, ...] = attrs.field(default=(), converter=as_links, kw_only=True)
    wording: Prose | None = attrs.field(default=None, kw_only=True)
    quote: Quoted | None = attrs.field(default=None, kw_only=True)

    @property
    def holder(self) -> str:
        """The party."""
        return self.party

    @property
    def facts(self) -> Mapping[str, object | None]:
        """The stance, red line, conditions and endings; None where nothing is said."""
        return {
            "stance": self.stance,
            "red_line": self.red_line,
            "conditions": self.conditions,
            "window": self.window,
            "until": self.until,
        }

    @property
    def is_bare(self) -> bool:
        """Whether it states no field, but perhaps an act or words."""
        if self.stance is not None or self.complete or any(v is not None for v in self.facts.values()):
            return False
        return self.content is None or not any(True for _ in stated(self.content))

    @property
    def times(self) -> tuple[When | Ending, ...]:
        """Since when it holds, and its endings."""
        endings = tuple(time for time in (self.window, self.until) if isinstance(time, Ending))
        return endings if self.since is None else (self.since, *endings)


@frozen(field_transformer=own_first)
class Progress(GradedClaim):
    """A claim about a term itself, without a holder: stage, trend, and details still open.

    >>> Progress("truce", "tabled", trend="advancing").stage
    <Stage.TABLED: 'tabled'>
    """

    term: TermId
    stage: Stage | None = attrs.field(default=None, converter=as_stage)
    trend: Trend | None = attrs.field(default=None, converter=as_trend, kw_only=True)
    content: object | None = attrs.field(default=None, converter=as_content, kw_only=True)
    since: When | None = attrs.field(default=None, converter=as_when, kw_only=True)
    wording: Prose | None = attrs.field(default=None, kw_only=True)

    @property
    def facts(self) -> Mapping[str, object | None]:
        """The stage and the trend; None where nothing is said."""
        return {"stage": self.stage, "trend": self.trend}
