"""Why an answer is as it is: the chain from it to the entries of the ledger. Built on naming."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property
from typing import Any

import attrs

from peacetrack.analysis.conditions.linkage import Linkage
from peacetrack.analysis.distance import Distance
from peacetrack.analysis.naming import Named, answer_text, statement_text
from peacetrack.analysis.silence import Silence
from peacetrack.analysis.steps.path import Path
from peacetrack.analysis.trend import Point
from peacetrack.errors import WrongTypeError
from peacetrack.index.statement import Key, Statement, reports_of
from peacetrack.ledger.entry import Entry
from peacetrack.rules.claims import Claimed
from peacetrack.rules.event import EventState
from peacetrack.rules.standing import Standing, TermProgress
from peacetrack.state import State, TermState
from peacetrack.table.table import Table
from peacetrack.words.attribution import Attribution
from peacetrack.words.position import Position
from peacetrack.words.report import Correction, Retraction
from peacetrack.words.term import TermStatus
from peacetrack.words.when import When, event_of


@attrs.frozen
class Reason:
    """One step of a chain: what an answer rests on, who says so, and where that is recorded.

    `statement` is None where a declaration, a correction or a retraction is the reason, or where
    nothing is said at all. `entry` is the seq in the ledger; None of what is only supposed.
    """

    answer: str
    what: str
    statement: Statement | None
    report: str | None
    claim: int | None
    attribution: Attribution | None
    entry: int | None
    recorded_at: datetime | None

    def __str__(self) -> str:
        said = f", says {self.report}#{self.claim} ({self.attribution})" if self.claim else ""
        entry = f" [entry {self.entry}, {self.recorded_at:%Y-%m-%d}]" if self.entry else ""
        return self.what + said + entry


def explain(state: State, result: object) -> Table[Reason]:
    """Why an answer is as it is, step by step, down to the entries of the ledger.

    `result` is what a question to this state gave: a standing, a term, an event, a claim, a
    statement, a row of an analysis, or a whole table. Of a row of one's own, what counts is what
    it names: `term` or `terms`, `party` or `parties`, `field` or `fields`, `reports`.
    """
    rows = result if isinstance(result, Table) else (result,)
    sources = _Sources(state)
    found = [reason for row in rows for reason in sources.at(row).reasons(row)]
    return Table(found, Reason, state.basis)


class _Sources:
    """What a state rests on, found again for any answer."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._ledger = state.world.ledger

    def at(self, row: object) -> _Sources:
        """The same at the moment that a row is about, where that is another one."""
        if isinstance(row, Point):
            return _Sources(self._state.at(valid=row.at, known=row.known))
        return _Sources(self._state.at(valid=row.at)) if isinstance(row, Distance) else self

    def reasons(self, row: object) -> Iterator[Reason]:
        """The reasons for one row, each told once."""
        told: set[tuple[object, ...]] = set()
        for reason in self._chain(row):
            what = (reason.what, reason.report, reason.claim, reason.entry)
            if what not in told:
                told.add(what)
                yield attrs.evolve(reason, answer=answer_text(row))

    def _chain(self, row: object) -> Iterator[Reason]:
        if isinstance(row, TermState):
            yield from self._of_term(row)
        elif isinstance(row, Standing):
            yield from self._of_standing(row)
        elif isinstance(row, TermProgress | EventState):
            yield from self._of_statements(row.evidence)
        elif isinstance(row, Statement):
            yield from self._of_statements([row])
        elif isinstance(row, Claimed):
            yield from self._of_claim(row)
        elif isinstance(row, Silence):
            yield from self._of_standing(self._state.standing(row.term, row.party))
        elif isinstance(row, Linkage):
            yield from self._of_link(row)
        elif isinstance(getattr(row, "statements", None), Table):
            yield from self._of_statements(row.statements)  # type: ignore[attr-defined]
        else:
            yield from self._of_names(row)

    # What the spine gives

    def _of_term(self, here: TermState) -> Iterator[Reason]:
        """Every needed party's stance and conditions; where all accept, what is still unsettled."""
        for party in here.needed:
            standing = here[party]
            yield from self._of_standing(standing, ("stance", "window", "until", "conditions"))
            for condition in standing.conditions:
                met = "met" if self._state.met(condition) else "not met"
                yield self._plain(f"{standing.party} asks that {condition}: {met}")
            if here.status is TermStatus.IN_PRINCIPLE:
                yield from self._of_standing(standing, tuple(standing.runs))
        if here.status is TermStatus.IN_PRINCIPLE:
            yield from self._of_statements(here.progress.evidence)

    def _of_standing(self, standing: Standing, fields: tuple[str, ...] = ()) -> Iterator[Reason]:
        held = standing.runs
        if "stance" not in held and (fields == () or "stance" in fields):
            yield from self._silence(standing)
        yield from self._of_statements(
            statement for field in fields or held for statement in held.get(field, ())
        )
        if standing.by_group is not None:
            yield from self._membership(standing.party, standing.by_group)

    def _silence(self, standing: Standing) -> Iterator[Reason]:
        """That nobody says where a party stands, whether it is needed, and what it did instead."""
        what = f"nothing that counts says where {standing.party} stands on {standing.term}"
        if standing.party in self._state.needed_on(standing.term):
            entry = self._declaration(lambda agenda: standing.term in agenda.term_by_id)
            yield self._plain(f"{what}, which needs it", entry)
        else:
            yield self._plain(what)
        for claimed, claim in self._positions(standing.term, standing.party):
            if claim.act is not None:
                what = f"{standing.party} on {standing.term}: {claim.act}"
                yield self._claimed(what, claimed)

    def _of_link(self, row: Linkage) -> Iterator[Reason]:
        for claimed, claim in self._positions(row.term, row.party):
            made = [(link.relation, link.term, link.text) for link in claim.links]
            if (row.relation, row.to, row.text) in made:
                yield self._claimed(str(row), claimed)

    def _positions(self, term: str, party: str) -> Iterator[tuple[Claimed, Position]]:
        for claimed in self._state.claims(term=term, party=party, kind="position"):
            if isinstance(claimed.claim, Position):
                yield claimed, claimed.claim

    def _silences(self, term: str, parties: Iterable[str]) -> Iterator[Reason]:
        for party in parties:
            standing = self._state.standing(term, party)
            if "stance" not in standing.runs:
                yield from self._silence(standing)

    def _membership(self, party: str, group: str) -> Iterator[Reason]:
        entry = self._declaration(lambda agenda: group in agenda.party_by_id)
        yield self._plain(f"{party} is declared a member of {group}", entry)

    def _declaration(self, names: Any) -> Entry | None:
        """The last declaration that names something."""
        known = self._ledger.entries[: self._state.world.seq]
        found = [entry for entry in known if entry.kind == "agenda" and names(entry.body)]
        return found[-1] if found else None

    # What a row names

    def _of_names(self, row: object) -> Iterator[Reason]:
        named = Named.by(row)
        if isinstance(row, Path | Point) and not named.terms:
            named = attrs.evolve(named, terms=self._whole_deal())
        elif not named.terms and not named.reports:
            repair = "give a row, a standing, or a table that a question to this state gave"
            raise WrongTypeError(row, "an answer that names terms or reports", repair=repair)
        if named.reports:
            yield from self._of_named_reports(named)
        for term in named.terms:
            if not named.reports:
                yield from self._of_subject(term, named)
            elif "stance" in named.fields and term in self._state:
                yield from self._silences(term, named.parties)

    def _whole_deal(self) -> tuple[str, ...]:
        """The terms that need somebody."""
        return tuple(term for term in self._state if self._state.needed_on(term))

    def _of_subject(self, name: str, named: Named) -> Iterator[Reason]:
        """An event, or a term by the standings of the parties that are named, else as a whole."""
        if name in self._ledger.events:
            yield from self._of_statements(self._state.event(name).evidence)
            return
        here = self._state[name]
        for party in named.parties:
            yield from self._of_standing(here[party], named.fields)
        if not named.parties:
            yield from self._of_term(here)
        held = here.progress.runs
        yield from self._of_statements(s for field in named.fields for s in held.get(field, ()))

    def _of_named_reports(self, named: Named) -> Iterator[Reason]:
        """What holds by these reports; else what they say; else that they are recorded."""
        held = [s for term in named.terms for s in self._held(term, named)]
        shown = [s for s in held if s.report in named.reports] or self._told(named)
        told = {statement.report for statement in shown}
        yield from self._of_statements(shown)
        yield from self._of_reports(id for id in named.reports if id not in told)

    def _held(self, term: str, named: Named) -> Iterator[Statement]:
        """What holds of a term, or of an event, in the fields that are named."""
        if term in self._ledger.events:
            runs = [self._state.event(term).runs]
        else:
            here = self._state[term]
            runs = [here[party].runs for party in named.parties or here]
            runs += [here.progress.runs] if named.fields or not named.parties else []
        return (s for held in runs for run in held.values() for s in run if named.narrows(s))

    def _told(self, named: Named) -> list[Statement]:
        """What the reports say of these terms, by these parties; else all that they say."""
        said = [s for id in named.reports for s in self._by_report.get(id, ())]
        about = [s for s in said if not named.terms or s.term in named.terms] or said
        by = [s for s in about if not named.parties or s.party in named.parties] or about
        return [s for s in by if named.narrows(s)] or by

    def _of_claim(self, claimed: Claimed) -> Iterator[Reason]:
        """What a claim states; of one that states nothing, that it is recorded."""
        said = self._by_report.get(claimed.report, ())
        stated = [s for s in said if s.claim == claimed.number]
        yield from self._of_statements(stated)
        if not stated:
            yield self._claimed(f"{claimed.report} is recorded", claimed)
            yield from self._entered(claimed.report)

    def _claimed(self, what: str, claimed: Claimed) -> Reason:
        return attrs.evolve(
            self._plain(what, self._entry(claimed.report)),
            report=claimed.report,
            claim=claimed.number,
            attribution=claimed.attribution,
        )

    def _of_reports(self, reports: Iterable[str]) -> Iterator[Reason]:
        """Reports as such: that they were recorded, and what became of them."""
        for id in reports:
            if id in self._ledger.filed:  # a row of the past may name what is not known here
                recorded = self._plain(f"{id} is recorded", self._entry(id))
                yield attrs.evolve(recorded, report=id)
                yield from self._entered(id)

    @cached_property
    def _by_report(self) -> dict[str, list[Statement]]:
        """All statements that are known and trusted, by report."""
        found: dict[str, list[Statement]] = {}
        for (term, party), fields in list(self._state.world.timeline.fields.items()):
            for field in fields:
                for statement in self._state.cut.all(Key(term, party, field)):
                    found.setdefault(statement.report, []).append(statement)
        return found

    # Down to the entries

    def _of_statements(self, statements: Iterable[Statement]) -> Iterator[Reason]:
        statements = list(statements)
        for statement in statements:
            yield self._said(statement)
            yield from self._dated(statement)
        for id in reports_of(statements):
            yield from self._entered(id)

    def _said(self, statement: Statement) -> Reason:
        return attrs.evolve(
            self._plain(statement_text(statement), self._entry(statement.report)),
            statement=statement,
            report=statement.report,
            claim=statement.claim,
            attribution=statement.attribution,
        )

    def _dated(self, statement: Statement) -> Iterator[Reason]:
        """What dates the event that a statement is bound to."""
        event = event_of(self._when(statement))
        if event is not None:
            for dated in self._state.event(event).runs.get("when", ()):
                yield self._said(dated)

    def _when(self, statement: Statement) -> When | None:
        """Since when a statement holds, as told; of one that dates an event, that date."""
        if statement.term in self._ledger.events:
            return statement.value if statement.field == "when" else None
        return self._state.since_as_reported(statement)

    def _entered(self, id: str) -> Iterator[Reason]:
        """Why a report stands in the place of another, or was withdrawn in whole or in part."""
        filed = self._ledger.filed[id]
        if filed.entry.kind == "correction":
            yield self._plain(_correction_text(filed.entry), filed.entry)
        for by in (filed.withdrawn_by, *filed.retracted.values()):
            if by is not None and by.seq <= self._state.world.seq:
                yield self._plain(_withdrawal_text(id, by), by)

    def _entry(self, id: str) -> Entry | None:
        """The entry that holds a report; None of what is only supposed."""
        supposed = {report.id for report in self._state.basis.supposed}
        return None if id in supposed else self._ledger.filed[id].entry

    def _plain(self, what: str, entry: Entry | None = None) -> Reason:
        seq, recorded = (entry.seq, entry.recorded_at) if entry else (None, None)
        return Reason("", what, None, None, None, None, seq, recorded)


def _correction_text(entry: Entry) -> str:
    assert isinstance(entry.body, Correction)
    return f"{entry.id} corrects {entry.body.corrects}: {entry.body.reason}"


def _withdrawal_text(id: str, by: Entry) -> str:
    if isinstance(by.body, Correction):
        return f"{id} was corrected by {by.id}: {by.body.reason}"
    assert isinstance(by.body, Retraction)
    which = f"claim {by.body.claim} of {id}" if by.body.claim else id
    return f"{which} was retracted: {by.body.reason}"
