"""Moves: what is left to do until every term is agreed, by party, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import count
from operator import itemgetter
from typing import ClassVar

import attrs

from peacetrack.analysis.conditions.graph import listed
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.steps.step import (
    DropCondition,
    SettleField,
    Step,
    TakeStance,
    crosses_red_line,
    supposition,
)
from peacetrack.analysis.verdict.doubt import Doubts
from peacetrack.analysis.verdict.verdict import all_in_doubt
from peacetrack.index.statement import CONTENT, bare_field, reports_of
from peacetrack.replay.overlay import Overlay
from peacetrack.rules.claims import Claimed
from peacetrack.rules.quorum import Lacking
from peacetrack.rules.rulings import HolderOrTerm, Holding, Rulings
from peacetrack.rules.standing import Standing
from peacetrack.rules.standing_wording import acts_per, no_stance
from peacetrack.rules.wording import refusal
from peacetrack.state import State, of_state, reading_of
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.condition import Condition
from peacetrack.words.isolate import isolated
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import Absence, Word, grouped
from peacetrack.words.when import Moment


class Deed(Word):
    """The kind of a move.

    * `ACCEPT`: to accept.
    * `WAIT`: to wait for a condition, of a party that accepts.
    * `SETTLE`: to settle a field.
    * `STAND_ASIDE`: to reject or oppose no longer, of a party with a veto.
    * `CONFIRM`: to say on the record where it stands: of a party that perhaps does not accept what counts as
      accepted, and of one that only others, or reports off the record, keep from accepting.
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
    """A step that is still to be done on a term.

    Attributes:
        term: the term.
        party: the party that moves; None where the needed parties settle fields.
        needs: the conditions of the party that are not met.
        does: accept, wait (a party that accepts, with conditions unmet), settle, stand aside (a party
            with a veto), confirm (a party that stands so only perhaps), or declare (the members of a group).
        enough: of a quorum, how many of the parties in `among` have to make such a move; None where
            this party has to.
        among: the parties of the quorum that have not accepted, or wait.
        round: when it can be made: 1 now, 2 after the moves of round 1, and so on; None where no
            moves lead there: a red line, an event, a condition in words, a circle of conditions.
        stance: where the party stands; None where no stance is reported.
        red_line: whether that is a red line.
        lapsed: whether it has run out.
        otherwise: another stance that the party has itself on the record, where only reports off the record,
            or of others, give this one; None without one.
        asked: the conditions that are not met, and that only others, or reports off the record, say it sets.
        acts: the last act by which it is against the term without a stance, with who alone says so.
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
    otherwise: Stance | None = attrs.field(default=None, repr=str)
    asked: tuple[Condition, ...] = attrs.field(default=(), repr=listed)
    acts: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    since: Moment | None = attrs.field(default=None, repr=str)
    reports: tuple[str, ...] = ()

    def __str__(self) -> str:
        term, party = isolated(self.term), isolated(self.party or "")
        if self.party is None:
            return f"{', '.join(map(bare_field, self.fields))} of {term} to be settled"
        if self.does is Deed.DECLARE:
            return f"the members of {party}, who decide on {term}, to be declared"
        some = "" if self.enough is None else f"{self.enough} of these {len(self.among)}"
        in_brackets = f" ({some})" if some else ""
        asked = " and ".join(map(str, self.needs))
        if self.does is Deed.CONFIRM:
            return f"{term}: {self._doubt}{f', and asks that {asked}' if asked else ''}{in_brackets}"
        if self.does is Deed.WAIT:
            return f"{party} on {term} waits until {asked}{in_brackets}"
        more = (*(f"but {act}" for act in self.acts), f"asks that {asked}" if asked else "", some)
        if self._is_against:
            decisive = refusal(self.party, veto=self.does is Deed.STAND_ASIDE) if self.enough is None else ""
            return "; ".join(filter(None, (f"{party} {self._verb} {term}", decisive, *more)))
        return f"{term}: not accepted by {party} ({'; '.join(filter(None, (self._stands, *more)))})"

    @property
    def _is_against(self) -> bool:
        return isinstance(self.stance, Stance) and self.stance < Stance.NEUTRAL and not self.lapsed

    @property
    def _verb(self) -> str:
        return self.stance.verb if isinstance(self.stance, Stance) else ""

    @property
    def _stands(self) -> str:
        """Where a party stands that is not against it."""
        absent = () if self.stance is None else (str(self.stance),)
        stance = str(self.stance) if isinstance(self.stance, Stance) else no_stance(absent)
        return f"{stance}, lapsed" if self.lapsed else stance

    @property
    def _doubt(self) -> str:
        """Return what is in doubt, and until when."""
        party = isolated(self.party or "")
        said = f"{party} asks that {' and '.join(map(str, self.asked))}"
        if not self.asked:
            said = f"{party} {self._verb}{'' if self.stance is Stance.ACCEPTS else ' it'}"
            if self.acts or not self._verb or (self._is_against and self.otherwise is None):
                return f"in doubt, until {party} is not against it any more"
        there = self.otherwise if self.stance is not Stance.ACCEPTS else None
        beside = "" if there is None else f"; there it {there.verb} it"
        return f"that {said} is in doubt, until it says so on the record{beside}"

    @property
    def steps(self) -> tuple[Step, ...]:
        """The single steps of the move; none to wait, and to confirm what counts already."""
        if self.party is None:
            return tuple(SettleField(self.term, bare_field(field)) for field in self.fields)
        stance = self._comes_to
        taken = () if stance is None else (TakeStance(self.party, self.term, stance),)
        return (*taken, *(DropCondition(self.party, self.term, condition) for condition in self.asked))

    @property
    def _comes_to(self) -> Stance | None:
        """The stance that the party takes by the move; None where it takes no other one."""
        if self.does is not Deed.CONFIRM:
            return _TAKEN.get(self.does)
        now = self.stance if isinstance(self.stance, Stance) else Stance.REJECTS
        return self.otherwise if self.otherwise is not None and self.otherwise > now else None


_TAKEN = {Deed.ACCEPT: Stance.ACCEPTS, Deed.STAND_ASIDE: Stance.NEUTRAL}


@of_state
def moves(state: State) -> Table[Move]:
    """List what is left to do until every term is agreed, surely, in the order it unlocks in.

    Parameters:
        state: the state to ask.

    Returns:
        One row for each party that a term waits on, one for the fields of a term that are unsettled, and
        one for each party of which it is in doubt that it accepts, or stands as an agreed term asks it to;
        by round, those without a round last. Where a quorum lacks some of several parties, each has a row,
        and `enough` says how many of these rows are needed.

    >>> for move in analysis.moves(state):
    ...     print(move.round, move)
    1 truce: not accepted by SOUTH (open)
    1 border: not accepted by NORTH (no stance)
    1 border: not accepted by SOUTH (no stance)
    None NORTH on truce waits until summit is held
    """
    finding = _Moves(state)
    rows = [move for term in state for move in finding.on(term)]
    return Table(_in_rounds(state, rows), Move, state.basis)


class _Moves:
    """The moves of a state, term by term, not in rounds yet."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._names = Names(state)

    def on(self, term: str) -> Iterator[Move]:
        """Yield what is left to do on a term; then what is in doubt there that counts."""
        status, doubts = self._state.status_of(term), Doubts(self._names, self._state[term])
        refusing = {standing.party: act for standing, act in doubts.refusals}
        is_open = status not in (None, TermStatus.AGREED)
        lacking = list(self._open(term, refusing)) if is_open else []
        yield from lacking
        known = {move.party for move in lacking}
        confirming = {move.party for move in lacking if move.does is Deed.CONFIRM}
        here = (party for party in (() if status is None else doubts.parties) if party not in known)
        there = (party for party in self._hung_on.get(term, ()) if party not in confirming)
        for standing in map(self._state[term].__getitem__, dict.fromkeys((*here, *there))):
            yield self._of_party(standing, Deed.CONFIRM, ("stance",), refusing.get(standing.party))

    @cached_property
    def _hung_on(self) -> Mapping[str, Sequence[str]]:
        """The parties that agreed terms hang on in doubt, by the term on which they stand so."""
        agreed = (term for term in self._state if self._state.status_of(term) is TermStatus.AGREED)
        holders = all_in_doubt(self._names, self._state, agreed)
        return {term: [party for _, party in of] for term, of in grouped(holders, itemgetter(0)).items()}

    def _open(self, term: str, refusing: Mapping[str, Claimed]) -> Iterator[Move]:
        """Yield what is left to do on a term that is not agreed."""
        state = self._state
        required = state[term].required
        for lacking in sorted(state[term].lacking, key=lambda lacking: (not lacking.by_all, lacking.veto)):
            for party in lacking.parties:
                if party not in required or (lacking.by_all and not lacking.veto):
                    yield self._lacking(state.standing(term, party), lacking, refusing.get(party))
        fields = tuple(CONTENT + field for field in state.unsettled(term))
        if fields:
            needed = (state.standing(term, party) for party in state.needed_on(term))
            holdings = (state.progress(term), *needed)
            runs = [holding.runs.get(field, ()) for holding in holdings for field in fields]
            yield Move(term, None, (), Deed.SETTLE, fields=fields, reports=reports_of(*runs))

    def _lacking(self, standing: Standing, lacking: Lacking, refusing: Claimed | None) -> Move:
        """Return the move of a party that a term waits on."""
        record, does = self._names.record, _deed(standing, lacking)
        there = record.own(standing).conditions if does is Deed.CONFIRM else ()
        conditions = () if lacking.veto else dict.fromkeys((*standing.conditions, *there))
        needs = tuple(condition for condition in conditions if not self._state.met(condition))
        told = record.told(standing) if does is Deed.WAIT else ()
        asked = needs if all(condition in told for condition in needs) else ()
        does = Deed.CONFIRM if asked else does
        move = self._of_party(standing, does, ("stance", "red_line", "conditions"), refusing)
        red_line, needs = (
            standing.red_line is True,
            () if does is Deed.CONFIRM and standing.accepts else needs,
        )
        move = attrs.evolve(move, needs=needs, asked=asked, red_line=red_line, lapsed=standing.lapsed)
        return move if lacking.by_all else attrs.evolve(move, enough=lacking.count, among=lacking.parties)

    def _of_party(
        self, standing: Standing, does: Deed, fields: Sequence[str], refusing: Claimed | None
    ) -> Move:
        """Return a move of a party, with the reports of some fields and of what it says and does besides."""
        acts = [] if refusing is None else [refusing]
        runs = [standing.runs.get(field, ()) for field in fields]
        return Move(
            standing.term,
            standing.party,
            (),
            does,
            stance=standing.stance,
            otherwise=standing.otherwise[-1].value if standing.otherwise else None,
            acts=tuple(acts_per(standing, acts, self._state.agenda)),
            since=standing.since,
            reports=reports_of(*runs, standing.otherwise, acts),
        )


def _deed(standing: Standing, lacking: Lacking) -> Deed:
    if lacking.unknown:
        return Deed.DECLARE
    there = standing.otherwise[-1].value if standing.otherwise and standing.live else None
    if there is not None and (there is Stance.ACCEPTS or (lacking.veto and there.side >= 0)):
        return Deed.CONFIRM
    if there is not None and there.side < 0 and standing.accepts:
        return Deed.CONFIRM
    if lacking.veto:
        return Deed.STAND_ASIDE
    return Deed.WAIT if standing.accepts else Deed.ACCEPT


def _in_rounds(state: State, moves: list[Move]) -> Iterator[Move]:
    """Return the moves with their rounds: each is made once earlier rounds meet what it needs."""
    now, left = reading_of(state).rulings, dict(enumerate(moves))
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
        later = reading_of(state.suppose(supposition(state, steps))).rulings
        moved |= {holder: later.holding(holder) for move in turning for holder in _moved_by(state, move)}
        overlay = Overlay(reading_of(state).rulings, moved.get)
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
