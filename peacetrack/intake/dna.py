"""The statements of a file of Discourse Network Analyzer 3, as rows of a table.

The file is a database (SQLite): documents, statements of some types with a place in a document, and the
values of the variables that a type has. What a variable means is for the map to say.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from peacetrack.errors import InvalidInputError, UnknownNameError
from peacetrack.store.sqlite_file import connected

_OF_DOCUMENTS = {
    "document title": "d.Title",
    "document author": "d.Author",
    "document source": "d.Source",
    "document section": "d.Section",
    "document type": "d.Type",
    "document notes": "d.Notes",
    "document date": "d.Date",
    "coder": "c.Name",
}
"""The columns of every statement, with what holds them; `document` and `text` come before and after."""
_VALUES = {
    "boolean": "SELECT Value FROM DATABOOLEAN v",
    "integer": "SELECT Value FROM DATAINTEGER v",
    "long text": "SELECT Value FROM DATALONGTEXT v",
    "short text": "SELECT e.Value FROM DATASHORTTEXT v JOIN ENTITIES e ON e.ID = v.Entity",
}
_PATIENCE = 5.0
"""Seconds to wait for a program that writes the file."""

Numbered = tuple[int, list[Any]]
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a document has a date without a zone


def statements(path: Path, label: str | None) -> tuple[str, tuple[str, ...], Iterator[Numbered]]:
    """Return a type of statement, the names of its columns, and its rows, each with the id of the statement.

    Parameters:
        path: the file.
        label: the label of the type (default: the first type of the file).

    Raises:
        InvalidInputError: if it is no such file, or has no such type.
    """
    try:
        with closing(_opened(path)) as database:
            _check_version(database, path)
            types = dict(database.execute("SELECT Label, ID FROM STATEMENTTYPES ORDER BY ID").fetchall())
            label = next(iter(types), "") if label is None else label
            if label not in types:
                raise UnknownNameError("type of statement", label, types, where=path.name)
            query = "SELECT Variable, DataType, ID FROM VARIABLES WHERE StatementTypeId = ? ORDER BY ID"
            variables = database.execute(query, (types[label],)).fetchall()
    except sqlite3.Error as error:
        raise _unreadable(path, error) from None
    for name, form, id in variables:
        if form not in _VALUES or type(id) is not int:
            what = f"the variable {name!r} is of the type {form!r}, which is not known"
            raise InvalidInputError(what, where=path.name)
    names = ("document", *_OF_DOCUMENTS, "text", *(str(name) for name, _, _ in variables))
    return label, names, _rows(path, types[label], variables)


def _opened(path: Path) -> sqlite3.Connection:
    database = connected(str(path), _PATIENCE, "mode=ro")
    database.text_factory = _as_text
    return database


def _as_text(raw: bytes) -> str | bytes:
    """Return a text, or the bytes of what is none, which is a problem of its row alone."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw


def _check_version(database: sqlite3.Connection, path: Path) -> None:
    """Refuse a file of an older version, where dates and values are kept otherwise."""
    query = "SELECT Value FROM SETTINGS WHERE Property = 'version'"
    version = str(next(iter(database.execute(query).fetchall()), ("",))[0])
    if not version.startswith("3."):
        what = f"the file is of version {version or 'unknown'} of Discourse Network Analyzer"
        raise InvalidInputError(what, where=path.name, repair="import it into version 3")


def _unreadable(path: Path, error: object) -> InvalidInputError:
    what = f"it cannot be read as a file of Discourse Network Analyzer: {error}"
    return InvalidInputError(what, where=path.name)


def _rows(path: Path, type: int, variables: Sequence[tuple[str, str, int]]) -> Iterator[Numbered]:
    forms = [form for _, form, _ in variables]
    values = [
        f"({_VALUES[form]} WHERE v.StatementId = s.ID AND v.VariableId = {id:d})" for _, form, id in variables
    ]
    query = (
        f"SELECT s.ID, d.ID, s.Start, s.Stop, {', '.join((*_OF_DOCUMENTS.values(), *values))}"
        " FROM STATEMENTS s JOIN DOCUMENTS d ON d.ID = s.DocumentId LEFT JOIN CODERS c ON c.ID = s.Coder"
        " WHERE s.StatementTypeId = ? ORDER BY d.Date, d.ID, s.Start, s.ID"
    )
    try:
        with closing(_opened(path)) as database:
            text_of = lru_cache(maxsize=1)(lambda document: _text(database, document))
            for id, document, start, stop, *cells in database.execute(query, (type,)):
                *facts, date, coder = cells[: len(_OF_DOCUMENTS)]
                said = map(_said, forms, cells[len(_OF_DOCUMENTS) :])
                quote = _cut(text_of(document), start, stop)
                yield id, [f"{path.stem}-{document}", *facts, _date(date), coder, quote, *said]
    except sqlite3.Error as error:
        raise _unreadable(path, error) from None


def _said(form: str, value: object) -> object:
    """Return the value of a variable; a boolean one is kept as a number."""
    return bool(value) if form == "boolean" and value in (0, 1) else value


def _text(database: sqlite3.Connection, document: int) -> bytes:
    """Return the text of a document in UTF-16: places are counted in its units."""
    (text,) = database.execute("SELECT Text FROM DOCUMENTS WHERE ID = ?", (document,)).fetchone()
    return text.encode("utf-16-le", "surrogatepass") if isinstance(text, str) else b""


def _cut(text: bytes, start: object, stop: object) -> str | None:
    """Return the words at a place; None where a file gives none."""
    if not isinstance(start, int) or not isinstance(stop, int) or start < 0:
        return None
    return text[2 * start : 2 * stop].decode("utf-16-le", "replace")


def _date(seconds: object) -> object:
    """Return the date of a document, or what stands in its place."""
    try:
        return _EPOCH + timedelta(seconds=seconds)  # type: ignore[arg-type] # a file may hold anything
    except (OverflowError, TypeError, ValueError):
        return str(seconds)
