"""Reports: their source, voices and claims, and what corrects, retracts or redacts them.

Position and progress, the other two claims, are in `position.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal, Protocol, runtime_checkable

import attrs

from peacetrack.errors import InvalidInputError, UnknownNameError, WrongTypeError, quoted
from peacetrack.words.attribution import NARRATOR, Attribution, as_attribution
from peacetrack.words.claim import ClaimBase, GradedClaim, own_first
from peacetrack.words.classes import frozen
from peacetrack.words.condition import Condition, as_conditions
from peacetrack.words.grade import (
    Confidence,
    Likelihood,
    Reliability,
    as_confidence,
    as_likelihood,
    as_reliability,
)
from peacetrack.words.position import Link, Position, Progress, as_links
from peacetrack.words.value import (
    EventId,
    FrozenDict,
    PartyId,
    PartyIds,
    PersonId,
    Prose,
    SubjectId,
    Word,
    as_name,
    as_party_ids,
    as_texts,
    as_tuple,
    by_name,
)
from peacetrack.words.when import Moment, When, as_optional_moment, as_when


class EventStatus(Word):
    """The status of an event."""

    EXPECTED = "expected", "is to take place"
    HELD = "held", "took place"
    ONGOING = "ongoing", "takes place now"
    ENDED = "ended", "is over"
    POSTPONED = "postponed", "was put off"
    CANCELLED = "cancelled", "will not take place"


class Tone(Word):
    """The tone of an assessment."""

    OPTIMISTIC = "optimistic"
    CAUTIOUSLY_OPTIMISTIC = "cautiously-optimistic"
    SUPPORTIVE = "supportive"
    NEUTRAL = "neutral"
    CAUTIOUS = "cautious"
    SCEPTICAL = "sceptical"
    CRITICAL = "critical"
    PESSIMISTIC = "pessimistic"


EventStatusText = Literal["expected", "held", "ongoing", "ended", "postponed", "cancelled"]
ToneText = Literal[
    "optimistic",
    "cautiously-optimistic",
    "supportive",
    "neutral",
    "cautious",
    "sceptical",
    "critical",
    "pessimistic",
]


def as_coder_type(value: CoderType) -> CoderType:
    """Return what a coder is; refuse what is neither."""
    if value not in ("person", "model"):
        raise UnknownNameError("type of coder", value, ("person", "model"))
    return value


def as_event_status(value: EventStatus | EventStatusText | None) -> EventStatus | None:
    """Return a status, given as a member or as text, or None."""
    return None if value is None else EventStatus(value)


def as_tone(value: Tone | ToneText | None) -> Tone | None:
    """Return a tone, given as a member or as text, or None."""
    return None if value is None else Tone(value)


_SHA256 = "^[0-9A-Fa-f]{64}$"
CoderType = Literal["person", "model"]


def as_sha256(value: str | None) -> str | None:
    """Return a hash in small letters, or None; refuse what is none."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise WrongTypeError(value, "a text")
    if not re.fullmatch(_SHA256, value):
        what = f"{quoted(value)} is no SHA-256 hash"
        repair = "give its 64 hexadecimal digits, as sha256sum prints them"
        raise InvalidInputError(what, where="sha256", repair=repair)
    return value.lower()


def _matching(pattern: str, what: str, repair: str) -> dict[str, Any]:
    """Return the options of a field that takes texts of a pattern alone, as its JSON Schema has it."""

    def check(_: object, field: attrs.Attribute[Any], value: object) -> None:
        if isinstance(value, str) and not re.fullmatch(pattern, value):
            raise InvalidInputError(f"{value[:60]!r} is no {what}", where=field.name, repair=repair)

    return {"validator": check, "metadata": {"pattern": pattern}}


_LANGUAGE = _matching(
    "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,8}$", "language tag", "write it as in BCP 47, such as uk or pt-BR"
)
_MARKING = _matching(
    r"^[^\s\u0000]([^\u0000]{0,58}[^\s\u0000])?$",
    "marking",
    "at most 60 characters without space around them, such as TLP:AMBER",
)
_NAME = _matching(
    r"^[^\s\u0000]([^\u0000]*[^\s\u0000])?$", "name", "a coder has a name, without space around it"
)


