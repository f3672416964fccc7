"""What waits for what, as a layered graph with a frame for each package. Built on picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import TopologicalSorter

import attrs

from peacetrack.analysis.conditions.graph import Wait, circles, conditions
from peacetrack.analysis.conditions.package import Package, packages
from peacetrack.rules import wording
from peacetrack.rules.status import Holder
from peacetrack.state import State
from peacetrack.view.board import basis_line
from peacetrack.view.pictures.drawing import (
    MARGIN,
    SIGN,
    SMALL,
    Box,
    Group,
    Part,
    Sign,
    Stroke,
    Words,
    bottom_of,
    footnotes,
    heading,
    key_of_stances,
)
from peacetrack.view.pictures.lettering import width_of, wrapped
from peacetrack.view.pictures.picture import Picture, drawn
from peacetrack.words.condition import Condition
from peacetrack.words.stance import Stance

_GAP = 72
_PADDING = 22
_HEIGHT = 54


def condition_graph(state: State, *, width: int = 960) -> Picture:
    """Who waits for what: an arrow leads from a party's standing to what it asks for.

    The terms of a package, which can only close together, stand in one frame; whoever waits stands
    left of what it waits for. Terms on which nobody asks anything are named below. The picture
    grows wider than `width` pixels where one wait follows another often.
    """
    return _Layers(state, max(width, 320)).drawn()


@attrs.frozen
class Leaf:
    """A condition that waits for nothing itself, as it is asked on one term."""

    condition: Condition
    term: str

    def __str__(self) -> str:
        return str(self.condition)


DrawnNode = str | Holder | Leaf
"""A node of the drawing: a term, a (term, party), or a condition."""


@attrs.frozen
class Place:
    """Where a node is drawn; `below` is where its band has room for arrows that lead back."""

    x: float
    y: float
    width: float
    height: float
    below: float

    @property
    def middle(self) -> float:
        """Where arrows leave and arrive."""
        return self.y + self.height / 2


class _Layers:
    """The nodes of the graph in layers from left to right, and in a band for each package."""

    def __init__(self, state: State, width: int) -> None:
        self.state = state
        self.waits = list(conditions(state).waits)
        self.edges = _edges(state, self.waits)
        self.layer = _layers(self.edges)
        count = max(self.layer.values(), default=0) + 1
        room = (width - 2 * (MARGIN + _PADDING) - _GAP * (count - 1)) / count
        self.wide = min(max(room, 170.0), 250.0)
        self.width = max(width, 2 * (MARGIN + _PADDING) + count * self.wide + _GAP * (count - 1))
        self.packages = list(packages(state))
        self.bands = self._banded()

    def _banded(self) -> list[tuple[Package | None, list[DrawnNode]]]:
        """The nodes of each package, each followed by those it has to come after."""
        by_term = {term: package for package in self.packages for term in package.terms}
        found: dict[int, tuple[Package | None, list[DrawnNode]]] = {}
        for node in self.edges:
            package = by_term.get(_term(node))
            found.setdefault(id(package), (package, []))[1].append(node)
        order = [id(package) for package in _in_turn(self.packages, by_term)]
        return [found[key] for key in (*order, id(None)) if key in found]

    # The whole

    def drawn(self) -> Picture:
        agenda = self.state.agenda
        title = f"What waits for what: {agenda.title or agenda.id or 'no agenda'}"
        head = heading(title, self.width)
        frames, names, places = self._laid_out(bottom_of(head) + 4)
        nodes = [self._node(node, place) for node, place in places.items()]
        y = max(bottom_of(head), bottom_of(frames)) + 34
        parts = [*head, *frames, *self._arrows(places), *names, *nodes, *self._foot(y)]
        return drawn(
            title,
            self._description,
            (self.width, bottom_of(parts) + MARGIN),
            parts,
            columns=("party", "term", "waits for", "met", "since", "reports"),
            rows=[_row(wait) for wait in self.waits],
        )

    @property
    def _description(self) -> str:
        said = "; ".join(f"{wait}, {_met(wait)}" for wait in self.waits)
        return f"{basis_line(self.state)}. {said or 'Nobody sets a condition'}."

    def _foot(self, y: float) -> list[Part]:
        parts = key_of_stances(MARGIN, y, self.width - 2 * MARGIN)
        free = [wording.isolated(term) for term in self.state if term not in self._concerned]
        notes = [
            "An arrow leads to what is waited for: dashed while it is not met. Terms in one strong"
            " frame can only close together. A party that sets no condition is not drawn.",
            *([f"Nobody sets a condition on: {', '.join(free)}"] if free else []),
            basis_line(self.state),
        ]
        return [*parts, *footnotes(notes, bottom_of(parts) + 16, self.width)]

    @property
    def _concerned(self) -> set[object]:
        return {_term(node) for node in self.edges}

    # Where things stand

    def _laid_out(self, y: float) -> tuple[list[Part], list[Part], dict[DrawnNode, Place]]:
        """Frames, what is written on them, and the places of the nodes."""
        frames: list[Part] = []
        names: list[Part] = []
        places: dict[DrawnNode, Place] = {}
        for package, nodes in self.bands:
            y += 12
            left, right = self._ends(nodes)
            lines = wrapped(_package_title(package), right - left - 2 * _PADDING, 12)
            back = any(
                self._leads_back(node, other) for node in nodes for other in self.edges[node]
            )
            own, bottom = self._stacked(nodes, y + 10 + 16 * len(lines), 22 if back else 10)
            many = package is not None and len(package.terms) > 1
            frames.append(Box(left, y, right - left, bottom - y, "soft", edged=False))
            edge = (left, y), (right, y), (right, bottom), (left, bottom), (left, y)
            frames.append(Stroke(edge, "strong" if many else "soft", weight=2))
            names += [_name(t, left, y + 16 * n, bold=many) for n, t in enumerate(lines)]
            places |= own
            y = bottom
        return frames, names, places

    def _ends(self, nodes: Iterable[DrawnNode]) -> tuple[float, float]:
        """From where to where the frame around some nodes reaches."""
        layers = [self.layer[node] for node in nodes]
        first, last = (self._left(layer) for layer in (min(layers), max(layers)))
        return first - _PADDING, last + self.wide + _PADDING

    def _left(self, layer: int) -> float:
        return MARGIN + _PADDING + layer * (self.wide + _GAP)

    def _leads_back(self, node: DrawnNode, other: DrawnNode) -> bool:
        return self.layer[other] <= self.layer[node]

    def _stacked(
        self, nodes: Iterable[DrawnNode], top: float, under: float
    ) -> tuple[dict[DrawnNode, Place], float]:
        """The nodes of a band, those of a layer below each other, and where the band ends."""
        free: dict[int, float] = {}
        found: dict[DrawnNode, Place] = {}
        for node in nodes:
            layer, height = self.layer[node], self._height(node)
            y = free.get(layer, top)
            free[layer] = y + height + 10
            found[node] = Place(self._left(layer), y, self.wide, height, 0)
        bottom = max(free.values()) - 10 + under
        return {
            node: attrs.evolve(place, below=bottom - 9) for node, place in found.items()
        }, bottom

    def _node(self, node: DrawnNode, place: Place) -> Part:
        x = place.x + 8
        name, said, stance, look = self._told(node)
        lines, under = self._lines(node)
        words: list[Part] = [
            Words(x, place.y + 16 + 15 * n, line, look, 12, bold=isinstance(node, str))
            for n, line in enumerate(lines)
        ]
        y = place.y + 17 + 15 * len(lines)
        inset = 0 if stance is None else SIGN
        words += [Words(x + inset, y + 14 * n, t, look, SMALL) for n, t in enumerate(under)]
        words += [] if stance is None else [Sign(x, y - 4, stance, look)]
        box = Box(place.x, place.y, place.width, place.height, look)
        return Group(f"{name}: {said}", (box, *words))

    def _lines(self, node: DrawnNode) -> tuple[list[str], list[str]]:
        """The lines of a node's name, and of what is said of it."""
        name, said, stance, _ = self._told(node)
        room = self.wide - 16
        return wrapped(name, room - 6, 12), wrapped(said, room - SIGN * (stance is not None), SMALL)

    def _height(self, node: DrawnNode) -> float:
        lines, under = self._lines(node)
        return max(_HEIGHT, 12 + 15 * len(lines) + 14 * len(under))

    def _told(self, node: DrawnNode) -> tuple[str, str, Stance | None, str]:
        """A node's name, what is said of it, its stance where it has one, and its look."""
        if not isinstance(node, tuple):
            return str(node), self._said_of(node), None, "ground"
        standing = self.state.standing(node[0], node[1])
        stance = standing.stance if isinstance(standing.stance, Stance) else None
        look = "ground" if stance is None or standing.lapsed else stance.value
        return (
            f"{wording.isolated(node[1])} on {wording.isolated(node[0])}",
            wording.in_full(standing),
            stance,
            look,
        )

    def _said_of(self, node: str | Leaf) -> str:
        if isinstance(node, str):
            return wording.status_in_brief(self.state[node]).removeprefix("-")
        return "met" if self.state.met(node.condition) else "not met"

    def _arrows(self, places: Mapping[DrawnNode, Place]) -> Iterator[Part]:
        waits = {(wait.holder, _asked(wait)): wait for wait in self.waits}
        for node, waited in self.edges.items():
            for place, other in enumerate(waited):
                wait = waits.get((node, other)) if isinstance(node, tuple) else None
                title = f"{self._told(node)[0]} waits for {self._told(other)[0]}"
                back = self._leads_back(node, other)
                line = _arrow(places[node], places[other], wait, place, back=back)
                yield Group(title, (line,))


