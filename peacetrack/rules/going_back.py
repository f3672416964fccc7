"""Going back: acts without a stance by which a party goes back on what it is said to accept."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter

from peacetrack.rules.claims import Claimed
from peacetrack.rules.standing import Standing
from peacetrack.words.act import Act
from peacetrack.words.position import Position
from peacetrack.words.term import Agenda

GOING_BACK = frozenset((Act.WITHDRAWS, Act.DENIES, Act.REFUSES, Act.SUSPENDS))


def last_going_back(standing: Standing, claims: Iterable[Claimed], agenda: Agenda) -> Claimed | None:
    """Return the last act by which an accepting party goes back on that, where there is one.

    It is the party's own, and later than its last acceptance, or than the first account of one. No status
    depends on it.

    Parameters:
        standing: where the party stands.
        claims: the claims about the party on the term that count.
        agenda: the agenda, by which a speaker speaks for a party.
    """
    if not standing.accepts:
        return None
    starts = [statement.since.anchor for statement in standing.runs.get("stance", ())]
    accepts = min(starts, default=0) - 1 if standing.accounts_of else max(starts, default=0)
    acts = [
        (claimed.since.anchor, claimed)
        for claimed in claims
        if isinstance(claim := claimed.claim, Position) and claim.act in GOING_BACK and claim.stance is None
        if claimed.since is not None and claimed.since.anchor > accepts
        if not agenda.accounts_of(standing.party, claimed.attribution)
    ]
    return max(acts, key=itemgetter(0), default=(0, None))[1]


def act_against(claimed: Claimed) -> str:
    """Return an act by which a party goes back on an acceptance: `withdraws`, `denies it`."""
    assert isinstance(claimed.claim, Position)
    return f"{claimed.claim.act}{'' if claimed.claim.act is Act.WITHDRAWS else ' it'}"
