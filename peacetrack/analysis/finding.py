"""What is worth an analyst's attention, and how much. Built on state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import attrs

from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.words.stance import Stance
from peacetrack.words.value import OrderedWord, as_texts
from peacetrack.words.when import Moment, as_moment


class Severity(OrderedWord):
    """How much a finding matters, least first.

    `HIGH` forbids an agreement or turns one, `MEDIUM` weakens what the status of a term rests on,
    `LOW` is worth knowing.
    """

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


SeverityText = Literal["low", "medium", "high"]


def as_severity(value: Severity | SeverityText) -> Severity:
    """A severity by member or text."""
    return Severity(value)


@attrs.frozen
class Finding:
    """Something that a check noticed: what, where, since when, told by which reports.

    `check` names the check. `terms` holds events too: they share one namespace. `fields` are those
    of the statements that it looked at. `settled_by` says what would settle it.
    """

    severity: Severity = attrs.field(converter=as_severity)
    check: str
    what: str
    terms: tuple[str, ...] = attrs.field(default=(), converter=as_texts, kw_only=True)
    parties: tuple[str, ...] = attrs.field(default=(), converter=as_texts, kw_only=True)
    fields: tuple[str, ...] = attrs.field(default=(), converter=as_texts, kw_only=True)
    since: Moment | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_moment), kw_only=True
    )
    reports: tuple[str, ...] = attrs.field(default=(), converter=as_texts, kw_only=True)
    settled_by: str = attrs.field(default="", kw_only=True)

    def __str__(self) -> str:
        settled = f"; to settle it: {self.settled_by}" if self.settled_by else ""
        reports = f" ({', '.join(self.reports)})" if self.reports else ""
        return f"{self.severity}: {self.what}{reports}{settled}"


Check = Callable[[State], Iterable[Finding]]
"""What looks at a state and gives what it notices."""


def stances(state: State) -> Iterator[Standing]:
    """The standings of those who stand by their own statements, with a stance that has begun."""
    for term in state:
        for party in state.parties_on(term):
            standing = state.standing(term, party)
            if standing.begun and standing.by_group is None:
                yield standing


def stance_text(standing: Standing) -> str:
    """Who stands where on what, and whether it is a red line."""
    assert isinstance(standing.stance, Stance)
    red_line = ", a red line," if standing.red_line is True else ""
    return f"{standing.party} {standing.stance.verb} {standing.term}{red_line}"


def counts_for_status(state: State, standing: Standing) -> bool:
    """Whether the status of a term turns on a standing: of a needed party, or of its group."""
    needed = state.needed_on(standing.term)
    return standing.party in needed or any(
        state.standing(standing.term, party).by_group == standing.party for party in needed
    )


def weighed(state: State, standing: Standing) -> Severity:
    """Medium where the status of a term turns on a standing, else low."""
    return Severity.MEDIUM if counts_for_status(state, standing) else Severity.LOW
