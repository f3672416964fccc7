"""Needs: what a term still needs to be agreed, as choices between steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

import attrs

from peacetrack.analysis.steps.option import Choice, Options, either
from peacetrack.analysis.steps.step import SettleField
from peacetrack.rules.standing import Standing
from peacetrack.rules.status import as_far
from peacetrack.state import State
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.when import InWords

Demand = tuple[str, str, Condition]
"""(party, term, condition): what a party asks for on a term."""


def needs(now: State, goals: Iterable[str], options: Options) -> list[Choice]:
    """Return what terms need to be agreed, in a state some steps after that of the options."""
    needed = _Needs(now, options)
    return [choice for term in goals for choice in needed.of_term(term, TermStatus.AGREED)]


@attrs.frozen
class _Needs:
    """What is needed in a state; a condition in `seen` closes a circle and is not followed."""

    now: State
    options: Options
    seen: frozenset[Demand] = frozenset()

    def of_term(self, term: str, wanted: TermStatus) -> Iterator[Choice]:
        """Return what a term needs to have at least a status."""
        status = self.now.status_of(term)
        if status is None or status >= wanted:
            return
        if wanted is TermStatus.PENDING:
            yield from self._to_be_pending(term)
            return
        yield from self._to_be_accepted(term)
        if wanted > TermStatus.IN_PRINCIPLE:
            yield from (Choice((SettleField(term, field),)) for field in self.now.unsettled(term))
        if wanted is TermStatus.AGREED:
            for standing in self._standings(term):
                if standing.accepts:
                    yield from self._of_conditions(standing)

    def _to_be_accepted(self, term: str) -> Iterator[Choice]:
        for standing in self._standings(term):
            if not standing.accepts:
                yield self.options.taking(standing, Stance.ACCEPTS)

    def _to_be_pending(self, term: str) -> Iterator[Choice]:
        """Return what it takes that no needed party is against it, and one speaks."""
        standings = self._standings(term)
        if self.now.status_of(term) is TermStatus.UNREPORTED:
            yield either(self.options.taking(standing, Stance.OPEN) for standing in standings)
        for standing in standings:
            if standing.live_stance is not None and standing.live_stance.side < 0:
                yield self.options.taking(standing, Stance.OPEN)

    def _standings(self, term: str) -> list[Standing]:
        return [self.now.standing(term, party) for party in self.now.needed_on(term)]

    def _of_conditions(self, standing: Standing) -> Iterator[Choice]:
        """Return what it takes that each unmet condition of a standing is dropped, or met."""
        for condition in standing.conditions:
            asked = (standing.party, standing.term, condition)
            if asked not in self.seen and not self.now.met(condition):
                further = attrs.evolve(self, seen=self.seen | {asked})
                dropped = self.options.dropping(standing, condition)
                yield either((dropped, further.of_condition(condition)))

    def of_condition(self, condition: Condition) -> Choice:
        """Return a choice between the steps that can meet a condition."""
        match condition:
            case EventHeld():
                return self.options.holding(condition.event)
            case TermIs():
                return _first_of([*self.of_term(condition.term, condition.status)])
            case StanceIs():
                return _first_of([*self._of_stance(condition)])
            case InWords():
                return Choice()
        assert_never(condition)

    def _of_stance(self, wanted: StanceIs) -> Iterator[Choice]:
        standing = self.now.standing(wanted.term, wanted.party)
        if not standing.live or not as_far(standing.stance, wanted.stance):
            yield self.options.taking(standing, wanted.stance)
        else:
            yield from self._of_conditions(standing)


def _first_of(choices: list[Choice]) -> Choice:
    """Return one choice that has to be made; one without steps where any of them is hopeless."""
    hopeless = [choice for choice in choices if not choice.steps]
    if hopeless:
        return Choice(barred=either(hopeless).barred)
    return choices[0] if choices else Choice()
