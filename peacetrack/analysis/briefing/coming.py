"""Things to come: dated deadlines and windows, expected events, and where nothing is reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import itemgetter

import attrs

from peacetrack.analysis.briefing.against import is_unreported
from peacetrack.analysis.briefing.on_term import OnTerm, counting
from peacetrack.analysis.overdue import Overdue, overdue
from peacetrack.analysis.phrase import day_words, listed, shortened
from peacetrack.analysis.sentence.citation import Citation, joined
from peacetrack.analysis.sentence.line import OLD, Line, Rule
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.window import OTHERS, fate_of
from peacetrack.index.event_dates import AWAITED, DEADLINE
from peacetrack.index.statement import Statement
from peacetrack.rules.claims import OpenQuestion
from peacetrack.rules.event import EventState
from peacetrack.rules.wording import is_published, readable
from peacetrack.state import State
from peacetrack.words.edtf import BEGINNING, Precision
from peacetrack.words.isolate import isolated
from peacetrack.words.language import in_language
from peacetrack.words.quote import in_marks
from peacetrack.words.report import EventStatus
from peacetrack.words.value import counted
from peacetrack.words.when import Moment, as_datetime, days_between, display_day

Dated = tuple[datetime, Line]


def what_comes(names: Names, parts: Sequence[OnTerm]) -> Iterator[Line]:
    """Yield what is dated by its date, then what ends or is expected without a day, late, and not known."""
    late = [row for row in overdue(names.state) if not row.open_ended]
    closing = sorted((each for part in parts for each in part.closing), key=itemgetter(0))
    windows = ((w.at, line) for _, w, line in closing if w.at is not None and line.rule is Rule.DATED)
    begins = [pair for part in parts for pair in part.beginning]
    beginning = ((at, line) for at, line in begins if at is not None)
    dated = [*windows, *beginning, *_dated_events(names), *_dated_questions(names)]
    yield from (line for _, line in sorted(dated, key=itemgetter(0)))
    for _, window, line in (each for each in closing if each[2].rule is not Rule.DATED):
        run = names.state.standing(window.term, window.party).runs[window.field]
        yield attrs.evolve(line, what=line.what + _long_ago(names.state, run))
    yield from (line for at, line in begins if at is None)
    yield from _expected(names, {row.event for row in late})
    yield from _overdue(names, late)
    yield from _unreported(names, parts)
    yield from _questions(names, {row.question for row in late})


def _long_ago(state: State, run: Sequence[Statement]) -> str:
    """Return how long ago something was last reported, where it may be out of date: over a month."""
    days, verb = _age(state, run)
    return f", last {verb} {days} days ago" if days > OLD else ""


def _age(state: State, run: Sequence[Statement]) -> tuple[int, str]:
    """Return how many days ago the newest of some statements was published, else recorded, and which."""
    newest = max(run, key=lambda statement: statement.by.publication).by
    at = newest.publication
    verb = "reported" if is_published(at, newest.published) else "recorded"
    return days_between(at, state.instant), verb


# Events


def _is_to_come(state: State, event: EventState) -> bool:
    """Return whether an event has a day, or a narrower time, that is not over."""
    return event.when is not None and event.when.to_the_day and event.when.ends > state.instant


def _dated_events(names: Names) -> Iterator[Dated]:
    later: list[Dated] = []
    for event in names.state.events():
        if event.when is None or not _is_to_come(names.state, event):
            continue
        begins, moment = as_datetime(event.when.range.first), _moment(event.when)
        if event.status in AWAITED and not event.ended:
            to = "to" if event.status is EventStatus.POSTPONED else "on"
            known = f"{names.reason(event)}{_others_say(names.state, event)}"
            yield begins, _event(names, Rule.DATED, event, f"{event.status} {to} {moment}{known}")
        if event.comes_later:
            later.append((begins, _event(names, Rule.DATED, event, f"takes place on {moment}")))
    yield from later


def _expected(names: Names, late: set[str | None]) -> Iterator[Line]:
    """Yield the awaited events without a day, with the words of the source; old words are no forecast."""
    for event in names.state.events():
        is_awaited = event.status in AWAITED and not event.ended and event.id not in late
        if is_awaited and not _is_to_come(names.state, event):
            run = (*event.runs["status"], *event.runs.get("when", ()))
            days, _ = _age(names.state, run)
            if days > OLD and _is_in_words(event):
                what = f"{event.status} {days} days ago, {_when(event)}; no report since"
                yield _event(names, Rule.OVERDUE, event, what)
            else:
                what = f"{event.status}{names.reason(event)}, {_when(event)}{_long_ago(names.state, run)}"
                yield _event(names, Rule.EXPECTED, event, what + _others_say(names.state, event))


def _others_say(state: State, event: EventState) -> str:
    """Return what only reports that do not count say became of an event."""
    fate = fate_of(state, event.id)
    return f"; {OTHERS} say that it {fate}" if fate else ""


def _is_in_words(event: EventState) -> bool:
    """Return whether words alone say when an event is expected, or nothing does."""
    return event.when is None or "when" not in event.runs or event.runs["when"][-1].value.said is not None


def _when(event: EventState) -> str:
    statement = event.runs["when"][-1] if "when" in event.runs else None
    if statement is None or event.when is None:
        return "no time given"
    words = statement.value.said
    if words:
        language = in_language(statement.by.source.language, words)
        return ", ".join(filter(None, (in_marks(shortened(words)), language, "no day given")))
    return day_words(readable(event.when))


def _moment(when: Moment) -> str:
    """Return a day, or a time of day with the words of the source, which may be of another zone."""
    said = when.said if when.precision is Precision.INSTANT else None
    return day_words(readable(when)) + (f" ({in_marks(shortened(said))})" if said else "")


def _event(names: Names, rule: Rule, event: EventState, what: str) -> Line:
    runs = [event.runs.get("when", ()), event.runs["status"]]
    return names.line(rule, what, *runs, about=names.event(event), parties=event.participants)


def _overdue(names: Names, late: Sequence[Overdue]) -> Iterator[Line]:
    """Yield the events that are late, several in one line, then the questions."""
    events = [row for row in late if row.event is not None]
    if len(events) > 1:
        yield _several_late(names, events)
    yield from (_late(names, row) for row in late if len(events) < 2 or row.event is None)


def _last_held(names: Names, late: Sequence[Overdue]) -> tuple[str, Citation]:
    """Return the last meeting that was held, to follow on late ones: not all of them failed to meet."""
    events = [names.state.event(row.event) for row in late if row.event is not None]
    types = {event.type for event in events}
    alike = (e for e in names.state.events() if e.type in types or (types and len(e.participants) > 1))
    held = [event for event in alike if event.held and event.type != DEADLINE]
    last = max(held, key=lambda e: BEGINNING if e.when is None else e.when.range.last, default=None)
    if last is None:
        return "", Citation()
    report = max(last.runs["status"], key=lambda statement: statement.order).report
    kinds = {(event.type, frozenset(event.participants)) for event in (*events, last)}
    which = "" if len(kinds) == 1 and len(events) == len(late) else f"{names.occasion(last.id)}, "
    return f"; last reported held: {which}{_when(last)}", names.out_of(report)


def _several_late(names: Names, rows: Sequence[Overdue]) -> Line:
    """Return one line on late events: how many, how many of them perhaps, and the last that was due."""
    *others, last = sorted(rows, key=lambda row: row.since)
    types = {names.state.event(row.event).type for row in rows if row.event is not None}
    noun = next(iter(types)) if len(types) == 1 else None
    perhaps = sum(not row.certain for row in rows)
    some = f", {perhaps} of them perhaps" if perhaps < len(rows) else " perhaps"
    assert last.event is not None
    held, source = _last_held(names, rows)
    latest = f"the latest, {names.occasion(last.event)}, since {_late_since(last)}"
    late = counted(len(rows), "event" if noun is None or noun.endswith("s") else noun)
    return names.line(
        Rule.OVERDUE,
        f"{latest}; {names.no_report} that any took place{_by_others(rows)}{held}",
        about=f"{late} overdue{some if perhaps else ''}",
        parties=[party for row in (last, *others) for party in row.participants],
        reports=[report for row in (*others, last) for report in row.reports],
        source=joined(_due_by(names, last), source),
    )


def _late_since(row: Overdue) -> str:
    return day_words(display_day(row.certain_from if row.certain and row.certain_from else row.since))


def _late(names: Names, row: Overdue) -> Line:
    held, source = _last_held(names, [row])
    late = f"{'overdue' if row.certain else 'perhaps overdue'} since {_late_since(row)}"
    if row.event is None:
        about, what = "A question", f"“{isolated(shortened(row.question or ''))}”, its answer is {late}"
    else:
        event = names.state.event(row.event)
        about, what = names.event(event), _not_reported(names, row, event, late)
    source = joined(_due_by(names, row), source)
    return names.line(
        Rule.OVERDUE, what + held, about=about, parties=row.participants, reports=row.reports, source=source
    )


def _not_reported(names: Names, row: Overdue, event: EventState, late: str) -> str:
    if event.type == DEADLINE:  # else it would have passed by itself
        return f"{late}: it was postponed, {names.no_report} that it passed{_by_others([row])}"
    return f"{late}, {names.no_report} that it took place{_by_others([row])}"


def _by_others(rows: Sequence[Overdue]) -> str:
    """Return what reports that do not count say of late events, where they say that some were held."""
    said = [row.others for row in rows if row.others]
    which = said and (f"it {said[0]}" if len(rows) == 1 else f"{len(said)} of them did, or will not")
    return f"; {OTHERS} say that {which}" if said else ""


def _due_by(names: Names, row: Overdue) -> Citation:
    """Return where the last report came out by which it is due, of those that count where there are some."""
    counting = [report for report in row.reports if report in names.reports]
    return names.out_of((counting or row.reports)[-1])


# Questions without an answer


def unreported(state: State) -> dict[str, list[str]]:
    """Return by party the terms that it decides on, and on which nothing at all is reported of it."""
    needed = [(term, party) for term in state for party in state.needed_on(term)]
    return _by_party(needed, [holder for holder in needed if is_unreported(state, *holder)])


def _by_party(needed: Iterable[tuple[str, str]], silent: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return by party the terms on which it is silent, those that are silent on most first."""
    by_party: dict[str, list[str]] = {party: [] for _, party in needed}
    for term, party in silent:
        by_party[party].append(term)
    return dict(sorted(by_party.items(), key=lambda pair: -len(pair[1])))


