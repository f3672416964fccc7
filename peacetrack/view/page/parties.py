"""The parties of the page, each with its cells of the board; the rest of their sections is in `passages`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from peacetrack.analysis.briefing.coming import unreported
from peacetrack.analysis.briefing.naming import Names
from peacetrack.state import State
from peacetrack.view.page.board import CellOnPage, TermOnPage
from peacetrack.words.classes import frozen


@frozen
class PartyOnPage:
    """A party: its name, the name of its passage, and its cells with their terms, silent ones too.

    `is_empty` says whether nothing is reported of it, and nothing is awaited.
    """

    id: str
    name: str
    passage: str
    cells: Sequence[tuple[TermOnPage, CellOnPage]]
    is_empty: bool


def parties_on_page(state: State, names: Names, terms: Sequence[TermOnPage]) -> Iterator[PartyOnPage]:
    """Yield the parties that say something at any basis, or that a term needs, in the agenda's order."""
    silent = unreported(state)
    for place, party in enumerate(state.agenda.party_by_id):
        held = [(term, cell) for term in terms for cell in term.shown if cell.party == party and cell.ever]
        if held or silent.get(party):
            is_empty = not silent.get(party) and all(cell.answer.silent for _, cell in held)
            yield PartyOnPage(party, names.party(party), f"party-{place}", held, is_empty)
