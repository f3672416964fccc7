"""Names of declared things, replaced by the ids that they stand for while a form is read."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import Any, TypeVar

from peacetrack.errors import (
    NameTakenError,
    PeacetrackError,
    SwappedNamesError,
    UnknownNameError,
    WrongTypeError,
)
from peacetrack.form import codec
from peacetrack.words.term import Agenda
from peacetrack.words.value import BARE, is_bare

T = TypeVar("T")


class Resolver:
    """Resolve names against an agenda and the events that are known.

    `renamed` holds the names that were no ids, with their ids.
    """

    def __init__(self, agenda: Agenda, events: Collection[str], format: int = codec.FORMAT) -> None:
        self.renamed: dict[str, str] = {}
        self._format = format
        self._agenda = agenda
        self._events = events
        self._named: set[str] = set()
        self._missed = False
        self._ids: dict[str, dict[str, str]] = {"party": {}, "term": {}}  # the same are named again and again
        self._lookups: dict[str, Callable[[str], str]] = {
            "party": agenda.party_id,
            "term": agenda.term_id,
            "person": agenda.person_id,
            "event": self._event_id,
            "subject": self._subject_id,
        }

    def read(self, form: object, cls: type[T]) -> T:
        """Return an object from its JSON form with ids for names, or raise all problems."""
        read = partial(codec.read, form, cls, self.lookup, self._agenda.kind_by_id, self._format)
        try:
            return read()
        except PeacetrackError:
            if not self._missed:
                raise
        return read()  # what a claim is about may be an event that is named further on: all are named by now

    def read_partly(self, form: Any, cls: type[T]) -> T:
        """Return an object from those parts of a form that can be read."""
        return codec.read_partly(form, cls, self.lookup, self._agenda.kind_by_id)

    def lookup(self, what: str, name: str) -> str:
        """Return the id for a kind of thing and a name."""
        kept = self._ids.get(what, {})
        if name in kept:
            return kept[name]
        id = self._lookups[what](name)
        if what in self._ids:
            kept[name] = id
        if id != name:
            self.renamed[name] = id
        return id

    def _event_id(self, name: str) -> str:
        if name in self._agenda.taken_by_terms:
            repair = "terms and events share their names: call the event something else"
            raise NameTakenError(f"{name!r} is a term and no event", repair=repair)
        if name in self._agenda.taken_by_parties:
            raise SwappedNamesError("event", name, "party")
        if not name.strip():
            raise UnknownNameError("event", name, self._events)
        if self._format > 1 and not is_bare(name):
            raise WrongTypeError(name, "the id of an event", repair=BARE)
        self._named.add(name)
        return name

    def _subject_id(self, name: str) -> str:
        known = (self._agenda.taken_by_terms, self._events, self._named)
        if not any(name in names for names in known):
            self._missed = True
            raise UnknownNameError("term or event", name, [n for names in known for n in names])
        return self._agenda.taken_by_terms.get(name, name)
