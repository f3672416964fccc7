"""The tally as a picture: the needed parties of each term by where they stand, one pip each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from peacetrack.analysis.sentence.naming import Names
from peacetrack.rules.status import NO_REPORT
from peacetrack.state import State, of_state, reading_of
from peacetrack.view.board import negotiation
from peacetrack.view.pictures.drawing import paragraph
from peacetrack.view.pictures.picture import Picture
from peacetrack.view.pictures.places import PLACES, pip_key, pips, place_of
from peacetrack.view.pictures.sheet import Sheet, party_name, proposition, term_name
from peacetrack.view.whip import WhipRow, whip_rows
from peacetrack.words.value import grouped


@of_state
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
    by_term = {row.term: _places_on(state, row) for row in rows}
    for row in rows:
        term, places = row.term, by_term[row.term]
        sheet.rule()
        top = sheet.named(term_name(state, term), (proposition(state, term),))
        sheet.add(pips(sheet.left, top + 9, row.pips))
        texts = (f"{place}: {_names(state, row, parties)}" for place, parties in places.items())
        sheet.add(paragraph(texts, sheet.left, top + 32, sheet.right - sheet.left, 16, size=12))
    sheet.key(pip_key(each for row in rows for _, _, each in row.pips))
    table = [
        (
            term_name(state, row.term),
            row.status,
            *(_names(state, row, by_term[row.term].get(place, ())) for place in _PLACES),
        )
        for row in rows
    ]
    description = "; ".join(f"{term_name(state, row.term)}: {row.status}" for row in rows)
    return sheet.picture(description, ("term", "status", *_PLACES), table)


_NO_STANCE = "no stance"
_PLACES = tuple(
    chain.from_iterable((_NO_STANCE, place) if place == NO_REPORT else (place,) for place in PLACES)
)
"""Where a needed party can stand; without a stance it may have acted, or said something else."""


def _places_on(state: State, row: WhipRow) -> Mapping[str, list[str]]:
    """Return the needed parties of a term by where they stand, the most favourable place first."""
    rulings = reading_of(state).rulings

    def place(party: str) -> str:
        held = place_of(rulings, row.term, party)
        return _NO_STANCE if held == NO_REPORT != row.cells[party].main else held

    by_place = grouped(state.needed_on(row.term), place)
    return {place: by_place[place] for place in _PLACES if place in by_place}


def _names(state: State, row: WhipRow, parties: Iterable[str]) -> str:
    """Return the names of some parties, each with what speaks against its stance."""
    return ", ".join(f"{party_name(state, p)} {row.cells[p].against}".strip() for p in parties)
