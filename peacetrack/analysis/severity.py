"""How much a finding matters."""

from __future__ import annotations

from typing import Literal

from peacetrack.words.value import OrderedWord


class Severity(OrderedWord):
    """How much a finding matters, least first.

    * `LOW`: it is worth knowing.
    * `MEDIUM`: it weakens what the status of a term rests on.
    * `HIGH`: it forbids an agreement or turns one.
    """

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


SeverityText = Literal["low", "medium", "high"]


def as_severity(value: Severity | SeverityText) -> Severity:
    """Return a severity given by member or text."""
    return Severity(value)
