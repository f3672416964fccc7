"""Spreadsheets in XLSX (extra `tables`): books of plain cells. The only importer of openpyxl."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from peacetrack.errors import InvalidInputError, MissingExtraError

if TYPE_CHECKING:
    from os import PathLike

LONGEST = 32_767
"""The most characters of a cell, by the specifications of Excel."""


def new_book() -> Any:
    """Return a book without sheets."""
    try:
        from openpyxl import Workbook
    except ModuleNotFoundError:
        raise MissingExtraError("openpyxl", "tables") from None
    return Workbook(write_only=True)  # rows go to the disk as they are written


def load(path: str | PathLike[str]) -> Any:
    """Return the book in a file, to be read."""
    try:
        from openpyxl import load_workbook
    except ModuleNotFoundError:
        raise MissingExtraError("openpyxl", "tables") from None
    return load_workbook(path, read_only=True, data_only=True)


def add_sheet(
    book: Any, title: str, header: Sequence[str], rows: Iterable[Sequence[object]], widths: Sequence[int] = ()
) -> Any:
    """Add a sheet with a header that stays in view, and return it."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet = book.create_sheet(title)
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    names = [_cell(sheet, name, "1") for name in header]
    for cell in names:
        cell.font = Font(bold=True)
    sheet.append(names)
    try:
        for number, row in enumerate(rows, 2):
            cells = enumerate(row, 1)
            sheet.append(
                [_cell(sheet, value, f"{get_column_letter(place)}{number}") for place, value in cells]
            )
    except InvalidInputError:
        sheet.close()  # it is not saved: end its file, which openpyxl deletes at exit
        raise
    return sheet


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


def drop_down(sheet: Any, column: int, source: str, *, rows: int, strict: bool = True) -> None:
    """Give the cells of a column a list to choose from; with `strict` nothing else is taken."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    choice = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=strict)
    choice.error, choice.errorTitle = (
        "Choose one of the list; the sheet guide explains them.",
        "Not in the list",
    )
    letter = get_column_letter(column)
    choice.add(f"{letter}2:{letter}{rows + 1}")
    sheet.data_validations.append(choice)


def book_bytes(book: Any) -> bytes:
    """Return a book as a file."""
    out = BytesIO()
    book.save(out)
    return out.getvalue()
