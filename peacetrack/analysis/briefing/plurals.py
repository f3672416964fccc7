"""Verbs after names in the plural: `Western partners accept`, but `United States accepts`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from peacetrack.words.act import Act
from peacetrack.words.party import Party, PartyType
from peacetrack.words.stance import Stance

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
