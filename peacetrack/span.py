"""What a state answers over both clocks, as spans to look up. Built on course."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Generic, TypeVar

import attrs

from peacetrack.claimed import Claimed, claimed_at
from peacetrack.course import Holder
from peacetrack.deal import Deal
from peacetrack.edtf import BEGINNING, END
from peacetrack.event import EventState, event_state
from peacetrack.group import standing_of
from peacetrack.ledger import Filed
from peacetrack.line import FOREVER
from peacetrack.position import EventHeld, Position, StanceIs, TermIs
from peacetrack.reading import CLEARING, closes
from peacetrack.standing import Standing, TermProgress, progress_of, rivals
from peacetrack.state import State, TermState
from peacetrack.statement import Asserted, Key, Statement, asserted
from peacetrack.term import Agenda, Term, TermStatus
from peacetrack.timeline import Cut
from peacetrack.when import Moment, NotBefore, WithEvent

A = TypeVar("A", bound=Hashable)
K = TypeVar("K")


@attrs.frozen
class Span(Generic[A]):
    """An answer from a known seq on, for valid instants from `start` to before `end`.

    It lies over the spans of earlier seqs: what is known at a seq is the last span that covers.
    """

    known: int
    start: int
    end: int
    answer: A


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


@attrs.frozen
class HowFar:
    """How far a term is: the answers of a `TermState`, kept. Undeclared, it has no `term`."""

    id: str
    term: Term | None
    status: TermStatus | None
    accepting: tuple[str, ...]
    needed: tuple[str, ...]
    waits_on: tuple[str, ...]


@attrs.frozen
class Spans:
    """Every answer up to a state's valid instant, at every seq up to its known.

    `turns` are the instants at which an answer changes, whatever is known; `seqs` are those at
    which something was learned, the state's own last.
    """

    held: Mapping[Holder, Sequence[Span[Held]]]
    terms: Mapping[str, Sequence[Span[HowFar]]]
    turns: tuple[int, ...]
    seqs: tuple[int, ...]


def answer_at(spans: Sequence[Span[A]], valid: int, known: int) -> A | None:
    """The answer at a valid instant, as known at a seq; None before anything is known."""
    for span in reversed(spans):
        if span.known <= known and span.start <= valid < span.end:
            return span.answer
    return None


def spans(state: State) -> Spans:
    """What a state, and every state before it, answers.

    What is supposed has no history of its own, so with it there is one seq, the last.
    """
    return _Replay(state).played()


# One seq: what holds at each valid instant


@attrs.frozen
class _Strip(Generic[A]):
    """An answer from each start on; the first start is the beginning of time."""

    starts: tuple[int, ...]
    answers: tuple[A, ...]

    @classmethod
    def of(cls, told: Iterable[tuple[int, A]]) -> _Strip[A]:
        """A strip of answers in their order; what stays the same is one."""
        starts: list[int] = []
        answers: list[A] = []
        for start, answer in told:
            if not answers or answers[-1] != answer:
                starts.append(start)
                answers.append(answer)
        return cls(tuple(starts), tuple(answers))

    def at(self, valid: int) -> A:
        """The answer at an instant."""
        return self.answers[bisect_right(self.starts, valid) - 1]

    def within(self, start: int, end: int) -> tuple[int, ...]:
        """The starts in a range."""
        return self.starts[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def with_range(self, start: int, end: int, told: Iterable[tuple[int, A]]) -> _Strip[A]:
        """This strip with other answers in a range."""
        pairs = list(zip(self.starts, self.answers, strict=True))
        before = [pair for pair in pairs if pair[0] < start]
        after = [pair for pair in pairs if pair[0] > end]
        rest = [(end, self.at(end))] if end < END else []
        return _Strip.of([*before, *told, *rest, *after])


def _difference(before: _Strip[A] | None, after: _Strip[A], known: int) -> Iterator[Span[A]]:
    """The spans in which a strip says something else than the one before."""
    starts = sorted({*after.starts, *(before.starts if before else ())})
    open_: Span[A] | None = None
    for start, end in zip(starts, [*starts[1:], END], strict=True):
        answer = after.at(start)
        if before is not None and before.at(start) == answer:
            continue
        if open_ is not None and open_.end == start and open_.answer == answer:
            open_ = attrs.evolve(open_, end=end)
            continue
        if open_ is not None:
            yield open_
        open_ = Span(known, start, end, answer)
    if open_ is not None:
        yield open_


# From seq to seq


class _Replay:
    """The states before a state, from seq to seq; only what an entry touches is asked again."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._scope = _Scope(state)
        self._held: dict[Holder, list[Span[Held]]] = {h: [] for h in self._scope.holders}
        self._terms: dict[str, list[Span[HowFar]]] = {term: [] for term in self._scope.terms}
        self._strips: dict[Holder, _Strip[Held]] = {}
        self._how_far: dict[str, _Strip[HowFar]] = {}

    def played(self) -> Spans:
        seqs = self._seqs()
        for seq in seqs:
            self._step(seq)
        turns = {*_turns_of(self._held), *_turns_of(self._terms)} - {BEGINNING, END}
        return Spans(self._held, self._terms, tuple(sorted(turns)), tuple(seqs))

    def _seqs(self) -> list[int]:
        last = self._state.world.seq
        if self._state.basis.supposed:
            return [last]
        return sorted({*(s for s in self._scope.touched if 0 < s < last), last})

    def _step(self, seq: int) -> None:
        cut = attrs.evolve(self._state.cut, seq=seq)
        first = not self._strips
        changed: dict[Holder, list[Span[Held]]] = {}
        for holder in self._scope.holders if first else self._scope.touched.get(seq, ()):
            changed[holder] = self._kept(holder, self._scope.strip(cut, holder), seq)
        wholly = first or seq in self._scope.wholly
        new = [span for spans in changed.values() for span in spans]
        if wholly:
            self._read_statuses(cut, BEGINNING, END, self._scope.terms)
        elif new:
            start, end = min(span.start for span in new), max(span.end for span in new)
            terms = {holder[0] for holder, spans in changed.items() if spans}
            self._read_statuses(cut, start, end, terms)

    def _kept(self, holder: Holder, strip: _Strip[Held], seq: int) -> list[Span[Held]]:
        """Keep what is new of a holder."""
        new = list(_difference(self._strips.get(holder), strip, seq))
        self._strips[holder] = strip
        self._held[holder] += new
        return new

    def _read_statuses(self, cut: Cut, start: int, end: int, changed: Iterable[str]) -> None:
        """Read the statuses that may hang on changed terms anew, in a range of valid instants."""
        hanging = self._scope.hanging_on(changed)
        resting = self._scope.resting_of(hanging)
        turns = {start, *self._scope.event_turns(cut, start, end)}
        for holder in self._scope.holders:
            if holder[0] in resting:
                turns.update(self._strips[holder].within(start, end))
        moments = [
            _Instant(self._scope, cut.at(turn), self._strips, resting) for turn in sorted(turns)
        ]
        for id in hanging:
            answers = [(at.cut.valid, at.how_far(id)) for at in moments]
            before = self._how_far.get(id)
            after = before.with_range(start, end, answers) if before else _Strip.of(answers)
            self._terms[id] += _difference(before, after, cut.seq)
            self._how_far[id] = after


