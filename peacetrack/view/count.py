"""The whip count as a grid: titles, where the parties stand in words, and what to type next.

For a page that people scroll there is the whole board: every party, nothing cut off. The board with its
signs, for coders, is in `board`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from peacetrack.analysis.phrase import apart, day_words, listed, shortened
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.verdict.verdict import Agreed
from peacetrack.index.statement import Provenance
from peacetrack.rules import wording
from peacetrack.state import State, of_state, reading_of
from peacetrack.table.cell import Cell
from peacetrack.table.grid import Grid
from peacetrack.table.palette import MARKS
from peacetrack.view.board import (
    SIGN,
    basis_line,
    chosen,
    negotiation,
    newest_line,
    progress_text,
    redactions,
)
from peacetrack.view.cell_words import CODED_APART, DETAIL, MET, UNCOUNTED, CellWords
from peacetrack.view.whip import PIPS, WhipRow, columns_of, whip_rows
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import day_text
from peacetrack.words.isolate import FIRST, LAST, isolated
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import counted
from peacetrack.words.when import days_between

WIDTH, COLUMNS = 100, 3
"""How wide a board is, and how many parties have a column at least, where none are chosen."""
TITLE, CELL, BETWEEN = 28, 17, 3
"""How many characters a title and a cell have at least, and how many are between two cells."""

_COLOURS = {
    TermStatus.AGREED: Stance.ACCEPTS,
    TermStatus.CONDITIONAL: Stance.OPEN,
    TermStatus.IN_PRINCIPLE: Stance.OPEN,
    TermStatus.CONTESTED: Stance.OPPOSES,
    TermStatus.BLOCKED: Stance.REJECTS,
}
"""The stances that give statuses their colours; the others have none."""
_ALL_ACCEPT = (TermStatus.CONDITIONAL, TermStatus.IN_PRINCIPLE)
"""The statuses where as many accept as are needed, and that is not enough."""


@of_state
def count(
    state: State,
    terms: Iterable[str] | None = None,
    parties: Iterable[str] | None = None,
    *,
    long: bool = False,
    width: int = WIDTH,
) -> Grid:
    """Return the whip count of a state: by theme, the terms that are nearest to closing first.

    Parameters:
        state: the state to show.
        terms: the terms to show, by id (default: all that are declared).
        parties: the parties to show, by id or alias (default: those that the width has room for, at least
            three: belligerents, then those that most terms need, then others).
        long: show ids, sentences, all details and all parties.
        width: how many characters a line has (default: 100).

    Returns:
        A grid with a row a term, under its theme; `board` gives the same with the signs of coders.

    Raises:
        UnknownNameError: a term or a party is not declared.

    >>> for row in view.count(state).rows:
    ...     print(*row, sep=" | ")
    both sides cease fire for a year | ◐○ 1/2 | ✓ accepts, if | + open*(−)
    the border follows the river | ◌◌ 0/2 | no report | no report
    """
    shown, only = chosen(state, terms, parties)
    names = Names(state)
    return _Count(state, names, whip_rows(state, names, shown), long, width).grid(only)


@frozen
class _Count:
    """The rows of a whip count on lines of a width; `long` with ids, sentences, all details and parties."""

    state: State
    names: Names
    rows: Sequence[WhipRow]
    long: bool
    width: int

    def grid(self, only: Sequence[str] | None) -> Grid:
        """Return the grid, with these parties in columns, where they were chosen."""
        columns = self._columns() if only is None else only
        heads = self._heads(columns)
        others = [p for p in self._saying if p not in columns]
        cells = self._fitted(columns, heads)
        lines = tuple(self._lines(heads, cells, others))
        header = (
            ("term", "sentence", "consent", *heads, "others") if self.long else ("term", "consent", *heads)
        )
        return Grid(self._title, header, lines, tuple(self._notes(others)))

    @property
    def _saying(self) -> Mapping[str, int]:
        """The parties that a row has a cell for, with how many have one, in the order of the agenda."""
        saying = {p: sum(p in row.cells for row in self.rows) for p in self.state.agenda.party_by_id}
        return {party: rows for party, rows in saying.items() if rows}

    @property
    def _room(self) -> int:
        """How many characters of a line are left for parties; short titles leave more."""
        titles = [len(text) for row in self.rows for text in (row.title, row.theme or "OTHER TERMS")]
        consent = max((len(_consent(row).text) for row in self.rows), default=0)
        return self.width - min(TITLE, max(titles, default=0)) - consent - 2 * BETWEEN

    def _columns(self) -> list[str]:
        """Return the parties with a column; with room for more than three, others that say something."""
        most = COLUMNS if self.long else max(COLUMNS, self._room // (CELL + BETWEEN))
        first = columns_of(self.state, self.rows, most)
        saying = self._saying
        others = sorted((p for p in saying if p not in first), key=lambda party: -saying[party])
        return [*first, *others][: most if most > COLUMNS else len(first)]

    def _heads(self, columns: Sequence[str]) -> list[str]:
        """Return the names of the parties with a column, no two alike, cut where there is no room."""
        if self.long or not columns:
            return list(map(self.names.party, columns))
        whole = {party: self.names.party(party).strip(FIRST + LAST) for party in columns}
        spare = (self._room // len(columns) - CELL - BETWEEN) // 2
        return list(map(isolated, apart(whole, max(CELL, min(TITLE, CELL + spare))).values()))

    def _fitted(self, columns: Sequence[str], heads: Sequence[str]) -> list[list[Cell]]:
        """Return the cells of all rows, with more words where a line has room for them."""
        roomy = [[self._cell(row, party, TITLE) for party in columns] for row in self.rows]
        texts = zip(heads, *([cell.text for cell in of_row] for of_row in roomy), strict=True)
        if sum(max(map(len, of_column)) + BETWEEN for of_column in texts) <= self._room:
            return roomy
        return [[self._cell(row, party, CELL) for party in columns] for row in self.rows]

    def _cell(self, row: WhipRow, party: str, room: int) -> Cell:
        cell = row.cells.get(party)
        if cell is None:
            return Cell("-" if row.pips else "")
        return Cell(_full(cell) if self.long else _short(cell, room), cell.stance, cell.marks)

    @property
    def _title(self) -> str:
        state, newest = self.state, reading_of(self.state).claims.newest()
        age = "no report yet" if newest is None else f"newest {_age(state, newest)}"
        known = ", ".join(filter(None, (f"known to entry {state.basis.known}", state.basis.apart)))
        basis = f", {day_words(day_text(state.instant))}, {known}; {age}"
        return f"{isolated(shortened(negotiation(state), max(38, self.width - len(basis))))}{basis}"

    def _lines(
        self, heads: Sequence[str], cells: Sequence[Sequence[Cell]], others: Sequence[str]
    ) -> Iterator[tuple[Cell, ...]]:
        """Yield the rows with their cells, each theme before its own."""
        wide = max((CELL, *map(len, heads), *(len(cell.text) for of_row in cells for cell in of_row)))
        room = max(TITLE, min(70, TITLE + self._room - len(heads) * (wide + BETWEEN)))
        titles = apart({row.term: row.title for row in self.rows}, room)
        theme = ""
        for row, of_row in zip(self.rows, cells, strict=True):
            if row.theme != theme:
                theme, empty = row.theme, len(of_row) + (3 if self.long else 1)
                yield (Cell(isolated(theme.upper() or "OTHER TERMS")), *[Cell("")] * empty)
            if self.long:
                saying = [party for party in others if party in row.cells]
                shared = ", ".join(f"{self.names.party(p)} {_full(row.cells[p])}" for p in saying)
                with_id = f"{isolated(row.title)} ({isolated(row.term)})"
                yield (Cell(with_id), Cell(row.sentence), _consent(row), *of_row, Cell(shared))
            else:
                yield (Cell(isolated(titles[row.term])), _consent(row), *of_row)

    def _notes(self, others: Sequence[str]) -> Iterator[str]:
        """Yield the legend, and what to type next."""
        cells = [cell for row in self.rows for cell in row.cells.values()]
        yield "  ".join(f"{sign} {meaning}" for sign, meaning in PIPS.values())
        if any(row.consent.quorums for row in self.rows):
            yield _QUORUMS
        later = any(cell.later if self.long else cell.later_in_short for cell in cells)
        signs = [
            ("insists: red line", not self.long and any(cell.insists for cell in cells)),
            (f"{CODED_APART} two codings differ", any(cell.coded_apart for cell in cells)),
            (f"{SIGN} reported later", later),
        ]
        yield "  ".join((_OF_SIGNS, *(meaning for meaning, is_there in signs if is_there)))
        if not self.long:
            yield from _of_short(cells)
        more = listed(list(map(self.names.party, others)), 1) if others else "sentences, ids"
        yield f"next: peacetrack {'brief LEDGER' if self.long else f'board LEDGER --long ({more})'}"
        yield from redactions(self.state)


def _age(state: State, newest: Provenance) -> str:
    days = days_between(newest.publication, state.instant)
    if newest.supposed:
        return f"source {wording.SUPPOSED}"
    if not wording.is_published(newest.publication, newest.published):
        if days < 0:  # as of what an import recorded long after it happened
            return "source without a date"
        return f"recorded {counted(days, 'day')} ago" if days else "recorded that day"
    return (
        f"source {counted(days, 'day')} old"
        if days > 0
        else f"source of {'that' if days == 0 else 'a later'} day"
    )


def _consent(row: WhipRow) -> Cell:
    """Return the pips of a term with how many accept; a term without a status says why."""
    pips = "".join(PIPS[pip][0] for _, _, pip in row.pips)
    if not pips:
        return Cell("backdrop" if row.status == "backdrop" else "-")
    text = " ".join(filter(None, (pips, row.consent.in_short, _verdict(row))))
    refused = row.verdict is not None and row.verdict.agreed is Agreed.NOT
    colour = Stance.REJECTS if refused else _COLOURS.get(row.level) if row.level is not None else None
    return Cell(text, colour)


def _verdict(row: WhipRow) -> str:
    """Return what a count leaves out: `perhaps`, `not agreed`, `conditional`, `but reported as collapsed`."""
    if row.level in _ALL_ACCEPT:
        return wording.status_word(row.level)
    if row.verdict is None or row.verdict.agreed is Agreed.NOT:
        return "" if row.verdict is None else Agreed.NOT
    perhaps = "perhaps" if row.verdict.agreed is Agreed.PERHAPS else ""
    return ", ".join(filter(None, (perhaps, row.verdict.in_short)))


ACCOUNT = "^"
"""The sign of what is known by another's account alone."""
_SIGNS = {
    MARKS["disputed"].sign: {"disputed"},
    MARKS["perhaps"].sign: {"perhaps"},
    MARKS["unnamed"].sign: {"unnamed"},
    ACCOUNT: {"account"},
}
"""The signs after a stance, each with the names of the marks that it stands for."""


