"""Cause: why an answer differs between two states, and which reports are behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from peacetrack.analysis.holding import dating
from peacetrack.index.statement import Statement, reports_of
from peacetrack.ledger.entry import Entry
from peacetrack.rules.stance_run import Run
from peacetrack.state import State, reading_of
from peacetrack.words.classes import frozen
from peacetrack.words.party import Member
from peacetrack.words.report import Correction
from peacetrack.words.term import Agenda
from peacetrack.words.value import Word
from peacetrack.words.when import event_of


class Cause(Word):
    """Why an answer differs: the first of these that applies (`docs/reference/rules.md`).

    * `CORRECTED`, `RETRACTED`: an earlier report had been wrong.
    * `BASIS`: another trust or time of publication was asked for.
    * `DECLARED`: the agenda changed.
    * `JOINED`: a member began or ceased to stand with its group.
    * `DATED`: an event got its date, or another one.
    * `LAPSED`: an offer or a position ran out.
    * `LEARNED`: a late report of what had already been so.
    * `STATED`: the world changed.
    """

    CORRECTED = "corrected"
    RETRACTED = "retracted"
    BASIS = "basis"
    DECLARED = "declared"
    JOINED = "joined"
    DATED = "dated"
    LAPSED = "lapsed"
    LEARNED = "learned"
    STATED = "stated"


REGROUPING = (Cause.DECLARED, Cause.JOINED)
"""The causes by which others decide or stand together than before."""


@frozen
class Turn:
    """One difference between two states.

    Attributes:
        party: the party that it is about; None for a term itself and for events.
        gone: the statements behind the earlier answer only.
        present: the statements behind the later answer only.
        began: the instant since when the later answer holds; None where nothing gives it.
        by_trust: whether the later moment, trusted as the earlier one, gives the earlier answer.
        followed: the group or the members that the party stands with, in the earlier and the later state.
        lapse: whether an ending came.
    """

    party: str | None
    gone: Run
    present: Run
    began: int | None
    by_trust: bool = False
    followed: tuple[object, object] = (None, None)
    lapse: bool = False


class Causes:
    """The causes of the differences between an earlier and a later state."""

    def __init__(self, before: State, after: State) -> None:
        self._before = before
        self._after = after
        self._read: tuple[Turn, tuple[Statement, Statement] | None] | None = None

    def of(self, turn: Turn) -> Cause:
        """Return the cause of a difference: the first that applies, in order of precedence."""
        return next((cause for cause, applies in _QUESTIONS if applies(self, turn)), Cause.STATED)

    def is_new(self, statement: Statement) -> bool:
        """Return whether the earlier state does not know a statement yet."""
        return statement.by.seq > self._before.basis.known

    # The questions

    def corrected(self, turn: Turn) -> bool:
        """Return whether what gave the earlier answer was corrected."""
        return any(isinstance(entry.body, Correction) for entry in self._withdrawals(turn))

    def retracted(self, turn: Turn) -> bool:
        """Return whether what gave the earlier answer was retracted."""
        return bool(self._withdrawals(turn))

    def declared(self, turn: Turn) -> bool:
        """Return whether a declaration made or ended a membership, or made or ended an account."""
        was, now = (_memberships(state.agenda, turn.party) for state in (self._before, self._after))
        moved = self._reread(turn)
        is_other = moved is not None and moved[0].accounts_of != moved[1].accounts_of
        return is_other or (was != now and self.joined(turn))

    def joined(self, turn: Turn) -> bool:
        """Return whether a party follows another group or other members; not where it spoke since."""
        latest = turn.present[-1] if turn.present else None
        spoke = latest is not None and self._is_news(latest) and self._speaks_for(turn, latest)
        return turn.followed[0] != turn.followed[1] and not spoke

    def _speaks_for(self, turn: Turn, statement: Statement) -> bool:
        """Return whether a party said it itself, or a member after the last of them joined or left."""
        if statement.party == turn.party:
            return True
        turns = {at for member in self._after.agenda.known_members(turn.party) for at in member.turns}
        turns = {at for at in turns if self._before.instant < at <= self._after.instant}
        return bool(turns) and statement.anchor >= max(turns)

    def dated(self, turn: Turn) -> bool:
        """Return whether what gives an answer began at another time, until its event was dated."""
        moved = self._reread(turn)
        return moved is not None and moved[0].since != moved[1].since

    def lapsed(self, turn: Turn) -> bool:
        """Return whether an ending came after the earlier moment."""
        return turn.lapse and not self._held_before(turn)

    def learned(self, turn: Turn) -> bool:
        """Return whether it held at the earlier moment already, and was not known there."""
        news = turn.lapse or (bool(turn.present) and self.is_new(turn.present[0]))
        return news and self._held_before(turn)

    def _held_before(self, turn: Turn) -> bool:
        return turn.began is not None and turn.began <= self._before.instant

    def _is_news(self, statement: Statement) -> bool:
        return self.is_new(statement) or statement.anchor > self._before.instant

    def _reread(self, turn: Turn) -> tuple[Statement, Statement] | None:
        """Return a statement known to both states that gives an answer, as either reads it.

        It is that of the later answer; where nothing known before gives that, of the earlier one. Several
        questions ask it of one turn.
        """
        if self._read is None or self._read[0] is not turn:
            self._read = turn, self._moved(turn)
        return self._read[1]

    def _moved(self, turn: Turn) -> tuple[Statement, Statement] | None:
        if self._reads_alike:
            return None
        if turn.present and self.is_new(turn.present[-1]):
            return None
        for statement in (*turn.present[-1:], *turn.gone[-1:]):
            was, now = _as_read(self._before, statement), _as_read(self._after, statement)
            if was is not None and now is not None and was != now:
                return was, now
        return None

    @cached_property
    def _reads_alike(self) -> bool:
        """Whether both states read the same statements of the same ledger, with the same dates."""
        timelines = [reading_of(state).snapshot.timeline for state in (self._before, self._after)]
        return timelines[0] is timelines[1] and self._before.seq == self._after.seq

    # What was withdrawn

    def _withdrawals(self, turn: Turn) -> list[Entry]:
        """Return what withdrew the statement that gave the earlier answer, or a date that it had."""
        moved = self._reread(turn)
        behind = () if moved is None else self.dating(self._before, moved[0])
        if not self._moved_anyway(turn):
            behind = (*turn.gone[-1:], *behind)
        return [entry for entry in map(self.withdrawal, behind) if entry is not None]

    def _moved_anyway(self, turn: Turn) -> bool:
        """Return whether a greater statement gives the later answer, with the earlier one or without it.

        That of a correction does not: it comes in place of the earlier one.
        """
        if not turn.present or not turn.gone:
            return False
        entry, latest = self.withdrawal(turn.gone[-1]), turn.present[-1]
        return latest.order > turn.gone[-1].order and (entry is None or latest.by.seq != entry.seq)

    def withdrawal(self, statement: Statement) -> Entry | None:
        """Return the first entry that withdrew a statement; None where none did."""
        return withdrawal(self._after, statement.report, statement.claim)

    def dating(self, state: State, statement: Statement) -> Run:
        """Return what dates the event that a claim is bound to."""
        return dating(state, event_of(state.since_as_reported(statement)))

    # Trust

    def by_trust(self, answer: Callable[[State], object]) -> bool:
        """Return whether the later moment, trusted as the earlier one, gives the earlier answer."""
        before, after = self._before.basis, self._after.basis
        if (before.trust, before.published_by) == (after.trust, after.published_by):
            return False
        return answer(self._same_trust) == answer(self._before)

    @cached_property
    def _same_trust(self) -> State:
        later = self._after.basis
        return self._before.at(valid=later.valid, known=later.known)

    # Reports

    def reports(self, turn: Turn, cause: Cause) -> tuple[str, ...]:
        """Return the reports behind a difference.

        Those that are new, after those that were retracted; of a correction without news, those that
        were corrected; else those behind the later answer, or, where nothing is left, the earlier one.
        """
        withdrawn = [s for s in turn.gone if self.withdrawal(s) is not None]
        new = [s for s in turn.present if self.is_new(s)]
        if cause is Cause.RETRACTED and withdrawn:
            return reports_of(withdrawn, new)
        if cause is Cause.CORRECTED:
            new = new or withdrawn
        return reports_of(new or turn.present or turn.gone)


def withdrawal(state: State, report: str, claim: int) -> Entry | None:
    """Return the first entry that withdrew a claim, or its whole report; None where none did."""
    entries = reading_of(state).snapshot.withdrawals(report)
    of_it = [entry for entry in entries if entry.claim in (None, claim)]
    return min(of_it, key=lambda entry: entry.seq, default=None)


def _as_read(state: State, statement: Statement) -> Statement | None:
    """Return a statement with the dates and the accounts that a state knows; None where it is unknown."""
    return reading_of(state).snapshot.timeline.as_known(statement, state.seq)


def _memberships(agenda: Agenda, party: str | None) -> list[tuple[str, Member]]:
    """Return the groups of a party and its members, with each membership."""
    groups = [(group.id, member) for group, member in agenda.memberships.get(party, ())]
    return [*groups, *((member.party, member) for member in agenda.known_members(party))]


_QUESTIONS: tuple[tuple[Cause, Callable[[Causes, Turn], bool]], ...] = (
    (Cause.CORRECTED, Causes.corrected),
    (Cause.RETRACTED, Causes.retracted),
    (Cause.BASIS, lambda _, turn: turn.by_trust),
    (Cause.DECLARED, Causes.declared),
    (Cause.JOINED, Causes.joined),
    (Cause.DATED, Causes.dated),
    (Cause.LAPSED, Causes.lapsed),
    (Cause.LEARNED, Causes.learned),
)
