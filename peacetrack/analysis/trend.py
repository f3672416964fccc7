"""Trends: how far a negotiation has come, moment by moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import attrs

from peacetrack.analysis.distance import live_stances, needed_standings, steps
from peacetrack.replay.over_time import Known, Sample, frames_at
from peacetrack.state import State
from peacetrack.table.table import Table
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.when import Period, TimeLike, display_day, instants


@attrs.frozen
class Point:
    """A term at one moment, or the deal as a whole.

    Attributes:
        at: the moment.
        known: the seq of the last entry that is known.
        term: the term; None for the deal as a whole.
        status: the status of the term; for the deal, that of the term furthest behind.
        mean: the mean of the live stances of needed parties, in steps from neutral: -2 rejects, 2
            accepts; None without stances. For the deal, over all stances on all terms.
        spread: the steps from the hardest to the softest stance; None with fewer than two. For the
            deal, that of the term where it is widest.
        stances: the number of stances in the mean.
        needed: the number of needed parties.
        agreed: the number of agreed terms.
        terms: the number of terms with a status.
    """

    at: datetime
    known: int
    term: str | None
    status: TermStatus | None
    mean: float | None
    spread: int | None
    stances: int
    needed: int
    agreed: int
    terms: int

    def __str__(self) -> str:
        mean = "no mean" if self.mean is None else f"mean {self.mean:+.2f}"
        spread = "" if self.spread is None else f", spread {self.spread}"
        agreed = "" if self.term else f", {self.agreed} of {self.terms} terms agreed"
        stances = f"{mean}{spread}, {self.stances} of {self.needed} stances"
        return f"{display_day(self.at)} {self.term or 'deal'}: {self.status}, {stances}{agreed}"


def trend(
    state: State, start: TimeLike, end: TimeLike, every: Period, known: Known = "now"
) -> Table[Point]:
    """List every term with a status, then the deal, at each moment of a period.

    Parameters:
        state: the state to ask; its trust and suppositions hold at every moment.
        start: the first moment; a date is its end, as in `valid`.
        end: the last moment, included where the period meets it.
        every: an ISO 8601 duration (`P1D`, `P1W`, `P1M`) or a timedelta.
        known: `now` to see each moment as the state knows it, `then` as it was known then.

    Returns:
        One row for each term and one for the deal, moment by moment, oldest first.

    Raises:
        UnknownNameError: if `known` is another word.
        InvalidTimeError: if `start`, `end` or `every` is no time.

    >>> for point in analysis.trend(state, "2030-01-01", "2030-01-08", "P1W"):
    ...     if point.term is None:
    ...         print(point)
    2030-01-01 deal: unreported, mean +0.50, spread 3, 2 of 4 stances, 0 of 2 terms agreed
    2030-01-08 deal: unreported, mean +1.50, spread 1, 2 of 4 stances, 0 of 2 terms agreed
    """
    return trend_at(state, instants(start, end, every), known)


def trend_at(state: State, valids: Sequence[int], known: Known) -> Table[Point]:
    """Return the rows of `trend` at each of some instants, in their order."""
    frames = frames_at(state, valids, known)
    return Table([point for frame in frames for point in _points(frame)], Point, state.basis)


def _points(frame: Sample) -> Iterator[Point]:
    found = {term: _stances(frame, term) for term in frame if frame.needed_on(term)}
    points = [_point(frame, term, held) for term, held in found.items()]
    yield from points
    yield _deal(frame, points, [stance for held in found.values() for stance in held])


def _stances(frame: Sample, term: str) -> list[Stance]:
    return list(live_stances(needed_standings(frame, term)).values())


def _point(frame: Sample, term: str, held: list[Stance]) -> Point:
    status = frame.statuses.status(term)
    return Point(
        at=frame.state.basis.valid,
        known=frame.state.basis.known,
        term=term,
        status=status,
        mean=_mean(held),
        spread=steps(max(held)) - steps(min(held)) if len(held) > 1 else None,
        stances=len(held),
        needed=len(frame.needed_on(term)),
        agreed=int(status is TermStatus.AGREED),
        terms=1,
    )


def _deal(frame: Sample, points: list[Point], held: list[Stance]) -> Point:
    return Point(
        at=frame.state.basis.valid,
        known=frame.state.basis.known,
        term=None,
        status=min((p.status for p in points if p.status is not None), default=None),
        mean=_mean(held),
        spread=max((p.spread for p in points if p.spread is not None), default=None),
        stances=len(held),
        needed=sum(point.needed for point in points),
        agreed=sum(point.agreed for point in points),
        terms=len(points),
    )


def _mean(held: list[Stance]) -> float | None:
    return sum(map(steps, held)) / len(held) if held else None
