"""Disputes: fields where statements differ and cannot be ordered, and what would settle them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from peacetrack.analysis.contending import contenders_of
from peacetrack.analysis.holding import holdings
from peacetrack.index.statement import EVENT_FIELDS, Statement, bare_field, reports_of, subject_words
from peacetrack.rules.contender import is_loose
from peacetrack.rules.event import EventState
from peacetrack.rules.rulings import Holding
from peacetrack.rules.runs import FieldRuns
from peacetrack.rules.stance_run import Run
from peacetrack.rules.standing import Standing
from peacetrack.state import State, of_state, reading_of
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import isolated, joined
from peacetrack.words.value import Word, grouped, in_short
from peacetrack.words.when import event_of


class Means(Word):
    """The way to settle a dispute.

    * `EVENT_DATE`: the date of the event that a claim is bound to.
    * `DATE`: since when it is so, for a claim that says so only roughly, or not at all.
    * `PUBLICATION`: when a report on an event came out.
    * `ORIGIN`: whether reports go back to one origin, and so are one witness.
    * `ON_RECORD`: a statement by a named person, so that one can ask on the record only.
    * `CORRECTION`: that one of the reports is taken back.

    A date settles a dispute where it keeps the claims apart, an origin where it is the same.
    """

    EVENT_DATE = "event-date"
    DATE = "date"
    PUBLICATION = "publication"
    ORIGIN = "origin"
    ON_RECORD = "on-record"
    CORRECTION = "correction"


@frozen
class Remedy:
    """One thing that would settle a dispute.

    Attributes:
        means: what it is, in a word.
        text: the same in words, with the event or the reports.
        reports: the reports that it is asked of.
    """

    means: Means
    text: str
    reports: tuple[str, ...]

    def __str__(self) -> str:
        return self.text


@frozen
class Dispute:
    """A field where statements differ and cannot be ordered.

    Attributes:
        term: the term, or the event.
        party: the party; None for a term itself and for events.
        field: the field of the statements.
        statements: the statements that hold, then those that dispute them.
        remedies: what would settle it, by why the evidence cannot be ordered.
    """

    term: str
    party: str | None
    field: str
    statements: Table[Statement]
    remedies: tuple[Remedy, ...] = ()

    def __str__(self) -> str:
        values = ", ".join(f"{in_short(s.value)} ({isolated(s.report)})" for s in self.statements)
        settled = "; ".join(remedy.text for remedy in self.remedies)
        subject = subject_words(self.term, self.party)
        return f"{subject}, {bare_field(self.field)}: {values}. To settle it: {settled}"


@of_state
def disputes(state: State) -> Table[Dispute]:
    """List every disputed field of parties, of terms and of events.

    A stance is listed too where another one may be later, as only the order of recording, or a date that may
    be off, puts it first.

    Parameters:
        state: the state to ask.

    Returns:
        One row for each field, in the order of the agenda, events last.

    >>> both = [pt.Progress("truce", stage=stage) for stage in ("tabled", "shelved")]
    >>> reports = [pt.Report([claim], id=claim.stage.value, since="2030-01-05") for claim in both]
    >>> (row,) = analysis.disputes(state.suppose(*reports))
    >>> row.field, [str(statement.value) for statement in row.statements]
    ('stage', ['shelved', 'tabled'])
    """
    return Table(list(_disputes(state)), Dispute, state.basis)


def _disputes(state: State) -> Iterator[Dispute]:
    for holding in holdings(state):
        groups = state.groups_of(holding.party) if holding.by_group and holding.party else ()
        yield from _of(state, holding.term, (holding.party, *groups, *holding.by_members), holding)
    for event in state.events():
        yield from _of(state, event.id, (None,), event)


def _of(
    state: State, term: str, holders: tuple[str | None, ...], holding: Holding | EventState
) -> Iterator[Dispute]:
    unordered = contenders_of(state, holding).unordered if isinstance(holding, Standing) else ()
    for field in dict.fromkeys((*holding.disputed, *(["stance"] if unordered else []))):
        run = holding.runs[field]
        disputing = holders if field in holding.disputed else ()
        others = [s for holder in disputing for s in _others(state, term, holder, field, holding)]
        others += unordered if field == "stance" else ()
        statements = list(dict.fromkeys((*run, *others)))
        remedies = tuple(_remedies(state, field, run, statements[len(run) :]))
        shown = Table(statements, Statement, state.basis)
        yield Dispute(term, holders[0], field, shown, remedies)


def _others(
    state: State, term: str, holder: str | None, field: str, holding: Holding | EventState
) -> Sequence[Statement]:
    """Return what disputes a holding; of another group of the party, what holds there."""
    if holder == holding.runs[field][-1].party:
        return state.disputing_statements(holding, field)
    return FieldRuns(reading_of(state).cut, term, holder).run(field)


# What would settle it


def _remedies(state: State, field: str, run: Run, others: Sequence[Statement]) -> Iterator[Remedy]:
    statements = [*run, *others]
    if field in EVENT_FIELDS:
        undated = [s for s in statements if s.by.published is None]
        yield from _remedy(Means.PUBLICATION, "when {} came out", undated)
    else:
        yield from _by_dates(state, [s for s in statements if not s.since.to_the_day or is_loose(s)])
    yield from _remedy(Means.ORIGIN, "whether {} go back to one origin", _perhaps_one(run, others))
    if not any(s.by.type.on_record for s in statements):
        yield from _remedy(Means.ON_RECORD, "a statement on the record", statements)
    correction = f"a correction of {joined(reports_of(statements), ' or ')}"
    yield Remedy(Means.CORRECTION, correction, reports_of(statements))


def _remedy(means: Means, text: str, statements: Iterable[Statement]) -> Iterator[Remedy]:
    """Return what is asked of the reports of some statements, where there are any."""
    reports = reports_of(statements)
    if reports:
        yield Remedy(means, text.format(joined(reports, " and ")), reports)


def _by_dates(state: State, rough: Sequence[Statement]) -> Iterator[Remedy]:
    by_event = grouped(rough, lambda statement: _undated_event(state, statement))
    unbound = by_event.pop(None, [])
    for event, statements in by_event.items():
        yield Remedy(Means.EVENT_DATE, f"the date of {isolated(event)}", reports_of(statements))
    yield from _remedy(Means.DATE, "since when it is so, according to {}", unbound)


def _undated_event(state: State, statement: Statement) -> str | None:
    """Return the event that a claim is bound to, where that has no date."""
    event = event_of(state.since_as_reported(statement))
    return event if event is not None and state.event_date(event) is None else None


def _perhaps_one(run: Run, others: Sequence[Statement]) -> Iterator[Statement]:
    """Yield the statements that may go back to one origin with some of another value.

    An origin that is not known may be any. What may go back to it is yielded once, after the first of them.
    """
    by_unknown = [other for other in others if other.by.origin is None]
    shown = set[bool]()
    for statement in run:
        unknown = statement.by.origin is None
        beside = others if unknown else by_unknown
        if any(other.report != statement.report for other in beside):
            yield statement
            yield from () if unknown in shown else beside
            shown.add(unknown)
