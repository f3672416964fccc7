"""What comes next: dated deadlines and windows, expected events, and where nothing is reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import itemgetter

import attrs

from peacetrack.analysis.briefing.against import is_unreported
from peacetrack.analysis.briefing.closing import coming
from peacetrack.analysis.briefing.line import OLD, Line, Rule
from peacetrack.analysis.briefing.naming import Names, day_words, listed, shortened
from peacetrack.analysis.briefing.on_term import OnTerm
from peacetrack.analysis.overdue import Overdue, overdue
from peacetrack.analysis.window import Window
from peacetrack.index.event_dates import AWAITED
from peacetrack.index.statement import Statement
from peacetrack.rules.claims import OpenQuestion
from peacetrack.rules.event import EventState
from peacetrack.rules.wording import is_published
from peacetrack.state import State
from peacetrack.words.edtf import Precision
from peacetrack.words.isolate import isolated
from peacetrack.words.language import in_language
from peacetrack.words.value import counted
from peacetrack.words.when import Moment, as_datetime, days_between, display_day

Dated = tuple[datetime, Line]


def what_comes(state: State, names: Names, parts: Sequence[OnTerm]) -> Iterator[Line]:
    """Yield what is dated by its date, then what is late, expected, not reported and asked."""
    late = [row for row in overdue(state) if not row.open_ended]
    closing = sorted((each for part in parts for each in part.closing), key=itemgetter(0))
    windows = ((window.at, line) for _, window, line in closing if window.at is not None)
    dated = [*windows, *_dated_events(state, names), *_dated_questions(state, names)]
    yield from (line for _, line in sorted(dated, key=itemgetter(0)))
    yield from (_late(state, names, row) for row in late)
    yield from (_since_reported(state, w, line) for _, w, line in closing if w.at is None)
    yield from _expected(state, names, {row.event for row in late})
    yield from _unreported(names, parts)
    yield from _questions(state, names, {row.question for row in late})


def _since_reported(state: State, window: Window, line: Line) -> Line:
    last = _long_ago(state, state.standing(window.term, window.party).runs[window.field])
    return attrs.evolve(line, what=line.what + last)


def _long_ago(state: State, run: Sequence[Statement]) -> str:
    """Return how long ago something was last reported, where it may be out of date: over a month."""
    newest = max(run, key=lambda statement: statement.by.publication).by
    at = as_datetime(newest.publication)
    days = days_between(at, state.basis.valid)
    verb = "reported" if is_published(at, newest.published) else "recorded"
    return f", last {verb} {days} days ago" if days > OLD else ""


# Events


def _awaited(state: State) -> list[EventState]:
    return [event for event in state.events() if event.status in AWAITED and not event.ended]


def _is_to_come(state: State, event: EventState) -> bool:
    """Return whether an event has a day, or a narrower time, that is not over."""
    when = event.when
    exact = when is not None and when.precision in (Precision.DAY, Precision.INSTANT)
    return exact and when is not None and when.ends > state.instant


def _dated_events(state: State, names: Names) -> Iterator[Dated]:
    for event in _awaited(state):
        if event.when is not None and _is_to_come(state, event):
            day = day_words(str(event.when))
            yield (
                as_datetime(event.when.range.first),
                _event(names, Rule.DATED, event, f"{event.status} on {day}"),
            )


def _expected(state: State, names: Names, late: set[str | None]) -> Iterator[Line]:
    """Yield the awaited events without a day, with the words of the source."""
    for event in _awaited(state):
        if not _is_to_come(state, event) and event.id not in late:
            last = _long_ago(state, (*event.runs["status"], *event.runs.get("when", ())))
            yield _event(names, Rule.EXPECTED, event, f"{event.status}, {_when(event)}{last}")


def _when(event: EventState) -> str:
    statement = event.runs["when"][-1] if "when" in event.runs else None
    if statement is None or event.when is None:
        return "no time given"
    said = statement.value.said
    if said:
        language = in_language(statement.by.source.language, said)
        return ", ".join(filter(None, (f"“{isolated(shortened(said))}”", language, "no day given")))
    return day_words(str(event.when))


def _event(names: Names, rule: Rule, event: EventState, what: str) -> Line:
    return coming(
        names,
        rule=rule,
        about=names.event(event),
        what=what,
        parties=event.participants,
        run=(*event.runs.get("when", ()), *event.runs["status"]),
    )


def _late(state: State, names: Names, row: Overdue) -> Line:
    since = day_words(display_day(row.certain_from if row.certain and row.certain_from else row.since))
    late = f"{'overdue' if row.certain else 'perhaps overdue'} since {since}"
    if row.event is None:
        about, what = "A question", f"“{isolated(shortened(row.question or ''))}”, its answer is {late}"
    else:
        about, what = names.event(state.event(row.event)), f"{late}, no report that it took place"
    return coming(
        names, rule=Rule.OVERDUE, about=about, what=what, parties=row.participants, reports=row.reports
    )


# Questions without an answer


def unreported(state: State) -> dict[str, list[str]]:
    """Return by party the terms that it decides on, and on which nothing at all is reported of it."""
    needed = [(term, party) for term in state for party in state.needed_on(term)]
    return _by_party(needed, [holder for holder in needed if is_unreported(state, *holder)])


def _by_party(needed: Iterable[tuple[str, str]], silent: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return by party the terms on which it is silent, those that are silent on most first."""
    found: dict[str, list[str]] = {party: [] for _, party in needed}
    for term, party in silent:
        found[party].append(term)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def _unreported(names: Names, parts: Sequence[OnTerm]) -> Iterator[Line]:
    """Yield one line on the parties of which nothing is reported, those with most such terms first."""
    needed = [(part.id, party) for part in parts for party in part.needed]
    found = _by_party(needed, ((part.id, party) for part in parts for party in part.unreported))
    silent = {party: terms for party, terms in found.items() if terms}
    if silent:
        decided = Counter(party for _, party in needed)
        yield coming(
            names,
            rule=Rule.NO_REPORT,
            about="No report",
            what=_silence(names, silent, decided),
            terms=[term for terms in silent.values() for term in terms],
            parties=silent,
            source=f"silence in {counted(len(names.reports), 'report')}, not a refusal",
        )


