"""Marks: what the answers about a term or a holder rest on at a moment of a replay, as values.

Two moments with the same mark have the same answers, so what is made of them is made once. `reach` knows
which entry can change which answer, and the clocks of `spans` when an answer may turn.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from peacetrack.index.statement import Key, Statement
from peacetrack.replay.past import Row
from peacetrack.replay.replayed import Replayed, Replays
from peacetrack.replay.spans import Held
from peacetrack.rules.ending import lapsed
from peacetrack.rules.rulings import HolderOrTerm
from peacetrack.rules.stance_run import ENDING_FIELDS
from peacetrack.rules.standing import Standing
from peacetrack.state import State, cut_of
from peacetrack.words.condition import Condition, StanceIs, TermIs
from peacetrack.words.term import TermStatus
from peacetrack.words.value import grouped


class Marks:
    """The marks of the moments of a replay; of states with its own basis but for these two.

    Parameters:
        replays: the replay.
    """

    def __init__(self, replays: Replays) -> None:
        self._replays = replays
        self._first = next(iter(replays.trusts))
        self._at = (-1, 0)
        self._made: dict[str, int] = {}
        self._numbers: dict[Hashable, int] = {}
        self._row: dict[tuple[str, int], Row[Held]] = {}

    def of_all(self, state: Replayed) -> Hashable:
        """Return what all lines on terms rest on."""
        declared = bisect_right(self._replays.reach.declared, state.seq)
        return declared, *(self.of_term(state, term) for term in state)

    def of_names(self, state: State) -> Hashable:
        """Return what the names of terms, parties and events rest on."""
        replays = self._replays
        declared = bisect_right(replays.reach.declared, state.seq)
        return declared, *(replays.place_of(event, state.seq) for event in replays.reach.learned)

    def of_events(self, state: Replayed) -> Hashable:
        """Return what all lines on events rest on, but for those that are late."""
        return tuple(self._events(state, self._replays.reach.learned))

    def of_term(self, state: Replayed, term: str) -> int:
        """Return a number for what all lines on a term rest on, and the past of the parties on it."""
        at = state.seq, state.instant
        if self._at != at:
            self._at, self._made = at, {}
        if term not in self._made:
            mark = term, self._of_term(state, term)
            self._made[term] = self._numbers.setdefault(mark, len(self._numbers))
        return self._made[term]

    def _of_term(self, state: Replayed, term: str) -> Hashable:
        declared = bisect_right(self._replays.reach.declared, state.seq)
        return (
            declared,
            *self._apart(state, term),
            *self._waited_for(state, term),
            *self._hung_on(state, term),
        )

    def _apart(self, state: Replayed, term: str) -> Iterator[Hashable]:
        """Yield what lines on a term rest on apart from what conditions on it name."""
        at = state.seq, state.instant
        yield tuple(row.past(*at) for row in self._rows(term))
        positions = state.known_claims.positions(state.instant, term)
        how_far, is_kept = self._replays.how_far[term], self._ending[term] and self._conditional[term]
        yield how_far.past(*at) if is_kept else how_far.number(*at)  # it may have been agreed until an end
        yield from (positions, *self._to_come(state, term), *self._closed(state, term))
        yield from (state.agenda.groups_of(party, state.instant) for party in state.parties_on(term))

    def of_change(self, earlier: Replayed, later: Replayed, holder: HolderOrTerm) -> Hashable:
        """Return what all lines on the changes of a holder rest on."""
        clock, ats = self._replays.clocks[holder], [(state.seq, state.instant) for state in (earlier, later)]
        held = [pasts[holder].number(*at) for pasts in self._replays.trusts for at in ats]
        behind = self._replays.reach.events_behind.get(holder, ())
        events = [event for state in (earlier, later) for event in self._events(state, behind)]
        return *(clock.place(*at) for at in ats), *held, *events

    def of_event(self, earlier: Replayed, later: Replayed, event: str) -> Hashable | None:
        """Return what all lines on the changes of an event rest on; None where nothing changed."""
        places = [self._replays.place_of(event, state.seq) for state in (earlier, later)]
        if places[0] == places[1]:
            return None
        known = later.event(event)
        instants = [statement.anchor for statement in known.evidence]
        instants += [] if known.when is None else [known.when.range.last]
        declared = bisect_right(self._replays.reach.declared, later.seq)
        return declared, known.held, *places, *(instant <= earlier.instant for instant in instants)

    def differing(self, earlier: Replayed, later: Replayed, term: str) -> set[str | None]:
        """Return the parties with another answer in two states, and None where the term has one itself."""
        row = next(self._rows(term))
        answers = (row.answers(state.seq, state.instant) for state in (earlier, later))
        pairs = zip(self._parties[term], *answers, strict=True)
        return {party for party, before, after in pairs if before != after}

    @cached_property
    def _parties(self) -> Mapping[str, Sequence[str | None]]:
        """By term, the parties that can be asked about, and None for itself."""
        by_term = grouped(self._first, lambda holder: holder[0])
        return {term: [party for _, party in holders] for term, holders in by_term.items()}

    def _rows(self, term: str) -> Iterator[Row[Held]]:
        """Yield the pasts of all parties on a term, trust by trust."""
        for place, pasts in enumerate(self._replays.trusts):
            if (term, place) not in self._row:
                self._row[term, place] = Row([pasts[term, party] for party in self._parties[term]])
            yield self._row[term, place]

    def _to_come(self, state: Replayed, term: str) -> Iterator[bool]:
        """Yield which stances on a term are known that begin later."""
        for statement, known_from, known_until in self._announced[term]:
            known = known_from <= state.seq < known_until
            yield known and statement.by.publication <= state.instant < statement.anchor

    @cached_property
    def _announced(self) -> Mapping[str, Sequence[tuple[Statement, int, int]]]:
        """By term, the stances that were ever reported before they began, and when they were known."""
        lines = self._replays.reach.timeline.lines
        return {
            term: [
                row
                for party in parties
                for row in lines[Key(term, party, "stance")].rows
                if row[0].by.publication < row[0].anchor
            ]
            for term, parties in self._parties.items()
        }

    def _closed(self, state: Replayed, term: str) -> Iterator[bool]:
        """Yield which endings on a term have come: where no stance ends, no answer tells."""
        for holder in self._ending[term]:
            held = self._first[holder].answer(state.seq, state.instant)
            if held is not None:
                runs = held.upheld.runs
                yield from (lapsed(cut_of(state), {field: runs.get(field, ())}) for field in ENDING_FIELDS)

    @cached_property
    def _ending(self) -> Mapping[str, Sequence[HolderOrTerm]]:
        """By term, the holders that ever had a window or an until."""
        ending: dict[str, list[HolderOrTerm]] = {term: [] for term in self._parties}
        for holder in dict.fromkeys(self._replays.reach.ending):
            ending[holder[0]].append(holder)
        return ending

    def _waited_for(self, state: Replayed, term: str) -> Iterator[Hashable]:
        """Yield how the holders, terms and events stand that conditions and endings on a term name."""
        at = state.seq, state.instant
        holders = dict.fromkeys(self._conditional[term])
        waiting = list(holders)
        for holder in waiting:  # the list grows by the holders that conditions name
            past = self._first.get(holder)
            if past is not None and holder[0] != term:
                yield past.number(*at)
            for condition in self._asked(state, holder):
                if isinstance(condition, StanceIs):
                    named = condition.term, condition.party
                    waiting += [] if named in holders else [named]
                    holders[named] = None
                elif condition.term is not None:
                    yield self._status(condition.term, *at)
        yield from self._events(state, self._events_on[term])
        whens = [state.event(event).when for event in self._events_on[term]]
        yield from (when is not None and when.ends <= state.instant for when in whens)
        behind = self._replays.reach.events_behind
        named_events = {event for holder in holders if holder[0] != term for event in behind.get(holder, ())}
        yield from self._events(state, sorted(named_events))

    def _hung_on(self, state: Replayed, term: str) -> Iterator[Hashable]:
        """Yield what the terms rest on by which conditions on a term are met: no surer than these."""
        holders, terms = dict.fromkeys(self._conditional[term]), {term}
        waiting = list(holders)
        for holder in waiting:  # the list grows by the holders that met conditions hang on
            for named, behind in self._met_by(state, holder):
                waiting += (each for each in behind if each not in holders)
                holders |= dict.fromkeys(behind)
                if named not in terms:
                    terms.add(named)
                    yield named, *self._apart(state, named), *self._events(state, self._events_on[named])

    def _met_by(self, state: Replayed, holder: HolderOrTerm) -> Iterator[tuple[str, Sequence[HolderOrTerm]]]:
        """Yield the terms by which conditions of a holder are met, each with who may ask there in turn."""
        for condition in self._asked(state, holder):
            if isinstance(condition, StanceIs):
                named = condition.term, condition.party
                stands = next(iter(self._standings(state, named)), None)
                if stands is not None and stands.live_stance is not None and stands.live_stance.side > 0:
                    yield condition.term, [named]
            elif isinstance(condition, TermIs):
                status = self._status(condition.term, state.seq, state.instant)
                if status is TermStatus.AGREED:
                    yield condition.term, self._conditional[condition.term]

    def _asked(self, state: Replayed, holder: HolderOrTerm) -> Iterable[Condition]:
        """Return the conditions of a holder, by all that counts and on the record alone."""
        return dict.fromkeys(c for standing in self._standings(state, holder) for c in standing.conditions)

    def _standings(self, state: Replayed, holder: HolderOrTerm) -> list[Standing]:
        """Return where a holder stands with each trust, that of the states first."""
        pasts = (of_trust.get(holder) for of_trust in self._replays.trusts)
        held = (None if past is None else past.answer(state.seq, state.instant) for past in pasts)
        return [each.upheld for each in held if each is not None and isinstance(each.upheld, Standing)]

    @cached_property
    def _conditional(self) -> Mapping[str, Sequence[HolderOrTerm]]:
        """By term, the holders that ever had conditions."""
        conditional = self._replays.reach.conditional
        return {term: [(term, party) for party in parties] for term, parties in conditional.items()}

    @cached_property
    def _events_on(self) -> Mapping[str, Collection[str]]:
        """By term, the events behind the parties on it."""
        events_on: dict[str, set[str]] = {term: set() for term in self._parties}
        for (term, _), events in self._replays.reach.events_behind.items():
            events_on[term] |= set(events)
        return events_on

    def _status(self, term: str, known: int, valid: int) -> TermStatus | None:
        past = self._replays.how_far.get(term)
        how_far = None if past is None else past.answer(known, valid)
        return None if how_far is None else how_far.status

    def _events(self, state: Replayed, events: Iterable[str]) -> Iterator[Hashable]:
        """Yield how some events are, in their order, which has to be the same at every moment."""
        for event in events:
            known = state.event(event)
            yield event, self._replays.place_of(event, state.seq), known.held, known.ended
