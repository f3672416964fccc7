"""What blocks, over all terms: circles of conditions, where no party can move first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from peacetrack.analysis.briefing.line import Line, Rule
from peacetrack.analysis.briefing.naming import Names
from peacetrack.analysis.briefing.on_term import OnTerm
from peacetrack.analysis.briefing.phrase import listed
from peacetrack.analysis.conditions.graph import ConditionGraph, Wait, conditions
from peacetrack.state import State
from peacetrack.table.table import Table


def circles(state: State, names: Names, parts: Sequence[OnTerm]) -> Iterator[Line]:
    """Yield the circles of conditions."""
    graph = _graph(state, parts)
    for circle in graph.circles:
        yield _circle(state, names, graph.within(circle))


def _graph(state: State, parts: Sequence[OnTerm]) -> ConditionGraph:
    """Return the graph of conditions; all is asked only where one names a party that does not speak."""
    waits = [wait for part in parts for wait in part.waits]
    speaking = {(part.id, party) for part in parts for party in part.speaking}
    if any(isinstance(wait.on, tuple) and wait.on not in speaking for wait in waits):
        return conditions(state)
    needs = {part.id: part.awaited for part in parts if part.needed}
    nodes = {*needs, *(wait.holder for wait in waits)}
    bound = [wait for wait in waits if wait.on in nodes]  # the others wait for what waits for nothing
    asking = {wait.holder for wait in bound}
    held_up = {term: tuple(p for p in parties if (term, p) in asking) for term, parties in needs.items()}
    return ConditionGraph(
        {term: parties for term, parties in held_up.items() if parties}, Table(bound, Wait, state.basis)
    )


def _circle(state: State, names: Names, waits: Sequence[Wait]) -> Line:
    asked = [
        f"{names.party(wait.party)} on {names.term(wait.term)}: if {names.condition(wait.condition)}"
        for wait in waits
    ]
    runs = [state[wait.term][wait.party].runs.get("conditions", ()) for wait in waits]
    return names.line(
        Rule.CONDITIONS_CROSS,
        f"the conditions wait for each other. {listed(asked, 3)}",
        terms=(wait.term for wait in waits),
        parties=(wait.party for wait in waits),
        runs=runs,
        reports=(report for wait in waits for report in wait.reports),
    )
