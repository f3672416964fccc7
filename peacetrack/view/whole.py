"""The whole board as a grid in words: every party, nothing cut off, for a page that people scroll.

What fits a terminal is in `count`; the board with its signs, for coders, is in `board`.
"""

from __future__ import annotations

from collections.abc import Iterable

from peacetrack.analysis.briefing.naming import Names
from peacetrack.state import State
from peacetrack.table.cell import Cell
from peacetrack.table.grid import Grid
from peacetrack.view.board import basis_line, chosen, newest_line, progress_text, redactions
from peacetrack.view.cell_words import CellWords
from peacetrack.view.whip import WhipRow, whip_rows
from peacetrack.words.isolate import isolated


def whole_board(
    state: State, terms: Iterable[str] | None = None, parties: Iterable[str] | None = None
) -> Grid:
    """Return where every party stands on every term, in whole words, the nearest to closing first in a theme.

    Parameters:
        state: the state to show.
        terms: the terms to show, by id (default: all that are declared).
        parties: the parties to show, by id or alias (default: all that a term concerns).

    Raises:
        UnknownNameError: a term or a party is not declared.
    """
    shown, only = chosen(state, terms, parties)
    names = Names(state)
    rows = whip_rows(state, names, shown)
    columns = only
    if columns is None:
        columns = [p for p in state.agenda.party_by_id if any(p in row.cells for row in rows)]
    header = ("term", "theme", "sentence", "status", *map(names.party, columns), "of the term itself")
    lines = tuple(
        (
            *map(Cell, (isolated(row.title), isolated(row.theme), isolated(row.sentence), row.status)),
            *(_cell(row, party) for party in columns),
            Cell(progress_text(state, state[row.term])),
        )
        for row in rows
    )
    return Grid(f"{basis_line(state)}\n{newest_line(state)}", header, lines, redactions(state))


def _cell(row: WhipRow, party: str) -> Cell:
    cell = row.cells.get(party) or CellWords("not needed")
    return Cell(f"{cell.symbol} {cell.in_full}".strip(), cell.stance, cell.marks)
