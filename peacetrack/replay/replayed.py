"""States whose answers are looked up in the spans of a later state.

Asking many moments of one ledger costs little this way: what holds of a party is computed once for
all moments at which it is the same. The answers are those of plain states; `view.page.lookup` asks
them for every place of the scrubber.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from peacetrack.index.statement import Provenance
from peacetrack.index.timeline import Cut
from peacetrack.ledger.ledger import Ledger
from peacetrack.replay.known_claims import EveryClaim, KnownClaims
from peacetrack.replay.overlay import Overlay
from peacetrack.replay.past import Past
from peacetrack.replay.reach import Reach
from peacetrack.replay.spans import Clock, Held, Spans, spans
from peacetrack.replay.strip import Span, Strip
from peacetrack.rules.claims import Claimed, Claims
from peacetrack.rules.ending import Happening, happening
from peacetrack.rules.event import EventState
from peacetrack.rules.group import turns_of
from peacetrack.rules.quorum import Lacking, Quorum
from peacetrack.rules.reading import Reading
from peacetrack.rules.rulings import HolderOrTerm, Holding, HowFar, Rulings, required_by
from peacetrack.rules.standing import Spell, Standing
from peacetrack.rules.status import Statuses
from peacetrack.state import State, base_of, rulings_of
from peacetrack.words.basis import Basis, Trust
from peacetrack.words.condition import Condition, TermIs
from peacetrack.words.edtf import BEGINNING
from peacetrack.words.report import Claim
from peacetrack.words.term import TermStatus
from peacetrack.words.when import as_datetime, datetime_or_none


class PastHeld(Past[Held]):
    """The past of a holder, with its spells by the numbers of its pasts and where the first begins."""

    def __init__(self, spans: Sequence[Span[Held]]) -> None:
        super().__init__(spans)
        self.spells: dict[tuple[int, int], list[Spell]] = {}


Pasts = Mapping[HolderOrTerm, PastHeld]


class Replays:
    """What replayed states share.

    Parameters:
        state: the last of the states.
        spans: those of the state.
    """

    def __init__(self, state: State, spans: Spans) -> None:
        self.last = state
        self.reach = Reach(state)
        self._spans = spans
        self.clocks: Mapping[HolderOrTerm, Clock] = spans.clocks
        self.how_far: Mapping[str, Past[HowFar]] = {term: Past(found) for term, found in spans.terms.items()}
        self._pasts: dict[Trust, Pasts] = {state.basis.trust: _pasts(spans)}
        self._claims: dict[Trust, EveryClaim] = {}
        self._ends: dict[tuple[int, Trust], End] = {}
        self._parties: dict[Hashable, tuple[str, ...]] = {}
        self._events: dict[tuple[str, int, Trust], tuple[EventState, Happening]] = {}

    def state(self, valid: int, known: int) -> State:
        """Return the state at an instant and a seq; what is supposed stays supposed."""
        known = min(known, self.last.basis.known)
        return Replayed(self.last, self).at(valid=as_datetime(valid), known=known)

    def reaches(self, state: State) -> bool:
        """Return whether a state can be looked up."""
        last = self.last
        kept = [(basis.published_by, basis.supposed) for basis in (state.basis, last.basis)]
        is_before = state.instant <= last.instant and state.seq <= last.seq
        return kept[0] == kept[1] and is_before and self._spans.covers(state.seq)

    @property
    def trusts(self) -> Iterable[Pasts]:
        """What held of each holder with each trust that was asked for."""
        return self._pasts.values()

    def pasts(self, trust: Trust) -> Pasts:
        """Return what held of each holder with a trust."""
        if trust not in self._pasts:
            last = self.last.at(trust=trust)
            self._pasts[trust] = _pasts(spans(last, terms=False, seqs=self._spans.seqs))
        return self._pasts[trust]

    def claims(self, trust: Trust) -> EveryClaim:
        """Return the claims, read with a trust."""
        if trust not in self._claims:
            self._claims[trust] = EveryClaim(self.reach)
        return self._claims[trust]

    def place_of(self, event: str, seq: int) -> int:
        """Return a number that two seqs share that know the same of an event."""
        return bisect_right(self.reach.learned.get(event, ()), seq)

    def parties_on(self, rulings: _LookedUp, term: str, end: End) -> tuple[str, ...]:
        """Return the parties of a term; made once while nothing on it is recorded or withdrawn."""
        key = term, bisect_right(self._touched[term], end.seq), end.trust, rulings.needed_on(term)
        if key not in self._parties:
            self._parties[key] = rulings.ask_parties(term)
        return self._parties[key]

    @cached_property
    def _touched(self) -> Mapping[str, Sequence[int]]:
        """By term, the seqs that touch anything on it."""
        touching: dict[str, set[int]] = defaultdict(set)
        for (term, _), clock in self.clocks.items():
            touching[term] |= set(clock.seqs)
        return defaultdict(list, {term: sorted(seqs) for term, seqs in touching.items()})

    def event(self, event: str, end: End) -> tuple[EventState, Happening]:
        """Return an event as known at an end, and when it happens; made once while nothing is learned."""
        key = event, self.place_of(event, end.seq), end.trust
        if key not in self._events:
            self._events[key] = end.ask_event(event)
        return self._events[key]

    def end(self, basis: Basis) -> End:
        """Return what is known as a basis knows it, up to the valid instant of the last state."""
        key = basis.known, basis.trust
        if key not in self._ends:
            known, trust = key
            self._ends[key] = End(self.last.at(known=known, trust=trust), self)
        return self._ends[key]


def _pasts(spans: Spans) -> Pasts:
    return {holder: PastHeld(held) for holder, held in spans.held.items()}


class End:
    """What one seq knows, whenever it is valid: claims, events and who speaks.

    Parameters:
        state: the plain state of the seq, at the last valid instant.
        replays: where it is looked up.
    """

    def __init__(self, state: State, replays: Replays) -> None:
        self.seq = state.seq
        self.trust = state.basis.trust
        self._rulings = rulings_of(state)
        self._replays = replays
        self._speaking: dict[tuple[str, str], bool] = {}

    @cached_property
    def known_claims(self) -> KnownClaims:
        """The claims that count by then."""
        return self._replays.claims(self.trust).known(self._rulings.cut, self._rulings.agenda)

    def ask_event(self, event: str) -> tuple[EventState, Happening]:
        """Return an event as the rules give it at the last valid instant, and when it happens."""
        return self._rulings.event(event), happening(self._rulings.cut, event)

    def event(self, event: str, valid: int) -> EventState:
        """Return an event as it is known at a valid instant."""
        known, (held_from, ended_from) = self._replays.event(event, self)
        held, ended = held_from <= valid, ended_from <= valid
        return (
            known
            if (known.held, known.ended) == (held, ended)
            else attrs.evolve(known, held=held, ended=ended)
        )

    def speaks(self, term: str, party: str) -> bool:
        """Return whether a party has a statement on a term."""
        if (term, party) not in self._speaking:
            self._speaking[term, party] = self._rulings.speaks(term, party)
        return self._speaking[term, party]


class _LookedUpClaims(Claims):
    """The claims of a replayed state, as its seq knows them."""

    def __init__(self, ledger: Ledger, cut: Cut, without: Collection[str], known: KnownClaims) -> None:
        super().__init__(ledger, cut, without)
        self._known, self._valid = known, cut.valid

    @cached_property
    def all(self) -> list[Claimed]:
        """All of them, in the order of their reports."""
        return self._known.by(self._valid)

    def _among(self, subject: str | None, party: str | None, kind: type[Claim] | None) -> Iterable[Claimed]:
        if subject is None and kind is not None:
            return self._known.of(self._valid, kind)
        return self.all if subject is None else self._known.by(self._valid, subject)

    def newest(self, kind: type[Claim] | None = None) -> Provenance | None:
        """Return where the newest of them comes from, perhaps of a kind; None without one."""
        return self._known.newest(self._valid, kind)


class _LookedUpReading(Reading):
    """What a replayed state reads: its rulings and claims are looked up."""

    def __init__(self, state: State, replays: Replays) -> None:
        super().__init__(base_of(state), state.basis)
        self._replays = replays

    @cached_property
    def end(self) -> End:
        """What its seq knows, whenever it is valid."""
        return self._replays.end(self.basis)

    @cached_property
    def rulings(self) -> Rulings:
        """Standings, progress, events and statuses."""
        base = Rulings(self.cut, self.snapshot.agenda, self.base.names)
        return _LookedUp(base, self._replays, self.end)

    @cached_property
    def claims(self) -> Claims:
        """The claims one by one."""
        without = self.basis.trust.without
        return _LookedUpClaims(self.snapshot.ledger, self.cut, without, self.end.known_claims)


class Replayed(State):
    """A state that looks up its answers; they are those of the plain state of its basis.

    Parameters:
        state: the plain state.
        replays: where they are looked up.
    """

    def __init__(self, state: State, replays: Replays) -> None:
        super().__init__(base_of(state), state.basis)
        self._replays = replays
        self._reading: _LookedUpReading = _LookedUpReading(state, replays)

    @property
    def known_claims(self) -> KnownClaims:
        """The claims that count as its seq knows them."""
        return self._reading.end.known_claims

    def at(self, **basis: Any) -> State:
        """Return the state at another basis, looked up where that can be."""
        state = super().at(**basis)
        return Replayed(state, self._replays) if self._replays.reaches(state) else state


class _Known(Statuses):
    """The statuses of terms that were replayed."""

    def __init__(self, rulings: _LookedUp) -> None:
        super().__init__(rulings)
        self._how_far = rulings.how_far

    def status(self, term: str) -> TermStatus | None:
        """Return the status of a term."""
        how_far = self._how_far(term)
        return super().status(term) if how_far is None else how_far.status

    def lacking(
        self, term: str, enough: TermStatus = TermStatus.AGREED, *, together: bool = False
    ) -> tuple[Lacking, ...]:
        """Return who has to move still for a status."""
        how_far = None if together or enough is not TermStatus.AGREED else self._how_far(term)
        return super().lacking(term, enough, together=together) if how_far is None else how_far.lacking

    def met(self, condition: Condition) -> bool:
        """Return whether one condition is met."""
        if not isinstance(condition, TermIs):
            return super().met(condition)
        status = self.status(condition.term)
        return status is not None and status >= condition.status


class _LookedUp(Overlay):
    """Rulings with the standings, the events and the spells that were replayed."""

    def __init__(self, base: Rulings, replays: Replays, end: End) -> None:
        super().__init__(base, self._held)
        self._replays = replays
        self._pasts = replays.pasts(end.trust)
        self._end = end
        self._parties: dict[str, tuple[str, ...]] = {}

    @cached_property
    def statuses(self) -> Statuses:
        """The statuses of all terms."""
        return _Known(self) if self._replays.last.basis.trust == self._end.trust else Statuses(self)

    def how_far(self, term: str) -> HowFar | None:
        """Return how far a term is by all that counts; None where it was not declared."""
        past = self._replays.how_far.get(term)
        how_far = None if past is None else past.answer(self.cut.seq, self.cut.valid)
        return None if how_far is None or how_far.term is None else how_far

    def _deciding(self, term: str) -> tuple[tuple[Quorum, ...], tuple[str, ...], tuple[str, ...]]:
        how_far = self.how_far(term) if term not in self._needs else None
        if how_far is not None:
            self._needs[term] = how_far.quorums, how_far.needed, required_by(how_far.quorums)
        return super()._deciding(term)

    def _strip(self, holder: HolderOrTerm) -> Strip[Held] | None:
        past = self._pasts.get(holder)
        return None if past is None else past.strip(self.cut.seq)

    def _held(self, holder: HolderOrTerm) -> Holding | None:
        strip = self._strip(holder)
        return None if strip is None else strip.at(self.cut.valid).upheld

    def _make_event(self, event: str) -> EventState:
        return self._end.event(event, self.cut.valid)

    def parties_on(self, term: str) -> tuple[str, ...]:
        """Return the needed parties of a term, then all with a statement, in the agenda's order."""
        if term not in self._parties:
            self._parties[term] = self._replays.parties_on(self, term, self._end)
        return self._parties[term]

    def ask_parties(self, term: str) -> tuple[str, ...]:
        """Return the parties of a term by the rules, without looking them up."""
        return Rulings.parties_on(self, term)

    def speaks(self, term: str, party: str) -> bool:
        """Return whether a party has a statement on a term, begun or not."""
        return self._end.speaks(term, party)

    def spells(self, term: str, party: str) -> list[Spell]:
        """Return the spells of a party; all but the last are those of every moment with the same past."""
        past = self._pasts.get((term, party))
        if past is None:
            return super().spells(term, party)
        key = past.past(self.cut.seq, self.cut.valid), self._first_turn(term, party)
        if key not in past.spells:
            past.spells[key] = super().spells(term, party)
        if not past.spells[key]:
            return []
        *before, last = past.spells[key]
        spell = Spell(self.standing(term, party), last.begins, datetime_or_none(self.cut.valid))
        return [*before, spell.as_it_ended]

    def _turns(self, term: str, party: str) -> list[int]:
        strip = self._strip((term, party))
        if strip is None:
            return super()._turns(term, party)
        first, valid = self._first_turn(term, party), self.cut.valid
        return sorted({first, *(start for start in strip.starts if first < start <= valid), valid})

    def _first_turn(self, term: str, party: str) -> int:
        """Return from when on spells are asked for: of what may have held before, from the first turn on."""
        strip = self._strip((term, party))
        if strip is None or not strip.answers[0].upheld.runs:
            return BEGINNING
        return min({self.cut.valid, *turns_of(self.cut, self.agenda, term, party)})

    def _standing_at(self, instant: int, term: str, party: str) -> Standing:
        strip = self._strip((term, party))
        upheld = None if strip is None else strip.at(instant).upheld
        return upheld if isinstance(upheld, Standing) else super()._standing_at(instant, term, party)
