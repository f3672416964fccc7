"""Stances: how far a party accepts or rejects the proposition of a term."""

from __future__ import annotations

from typing import Literal

from peacetrack.errors import UnknownNameError
from peacetrack.words.act import Act
from peacetrack.words.value import Absence, AbsenceText, OrderedWord, absence_or


class Stance(OrderedWord):
    """A party's answer to a proposition, ordered from rejection to acceptance; never defaulted.

    `REJECTS` refuses it, `OPPOSES` is against it, `NEUTRAL` says that it takes no side, `OPEN` is
    willing to consider it, ready in principle or calls it viable, `ACCEPTS` would take it as
    worded, with or without conditions.

    >>> Stance.OPEN < Stance.ACCEPTS, Stance.OPEN.side, Stance.OPEN.verb
    (True, 1, 'is open to')
    """

    REJECTS = "rejects", "refuses the proposition of the term"
    OPPOSES = "opposes", "is against it"
    NEUTRAL = "neutral", "says that it takes no side; that is what an abstention is"
    OPEN = "open", "is willing to consider it, ready in principle, or calls it viable"
    ACCEPTS = "accepts", "would take it as worded, with or without conditions"

    @classmethod
    def _missing_(cls, value: object) -> Stance:
        if value in {act.value for act in Act}:
            repair = (
                f"{str(value)!r} is an act: write act={str(value)!r}, and the stance if the report gives one"
            )
            raise UnknownNameError("stance", value, (), repair=repair)
        return super()._missing_(value)

    @property
    def side(self) -> int:
        """-1 against, 0 neutral, 1 in favour."""
        return _SIDES[self]

    @property
    def verb(self) -> str:
        """The words between a party and a term in a sentence."""
        return _VERBS.get(self.value, self.value)


_SIDES = {"rejects": -1, "opposes": -1, "neutral": 0, "open": 1, "accepts": 1}
_VERBS = {"neutral": "is neutral on", "open": "is open to"}

StanceText = Literal["rejects", "opposes", "neutral", "open", "accepts"]


def as_stance(value: Stance | StanceText) -> Stance:
    """Return a stance, given as a member or as text."""
    return Stance(value)


def as_stance_or_absence(
    value: Stance | Absence | StanceText | AbsenceText | None,
) -> Stance | Absence | None:
    """Return a stance or an absence, given as a member or as text, or None."""
    if value is None or isinstance(value, Stance):
        return value
    given = absence_or(value)
    return given if isinstance(given, Absence) else Stance(given)
