"""Quorums: how many of some parties have to accept a term, and which of them may refuse it."""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from peacetrack.errors import InvalidInputError, WrongTypeError
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import isolated, joined
from peacetrack.words.value import PartyId, PartyIds, PartyOrParties, as_name, as_party_ids, as_tuple

Count = int | str
"""How many: a whole number, or a share of all such as `2/3`."""

_SHARE = "[1-9][0-9]{0,3}/[1-9][0-9]{0,3}"


def as_count(value: Count) -> Count:
    """Return a number of parties, or a share of them, neither nothing nor more than all."""
    if isinstance(value, str) and re.fullmatch(_SHARE, value):
        few = _of_all(value, 1) <= 1
    elif type(value) is int:
        few = value >= 1
    else:
        raise WrongTypeError(value, "a number of parties", repair='write 9, or a share as "2/3"')
    if not few:
        raise InvalidInputError(
            f"at least {value} of all is no quorum", repair="name 1 or more, and no more than all"
        )
    return value


def _of_all(share: str, there_are: int) -> int:
    """Return how many a share such as `2/3` is of so many, rounded up."""
    part, whole = map(int, share.split("/"))
    return -(-part * there_are // whole)


def as_group_or_parties(value: str | Iterable[str]) -> PartyOrParties:
    """Return a group as its id, and several parties as a tuple."""
    return as_name(value) if isinstance(value, str) else as_party_ids(value)


@frozen
class AtLeast:
    """A quorum: a term needs so many of some parties, and that no holder of a veto is against it.

    `at_least` is a number, or a share such as `2/3`, which is rounded up. `of` is a list of parties, or
    a group, which stands for its members at the valid moment. Those of `without_veto_of` need not
    accept, but may not reject or oppose; they may be others than those of `of`.

    >>> str(AtLeast(2, of=["NORTH", "SOUTH", "EAST"], without_veto_of=["NORTH"]))
    'at least 2 of NORTH, SOUTH, EAST (NORTH has a veto)'
    """

    at_least: Count = attrs.field(converter=as_count)
    of: PartyOrParties = attrs.field(converter=as_group_or_parties, kw_only=True)
    without_veto_of: PartyIds = attrs.field(default=(), converter=as_party_ids, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.of, str):
            self.check(len(self.of))

    def check(self, there_are: int) -> None:
        """Refuse a quorum of more parties than there are.

        Parameters:
            there_are: how many parties there are to accept.

        Raises:
            InvalidInputError: if it asks for more, or if there are none.
        """
        if self.count_of(there_are) > there_are or not there_are:
            what = f"at least {self.at_least} of {there_are} is more than there are"
            raise InvalidInputError(what, repair="ask for fewer, or name the others")

    def count_of(self, there_are: int) -> int:
        """Return how many have to accept, where there are so many."""
        return self.at_least if isinstance(self.at_least, int) else _of_all(self.at_least, there_are)

    @property
    def named(self) -> tuple[str, ...]:
        """The parties and groups that it names, each as often as it does."""
        return (*((self.of,) if isinstance(self.of, str) else self.of), *self.without_veto_of)

    def __str__(self) -> str:
        of = isolated(self.of) if isinstance(self.of, str) else joined(self.of, ", ")
        have = "has" if len(self.without_veto_of) == 1 else "each have"
        veto = f" ({joined(self.without_veto_of, ', ')} {have} a veto)" if self.without_veto_of else ""
        return f"at least {self.at_least} of {of}{veto}"


Need = PartyId | AtLeast
"""What a term needs: that a party accepts it, or a quorum of parties."""


def between_needs(needs: Iterable[Need]) -> str:
    """Return what stands between the needs of a term in a sentence: a quorum has commas of its own."""
    return "; and " if any(isinstance(need, AtLeast) for need in needs) else ", "


def as_needs(value: Iterable[Need]) -> tuple[Need, ...]:
    """Return several parties and quorums; a lone one is refused."""
    needs = as_tuple(value, (str, AtLeast), "parties and quorums")
    return tuple(as_name(need) if isinstance(need, str) else need for need in needs)


def named_in(needs: Iterable[Need]) -> tuple[str, ...]:
    """Return the parties and groups that needs name."""
    return tuple(name for need in needs for name in ((need,) if isinstance(need, str) else need.named))
