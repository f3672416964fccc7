"""The reports behind a briefing, those that were withdrawn too, with why. Built on state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import attrs

from peacetrack.analysis.changes.cause import Cause
from peacetrack.analysis.changes.change import Change
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.ledger import Filed
from peacetrack.state import State
from peacetrack.view.page.catalogue import ENGLISH
from peacetrack.words.report import Correction, Redaction, Retraction
from peacetrack.words.when import display_minute


@attrs.frozen
class ReportOnPage:
    """A report on the page: the name of its row, its entry, and what became of it."""

    name: str
    filed: Filed
    became: tuple[str, ...]
    withdrawn: bool


class Sources:
    """The reports that count at a state's basis, and those that did until they were withdrawn."""

    def __init__(self, state: State, *, since: int) -> None:
        """Of a state; the reasons of changes are those of what was withdrawn after a seq."""
        self._state = state
        self._since = since

    @cached_property
    def rows(self) -> list[ReportOnPage]:
        """The reports, in the order of their entries."""
        return [
            ReportOnPage(f"r{one.entry.seq}", one, tuple(self._became(one)), self._is_gone(one))
            for one in self._state.filed_reports()
            if self._is_shown(one)
        ]

    def _is_shown(self, filed: Filed) -> bool:
        id = filed.entry.id
        if id in self._state.basis.trust.without:
            return False
        return id in self._counted or bool(self._state.withdrawals(id))

    @cached_property
    def _counted(self) -> set[str]:
        """The reports of which something counts."""
        return {claimed.report for claimed in self._state.claims()}

    def _is_gone(self, filed: Filed) -> bool:
        """Whether all of a report was withdrawn."""
        return filed.withdrawn_by in self._state.withdrawals(filed.entry.id)

    @property
    def names(self) -> dict[str, str]:
        """By report, the name of its row."""
        return {source.filed.entry.id: source.name for source in self.rows}

    def _became(self, filed: Filed) -> Iterator[str]:
        """What became of a report, and what it took the place of."""
        if isinstance(filed.entry.body, Correction):
            yield ENGLISH["takes_place"].format(id=filed.entry.body.corrects)
        redacted = filed.redacted_by
        shown = [redacted] if redacted is not None and redacted.seq <= self._state.seq else []
        for entry in (*self._state.withdrawals(filed.entry.id), *shown):
            yield ENGLISH[_label_of(entry)].format(
                id=entry.id,
                claim=entry.claim,
                time=display_minute(entry.recorded_at),
                reason=_reason(entry),
            )

    def why(self, change: Change) -> str:
        """The cause of a change; of what was withdrawn, with the reason that was given."""
        words = [str(change.cause)] + ([str(change.direction)] if change.direction else [])
        reasons = self._reasons(change) if change.cause in _WITHDRAWN else ()
        return ": ".join(filter(None, (", ".join(words), "; ".join(reasons))))

    def _reasons(self, change: Change) -> Iterable[str]:
        filed = [one for report in change.reports if (one := self._state.filed(report)) is not None]
        gone = [
            entry
            for one in filed
            for entry in self._state.withdrawals(one.entry.id)
            if entry.seq > self._since and _concerns(entry, one, change)
        ]
        made = [one.entry for one in filed if one.entry.kind == "correction"]
        return dict.fromkeys(_reason(entry) for entry in gone or made)


def _concerns(entry: Entry, filed: Filed, change: Change) -> bool:
    """Whether what a change is about was withdrawn by an entry: of a report, or of one claim."""
    if entry.claim is None:
        return True
    claim = filed.report.claims[entry.claim - 1]
    return claim.holder == change.party and claim.term in (None, change.term)


_WITHDRAWN = (Cause.CORRECTED, Cause.RETRACTED)


def _label_of(entry: Entry) -> str:
    if isinstance(entry.body, Correction):
        return "was_corrected"
    if isinstance(entry.body, Redaction):
        return "was_redacted"
    return "was_retracted" if entry.claim is None else "claim_retracted"


def _reason(entry: Entry) -> str:
    body = entry.body
    return body.reason if isinstance(body, Correction | Retraction | Redaction) else ""
