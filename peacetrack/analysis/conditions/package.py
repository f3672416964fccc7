"""Terms that can only close at once, and in which order they can close. Built on deadlock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from graphlib import TopologicalSorter
from itertools import chain
from typing import ClassVar

import attrs

from peacetrack.analysis.conditions.deadlock import last_since
from peacetrack.analysis.conditions.graph import (
    ConditionGraph,
    Edges,
    Wait,
    circles,
    conditions,
)
from peacetrack.analysis.conditions.linkage import linkages
from peacetrack.rules.condition import reached_from
from peacetrack.state import State
from peacetrack.table.table import Table
from peacetrack.words.term import TermStatus
from peacetrack.words.when import Moment

Terms = tuple[str, ...]


@attrs.frozen
class Package:
    """Terms that can only close at once: a circle of conditions ties them, read together.

    A term in no circle is a package of its own. `after` are the nearest terms that have to be
    agreed before, `round` says when it can close: 1 waits for no other term, 2 for terms of round
    1, and so on. `closes` says whether all its terms are agreed with conditions read together; `waits_on`
    the parties that hold it open even so (with none, contents are unsettled). `parties` are those
    whose conditions tie it, `since` the last of them was set; both are empty without a circle.
    `linked` are the terms that a party ties to these without making it a condition. `reports` are
    those behind its conditions and links.
    """

    evidence_fields: ClassVar[tuple[str, ...]] = ("conditions",)

    terms: Terms
    parties: tuple[str, ...]
    after: Terms
    round: int
    closes: bool
    waits_on: tuple[str, ...]
    linked: Terms
    since: Moment | None = attrs.field(repr=str)
    reports: tuple[str, ...]

    def __str__(self) -> str:
        after = f" after {', '.join(self.after)}" if self.after else ""
        return f"{' + '.join(self.terms)}{after}"


def packages(state: State) -> Table[Package]:
    """Every term that needs somebody in exactly one package, in the order in which they can close.

    Without circles of conditions each has one term. Links such as in-exchange-for are no
    conditions: they tie nothing, and are shown beside, as `linked`. A term that is agreed already
    is there too, and closes.
    """
    graph = conditions(state)
    found = list(_Packing(state, graph))
    order = list(graph.needs)
    found.sort(key=lambda package: (package.round, order.index(package.terms[0])))
    return Table(found, Package, state.basis)


class _Packing:
    """The terms of a condition graph, packed by its circles."""

    def __init__(self, state: State, graph: ConditionGraph) -> None:
        self._state = state
        self._graph = graph
        self._edges = _tied(graph)
        self._linkages = linkages(state)

    def __iter__(self) -> Iterator[Package]:
        packed = self._packed()
        after = {terms: self._after(terms) for terms in packed.values()}
        rounds = _rounds({terms: [packed[term] for term in after[terms]] for terms in after})
        for terms in after:
            yield self._package(terms, after[terms], rounds[terms])

    def _packed(self) -> dict[str, Terms]:
        """By term, the terms of its package."""
        found: dict[str, Terms] = {term: (term,) for term in self._graph.needs}
        for circle in circles(self._edges):
            terms = tuple(term for term in self._graph.needs if term in circle)
            found |= dict.fromkeys(terms, terms)
        return found

    def _after(self, terms: Terms) -> Terms:
        """The nearest other terms that have to be agreed before."""
        others = frozenset(self._graph.needs).difference(terms)
        nearest = {node: () if node in others else ahead for node, ahead in self._edges.items()}
        found = reached_from(terms, nearest) & others
        return tuple(term for term in self._graph.needs if term in found)

    def _package(self, terms: Terms, after: Terms, round: int) -> Package:
        asked = [wait for wait in self._graph.waits if wait.term in terms]
        tying = self._tying(terms)
        links = [link for link in self._linkages if (link.term in terms) != (link.to in terms)]
        reports = [*(wait.reports for wait in (*asked, *tying)), *(link.reports for link in links)]
        return Package(
            terms,
            _each(wait.party for wait in tying),
            after,
            round,
            all(self._state.status_together(term) is TermStatus.AGREED for term in terms),
            _each(party for term in terms for party in self._holding_open(term)),
            _each(link.to if link.term in terms else link.term for link in links),
            last_since(tying) if tying else None,
            _each(chain.from_iterable(reports)),
        )

    def _tying(self, terms: Terms) -> list[Wait]:
        """The conditions of the circles that the terms stand in."""
        own = {*terms, *((term, party) for term in terms for party in self._graph.needs[term])}
        around = [circle for circle in self._graph.circles if not own.isdisjoint(circle)]
        return [wait for circle in around for wait in self._graph.within(circle)]

    def _holding_open(self, term: str) -> Iterator[str]:
        """The needed parties that do not accept, or ask for what even a package does not bring."""
        for party in self._graph.needs[term]:
            met = self._state.conditions_met(term, party, together=True)
            if not self._state.standing(term, party).accepts or not met:
                yield party


def _tied(graph: ConditionGraph) -> Edges:
    """What waits for what that is not met; a term whose party stands in a circle belongs to it."""
    unmet = Table([wait for wait in graph.waits if not wait.met], Wait)
    edges = dict(ConditionGraph(graph.needs, unmet).edges)
    for node in [node for circle in graph.circles for node in circle]:
        if isinstance(node, tuple) and node[1] in graph.needs.get(node[0], ()):
            edges[node] = (*edges[node], node[0])
    return edges


def _rounds(after: dict[Terms, list[Terms]]) -> dict[Terms, int]:
    """When each package can close, at the earliest."""
    found: dict[Terms, int] = {}
    for terms in TopologicalSorter(after).static_order():
        found[terms] = 1 + max((found[before] for before in after[terms]), default=0)
    return found


def _each(names: Iterable[str | None]) -> tuple[str, ...]:
    """Names in their order, each once."""
    return tuple(dict.fromkeys(name for name in names if name is not None))
