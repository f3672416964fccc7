"""Record reports one a day at noon in February 2030, on what happened in January."""

from datetime import UTC, datetime

import peacetrack as pt
from peacetrack.draft.fields import PositionFields


def new_year():
    return datetime(2030, 1, 1, tzinfo=UTC)


def next_year():
    return datetime(2031, 1, 1, tzinfo=UTC)


def empty(**given):
    """Return a tracker without an agenda; its clock is later than all reports."""
    return pt.Tracker(clock=next_year, **given)


def new(agenda, **given):
    """Return a tracker with an agenda of the new year."""
    talks = empty(**given)
    talks.declare(agenda, recorded_at=new_year())
    return talks


def ledger_of(agenda, *reports):
    """Return a tracker with an agenda and these reports."""
    talks = new(agenda)
    for day, report in enumerate(reports, start=1):
        talks.record(report, recorded_at=f"2030-02-{day:02}T12:00:00Z")
    return talks


def says(id, stance=None, since=None, *, term="truce", of="NORTH", by="narrator", **said):
    """Make a report of one position; what belongs to its source may stand among the fields."""
    report, position = _apart(said)
    draft = pt.draft(id=id, **report)
    draft.voice(by, of=of).position(term, stance, since=since, **detailed(position))
    return draft


def detailed(said):
    """Return what is said with the fields of the term's kind under `details`."""
    names = {"act", *PositionFields.__annotations__}
    own = {name: value for name, value in said.items() if name in names}
    details = {name: value for name, value in said.items() if name not in own}
    return own | ({"details": details} if details else {})


def happens(id, event, status=None, **said):
    """Make a report of one event."""
    report, fields = _apart(said)
    return pt.draft(id=id, **report).event(event, status, **fields)


def _apart(said):
    names = ("published", "origin", "reliability")
    report = {name: value for name, value in said.items() if name in names}
    return report, {name: value for name, value in said.items() if name not in names}
