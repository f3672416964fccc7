"""The parties of the page: what each holds, what is not reported of it, and what others ask of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from peacetrack.analysis.briefing.coming import unreported
from peacetrack.analysis.briefing.naming import Names
from peacetrack.analysis.conditions.graph import Wait
from peacetrack.state import State, TermState
from peacetrack.view.page.board import CellOnPage, TermOnPage
from peacetrack.words.condition import StanceIs


@attrs.frozen
class PartyOnPage:
    """A party: its name, where it stands, the terms without a report of it, and what others ask of it.

    `held` has the term with the cell; `asked` has who asks, on which term, and for what, in words; on the
    terms in `alone` every other needed party accepts.
    """

    id: str
    name: str
    held: Sequence[tuple[TermOnPage, CellOnPage]]
    silent: Sequence[str]
    asked: Sequence[str]
    alone: Sequence[str]


def parties_on_page(
    state: State, names: Names, terms: Sequence[TermOnPage], waits: Iterable[Wait]
) -> Iterator[PartyOnPage]:
    """Yield the parties that say something, or that a term needs, in the agenda's order."""
    silent, open_waits = unreported(state), [wait for wait in waits if not wait.met]
    for party in state.agenda.party_by_id:
        held = [
            (term, cell)
            for term in terms
            for cell in term.shown
            if cell.party == party and not cell.answer.silent
        ]
        if held or silent.get(party):
            asked = [_asked(names, wait) for wait in open_waits if _concerns(state, wait, party)]
            alone = [term.id for term in state.values() if _is_alone(term, party)]
            yield PartyOnPage(party, names.party(party), held, silent.get(party, ()), asked, alone)


def _is_alone(term: TermState, party: str) -> bool:
    """Return whether a party is the only one that does not accept, of several that a term needs."""
    return term.waits_on == (party,) and len(term.needed) > 1 and not term[party].accepts


def _concerns(state: State, wait: Wait, party: str) -> bool:
    """Return whether another party waits for something that this party decides on."""
    if wait.party == party:
        return False
    condition = wait.condition
    if isinstance(condition, StanceIs):
        return condition.party == party
    return condition.term is not None and party in state[condition.term].waits_on


def _asked(names: Names, wait: Wait) -> str:
    return f"{names.party(wait.party)} on {names.quoted(wait.term)}: if {names.condition(wait.condition)}"
