"""The codebook of a negotiation: as Markdown for people, as REFI-QDA for programs that code texts.

Its codes are the terms, parties, people and events, and the words that coders choose from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from uuid import UUID, uuid5
from xml.etree import ElementTree

from peacetrack.intake import guide
from peacetrack.publication.tables import BOARD_COLUMNS
from peacetrack.publication.written import markdown_text, root_of, xml_file, xml_text
from peacetrack.rules.event import EventState
from peacetrack.words.classes import frozen
from peacetrack.words.grade import Credibility, Reliability
from peacetrack.words.isolate import joined
from peacetrack.words.kind import Field
from peacetrack.words.quorum import between_needs
from peacetrack.words.report import EventStatus
from peacetrack.words.term import Agenda, Term

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
    return "\n".join((head, _RULES, *map(_section, groups_of(agenda, events)), _section(_BOARD)))


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


# Codes

FORMS = MappingProxyType(
    {
        "vocabulary": "one of {words}",
        "vocabularies": "several of {words}",
        "flag": "true or false",
        "quantity": "a quantity: a number or a range, with a unit",
        "party": "a party, by id or alias",
        "parties": "several parties, by id or alias",
        "texts": "several texts",
        "text": "free text",
        "ending": "an ending",
        "moment": "a time",
        "number": "a whole number",
        "outline": "an outline as GeoJSON, or a file with its hash",
        "anything": "any value",
    }
)
"""What a field of content takes, by its form."""


@frozen
class Code:
    """A name that coders give, what it means, and the codes below it."""

    name: str
    means: str
    below: tuple[Code, ...] = ()


@frozen
class CodeGroup:
    """Codes of one sort, and the rule for choosing them."""

    name: str
    rule: str
    codes: tuple[Code, ...]


def groups_of(agenda: Agenda, events: Iterable[EventState]) -> Iterator[CodeGroup]:
    """Yield the groups of codes that are not empty."""
    parties = tuple(Code(party.id, ", ".join((party.name, *party.aliases))) for party in agenda.parties)
    people = tuple(
        Code(person.id, ", ".join(filter(None, (person.name, person.description))))
        for person in agenda.people
    )
    known = tuple(Code(event.id, _event(event)) for event in events)
    named = (
        ("Terms", "A term is one sentence that a party accepts or rejects.", tuple(map(_term, agenda.terms))),
        ("Kinds of terms", _KINDS, tuple(_kinds(agenda))),
        ("Parties", guide.COLUMNS["party"], parties),
        ("People", "They speak or act for a party.", people),
        ("Events", "Claims about one event have one id.", known),
    )
    for name, rule, codes in (*named, *_vocabularies()):
        if codes:
            yield CodeGroup(name, rule, codes)


_BOARD = CodeGroup(
    "Columns of the board",
    "They are worked out, and not coded. In `board.csv` of a publication they say whose words a stance is, and how sure it is.",
    tuple(Code(name, means) for name, means in BOARD_COLUMNS.items()),
)
_KINDS = "What a party says of a term in detail are the fields of its kind."
_STANCES = (
    "How far the party accepts the proposition of the term, by its own words. Left out if it does not say."
)


def _vocabularies() -> Iterator[tuple[str, str, tuple[Code, ...]]]:
    explained = guide.VOCABULARIES
    words: tuple[tuple[str, str, Mapping[str, str]], ...] = (
        ("Stances", _STANCES, explained["stance"]),
        ("Acts", "How it is expressed. An act alone is no stance.", explained["act"]),
        ("Attributions", "How near the words are to the party, nearest first.", explained["attribution"]),
        ("Stages", guide.COLUMNS["stage"], explained["stage"]),
        ("Trends", guide.COLUMNS["trend"], explained["trend"]),
        ("Event statuses", "What is known of an event.", guide.meanings_of(EventStatus)),
        ("Reliability", "Of a source, as a whole.", guide.meanings_of(Reliability)),
        ("Credibility", "Of one claim, in itself.", guide.meanings_of(Credibility)),
    )
    for name, rule, meanings in words:
        yield name, rule, tuple(Code(word, meaning) for word, meaning in meanings.items())


def _term(term: Term) -> Code:
    title = f"{term.title}: " if term.title else ""
    needs = f" Needs {joined(map(str, term.needs), between_needs(term.needs))}." if term.needs else ""
    replaces = f" Replaces {term.replaces}." if term.replaces else ""
    backdrop = " A backdrop, without a status." if term.backdrop else ""
    return Code(term.id, f"{title}{term.proposition} (kind: {term.kind}).{needs}{replaces}{backdrop}")


def _kinds(agenda: Agenda) -> Iterator[Code]:
    """Yield the kinds of the terms, each with its fields."""
    for id in dict.fromkeys(term.kind for term in agenda.terms):
        terms = joined((term.id for term in agenda.terms if term.kind == id), ", ")
        fields = agenda.kind(id).known.items()
        yield Code(id, f"Of {terms}.", tuple(Code(name, _field(field)) for name, field in fields))


def _field(field: Field) -> str:
    form = FORMS[field.form].format(words=", ".join(field.words))
    return f"{form}; parties that differ in it do not agree yet" if field.binds else form


def _event(event: EventState) -> str:
    facts = (event.type, event.status, event.when, event.place, event.text)
    return ", ".join(str(fact) for fact in facts if fact is not None) or "named in the reports"
