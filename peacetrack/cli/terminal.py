"""A terminal, drawn on with rich: coloured tables, blocks where it is too narrow, a line of progress.

The only importer of rich, which takes its time: `cli.screen` loads this where there is a terminal.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich import box
from rich import console as rich_console
from rich.cells import cell_len, chop_cells
from rich.style import Style
from rich.table import Table as RichTable
from rich.text import Text

from peacetrack.cli.streams import finish
from peacetrack.table.cell import Cell, one_line
from peacetrack.table.lettering import pieces
from peacetrack.table.palette import GROUND, HOLLOW, STANCE_LOOKS
from peacetrack.words.isolate import line_isolated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.status import Status

    from peacetrack.table.grid import Grid


class Console(rich_console.Console):
    """A console that ends quietly when its reader stops reading."""

    def on_broken_pipe(self) -> None:
        """Discard the rest of the output."""
        self.quiet = True
        finish()


def draw(grid: Grid) -> None:
    """Print a grid: aligned text to a pipe; to a terminal a table, or blocks where it is too narrow."""
    console = Console(height=40)  # with a height, rich keeps COLUMNS where TERM is dumb
    if not console.is_terminal:
        sys.stdout.write(f"{grid}\n")
        return
    console.print(Text(grid.title), style="bold")
    widths = _layout(grid, console.width)
    if widths is not None:
        console.print(_table(grid, console, widths))
    else:
        _print_blocks(console, grid)
        console.print()
    for note in grid.notes:
        console.print(Text(note), style="dim")


def width() -> int:
    """Return the width of the terminal, in characters."""
    return Console(height=40).width


def status(what: str) -> Status:
    """Return a line that shows on stderr, if that is a terminal, what a command is doing."""
    return Console(stderr=True).status(Text(one_line(what)), spinner="line")


_BETWEEN = 3
"""The width between two columns of a table, in characters."""
_LONG = 24
"""A piece longer than this is broken anywhere."""
_LINES = 4
"""The most lines a row may take on average; a table with more is printed as blocks."""


def _layout(grid: Grid, width: int) -> list[int] | None:
    """Return widths with all columns fitting; None where blocks are easier to read."""
    columns = list(zip(map(Cell, grid.header), *grid.rows, strict=True))
    least = [max(map(_least, column)) for column in columns]
    widths = [max(cell_len(cell.text) for cell in column) for column in columns]
    room = width - 1 - _BETWEEN * len(columns)
    if sum(least) > room:
        return None
    while sum(widths) > room:
        spare = [place for place, least_ in enumerate(least) if widths[place] > least_]
        widths[max(spare, key=widths.__getitem__)] -= 1
    return widths if sum(_heights(grid, widths)) <= _LINES * len(grid.rows) else None


def _heights(grid: Grid, widths: Sequence[int]) -> list[int]:
    """Return how many lines each row takes."""
    return [max(map(len, map(_lines, row, widths))) for row in grid.rows]


def _least(cell: Cell) -> int:
    """Return the least width of a cell, which is broken between its pieces."""
    return min(max((cell_len(piece.rstrip()) for piece in _pieces(cell)), default=0), _LONG)


def _pieces(cell: Cell) -> list[str]:
    """Return the pieces of a cell; the symbol of a stance stays with its word."""
    parts = pieces(cell.text)
    return parts if cell.stance is None else ["".join(parts[:2]), *parts[2:]]


def _lines(cell: Cell, width: int) -> list[str]:
    """Return a cell in lines of a width, broken between its pieces where that is possible."""
    lines = [""]
    for piece in _pieces(cell):
        for part in chop_cells(piece, width) if cell_len(piece.rstrip()) > width else [piece]:
            if cell_len((lines[-1] + part).rstrip()) > width:
                lines.append("")
            lines[-1] += part
    return [line.rstrip() for line in lines]


def _table(grid: Grid, console: rich_console.Console, widths: Sequence[int]) -> RichTable:
    ruled = 3 * sum(height > 1 for height in _heights(grid, widths)) > len(grid.rows)
    table = RichTable(
        show_lines=ruled, header_style="bold", box=box.HORIZONTALS if ruled else box.SIMPLE_HEAD
    )
    for name, width in zip(grid.header, widths, strict=True):
        table.add_column("\n".join(_lines(Cell(name), width)), width=width, overflow="fold")
    for row in grid.rows:
        shown = zip(row, widths, strict=True)
        table.add_row(*(_styled(cell, _lines(cell, width), console) for cell, width in shown))
    return table


def _print_blocks(console: rich_console.Console, grid: Grid) -> None:
    """Print each row as a block of names and values, for narrow terminals."""
    names = max(map(len, grid.header))
    for first, *rest in grid.rows:
        console.print()
        console.print(Text(first.text, style="bold"))
        block = RichTable.grid(padding=(0, 2), expand=False)
        block.add_column(width=0)
        block.add_column(style="dim", width=names)
        block.add_column(overflow="fold")
        for name, cell in zip(grid.header[1:], rest, strict=True):
            if cell.text:
                block.add_row("", Text(name), _styled(cell, [cell.text], console))
        console.print(block)


def _styled(cell: Cell, lines: Sequence[str], console: rich_console.Console) -> Text:
    """Return the lines of a cell; a stance has a ground of its own, legible on any terminal.

    As in pictures, one that has lapsed or is not on the record is hollow, and an old one is pale.
    With sixteen colours there is no ground: each terminal defines those colours itself.
    """
    text = "\n".join(map(line_isolated, lines))
    hollow = not HOLLOW.isdisjoint(cell.marks)
    if cell.stance is None or hollow or console.color_system not in ("256", "truecolor"):
        return Text(text)
    look = STANCE_LOOKS[cell.stance]
    paint = (look.pale(GROUND) if {"old", "perhaps"} & {*cell.marks} else look).light
    return Text.assemble((text, Style(color=paint.ink, bgcolor=paint.fill)))
