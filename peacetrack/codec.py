"""Typed objects to and from the JSON form (version 1). Built on report and cattrs.

Writing marks every text: a name of something declared is a `PartyName`, `TermName` and so on, free
words are `Words`, all of them plain texts to JSON. Reading is strict: no text is taken for a
number, nothing is turned into text, and all problems of an input are told at once.
"""

from __future__ import annotations

import types
import unicodedata
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin

import attrs
from cattrs import ClassValidationError, Converter, IterableValidationError
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from peacetrack.content import Other, kind_named, kind_of
from peacetrack.content.kind import Kind, is_kind
from peacetrack.content.principle import as_scalar
from peacetrack.errors import (
    FloatGiven,
    InvalidInput,
    MissingField,
    PeacetrackError,
    UnknownField,
    UnknownName,
    WrongType,
    raise_all,
)
from peacetrack.position import EventHeld, StanceIs, TermIs
from peacetrack.report import CLAIMS, Correction, Redaction, Report, Retraction
from peacetrack.term import Agenda
from peacetrack.value import Absence, Free, Names, Quantity, Word, as_number
from peacetrack.when import (
    After,
    At,
    Before,
    During,
    InWords,
    Moment,
    NotBefore,
    Undisclosed,
    WithEvent,
    as_moment,
)

T = TypeVar("T")
Plain = dict[str, Any]
Body = Agenda | Report | Correction | Retraction | Redaction

FORMAT = 1
"""Version of the JSON form, and of what is hashed."""


class PartyName(str):
    """The name of a party, to be resolved."""

    __slots__ = ()


class TermName(str):
    """The name of a term."""

    __slots__ = ()


class PersonName(str):
    """The name of a person."""

    __slots__ = ()


class EventName(str):
    """The name of an event."""

    __slots__ = ()


class SubjectName(str):
    """The name of a term or an event."""

    __slots__ = ()


class Words(str):
    """Free words."""

    __slots__ = ()


MARKS: dict[str, type[str]] = {
    "party": PartyName,
    "term": TermName,
    "person": PersonName,
    "event": EventName,
    "subject": SubjectName,
}

_RELATIONS = {"during": During, "before": Before, "after": After}
_BOUND = {cls: relation for relation, cls in _RELATIONS.items()}
_CONDITIONS = {"term": TermIs, "stance": StanceIs, "event": EventHeld, "words": InWords}
_BODIES = {
    "agenda": Agenda,
    "report": Report,
    "correction": Correction,
    "retraction": Retraction,
    "redaction": Redaction,
}
_TAGS: dict[type, str] = {
    cls: tag for tags in (_CONDITIONS, CLAIMS, _BODIES) for tag, cls in tags.items()
}


def write(value: object) -> Any:
    """The JSON form of a typed object."""
    return _codec().unstructure(value)


def read(form: object, cls: type[T]) -> T:
    """A typed object from its JSON form; all problems at once."""
    if isinstance(form, cls):
        return form
    try:
        return _codec().structure(form, cls)
    except Exception as error:  # cattrs raises groups of anything
        problems = problems_of(error, "")
    raise_all(problems)
    raise AssertionError(problems)


def read_body(form: object) -> Body:
    """What an entry holds, by its `kind`."""
    try:
        return cast(Body, _tagged(form, _BODIES, "kind of entry"))
    except Exception as error:  # cattrs raises groups of anything
        problems = problems_of(error, "")
    raise_all(problems)
    raise AssertionError(problems)


def kind_of_body(body: Body) -> str:
    """The kind of what an entry holds."""
    return _TAGS[type(body)]


def problems_of(error: BaseException, path: str) -> list[PeacetrackError]:
    """What is wrong, each with its path."""
    if isinstance(error, ClassValidationError | IterableValidationError):
        located, others = error.group_exceptions()
        found = []
        for inner, note in located:
            name = note.name if hasattr(note, "name") else note.index
            missing = isinstance(inner, KeyError) and not isinstance(inner, PeacetrackError)
            found += problems_of(inner, path if missing else join(path, name))
        return found + [problem for inner in others for problem in problems_of(inner, path)]
    if isinstance(error, ForbiddenExtraKeysError):
        known = [field.alias for field in attrs.fields(error.cl)]
        return [UnknownField(name, known, where=path) for name in sorted(error.extra_fields)]
    if isinstance(error, PeacetrackError):
        for problem in error.problems:
            problem.where = join(path, problem.where)
            vars(problem).pop("__notes__", None)  # of cattrs, and used up
        return list(error.problems)
    if isinstance(error, KeyError):
        return [MissingField(str(error.args[0]), where=path)]
    return [InvalidInput(str(error), where=path)]


