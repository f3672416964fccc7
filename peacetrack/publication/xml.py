"""XML, which has no place for some characters that a report may hold."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree

from peacetrack.table.cell import one_line

_NO_XML = dict.fromkeys((0xFFFE, 0xFFFF, *range(0xD800, 0xE000)), "\ufffd")


def xml_text(text: str) -> str:
    """Return a text on one line, with U+FFFD for each character that XML 1.0 does not take."""
    return one_line(text).translate(_NO_XML)


def xml_file(root: ElementTree.Element) -> bytes:
    """Return an element and all below it as a file in UTF-8."""
    ElementTree.indent(root)
    file = BytesIO()
    ElementTree.ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)
    return file.getvalue()
