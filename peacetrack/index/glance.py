"""Glances: where a party stands on a term, as a timeline sees it without reading statements.

Only the plain case can be seen so; what is plain is decided in `rules.plain`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from peacetrack.words.when import Moment


class Glance(NamedTuple):
    """What holds of a party on a term: a stance and content, undisputed and read whole; no absence.

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
