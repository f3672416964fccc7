"""The ledger at a basis, to be asked: rules 8 to 11. Built on deal and board."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum
from functools import cached_property
from typing import Any, Literal, cast

import attrs

from peacetrack.errors import ReportNotFoundError, UnknownNameError, UnknownSeqError, WrongTypeError
from peacetrack.index.snapshot import Snapshot
from peacetrack.index.statement import Key, Provenance, Statement
from peacetrack.index.timeline import Cut, Timeline
from peacetrack.ledger.ledger import Ledger
from peacetrack.ledger.proposal import recording
from peacetrack.rules.claims import Claimed, claims_in, holder_of, subjects_of
from peacetrack.rules.event import EventState, event_state
from peacetrack.rules.group import standing_of
from peacetrack.rules.runs import closes
from peacetrack.rules.standing import Spell, Standing, TermProgress, progress_of
from peacetrack.rules.status import Dealt, Statuses
from peacetrack.table.markup import notebook_html
from peacetrack.table.table import Table
from peacetrack.words.basis import Basis, Trust
from peacetrack.words.edtf import END
from peacetrack.words.position import Act, ActText, Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.report import CLAIMS, AsReport, Claim, Report
from peacetrack.words.term import Agenda, Term, TermStatus
from peacetrack.words.when import (
    InWords,
    Moment,
    TimeLike,
    When,
    as_instant,
    surface,
    surface_within,
)


class Unset(Enum):
    """The default of an argument for which None has a meaning of its own."""

    UNSET = "unset"


class TermState(Mapping[str, Standing]):
    """A term in a state: its status, and every party's standing on it.

    It iterates the needed parties, then all with a statement; any other declared party has a
    standing too, perhaps by its group. Without needs, or as a backdrop, a term has no status.
    """

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, state: Dealt, term: Term | None, id: str) -> None:
        self.dealt = state
        self._term = term
        self.id = id

    @property
    def status(self) -> TermStatus | None:
        """How far the needed parties are, conditions counted."""
        return self.dealt.deal.status(self.id)

    @property
    def needed(self) -> tuple[str, ...]:
        """The parties whose acceptance the term needs; none of a backdrop."""
        return self.dealt.needed_on(self.id)

    @property
    def accepting(self) -> tuple[str, ...]:
        """The needed parties that accept, conditions apart."""
        return tuple(party for party in self.needed if self[party].accepts)

    @property
    def disputed(self) -> tuple[str, ...]:
        """The needed parties of which it is disputed where they stand: the status hangs on that."""
        return tuple(party for party in self.needed if "stance" in self[party].disputed)

    @property
    def waits_on(self) -> tuple[str, ...]:
        """The needed parties that do not accept, or have a condition unmet."""
        return tuple(party for party in self.needed if self._waits_on(party))

    def _waits_on(self, party: str) -> bool:
        standing = self[party]
        if not standing.accepts:
            return True
        asks = bool(standing.conditions)
        return asks and (self.id, party) not in self.dealt.deal.met_holders

    @property
    def progress(self) -> TermProgress:
        """What is reported of the term itself."""
        return self.dealt.progress(self.id)

    @property
    def term(self) -> Term | None:
        """The term as declared; None where it was not yet declared."""
        return self._term

    def __getitem__(self, party: str) -> Standing:
        return self.dealt.standing(self.id, party)

    def __iter__(self) -> Iterator[str]:
        return iter(self.dealt.parties_on(self.id))

    def __contains__(self, party: object) -> bool:
        return party in self.dealt.parties_on(self.id)

    def __len__(self) -> int:
        return len(self.dealt.parties_on(self.id))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TermState):
            return NotImplemented
        return self.id == other.id and self.answers() == other.answers()

    def answers(self) -> tuple[object, ...]:
        """Every answer, in a form that two terms can be compared by."""
        told = {party: self[party] for party in cast(State, self.dealt).agenda.party_by_id}
        standings = {
            party: (standing, standing.details, _evidence(standing.evidence))
            for party, standing in told.items()
        }
        return (
            self.status,
            self.accepting,
            self.waits_on,
            standings,
            self.progress,
            _evidence(self.progress.evidence),
        )

    def _repr_html_(self) -> str:
        return notebook_html(self)

    def __repr__(self) -> str:
        return f"<TermState {self.id}: {self.status or 'no status'}>"


class State(Mapping[str, TermState]):
    """The ledger at a basis: a value that can be kept, shared and asked.

    It iterates the terms declared at its known. Two states are equal when every answer is.
    """

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, world: Snapshot, basis: Basis) -> None:
        self.basis = basis
        self._base = world
        self._standings: dict[tuple[str, str], Standing] = {}
        self._progress: dict[str, TermProgress] = {}
        self._events: dict[str, EventState] = {}

    def __repr__(self) -> str:
        return f"<State of {len(self)} terms, {self.basis}>"

    def _repr_html_(self) -> str:
        return notebook_html(self)

    # The world it sees

    @cached_property
    def world(self) -> Snapshot:
        """The ledger and timeline it reads, with what is supposed and without what is left out."""
        return self._base.supposing(self.basis)

    @cached_property
    def cut(self) -> Cut:
        """The timeline as this basis sees it."""
        return Cut(
            self.world.timeline, as_instant(self.basis.valid), self.world.seq, self._counts()
        )

    def _counts(self) -> Any:
        trust = self.basis.trust
        limit = None if self.basis.published_by is None else as_instant(self.basis.published_by)
        decided: dict[Provenance, bool] = {}  # a claim is asked about once for every field

        def counts(by: Provenance) -> bool:
            found = decided.get(by)
            if found is None:
                found = decided[by] = decide(by)
            return found

        def decide(by: Provenance) -> bool:
            if limit is not None and (by.published is None or by.published.range.last > limit):
                return False
            return trust.counts(by.type, by.reliability, by.credibility)

        return counts

    @cached_property
    def agenda(self) -> Agenda:
        """The agenda as known."""
        return self.world.ledger.agenda_at(self.world.seq)

    @property
    def _names(self) -> Agenda:
        return self._base.ledger.agenda

    # Terms and standings

    def __getitem__(self, term: str) -> TermState:
        id = self._names.term_id(term)
        return TermState(self, self.agenda.term_by_id.get(id), id)

    def __iter__(self) -> Iterator[str]:
        return iter(self.agenda.term_by_id)

    def __contains__(self, term: object) -> bool:
        return term in self.agenda.term_by_id

    def __len__(self) -> int:
        return len(self.agenda.terms)

    def standing(self, term: str, party: str) -> Standing:
        """Where a party stands on a term; perhaps silent. Only undeclared names raise."""
        key = (self._names.term_id(term), self._names.party_id(party))
        if key not in self._standings:
            self._standings[key] = self._standing(self.cut, *key)
        return self._standings[key]

    def progress(self, term: str) -> TermProgress:
        """What is reported of a term itself."""
        id = self._names.term_id(term)
        if id not in self._progress:
            self._progress[id] = progress_of(self.cut, id, self.kind_of(id))
        return self._progress[id]

    def parties_on(self, term: str) -> tuple[str, ...]:
        """The needed parties of a term, then all with a statement, in the order of the agenda."""
        needed = self.needed_on(term)
        stated = [party for party in self.world.timeline.parties.get(term, ()) if party]
        known = [party for party in stated if party not in needed and self._says(term, party)]
        order = list(self._names.party_by_id)
        return (*needed, *sorted(known, key=order.index))

    def _says(self, term: str, party: str) -> bool:
        fields = self.world.timeline.fields[term, party]
        return any(True for field in fields for _ in self.cut.all(Key(term, party, field)))

    # Rule 9

    def _standing(self, cut: Cut, term: str, party: str) -> Standing:
        return standing_of(cut, self.agenda, term, party, self.kind_of(term))

    def groups_of(self, party: str) -> tuple[str, ...]:
        """The groups that a party is a member of."""
        return tuple(self.agenda.groups_of(self._names.party_id(party), self.cut.valid))

    # Rules 10 and 11

    @cached_property
    def deal(self) -> Statuses:
        """The statuses of all terms, with conditions read together."""
        return Statuses(self)

    def status_of(self, term: str) -> TermStatus | None:
        """The status of a term; None of a backdrop, or where it needs nobody."""
        return self.deal.status(self._names.term_id(term))

    def met(self, condition: Condition) -> bool:
        """Whether one condition is met."""
        if isinstance(condition, TermIs):
            self._names.term_id(condition.term)
        elif not isinstance(condition, StanceIs | EventHeld | InWords):
            raise WrongTypeError(
                condition, "a condition", repair='such as TermIs("a-term", "agreed")'
            )
        return self.deal.met(condition)

    def needed_on(self, term: str) -> tuple[str, ...]:
        """The parties whose acceptance a term needs; none of a backdrop."""
        return self.agenda.needed_on(term)

    def kind_of(self, term: str) -> str:
        """The kind of a term's content."""
        return self._names.term_by_id[term].kind

    def event(self, event: str) -> EventState:
        """An event as it is known."""
        if event not in self._events:
            self._events[event] = event_state(self.cut, event)
        return self._events[event]

    # History

    def history(self, term: str, party: str) -> Table[Standing]:
        """A party's standings on a term up to the valid moment, oldest first."""
        found = [spell.standing for spell in self.spells(term, party)]
        return Table(found, Standing, self.basis)

    def spells(self, term: str, party: str) -> Table[Spell]:
        """A party's history on a term, with the instants from and until which each standing held.

        A standing is as certain as it came to be before it was over. The first may have held before
        it begins, where its start is unknown. The last ends with the valid moment.
        """
        id, party = self._names.term_id(term), self._names.party_id(party)
        found: list[tuple[int, Standing]] = []
        for instant in self._turns(id, party):
            standing = self._standing(self.cut.at(instant), id, party)
            if found and _same(found[-1][1], standing):
                found[-1] = found[-1][0], standing  # with what has become certain since
            elif standing.runs or found:
                found.append((instant, standing))
        ends = [*(begins for begins, _ in found[1:]), self.cut.valid]
        spells = [
            Spell(standing, surface_within(begins), surface_within(end))
            for (begins, standing), end in zip(found, ends, strict=False)
        ]
        return Table([spell.as_it_ended for spell in spells], Spell, self.basis)

    def _turns(self, term: str, party: str) -> list[int]:
        """The instants at which a standing may change, up to the valid one."""
        cut = self.cut
        turns = {cut.valid}
        groups = [
            group
            for group in self.agenda.parties
            if _has_member(group, party) and (term, group.id) in cut.timeline.fields
        ]
        for holder in (party, *(group.id for group in groups)):
            for field in cut.timeline.fields.get((term, holder), ()):
                for statement in cut.all(Key(term, holder, field)):
                    turns |= {statement.order.anchor, closes(cut, statement.value, statement.by)}
                    if statement.since.range.from_unknown:  # it may have held just before
                        turns.add(statement.order.anchor - 1)
        for group in groups:
            for member in group.members:
                turns |= {member.leaves, member.since.range.first if member.since else cut.valid}
        return sorted(turn for turn in turns if turn <= cut.valid)

    # Claims

    def claims(
        self,
        *,
        term: str | None = None,
        party: str | None = None,
        kind: Literal["position", "progress", "event", "assessment", "question"] | None = None,
        act: Act | ActText | None = None,
    ) -> Table[Claimed]:
        """The claims that are known, trusted, and do not certainly begin later."""
        if kind is not None and kind not in CLAIMS:
            raise UnknownNameError("kind of claim", kind, CLAIMS)
        term = None if term is None else self._subject(term)
        party = None if party is None else self._names.party_id(party)
        act = None if act is None else Act(act)
        found = [
            claimed
            for claimed in (self._claims if term is None else self._claims_on.get(term, ()))
            if (party is None or party == holder_of(claimed.claim))
            and (kind is None or isinstance(claimed.claim, CLAIMS[kind]))
            and (act is None or getattr(claimed.claim, "act", None) is act)
        ]
        return Table(found, Claimed, self.basis)

    def assessments(self) -> Table[Claimed]:
        """What somebody thinks of the deal."""
        return self.claims(kind="assessment")

    def questions(self) -> Table[Claimed]:
        """What is left open."""
        return self.claims(kind="question")

    def events(self) -> Table[EventState]:
        """The events that are known, the earliest first and those without a date last."""
        known = [self.event(event) for event in list(self.world.ledger.events)]
        known.sort(key=lambda event: (END if event.when is None else event.when.anchor, event.id))
        return Table([event for event in known if event.runs], EventState, self.basis)

    def report_of(self, id: str) -> Report:
        """A report by its id, supposed ones included."""
        filed = self.world.ledger.filed.get(id)
        if filed is None:
            raise ReportNotFoundError(id, self.world.ledger.filed)
        return filed.report

    def claim_of(self, statement: Statement) -> Claim:
        """The claim that a statement comes from."""
        return self.report_of(statement.report).claims[statement.claim - 1]

    def since_as_reported(self, statement: Statement) -> When | None:
        """Since when a statement holds, as its report put it: perhaps bound to an event."""
        own: When | None = getattr(self.claim_of(statement), "since", None)
        return own or self.report_of(statement.report).since

    @cached_property
    def _claims(self) -> list[Claimed]:
        ledger, without = self.world.ledger, self.basis.trust.without
        return list(claims_in(ledger, self.cut, without=without))

    @cached_property
    def _claims_on(self) -> Mapping[str, Sequence[Claimed]]:
        """The claims by the terms and events that they are about."""
        found: dict[str, list[Claimed]] = {}
        for claimed in self._claims:
            for subject in dict.fromkeys(subjects_of(claimed.claim)):
                found.setdefault(subject, []).append(claimed)
        return found

    def _subject(self, name: str) -> str:
        return name if name in self._base.ledger.events else self._names.term_id(name)

    # Other states

    def at(
        self,
        *,
        valid: TimeLike | None = None,
        known: int | TimeLike | None = None,
        trust: Trust | None = None,
        published_by: TimeLike | Unset | None = Unset.UNSET,
    ) -> State:
        """The same ledger at another basis; what is not named is kept."""
        ledger = self._base.ledger
        seq = self.basis.known if known is None else seq_of(ledger, self._base.timeline, known)
        kept = self.basis.published_by
        basis = attrs.evolve(
            self.basis,
            valid=self.basis.valid if valid is None else surface(as_instant(valid)),
            known=seq,
            trust=self.basis.trust if trust is None else self._still_without(trust),
            published_by=kept if isinstance(published_by, Unset) else _time(published_by),
        )
        return state_of(ledger, self._base.timeline, basis)

    def _still_without(self, trust: Trust) -> Trust:
        """Another trust that leaves out what this one does."""
        left_out = dict.fromkeys((*self.basis.trust.without, *checked_trust(trust).without))
        return attrs.evolve(trust, without=tuple(left_out))

    def suppose(self, *reports: AsReport) -> State:
        """The state as it would be if this were reported too; nothing is written."""
        found = self
        for given in reports:
            found = found._supposing(given)
        return found

    def _supposing(self, given: AsReport) -> State:
        ledger = self.world.as_known().ledger
        admission = attrs.evolve(ledger.admission(), agenda=self._names)
        report = admission.admit(given).report
        supposed = _said_now(report, self.cut.valid)
        filed = ledger.filed.get(str(report.id))
        if filed is not None and report.id not in self.basis.trust.without:
            if filed.report not in (report, supposed):
                recording(ledger, report, agenda=self._names)  # refuses it, and says why
            return self
        basis = attrs.evolve(self.basis, supposed=(*self.basis.supposed, supposed))
        return State(self._base, basis)

    def without(self, *reports: str) -> State:
        """The state as it would be without these reports, the dates they gave included."""
        for id in reports:
            self.report_of(id)
        supposed = tuple(report for report in self.basis.supposed if report.id not in reports)
        recorded = [id for id in reports if id in self._base.ledger.filed]
        trust = self.basis.trust
        left_out = dict.fromkeys((*trust.without, *recorded))
        basis = attrs.evolve(
            self.basis, trust=attrs.evolve(trust, without=tuple(left_out)), supposed=supposed
        )
        return state_of(self._base.ledger, self._base.timeline, basis)

    # Equality

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, State):
            return NotImplemented
        return self.answers() == other.answers()

    def answers(self) -> dict[str, object]:
        """Every answer, in a form that two states can be compared by."""
        terms = {id: here.answers() for id, here in self.items()}
        events = {event.id: (event, _evidence(event.evidence)) for event in self.events()}
        claims = {
            (claimed.report, claimed.number): (claimed.claim, claimed.attribution)
            for claimed in self._claims
        }
        return {"agenda": self.agenda, "terms": terms, "events": events, "claims": claims}


