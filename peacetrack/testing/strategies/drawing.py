"""Drawing from few values, in as few draws as can be."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any, TypeVar

from hypothesis import strategies as st

from peacetrack.errors import PeacetrackError

T = TypeVar("T")

AGENDAS_KEPT = 64
"""So many agendas keep their strategies; others make them again."""

_FEW = 40
"""From more values a place is drawn, because a strategy prints all values that it has."""


def any_of(*groups: Iterable[T]) -> st.SearchStrategy[T]:
    """Draw a value from any group, each group as likely, in one draw instead of the two of a union."""
    chosen = [group for group in map(tuple, groups) if group]
    largest = max(map(len, chosen))
    values = [value for group in chosen for value in group * (largest // len(group))]
    if len(values) <= _FEW:
        return st.sampled_from(values)
    return st.integers(0, len(values) - 1).map(lambda place: values[place])


def optional(values: Iterable[T]) -> st.SearchStrategy[T | None]:
    """Draw None half of the time, else one of the values."""
    return any_of((None,), values)


def half(values: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """Draw None half of the time; mapped, so that hypothesis does not draw from all as equals."""
    return st.none() | values.map(lambda value: value)


def few(values: Iterable[T], most: int = 2) -> st.SearchStrategy[tuple[T, ...]]:
    """Draw up to so many different values, in one draw instead of one for each."""
    chosen = tuple(values)
    return any_of(*(itertools.permutations(chosen, size) for size in range(most + 1)))


def accepted(cls: type[T], fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[T]:
    """Draw objects of a class from values for its fields, without those that it refuses."""

    def build(given: dict[str, Any]) -> Any:
        try:
            return cls(**given)
        except PeacetrackError:  # such as an empty range, or more votes than voters
            return None

    return st.fixed_dictionaries(fields).map(build).filter(bool)
