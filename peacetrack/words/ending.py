"""Endings: until when an offer stands, a pause lasts, or a stance holds.

`Ending` is a closed union. A new ending is a class here with a `json_field` and the same properties,
added to the union. mypy then names every switch that has to know it: how it is written, ordered and
worded, and when it comes (`rules/ending.py`). It is also read in `form/scalars.py`, described in
`form/schema.py` and drawn in `testing/strategies/value.py`: the import or `tests/test_unions.py` fails where
one is missing. docs/contributing.md has the whole list.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from peacetrack.errors import WrongTypeError
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import isolated
from peacetrack.words.value import Absence, AbsenceText, EventId, absence_or
from peacetrack.words.when import InWords, When, WhenLike, as_when

EventOrWords = EventId | InWords
"""An event: its id, or the words where it has none."""


def as_event(value: str | InWords) -> str | InWords:
    """Return an event, given by its id or in words."""
    if isinstance(value, str | InWords):
        return value
    raise WrongTypeError(value, "the id of an event", repair="or InWords(text)")


def _as_ending_time(value: WhenLike) -> When:
    when = as_when(value)
    assert when is not None
    return when


@frozen(eq=False)
class EndingBase:
    """The answers of an ending that knows neither a time nor an event."""

    json_field: ClassVar[str]
    terminates: ClassVar[bool] = True
    disclosed: ClassVar[bool] = True

    @property
    def time(self) -> When | None:
        """The time at which it ends, as reported, or None."""
        return None

    @property
    def named_event(self) -> str | None:
        """The id of the event that it names, or None."""
        return None

    @property
    def ending_event(self) -> str | None:
        """The id of the event that can bring it about, or None."""
        return self.named_event if self.terminates else None


@frozen
class At(EndingBase):
    """It ends at a moment, or at a time bound to an event."""

    json_field: ClassVar[str] = "at"
    moment: When = attrs.field(converter=_as_ending_time)

    @property
    def time(self) -> When:
        """The time at which it ends, as reported."""
        return self.moment

    @property
    def named_event(self) -> str | None:
        """The id of the event that it names, or None."""
        return self.moment.event

    def __str__(self) -> str:
        return str(self.moment)


@frozen
class Undisclosed(EndingBase):
    """It ends, but the date is not given: it never lapses by itself and never looks open-ended."""

    json_field: ClassVar[str] = "undisclosed"
    disclosed: ClassVar[bool] = False

    def __str__(self) -> str:
        return "undisclosed date"


@frozen(eq=False)
class EndingByEvent(EndingBase):
    """The common part of the endings that an event decides."""

    event: EventOrWords = attrs.field(converter=as_event)

    @property
    def named_event(self) -> str | None:
        """The id of the event, or None where only words are known."""
        return self.event if isinstance(self.event, str) else None


@frozen
class WithEvent(EndingByEvent):
    """It ends once an event has ended."""

    json_field: ClassVar[str] = "event"

    def __str__(self) -> str:
        return f"with {isolated(str(self.event))}"


@frozen
class NotBefore(EndingByEvent):
    """It cannot end before an event."""

    json_field: ClassVar[str] = "not_before"
    terminates: ClassVar[bool] = False

    def __str__(self) -> str:
        return f"not before {isolated(str(self.event))}"


Ending = At | Undisclosed | WithEvent | NotBefore
"""An ending. It says whether it `terminates` at all, whether when is `disclosed`, at which `time`
where one is given, which event it names (`named_event`), and which event can bring it about
(`ending_event`)."""
EndingLike = Ending | WhenLike


def as_ending(value: EndingLike) -> Ending:
    """Return an ending; a bare time ends at that time, the text `undisclosed` is `Undisclosed()`."""
    if isinstance(value, Ending):
        return value
    return Undisclosed() if value == "undisclosed" else At(value)


def as_window(value: EndingLike | Absence | AbsenceText | None) -> Ending | Absence | None:
    """Return an ending or an absence, given as a value or as text, or None."""
    if value is None:
        return None
    given = absence_or(value)
    return given if isinstance(given, Absence) else as_ending(given)
