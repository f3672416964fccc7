"""The board of the page and its terms: what the template lays out as cells and sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from peacetrack.analysis.gap import Gap, gaps
from peacetrack.analysis.square import concerned, shown_on
from peacetrack.rules import wording
from peacetrack.rules.rulings import HolderOrTerm
from peacetrack.state import State
from peacetrack.view.board import columns_of
from peacetrack.view.page.cells import Answer, CellKey, Cells
from peacetrack.view.pictures.lanes import bare_lanes
from peacetrack.view.pictures.picture import Picture
from peacetrack.words.term import Term


@attrs.frozen
class CellOnPage:
    """A cell of the board: its name on the page, its key, and what it shows."""

    name: str
    key: CellKey
    answer: Answer

    @property
    def party(self) -> str | None:
        """The party; None for the term itself."""
        return None if isinstance(self.key, str) else self.key[1]

    @property
    def holder(self) -> str:
        """The party, or the term itself, in words."""
        return self.party or "The term itself"


@attrs.frozen
class TermOnPage:
    """A term: its row of the board, and its section."""

    name: str
    declared: Term
    succession: str
    needed: Sequence[str]
    status: CellOnPage
    itself: CellOnPage
    cells: Sequence[CellOnPage | None]
    others: Sequence[CellOnPage]
    gaps: Sequence[Gap]
    picture: Picture | None

    @property
    def shown(self) -> list[CellOnPage]:
        """The cells with evidence or without, apart from the status."""
        return [cell for cell in (*self.cells, *self.others, self.itself) if cell is not None]


@attrs.frozen
class BoardOnPage:
    """The board: parties with a column, parties that share one, names by party, and terms."""

    columns: Sequence[str]
    others: Sequence[str]
    names: Mapping[str, str]
    terms: Sequence[TermOnPage]

    @property
    def signs(self) -> Sequence[str]:
        """The meaning of each sign; that of a missing status where a term has none."""
        backdrop = any(term.declared.backdrop for term in self.terms)
        needless = any(not term.needed and not term.declared.backdrop for term in self.terms)
        return [
            *(sign for line in wording.SIGNS for sign in line),
            *(["backdrop: positions are kept, and there is no status"] if backdrop else []),
            *(["- as status: no party's consent is needed, so there is none"] if needless else []),
        ]

    def sections_of(self, *ids: str | None) -> Mapping[str, str]:
        """Return the names of the sections of some terms, by term; events have none."""
        return {term.declared.id: term.name for term in self.terms if term.declared.id in ids}

    @property
    def cell_names(self) -> Mapping[CellKey, str]:
        """The name of each cell on the page, by key."""
        return {
            cell.key: cell.name for term in self.terms for cell in (term.status, term.itself, *term.shown)
        }


def board_on_page(state: State, cells: Cells) -> BoardOnPage:
    """Return the board with every party that any term concerns, at any basis of the replay."""
    by_term = concerned(state, state)
    for term, party in cells.places:
        if party is not None and cells.ever_speaks((term, party)):
            by_term[term].add(party)
    declared = state.agenda.party_by_id
    columns, others = columns_of(declared, by_term)
    terms = _Terms(state, cells, columns, others, shown_on(state, by_term), list(gaps(state)))
    names = {party: declared[party].name for party in (*columns, *others)}
    return BoardOnPage(columns, others, names, list(map(terms.term, range(len(state)), state)))


@attrs.frozen
class _Terms:
    """The terms of a board with some columns; `shown` are the parties that are shown on each."""

    state: State
    cells: Cells
    columns: Sequence[str]
    others: Sequence[str]
    shown: Mapping[str, set[str]]
    gaps: Sequence[Gap]

    def term(self, place: int, id: str) -> TermOnPage:
        """Return the term at a place of the agenda."""
        columns, others = ([(id, party) for party in some] for some in (self.columns, self.others))
        return TermOnPage(
            name=f"term-{place}",
            declared=self.state.agenda.term_by_id[id],
            succession=wording.succession(self.state.agenda, id),
            needed=self.state.needed_on(id),
            status=CellOnPage(f"status-{place}", id, self.cells.at_basis(id)),
            itself=self._cell((id, None)),
            cells=[self._cell(key) if key in self.cells.places else None for key in columns],
            others=[
                self._cell(key) for key in others if key[1] in self.shown[id] and key in self.cells.places
            ],
            gaps=[gap for gap in self.gaps if gap.term == id and _is_stated(gap)],
            picture=bare_lanes(self.state, id),
        )

    def _cell(self, holder: HolderOrTerm) -> CellOnPage:
        name = f"cell-{self.cells.places[holder]}"
        return CellOnPage(name, holder, self.cells.at_basis(holder))


def _is_stated(gap: Gap) -> bool:
    return bool(gap.held) or gap.reported is not None
