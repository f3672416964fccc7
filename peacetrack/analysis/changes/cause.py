"""Cause: why an answer differs between two states, and which reports are behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import attrs

from peacetrack.analysis.holding import Holding, holding_of
from peacetrack.index.statement import Statement, reports_of
from peacetrack.rules.runs import Run
from peacetrack.state import State
from peacetrack.words.report import Correction
from peacetrack.words.value import Word


class Cause(Word):
    """Why an answer differs: the world, the ledger's knowledge of it, or the question.

    * `STATED`: the world changed.
    * `LEARNED`: a late report of what had already been so.
    * `CORRECTED`, `RETRACTED`: an earlier report had been wrong.
    * `LAPSED`: an offer or a position ran out.
    * `DATED`: an event got its date.
    * `DECLARED`: a membership began, ended or was declared.
    * `BASIS`: another trust was asked for.
    """

    STATED = "stated"
    LEARNED = "learned"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    LAPSED = "lapsed"
    DATED = "dated"
    DECLARED = "declared"
    BASIS = "basis"


@attrs.frozen
class Turn:
    """One difference between two states.

    Attributes:
        gone: the statements behind the earlier answer.
        present: the statements behind the later answer.
        by_trust: whether the later moment, trusted as the earlier one, gives the earlier answer.
        by_group: whether the party stands with another group than before, or by other members.
    """

    gone: Run
    present: Run
    by_trust: bool = False
    by_group: bool = False

    @property
    def latest(self) -> Statement | None:
        """The statement that gives the later answer."""
        return self.present[-1] if self.present else None


class Causes:
    """The causes of the differences between an earlier and a later state."""

    def __init__(self, before: State, after: State) -> None:
        self._before = before
        self._after = after
        self._valid = before.instant

    def of(self, turn: Turn) -> Cause:
        """Return the cause of a difference: the first that applies, in order of precedence."""
        moved = Cause.DECLARED if turn.by_group else Cause.STATED
        if turn.by_trust:
            return Cause.BASIS
        if turn.latest is None:
            return self.withdrawal(turn.gone) or moved
        is_new, is_later = self._is_new(turn.latest), turn.latest.order.anchor > self._valid
        if is_new and self._after.entries[turn.latest.by.seq - 1].kind == "correction":
            return Cause.CORRECTED
        if is_new and not is_later:
            return Cause.LEARNED
        dated = self.was_dated(turn.latest)
        if is_later and (is_new or not dated):  # else its event's date moved it to after the moment
            return moved
        return self.withdrawal(turn.gone) or (Cause.DATED if dated else moved)

    def _is_new(self, statement: Statement) -> bool:
        return statement.by.seq > self._before.basis.known

    # What became of statements since

    def withdrawal(self, statements: Sequence[Statement]) -> Cause | None:
        """Return how one of some statements was withdrawn; None where none was."""
        for statement in statements:
            for by in self._after.withdrawals(statement.report):
                if by.claim in (None, statement.claim):
                    return Cause.CORRECTED if isinstance(by.body, Correction) else Cause.RETRACTED
        return None

    def was_dated(self, statement: Statement) -> bool:
        """Return whether a statement began at another time before, and its event was dated since."""
        return self._after.was_dated(statement, after=self._before.seq)

    # Trust

    @cached_property
    def trusts_differ(self) -> bool:
        """Whether the states trust different reports."""
        before, after = self._before.basis, self._after.basis
        return (before.trust, before.published_by) != (after.trust, after.published_by)

    def by_trust(self, old: Holding, answer: Callable[[Holding], object]) -> bool:
        """Return whether the later moment, trusted as the earlier one, gives the earlier answer."""
        if not self.trusts_differ:
            return False
        return answer(holding_of(self._same_trust, old.term, old.party)) == answer(old)

    @cached_property
    def _same_trust(self) -> State:
        later = self._after.basis
        return self._before.at(valid=later.valid, known=later.known)

    # Reports

    def reports(self, turn: Turn, cause: Cause) -> tuple[str, ...]:
        """Return the reports behind a difference.

        Those that are new; of a retraction, those withdrawn; else those behind the later answer,
        or, where nothing is left, behind the earlier one.
        """
        withdrawn = [s for s in turn.gone if self.withdrawal([s]) is not None]
        if cause is Cause.RETRACTED:
            return reports_of(withdrawn)
        new = [s for s in turn.present if self._is_new(s)]
        if cause is Cause.CORRECTED:
            new = new or withdrawn
        return reports_of(new or turn.present or turn.gone)
