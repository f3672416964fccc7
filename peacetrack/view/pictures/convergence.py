"""Convergence as a picture: how far a negotiation came, as known now and as known then.

Its points are computed in `lines`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby, pairwise
from operator import attrgetter

import attrs

from peacetrack.analysis.trend import Point
from peacetrack.rules import wording
from peacetrack.state import State
from peacetrack.table.lettering import width_of, wrapped
from peacetrack.view.board import basis_line
from peacetrack.view.pictures import drawing
from peacetrack.view.pictures.axis import Axis, spanning
from peacetrack.view.pictures.lines import NOW, PERIODS, THEN, Lines, lines_of, turning
from peacetrack.view.pictures.picture import Picture
from peacetrack.words.edtf import microseconds
from peacetrack.words.isolate import isolated
from peacetrack.words.stance import Stance
from peacetrack.words.when import Period, TimeLike, display_day, display_minute

_HEIGHT, _BAR, _BAND = 220, 22, 40
"""The heights of the scale of stances, of a status, and of a count, in pixels."""
_COLUMNS = ("at", "as", "status", "mean", "spread", "stances", "needed", "agreed", "terms")
_WEIGHTS = {NOW: 2.2, THEN: 1.6}
"""The weight of each line, in pixels."""
_RADII: dict[str, float] = {NOW: 3.5, THEN: 7}
"""The radius of the dots of each line, in pixels; smaller where there are many."""
Count = Callable[[Point], int]


def convergence(
    state: State,
    start: TimeLike | None = None,
    end: TimeLike | None = None,
    every: Period | None = None,
    *,
    term: str | None = None,
    width: int = 960,
) -> Picture:
    """Draw the mean of the known stances over valid time, as known now and as known then.

    Where the two lines part, something was learned, or corrected, only later. Below are the number
    of known stances, the number of agreed terms, and the statuses. `analysis.trend` gives the
    numbers.

    Parameters:
        state: the state to draw.
        start: the first time (default: when the first known stance began).
        end: the last time (default: the valid moment).
        every: an ISO 8601 duration or a timedelta, for a point each period (default: a point
            wherever something changed; with more than 500 entries known, a period that fits).
        term: a declared term (default: the whole deal).
        width: the width in pixels, at least 320.

    Raises:
        UnknownNameError: the term is not declared.
        EndBeforeStartError: the end comes before the start.
        InvalidInputError: there are more than 100,000 points.

    >>> view.convergence(state, term="truce")
    <Picture: The mean of the stances that are known on truce, over time>
    """
    id = None if term is None else state[term].id
    lines = lines_of(state, start, end, every, id)
    return _Chart(state, id, lines, max(width, 320)).drawn()


@attrs.frozen
class _Chart:
    """The chart, drawn from the top down."""

    state: State
    term: str | None
    lines: Lines
    width: float

    def drawn(self) -> Picture:
        parts = drawing.heading(self._title, self.width)
        top = drawing.bottom_of(parts) + 20
        axis = self._axis
        parts += self._scale(axis, top)
        bands = list(self._bands(axis, top + _HEIGHT + 16))
        strips = list(self._strips(axis, drawing.bottom_of(bands) + 16))
        below = drawing.bottom_of(strips) + 10
        parts += [*axis.drawn(top, below), *bands, *strips]
        parts += self._drawn_line(axis, THEN, top)
        parts += self._drawn_line(axis, NOW, top)
        parts += self._foot(below + 44)
        rows = [_row(name, point) for name, points in self.lines.points.items() for point in points]
        table = {"columns": _COLUMNS, "rows": rows}
        return Picture(self._title, self._description, self.width, tuple(parts), table)

    @property
    def _title(self) -> str:
        where = f"on {isolated(self.term)}" if self.term else "on the whole deal"
        return f"The mean of the stances that are known {where}, over time"

    @property
    def _description(self) -> str:
        ends = [f"{name}, {points[-1]}" for name, points in self.lines.points.items() if points]
        return f"{basis_line(self.state)}. {'; '.join(ends) or 'No party is needed'}."

    @property
    def _axis(self) -> Axis:
        dated = [microseconds(point.at) for point in self.lines.all_points]
        left = drawing.MARGIN + 96
        return spanning(dated or [self.state.instant], left, self.width - drawing.MARGIN)

    def _scale(self, axis: Axis, top: float) -> Iterator[drawing.Part]:
        """Yield a level for each stance, named at the left."""
        for stance in Stance:
            y = _level(top, list(Stance).index(stance) - 2)
            yield drawing.Stroke(((axis.left, y), (axis.right, y)))
            yield drawing.Box(drawing.MARGIN, y - 9, 86, 18, stance.value)
            yield from drawing.stance_words(drawing.MARGIN + 6, y + 4, stance, str(stance), stance.value, 12)

    def _drawn_line(self, axis: Axis, name: str, top: float) -> Iterator[drawing.Part]:
        """Yield the mean in steps from neutral, with a gap where no stance is known."""
        few = 24 * max(map(len, self.lines.points.values())) < self.width
        radius = _RADII[name] if few else max(2, _RADII[name] / 2)
        runs = [list(run) for _, run in groupby(self.lines.points[name], key=lambda p: p.mean is None)]
        following: list[list[Point]] = [*runs[1:], []]
        for points, after in zip(runs, following, strict=False):  # without points there is no run
            if points[0].mean is None:
                continue
            places = [(axis.at(microseconds(p.at)), _level(top, p.mean or 0)) for p in points]
            until = [(axis.at(microseconds(p.at)), places[-1][1]) for p in after[:1]]
            if len(places) + len(until) > 1:
                line = _in_steps([*places, *until])
                yield drawing.Stroke(line, "strong", dashed=name == THEN, weight=_WEIGHTS[name])
            for place in turning([point.mean for point in points]):
                dot = drawing.Dot(*places[place], hollow=name == THEN, radius=radius)
                yield drawing.Group(f"{name}: {points[place]}", (dot,))

    def _bands(self, axis: Axis, y: float) -> Iterator[drawing.Part]:
        """Yield how many stances are known and terms agreed: a mean alone would mislead."""
        if not self.lines.all_points:
            return
        counts = {"stances known": ("stances", "needed"), "terms agreed": ("agreed", "terms")}
        for what, names in list(counts.items())[: 1 if self.term else 2]:
            yield from self._band(axis, y, what, *map(attrgetter, names))
            y += _BAND + 16

    def _band(self, axis: Axis, y: float, what: str, count: Count, of: Count) -> Iterator[drawing.Part]:
        """Yield one count over time: an area as known now, a dashed line as known then."""
        most, now = max(1, *map(of, self.lines.all_points)), self.lines.points[NOW]
        text = f"{count(now[-1])} of {of(now[-1])} {what}"
        words = wrapped(text, axis.left - drawing.MARGIN - 6, drawing.SMALL)
        yield from drawing.stacked(words, drawing.MARGIN, y + 10, 13, size=drawing.SMALL)
        for level in (y, y + _BAND):
            yield drawing.Stroke(((axis.left, level), (axis.right, level)))

        def path(name: str, counted: Count) -> list[tuple[float, float]]:
            points = self.lines.points[name]
            return [(axis.at(microseconds(p.at)), y + _BAND * (1 - counted(p) / most)) for p in points]

        for (x, high), (until, _) in pairwise(path(NOW, count)):
            yield drawing.Box(x, high, until - x, y + _BAND - high, "neutral", edged=False)
        for name in (THEN, NOW) if now[1:] else ():
            line = drawing.Stroke(_in_steps(path(name, count)), "strong", dashed=name == THEN, weight=1.5)
            yield drawing.Group(f"{what}, {name}", (line,))

    def _strips(self, axis: Axis, y: float) -> Iterator[drawing.Part]:
        """Yield the status over time, in a strip for each line."""
        for name, points in self.lines.points.items():
            strip = self._strip(axis, name, points, y)
            yield from strip
            y = max(drawing.bottom_of(strip), y + _BAR) + 12

    def _strip(self, axis: Axis, name: str, points: Sequence[Point], y: float) -> list[drawing.Part]:
        """Return the statuses of one line; those without room in the strip are written below."""
        heads = wrapped(f"status {name}", axis.left - drawing.MARGIN - 6, drawing.SMALL)
        parts = drawing.stacked(heads, drawing.MARGIN, y + 10, 13, size=drawing.SMALL)
        below: list[str] = []
        for left, right, since, text in _segments(axis, points):
            fits = width_of(text, drawing.SMALL) + 10 <= right - left
            box = drawing.Box(left, y, max(right, left + 6) - left, _BAR, "soft")
            words = (drawing.Words(left + 5, y + 15, text, size=drawing.SMALL),) if fits else ()
            parts.append(drawing.Group(text, (box, *words)))
            below += [] if fits else [f"from {display_day(since)} {text}"]
        lines = wrapped("; ".join(below), axis.right - axis.left, drawing.SMALL)
        return [*parts, *drawing.stacked(lines, axis.left, y + _BAR + 14, 14, size=drawing.SMALL, halo=True)]

    @property
    def _pace(self) -> str:
        period = self.lines.period
        if period is None:
            return "Each step stands where something changed."
        _, often = PERIODS.get(str(period), (0, f"every {period}"))
        return f"One point {often}: what changed in between is drawn at the next."

    def _foot(self, y: float) -> Iterator[drawing.Part]:
        x = float(drawing.MARGIN)
        for name in (NOW, THEN):
            line, known_then = ((x, y - 4), (x + 30, y - 4)), name == THEN
            yield drawing.Stroke(line, "strong", dashed=known_then, weight=_WEIGHTS[name])
            yield drawing.Dot(x + 15, y - 4, hollow=known_then, radius=_RADII[name])
            yield drawing.Words(x + 38, y, name, size=12)
            x += 60 + width_of(name, 12)
        notes = (
            "The mean is of the live stances of needed parties, or of all parties on a term that needs"
            " none; it says nothing about stances that are not known. A status has the spread from the hardest to the softest, in steps"
            f"{'' if self.term else ', of the term where it is widest'}. {self._pace}",
            basis_line(self.state),
        )
        yield from drawing.footnotes(notes, y + 22, self.width)


def _in_steps(places: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Return a line that keeps its height until the next place: stances jump, they do not slide."""
    turns = ((x, before) for (_, before), (x, _) in pairwise(places))
    return (places[0], *(at for two in zip(turns, places[1:], strict=True) for at in two))


