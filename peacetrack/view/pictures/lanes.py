"""Lanes as a picture: where the parties stood over valid time, one lane a party.

A single lane is drawn in `lane`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain

import attrs

from peacetrack.errors import EndBeforeStartError
from peacetrack.rules import wording
from peacetrack.rules.event import EventState
from peacetrack.state import State
from peacetrack.table.lettering import width_of, wrapped
from peacetrack.view.board import acts_of, basis_line
from peacetrack.view.pictures import drawing
from peacetrack.view.pictures.axis import Axis, spanning
from peacetrack.view.pictures.events import event_band, is_dated, is_within
from peacetrack.view.pictures.labels import IN_BAR, Labels
from peacetrack.view.pictures.lane import BAR, Lane, bar, closing_of, lanes_of, stop
from peacetrack.view.pictures.picture import Picture
from peacetrack.words.edtf import BEGINNING, END, microseconds
from peacetrack.words.isolate import isolated
from peacetrack.words.value import grouped
from peacetrack.words.when import TimeLike, as_instant, as_moment, display_day, display_minute


def lanes(
    state: State,
    term: str | None = None,
    *,
    party: str | None = None,
    start: TimeLike | None = None,
    end: TimeLike | None = None,
    width: int = 960,
) -> Picture:
    """Draw the stances of each party over valid time, one lane a party.

    A bar fades in while its stance may have begun. A lapsed stance is hollow, a
    disputed one hatched. Dated events are above the lanes. Endings of offers are next to the bars.

    Parameters:
        state: the state to draw.
        term: a declared term (default: all terms below each other).
        party: draw the lane of this party alone, by id or alias (default: the needed parties, then
            all with a statement).
        start: the first time to show (default: the first dated thing).
        end: the last time to show (default: everything dated, but not more time after the valid
            moment than before it).
        width: the width in pixels, at least 320.

    Raises:
        UnknownNameError: the term or the party is not declared.
        EndBeforeStartError: the end does not come after the start.

    >>> view.lanes(state, "truce", start="2030-01-01")
    <Picture: Where the parties stand on truce, over time>
    """
    terms = list(state) if term is None else [state[term].id]
    alone = None if party is None else state.agenda.party_id(party)
    by_term = lanes_of(state, terms, alone)
    return _Lanes(state, by_term, max(width, 320), term is not None, alone).drawn(start, end)


def bare_lanes(state: State, term: str) -> Picture | None:
    """Draw the lanes of a term for a page that has the proposition and the legend elsewhere.

    Returns:
        The picture, or None where no party has stated anything.
    """
    lanes = lanes_of(state, [term])
    shown = any(lane.spells or lane.closing for lane in lanes[term])
    picture = _Lanes(state, lanes, 960, one=True, bare=True)
    return picture.drawn(None, None) if shown else None


FADES = "A bar fades in while its stance may have begun; hollow: lapsed; hatched: disputed."
_COLUMNS = ("term", "party", "stance", "since", "until", "closes")


@attrs.frozen
class _Lanes:
    """The lanes of terms, of `one` or all, drawn from the top down.

    `party` is the only one with lanes, where there is one; `bare` lanes have no head and no legend.
    """

    state: State
    lanes: dict[str, list[Lane]]
    width: float
    one: bool
    party: str | None = None
    bare: bool = False

    @property
    def gutter(self) -> float:
        """The width of the names, in pixels."""
        return min(180.0, max(112.0, self.width * 0.24))

    @property
    def valid(self) -> int:
        """The valid moment."""
        return self.state.instant

    @cached_property
    def events(self) -> list[EventState]:
        """The events that are shown: with one term, those about it or about no term."""
        return [
            event
            for event in self.state.events()
            if not self.one or not event.about or not self.lanes.keys().isdisjoint(event.about)
        ]

    # The whole

    def drawn(self, start: TimeLike | None, end: TimeLike | None) -> Picture:
        axis = self._axis(start, end)
        head = self._head()
        top = drawing.bottom_of(head) + 14
        events = list(event_band(axis, filter(is_dated, self.events), top))
        y = first_lane = max(drawing.bottom_of(events), top) + 16
        lanes: list[drawing.Part] = []
        for term in self.lanes:
            parts = self._section(axis, term, y)
            lanes += parts
            y = drawing.bottom_of(parts) + 10 if parts else y
        rules = [*axis.drawn(first_lane - 8, y), *self._now(axis, first_lane - 8, y)]
        foot = self._foot(axis, y + 50)
        drawn = (*head, *rules, *events, *lanes, *foot)
        rows = list(self._rows())
        table = {"columns": _COLUMNS, "rows": rows}
        return Picture(self._title, self._description, self.width, drawn, table)

    def _axis(self, start: TimeLike | None, end: TimeLike | None) -> Axis:
        dated = list(self._instants())
        first = min((instant for instant in dated if instant <= self.valid), default=self.valid)
        limit = 2 * self.valid - first if first < self.valid else END
        ahead = [min(instant, limit) for instant in dated if instant > self.valid]
        axis = spanning([first, self.valid, *ahead], self.gutter, self.width - drawing.MARGIN)
        left = axis.first if start is None else as_moment(start).anchor
        right = axis.last if end is None else as_instant(end)
        if right <= left:
            what = "the time to be shown ends before it begins"
            raise EndBeforeStartError(what, repair="give an earlier start, or a later end")
        return attrs.evolve(axis, first=left, last=right)

    def _instants(self) -> Iterator[int]:
        """Yield the instants of everything dated."""
        for lane in self._all_lanes():
            yield from (microseconds(spell.begins) for spell in lane.spells if spell.begins)
            yield from (microseconds(window.at) for window in lane.closing if window.at)
        for event in self.events:
            span = event.when.range if event.when else None
            bounds = (span.first, span.last) if span else ()
            yield from (instant for instant in bounds if BEGINNING < instant < END)

    def _all_lanes(self) -> Iterator[Lane]:
        return chain.from_iterable(self.lanes.values())

    # Above and below the lanes

    @property
    def _title(self) -> str:
        what = isolated(*self.lanes) if self.one else "all terms"
        one = None if self.party is None else f"{isolated(self.party)} stands"
        return f"Where {one or 'the parties stand'} on {what}, over time"

    @property
    def _description(self) -> str:
        stances = "; ".join(
            f"{isolated(lane.party)} on {isolated(lane.term)}: {wording.in_full(lane.spells[-1].standing)}"
            for lane in self._all_lanes()
            if lane.spells
        )
        basis = "" if self.bare else f"{basis_line(self.state)}. "
        return f"{basis}{stances or 'No party has taken a stance'}."

    def _head(self) -> list[drawing.Part]:
        if self.bare:
            return []
        room = self.width - 2 * drawing.MARGIN
        parts = drawing.heading(self._title, self.width)
        if self.one:
            (term,) = map(self.state.__getitem__, self.lanes)
            lines = wrapped(drawing.without_signs(wording.status_in_brief(term)), room)
            lines += wrapped(term.term.proposition if term.term else "", room, lines=3)
            parts += drawing.stacked(lines, drawing.MARGIN, drawing.bottom_of(parts) + 15, 17)
        return parts

    def _foot(self, axis: Axis, y: float) -> list[drawing.Part]:
        events = self._event_notes(axis)
        if self.bare:
            return drawing.footnotes(events, y, self.width)
        parts = drawing.key_of_stances(drawing.MARGIN, y, self.width - 2 * drawing.MARGIN)
        notes = [FADES, *events, basis_line(self.state)]
        return [*parts, *drawing.footnotes(notes, drawing.bottom_of(parts) + 16, self.width)]

    def _event_notes(self, axis: Axis) -> list[str]:
        """Return lines that name the events without a place in the time shown."""
        dated = [event for event in self.events if is_dated(event)]
        left_out = (
            ("Events without a date", [event for event in self.events if event not in dated]),
            ("Beyond the time shown", [event for event in dated if not is_within(axis, event)]),
        )
        return [
            f"{note}: {', '.join(isolated(event.id) for event in events)}"
            for note, events in left_out
            if events
        ]

    def _now(self, axis: Axis, top: float, bottom: float) -> list[drawing.Part]:
        """Return the valid moment, as a line through all lanes."""
        if not axis.shows(self.valid):
            return []
        x, y = axis.at(self.valid), bottom + 29
        text = f"valid {display_day(self.state.basis.valid)}"
        line = drawing.Stroke(((x, top), (x, bottom)), "strong", weight=1.5)
        too_wide = x + width_of(text, 11) / 2 > axis.right
        place, anchor = (x + 2, "end") if too_wide else (x, "middle")
        return [line, drawing.Words(place, y, text, size=11, anchor=anchor)]

    # Term by term

    def _section(self, axis: Axis, term: str, y: float) -> list[drawing.Part]:
        parts: list[drawing.Part] = [] if self.one else self._heading(term, y)
        y = drawing.bottom_of(parts) + 8 if parts else y
        shown = [lane for lane in self.lanes[term] if lane.spells or self.one]
        for lane in shown:
            row = self._lane(axis, lane, y)
            parts += row
            y = drawing.bottom_of(row) + 8
        unshown = [lane for lane in self.lanes[term] if lane not in shown]
        by_words = grouped(unshown, self._without_stance)
        texts = [f"{words}: {_parties(lanes)}" for words, lanes in by_words.items()]
        room = self.width - self.gutter - drawing.MARGIN
        lines = [line for text in texts for line in wrapped(text, room, IN_BAR)]
        return [*parts, *drawing.stacked(lines, self.gutter, y + 10, 15, "soft", IN_BAR)]

    def _without_stance(self, lane: Lane) -> str:
        """Return what a party does that has no stance: `silent`, `no stance; urges`."""
        acts = wording.last_acts(acts_of(self.state, self.state[lane.term][lane.party]))
        return wording.no_stance(acts) if acts else "silent"

    def _heading(self, id: str, y: float) -> list[drawing.Part]:
        """Return a band with a term, its status and its proposition; rules do not cross it."""
        term, room = self.state[id], self.width - 2 * drawing.MARGIN - 12
        proposition = term.term.proposition if term.term else ""
        status = drawing.without_signs(wording.status_in_brief(term).removeprefix("-"))
        heads = wrapped(id, room - 12)
        lines = [*wrapped(status, room, IN_BAR), *wrapped(proposition, room, IN_BAR, lines=2)]
        x, below = drawing.MARGIN + 6, y + 18 + 16 * len(heads)
        height = 10 + 16 * (len(heads) + len(lines))
        words = [
            *drawing.stacked(heads, x, y + 18, 16, bold=True),
            *drawing.stacked(lines, x, below, 16, size=IN_BAR),
        ]
        band = drawing.Box(drawing.MARGIN, y, self.width - 2 * drawing.MARGIN, height, "soft", edged=False)
        return [band, drawing.Group(f"{isolated(id)}: {proposition}", tuple(words))]

    def _lane(self, axis: Axis, lane: Lane, y: float) -> list[drawing.Part]:
        labels = Labels(axis, y + BAR + 4)
        parts = list(self._name(lane, y))
        if not lane.spells:
            parts += labels.on_line(axis.left, self._without_stance(lane), y, axis.at(self.valid))
        for place, spell in enumerate(lane.spells):
            parts.append(bar(axis, lane, spell, y, labels, first=place == 0))
        for window in lane.closing:
            parts.append(stop(axis, self.valid, window, y, labels))
        return [*parts, *labels.placed()]

    def _name(self, lane: Lane, y: float) -> Iterator[drawing.Part]:
        party = self.state.agenda.party_by_id.get(lane.party)
        yield drawing.Stroke(((drawing.MARGIN, y - 4), (self.width - drawing.MARGIN, y - 4)))
        name = party.name if party else ""
        yield drawing.party_label(lane.party, name, drawing.MARGIN, y + 12, self.gutter - drawing.MARGIN - 10)

    # The same as a table

    def _rows(self) -> Iterator[list[str]]:
        for lane in self._all_lanes():
            for place, spell in enumerate(lane.spells, start=1):
                standing, last = spell.standing, place == len(lane.spells)
                since = wording.readable(standing.since or "")
                until = "" if last or spell.ends is None else display_minute(spell.ends)
                closes = "; ".join(map(closing_of, lane.closing)) if last else ""
                yield [lane.term, lane.party, wording.in_full(standing), since, until, closes]
            if not lane.spells:
                yield [lane.term, lane.party, self._without_stance(lane), "", "", ""]


def _parties(lanes: Iterable[Lane]) -> str:
    return ", ".join(isolated(lane.party) for lane in lanes)
