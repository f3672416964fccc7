"""A ledger with its timeline as far as a seq: the real one, or one with what is supposed.

Built on projection and basis.
"""

from __future__ import annotations

import attrs

from peacetrack.index.projection import growth_by, replay
from peacetrack.index.timeline import Timeline
from peacetrack.ledger.entry import make_entry
from peacetrack.ledger.ledger import Ledger
from peacetrack.words.basis import Basis
from peacetrack.words.report import Report
from peacetrack.words.when import as_instant


@attrs.frozen(eq=False)
class Snapshot:
    """A ledger with its timeline, as far as a seq: the real one, or one with what is supposed."""

    ledger: Ledger
    timeline: Timeline
    seq: int
    _apart: dict[tuple[str, ...], Snapshot] = attrs.field(factory=dict, init=False)

    def supposing(self, basis: Basis) -> Snapshot:
        """This world without the reports that a basis leaves out, and with those it supposes."""
        if not basis.supposed and not basis.trust.without:
            return self
        apart = self._replayed(basis.trust.without)
        if not basis.supposed:
            return apart
        ledger, timeline = apart.ledger.copy(), apart.timeline.copy()
        for report in basis.supposed:
            if report.id not in ledger.filed or report.id in basis.trust.without:
                _suppose(ledger, timeline, report, as_instant(basis.valid))
        grown = Snapshot(ledger, timeline, ledger.head)
        grown._apart[()] = grown  # nobody writes to it, so it is known as it stands
        return grown

    def as_known(self) -> Snapshot:
        """This world as it was known at its seq, apart from what is written meanwhile."""
        return self._replayed(())

    def _replayed(self, without: tuple[str, ...]) -> Snapshot:
        """This world as it was known, without some reports: made once, and never grown."""
        if without not in self._apart:
            entries = self.ledger.entries[: self.seq]
            self._apart[without] = Snapshot(*replay(entries, without=without), self.seq)
        return self._apart[without]


def _suppose(ledger: Ledger, timeline: Timeline, report: Report, valid: int) -> None:
    entry = make_entry(
        report,
        seq=ledger.head + 1,
        recorded=max(valid, timeline.recorded[-1] + 1),
        recorded_by=None,
        salt=b"",
        id=str(report.id),
    )
    timeline.grow(growth_by(timeline, ledger, entry))
    ledger.append(entry)
