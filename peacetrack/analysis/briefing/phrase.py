"""Parts of a sentence: texts cut off, lists, ids and codes as words, days in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

LONG = 110
"""How many characters of a title, a name or a quotation a sentence has."""

SHORT = 36
"""How many of a title or a name a cell has."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CODED = re.compile(r"(?:(?<=^)|(?<=^\()|(?<=, ))[a-z]+(?:-[a-z]+)+(?=\)?$|, )")
_DAY = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?:T[\d:.]+Z)?(?![\dT-])")
_SPAN = re.compile(r"(?<![\d/.])(\d{4}-\d\d-\d\d\S*?|\.\.)/(\d{4}\S*|\.\.)")


@lru_cache(maxsize=1 << 14)
def shortened(text: str, most: int = LONG) -> str:
    """Return a text on one line, cut off at a word after `most` characters."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut[most // 2 :] else cut}…"


def plain(text: str) -> str:
    """Return a value or a list of them with words of a vocabulary as people write them: `not full`."""
    return _CODED.sub(lambda found: found[0].replace("-", " "), text)


def words_of_id(id: str) -> str:
    """Return an id as words, where nothing else names what it stands for."""
    return id.replace("-", " ").replace("_", " ").replace("/", ", ")


def listed(names: Sequence[str], most: int) -> str:
    """Return names as a sentence lists them, and how many more there are."""
    shown = list(names[:most])
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    *others, last = shown or [""]
    return f"{', '.join(others)} and {last}" if others else last


@lru_cache(maxsize=1 << 14)
def day_words(text: str) -> str:
    """Return a text with each day of the calendar in words: `14 Dec 2025`; periods as `a to b`."""
    return _DAY.sub(_in_words, _SPAN.sub(_period, text))


@lru_cache(maxsize=1 << 14)
def since_words(text: str) -> str:
    """Return when something began, with its days in words; of a span, `between a and b`."""
    return _DAY.sub(_in_words, _SPAN.sub(_between, text))


def _period(match: re.Match[str]) -> str:
    first, last = match.groups()
    if first == "..":
        return f"by {last}"
    return f"from {first}" if last == ".." else f"{first} to {last}"


def _between(match: re.Match[str]) -> str:
    first, last = match.groups()
    if first == "..":
        return f"by {last}"
    return f"on {first} or later" if last == ".." else f"between {first} and {last}"


def _in_words(match: re.Match[str]) -> str:
    year, month, day = match.groups()
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year}"
