"""Columns of statements as numpy has them, and the order of statements by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow

ORDER = ("key", "anchor", "own", "directness", "tie_seq", "claim")
"""The columns that statements are sorted by: by key, and then as `Order` sorts them."""


def numbers(column: pyarrow.ChunkedArray) -> Any:
    """Return a column of whole numbers or of truth values (0 and 1), not copied where it is in one piece.

    The method of Arrow would import pandas where that is installed.
    """
    chunk = column.combine_chunks()
    return np.from_dlpack(chunk.cast("int8") if str(chunk.type) == "bool" else chunk)


def in_order(table: pyarrow.Table) -> NDArray[np.intp]:
    """Return the places of rows as `ORDER` sorts them; few share a key and an anchor, so these come apart."""
    key, anchor, *ties = (numbers(table[name]) for name in ORDER)
    order = np.lexsort((anchor, key))
    key, anchor = key[order], anchor[order]
    same = np.concatenate(([False], (key[1:] == key[:-1]) & (anchor[1:] == anchor[:-1]), [False]))
    tied = np.flatnonzero(same[1:] | same[:-1])
    rows = order[tied]
    order[tied] = rows[np.lexsort([*(tie[rows] for tie in reversed(ties)), anchor[tied], key[tied]])]
    return order


def distinct(table: pyarrow.Table, *names: str) -> tuple[list[tuple[str, ...]], NDArray[np.int64]]:
    """Return what columns of texts hold in a row, each once, and the place of each row among these."""
    encoded = [table[name].combine_chunks().dictionary_encode() for name in names]
    number = np.zeros(len(table), np.int64)
    for column in encoded:
        number = number * (len(column.dictionary) + 1) + np.from_dlpack(column.indices).astype(np.int64)
    _, places, which = np.unique(number, return_index=True, return_inverse=True)
    return [tuple(column[int(place)].as_py() for column in encoded) for place in places], which
