"""The writer: it turns additions into entries, with a seq, a time, a recorder and a salt.

What may be written is decided in `ledger/addition.py`; entries of another ledger come in through
`exchange.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from peacetrack.errors import InvalidInputError, PeacetrackError, StoreError, WithdrawnReportError
from peacetrack.ledger.addition import Addition, recording
from peacetrack.ledger.entry import Entry, Stamp, make_entry
from peacetrack.ledger.ledger import Ledger, Receipt, receipt
from peacetrack.store.journal import Journal
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import BEGINNING, DAY, Precision, Range
from peacetrack.words.report import AsReport
from peacetrack.words.when import TimeLike, as_datetime, as_instant, as_moment

Clock = Callable[[], datetime]
"""What gives the time of an entry that is recorded without `recorded_at=`."""

Salt = Callable[[], bytes]
"""What gives the random bytes that are hashed together with the words of an entry."""


_LATEST = as_instant(datetime.max.replace(tzinfo=UTC)) - DAY
"""From here on the entries that follow would soon have no time that can be written."""

_CHECK_THE_CLOCK = (
    "check the year and the clock; of the commands only `import` takes it, with --trust-clock; in Python a tracker"
    " of a made-up future is made with a clock of its own"
)


@frozen
class Problem:
    """A report that could not be recorded: its place among those given, from 0, and the error."""

    place: int
    error: PeacetrackError


@frozen
class BatchResult:
    """The outcome of many reports: receipts of the new, receipts of those already there, problems."""

    recorded: Table[Receipt]
    duplicates: Table[Receipt]
    problems: Table[Problem]


@frozen(eq=False)
class Writer:
    """Make entries and commit them to a journal."""

    journal: Journal
    recorder: str | None
    clock: Clock
    salt: Salt

    def write(
        self, make: Callable[[Ledger], Addition], recorded_at: TimeLike | None, expect: int | None
    ) -> Receipt:
        """Commit what is made under the lock, and return its receipt."""
        return self.journal.commit(lambda: self._entry(make(self.journal.ledger), recorded_at), expect)

    def write_all(
        self,
        reports: Iterable[AsReport],
        *,
        batch: int,
        progress: Callable[[int], object] | None,
        recorded_at: TimeLike | None,
        expect: int | None,
    ) -> BatchResult:
        """Commit reports in batches; those that cannot be recorded become problems."""
        receipts: list[Receipt] = []
        problems: list[Problem] = []

        def take(numbered: tuple[int, AsReport]) -> None:
            place, report = numbered
            try:
                receipts.append(self._add(report, recorded_at))
            except StoreError:  # it says nothing about the report
                raise
            except PeacetrackError as error:
                problems.append(Problem(place, error))

        self.journal.each_in_batches(enumerate(reports), take, batch=batch, progress=progress, expect=expect)
        return BatchResult(
            Table([receipt for receipt in receipts if receipt.new], Receipt),
            Table([receipt for receipt in receipts if not receipt.new], Receipt),
            Table(problems, Problem),
        )

    def _add(self, report: AsReport, recorded_at: TimeLike | None) -> Receipt:
        """Add a report to the transaction of a batch; one that was withdrawn counts as recorded."""
        try:
            addition = recording(self.journal.ledger, report)
        except WithdrawnReportError as error:
            return receipt(self.journal.ledger.filed[error.id].entry, new=False)
        entry = self._entry(addition, recorded_at)
        new = entry is not addition.existing
        if new:
            self.journal.add(entry)
        return receipt(entry, new=new)

    def _entry(self, addition: Addition, recorded_at: TimeLike | None) -> Entry:
        """Return the entry for a addition, or the one that already says it."""
        if addition.existing is not None:
            return addition.existing
        seq, recorded = self.journal.ledger.head + 1, self.recorded(recorded_at)
        stamp = Stamp(seq, recorded, self.recorder, self.salt())
        return make_entry(addition.body, stamp, self.journal.ledger.agenda.kind_by_id, parts=addition.parts)

    def recorded(self, given: TimeLike | None, *, trust_clock: bool = False) -> int:
        """Return the instant of the next entry, in microseconds since 1970, UTC.

        It is later than that of the head. Of an imprecise time such as a day it is the first instant
        that is. A time that is given is refused where it is more than a day later than the clock,
        unless `trust_clock`: every entry that follows would have to be later still.
        """
        head, head_given = self.journal.recorded
        now = as_instant(self.clock())
        span = Range(now, now, Precision.INSTANT) if given is None else as_moment(given).range
        if given is not None and span.last < head_given:
            raise InvalidInputError(
                f"{as_moment(given)} is before the head's {as_datetime(head)}",
                where="recorded_at",
                repair="record in the order in which things were learned; an agenda too takes a recorded_at",
            )
        if span.first == BEGINNING:
            what = f"{given} has no beginning"
            raise InvalidInputError(what, where="recorded_at", repair="give a day")
        if given is not None and not trust_clock and span.first > now + DAY:
            what = f"{as_moment(given)} is more than a day later than the clock says, {as_moment(as_datetime(now))}"
            raise InvalidInputError(what, where="recorded_at", repair=_CHECK_THE_CLOCK)
        if max(span.first, head) >= _LATEST:  # no later entry may be earlier
            what = "the ledger would take nothing after this: the year 9999 ends"
            raise InvalidInputError(what, where="recorded_at", repair="check the year and the clock")
        return max(span.first, head)
