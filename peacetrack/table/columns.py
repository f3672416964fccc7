"""The columns that rows have in a table: names, and what they hold. Built on codec."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Hashable, Iterator
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin

import attrs

from peacetrack.form import codec
from peacetrack.words.edtf import DAY, DAY_ENDS, Precision
from peacetrack.words.ending import At, NotBefore, Undisclosed, WithEvent
from peacetrack.words.value import Absence, Word, in_short
from peacetrack.words.when import After, Before, During, Moment, surface


class ColumnType(Word):
    """What a column holds, apart from nothing."""

    TEXT = "text"
    FLAG = "true or false"
    WHOLE = "whole number"
    NUMBER = "number"
    INSTANT = "time"
    ANYTHING = "JSON"


@attrs.frozen
class Column:
    """A column: its name, the field of the row it shows, what it holds (perhaps `many` of it)."""

    name: str
    field: str
    form: ColumnType
    of: Callable[[Any], Any] = attrs.field(repr=False, eq=False)
    many: bool = False

    @property
    def holds(self) -> str:
        """What it holds, in words."""
        return f"list of {self.form}" if self.many else str(self.form)


@attrs.frozen
class Shape:
    """The columns of a type of row, and its fields without the columns beside them."""

    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns."""
        return tuple(column.name for column in self.columns)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of a row, each once."""
        return tuple(dict.fromkeys(column.field for column in self.columns))


@cache
def shape_of(row_type: Any) -> Shape:
    """The shape of a type of row: its `__columns__`, else its attributes, in their order."""
    hints = _hints(row_type)
    named: tuple[str, ...] | None = getattr(row_type, "__columns__", None)
    fields = named or tuple(field.name for field in attrs.fields(row_type))
    found = [
        column
        for field in fields
        for column in _columns(
            field, hints[field] if field in hints else _returned(row_type, field)
        )
    ]
    return Shape(tuple(found))


def _hints(told: Any) -> dict[str, Any]:
    """The types of attributes, or of a function; none where a name in them cannot be found."""
    try:
        return typing.get_type_hints(told, include_extras=True)
    except NameError:
        return {}


def _returned(row_type: type, name: str) -> Any:
    """What a property gives; anything, where it does not say."""
    found = getattr(row_type, name, None)
    getter = getattr(found, "func", None) or getattr(found, "fget", None)
    return _hints(getter).get("return", Any) if getter is not None else Any


_TIMES = frozenset((Moment, During, Before, After))
_ENDINGS = frozenset((At, Undisclosed, WithEvent, NotBefore))


def _columns(field: str, hint: Any) -> Iterator[Column]:
    members = _members(hint)
    get = attrgetter(field)
    if not (members and (_TIMES | _ENDINGS).issuperset(members)):
        form, many = _form(members)
        if _may_be_absent(hint) and (many or form is not ColumnType.TEXT):
            form, many = ColumnType.ANYTHING, False  # why there is no value is told in its place
        yield Column(field, field, form, get, many)
        return
    if _ENDINGS.isdisjoint(members):
        yield Column(field, field, ColumnType.TEXT, lambda row: _time_text(get(row)))
    else:
        yield Column(field, field, ColumnType.ANYTHING, get)
    for name, form, of in _BESIDE:
        yield Column(f"{field}_{name}", field, form, _beside(get, of))


def _beside(get: Callable[[Any], Any], of: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Gives something of a time, or of the time of an ending; None where there is none."""

    def found(row: Any) -> Any:
        value = get(row)
        time = value.moment if isinstance(value, At) else value
        return of(time) if isinstance(time, Moment | During | Before | After) else None

    return found


_BESIDE: tuple[tuple[str, ColumnType, Callable[[Any], Any]], ...] = (
    ("earliest", ColumnType.INSTANT, lambda time: getattr(time, "earliest", None)),
    ("latest", ColumnType.INSTANT, lambda time: getattr(time, "latest", None)),
    ("precision", ColumnType.TEXT, lambda time: getattr(time, "precision", None)),
    ("said", ColumnType.TEXT, attrgetter("said")),
    ("inferred", ColumnType.FLAG, lambda time: getattr(time, "inferred", False)),
)
"""What stands beside a time: the bounds it lies in, how exact, in which words, whether inferred."""


def _time_text(value: Any) -> Any:
    """A time as EDTF; one bound to an event in words."""
    return value.edtf if isinstance(value, Moment) else value and str(value)


def _members(hint: Any) -> list[Any]:
    if get_origin(hint) not in (Union, types.UnionType):
        return [] if hint in (Absence, type(None)) else [hint]
    return [member for part in get_args(hint) for member in _members(part)]


def _may_be_absent(hint: Any) -> bool:
    if get_origin(hint) in (Union, types.UnionType):
        return any(map(_may_be_absent, get_args(hint)))
    return hint is Absence


def _form(members: list[Any]) -> tuple[ColumnType, bool]:
    """The form that all members share, and whether it is of several."""
    if len(members) == 1 and get_origin(members[0]) is tuple:
        return _form(_members(get_args(members[0])[0]))[0], True
    forms = {_single(member) for member in members} or {ColumnType.TEXT}  # an absence alone
    return (forms.pop() if len(forms) == 1 else ColumnType.ANYTHING), False


def _single(hint: Any) -> ColumnType:
    if get_origin(hint) is Annotated:
        return _single(get_args(hint)[0])
    if get_origin(hint) is Literal:
        return ColumnType.TEXT
    if not isinstance(hint, type):
        return ColumnType.ANYTHING
    exact = {bool: ColumnType.FLAG, int: ColumnType.WHOLE, float: ColumnType.NUMBER}
    texts = (str, Word, Exception)
    if issubclass(hint, datetime):
        return ColumnType.INSTANT
    return exact.get(hint) or (ColumnType.TEXT if issubclass(hint, texts) else ColumnType.ANYTHING)


# Values


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
    if hasattr(value, "to_dicts"):  # a table, which is built on this
        return value.to_dicts()
    if hasattr(value, "__columns__"):  # a row in a row
        shape = shape_of(cast(Hashable, type(value)))
        return {column.name: plain(column.of(value)) for column in shape.columns}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return codec.write(value)


NESTED = 3
"""So many rows of a table in a cell are told; of more, how many there are."""


def _instant_text(moment: Moment) -> str:
    """An instant to the minute; the last one of a day, which was computed, by its day."""
    time = surface(moment.range.last)
    ends = moment.range.last % DAY == DAY_ENDS
    return f"end of {time:%Y-%m-%d}" if ends else f"{time:%Y-%m-%d %H:%M} UTC"


def cell_text(value: Any) -> str:
    """A value as the text of a cell, to be read; nothing is an empty one."""
    if value is None or value == ():
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, Moment) and value.precision is Precision.INSTANT:
        return _instant_text(value)
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(cell_text, value)))
    if isinstance(value, dict):
        told = ((name, cell_text(item)) for name, item in value.items())
        return "; ".join(f"{name}: {text}" for name, text in told if text)
    if hasattr(value, "to_dicts"):
        return f"{len(value)} rows" if len(value) > NESTED else " | ".join(map(cell_text, value))
    cls: Any = type(value)
    if attrs.has(cls) and cls.__str__ is object.__str__:  # it says nothing to people by itself
        return cell_text(attrs.asdict(value, recurse=False))
    return in_short(value)
