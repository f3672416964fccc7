"""Moves: what is left to do until every term is agreed, by party, in order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import ClassVar

import attrs

from peacetrack.analysis.conditions.graph import listed
from peacetrack.analysis.steps.step import SettleField, Step, TakeStance, crosses_red_line, supposition
from peacetrack.index.statement import CONTENT, bare_field, reports_of
from peacetrack.replay.overlay import Overlay
from peacetrack.rules.rulings import HolderOrTerm, Rulings, Upheld
from peacetrack.rules.standing import Standing
from peacetrack.state import State, rulings_of
from peacetrack.table.table import Table
from peacetrack.words.condition import Condition
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import Absence, Word
from peacetrack.words.when import Moment


class Deed(Word):
    """What a move is: to accept, to wait for a condition, or to settle a field."""

    ACCEPT = "accept"
    WAIT = "wait"
    SETTLE = "settle"


@attrs.frozen
class Move:
    """What is still to be done on a term.

    Attributes:
        term: the term.
        party: the party that moves; None where the needed parties settle fields.
        needs: the conditions of the party that are not met.
        does: accept, wait (a party that accepts, with conditions unmet), or settle.
        round: when it can be made: 1 now, 2 after the moves of round 1, and so on; None where no
            moves lead there: a red line, an event, a condition in words, a circle of conditions.
        stance: where the party stands; None where no stance is reported.
        red_line: whether that is a red line.
        lapsed: whether it has run out.
        fields: the fields to settle, with `content.` before their names.
        since: since when the party stands so.
        reports: the reports of this.
    """

    evidence_fields: ClassVar[tuple[str, ...]] = ("stance", "conditions")

    term: str
    party: str | None
    needs: tuple[Condition, ...] = attrs.field(repr=listed)
    does: Deed = attrs.field(repr=str)
    round: int | None = None
    stance: Stance | Absence | None = attrs.field(default=None, repr=str)
    red_line: bool = False
    lapsed: bool = False
    fields: tuple[str, ...] = ()
    since: Moment | None = attrs.field(default=None, repr=str)
    reports: tuple[str, ...] = ()

    def __str__(self) -> str:
        asked = " and ".join(map(str, self.needs))
        if self.party is None:
            return f"{', '.join(map(bare_field, self.fields))} of {self.term} to be settled"
        if self.does is Deed.WAIT:
            return f"{self.party} on {self.term} waits until {asked}"
        again = " again" if self.lapsed and self.stance is Stance.ACCEPTS else ""
        return f"{self.party} to accept {self.term}{again}" + (f", once {asked}" if asked else "")

    @property
    def steps(self) -> tuple[Step, ...]:
        """The single steps of the move; none to wait."""
        if self.party is None:
            return tuple(SettleField(self.term, bare_field(field)) for field in self.fields)
        accepts = TakeStance(self.party, self.term, Stance.ACCEPTS)
        return (accepts,) if self.does is Deed.ACCEPT else ()


def moves(state: State) -> Table[Move]:
    """List what is left to do until every term is agreed, in the order it unlocks in.

    Parameters:
        state: the state to ask.

    Returns:
        One row for each party that a term waits on, and one for the fields of a term that are
        unsettled; by round, those without a round last.

    >>> for move in analysis.moves(state):
    ...     print(move.round, move)
    1 SOUTH to accept truce
    1 NORTH to accept border
    1 SOUTH to accept border
    None NORTH on truce waits until summit is held
    """
    open_terms = [term for term in state if state.status_of(term) not in (None, TermStatus.AGREED)]
    found = list(_in_rounds(state, [move for term in open_terms for move in _moves(state, term)]))
    return Table(found, Move, state.basis)


def _moves(state: State, term: str) -> Iterator[Move]:
    for party in state[term].waits_on:
        yield _of_party(state, state.standing(term, party))
    fields = tuple(CONTENT + field for field in state.unsettled(term))
    if fields:
        needed = (state.standing(term, party) for party in state.needed_on(term))
        holdings = (state.progress(term), *needed)
        runs = [holding.runs.get(field, ()) for holding in holdings for field in fields]
        yield Move(term, None, (), Deed.SETTLE, fields=fields, reports=reports_of(*runs))


def _of_party(state: State, standing: Standing) -> Move:
    needs = tuple(c for c in standing.conditions if not state.met(c))
    runs = [standing.runs.get(field, ()) for field in ("stance", "red_line", "conditions")]
    return Move(
        term=standing.term,
        party=standing.party,
        needs=needs,
        does=Deed.WAIT if standing.accepts else Deed.ACCEPT,
        stance=standing.stance,
        red_line=standing.red_line is True,
        lapsed=standing.lapsed,
        since=standing.since,
        reports=reports_of(*runs),
    )


def _in_rounds(state: State, moves: list[Move]) -> Iterator[Move]:
    """Return the moves with their rounds: each is made once earlier rounds meet what it needs."""
    now, left = rulings_of(state), moves
    made: list[Move] = []
    moved: dict[HolderOrTerm, Upheld] = {}
    for round in count(1):
        can = [_can(now, move) for move in left]
        ready = [move for move, possible in zip(left, can, strict=True) if possible]
        left = [move for move, possible in zip(left, can, strict=True) if not possible]
        yield from (attrs.evolve(move, round=round) for move in ready)
        if not ready:
            break
        turned = {move.term for move in ready if move.steps}
        if turned:  # only holders on their terms stand otherwise: a whole new state would cost more
            made += [move for move in ready if move.steps]
            steps = [step for move in made if move.term in turned for step in move.steps]
            later = rulings_of(state.suppose(supposition(state, steps)))
            moved |= {holder: later.upheld(holder) for move in ready for holder in _moved_by(state, move)}
            now = Overlay(rulings_of(state), moved.get)
    yield from left


def _can(now: Rulings, move: Move) -> bool:
    crossing = any(crosses_red_line(now, step) for step in move.steps)
    return not crossing and all(now.statuses.met(condition) for condition in move.needs)


def _moved_by(state: State, move: Move) -> Iterator[HolderOrTerm]:
    """Yield the holders that may stand otherwise after a move: parties, members of groups, the term."""
    yield move.term, None
    for party in (move.party,) if move.party else state.needed_on(move.term):
        yield move.term, party
        declared = state.agenda.party_by_id.get(party)
        for member in declared.members if declared else ():
            yield move.term, member.party
