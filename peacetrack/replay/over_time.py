"""A state at many moments, asked anew only where something turned. Built on state and sweep."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Literal

from peacetrack.errors import UnknownNameError
from peacetrack.index.series import FOREVER, Series
from peacetrack.index.statement import Key
from peacetrack.index.sweep import sweep
from peacetrack.rules.event import EventState
from peacetrack.rules.standing import Standing, TermProgress
from peacetrack.rules.status import Statuses
from peacetrack.state import State, snapshot_of
from peacetrack.words.when import Period, TimeLike, instants, surface

Known = Literal["now", "then"]
"""Whether each moment is seen as it is known now, or as it was known then."""
HolderOrTerm = tuple[str, str | None]
"""(term, party) of what is said of a term; without a party, of the term itself."""


class Sample:
    """A state at one moment of a course.

    What did not turn since the moment before is taken over from there; only whether a standing is
    `certain` by now is not asked again.
    """

    def __init__(
        self,
        state: State,
        standings: Mapping[tuple[str, str], Standing] = MappingProxyType({}),
        progress: Mapping[str, TermProgress] = MappingProxyType({}),
    ) -> None:
        self.state = state
        self._standings = dict(standings)
        self._progress = dict(progress)
        self._groups: dict[str, tuple[str, ...]] = {}

    @cached_property
    def statuses(self) -> Statuses:
        """The statuses of all terms."""
        return Statuses(self)

    def __iter__(self) -> Iterator[str]:
        return iter(self.state)

    def standing(self, term: str, party: str) -> Standing:
        """Where a party stands on a term."""
        found = self._standings.get((term, party))
        if found is None:
            found = self._standings[term, party] = self.state.standing(term, party)
        return found

    def progress(self, term: str) -> TermProgress:
        """What is reported of a term itself."""
        found = self._progress.get(term)
        if found is None:
            found = self._progress[term] = self.state.progress(term)
        return found

    def event(self, event: str) -> EventState:
        """An event as it is known."""
        return self.state.event(event)

    def needed_on(self, term: str) -> tuple[str, ...]:
        """The parties whose acceptance a term needs."""
        return self.state.needed_on(term)

    def parties_on(self, term: str) -> tuple[str, ...]:
        """The needed parties, then all with a statement."""
        return self.state.parties_on(term)

    def kind_of(self, term: str) -> str:
        """The kind of a term's content."""
        return self.state.kind_of(term)

    def groups_of(self, party: str) -> tuple[str, ...]:
        """The groups that a party is a member of."""
        found = self._groups.get(party)
        if found is None:
            found = self._groups[party] = self.state.groups_of(party)
        return found

    # The moment after

    def then(self, state: State, turned: set[HolderOrTerm]) -> Sample:
        """The frame of a later moment, at which only these holders turned."""
        later = Sample(state)  # the groups of that moment are asked once a party
        standings = {
            holder: standing
            for holder, standing in self._standings.items()
            if self._stays(standing, later, turned)
        }
        progress = {
            term: progress
            for term, progress in self._progress.items()
            if (term, None) not in turned
        }
        return Sample(state, standings, progress)

    def _stays(self, standing: Standing, later: Sample, turned: set[HolderOrTerm]) -> bool:
        term, party = standing.term, standing.party
        groups = self.groups_of(party)
        if groups != later.groups_of(party) or _runs_out(standing, later.state):
            return False
        return not any((term, holder) in turned for holder in (party, *groups))


def _runs_out(standing: Standing, state: State) -> bool:
    """Whether its window or its until has come since."""
    if standing.lapsed:
        return False
    runs = [standing.runs[field] for field in ("window", "until") if field in standing.runs]
    return any(state.closing(run[-1]) <= state.instant for run in runs)


def course(
    state: State, start: TimeLike, end: TimeLike, every: Period, known: Known
) -> Iterator[Sample]:
    """The state at each moment from `start` to `end`, as it is known now or as it was then."""
    return frames_at(state, instants(start, end, every), known)


def frames_at(state: State, valids: Sequence[int], known: Known) -> Iterator[Sample]:
    """The state at each of some instants, in their order."""
    if known not in ("now", "then"):
        raise UnknownNameError("way of knowing", known, ("now", "then"))
    seqs = [_seq(state, valid) if known == "then" else state.basis.known for valid in valids]
    frame: Sample | None = None
    for valid, seq, turned in zip(valids, seqs, _turned(state, valids, seqs), strict=True):
        now = state.at(valid=surface(valid), known=seq)
        frame = Sample(now) if frame is None or turned is None else frame.then(now, turned)
        yield frame


def _seq(state: State, instant: int) -> int:
    """What was known at an instant, as far as the state knows."""
    return state.seq_at(surface(instant))


# What turned


def _turned(
    state: State, valids: Sequence[int], seqs: Sequence[int]
) -> list[set[HolderOrTerm] | None]:
    """The holders of whom something else holds than at the moment before; None where all may turn.

    What is supposed, or left out, has a timeline of its own at each moment.
    """
    if state.basis.supposed or state.basis.trust.without:
        return [None for _ in valids]
    timeline = snapshot_of(state).timeline
    keys = timeline.lines.keys_kept()
    turned: list[set[HolderOrTerm]] = [set() for _ in valids]
    everything: set[int] = set()
    for key, places in zip(keys, sweep(timeline, keys, valids, seqs), strict=True):
        learned = _learned(timeline.lines[key], seqs)
        for moment in (*_changes(places), *learned):
            turned[moment].add((key.term, key.party))
        if _dates(state, key):
            everything |= learned
    return [None if moment in everything else found for moment, found in enumerate(turned)]


def _changes(places: Sequence[int]) -> list[int]:
    """The moments at which another statement holds than before."""
    return [place for place, (one, other) in enumerate(pairwise(places), 1) if one != other]


def _learned(line: Series, seqs: Sequence[int]) -> set[int]:
    """The first moments at which what was learned of a line, or withdrawn, is known."""
    if seqs[0] == seqs[-1]:
        return set()
    changed = {*line.known_from, *line.known_until} - {FOREVER}
    return {bisect_left(seqs, seq) for seq in changed if seqs[0] < seq <= seqs[-1]}


def _dates(state: State, key: Key) -> bool:
    """Whether a key says of an event when, or whether, it takes place; endings depend on it."""
    return key.field in ("when", "status") and key.term in state.event_ids
