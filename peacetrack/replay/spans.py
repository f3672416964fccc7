"""Every answer of a state over both clocks, as spans to look up.

The chronicle goes from entry to entry and asks again only what an entry can touch (see `touch`).
A plain replay asks every board at every turn and seq; `tests/bench/briefing.py` measures how much
slower that is. The spans themselves, without what they hold, are in `strip`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

import attrs

from peacetrack.index.statement import Statement
from peacetrack.index.timeline import Cut
from peacetrack.replay.overlay import Overlay
from peacetrack.replay.reach import Reach
from peacetrack.replay.strip import ALWAYS, Span, Stretch, Strip, difference
from peacetrack.replay.touch import Touch, Touches
from peacetrack.rules.acts import acts_beside
from peacetrack.rules.claims import Claimed
from peacetrack.rules.contender import NO_CONTENDERS, AsWritten, Contenders, contenders
from peacetrack.rules.dispute import disputing_statements
from peacetrack.rules.ending import happening
from peacetrack.rules.on_record import aside_of
from peacetrack.rules.quorum import quorum_turns
from peacetrack.rules.rulings import HolderOrTerm, Holding, HowFar, Rulings
from peacetrack.rules.standing import Standing
from peacetrack.rules.status import reached_from
from peacetrack.state import State, reading_of
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import BEGINNING, END
from peacetrack.words.stance import Stance
from peacetrack.words.term import Agenda

Turned = tuple[str, Stretch]
"""A term with something that now counts otherwise for its status, and the valid instants where."""


@frozen
class Spans:
    """Every answer up to a state's valid instant, at the seqs that were asked about.

    Attributes:
        held: by holder, what holds of it.
        terms: by term, how far it is.
        turns: the instants at which an answer changes, at any seq.
        seqs: the seqs that were asked about, the state's own last.
        touching: the seqs at which something was recorded, withdrawn or declared.
        clocks: by holder, when anything behind its answers may change.
    """

    held: Mapping[HolderOrTerm, Sequence[Span[Held]]]
    terms: Mapping[str, Sequence[Span[HowFar]]]
    turns: tuple[int, ...]
    seqs: tuple[int, ...]
    touching: tuple[int, ...]
    clocks: Mapping[HolderOrTerm, Clock]

    def covers(self, seq: int) -> bool:
        """Return whether what is known at a seq is known at one that was asked about."""
        asked = self.seqs[: bisect_right(self.seqs, seq)]
        last = asked[-1] if asked else 0
        return bisect_right(self.touching, last) == bisect_right(self.touching, seq)


@frozen
class Clock:
    """When anything behind the answers about a holder may change.

    Two moments with the same place have the same answers, and the same before them: which statements were
    known, which had begun, and what held.

    Attributes:
        seqs: the seqs that touch it, in order.
        starts: for each of these, the first valid instant that it touches.
        turns: the instants at which an answer may turn, in order.
    """

    seqs: Sequence[int]
    starts: Sequence[int]
    turns: Sequence[int]

    def place(self, known: int, valid: int) -> tuple[int, int]:
        """Return how many seqs touch what a moment knows of its past, and how many turns that has."""
        starts = self.starts[: bisect_right(self.seqs, known)]
        return sum([start <= valid for start in starts]), bisect_right(self.turns, valid)


def spans(
    state: State,
    *,
    terms: bool = True,
    seqs: Iterable[int] | None = None,
    progress: Callable[[int], object] | None = None,
) -> Spans:
    """Return what a state, and states before it, answer.

    Parameters:
        state: with what is supposed it has no past of its own, and there is one seq, the last.
        terms: whether to answer how far the terms are, too, and not of the holders alone.
        seqs: the seqs that are asked about, besides the last (default: all). What many entries change
            between two of them is asked once.
        progress: called with every seq once it has been read.
    """
    return _Chronicle(state).read(seqs, progress, terms=terms)


# Answers


@frozen
class Held:
    """The holding of a holder at one basis, with all behind it; compared by `meaning`.

    Attributes:
        upheld: where a party stands on a term, or how far the term itself has come.
        disputing_statements: the statements that dispute it.
        acts: what a party without a stance did, or the act that goes back on an acceptance or extends what
            is over.
        contenders: the statements of another stance that may be later, and what it may not have begun with.
        needed: whether the term needs the party, by itself or as one of a quorum.
        own: where a party that accepts stands on the record, where that is more or less; else None.
    """

    upheld: Holding = attrs.field(eq=False)
    disputing_statements: tuple[Statement, ...] = attrs.field(eq=False)
    acts: tuple[Claimed, ...] = attrs.field(eq=False)
    contenders: Contenders = attrs.field(eq=False)
    needed: bool = attrs.field(eq=False)
    own: Standing | None = attrs.field(eq=False)
    meaning: Hashable = attrs.field(repr=False)

    @classmethod
    def of(
        cls,
        cut: Cut,
        upheld: Holding,
        acts: Iterable[Claimed],
        agenda: Agenda,
        *,
        needed: bool,
        own: Standing | None,
        as_written: AsWritten,
    ) -> Held:
        """Return what a cut holds, with what disputes it; of all acts those that tell."""
        disputing = disputing_statements(cut, upheld.runs, upheld.disputed)
        done = acts_beside(upheld, acts, agenda) if isinstance(upheld, Standing) else ()
        others = contenders(cut, upheld, as_written) if isinstance(upheld, Standing) else NO_CONTENDERS
        nearer = (upheld.nearer, upheld.otherwise) if isinstance(upheld, Standing) else ()
        meaning = (
            upheld,
            tuple((field, _names(run)) for field, run in upheld.runs.items()),
            _names(disputing),
            tuple(map(_names, (*nearer, others.unordered, others.since_announced))),
            tuple((act.report, act.number, act.since) for act in done),
            others.unheld,
            others.signed,
            others.renewed and (others.renewed, _names(others.renewed.runs["conditions"])),
            needed,
            own,
        )
        return cls(upheld, disputing, done, others, needed, own, meaning)


def _names(statements: Iterable[Statement]) -> Hashable:
    return tuple((s.name, s.order, s.since) for s in statements)


@frozen
class _Counted:
    """The part of an answer that counts for a status; compared by `key`."""

    upheld: Holding = attrs.field(eq=False)
    key: tuple[object, ...]


# From seq to seq


class _Chronicle:
    """The states before a state, from seq to seq."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._reach = Reach(state)
        self._touches = Touches(self._reach, state.instant)
        self._accounts = {holder: _Account(self._reach, holder) for holder in self._reach.holders}
        self._statuses = _StatusSpans(self._reach, self._touches, self._accounts)

    def read(
        self, seqs: Iterable[int] | None, progress: Callable[[int], object] | None, *, terms: bool
    ) -> Spans:
        """Read some seqs, and return all that was answered."""
        touching = self._seqs()
        asked = self._asked(touching, seqs)
        for last, seq in pairwise((0, *asked)):
            cut = attrs.evolve(reading_of(self._state).cut, seq=seq)
            since = touching[bisect_right(touching, last) : bisect_right(touching, seq)]
            turned = self._go_on(cut, since) if last else self._begin(cut)
            if terms:
                self._statuses.learn(cut, turned)
            if progress is not None:
                progress(seq)
        held = {holder: account.spans for holder, account in self._accounts.items()}
        how_far = self._statuses.spans
        turns = {*_turns_of(held.values()), *_turns_of(how_far.values())} - {BEGINNING, END}
        clocks = {holder: account.clock for holder, account in self._accounts.items()}
        return Spans(held, how_far, tuple(sorted(turns)), tuple(asked), tuple(touching), clocks)

    def _seqs(self) -> list[int]:
        last = self._state.seq
        if self._state.basis.supposed:
            return [last]
        return sorted({*(seq for seq in self._touches.seqs if seq < last), last})

    def _asked(self, touching: Sequence[int], seqs: Iterable[int] | None) -> Sequence[int]:
        """Return those of some seqs at which something is known, with the last; of none, all."""
        first, last = touching[0], touching[-1]
        return touching if seqs is None else sorted({last, *(seq for seq in seqs if first <= seq < last)})

    def _begin(self, cut: Cut) -> list[Turned]:
        """Ask everything."""
        self._ask(cut, self._touches.all(cut))
        self._statuses.note_events(cut, self._reach.waiting_for)
        return self._everywhere()

    def _go_on(self, cut: Cut, seqs: Sequence[int]) -> list[Turned]:
        """Ask what the last entries touch."""
        touched: dict[HolderOrTerm, list[Touch]] = defaultdict(list)
        for seq in seqs:
            for holder, touch in self._touches.by(attrs.evolve(cut, seq=seq)).items():
                touched[holder].append(touch)
        turned = self._ask(cut, {holder: self._touches.joined(each) for holder, each in touched.items()})
        events = {event for seq in seqs for event in self._touches.events(seq)}
        turned += self._statuses.note_events(cut, events)
        declared = {*seqs}.intersection(self._reach.declared)
        return self._everywhere() if declared else turned

    def _ask(self, cut: Cut, touched: Mapping[HolderOrTerm, Touch]) -> list[Turned]:
        return [
            (holder[0], where)
            for holder, touch in touched.items()
            for where in self._accounts[holder].learn(cut, touch)
        ]

    def _everywhere(self) -> list[Turned]:
        return [(term, ALWAYS) for term in self._reach.terms]


