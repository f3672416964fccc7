"""Where a party stands on a term, and how far the term itself has come. Built on attribution."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import attrs

from peacetrack.errors import WrongTypeError
from peacetrack.words.attribution import Attribution
from peacetrack.words.grade import Credibility, as_credibility
from peacetrack.words.kind import kind_of
from peacetrack.words.term import TermStatus, as_term_status
from peacetrack.words.value import (
    Absence,
    AbsenceText,
    EventId,
    OrderedWord,
    PartyId,
    Prose,
    TermId,
    Texts,
    Word,
    absence_or,
    as_texts,
    as_tuple,
)
from peacetrack.words.when import Ending, EndingLike, InWords, When, as_ending, as_when


class Stance(OrderedWord):
    """Where a party stands on a proposition, towards acceptance; never defaulted.

    `REJECTS` refuses it, `OPPOSES` is against it, `NEUTRAL` says it takes no side, `OPEN` is
    willing to consider it, ready in principle or calls it viable, `ACCEPTS` would take it as
    worded, conditions apart.
    """

    REJECTS = "rejects"
    OPPOSES = "opposes"
    NEUTRAL = "neutral"
    OPEN = "open"
    ACCEPTS = "accepts"

    @property
    def side(self) -> int:
        """-1 against, 0 neutral, 1 for."""
        return (self > Stance.NEUTRAL) - (self < Stance.NEUTRAL)

    @property
    def verb(self) -> str:
        """What stands between a party and a term in a sentence."""
        return _VERBS.get(self.value, self.value)


_VERBS = {"neutral": "is neutral on", "open": "is open to"}


class Act(Word):
    """How a position was expressed; the stance it leaves behind is a field of its own."""

    STATES = "states"
    SIGNALS = "signals"
    SUGGESTS = "suggests"
    CONSIDERS = "considers"
    SEEKS = "seeks"
    PREFERS = "prefers"
    PROPOSES = "proposes"
    OFFERS = "offers"
    COMMITS = "commits"
    AGREES = "agrees"
    DEMANDS = "demands"
    EXPECTS = "expects"
    INSISTS = "insists"
    MAINTAINS = "maintains"
    URGES = "urges"
    WELCOMES = "welcomes"
    PRAISES = "praises"
    CRITICISES = "criticises"
    OPPOSES = "opposes"
    WARNS = "warns"
    THREATENS = "threatens"
    REFUSES = "refuses"
    CONCEDES = "concedes"
    SUSPENDS = "suspends"
    WITHDRAWS = "withdraws"
    EXPLAINS = "explains"

    @property
    def plover(self) -> str | None:
        """The PLOVER event type; None where PLOVER dropped it (statements and appeals)."""
        return _EVENT_CODES[self][0]

    @property
    def cameo(self) -> str:
        """The CAMEO code, as exact as the act alone allows."""
        return _EVENT_CODES[self][1]


_EVENT_CODES: dict[Act, tuple[str | None, str]] = {
    Act.STATES: (None, "010"),
    Act.SIGNALS: ("AGREE", "030"),
    Act.SUGGESTS: ("AGREE", "030"),
    Act.CONSIDERS: ("AGREE", "030"),
    Act.SEEKS: (None, "020"),
    Act.PREFERS: (None, "010"),
    Act.PROPOSES: ("AGREE", "030"),
    Act.OFFERS: ("AGREE", "030"),
    Act.COMMITS: ("AGREE", "030"),
    Act.AGREES: ("AGREE", "030"),
    Act.DEMANDS: ("REQUEST", "100"),
    Act.EXPECTS: ("REQUEST", "100"),
    Act.INSISTS: ("REQUEST", "100"),
    Act.MAINTAINS: (None, "010"),
    Act.URGES: (None, "020"),
    Act.WELCOMES: ("SUPPORT", "051"),
    Act.PRAISES: ("SUPPORT", "051"),
    Act.CRITICISES: ("ACCUSE", "111"),
    Act.OPPOSES: ("REJECT", "120"),
    Act.WARNS: ("ACCUSE", "110"),
    Act.THREATENS: ("THREATEN", "130"),
    Act.REFUSES: ("REJECT", "120"),
    Act.CONCEDES: ("CONCEDE", "035"),
    Act.SUSPENDS: ("SANCTION", "164"),
    Act.WITHDRAWS: ("RETREAT", "087"),
    Act.EXPLAINS: (None, "010"),
}


class Relation(Word):
    """How a position is linked to something else, short of being conditional on it."""

    IN_ORDER_TO = "in-order-to"
    IN_EXCHANGE_FOR = "in-exchange-for"
    PARALLEL_TO = "parallel-to"
    INSTEAD_OF = "instead-of"
    ADDRESSES = "addresses"
    PART_OF = "part-of"
    ACCOMPANIES = "accompanies"


class Stage(OrderedWord):
    """How far a term itself has come. Stages may be skipped or come out of order."""

    FLOATED = "floated"
    DISCUSSED = "discussed"
    TABLED = "tabled"
    UNDER_NEGOTIATION = "under-negotiation"
    NARROWED = "narrowed"
    PROVISIONALLY_AGREED = "provisionally-agreed"
    AGREED = "agreed"
    SHELVED = "shelved"


class Trend(Word):
    """Where the talks about a term are going."""

    ADVANCING = "advancing"
    STALLED = "stalled"
    RECEDING = "receding"


StanceText = Literal["rejects", "opposes", "neutral", "open", "accepts"]
ActText = Literal[
    "states",
    "signals",
    "suggests",
    "considers",
    "seeks",
    "prefers",
    "proposes",
    "offers",
    "commits",
    "agrees",
    "demands",
    "expects",
    "insists",
    "maintains",
    "urges",
    "welcomes",
    "praises",
    "criticises",
    "opposes",
    "warns",
    "threatens",
    "refuses",
    "concedes",
    "suspends",
    "withdraws",
    "explains",
]
RelationText = Literal[
    "in-order-to",
    "in-exchange-for",
    "parallel-to",
    "instead-of",
    "addresses",
    "part-of",
    "accompanies",
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
]
TrendText = Literal["advancing", "stalled", "receding"]


def as_stance(value: Stance | StanceText) -> Stance:
    """A stance by member or text."""
    return Stance(value)


def as_stance_or_absence(
    value: Stance | Absence | StanceText | AbsenceText | None,
) -> Stance | Absence | None:
    """A stance or an absence by member or text, or None."""
    given = absence_or(value)
    return given if given is None or isinstance(given, Absence) else Stance(given)


def as_act(value: Act | ActText | None) -> Act | None:
    """An act by member or text, or None."""
    return None if value is None else Act(value)


def as_stage(value: Stage | StageText | None) -> Stage | None:
    """A stage by member or text, or None."""
    return None if value is None else Stage(value)


def as_trend(value: Trend | TrendText | None) -> Trend | None:
    """A trend by member or text, or None."""
    return None if value is None else Trend(value)


def as_relation(value: Relation | RelationText) -> Relation:
    """A relation by member or text."""
    return Relation(value)


def as_window(value: EndingLike | Absence | AbsenceText | None) -> Ending | Absence | None:
    """An ending, or an absence by member or text, or None."""
    given = absence_or(value)
    return given if given is None or isinstance(given, Absence) else as_ending(given)


@attrs.frozen
class TermIs:
    """A condition: a term has at least a status, `PENDING` or above."""

    term: TermId
    status: TermStatus = attrs.field(converter=as_term_status)

    def __attrs_post_init__(self) -> None:
        if self.status < TermStatus.PENDING:
            raise WrongTypeError(
                str(self.status), "a status to wait for", repair="pending or above"
            )

    def __str__(self) -> str:
        return f"{self.term} is {self.status}"


@attrs.frozen
class StanceIs:
    """A condition: a party stands on a term at least as far from neutral on that side."""

    party: PartyId
    term: TermId
    stance: Stance = attrs.field(converter=as_stance)

    def __str__(self) -> str:
        return f"{self.party} {self.stance} {self.term}"


@attrs.frozen
class EventHeld:
    """A condition: an event is held."""

    event: EventId

    def __str__(self) -> str:
        return f"{self.event} is held"


Condition = TermIs | StanceIs | EventHeld | InWords


@attrs.frozen
class Link:
    """What a position aims at or goes with: another term, or words."""

    relation: Relation = attrs.field(converter=as_relation)
    term: TermId | None = attrs.field(default=None, kw_only=True)
    text: Prose | None = attrs.field(default=None, kw_only=True)

    def __str__(self) -> str:
        return f"{self.relation} {self.term or self.text}"


def as_conditions(value: Iterable[Condition]) -> tuple[Condition, ...]:
    """Several conditions; a lone one is refused."""
    return as_tuple(value, (TermIs, StanceIs, EventHeld, InWords), "conditions")


def as_conditions_or_none(value: Iterable[Condition] | None) -> tuple[Condition, ...] | None:
    """Several conditions, or None; a lone one is refused."""
    return None if value is None else as_conditions(value)


def as_links(value: Iterable[Link]) -> tuple[Link, ...]:
    """Several links; a lone one is refused."""
    return as_tuple(value, Link, "links")


def as_content(value: object | None) -> object | None:
    """Content of a registered kind, or None."""
    if value is not None:
        kind_of(value)
    return value


@attrs.frozen
class Position:
    """A claim: a party on a term. Only what is given is said; `complete` says that this is all.

    An explicit `red_line=False`, `conditions=()` or `window=Absence.NOT_APPLICABLE` clears what
    was said before; leaving it out keeps it.
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
    quote: Prose | None = attrs.field(default=None, kw_only=True)
    attribution: Attribution | None = attrs.field(default=None, kw_only=True)
    voice: str | None = attrs.field(default=None, kw_only=True)
    credibility: Credibility | None = attrs.field(
        default=None, converter=as_credibility, kw_only=True
    )


@attrs.frozen
class Progress:
    """A claim about a term itself, without a holder: stage, trend, and details still open."""

    term: TermId
    stage: Stage | None = attrs.field(default=None, converter=as_stage, kw_only=True)
    trend: Trend | None = attrs.field(default=None, converter=as_trend, kw_only=True)
    content: object | None = attrs.field(default=None, converter=as_content, kw_only=True)
    since: When | None = attrs.field(default=None, converter=as_when, kw_only=True)
    wording: Prose | None = attrs.field(default=None, kw_only=True)
    attribution: Attribution | None = attrs.field(default=None, kw_only=True)
    voice: str | None = attrs.field(default=None, kw_only=True)
    credibility: Credibility | None = attrs.field(
        default=None, converter=as_credibility, kw_only=True
    )
