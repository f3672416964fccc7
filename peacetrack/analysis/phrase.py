"""Parts of a sentence: texts cut off, lists, ids and codes as words, days in words."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

from peacetrack.words.act import Act
from peacetrack.words.isolate import FIRST, LAST, closed, width_of_marks
from peacetrack.words.party import Party, PartyType
from peacetrack.words.stance import Stance

LONG = 110
"""How many characters of a title, a name or a quotation a sentence has."""


SHORT = 36
"""How many of a title or a name a cell has."""


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


_CODED = r"(?:(?<=^)|(?<=^\()|(?<=, ))[a-z]+(?:-[a-z]+)+(?=\)?$|, )"


_DAY = r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?:T[\d:.]+Z)?(?![\dT-])"


_SPAN = r"(?<![\d/.])(\d{4}-\d\d-\d\d\S*?|\.\.)/(\d{4}\S*|\.\.)"


_JOINER = "\N{ZERO WIDTH JOINER}"


_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))


_JOINED = (_JOINER, *map(chr, range(0x1F3FB, 0x1F400)), *map(chr, range(0x1160, 0x1200)))
"""Letters that go on with the one before: the joiner, tones of skin, vowels and ends of Hangul syllables."""


@lru_cache(maxsize=1 << 14)
def shortened(text: str, most: int = LONG) -> str:
    """Return a text on one line, cut off at a word after `most` characters, marks of isolates not counted."""
    line = " ".join(text.split())
    if len(line) - width_of_marks(line) <= most:
        return line
    cut = _begin(line, most - 1)
    return closed(f"{cut[: cut.rfind(' ')] if ' ' in cut[most // 2 :] else cut}…")


EXCERPT = 4_000
"""The most characters of the words of a claim that are shown whole."""


def excerpt(words: str) -> str:
    """Return the words of a claim; of very long ones the beginning, and how long they are."""
    if len(words) <= EXCERPT:
        return words
    return f"{shortened(words, EXCERPT)} ({len(words):,} characters in all)"


def both_ends(text: str, most: int) -> str:
    """Return a text on one line, its middle cut out where it has more than `most` characters."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    end = line[len(_begin(line, len(line) - most // 2)) :]
    end = end[end.find(" ") + 1 :]
    return f"{shortened(line, most - len(end))}{end}"


def apart(names: Mapping[str, str], most: int) -> dict[str, str]:
    """Return names by id, cut to so many characters; those that would be alike keep their ends.

    Those that are alike all the same are ids.
    """
    cut = {id: shortened(name, most) for id, name in names.items()}
    for id in _alike(cut):
        cut[id] = both_ends(names[id], most)
    while alike := [id for id in _alike(cut) if cut[id] != id]:
        cut |= {id: id for id in alike}
    return cut


def _alike(names: Mapping[str, str]) -> list[str]:
    often = Counter(names.values())
    return [id for id, name in names.items() if often[name] > 1]


def _begin(line: str, most: int) -> str:
    """Return what a line begins with, at most so many characters and only whole letters, accents included."""
    if line.isascii():
        return line[:most]
    widths = accumulate(letter not in (FIRST, LAST) for letter in line)
    end = bisect_right(list(widths), most)
    while end and _goes_on(line, end):
        end -= 1
    return line[:end]


def _goes_on(line: str, place: int) -> bool:
    """Return whether a place of a line is within what people see as one letter (UAX 29, the common cases)."""
    after, before = line[place : place + 1], line[:place]
    flags = len(before) - len(before.rstrip(_FLAG_LETTERS))
    return (
        unicodedata.category(after or " ").startswith("M")
        or after in _JOINED
        or before.endswith(_JOINER)
        or (after in _FLAG_LETTERS and flags % 2 == 1)
    )


def plain(text: str) -> str:
    """Return a value or a list of them with words of a vocabulary as people write them: `not full`."""
    return re.sub(_CODED, lambda found: found[0].replace("-", " "), text)


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
    return re.sub(_DAY, _in_words, re.sub(_SPAN, _period, text))


def since_words(began: object) -> str:
    """Return when something began, with its days in words; of a span, `between a and b`."""
    return _since_words(str(began))


@lru_cache(maxsize=1 << 14)
def _since_words(text: str) -> str:
    return re.sub(_DAY, _in_words, re.sub(_SPAN, _between, text))


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


_COLLECTIVE = (PartyType.GROUP, PartyType.DELEGATION, PartyType.PARLIAMENTARY_GROUP)


_HEAD = r"^(.*?\w)(?= (?:of|that|who|which|for|in|on|from|to|with|against)\b|[,(]|$)"


_PLURAL_NOUN = r"(?<![su])(?<!i)s$"


_VERBS = "|".join(
    sorted(
        {
            *map(str, Act),
            *map(str, (Stance.REJECTS, Stance.OPPOSES, Stance.ACCEPTS)),
            "asks",
            "sets",
            "draws",
            "has",
            "repeats",
        }
    )
)


_IS = r"is(?= (?:open|neutral|silent)\b)"


_VERB = rf"(?:(?:{_VERBS})\b|{_IS})"


MEMBER = "a member of"
"""What stands between the name of a party and that of its group, as a sentence names both."""


_QUOTED = "“[^”]*”"


_OBJECT = f"(?: it| {_QUOTED})?"


def is_plural(party: Party) -> bool:
    """Return whether a name takes a verb in the plural.

    Its first noun ends in an s, and it is of a group or a delegation, or that noun is no name.
    """
    head = re.match(_HEAD, party.name)
    noun = head[1].rpartition(" ")[2] if head else ""
    return bool(re.search(_PLURAL_NOUN, noun)) and (party.type in _COLLECTIVE or noun.islower())


def is_in_plural(name: str) -> bool:
    """Return whether the name of a kind of thing is in the plural: `talks`, not `congress`."""
    return bool(re.search(_PLURAL_NOUN, name))


def agreement(names: Mapping[str, Party]) -> Callable[[str], str]:
    """Return a function that makes the verbs after names in the plural agree.

    Parameters:
        names: the parties, by their names as sentences have them.
    """
    plural = [re.escape(name) for name, party in names.items() if is_plural(party)]
    if not plural:
        return str
    several = rf"{_VERB}{_OBJECT}(?:(?:,| and| or) {_VERB}{_OBJECT})*"
    pattern = re.compile(rf"((?:{'|'.join(plural)})(?: |, {MEMBER} [^“”]{{1,200}}?, ))({several})")
    return lambda text: pattern.sub(lambda found: found[1] + _in_plural(found[2]), text)


def _in_plural(verbs: str) -> str:
    return re.sub(rf"{_QUOTED}|\b\w+s\b", lambda found: _without_s(found[0]), verbs)


def _without_s(verb: str) -> str:
    if verb.startswith("“"):
        return verb
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    return verb[:-2] if verb.endswith(("ches", "shes", "sses", "xes")) else verb[:-1]


_IRREGULAR = {"is": "are", "has": "have"}


LATER = "↷\N{NO-BREAK SPACE}"
"""The sign before words on what came out later than the moment in question."""
