"""How the values of rows read: as JSON (`plain`), as cells (`cell_text`), in order (`sort_key`).

Each function dispatches on the type of the value, so a type that is built on tables registers
its own reading where it is defined.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import singledispatch
from types import NoneType
from typing import Any

import attrs

from peacetrack.content import Details, Other
from peacetrack.form import codec
from peacetrack.table.columns import NamesColumns, shape_of
from peacetrack.words.edtf import DAY, DAY_ENDS, Precision, microseconds
from peacetrack.words.ending import At
from peacetrack.words.value import Absence, OrderedWord, Word, in_short
from peacetrack.words.when import Moment, as_datetime, display_day, display_minute, minute_text

# As JSON


@singledispatch
def plain(value: Any) -> Any:
    """Return a value as texts, numbers, booleans, lists, mappings and None.

    Every other type is written in its JSON form.
    """
    if isinstance(value, NamesColumns):  # a row inside a row
        columns = shape_of(type(value)).columns
        return {column.name: plain(column.value_in(value)) for column in columns}
    return codec.write(value)


@plain.register(bool | int | float | str | NoneType)
def _(value: Any) -> Any:
    return value


@plain.register(Word | Absence)
def _(value: Word | Absence) -> Any:
    return value.value


@plain.register(Exception)
def _(value: Exception) -> Any:
    return str(value)


@plain.register(datetime)
def _(value: datetime) -> Any:
    return value.isoformat().replace("+00:00", "Z")


@plain.register(list | tuple)
def _(value: Any) -> Any:
    return [plain(item) for item in value]


@plain.register(Mapping)
def _(value: Mapping[object, Any]) -> Any:
    return {str(key): plain(item) for key, item in value.items()}


def json_text(value: Any) -> str | None:
    """Return a plain value as text: a text as it is, everything else as JSON."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)


# As the text of a cell


@singledispatch
def cell_text(value: Any) -> str:
    """Return a value as the text of a cell, for people to read; nothing is an empty text."""
    cls = type(value)
    if attrs.has(cls) and cls.__str__ is object.__str__:  # its own text would name Python objects
        return cell_text(attrs.asdict(value, recurse=False))
    return in_short(value)


@cell_text.register(NoneType)
def _(value: None) -> str:
    return ""


@cell_text.register(float)
def _(value: float) -> str:
    return f"{value:.4g}"


@cell_text.register(datetime)
def _(value: datetime) -> str:
    return minute_text(value)


@cell_text.register(Moment)
def _(value: Moment) -> str:
    """Return an instant to the minute; the last one of a day, which was computed, as its day."""
    if value.precision is not Precision.INSTANT:
        return str(value)
    time = as_datetime(value.range.last)
    ends_a_day = value.range.last % DAY == DAY_ENDS
    return f"end of {display_day(time)}" if ends_a_day else display_minute(time)


@cell_text.register(Details | Other)
def _(value: Any) -> str:
    return cell_text(value.fields)


@cell_text.register(list | tuple)
def _(value: Any) -> str:
    return ", ".join(filter(None, map(cell_text, value)))


@cell_text.register(Mapping)
def _(value: Mapping[str, Any]) -> str:
    texts = ((name, cell_text(item)) for name, item in value.items())
    return "; ".join(f"{name}: {text}" for name, text in texts if text)


# In order

SortKey = tuple[str, Any]
"""A group of values that compare with each other, and the place of a value among them."""


@singledispatch
def sort_key(value: Any) -> SortKey | None:
    """Return what a value is sorted by; None for a value that is absent.

    Times sort by their first instant, words of an ordered vocabulary by its order, all else by text.
    """
    return ("text", cell_text(value))


@sort_key.register(Absence | NoneType)
def _(value: Any) -> None:
    return None


@sort_key.register(bool | int | float | Decimal)
def _(value: Any) -> SortKey:
    return ("number", value)


@sort_key.register(datetime)
def _(value: datetime) -> SortKey:
    return ("time", microseconds(value))


@sort_key.register(Moment)
def _(value: Moment) -> SortKey | None:
    return None if value.edtf is None else ("time", value.anchor)


@sort_key.register(At)
def _(value: At) -> SortKey | None:
    return sort_key(value.moment)


@sort_key.register(OrderedWord)
def _(value: OrderedWord) -> SortKey:
    return (type(value).__name__, value)
