"""The ledger at a basis, to be asked: rules 8 to 11. Built on deal and board."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum
from functools import cached_property
from typing import Any, Literal

import attrs

from peacetrack.errors import ReportNotFoundError, UnknownNameError, UnknownSeqError, WrongTypeError
from peacetrack.index.projection import replay
from peacetrack.index.snapshot import Snapshot
from peacetrack.index.statement import Key, Provenance, Statement
from peacetrack.index.timeline import Cut, Timeline
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.ledger import Filed, Ledger
from peacetrack.ledger.proposal import recording
from peacetrack.rules.answers import Answers
from peacetrack.rules.claims import Claimed, claims_in
from peacetrack.rules.event import EventState
from peacetrack.rules.group import standing_of, turns_of
from peacetrack.rules.runs import FieldRuns, Run, closes
from peacetrack.rules.standing import (
    Spell,
    Standing,
    TermProgress,
    disputing_statements,
)
from peacetrack.table.markup import notebook_html
from peacetrack.table.table import Table
from peacetrack.words.act import Act, ActText
from peacetrack.words.basis import Basis, Trust
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.edtf import END
from peacetrack.words.report import CLAIMS, AsReport, Claim, Report
from peacetrack.words.term import Agenda, Term, TermStatus, as_name
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

    It iterates the parties declared at the state's known, in the agenda's order; `speaking` names
    those who are needed or have said something. A party declared later, and an alias, have a
    standing too and are `in`. Without needs, or as a backdrop, a term has no status.
    """

    def __init__(self, state: State, id: str) -> None:
        self.state = state
        self.id = id

    @property
    def status(self) -> TermStatus | None:
        """How far the needed parties are, conditions counted."""
        return self.state.status_of(self.id)

    @property
    def needed(self) -> tuple[str, ...]:
        """The parties whose acceptance the term needs; none of a backdrop."""
        return self.state.needed_on(self.id)

    @property
    def speaking(self) -> tuple[str, ...]:
        """The needed parties, then every other party with a statement, in the agenda's order."""
        return self.state.parties_on(self.id)

    @property
    def accepting(self) -> tuple[str, ...]:
        """The needed parties that accept, conditions apart."""
        return answers_of(self.state).statuses.accepting(self.id)

    @property
    def disputed(self) -> tuple[str, ...]:
        """The needed parties of which it is disputed where they stand: the status hangs on that."""
        return answers_of(self.state).statuses.disputed(self.id)

    @property
    def waits_on(self) -> tuple[str, ...]:
        """The needed parties that do not accept, or have a condition unmet."""
        return answers_of(self.state).statuses.waits_on(self.id)

    @property
    def progress(self) -> TermProgress:
        """What is reported of the term itself."""
        return self.state.progress(self.id)

    @property
    def term(self) -> Term | None:
        """The term as declared; None where it was not yet declared."""
        return self.state.agenda.term_by_id.get(self.id)

    def __getitem__(self, party: str) -> Standing:
        return self.state.standing(self.id, party)

    def __iter__(self) -> Iterator[str]:
        return iter(self.state.agenda.party_by_id)

    def __contains__(self, party: object) -> bool:
        return isinstance(party, str) and as_name(party) in self.state.names.party_names

    def __len__(self) -> int:
        return len(self.state.agenda.party_by_id)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TermState):
            return NotImplemented
        return self.id == other.id and self.answers() == other.answers()

    def __hash__(self) -> int:
        return hash((self.id, self.status))

    def answers(self) -> tuple[object, ...]:
        """Every answer, in a form that two terms can be compared by."""
        standings = {
            party: (standing, standing.details, _evidence(standing.evidence))
            for party, standing in self.items()
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

    It iterates the terms declared at its known; one declared later is `in` it and has no status.
    Two states are equal when every answer is.
    """

    def __init__(self, snapshot: Snapshot, basis: Basis) -> None:
        self.basis = basis
        self._base = snapshot

    def __repr__(self) -> str:
        return f"<State of {len(self)} terms, {self.basis}>"

    def _repr_html_(self) -> str:
        return notebook_html(self)

    # The snapshot it reads

    @cached_property
    def _snapshot(self) -> Snapshot:
        """The ledger and timeline it reads, with what is supposed and without what is left out."""
        return self._base.supposing(self.basis)

    @cached_property
    def _cut(self) -> Cut:
        """The timeline as this basis sees it."""
        return Cut(self._snapshot.timeline, self.instant, self.seq, self._counts())

    @cached_property
    def instant(self) -> int:
        """The valid moment, in microseconds since 1970 (UTC)."""
        return as_instant(self.basis.valid)

    @property
    def seq(self) -> int:
        """The seq of the last entry it reads; supposed reports follow the known entries."""
        return self._snapshot.seq

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
        return self._snapshot.agenda

    @property
    def names(self) -> Agenda:
        """The agenda by which names and aliases are looked up: in force when the state was made."""
        return self._base.names

    # Terms and standings

    def __getitem__(self, term: str) -> TermState:
        return TermState(self, self.names.term_id(term))

    def __iter__(self) -> Iterator[str]:
        return iter(self.agenda.term_by_id)

    def __contains__(self, term: object) -> bool:
        return isinstance(term, str) and as_name(term) in self.names.term_by_id

    def __len__(self) -> int:
        return len(self.agenda.terms)

    @cached_property
    def _answers(self) -> Answers:
        """What the rules answer at this basis, by ids."""
        return Answers(self._cut, self.agenda, self.names)

    def standing(self, term: str, party: str) -> Standing:
        """Where a party stands on a term; perhaps silent. Only undeclared names raise."""
        return self._answers.standing(self.names.term_id(term), self.names.party_id(party))

    def progress(self, term: str) -> TermProgress:
        """What is reported of a term itself."""
        return self._answers.progress(self.names.term_id(term))

    def parties_on(self, term: str) -> tuple[str, ...]:
        """The needed parties of a term, then all with a statement, in the order of the agenda."""
        return self._answers.parties_on(term)

    def groups_of(self, party: str) -> tuple[str, ...]:
        """The groups that a party is a member of."""
        return self._answers.groups_of(self.names.party_id(party))

    def status_of(self, term: str) -> TermStatus | None:
        """The status of a term; None of a backdrop, or where it needs nobody."""
        return self._answers.statuses.status(self.names.term_id(term))

    def status_together(self, term: str) -> TermStatus | None:
        """The status of a term with all conditions read together, so that circles of them close."""
        return self._answers.statuses.status_together(self.names.term_id(term))

    def unsettled(self, term: str) -> tuple[str, ...]:
        """The binding fields of a term without common ground, or under negotiation."""
        return self._answers.statuses.unsettled(self.names.term_id(term))

    def met(self, condition: Condition) -> bool:
        """Whether one condition is met."""
        if not isinstance(condition, TermIs | StanceIs | EventHeld | InWords):
            raise WrongTypeError(
                condition, "a condition", repair='such as TermIs("a-term", "agreed")'
            )
        if condition.term is not None:
            self.names.term_id(condition.term)
        if isinstance(condition, StanceIs):
            condition = attrs.evolve(condition, party=self.names.party_id(condition.party))
        return self._answers.statuses.met(condition)

    def conditions_met(self, term: str, party: str, *, together: bool = False) -> bool:
        """Whether the conditions of a party on a term are all met; also where it has none.

        They are read one after the other, or `together`: then those of a circle meet each other.
        """
        standing = self.standing(term, party)
        if not standing.conditions:
            return True
        met = (
            self._answers.statuses.met_together if together else self._answers.statuses.met_holders
        )
        return (standing.term, standing.party) in met

    def needed_on(self, term: str) -> tuple[str, ...]:
        """The parties whose acceptance a term needs; none of a backdrop."""
        return self.agenda.needed_on(term)

    def kind_of(self, term: str) -> str:
        """The kind of a term's content."""
        return self._answers.kind_of(term)

    def event(self, event: str) -> EventState:
        """An event as it is known."""
        return self._answers.event(event)

    def event_date(self, event: str) -> Moment | None:
        """When an event takes place, whatever the attribution; None while it has no date."""
        return self._cut.calendar.event_when(event)

    @property
    def event_ids(self) -> Collection[str]:
        """The ids of all events that were ever named."""
        return self._snapshot.event_ids

    # Statements

    def statements(
        self,
        term: str,
        party: str | None = None,
        field: str | None = None,
        *,
        begun: bool = False,
        counted: bool = True,
    ) -> list[Statement]:
        """The known statements of a party on a term, field by field, in their order.

        Without a party, those of the term itself, or of an event; without a field, those of every
        field. `begun` leaves out what begins later; `counted=False` adds what is not trusted.
        """
        cut = self._cut if counted else attrs.evolve(self._cut, counts=lambda by: True)
        fields = cut.timeline.fields.get((term, party), ()) if field is None else (field,)
        keys = [Key(term, party, name) for name in fields]
        if begun:
            return [statement for key in keys for statement in reversed(list(cut.begun(key)))]
        return [statement for key in keys for statement in cut.all(key)]

    def all_statements(self, *, counted: bool = True) -> Iterator[Statement]:
        """All known statements; `counted=False` adds what is not trusted."""
        for term, party in list(self._snapshot.timeline.fields):  # it may grow meanwhile
            yield from self.statements(term, party, counted=counted)

    def disputing_statements(
        self, holding: Standing | TermProgress | EventState, field: str | None = None
    ) -> tuple[Statement, ...]:
        """The statements that dispute what holds, of the party itself or of its group.

        Without a field, those that dispute any of its fields.
        """
        fields = holding.disputed if field is None else (field,)
        return disputing_statements(self._cut, holding.runs, fields)

    def run(self, term: str, party: str | None, field: str) -> Run:
        """The statements of one value in succession that hold of a field, oldest first."""
        return FieldRuns.of(self._cut, term, party).run(field)

    def closing(self, statement: Statement) -> int:
        """The instant at which the ending comes that a statement gives; END where not known."""
        return closes(self._cut, statement.value, statement.by)

    def was_dated(self, statement: Statement, *, after: int) -> bool:
        """Whether a statement stood elsewhere in time until its event was dated after a seq."""
        line = self._snapshot.timeline.lines[statement.key]
        return any(
            other.by is statement.by
            and other.since != statement.since
            and after < until <= self.seq
            for other, until in zip(line.statements, line.known_until, strict=True)
        )

    # The ledger behind it

    @property
    def entries(self) -> list[Entry]:
        """The entries that it reads, oldest first."""
        return self._snapshot.entries

    def declarations(self, name: str) -> list[Entry]:
        """The known declarations that name a term or a party, oldest first."""
        return [entry for entry in self.entries if _declares(entry, name)]

    def filed(self, report: str) -> Filed | None:
        """A recorded report with its entry and what became of it; None where there is none."""
        return self._snapshot.filed(report)

    def filed_reports(self) -> list[Filed]:
        """The reports that it reads, in the order in which they were recorded, withdrawn or not."""
        filed = list(self._snapshot.ledger.filed.values())  # it may grow meanwhile
        return [report for report in filed if report.entry.seq <= self.seq]

    def withdrawals(self, report: str) -> list[Entry]:
        """The known entries that withdrew a report, or one of its claims."""
        filed = self.filed(report)
        if filed is None:
            return []
        entries = (filed.withdrawn_by, *filed.retracted.values())
        return [entry for entry in entries if entry is not None and entry.seq <= self.seq]

    def seq_at(self, known: int | TimeLike) -> int:
        """The seq that was known at a time, at most the state's own."""
        ledger, timeline = self._base.ledger, self._base.timeline
        return min(seq_of(ledger, timeline, known), self.basis.known)

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
        id, party = self.names.term_id(term), self.names.party_id(party)
        found: list[tuple[int, Standing]] = []
        for instant in self._turns(id, party):
            standing = standing_of(self._cut.at(instant), self.agenda, id, party, self.kind_of(id))
            if found and _same(found[-1][1], standing):
                found[-1] = found[-1][0], standing  # with what has become certain since
            elif standing.runs or found:
                found.append((instant, standing))
        ends = [*(begins for begins, _ in found[1:]), self.instant]
        spells = [
            Spell(standing, surface_within(begins), surface_within(end))
            for (begins, standing), end in zip(found, ends, strict=False)
        ]
        return Table([spell.as_it_ended for spell in spells], Spell, self.basis)

    def _turns(self, term: str, party: str) -> list[int]:
        """The instants at which a standing may change, up to the valid one."""
        turns = {self.instant, *turns_of(self._cut, self.agenda, term, party)}
        return sorted(turn for turn in turns if turn <= self.instant)

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
        party = None if party is None else self.names.party_id(party)
        act = None if act is None else Act(act)
        found = [
            claimed
            for claimed in (self._claims if term is None else self._claims_on.get(term, ()))
            if (party is None or party == claimed.claim.holder)
            and (kind is None or isinstance(claimed.claim, CLAIMS[kind]))
            and (act is None or claimed.claim.act is act)
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
        known = [self.event(event) for event in self.event_ids]
        known.sort(key=lambda event: (END if event.when is None else event.when.anchor, event.id))
        return Table([event for event in known if event.runs], EventState, self.basis)

    def report_of(self, id: str) -> Report:
        """A report by its id, supposed ones included."""
        filed = self.filed(id)
        if filed is None:
            raise ReportNotFoundError(id, self._snapshot.ledger.filed)
        return filed.report

    def claim_of(self, statement: Statement) -> Claim:
        """The claim that a statement comes from."""
        return self.report_of(statement.report).claims[statement.claim - 1]

    def since_as_reported(self, statement: Statement) -> When | None:
        """Since when a statement holds, as its report put it: perhaps bound to an event."""
        return self.claim_of(statement).since or self.report_of(statement.report).since

    @cached_property
    def _claims(self) -> list[Claimed]:
        ledger, without = self._snapshot.ledger, self.basis.trust.without
        return list(claims_in(ledger, self._cut, without=without))

    @cached_property
    def _claims_on(self) -> Mapping[str, Sequence[Claimed]]:
        """The claims by the terms and events that they are about."""
        found: dict[str, list[Claimed]] = {}
        for claimed in self._claims:
            for subject in dict.fromkeys(claimed.claim.subjects):
                found.setdefault(subject, []).append(claimed)
        return found

    def _subject(self, name: str) -> str:
        return name if name in self._base.event_ids else self.names.term_id(name)

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
        ledger, timeline = self._base.ledger, self._base.timeline
        seq = self.basis.known if known is None else seq_of(ledger, timeline, known)
        kept = self.basis.published_by
        basis = attrs.evolve(
            self.basis,
            valid=self.basis.valid if valid is None else surface(as_instant(valid)),
            known=seq,
            trust=self.basis.trust if trust is None else self._still_without(trust),
            published_by=kept if isinstance(published_by, Unset) else _time(published_by),
        )
        return state_of(self._base.at(seq), basis)

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
        ledger = self._snapshot.as_known().ledger
        admission = attrs.evolve(ledger.admission(), agenda=self.names)
        report = admission.admit(given).report
        supposed = _said_now(report, self.instant)
        filed = ledger.filed.get(str(report.id))
        if filed is not None and report.id not in self.basis.trust.without:
            if filed.report not in (report, supposed):
                recording(ledger, report, agenda=self.names)  # refuses it, and says why
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
        return State(self._base, basis)

    # Equality

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, State):
            return NotImplemented
        return self.answers() == other.answers()

    def __hash__(self) -> int:
        return hash(tuple((term, self.status_of(term)) for term in self))

    def __copy__(self) -> State:
        return self

    def __deepcopy__(self, memo: object) -> State:
        return self  # it never changes

    def __reduce__(self) -> tuple[object, ...]:
        return _restored, (self._base.ledger.entries[: self._base.head], self.basis)

    def answers(self) -> dict[str, object]:
        """Every answer, in a form that two states can be compared by."""
        terms = {id: here.answers() for id, here in self.items()}
        events = {event.id: (event, _evidence(event.evidence)) for event in self.events()}
        claims = {
            (claimed.report, claimed.number): (claimed.claim, claimed.attribution)
            for claimed in self._claims
        }
        return {"agenda": self.agenda, "terms": terms, "events": events, "claims": claims}


def _restored(entries: list[Entry], basis: Basis) -> State:
    """Return the state of a ledger that holds these entries; what was pickled of a state."""
    return State(Snapshot.of(*replay(entries), basis.known), basis)


def answers_of(state: State) -> Answers:
    """What the rules answer at a state's basis, for the rooms that ask by ids."""
    return state._answers  # noqa: SLF001


def cut_of(state: State) -> Cut:
    """The timeline as a state sees it, for the rooms that replay it."""
    return state._cut  # noqa: SLF001


def snapshot_of(state: State) -> Snapshot:
    """The ledger and timeline that a state reads, for the rooms that replay it."""
    return state._snapshot  # noqa: SLF001


def checked_trust(trust: object) -> Trust:
    """A trust, and nothing that only names one."""
    if not isinstance(trust, Trust):
        raise WrongTypeError(trust, "a trust", repair="such as pt.ON_RECORD, or Trust(...)")
    return trust


def state_of(snapshot: Snapshot, basis: Basis) -> State:
    """Return the state of a snapshot at a basis; refuse to leave out a report that is not there."""
    for id in basis.trust.without:
        if snapshot.filed(id) is None:
            raise ReportNotFoundError(id, snapshot.ledger.filed)
    return State(snapshot, basis)


def seq_of(ledger: Ledger, timeline: Timeline, known: int | TimeLike) -> int:
    """The seq that a `known` stands for: a seq as it is, a time as the last entry by then."""
    if isinstance(known, bool):
        raise WrongTypeError(known, "a seq or a time")
    if isinstance(known, int):
        if not 0 <= known <= ledger.head:
            raise UnknownSeqError(known, ledger.head)
        return known
    return bisect_right(timeline.recorded, as_instant(known)) - 1


def _declares(entry: Entry, name: str) -> bool:
    if entry.kind != "agenda":  # so that no other body is read
        return False
    agenda = entry.body
    return isinstance(agenda, Agenda) and (name in agenda.term_by_id or name in agenda.party_by_id)


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
