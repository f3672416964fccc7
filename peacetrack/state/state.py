"""States: the answers of a ledger at a basis, by term and party.

Computing them is left to `peacetrack.rules`; names and aliases are looked up here, and what-if
states are made here. Questions over the whole of a state are in `peacetrack.analysis`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum
from functools import cached_property, wraps
from typing import Literal, ParamSpec, TypeVar

import attrs

from peacetrack.errors import ReportNotFoundError, UnknownNameError, WrongTypeError, with_example
from peacetrack.index.projection import replay
from peacetrack.index.snapshot import Snapshot
from peacetrack.index.statement import Key, Statement
from peacetrack.ledger.addition import recording
from peacetrack.ledger.entry import Entry
from peacetrack.rules.claims import Claimed, Newest, OpenQuestion, newest_by
from peacetrack.rules.dispute import disputing_statements
from peacetrack.rules.event import EventState
from peacetrack.rules.matrix import Matrix, matrix_of
from peacetrack.rules.progress import TermProgress
from peacetrack.rules.reading import Reading
from peacetrack.rules.standing import Spell, Standing
from peacetrack.state.term import TermState, evidence_key, in_a_notebook
from peacetrack.table.table import Table
from peacetrack.words.act import Act, ActText
from peacetrack.words.basis import EVERYTHING, Basis, Trust, nearest_attribution, widened
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.edtf import END, in_utc
from peacetrack.words.position import Position
from peacetrack.words.report import CLAIMS, AsReport, Claim, Report, Source
from peacetrack.words.term import Agenda, TermStatus
from peacetrack.words.value import as_name, as_names, as_optional_name, counted
from peacetrack.words.when import InWords, Moment, TimeLike, When, as_datetime, as_instant

P = ParamSpec("P")
R = TypeVar("R")


class Unset(Enum):
    """The default of an argument for which None has a meaning of its own."""

    UNSET = "unset"


class State(Mapping[str, TermState]):
    """The answers of a ledger at a basis: a value to keep, share, copy and pickle.

    What is written later changes no answer of it; only a redaction takes away words. It iterates
    the terms declared at its known. `term in state` is true when `state[term]` answers: a term
    that was declared later has a state too, without a status.

    Two states are equal when every answer is, even at different bases; equal ones have one hash.

    Parameters:
        snapshot: the ledger and its timeline; `Tracker.state` gives states, nothing else needs to.
        basis: the values that the answers rest on.

    >>> state["truce"]["NORTH"].stance
    <Stance.ACCEPTS: 'accepts'>
    >>> list(state)
    ['truce', 'border']
    """

    def __init__(self, snapshot: Snapshot, basis: Basis) -> None:
        self.basis = basis
        self._reading = Reading(snapshot, basis)

    def __repr__(self) -> str:
        uncoded = f"{counted(len(self.uncoded), 'uncoded report')}, " if self.uncoded else ""
        return f"<State of {counted(len(self), 'term')}, {uncoded}{self.basis}>"

    def _repr_html_(self) -> str:
        return in_a_notebook(self)

    # What it reads

    @property
    def _names(self) -> Agenda:
        """The agenda for looking up names and aliases: the one in force when the state was made."""
        return self._reading.base.names

    @cached_property
    def instant(self) -> int:
        """The valid moment in microseconds since 1970, in UTC.

        >>> state.instant == round(state.basis.valid.timestamp() * 1e6)
        True
        """
        return self.basis.instant

    @property
    def seq(self) -> int:
        """The sequence number of the last entry it reads; supposed reports follow the known ones.

        >>> state.seq, state.suppose(pt.Report([pt.Question("who pays?")])).seq
        (3, 4)
        """
        return self._reading.snapshot.seq

    @property
    def agenda(self) -> Agenda:
        """The agenda as known at the basis.

        >>> talks.state(known=1).agenda.title
        'An invented negotiation'
        """
        return self._reading.snapshot.agenda

    # Terms and standings

    def __getitem__(self, term: str) -> TermState:
        return TermState(self, self._names.term_id(term))

    def __iter__(self) -> Iterator[str]:
        return iter(self.agenda.term_by_id)

    def __contains__(self, term: object) -> bool:
        return isinstance(term, str) and as_name(term) in self._names.term_names

    def __len__(self) -> int:
        return len(self.agenda.terms)

    def standing(self, term: str, party: str) -> Standing:
        """Return where a party stands on a term; perhaps silent.

        Parameters:
            term: the id, an alias or the title of a term.
            party: the id, an alias or the name of a party.

        Raises:
            UnknownNameError: if the term or the party is not declared.

        >>> state.standing("truce", "the South")
        <Standing of SOUTH on truce: open>
        """
        return self._reading.rulings.standing(self._names.term_id(term), self._names.party_id(party))

    def progress(self, term: str) -> TermProgress:
        """Return what is reported of a term itself.

        Parameters:
            term: the id, an alias or the title of a term.

        Raises:
            UnknownNameError: if the term is not declared.

        >>> state.progress("truce")
        <TermProgress of truce: no stage>
        """
        return self._reading.rulings.progress(self._names.term_id(term))

    def parties_on(self, term: str) -> tuple[str, ...]:
        """Return the needed parties of a term, then all with a statement, in the agenda's order.

        Parameters:
            term: the id, an alias or the title of a term.

        Raises:
            UnknownNameError: if the term is not declared.

        >>> state.parties_on("border")
        ('NORTH', 'SOUTH')
        """
        return self._reading.rulings.parties_on(self._names.term_id(term))

    def groups_of(self, party: str) -> tuple[str, ...]:
        """Return the groups that a party is a member of at the valid moment (rule 9).

        Parameters:
            party: the id, an alias or the name of a party.

        Raises:
            UnknownNameError: if the party is not declared.

        >>> state.groups_of("NORTH")
        ()
        """
        return self._reading.rulings.groups_of(self._names.party_id(party))

    def needed_on(self, term: str) -> tuple[str, ...]:
        """Return the parties that decide on a term; none of a backdrop.

        Parameters:
            term: the id, an alias or the title of a term.

        Raises:
            UnknownNameError: if the term is not declared.

        >>> state.needed_on("truce")
        ('NORTH', 'SOUTH')
        """
        return self._reading.rulings.needed_on(self._names.term_id(term))

    def kind_of(self, term: str) -> str:
        """Return the kind of a term's content, as known at the basis.

        Parameters:
            term: the id, an alias or the title of a term.

        Raises:
            UnknownNameError: if the term is not declared.

        >>> state.kind_of("truce")
        'ceasefire'
        """
        return self._reading.rulings.kind_of(self._names.term_id(term)).id

    def matrix(self, field: str = "stance") -> Matrix:
        """Return the value of one field for every party on every term, all at once.

        They are the values that the standings give. With numpy (extra `analytics`) most are read off columns,
        and tens of thousands take a few milliseconds.

        Parameters:
            field: a field of a position, such as `stance`, or of the content of some kind.

        Raises:
            UnknownFieldError: if no term of the agenda has such a field.

        >>> matrix = state.matrix()
        >>> [str(matrix["truce", party]) for party in matrix.parties]
        ['accepts', 'open', 'None']
        """
        return matrix_of(self._reading.rulings, field, self.basis)

    # Statuses and conditions

    def status_of(self, term: str) -> TermStatus | None:
        """Return the status of a term (rule 10); None of a backdrop, or where no party is needed.

        Parameters:
            term: the id, an alias or the title of a term.

        Raises:
            UnknownNameError: if the term is not declared.

        >>> str(state.status_of("truce"))
        'pending'
        """
        return self._reading.rulings.statuses.status(self._names.term_id(term))

    def status_together(self, term: str) -> TermStatus | None:
        """Return the status of a term with all conditions read together: circles of them close.

        Parameters:
            term: the id, an alias or the title of a term.

        Raises:
            UnknownNameError: if the term is not declared.

        >>> str(state.status_together("truce"))
        'pending'
        """
        return self._reading.rulings.statuses.status_together(self._names.term_id(term))

    def unsettled(self, term: str) -> tuple[str, ...]:
        """Return the binding content fields that are not settled between the needed parties.

        Those are the fields without common ground, or under negotiation, among the parties that
        accept or are open. What the others said is older than an acceptance to come (rule 4).

        Parameters:
            term: the id, an alias or the title of a term.

        Raises:
            UnknownNameError: if the term is not declared.

        >>> state.unsettled("truce")
        ()
        """
        return self._reading.rulings.statuses.unsettled(self._names.term_id(term))

    def met(self, condition: Condition) -> bool:
        """Return whether one condition is met (rule 11).

        Parameters:
            condition: a `TermIs`, `StanceIs`, `EventHeld` or `InWords`; words are never met.

        Raises:
            WrongTypeError: if it is none of these.
            UnknownNameError: if it names a term or a party that is not declared.

        >>> state.met(pt.StanceIs("SOUTH", "truce", "open"))
        True
        """
        if not isinstance(condition, TermIs | StanceIs | EventHeld | InWords):
            raise WrongTypeError(condition, "a condition", repair='such as TermIs("a-term", "agreed")')
        if isinstance(condition, TermIs | StanceIs):
            condition = attrs.evolve(condition, term=self._names.term_id(condition.term))
        if isinstance(condition, StanceIs):
            condition = attrs.evolve(condition, party=self._names.party_id(condition.party))
        return self._reading.rulings.statuses.met(condition)

    def conditions_met(self, term: str, party: str, *, together: bool = False) -> bool:
        """Return whether the conditions of a party on a term are all met; true where it has none.

        Parameters:
            term: the id, an alias or the title of a term.
            party: the id, an alias or the name of a party.
            together: read conditions together, so that those in a circle meet each other
                (default: one after the other).

        Raises:
            UnknownNameError: if the term or the party is not declared.

        >>> state.conditions_met("truce", "NORTH")
        False
        """
        standing = self.standing(term, party)
        if not standing.conditions:
            return True
        statuses = self._reading.rulings.statuses
        met = statuses.met_together if together else statuses.met_holders
        return (standing.term, standing.party) in met

    # Events

    def events(self) -> Table[EventState]:
        """Return the events that are known (rule 5), the earliest first, those without a date last.

        >>> [f"{event.id}: {event.status} for {event.when}" for event in state.events()]
        ['summit: expected for 2030-02-01']
        """
        return Table(self._events, EventState, self.basis)

    @cached_property
    def _events(self) -> Sequence[EventState]:
        known = [event for id in self.event_ids if (event := self.event(id)).runs]
        known.sort(key=lambda event: (END if event.when is None else event.when.anchor, event.id))
        return known

    def event(self, event: str) -> EventState:
        """Return an event as it is known; one that is not known has no status and no date.

        Parameters:
            event: the id of an event.

        >>> state.event("summit").held
        False
        """
        return self._reading.rulings.event(as_name(event))

    def event_date(self, event: str) -> Moment | None:
        """Return when an event takes place, by any attribution; None while it has no date.

        Parameters:
            event: the id of an event.

        >>> str(state.event_date("summit"))
        '2030-02-01'
        """
        return self._reading.cut.calendar.event_when(as_name(event))

    @property
    def event_ids(self) -> Collection[str]:
        """The ids of all events that were ever named, in the order of first mention.

        >>> list(state.event_ids)
        ['summit']
        """
        return self._reading.snapshot.event_ids

    # History

    def history(self, term: str, party: str) -> Table[Standing]:
        """Return the standings of a party on a term up to the valid moment, oldest first.

        `analysis.history` also gives what it did meanwhile without a stance, such as a withdrawal.

        Each row has its own span, from `begins` to `ends`; `since` is when its stance began, which
        several rows may share. The last row ends with the valid moment.

        Parameters:
            term: the id, an alias or the title of a term.
            party: the id, an alias or the name of a party.

        Raises:
            UnknownNameError: if the term or the party is not declared.

        >>> [str(standing.stance) for standing in state.history("truce", "SOUTH")]
        ['opposes', 'open']
        """
        found = [
            attrs.evolve(spell.standing, begins=spell.begins, ends=spell.ends)
            for spell in self.spells(term, party)
        ]
        return Table(found, Standing, self.basis)

    def spells(self, term: str, party: str) -> Table[Spell]:
        """Return the history of a party on a term, with the instants between which each held.

        A standing is as certain as it came to be before it was over. The first may have held before
        it begins, where its start is unknown. The last ends with the valid moment.

        Parameters:
            term: the id, an alias or the title of a term.
            party: the id, an alias or the name of a party.

        Raises:
            UnknownNameError: if the term or the party is not declared.

        >>> [f"{spell.begins:%d %b}: {spell.standing.stance}" for spell in state.spells("truce", "SOUTH")]
        ['01 Jan: opposes', '04 Jan: open']
        """
        spells = self._reading.rulings.spells(self._names.term_id(term), self._names.party_id(party))
        return Table(spells, Spell, self.basis)

    # Claims and reports

    def claims(
        self,
        *,
        term: str | None = None,
        party: str | None = None,
        kind: Literal["position", "progress", "event", "assessment", "question"] | None = None,
        act: Act | ActText | None = None,
    ) -> Table[Claimed]:
        """Return the claims that are known, trusted, and do not certainly begin later.

        Parameters:
            term: only those about a term or an event, by its id (default: about any).
            party: only those of a party, by its id, an alias or its name (default: of any).
            kind: only those of a kind (default: of every kind).
            act: only those with this act of a party (default: with and without an act).

        Raises:
            UnknownNameError: if the term, party, kind or act is unknown.

        >>> [f"{claimed.report}#{claimed.number}" for claimed in state.claims(party="SOUTH")]
        ['wire#2', 'radio#1']
        """
        if kind is not None and kind not in CLAIMS:
            raise UnknownNameError("kind of claim", kind, CLAIMS)
        found = self._reading.claims.select(
            None if term is None else self._subject(term),
            None if party is None else self._names.party_id(party),
            None if kind is None else CLAIMS[kind],
            None if act is None else Act(act),
        )
        return Table(found, Claimed, self.basis)

    def assessments(self) -> Table[Claimed]:
        """Return what reports quote people as thinking of the negotiation.

        >>> len(state.assessments())
        0
        """
        return self.claims(kind="assessment")

    def questions(self) -> Table[OpenQuestion]:
        """Return the questions that reports leave open, without those that later reports answer.

        >>> len(state.questions())
        0
        """
        return Table(self._reading.claims.open_questions(), OpenQuestion, self.basis)

    @cached_property
    def newest(self) -> Newest | None:
        """The newest report with a claim that counts, and when it was published; None without one.

        >>> state.newest.report, state.newest.at.date().isoformat()
        ('radio', '2030-01-10')
        """
        return newest_by(self._reading.claims.newest())

    @cached_property
    def newest_position(self) -> Newest | None:
        """The newest report with a position that counts; None without one.

        >>> state.newest_position.report
        'radio'
        """
        return newest_by(self._reading.claims.newest(Position))

    def _subject(self, name: str) -> str:
        name = as_name(name)
        return name if name in self._reading.base.event_ids else self._names.term_id(name)

    @cached_property
    def uncoded(self) -> tuple[str, ...]:
        """The ids of the reports that stand and have no claims, such as the items of an inbox.

        >>> _ = talks.record(pt.Report([], id="unread"))
        >>> talks.state().uncoded
        ('unread',)
        """
        reports, without = self._reading.snapshot.ledger.reports_at(self.seq), self.basis.trust.without
        return tuple(r.entry.id for r in reports if r.entry.uncoded and r.entry.id not in without)

    def report_of(self, id: str) -> Report:
        """Return a report, recorded or supposed.

        Parameters:
            id: the id of the report.

        Raises:
            ReportNotFoundError: if there is no such report.

        >>> len(state.report_of("wire").claims)
        3
        """
        filed = self._reading.snapshot.filed(as_name(id))
        if filed is None:
            raise ReportNotFoundError(id, self._reading.snapshot.ledger.filed)
        return filed.report

    def claim_of(self, statement: Statement) -> Claim:
        """Return the claim that a statement comes from.

        Parameters:
            statement: from the evidence of an answer.

        Raises:
            ReportNotFoundError: if it is from the evidence of another ledger.

        >>> state.claim_of(state["truce"]["SOUTH"].evidence[0]).wording
        'could live with it'
        """
        return self.report_of(statement.report).claims[statement.claim - 1]

    def since_as_reported(self, statement: Statement) -> When | None:
        """Return since when a statement holds as its report put it, perhaps bound to an event.

        Parameters:
            statement: from the evidence of an answer.

        Raises:
            ReportNotFoundError: if it is from the evidence of another ledger.

        >>> str(state.since_as_reported(state["truce"]["SOUTH"].evidence[0]))
        '2030-01-04'
        """
        return self.claim_of(statement).since or self.report_of(statement.report).since

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
        """Return the known statements of a party on a term, field by field, in their order (rule 3).

        Parameters:
            term: the id of a term or an event.
            party: the id of a party (default: those of the term itself, or of the event).
            field: only those of a field, such as `stance` or `content.size` (default: of all).
            begun: only those that have begun by the valid moment (default: later ones too).
            counted: only those that are trusted (default); False adds the others.

        >>> [str(statement) for statement in state.statements("truce", "SOUTH", "stance")]
        ['opposes (wire#2, named)', 'open (radio#1, officials-briefed)']
        """
        term, party = as_name(term), as_optional_name(party)
        cut = self._reading.cut if counted else attrs.evolve(self._reading.cut, counts=lambda *_: True)
        fields = cut.timeline.fields.get((term, party), ()) if field is None else (field,)
        keys = [Key(term, party, name) for name in fields]
        if begun:
            return [statement for key in keys for statement in reversed(list(cut.begun(key)))]
        return [statement for key in keys for statement in cut.all(key)]

    def all_statements(self, *, counted: bool = True) -> Iterator[Statement]:
        """Yield all known statements, holder by holder.

        Parameters:
            counted: only those that are trusted (default); False adds the others.

        >>> sum(1 for statement in state.all_statements())
        6
        """
        for term, party in list(self._reading.snapshot.timeline.fields):  # it may grow meanwhile
            yield from self.statements(term, party, counted=counted)

    def disputing_statements(
        self, holding: Standing | TermProgress | EventState, field: str | None = None
    ) -> tuple[Statement, ...]:
        """Return the statements that dispute what holds, of the party itself or its group (rule 7).

        Parameters:
            holding: a standing, the progress of a term, or an event.
            field: only those that dispute one field (default: any of its fields).

        >>> state.disputing_statements(state["truce"]["SOUTH"])
        ()
        """
        fields = holding.disputed if field is None else (field,)
        return disputing_statements(self._reading.cut, holding.runs, fields)

    # The ledger behind it

    @property
    def entries(self) -> list[Entry]:
        """The entries that it reads, oldest first.

        >>> [entry.kind for entry in state.entries]
        ['agenda', 'report', 'report']
        """
        return self._reading.snapshot.entries

    # Other states

    def at(
        self,
        *,
        valid: TimeLike | None = None,
        known: int | TimeLike | None = None,
        trust: Trust | None = None,
        published_by: TimeLike | Unset | None = Unset.UNSET,
    ) -> State:
        """Return the state of the same ledger at another basis; what is left out stays as it is.

        Parameters:
            valid: the time that is asked about; a date is its end.
            known: the last entry that counts, by its sequence number or by a time.
            trust: which claims count; reports that this state leaves out stay left out.
            published_by: count only reports that were published by this time; None: all.

        Raises:
            UnknownSeqError: if `known` is above the head.
            ReportNotFoundError: if `trust` leaves out a report that was never recorded.

        >>> str(state.at(valid="2030-01-03")["truce"]["SOUTH"].stance)
        'opposes'
        """
        base, kept = self._reading.base, self.basis.published_by
        seq = self.basis.known if known is None else base.seq_of(known)
        basis = attrs.evolve(
            self.basis,
            valid=in_utc(self.instant if valid is None else as_instant(valid)),
            known=seq,
            trust=self.basis.trust if trust is None else self._still_without(trust),
            published_by=kept if isinstance(published_by, Unset) else _time(published_by),
        )
        return state_of(base.at(seq), basis)

    @cached_property
    def _wider(self) -> State | None:
        wider = widened(self.basis.trust)
        return None if wider == self.basis.trust else self.at(trust=wider)

    @cached_property
    def _everything(self) -> State:
        return self.at(trust=EVERYTHING)

    def _still_without(self, trust: Trust) -> Trust:
        """Return another trust that leaves out what this one does."""
        left_out = dict.fromkeys((*self.basis.trust.without, *checked_trust(trust).without))
        return attrs.evolve(trust, without=tuple(left_out))

    def suppose(self, *reports: AsReport) -> State:
        """Return the state as it would be if this were reported too; nothing is written.

        Parameters:
            reports: each a Report, a Draft, or a mapping in the JSON form. What has no time is
                supposed to hold at the valid moment. What names neither a source nor who says it is
                the own word of its party: the nearest attribution that the trust counts.

        Raises:
            SeveralProblemsError: with every problem of a report and its path.
            ConflictError: if the id of a report already says something else.

        >>> done = pt.Report([pt.Position("SOUTH", "truce", "accepts")])
        >>> state.suppose(done)["truce"].accepting
        ('NORTH', 'SOUTH')
        """
        found = self
        for report in reports:
            found = found._supposing(report)
        return found

    def _supposing(self, given: AsReport) -> State:
        ledger = self._reading.snapshot.as_known().ledger
        admission = ledger.admission(agenda=self._names)
        report = admission.admit(given).report
        supposed = self._as_supposed(report)
        filed = ledger.filed.get(str(report.id))
        if filed is not None and report.id not in self.basis.trust.without:
            if filed.report not in (report, supposed):
                recording(ledger, report, agenda=self._names)  # refuses it, and says why
            return self
        basis = attrs.evolve(self.basis, supposed=(*self.basis.supposed, supposed))
        return State(self._reading.base, basis)

    def _as_supposed(self, report: Report) -> Report:
        """Return a report as of now, and as its party's own word; one that is recorded later as it is."""
        now = _said_now(report, self.instant)
        later = self._reading.base.ledger.filed.get(str(report.id))
        if later is not None and later.report == report:
            return now
        return _said_by_itself(now, self.basis.trust)

    def without(self, *reports: str) -> State:
        """Return the state as it would be without these reports, the dates they gave included.

        Parameters:
            reports: the ids of reports, recorded or supposed.

        Raises:
            ReportNotFoundError: if one of them is neither.

        >>> str(state.without("radio")["truce"]["SOUTH"].stance)
        'opposes'
        """
        for id in reports:
            self.report_of(id)
        reports = as_names(reports)
        supposed = tuple(report for report in self.basis.supposed if report.id not in reports)
        recorded = [id for id in reports if id in self._reading.base.ledger.filed]
        trust = self.basis.trust
        left_out = dict.fromkeys((*trust.without, *recorded))
        basis = attrs.evolve(
            self.basis, trust=attrs.evolve(trust, without=tuple(left_out)), supposed=supposed
        )
        return State(self._reading.base, basis)

    # A value

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
        return _restored, (self._reading.base.ledger.entries[: self._reading.base.head], self.basis)

    def answers(self) -> dict[str, object]:
        """Return every answer, evidence included, in a form that compares equal when they are.

        >>> state.answers() == state.at(valid="2030-01-09").answers()
        True
        """
        terms = {id: term.answers() for id, term in self.items()}
        events = {event.id: (event, evidence_key(event.evidence)) for event in self.events()}
        claims = {
            (claimed.report, claimed.number): (claimed.claim, claimed.attribution)
            for claimed in self._reading.claims.all
        }
        return {"agenda": self.agenda, "terms": terms, "events": events, "claims": claims}