def _turns_of(told: Mapping[K, Sequence[Span[A]]]) -> set[int]:
    """The instants at which some of the answers change."""
    return {turn for each in told.values() for span in each for turn in (span.start, span.end)}


class _Scope:
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

    def strip(self, cut: Cut, holder: Holder) -> _Strip[Held]:
        """What holds of a holder at each valid instant, as known at a seq."""
        turns = sorted(self._turns(cut, holder))
        return _Strip.of((turn, self._held(cut.at(turn), holder)) for turn in turns)

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


class _Instant:
    """What a deal asks of a state, looked up in strips; of some terms, which rest on no others."""

    def __init__(
        self,
        scope: _Scope,
        cut: Cut,
        strips: Mapping[Holder, _Strip[Held]],
        terms: Sequence[str],
    ) -> None:
        self.cut = cut
        self._terms = terms
        self._scope = scope
        self._strips = strips
        self._agenda = scope.agenda(cut.seq)

    @cached_property
    def deal(self) -> Deal:
        """The statuses of all terms."""
        return Deal(self)

    def how_far(self, term: str) -> HowFar:
        """How far a term is."""
        declared = self._agenda.term_by_id.get(term)
        if declared is None:
            return HowFar(term, None, None, (), (), ())
        here = TermState(self, declared, term)
        return HowFar(term, declared, here.status, here.accepting, here.needed, here.waits_on)

    def __iter__(self) -> Iterator[str]:
        return (term for term in self._terms if term in self._agenda.term_by_id)

    def standing(self, party: str, term: str) -> Standing:
        """Where a party stands on a term."""
        found = self._strips[term, party].at(self.cut.valid).upheld
        assert isinstance(found, Standing)
        return found

    def progress(self, term: str) -> TermProgress:
        """What is reported of a term itself."""
        found = self._strips[term, None].at(self.cut.valid).upheld
        assert isinstance(found, TermProgress)
        return found

    def event(self, event: str) -> EventState:
        """An event as it is known."""
        return event_state(self.cut, event)

    def needed_on(self, term: str) -> tuple[str, ...]:
        """The parties whose acceptance a term needs."""
        declared = self._agenda.term_by_id.get(term)
        return () if declared is None or declared.backdrop else declared.needs

    def parties_on(self, term: str) -> tuple[str, ...]:
        """Those who ever had a condition on a term: a deal asks after nobody else."""
        return self._scope.conditional[term]

    def kind_of(self, term: str) -> str:
        """The kind of a term's content."""
        return self._agenda.term_by_id[term].kind
