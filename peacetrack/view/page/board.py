"""The board of the page, its terms and its parties: what the template lays out as cells and sections."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from peacetrack.analysis.briefing.coming import unreported
from peacetrack.analysis.holding import concerned, shown_on
from peacetrack.analysis.sentence.naming import Names
from peacetrack.rules import wording
from peacetrack.rules.rulings import HolderOrTerm
from peacetrack.state import State
from peacetrack.view.page.cells import Answer, Cells
from peacetrack.view.pictures.lanes import bare_lanes
from peacetrack.view.pictures.picture import Picture
from peacetrack.view.whip import WhipRow, columns_of, whip_rows
from peacetrack.words.classes import frozen
from peacetrack.words.term import Term
from peacetrack.words.value import grouped

COLUMNS = 5
"""How many parties have a column of their own; the others share one."""


@frozen
class CellOnPage:
    """A cell of the board: its name on the page, its key, who it is about, and what it shows.

    `ever` says whether it shows something, or has evidence, at any basis.
    """

    name: str
    key: HolderOrTerm
    holder: str
    answer: Answer
    ever: bool = True

    @property
    def party(self) -> str | None:
        """The party; None for the term itself."""
        return self.key[1]


@frozen
class TermOnPage:
    """A term: its row of the board, and its section."""

    name: str
    declared: Term
    row: WhipRow
    succession: str
    needed: Sequence[str]
    itself: CellOnPage
    cells: Sequence[CellOnPage | None]
    others: Sequence[CellOnPage]
    picture: Picture | None

    @property
    def shown(self) -> list[CellOnPage]:
        """The cells with evidence or without."""
        return [cell for cell in (*self.cells, *self.others, self.itself) if cell is not None]


@frozen
class BoardOnPage:
    """The board: parties with a column, parties that share one, and terms in the order of the board."""

    columns: Sequence[str]
    others: Sequence[str]
    terms: Sequence[TermOnPage]

    @property
    def themes(self) -> Mapping[str, Sequence[TermOnPage]]:
        """The terms by theme."""
        return grouped(self.terms, lambda term: term.row.theme)

    @property
    def sections(self) -> Mapping[str, str]:
        """The names of the sections of the terms, by term."""
        return {term.declared.id: term.name for term in self.terms}

    def sections_named(self, names: Names, ids: Collection[str | None]) -> Mapping[str, str]:
        """Return the names of the sections of some terms, by title as part of a sentence."""
        return {names.quoted(term.declared.id): term.name for term in self.terms if term.declared.id in ids}

    @property
    def cell_names(self) -> Mapping[HolderOrTerm, str]:
        """The name of each cell on the page, by key."""
        return {cell.key: cell.name for term in self.terms for cell in (term.itself, *term.shown)}


def board_on_page(state: State, cells: Cells) -> BoardOnPage:
    """Return the board with every party that any term concerns, at any basis of the replay."""
    by_term = concerned(state, state)
    for term, party in cells.places:
        if party is not None and cells.ever_speaks((term, party)):
            by_term[term].add(party)
    rows = whip_rows(state, cells.names)
    columns = columns_of(state, rows, COLUMNS)
    seen = set[str]().union(*by_term.values())
    others = [party for party in state.agenda.party_by_id if party in seen and party not in columns]
    places, shown = {id: place for place, id in enumerate(state)}, shown_on(state, by_term)
    beyond = {id: [party for party in others if party in shown[id]] for id in places}
    terms = [_term(state, cells, row, places[row.term], columns, beyond[row.term]) for row in rows]
    return BoardOnPage(columns, others, terms)


def _term(
    state: State, cells: Cells, row: WhipRow, place: int, columns: Sequence[str], others: Sequence[str]
) -> TermOnPage:
    """Return the term at a place of the agenda, with the parties in columns and the others."""
    id = row.term
    return TermOnPage(
        name=f"term-{place}",
        declared=state.agenda.term_by_id[id],
        row=row,
        succession=wording.succession(state.agenda, id),
        needed=state.needed_on(id),
        itself=_cell(cells, (id, None)),
        cells=[_cell(cells, (id, party)) if (id, party) in cells.places else None for party in columns],
        others=[_cell(cells, (id, party)) for party in others if (id, party) in cells.places],
        picture=bare_lanes(state, id),
    )


def _cell(cells: Cells, holder: HolderOrTerm) -> CellOnPage:
    name, party = f"cell-{cells.places[holder]}", holder[1]
    shown = "The term itself" if party is None else cells.names.party(party)
    answer = cells.at_basis(holder)
    ever = bool(answer.evidence) or not answer.silent or cells.ever_shows(holder)
    return CellOnPage(name, holder, shown, answer, ever)


# Parties


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
