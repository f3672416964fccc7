"""Which terms wait for which terms and events. Built on state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from peacetrack.replay.over_time import HolderOrTerm
from peacetrack.rules.condition import reached_from
from peacetrack.state import State, snapshot_of
from peacetrack.words.condition import Condition, EventHeld, StanceIs


class StatedCondition(NamedTuple):
    """A condition, and who stated it on which term."""

    term: str
    party: str | None
    condition: Condition


class Waits:
    """Every condition that was ever stated: who waited, and for whom and what."""

    def __init__(self, state: State) -> None:
        self._stated = _stated(state)

    @property
    def waiting(self) -> set[HolderOrTerm]:
        """Who ever stated a condition."""
        return {(stated.term, stated.party) for stated in self._stated}

    @property
    def named(self) -> list[HolderOrTerm]:
        """Whose stance was ever waited for."""
        conditions = (stated.condition for stated in self._stated)
        return [(c.term, c.party) for c in conditions if isinstance(c, StanceIs)]

    @cached_property
    def for_event(self) -> Mapping[str, set[str]]:
        """By event, the terms that ever waited for it."""
        found: dict[str, set[str]] = defaultdict(set)
        for stated in self._stated:
            if isinstance(stated.condition, EventHeld):
                found[stated.condition.event].add(stated.term)
        return dict(found)


class Links:
    """Which of some terms name which others in conditions that stand."""

    def __init__(self, terms: Sequence[str], named: Iterable[tuple[str, str]]) -> None:
        self._terms = terms
        self._ahead: dict[str, set[str]] = defaultdict(set)
        self._behind: dict[str, set[str]] = defaultdict(set)
        for term, other in named:
            self._ahead[term].add(other)
            self._behind[other].add(term)

    def hanging_on(self, terms: Iterable[str]) -> tuple[str, ...]:
        """The terms of which the status may hang on these, with them, in the agenda's order."""
        reached = reached_from(terms, self._behind)
        return tuple(term for term in self._terms if term in reached)

    def resting_of(self, terms: Iterable[str]) -> tuple[str, ...]:
        """The terms on which the status of these may rest, with them, in the agenda's order."""
        reached = reached_from(terms, self._ahead)
        return tuple(term for term in self._terms if term in reached)


def _stated(state: State) -> list[StatedCondition]:
    lines = snapshot_of(state).timeline.lines
    return [
        StatedCondition(key.term, key.party, condition)
        for key in lines.keys_kept()
        if key.field == "conditions"
        for statement in lines[key].statements
        if isinstance(statement.value, tuple)
        for condition in statement.value
    ]
