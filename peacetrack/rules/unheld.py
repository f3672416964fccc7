"""Events that acceptances begin with, and that are not known to be held.

Rule 5 of `docs/reference/rules.md` dates such an acceptance by the plan of the event, and no stance and no
status depends on what is said here: it marks what was announced for an event that may not have taken place.
"""

from __future__ import annotations

from collections.abc import Callable

from peacetrack.index.event_dates import AWAITED
from peacetrack.index.statement import Key, Statement
from peacetrack.index.timeline import Cut
from peacetrack.rules.ending import happening
from peacetrack.rules.standing import Standing
from peacetrack.words.classes import frozen
from peacetrack.words.report import EventStatus
from peacetrack.words.value import grouped
from peacetrack.words.when import After, During, When

AsReported = Callable[[Statement], When | None]
"""Gives since when a statement holds as its report put it, where that may be bound to an event."""


@frozen
class Unheld:
    """An event that an acceptance begins with, and that is not known to be held.

    Attributes:
        event: its id.
        put_off: cancelled, or postponed without a new date, where it was; else None.
    """

    event: str
    put_off: EventStatus | None


def unheld(cut: Cut, standing: Standing, as_reported: AsReported) -> Unheld | None:
    """Return the event that an acceptance was announced for, where it is not known to be held.

    Another word of the party that counts for no less, and is bound to no such event, settles it.
    """
    if not standing.accepts:
        return None
    run = standing.recorded or standing.runs["stance"]
    for said in grouped(run, lambda statement: statement.party).values():
        events = [_unheld(cut, statement, as_reported(statement)) for statement in said]
        if all(events):
            return events[-1]
    return None


def _unheld(cut: Cut, statement: Statement, since: When | None) -> Unheld | None:
    """Return the event that a statement was announced for; None where it is held, or was told of as held.

    A report that came out once the event was due, and puts an acceptance there, says that it took place.
    """
    if not isinstance(since, During | After) or happening(cut, since.event).held_from <= cut.valid:
        return None
    date = cut.calendar.date_of(since.event)
    status = next((s.value for s in reversed(list(cut.all(Key(since.event, None, "status"))))), None)
    if status is EventStatus.CANCELLED or (status is EventStatus.POSTPONED and date.when is None):
        return Unheld(since.event, status)
    to_come = date.status in AWAITED if date.when is None else statement.by.publication < date.when.anchor
    return Unheld(since.event, None) if to_come and not date.deadline else None
