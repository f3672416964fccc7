"""The rows of a table from anywhere: CSV, a spreadsheet, statements of DNA, a data frame, or mappings."""

from __future__ import annotations

import codecs
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from peacetrack.errors import (
    InvalidInputError,
    MissingExtraError,
    PeacetrackError,
    UnknownFieldError,
    WrongTypeError,
)
from peacetrack.form.file import empty
from peacetrack.intake.dna import statements
from peacetrack.intake.map import Map
from peacetrack.table import arrow, workbook
from peacetrack.words.classes import frozen

Row = Mapping[str, object]

_TEXTS, _SHEETS = (".csv", ".tsv"), (".xlsx", ".xlsm")
DNA = ".dna"
"""How the name of a file of Discourse Network Analyzer ends."""
TABLES = (*_TEXTS, *_SHEETS, DNA)
"""How the names of files of tables end."""


@runtime_checkable
class SpeaksArrow(Protocol):
    """A data frame, by the Arrow PyCapsule interface."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the frame as an Arrow stream."""
        ...


TableSource = str | PathLike[str] | SpeaksArrow | Iterable[Mapping[str, Any]]
"""Where a table is: a CSV, TSV, XLSX or DNA file, a data frame that speaks Arrow, or rows as mappings."""


@frozen
class Rows:
    """The numbered rows of a table; a row that cannot be read is an error in its place.

    Numbers are those of a spreadsheet, where the names of the columns stand in a row too; in a frame and
    among mappings they begin with 1. In a file of Discourse Network Analyzer they are the ids of statements,
    and its sheet is a type of statement.
    """

    file: str | None
    sheet: str | None
    columns: tuple[str, ...] | None
    numbered: Iterator[tuple[int, Row | PeacetrackError]]

    @property
    def place(self) -> str:
        """The file and its sheet."""
        return ", ".join(filter(None, (self.file, self.sheet and f"sheet {self.sheet}")))


def rows_of(source: TableSource, map: Map) -> Rows:
    """Return the rows of a table; what is read from a file is read as it is asked for."""
    if isinstance(source, str | PathLike):
        return _of_file(Path(os.fspath(source)), map)
    if isinstance(source, SpeaksArrow):
        names, rows = arrow.rows_of(source)
        return Rows(None, None, names, enumerate((dict(zip(names, row, strict=True)) for row in rows), 1))
    if isinstance(source, Mapping) or not isinstance(source, Iterable):
        raise WrongTypeError(
            source, "a table", repair="give the path of a file, a data frame, or a list of rows"
        )
    return Rows(None, None, None, enumerate(_mappings(source), 1))


def _mappings(rows: Iterable[object]) -> Iterator[Row | PeacetrackError]:
    for row in rows:
        yield row if isinstance(row, Mapping) else WrongTypeError(row, "a mapping by column")


def _of_file(path: Path, map: Map) -> Rows:
    if not os.path.isfile(path):  # also of a name that no file can have
        what = "this is a folder" if os.path.isdir(path) else "there is no such file"
        raise InvalidInputError(what, where=str(path))
    if path.stat().st_size == 0:
        raise empty(path.name)
    if path.suffix.lower() == DNA:
        label, names, rows = statements(path, map.sheet)
        return Rows(path.name, label, names, ((id, dict(zip(names, line, strict=True))) for id, line in rows))
    sheet, lines = _lines_of(path, map)
    numbered = enumerate(lines, 1)
    header = next((line for number, line in numbered if number == map.header), None)
    columns = _header(header, path, sheet, map)
    repair = (
        "put cells with the delimiter in them in quotes" if sheet is None else "name its column, or clear it"
    )
    return Rows(path.name, sheet, columns, _by_column(numbered, columns, repair))


Line = Sequence[object] | PeacetrackError


def _lines_of(path: Path, map: Map) -> tuple[str | None, Iterator[Line]]:
    """Return the sheet of a file, None of a text, and its lines, the names of the columns among them."""
    kind = path.suffix.lower()
    if kind not in (*_TEXTS, *_SHEETS):
        what = f"a table is a .csv, .tsv, .xlsx or .dna file, not {kind or 'one without an ending'}"
        raise InvalidInputError(what, where=path.name, repair="save it as .xlsx, or as .csv in UTF-8")
    form = _other_form(_start_of(path), of_text=kind in _TEXTS)
    if form is not None:
        repair = "open it in a spreadsheet, and save it as .xlsx, or as .csv in UTF-8"
        raise InvalidInputError(f"this is {form}", where=path.name, repair=repair)
    return (None, _csv(path, map)) if kind in _TEXTS else _sheet(path, map)


def _start_of(path: Path) -> bytes:
    with path.open("rb") as raw:
        return raw.read(64)


def _other_form(start: bytes, *, of_text: bool) -> str | None:
    """Return what a file is that begins so, where it is no table; its name may say otherwise."""
    forms = _FORMS if of_text else {sign: form for sign, form in _FORMS.items() if sign != _ZIPPED}
    begins = start.lstrip().lower()
    return next((form for sign, form in forms.items() if begins.startswith(sign)), None)


