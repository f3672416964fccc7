"""Checks of reports: slips that one report shows, codings of one source, ids that look alike, quotes.

`peacetrack log` asks for the slips of each report as it comes in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, datetime
from itertools import combinations

import attrs

from peacetrack.analysis.checks.condition import misspelt
from peacetrack.analysis.coding import codings
from peacetrack.analysis.finding import Check, Finding, Where, about, found
from peacetrack.analysis.holding import positions
from peacetrack.analysis.quotes import MEANINGS, QuoteFate, Texts, check_quotes
from peacetrack.analysis.severity import Severity
from peacetrack.errors import foreign_letter, look_of, nearest
from peacetrack.index.event_dates import DEADLINE
from peacetrack.index.statement import field_words, subject_words
from peacetrack.ledger.filed import Filed
from peacetrack.rules.claim_wording import changed_sides
from peacetrack.rules.claims import Claimed
from peacetrack.state import State, reading_of
from peacetrack.words.condition import EventHeld
from peacetrack.words.edtf import BEGINNING, DAY, Precision, microseconds
from peacetrack.words.ending import Ending
from peacetrack.words.isolate import isolated
from peacetrack.words.position import Position
from peacetrack.words.report import Event, EventStatus
from peacetrack.words.value import counted, grouped, in_short
from peacetrack.words.when import Moment, event_of

_FIRST_OFFSET = 14 * DAY // 24
"""How far ahead of UTC a day begins at most."""
_FRESH = 14
"""The most days between what happens and its publication that a slip of the year is looked for in."""
_POSTPONED = "postponed-deadline"
"""What `check` calls a deadline that was postponed once its new date is past (`deadline.py`)."""
_MODERN = microseconds(datetime(1000, 1, 1, tzinfo=UTC))

# Slips


def slips(state: State, ids: Iterable[str]) -> Iterator[Finding]:
    """Yield the slips of some reports, those of one report together."""
    events: dict[str, None] | None = None
    for filed in filter(None, map(reading_of(state).snapshot.filed, ids)):
        for look in (
            published_too_late,
            begun_too_late,
            ancient_years,
            both_sides,
            _postponed_deadlines,
            begun_a_year_early,
        ):
            yield from look(state, filed)
        awaited = list(_awaited(filed))
        if awaited and events is None:
            events = dict.fromkeys(event.id for event in state.events())
        yield from _misspelt(filed, awaited, events or ())


def in_each_report(look: Callable[[State, Filed], Iterable[Finding]]) -> Check:
    """Return the check that looks for a slip in each report that is not withdrawn."""
    return lambda state: (finding for filed in _standing(state) for finding in look(state, filed))


def published_too_late(_: State, filed: Filed) -> Iterator[Finding]:
    """Find that a report gives a publication after it was recorded."""
    published = filed.report.source.published
    if published is not None and _first_anywhere(published) > filed.entry.recorded:
        what = f"{isolated(filed.entry.id)} was recorded before its publication, {published}"
        settled_by = "a correction with the date of its publication"
        yield _slip(Severity.LOW, "published-too-late", what, filed, settled_by)


def begun_too_late(_: State, filed: Filed) -> Iterator[Finding]:
    """Find claims that give a beginning after they were recorded."""
    for since in _begun(filed):
        if _first_anywhere(since) > filed.entry.recorded:
            what = f"{isolated(filed.entry.id)} says since {since}, and was recorded before that"
            settled_by = "a correction with the date that was meant"
            yield _slip(Severity.LOW, "begun-too-late", what, filed, settled_by)


def _begun(filed: Filed) -> Iterable[Moment]:
    """Return the times that a report and its claims give for a beginning, each once."""
    begun = (filed.report.since, *(claim.since for claim in filed.report.claims))
    return dict.fromkeys(when for when in begun if isinstance(when, Moment))


def ancient_years(_: State, filed: Filed) -> Iterator[Finding]:
    """Find times before the year 1000, which most often lack a digit."""
    for moment in dict.fromkeys(_moments(filed.report)):
        if BEGINNING < moment.anchor < _MODERN:
            what = f"{isolated(filed.entry.id)} names the time {moment}, before the year 1000"
            settled_by = "a correction with all four digits of the year"
            yield _slip(Severity.MEDIUM, "ancient-year", what, filed, settled_by)


def both_sides(state: State, filed: Filed) -> Iterator[Finding]:
    """Find parties that one voice of a report puts on two sides of a term at one time."""
    gone = {number for number, entry in filed.retracted.items() if entry.seq <= state.seq}
    for one, other in changed_sides(filed.report):
        if not gone.intersection((one.number, other.number)):
            where = about(other.claim.term, other.claim.party, "stance")
            said = f"{isolated(filed.entry.id)} has one voice say {one} and {other}; the last holds"
            what = f"{subject_words(other.claim.term, other.claim.party)}: {said}"
            settled_by = "a correction with the term or the date that was meant"
            yield _slip(Severity.MEDIUM, "both-sides", what, filed, settled_by, where)


def begun_a_year_early(_: State, filed: Filed) -> Iterator[Finding]:
    """Find that a claim begins a year before the days of its publication, as in January of a new year."""
    published = filed.report.source.published
    if published is None or not published.to_the_day:
        return
    for since in (when for when in _begun(filed) if when.to_the_day):
        if 365 <= (published.range.first - since.range.first) // DAY <= 366 + _FRESH:
            what = (
                f"{isolated(filed.entry.id)} says since {since}, a year before its publication, {published}"
            )
            settled_by = "a correction with the date that was meant, if the year is a slip"
            yield _slip(Severity.LOW, "begun-a-year-early", what, filed, settled_by)


def _postponed_deadlines(state: State, filed: Filed) -> Iterator[Finding]:
    """Find that a report calls a deadline postponed to a date: it does not pass by itself then (rule 5)."""
    events = (claim for claim in filed.report.claims if isinstance(claim, Event))
    for claim in (event for event in events if event.status is EventStatus.POSTPONED and event.when):
        if state.event(claim.id).type == DEADLINE:
            to = f"{isolated(claim.id)}, a deadline, is postponed to {claim.when}"
            what = f"{isolated(filed.entry.id)}: {to}, and does not pass by itself then"
            settled_by = "a correction with the status expected and that date, if it was extended"
            where = about(claim.id, (), "status", "when")
            yield _slip(Severity.MEDIUM, _POSTPONED, what, filed, settled_by, where)


def _slip(
    severity: Severity, check: str, what: str, filed: Filed, settled_by: str, where: Where | None = None
) -> Finding:
    source = Moment.at(filed.entry.recorded), [filed.entry.id]
    return found(severity, check, what, settled_by, where or about(()), source)


def _misspelt(filed: Filed, awaited: Iterable[str], events: Collection[str]) -> Iterator[Finding]:
    """Yield the events that a report waits for, where one that reports are about is called nearly so."""
    for event in dict.fromkeys(awaited):
        near = None if event in events else nearest(event, events)
        if near is not None:
            yield misspelt(isolated(filed.entry.id), event, near)


def _awaited(filed: Filed) -> Iterator[str]:
    """Yield the events to which the claims of a report are bound."""
    for claim in filed.report.claims:
        bound = [event_of(claim.since or filed.report.since)]
        if isinstance(claim, Position):
            bound += [c.event for c in claim.conditions or () if isinstance(c, EventHeld)]
            bound += [e.named_event for e in (claim.window, claim.until) if isinstance(e, Ending)]
        yield from (event for event in bound if event is not None)


def _moments(value: object) -> Iterator[Moment]:
    """Return the moments in a report, or in a part of it."""
    if isinstance(value, Moment):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _moments(item)
    elif attrs.has(cls := type(value)):
        for field in attrs.fields(cls):
            yield from _moments(getattr(value, field.name))


def _standing(state: State) -> Iterator[Filed]:
    """Yield the reports that are known and not withdrawn."""
    for filed in reading_of(state).snapshot.filed_reports():
        if filed.withdrawn_by is None or filed.withdrawn_by.seq > state.seq:
            yield filed


def _first_anywhere(moment: Moment) -> int:
    """Return the first instant of a moment; of a day, where on Earth it begins first."""
    instant = moment.range.precision is Precision.INSTANT
    return moment.range.first - (0 if instant else _FIRST_OFFSET)


# Codings

_COMPARED = ("stance", "red_line", "window")


def coded_twice(state: State) -> Iterator[Finding]:
    """Find stances that two codings of one source give differently, be it on one side (rule 7).

    Of a stance that both give, also its red line and its window: what one of them leaves out, it denies.
    """
    pairs = codings(state)
    by_report = grouped(positions(state) if pairs else (), lambda pair: pair[0].report)
    for one, other in pairs:
        first, second = (_coded(by_report.get(str(report.id), ())) for report in (one, other))
        for place, fields in first.items():
            for field, words in fields.items():
                others = second.get(place, fields)[field]
                if others != words:
                    said = "" if field == "stance" else f", {field_words(field)}"
                    given = f"{words} ({isolated(one.id)}), {others} ({isolated(other.id)})"
                    what = f"coded twice, differently: {subject_words(*place)}{said}: {given}"
                    settled_by = "the source read again, and a correction of the report that is wrong"
                    where, source = about(*place, field), (None, (str(one.id), str(other.id)))
                    yield found(Severity.MEDIUM, "coded-twice", what, settled_by, where, source)


def uncoded_reports(state: State) -> Iterator[Finding]:
    """Find the reports without claims, such as the items of an inbox, in one finding."""
    if state.uncoded:
        verb = "is" if len(state.uncoded) == 1 else "are"
        what = f"{counted(len(state.uncoded), 'report')} {verb} uncoded"
        settled_by = "a correction with the claims of each, or a retraction"
        yield found(Severity.LOW, "uncoded", what, settled_by, about(()), (None, state.uncoded))


def _coded(claims: Iterable[tuple[Claimed, Position]]) -> dict[tuple[str, str], dict[str, str]]:
    """Return the stances that some claims of a report give, with red lines and windows, by term and party."""
    stating = (claim for _, claim in claims if claim.stance is not None)
    by_place = grouped(stating, lambda position: (position.term, position.party))
    return {
        place: {field: _in_words(getattr(claim, field) for claim in of) for field in _COMPARED}
        for place, of in by_place.items()
    }


def _in_words(values: Iterable[object]) -> str:
    """Return the values that claims give a field; no red line is as good as none stated."""
    given = {in_short(value) for value in values if value is not None and value is not False}
    return " and ".join(sorted(given)) or "none"


# Ids that look alike


def alike_events(state: State) -> Iterator[Finding]:
    """Find events with ids that look alike: what is said of one is not said of the other."""
    if not any(_pairs(state.event_ids)):
        return
    naming = {filed.entry.id: {*filed.report.events} for filed in _standing(state)}
    for one, other in _pairs(dict.fromkeys(event for events in naming.values() for event in events)):
        what = f"event {other!r} looks like event {one!r}: {foreign_letter(one, other)}"
        settled_by = "a correction of the report that names the other one, if both are one event"
        reports = [report for report, events in naming.items() if events & {one, other}]
        where = about((one, other))
        yield found(Severity.MEDIUM, "alike-events", what, settled_by, where, (None, reports))


def alike_reports(state: State) -> Iterator[Finding]:
    """Find reports with ids that look alike: a citation of one is read as one of the other."""
    for one, other in _pairs(filed.entry.id for filed in _standing(state)):
        what = f"report {other!r} looks like report {one!r}: {foreign_letter(one, other)}"
        settled_by = "a correction of one of them, under another id"
        yield found(Severity.LOW, "alike-reports", what, settled_by, about(()), (None, [one, other]))


def _pairs(ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of ids that look alike, in their order."""
    every = tuple(ids)
    if all(map(str.isascii, every)):
        return
    for alike in grouped(every, look_of).values():
        yield from combinations(alike, 2)


