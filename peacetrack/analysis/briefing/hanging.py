"""What acceptances hang on: how sure it is that their conditions are met, and so that terms are agreed.

A condition is met by all reports that count, and what it asks for may be in doubt all the same. That doubt
goes on to each term that hangs on it, and in a circle it ends where it gets no greater.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum

from peacetrack.analysis.contending import only_heard
from peacetrack.rules.standing import Standing
from peacetrack.rules.status import Holder, turned
from peacetrack.state import State, rulings_of
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.term import TermStatus

Node = str | Holder
"""A term, or where a party stands on one."""


class Agreed(StrEnum):
    """How sure it is that a term with the status `agreed` is agreed."""

    SURELY = "agreed"
    PERHAPS = "perhaps agreed"
    NOT = "not agreed"


def least_sure(*each: Agreed) -> Agreed:
    """Return the least sure of some; surely without any."""
    return max(each, key=list(Agreed).index, default=Agreed.SURELY)


class Sureness:
    """How sure agreed terms, and stances of parties on terms, are with all that they hang on.

    Parameters:
        state: the state.
        own: gives how sure one of them is apart from what it hangs on.
        asked: gives the conditions of a standing, also those that the party sets on the record alone.
    """

    def __init__(
        self, state: State, own: Callable[[Node], Agreed], asked: Callable[[Standing], tuple[Condition, ...]]
    ) -> None:
        self._state = state
        self._own = own
        self._asked = asked
        self._found: dict[Node, Agreed] = {}
        self._met: dict[Condition, bool] = {}
        self._edges: dict[Node, Mapping[Node, Agreed]] = {}
        self._conditional: dict[str, Sequence[Standing]] = {}

    def of(self, node: Node) -> Agreed:
        """Return how sure a term or a stance is."""
        if node not in self._found:
            self._found |= self._worked_out(self.behind(node))
        return self._found[node]

    def of_condition(self, condition: Condition) -> Agreed:
        """Return how sure it is that a condition is met which is, by all reports that count."""
        ahead = _ahead_of(condition)
        return least_sure(self._lower(condition), *([] if ahead is None else [self.of(ahead)]))

    def met(self, condition: Condition) -> str:
        """Return whether a condition is met, in words: `met`, `perhaps met`; empty where it is not."""
        if not self._is_met(condition):
            return ""
        return _MET[self.of_condition(condition)]

    def doubted(self, term: str) -> Iterator[tuple[Standing, Condition, Agreed]]:
        """Yield each acceptance of an agreed term with a condition that is met, and perhaps is not."""
        for standing in self.conditional(term):
            for condition in self._conditions((term, standing.party)):
                agreed = self.of_condition(condition)
                if agreed is not Agreed.SURELY:
                    yield standing, condition, agreed

    def conditional(self, term: str) -> Sequence[Standing]:
        """Return the acceptances of an agreed term that have conditions which are met."""
        if term not in self._conditional:
            agreed = self._state.status_of(term) is TermStatus.AGREED
            parties = self._state[term].accepting if agreed else ()
            conditional = (party for party in parties if self._conditions((term, party)))
            self._conditional[term] = [self._standing((term, party)) for party in conditional]
        return self._conditional[term]

    def terms_behind(self, term: str) -> list[str]:
        """Return the other terms that an agreed term hangs on."""
        nodes = (node if isinstance(node, str) else node[0] for node in self.behind(term))
        return [each for each in dict.fromkeys(nodes) if each != term]

    def behind(self, node: Node) -> Mapping[Node, Mapping[Node, Agreed]]:
        """Return all that a term or a stance hangs on, itself too.

        Each has what it hangs on next, and how unsure that makes it at most.
        """
        found: dict[Node, Mapping[Node, Agreed]] = {}
        waiting = [node]
        while waiting:
            each = waiting.pop()
            if each not in found:
                found[each] = self._edges.get(each) or self._edges.setdefault(each, dict(self._ahead(each)))
                waiting += found[each]
        return found

    def _ahead(self, node: Node) -> Iterator[tuple[Node, Agreed]]:
        """Yield what a node hangs on itself, and how unsure that makes it at most.

        A quorum may do without an acceptance, so that makes no term not agreed.
        """
        if isinstance(node, str):
            required = self._state[node].required
            for standing in self.conditional(node):
                most = Agreed.NOT if standing.party in required else Agreed.PERHAPS
                yield (node, standing.party), most
            return
        for ahead in map(_ahead_of, self._conditions(node)):
            if ahead is not None:
                yield ahead, Agreed.NOT

    def _conditions(self, holder: Holder) -> list[Condition]:
        """Return the conditions of a holder that are met; none where one of all that counts is not."""
        asked = self._asked(self._standing(holder))
        if not asked or not self._state.conditions_met(*holder):
            return []
        return list(filter(self._is_met, asked))

    def _is_met(self, condition: Condition) -> bool:
        """Return whether a condition is met; worked out once, for many parties may ask for the same."""
        if condition not in self._met:
            self._met[condition] = self._state.met(condition)
        return self._met[condition]

    def _standing(self, holder: Holder) -> Standing:
        return rulings_of(self._state).standing(*holder)

    def _lower(self, condition: Condition) -> Agreed:
        """Return how sure it is that an event was held, or that a term has a lower status than agreed.

        A lower status needs no conditions met.
        """
        if isinstance(condition, EventHeld):
            return Agreed.PERHAPS if only_heard(self._state, condition.event) else Agreed.SURELY
        is_lower = isinstance(condition, TermIs) and condition.status < TermStatus.AGREED
        doubted = is_lower and self._own(condition.term or "") is not Agreed.SURELY
        return Agreed.PERHAPS if doubted else Agreed.SURELY

    def _alone(self, node: Node) -> Agreed:
        """Return how sure a node is by itself, and by what it asks for that hangs on nothing else."""
        lower = [] if isinstance(node, str) else map(self._lower, self._conditions(node))
        return least_sure(self._own(node), *lower)

    def _worked_out(self, edges: Mapping[Node, Mapping[Node, Agreed]]) -> dict[Node, Agreed]:
        """Return how sure nodes are: each as little as itself, and as what it hangs on."""
        found = {node: self._alone(node) for node in edges}
        asked_by = turned(edges)
        waiting = list(edges)
        while waiting:
            node = waiting.pop()
            ahead = (min(most, found[other], key=list(Agreed).index) for other, most in edges[node].items())
            agreed = least_sure(found[node], *ahead)
            if agreed is not found[node]:
                found[node] = agreed
                waiting += asked_by.get(node, ())
        return found


_MET = {Agreed.SURELY: "met", Agreed.PERHAPS: "perhaps met", Agreed.NOT: "perhaps met"}


def _ahead_of(condition: Condition) -> Node | None:
    """Return the term that has to be agreed, or the stance that has to be for something; else None."""
    if isinstance(condition, TermIs):
        return condition.term if condition.status is TermStatus.AGREED else None
    if isinstance(condition, StanceIs) and condition.stance.side > 0:
        return condition.term, condition.party
    return None
