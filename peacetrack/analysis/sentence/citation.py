"""Citations: the sources of a line, with who speaks, for which party and how near to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from peacetrack.analysis.phrase import shortened
from peacetrack.words.attribution import Attribution, AttributionType
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import isolated
from peacetrack.words.term import Agenda

if TYPE_CHECKING:
    pass


JOINT = " · "
"""What stands between sources of several parties."""


@frozen
class Citation:
    """Who says so, where and when, with the reports that it names; false without words."""

    text: str = ""
    reports: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)


def joined(*sources: Citation, most: int = 3) -> Citation:
    """Return several sources as one, each once; after `most` they are only counted."""
    texts = list(dict.fromkeys(source.text for source in sources if source))
    more = [f"{len(texts) - most} more"] if len(texts) > most else []
    reports = dict.fromkeys(report for source in sources if source for report in source.reports)
    return Citation(JOINT.join((*texts[:most], *more)), tuple(reports))


_MANNERS = {
    AttributionType.DOCUMENT: "in a document",
    AttributionType.QUOTE: "quoted",
    AttributionType.NAMED: "on the record",
    AttributionType.JOINT: "in a joint statement",
    AttributionType.INSTITUTION: "on the record",
    AttributionType.READOUT: "in a readout",
    AttributionType.LEAK: "a leak",
    AttributionType.NARRATOR: "no source named",
    AttributionType.STATE_MEDIA: "state media",
    AttributionType.SUPPORTERS: "supporters",
    AttributionType.ANALYSTS: "analysts",
    AttributionType.INFERENCE: "inferred",
    AttributionType.RUMOUR: "a rumour",
}
"""How each type of attribution that is not of unnamed officials reads after a name."""


_WORD = r"\w+"


_STEM = 5
"""How many letters a name and its adjective have in common: `Ukraine`, `Ukrainian`."""


_OFFICE = r"(?!.* (?:of|on|in|to|for|from|with|at|by|about) )[a-z]"
"""An office that its party can follow with `of`; not a name, nor `officials briefed on the talks`."""


_NOT_NAMED = (0, 0)


class Speakers:
    """The speakers of an agenda, as the sources of a brief name them.

    Parameters:
        agenda: the agenda, with parties and persons.
        parties: a function that gives the names of some parties as a list.
    """

    def __init__(self, agenda: Agenda, parties: Callable[[Iterable[str]], str]) -> None:
        self._agenda, self._parties = agenda, parties

    def words(self, attribution: Attribution, holder: str | None) -> str:
        """Return who says something, for which party, and whether they are named."""
        person = self._agenda.person_by_id.get(attribution.person or "")
        name = attribution.speaker or (person.name if person is not None else None) or ""
        who = isolated(shortened(name))
        parties = attribution.parties or ((person.acts_for,) if person and person.acts_for else ())
        if not who and attribution.type.on_record:
            who = self._parties(parties or ((holder,) if holder else ()))
        elif not all(self._names_party(name, party) for party in parties):
            is_unnamed = not who and attribution.type not in _MANNERS
            of = self._parties(parties)
            who = f"officials of {of}" if is_unnamed else self._speaking_for(who, name, of)
        manner = _MANNERS.get(attribution.type, "unnamed" if who else "unnamed officials")
        if not who:
            return manner
        says_so = re.search(rf"\b{manner.removeprefix('a ')}(ed|s)?\b", name, re.IGNORECASE)
        return who if says_so and not attribution.type.on_record else f"{who}, {manner}"

    def _names_party(self, said: str, id: str) -> bool:
        """Return whether the words for a speaker have a name or an adjective of a party, and of no other."""
        own, others = self._named_by(said, id), self._agenda.party_by_id.keys() - {id}
        return own > _NOT_NAMED and all(self._named_by(said, other) < own for other in others)

    def _named_by(self, said: str, id: str) -> tuple[int, int]:
        party = self._agenda.party_by_id.get(id)
        name, others = (id, ()) if party is None else (party.name, party.aliases)
        return named_by(said, name, (id, name, *others))

    def _speaking_for(self, who: str, said: str, parties: str) -> str:
        """Return a speaker with the parties they speak for; after the name of another party without `of`."""
        if not who:
            return ""
        other = any(self._named_by(said, id) > _NOT_NAMED for id in self._agenda.party_by_id)
        return f"{who} of {parties}" if re.match(_OFFICE, who) and not other else f"{who}, {parties}"


@lru_cache(maxsize=1 << 14)
def named_by(said: str, name: str, names: tuple[str, ...]) -> tuple[int, int]:
    """Return how well words name a party: how many words of a name they have, and how many less than all.

    Of one of its `names` they have all words; of its `name` adjectives count too, as with parts of it.
    """
    row, stems = _row(said), _stems(name)
    whole = max((len(own.split()) for own in map(_row, names) if own.strip() and own in row), default=0)
    have = sum(f" {stem}" in row for stem in stems)
    return max((whole, 0), (have, have - len(stems)) if have else _NOT_NAMED)


@lru_cache(maxsize=1 << 14)
def _row(text: str) -> str:
    """Return the words of a text, with a space before and after each."""
    return f" {' '.join(re.findall(_WORD, text))} "


@lru_cache(maxsize=1 << 14)
def _stems(name: str) -> tuple[str, ...]:
    return tuple(
        word[:_STEM] for word in re.findall(_WORD, name) if word[:1].isupper() and len(word) >= _STEM
    )
