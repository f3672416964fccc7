"""An acceptance on the record alone, next to that by all that counts: what the party itself sets and ends.

How a stance is known is in `second_run`; here are its conditions and its end, which may be those of others.
"""

from __future__ import annotations

from enum import StrEnum

from peacetrack.rules.stance_run import ENDING_FIELDS
from peacetrack.rules.standing import Standing
from peacetrack.words.condition import Condition
from peacetrack.words.stance import Stance


class Aside(StrEnum):
    """How an acceptance on the record differs from that by all that counts."""

    ASKS = "asks"
    FREE = "free"
    OVER = "over"
    STILL = "still"


def aside_of(standing: Standing, own: Standing) -> Aside | None:
    """Return how an acceptance on the record differs: it asks for more, or less, is over, or holds still.

    Parameters:
        standing: where a party stands by all that counts.
        own: where it stands on the record.
    """
    if not standing.stance is own.stance is Stance.ACCEPTS:
        return None
    if own.accepts and standing.accepts:
        less = Aside.FREE if asked_beside(own, standing) else None
        return Aside.ASKS if asked_beside(standing, own) else less
    if own.derived or own.lapsed is standing.lapsed:
        return None
    if own.lapsed:
        return Aside.OVER
    ends = [run[-1] for field in ENDING_FIELDS if (run := standing.runs.get(field))]
    return (
        None if all(end.on_record for end in ends) else Aside.STILL
    )  # else only its event is off the record


def asked_beside(standing: Standing, own: Standing) -> tuple[Condition, ...]:
    """Return the conditions that a party sets on the record, and not by all that counts."""
    return tuple(condition for condition in own.conditions if condition not in standing.conditions)
