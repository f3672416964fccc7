"""The names that examples in docstrings may use; `docs/reference/api.md` prints `SETUP` on top."""

from __future__ import annotations

from functools import cache
from tempfile import mkdtemp
from typing import Any

SETUP = """\
from datetime import UTC, datetime

import peacetrack as pt
from peacetrack import analysis, content, view

talks = pt.Tracker(
    pt.Agenda(
        "example",
        title="An invented negotiation",
        parties=[
            pt.Party("NORTH", "Northland", "state", aliases=["the North"]),
            pt.Party("SOUTH", "Southland", "state", aliases=["the South"]),
            pt.Party("EAST", "Eastland", "state", roles=["mediator"]),
        ],
        terms=[
            pt.Term("truce", "ceasefire", "both sides cease fire for a year", needs=["NORTH", "SOUTH"]),
            pt.Term("border", "territorial-status", "the border follows the river", needs=["NORTH", "SOUTH"]),
        ],
    ),
    recorder="desk",
    clock=lambda: datetime(2030, 1, 10, 12, tzinfo=UTC),
)
talks.record(
    pt.Report(
        [
            pt.Position("NORTH", "truce", "accepts", conditions=[pt.EventHeld("summit")]),
            pt.Position("SOUTH", "truce", "opposes", act="criticises"),
            pt.Event("summit", status="expected", when="2030-02-01"),
        ],
        id="wire",
        source=pt.Source("an agency", published="2030-01-02"),
        attribution=pt.Attribution("named"),
        since="2030-01-01",
    )
)
talks.record(
    pt.Report(
        [pt.Position("SOUTH", "truce", "open", act="considers", wording="could live with it")],
        id="radio",
        source=pt.Source("a radio station", published="2030-01-05"),
        attribution=pt.Attribution("officials-briefed"),
        since="2030-01-04",
    )
)
state = talks.state()
"""
_ENTRIES = 3
_COMPILED = compile(SETUP, "docstring_ledger", "exec")


def names() -> dict[str, object]:
    """Return a fresh namespace: `talks` is an invented ledger of two reports, `state` its state."""
    namespace: dict[str, object] = {}
    exec(_COMPILED, namespace)
    return namespace


def unchanged() -> dict[str, object]:
    """Return the same names, of a ledger that examples share until one of them writes to it."""
    if _shared()["talks"].head != _ENTRIES:
        _shared.cache_clear()
    return dict(_shared())


@cache
def _shared() -> dict[str, Any]:
    return names()


def stored(talks: Any) -> dict[str, object]:
    """Return the names of the examples of `peacetrack.warehouse`: a warehouse, and all of it."""
    from peacetrack import analysis, warehouse

    folder = mkdtemp(dir=".")
    warehouse.write(talks, folder)
    everywhere = warehouse.open_all(folder)
    return {"analysis": analysis, "stored": everywhere["example"], "everywhere": everywhere}
