"""Things that recur, kept once and referred to by their places."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


class Places(dict[T, int]):
    """The places of items, in the order of their first mention."""

    def __missing__(self, item: T) -> int:
        return self.setdefault(item, len(self))
