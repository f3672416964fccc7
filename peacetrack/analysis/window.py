"""Offers and positions that end, and when. Built on state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import attrs

from peacetrack.index.statement import reports_of
from peacetrack.rules.condition import Holder
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.table.table import Table
from peacetrack.words.edtf import END
from peacetrack.words.ending import At, Ending, NotBefore, Undisclosed, WithEvent
from peacetrack.words.value import Absence
from peacetrack.words.when import Moment, surface_within


@attrs.frozen
class Window:
    """Until when a party's offer stands (`window`), or its position itself (`until`).

    `closes` is the ending as told. `at` is the first instant at which it is over: of one that goes
    with an event, that event's date, which may yet be moved; None where no date is known. It is
    `lapsed` once it has closed. `since` is from when on it was first stated.
    """

    term: str
    party: str
    closes: Ending
    reports: tuple[str, ...]
    field: str
    at: datetime | None
    lapsed: bool
    since: Moment

    def __str__(self) -> str:
        what = "offer stands" if self.field == "window" else "position holds"
        if self.lapsed:
            return f"{self.party} on {self.term}: {what} no longer, closed {self.closes}"
        return f"{self.party} on {self.term}: {what} {self._ending}"

    @property
    def _ending(self) -> str:
        if isinstance(self.closes, Undisclosed):
            return "until a date that is not disclosed"
        if isinstance(self.closes, NotBefore):
            return f"at least until {self.closes.event}"
        if isinstance(self.closes, At):
            return f"until {self.closes}"
        dated = f" ({self.at:%Y-%m-%d})" if self.at is not None else ""
        return f"until {self.closes.event} is over{dated}"


def windows(state: State) -> Table[Window]:
    """Every window and every until that was told, lapsed ones too, by the time they close.

    After the dated ones come those that go with an event without a date, those that only cannot
    close before one, and the undisclosed.
    """
    return Table(_windows_on(state, state), Window, state.basis)


def windows_by_holder(state: State, terms: Iterable[str]) -> Mapping[Holder, Sequence[Window]]:
    """The same of some terms, by (term, party)."""
    found: dict[Holder, list[Window]] = {}
    for window in _windows_on(state, terms):
        found.setdefault((window.term, window.party), []).append(window)
    return found


def _windows_on(state: State, terms: Iterable[str]) -> list[Window]:
    found = [
        window
        for term in terms
        for party in state.parties_on(term)
        for window in _windows(state, state.standing(term, party))
    ]
    return sorted(found, key=_place)


def _windows(state: State, standing: Standing) -> Iterator[Window]:
    for field, ending in (("window", standing.window), ("until", standing.until)):
        if field in standing.runs and not isinstance(ending, Absence | None):
            yield _window(state, standing, field, ending)


def _window(state: State, standing: Standing, field: str, ending: Ending) -> Window:
    run = standing.runs[field]
    closing = state.closing(run[-1])
    at = _expected(state, ending) if closing == END else closing
    return Window(
        term=standing.term,
        party=standing.party,
        closes=ending,
        reports=reports_of(run),
        field=field,
        at=surface_within(at),
        lapsed=closing <= state.instant,
        since=run[0].since,
    )


def _expected(state: State, ending: Ending) -> int:
    """When the event is over that an ending waits for, as far as its date is known."""
    if not isinstance(ending, WithEvent) or not isinstance(ending.event, str):
        return END
    when = state.event_date(ending.event)
    return END if when is None else when.ends


def _place(window: Window) -> tuple[bool, float, int]:
    order = (At, WithEvent, NotBefore, Undisclosed)
    instant = 0.0 if window.at is None else window.at.timestamp()
    return window.at is None, instant, order.index(type(window.closes))
