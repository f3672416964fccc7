"""Rows as Arrow, for pandas, polars, DuckDB and pyarrow. The only importer of arro3."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from peacetrack.errors import MissingExtraError
from peacetrack.table.columns import Column, ColumnType, Shape, plain
from peacetrack.words.edtf import microseconds

if TYPE_CHECKING:
    from arro3.core import Array, DataType, Table


def arrow(shape: Shape, rows: Sequence[object]) -> Table:
    """Rows as an Arrow table: times are UTC microseconds, lists are lists, JSON is text."""
    try:
        from arro3.core import Table  # only frames need it
    except ModuleNotFoundError:
        raise MissingExtraError("arro3.core", "frames") from None
    return Table.from_pydict(
        {c.name: _array(c, [c.of(row) for row in rows]) for c in shape.columns}
    )


def _array(column: Column, values: list[Any]) -> Array:
    if not column.many:
        return _flat(column.form, values)
    from arro3.core import Array, DataType, Field, list_array

    ends = accumulate((len(value or ()) for value in values), initial=0)
    items = _flat(column.form, [item for value in values for item in value or ()])
    kind = DataType.list(Field("item", items.type, nullable=True))
    return list_array(Array(list(ends), type=DataType.int32()), items, type=kind)


def _flat(form: ColumnType, values: list[Any]) -> Array:
    from arro3.core import Array, DataType

    if form is ColumnType.INSTANT:
        instants = [None if value is None else microseconds(value) for value in values]
        return Array(instants, type=DataType.int64()).cast(DataType.timestamp("us", tz="UTC"))
    if form is ColumnType.TEXT:
        values = [plain(value) for value in values]
    if form is ColumnType.ANYTHING:
        values = [json_text(plain(value)) for value in values]
    return Array(values, type=_type(form))


def _type(form: ColumnType) -> DataType:
    from arro3.core import DataType

    types = {
        ColumnType.FLAG: DataType.bool(),
        ColumnType.WHOLE: DataType.int64(),
        ColumnType.NUMBER: DataType.float64(),
    }
    return types.get(form, DataType.string())


def json_text(value: Any) -> str | None:
    """A plain value as text: a text as it is, everything else as JSON."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)
