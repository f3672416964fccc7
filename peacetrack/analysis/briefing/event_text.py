"""What the texts of an event's reports are for: one names it, and one says why it was put off."""

from __future__ import annotations

from collections.abc import Iterable

from peacetrack.index.statement import Statement
from peacetrack.rules.event import EventState
from peacetrack.state import State
from peacetrack.words.report import EventStatus
from peacetrack.words.value import REDACTED

_PUT_OFF = (EventStatus.POSTPONED, EventStatus.CANCELLED)


def name_of(state: State, event: EventState) -> str:
    """Return the text that names an event: the first one recorded, but for reasons why it is put off."""
    if event.text is None:
        return ""
    reasons = _claims(s for s in state.statements(event.id, None, "status") if s.value in _PUT_OFF)
    names = [text for text in _texts(state, event) if _place(text) not in reasons]
    return str(min(names, key=lambda text: (text.by.tie_seq, text.claim)).value) if names else ""


def reason_of(state: State, event: EventState) -> str:
    """Return the text of the report by which an event is postponed or cancelled, or nothing."""
    if event.text is None or event.status not in _PUT_OFF:
        return ""
    by = _claims(event.runs.get("status", ()))
    return next((str(text.value) for text in reversed(_texts(state, event)) if _place(text) in by), "")


def _texts(state: State, event: EventState) -> list[Statement]:
    """Return the texts of an event whose words were not redacted."""
    return [s for s in state.statements(event.id, None, "text") if REDACTED not in str(s.value)]


def _claims(statements: Iterable[Statement]) -> set[tuple[str, int]]:
    return set(map(_place, statements))


def _place(statement: Statement) -> tuple[str, int]:
    return statement.report, statement.claim
