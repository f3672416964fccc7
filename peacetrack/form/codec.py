"""Typed objects to and from the JSON form (version 2).

Reading is strict: no text is taken for a number, nothing is turned into text, and all problems of
an input are raised at once, each with its path. Texts, numbers and times are in `form.scalars`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from functools import cache, partial
from operator import attrgetter
from typing import Annotated, Any, Literal, TypeVar, cast, get_args, get_origin

import attrs
from cattrs import BaseConverter

from peacetrack.content import Other
from peacetrack.content.principle import as_scalar
from peacetrack.errors import (
    InvalidInputError,
    MissingFieldError,
    NameTakenError,
    PeacetrackError,
    UnknownFieldError,
    UnknownNameError,
    WrongTypeError,
    raise_all,
)
from peacetrack.form import scalars
from peacetrack.form.scalars import ATOMS, NO_KINDS, Lookup, Plain, check_fields, text, words
from peacetrack.words.classes import frozen
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.declared_kind import Details, FieldType, Kind, kind_behind
from peacetrack.words.ending import Ending, EventOrWords
from peacetrack.words.kind import (
    ClassKind,
    ContentKind,
    class_kind,
    hints_of,
    is_union,
    kind_named,
    members_of,
)
from peacetrack.words.outline import Outline
from peacetrack.words.quorum import AtLeast, Count, Need
from peacetrack.words.quote import Quote, Quoted
from peacetrack.words.report import (
    CLAIMS,
    Claim,
    Correction,
    Dismissal,
    Proposal,
    Redaction,
    Report,
    Retraction,
)
from peacetrack.words.term import Agenda
from peacetrack.words.value import Absence, Free, Names, PartyId, PartyIds, PartyOrParties, Quantity, Word
from peacetrack.words.when import TAKES_BLANK_WORDS, After, Before, During, InWords, Moment, When

T = TypeVar("T")
_Hook = Callable[[Any], Any]
"""What reads a form, or writes a value."""
Body = Agenda | Report | Correction | Retraction | Redaction | Proposal | Dismissal

FORMAT = 2
"""The version of the JSON form and of the hashed form; version 1 had no declared kinds."""

FORMATS = (1, FORMAT)
"""The versions that can be read."""

CONDITIONS = {"term": TermIs, "stance": StanceIs, "event": EventHeld, "words": InWords}
BODIES = {
    "agenda": Agenda,
    "report": Report,
    "correction": Correction,
    "retraction": Retraction,
    "redaction": Redaction,
    "proposal": Proposal,
    "dismissal": Dismissal,
}
TAGS: dict[type, str] = {cls: tag for tags in (CONDITIONS, CLAIMS, BODIES) for tag, cls in tags.items()}


def write(value: Any) -> Any:
    """Return the JSON form of a typed object. Wrong values stay: reading refuses them."""
    return writer_of(value.__class__)(value)


def as_form(value: Any) -> Any:
    """Return what was given by hand with every typed object in its JSON form; unchecked."""
    if type(value) in ATOMS:  # most are, in what was read from JSON
        return value
    if isinstance(value, Mapping):
        return {name: item if type(item) in ATOMS else as_form(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [item if type(item) in ATOMS else as_form(item) for item in value]
    if isinstance(value, Absence):
        return _write_absence(value)
    if isinstance(value, str):
        return str.__str__(value)  # a word of a vocabulary is its spelling
    return write(value) if attrs.has(type(value)) else value


def read(
    form: object,
    cls: type[T],
    names: Lookup | None = None,
    kinds: Mapping[str, Kind] = NO_KINDS,
    format: int = FORMAT,
) -> T:
    """Return a typed object from its JSON form, or raise all problems at once.

    Parameters:
        form: the JSON form, without typed objects inside (`as_form`).
        cls: what to read.
        names: how names are resolved (default: they stay as they are).
        kinds: the declared kinds by id.
        format: the version of the form.
    """
    with reading(names, kinds, format):
        return cast(T, reader_of(cast(Any, cls))(form))


def read_body(
    form: object, names: Lookup | None = None, kinds: Mapping[str, Kind] = NO_KINDS, format: int = FORMAT
) -> Body:
    """Return the body of an entry, which is read by its `kind`; `names` resolves names."""
    with reading(names, kinds, format):
        return cast(Body, _tagged(form, BODIES, "kind of entry"))


def read_partly(form: object, cls: type[T], names: Lookup, kinds: Mapping[str, Kind]) -> T:
    """Return an object from those parts of a form that can be read, to look for more problems.

    A required text that cannot be read is empty.
    """
    with reading(names, kinds, FORMAT):
        return cls(**_required(cls) | _readable(form, cls))


@contextmanager
def reading(names: Lookup | None, kinds: Mapping[str, Kind], format: int) -> Iterator[None]:
    """Resolve names by `names`, know declared kinds, and raise all problems as one error."""
    before, known_before = scalars.NAMES.set(names), scalars.KINDS.set(kinds)
    blank_before = TAKES_BLANK_WORDS.set(format == 1)
    try:
        yield
    except Exception as error:
        raise_all(problems_of(error, ""))
    finally:
        scalars.NAMES.reset(before)
        scalars.KINDS.reset(known_before)
        TAKES_BLANK_WORDS.reset(blank_before)


def _required(cls: type) -> Plain:
    return {field.alias: "" for field in attrs.fields(cls) if field.default is attrs.NOTHING}


def _readable(form: Any, cls: type) -> Plain:
    values = {}
    hints = hints_of(cls)
    for field in attrs.fields(cls) if isinstance(form, Mapping) else ():
        if field.alias in form:
            with suppress(Exception):  # it has been reported
                values[field.alias] = _read_field(form[field.alias], hints[field.name])
    return values


def _read_field(form: Any, hint: Any) -> object:
    try:
        return reader_of(hint)(form)
    except Exception:
        if hint != object | None:
            raise
        kind = _kind_named(form["kind"])
        if not isinstance(kind, ClassKind):
            raise
        return kind.cls(**_readable(form, kind.cls))


def kind_of_body(body: Body) -> str:
    """Return the kind of what an entry holds."""
    return TAGS[type(body)]


def problems_of(error: BaseException, path: str) -> list[PeacetrackError]:
    """Return the problems that an error stands for, each with its path."""
    if isinstance(error, PeacetrackError):
        for problem in error.problems:
            problem.where = join(path, problem.where)
        return list(error.problems)
    return [InvalidInputError(str(error), where=path)]


def join(path: str, name: object) -> str:
    """Return the path of a part: `claims` and 0 are `claims[0]`, that and `term` are `claims[0].term`."""
    if isinstance(name, int):
        return f"{path}[{name}]"
    if not path or not name or str(name).startswith("["):
        return f"{path}{name}"
    return f"{path}.{name}"


# Texts and words of a vocabulary


def mark_of(hint: Any) -> Names | Free | None:
    """Return what an annotation says about a text, if it is about one."""
    notes = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    return next((note for note in notes if isinstance(note, Names | Free)), None)


def _unmarked(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint


def _marked_reader(hint: Any) -> _Hook:
    mark = mark_of(hint)
    return partial(scalars.named, mark.what) if isinstance(mark, Names) else text


def _marked_writer(hint: Any) -> _Hook:
    return words if isinstance(mark_of(hint), Free) else as_it_is


def _word_reader(cls: type[Word] | type[Absence]) -> _Hook:
    members = {member.value: member for member in cls}

    def read_word(form: Any) -> Any:
        if type(form) is str and form in members:  # most are
            return members[form]
        return form if isinstance(form, cls) else cls(text(form))

    return read_word


def _literal_reader(hint: Any) -> _Hook:
    allowed = get_args(_unmarked(hint))

    def read_literal(form: Any) -> str:
        if form not in allowed or not isinstance(form, str):
            raise UnknownNameError("word", form, allowed)
        return str.__str__(form)

    return read_literal


# Content, and classes that are chosen by their kind


def write_content(value: Any) -> Plain:
    """Return the JSON form of content, with its kind."""
    kind = kind_behind(value)
    form: Plain = {"kind": kind.id}
    if isinstance(value, Details):
        return form | {name: writer_of(value.kind.fields[name].hint)(item) for name, item in value.pairs}
    if kind.version > 1:
        form["version"] = kind.version
    if isinstance(value, Other):
        return form | {name: _write_scalar(item) for name, item in value.pairs}
    return form | _plain_writer(value.__class__)(value)


def _write_scalar(value: object) -> Any:
    if isinstance(value, Absence):
        return _write_absence(value)
    return words(value) if isinstance(value, str) else write(value)


def _write_fraction(value: Decimal) -> Plain:
    return {"exactly": scalars.write_number(value)}  # a text alone would be words


def read_content(form: Any) -> object:
    """Return content of a registered kind from its JSON form."""
    fields = _mapping(form)
    if "kind" not in fields:
        raise MissingFieldError("kind", repair="say which kind of content this is")
    kind = _kind_named(text(fields.pop("kind")))
    if kind.version > 1 or "version" in fields:
        fields = kind.current(fields, scalars.whole(fields.pop("version", 1)))
    if kind.free:
        return kind.made(_read_by_name(fields, _free_value))
    if isinstance(kind, Kind):
        return kind.made(_read_declared(kind.fields, fields))
    return reader_of(cast(ClassKind, kind).cls)(fields)


def _kind_named(name: str) -> ContentKind:
    declared = scalars.KINDS.get()
    return declared.get(name) or kind_named(name, declared)


def _read_declared(types: Mapping[str, FieldType], fields: Plain) -> Plain:
    """Return the fields of a declared kind, or raise all problems at once."""
    unknown: list[PeacetrackError] = [UnknownFieldError(str(n), types) for n in fields if n not in types]
    known = {name: (types[name].hint, form) for name, form in fields.items() if name in types}
    values = _read_each(known.items(), lambda pair: reader_of(pair[0])(pair[1]), unknown)
    return dict(zip(known, values, strict=True))


def _free_value(value: object) -> object:
    if isinstance(value, Mapping) and "absent" in value:
        return _absence(value)
    if isinstance(value, Mapping):
        return as_scalar(scalars.read_quantity(value))
    return text(value) if isinstance(value, str) else as_scalar(value)


def _absence(form: Mapping[str, object]) -> Absence:
    check_fields(form, ("absent",))
    return Absence(text(form["absent"]))


def _write_absence(value: Absence) -> Plain:
    return {"absent": value.value}


def _tagged(form: Any, classes: Mapping[str, type], what: str) -> Any:
    _check_mapping(form)
    if "kind" not in form:
        raise MissingFieldError("kind", repair=f"one of {', '.join(classes)}")
    tag = form["kind"]
    if not isinstance(tag, str) or tag not in classes:
        raise UnknownNameError(what, tag, classes)
    return reader_of(classes[tag])(form)


def _condition(form: Any) -> Any:
    if isinstance(form, str):
        ways = '{kind = "words", text = "..."} or such as {kind = "term", term = "truce", status = "agreed"}'
        repair = f'write {ways} in TOML, {{"kind": "words", "text": "..."}} and so on in JSON'
        raise WrongTypeError(form, "a condition", repair=repair)
    return _tagged(form, CONDITIONS, "kind of condition")


def _claim(form: Any) -> Any:
    return _tagged(form, CLAIMS, "kind of claim")


def _party_or_parties(form: Any) -> Any:
    return reader_of(PartyIds if isinstance(form, (list, tuple)) else PartyId)(form)


def _write_party_or_parties(value: Any) -> Any:
    return value if isinstance(value, str) else [*value]


def _count(form: Any) -> Any:
    return text(form) if isinstance(form, str) else scalars.whole(form)


def _need(form: Any) -> Any:
    return reader_of(AtLeast if isinstance(form, Mapping) else PartyId)(form)


def _quoted(form: Any) -> Any:
    return text(form) if isinstance(form, str) else reader_of(Quote)(form)


def _write_quoted(value: Any) -> Any:
    return words(value) if isinstance(value, str) else write(value)


_UNIONS: Mapping[frozenset[Any], tuple[str, _Hook, _Hook]] = {
    frozenset(get_args(union)): (name, read_value, write_value)
    for name, union, read_value, write_value in (
        ("when", When, scalars.read_when, write),
        ("ending", Ending, scalars.read_ending, write),
        ("condition", Condition, _condition, write),
        ("claim", Claim, _claim, write),
        ("event-or-words", EventOrWords, scalars.read_event, scalars.write_event),
        ("party-or-parties", PartyOrParties, _party_or_parties, _write_party_or_parties),
        ("count", Count, _count, write),
        ("need", Need, _need, write),
        ("quoted", Quoted, _quoted, _write_quoted),
    )
}
"""The closed unions that have a form of their own, by their members: name, reader, writer."""


def union_name(members: Iterable[Any]) -> str | None:
    """Return the name of the closed union that has these members, or None."""
    return _UNIONS.get(frozenset(members), (None,))[0]


def _mapping(form: Any) -> Plain:
    _check_mapping(form)
    return dict(form)


def _check_mapping(form: Any) -> None:
    if not _is_mapping(form):
        raise WrongTypeError(form, "a mapping")


def _is_mapping(form: Any) -> bool:
    """Return whether a form is a mapping; an abstract class takes long to say so."""
    return type(form) is dict or (type(form) not in _NO_MAPPINGS and isinstance(form, Mapping))


_NO_MAPPINGS = frozenset((*ATOMS, list, tuple))


# What holds others


def _hooks_of_union(hint: Any) -> tuple[_Hook, _Hook]:
    """Return the reader and the writer of a closed union, or of the one type next to None and absences."""
    members = members_of(hint)
    closed = _UNIONS.get(frozenset(members))
    if closed is not None:
        return closed[1:]
    (member,) = members
    return reader_of(member), writer_of(member)


def _union_reader(hint: Any) -> _Hook:
    read_value, _ = _hooks_of_union(hint)
    takes_none, takes_absence = type(None) in get_args(hint), Absence in get_args(hint)
    if not (takes_none or takes_absence):
        return read_value

    def read_union(form: Any) -> Any:
        if isinstance(form, str):  # most are
            return read_value(form)
        if form is None and takes_none:
            return None
        if takes_absence and isinstance(form, Absence):
            return form
        if takes_absence and _is_mapping(form) and "absent" in form:
            return _absence(form)
        return read_value(form)

    return read_union


def _union_writer(hint: Any) -> _Hook:
    _, write_value = _hooks_of_union(hint)
    takes_absence = Absence in get_args(hint)
    if write_value in (words, as_it_is) and not takes_absence:
        return write_value  # they leave None as it is

    def write_union(value: Any) -> Any:
        if value is None:
            return None
        if takes_absence and isinstance(value, Absence):
            return _write_absence(value)
        return write_value(value)

    return write_union


def _tuple_reader(hint: Any) -> _Hook:
    read_item = reader_of(get_args(hint)[0])

    def read_tuple(form: Any) -> tuple[Any, ...]:
        if not isinstance(form, (list, tuple)):
            raise WrongTypeError(form, "a list", repair=_in_a_list(form, read_item))
        return tuple(_read_each(enumerate(form), read_item))

    return read_tuple


def _in_a_list(form: Any, read_item: Callable[[Any], Any]) -> str:
    """Return how to write a lone item as a list, where it can be an item."""
    try:
        read_item(form)
    except PeacetrackError:
        return ""
    return f"write [{form!r}]"


def _tuple_writer(hint: Any) -> _Hook:
    write_item = writer_of(get_args(hint)[0])
    return lambda value: [write_item(item) for item in value]


def _mapping_reader(hint: Any) -> _Hook:
    read_item = reader_of(get_args(hint)[1])
    return lambda form: _read_by_name(_mapping(form), read_item)


def _mapping_writer(hint: Any) -> _Hook:
    write_item = writer_of(get_args(hint)[1])
    return lambda value: {name: write_item(item) for name, item in value.items()}


def _read_by_name(form: Plain, read_value: Callable[[Any], Any]) -> Plain:
    pairs = {str(name): (name, value) for name, value in form.items()}
    values = _read_each(pairs.items(), lambda pair: (text(pair[0]), read_value(pair[1])))
    names = [name for name, _ in values]
    repeated = [name for name, times in Counter(names).items() if times > 1]
    raise_all([NameTakenError(f"{n!r} is there twice", where=n, repair="keep one") for n in repeated])
    return dict(values)


def _read_each(
    forms: Iterable[tuple[str | int, Any]],
    read_form: Callable[[Any], Any],
    problems: Sequence[PeacetrackError] = (),
) -> list[Any]:
    """Return what is read from forms, each with its name or its place, or raise all problems at once."""
    problems = list(problems)
    values = []
    for name, form in forms:
        try:
            values.append(read_form(form))
        except Exception as error:
            problems += problems_of(error, join("", name))
    raise_all(problems)
    return values


class Hooks(dict[str, Callable[..., Any]]):
    """The readers and writers of the fields of a class, each made when a value first needs it."""

    def __init__(self, cls: type, hook_for: Callable[[Any], Callable[..., Any]]) -> None:
        super().__init__()
        self._hints = hints_of(cls)
        self._hook_for = hook_for

    def __missing__(self, name: str) -> Callable[..., Any]:
        self[name] = hook = self._hook_for(self._hints[name])
        return hook


def _record_reader(cls: Any) -> _Hook:
    readers, tag = Hooks(cls, reader_of), TAGS.get(cls)
    named = None if tag is None else "kind"
    fields = {field.name: field.default is attrs.NOTHING for field in attrs.fields(cls)}
    required = {name for name, is_required in fields.items() if is_required}

    def read_record(form: Any) -> Any:
        _check_mapping(form)
        if named is not None and form.get(named, tag) != tag:
            raise UnknownNameError("kind", form["kind"], [str(tag)])
        values: Plain = {}
        problems: dict[str, list[PeacetrackError]] = {}
        for name, item in form.items():
            if name == named:
                continue
            try:
                values[name] = readers[name](item)
            except Exception as error:
                is_known = name in fields
                problems[name] = problems_of(error, name) if is_known else [UnknownFieldError(name, fields)]
        if problems or not required <= values.keys():
            problems |= {name: [MissingFieldError(name)] for name in required - form.keys()}
            unknown = sorted(problems.keys() - fields, key=str)
            raise_all([each for name in (*fields, *unknown) for each in problems.get(name, ())])
        return cls(**values)

    return read_record


class Fields:
    """The fields of a class, required ones first."""

    def __init__(self, cls: Any) -> None:
        self._fields = sorted(attrs.fields(cls), key=lambda field: field.default is not attrs.NOTHING)
        self._names = [field.name for field in self._fields]
        # with two names it always gives a tuple
        self._values_of = attrgetter(*self._names, "__class__", "__class__")
        self._defaults: list[object] = []

    def of(self, holder: object) -> Iterator[tuple[str, object, Any]]:
        """Yield the name, the default and the value of each field of an object."""
        if not self._defaults:  # asked at the first object, which a converter may take
            self._defaults.extend(_default(field, holder) for field in self._fields)
        return zip(self._names, self._defaults, self._values_of(holder), strict=False)


@cache
def _plain_writer(cls: Any) -> Callable[[Any], Plain]:
    """Return a function that writes the fields of a class, without its kind and without defaults."""
    writers, fields = Hooks(cls, writer_of), Fields(cls)

    def write_plain(value: Any) -> Plain:
        return {
            name: writers[name](item)
            for name, default, item in fields.of(value)
            if default is attrs.NOTHING or (item is not default and (default is None or item != default))
        }

    return write_plain


def _default(field: attrs.Attribute[Any], holder: object) -> Any:
    """Return the default of a field as an object has it, after conversion; NOTHING where none can have it."""
    default: Any = field.default
    converter: Any = field.converter
    if default is attrs.NOTHING:
        return default
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
        default = default.factory()
    try:
        if isinstance(converter, attrs.Converter):
            return converter(default, holder, field)  # type: ignore[operator]
        return default if converter is None else converter(default)
    except Exception:  # the converter of a user's class may refuse its default in any way
        return attrs.NOTHING


def _record_writer(cls: Any) -> _Hook:
    if cls is Details or class_kind(cls):
        return write_content
    inner, tagged = _plain_writer(cls), {"kind": TAGS[cls]} if cls in TAGS else {}

    def write_record(value: Any) -> Any:
        if not isinstance(value, cls):
            return value  # refused when it is read
        return tagged | inner(value) if tagged else inner(value)

    return write_record


# Putting the hooks together


def as_it_is(value: object) -> object:
    """Return a value, which is its own JSON form."""
    return value


@frozen(eq=False)
class _Reads:
    """A reader as cattrs calls it: with the type, which is known already."""

    form: _Hook

    def __call__(self, form: Any, _: Any) -> Any:
        return self.form(form)


@cache
def reader_of(hint: Any) -> _Hook:
    """Return the function that reads what an annotation says; to cattrs a vocabulary would be a text."""
    if _is_class(hint, Word | Absence):
        return _word_reader(hint)
    hook = _codec().get_structure_hook(hint)
    assert isinstance(hook, _Reads)
    return hook.form


@cache
def writer_of(hint: Any) -> _Hook:
    """Return the function that writes what an annotation says."""
    return _codec().get_unstructure_hook(hint)


@cache
def _codec() -> BaseConverter:
    """Return the one converter, made when something is first read or written."""
    codec = BaseConverter()
    for fits, reader, writer in _BY_SHAPE:
        codec.register_structure_hook_factory(fits, lambda hint, reader=reader: _Reads(reader(hint)))
        codec.register_unstructure_hook_factory(fits, writer)
    for cls, (read_form, write_value) in _BY_TYPE.items():
        codec.register_structure_hook(cls, _Reads(read_form))
        codec.register_unstructure_hook(cls, write_value)
    for vocabulary in (Word, Absence):
        codec.register_unstructure_hook(vocabulary, attrgetter("_value_"))  # `value` is a slow property
    return codec


_BY_SHAPE: tuple[tuple[Callable[[Any], bool], Callable[[Any], _Hook], Callable[[Any], _Hook]], ...] = (
    (attrs.has, _record_reader, _record_writer),
    (lambda hint: hint is object, lambda _: read_content, lambda _: write_content),
    (lambda hint: get_origin(_unmarked(hint)) is Literal, _literal_reader, lambda _: as_it_is),
    (lambda hint: get_origin(hint) is tuple, _tuple_reader, _tuple_writer),
    (lambda hint: _is_class(get_origin(hint), Mapping), _mapping_reader, _mapping_writer),
    (is_union, _union_reader, _union_writer),
    (lambda hint: mark_of(hint) is not None, _marked_reader, _marked_writer),
)
"""A test of the hint, and the factories of its hooks; later rows are asked first."""

_BY_TYPE: dict[type, tuple[_Hook, _Hook]] = {
    str: (text, as_it_is),
    bool: (scalars.flag, as_it_is),
    int: (scalars.whole, as_it_is),
    Quantity: (scalars.read_quantity, scalars.write_quantity),
    Decimal: (scalars.read_quantity, _write_fraction),
    FieldType: (scalars.read_field_type, attrgetter("plain")),
    Moment: (scalars.read_moment, scalars.write_moment),
    Outline: (scalars.read_outline, scalars.write_outline),
    **dict.fromkeys((During, Before, After), (scalars.read_when, scalars.write_bound)),
    **dict.fromkeys(get_args(Ending), (scalars.read_ending, scalars.write_ending)),
}
"""How the types are read and written that have a form of their own."""


def is_record(hint: Any) -> bool:
    """Return whether a type is written as a mapping of its fields."""
    return attrs.has(hint) and hint not in _BY_TYPE


def _is_class(hint: Any, base: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, base)