@frozen
class Source:
    """The source of a report; everything may be unknown.

    Rewrites of one wire report share an `origin`, so that they do not count as independent.
    `published` is when the source said so, `retrieved` when the desk read it. `sha256` is the SHA-256
    hash of the file that was coded, in 64 hexadecimal digits (FIPS 180-4). `archived` is the address of
    a copy, `language` a tag of BCP 47, and `marking` how the material may be shared, such as TLP:AMBER.
    Hash, language and marking stay when words are redacted.
    """

    outlet: Prose | None = None
    origin: str | None = attrs.field(default=None, kw_only=True)
    url: Prose | None = attrs.field(default=None, kw_only=True)
    author: Prose | None = attrs.field(default=None, kw_only=True)
    title: Prose | None = attrs.field(default=None, kw_only=True)
    published: Moment | None = attrs.field(default=None, converter=as_optional_moment, kw_only=True)
    retrieved: Moment | None = attrs.field(default=None, converter=as_optional_moment, kw_only=True)
    reliability: Reliability | None = attrs.field(default=None, converter=as_reliability, kw_only=True)
    sha256: str | None = attrs.field(
        default=None, converter=as_sha256, kw_only=True, metadata={"pattern": _SHA256}
    )
    archived: Prose | None = attrs.field(default=None, kw_only=True)
    language: str | None = attrs.field(default=None, kw_only=True, **_LANGUAGE)
    marking: str | None = attrs.field(default=None, kw_only=True, **_MARKING)

    def is_same(self, other: Source) -> bool:
        """Return whether two reports of these sources are codings of one source (rule 7)."""
        if self.sha256 is not None and self.sha256 == other.sha256:
            return True
        if self.url is None or self.url != other.url:
            return False
        if self.published is None or other.published is None:
            return True
        own, others = self.published.range, other.published.range
        return own.first <= others.last and others.first <= own.last

    def shares_root(self, other: Source) -> bool:
        """Return whether they are one source, or are known to go back to one origin."""
        return self.is_same(other) or (self.origin is not None and self.origin == other.origin)


def roots(sources: Iterable[Source]) -> list[list[Source]]:
    """Return sources in groups that share a root, directly or through others."""
    groups: list[list[Source]] = []
    for source in dict.fromkeys(sources):
        linked = [root for root in groups if any(map(source.shares_root, root))]
        others = [root for root in groups if root not in linked]
        groups = [*others, [other for root in linked for other in root] + [source]]
    return groups


@frozen(field_transformer=own_first)
class Event(GradedClaim):
    """A claim about an event; claims with one id are about one event.

    `text` says what it is: the first one recorded names the event wherever it is shown. The text of a
    claim with the status postponed or cancelled is no name, but the reason.

    >>> Event("summit", "held", when="2030-02-01", participants=["NORTH"]).subjects
    ('summit',)
    """

    id: EventId
    type: Prose | None = attrs.field(default=None, kw_only=True)
    status: EventStatus | None = attrs.field(default=None, converter=as_event_status)
    when: When | None = attrs.field(default=None, converter=as_when, kw_only=True)
    duration: str | None = attrs.field(default=None, kw_only=True)
    place: Prose | None = attrs.field(default=None, kw_only=True)
    participants: PartyIds = attrs.field(default=(), converter=as_party_ids, kw_only=True)
    people: tuple[PersonId, ...] = attrs.field(default=(), converter=as_texts, kw_only=True)
    about: tuple[SubjectId, ...] = attrs.field(default=(), converter=as_texts, kw_only=True)
    text: Prose | None = attrs.field(default=None, kw_only=True)

    @property
    def subjects(self) -> tuple[str, ...]:
        """The event itself, then what it is about."""
        return (self.id, *self.about)

    @property
    def facts(self) -> Mapping[str, object | None]:
        """All that is said of the event; None where nothing is said."""
        return {
            "type": self.type,
            "status": self.status,
            "when": self.when,
            "duration": self.duration,
            "place": self.place,
            "participants": self.participants or None,
            "people": self.people or None,
            "about": self.about or None,
            "text": self.text,
        }

    @property
    def times(self) -> tuple[When, ...]:
        """When it takes place."""
        return () if self.when is None else (self.when,)

    @property
    def events(self) -> tuple[str, ...]:
        """Its own id, and that of the event that dates it."""
        return (self.id, *super().events)


@frozen(field_transformer=own_first)
class Assessment(GradedClaim):
    """A claim: a view of the deal, which gives no party a stance.

    `of` is the party that holds the view, where it is a party's.
    """

    text: Prose
    about: tuple[SubjectId, ...] = attrs.field(default=(), converter=as_texts, kw_only=True)
    of: PartyId | None = attrs.field(default=None, kw_only=True)
    tone: Tone | None = attrs.field(default=None, converter=as_tone, kw_only=True)
    conditions: tuple[Condition, ...] = attrs.field(default=(), converter=as_conditions, kw_only=True)
    links: tuple[Link, ...] = attrs.field(default=(), converter=as_links, kw_only=True)
    likelihood: Likelihood | None = attrs.field(default=None, converter=as_likelihood, kw_only=True)
    confidence: Confidence | None = attrs.field(default=None, converter=as_confidence, kw_only=True)

    @property
    def holder(self) -> str | None:
        """The party that holds the view, or None."""
        return self.of


@frozen(field_transformer=own_first)
class Question(ClaimBase):
    """A claim: a question that is left open, about `fields` of terms, with an answer `due` by a time."""

    text: Prose
    about: tuple[SubjectId, ...] = attrs.field(default=(), converter=as_texts, kw_only=True)
    fields: tuple[str, ...] = attrs.field(default=(), converter=as_texts, kw_only=True)
    due: When | None = attrs.field(default=None, converter=as_when, kw_only=True)

    @property
    def times(self) -> tuple[When, ...]:
        """When an answer is due."""
        return () if self.due is None else (self.due,)

    def __str__(self) -> str:
        return self.text


