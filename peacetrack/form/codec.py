"""Typed objects to and from the JSON form (version 1). Built on report and cattrs.

Reading is strict: no text is taken for a number, nothing is turned into text, and all problems of
an input are told at once, each with its path.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin

import attrs
from cattrs import ClassValidationError, Converter, IterableValidationError
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from peacetrack.content import Other
from peacetrack.content.principle import as_scalar
from peacetrack.errors import (
    InvalidInputError,
    MissingFieldError,
    PeacetrackError,
    UnknownFieldError,
    UnknownNameError,
    WrongTypeError,
    raise_all,
)
from peacetrack.form.scalars import (
    NAMES,
    Lookup,
    Plain,
    flag,
    named,
    read_ending,
    read_event,
    read_moment,
    read_quantity,
    read_when,
    refuse_unknown,
    text,
    whole,
    words,
    write_bound,
    write_ending,
    write_event,
    write_moment,
    write_quantity,
)
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.ending import Ending, EventOrWords
from peacetrack.words.kind import Kind, is_kind, kind_named, kind_of
from peacetrack.words.report import CLAIMS, Claim, Correction, Redaction, Report, Retraction
from peacetrack.words.term import Agenda
from peacetrack.words.value import Absence, Free, Names, Quantity, Word
from peacetrack.words.when import After, Before, During, InWords, Moment, When

T = TypeVar("T")
Body = Agenda | Report | Correction | Retraction | Redaction

FORMAT = 1
"""Version of the JSON form, and of what is hashed."""

CONDITIONS = {"term": TermIs, "stance": StanceIs, "event": EventHeld, "words": InWords}
BODIES = {
    "agenda": Agenda,
    "report": Report,
    "correction": Correction,
    "retraction": Retraction,
    "redaction": Redaction,
}
TAGS: dict[type, str] = {
    cls: tag for tags in (CONDITIONS, CLAIMS, BODIES) for tag, cls in tags.items()
}


UNIONS = {
    frozenset(get_args(union)): name
    for name, union in (
        ("when", When),
        ("ending", Ending),
        ("condition", Condition),
        ("claim", Claim),
        ("event-or-words", EventOrWords),
    )
}
"""The closed unions that have a form of their own, by their members."""


def union_name(members: Collection[Any]) -> str | None:
    """Return the name of the closed union that has these members, or None."""
    return UNIONS.get(frozenset(members))


def write(value: object) -> Any:
    """Return the JSON form of a typed object. Wrong values stay: reading refuses them."""
    return _codec().unstructure(value)


def as_form(value: Any) -> Any:
    """Return what was given by hand with every typed object in its JSON form; unchecked."""
    if isinstance(value, Mapping):
        return {name: as_form(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_form(item) for item in value]
    return write(value) if attrs.has(type(value)) else value


def read(form: object, cls: type[T], names: Lookup | None = None) -> T:
    """Return a typed object from its JSON form, with all problems at once.

    Parameters:
        form: the JSON form; an object of the class is returned as it is.
        cls: what to read.
        names: how names are resolved (default: they stay as they are).
    """
    if isinstance(form, cls):
        return form
    before = NAMES.set(names)
    try:
        return _codec().structure(form, cls)
    except Exception as error:  # cattrs raises groups of anything
        problems = problems_of(error, "")
    finally:
        NAMES.reset(before)
    raise_all(problems)
    raise AssertionError(problems)


def read_partly(form: object, cls: type[T], names: Lookup) -> T:
    """Return an object from those parts of a form that can be read, to look for more problems.

    A required text that cannot be read is empty.
    """
    before = NAMES.set(names)
    try:
        return cls(**_required(cls) | _readable(form, cls))
    finally:
        NAMES.reset(before)


def _required(cls: type) -> Plain:
    return {field.alias: "" for field in attrs.fields(cls) if field.default is attrs.NOTHING}


def _readable(form: Any, cls: type) -> Plain:
    found = {}
    hints = typing.get_type_hints(cls, include_extras=True)
    for field in attrs.fields(cls) if isinstance(form, Mapping) else ():
        if field.alias in form:
            with suppress(Exception):  # it has been reported
                found[field.alias] = _read_field(form[field.alias], hints[field.name])
    return found


def _read_field(form: Any, hint: Any) -> object:
    try:
        return _codec().get_structure_hook(hint)(form, hint)
    except Exception:
        if hint != object | None:
            raise
        kind = kind_named(form["kind"])
        return kind.cls(**_readable(form, kind.cls))


def read_body(form: object, names: Lookup | None = None) -> Body:
    """Return what an entry holds, by its `kind`; `names` says how names are resolved."""
    before = NAMES.set(names)
    try:
        return cast(Body, _tagged(form, BODIES, "kind of entry"))
    except Exception as error:  # cattrs raises groups of anything
        problems = problems_of(error, "")
    finally:
        NAMES.reset(before)
    raise_all(problems)
    raise AssertionError(problems)


def kind_of_body(body: Body) -> str:
    """The kind of what an entry holds."""
    return TAGS[type(body)]


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
        return [UnknownFieldError(name, known, where=path) for name in sorted(error.extra_fields)]
    if isinstance(error, PeacetrackError):
        for problem in error.problems:
            problem.where = join(path, problem.where)
            vars(problem).pop("__notes__", None)  # of cattrs, and used up
        return list(error.problems)
    if isinstance(error, KeyError):
        return [MissingFieldError(str(error.args[0]), where=path)]
    return [InvalidInputError(str(error), where=path)]


def join(path: str, name: object) -> str:
    """The path of a part: `claims` and 0 are `claims[0]`, that and `term` are `claims[0].term`."""
    if isinstance(name, int):
        return f"{path}[{name}]"
    if not path or not name or str(name).startswith("["):
        return f"{path}{name}"
    return f"{path}.{name}"


# Texts and words of a vocabulary


def _marked_writer(hint: Any) -> Callable[[object], object]:
    free = any(isinstance(note, Free) for note in get_args(hint)[1:])
    return words if free else lambda value: value


def _marked_reader(hint: Any) -> Callable[[Any, Any], str]:
    mark = next(note for note in get_args(hint)[1:] if isinstance(note, Names | Free))
    if isinstance(mark, Free):
        return lambda form, _: text(form)
    what = mark.what
    return lambda form, _: named(what, form)


def _is_marked(hint: Any) -> bool:
    return get_origin(hint) is Annotated and any(
        isinstance(note, Names | Free) for note in get_args(hint)[1:]
    )


def _word(value: Any, cls: type[Word]) -> Word:
    if isinstance(value, cls):
        return value
    return cls(text(value))


def _literal(hint: Any) -> Callable[..., str]:
    allowed = get_args(hint)

    def check(value: Any, _: object = None) -> str:
        if value not in allowed or not isinstance(value, str):
            raise UnknownNameError("word", value, allowed)
        return value

    return check


# Content, and what is chosen by its kind


def write_content(value: Any) -> Plain:
    """The JSON form of content, with its kind."""
    kind = kind_named(kind_of(value))
    form: Plain = {"kind": kind.name}
    if kind.version > 1:
        form["version"] = kind.version
    if isinstance(value, Other):
        return form | {name: _write_scalar(item) for name, item in value.pairs}
    return form | _plain_writer(value.__class__)(value)


def _write_scalar(value: object) -> Any:
    if isinstance(value, Absence):
        return {"absent": value.value}
    return words(value)


def read_content(form: Any, _: object = None) -> object:
    """Content of a registered kind from its JSON form."""
    if attrs.has(type(form)):
        kind_of(form)
        return form
    fields = _mapping(form)
    if "kind" not in fields:
        raise MissingFieldError("kind", repair="say which kind of content this is")
    kind = kind_named(text(fields.pop("kind")))
    fields = kind.current(fields, whole(fields.pop("version", 1)))
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
        raise MissingFieldError("absent", repair='write {"absent": "not-stated"}')
    return Absence(text(form["absent"]))


def _tagged(form: Any, classes: Mapping[str, type], what: str) -> Any:
    if type(form) in TAGS:
        return form
    fields = _mapping(form)
    if "kind" not in fields:
        raise MissingFieldError("kind", repair=f"one of {', '.join(classes)}")
    tag = fields.pop("kind")
    if not isinstance(tag, str) or tag not in classes:
        raise UnknownNameError(what, tag, classes)
    return _codec().structure(fields, classes[tag])


_UNION_READERS: dict[str, Callable[[Any], Any]] = {
    "when": read_when,
    "ending": read_ending,
    "condition": lambda form: _tagged(form, CONDITIONS, "kind of condition"),
    "claim": lambda form: _tagged(form, CLAIMS, "kind of claim"),
    "event-or-words": read_event,
}


def _mapping(form: Any) -> Plain:
    if type(form) is not dict and not isinstance(form, Mapping):  # the first is quicker
        raise WrongTypeError(form, "a mapping")
    return dict(form)


# Putting the hooks together


def _is_union(hint: Any) -> bool:
    return get_origin(hint) in (Union, types.UnionType)


def _choices(hint: Any) -> tuple[list[Any], bool]:
    """The members of a union without None and Absence, and whether it takes an absence."""
    members = [member for member in get_args(hint) if member is not type(None)]
    return [member for member in members if member is not Absence], Absence in members


def _reader(hint: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    members, takes_absence = _choices(hint)
    inner = _reader_of(members, converter)
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


def _reader_of(members: list[Any], converter: Converter) -> Callable[[Any], Any]:
    name = union_name(members)
    if name is not None:
        return _UNION_READERS[name]
    (member,) = members
    hook = converter.get_structure_hook(member)
    return lambda form: hook(form, member)


def _writer(hint: Any, converter: Converter) -> Callable[[Any], Any]:
    members, takes_absence = _choices(hint)
    if union_name(members) == "event-or-words":
        inner: Callable[[Any], Any] = write_event
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
            raise WrongTypeError(form, "a list", repair=f"write [{form!r}]")
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
    return lambda value: {name: hook(item) for name, item in value.items()}


def _record_reader(cls: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    inner = make_dict_structure_fn(
        cls,
        converter,
        _cattrs_forbid_extra_keys=True,
        _cattrs_use_alias=True,
        _cattrs_detailed_validation=True,
    )
    tag = TAGS.get(cls)

    def read_record(form: Any, hint: Any) -> Any:
        if isinstance(form, cls):
            return form
        fields = _mapping(form)
        if tag is not None and "kind" in fields:
            kind = fields.pop("kind")
            if kind != tag:
                raise UnknownNameError("kind", kind, [tag])
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
    tagged = {"kind": TAGS[cls]} if cls in TAGS else {}

    def write_record(value: Any) -> Any:
        if not isinstance(value, cls):
            return value  # refused when it is read
        return {**tagged, **inner(value)}

    return write_record


@cache
def _codec() -> Converter:
    """The one converter, made when something is first read or written."""
    codec = Converter(detailed_validation=True)
    codec.register_structure_hook_factory(attrs.has, _record_reader)
    codec.register_unstructure_hook_factory(attrs.has, _record_writer)
    for cls, check in ((str, text), (bool, flag), (int, whole)):
        codec.register_structure_hook(cls, lambda form, _, check=check: check(form))
        codec.register_unstructure_hook(cls, lambda value: value)
    codec.register_structure_hook_func(_is_word, _word)
    codec.register_unstructure_hook_func(_is_word, lambda word: word.value)
    codec.register_structure_hook_factory(_is_literal, _literal)
    codec.register_unstructure_hook_func(_is_literal, lambda value: value)
    codec.register_structure_hook_factory(_is_tuple, _tuple_reader)
    codec.register_unstructure_hook_factory(_is_tuple, _tuple_writer)
    codec.register_structure_hook_factory(_is_mapping, _voices_reader)
    codec.register_unstructure_hook_factory(_is_mapping, _voices_writer)
    codec.register_structure_hook_factory(_is_union, _reader)
    codec.register_unstructure_hook_factory(_is_union, _writer)
    codec.register_structure_hook_factory(_is_marked, _marked_reader)
    codec.register_unstructure_hook_factory(_is_marked, _marked_writer)
    _register_own_forms(codec)
    return codec


def _register_own_forms(codec: Converter) -> None:
    codec.register_structure_hook_func(lambda hint: hint is object, read_content)
    codec.register_unstructure_hook_func(lambda hint: hint is object, write_content)
    codec.register_structure_hook(Quantity, read_quantity)
    codec.register_unstructure_hook(Quantity, write_quantity)
    codec.register_structure_hook(Moment, read_moment)
    codec.register_unstructure_hook(Moment, write_moment)
    for bound in (During, Before, After):
        codec.register_structure_hook(bound, read_when)
        codec.register_unstructure_hook(bound, write_bound)
    for ending in get_args(Ending):
        codec.register_structure_hook(ending, read_ending)
        codec.register_unstructure_hook(ending, write_ending)


def _is_word(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Word)


def _is_literal(hint: Any) -> bool:
    return get_origin(hint) is Literal


def _is_tuple(hint: Any) -> bool:
    return get_origin(hint) is tuple


def _is_mapping(hint: Any) -> bool:
    return isinstance(get_origin(hint), type) and issubclass(get_origin(hint), Mapping)
