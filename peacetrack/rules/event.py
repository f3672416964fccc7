"""An event as it is known: rule 5. Built on reading."""

from __future__ import annotations

from typing import Any

import attrs

from peacetrack.index.event_dates import is_words
from peacetrack.index.statement import EVENT_FIELDS, Key, Statement
from peacetrack.index.timeline import Cut
from peacetrack.rules.runs import (
    FieldRuns,
    Run,
    Runs,
    evidence_of,
    latest_run,
    redacted_in,
    status_and_when,
)
from peacetrack.table.table import Table
from peacetrack.words.report import EventStatus
from peacetrack.words.value import FrozenDict
from peacetrack.words.when import Moment


@attrs.frozen(repr=False)
class EventState:
    """An event as it is known: whether it was `held` or has `ended` by the valid moment."""

    __columns__ = ("id", *EVENT_FIELDS, "held", "ended", "disputed")

    id: str
    type: str | None
    status: EventStatus | None
    when: Moment | None
    duration: str | None
    place: str | None
    participants: tuple[str, ...]
    people: tuple[str, ...]
    about: tuple[str, ...]
    text: str | None
    held: bool
    ended: bool
    disputed: tuple[str, ...]
    runs: Runs = attrs.field(repr=False, eq=False)

    def __repr__(self) -> str:
        when = f", {self.when}" if self.when is not None else ""
        return f"<EventState {self.id}: {self.status or 'no status'}{when}>"

    @property
    def evidence(self) -> Table[Statement]:
        """The statements it rests on."""
        return evidence_of(self.runs)

    @property
    def redacted(self) -> tuple[str, ...]:
        """The reports it rests on whose words were taken away."""
        return redacted_in(self.runs)


def event_state(cut: Cut, event: str) -> EventState:
    """An event as it is known."""
    reading = FieldRuns.of(cut, event, None)
    runs = {field: _known_run(cut, reading.key(field)) for field in EVENT_FIELDS}
    runs = {field: run for field, run in runs.items() if run}
    values: dict[str, Any] = {field: run[-1].value for field, run in runs.items()}
    status, when = status_and_when(cut, event)
    values["when"] = cut.calendar.event_when(event) or _words_of_when(runs)
    for field in ("participants", "people", "about"):
        values.setdefault(field, ())
    took_place = status in (EventStatus.HELD, EventStatus.ONGOING, EventStatus.ENDED)
    over = status in (EventStatus.HELD, EventStatus.ENDED)
    return EventState(
        id=event,
        **{field: values.get(field) for field in EVENT_FIELDS},  # type: ignore[arg-type]
        held=took_place and when is not None and when.anchor <= cut.valid,
        ended=over and when is not None and when.ends <= cut.valid,
        disputed=reading.disputed(runs),
        runs=FrozenDict(runs),
    )


def _words_of_when(runs: Runs) -> Moment | None:
    """What is said of when an event takes place, where it has no date."""
    return runs["when"][-1].value if "when" in runs else None


def _known_run(cut: Cut, key: Key) -> Run:
    """The run of the greatest statement, of all that is known; words do not displace a date."""
    known = list(cut.all(key))[::-1]
    dates = [statement for statement in known if not is_words(statement.value)]
    return latest_run(dates if key.field == "when" and dates else known)
