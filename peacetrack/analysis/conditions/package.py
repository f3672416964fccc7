"""Packages: terms that can only close together, and the order they can close in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from graphlib import TopologicalSorter
from operator import itemgetter
from typing import ClassVar

import attrs

from peacetrack.analysis.conditions.graph import ConditionGraph, Edges, Node, Wait, circles, conditions
from peacetrack.analysis.conditions.linkage import Linkage, linkages
from peacetrack.rules.status import reached_from
from peacetrack.state import State, of_state, reading_of
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import joined
from peacetrack.words.term import TermStatus
from peacetrack.words.value import grouped
from peacetrack.words.when import Moment, latest

Terms = tuple[str, ...]


@frozen
class Package:
    """Terms that can only close together, because a circle of conditions ties them.

    A term in no circle is a package of its own.

    Attributes:
        terms: the terms, in the order of the agenda.
        parties: the parties that set the conditions of the circle; none without a circle.
        after: the nearest terms that have to be agreed before.
        round: when it can close: 1 waits for no other term, 2 for terms of round 1, and so on.
        closes: whether all its terms are agreed once conditions are read together.
        waits_on: the parties that hold it open even so; with none, contents are unsettled.
        linked: the terms that a party links to these without making it a condition.
        since: since when the last condition of the circle is there; None without a circle.
        reports: the reports of its conditions and links.
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
        after = f" after {joined(self.after, ', ')}" if self.after else ""
        return f"{joined(self.terms, ' + ')}{after}"


@of_state
def packages(state: State) -> Table[Package]:
    """List the packages, in the order they can close in.

    Every term that needs a party is in exactly one package, agreed ones too. Links such as
    `in-exchange-for` are no conditions and tie no terms; they are given as `linked`.

    Parameters:
        state: the state to ask.

    Returns:
        One row for each package, by round, then in the order of the agenda.

    >>> [(str(package), package.round) for package in analysis.packages(state)]
    [('truce', 1), ('border', 1)]
    """
    return packed(state, conditions(state))


def packed(state: State, graph: ConditionGraph) -> Table[Package]:
    """List the packages of the graph of a state's conditions."""
    rows = sorted(_Packing(state, graph), key=lambda package: package.round)
    return Table(rows, Package, state.basis)


class _Packing:
    """The terms of a graph of conditions, packed by its circles."""

    def __init__(self, state: State, graph: ConditionGraph) -> None:
        self._state = state
        self._graph = graph
        self._edges = _tied(graph)
        self._waits = grouped(graph.waits, lambda wait: wait.term)
        self._linkages = linkages(state)
        ends = [(end, place) for place, link in enumerate(self._linkages) for end in (link.term, link.to)]
        self._links = {end: [place for _, place in of] for end, of in grouped(ends, itemgetter(0)).items()}
        self._circles = {node: circle for circle in graph.circles for node in circle}
        self._within = {circle: graph.within(circle) for circle in graph.circles}
        self._places = {term: place for place, term in enumerate(graph.needs)}
        self._beyond = {node: ahead for node, ahead in self._edges.items() if node not in graph.needs}

    def __iter__(self) -> Iterator[Package]:
        packed = self._packed()
        after = {terms: self._after(terms) for terms in packed.values()}
        rounds = _rounds({terms: [packed[term] for term in after[terms]] for terms in after})
        for terms in after:
            yield self._package(terms, after[terms], rounds[terms])

    def _packed(self) -> dict[str, Terms]:
        """Return by term the terms of its package."""
        by_term: dict[str, Terms] = {term: (term,) for term in self._graph.needs}
        for circle in circles(self._edges):
            terms = self._ordered(circle)
            by_term |= dict.fromkeys(terms, terms)
        return by_term

    def _after(self, terms: Terms) -> Terms:
        """Return the nearest other terms that have to be agreed before."""
        asked = (node for term in terms for node in self._edges[term])
        return self._ordered(reached_from(asked, self._beyond).difference(terms))

    def _ordered(self, nodes: Iterable[Node]) -> Terms:
        """Return the terms among some nodes that need a party, in the order of the agenda."""
        terms = (node for node in nodes if isinstance(node, str) and node in self._places)
        return tuple(sorted(terms, key=self._places.__getitem__))

    def _package(self, terms: Terms, after: Terms, round: int) -> Package:
        asked = [wait for term in terms for wait in self._waits.get(term, ())]
        tying = self._tying(terms)
        links = list(self._leading_out(frozenset(terms)))
        rows: list[Wait | Linkage] = [*asked, *tying, *links]
        return Package(
            terms=terms,
            parties=_each(wait.party for wait in tying),
            after=after,
            round=round,
            closes={self._state.status_together(term) for term in terms} == {TermStatus.AGREED},
            waits_on=_each(party for term in terms for party in self._holding_open(term)),
            linked=_each(link.to if link.term in terms else link.term for link in links),
            since=latest(wait.since for wait in tying) if tying else None,
            reports=_each(report for row in rows for report in row.reports),
        )

    def _tying(self, terms: Terms) -> list[Wait]:
        """Return the conditions of the circles that the terms are in."""
        own = [
            node for term in terms for node in (term, *((term, party) for party in self._graph.needs[term]))
        ]
        around = dict.fromkeys(self._circles[node] for node in own if node in self._circles)
        return [wait for circle in around for wait in self._within[circle]]

    def _leading_out(self, terms: frozenset[str]) -> Iterator[Linkage]:
        """Yield the links between some terms and others."""
        for place in sorted({place for term in terms for place in self._links.get(term, ())}):
            link = self._linkages[place]
            if (link.term in terms) != (link.to in terms):
                yield link

    def _holding_open(self, term: str) -> Iterator[str]:
        """Return the parties that a term waits on even where a whole package is satisfied."""
        for lacking in reading_of(self._state).rulings.statuses.lacking(term, together=True):
            yield from lacking.parties


def _tied(graph: ConditionGraph) -> Edges:
    """Return the edges that are not met; a term with a needed party in a circle belongs to it."""
    unmet = Table([wait for wait in graph.waits if not wait.met], Wait)
    edges = dict(ConditionGraph(graph.needs, unmet).edges)
    for node in [node for circle in graph.circles for node in circle]:
        if isinstance(node, tuple) and node[1] in graph.needs.get(node[0], ()):
            edges[node] = (*edges[node], node[0])
    return edges


def _rounds(after: dict[Terms, list[Terms]]) -> dict[Terms, int]:
    """Return the earliest round when each package can close."""
    rounds: dict[Terms, int] = {}
    for terms in TopologicalSorter(after).static_order():
        rounds[terms] = 1 + max((rounds[before] for before in after[terms]), default=0)
    return rounds


def _each(names: Iterable[str | None]) -> tuple[str, ...]:
    """Return names in their order, each once."""
    return tuple(dict.fromkeys(name for name in names if name is not None))
