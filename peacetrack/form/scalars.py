"""Texts, numbers, times and endings in the JSON form.

Free words are marked as `Words` when they are written. Names of declared things are resolved when
they are read, where a lookup is set.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from contextvars import ContextVar
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, TypeVar, assert_never, get_args

import attrs

from peacetrack import errors
from peacetrack.words.declared_kind import FieldType, Kind, as_field_type
from peacetrack.words.ending import At, Ending, EventOrWords, NotBefore, Undisclosed, WithEvent
from peacetrack.words.outline import Outline
from peacetrack.words.value import Quantity, as_number
from peacetrack.words.when import After, Before, Bound, During, InWords, Moment, When, as_moment, says_nothing

Plain = dict[str, Any]
T = TypeVar("T")


class Words(str):
    """Free words, which are hashed separately from the facts."""

    __slots__ = ()


ATOMS = frozenset((str, int, bool, type(None)))
"""The types of a form that holds no other form and is no free words."""


Lookup = Callable[[str, str], str]
"""Return the id for a kind of thing, such as "party", and a name; raise where there is none."""

NAMES: ContextVar[Lookup | None] = ContextVar("names", default=None)
"""How names are resolved while something is read; None where they stay as they are."""


NO_KINDS: Mapping[str, Kind] = MappingProxyType({})

KINDS: ContextVar[Mapping[str, Kind]] = ContextVar("kinds", default=NO_KINDS)
"""The declared kinds by id, while something is read."""


def named(what: str, value: object) -> str:
    """Read the name of a declared thing, and resolve it where names are resolved."""
    name = text(value)
    lookup = NAMES.get()
    return name if lookup is None else lookup(what, name)


def words(value: object) -> object:
    """Mark a text as free words; other values are refused when they are read."""
    return Words(str.__str__(value)) if isinstance(value, str) else value


_RELATIONS: dict[str, type[During | Before | After]] = {cls.relation: cls for cls in (During, Before, After)}


def text(value: object) -> str:
    """Return a text in Unicode's composed form (NFC), which is what is hashed."""
    if type(value) is not str:
        if not isinstance(value, str):
            raise errors.WrongTypeError(value, "a text")
        value = str.__str__(value)  # a member of an enum of texts is its value
    if value.isascii() and "\0" not in value:  # most are
        return value
    if "\0" in value:  # databases refuse it, and no text needs it
        raise errors.InvalidInputError(f"{value!r} holds a null character", repair="leave it out")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise errors.InvalidInputError(
            f"{value!r} holds half a character", repair="repair the text"
        ) from None
    return unicodedata.normalize("NFC", value)


def exact(digits: str) -> Decimal:
    """Return a fraction of a file, exact as it is written; one that is no number is refused later."""
    try:
        return Decimal(digits)
    except InvalidOperation:
        return Decimal("NaN")


def flag(value: object) -> bool:
    """Return true or false, and refuse all else."""
    if not isinstance(value, bool):
        raise errors.WrongTypeError(value, "true or false")
    return value


