"""Dates of events, and of what is bound to them, from seq to seq: rule 5 of
`docs/reference/rules.md`.

Dates count under every trust, and so does what a status says of them. Whether an event is held is
decided in `peacetrack.rules.ending`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import takewhile
from typing import NamedTuple

import attrs

from peacetrack.errors import LedgerTamperedError
from peacetrack.index.series import FOREVER, Series
from peacetrack.index.statement import Key, Order, Provenance, Statement, is_time
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import END
from peacetrack.words.report import EventStatus
from peacetrack.words.when import After, Before, Bound, Moment, When

LineOf = Callable[[Key], Series]

DATING = ("when", "status", "type")
"""The fields of an event that decide when it takes place, and whether it is held."""

AWAITED = (EventStatus.EXPECTED, EventStatus.POSTPONED)
OVER = (EventStatus.HELD, EventStatus.ENDED)
PUT_OFF = (EventStatus.POSTPONED, EventStatus.CANCELLED)
BEGUN = (*OVER, EventStatus.ONGOING)

DEADLINE = "deadline"
"""The type of an event that takes place by itself once its date has passed."""


class Postponement(NamedTuple):
    """A status that voids the dates that were reported before it, in other reports."""

    order: Order
    report: str


@frozen
class EventDate:
    """The date of an event as known, by any source.

    Attributes:
        when: when it takes place; None without a date.
        status: the status that was published last.
        begun_by: where that says that it has begun, the first publication that says so in succession.
        postponed: the last postponement.
        deadline: whether it takes place by itself.
    """

    when: Moment | None = None
    status: EventStatus | None = None
    begun_by: int | None = None
    postponed: Postponement | None = None
    deadline: bool = False

    @property
    def _awaited(self) -> bool:
        return self.status in AWAITED and not (self.deadline and self.status is EventStatus.EXPECTED)

    def bound(self, time: Bound, publication: int) -> Moment:
        """Return the moment of a time bound to the event, in a claim with a publication."""
        when, said = self.when, time.said
        if isinstance(time, After):
            return self._after(publication, said)
        if when is None:
            return Moment.no_later_than(publication, said=said)
        if isinstance(time, Before):
            return Moment.no_later_than(when.anchor, said=said)
        return attrs.evolve(when, said=said, inferred=True) if said else when

    def _after(self, publication: int, said: str | None) -> Moment:
        never = self.status is EventStatus.CANCELLED
        if never or self._awaited:
            begins = END if never or self.when is None else self.when.range.last
            return Moment.between(begins, END, said=said, inferred=True)
        if self.when is None:
            return Moment.no_later_than(publication, said=said)
        first, last = self.when.range.first, self.when.range.last
        begins = publication if first <= publication < last else last
        return Moment.between(begins, max(last, publication), said=said, inferred=True)

    def takes(self, dated: Statement, when: Moment) -> bool:
        """Return whether a date counts.

        One that was reported before a postponement does not, nor a plan for later than the event began.
        """
        if self.postponed and dated.order < self.postponed.order and dated.report != self.postponed.report:
            return False
        return self.begun_by is None or when.range.first <= max(self.begun_by, dated.by.publication)


@frozen(eq=False)
class Calendar:
    """The dates of events as known at a seq."""

    date_of: Callable[[str], EventDate]

    def resolved(self, when: When | None, by: Provenance) -> Moment:
        """Return the moment that a time stands for; left out, no later than the publication."""
        if isinstance(when, Bound):
            return self.date_of(when.event).bound(when, by.publication)
        if when is not None and is_time(when):
            return when
        return Moment.no_later_than(by.publication, said=when.said if when else None)

    def event_when(self, event: str) -> Moment | None:
        """Return when an event takes place; None while it has no date."""
        return self.date_of(event).when

    def given(self, dated: Statement) -> Moment | None:
        """Return the date that a statement gives its event; None where it gives none."""
        when, moment = dated.value, self.resolved(dated.value, dated.by)
        if is_words(when):
            return None
        if isinstance(when, After) and self.date_of(dated.term).status in AWAITED:
            first = END if self.event_when(when.event) is None else moment.range.first
            moment = Moment.between(first, END, said=when.said, inferred=True)
        return None if moment.range.first == END else moment

    def gives(self, dated: Statement) -> bool:
        """Return whether a statement dates its event, unless a greater one does."""
        return not is_words(dated.value) and self.takes(dated)

    def takes(self, dated: Statement) -> bool:
        """Return whether what a statement says of the time of an event counts; words do, before a date."""
        return self.date_of(dated.term).takes(dated, self.resolved(dated.value, dated.by))


def is_words(when: When) -> bool:
    """Return whether only words are known of a time."""
    return isinstance(when, Moment) and when.edtf is None


@frozen(eq=False)
class _Versions:
    """The dates of one event, each with the seq from which on it is known; the lists are never edited."""

    seqs: list[int] = attrs.field(factory=list)
    dates: list[EventDate] = attrs.field(factory=list)

    def at(self, seq: int) -> EventDate:
        place = bisect_right(self.seqs, seq)
        return self.dates[place - 1] if place else _UNKNOWN


_UNKNOWN = EventDate()
_NONE = _Versions()


class EventDates:
    """The dates of all events at every seq, and by event the others that it ever dated."""

    def __init__(self) -> None:
        self._versions: dict[str, _Versions] = {}
        self._dated_by: dict[str, dict[str, None]] = {}
        self._postponed: dict[str, None] = {}

    @classmethod
    def of(cls, lines: Mapping[Key, Series], keys: Iterable[Key]) -> EventDates:
        """Return the dates that series give, from the first seq to the last."""
        changed: dict[int, set[str]] = defaultdict(set)
        found = cls()
        for key in keys:
            if key.party is None and key.field in DATING:
                line = lines[key]
                found.note(line.statements)
                for seq in {*line.known_from, *line.known_until} - {FOREVER}:
                    changed[seq].add(key.term)
        for seq in sorted(changed):
            found.learn(seq, found.changes(changed[seq], seq, lines.__getitem__))
        return found

    def copy(self) -> EventDates:
        """Return a copy that can grow on its own."""
        other = EventDates()
        other._versions = self._versions.copy()
        other._dated_by = {event: others.copy() for event, others in self._dated_by.items()}
        other._postponed = self._postponed.copy()
        return other

    def at(self, event: str, seq: int) -> EventDate:
        """Return the date of an event as known at a seq."""
        return self._versions.get(event, _NONE).at(seq)

    def note(self, statements: Iterable[Statement]) -> None:
        """Keep which events date which others, and which were ever postponed."""
        for statement in statements:
            if statement.value is EventStatus.POSTPONED:
                self._postponed[statement.term] = None
            if statement.field == "when" and isinstance(statement.value, Bound):
                self._dated_by.setdefault(statement.value.event, {})[statement.term] = None

    def learn(self, seq: int, changes: Mapping[str, EventDate]) -> None:
        """Keep dates that are known from a seq on, which is later than all before."""
        for event, date in changes.items():
            before = self._versions.get(event, _NONE)
            self._versions[event] = _Versions([*before.seqs, seq], [*before.dates, date])

    def changes(self, events: Iterable[str], seq: int, line_of: LineOf) -> dict[str, EventDate]:
        """Return the dates that change at a seq, given the events of which something was said.

        Each event is read once those that date it are, which may be any number in a row. A circle of them
        is never recorded, but can be forged.
        """
        found: dict[str, EventDate] = {}
        pending = self._with_dated(events)
        waiting, begun = list(pending), set[str]()

        def date_of(event: str) -> EventDate | None:
            return None if event in pending else found.get(event) or self.at(event, seq)

        while waiting:
            event = waiting[-1]
            date = self._read(event, seq, line_of, date_of) if event in pending else found[event]
            if isinstance(date, str):
                begun.add(event)
                if date in begun:
                    raise LedgerTamperedError(f"{date!r} is dated by itself, over other events", seq=seq)
                waiting.append(date)
                continue
            found[event] = date
            pending.pop(event, None)
            waiting.pop()
        return {event: date for event, date in found.items() if date != self.at(event, seq)}

    def deciding(self, event: str, seq: int, line_of: LineOf) -> set[str]:
        """Return the reports that date an event, perhaps more; without any other its date is the same."""
        types, statuses, dates = (
            list(_known(line_of(Key(event, None, field)), seq)) for field in ("type", "status", "when")
        )
        begun = list(takewhile(lambda status: status.value in BEGUN, statuses))
        postponed = [status for status in statuses if status.value is EventStatus.POSTPONED]
        calendar = Calendar(lambda other: self.at(other, seq))
        counting = (place for place, date in enumerate(dates) if calendar.gives(date))
        looked_at = (
            *types[:1],
            *statuses[: len(begun) + 1],  # the one after ends the succession
            *postponed[:1],
            *dates[: next(counting, len(dates)) + 1],
        )
        return {statement.report for statement in looked_at}

    def _with_dated(self, events: Iterable[str]) -> dict[str, None]:
        """Return events with all others that ever had their date from these."""
        found = dict.fromkeys(events)
        waiting = list(found)
        while waiting:
            others = [other for other in self._dated_by.get(waiting.pop(), ()) if other not in found]
            found.update(dict.fromkeys(others))
            waiting += others
        return found

    def _read(
        self, event: str, seq: int, line_of: LineOf, date_of: Callable[[str], EventDate | None]
    ) -> EventDate | str:
        """Return what is known of when an event takes place; or the event that has to be read before."""
        known = self._by_status(event, seq, line_of)
        for dated in _known(line_of(Key(event, None, "when")), seq):
            when = dated.value
            if is_words(when):
                continue
            other = date_of(when.event) if isinstance(when, Bound) else _UNKNOWN
            if other is None:
                return str(when.event)
            calendar = Calendar({when.event: other, event: known}.__getitem__)
            if calendar.takes(dated):
                return attrs.evolve(known, when=calendar.given(dated))
        return known

    def _by_status(self, event: str, seq: int, line_of: LineOf) -> EventDate:
        """Return what the statuses of an event say, with the date that they bound."""
        types, line = (line_of(Key(event, None, field)) for field in ("type", "status"))
        first_type, status = next(_known(types, seq), None), next(_known(line, seq), None)
        begun = list(takewhile(lambda status: status.value in BEGUN, _known(line, seq)))
        over = list(takewhile(lambda status: status.value in OVER, begun))
        known = _known(line, seq) if event in self._postponed else iter(())
        postponed = next((s for s in known if s.value is EventStatus.POSTPONED), None)
        return EventDate(
            Moment.no_later_than((over or begun)[-1].by.publication) if begun else None,
            status.value if status else None,
            begun[-1].by.publication if begun else None,
            Postponement(postponed.order, postponed.report) if postponed else None,
            first_type is not None and first_type.value == DEADLINE,
        )


def _known(line: Series, seq: int) -> Iterator[Statement]:
    """Yield the statements of a series that are known at a seq, greatest first."""
    for place in reversed(range(bisect_right(line.earliest, seq))):
        if line.known_from[place] <= seq < line.known_until[place]:
            yield line.statement(place)
