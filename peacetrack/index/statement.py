"""Statements: each field of a claim, with its value, its time and its source: rules 1 and 3 of
`docs/reference/rules.md`.

Every claim is taken apart here, once. Statements of one key are kept in a `series`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, NamedTuple, Protocol

import attrs

from peacetrack.ledger.entry import Entry
from peacetrack.words.act import BINDING
from peacetrack.words.attribution import LEAST_ON_RECORD, Attribution, AttributionType
from peacetrack.words.classes import define, frozen
from peacetrack.words.declared_kind import stated
from peacetrack.words.edtf import END
from peacetrack.words.ending import At
from peacetrack.words.grade import Credibility, Reliability
from peacetrack.words.isolate import isolated
from peacetrack.words.report import Claim, Event, Report, Source
from peacetrack.words.stance import Stance
from peacetrack.words.term import Agenda
from peacetrack.words.value import REDACTED, in_short
from peacetrack.words.when import Bound, Moment, When, as_datetime, event_of

Facts = Mapping[str, object | None]

COMPLETE = "*"
"""The field of a `complete` claim, which clears the statements before it."""

CONTENT = "content."
"""The prefix of the field of a statement about content."""


def bare_field(field: str) -> str:
    """Return a field without its prefix, as its kind of content names it."""
    return field.removeprefix(CONTENT)


def field_words(field: str) -> str:
    """Return a field in words, for a sentence."""
    return bare_field(field).replace("_", " ")


def subject_words(term: str, party: str | None) -> str:
    """Return in words a party on a term, or the term or event itself."""
    return f"{isolated(party)} on {isolated(term)}" if party else isolated(term)


class Key(NamedTuple):
    """The subject of a statement; without a party, a term itself or an event."""

    term: str
    party: str | None
    field: str


class ClaimName(NamedTuple):
    """A claim, by the seq of its entry and its number."""

    seq: int
    claim: int


@define(eq=False)
class Provenance:
    """The source of a claim: everything the rules need to know of its report.

    `undated` says that neither the claim nor its report nor its publication gives a time (rule 3).
    `states_stance` says whether the claim states a stance; without one its `until` is bare (rule 4).
    `ends_red_line` says that it accepts by agreeing, committing or signing and names no red line.
    `supposed` says that its report is only supposed: `recorded` is no day, but gives its place.
    """

    report: str
    claim: int
    seq: int
    tie_seq: int
    recorded: int
    source: Source
    attribution: Attribution
    voice: str | None
    credibility: Credibility | None
    holder: str | None
    redacted: bool = False
    undated: bool = False
    states_stance: bool = True
    ends_red_line: bool = False
    supposed: ClassVar[bool] = False

    @property
    def name(self) -> ClaimName:
        """The claim, by the seq of its entry and its number."""
        return ClaimName(self.seq, self.claim)

    @property
    def published(self) -> Moment | None:
        """When its source was published."""
        return self.source.published

    @property
    def origin(self) -> str | None:
        """The origin of its source."""
        return self.source.origin

    @property
    def reliability(self) -> Reliability | None:
        """The reliability of its source."""
        return self.source.reliability

    @property
    def type(self) -> AttributionType:
        """The type of its attribution: how near the words are to the party."""
        return self.attribution.type

    @property
    def publication(self) -> int:
        """The last instant at which it may have been published: never after it was recorded."""
        published = self.source.published
        return self.recorded if published is None else min(published.range.last, self.recorded)

    @property
    def publishing(self) -> Moment:
        """When it was published: no later than it was recorded."""
        published, last = self.published, self.publication
        if published is None or published.range.from_unknown:
            return Moment.no_later_than(last)
        if published.range.last == last:
            return published
        return Moment.between(min(published.range.first, last), last, inferred=True)

    def accounts_of(self, agenda: Agenda) -> tuple[str, ...]:
        """Return the other parties that it comes from; none for the holder's own words."""
        return agenda.accounts_of(self.holder, self.attribution)

    def order(self, anchor: int, *, own: bool = True) -> Order:
        """Return the order of a statement of this claim with an anchor."""
        return Order(anchor, own, self.attribution.type.directness, self.tie_seq, self.claim)


class _Supposed(Provenance):
    """The source of a claim of a report that is only supposed."""

    __slots__ = ()

    supposed = True


