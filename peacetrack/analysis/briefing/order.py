"""What makes it doubtful that an acceptance is the last word of its party: the order, and an announcement."""

from __future__ import annotations

from collections.abc import Iterator

from peacetrack.analysis.briefing.naming import Names
from peacetrack.analysis.briefing.phrase import day_words, shortened, since_words
from peacetrack.analysis.briefing.telling import reserve_of, tellers
from peacetrack.analysis.contending import (
    announced_before,
    became_otherwise,
    contenders_of,
    contending,
    is_only_heard,
    only_heard,
    otherwise_of,
    rivals_of,
)
from peacetrack.analysis.holding import said_of
from peacetrack.analysis.window import off_in_words
from peacetrack.index.statement import Statement, reports_of
from peacetrack.rules.contender import Unheld, said_at
from peacetrack.rules.event import EventState
from peacetrack.rules.stance_run import Run
from peacetrack.rules.standing import Standing
from peacetrack.state import State, TermState
from peacetrack.words.condition import EventHeld
from peacetrack.words.edtf import day_text
from peacetrack.words.quote import in_marks
from peacetrack.words.report import EventStatus
from peacetrack.words.stance import Stance

Contended = tuple[Standing, Run, str]
"""Where a party stands, the statements of another stance, and that they may be its last word."""


def contended(names: Names, term: TermState) -> Iterator[Contended]:
    """Yield the acceptances of a term of which it is not known that they came last, or what they hang on.

    They may not be the last word of their party, or are conditional on an event of which reports differ
    whether it was held.
    """
    for standing in map(term.__getitem__, term.accepting):
        others = contenders_of(term.state, standing)
        since, rivals = others.since_announced, contending(term.state, standing, others)
        if since:
            yield standing, since, f"{announced(names, standing, since[-1])}{_said(term, since[-1])}"
        elif rivals:
            yield standing, rivals, f"{also_said(names, rivals)}{_said(term, rivals[-1])}"
        if others.unheld is not None and not standing.begun_perhaps:
            yield standing, *_announced_for(names, term, standing, others.unheld)
        yield from _hanging(names, term, standing)


def _announced_for(names: Names, term: TermState, standing: Standing, unheld: Unheld) -> tuple[Run, str]:
    """Return for which event an acceptance was announced, and that it is not known to be held."""
    run = standing.recorded or standing.runs["stance"]
    event = term.state.event(unheld.event)
    put_off = event.runs["status"] if unheld.put_off else ()
    day = day_words(day_text(max(map(said_at, run))))
    announced = f"the acceptance of {names.party(standing.party)} was announced {day} for this"
    return put_off or run, f"{announced}{not_held(names, event, unheld.put_off)}: {names.event(event)}"


def reports_of_events(before: TermState, now: TermState) -> Iterator[str]:
    """Yield the reports that say something else now of the events that acceptances of a term rest on."""
    events = dict.fromkeys(event for term in (before, now) for event in _events_behind(term))
    for event in events:
        was, run = (term.state.event(event).runs.get("status", ()) for term in (before, now))
        if reports_of(was) != reports_of(run):
            yield from reports_of(run)


def _events_behind(term: TermState) -> Iterator[str]:
    """Yield the events that acceptances of a term are conditional on, or were announced for and not held."""
    for standing in map(term.__getitem__, term.accepting):
        yield from (asked.event for asked in standing.conditions if isinstance(asked, EventHeld))
        event = contenders_of(term.state, standing).unheld
        yield from () if event is None else (event.event,)


def heard_of(state: State, standing: Standing) -> Iterator[Run]:
    """Yield by what the events were held that an acceptance asks for, where nobody stands by that."""
    asked = (condition.event for condition in standing.conditions if isinstance(condition, EventHeld))
    return filter(None, (only_heard(state, event) for event in asked))


def not_held(names: Names, event: EventState, put_off: EventStatus | None) -> str:
    """Return that an event was put off, and when, or that no report says that it was held."""
    if put_off is None:
        return f", of which {names.no_report} says that it was held"
    run = event.runs["status"]
    reserve = reserve_of(names, run) if is_only_heard(run) else ""
    return f"{off_in_words(put_off)}, {day_words(day_text(said_at(run[0])))}{reserve}"


def _hanging(names: Names, term: TermState, standing: Standing) -> Iterator[Contended]:
    """Yield on which events an acceptance hangs of which reports differ whether they were held."""
    for condition in standing.conditions:
        event = term.state.event(condition.event) if isinstance(condition, EventHeld) else None
        others = () if event is None or not event.held else otherwise_of(term.state, event)
        if event is not None and others:
            hangs = f"the acceptance of {names.party(standing.party)} hangs on this: {names.event(event)}"
            run = (*event.runs["status"], *others)
            yield standing, run, f"{hangs}, of which reports also say that it {became_otherwise(others)}"


def also_off_record(names: Names, term: TermState) -> Iterator[Contended]:
    """Yield the acceptances on the record that only reports off the record may overtake."""
    for standing in map(term.__getitem__, term.accepting):
        rivals = rivals_of(term.state, standing, contenders_of(term.state, standing))
        if rivals and standing.recorded and not any(statement.on_record for statement in rivals):
            said = f"{tellers(names, rivals)} that {_is_at(names, rivals[-1])}"
            yield standing, rivals, f"{said}, the order not known; on the record, it accepts it"


def all_contended(names: Names, term: TermState) -> Iterator[Contended]:
    """Yield all of these, those that only reports off the record may overtake last."""
    yield from contended(names, term)
    yield from also_off_record(names, term)


def announced(names: Names, standing: Standing, other: Statement) -> str:
    """Return when an acceptance was announced, and what its party says since then."""
    return f"{since_announced(names, standing, other.anchor)}{_is_at(names, other)}"


def since_announced(names: Names, standing: Standing, instant: int) -> str:
    """Return when an acceptance was announced that began after an instant; to go before what came then."""
    said = announced_before(standing, instant)
    if said is None:
        return ""
    return f"the acceptance of {names.party(standing.party)} was announced {day_words(day_text(said))}; since then, "


def also_said(names: Names, rivals: Run) -> str:
    """Return that reports give a party other stances too, and that the order is not known."""
    last = {statement.value: statement for statement in rivals}.values()
    said = " and that ".join(_is_at(names, statement) for statement in last)
    return f"reports also say that {said}, the order not known"


def _is_at(names: Names, statement: Statement) -> str:
    assert isinstance(statement.value, Stance)
    day = since_words(str(statement.since))
    return f"{names.party(statement.party or '')} {statement.value.verb} it, {day}"


def _said(term: TermState, statement: Statement) -> str:
    introduced, words = said_of(term.state, [statement])
    return f"; {introduced}: {in_marks(shortened(words))}" if words else ""
