"""The codebook of a negotiation: as Markdown for people, as REFI-QDA for programs that code texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID, uuid5
from xml.etree import ElementTree

from peacetrack.publication.codes import Code, CodeGroup, groups_of
from peacetrack.publication.readme import markdown_text
from peacetrack.publication.written import root_of
from peacetrack.publication.xml import xml_file, xml_text
from peacetrack.rules.event import EventState
from peacetrack.words.term import Agenda

_RULES = """\
## Rules

* A report is coded claim by claim: who, on which term, with which words, by what source. What the source does not say is left out.
* A stance is coded where the party states it, or acts by it. An act without a stance, a mood or a hope of others is no stance.
* A term's proposition never changes. For other words, a new term replaces it.
* Since when a claim holds is written as precisely as the source is, with its words where they say more.
* A quote is word for word. Other words are the coder's own.
* Two coders code apart, and compare (`peacetrack compare`).
"""
_NAMESPACE = "urn:QDA-XML:codebook:1.0"


def codebook(agenda: Agenda, events: Iterable[EventState] = ()) -> str:
    """Return the codebook of a negotiation in Markdown.

    It has every term with its proposition, the fields of its kind, the parties, people and events, the
    rules of coding, and every word with its meaning.

    Parameters:
        agenda: the agenda, with the names.
        events: the events that are known, as `state.events()` gives them (default: none).

    >>> print(pt.publication.codebook(talks.agenda).splitlines()[0])
    # Codebook: An invented negotiation
    """
    head = f"# Codebook: {markdown_text(agenda.title or agenda.id)}\n"
    return "\n".join((head, _RULES, *map(_section, groups_of(agenda, events))))


def codebook_qdc(agenda: Agenda, events: Iterable[EventState] = ()) -> bytes:
    """Return the codebook of a negotiation as REFI-QDA (`.qdc`), which MAXQDA, NVivo and others read.

    Each code keeps its GUID from one export to the next.

    Parameters:
        agenda: the agenda, with the names.
        events: the events that are known, as `state.events()` gives them (default: none).

    Source: REFI-QDA 1.5, Codebook.xsd of 2019 (`urn:QDA-XML:codebook:1.0`).

    >>> pt.publication.codebook_qdc(talks.agenda)[:38]
    b"<?xml version='1.0' encoding='utf-8'?>"
    """
    book = ElementTree.Element("CodeBook", {"xmlns": _NAMESPACE, "origin": "peacetrack"})
    codes = ElementTree.SubElement(book, "Codes")
    for group in groups_of(agenda, events):
        _add(codes, Code(group.name, group.rule, group.codes), root_of(agenda), codable=False)
    return xml_file(book)


def _add(above: ElementTree.Element, code: Code, parent: UUID, *, codable: bool = True) -> None:
    guid = uuid5(parent, code.name)
    attributes = {"guid": str(guid), "name": xml_text(code.name), "isCodable": str(codable).lower()}
    element = ElementTree.SubElement(above, "Code", attributes)
    ElementTree.SubElement(element, "Description").text = xml_text(code.means)
    for below in code.below:
        _add(element, below, guid)


# Markdown


def _section(group: CodeGroup) -> str:
    head = f"## {group.name}\n\n{group.rule}\n"
    if not any(code.below for code in group.codes):
        return f"{head}\n{_table(group.codes)}\n"
    return "\n".join((head, *_with_fields(group.codes)))


def _with_fields(codes: Iterable[Code]) -> Iterator[str]:
    for code in codes:
        yield f"### {markdown_text(code.name)}\n\n{markdown_text(code.means)}\n"
        if code.below:
            yield f"{_table(code.below)}\n"


def _table(codes: Iterable[Code]) -> str:
    rows = (f"| `{markdown_text(code.name)}` | {markdown_text(code.means)} |" for code in codes)
    return "\n".join(("| name | means |", "|---|---|", *rows))
