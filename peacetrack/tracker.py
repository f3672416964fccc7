"""Where the layers meet: a tracker writes, and gives states to read. Built on all below."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from itertools import islice
from os import PathLike
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Any, Protocol, Self, cast

import attrs

from peacetrack import codec
from peacetrack.basis import DEFAULT_TRUST, Basis, Trust
from peacetrack.canonical import redacted
from peacetrack.codec import Body
from peacetrack.edtf import BEGINNING
from peacetrack.entry import Entry, id_of, make_entry
from peacetrack.errors import (
    Conflict,
    ConnectionLost,
    InvalidInput,
    NeverRecorded,
    PeacetrackError,
    StoreError,
    Withdrawn,
    WrongType,
    raise_all,
)
from peacetrack.intake import jsonl, toml
from peacetrack.intake.jsonl import Line
from peacetrack.ledger import Ledger, Proposal, Receipt, receipt
from peacetrack.line import FOREVER
from peacetrack.projection import Step, replay, step_by
from peacetrack.proof import Checkpoint, checkpoint_of, verified
from peacetrack.report import AsReport, Report
from peacetrack.rows import Table
from peacetrack.state import State, checked_trust, seq_of, state_of
from peacetrack.store.memory import MemoryStore
from peacetrack.term import Agenda
from peacetrack.timeline import Timeline
from peacetrack.when import TimeLike, as_instant, as_moment, now, surface

SQLITE = b"SQLite format 3\0"
"""What an SQLite file begins with."""

SERVERS = ("postgresql://", "postgres://")
"""What the URL of a server begins with."""

Clock = Callable[[], datetime]
Salt = Callable[[], bytes]


class Store(Protocol):
    """Where entries are kept, with what follows from them: memory, a file, or a server."""

    def writing(self) -> AbstractContextManager[None]:
        """The lock under which a seq is given out; what is added is committed when it ends."""
        ...

    def reading(self) -> AbstractContextManager[None]:
        """What is read meanwhile belongs together, whatever others write."""
        ...

    def append(self, step: Step) -> None:
        """Add an entry and what follows from it."""
        ...

    def redact(self, seq: int) -> None:
        """Take away the words of an entry that a redaction names."""
        ...

    def project(self, ledger: Ledger, timeline: Timeline) -> None:
        """Put what follows from a ledger in the place of what was projected before."""
        ...

    def purge(self) -> None:
        """Leave nothing of what was redacted beside the entries."""
        ...

    def load(self) -> tuple[Ledger, Timeline]:
        """The ledger and its timeline."""
        ...

    def entries(self, after: int = 0, upto: int = FOREVER) -> list[Entry]:
        """The entries after a seq, up to another."""
        ...

    def check(self, ledger: Ledger, timeline: Timeline) -> None:
        """Hold what was projected against what follows from a ledger."""
        ...

    def close(self) -> None:
        """Let go of what is held open."""
        ...


@attrs.frozen
class Problem:
    """A report of a batch that could not be recorded: its place in the batch, from 0, and why."""

    place: int
    error: PeacetrackError


@attrs.frozen
class Outcome:
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
            raise NeverRecorded(id, self._ledger.filed)
        return self._ledger.filed[id].report

    def __contains__(self, id: object) -> bool:
        return id in self._ledger.filed

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._ledger.filed))  # it may grow meanwhile

    def __len__(self) -> int:
        return len(self._ledger.filed)


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
        self._store: Store = MemoryStore()
        self._lock = RLock()  # the ledger and the timeline grow together
        self._ledger = Ledger()
        self._timeline = Timeline()
        self._given = BEGINNING  # the head's own time, before it was made later than the last
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
        tracker = cls(recorder=recorder, clock=clock, salt=salt)
        tracker._store = _store_at(place)
        try:
            tracker._load()
        except PeacetrackError:
            tracker.close()
            raise
        return tracker

    def _load(self) -> None:
        self._ledger, self._timeline = self._store.load()

    def refresh(self) -> int:
        """Take in what others wrote, and give the head; every question does so by itself."""
        with self._lock:
            new = self._store.entries(after=self._ledger.head)
            if any(entry.kind == "redaction" for entry in new):
                self._load()  # entries that were read before have lost their words
                return self._ledger.head
            for entry in new:
                self._take(step_by(self._timeline, self._ledger, entry))
            return self._ledger.head

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
        self._store.close()

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
        self._store.purge()
        return found

    def record_all(
        self,
        reports: Iterable[AsReport],
        *,
        batch: int = 1000,
        progress: Callable[[int], object] | None = None,
        recorded_at: TimeLike | None = None,
        expect: int | None = None,
    ) -> Outcome:
        """Record many reports; a bad one is told and loses no good one.

        Each `batch` is one transaction: when it is committed, `progress` is called with the number
        of reports seen so far.
        """
        if batch < 1:
            raise InvalidInput(f"batch={batch}", repair="commit after 1 or more reports")
        receipts: list[Receipt] = []
        duplicates: list[Receipt] = []
        problems: list[Problem] = []
        numbered = enumerate(reports)
        while chunk := list(islice(numbered, batch)):
            with self._many(expect):
                for place, report in chunk:
                    try:
                        found = self._add(self._ledger.recording(report), recorded_at)
                        (receipts if found.new else duplicates).append(found)
                    except Withdrawn as error:
                        duplicates.append(receipt(self._ledger.filed[error.id].entry, new=False))
                    except StoreError:
                        raise
                    except PeacetrackError as error:
                        problems.append(Problem(place, error))
            expect = None
            if progress is not None:
                progress(chunk[-1][0] + 1)
        return Outcome(
            Table(receipts, Receipt), Table(duplicates, Receipt), Table(problems, Problem)
        )

    @contextmanager
    def _many(self, expect: int | None = None) -> Iterator[None]:
        """One transaction for several entries, all or nothing of which is kept."""
        with self._lock:
            try:
                with self._store.writing():
                    self.refresh()
                    self._ledger.check_head(expect)
                    yield
            except BaseException:
                self._load()  # what was taken in is not committed
                raise

    def _add(self, proposal: Proposal, recorded_at: TimeLike | None) -> Receipt:
        """Add what was proposed, within a transaction, and take it in."""
        entry = self._made(proposal, recorded_at)
        new = entry is not proposal.existing
        if new:
            self._keep(entry)()
        return receipt(entry, new=new)

    def _write(
        self,
        propose: Callable[[Ledger], Proposal],
        recorded_at: TimeLike | None,
        expect: int | None,
    ) -> Receipt:
        return self._commit(lambda: self._made(propose(self._ledger), recorded_at), expect)

    def _commit(self, make: Callable[[], Entry], expect: int | None = None) -> Receipt:
        """Commit the entry that is made under the lock, unless it stands there already."""
        try:
            return self._committed(make, expect)
        except ConnectionLost:  # whether it was committed shows when it is made again
            with self._lock, self._store.writing():
                self.refresh()
                entry = make()
                if entry.seq <= self._ledger.head:
                    return receipt(entry, new=False)
            return self._committed(make, expect)

    def _committed(self, make: Callable[[], Entry], expect: int | None) -> Receipt:
        with self._lock:
            with self._store.writing():
                self.refresh()
                self._ledger.check_head(expect)
                entry = make()
                if entry.seq <= self._ledger.head:
                    return receipt(entry, new=False)
                take_in = self._keep(entry)
            take_in()
            return receipt(entry, new=True)

    def _made(self, proposal: Proposal, recorded_at: TimeLike | None) -> Entry:
        """The entry for what was proposed, or the one that already says so."""
        if proposal.existing is not None:
            return proposal.existing
        return self._entry(proposal, self._recorded(recorded_at), self.recorder, self._salt())

    def _entry(
        self, proposal: Proposal, recorded: int, recorded_by: str | None, salt: bytes
    ) -> Entry:
        return make_entry(
            proposal.body,
            seq=self._ledger.head + 1,
            recorded=recorded,
            recorded_by=recorded_by,
            salt=salt,
            id=proposal.id,
            parts=proposal.parts,
        )

    def _keep(self, entry: Entry) -> Callable[[], None]:
        """Give an entry to the store; what is returned takes it in, once it is committed."""
        step = step_by(self._timeline, self._ledger, entry)
        self._store.append(step)
        if entry.kind != "redaction":
            return lambda: self._take(step)
        return self._redacted(entry)

    def _redacted(self, entry: Entry) -> Callable[[], None]:
        """Have the words of an entry forgotten, and what was projected with them made anew."""
        target = self._ledger.filed[entry.id].entry
        rest = [e.without_words() if e is target else e for e in self._ledger.entries]
        ledger, timeline = replay([*rest, entry])
        self._store.redact(target.seq)
        self._store.project(ledger, timeline)

        def take_in() -> None:
            self._ledger, self._timeline = ledger, timeline

        return take_in

    def _take(self, step: Step) -> None:
        self._timeline.grow(step.growth)
        self._ledger.append(step.entry)

    def checkpoint(self) -> Checkpoint:
        """A short text for an outsider to keep, which proves later what the ledger held."""
        self.refresh()
        return checkpoint_of(self._ledger.entries)

    def verify(self, checkpoint: Checkpoint | str | None = None) -> Checkpoint:
        """Prove that every entry is what was recorded, and that a kept checkpoint still holds.

        What was projected from the entries is made anew and compared too. What is not as it was is
        `LedgerTampered`, which names the entry.
        """
        kept = Checkpoint.parse(checkpoint) if isinstance(checkpoint, str) else checkpoint
        with self._lock, self._store.reading():
            entries = self._store.entries()
            found = verified(entries, kept)
            self._store.check(*replay(entries))
            return found

    def rebuild(self) -> int:
        """Make anew what was projected from the entries, and give the head."""
        with self._lock, self._store.writing():
            entries = self._store.entries()
            verified(entries)
            self._ledger, self._timeline = replay(entries)
            self._store.project(self._ledger, self._timeline)
            return self._ledger.head

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
            with self._many():
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
        self._keep(entry)()

    def _check_same(self, entry: Entry) -> None:
        if self._ledger.entries[entry.seq - 1].leaf != entry.leaf:
            what = f"entry {entry.seq} of the two ledgers is not the same"
            repair = "take it into a ledger of its own"
            raise Conflict(what, id=entry.id, seq=entry.seq, repair=repair)

    def _check_next(self, seq: int | None) -> None:
        if seq not in (None, self._ledger.head + 1):
            what = f"entry {seq} cannot follow entry {self._ledger.head}: one is missing"
            raise InvalidInput(what, repair="take in the entries from the first one on")

    def restore(self, line: Line) -> None:
        """Take in a line of an export, or of a log of seeds, as it was recorded."""
        self._commit(lambda: self._restored(line))

    def restore_all(
        self,
        lines: Iterable[Line],
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
            with self._many():
                for line in chunk:
                    self._restore_by(line)
            if progress is not None:
                progress(self._ledger.head)
        return self.head

    def _restore_by(self, line: Line) -> None:
        with _read_from(line.where):
            if line.seq is not None and line.seq <= self._ledger.head:
                body, recorded = codec.read_body(_whole(line)), line.recorded_at.range.first
                self._check_same(self._as_it_was(line, body, line.seq, recorded))
            else:
                self._keep(self._restored(line))()

    def _restored(self, line: Line) -> Entry:
        self._check_next(line.seq)
        proposal = self._ledger.restoring(_whole(line))
        if proposal.existing is not None:
            repair = f"entry {proposal.existing.seq} already says so: keep one"
            raise InvalidInput("this is recorded twice", repair=repair)
        recorded = self._recorded(line.recorded_at)
        return self._as_it_was(line, proposal.body, self._ledger.head + 1, recorded)

    def _as_it_was(self, line: Line, body: Body, seq: int, recorded: int) -> Entry:
        """The entry of a line; a salt is made where it had none."""
        return make_entry(
            body,
            seq=seq,
            recorded=recorded,
            recorded_by=line.recorded_by,
            salt=line.salt or self._salt(),
            id=id_of(body),
            digest=line.digest,
        )

    def _recorded(self, given: TimeLike | None) -> int:
        """When an entry is recorded: later than the head, and of an imprecise time, within it."""
        previous = self._timeline.recorded[-1]
        span = as_moment(self._clock() if given is None else given).range
        if given is not None and span.last < self._given:
            raise InvalidInput(
                f"{as_moment(given)} is before the head's {surface(previous)}",
                where="recorded_at",
                repair="record in the order in which things were learned; an agenda too can be"
                " declared with recorded_at=",
            )
        if span.first == BEGINNING:
            raise InvalidInput(
                f"{given} has no beginning", where="recorded_at", repair="give a day"
            )
        self._given = max(self._given, span.first)
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
        with self._lock:  # so that the head is not asked while it grows
            self.refresh()
            if basis is None:
                basis = self._basis(valid, known, trust, published_by)
            else:
                _check_basis(basis, valid, known, trust, published_by)
            seq_of(self._ledger, self._timeline, basis.known)
            return state_of(self._ledger, self._timeline, basis)

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
            raise InvalidInput("known=0 stands for no moment", repair="give valid= too")
        return self._timeline.recorded[known]

    def save(self, path: str | PathLike[str]) -> None:
        """Write the ledger as JSON Lines; `pt.read` gives the same ledger again."""
        self.refresh()
        jsonl.save(path, self._ledger.entries)


def read(path: str | PathLike[str]) -> Tracker:
    """A tracker in memory from a folder of seeds or from an export in JSON Lines."""
    place = Path(path)
    if not place.exists():
        raise InvalidInput(f"there is no {place}", repair="name a folder of seeds or an export")
    tracker = Tracker()
    problems: list[PeacetrackError] = []
    for line in toml.load(place) if place.is_dir() else jsonl.load(place):
        if isinstance(line, PeacetrackError):
            problems.append(line)
        else:
            problems += _restored(tracker, line)
        if not tracker.head:  # without an agenda every later name would be unknown
            break
    raise_all(problems)
    return tracker


def opened(path: str | PathLike[str]) -> Tracker:
    """A tracker on what is there: a file or a server as it is, all else read into memory."""
    return Tracker.open(path) if _is_kept(path) else read(path)


def _is_kept(path: str | PathLike[str]) -> bool:
    """Whether there is a server or an SQLite file, and no folder of seeds or export."""
    if "://" in str(path):
        return True
    place = Path(path)
    if not place.is_file():
        return False
    with place.open("rb") as file:
        return file.read(len(SQLITE)) == SQLITE


def _restored(tracker: Tracker, line: Line) -> Sequence[PeacetrackError]:
    """What is wrong with a line, if it could not be taken in."""
    try:
        with _read_from(line.where):
            tracker.restore(line)
    except PeacetrackError as error:
        return error.problems
    return ()


@contextmanager
def _read_from(where: str) -> Iterator[None]:
    """Say of every problem where it was read."""
    try:
        yield
    except PeacetrackError as error:
        for problem in error.problems:
            problem.where = f"{where}: {problem.where}".removesuffix(": ")
        raise


def _whole(line: Line) -> Mapping[str, Any]:
    """The form of a line, with marks in the place of words that are gone."""
    if line.digest is None or line.seq is None:
        return line.form
    return cast(Mapping[str, Any], redacted(line.form, line.seq))


def exported(path: str | PathLike[str]) -> Iterator[Entry]:
    """The entries of what is there, a thousand at a time, whatever its size."""
    if not _is_kept(path):
        yield from read(path).entries()
        return
    store = _store_at(path)
    try:
        head = 0
        while entries := store.entries(after=head, upto=head + 1000):
            yield from entries
            head = entries[-1].seq
    finally:
        store.close()


def _check_basis(basis: object, *others: object) -> None:
    if not isinstance(basis, Basis):
        raise WrongType(basis, "a basis", repair="name what you give: valid=, known=")
    if any(given is not None for given in others):
        repair = "take state(basis).at(...)"
        raise InvalidInput("a basis already says what is valid and known", repair=repair)
    if basis.supposed:
        repair = "start from a basis that is known, and suppose again"
        raise InvalidInput("this basis rests on what was only supposed", repair=repair)


def _store_at(place: str | PathLike[str]) -> Store:
    """The store at a place; what it needs is imported only then."""
    if str(place).startswith(SERVERS):
        from peacetrack.store.postgres import PostgresStore

        return PostgresStore(str(place))
    if "://" in str(place):
        repair = "name a file, or a server as postgresql://user@host/database"
        raise StoreError("nothing is known of such places", str(place), repair)
    from peacetrack.store.sqlite import SqliteStore

    return SqliteStore(place)


def _salt() -> bytes:
    return os.urandom(16)
