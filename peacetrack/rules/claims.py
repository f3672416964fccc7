"""Claims one by one, as a basis sees them: rule 8 of `docs/reference/rules.md`.

What claims say field by field is in `runs` and `standing`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from itertools import chain

import attrs

from peacetrack.index.plain_run import Counts
from peacetrack.index.statement import (
    Asserted,
    Key,
    Provenance,
    Statement,
    asserted,
    asserted_claim,
    bare_field,
)
from peacetrack.index.timeline import Cut
from peacetrack.ledger.filed import Filed
from peacetrack.ledger.ledger import Ledger
from peacetrack.words.act import Act
from peacetrack.words.attribution import Attribution
from peacetrack.words.basis import DEFAULT_TRUST, Basis, Trust
from peacetrack.words.classes import frozen
from peacetrack.words.position import Position
from peacetrack.words.report import Claim, Question
from peacetrack.words.term import Agenda
from peacetrack.words.value import Absence
from peacetrack.words.when import Moment, When, as_datetime, as_instant


@frozen
class Claimed:
    """A claim in its report.

    Attributes:
        report: the id of the report.
        number: the number of the claim in it, from 1.
        claim: the claim.
        attribution: its own, else its report's.
        redacted: whether the words of the report are gone.
        since: when what a position or a progress says began, with the dates of events read.

    >>> state.claims(kind="event")[0].number
    3
    """

    report: str
    number: int
    claim: Claim
    attribution: Attribution
    redacted: bool = False
    since: Moment | None = None


@frozen
class OpenQuestion(Claimed):
    """A question without an answer, in its report.

    It is answered once each of its `fields` has a value on a subject that it is about, from a report
    that was recorded later. One without `fields` is open until it is withdrawn.

    >>> state.questions().columns[:6]
    ('report', 'number', 'question', 'about', 'fields', 'due')
    """

    __columns__ = (
        "report",
        "number",
        "question",
        "about",
        "fields",
        "due",
        "claim",
        "attribution",
        "redacted",
    )

    @property
    def _asked(self) -> Question:
        assert isinstance(self.claim, Question)
        return self.claim

    @property
    def question(self) -> str:
        """The words of the question."""
        return self._asked.text

    @property
    def about(self) -> tuple[str, ...]:
        """The terms and events that it is about."""
        return self._asked.about

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that would answer it."""
        return self._asked.fields

    @property
    def due(self) -> When | None:
        """When an answer is due; None where no time is given."""
        return self._asked.due

    def answered_by(self, statements: Iterable[Statement], asked: int) -> bool:
        """Return whether statements that were recorded after a seq answer it."""
        answered = {
            bare_field(statement.field)
            for statement in statements
            if statement.term in self.about and not isinstance(statement.value, Absence)
            if statement.by.tie_seq > asked
        }
        return bool(self.fields) and answered.issuperset(self.fields)


@frozen
class Newest:
    """The newest of some reports.

    Attributes:
        report: the id of the report.
        at: when it was published, at the latest; without a publication, when it was recorded.
        published: the publication as its source states it, or None.
        supposed: whether it is only supposed, and was never recorded.

    >>> state.newest.report
    'radio'
    """

    report: str
    at: datetime
    published: Moment | None = None
    supposed: bool = False


def counted_by(basis: Basis) -> Counts:
    """Return what decides whether a claim counts at a basis: its trust, and its `published_by`."""
    if basis.published_by is None and (basis.trust is DEFAULT_TRUST or basis.trust == DEFAULT_TRUST):
        return BY_DEFAULT
    return _counted_by(basis.trust, None if basis.published_by is None else as_instant(basis.published_by))


def _counted_by(trust: Trust, limit: int | None) -> Counts:
    decided: dict[tuple[object, ...], bool] = {}  # there are few kinds of claims

    def counts(by: Provenance, accounts_of: tuple[str, ...]) -> bool:
        source = by.source
        if limit is not None and (source.published is None or source.published.range.last > limit):
            return False
        graded = by.attribution.type, source.reliability, by.credibility
        found = decided.get((graded, not accounts_of))
        if found is None:
            found = decided[graded, not accounts_of] = trust.counts(*graded, account=bool(accounts_of))
        return found

    return counts


BY_DEFAULT = _counted_by(DEFAULT_TRUST, None)
"""What decides it under the default trust: known to timelines, which may see more at a glance."""


def said_by(reports: Iterable[Filed], without: Collection[str]) -> Iterator[tuple[Filed, Asserted]]:
    """Yield the claims of some reports, each with its report."""
    for filed in reports:
        if filed.entry.id not in without:
            for claim in asserted(filed.entry, filed.tie_seq):
                yield filed, claim


