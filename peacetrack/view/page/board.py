"""The board of the page and its terms: what the template lays out as cells and sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from peacetrack.analysis.gap import Gap, gaps
from peacetrack.analysis.square import concerned, shown_on
from peacetrack.index.statement import field_words
from peacetrack.rules import wording
from peacetrack.rules.answers import HolderOrTerm
from peacetrack.state import State
from peacetrack.view.board import columns_of
from peacetrack.view.page.cells import Answer, CellKey, Cells
from peacetrack.view.pictures.lanes import bare_lanes
from peacetrack.view.pictures.picture import Picture
from peacetrack.words.value import in_short


@attrs.frozen
class CellOnPage:
    """A cell of the board: its name on the page, its party, and what it shows."""

    name: str
    party: str | None
    answer: Answer

    @property
    def holder(self) -> str:
        """The party, or the term itself, in words."""
        return self.party or "The term itself"


@attrs.frozen
class GapOnPage:
    """A field of a term with its landing zone, in words."""

    field: str
    ground: str
    held: Sequence[tuple[str, str]]
    of_term: str
    missing: Sequence[str]
    reports: Sequence[str]

    @classmethod
    def of(cls, gap: Gap) -> GapOnPage:
        """Return a gap in words; what is empty is an empty text."""
        overlap = "" if gap.overlap is None else f": {_short(gap.overlap)}"
        return cls(
            field_words(gap.field),
            f"{gap.ground}{overlap}",
            [(party, _short(value)) for party, value in gap.held.items()],
            "" if gap.reported is None else _short(gap.reported),
            gap.missing,
            gap.reports,
        )


def _short(value: object) -> str:
    return in_short(None if value == () else value)


@attrs.frozen
class TermOnPage:
    """A term: its row of the board, and its section."""

    name: str
    id: str
    title: str
    proposition: str
    status: CellOnPage
    itself: CellOnPage
    cells: Sequence[CellOnPage | None]
    others: Sequence[CellOnPage]
    needed: Sequence[str]
    backdrop: bool
    gaps: Sequence[GapOnPage]
    picture: Picture | None

    @property
    def with_evidence(self) -> Sequence[CellOnPage]:
        """The cells that rest on something."""
        return [cell for cell in self._shown if cell.answer.evidence]

    @property
    def without_evidence(self) -> Sequence[CellOnPage]:
        """The cells that rest on nothing."""
        return [cell for cell in self._shown if not cell.answer.evidence]

    @property
    def _shown(self) -> list[CellOnPage]:
        shown = (*self.cells, *self.others, self.itself)
        return [cell for cell in shown if cell is not None]


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
        backdrop = any(term.backdrop for term in self.terms)
        needless = any(not term.needed and not term.backdrop for term in self.terms)
        return [
            *(sign for line in wording.SIGNS for sign in line),
            *(["backdrop: positions are kept, and there is no status"] if backdrop else []),
            *(["- as status: no party's consent is needed, so there is none"] if needless else []),
        ]

    @property
    def sections(self) -> Mapping[str, str]:
        """The name of each term's section, by term."""
        return {term.id: term.name for term in self.terms}

    @property
    def cell_names(self) -> Mapping[CellKey, str]:
        """The name of each cell on the page, by key."""
        names: dict[CellKey, str] = {}
        for term in self.terms:
            names[term.id] = term.status.name
            names[term.id, None] = term.itself.name
            cells = (cell for cell in (*term.cells, *term.others) if cell is not None)
            names |= {(term.id, cell.party): cell.name for cell in cells}
        return names


def board_on_page(state: State, cells: Cells) -> BoardOnPage:
    """Return the board with every party that any term concerns, at any basis of the replay."""
    by_term = concerned(state, state)
    for term, party in cells.holders:
        if party is not None and cells.ever_speaks((term, party)):
            by_term[term].add(party)
    columns, others = columns_of(state.agenda.party_by_id, by_term)
    terms = _Terms(state, cells, columns, others, shown_on(state, by_term))
    declared = state.agenda.party_by_id
    names = {party: declared[party].name for party in (*columns, *others)}
    return BoardOnPage(columns, others, names, [terms.term(id) for id in state])


class _Terms:
    """The terms of a board with some columns; `shown` are the parties that are shown on each."""

    def __init__(
        self,
        state: State,
        cells: Cells,
        columns: Sequence[str],
        others: Sequence[str],
        shown: Mapping[str, set[str]],
    ) -> None:
        self._state = state
        self._cells = cells
        self._columns = columns
        self._others = others
        self._shown = shown
        self._places = {holder: place for place, holder in enumerate(cells.holders)}
        self._sections = {term: place for place, term in enumerate(state)}
        self._gaps = [gap for gap in gaps(state) if gap.held or gap.reported is not None]

    def term(self, id: str) -> TermOnPage:
        declared, place = self._state.agenda.term_by_id[id], self._sections[id]
        others = [party for party in self._others if party in self._shown[id]]
        return TermOnPage(
            name=f"term-{place}",
            id=id,
            title=declared.title or "",
            proposition=declared.proposition,
            status=CellOnPage(f"status-{place}", None, self._cells.at_basis(id)),
            itself=self._cell((id, None)),
            cells=[self._cell_or_none((id, party)) for party in self._columns],
            others=[self._cell((id, p)) for p in others if (id, p) in self._places],
            needed=self._state.needed_on(id),
            backdrop=declared.backdrop,
            gaps=[GapOnPage.of(gap) for gap in self._gaps if gap.term == id],
            picture=bare_lanes(self._state, id),
        )

    def _cell(self, holder: HolderOrTerm) -> CellOnPage:
        answer = self._cells.at_basis(holder)
        return CellOnPage(f"cell-{self._places[holder]}", holder[1], answer)

    def _cell_or_none(self, holder: HolderOrTerm) -> CellOnPage | None:
        return self._cell(holder) if holder in self._places else None
