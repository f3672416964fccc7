"""The timeline as a picture: the events of a negotiation once, and when offers end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from peacetrack.analysis.phrase import day_words
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.window import windows
from peacetrack.index.event_dates import AWAITED
from peacetrack.rules.event import EventState
from peacetrack.rules.wording import last_moment, readable
from peacetrack.state import State, of_state
from peacetrack.table.lettering import width_of, wrapped
from peacetrack.view.board import negotiation
from peacetrack.view.pictures.axis import Axis
from peacetrack.view.pictures.drawing import MARGIN, Group, Part, arrow, diamond, line, rectangle, stacked
from peacetrack.view.pictures.lane import Rows, ending_of
from peacetrack.view.pictures.lanes import time_axis
from peacetrack.view.pictures.picture import Picture
from peacetrack.view.pictures.sheet import Sheet, Swatch, party_name, term_name
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import BEGINNING, END, microseconds
from peacetrack.words.when import TimeLike

_SIZE = 12


@of_state
def timeline(
    state: State,
    *,
    start: TimeLike | None = None,
    end: TimeLike | None = None,
    width: int = 960,
    bare: bool = False,
) -> Picture:
    """Draw the events over time, and when offers and positions end.

    What is expected lies at the end of an open arrow, undated outside the picture. What is overdue is hollow.

    Parameters:
        state: the state to draw.
        start: the first time to show (default: the first dated thing).
        end: the last time to show (default: all that is dated, but no more time after `valid` than before).
        width: the width in pixels, at least 320.
        bare: leave out the title and the basis, for a page that has them.

    Raises:
        EndBeforeStartError: the end does not come after the start.

    >>> view.timeline(state)
    <Picture: Events and endings: An invented negotiation>
    """
    sheet = Sheet(state, f"Events and endings: {negotiation(state)}", width, bare=bare)
    items = sorted([*_events(state), *_endings(state)], key=lambda item: (item.begins, item.ends))
    axis = _axis(state, sheet, items, start, end)
    shown = [item for item in items if item.placed and axis.first <= item.ends and item.begins <= axis.last]
    top, rows, place = sheet.bottom + 18, Rows(), len(sheet.parts)
    for item in shown:
        sheet.add([_drawn(axis, state.instant, item, rows, top + 6)])
    sheet.parts[place:place] = axis.drawn(top - 8, sheet.bottom + 10, state.instant)
    sheet.bottom += 46
    sheet.key(_KEY)
    sheet.notes(_left_out(items, shown))
    description = "; ".join(f"{item.text}, {item.when}" for item in items)
    return sheet.picture(description, ("what", "status", "when", "about"), (item.row for item in items))


def _axis(
    state: State, sheet: Sheet, items: Iterable[_Item], start: TimeLike | None, end: TimeLike | None
) -> Axis:
    dated = (instant for item in items for instant in item.instants)
    axis = attrs.evolve(time_axis(state, sheet, [*dated], start, end), left=float(MARGIN))
    if end is not None:
        return axis
    # room for what is expected without a date
    return attrs.evolve(axis, last=max(axis.last, state.instant + (state.instant - axis.first) // 3))


@frozen
class _Item:
    """An event, or the ending of an offer: its text and the instants between which it lies."""

    text: str
    status: str
    when: str
    about: str
    begins: int
    ends: int
    ahead: bool
    from_unknown: bool = False
    said: str = ""
    ending: bool = False

    @property
    def placed(self) -> bool:
        """Whether it has a place: a date at either end, or the time ahead."""
        return self.ahead or BEGINNING < self.begins < END or BEGINNING < self.ends < END

    @property
    def instants(self) -> list[int]:
        """The dates that the axis has to show."""
        return [instant for instant in (self.begins, self.ends) if BEGINNING < instant < END]

    @property
    def label(self) -> str:
        """The text with the status."""
        noted = ", ".join(filter(None, (self.status, self.said)))
        return f"{self.text} ({noted})" if noted else self.text

    @property
    def hollow(self) -> bool:
        """Whether it is not known to have taken place."""
        return self.ahead or self.status == "overdue"

    @property
    def row(self) -> list[str]:
        """The row of the table."""
        return [self.text, self.status, self.when, self.about]


def _events(state: State) -> Iterator[_Item]:
    names = Names(state)
    for event in state.events():
        span = event.when.range if event.when else None
        begins, ends = (span.first, span.last) if span else (BEGINNING, END)
        ahead = event.status in AWAITED and ends > state.instant
        about = ", ".join(
            term_name(state, each) if each in state else names.event(state.event(each))
            for each in event.about
        )
        status = str(event.status or "")
        if event.status in AWAITED and not ahead:
            status = "passed" if event.ended else "overdue"  # a deadline passes by itself
        begins = max(begins, state.instant) if ahead else begins
        unknown = bool(span and span.from_unknown)
        said = f"“{event.when.said}”" if ahead and event.when and event.when.said else ""
        brief = attrs.evolve(event, text=None) if event.participants or event.about else event
        yield _Item(names.event(brief), status, _when(event), about, begins, ends, ahead, unknown, said)


def _when(event: EventState) -> str:
    if event.when is None or event.when.edtf is None:
        return "no date" if event.when is None else f"“{event.when.said}”"
    text = day_words(readable(event.when.edtf))
    return f"by {text[1:]}" if text.startswith("/") else text


def _endings(state: State) -> Iterator[_Item]:
    names = Names(state)
    for window in windows(state):
        whose = f"{party_name(state, window.party)} on {term_name(state, window.term)}"
        text = f"{whose}: {ending_of(names, window)}"
        at = END if window.at is None else microseconds(window.at)
        when = "no date" if window.at is None else day_words(last_moment(window.at))
        ahead = at > state.instant
        yield _Item(
            text,
            "",
            when,
            term_name(state, window.term),
            state.instant if at == END else at,
            at,
            ahead,
            ending=True,
        )


def _drawn(axis: Axis, valid: int, item: _Item, rows: Rows, top: float) -> Part:
    """Return the mark of an item, with its label after it, before it or below it."""
    now, right = axis.at(valid), axis.at(item.ends)
    left = now if item.ahead else axis.at(item.begins)
    lines = wrapped(item.label, (axis.right - axis.left) * 0.8, _SIZE)
    wide = max((width_of(text, _SIZE) for text in lines), default=0.0)
    x, anchor, under = _label_place(axis, left, right, wide)
    start = x if anchor == "start" else x - wide
    row = rows.take(min(left, start) - 8, max(right, start + wide) + 8, len(lines) + under)
    y = top + 17 * row
    label = stacked(lines, x, y + 4 + 17 * under, 16, size=_SIZE, anchor=anchor, halo=True)
    return Group(f"{item.label}, {item.when}", (*_mark(axis, now, item, right, y), *label))


def _label_place(axis: Axis, left: float, right: float, wide: float) -> tuple[float, str, bool]:
    """Return where a label goes, and whether in a row of its own below the mark."""
    if right + 10 + wide <= axis.right:
        return right + 10, "start", False
    if left - 10 - wide >= axis.left:
        return left - 10, "end", False
    return max(axis.left, min(left + 6, axis.right - wide)), "start", True


def _mark(axis: Axis, now: float, item: _Item, right: float, y: float) -> Iterator[Part]:
    """Yield a diamond for an exact date, else a bar; for what lies ahead an open arrow to it."""
    left = axis.at(item.begins)
    dated = item.ends != END
    if item.ahead and (not dated or left - now > 20):
        yield from arrow(now, left - 7 if dated else axis.right - 2, y)
    if not dated and not item.ahead:
        yield from arrow(left, right, y)
    elif dated and item.ending:
        yield line(((left, y - 8), (left, y + 8)), "strong", weight=2.5)
    elif dated and right - left < 10:
        yield diamond((left + right) / 2, y, hollow=item.hollow)
    elif dated:
        edged = "ground" if item.hollow else "strong"
        bar = rectangle(left, y - 4, right - left, 8, edged, "strong")
        yield attrs.evolve(bar, texture="fade" if item.from_unknown and not item.hollow else "")


def _left_out(items: Iterable[_Item], shown: Iterable[_Item]) -> list[str]:
    """Return lines that name what has no place in the time shown."""
    kept = {*shown}
    left_out = (
        ("Without a date", [item for item in items if not item.placed]),
        ("Beyond the time shown", [item for item in items if item.placed and item not in kept]),
    )
    return [f"{note}: {', '.join(item.label for item in some)}" for note, some in left_out if some]


_KEY: tuple[Swatch, ...] = (
    ("took place", lambda x, y: [diamond(x + 11, y)]),
    ("within this time", lambda x, y: [rectangle(x, y - 4, 22, 8, "strong", "strong")]),
    ("expected", lambda x, y: arrow(x, x + 22, y)),
    ("expected at a date, or overdue", lambda x, y: [diamond(x + 11, y, hollow=True)]),
    (
        "an offer or a position ends",
        lambda x, y: [line(((x + 11, y - 8), (x + 11, y + 8)), "strong", weight=2.5)],
    ),
)