def join(path: str, name: object) -> str:
    """The path of a part: `claims` and 0 are `claims[0]`, that and `term` are `claims[0].term`."""
    if isinstance(name, int):
        return f"{path}[{name}]"
    if not path or not name or str(name).startswith("["):
        return f"{path}{name}"
    return f"{path}.{name}"


# Texts, numbers, truth


def text(value: object) -> str:
    """A text in Unicode's composed form (NFC), which is what is hashed."""
    if not isinstance(value, str):
        raise WrongType(value, "a text")
    if value.isascii():
        return str(value)
    try:
        value.encode()
    except UnicodeEncodeError:
        raise InvalidInput(f"{value!r} holds half a character", repair="repair the text") from None
    return str(unicodedata.normalize("NFC", value))


def _flag(value: object, _: object = None) -> bool:
    if not isinstance(value, bool):
        raise WrongType(value, "true or false")
    return value


def _whole(value: object, _: object = None) -> int:
    if isinstance(value, float):
        raise FloatGiven(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongType(value, "a whole number")
    as_number(value)
    return value


def _marker(hint: Any) -> Callable[[object], str]:
    mark = next(note for note in get_args(hint)[1:] if isinstance(note, Names | Free))
    cls = MARKS[mark.what] if isinstance(mark, Names) else Words
    return lambda value: cls(text(value))


def _is_marked(hint: Any) -> bool:
    return get_origin(hint) is Annotated and any(
        isinstance(note, Names | Free) for note in get_args(hint)[1:]
    )


def _word(value: Any, cls: type[Word]) -> Word:
    if isinstance(value, cls):
        return value
    return cls(text(value))


def _literal(hint: Any) -> Callable[..., str]:
    words = get_args(hint)

    def check(value: Any, _: object = None) -> str:
        if value not in words or not isinstance(value, str):
            raise UnknownName("word", value, words)
        return value

    return check


def _write_number(value: int | Decimal) -> int | str:
    return value if isinstance(value, int) else format(value, "f")


def _write_quantity(value: Quantity) -> Any:
    low, high = value.low, value.high
    if low == high and low is not None:
        number = _write_number(low)
        return {"exactly": number, "unit": value.unit} if value.unit else number
    form: Plain
    if low is None or high is None:
        name, bound = ("at_most", high) if low is None else ("at_least", low)
        assert bound is not None
        form = {name: _write_number(bound)}
    else:
        form = {"between": [_write_number(low), _write_number(high)]}
    return {**form, "unit": value.unit} if value.unit else form


def _read_quantity(form: Any, _: object = None) -> Quantity:
    if isinstance(form, Quantity):
        return form
    if not isinstance(form, Mapping):
        return Quantity(as_number(form), as_number(form))
    forms = ("exactly", "at_least", "at_most", "between")
    refuse_unknown(form, (*forms, "unit"))
    given = [name for name in forms if name in form]
    if len(given) != 1:
        raise InvalidInput("a quantity is one of " + ", ".join(forms), repair="give one of them")
    value, unit = form[given[0]], form.get("unit")
    unit = None if unit is None else text(unit)
    if given == ["between"]:
        if not isinstance(value, list | tuple) or len(value) != 2:
            raise WrongType(value, "two numbers", repair='write {"between": [10, 20]}')
        return Quantity(value[0], value[1], unit)
    low = None if given == ["at_most"] else value
    high = None if given == ["at_least"] else value
    return Quantity(low, high, unit)


# Times and endings


def _write_moment(value: Moment) -> Any:
    if value.said is None and not value.inferred:
        return value.edtf
    form: Plain = {} if value.edtf is None else {"edtf": value.edtf}
    if value.said is not None:
        form["said"] = Words(text(value.said))
    if value.inferred:
        form["inferred"] = True
    return form


def _write_bound(value: During | Before | After) -> Plain:
    form: Plain = {"event": EventName(text(value.event)), "relation": _BOUND[type(value)]}
    return form if value.said is None else {**form, "said": Words(text(value.said))}


def _read_moment(form: Any, _: object = None) -> Moment:
    if isinstance(form, Moment):
        return form
    if not isinstance(form, Mapping):
        _refuse_number(form)
        return as_moment(form)
    refuse_unknown(form, ("edtf", "said", "inferred"))
    said = None if form.get("said") is None else text(form["said"])
    inferred = _flag(form.get("inferred", False))
    if "edtf" in form:
        return Moment.parse(text(form["edtf"]), said=said, inferred=inferred)
    if said is None:
        raise MissingField("edtf", repair="or give at least the words, as said")
    return Moment(None, said, inferred)


def _read_when(form: Any, _: object = None) -> object:
    if isinstance(form, During | Before | After):
        return form
    if not isinstance(form, Mapping) or "event" not in form:
        return _read_moment(form)
    refuse_unknown(form, ("event", "relation", "said"))
    if "relation" not in form:
        raise MissingField("relation", repair="before, during or after the event")
    if not isinstance(form["relation"], str) or form["relation"] not in _RELATIONS:
        raise UnknownName("relation to an event", form["relation"], _RELATIONS)
    said = None if form.get("said") is None else text(form["said"])
    return _RELATIONS[form["relation"]](text(form["event"]), said)


def _write_event(value: str | InWords) -> Any:
    return (
        {"words": Words(text(value.text))} if isinstance(value, InWords) else EventName(text(value))
    )


def _read_event(form: Any, _: object = None) -> str | InWords:
    if isinstance(form, InWords):
        return form
    if isinstance(form, Mapping):
        refuse_unknown(form, ("words",))
        if "words" not in form:
            raise MissingField("words")
        return InWords(text(form["words"]))
    return text(form)


def _write_ending(value: Any) -> Plain:
    if isinstance(value, At):
        return {"at": write(value.moment)}
    if isinstance(value, Undisclosed):
        return {"undisclosed": True}
    name = "event" if isinstance(value, WithEvent) else "not_before"
    return {name: _write_event(value.event)}


def _read_ending(form: Any, _: object = None) -> object:
    if isinstance(form, At | Undisclosed | WithEvent | NotBefore):
        return form
    forms = ("at", "undisclosed", "event", "not_before")
    if not isinstance(form, Mapping):
        repair = 'write {"at": "2025-12-20"}, {"undisclosed": true} or {"event": "some-event"}'
        raise WrongType(form, "an ending", repair=repair)
    refuse_unknown(form, forms)
    if len(form) != 1:
        raise InvalidInput("an ending is one of " + ", ".join(forms), repair="give one of them")
    if "at" in form:
        return At(_read_when(form["at"]))  # type: ignore[arg-type]
    if "undisclosed" in form:
        if form["undisclosed"] is not True:
            raise WrongType(form["undisclosed"], "true")
        return Undisclosed()
    cls = WithEvent if "event" in form else NotBefore
    return cls(_read_event(next(iter(form.values()))))


# Content, and what is chosen by its kind


def write_content(value: Any) -> Plain:
    """The JSON form of content, with its kind."""
    kind = kind_named(kind_of(value))
    form: Plain = {"kind": kind.name}
    if kind.version > 1:
        form["version"] = kind.version
    if isinstance(value, Other):
        return form | {text(name): _write_scalar(item) for name, item in value.pairs}
    return form | _plain_writer(value.__class__)(value)


def _write_scalar(value: object) -> Any:
    if isinstance(value, Absence):
        return {"absent": value.value}
    if isinstance(value, str):
        return Words(text(value))
    return _flag(value) if isinstance(value, bool) else _whole(value)


def read_content(form: Any, _: object = None) -> object:
    """Content of a registered kind from its JSON form."""
    if attrs.has(type(form)):
        kind_of(form)
        return form
    fields = _mapping(form)
    if "kind" not in fields:
        raise MissingField("kind", repair="say which kind of content this is")
    kind = kind_named(text(fields.pop("kind")))
    fields = kind.current(fields, _whole(fields.pop("version", 1)))
    if kind.free:
        return _read_free(kind, fields)
    return _codec().structure(fields, kind.cls)


def _read_free(kind: Kind, fields: Plain) -> object:
    problems: list[PeacetrackError] = []
    found = {}
    for name, value in fields.items():
        try:
            found[text(name)] = _free_value(value)
        except PeacetrackError as error:
            problems += problems_of(error, name)
    raise_all(problems)
    return kind.cls(found)


def _free_value(value: object) -> object:
    if isinstance(value, Mapping):
        return _absence(value)
    return text(value) if isinstance(value, str) else as_scalar(value)


def _absence(form: Mapping[str, object]) -> Absence:
    refuse_unknown(form, ("absent",))
    if "absent" not in form:
        raise MissingField("absent", repair='write {"absent": "not-stated"}')
    return Absence(text(form["absent"]))


def _tagged(form: Any, classes: Mapping[str, type], what: str) -> Any:
    if type(form) in _TAGS:
        return form
    fields = _mapping(form)
    if "kind" not in fields:
        raise MissingField("kind", repair=f"one of {', '.join(classes)}")
    tag = fields.pop("kind")
    if not isinstance(tag, str) or tag not in classes:
        raise UnknownName(what, tag, classes)
    return _codec().structure(fields, classes[tag])


def _mapping(form: Any) -> Plain:
    if not isinstance(form, Mapping):
        raise WrongType(form, "a mapping")
    return dict(form)


def refuse_unknown(form: Mapping[str, object], known: Collection[str]) -> None:
    """Refuse fields that are not known, all of them at once."""
    raise_all([UnknownField(str(name), known) for name in form if name not in known])


def _refuse_number(form: object) -> None:
    if isinstance(form, float):
        raise FloatGiven(form)
    if not isinstance(form, str | date):
        raise WrongType(form, "a time", repair='write EDTF text, for example "2025-12-14"')


# Putting the hooks together


def _is_union(hint: Any) -> bool:
    return get_origin(hint) in (Union, types.UnionType)


def _choices(hint: Any) -> tuple[list[Any], bool]:
    """The members of a union without None and Absence, and whether it takes an absence."""
    members = [member for member in get_args(hint) if member is not type(None)]
    return [member for member in members if member is not Absence], Absence in members


def _reader(hint: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    members, takes_absence = _choices(hint)
    inner = _inner_reader(members, converter)
    takes_none = type(None) in get_args(hint)

    def read_union(form: Any, _: object) -> Any:
        if form is None and takes_none:
            return None
        if takes_absence and isinstance(form, Absence):
            return form
        if takes_absence and isinstance(form, Mapping) and "absent" in form:
            return _absence(form)
        return inner(form)

    return read_union


def _inner_reader(members: list[Any], converter: Converter) -> Callable[[Any], Any]:
    if During in members:
        return _read_when
    if Undisclosed in members:
        return _read_ending
    if TermIs in members:
        return lambda form: _tagged(form, _CONDITIONS, "kind of condition")
    if CLAIMS["position"] in members:
        return lambda form: _tagged(form, CLAIMS, "kind of claim")
    if InWords in members:
        return _read_event
    (member,) = members
    hook = converter.get_structure_hook(member)
    return lambda form: hook(form, member)


def _writer(hint: Any, converter: Converter) -> Callable[[Any], Any]:
    members, takes_absence = _choices(hint)
    if InWords in members and TermIs not in members:
        inner: Callable[[Any], Any] = _write_event
    else:
        inner = converter.get_unstructure_hook(members[0]) if len(members) == 1 else write

    def write_union(value: Any) -> Any:
        if value is None:
            return None
        if takes_absence and isinstance(value, Absence):
            return {"absent": value.value}
        return inner(value)

    return write_union


def _tuple_reader(hint: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    member = get_args(hint)[0]
    hook = converter.get_structure_hook(member)

    def read_tuple(form: Any, _: object) -> tuple[Any, ...]:
        if not isinstance(form, list | tuple):
            raise WrongType(form, "a list", repair=f"write [{form!r}]")
        problems: list[PeacetrackError] = []
        found = []
        for place, item in enumerate(form):
            try:
                found.append(hook(item, member))
            except Exception as error:
                problems += problems_of(error, f"[{place}]")
        raise_all(problems)
        return tuple(found)

    return read_tuple


def _tuple_writer(hint: Any, converter: Converter) -> Callable[[Any], list[Any]]:
    hook = converter.get_unstructure_hook(get_args(hint)[0])
    return lambda value: [hook(item) for item in value]


def _voices_reader(hint: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    _, member = get_args(hint)

    def read_mapping(form: Any, _: object) -> dict[str, Any]:
        problems: list[PeacetrackError] = []
        found = {}
        for name, item in _mapping(form).items():
            try:
                found[text(name)] = (
                    item if isinstance(item, member) else converter.structure(item, member)
                )
            except Exception as error:
                problems += problems_of(error, str(name))
        raise_all(problems)
        return found

    return read_mapping


def _voices_writer(hint: Any, converter: Converter) -> Callable[[Any], Plain]:
    hook = converter.get_unstructure_hook(get_args(hint)[1])
    return lambda value: {text(name): hook(item) for name, item in value.items()}


def _record_reader(cls: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    inner = make_dict_structure_fn(
        cls,
        converter,
        _cattrs_forbid_extra_keys=True,
        _cattrs_use_alias=True,
        _cattrs_detailed_validation=True,
    )
    tag = _TAGS.get(cls)

    def read_record(form: Any, hint: Any) -> Any:
        if isinstance(form, cls):
            return form
        fields = _mapping(form)
        if tag is not None and "kind" in fields:
            kind = fields.pop("kind")
            if kind != tag:
                raise UnknownName("kind", kind, [tag])
        return inner(fields, hint)

    return read_record


@cache
def _plain_writer(cls: Any) -> Callable[[Any], Plain]:
    """Writes the fields of a class, without its kind."""
    return make_dict_unstructure_fn(
        cls, _codec(), _cattrs_omit_if_default=True, _cattrs_use_alias=True
    )


def _record_writer(cls: Any, converter: Converter) -> Callable[[Any], Plain]:
    inner = make_dict_unstructure_fn(
        cls, converter, _cattrs_omit_if_default=True, _cattrs_use_alias=True
    )
    if is_kind(cls):
        return write_content
    if cls not in _TAGS:
        return inner
    tag = _TAGS[cls]
    return lambda value: {"kind": tag, **inner(value)}


@cache
def _codec() -> Converter:
    """The one converter, made when something is first read or written."""
    codec = Converter(detailed_validation=True)
    codec.register_structure_hook_factory(attrs.has, _record_reader)
    codec.register_unstructure_hook_factory(attrs.has, _record_writer)
    for cls, check in ((str, text), (bool, _flag), (int, _whole)):
        codec.register_structure_hook(cls, lambda form, _, check=check: check(form))
        codec.register_unstructure_hook(cls, check)
    codec.register_structure_hook_func(_is_word, _word)
    codec.register_unstructure_hook_func(_is_word, lambda word: word.value)
    codec.register_structure_hook_factory(_is_literal, _literal)
    codec.register_unstructure_hook_factory(_is_literal, _literal)
    codec.register_structure_hook_factory(_is_tuple, _tuple_reader)
    codec.register_unstructure_hook_factory(_is_tuple, _tuple_writer)
    codec.register_structure_hook_factory(_is_mapping, _voices_reader)
    codec.register_unstructure_hook_factory(_is_mapping, _voices_writer)
    codec.register_structure_hook_factory(_is_union, _reader)
    codec.register_unstructure_hook_factory(_is_union, _writer)
    codec.register_structure_hook_func(_is_marked, lambda form, _: text(form))
    codec.register_unstructure_hook_factory(_is_marked, _marker)
    _register_own_forms(codec)
    return codec


def _register_own_forms(codec: Converter) -> None:
    codec.register_structure_hook_func(lambda hint: hint is object, read_content)
    codec.register_unstructure_hook_func(lambda hint: hint is object, write_content)
    codec.register_structure_hook(Quantity, _read_quantity)
    codec.register_unstructure_hook(Quantity, _write_quantity)
    codec.register_structure_hook(Moment, _read_moment)
    codec.register_unstructure_hook(Moment, _write_moment)
    for bound in (During, Before, After):
        codec.register_structure_hook(bound, _read_when)
        codec.register_unstructure_hook(bound, _write_bound)
    for ending in (At, Undisclosed, WithEvent, NotBefore):
        codec.register_structure_hook(ending, _read_ending)
        codec.register_unstructure_hook(ending, _write_ending)


def _is_word(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Word)


def _is_literal(hint: Any) -> bool:
    return get_origin(hint) is Literal


def _is_tuple(hint: Any) -> bool:
    return get_origin(hint) is tuple


def _is_mapping(hint: Any) -> bool:
    return isinstance(get_origin(hint), type) and issubclass(get_origin(hint), Mapping)
