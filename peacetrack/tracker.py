"""Where the layers meet: a tracker writes, and gives states to read. Built on all below."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from os import PathLike
from types import TracebackType
from typing import Any, Self, cast

import attrs

from peacetrack.errors import (
    ConflictError,
    InvalidInputError,
    PeacetrackError,
    ReportNotFoundError,
    StoreError,
    WithdrawnReportError,
    WrongTypeError,
)
from peacetrack.form import codec
from peacetrack.form.canonical import redacted
from peacetrack.form.codec import Body
from peacetrack.index.snapshot import Snapshot
from peacetrack.index.timeline import Timeline
from peacetrack.ledger.entry import Entry, Stamp, make_entry
from peacetrack.ledger.ledger import Ledger, Proposal, Receipt, receipt
from peacetrack.ledger.proof import Checkpoint, checkpoint_of
from peacetrack.state import State, checked_trust, seq_of, state_of
from peacetrack.store import jsonl
from peacetrack.store.journal import Journal
from peacetrack.store.jsonl import LoggedEntry
from peacetrack.store.memory import MemoryStore
from peacetrack.store.place import store_at
from peacetrack.table.table import Table
from peacetrack.words.basis import DEFAULT_TRUST, Basis, Trust
from peacetrack.words.edtf import BEGINNING
from peacetrack.words.report import AsReport, Report
from peacetrack.words.term import Agenda
from peacetrack.words.when import TimeLike, as_instant, as_moment, now, surface

Clock = Callable[[], datetime]
Salt = Callable[[], bytes]


@attrs.frozen
class Problem:
    """A report of a batch that could not be recorded: its place in the batch, from 0, and why."""

    place: int
    error: PeacetrackError


@attrs.frozen
class BatchResult:
    """What became of a batch."""

    recorded: Table[Receipt]
    duplicates: Table[Receipt]
    problems: Table[Problem]


class Reports(Mapping[str, Report]):
    """All reports that were ever recorded, by id."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def __getitem__(self, id: str) -> Report:
        if id not in self._ledger.filed:
            raise ReportNotFoundError(id, self._ledger.filed)
        return self._ledger.filed[id].report

    def __contains__(self, id: object) -> bool:
        return id in self._ledger.filed

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._ledger.filed))  # it may grow meanwhile

    def __len__(self) -> int:
        return len(self._ledger.filed)

    def __repr__(self) -> str:
        return f"<Reports: {', '.join(self)}>" if len(self) <= 5 else f"<Reports: {len(self)}>"


