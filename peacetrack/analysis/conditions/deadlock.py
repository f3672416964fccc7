"""Deadlocks: circles of conditions, where no party can move first."""

from __future__ import annotations

from typing import ClassVar

import attrs

from peacetrack.analysis.conditions.graph import ConditionGraph, Node, Wait, circles, conditions, listed
from peacetrack.analysis.holding import Record
from peacetrack.state import State, of_state
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.when import Moment, latest


@frozen
class Deadlock:
    """Parties that wait for each other, so that one of them has to drop what it asks.

    Attributes:
        terms: the terms where they wait, in the order of the agenda.
        parties: the parties.
        waits: the conditions, one a wait.
        first: the parties that open the circle by dropping what they ask, each alone; none where
            several circles share no party.
        together: whether the circle closes at once if all move together; where it does not,
            something else is missing too.
        since: since when the last of its conditions is there.
        reports: the reports of the conditions.
        told: the parties that have a stance on the record without what they are said to ask for.
    """

    evidence_fields: ClassVar[tuple[str, ...]] = ("conditions",)

    terms: tuple[str, ...]
    parties: tuple[str, ...]
    waits: tuple[Wait, ...] = attrs.field(repr=listed)
    first: tuple[str, ...]
    together: bool
    since: Moment = attrs.field(repr=str)
    reports: tuple[str, ...]
    told: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "; ".join(f"{wait}{self.reserve(wait)}" for wait in self.waits)

    def reserve(self, wait: Wait) -> str:
        """Return that a condition is not on the record, to follow on it; else an empty text."""
        return ", not on the record" if wait.party in self.told else ""


@of_state
def deadlocks(state: State) -> Table[Deadlock]:
    """List the circles of conditions, each as large as possible.

    Parameters:
        state: the state to ask.

    Returns:
        One row for each circle (a strongly connected component of `conditions`).

    >>> claims = [
    ...     pt.Position("NORTH", "truce", "accepts", conditions=[pt.TermIs("border", "agreed")]),
    ...     pt.Position("SOUTH", "border", "accepts", conditions=[pt.TermIs("truce", "agreed")]),
    ... ]
    >>> print(analysis.deadlocks(state.suppose(pt.Report(claims, id="bargain")))[0])
    NORTH on truce: if border is agreed; SOUTH on border: if truce is agreed
    """
    graph = conditions(state)
    rows = [_deadlock(state, graph, circle) for circle in graph.circles]
    return Table(rows, Deadlock, state.basis)


def _deadlock(state: State, graph: ConditionGraph, circle: frozenset[Node]) -> Deadlock:
    waits = graph.within(circle)
    parties, record = dict.fromkeys(wait.party for wait in waits), Record(state)
    told = dict.fromkeys(wait.party for wait in waits if record.is_off(*wait.holder, wait.condition))
    return Deadlock(
        tuple(dict.fromkeys(wait.term for wait in waits)),
        tuple(parties),
        waits,
        _first(graph, circle, tuple(parties)),
        all(state.conditions_met(*wait.holder, together=True) for wait in waits),
        latest(wait.since for wait in waits),
        tuple(dict.fromkeys(report for wait in waits for report in wait.reports)),
        tuple(told),
    )


def _first(graph: ConditionGraph, circle: frozenset[Node], parties: tuple[str, ...]) -> tuple[str, ...]:
    """Return the parties that open a circle, each alone: in a single ring that is every one."""
    if all(len(circle.intersection(graph.edges[node])) == 1 for node in circle):
        return parties
    return tuple(party for party in parties if _opens(graph, circle, party))


def _opens(graph: ConditionGraph, circle: frozenset[Node], party: str) -> bool:
    """Return whether no circle is left once a party asks nothing of the other parties."""
    left: dict[Node, tuple[Node, ...]] = {}
    for node in circle:
        is_of_party = isinstance(node, tuple) and node[1] == party
        left[node] = () if is_of_party else tuple(circle.intersection(graph.edges[node]))
    return not any(circles(left))
