"""What is left to do, by whom, and in which order it unlocks. Built on step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import attrs

from peacetrack.analysis.conditions.graph import listed
from peacetrack.analysis.steps.step import (
    SettleField,
    Step,
    TakeStance,
    crosses_red_line,
    supposition,
)
from peacetrack.index.statement import CONTENT, bare_field, reports_of
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.table.table import Table
from peacetrack.words.condition import Condition
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import Absence, Word
from peacetrack.words.when import Moment


class Deed(Word):
    """What a move is."""

    ACCEPT = "accept"
    WAIT = "wait"
    SETTLE = "settle"


@attrs.frozen
class Move:
    """What is still to be done on a term: a party accepts, or waits for what it asks.

    `needs` are the conditions of the party that are not met; `stance` is where it stands, perhaps
    with a red line, or `lapsed`. A party that accepts already and whose conditions are unmet has
    nothing to do but wait, or drop them. Without a party, all whom the term needs settle its
    `fields`, named as their statements are. `round` is when it can be made: 1 now, 2 after the
    moves of round 1, and so on; None where no moves lead there, because the party has a red line
    against it, or needs what no acceptance brings: an event, words that are to be fulfilled, a
    circle of conditions. It stands so `since`, says what `reports` say.
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
        """The single steps that it takes; none to wait."""
        if self.party is None:
            return tuple(SettleField(self.term, bare_field(field)) for field in self.fields)
        accepts = TakeStance(self.party, self.term, Stance.ACCEPTS)
        return (accepts,) if self.does is Deed.ACCEPT else ()


def moves(state: State) -> Table[Move]:
    """What is left until every term is agreed, in the order in which it unlocks."""
    open_terms = [term for term in state if state.status_of(term) not in (None, TermStatus.AGREED)]
    found = list(_in_rounds(state, [move for term in open_terms for move in _moves(state, term)]))
    return Table(found, Move, state.basis)


def _moves(state: State, term: str) -> Iterator[Move]:
    for party in state[term].waits_on:
        yield _of_party(state, state.standing(term, party))
    fields = tuple(CONTENT + field for field in state.unsettled(term))
    if fields:
        yield _of_contents(state, term, fields)


def _of_party(state: State, standing: Standing) -> Move:
    needs = tuple(c for c in standing.conditions if not state.met(c))
    told = [standing.runs.get(field, ()) for field in ("stance", "red_line", "conditions")]
    return Move(
        term=standing.term,
        party=standing.party,
        needs=needs,
        does=Deed.WAIT if standing.accepts else Deed.ACCEPT,
        stance=standing.stance,
        red_line=standing.red_line is True,
        lapsed=standing.lapsed,
        since=standing.since,
        reports=reports_of(*told),
    )


def _of_contents(state: State, term: str, fields: tuple[str, ...]) -> Move:
    held = [state[term].progress.runs, *(state[term][p].runs for p in state.needed_on(term))]
    told = [each.get(field, ()) for each in held for field in fields]
    return Move(term, None, (), Deed.SETTLE, fields=fields, reports=reports_of(*told))


def _in_rounds(state: State, moves: list[Move]) -> Iterator[Move]:
    """The moves with their rounds: each is made once the moves before have met what it needs."""
    now, made, left, round = state, list[Step](), moves, 1
    while ready := [move for move in left if _can(now, move)]:
        yield from (attrs.evolve(move, round=round) for move in ready)
        left = [move for move in left if move not in ready]
        steps = [step for move in ready for step in move.steps]
        made += steps
        now = state.suppose(supposition(state, made)) if steps else now
        round += 1
    yield from left


def _can(now: State, move: Move) -> bool:
    crossing = any(crosses_red_line(now, step) for step in move.steps)
    return not crossing and all(now.met(condition) for condition in move.needs)
