"""Grids on a screen: coloured tables on a terminal, aligned text in a pipe. Built on view."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich import box
from rich import console as rich_console
from rich.status import Status
from rich.style import Style
from rich.table import Table as RichTable
from rich.text import Text

from peacetrack.cli.streams import finish
from peacetrack.grid import Cell, Grid, one_line
from peacetrack.palette import TONES


class Console(rich_console.Console):
    """A console whose reader may stop at any time: the rest goes nowhere, and that is no error."""

    def on_broken_pipe(self) -> None:
        """Write no more."""
        self.quiet = True
        finish()


def show(grid: Grid) -> None:
    """Print a grid as fits the place it goes to."""
    console = Console()
    if not console.is_terminal:
        sys.stdout.write(f"{grid}\n")
        return
    console.print(Text(grid.title), style="bold")
    if _fits(grid, console.width):
        console.print(_table(grid, console))
    else:
        _print_blocks(console, grid)
    for note in grid.notes:
        console.print(Text(note), style="dim")


class Working:
    """The line on a terminal that says what is being worked out; elsewhere nothing is said."""

    def __init__(self, status: Status | None) -> None:
        self._status = status

    def tell(self, text: str) -> None:
        """Say how far it is."""
        if self._status is not None:
            self._status.update(Text(text))

    def settle(self) -> None:
        """Take the line away, because the answer is there."""
        if self._status is not None:
            self._status.stop()


@contextmanager
def working(what: str) -> Iterator[Working]:
    """Say on stderr, where that is a terminal, what is being worked out."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Working(None)
        return
    with console.status(Text(one_line(what)), spinner="line") as status:
        yield Working(status)


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

    try:
        yield count
    finally:  # an error too is told on a line of its own
        if last:
            sys.stderr.write("\r\x1b[K")


_NARROW, _WIDE = 8, 60
"""No column is narrower, if its texts are not; one that is wider may be wrapped."""


def _widths(grid: Grid) -> list[int]:
    """How wide the columns would be if no text were wrapped."""
    columns = zip(grid.header, *([cell.text for cell in row] for row in grid.rows), strict=True)
    return [max(map(len, column)) for column in columns]


def _fits(grid: Grid, width: int) -> bool:
    """Whether a table can be read at this width, with little wrapping."""
    widths = _widths(grid)
    natural, narrowest = ([min(one, most) + 3 for one in widths] for most in (_WIDE, _NARROW))
    return sum(natural) <= 1.25 * width and sum(narrowest) <= width


def _table(grid: Grid, console: rich_console.Console) -> RichTable:
    lines = _wraps_often(grid, console.width)
    table = RichTable(
        show_lines=lines, header_style="bold", box=box.HORIZONTALS if lines else box.SIMPLE_HEAD
    )
    for name, natural in zip(grid.header, _widths(grid), strict=True):
        table.add_column(name, overflow="fold", no_wrap=False, min_width=min(natural, _NARROW))
    for row in grid.rows:
        table.add_row(*(_styled(cell, console) for cell in row))
    return table


def _wraps_often(grid: Grid, width: int) -> bool:
    """Whether a third of the rows are too long for one line, so that lines keep them apart."""
    lengths = [sum(len(cell.text) + 3 for cell in row) for row in grid.rows]
    return 3 * sum(length > width for length in lengths) > len(lengths)


def _print_blocks(console: rich_console.Console, grid: Grid) -> None:
    """One row under the other, for narrow terminals."""
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
                block.add_row("", Text(name), _styled(cell, console))
        console.print(block)


def _styled(cell: Cell, console: rich_console.Console) -> Text:
    """Its stance on a ground of its own, which can be read on any terminal.

    Of sixteen colours a terminal says itself what they are, so with those there are none.
    """
    if cell.tone is None or console.color_system not in ("256", "truecolor"):
        return Text(cell.text)
    paint = TONES[cell.tone].light
    return Text.assemble((cell.text, Style(color=paint.ink, bgcolor=paint.fill)))
