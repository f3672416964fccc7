"""Claims one by one, as a basis sees them: rule 8 of `docs/reference/rules.md`.

What claims say field by field is in `runs` and `standing`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import chain

from peacetrack.index.statement import (
    Asserted,
    Key,
    Provenance,
    Statement,
    asserted,
    asserted_claim,
    bare_field,
)
from peacetrack.index.timeline import Counts, Cut
from peacetrack.ledger.ledger import Filed, Ledger
from peacetrack.words.attribution import Attribution
from peacetrack.words.basis import DEFAULT_TRUST, Basis, Trust
from peacetrack.words.classes import frozen
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


def claims_in(ledger: Ledger, cut: Cut, *, without: Collection[str]) -> Iterator[Claimed]:
    """Yield the claims that are known, trusted, and do not certainly begin later, by report."""
    return claims_of(said_by(ledger.reports_at(cut.seq), without), cut, ledger.agenda_at(cut.seq))


def said_by(reports: Iterable[Filed], without: Collection[str]) -> Iterator[tuple[Filed, Asserted]]:
    """Yield the claims of some reports, each with its report."""
    for filed in reports:
        if filed.entry.id not in without:
            for claim in asserted(filed.entry, filed.tie_seq):
                yield filed, claim


def claims_of(said: Iterable[tuple[Filed, Asserted]], cut: Cut, agenda: Agenda) -> Iterator[Claimed]:
    """Yield those of some claims that are known, trusted, and do not certainly begin later."""
    for filed, claim in said:
        claimed = claimed_at(cut, agenda, filed, claim)
        if claimed is not None:
            yield claimed


def bare_in(ledger: Ledger, cut: Cut, *, without: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the (term, party) of the positions among `claims_in` that state no field."""
    agenda = ledger.agenda_at(cut.seq)
    for bare in chain.from_iterable(ledger.bare.values()):
        if _numbered(ledger, cut, agenda, without, bare.report, bare.claim) is not None:
            yield bare.term, bare.party


def news_in(ledger: Ledger, cut: Cut, *, without: Collection[str]) -> Iterator[Claimed]:
    """Yield the positions among `claims_in` with an act that is news and no stance."""
    agenda = ledger.agenda_at(cut.seq)
    for bare in chain.from_iterable(ledger.news_acts.values()):
        claimed = _numbered(ledger, cut, agenda, without, bare.report, bare.claim)
        if claimed is not None:
            yield claimed


def positions_of(
    ledger: Ledger, cut: Cut, term: str, party: str, *, without: Collection[str]
) -> Iterator[Claimed]:
    """Yield the positions of a party on a term among `claims_in`, in their order."""
    lines = (cut.timeline.lines[Key(term, party, f)] for f in cut.timeline.fields.get((term, party), ()))
    names = {(item.name.seq, item.name.claim) for line in lines for item in line.items}
    bare = (each for each in ledger.bare.get(term, ()) if each.party == party)
    names |= {(ledger.filed[each.report].entry.seq, each.claim) for each in bare}
    agenda = ledger.agenda_at(cut.seq)
    for seq, number in sorted(names):
        claimed = _numbered(ledger, cut, agenda, without, ledger.entries[seq - 1].id, number)
        if claimed is not None:
            yield claimed


def _numbered(
    ledger: Ledger, cut: Cut, agenda: Agenda, without: Collection[str], report: str, number: int
) -> Claimed | None:
    """Return a claim of a report, by its number, as `claims_in` does."""
    filed = ledger.filed[report]
    if report in without or filed.entry.seq > cut.seq:
        return None
    return claimed_at(cut, agenda, filed, asserted_claim(filed.entry, filed.tie_seq, number))


def newest_in(
    ledger: Ledger, cut: Cut, *, without: Collection[str], kind: type[Claim] | None = None
) -> Provenance | None:
    """Return where the newest claim of `claims_in` comes from, perhaps of a kind; None without one."""
    found: Provenance | None = None
    agenda = ledger.agenda_at(cut.seq)
    for filed in reversed(list(ledger.reports_at(cut.seq))):
        if found is not None and filed.entry.recorded <= found.publication:
            break  # no report is published after it was recorded
        by = None if filed.entry.id in without else next(_counting(filed, cut, agenda, kind), None)
        if by is not None and (found is None or by.publication > found.publication):
            found = by
    return found


def _counting(filed: Filed, cut: Cut, agenda: Agenda, kind: type[Claim] | None) -> Iterator[Provenance]:
    """Yield where the claims of a report that count come from, perhaps those of a kind."""
    for number, claim in enumerate(filed.report.claims, start=1):
        if kind is None or isinstance(claim, kind):
            asserting = asserted_claim(filed.entry, filed.tie_seq, number)
            if _claimed(filed, asserting, cut, agenda):
                yield asserting.by


def newest_by(by: Provenance | None) -> Newest | None:
    """Return a report as the newest, given where one of its claims comes from."""
    if by is None:
        return None
    return Newest(by.report, as_datetime(by.publication), by.published, by.supposed)


def claimed_at(cut: Cut, agenda: Agenda, filed: Filed, claim: Asserted) -> Claimed | None:
    """Return a claim of a report; None where it is unknown, not trusted, or certainly later."""
    withdrawn = filed.withdrawn_by is not None and filed.withdrawn_by.seq <= cut.seq
    known = filed.entry.seq <= cut.seq and not withdrawn
    return _claimed(filed, claim, cut, agenda) if known else None


def _claimed(filed: Filed, asserted: Asserted, cut: Cut, agenda: Agenda) -> Claimed | None:
    number = asserted.by.claim
    retracted = number in filed.retracted and filed.retracted[number].seq <= cut.seq
    if retracted or not cut.counts(asserted.by, asserted.by.accounts_of(agenda)):
        return None
    claim, since = filed.report.claims[number - 1], None
    if claim.term is not None:
        since = cut.calendar.resolved(asserted.since, asserted.by)
        if not since.range.from_unknown and since.range.first > cut.valid:
            return None
    entry = filed.entry
    return Claimed(entry.id, number, claim, asserted.by.attribution, entry.redacted, since)
