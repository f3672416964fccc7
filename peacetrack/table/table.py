"""The one result type: a frozen table of rows. Built on shape, frames and markup."""

from __future__ import annotations

import json
from collections.abc import Collection, Hashable, Iterator, Reversible, Sequence
from contextlib import AbstractContextManager, nullcontext
from os import PathLike
from typing import Any, Generic, TextIO, TypeVar, cast, overload

from peacetrack.table import arrow, markup
from peacetrack.table.arrow import json_text
from peacetrack.table.columns import Shape, cell_text, plain, shape_of
from peacetrack.words.basis import Basis

R = TypeVar("R")
Target = str | PathLike[str] | TextIO
"""Where a table is written: a path, or a file that is open for text."""

SHOWN = 20
"""The most rows that a notebook shows."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Table(Collection[R], Reversible[R], Generic[R]):
    """Rows that answer one question, with the basis they rest on.

    `columns` are their names in every form that leaves the library, and stay as they are: each
    field of a row, and beside a time its bounds, precision and words. Instants are ISO 8601 in UTC,
    moments are EDTF. pandas, polars, DuckDB and pyarrow take a table as it is (extra `frames`).
    It is a sequence in all but name: what calls itself one, polars would take apart row by row.
    """

    __slots__ = ("_rows", "_shape", "basis")

    def __init__(self, rows: Sequence[R], row_type: type[R], basis: Basis | None = None) -> None:
        self._rows = tuple(rows)
        self._shape: Shape = shape_of(cast(Hashable, row_type))
        self.basis = basis

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self._shape.names

    @overload
    def __getitem__(self, place: int) -> R: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[R]: ...
    def __getitem__(self, place: int | slice) -> R | Sequence[R]:
        return self._rows[place]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[R]:
        return iter(self._rows)

    def __reversed__(self) -> Iterator[R]:
        return reversed(self._rows)

    def __contains__(self, row: object) -> bool:
        return row in self._rows

    def index(self, row: R) -> int:
        """The place of the first row that equals this one."""
        return self._rows.index(row)

    def count(self, row: R) -> int:
        """How many rows equal this one."""
        return self._rows.count(row)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return self.columns == other.columns and self._rows == other._rows

    def __hash__(self) -> int:
        return hash((self.columns, len(self._rows)))

    def __repr__(self) -> str:
        rows = "1 row" if len(self) == 1 else f"{len(self)} rows"
        return f"<Table of {rows}: {', '.join(self._shape.fields)}>"

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows as plain values: texts, numbers, true and false, lists, mappings, None."""
        columns = self._shape.columns
        return [{column.name: plain(column.of(row)) for column in columns} for row in self._rows]

    def to_csv(self, target: Target) -> None:
        """Write CSV (UTF-8), to a path or an open file.

        A text that a spreadsheet would run as a formula gets a single quote before it. Lists and
        mappings are JSON.
        """
        import csv  # only tables that are written need it

        with _opened(target) as file:
            writer = csv.writer(file)
            writer.writerow(self.columns)
            for row in self.to_dicts():
                writer.writerow([_cell(value) for value in row.values()])

    def to_jsonl(self, target: Target) -> None:
        """Write JSON Lines, one row a line, to a path or an open file."""
        with _opened(target) as file:
            for row in self.to_dicts():
                file.write(json.dumps(row, ensure_ascii=False) + "\n")

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The table as Arrow: `polars.DataFrame(table)`, `pyarrow.table(table)`."""
        return arrow.arrow(self._shape, self._rows).__arrow_c_stream__(requested_schema)

    def _repr_html_(self) -> str:
        """The first rows for a notebook; columns in which nothing stands are left out."""
        rows = [[getattr(row, name) for name in self._shape.fields] for row in self._rows[:SHOWN]]
        said = [any(map(_says, column)) for column in zip(*rows, strict=True)]
        kept = [place for place in range(len(self._shape.fields)) if not rows or said[place]]
        header = [self._shape.fields[place] for place in kept]
        cells = [[cell_text(row[place]) for place in kept] for row in rows]
        return markup.table(header, cells, caption=self._caption(), notes=self._notes())

    def _caption(self) -> str:
        rows = "1 row" if len(self) == 1 else f"{len(self)} rows"
        return f"{rows}; {self.basis}" if self.basis else rows

    def _notes(self) -> list[str]:
        left = len(self) - SHOWN
        return [f"and {left} more rows: see .to_dicts() or .to_csv(path)"] if left > 0 else []


def _says(value: object) -> bool:
    """Whether a value says anything."""
    return value is not None and value != () and value is not False


def _opened(target: Target) -> AbstractContextManager[TextIO]:
    if isinstance(target, str | PathLike):
        return open(target, "w", newline="", encoding="utf-8")
    return nullcontext(target)


def _cell(value: Any) -> str:
    text = json_text(value) or ""
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
