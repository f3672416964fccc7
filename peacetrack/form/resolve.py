"""Names in a written form, replaced by the ids they stand for. Built on codec and term."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from peacetrack.errors import NameTakenError, PeacetrackError, SwappedNamesError, UnknownNameError
from peacetrack.form.codec import join
from peacetrack.form.scalars import EventName, PartyName, PersonName, SubjectName, TermName, Words
from peacetrack.words.term import Agenda

Where = tuple[Any, object]
"""A path as (path to the whole, name or place of the part): text only where it is needed."""

_PLAIN = frozenset((str, int, bool, Words))


def _where_text(where: Where | str) -> str:
    return where if isinstance(where, str) else join(_where_text(where[0]), where[1])


class Resolver:
    """Replaces every name in a written form by the id it stands for, and collects what is unknown.

    An event may be named anywhere in the form, so what it is about is looked up last.
    """

    def __init__(self, agenda: Agenda, events: Collection[str]) -> None:
        self.changed = False
        self._problems: list[PeacetrackError] = []
        self._agenda = agenda
        self._events = events
        self._named: set[str] = set()
        self._subjects: list[tuple[str, Where | str]] = []
        self._lookups: dict[type, Callable[[str], str]] = {
            PartyName: agenda.party_id,
            TermName: agenda.term_id,
            PersonName: agenda.person_id,
            EventName: self._event_id,
        }

    @property
    def problems(self) -> list[PeacetrackError]:
        """What is wrong with the names of all that was resolved."""
        return [*self._problems, *self._unknown_subjects()]

    def resolve(self, node: Any, where: Where | str = "") -> Any:
        """The form with ids for names."""
        kind = type(node)
        if kind is dict:
            return {
                name: value if type(value) in _PLAIN else self.resolve(value, (where, name))
                for name, value in node.items()
            }
        if kind is list:
            return [self.resolve(value, (where, place)) for place, value in enumerate(node)]
        if kind is SubjectName:
            self._subjects.append((node, where))
        lookup = self._lookups.get(kind)
        return node if lookup is None else self._looked_up(lookup, node, where)

    def _looked_up(self, lookup: Callable[[str], str], name: str, where: Where | str) -> str:
        try:
            found = lookup(str(name))
        except PeacetrackError as error:
            error.where = _where_text(where)
            self._problems.append(error)
            return name
        self.changed |= found != name
        return found

    def _event_id(self, name: str) -> str:
        if name in self._agenda.term_by_id:
            repair = "terms and events share their names: call the event something else"
            raise NameTakenError(f"{name!r} is a term and no event", repair=repair)
        if name in self._agenda.party_names:
            raise SwappedNamesError("event", name, "party")
        if not name.strip():
            raise UnknownNameError("event", name, self._events)
        self._named.add(name)
        return name

    def _unknown_subjects(self) -> Iterator[PeacetrackError]:
        for name, where in self._subjects:
            if not any(
                name in known for known in (self._events, self._named, self._agenda.term_by_id)
            ):
                known = (*self._agenda.term_by_id, *self._events, *self._named)
                yield UnknownNameError("term or event", str(name), known, where=_where_text(where))
