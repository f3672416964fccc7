"""States whose answers are looked up in the spans of a later state.

Asking many moments of one ledger costs little this way: what holds of a party is computed once for
all moments at which it is the same. The answers are those of plain states; `view.page.lookup` asks
them for every place of the scrubber.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
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
from peacetrack.replay.strip import Strip
from peacetrack.rules.claims import Claimed, Claims
from peacetrack.rules.ending import Happening, happening
from peacetrack.rules.event import EventState
from peacetrack.rules.group import turns_of
from peacetrack.rules.reading import Reading
from peacetrack.rules.rulings import HolderOrTerm, Holding, Rulings
from peacetrack.rules.standing import Spell, Standing
from peacetrack.state import State, reading_of
from peacetrack.words.basis import Basis, Trust
from peacetrack.words.edtf import BEGINNING
from peacetrack.words.report import Claim
from peacetrack.words.when import as_datetime, datetime_or_none


class Pasts(dict[HolderOrTerm, Past[Held]]):
    """The past of each holder with a trust.

    Attributes:
        clocks: by holder, when anything behind its answers may change.
        spells: by holder, the place of a moment in its clock and the first turn, its spells up to there.
    """

    def __init__(self, spans: Spans) -> None:
        super().__init__((holder, Past(held)) for holder, held in spans.held.items())
        self.clocks: Mapping[HolderOrTerm, Clock] = spans.clocks
        self.spells: dict[tuple[HolderOrTerm, tuple[int, int], int], list[Spell]] = {}


class Replays:
    """The answers that replayed states share.

    Parameters:
        state: the last of the states.
        spans: those of the state.
    """

    def __init__(self, state: State, spans: Spans) -> None:
        self.last = state
        self.reach = Reach(state)
        self._spans = spans
        self._pasts: dict[Trust, Pasts] = {state.basis.trust: Pasts(spans)}
        self._every_claim: dict[Trust, EveryClaim] = {}
        self._claims: dict[tuple[int, Trust], KnownClaims] = {}
        self.events: dict[Trust, dict[tuple[int, str], tuple[EventState, Happening]]] = {}
        """By trust, the events as they are known at a seq, each with when it happens."""

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
        """The pasts of each holder with each trust that was asked for, first that of the last state."""
        return self._pasts.values()

    def pasts(self, trust: Trust) -> Pasts:
        """Return what held of each holder with a trust."""
        if trust not in self._pasts:
            last = self.last.at(trust=trust)
            self._pasts[trust] = Pasts(spans(last, terms=False, seqs=self._spans.seqs))
        return self._pasts[trust]

    def claims(self, basis: Basis) -> KnownClaims:
        """Return the claims that count as a basis knows them, up to the valid instant of the last state."""
        known, trust = key = basis.known, basis.trust
        if key not in self._claims:
            if trust not in self._every_claim:
                self._every_claim[trust] = EveryClaim(self.reach)
            rulings = reading_of(self.last.at(known=known, trust=trust)).rulings
            self._claims[key] = self._every_claim[trust].known(rulings.cut, rulings.agenda)
        return self._claims[key]


class Replayed(State):
    """A state that looks up its answers; they are those of the plain state of its basis.

    Parameters:
        state: the plain state.
        replays: where they are looked up.
    """

    def __init__(self, state: State, replays: Replays) -> None:
        super().__init__(reading_of(state).base, state.basis)
        self._replays = replays
        self._reading: _LookedUpReading = _LookedUpReading(state, replays)

    @property
    def known_claims(self) -> KnownClaims:
        """The claims that count as its seq knows them."""
        return self._reading.known_claims

    def at(self, **basis: Any) -> State:
        """Return the state at another basis, looked up where that can be."""
        state = super().at(**basis)
        return Replayed(state, self._replays) if self._replays.reaches(state) else state


class _LookedUpReading(Reading):
    """The reading of a replayed state: its rulings and claims are looked up."""

    def __init__(self, state: State, replays: Replays) -> None:
        super().__init__(reading_of(state).base, state.basis)
        self._replays = replays

    @cached_property
    def known_claims(self) -> KnownClaims:
        """The claims that count as its seq knows them."""
        return self._replays.claims(self.basis)

    @cached_property
    def rulings(self) -> Rulings:
        """Standings, progress, events and statuses."""
        base = Rulings(self.cut, self.snapshot.agenda, self.base.names)
        return _LookedUp(base, self._replays, self.basis.trust)

    @cached_property
    def claims(self) -> Claims:
        """The claims one by one."""
        without = self.basis.trust.without
        return _LookedUpClaims(self.snapshot.ledger, self.cut, without, self.known_claims)


class _LookedUpClaims(Claims):
    """The claims of a replayed state, as its seq knows them."""

    def __init__(self, ledger: Ledger, cut: Cut, without: Collection[str], known: KnownClaims) -> None:
        super().__init__(ledger, cut, without)
        self._known, self._valid = known, cut.valid

    @cached_property
    def all(self) -> list[Claimed]:
        """All of them, in the order of their reports."""
        return [known.claimed for known in self._known.by(self._valid)]

    def _among(self, subject: str | None, party: str | None, kind: type[Claim] | None) -> Iterable[Claimed]:
        return [known.claimed for known in self._known.by(self._valid, subject, kind)]

    def newest(self, kind: type[Claim] | None = None) -> Provenance | None:
        """Return where the newest of them comes from, perhaps of a kind; None without one."""
        return self._known.newest(self._valid, kind)


class _LookedUp(Overlay):
    """Rulings with the standings, the spells and the events that were replayed."""

    def __init__(self, base: Rulings, replays: Replays, trust: Trust) -> None:
        super().__init__(base, self._held)
        self._pasts = replays.pasts(trust)
        self._known_events = replays.events.setdefault(trust, {})

    def _strip(self, holder: HolderOrTerm) -> Strip[Held] | None:
        past = self._pasts.get(holder)
        return None if past is None else past.strip(self.cut.seq)

    def _held(self, holder: HolderOrTerm) -> Holding | None:
        strip = self._strip(holder)
        return None if strip is None else strip.at(self.cut.valid).upheld

    def _make_event(self, event: str) -> EventState:
        """Return an event as it is known: only whether it is held, and over, turns with the moment."""
        key = self.cut.seq, event
        if key not in self._known_events:
            self._known_events[key] = super()._make_event(event), happening(self.cut, event)
        known, (held_from, ended_from) = self._known_events[key]
        held, ended = held_from <= self.cut.valid, ended_from <= self.cut.valid
        same = (known.held, known.ended) == (held, ended)
        return known if same else attrs.evolve(known, held=held, ended=ended)

    def spells(self, term: str, party: str) -> list[Spell]:
        """Return the spells of a party; all but the last are those of every moment with the same place."""
        holder, spells = (term, party), self._pasts.spells
        if holder not in self._pasts:
            return super().spells(term, party)
        place = self._pasts.clocks[holder].place(self.cut.seq, self.cut.valid)
        key = holder, place, self._first_turn(term, party)
        if key not in spells:
            spells[key] = super().spells(term, party)
        if not spells[key]:
            return []
        *before, last = spells[key]
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
