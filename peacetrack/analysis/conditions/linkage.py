"""Linkages: terms that a party ties together without making it a condition."""

from __future__ import annotations

import attrs

from peacetrack.analysis.holding import positions
from peacetrack.state import State, of_state
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import isolated
from peacetrack.words.position import Relation


@frozen
class Linkage:
    """A link from a party's position on a term to another term, or to something in words.

    It says what a position aims at or goes with. It is no condition, and holds nothing up.

    Attributes:
        term: the term of the position.
        party: the party.
        relation: how the two are related, such as `in-exchange-for`.
        to: the other term; None where only words are known.
        text: the words; None where a term is named.
        reports: the reports of the link.
    """

    term: str
    party: str
    relation: Relation = attrs.field(repr=str)
    to: str | None
    text: str | None
    reports: tuple[str, ...]

    def __str__(self) -> str:
        return f"{isolated(self.party)} on {isolated(self.term)}: {self.relation} {isolated(self.to or self.text)}"


@of_state
def linkages(state: State) -> Table[Linkage]:
    """List the links that parties make in claims that are known and trusted.

    A link belongs to its claim: it is not carried forward, and does not lapse.

    Parameters:
        state: the state to ask.

    Returns:
        One row for each link, in the order of the claims; equal links of several reports are one.

    >>> link = pt.Link("in-exchange-for", term="border")
    >>> report = pt.Report([pt.Position("NORTH", "truce", "accepts", links=[link])], id="offer")
    >>> print(analysis.linkages(state.suppose(report))[0])
    NORTH on truce: in-exchange-for border
    """
    by_link: dict[tuple[str, str, Relation, str | None, str | None], list[str]] = {}
    for claimed, claim in positions(state):
        for link in claim.links:
            key = (claim.term, claim.party, link.relation, link.term, link.text)
            by_link.setdefault(key, []).append(claimed.report)
    rows = [Linkage(*key, tuple(dict.fromkeys(reports))) for key, reports in by_link.items()]
    return Table(rows, Linkage, state.basis)
