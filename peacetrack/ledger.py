"""The append-only record: entries, their hashes, and what follows from them. Built on admission."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import attrs

from peacetrack import codec, forms
from peacetrack.admission import Admitted, Desk, events_dated_by, events_named_in
from peacetrack.canonical import Split, canonical, joined, split
from peacetrack.codec import FORMAT, Body
from peacetrack.declaration import admit_agenda
from peacetrack.edtf import full_text
from peacetrack.errors import (
    Conflict,
    Fixed,
    InvalidInput,
    LedgerTampered,
    MissingField,
    NeverRecorded,
    Overtaken,
    UnknownName,
    Withdrawn,
    WrongType,
)
from peacetrack.position import Position, Progress
from peacetrack.report import AsReport, Correction, Redaction, Report, Retraction
from peacetrack.term import Agenda, as_name
from peacetrack.when import surface


@attrs.frozen
class Entry:
    """One act in the ledger: what was recorded, when, by whom, and the hash that proves it.

    `hashed` is what `leaf` hashes: canonical JSON with the facts, and the salted hash of the words.
    """

    __columns__ = ("seq", "recorded_at", "recorded_by", "kind", "id")

    seq: int
    recorded: int = attrs.field(repr=False)
    recorded_by: str | None
    kind: str
    id: str
    body: Body = attrs.field(repr=False)
    hashed: bytes = attrs.field(repr=False)
    words: bytes = attrs.field(repr=False)
    salt: bytes = attrs.field(repr=False)
    leaf: bytes = attrs.field(repr=False)

    @property
    def recorded_at(self) -> Any:
        """When it was recorded."""
        return surface(self.recorded)

    def as_mapping(self) -> dict[str, object]:
        """The entry as a line of an export."""
        return {
            "kind": "entry",
            "seq": self.seq,
            "recorded_at": full_text(self.recorded),
            "recorded_by": self.recorded_by,
            "salt": self.salt.hex(),
            "entry": codec.write(self.body),
        }


def make_entry(
    body: Body,
    *,
    seq: int,
    recorded: int,
    recorded_by: str | None,
    salt: bytes,
    id: str,
    parts: Split | None = None,
) -> Entry:
    """An entry with its hash: SHA-256 over a zero byte and the canonical form (RFC 6962)."""
    parts = parts or split(body)
    kind = codec.kind_of_body(body)
    hashed = _hashed(parts, kind, seq=seq, recorded=recorded, recorded_by=recorded_by, salt=salt)
    leaf = hashlib.sha256(b"\0" + hashed).digest()
    return Entry(seq, recorded, recorded_by, kind, id, body, hashed, parts.words, salt, leaf)


def _hashed(
    parts: Split, kind: str, *, seq: int, recorded: int, recorded_by: str | None, salt: bytes
) -> bytes:
    rest = {
        "format": FORMAT,
        "kind": kind,
        "recorded_at": full_text(recorded),
        "recorded_by": recorded_by,
        "seq": seq,
        "words": hashlib.sha256(salt + parts.words).hexdigest(),
    }
    # "facts" sorts before all the others, so this is canonical as a whole
    return b'{"facts":' + parts.canonical() + b"," + canonical(rest)[1:]


def rehashed(entry: Entry) -> bytes:
    """The leaf that an entry ought to have, from what it holds."""
    return make_entry(
        entry.body,
        seq=entry.seq,
        recorded=entry.recorded,
        recorded_by=entry.recorded_by,
        salt=entry.salt,
        id=entry.id,
    ).leaf


def entry_from(
    *, seq: int, recorded: int, recorded_by: str | None, hashed: bytes, words: bytes, salt: bytes
) -> Entry:
    """An entry as a store kept it; what does not hash right is refused."""
    try:
        form = json.loads(hashed)
        written = joined({"kind": form["kind"], **form["facts"]}, json.loads(words))
        body = codec.read_body(written)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise LedgerTampered(f"it cannot be read: {error}", seq=seq) from None
    entry = make_entry(
        body, seq=seq, recorded=recorded, recorded_by=recorded_by, salt=salt, id=id_of(body)
    )
    if (entry.hashed, entry.words) != (hashed, words):
        raise LedgerTampered("it is not what was recorded", seq=seq)
    return entry


def id_of(body: Body) -> str:
    """The id under which an entry stands: its report's, else its agenda's."""
    if isinstance(body, Correction):
        return str(body.report.id)
    if isinstance(body, Retraction):
        return body.retracts
    return str(body.redacts if isinstance(body, Redaction) else body.id)


@attrs.frozen
class Receipt:
    """Where something stands in the ledger; `new` is false where it already stood there."""

    seq: int
    id: str
    recorded_at: Any
    new: bool


def receipt(entry: Entry, *, new: bool) -> Receipt:
    """The receipt of an entry."""
    return Receipt(entry.seq, entry.id, entry.recorded_at, new)


@attrs.define
class Filed:
    """A recorded report: its entry, its place in ties, and what became of it."""

    report: Report
    entry: Entry
    place: int
    withdrawn_by: Entry | None = None
    retracted: dict[int, Entry] = attrs.field(factory=dict)

    @cached_property
    def content_id(self) -> str:
        """The hash of what the report says."""
        return split(self.report).content_id

    def standing_claims(self) -> list[int]:
        """The numbers of the claims that are not withdrawn."""
        if self.withdrawn_by is not None:
            return []
        return [n for n in range(1, len(self.report.claims) + 1) if n not in self.retracted]


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
        self.agendas: list[tuple[int, Agenda]] = []
        self.events: dict[str, None] = {}
        self.dated_by: dict[str, list[str]] = {}
        self._used_terms: set[str] = set()

    @property
    def head(self) -> int:
        """The seq of the last entry, 0 of none."""
        return len(self.entries)

    @property
    def agenda(self) -> Agenda:
        """The agenda in force."""
        return self.agendas[-1][1] if self.agendas else Agenda("")

    def agenda_at(self, seq: int) -> Agenda:
        """The agenda as known at a seq."""
        known = [agenda for declared, agenda in self.agendas if declared <= seq]
        return known[-1] if known else Agenda("")

    def desk(self, *, without: Filed | None = None) -> Desk:
        """What reports are held against, perhaps without what a report says of dates."""
        if without is None:
            return Desk(self.agenda, self.events, self.dated_by)
        dated_by = {event: list(others) for event, others in self.dated_by.items()}
        standing = without.standing_claims()
        for event, other, claim in events_dated_by(without.report):
            if claim in standing:
                dated_by[event].remove(other)
        return Desk(self.agenda, self.events, dated_by)

    def check_head(self, expect: int | None) -> None:
        """Refuse a write that was decided at another head."""
        if expect is not None and expect != self.head:
            raise Overtaken(expect, self.head)

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
        if old is None or id not in self._used_terms:
            return
        if (old.kind, old.proposition) != (new.kind, new.proposition):
            raise Fixed(
                f"the term {id!r} has claims: its kind and proposition are fixed",
                id=id,
                seq=self.agendas[-1][0],
                repair=f"declare a new term that replaces {id!r}",
            )

    def recording(self, given: AsReport, *, agenda: Agenda | None = None) -> Proposal:
        """A report, or the entry that already holds it."""
        if not self.agendas:
            raise InvalidInput("no agenda is declared yet", repair="declare() one before")
        desk = self.desk() if agenda is None else attrs.evolve(self.desk(), agenda=agenda)
        admitted = desk.admit(given)
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
        admitted = self.desk(without=old).admit(given)
        if old.withdrawn_by is not None:
            made = old.withdrawn_by
            same = isinstance(made.body, Correction) and made.id == admitted.id
            if same and self.filed[made.id].content_id == admitted.content_id:
                return Proposal(made.body, made.id, made)
            raise self._withdrawn(old, "correct or retract what stands now")
        taken = self.filed.get(admitted.id)
        if taken is not None:
            raise Conflict(
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
            raise WrongType(claim, "the number of a claim")
        made = filed.retracted.get(claim or 0) or filed.withdrawn_by
        body = Retraction(filed.entry.id, _reason(reason), claim=claim)
        if made is not None and isinstance(made.body, Retraction) and made.body.claim == claim:
            return Proposal(made.body, filed.entry.id, made)
        if made is not None:
            raise self._withdrawn(filed, "retract what took its place, if that is wrong too")
        if claim is not None and not 1 <= claim <= len(filed.report.claims):
            numbers = [str(n) for n in range(1, len(filed.report.claims) + 1)]
            raise UnknownName(f"claim of {retracts}", claim, numbers)
        return Proposal(body, filed.entry.id)

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
        raise InvalidInput(f"a {kind} cannot be taken in yet")

    def _restored_correction(self, form: Mapping[str, Any]) -> Proposal:
        forms.refuse_unknown(form, ("kind", "corrects", "report", "reason"))
        for name in ("corrects", "report", "reason"):
            if name not in form:
                raise MissingField(name)
        return self.correction(form["corrects"], form["report"], form["reason"])

    def _filed(self, id: str) -> Filed:
        id = as_name(id)
        if id not in self.filed:
            raise NeverRecorded(id, self.filed)
        return self.filed[id]

    def _check_same(self, filed: Filed, admitted: Admitted) -> None:
        if filed.content_id != admitted.content_id:
            raise Conflict(
                f"the report {admitted.id!r} of entry {filed.entry.seq} says something else",
                id=admitted.id,
                seq=filed.entry.seq,
                repair="give the new report another id"
                if filed.withdrawn_by
                else "use correct() if it was wrong, or give the new report another id",
            )

    def _withdrawn(self, filed: Filed, repair: str) -> Withdrawn:
        by = filed.withdrawn_by
        assert by is not None
        verb = "corrected" if isinstance(by.body, Correction) else "retracted"
        what = f"the report {filed.entry.id!r} was {verb} by entry {by.seq}"
        if verb == "corrected":
            what += f", the report {by.id!r}"
        return Withdrawn(what, id=filed.entry.id, seq=by.seq, repair=repair)

    # Taking entries in

    def append(self, entry: Entry) -> None:
        """Take in an entry that a store has committed."""
        if entry.seq != self.head + 1:
            raise InvalidInput(f"entry {entry.seq} cannot follow entry {self.head}")
        self.entries.append(entry)
        body = entry.body
        if isinstance(body, Agenda):
            self.agendas.append((entry.seq, self.agenda.replaced_by(body)))
        elif isinstance(body, Report):
            self._file(body, entry, entry.seq)
        elif isinstance(body, Correction):
            old = self.filed[body.corrects]
            self._withdraw(old, entry)
            self._file(body.report, entry, old.place)
        elif isinstance(body, Retraction):
            self._retract(self.filed[body.retracts], body.claim, entry)

    def _file(self, report: Report, entry: Entry, place: int) -> None:
        self.filed[entry.id] = Filed(report, entry, place)
        self.events |= dict.fromkeys(events_named_in(report))
        for claim in report.claims:
            if isinstance(claim, Position | Progress):
                self._used_terms.add(claim.term)
        for event, other, _ in events_dated_by(report):
            self.dated_by.setdefault(event, []).append(other)

    def _withdraw(self, filed: Filed, by: Entry) -> None:
        for number in filed.standing_claims():
            self._undate(filed, number)
        filed.withdrawn_by = by

    def _retract(self, filed: Filed, claim: int | None, by: Entry) -> None:
        if claim is None:
            self._withdraw(filed, by)
            return
        self._undate(filed, claim)
        filed.retracted[claim] = by

    def _undate(self, filed: Filed, number: int) -> None:
        for event, other, claim in events_dated_by(filed.report):
            if claim == number:
                self.dated_by[event].remove(other)

    def reports_at(self, seq: int) -> Iterator[Filed]:
        """The reports of which something stands at a seq."""
        for filed in list(self.filed.values()):  # it may grow meanwhile
            withdrawn = filed.withdrawn_by is not None and filed.withdrawn_by.seq <= seq
            if filed.entry.seq <= seq and not withdrawn:
                yield filed


def _reason(given: str) -> str:
    reason = forms.text(given)
    if not reason.strip():
        repair = "say why, for those who read it later"
        raise InvalidInput("a reason is missing", where="reason", repair=repair)
    return reason
