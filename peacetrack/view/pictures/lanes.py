"""Lanes as a picture: where the parties stood over valid time, one lane a party.

A single lane is drawn in `lane`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import attrs

from peacetrack.analysis.holding import acts_of
from peacetrack.analysis.sentence.naming import Names
from peacetrack.errors import EndBeforeStartError
from peacetrack.rules import standing_wording, wording
from peacetrack.state import State, of_state
from peacetrack.table.lettering import wrapped
from peacetrack.view.pictures.axis import Axis, spanning
from peacetrack.view.pictures.drawing import stacked
from peacetrack.view.pictures.lane import BAR, IN_BAR, Labels, Lane, bar, dot, ending_of, lanes_of, stop
from peacetrack.view.pictures.picture import Picture
from peacetrack.view.pictures.sheet import Sheet, party_name, proposition, stance_key, term_name
from peacetrack.view.whip import status_words
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import END, microseconds
from peacetrack.words.value import grouped
from peacetrack.words.when import TimeLike, as_instant, as_moment, display_minute

_COLUMNS = ("term", "party", "stance", "since", "until", "closes", "acts")


@of_state
def lanes(
    state: State,
    term: str | None = None,
    *,
    party: str | None = None,
    start: TimeLike | None = None,
    end: TimeLike | None = None,
    width: int = 960,
    bare: bool = False,
) -> Picture:
    """Draw the stances of each party over valid time, one lane a party.

    A bar fades in while its stance may have begun; the other patterns are those of the marks. A dot is an
    act without a stance that is news, such as a withdrawal or a breach.
    Endings of offers are next to the bars. `timeline` draws the events.

    Parameters:
        state: the state to draw.
        term: a declared term (default: all terms below each other).
        party: draw the lane of this party alone, by id or alias (default: the needed parties, then
            all with a statement).
        start: the first time to show (default: the first dated thing).
        end: the last time to show (default: everything dated, but not more time after the valid
            moment than before it).
        width: the width in pixels, at least 320.
        bare: leave out the title and the basis, for a page that has them.

    Raises:
        UnknownNameError: the term or the party is not declared.
        EndBeforeStartError: the end does not come after the start.

    >>> view.lanes(state, "truce", start="2030-01-01")
    <Picture: Where the parties stand on truce, over time>
    """
    terms = list(state) if term is None else [state[term].id]
    alone = None if party is None else state.agenda.party_id(party)
    what = "all terms" if term is None else term_name(state, terms[0])
    who = "the parties stand" if alone is None else f"{party_name(state, alone)} stands"
    sheet = Sheet(state, f"Where {who} on {what}, over time", width, bare=bare)
    return _Lanes(state, lanes_of(state, terms, alone), sheet).drawn(start, end)


def bare_lanes(state: State, term: str) -> Picture | None:
    """Draw the lanes of a term for a page that has the proposition and the legend elsewhere.

    Returns:
        The picture, or None where no party has stated anything.
    """
    by_term = lanes_of(state, [term])
    shown = not all(lane.is_empty for lane in by_term[term])
    return lanes(state, term, bare=True) if shown else None


FADES = "A bar fades in while its stance may have begun."
DOTS = "A dot is an act without a stance, such as a withdrawal: it changes no bar."


def time_axis(
    state: State, sheet: Sheet, dated: Iterable[int], start: TimeLike | None, end: TimeLike | None
) -> Axis:
    """Return an axis that shows what is dated, not more after the valid moment than before it.

    Raises:
        EndBeforeStartError: the end does not come after the start.
    """
    valid, instants = state.instant, list(dated)
    first = min((instant for instant in instants if instant <= valid), default=valid)
    limit = 2 * valid - first if first < valid else END
    ahead = [min(instant, limit) for instant in instants if instant > valid]
    axis = spanning([first, valid, *ahead], sheet.left, sheet.right)
    left = axis.first if start is None else as_moment(start).anchor
    right = axis.last if end is None else as_instant(end)
    if right <= left:
        what = "the time to be shown ends before it begins"
        raise EndBeforeStartError(what, repair="give an earlier start, or a later end")
    return attrs.evolve(axis, first=left, last=right)


@frozen
class _Lanes:
    """The lanes of terms on a sheet."""

    state: State
    lanes: dict[str, list[Lane]]
    sheet: Sheet

    def drawn(self, start: TimeLike | None, end: TimeLike | None) -> Picture:
        sheet = self.sheet
        axis = time_axis(self.state, sheet, self._instants(), start, end)
        top, place = sheet.bottom + 10, len(sheet.parts)
        for term in self.lanes:
            self._section(axis, term)
        bottom = sheet.bottom + 6
        sheet.bottom = bottom + 36
        sheet.parts[place:place] = axis.drawn(top, bottom, self.state.instant)
        if not sheet.bare:
            spells = chain.from_iterable(lane.spells for lane in self._all_lanes())
            marks = [mark for spell in spells for mark in standing_wording.patterns(spell.standing)]
            sheet.key(stance_key(marks))
            sheet.notes([FADES, *([DOTS] if any(lane.acts for lane in self._all_lanes()) else [])])
        rows = [*self._rows()]
        shown = len(_COLUMNS) if any(row[-1] for row in rows) else -1
        return sheet.picture(self._description, _COLUMNS[:shown], [row[:shown] for row in rows])

    def _instants(self) -> Iterator[int]:
        """Yield the instants of everything dated."""
        for lane in self._all_lanes():
            yield from (microseconds(spell.begins) for spell in lane.spells if spell.begins)
            yield from (microseconds(window.at) for window in lane.closing if window.at)
            yield from (claimed.since.anchor for claimed in lane.acts if claimed.since)

    def _all_lanes(self) -> Iterator[Lane]:
        return chain.from_iterable(self.lanes.values())

    @property
    def _description(self) -> str:
        return "; ".join(
            f"{self._title(lane)}: {lane.standing(lane.spells[-1])}"
            for lane in self._all_lanes()
            if lane.spells
        )

    def _title(self, lane: Lane) -> str:
        party = party_name(self.state, lane.party)
        return party if self.sheet.bare else f"{party} on {term_name(self.state, lane.term)}"

    def _section(self, axis: Axis, term: str) -> None:
        """Add a term: a band with its name, then its lanes; those without a bar are named below."""
        sheet, lanes = self.sheet, self.lanes[term]
        if not sheet.bare:
            details = (proposition(self.state, term), status_words(Names(self.state), self.state[term]))
            sheet.band(term_name(self.state, term), details)
        shown = [lane for lane in lanes if not lane.is_empty] if len(self.lanes) > 1 else lanes
        for lane in shown:
            self._lane(axis, lane)
        by_words = grouped((lane for lane in lanes if lane not in shown), self._without_stance)
        for words, some in by_words.items():
            names = ", ".join(party_name(self.state, lane.party) for lane in some)
            room = sheet.right - sheet.left
            lines = wrapped(f"{words}: {names}", room, IN_BAR)
            sheet.add(stacked(lines, sheet.left, sheet.bottom + 16, 15, "soft", IN_BAR, halo=True))

    def _without_stance(self, lane: Lane) -> str:
        """Return what a party does that has no stance: `no report`, `no stance; urges`."""
        acts = standing_wording.last_acts(acts_of(self.state, self.state[lane.term][lane.party]))
        return standing_wording.no_stance(acts) if acts else "no report"

    def _lane(self, axis: Axis, lane: Lane) -> None:
        y = self.sheet.named(party_name(self.state, lane.party))
        labels, title = Labels(axis, y + BAR + 4), "" if self.sheet.bare else f"{self._title(lane)}: "
        if not lane.spells:
            self.sheet.add(
                labels.on_line(axis.left, self._without_stance(lane), y, axis.at(self.state.instant))
            )
        for place, spell in enumerate(lane.spells):
            self.sheet.add([bar(axis, title, lane.standing(spell), spell, y, labels, first=place == 0)])
        for window in lane.closing:
            self.sheet.add([stop(axis, self.state.instant, window, ending_of(lane.names, window), y, labels)])
        self.sheet.add(dot(axis, act, lane.done(act), y, labels) for act in lane.acts)
        self.sheet.add(labels.placed())
        self.sheet.bottom += 4

    def _rows(self) -> Iterator[list[str]]:
        for lane in self._all_lanes():
            names = [term_name(self.state, lane.term), party_name(self.state, lane.party)]
            for place, spell in enumerate(lane.spells, start=1):
                standing, last = spell.standing, place == len(lane.spells)
                since = wording.readable(standing.since or "")
                until = "" if last or spell.ends is None else display_minute(spell.ends)
                closes = "; ".join(ending_of(lane.names, each) for each in lane.closing) if last else ""
                acts = "; ".join(lane.acts_during(place - 1))
                yield [*names, lane.standing(spell), since, until, closes, acts]
            if not lane.spells:
                acts = "; ".join(map(lane.done, lane.acts))
                yield [*names, self._without_stance(lane), "", "", "", acts]