_ZIPPED = b"pk\x03\x04"
_FORMS = {
    _ZIPPED: "a spreadsheet (.xlsx), or another zipped file",
    b"\xd0\xcf\x11\xe0": "a spreadsheet of an old form (.xls), or one with a password",
    b"%pdf": "a PDF",
    b"<!doctype": "a page in HTML",
    b"<html": "a page in HTML",
    b"<table": "a page in HTML",
    b"<?xml": "XML",
}
"""How files of other forms begin, in small letters."""


def _header(line: Line | None, path: Path, sheet: str | None, map: Map) -> tuple[str, ...]:
    if isinstance(line, PeacetrackError):
        line.where = f"{path.name}, row {map.header}"
        raise line
    if line is None and map.header == 1:
        raise empty(path.name) if sheet is None else _empty_sheet(path, sheet)
    if line is None or all(cell is None or not str(cell).strip() for cell in line):
        what = f"row {map.header} has no names of columns"
        raise InvalidInputError(what, where=path.name, repair="say in the map which row has: header = 2")
    names = tuple("" if cell is None else " ".join(str(cell).split()) for cell in line)
    is_text = map.delimiter is None and path.suffix.lower() in _TEXTS
    divider = next((sign for sign in _DIVIDERS if len(names) == 1 and sign in str(line[0])), None)
    if is_text and divider is not None:
        repair = f"say in the map how its cells are divided: delimiter = {json.dumps(divider)}"
        raise InvalidInputError("the file has one column", where=path.name, repair=repair)
    return names


def _empty_sheet(path: Path, sheet: str) -> InvalidInputError:
    repair = 'give the file that was meant, or say in the map which sheet: sheet = "..."'
    return InvalidInputError("there is nothing in it", where=f"{path.name}, sheet {sheet}", repair=repair)


_DIVIDERS = (";", "\t", "|")
"""What may divide the cells of a file that has a comma in none of its columns."""


def _by_column(
    numbered: Iterator[tuple[int, Line]], columns: tuple[str, ...], repair: str
) -> Iterator[tuple[int, Row | PeacetrackError]]:
    for number, line in numbered:
        if isinstance(line, PeacetrackError):
            yield number, line
        elif any(cell not in (None, "") for cell in line[len(columns) :]):
            what = f"the row has {len(line)} cells under {len(columns)} columns"
            yield number, InvalidInputError(what, repair=repair)
        else:
            yield number, dict(zip(columns, line, strict=False))


def _csv(path: Path, map: Map) -> Iterator[Line]:
    import csv

    if map.encoding is None:
        _refuse_wide_letters(path)
    delimiter = map.delimiter or ("\t" if path.suffix.lower() == ".tsv" else ",")
    with path.open(encoding=map.encoding or "utf-8-sig", newline="") as file:
        lines = csv.reader(file, delimiter=delimiter, strict=True)
        while True:
            try:
                yield next(lines)
            except StopIteration:
                return
            except UnicodeError as error:
                what = f"this is no text in {map.encoding or 'UTF-8'}: {error}"
                raise InvalidInputError(what, where=path.name, repair=_ENCODING) from None
            except csv.Error as error:
                yield InvalidInputError(f"the row cannot be read: {error}", repair="check its quotes")


def _refuse_wide_letters(path: Path) -> None:
    """Refuse a text whose letters take two or four bytes each, which are mostly null in English."""
    start = _start_of(path)
    nulls = start.count(b"\0") / len(start)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or nulls > 1 / 3:
        encoding = "utf-32" if nulls > 5 / 8 else "utf-16"
        repair = f'save it as UTF-8, or say in the map how its text is written: encoding = "{encoding}"'
        raise InvalidInputError(f"this is {encoding.upper()}", where=path.name, repair=repair)


_ENCODING = 'save it as UTF-8, or say in the map how its text is written, such as: encoding = "cp1251"'


def _sheet(path: Path, map: Map) -> tuple[str, Iterator[Line]]:
    try:
        book = workbook.load(path)
        name = map.sheet or next(sheet.title for sheet in book if sheet.sheet_state == "visible")
    except MissingExtraError:
        raise
    except Exception as error:  # a file of any content may be given, and it raises all kinds
        what = f"it cannot be read as a spreadsheet: {error}"
        repair = "open it in a spreadsheet, and save it as .xlsx"
        raise InvalidInputError(what, where=path.name, repair=repair) from None
    if name not in book.sheetnames:
        unknown = UnknownFieldError(str(name), book.sheetnames, where=path.name)
        unknown.what = f"there is no sheet {name!r}"
        raise unknown
    return str(name), _lines(book, str(name), path)


def _lines(book: Any, name: str, path: Path) -> Iterator[Line]:
    try:
        yield from workbook.rows_of(book, name, path)
    except InvalidInputError:
        raise
    except Exception as error:
        raise InvalidInputError(
            f"the sheet cannot be read: {error}", where=f"{path.name}, sheet {name}"
        ) from None
    finally:
        book.close()
