"""The register of kinds of content: their names, versions and fields.

The kinds of this library are in `content/`. How content is read and written is in `form/codec.py`.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import attrs

from peacetrack.errors import InvalidInputError, NameTakenError, UnknownNameError, WrongTypeError
from peacetrack.words.ending import At, as_ending
from peacetrack.words.value import Absence, Names, Quantity, as_quantity, as_tuple
from peacetrack.words.when import Moment, as_recordable

T = TypeVar("T", bound=type)
Upcast = Callable[[dict[str, object]], dict[str, object]]

RESERVED = frozenset(
    [
        "kind",
        "version",
        "party",
        "term",
        "stance",
        "act",
        "repeated",
        "red_line",
        "content",
        "conditions",
        "window",
        "since",
        "until",
        "complete",
        "addressee",
        "reasons",
        "links",
        "wording",
        "quote",
        "attribution",
        "voice",
        "credibility",
    ]
)
"""Names that no field of content may have, because a standing is asked for both by name."""


@attrs.frozen
class Kind:
    """A kind of content as it is written: a stable name, an integer version, and its class.

    `upcasts` turn the written fields of a version into those of the next one. A `free` kind takes
    one mapping of any fields, and gives it back as `.fields`.
    """

    name: str
    version: int
    cls: type
    upcasts: Mapping[int, Upcast]
    free: bool = False

    def current(self, fields: dict[str, object], version: int) -> dict[str, object]:
        """Return the fields of an older version as they are written today.

        Raises:
            InvalidInputError: there is no such version, or it is newer than this one.
        """
        if version < 1:
            raise InvalidInputError(f"there is no version {version} of {self.name!r}")
        if version > self.version:
            raise InvalidInputError(
                f"version {version} of {self.name!r} is newer than {self.version}",
                repair="update peacetrack or the module that registers the kind",
            )
        for step in range(version, self.version):
            fields = self.upcasts[step](fields)
        return fields


_KINDS: dict[str, Kind] = {}
_NAMES: dict[type, str] = {}


@typing.dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(attrs.field,))
def kind(
    name: str, *, version: int = 1, upcasts: Mapping[int, Upcast] | None = None, free: bool = False
) -> Callable[[T], T]:
    """Make a class with annotated fields a kind of content; used as a decorator.

    Every field is a value, an `Absence` or None; a vocabulary is a `Literal` of texts. A field that
    only describes is an `attrs.field(default=None, metadata={"binds": False})`.

    Parameters:
        name: the name of the kind, which a term and written content use.
        version: the version of its fields, counted from 1.
        upcasts: for each older version, a function from its written fields to the next version's.
        free: whether the class takes one mapping of any fields.

    Raises:
        NameTakenError: the name is taken, or a field has a name of a position.
        WrongTypeError: the class is an attrs class already, so its values would not be checked.
        InvalidInputError: an upcast is missing.

    >>> content.kind("ceasefire")(content.Ceasefire)
    Traceback (most recent call last):
    peacetrack.errors.NameTakenError: a kind of content is already called 'ceasefire'; choose another
    """

    def register(cls: T) -> T:
        steps = upcasts or {}
        _check_name(name, version, steps)
        made = cls if _is_attrs(cls) else attrs.frozen(cls, kw_only=True, field_transformer=checked)
        _check_fields(made)
        if not free:
            _check_checked(made)
        _KINDS[name] = Kind(name, version, made, steps, free)
        _NAMES[made] = name
        return made

    return register


def _is_attrs(cls: type) -> bool:
    return "__attrs_attrs__" in vars(cls)  # attrs.has is true of a plain class below one, too


def _check_name(name: str, version: int, upcasts: Mapping[int, Upcast]) -> None:
    if name in _KINDS:
        raise NameTakenError(f"a kind of content is already called {name!r}", repair="choose another")
    missing = [step for step in range(1, version) if step not in upcasts]
    if missing:
        raise InvalidInputError(f"{name!r} has no upcast from version {missing[0]}")


def _check_fields(cls: type) -> None:
    taken = RESERVED.intersection(field.name for field in attrs.fields(cls))
    if taken:
        raise NameTakenError(f"a position already has {', '.join(sorted(taken))}", repair="rename the field")


def _check_checked(cls: type) -> None:
    if not all(field.metadata.get(_CHECKED) for field in attrs.fields(cls)):
        repair = "leave out its attrs decorator: content.kind applies it"
        raise WrongTypeError(cls, "a class that checks its values", repair=repair)


def kinds() -> Mapping[str, Kind]:
    """Return all registered kinds by name.

    >>> content.kinds()["ceasefire"].cls.__name__
    'Ceasefire'
    """
    return types.MappingProxyType(_KINDS)


def kind_named(name: str) -> Kind:
    """Return the kind that has a name.

    Parameters:
        name: the name of a registered kind.

    Raises:
        UnknownNameError: no kind has that name.

    >>> content.kind_named("ceasefire").version
    1
    """
    if name not in _KINDS:
        raise UnknownNameError("kind of content", name, _KINDS)
    return _KINDS[name]


def is_kind(cls: type) -> bool:
    """Return whether a class is registered as a kind of content."""
    return cls in _NAMES


def kind_of(content: object) -> str:
    """Return the name of the kind of some content.

    Parameters:
        content: an object of a registered class.

    Raises:
        WrongTypeError: its class is not registered.

    >>> content.kind_of(content.Ceasefire(scope="at sea"))
    'ceasefire'
    """
    try:
        return _NAMES[type(content)]
    except KeyError:
        repair = "register its class with @content.kind(name)"
        if isinstance(content, dict):
            repair = f"write content.Other({content!r}), or the class of another kind"
        raise WrongTypeError(content, "content of a registered kind", repair=repair) from None


@attrs.frozen
class Field:
    """A field of content. `form` is what it takes, an absence apart: one of

    vocabulary, vocabularies, flag, quantity, party, parties, texts, words, ending, moment, number,
    anything. `words` are those of a vocabulary. Parties that differ on a field that `binds` do not
    agree yet.
    """

    name: str
    form: str
    words: tuple[str, ...] = ()
    binds: bool = False


_BINDING = frozenset(("vocabulary", "flag", "quantity", "parties"))


@cache
def fields_of(cls: type) -> Mapping[str, Field]:
    """Return the fields of a class of content from its annotations; none of a free kind."""
    if _KINDS[_NAMES[cls]].free:
        return {}
    hints = typing.get_type_hints(cls, include_extras=True)
    found = {}
    for attribute in attrs.fields(cls):
        form, words = _form(hints[attribute.name])
        binds = attribute.metadata.get("binds", form in _BINDING)
        found[attribute.name] = Field(attribute.name, form, words, binds)
    return types.MappingProxyType(found)


@cache
def may_name_event(cls: Any) -> bool:
    """Return whether content of a class may name an event, in an ending or in a form of its own."""
    return any(field.form in ("ending", "anything") for field in fields_of(cls).values())


def _form(hint: Any) -> tuple[str, tuple[str, ...]]:
    first = members_of(hint)[0]
    if get_origin(first) is Literal:
        return "vocabulary", tuple(get_args(first))
    if get_origin(first) is tuple:
        member = get_args(first)[0]
        if get_origin(member) is Literal:
            return "vocabularies", tuple(get_args(member))
        return ("parties" if _is_party(member) else "texts"), ()
    if get_origin(first) is Annotated:
        return ("party" if _is_party(first) else "words"), ()
    simple = {bool: "flag", Quantity: "quantity", At: "ending", Moment: "moment", int: "number", str: "words"}
    return simple.get(first, "anything"), ()


def is_union(hint: Any) -> bool:
    """Whether an annotation allows one type or another."""
    return get_origin(hint) in (Union, types.UnionType)


def members_of(hint: Any) -> list[Any]:
    """Return the types of a union, or the one type, without None and absences."""
    members = get_args(hint) if is_union(hint) else (hint,)
    return [member for member in members if member not in (Absence, type(None))]


def _is_party(hint: Any) -> bool:
    return get_origin(hint) is Annotated and Names("party") in get_args(hint)[1:]


def checked(cls: type, fields: list[attrs.Attribute[Any]]) -> list[attrs.Attribute[Any]]:
    """Check the values of a class of content when it is made: its `field_transformer`.

    Words of a vocabulary are checked, and lists, numbers and times become values. The classes of
    this library name it themselves, so that type checkers see the converters of their fields.
    """
    return [
        field.evolve(
            converter=_CHECK if field.converter is None else attrs.converters.pipe(field.converter, _CHECK),
            metadata={**field.metadata, _CHECKED: True},
        )
        for field in fields
    ]


def _check_value(value: object, content: Any, field: attrs.Attribute[Any]) -> object:
    if value is None or isinstance(value, Absence):
        return value
    # annotations may name classes that come later in a module, so they are read at the first use
    return _settled(fields_of(content.__class__)[field.name], value)


_CHECK: Any = attrs.Converter(_check_value, takes_self=True, takes_field=True)
_CHECKED = "peacetrack.checked"


def _settled(field: Field, value: Any) -> object:
    if field.form == "vocabulary":
        if value not in field.words:
            raise UnknownNameError(f"word for {field.name}", value, field.words)
        return str.__str__(value)  # a member of an enum of texts is its value
    if field.form == "flag" and not isinstance(value, bool):
        raise WrongTypeError(value, f"true or false for {field.name}")
    if field.form == "quantity":
        return as_quantity(value)
    if field.form in ("parties", "texts", "vocabularies"):
        members = as_tuple(value, str, field.name)
        for word in members if field.words else ():
            if word not in field.words:
                raise UnknownNameError(f"word for {field.name}", word, field.words)
        return members
    if field.form == "ending":
        return as_ending(value)
    if isinstance(value, dict | set):
        raise WrongTypeError(value, f"a value for {field.name} that stays as it is", repair="use a tuple")
    if isinstance(value, list):
        return tuple(value)
    return as_recordable(value) if field.form == "moment" else value


def stated(content: Any) -> Iterator[tuple[str, object]]:
    """Yield the fields that are stated, with their values or absences."""
    if kind_named(kind_of(content)).free:
        yield from content.fields.items()
        return
    for name in fields_of(content.__class__):
        value = getattr(content, name)
        if value is not None:
            yield name, value


def build(name: str, fields: Mapping[str, object]) -> Any:
    """Return content of a kind from some of its fields; None from none."""
    if not fields:
        return None
    found = kind_named(name)
    return found.cls(fields) if found.free else found.cls(**fields)


def binds(name: str, field: str, value: object) -> bool:
    """Return whether parties that differ in a field do not agree yet."""
    found = kind_named(name)
    if found.free:
        return value is Absence.UNDER_NEGOTIATION or not isinstance(value, str | Absence)
    known = fields_of(found.cls)
    return field in known and known[field].binds


def field_names(name: str) -> tuple[str, ...]:
    """Return the fields of a kind; none for a free kind, which takes any."""
    return tuple(fields_of(kind_named(name).cls))


def field_of(name: str, field: str) -> Field:
    """Return a field of a kind; of a free kind, one that takes words."""
    return fields_of(kind_named(name).cls).get(field) or Field(field, "words")