def _unreported(names: Names, parts: Sequence[OnTerm]) -> Iterator[Line]:
    """Yield one line on the parties of which nothing is reported, those with most such terms first."""
    needed = [(part.id, party) for part in parts for party in part.needed]
    by_party = _by_party(needed, ((part.id, party) for part in parts for party in part.unreported))
    silent = {party: terms for party, terms in by_party.items() if terms}
    if silent:
        decided = Counter(party for _, party in needed)
        holders = [(term, party) for party, terms in silent.items() for term in terms]
        unheard, reports = names.no_report_of(holders), len(counting(names, parts))
        which = unheard.removeprefix("no report")
        which = which if reports == 1 else which.replace("counts", "count")
        yield names.line(
            Rule.NO_REPORT,
            _silence(names, silent, decided) + _uncounted(names, silent),
            about=unheard.capitalize(),
            terms=[term for terms in silent.values() for term in terms],
            parties=silent,
            source=f"silence in {counted(reports, 'report')}{which}, not a refusal",
        )


def _silence(names: Names, silent: Mapping[str, Sequence[str]], decided: Mapping[str, int]) -> str:
    """Return on how many of the terms that each party decides on nothing is reported of it."""
    (party, terms), *others = silent.items()
    all = decided[party]
    share = {1: "the only term", 2: "both terms"}.get(all, f"all {all} terms")
    share = share if len(terms) == all else f"{len(terms)} of the {all} terms"
    first = f"of {names.party(party)} on {share} that it decides on"
    return listed([first, *(f"of {names.party(p)} on {len(own)} of {decided[p]}" for p, own in others)], 4)


