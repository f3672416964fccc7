"""The whip count as a grid: titles, where the parties stand in words, and what to type next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from peacetrack.analysis.briefing.naming import Names
from peacetrack.analysis.briefing.phrase import apart, day_words, listed, shortened
from peacetrack.analysis.briefing.verdict import Agreed
from peacetrack.index.statement import Provenance
from peacetrack.rules import wording
from peacetrack.state import State, newest_of, of_state
from peacetrack.table.cell import Cell
from peacetrack.table.grid import Grid
from peacetrack.table.palette import MARKS
from peacetrack.view.board import SIGN, chosen, negotiation, redactions
from peacetrack.view.cell_words import MET, UNCOUNTED, CellWords
from peacetrack.view.whip import PIPS, WhipRow, columns_of, whip_rows
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
    rows = whip_rows(state, names, shown)
    room = _room(rows, width)
    columns = _columns(state, rows, room, long=long) if only is None else only
    heads = _heads(names, columns, room, long=long)
    others = [p for p in state.agenda.party_by_id if p not in columns and any(p in row.cells for row in rows)]
    cells = _fitted(rows, columns, heads, room, long=long)
    lines = tuple(_lines(names, rows, cells, others, long=long, title=_title_room(heads, cells, room)))
    header = ("term", "sentence", "consent", *heads, "others") if long else ("term", "consent", *heads)
    return Grid(_title(state, width), header, lines, tuple(_notes(state, names, rows, others, long=long)))


def _fitted(
    rows: Sequence[WhipRow], columns: Sequence[str], heads: Sequence[str], room: int, *, long: bool
) -> list[list[Cell]]:
    """Return the cells of all rows, with more words where a line has room for them."""
    roomy = [_cells(row, columns, TITLE, long=long) for row in rows]
    if _wide(heads, roomy) <= room:
        return roomy
    return [_cells(row, columns, CELL, long=long) for row in rows]


def _title_room(heads: Sequence[str], cells: Sequence[Sequence[Cell]], room: int) -> int:
    """Return how many characters the title of a term has, where the columns of parties leave room."""
    texts = (*heads, *(cell.text for of_row in cells for cell in of_row))
    wide = max((CELL, *map(len, texts)))
    return max(TITLE, min(70, TITLE + room - len(heads) * (wide + BETWEEN)))


def _wide(heads: Sequence[str], cells: Sequence[Sequence[Cell]]) -> int:
    """Return how many characters the columns of parties need."""
    columns = zip(heads, *([cell.text for cell in of_row] for of_row in cells), strict=True)
    return sum(max(map(len, texts)) + BETWEEN for texts in columns)


def _room(rows: Sequence[WhipRow], width: int) -> int:
    """Return how many characters of a line are left for parties; short titles leave more."""
    titles = max((len(text) for row in rows for text in (row.title, row.theme or "OTHER TERMS")), default=0)
    return (
        width - min(TITLE, titles) - max((len(_consent(row).text) for row in rows), default=0) - 2 * BETWEEN
    )


def _heads(names: Names, columns: Sequence[str], room: int, *, long: bool) -> list[str]:
    """Return the names of the parties with a column, no two alike, cut where there is no room for them."""
    if long or not columns:
        return list(map(names.party, columns))
    whole = {party: names.party(party).strip(FIRST + LAST) for party in columns}
    spare = (room // len(columns) - CELL - BETWEEN) // 2
    return list(map(isolated, apart(whole, max(CELL, min(TITLE, CELL + spare))).values()))


def _columns(state: State, rows: Sequence[WhipRow], room: int, *, long: bool) -> list[str]:
    """Return the parties with a column; with room for more than three, others that say something."""
    most = COLUMNS if long else max(COLUMNS, room // (CELL + BETWEEN))
    first = columns_of(state, rows, most)
    saying = {p: sum(p in row.cells for row in rows) for p in state.agenda.party_by_id if p not in first}
    others = sorted(filter(saying.__getitem__, saying), key=lambda party: -saying[party])
    return [*first, *others][: most if most > COLUMNS else len(first)]


def _title(state: State, width: int) -> str:
    day, newest = day_words(day_text(state.instant)), newest_of(state)
    age = "no report yet" if newest is None else f"newest {_age(state, newest)}"
    known = ", ".join(filter(None, (f"known to entry {state.basis.known}", state.basis.apart)))
    basis = f", {day}, {known}; {age}"
    return f"{isolated(shortened(negotiation(state), max(38, width - len(basis))))}{basis}"


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


def _lines(
    names: Names,
    rows: Sequence[WhipRow],
    cells: Sequence[Sequence[Cell]],
    others: Sequence[str],
    *,
    long: bool,
    title: int,
) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows with their cells, each theme before its own."""
    theme = ""
    titles = apart({row.term: row.title for row in rows}, title)
    for row, of_row in zip(rows, cells, strict=True):
        if row.theme != theme:
            theme, width = row.theme, len(of_row) + (4 if long else 2)
            yield (Cell(isolated(theme.upper() or "OTHER TERMS")), *[Cell("")] * (width - 1))
        if long:
            shared = ", ".join(
                _shared(names, party, row.cells[party]) for party in others if party in row.cells
            )
            with_id = f"{isolated(row.title)} ({isolated(row.term)})"
            yield (Cell(with_id), Cell(row.sentence), _consent(row), *of_row, Cell(shared))
        else:
            yield (Cell(isolated(titles[row.term])), _consent(row), *of_row)


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