# Quotes

_SEVERITIES = {
    QuoteFate.ABSENT: Severity.MEDIUM,
    QuoteFate.TEXT_CHANGED: Severity.MEDIUM,
    QuoteFate.UNREADABLE: Severity.MEDIUM,
    QuoteFate.AMBIGUOUS: Severity.LOW,
    QuoteFate.MOVED: Severity.LOW,
}
_SETTLED_BY = {
    QuoteFate.TEXT_CHANGED: "the text that was coded, or a correction with the sha256 of this one",
    QuoteFate.UNREADABLE: "the text of the source, saved as UTF-8",
}


def misplaced_quotes(state: State, texts: Texts) -> Iterator[Finding]:
    """Find quotes that do not stand in the text of their source as they are given."""
    for quote in check_quotes(state, texts):
        severity = _SEVERITIES.get(quote.fate)
        if severity is not None:
            fate = f"{MEANINGS[quote.fate]} ({quote.text}): “{quote.quote}”"
            what = f"a quote of {subject_words(quote.term, quote.party)} {fate}"
            settled_by = _SETTLED_BY.get(quote.fate, "a correction with the words as they stand in the text")
            where = about(quote.term, quote.party, "quote")
            yield found(severity, "quote", what, settled_by, where, (None, [quote.report]))
