"""Terms, their statuses, and the agenda that declares terms, parties and people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from functools import cached_property
from typing import Literal, NamedTuple, TypeVar

import attrs

from peacetrack.errors import NameTakenError, SwappedNamesError, UnknownNameError
from peacetrack.words.attribution import Attribution
from peacetrack.words.classes import frozen
from peacetrack.words.declared_kind import Kind, as_kinds
from peacetrack.words.edtf import BEGINNING
from peacetrack.words.kind import ContentKind, kind_named
from peacetrack.words.party import Member, Party, Person
from peacetrack.words.quorum import Need, as_needs
from peacetrack.words.value import (
    OrderedWord,
    Prose,
    TermId,
    as_name,
    as_names,
    as_optional_name,
    as_tuple,
    counted,
    grouped,
)


class TermStatus(OrderedWord):
    """How far the needed parties are on a term, furthest last (rule 10)."""

    UNREPORTED = "unreported"
    BLOCKED = "blocked"
    CONTESTED = "contested"
    PENDING = "pending"
    IN_PRINCIPLE = "in-principle"
    CONDITIONAL = "conditional"
    AGREED = "agreed"


TermStatusText = Literal[
    "unreported", "blocked", "contested", "pending", "in-principle", "conditional", "agreed"
]


def as_term_status(value: TermStatus | TermStatusText) -> TermStatus:
    """Return a status, given as a member or as text."""
    return TermStatus(value)


@frozen
class Term:
    """An item on the table, with the one sentence that a party accepts or rejects.

    `theme` is what it belongs to on a board, such as security; terms of one theme stand together.
    `kind` is the kind of its content. `needs` are the parties that have to accept it, and quorums
    (`AtLeast`). A `backdrop` term keeps positions but has no status. A changed proposition is a new
    term that `replaces` the old one, which stays on the table until it is declared again, as a backdrop.
    Reports and tables may name it by its id, its `aliases`, and its `title` where no other has it.

    >>> Term("truce", "ceasefire", "both sides cease fire", needs=["NORTH", "SOUTH"]).needs
    ('NORTH', 'SOUTH')
    """

    id: str = attrs.field(converter=as_name)
    kind: str
    proposition: Prose
    title: Prose | None = attrs.field(default=None, kw_only=True)
    theme: Prose | None = attrs.field(default=None, kw_only=True)
    needs: tuple[Need, ...] = attrs.field(default=(), converter=as_needs, kw_only=True)
    backdrop: bool = attrs.field(default=False, kw_only=True)
    replaces: TermId | None = attrs.field(default=None, converter=as_optional_name, kw_only=True)
    aliases: tuple[str, ...] = attrs.field(default=(), converter=as_names, kw_only=True)


def as_parties(value: Iterable[Party]) -> tuple[Party, ...]:
    """Return several parties; a lone one is refused."""
    return as_tuple(value, Party, "parties")


def as_people(value: Iterable[Person]) -> tuple[Person, ...]:
    """Return several people; a lone one is refused."""
    return as_tuple(value, Person, "people")


def as_terms(value: Iterable[Term]) -> tuple[Term, ...]:
    """Return several terms; a lone one is refused."""
    return as_tuple(value, Term, "terms")


_Declared = Iterable[Party] | Iterable[Person] | Iterable[Term]


@frozen(repr=False)
class Agenda:
    """The parties, people and terms of one negotiation, and the kinds of content that it declares.

    >>> talks.agenda.party_id("the North"), list(talks.agenda.term_by_id)
    ('NORTH', ['truce', 'border'])
    """

    id: str
    title: Prose | None = attrs.field(default=None, kw_only=True)
    parties: tuple[Party, ...] = attrs.field(default=(), converter=as_parties, kw_only=True)
    people: tuple[Person, ...] = attrs.field(default=(), converter=as_people, kw_only=True)
    kinds: tuple[Kind, ...] = attrs.field(default=(), converter=as_kinds, kw_only=True)
    terms: tuple[Term, ...] = attrs.field(default=(), converter=as_terms, kw_only=True)

    def __repr__(self) -> str:
        parties = f"{len(self.parties)} {'party' if len(self.parties) == 1 else 'parties'}"
        return f"<Agenda {self.id or 'without an id'}: {parties}, {counted(len(self.terms), 'term')}>"

    @cached_property
    def taken_by_parties(self) -> dict[str, str]:
        """The id of every party by its id and its aliases: nothing else may be called so."""
        return _taken(self.parties)

    @cached_property
    def taken_by_terms(self) -> dict[str, str]:
        """The id of every term by its id and its aliases: nothing else may be called so."""
        return _taken(self.terms)

    @cached_property
    def party_names(self) -> dict[str, str]:
        """The id of every party by its id, its aliases, and its name where nothing else is called so."""
        return _unambiguous(self.parties, self.taken_by_terms) | self.taken_by_parties

    @cached_property
    def person_names(self) -> dict[str, str]:
        """The id of every person by its id, its aliases, and its name where no other has it."""
        return _unambiguous(self.people) | _taken(self.people)

    @cached_property
    def term_names(self) -> dict[str, str]:
        """The id of every term by its id, its aliases, and its title where nothing else is called so."""
        return _unambiguous(self.terms, self.party_names) | self.taken_by_terms

    @cached_property
    def party_by_id(self) -> dict[str, Party]:
        """The parties by id."""
        return {party.id: party for party in self.parties}

    @cached_property
    def shared_names(self) -> frozenset[str]:
        """The names, with single spaces, that several parties have, or that an id shown instead of one is."""
        names = {party.id: " ".join(party.name.split()) for party in self.parties}
        often = Counter(names.values())
        shared = {name for name, number in often.items() if number > 1}
        ids = {id for id, name in names.items() if name in shared}
        return frozenset(shared | (ids & set(often)))

    @cached_property
    def person_by_id(self) -> dict[str, Person]:
        """The people by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def term_by_id(self) -> dict[str, Term]:
        """The terms by id."""
        return {term.id: term for term in self.terms}

    @cached_property
    def kind_by_id(self) -> dict[str, Kind]:
        """The declared kinds by id."""
        return {kind.id: kind for kind in self.kinds}

    @cached_property
    def sides(self) -> tuple[frozenset[tuple[str, str]], dict[str, str]]:
        """Each member with its group, whenever it is one, and the party of each person."""
        members = {(member.party, group.id) for group in self.parties for member in group.members}
        persons = {person.id: person.acts_for for person in self.people if person.acts_for}
        return frozenset(members), persons

    def accounts_of(self, holder: str | None, attribution: Attribution) -> tuple[str, ...]:
        """Return the other parties that a claim about a holder comes from; none for its own words.

        Nothing is an account where the side of the speaker is not known, or where a member speaks
        of its group or a group of its member (rule 3).
        """
        members, persons = self.sides
        person = persons.get(attribution.person or "")
        speakers = attribution.parties or ((person,) if person else ())
        if holder is None or not speakers:  # as of most claims
            return ()
        own = (
            holder == speaker or (holder, speaker) in members or (speaker, holder) in members
            for speaker in speakers
        )
        return () if any(own) else speakers

    def party_id(self, name: str) -> str:
        """Return the id of a party from its id, an alias, or its name.

        Raises:
            NameTakenError: several parties have that name.
            SwappedNamesError: the name is a term.
            UnknownNameError: no party has that name.
        """
        if type(name) is str and name in self.party_names:  # most are
            return self.party_names[name]
        if as_name(name) in self.term_names:
            raise SwappedNamesError("party", name, "term")
        return self._id_of("party", name)

    def term_id(self, name: str) -> str:
        """Return the id of a term from its id, an alias, or its title.

        Raises:
            NameTakenError: several terms have that title.
            SwappedNamesError: the name is a party.
            UnknownNameError: no term has that name.
        """
        if type(name) is str and name in self.term_names:  # most are
            return self.term_names[name]
        if as_name(name) in self.party_names:
            raise SwappedNamesError("term", name, "party")
        return self._id_of("term", name)

    def person_id(self, name: str) -> str:
        """Return the id of a person from its id, an alias, or its name.

        Raises:
            NameTakenError: several people have that name.
            UnknownNameError: no person has that name.
        """
        return self._id_of("person", name)

    def _id_of(self, what: str, name: str) -> str:
        """Return the id for a name; refuse one that several have, or none."""
        called = self.called[what]
        name = as_name(name)
        if name in called.names:
            return called.names[name]
        several = sorted(called.by_name.get(name, ()))
        if several:
            raise NameTakenError(f"{name!r} stands for {' and '.join(several)}", repair="write the id")
        raise UnknownNameError(what, name, called.ids, aliases=called.aliases)

    @cached_property
    def called(self) -> dict[str, Called]:
        """The names by kind; kept, as one report may have thousands of unknown names."""
        return {
            "party": Called.of(self.parties, self.party_names),
            "term": Called.of(self.terms, self.term_names),
            "person": Called.of(self.people, self.person_names),
        }

    def needs_on(self, term: str) -> tuple[Need, ...]:
        """Return the parties and quorums that a term needs; none for a backdrop or an undeclared one."""
        declared = self.term_by_id.get(term)
        return () if declared is None or declared.backdrop else declared.needs

    def kind(self, id: str) -> ContentKind:
        """Return a kind of content that is declared, or else registered.

        Raises:
            UnknownNameError: no kind has that name.
        """
        return self.kind_by_id.get(as_name(id)) or kind_named(as_name(id), self.kind_by_id)

    @cached_property
    def memberships(self) -> dict[str | None, list[tuple[Party, Member]]]:
        """By party, the groups that it is ever a member of, with each membership."""
        members = [(group, member) for group in self.parties for member in group.members]
        return grouped(members, lambda membership: membership[1].party)

    @cached_property
    def grouped(self) -> frozenset[str | None]:
        """The parties that are ever members of a group, and the groups with all members known."""
        return frozenset({*self.memberships, *(p.id for p in self.parties if self.known_members(p.id))})

    def groups_of(self, party: str, instant: int) -> tuple[str, ...]:
        """Return the groups that a party is a member of at an instant, in microseconds."""
        held = self.memberships.get(party, ())
        return tuple(dict.fromkeys(group.id for group, member in held if member.belongs(instant)))

    def joined(self, party: str, instant: int) -> dict[str, int]:
        """Return the groups of a party at an instant, each with the instant at which it joined."""
        since_by_group: dict[str, int] = {}
        for group, member in self.memberships.get(party, ()):
            if member.belongs(instant):
                since = BEGINNING if member.since is None else member.since.range.first
                since_by_group[group.id] = min(since, since_by_group.get(group.id, since))
        return since_by_group

    def members_of(self, group: str, instant: int) -> tuple[str, ...]:
        """Return the declared members of a group at an instant, in microseconds."""
        declared = self.party_by_id.get(group)
        members = declared.members if declared is not None else ()
        return tuple(dict.fromkeys(member.party for member in members if member.belongs(instant)))

    def known_members(self, group: str | None) -> tuple[Member, ...]:
        """Return the memberships in a group with all members known; none in another."""
        declared = self.party_by_id.get(group or "")
        return declared.members if declared is not None and declared.members_known else ()

    def standing_for(self, group: str, instant: int) -> tuple[str, ...]:
        """Return the members at an instant of a group with all members known; none of another."""
        return self.members_of(group, instant) if self.known_members(group) else ()

    def replaced_by(self, later: Agenda) -> Agenda:
        """Return this agenda after a later declaration: what is named again is replaced as a whole."""
        return Agenda(
            later.id,
            title=later.title or self.title,
            parties=_merged(self.parties, later.parties),
            people=_merged(self.people, later.people),
            kinds=_merged(self.kinds, later.kinds),
            terms=_merged(self.terms, later.terms),
        )


