"""The tally as a picture: the needed parties of each term by where they stand, one pip each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from peacetrack.state import State, rulings_of
from peacetrack.table.lettering import wrapped
from peacetrack.view.board import negotiation
from peacetrack.view.pictures.drawing import Group, Part, stacked
from peacetrack.view.pictures.picture import Picture
from peacetrack.view.pictures.places import PIP, PLACES, pip, place_of
from peacetrack.view.pictures.sheet import Sheet, Swatch, party_name, proposition, status_text, term_name
from peacetrack.words.value import grouped


def tally(state: State, *, width: int = 960, bare: bool = False) -> Picture:
    """Draw the needed parties of each term, one pip each, by where they stand.

    A party without a report is never among those that wait.

    Parameters:
        state: the state to draw.
        width: the width in pixels, at least 320.
        bare: leave out the title and the basis, for a page that has them.

    >>> view.tally(state)
    <Picture: Needed parties by where they stand: An invented negotiation>
    """
    sheet = Sheet(state, f"Needed parties by where they stand: {negotiation(state)}", width, bare=bare)
    by_term = {term: places_on(state, term) for term in state if state.needed_on(term)}
    for term, places in by_term.items():
        sheet.rule()
        top = sheet.named(term_name(state, term), (proposition(state, term),))
        sheet.add(pips(sheet.left, top + 9, places))
        lines = [
            line for text in _texts(state, places) for line in wrapped(text, sheet.right - sheet.left, 12)
        ]
        sheet.add(stacked(lines, sheet.left, top + 32, 16, size=12))
    sheet.key(pip_key(place for places in by_term.values() for place in places))
    rows = [(term_name(state, term), *_row(state, term, places)) for term, places in by_term.items()]
    told = "; ".join(f"{term_name(state, term)}: {status_text(state, term)}" for term in by_term)
    return sheet.picture(told, ("term", "status", *PLACES), rows)


def places_on(state: State, term: str) -> Mapping[str, list[str]]:
    """Return the needed parties of a term by where they stand, in the order of `PLACES`."""
    by_place = grouped(state.needed_on(term), partial(place_of, rulings_of(state), term))
    return {place: by_place[place] for place in PLACES if place in by_place}


def pips(x: float, y: float, places: Mapping[str, Iterable[str]]) -> list[Part]:
    """Return a pip for each party, from a place on to the right."""
    parts: list[Part] = []
    for place, parties in places.items():
        for party in parties:
            parts.append(Group(f"{party}: {place}", tuple(pip(place, x + 6, y))))
            x += PIP
    return parts


def pip_key(places: Iterable[str]) -> list[Swatch]:
    """Return the samples of the pips that a picture shows."""
    shown = {*places}
    return [(place, _sample(place)) for place in PLACES if place in shown]


def _sample(place: str) -> Callable[[float, float], Iterable[Part]]:
    return lambda x, y: pip(place, x + 11, y)


def _texts(state: State, places: Mapping[str, Iterable[str]]) -> Iterable[str]:
    for place, parties in places.items():
        yield f"{place}: {', '.join(party_name(state, party) for party in parties)}"


def _row(state: State, term: str, places: Mapping[str, Iterable[str]]) -> list[str]:
    names = (", ".join(party_name(state, party) for party in places.get(place, ())) for place in PLACES)
    return [status_text(state, term), *names]
