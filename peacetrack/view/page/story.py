"""The places of the scrubber: days, weeks or months, each with what happened and what was recorded."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from itertools import accumulate

import attrs

from peacetrack.analysis.changes.baseline import baseline
from peacetrack.analysis.phrase import day_words, listed, shortened
from peacetrack.analysis.sentence.sources import reserve_of
from peacetrack.replay.spans import Held
from peacetrack.replay.strip import answer_at
from peacetrack.rules.claims import Claimed
from peacetrack.rules.standing import Standing
from peacetrack.state import State, reading_of
from peacetrack.view.cell_words import asks_and_ends
from peacetrack.view.page.cells import Cells
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import BEGINNING, DAY, microseconds
from peacetrack.words.isolate import isolated
from peacetrack.words.stance import Stance
from peacetrack.words.value import grouped
from peacetrack.words.when import TimeLike, as_datetime, display_day

MOST = 3
"""How many changes and how many outlets a step names."""
PLACES = 200
"""How many places a scrubber has at most; with more days it goes by weeks, then by months or years."""
_FIRST = microseconds(datetime.min.replace(tzinfo=UTC))
"""The first instant that has a date, in the year 1."""


@frozen
class Step:
    """A place of the scrubber.

    Attributes:
        instant: the last instant of its day, week or month, at most that of the page.
        seq: the last seq recorded by then; of what is supposed, the seq of the page.
        label: its last day in words.
        story: which stances changed in it, as known now.
        filed: where the reports came out that were recorded or corrected in it.
    """

    instant: int
    seq: int
    label: str
    story: str = ""
    filed: str = ""


def asked_about(state: State, since: TimeLike | int | None) -> set[int]:
    """Return the seqs that the places of the scrubber ask about, or nearly all of them.

    They are the last of each day, the last by the moment of the page, those that changes are listed from,
    and the first reports of each day.

    Parameters:
        state: the state of the page.
        since: from when on changes are listed, as for `brief`.
    """
    by_day = {entry.recorded // DAY: entry.seq for entry in state.entries[: state.basis.known]}
    last = {*by_day.values(), reading_of(state).seq_of(state.basis.valid)}
    earlier = {baseline(state.at(known=seq), since).basis.known for seq in last}
    seq_of = {entry.id: entry.seq for entry in state.entries if entry.report is not None}
    seqs = [seq_of[claimed.report] for claimed in sorted(state.claims(), key=_begins)]
    return {*last, *earlier, *accumulate(seqs, min)}


def _begins(claimed: Claimed) -> int:
    return BEGINNING if claimed.since is None else claimed.since.range.first


class Story:
    """The events and the entries, by day.

    Parameters:
        cells: the cells of the board.
    """

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._state = state = cells.state
        self._recorded = [(entry.seq, entry.recorded) for entry in state.entries[: cells.spans.seqs[-1]]]
        self._turned = grouped(_turns(cells), lambda turn: turn[0] // DAY)
        self._filed = grouped(self._recorded, lambda pair: pair[1] // DAY)

    @cached_property
    def days(self) -> list[int]:
        """The days with a change or an entry up to that of the page, by their number since 1970."""
        last = self._state.instant
        turning = {turn // DAY for turn in (*self._cells.spans.turns, last)}
        return sorted(day for day in turning | self._filed.keys() if day * DAY <= last)

    @property
    def pace(self) -> str:
        """How the scrubber goes from place to place, in words."""
        return pace_of(self.days)

    @property
    def steps(self) -> list[Step]:
        """The places of the scrubber, the first before all turns, the last the moment of the page."""
        before = max(self.days[0] * DAY - 1, _FIRST)
        first = Step(before, 0, "Before the first report")
        steps = [first, *map(self._step, periods(self.days))]
        if self._state.basis.supposed:  # it has no past of its own
            return [attrs.evolve(step, seq=self._state.seq) for step in steps]
        return steps

    def _step(self, days: Sequence[int]) -> Step:
        instant = min((days[-1] + 1) * DAY - 1, self._state.instant)
        place = bisect_right(self._recorded, instant, key=lambda pair: pair[1])
        turns = [text for day in days for _, text in self._turned.get(day, ())]
        filed = [seq for day in days for seq, _ in self._filed.get(day, ())]
        outlets = {
            done: [self._outlet(seq) for seq in filed if self._state.entries[seq - 1].kind == kind]
            for done, kind in (("recorded", "report"), ("corrected", "correction"))
        }
        return Step(
            instant,
            self._recorded[place - 1][0] if place else 0,
            day_words(display_day(as_datetime(instant))),
            listed(turns, MOST),
            " · ".join(
                f"{done}: {listed(list(dict.fromkeys(some)), MOST)}" for done, some in outlets.items() if some
            ),
        )

    def _outlet(self, seq: int) -> str:
        """Return where the report of an entry came out, as far as that is stated."""
        source = self._state.report_of(self._state.entries[seq - 1].id or "").source
        return isolated(shortened(source.outlet or source.title or "a report without an outlet"))


_PACES: Mapping[str, Callable[[int], Hashable]] = {
    "Day by day": lambda day: day,
    "Week by week": lambda day: (day + 3) // 7,  # from Monday to Sunday
    "Month by month": lambda day: as_datetime(day * DAY).timetuple()[:2],
    "Year by year": lambda day: as_datetime(day * DAY).year,
}
"""By how the scrubber goes over days, in words: the period of a day, by its number since 1970."""


def pace_of(days: Sequence[int]) -> str:
    """Return how a scrubber goes over days: by the shortest period that gives it at most `PLACES`."""
    fitting = (pace for pace, period in _PACES.items() if len(set(map(period, days))) <= PLACES)
    return next(fitting, "Year by year")


def periods(days: Sequence[int]) -> Iterable[Sequence[int]]:
    """Return days by day, or by the longer period that the scrubber goes by."""
    return grouped(days, _PACES[pace_of(days)]).values()


def _turns(cells: Cells) -> Iterator[tuple[int, str]]:
    """Yield the instants when a party takes another stance, as known now, each with its sentence."""
    last = cells.spans.seqs[-1]
    for (_, party), held in cells.spans.held.items():
        if party is not None:
            before: Stance | None = None
            for start in sorted(
                {span.start for span in held if BEGINNING < span.start <= cells.state.instant}
            ):
                standing = _live(answer_at(held, start, last))
                stance = None if standing is None else standing.live_stance
                if standing is not None and stance is not None and stance is not before:
                    yield start, _sentence(cells, standing, stance)
                before = stance


def _sentence(cells: Cells, standing: Standing, stance: Stance) -> str:
    """Return that a party takes a stance, under what conditions, until when, and by which account.

    Where it is not on the record, that is said.
    """
    names = cells.names
    reserve = reserve_of(names, standing.runs["stance"]).removeprefix(", ")
    sentence = f"{names.party(standing.party)} {stance.verb} {names.quoted(standing.term)}"
    more = ", ".join(filter(None, (*asks_and_ends(names, standing), reserve)))
    return names.agreeing(sentence) + (f" ({more})" if more else "")


def _live(held: Held | None) -> Standing | None:
    upheld = None if held is None else held.upheld
    return upheld if isinstance(upheld, Standing) and upheld.live and not upheld.derived else None