def _turns_of(each: Iterable[Sequence[Span[Any]]]) -> set[int]:
    return {turn for spans in each for span in spans for turn in (span.start, span.end)}


class _Account:
    """All that ever held of one holder as spans, and what of it counts, as known last."""

    def __init__(self, reach: Reach, holder: HolderOrTerm) -> None:
        self._reach = reach
        self._holder = holder
        self._turns: list[int] = []
        self._seqs: list[int] = []
        self._starts: list[int] = []
        self._held: Strip[Held] = Strip()
        self.counted: Strip[_Counted] = Strip()
        self.spans: list[Span[Held]] = []

    @property
    def clock(self) -> Clock:
        """When anything behind its answers may change."""
        return Clock(self._seqs, self._starts, self._turns)

    def learn(self, cut: Cut, touch: Touch) -> list[Stretch]:
        """Ask again where an entry touches it; return where it counts otherwise for a status."""
        self._seqs.append(cut.seq)
        self._starts.append(min((start for start, _ in touch.ranges), default=END))
        for turn in touch.turns:  # turns of what was withdrawn stay, and do no harm
            place = bisect_left(self._turns, turn)
            if self._turns[place : place + 1] != [turn]:
                self._turns.insert(place, turn)
        return [turned for where in touch.ranges for turned in self._ask(cut, *where)]

    def _ask(self, cut: Cut, start: int, end: int) -> list[Stretch]:
        """Ask again in a range of valid instants."""
        later = self._turns[bisect_right(self._turns, start) : bisect_left(self._turns, end)]
        asked = [(turn, self._hold(cut.at(turn))) for turn in (start, *later)]
        before, self._held = self._held, self._held.with_range(start, end, asked)
        self.spans += difference(before, self._held, cut.seq, start, end)
        return self._count(cut.seq, start, end, asked)

    def _hold(self, cut: Cut) -> Held:
        term, party = self._holder
        rulings = self._reach.rulings(cut)
        upheld, needed = rulings.holding(self._holder), party in rulings.needed_on(term)
        acts = self._reach.acts.get(self._holder, ())
        claimed = (claim for act in acts if (claim := act.claimed(cut, rulings.agenda)) is not None)
        own = self._own(cut, upheld)
        return Held.of(
            cut, upheld, claimed, rulings.agenda, needed=needed, own=own, as_written=self._reach.as_written
        )

    def _own(self, cut: Cut, upheld: Holding) -> Standing | None:
        """Return where a party that accepts stands on the record, where that is more or less; else None."""
        if not isinstance(upheld, Standing) or upheld.stance is not Stance.ACCEPTS:
            return None
        if self._holder not in self._reach.off_record:
            return None
        own = self._reach.rulings(self._reach.on_record(cut)).standing(upheld.term, upheld.party)
        return None if aside_of(upheld, own) is None else own

    def _count(self, seq: int, start: int, end: int, asked: list[tuple[int, Held]]) -> list[Stretch]:
        """Keep what counts of new answers in a range; return where that is something else."""
        counting = [(turn, _Counted(held.upheld, held.upheld.status_key)) for turn, held in asked]
        before, self.counted = self.counted, self.counted.with_range(start, end, counting)
        turned = difference(before, self.counted, seq, start, end)
        return [(span.start, span.end) for span in turned]


