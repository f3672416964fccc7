"""Checks of slips that one report shows: dates to come, years without a digit, both sides, misspelt events.

`peacetrack log` asks them of each report as it comes in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime

import attrs

from peacetrack.analysis.checks.condition import misspelt
from peacetrack.analysis.finding import Finding, about
from peacetrack.analysis.severity import Severity
from peacetrack.errors import nearest
from peacetrack.index.statement import subject_words
from peacetrack.ledger.ledger import Filed
from peacetrack.rules.claim_wording import changed_sides
from peacetrack.state import State, snapshot_of
from peacetrack.words.condition import EventHeld
from peacetrack.words.edtf import BEGINNING, DAY, Precision, microseconds
from peacetrack.words.ending import Ending
from peacetrack.words.isolate import isolated
from peacetrack.words.position import Position
from peacetrack.words.when import Moment, event_of

_FIRST_OFFSET = 14 * DAY // 24
"""How far ahead of UTC a day begins at most."""
_MODERN = microseconds(datetime(1000, 1, 1, tzinfo=UTC))


def slips(state: State, ids: Iterable[str]) -> Iterator[Finding]:
    """Yield the slips of some reports, those of one report together."""
    events: dict[str, None] | None = None
    for filed in filter(None, map(snapshot_of(state).filed, ids)):
        yield from (*_published_late(filed), *_begun_late(filed), *_ancient(filed), *_both_ways(state, filed))
        awaited = list(_awaited(filed))
        if awaited and events is None:
            events = dict.fromkeys(event.id for event in state.events())
        yield from _misspelt(filed, awaited, events or ())


def published_too_late(state: State) -> Iterator[Finding]:
    """Find reports that give a publication after they were recorded."""
    for filed in _standing_reports(state):
        yield from _published_late(filed)


def begun_too_late(state: State) -> Iterator[Finding]:
    """Find claims that give a beginning after they were recorded."""
    for filed in _standing_reports(state):
        yield from _begun_late(filed)


def ancient_years(state: State) -> Iterator[Finding]:
    """Find reports with a time before the year 1000, which most often lacks a digit."""
    for filed in _standing_reports(state):
        yield from _ancient(filed)


def both_sides(state: State) -> Iterator[Finding]:
    """Find parties that one voice of one report puts on two sides of a term at one time."""
    for filed in _standing_reports(state):
        yield from _both_ways(state, filed)


def _published_late(filed: Filed) -> Iterator[Finding]:
    published = filed.report.source.published
    if published is not None and _first_anywhere(published) > filed.entry.recorded:
        yield Finding(
            Severity.LOW,
            "published-too-late",
            f"{isolated(filed.entry.id)} was recorded before its publication, {published}",
            since=Moment.at(filed.entry.recorded),
            reports=[filed.entry.id],
            settled_by="a correction with the date of its publication",
        )


def _begun_late(filed: Filed) -> Iterator[Finding]:
    begun = (filed.report.since, *(claim.since for claim in filed.report.claims))
    for since in dict.fromkeys(when for when in begun if isinstance(when, Moment)):
        if _first_anywhere(since) > filed.entry.recorded:
            yield Finding(
                Severity.LOW,
                "begun-too-late",
                f"{isolated(filed.entry.id)} says since {since}, and was recorded before that",
                since=Moment.at(filed.entry.recorded),
                reports=[filed.entry.id],
                settled_by="a correction with the date that was meant",
            )


def _ancient(filed: Filed) -> Iterator[Finding]:
    for moment in dict.fromkeys(_moments(filed.report)):
        if BEGINNING < moment.anchor < _MODERN:
            yield Finding(
                Severity.MEDIUM,
                "ancient-year",
                f"{isolated(filed.entry.id)} names the time {moment}, before the year 1000",
                since=Moment.at(filed.entry.recorded),
                reports=[filed.entry.id],
                settled_by="a correction with all four digits of the year",
            )


def _both_ways(state: State, filed: Filed) -> Iterator[Finding]:
    gone = {number for number, entry in filed.retracted.items() if entry.seq <= state.seq}
    for one, other in changed_sides(filed.report):
        if not gone.intersection((one.number, other.number)):
            term, party = other.claim.term, other.claim.party
            yield Finding(
                Severity.MEDIUM,
                "both-sides",
                f"{subject_words(term, party)}: {isolated(filed.entry.id)} has one voice say {one} and {other};"
                f" the last holds",
                **about(term, party, "stance"),
                since=Moment.at(filed.entry.recorded),
                reports=[filed.entry.id],
                settled_by="a correction with the term or the date that was meant",
            )


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


def _standing_reports(state: State) -> Iterator[Filed]:
    """Return the reports that are not withdrawn as known."""
    for filed in snapshot_of(state).filed_reports():
        if filed.withdrawn_by is None or filed.withdrawn_by.seq > state.seq:
            yield filed


def _first_anywhere(moment: Moment) -> int:
    """Return the first instant of a moment; of a day, where on Earth it begins first."""
    instant = moment.range.precision is Precision.INSTANT
    return moment.range.first - (0 if instant else _FIRST_OFFSET)
