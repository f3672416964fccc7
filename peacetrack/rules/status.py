"""How far the terms are, with conditions read together: rules 10 and 11. Built on condition."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Protocol

from peacetrack.rules.condition import Holder, as_far, conditional, greatest, least
from peacetrack.rules.event import EventState
from peacetrack.rules.standing import Standing, TermProgress
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.kind import binds
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import Absence, common_ground


class SupportsDeal(Protocol):
    """What is read of a state."""

    def __iter__(self) -> Iterator[str]: ...
    def standing(self, term: str, party: str) -> Standing:
        """Where a party stands on a term."""
        ...

    def progress(self, term: str) -> TermProgress:
        """What is reported of a term itself."""
        ...

    def event(self, event: str) -> EventState:
        """An event as it is known."""
        ...

    def needed_on(self, term: str) -> tuple[str, ...]:
        """The parties whose acceptance a term needs."""
        ...

    def parties_on(self, term: str) -> tuple[str, ...]:
        """The needed parties, then all with a statement."""
        ...

    def kind_of(self, term: str) -> str:
        """The kind of a term's content."""
        ...


class Statuses:
    """The statuses of all terms in a state, and whose conditions are met."""

    def __init__(self, state: SupportsDeal) -> None:
        self._state = state

    def status(self, term: str) -> TermStatus | None:
        """The status of a term; None of a backdrop, or where it needs nobody."""
        apart = self._apart_from_conditions.get(term)
        return apart if apart is not TermStatus.AGREED else self._status(term, self.met_holders)

    def status_together(self, term: str) -> TermStatus | None:
        """The status of a term with conditions read together: a circle of them closes at once."""
        return self._status(term, self.met_together)

    def met(self, condition: Condition) -> bool:
        """Whether one condition is met."""
        return self._met(condition, self.met_holders)

    def unsettled(self, term: str) -> tuple[str, ...]:
        """The binding fields of a term on which the needed parties have not settled."""
        return tuple(self._unsettled(term, self._standings(term)))

    def accepting(self, term: str) -> tuple[str, ...]:
        """The needed parties that accept, conditions apart."""
        return tuple(standing.party for standing in self._standings(term) if standing.accepts)

    def waits_on(self, term: str) -> tuple[str, ...]:
        """The needed parties that do not accept, or have a condition unmet."""
        return tuple(
            standing.party
            for standing in self._standings(term)
            if not standing.accepts
            or (standing.conditions and (term, standing.party) not in self.met_holders)
        )

    def disputed(self, term: str) -> tuple[str, ...]:
        """The needed parties with a disputed stance; the status depends on it."""
        disputed = (s for s in self._standings(term) if "stance" in s.disputed)
        return tuple(standing.party for standing in disputed)

    # Rule 11

    @cached_property
    def met_holders(self) -> frozenset[Holder]:
        """The (term, party) whose conditions are all met, read one after the other."""
        return least(self._holders(), self._all_met)

    @cached_property
    def met_together(self) -> frozenset[Holder]:
        """The (term, party) whose conditions are all met, read together."""
        return greatest(self._holders(), self._all_met)

    def _holders(self) -> set[Holder]:
        """Whose conditions matter: who has said something, and who is named in a condition."""
        state = self._state
        standings = (
            state.standing(term, party) for term in state for party in state.parties_on(term)
        )
        waiting = [standing for standing in standings if standing.conditions]
        seen = {(standing.term, standing.party): standing for standing in waiting}
        while waiting:
            for condition in waiting.pop().conditions:
                if isinstance(condition, StanceIs):
                    named = state.standing(condition.term, condition.party)
                    holder = (named.term, named.party)
                    waiting += [] if holder in seen else [named]
                    seen[holder] = named
        return {holder for holder, standing in seen.items() if conditional(standing)}

    def _all_met(self, holder: Holder, so_far: frozenset[Holder]) -> bool:
        term, party = holder
        conditions = self._state.standing(term, party).conditions
        return all(self._met(condition, so_far) for condition in conditions)

    def _met(self, condition: Condition, so_far: frozenset[Holder]) -> bool:
        if isinstance(condition, TermIs):
            status = self._status(condition.term, so_far)
            return status is not None and status >= condition.status
        if isinstance(condition, StanceIs):
            return self._stance_met(condition, so_far)
        if isinstance(condition, EventHeld):
            return self._state.event(condition.event).held
        return False

    def _stance_met(self, condition: StanceIs, so_far: frozenset[Holder]) -> bool:
        standing = self._state.standing(condition.term, condition.party)
        if not standing.live or not as_far(standing.stance, condition.stance):
            return False
        return not conditional(standing) or (standing.term, standing.party) in so_far

    # Rule 10

    def _status(self, term: str, so_far: frozenset[Holder]) -> TermStatus | None:
        status = self._apart_from_conditions.get(term)
        if status is TermStatus.AGREED:
            standings = self._standings(term)
            if any(s.conditions and (term, s.party) not in so_far for s in standings):
                return TermStatus.CONDITIONAL
        return status

    @cached_property
    def _apart_from_conditions(self) -> dict[str, TermStatus]:
        needing = [term for term in self._state if self._state.needed_on(term)]
        return {term: self._joint_status(term, self._standings(term)) for term in needing}

    def _standings(self, term: str) -> list[Standing]:
        return [self._state.standing(term, party) for party in self._state.needed_on(term)]

    def _joint_status(self, term: str, standings: list[Standing]) -> TermStatus:
        if not any(s.begun for s in standings):
            return TermStatus.UNREPORTED
        live = [s.stance for s in standings if s.live]
        if Stance.REJECTS in live:
            return TermStatus.BLOCKED
        if Stance.OPPOSES in live:
            return TermStatus.CONTESTED
        if not all(s.accepts for s in standings):
            return TermStatus.PENDING
        unsettled = next(self._unsettled(term, standings), None)
        return TermStatus.AGREED if unsettled is None else TermStatus.IN_PRINCIPLE

    def _unsettled(self, term: str, standings: list[Standing]) -> Iterator[str]:
        """The binding fields of theirs without common ground, or under negotiation."""
        details = [*(s.details for s in standings), self._state.progress(term).details]
        fields = dict.fromkeys(field for detail in details for field in detail)
        return (field for field in fields if self._field_unsettled(term, field, standings))

    def _field_unsettled(self, term: str, field: str, standings: list[Standing]) -> bool:
        held = [s.details[field] for s in standings if field in s.details]
        of_term = self._state.progress(term).details.get(field)
        values = [value for value in (*held, of_term) if value is not None]
        if not any(binds(self._state.kind_of(term), field, value) for value in values):
            return False
        stated = [value for value in held if not isinstance(value, Absence)]
        apart = bool(stated) and common_ground(stated) is None
        return Absence.UNDER_NEGOTIATION in values or apart
