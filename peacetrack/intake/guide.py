"""What coders need to know: what each column holds, and what each word of the vocabulary means."""

from __future__ import annotations

from collections.abc import Iterable

from peacetrack.intake.map import Field
from peacetrack.words.kind import Field as Detail

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

STANCES = {
    "rejects": "refuses the proposition of the term",
    "opposes": "is against it",
    "neutral": "says that it takes no side; that is what an abstention is",
    "open": "is willing to consider it, ready in principle, or calls it viable",
    "accepts": "would take it as worded, with or without conditions",
    "not-stated": "the source says that the party does not say",
    "under-negotiation": "the party says that this is being negotiated",
    "withheld": "the party keeps its answer to itself",
    "unknown": "the source says that it is not known",
    "not-applicable": "the term does not concern the party",
}
ACTS = {
    "states": "says it, without more",
    "signals": "lets it be understood",
    "suggests": "brings it up as an idea",
    "considers": "thinks about it",
    "seeks": "tries to get it",
    "prefers": "would rather have it than something else",
    "proposes": "puts it on the table",
    "offers": "would give it",
    "commits": "binds itself to it",
    "agrees": "says yes to it",
    "demands": "asks for it as its due",
    "expects": "takes it that others will do it",
    "insists": "does not give way on it",
    "maintains": "says again what it said before",
    "urges": "calls on others to do it",
    "welcomes": "is glad of it",
    "praises": "speaks well of it",
    "criticises": "finds fault with it",
    "opposes": "speaks against it",
    "warns": "says what harm may follow",
    "threatens": "says what harm it would do",
    "refuses": "says no to it",
    "concedes": "gives way on it",
    "suspends": "stops it for a time",
    "withdraws": "takes it back",
    "explains": "gives its reasons",
    "signs": "puts its name to the text",
    "denies": "says that a report or an accusation is not so; with a stance, that it is against the proposition",
    "accuses": "says that another did wrong",
    "extends": "gives it more time; with the stance, without which it renews nothing that is over",
    "votes": "casts a vote on it",
    "abstains": "casts no vote for or against it",
    "complies": "does what was agreed",
    "breaches": "breaks what was agreed",
}
STAGES = {
    "floated": "was brought up as an idea",
    "discussed": "was talked about",
    "tabled": "is on the table as a text",
    "under-negotiation": "its wording is being negotiated",
    "narrowed": "few points are still open",
    "provisionally-agreed": "is agreed until the whole is agreed",
    "agreed": "is agreed",
    "shelved": "was put aside",
    "signed": "was signed",
    "in-force": "has entered into force",
    "implemented": "was carried out",
    "suspended": "was stopped for a time",
    "defeated": "was voted down",
    "collapsed": "has broken down",
}
TRENDS = {
    "advancing": "the talks come closer to it",
    "stalled": "the talks do not move",
    "receding": "the talks move away from it",
}
ATTRIBUTIONS = {
    "document": "a text of the party, or one that it signed",
    "quote": "the words of a named person, in quotation marks",
    "named": "what a named person said, in other words",
    "joint": "a statement of several parties",
    "institution": "a body that stands by it, such as a ministry",
    "readout": "a side's own account of a meeting",
    "officials-participant": "unnamed officials who took part",
    "officials-unspecified": "unnamed officials",
    "officials-briefed": "unnamed officials who heard of it from others",
    "leak": "a text that was not meant to be public",
    "narrator": "the source says so itself",
    "state-media": "media that a state runs",
    "supporters": "people who are for it",
    "analysts": "people who study it",
    "inference": "the coder concludes it",
    "rumour": "it is said, and not by what source",
}
EVENT_STATUSES = {
    "expected": "is to take place",
    "held": "took place",
    "ongoing": "takes place now",
    "ended": "is over",
    "postponed": "was put off",
    "cancelled": "will not take place",
}

VOCABULARIES = {"stance": STANCES, "act": ACTS, "stage": STAGES, "trend": TRENDS, "attribution": ATTRIBUTIONS}
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
