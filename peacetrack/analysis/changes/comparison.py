"""Comparison: two states, compared holder by holder, then event by event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import chain
from operator import itemgetter

import attrs

from peacetrack.analysis.changes.acting import Acted, Acting, each_once, without_like
from peacetrack.analysis.changes.cause import Cause, Causes, Turn, withdrawal
from peacetrack.analysis.changes.change import Change, Direction, firmer, of_detail
from peacetrack.analysis.changes.pair import Pair, value_of, without
from peacetrack.analysis.changes.standing_change import StandingChanges
from peacetrack.analysis.changes.status_change import Ties, VerdictChange, news_on
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.verdict.own_words import reports_of_less
from peacetrack.analysis.verdict.verdict import Agreed, Sureness, Verdict, verdict
from peacetrack.analysis.window import extended_in_vain
from peacetrack.index.statement import comparison_key
from peacetrack.replay.stance_counts import statuses_of
from peacetrack.replay.unchanged_holders import UnchangedHolders
from peacetrack.rules.claims import Claimed
from peacetrack.rules.extension import extends
from peacetrack.rules.quorum import counted_groups
from peacetrack.rules.rulings import Rulings
from peacetrack.rules.stance_run import Run
from peacetrack.rules.status import Holder
from peacetrack.state import State, reading_of, wider_of
from peacetrack.words.act import Act
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
        self.standings = StandingChanges(self._causes, before, after)
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
            yield from self.standings.of_standing(*(each.standing(term, party) for each in self._rulings))
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
            yield from self.standings.of_standing(*(each.standing(term, party) for each in self._rulings))

    def of_progress(self, term: str) -> Iterator[Change]:
        """Return the changes of what is reported of a term itself."""
        yield from self.standings.of_fields(Pair(*(each.progress(term) for each in self._rulings)))

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

        `complies` does the reverse; an abstention, and what extends an offer that is over, do neither.
        """
        cause, was = self.acting.cause(acted, act), act in acted.gone
        done = Act.EXTENDS if extends(act.claim) else act.claim.act
        before, after = (done, None) if was else (None, done)
        hardens = was is (done is Act.COMPLIES)
        moved = Direction.HARDENED if hardens else Direction.SOFTENED
        is_neither = done in (Act.EXTENDS, Act.ABSTAINS)
        direction = None if cause is Cause.BASIS or is_neither else moved
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
