"""How far a negotiation has come, as known now against as known then. Built on trend and axis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

import attrs

from peacetrack.analysis.trend import Point, trend
from peacetrack.board import basis_line
from peacetrack.course import Known
from peacetrack.edtf import microseconds
from peacetrack.position import Stance
from peacetrack.state import State
from peacetrack.view.axis import DAY, Axis, spanning
from peacetrack.view.drawing import (
    MARGIN,
    SMALL,
    Box,
    Dot,
    Group,
    Line,
    Part,
    Words,
    bottom_of,
    footnotes,
    heading,
    stance_words,
)
from peacetrack.view.labels import Labels
from peacetrack.view.lettering import apart, width_of, wrapped
from peacetrack.view.picture import Picture, drawn
from peacetrack.when import Period, TimeLike, as_instant

_HEIGHT = 220
_BAR = 22
NOW, THEN = "as known now", "as known then"


def convergence(
    state: State,
    start: TimeLike | None = None,
    end: TimeLike | None = None,
    every: Period | None = None,
    *,
    term: str | None = None,
    width: int = 960,
) -> Picture:
    """The mean stance of the needed parties over valid time, on a term or on the whole deal.

    One line is as known now, the other as it was known then; where they part, something was only
    learned, or corrected, later. Below stand the statuses, with of how many stances the mean is.
    By default it reaches from the first stance to `valid`, in at most about a hundred steps.
    """
    id = None if term is None else state[term].id
    lines = lines_of(state, start, end, every, id)
    return _Chart(state, id, lines, max(width, 320)).drawn()


def lines_of(
    state: State,
    start: TimeLike | None,
    end: TimeLike | None,
    every: Period | None,
    term: str | None,
) -> dict[str, list[Point]]:
    """The points of each line by its name, the last of them at `end`."""
    first = _first(state, [*state] if term is None else [term]) if start is None else start
    last = state.basis.valid if end is None else end
    period = _period(as_instant(first), as_instant(last)) if every is None else every
    return {
        NOW: list(_points(state, first, last, period, term, "now")),
        THEN: list(_points(state, first, last, period, term, "then")),
    }


def _first(state: State, terms: Iterable[str]) -> TimeLike:
    """When the first stance began of which that is known."""
    begun = [
        spell.begins
        for term in terms
        for party in state.parties_on(term)
        for spell in state.spells(party, term)[:1]
        if spell.begins is not None
    ]
    return min(begun, default=state.basis.valid)


def _period(first: int, last: int) -> str:
    steps = {"PT1H": DAY // 24, "PT6H": DAY // 4, "P1D": DAY, "P1W": 7 * DAY, "P1M": 30 * DAY}
    fits = (name for name, step in steps.items() if (last - first) / step <= 100)
    return next(fits, "P1Y")


def _points(
    state: State, first: TimeLike, last: TimeLike, every: Period, term: str | None, known: Known
) -> Iterator[Point]:
    found = list(trend(state, first, last, every, known))
    if as_instant(found[-1].at) < as_instant(last):
        found += trend(state, last, last, every, known)
    return (point for point in found if point.term == term)


@attrs.frozen
class _Chart:
    """The chart, being drawn."""

    state: State
    term: str | None
    lines: dict[str, list[Point]]
    width: float

    def drawn(self) -> Picture:
        parts = heading(self._title, self.width)
        top = bottom_of(parts) + 20
        axis = self._axis
        parts += self._scale(axis, top)
        bottom = top + _HEIGHT
        strips = list(self._strips(axis, bottom + 16))
        below = bottom_of(strips) + 10
        parts += [*axis.drawn(top, below), *strips]
        parts += self._drawn_line(axis, THEN, top)
        parts += self._drawn_line(axis, NOW, top)
        parts += self._foot(below + 44)
        return drawn(
            self._title,
            self._description,
            (self.width, bottom_of(parts) + MARGIN),
            parts,
            columns=("at", "as", "status", "mean", "spread", "stances", "needed"),
            rows=[_row(name, point) for name in self.lines for point in self.lines[name]],
        )

    @property
    def _title(self) -> str:
        return f"How far {apart(self.term) if self.term else 'the deal'} has come, over time"

    @property
    def _description(self) -> str:
        ends = [f"{name}, {points[-1]}" for name, points in self.lines.items() if points]
        return f"{basis_line(self.state)}. {'; '.join(ends) or 'Nothing is needed of anybody'}."

    @property
    def _axis(self) -> Axis:
        instants = [microseconds(point.at) for points in self.lines.values() for point in points]
        left = MARGIN + 96
        return spanning(instants or [as_instant(self.state.basis.valid)], left, self.width - MARGIN)

    def _scale(self, axis: Axis, top: float) -> Iterator[Part]:
        """A level for each stance, named at the left."""
        for stance in Stance:
            y = _level(top, list(Stance).index(stance) - 2)
            yield Line(((axis.left, y), (axis.right, y)))
            yield Box(MARGIN, y - 9, 86, 18, stance.value)
            yield from stance_words(MARGIN + 6, y + 4, stance, str(stance), stance.value, 12)

    def _drawn_line(self, axis: Axis, name: str, top: float) -> Iterator[Part]:
        """The mean in steps from neutral; a gap where nobody stands anywhere."""
        now = name == NOW
        runs = [list(run) for _, run in groupby(self.lines[name], key=lambda p: p.mean is None)]
        for points, after in zip(runs, [*runs[1:], []], strict=True):
            if points[0].mean is None:
                continue
            places = [(axis.at(microseconds(p.at)), _level(top, p.mean or 0)) for p in points]
            until = [(axis.at(microseconds(p.at)), places[-1][1]) for p in after[:1]]
            if len(places) + len(until) > 1:
                weight = 2.2 if now else 1.6
                line = _in_steps([*places, *until])
                yield Line(line, "strong", dashed=not now, weight=weight)
            for place in _turning(points):
                dot = Dot(*places[place], hollow=not now, radius=3.5 if now else 7)
                yield Group(f"{name}: {points[place]}", (dot,))

    def _strips(self, axis: Axis, y: float) -> Iterator[Part]:
        """The status, and of how many stances the mean is, in a row for each line."""
        for name, points in self.lines.items():
            yield from (
                Words(MARGIN, y + 10 + 13 * n, t, size=SMALL)
                for n, t in enumerate(wrapped(name, axis.left - MARGIN - 6, SMALL))
            )
            labels, found = Labels(axis, y + _BAR + 4), []
            for left, right, text in _segments(axis, points):
                found.append(_segment(labels, left, right, text, y))
            row = [*found, *labels.placed()]
            yield from row
            y = max(bottom_of(row), y + _BAR) + 12

    def _foot(self, y: float) -> Iterator[Part]:
        x = float(MARGIN)
        for name in (NOW, THEN):
            now = name == NOW
            yield Line(
                ((x, y - 4), (x + 30, y - 4)), "strong", dashed=not now, weight=2.2 if now else 1.6
            )
            yield Dot(x + 15, y - 4, hollow=not now, radius=3.5 if now else 7)
            yield Words(x + 38, y, name, size=12)
            x += 60 + width_of(name, 12)
        notes = (
            "The mean of the live stances of the needed parties; beside each status, of how many of"
            " them, and the spread from the hardest to the softest in steps"
            f"{'' if self.term else ', of the term where it is widest'}. A day's point stands at its end.",
            basis_line(self.state),
        )
        yield from footnotes(notes, y + 22, self.width)


def _turning(points: Sequence[Point]) -> list[int]:
    """The places of the first point and the last, and of those with another mean than before."""
    last = len(points) - 1
    return [n for n, p in enumerate(points) if n in (0, last) or p.mean != points[n - 1].mean]


def _in_steps(places: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """A line that keeps its height until the next place: a stance does not slide, it jumps."""
    turns = ((x, before) for (_, before), (x, _) in pairwise(places))
    return (places[0], *(at for two in zip(turns, places[1:], strict=True) for at in two))


def _level(top: float, steps: float) -> float:
    """How far down a number of steps from neutral is drawn."""
    return top + _HEIGHT / 2 - steps * (_HEIGHT / 2 - 12) / 2


def _segments(axis: Axis, points: Sequence[Point]) -> Iterator[tuple[float, float, str]]:
    """From where to where there is one status, and of how many stances the means are meanwhile."""
    groups = [list(some) for _, some in groupby(points, key=lambda point: point.status)]
    starts = [axis.at(microseconds(some[0].at)) for some in groups]
    ends = [*starts[1:], axis.at(microseconds(points[-1].at))] if points else []
    for some, left, right in zip(groups, starts, ends, strict=True):
        yield left, right, _said(some)


def _segment(labels: Labels, left: float, right: float, text: str, y: float) -> Part:
    right = max(right, left + 6)
    box = Box(left, y, right - left, _BAR, "soft")
    if width_of(text, SMALL) + 10 <= right - left:
        return Group(text, (box, Words(left + 5, y + 15, text, size=SMALL)))
    labels.below(left, text)
    return Group(text, (box,))


def _said(points: Sequence[Point]) -> str:
    """What is said of points of one status."""
    first = points[0]
    spreads = [point.spread for point in points if point.spread is not None]
    spread = f", spread {_range(spreads)}" if spreads else ""
    agreed = f", {_range(p.agreed for p in points)} of {_range(p.terms for p in points)} agreed"
    stances = f"{_range(p.stances for p in points)} of {_range(p.needed for p in points)}"
    return f"{first.status or 'no status'}: {stances}{spread}{'' if first.term else agreed}"


def _range(counts: Iterable[int]) -> str:
    """The least and the greatest of some counts; one number where they are the same."""
    found = sorted(counts)
    return str(found[0]) if found[0] == found[-1] else f"{found[0]} to {found[-1]}"


def _row(name: str, point: Point) -> list[str]:
    mean = "" if point.mean is None else f"{point.mean:+.2f}"
    spread = "" if point.spread is None else str(point.spread)
    at = f"{point.at:%Y-%m-%d %H:%M}"
    return [at, name, str(point.status or ""), mean, spread, str(point.stances), str(point.needed)]
