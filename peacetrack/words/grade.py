"""Grades of sources, claims and judgements, each with the name of its scale.

Reliability and credibility are the Admiralty (NATO) letters and digits, likelihood and confidence
the words of ICD 203. A grade that cannot be judged (F, 6) is not a middle grade: it refuses to be a number.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from peacetrack.errors import NotJudgedError
from peacetrack.words.value import OrderedWord


class Percent(NamedTuple):
    """A range from `low` per cent to below `high` per cent."""

    low: int
    high: int


class Grade(OrderedWord):
    """A word of a named scale."""

    @property
    def scale(self) -> str:
        """The name of the scale."""
        return _SCALES[type(self)]


class AdmiraltyGrade(Grade):
    """A grade of the Admiralty (NATO) system, which has a number where it can be judged."""

    @property
    def number(self) -> int:
        """0 to 100: a letter as in the MISP taxonomy, a digit as in STIX 2.1 appendix A.

        F and 6 have none.
        """
        if self.value not in _NUMBERS:
            raise NotJudgedError(
                f"{self.scale} {self.value} means that it cannot be judged, which is no number",
                repair="leave such items out, or count them apart",
            )
        return _NUMBERS[self.value]


class Reliability(AdmiraltyGrade):
    """How far a source can be relied on: the Admiralty letters, best first, each with its `meaning`.

    >>> Reliability.B.meaning, Reliability.B.number, Reliability.A < Reliability.B
    ('usually reliable', 75, True)
    """

    A = "A", "completely reliable"
    B = "B", "usually reliable"
    C = "C", "fairly reliable"
    D = "D", "not usually reliable"
    E = "E", "unreliable"
    F = "F", "cannot be judged"


class Credibility(AdmiraltyGrade):
    """How credible an item is in itself: the Admiralty digits, best first, each with its `meaning`.

    >>> Credibility("2").meaning, Credibility("2").number
    ('probably true', 70)
    """

    CONFIRMED = "1", "confirmed"
    PROBABLY_TRUE = "2", "probably true"
    POSSIBLY_TRUE = "3", "possibly true"
    DOUBTFUL = "4", "doubtful"
    IMPROBABLE = "5", "improbable"
    CANNOT_BE_JUDGED = "6", "cannot be judged"


class Likelihood(Grade):
    """How likely something is: the seven steps of ICD 203, least likely first.

    >>> Likelihood.LIKELY.percent
    Percent(low=55, high=80)
    """

    ALMOST_NO_CHANCE = "almost-no-chance"
    VERY_UNLIKELY = "very-unlikely"
    UNLIKELY = "unlikely"
    ROUGHLY_EVEN_CHANCE = "roughly-even-chance"
    LIKELY = "likely"
    VERY_LIKELY = "very-likely"
    ALMOST_CERTAIN = "almost-certain"

    @property
    def percent(self) -> Percent:
        """The range of ICD 203, half-open because the published ranges touch."""
        return _LIKELIHOOD[self.value]


class Confidence(Grade):
    """How sound the basis of a judgement is (ICD 203, JP 2-0); not how likely it is."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


_SCALES = {
    Reliability: "Admiralty reliability",
    Credibility: "Admiralty credibility",
    Likelihood: "ICD 203 likelihood",
    Confidence: "ICD 203 confidence",
}


ReliabilityText = Literal["A", "B", "C", "D", "E", "F"]
CredibilityText = Literal["1", "2", "3", "4", "5", "6"]
LikelihoodText = Literal[
    "almost-no-chance",
    "very-unlikely",
    "unlikely",
    "roughly-even-chance",
    "likely",
    "very-likely",
    "almost-certain",
]
ConfidenceText = Literal["low", "moderate", "high"]


def as_reliability(value: Reliability | ReliabilityText | None) -> Reliability | None:
    """Return a letter, given as a member or as text, or None."""
    return None if value is None else Reliability(value)


def as_credibility(value: Credibility | CredibilityText | None) -> Credibility | None:
    """Return a digit, given as a member or as text, or None."""
    return None if value is None else Credibility(value)


def as_likelihood(value: Likelihood | LikelihoodText | None) -> Likelihood | None:
    """Return a step, given as a member or as text, or None."""
    return None if value is None else Likelihood(value)


def as_confidence(value: Confidence | ConfidenceText | None) -> Confidence | None:
    """Return a level, given as a member or as text, or None."""
    return None if value is None else Confidence(value)


_NUMBERS = {"A": 100, "B": 75, "C": 50, "D": 25, "E": 0, "1": 90, "2": 70, "3": 50, "4": 30, "5": 10}
_LIKELIHOOD = {
    "almost-no-chance": Percent(1, 5),
    "very-unlikely": Percent(5, 20),
    "unlikely": Percent(20, 45),
    "roughly-even-chance": Percent(45, 55),
    "likely": Percent(55, 80),
    "very-likely": Percent(80, 95),
    "almost-certain": Percent(95, 99),
}
