"""Who is asked about what in a replay, which entry touches whom, and what is told of them.

Built on strip and state.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cached_property

import attrs

from peacetrack.claimed import Claimed, claimed_at
from peacetrack.course import Holder
from peacetrack.edtf import BEGINNING
from peacetrack.event import event_state
from peacetrack.group import standing_of
from peacetrack.ledger import Filed
from peacetrack.line import FOREVER
from peacetrack.position import EventHeld, Position, StanceIs, TermIs
from peacetrack.reading import CLEARING, closes
from peacetrack.standing import Standing, TermProgress, progress_of, rivals
from peacetrack.state import State
from peacetrack.statement import Asserted, Key, Statement, asserted
from peacetrack.strip import Strip
from peacetrack.term import Agenda
from peacetrack.timeline import Cut
from peacetrack.when import Moment, NotBefore, WithEvent


@attrs.frozen
class Counted:
    """What of an answer counts for a status; it is told apart from others by `meaning`."""

    upheld: Standing | TermProgress = attrs.field(eq=False)
    meaning: tuple[object, ...] = attrs.field(repr=False)


@attrs.frozen
class Held:
    """Where a party stands on a term, or how far the term itself has come, with all behind it.

    `rivals` are the statements that dispute it; `acts` are what a party without a stance did. It is
    told apart from others by `meaning`.
    """

    upheld: Standing | TermProgress = attrs.field(eq=False)
    rivals: tuple[Statement, ...] = attrs.field(eq=False)
    acts: tuple[Claimed, ...] = attrs.field(eq=False)
    meaning: Hashable = attrs.field(repr=False)

    @property
    def counted(self) -> Counted:
        """What of it counts for a status."""
        upheld = self.upheld
        details = tuple(upheld.details.items())
        if isinstance(upheld, TermProgress):
            return Counted(upheld, details)
        of_stance = (upheld.begun, upheld.stance, upheld.lapsed, upheld.conditions, upheld.disputed)
        return Counted(upheld, (*of_stance, *details))


class Scope:
    """All that the answers rest on: who is asked about what, and which entry touches whom."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._agendas = [(0, Agenda("")), *state.world.ledger.agendas]
        self._seqs = [seq for seq, _ in self._agendas]
        self._timeline = state.world.timeline
        self.terms = tuple(state)
        self._acts = _acts(state)
        self.holders = self._holders()
        self._bound = self._bound_to_events()
        self.wholly = {seq for seq, _ in self._agendas}
        self.touched = self._touched()

    def agenda(self, seq: int) -> Agenda:
        """The agenda as known at a seq."""
        return self._agendas[bisect_right(self._seqs, seq) - 1][1]

    @cached_property
    def conditional(self) -> Mapping[str, tuple[str, ...]]:
        """By term, who ever had a condition, alone or by a group."""
        keys = [key for key in self._timeline.lines.keys_kept() if key.field == "conditions"]
        having = self._with_members({(key.term, key.party) for key in keys})
        found: dict[str, list[str]] = {term: [] for term in self.terms}
        for term, party in self.holders:
            if party is not None and (term, party) in having:
                found[term].append(party)
        return {term: tuple(parties) for term, parties in found.items()}

    def _holders(self) -> tuple[Holder, ...]:
        """Who is needed, has a statement, did something, or is named in a condition."""
        found: list[Holder] = [(term, None) for term in self.terms]
        for _, agenda in self._agendas:
            found += [(term.id, party) for term in agenda.terms for party in term.needs]
        found += self._timeline.fields
        found += self._acts
        found += [(c.term, c.party) for c in self._conditions if isinstance(c, StanceIs)]
        return tuple(holder for holder in dict.fromkeys(found) if holder[0] in self.terms)

    @cached_property
    def _conditions(self) -> list[object]:
        """Every condition that was ever stated."""
        return [condition for _, condition in self._asked]

    @cached_property
    def _asked(self) -> list[tuple[str, object]]:
        """The conditions that were ever stated, each with the term it was stated on."""
        lines = self._timeline.lines
        keys = [key for key in lines.keys_kept() if key.field == "conditions"]
        told = [(key.term, statement.value) for key in keys for statement in lines[key].statements]
        return [(term, c) for term, value in told if isinstance(value, tuple) for c in value]

    def hanging_on(self, terms: Iterable[str]) -> tuple[str, ...]:
        """The terms of which the status may hang on these, with them."""
        return self._reached(self._behind, terms)

    def resting_of(self, terms: Iterable[str]) -> tuple[str, ...]:
        """The terms on which the status of these may rest, with them."""
        return self._reached(self._ahead, terms)

    @cached_property
    def _awaited(self) -> set[str]:
        """The events that conditions wait for."""
        return {c.event for c in self._conditions if isinstance(c, EventHeld)}

    def event_turns(self, cut: Cut, start: int, end: int) -> Iterator[int]:
        """When the events that conditions wait for are held, within a range."""
        for event in self._awaited:
            when = event_state(cut, event).when
            if when is not None and start < when.anchor < min(end, self._state.cut.valid + 1):
                yield when.anchor

    @cached_property
    def _ahead(self) -> Mapping[str, set[str]]:
        """By term, the terms that conditions on it ever named."""
        found: dict[str, set[str]] = {term: set() for term in self.terms}
        for term, condition in self._asked:
            if term in found and isinstance(condition, TermIs | StanceIs):
                found[term].add(condition.term)
        return found

    @cached_property
    def _behind(self) -> Mapping[str, set[str]]:
        """By term, the terms of which a condition ever named it."""
        found: dict[str, set[str]] = {term: set() for term in self.terms}
        for term, named in self._ahead.items():
            for other in named & found.keys():
                found[other].add(term)
        return found

    def _reached(self, edges: Mapping[str, set[str]], terms: Iterable[str]) -> tuple[str, ...]:
        """All that is reached from some terms, with them, in the order of the agenda."""
        found, waiting = set(terms), list(terms)
        while waiting:
            new = edges.get(waiting.pop(), set()) - found
            found |= new
            waiting += new
        return tuple(term for term in self.terms if term in found)

    # Which entry touches whom

    def _touched(self) -> dict[int, set[Holder]]:
        """By seq, the holders of whom something was learned or withdrawn."""
        touched: dict[int, set[Holder]] = defaultdict(set)
        ledger, lines = self._state.world.ledger, self._timeline.lines
        for key in lines.keys_kept():
            line = lines[key]
            for seq in {*line.known_from, *line.known_until} - {FOREVER}:
                touched[seq] |= self._touched_by(key)
                if key.term in ledger.events and self._awaited:
                    self.wholly.add(seq)
        for holder, acts in self._acts.items():
            for act in acts:
                for seq in _seqs_of(act.filed):
                    touched[seq].add(holder)
        for seq in self.wholly:
            touched[seq] |= {*self.holders}
        asked = {*self.holders}
        return {seq: self._with_members(holders) & asked for seq, holders in touched.items()}

    def _touched_by(self, key: Key) -> set[Holder]:
        of_event = key.term in self._state.world.ledger.events
        return self._bound if of_event else {(key.term, key.party)}

    def _bound_to_events(self) -> set[Holder]:
        """The holders of whom an ending, or an act, comes with an event."""
        lines = self._timeline.lines
        keys = [key for key in lines.keys_kept() if key.field in CLEARING]
        found: set[Holder] = {
            (key.term, key.party)
            for key in keys
            if any(_with_event(statement.value) for statement in lines[key].statements)
        }
        for holder, acts in self._acts.items():
            if any(not isinstance(act.said.since, Moment | None) for act in acts):
                found.add(holder)
        return found

    def _with_members(self, holders: set[Holder]) -> set[Holder]:
        """Holders, with the members of those that are groups."""
        members = {
            (term, member) for term, party in holders for member in self._members.get(party, ())
        }
        return holders | members

    @cached_property
    def _members(self) -> Mapping[str | None, set[str]]:
        """By group, everybody who ever was its member."""
        found: dict[str | None, set[str]] = defaultdict(set)
        for _, agenda in self._agendas:
            for group in agenda.parties:
                found[group.id] |= {member.party for member in group.members}
        return found

    # What is told of a holder

    def strip(self, cut: Cut, holder: Holder) -> Strip[Held]:
        """What holds of a holder at each valid instant, as known at a seq."""
        turns = sorted(self._turns(cut, holder))
        return Strip.of((turn, self._held(cut.at(turn), holder)) for turn in turns)

    def _turns(self, cut: Cut, holder: Holder) -> set[int]:
        """The instants at which what holds of a holder may change, up to the state's own."""
        term, party = holder
        agenda = self.agenda(cut.seq)
        members = [(g.id, m) for g in agenda.parties for m in g.members if m.party == party]
        found = {BEGINNING}
        for who in (party, *(group for group, _ in members)):
            for field in self._timeline.fields.get((term, who), ()):
                for statement in cut.all(Key(term, who, field)):
                    closing = closes(cut, statement.value, statement.by)
                    found |= {statement.order.anchor, statement.latest, closing}
        for _, member in members:
            found |= {member.leaves, member.since.range.first if member.since else BEGINNING}
        found |= {_begins(cut, act) for act in self._acts.get(holder, ())}
        return {turn for turn in found if turn <= self._state.cut.valid}

    def _held(self, cut: Cut, holder: Holder) -> Held:
        term, party = holder
        kind = self._state.kind_of(term)
        if party is None:
            return _held(cut, progress_of(cut, term, kind), ())
        standing = standing_of(cut, self.agenda(cut.seq), term, party, kind)
        acts = self._acts.get(holder, ()) if standing.silent else ()
        told = (claimed_at(cut, act.filed, act.said) for act in acts)
        return _held(cut, standing, tuple(claimed for claimed in told if claimed is not None))


