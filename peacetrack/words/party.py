"""Who can hold a position, and who speaks for them. Built on when and value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import attrs

from peacetrack.words.edtf import END
from peacetrack.words.value import PartyId, Prose, Word, as_texts, as_tuple
from peacetrack.words.when import Moment, as_optional_moment


class PartyType(Word):
    """What a party is."""

    STATE = "state"
    ORGANISATION = "organisation"
    INSTITUTION = "institution"
    GROUP = "group"


class Role(Word):
    """What a party does at the table; several at once are usual."""

    BELLIGERENT = "belligerent"
    MEDIATOR = "mediator"
    HOST = "host"
    PROPOSER = "proposer"
    GUARANTOR = "guarantor"
    CONTRIBUTOR = "contributor"
    BENEFICIARY = "beneficiary"
    RATIFYING_BODY = "ratifying-body"
    OBSERVER = "observer"


PartyTypeText = Literal["state", "organisation", "institution", "group"]
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
    """A type by member or text."""
    return PartyType(value)


def as_roles(value: Iterable[Role | RoleText]) -> tuple[Role, ...]:
    """Roles by member or text."""
    return tuple(Role(role) for role in as_tuple(value, (Role, str), "roles"))


@attrs.frozen
class Member:
    """A party that belongs to a group, from the first instant of `since` to the last of `until`."""

    party: PartyId
    since: Moment | None = attrs.field(default=None, converter=as_optional_moment)
    until: Moment | None = attrs.field(default=None, converter=as_optional_moment)

    def belongs(self, instant: int) -> bool:
        """Whether it is a member at an instant."""
        since = self.since is None or self.since.range.first <= instant
        return since and instant < self.leaves

    @property
    def leaves(self) -> int:
        """The first instant at which it is no longer a member."""
        return END if self.until is None else self.until.ends


def as_members(value: Iterable[Member]) -> tuple[Member, ...]:
    """Several members; a lone one is refused."""
    return as_tuple(value, Member, "members")


@attrs.frozen
class Party:
    """A state, an organisation, an institution or a group that can hold a position."""

    id: str
    name: Prose
    type: PartyType = attrs.field(converter=as_party_type)
    aliases: tuple[str, ...] = attrs.field(default=(), converter=as_texts, kw_only=True)
    roles: tuple[Role, ...] = attrs.field(default=(), converter=as_roles, kw_only=True)
    members: tuple[Member, ...] = attrs.field(default=(), converter=as_members, kw_only=True)
    members_known: bool = attrs.field(default=True, kw_only=True)


@attrs.frozen
class Person:
    """Somebody who speaks or acts for a party; perhaps unnamed now and named later."""

    id: str
    name: Prose | None = None
    description: Prose | None = attrs.field(default=None, kw_only=True)
    acts_for: PartyId | None = attrs.field(default=None, kw_only=True)
