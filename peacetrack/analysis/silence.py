"""Who has not said where they stand. Built on state."""

from __future__ import annotations

import attrs

from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.table.table import Table
from peacetrack.words.position import Position
from peacetrack.words.stance import Stance
from peacetrack.words.value import Absence


@attrs.frozen
class Silence:
    """A party without a stance on a term.

    `absence` is why there is none, where a report says why; `perhaps` is one that may not have
    begun. `acts` is what the party did all the same, `reports` are those that tell of any of this,
    or of a detail; without any, there is not a word.
    """

    term: str
    party: str
    absence: Absence | None = None
    perhaps: Stance | None = None
    acts: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()

    def __str__(self) -> str:
        if not self.reports:
            return f"{self.party} on {self.term}: not a word"
        why = [f"{self.absence}"] if self.absence is not None else []
        perhaps = [f"perhaps {self.perhaps}"] if self.perhaps is not None else []
        told = ", ".join(("no stance", *why, *perhaps, *self.acts))
        return f"{self.party} on {self.term}: {told} ({' '.join(self.reports)})"


def silences(state: State, *, of: str | None = None) -> Table[Silence]:
    """The needed parties without a stance on their terms, or all terms `of` one party.

    A stance that may not have begun counts as none, and so does an absence.
    """
    found = [
        _silence(state, state[term][party])
        for term in state
        for party in (state[term].needed if of is None else (of,))
        if not state[term][party].begun
    ]
    return Table(found, Silence, state.basis)


def _silence(state: State, standing: Standing) -> Silence:
    term, party = standing.term, standing.party
    claims = state.claims(term=term, party=party, kind="position")
    told = [claimed.claim for claimed in claims if isinstance(claimed.claim, Position)]
    reports = [*(s.report for s in standing.evidence), *(claimed.report for claimed in claims)]
    return Silence(
        term,
        party,
        standing.stance if isinstance(standing.stance, Absence) else None,
        standing.stance if isinstance(standing.stance, Stance) else None,
        tuple(dict.fromkeys(str(claim.act) for claim in told if claim.act is not None)),
        tuple(dict.fromkeys(reports)),
    )
