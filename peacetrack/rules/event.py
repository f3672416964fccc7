"""Events as they are known: rule 5 of `docs/reference/rules.md`.

What events date is re-anchored by `peacetrack.index.projection`; the dates are read in
`peacetrack.index.event_dates`, and when an event is held and over in `peacetrack.rules.ending`.
"""

from __future__ import annotations

from typing import Any

import attrs

from peacetrack.index.event_dates import PUT_OFF, is_words
from peacetrack.index.statement import EVENT_FIELDS, Key, Statement
from peacetrack.index.timeline import Cut
from peacetrack.rules.dispute import disputed_fields, with_all_dates
from peacetrack.rules.ending import happening
from peacetrack.rules.runs import evidence_of, latest_run, redacted_in
from peacetrack.rules.stance_run import Run, Runs
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.report import EventStatus
from peacetrack.words.value import FrozenDict
from peacetrack.words.when import Moment


@frozen(repr=False)
class EventState:
    """An event as it is known.

    Attributes:
        id: the id of the event.
        type, status, when, duration, place, participants, people, about, text: as reported; None or
            empty where there is no statement. `when` is a moment, with the dates of other events read, and
            `text` leaves out why the event was postponed or cancelled.
        reason: the text of the report that postpones or cancels it; None of any other status.
        held: whether it has begun by the valid moment, and is known to be held, ongoing or ended.
        ended: whether it is over by the valid moment, and known to be held or ended.
        disputed: the fields that are disputed (rule 7).
        runs: by field, the statements of the value that holds, oldest first.

    >>> summit = state.event("summit")
    >>> str(summit.when), summit.held
    ('2030-02-01', False)
    """

    __columns__ = ("id", *EVENT_FIELDS, "reason", "held", "ended", "disputed")

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
    reason: str | None
    held: bool
    ended: bool
    disputed: tuple[str, ...]
    runs: Runs = attrs.field(repr=False, eq=False)

    def __repr__(self) -> str:
        when = f", {self.when}" if self.when is not None else ""
        return f"<EventState {self.id}: {self.status or 'no status'}{when}>"

    @property
    def comes_later(self) -> bool:
        """Whether it is reported as held, ongoing or ended, and begins after the valid moment.

        >>> state.event("summit").comes_later
        False
        """
        took_place = self.status in (EventStatus.HELD, EventStatus.ONGOING, EventStatus.ENDED)
        return took_place and not self.held

    @property
    def evidence(self) -> Table[Statement]:
        """The statements it rests on, field by field.

        >>> [statement.field for statement in state.event("summit").evidence]
        ['status', 'when']
        """
        return evidence_of(self.runs)

    @property
    def redacted(self) -> tuple[str, ...]:
        """The ids of the reports it rests on that were redacted.

        >>> state.event("summit").redacted
        ()
        """
        return redacted_in(self.runs)


def event_state(cut: Cut, event: str) -> EventState:
    """Return an event as it is known."""
    known = ((field, _known_run(cut, Key(event, None, field))) for field in EVENT_FIELDS)
    runs = {field: run for field, run in known if run}
    values: dict[str, Any] = {field: run[-1].value for field, run in runs.items()}
    values["when"] = _when(cut, event, values.get("when"))
    for field in ("participants", "people", "about"):
        values.setdefault(field, ())
    if "text" in runs:
        values["text"], values["reason"] = _texts(cut, event, runs)
    held_from, ended_from = happening(cut, event)
    return EventState(
        id=event,
        **{field: values.get(field) for field in EVENT_FIELDS},  # type: ignore[arg-type]
        reason=values.get("reason"),
        held=held_from <= cut.valid,
        ended=ended_from <= cut.valid,
        disputed=disputed_fields(cut, runs),
        runs=FrozenDict(runs),
    )


def _texts(cut: Cut, event: str, runs: Runs) -> tuple[str | None, str | None]:
    """Return the last text that says what an event is, and why it is put off, where its status is that."""
    off = {s.name for s in cut.all(Key(event, None, "status")) if s.value in PUT_OFF}
    texts = list(cut.all(Key(event, None, "text")))
    names = [text.value for text in texts if text.name not in off]
    by = {statement.name for statement in runs.get("status", ()) if statement.value in PUT_OFF}
    reasons = [text.value for text in texts if text.name in by]
    return next(iter(names[-1:]), None), next(iter(reasons[-1:]), None)


def _when(cut: Cut, event: str, reported: object) -> Moment | None:
    """Return when an event takes place; the words that are known, where no date counts."""
    when = cut.calendar.event_when(event)
    words = reported if isinstance(reported, Moment) and is_words(reported) else None
    return attrs.evolve(when, said=words.said) if when and words else when or words


def _known_run(cut: Cut, key: Key) -> Run:
    """Return the run of the greatest known statement that counts, begun or not; words displace no date."""
    known = list(with_all_dates(cut, key).all(key))[::-1]
    if key.field == "when":
        known = [statement for statement in known if cut.calendar.takes(statement)]
        known = [statement for statement in known if not is_words(statement.value)] or known
    return latest_run(known)


def deciding(cut: Cut, event: str) -> set[str]:
    """Return the reports without which an event may have another date or trusted status, perhaps more."""
    trusted = (list(cut.all(Key(event, None, field)))[-1:] for field in ("status", "type"))
    last = {statement.report for statements in trusted for statement in statements}
    return last | cut.timeline.dates.deciding(event, cut.seq, cut.timeline.lines.__getitem__)
