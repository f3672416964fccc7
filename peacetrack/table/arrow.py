"""Rows as Arrow, and through it as data frames. The only importer of arro3."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from peacetrack.errors import InvalidInputError, of_extra
from peacetrack.table.cell import one_line
from peacetrack.table.columns import Column, ColumnType, Shape
from peacetrack.table.values import json_text, plain
from peacetrack.words.edtf import microseconds

if TYPE_CHECKING:
    import pandas
    import polars
    from arro3.core import Array, RecordBatchReader, Table
    from arro3.core.types import ArrowStreamExportable


def to_pandas(rows: ArrowStreamExportable) -> pandas.DataFrame:
    """Return rows as a pandas data frame."""
    with of_extra("pandas"):
        import pandas
        import pyarrow  # noqa: F401 - pandas reads Arrow with it
    frame: pandas.DataFrame = pandas.DataFrame.from_arrow(rows)  # type: ignore[attr-defined] # not in its stubs
    return frame


def to_polars(rows: ArrowStreamExportable) -> polars.DataFrame:
    """Return rows as a polars data frame."""
    with of_extra("polars"):
        import polars
    return polars.DataFrame(rows)


def parquet_bytes(rows: ArrowStreamExportable) -> bytes:
    """Return rows as a Parquet file."""
    with of_extra("parquet"):
        import pyarrow
        from pyarrow import parquet
    file = BytesIO()
    parquet.write_table(pyarrow.table(rows), file)
    return file.getvalue()


def rows_of(frame: ArrowStreamExportable) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """Return the names of the columns of a frame, and its rows, which are read as they are asked for."""
    with of_extra("frames"):
        from arro3.core import RecordBatchReader
    try:
        reader = RecordBatchReader.from_arrow(frame)
        names = tuple(reader.schema.names)
    except Exception as error:  # an object of any library may be given; a series speaks Arrow too
        what = f"this {type(frame).__name__} cannot be read as a table: {one_line(str(error))}"
        raise InvalidInputError(what, repair="give a data frame") from None
    return names, _rows(reader, frame)


def _rows(reader: RecordBatchReader, frame: object) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a frame."""
    try:
        for batch in reader:
            columns = (batch.column(place).to_pylist() for place in range(batch.num_columns))
            yield from zip(*columns, strict=True)
    except Exception as error:  # as of polars, which gives a column without values no type
        repair = "make its columns text: one without any value may have no type"
        raise InvalidInputError(
            f"a column of this {type(frame).__name__} cannot be read", repair=repair
        ) from error


def arrow(shape: Shape, rows: Sequence[object]) -> Table:
    """Return rows as an Arrow table: times are UTC microseconds, lists are lists, JSON is text."""
    with of_extra("frames"):
        from arro3.core import Table
    return Table.from_pydict(
        {column.name: _array(column, [column.value_in(row) for row in rows]) for column in shape.columns}
    )


def _array(column: Column, values: list[Any]) -> Array:
    if not column.many:
        return _flat(column.type, values)
    from arro3.core import Array, DataType, Field, list_array

    ends = accumulate((len(value or ()) for value in values), initial=0)
    items = _flat(column.type, [item for value in values for item in value or ()])
    list_type = DataType.list(Field("item", items.type, nullable=True))
    return list_array(Array(list(ends), type=DataType.int32()), items, type=list_type)


def _flat(type: ColumnType, values: list[Any]) -> Array:
    from arro3.core import Array, DataType

    if type is ColumnType.TIME:
        instants = [None if value is None else microseconds(value) for value in values]
        return Array(instants, type=DataType.int64()).cast(DataType.timestamp("us", tz="UTC"))
    types = {
        ColumnType.BOOLEAN: DataType.bool(),
        ColumnType.INTEGER: DataType.int64(),
        ColumnType.NUMBER: DataType.float64(),
    }
    if type in types:
        return Array(values, type=types[type])
    return Array([json_text(plain(value)) for value in values], type=DataType.string())