def of_state(question: Callable[P, R]) -> Callable[P, R]:
    """Make a question to states, its first arguments, refuse before all else what is no state."""
    asked = with_example(question)
    names = [name for name, kind in question.__annotations__.items() if kind == "State" and name != "return"]

    @wraps(question)
    def checked(*given: P.args, **named: P.kwargs) -> R:
        for state in (*given[: len(names)], *(named[name] for name in names if name in named)):
            if not isinstance(state, State):
                raise WrongTypeError(state, "a state", repair="ask a state: talks.state()")
        return asked(*given, **named)

    return checked


def state_of(snapshot: Snapshot, basis: Basis) -> State:
    """Return the state of a snapshot at a basis; refuse to leave out a report that is not there."""
    for id in basis.trust.without:
        if snapshot.filed(id) is None:
            raise ReportNotFoundError(id, snapshot.ledger.filed)
    return State(snapshot, basis)


def _restored(entries: list[Entry], basis: Basis) -> State:
    """Return a state that was pickled, from the entries of its ledger."""
    return State(Snapshot.of(*replay(entries), basis.known), basis)


def checked_trust(trust: object) -> Trust:
    """Return a trust; refuse anything else, such as the name of one."""
    if not isinstance(trust, Trust):
        raise WrongTypeError(trust, "a trust", repair="such as pt.ON_RECORD, or Trust(...)")
    return trust


def _said_now(report: Report, valid: int) -> Report:
    """Return a report with the valid moment as its time, where it has none."""
    if report.since is not None or report.source.published is not None:
        return report
    return attrs.evolve(report, since=Moment.at(valid, inferred=True))


def _said_by_itself(report: Report, trust: Trust) -> Report:
    """Return a report with the nearest attribution that counts, where it names neither that nor a source."""
    if report.attribution is not None or report.source != Source():
        return report
    return attrs.evolve(report, attribution=nearest_attribution(trust))


def _time(value: TimeLike | None) -> datetime | None:
    return None if value is None else as_datetime(as_instant(value))
