"""What is told of one holder, seq after seq. Built on held and touch."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from peacetrack.index.timeline import Cut
from peacetrack.replay.held import Counted, Held, held
from peacetrack.replay.over_time import HolderOrTerm
from peacetrack.replay.scope import Scope
from peacetrack.replay.strip import Span, Stretch, Strip, difference
from peacetrack.replay.touch import Touch


class Account:
    """All that is ever told of one holder as spans, and what of it counts, as known last."""

    def __init__(self, scope: Scope, holder: HolderOrTerm) -> None:
        self._scope = scope
        self._holder = holder
        self._turns: list[int] = []
        self._held: Strip[Held] = Strip()
        self.counted: Strip[Counted] = Strip()
        self.spans: list[Span[Held]] = []

    def learn(self, cut: Cut, touch: Touch) -> list[Stretch]:
        """Ask again where an entry touches it; gives where it counts otherwise for a status."""
        self._note(touch.turns)
        return [turned for where in touch.ranges for turned in self._ask(cut, *where)]

    def _note(self, turns: Iterable[int]) -> None:
        """Keep new instants at which it may turn; those of what was withdrawn do no harm."""
        for turn in turns:
            place = bisect_left(self._turns, turn)
            if self._turns[place : place + 1] != [turn]:
                self._turns.insert(place, turn)

    def _ask(self, cut: Cut, start: int, end: int) -> list[Stretch]:
        """Ask again in a range of valid instants."""
        later = self._turns[bisect_right(self._turns, start) : bisect_left(self._turns, end)]
        told = [(turn, held(self._scope, cut.at(turn), self._holder)) for turn in (start, *later)]
        before, self._held = self._held, self._held.with_range(start, end, told)
        self.spans += difference(before, self._held, cut.seq, start, end)
        return self._count(cut.seq, start, end, told)

    def _count(self, seq: int, start: int, end: int, told: list[tuple[int, Held]]) -> list[Stretch]:
        """Keep what counts of new answers in a range; gives where that is something else."""
        counting = [(turn, answer.counted) for turn, answer in told]
        before, self.counted = self.counted, self.counted.with_range(start, end, counting)
        turned = difference(before, self.counted, seq, start, end)
        return [(span.start, span.end) for span in turned]
