"""Dates of events, and of what is bound to them, as known at a seq: rule 5 of
`docs/reference/rules.md`.

Dates count under every trust. Whether an event is held is decided in `peacetrack.rules.event`.
"""

from __future__ import annotations

from collections.abc import Callable

import attrs

from peacetrack.index.series import Series
from peacetrack.index.statement import Key, Provenance, Statement, is_time
from peacetrack.words.when import After, Before, During, Moment, When


@attrs.frozen(eq=False)
class Calendar:
    """The dates of events as known at a seq."""

    line_of: Callable[[Key], Series]
    seq: int

    def resolved(self, when: When | None, by: Provenance) -> Moment:
        """Return the moment that a time stands for; left out, no later than the publication."""
        if when is None:
            return Moment.no_later_than(by.publication)
        if isinstance(when, Moment):
            bounded = is_time(when)
            return when if bounded else Moment.no_later_than(by.publication, said=when.said)
        return _bound(self.event_when(when.event), when, by.publication)

    def event_when(self, event: str) -> Moment | None:
        """Return when an event takes place; None while it has no date.

        Words alone are no date, and do not displace one.
        """
        chain: list[Statement] = []  # events may be dated by events, in any number
        while (dated := self._dated(event)) is not None:
            chain.append(dated)
            if isinstance(dated.value, Moment):
                break
            event = dated.value.event
        moment: Moment | None = None
        for dated in reversed(chain):
            if isinstance(dated.value, Moment):
                moment = self.resolved(dated.value, dated.by)
            else:
                moment = _bound(moment, dated.value, dated.by.publication)
        return moment

    def _dated(self, event: str) -> Statement | None:
        """Return the greatest statement that dates an event."""
        line = self.line_of(Key(event, None, "when"))
        for place in reversed(range(len(line.items))):
            if line.known_from[place] <= self.seq < line.known_until[place]:
                statement = line.statement(place)
                if not is_words(statement.value):
                    return statement
        return None


def is_words(when: When) -> bool:
    """Return whether only words are known of a time."""
    return isinstance(when, Moment) and when.edtf is None


def _bound(event: Moment | None, when: During | Before | After, publication: int) -> Moment:
    """Return the moment of a time bound to an event, given the moment of the event or None."""
    if event is None:
        return Moment.no_later_than(publication, said=when.said)
    if isinstance(when, Before):
        return Moment.no_later_than(event.anchor, said=when.said)
    if isinstance(when, After):
        last = event.range.last
        return Moment.between(last, max(last, publication), said=when.said, inferred=True)
    return attrs.evolve(event, said=when.said, inferred=True) if when.said else event
