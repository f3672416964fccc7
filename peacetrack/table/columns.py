"""The columns of a type of row: their names, and the types of their values.

How values read as JSON, as cells and in order is in `table.values`; the rows are in `table.table`.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import datetime
from functools import cache, cached_property
from inspect import getattr_static
from itertools import chain
from operator import attrgetter
from typing import Annotated, Any, ClassVar, Literal, Protocol, get_args, get_origin, runtime_checkable

import attrs

from peacetrack.words.classes import frozen
from peacetrack.words.ending import At, Ending
from peacetrack.words.kind import members_of
from peacetrack.words.value import Absence, Word
from peacetrack.words.when import Moment, When


class ColumnType(Word):
    """The type of what a column holds."""

    TEXT = "text"
    BOOLEAN = "true or false"
    INTEGER = "whole number"
    NUMBER = "number"
    TIME = "time"
    JSON = "JSON"


@frozen(eq=False)
class Column:
    """One column: its name, the field of the row it shows, and the type of its values.

    `value_in` takes a row and returns the value; with `many`, a value is a list of `type`. `vocabulary` is
    that of a column of words.
    """

    name: str
    field: str
    type: ColumnType
    value_in: Callable[[Any], Any] = attrs.field(repr=False, eq=False)
    many: bool = False
    vocabulary: Callable[[str], Word] | None = None

    def attribute_of(self, row: object) -> Any:
        """Return the attribute of a row that it shows; of a further column of a time, its value."""
        return attrgetter(self.field)(row) if self.name == self.field else self.value_in(row)


@frozen(eq=False)
class Shape:
    """The columns of a type of row."""

    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns."""
        return tuple(column.name for column in self.columns)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of a row, each once: the columns without the bounds and words of times."""
        return tuple(dict.fromkeys(column.field for column in self.columns))


@runtime_checkable
class NamesColumns(Protocol):
    """A type of row that says which of its attributes are fields of a table."""

    __columns__: ClassVar[tuple[str, ...]]


@cache
def shape_of(row_type: Hashable) -> Shape:
    """Return the shape of a type of row: of its `__columns__`, else of its attrs fields, in order."""
    assert isinstance(row_type, type)
    hints = _type_hints(row_type)
    if isinstance(row_type, NamesColumns):
        fields = row_type.__columns__
    else:
        fields = tuple(field.name for field in attrs.fields(row_type))
    types = {field: hints.get(field) or _type_of_property(row_type, field) for field in fields}
    return Shape(tuple(chain.from_iterable(map(_columns, types, types.values()))))


def _type_hints(annotated: Any) -> dict[str, Any]:
    """Return the types of attributes, or of a function; none where a name in them is unknown."""
    try:
        return typing.get_type_hints(annotated, include_extras=True)
    except NameError:
        return {}


def _type_of_property(row_type: type, name: str) -> Any:
    """Return the type that a property gives; anything where it has no annotation."""
    member = getattr_static(row_type, name, None)
    if isinstance(member, cached_property):
        return _type_hints(member.func).get("return", Any)
    return _type_hints(member.fget).get("return", Any) if isinstance(member, property) else Any


_TIMES = frozenset(get_args(When))
_ENDINGS = frozenset(get_args(Ending))


def _columns(field: str, hint: Any) -> Iterator[Column]:
    members = members_of(hint)
    if members and (_TIMES | _ENDINGS).issuperset(members):
        yield from _time_columns(field, ending=not _ENDINGS.isdisjoint(members))
        return
    type, many = _type_of(members)
    if Absence in (hint, *get_args(hint)) and (many or type is not ColumnType.TEXT):
        type, many = ColumnType.JSON, False  # the absence is written in the place of the value
    yield Column(field, field, type, attrgetter(field), many, _vocabulary_of(members))


def _vocabulary_of(members: list[Any]) -> type[Word] | None:
    """Return the vocabulary of a column where all its values are words of one."""
    is_of_words = len(members) == 1 and isinstance(members[0], type) and issubclass(members[0], Word)
    return members[0] if is_of_words else None


def _time_columns(field: str, *, ending: bool) -> Iterator[Column]:
    """Yield a time or an ending, and with it its bounds, its precision and its words."""
    get = attrgetter(field)
    if ending:
        yield Column(field, field, ColumnType.JSON, get)
    else:
        yield Column(field, field, ColumnType.TEXT, lambda row: _time_text(get(row)))
    for name, type, read in _OF_A_TIME:
        yield Column(f"{field}_{name}", field, type, _of_time(get, read))


def _of_time(get: Callable[[Any], Any], read: Callable[[When], Any]) -> Callable[[Any], Any]:
    """Return a getter of one fact about a time, or about the time of an ending."""

    def value_in(row: Any) -> Any:
        value = get(row)
        time = value.moment if isinstance(value, At) else value
        return read(time) if isinstance(time, When) else None

    return value_in


_OF_A_TIME: tuple[tuple[str, ColumnType, Callable[[When], Any]], ...] = (
    ("earliest", ColumnType.TIME, lambda time: time.earliest if _dated(time) else None),
    ("latest", ColumnType.TIME, lambda time: time.latest if _dated(time) else None),
    ("precision", ColumnType.TEXT, lambda time: time.precision if _dated(time) else None),
    ("said", ColumnType.TEXT, lambda time: time.said),
    ("inferred", ColumnType.BOOLEAN, lambda time: _dated(time) and time.inferred),
)
"""The further columns of a time: name, type, and how it is read."""


def _dated(time: When) -> typing.TypeGuard[Moment]:
    """Whether it is a time of its own; one bound to an event has neither bounds nor precision."""
    return isinstance(time, Moment)


def _time_text(value: Any) -> Any:
    """Return a moment as EDTF, a time bound to an event in words."""
    return value.edtf if isinstance(value, Moment) else value and str(value)


def _type_of(members: list[Any]) -> tuple[ColumnType, bool]:
    """Return the column type that all members share, and whether a value is a list of it."""
    if len(members) == 1 and get_origin(members[0]) is tuple:
        return _type_of(members_of(get_args(members[0])[0]))[0], True
    column_types = {_type_of_one(member) for member in members} or {ColumnType.TEXT}
    return (column_types.pop() if len(column_types) == 1 else ColumnType.JSON), False


_EXACT: Mapping[type, ColumnType] = {
    bool: ColumnType.BOOLEAN,
    int: ColumnType.INTEGER,
    float: ColumnType.NUMBER,
}


def _type_of_one(hint: Any) -> ColumnType:
    if get_origin(hint) is Annotated:
        return _type_of_one(get_args(hint)[0])
    if get_origin(hint) is Literal:
        return ColumnType.TEXT
    if not isinstance(hint, type):
        return ColumnType.JSON
    if issubclass(hint, datetime):
        return ColumnType.TIME
    if issubclass(hint, str | Absence | Exception):
        return ColumnType.TEXT
    return _EXACT.get(hint, ColumnType.JSON)
