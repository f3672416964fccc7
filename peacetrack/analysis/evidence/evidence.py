"""Evidence: one row for each statement, act, condition or entry that an answer rests on.

`citations` lists everything reported of one party on one term. The chain behind any other answer
is in `chain`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

import attrs

from peacetrack.analysis.evidence.answer import answer_text
from peacetrack.analysis.holding import holding_of, positions
from peacetrack.index.statement import COMPLETE, Statement
from peacetrack.ledger.entry import Entry
from peacetrack.rules.claims import Claimed
from peacetrack.rules.event import EventState
from peacetrack.rules.rulings import Holding
from peacetrack.rules.standing_wording import statement_in_words
from peacetrack.rules.wording import reported_as
from peacetrack.state import State, of_state, reading_of
from peacetrack.table.table import Table
from peacetrack.words.act import Act
from peacetrack.words.attribution import Attribution
from peacetrack.words.classes import frozen
from peacetrack.words.grade import Credibility, Reliability
from peacetrack.words.isolate import isolated
from peacetrack.words.language import in_language
from peacetrack.words.position import Position
from peacetrack.words.quote import in_marks
from peacetrack.words.report import Claim
from peacetrack.words.value import Word
from peacetrack.words.when import Moment, display_day


class Bearing(Word):
    """Why a row of evidence is listed: what it does for the answer.

    Statements and claims:

    * `HOLDS`: the answer rests on it.
    * `DISPUTES`: it differs from what holds, and the evidence cannot be ordered.
    * `DISPLACED`: it has begun too, but is earlier, farther from the party, or ended with its stance.
    * `LATER`: it begins after the valid moment.
    * `ACT`: the party did or said something and took no stance.
    * `DATES`: it dates the event that a claim is bound to.

    Everything else:

    * `CONDITION`: a condition that a party sets, met or not.
    * `SILENCE`: no report that counts gives a stance.
    * `MEMBERSHIP`: the declaration that makes a party a member of the group it stands with.
    * `RECORDED`: a report without a statement that holds, or a claim that states no field.
    * `WITHDRAWAL`: the correction or retraction that took a report or a claim back.
    """

    HOLDS = "holds"
    DISPUTES = "disputes"
    DISPLACED = "displaced"
    LATER = "later"
    ACT = "act"
    DATES = "dates"
    CONDITION = "condition"
    SILENCE = "silence"
    MEMBERSHIP = "membership"
    RECORDED = "recorded"
    WITHDRAWAL = "withdrawal"


@frozen
class Evidence:
    """One thing behind an answer, with everything needed to cite it.

    Attributes:
        answer: the answer that it is evidence for, in words.
        what: the evidence itself, in words.
        bearing: why it is listed.
        term: the term, or the event, that it is about; None where it is about a report.
        party: the party; None for a term itself and for events.
        field: the field of the statement, `content.` before fields of content; None for the rest.
        value: the value of the field.
        since: since when it is so, with the dates of events read.
        since_as_reported: the same as the report put it, where that is something else ("during
            talks", or words), else an empty text.
        report: the id of the report.
        claim: the number of the claim in its report, from 1.
        attribution: how the claim is ascribed, with the name of a declared speaker.
        words: the quotation, wording, reasons and links of the claim.
        act: the act of the claim.
        reliability: the grade of the source, A to F.
        credibility: the grade of the claim, 1 to 6.
        entry: the seq of the entry in the ledger; None for what is only supposed.
        recorded_at: when that entry was recorded.
    """

    answer: str = ""
    what: str = ""
    bearing: Bearing = Bearing.RECORDED
    term: str | None = None
    party: str | None = None
    field: str | None = None
    value: Any = None
    since: Moment | None = None
    since_as_reported: str = ""
    report: str | None = None
    claim: int | None = None
    attribution: Attribution | None = None
    words: str = ""
    act: Act | None = None
    reliability: Reliability | None = None
    credibility: Credibility | None = None
    entry: int | None = None
    recorded_at: datetime | None = None

    def __str__(self) -> str:
        source = f", says {isolated(self.report)}#{self.claim} ({self.attribution})" if self.claim else ""
        entry = f" [entry {self.entry}, {display_day(self.recorded_at)}]" if self.recorded_at else ""
        return self.what + source + entry


@of_state
def citations(state: State, term: str, party: str | None) -> Table[Evidence]:
    """List everything reported of a party on a term, whether the answer rests on it or not.

    Statements that hold come first, then those that dispute them, then displaced ones, then acts
    without a stance. Statements that have not begun are left out.

    Parameters:
        state: the state to ask.
        term: a declared term, by id or alias.
        party: a declared party, by id or alias; None for what is reported of the term itself.

    Returns:
        One row for each statement, and one for each claim that states no field.

    Raises:
        UnknownNameError: if the term or the party is not declared.

    >>> for row in analysis.citations(state, "truce", "SOUTH"):
    ...     print(row.bearing, row.value, row.since, row.report, row.act, row.words)
    holds open 2030-01-04 radio considers could live with it
    displaced opposes 2030-01-01 wire criticises
    """
    upheld = holding_of(state, term, party)
    answer, sources = answer_text(upheld), Sources(state)
    rows = (*_stated(sources, state, upheld), *_acts(sources, state, upheld))
    return Table([attrs.evolve(row, answer=answer) for row in rows], Evidence, state.basis)


def _acts(sources: Sources, state: State, upheld: Holding) -> Iterator[Evidence]:
    """Return the positions with an act, words or reasons that state no field."""
    if upheld.party is not None:
        for claimed, claim in positions(state, upheld.term, upheld.party):
            if all(value is None for value in (*claim.facts.values(), claim.content)):
                yield sources.act(claimed)


def _stated(sources: Sources, state: State, upheld: Holding) -> Iterator[Evidence]:
    disputing = state.disputing_statements(upheld)
    shown = {id(statement) for statement in (*upheld.evidence, *disputing)}
    displaced = [s for s in _begun(state, upheld) if id(s) not in shown]
    by_bearing = (
        (Bearing.HOLDS, upheld.evidence),
        (Bearing.DISPUTES, disputing),
        (Bearing.DISPLACED, displaced),
    )
    for bearing, statements in by_bearing:
        for statement in statements:
            yield attrs.evolve(sources.statement(statement, bearing), party=upheld.party)


def _begun(state: State, upheld: Holding) -> Iterator[Statement]:
    """All statements that have begun, of the party, its group or members, field by field in order."""
    for holder in dict.fromkeys((upheld.party, upheld.by_group or upheld.party, *upheld.by_members)):
        statements = state.statements(upheld.term, holder, begun=True)
        yield from (statement for statement in statements if statement.field != COMPLETE)


def note(what: str, bearing: Bearing, entry: Entry | None = None) -> Evidence:
    """Return evidence that is no claim: a condition, a silence, a declaration, a withdrawal."""
    seq, recorded_at = (entry.seq, entry.recorded_at) if entry else (None, None)
    return Evidence(what=what, bearing=bearing, entry=seq, recorded_at=recorded_at)


class Sources:
    """The rows of evidence that a state can give."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._claim = cache(self._read_claim)  # a claim has many statements

    def statement(self, statement: Statement, bearing: Bearing | None = None) -> Evidence:
        """Return a statement as evidence; its bearing is looked up where it is not given."""
        since = self._state.since_as_reported(statement)
        return attrs.evolve(
            self._claim(statement.report, statement.claim),
            what=statement_in_words(statement),
            bearing=bearing or self.bearing(statement),
            term=statement.term,
            party=statement.party,
            field=statement.field,
            value=statement.value,
            since=statement.since,
            since_as_reported=reported_as(statement.since, since),
        )

    def act(self, claimed: Claimed) -> Evidence:
        """Return a position without a stance as evidence."""
        claim = claimed.claim
        assert isinstance(claim, Position)
        assert claimed.since is not None
        since = claim.since or self._state.report_of(claimed.report).since
        return attrs.evolve(
            self._claim(claimed.report, claimed.number),
            what=f"{isolated(claim.party)} on {isolated(claim.term)}: {claim.act or 'words only'}",
            bearing=Bearing.ACT,
            term=claim.term,
            party=claim.party,
            since=claimed.since,
            since_as_reported=reported_as(claimed.since, since),
        )

    def claimed(self, claimed: Claimed, what: str) -> Evidence:
        """Return a claim as evidence that it is recorded."""
        return attrs.evolve(self._claim(claimed.report, claimed.number), what=what)

    def report(self, id: str) -> Evidence:
        """Return a report as evidence that it is recorded."""
        row = note(f"{isolated(id)} is recorded", Bearing.RECORDED, self.entry(id))
        return attrs.evolve(row, report=id)

    def entry(self, id: str) -> Entry | None:
        """Return the entry that holds a report; None for what is only supposed."""
        supposed = any(report.id == id for report in self._state.basis.supposed)
        filed = None if supposed else reading_of(self._state).snapshot.filed(id)
        return None if filed is None else filed.entry

    def bearing(self, statement: Statement) -> Bearing:
        """Return whether a statement holds, disputes what holds, is displaced, or begins later."""
        upheld, field = self._upheld(statement), statement.field
        if statement in upheld.runs.get(field, ()):
            return Bearing.HOLDS
        if statement.anchor > self._state.instant:
            return Bearing.LATER
        rivals = self._state.disputing_statements(upheld, field) if field in upheld.disputed else ()
        return Bearing.DISPUTES if statement in rivals else Bearing.DISPLACED

    def _upheld(self, statement: Statement) -> Holding | EventState:
        if statement.term in self._state.event_ids:
            return self._state.event(statement.term)
        return holding_of(self._state, statement.term, statement.party)

    def _read_claim(self, id: str, number: int) -> Evidence:
        """Return what every row of a claim shares."""
        report = self._state.report_of(id)
        claim = report.claims[number - 1]
        return attrs.evolve(
            self.report(id),
            claim=number,
            attribution=attributed(self._state, report.attribution_of(claim)),
            words=words_of(claim, report.source.language),
            act=claim.act,
            reliability=report.source.reliability,
            credibility=claim.credibility,
        )


def attributed(state: State, attribution: Attribution) -> Attribution:
    """Return an attribution with the name of its speaker, where that is declared by now."""
    person = state.agenda.person_by_id.get(attribution.person or "")
    name = person.name if person is not None else None
    if name is None or attribution.speaker == name:
        return attribution
    speaker = f"{attribution.speaker}: {name}" if attribution.speaker else name
    return attrs.evolve(attribution, speaker=speaker)


def words_of(claim: Claim, language: str | None = None) -> str:
    """Return the words of a claim of a source in a language: quotation, wording, reasons and links."""
    if not isinstance(claim, Position):
        return claim.prose or ""
    spoken = str(claim.quote or "")
    parts = (
        "again" if claim.repeated else "",
        f"{in_marks(spoken)} {in_language(language, spoken)}".rstrip() if spoken else "",
        claim.wording,
        f"to {isolated(claim.addressee)}" if claim.addressee else "",
        *(f"because {reason}" for reason in claim.reasons),
        *map(str, claim.links),
    )
    return "; ".join(filter(None, parts))
