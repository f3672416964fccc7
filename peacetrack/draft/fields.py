"""The fields that the builder takes by name, with the short forms that it allows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

import attrs

from peacetrack.words import grade
from peacetrack.words.attribution import Attribution
from peacetrack.words.condition import Condition
from peacetrack.words.ending import EndingLike
from peacetrack.words.position import Link, RelationText
from peacetrack.words.quote import Quote
from peacetrack.words.report import Tone, ToneText
from peacetrack.words.stance import Stance, StanceText
from peacetrack.words.value import Absence, AbsenceText
from peacetrack.words.when import WhenLike

AsStance = Stance | Absence | StanceText | AbsenceText | None
AsEnding = EndingLike | Absence | AbsenceText | Mapping[str, Any]
AsWhen = WhenLike | Mapping[str, Any]
AsCondition = Condition | str | Mapping[str, Any]
"""A condition; a text is a condition in words."""
AsLink = Link | tuple[RelationText, str] | Mapping[str, Any]
"""A link; a pair is a relation and a term."""
Details = Mapping[str, Any] | attrs.AttrsInstance
"""The fields of the term's kind of content, by name or as an object."""


class AscribedFields(TypedDict, total=False):
    """Fields of every claim."""

    attribution: Attribution | Mapping[str, Any] | None
    voice: str | None


class GradedFields(AscribedFields, total=False):
    """Fields of every claim but a question."""

    credibility: grade.Credibility | grade.CredibilityText | None


class PositionFields(GradedFields, total=False):
    """Fields of a position, apart from its term, stance and act."""

    party: str | None
    details: Details | None
    conditions: Iterable[AsCondition] | None
    window: AsEnding | None
    since: AsWhen | None
    until: AsEnding | None
    red_line: bool | None
    repeated: bool
    complete: bool
    addressee: str | None
    reasons: Iterable[str]
    links: Iterable[AsLink]
    wording: str | None
    quote: Quote | str | None


class ProgressFields(GradedFields, total=False):
    """Fields of a progress, apart from its term, stage and trend."""

    details: Details | None
    since: AsWhen | None
    wording: str | None


class EventFields(GradedFields, total=False):
    """Fields of an event, apart from its id and status."""

    type: str | None
    when: AsWhen | None
    duration: str | None
    place: str | None
    participants: Iterable[str]
    people: Iterable[str]
    about: Iterable[str]
    text: str | None


class AssessmentFields(GradedFields, total=False):
    """Fields of an assessment, apart from its text and subjects."""

    of: str | None
    tone: Tone | ToneText | None
    conditions: Iterable[AsCondition]
    links: Iterable[AsLink]
    likelihood: grade.Likelihood | grade.LikelihoodText | None
    confidence: grade.Confidence | grade.ConfidenceText | None


class QuestionFields(AscribedFields, total=False):
    """Fields of a question, apart from its text and subjects."""

    fields: Iterable[str]
    due: AsWhen | None


class SourceFields(TypedDict, total=False):
    """Fields of the source of a report, apart from its times."""

    outlet: str | None
    origin: str | None
    url: str | None
    author: str | None
    sha256: str | None
    archived: str | None
    language: str | None
    marking: str | None
    reliability: grade.Reliability | grade.ReliabilityText | None
