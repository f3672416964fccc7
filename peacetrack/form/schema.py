"""The JSON form as JSON Schema (draft 2020-12), read from the typed classes.

A schema cannot say which names are declared, or what comes before what: that is checked when
something is recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Annotated, Any, Literal, get_args, get_origin
from urllib.parse import quote

import attrs

from peacetrack.form.codec import BODIES, FORMAT, TAGS, union_name
from peacetrack.words.condition import TermIs
from peacetrack.words.declared_kind import TYPES, FieldType, Kind
from peacetrack.words.ending import At, Ending, NotBefore, Undisclosed, WithEvent
from peacetrack.words.kind import RESERVED, ClassKind, hints_of, is_union, kinds, members_of
from peacetrack.words.position import Position
from peacetrack.words.term import Term, TermStatus
from peacetrack.words.value import LARGEST, Absence, Quantity, Word

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(body: str | None = None, *, written: bool = False, declared: Iterable[Kind] = ()) -> Schema:
    """Return the schema of one kind of body, or of all (default).

    It is of files written by hand: a position may leave out its party, and content its kind, which
    are then filled in. With `written`, it is of the form that is kept, which names both. Content is of
    the registered kinds and of those that are `declared`; a term may be of any kind.
    """
    named = [body] if body else list(BODIES)
    grammar = Grammar(tuple(declared), written=written)
    bodies = [grammar.of(BODIES[name]) for name in named]
    top = bodies[0] if len(bodies) == 1 else {"oneOf": bodies}
    return {
        "$schema": DIALECT,
        "title": f"peacetrack, JSON form {FORMAT}: {' or '.join(named)}",
        **top,
        "$defs": dict(sorted(grammar.definitions.items())),
    }


def schema_of_class(cls: type, title: str) -> Schema:
    """Return the schema of a class that is read from a file and is no body of an entry."""
    grammar = Grammar((), written=False)
    top = grammar.of(cls)
    return {"$schema": DIALECT, "title": title, **top, "$defs": dict(sorted(grammar.definitions.items()))}


class Grammar:
    """Schemas of types, with the definitions that they refer to."""

    def __init__(self, declared: tuple[Kind, ...], *, written: bool) -> None:
        self._declared = declared
        self._written = written
        self.definitions: Schema = {}

    def of(self, hint: Any) -> Schema:
        """Return the schema of a type."""
        origin, args = get_origin(hint), get_args(hint)
        if hint is object:
            return self._defined("content", self._content)
        if is_union(hint):
            return self._union(hint)
        if origin is Annotated:
            return self.of(args[0])
        if origin is Literal:
            return {"enum": list(args)}
        if origin is tuple:
            return {"type": "array", "items": self.of(args[0])}
        if origin is not None:  # a mapping by name
            items = self.of(args[1])
            if args[1] is FieldType:
                named = {**_NAME, "not": {"enum": sorted(RESERVED)}}
                return {"type": "object", "propertyNames": named, "additionalProperties": items}
            names = self.of(args[0]) if get_origin(args[0]) is Literal else _TEXT
            return {"type": "object", "propertyNames": names, "additionalProperties": items}
        return self._single(hint)

    def _single(self, hint: Any) -> Schema:
        if not isinstance(hint, type):
            return {}  # a form of a kind's own: everything is admitted, and checked on reading
        name = _name(hint)
        if name in _CONSTANTS:
            return self._constant(name)
        if issubclass(hint, Word):
            return {"enum": [word.value for word in hint]}
        return self._defined(name, lambda: self._record(hint)) if attrs.has(hint) else {}

    def _union(self, hint: Any) -> Schema:
        members = members_of(hint)
        name = union_name(members)
        if name == "condition":
            return self._defined(name, lambda: _one_of(map(self.of, members)))
        forms = [self._constant(name)] if name in _CONSTANTS else [self.of(m) for m in members]
        return _any_of([*forms, self.of(Absence)] if Absence in get_args(hint) else forms)

    def _constant(self, name: str) -> Schema:
        by_hand = {} if self._written else _BY_HAND
        return self._defined(name, lambda: by_hand.get(name) or _CONSTANTS[name])

    def _defined(self, name: str, make: Callable[[], Schema]) -> Schema:
        if name not in self.definitions:
            self.definitions[name] = {}  # it may refer to itself
            self.definitions[name] = make()
        return {"$ref": f"#/$defs/{quote(name.replace('~', '~0').replace('/', '~1'))}"}

    def _record(self, cls: type) -> Schema:
        hints = hints_of(cls)
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
            return _any_of([{"enum": [*kinds(), *(kind.id for kind in self._declared)]}, _TEXT])
        if "pattern" in field.metadata:
            return {"type": "string", "pattern": field.metadata["pattern"]}
        return _with_least(self.of(hints[field.name]), field.metadata.get("least"))

    # Content, by its kind

    def known_kinds(self) -> tuple[ClassKind | Kind, ...]:
        """Return the registered kinds and those that are declared."""
        return (*kinds().values(), *self._declared)

    def _content(self) -> Schema:
        every = [
            self._defined(f"content-{kind.id}", partial(self._kind, kind)) for kind in self.known_kinds()
        ]
        return _one_of(every) if self._written else _any_of(every)

    def _kind(self, kind: ClassKind | Kind) -> Schema:
        tag = {"kind": {"const": kind.id}, "version": {"const": kind.version}}
        required = ["kind"] if self._written else []
        if isinstance(kind, Kind):
            return _object(tag | {name: self.of(of.hint) for name, of in kind.fields.items()}, required)
        if kind.version > 1:
            required.append("version")
        if kind.free:
            return {
                **_object(tag, required, kind.cls),
                "propertyNames": {**_TEXT, "not": {"enum": sorted(RESERVED - set(tag))}},
                "additionalProperties": _any_of([_TEXT, _FLAG, self.of(Quantity), self.of(Absence)]),
            }
        record = self._record(kind.cls)
        return {**record, "properties": tag | record["properties"], "required": required}


def _with_least(form: Schema, least: int | None) -> Schema:
    """Return the form of a whole number, perhaps among other forms, from its least value on."""
    if least is not None and "anyOf" in form:
        return {"anyOf": [_with_least(part, least) for part in form["anyOf"]]}
    is_whole = least is not None and form.get("$ref") == "#/$defs/whole"
    return {**_WHOLE, "minimum": least} if is_whole else form


def _name(cls: type) -> str:
    """Return the name of a type among the definitions: `Source` is `source`, `AtLeast` is `at-least`."""
    if cls in _PLAIN:
        return _PLAIN[cls]
    words = "".join(f"-{c.lower()}" if c.isupper() else c for c in cls.__name__)
    return words.removeprefix("-")


def _object(properties: Schema, required: list[str], cls: type | None = None) -> Schema:
    summary = " ".join(((cls and cls.__doc__) or "").partition("\n\n")[0].split())
    described = {"description": summary} if summary else {}
    return {
        "type": "object",
        **described,
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _one_of(forms: Iterable[Schema]) -> Schema:
    return {"oneOf": list(forms)}


def _any_of(forms: list[Schema]) -> Schema:
    return forms[0] if len(forms) == 1 else {"anyOf": forms}


# Forms of their own: texts, numbers, times, endings

_TEXT: Schema = {"type": "string", "pattern": r"^[^\u0000]*$"}
_SEEN = r"[^\s\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
"""A character that is seen: no space, no control, no zero width."""
_NAME: Schema = {"type": "string", "pattern": rf"^{_SEEN}([^\u0000]*{_SEEN})?$"}
_SAYING: Schema = {"type": "string", "pattern": r"^[^\u0000]*[^\s\u0000][^\u0000]*$"}
_WHOLE: Schema = {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST}
_FRACTION: Schema = {"type": "string", "pattern": r"^-?[0-9]{1,15}\.[0-9]{1,20}$"}
_EXACT: Schema = {"type": "number", "minimum": -LARGEST, "maximum": LARGEST}
_ABSENCE = _object({"absent": {"enum": [word.value for word in Absence]}}, ["absent"], Absence)


def _only(name: str, value: Schema, **optional: Schema) -> Schema:
    """Return an object with one required field, and perhaps optional ones."""
    return _object({name: value, **optional}, [name])


def _quantity(*numbers: Schema) -> Schema:
    """Return the schema of a quantity from those of its numbers."""
    number = {"anyOf": list(numbers)}
    pair = {"type": "array", "items": number, "minItems": 2, "maxItems": 2}
    ranges = [_only(name, number, unit=_TEXT) for name in ("exactly", "at_least", "at_most")]
    return {
        "description": "A number, or the range it lies in, ends included.",
        "anyOf": [*numbers, *ranges, _only("between", pair, unit=_TEXT)],
    }


_QUANTITY = _quantity(_WHOLE, _FRACTION)
_QUANTITY_BY_HAND = _quantity(_EXACT, _FRACTION)
"""A file may write a fraction as a number, which is read exactly and kept as decimal text."""

_EDTF: Schema = {
    "type": "string",
    "format": "edtf",
    "description": "EDTF, such as 2025-12-14, 2025-12, 2025-12-14/2025-12-15 or 2025-12-14T10:00:00Z",
    "examples": ["2025-12-14", "2025-12", "2025-12-14/2025-12-15", "2025-12-14T10:00:00Z"],
}
_FLAG: Schema = {"type": "boolean"}
_MOMENT: Schema = {
    "anyOf": [_EDTF, _only("edtf", _EDTF, said=_TEXT, inferred=_FLAG), _only("said", _SAYING, inferred=_FLAG)]
}
_RELATION: Schema = {"enum": ["during", "before", "after"]}
_BOUND = _object({"event": _TEXT, "relation": _RELATION, "said": _TEXT}, ["event", "relation"])
_WHEN: Schema = {"anyOf": [*_MOMENT["anyOf"], _BOUND]}
_EVENT: Schema = {"anyOf": [_TEXT, _only("words", _TEXT)]}
_BY_ENDING: Mapping[Any, Schema] = {
    At: _WHEN,
    Undisclosed: {"const": True},
    WithEvent: _EVENT,
    NotBefore: _EVENT,
}
_ENDING: Schema = {
    "description": "Until when: at a time, at a date not disclosed, with an event, not before one.",
    "oneOf": [_only(ending.json_field, _BY_ENDING[ending]) for ending in get_args(Ending)],
}

_OUTLINE: Schema = {
    "description": "GeoJSON as text, or a file that has it, with its SHA-256.",
    "anyOf": [
        _only("geojson", _TEXT),
        _object(
            {"file": _TEXT, "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}, ["file", "sha256"]
        ),
    ],
}
_OUTLINE_BY_HAND: Schema = {
    **_OUTLINE,
    "anyOf": [*_OUTLINE["anyOf"], {"type": "object", "properties": {"type": _TEXT}, "required": ["type"]}],
}
"""A file may give GeoJSON as it is; it is kept as text."""

_COUNT: Schema = {
    "description": "How many: a number, or a share of all.",
    "anyOf": [{**_WHOLE, "minimum": 1}, {"type": "string", "pattern": "^[1-9][0-9]{0,3}/[1-9][0-9]{0,3}$"}],
}
_WORDS: Schema = {"type": "array", "items": _NAME, "minItems": 1, "uniqueItems": True}
_FIELD_TYPE: Schema = {
    "description": "What a field takes: a type, a list of words for one of them, or several of a list.",
    "anyOf": [{"enum": list(TYPES)}, _WORDS, _only("several", _WORDS)],
}

_CONSTANTS = {  # by the name of a type or of a closed union
    "field-type": _FIELD_TYPE,
    "text": _TEXT,
    "count": _COUNT,
    "flag": _FLAG,
    "whole": _WHOLE,
    "quantity": _QUANTITY,
    "moment": _MOMENT,
    "outline": _OUTLINE,
    "absence": _ABSENCE,
    "when": _WHEN,
    "ending": _ENDING,
    "event-or-words": _EVENT,
}
_BY_HAND = {"quantity": _QUANTITY_BY_HAND, "outline": _OUTLINE_BY_HAND}
_PLAIN = {str: "text", bool: "flag", int: "whole"}
