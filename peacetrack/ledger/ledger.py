"""The append-only record: entries, and what follows from them. Built on admission and entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import attrs

from peacetrack.errors import (
    ConflictError,
    FixedTermError,
    InvalidInputError,
    LedgerTamperedError,
    MissingFieldError,
    ReportNotFoundError,
    StaleHeadError,
    UnknownNameError,
    WithdrawnReportError,
    WrongTypeError,
)
from peacetrack.form import codec, scalars
from peacetrack.form.canonical import Split, split
from peacetrack.form.codec import Body
from peacetrack.ledger.admission import Admission, Admitted, events_dated_by
from peacetrack.ledger.declaration import admit_agenda
from peacetrack.ledger.entry import Entry
from peacetrack.words.report import AsReport, Correction, Redaction, Report, Retraction
from peacetrack.words.term import Agenda, as_name


@attrs.frozen
class Receipt:
    """Where something stands in the ledger; `new` is false where it already stood there."""

    seq: int
    id: str
    recorded_at: datetime
    new: bool


def receipt(entry: Entry, *, new: bool) -> Receipt:
    """The receipt of an entry."""
    return Receipt(entry.seq, entry.id, entry.recorded_at, new)


@attrs.frozen
class Filed:
    """A recorded report: its entry, its place in ties, and what became of it.

    It is replaced and never edited, so that ledgers share it.
    """

    entry: Entry
    tie_seq: int
    withdrawn_by: Entry | None = None
    retracted: Mapping[int, Entry] = attrs.field(factory=dict)
    redacted_by: Entry | None = None

    @property
    def report(self) -> Report:
        """What was reported."""
        assert self.entry.report is not None
        return self.entry.report

    def says(self, parts: Split) -> bool:
        """Whether the report says the same; of a redacted one, as far as that is still known."""
        own = split(self.report)
        same_facts = own.canonical(without="id") == parts.canonical(without="id")
        return same_facts and (self.entry.redacted or own.words == parts.words)


class Mention(NamedTuple):
    """A term that claims are about, or an event that a report speaks of: named here first."""

    kind: str
    id: str


class Dating(NamedTuple):
    """A claim by which an event is dated by another event."""

    report: str
    claim: int
    event: str
    other: str


@attrs.frozen
class Proposal:
    """What a verb would append, or the entry that already says so."""

    body: Body
    id: str
    existing: Entry | None = None
    parts: Split | None = None


class Ledger:
    """All entries and what they amount to: agendas, reports by id, events that were mentioned."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.filed: dict[str, Filed] = {}
        self.events: dict[str, None] = {}
        self.dated_by: dict[str, list[str]] = {}
        self._datings: dict[str, list[Dating]] = {}
        self._mentioned: dict[Mention, None] = {}
        self._declared: list[Entry] = []
        self._agendas: list[tuple[int, Agenda]] = []

    def copy(self) -> Ledger:
        """Another ledger, which can grow on its own."""
        other = Ledger()
        other.entries, other.filed = self.entries.copy(), self.filed.copy()
        other.events, other._mentioned = self.events.copy(), self._mentioned.copy()
        other.dated_by = {event: others.copy() for event, others in self.dated_by.items()}
        other._datings = {report: datings.copy() for report, datings in self._datings.items()}
        other._declared, other._agendas = self._declared.copy(), self._agendas.copy()
        return other

    @property
    def head(self) -> int:
        """The seq of the last entry, 0 of none."""
        return len(self.entries)

    @property
    def agendas(self) -> list[tuple[int, Agenda]]:
        """Every agenda that was in force, and the seq that declared it."""
        for entry in self._declared[len(self._agendas) :]:
            before = self._agendas[-1][1] if self._agendas else Agenda("")
            assert isinstance(entry.body, Agenda)
            self._agendas.append((entry.seq, before.replaced_by(entry.body)))
        return self._agendas

    @property
    def agenda(self) -> Agenda:
        """The agenda in force."""
        return self.agendas[-1][1] if self.agendas else Agenda("")

    def agenda_at(self, seq: int) -> Agenda:
        """The agenda as known at a seq."""
        known = [agenda for declared, agenda in self.agendas if declared <= seq]
        return known[-1] if known else Agenda("")

    def admission(self, *, without: Filed | None = None) -> Admission:
        """What reports are held against, perhaps without what a report says of dates."""
        if without is None:
            return Admission(self.agenda, self.events, self.dated_by)
        dated_by = {event: list(others) for event, others in self.dated_by.items()}
        for dating in self._datings.get(without.entry.id, ()):
            dated_by[dating.event].remove(dating.other)
        return Admission(self.agenda, self.events, dated_by)

    def check_head(self, expect: int | None) -> None:
        """Refuse a write that was decided at another head."""
        if expect is not None and expect != self.head:
            raise StaleHeadError(expect, self.head)

    # What the verbs would append

    def declaration(self, given: Agenda | Mapping[str, object]) -> Proposal:
        """A declaration, where it changes anything."""
        agenda = admit_agenda(given, self.agenda, self.events)
        for term in agenda.terms:
            self._check_fixed(term.id, agenda)
        in_force = self.agenda
        if self.agendas and in_force == in_force.replaced_by(agenda):
            return Proposal(agenda, agenda.id, self.entries[self.agendas[-1][0] - 1])
        return Proposal(agenda, agenda.id)

    def _check_fixed(self, id: str, agenda: Agenda) -> None:
        old, new = self.agenda.term_by_id.get(id), agenda.term_by_id[id]
        if old is None or Mention("term", id) not in self._mentioned:
            return
        if (old.kind, old.proposition) != (new.kind, new.proposition):
            raise FixedTermError(
                f"the term {id!r} has claims: its kind and proposition are fixed",
                id=id,
                seq=self.agendas[-1][0],
                repair=f"declare a new term that replaces {id!r}",
            )

    def recording(self, given: AsReport, *, agenda: Agenda | None = None) -> Proposal:
        """A report, or the entry that already holds it."""
        if not self.agendas:
            raise InvalidInputError("no agenda is declared yet", repair="declare() one before")
        admission = attrs.evolve(self.admission(), agenda=agenda or self.agenda)
        admitted = admission.admit(given)
        filed = self.filed.get(admitted.id)
        if filed is None:
            return Proposal(admitted.report, admitted.id, parts=admitted.parts)
        self._check_same(filed, admitted)
        if filed.withdrawn_by is not None:
            raise self._withdrawn(filed, "record what is right under an id of its own")
        return Proposal(filed.report, admitted.id, filed.entry)

    def correction(self, corrects: str, given: AsReport, reason: str) -> Proposal:
        """A correction, or the entry that already made it."""
        old = self._filed(corrects)
        admitted = self.admission(without=old).admit(given)
        if old.withdrawn_by is not None:
            made = old.withdrawn_by
            same = isinstance(made.body, Correction) and made.id == admitted.id
            if same and self.filed[made.id].says(admitted.parts):
                return Proposal(made.body, made.id, made)
            raise self._withdrawn(old, "correct or retract what stands now")
        taken = self.filed.get(admitted.id)
        if taken is not None:
            raise ConflictError(
                f"the id {admitted.id!r} is taken by entry {taken.entry.seq}",
                id=admitted.id,
                seq=taken.entry.seq,
                repair="give the correction an id of its own, and say what is different",
            )
        return Proposal(Correction(old.entry.id, admitted.report, _reason(reason)), admitted.id)

    def retraction(self, retracts: str, reason: str, claim: int | None) -> Proposal:
        """A retraction, or the entry that already made it."""
        filed = self._filed(retracts)
        if claim is not None and (isinstance(claim, bool) or not isinstance(claim, int)):
            raise WrongTypeError(claim, "the number of a claim")
        made = filed.retracted.get(claim or 0) or filed.withdrawn_by
        body = Retraction(filed.entry.id, _reason(reason), claim=claim)
        if made is not None and isinstance(made.body, Retraction) and made.body.claim == claim:
            return Proposal(made.body, filed.entry.id, made)
        if made is not None:
            raise self._withdrawn(filed, "retract what took its place, if that is wrong too")
        if claim is not None and not 1 <= claim <= len(filed.report.claims):
            numbers = [str(n) for n in range(1, len(filed.report.claims) + 1)]
            raise UnknownNameError(f"claim of {retracts}", claim, numbers)
        return Proposal(body, filed.entry.id)

    def redaction(self, redacts: str, reason: str) -> Proposal:
        """A redaction, or the entry that already made it."""
        filed = self._filed(redacts)
        if filed.redacted_by is not None:
            return Proposal(filed.redacted_by.body, filed.entry.id, filed.redacted_by)
        return Proposal(Redaction(filed.entry.id, _reason(reason)), filed.entry.id)

    def restoring(self, form: object) -> Proposal:
        """Whatever an export or a log of seeds holds."""
        kind = form.get("kind", "report") if isinstance(form, Mapping) else None
        if isinstance(form, Mapping) and kind == "report":
            return self.recording(form)
        if isinstance(form, Mapping) and kind == "agenda":
            return self.declaration(form)
        if isinstance(form, Mapping) and kind == "correction":
            return self._restored_correction(form)
        body = codec.read_body(form)
        if isinstance(body, Retraction):
            return self.retraction(body.retracts, body.reason, body.claim)
        assert isinstance(body, Redaction)
        return self.redaction(body.redacts, body.reason)

    def _restored_correction(self, form: Mapping[str, Any]) -> Proposal:
        scalars.refuse_unknown(form, ("kind", "corrects", "report", "reason"))
        for name in ("corrects", "report", "reason"):
            if name not in form:
                raise MissingFieldError(name)
        return self.correction(form["corrects"], form["report"], form["reason"])

    def _filed(self, id: str) -> Filed:
        id = as_name(id)
        if id not in self.filed:
            raise ReportNotFoundError(id, self.filed)
        return self.filed[id]

    def _check_same(self, filed: Filed, admitted: Admitted) -> None:
        if not filed.says(admitted.parts):
            raise ConflictError(
                f"the report {admitted.id!r} of entry {filed.entry.seq} says something else",
                id=admitted.id,
                seq=filed.entry.seq,
                repair="give the new report another id"
                if filed.withdrawn_by
                else "use correct() if it was wrong, or give the new report another id",
            )

    def _withdrawn(self, filed: Filed, repair: str) -> WithdrawnReportError:
        by = filed.withdrawn_by
        assert by is not None
        verb = "corrected" if isinstance(by.body, Correction) else "retracted"
        what = f"the report {filed.entry.id!r} was {verb} by entry {by.seq}"
        if verb == "corrected":
            what += f", the report {by.id!r}"
        return WithdrawnReportError(what, id=filed.entry.id, seq=by.seq, repair=repair)

    # Taking entries in

    def append(self, entry: Entry) -> None:
        """Take in an entry that a store has committed."""
        datings = list(datings_of(entry))
        self.mention(self.mentions(entry))
        self._enter(entry)
        self._date(datings)

    def load(
        self, entries: Iterable[Entry], mentions: Iterable[Mention], datings: Iterable[Dating]
    ) -> None:
        """Take in entries of which a store knows what they mention and date; none is read."""
        for entry in entries:
            self._enter(entry)
        self.mention(mentions)
        self._date(datings)

    def mentions(self, entry: Entry) -> list[Mention]:
        """What an entry is the first to name."""
        report = entry.report
        if report is None:
            return []
        named = [Mention("term", claim.term) for claim in report.claims if claim.term is not None]
        named += [Mention("event", event) for event in report.events]
        return [mention for mention in dict.fromkeys(named) if mention not in self._mentioned]

    @property
    def mentioned(self) -> list[Mention]:
        """All that was ever named, in the order of first mention."""
        return list(self._mentioned)

    def mention(self, mentions: Iterable[Mention]) -> None:
        """Keep what is now named."""
        for mention in mentions:
            self._mentioned[mention] = None
            if mention.kind == "event":
                self.events[mention.id] = None

    def _enter(self, entry: Entry) -> None:
        if entry.seq != self.head + 1:
            raise LedgerTamperedError(f"it cannot follow entry {self.head}", seq=entry.seq)
        self.entries.append(entry)
        if entry.kind == "agenda":
            self._declared.append(entry)
        elif entry.kind == "report":
            self.filed[entry.id] = Filed(entry, entry.seq)
        elif entry.kind == "correction":
            old = self._filed_before(entry, str(entry.corrects))
            self._withdraw(old, entry)
            self.filed[entry.id] = Filed(entry, old.tie_seq)
        elif entry.kind == "retraction":
            self._retract(self._filed_before(entry, entry.id), entry.claim, entry)
        else:
            self._redact(self._filed_before(entry, entry.id), entry)

    def _filed_before(self, entry: Entry, id: str) -> Filed:
        if id not in self.filed:
            raise LedgerTamperedError(
                f"it names the report {id!r}, and none is before it", seq=entry.seq
            )
        return self.filed[id]

    def _date(self, datings: Iterable[Dating]) -> None:
        for dating in datings:
            self._datings.setdefault(dating.report, []).append(dating)
            self.dated_by.setdefault(dating.event, []).append(dating.other)

    def _undate(self, report: str, claim: int | None) -> None:
        datings = self._datings.pop(report, [])
        gone = [dating for dating in datings if claim in (None, dating.claim)]
        for dating in gone:
            self.dated_by[dating.event].remove(dating.other)
        if len(gone) < len(datings):
            self._datings[report] = [dating for dating in datings if dating not in gone]

    def _withdraw(self, filed: Filed, by: Entry) -> None:
        self._undate(filed.entry.id, None)
        self.filed[filed.entry.id] = attrs.evolve(filed, withdrawn_by=by)

    def _retract(self, filed: Filed, claim: int | None, by: Entry) -> None:
        if claim is None:
            self._withdraw(filed, by)
            return
        self._undate(filed.entry.id, claim)
        retracted = {**filed.retracted, claim: by}
        self.filed[filed.entry.id] = attrs.evolve(filed, retracted=retracted)

    def _redact(self, filed: Filed, by: Entry) -> None:
        entry = filed.entry.without_words()
        self.filed[entry.id] = attrs.evolve(filed, entry=entry, redacted_by=by)
        self.entries[entry.seq - 1] = entry

    def reports_at(self, seq: int) -> Iterator[Filed]:
        """The reports of which something stands at a seq."""
        for filed in list(self.filed.values()):  # it may grow meanwhile
            withdrawn = filed.withdrawn_by is not None and filed.withdrawn_by.seq <= seq
            if filed.entry.seq <= seq and not withdrawn:
                yield filed


def datings_of(entry: Entry) -> Iterator[Dating]:
    """The claims of an entry by which an event is dated by another."""
    report = entry.report
    for event, other, claim in () if report is None else events_dated_by(report):
        yield Dating(entry.id, claim, event, other)


def _reason(given: str) -> str:
    reason = scalars.text(given)
    if not reason.strip():
        repair = "say why, for those who read it later"
        raise InvalidInputError("a reason is missing", where="reason", repair=repair)
    return reason
