"""How far the terms are, seq after seq. Built on held and howfar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from peacetrack.course import Holder
from peacetrack.edtf import END
from peacetrack.event import event_state
from peacetrack.held import Record
from peacetrack.howfar import HowFar, Instant
from peacetrack.reading import status_and_when
from peacetrack.scope import Scope
from peacetrack.standing import Standing, TermProgress
from peacetrack.strip import Range, Span, Strip, difference, joined
from peacetrack.timeline import Cut

Turned = tuple[str, Range]
"""A term of which something counts otherwise, and for which valid instants."""


class Statuses:
    """How far each term is: all of it as spans, with what was known last to compare with."""

    def __init__(self, scope: Scope, records: Mapping[Holder, Record]) -> None:
        self._scope = scope
        self._records = records
        self._how_far: dict[str, Strip[HowFar]] = {term: Strip() for term in scope.terms}
        self._held_from: dict[str, int] = {}
        self._on_term: dict[str, list[Record]] = defaultdict(list)
        for (term, _), record in records.items():
            self._on_term[term].append(record)
        self.spans: dict[str, list[Span[HowFar]]] = {term: [] for term in scope.terms}

    def hear(self, cut: Cut, events: Iterable[str]) -> Iterator[Turned]:
        """Note when events are held now; gives which terms waited for them, and from when to when."""
        for event in self._scope.waits.for_event.keys() & set(events):
            before, after = self._held_from.get(event, END), _held_from(cut, event)
            self._held_from[event] = after
            if before != after:
                for term in self._scope.waits.for_event[event]:
                    yield term, (min(before, after), max(before, after))

    def learn(self, cut: Cut, turned: Sequence[Turned]) -> None:
        """Ask again after the terms that may hang on what turned, wherever something did."""
        hanging = self._scope.waits.hanging_on(term for term, _ in turned)
        for start, end in joined(range for _, range in turned):
            if start <= self._scope.last:
                self._ask(cut, hanging, start, end)

    def _ask(self, cut: Cut, terms: Sequence[str], start: int, end: int) -> None:
        """Ask again after some terms in a range of valid instants."""
        resting = self._scope.waits.resting_of(terms)
        turns = sorted({start, *self._turns(resting, start, end)})
        told = [Instant(self._scope, cut.at(turn), self._look_up, resting) for turn in turns]
        for term in terms:
            before = self._how_far[term]
            answers = zip(turns, [instant.how_far(term) for instant in told], strict=True)
            after = before.with_range(start, end, answers)
            self.spans[term] += difference(before, after, cut.seq, start, end)
            self._how_far[term] = after

    def _turns(self, terms: Iterable[str], start: int, end: int) -> Iterator[int]:
        """The instants of a range at which the statuses that rest on terms may turn."""
        for term in terms:
            for record in self._on_term[term]:
                yield from record.counted.within(start, end)
        last = min(end, self._scope.last + 1)
        yield from (turn for turn in self._held_from.values() if start < turn < last)

    def _look_up(self, holder: Holder, valid: int) -> Standing | TermProgress:
        return self._records[holder].counted.at(valid).upheld


def _held_from(cut: Cut, event: str) -> int:
    """The first instant at which an event is held, as known; never, where that is not known."""
    _, when = status_and_when(cut, event)
    if when is None or not event_state(cut.at(when.anchor), event).held:
        return END
    return when.anchor
