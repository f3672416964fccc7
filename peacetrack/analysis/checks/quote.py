"""Checks of quotes, where the texts of their sources are at hand."""

from __future__ import annotations

from collections.abc import Iterator

from peacetrack.analysis.finding import Finding, about
from peacetrack.analysis.quotes import MEANINGS, QuoteFate, Texts, check_quotes
from peacetrack.analysis.severity import Severity
from peacetrack.state import State
from peacetrack.words.isolate import isolated

_SEVERITIES = {
    QuoteFate.ABSENT: Severity.MEDIUM,
    QuoteFate.TEXT_CHANGED: Severity.MEDIUM,
    QuoteFate.UNREADABLE: Severity.MEDIUM,
    QuoteFate.AMBIGUOUS: Severity.LOW,
    QuoteFate.MOVED: Severity.LOW,
}
_SETTLED_BY = {
    QuoteFate.TEXT_CHANGED: "the text that was coded, or a correction with the sha256 of this one",
    QuoteFate.UNREADABLE: "the text of the source, saved as UTF-8",
}


def misplaced_quotes(state: State, texts: Texts) -> Iterator[Finding]:
    """Find quotes that do not stand in the text of their source as they are given."""
    for quote in check_quotes(state, texts):
        severity = _SEVERITIES.get(quote.fate)
        if severity is not None:
            where = f"{isolated(quote.party)} on {isolated(quote.term)}"
            yield Finding(
                severity,
                "quote",
                f"a quote of {where} {MEANINGS[quote.fate]} ({quote.text}): “{quote.quote}”",
                **about(quote.term, quote.party, "quote"),
                reports=[quote.report],
                settled_by=_SETTLED_BY.get(
                    quote.fate, "a correction with the words as they stand in the text"
                ),
            )
