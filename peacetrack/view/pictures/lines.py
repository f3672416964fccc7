"""The points of a convergence: answers over valid time, as known now and as known then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from peacetrack.analysis.trend import Point, trend_at
from peacetrack.errors import EndBeforeStartError
from peacetrack.replay.over_time import Known
from peacetrack.replay.spans import spans
from peacetrack.state import State
from peacetrack.words.edtf import DAY, microseconds
from peacetrack.words.when import Period, TimeLike, as_datetime, as_instant, instants

NOW, THEN = "as known now", "as known then"
_MOST = 500
"""With more entries known, points come at a period: it takes long to find where answers change."""
PERIODS = {
    "PT1H": (DAY // 24, "an hour"),
    "PT6H": (DAY // 4, "every six hours"),
    "P1D": (DAY, "a day"),
    "P1W": (7 * DAY, "a week"),
    "P1M": (30 * DAY, "a month"),
    "P1Y": (366 * DAY, "a year"),
}
"""The periods that points come at: about how long each is, and how often that is in words."""


@attrs.frozen
class Lines:
    """The points of each line by its name, in order of time.

    There is a point for each `period`; without a period, one wherever something changed.
    """

    points: dict[str, list[Point]]
    period: Period | None

    @property
    def all_points(self) -> list[Point]:
        """The points of all lines."""
        return [point for points in self.points.values() for point in points]


def lines_of(
    state: State, start: TimeLike | None, end: TimeLike | None, every: Period | None, term: str | None
) -> Lines:
    """Return the points of a term, or of the whole deal, as known now and as known then."""
    first = as_instant(_first_stance(state, term) if start is None else start)
    last = as_instant(state.basis.valid if end is None else end)
    if last < first:
        what = "the time to be shown ends before it begins"
        raise EndBeforeStartError(what, repair="give an earlier start, or a later end")
    if every is None and state.basis.known > _MOST:
        every = _period(first, last)
    turns = _turns(state, last) if every is None else instants(as_datetime(first), as_datetime(last), every)
    asked = sorted({first, *(turn for turn in turns if first < turn < last), last})
    ways: dict[str, Known] = {NOW: "now", THEN: "then"}
    points = {name: _points(state, asked, term, known) for name, known in ways.items()}
    return Lines({n: _changing(p) for n, p in points.items()} if every is None else points, every)


def _turns(state: State, last: int) -> list[int]:
    """Return the instants up to the last at which an answer may change, or something is learned."""
    learned = [microseconds(entry.recorded_at) for entry in state.entries]
    return [*spans(state.at(valid=as_datetime(last))).turns, *learned]


def _first_stance(state: State, term: str | None) -> TimeLike:
    """Return when the first stance began that is known, or the valid moment."""
    begun = [
        spell.begins
        for id in (state if term is None else [term])
        for party in state.parties_on(id)
        for spell in state.spells(id, party)[:1]
        if spell.begins is not None
    ]
    return min(begun, default=state.basis.valid)


def _period(first: int, last: int) -> str:
    fitting = (name for name, (step, _) in PERIODS.items() if (last - first) / step <= 100)
    return next(fitting, "P1Y")


def _points(state: State, asked: Iterable[int], term: str | None, known: Known) -> list[Point]:
    return [point for point in trend_at(state, list(asked), known) if point.term == term]


def _changing(points: Sequence[Point]) -> list[Point]:
    """Return the first point and the last, and those that differ from the one before."""
    answers = [attrs.evolve(p, at=points[0].at, known=points[0].known) for p in points]
    return [points[place] for place in turning(answers)]


def turning(values: Sequence[object]) -> list[int]:
    """Return the places of the first value and the last, and of those that are unlike the one before."""
    last = len(values) - 1
    return [n for n, value in enumerate(values) if n in (0, last) or value != values[n - 1]]
