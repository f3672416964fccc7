"""The tally as a picture: the needed parties of each term by where they stand, one pip each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from peacetrack.analysis.briefing.naming import Names
from peacetrack.state import State, rulings_of
from peacetrack.table.lettering import wrapped
from peacetrack.view.board import negotiation
from peacetrack.view.pictures.drawing import stacked
from peacetrack.view.pictures.picture import Picture
from peacetrack.view.pictures.places import PLACES, pip_key, pips, place_of
from peacetrack.view.pictures.sheet import Sheet, party_name, proposition, term_name
from peacetrack.view.whip import whip_rows
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
    rows = [row for row in whip_rows(state, Names(state)) if row.pips]
    by_term = {row.term: places_on(state, row.term) for row in rows}
    for row in rows:
        term, places = row.term, by_term[row.term]
        sheet.rule()
        top = sheet.named(term_name(state, term), (proposition(state, term),))
        sheet.add(pips(sheet.left, top + 9, row.pips))
        lines = [
            line for text in _texts(state, places) for line in wrapped(text, sheet.right - sheet.left, 12)
        ]
        sheet.add(stacked(lines, sheet.left, top + 32, 16, size=12))
    sheet.key(pip_key(each for row in rows for _, _, each in row.pips))
    table = [(term_name(state, row.term), row.status, *_row(state, by_term[row.term])) for row in rows]
    description = "; ".join(f"{term_name(state, row.term)}: {row.status}" for row in rows)
    return sheet.picture(description, ("term", "status", *PLACES), table)


def places_on(state: State, term: str) -> Mapping[str, list[str]]:
    """Return the needed parties of a term by where they stand, in the order of `PLACES`."""
    by_place = grouped(state.needed_on(term), partial(place_of, rulings_of(state), term))
    return {place: by_place[place] for place in PLACES if place in by_place}


def _texts(state: State, places: Mapping[str, Iterable[str]]) -> Iterable[str]:
    for place, parties in places.items():
        yield f"{place}: {', '.join(party_name(state, party) for party in parties)}"


def _row(state: State, places: Mapping[str, Iterable[str]]) -> list[str]:
    return [", ".join(party_name(state, party) for party in places.get(place, ())) for place in PLACES]
