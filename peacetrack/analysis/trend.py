"""Trends: how far a negotiation has come, moment by moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import attrs

from peacetrack.analysis.distance import live_stances, steps
from peacetrack.replay.over_time import Known, Sample, frames_at
from peacetrack.state import State
from peacetrack.table.table import Table
from peacetrack.words.isolate import isolated
from peacetrack.words.term import TermStatus
from peacetrack.words.value import counted
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
        known = f"{self.stances} of {self.needed} stances" if self.needed else counted(self.stances, "stance")
        stances = f"{mean}{spread}, {known}"
        status = self.status or "no status"
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
    2030-01-01 deal: unreported, mean +0.50, spread 3, 2 of 4 stances, 0 of 2 terms agreed
    2030-01-08 deal: unreported, mean +1.50, spread 1, 2 of 4 stances, 0 of 2 terms agreed
    """
    return trend_at(state, instants(start, end, every), known)


def trend_at(state: State, valids: Sequence[int], known: Known) -> Table[Point]:
    """Return the rows of `trend` at each of some instants, in their order."""
    frames = frames_at(state, valids, known)
    return Table([point for frame in frames for point in _points(frame)], Point, state.basis)


def _points(frame: Sample) -> Iterator[Point]:
    deal = {term: _steps(frame, term, frame.needed_on(term)) for term in frame if frame.needed_on(term)}
    for term in frame:
        on_term = deal[term] if term in deal else _steps(frame, term, frame.parties_on(term))
        if on_term or term in deal:
            yield _point(frame, term, {term: on_term})
    yield _point(frame, None, deal)


def _steps(frame: Sample, term: str, parties: Iterable[str]) -> list[int]:
    """Return the live stances of parties on a term, in steps from neutral."""
    standings = (frame.standing(term, party) for party in parties)
    return list(map(steps, live_stances(standings).values()))


def _point(frame: Sample, term: str | None, by_term: Mapping[str, list[int]]) -> Point:
    """Return the point of a term, or of the deal, from the stances on each of its terms."""
    statuses = [status for id in by_term if (status := frame.statuses.status(id)) is not None]
    every = [step for on_term in by_term.values() for step in on_term]
    spreads = (max(on_term) - min(on_term) for on_term in by_term.values() if len(on_term) > 1)
    return Point(
        at=frame.state.basis.valid,
        known=frame.state.basis.known,
        term=term,
        status=min(statuses, default=None),
        mean=sum(every) / len(every) if every else None,
        spread=max(spreads, default=None),
        stances=len(every),
        needed=sum(len(frame.needed_on(id)) for id in by_term),
        agreed=statuses.count(TermStatus.AGREED),
        terms=len(by_term),
    )
