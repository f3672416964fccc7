"""What parties tie together without making it a condition. Built on state."""

from __future__ import annotations

import attrs

from peacetrack.state import State
from peacetrack.table.table import Table
from peacetrack.words.position import Position, Relation


@attrs.frozen
class Linkage:
    """A party links its position on a term to another term, or to something in words.

    It says what a position aims at or goes with. It is no condition, and holds nothing up.
    """

    term: str
    party: str
    relation: Relation = attrs.field(repr=str)
    to: str | None
    text: str | None
    reports: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.party} on {self.term}: {self.relation} {self.to or self.text}"


def linkages(state: State) -> Table[Linkage]:
    """The links that parties make in the claims that are known and trusted, claim by claim.

    A link belongs to its claim: it is not carried forward, and does not lapse.
    """
    found: dict[tuple[str, str, Relation, str | None, str | None], list[str]] = {}
    for claimed in state.claims(kind="position"):
        claim = claimed.claim
        assert isinstance(claim, Position)
        for link in claim.links:
            key = (claim.term, claim.party, link.relation, link.term, link.text)
            found.setdefault(key, []).append(claimed.report)
    rows = [Linkage(*key, tuple(dict.fromkeys(reports))) for key, reports in found.items()]
    return Table(rows, Linkage, state.basis)
