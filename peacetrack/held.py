"""What is told of a holder, with all behind it, seq after seq. Built on touch."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable

import attrs

from peacetrack.claimed import Claimed
from peacetrack.course import Holder
from peacetrack.group import standing_of
from peacetrack.scope import Scope
from peacetrack.standing import Standing, TermProgress, progress_of, rivals
from peacetrack.statement import Statement
from peacetrack.strip import Range, Span, Strip, difference
from peacetrack.timeline import Cut
from peacetrack.touch import Touch


@attrs.frozen
class Counted:
    """What of an answer counts for a status; it is told apart from others by `meaning`."""

    upheld: Standing | TermProgress = attrs.field(eq=False)
    meaning: tuple[object, ...] = attrs.field(repr=False)


@attrs.frozen
class Held:
    """Where a party stands on a term, or how far the term itself has come, with all behind it.

    `rivals` are the statements that dispute it; `acts` are what a party without a stance did. It is
    told apart from others by `meaning`.
    """

    upheld: Standing | TermProgress = attrs.field(eq=False)
    rivals: tuple[Statement, ...] = attrs.field(eq=False)
    acts: tuple[Claimed, ...] = attrs.field(eq=False)
    meaning: Hashable = attrs.field(repr=False)

    @classmethod
    def of(
        cls, cut: Cut, upheld: Standing | TermProgress, acts: Iterable[Claimed | None] = ()
    ) -> Held:
        """What a cut holds, with what disputes it."""
        disputing = rivals(cut, upheld)
        done = tuple(act for act in acts if act is not None)
        meaning = (
            upheld,
            tuple((field, _names(run)) for field, run in upheld.held.items()),
            _names(disputing),
            tuple((act.report, act.number) for act in done),
        )
        return cls(upheld, disputing, done, meaning)

    @property
    def counted(self) -> Counted:
        """What of it counts for a status."""
        upheld = self.upheld
        details = tuple(upheld.details.items())
        if isinstance(upheld, TermProgress):
            return Counted(upheld, details)
        of_stance = (upheld.begun, upheld.stance, upheld.lapsed, upheld.conditions)
        return Counted(upheld, (*of_stance, *details))


def _names(statements: Iterable[Statement]) -> Hashable:
    return tuple((s.name, s.order, s.latest) for s in statements)


class Record:
    """What is told of one holder: all of it as spans, and what counts of it as known last."""

    def __init__(self, scope: Scope, holder: Holder) -> None:
        self._scope = scope
        self._holder = holder
        self._turns: list[int] = []
        self._held: Strip[Held] = Strip()
        self.counted: Strip[Counted] = Strip()
        self.spans: list[Span[Held]] = []

    def learn(self, cut: Cut, touch: Touch) -> list[Range]:
        """Ask again where an entry touches it; gives where it counts otherwise for a status."""
        self._note(touch.turns)
        return [found for range in touch.ranges for found in self._ask(cut, *range)]

    def _note(self, turns: Iterable[int]) -> None:
        """Keep new instants at which it may turn; those of what was withdrawn do no harm."""
        for turn in turns:
            place = bisect_left(self._turns, turn)
            if self._turns[place : place + 1] != [turn]:
                self._turns.insert(place, turn)

    def _ask(self, cut: Cut, start: int, end: int) -> list[Range]:
        """Ask again in a range of valid instants."""
        low, high = bisect_left(self._turns, start + 1), bisect_left(self._turns, end)
        told = [(turn, self._answer(cut.at(turn))) for turn in (start, *self._turns[low:high])]
        held = self._held.with_range(start, end, told)
        self.spans += difference(self._held, held, cut.seq, start, end)
        counted = self.counted.with_range(start, end, [(turn, one.counted) for turn, one in told])
        turned = list(difference(self.counted, counted, cut.seq, start, end))
        self._held, self.counted = held, counted
        return [(span.start, span.end) for span in turned]

    def _answer(self, cut: Cut) -> Held:
        """What is told of it at one basis."""
        term, party = self._holder
        kind = self._scope.kind_of(term)
        if party is None:
            return Held.of(cut, progress_of(cut, term, kind))
        standing = standing_of(cut, self._scope.agenda(cut.seq), term, party, kind)
        deeds = self._scope.deeds(self._holder) if standing.silent else ()
        return Held.of(cut, standing, (deed.claimed(cut) for deed in deeds))