def _term(node: DrawnNode) -> str:
    """The term on which a node stands."""
    if isinstance(node, tuple):
        return node[0]
    return node.term if isinstance(node, Leaf) else node


def _asked(wait: Wait) -> DrawnNode:
    """What is waited for, as it is drawn."""
    on = wait.on
    return on if isinstance(on, str | tuple) else Leaf(on, wait.term)


def _in_turn(found: list[Package], by_term: Mapping[str, Package]) -> Iterator[Package]:
    """The packages, each followed by those that have to close before."""
    seen: set[int] = set()
    waiting = sorted(found, key=lambda package: package.round)
    while waiting:
        package = waiting.pop()
        if id(package) not in seen:
            seen.add(id(package))
            yield package
            waiting += [by_term[term] for term in reversed(package.after)]


def _name(text: str, left: float, y: float, *, bold: bool) -> Part:
    """A line of what is written on a frame; no arrow crosses it."""
    cover = Box(left + _PADDING - 4, y + 4, width_of(text, 12) + 8, 18, "soft", edged=False)
    return Group(text, (cover, Words(left + _PADDING, y + 17, text, size=12, bold=bold)))


def _edges(state: State, waits: Iterable[Wait]) -> dict[DrawnNode, list[DrawnNode]]:
    """What waits for what: the conditions, and the terms that need those who set them."""
    found: dict[DrawnNode, list[DrawnNode]] = {}
    for wait in waits:
        if wait.party in state.needed_on(wait.term):
            holders = found.setdefault(wait.term, [])
            holders += [wait.holder] if wait.holder not in holders else []
    for wait in waits:
        asked = found.setdefault(wait.holder, [])
        asked += [_asked(wait)] if _asked(wait) not in asked else []
    for node in [node for waited in found.values() for node in waited]:
        found.setdefault(node, [])
    return found


