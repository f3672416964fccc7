"""Links that the build adds: names of the API lead to their entries, and lists of pages make the menu."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from tests.data import ROOT
from tests.reference.api import MODULES

_API = "reference/api"
_FULL = {prefix: module for module, (prefix, _) in MODULES.items()} | {"pt.errors": "peacetrack.errors"}
_PREFIXES = sorted(_FULL, key=len, reverse=True)
_NAME = re.compile(r"[A-Za-z_][\w.]*")
_LISTED = re.compile(r"^[*-] \[[^]]*\]\(([\w/-]+)\.md\)", re.MULTILINE)


def menu_from_lists(app: Sphinx, docname: str, source: list[str]) -> None:
    """Make a part of the menu of each list of pages in the index of the site and of the API."""
    if docname not in ("index", _API):
        return
    parts = re.split(r"^(?=## )", source[0], flags=re.MULTILINE)
    source[0] = "".join(part.rstrip("\n") + "\n\n" + _toctree(part) for part in parts)


def _toctree(part: str) -> str:
    pages = _LISTED.findall(part)
    title = part.partition("\n")[0]
    caption = [f":caption: {title.removeprefix('## ')}"] if title.startswith("## ") else []
    lines = ["```{toctree}", ":hidden:", *caption, "", *pages, "```", "", ""]
    return "\n".join(lines) if pages else ""


class NameEntries(SphinxTransform):
    """Tells Python's domain of Sphinx of each entry of the API, for links, the search and other sites."""

    default_priority = 500

    def apply(self, **kwargs: Any) -> None:
        """Name the entries of one page."""
        if not self.env.docname.startswith(_API):
            return
        python = self.env.domains.python_domain
        for section in self.document.findall(nodes.section):
            name = section.next_node(nodes.title).astext()
            full = _full(name)
            if full and full not in python.objects:
                section["ids"].insert(0, name)
                python.note_object(full, _type_of(section), name, location=section)


class NameOutside(SphinxTransform):
    """Shows the name of what is no page of the site, without the link that a forge makes of it."""

    default_priority = 500

    def apply(self, **kwargs: Any) -> None:
        """Take the links to folders and to other files from one page."""
        folder = Path(self.env.doc2path(self.env.docname)).parent
        for link in list(self.document.findall(pending_xref)):
            if link["reftarget"] and _outside(link["reftarget"], folder):
                link.replace_self(link.children)


def _outside(target: str, folder: Path) -> bool:
    """Say whether a link leads to something of the project that is no page; the changelog is in its root."""
    places = [(base / f"{target}{suffix}").resolve() for base in (folder, ROOT) for suffix in ("", ".md")]
    return any(place.exists() and not place.is_relative_to(ROOT / "docs") for place in places)


def _full(name: str) -> str | None:
    """Return the full name of what the docs call `pt.Tracker` or `analysis.diff`."""
    for prefix in _PREFIXES:
        if name.startswith(f"{prefix}."):
            return f"{_FULL[prefix]}{name.removeprefix(prefix)}"
    return None


def _type_of(section: nodes.section) -> str:
    signature = section.next_node(nodes.literal_block)
    text = signature.astext() if signature else ""
    if section.next_node(nodes.title).astext().split(".")[-1][0].isupper():
        return "class"
    return "function" if "(" in text.partition("\n")[0] else "attribute"


class LinkNames(SphinxPostTransform):
    """Makes a link of each name of the API in the text, and of each type in a signature."""

    default_priority = 900

    def run(self, **kwargs: Any) -> None:
        """Link the names of one page."""
        entries = _entries(self.env)
        prefix = _prefix_of(self.env.docname)
        for literal in list(self.document.findall(nodes.literal)):
            if not isinstance(literal.parent, nodes.reference | nodes.title):
                name = literal.astext().partition("(")[0]
                name = name if "." in name else f"{prefix}.{name}"
                if name in entries:
                    literal.replace_self(self._link(entries[name], literal.deepcopy()))
        for block in list(self.document.findall(nodes.literal_block)):
            text = block.astext().rstrip()  # an example ends with an empty line in its page
            block.replace_self(nodes.literal_block(text, text, **block.attributes))
        if self.env.docname.startswith(_API):
            for block in list(self.document.findall(nodes.literal_block)):
                if block.get("language") == "text":
                    self._link_types(block, entries)

    def _link_types(self, block: nodes.literal_block, entries: dict[str, tuple[str, str]]) -> None:
        text = block.astext()
        parts: list[nodes.Node] = []
        end = 0
        for match in _NAME.finditer(text):
            entry = entries.get(match[0])
            if entry and match[0][0].isupper():
                parts += [nodes.Text(text[end : match.start()]), self._link(entry, nodes.Text(match[0]))]
                end = match.end()
        # other than its source: then the writer takes the parts and highlights nothing
        block.replace_self(nodes.literal_block("", "", *parts, nodes.Text(text[end:]), classes=["signature"]))

    def _link(self, entry: tuple[str, str], content: nodes.Node) -> nodes.reference:
        page, anchor = entry
        to = self.env.app.builder.get_relative_uri(self.env.docname, page)
        return nodes.reference("", "", content, internal=True, refuri=f"{to}#{anchor}")


def _entries(env: BuildEnvironment) -> dict[str, tuple[str, str]]:
    """Return where each name of the API is: by its name in the docs, and classes by their bare names."""
    found: dict[str, tuple[str, str]] = {}
    for entry in reversed(list(env.domains.python_domain.objects.values())):
        if entry.docname.startswith(_API):
            for name in _names(entry.node_id):
                found[name] = (entry.docname, entry.node_id)
    return found


def _prefix_of(docname: str) -> str:
    """Return what a page of the API calls its module; of other pages, nothing."""
    module = docname.removeprefix(f"{_API}/").replace("-", ".")
    return next(
        (
            prefix
            for prefix, full in _FULL.items()
            if docname.startswith(f"{_API}/") and full.removeprefix("peacetrack.") == module
        ),
        "",
    )


_HELD = {"State": "state", "Table": "table", "Tracker": "talks"}
"""What the pages call an object of a class."""


def _names(name: str) -> Iterator[str]:
    """Yield how texts and signatures call an entry: `pt.Tracker.record`, `Tracker.record`."""
    yield name
    prefix = next(prefix for prefix in _PREFIXES if name.startswith(f"{prefix}."))
    bare = name.removeprefix(f"{prefix}.")
    if bare[0].isupper():
        yield bare
        cls, _, member = bare.partition(".")
        yield f"{_HELD.get(cls, cls)}.{member}"


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the transforms."""
    app.connect("source-read", menu_from_lists)
    app.add_transform(NameEntries)
    app.add_transform(NameOutside)
    app.add_post_transform(LinkNames)
    return {"parallel_read_safe": True}
