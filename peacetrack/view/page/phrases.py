"""Texts that recur, kept once: what the script of the page looks up has names many times over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

FIRST = 0xE000
"""The first of the characters that stand for a phrase: the private use area of Unicode's first plane."""
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_MOST = 6400
_SHORT = 12
"""How many characters a phrase has at least."""


def coded(form: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return plain lists with a character for each name and each text that is there three times.

    `phrases` has what the characters stand for; the names come first, and later ones may have names
    in them. With characters of the private use area in a text, all stays as it is.
    """
    counts = Counter(_texts(form))
    if any(map(_PRIVATE.search, counts)):
        return form | {"phrases": []}
    by_name = _characters((name for name in dict.fromkeys(names) if len(name) >= _SHORT), FIRST)
    pattern = re.compile("|".join(map(re.escape, sorted(by_name, key=len, reverse=True))) or r"(?!)")

    def short(text: str) -> str:
        return pattern.sub(lambda found: by_name[found[0]], text)

    often = [
        text for text, count in counts.items() if count > 2 and len(text) >= _SHORT and text not in by_name
    ]
    by_text = by_name | _characters(often, FIRST + len(by_name))
    phrases = [*by_name, *map(short, list(by_text)[len(by_name) :])]
    texts = {text: by_text.get(text) or short(text) for text in counts}
    return {**_changed(form, texts), "phrases": phrases}


def _characters(phrases: Iterable[str], first: int) -> dict[str, str]:
    """Return a character for each phrase, as far as they go."""
    return dict(zip(phrases, map(chr, range(first, FIRST + _MOST)), strict=False))


def _texts(form: Any) -> Iterator[str]:
    """Yield every text in plain lists, but no key."""
    if isinstance(form, str):
        yield form
    elif isinstance(form, list | dict):
        for part in form.values() if isinstance(form, dict) else form:
            yield from _texts(part)


def _changed(form: Any, texts: dict[str, str]) -> Any:
    """Return plain lists with other texts."""
    if isinstance(form, str):
        return texts[form]
    if isinstance(form, dict):
        return {key: _changed(part, texts) for key, part in form.items()}
    return [_changed(part, texts) for part in form] if isinstance(form, list) else form