def _level(top: float, steps: float) -> float:
    """Return how far down a number of steps from neutral is drawn."""
    return top + _HEIGHT / 2 - steps * (_HEIGHT / 2 - 12) / 2


def _segments(axis: Axis, points: Sequence[Point]) -> Iterator[tuple[float, float, datetime, str]]:
    """Yield where each status begins and ends, since when it holds, and its text."""
    groups = [list(some) for _, some in groupby(points, key=lambda point: point.status)]
    starts = [axis.at(microseconds(some[0].at)) for some in groups]
    ends = [*starts[1:], axis.at(microseconds(points[-1].at))] if points else []
    for some, left, right in zip(groups, starts, ends, strict=True):
        yield left, right, some[0].at, _text(some)


def _text(points: Sequence[Point]) -> str:
    """Return a status with the least and the greatest spread of its points."""
    status = wording.status_word(points[0].status)
    spreads = sorted({point.spread for point in points if point.spread is not None})
    extremes = dict.fromkeys((*spreads[:1], *spreads[-1:]))
    return f"{status}, spread {' to '.join(map(str, extremes))}" if spreads else status


def _row(name: str, point: Point) -> list[str]:
    mean = "" if point.mean is None else f"{point.mean:+.2f}"
    spread = "" if point.spread is None else str(point.spread)
    counts = map(str, (point.stances, point.needed, point.agreed, point.terms))
    return [display_minute(point.at), name, str(point.status or ""), mean, spread, *counts]
