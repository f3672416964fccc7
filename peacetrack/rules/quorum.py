"""Who decides on a term at a moment: rule 10 of `docs/reference/rules.md`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from peacetrack.words.classes import frozen
from peacetrack.words.isolate import joined
from peacetrack.words.quorum import AtLeast, Need
from peacetrack.words.term import Agenda, TermStatus

StatusOf = Callable[[str], TermStatus]
"""Gives the status of a term as far as one party decides on it."""


@frozen
class Lacking:
    """Parties that have to move still, all or so many of them: a party alone, or some of a quorum.

    Attributes:
        count: how many of them have to move.
        parties: the parties; each does not accept, or has a condition unmet.
        veto: whether it is a party that only has to stop rejecting or opposing.
        unknown: whether it is a group whose members are not known, or too few: no party can move.

    >>> [str(lacking) for lacking in state["truce"].lacking]
    ['NORTH', 'SOUTH']
    """

    count: int
    parties: tuple[str, ...]
    veto: bool = False
    unknown: bool = False

    @property
    def by_all(self) -> bool:
        """Whether each of the parties has to move.

        >>> state["truce"].lacking[0].by_all
        True
        """
        return self.count == len(self.parties)

    def __str__(self) -> str:
        names = joined(self.parties)
        return names if self.by_all else f"{self.count} of {names}"


@frozen
class Quorum:
    """A need of a term at a moment; a party that is needed by itself is one of one.

    Attributes:
        count: how many have to accept.
        of: the parties that they are of.
        vetoes: the parties that may not reject or oppose.
        group: the group that `of` are members of, where its members are not known, or fewer than
            `count`: then the quorum cannot be reached. Else None.

    >>> state["truce"].quorums[0]
    Quorum(count=1, of=('NORTH',), vetoes=(), group=None)
    """

    count: int
    of: tuple[str, ...]
    vetoes: tuple[str, ...] = ()
    group: str | None = None

    @property
    def parties(self) -> tuple[str, ...]:
        """All parties that it names.

        >>> state["truce"].quorums[0].parties
        ('NORTH',)
        """
        group = () if self.group is None else (self.group,)
        return tuple(dict.fromkeys((*self.of, *group, *self.vetoes)))

    @property
    def by_all(self) -> bool:
        """Whether each of the parties has to accept.

        >>> state["truce"].quorums[0].by_all
        True
        """
        return self.count == len(self.of) and self.group is None

    def status(self, status_of: StatusOf) -> TermStatus:
        """Return where it stands: where the last stands that has to accept, the best first.

        Parameters:
            status_of: gives the status of the term as far as one party decides on it.
        """
        if self.count == 1 and self.by_all and not self.vetoes:  # most are
            return status_of(self.of[0])
        ranked = sorted(map(status_of, self.of), reverse=True)
        last = TermStatus.PENDING if self.group is not None else ranked[self.count - 1]
        return min((last, *map(status_of, self._against(status_of))))

    def lacking(self, status_of: StatusOf, enough: TermStatus = TermStatus.AGREED) -> Iterator[Lacking]:
        """Yield those who have to move still: some of its parties, and each veto that stands against it.

        Parameters:
            status_of: gives the status of the term as far as one party decides on it.
            enough: the status that has to be reached.
        """
        others = tuple(party for party in self.of if status_of(party) < enough)
        missing = self.count - len(self.of) + len(others)
        if self.group is not None:
            yield from [Lacking(1, (self.group,), unknown=True)] if enough > TermStatus.PENDING else ()
        elif missing > 0:
            yield Lacking(missing, others)
        yield from (Lacking(1, (party,), veto=True) for party in self._against(status_of))

    def _against(self, status_of: StatusOf) -> tuple[str, ...]:
        return tuple(party for party in self.vetoes if status_of(party) < TermStatus.PENDING)


def quorum_of(need: Need, agenda: Agenda, instant: int) -> Quorum:
    """Return a need at an instant, in microseconds."""
    if not isinstance(need, AtLeast):
        return _of_one(need)
    if not isinstance(need.of, str):
        return Quorum(need.count_of(len(need.of)), need.of, need.without_veto_of)
    members = agenda.members_of(need.of, instant)
    count = need.count_of(len(members))
    known = bool(agenda.known_members(need.of)) and 0 < count <= len(members)
    return Quorum(count, members, need.without_veto_of, None if known else need.of)


@lru_cache(maxsize=1 << 10)
def _of_one(party: str) -> Quorum:
    return Quorum(1, (party,))


def counted_groups(agenda: Agenda, term: str) -> tuple[str, ...]:
    """Return the groups with members that a term counts."""
    quorums = (need for need in agenda.needs_on(term) if isinstance(need, AtLeast))
    return tuple(dict.fromkeys(quorum.of for quorum in quorums if isinstance(quorum.of, str)))


def quorum_turns(agenda: Agenda, term: str) -> set[int]:
    """Return the instants at which members join and leave the groups that decide on a term."""
    groups = counted_groups(agenda, term)
    members = (member for group in agenda.parties if group.id in groups for member in group.members)
    return {turn for member in members for turn in member.turns}
