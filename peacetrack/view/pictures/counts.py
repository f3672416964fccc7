"""Counts over valid time: needed parties by where they stand, and terms by status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from peacetrack.errors import EndBeforeStartError
from peacetrack.replay.over_time import Known, Sample, frames_at
from peacetrack.replay.spans import spans
from peacetrack.state import State
from peacetrack.view.pictures.places import place_of
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import DAY, microseconds
from peacetrack.words.when import Period, TimeLike, as_datetime, as_instant, instants

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
    by_knowing = {known: list(_changing(_counts(frames_at(state, asked, known), term))) for known in ways}
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
