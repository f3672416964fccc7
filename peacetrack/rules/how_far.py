"""How far a term is, as a value that can be kept over time."""

from __future__ import annotations

from peacetrack.rules.quorum import Lacking, Quorum
from peacetrack.rules.rulings import Rulings
from peacetrack.words.classes import frozen
from peacetrack.words.term import Term, TermStatus


@frozen
class HowFar:
    """How far a term is: answers of a `TermState`; of an undeclared one, `term` is None."""

    id: str
    term: Term | None = None
    status: TermStatus | None = None
    needed: tuple[str, ...] = ()
    quorums: tuple[Quorum, ...] = ()
    lacking: tuple[Lacking, ...] = ()

    @classmethod
    def of(cls, rulings: Rulings, term: str) -> HowFar:
        """Return how far a term is."""
        declared, statuses = rulings.agenda.term_by_id.get(term), rulings.statuses
        if declared is None:
            return cls(term)
        return cls(
            term,
            declared,
            statuses.status(term),
            rulings.needed_on(term),
            rulings.quorums_on(term),
            statuses.lacking(term),
        )


def unconfirmed(rulings: Rulings, term: str) -> tuple[str, ...]:
    """Return the parties with an acceptance of a term that is not sure to be their own."""
    standings = (rulings.standing(term, party) for party in rulings.statuses.accepting(term))
    return tuple(each.party for each in standings if not each.confirmed)
