"""Spreadsheets in XLSX (extra `tables`): books of plain cells. The only importer of openpyxl."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cache
from io import BytesIO
from os import PathLike
from tempfile import gettempdir
from typing import Any, BinaryIO
from zipfile import ZipFile

from peacetrack.errors import InvalidInputError, of_extra
from peacetrack.form.file import not_written, write_to
from peacetrack.words.classes import frozen

LONGEST = 32_767
"""The most characters of a cell, by the specifications of Excel."""
_LINE, _MOST_LINES = 15, 20
"""The height of a line in points, and the most lines of a row that are shown."""
_NARROW = 12
"""The least width of a column, in characters."""
_A4 = "9"
"""The code of a size of paper."""
_PAGE = 150
"""So many characters stand next to each other on a printed page; a wider sheet goes on on further pages."""


@contextmanager
def new_book(target: str | PathLike[str] | BinaryIO) -> Iterator[Any]:
    """Give a book without sheets, and write it to a path or a file in the end."""
    with of_extra("tables"):
        from openpyxl import Workbook
    book, content = Workbook(write_only=True), BytesIO()
    try:
        yield book
        book.save(content)
    except BaseException as error:
        _close(book)
        if isinstance(error, OSError):  # rows go to temporary files as they are written
            raise not_written(error, gettempdir()) from error
        raise
    write_to(target, content.getvalue())


def _close(book: Any) -> None:
    """End the temporary files of a book that is not saved; openpyxl deletes them at exit."""
    for sheet in book.worksheets:
        with suppress(OSError, ValueError):
            sheet.close()


def load(path: str | PathLike[str]) -> Any:
    """Return the book in a file, to be read."""
    with of_extra("tables"):
        from openpyxl import load_workbook
    return load_workbook(path, read_only=True, data_only=True)


@frozen
class NoValue:
    """A cell with a formula that no spreadsheet has computed: a program wrote the file."""

    formula: str


def rows_of(book: Any, name: str, path: str | PathLike[str]) -> Iterator[Sequence[object]]:
    """Yield the values of the rows of a sheet; a formula without a value is no empty cell."""
    rows = _values(book[name])
    if not _lacks_values(path):
        yield from rows
        return
    from openpyxl import load_workbook

    with closing(load_workbook(path, read_only=True)) as formulas:
        for values, cells in zip(rows, _values(formulas[name]), strict=True):
            yield tuple(
                NoValue(cell) if value is None and isinstance(cell, str) else value
                for value, cell in zip(values, cells, strict=True)
            )


def _values(sheet: Any) -> Iterator[tuple[object, ...]]:
    sheet.reset_dimensions()  # those that are written in a file may be wrong
    rows: Iterator[tuple[object, ...]] = sheet.iter_rows(values_only=True)
    return rows


_NO_VALUE = re.compile(rb"(</f>|<f[^>]*/>)\s*(<v\s*/>|<v>\s*</v>)?\s*</c>")
_CHUNK, _OVERLAP = 1 << 20, 100


def _lacks_values(path: str | PathLike[str]) -> bool:
    """Return whether a book has a formula without a value."""
    with ZipFile(path) as archive:
        sheets = [part for part in archive.namelist() if part.startswith("xl/worksheets/")]
        return any(_NO_VALUE.search(piece) for sheet in sheets for piece in _pieces(archive, sheet))


def _pieces(archive: ZipFile, part: str) -> Iterator[bytes]:
    """Yield a part of a book piece by piece, each after the end of the piece before."""
    with archive.open(part) as file:
        rest = b""
        while chunk := file.read(_CHUNK):
            yield rest + chunk
            rest = chunk[-_OVERLAP:]


def add_sheet(
    book: Any,
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    widths: Sequence[int] = (),
    folded: Collection[int] = (),
) -> Any:
    """Add a sheet with a header that stays in view and on each printed page, and return it.

    With `widths`, long texts are wrapped. The columns at the places `folded`, from 0, are folded away.
    """
    sheet = book.create_sheet(title)
    shown = widths or [max(_NARROW, len(name) + 2) for name in header]
    _set_columns(sheet, shown, folded, wrapped=bool(widths))
    _set_page(sheet, sum(width for place, width in enumerate(shown) if place not in folded))
    _append_header(sheet, header)
    for number, row in enumerate(rows, 2):
        _append(sheet, number, row, widths)
    return sheet


def _set_columns(sheet: Any, widths: Sequence[int], folded: Collection[int], *, wrapped: bool) -> None:
    for place, width in enumerate(widths):
        column = sheet.column_dimensions[_letter(place + 1)]
        column.width = width
        if wrapped:
            column.alignment = _wrapped()
        if place in folded:
            column.outlineLevel, column.hidden = 1, True


def _set_page(sheet: Any, width: int) -> None:
    """Set how a sheet that is so many characters wide is shown and printed."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.freeze_panes = "A2"
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:A"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.print_options.gridLines = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = -(-width // _PAGE), 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _append_header(sheet: Any, header: Sequence[str]) -> None:
    from openpyxl.styles import Font

    names = [_cell(sheet, name, "1") for name in header]
    for cell in names:
        cell.font = Font(bold=True)
    sheet.append(names)


def _append(sheet: Any, number: int, row: Sequence[object], widths: Sequence[int]) -> None:
    """Append a row; with widths, its texts are wrapped."""
    cells = [_cell(sheet, value, f"{_letter(place)}{number}") for place, value in enumerate(row, 1)]
    if widths:
        sheet.row_dimensions[number].height = _LINE * _lines(row, widths)
        for cell in cells:
            cell.alignment = _wrapped()
    sheet.append(cells)


def _letter(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(place))


@cache
def _wrapped() -> Any:
    """Return the alignment of texts that are wrapped."""
    from openpyxl.styles import Alignment

    return Alignment(wrap_text=True, vertical="top")


def _lines(row: Sequence[object], widths: Sequence[int]) -> int:
    """Return how many lines the cells of a row take; a line that breaks between words is not full."""
    cells = zip(row, widths, strict=True)
    return min(_MOST_LINES, max(1 + len(str(cell or "")) // max(1, width - 4) for cell, width in cells))


def _cell(sheet: Any, value: object, where: str) -> Any:
    """Return a cell; a text stays a text, also where it begins like a formula."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.utils.exceptions import IllegalCharacterError

    if isinstance(value, str) and len(value) > LONGEST:
        what = f"a text of {len(value):,} characters does not fit into a cell"
        raise InvalidInputError(what, where=where, repair="write CSV")
    try:
        cell = WriteOnlyCell(sheet, value)
    except IllegalCharacterError:
        what = "a spreadsheet takes no control characters"
        raise InvalidInputError(what, where=where, repair="take them out, or write CSV") from None
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def below_header(title: str, column: int, cells: int) -> str:
    """Return the reference to so many cells of a column of a sheet, below its header."""
    letter = _letter(column)
    return f"{title}!${letter}$2:${letter}${cells + 1}"


def drop_down(sheet: Any, column: int, source: str, *, rows: int, strict: bool = True) -> None:
    """Give the cells of a column a list to choose from; with `strict` nothing else is taken."""
    from openpyxl.worksheet.datavalidation import DataValidation

    choice = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=strict)
    choice.error = "Choose one of the list; the sheet guide explains them."
    choice.errorTitle = "Not in the list"
    letter = _letter(column)
    choice.add(f"{letter}2:{letter}{rows + 1}")
    sheet.data_validations.append(choice)
