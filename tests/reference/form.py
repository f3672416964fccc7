"""The page of the JSON form: every object that may be written, from the JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from peacetrack.form import schema

_HEAD = """# The JSON form

Reports, agendas and ledgers are written as JSON or as TOML with the same keys. This page lists the keys of every
object; the JSON Schema says the same to programs:

* [peacetrack.schema.json](peacetrack.schema.json) for files that people write: what a voice or a term says may be left
  out;
* [peacetrack-written.schema.json](peacetrack-written.schema.json) for what peacetrack writes;
* [map.schema.json](map.schema.json) for the [map of a table](../how-to/import-a-table.md).

`peacetrack schema` prints the first, also with the kinds of content of one agenda. The words that a key takes are in
[the vocabulary](vocabulary.md). An absence is `{"absent": "withheld"}`, with one of [five
words](vocabulary.md#absences).

A ledger as a file, `peacetrack export`, is JSON Lines: one entry a line, with its `seq`, times, salt and hash. A folder
of seeds is [a folder of TOML files](../how-to/code-an-article-in-toml.md) with a `log.toml` that says when each was recorded.

* Numbers are whole; a fraction is decimal text, `"2.5"`. No text is taken for a number.
* A key that is not in the list is refused, with the nearest one.
* Times are [EDTF](../how-to/imprecise-and-event-bound-times.md), or an object where they are bound to an event.
"""


def form_page() -> str:
    """Return the page."""
    definitions = schema.schema()["$defs"]
    return "\n".join([_HEAD, *(_section(name, body) for name, body in definitions.items() if _listed(name))])


def _listed(name: str) -> bool:
    return not name.startswith("content-")  # the vocabulary has their fields


def _section(name: str, body: dict[str, Any]) -> str:
    return "\n".join([f"## {name}", "", *_text(body), *_keys(body)])


def _text(body: dict[str, Any]) -> Iterator[str]:
    if "description" in body:
        yield f"{body['description']}\n"
    if "properties" not in body:
        yield f"{_holds(body)}\n"
    if any("content-" in str(one) for one in body.get("oneOf", ())):
        yield "[The vocabulary](vocabulary.md#kinds-of-content) has the fields of each kind.\n"


def _keys(body: dict[str, Any]) -> Iterator[str]:
    if "properties" in body:
        yield "| key | holds | |\n|---|---|---|"
        for key, value in body["properties"].items():
            needed = "needed" if key in body.get("required", ()) else ""
            yield f"| `{key}` | {_holds(value)} | {needed} |"
        yield ""


def _holds(value: dict[str, Any]) -> str:
    """Say in words what a place of the schema takes."""
    if "$ref" in value:
        name = value["$ref"].rsplit("/")[-1]
        return f"[{name}](#{name})" if _listed(name) else f"`{name.removeprefix('content-')}`"
    for union in ("anyOf", "oneOf"):
        if union in value:
            return "; or ".join(_holds(one) for one in value[union])
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        return _words(value["enum"])
    if value.get("type") == "array":
        return f"a list: {_holds(value.get('items', {}))}"
    if value.get("type") == "object":
        return _object(value)
    return _PLAIN.get(str(value.get("type")), "anything")


_PLAIN = {"string": "a text", "integer": "a whole number", "boolean": "true or false", "number": "a number"}


def _words(words: list[str]) -> str:
    return (
        ", ".join(f"`{word}`" for word in words)
        if len(words) <= 8
        else f"one of {len(words)} words of [the vocabulary](vocabulary.md)"
    )


def _object(value: dict[str, Any]) -> str:
    if value.get("properties"):
        return "`{" + ", ".join(value["properties"]) + "}`"
    inner = value.get("additionalProperties")
    return f"an object of {_holds(inner)}" if isinstance(inner, dict) and inner else "an object"
