"""Trends: how far a negotiation has come, moment by moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, repeat

from peacetrack.analysis.distance import live_stances, steps
from peacetrack.replay.over_time import Known, Sample, samples_at
from peacetrack.replay.stance_counts import StanceCounts, stance_counts
from peacetrack.state import State, of_state
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import isolated
from peacetrack.words.term import TermStatus
from peacetrack.words.value import counted
from peacetrack.words.when import Period, TimeLike, as_datetime, display_day, instants


@frozen
class Point:
    """A term at one moment, or the deal as a whole.

    Attributes:
        at: the moment.
        known: the seq of the last entry that is known.
        term: the term; None for the deal as a whole.
        status: the status of the term; for the deal, the worst of its terms. One that is unreported is
            better than one that a party is against: silence is no refusal.
        mean: the mean of the live stances of needed parties, in steps from neutral: -2 rejects, 2
            accepts; None without stances. For the deal, over all stances on all terms.
        spread: the steps from the hardest to the softest stance; None with fewer than two. For the
            deal, that of the term where it is widest.
        stances: the number of stances in the mean.
        needed: the number of needed parties.
        agreed: the number of agreed terms.
        terms: the number of terms with a status.
        unreported: the number of these without any report of a stance.
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
    unreported: int = 0

    def __str__(self) -> str:
        mean = "no mean" if self.mean is None else f"mean {self.mean:+.2f}"
        spread = "" if self.spread is None else f", spread {self.spread}"
        agreed = "" if self.term else f", {self.agreed} of {self.terms} terms agreed"
        silent = f", {self.unreported} unreported" if self.unreported and not self.term else ""
        known = f"{self.stances} of {self.needed} stances" if self.needed else counted(self.stances, "stance")
        stances = f"{mean}{spread}, {known}"
        worst = "" if self.term or self.status is TermStatus.UNREPORTED else " at worst"
        status = f"{self.status or 'no status'}{worst}"
        return f"{display_day(self.at)} {isolated(self.term or 'deal')}: {status}, {stances}{agreed}{silent}"


@of_state
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

    >>> points = analysis.trend(state, "2030-01-01", "2030-01-08", "P1W").filter(term=None)
    >>> [str(point.status) for point in points]
    ['contested', 'unreported']
    >>> print(points[1])
    2030-01-08 deal: unreported, mean +1.50, spread 1, 2 of 4 stances, 0 of 2 terms agreed, 1 unreported
    """
    return trend_at(state, instants(start, end, every), known)


def trend_at(state: State, valids: Sequence[int], known: Known) -> Table[Point]:
    """Return the rows of `trend` at each of some instants, in their order."""
    counted = stance_counts(state, valids) if known == "now" else {}
    moments = list(map(as_datetime, valids))
    if counted and counted.keys() == set(state):
        points = _points(moments, state.basis.known, {term: counted[term] for term in state})
        return Table(points, Point, state.basis)
    points = chain.from_iterable(
        _points([at], frame.state.basis.known, _on_terms(frame, counted, place))
        for place, (at, frame) in enumerate(zip(moments, samples_at(state, valids, known), strict=True))
    )
    return Table(points, Point, state.basis)


def _on_terms(frame: Sample, counted: Mapping[str, StanceCounts], place: int) -> dict[str, StanceCounts]:
    """Return where the parties of each term stand; those that were not counted are asked."""
    tallies = ((term, counted[term].at(place) if term in counted else _tally(frame, term)) for term in frame)
    return {term: tally for term, tally in tallies if tally is not None}


def _tally(frame: Sample, term: str) -> StanceCounts | None:
    """Return where the parties of a term stand; None where it needs no party and none has a live stance."""
    needed = frame.needed_on(term)
    standings = (frame.standing(term, party) for party in needed or frame.parties_on(term))
    held = list(map(steps, live_stances(standings).values()))
    if not needed and not held:
        return None
    total, mean = sum(held), sum(held) / len(held) if held else None
    spread = max(held) - min(held) if len(held) > 1 else None
    return StanceCounts(len(needed), [frame.statuses.status(term)], [len(held)], [total], [mean], [spread])


def _points(moments: Sequence[datetime], known: int, on_terms: Mapping[str, StanceCounts]) -> Iterator[Point]:
    """Yield the points of the terms, then that of the deal, moment by moment; made column by column."""
    size = len(moments)
    nothing = StanceCounts(0, [None] * size, [0] * size, [0] * size, [None] * size, [None] * size)
    deal = [nothing, *(tally for tally in on_terms.values() if tally.needed)]
    columns = [
        _column(moments, known, term, tally, zip(tally.statuses, strict=True), 1)
        for term, tally in on_terms.items()
    ]
    in_all = zip(nothing.statuses, *(tally.statuses for tally in on_terms.values()), strict=True)
    columns.append(_column(moments, known, None, _of_deal(deal), in_all, len(deal) - 1))
    return chain.from_iterable(zip(*columns, strict=True))


def _column(
    moments: Sequence[datetime],
    known: int,
    term: str | None,
    tally: StanceCounts,
    counting: Iterable[tuple[TermStatus | None, ...]],
    terms: int,
) -> Iterator[Point]:
    """Yield the points of a term, or of the deal; `counting` has the statuses that count, by moment."""
    needed, statuses, live, _, means, spreads = tally
    by_moment = list(counting)
    agreed, silent = ([each.count(status) for each in by_moment] for status in _COUNTED)
    numbers = live, repeat(needed), agreed, repeat(terms), silent
    return map(Point, moments, repeat(known), repeat(term), statuses, means, spreads, *numbers)


_COUNTED = (TermStatus.AGREED, TermStatus.UNREPORTED)
"""The statuses of which the terms are counted."""
_WORST_FIRST = (
    TermStatus.BLOCKED,
    TermStatus.CONTESTED,
    TermStatus.UNREPORTED,
    TermStatus.PENDING,
    TermStatus.IN_PRINCIPLE,
    TermStatus.CONDITIONAL,
    TermStatus.AGREED,
)


def _of_deal(tallies: Sequence[StanceCounts]) -> StanceCounts:
    """Return the tally of a deal: stances, the worst status, and the widest spread."""
    needed, *columns = zip(*tallies, strict=True)
    statuses, lives, of_terms, _, spreads = (zip(*column, strict=True) for column in columns)
    live, totals = list(map(sum, lives)), list(map(sum, of_terms))
    return StanceCounts(
        sum(needed),
        [min(set(of_term) - {None}, key=_WORST_FIRST.index, default=None) for of_term in statuses],
        live,
        totals,
        [total / number if number else None for total, number in zip(totals, live, strict=True)],
        [max([spread for spread in of_term if spread is not None], default=None) for of_term in spreads],
    )
