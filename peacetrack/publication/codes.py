"""The codes of a negotiation: its terms, parties, people, events, and the words that coders choose from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from peacetrack.intake import guide
from peacetrack.rules.event import EventState
from peacetrack.words.classes import frozen
from peacetrack.words.grade import Credibility, Reliability
from peacetrack.words.isolate import joined
from peacetrack.words.kind import Field
from peacetrack.words.quorum import between_needs
from peacetrack.words.report import EventStatus
from peacetrack.words.term import Agenda, Term

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
