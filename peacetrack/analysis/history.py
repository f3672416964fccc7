"""History: where a party stood on a term over time, with what it did meanwhile without a stance."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

import attrs

from peacetrack.index.statement import field_words
from peacetrack.rules.acts import states_only_an_act
from peacetrack.rules.claims import Claimed
from peacetrack.rules.group import standing_of
from peacetrack.rules.standing import Standing
from peacetrack.rules.standing_wording import dated_act, reserve_of
from peacetrack.state import State, of_state, reading_of
from peacetrack.table.table import Table
from peacetrack.words.edtf import BEGINNING, END, microseconds
from peacetrack.words.when import datetime_or_none


@of_state
def history(state: State, term: str, party: str) -> Table[Standing]:
    """List where a party stood on a term up to the valid moment, with what it did without a stance.

    `state.history` gives the same rows without their acts. A row begins without a time where no report says
    since when it held. Acts of before the first stance have a row of their own.

    Parameters:
        state: the state to ask.
        term: the id, an alias or the title of a term.
        party: the id, an alias or the name of a party.

    Returns:
        One row for each span, oldest first; `acts` has each act with its day and its report, and `reserves`
        the fields that are not on the record while the stance is.

    Raises:
        UnknownNameError: if the term or the party is not declared.

    >>> [(str(row.stance), row.acts) for row in analysis.history(state, "truce", "SOUTH")]
    [('opposes', ()), ('open', ())]
    """
    rows = history_of(state, term, party)
    first = [attrs.evolve(row, begins=None) if _may_be_older(row) else row for row in rows[:1]]
    return Table([*first, *rows[1:]], Standing, state.basis)


def history_of(state: State, term: str, party: str) -> list[Standing]:
    """Return the rows of a history; each has a begin, also where it may have held before."""
    done, spells = acts_done(state, term, party), state.spells(term, party)
    rows = [attrs.evolve(spell.standing, begins=spell.begins, ends=spell.ends) for spell in spells]
    first = END if not rows else BEGINNING if _may_be_older(rows[0]) else _begin(rows[0])
    if done and _day(done[0]) < first:
        rows.insert(0, _before_all(state, state[term][party], _day(done[0]), rows))
    return _with_acts(state, rows, done)


def _may_be_older(row: Standing) -> bool:
    """Return whether no report says since when a standing held."""
    return row.since is not None and row.since.range.from_unknown


def _before_all(state: State, now: Standing, instant: int, rows: Sequence[Standing]) -> Standing:
    """Return the row of a party that only acts, from an instant until the first of its history begins."""
    cut = reading_of(state).cut.at(instant)
    silent = standing_of(cut, state.agenda, now.term, now.party, now.of_kind)
    ends = rows[0].begins if rows else datetime_or_none(state.instant)
    return attrs.evolve(silent, begins=datetime_or_none(instant), ends=ends)


def acts_done(state: State, term: str, party: str) -> list[Claimed]:
    """Return the claims that state only what a party did on a term, by the first instant of each."""
    claims = state.claims(term=term, party=party, kind="position")
    return sorted((c for c in claims if c.since is not None and states_only_an_act(c)), key=_day)


def _with_acts(state: State, rows: Sequence[Standing], done: Iterable[Claimed]) -> list[Standing]:
    """Return the rows of a history, each with the acts from its begin until the next one begins."""
    by_row: list[list[str]] = [[] for _ in rows]
    starts = list(map(_begin, rows))
    for claimed in done:
        place = bisect_right(starts, _day(claimed)) - 1
        by_row[max(place, 0)].append(dated_act(claimed, rows[0].party, state.agenda))
    return [
        attrs.evolve(row, acts=tuple(acts), reserves=_reserves(row))
        for row, acts in zip(rows, by_row, strict=True)
    ]


def _reserves(row: Standing) -> tuple[str, ...]:
    """Return the fields that are not on the record while the stance is, each with who alone gives it."""
    known = ((field, reserve_of(row, field)) for field in row.runs if field != "stance")
    return tuple(f"{field_words(field)}, {reserve}" for field, reserve in known if reserve)


def _day(claimed: Claimed) -> int:
    return BEGINNING if claimed.since is None else claimed.since.anchor


def _begin(row: Standing) -> int:
    return BEGINNING if row.begins is None else microseconds(row.begins)