def _uncounted(names: Names, silent: Mapping[str, Sequence[str]]) -> str:
    """Return of which of these parties, on which terms, reports that do not count are, and how many."""
    of_party: list[str] = []
    reports: set[str] = set()
    for party, terms in silent.items():
        uncounted = {term: found for term in terms if (found := names.uncounted(term, party))}
        reports.update(*uncounted.values())
        if uncounted:
            of_party.append(f"of {names.party(party)} on {names.terms(list(uncounted))}")
    if not reports:
        return ""
    verb = "does" if len(reports) == 1 else "do"
    return f"; {counted(len(reports), 'report')} {listed(of_party, 2)} {verb} not count"


def _questions(names: Names, late: set[str | None]) -> Iterator[Line]:
    for question in names.state.questions():
        if question.question not in late and _due(names.state, question) is None:
            due = "" if question.due is None else f", an answer is due: {names.dated(str(question.due))}"
            yield _question(names, Rule.QUESTION, question, due)


def _dated_questions(names: Names) -> Iterator[Dated]:
    for question in names.state.questions():
        due = _due(names.state, question)
        if due is not None:
            text = f", an answer is due by {day_words(display_day(due))}"
            yield due, _question(names, Rule.DATED, question, text)


def _due(state: State, question: OpenQuestion) -> datetime | None:
    """Return the day by which an answer is due, where it is given and not over."""
    due = question.due
    if not isinstance(due, Moment) or not due.to_the_day:
        return None
    return as_datetime(due.range.last) if due.ends > state.instant else None


def _question(names: Names, rule: Rule, question: OpenQuestion, due: str) -> Line:
    terms = [term for term in question.about if term in names.state]
    text = f"left open: “{isolated(shortened(question.question))}”{due}"
    about = names.terms(terms) if terms else "A question"
    return names.line(rule, text, about=about, terms=terms, reports=[question.report])
