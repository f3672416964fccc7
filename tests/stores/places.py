"""Where a ledger can be kept, so that one suite runs against all of them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count, cycle
from pathlib import Path

import attrs

import peacetrack as pt
from peacetrack.testing import strategies as ss
from tests.servers import Cluster

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds" / "berlin-2025-12"

_numbers = count(1)


def opened(place: str | Path) -> pt.Tracker:
    """A tracker on a ledger, with the clock and salt of the tests."""
    return pt.open(place, recorder="tester", clock=ss.Clock(), salt=lambda: b"\0" * 16)


@attrs.frozen
class Place:
    """An empty ledger of some kind; `open` gives a tracker on it, again and again."""

    name: str
    open: Callable[[], pt.Tracker]

    def __repr__(self) -> str:
        return self.name


def in_memory() -> Place:
    """A ledger that lives as long as its one tracker."""
    tracker = pt.Tracker(recorder="tester", clock=ss.Clock(), salt=lambda: b"\0" * 16)
    return Place("memory", lambda: tracker)


def in_file(folder: Path) -> Place:
    """A ledger in a file."""
    path = folder / f"talks-{next(_numbers)}.db"
    return Place("sqlite", lambda: opened(path))


def on_server(server: Cluster) -> Place:
    """A ledger on a server."""
    url = server.new_database()
    return Place("postgres", lambda: opened(url))


def copied(source: pt.Tracker, *targets: pt.Tracker) -> None:
    """Do again in some trackers, in turn, what was done in another."""
    for entry, target in zip(source.entries(), cycle(targets), strict=False):
        body, at = entry.body, entry.recorded_at
        if isinstance(body, pt.Agenda):
            target.declare(body, recorded_at=at)
        elif isinstance(body, pt.Report):
            target.record(body, recorded_at=at)
        elif isinstance(body, pt.Correction):
            target.correct(body.corrects, body.report, reason=body.reason, recorded_at=at)
        elif isinstance(body, pt.Retraction):
            target.retract(body.retracts, reason=body.reason, claim=body.claim, recorded_at=at)
        elif isinstance(body, pt.coding.Proposal):
            target.propose(body.report, recorded_at=at)
        elif isinstance(body, pt.coding.Dismissal):
            target.dismiss(body.dismisses, reason=body.reason, recorded_at=at)
        else:
            target.redact(body.redacts, reason=body.reason, recorded_at=at)
