"""A grid: texts in rows and columns, as people see them on a terminal, in a pipe or on a page.

A grid holds texts alone. Rows with typed values are in `table.table`; how a terminal breaks and
colours a grid is in `cli.screen`.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from peacetrack.table import markup
from peacetrack.table.palette import STANCE_LOOKS
from peacetrack.words.stance import Stance

_CONTROLS = dict.fromkeys(
    (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd"
)
"""Characters that move the cursor of a terminal or reverse text: a report may hold any."""

PAINTS = {stance.value: look.light for stance, look in STANCE_LOOKS.items()}


def one_line(text: str) -> str:
    """Return a text on one line, its control characters replaced by U+FFFD."""
    return " ".join(text.splitlines()).translate(_CONTROLS)


def printable(text: str) -> str:
    """Return a text in its lines, its control characters replaced by U+FFFD."""
    return "\n".join(map(one_line, text.split("\n")))


def _each_on_one_line(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(one_line, texts))


@attrs.frozen
class Cell:
    """One text of a grid, and the stance that gives it a colour.

    Parameters:
        text: the text; it is put on one line, control characters become U+FFFD.
        stance: the stance (default: none, and no colour).

    >>> str(view.Cell("could live\\nwith it"))
    'could live with it'
    """

    text: str = attrs.field(converter=one_line)
    stance: Stance | None = None

    def __str__(self) -> str:
        return self.text


@attrs.frozen
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
        return markup.table(
            self.header,
            self.rows,
            caption=self.title,
            notes=self.notes,
            row_headers=True,
            paints=PAINTS,
        )

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
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
