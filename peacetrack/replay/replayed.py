"""States whose answers are looked up in the spans of a later state.

Asking many moments of one ledger costs little this way: what holds of a party is computed once for
all moments at which it is the same. The answers are those of plain states; `view.page.moments`
asks them for every place of the scrubber.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from peacetrack.index.statement import EVENT_FIELDS, Asserted
from peacetrack.ledger.ledger import Filed
from peacetrack.replay.overlay import Overlay
from peacetrack.replay.reach import Reach
from peacetrack.replay.spans import Held, Spans, spans
from peacetrack.replay.strip import Span, Strip
from peacetrack.rules.claims import Claimed, claims_of, said_by
from peacetrack.rules.event import EventState
from peacetrack.rules.rulings import HolderOrTerm, Rulings, Upheld
from peacetrack.rules.runs import Happening, ending_event, happening
from peacetrack.rules.standing import Spell, Standing
from peacetrack.state import State, rulings_of, snapshot_of
from peacetrack.words.basis import Trust
from peacetrack.words.condition import EventHeld
from peacetrack.words.when import as_datetime, datetime_or_none


class Replays:
    """What replayed states share.

    Parameters:
        state: the last of the states.
        spans: those of the state.
    """

    def __init__(self, state: State, spans: Spans) -> None:
        self._last = state
        self._pasts = {state.basis.trust: _pasts(spans)}
        self.said: Sequence[tuple[Filed, Asserted]] = list(said_by(snapshot_of(state).filed_reports(), ()))
        self._ends: dict[tuple[int, Trust], _End] = {}
        self._events: dict[tuple[str, int, Trust], tuple[EventState, Happening]] = {}

    def state(self, valid: int, known: int) -> State:
        """Return the state at an instant and a seq; what is supposed stays supposed."""
        known = min(known, self._last.basis.known)
        return Replayed(self._last, self).at(valid=as_datetime(valid), known=known)

    def reach(self, state: State) -> bool:
        """Return whether a state can be looked up."""
        last = self._last
        kept = [(basis.published_by, basis.supposed) for basis in (state.basis, last.basis)]
        return kept[0] == kept[1] and state.instant <= last.instant and state.seq <= last.seq

    def pasts(self, trust: Trust) -> Mapping[HolderOrTerm, _Past]:
        """Return what held of each holder with a trust."""
        if trust not in self._pasts:
            self._pasts[trust] = _pasts(spans(self._last.at(trust=trust)))
        return self._pasts[trust]

    def stand_alike(self, one: State, other: State) -> bool:
        """Return whether all parties stand and stood alike in two states of one instant.

        Then they have the same agenda, positions and awaited events, and the same past of every holder
        under each trust that was asked for.
        """
        pasts = (past for pasts in self._pasts.values() for past in pasts.values())
        return (
            (one.agenda, one.newest is None) == (other.agenda, other.newest is None)
            and _positions(one) == _positions(other)
            and all(past.is_same(one.seq, other.seq, one.instant) for past in pasts)
            and all(_speaking(one, term) == _speaking(other, term) for term in one)
            and all(one.event(event) == other.event(event) for event in self._awaited)
        )

    @cached_property
    def _reach(self) -> Reach:
        return Reach(self._last)

    def event(self, event: str, end: _End) -> tuple[EventState, Happening]:
        """Return an event as known at an end, and when it happens; made once while nothing is learned."""
        key = event, bisect_right(self._learned.get(event, ()), end.seq), end.trust
        if key not in self._events:
            self._events[key] = end.event_anew(event)
        return self._events[key]

    @cached_property
    def _learned(self) -> Mapping[str, Sequence[int]]:
        """By event, the seqs at which something of it, or of what dates it, was recorded or withdrawn."""
        found: dict[str, set[int]] = defaultdict(set)
        for known in self._reach.statements:
            if known.statement.field in EVENT_FIELDS:
                for event in self._reach.dated_by([known.statement.term]):
                    found[event] |= {known.known_from, known.known_until}
        return {event: sorted(seqs) for event, seqs in found.items()}

    @cached_property
    def _awaited(self) -> frozenset[str]:
        """The events that a condition or an ending ever waited for."""
        values = [known.statement.value for known in self._reach.statements]
        conditions = (c for value in values if isinstance(value, tuple) for c in value)
        held = {condition.event for condition in conditions if isinstance(condition, EventHeld)}
        return frozenset(held.union(filter(None, map(ending_event, values))))

    def end(self, state: State) -> _End:
        """Return what is known as a state knows it, up to the valid instant of the last state."""
        key = state.seq, state.basis.trust
        if key not in self._ends:
            basis = attrs.evolve(state.basis, valid=self._last.basis.valid)
            self._ends[key] = _End(State(state._base, basis), self)  # noqa: SLF001
        return self._ends[key]


def _positions(state: State) -> list[tuple[str, int]]:
    return [(claimed.report, claimed.number) for claimed in state.claims(kind="position")]


def _speaking(state: State, term: str) -> list[str]:
    """Return the parties that say something on a term by the valid moment, or stand with others."""
    return [party for party in state.parties_on(term) if state.standing(term, party).runs]


def _pasts(spans: Spans) -> Mapping[HolderOrTerm, _Past]:
    return {holder: _Past(held) for holder, held in spans.held.items()}


class _Past:
    """All that ever held of one holder, as one strip for each seq at which it turned."""

    def __init__(self, spans: Sequence[Span[Held]]) -> None:
        self._known: list[int] = []
        self._strips: list[Strip[Held]] = []
        self.spells: dict[tuple[int, int], list[Spell]] = {}
        strip: Strip[Held] = Strip()
        for seq in sorted({span.known for span in spans}):
            strip = _with(strip, [span for span in spans if span.known == seq])
            self._known.append(seq)
            self._strips.append(strip)

    def strip(self, known: int) -> Strip[Held] | None:
        """Return all that holds as known at a seq; None before anything is known."""
        place = bisect_right(self._known, known)
        return self._strips[place - 1] if place else None

    def is_same(self, one: int, other: int, valid: int) -> bool:
        """Return whether the same held up to an instant, as known at two seqs."""
        strips = self.strip(one), self.strip(other)
        return strips[0] is strips[1] or _until(strips[0], valid) == _until(strips[1], valid)

    def place(self, known: int, valid: int) -> tuple[int, int]:
        """Return what two moments share that have the same past."""
        strip = self.strip(known)
        return bisect_right(self._known, known), 0 if strip is None else bisect_right(strip.starts, valid)


def _until(strip: Strip[Held] | None, valid: int) -> object:
    """Return what held up to an instant, from when on."""
    place = 0 if strip is None else bisect_right(strip.starts, valid)
    return None if strip is None else (strip.starts[:place], strip.answers[:place])


def _with(strip: Strip[Held], spans: Sequence[Span[Held]]) -> Strip[Held]:
    """Return a strip with the spans of the next seq laid over it; those of the first cover all time."""
    if not strip.starts:
        return Strip.of((span.start, span.answer) for span in spans)
    for span in spans:
        strip = strip.with_range(span.start, span.end, [(span.start, span.answer)])
    return strip


class _End:
    """What one seq knows, whenever it is valid: claims, events and who speaks."""

    def __init__(self, state: State, replays: Replays) -> None:
        self._state = state
        self._replays = replays
        self._rulings = rulings_of(state)
        self._speaking: dict[tuple[str, str], bool] = {}

    @cached_property
    def claims(self) -> Sequence[Claimed]:
        """The claims that count by then."""
        without, rulings = self._state.basis.trust.without, self._rulings
        said = (each for each in self._replays.said if each[0].entry.id not in without)
        return list(claims_of(said, rulings.cut, rulings.agenda))

    @property
    def seq(self) -> int:
        """The seq that it knows."""
        return self._rulings.cut.seq

    @property
    def trust(self) -> Trust:
        """What it trusts."""
        return self._state.basis.trust

    def event_anew(self, event: str) -> tuple[EventState, Happening]:
        """Return an event as it is known in the end, and when it happens."""
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
            self._speaking[term, party] = self._rulings._speaks(term, party)  # noqa: SLF001
        return self._speaking[term, party]


class Replayed(State):
    """A state that looks up its answers; they are those of the plain state of its basis.

    Parameters:
        state: the plain state.
        replays: where they are looked up.
    """

    def __init__(self, state: State, replays: Replays) -> None:
        super().__init__(state._base, state.basis)  # noqa: SLF001
        self._replays = replays

    @cached_property
    def _rulings(self) -> Rulings:
        rulings = Rulings(self._cut, self.agenda, self._names)
        return _LookedUp(rulings, self._replays.pasts(self.basis.trust), self._replays.end(self))

    @cached_property
    def _claims(self) -> list[Claimed]:
        known = self._replays.end(self).claims
        return [claimed for claimed in known if not _is_later(claimed, self.instant)]

    def at(self, **basis: Any) -> State:
        """Return the state at another basis, looked up where that can be."""
        state = super().at(**basis)
        return Replayed(state, self._replays) if self._replays.reach(state) else state


def _is_later(claimed: Claimed, valid: int) -> bool:
    """Return whether a claim certainly begins after an instant."""
    since = claimed.since
    return since is not None and not since.range.from_unknown and since.range.first > valid


class _LookedUp(Overlay):
    """Rulings with the standings, the events and the spells that were replayed."""

    def __init__(self, base: Rulings, pasts: Mapping[HolderOrTerm, _Past], end: _End) -> None:
        super().__init__(base, self._held)
        self._pasts = pasts
        self._end = end
        self._parties: dict[str, tuple[str, ...]] = {}

    def _strip(self, holder: HolderOrTerm) -> Strip[Held] | None:
        past = self._pasts.get(holder)
        return None if past is None else past.strip(self.cut.seq)

    def _held(self, holder: HolderOrTerm) -> Upheld | None:
        strip = self._strip(holder)
        return None if strip is None else strip.at(self.cut.valid).upheld

    def _make_event(self, event: str) -> EventState:
        return self._end.event(event, self.cut.valid)

    def parties_on(self, term: str) -> tuple[str, ...]:
        """Return the needed parties of a term, then all with a statement, in the agenda's order."""
        if term not in self._parties:
            self._parties[term] = Rulings.parties_on(self, term)
        return self._parties[term]

    def _speaks(self, term: str, party: str) -> bool:
        return self._end.speaks(term, party)

    def spells(self, term: str, party: str) -> list[Spell]:
        """Return the spells of a party; all but the last are those of every moment with the same past."""
        past = self._pasts.get((term, party))
        if past is None:
            return super().spells(term, party)
        place = past.place(self.cut.seq, self.cut.valid)
        if place not in past.spells:
            past.spells[place] = super().spells(term, party)
        if not past.spells[place]:
            return []
        *before, last = past.spells[place]
        spell = Spell(self.standing(term, party), last.begins, datetime_or_none(self.cut.valid))
        return [*before, spell.as_it_ended]

    def _turns(self, term: str, party: str) -> list[int]:
        strip = self._strip((term, party))
        if strip is None:
            return super()._turns(term, party)
        return sorted({*(start for start in strip.starts if start <= self.cut.valid), self.cut.valid})

    def _standing_at(self, instant: int, term: str, party: str) -> Standing:
        strip = self._strip((term, party))
        upheld = None if strip is None else strip.at(instant).upheld
        return upheld if isinstance(upheld, Standing) else super()._standing_at(instant, term, party)
