"""Projection: what each entry of a ledger changes on the timeline.

An entry opens statements, closes those it withdraws, and moves those bound to an event that it dates
(rules 5 and 6 of `docs/reference/rules.md`). Stores keep the same projection as rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from peacetrack.errors import LedgerTamperedError
from peacetrack.index.event_dates import DATING, Calendar, EventDate
from peacetrack.index.series import Recall, Series
from peacetrack.index.statement import Asserted, ClaimName, Key, Statement, anchor_of, asserted
from peacetrack.index.timeline import Closed, Growth, Opened, Timeline
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.ledger import Ledger, Mention
from peacetrack.words.report import Claim, Event, Report
from peacetrack.words.term import Agenda
from peacetrack.words.when import Moment, event_of


class Effect(NamedTuple):
    """An entry with all that it changes, before it is applied."""

    entry: Entry
    growth: Growth
    mentions: Sequence[Mention]
    mentioned: int
    """How many terms and events were named before."""


def effect_of(timeline: Timeline, ledger: Ledger, entry: Entry) -> Effect:
    """Return what the next entry of a ledger changes."""
    growth = opening(ledger, entry)
    if growth is None:
        timeline.catch_up()
        growth = growth_by(timeline, ledger, entry)
    return Effect(entry, growth, ledger.mentions(entry), len(ledger.mentioned))


def take_in(timeline: Timeline, ledger: Ledger, entry: Entry) -> None:
    """Apply what an entry changes that a ledger has taken in, when a question needs it."""
    timeline.grow_later(entry.recorded, lambda: opening(ledger, entry) or growth_by(timeline, ledger, entry))


def opening(ledger: Ledger, entry: Entry) -> Growth | None:
    """Return what a report opens; None where it says or needs the date of an event, or is a correction."""
    report = entry.report
    if entry.kind != "report" or report is None:
        return None
    if entry.names_events and any(_needs_dates(claim, report) for claim in report.claims):
        return None
    agenda = ledger.agenda_at(entry.seq - 1)
    claims = asserted(entry, entry.seq)
    opened = [_opened(claim, begun(claim, _NO_EVENTS), agenda) for claim in claims if claim.values]
    return Growth(entry.seq, entry.recorded, None, None, opened)


def _needs_dates(claim: Claim, report: Report) -> bool:
    return isinstance(claim, Event) or event_of(claim.since or report.since) is not None


def growth_by(timeline: Timeline, ledger: Ledger, entry: Entry, *, without: Collection[str] = ()) -> Growth:
    """Return what the next entry of a ledger changes; reports in `without` assert nothing."""
    before = ledger.agenda_at(entry.seq - 1)
    declared = entry.body if entry.kind == "agenda" else None
    agenda = before.replaced_by(declared) if isinstance(declared, Agenda) else before
    growing = _Growing(entry.seq, timeline, ledger, agenda, before)
    claims: list[Asserted] = []
    if entry.report is not None and entry.id not in without:
        tie_seq = entry.seq if entry.corrects is None else ledger.filed[entry.corrects].tie_seq
        claims = asserted(entry, tie_seq)
    growing.withdraw(_withdrawn(timeline, ledger, entry))
    if agenda.sides != before.sides:
        growing.take_sides()
    growing.assert_all(claims)
    return growing.grown(entry.recorded, (entry.id, claims) if claims else None)


def _withdrawn(timeline: Timeline, ledger: Ledger, entry: Entry) -> list[Asserted]:
    if entry.kind == "correction":
        return said_in(timeline, ledger, str(entry.corrects))
    if entry.kind == "retraction":
        said = said_in(timeline, ledger, entry.id)
        return said if entry.claim is None else [_numbered(said, entry.claim, entry.seq)]
    return []


def _numbered(said: list[Asserted], claim: int, seq: int) -> Asserted:
    """Return a claim by its number, which the entry `seq` or a row of it gives."""
    if not 1 <= claim <= len(said):
        raise LedgerTamperedError(f"there is no claim {claim}", seq=seq)
    return said[claim - 1]


def said_in(timeline: Timeline, ledger: Ledger, id: str) -> list[Asserted]:
    """Return the claims of a report as statements, read once."""
    said = timeline.said.get(id)
    if said is None:
        if id not in ledger.filed:
            raise LedgerTamperedError(f"a row names the report {id!r}, which is none", seq=ledger.head)
        filed = ledger.filed[id]
        said = timeline.said.setdefault(id, asserted(filed.entry, filed.tie_seq))
    return said


class _Edits(NamedTuple):
    """The edits of a series by one entry: the places that it closes, and the statements that it opens."""

    closed: list[int]
    opened: list[Statement]

    @classmethod
    def none(cls) -> _Edits:
        return cls([], [])


class _Growing:
    """The series of a timeline as they will be, next to those that are."""

    def __init__(self, seq: int, timeline: Timeline, ledger: Ledger, agenda: Agenda, before: Agenda) -> None:
        self.seq = seq
        self.opened: list[Opened] = []
        self.closed: list[Closed] = []
        self.withdrawn: dict[ClaimName, Asserted] = {}
        self._timeline = timeline
        self._ledger = ledger
        self._agenda, self._before = agenda, before
        self._told: set[str] = set()
        self._dates: dict[str, EventDate] = {}
        # it keeps no `self`, which is then freed without the collector of garbage
        self._calendar = _calendar(self._dates, timeline, seq)
        self._edits: defaultdict[Key, _Edits] = defaultdict(_Edits.none)
        self._lines: dict[Key, Series] = {}

    def withdraw(self, claims: list[Asserted]) -> None:
        """Close the statements of withdrawn claims."""
        for claim in claims:
            self.withdrawn[claim.by.name] = claim
            self._close(claim)

    def take_sides(self) -> None:
        """Close and open again the claims that are accounts now, or that no longer are (rule 3)."""
        for report in self._ledger.filed:
            for claim in said_in(self._timeline, self._ledger, report):
                sides = [claim.by.accounts_of(agenda) for agenda in (self._before, self._agenda)]
                if sides[0] != sides[1] and self._close(claim):
                    self._open(claim)

    def assert_all(self, claims: list[Asserted]) -> None:
        """Open the statements of claims, in three rounds.

        First events, for they date the others; then the claims of earlier reports move that these
        events date; and last everything else, which reads dates as they are then.
        """
        for claim in claims:
            if claim.event:
                self._open(claim)
        if self._told:
            self._dates.update(self._timeline.dates.changes(self._told, self.seq, self._line))
            self._move_bound()
        for claim in claims:
            if not claim.event:
                self._open(claim)

    def grown(self, recorded: int, said: tuple[str, list[Asserted]] | None = None) -> Growth:
        """Return all that changes, by an entry that was recorded at an instant."""
        lines = {key: self._line(key) for key in self._edits}
        return Growth(self.seq, recorded, said, lines, self.opened, self.closed, self.withdrawn, self._dates)

    def _move_bound(self) -> None:
        """Close and open again the claims that begin elsewhere now that their event is dated."""
        before = self._timeline.calendar(self.seq - 1)
        for claim in self._bound_to(self._dates):
            if begun(claim, before) != begun(claim, self._calendar):
                self._close(claim)
                self._open(claim)

    def _bound_to(self, events: Iterable[str]) -> Iterator[Asserted]:
        """Yield the claims that events date, but those of other events."""
        for event in events:
            for name, report in self._timeline.bound.get(event, {}).items():
                claim = _numbered(said_in(self._timeline, self._ledger, report), name.claim, name.seq)
                if name not in self.withdrawn and not claim.event:
                    yield claim

    def _open(self, claim: Asserted) -> None:
        opened = _opened(claim, begun(claim, self._calendar), self._agenda)
        statements = opened.statements
        for (key, _), statement in zip(claim.values, statements, strict=True):
            self._edit(key).opened.append(statement)
        if claim.event:
            self._tell(claim)
            self._timeline.dates.note(statements)
        if statements:
            self.opened.append(opened)

    def _close(self, claim: Asserted) -> bool:
        """Close the statements of a claim; return False where none stands."""
        since = begun(claim, self._timeline.calendar(self.seq - 1))
        order = _opened(claim, since, self._before).order
        lines = {key: self._timeline.lines[key] for key, _ in claim.values}
        places = {key: line.standing(claim.by.name, order) for key, line in lines.items()}
        stood = {key: place for key, place in places.items() if place is not None}
        for key, place in stood.items():  # others were withdrawn before, or are left out
            self._edit(key).closed.append(place)
            self.closed.append(Closed(key, order, lines[key].known_from[place]))
        if claim.event:
            self._tell(claim)
        return bool(stood)

    def _tell(self, claim: Asserted) -> None:
        """Note that something is said of an event that may date it."""
        self._told |= {key.term for key, _ in claim.values if key.field in DATING}

    def _edit(self, key: Key) -> _Edits:
        self._lines.pop(key, None)
        return self._edits[key]

    def _line(self, key: Key) -> Series:
        """Return the series of a key with what the entry edits so far, made once for it."""
        if key not in self._edits:
            return self._timeline.lines[key]
        if key not in self._lines:
            self._lines[key] = self._timeline.lines[key].edited(*self._edits[key], self.seq)
        return self._lines[key]


def _calendar(changed: Mapping[str, EventDate], timeline: Timeline, seq: int) -> Calendar:
    """Return the dates of events as known at a seq, some of which change then."""
    return Calendar(lambda event: changed.get(event) or timeline.dates.at(event, seq))


def _opened(claim: Asserted, since: Moment, agenda: Agenda) -> Opened:
    """Return a claim with what its statements are made of, by the agenda as known."""
    return Opened(claim, since, anchor_of(claim, since), claim.by.accounts_of(agenda))


_NO_EVENTS = Calendar(lambda event: EventDate())


def begun(claim: Asserted, calendar: Calendar) -> Moment:
    """Return since when a claim holds; of an event, when it was published."""
    return claim.by.publishing if claim.event else calendar.resolved(claim.since, claim.by)


def recalling(timeline: Timeline, ledger: Ledger) -> Recall:
    """Return what reads statements out of the reports of a ledger."""

    def recall(key: Key, name: ClaimName, known_from: int) -> Statement:
        claim = _numbered(_said_by(timeline, ledger, name.seq), name.claim, name.seq)
        since = begun(claim, timeline.calendar(known_from))
        for statement in _opened(claim, since, ledger.agenda_at(known_from)).statements:
            if statement.key == key:
                return statement
        raise LedgerTamperedError(f"claim {name.claim} says nothing of {key.field}", seq=name.seq)

    return recall


def _said_by(timeline: Timeline, ledger: Ledger, seq: int) -> list[Asserted]:
    """Return the claims of the report of an entry that a row names."""
    entry = ledger.entries[seq - 1] if 1 <= seq <= ledger.head else None
    if entry is None or entry.id not in ledger.filed:
        raise LedgerTamperedError("a row names it, and it is no report", seq=seq)
    return said_in(timeline, ledger, entry.id)


def withdrawing(timeline: Timeline, ledger: Ledger, reports: Iterable[str]) -> Timeline:
    """Return a copy of a timeline with one more entry, which withdraws these reports."""
    agenda = ledger.agenda_at(timeline.head)
    growing = _Growing(timeline.head + 1, timeline, ledger, agenda, agenda)
    growing.withdraw([said for id in reports for said in said_in(timeline, ledger, id)])
    growing.assert_all([])
    other = timeline.copy()
    other.grow(growing.grown(timeline.recorded[-1] + 1))
    return other


def replay(entries: Iterable[Entry], *, without: Collection[str] = ()) -> tuple[Ledger, Timeline]:
    """Return the ledger of some entries, and its timeline without what some reports said."""
    ledger, timeline = Ledger(), Timeline()
    for entry in entries:
        timeline.grow(growth_by(timeline, ledger, entry, without=without))
        ledger.append(entry)
    return ledger, timeline
