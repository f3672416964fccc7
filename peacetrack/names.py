"""Names in a written form, replaced by the ids they stand for. Built on codec and term."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from peacetrack.codec import EventName, PartyName, PersonName, SubjectName, TermName, Words, join
from peacetrack.errors import NameTaken, PeacetrackError, SwappedNames, UnknownName
from peacetrack.term import Agenda

Path = tuple[Any, object]
"""A path as (path to the whole, name or place of the part): text only where it is needed."""

_PLAIN = frozenset((str, int, bool, Words))


def _path_text(path: Path | str) -> str:
    return path if isinstance(path, str) else join(_path_text(path[0]), path[1])


class Resolver:
    """Replaces every name in a written form by the id it stands for, and collects what is unknown."""

    def __init__(self, agenda: Agenda, events: set[str]) -> None:
        self.problems: list[PeacetrackError] = []
        self.changed = False
        self._agenda = agenda
        self._events = events
        self._lookups: dict[type, Callable[[str], str]] = {
            PartyName: agenda.party_id,
            TermName: agenda.term_id,
            PersonName: agenda.person_id,
            EventName: self._event_id,
            SubjectName: self._subject_id,
        }

    def resolve(self, node: Any, path: Path | str = "") -> Any:
        """The form with ids for names."""
        kind = type(node)
        if kind is dict:
            return {
                name: value if type(value) in _PLAIN else self.resolve(value, (path, name))
                for name, value in node.items()
            }
        if kind is list:
            return [self.resolve(value, (path, place)) for place, value in enumerate(node)]
        lookup = self._lookups.get(kind)
        return node if lookup is None else self._looked_up(lookup, node, path)

    def _looked_up(self, lookup: Callable[[str], str], name: str, path: Path | str) -> str:
        try:
            found = lookup(str(name))
        except PeacetrackError as error:
            error.where = _path_text(path)
            self.problems.append(error)
            return name
        self.changed |= found != name
        return found

    def _event_id(self, name: str) -> str:
        if name in self._agenda.term_by_id:
            repair = "terms and events share their names: call the event something else"
            raise NameTaken(f"{name!r} is a term and no event", repair=repair)
        if name in self._agenda.party_names:
            raise SwappedNames("event", name, "party")
        if not name.strip():
            raise UnknownName("event", name, self._events)
        return name

    def _subject_id(self, name: str) -> str:
        if name in self._events or name in self._agenda.term_by_id:
            return name
        known = (*self._agenda.term_by_id, *self._events)
        raise UnknownName("term or event", name, known)
