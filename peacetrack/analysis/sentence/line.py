"""Lines of a brief: one sentence each, with the rule by which it is there and its sources."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

import attrs

from peacetrack.words.classes import frozen
from peacetrack.words.value import REDACTED, OrderedWord, redacted_in_short

OLD = 31
"""How many days old is too old to pass over."""


class Part(OrderedWord):
    """The part of a brief that a line belongs to, in the order in which they are read."""

    HEADLINE = "headline"
    AS_OF = "as-of"
    BLOCKS = "blocks"
    CHANGED = "changed"
    NEXT = "next"


class Rule(OrderedWord):
    """Why a line is in a brief; within a part, the lines of an earlier rule come first.

    `docs/explanation/what-a-brief-says.md` gives each rule with its reason.
    """

    SUPPOSED = "supposed"
    NOTHING_REPORTED = "nothing-reported"
    BLOCKED = "blocked"
    AGREED = "agreed"
    PERHAPS_AGREED = "perhaps-agreed"
    NOT_BLOCKED = "not-blocked"
    NOT_AGREED = "not-agreed"
    MOVED_LAST = "moved-last"

    MOMENT = "moment"
    NEWEST = "newest"
    NEWEST_OVER_A_WEEK = "newest-over-a-week"
    NEWEST_OVER_A_MONTH = "newest-over-a-month"
    SOURCES = "sources"
    OLDEST = "oldest"
    UNNAMED = "unnamed"
    ACCOUNTS = "accounts"
    NOT_COUNTED = "not-counted"

    REJECTION_ON_RECORD = "rejection-on-record"
    REJECTION_REPORTED = "rejection-reported"
    NOT_TAKEN_BACK = "not-taken-back"
    REJECTION_DISPUTED = "rejection-disputed"
    OPPOSITION = "opposition"
    REFUSAL = "refusal"
    RED_LINE_AGAINST_DEMAND = "red-line-against-demand"
    CONDITIONS_CROSS = "conditions-cross"
    QUORUM_OUT_OF_REACH = "quorum-out-of-reach"
    BROKEN_OFF = "broken-off"
    ACCEPTED_ON_RECORD = "accepted-on-record"
    UNCONFIRMED = "unconfirmed"
    STANCE_DISPUTED = "stance-disputed"
    NEVER_MET = "never-met"
    OFFER_LAPSED = "offer-lapsed"
    DETAILS_APART = "details-apart"
    CONDITION_UNMET = "condition-unmet"
    RED_LINE = "red-line"
    AGAINST_NOT_NEEDED = "against-not-needed"

    FIRST_REPORTS = "first-reports"
    TURNED_AGAINST = "turned-against"
    TURN = "turn"
    STATUS = "status"
    FIRST_STANCE = "first-stance"
    TERMS_OF_STANCE = "terms-of-stance"
    LEARNED = "learned"
    CORRECTED = "corrected"
    REGROUPED = "regrouped"
    EVENT = "event"
    DETAILS = "details"
    NOTHING_CHANGED = "nothing-changed"

    DATED = "dated"
    UNDATED_WINDOW = "undated-window"
    EXPECTED = "expected"
    OVERDUE = "overdue"
    NO_REPORT = "no-report"
    QUESTION = "question"

    @property
    def part(self) -> Part:
        """The part of a brief that its lines belong to."""
        return tuple(Part)[bisect_left(_LAST_RULES, self)]


_LAST_RULES = (
    *(Rule.MOVED_LAST, Rule.NOT_COUNTED, Rule.AGAINST_NOT_NEEDED),
    *(Rule.NOTHING_CHANGED, Rule.QUESTION),
)
"""The last rule of each part."""


def _still_there(spoken: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the quotations whose words were not redacted."""
    return tuple(quotation for quotation in spoken if REDACTED not in quotation[0])


@frozen
class Line:
    """A sentence of a brief: `about: what`, in titles and names, never ids.

    Attributes:
        part: the part of the brief.
        rule: why it is there; earlier rules come first.
        about: the titles of the terms, or the event; empty where it is about all.
        what: what is so.
        who: the names of the parties that it is about.
        source: who says so, where and when; sources of several parties with `·` between them.
        terms: the terms, by id.
        parties: the parties, by id.
        reports: the reports behind it, those of the source first.
        cited: the reports that its source names.
        later: whether one of these came out later than the moment.
        spoken: the quotations in it of a known language other than English, each with its tag (BCP 47).
    """

    __columns__ = (
        *("part", "rule", "about", "what", "who", "source"),
        *("terms", "parties", "reports", "cited", "later"),
    )

    part: Part
    rule: Rule
    about: str
    what: str = attrs.field(converter=redacted_in_short)
    who: tuple[str, ...] = ()
    source: str = attrs.field(default="", converter=redacted_in_short)
    terms: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    later: bool = False
    spoken: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=_still_there)

    def __str__(self) -> str:
        sentence = f"{self.about}: {self.what}" if self.about else self.what
        return f"{sentence} ({self.source})" if self.source else sentence
