"""The ledger: entries in order, and the agendas, reports, mentions and dates that follow from them.

What a verb would append is decided in `addition.py`; where entries last is the business of the stores.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from itertools import count
from typing import NamedTuple

import attrs

from peacetrack.errors import LedgerTamperedError, ReportNotFoundError, StaleHeadError, WrongTypeError
from peacetrack.form.codec import FORMAT
from peacetrack.ledger.admission import Admission, Dating, datings_of
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.filed import Filed, Proposed
from peacetrack.words.classes import frozen
from peacetrack.words.report import Report
from peacetrack.words.term import Agenda
from peacetrack.words.value import as_name, grouped


@frozen
class Receipt:
    """Where something stands in the ledger.

    `seq` is the number of the entry, from 1; `id` is that of the report or agenda; `recorded_at` is in
    UTC; `new` is false where the same was recorded before. `recorded_by` is the name kept with the entry.
    `amended` says, of a correction and of a proposal accepted otherwise, what was kept, changed, dropped and
    added, in words; `says` what else was recorded, proposed or withdrawn, a line a claim, with whose words it
    is, and of a declaration which people speak for another party now. Those of `record_all` have neither.
    """

    __columns__ = ("seq", "id", "recorded_at", "new", "recorded_by")

    seq: int
    id: str
    recorded_at: datetime
    new: bool
    recorded_by: str | None = None
    amended: tuple[str, ...] = ()
    _wording: Callable[[], tuple[str, ...]] = attrs.field(default=tuple, eq=False, repr=False)

    @cached_property
    def says(self) -> tuple[str, ...]:
        """The claims that were recorded, proposed or withdrawn, put into words when they are asked for."""
        return self._wording()


def receipt(entry: Entry, *, new: bool) -> Receipt:
    """Return the receipt of an entry."""
    return Receipt(entry.seq, entry.id, entry.recorded_at, new, entry.recorded_by)


class Mention(NamedTuple):
    """A term or an event that an entry is the first to name; `kind` says which."""

    kind: str
    id: str


class Bare(NamedTuple):
    """A position that states no field, by its term, its party, its report and its number."""

    term: str
    party: str
    report: str
    claim: int


_Found = tuple[int, Mapping[str, tuple[Bare, ...]]]
"""Positions by term, after the number of entries that were looked at."""


class Reports(Mapping[str, Report]):
    """All reports that were ever recorded, by id, withdrawn ones included."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def __getitem__(self, id: str) -> Report:
        return self._ledger.filed_as(id).report

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and as_name(id) in self._ledger.filed

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._ledger.filed))  # a copy: the ledger may grow during the loop

    def __len__(self) -> int:
        return len(self._ledger.filed)

    def __repr__(self) -> str:
        return f"<Reports: {', '.join(self)}>" if len(self) <= 5 else f"<Reports: {len(self)}>"


