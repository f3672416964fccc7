"""Taking in what another ledger holds: its entries, or the lines of an export or of a folder of seeds.

Entries and lines keep their time, recorder and salt, so that every hash stays the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

from peacetrack.errors import ConflictError, InvalidInputError, PeacetrackError
from peacetrack.form import codec
from peacetrack.form.canonical import Split, redacted
from peacetrack.form.codec import Body
from peacetrack.ledger.addition import restoring
from peacetrack.ledger.entry import Entry, Stamp, make_entry
from peacetrack.ledger.ledger import Ledger
from peacetrack.ledger.proof import Declared, check_extends, check_redactions
from peacetrack.store.jsonl import ExportEnd, LoggedEntry
from peacetrack.store.writer import Writer
from peacetrack.words.classes import frozen


@frozen(eq=False)
class Exchange:
    """Take entries and lines into the ledger of a writer."""

    writer: Writer
    trust_clock: bool = True
    """Whether the lines of an export may be later than the clock by more than a day."""

    def take_all(
        self,
        items: Iterable[Entry | LoggedEntry | ExportEnd],
        *,
        batch: int,
        progress: Callable[[int], object] | None,
    ) -> None:
        """Commit entries or lines in batches; `progress` is called with the head."""

        reported: int | None = None

        def report_head(_: int) -> None:
            nonlocal reported
            if progress is not None and reported != self._ledger.head:
                reported = self._ledger.head
                progress(reported)

        self.writer.journal.each_in_batches(items, self._take, batch=batch, progress=report_head)

    @property
    def _ledger(self) -> Ledger:
        return self.writer.journal.ledger

    def _take(self, item: Entry | LoggedEntry | ExportEnd) -> None:
        if isinstance(item, Entry):
            self._take_entry(item)
            return
        with _read_at(item.where):
            if isinstance(item, ExportEnd):
                self._check_end(item)
            else:
                self._take_line(item)

    def _take_entry(self, entry: Entry) -> None:
        if entry.seq <= self._ledger.head:
            self._check_same(entry)
            return
        self._check_next(entry.seq)
        Declared(self._ledger.agenda, self._ledger.events).check(entry)
        self.writer.journal.add(entry)

    def _take_line(self, line: LoggedEntry) -> None:
        if line.seq is not None and line.seq <= self._ledger.head:
            body = codec.read_body(_form_of(line), None, self._ledger.agenda.kind_by_id, line.format)
            self._check_same(self._entry(line, body, line.seq, line.recorded_at.range.first))
            return
        self._check_next(line.seq)
        addition = restoring(self._ledger, _form_of(line), line.format)
        if addition.existing is not None:
            repair = f"entry {addition.existing.seq} already says so: keep one"
            raise InvalidInputError("this is recorded twice", repair=repair)
        recorded = self.writer.recorded(line.recorded_at, trust_clock=self.trust_clock)
        entry = self._entry(line, addition.body, self._ledger.head + 1, recorded, addition.parts)
        self.writer.journal.add(entry, keep=line.seq is None)  # seeds are few, and asked at once

    def _check_end(self, end: ExportEnd) -> None:
        """Refuse words that are gone without a redaction, and an export that is not as it was."""
        entries = self._ledger.entries
        check_redactions(entries)
        if end.checkpoint is not None:
            check_extends(entries, end.checkpoint)

    def _check_same(self, entry: Entry) -> None:
        if self._ledger.entries[entry.seq - 1].leaf != entry.leaf:
            what = f"entry {entry.seq} of the two ledgers is not the same"
            repair = "take it into a ledger of its own"
            raise ConflictError(what, id=entry.id, seq=entry.seq, repair=repair)

    def _check_next(self, seq: int | None) -> None:
        if seq not in (None, self._ledger.head + 1):
            what = f"entry {seq} cannot follow entry {self._ledger.head}: one is missing"
            raise InvalidInputError(what, repair="take in the entries from the first one on")

    def _entry(
        self, line: LoggedEntry, body: Body, seq: int, recorded: int, parts: Split | None = None
    ) -> Entry:
        """Return the entry of a line; a salt is made where it has none."""
        stamp = Stamp(seq, recorded, line.recorded_by, line.salt or self.writer.salt())
        kinds = self._ledger.agenda.kind_by_id
        return make_entry(body, stamp, kinds, parts=parts, digest=line.digest, format=line.format)


def _form_of(line: LoggedEntry) -> Mapping[str, Any]:
    """Return the form of a line, with marks in the place of redacted words."""
    if line.digest is None or line.seq is None:
        return line.form
    return cast(Mapping[str, Any], redacted(line.form, line.seq))


@contextmanager
def _read_at(where: str) -> Iterator[None]:
    """Add where a line was read to every problem with it."""
    try:
        yield
    except PeacetrackError as error:
        for problem in error.problems:
            problem.where = f"{where}: {problem.where}".removesuffix(": ")
        raise
