"""Acts: how a party expresses a position in speech.

Event codes of PLOVER and CAMEO for each act are in `examples/event_codes.py`.
"""

from __future__ import annotations

from typing import Literal

from peacetrack.words.value import Word


class Act(Word):
    """How a position was expressed. The stance that results is a field of its own.

    A new act is a member here, a text in `ActText`, a method in `draft/speaking.py`, and its meaning for
    coders in `intake/guide.py`; docs/contributing.md has the whole list.
    """

    STATES = "states"
    SIGNALS = "signals"
    SUGGESTS = "suggests"
    CONSIDERS = "considers"
    SEEKS = "seeks"
    PREFERS = "prefers"
    PROPOSES = "proposes"
    OFFERS = "offers"
    COMMITS = "commits"
    AGREES = "agrees"
    DEMANDS = "demands"
    EXPECTS = "expects"
    INSISTS = "insists"
    MAINTAINS = "maintains"
    URGES = "urges"
    WELCOMES = "welcomes"
    PRAISES = "praises"
    CRITICISES = "criticises"
    OPPOSES = "opposes"
    WARNS = "warns"
    THREATENS = "threatens"
    REFUSES = "refuses"
    CONCEDES = "concedes"
    SUSPENDS = "suspends"
    WITHDRAWS = "withdraws"
    EXPLAINS = "explains"
    SIGNS = "signs"
    DENIES = "denies"
    ACCUSES = "accuses"
    EXTENDS = "extends"
    VOTES = "votes"
    ABSTAINS = "abstains"
    COMPLIES = "complies"
    BREACHES = "breaches"


GOING_BACK = frozenset((Act.WITHDRAWS, Act.REFUSES, Act.SUSPENDS))
"""The acts by which a party goes back on what it accepts."""
AGAINST_TERM = GOING_BACK | {Act.OPPOSES, Act.BREACHES}
"""The acts that are against a term where their party does not accept it."""
NEWS = AGAINST_TERM | {Act.DENIES, Act.THREATENS, Act.COMPLIES}
"""The acts that are news where they come without a stance."""


ActText = Literal[
    "states",
    "signals",
    "suggests",
    "considers",
    "seeks",
    "prefers",
    "proposes",
    "offers",
    "commits",
    "agrees",
    "demands",
    "expects",
    "insists",
    "maintains",
    "urges",
    "welcomes",
    "praises",
    "criticises",
    "opposes",
    "warns",
    "threatens",
    "refuses",
    "concedes",
    "suspends",
    "withdraws",
    "explains",
    "signs",
    "denies",
    "accuses",
    "extends",
    "votes",
    "abstains",
    "complies",
    "breaches",
]


def as_act(value: Act | ActText | None) -> Act | None:
    """Return an act, given as a member or as text, or None."""
    return None if value is None else Act(value)
