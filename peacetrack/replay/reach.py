"""Reach: which answers a report, an entry or an event can change, and between which moments.

Five relations carry a change further: a member stands with its group, a group by its members; an event dates
what is bound to it, other events included; an offer ends with an event; a term waits for terms and
stances that its conditions name; and it waits for events. Every index here takes in all that was
ever known: it may name too much, which costs a question, and never too little.

When one standing may change is in `peacetrack.rules.group.turns_of`; the valid instants at which an
entry changes answers are in `peacetrack.replay.touch`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple, TypeVar

import attrs

from peacetrack.index.event_dates import DATING
from peacetrack.index.plain_run import Counts
from peacetrack.index.series import FOREVER, Series
from peacetrack.index.statement import EVENT_FIELDS, Asserted, ClaimName, Statement
from peacetrack.index.timeline import Cut
from peacetrack.ledger.filed import Filed
from peacetrack.rules.claims import Claimed, claimed_at, counted_by, said_by
from peacetrack.rules.contender import AsWritten
from peacetrack.rules.ending import closing_instant, ending_event
from peacetrack.rules.group import behind
from peacetrack.rules.rulings import HolderOrTerm, Rulings
from peacetrack.rules.stance_run import ENDING_FIELDS
from peacetrack.rules.status import reached_from
from peacetrack.state import State, reading_of
from peacetrack.words.act import Act
from peacetrack.words.basis import recorded
from peacetrack.words.classes import frozen
from peacetrack.words.condition import Condition, EventHeld, StanceIs
from peacetrack.words.edtf import BEGINNING
from peacetrack.words.ending import Ending
from peacetrack.words.position import Position
from peacetrack.words.quorum import named_in
from peacetrack.words.stance import Stance
from peacetrack.words.term import Agenda
from peacetrack.words.when import When, event_of

K = TypeVar("K")
V = TypeVar("V")


@frozen(eq=False)
class KnownStatement:
    """A statement, and the seqs between which it is known."""

    statement: Statement
    known_from: int
    known_until: int

    @property
    def holder(self) -> HolderOrTerm:
        """The (term, party) that it is about."""
        return self.statement.term, self.statement.party

    def ends(self, cut: Cut) -> int:
        """Return the instant at which the ending comes that it gives; END where not known."""
        return closing_instant(cut, self.statement)


class StatedCondition(NamedTuple):
    """A condition, and the holder that stated it."""

    holder: HolderOrTerm
    condition: Condition


@frozen(eq=False)
class Acted:
    """A claim of an act by a party, with a stance or without one."""

    filed: Filed
    claim: Asserted

    @property
    def seqs(self) -> set[int]:
        """The seqs at which it was recorded, or withdrawn."""
        ends = (self.filed.withdrawn_by, self.filed.retracted.get(self.claim.by.claim))
        return {self.recorded, *(entry.seq for entry in ends if entry is not None)}

    @property
    def how(self) -> Act | None:
        """The act itself."""
        return self.filed.report.claims[self.claim.by.claim - 1].act

    @property
    def recorded(self) -> int:
        """The seq at which it was recorded."""
        return self.filed.entry.seq

    def begins(self, cut: Cut) -> int:
        """Return the first instant at which it may have been done."""
        moment = cut.calendar.resolved(self.claim.since, self.claim.by)
        return BEGINNING if moment.range.from_unknown else moment.range.first

    def claimed(self, cut: Cut, agenda: Agenda) -> Claimed | None:
        """Return the claim; None where it is not known, not trusted, or certainly begins later."""
        return claimed_at(cut, agenda, self.filed, self.claim)


class Reach:
    """The reach of entries: what can change in a state, and in every state before it."""

    def __init__(self, state: State) -> None:
        snapshot = self._snapshot = reading_of(state).snapshot
        declared = (each for each in snapshot.ledger.agendas if each[0] <= state.seq)
        self.timeline = snapshot.timeline
        self.terms = tuple(state)
        self._state = state
        self._names = reading_of(state).rulings.names
        self._agendas = [(0, Agenda("")), *declared]
        self._seqs = [seq for seq, _ in self._agendas]

    # Agendas

    @property
    def declared(self) -> tuple[int, ...]:
        """The seqs at which something was declared; 0, when nothing was."""
        return tuple(self._seqs)

    def rulings(self, cut: Cut) -> Rulings:
        """Return what the rules answer at a cut, with the agenda as known there."""
        agenda = self._agendas[bisect_right(self._seqs, cut.seq) - 1][1]
        return Rulings(cut, agenda, self._names)

    @cached_property
    def holders(self) -> tuple[HolderOrTerm, ...]:
        """Every holder that can be asked about.

        Those are the terms themselves, and the parties that are needed, have a statement, did
        something or are named in a condition, with all that stand with these or by them.
        """
        holders: list[HolderOrTerm] = [(term, None) for term in self.terms]
        for _, agenda in self._agendas:
            holders += [(term.id, party) for term in agenda.terms for party in named_in(term.needs)]
        named = ((c.term, c.party) for _, c in self.conditions if isinstance(c, StanceIs))
        holders += [*self.timeline.fields, *self.acts, *named]
        holders += [
            (term, other) for term, party in holders for other in sorted(self._resting.get(party, ()))
        ]
        return tuple(holder for holder in dict.fromkeys(holders) if holder[0] in self.terms)

    # Groups

    def resting_on(self, holder: HolderOrTerm) -> tuple[HolderOrTerm, ...]:
        """Return a holder and all that ever could stand with it or by it; those to be asked about."""
        term, party = holder
        holders = dict.fromkeys([holder, *((term, other) for other in self._resting.get(party, ()))])
        return tuple(each for each in holders if each in self._asked)

    def behind(self, holder: HolderOrTerm) -> tuple[HolderOrTerm, ...]:
        """Return a holder, and the groups and members that it ever could stand with or by."""
        term, party = holder
        return tuple(dict.fromkeys([holder, *((term, other) for other in self._behind.get(party or "", ()))]))

    @cached_property
    def _asked(self) -> frozenset[HolderOrTerm]:
        return frozenset(self.holders)

    @cached_property
    def _resting(self) -> Mapping[str | None, set[str]]:
        return _index((other, party) for party, others in self._behind.items() for other in others)

    @cached_property
    def _behind(self) -> Mapping[str, set[str]]:
        agendas = (agenda for _, agenda in self._agendas)
        return _index((p.id, o) for agenda in agendas for p in agenda.parties for o in behind(agenda, p.id))

    # Statements

    @cached_property
    def statements(self) -> list[KnownStatement]:
        """All statements that were ever known."""
        lines = self.timeline.lines
        return [
            KnownStatement(statement, known_from, known_until)
            for key in lines.keys_kept()
            for statement, known_from, known_until in lines[key].rows
        ]

    @cached_property
    def conditions(self) -> list[StatedCondition]:
        """Every condition that was ever stated."""
        return [
            StatedCondition(known.holder, condition)
            for known in self._of_fields("conditions")
            if isinstance(known.statement.value, tuple)
            for condition in known.statement.value
        ]

    @cached_property
    def conditional(self) -> Mapping[str, tuple[str, ...]]:
        """By term, the parties that ever had a condition, by themselves or by a group."""
        waiting = {each for holder, _ in self.conditions for each in self.resting_on(holder)}
        by_term: dict[str, list[str]] = {term: [] for term in self.terms}
        for term, party in self.holders:
            if party is not None and (term, party) in waiting:
                by_term[term].append(party)
        return {term: tuple(parties) for term, parties in by_term.items()}

    @cached_property
    def waiting_for(self) -> Mapping[str, set[str]]:
        """By event, the terms that ever waited for it."""
        return _index(
            (condition.event, holder[0])
            for holder, condition in self.conditions
            if isinstance(condition, EventHeld)
        )

    @cached_property
    def off_record(self) -> Collection[HolderOrTerm]:
        """The holders of which something off the record was ever known, by themselves, a group or members."""
        off = {known.holder for known in self.statements if not known.statement.on_record}
        return {each for holder in off for each in self.resting_on(holder)}

    def on_record(self, cut: Cut) -> Cut:
        """Return what a cut of the state has on the record alone."""
        return attrs.evolve(cut, counts=self._recorded)

    @cached_property
    def _recorded(self) -> Counts:
        basis = self._state.basis
        return counted_by(attrs.evolve(basis, trust=recorded(basis.trust)))

    def _of_fields(self, *fields: str) -> Iterator[KnownStatement]:
        return (known for known in self.statements if known.statement.field in fields)

    # Claims

    @cached_property
    def acts(self) -> Mapping[HolderOrTerm, list[Acted]]:
        """By holder, all that it ever did."""
        done: dict[HolderOrTerm, list[Acted]] = {}
        for filed, claim in self.claims:
            position = filed.report.claims[claim.by.claim - 1]
            if isinstance(position, Position) and position.act is not None:
                done.setdefault((position.term, position.party), []).append(Acted(filed, claim))
        return done

    # Events

    def dated_by(self, events: Iterable[str]) -> set[str]:
        """Return the events that ever had their date from these, with them."""
        return reached_from(events, self._dating)

    @cached_property
    def _dating(self) -> Mapping[str, set[str]]:
        dates = (known.statement for known in self._of_fields("when"))
        return _index((event_of(date.value), date.term) for date in dates)

    @cached_property
    def _endings(self) -> Mapping[str, set[KnownStatement]]:
        return _index((ending_event(k.statement.value), k) for k in self._of_fields(*ENDING_FIELDS))

    @cached_property
    def _bound(self) -> Mapping[str, set[HolderOrTerm]]:
        """By event, the holders of claims that it ever dated."""
        return _index(
            (claim.bound_to, (key.term, key.party))
            for _, claim in self.claims
            if not claim.event
            for key, _ in claim.values
        )

    @cached_property
    def announced_for(self) -> Mapping[ClaimName, When | None]:
        """By claim that an event ever dated, the time that is bound to the event."""
        return {claim.by.name: claim.since for _, claim in self.claims if claim.bound_to and not claim.event}

    @cached_property
    def as_written(self) -> AsWritten:
        """The words of reports on statements, by the claims that these are of."""
        acts = {act.claim.by.name: act.how for done in self.acts.values() for act in done}
        return AsWritten(
            lambda statement: self.announced_for.get(statement.name),
            lambda statement: acts.get(statement.name),
        )

    @cached_property
    def _bound_acceptances(self) -> Mapping[str, set[tuple[HolderOrTerm, Asserted]]]:
        """By event, the acceptances that it ever dated, each with its holder."""
        return _index(
            (claim.bound_to, ((key.term, key.party), claim))
            for _, claim in self.claims
            if not claim.event
            for key, value in claim.values
            if key.field == "stance" and value is Stance.ACCEPTS
        )

    def awaiting(self, events: Iterable[str], *cuts: Cut) -> Iterator[tuple[HolderOrTerm, set[int]]]:
        """Yield the holders of acceptances that events date, and when these begin as cuts know it."""
        for event in events:
            for holder, claim in self._bound_acceptances.get(event, ()):
                yield holder, {cut.calendar.resolved(claim.since, claim.by).anchor for cut in cuts}

    @cached_property
    def _bound_acts(self) -> Mapping[str, set[tuple[HolderOrTerm, Acted]]]:
        acts = ((holder, act) for holder, done in self.acts.items() for act in done)
        return _index((act.claim.bound_to, (holder, act)) for holder, act in acts)

    def moved(
        self, events: Iterable[str], before: Cut, after: Cut
    ) -> Iterator[tuple[HolderOrTerm, set[int]]]:
        """Yield the holders with endings and acts that come at another instant, and both instants."""
        pairs = (before, after), (self.on_record(before), self.on_record(after))
        for event in self.dated_by(events):
            for holder, coming in self._coming_with(event, before.seq):
                for pair in pairs:
                    at = set(map(coming, pair))
                    if len(at) > 1:
                        yield holder, at

    def _coming_with(self, event: str, seq: int) -> Iterator[tuple[HolderOrTerm, Callable[[Cut], int]]]:
        """Yield the holders of what comes with an event, and when it comes as a cut knows it."""
        for ending in self._endings.get(event, ()):
            if ending.known_from <= seq < ending.known_until:
                yield ending.holder, ending.ends
        for holder, act in self._bound_acts.get(event, ()):
            yield holder, act.begins

    @property
    def ending(self) -> Iterator[HolderOrTerm]:
        """The holders with something that ends, by themselves, by a group or by members."""
        for known in self._of_fields(*ENDING_FIELDS):
            yield from self.resting_on(known.holder)

    @cached_property
    def events_behind(self) -> Mapping[HolderOrTerm, Collection[str]]:
        """By holder, the events that ever dated its claims, or that its endings and conditions waited for."""
        behind: dict[HolderOrTerm, set[str]] = defaultdict(set)
        bound = ((holder, event) for event, holders in self._bound.items() for holder in holders)
        endings = (k for k in self._of_fields(*ENDING_FIELDS) if isinstance(k.statement.value, Ending))
        ending = ((known.holder, known.statement.value.named_event) for known in endings)
        held = ((holder, c.event) for holder, c in self.conditions if isinstance(c, EventHeld))
        for holder, event in chain(bound, ending, held):
            for each in self.resting_on(holder) if event is not None else ():
                behind[each].add(event)
        return behind

    @cached_property
    def learned(self) -> Mapping[str, Sequence[int]]:
        """By event, the seqs at which something of it, or of what dates it, was recorded or withdrawn."""
        seqs_of: dict[str, set[int]] = defaultdict(set)
        for known in self._of_fields(*EVENT_FIELDS):
            for event in self.dated_by([known.statement.term]):
                seqs_of[event] |= {known.known_from, known.known_until}
        return {event: sorted(seqs) for event, seqs in seqs_of.items()}

    # Reports

    @cached_property
    def claims(self) -> list[tuple[Filed, Asserted]]:
        """Every claim of every report that is not left out, withdrawn ones too, each with its report."""
        without = self._state.basis.trust.without
        return list(said_by(self._snapshot.filed_reports(), without))

    @property
    def events(self) -> set[str]:
        """All events that something was ever reported of, or dated by."""
        return {*self._state.event_ids, *chain.from_iterable(self._dating.values())}

    def events_of(self, reports: Collection[str]) -> set[str]:
        """Return the events that these reports are about, or that have their dates from them."""
        about = {term for term, _ in _joined(self._about, reports)}
        return about.intersection(self._state.event_ids) | self.dated_by(_joined(self._dated, reports))

    def holders_of(self, reports: Collection[str], events: Collection[str]) -> set[HolderOrTerm]:
        """Return the holders that these reports can change, by themselves or by some of their events."""
        endings = {ending.holder for ending in _joined(self._endings, events)}
        holders = _joined(self._about, reports) | _joined(self._bound, events) | endings
        return {holder for holder in holders if holder[0] in self.terms}

    def linked(self, terms: Iterable[str], events: Iterable[str]) -> set[str]:
        """Return these terms, and all that conditions link to them or to events, either way."""
        return reached_from({*terms, *_joined(self.waiting_for, events)}, self._links)

    @cached_property
    def _about(self) -> Mapping[str, set[HolderOrTerm]]:
        return _index((known.statement.report, known.holder) for known in self.statements)

    @cached_property
    def _dated(self) -> Mapping[str, set[str]]:
        dates = (known.statement for known in self._of_fields(*DATING))
        return _index((date.report, date.term) for date in dates)

    @cached_property
    def _links(self) -> Mapping[str, set[str]]:
        ahead = [
            (holder[0], condition.term) for holder, condition in self.conditions if condition.term is not None
        ]
        return _index((*ahead, *((other, term) for term, other in ahead)))


def _index(pairs: Iterable[tuple[K | None, V]]) -> dict[K, set[V]]:
    """Return the second of each pair by the first, where there is a first."""
    index: dict[K, set[V]] = defaultdict(set)
    for key, value in pairs:
        if key is not None:
            index[key].add(value)
    return dict(index)


def _joined(index: Mapping[str, set[V]], names: Iterable[str]) -> set[V]:
    return {item for name in names if name in index for item in index[name]}


# Between moments


def changed_between(
    state: State, valids: Sequence[int], seqs: Sequence[int]
) -> list[set[HolderOrTerm] | None]:
    """Return for each moment the holders that may have changed since the moment before; None for all.

    A moment is a valid instant with the seq that is known then; neither goes back. When an event was
    dated again, or said to be held or not, endings may come elsewhere, so all may change. What is supposed
    or left out has a timeline of its own at each moment: there, too, all may change.
    """
    if state.basis.supposed or state.basis.trust.without:
        return [None for _ in valids]
    timeline, events = reading_of(state).snapshot.timeline, state.event_ids
    changed: list[set[HolderOrTerm]] = [set() for _ in valids]
    everything: set[int] = set()
    for key in timeline.lines.keys_kept():
        line = timeline.moving(key)
        learned = _learned(line, seqs)
        for moment in _begun(line, valids) | learned:
            changed[moment].add((key.term, key.party))
        if key.field in DATING and key.term in events:
            everything |= learned
    return [None if moment in everything else found for moment, found in enumerate(changed)]


def _begun(line: Series, valids: Sequence[int]) -> set[int]:
    """Return the first moments by which statements of a series have begun, known or not."""
    first, last = (bisect_right(line.anchors, valid) for valid in (valids[0], valids[-1]))
    return {bisect_left(valids, anchor) for anchor in line.anchors[first:last]}


def _learned(line: Series, seqs: Sequence[int]) -> set[int]:
    """Return the first moments at which what was recorded or withdrawn of a series is known."""
    if seqs[0] == seqs[-1]:
        return set()
    changed = {*line.known_from, *line.known_until} - {FOREVER}
    return {bisect_left(seqs, seq) for seq in changed if seqs[0] < seq <= seqs[-1]}
