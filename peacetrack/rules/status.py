"""The status of terms, and which conditions are met: rules 10 and 11 of `docs/reference/rules.md`.

Circles of conditions, and the packages and deadlocks they make, are found in `peacetrack.analysis`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from itertools import chain
from typing import Protocol, TypeVar, assert_never

from peacetrack.rules.event import EventState
from peacetrack.rules.quorum import Lacking, Quorum
from peacetrack.rules.standing import Standing, TermProgress
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.kind import binds
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import Absence, common_ground
from peacetrack.words.when import InWords

Holder = tuple[str, str]
"""(term, party) of a standing that has conditions."""

N = TypeVar("N", bound=Hashable)


NO_REPORT = "no report"
"""What a tally calls the parties without a stance."""


class SupportsStatuses(Protocol):
    """What the statuses are computed from; see `peacetrack.rules.answers.Answers`."""

    def __iter__(self) -> Iterator[str]: ...
    def standing(self, term: str, party: str) -> Standing: ...  # noqa: D102
    def progress(self, term: str) -> TermProgress: ...  # noqa: D102
    def event(self, event: str) -> EventState: ...  # noqa: D102
    def needed_on(self, term: str) -> tuple[str, ...]: ...  # noqa: D102
    def required_on(self, term: str) -> tuple[str, ...]: ...  # noqa: D102
    def quorums_on(self, term: str) -> tuple[Quorum, ...]: ...  # noqa: D102
    def parties_on(self, term: str) -> tuple[str, ...]: ...  # noqa: D102
    def kind_of(self, term: str) -> str: ...  # noqa: D102


class Statuses:
    """The statuses of all terms, and the holders that have their conditions met."""

    def __init__(self, answers: SupportsStatuses) -> None:
        self._answers = answers

    def status(self, term: str) -> TermStatus | None:
        """Return the status of a term; None of a backdrop, or where no party is needed."""
        apart = self._apart_from_conditions.get(term)
        return apart if apart is not TermStatus.AGREED else self._status(term, self.met_holders)

    def status_together(self, term: str) -> TermStatus | None:
        """Return the status of a term with conditions read together: their circles close at once."""
        return self._status(term, self.met_together)

    def met(self, condition: Condition) -> bool:
        """Return whether one condition is met."""
        return self._met(condition, self.met_holders)

    def unsettled(self, term: str) -> tuple[str, ...]:
        """Return the binding fields of a term that those who accept, or have to, have not settled."""
        return tuple(self._unsettled(term))

    def accepting(self, term: str) -> tuple[str, ...]:
        """Return the needed parties that accept, conditions apart."""
        return tuple(standing.party for standing in self._standings(term) if standing.accepts)

    def waits_on(self, term: str) -> tuple[str, ...]:
        """Return the needed parties that hold a term open (rule 10)."""
        return tuple(dict.fromkeys(party for lacking in self.lacking(term) for party in lacking.parties))

    def lacking(
        self, term: str, enough: TermStatus = TermStatus.AGREED, *, together: bool = False
    ) -> tuple[Lacking, ...]:
        """Return who has to move still for a status, need by need; perhaps conditions read together."""
        met = self.met_together if together else self.met_holders
        by_party = partial(self._of_party, term, met=met)
        lacking = (quorum.lacking(by_party, enough) for quorum in self._answers.quorums_on(term))
        return tuple(dict.fromkeys(chain.from_iterable(lacking)))

    def tally(self, term: str) -> Counter[str]:
        """Return how many of the needed parties stand where, the best first."""
        known = [standing.live_stance for standing in self._standings(term)]
        found = Counter({str(stance): known.count(stance) for stance in reversed(Stance) if stance in known})
        lapsed = sum(standing.begun and standing.lapsed for standing in self._standings(term))
        return found + Counter({"lapsed": lapsed, NO_REPORT: known.count(None) - lapsed})

    def disputed(self, term: str) -> tuple[str, ...]:
        """Return the needed parties with a disputed stance; the status depends on it."""
        disputed = (s for s in self._standings(term) if "stance" in s.disputed)
        return tuple(standing.party for standing in disputed)

    # Rule 11

    @cached_property
    def met_holders(self) -> frozenset[Holder]:
        """The (term, party) with all conditions met, read one after the other."""
        return least(self._holders(), self._all_met)

    @cached_property
    def met_together(self) -> frozenset[Holder]:
        """The (term, party) with all conditions met, read together."""
        return greatest(self._holders(), self._all_met)

    def _holders(self) -> set[Holder]:
        """Return the holders with conditions that can matter for a status.

        They are found among those who speak, and then among those that conditions name: a party
        without a statement may be named, and stand where its group stands, with its conditions.
        """
        answers = self._answers
        speaking = (answers.standing(term, party) for term in answers for party in answers.parties_on(term))
        waiting = [standing for standing in speaking if standing.conditions]
        seen = {(standing.term, standing.party): standing for standing in waiting}
        while waiting:
            for condition in waiting.pop().conditions:
                if isinstance(condition, StanceIs):
                    named = answers.standing(condition.term, condition.party)
                    holder = (named.term, named.party)
                    waiting += [] if holder in seen else [named]
                    seen[holder] = named
        return {holder for holder, standing in seen.items() if conditional(standing)}

    def _all_met(self, holder: Holder, so_far: frozenset[Holder]) -> bool:
        term, party = holder
        conditions = self._answers.standing(term, party).conditions
        return all(self._met(condition, so_far) for condition in conditions)

    def _met(self, condition: Condition, so_far: frozenset[Holder]) -> bool:
        match condition:
            case TermIs():
                status = self._status(condition.term, so_far)
                return status is not None and status >= condition.status
            case StanceIs():
                return self._stance_met(condition, so_far)
            case EventHeld():
                return self._answers.event(condition.event).held
            case InWords():
                return False
            case _:
                assert_never(condition)

    def _stance_met(self, condition: StanceIs, so_far: frozenset[Holder]) -> bool:
        standing = self._answers.standing(condition.term, condition.party)
        if not standing.live or not as_far(standing.stance, condition.stance):
            return False
        return not conditional(standing) or (standing.term, standing.party) in so_far

    # Rule 10

    def _status(self, term: str, so_far: frozenset[Holder]) -> TermStatus | None:
        status = self._apart_from_conditions.get(term)
        if status is not TermStatus.AGREED:
            return status
        return self._of_quorums(term, so_far)

    def _of_quorums(self, term: str, met: Collection[Holder] | None) -> TermStatus:
        by_party = partial(self._of_party, term, met=met)
        return min(quorum.status(by_party) for quorum in self._answers.quorums_on(term))

    def _of_party(self, term: str, party: str, met: Collection[Holder] | None) -> TermStatus:
        """Return the status of a term as far as one party decides on it; conditions apart without `met`."""
        standing = self._answers.standing(term, party)
        unmet = met is not None and bool(standing.conditions) and (term, party) not in met
        match standing.live_stance:
            case Stance.REJECTS:
                return TermStatus.BLOCKED
            case Stance.OPPOSES:
                return TermStatus.CONTESTED
            case Stance.ACCEPTS:
                return TermStatus.CONDITIONAL if unmet else TermStatus.AGREED
            case _:
                return TermStatus.PENDING

    @cached_property
    def _apart_from_conditions(self) -> dict[str, TermStatus]:
        needing = [term for term in self._answers if self._answers.needed_on(term)]
        return {term: self._joint_status(term) for term in needing}

    def _standings(self, term: str) -> list[Standing]:
        return [self._answers.standing(term, party) for party in self._answers.needed_on(term)]

    def _joint_status(self, term: str) -> TermStatus:
        if not any(standing.begun for standing in self._standings(term)):
            return TermStatus.UNREPORTED
        status = self._of_quorums(term, None)
        unsettled = status is TermStatus.AGREED and any(True for _ in self._unsettled(term))
        return TermStatus.IN_PRINCIPLE if unsettled else status

    def _unsettled(self, term: str) -> Iterator[str]:
        """Yield the binding fields without common ground, or under negotiation."""
        standings = self._binding(term)
        details = [*(s.counting for s in standings), self._answers.progress(term).counting]
        fields = dict.fromkeys(field for detail in details for field in detail)
        return (field for field in fields if self._is_unsettled(term, field, standings))

    def _binding(self, term: str) -> list[Standing]:
        """Return the standings with fields that bind: of those who accept, or have to and are open to it.

        What another states would be older than its acceptance.
        """
        required = self._answers.required_on(term)
        standings = [s for s in self._standings(term) if s.live_stance in (Stance.OPEN, Stance.ACCEPTS)]
        counting = (s for s in standings if s.accepts or s.party in required)
        return [each for standing in counting for each in self._spoken_by(standing)]

    def _spoken_by(self, standing: Standing) -> list[Standing]:
        """Return a standing, and of a group that stands by its members, theirs (rule 9)."""
        return [standing, *(self._answers.standing(standing.term, m) for m in standing.by_members)]

    def _is_unsettled(self, term: str, field: str, standings: list[Standing]) -> bool:
        held = [s.counting[field] for s in standings if field in s.counting]
        of_term = self._answers.progress(term).counting.get(field)
        values = [value for value in (*held, of_term) if value is not None]
        if not any(binds(self._answers.kind_of(term), field, value) for value in values):
            return False
        stated = [value for value in held if not isinstance(value, Absence)]
        apart = bool(stated) and common_ground(stated) is None
        return Absence.UNDER_NEGOTIATION in values or apart


def conditional(standing: Standing) -> bool:
    """Return whether the conditions of a standing count: those of acceptance and openness do."""
    stance = standing.stance
    return bool(standing.conditions) and isinstance(stance, Stance) and stance.side > 0


def as_far(stance: object, wanted: Stance) -> bool:
    """Return whether a stance is at least as far from neutral on the wanted side."""
    if not isinstance(stance, Stance) or stance.side != wanted.side:
        return False
    return stance >= wanted if wanted.side > 0 else stance <= wanted


# Fixpoints


def least(holders: Iterable[Holder], met: Callable[[Holder, frozenset[Holder]], bool]) -> frozenset[Holder]:
    """Return the holders with conditions met when read one after the other: the least fixpoint.

    `met(holder, so_far)` says whether a holder's conditions are met once those of `so_far` are.
    """
    waiting = set(holders)
    done: frozenset[Holder] = frozenset()
    while True:
        reached = {holder for holder in waiting if met(holder, done)}
        if not reached:
            return done
        done |= reached
        waiting -= reached


def greatest(
    holders: Iterable[Holder], met: Callable[[Holder, frozenset[Holder]], bool]
) -> frozenset[Holder]:
    """Return the holders with conditions met when read together: the greatest fixpoint.

    It takes all to be met, and drops those that are not met even so.
    """
    kept = frozenset(holders)
    while True:
        staying = frozenset(holder for holder in kept if met(holder, kept))
        if staying == kept:
            return kept
        kept = staying


def reached_from(names: Iterable[N], edges: Mapping[N, Iterable[N]]) -> set[N]:
    """Return all that is reached from some names along edges, these names included."""
    found = set(names)
    waiting = list(found)
    while waiting:
        new = set(edges.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found
