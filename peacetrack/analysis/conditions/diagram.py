"""Diagrams: nodes, arrows and frames as text for Mermaid and Graphviz."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import attrs

NodeKind = Literal["term", "standing", "condition"]


@attrs.frozen
class Node:
    """A node: its kind, which decides its shape, and its label."""

    kind: NodeKind
    label: str


@attrs.frozen
class Arrow:
    """An arrow between two nodes, given by their places from 0; dashed where it is not met."""

    start: int
    end: int
    met: bool | None = None

    @property
    def label(self) -> str:
        """What is written on it; an empty text where it is no condition."""
        return "" if self.met is None else "met" if self.met else "not met"


@attrs.frozen
class Diagram:
    """Nodes, the arrows between them, and frames around nodes that are given by their places."""

    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    frames: tuple[tuple[int, ...], ...]
    frame_label: str

    def mermaid(self) -> str:
        """Return a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html)."""
        return "\n".join(["flowchart LR", *self._mermaid_lines()]) + "\n"

    def _mermaid_lines(self) -> Iterator[str]:
        for place, node in enumerate(self.nodes):
            opening, closing = _MERMAID_SHAPES[node.kind]
            yield f'  n{place}{opening}"{mermaid_text(node.label)}"{closing}'
        for arrow in self.arrows:
            line = "-.->" if arrow.met is False else "-->"
            label = f'|"{arrow.label}"|' if arrow.label else ""
            yield f"  n{arrow.start} {line}{label} n{arrow.end}"
        for number, frame in enumerate(self.frames):
            yield f'  subgraph frame{number}["{mermaid_text(self.frame_label)}"]'
            yield from (f"    n{place}" for place in frame)
            yield "  end"

    def dot(self) -> str:
        """Return a digraph of Graphviz (https://graphviz.org/doc/info/lang.html)."""
        return "\n".join(["digraph conditions {", "  rankdir=LR", *self._dot_lines(), "}"]) + "\n"

    def _dot_lines(self) -> Iterator[str]:
        for place, node in enumerate(self.nodes):
            yield f'  n{place} [label="{dot_text(node.label)}" {_DOT_SHAPES[node.kind]}]'
        for arrow in self.arrows:
            style = " style=dashed" if arrow.met is False else ""
            attributes = f' [label="{arrow.label}"{style}]' if arrow.label else ""
            yield f"  n{arrow.start} -> n{arrow.end}{attributes}"
        for number, frame in enumerate(self.frames):
            places = " ".join(f"n{place}" for place in frame)
            label = dot_text(self.frame_label)
            yield f'  subgraph cluster{number} {{ label="{label}" {places} }}'


_MERMAID_SHAPES = {"term": ("[", "]"), "standing": ("(", ")"), "condition": ("{{", "}}")}
_DOT_SHAPES = {
    "term": "shape=box",
    "standing": "shape=box style=rounded",
    "condition": "shape=hexagon",
}


def mermaid_text(text: str) -> str:
    """Return a text for a quoted label of Mermaid.

    All signs but plain punctuation become entity codes, so that none is read as the end of the
    label, as Markdown, as HTML, as a directive, or as an entity.
    """
    return re.sub(r"[^\w .,:/()+-]", lambda sign: f"#{ord(sign[0])};", _one_line(text))


def dot_text(text: str) -> str:
    """Return a text for a quoted label of Graphviz, where backslash and entities have a meaning."""
    escaped = _one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return escaped.replace("&", "&amp;")


def _one_line(text: str) -> str:
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(printable.split())
