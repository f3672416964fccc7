"""Acts: how a party expresses a position in speech.

Event codes of PLOVER and CAMEO for each act are in `examples/event_codes.py`.
"""

from __future__ import annotations

from typing import Literal

from peacetrack.errors import UnknownNameError
from peacetrack.words.value import Word


class Act(Word):
    """How a position was expressed. The stance that results is a field of its own.

    A new act is a member here with its meaning for coders, a text in `ActText`, and a method in
    `draft/speaking.py`; docs/contributing.md has the whole list.
    """

    STATES = "states", "says it, without more"
    SIGNALS = "signals", "lets it be understood"
    SUGGESTS = "suggests", "brings it up as an idea"
    CONSIDERS = "considers", "thinks about it"
    SEEKS = "seeks", "tries to get it"
    PREFERS = "prefers", "would rather have it than something else"
    PROPOSES = "proposes", "puts it on the table"
    OFFERS = "offers", "would give it"
    COMMITS = "commits", "binds itself to it"
    AGREES = "agrees", "says yes to it"
    DEMANDS = "demands", "asks for it as its due"
    EXPECTS = "expects", "takes it that others will do it"
    INSISTS = "insists", "does not give way on it"
    MAINTAINS = "maintains", "says again what it said before"
    URGES = "urges", "calls on others to do it"
    WELCOMES = "welcomes", "is glad of it"
    PRAISES = "praises", "speaks well of it"
    CRITICISES = "criticises", "finds fault with it"
    OPPOSES = "opposes", "speaks against it"
    WARNS = "warns", "says what harm may follow"
    THREATENS = "threatens", "says what harm it would do"
    REFUSES = "refuses", "says no to it"
    CONCEDES = "concedes", "gives way on it"
    SUSPENDS = "suspends", "stops it for a time"
    WITHDRAWS = "withdraws", "takes it back"
    EXPLAINS = "explains", "gives its reasons"
    SIGNS = "signs", "puts its name to the text"
    DENIES = (
        "denies",
        "says that a report or an accusation is not so; with a stance, that it is against the proposition",
    )
    ACCUSES = "accuses", "says that another did wrong"
    EXTENDS = "extends", "gives it more time; with the stance, without which it renews nothing that is over"
    VOTES = "votes", "casts a vote on it"
    ABSTAINS = "abstains", "casts no vote for or against it"
    COMPLIES = "complies", "does what was agreed"
    BREACHES = "breaches", "breaks what was agreed"

    # What some acts do; the others only say how a position was expressed

    @classmethod
    def _missing_(cls, value: object) -> Act:
        if value in ("rejects", "neutral", "open", "accepts"):
            repair = f"{str(value)!r} is a stance: write stance={str(value)!r}, and the act if the report gives one"
            raise UnknownNameError("act", value, (), repair=repair)
        return super()._missing_(value)


BINDING = frozenset((Act.AGREES, Act.COMMITS, Act.SIGNS))
"""The acts that end a red line where a party accepts by them (rule 4)."""
GOING_BACK = frozenset((Act.WITHDRAWS, Act.REFUSES, Act.SUSPENDS))
"""The acts by which a party goes back on what it accepts."""
AGAINST_TERM = GOING_BACK | {Act.OPPOSES, Act.BREACHES}
"""The acts that are against a term where their party does not accept it."""
NEWS = AGAINST_TERM | {Act.DENIES, Act.THREATENS, Act.COMPLIES, Act.ABSTAINS}
"""The acts that are news where they come without a stance."""
PRESSING = frozenset(
    (Act.URGES, Act.DEMANDS, Act.INSISTS, Act.PROPOSES, Act.EXPECTS, Act.REFUSES, Act.OPPOSES, Act.WARNS)
)
"""The acts that press against the red line of another party, where no stance comes with them."""


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