class _StatusSpans:
    """How far each term is: all of it as spans, with what was known last to compare with."""

    def __init__(self, reach: Reach, touches: Touches, accounts: Mapping[HolderOrTerm, _Account]) -> None:
        self._reach = reach
        self._touches = touches
        self._accounts = accounts
        self._how_far: dict[str, Strip[HowFar]] = {term: Strip() for term in reach.terms}
        self._held_from: dict[str, int] = {}
        self.spans: dict[str, list[Span[HowFar]]] = {term: [] for term in reach.terms}

    def note_events(self, cut: Cut, events: Iterable[str]) -> list[Turned]:
        """Keep from when events are held; return the terms that waited for those that moved."""
        turned: list[Turned] = []
        for event in self._reach.waiting_for.keys() & set(events):
            before, after = self._held_from.get(event, END), happening(cut, event).held_from
            self._held_from[event] = after
            if before != after:
                between = min(before, after), max(before, after)
                turned += [(term, between) for term in self._reach.waiting_for[event]]
        return turned

    def learn(self, cut: Cut, turned: Sequence[Turned]) -> None:
        """Ask again after the terms that may depend on what turned, where something did.

        A term that depended on it by a condition that was dropped has turned itself.
        """
        terms = {term for term, _ in turned}
        for start, end in self._touches.within(where for _, where in turned).ranges:
            named = list(self._named(start, end))
            behind = _edges((other, term) for term, other in named)
            self._ask(cut, self._within(terms, behind), _edges(named), start, end)

    def _named(self, start: int, end: int) -> Iterator[tuple[str, str]]:
        """Yield each term with every other that a condition on it names somewhere in a range."""
        for term, parties in self._reach.conditional.items():
            for party in parties:
                for counted in self._accounts[term, party].counted.during(start, end):
                    assert isinstance(counted.upheld, Standing)
                    for condition in counted.upheld.conditions:
                        if condition.term is not None:
                            yield term, condition.term

    def _within(self, terms: Iterable[str], edges: Mapping[str, set[str]]) -> tuple[str, ...]:
        """Return all terms that are reached from some along edges, in the agenda's order."""
        reached = reached_from(terms, edges)
        return tuple(term for term in self._reach.terms if term in reached)

    def _ask(
        self, cut: Cut, terms: Sequence[str], ahead: Mapping[str, set[str]], start: int, end: int
    ) -> None:
        """Ask again after some terms in a range of valid instants."""
        resting_on = self._within(terms, ahead)
        turns = sorted({start, *self._turns(cut, resting_on, start, end)})
        asked = [self._rulings_at(cut.at(turn), resting_on) for turn in turns]
        for term in terms:
            before = self._how_far[term]
            answers = [(rulings.cut.valid, HowFar.of(rulings, term)) for rulings in asked]
            after = before.with_range(start, end, answers)
            self.spans[term] += difference(before, after, cut.seq, start, end)
            self._how_far[term] = after

    def _turns(self, cut: Cut, terms: Iterable[str], start: int, end: int) -> Iterator[int]:
        """Yield the instants of a range at which the statuses of terms may turn."""
        agenda = self._reach.rulings(cut).agenda
        turns = list(self._held_from.values())
        for term in terms:
            turns += quorum_turns(agenda, term)
            for account in self._on_term[term]:
                yield from account.counted.within(start, end)
        last = min(end, self._touches.last + 1)
        yield from (turn for turn in turns if start < turn < last)

    @cached_property
    def _on_term(self) -> Mapping[str, list[_Account]]:
        accounts: dict[str, list[_Account]] = defaultdict(list)
        for (term, _), account in self._accounts.items():
            accounts[term].append(account)
        return accounts

    def _rulings_at(self, cut: Cut, terms: Iterable[str]) -> Rulings:
        """Return the rulings at a cut, looked up in the accounts, for terms that rest on no others."""

        def look_up(holder: HolderOrTerm) -> Holding:
            return self._accounts[holder].counted.at(cut.valid).upheld

        base = self._reach.rulings(cut)
        declared = [term for term in terms if term in base.agenda.term_by_id]
        return Overlay(base, look_up, terms=declared, parties=self._reach.conditional)


def _edges(pairs: Iterable[tuple[str, str]]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
    return found
