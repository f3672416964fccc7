"""Claims one by one, as a basis sees them. Built on timeline and ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import attrs

from peacetrack.index.statement import Asserted, asserted
from peacetrack.index.timeline import Cut
from peacetrack.ledger.ledger import Filed, Ledger
from peacetrack.words.attribution import Attribution
from peacetrack.words.report import Claim
from peacetrack.words.when import Moment


@attrs.frozen
class Claimed:
    """A claim in its report, numbered from 1; `redacted` where the words of the report are gone.

    `since` is when what a position or a progress tells began, with the dates of events read.
    """

    report: str
    number: int
    claim: Claim
    attribution: Attribution
    redacted: bool = False
    since: Moment | None = None


def claims_in(ledger: Ledger, cut: Cut, *, without: Collection[str]) -> Iterator[Claimed]:
    """The claims that are known, trusted, and do not certainly begin later, report by report."""
    for filed in ledger.reports_at(cut.seq):
        if filed.entry.id not in without:
            yield from _claims_of(filed, cut)


def _claims_of(filed: Filed, cut: Cut) -> Iterator[Claimed]:
    for said in asserted(filed.entry, filed.tie_seq):
        claimed = _claimed(filed, said, cut)
        if claimed is not None:
            yield claimed


def claimed_at(cut: Cut, filed: Filed, said: Asserted) -> Claimed | None:
    """One claim of a report; None where it is not known, not trusted, or certainly begins later."""
    withdrawn = filed.withdrawn_by is not None and filed.withdrawn_by.seq <= cut.seq
    known = filed.entry.seq <= cut.seq and not withdrawn
    return _claimed(filed, said, cut) if known else None


def _claimed(filed: Filed, said: Asserted, cut: Cut) -> Claimed | None:
    number = said.by.claim
    retracted = number in filed.retracted and filed.retracted[number].seq <= cut.seq
    if retracted or not cut.counts(said.by):
        return None
    claim, since = filed.report.claims[number - 1], None
    if claim.term is not None:
        since = cut.calendar.resolved(said.since, said.by)
        if not since.range.from_unknown and since.range.first > cut.valid:
            return None
    entry = filed.entry
    return Claimed(entry.id, number, claim, said.by.attribution, entry.redacted, since)
