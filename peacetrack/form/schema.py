"""The JSON form as JSON Schema (draft 2020-12), derived from the typed classes.

A schema cannot say which names are declared or whether two dates are in order: recording checks it.
EDTF texts have the format `edtf`, which `words/edtf.py` reads.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import attrs

from peacetrack.form.codec import BODIES, TAGS, union_name
from peacetrack.words.condition import TermIs
from peacetrack.words.kind import RESERVED, Kind, kinds
from peacetrack.words.position import Position
from peacetrack.words.term import Term, TermStatus
from peacetrack.words.value import LARGEST, Absence, Quantity, Word
from peacetrack.words.when import Moment

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(body: str | None = None, *, written: bool = False) -> Schema:
    """Return the JSON Schema of an agenda, a report, and so on.

    Parameters:
        body: the kind of body (default: any).
        written: whether it is the form that is kept, with the party of each position and the kind
            of all content. The form written by hand may leave both out (default).
    """
    named = [body] if body else list(BODIES)
    grammar = _Grammar(written=written)
    bodies = [grammar.of(BODIES[name]) for name in named]
    top = bodies[0] if len(bodies) == 1 else {"oneOf": bodies}
    return {
        "$schema": DIALECT,
        "title": f"peacetrack, JSON form 1: {' or '.join(named)}",
        **top,
        "$defs": dict(sorted(grammar.definitions.items())),
    }


class _Grammar:
    """Schemas of types, with the definitions that they refer to."""

    def __init__(self, *, written: bool) -> None:
        self._written = written
        self.definitions: Schema = {}

    def of(self, hint: Any) -> Schema:
        """Return the schema of a type."""
        if hint is object:
            return self._defined("content", self._content)
        origin = get_origin(hint)
        if origin in (Union, types.UnionType):
            return self._union([member for member in get_args(hint) if member is not type(None)])
        if origin is Annotated:
            return self.of(get_args(hint)[0])
        if origin is Literal:
            return {"enum": list(get_args(hint))}
        if origin is tuple:
            return {"type": "array", "items": self.of(get_args(hint)[0])}
        if origin is not None:  # a mapping by name
            return {
                "type": "object",
                "propertyNames": _TEXT,
                "additionalProperties": self.of(get_args(hint)[1]),
            }
        return self._single(hint)

    def _single(self, hint: Any) -> Schema:
        own = _OWN_FORMS.get(hint)
        if own is not None:
            return self._defined(*own)
        if isinstance(hint, type) and issubclass(hint, Word):
            return {"enum": [word.value for word in hint]}
        if not isinstance(hint, type) or not attrs.has(hint):
            return {}  # an own form of a user's content: reading checks it
        return self._defined(_name(hint), lambda: self._record(hint))

    def _union(self, members: list[Any]) -> Schema:
        absent = [self._defined("absence", lambda: _ABSENCE)] if Absence in members else []
        others = [member for member in members if member is not Absence]
        name = union_name(others)
        if name == "condition":
            return self._defined(name, lambda: _one_of(map(self.of, others)))
        if name in _UNIONS:
            return _any_of([self._defined(name, lambda: _UNIONS[name]), *absent])
        return _any_of([*map(self.of, others), *absent])

    def _defined(self, name: str, make: Callable[[], Schema]) -> Schema:
        if name not in self.definitions:
            self.definitions[name] = {}  # it may refer to itself
            self.definitions[name] = make()
        return {"$ref": f"#/$defs/{name}"}

    def _record(self, cls: type) -> Schema:
        hints = typing.get_type_hints(cls, include_extras=True)
        fields = {field.alias: field for field in attrs.fields(cls)}
        properties = {name: self._field(cls, field, hints) for name, field in fields.items()}
        required = [name for name, field in fields.items() if field.default is attrs.NOTHING]
        tag = TAGS.get(cls)
        if tag is not None:
            properties, required = {"kind": {"const": tag}, **properties}, ["kind", *required]
        if cls is Position and not self._written:
            required.remove("party")
        return _object(properties, required, cls)

    def _field(self, cls: type, field: Any, hints: Mapping[str, Any]) -> Schema:
        if cls is TermIs and field.name == "status":
            waited = [status.value for status in TermStatus if status >= TermStatus.PENDING]
            return {"enum": waited}
        if cls is Term and field.name == "kind":
            return {"enum": list(kinds())}
        least = {"minimum": field.metadata["least"]} if "least" in field.metadata else {}
        found = self.of(hints[field.name])
        return _with_least(found, least) if least else found

    # Content, by its kind

    def _content(self) -> Schema:
        every = [
            self._defined(f"content-{kind.name}", partial(self._kind, kind))
            for kind in kinds().values()
        ]
        return _one_of(every) if self._written else _any_of(every)

    def _kind(self, kind: Kind) -> Schema:
        tag = {"kind": {"const": kind.name}, "version": {"const": kind.version}}
        required = ["kind"] if self._written else []
        if kind.version > 1:
            required.append("version")
        if kind.free:
            return {
                **_object(tag, required, kind.cls),
                "propertyNames": {**_TEXT, "not": {"enum": sorted(RESERVED - set(tag))}},
                "additionalProperties": _any_of(
                    [*_SCALARS, self._defined("absence", lambda: _ABSENCE)]
                ),
            }
        found = self._record(kind.cls)
        return {**found, "properties": tag | found["properties"], "required": required}


def _with_least(found: Schema, least: Schema) -> Schema:
    """Return the schema with a least value for its whole numbers."""
    if "anyOf" in found:
        return {"anyOf": [_with_least(form, least) for form in found["anyOf"]]}
    return {**_WHOLE, **least} if found.get("$ref") == "#/$defs/whole" else found


def _name(cls: type) -> str:
    words = "".join(f"-{c.lower()}" if c.isupper() else c for c in cls.__name__)
    return words.removeprefix("-")


def _object(properties: Schema, required: list[str], cls: type | None = None) -> Schema:
    described = {"description": _summary(cls)} if cls is not None and cls.__doc__ else {}
    return {
        "type": "object",
        **described,
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _summary(cls: type) -> str:
    return " ".join((cls.__doc__ or "").split("\n\n")[0].split())


def _one_of(forms: Iterable[Schema]) -> Schema:
    return {"oneOf": list(forms)}


def _any_of(forms: list[Schema]) -> Schema:
    return forms[0] if len(forms) == 1 else {"anyOf": forms}


# Forms of their own: texts, numbers, times, endings

_TEXT: Schema = {"type": "string", "pattern": r"^[^\u0000]*$"}
_WHOLE: Schema = {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST}
_FRACTION: Schema = {"type": "string", "pattern": r"^-?[0-9]{1,15}\.[0-9]{1,20}$"}
_NUMBER: Schema = {"anyOf": [_WHOLE, _FRACTION]}
_SCALARS: list[Schema] = [_TEXT, {"type": "boolean"}, _WHOLE]
_ABSENCE = _object({"absent": {"enum": [word.value for word in Absence]}}, ["absent"], Absence)


def _only(name: str, value: Schema, optional: Schema | None = None) -> Schema:
    """Return the schema of an object with one required field, and perhaps optional ones."""
    return _object({name: value, **(optional or {})}, [name])


_UNIT = {"unit": _TEXT}
_QUANTITY: Schema = {
    "description": "A number, or the range it lies in, ends included.",
    "anyOf": [
        _WHOLE,
        _FRACTION,
        _only("exactly", _NUMBER, _UNIT),
        _only("at_least", _NUMBER, _UNIT),
        _only("at_most", _NUMBER, _UNIT),
        _only("between", {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2}, _UNIT),
    ],
}

_EDTF: Schema = {
    "type": "string",
    "format": "edtf",
    "description": "EDTF, such as 2025-12-14, 2025-12, 2025-12-14/2025-12-15 or 2025-12-14T10:00:00Z",
    "examples": ["2025-12-14", "2025-12", "2025-12-14/2025-12-15", "2025-12-14T10:00:00Z"],
}
_FLAG: Schema = {"type": "boolean"}
_SAID: Schema = {"said": _TEXT, "inferred": _FLAG}
_MOMENT: Schema = {
    "anyOf": [_EDTF, _only("edtf", _EDTF, _SAID), _only("said", _TEXT, {"inferred": _FLAG})]
}
_RELATION: Schema = {"relation": {"enum": ["during", "before", "after"]}}
_WHEN: Schema = {
    "anyOf": [
        *_MOMENT["anyOf"],
        _object({"event": _TEXT, **_RELATION, "said": _TEXT}, ["event", "relation"]),
    ]
}
_EVENT: Schema = {"anyOf": [_TEXT, _only("words", _TEXT)]}
_ENDING: Schema = {
    "description": "Until when: at a time, at a date not disclosed, with an event, not before one.",
    "oneOf": [
        _only("at", _WHEN),
        _only("undisclosed", {"const": True}),
        _only("event", _EVENT),
        _only("not_before", _EVENT),
    ],
}

_UNIONS = {"when": _WHEN, "ending": _ENDING, "event-or-words": _EVENT}

_OWN_FORMS: dict[Any, tuple[str, Callable[[], Schema]]] = {
    str: ("text", lambda: _TEXT),
    bool: ("flag", lambda: _FLAG),
    int: ("whole", lambda: _WHOLE),
    Quantity: ("quantity", lambda: _QUANTITY),
    Moment: ("moment", lambda: _MOMENT),
}
