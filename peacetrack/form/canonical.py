"""The canonical form, which is hashed: the facts separately from the free words.

In the facts a null stands in each place of words, and nowhere else, so that it stays known
and proved where they were after a redaction.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from peacetrack.errors import InvalidInputError
from peacetrack.form import codec
from peacetrack.form.scalars import ATOMS, Plain, Words
from peacetrack.words.classes import frozen
from peacetrack.words.declared_kind import Kind
from peacetrack.words.value import REDACTED


@frozen(eq=False)
class Split:
    """A written form as it is hashed: its facts, with null for free words, and these by their path."""

    facts: Plain
    words: bytes

    def canonical(self, *, without: str | None = None) -> bytes:
        """Return the facts as canonical JSON."""
        return canonical({name: fact for name, fact in self.facts.items() if name != without})

    @property
    def content_id(self) -> str:
        """The hash of what a report says, its id left out."""
        content = b'{"facts":' + self.canonical(without="id") + b',"words":' + self.words + b"}"
        return hashlib.sha256(content).hexdigest()


_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
).encode
_BEYOND = "[\ud800-\U0010ffff]"


def canonical(value: object) -> bytes:
    """Return canonical JSON (RFC 8785) of what `codec.write` gives, which holds no floats.

    Without floats the standard library writes the same, many times faster, unless a name holds a
    character that sorts otherwise in UTF-16. A property test compares the two.
    """
    text = _encode(value)
    if text.isascii() or re.search(_BEYOND, text) is None:
        return text.encode()
    import rfc8785  # only these need it

    return rfc8785.dumps(value)  # type: ignore[arg-type]


def split(body: codec.Body) -> Split:
    """Return what is hashed of the body of an entry."""
    return split_form(codec.write(body))


def split_and_read(body: codec.Body, kinds: Mapping[str, Kind], format: int) -> Split:
    """Return what is hashed of the body of an entry, after reading it back: nothing else is recorded."""
    written = codec.write(body)
    check_reads(written, body, kinds, format)
    return split_form(written)


def check_reads(written: Plain, body: codec.Body, kinds: Mapping[str, Kind], format: int) -> None:
    """Refuse a written form that would be read as something else than what it was written from."""
    if codec.read_body(written, None, kinds, format) != body:
        repair = "this is a fault of peacetrack: please report it with what was given"
        raise InvalidInputError("it would be read as something else than it says", repair=repair)


def split_form(written: Plain) -> Split:
    """Return what is hashed of a written form."""
    words: dict[str, str] = {}
    facts = without_words(written, "", words)
    del facts["kind"]  # hashed with the entry
    return Split(facts, canonical(words))


def without_words(node: Any, pointer: str, words: dict[str, str]) -> Any:
    """Return a form with null for its free words, which are put under their JSON pointers (RFC 6901)."""
    if isinstance(node, Words):
        words[pointer] = node
        return None
    if isinstance(node, dict):
        return {
            name: value if type(value) in ATOMS else without_words(value, f"{pointer}/{escaped(name)}", words)
            for name, value in node.items()
        }
    if isinstance(node, list):
        return [
            item if type(item) in ATOMS else without_words(item, f"{pointer}/{n}", words)
            for n, item in enumerate(node)
        ]
    return node


def escaped(name: str) -> str:
    """Return a name as a step of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1") if "~" in name or "/" in name else name


def joined(facts: Any, words: Mapping[str, str]) -> Any:
    """Return the written form that `split` took apart into facts and free words.

    Words that would stand in the place of a fact are refused.
    """
    for pointer, text in words.items():
        *steps, last = [step.replace("~1", "/").replace("~0", "~") for step in pointer[1:].split("/")]
        node = facts
        for step in steps:
            node = node[int(step)] if isinstance(node, list) else node[step]
        place: Any = int(last) if isinstance(node, list) else last
        if node[place] is not None:
            raise ValueError(f"words stand in the place of the fact {pointer}")
        node[place] = text
    return facts


def has_gaps(form: Any) -> bool:
    """Whether a null stands anywhere in a written form: a place with its words missing."""
    if isinstance(form, dict):
        return any(has_gaps(value) for value in form.values())
    return any(map(has_gaps, form)) if isinstance(form, list) else form is None


def redacted(facts: Any, seq: int, path: str = "") -> Any:
    """Return a written form without its words: a different text at each place says so."""
    if facts is None:
        return f"{REDACTED} {seq}: {path}]"
    if isinstance(facts, dict):
        return {name: redacted(item, seq, codec.join(path, name)) for name, item in facts.items()}
    if isinstance(facts, list):
        return [redacted(item, seq, f"{path}[{place}]") for place, item in enumerate(facts)]
    return facts
