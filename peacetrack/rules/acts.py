"""Acts that a standing is shown with."""

from __future__ import annotations

from collections.abc import Iterable

from peacetrack.rules.claims import Claimed
from peacetrack.rules.extension import extender, last_extension
from peacetrack.rules.going_back import last_breach, last_going_back
from peacetrack.rules.standing import Standing
from peacetrack.words.term import Agenda


def acts_beside(standing: Standing, claims: Iterable[Claimed], agenda: Agenda) -> tuple[Claimed, ...]:
    """Return the acts that a standing is shown with: all without a stance, else at most two.

    They are the last that goes back on an acceptance and the last breach of it, or that which extends what
    is over.
    """
    if standing.silent:
        return tuple(claims)
    if standing.lapsed:
        extension = last_extension(standing, claims) if extender(standing) == standing.party else None
        return () if extension is None else (extension,)
    if not standing.accepts:
        return ()
    claims = tuple(claims)
    against = last_going_back(standing, claims, agenda), last_breach(standing, claims)
    return tuple(act for act in against if act is not None)
