"""Texts in rows and columns, for a terminal, a pipe or a page. Built on palette and markup."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from peacetrack.table import markup
from peacetrack.table.palette import STANCE_LOOKS
from peacetrack.words.stance import Stance

_CONTROLS = dict.fromkeys(
    (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd"
)
"""What moves the cursor of a terminal or turns the text round; a report may hold anything."""


def one_line(text: str) -> str:
    """A text on one line, without control characters."""
    return " ".join(text.splitlines()).translate(_CONTROLS)


def printable(text: str) -> str:
    """A text without control characters, in its lines."""
    return "\n".join(map(one_line, text.split("\n")))


def _each_on_one_line(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(one_line, texts))


@attrs.frozen
class Cell:
    """One text of a grid, and the stance it shows, where it shows one."""

    text: str = attrs.field(converter=one_line)
    stance: Stance | None = None

    def __str__(self) -> str:
        return self.text


@attrs.frozen
class Grid:
    """A titled table of texts, with notes below; `str()` gives it aligned, a notebook as a table."""

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
            named=True,
            paints={stance.value: look.light for stance, look in STANCE_LOOKS.items()},
        )

    def page(self) -> str:
        """It as an HTML page that stands alone."""
        return markup.page(self._heading, self._repr_html_())

    def __str__(self) -> str:
        table = [self.header, *([cell.text for cell in row] for row in self.rows)]
        return "\n".join(
            [
                *((self.title, "") if self.title else ()),
                *_aligned(table),
                *(("", *self.notes) if self.notes else ()),
            ]
        )


def _aligned(table: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(text) for text in column) for column in zip(*table, strict=True)]
    return [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]
