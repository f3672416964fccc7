"""Quotes: words of a source that can be found in it again, by their context and their place."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from unicodedata import normalize

import attrs

from peacetrack.errors import InvalidInputError, WrongTypeError
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import isolated
from peacetrack.words.value import REDACTED, Prose


def _check_exact(_: object, __: object, value: Any) -> None:
    if not isinstance(value, str):
        raise WrongTypeError(value, "a text", where="exact")
    if not value.strip():
        raise InvalidInputError("a quote has no words", where="exact", repair="copy them from the source")


def _check_place(_: object, field: attrs.Attribute[int | None], value: Any) -> None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
        due = "a place in the text, counted in characters from 0"
        raise WrongTypeError(value, due, where=field.name)


_RUN = 100
"""How many characters a run of spaces in a text may have: a line break with an indent."""


@frozen
class Quote:
    """Words of the source, so that they can be checked: a TextQuoteSelector and a TextPositionSelector.

    Both are those of the W3C Web Annotation Data Model (2017). `exact` is what stands in the source,
    `prefix` and `suffix` what stands right before and after it. `start` and `end` are its place in the
    text, in characters from 0; the one at `end` is the first after it. They span the words:
    where the text has a run of spaces the words may have one, as when they are looked up.

    >>> str(Quote("live with it", prefix="could ", start=120, end=132))
    'live with it'
    """

    exact: Prose = attrs.field(
        validator=_check_exact, metadata={"pattern": r"^[^\u0000]*[^\s\u0000][^\u0000]*$"}
    )
    prefix: Prose | None = attrs.field(default=None, kw_only=True)
    suffix: Prose | None = attrs.field(default=None, kw_only=True)
    start: int | None = attrs.field(default=None, kw_only=True, validator=_check_place, metadata={"least": 0})
    end: int | None = attrs.field(default=None, kw_only=True, validator=_check_place, metadata={"least": 0})

    def __attrs_post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.start >= self.end:
            what = f"the place from {self.start} to {self.end} is empty"
            raise InvalidInputError(what, where="end", repair="give the first character after the quote")
        self._check_length()

    def _check_length(self) -> None:
        """Refuse a place that the words do not fill; what was redacted has none to count."""
        if self.start is None or self.end is None or self.exact.startswith(REDACTED):
            return
        words, length = normalize("NFC", self.exact).split(), self.end - self.start
        least = len(" ".join(words))
        most = len(words[0]) if len(words) == 1 else least + _RUN * (len(words) - 1)
        if not least <= length <= max(most, len(self.exact)):
            what = f"the place from {self.start} to {self.end} is {length} long, and the words are {least}"
            raise InvalidInputError(what, where="end", repair="copy the words of that place, or leave it out")

    def __str__(self) -> str:
        return self.exact


Quoted = Prose | Quote
"""What a claim quotes: text, or a quote that can be checked."""


_PAIRS = ("“”", '""', "„“", "«»", "‘’")
_SINGLE = str.maketrans("“”„«»", "‘’‘‘’")


def in_marks(words: str) -> str:
    """Return words in one pair of quotation marks."""
    return f"“{isolated(for_marks(words))}”"


@lru_cache(maxsize=1 << 12)
def for_marks(words: str) -> str:
    """Return words fit for quotation marks: without their own around them, and with single ones inside."""
    text = words.strip()
    if len(text) > 2 and text[0] + text[-1] in _PAIRS and _encloses(text[0], text[-1], text[1:-1]):
        text = text[1:-1]
    return text.translate(_SINGLE)


def _encloses(first: str, last: str, inside: str) -> bool:
    """Return whether the marks around a text are a pair: those inside open before they close."""
    depth = 0
    for letter in inside:
        depth += (letter == first) - (letter == last) if first != last else letter == first
        if depth < 0 or (first == last and depth):
            return False
    return depth == 0
