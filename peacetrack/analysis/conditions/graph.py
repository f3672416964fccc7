"""The graph of conditions: what waits for what, over terms and parties."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, assert_never

import attrs

from peacetrack.analysis.conditions.diagram import Diagram, NodeKind
from peacetrack.errors import of_extra
from peacetrack.index.statement import reports_of, subject_words
from peacetrack.rules.standing import Standing
from peacetrack.rules.standing_wording import in_full
from peacetrack.rules.status import Holder, reached_from, turned
from peacetrack.rules.wording import status_word
from peacetrack.state import State, of_state
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.isolate import isolated
from peacetrack.words.term import TermStatus
from peacetrack.words.value import counted, grouped
from peacetrack.words.when import InWords, Moment

if TYPE_CHECKING:
    import networkx

Node = str | Holder | Condition
"""A term to be agreed, a (term, party) with its conditions, or any other condition."""
Edges = Mapping[Node, tuple[Node, ...]]
N = TypeVar("N", bound=Hashable)


@frozen
class Wait:
    """A condition that a party sets on a term.

    Attributes:
        term: the term.
        party: the party.
        condition: what it asks for.
        met: whether that is so.
        since: since when the condition is there.
        reports: the reports of the condition.
    """

    evidence_fields: ClassVar[tuple[str, ...]] = ("conditions",)

    term: str
    party: str
    condition: Condition = attrs.field(repr=str)
    met: bool
    since: Moment = attrs.field(repr=str)
    reports: tuple[str, ...]

    @property
    def holder(self) -> Holder:
        """The standing that waits."""
        return self.term, self.party

    @property
    def on(self) -> Node:
        """The things that it waits for.

        That is a term where it is to be agreed, and a (term, party) where the party is to be for
        something: these wait for others in turn. A lower status or another side is met without
        regard to conditions, so such a condition is a node of its own, which waits for nothing.
        """
        condition = self.condition
        match condition:
            case TermIs(status=TermStatus.AGREED):
                return condition.term
            case StanceIs() if condition.stance.side > 0:
                return condition.term, condition.party
            case TermIs() | StanceIs() | EventHeld() | InWords():
                return condition
        assert_never(condition)

    def __str__(self) -> str:
        return f"{isolated(self.party)} on {isolated(self.term)}: if {self.condition}"


@frozen(eq=False)
class ConditionGraph:
    """A graph of waiting: terms wait for the parties they need, parties for what they ask.

    Attributes:
        needs: by term, the parties that it waits for: those that have to accept, and of a quorum those
            with conditions where it cannot do without.
        waits: the conditions that parties set, one a row.
        notes: what a node shows after its name in a diagram: the status of a term, the stance of a
            party, by node.
    """

    needs: Mapping[str, tuple[str, ...]]
    waits: Table[Wait]
    notes: Mapping[Node, str] = attrs.field(factory=dict)

    @cached_property
    def edges(self) -> Edges:
        """The things that each node waits for."""
        edges: dict[Node, list[Node]] = {}
        for term, parties in self.needs.items():
            edges[term] = [(term, party) for party in parties]
        for wait in self.waits:
            edges.setdefault(wait.holder, []).append(wait.on)
        for node in [*chain(*edges.values())]:
            edges.setdefault(node, [])
        once = {node: tuple(dict.fromkeys(waited)) for node, waited in edges.items()}
        return MappingProxyType(once)

    @cached_property
    def circles(self) -> tuple[frozenset[Node], ...]:
        """The nodes that wait for each other, circle by circle, each as large as possible."""
        return tuple(circles(self.edges))

    def within(self, nodes: Iterable[Node]) -> tuple[Wait, ...]:
        """Return the waits from one of some nodes to another of them."""
        inside = frozenset(nodes)
        places = sorted(place for node in inside for place in self._by_holder.get(node, ()))
        return tuple(wait for wait in map(self.waits.__getitem__, places) if wait.on in inside)

    @cached_property
    def _by_holder(self) -> Mapping[Node, list[int]]:
        """The places of the waits, by their holders."""
        return grouped(range(len(self.waits)), lambda place: self.waits[place].holder)

    def to_mermaid(self) -> str:
        """Return the graph as a Mermaid flowchart, which GitHub and notebooks draw.

        An arrow leads from what waits to what it waits for, dashed while a condition is not met.
        Nodes that wait for each other stand in one frame. Terms and parties that no condition
        concerns are left out. All texts are escaped.

        >>> print(analysis.conditions(state).to_mermaid())
        flowchart LR
          n0["truce: pending"]
          n1("NORTH on truce: accepts, with conditions")
          n2{{"summit is held"}}
          n0 --> n1
          n1 -.->|"not met"| n2
        <BLANKLINE>
        """
        return self._diagram().mermaid()

    def to_dot(self) -> str:
        """Return the graph in the DOT language of Graphviz, drawn as `to_mermaid` draws it.

        >>> print(analysis.conditions(state).to_dot())
        digraph conditions {
          rankdir=LR
          n0 [label="truce: pending" shape=box]
          n1 [label="NORTH on truce: accepts, with conditions" shape=box style=rounded]
          n2 [label="summit is held" shape=hexagon]
          n0 -> n1
          n1 -> n2 [label="not met" style=dashed]
        }
        <BLANKLINE>
        """
        return self._diagram().dot()

    def _diagram(self) -> Diagram:
        edges = list(self._concerned())
        met = {edge: all(wait.met for wait in waits) for edge, waits in self._by_edge.items()}
        places = {node: place for place, node in enumerate(dict.fromkeys(chain(*edges)))}
        frames = (tuple(places[node] for node in places if node in c) for c in self.circles)
        return Diagram(
            tuple((_kind(node), self._label(node)) for node in places),
            tuple((places[a], places[b], met.get((a, b))) for a, b in edges),
            tuple(frame for frame in frames if frame),
            "only together",
        )

    def _concerned(self) -> Iterator[tuple[Node, Node]]:
        """The edges that are conditions, and those that lead to a party that sets one."""
        for node, waited in self.edges.items():
            for other in waited:
                if isinstance(node, tuple) or self.edges[other]:
                    yield node, other

    def _label(self, node: Node) -> str:
        name = node if isinstance(node, str) else text_of(node)
        return f"{name}: {self.notes[node]}" if node in self.notes else name

    @cached_property
    def _by_edge(self) -> Mapping[tuple[Node, Node], list[Wait]]:
        return grouped(self.waits, lambda wait: (wait.holder, wait.on))

    def to_networkx(self) -> networkx.DiGraph[Any]:
        """Return the graph as a directed graph of networkx (extra `graphs`), nothing left out.

        An edge leads to what is waited for. Nodes have a `kind` (term, standing, condition) and a
        `text`; edges have `waits`, empty where a term waits for a party that it needs.

        Raises:
            MissingExtraError: if networkx is not installed.

        >>> graph = analysis.conditions(state).to_networkx()
        >>> graph.nodes["truce", "NORTH"]
        {'kind': 'standing', 'text': 'NORTH on truce'}
        """
        with of_extra("graphs"):
            import networkx  # a second to import, and only those who ask need it
        graph: networkx.DiGraph[Any] = networkx.DiGraph()
        for node in self.edges:
            graph.add_node(node, kind=_kind(node), text=text_of(node))
        for node, waited in self.edges.items():
            for other in waited:
                graph.add_edge(node, other, waits=tuple(self._by_edge.get((node, other), ())))
        return graph

    def __repr__(self) -> str:
        counts = {"term": self.needs, "condition": self.waits, "circle": self.circles}
        parts = [counted(len(things), name) for name, things in counts.items()]
        return f"<ConditionGraph of {', '.join(parts)}>"


@of_state
def conditions(state: State) -> ConditionGraph:
    """Return the graph of the conditions that parties set.

    Left out are conditions of refusals, of lapsed standings and of stances that may not have
    begun; and backdrops and terms that need no party, which are never agreed.

    Parameters:
        state: the state to ask.

    Returns:
        A graph with the conditions as `waits`, a table; `to_mermaid`, `to_dot` and `to_networkx`
        give it in other forms.

    >>> analysis.conditions(state)
    <ConditionGraph of 2 terms, 1 condition, 0 circles>
    >>> print(analysis.conditions(state).waits[0])
    NORTH on truce: if summit is held
    """
    needed = (term for term in state if state.needed_on(term))
    waits = [wait for standing in standings(state) for wait in _waits(state, standing)]
    asking = {wait.holder for wait in waits}
    needs = {term: awaited_on(state, term, asking) for term in needed}
    notes: dict[Node, str] = {term: status_word(state.status_of(term)) for term in needs}
    holders = {node for wait in waits for node in (wait.holder, wait.on) if isinstance(node, tuple)}
    notes |= {holder: in_full(state.standing(*holder)) for holder in holders}
    table = Table(waits, Wait, state.basis)
    return ConditionGraph(MappingProxyType(needs), table, MappingProxyType(notes))


def awaited_on(state: State, term: str, asking: Collection[Holder]) -> tuple[str, ...]:
    """Return the parties that a term waits for, where some holders ask for something."""
    return tuple(dict.fromkeys(_waited_for(state, term, asking)))


def _waited_for(state: State, term: str, asking: Collection[Holder]) -> Iterator[str]:
    """Yield the parties that a term waits for: all that have to accept, and some of a quorum.

    While enough parties that ask for nothing may still accept, a quorum waits for none of the others.
    """
    yield from state[term].required
    for lacking in state[term].lacking:
        held_up = [party for party in lacking.parties if (term, party) in asking]
        if not lacking.by_all and not lacking.veto and len(lacking.parties) - len(held_up) < lacking.count:
            yield from held_up


def standings(state: State) -> Iterator[Standing]:
    """Return the standings on all terms, with those that a condition names."""
    seen = {(term, party): None for term in state for party in state.parties_on(term)}
    waiting = list(seen)
    for term, party in waiting:  # the list grows by the standings that conditions name
        standing = state.standing(term, party)
        yield standing
        named = [(c.term, c.party) for c in standing.conditions if isinstance(c, StanceIs)]
        waiting += [holder for holder in dict.fromkeys(named) if holder not in seen]
        seen |= dict.fromkeys(named)


def waits_on(state: State, term: str) -> Iterator[Wait]:
    """Yield the conditions that those who speak on a term set."""
    return (wait for party in state.parties_on(term) for wait in _waits(state, state.standing(term, party)))


def _waits(state: State, standing: Standing) -> Iterator[Wait]:
    if not _asks(state, standing):
        return
    run = standing.runs["conditions"]
    holder, source = (standing.term, standing.party), (run[0].since, reports_of(run))
    for condition in standing.conditions:
        yield Wait(*holder, condition, state.met(condition), *source)


def _asks(state: State, standing: Standing) -> bool:
    """Return whether a standing asks for its conditions now, on a term that it does not refuse."""
    if not standing.conditions or standing.lapsed:
        return False
    if standing.silent:
        return standing.runs["conditions"][-1].anchor <= state.instant
    return standing.live_stance is not None and standing.live_stance.side >= 0


def listed(things: Iterable[object]) -> str:
    """Return things in words, for the `repr` of a row."""
    return f"[{'; '.join(map(str, things))}]"


def text_of(node: Node) -> str:
    """Return a node in words."""
    if isinstance(node, tuple):
        return subject_words(*node)
    return f"{node} is agreed" if isinstance(node, str) else str(node)


def _kind(node: Node) -> NodeKind:
    if isinstance(node, str):
        return "term"
    return "standing" if isinstance(node, tuple) else "condition"


def circles(edges: Mapping[N, tuple[N, ...]]) -> list[frozenset[N]]:
    """Return the largest sets of nodes that all wait for each other, in the order of their nodes.

    These are the strongly connected components of several nodes, or of one that waits for itself, found
    by two walks, along the edges and against them (Kosaraju's algorithm).
    """
    rings: set[frozenset[N]] = set()
    back = turned(edges)
    left = dict.fromkeys(reversed(_walked(edges)))
    while left:
        node = next(iter(left))
        component = reached_from([node], back) & left.keys()
        for member in component:
            del left[member]
            back.pop(member, None)
        if len(component) > 1 or node in edges[node]:
            rings.add(frozenset(component))
    of_node = {node: circle for circle in rings for node in circle}
    return list(dict.fromkeys(of_node[node] for node in edges if node in of_node))


def _walked(edges: Mapping[N, tuple[N, ...]]) -> list[N]:
    """Return all nodes, each after those that a walk into the depth enters from it."""
    entered: set[N] = set()
    order = []
    waiting = [(node, False) for node in edges]
    while waiting:
        node, left = waiting.pop()
        if left:
            order.append(node)
        elif node not in entered:
            entered.add(node)
            waiting.append((node, True))
            waiting += [(other, False) for other in edges[node] if other not in entered]
    return order
