"""Standing changes: what differs between two standings of a party, or of what holds of a term itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import attrs

from peacetrack.analysis.changes.cause import Cause, Causes, Turn
from peacetrack.analysis.changes.change import Change, Direction, firmer
from peacetrack.analysis.changes.pair import Pair, displacing, held, in_dispute, meaning_of, value_of, without
from peacetrack.analysis.holding import holding_of
from peacetrack.index.statement import reports_of
from peacetrack.rules.ending import closing_instant, ending_event
from peacetrack.rules.rulings import Holding
from peacetrack.rules.stance_run import ENDING_FIELDS, Run
from peacetrack.rules.standing import Standing
from peacetrack.state import State, reading_of
from peacetrack.words.attribution import AttributionType


class StandingChanges:
    """The changes of standings, and of what holds of terms themselves, between two states.

    Parameters:
        causes: the causes of differences between the states.
        before: the earlier state.
        after: the later state.
    """

    def __init__(self, causes: Causes, before: State, after: State) -> None:
        self._causes, self._before, self._after = causes, before, after

    def of_standing(self, old: Standing, new: Standing) -> Iterator[Change]:
        """Yield the changes between where a party stood and where it stands."""
        if old is new:
            return
        pair = Pair(old, new)
        yield from self.of_fields(pair)
        if old.lapsed != new.lapsed:
            yield self._lapse(pair)
        stances = pair.values("stance")
        if not old.silent and not new.silent and stances[0] == stances[1]:
            yield from self._manner(pair)

    def of_fields(self, pair: Pair[Holding]) -> Iterator[Change]:
        """Yield the fields that differ, and which of them are disputed."""
        if pair.old is pair.new:
            return
        for field in dict.fromkeys((*pair.old.runs, *pair.new.runs)):
            values = pair.values(field)
            if meaning_of(field, values[0]) != meaning_of(field, values[1]):
                direction = pair.direction(field, self._after)
                yield self._change(pair, field, values, self._turn(pair, field), direction)
        if set(pair.old.disputed) != set(pair.new.disputed):
            yield self._disputed(pair)

    def _turn(self, pair: Pair[Holding], field: str) -> Turn:
        """The statements behind both answers; where there are none, those that displaced it."""
        old, new = pair.runs(field)
        old = old or displacing(field, pair.new, pair.old, self._before)
        new = new or displacing(field, pair.old, pair.new, self._after)
        turn = self._between(pair, old, new, lambda holding: meaning_of(field, held(holding, field)))
        closed = self._members_closed(pair)
        return turn if closed is None else attrs.evolve(turn, began=closed, lapse=True)

    def _members_closed(self, pair: Pair[Holding]) -> int | None:
        """The instant at which a group stood by its members no more, as what one of them said ran out."""
        if not pair.old.by_members or not isinstance(pair.new, Standing) or pair.new.begun:
            return None
        rulings = reading_of(self._after).rulings
        members = (rulings.standing(pair.new.term, member) for member in pair.old.by_members)
        ended = (self._ending(member)[-1] for member in members if member.lapsed)
        return min((closing_instant(reading_of(self._after).cut, ending) for ending in ended), default=None)

    def _between(
        self,
        pair: Pair[Holding],
        old: Run,
        new: Run,
        answer: Callable[[Holding], object],
        began: int | None = None,
    ) -> Turn:
        """The turn from some statements to others, which give an answer of a holding."""
        gone, present = without(old, new), without(new, old)
        if began is None and present:
            began = present[0].anchor
        term, party = pair.new.term, pair.new.party
        by_trust = self._causes.by_trust(lambda state: answer(holding_of(state, term, party)))
        return Turn(party, gone, present, began, by_trust, self._followed(pair))

    def _followed(self, pair: Pair[Holding]) -> tuple[object, object]:
        """The group that it stands with in each state; of one by its members in either, all of them."""
        groups = pair.old.by_group, pair.new.by_group
        if not (pair.old.by_members or pair.new.by_members):
            return groups
        states, group = (self._before, self._after), pair.new.party or ""
        members = (frozenset(state.agenda.standing_for(group, state.instant)) for state in states)
        before, after = zip(groups, members, strict=True)
        return before, after

    def _change(
        self,
        pair: Pair[Holding],
        field: str,
        values: tuple[Any, Any],
        turn: Turn,
        direction: Direction | None = None,
        behind: Run = (),
    ) -> Change:
        """A change with its cause; its reports are those `behind` it where the turn has none."""
        cause = self._causes.of(turn)
        direction = None if cause is Cause.BASIS else direction
        reports = self._causes.reports(turn, cause) or reports_of(behind)
        if cause is Cause.JOINED and field == "stance":
            reports = tuple(dict.fromkeys((*self._of_left_group(pair), *reports)))
        return Change(pair.new.term, pair.new.party, field, *values, cause, direction, reports)

    def _of_left_group(self, pair: Pair[Holding]) -> tuple[str, ...]:
        """The new reports of a group that a member stands no more with, but by what it said before."""
        group = pair.old.by_group
        if group is None or not isinstance(pair.new, Standing) or pair.new.derived:
            return ()
        run = reading_of(self._after).rulings.standing(pair.new.term, group).runs.get("stance", ())
        return reports_of(statement for statement in run if self._causes.is_new(statement))

    def _disputed(self, pair: Pair[Holding]) -> Change:
        """A change of the disputed fields: what is withdrawn, or what is new, comes last or first."""
        old, new = in_dispute(self._before, pair.old), in_dispute(self._after, pair.new)
        turn = self._between(pair, old, new, lambda holding: set(holding.disputed))
        gone = tuple(sorted(turn.gone, key=lambda statement: self._causes.withdrawal(statement) is not None))
        present = tuple(sorted(turn.present, key=lambda statement: -statement.by.seq))
        began = present[0].anchor if present else None
        turn = attrs.evolve(turn, gone=gone, present=present, began=began)
        fields = tuple(sorted(pair.old.disputed)), tuple(sorted(pair.new.disputed))
        return self._change(pair, "disputed", fields, turn, behind=new or old)

    # How a standing turned

    def _lapse(self, pair: Pair[Standing]) -> Change:
        """An offer or a position that ran out, or was renewed."""
        lapsed = pair.old.lapsed, pair.new.lapsed
        before, after = self._ending(pair.old), self._ending(pair.new)
        if not pair.new.lapsed:
            turn = self._between(pair, before, without(*pair.runs("stance")[::-1]), _has_lapsed)
            change = self._change(pair, "lapsed", lapsed, turn, behind=after or before)
            dated = () if turn.present else self._news_of_event(before, "when", "status")
            is_dated = dated and change.cause in (Cause.LEARNED, Cause.STATED)
            return attrs.evolve(change, cause=Cause.DATED, reports=reports_of(dated)) if is_dated else change
        closed = closing_instant(reading_of(self._after).cut, after[-1])
        turn = attrs.evolve(self._between(pair, before, after, _has_lapsed, closed), lapse=True)
        change = self._change(pair, "lapsed", lapsed, turn, behind=after or before)
        came = self._news_of_event(after, "status")
        return attrs.evolve(change, reports=reports_of(came) or change.reports)

    def _news_of_event(self, ending: Run, *fields: str) -> Run:
        """The news, in some fields, of the event with which an offer or a position ends."""
        event = ending_event(ending[-1].value) if ending else None
        if event is None:
            return ()
        old, new = (
            tuple(s for field in fields for s in state.event(event).runs.get(field, ()))
            for state in (self._before, self._after)
        )
        return tuple(statement for statement in without(new, old) if self._causes.is_new(statement))

    def _ending(self, standing: Standing) -> Run:
        """The statements of the ending that comes first; without one, the greatest statement."""
        runs = [standing.runs[field] for field in ENDING_FIELDS if field in standing.runs]
        if not runs:
            return tuple(sorted(standing.evidence, key=lambda statement: statement.order)[-1:])
        return min(runs, key=lambda run: closing_instant(reading_of(self._after).cut, run[-1]))

    def _manner(self, pair: Pair[Standing]) -> Iterator[Change]:
        """How the same stance is put: since when, for certain, by whose words, in which ones, the source."""
        old, new = pair.old, pair.new
        before, after = pair.runs("stance")
        if old.since != new.since and before[0].identity[3:] == after[0].identity[3:]:
            yield self._redated(pair, before[:1], after[:1])
        elif old.certain != new.certain:
            yield self._of_stance(pair, "certain", (old.certain, new.certain), firmer(new.certain))
        yield from self._otherwise(pair)
        nearest = _nearest(before), _nearest(after)
        manners = (
            ("accounts_of", (old.accounts_of, new.accounts_of), firmer(not new.accounts_of)),
            ("wording", (_wording(self._before, before), _wording(self._after, after)), Direction.REWORDED),
            ("attribution", nearest, firmer(nearest[1].directness > nearest[0].directness)),
        )
        for field, values, direction in manners:
            if values[0] != values[1] and None not in values:
                yield self._of_stance(pair, field, values, direction)

    def _otherwise(self, pair: Pair[Standing]) -> Iterator[Change]:
        """Yield what a party with the same stance says otherwise on the record (rule 3)."""
        runs = pair.old.otherwise, pair.new.otherwise
        others = value_of(runs[0]), value_of(runs[1])
        if others[0] is not others[1]:
            turn = self._between(pair, *runs, _on_record_otherwise)
            direction = firmer(others[0] is not None) if None in others else None
            yield self._change(pair, "otherwise", others, turn, direction)

    def _of_stance(
        self, pair: Pair[Standing], field: str, values: tuple[Any, Any], direction: Direction
    ) -> Change:
        turn, (old, new) = self._turn(pair, "stance"), pair.runs("stance")
        if not (turn.gone or turn.present):  # the same words, read otherwise: as a person changes sides
            turn = attrs.evolve(turn, gone=old, present=new)
        return self._change(pair, field, values, turn, direction, new)

    def _redated(self, pair: Pair[Standing], before: Run, after: Run) -> Change:
        """The same claim, which begins at another time."""
        turn = self._between(pair, before, after, lambda holding: holding.since)
        change = self._change(pair, "since", (pair.old.since, pair.new.since), turn)
        dates = self._causes.dating(self._after, after[0]) or self._causes.dating(self._before, after[0])
        return attrs.evolve(change, reports=reports_of(dates) or change.reports)

    def restated(self, term: str, party: str) -> tuple[Cause, tuple[str, ...]] | None:
        """Return why a stance rests on other statements than before, and on which reports; None if not."""
        pair = Pair(self._before.standing(term, party), self._after.standing(term, party))
        if pair.runs("stance")[0] == pair.runs("stance")[1]:
            return None
        turn = self._turn(pair, "stance")
        cause = self._causes.of(turn)
        return cause, self._causes.reports(turn, cause)


def _wording(state: State, run: Run) -> str | None:
    """Return the words of the latest statement of a stance."""
    return state.claim_of(run[-1]).prose


def _has_lapsed(holding: Holding) -> bool:
    return isinstance(holding, Standing) and holding.lapsed


def _on_record_otherwise(holding: Holding) -> Any:
    return value_of(holding.otherwise) if isinstance(holding, Standing) else None


def _nearest(run: Run) -> AttributionType:
    return max((statement.by.type for statement in run), key=lambda type: type.directness)
