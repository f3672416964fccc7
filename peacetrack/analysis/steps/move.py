"""Moves: what is left to do until every term is agreed, by party, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import ClassVar

import attrs

from peacetrack.analysis.briefing.doubt import Doubts
from peacetrack.analysis.briefing.naming import Names
from peacetrack.analysis.conditions.graph import listed
from peacetrack.analysis.steps.step import SettleField, Step, TakeStance, crosses_red_line, supposition
from peacetrack.index.statement import CONTENT, bare_field, reports_of
from peacetrack.replay.overlay import Overlay
from peacetrack.rules.quorum import Lacking
from peacetrack.rules.rulings import HolderOrTerm, Holding, Rulings
from peacetrack.rules.standing import Standing
from peacetrack.rules.wording import no_stance, refusal
from peacetrack.state import State, of_state, rulings_of
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.condition import Condition
from peacetrack.words.isolate import isolated
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import Absence, Word
from peacetrack.words.when import Moment


class Deed(Word):
    """What a move is.

    * `ACCEPT`: to accept.
    * `WAIT`: to wait for a condition, of a party that accepts.
    * `SETTLE`: to settle a field.
    * `STAND_ASIDE`: to reject or oppose no longer, of a party with a veto.
    * `CONFIRM`: to say on the record that it accepts, of a party that perhaps does not; of agreed terms.
    * `DECLARE`: to declare the members of the group that decides; no party can move before.
    """

    ACCEPT = "accept"
    WAIT = "wait"
    SETTLE = "settle"
    STAND_ASIDE = "stand-aside"
    CONFIRM = "confirm"
    DECLARE = "declare"


@frozen
class Move:
    """What is still to be done on a term.

    Attributes:
        term: the term.
        party: the party that moves; None where the needed parties settle fields.
        needs: the conditions of the party that are not met.
        does: accept, wait (a party that accepts, with conditions unmet), settle, stand aside (a party
            with a veto), confirm (a party that perhaps accepts), or declare (the members of a group).
        enough: of a quorum, how many of the parties in `among` have to make such a move; None where
            this party has to.
        among: the parties of the quorum that have not accepted, or wait.
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
    enough: int | None = None
    among: tuple[str, ...] = ()
    stance: Stance | Absence | None = attrs.field(default=None, repr=str)
    red_line: bool = False
    lapsed: bool = False
    fields: tuple[str, ...] = ()
    since: Moment | None = attrs.field(default=None, repr=str)
    reports: tuple[str, ...] = ()

    def __str__(self) -> str:
        asked = " and ".join(map(str, self.needs))
        if self.party is None:
            return f"{', '.join(map(bare_field, self.fields))} of {isolated(self.term)} to be settled"
        if self.does is Deed.DECLARE:
            return (
                f"the members of {isolated(self.party)}, who decide on {isolated(self.term)}, to be declared"
            )
        if self.does is Deed.CONFIRM:
            return f"{isolated(self.term)}: {self._doubt}"
        some = "" if self.enough is None else f"{self.enough} of these {len(self.among)}"
        if self.does is Deed.WAIT:
            return f"{isolated(self.party)} on {isolated(self.term)} waits until {asked}{f' ({some})' if some else ''}"
        asks = f"asks that {asked}" if asked else ""
        if isinstance(self.stance, Stance) and self.stance < Stance.NEUTRAL and not self.lapsed:
            decisive = refusal(self.party, veto=self.does is Deed.STAND_ASIDE) if self.enough is None else ""
            clause = f"{isolated(self.party)} {self.stance.verb} {isolated(self.term)}"
            return "; ".join(filter(None, (clause, decisive, asks, some)))
        absent = () if self.stance is None else (str(self.stance),)
        stance = str(self.stance) if isinstance(self.stance, Stance) else no_stance(absent)
        stands = f"{stance}, lapsed" if self.lapsed else stance
        return f"{isolated(self.term)}: not accepted by {isolated(self.party)} ({'; '.join(filter(None, (stands, asks, some)))})"

    @property
    def _doubt(self) -> str:
        """What is in doubt, and until when."""
        party = isolated(self.party or "")
        if self.stance is Stance.ACCEPTS and not self.lapsed:
            return f"that {party} accepts is in doubt, until it says so on the record"
        return f"in doubt, until {party} is not against it any more"

    @property
    def steps(self) -> tuple[Step, ...]:
        """The single steps of the move; none to wait, and to confirm."""
        if self.party is None:
            return tuple(SettleField(self.term, bare_field(field)) for field in self.fields)
        stance = _TAKEN.get(self.does)
        return () if stance is None else (TakeStance(self.party, self.term, stance),)


_TAKEN = {Deed.ACCEPT: Stance.ACCEPTS, Deed.STAND_ASIDE: Stance.NEUTRAL}


