"""How far the terms are, seq after seq. Built on account and howfar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from peacetrack.index.timeline import Cut
from peacetrack.replay.account import Account
from peacetrack.replay.howfar import HowFar, StateAt
from peacetrack.replay.over_time import HolderOrTerm
from peacetrack.replay.scope import Scope
from peacetrack.replay.strip import Span, Stretch, Strip, difference
from peacetrack.replay.waits import Links
from peacetrack.rules.event import event_state
from peacetrack.rules.runs import status_and_when
from peacetrack.rules.standing import Standing, TermProgress
from peacetrack.words.condition import StanceIs, TermIs
from peacetrack.words.edtf import END

Turned = tuple[str, Stretch]
"""A term of which something counts otherwise, and for which valid instants."""


class Statuses:
    """How far each term is: all of it as spans, with what was known last to compare with."""

    def __init__(self, scope: Scope, accounts: Mapping[HolderOrTerm, Account]) -> None:
        self._scope = scope
        self._accounts = accounts
        self._how_far: dict[str, Strip[HowFar]] = {term: Strip() for term in scope.terms}
        self._held_from: dict[str, int] = {}
        self._on_term: dict[str, list[Account]] = defaultdict(list)
        for (term, _), account in accounts.items():
            self._on_term[term].append(account)
        self._conditional = [
            (term, accounts[term, party])
            for term, parties in scope.conditional.items()
            for party in parties
        ]
        self.spans: dict[str, list[Span[HowFar]]] = {term: [] for term in scope.terms}

    def note_events(self, cut: Cut, events: Iterable[str]) -> list[Turned]:
        """Keep from when events are held; gives the terms that waited for those held otherwise."""
        found: list[Turned] = []
        for event in self._scope.waits.for_event.keys() & set(events):
            before, after = self._held_from.get(event, END), _held_from(cut, event)
            self._held_from[event] = after
            if before != after:
                between = min(before, after), max(before, after)
                found += [(term, between) for term in self._scope.waits.for_event[event]]
        return found

    def learn(self, cut: Cut, turned: Sequence[Turned]) -> None:
        """Ask again after the terms that may hang on what turned, wherever something did.

        A term that hung on it by a condition that was dropped has turned itself.
        """
        terms = {term for term, _ in turned}
        for start, end in self._scope.within(where for _, where in turned):
            links = Links(self._scope.terms, self._named(start, end))
            self._ask(cut, links, links.hanging_on(terms), start, end)

    def _named(self, start: int, end: int) -> Iterator[tuple[str, str]]:
        """Each term, with those that a condition on it names somewhere in a range."""
        for term, account in self._conditional:
            for answer in account.counted.during(start, end):
                for condition in getattr(answer.upheld, "conditions", ()):
                    if isinstance(condition, TermIs | StanceIs):
                        yield term, condition.term

    def _ask(self, cut: Cut, links: Links, terms: Sequence[str], start: int, end: int) -> None:
        """Ask again after some terms in a range of valid instants."""
        resting = links.resting_of(terms)
        turns = sorted({start, *self._turns(resting, start, end)})
        told = [StateAt(self._scope, cut.at(turn), self._look_up, resting) for turn in turns]
        for term in terms:
            before = self._how_far[term]
            answers = zip(turns, [instant.how_far(term) for instant in told], strict=True)
            after = before.with_range(start, end, answers)
            self.spans[term] += difference(before, after, cut.seq, start, end)
            self._how_far[term] = after

    def _turns(self, terms: Iterable[str], start: int, end: int) -> Iterator[int]:
        """The instants of a range at which the statuses that rest on terms may turn."""
        for term in terms:
            for account in self._on_term[term]:
                yield from account.counted.within(start, end)
        last = min(end, self._scope.last + 1)
        yield from (turn for turn in self._held_from.values() if start < turn < last)

    def _look_up(self, holder: HolderOrTerm, valid: int) -> Standing | TermProgress:
        return self._accounts[holder].counted.at(valid).upheld


def _held_from(cut: Cut, event: str) -> int:
    """The first instant at which an event is held, as known; never, where that is not known."""
    _, when = status_and_when(cut, event)
    if when is None or not event_state(cut.at(when.anchor), event).held:
        return END
    return when.anchor