def checked_trust(trust: object) -> Trust:
    """A trust, and nothing that only names one."""
    if not isinstance(trust, Trust):
        raise WrongTypeError(trust, "a trust", repair="such as pt.ON_RECORD, or Trust(...)")
    return trust


def state_of(ledger: Ledger, timeline: Timeline, basis: Basis) -> State:
    """The state at a basis."""
    for id in basis.trust.without:
        if id not in ledger.filed:
            raise ReportNotFoundError(id, ledger.filed)
    return State(Snapshot(ledger, timeline, basis.known), basis)


def seq_of(ledger: Ledger, timeline: Timeline, known: int | TimeLike) -> int:
    """The seq that a `known` stands for: a seq as it is, a time as the last entry by then."""
    if isinstance(known, bool):
        raise WrongTypeError(known, "a seq or a time")
    if isinstance(known, int):
        if not 0 <= known <= ledger.head:
            raise UnknownSeqError(known, ledger.head)
        return known
    return bisect_right(timeline.recorded, as_instant(known)) - 1


def _has_member(group: Any, party: str) -> bool:
    return any(member.party == party for member in group.members)


def _same(one: Standing, other: Standing) -> bool:
    """Whether nothing changed for whoever reads a history: restating is not changing."""
    plain = [
        (
            s.stance,
            s.red_line,
            s.conditions,
            s.window,
            s.until,
            s.lapsed,
            s.by_group,
            s.since,
            s.details,
        )
        for s in (one, other)
    ]
    return plain[0] == plain[1]


def _evidence(statements: Table[Statement]) -> list[tuple[object, ...]]:
    return sorted((s.identity for s in statements), key=lambda i: (str(i[3]), i[4], str(i[0])))


def _said_now(report: Report, valid: int) -> Report:
    """What is supposed without a time is supposed to hold at the valid moment."""
    if report.since is not None or report.source.published is not None:
        return report
    return attrs.evolve(report, since=Moment.at(valid, inferred=True))


def _time(value: TimeLike | None) -> datetime | None:
    return None if value is None else surface(as_instant(value))
