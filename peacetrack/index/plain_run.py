"""Plain answers: runs and holdings of which no other statement has to be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from peacetrack.index.statement import Key, Provenance, Statement
from peacetrack.words.when import Moment

Counts = Callable[[Provenance, tuple[str, ...]], bool]
"""Says whether a claim counts, from its source and the parties by whose account it is."""


class PlainRun(NamedTuple):
    """The statements of one value that holds, oldest first, with none between and none that overlaps them.

    `on_record` says whether the last on the record says that value too.
    """

    key: Key
    run: tuple[Statement, ...]
    on_record: bool


class PlainHolding(NamedTuple):
    """Holdings of a party on a term, seen without its statements: undisputed stance and content.

    Attributes:
        lasts: by field, the anchor of the last statement of its run; the stance comes first.
        stance: the stance; None where nothing is said.
        since: when the first statement of its run begins.
        certain: whether it has certainly begun.
        on_record: whether any statement of its run is on the record.
        side_began: the anchor of the first of the last stances on its side.
    """

    lasts: Mapping[str, int]
    stance: Any = None
    since: Moment | None = None
    certain: bool = False
    on_record: bool = False
    side_began: int = 0
