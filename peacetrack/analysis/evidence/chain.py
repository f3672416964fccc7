"""The chain from an answer to the entries of the ledger: `explain`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, singledispatchmethod
from itertools import product
from typing import cast

import attrs

from peacetrack.analysis.conditions.linkage import Linkage
from peacetrack.analysis.dispute import Dispute
from peacetrack.analysis.distance import Distance
from peacetrack.analysis.evidence.answer import Subject, answer_text
from peacetrack.analysis.evidence.evidence import Bearing, Evidence, Sources, note
from peacetrack.analysis.holding import dating, positions
from peacetrack.analysis.silence import Silence
from peacetrack.analysis.steps.path import Path
from peacetrack.analysis.trend import Point
from peacetrack.errors import WrongTypeError
from peacetrack.index.statement import Statement, reports_of
from peacetrack.ledger.entry import Entry
from peacetrack.rules.claims import Claimed
from peacetrack.rules.event import EventState
from peacetrack.rules.progress import TermProgress
from peacetrack.rules.rulings import Holding
from peacetrack.rules.standing import Standing
from peacetrack.state import State, TermState, of_state, reading_of
from peacetrack.table.table import Table
from peacetrack.words.isolate import isolated
from peacetrack.words.report import Correction, Retraction
from peacetrack.words.term import Agenda, TermStatus
from peacetrack.words.value import grouped
from peacetrack.words.when import event_of


@of_state
def explain(state: State, result: object) -> Table[Evidence]:
    """List what an answer rests on, step by step, down to the entries of the ledger.

    Parameters:
        state: the state that gave the answer.
        result: a standing, a term, an event, a claim, a statement, a row of an analysis, or a
            table of them. A row of a user's own class is explained by the attributes it has:
            `term` or `terms`, `party` or `parties`, `field` or `fields`, `reports`.

    Returns:
        The evidence of each row in turn, each piece once a row; `answer` says for which row.

    Raises:
        WrongTypeError: if the result names neither terms nor reports.
        UnknownNameError: if it names a term or party that this ledger does not declare.

    >>> for row in analysis.explain(state, state["truce"]["NORTH"]):
    ...     print(row)
    NORTH accepts truce, says wire#1 (named) [entry 2, 2030-01-10]
    NORTH on truce: conditions summit is held, says wire#1 (named) [entry 2, 2030-01-10]
    """
    rows = result if isinstance(result, Table) else (result,)
    chain = _Chain(state)
    pieces = [evidence for row in rows for evidence in chain.as_of(row).evidence(row)]
    return Table(pieces, Evidence, state.basis)


class _Chain:
    """The evidence behind the rows that a state gave."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._snapshot = reading_of(state).snapshot
        self._sources = Sources(state)

    def as_of(self, row: object) -> _Chain:
        """Return the chain at the moment that a row is about, where that is another one."""
        if isinstance(row, Point):
            return _Chain(self._state.at(valid=row.at, known=row.known))
        return _Chain(self._state.at(valid=row.at)) if isinstance(row, Distance) else self

    def evidence(self, row: object) -> Iterator[Evidence]:
        """Return the evidence for one row, each piece once."""
        answer, seen = answer_text(row), set[object]()
        for evidence in self._behind(row):
            key = (evidence.what, evidence.report, evidence.claim, evidence.entry)
            if key not in seen:
                seen.add(key)
                yield attrs.evolve(evidence, answer=answer)

    # By type of row

    @singledispatchmethod
    def _behind(self, row: object) -> Iterator[Evidence]:
        """Return what any other row names."""
        subject = Subject.of(row)
        if not subject.terms and not subject.reports:
            repair = "give a row, a standing, or a table that a question to this state gave"
            raise WrongTypeError(row, "an answer that names terms or reports", repair=repair)
        return self._of_subject(subject)

    @_behind.register
    def _(self, row: TermState) -> Iterator[Evidence]:
        """Every needed party's stance and conditions; where all accept, what is still unsettled."""
        for party in row.needed:
            yield from self._of_needed(row[party])
            if row.status is TermStatus.IN_PRINCIPLE:
                yield from self._of_standing(row[party], tuple(row[party].runs))
        if row.status is TermStatus.IN_PRINCIPLE:
            yield from self._of_statements(row.progress.evidence)

    @_behind.register
    def _(self, row: Standing) -> Iterator[Evidence]:
        return self._of_standing(row)

    @_behind.register
    def _(self, row: Silence) -> Iterator[Evidence]:
        return self._of_standing(self._state.standing(row.term, row.party))

    @_behind.register
    def _(self, row: TermProgress | EventState) -> Iterator[Evidence]:
        return self._of_statements(row.evidence)

    @_behind.register
    def _(self, row: Statement | Dispute) -> Iterator[Evidence]:
        return self._of_statements(row.statements if isinstance(row, Dispute) else [row])

    @_behind.register
    def _(self, row: Claimed) -> Iterator[Evidence]:
        """Return what a claim states; of one that states nothing, that it is recorded."""
        reported = self._by_report.get(row.report, ())
        stated = [statement for statement in reported if statement.claim == row.number]
        yield from self._of_statements(stated)
        if not stated:
            yield self._sources.claimed(row, f"{isolated(row.report)} is recorded")
            yield from self._withdrawals(row.report)

    @_behind.register
    def _(self, row: Linkage) -> Iterator[Evidence]:
        for claimed, claim in positions(self._state, row.term, row.party):
            made = [(link.relation, link.term, link.text) for link in claim.links]
            if (row.relation, row.to, row.text) in made:
                yield self._sources.claimed(claimed, str(row))

    @_behind.register
    def _(self, row: Path | Point) -> Iterator[Evidence]:
        """Return what the steps or the term name; without any, everything that the whole deal rests on."""
        subject = Subject.of(row)
        deal = tuple(term for term in self._state if self._state.needed_on(term))
        return self._of_subject(attrs.evolve(subject, terms=subject.terms or deal))

    # Standings

    def _of_needed(self, standing: Standing) -> Iterator[Evidence]:
        yield from self._of_standing(standing, ("stance", "window", "until", "conditions"))
        for condition in standing.conditions:
            met = "met" if self._state.met(condition) else "not met"
            what = f"{isolated(standing.party)} asks that {condition}: {met}"
            yield _note(standing, what, Bearing.CONDITION)

    def _of_standing(self, standing: Standing, fields: tuple[str, ...] = ()) -> Iterator[Evidence]:
        runs = standing.runs
        if "stance" not in runs and (not fields or "stance" in fields):
            yield from self._silence(standing)
        yield from self._of_statements(
            statement for field in fields or runs for statement in runs.get(field, ())
        )
        group = standing.by_group or standing.party
        for member in standing.by_members or (standing.party,) if standing.derived else ():
            what = f"{isolated(member)} is declared a member of {isolated(group)}"
            yield _note(standing, what, Bearing.MEMBERSHIP, self._declaration(group))

    def _silence(self, standing: Standing) -> Iterator[Evidence]:
        """That no stance is reported, whether it is needed, and what the party did instead."""
        what = (
            f"nothing that counts says where {isolated(standing.party)} stands on {isolated(standing.term)}"
        )
        entry = None
        if standing.party in self._state[standing.term].required:
            what = f"{what}, which needs it"
            entry = self._declaration(standing.term)
        yield _note(standing, what, Bearing.SILENCE, entry)
        for claimed, claim in positions(self._state, standing.term, standing.party):
            if claim.act is not None:
                yield self._sources.act(claimed)

    def _declaration(self, name: str) -> Entry | None:
        """Return the last declaration that names a term or a party."""
        for entry in reversed(self._state.entries):
            agenda = entry.body if entry.kind == "agenda" else None  # so that no other body is read
            if isinstance(agenda, Agenda) and (name in agenda.term_by_id or name in agenda.party_by_id):
                return entry
        return None

    # What a row names

    def _of_subject(self, subject: Subject) -> Iterator[Evidence]:
        if not subject.reports:
            for term in subject.terms:
                yield from self._of_term(term, subject)
            return
        yield from self._of_reports(subject)
        if "stance" in subject.fields:
            terms = [term for term in subject.terms if term in self._state]
            for holder in product(terms, subject.parties):
                standing = self._state.standing(*holder)
                if "stance" not in standing.runs:
                    yield from self._silence(standing)

    def _of_term(self, name: str, subject: Subject) -> Iterator[Evidence]:
        """An event, or a term by the standings of the parties that are named, else as a whole."""
        if name in self._state.event_ids:
            yield from self._of_statements(self._state.event(name).evidence)
            return
        term = self._state[name]
        for party in subject.parties:
            yield from self._of_standing(term[party], subject.fields)
        if not subject.parties:
            yield from self._behind(term)
        runs = term.progress.runs
        yield from self._of_statements(s for field in subject.fields for s in runs.get(field, ()))

    def _of_reports(self, subject: Subject) -> Iterator[Evidence]:
        """Return what holds by the named reports; else what they say; else that they are recorded."""
        holding = [s for term in subject.terms for s in self._holding(term, subject)]
        shown = [s for s in holding if s.report in subject.reports] or self._reported(subject)
        yield from self._of_statements(shown)
        for id in subject.reports:
            # a row of the past may name a report that is not known here
            if id not in reports_of(shown) and self._snapshot.filed(id) is not None:
                yield self._sources.report(id)
                yield from self._withdrawals(id)

    def _holding(self, name: str, subject: Subject) -> Iterator[Statement]:
        """Return what holds of a term, or of an event, in the fields that are named."""
        holdings: list[Holding | EventState] = []
        if name in self._state.event_ids:
            holdings.append(self._state.event(name))
        else:
            term = self._state[name]
            holdings += (term[party] for party in subject.parties or term.speaking)
            holdings += [term.progress] if subject.fields or not subject.parties else []
        return (s for holding in holdings for s in holding.evidence if subject.includes(s))

    def _reported(self, subject: Subject) -> list[Statement]:
        """Return what the reports say of these terms, by these parties; else all that they say."""
        every = [s for id in subject.reports for s in self._by_report.get(id, ())]
        about = [s for s in every if not subject.terms or s.term in subject.terms] or every
        by = [s for s in about if not subject.parties or s.party in subject.parties] or about
        return [s for s in by if subject.includes(s)] or by

    @cached_property
    def _by_report(self) -> dict[str, list[Statement]]:
        """All statements that are known and trusted, by report."""
        return grouped(self._state.all_statements(), lambda statement: statement.report)

    # Down to the entries

    def _of_statements(self, statements: Iterable[Statement]) -> Iterator[Evidence]:
        statements = list(statements)
        for statement in statements:
            yield self._sources.statement(statement)
            for other in self._dating(statement):
                yield self._sources.statement(other, Bearing.DATES)
        for id in reports_of(statements):
            yield from self._withdrawals(id)

    def _dating(self, statement: Statement) -> Iterable[Statement]:
        """Return what dates the event that a statement is bound to."""
        if statement.term not in self._state.event_ids:
            event = event_of(self._state.since_as_reported(statement))
        else:
            event = event_of(statement.value) if statement.field == "when" else None
        return dating(self._state, event)

    def _withdrawals(self, id: str) -> Iterator[Evidence]:
        """Why a report takes the place of another, or was withdrawn in whole or in part."""
        filed = self._snapshot.filed(id)
        if filed is not None and filed.entry.kind == "correction":
            correction = cast(Correction, filed.entry.body)
            what = f"{isolated(id)} corrects {isolated(correction.corrects)}: {correction.reason}"
            yield note(what, Bearing.WITHDRAWAL, filed.entry)
        for by in self._snapshot.withdrawals(id):
            yield note(_withdrawal_text(id, by), Bearing.WITHDRAWAL, by)


def _note(standing: Standing, what: str, bearing: Bearing, entry: Entry | None = None) -> Evidence:
    return attrs.evolve(note(what, bearing, entry), term=standing.term, party=standing.party)


def _withdrawal_text(id: str, by: Entry) -> str:
    if isinstance(by.body, Correction):
        return f"{isolated(id)} was corrected by {isolated(by.id)}: {by.body.reason}"
    assert isinstance(by.body, Retraction)
    retracted = f"claim {by.body.claim} of {isolated(id)}" if by.body.claim else isolated(id)
    return f"{retracted} was retracted: {by.body.reason}"
