"""Comparison: two states, compared holder by holder, then event by event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import chain
from operator import itemgetter
from typing import Any

import attrs

from peacetrack.analysis.changes.acting import Acted, Acting, each_once, without_like
from peacetrack.analysis.changes.cause import Cause, Causes, Turn, withdrawal
from peacetrack.analysis.changes.change import Change, Direction, firmer, of_detail
from peacetrack.analysis.changes.pair import Pair, displacing, held, in_dispute, meaning_of, value_of, without
from peacetrack.analysis.changes.status_change import Ties, VerdictChange, news_on
from peacetrack.analysis.holding import holding_of
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.verdict.own_words import reports_of_less
from peacetrack.analysis.verdict.verdict import Agreed, Sureness, Verdict, verdict
from peacetrack.analysis.window import extended_in_vain
from peacetrack.index.statement import comparison_key, reports_of
from peacetrack.replay.stance_counts import statuses_of
from peacetrack.replay.unchanged_holders import UnchangedHolders
from peacetrack.rules.claims import Claimed
from peacetrack.rules.ending import closing_instant, ending_event
from peacetrack.rules.extension import extends
from peacetrack.rules.quorum import counted_groups
from peacetrack.rules.rulings import Holding, Rulings
from peacetrack.rules.stance_run import ENDING_FIELDS, Run
from peacetrack.rules.standing import Standing
from peacetrack.rules.status import Holder
from peacetrack.state import State, reading_of, wider_of
from peacetrack.words.act import Act
from peacetrack.words.attribution import AttributionType
from peacetrack.words.report import EventStatus
from peacetrack.words.term import TermStatus
from peacetrack.words.value import grouped


class Comparison:
    """An earlier and a later state, compared holder by holder, then event by event.

    Parameters:
        before: the earlier state.
        after: the later state.
    """

    def __init__(self, before: State, after: State) -> None:
        self.before = before
        self.after = after
        self._causes = Causes(before, after)
        self._unchanged = UnchangedHolders(before, after)
        self.acting = Acting(before, after)
        self.ties = Ties(self)
        self.news_on = cache(lambda term: news_on(self, term, self.on(term)))
        self.less_on = cache(self._less_on)

    def changes(self) -> Iterator[Change]:
        """Return the changes, in the order of the agenda."""
        self._unchanged.look_at_all()
        for term in self.terms:
            on_term = list(self.on(term))
            yield from on_term
            if on_term or self._may_turn(term):
                yield from self._of_verdict(term, on_term)
        for event in self.events:
            yield from self.of_event(event)

    def _may_turn(self, term: str) -> bool:
        """Return whether a verdict may turn where no field does: as a party says again what it said.

        It may turn with what a party asks for, too, and with what is reported again of the term itself.
        """
        if any(wider_of(state) is not None for state in (self.before, self.after)):
            return True
        turns = self._unchanged
        return not turns.has(term, None) or any(
            turns.asks(term, p) or not turns.has(term, p) for p in self.needed_on(term)
        )

    def needed_on(self, term: str) -> Iterable[str]:
        """Return the parties that decide on a term in either state."""
        states = (state for state in (self.after, self.before) if term in state)
        return dict.fromkeys(party for state in states for party in state.needed_on(term))

    def on(self, term: str) -> Iterator[Change]:
        """Return the changes of the parties on a term, then their acts, then those of the term itself."""
        parties = filter(None, self.parties_on(term))
        turned = [party for party in parties if not self._unchanged.has(term, party)]
        for party in turned:
            yield from self._of_standing(*(each.standing(term, party) for each in self._rulings))
        yield from self._of_acts(term, turned)
        yield from self.of_holder(term, None)

    @property
    def terms(self) -> Iterable[str]:
        """The terms of both states, in the order of the agenda."""
        return dict.fromkeys((*self.after, *self.before))

    def parties_on(self, term: str) -> Iterable[str | None]:
        """Return the parties of a term in either state, groups that it counts, then None for itself."""
        parties = (*self.after.parties_on(term), *self.before.parties_on(term))
        return dict.fromkeys((*parties, *self._counted(term), None))

    def only_counts(self, term: str, party: str | None) -> bool:
        """Return whether a term counts the members of a party, which has no say and no statement itself."""
        states = self.before, self.after
        return party in self._counted(term) and not any(party in state.parties_on(term) for state in states)

    def _counted(self, term: str) -> tuple[str, ...]:
        return tuple(g for state in (self.after, self.before) for g in counted_groups(state.agenda, term))

    def of_holder(self, term: str, party: str | None) -> Iterator[Change]:
        """Return the changes of a party on a term, or of the term itself."""
        if party is None:
            yield from self.of_progress(term)
            yield from self._of_status(term)
        elif not self._unchanged.has(term, party):
            yield from self._of_standing(*(each.standing(term, party) for each in self._rulings))

    def of_progress(self, term: str) -> Iterator[Change]:
        """Return the changes of what is reported of a term itself."""
        yield from self._of_fields(Pair(*(each.progress(term) for each in self._rulings)))

    def _of_status(self, term: str) -> Iterator[Change]:
        """The change of the status of a term, with the first cause of all that counts for it."""
        was, now = (status(term) for status in self._statuses)
        if was is now:
            return
        behind = self.ties.of_term(term)
        by_trust = self._causes.by_trust(lambda state: state.status_of(term))
        cause = Cause.BASIS if by_trust else behind.cause
        change = Change(term, None, "status", was, now, cause, None, behind.reports)
        yield self._with_deciding(change) if cause is Cause.DECLARED else change

    def _with_deciding(self, change: Change) -> Change:
        """Return a change of a status with the parties that a declaration made decide, or decide no more."""
        old, new = (
            state.needed_on(change.term) if change.term in state else ()
            for state in (self.before, self.after)
        )
        if not old or not new:  # the term itself is new, or has gone
            return change
        added, removed = (tuple(p for p in a if p not in b) for a, b in ((new, old), (old, new)))
        return attrs.evolve(change, added=added, removed=removed)

    def _of_acts(self, term: str, turned: Iterable[str]) -> Iterator[Change]:
        """Return the acts on a term, without a stance, that one of the states alone has."""
        for acted in (*self.acting.on(term), *self._extended(term, turned)):
            for act, reports in (*each_once(acted.gone), *each_once(acted.new)):
                yield self._of_act(acted, act, reports)

    def _extended(self, term: str, turned: Iterable[str]) -> Iterator[Acted]:
        """Yield who extends what had run out, without its stance, by one of the states alone (rule 4)."""
        for party in dict.fromkeys((*turned, *self._bare.get(term, ()))):
            pairs = zip((self.before, self.after), self._rulings, strict=True)
            was, now = (extended_in_vain(state, of.standing(term, party)) for state, of in pairs)
            before, after = ([] if each is None else [each] for each in (was, now))
            gone = (act for act in before if withdrawal(self.after, act.report, act.number))
            yield Acted(term, party, without_like(after, before), tuple(gone))

    @cached_property
    def _bare(self) -> Mapping[str, Sequence[str]]:
        """By term, the parties with claims that state no field."""
        bare = (reading_of(state).claims.bare for state in (self.before, self.after))
        holders = grouped(sorted(set[Holder]().union(*bare)), itemgetter(0))
        return {term: [party for _, party in of] for term, of in holders.items()}

    def _of_act(self, acted: Acted, act: Claimed, reports: tuple[str, ...]) -> Change:
        """Return the change that an act makes: it hardens, or softens where it is gone.

        `complies` does the reverse, and what extends an offer that is over, neither.
        """
        cause, was = self.acting.cause(acted, act), act in acted.gone
        done = Act.EXTENDS if extends(act.claim) else act.claim.act
        before, after = (done, None) if was else (None, done)
        hardens = was is (done is Act.COMPLIES)
        moved = Direction.HARDENED if hardens else Direction.SOFTENED
        direction = None if cause is Cause.BASIS or done is Act.EXTENDS else moved
        accounts = self.after.agenda.accounts_of(acted.party, act.attribution)
        return Change(acted.term, acted.party, "act", before, after, cause, direction, reports, accounts)

    def _of_verdict(self, term: str, on_term: Sequence[Change]) -> Iterator[Change]:
        """Return that headlines say otherwise of an agreed term, with the first cause on it."""
        states = zip((self.before, self.after), self.names, self._statuses, strict=True)
        was, now = (
            verdict(names, state[term]) if term in state and status(term) is TermStatus.AGREED else None
            for state, names, status in states
        )
        if was == now or {str(each) for each in (was, now) if each is not None} == {str(Agreed.SURELY)}:
            return
        behind = VerdictChange(self, term, on_term)
        cause, (before, after) = behind.cause, (None if each is None else str(each) for each in (was, now))
        direction = None if cause is Cause.BASIS else _surer(was, now)
        yield Change(term, None, "verdict", before, after, cause, direction, behind.reports)

    def hung_on(self, term: str) -> Iterable[str]:
        """Return the other terms that a term hangs on in either state, where it is agreed."""
        terms = (names.once(Sureness).terms_behind(term) for names in self._naming(term))
        return dict.fromkeys(chain.from_iterable(terms))

    def _less_on(self, term: str) -> Sequence[str]:
        """Return the reports behind acceptances of a term that are less on the record in a state."""
        less = (reports_of_less(names.record, term) for names in self._naming(term))
        return tuple(chain.from_iterable(less))

    def _naming(self, term: str) -> Iterator[Names]:
        """Yield the names of the states that have a term."""
        pairs = zip((self.before, self.after), self.names, strict=True)
        return (names for state, names in pairs if term in state)

    def restated(self, term: str, party: str) -> tuple[Cause, tuple[str, ...]] | None:
        """Return why a stance rests on other statements than before, and on which reports; None if not."""
        pair = Pair(self.before.standing(term, party), self.after.standing(term, party))
        if pair.runs("stance")[0] == pair.runs("stance")[1]:
            return None
        turn = self._turn(pair, "stance")
        cause = self._causes.of(turn)
        return cause, self._causes.reports(turn, cause)

    @cached_property
    def _statuses(self) -> tuple[Callable[[str], TermStatus | None], Callable[[str], TermStatus | None]]:
        return statuses_of(self.before), statuses_of(self.after)

    @property
    def _rulings(self) -> tuple[Rulings, Rulings]:
        return reading_of(self.before).rulings, reading_of(self.after).rulings

    @cached_property
    def names(self) -> tuple[Names, Names]:
        """The names of both states."""
        return Names(self.before), Names(self.after)

    def _of_standing(self, old: Standing, new: Standing) -> Iterator[Change]:
        if old is new:
            return
        pair = Pair(old, new)
        yield from self._of_fields(pair)
        if old.lapsed != new.lapsed:
            yield self._lapse(pair)
        stances = pair.values("stance")
        if not old.silent and not new.silent and stances[0] == stances[1]:
            yield from self._manner(pair)

    def _of_fields(self, pair: Pair[Holding]) -> Iterator[Change]:
        if pair.old is pair.new:
            return
        for field in dict.fromkeys((*pair.old.runs, *pair.new.runs)):
            values = pair.values(field)
            if meaning_of(field, values[0]) != meaning_of(field, values[1]):
                direction = pair.direction(field, self.after)
                yield self._change(pair, field, values, self._turn(pair, field), direction)
        if set(pair.old.disputed) != set(pair.new.disputed):
            yield self._disputed(pair)

    def _turn(self, pair: Pair[Holding], field: str) -> Turn:
        """The statements behind both answers; where there are none, those that displaced it."""
        old, new = pair.runs(field)
        old = old or displacing(field, pair.new, pair.old, self.before)
        new = new or displacing(field, pair.old, pair.new, self.after)
        turn = self._between(pair, old, new, lambda holding: meaning_of(field, held(holding, field)))
        closed = self._members_closed(pair)
        return turn if closed is None else attrs.evolve(turn, began=closed, lapse=True)

    def _members_closed(self, pair: Pair[Holding]) -> int | None:
        """The instant at which a group stood by its members no more, as what one of them said ran out."""
        if not pair.old.by_members or not isinstance(pair.new, Standing) or pair.new.begun:
            return None
        rulings = reading_of(self.after).rulings
        members = (rulings.standing(pair.new.term, member) for member in pair.old.by_members)
        ended = (self._ending(member)[-1] for member in members if member.lapsed)
        return min((closing_instant(reading_of(self.after).cut, ending) for ending in ended), default=None)

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
        states, group = (self.before, self.after), pair.new.party or ""
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
        run = reading_of(self.after).rulings.standing(pair.new.term, group).runs.get("stance", ())
        return reports_of(statement for statement in run if self._causes.is_new(statement))

    def _disputed(self, pair: Pair[Holding]) -> Change:
        """A change of the disputed fields: what is withdrawn, or what is new, comes last or first."""
        old, new = in_dispute(self.before, pair.old), in_dispute(self.after, pair.new)
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
            return self._change(pair, "lapsed", lapsed, turn, behind=after or before)
        closed = closing_instant(reading_of(self.after).cut, after[-1])
        turn = attrs.evolve(self._between(pair, before, after, _has_lapsed, closed), lapse=True)
        change = self._change(pair, "lapsed", lapsed, turn, behind=after or before)
        return attrs.evolve(change, reports=reports_of(self._came(after)) or change.reports)

    def _came(self, ending: Run) -> Run:
        """The news of the event with which an ending came."""
        event = ending_event(ending[-1].value)
        if event is None:
            return ()
        old, new = (state.event(event).runs.get("status", ()) for state in (self.before, self.after))
        return tuple(statement for statement in without(new, old) if self._causes.is_new(statement))

    def _ending(self, standing: Standing) -> Run:
        """The statements of the ending that comes first; without one, the greatest statement."""
        runs = [standing.runs[field] for field in ENDING_FIELDS if field in standing.runs]
        if not runs:
            return tuple(sorted(standing.evidence, key=lambda statement: statement.order)[-1:])
        return min(runs, key=lambda run: closing_instant(reading_of(self.after).cut, run[-1]))

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
            ("wording", (_wording(self.before, before), _wording(self.after, after)), Direction.REWORDED),
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
        dates = self._causes.dating(self.after, after[0]) or self._causes.dating(self.before, after[0])
        return attrs.evolve(change, reports=reports_of(dates) or change.reports)

    # Events

    @property
    def events(self) -> Iterable[str]:
        """The events of both states, the earliest first."""
        return dict.fromkeys(event.id for event in (*self.after.events(), *self.before.events()))

    def of_event(self, event: str) -> Iterator[Change]:
        """Return the changes of an event."""
        was, now = (state.event(event) for state in (self.before, self.after))
        for field in dict.fromkeys((*was.runs, *now.runs)):
            runs = was.runs.get(field, ()), now.runs.get(field, ())
            differs = runs[0] != runs[1] and comparison_key(value_of(runs[0])) != comparison_key(
                value_of(runs[1])
            )
            if differs and (field != "text" or was.text != now.text):  # else a reason: it is no name
                yield self._of_event(event, field, *runs)

    def _of_event(self, event: str, field: str, old: Run, new: Run) -> Change:
        by_trust = self._causes.by_trust(
            lambda s: comparison_key(value_of(s.event(event).runs.get(field, ())))
        )
        turn = Turn(None, without(old, new), without(new, old), self._happened(event, field, new), by_trust)
        cause = self._causes.of(turn)
        before, after = value_of(old), value_of(new)
        directed = cause is not Cause.BASIS and field != "status"
        direction = of_detail(before, after, binding=field != "text") if directed else None
        reports = self._causes.reports(turn, cause)
        return Change(event, None, field, before, after, cause, direction, reports)

    def _happened(self, event: str, field: str, run: Run) -> int | None:
        """Return when it came about: on the event's date, or when it was reported where that is earlier.

        That it was postponed or cancelled came about when it was reported.
        """
        if not run:
            return None
        date, reported = self.after.event_date(event), run[0].anchor
        put_off = run[0].value in (EventStatus.POSTPONED, EventStatus.CANCELLED) and field == "status"
        return reported if date is None or put_off else min(date.range.last, reported)


def _surer(was: Verdict | None, now: Verdict | None) -> Direction | None:
    """Return whether it is surer by a later verdict that a term is agreed, or less sure."""
    if was is None or now is None:
        return None
    sure = [(-list(Agreed).index(each.agreed), -len(each.reserve)) for each in (was, now)]
    return firmer(sure[1] > sure[0])


def _wording(state: State, run: Run) -> str | None:
    """Return the words of the latest statement of a stance."""
    return state.claim_of(run[-1]).prose


def _has_lapsed(holding: Holding) -> bool:
    return isinstance(holding, Standing) and holding.lapsed


def _on_record_otherwise(holding: Holding) -> Any:
    return value_of(holding.otherwise) if isinstance(holding, Standing) else None


def _nearest(run: Run) -> AttributionType:
    return max((statement.by.type for statement in run), key=lambda type: type.directness)
