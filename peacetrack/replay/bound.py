"""What comes with events: endings, acts, and the dates of other events. Built on acted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from peacetrack.index.statement import Key, Statement
from peacetrack.index.timeline import Cut, Timeline
from peacetrack.replay.acted import Acted
from peacetrack.replay.over_time import HolderOrTerm
from peacetrack.rules.condition import reached_from
from peacetrack.rules.runs import CLEARING, closes, ending_event
from peacetrack.words.when import event_of


class _Ending(NamedTuple):
    """A statement that something ends with an event, and the seqs between which it is known."""

    statement: Statement
    known_from: int
    known_until: int

    @property
    def holder(self) -> HolderOrTerm:
        """Whose it is."""
        return self.statement.term, self.statement.party

    def comes(self, cut: Cut) -> int:
        """The instant at which it comes; never, where that is not known."""
        return closes(cut, self.statement.value, self.statement.by)


class Bound:
    """What was ever bound to events, and where it moves once one is dated, or known to be held."""

    def __init__(self, timeline: Timeline, acts: Mapping[HolderOrTerm, Iterable[Acted]]) -> None:
        self._timeline = timeline
        self._dating: dict[str, set[str]] = defaultdict(set)
        self._endings: dict[str, list[_Ending]] = defaultdict(list)
        self._acts: dict[str, list[tuple[HolderOrTerm, Acted]]] = defaultdict(list)
        for key in timeline.lines.keys_kept():
            if key.field == "when":
                self._keep_dates(key)
            elif key.field in CLEARING:
                self._keep_endings(key)
        for holder, done in acts.items():
            for act in done:
                if act.event is not None:
                    self._acts[act.event].append((holder, act))

    def _keep_dates(self, key: Key) -> None:
        for statement in self._timeline.lines[key].statements:
            event = event_of(statement.value)
            if event is not None:
                self._dating[event].add(key.term)

    def _keep_endings(self, key: Key) -> None:
        line = self._timeline.lines[key]
        for place, statement in enumerate(line.statements):
            event = ending_event(statement.value)
            if event is not None:
                known = line.known_from[place], line.known_until[place]
                self._endings[event].append(_Ending(statement, *known))

    def dated_by(self, events: Iterable[str]) -> set[str]:
        """The events of which a date was ever read from these, with them."""
        return reached_from(events, self._dating)

    def moved(
        self, events: Iterable[str], before: Cut, after: Cut
    ) -> Iterator[tuple[HolderOrTerm, set[int]]]:
        """Whose endings and acts come at another instant than before: when they came, and come."""
        for event in self.dated_by(events):
            for holder, coming in self._with(event, before.seq):
                at = {coming(before), coming(after)}
                if len(at) > 1:
                    yield holder, at

    def _with(self, event: str, seq: int) -> Iterator[tuple[HolderOrTerm, Callable[[Cut], int]]]:
        """Whose endings and acts come with an event, and when as a cut knows it."""
        for ending in self._endings[event]:
            if ending.known_from <= seq < ending.known_until:
                yield ending.holder, ending.comes
        for holder, act in self._acts[event]:
            yield holder, act.begins
