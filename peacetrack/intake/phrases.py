"""Phrases: cells of more than a word, read and written.

These are conditions, endings, times bound to events, and details of a term.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, assert_never

from peacetrack.errors import InvalidInputError, InvalidTimeError, UnknownNameError, WrongTypeError, quoted
from peacetrack.intake.map import folded_word
from peacetrack.intake.names import Names
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.ending import At, Ending, NotBefore, Undisclosed, WithEvent
from peacetrack.words.kind import ContentKind, Field
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import Absence, Quantity
from peacetrack.words.when import After, Before, During, InWords, Moment, When

ReadDate = Callable[[str | date], Moment]

_YES, _NO = frozenset(("yes", "true", "1", "x")), frozenset(("no", "false", "0"))
_BY_EVENT = re.compile(r"(with|not before)\s+(\S.*)", re.IGNORECASE)
_BOUND = re.compile(r"(during|before|after)\s+(\S.*)", re.IGNORECASE)
_TERM_IS = re.compile(r"(\S.*?)\s+is\s+(\S.*)")
_STANCE_IS = re.compile(rf"(\S.*?)\s+({'|'.join(stance.value for stance in Stance)})\s+(\S.*)")
_QUANTITY = re.compile(
    r"(at least |at most )?([+-]?\d+(?:\.\d+)?)(?:\s*(?:-|–|to)\s*([+-]?\d+(?:\.\d+)?))?(?:\s+(\S.*))?"
)
RELATIONS = {relation.relation: relation for relation in (During, Before, After)}
_NO_CONDITION = frozenset(
    ("none", "no", "nothing", "no condition", "no conditions", "without conditions", "unconditional", "-")
)
"""What people write where there is no condition; read as one, it could never be met."""
CONDITION_KINDS = ("words", "event", "term", "stance", "none")


def as_text(cell: str | date) -> str:
    """Return a cell as text; a date as it is written."""
    return cell if isinstance(cell, str) else cell.isoformat()


def read_flag(cell: str | date) -> bool:
    """Return what yes and no stand for."""
    word = folded_word(as_text(cell))
    if word not in _YES | _NO:
        raise WrongTypeError(word, "yes or no", repair="write yes or no")
    return word in _YES


def read_relation(word: str) -> type[During | Before | After]:
    """Return how a time is bound to an event."""
    if word not in RELATIONS:
        raise UnknownNameError("relation to an event", word, RELATIONS)
    return RELATIONS[word]


def read_condition(kind: str, text: str, names: Names) -> Condition:
    """Return a condition in words, or of a kind: `summit`, `truce is agreed`, `SOUTH accepts truce`."""
    kind = folded_word(kind)
    if kind == "event":
        return EventHeld(names.event(text.removesuffix(" is held")))
    if kind == "term":
        if found := _TERM_IS.fullmatch(text):
            status = folded_word(found[2]).replace(" ", "-")
            return TermIs(names.term(found[1]), TermStatus(status))
        raise WrongTypeError(text, "a condition on a term", repair="write such as: truce is agreed")
    if kind == "stance":
        if found := _STANCE_IS.fullmatch(text):
            return StanceIs(names.party(found[1]), names.term(found[3]), Stance(found[2]))
        raise WrongTypeError(text, "a condition on a stance", repair="write such as: SOUTH accepts truce")
    if kind != "words":
        raise UnknownNameError("kind of condition", kind, CONDITION_KINDS)
    if folded_word(text) in _NO_CONDITION:
        repair = "leave it empty; where there are said to be no conditions, write none as condition_kind"
        raise InvalidInputError(f"{quoted(text)} is no condition that can be met", repair=repair)
    return InWords(text)


def read_ending(cell: str | date, names: Names, read_date: ReadDate) -> Ending | Absence:
    """Return until when something stands: a date, `undisclosed`, `with summit`, `not before summit`."""
    if not isinstance(cell, str):
        return At(read_date(cell))
    word = folded_word(cell)
    if word == "undisclosed":
        return Undisclosed()
    if word in _ABSENCES:
        return Absence(word)
    if found := _BY_EVENT.fullmatch(cell):
        ending = WithEvent if found[1].lower() == "with" else NotBefore
        return ending(names.event(found[2]))
    if found := _BOUND.fullmatch(cell):
        return At(RELATIONS[found[1].lower()](names.event(found[2])))
    try:
        return At(read_date(cell))
    except InvalidTimeError as error:
        if error.repair.startswith("write a date"):
            error.repair = "write a date such as 2025-12-14, undisclosed, with summit, or not before summit"
        raise


_ABSENCES = frozenset(absence.value for absence in Absence)


def read_detail(
    field: Field, cell: str | date, several: Sequence[str], names: Names, read_date: ReadDate
) -> object:
    """Return the value of a field of a kind of content that a cell writes.

    `several` are the parts of the cell, for a field that takes more than one.
    """
    text = as_text(cell)
    if folded_word(text) in _ABSENCES and text not in field.words:
        return Absence(folded_word(text))
    match field.form:
        case "vocabulary":
            return _word(field, text)
        case "vocabularies":
            return tuple(_word(field, part) for part in several)
        case "flag":
            return read_flag(cell)
        case "quantity":
            return _quantity(field, text)
        case "number":
            return _whole_number(field, text)
        case "party":
            return names.party(text)
        case "parties":
            return tuple(map(names.party, several))
        case "texts":
            return tuple(several)
        case "moment":
            return read_date(cell)
        case "ending":
            return read_ending(cell, names, read_date)
    return text


def _whole_number(field: Field, text: str) -> int:
    if not re.fullmatch(r"[+-]?\d{1,18}", text):
        raise WrongTypeError(text, f"a whole number for {field.name}", repair="write it in digits")
    return int(text)


def _word(field: Field, text: str) -> str:
    """Return a word of a vocabulary, in the case that it has there."""
    words = {folded_word(word): word for word in field.words}
    if folded_word(text) not in words:
        raise UnknownNameError(f"word for {field.name}", text, field.words)
    return words[folded_word(text)]


def _quantity(field: Field, text: str) -> Quantity:
    parts = _QUANTITY.fullmatch(text)
    if parts is None or (parts[1] and parts[3]):
        raise WrongTypeError(
            text, f"a quantity for {field.name}", repair="write such as 20, 15-20, at least 20, or 20 years"
        )
    low, high = Decimal(parts[2]), Decimal(parts[3] or parts[2])
    match parts[1]:
        case "at least ":
            return Quantity(low, None, parts[4])
        case "at most ":
            return Quantity(None, high, parts[4])
    return Quantity(low, high, parts[4])


def field_of(kind: ContentKind, name: str) -> Field:
    """Return a field of a kind by its name; a free kind takes any."""
    if kind.free:
        return Field(name, "anything")
    if name not in kind.known:
        unknown = UnknownNameError(f"field of {kind.id}", name, kind.known)
        raise InvalidInputError(unknown.what, repair=unknown.repair)
    return kind.known[name]


# Written


def condition_cells(conditions: Sequence[Condition] | None) -> dict[str, str]:
    """Return the cells of conditions, divided by semicolons; none at all are said to be none."""
    if conditions is None:
        return {}
    if not conditions:
        return {"condition_kind": "none"}
    kinds, texts = zip(*map(_condition_text, conditions), strict=True)
    return {"condition": "; ".join(texts), "condition_kind": "; ".join(kinds)}


def _condition_text(condition: Condition) -> tuple[str, str]:
    """Return the kind of a condition, and what it is."""
    match condition:
        case InWords(text):
            return "words", text
        case EventHeld(event):
            return "event", event
        case TermIs(term, status):
            return "term", f"{term} is {status}"
        case StanceIs(party, term, stance):
            return "stance", f"{party} {stance} {term}"
    assert_never(condition)


def ending_text(ending: Ending | Absence | None) -> str | None:
    """Return until when something stands, as `read_ending` reads it."""
    match ending:
        case None:
            return None
        case Absence():
            return ending.value
        case At(moment):
            return time_text(moment)
        case Undisclosed():
            return "undisclosed"
        case WithEvent(event):
            return f"with {event}"
        case NotBefore(event):
            return f"not before {event}"
    assert_never(ending)


def time_text(when: When) -> str | None:
    """Return a time in the words of the report, else in EDTF; one bound to an event as `before summit`."""
    if isinstance(when, Moment):
        return when.said or when.edtf
    return f"{when.relation} {when.event}"


def flag_text(value: bool) -> str:  # noqa: FBT001 - what is written
    """Return true or false as `read_flag` reads it."""
    return "yes" if value else "no"


def detail_text(value: Any) -> str | None:
    """Return the value of a field of content as a cell writes it."""
    match value:
        case bool():
            return flag_text(value)
        case tuple():
            return "; ".join(map(str, value))
        case Moment():
            return time_text(value)
        case _ if isinstance(value, Ending | Absence):
            return ending_text(value)
    return str(value)
