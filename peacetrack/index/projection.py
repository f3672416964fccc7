"""Entries onto the timeline: what each one asserts and withdraws. Built on timeline."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from peacetrack.errors import LedgerTamperedError
from peacetrack.index.event_dates import Calendar
from peacetrack.index.series import Recall, Series
from peacetrack.index.statement import Asserted, ClaimName, Key, Statement, asserted, statements_of
from peacetrack.index.timeline import Closed, Growth, Opened, Timeline
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.ledger import Ledger, Mention
from peacetrack.words.when import Moment


class Effect(NamedTuple):
    """An entry with all that it changes, before anything is changed."""

    entry: Entry
    growth: Growth
    mentions: Sequence[Mention]


def effect_of(timeline: Timeline, ledger: Ledger, entry: Entry) -> Effect:
    """What the next entry of a ledger changes."""
    return Effect(entry, growth_by(timeline, ledger, entry), ledger.mentions(entry))


def growth_by(
    timeline: Timeline, ledger: Ledger, entry: Entry, *, without: Collection[str] = ()
) -> Growth:
    """What the next entry of a ledger changes; reports named in `without` assert nothing."""
    growing = _Growing(timeline, ledger, timeline.head + 1)
    claims: list[Asserted] = []
    if entry.report is not None and entry.id not in without:
        tie_seq = entry.seq if entry.corrects is None else ledger.filed[entry.corrects].tie_seq
        claims = asserted(entry, tie_seq)
    growing.withdraw(_withdrawn(timeline, ledger, entry))
    growing.assert_all(claims)
    return growing.grown(entry.recorded, (entry.id, claims) if claims else None)


def _withdrawn(timeline: Timeline, ledger: Ledger, entry: Entry) -> list[Asserted]:
    if entry.kind == "correction":
        return said_in(timeline, ledger, str(entry.corrects))
    if entry.kind == "retraction":
        said = said_in(timeline, ledger, entry.id)
        return said if entry.claim is None else [said[entry.claim - 1]]
    return []


def said_in(timeline: Timeline, ledger: Ledger, id: str) -> list[Asserted]:
    """The claims of a report, read once."""
    said = timeline.said.get(id)
    if said is None:
        if id not in ledger.filed:
            raise LedgerTamperedError(
                f"a row names the report {id!r}, which is none", seq=ledger.head
            )
        filed = ledger.filed[id]
        said = timeline.said.setdefault(id, asserted(filed.entry, filed.tie_seq))
    return said


class _Growing:
    """The lines of a timeline as they will be, beside those that are."""

    def __init__(self, timeline: Timeline, ledger: Ledger, seq: int) -> None:
        self.seq = seq
        self.lines: dict[Key, Series] = {}
        self.opened: list[Opened] = []
        self.closed: list[Closed] = []
        self.withdrawn: dict[ClaimName, Asserted] = {}
        self._timeline = timeline
        self._ledger = ledger
        self._calendar = Calendar(self._line, seq)
        self._dated: set[str] = set()

    def withdraw(self, claims: list[Asserted]) -> None:
        """Close what claims say that were withdrawn."""
        for claim in claims:
            self.withdrawn[claim.by.name] = claim
            for key, _ in claim.values:
                if self._close(claim, key) and claim.event and key.field == "when":
                    self._dated.add(key.term)

    def assert_all(self, claims: list[Asserted]) -> None:
        """Open what claims say: first the events, for they date the others."""
        for claim in claims:
            if claim.event:
                self._open(claim)
                self._dated |= {key.term for key, _ in claim.values if key.field == "when"}
        self._place_anew()
        for claim in claims:
            if not claim.event:
                self._open(claim)

    def grown(self, recorded: int, said: tuple[str, list[Asserted]] | None = None) -> Growth:
        """All that changes, by an entry that is recorded then."""
        return Growth(
            self.seq,
            recorded,
            said,
            self.lines,
            self.opened,
            self.closed,
            self.withdrawn,
        )

    def _place_anew(self) -> None:
        """Give the claims that events date their new place, where that has changed."""
        before = self._timeline.calendar(self.seq - 1)
        for claim in self._dated_anew():
            if begun(claim, before) != begun(claim, self._calendar):
                for key, _ in claim.values:
                    self._close(claim, key)
                self._open(claim)

    def _dated_anew(self) -> Iterator[Asserted]:
        """The claims bound to the events that this dates, or to others that these date in turn."""
        waiting = list(self._dated)
        while waiting:
            claims = self._bound_to(waiting.pop())
            yield from (claim for claim in claims if not claim.event)
            others = {key.term for claim in claims if claim.event for key, _ in claim.values}
            waiting += others - self._dated
            self._dated |= others

    def _bound_to(self, event: str) -> list[Asserted]:
        bound = self._timeline.bound.get(event, {}).items()
        return [
            said_in(self._timeline, self._ledger, report)[name.claim - 1]
            for name, report in bound
            if name not in self.withdrawn
        ]

    def _open(self, claim: Asserted) -> None:
        statements = statements_of(claim, begun(claim, self._calendar))
        for (key, _), statement in zip(claim.values, statements, strict=True):
            self.lines[key] = self._line(key).with_one(statement, self.seq)
        if statements:
            self.opened.append(Opened(claim, statements))

    def _close(self, claim: Asserted, key: Key) -> bool:
        """Close what a claim says of a key; false where nothing of it stands."""
        line = self._line(key)
        place = line.standing(claim.by.name)
        if place is None:  # it was withdrawn before, or is left out
            return False
        self.lines[key] = line.closed(place, self.seq)
        self.closed.append(Closed(key, line.told[place].order, line.known_from[place]))
        return True

    def _line(self, key: Key) -> Series:
        return self.lines.get(key) or self._timeline.lines[key]


def begun(claim: Asserted, calendar: Calendar) -> Moment:
    """Since when a claim says what it says."""
    return calendar.resolved(claim.by.published if claim.event else claim.since, claim.by)


def recalling(timeline: Timeline, ledger: Ledger) -> Recall:
    """Reads statements out of the reports of a ledger."""

    def recall(key: Key, name: ClaimName, known_from: int) -> Statement:
        said = _said_by(timeline, ledger, name.seq)
        if not 1 <= name.claim <= len(said):
            raise LedgerTamperedError(f"it has no claim {name.claim}", seq=name.seq)
        claim = said[name.claim - 1]
        for statement in statements_of(claim, begun(claim, timeline.calendar(known_from))):
            if statement.key == key:
                return statement
        raise LedgerTamperedError(f"claim {name.claim} says nothing of {key.field}", seq=name.seq)

    return recall


def _said_by(timeline: Timeline, ledger: Ledger, seq: int) -> list[Asserted]:
    """The claims of the report of an entry, which a row names."""
    entry = ledger.entries[seq - 1] if 1 <= seq <= ledger.head else None
    if entry is None or entry.id not in ledger.filed:
        raise LedgerTamperedError("a row names it, and it is no report", seq=seq)
    return said_in(timeline, ledger, entry.id)


def withdrawing(timeline: Timeline, ledger: Ledger, reports: Iterable[str]) -> Timeline:
    """Another timeline with one entry more, which withdraws these reports; the given one stays."""
    growing = _Growing(timeline, ledger, timeline.head + 1)
    growing.withdraw([said for id in reports for said in said_in(timeline, ledger, id)])
    growing.assert_all([])
    other = timeline.copy()
    other.grow(growing.grown(timeline.recorded[-1] + 1))
    return other


def replay(entries: Iterable[Entry], *, without: Collection[str] = ()) -> tuple[Ledger, Timeline]:
    """What entries amount to: a ledger, and a timeline without what some reports said."""
    ledger, timeline = Ledger(), Timeline()
    for entry in entries:
        timeline.grow(growth_by(timeline, ledger, entry, without=without))
        ledger.append(entry)
    return ledger, timeline
