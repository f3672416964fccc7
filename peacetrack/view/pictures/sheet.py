"""The sheet of a picture: title, rows with names, a key and notes, from the top down.

On a narrow sheet, as on a phone, names stand above what they name, and not at its left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import attrs

from peacetrack.state import State
from peacetrack.table.lettering import width_of, wrapped
from peacetrack.table.palette import MARKS
from peacetrack.view.board import basis_line
from peacetrack.view.pictures.drawing import (
    MARGIN,
    SMALL,
    Group,
    Part,
    bottom_of,
    box,
    line,
    paragraph,
    rectangle,
    stacked,
    stance_words,
)
from peacetrack.view.pictures.picture import Picture
from peacetrack.words.classes import define
from peacetrack.words.isolate import isolated
from peacetrack.words.stance import Stance

Swatch = tuple[str, Callable[[float, float], Iterable[Part]]]
"""A word of the key, and what draws its sample, 22 pixels wide, around a place."""


@define
class Sheet:
    """The parts of a picture as they are added; `bottom` is the lowest place so far.

    A `bare` one has no title and no basis, for a page that has them elsewhere.
    """

    state: State
    title: str
    width: float
    bare: bool = False
    parts: list[Part] = attrs.Factory(list)
    bottom: float = 0.0

    def __attrs_post_init__(self) -> None:
        self.width = max(self.width, 320)
        self.title = ", ".join(filter(None, (self.title, self.state.basis.supposing)))
        if not self.bare:
            self.add(paragraph([self.title], MARGIN, 28, self.room, 21, size=16, bold=True))

    @property
    def narrow(self) -> bool:
        """Whether names stand above what they name."""
        return self.width < 560

    @property
    def room(self) -> float:
        """The width between the margins."""
        return self.width - 2 * MARGIN

    @property
    def left(self) -> float:
        """Where that begins which has its name at the left; the margin of a narrow sheet."""
        return MARGIN if self.narrow else MARGIN + min(300.0, self.width * 0.27)

    @property
    def right(self) -> float:
        """The right margin."""
        return self.width - MARGIN

    def add(self, parts: Iterable[Part]) -> None:
        """Add parts, in front of those that are there."""
        added = list(parts)
        self.parts += added
        self.bottom = max(self.bottom, bottom_of(added))

    def rule(self) -> None:
        """Add a line across the sheet."""
        y = self.bottom + 8
        self.add([line(((MARGIN, y), (self.right, y)))])

    def named(self, name: str, details: Iterable[str] = (), *, room: float | None = None) -> float:
        """Add a name, with details below it; return the top of what it names."""
        top = self.bottom + 6
        room = (self.room if self.narrow else self.left - MARGIN - 12) if room is None else room
        heads = paragraph([name], MARGIN, top + 13, room, 16, bold=True)
        below = paragraph(details, MARGIN, top + 10 + 16 * len(heads), room, 14, "soft", SMALL)
        self.add([Group("; ".join([name, *details]), (*heads, *below))])
        return self.bottom + 4 if self.narrow else top

    def band(self, name: str, details: Iterable[str]) -> None:
        """Add a name with details across the sheet, on a ground of its own."""
        self.bottom += 8
        place, top = len(self.parts), self.bottom + 2
        self.named(name, details, room=self.room - 6)
        high = self.bottom + 4 - top
        self.parts.insert(place, rectangle(MARGIN - 6, top, self.room + 12, high, "soft"))
        self.bottom += 6

    def key(self, swatches: Iterable[Swatch]) -> None:
        """Add a legend: samples, each with its word."""
        x, y = float(MARGIN), self.bottom + 22
        for word, sample in swatches:
            wide = 28 + width_of(word, 12) + 14
            if x > MARGIN and x + wide > self.right:
                x, y = float(MARGIN), y + 22
            self.add(sample(x, y - 4))
            lines = wrapped(word, self.room - 28, 12)
            self.add(stacked(lines, x + 28, y, 15, size=12))
            x, y = x + wide, y + 15 * (len(lines) - 1)

    def notes(self, notes: Iterable[str]) -> None:
        """Add lines of small words."""
        self.add(paragraph(notes, MARGIN, self.bottom + 16, self.room, 15, "soft", SMALL))

    def picture(self, description: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Picture:
        """Return the picture, with its basis below."""
        basis = "" if self.bare else basis_line(self.state)
        self.notes([basis])
        words = ". ".join(filter(None, (basis, description or "There is nothing to show")))
        return Picture(
            self.title, f"{words}.", self.width, tuple(self.parts), tuple(columns), tuple(map(tuple, rows))
        )


def stance_key(marks: Iterable[str]) -> list[Swatch]:
    """Return the samples of all stances, and of the marks that a picture shows."""
    stances: list[Swatch] = [(str(stance), _stance_sample(stance)) for stance in reversed(Stance)]
    shown = {*marks}
    patterns = [(name, mark) for name, mark in MARKS.items() if name in shown]
    return [*stances, *((f"{mark.word}: {mark.pattern}", _mark_sample(name)) for name, mark in patterns)]


def _stance_sample(stance: Stance) -> Callable[[float, float], Iterable[Part]]:
    def sample(x: float, y: float) -> Iterable[Part]:
        yield from box(x, y - 8, 22, 16, stance.value)
        yield from stance_words(x + 6, y + 12 * 0.34, stance, "", stance.value, 12)[:1]

    return sample


def _mark_sample(mark: str) -> Callable[[float, float], Iterable[Part]]:
    return lambda x, y: box(x, y - 8, 22, 16, Stance.ACCEPTS.value, (mark,))


def party_name(state: State, party: str) -> str:
    """Return the name of a party, isolated; its id where it has none of its own."""
    declared = state.agenda.party_by_id.get(party)
    named = (
        declared is not None
        and declared.name
        and " ".join(declared.name.split()) not in state.agenda.shared_names
    )
    return isolated(declared.name if declared is not None and named else party)


def term_name(state: State, term: str) -> str:
    """Return the title of a term, isolated, or its id."""
    declared = state.agenda.term_by_id.get(term)
    return isolated(declared.title if declared and declared.title else term)


def proposition(state: State, term: str) -> str:
    """Return the sentence that parties accept or reject."""
    declared = state.agenda.term_by_id.get(term)
    return isolated(declared.proposition) if declared else ""
