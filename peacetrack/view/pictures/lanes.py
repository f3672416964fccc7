"""Where the parties stood over valid time, a lane a party. Built on lane and picture."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from peacetrack.errors import EndBeforeStartError
from peacetrack.rules import wording
from peacetrack.rules.event import EventState
from peacetrack.state import State
from peacetrack.view.board import basis_line
from peacetrack.view.pictures.axis import Axis, spanning
from peacetrack.view.pictures.drawing import (
    MARGIN,
    Box,
    Group,
    Part,
    Stroke,
    Words,
    bottom_of,
    footnotes,
    heading,
    key_of_stances,
)
from peacetrack.view.pictures.events import event_band, is_dated, is_within
from peacetrack.view.pictures.labels import IN_BAR, Labels
from peacetrack.view.pictures.lane import BAR, Lane, bar, closing_of, lanes_of, stop
from peacetrack.view.pictures.lettering import width_of, wrapped
from peacetrack.view.pictures.picture import Picture, drawn
from peacetrack.words.edtf import BEGINNING, END, microseconds
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
    """A swim lane for each party on a term, or on all terms: its stances over valid time.

    A bar fades in over the time in which the stance may have begun. A lapsed stance is hollow, a
    disputed one hatched. Above the lanes are events, beside a bar when an offer closes. With `party`
    there is that one's lane alone. `start` and `end` narrow the time that is shown; by default all
    that is dated is, and of the time after `valid` not more than before it. `width` is in pixels.
    """
    terms = list(state) if term is None else [state[term].id]
    alone = None if party is None else state.agenda.party_id(party)
    one = term is not None
    return _Lanes(state, terms, max(width, 320), one=one, party=alone).drawn(start, end)


def bare_lanes(state: State, term: str) -> Picture | None:
    """The lanes of a term for a page that says beside them what the term is, and what signs mean.

    None where no party has taken a stance or stated anything.
    """
    drawing = _Lanes(state, [term], 960, one=True, party=None, bare=True)
    shown = any(lane.spells or lane.closing for lane in drawing.lanes[term])
    return drawing.drawn(None, None) if shown else None


class _Lanes:
    """The lanes of some terms, being drawn from the top down; `bare` ones without head and key."""

    def __init__(
        self,
        state: State,
        terms: list[str],
        width: int,
        *,
        one: bool,
        party: str | None,
        bare: bool = False,
    ) -> None:
        self.bare = bare
        self.state = state
        self.terms = terms
        self.one = one
        self.width = width
        self.gutter = min(180.0, max(112.0, width * 0.24))
        self.valid = as_instant(state.basis.valid)
        self.party = party
        self.lanes = lanes_of(state, terms, party)
        self.events = [event for event in state.events() if self._concerns(event)]

    def _concerns(self, event: EventState) -> bool:
        """Of one term, the events about it, and those that are about nothing in particular."""
        return not self.one or not event.about or bool({*event.about} & {*self.terms})

    # The whole

    def drawn(self, start: TimeLike | None, end: TimeLike | None) -> Picture:
        axis = self._axis(start, end)
        head = self._head()
        top = bottom_of(head) + 14
        events = list(event_band(axis, filter(is_dated, self.events), top))
        lanes: list[Part] = []
        y = max(bottom_of(events), top) + 16
        first_lane = y
        for term in self.terms:
            parts = self._section(axis, term, y)
            lanes += parts
            y = bottom_of(parts) + 10 if parts else y
        rules = [*axis.drawn(first_lane - 8, y), *self._now(axis, first_lane - 8, y)]
        foot = self._foot(axis, y + 50)
        parts = [*head, *rules, *events, *lanes, *foot]
        size = self.width, max(bottom_of(foot), y + 34) + MARGIN
        rows = list(self._rows())
        return drawn(self._title, self._description, size, parts, columns=_COLUMNS, rows=rows)

    def _axis(self, start: TimeLike | None, end: TimeLike | None) -> Axis:
        told = list(self._instants())
        known = [instant for instant in told if instant <= self.valid] or [self.valid]
        first = min(known)
        limit = 2 * self.valid - first if first < self.valid else END
        ahead = [min(instant, limit) for instant in told if instant > self.valid]
        axis = spanning([first, self.valid, *ahead], self.gutter, self.width - MARGIN)
        left = axis.first if start is None else as_moment(start).anchor
        right = axis.last if end is None else as_instant(end)
        if right <= left:
            what = "the time to be shown ends before it begins"
            raise EndBeforeStartError(what, repair="give an earlier start, or a later end")
        return attrs.evolve(axis, first=left, last=right)

    def _instants(self) -> Iterator[int]:
        """All dated things that are to be shown."""
        for lane in self._every():
            for spell in lane.spells:
                if spell.begins is not None:
                    yield microseconds(spell.begins)
            for window in lane.closing:
                if window.at is not None:
                    yield microseconds(window.at)
        for event in self.events:
            span = event.when.range if event.when else None
            for instant in (span.first, span.last) if span else ():
                if BEGINNING < instant < END:
                    yield instant

    def _every(self) -> Iterator[Lane]:
        return (lane for term in self.terms for lane in self.lanes[term])

    # What stands above and below

    @property
    def _title(self) -> str:
        what = wording.isolated(self.terms[0]) if self.one else "all terms"
        who = (
            "the parties stand" if self.party is None else f"{wording.isolated(self.party)} stands"
        )
        return f"Where {who} on {what}, over time"

    @property
    def _description(self) -> str:
        said = "; ".join(
            f"{wording.isolated(lane.party)} on {wording.isolated(lane.term)}: {wording.in_full(lane.spells[-1].standing)}"
            for lane in self._every()
            if lane.spells
        )
        basis = "" if self.bare else f"{basis_line(self.state)}. "
        return f"{basis}{said or 'Nobody has taken a stance'}."

    def _head(self) -> list[Part]:
        if self.bare:
            return []
        room = self.width - 2 * MARGIN
        parts = heading(self._title, self.width)
        if self.one:
            here = self.state[self.terms[0]]
            said = wrapped(wording.status_in_brief(here), room)
            said += wrapped(here.term.proposition if here.term else "", room, lines=3)
            below = bottom_of(parts) + 15
            parts += [Words(MARGIN, below + 17 * n, text) for n, text in enumerate(said)]
        return parts

    def _foot(self, axis: Axis, y: float) -> list[Part]:
        parts = [] if self.bare else key_of_stances(MARGIN, y, self.width - 2 * MARGIN)
        undated = [event.id for event in self.events if not is_dated(event)]
        dated = [event for event in self.events if is_dated(event)]
        beyond = [event.id for event in dated if not is_within(axis, event)]
        notes = [
            *([] if self.bare else [FADES]),
            *(
                [f"Events without a date: {', '.join(map(wording.isolated, undated))}"]
                if undated
                else []
            ),
            *(
                [f"Beyond the time shown: {', '.join(map(wording.isolated, beyond))}"]
                if beyond
                else []
            ),
            *([] if self.bare else [basis_line(self.state)]),
        ]
        below = bottom_of(parts) + 16 if parts else y
        return [*parts, *footnotes(notes, below, self.width)]

    def _now(self, axis: Axis, top: float, bottom: float) -> list[Part]:
        """The valid moment, as a line through all lanes."""
        if not axis.shows(self.valid):
            return []
        x = axis.at(self.valid)
        text = f"valid {display_day(self.state.basis.valid)}"
        right = x + width_of(text, 11) / 2 > axis.right
        return [
            Stroke(((x, top), (x, bottom)), "strong", weight=1.5),
            Words(
                x + 2 if right else x,
                bottom + 29,
                text,
                size=11,
                anchor="end" if right else "middle",
            ),
        ]

    # Term by term

    def _section(self, axis: Axis, term: str, y: float) -> list[Part]:
        parts: list[Part] = [] if self.one else self._heading(term, y)
        y = bottom_of(parts) + 8 if parts else y
        shown = [lane for lane in self.lanes[term] if lane.spells or self.one]
        for lane in shown:
            row = self._lane(axis, lane, y)
            parts += row
            y = bottom_of(row) + 8
        silent = [wording.isolated(lane.party) for lane in self.lanes[term] if lane not in shown]
        if silent:
            room = self.width - self.gutter - MARGIN
            lines = wrapped(f"silent: {', '.join(silent)}", room, IN_BAR)
            parts += [
                Words(self.gutter, y + 10 + 15 * n, text, "soft", IN_BAR)
                for n, text in enumerate(lines)
            ]
        return parts

    def _heading(self, term: str, y: float) -> list[Part]:
        """A band with the term, its status and its proposition; rules do not cross it."""
        here = self.state[term]
        room = self.width - 2 * MARGIN - 12
        said = here.term.proposition if here.term else ""
        status = (
            wording.status_in_brief(here)
            if here.status or (here.term and here.term.backdrop)
            else ""
        )
        heads = wrapped(term, room - 12)
        lines = [*wrapped(status, room, IN_BAR), *wrapped(said, room, IN_BAR, lines=2)]
        x, below = MARGIN + 6, y + 18 + 16 * len(heads)
        height = 10 + 16 * (len(heads) + len(lines))
        return [
            Box(MARGIN, y, self.width - 2 * MARGIN, height, "soft", edged=False),
            Group(
                f"{term}: {said}",
                (
                    *(Words(x, y + 18 + 16 * n, t, bold=True) for n, t in enumerate(heads)),
                    *(Words(x, below + 16 * n, t, size=IN_BAR) for n, t in enumerate(lines)),
                ),
            ),
        ]

    def _lane(self, axis: Axis, lane: Lane, y: float) -> list[Part]:
        labels = Labels(axis, y + BAR + 4)
        parts = list(self._name(lane, y))
        if not lane.spells:
            parts += labels.beside(axis.left, "silent", y, axis.at(self.valid))
        for place, spell in enumerate(lane.spells):
            parts.append(bar(axis, lane, spell, y, labels, first=place == 0))
        for window in lane.closing:
            parts.append(stop(axis, self.valid, window, y, labels))
        return [*parts, *labels.placed()]

    def _name(self, lane: Lane, y: float) -> Iterator[Part]:
        room = self.gutter - MARGIN - 10
        party = self.state.agenda.party_by_id.get(lane.party)
        name = party.name if party else ""
        heads = wrapped(lane.party, room - 6)
        under = wrapped(name if name != lane.party else "", room, 11, lines=3)
        below = y + 12 + 16 * len(heads) - 2
        yield Stroke(((MARGIN, y - 4), (self.width - MARGIN, y - 4)))
        yield Group(
            f"{lane.party}: {name}",
            (
                *(Words(MARGIN, y + 12 + 16 * n, t, bold=True) for n, t in enumerate(heads)),
                *(Words(MARGIN, below + 13 * n, text, "soft", 11) for n, text in enumerate(under)),
            ),
        )

    # The same as a table

    def _rows(self) -> Iterator[list[str]]:
        for lane in self._every():
            for place, spell in enumerate(lane.spells, start=1):
                standing, last = spell.standing, place == len(lane.spells)
                yield [
                    lane.term,
                    lane.party,
                    wording.in_full(standing),
                    wording.readable(standing.since or ""),
                    "" if last or spell.ends is None else display_minute(spell.ends),
                    "; ".join(map(closing_of, lane.closing)) if last else "",
                ]
            if not lane.spells:
                yield [lane.term, lane.party, "silent", "", "", ""]


FADES = "A bar fades in while its stance may have begun; hollow: lapsed; hatched: disputed."
_COLUMNS = ("term", "party", "stance", "since", "until", "closes")
