"""Extensions in vain: what extends an offer or a position that is over, without its stance (rule 4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeGuard, assert_never

from peacetrack.rules.claims import Claimed
from peacetrack.rules.standing import Standing
from peacetrack.words.act import GOING_BACK, Act
from peacetrack.words.ending import At, Ending, NotBefore, Undisclosed, WithEvent
from peacetrack.words.isolate import isolated
from peacetrack.words.position import Position
from peacetrack.words.stance import Stance
from peacetrack.words.value import Absence


def last_extension(standing: Standing, claims: Iterable[Claimed]) -> Claimed | None:
    """Return the last report that extends what had run out by then, without a stance; it renews nothing.

    There is none where the party went back on it later.

    Parameters:
        standing: where the party stands.
        claims: the claims about its `extender` on the term that count.
    """
    if not standing.lapsed or standing.silent:
        return None
    claims = list(claims)
    over = max(run[-1].anchor for run in standing.runs.values() if run[-1].field in _WITH_STANCE)
    extensions = [(_anchor(claimed), claimed) for claimed in claims if extends(claimed.claim)]
    later = [pair for pair in extensions if pair[0] > over]
    when, last = max(later, key=lambda pair: pair[0], default=(0, None))
    gone_back = any(claimed.claim.act in GOING_BACK and _anchor(claimed) > when for claimed in claims)
    return None if gone_back else last


_WITH_STANCE = ("stance", "window", "until")


def extender(standing: Standing) -> str:
    """Return the party that can extend what is over: the group, where it is the offer of a group."""
    ending = standing.runs.get("window") or standing.runs.get("until") or ()
    return next((s.party for s in ending[-1:] if s.party is not None), standing.party)


def _anchor(claimed: Claimed) -> int:
    return 0 if claimed.since is None else claimed.since.anchor


def extends(claim: object) -> TypeGuard[Position]:
    """Return whether a claim extends an offer or a position, without its stance."""
    if not isinstance(claim, Position) or isinstance(claim.stance, Stance) or claim.act in GOING_BACK:
        return False
    return claim.act is Act.EXTENDS or (claim.act is None and new_end(claim) is not None)


def new_end(claim: Position) -> Ending | None:
    """Return the end that a position gives what it extends; None where it gives none."""
    given = (ending for ending in (claim.window, claim.until) if not isinstance(ending, Absence | None))
    return next(given, None)


def extension_in_words(standing: Standing, claimed: Claimed, reserve: str = "") -> str:
    """Return that a report extends what is over, until when, and that this is no new stance.

    Parameters:
        standing: the one that is over.
        claimed: the claim that extends it.
        reserve: how it is known, as a part of a sentence; empty where it is on the record.
    """
    claim = claimed.claim
    assert isinstance(claim, Position)
    ending = new_end(claim)
    parts = (
        f"{isolated(extender(standing))} {'extends it' if claim.act is Act.EXTENDS else 'gives it another end'}",
        "" if claimed.since is None else str(claimed.since),
        "" if ending is None else until_in_words(ending),
        reserve,
        "without a stance",
    )
    read_as = "acceptance" if standing.stance is Stance.ACCEPTS else "stance"
    return f"{', '.join(filter(None, parts))}: read as no new {read_as}"


def until_in_words(ending: Ending) -> str:
    """Return until when something stands, as in a sentence."""
    match ending:
        case At():
            return f"until {ending}"
        case WithEvent():
            return f"until {isolated(str(ending.event))} is over"
        case NotBefore():
            return f"at least until {isolated(str(ending.event))}"
        case Undisclosed():
            return "until an undisclosed day"
    assert_never(ending)
