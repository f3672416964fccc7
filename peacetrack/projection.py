"""Entries onto the timeline: what each one asserts and withdraws. Built on timeline."""

from __future__ import annotations

from collections.abc import Collection

from peacetrack.ledger import Entry, Ledger
from peacetrack.report import Correction, Report, Retraction
from peacetrack.statement import Asserted, asserted
from peacetrack.timeline import Timeline


def project(
    timeline: Timeline, ledger: Ledger, entry: Entry, *, without: Collection[str] = ()
) -> None:
    """Take one entry of a ledger into a timeline; reports named in `without` assert nothing."""
    body = entry.body
    claims: list[Asserted] = []
    if isinstance(body, Report | Correction) and entry.id not in without:
        report = body.report if isinstance(body, Correction) else body
        place = ledger.filed[entry.id].place
        claims = asserted(report, id=entry.id, seq=entry.seq, place=place, recorded=entry.recorded)
    timeline.add(entry.recorded, claims, _withdrawn(ledger, entry))


def _withdrawn(ledger: Ledger, entry: Entry) -> list[tuple[str, int]]:
    body = entry.body
    if isinstance(body, Retraction) and body.claim is not None:
        return [(body.retracts, body.claim)]
    if isinstance(body, Retraction | Correction):
        id = body.retracts if isinstance(body, Retraction) else body.corrects
        return [(id, number + 1) for number in range(len(ledger.filed[id].report.claims))]
    return []


def replayed(ledger: Ledger, seq: int, *, without: Collection[str] = ()) -> Timeline:
    """The timeline of a ledger up to a seq."""
    timeline = Timeline()
    for entry in ledger.entries[:seq]:
        project(timeline, ledger, entry, without=without)
    return timeline
