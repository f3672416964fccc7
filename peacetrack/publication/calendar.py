"""A calendar of what is to come, in iCalendar (RFC 5545): events, deadlines, ends of offers, answers due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, assert_never
from uuid import uuid5

from peacetrack.analysis.briefing.closing import what_ends
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.window import Window, stated_with, windows
from peacetrack.errors import of_extra
from peacetrack.index.event_dates import AWAITED
from peacetrack.index.statement import reports_of
from peacetrack.publication.release import release_of
from peacetrack.publication.written import Written, is_web, root_of
from peacetrack.rules.wording import ends_in_words
from peacetrack.state import State, of_state
from peacetrack.table.cell import printable
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import Precision
from peacetrack.words.ending import At, NotBefore, Undisclosed, WithEvent
from peacetrack.words.report import EventStatus
from peacetrack.words.when import After, Moment, When

if TYPE_CHECKING:
    import icalendar

_DAY = timedelta(days=1)


@frozen
class Dated:
    """An item of a calendar: its name, when it is, and what is known of it.

    `act` is how its party said so, and `source` in whose words; empty where the reports alone are known.
    Once its day is past it is late, but where it is `over`: cancelled or lapsed.
    """

    key: str
    title: str
    when: Moment | None
    reports: Sequence[str]
    status: EventStatus | None = None
    place: str | None = None
    over: bool = False
    act: str = ""
    source: str = ""


@of_state
def calendar(state: State, *, released: Iterable[str] = ()) -> Written:
    """Return what is to come as a calendar (extra `calendar`).

    It has the events that are expected, postponed or cancelled, the ends of offers and of positions, and
    the days when answers are due, from the moment of the state on. A time that is less exact than a day is a
    span of whole days, and its words are in the description. What has no date, or no end, and what is late,
    is left out, and named in `left_out`. A calendar without an entry has the time zone UTC alone.

    Parameters:
        state: the state to ask.
        released: the markings that may be published, as for `publish` (default: none).

    Raises:
        InvalidInputError: if the state rests on supposed reports.
        MissingExtraError: if icalendar is not installed.

    Source: RFC 5545, iCalendar.

    >>> print(pt.publication.calendar(state))
    1 entry
    """
    with of_extra("calendar"):
        import icalendar
    release = release_of(state, released)
    state, names = release.state, Names(release.state)
    entries = [*_events(state, names), *_windows(state, names), *_questions(state, names)]
    book = icalendar.Calendar(prodid="-//peacetrack//calendar//EN", version="2.0")
    book.add("x-wr-calname", printable(state.agenda.title or state.agenda.id))
    reasons = [_left_out(dated, state.instant) for dated in entries]
    for dated, reason in zip(entries, reasons, strict=True):
        if reason is None:
            book.add_component(_component(icalendar.Event(), dated, state, names))
    kept = reasons.count(None)
    if not kept:  # RFC 5545 asks for a component
        book.add_component(icalendar.Timezone.from_tzid("UTC"))
    left_out = (
        f"{printable(dated.title)}: {why}" for dated, why in zip(entries, reasons, strict=True) if why
    )
    return Written(book.to_ical(), kept, tuple(left_out), release.held_back)


def _left_out(dated: Dated, now: int) -> str | None:
    """Return why something has no place in a calendar; empty of what is over, None of what has one."""
    if dated.when is None:
        return "no day is known"
    if dated.when.ends <= now:
        return "" if dated.over else f"its day is past, {_words(dated.when)}"
    return f"no day is known, only {_words(dated.when)}" if _days(dated.when) is None else None


# What is to come


def _events(state: State, names: Names) -> Iterator[Dated]:
    for event in state.events():
        if event.status in (*AWAITED, EventStatus.CANCELLED):
            yield Dated(
                f"event {event.id}",
                f"{names.event(event)}: {event.status}{names.reason(event)}",
                event.when,
                reports_of(event.runs.get("when", ()), event.runs["status"]),
                event.status,
                event.place,
                over=event.status is EventStatus.CANCELLED or event.ended,
            )


def _windows(state: State, names: Names) -> Iterator[Dated]:
    for window in windows(state):
        run = stated_with(state, state.standing(window.term, window.party), window.field).runs[window.field]
        ends = ends_in_words(window.field, window.stance)[1]
        title = f"The {what_ends(names, window)} on {names.quoted(window.term)} {ends}"
        event = window.closes.named_event
        title += f" with {names.occasion(event)}{window.fate}" if event and window.fate else ""
        reserve = names.reserve(window.accounts_of, on_record=not window.is_less_sure)
        title += f", {reserve}" if reserve else ""
        key = f"{window.field} {window.term} {window.party}"
        source = names.source(run).text
        act = str(state.claim_of(run[-1]).act or "")
        closing = _closing(state, window)
        yield Dated(key, title, closing, window.reports, over=window.lapsed, act=act, source=source)


def _closing(state: State, window: Window) -> Moment | None:
    """Return when a window closes, where its date, or that of its event, is known."""
    closes = window.closes
    if window.called_off is not None:
        return None
    match closes:
        case At(moment):
            return _day_of(state, moment)
        case WithEvent(str(event)):
            return state.event_date(event)
        case Undisclosed() | NotBefore() | WithEvent():
            return None
        case _:
            assert_never(closes)


def _questions(state: State, names: Names) -> Iterator[Dated]:
    for question in state.questions():
        if question.due is not None:
            key, title = (
                f"question {question.report} {question.number}",
                f"An answer is due: {question.question}",
            )
            yield Dated(key, title, _day_of(state, question.due), [question.report])


def _day_of(state: State, when: When) -> Moment | None:
    """Return when something ends, by the date of an event; none where it is at some time after one."""
    if isinstance(when, Moment):
        return when
    return None if isinstance(when, After) else state.event_date(when.event)


# Its place in the calendar


def _component(component: icalendar.Event, dated: Dated, state: State, names: Names) -> icalendar.Event:
    recorded = {entry.id: entry for entry in state.entries}
    newest = max((recorded[report] for report in dated.reports), key=lambda entry: entry.seq)
    urls = [state.report_of(report).source.url for report in reversed(dated.reports)]
    fields: dict[str, Any] = {
        "uid": str(uuid5(root_of(state.agenda), dated.key)),
        "dtstamp": newest.recorded_at,
        "sequence": newest.seq,
        "summary": printable(dated.title),
        "description": printable("\n".join(_described(dated, names))),
        "status": "CANCELLED" if dated.status is EventStatus.CANCELLED else _certainty(dated.when),
        "transp": "TRANSPARENT",
        "location": dated.place and printable(dated.place),
        "url": next(filter(is_web, urls), None),
        **dict(zip(("dtstart", "dtend"), _days(dated.when) or (), strict=False)),
    }
    for name, value in fields.items():
        if value:
            component.add(name, value)
    return component


def _described(dated: Dated, names: Names) -> Iterator[str]:
    yield f"When: {_words(dated.when)}"
    if dated.act:
        yield f"Act: {dated.act}"
    sources = [dated.source] if dated.source else map(names.report, dated.reports)
    yield from (f"Source: {source}" for source in sources)


def _certainty(when: Moment | None) -> str:
    exact = when is not None and when.to_the_day and not (when.uncertain or when.approximate)
    return "CONFIRMED" if exact else "TENTATIVE"


def _days(when: Moment | None) -> tuple[Any, ...] | None:
    """Return the instant, or the first day and the day after the last; None where there is no last day.

    Of what is to be by a day, only that day is known.
    """
    if when is None:
        return None
    if when.precision is Precision.INSTANT:
        return (when.earliest,)
    if when.latest is None:
        return None
    last = when.latest.date()
    first = last if when.earliest is None else when.earliest.date()
    return (first,) if last == date.max else (first, last + _DAY)


def _words(when: Moment | None) -> str:
    """Return a time with the words of its source."""
    has_words = when and when.said and str(when) != f'"{when.said}"'
    return f'{when} ("{when.said}")' if when and has_words else str(when)
