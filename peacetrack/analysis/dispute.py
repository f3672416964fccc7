"""Where the evidence differs and cannot be ordered, and what would settle it. Built on state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from peacetrack.index.statement import EVENT_FIELDS, Statement, bare_field, reports_of
from peacetrack.rules.event import EventState
from peacetrack.rules.runs import Run
from peacetrack.rules.standing import Standing, TermProgress
from peacetrack.state import State
from peacetrack.table.table import Table
from peacetrack.words.edtf import Precision
from peacetrack.words.value import Word, in_short
from peacetrack.words.when import event_of


class Means(Word):
    """What would settle a dispute."""

    EVENT_DATE = "event-date"
    DATE = "date"
    PUBLICATION = "publication"
    ORIGIN = "origin"
    ON_RECORD = "on-record"
    CORRECTION = "correction"


@attrs.frozen
class Remedy:
    """One thing that would settle a dispute, in a word and in words, and whom it is asked of.

    `event-date`: the date of the event, named in `text`, that a claim is bound to. `date`: since
    when it is so, of a claim that says so only roughly, or not at all. `publication`: when a report
    on an event came out. `origin`: whether reports go back to one, and so are one witness.
    `on-record`: a word that somebody stands by with a name, so that one can ask on the record only.
    `correction`: that one of the reports takes it back. A date settles it where it keeps the claims
    apart, an origin where it is the same.
    """

    means: Means
    text: str
    reports: tuple[str, ...]

    def __str__(self) -> str:
        return self.text


@attrs.frozen
class Dispute:
    """A field on which statements differ; of a term or an event itself there is no party.

    `remedies` are what would settle it, by the reason for which the evidence cannot be ordered.
    """

    term: str
    party: str | None
    field: str
    statements: Table[Statement]
    remedies: tuple[Remedy, ...] = ()

    def __str__(self) -> str:
        said = ", ".join(f"{in_short(s.value)} ({s.report})" for s in self.statements)
        settled = "; ".join(remedy.text for remedy in self.remedies)
        whose = f"{self.party} on {self.term}" if self.party else self.term
        return f"{whose}, {bare_field(self.field)}: {said}. To settle it: {settled}"


Holding = Standing | TermProgress | EventState
"""What holds of a party, a term or an event, with the fields that are disputed."""


def disputes(state: State) -> Table[Dispute]:
    """Everything disputed of parties, of terms and of events."""
    return Table(list(_disputes(state)), Dispute, state.basis)


def _disputes(state: State) -> Iterator[Dispute]:
    for term in state:
        for party in state.parties_on(term):
            standing = state[term][party]
            groups = state.groups_of(party) if standing.by_group else ()
            yield from _of(state, term, (party, *groups), standing)
        yield from _of(state, term, (None,), state[term].progress)
    for event in state.events():
        yield from _of(state, event.id, (None,), event)


def _of(
    state: State, term: str, holders: tuple[str | None, ...], holding: Holding
) -> Iterator[Dispute]:
    for field in holding.disputed:
        run = holding.runs[field]
        statements = [*run]
        for holder in holders:
            others = _others(state, term, holder, field, holding)
            statements += [s for s in others if s not in statements]
        remedies = tuple(_remedies(state, field, run, statements[len(run) :]))
        shown = Table(statements, Statement, state.basis)
        yield Dispute(term, holders[0], field, shown, remedies)


def _others(
    state: State, term: str, holder: str | None, field: str, holding: Holding
) -> Sequence[Statement]:
    """What differs from a run; of a group that a party also belongs to, what holds there."""
    if holder == holding.runs[field][-1].party:
        return state.disputing_statements(holding, field)
    return state.run(term, holder, field)


# What would settle it


def _remedies(state: State, field: str, run: Run, others: Sequence[Statement]) -> Iterator[Remedy]:
    told = [*run, *others]
    yield from _by_dates(state, [s for s in told if field not in EVENT_FIELDS and _is_rough(s)])
    if field in EVENT_FIELDS:
        yield from _by_publication([s for s in told if s.by.published is None])
    yield from _by_origin([*run], [*others])
    reports = reports_of(told)
    if not any(s.by.type.on_record for s in told):
        yield Remedy(Means.ON_RECORD, "a statement on the record", reports)
    yield Remedy(Means.CORRECTION, f"a correction of {' or '.join(reports)}", reports)


def _is_rough(statement: Statement) -> bool:
    """Whether it says since when less exactly than to the day."""
    return statement.since.precision not in (Precision.DAY, Precision.INSTANT)


def _by_dates(state: State, rough: Sequence[Statement]) -> Iterator[Remedy]:
    bound: dict[str, list[Statement]] = {}
    alone: list[Statement] = []
    for statement in rough:
        event = _waits_for(state, statement)
        (alone if event is None else bound.setdefault(event, [])).append(statement)
    for event, statements in bound.items():
        yield Remedy(Means.EVENT_DATE, f"the date of {event}", reports_of(statements))
    if alone:
        text = f"since when it is so, according to {' and '.join(reports_of(alone))}"
        yield Remedy(Means.DATE, text, reports_of(alone))


def _waits_for(state: State, statement: Statement) -> str | None:
    """The event without a date that a claim is bound to."""
    event = event_of(state.since_as_reported(statement))
    dated = event is None or state.event_date(event) is not None
    return None if dated else event


def _by_publication(undated: Sequence[Statement]) -> Iterator[Remedy]:
    if undated:
        text = f"when {' and '.join(reports_of(undated))} came out"
        yield Remedy(Means.PUBLICATION, text, reports_of(undated))


def _by_origin(held: Sequence[Statement], others: Sequence[Statement]) -> Iterator[Remedy]:
    pairs = [(one, other) for one in held for other in others if _may_be_one(one, other)]
    reports = reports_of(*pairs)
    if reports:
        text = f"whether {' and '.join(reports)} go back to one origin"
        yield Remedy(Means.ORIGIN, text, reports)


def _may_be_one(one: Statement, other: Statement) -> bool:
    """Whether two reports may prove to be one witness."""
    unknown = one.by.origin is None or other.by.origin is None
    return unknown and one.report != other.report
