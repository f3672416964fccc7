"""Distances: how far the needed parties of a term stand apart, now and over time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import combinations
from typing import Any, NamedTuple

from peacetrack.index.statement import CONTENT, bare_field, reports_of
from peacetrack.replay.over_time import Known, Sample, samples
from peacetrack.rules.standing import Standing
from peacetrack.state import State, of_state
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import isolated, joined
from peacetrack.words.kind import ContentKind
from peacetrack.words.stance import Stance
from peacetrack.words.value import (
    Absence,
    FrozenDict,
    Quantity,
    as_range,
    common_ground,
    counted,
    not_comparable,
)
from peacetrack.words.when import Period, TimeLike

STANCES = tuple(Stance)


def steps(stance: Stance) -> int:
    """Return how many steps a stance is from neutral: -2 rejects, 0 neutral, 2 accepts."""
    return STANCES.index(stance) - STANCES.index(Stance.NEUTRAL)


@frozen
class Distance:
    """How far the needed parties of a term stand apart in one field.

    Attributes:
        at: the moment.
        term: the term.
        field: `stance`, or a field of content that binds and has no common ground.
        held: by needed party, the value that it holds.
        one_end: the parties at one end: the hardest, or those with the lower quantity; none where all
            hold the same stance.
        other_end: the parties at the other end: the softest, or those with the higher quantity.
        steps: for stances, the distance on the scale of five stances, 0 to 4.
        gap: for quantities, what lies between the two. Where neither `steps` nor `gap` is given,
            the values differ and have no measure, or are quantities of different units.
        missing: the needed parties that hold nothing to measure: silent, lapsed, or an absence.
        reports: the reports of the values.
    """

    at: datetime
    term: str
    field: str
    held: Mapping[str, Any]
    one_end: tuple[str, ...]
    other_end: tuple[str, ...]
    steps: int | None
    gap: Quantity | None
    missing: tuple[str, ...]
    reports: tuple[str, ...]

    def __str__(self) -> str:
        sides = f"{joined(self.one_end)} and {joined(self.other_end)}" if self.one_end else "all"
        missing = f"; not from {joined(self.missing)}" if self.missing else ""
        return f"{isolated(self.term)}, {bare_field(self.field)}: {sides} {self._apart}{missing}"

    @property
    def _apart(self) -> str:
        if self.steps is not None:
            together = f"at {next(iter(self.held.values()))}"
            return f"{counted(self.steps, 'step')} apart" if self.steps else together
        if self.gap is not None:
            return f"{self.gap} apart"
        return "not comparable" if not_comparable(list(self.held.values())) else "without common ground"


@of_state
def distance(state: State, term: str | None = None) -> Table[Distance]:
    """List how far the needed parties stand apart, field by field.

    Parameters:
        state: the state to ask.
        term: one term; by default all.

    Returns:
        One row for the stances on a term and one for each binding field without common ground,
        where at least two needed parties hold something. An absence cannot be measured.

    Raises:
        UnknownNameError: if the term is not declared.

    >>> print(analysis.distance(state)[0])
    truce, stance: SOUTH and NORTH 1 step apart
    """
    return _table(state, [Sample(state)], term)


@of_state
def distance_over_time(
    state: State,
    start: TimeLike,
    end: TimeLike,
    every: Period,
    known: Known = "now",
    *,
    term: str | None = None,
) -> Table[Distance]:
    """List the distances at each moment of a period, as `trend` samples it.

    Parameters:
        state: the state to ask; its trust and suppositions hold at every moment.
        start: the first moment; a date is its end, as in `valid`.
        end: the last moment, included where the period meets it.
        every: an ISO 8601 duration (`P1D`, `P1W`, `P1M`) or a timedelta.
        known: `now` to see each moment as the state knows it, `then` as it was known then.
        term: one term; by default all.

    Returns:
        The rows of `distance` at each moment, oldest first.

    Raises:
        UnknownNameError: if the term is not declared, or `known` is another word.
        InvalidTimeError: if `start`, `end` or `every` is no time.

    >>> for row in analysis.distance_over_time(state, "2030-01-01", "2030-01-08", "P1W"):
    ...     print(f"{row.at:%Y-%m-%d}", row)
    2030-01-01 truce, stance: SOUTH and NORTH 3 steps apart
    2030-01-08 truce, stance: SOUTH and NORTH 1 step apart
    """
    return _table(state, samples(state, start, end, every, known), term)


def _table(state: State, frames: Iterable[Sample], term: str | None) -> Table[Distance]:
    only = None if term is None else state[term].id
    rows = [row for frame in frames for row in _distances(frame, only)]
    return Table(rows, Distance, state.basis)


def _distances(frame: Sample, only: str | None) -> Iterator[Distance]:
    at = frame.state.basis.valid
    for term in filter(lambda term: only in (None, term), frame):
        standings = [frame.standing(term, party) for party in frame.needed_on(term)]
        apart = (*_of_stances(standings), *_of_fields(frame.kind_of(term), standings))
        for field, by_party, furthest in apart:
            missing = tuple(s.party for s in standings if s.party not in by_party)
            reports = reports_of(*(s.runs[field] for s in standings if s.party in by_party))
            yield Distance(at, term, field, FrozenDict(by_party), *furthest, missing, reports)


def live_stances(standings: Iterable[Standing]) -> dict[str, Stance]:
    """Return the live stances, by party."""
    return {s.party: s.live_stance for s in standings if s.live_stance is not None}


class Furthest(NamedTuple):
    """The parties furthest apart, and how far apart they are where that can be measured."""

    one_end: tuple[str, ...] = ()
    other_end: tuple[str, ...] = ()
    steps: int | None = None
    gap: Quantity | None = None


Apart = tuple[str, Mapping[str, Any], Furthest]
"""(field, values, furthest): a field, its value by party, and the parties furthest apart."""


def _of_stances(standings: Sequence[Standing]) -> Iterator[Apart]:
    by_party = live_stances(standings)
    if len(by_party) < 2:
        return
    hardest, softest = min(by_party.values()), max(by_party.values())
    between = steps(softest) - steps(hardest)
    ends = [
        tuple(party for party, stance in by_party.items() if between and stance is end)
        for end in (hardest, softest)
    ]
    yield "stance", by_party, Furthest(ends[0], ends[1], between)


def _of_fields(kind: ContentKind, standings: Sequence[Standing]) -> Iterator[Apart]:
    counting = {s.party: s.counting for s in standings}
    live = {s.party: counting[s.party] for s in standings if not s.lapsed}
    for field in dict.fromkeys(field for fields in counting.values() for field in fields):
        by_party = {
            party: fields[field]
            for party, fields in live.items()
            if not isinstance(fields.get(field), Absence | None)
        }
        binding = kind.binds_in(field, by_party.values())
        if len(by_party) > 1 and binding and common_ground(list(by_party.values())) is None:
            yield CONTENT + field, by_party, _furthest(by_party)


def _furthest(by_party: Mapping[str, Any]) -> Furthest:
    """Return the two parties furthest apart; none where only all together have no common ground."""
    pairs = [
        _pair(first, second)
        for first, second in combinations(by_party.items(), 2)
        if common_ground([first[1], second[1]]) is None
    ]
    return max(pairs, key=_width, default=Furthest())


def _pair(holder: tuple[str, Any], other: tuple[str, Any]) -> Furthest:
    """Return two parties without common ground; with quantities, the lower first."""
    (first, low), (second, high) = holder, other
    low, high = as_range(low), as_range(high)
    width = low.gap(high) if isinstance(low, Quantity) and isinstance(high, Quantity) else None
    if width is None:
        return Furthest((first,), (second,))
    if low.low is not None and (high.low is None or low.low > high.low):
        first, second = second, first
    return Furthest((first,), (second,), None, Quantity(width, width, low.unit))


def _width(pair: Furthest) -> tuple[bool, Any]:
    return (False, 0) if pair.gap is None else (True, pair.gap.low)
