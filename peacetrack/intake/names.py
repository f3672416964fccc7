"""The names of an agenda as tables write them: ids, aliases and names, in any case."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from peacetrack.errors import (
    InvalidInputError,
    NameTakenError,
    SwappedNamesError,
    UnknownNameError,
    WrongTypeError,
    nearest,
)
from peacetrack.intake.map import folded_word
from peacetrack.words.classes import frozen
from peacetrack.words.kind import ContentKind
from peacetrack.words.term import Agenda
from peacetrack.words.value import as_name


@frozen(slots=False)
class Names:
    """Ids for names. Without an agenda a name stays as it is.

    A name that is no id or alias as written is compared without its case, also with the names of parties
    and people and the titles of terms; one that stands for two things is refused.
    """

    agenda: Agenda | None
    events: tuple[str, ...] | None = None
    """The events that may be named; None where they are taken as they are."""

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.agenda, Agenda | None):
            raise WrongTypeError(self.agenda, "an agenda", where="agenda", repair="write talks.agenda")

    def party(self, name: str) -> str:
        """Return the id of a party."""
        if self.agenda is None:
            return as_name(name)
        try:
            return self.agenda.party_id(_found(name, self._ids["party"]) or name)
        except SwappedNamesError:
            raise
        except UnknownNameError:
            names = (*self.agenda.party_names, *(party.name for party in self.agenda.parties))
            raise UnknownNameError("party", name, self.agenda.party_by_id, aliases=names) from None

    def term(self, name: str) -> str:
        """Return the id of a term."""
        if self.agenda is None:
            return as_name(name)
        return self.agenda.term_id(_found(name, self._ids["term"]) or name)

    def person(self, name: str) -> str | None:
        """Return the id of a declared person, or None."""
        return _found(name, self._ids["person"]) if self.agenda else None

    def event(self, name: str) -> str:
        """Return the id of an event."""
        if self.events is None:
            return as_name(name)
        id = _found(name, self._ids["event"])
        if id is None:
            near, new = nearest(name, self.events), f'list the new one in the map: events = ["{name}"]'
            repair = new if near is None else f"did you mean {near!r}? If not, {new}"
            raise UnknownNameError("event", name, self.events, repair=repair)
        return id

    def party_of(self, person: str) -> str | None:
        """Return the party that a declared person acts for, or None."""
        return self.agenda.person_by_id[person].acts_for if self.agenda else None

    def kind_of(self, term: str) -> ContentKind:
        """Return the kind of content of a declared term."""
        declared = self.agenda.term_by_id.get(term) if self.agenda else None
        if self.agenda is None or declared is None:
            raise InvalidInputError(f"the kind of {term!r} is not known", repair="details need an agenda")
        return self.agenda.kind(declared.kind)

    @cached_property
    def _ids(self) -> dict[str, dict[str, set[str]]]:
        """By what is named, the ids by the name as it is compared."""
        ids = {"event": _folded((event, event) for event in self.events or ())}
        for what, called in self.agenda.called.items() if self.agenda else ():
            names = ((name, id) for name, several in called.by_name.items() if name for id in several)
            ids[what] = _folded((*called.names.items(), *names))
        return ids


def as_events(value: Iterable[str]) -> tuple[str, ...]:
    """Return ids of events; a lone text is refused."""
    if isinstance(value, str):
        raise WrongTypeError(value, "a list of events", repair=f"write [{value!r}]")
    return tuple(value)


def _folded(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return the ids by name as they are compared; a name as written always stands for its own."""
    ids: dict[str, set[str]] = {}
    for name, id in pairs:
        ids.setdefault(folded_word(name), set()).add(id)
    return ids


def _found(name: str, ids: dict[str, set[str]]) -> str | None:
    ids_of = ids.get(folded_word(name), set())
    if len(ids_of) > 1 and as_name(name) not in ids_of:
        what = f"{name!r} stands for {' and '.join(sorted(ids_of))}"
        raise NameTakenError(what, repair="write the id")
    return name if len(ids_of) > 1 else next(iter(ids_of), None)
