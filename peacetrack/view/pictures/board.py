"""The board as a picture: terms by parties, in columns where they fit, else one after the other.

What is shown, and in which order, is the whip count of `view.whip`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby

from peacetrack.analysis.holding import acts_of
from peacetrack.analysis.sentence.naming import Names
from peacetrack.rules import wording
from peacetrack.rules.status import NO_REPORT
from peacetrack.state import State, of_state
from peacetrack.table.lettering import wrapped
from peacetrack.view.board import chosen, negotiation, newest_line, progress_text
from peacetrack.view.cell_words import CellWords
from peacetrack.view.pictures.drawing import (
    MARGIN,
    SMALL,
    Group,
    Part,
    bottom_of,
    box,
    ink_on,
    paragraph,
    stacked,
    stance_words,
)
from peacetrack.view.pictures.picture import Picture
from peacetrack.view.pictures.places import pip, pip_key, pips
from peacetrack.view.pictures.sheet import Sheet, party_name, stance_key, term_name
from peacetrack.view.whip import Pip, WhipRow, columns_of, whip_rows

_COLUMN = 128
"""The least width of a column, in pixels."""
_MOST = 6
"""With more parties that have no column, those that a term does not need are named in small words."""
_NOT_NEEDED = CellWords("not needed")


@of_state
def board_picture(
    state: State,
    terms: Iterable[str] | None = None,
    parties: Iterable[str] | None = None,
    *,
    width: int = 960,
    bare: bool = False,
) -> Picture:
    """Draw where every party stands on every term, with the status of each term.

    Terms are below their theme, the nearest to closing first, each with one pip for each needed party.
    There is a column for each party where they fit; those that few terms need, and all on a narrow
    picture, are named in their squares.

    Parameters:
        state: the state to draw.
        terms: the terms to draw, by id (default: all that are declared).
        parties: the parties to draw, by id or alias (default: all that a term concerns).
        width: the width in pixels, at least 320.
        bare: leave out the title and the basis, for a page that has them.

    Raises:
        UnknownNameError: a term or a party is not declared.

    >>> view.board_picture(state)
    <Picture: The board: An invented negotiation>
    """
    sheet = Sheet(state, f"The board: {negotiation(state)}", width, bare=bare)
    shown, only = chosen(state, terms, parties)
    board = _Board(state, sheet, whip_rows(state, Names(state), shown), only)
    sheet.notes([] if bare else [newest_line(state)])
    board.draw()
    columns = ("term", "status", *(party_name(state, party) for party in board.parties), "of the term itself")
    description = "; ".join(f"{term_name(state, row.term)}: {row.status}" for row in board.rows)
    return sheet.picture(description, columns, map(board.table_row, board.rows))


class _Board:
    """The rows of a whip count on a sheet; with `only` some parties, each of them has a column."""

    def __init__(
        self, state: State, sheet: Sheet, rows: Sequence[WhipRow], only: Sequence[str] | None
    ) -> None:
        self.state = state
        self.sheet = sheet
        self.rows = rows
        shown = [p for p in state.agenda.party_by_id if any(p in row.cells for row in rows)]
        self.parties = shown if only is None else list(only)
        self.columns = [] if sheet.narrow else self._columns(only)
        beyond = 0 if len(self.columns) == len(self.parties) else 1
        self.column = min(190.0, (sheet.right - sheet.left) / max(len(self.columns) + beyond, 1))

    def _columns(self, only: Sequence[str] | None) -> list[str]:
        """Return the parties with a column; where some have none, there is room for them at the right.

        Where terms need more than one party without a column on average, no party has one.
        """
        most = int((self.sheet.right - self.sheet.left) / _COLUMN)
        if only is not None:
            return list(only) if len(only) <= most else []
        columns = columns_of(self.state, self.rows, most)
        columns = columns if len(columns) == len(self.parties) else columns[: most - 1]
        needed = chain.from_iterable(self.state.needed_on(row.term) for row in self.rows)
        return columns if sum(party not in columns for party in needed) <= len(self.rows) else []

    def draw(self) -> None:
        """Add the head, the rows theme by theme, and the key."""
        sheet, top = self.sheet, self.sheet.bottom + 22
        for place, party in enumerate(self.columns):
            head, room = party_name(self.state, party), self.column - 12
            sheet.add(paragraph([head], self._left(place), top, room, 16, bold=True))
        for theme, rows in groupby(self.rows, key=lambda row: row.theme):
            if theme:
                sheet.band(theme, ())
            for row in rows:
                self._draw_row(row)
        sheet.rule()
        if not sheet.bare:
            cells = chain.from_iterable(row.cells.values() for row in self.rows)
            sheet.key(stance_key(chain.from_iterable(cell.marks for cell in cells)))
            sheet.key(pip_key(each for row in self.rows for _, _, each in row.pips))

    def _left(self, place: int) -> float:
        return self.sheet.left + self.column * place

    def _draw_row(self, row: WhipRow) -> None:
        sheet = self.sheet
        sheet.rule()
        top = sheet.named(
            term_name(self.state, row.term), (self.state.agenda.term_by_id[row.term].proposition,)
        )
        below = sheet.bottom
        sheet.add(pips(MARGIN, below + 7, row.pips))
        room = sheet.room if sheet.narrow else sheet.left - MARGIN - 12
        words = (row.status, wording.succession(self.state.agenda, row.term))
        sheet.add(paragraph(words, MARGIN, below + (26 if row.pips else 11), room, 14, size=SMALL))
        for place, party in enumerate(self.columns):
            cell = row.cells.get(party, _NOT_NEEDED)
            sheet.add(self._square(row, party, cell, self._left(place), top + 2, self.column - 8))
        self._draw_others(row, sheet.bottom + 4 if sheet.narrow else top + 2)

    def _draw_others(self, row: WhipRow, top: float) -> None:
        """Add the parties without a column: those that are needed first; many others in small words."""
        others = [party for party in self.parties if party in row.cells and party not in self.columns]
        needed = self.state.needed_on(row.term)
        kept = sorted(others, key=lambda party: party not in needed)
        kept = kept if len(kept) <= _MOST else [party for party in kept if party in needed]
        below = self._flow(row, kept, top)
        folded = [party for party in others if party not in kept]
        texts = ", ".join(f"{party_name(self.state, party)} {row.cells[party].main}" for party in folded)
        words, left = [f"Not needed: {texts}"] if texts else [], self._left(len(self.columns))
        self.sheet.add(paragraph(words, left, below + 9, self.sheet.right - left, 14, "soft", SMALL))

    def _flow(self, row: WhipRow, parties: Sequence[str], top: float) -> float:
        """Add the squares of parties without a column, each with its name; return where they end."""
        left = self._left(len(self.columns))
        count = max(1, int((self.sheet.right - left) // _COLUMN))
        wide = (self.sheet.right - left) / count
        for start in range(0, len(parties), count):
            parts: list[Part] = []
            for place, party in enumerate(parties[start : start + count]):
                cell, x = row.cells[party], left + place * wide
                name = paragraph(
                    [party_name(self.state, party)], x, top + 9, wide - 10, 13, size=SMALL, bold=True
                )
                parts += name
                parts += self._square(row, party, cell, x, top + 13 * len(name) + 2, wide - 8)
            self.sheet.add(parts)
            top = bottom_of(parts) + 9
        return top

    def _square(
        self, row: WhipRow, party: str, cell: CellWords, x: float, y: float, wide: float
    ) -> Iterator[Part]:
        title = f"{party_name(self.state, party)} on {term_name(self.state, row.term)}: {self._cell_in_words(row, party)}"
        yield Group(title, tuple(_square_parts(cell, x, y, wide)))

    def _cell_in_words(self, row: WhipRow, party: str) -> str:
        """Return where a party stands in full, with the day when that was last reported."""
        if party not in row.cells:
            return ""
        standing = self.state[row.term][party]
        last = wording.last_reported(Names(self.state).newest(standing, acts_of(self.state, standing)))
        return ", ".join(filter(None, (row.cells[party].in_full, last)))

    def table_row(self, row: WhipRow) -> list[str]:
        """Return the row of a term in the table."""
        cells = [self._cell_in_words(row, party) for party in self.parties]
        itself = progress_text(self.state, self.state[row.term]).replace("≠", "disputed:")
        return [term_name(self.state, row.term), row.status, *cells, itself]


def _square_parts(cell: CellWords, x: float, y: float, wide: float) -> Iterator[Part]:
    """Yield a box with a stance and what qualifies it; words where there is no stance."""
    lines = wrapped(cell.in_full.removeprefix(cell.main).removeprefix(", "), wide - 14, SMALL)
    if cell.stance is None:
        if cell.main == NO_REPORT:
            yield from pip(Pip.DOTTED, x + 8, y + 11)
            x += 14
        words = paragraph([cell.main], x + 4, y + 15, wide - 20, 15, "soft", 12)
        yield from words
        yield from stacked(lines, x + 4, y + 15 + 14 * len(words), 13, "soft", SMALL)
        return
    high = 24 + 13 * len(lines) + (6 if "disputed" in cell.marks else 0)
    ink = ink_on(cell.stance.value, cell.marks)
    yield from box(x, y, wide, high, cell.stance.value, cell.marks)
    yield from stance_words(x + 7, y + 16, cell.stance, cell.main, ink, 12)
    yield from stacked(lines, x + 7, y + 30, 13, ink, SMALL)
