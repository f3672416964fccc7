"""The guide for coders: what each column holds, and what each word of the vocabulary means."""

from __future__ import annotations

from collections.abc import Iterable

from peacetrack.intake.map import Field
from peacetrack.words.act import Act
from peacetrack.words.attribution import AttributionType
from peacetrack.words.kind import Field as Detail
from peacetrack.words.position import Stage, Trend
from peacetrack.words.stance import Stance
from peacetrack.words.value import Word

COLUMNS: dict[Field, str] = {
    "report": "The id of the report: rows with the same one are one report.",
    "outlet": "Who published it.",
    "url": "Where it is.",
    "title": "Its title.",
    "author": "Who wrote it.",
    "origin": "The wire report that several rewrites go back to.",
    "reliability": "How reliable the source is, from A to E; F where that cannot be judged.",
    "published": "When it was published.",
    "note": "A note of the coder on the report.",
    "date": "Since when it holds, as precise as the source: 2025-12-14, 2025-12, mid-December 2025.",
    "date_said": "The words of the source for the date, where the date is written otherwise.",
    "event": "The event that dates it, in place of a date.",
    "relation": "during, before or after that event; during where it is empty.",
    "party": "The party that holds the position.",
    "speaker": "Who says it: a person of the agenda, or words such as: a senior official.",
    "attribution": "How near that is to the party, nearest first.",
    "term": "The term that it is about, see below.",
    "stance": "How far the party accepts the proposition of the term; empty if it does not say.",
    "act": "How it is expressed.",
    "stage": "How far the term itself has come.",
    "trend": "Where the talks about the term are going.",
    "addressee": "The party that it is said to.",
    "red_line": "yes if the party will not give way.",
    "condition": "What it is conditional on, in words or as its kind says; several are divided by a semicolon.",
    "condition_kind": "words, event (its id), term (truce is agreed) or stance (SOUTH accepts truce); for several conditions the kind"
    " of each, such as: event; words. none where the source says that there are no conditions.",
    "window": "Until when the offer stands: a date, undisclosed, with summit, not before summit.",
    "until": "Until when the position holds, written like window.",
    "credibility": "How credible it is: 1 confirmed, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable.",
    "wording": "Single words that matter, as they were said.",
    "quote": "The sentence, word for word.",
}

FOLDED = (
    "What is said of a term in detail, by its kind. These columns are folded away: + above them shows them."
)

ABSENCES = {
    "not-stated": "the source says that the party does not say",
    "under-negotiation": "the party says that this is being negotiated",
    "withheld": "the party keeps its answer to itself",
    "unknown": "the source says that it is not known",
    "not-applicable": "the term does not concern the party",
}
"""What an absence means in the place of a stance."""


def meanings_of(words: Iterable[Word]) -> dict[str, str]:
    """Return what words of a vocabulary mean, by their spelling."""
    return {word.value: word.meaning for word in words}


VOCABULARIES = {
    "stance": meanings_of(Stance) | ABSENCES,
    "act": meanings_of(Act),
    "stage": meanings_of(Stage),
    "trend": meanings_of(Trend),
    "attribution": meanings_of(AttributionType),
}
"""The words that a sheet explains, by their column."""

_FORMS = {
    "flag": "yes or no",
    "quantity": "a number or a range with its unit, such as 20 or 15-20 years",
    "number": "a whole number",
    "party": "a party",
    "parties": "parties, divided by semicolons",
    "texts": "words, several divided by semicolons",
    "moment": "a date, written like date",
    "ending": "an end, written like window",
}


def detail_in_words(fields: Iterable[tuple[str, Detail]]) -> str:
    """Return what a column of details holds, for each kind of content that has it."""
    return "; ".join(
        f"{kind}: {_form_in_words(field)}" if kind else _form_in_words(field) for kind, field in fields
    )


def _form_in_words(field: Detail) -> str:
    words = ", ".join(field.words)
    if field.form == "vocabulary":
        return f"one of {words}"
    if field.form == "vocabularies":
        return f"some of {words}, divided by semicolons"
    return _FORMS.get(field.form, "words")
