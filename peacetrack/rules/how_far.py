"""How far a term is, as a value: what pages, pictures and boards say of it."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from peacetrack.rules.quorum import Lacking, Quorum
from peacetrack.rules.rulings import Rulings
from peacetrack.words.term import Term, TermStatus
from peacetrack.words.value import FrozenDict


@attrs.frozen
class HowFar:
    """How far a term is: the answers of a `TermState`; of an undeclared one, `term` is None.

    `unconfirmed` are the parties with an acceptance that is known only by the account of another party, that
    the party denies on the record, or that has dates which leave it open.
    """

    id: str
    term: Term | None = None
    status: TermStatus | None = None
    accepting: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()
    quorums: tuple[Quorum, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    tally: Mapping[str, int] = FrozenDict()
    unconfirmed: tuple[str, ...] = ()

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
            statuses.accepting(term),
            rulings.needed_on(term),
            statuses.disputed(term),
            rulings.quorums_on(term),
            statuses.lacking(term),
            FrozenDict(statuses.tally(term)),
            unconfirmed(rulings, term),
        )


def unconfirmed(rulings: Rulings, term: str) -> tuple[str, ...]:
    """Return the parties with an acceptance of a term that is not sure to be their own."""
    standings = (rulings.standing(term, party) for party in rulings.statuses.accepting(term))
    return tuple(each.party for each in standings if not each.confirmed)