def whole(value: object) -> int:
    """Return a whole number that JSON keeps exactly."""
    if isinstance(value, float):
        raise errors.FloatGivenError(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise errors.WrongTypeError(value, "a whole number")
    as_number(value)
    return value


def read_field_type(form: Any) -> FieldType:
    """Return what a field of a declared kind takes, from its JSON form."""
    found = as_field_type(form)
    return attrs.evolve(found, words=tuple(map(text, found.words)))


def write_number(value: int | Decimal | None) -> int | str | None:
    """Return the JSON form of a number: a fraction is decimal text, so that it stays exact."""
    return format(value, "f") if isinstance(value, Decimal) else value


def write_quantity(value: Quantity) -> Any:
    """Return the JSON form of a quantity."""
    low, high = write_number(value.low), write_number(value.high)
    unit = {"unit": value.unit} if value.unit else {}
    if low is None:
        return {"at_most": high, **unit}
    if high is None:
        return {"at_least": low, **unit}
    if value.low != value.high:
        return {"between": [low, high], **unit}
    return {"exactly": low, **unit} if unit else low


def _read_ends(form: Any) -> tuple[Any, Any]:
    if not isinstance(form, (list, tuple)) or len(form) != 2:
        raise errors.WrongTypeError(form, "two numbers", repair='write {"between": [10, 20]}')
    return form[0], form[1]


_QUANTITIES: dict[str, Callable[[Any], tuple[Any, Any]]] = {
    "exactly": lambda form: (form, form),
    "at_least": lambda form: (form, None),
    "at_most": lambda form: (None, form),
    "between": _read_ends,
}
"""How the ends of a quantity are read, by the field of its JSON form."""

_QUANTITY = (*_QUANTITIES, "unit")


def read_quantity(form: Any) -> Quantity:
    """Return a quantity from its JSON form."""
    if not isinstance(form, Mapping):
        number = as_number(form)
        return Quantity(number, number)
    check_fields(form, _QUANTITY)
    low, high = _read_one_of(form, _QUANTITIES, "a quantity")
    unit = None if form.get("unit") is None else text(form["unit"])
    return Quantity(low, high, unit)


def write_outline(value: Outline) -> Plain:
    """Return the JSON form of an outline: GeoJSON as text, or a file with its hash."""
    return (
        {"geojson": value.geojson} if value.geojson else {"file": words(value.file), "sha256": value.sha256}
    )


def read_outline(form: Any) -> Outline:
    """Return an outline from its JSON form, or from GeoJSON as it is."""
    if not isinstance(form, Mapping):
        raise errors.WrongTypeError(form, "GeoJSON")
    if "type" in form:
        return Outline(form)
    check_fields(form, ("geojson", "file", "sha256"))
    return Outline(**{name: text(value) for name, value in form.items() if value is not None})


def _read_one_of(form: Mapping[str, Any], readers: Mapping[str, Callable[[Any], T]], what: str) -> T:
    """Return what the one field says that a form has of several."""
    given = [name for name in readers if name in form]
    if len(given) != 1:
        raise errors.InvalidInputError(f"{what} is one of {', '.join(readers)}", repair="give one of them")
    return readers[given[0]](form[given[0]])


# Times and endings


def write_moment(value: Moment) -> Any:
    """Return the JSON form of a moment: EDTF text, or a mapping where more is known."""
    if value.said is None and not value.inferred:
        return value.edtf
    form: Plain = {} if value.edtf is None else {"edtf": value.edtf}
    if value.said is not None:
        form["said"] = words(value.said)
    if value.inferred:
        form["inferred"] = True
    return form


def write_bound(value: Bound) -> Plain:
    """Return the JSON form of a time bound to an event."""
    form: Plain = {"event": value.event, "relation": value.relation}
    return form if value.said is None else {**form, "said": words(value.said)}


def write_when(value: When) -> Any:
    """Return the JSON form of a time."""
    return write_moment(value) if isinstance(value, Moment) else write_bound(value)


def read_moment(form: Any) -> Moment:
    """Return a moment from its JSON form, from text or from a date."""
    if not isinstance(form, Mapping):
        _refuse_number(form)
        return as_moment(form)
    check_fields(form, ("edtf", "said", "inferred"))
    said = None if form.get("said") is None else text(form["said"])
    inferred = flag(form.get("inferred", False))
    if "edtf" in form:
        return Moment.parse(text(form["edtf"]), said=said, inferred=inferred)
    if says_nothing(None, said):
        raise errors.MissingFieldError("edtf", repair="or give at least the words, as said")
    return Moment(None, said, inferred)


def read_when(form: Any) -> When:
    """Return a moment, or a time bound to an event, from its JSON form."""
    if type(form) is str:  # most are
        return as_moment(form)
    if not isinstance(form, Mapping) or "event" not in form:
        return read_moment(form)
    check_fields(form, ("event", "relation", "said"))
    if "relation" not in form:
        raise errors.MissingFieldError("relation", repair="before, during or after the event")
    if not isinstance(form["relation"], str) or form["relation"] not in _RELATIONS:
        raise errors.UnknownNameError("relation to an event", form["relation"], _RELATIONS)
    said = None if form.get("said") is None else text(form["said"])
    return _RELATIONS[form["relation"]](named("event", form["event"]), said)


def write_event(value: EventOrWords) -> Any:
    """Return the JSON form of an event that is an id, or words."""
    return {"words": words(value.text)} if isinstance(value, InWords) else value


def read_event(form: Any) -> str | InWords:
    """Return an event's id, or words, from the JSON form."""
    if isinstance(form, Mapping):
        check_fields(form, ("words",), ("words",))
        return InWords(text(form["words"]))
    return named("event", form)


def write_ending(value: Ending) -> Plain:
    """Return the JSON form of an ending."""
    match value:
        case At(moment):
            return {value.json_field: write_when(moment)}
        case Undisclosed():
            return {value.json_field: True}
        case WithEvent(event) | NotBefore(event):
            return {value.json_field: write_event(event)}
        case _:
            assert_never(value)


def _read_undisclosed(form: object) -> Undisclosed:
    if form is not True:
        raise errors.WrongTypeError(form, "true")
    return Undisclosed()


_READERS: Mapping[Any, Callable[[Any], Ending]] = {
    At: lambda form: At(read_when(form)),
    Undisclosed: _read_undisclosed,
    WithEvent: lambda form: WithEvent(read_event(form)),
    NotBefore: lambda form: NotBefore(read_event(form)),
}
ENDINGS = {ending.json_field: _READERS[ending] for ending in get_args(Ending)}
"""How the value of an ending is read, by the one field of its JSON form."""


def read_ending(form: Any) -> Ending:
    """Return an ending from its JSON form."""
    if not isinstance(form, Mapping):
        ways = 'write {at = "2025-12-20"}, {undisclosed = true} or {event = "some-event"} in TOML'
        repair = f'{ways}, {{"at": "2025-12-20"}} and so on in JSON'
        raise errors.WrongTypeError(form, "an ending", repair=repair)
    check_fields(form, ENDINGS)
    ending: Ending = _read_one_of(form, ENDINGS, "an ending")
    return ending


def check_fields(
    form: Mapping[str, object], known: Collection[str], required: Iterable[str] = (), *, where: str = ""
) -> None:
    """Raise for all fields that are not known; else for the first that is required and missing."""
    unknown = [str(name) for name in form if name not in known]
    errors.raise_all([errors.UnknownFieldError(name, known, where=where) for name in unknown])
    for name in required:
        if name not in form:
            raise errors.MissingFieldError(name, where=where)


def _refuse_number(form: object) -> None:
    if isinstance(form, float):
        raise errors.FloatGivenError(form)
    if not isinstance(form, str | date):
        raise errors.WrongTypeError(form, "a time", repair='write EDTF text, for example "2025-12-14"')
