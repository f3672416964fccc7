"""The tracker: the verbs that write to one ledger, and the states that answer questions about it.

How an entry is made is in `store/writer.py`, what may be written in `ledger/addition.py`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from os import PathLike
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn, Self

import attrs

from peacetrack.errors import InvalidInputError, WrongTypeError, with_example
from peacetrack.index.snapshot import Snapshot
from peacetrack.ledger import addition
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.filed import Proposed
from peacetrack.ledger.ledger import Receipt, Reports
from peacetrack.ledger.proof import Checkpoint, checkpoint_of
from peacetrack.rules.claim_wording import report_in_words, turned_in_words
from peacetrack.state import Asking, State
from peacetrack.store import jsonl
from peacetrack.store.exchange import Exchange
from peacetrack.store.journal import Journal
from peacetrack.store.jsonl import ExportEnd, LoggedEntry
from peacetrack.store.memory import MemoryStore
from peacetrack.store.store import Store
from peacetrack.store.writer import BatchResult, Clock, Salt, Writer
from peacetrack.table.table import Table
from peacetrack.words.report import AsReport, Claim, Report
from peacetrack.words.term import Agenda
from peacetrack.words.when import TimeLike, now


class Tracker(Asking):
    """Record what is reported of one negotiation, and give states of it.

    Every write is atomic, and writing the same twice gives the first receipt. `pt.open(place)` gives a
    tracker on a file or a server; this one is kept in memory. It closes its store at the end of a
    `with` block.

    Parameters:
        agenda: an Agenda to declare first, or its mapping in the JSON form (default: none yet).
        recorder: the name that is kept with each entry (default: none).
        clock: gives the aware datetime of an entry without `recorded_at` (default: the current time).
        salt: gives the 16 bytes that are hashed with the words of an entry (default: random ones).
        store: where entries are kept (default: memory).

    Raises:
        InvalidInputError: with everything that is wrong with the agenda.

    >>> pt.Tracker(pt.Agenda("example", terms=[pt.Term("truce", "ceasefire", "both cease fire")]))
    <Tracker of example: 1 entries>
    """

    if not TYPE_CHECKING:  # type checkers would take any name

        def __getattr__(self, name: str) -> NoReturn:
            what = f"a Tracker has no attribute {name!r}"
            if hasattr(State, name):
                what += "; ask a state: talks.state()"
            raise AttributeError(what, name=name, obj=self)

        def __getitem__(self, term: object) -> NoReturn:
            """Refuse what only a state answers, in a loop too."""
            raise WrongTypeError(self, "a state", repair="ask a state: talks.state()")

    def __init__(
        self,
        agenda: Agenda | Mapping[str, object] | None = None,
        *,
        recorder: str | None = None,
        clock: Clock | None = None,
        salt: Salt | None = None,
        store: Store | None = None,
    ) -> None:
        self._journal = Journal(store or MemoryStore())
        self._writer = Writer(self._journal, recorder, clock or now, salt or partial(os.urandom, 16))
        if agenda is not None:
            self.declare(agenda)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Tracker of {self.agenda.id or 'no agenda'}: {self.head} entries>"

    def close(self) -> None:
        """Close the file, or the connection to the server.

        >>> talks.close()
        """
        self._journal.store.close()

    # Writing

    def declare(
        self,
        agenda: Agenda | Mapping[str, object],
        *,
        recorded_at: TimeLike | None = None,
        expect: int | None = None,
    ) -> Receipt:
        """Declare parties, people and terms, and return the receipt.

        What has the id of something declared before replaces it whole; everything else stays. The receipt
        names the people who speak for another party by it, also in reports that came before (`says`).

        Parameters:
            agenda: an Agenda, or its mapping in the JSON form.
            recorded_at: when the desk learned of it (default: the clock); not before the head, nor more than
                a day after the clock.
            expect: the head this write was decided at, a sequence number (default: any).

        Raises:
            InvalidInputError: with every problem and its path.
            FixedTermError: if a term that has claims would get another kind or proposition.
            FixedKindError: if a kind that has claims would get other fields than new ones.
            StaleHeadError: if `expect` is not the head.

        >>> talks.declare(pt.Agenda("example", parties=[pt.Party("WEST", "Westland", "state")])).seq
        4
        """
        receipt = self._writer.write(lambda ledger: addition.declaration(ledger, agenda), recorded_at, expect)
        declared = [each for seq, each in self._journal.ledger.agendas if seq <= receipt.seq][-2:]
        if not receipt.new or len(declared) < 2:
            return receipt
        return attrs.evolve(receipt, wording=partial(turned_in_words, self._journal.ledger, *declared))

    def record(
        self, report: AsReport, *, recorded_at: TimeLike | None = None, expect: int | None = None
    ) -> Receipt:
        """Record one report and return its receipt.

        Recording the same report again returns the first receipt with `new=False`.

        Parameters:
            report: a Report, a Draft, or a mapping in the JSON form. Without an id it gets one: the
                first 16 hexadecimal digits of the hash of what it says.
            recorded_at: when the desk learned of it (default: the clock); not before the head, nor more than
                a day after the clock.
            expect: the head this write was decided at, a sequence number (default: any).

        Raises:
            InvalidInputError: with every problem and its path.
            ConflictError: if the id already says something else.
            WithdrawnReportError: if the report was corrected or retracted.
            StaleHeadError: if `expect` is not the head.

        >>> talks.record(pt.Report([pt.Position("EAST", "truce", act="urges")], id="monday")).seq
        4
        """
        return self._in_words(
            self._writer.write(lambda ledger: addition.recording(ledger, report), recorded_at, expect)
        )

    @with_example
    def correct(
        self,
        report_id: str,
        report: AsReport | None = None,
        *,
        reason: str,
        claim: int | None = None,
        to: Claim | Mapping[str, object] | None = None,
        recorded_at: TimeLike | None = None,
        expect: int | None = None,
    ) -> Receipt:
        """Replace a report that was wrong, or one of its claims, and return the receipt of the correction.

        The correction of one claim repeats the others that stand, under the next free id, `wire-2` of `wire`.
        The receipt says in words what was kept and changed (`amended`).

        Parameters:
            report_id: the id of the report that was wrong.
            report: what is right: a Report, a Draft, or a mapping in the JSON form, under an id of its own.
            reason: why, for those who read it later; not empty.
            claim: the number of the one claim that was wrong, from 1, in place of `report`.
            to: the claim that is right, or its mapping in the JSON form; without an attribution and a voice
                it keeps those of the one that was wrong, and nothing else of it.
            recorded_at: when the desk learned of it (default: the clock); as for `record`.
            expect: the head this write was decided at, a sequence number (default: any).

        Raises:
            ReportNotFoundError, WithdrawnReportError: if no report has that id, or it does not stand.
            InvalidInputError: with every problem of what is given, and its path; no claim has that number.
            ConflictError, StaleHeadError: if the id of the new report is taken; if `expect` is not the head.

        >>> no = pt.Position("SOUTH", "truce", "rejects")
        >>> talks.correct("radio", pt.Report([no], id="radio-2"), reason="misheard").id
        'radio-2'
        >>> talks.correct("wire", claim=2, to=no, reason="misread").id
        'wire-2'
        """
        make = addition.correcting(report_id, report, claim, to, reason)
        receipt = self._writer.write(make, recorded_at, expect)
        return self._amended(receipt, self.reports[report_id], self.reports[receipt.id])

    def begin_correction(self, report_id: str) -> dict[str, Any]:
        """Return a report in the JSON form, to be edited and given to `correct`.

        It has the claims that stand, and the id that its correction gets.

        Parameters:
            report_id: the id of the report that is wrong, or not coded yet.

        Raises:
            ReportNotFoundError: if no report has that id.
            WithdrawnReportError: if the report was corrected or retracted.
            InvalidInputError: if the words of the report are redacted.

        >>> form = talks.begin_correction("radio")
        >>> form["claims"][0]["stance"] = "rejects"
        >>> talks.correct("radio", form, reason="misheard").id
        'radio-2'
        """
        self.refresh()
        return addition.begun_correction(self._journal.ledger, report_id)

    @with_example
    def retract(
        self,
        report_id: str,
        *,
        reason: str,
        claim: int | None = None,
        recorded_at: TimeLike | None = None,
        expect: int | None = None,
    ) -> Receipt:
        """Withdraw a report that was wrong, or one of its claims, and return the receipt.

        Parameters:
            report_id: the id of the report.
            reason: why, for those who read it later; not empty.
            claim: the number of the one claim to withdraw, from 1 (default: the whole report).
            recorded_at: when the desk learned of it (default: the clock); not before the head, nor more than
                a day after the clock.
            expect: the head this write was decided at, a sequence number (default: any).

        Raises:
            ReportNotFoundError: if no report has that id.
            UnknownNameError: if the report has no claim with that number.
            WithdrawnReportError: if the report was corrected or retracted before.
            StaleHeadError: if `expect` is not the head.

        >>> talks.retract("wire", claim=2, reason="the criticism was of another plan").seq
        4
        """
        return self._in_words(
            self._writer.write(
                lambda ledger: addition.retraction(ledger, report_id, reason, claim), recorded_at, expect
            )
        )

    @with_example
    def redact(
        self, report_id: str, *, reason: str, recorded_at: TimeLike | None = None, expect: int | None = None
    ) -> Receipt:
        """Remove the free words of a report for good, and return the receipt.

        Words of a vocabulary, numbers and dates stay, and so does every standing. It stays provable that
        words were there.

        Parameters:
            report_id: the id of the report, or of a proposal.
            reason: why, for those who read it later; it is kept, so do not repeat in it what is removed.
            recorded_at: when the desk learned of it (default: the clock); not before the head, nor more than
                a day after the clock.
            expect: the head this write was decided at, a sequence number (default: any).

        Raises:
            ReportNotFoundError: if no report has that id.
            StoreError: if the words are removed, but another process keeps an older copy open.
            StaleHeadError: if `expect` is not the head.

        >>> talks.redact("radio", reason="names a source").seq
        4
        >>> talks.reports["radio"].claims[0].wording
        '[redacted, entry 3: claims[0].wording]'
        """
        receipt = self._writer.write(
            lambda ledger: addition.redaction(ledger, report_id, reason), recorded_at, expect
        )
        self._journal.store.purge()
        return receipt

    def propose(
        self, report: AsReport, *, recorded_at: TimeLike | None = None, expect: int | None = None
    ) -> Receipt:
        """Propose a report, such as the draft of a model, and return the receipt of the proposal.

        No state reads it before a person accepts it. It is checked like a report that is recorded, and
        proved, exported and redacted like one.

        Parameters:
            report: a Report, a Draft, or a mapping in the JSON form; its id is that of the proposal.
            recorded_at: when the desk learned of it (default: the clock); not before the head, nor more than
                a day after the clock.
            expect: the head this write was decided at, a sequence number (default: any).

        Raises:
            InvalidInputError: with every problem and its path.
            ConflictError: if the id is taken.
            StaleHeadError: if `expect` is not the head.

        >>> draft = pt.Report(
        ...     [pt.Position("SOUTH", "truce", "accepts")], id="d1", coded_by=pt.Coder("reader", type="model")
        ... )
        >>> talks.propose(draft).id, str(talks.state()["truce"]["SOUTH"].stance)
        ('d1', 'open')
        """
        return self._in_words(
            self._writer.write(lambda ledger: addition.proposing(ledger, report), recorded_at, expect)
        )

    def accept(
        self,
        proposal_id: str,
        *,
        report: AsReport | None = None,
        reason: str | None = None,
        recorded_at: TimeLike | None = None,
        expect: int | None = None,
    ) -> Receipt:
        """Record the report of a proposal, as it was proposed or amended, and return its receipt.

        Of an amended one the receipt says what was kept, changed, dropped and added (`amended`). A report
        that shares no term, event or party with the proposal is refused.

        The report names the proposal in its `acceptance`, and has its id and coder by default.

        Parameters:
            proposal_id: the id of the proposal.
            report: what is right: a Report, a Draft, or a mapping (default: as it was proposed).
            reason: why it was amended (default: none).
            recorded_at: when the desk learned of it (default: the clock); as for `record`.
            expect: the head this write was decided at, a sequence number (default: any).

        Raises:
            ReportNotFoundError: if no proposal has that id.
            InvalidInputError: with every problem of the report and its path.
            ConflictError: if the proposal was accepted otherwise, or dismissed.
            StaleHeadError: if `expect` is not the head.

        >>> _ = talks.propose(pt.Report([pt.Position("SOUTH", "truce", "accepts")], id="d1"))
        >>> talks.accept("d1").seq, talks.reports["d1"].acceptance
        (5, Acceptance(proposal='d1', reason=None))
        """
        receipt = self._writer.write(
            lambda ledger: addition.accepting(ledger, proposal_id, report, reason), recorded_at, expect
        )
        proposed = self._journal.ledger.proposed_as(proposal_id)
        if proposed.accepted is None or proposed.status != "amended":
            return self._in_words(receipt)
        return self._amended(receipt, proposed.report, proposed.accepted)

    @with_example
    def dismiss(
        self, proposal_id: str, *, reason: str, recorded_at: TimeLike | None = None, expect: int | None = None
    ) -> Receipt:
        """Dismiss a proposal, and return the receipt.

        Parameters:
            proposal_id: the id of the proposal.
            reason: why, for those who read it later; not empty.
            recorded_at: when the desk learned of it (default: the clock); not before the head, nor more than
                a day after the clock.
            expect: the head this write was decided at, a sequence number (default: any).

        Raises:
            ReportNotFoundError: if no proposal has that id.
            ConflictError: if the proposal was accepted.
            StaleHeadError: if `expect` is not the head.

        >>> _ = talks.propose(pt.Report([pt.Position("SOUTH", "truce", "accepts")], id="d1"))
        >>> talks.dismiss("d1", reason="it is about another truce").seq
        5
        """
        return self._writer.write(
            lambda ledger: addition.dismissal(ledger, proposal_id, reason), recorded_at, expect
        )

    def record_all(
        self,
        reports: Iterable[AsReport],
        *,
        batch: int = 1000,
        progress: Callable[[int], object] | None = None,
        recorded_at: TimeLike | None = None,
        expect: int | None = None,
    ) -> BatchResult:
        """Record many reports; those that cannot be recorded become problems, and the others are kept.

        Parameters:
            reports: Reports, Drafts or mappings in the JSON form, in the order to record them.
            batch: how many reports are committed in one transaction, 1 or more.
            progress: is called after each transaction with the number of reports seen so far.
            recorded_at: when the desk learned of them, as in `record`; all have this time.
            expect: the head the first write was decided at, a sequence number (default: any).

        Raises:
            StaleHeadError: if `expect` is not the head.
            StoreError: if a transaction cannot be committed; those before it are kept.

        >>> good = pt.Report([pt.Position("EAST", "truce", act="urges")])
        >>> outcome = talks.record_all([good, good, {"kind": "report"}])
        >>> len(outcome.recorded), len(outcome.duplicates), len(outcome.problems)
        (1, 1, 1)
        """
        return self._writer.write_all(
            reports, batch=batch, progress=progress, recorded_at=recorded_at, expect=expect
        )

    def extend(
        self,
        entries: Iterable[Entry | LoggedEntry | ExportEnd],
        *,
        batch: int = 1000,
        progress: Callable[[int], object] | None = None,
        trust_clock: bool = True,
    ) -> int:
        """Add the entries of another ledger as they are, and return the head.

        What this ledger already holds has to be the same, hash for hash, so what was interrupted can be
        done again.

        Parameters:
            entries: the entries of another tracker, from the first on, or the lines of an export.
            batch: how many entries are committed in one transaction, 1 or more.
            progress: is called after each transaction with the head.
            trust_clock: false refuses the lines of an export that were recorded more than a day later
                than the clock says now.

        Raises:
            ConflictError: if an entry differs from the one with its number here.
            InvalidInputError: if an entry is missing.
            LedgerTamperedError: if an entry is not what was recorded.

        >>> copy = pt.Tracker()
        >>> copy.extend(talks.entries())
        3
        """
        Exchange(self._writer, trust_clock).take_all(entries, batch=batch, progress=progress)
        return self.head

    def _in_words(self, receipt: Receipt) -> Receipt:
        """Return a receipt with the claims that were recorded, proposed or withdrawn in words."""
        ledger = self._journal.ledger
        entry = ledger.entries[receipt.seq - 1]
        report = entry.proposed or ledger.filed_as(receipt.id).report
        if entry.claim is not None:
            report = attrs.evolve(report, claims=[report.claims[entry.claim - 1]])
        return attrs.evolve(receipt, wording=partial(report_in_words, report, ledger.agenda))

    def _amended(self, receipt: Receipt, old: Report, new: Report) -> Receipt:
        """Return a receipt with what a report says otherwise than the one it takes the place of."""
        from peacetrack.index.amendment import amendment

        return attrs.evolve(receipt, amended=amendment(old, new, self.agenda))

    # Proof

    def checkpoint(self) -> Checkpoint:
        """Return a short text that proves later what the ledger held; give it to an outsider to keep.

        Raises:
            InvalidInputError: if nothing is recorded yet.

        >>> talks.checkpoint().size
        3
        """
        self.refresh()
        return checkpoint_of(self._journal.ledger.entries)

    def verify(
        self, checkpoint: Checkpoint | str | None = None, *, progress: Callable[[int], object] | None = None
    ) -> Checkpoint:
        """Check that every entry is what was recorded, and return the checkpoint of the ledger.

        Each entry is read and written again, and has to give the bytes that were hashed. The projected
        rows of a store are computed again from the entries and compared too.

        Parameters:
            checkpoint: one that was kept, or its text: the ledger has to extend it (default: none).
            progress: is called after each entry with its number.

        Raises:
            LedgerTamperedError: with the number of the entry that is not what was recorded.
            InvalidInputError: if the text is no checkpoint, or nothing is recorded yet.

        >>> kept = str(talks.checkpoint())
        >>> talks.verify(kept).size
        3
        """
        kept = Checkpoint.parse(checkpoint) if isinstance(checkpoint, str) else checkpoint
        if not isinstance(kept, Checkpoint | None):
            raise WrongTypeError(kept, "a checkpoint", repair="give what checkpoint() gave, or its text")
        return self._journal.verify(kept, progress)

    def rebuild(self) -> int:
        """Compute the projected rows of the store again from the entries, and return the head.

        Raises:
            LedgerTamperedError: with the number of an entry that is not what was recorded.

        >>> talks.rebuild()
        3
        """
        return self._journal.rebuild()

    # Reading

    def refresh(self) -> int:
        """Read what other processes wrote, and return the head; every question does so by itself.

        >>> talks.refresh()
        3
        """
        return self._journal.refresh()

    @property
    def recorder(self) -> str | None:
        """The name that is kept with each entry."""
        return self._writer.recorder

    @property
    def head(self) -> int:
        """The sequence number of the last entry, from 1; 0 in an empty ledger.

        >>> talks.head
        3
        """
        return self.refresh()

    @property
    def agenda(self) -> Agenda:
        """The agenda in force; an empty one before the first declaration.

        >>> [term.id for term in talks.agenda.terms]
        ['truce', 'border']
        """
        self.refresh()
        return self._journal.ledger.agenda

    @property
    def reports(self) -> Mapping[str, Report]:
        """All reports that were ever recorded, by id, withdrawn ones included.

        >>> talks.reports
        <Reports: wire, radio>
        """
        self.refresh()
        return Reports(self._journal.ledger)

    def proposals(self) -> Table[Proposed]:
        """Return all proposals in order, each with its status: open, accepted, amended or dismissed.

        >>> _ = talks.propose(pt.Report([pt.Position("SOUTH", "truce", "accepts")], id="d1"))
        >>> [(proposed.id, proposed.status) for proposed in talks.proposals().filter(status="open")]
        [('d1', 'open')]
        """
        self.refresh()
        return Table(self._journal.ledger.proposals.values(), Proposed)

    def proposal(self, proposal_id: str) -> Proposed:
        """Return one proposal.

        Parameters:
            proposal_id: its id.

        Raises:
            ReportNotFoundError: if no proposal has that id.

        >>> _ = talks.propose(pt.Report([pt.Position("SOUTH", "truce", "accepts")], id="d1"))
        >>> talks.proposal("d1").status
        'open'
        """
        self.refresh()
        return self._journal.ledger.proposed_as(proposal_id)

    def entries(self, *, after: int = 0) -> Table[Entry]:
        """Return the entries in order.

        Parameters:
            after: the sequence number of the last entry to leave out (default: 0, leave out none).

        Raises:
            WrongTypeError: if `after` is not a whole number.

        >>> [entry.id for entry in talks.entries(after=1)]
        ['wire', 'radio']
        """
        if type(after) is not int:
            raise WrongTypeError(after, "a seq", where="after", repair="a whole number, such as 0")
        self.refresh()
        return Table(self._journal.ledger.entries[max(after, 0) :], Entry)

    def _latest(self) -> tuple[Snapshot, Clock]:
        journal = self._journal
        with journal.lock:  # so that the head is not asked while it grows
            head = self.refresh()
            return Snapshot.of(journal.ledger, journal.timeline, head), self._writer.clock

    def save(self, path: str | PathLike[str]) -> None:
        """Write the ledger to a file as JSON Lines; `pt.open` reads the same ledger from it.

        The file appears whole or not at all.

        Parameters:
            path: the file to write, such as `talks.jsonl`; an older one is replaced.

        Raises:
            InvalidInputError: if the name is that of a database.
            StoreError: if the file cannot be written.

        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     talks.save(Path(folder) / "talks.jsonl")
        ...     pt.open(Path(folder) / "talks.jsonl").head
        3
        """
        if str(path).endswith((".db", ".sqlite", ".sqlite3")):
            repair = f"open it and extend it: pt.open({str(path)!r}).extend(talks.entries())"
            raise InvalidInputError("save writes an export, which is no database", repair=repair)
        self.refresh()
        jsonl.save(path, self._journal.ledger.entries)
