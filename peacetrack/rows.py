"""The one result type: a frozen table of rows. Built on codec and markup."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from os import PathLike
from typing import Any, Generic, TypeVar, overload

import attrs

from peacetrack import codec, markup
from peacetrack.basis import Basis
from peacetrack.value import Word

R = TypeVar("R")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Table(Sequence[R], Generic[R]):
    """Rows that answer one question, with the basis they rest on.

    The columns are the fields of the rows and stay as they are. Times are ISO 8601 in UTC, moments
    are EDTF with their precision.
    """

    __slots__ = ("_rows", "basis", "columns")

    def __init__(self, rows: Sequence[R], row_type: type[R], basis: Basis | None = None) -> None:
        self._rows = tuple(rows)
        self.columns: tuple[str, ...] = _columns(row_type)
        self.basis = basis

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

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return self.columns == other.columns and self._rows == other._rows

    def __hash__(self) -> int:
        return hash((self.columns, len(self._rows)))

    def __repr__(self) -> str:
        rows = "1 row" if len(self) == 1 else f"{len(self)} rows"
        return f"<Table of {rows}: {', '.join(self.columns)}>"

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows as plain values: texts, numbers, true and false, lists, mappings, None."""
        return [{name: plain(getattr(row, name)) for name in self.columns} for row in self._rows]

    def to_csv(self, path: str | PathLike[str]) -> None:
        """Write a CSV file (UTF-8); a cell that a spreadsheet would run gets a quote before it."""
        import csv  # only tables that are written need it

        with open(path, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(self.columns)
            for row in self.to_dicts():
                writer.writerow([_cell(value) for value in row.values()])

    def to_jsonl(self, path: str | PathLike[str]) -> None:
        """Write JSON Lines, one row a line."""
        with open(path, "w", encoding="utf-8") as file:
            for row in self.to_dicts():
                file.write(json.dumps(row, ensure_ascii=False) + "\n")

    def _repr_html_(self) -> str:
        rows = [[in_words(value) for value in row.values()] for row in self.to_dicts()]
        return markup.table(self.columns, rows, caption=str(self.basis) if self.basis else "")


def _columns(row_type: type) -> tuple[str, ...]:
    named: tuple[str, ...] | None = getattr(row_type, "__columns__", None)
    return named or tuple(field.name for field in attrs.fields(row_type))


def plain(value: Any) -> Any:
    """A value as texts, numbers, lists and mappings."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Word):
        return value.value
    if isinstance(value, Exception):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, Table):
        return value.to_dicts()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return codec.write(value)


def in_words(value: Any) -> str:
    """A plain value as one short text."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(in_words(item) for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {in_words(item)}" for name, item in value.items())
    return str(value)


def _cell(value: Any) -> str:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