@attrs.frozen(eq=False)
class _Act:
    """A claim of a report in which a party did something."""

    filed: Filed
    said: Asserted


def _acts(state: State) -> dict[Holder, list[_Act]]:
    found: dict[Holder, list[_Act]] = {}
    for id, filed in state.world.ledger.filed.items():
        if id in state.basis.trust.without:
            continue
        said = asserted(filed.entry, filed.place)
        for one, claim in zip(said, filed.report.claims, strict=True):
            if isinstance(claim, Position) and claim.act is not None:
                found.setdefault((claim.term, claim.party), []).append(_Act(filed, one))
    return found


def _seqs_of(filed: Filed) -> Iterator[int]:
    """The seqs at which a report was told, or taken back."""
    yield filed.entry.seq
    for entry in (filed.withdrawn_by, *filed.retracted.values()):
        if entry is not None:
            yield entry.seq


def _begins(cut: Cut, act: _Act) -> int:
    moment = cut.calendar.resolved(act.said.since, act.said.by)
    return BEGINNING if moment.range.from_unknown else moment.range.first


def _with_event(ending: object) -> bool:
    if isinstance(ending, WithEvent | NotBefore):
        return True
    moment = getattr(ending, "moment", None)
    return moment is not None and not isinstance(moment, Moment)


def _held(cut: Cut, upheld: Standing | TermProgress, acts: tuple[Claimed, ...]) -> Held:
    told = rivals(cut, upheld)
    meaning = (
        upheld,
        tuple((field, _names(run)) for field, run in upheld.held.items()),
        _names(told),
        tuple((act.report, act.number) for act in acts),
    )
    return Held(upheld, told, acts, meaning)


def _names(statements: Iterable[Statement]) -> Hashable:
    return tuple((s.name, s.order, s.latest) for s in statements)