Claim = Position | Progress | Event | Assessment | Question
"""A claim. Asked for what only another kind of claim says (`words/claim.py`), it says None or nothing."""
CLAIMS = {
    "position": Position,
    "progress": Progress,
    "event": Event,
    "assessment": Assessment,
    "question": Question,
}


_CLAIMS = tuple(CLAIMS.values())


def as_claims(value: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return several claims; a lone one is refused."""
    return as_tuple(value, _CLAIMS, "claims")


def as_voices(value: Mapping[str, Attribution]) -> Mapping[str, Attribution]:
    """Return the voices by name, read-only."""
    if not isinstance(value, Mapping):
        raise WrongTypeError(value, "a mapping of voices", repair='write {"name": Attribution(...)}')
    return FrozenDict(by_name(value))


@frozen
class Coder:
    """Who coded a report: a person, or a model with its version and the hash of its prompt.

    >>> Coder("extractor", type="model", version="3").type
    'model'
    """

    name: str = attrs.field(**_NAME)
    type: CoderType = attrs.field(default="person", converter=as_coder_type, kw_only=True)
    version: str | None = attrs.field(default=None, kw_only=True)
    prompt_sha256: str | None = attrs.field(
        default=None, converter=as_sha256, kw_only=True, metadata={"pattern": _SHA256}
    )

    def __str__(self) -> str:
        return self.name if self.version is None else f"{self.name} {self.version}"


@frozen
class Acceptance:
    """The origin of an accepted report: the id of a `proposal`, and the `reason` for what was changed."""

    proposal: str
    reason: Prose | None = attrs.field(default=None, kw_only=True)


def _counted(claims: tuple[Claim, ...]) -> str:
    return f"<{len(claims)} claims>"


@frozen
class Report:
    """Claims from one source.

    A claim without an attribution or a voice has the report's attribution, else the narrator's.
    One without a `since` has the report's. `coded_by` says who coded it, and `acceptance` names the
    proposal that it was accepted from.

    A claim can be asked for what only another kind of claim says, such as `term` or `text`: it is None or
    empty.

    >>> report = Report([Position("NORTH", "truce", "open")], id="wire", since="2030-01-01")
    >>> str(report.attribution_of(report.claims[0]))
    'narrator'
    """

    claims: tuple[Claim, ...] = attrs.field(converter=as_claims, repr=_counted)
    id: str | None = attrs.field(default=None, kw_only=True)
    title: Prose | None = attrs.field(default=None, kw_only=True)
    source: Source = attrs.field(factory=Source, kw_only=True)
    attribution: Attribution | None = attrs.field(default=None, converter=as_attribution, kw_only=True)
    voices: Mapping[str, Attribution] = attrs.field(factory=dict, converter=as_voices, kw_only=True)
    since: When | None = attrs.field(default=None, converter=as_when, kw_only=True)
    note: Prose | None = attrs.field(default=None, kw_only=True)
    coded_by: Coder | None = attrs.field(default=None, kw_only=True)
    acceptance: Acceptance | None = attrs.field(default=None, kw_only=True)

    @property
    def events(self) -> tuple[str, ...]:
        """The ids of the events that it speaks of, or binds something to, each once."""
        since = () if self.since is None or self.since.event is None else (self.since.event,)
        return tuple(dict.fromkeys((*since, *(e for claim in self.claims for e in claim.events))))

    def attribution_of(self, claim: Claim) -> Attribution:
        """Return the attribution of a claim of this report.

        Raises:
            UnknownNameError: the report has no voice of the name that the claim gives.
        """
        if claim.voice is not None:
            voice = as_name(claim.voice)
            if voice not in self.voices:
                raise UnknownNameError("voice", voice, self.voices)
            return self.voices[voice]
        return claim.attribution or self.attribution or NARRATOR


@frozen
class Correction:
    """An entry that puts a `report` in the place of the one that it `corrects`."""

    corrects: str
    report: Report
    reason: Prose


@frozen
class Retraction:
    """An entry that withdraws a report, or one `claim` of it, numbered from 1."""

    retracts: str
    reason: Prose
    claim: int | None = attrs.field(default=None, kw_only=True)


@frozen
class Redaction:
    """An entry that takes away the words of a report; that they were there stays provable."""

    redacts: str
    reason: Prose


@frozen
class Proposal:
    """An entry that proposes a `report`, which no state reads before it is accepted."""

    report: Report


@frozen
class Dismissal:
    """An entry that dismisses a proposal."""

    dismisses: str
    reason: Prose


@runtime_checkable
class Drafted(Protocol):
    """Anything that gives the mapping of a report, such as a draft."""

    def as_mapping(self) -> Mapping[str, object]:
        """Return the report in its JSON form."""
        ...


AsReport = Report | Mapping[str, object] | Drafted
"""What `record`, `correct` and `suppose` take."""
