"""How far a negotiation has come, moment by moment. Built on course."""

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
from peacetrack.words.when import Period, TimeLike, instants


@attrs.frozen
class Point:
    """A term at one moment, or the deal as a whole: then `term` is None.

    `mean` is that of the live stances of needed parties, counted in steps from neutral: -2 rejects,
    2 accepts. It never stands alone: `stances` says of how many it is the mean, `needed` how many
    are needed, and `spread` how many steps the hardest stands from the softest. None of them has a
    mean, one alone has no spread.

    Of the deal, `status` is that of the term that is furthest behind, `mean` is over all stances on
    all terms, `spread` is that of the term with the widest, and `agreed` of `terms` are agreed.
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
        of = f"{mean}{spread}, {self.stances} of {self.needed} stances"
        return f"{self.at:%Y-%m-%d} {self.term or 'deal'}: {self.status}, {of}{agreed}"


def trend(
    state: State, start: TimeLike, end: TimeLike, every: Period, known: Known = "now"
) -> Table[Point]:
    """Every term with a status, then the deal, at each moment from `start` to `end`.

    `every` is an ISO 8601 duration (`P1D`, `P1W`, `P1M`) or a timedelta; a date is its end, as in
    `valid`. A moment is seen as the state knows it now, or as it was known then: `known="then"`.
    What the state trusts, supposes and leaves out holds at every moment.
    """
    return trend_at(state, instants(start, end, every), known)


def trend_at(state: State, valids: Sequence[int], known: Known) -> Table[Point]:
    """The same at each of some instants, in their order."""
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
