"""Strategies for documents that a JSON Schema admits, for the keywords that the schema uses.

hypothesis-jsonschema 0.23 does not run on a hypothesis of today; every document is held against
jsonschema, so that this cannot be wrong in silence.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

Schema = dict[str, Any]
# The EDTF that is kept, said a second time
_YEAR = r"(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_LEAP = (
    r"(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])"
    r"|(?:0[48]|[2468][048]|[13579][26])00)"
)
_DAY = (
    rf"(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    rf"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|{_LEAP}-02-29)"
)
_KNOWN_DATE = rf"(?:(?:{_DAY}|{_YEAR}-(?:0[1-9]|1[0-2])|(?!9999-24){_YEAR}-2[1-4]|{_YEAR})[?~%]?)"
_DATE = (
    rf"(?:{_KNOWN_DATE}|(?:{_YEAR}-(?:(?:0[1-9]|1[0-2])-XX|XX-XX|XX)"
    r"|[0-9]{3}X|(?:[1-9][0-9]|0[1-9])XX)[?~%]?)"
)
_CLOCK = r"(?:[01][0-9]|2[0-3])"
_TIME = (
    rf"(?!0001-01-01|9999-12-31){_DAY}T{_CLOCK}:[0-5][0-9]:[0-5][0-9](?:\.[0-9]{{1,6}})?"
    rf"(?:Z|[+-]{_CLOCK}(?::[0-5][0-9])?)"
)
_EDGE = rf"(?:{_KNOWN_DATE}|\.\.)"
_INTERVAL = rf"(?:{_EDGE}/{_EDGE}?|/{_EDGE})"
_MEMBER = rf"(?:{_DATE}|{_KNOWN_DATE}\.\.{_KNOWN_DATE}?|\.\.{_KNOWN_DATE})"
_SET = rf"\[{_MEMBER}(?:,{_MEMBER})*\]"

_NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)


def documents(schema: Schema) -> st.SearchStrategy[Any]:
    """Return documents that a schema admits."""
    return _Documents(schema.get("$defs", {})).of(schema)


class _Documents:
    def __init__(self, definitions: Schema) -> None:
        self._definitions = definitions
        self._made: dict[str, st.SearchStrategy[Any]] = {}

    def of(self, schema: Schema) -> st.SearchStrategy[Any]:
        if "$ref" in schema:
            return self._named(schema["$ref"].removeprefix("#/$defs/"))
        if "const" in schema:
            return st.just(schema["const"])
        if "enum" in schema:
            return st.sampled_from(schema["enum"])
        for choice in ("anyOf", "oneOf"):
            if choice in schema:
                return st.one_of([self.of(form) for form in schema[choice]])
        by_type: dict[str, Callable[[Schema], st.SearchStrategy[Any]]] = {
            "string": _strings,
            "boolean": lambda _: st.booleans(),
            "number": lambda s: st.decimals(s["minimum"], s["maximum"], places=2),
            "integer": lambda s: st.integers(s.get("minimum"), s.get("maximum")),
            "array": self._arrays,
            "object": self._objects,
        }
        return by_type[schema["type"]](schema)

    def _named(self, name: str) -> st.SearchStrategy[Any]:
        if name not in self._made:
            self._made[name] = st.deferred(lambda: self.of(self._definitions[name]))
        return self._made[name]

    def _arrays(self, schema: Schema) -> st.SearchStrategy[Any]:
        least, most = schema.get("minItems", 0), schema.get("maxItems", 3)
        unique = schema.get("uniqueItems", False)
        return st.lists(self.of(schema["items"]), min_size=least, max_size=most, unique=unique)

    def _objects(self, schema: Schema) -> st.SearchStrategy[Any]:
        properties = schema.get("properties", {})
        required = {name: self.of(properties[name]) for name in schema.get("required", ())}
        optional = {name: self.of(form) for name, form in properties.items() if name not in required}
        further = schema.get("additionalProperties", False)
        fixed = st.fixed_dictionaries(required, optional=optional)
        if further is False:
            return fixed
        taken = {*properties, *schema.get("propertyNames", {}).get("not", {}).get("enum", ())}
        names = _NAMES.filter(lambda name: name not in taken)
        others = st.dictionaries(names, self.of(further), max_size=3)
        return st.builds(lambda one, other: {**other, **one}, fixed, others)


def _strings(schema: Schema) -> st.SearchStrategy[str]:
    if schema.get("format") == "edtf":
        return _fully(f"^(?:{_DATE}|{_TIME}|{_INTERVAL}|{_SET})$")
    if schema["pattern"] == r"^[^\u0000]*$":
        return st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=8)
    return _fully(schema["pattern"])


def _fully(pattern: str) -> st.SearchStrategy[str]:
    return st.from_regex(pattern.replace("$", r"\Z"), alphabet=st.characters(codec="ascii"))