def _silence(names: Names, silent: Mapping[str, Sequence[str]], decided: Mapping[str, int]) -> str:
    """Return on how many of the terms that each party decides on nothing is reported of it."""
    if len(silent) == 1:
        ((party, terms),) = silent.items()
        all = decided[party]
        share = {1: "the only term", 2: "both terms"}.get(all, f"all {all} terms")
        share = share if len(terms) == all else f"{len(terms)} of the {all} terms"
        return f"{names.party(party)} on {share} that it decides on"
    counts = [f"{names.party(p)} {len(terms)} of {decided[p]}" for p, terms in silent.items()]
    return f"on terms that each decides on: {listed(counts, 4)}"


def _questions(state: State, names: Names, late: set[str | None]) -> Iterator[Line]:
    for question in state.questions():
        if question.question not in late and _due(state, question) is None:
            due = "" if question.due is None else f", an answer is due: {names.dated(str(question.due))}"
            yield _question(state, names, Rule.QUESTION, question, due)


def _dated_questions(state: State, names: Names) -> Iterator[Dated]:
    for question in state.questions():
        due = _due(state, question)
        if due is not None:
            text = f", an answer is due by {day_words(display_day(due))}"
            yield due, _question(state, names, Rule.DATED, question, text)


def _due(state: State, question: OpenQuestion) -> datetime | None:
    """Return the day by which an answer is due, where it is given and not over."""
    due = question.due
    if not isinstance(due, Moment) or due.precision not in (Precision.DAY, Precision.INSTANT):
        return None
    return as_datetime(due.range.last) if due.ends > state.instant else None


def _question(state: State, names: Names, rule: Rule, question: OpenQuestion, due: str) -> Line:
    terms = [term for term in question.about if term in state]
    text = f"left open: “{isolated(shortened(question.question))}”{due}"
    about = names.terms(terms) if terms else "A question"
    return coming(names, rule=rule, about=about, what=text, terms=terms, reports=[question.report])