def _taken(declared: _Declared) -> dict[str, str]:
    """Return the ids by id and alias."""
    names = {alias: item.id for item in declared for alias in item.aliases}
    return names | {item.id: item.id for item in declared}


def _ids_by_name(declared: _Declared) -> dict[str | None, list[str]]:
    """Return the ids by name, or by title, as people know it."""
    by_name: dict[str | None, list[str]] = {}
    for item in declared:
        name = item.title if isinstance(item, Term) else item.name
        by_name.setdefault(as_optional_name(name), []).append(item.id)
    return by_name


def _unambiguous(declared: _Declared, taken: Container[str] = ()) -> dict[str, str]:
    """Return the ids by name, without the names that several have or that are taken."""
    ids = _ids_by_name(declared).items()
    return {name: of[0] for name, of in ids if name and len(of) == 1 and name not in taken}


class Called(NamedTuple):
    """The names of declared things: `names` of one thing, and by name all that have it."""

    names: Mapping[str, str]
    by_name: Mapping[str | None, list[str]]
    ids: tuple[str, ...]
    aliases: tuple[str, ...]

    @classmethod
    def of(cls, declared: _Declared, names: Mapping[str, str]) -> Called:
        """Return what declared things are called, with the names that stand for one alone."""
        return cls(names, _ids_by_name(declared), tuple(item.id for item in declared), tuple(names))


T = TypeVar("T", Party, Person, Kind, Term)


def _merged(old: tuple[T, ...], new: tuple[T, ...]) -> tuple[T, ...]:
    by_id = {item.id: item for item in old}
    by_id.update({item.id: item for item in new})
    return tuple(by_id.values())
