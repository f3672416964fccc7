"""Whether an agenda may be declared after another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from peacetrack.errors import (
    EndBeforeStartError,
    InvalidInputError,
    MissingFieldError,
    NameTakenError,
    PeacetrackError,
    UnknownNameError,
    WrongTypeError,
    foreign_letter,
    look_of,
    raise_all,
)
from peacetrack.form import codec
from peacetrack.form.resolve import Resolver
from peacetrack.words.edtf import BEGINNING
from peacetrack.words.isolate import isolated
from peacetrack.words.kind import kinds
from peacetrack.words.party import Party, PartyType, Person
from peacetrack.words.quorum import AtLeast, Need
from peacetrack.words.term import Agenda, Term
from peacetrack.words.value import BARE, is_bare


def admit_agenda(
    given: Agenda | Mapping[str, object], before: Agenda, events: Iterable[str], format: int
) -> Agenda:
    """Return an agenda that may be declared after another, or raise all that is wrong with it.

    What format 1 took is taken in an export of it.
    """
    form = codec.as_form(given)
    agenda = codec.read(form, Agenda, format=format)
    after = before.replaced_by(agenda)
    problems = [*_agenda_problems(agenda, after, set(events)), *_taken_kinds(agenda, before)]
    if format > 1:
        problems += [*_repeated(agenda, after), *_blank_names(agenda), *_alike(agenda, before)]
        problems += _circles(after)
    try:
        agenda = Resolver(after, (), format).read(form, Agenda)
    except PeacetrackError as error:
        problems = [*error.problems, *problems]
    raise_all(problems)
    return agenda


def _repeated(agenda: Agenda, after: Agenda) -> Iterator[PeacetrackError]:
    """Yield the parties that stand twice in one place, by whichever name."""
    names = after.party_names
    for place, term in enumerate(agenda.terms):
        where = f"terms[{place}].needs"
        yield from _named_twice(term.needs, names, "is needed twice", where)
        for number, need in enumerate(term.needs):
            if isinstance(need, AtLeast):
                yield from _quorum_problems(need, after, f"{where}[{number}]")
    for where, _, item in _aliased(agenda):
        for alias, times in Counter(item.aliases).items():
            if times > 1:
                yield NameTakenError(f"{alias!r} is named twice", where=where, repair="keep one")
    for place, party in enumerate(agenda.parties):
        if party.id in (names.get(member.party) for member in party.members):
            what = f"{party.id} is a member of itself"
            yield InvalidInputError(what, where=f"parties[{place}].members", repair="leave it out")


def _circles(after: Agenda) -> Iterator[PeacetrackError]:
    """Yield a group that is at some time a member of its own member, perhaps of a member of that."""
    names, groups = after.party_names, {party.id for party in after.parties if party.members}
    inner = [(g.id, m) for g in after.parties for m in g.members if names.get(m.party) in groups - {g.id}]
    starts = {BEGINNING if m.since is None else m.since.range.first for _, m in inner}
    for start in sorted(starts):
        graph: dict[str, list[str]] = {}
        for group, member in inner:
            if member.belongs(start):
                graph.setdefault(group, []).append(names[member.party])
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle = " of ".join(map(isolated, error.args[1]))
            repair = "take one of the members away"
            yield InvalidInputError(
                f"a group is a member of its own member: {circle}", where="parties", repair=repair
            )
            return


def _alike(agenda: Agenda, before: Agenda) -> Iterator[PeacetrackError]:
    """Yield the new ids that look like another of their list, by letters of another alphabet."""
    for where in ("parties", "people", "terms"):
        declared, items = (tuple(item.id for item in getattr(of, where)) for of in (before, agenda))
        first: dict[str, str] = {}
        for id in (*declared, *items):
            first.setdefault(look_of(id), id)
        for place, id in enumerate(items):
            other = first[look_of(id)]
            if id != other and id not in declared:
                what = f"{id!r} looks like {other!r}, which is declared too: {foreign_letter(id, other)}"
                yield NameTakenError(what, where=f"{where}[{place}].id")


def _named_twice(
    needs: Iterable[Need], names: Mapping[str, str], what: str, where: str
) -> Iterator[PeacetrackError]:
    ids = (names.get(need, need) if isinstance(need, str) else need for need in needs)
    for need, times in Counter(ids).items():
        if times > 1:
            yield InvalidInputError(f"{need} {what}", where=where, repair="keep one")


_WITHOUT_MEMBERS = (PartyType.STATE, PartyType.PERSON)
"""The types of party that are not expected to have members."""


def _quorum_problems(quorum: AtLeast, after: Agenda, where: str) -> Iterator[PeacetrackError]:
    names = after.party_names
    yield from _named_twice(quorum.without_veto_of, names, "has a veto twice", f"{where}.without_veto_of")
    if not isinstance(quorum.of, str):
        yield from _named_twice(quorum.of, names, "is counted twice", f"{where}.of")
        return
    group = after.party_by_id.get(names.get(quorum.of, ""))
    if group is not None and not group.members and group.type in _WITHOUT_MEMBERS:
        what = f"{isolated(group.id)} is a {group.type} without members, of which none can be counted"
        yield InvalidInputError(what, where=f"{where}.of", repair="declare its members, or list the parties")
    elif group is not None and group.members_known:
        try:
            quorum.check(len({member.party for member in group.members}))
        except InvalidInputError as error:
            error.where = where
            yield error


def _agenda_problems(agenda: Agenda, after: Agenda, events: set[str]) -> Iterator[PeacetrackError]:
    yield from _id_problems(agenda)
    yield from _alias_problems(after)
    for place, term in enumerate(agenda.terms):
        where = f"terms[{place}]"
        yield from _unknown_kind(term.kind, after, f"{where}.kind")
        for name in events.intersection((term.id, *term.aliases)):
            yield NameTakenError(f"{name!r} is an event", where=f"{where}.id", repair="rename the term")
        if term.replaces == term.id:
            yield NameTakenError("a term cannot replace itself", where=f"{where}.replaces")
    for place, party in enumerate(agenda.parties):
        for name in events.intersection((party.id, *party.aliases)):
            yield NameTakenError(f"{name!r} is an event", where=f"parties[{place}]", repair="rename it")
        for number, member in enumerate(party.members):
            if member.since and member.leaves <= member.since.range.first:
                where = f"parties[{place}].members[{number}]"
                yield EndBeforeStartError(f"{member.party} leaves before it joins", where=where)


def _taken_kinds(agenda: Agenda, before: Agenda) -> Iterator[PeacetrackError]:
    """Yield the kinds that have the name of a class, unless they had it first."""
    for place, kind in enumerate(agenda.kinds):
        if kind.id in kinds() and kind.id not in before.kind_by_id:
            what = f"a kind of content is already called {kind.id!r}"
            yield NameTakenError(what, where=f"kinds[{place}].id", repair="choose another")


def _unknown_kind(kind: str, after: Agenda, where: str) -> Iterator[PeacetrackError]:
    try:
        after.kind(kind)
    except UnknownNameError as error:
        error.where = where
        yield error


def _id_problems(agenda: Agenda) -> Iterator[PeacetrackError]:
    ids = {
        "parties": [party.id for party in agenda.parties],
        "people": [person.id for person in agenda.people],
        "kinds": [kind.id for kind in agenda.kinds],
        "terms": [term.id for term in agenda.terms],
    }
    for what, named in ids.items():
        first = {id: place for place, id in reversed([*enumerate(named)])}
        for place, id in enumerate(named):
            where = f"{what}[{place}].id"
            if first[id] != place:
                yield NameTakenError(f"{id!r} is named twice", where=where, repair="keep one")
            yield from _blank_problems(id, "an id", where)
    if not agenda.id:
        yield MissingFieldError("id")


def _blank_names(agenda: Agenda) -> Iterator[PeacetrackError]:
    yield from _blank_problems(agenda.id or "id", "an id", "id")  # a missing one is named already
    for where, place, item in _aliased(agenda):
        for alias in item.aliases:
            yield from _blank_problems(alias, "an alias", f"{where}[{place}].aliases")


def _blank_problems(name: str, due: str, where: str) -> Iterator[PeacetrackError]:
    if not is_bare(name):
        yield WrongTypeError(name, due, where=where, repair=BARE)


def _aliased(agenda: Agenda) -> Iterator[tuple[str, int, Party | Person | Term]]:
    """Yield what has aliases, with the list that it is in and its place there."""
    lists: dict[str, Sequence[Party | Person | Term]] = {
        "parties": agenda.parties,
        "people": agenda.people,
        "terms": agenda.terms,
    }
    for where, items in lists.items():
        for place, item in enumerate(items):
            yield where, place, item


def _alias_problems(after: Agenda) -> Iterator[PeacetrackError]:
    owners = {(where, item.id): item.id for where, _, item in _aliased(after)}
    for where, _, item in _aliased(after):
        for alias in item.aliases:
            owner = owners.setdefault((where, alias), item.id)
            if owner != item.id:
                what = f"{alias!r} would stand for {owner} and {item.id}"
                yield NameTakenError(what, where=where, repair="take it from one of them")
    for name in after.taken_by_parties:
        if name in after.taken_by_terms:
            repair = "a party and a term need different names"
            yield NameTakenError(f"{name!r} is a party and a term", where="terms", repair=repair)
