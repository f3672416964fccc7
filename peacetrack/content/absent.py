"""Converters of fields that take a value or an absence. Built on when and value."""

from __future__ import annotations

from collections.abc import Iterable

from peacetrack.words.value import (
    Absence,
    Number,
    PartyIds,
    Quantity,
    Texts,
    as_party_ids,
    as_quantity,
    as_texts,
)
from peacetrack.words.when import Moment, TimeLike, as_recordable


def parties_or_absence(value: Iterable[str] | Absence | None) -> PartyIds | Absence | None:
    """Several parties, or an absence."""
    return value if value is None or isinstance(value, Absence) else as_party_ids(value)


def texts_or_absence(value: Iterable[str] | Absence | None) -> Texts | Absence | None:
    """Several texts, or an absence."""
    return value if value is None or isinstance(value, Absence) else as_texts(value)


def quantity_or_absence(value: Quantity | Number | Absence | None) -> Quantity | Absence | None:
    """A quantity, also from a number, or an absence."""
    return as_quantity(value)


def moment_or_absence(value: TimeLike | Absence | None) -> Moment | Absence | None:
    """A moment, also from EDTF text or a date, or an absence."""
    return value if value is None or isinstance(value, Absence) else as_recordable(value)
