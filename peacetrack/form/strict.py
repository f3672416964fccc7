"""The schema of a report in the subset that structured output of language models takes, and its reading.

Every object lists its fields and requires all of them, null where nothing is said; what is declared in an
agenda is an enumeration. It has no `oneOf`, `not`, `propertyNames`, patterns or formats. No model is called.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any, get_args, get_origin

from peacetrack.form.schema import Grammar, Schema
from peacetrack.words.report import Report
from peacetrack.words.term import Agenda
from peacetrack.words.value import Names

_KEPT = ("type", "enum", "items", "anyOf", "$ref", "description")
_LEFT_OUT = ("acceptance", "coded_by", "id", "note", "voice", "voices")
"""Fields that the desk fills in, and those of voices, which are mappings by name."""


def strict_schema(agenda: Agenda) -> Schema:
    """Return the schema of a report whose names are those of an agenda."""
    grammar = _Strict(agenda)
    grammar.of(Report)
    definitions = {name: _strict(form) for name, form in grammar.definitions.items()}
    report = definitions.pop("report")
    return {"title": f"A report on {agenda.id}", **report, "$defs": dict(sorted(definitions.items()))}


class _Strict(Grammar):
    """Schemas of types with the names of an agenda, and content of the kinds of its terms only."""

    def __init__(self, agenda: Agenda) -> None:
        used = {term.kind for term in agenda.terms}
        super().__init__(tuple(kind for kind in agenda.kinds if kind.id in used), written=True)
        self._kinds_used = used
        self._ids: dict[str, list[str]] = {
            "party": [*agenda.party_by_id],
            "term": [*agenda.term_by_id],
            "person": [*agenda.person_by_id],
        }

    def of(self, hint: Any) -> Schema:
        """Return the schema of a type; a declared name is one of those in the agenda."""
        marks = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
        ids = [self._ids.get(mark.what) for mark in marks if isinstance(mark, Names)]
        return {"enum": ids[0]} if ids and ids[0] else super().of(hint)

    def _content(self) -> Schema:
        known = [kind for kind in self.known_kinds() if kind.id in self._kinds_used and not kind.free]
        forms = [self._defined(f"content-{kind.id}", partial(self._kind, kind)) for kind in known]
        return {"anyOf": forms} if forms else {"type": "null"}


def _strict(form: Schema) -> Schema:
    """Return a schema without the keywords that are not taken, with every field required."""
    if "const" in form or "enum" in form:
        words = form.get("enum", [form.get("const")])
        of = {bool: "boolean", int: "integer"}.get(type(words[0]), "string")
        return {"type": of, "enum": words}
    strict = {name: value for name, value in form.items() if name in _KEPT}
    if "items" in strict:
        strict["items"] = _strict(strict["items"])
    choices = form.get("oneOf", form.get("anyOf"))
    if choices is not None:
        strict["anyOf"] = [_strict(choice) for choice in choices]
    if form.get("type") == "object":
        fields = {name: part for name, part in form.get("properties", {}).items() if name not in _LEFT_OUT}
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
