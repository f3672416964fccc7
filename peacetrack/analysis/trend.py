"""Trends: how far a negotiation has come, moment by moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import repeat

import attrs

from peacetrack.analysis.distance import live_stances, steps
from peacetrack.replay.over_time import Known, Sample, frames_at
from peacetrack.replay.tally import Tally, tallies
from peacetrack.state import State
from peacetrack.table.table import Table
from peacetrack.words.isolate import isolated
from peacetrack.words.term import TermStatus
from peacetrack.words.value import counted
from peacetrack.words.when import Period, TimeLike, as_datetime, display_day, instants


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
        known = f"{self.stances} of {self.needed} stances" if self.needed else counted(self.stances, "stance")
        stances = f"{mean}{spread}, {known}"
        status = f"{self.status or 'no status'}{'' if self.term else ' at worst'}"
        return f"{display_day(self.at)} {isolated(self.term or 'deal')}: {status}, {stances}{agreed}"


def trend(state: State, start: TimeLike, end: TimeLike, every: Period, known: Known = "now") -> Table[Point]:
    """List every term, then the deal, at each moment of a period.

    A term that needs no party has no status: its row is the mean of the stances on it, and it does
    not count for the deal.

    Parameters:
        state: the state to ask; its trust and suppositions hold at every moment.
        start: the first moment; a date is its end, as in `valid`.
        end: the last moment, also where the period does not meet it.
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
    2030-01-01 deal: unreported at worst, mean +0.50, spread 3, 2 of 4 stances, 0 of 2 terms agreed
    2030-01-08 deal: unreported at worst, mean +1.50, spread 1, 2 of 4 stances, 0 of 2 terms agreed
    """
    return trend_at(state, instants(start, end, every), known)


def trend_at(state: State, valids: Sequence[int], known: Known) -> Table[Point]:
    """Return the rows of `trend` at each of some instants, in their order."""
    counted = tallies(state, valids) if known == "now" else {}
    frames: Iterable[Sample | None] = repeat(None, len(valids))
    if not counted or counted.keys() != set(state):  # the others are asked
        frames = frames_at(state, valids, known)
    points: list[Point] = []
    for place, (valid, frame) in enumerate(zip(valids, frames, strict=True)):
        seq = state.basis.known if frame is None else frame.state.basis.known
        on_terms = [
            (term, counted[term][place] if term in counted else _tally(frame, term))
            for term in (state if frame is None else frame)
        ]
        points += _points(as_datetime(valid), seq, on_terms)
    return Table(points, Point, state.basis)


def _tally(frame: Sample | None, term: str) -> Tally | None:
    """Return where the parties of a term stand; None where it needs no party and none has a live stance."""
    assert frame is not None
    needed = frame.needed_on(term)
    standings = (frame.standing(term, party) for party in needed or frame.parties_on(term))
    held = list(map(steps, live_stances(standings).values()))
    if not needed and not held:
        return None
    ends = max(held, default=0), min(held, default=0)
    return Tally(frame.statuses.status(term), len(needed), len(held), sum(held), *ends)


def _points(at: datetime, known: int, on_terms: Iterable[tuple[str, Tally | None]]) -> Iterator[Point]:
    deal: list[Tally] = []
    for term, tally in on_terms:
        if tally is not None:
            deal += [tally] if tally.needed else []
            status, needed, live, total, softest, hardest = tally
            mean, spread = total / live if live else None, softest - hardest if live > 1 else None
            agreed = int(status is TermStatus.AGREED)
            yield Point(at, known, term, status, mean, spread, live, needed, agreed, 1)
    yield _of_deal(at, known, deal)


def _of_deal(at: datetime, known: int, deal: Sequence[Tally]) -> Point:
    """Return the point of the deal, over all stances on all terms."""
    statuses = [tally.status for tally in deal if tally.status is not None]
    live, total = sum([tally.live for tally in deal]), sum([tally.total for tally in deal])
    return Point(
        at=at,
        known=known,
        term=None,
        status=min(set(statuses), default=None),
        mean=total / live if live else None,
        spread=max([tally.softest - tally.hardest for tally in deal if tally.live > 1], default=None),
        stances=live,
        needed=sum([tally.needed for tally in deal]),
        agreed=statuses.count(TermStatus.AGREED),
        terms=len(deal),
    )
