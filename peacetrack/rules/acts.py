"""Acts that a standing is shown with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from peacetrack.rules.claims import Claimed
from peacetrack.rules.extension import extender, extends, last_extension
from peacetrack.rules.going_back import last_after, last_breach, last_going_back, last_refusal, tells_against
from peacetrack.rules.standing import Standing
from peacetrack.words.term import Agenda


def acts_beside(standing: Standing, claims: Iterable[Claimed], agenda: Agenda) -> tuple[Claimed, ...]:
    """Return the acts that a standing is shown with: all without a stance, else at most three.

    They are the last that goes back on an acceptance and the last breach of it, or that which extends what
    is over, or the last against a term that the party does not accept; then the last of all, where it is
    later than all that the standing rests on.
    """
    if standing.silent:
        return tuple(claims)
    claims = tuple(claims)
    telling = tuple(_telling(standing, claims, agenda))
    last = last_after(standing, claims, telling)
    return telling if last is None else (*telling, last)


def _telling(standing: Standing, claims: Sequence[Claimed], agenda: Agenda) -> Iterator[Claimed]:
    """Yield the acts that tell against an acceptance or a term, or the one that extends what is over."""
    acts = [last_going_back(standing, claims, agenda), last_breach(standing, claims, agenda)]
    acts += [last_refusal(standing, claims, agenda)]
    if acts == [None, None, None] and standing.lapsed and extender(standing) == standing.party:
        acts = [last_extension(standing, claims)]
    yield from (act for act in acts if act is not None)


def introduced(standing: Standing, act: Claimed) -> str:
    """Return how an act beside a stance is introduced: `but` where it is against that, else `then`."""
    against = tells_against(standing, act)
    return "but" if against or (standing.lapsed and extends(act.claim)) else "then"
