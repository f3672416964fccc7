"""The status of terms, and which conditions are met: rules 10 and 11 of `docs/reference/rules.md`.

Circles of conditions, and the packages and deadlocks they make, are found in `peacetrack.analysis`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Set
from functools import cached_property, partial
from itertools import chain
from typing import TYPE_CHECKING, TypeVar, assert_never

from peacetrack.rules.quorum import Lacking
from peacetrack.rules.standing import Standing
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.kind import ContentKind
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import Absence, common_ground
from peacetrack.words.when import InWords

Holder = tuple[str, str]
"""(term, party) of a standing that has conditions."""

if TYPE_CHECKING:
    from peacetrack.rules.rulings import Rulings

N = TypeVar("N", bound=Hashable)


_AGAINST: Mapping[Stance | None, TermStatus] = {
    Stance.REJECTS: TermStatus.BLOCKED,
    Stance.OPPOSES: TermStatus.CONTESTED,
}

NO_REPORT = "no report"
"""What a tally calls the parties without a stance."""


class Statuses:
    """The statuses of all terms, and the holders that have their conditions met."""

    def __init__(self, rulings: Rulings) -> None:
        self._rulings = rulings
        self._apart_by_term: dict[str, TermStatus | None] = {}
        self._accepting: dict[str, tuple[str, ...]] = {}
        self._lacking: dict[tuple[str, TermStatus, bool], tuple[Lacking, ...]] = {}

    def status(self, term: str) -> TermStatus | None:
        """Return the status of a term; None of a backdrop, or where no party is needed."""
        apart = self._apart_from_conditions(term)
        return apart if apart is not TermStatus.AGREED else self._status(term, self.met_holders)

    def status_together(self, term: str) -> TermStatus | None:
        """Return the status of a term with conditions read together: their circles close at once."""
        return self._status(term, self.met_together)

    def met(self, condition: Condition) -> bool:
        """Return whether one condition is met."""
        return self._met(condition, self.met_holders)

    def of_party(self, term: str, party: str) -> TermStatus:
        """Return the status of a term as far as one party decides on it."""
        return self._of_party(term, party, self.met_holders)

    def unsettled(self, term: str) -> tuple[str, ...]:
        """Return the binding fields of a term that are not settled.

        They are of the parties that accept, and of those that have to and are open to it.
        """
        required = self._rulings.required_on(term)
        on_its_side = (s for s in self._standings(term) if _on_its_side(s))
        return self.unsettled_among(term, [s for s in on_its_side if s.accepts or s.party in required])

    def unsettled_among(self, term: str, standings: list[Standing]) -> tuple[str, ...]:
        """Return the binding fields of a term that are not settled among some standings on it."""
        return tuple(self._unsettled(term, standings))

    def accepting(self, term: str) -> tuple[str, ...]:
        """Return the needed parties that accept, with or without conditions."""
        if term not in self._accepting:
            self._accepting[term] = tuple(s.party for s in self._standings(term) if s.accepts)
        return self._accepting[term]

    def unconfirmed(self, term: str) -> tuple[str, ...]:
        """Return the parties with an acceptance of a term that is not sure to be their own."""
        return tuple(standing.party for standing in self._standings(term) if not standing.confirmed)

    def waits_on(self, term: str) -> tuple[str, ...]:
        """Return the needed parties that hold a term open (rule 10)."""
        return tuple(dict.fromkeys(party for lacking in self.lacking(term) for party in lacking.parties))

    def lacking(
        self, term: str, enough: TermStatus = TermStatus.AGREED, *, together: bool = False
    ) -> tuple[Lacking, ...]:
        """Return who has to move still for a status, need by need; perhaps conditions read together."""
        asked = term, enough, together
        if asked not in self._lacking:
            by_party = partial(self._of_party, term, met=self.met_together if together else self.met_holders)
            lacking = (quorum.lacking(by_party, enough) for quorum in self._rulings.quorums_on(term))
            self._lacking[asked] = tuple(dict.fromkeys(chain.from_iterable(lacking)))
        return self._lacking[asked]

    def tally(self, term: str) -> Counter[str]:
        """Return how many of the needed parties stand where, the best first."""
        standings = self._standings(term)
        known = [standing.live_stance for standing in standings]
        found = Counter({str(stance): known.count(stance) for stance in reversed(Stance)})
        lapsed = sum(standing.begun and standing.lapsed for standing in standings)
        return +Counter({**found, "lapsed": lapsed, NO_REPORT: known.count(None) - lapsed})

    def disputed(self, term: str) -> tuple[str, ...]:
        """Return the needed parties with a disputed stance; the status depends on it."""
        disputed = (s for s in self._standings(term) if "stance" in s.disputed)
        return tuple(standing.party for standing in disputed)

    # Rule 11

    @cached_property
    def met_holders(self) -> frozenset[Holder]:
        """The (term, party) with all conditions met, read one after the other."""
        return least(self._asking, self._all_met)

    def gaining(self, rulings: Rulings, terms: Iterable[str]) -> tuple[Statuses, set[str]]:
        """Return the statuses of later rulings, which differ on some terms, and all terms that may differ.

        Where the parties came nearer on these terms, and none waits for the contrary, what is met stays
        met, and only what waits for them is read again. Else all is.
        """
        later = Statuses(rulings)
        apart = {term: later._joint_status(term, later._standings(term)) for term in terms}
        turned = [h for term in apart for h in self._heard_on(term, rulings.parties_on(term))]
        if not (self._is_nearer(apart) and all(self._gains(rulings, holder) for holder in turned)):
            return later, set(rulings)
        asking = {h: set(later._asked(s)) for h in turned if conditional(s := rulings.standing(*h))}
        later._apart_by_term = {**self._apart_by_term, **apart}
        later._asking = {h: asked for h, asked in self._asking.items() if h[0] not in apart} | asking
        later._heard, later._naming = self._heard, self._naming
        met = {holder for holder in self.met_holders if holder[0] not in apart}
        waiting = [*asking, *(h for term in apart for h in self._naming.get(term, ()) if h in later._asking)]
        later.met_holders = _grown(met, waiting, later._all_met, later._waiting_for)
        return later, {*apart, *(term for term, _ in later.met_holders - self.met_holders)}

    def _heard_on(self, term: str, parties: Iterable[str]) -> Iterable[Holder]:
        """Return the holders on a term that speak, or that a condition names."""
        conditions = (c for holder in self._naming.get(term, ()) for c in self._heard[holder].conditions)
        named = (c.party for c in conditions if isinstance(c, StanceIs) and c.term == term)
        return [(term, party) for party in dict.fromkeys((*parties, *named))]

    def _is_nearer(self, apart: Mapping[str, TermStatus]) -> bool:
        """Return whether no status is lower, conditions apart, and none waits for a lower stance."""
        waiting = {holder for term in apart for holder in self._naming.get(term, ())}
        conditions = (c for holder in waiting for c in self._heard[holder].conditions)
        contrary = any(isinstance(c, StanceIs) and c.stance.side <= 0 for c in conditions)
        before = {term: self._apart_from_conditions(term) or TermStatus.UNREPORTED for term in apart}
        return not contrary and all(status >= before[term] for term, status in apart.items())

    def _gains(self, rulings: Rulings, holder: Holder) -> bool:
        """Return whether a holder stands as far as before, and asks for nothing else."""
        old, new = self._rulings.standing(*holder), rulings.standing(*holder)
        lower = old.live_stance is not None and (new.live_stance is None or new.live_stance < old.live_stance)
        return not lower and (not conditional(new) or new.conditions == old.conditions)

    def _waiting_for(self, holder: Holder) -> Iterable[Holder]:
        return (waiting for waiting in self._naming.get(holder[0], ()) if waiting in self._asking)

    @cached_property
    def _naming(self) -> dict[str, list[Holder]]:
        """By term, the holders with conditions that name it."""
        found: dict[str, list[Holder]] = {}
        for holder, standing in self._heard.items():
            for term in {condition.term for condition in standing.conditions} - {None}:
                found.setdefault(str(term), []).append(holder)
        return found

    @cached_property
    def met_together(self) -> frozenset[Holder]:
        """The (term, party) with all conditions met, read together."""
        return greatest(self._asking, self._all_met)

    @cached_property
    def _asking(self) -> dict[Holder, set[Holder]]:
        """The holders with conditions that can matter for a status, each with those that it asks."""
        return {holder: set(self._asked(s)) for holder, s in self._heard.items() if conditional(s)}

    @cached_property
    def _heard(self) -> dict[Holder, Standing]:
        """The standings with conditions, and those that conditions name.

        They are found among those who speak, and then among those that conditions name: a party
        without a statement may be named, and stand where its group stands, with its conditions.
        """
        rulings = self._rulings
        speaking = ((term, party) for term in rulings for party in rulings.parties_on(term))
        asking = (rulings.standing(*holder) for holder in speaking if rulings.may_hold(*holder, "conditions"))
        waiting = [standing for standing in asking if standing.conditions]
        seen = {(standing.term, standing.party): standing for standing in waiting}
        while waiting:
            for condition in waiting.pop().conditions:
                if isinstance(condition, StanceIs):
                    named = rulings.standing(condition.term, condition.party)
                    holder = (named.term, named.party)
                    waiting += [] if holder in seen else [named]
                    seen[holder] = named
        return seen

    def _asked(self, standing: Standing) -> Iterator[Holder]:
        """Yield the holders with conditions that decide whether those of a standing are met."""
        for condition in standing.conditions:
            if isinstance(condition, StanceIs):
                yield condition.term, condition.party
            elif isinstance(condition, TermIs):
                yield from ((condition.term, party) for party in self._rulings.needed_on(condition.term))

    def _all_met(self, holder: Holder, so_far: Set[Holder]) -> bool:
        term, party = holder
        conditions = self._rulings.standing(term, party).conditions
        return all(self._met(condition, so_far) for condition in conditions)

    def _met(self, condition: Condition, so_far: Set[Holder]) -> bool:
        match condition:
            case TermIs():
                status = self._status(condition.term, so_far)
                return status is not None and status >= condition.status
            case StanceIs():
                return self._stance_met(condition, so_far)
            case EventHeld():
                return self._rulings.event(condition.event).held
            case InWords():
                return False
            case _:
                assert_never(condition)

    def _stance_met(self, condition: StanceIs, so_far: Set[Holder]) -> bool:
        standing = self._rulings.standing(condition.term, condition.party)
        if not standing.live or not as_far(standing.stance, condition.stance):
            return False
        return not conditional(standing) or (standing.term, standing.party) in so_far

    # Rule 10

    def _status(self, term: str, so_far: Set[Holder]) -> TermStatus | None:
        status = self._apart_from_conditions(term)
        return self._of_quorums(term, so_far) if status is TermStatus.AGREED else status

    def _of_quorums(self, term: str, met: Set[Holder] | None) -> TermStatus:
        by_party = partial(self._of_party, term, met=met)
        return min({quorum.status(by_party) for quorum in self._rulings.quorums_on(term)})

    def _of_party(self, term: str, party: str, met: Set[Holder] | None) -> TermStatus:
        """Return the status of a term as far as one party decides on it; conditions apart without `met`."""
        standing = self._rulings.standing(term, party)
        stance = standing.live_stance
        if stance is Stance.ACCEPTS:
            unmet = met is not None and bool(standing.conditions) and (term, party) not in met
            return TermStatus.CONDITIONAL if unmet else TermStatus.AGREED
        return _AGAINST.get(stance, TermStatus.PENDING)

    def _apart_from_conditions(self, term: str) -> TermStatus | None:
        """Return the status of a term, conditions apart; None of a backdrop, or where no party is needed."""
        if term not in self._apart_by_term:
            standings = self._standings(term)
            self._apart_by_term[term] = self._joint_status(term, standings) if standings else None
        return self._apart_by_term[term]

    def _standings(self, term: str) -> list[Standing]:
        return [self._rulings.standing(term, party) for party in self._rulings.needed_on(term)]

    def _joint_status(self, term: str, standings: list[Standing]) -> TermStatus:
        if not any(s.begun for s in standings):
            return TermStatus.UNREPORTED
        status = self._of_quorums(term, None)
        if status is not TermStatus.AGREED:
            return status
        unsettled = next(self._unsettled(term, [s for s in standings if s.accepts]), None)
        return TermStatus.AGREED if unsettled is None else TermStatus.IN_PRINCIPLE

    def _unsettled(self, term: str, standings: list[Standing]) -> Iterator[str]:
        """Yield the binding fields without common ground, or under negotiation.

        Those of a group that stands by its members are those of its members too (rule 9).
        """
        of_members = ((s.term, member) for s in standings for member in s.by_members)
        standings = [*standings, *(self._rulings.standing(*holder) for holder in of_members)]
        held: dict[str, list[object]] = {}
        for standing in standings:
            for field, value in standing.counting.items():
                held.setdefault(field, []).append(value)
        of_term = self._rulings.progress(term).counting
        kind = self._rulings.kind_of(term)
        for field in dict.fromkeys((*held, *of_term)):
            if _is_unsettled(kind, field, held.get(field, []), of_term.get(field)):
                yield field


def _is_unsettled(kind: ContentKind, field: str, held: list[object], of_term: object) -> bool:
    """Return whether a field binds and has no common ground, or is under negotiation."""
    values = held if of_term is None else [*held, of_term]
    if not kind.binds_in(field, values):
        return False
    stated = [value for value in held if not isinstance(value, Absence)]
    apart = bool(stated) and common_ground(stated) is None
    return Absence.UNDER_NEGOTIATION in values or apart


def conditional(standing: Standing) -> bool:
    """Return whether the conditions of a standing count: those of acceptance and openness do."""
    return bool(standing.conditions) and _on_its_side(standing)


def _on_its_side(standing: Standing) -> bool:
    """Return whether a party accepts or is open: its details are not older once it accepts (rule 4)."""
    return isinstance(standing.stance, Stance) and standing.stance.side > 0


def as_far(stance: object, wanted: Stance) -> bool:
    """Return whether a stance is at least as far from neutral on the wanted side."""
    if not isinstance(stance, Stance) or stance.side != wanted.side:
        return False
    return stance >= wanted if wanted.side > 0 else stance <= wanted


# Fixpoints


def least(
    asking: Mapping[Holder, Iterable[Holder]], met: Callable[[Holder, Set[Holder]], bool]
) -> frozenset[Holder]:
    """Return the holders with conditions met when read one after the other: the least fixpoint.

    Parameters:
        asking: the holders, each with the holders that its conditions are about.
        met: whether a holder's conditions are met once those of some holders are.
    """
    asked_by = turned(asking)
    return _grown(set(), list(asking), met, lambda holder: asked_by.get(holder, ()))


def _grown(
    done: set[Holder],
    waiting: list[Holder],
    met: Callable[[Holder, Set[Holder]], bool],
    asked_by: Callable[[Holder], Iterable[Holder]],
) -> frozenset[Holder]:
    """Return the holders that are done, with those that wait and those asking for them that are met."""
    while waiting:
        holder = waiting.pop()
        if holder not in done and met(holder, done):
            done.add(holder)
            waiting += asked_by(holder)
    return frozenset(done)


def greatest(
    asking: Mapping[Holder, Iterable[Holder]], met: Callable[[Holder, Set[Holder]], bool]
) -> frozenset[Holder]:
    """Return the holders with conditions met when read together: the greatest fixpoint.

    It takes all to be met, and drops those that are not met even so. The parameters are those of
    `least`.
    """
    kept = set(asking)
    asked_by = turned(asking)
    waiting = list(asking)
    while waiting:
        holder = waiting.pop()
        if holder in kept and not met(holder, kept):
            kept.remove(holder)
            waiting += asked_by.get(holder, ())
    return frozenset(kept)


def turned(edges: Mapping[N, Iterable[N]]) -> dict[N, list[N]]:
    """Return by node the nodes with an edge to it."""
    found: dict[N, list[N]] = {}
    for node, ahead in edges.items():
        for other in ahead:
            found.setdefault(other, []).append(node)
    return found


def reached_from(names: Iterable[N], edges: Mapping[N, Iterable[N]]) -> set[N]:
    """Return all that is reached from some names along edges, these names included."""
    found = set(names)
    waiting = list(found)
    while waiting:
        new = set(edges.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found
