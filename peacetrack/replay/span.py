"""What a state answers over both clocks, as spans to look up. Built on status."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import attrs

from peacetrack.index.timeline import Cut
from peacetrack.replay.account import Account
from peacetrack.replay.held import Held
from peacetrack.replay.howfar import HowFar
from peacetrack.replay.over_time import HolderOrTerm
from peacetrack.replay.scope import Scope
from peacetrack.replay.status import Statuses, Turned
from peacetrack.replay.strip import ALWAYS, Span
from peacetrack.replay.touch import Touch, Touches
from peacetrack.state import State, cut_of
from peacetrack.words.edtf import BEGINNING, END


@attrs.frozen
class Spans:
    """Every answer up to a state's valid instant, at every seq up to its known.

    `turns` are the instants at which an answer changes, whatever is known; `seqs` are those at
    which something was learned, the state's own last.
    """

    held: Mapping[HolderOrTerm, Sequence[Span[Held]]]
    terms: Mapping[str, Sequence[Span[HowFar]]]
    turns: tuple[int, ...]
    seqs: tuple[int, ...]


def spans(state: State, *, progress: Callable[[int], object] | None = None) -> Spans:
    """What a state, and every state before it, answers.

    What is supposed has no history of its own, so with it there is one seq, the last. `progress` is
    told every seq that was read.
    """
    return _Chronicle(state).told(progress)


class _Chronicle:
    """The states before a state, from seq to seq; only what an entry touches is asked again."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._scope = Scope(state)
        self._touches = Touches(self._scope)
        self._accounts = {holder: Account(self._scope, holder) for holder in self._scope.holders}
        self._statuses = Statuses(self._scope, self._accounts)

    def told(self, progress: Callable[[int], object] | None) -> Spans:
        """All of it."""
        seqs = self._seqs()
        for seq in seqs:
            cut = attrs.evolve(cut_of(self._state), seq=seq)
            self._statuses.learn(cut, self._begin(cut) if seq == seqs[0] else self._go_on(cut))
            if progress is not None:
                progress(seq)
        held = {holder: account.spans for holder, account in self._accounts.items()}
        terms = self._statuses.spans
        turns = {*_turns_of(held.values()), *_turns_of(terms.values())} - {BEGINNING, END}
        return Spans(held, terms, tuple(sorted(turns)), tuple(seqs))

    def _seqs(self) -> list[int]:
        last = self._state.seq
        if self._state.basis.supposed:
            return [last]
        return sorted({*(seq for seq in self._touches.seqs if seq < last), last})

    def _begin(self, cut: Cut) -> list[Turned]:
        """Ask everything; gives where terms are to be asked after."""
        self._ask(cut, self._touches.all(cut))
        self._statuses.note_events(cut, self._scope.waits.for_event)
        return self._everywhere()

    def _go_on(self, cut: Cut) -> list[Turned]:
        """Ask what the last entry touches; gives the terms of which something counts otherwise."""
        turned = self._ask(cut, self._touches.by(cut))
        turned += self._statuses.note_events(cut, self._touches.events(cut.seq))
        return self._everywhere() if cut.seq in self._scope.declared else turned

    def _ask(self, cut: Cut, touched: Mapping[HolderOrTerm, Touch]) -> list[Turned]:
        """Ask holders again; gives the terms of which something counts otherwise, and where."""
        return [
            (holder[0], where)
            for holder, touch in touched.items()
            for where in self._accounts[holder].learn(cut, touch)
        ]

    def _everywhere(self) -> list[Turned]:
        return [(term, ALWAYS) for term in self._scope.terms]


def _turns_of(told: Iterable[Sequence[Span[Any]]]) -> set[int]:
    """The instants at which some of the answers change."""
    return {turn for each in told for span in each for turn in (span.start, span.end)}
