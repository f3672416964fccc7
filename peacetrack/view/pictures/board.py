"""The board as a picture: terms by parties, as SVG and as a table in HTML. Built on picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from peacetrack.analysis.square import concerned
from peacetrack.rules import wording
from peacetrack.rules.claims import Claimed
from peacetrack.rules.standing import Standing
from peacetrack.state import State, TermState
from peacetrack.table.palette import SYMBOLS
from peacetrack.view.board import acts_of, basis_line, progress_text
from peacetrack.view.pictures.drawing import (
    MARGIN,
    SMALL,
    Box,
    Group,
    Part,
    Stroke,
    Words,
    bottom_of,
    footnotes,
    heading,
    key_of_stances,
    stance_words,
)
from peacetrack.view.pictures.lettering import wrapped
from peacetrack.view.pictures.picture import Picture, drawn
from peacetrack.words.stance import Stance

_COLUMN = 116


@attrs.frozen
class DrawnSquare:
    """Where a party stands on a term, as the board shows it.

    `acts` are its claims with an act, where it has no stance; `needed` says whether the term needs
    it.
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
        """The symbol of the stance."""
        return SYMBOLS[self.stance] if self.stance is not None else ""

    @property
    def word(self) -> str:
        """The stance in a word, or what there is in its place; nothing where nobody asks."""
        return wording.stance_word(self.standing, self.acts) or ("silent" if self.needed else "")

    @property
    def beside(self) -> str:
        """What is to be said beside it."""
        return ", ".join((*wording.qualifiers(self.standing), *wording.closings(self.standing)))

    @property
    def said(self) -> str:
        """All that is said of it."""
        closings = wording.closings(self.standing)
        return ", ".join((wording.in_full(self.standing, self.acts), *closings))


@attrs.frozen
class DrawnRow:
    """A term, with a square for each party."""

    here: TermState
    squares: tuple[DrawnSquare, ...]
    progress: str

    @property
    def id(self) -> str:
        """The term."""
        return self.here.id

    @property
    def proposition(self) -> str:
        """What a party accepts or rejects."""
        return self.here.term.proposition if self.here.term else ""

    @property
    def status(self) -> str:
        """How far it is, and on whom it waits; nothing where it needs nobody."""
        return wording.status_in_brief(self.here).removeprefix("-")


def board_picture(state: State, *, width: int = 960) -> Picture:
    """Terms by parties: where everybody stands, and how far each term has come.

    The HTML is a table; the SVG has a square for each party on each term, and grows wider than
    `width` pixels where there are many parties.
    """
    parties = _parties(state)
    rows = [_row(state, term, parties) for term in state]
    agenda = state.agenda
    title = f"The board: {agenda.title or agenda.id or 'no agenda'}"
    parts, size = _Squares(state, title, parties, rows, width).drawn()
    description = f"{basis_line(state)}. {_summary(rows)}"
    names = {party: agenda.party_by_id[party].name for party in parties}
    context = {"parties": names, "board": rows, "basis": str(state.basis)}
    return drawn(title, description, size, parts, template="board.html", **context)


def _summary(rows: list[DrawnRow]) -> str:
    said = "; ".join(f"{wording.isolated(row.id)}: {row.status or 'no status'}" for row in rows)
    return f"{said or 'There are no terms'}."


def _parties(state: State) -> list[str]:
    """The parties that any term concerns, in the order of the agenda."""
    seen = set[str]().union(*concerned(state, state).values())
    return [party for party in state.agenda.party_by_id if party in seen]


def _row(state: State, term: str, parties: list[str]) -> DrawnRow:
    here = state[term]
    squares = [_square(state, here, party) for party in parties]
    return DrawnRow(here, tuple(squares), progress_text(state, here))


def _square(state: State, here: TermState, party: str) -> DrawnSquare:
    standing = here[party]
    return DrawnSquare(party, standing, acts_of(state, standing), party in here.needed)


class _Squares:
    """The squares of a board, being drawn."""

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
        room = self.width - 2 * MARGIN
        parts = heading(self.title, self.width)
        parts += self._header(bottom_of(parts) + 20)
        for row in self.rows:
            parts += self._row(row, bottom_of(parts) + 8)
        y = bottom_of(parts) + 34
        parts += key_of_stances(MARGIN, y, room)
        note = f"Hollow: lapsed; hatched: disputed. {basis_line(self.state)}"
        parts += footnotes([note], bottom_of(parts) + 16, self.width)
        return parts, (self.width, bottom_of(parts) + MARGIN)

    def _left(self, place: int) -> float:
        return MARGIN + self.gutter + self.column * place

    def _header(self, y: float) -> Iterator[Part]:
        for place, party in enumerate(self.parties):
            name = self.state.agenda.party_by_id[party].name
            x, room = self._left(place) + 4, self.column - 8
            heads = [
                Words(x, y + 16 * n, text, bold=True)
                for n, text in enumerate(wrapped(party, room - 4))
            ]
            lines = wrapped(name, room, SMALL, lines=3) if name != party else []
            below = y + 16 * len(heads) - 2
            words = [Words(x, below + 13 * n, text, "soft", SMALL) for n, text in enumerate(lines)]
            yield Group(f"{party}: {name}", (*heads, *words))

    def _row(self, row: DrawnRow, y: float) -> Iterator[Part]:
        yield Stroke(((MARGIN, y), (self.width - MARGIN, y)))
        yield Group(f"{row.id}: {row.proposition}", tuple(self._named(row, y)))
        for place, square in enumerate(row.squares):
            if square.word:
                title = f"{square.party} on {row.id}: {square.said}"
                yield Group(title, tuple(self._square(square, self._left(place), y + 6)))

    def _named(self, row: DrawnRow, y: float) -> Iterator[Part]:
        room = self.gutter - 14
        lines = wrapped(row.id, room - 8)
        yield from (Words(MARGIN, y + 18 + 16 * n, text, bold=True) for n, text in enumerate(lines))
        said = [*wrapped(row.status, room, SMALL), *wrapped(row.progress, room, SMALL)]
        top = y + 18 + 16 * len(lines)
        yield from (Words(MARGIN, top + 14 * n, t, size=SMALL) for n, t in enumerate(said))

    def _square(self, square: DrawnSquare, x: float, y: float) -> Iterator[Part]:
        room = self.column - 6
        beside = wrapped(square.beside, room - 12, SMALL)
        if square.stance is None:
            words = wrapped(square.word, room - 12, 12)
            yield from (Words(x + 6, y + 16 + 15 * n, t, "soft", 12) for n, t in enumerate(words))
            ink, y = "soft", y + 15 * (len(words) - 1)
        else:
            look, hollow = square.stance.value, square.standing.lapsed
            ink = "ground" if hollow else look
            hatched = bool(square.standing.disputed)
            height = 26 + 13 * len(beside) + 6 * hatched
            yield Box(x, y, room, height, look, hollow=hollow, hatched=hatched)
            yield from stance_words(x + 6, y + 17, square.stance, square.word, ink, 12)
        yield from (
            Words(x + 6, y + 31 + 13 * n, text, ink, SMALL) for n, text in enumerate(beside)
        )
