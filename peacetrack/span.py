"""What a state answers over both clocks, as spans to look up. Built on scope."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

import attrs

from peacetrack.course import Holder
from peacetrack.deal import Deal
from peacetrack.edtf import BEGINNING, END
from peacetrack.event import EventState, event_state
from peacetrack.scope import Counted, Held, Scope
from peacetrack.standing import Standing, TermProgress
from peacetrack.state import State, TermState
from peacetrack.strip import Span, Strip, difference
from peacetrack.term import Term, TermStatus
from peacetrack.timeline import Cut

A = TypeVar("A", bound=Hashable)
K = TypeVar("K")
Progress = Callable[[int], object]


@attrs.frozen
class HowFar:
    """How far a term is: the answers of a `TermState`, kept. Undeclared, it has no `term`."""

    id: str
    term: Term | None
    status: TermStatus | None
    accepting: tuple[str, ...]
    needed: tuple[str, ...]
    waits_on: tuple[str, ...]
    disputed: tuple[str, ...]


@attrs.frozen
class Spans:
    """Every answer up to a state's valid instant, at every seq up to its known.

    `turns` are the instants at which an answer changes, whatever is known; `seqs` are those at
    which something was learned, the state's own last.
    """

    held: Mapping[Holder, Sequence[Span[Held]]]
    terms: Mapping[str, Sequence[Span[HowFar]]]
    turns: tuple[int, ...]
    seqs: tuple[int, ...]


def spans(state: State, *, progress: Progress | None = None) -> Spans:
    """What a state, and every state before it, answers.

    What is supposed has no history of its own, so with it there is one seq, the last. `progress` is
    told every seq that was read.
    """
    return _Replay(state).played(progress)


# From seq to seq


class _Replay:
    """The states before a state, from seq to seq; only what an entry touches is asked again."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._scope = Scope(state)
        self._held: dict[Holder, list[Span[Held]]] = {h: [] for h in self._scope.holders}
        self._terms: dict[str, list[Span[HowFar]]] = {term: [] for term in self._scope.terms}
        self._strips: dict[Holder, Strip[Held]] = {}
        self._counted: dict[Holder, Strip[Counted]] = {}
        self._how_far: dict[str, Strip[HowFar]] = {}

    def played(self, progress: Progress | None) -> Spans:
        """All of it."""
        seqs = self._seqs()
        for seq in seqs:
            self._step(seq)
            if progress is not None:
                progress(seq)
        turns = {*_turns_of(self._held), *_turns_of(self._terms)} - {BEGINNING, END}
        return Spans(self._held, self._terms, tuple(sorted(turns)), tuple(seqs))

    def _seqs(self) -> list[int]:
        last = self._state.world.seq
        if self._state.basis.supposed:
            return [last]
        return sorted({*(s for s in self._scope.touched if 0 < s < last), last})

    def _step(self, seq: int) -> None:
        cut = attrs.evolve(self._state.cut, seq=seq)
        wholly = not self._strips or seq in self._scope.wholly
        asked = self._scope.touched.get(seq, ()) if self._strips else self._scope.holders
        turned = {holder: self._turned(cut, holder) for holder in asked}
        if wholly:
            self._read_statuses(cut, BEGINNING, END, self._scope.terms)
            return
        terms = {term for (term, _), spans in turned.items() if spans}
        for start, end in _joined(span for spans in turned.values() for span in spans):
            self._read_statuses(cut, start, end, terms)

    def _turned(self, cut: Cut, holder: Holder) -> list[Span[Counted]]:
        """Keep what is new of a holder; gives where it counts otherwise for a status."""
        strip = self._scope.strip(cut, holder)
        self._held[holder] += difference(self._strips.get(holder), strip, cut.seq)
        self._strips[holder] = strip
        counted = Strip.of((start, held.counted) for start, held in strip)
        spans = list(difference(self._counted.get(holder), counted, cut.seq))
        self._counted[holder] = counted
        return spans

    def _read_statuses(self, cut: Cut, start: int, end: int, changed: Iterable[str]) -> None:
        """Read the statuses that may hang on changed terms anew, in a range of valid instants."""
        hanging = self._scope.hanging_on(changed)
        resting = self._scope.resting_of(hanging)
        turns = {start, *self._scope.event_turns(cut, start, end)}
        for holder in self._scope.holders:
            if holder[0] in resting:
                turns.update(self._counted[holder].within(start, end))
        moments = [
            _Instant(self._scope, cut.at(turn), self._counted, resting) for turn in sorted(turns)
        ]
        for id in hanging:
            answers = [(at.cut.valid, at.how_far(id)) for at in moments]
            before = self._how_far.get(id)
            after = before.with_range(start, end, answers) if before else Strip.of(answers)
            self._terms[id] += difference(before, after, cut.seq)
            self._how_far[id] = after


def _turns_of(told: Mapping[K, Sequence[Span[A]]]) -> set[int]:
    """The instants at which some of the answers change."""
    return {turn for each in told.values() for span in each for turn in (span.start, span.end)}


def _joined(spans: Iterable[Span[A]]) -> list[tuple[int, int]]:
    """The ranges that spans cover; those that meet are one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


class _Instant:
    """What a deal asks of a state, looked up in strips; of some terms, which rest on no others."""

    def __init__(
        self,
        scope: Scope,
        cut: Cut,
        strips: Mapping[Holder, Strip[Counted]],
        terms: Sequence[str],
    ) -> None:
        self.cut = cut
        self._terms = terms
        self._scope = scope
        self._strips = strips
        self._agenda = scope.agenda(cut.seq)

    @cached_property
    def deal(self) -> Deal:
        """The statuses of all terms."""
        return Deal(self)

    def how_far(self, term: str) -> HowFar:
        """How far a term is."""
        declared = self._agenda.term_by_id.get(term)
        if declared is None:
            return HowFar(term, None, None, (), (), (), ())
        here = TermState(self, declared, term)
        return HowFar(
            term, declared, here.status, here.accepting, here.needed, here.waits_on, here.disputed
        )

    def __iter__(self) -> Iterator[str]:
        return (term for term in self._terms if term in self._agenda.term_by_id)

    def standing(self, party: str, term: str) -> Standing:
        """Where a party stands on a term."""
        found = self._strips[term, party].at(self.cut.valid).upheld
        assert isinstance(found, Standing)
        return found

    def progress(self, term: str) -> TermProgress:
        """What is reported of a term itself."""
        found = self._strips[term, None].at(self.cut.valid).upheld
        assert isinstance(found, TermProgress)
        return found

    def event(self, event: str) -> EventState:
        """An event as it is known."""
        return event_state(self.cut, event)

    def needed_on(self, term: str) -> tuple[str, ...]:
        """The parties whose acceptance a term needs."""
        declared = self._agenda.term_by_id.get(term)
        return () if declared is None or declared.backdrop else declared.needs

    def parties_on(self, term: str) -> tuple[str, ...]:
        """Those who ever had a condition on a term: a deal asks after nobody else."""
        return self._scope.conditional[term]

    def kind_of(self, term: str) -> str:
        """The kind of a term's content."""
        return self._agenda.term_by_id[term].kind
