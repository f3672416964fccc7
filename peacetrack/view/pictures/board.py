"""The board as a picture: terms by parties, in columns where they fit, else one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

import attrs

from peacetrack.analysis.square import concerned
from peacetrack.rules import wording
from peacetrack.rules.claims import Claimed
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.table.lettering import wrapped
from peacetrack.view.board import (
    acts_of,
    chosen,
    columns_of,
    days_if_old,
    negotiation,
    newest_line,
    progress_text,
)
from peacetrack.view.pictures.drawing import (
    MARGIN,
    SMALL,
    Group,
    Part,
    bottom_of,
    box,
    circle,
    ink_on,
    stacked,
    stance_words,
)
from peacetrack.view.pictures.picture import Picture
from peacetrack.view.pictures.sheet import (
    BOLD,
    Sheet,
    party_name,
    proposition,
    stance_key,
    status_text,
    term_name,
)
from peacetrack.view.pictures.tally import pip_key, pips, places_on
from peacetrack.words.stance import Stance

_COLUMN = 128
"""The least width of a column, in pixels."""
_MOST = 6
"""With more parties that have no column, those that a term does not need are named in small words."""


def board_picture(
    state: State,
    terms: Iterable[str] | None = None,
    parties: Iterable[str] | None = None,
    *,
    width: int = 960,
    bare: bool = False,
) -> Picture:
    """Draw where every party stands on every term, with the status of each term.

    There is a column for each party where they fit; those that few terms concern, and all on a
    narrow picture, are named in their squares.

    Parameters:
        state: the state to draw.
        terms: the terms to draw, by id (default: all that are declared).
        parties: the parties to draw, by id or alias (default: all that a term concerns).
        width: the width in pixels, at least 320.
        bare: leave out the title and the basis, for a page that has them.

    Raises:
        UnknownNameError: a term or a party is not declared.

    >>> view.board_picture(state)
    <Picture: The board: An invented negotiation>
    """
    sheet = Sheet(state, f"The board: {negotiation(state)}", width, bare=bare)
    board = _Board(state, sheet, *chosen(state, terms, parties))
    sheet.notes([] if bare else [newest_line(state)])
    board.draw()
    columns = ("term", "status", *(party_name(state, party) for party in board.parties), "of the term itself")
    told = "; ".join(f"{term_name(state, term)}: {status_text(state, term)}" for term in board.terms)
    return sheet.picture(told, columns, map(board.row, board.terms))


@attrs.frozen
class _Square:
    """What is shown of a party on a term: a stance with its marks, or words."""

    stance: Stance | None
    word: str
    qualifiers: str
    marks: Sequence[str]
    in_words: str

    @classmethod
    def of(cls, state: State, standing: Standing, *, needed: bool) -> _Square | None:
        """Return the square of a standing; None where there is nothing to say of it."""
        acts, closings = acts_of(state, standing), wording.closings(standing)
        stance = standing.stance if isinstance(standing.stance, Stance) else None
        word = _word(standing, acts) or ("no report" if needed else "")
        if not word:
            return None
        days = days_if_old(state, standing)
        age = [] if days is None else [f"{wording.age_mark(standing, days).removesuffix('d')} days ago"]
        reserved = [wording.reservation(standing)] if stance and not standing.accounts_of else []
        last = [words] if (words := wording.last_reported(standing)) else []
        said = filter(None, (*(wording.qualifiers(standing) if stance else ()), *reserved, *closings))
        qualifiers = ", ".join((*said, *age))
        in_full = wording.in_full(standing, acts) if stance else word
        told = ", ".join(filter(None, (in_full, *reserved, *closings, *last)))
        return cls(stance, word, qualifiers, wording.patterns(standing, old=bool(age)), told)


def _word(standing: Standing, acts: Sequence[Claimed]) -> str:
    """Return the stance, or in words what a party says and does without one."""
    if standing.stance is not None or not (acts or standing.runs):
        return wording.stance_word(standing).strip("()")
    return wording.in_full(standing, acts).removeprefix("no stance; ")


class _Board:
    """The squares of a board on a sheet."""

    def __init__(self, state: State, sheet: Sheet, terms: Sequence[str], only: Sequence[str] | None) -> None:
        self.state = state
        self.sheet = sheet
        self.terms = terms
        by_term = concerned(state, terms)
        anywhere = set[str]().union(*by_term.values()) if only is None else only
        self.parties = [party for party in state.agenda.party_by_id if party in anywhere]
        columns, others = (
            columns_of(state.agenda.party_by_id, by_term) if only is None else (self.parties, [])
        )
        places = len(columns) + (2 if others else 0)
        self.column = min(190.0, (sheet.right - sheet.left) / max(places, 1))
        self.columns = columns if self.column >= _COLUMN and not sheet.narrow else []

    @cached_property
    def squares(self) -> Mapping[str, Mapping[str, _Square]]:
        """The squares by term and party."""
        squares: dict[str, dict[str, _Square]] = {}
        for id in self.terms:
            here = self.state[id]
            drawn = {p: _Square.of(self.state, here[p], needed=p in here.needed) for p in self.parties}
            squares[id] = {party: square for party, square in drawn.items() if square is not None}
        return squares

    def draw(self) -> None:
        """Add the head, a row for each term, and the key."""
        sheet = self.sheet
        top = sheet.bottom + 22
        for place, party in enumerate(self.columns):
            heads = wrapped(party_name(self.state, party), (self.column - 12) / BOLD)
            sheet.add(stacked(heads, self._left(place), top, 16, bold=True))
        for id in self.terms:
            self._draw_row(id)
        sheet.rule()
        if sheet.bare:
            return
        every = [square for squares in self.squares.values() for square in squares.values()]
        sheet.key(stance_key(chain.from_iterable(square.marks for square in every)))
        places = chain.from_iterable(places_on(self.state, term) for term in self.terms)
        sheet.key(pip_key(places))

    def _left(self, place: int) -> float:
        return self.sheet.left + self.column * place

    def _draw_row(self, id: str) -> None:
        sheet, squares = self.sheet, self.squares[id]
        sheet.rule()
        top = sheet.named(term_name(self.state, id), (proposition(self.state, id),))
        below = sheet.bottom
        places = places_on(self.state, id)
        sheet.add(pips(MARGIN, below + 7, places))
        words = (status_text(self.state, id), wording.succession(self.state.agenda, id))
        lines = [t for text in words for t in wrapped(text, self._status_room, SMALL)]
        sheet.add(stacked(lines, MARGIN, below + (26 if places else 11), 14, size=SMALL))
        for place, party in enumerate(self.columns):
            square = squares.get(party) or _Square(None, "not needed", "", (), "not needed")
            sheet.add(self._drawn(id, party, square, self._left(place), top + 2, self.column - 8))
        others = [party for party in squares if party not in self.columns]
        needed = [party for party in others if party in self.state.needed_on(id)]
        kept = [*needed, *(party for party in others if party not in needed)]
        kept = kept if len(kept) <= _MOST else needed
        below = self._flow(id, kept, sheet.bottom + 4 if sheet.narrow else top + 2)
        self._fold(id, [party for party in others if party not in kept], below)

    @property
    def _status_room(self) -> float:
        return self.sheet.room if self.sheet.narrow else self.sheet.left - MARGIN - 12

    def _flow(self, id: str, parties: Sequence[str], top: float) -> float:
        """Add the squares of parties without a column, each with its name; return where they end."""
        left = self._left(len(self.columns))
        count = max(1, int((self.sheet.right - left) // 150))
        wide = (self.sheet.right - left) / count
        for start in range(0, len(parties), count):
            parts: list[Part] = []
            for place, party in enumerate(parties[start : start + count]):
                square, x = self.squares[id][party], left + place * wide
                name = wrapped(party_name(self.state, party), (wide - 10) / BOLD, SMALL)
                parts += stacked(name, x, top + 9, 13, size=SMALL, bold=True)
                parts += self._drawn(id, party, square, x, top + 13 * len(name) + 2, wide - 8)
            self.sheet.add(parts)
            top = bottom_of(parts) + 9
        return top

    def _fold(self, id: str, parties: Sequence[str], top: float) -> None:
        """Add in small words what the other parties say, where they are many."""
        left = self._left(len(self.columns))
        texts = (f"{party_name(self.state, party)}: {self.squares[id][party].word}" for party in parties)
        lines = wrapped(f"Not needed: {'; '.join(texts)}" if parties else "", self.sheet.right - left, SMALL)
        self.sheet.add(stacked(lines, left, top + 9, 14, "soft", SMALL))

    def _drawn(self, id: str, party: str, square: _Square, x: float, y: float, wide: float) -> Iterator[Part]:
        title = f"{party_name(self.state, party)} on {term_name(self.state, id)}: {square.in_words}"
        yield Group(title, tuple(_square_parts(square, x, y, wide)))

    def row(self, id: str) -> list[str]:
        """Return the row of a term in the table."""
        squares = self.squares[id]
        told = [squares[party].in_words if party in squares else "" for party in self.parties]
        itself = progress_text(self.state, self.state[id]).replace("≠", "disputed:")
        return [term_name(self.state, id), status_text(self.state, id), *told, itself]


def _square_parts(square: _Square, x: float, y: float, wide: float) -> Iterator[Part]:
    """Yield a box with a stance and what qualifies it; words where there is no stance."""
    lines = wrapped(square.qualifiers, wide - 14, SMALL)
    if square.stance is None:
        if square.word == "no report":
            yield circle(x + 8, y + 11, 5.5, "ground", "ground", dashes="1.5 2")
            x += 14
        words = wrapped(square.word, wide - 20, 12)
        yield from stacked(words, x + 4, y + 15, 15, "soft", 12)
        yield from stacked(lines, x + 4, y + 15 + 14 * len(words), 13, "soft", SMALL)
        return
    high = 24 + 13 * len(lines) + (6 if "disputed" in square.marks else 0)
    ink = ink_on(square.stance.value, square.marks)
    yield from box(x, y, wide, high, square.stance.value, square.marks)
    yield from stance_words(x + 7, y + 16, square.stance, square.word, ink, 12)
    yield from stacked(lines, x + 7, y + 30, 13, ink, SMALL)
