"""Conditions read together: rule 11. Built on standing."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeVar

from peacetrack.rules.standing import Standing
from peacetrack.words.stance import Stance

Holder = tuple[str, str]
"""(term, party) of a standing that has conditions."""
N = TypeVar("N", bound=Hashable)


def least(
    holders: Iterable[Holder], met: Callable[[Holder, frozenset[Holder]], bool]
) -> frozenset[Holder]:
    """The holders whose conditions are met when read one after the other: the least fixpoint.

    `met(holder, so_far)` says whether a holder's conditions are met once those of `so_far` are.
    """
    waiting = set(holders)
    done: frozenset[Holder] = frozenset()
    while True:
        reached = {holder for holder in waiting if met(holder, done)}
        if not reached:
            return done
        done |= reached
        waiting -= reached


def greatest(
    holders: Iterable[Holder], met: Callable[[Holder, frozenset[Holder]], bool]
) -> frozenset[Holder]:
    """The holders whose conditions are met when read together: the greatest fixpoint.

    It takes all to be met, and leaves out those who even so are not.
    """
    kept = frozenset(holders)
    while True:
        staying = frozenset(holder for holder in kept if met(holder, kept))
        if staying == kept:
            return kept
        kept = staying


def reached_from(names: Iterable[N], edges: Mapping[N, Iterable[N]]) -> set[N]:
    """All that is reached from some, with them; what has no edges leads nowhere."""
    found = set(names)
    waiting = list(found)
    while waiting:
        new = set(edges.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


def conditional(standing: Standing) -> bool:
    """Whether the conditions of a standing matter: they belong to accepting and being open."""
    return (
        bool(standing.conditions)
        and isinstance(standing.stance, Stance)
        and standing.stance.side > 0
    )


def as_far(stance: object, wanted: Stance) -> bool:
    """Whether a stance is at least as far from neutral on the wanted side."""
    if not isinstance(stance, Stance) or stance.side != wanted.side:
        return False
    return stance >= wanted if wanted.side > 0 else stance <= wanted
