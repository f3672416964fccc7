"""The reports behind a briefing, withdrawn ones too, with what became of them and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from peacetrack.analysis.changes.cause import Cause
from peacetrack.analysis.changes.change import Change
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.ledger import Filed
from peacetrack.state import State, snapshot_of
from peacetrack.words.isolate import isolated
from peacetrack.words.report import Correction, Redaction, Retraction
from peacetrack.words.when import display_minute


class Sources:
    """The reports that count at a state's basis, and those that did until they were withdrawn.

    The reasons of changes are those of withdrawals after the seq `since`.
    """

    def __init__(self, state: State, *, since: int) -> None:
        self._state = state
        self._snapshot = snapshot_of(state)
        self._since = since

    @cached_property
    def reports(self) -> list[Filed]:
        """The reports, in the order of their entries."""
        counting = {claimed.report for claimed in self._state.claims()}
        return [filed for filed in self._snapshot.filed_reports() if self._is_shown(filed, counting)]

    @property
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
            yield f"takes the place of {isolated(filed.entry.body.corrects)}"
        redacted = filed.redacted_by
        shown = [redacted] if redacted is not None and redacted.seq <= self._state.seq else []
        for entry in (*self._snapshot.withdrawals(filed.entry.id), *shown):
            yield f"{_deed(entry)} {display_minute(entry.recorded_at)}: {_reason(entry)}"

    def cause(self, change: Change) -> str:
        """Return the cause of a change; for a withdrawal, with the reason that was given."""
        words = [str(change.cause)] + ([str(change.direction)] if change.direction else [])
        reasons = self._reasons(change) if change.cause in _WITHDRAWN else ()
        return ": ".join(filter(None, (", ".join(words), "; ".join(reasons))))

    def _reasons(self, change: Change) -> Iterable[str]:
        reports = [filed for id in change.reports if (filed := self._snapshot.filed(id)) is not None]
        withdrawals = [
            entry
            for filed in reports
            for entry in self._snapshot.withdrawals(filed.entry.id)
            if entry.seq > self._since and _concerns(entry, filed, change)
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


def _deed(entry: Entry) -> str:
    """Return what an entry did to a report, before the time of the entry."""
    if isinstance(entry.body, Correction):
        return f"corrected by {isolated(entry.id)},"
    if isinstance(entry.body, Redaction):
        return "words redacted"
    return "retracted" if entry.claim is None else f"claim {entry.claim} retracted"


def _reason(entry: Entry) -> str:
    body = entry.body
    return body.reason if isinstance(body, Correction | Retraction | Redaction) else ""
