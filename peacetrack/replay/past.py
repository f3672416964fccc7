"""All that was ever said of one (term, party), to find how far back a change is felt.

Built on timeline.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate

import attrs

from peacetrack.index.statement import Key, Statement
from peacetrack.index.timeline import Timeline


@attrs.frozen(eq=False)
class Past:
    """Statements in the order of their anchors, known or not; `reach` is how far they lie so far."""

    anchors: list[int]
    reach: list[int]
    unknown: list[Statement]

    @classmethod
    def of(cls, timeline: Timeline, term: str, party: str | None) -> Past:
        """All statements of all fields."""
        keys = [Key(term, party, field) for field in timeline.fields.get((term, party), ())]
        told = [statement for key in keys for statement in timeline.lines[key].statements]
        told.sort(key=_anchor)
        return cls(
            [_anchor(statement) for statement in told],
            list(accumulate((statement.latest for statement in told), max)),
            [statement for statement in told if statement.since.range.from_unknown],
        )

    def lying_over(self, instant: int) -> int:
        """The first anchor of what may have begun at an instant or later; at most the instant."""
        place = bisect_left(self.reach, instant)  # the first that lies so far, so the earliest
        return min(instant, self.anchors[place]) if place < len(self.anchors) else instant

    def perhaps(self, first: int, last: int) -> set[Key]:
        """The keys of what began at an unknown time, and is anchored in a range, ends included."""
        start = bisect_left(self.unknown, first, key=_anchor)
        end = bisect_right(self.unknown, last, key=_anchor)
        return {statement.key for statement in self.unknown[start:end]}


def _anchor(statement: Statement) -> int:
    return statement.order.anchor
