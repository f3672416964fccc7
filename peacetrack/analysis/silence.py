"""Who has not said where they stand. Built on state."""

from __future__ import annotations

import attrs

from peacetrack.rows import Table
from peacetrack.state import State


@attrs.frozen
class Silence:
    """A party without a stance on a term; an act or a detail may stand all the same."""

    term: str
    party: str


def silences(state: State, *, of: str | None = None) -> Table[Silence]:
    """The needed parties without a stance on their terms, or all terms `of` one party.

    A stance that may not have begun counts as none.
    """
    found = [
        Silence(term, state[term][party].party)
        for term in state
        for party in (state[term].needed if of is None else (of,))
        if not state[term][party].begun
    ]
    return Table(found, Silence, state.basis)
