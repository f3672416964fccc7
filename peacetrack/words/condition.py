"""Conditions: what a party waits for before it accepts without reserve.

`Condition` is a closed union of the three kinds that can be checked and of conditions in words.
Whether they are met is computed in `rules/status.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, get_args

import attrs

from peacetrack.errors import UnknownNameError, WrongTypeError
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import isolated
from peacetrack.words.stance import Stance, as_stance
from peacetrack.words.term import TermStatus, TermStatusText, as_term_status
from peacetrack.words.value import EventId, PartyId, TermId, as_name, as_tuple
from peacetrack.words.when import InWords

_AWAITED = tuple(status.value for status in TermStatus if status >= TermStatus.PENDING)


def _as_awaited(value: TermStatus | TermStatusText) -> TermStatus:
    """Return a status; of an unknown word the nearest of those that a party can wait for is named."""
    if value not in tuple(TermStatus):
        raise UnknownNameError("term status", value, _AWAITED)
    return as_term_status(value)


@frozen
class TermIs:
    """A condition: a term has at least a status, `PENDING` or above."""

    term: TermId = attrs.field(converter=as_name)
    status: TermStatus = attrs.field(converter=_as_awaited)

    event: ClassVar[None] = None

    def __attrs_post_init__(self) -> None:
        if self.status < TermStatus.PENDING:
            raise WrongTypeError(str(self.status), "a status to wait for", repair="pending or above")

    def __str__(self) -> str:
        return f"{isolated(self.term)} is {self.status}"


@frozen
class StanceIs:
    """A condition: a party stands on a term at least as far from neutral on that side."""

    party: PartyId = attrs.field(converter=as_name)
    term: TermId = attrs.field(converter=as_name)
    stance: Stance = attrs.field(converter=as_stance)

    event: ClassVar[None] = None

    def __str__(self) -> str:
        return f"{isolated(self.party)} {self.stance} {isolated(self.term)}"


@frozen
class EventHeld:
    """A condition: an event is held."""

    event: EventId = attrs.field(converter=as_name)

    term: ClassVar[None] = None

    def __str__(self) -> str:
        return f"{isolated(self.event)} is held"


Condition = TermIs | StanceIs | EventHeld | InWords
"""A condition. `term` and `event` are the ids of what it waits for, or None."""


_CONDITIONS = get_args(Condition)


def as_conditions(value: Iterable[Condition]) -> tuple[Condition, ...]:
    """Return several conditions; a lone one is refused."""
    return as_tuple(value, _CONDITIONS, "conditions")


def as_conditions_or_none(value: Iterable[Condition] | None) -> tuple[Condition, ...] | None:
    """Return several conditions, or None; a lone one is refused."""
    return None if value is None else as_conditions(value)
