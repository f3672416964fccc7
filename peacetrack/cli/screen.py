"""Grids on a screen: coloured tables on a terminal, aligned text in a pipe. Built on view."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from peacetrack.view.palette import TONES
from peacetrack.view.text import Cell, Grid


def show(grid: Grid) -> None:
    """Print a grid as fits the place it goes to."""
    console = Console()
    if not console.is_terminal:
        sys.stdout.write(f"{grid}\n")
        return
    console.print(Text(grid.title), style="bold")
    if _natural_width(grid) <= 1.25 * console.width:
        console.print(_table(grid))
    else:
        _print_blocks(console, grid)
    for note in grid.notes:
        console.print(Text(note), style="dim")


@contextmanager
def counting(what: str, *, quiet: bool = False) -> Iterator[Callable[[int], None]]:
    """Count on stderr, where that is a terminal."""
    shown = sys.stderr.isatty() and not quiet
    last = 0

    def count(number: int) -> None:
        nonlocal last
        if shown and number - last >= 1000:
            last = number
            sys.stderr.write(f"\r{number:,} {what}")
            sys.stderr.flush()

    yield count
    if last:
        sys.stderr.write("\r\x1b[K")


def _natural_width(grid: Grid) -> int:
    """How wide the grid would be if no text were wrapped."""
    columns = zip(grid.header, *([cell.text for cell in row] for row in grid.rows), strict=True)
    return sum(max(map(len, column)) + 3 for column in columns)


def _table(grid: Grid) -> RichTable:
    table = RichTable(show_lines=True, header_style="bold")
    for place, name in enumerate(grid.header):
        table.add_column(name, overflow="fold", no_wrap=False, min_width=8 if place else 12)
    for row in grid.rows:
        table.add_row(*(_styled(cell) for cell in row))
    return table


def _print_blocks(console: Console, grid: Grid) -> None:
    """One row under the other, for narrow terminals."""
    width = max(map(len, grid.header))
    for first, *rest in grid.rows:
        console.print()
        console.print(Text(first.text, style="bold"))
        for name, cell in zip(grid.header[1:], rest, strict=True):
            if cell.text:
                line = Text(f"  {name.ljust(width)}  ", style="dim")
                console.print(line + _styled(cell), soft_wrap=False)


def _styled(cell: Cell) -> Text:
    return Text(cell.text, style=TONES[cell.tone].terminal if cell.tone is not None else "")
