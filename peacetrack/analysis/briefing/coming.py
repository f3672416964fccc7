"""What comes next: dated deadlines and windows, expected events, and where nothing is reported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from operator import itemgetter
from typing import assert_never

from peacetrack.analysis.briefing.against import is_unreported
from peacetrack.analysis.briefing.line import Line, Part, Rule
from peacetrack.analysis.briefing.naming import Names, day_words, listed, shortened
from peacetrack.analysis.overdue import Overdue, overdue
from peacetrack.analysis.window import Window, windows
from peacetrack.index.event_dates import AWAITED
from peacetrack.index.statement import reports_of
from peacetrack.rules.claims import OpenQuestion
from peacetrack.rules.event import EventState
from peacetrack.rules.wording import last_moment
from peacetrack.state import State
from peacetrack.words.edtf import Precision
from peacetrack.words.ending import At, EventOrWords, NotBefore, Undisclosed, WithEvent
from peacetrack.words.isolate import isolated
from peacetrack.words.value import counted, grouped
from peacetrack.words.when import Moment, as_datetime, display_day

coming = partial(Names.line, part=Part.NEXT)
Dated = tuple[datetime, Line]


def what_comes(state: State, names: Names) -> Iterator[Line]:
    """Yield what is dated by its date, then what is late, expected, not reported and asked."""
    late = [row for row in overdue(state) if not row.open_ended]
    dated = [*_dated_windows(state, names), *_dated_events(state, names), *_dated_questions(state, names)]
    yield from (line for _, line in sorted(dated, key=lambda pair: pair[0]))
    yield from (_late(state, names, row) for row in late)
    yield from _undated_windows(state, names)
    yield from _expected(state, names, {row.event for row in late})
    yield from _unreported(state, names)
    yield from _questions(state, names, {row.question for row in late})


# Windows


def _live_windows(state: State) -> list[Window]:
    return [window for window in windows(state) if not window.lapsed]


def _dated_windows(state: State, names: Names) -> Iterator[Dated]:
    for window in _live_windows(state):
        if window.at is not None:
            day = day_words(last_moment(window.at))
            yield window.at, _window(names, Rule.DATED, window, f"{_ends(window)} {day}")


def _undated_windows(state: State, names: Names) -> Iterator[Line]:
    for window in _live_windows(state):
        if window.at is None:
            yield _window(names, Rule.UNDATED_WINDOW, window, _undated(state, names, window))


def _ends(window: Window) -> str:
    return "closes" if window.field == "window" else "ends"


def _undated(state: State, names: Names, window: Window) -> str:
    closes = window.closes
    match closes:
        case WithEvent(event):
            return f"{_ends(window)} with this: {_called(state, names, event)}"
        case NotBefore(event):
            return f"stands at least until this: {_called(state, names, event)}"
        case At(moment) if moment.event is not None:
            return f"{_ends(window)} {names.dated(str(moment))}, no date given"
        case At() | Undisclosed():
            return f"{_ends(window)} on a day that was not disclosed"
        case _:
            assert_never(closes)


def _called(state: State, names: Names, event: EventOrWords) -> str:
    return names.event(state.event(event)) if isinstance(event, str) else str(event)


def _window(names: Names, rule: Rule, window: Window, ending: str) -> Line:
    what = "offer" if window.field == "window" else "position"
    return coming(
        names,
        rule=rule,
        what=f"the {what} of {names.party(window.party)} {ending}",
        terms=[window.term],
        parties=[window.party],
        reports=window.reports,
    )


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
            yield _event(names, Rule.EXPECTED, event, f"{event.status}, {_when(event)}")


def _when(event: EventState) -> str:
    reported = event.runs["when"][-1].value if "when" in event.runs else None
    if reported is None or event.when is None:
        return "no time given"
    if reported.said:
        return f"“{isolated(shortened(reported.said))}”, no day given"
    return day_words(str(event.when))


def _event(names: Names, rule: Rule, event: EventState, what: str) -> Line:
    return coming(
        names,
        rule=rule,
        about=names.event(event),
        what=what,
        parties=event.participants,
        reports=reports_of(event.runs.get("when", ()), event.runs["status"]),
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
    found = {
        party: [term for term in terms if is_unreported(state, term, party)]
        for party, terms in _decided_on(state).items()
    }
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def _decided_on(state: State) -> dict[str, list[str]]:
    pairs = [(party, term) for term in state for party in state.needed_on(term)]
    return {party: [term for _, term in of] for party, of in grouped(pairs, itemgetter(0)).items()}


def _unreported(state: State, names: Names) -> Iterator[Line]:
    """Yield one line on the parties of which nothing is reported, those with most such terms first."""
    decided, silent = _decided_on(state), {p: terms for p, terms in unreported(state).items() if terms}
    if silent:
        counts = [f"{names.party(p)} on {len(terms)} of {len(decided[p])}" for p, terms in silent.items()]
        reports = counted(len({claimed.report for claimed in state.claims()}), "report")
        yield coming(
            names,
            rule=Rule.NO_REPORT,
            about="No report",
            what=f"{listed(counts, 4)} of the terms that each decides on",
            terms=[term for terms in silent.values() for term in terms],
            parties=silent,
            source=f"silence in {reports}, not a refusal",
        )


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
    text = f"“{isolated(shortened(question.question, 90))}”{due}"
    about = names.terms(terms) if terms else "A question"
    return coming(names, rule=rule, about=about, what=text, terms=terms, reports=[question.report])
