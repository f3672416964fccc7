"""Consent to be bound by a treaty, and the vote on it."""

from __future__ import annotations

from typing import Literal

import attrs

from peacetrack.errors import InvalidInputError, WrongTypeError
from peacetrack.words.classes import frozen
from peacetrack.words.kind import checked, kind
from peacetrack.words.value import Absence, PartyId, Prose, Texts, as_texts_or_absence

Route = Literal["treaty", "congressional-executive", "executive", "political", "statute"]
Stage = Literal[
    "mooted",
    "announced",
    "concluded",
    "signed",
    "transmitted",
    "committee",
    "calendar",
    "floor",
    "consented",
    "refused",
    "ratified",
    "deposited",
    "in-force",
    "returned",
    "withdrawn",
]
Instrument = Literal["ratification", "acceptance", "approval", "accession"]

COUNTED = {"least": 0}
"""Metadata of a field that counts: its least value."""

BY_THE_EXECUTIVE = frozenset(("ratified", "deposited", "in-force"))
"""Stages that only the executive reaches: the Senate consents, the President ratifies."""


@kind("ratification")
@frozen(kw_only=True, field_transformer=checked)
class Ratification:
    """The consenting body, the route, the stage, the instrument, and the vote.

    `instrument` is how consent to be bound is expressed (Vienna Convention on the Law of Treaties,
    article 2(1)(b)); parties may differ in it.

    `needed` and `carried` are computed, never typed in: two thirds of those *present* (US
    Constitution, article II, section 2).

    >>> vote = content.Ratification(yeas=66, present=99)
    >>> vote.needed, vote.carried
    (66, True)
    """

    body: PartyId | Absence | None = None
    route: Route | Absence | None = None
    stage: Stage | Absence | None = None
    instrument: Instrument | Absence | None = attrs.field(default=None, metadata={"binds": False})
    subject: Prose | Absence | None = None
    yeas: int | Absence | None = attrs.field(default=None, metadata=COUNTED)
    nays: int | Absence | None = attrs.field(default=None, metadata=COUNTED)
    present: int | Absence | None = attrs.field(default=None, metadata=COUNTED)
    consent_conditions: Texts | Absence | None = attrs.field(default=None, converter=as_texts_or_absence)

    def __attrs_post_init__(self) -> None:
        for count in (self.yeas, self.nays, self.present):
            given: object = count
            if given is None or isinstance(given, Absence):
                continue
            if isinstance(given, bool) or not isinstance(given, int) or given < 0:
                raise WrongTypeError(count, "a number of senators", repair="0 or more")
        votes = [n for n in (self.yeas, self.nays) if isinstance(n, int)]
        if isinstance(self.present, int) and sum(votes) > self.present:
            raise InvalidInputError(f"{sum(votes)} votes by {self.present} present", repair="count again")

    @property
    def needed(self) -> int | None:
        """Two thirds of those present, rounded up; None where their number is not known."""
        return -(-2 * self.present // 3) if isinstance(self.present, int) else None

    @property
    def carried(self) -> bool | None:
        """Whether two thirds of those present consent; None while that cannot be known."""
        if self.needed is None or not isinstance(self.yeas, int):
            return None
        return self.yeas >= self.needed
