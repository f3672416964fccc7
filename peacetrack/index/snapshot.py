"""A ledger and its timeline as one state reads them: up to a seq, unchanged by what is written later.

What a basis supposes or leaves out is replayed here, on copies. Which rules apply to the statements
is not decided here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from functools import cached_property
from itertools import islice

import attrs

from peacetrack.errors import UnknownSeqError, WrongTypeError
from peacetrack.index.projection import growth_by, replay
from peacetrack.index.timeline import Timeline
from peacetrack.ledger.entry import SUPPOSED, Entry, Stamp, make_entry
from peacetrack.ledger.filed import Filed
from peacetrack.ledger.ledger import Ledger
from peacetrack.words.basis import Basis
from peacetrack.words.classes import frozen
from peacetrack.words.report import Report
from peacetrack.words.term import Agenda
from peacetrack.words.when import TimeLike, as_instant


@frozen(eq=False, slots=False)
class Snapshot:
    """A ledger with its timeline, as one state reads them.

    Attributes:
        ledger, timeline: shared with the tracker, which goes on writing to them.
        seq: the seq of the last entry that is read.
        head: the seq of the last entry when the snapshot was taken, at least `seq`. Names, aliases
            and the ids of events are looked up as they were then, so that later declarations
            change no answer.
        mentioned: how many events were named up to the head.
    """

    ledger: Ledger
    timeline: Timeline
    seq: int
    head: int
    mentioned: int
    _apart: dict[tuple[str, ...], Snapshot] = attrs.field(factory=dict, init=False)

    @classmethod
    def of(cls, ledger: Ledger, timeline: Timeline, seq: int) -> Snapshot:
        """Take a snapshot at the head of a ledger, to be read up to a seq."""
        timeline.catch_up()
        return cls(ledger, timeline, seq, ledger.head, len(ledger.events))

    def at(self, seq: int) -> Snapshot:
        """Return the same, read up to another seq; beyond the head, a new one of the ledger."""
        if seq > self.head:
            return Snapshot.of(self.ledger, self.timeline, seq)
        return Snapshot(self.ledger, self.timeline, seq, self.head, self.mentioned)

    def seq_of(self, known: int | TimeLike) -> int:
        """Return the seq that a `known` stands for: a seq as it is, a time as the last entry by then."""
        if isinstance(known, bool):
            raise WrongTypeError(known, "a seq or a time")
        if not isinstance(known, int):
            return bisect_right(self.timeline.recorded, as_instant(known)) - 1
        if not 0 <= known <= self.ledger.head:
            raise UnknownSeqError(known, self.ledger.head)
        return known

    @cached_property
    def names(self) -> Agenda:
        """The agenda in force at the head, for looking up names and aliases."""
        return self.ledger.agenda_at(self.head)

    @cached_property
    def agenda(self) -> Agenda:
        """The agenda as known at the seq."""
        return self.names if self.seq == self.head else self.ledger.agenda_at(self.seq)

    @cached_property
    def event_ids(self) -> Collection[str]:
        """The ids of all events that were named up to the head, in the order of first mention."""
        return dict.fromkeys(islice(list(self.ledger.events), self.mentioned))

    @property
    def entries(self) -> list[Entry]:
        """The entries up to the seq, oldest first."""
        return self.ledger.entries[: self.seq]

    def filed(self, report: str) -> Filed | None:
        """Return a report that was recorded up to the head; None where there is none."""
        filed = self.ledger.filed.get(report)
        return None if filed is None or filed.entry.seq > self.head else filed

    def filed_reports(self) -> list[Filed]:
        """Return the reports up to the seq, withdrawn or not, in the order they were recorded."""
        filed = list(self.ledger.filed.values())  # it may grow meanwhile
        return [report for report in filed if report.entry.seq <= self.seq]

    def withdrawals(self, report: str) -> list[Entry]:
        """Return the entries up to the seq that withdrew a report, or one of its claims."""
        filed = self.filed(report)
        if filed is None:
            return []
        entries = (filed.withdrawn_by, *filed.retracted.values())
        return [entry for entry in entries if entry is not None and entry.seq <= self.seq]

    def supposing(self, basis: Basis) -> Snapshot:
        """Return this snapshot without the reports a basis leaves out, and with those it supposes."""
        if not basis.supposed and not basis.trust.without:
            return self
        apart = self._replayed(basis.trust.without)
        if not basis.supposed:
            return apart
        ledger, timeline = apart.ledger.copy(), apart.timeline.copy()
        for report in basis.supposed:
            if report.id not in ledger.filed or report.id in basis.trust.without:
                _suppose(ledger, timeline, report, as_instant(basis.valid))
        grown = Snapshot(ledger, timeline, ledger.head, ledger.head, len(ledger.events))
        grown._apart[()] = grown  # nothing is written to it, so it is known as it stands
        return grown

    def as_known(self) -> Snapshot:
        """Return a copy that ends at the seq, so that a report can be admitted or withdrawn on it."""
        return self._replayed(())

    def _replayed(self, without: tuple[str, ...]) -> Snapshot:
        """Replay the entries up to the seq without some reports; made once, and never grown."""
        if without not in self._apart:
            ledger, timeline = replay(self.entries, without=without)
            self._apart[without] = Snapshot.of(ledger, timeline, self.seq)
        return self._apart[without]


def _suppose(ledger: Ledger, timeline: Timeline, report: Report, valid: int) -> None:
    """Add a report; what it says without a time holds at the valid instant, and so is dated."""
    recorded = max(valid, timeline.recorded[-1] + 1)
    entry = make_entry(report, Stamp(ledger.head + 1, recorded, None, SUPPOSED), ledger.agenda.kind_by_id)
    timeline.grow(growth_by(timeline, ledger, entry))
    ledger.append(entry)