@of_state
def moves(state: State) -> Table[Move]:
    """List what is left to do until every term is agreed, surely, in the order it unlocks in.

    Parameters:
        state: the state to ask.

    Returns:
        One row for each party that a term waits on, one for the fields of a term that are unsettled, and
        one for each party by which an agreed term is perhaps agreed; by round, those without a round last.
        Where a quorum lacks some of several parties, each has a row, and `enough` says how many of these
        rows are needed.

    >>> for move in analysis.moves(state):
    ...     print(move.round, move)
    1 truce: not accepted by SOUTH (open)
    1 border: not accepted by NORTH (no stance)
    1 border: not accepted by SOUTH (no stance)
    None NORTH on truce waits until summit is held
    """
    rows = list(_in_rounds(state, [move for term in state for move in _moves(state, term)]))
    return Table(rows, Move, state.basis)


def _moves(state: State, term: str) -> Iterator[Move]:
    match state.status_of(term):
        case None:
            return
        case TermStatus.AGREED:
            doubted = map(state[term].__getitem__, Doubts(Names(state), state[term]).parties)
            yield from (_of_party(standing, Deed.CONFIRM, ("stance",)) for standing in doubted)
        case _:
            yield from _open_moves(state, term)


def _open_moves(state: State, term: str) -> Iterator[Move]:
    """Yield what is left to do on a term that is not agreed."""
    required = state[term].required
    for lacking in sorted(state[term].lacking, key=lambda lacking: (not lacking.by_all, lacking.veto)):
        for party in lacking.parties:
            if party not in required or (lacking.by_all and not lacking.veto):
                yield _lacking(state, state.standing(term, party), lacking)
    fields = tuple(CONTENT + field for field in state.unsettled(term))
    if fields:
        needed = (state.standing(term, party) for party in state.needed_on(term))
        holdings = (state.progress(term), *needed)
        runs = [holding.runs.get(field, ()) for holding in holdings for field in fields]
        yield Move(term, None, (), Deed.SETTLE, fields=fields, reports=reports_of(*runs))


def _lacking(state: State, standing: Standing, lacking: Lacking) -> Move:
    """Return the move of a party that a term waits on."""
    needs = () if lacking.veto else tuple(c for c in standing.conditions if not state.met(c))
    move = _of_party(standing, _deed(standing, lacking), ("stance", "red_line", "conditions"))
    move = attrs.evolve(move, needs=needs, red_line=standing.red_line is True, lapsed=standing.lapsed)
    return move if lacking.by_all else attrs.evolve(move, enough=lacking.count, among=lacking.parties)


def _of_party(standing: Standing, does: Deed, fields: Sequence[str]) -> Move:
    """Return a move of a party, with the reports of some fields of where it stands."""
    reports = reports_of(*(standing.runs.get(field, ()) for field in fields))
    term, party, since = standing.term, standing.party, standing.since
    return Move(term, party, (), does, stance=standing.stance, since=since, reports=reports)


def _deed(standing: Standing, lacking: Lacking) -> Deed:
    if lacking.unknown:
        return Deed.DECLARE
    if lacking.veto:
        return Deed.STAND_ASIDE
    return Deed.WAIT if standing.accepts else Deed.ACCEPT


def _in_rounds(state: State, moves: list[Move]) -> Iterator[Move]:
    """Return the moves with their rounds: each is made once earlier rounds meet what it needs."""
    now, left = rulings_of(state), dict(enumerate(moves))
    asking = _by_term(moves)
    read: Iterable[int] = list(left)
    made: dict[str, list[Move]] = {}
    moved: dict[HolderOrTerm, Holding] = {}
    for round in count(1):
        ready = [place for place in sorted(read) if _can(now, left[place])]
        if not ready:
            break
        turning = [left[place] for place in ready if left[place].steps]
        yield from (attrs.evolve(left.pop(place), round=round) for place in ready)
        if not turning:
            break
        for move in turning:
            made.setdefault(move.term, []).append(move)
        turned = dict.fromkeys(move.term for move in turning)
        steps = [step for term in turned for move in made[term] for step in move.steps]
        # only holders on their terms stand otherwise: a whole new state would cost more
        later = rulings_of(state.suppose(supposition(state, steps)))
        moved |= {holder: later.holding(holder) for move in turning for holder in _moved_by(state, move)}
        overlay = Overlay(rulings_of(state), moved.get)
        overlay.statuses, nearer = now.statuses.gaining(overlay, turned)
        now, read = overlay, {place for term in nearer for place in asking.get(term, ()) if place in left}
    yield from left.values()


def _by_term(moves: list[Move]) -> dict[str, list[int]]:
    """Return the places of the moves that are on a term, or need something of it, by term."""
    places: dict[str, list[int]] = {}
    for place, move in enumerate(moves):
        for term in dict.fromkeys((move.term, *(c.term for c in move.needs if c.term is not None))):
            places.setdefault(term, []).append(place)
    return places


def _can(now: Rulings, move: Move) -> bool:
    if move.does is Deed.DECLARE:
        return False
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
