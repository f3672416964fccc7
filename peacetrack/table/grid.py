"""A grid: texts in rows and columns, as people see them on a terminal, in a pipe or on a page.

A grid holds texts alone. Rows with typed values are in `table.table`; how a terminal breaks and
colours a grid is in `cli.screen`.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from peacetrack.table import markup
from peacetrack.table.cell import Cell, one_line, printable
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import line_isolated, width_of_marks


def _each_on_one_line(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(one_line, texts))


@frozen
class Grid:
    """A titled grid of texts. `str()` aligns it, a notebook shows it as a table.

    Parameters:
        title: the title; it may have several lines.
        header: the names of the columns.
        rows: the rows, each with one cell for each column.
        notes: lines below the rows.

    >>> print(view.Grid("Stances", ("party", "stance"), ((view.Cell("NORTH"), view.Cell("open")),)))
    Stances
    <BLANKLINE>
    party  stance
    NORTH  open
    """

    title: str = attrs.field(converter=printable)
    header: tuple[str, ...] = attrs.field(converter=_each_on_one_line)
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = attrs.field(default=(), converter=_each_on_one_line)

    def __repr__(self) -> str:
        rows = f"{len(self.rows)} rows"
        return f"<Grid of {rows}: {self._heading}>" if self.title else f"<Grid of {rows}>"

    @property
    def _heading(self) -> str:
        """The first line of the title."""
        return self.title.partition("\n")[0]

    def _repr_html_(self) -> str:
        part = (self.title, self.header, self.rows)
        return markup.tables([part], notes=self.notes, row_headers=True)

    def page(self) -> str:
        """Return an HTML page that holds the grid and loads nothing.

        >>> view.board(state).page()[:15]
        '<!DOCTYPE html>'
        """
        return markup.page(self._heading, self._repr_html_())

    def __str__(self) -> str:
        lines = [self.header, *([cell.text for cell in row] for row in self.rows)]
        title = (self.title, "") if self.title else ()
        notes = ("", *self.notes) if self.notes else ()
        return "\n".join((*title, *_aligned(lines), *notes))


def _aligned(lines: Sequence[Sequence[str]]) -> list[str]:
    lines = [[*map(line_isolated, line)] for line in lines]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(
            text.ljust(width + width_of_marks(text)) for text, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    ]


def _width(text: str) -> int:
    return len(text) - width_of_marks(text)
