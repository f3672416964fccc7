"""Who is against a term in an act without a stance, or as a member of a group that accepts it."""

from __future__ import annotations

from collections.abc import Iterator

from peacetrack.analysis.briefing.naming import Names
from peacetrack.analysis.briefing.plurals import MEMBER
from peacetrack.rules.acts import last_refusal
from peacetrack.rules.claims import Claimed
from peacetrack.rules.standing import Standing
from peacetrack.state import TermState, news_of
from peacetrack.words.term import TermStatus


def refusals(term: TermState) -> Iterator[tuple[Standing, Claimed]]:
    """Yield where each deciding party stands that is against a term in an act alone, with the last of these.

    Of an agreed term these are the holders of a veto: the consent of others is not needed any more.
    """
    done = news_of(term.state)
    deciding = vetoes_on(term) if term.status is TermStatus.AGREED else term.needed
    for party in deciding if done else ():
        claimed = last_refusal(term[party], done.get((term.id, party), ()), term.state.agenda)
        if claimed is not None:
            yield term[party], claimed


def vetoes_on(term: TermState) -> tuple[str, ...]:
    """Return the parties that hold a veto on a term, and do not have to accept it."""
    holders = (party for quorum in term.quorums for party in quorum.vetoes)
    return tuple(party for party in dict.fromkeys(holders) if party not in term.required)


def members_on(term: TermState) -> tuple[str, ...]:
    """Return the members of the groups that accept a term, but for those that decide on it themselves."""
    agenda, instant = term.state.agenda, term.state.instant
    members = (member for group in term.accepting for member in agenda.members_of(group, instant))
    return tuple(member for member in dict.fromkeys(members) if member not in term.needed)


def members_against(term: TermState) -> Iterator[Standing]:
    """Yield where the members of accepting groups stand that reject or oppose the term themselves."""
    for standing in map(term.__getitem__, members_on(term)):
        stance = standing.live_stance
        if stance is not None and stance.side < 0 and not standing.derived:
            yield standing


def groups_behind(term: TermState, party: str) -> tuple[str, ...]:
    """Return the groups that decide on a term and that a party is a member of, where it does not itself."""
    groups = () if party in term.needed else term.state.groups_of(party)
    return tuple(group for group in groups if group in term.needed)


def as_member(names: Names, term: TermState, party: str) -> str:
    """Return the name of a party, with the group that decides on a term, and that it is a member of."""
    groups = groups_behind(term, party)
    return f"{names.party(party)}, {MEMBER} {names.parties(groups)}," if groups else names.party(party)
