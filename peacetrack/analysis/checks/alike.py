"""Checks of ids of events and reports that look alike, by letters of another alphabet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from peacetrack.analysis.finding import Finding
from peacetrack.analysis.severity import Severity
from peacetrack.errors import foreign_letter, look_of
from peacetrack.state import State, snapshot_of
from peacetrack.words.value import grouped


def alike_events(state: State) -> Iterator[Finding]:
    """Find events with ids that look alike: what is said of one is not said of the other."""
    if not any(_pairs(state.event_ids)):
        return
    naming = {report: {*state.report_of(report).events} for report in _standing(state)}
    for one, other in _pairs(dict.fromkeys(event for events in naming.values() for event in events)):
        yield Finding(
            Severity.MEDIUM,
            "alike-events",
            f"event {other!r} looks like event {one!r}: {foreign_letter(one, other)}",
            terms=[one, other],
            reports=[report for report, events in naming.items() if events & {one, other}],
            settled_by="a correction of the report that names the other one, if both are one event",
        )


def alike_reports(state: State) -> Iterator[Finding]:
    """Find reports with ids that look alike: a citation of one is read as one of the other."""
    for one, other in _pairs(_standing(state)):
        yield Finding(
            Severity.LOW,
            "alike-reports",
            f"report {other!r} looks like report {one!r}: {foreign_letter(one, other)}",
            reports=[one, other],
            settled_by="a correction of one of them, under another id",
        )


def _pairs(ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of ids that look alike, in their order."""
    every = tuple(ids)
    if all(map(str.isascii, every)):
        return
    for alike in grouped(every, look_of).values():
        yield from combinations(alike, 2)


def _standing(state: State) -> Sequence[str]:
    """Return the ids of the reports that are known and not withdrawn."""
    filed = snapshot_of(state).filed_reports()
    return [f.entry.id for f in filed if f.withdrawn_by is None or f.withdrawn_by.seq > state.seq]