def _short(cell: CellWords, most: int) -> str:
    """Return a cell in a few words, of which only the first are cut; who accepts as a red line insists."""
    if cell.uncounted:
        return UNCOUNTED
    signs = "".join(sign for sign, names in _SIGNS.items() if names & {*cell.marks})
    details = cell.detail.split(", ") if cell.stance else []
    asks = any(detail.startswith("if ") for detail in details)
    main = "insists" if cell.insists else cell.main
    signs += (CODED_APART if cell.coded_apart else "") + (SIGN if cell.later_in_short else "")
    signs += f"({cell.on_record})" if cell.on_record else ""
    said = ["lapsed"] if "lapsed" in cell.marks else []
    said += ["met" if cell.met == MET else "if"] if asks else []
    said += [f"{cell.refuses}{ACCOUNT if cell.refuses_told else ''}"] if cell.refuses else []
    more = "".join([signs, *(f", {word}" for word in said)])
    room = most - len(more) - (2 if cell.symbol else 0)
    if cell.refuses and "lapsed" in cell.marks and room < len(main):
        main, more, room = more.removeprefix(", "), "", most
    return f"{cell.symbol} {shortened(main, room)}{more}".strip()


def _full(cell: CellWords) -> str:
    return f"{cell.symbol} {cell.in_full}".strip()


