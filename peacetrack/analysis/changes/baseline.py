"""Baseline: the earlier state to compare a state with."""

from __future__ import annotations

from datetime import datetime

from peacetrack.state import State, of_state, reading_of
from peacetrack.words.edtf import BEGINNING, DAY
from peacetrack.words.when import TimeLike, as_datetime, as_instant, as_moment, datetime_or_none

WEEK = 7 * DAY
"""In microseconds."""


@of_state
def baseline(state: State, since: TimeLike | int | None = None) -> State:
    """Return the state to compare a state with: as it was at an earlier time, and as known then.

    Parameters:
        state: the later state.
        since: the earlier time, or the seq of an entry. A day or a longer time stands for the
            instant just before it, so that changes on that day show. By default a week before
            the last entry, or before `state` where that is earlier; but not before the first entry.

    Returns:
        A state with the same trust, never later than `state`, neither valid nor known.

    Raises:
        UnknownSeqError: if `since` is a seq that the ledger does not have.
        InvalidTimeError: if `since` is no time.

    >>> analysis.baseline(state, 2).basis
    <Basis: valid 2030-01-10 12:00 UTC, known to entry 2, default trust>
    """
    entries, known = reading_of(state).base.ledger.entries, state.basis.known
    if since is None:
        last = min(entries[known - 1].recorded, state.instant) if known else 0
        since = as_datetime(max(last - WEEK, entries[0].recorded)) if known else 0
    if not isinstance(since, int):
        since = as_datetime(_just_before(since))
    seq = reading_of(state).seq_of(since)
    entered = entries[seq - 1].recorded if seq else state.instant
    instant = entered if isinstance(since, int) else as_instant(since)
    return state.at(valid=as_datetime(min(instant, state.instant)), known=seq)


def _just_before(since: TimeLike) -> int:
    """Return an instant itself; of a day or a longer time, the last instant before it."""
    if isinstance(since, datetime):
        return as_instant(since)
    span = as_moment(since).range
    if span.first in (span.last, BEGINNING) or datetime_or_none(span.first - 1) is None:
        return as_instant(since)
    return span.first - 1