def _layers(edges: Mapping[DrawnNode, list[DrawnNode]]) -> dict[DrawnNode, int]:
    """How many waits lead to each node; of a circle, the waits that close it are left out."""
    rank = {node: place for place, node in enumerate(edges)}
    circle = {node: number for number, one in enumerate(_circles(edges)) for node in one}
    forward = {
        node: [
            other
            for other in waited
            if circle.get(node, node) != circle.get(other, other) or rank[node] < rank[other]
        ]
        for node, waited in edges.items()
    }
    found = dict.fromkeys(edges, 0)
    for node in reversed(list(TopologicalSorter(forward).static_order())):
        for other in forward[node]:
            found[other] = max(found[other], found[node] + 1)
    return found


def _circles(edges: Mapping[DrawnNode, list[DrawnNode]]) -> Iterator[frozenset[DrawnNode]]:
    return circles({node: tuple(waited) for node, waited in edges.items()})


def _arrow(start: Place, end: Place, wait: Wait | None, turn: int, *, back: bool) -> Stroke:
    """From whoever waits to what it waits for; one that leads back goes round below its band."""
    dashed = wait is not None and not wait.met
    look, weight = ("ground", 1.0) if wait is None else ("strong", 1.6)
    left, right = start.x + start.width, end.x
    if not back:
        points: tuple[tuple[float, float], ...] = (left, start.middle), (right, end.middle)
        bend = max(_GAP / 2, (right - left) / 2)
        return Stroke(points, look, dashed=dashed, arrow=True, weight=weight, bend=bend)
    out, under, into = left + 10 + 3 * (turn % 4), max(start.below, end.below), right - 16
    points = (left, start.middle), (out, start.middle), (out, under), (into, under)
    points = (*points, (into, end.middle + 8), (right, end.middle + 8))
    return Stroke(points, look, dashed=dashed, arrow=True, weight=weight)


def _package_title(package: Package | None) -> str:
    if package is None:
        return "beside the terms"
    terms = " + ".join(map(wording.isolated, package.terms))
    if len(package.terms) == 1:
        return terms
    ready = (
        ""
        if package.closes
        else f"; held open by {', '.join(map(wording.isolated, package.waits_on))}"
    )
    return f"only together: {terms}{ready}"


def _met(wait: Wait) -> str:
    return "met" if wait.met else "not met"


def _row(wait: Wait) -> list[str]:
    reports = ", ".join(wait.reports)
    return [wait.party, wait.term, str(wait.condition), _met(wait), str(wait.since), reports]
