"""Offers and until when they stand. Built on state."""

from __future__ import annotations

import attrs

from peacetrack.reading import closes
from peacetrack.rows import Table
from peacetrack.standing import Standing
from peacetrack.state import State
from peacetrack.value import Absence
from peacetrack.when import Ending


@attrs.frozen
class Window:
    """Until when a party's offer stands: at a time, with an event, or on an undisclosed date."""

    term: str
    party: str
    closes: Ending
    reports: tuple[str, ...]


def windows(state: State) -> Table[Window]:
    """The windows of all standings, lapsed ones too, those that close first before."""
    found = []
    for term in state:
        for party in state.parties_on(term):
            standing = state[term][party]
            if standing.window is not None and not isinstance(standing.window, Absence):
                found.append((_closing(state, standing), _window(standing, standing.window)))
    found.sort(key=lambda pair: pair[0])
    return Table([window for _, window in found], Window, state.basis)


def _closing(state: State, standing: Standing) -> int:
    last = standing.held["window"][-1]
    return closes(state.cut, last.value, last.by)


def _window(standing: Standing, ending: Ending) -> Window:
    reports = dict.fromkeys(statement.report for statement in standing.held["window"])
    return Window(standing.term, standing.party, ending, tuple(reports))
