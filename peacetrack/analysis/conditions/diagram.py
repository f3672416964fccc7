"""Diagrams: nodes, arrows and frames as text for Mermaid and Graphviz."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from peacetrack.words.classes import frozen
from peacetrack.words.isolate import FIRST, LAST

NodeKind = Literal["term", "standing", "condition"]


Arrow = tuple[int, int, bool | None]
"""(start, end, met): the places of two nodes from 0; None where no condition lies between them."""


@frozen
class Diagram:
    """Nodes by kind and label, arrows between them, and frames around nodes given by their places."""

    nodes: tuple[tuple[NodeKind, str], ...]
    arrows: tuple[Arrow, ...]
    frames: tuple[tuple[int, ...], ...]
    frame_label: str

    def mermaid(self) -> str:
        """Return a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html)."""
        return "\n".join(["flowchart LR", *self._mermaid_lines()]) + "\n"

    def _mermaid_lines(self) -> Iterator[str]:
        for place, (kind, label) in enumerate(self.nodes):
            opening, closing = _MERMAID_SHAPES[kind]
            yield f'  n{place}{opening}"{mermaid_text(label)}"{closing}'
        for start, end, met in self.arrows:
            yield f"  n{start} {_MERMAID_ARROWS[met]} n{end}"
        for number, frame in enumerate(self.frames):
            yield f'  subgraph frame{number}["{mermaid_text(self.frame_label)}"]'
            yield from (f"    n{place}" for place in frame)
            yield "  end"

    def dot(self) -> str:
        """Return a digraph of Graphviz (https://graphviz.org/doc/info/lang.html)."""
        return "\n".join(["digraph conditions {", "  rankdir=LR", *self._dot_lines(), "}"]) + "\n"

    def _dot_lines(self) -> Iterator[str]:
        for place, (kind, label) in enumerate(self.nodes):
            yield f'  n{place} [label="{dot_text(label)}" {_DOT_SHAPES[kind]}]'
        for start, end, met in self.arrows:
            yield f"  n{start} -> n{end}{_DOT_LABELS[met]}"
        for number, frame in enumerate(self.frames):
            places = " ".join(f"n{place}" for place in frame)
            label = dot_text(self.frame_label)
            yield f'  subgraph cluster{number} {{ label="{label}" {places} }}'


_MERMAID_SHAPES = {"term": ("[", "]"), "standing": ("(", ")"), "condition": ("{{", "}}")}
_MERMAID_ARROWS = {None: "-->", True: '-->|"met"|', False: '-.->|"not met"|'}
_DOT_SHAPES = {"term": "shape=box", "standing": "shape=box style=rounded", "condition": "shape=hexagon"}
_DOT_LABELS = {None: "", True: ' [label="met"]', False: ' [label="not met" style=dashed]'}


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
    printable = "".join(sign if sign.isprintable() or sign in (FIRST, LAST) else " " for sign in text)
    return " ".join(printable.split())
