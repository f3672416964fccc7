"""Dumbbells as a picture: the quantities that parties state, as ranges on one scale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil, floor, log10

import attrs

from peacetrack.analysis.gap import Gap, gaps
from peacetrack.index.statement import field_words
from peacetrack.state import State, of_state
from peacetrack.table.lettering import width_of, wrapped
from peacetrack.view.board import negotiation
from peacetrack.view.pictures.drawing import (
    SMALL,
    Group,
    Part,
    Words,
    arrow,
    circle,
    line,
    rectangle,
    stacked,
)
from peacetrack.view.pictures.picture import Picture
from peacetrack.view.pictures.sheet import Sheet, Swatch, party_name, proposition, term_name
from peacetrack.words.classes import frozen
from peacetrack.words.value import Quantity, as_range

_APART = 76
"""The least distance between two numbers of a scale, in pixels."""


@of_state
def dumbbells(state: State, term: str | None = None, *, width: int = 960, bare: bool = False) -> Picture:
    """Draw the quantities that the parties state of each field, as ranges on one scale.

    A band behind them is the common ground. An open end is an open arrow. Values that have no measure are
    in `analysis.gaps` alone.

    Parameters:
        state: the state to draw.
        term: a declared term (default: all terms).
        width: the width in pixels, at least 320.
        bare: leave out the title and the basis, for a page that has them.

    Raises:
        UnknownNameError: the term is not declared.

    >>> view.dumbbells(state)
    <Picture: What the parties state in numbers: An invented negotiation>
    """
    only = None if term is None else state[term].id
    sheet = Sheet(state, f"What the parties state in numbers: {negotiation(state)}", width, bare=bare)
    scales = [scale for gap in gaps(state) if only in (None, gap.term) for scale in _scales(state, gap)]
    for scale in scales:
        scale.draw(sheet)
    if scales:
        sheet.key(_KEY)
    else:
        sheet.notes(["No party states a quantity."])
    rows = [row for scale in scales for row in scale.rows(state)]
    description = "; ".join(map(", ".join, rows)) or "No party states a quantity"
    return sheet.picture(description, ("term", "field", "party", "states"), rows)


@frozen
class _Held:
    """A quantity with who states it: a party, or what is reported of the term itself."""

    name: str
    quantity: Quantity
    note: str

    @property
    def text(self) -> str:
        """The quantity in words, with how it is known."""
        return ", ".join(filter(None, (str(self.quantity), self.note)))

    @property
    def ends(self) -> list[float]:
        """The ends that are given."""
        return [float(end) for end in (self.quantity.low, self.quantity.high) if end is not None]


@frozen
class _Scale:
    """The quantities of one field in one unit."""

    state: State
    gap: Gap
    held: tuple[_Held, ...]

    @property
    def overlap(self) -> Quantity | None:
        """The common ground, in this unit."""
        overlap, unit = as_range(self.gap.overlap), self.held[0].quantity.unit
        return overlap if isinstance(overlap, Quantity) and overlap.unit == unit else None

    def draw(self, sheet: Sheet) -> None:
        """Add the scale to a sheet: a band with the field, a row for each party, and numbers."""
        ground = f"common ground {self.overlap}" if self.overlap else str(self.gap.ground).replace("-", " ")
        field = f"{field_words(self.gap.field)}: {ground}"
        sheet.band(term_name(self.state, self.gap.term), (proposition(self.state, self.gap.term), field))
        numbers = _Numbers.of(
            [end for held in self.held for end in held.ends], sheet.left + 14, sheet.right - 14
        )
        top, place = sheet.bottom, len(sheet.parts)
        for held in self.held:
            y = sheet.named(held.name)
            sheet.add([Group(f"{held.name}: {held.text}", tuple(_drawn(numbers, held, y + 9)))])
            sheet.bottom += 4
        bottom = sheet.bottom + 4
        sheet.parts[place:place] = [*self._ground(numbers, top, bottom), *numbers.drawn(top, bottom)]
        sheet.bottom = bottom + 20

    def _ground(self, numbers: _Numbers, top: float, bottom: float) -> Iterator[Part]:
        if self.overlap is not None:
            low, high = numbers.ends(self.overlap)
            yield rectangle(low - 3, top, high - low + 6, bottom - top, "soft", "soft")

    def rows(self, state: State) -> Iterator[list[str]]:
        """Yield the rows of the table."""
        for held in self.held:
            yield [term_name(state, self.gap.term), field_words(self.gap.field), held.name, held.text]


def _scales(state: State, gap: Gap) -> Iterator[_Scale]:
    """Yield a scale for each unit of the quantities of a field."""
    held = [(party_name(state, party), value, _note(state, gap, party)) for party, value in gap.held.items()]
    held.append(("The term itself", gap.reported, ""))
    quantities = [
        _Held(name, quantity, note)
        for name, value, note in held
        if isinstance(quantity := as_range(value), Quantity)
    ]
    for unit in dict.fromkeys(each.quantity.unit for each in quantities):
        yield _Scale(state, gap, tuple(each for each in quantities if each.quantity.unit == unit))


def _note(state: State, gap: Gap, party: str) -> str:
    run = state[gap.term][party].runs.get(gap.field, ())
    on_record = any(statement.on_record for statement in run)
    lapsed = "lapsed" if party in gap.lapsed else ""
    return ", ".join(filter(None, (lapsed, "" if on_record else "not on the record")))


@frozen
class _Numbers:
    """Numbers from the lowest at the left to the highest at the right, with round ones between."""

    low: float
    high: float
    step: float
    left: float
    right: float

    @classmethod
    def of(cls, ends: Iterable[float], left: float, right: float) -> _Numbers:
        """Return the scale that shows some numbers, with room at either side."""
        low, high = min(given := list(ends)), max(given)
        least = (high - low or abs(high) or 1.0) * 1.3 * _APART / (right - left)
        power = 10.0 ** floor(log10(least))
        step = next(step for step in (power, 2 * power, 5 * power, 10 * power) if step >= least)
        first = floor(low / step - 0.3)
        return cls(
            (first if low < 0 else max(first, 0)) * step, ceil(high / step + 0.3) * step, step, left, right
        )

    def at(self, number: float) -> float:
        """Return the place of a number."""
        return self.left + (self.right - self.left) * (number - self.low) / (self.high - self.low)

    def ends(self, quantity: Quantity) -> tuple[float, float]:
        """Return the places of both ends; the edge for an open one."""
        low = self.left - 10 if quantity.low is None else self.at(float(quantity.low))
        high = self.right + 10 if quantity.high is None else self.at(float(quantity.high))
        return low, high

    def drawn(self, top: float, bottom: float) -> Iterator[Part]:
        """Yield a line at each round number, with the number below."""
        for place in range(round((self.high - self.low) / self.step) + 1):
            number = self.low + place * self.step
            x = self.at(number)
            yield line(((x, top), (x, bottom)))
            yield Words(x, bottom + 14, f"{number:,.10g}", "soft", SMALL, anchor="middle")


def _drawn(numbers: _Numbers, held: _Held, y: float) -> Iterator[Part]:
    """Yield a line between the ends, a dot at each that is given, an arrow at an open one, and words."""
    low, high = numbers.ends(held.quantity)
    hollow = "ground" if held.note else "strong"
    dashed = "3 3" if held.note else ""
    if held.quantity.low is None:
        yield from arrow(high, low, y, dashed=bool(dashed))
    elif held.quantity.high is None:
        yield from arrow(low, high, y, dashed=bool(dashed))
    else:
        yield attrs.evolve(line(((low, y), (high, y)), "strong", weight=3), dashes=dashed)
    for end in held.ends:
        yield circle(numbers.at(end), y, 5, hollow, "strong")
    lines = wrapped(held.text, numbers.right - numbers.left, 12)
    wide = max(width_of(text, 12) for text in lines)
    x = max(numbers.left - 10, min(low - 5, numbers.right + 10 - wide))
    yield from stacked(lines, x, y + 19, 15, size=12, halo=True)


_KEY: tuple[Swatch, ...] = (
    (
        "a range",
        lambda x, y: [
            line(((x + 3, y), (x + 19, y)), "strong", weight=3),
            circle(x + 3, y, 4, "strong", "strong"),
            circle(x + 19, y, 4, "strong", "strong"),
        ],
    ),
    (
        "no upper end",
        lambda x, y: [*arrow(x + 4, x + 22, y, dashed=False), circle(x + 4, y, 4, "strong", "strong")],
    ),
    (
        "no lower end",
        lambda x, y: [*arrow(x + 18, x, y, dashed=False), circle(x + 18, y, 4, "strong", "strong")],
    ),
    ("lapsed, or not on the record", lambda x, y: [circle(x + 11, y, 5, "ground", "strong")]),
    ("common ground", lambda x, y: [rectangle(x, y - 8, 22, 16, "soft", "ground")]),
)
