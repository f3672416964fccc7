"""The register of kinds of content: their names, versions and fields.

The kinds of this library are in `content/`. How content is read and written is in `form/codec.py`.
"""

from __future__ import annotations

import types
import typing
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import attrs

from peacetrack.errors import InvalidInputError, NameTakenError, UnknownNameError, WrongTypeError
from peacetrack.words.classes import frozen
from peacetrack.words.ending import At, as_ending
from peacetrack.words.outline import Outline, as_outline
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


@frozen
class Field:
    """A field of content. `form` is what it takes, an absence apart: one of

    vocabulary, vocabularies, flag, quantity, party, parties, texts, text, ending, moment, number,
    outline, anything. `words` are those of a vocabulary. Parties that differ on a field that `binds` do not
    agree yet.
    """

    name: str
    form: str
    words: tuple[str, ...] = ()
    binds: bool = False


BINDING = frozenset(("vocabulary", "flag", "quantity", "parties"))
"""The forms of fields that bind where nothing else is said."""


class ContentKind(ABC):
    """A kind of content: a class of this library or of a module, or one that an agenda declares.

    A `free` kind takes one mapping of any fields, and gives it back as `.fields`. `upcasts` turn the
    written fields of a version into those of the next one.
    """

    id: str
    version: int = 1
    free: bool = False
    upcasts: Mapping[int, Upcast] = types.MappingProxyType({})

    @property
    @abstractmethod
    def known(self) -> Mapping[str, Field]:
        """Its fields by name; none of a free kind."""

    @cached_property
    def names_events(self) -> bool:
        """Whether its content may name an event, in an ending or in a form of its own."""
        return any(field.form in ("ending", "anything") for field in self.known.values())

    @abstractmethod
    def made(self, fields: Mapping[str, object]) -> Any:
        """Return content with these fields."""

    def build(self, fields: Mapping[str, object]) -> Any:
        """Return content with some fields; None from none."""
        return self.made(fields) if fields else None

    def field(self, name: str) -> Field:
        """Return a field; of a free kind, one that takes text."""
        return self.known.get(name) or Field(name, "text")

    def binds_in(self, field: str, values: Iterable[object]) -> bool:
        """Return whether parties that differ in a field, where it has such values, do not agree yet."""
        if self.free:
            return any(_binds_freely(value) for value in values)
        return field in self.known and self.known[field].binds

    def current(self, fields: dict[str, object], version: int) -> dict[str, object]:
        """Return the fields of an older version as they are written today.

        Raises:
            InvalidInputError: there is no such version, or it is newer than this one.
        """
        if version < 1:
            raise InvalidInputError(f"there is no version {version} of {self.id!r}")
        if version > self.version:
            raise InvalidInputError(
                f"version {version} of {self.id!r} is newer than {self.version}",
                repair="update peacetrack or the module that registers the kind",
            )
        for step in range(version, self.version):
            fields = self.upcasts[step](fields)
        return fields


def _binds_freely(value: object) -> bool:
    return value is Absence.UNDER_NEGOTIATION or not isinstance(value, str | Absence)


@cache
def hints_of(cls: type) -> Mapping[str, Any]:
    """Return the types of the fields of a class by name, with what an `Annotated` type says."""
    return typing.get_type_hints(cls, include_extras=True)


@frozen(eq=False, slots=False)
class ClassKind(ContentKind):
    """A kind of content that is a class: a stable name, an integer version, and the class."""

    id: str
    version: int
    cls: type
    upcasts: Mapping[int, Upcast]
    free: bool = False

    def __reduce__(self) -> tuple[Callable[[str], ClassKind], tuple[str]]:
        return kind_named, (self.id,)

    @cached_property
    def known(self) -> Mapping[str, Field]:
        """Its fields by name, from the annotations of its class; none of a free kind."""
        hints = {} if self.free else hints_of(self.cls)
        fields = {}
        for attribute in () if self.free else attrs.fields(self.cls):
            form, words = _form(hints[attribute.name])
            binds = attribute.metadata.get("binds", form in BINDING)
            fields[attribute.name] = Field(attribute.name, form, words, binds)
        return types.MappingProxyType(fields)

    def made(self, fields: Mapping[str, object]) -> Any:
        """Return content with these fields."""
        return self.cls(fields) if self.free else self.cls(**fields)


_KINDS: dict[str, ClassKind] = {}
_BY_CLASS: dict[type, ClassKind] = {}


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
        refuse_reserved(field.name for field in attrs.fields(made))
        if not free:
            _check_checked(made)
        _KINDS[name] = _BY_CLASS[made] = ClassKind(name, version, made, steps, free)
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


def refuse_reserved(names: Iterable[str]) -> None:
    """Raise for fields with names of a position."""
    taken = RESERVED.intersection(names)
    if taken:
        raise NameTakenError(f"a position already has {', '.join(sorted(taken))}", repair="rename the field")


def _check_checked(cls: type) -> None:
    if not all(field.metadata.get(_CHECKED) for field in attrs.fields(cls)):
        repair = "leave out its attrs decorator: content.kind applies it"
        raise WrongTypeError(cls, "a class that checks its values", repair=repair)


def kinds() -> Mapping[str, ClassKind]:
    """Return all registered kinds by name; those that an agenda declares are in `agenda.kinds`.

    >>> content.kinds()["ceasefire"].cls.__name__
    'Ceasefire'
    """
    return types.MappingProxyType(_KINDS)


def kind_named(name: str, others: Iterable[str] = ()) -> ClassKind:
    """Return the registered kind that has a name.

    Parameters:
        name: the name of a registered kind.
        others: more names that may have been meant.

    Raises:
        UnknownNameError: no kind has that name.

    >>> content.kind_named("ceasefire").version
    1
    """
    if name not in _KINDS:
        raise UnknownNameError("kind of content", name, (*others, *_KINDS))
    return _KINDS[name]


def class_kind(cls: type) -> ClassKind | None:
    """Return the kind that a class is registered as, or None."""
    return _BY_CLASS.get(cls)


_SIMPLE: Mapping[Any, str] = {
    bool: "flag",
    Quantity: "quantity",
    At: "ending",
    Moment: "moment",
    int: "number",
    str: "text",
    Outline: "outline",
}


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
        return ("party" if _is_party(first) else "text"), ()
    return _SIMPLE.get(first, "anything"), ()


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
        field.evolve(converter=_settling(field.converter), metadata={**field.metadata, _CHECKED: True})
        for field in fields
    ]


def _check_value(value: object, content: Any, field: attrs.Attribute[Any]) -> object:
    if value is None or type(value) is Absence:
        return value
    # annotations may name classes that come later in a module, so they are read at the first use
    return settled(_BY_CLASS[content.__class__].known[field.name], value)


@cache  # most fields have no converter of their own, or one of a few
def _settling(convert: Any) -> Any:
    """Return the converter that settles the value that another one gives."""
    settle = attrs.Converter(_check_value, takes_self=True, takes_field=True)
    return settle if convert is None else attrs.converters.pipe(convert, settle)


_CHECKED = "peacetrack.checked"


def settled(field: Field, value: Any) -> object:
    """Return a value as a field keeps it; words that are none of its vocabulary are refused."""
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
    if field.form == "outline":
        return as_outline(value)
    if isinstance(value, (dict, set)):
        raise WrongTypeError(value, f"a value for {field.name} that stays as it is", repair="use a tuple")
    if isinstance(value, list):
        return tuple(value)
    return as_recordable(value) if field.form == "moment" else value