class Tracker:
    """Records what is reported of one negotiation, and gives states of it.

    Every write is atomic, and the same thing written twice gives the first receipt. `recorder`
    is who records; `clock` and `salt` can be injected, for imports and for tests.
    """

    def __init__(
        self,
        agenda: Agenda | Mapping[str, object] | None = None,
        *,
        recorder: str | None = None,
        clock: Clock | None = None,
        salt: Salt | None = None,
    ) -> None:
        self.recorder = recorder
        self._clock = clock or now
        self._salt = salt or _salt
        self._book = Journal(MemoryStore())
        if agenda is not None:
            self.declare(agenda)

    @classmethod
    def open(
        cls,
        place: str | PathLike[str],
        *,
        recorder: str | None = None,
        clock: Clock | None = None,
        salt: Salt | None = None,
    ) -> Self:
        """A tracker on a ledger that lasts, made if missing.

        That is an SQLite file, ":memory:", or a database on a server: "postgresql://...".
        """
        store = store_at(place)
        tracker = cls(recorder=recorder, clock=clock, salt=salt)
        try:
            tracker._book = Journal(store)
        except PeacetrackError:
            store.close()
            raise
        return tracker

    def refresh(self) -> int:
        """Take in what others wrote, and give the head; every question does so by itself."""
        return self._book.refresh()

    @property
    def _ledger(self) -> Ledger:
        return self._book.ledger

    @property
    def _timeline(self) -> Timeline:
        return self._book.timeline

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Tracker of {self.agenda.id or 'no agenda'}: {self.head} entries>"

    def close(self) -> None:
        """Let go of the store."""
        self._book.store.close()

    # Writing

    def declare(
        self,
        agenda: Agenda | Mapping[str, object],
        *,
        recorded_at: TimeLike | None = None,
        expect: int | None = None,
    ) -> Receipt:
        """Declare parties, people and terms; what is named again is replaced whole."""
        return self._write(lambda ledger: ledger.declaration(agenda), recorded_at, expect)

    def record(
        self, report: AsReport, *, recorded_at: TimeLike | None = None, expect: int | None = None
    ) -> Receipt:
        """Record a report: the world changed, or we learned of it."""
        return self._write(lambda ledger: ledger.recording(report), recorded_at, expect)

    def correct(
        self,
        report_id: str,
        report: AsReport,
        *,
        reason: str,
        recorded_at: TimeLike | None = None,
        expect: int | None = None,
    ) -> Receipt:
        """Put a report in the place of one that was wrong; the new one has an id of its own."""
        return self._write(
            lambda ledger: ledger.correction(report_id, report, reason), recorded_at, expect
        )

    def retract(
        self,
        report_id: str,
        *,
        reason: str,
        claim: int | None = None,
        recorded_at: TimeLike | None = None,
        expect: int | None = None,
    ) -> Receipt:
        """Withdraw a report that was wrong, or one claim of it."""
        return self._write(
            lambda ledger: ledger.retraction(report_id, reason, claim), recorded_at, expect
        )

    def redact(
        self,
        report_id: str,
        *,
        reason: str,
        recorded_at: TimeLike | None = None,
        expect: int | None = None,
    ) -> Receipt:
        """Take away the words of a report for good; that they were there stays provable.

        What the report says in words of a vocabulary, numbers and dates stays, and so does every
        standing. The reason is kept: do not repeat in it what is to be gone.
        """
        found = self._write(lambda ledger: ledger.redaction(report_id, reason), recorded_at, expect)
        self._book.store.purge()
        return found

    def record_all(
        self,
        reports: Iterable[AsReport],
        *,
        batch: int = 1000,
        progress: Callable[[int], object] | None = None,
        recorded_at: TimeLike | None = None,
        expect: int | None = None,
    ) -> BatchResult:
        """Record many reports; a bad one is told and loses no good one.

        Each `batch` is one transaction: when it is committed, `progress` is called with the number
        of reports seen so far.
        """
        if batch < 1:
            raise InvalidInputError(f"batch={batch}", repair="commit after 1 or more reports")
        receipts: list[Receipt] = []
        duplicates: list[Receipt] = []
        problems: list[Problem] = []
        numbered = enumerate(reports)
        while chunk := list(islice(numbered, batch)):
            with self._book.together(expect):
                for place, report in chunk:
                    try:
                        found = self._add(self._ledger.recording(report), recorded_at)
                        (receipts if found.new else duplicates).append(found)
                    except WithdrawnReportError as error:
                        duplicates.append(receipt(self._ledger.filed[error.id].entry, new=False))
                    except StoreError:
                        raise
                    except PeacetrackError as error:
                        problems.append(Problem(place, error))
            expect = None
            if progress is not None:
                progress(chunk[-1][0] + 1)
        return BatchResult(
            Table(receipts, Receipt), Table(duplicates, Receipt), Table(problems, Problem)
        )

    def _add(self, proposal: Proposal, recorded_at: TimeLike | None) -> Receipt:
        """Add what was proposed to what is committed together."""
        entry = self._made(proposal, recorded_at)
        new = entry is not proposal.existing
        if new:
            self._book.add(entry)
        return receipt(entry, new=new)

    def _write(
        self,
        propose: Callable[[Ledger], Proposal],
        recorded_at: TimeLike | None,
        expect: int | None,
    ) -> Receipt:
        return self._book.commit(lambda: self._made(propose(self._ledger), recorded_at), expect)

    def _made(self, proposal: Proposal, recorded_at: TimeLike | None) -> Entry:
        """The entry for what was proposed, or the one that already says so."""
        if proposal.existing is not None:
            return proposal.existing
        recorded = self._recorded(recorded_at)
        stamp = Stamp(self._ledger.head + 1, recorded, self.recorder, self._salt())
        return make_entry(proposal.body, stamp, parts=proposal.parts)

    def checkpoint(self) -> Checkpoint:
        """A short text for an outsider to keep, which proves later what the ledger held."""
        self.refresh()
        return checkpoint_of(self._ledger.entries)

    def verify(self, checkpoint: Checkpoint | str | None = None) -> Checkpoint:
        """Prove that every entry is what was recorded, and that a kept checkpoint still holds.

        What was projected from the entries is made anew and compared too. What is not as it was is
        `LedgerTamperedError`, which names the entry.
        """
        kept = Checkpoint.parse(checkpoint) if isinstance(checkpoint, str) else checkpoint
        if not isinstance(kept, Checkpoint | None):
            raise WrongTypeError(
                kept, "a checkpoint", repair="give what checkpoint() gave, or its text"
            )
        return self._book.verify(kept)

    def rebuild(self) -> int:
        """Make anew what was projected from the entries, and give the head."""
        return self._book.rebuild()

    def extend(
        self,
        entries: Iterable[Entry],
        *,
        batch: int = 1000,
        progress: Callable[[int], object] | None = None,
    ) -> int:
        """Take in the entries of another ledger as they are, and give the head.

        What this ledger already holds has to be the same, hash for hash. Each `batch` is one
        transaction, after which `progress` is called with the head.
        """
        remaining = iter(entries)
        while chunk := list(islice(remaining, batch)):
            with self._book.together():
                for entry in chunk:
                    self._extend_by(entry)
            if progress is not None:
                progress(self._ledger.head)
        return self.head

    def _extend_by(self, entry: Entry) -> None:
        if entry.seq <= self._ledger.head:
            self._check_same(entry)
            return
        self._check_next(entry.seq)
        entry.check()
        self._book.add(entry)

    def _check_same(self, entry: Entry) -> None:
        if self._ledger.entries[entry.seq - 1].leaf != entry.leaf:
            what = f"entry {entry.seq} of the two ledgers is not the same"
            repair = "take it into a ledger of its own"
            raise ConflictError(what, id=entry.id, seq=entry.seq, repair=repair)

    def _check_next(self, seq: int | None) -> None:
        if seq not in (None, self._ledger.head + 1):
            what = f"entry {seq} cannot follow entry {self._ledger.head}: one is missing"
            raise InvalidInputError(what, repair="take in the entries from the first one on")

    def restore(self, line: LoggedEntry) -> None:
        """Take in a line of an export, or of a log of seeds, as it was recorded."""
        self._book.commit(lambda: self._restored(line))

    def restore_all(
        self,
        lines: Iterable[LoggedEntry],
        *,
        batch: int = 1000,
        progress: Callable[[int], object] | None = None,
    ) -> int:
        """Take in the lines of an export, and give the head.

        Lines that are here already have to be the same, hash for hash, so what was interrupted can
        be done again. Each `batch` is one transaction, after which `progress` is called with the head.
        """
        remaining = iter(lines)
        while chunk := list(islice(remaining, batch)):
            with self._book.together():
                for line in chunk:
                    self._restore_by(line)
            if progress is not None:
                progress(self._ledger.head)
        return self.head

    def _restore_by(self, line: LoggedEntry) -> None:
        with read_from(line.where):
            if line.seq is not None and line.seq <= self._ledger.head:
                body, recorded = codec.read_body(_whole(line)), line.recorded_at.range.first
                self._check_same(self._as_it_was(line, body, line.seq, recorded))
            else:
                self._book.add(self._restored(line))

    def _restored(self, line: LoggedEntry) -> Entry:
        self._check_next(line.seq)
        proposal = self._ledger.restoring(_whole(line))
        if proposal.existing is not None:
            repair = f"entry {proposal.existing.seq} already says so: keep one"
            raise InvalidInputError("this is recorded twice", repair=repair)
        recorded = self._recorded(line.recorded_at)
        return self._as_it_was(line, proposal.body, self._ledger.head + 1, recorded)

    def _as_it_was(self, line: LoggedEntry, body: Body, seq: int, recorded: int) -> Entry:
        """The entry of a line; a salt is made where it had none."""
        stamp = Stamp(seq, recorded, line.recorded_by, line.salt or self._salt())
        return make_entry(body, stamp, digest=line.digest)

    def _recorded(self, given: TimeLike | None) -> int:
        """When an entry is recorded: later than the head, and of an imprecise time, within it."""
        previous = self._timeline.recorded[-1]
        span = as_moment(self._clock() if given is None else given).range
        if given is not None and span.last < self._timeline.given:
            raise InvalidInputError(
                f"{as_moment(given)} is before the head's {surface(previous)}",
                where="recorded_at",
                repair="record in the order in which things were learned; an agenda too can be"
                " declared with recorded_at=",
            )
        if span.first == BEGINNING:
            raise InvalidInputError(
                f"{given} has no beginning", where="recorded_at", repair="give a day"
            )
        return max(span.first, previous + 1)

    # Reading

    @property
    def head(self) -> int:
        """The seq of the last entry."""
        return self.refresh()

    @property
    def agenda(self) -> Agenda:
        """The agenda in force."""
        self.refresh()
        return self._ledger.agenda

    @property
    def reports(self) -> Mapping[str, Report]:
        """All reports that were ever recorded, by id."""
        self.refresh()
        return Reports(self._ledger)

    def entries(self, *, after: int = 0) -> Table[Entry]:
        """The entries after a seq."""
        if type(after) is not int:
            raise WrongTypeError(after, "a seq", where="after", repair="a whole number, such as 0")
        self.refresh()
        return Table(self._ledger.entries[max(after, 0) :], Entry)

    def state(
        self,
        basis: Basis | None = None,
        *,
        valid: TimeLike | None = None,
        known: int | TimeLike | None = None,
        trust: Trust | None = None,
        published_by: TimeLike | None = None,
    ) -> State:
        """The ledger at a basis.

        `valid` left out is the moment that `known` stands for; both left out are now and the head.
        """
        with self._book.lock:  # so that the head is not asked while it grows
            self.refresh()
            if basis is None:
                basis = self._basis(valid, known, trust, published_by)
            else:
                _check_basis(basis, valid, known, trust, published_by)
            seq_of(self._ledger, self._timeline, basis.known)
            return state_of(Snapshot.of(self._ledger, self._timeline, basis.known), basis)

    def _basis(
        self,
        valid: TimeLike | None,
        known: int | TimeLike | None,
        trust: Trust | None,
        published_by: TimeLike | None,
    ) -> Basis:
        seq = self.head if known is None else seq_of(self._ledger, self._timeline, known)
        published = None if published_by is None else surface(as_instant(published_by))
        instant = self._stands_for(known) if valid is None else as_instant(valid)
        trusted = DEFAULT_TRUST if trust is None else checked_trust(trust)
        return Basis(surface(instant), seq, trusted, published)

    def _stands_for(self, known: int | TimeLike | None) -> int:
        if known is None:
            return as_instant(self._clock())
        if not isinstance(known, int):
            return as_instant(known)
        if known == 0:
            raise InvalidInputError("known=0 stands for no moment", repair="give valid= too")
        return self._timeline.recorded[known]

    def save(self, path: str | PathLike[str]) -> None:
        """Write the ledger as JSON Lines; `pt.read` gives the same ledger again."""
        self.refresh()
        jsonl.save(path, self._ledger.entries)


def _check_basis(basis: object, *others: object) -> None:
    if not isinstance(basis, Basis):
        raise WrongTypeError(basis, "a basis", repair="name what you give: valid=, known=")
    if any(given is not None for given in others):
        repair = "take state(basis).at(...)"
        raise InvalidInputError("a basis already says what is valid and known", repair=repair)
    if basis.supposed:
        repair = "start from a basis that is known, and suppose again"
        raise InvalidInputError("this basis rests on what was only supposed", repair=repair)


@contextmanager
def read_from(where: str) -> Iterator[None]:
    """Say of every problem where it was read."""
    try:
        yield
    except PeacetrackError as error:
        for problem in error.problems:
            problem.where = f"{where}: {problem.where}".removesuffix(": ")
        raise


def _whole(line: LoggedEntry) -> Mapping[str, Any]:
    """The form of a line, with marks in the place of words that are gone."""
    if line.digest is None or line.seq is None:
        return line.form
    return cast(Mapping[str, Any], redacted(line.form, line.seq))


def _salt() -> bytes:
    return os.urandom(16)
