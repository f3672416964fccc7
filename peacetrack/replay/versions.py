"""Versions: where two moments of a replay have the same one, what answers rest on is the same at both.

What is made of the answers (lines of briefs, parts of a page) is made once for each version. A version is the
place of a moment between the seqs and instants at which anything behind the answers may change: the clocks
of `spans`. So it may differ where the answers are the same, which costs time, and never the other way round.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from peacetrack.index.statement import Key
from peacetrack.replay.replayed import Replayed, Replays
from peacetrack.replay.spans import Clock
from peacetrack.rules.rulings import HolderOrTerm
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.words.condition import Condition
from peacetrack.words.position import Position
from peacetrack.words.value import grouped


class Versions:
    """The versions of answers at the moments of a replay; of states with its own basis but for these two.

    Parameters:
        replays: the replay.
    """

    def __init__(self, replays: Replays) -> None:
        self._replays = replays
        self._reach = replays.reach
        self._clocks: dict[tuple[str, int], Clock] = {}
        self._moment = (-1, 0)
        self._of_moment: dict[str, int] = {}
        self._numbers: dict[Hashable, int] = {}

    def of_all(self, state: Replayed) -> Hashable:
        """Return the version of all lines on terms."""
        return tuple(self.of_term(state, term) for term in state)

    def of_names(self, state: State) -> Hashable:
        """Return the version of the names of terms, parties and events."""
        places = (self._seen_of(event, state.seq) for event in self._reach.learned)
        return self._declared(state), *places

    def of_events(self, state: Replayed) -> Hashable:
        """Return the version of all lines on events, but for those that are late."""
        return tuple(self._events(state, self._reach.learned))

    def of_term(self, state: Replayed, term: str) -> int:
        """Return the version of all lines on a term, and of the past of the parties on it."""
        moment = state.seq, state.instant
        if self._moment != moment:
            self._moment, self._of_moment = moment, {}
        if term not in self._of_moment:
            version = term, *self._of_term(state, term)
            self._of_moment[term] = self._numbers.setdefault(version, len(self._numbers))
        return self._of_moment[term]

    def _of_term(self, state: Replayed, term: str) -> tuple[Hashable, ...]:
        behind = self._behind(state, term)
        events = sorted({event for each in behind for event in self._events_on[each]})
        return (
            self._declared(state),
            *(place for each in behind for place in self._places(state, each)),
            *(self._positions(state, each) for each in behind),
            *behind,
            *self._events(state, events),
            *(state.agenda.groups_of(party, state.instant) for party in state.parties_on(term)),
        )

    def of_change(self, earlier: Replayed, later: Replayed, holder: HolderOrTerm) -> Hashable:
        """Return the version of all lines on the changes of a holder."""
        states, events = (earlier, later), self._reach.events_behind.get(holder, ())
        clocks = [pasts.clocks[holder] for pasts in self._replays.trusts]
        places = (clock.place(state.seq, state.instant) for clock in clocks for state in states)
        return *places, *(known for state in states for known in self._events(state, events))

    def of_event(self, earlier: Replayed, later: Replayed, event: str) -> Hashable | None:
        """Return the version of all lines on the changes of an event; None where nothing changed."""
        places = [self._seen_of(event, state.seq) for state in (earlier, later)]
        if places[0] == places[1]:
            return None
        known = later.event(event)
        instants = [statement.anchor for statement in known.evidence]
        instants += [] if known.when is None else [known.when.range.last]
        begun = (instant <= earlier.instant for instant in instants)
        return self._declared(later), known.held, *places, *begun

    def differing(self, earlier: Replayed, later: Replayed, term: str) -> set[str | None]:
        """Return the parties with another answer in two states, and None where the term has one itself."""
        pasts, moments = (
            self._replays.pasts(later.basis.trust),
            [(s.seq, s.instant) for s in (earlier, later)],
        )
        holders = self._holders.get(term, ())
        answers = ([pasts[holder].answer(*at) for at in moments] for holder in holders)
        return {
            holder[1] for holder, (before, after) in zip(holders, answers, strict=True) if before != after
        }

    def _seen_of(self, event: str, seq: int) -> int:
        """Return how many of the seqs that tell of an event are known."""
        return bisect_right(self._reach.learned.get(event, ()), seq)

    def _declared(self, state: State) -> int:
        return bisect_right(self._reach.declared, state.seq)

    def _positions(self, state: Replayed, term: str) -> Hashable:
        return tuple(known.by.name for known in state.known_claims.by(state.instant, term, Position))

    def _places(self, state: Replayed, term: str) -> Iterator[Hashable]:
        """Yield the place of a moment in the clock of a term, for each trust that was asked for."""
        for number, pasts in enumerate(self._replays.trusts):
            if (term, number) not in self._clocks:
                self._clocks[term, number] = self._clock(term, pasts.clocks)
            yield self._clocks[term, number].place(state.seq, state.instant)

    def _clock(self, term: str, clocks: Mapping[HolderOrTerm, Clock]) -> Clock:
        """Return the clock of all holders on a term, which a stance touches once it is announced."""
        touching, turns = set[tuple[int, int]](), set[int]()
        for holder in self._holders.get(term, ()):
            touching |= set(zip(clocks[holder].seqs, clocks[holder].starts, strict=True))
            turns |= set(clocks[holder].turns)
            for statement, *seqs in self._reach.timeline.lines[Key(*holder, "stance")].rows:
                announced = statement.by.publication
                if announced < statement.anchor:
                    touching |= {(seq, announced) for seq in seqs}
                    turns.add(announced)
        in_order = sorted(touching)
        return Clock([seq for seq, _ in in_order], [start for _, start in in_order], sorted(turns))

    @cached_property
    def _holders(self) -> Mapping[str, Sequence[HolderOrTerm]]:
        return grouped(self._reach.holders, lambda holder: holder[0])

    def _behind(self, state: Replayed, term: str) -> list[str]:
        """Return a term and all that conditions on it name, with those that conditions on these name."""
        found = [term]
        for each in found:  # it grows by those that are named
            for party in self._reach.conditional[each]:
                for condition in self._conditions(state, (each, party)):
                    named = condition.term
                    if named is not None and named in self._reach.terms and named not in found:
                        found.append(named)
        return found

    def _conditions(self, state: Replayed, holder: HolderOrTerm) -> Iterator[Condition]:
        """Yield the conditions of a holder with each trust that was asked for."""
        for pasts in self._replays.trusts:
            held = pasts[holder].answer(state.seq, state.instant)
            if held is not None and isinstance(held.upheld, Standing):
                yield from held.upheld.conditions

    @cached_property
    def _events_on(self) -> Mapping[str, Collection[str]]:
        """By term, the events behind the holders on it."""
        by_term: dict[str, set[str]] = {term: set() for term in self._reach.terms}
        for (term, _), events in self._reach.events_behind.items():
            by_term[term] |= set(events)
        return by_term

    def _events(self, state: Replayed, events: Iterable[str]) -> Iterator[Hashable]:
        """Yield how some events are, in their order, which has to be the same at every moment."""
        for event in events:
            known = state.event(event)
            has_ended = known.when is not None and known.when.ends <= state.instant
            yield self._seen_of(event, state.seq), known.held, known.ended, has_ended
