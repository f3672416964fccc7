"""Parties, their members over time, and the people who speak for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import attrs

from peacetrack.words.classes import frozen
from peacetrack.words.edtf import END
from peacetrack.words.value import PartyId, Prose, Word, as_name, as_names, as_tuple
from peacetrack.words.when import Moment, as_optional_moment


class PartyType(Word):
    """The types of party."""

    STATE = "state"
    ORGANISATION = "organisation"
    INSTITUTION = "institution"
    GROUP = "group"
    PERSON = "person"
    DELEGATION = "delegation"
    PARLIAMENTARY_GROUP = "parliamentary-group"


class Role(Word):
    """The roles of a party at the table; several at once are usual."""

    BELLIGERENT = "belligerent"
    MEDIATOR = "mediator"
    HOST = "host"
    PROPOSER = "proposer"
    GUARANTOR = "guarantor"
    CONTRIBUTOR = "contributor"
    BENEFICIARY = "beneficiary"
    RATIFYING_BODY = "ratifying-body"
    OBSERVER = "observer"


PartyTypeText = Literal[
    "state", "organisation", "institution", "group", "person", "delegation", "parliamentary-group"
]
RoleText = Literal[
    "belligerent",
    "mediator",
    "host",
    "proposer",
    "guarantor",
    "contributor",
    "beneficiary",
    "ratifying-body",
    "observer",
]


def as_party_type(value: PartyType | PartyTypeText) -> PartyType:
    """Return a type, given as a member or as text."""
    return PartyType(value)


def as_roles(value: Iterable[Role | RoleText]) -> tuple[Role, ...]:
    """Return several roles, given as members or as texts."""
    return tuple(Role(role) for role in as_tuple(value, (Role, str), "roles"))


@frozen
class Member:
    """A member of a group, from the first instant of `since` to the last of `until`."""

    party: PartyId = attrs.field(converter=as_name)
    since: Moment | None = attrs.field(default=None, converter=as_optional_moment)
    until: Moment | None = attrs.field(default=None, converter=as_optional_moment)

    def belongs(self, instant: int) -> bool:
        """Return whether it is a member at an instant, in microseconds."""
        since = self.since is None or self.since.range.first <= instant
        return since and instant < self.leaves

    @property
    def leaves(self) -> int:
        """The first instant at which it is no longer a member."""
        return END if self.until is None else self.until.ends

    @property
    def turns(self) -> set[int]:
        """The instants at which it joins and leaves."""
        return {self.leaves, *(() if self.since is None else (self.since.range.first,))}


def as_members(value: Iterable[Member]) -> tuple[Member, ...]:
    """Return several members; a lone one is refused."""
    return as_tuple(value, Member, "members")


@frozen
class Party:
    """A state, an organisation, an institution or a group that can hold a position.

    It may be named by its id, its `aliases`, and its name where no other has it. `members_known` is True
    where all members of a group are named, False where it has others, and None (default) where that is
    not known. A group with all members known stands by them (rule 9), and a quorum of its members can be
    counted (rule 10).

    >>> Party("DE", "Germany", "state", aliases=["Berlin"]).type
    <PartyType.STATE: 'state'>
    """

    id: str = attrs.field(converter=as_name)
    name: Prose
    type: PartyType = attrs.field(converter=as_party_type)
    aliases: tuple[str, ...] = attrs.field(default=(), converter=as_names, kw_only=True)
    roles: tuple[Role, ...] = attrs.field(default=(), converter=as_roles, kw_only=True)
    members: tuple[Member, ...] = attrs.field(default=(), converter=as_members, kw_only=True)
    members_known: bool | None = attrs.field(default=None, kw_only=True)


@frozen
class Person:
    """A person who speaks or acts for a party; the name may follow later. `aliases` are further names."""

    id: str = attrs.field(converter=as_name)
    name: Prose | None = None
    description: Prose | None = None
    acts_for: PartyId | None = attrs.field(default=None, kw_only=True)
    aliases: tuple[str, ...] = attrs.field(default=(), converter=as_names, kw_only=True)
