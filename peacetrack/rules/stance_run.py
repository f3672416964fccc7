"""Runs of a stance: statements of one value, with the endings that live with them (rules 3 and 4 of
`docs/reference/rules.md`).

Which statements make one is decided in `runs`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from peacetrack.index.statement import Order, Provenance, Statement
from peacetrack.words.classes import define, frozen
from peacetrack.words.edtf import END
from peacetrack.words.value import WEAK, Absence

Run = tuple[Statement, ...]
"""Statements of one value in succession, oldest first."""

Runs = Mapping[str, Run]
"""The runs that hold, by field."""

ENDING_FIELDS = ("window", "until")
"""Fields that `NOT_APPLICABLE` clears."""

WEAK_VALUES = tuple(WEAK)


def displaces(statement: Statement, before: Sequence[Statement]) -> bool:
    """Return whether a statement displaces the last of others: a weak absence no value."""
    weak = statement.value in WEAK_VALUES
    return not weak or not before or isinstance(before[-1].value, Absence)


@frozen(eq=False)
class BareUntil:
    """An until on a claim without a stance, with the stance that it tells of (rule 4).

    Attributes:
        statement: the until.
        place: the beginning of the moment that it names; where it names none, the time of its report.
        closing: the instant at which it comes.
        first, last: the orders of the first and the last of the equal stances that it tells of: up
            to that place; where none is before it, the first one in the moment.
    """

    statement: Statement
    place: int
    closing: int
    first: Order
    last: Order

    def tells_of(self, stances: Sequence[Statement]) -> bool:
        """Return whether it tells of a run of stances."""
        if not stances:
            return False
        return self.first <= stances[-1].order and stances[0].order <= self.last


@define(eq=False)
class StanceRun:
    """Stances of one value in succession, with the endings that live with them, oldest first.

    It grows by what joins it. It is over at `end`: a statement that is anchored there or later does
    not join, except those of a claim that states a stance of the run.
    """

    stances: list[Statement] = attrs.field(factory=list)
    endings: dict[str, list[Statement]] = attrs.field(factory=lambda: {field: [] for field in ENDING_FIELDS})
    bare: Sequence[BareUntil] = ()
    _ends: dict[str, int] = attrs.field(factory=dict)
    _stating: set[Provenance] = attrs.field(factory=set)

    @property
    def end(self) -> int:
        """The first instant at which it is over."""
        return min(self._window_end, self._untils()[1])

    @property
    def untils(self) -> list[Statement]:
        """The untils that count, the one that holds last."""
        return self._untils()[0]

    @property
    def _window_end(self) -> int:
        return self._ends.get("window", END)

    def _untils(self) -> tuple[list[Statement], int]:
        """Return the untils that count, and the instant at which the last of them comes.

        Bare ones are read in the order of the moments they name. None revives a run that is over:
        by its window, by another bare one, or by its own until at the time of the bare one.
        """
        untils, end = self.endings["until"], self._ends.get("until", END)
        stated = untils  # with the stance
        own = untils[-1].order if untils else None
        for until in self.bare:
            if own is not None and until.statement.order < own:
                continue
            told_in_time = untils is stated and until.statement.anchor < end
            over = self._window_end <= until.place or (end <= until.place and not told_in_time)
            if not over and until.tells_of(self.stances) and displaces(until.statement, untils):
                untils, end = [*untils, until.statement], until.closing
        return untils, end

    def states(self, by: Provenance) -> bool:
        """Return whether a claim states the stance of this run."""
        return by in self._stating

    def takes(self, statement: Statement) -> bool:
        """Return whether a statement after its first stance belongs to it."""
        return statement.anchor < self.end or self.states(statement.by)

    def join_stance(self, statement: Statement) -> None:
        """Add a stance that restates it."""
        self.stances.append(statement)
        self._stating.add(statement.by)

    def join_ending(self, statement: Statement, closing: int) -> None:
        """Add a window or an until, which ends the run at `closing`; a weak absence displaces none."""
        if displaces(statement, self.endings[statement.field]):
            self.endings[statement.field].append(statement)
            self._ends[statement.field] = closing
