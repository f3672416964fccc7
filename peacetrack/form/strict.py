"""The schema of a report in the subset that structured output of language models takes, and its reading.

Every object lists its fields and requires all of them, null where nothing is said; what is declared in an
agenda is an enumeration. It has no `oneOf`, `not`, `propertyNames`, patterns or formats. No model is called.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Annotated, Any, get_args, get_origin
from urllib.parse import unquote

from peacetrack.form.schema import Grammar, Schema
from peacetrack.words.quote import Quote
from peacetrack.words.report import Report, Source
from peacetrack.words.term import Agenda
from peacetrack.words.value import Names

_KEPT = ("type", "enum", "items", "anyOf", "$ref", "description")
_LEFT_OUT = {
    Report: ("acceptance", "coded_by", "id", "note", "voices"),
    Source: ("archived", "marking", "retrieved", "sha256"),
    Quote: ("start", "end"),
}
"""Fields that the desk fills in or a model cannot count, and voices, which are mappings by name."""


def strict_schema(agenda: Agenda) -> Schema:
    """Return the schema of a report whose names are those of an agenda."""
    grammar = _Strict(agenda)
    grammar.of(Report)
    definitions = {name: _strict(form) for name, form in grammar.definitions.items()}
    report = definitions.pop("report")
    used = dict.fromkeys(_used(report, definitions))
    return {"title": f"A report on {agenda.id}", **report, "$defs": {n: definitions[n] for n in sorted(used)}}


def _used(form: object, definitions: dict[str, Schema]) -> Iterator[str]:
    """Yield the names of the definitions that a schema takes; each is looked into once."""
    ahead, seen = [form], set[str]()
    while ahead:
        part = ahead.pop()
        if isinstance(part, list):
            ahead += part
        elif isinstance(part, dict):
            ahead += part.values()
            name = unquote(str(part.get("$ref", "")).removeprefix("#/$defs/"))
            if name in definitions and name not in seen:
                seen.add(name)
                ahead.append(definitions[name])
                yield name


class _Strict(Grammar):
    """Schemas of types with the names of an agenda, and content of the kinds of its terms only."""

    def __init__(self, agenda: Agenda) -> None:
        used = {term.kind for term in agenda.terms}
        super().__init__(tuple(kind for kind in agenda.kinds if kind.id in used), written=True)
        self._kinds_used = used
        self._names: dict[str, dict[str, str | None]] = {
            "party": {party.id: party.name for party in agenda.parties},
            "term": {term.id: term.proposition for term in agenda.terms},
            "person": {person.id: person.name for person in agenda.people},
        }

    def of(self, hint: Any) -> Schema:
        """Return the schema of a type; a declared name is one of those in the agenda."""
        marks = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
        named = [mark.what for mark in marks if isinstance(mark, Names) and self._names.get(mark.what)]
        return self._defined(named[0], partial(self._one_of_names, named[0])) if named else super().of(hint)

    def _one_of_names(self, what: str) -> Schema:
        """Return the names of one kind, once for all fields, as the number of words is limited."""
        means = "; ".join(f"{id}: {name}" for id, name in self._names[what].items() if name)
        return {"enum": [*self._names[what]], **({"description": means} if means else {})}

    def _record(self, cls: type) -> Schema:
        form, gone = super()._record(cls), ("voice", *_LEFT_OUT.get(cls, ()))
        return {
            **form,
            "properties": {name: part for name, part in form["properties"].items() if name not in gone},
        }

    def _content(self) -> Schema:
        known = [kind for kind in self.known_kinds() if kind.id in self._kinds_used and not kind.free]
        forms = [self._defined(f"content-{kind.id}", partial(self._kind, kind)) for kind in known]
        return {"anyOf": forms} if forms else {"type": "null"}


def _strict(form: Schema) -> Schema:
    """Return a schema without the keywords that are not taken, with every field required."""
    if "const" in form or "enum" in form:
        words = form.get("enum", [form.get("const")])
        of = {bool: "boolean", int: "integer"}.get(type(words[0]), "string")
        means = {"description": form["description"]} if "description" in form else {}
        return {"type": of, "enum": words, **means}
    strict = {name: value for name, value in form.items() if name in _KEPT}
    if "pattern" in form:  # said, as patterns are not taken
        strict.setdefault("description", f"matches {form['pattern']}")
    if "items" in strict:
        strict["items"] = _strict(strict["items"])
    choices = form.get("oneOf", form.get("anyOf"))
    if choices is not None:
        strict["anyOf"] = [_strict(choice) for choice in choices]
    if form.get("type") == "object":
        fields = form.get("properties", {})
        strict["properties"] = {
            name: _strict(part) if name in form["required"] else _or_null(_strict(part))
            for name, part in fields.items()
        }
        strict |= {"required": [*fields], "additionalProperties": False}
    return strict


def _or_null(form: Schema) -> Schema:
    forms = form["anyOf"] if [*form] == ["anyOf"] else [form]
    return {"anyOf": [*forms, {"type": "null"}]}


def without_nulls(form: Any) -> Any:
    """Return a form without the fields that are null, as a file written by hand leaves them out."""
    if isinstance(form, Mapping):
        return {name: without_nulls(value) for name, value in form.items() if value is not None}
    return [without_nulls(item) for item in form] if isinstance(form, list) else form