class Order(NamedTuple):
    """The order of statements: the greatest that has begun holds (rule 3).

    `own` is false of an account: of two statements about one moment, a party's own words count for
    more than what another party says of it, however near that is. Directness comes before `tie_seq`,
    so that a signed text counts for more than a rumour that arrived later. `tie_seq` is the seq of the
    entry, and for a correction that of what it first corrected, so that it keeps its place.
    """

    anchor: int
    own: bool
    directness: int
    tie_seq: int
    claim: int

    @property
    def evidence(self) -> tuple[int, bool, int]:
        """The place by the evidence: all but the order of recording."""
        return self.anchor, self.own, self.directness

    @property
    def on_record(self) -> bool:
        """Whether a named person or body stands by it, and it is no account."""
        return self.own and self.directness >= LEAST_ON_RECORD


def _facts(by: Provenance) -> tuple[object, ...]:
    """Return what two provenances are compared by; each is its own object, for speed."""
    return attrs.astuple(by, recurse=False)


@frozen(eq=True)
class Statement:
    """One field of a claim: its value, the time since it holds, and its source.

    Attributes:
        term, party: what it is about; without a party, a term itself or an event.
        field: such as `stance`, or `content.size`.
        value: as reported; for content, as its kind reads it.
        since: a moment: dates of events are read, and unknown starts are bounded.
        until_seq: the first seq that does not know it any more; None at a basis.
        by: its source, with everything the rules need to know of the report.
        anchor: the instant from which it counts, in microseconds since 1970.
        order: what it is sorted by, the greatest last.
        accounts_of: of an account, the parties whose account it is; empty for a party's own words.
        meaning: what the value is compared by, without the order of sets and the words of dates.

    >>> statement = state["truce"]["SOUTH"].evidence[0]
    >>> str(statement), str(statement.since)
    ('open (radio#1, officials-briefed)', '2030-01-04')
    """

    __columns__ = (
        "term",
        "party",
        "field",
        "value",
        "since",
        "until_seq",
        "report",
        "claim",
        "attribution",
        "recorded_at",
        "redacted",
    )

    term: str
    party: str | None
    field: str
    value: Any
    since: Moment
    until_seq: int | None = attrs.field(repr=False)  # None: at a basis, what holds has no end yet
    by: Provenance = attrs.field(repr=False, eq=_facts)
    anchor: int = attrs.field(repr=False)
    accounts_of: tuple[str, ...] = attrs.field(repr=False)
    meaning: Any = attrs.field(repr=False, eq=False)

    @cached_property
    def order(self) -> Order:
        """The order that it is sorted by; made when it is first compared, for most are never."""
        return self.by.order(self.anchor, own=not self.accounts_of)

    def __hash__(self) -> int:
        return hash((self.by.report, self.by.claim, self.field, self.anchor))  # few have the same

    def __str__(self) -> str:
        return f"{in_short(self.value)} ({isolated(self.report)}#{self.claim}, {self.attribution})"

    @property
    def key(self) -> Key:
        """The term, party and field."""
        return Key(self.term, self.party, self.field)

    @property
    def report(self) -> str:
        """The id of the report."""
        return self.by.report

    @property
    def claim(self) -> int:
        """The number of the claim in its report, from 1."""
        return self.by.claim

    @property
    def attribution(self) -> Attribution:
        """The attribution of the claim."""
        return self.by.attribution

    @property
    def recorded_at(self) -> datetime:
        """When it was recorded."""
        return as_datetime(self.by.recorded)

    @property
    def redacted(self) -> bool:
        """Whether the report was redacted."""
        return self.by.redacted

    @property
    def name(self) -> ClaimName:
        """The claim that it comes from, by the seq of its entry and its number."""
        return self.by.name

    @property
    def on_record(self) -> bool:
        """Whether a named person or body stands by it, and it is no account of another party.

        >>> state["truce"]["SOUTH"].evidence[0].on_record
        False
        """
        return self.order.on_record

    @property
    def latest(self) -> int:
        """The last instant at which it may have begun."""
        return self.since.range.last

    @property
    def identity(self) -> tuple[object, ...]:
        """Its value and its source, without its place in a ledger."""
        by = self.by
        grades = (by.origin, by.reliability, by.credibility)
        return (self.field, self.value, self.since, by.report, by.claim, by.attribution, grades)


def comparison_key(value: Any) -> Any:
    """Return what a value is compared by: sets have no order, dates no words, true is not 1."""
    if isinstance(value, str):  # as most are
        return value
    if isinstance(value, tuple):
        return frozenset(map(comparison_key, value))
    if isinstance(value, bool):
        return (bool, value)
    if isinstance(value, Moment):
        return (Moment, value.edtf or value.said)
    if isinstance(value, Bound):
        return (type(value), value.event)
    return (At, comparison_key(value.moment)) if isinstance(value, At) else value


