"""How far the needed parties stand apart, now and over time. Built on state and course."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import combinations
from typing import Any, NamedTuple

import attrs

from peacetrack.index.statement import CONTENT, bare_field, reports_of
from peacetrack.replay.over_time import Known, Sample, course
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.table.table import Table
from peacetrack.words.kind import binds
from peacetrack.words.stance import Stance
from peacetrack.words.value import Absence, Quantity, common_ground
from peacetrack.words.when import Period, TimeLike

STANCES = tuple(Stance)


def steps(stance: Stance) -> int:
    """How many steps from neutral, on the side of acceptance: from -2 to 2."""
    return STANCES.index(stance) - STANCES.index(Stance.NEUTRAL)


@attrs.frozen
class Distance:
    """How far the needed parties of a term stand apart in one field, and who stands furthest.

    `field` is `stance`, or a content field that binds and in which there is no common ground.
    `held` has what each needed party holds; who is `missing` holds nothing that could be measured:
    it is silent, its offer has lapsed, or its value is an absence. `one` and `other` are the
    parties furthest apart: the hardest and the softest, or of quantities the lower and the higher.
    Nobody is where all hold the same stance. `steps` counts on the five stances, from 0 to 4; `gap`
    is what lies between two quantities. Where neither is given, the values differ and have no
    measure.
    """

    at: datetime
    term: str
    field: str
    held: Mapping[str, Any]
    one: tuple[str, ...]
    other: tuple[str, ...]
    steps: int | None
    gap: Quantity | None
    missing: tuple[str, ...]
    reports: tuple[str, ...]

    def __str__(self) -> str:
        sides = f"{' '.join(self.one)} and {' '.join(self.other)}" if self.one else "all"
        missing = f"; not from {' '.join(self.missing)}" if self.missing else ""
        return f"{self.term}, {bare_field(self.field)}: {sides} {self._apart}{missing}"

    @property
    def _apart(self) -> str:
        if self.steps is not None:
            steps = "1 step" if self.steps == 1 else f"{self.steps} steps"
            return f"{steps} apart" if self.steps else f"at {next(iter(self.held.values()))}"
        return f"{self.gap} apart" if self.gap is not None else "without common ground"


def distance(state: State, term: str | None = None) -> Table[Distance]:
    """How far the needed parties of all terms, or of one, stand apart, field by field.

    A distance needs two parties that hold something; an absence is no place to measure from.
    """
    found = list(_distances(Sample(state), _term(state, term)))
    return Table(found, Distance, state.basis)


def distance_over_time(
    state: State,
    start: TimeLike,
    end: TimeLike,
    every: Period,
    known: Known = "now",
    *,
    term: str | None = None,
) -> Table[Distance]:
    """The distances at each moment from `start` to `end`, as `trend` samples them."""
    only = _term(state, term)
    found = [
        row for frame in course(state, start, end, every, known) for row in _distances(frame, only)
    ]
    return Table(found, Distance, state.basis)


def _term(state: State, term: str | None) -> str | None:
    return None if term is None else state[term].id


def _distances(frame: Sample, only: str | None) -> Iterator[Distance]:
    for term in frame:
        if only in (None, term):
            standings = needed_standings(frame, term)
            yield from _of_stances(frame, term, standings)
            yield from _of_fields(frame, term, standings)


def needed_standings(frame: Sample, term: str) -> list[Standing]:
    """Where the needed parties of a term stand."""
    return [frame.standing(term, party) for party in frame.needed_on(term)]


def live_stances(standings: Sequence[Standing]) -> dict[str, Stance]:
    """The stances that are live, by party."""
    return {s.party: s.stance for s in standings if s.live and isinstance(s.stance, Stance)}


def _of_stances(frame: Sample, term: str, standings: Sequence[Standing]) -> Iterator[Distance]:
    held = live_stances(standings)
    if len(held) < 2:
        return
    hardest, softest = min(held.values()), max(held.values())
    apart = steps(softest) - steps(hardest)
    one = tuple(party for party, stance in held.items() if apart and stance is hardest)
    other = tuple(party for party, stance in held.items() if apart and stance is softest)
    yield _distance(frame, term, "stance", standings, held, Furthest(one, other, apart))


class Furthest(NamedTuple):
    """The parties furthest apart, and how far that is where it can be measured."""

    one: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    steps: int | None = None
    gap: Quantity | None = None


def _of_fields(frame: Sample, term: str, standings: Sequence[Standing]) -> Iterator[Distance]:
    kind = frame.kind_of(term)
    for field in dict.fromkeys(field for s in standings for field in s.details):
        held = {
            s.party: s.details[field]
            for s in standings
            if not s.lapsed and not isinstance(s.details.get(field), Absence | None)
        }
        binding = any(binds(kind, field, value) for value in held.values())
        if len(held) > 1 and binding and common_ground(list(held.values())) is None:
            yield _distance(frame, term, CONTENT + field, standings, held, _furthest(held))


def _furthest(held: Mapping[str, Any]) -> Furthest:
    """The two parties furthest apart; none where only all together have no common ground."""
    pairs = [
        _pair(one, other)
        for one, other in combinations(held.items(), 2)
        if common_ground([one[1], other[1]]) is None
    ]
    return max(pairs, key=_width, default=Furthest())


def _pair(one: tuple[str, Any], other: tuple[str, Any]) -> Furthest:
    """Two parties without common ground; of two quantities, the lower first."""
    (first, low), (second, high) = one, other
    width = low.gap(high) if isinstance(low, Quantity) and isinstance(high, Quantity) else None
    if width is None:
        return Furthest((first,), (second,))
    if low.low is not None and (high.low is None or low.low > high.low):
        first, second = second, first
    return Furthest((first,), (second,), None, Quantity(width, width, low.unit))


def _width(pair: Furthest) -> tuple[bool, Any]:
    return (False, 0) if pair.gap is None else (True, pair.gap.low)


def _distance(
    frame: Sample,
    term: str,
    field: str,
    standings: Sequence[Standing],
    held: Mapping[str, Any],
    furthest: Furthest,
) -> Distance:
    told = [standing.runs[field] for standing in standings if standing.party in held]
    return Distance(
        at=frame.state.basis.valid,
        term=term,
        field=field,
        held=held,
        one=furthest.one,
        other=furthest.other,
        steps=furthest.steps,
        gap=furthest.gap,
        missing=tuple(s.party for s in standings if s.party not in held),
        reports=reports_of(*told),
    )
