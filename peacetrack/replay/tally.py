"""Tallies: how many needed parties hold each stance on a term, at many moments, off columns of numpy.

A term is counted where parties outside of groups state nothing on it but stances and content: rules 4, 7, 9
and 11 of `docs/reference/rules.md` have nothing to say of it. Where all accept and content is stated, it is
not, for then content decides (rule 10). States are asked about the other terms.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from peacetrack.index.statement import CONTENT, Key
from peacetrack.rules.runs import WEAK_VALUES
from peacetrack.state import State, cut_of
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus

if TYPE_CHECKING:
    from peacetrack.index.stack import Stacked


class Tally(NamedTuple):
    """Where the parties of a term stand at a moment, with steps from neutral: -2 rejects, 2 accepts.

    `needed` is the number of needed parties, `live` that of live stances, `total` the sum of their steps;
    `softest` and `hardest` are the steps of those at the ends.
    """

    status: TermStatus | None
    needed: int
    live: int
    total: int
    softest: int
    hardest: int


_PLAIN = frozenset(("stance", "red_line", CONTENT))
_STANCES: dict[object, int] = {stance: place for place, stance in enumerate(Stance)}


def tallies(state: State, valids: Sequence[int]) -> Mapping[str, Sequence[Tally]]:
    """Return by term the tally at each of some instants, in order; without the terms that are not counted."""
    if not valids or not reads_columns(state):
        return {}
    try:
        now = cut_of(state).timeline.stacked("stance", state.basis.trust)
    except ModuleNotFoundError:
        now = None
    terms = [term for term in state if _is_plain(state, term)]
    return {} if now is None or not terms else _counted(state, now, terms, valids)


def reads_columns(state: State) -> bool:
    """Return whether a state counts claims by their grades alone, with nothing left out or supposed."""
    basis = state.basis
    return not (basis.supposed or basis.trust.without or basis.published_by is not None)


def _is_plain(state: State, term: str) -> bool:
    """Return whether nothing but stances and content is stated of a term, by the parties that it needs.

    They are outside of groups.
    """
    needed, fields = state.agenda.needs_on(term), cut_of(state).timeline.fields
    plain = all(isinstance(need, str) and need not in state.agenda.grouped for need in needed)
    return bool(needed) and plain and (term, None) not in fields and _PLAIN.issuperset(_stated(state, term))


def _stated(state: State, term: str) -> set[str]:
    """Return the fields that the needed parties of a term state; `content` for any of it."""
    fields = cut_of(state).timeline.fields
    stated = {field for party in state.agenda.needs_on(term) for field in fields.get((term, str(party)), ())}
    return {CONTENT if field.startswith(CONTENT) else field for field in stated}


def _counted(
    state: State, now: Stacked, terms: Sequence[str], valids: Sequence[int]
) -> dict[str, Sequence[Tally]]:
    """Count up where a stance comes to hold and down where the next one does, and add up over the moments."""
    import numpy as np

    cut, stack = cut_of(state), now.stack
    series, begins, codes = stack.turning(valids, cut.seq, cut.counts)
    number = {Key(term, p, "stance"): n for n, term in enumerate(terms) for p in state.needed_on(term)}
    term = np.array([number.get(key, -1) for key in stack.keys], np.int64)[series]
    places = [_STANCES.get(value, len(_STANCES)) for value in stack.values]
    row = term * (len(_STANCES) + 1) + np.array([*places, len(_STANCES)], np.int64)[codes]
    last = np.append(series[1:] != series[:-1], True)[: len(series)]
    ends = np.where(last, len(valids), np.append(begins[1:], 0)[: len(series)])

    shape = len(terms), len(_STANCES) + 1, len(valids) + 1
    start, counted = row * shape[2], term >= 0
    ups, downs = (np.bincount((start + at)[counted], minlength=math.prod(shape)) for at in (begins, ends))
    by_stance = (ups - downs).reshape(shape).cumsum(axis=2)[:, :-1, :-1]
    weak = np.array([*(value in WEAK_VALUES for value in stack.values), False])[codes]
    left_out = {
        *np.unique(term[weak]).tolist(),
        *(number.get(Key(*holder, "stance")) for holder in now.aside),
    }
    needed = [len(state.needed_on(name)) for name in terms]
    agreed = (by_stance[:, -1] == np.array(needed)[:, None]).any(axis=1)
    by_term: dict[str, Sequence[Tally]] = {}
    for n, (name, tallies) in enumerate(zip(terms, _tallies(needed, by_stance), strict=True)):
        if n not in left_out and not (agreed[n] and CONTENT in _stated(state, name)):
            by_term[name] = tallies
    return by_term


def _tallies(needed: Sequence[int], by_stance: Any) -> Iterator[list[Tally]]:
    """Yield the tallies of each term from the number of parties with each stance: its status turns on it."""
    import numpy as np

    any_with, live = by_stance > 0, by_stance.sum(axis=1)
    steps = np.arange(len(_STANCES)) - _STANCES[Stance.NEUTRAL]
    kinds = [live == 0, any_with[:, 0], any_with[:, 1], by_stance[:, -1] == np.array(needed)[:, None]]
    place = np.select(kinds, [0, 1, 2, 3], 4)
    softest, hardest = steps[-1] - any_with[:, ::-1].argmax(axis=1), steps[0] + any_with.argmax(axis=1)
    of_terms = (place, live, np.tensordot(by_stance, steps, (1, 0)), softest, hardest)
    for number, of_term in zip(
        needed, zip(*(array.tolist() for array in of_terms), strict=True), strict=True
    ):
        places, *counts = of_term
        statuses = map((*_BY_STANCES, TermStatus.PENDING).__getitem__, places)
        yield list(map(Tally, statuses, repeat(number), *counts))


_BY_STANCES = (TermStatus.UNREPORTED, TermStatus.BLOCKED, TermStatus.CONTESTED, TermStatus.AGREED)
