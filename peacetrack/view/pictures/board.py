"""The board as a picture: terms by parties, as SVG and as a table in HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from peacetrack.analysis.square import concerned
from peacetrack.rules import wording
from peacetrack.rules.claims import Claimed
from peacetrack.rules.standing import Standing
from peacetrack.state import State, TermState
from peacetrack.table.palette import SYMBOLS
from peacetrack.view.board import acts_of, basis_line, negotiation, progress_text
from peacetrack.view.pictures.drawing import (
    MARGIN,
    SMALL,
    Box,
    Group,
    Part,
    Stroke,
    bottom_of,
    footnotes,
    heading,
    key_of_stances,
    stacked,
    stance_words,
)
from peacetrack.view.pictures.lettering import wrapped
from peacetrack.view.pictures.picture import Picture, drawn
from peacetrack.words.stance import Stance

_COLUMN = 116
"""The least width of a column, in pixels."""


@attrs.frozen
class DrawnSquare:
    """A party on a term, as the board shows it.

    `acts` are the claims with an act of a party without a stance; `needed` says whether the term
    needs the party.
    """

    party: str
    standing: Standing
    acts: Sequence[Claimed]
    needed: bool

    @property
    def stance(self) -> Stance | None:
        """The stance, where there is one."""
        stance = self.standing.stance
        return stance if isinstance(stance, Stance) else None

    @property
    def symbol(self) -> str:
        """The symbol of the stance; empty without one."""
        return SYMBOLS[self.stance] if self.stance is not None else ""

    @property
    def word(self) -> str:
        """The stance in a word, or what replaces it; empty where a party is not needed either."""
        return wording.stance_word(self.standing, self.acts) or ("silent" if self.needed else "")

    @property
    def qualifiers(self) -> str:
        """What qualifies the stance, and when offer and position end."""
        return ", ".join((*wording.qualifiers(self.standing), *wording.closings(self.standing)))

    @property
    def in_words(self) -> str:
        """The whole standing in words."""
        closings = wording.closings(self.standing)
        return ", ".join((wording.in_full(self.standing, self.acts), *closings))


@attrs.frozen
class DrawnRow:
    """A term, with a square for each party."""

    term: TermState
    squares: tuple[DrawnSquare, ...]
    progress: str

    @property
    def id(self) -> str:
        """The id of the term."""
        return self.term.id

    @property
    def proposition(self) -> str:
        """The sentence that parties accept or reject."""
        return self.term.term.proposition if self.term.term else ""

    @property
    def status(self) -> str:
        """The status in brief; empty where the term needs no party."""
        return wording.status_in_brief(self.term).removeprefix("-")


def board_picture(state: State, *, width: int = 960) -> Picture:
    """Draw where every party stands on every term, with the status of each term.

    The HTML of the picture is a table. The SVG has a square for each party on each term.

    Parameters:
        state: the state to draw.
        width: the width of the SVG in pixels; with many parties it becomes wider.

    >>> view.board_picture(state)
    <Picture: The board: An invented negotiation>
    """
    by_term = concerned(state, state)
    anywhere = set[str]().union(*by_term.values())
    parties = [party for party in state.agenda.party_by_id if party in anywhere]
    rows = [_row(state, term, parties) for term in state]
    title = f"The board: {negotiation(state)}"
    parts, size = _Squares(state, title, parties, rows, width).drawn()
    names = {party: state.agenda.party_by_id[party].name for party in parties}
    context = {"parties": names, "board": rows, "basis": str(state.basis)}
    description = f"{basis_line(state)}. {_summary(rows)}"
    return drawn(title, description, size, parts, template="board.html", **context)


def _summary(rows: list[DrawnRow]) -> str:
    texts = (f"{wording.isolated(row.id)}: {row.status or 'no status'}" for row in rows)
    return f"{'; '.join(texts) or 'There are no terms'}."


def _row(state: State, id: str, parties: list[str]) -> DrawnRow:
    term = state[id]
    squares = [_square(state, term, party) for party in parties]
    return DrawnRow(term, tuple(squares), progress_text(state, term))


def _square(state: State, term: TermState, party: str) -> DrawnSquare:
    standing = term[party]
    return DrawnSquare(party, standing, acts_of(state, standing), party in term.needed)


class _Squares:
    """The squares of a board, drawn from the top down."""

    def __init__(
        self, state: State, title: str, parties: list[str], rows: list[DrawnRow], width: int
    ) -> None:
        self.state = state
        self.title = title
        self.parties = parties
        self.rows = rows
        self.gutter = min(300.0, max(190.0, width * 0.3))
        room = max(width, 320) - 2 * MARGIN - self.gutter
        self.column = max(_COLUMN, min(180.0, room / max(len(parties), 1)))
        self.width = max(width, 2 * MARGIN + self.gutter + self.column * len(parties))

    def drawn(self) -> tuple[list[Part], tuple[float, float]]:
        """Return the parts, and the width and height of the picture."""
        parts = heading(self.title, self.width)
        parts += self._header(bottom_of(parts) + 20)
        for row in self.rows:
            parts += self._row(row, bottom_of(parts) + 8)
        parts += key_of_stances(MARGIN, bottom_of(parts) + 34, self.width - 2 * MARGIN)
        note = f"Hollow: lapsed; hatched: disputed. {basis_line(self.state)}"
        parts += footnotes([note], bottom_of(parts) + 16, self.width)
        return parts, (self.width, bottom_of(parts) + MARGIN)

    def _left(self, place: int) -> float:
        return MARGIN + self.gutter + self.column * place

    def _header(self, y: float) -> Iterator[Part]:
        for place, party in enumerate(self.parties):
            name = self.state.agenda.party_by_id[party].name
            x, room = self._left(place) + 4, self.column - 8
            heads = wrapped(party, room - 4)
            lines = wrapped(name, room, SMALL, lines=3) if name != party else []
            below = y + 16 * len(heads) - 2
            words = stacked(heads, x, y, 16, bold=True)
            words += stacked(lines, x, below, 13, "soft", SMALL)
            yield Group(f"{party}: {name}", tuple(words))

    def _row(self, row: DrawnRow, y: float) -> Iterator[Part]:
        yield Stroke(((MARGIN, y), (self.width - MARGIN, y)))
        yield Group(f"{row.id}: {row.proposition}", tuple(self._names(row, y)))
        for place, square in enumerate(row.squares):
            if square.word:
                title = f"{square.party} on {row.id}: {square.in_words}"
                yield Group(title, tuple(self._square(square, self._left(place), y + 6)))

    def _names(self, row: DrawnRow, y: float) -> list[Part]:
        room = self.gutter - 14
        heads = wrapped(row.id, room - 8)
        lines = [*wrapped(row.status, room, SMALL), *wrapped(row.progress, room, SMALL)]
        below = y + 18 + 16 * len(heads)
        return [
            *stacked(heads, MARGIN, y + 18, 16, bold=True),
            *stacked(lines, MARGIN, below, 14, size=SMALL),
        ]

    def _square(self, square: DrawnSquare, x: float, y: float) -> Iterator[Part]:
        room = self.column - 18
        qualifiers = wrapped(square.qualifiers, room, SMALL)
        if square.stance is None:
            words = wrapped(square.word, room, 12)
            yield from stacked(words, x + 6, y + 16, 15, "soft", 12)
            yield from stacked(qualifiers, x + 6, y + 16 + 15 * len(words), 13, "soft", SMALL)
            return
        look, hollow = square.stance.value, square.standing.lapsed
        ink, hatched = "ground" if hollow else look, bool(square.standing.disputed)
        height = 26 + 13 * len(qualifiers) + 6 * hatched
        yield Box(x, y, self.column - 6, height, look, hollow=hollow, hatched=hatched)
        yield from stance_words(x + 6, y + 17, square.stance, square.word, ink, 12)
        yield from stacked(qualifiers, x + 6, y + 31, 13, ink, SMALL)