@define(eq=False)
class Asserted:
    """A claim as statements: its source, the time since it holds, and the values of its fields."""

    by: Provenance
    since: When | None
    values: tuple[tuple[Key, Any], ...]
    event: bool

    @property
    def bound_to(self) -> str | None:
        """The event that dates it; of a claim that dates an event, the other event that dates that."""
        if not self.event:
            return event_of(self.since)
        return event_of(next((value for key, value in self.values if key.field == "when"), None))


def asserted(entry: Entry, tie_seq: int) -> list[Asserted]:
    """Return the statements that the report of an entry makes, claim by claim."""
    report = entry.report
    assert report is not None
    dated, numbers = _is_dated(entry, report), range(1, len(report.claims) + 1)
    return [_asserted(entry, report, number, tie_seq, dated=dated) for number in numbers]


def asserted_claim(entry: Entry, tie_seq: int, number: int) -> Asserted:
    """Return the statements that one claim of the report of an entry makes, by its number."""
    report = entry.report
    assert report is not None
    return _asserted(entry, report, number, tie_seq, dated=_is_dated(entry, report))


def _is_dated(entry: Entry, report: Report) -> bool:
    """Return whether a report gives a time; what is only supposed has that of its entry."""
    times = report.since, report.source.published
    return entry.supposed or any(when is not None and is_time(when) for when in times)


def _asserted(entry: Entry, report: Report, number: int, tie_seq: int, *, dated: bool) -> Asserted:
    claim = report.claims[number - 1]
    event, since, facts = isinstance(claim, Event), claim.since, claim.facts
    undated = not (dated or event or (since is not None and is_time(since)))
    by = _provenance(report, claim, facts, number, entry, tie_seq, undated=undated)
    return Asserted(by, since or report.since, tuple(_values(claim, facts)), event)


def _ends_red_line(claim: Claim, facts: Facts) -> bool:
    accepts = facts.get("stance") is Stance.ACCEPTS and claim.act in BINDING
    return accepts and facts.get("red_line") is None


def is_redacted(value: object) -> bool:
    """Return whether words of a value were redacted."""
    return REDACTED in str(value)


def is_time(when: When) -> bool:
    """Return whether it says a time; words alone, and an interval without bounds, say none."""
    if not isinstance(when, Moment):
        return True
    return not when.range.from_unknown or when.range.last < END


def _provenance(
    report: Report, claim: Claim, facts: Facts, number: int, entry: Entry, tie_seq: int, *, undated: bool
) -> Provenance:
    return (_Supposed if entry.supposed else Provenance)(
        entry.id,
        number,
        entry.seq,
        tie_seq,
        entry.recorded,
        report.source,
        report.attribution_of(claim),
        claim.voice,
        claim.credibility,
        claim.holder,
        entry.redacted,
        undated,
        isinstance(facts.get("stance"), Stance),
        _ends_red_line(claim, facts),
    )


def anchor_of(said: Asserted, since: Moment) -> int:
    """Return the instant from which the statements of a claim count."""
    return said.by.publication if said.event else since.anchor


def statements_of(
    said: Asserted, since: Moment, anchor: int, accounts_of: tuple[str, ...]
) -> list[Statement]:
    """Return the statements of a claim, given the moment since it holds and the instant that gives."""
    rest = said.by, anchor, accounts_of
    return [
        Statement(key.term, key.party, key.field, value, since, None, *rest, comparison_key(value))
        for key, value in said.values
    ]


def _values(claim: Claim, facts: Facts) -> Iterator[tuple[Key, Any]]:
    holder, about = claim.holder, next(iter(claim.subjects), "")
    for field, value in facts.items():
        if value is not None:
            yield Key(about, holder, field), value
    if claim.content is not None:
        for name, value in stated(claim.content):
            yield Key(about, holder, CONTENT + name), value
    if claim.complete:
        yield Key(about, holder, COMPLETE), True


EVENT_FIELDS = ("type", "status", "when", "duration", "place", "participants", "people", "about", "text")
POSITION_FIELDS = ("stance", "red_line", "conditions", "window", "until")


class OfReport(Protocol):
    """Something of a report: a statement, a claim."""

    @property
    def report(self) -> str: ...  # noqa: D102


def reports_of(*groups: Iterable[OfReport]) -> tuple[str, ...]:
    """Return the ids of the reports behind groups of statements or claims, each once, in their order."""
    return tuple(dict.fromkeys(said.report for group in groups for said in group))


def stance_first(field: str) -> tuple[bool, str]:
    """Return what fields are sorted by: the stance comes first."""
    return field != "stance", field
