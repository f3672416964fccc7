"""Tallies: how many needed parties hold each stance on a term, at many moments, off columns of numpy.

A term is counted where parties outside of groups state nothing on it but stances and content: rules 4, 7, 9
and 11 of `docs/reference/rules.md` have nothing to say of it. Where all accept and content is stated, it is
not, for then content decides (rule 10). States are asked about the other terms.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from peacetrack.index.statement import CONTENT, Key
from peacetrack.rules.stance_run import WEAK_VALUES
from peacetrack.state import State, reading_of
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus

if TYPE_CHECKING:
    from peacetrack.index.field_columns import CurrentColumns


class StanceCounts(NamedTuple):
    """Where the parties of a term stand at some moments, each column in their order.

    Attributes:
        needed: the number of needed parties.
        statuses: the status of the term.
        live: the number of live stances.
        totals: the sum of their steps from neutral: -2 rejects, 2 accepts.
        means: the mean of these; None without a live stance.
        spreads: the steps from the hardest to the softest of them; None with fewer than two.
    """

    needed: int
    statuses: Sequence[TermStatus | None]
    live: Sequence[int]
    totals: Sequence[int]
    means: Sequence[float | None]
    spreads: Sequence[int | None]

    def at(self, place: int) -> StanceCounts:
        """Return the same at one of the moments."""
        needed, statuses, live, totals, means, spreads = self
        at = slice(place, place + 1)
        return StanceCounts(needed, statuses[at], live[at], totals[at], means[at], spreads[at])


_PLAIN = frozenset(("stance", "red_line", CONTENT))
_STANCES: dict[object, int] = {stance: place for place, stance in enumerate(Stance)}


def stance_counts(state: State, valids: Sequence[int]) -> Mapping[str, StanceCounts]:
    """Return by term the tally at some instants, in order; without the terms that are not counted."""
    now = _stances(state) if valids else None
    terms = [term for term in state if _is_plain(state, term)]
    return {} if now is None or not terms else _counted(state, now, terms, valids)


def statuses_of(state: State) -> Callable[[str], TermStatus | None]:
    """Return what gives the status of a term; of a large board, off columns where they show it."""
    counted = stance_counts(state, [state.instant]) if is_large(state) else {}
    by_rules = reading_of(state).rulings.statuses.status
    return lambda term: counted[term].statuses[0] if term in counted else by_rules(term)


def with_stance(state: State) -> Collection[tuple[str, str | None]]:
    """Return the (term, party) with a stance that has begun, lapsed or not; those that columns show."""
    now = _stances(state) if is_large(state) else None
    if now is None:
        return ()
    cut, columns = reading_of(state).cut, now.columns
    codes = columns.holding(cut.valid, cut.seq, cut.counts)
    keys, is_stance = columns.keys, [isinstance(value, Stance) for value in columns.values]
    begun = {keys[n][:2] for n, code in enumerate(codes.tolist()) if code >= 0 and is_stance[code]}
    shown = begun.difference(now.aside, now.complete)
    return {holder for holder in shown if holder[1] not in state.agenda.grouped}


def _stances(state: State) -> CurrentColumns | None:
    """Return the columns of all stances; None where they show nothing of a state, or without numpy."""
    return reading_of(state).cut.in_columns("stance") if reads_columns(state) else None


MANY = 1000
"""The number of cells of a board from which on columns are read."""


def is_large(state: State) -> bool:
    """Return whether a board has enough cells to be worth columns, which are made of all entries."""
    size = len(state) * len(state.agenda.parties)
    return size >= MANY and 16 * size >= state.seq


def reads_columns(state: State) -> bool:
    """Return whether a state counts claims by their grades alone, with nothing left out or supposed."""
    basis = state.basis
    return not (basis.supposed or basis.trust.without or basis.published_by is not None)


def _is_plain(state: State, term: str) -> bool:
    """Return whether nothing but stances and content is stated of a term, by the parties that it needs.

    They are outside of groups.
    """
    needed, fields = state.agenda.needs_on(term), reading_of(state).cut.timeline.fields
    plain = all(isinstance(need, str) and need not in state.agenda.grouped for need in needed)
    return bool(needed) and plain and (term, None) not in fields and _PLAIN.issuperset(_stated(state, term))


def _stated(state: State, term: str) -> set[str]:
    """Return the fields that the needed parties of a term state; `content` for any of it."""
    fields = reading_of(state).cut.timeline.fields
    stated = {field for party in state.agenda.needs_on(term) for field in fields.get((term, str(party)), ())}
    return {CONTENT if field.startswith(CONTENT) else field for field in stated}


def _counted(
    state: State, now: CurrentColumns, terms: Sequence[str], valids: Sequence[int]
) -> dict[str, StanceCounts]:
    """Count up where a stance comes to hold and down where the next one does, and add up over the moments."""
    import numpy as np

    cut, columns = reading_of(state).cut, now.columns
    series, begins, codes = columns.turning(valids, cut.seq, cut.counts)
    needed = [state.agenda.needs_on(term) for term in terms]
    number = {Key(terms[n], str(party), "stance"): n for n, needs in enumerate(needed) for party in needs}
    term = np.array([number.get(key, len(terms)) for key in columns.keys], np.int64)[series]
    places = [_STANCES.get(value, len(_STANCES)) for value in columns.values]
    row = term * (len(_STANCES) + 1) + np.array([*places, len(_STANCES)], np.int64)[codes]
    last = np.append(series[1:] != series[:-1], True)[: len(series)]
    ends = np.where(last, len(valids), np.append(begins[1:], 0)[: len(series)])

    shape = len(terms) + 1, len(_STANCES) + 1, len(valids) + 1  # the last of each does not count
    start = row * shape[2]
    ups, downs = (np.bincount(start + at, minlength=math.prod(shape)) for at in (begins, ends))
    by_stance = (ups - downs).reshape(shape).cumsum(axis=2)[:-1, :-1, :-1]
    weak = np.array([*(value in WEAK_VALUES for value in columns.values), False])[codes]
    left_out = {
        *np.unique(term[weak]).tolist(),
        *(number.get(Key(*holder, "stance")) for holder in now.aside),
    }
    by_term: dict[str, StanceCounts] = {}
    for n, (name, tally) in enumerate(zip(terms, _tallies(list(map(len, needed)), by_stance), strict=True)):
        decided = TermStatus.AGREED in tally.statuses and CONTENT in _stated(state, name)
        if n not in left_out and not decided:
            by_term[name] = tally
    return by_term


def _tallies(needed: Sequence[int], by_stance: Any) -> Iterator[StanceCounts]:
    """Yield the tally of each term from the number of parties with each stance: its status turns on it."""
    import numpy as np

    any_with, live = by_stance > 0, by_stance.sum(axis=1)
    kinds = [live == 0, any_with[:, 0], any_with[:, 1], by_stance[:, -1] == np.array(needed)[:, None]]
    place = np.select(kinds, [0, 1, 2, 3], 4)
    totals = np.tensordot(by_stance, np.arange(len(_STANCES)) - _STANCES[Stance.NEUTRAL], (1, 0))
    spreads = len(_STANCES) - 1 - any_with[:, ::-1].argmax(axis=1) - any_with.argmax(axis=1)
    spreads, means = spreads.astype(object), (totals / np.maximum(live, 1)).astype(object)
    spreads[live < 2] = means[live < 1] = None
    columns = (place, live, totals, means, spreads)
    for number, places, *counts in zip(needed, *(column.tolist() for column in columns), strict=True):
        yield StanceCounts(number, list(map((*_BY_STANCES, TermStatus.PENDING).__getitem__, places)), *counts)


_BY_STANCES = (TermStatus.UNREPORTED, TermStatus.BLOCKED, TermStatus.CONTESTED, TermStatus.AGREED)
