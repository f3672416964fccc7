"""A file for other programs, with what was left out of it, and texts as Markdown and XML take them."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from os import PathLike
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree import ElementTree

import attrs

from peacetrack.form.file import write_file
from peacetrack.table.cell import one_line
from peacetrack.words.classes import frozen
from peacetrack.words.term import Agenda


@frozen
class Written:
    """A file for other programs.

    Attributes:
        content: the file.
        entries: how many entries it has.
        left_out: what has no place in it, in words.
        held_back: how many reports are held back, by the marking of their source.
    """

    content: bytes = attrs.field(repr=False)
    entries: int
    left_out: tuple[str, ...] = ()
    held_back: Mapping[str, int] = attrs.field(factory=dict)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the file; it appears whole or not at all.

        Parameters:
            path: where to write it.

        Raises:
            StoreError: if it cannot be written; an older one stays as it was.

        >>> pt.publication.feed(state).save("talks.atom")
        """
        write_file(path, self.content)

    def __str__(self) -> str:
        entries = f"{self.entries} entr{'y' if self.entries == 1 else 'ies'}"
        return ", ".join(filter(None, (entries, held_in_words(self.held_back))))


def held_in_words(held_back: Mapping[str, int]) -> str:
    """Return how many reports are held back; nothing where none is."""
    marked = ", ".join(f"{count} marked {marking}" for marking, count in held_back.items())
    return f"held back: {marked}" if marked else ""


def is_web(url: str | None) -> bool:
    """Return whether a URL leads to a page, so that a program may offer it to be opened."""
    return url is not None and url.startswith(("http://", "https://"))


def root_of(agenda: Agenda) -> UUID:
    """Return the identifier from which those of a negotiation are made: the same for each export."""
    return uuid5(NAMESPACE_URL, f"urn:peacetrack:{agenda.id}")


def markdown_text(text: str) -> str:
    """Return a text on one line, with nothing in it that Markdown reads as a table or as HTML."""
    return one_line(text).replace("|", "\\|").replace("<", "&lt;")


_NO_XML = dict.fromkeys((0xFFFE, 0xFFFF, *range(0xD800, 0xE000)), "\ufffd")
"""Characters that a report may hold, and XML has no place for."""


def xml_text(text: str) -> str:
    """Return a text on one line, with U+FFFD for each character that XML 1.0 does not take."""
    return one_line(text).translate(_NO_XML)


def xml_file(root: ElementTree.Element) -> bytes:
    """Return an element and all below it as a file in UTF-8."""
    ElementTree.indent(root)
    file = BytesIO()
    ElementTree.ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)
    return file.getvalue()
