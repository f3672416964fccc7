"""Checks of the ledger: corrections and retractions that turned the status of a term."""

from __future__ import annotations

from collections.abc import Iterator

from peacetrack.analysis.finding import Finding, Severity
from peacetrack.ledger.entry import Entry
from peacetrack.state import State
from peacetrack.words.report import Correction, Retraction
from peacetrack.words.when import Moment


def turning_corrections(state: State) -> Iterator[Finding]:
    """Find corrections and retractions that gave a term the status that it still has."""
    for entry in state.entries[: state.basis.known]:
        if entry.kind in ("correction", "retraction"):  # no other body is read
            yield from _turned_by(state, entry)


def _turned_by(state: State, entry: Entry) -> Iterator[Finding]:
    body = entry.body
    assert isinstance(body, Correction | Retraction)
    before, after = state.at(known=entry.seq - 1), state.at(known=entry.seq)
    old = body.corrects if isinstance(body, Correction) else body.retracts
    for term in state:
        was, became = before.status_of(term), after.status_of(term)
        if was is not became and became is state.status_of(term):
            yield Finding(
                Severity.MEDIUM,
                "turning-correction",
                f"the {entry.kind} of {old} ({body.reason}) turned {term} from {was} to {became}",
                terms=[term],
                since=Moment.at(entry.recorded),
                reports=(old, entry.id) if entry.id != old else (old,),
                settled_by="a second look at what was built on it before",
            )