class Claims:
    """The claims that a basis sees: known, trusted, and not certainly begun later.

    Parameters:
        ledger: the ledger with the reports.
        cut: the timeline, as the basis sees it.
        without: the ids of the reports that are left out.
    """

    def __init__(self, ledger: Ledger, cut: Cut, without: Collection[str]) -> None:
        self._ledger = ledger
        self._cut = cut
        self._without = without

    @cached_property
    def all(self) -> list[Claimed]:
        """All of them, in the order of their reports."""
        claims = said_by(self._ledger.reports_at(self._cut.seq), self._without)
        claimed = (claimed_at(self._cut, self._agenda, filed, claim) for filed, claim in claims)
        return [each for each in claimed if each is not None]

    def select(
        self,
        subject: str | None = None,
        party: str | None = None,
        kind: type[Claim] | None = None,
        act: Act | None = None,
    ) -> list[Claimed]:
        """Return those about a term or an event, of a party, of a kind and with an act; all by default."""
        return [
            claimed
            for claimed in self._among(subject, party, kind)
            if (party is None or party == claimed.claim.holder)
            and (kind is None or isinstance(claimed.claim, kind))
            and (act is None or claimed.claim.act is act)
        ]

    def _among(self, subject: str | None, party: str | None, kind: type[Claim] | None) -> Iterable[Claimed]:
        """Return those about a subject, perhaps of other parties and kinds too."""
        if subject is None:
            return self.all
        if party is None or kind is not Position or "all" in vars(self):
            return self._about.get(subject, ())
        return self._positions(subject, party)

    @cached_property
    def _about(self) -> Mapping[str, Sequence[Claimed]]:
        """The claims by the terms and events that they are about."""
        found: dict[str, list[Claimed]] = {}
        for claimed in self.all:
            for subject in dict.fromkeys(claimed.claim.subjects):
                found.setdefault(subject, []).append(claimed)
        return found

    def _positions(self, term: str, party: str) -> Iterator[Claimed]:
        """Yield the positions of a party on a term, without a look at all other claims."""
        ledger, timeline = self._ledger, self._cut.timeline
        lines = (timeline.lines[Key(term, party, f)] for f in timeline.fields.get((term, party), ()))
        names = {(item.name.seq, item.name.claim) for line in lines for item in line.items}
        bare = (each for each in ledger.bare.get(term, ()) if each.party == party)
        names |= {(ledger.filed[each.report].entry.seq, each.claim) for each in bare}
        numbered = (self._numbered(ledger.entries[seq - 1].id, number) for seq, number in sorted(names))
        return (claimed for claimed in numbered if claimed is not None)

    @cached_property
    def bare(self) -> frozenset[tuple[str, str]]:
        """The (term, party) of the positions that state no field: an act, or words."""
        known = chain.from_iterable(self._ledger.bare.values())
        return frozenset((b.term, b.party) for b in known if self._numbered(b.report, b.claim) is not None)

    @cached_property
    def news(self) -> Mapping[tuple[str, str | None], Sequence[Claimed]]:
        """By (term, party), the positions with an act that is news and no stance."""
        found: dict[tuple[str, str | None], list[Claimed]] = {}
        for act in chain.from_iterable(self._ledger.news_acts.values()):
            claimed = self._numbered(act.report, act.claim)
            if claimed is not None:
                found.setdefault((act.term, act.party), []).append(claimed)
        return found

    def newest(self, kind: type[Claim] | None = None) -> Provenance | None:
        """Return where the newest of them comes from, perhaps of a kind; None without one."""
        found: Provenance | None = None
        for filed in reversed(list(self._ledger.reports_at(self._cut.seq))):
            if found is not None and filed.entry.recorded <= found.publication:
                break  # no report is published after it was recorded
            by = None if filed.entry.id in self._without else next(self._counting(filed, kind), None)
            if by is not None and (found is None or by.publication > found.publication):
                found = by
        return found

    def _counting(self, filed: Filed, kind: type[Claim] | None) -> Iterator[Provenance]:
        """Yield where the claims of a report that count come from, perhaps those of a kind."""
        for number, claim in enumerate(filed.report.claims, start=1):
            if kind is None or isinstance(claim, kind):
                asserting = asserted_claim(filed.entry, filed.tie_seq, number)
                if claimed_at(self._cut, self._agenda, filed, asserting):
                    yield asserting.by

    def open_questions(self) -> list[OpenQuestion]:
        """Return the questions that no later report answers."""
        asked = (OpenQuestion(**attrs.asdict(c, recurse=False)) for c in self.select(kind=Question))
        return [question for question in asked if not self._is_answered(question)]

    def _is_answered(self, asked: OpenQuestion) -> bool:
        timeline = self._cut.timeline
        holders = [(name, party) for name in asked.about for party in timeline.parties.get(name, ())]
        keys = (Key(*holder, field) for holder in holders for field in timeline.fields[holder])
        statements = (statement for key in keys for statement in self._cut.all(key))
        return bool(asked.fields) and asked.answered_by(statements, self._ledger.filed[asked.report].tie_seq)

    @cached_property
    def _agenda(self) -> Agenda:
        return self._ledger.agenda_at(self._cut.seq)

    def _numbered(self, report: str, number: int) -> Claimed | None:
        """Return a claim by its report and its number; None where it is not one of them."""
        filed = self._ledger.filed[report]
        if report in self._without or filed.entry.seq > self._cut.seq:
            return None
        return claimed_at(self._cut, self._agenda, filed, asserted_claim(filed.entry, filed.tie_seq, number))


def newest_by(by: Provenance | None) -> Newest | None:
    """Return a report as the newest, given where one of its claims comes from."""
    if by is None:
        return None
    return Newest(by.report, as_datetime(by.publication), by.published, by.supposed)


def claimed_at(cut: Cut, agenda: Agenda, filed: Filed, claim: Asserted) -> Claimed | None:
    """Return a claim of a report; None where it is unknown, not trusted, or certainly later."""
    number, entry = claim.by.claim, filed.entry
    gone = (by.seq <= cut.seq for by in (filed.withdrawn_by, filed.retracted.get(number)) if by is not None)
    if entry.seq > cut.seq or any(gone) or not cut.counts(claim.by, claim.by.accounts_of(agenda)):
        return None
    said, since = filed.report.claims[number - 1], None
    if said.term is not None:
        since = cut.calendar.resolved(claim.since, claim.by)
        if not since.range.from_unknown and since.range.first > cut.valid:
            return None
    return Claimed(entry.id, number, said, claim.by.attribution, entry.redacted, since)