_QUORUMS = (
    "n/m: needs accepted, of so many; n of m: so many accept where a quorum, which is one need, asks for m"
)
_OF_SIGNS = f"* no named source  {ACCOUNT} another's account  ≠ reports differ  ~ perhaps  - not needed"


def _of_short(cells: Iterable[CellWords]) -> Iterator[str]:
    """Yield what the signs and words mean that only short cells have."""
    cells = list(cells)
    on_record = dict.fromkeys(cell.on_record for cell in cells if cell.on_record)
    if on_record:
        signs = ", ".join(f"({sign})" for sign in on_record)
        meanings = {MARKS["lapsed"].sign: "over", DETAIL: "a detail"}
        named = ", ".join(f"{sign} {meaning}" for sign, meaning in meanings.items() if sign in on_record)
        yield f"{signs}: its own on the record{f' ({named})' if named else ''}, where other reports say otherwise"
    if any(cell.met == MET for cell in cells):
        yield "if: on conditions  met: on conditions that are met"


# Everything in whole words


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
            *(_whole_cell(row, party) for party in columns),
            Cell(progress_text(state, state[row.term])),
        )
        for row in rows
    )
    return Grid(f"{basis_line(state)}\n{newest_line(state)}", header, lines, redactions(state))


def _whole_cell(row: WhipRow, party: str) -> Cell:
    cell = row.cells.get(party) or CellWords("not needed")
    return Cell(_full(cell), cell.stance, cell.marks)
