"""The reports behind a briefing, withdrawn ones too, with what became of them and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from peacetrack.analysis.changes.cause import Cause
from peacetrack.analysis.changes.change import Change
from peacetrack.analysis.phrase import day_words, excerpt
from peacetrack.analysis.sentence.naming import Names, recorded_of
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.filed import Filed
from peacetrack.rules.wording import SUPPOSED
from peacetrack.state import State, reading_of
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import day_text
from peacetrack.words.language import in_language
from peacetrack.words.position import Position, Progress
from peacetrack.words.quote import Quote, in_marks
from peacetrack.words.report import Claim, Correction, Redaction, Retraction
from peacetrack.words.when import display_minute

_LINK = re.compile(r"https?://[^\s\x00-\x1f]+", re.IGNORECASE)
"""An address that may be a link; anything else is shown as text."""


@frozen
class ClaimCard:
    """A claim of a report: what it is about, who says it, its quotation with its place, its words."""

    number: int
    about: str
    speaker: str
    quote: str
    place: str
    wording: str
    language: str


@frozen
class SourceCard:
    """A report as evidence: its outlet and date, how to cite it, its addresses, its claims."""

    label: str
    citation: str
    links: Sequence[str]
    claims: Sequence[ClaimCard]


class Sources:
    """The reports that count at a state's basis, and those that did until they were withdrawn.

    Parameters:
        state: the state that the page is about.
        names: its names.
    """

    def __init__(self, state: State, names: Names) -> None:
        self._state = state
        self._snapshot = reading_of(state).snapshot
        self._names = names

    @cached_property
    def reports(self) -> list[Filed]:
        """The reports, in the order of their entries."""
        counting = {claimed.report for claimed in self._state.claims()}
        return [filed for filed in self._snapshot.filed_reports() if self._is_shown(filed, counting)]

    @cached_property
    def rows(self) -> Mapping[str, str]:
        """The name of each report's row on the page, by report."""
        return {filed.entry.id: f"r{filed.entry.seq}" for filed in self.reports}

    def is_withdrawn(self, filed: Filed) -> bool:
        """Whether a whole report no longer counts."""
        return filed.withdrawn_by in self._snapshot.withdrawals(filed.entry.id)

    def _is_shown(self, filed: Filed, counting: set[str]) -> bool:
        id = filed.entry.id
        if id in self._state.basis.trust.without:
            return False
        return id in counting or bool(self._snapshot.withdrawals(id))

    def became(self, filed: Filed) -> Iterator[str]:
        """Yield what a report replaced, and what became of it."""
        if isinstance(filed.entry.body, Correction):
            yield f"takes the place of {self._names.report(filed.entry.body.corrects) or 'a report'}"
        redacted = filed.redacted_by
        shown = [redacted] if redacted is not None and redacted.seq <= self._state.seq else []
        for entry in (*self._snapshot.withdrawals(filed.entry.id), *shown):
            yield f"{self._deed(entry)} {display_minute(entry.recorded_at)}: {_reason(entry)}"

    def _deed(self, entry: Entry) -> str:
        """Return what an entry did to a report, before the time of the entry."""
        if isinstance(entry.body, Correction):
            return f"corrected by {self._names.report(entry.id or '') or 'another report'},"
        if isinstance(entry.body, Redaction):
            return "words redacted"
        return "retracted" if entry.claim is None else f"claim {entry.claim} retracted"

    def place(self, report: str, claim: int | None) -> str:
        """Return the place on the page of a claim, or of its report where it is not listed there."""
        row, filed = self.rows.get(report, "sources"), self._snapshot.filed(report)
        listed = filed is not None and claim is not None and claim <= len(filed.report.claims)
        if filed is None or claim is None or not listed or row == "sources":
            return row
        return row if self._claim(claim, filed.report.claims[claim - 1], filed) is None else f"{row}-{claim}"

    def card(self, filed: Filed) -> SourceCard:
        """Return what a card of evidence says of a report and its claims."""
        source, report = filed.report.source, filed.report
        links = [link for link in (source.url, source.archived) if link and _LINK.fullmatch(link)]
        cited = [shown for shown in (source.author, report.title or source.title, source.outlet) if shown]
        recorded = recorded_of(filed)
        day = SUPPOSED if recorded is None else f"recorded {day_text(recorded)}"
        day = day if source.published is None else str(source.published)
        claims = [self._claim(number, claim, filed) for number, claim in enumerate(report.claims, start=1)]
        return SourceCard(
            label=self._names.outlet(source, recorded),
            citation=", ".join((*cited, day_words(day), *links[:1])),
            links=links,
            claims=[claim for claim in claims if claim is not None],
        )

    def _claim(self, number: int, claim: Claim, filed: Filed) -> ClaimCard | None:
        if not isinstance(claim, Position | Progress) or number in filed.retracted:
            return None
        quote = claim.quote
        placed = isinstance(quote, Quote) and quote.start is not None
        holder = "" if claim.holder is None else f"{self._names.party(claim.holder)} on "
        return ClaimCard(
            number,
            f"{holder}{self._names.quoted(claim.term)}",
            self._names.speaker(filed.report.attribution_of(claim), claim.holder),
            "" if quote is None else in_marks(excerpt(str(quote))),
            f"from character {quote.start}" if isinstance(quote, Quote) and placed else "",
            f"the report says: {in_marks(excerpt(claim.wording))}" if claim.wording else "",
            in_language(filed.report.source.language, str(quote or claim.wording or ""), exact=bool(quote)),
        )

    def cause(self, change: Change, since: int) -> str:
        """Return the cause of a change in words, with the reasons of withdrawals after a seq."""
        by = self._names.parties(change.accounts_of)
        account = [f"by the account of {by}"] if change.accounts_of else []
        words = [*account, str(change.cause), *([str(change.direction)] if change.direction else [])]
        reasons = self._reasons(change, since) if change.cause in _WITHDRAWN else ()
        return ": ".join(filter(None, (", ".join(words), "; ".join(reasons))))

    def _reasons(self, change: Change, since: int) -> Iterable[str]:
        reports = [filed for id in change.reports if (filed := self._snapshot.filed(id)) is not None]
        withdrawals = [
            entry
            for filed in reports
            for entry in self._snapshot.withdrawals(filed.entry.id)
            if entry.seq > since and _concerns(entry, filed, change)
        ]
        corrections = [filed.entry for filed in reports if filed.entry.kind == "correction"]
        return dict.fromkeys(map(_reason, withdrawals or corrections))


_WITHDRAWN = (Cause.CORRECTED, Cause.RETRACTED)


def _concerns(entry: Entry, filed: Filed, change: Change) -> bool:
    """Whether a withdrawal, of a report or of one claim, is about the same as a change."""
    if entry.claim is None:
        return True
    claim = filed.report.claims[entry.claim - 1]
    return claim.holder == change.party and claim.term in (None, change.term)


def _reason(entry: Entry) -> str:
    body = entry.body
    return body.reason if isinstance(body, Correction | Retraction | Redaction) else ""