def _cells(row: WhipRow, columns: Sequence[str], room: int, *, long: bool) -> list[Cell]:
    return [_cell(row.cells.get(party), room, needed=bool(row.pips), long=long) for party in columns]


def _cell(cell: CellWords | None, room: int, *, needed: bool, long: bool) -> Cell:
    if cell is None:
        return Cell("-" if needed else "")
    text = _full(cell) if long else _short(cell, room)
    return Cell(text, cell.stance, cell.marks)


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
    red, asks = "red line" in details, any(detail.startswith("if ") for detail in details)
    main = "insists" if red and cell.stance is Stance.ACCEPTS else cell.main
    signs += SIGN if cell.later_in_short else ""
    signs += f"({cell.on_record})" if cell.on_record else ""
    said = ["lapsed"] if "lapsed" in cell.marks else []
    said += ["met" if cell.met == MET else "if"] if asks else []
    said += [cell.refuses] if cell.refuses else []
    more = "".join([signs, *(f", {word}" for word in said)])
    room = most - len(more) - (2 if cell.symbol else 0)
    if cell.refuses and "lapsed" in cell.marks and room < len(main):
        main, more, room = more.removeprefix(", "), "", most
    return f"{cell.symbol} {shortened(main, room)}{more}".strip()


def _full(cell: CellWords) -> str:
    return f"{cell.symbol} {cell.in_full}".strip()


def _shared(names: Names, party: str, cell: CellWords) -> str:
    return f"{names.party(party)} {_full(cell)}"


def _notes(
    state: State, names: Names, rows: Sequence[WhipRow], others: Sequence[str], *, long: bool
) -> Iterator[str]:
    yield "  ".join(f"{sign} {meaning}" for sign, meaning in PIPS.values())
    if any(row.consent.quorums for row in rows):
        yield "n/m: needs accepted, of so many; n of m: so many accept where a quorum, which is one need, asks for m"
    more = listed(list(map(names.party, others)), 1) if others else "sentences, ids"
    then = "brief LEDGER" if long else f"board LEDGER --long ({more})"
    cells = [cell for row in rows for cell in row.cells.values()]
    signs = f"* no named source  {ACCOUNT} another's account  ≠ reports differ  ~ perhaps  - not needed"
    yield (
        f"{signs}  {SIGN} reported later"
        if any(cell.later if long else cell.later_in_short for cell in cells)
        else signs
    )
    on_record = dict.fromkeys(cell.on_record for cell in cells if cell.on_record)
    if on_record and not long:
        signs = ", ".join(f"({sign})" for sign in on_record)
        over = f" ({MARKS['lapsed'].sign} over)" if MARKS["lapsed"].sign in on_record else ""
        yield f"{signs}: its own on the record{over}, where other reports say otherwise"
    if not long and any(cell.met == MET for cell in cells):
        yield "if: on conditions  met: on conditions that are met"
    yield f"next: peacetrack {then}"
    yield from redactions(state)