class Ledger:
    """All entries, and the agendas, reports, mentions and dates that follow from them."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.filed: dict[str, Filed] = {}
        self.proposals: dict[str, Proposed] = {}
        self.events: dict[str, None] = {}
        self.mentioned: dict[Mention, None] = {}
        self._datings: dict[str, tuple[Dating, ...]] = {}
        self._dated: dict[str, None] = {}
        self._dating: dict[str, None] = {}
        self._declared: list[Entry] = []
        self._agendas: list[tuple[int, Agenda]] = []
        self._bare: _Found = 0, {}
        self._news_acts: _Found = 0, {}

    def copy(self) -> Ledger:
        """Return a copy that can grow on its own."""
        other = Ledger()
        for name, value in vars(self).items():  # what they hold is replaced, never edited
            vars(other)[name] = value if isinstance(value, tuple) else value.copy()
        return other

    @property
    def head(self) -> int:
        """The seq of the last entry; 0 in an empty ledger."""
        return len(self.entries)

    @property
    def agendas(self) -> list[tuple[int, Agenda]]:
        """Every agenda that was ever in force, with the seq that declared it."""
        for entry in self._declared[len(self._agendas) :]:
            before = self._agendas[-1][1] if self._agendas else Agenda("")
            assert isinstance(entry.body, Agenda)
            self._agendas.append((entry.seq, before.replaced_by(entry.body)))
        return self._agendas

    @property
    def agenda(self) -> Agenda:
        """The agenda in force; an empty one before the first declaration."""
        return self.agendas[-1][1] if self.agendas else Agenda("")

    @property
    def bare(self) -> Mapping[str, tuple[Bare, ...]]:
        """By term, the positions that state no field; only entries that are new are looked at."""
        self._bare = self._with_new(self._bare, lambda entry: entry.bare_positions)
        return self._bare[1]

    @property
    def news_acts(self) -> Mapping[str, tuple[Bare, ...]]:
        """By term, the positions with an act that is news and no stance, likewise."""
        self._news_acts = self._with_new(self._news_acts, lambda entry: entry.news_acts)
        return self._news_acts[1]

    def _with_new(
        self, known: _Found, positions: Callable[[Entry], Iterable[tuple[str, str, int]]]
    ) -> _Found:
        """Return some positions by term, and over how many entries, with those of new entries."""
        seen, before = known
        entries = self.entries[seen:]
        new = [
            Bare(term, party, entry.id, number)
            for entry in entries
            for term, party, number in positions(entry)
        ]
        by_term = grouped(new, lambda position: position.term)
        merged = {**before, **{term: (*before.get(term, ()), *bare) for term, bare in by_term.items()}}
        return seen + len(entries), merged

    def agenda_at(self, seq: int) -> Agenda:
        """Return the agenda in force at a seq."""
        for declared, agenda in reversed(self.agendas):
            if declared <= seq:
                return agenda
        return Agenda("")

    def admission(
        self, format: int = FORMAT, *, agenda: Agenda | None = None, without: Filed | None = None
    ) -> Admission:
        """Return the checks for a new report, leaving out the dates of the report it would replace.

        `agenda` is the one that names are looked up in (default: the one in force).
        """
        datings = self._datings
        if without is not None:
            replaced = without.entry.id
            datings = {report: dated for report, dated in datings.items() if report != replaced}
        return Admission(agenda or self.agenda, self.events, datings, self._dated, self._dating, format)

    def filed_as(self, id: str) -> Filed:
        """Return a recorded report by its id."""
        name = as_name(id)
        if name not in self.filed:
            raise ReportNotFoundError(name, self.filed)
        return self.filed[name]

    def correction_id(self, filed: Filed) -> str:
        """Return the id of a correction that gives none: of the one that was made, else the next free one."""
        if filed.withdrawn_by is not None and filed.withdrawn_by.kind == "correction":
            return filed.withdrawn_by.id
        first = filed.entry
        while first.corrects is not None:
            first = self.filed[first.corrects].entry
        names = (f"{first.id}-{number}" for number in count(2))
        return next(name for name in names if name not in self.filed and name not in self.proposals)

    def proposed_as(self, id: str) -> Proposed:
        """Return a proposal by its id."""
        name = as_name(id)
        if name not in self.proposals:
            raise ReportNotFoundError(name, self.proposals, what="proposal")
        return self.proposals[name]

    def check_head(self, expect: int | None) -> None:
        """Refuse a write that was decided at another head."""
        if expect is not None and type(expect) is not int:
            raise WrongTypeError(expect, "a sequence number", where="expect", repair="such as 2")
        if expect is not None and expect != self.head:
            raise StaleHeadError(expect, self.head)

    # Growing

    def append(self, entry: Entry, mentions: Iterable[Mention] | None = None, *, keep: bool = True) -> None:
        """Add an entry that a store has committed, with its `mentions` where they are known already.

        With `keep` false its body is read again when it is asked for; agendas always are.
        """
        report = entry.report if entry.states_events else None
        datings = () if report is None else tuple(datings_of(report))
        self.mention(self.mentions(entry) if mentions is None else mentions)
        self._enter(entry if keep or entry.kind == "agenda" else entry.unread())
        self._date(datings)

    def load(self, entries: Iterable[Entry], mentions: Iterable[Mention], datings: Iterable[Dating]) -> None:
        """Add entries with the mentions and dates that a store keeps, so that no body is read."""
        for entry in entries:
            self._enter(entry)
        self.mention(mentions)
        self._date(datings)

    def mentions(self, entry: Entry) -> list[Mention]:
        """Return the terms and events that an entry is the first to name."""
        report = entry.report
        if report is None:
            return []
        terms = dict.fromkeys(claim.term for claim in report.claims if claim.term is not None)
        named = [Mention("term", term) for term in terms]
        if entry.names_events:
            named += [Mention("event", event) for event in report.events]
        return [mention for mention in named if mention not in self.mentioned]

    def mention(self, mentions: Iterable[Mention]) -> None:
        """Add terms and events that are now named."""
        for mention in mentions:
            self.mentioned[mention] = None
            if mention.kind == "event":
                self.events[mention.id] = None

    def _enter(self, entry: Entry) -> None:
        if entry.seq != self.head + 1:
            raise LedgerTamperedError(f"it cannot follow entry {self.head}", seq=entry.seq)
        if self.entries and entry.recorded < self.entries[-1].recorded:
            raise LedgerTamperedError("it was recorded before the entry before it", seq=entry.seq)
        if entry.kind in ("report", "correction") and entry.id in self.filed:
            raise LedgerTamperedError(f"it takes the id {entry.id!r} of another", seq=entry.seq)
        if entry.kind == "proposal" and entry.id in {*self.filed, *self.proposals}:
            raise LedgerTamperedError(f"it takes the id {entry.id!r} of another", seq=entry.seq)
        self.entries.append(entry)
        accepts = entry.accepts
        if accepts is not None:
            self._settle(accepts, entry)
        if entry.kind == "proposal":
            self.proposals[entry.id] = Proposed(entry)
        elif entry.kind == "dismissal":
            self._settle(entry.id, entry)
        elif entry.kind == "agenda":
            self._declared.append(entry)
        elif entry.kind == "report":
            self.filed[entry.id] = Filed(entry, entry.seq)
        elif entry.kind == "correction":
            self._correct(self._standing_before(entry, str(entry.corrects)), entry)
        elif entry.kind == "retraction":
            self._retract(self._standing_before(entry, entry.id), entry)
        else:
            self._redact(entry)

    def _filed_before(self, entry: Entry, id: str) -> Filed:
        if id not in self.filed:
            raise LedgerTamperedError(f"it names the report {id!r}, and none is before it", seq=entry.seq)
        return self.filed[id]

    def _standing_before(self, entry: Entry, id: str) -> Filed:
        """Return the report that an entry withdraws, wholly or in part."""
        filed = self._filed_before(entry, id)
        if filed.withdrawn_by is not None or entry.claim in filed.retracted:
            raise LedgerTamperedError(f"it withdraws what was withdrawn of {id!r} before", seq=entry.seq)
        return filed

    def _date(self, datings: Iterable[Dating]) -> None:
        for dating in datings:
            before = self._datings.get(dating.report, ())
            self._datings[dating.report] = (*before, dating)
            self._dated[dating.event] = self._dating[dating.other] = None

    def _undate(self, report: str, claim: int | None) -> None:
        datings = self._datings.pop(report, ())
        kept = tuple(dating for dating in datings if claim not in (None, dating.claim))
        if kept:
            self._datings[report] = kept

    def _correct(self, filed: Filed, by: Entry) -> None:
        self._withdraw(filed, by)
        # in ties a correction takes the place of the report that it replaces
        self.filed[by.id] = Filed(by, filed.tie_seq)

    def _withdraw(self, filed: Filed, by: Entry) -> None:
        self._undate(filed.entry.id, None)
        self.filed[filed.entry.id] = attrs.evolve(filed, withdrawn_by=by)

    def _retract(self, filed: Filed, by: Entry) -> None:
        if by.claim is None:
            self._withdraw(filed, by)
            return
        self._undate(filed.entry.id, by.claim)
        retracted = {**filed.retracted, by.claim: by}
        self.filed[filed.entry.id] = attrs.evolve(filed, retracted=retracted)

    def _settle(self, id: str, by: Entry) -> None:
        if id not in self.proposals or self.proposals[id].settled is not None:
            raise LedgerTamperedError(f"it settles the proposal {id!r}, and none is open", seq=by.seq)
        self.proposals[id] = attrs.evolve(self.proposals[id], settled=by)

    def worded(self, id: str) -> list[Entry]:
        """Return the entries that lose their words by a redaction: a report and the proposal of its id."""
        proposed, filed = self.proposals.get(id), self.filed.get(id)
        entries = (None if proposed is None else proposed.entry, None if filed is None else filed.entry)
        return [entry for entry in entries if entry is not None]

    def _redact(self, by: Entry) -> None:
        if by.id not in self.proposals:
            self._filed_before(by, by.id)
        for entry in self.worded(by.id):
            bare = self.entries[entry.seq - 1] = entry.without_words()
            if entry.kind == "proposal":
                self.proposals[by.id] = attrs.evolve(self.proposals[by.id], entry=bare, redacted_by=by)
            else:
                self.filed[by.id] = attrs.evolve(self.filed[by.id], entry=bare, redacted_by=by)
        for id, proposed in self.proposals.items():
            if proposed.settled is not None and proposed.settled.id == by.id:
                settled = self.entries[proposed.settled.seq - 1]
                self.proposals[id] = attrs.evolve(proposed, settled=settled)

    def reports_at(self, seq: int) -> Iterator[Filed]:
        """Yield the reports that are recorded, and not withdrawn, at a seq."""
        for filed in list(self.filed.values()):  # a copy: it may grow during the loop
            withdrawn = filed.withdrawn_by is not None and filed.withdrawn_by.seq <= seq
            if filed.entry.seq <= seq and not withdrawn:
                yield filed
