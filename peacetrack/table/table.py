"""The one result type: a frozen table of rows, and the forms that it is written in.

What the columns are is in `table.columns`, how values read is in `table.values`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Reversible, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import accumulate
from operator import itemgetter
from os import PathLike
from typing import (
    TYPE_CHECKING,
    Any,
    BinaryIO,
    Generic,
    NoReturn,
    SupportsIndex,
    TextIO,
    TypeVar,
    cast,
    overload,
)

import attrs

from peacetrack.errors import UnknownFieldError, WrongTypeError
from peacetrack.form.file import replacing_text, write_to
from peacetrack.table import arrow, markup
from peacetrack.table.cell import Cell
from peacetrack.table.columns import Column, Shape, shape_of
from peacetrack.table.grid import Grid
from peacetrack.table.palette import SYMBOLS
from peacetrack.table.values import cell_text, json_text, plain, sort_key
from peacetrack.words.basis import Basis
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import closed, escaped
from peacetrack.words.stance import Stance
from peacetrack.words.value import Absence, counted

if TYPE_CHECKING:
    import pandas
    import polars

R = TypeVar("R")
Target = str | PathLike[str] | TextIO
"""A place to write a table to: a path, or a file that is open for text."""

SHOWN = 20
"""The most rows that a notebook or `print` shows."""
CELL_WIDTH = 40
"""The most characters of a cell that `print` shows."""
WIDTH = 120
"""The most characters of a line that `print` shows."""
NESTED = 3
"""The most rows that a table shows inside a cell; of more, their number is given."""

_FORMULA = ("\t", "\r", "\n", *"=+-@", *"\uff1d\uff0b\uff0d\uff20")
"""How a text begins that a spreadsheet may run as a formula; the last four are of full width."""
_EXACT_IN_A_CELL = 10**15
"""A spreadsheet keeps fifteen digits of a number."""
_NUMBER = r"[+-]?[0-9]+(\.[0-9]+)?"


def _as_tuple(rows: Iterable[R]) -> tuple[R, ...]:
    return tuple(rows)


@frozen(eq=False, repr=False, str=False)
class Table(Collection[R], Reversible[R], Generic[R]):
    """Rows that answer one question, and the basis they rest on.

    A table is read like a tuple of its rows and prints as a table. polars, DuckDB and pyarrow take it
    as it is (extra `frames`). For pandas write `table.to_pandas()`: `pandas.DataFrame(table)` is refused, as
    it would put each row whole into one cell. A table does not change; `filter`, `sort_by` and a slice return
    another table on the same basis.

    `columns` names the columns of every form that leaves the library, and these names stay as they
    are: each field of a row, and for a time also its bounds, its precision and its words. Instants
    are ISO 8601 in UTC, moments are EDTF.

    Parameters:
        rows: the rows, all of one type.
        row_type: the attrs class of the rows; its fields, or its `__columns__`, name the columns.
        basis: the moment, the entries and the trust that the rows rest on, where they rest on one.

    >>> events = state.events()
    >>> events[0].id, len(events)
    ('summit', 1)
    """

    # Not registered as a Sequence: polars would take a sequence apart row by row.

    _rows: tuple[R, ...] = attrs.field(converter=_as_tuple)
    row_type: type[R]
    basis: Basis | None = None

    @property
    def _shape(self) -> Shape:
        return shape_of(cast(Hashable, self.row_type))

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns.

        >>> state.events().columns[:3]
        ('id', 'type', 'status')
        """
        return self._shape.names

    # Rows

    @overload
    def __getitem__(self, place: int) -> R: ...
    @overload
    def __getitem__(self, place: slice) -> Table[R]: ...
    def __getitem__(self, place: int | slice) -> R | Table[R]:
        if not isinstance(place, slice | SupportsIndex):
            repair = "for the values of a column write [row.name for row in table]"
            raise WrongTypeError(place, "the place of a row", repair=repair)
        return self._with(self._rows[place]) if isinstance(place, slice) else self._rows[place]

    def _with(self, rows: Sequence[R]) -> Table[R]:
        """Return other rows on the same basis."""
        return Table(rows, self.row_type, self.basis)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[R]:
        return iter(self._rows)

    def __reversed__(self) -> Iterator[R]:
        return reversed(self._rows)

    def __contains__(self, row: object) -> bool:
        return row in self._rows

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return self.columns == other.columns and self._rows == other._rows

    def __hash__(self) -> int:
        return hash((self.columns, len(self._rows)))  # rows may hold what cannot be hashed

    def index(self, row: R) -> int:
        """Return the place of the first row that equals `row`, from 0.

        Parameters:
            row: a row.

        Raises:
            ValueError: no row equals it.

        >>> events = state.events()
        >>> events.index(events[0])
        0
        """
        return self._rows.index(row)

    def count(self, row: R) -> int:
        """Return the number of rows that equal `row`.

        Parameters:
            row: a row.

        >>> events = state.events()
        >>> events.count(events[0])
        1
        """
        return self._rows.count(row)

    def filter(self, keep: Callable[[R], object] | None = None, /, **values: object) -> Table[R]:
        """Return the rows that pass, in their order, on the same basis.

        Parameters:
            keep: a function of a row; the rows for which its result is true pass (default: all).
            values: a value by the name of a column; a row passes where each column equals its value,
                as a Python value or as `to_dicts` gives it. None stands for an absent value. A list, tuple
                or set stands for any of its values, in a column of single values.

        Raises:
            UnknownFieldError: the table has no such column.
            UnknownNameError: a value is no word of its column, such as a stance.
            WrongTypeError: `keep` is no function.

        >>> [claimed.report for claimed in state.claims().filter(lambda claimed: claimed.number > 1)]
        ['wire', 'wire']
        >>> [event.id for event in state.events().filter(status="expected")]
        ['summit']
        """
        if keep is not None and not callable(keep):
            raise WrongTypeError(
                keep, "a function of a row", repair="to compare a column write filter(name=value)"
            )
        wanted = [(self._column(name), value) for name, value in values.items()]
        for column, value in wanted:
            _check_words(column, value)
        kept = [
            row
            for row in self._rows
            if (keep is None or keep(row)) and all(_equals(row, column, value) for column, value in wanted)
        ]
        return self._with(kept)

    def sort_by(self, column: str, *more: str, descending: bool = False) -> Table[R]:
        """Return the rows in the order of a column, on the same basis.

        Times are in the order of their first instants, words of an ordered vocabulary (such as
        stances) in its order, numbers in theirs, all else by text. Rows without a value come last, in
        either direction. Rows with equal values keep their order.

        Parameters:
            column: the name of the column.
            more: further columns, which decide between rows of equal value.
            descending: the greatest value first (default: the least).

        Raises:
            UnknownFieldError: the table has no such column.

        >>> [claimed.report for claimed in state.claims().sort_by("report", "number")]
        ['radio', 'wire', 'wire', 'wire']
        """
        rows: Sequence[R] = self._rows
        for name in reversed((column, *more)):  # sorting is stable, so the first column decides
            rows = _sorted(rows, self._column(name), descending=descending)
        return self._with(rows)

    def _column(self, name: str) -> Column:
        for column in self._shape.columns:
            if column.name == name:
                return column
        raise UnknownFieldError(name, self.columns)

    # Forms for programs

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the rows as plain values: texts, numbers, booleans, lists, mappings and None.

        >>> state.events().to_dicts()[0]["when_latest"]
        '2030-02-01T23:59:59.999999Z'
        """
        columns = self._shape.columns
        return [{column.name: plain(column.value_in(row)) for column in columns} for row in self._rows]

    def to_csv(self, target: Target) -> None:
        """Write CSV in UTF-8 (RFC 4180), with the names of the columns in the first line.

        A text that a spreadsheet may run as a formula gets a single quote in front, a number never.
        Lists and mappings are JSON.

        Parameters:
            target: a path, or a file that is open for text.

        Raises:
            StoreError: the file cannot be written; an older one stays as it was.

        >>> import io
        >>> file = io.StringIO()
        >>> state.events().to_csv(file)
        >>> file.getvalue()[:14]
        'id,type,status'
        """
        import csv  # only tables that are written need it

        with _opened(target) as file:
            writer = csv.writer(file)
            writer.writerow(self.columns)
            for row in self._rows:
                values = [column.value_in(row) for column in self._shape.columns]
                writer.writerow(map(_csv_cell, values))

    def to_jsonl(self, target: Target) -> None:
        """Write JSON Lines in UTF-8, one row a line.

        Parameters:
            target: a path, or a file that is open for text.

        Raises:
            StoreError: the file cannot be written; an older one stays as it was.

        >>> import io
        >>> file = io.StringIO()
        >>> state.events().to_jsonl(file)
        >>> file.getvalue()[:16]
        '{"id": "summit",'
        """
        with _opened(target) as file:
            for row in self.to_dicts():
                file.write(escaped(json.dumps(row, ensure_ascii=False)) + "\n")

    def to_xlsx(self, target: str | PathLike[str] | BinaryIO) -> None:
        """Write a spreadsheet in XLSX (extra `tables`), with the columns in a row that stays in view.

        Numbers are numbers, all else is text, which no spreadsheet runs as a formula.

        Parameters:
            target: a path, or a file that is open for bytes.

        Raises:
            InvalidInputError: a text has control characters, or more than 32,767 characters.
            MissingExtraError: openpyxl is not installed.
            StoreError: the file cannot be written; an older one stays as it was.

        >>> state.events().to_xlsx("events.xlsx")
        """
        from peacetrack.table import workbook  # it imports zipfile, which few need

        rows = [[_xlsx_cell(column.value_in(row)) for column in self._shape.columns] for row in self._rows]
        with workbook.new_book(target) as book:
            workbook.add_sheet(book, "rows", self.columns, rows)

    def to_parquet(self, target: str | PathLike[str] | BinaryIO) -> None:
        """Write Parquet (extra `parquet`), with the columns of this table and their types.

        Parameters:
            target: a path, or a file that is open for bytes.

        Raises:
            MissingExtraError: pyarrow or arro3 is not installed.
            StoreError: the file cannot be written; an older one stays as it was.

        >>> state.events().to_parquet("events.parquet")
        """
        write_to(target, arrow.parquet_bytes(self))

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas data frame with the columns of this table (extra `pandas`).

        Raises:
            MissingExtraError: pandas, pyarrow or arro3 is not installed.

        >>> state.events().to_pandas()["id"].tolist()
        ['summit']
        """
        return arrow.to_pandas(self)

    def to_polars(self) -> polars.DataFrame:
        """Return a polars data frame with the columns of this table (extra `polars`).

        Raises:
            MissingExtraError: polars or arro3 is not installed.

        >>> state.events().to_polars()["id"].to_list()
        ['summit']
        """
        return arrow.to_polars(self)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the table as an Arrow stream (the Arrow PyCapsule interface)."""
        return arrow.arrow(self._shape, self._rows).__arrow_c_stream__(requested_schema)

    def __array__(self, dtype: object = None, copy: object = None) -> NoReturn:
        """Refuse to be an array: of rows, numpy would make objects, and pandas one column of them.

        Raises:
            WrongTypeError: always.
        """
        del dtype, copy  # numpy gives them
        what = "an array, and pandas would put each row whole into one cell"
        raise WrongTypeError(self, what, repair="write table.to_pandas(), or list(table) for the rows")

    # Forms for people

    def to_grid(self, title: str | None = None, fields: Sequence[str] | None = None) -> Grid:
        """Return all rows as texts, for a terminal or an HTML page; nothing is cut.

        Parameters:
            title: the title above the rows (default: the number of rows and the basis).
            fields: the columns to show (default: the fields that are not empty in every row).

        Raises:
            UnknownFieldError: the table has no such column.

        >>> print(state.events().to_grid("Events", ["id", "status"]))
        Events
        <BLANKLINE>
        id      status
        summit  expected
        """
        columns = [self._column(name) for name in (self._shape.fields if fields is None else fields)]
        marked = self._marks()
        values = {column.name: list(map(column.attribute_of, self._rows)) for column in columns}
        if fields is None and self._rows:
            values = {name: column for name, column in values.items() if any(map(_says, column))}
        cells = [
            [_cell(value, marks) for value, marks in zip(column, marked, strict=True)]
            for column in values.values()
        ]
        rows = tuple(zip(*cells, strict=True))
        notes = () if rows else ("there is nothing to show",)
        return Grid(self._caption if title is None else title, tuple(values), rows, notes)

    def _marks(self) -> list[list[str]]:
        """Return for each row the names of the marks that its stance has, as far as its columns say."""
        tests = [(name, *_MARKED[name]) for name in _MARKED if _MARKED[name][0] in self._shape.names]
        columns = [(name, self._column(column).attribute_of, applies) for name, column, applies in tests]
        marks = ([name for name, of, applies in columns if applies(of(row))] for row in self._rows)
        return [[name for name in named if name != "unnamed" or "account" not in named] for named in marks]

    def __repr__(self) -> str:
        return f"<Table of {counted(len(self), 'row')}: {', '.join(self._shape.fields)}>"

    def __str__(self) -> str:
        grid = self[:SHOWN].to_grid(self._caption)
        rows = tuple(tuple(map(_cut, row)) for row in grid.rows)
        fit = _fitting([grid.header, *([cell.text for cell in row] for row in rows)])
        notes = (*grid.notes, *self._left_out(columns=len(grid.header) - fit))
        return str(Grid(grid.title, grid.header[:fit], tuple(row[:fit] for row in rows), notes))

    def _repr_html_(self) -> str:
        grid = self[:SHOWN].to_grid(self._caption)
        notes = (*grid.notes, *self._left_out())
        return markup.tables([(grid.title, grid.header, grid.rows)], notes=notes)

    @property
    def _caption(self) -> str:
        rows = counted(len(self), "row")
        return f"{rows}; {self.basis}" if self.basis else rows

    def _left_out(self, columns: int = 0) -> list[str]:
        """Return a line that says how many rows and columns are not shown; none where all are."""
        counts = {"row": max(len(self) - SHOWN, 0), "column": columns}
        parts = [counted(count, f"more {noun}") for noun, count in counts.items() if count]
        return [f"and {', '.join(parts)}: see .to_dicts() or .to_csv(path)"] if parts else []


@plain.register(Table)
def _(value: Table[Any]) -> Any:
    return value.to_dicts()


@cell_text.register(Table)
def _(value: Table[Any]) -> str:
    return f"{len(value)} rows" if len(value) > NESTED else " | ".join(map(cell_text, value))


def _equals(row: object, column: Column, value: object) -> bool:
    """Whether a row has a value in a column, as a Python value or as a plain one, or one of several."""
    if bool(column.attribute_of(row) == value) or bool(plain(column.value_in(row)) == value):
        return True
    several = isinstance(value, _SEVERAL) and not column.many
    return several and any(_equals(row, column, each) for each in cast(Iterable[object], value))


def _check_words(column: Column, value: object) -> None:
    """Refuse a text that is no word of the vocabulary of a column, nor says why there is none."""
    for text in value if isinstance(value, _SEVERAL) else (value,):
        if column.vocabulary is not None and isinstance(text, str) and text not in _ABSENCES:
            column.vocabulary(text)


_SEVERAL = (list, tuple, set, frozenset)
_ABSENCES = {absence.value for absence in Absence}


def _sorted(rows: Sequence[R], column: Column, *, descending: bool) -> list[R]:
    """Return rows in the order of one column, those without a value last."""
    keys = [sort_key(column.attribute_of(row)) for row in rows]
    present = [(key, row) for key, row in zip(keys, rows, strict=True) if key is not None]
    present.sort(key=itemgetter(0), reverse=descending)
    absent = [row for key, row in zip(keys, rows, strict=True) if key is None]
    return [*(row for _, row in present), *absent]


_MARKED: Mapping[str, tuple[str, Callable[[object], bool]]] = {
    "lapsed": ("lapsed", lambda value: value is True),
    "unnamed": ("on_record", lambda value: value is False),
    "account": ("accounts_of", bool),
    "disputed": ("disputed", bool),
    "perhaps": ("certain", lambda value: value is False),
}
"""The marks of `palette.MARKS` that columns tell: by mark, the column, and when it applies."""


def _cell(value: object, marks: Sequence[str]) -> Cell:
    if isinstance(value, Stance):
        return Cell(f"{SYMBOLS[value]} {value}", value, marks)
    return Cell(cell_text(value))


def _says(value: object) -> bool:
    """Whether a value is worth a column."""
    return value is not None and value != () and value is not False


def _cut(cell: Cell) -> Cell:
    if len(cell.text) <= CELL_WIDTH:
        return cell
    return attrs.evolve(cell, text=f"{closed(cell.text[: CELL_WIDTH - 1])}…")


def _fitting(lines: Sequence[Sequence[str]]) -> int:
    """Return how many columns fit into a line, from the left; at least one."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    ends = accumulate(width + 2 for width in widths)
    return max(1, sum(end - 2 <= WIDTH for end in ends))


def _opened(target: Target) -> AbstractContextManager[TextIO]:
    return replacing_text(target) if isinstance(target, str | PathLike) else nullcontext(target)


def _csv_cell(value: Any) -> str:
    """Return a value as CSV; a text that may be a formula is quoted, a number never."""
    text = plain(value)
    if not isinstance(text, str):
        return json_text(text) or ""
    number = not isinstance(value, str) and re.fullmatch(_NUMBER, text)
    return f"'{text}" if not number and _may_be_formula(text) else text


def _xlsx_cell(value: Any) -> object:
    """Return a value as a cell of a spreadsheet: a number, or text."""
    cell = plain(value)
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) < _EXACT_IN_A_CELL
    return cell if is_number or isinstance(cell, str) else json_text(cell)


def _may_be_formula(text: str) -> bool:
    """Return whether a text begins like a formula, also after characters that are not seen."""
    first = (letter for letter in text if letter in _FORMULA or (letter.isprintable() and letter != " "))
    return next(first, "") in _FORMULA
