"""Convergence as a picture: counts of parties by where they stand, and of terms by status, over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise

import attrs

from peacetrack.errors import EndBeforeStartError
from peacetrack.replay.over_time import Known, Sample, samples_at
from peacetrack.replay.spans import spans
from peacetrack.state import State, of_state
from peacetrack.view.pictures.axis import Axis
from peacetrack.view.pictures.drawing import MARGIN, Group, Part, Path, area, line, rectangle
from peacetrack.view.pictures.picture import Picture
from peacetrack.view.pictures.places import PLACES, STATUSES, Tint, place_of
from peacetrack.view.pictures.sheet import Sheet, term_name
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import DAY, microseconds
from peacetrack.words.when import Period, TimeLike, as_datetime, as_instant, display_minute, instants

_HEIGHT = 110
"""The height of a stack, in pixels."""
_KNOWN: Mapping[Known, str] = {"now": "as known now", "then": "as known then"}
_NOTHING = "No party is needed or speaks, so nothing is counted"


@of_state
def convergence(
    state: State,
    start: TimeLike | None = None,
    end: TimeLike | None = None,
    every: Period | None = None,
    *,
    term: str | None = None,
    width: int = 960,
    bare: bool = False,
) -> Picture:
    """Draw how many needed parties stand where, and how many terms have which status, over valid time.

    Both are stacked counts, as known now and as known then: where the two differ, something was
    learned, or corrected, only later. A party counts once for each term that needs it; one without a
    report is counted as that.

    Parameters:
        state: the state to draw.
        start: the first time (default: when the first known stance began).
        end: the last time (default: the valid moment).
        every: an ISO 8601 duration or a timedelta, for counts each period (default: whenever something
            changed; with more than 120 entries known, a period that fits).
        term: a declared term (default: the whole deal).
        width: the width in pixels, at least 320.
        bare: leave out the title and the basis, for a page that has them.

    Raises:
        UnknownNameError: the term is not declared.
        EndBeforeStartError: the end comes before the start.
        InvalidInputError: there are more than 100,000 moments.

    >>> view.convergence(state, term="truce")
    <Picture: Who stands where on truce, over time>
    """
    id = None if term is None else state[term].id
    course = course_of(state, start, end, every, id)
    where = "on all terms" if id is None else f"on {term_name(state, id)}"
    sheet = Sheet(state, f"Who stands where {where}, over time", width, bare=bare)
    return _Chart(sheet, course, id).drawn()


@frozen
class _Chart:
    """The stacks on a sheet."""

    sheet: Sheet
    course: Course
    term: str | None

    def drawn(self) -> Picture:
        sheet, rows = self.sheet, list(self._rows())
        last = self.course.by_knowing["now"][-1]
        if not any(map(last.number, PLACES)):
            sheet.notes([_NOTHING])
            return sheet.picture(_NOTHING, _COLUMNS, ())
        self._stacks("Needed parties, once for each term" if self.term is None else "Parties", PLACES)
        if self.term is None:
            self._stacks("Terms by status", STATUSES)
        sheet.notes([self._pace])
        description = "; ".join(
            f"{_KNOWN[known]}, {_in_words(c[-1])}" for known, c in self.course.by_knowing.items()
        )
        return sheet.picture(description, _COLUMNS, rows)

    def _stacks(self, what: str, tints: Mapping[str, Tint]) -> None:
        """Add a stack as known now, one as known then below it, and their key with the last counts."""
        sheet, axis = self.sheet, self._axis
        sheet.band(what, ())
        top, place = sheet.bottom, len(sheet.parts)
        every = [counts for course in self.course.by_knowing.values() for counts in course]
        most = max(sum(map(counts.number, tints)) for counts in every)
        for known, name in _KNOWN.items():
            sheet.named(name, room=sheet.room)
            base, course = sheet.bottom + 4 + _HEIGHT, self.course.by_knowing[known]
            sheet.add(_stack(axis, course, self.course.last, tints, _HEIGHT / most, base))
        bottom = sheet.bottom + 6
        sheet.parts[place:place] = axis.drawn(top, bottom)
        sheet.bottom = bottom + 18
        seen = [name for name in tints if any(counts.number(name) for counts in every)]
        last = self.course.by_knowing["now"][-1]
        sheet.key([(f"{name} {last.number(name)}", _sample(tints[name])) for name in seen])
        sheet.bottom += 6

    @property
    def _axis(self) -> Axis:
        dated = [counts.at for course in self.course.by_knowing.values() for counts in course]
        last = max(self.course.last, min(dated) + 1)
        return Axis(min(dated), last, MARGIN, self.sheet.right)

    @property
    def _pace(self) -> str:
        period = self.course.period
        if period is None:
            return "Each step stands where something changed."
        _, often = PERIODS.get(str(period), (0, f"every {period}"))
        return f"One count {often}: what changed in between is drawn at the next."

    def _rows(self) -> Iterator[list[str]]:
        for known, course in self.course.by_knowing.items():
            for counts in course:
                numbers = (str(counts.number(name)) for name in (*PLACES, *STATUSES))
                yield [display_minute(as_datetime(counts.at)), _KNOWN[known], *numbers]


_COLUMNS = (
    "from",
    "known",
    *(f"parties: {name}" for name in PLACES),
    *(f"terms: {name}" for name in STATUSES),
)


def _in_words(counts: Counts) -> str:
    parties, terms = (
        ", ".join(f"{name} {number}" for name in names if (number := counts.number(name)))
        for names in (PLACES, STATUSES)
    )
    return f"needed parties: {parties}; terms: {terms}"


def _stack(
    axis: Axis, course: Sequence[Counts], last: int, tints: Mapping[str, Tint], unit: float, base: float
) -> Iterator[Part]:
    """Yield an area for each name, one upon the other, each as high as its count in steps."""
    edges = [axis.at(counts.at) for counts in course] + [axis.at(last)]
    floors = [base] * len(course)
    for name, tint in tints.items():
        heights = [counts.number(name) for counts in course]
        tops = [floor - unit * height for floor, height in zip(floors, heights, strict=True)]
        rings = list(_rings(edges, floors, tops))
        if rings:
            look = tint.look.removeprefix("pale-")
            title = f"{name}: {heights[-1]} at the end"
            yield Group(title, (area(rings, tint.look, look, tint.texture),))
        floors = tops
    yield line(((axis.left, base), (axis.right, base)), "ground")


def _rings(
    edges: Sequence[float], floors: Sequence[float], tops: Sequence[float]
) -> Iterator[list[tuple[float, float]]]:
    """Yield the outline of each stretch in which a band has a height, in steps."""
    every = zip(pairwise(edges), floors, tops, strict=True)
    steps = [step for step in every if step[0][1] - step[0][0] > 0.2]  # the rest is not seen
    for filled, run in groupby(steps, key=lambda step: step[1] > step[2]):
        if filled:
            stretch = list(run)
            above = [(x, top) for (left, right), _, top in stretch for x in (left, right)]
            below = [(x, floor) for (left, right), floor, _ in reversed(stretch) for x in (right, left)]
            yield [*above, *below]


def _sample(tint: Tint) -> Callable[[float, float], Iterator[Path]]:
    def sample(x: float, y: float) -> Iterator[Path]:
        swatch = rectangle(x, y - 8, 22, 16, tint.look, tint.look.removeprefix("pale-"))
        yield attrs.evolve(swatch, texture=tint.texture)

    return sample


# Counts


_MOST = 120
"""With more entries known, counts come at a period: it takes long to find where answers change."""
PERIODS = {
    "PT1H": (DAY // 24, "an hour"),
    "PT6H": (DAY // 4, "every six hours"),
    "P1D": (DAY, "a day"),
    "P1W": (7 * DAY, "a week"),
    "P1M": (30 * DAY, "a month"),
    "P1Y": (366 * DAY, "a year"),
}
"""The periods that counts come at: about how long each is, and how often that is in words."""


@frozen
class Counts:
    """How many needed parties stand where, and how many terms have which status, from an instant on."""

    at: int
    numbers: Mapping[str, int]

    def number(self, name: str) -> int:
        """Return the number of parties at a place, or of terms with a status, by its name."""
        return self.numbers.get(name, 0)


@frozen
class Course:
    """The counts as known now and as known then, in order of time, up to the instant `last`.

    There are counts for each `period`; without a period, at each change.
    """

    by_knowing: Mapping[Known, Sequence[Counts]]
    last: int
    period: Period | None


def course_of(
    state: State, start: TimeLike | None, end: TimeLike | None, every: Period | None, term: str | None
) -> Course:
    """Return the counts of a term, or of the whole deal."""
    first = as_instant(_first_stance(state, term) if start is None else start)
    last = as_instant(state.basis.valid if end is None else end)
    if last < first:
        what = "the time to be shown ends before it begins"
        raise EndBeforeStartError(what, repair="give an earlier start, or a later end")
    if every is None and state.basis.known > _MOST:
        every = _period(first, last)
    turns = _turns(state, last) if every is None else instants(as_datetime(first), as_datetime(last), every)
    asked = sorted({first, *(turn for turn in turns if first < turn < last), last})
    ways: tuple[Known, ...] = ("now", "then")
    by_knowing = {known: list(_changing(_counts(samples_at(state, asked, known), term))) for known in ways}
    return Course(by_knowing, last, every)


def _turns(state: State, last: int) -> list[int]:
    """Return the instants up to the last at which an answer may change, or something is learned."""
    learned = [microseconds(entry.recorded_at) for entry in state.entries]
    return [*spans(state.at(valid=as_datetime(last))).turns, *learned]


def _first_stance(state: State, term: str | None) -> TimeLike:
    """Return when the first stance began that is known, or the valid moment."""
    begun = [
        spell.begins
        for id in (state if term is None else [term])
        for party in state.parties_on(id)
        for spell in state.spells(id, party)[:1]
        if spell.begins is not None
    ]
    return min(begun, default=state.basis.valid)


def _period(first: int, last: int) -> str:
    fitting = (name for name, (step, _) in PERIODS.items() if (last - first) / step <= 100)
    return next(fitting, "P1Y")


def _counts(frames: Iterator[Sample], term: str | None) -> Iterator[Counts]:
    """Yield the counts of needed parties; of a term that needs none, those of all that speak."""
    for frame in frames:
        terms = [id for id in frame if frame.needed_on(id)] if term is None else [term]
        counted = {id: frame.needed_on(id) or frame.parties_on(id) for id in terms}
        places = (place_of(frame, id, party) for id, parties in counted.items() for party in parties)
        statuses = (str(status) for id in terms if (status := frame.statuses.status(id)) is not None)
        yield Counts(frame.cut.valid, Counter([*places, *statuses]))


def _changing(counts: Iterator[Counts]) -> Iterator[Counts]:
    """Yield the first counts, and those that differ from the ones before."""
    before: Counts | None = None
    for here in counts:
        if before is None or here.numbers != before.numbers:
            yield here
        before = here
