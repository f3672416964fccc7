"""The board as a picture: terms by parties, as SVG and as a table in HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from peacetrack.analysis.square import concerned
from peacetrack.rules import wording
from peacetrack.rules.standing import Standing
from peacetrack.state import State, TermState
from peacetrack.table.lettering import wrapped
from peacetrack.table.palette import SYMBOLS
from peacetrack.view.board import (
    acts_of,
    basis_line,
    chosen,
    days_if_old,
    negotiation,
    newest_line,
    progress_text,
)
from peacetrack.view.pictures import drawing
from peacetrack.view.pictures.picture import Picture
from peacetrack.words.isolate import isolated
from peacetrack.words.stance import Stance

_COLUMN = 116
"""The least width of a column, in pixels."""


@attrs.frozen
class DrawnSquare:
    """A party on a term, as the board shows it: its stance, and a word that is empty for silence.

    `qualifiers` say what qualifies the stance, and when offer and position end.
    """

    party: str
    standing: Standing
    stance: Stance | None
    word: str
    qualifiers: str
    in_words: str


@attrs.frozen
class DrawnRow:
    """A term, with a square for each party; `status` is empty where the term needs no party."""

    id: str
    proposition: str
    succession: str
    status: str
    progress: str
    squares: Sequence[DrawnSquare]


def board_picture(
    state: State,
    terms: Iterable[str] | None = None,
    parties: Iterable[str] | None = None,
    *,
    width: int = 960,
) -> Picture:
    """Draw where every party stands on every term, with the status of each term.

    The HTML of the picture is a table. The SVG has a square for each party on each term.

    Parameters:
        state: the state to draw.
        terms: the terms to draw, by id (default: all that are declared).
        parties: the parties to draw, by id or alias (default: all that a term concerns).
        width: the width of the SVG in pixels; with many parties it becomes wider.

    Raises:
        UnknownNameError: a term or a party is not declared.

    >>> view.board_picture(state)
    <Picture: The board: An invented negotiation>
    """
    shown, only = chosen(state, terms, parties)
    anywhere = set[str]().union(*concerned(state, shown).values()) if only is None else only
    declared = state.agenda.party_by_id
    names = {party: declared[party].name for party in declared if party in anywhere}
    rows = [_row(state, term, names) for term in shown]
    title, basis = f"The board: {negotiation(state)}", f"{basis_line(state)}; {newest_line(state)}"
    squares = _Squares(title, basis, names, rows, width)
    texts = (f"{isolated(row.id)}: {row.status or 'no status'}" for row in rows)
    description = f"{basis}. {'; '.join(texts) or 'There are no terms'}."
    context = {
        "parties": names,
        "board": rows,
        "basis": f"{state.basis}; {newest_line(state)}",
        "symbols": SYMBOLS,
    }
    return Picture(title, description, squares.width, squares.drawn(), context, "board.html")


def _row(state: State, id: str, parties: Iterable[str]) -> DrawnRow:
    term = state[id]
    return DrawnRow(
        id,
        term.term.proposition if term.term else "",
        wording.succession(state.agenda, id),
        drawing.without_signs(wording.status_in_brief(term).removeprefix("-")),
        drawing.without_signs(progress_text(state, term)),
        [_square(state, term, party) for party in parties],
    )


def _square(state: State, term: TermState, party: str) -> DrawnSquare:
    standing = term[party]
    acts, closings = acts_of(state, standing), wording.closings(standing)
    last = [words] if (words := wording.last_reported(standing)) else []
    is_old = days_if_old(state, standing) is not None
    return DrawnSquare(
        party,
        standing,
        standing.stance if isinstance(standing.stance, Stance) else None,
        wording.stance_word(standing, acts) or ("silent" if party in term.required else ""),
        ", ".join((*wording.qualifiers(standing), *closings, *(last if is_old else []))),
        ", ".join((wording.in_full(standing, acts), *closings, *last)),
    )


class _Squares:
    """The squares of a board, drawn from the top down."""

    def __init__(
        self, title: str, basis: str, names: Mapping[str, str], rows: list[DrawnRow], width: int
    ) -> None:
        self.title = title
        self.basis = basis
        self.names = names
        self.rows = rows
        self.gutter = min(300.0, max(190.0, width * 0.3))
        room = max(width, 320) - 2 * drawing.MARGIN - self.gutter
        self.column = max(_COLUMN, min(180.0, room / max(len(names), 1)))
        self.width = max(width, 2 * drawing.MARGIN + self.gutter + self.column * len(names))

    def drawn(self) -> tuple[drawing.Part, ...]:
        parts = drawing.heading(self.title, self.width)
        parts += self._header(drawing.bottom_of(parts) + 20)
        for row in self.rows:
            parts += self._row(row, drawing.bottom_of(parts) + 8)
        parts += drawing.key_of_stances(
            drawing.MARGIN, drawing.bottom_of(parts) + 34, self.width - 2 * drawing.MARGIN
        )
        note = f"Hollow: lapsed; hatched: disputed. {self.basis}"
        parts += drawing.footnotes([note], drawing.bottom_of(parts) + 16, self.width)
        return tuple(parts)

    def _left(self, place: int) -> float:
        return drawing.MARGIN + self.gutter + self.column * place

    def _header(self, y: float) -> Iterator[drawing.Part]:
        for place, (party, name) in enumerate(self.names.items()):
            yield drawing.party_label(party, name, self._left(place) + 4, y, self.column - 8)

    def _row(self, row: DrawnRow, y: float) -> Iterator[drawing.Part]:
        yield drawing.Stroke(((drawing.MARGIN, y), (self.width - drawing.MARGIN, y)))
        yield drawing.Group(f"{isolated(row.id)}: {row.proposition}", tuple(self._names(row, y)))
        for place, square in enumerate(row.squares):
            if square.word:
                title = f"{isolated(square.party)} on {isolated(row.id)}: {square.in_words}"
                yield drawing.Group(title, tuple(self._square(square, self._left(place), y + 6)))

    def _names(self, row: DrawnRow, y: float) -> list[drawing.Part]:
        room = self.gutter - 14
        heads = wrapped(row.id, room - 8)
        below_id = (row.succession, row.status, row.progress)
        lines = [line for text in below_id for line in wrapped(text, room, drawing.SMALL)]
        below = y + 18 + 16 * len(heads)
        return [
            *drawing.stacked(heads, drawing.MARGIN, y + 18, 16, bold=True),
            *drawing.stacked(lines, drawing.MARGIN, below, 14, size=drawing.SMALL),
        ]

    def _square(self, square: DrawnSquare, x: float, y: float) -> Iterator[drawing.Part]:
        room = self.column - 18
        qualifiers = wrapped(square.qualifiers, room, drawing.SMALL)
        if square.stance is None:
            words = wrapped(square.word, room, 12)
            yield from drawing.stacked(words, x + 6, y + 16, 15, "soft", 12)
            yield from drawing.stacked(qualifiers, x + 6, y + 16 + 15 * len(words), 13, "soft", drawing.SMALL)
            return
        look, hollow = square.stance.value, square.standing.lapsed
        ink, hatched = "ground" if hollow else look, bool(square.standing.disputed)
        height = 26 + 13 * len(qualifiers) + 6 * hatched
        yield drawing.Box(x, y, self.column - 6, height, look, hollow=hollow, hatched=hatched)
        yield from drawing.stance_words(x + 6, y + 17, square.stance, square.word, ink, 12)
        yield from drawing.stacked(qualifiers, x + 6, y + 31, 13, ink, drawing.SMALL)
