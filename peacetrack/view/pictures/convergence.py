"""How far a negotiation has come, as known now against as known then. Built on trend and axis."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby, pairwise
from operator import attrgetter

import attrs

from peacetrack.analysis.trend import Point, trend_at
from peacetrack.errors import EndBeforeStartError
from peacetrack.replay.over_time import Known
from peacetrack.replay.spans import spans
from peacetrack.rules import wording
from peacetrack.state import State
from peacetrack.view.board import basis_line
from peacetrack.view.pictures.axis import Axis, spanning
from peacetrack.view.pictures.drawing import (
    MARGIN,
    SMALL,
    Box,
    Dot,
    Group,
    Part,
    Stroke,
    Words,
    bottom_of,
    footnotes,
    heading,
    stance_words,
)
from peacetrack.view.pictures.lettering import width_of, wrapped
from peacetrack.view.pictures.picture import Picture, drawn
from peacetrack.words.edtf import DAY, microseconds
from peacetrack.words.stance import Stance
from peacetrack.words.when import (
    Period,
    TimeLike,
    as_instant,
    display_day,
    display_minute,
    instants,
    surface,
)

_HEIGHT = 220
_BAR = 22
_BAND = 40
_MOST = 500
"""Of more entries it takes long to tell where something changes."""
_STEPS = {"PT1H": DAY // 24, "PT6H": DAY // 4, "P1D": DAY, "P1W": 7 * DAY, "P1M": 30 * DAY}
_IN_WORDS = {
    "PT1H": "an hour",
    "PT6H": "every six hours",
    "P1D": "a day",
    "P1W": "a week",
    "P1M": "a month",
    "P1Y": "a year",
}
NOW, THEN = "as known now", "as known then"
Count = Callable[[Point], int]
_stances: Count = attrgetter("stances")
_needed: Count = attrgetter("needed")
_agreed: Count = attrgetter("agreed")
_terms: Count = attrgetter("terms")


def convergence(
    state: State,
    start: TimeLike | None = None,
    end: TimeLike | None = None,
    every: Period | None = None,
    *,
    term: str | None = None,
    width: int = 960,
) -> Picture:
    """The mean of the stances that are known over valid time, on a term or on the whole deal.

    One line is as known now, the other as it was known then; where they part, something was only
    learned, or corrected, later. Below stand how many of the needed stances are known, how many
    terms are agreed, and the statuses. By default it reaches from the first stance to `valid`, and
    each step stands where something changed. With `every` there is a point a period; so there is
    where more than five hundred entries are known.
    """
    id = None if term is None else state[term].id
    lines = lines_of(state, start, end, every, id)
    return _Chart(state, id, lines, max(width, 320)).drawn()


@attrs.frozen
class Lines:
    """The points of each line by its name, the last of them at the end.

    There is one a `period`; without one, wherever something changed.
    """

    points: dict[str, list[Point]]
    period: Period | None

    @property
    def every(self) -> list[Point]:
        """The points of all lines."""
        return [point for points in self.points.values() for point in points]


def lines_of(
    state: State,
    start: TimeLike | None,
    end: TimeLike | None,
    every: Period | None,
    term: str | None,
) -> Lines:
    """The mean and the counts of a term, or of the deal, as known now and as known then."""
    first = as_instant(
        _first(state, [*state] if term is None else [term]) if start is None else start
    )
    last = as_instant(state.basis.valid if end is None else end)
    if every is None and state.basis.known > _MOST:
        every = _period(first, last)
    turning = every is None
    between = (
        _turns(state, last) if every is None else instants(surface(first), surface(last), every)
    )
    ways: dict[str, Known] = {NOW: "now", THEN: "then"}
    points = {
        name: _points(state, first, between, last, term, known) for name, known in ways.items()
    }
    return Lines({n: _turning(p) if turning else p for n, p in points.items()}, every)


def _turns(state: State, last: int) -> list[int]:
    """The instants up to the last at which an answer may change, or something was learned."""
    learned = [microseconds(entry.recorded_at) for entry in state.entries]
    return [*spans(state.at(valid=surface(last))).turns, *learned]


def _first(state: State, terms: Iterable[str]) -> TimeLike:
    """When the first stance began of which that is known."""
    begun = [
        spell.begins
        for term in terms
        for party in state.parties_on(term)
        for spell in state.spells(term, party)[:1]
        if spell.begins is not None
    ]
    return min(begun, default=state.basis.valid)


def _period(first: int, last: int) -> str:
    return next((name for name, step in _STEPS.items() if (last - first) / step <= 100), "P1Y")


def _points(
    state: State, first: int, between: Iterable[int], last: int, term: str | None, known: Known
) -> list[Point]:
    """The points at the first instant, at those between that and the last, and at the last."""
    if last < first:
        what = "the time to be shown ends before it begins"
        raise EndBeforeStartError(what, repair="give an earlier start, or a later end")
    asked = sorted({first, *(at for at in between if first < at < last), last})
    return [point for point in trend_at(state, asked, known) if point.term == term]


def _turning(points: Sequence[Point]) -> list[Point]:
    """The first point and the last, and those that say something else than the one before."""
    told = [attrs.evolve(p, at=points[0].at, known=points[0].known) for p in points]
    last = len(points) - 1
    return [p for n, p in enumerate(points) if n in (0, last) or told[n] != told[n - 1]]


@attrs.frozen
class _Chart:
    """The chart, being drawn."""

    state: State
    term: str | None
    lines: Lines
    width: float

    def drawn(self) -> Picture:
        parts = heading(self._title, self.width)
        top = bottom_of(parts) + 20
        axis = self._axis
        parts += self._scale(axis, top)
        bands = list(self._bands(axis, top + _HEIGHT + 16))
        strips = list(self._strips(axis, bottom_of(bands) + 16))
        below = bottom_of(strips) + 10
        parts += [*axis.drawn(top, below), *bands, *strips]
        parts += self._drawn_line(axis, THEN, top)
        parts += self._drawn_line(axis, NOW, top)
        parts += self._foot(below + 44)
        return drawn(
            self._title,
            self._description,
            (self.width, bottom_of(parts) + MARGIN),
            parts,
            columns=(
                "at",
                "as",
                "status",
                "mean",
                "spread",
                "stances",
                "needed",
                "agreed",
                "terms",
            ),
            rows=[_row(name, point) for name, told in self.lines.points.items() for point in told],
        )

    @property
    def _title(self) -> str:
        whose = f"on {wording.isolated(self.term)}" if self.term else "on the whole deal"
        return f"The mean of the stances that are known {whose}, over time"

    @property
    def _description(self) -> str:
        ends = [f"{name}, {told[-1]}" for name, told in self.lines.points.items() if told]
        return f"{basis_line(self.state)}. {'; '.join(ends) or 'Nothing is needed of anybody'}."

    @property
    def _axis(self) -> Axis:
        found = [microseconds(point.at) for point in self.lines.every]
        left = MARGIN + 96
        return spanning(found or [as_instant(self.state.basis.valid)], left, self.width - MARGIN)

    def _scale(self, axis: Axis, top: float) -> Iterator[Part]:
        """A level for each stance, named at the left."""
        for stance in Stance:
            y = _level(top, list(Stance).index(stance) - 2)
            yield Stroke(((axis.left, y), (axis.right, y)))
            yield Box(MARGIN, y - 9, 86, 18, stance.value)
            yield from stance_words(MARGIN + 6, y + 4, stance, str(stance), stance.value, 12)

    def _drawn_line(self, axis: Axis, name: str, top: float) -> Iterator[Part]:
        """The mean in steps from neutral; a gap where nobody stands anywhere."""
        now = name == NOW
        runs = [
            list(run) for _, run in groupby(self.lines.points[name], key=lambda p: p.mean is None)
        ]
        following: list[list[Point]] = [*runs[1:], []]
        for points, after in zip(runs, following, strict=False):  # without points there is no run
            if points[0].mean is None:
                continue
            places = [(axis.at(microseconds(p.at)), _level(top, p.mean or 0)) for p in points]
            until = [(axis.at(microseconds(p.at)), places[-1][1]) for p in after[:1]]
            if len(places) + len(until) > 1:
                weight = 2.2 if now else 1.6
                line = _in_steps([*places, *until])
                yield Stroke(line, "strong", dashed=not now, weight=weight)
            for place in _jumps(points):
                dot = Dot(*places[place], hollow=not now, radius=self._radius(now=now))
                yield Group(f"{name}: {points[place]}", (dot,))

    def _radius(self, *, now: bool) -> float:
        """Of many points the dots are small."""
        few = 24 * max(map(len, self.lines.points.values())) < self.width
        return (3.5 if now else 7) if few else (2 if now else 3.5)

    def _bands(self, axis: Axis, y: float) -> Iterator[Part]:
        """How many of the needed stances are known, and of the terms agreed: never the mean alone."""
        if not self.lines.every:
            return
        counts: list[tuple[str, Count, Count]] = [("stances known", _stances, _needed)]
        counts += [] if self.term else [("terms agreed", _agreed, _terms)]
        for what, count, of in counts:
            yield from self._band(axis, y, what, count, of)
            y += _BAND + 16

    def _band(self, axis: Axis, y: float, what: str, count: Count, of: Count) -> Iterator[Part]:
        """One count as an area over time, as known now, and as a dashed line, as known then."""
        most, now = max(1, *map(of, self.lines.every)), self.lines.points[NOW]
        text = f"{count(now[-1])} of {of(now[-1])} {what}"
        words = wrapped(text, axis.left - MARGIN - 6, SMALL)
        yield from (Words(MARGIN, y + 10 + 13 * n, t, size=SMALL) for n, t in enumerate(words))
        for level in (y, y + _BAND):
            yield Stroke(((axis.left, level), (axis.right, level)))

        def path(name: str, counted: Count) -> list[tuple[float, float]]:
            told = self.lines.points[name]
            return [
                (axis.at(microseconds(p.at)), y + _BAND * (1 - counted(p) / most)) for p in told
            ]

        for (x, high), (until, _) in pairwise(path(NOW, count)):
            yield Box(x, high, until - x, y + _BAND - high, "neutral", edged=False)
        for name in (THEN, NOW) if now[1:] else ():
            line = Stroke(_in_steps(path(name, count)), "strong", dashed=name == THEN, weight=1.5)
            yield Group(f"{what}, {name}", (line,))

    def _strips(self, axis: Axis, y: float) -> Iterator[Part]:
        """The status over time, in a row for each line; what has no room in it is told below."""
        for name, points in self.lines.points.items():
            row: list[Part] = [
                Words(MARGIN, y + 10 + 13 * n, t, size=SMALL)
                for n, t in enumerate(wrapped(f"status {name}", axis.left - MARGIN - 6, SMALL))
            ]
            told = []
            for left, right, since, text in _segments(axis, points):
                fits = width_of(text, SMALL) + 10 <= right - left
                row.append(_segment(left, right, text if fits else "", text, y))
                told += [] if fits else [f"from {display_day(since)} {text}"]
            lines = wrapped("; ".join(told), axis.right - axis.left, SMALL)
            row += [
                Words(axis.left, y + _BAR + 14 + 14 * n, text, size=SMALL, halo=True)
                for n, text in enumerate(lines)
            ]
            yield from row
            y = max(bottom_of(row), y + _BAR) + 12

    @property
    def _pace(self) -> str:
        period = self.lines.period
        if period is None:
            return "Each step stands where something changed."
        often = _IN_WORDS.get(str(period), f"every {period}")
        return f"One point {often}: what changed in between is drawn at the next."

    def _foot(self, y: float) -> Iterator[Part]:
        x = float(MARGIN)
        for name in (NOW, THEN):
            now = name == NOW
            yield Stroke(
                ((x, y - 4), (x + 30, y - 4)), "strong", dashed=not now, weight=2.2 if now else 1.6
            )
            yield Dot(x + 15, y - 4, hollow=not now, radius=3.5 if now else 7)
            yield Words(x + 38, y, name, size=12)
            x += 60 + width_of(name, 12)
        notes = (
            "The mean of the live stances of the needed parties says nothing of those that are not"
            " known. Beside a status stands the spread from the hardest to the softest in steps"
            f"{'' if self.term else ', of the term where it is widest'}. {self._pace}",
            basis_line(self.state),
        )
        yield from footnotes(notes, y + 22, self.width)


def _jumps(points: Sequence[Point]) -> list[int]:
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


def _segments(axis: Axis, points: Sequence[Point]) -> Iterator[tuple[float, float, datetime, str]]:
    """From where to where there is one status, since when, and what is said of it."""
    groups = [list(some) for _, some in groupby(points, key=lambda point: point.status)]
    starts = [axis.at(microseconds(some[0].at)) for some in groups]
    ends = [*starts[1:], axis.at(microseconds(points[-1].at))] if points else []
    for some, left, right in zip(groups, starts, ends, strict=True):
        yield left, right, some[0].at, _said(some)


def _segment(left: float, right: float, shown: str, text: str, y: float) -> Part:
    right = max(right, left + 6)
    box = Box(left, y, right - left, _BAR, "soft")
    return Group(text, (box, Words(left + 5, y + 15, shown, size=SMALL)) if shown else (box,))


def _said(points: Sequence[Point]) -> str:
    """What is said of points of one status."""
    spreads = [point.spread for point in points if point.spread is not None]
    spread = f", spread {_range(spreads)}" if spreads else ""
    return f"{wording.status_word(points[0].status)}{spread}"


def _range(counts: Iterable[int]) -> str:
    """The least and the greatest of some counts; one number where they are the same."""
    found = sorted(counts)
    return str(found[0]) if found[0] == found[-1] else f"{found[0]} to {found[-1]}"


def _row(name: str, point: Point) -> list[str]:
    mean = "" if point.mean is None else f"{point.mean:+.2f}"
    spread = "" if point.spread is None else str(point.spread)
    counts = (point.stances, point.needed, point.agreed, point.terms)
    return [
        display_minute(point.at),
        name,
        str(point.status or ""),
        mean,
        spread,
        *map(str, counts),
    ]
