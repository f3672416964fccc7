"""Typed objects split into facts and words, without being read back whole.

Reading refuses what is wrong in an object, and shows what it would be read as. Here each value is read
back by itself. What holds values is made again only where its class checks more than the types of its fields.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from typing import Annotated, Any, Literal, cast, get_args, get_origin

import attrs

from peacetrack.content import Other
from peacetrack.form import codec, scalars
from peacetrack.form.canonical import Split, canonical, escaped, without_words
from peacetrack.form.scalars import ATOMS, Lookup, Plain, text
from peacetrack.words.declared_kind import Kind
from peacetrack.words.kind import class_kind, is_union, members_of
from peacetrack.words.value import Absence, Free, FrozenDict, Quantity

_Splitter = Callable[[Any, str, dict[str, str]], Any]
"""Return the facts of a value, and put its words under their JSON pointers: below one that is given."""


class _MustBeReadError(Exception):
    """Only reading can tell what something would be read as."""


def split_typed(value: Any, names: Lookup, kinds: Mapping[str, Kind]) -> Split | None:
    """Return what is hashed of a body that would be read as it is; None where only reading can tell.

    Parameters:
        value: the body of an entry.
        names: how names are resolved; a name that is no id has to be read.
        kinds: the declared kinds by id.
    """
    words: dict[str, str] = {}
    try:
        with codec.reading(names, kinds, codec.FORMAT):
            facts = _splitter(value.__class__)(value, "", words)
    except Exception:  # reading says what is wrong
        return None
    del facts["kind"]
    return Split(facts, canonical(words))


@cache
def _splitter(hint: Any) -> _Splitter:
    """Return the function that splits what an annotation says; it refuses what is of another type."""
    members = members_of(hint)
    if members == [object]:
        return _content
    if is_union(hint):
        return _one_of(hint, members)
    if get_origin(hint) is tuple:
        return _several(_splitter(get_args(hint)[0]))
    if get_origin(hint) is Mapping:
        return _by_name(_splitter(get_args(hint)[1]))
    if codec.mark_of(hint) == Free():
        return _prose
    if hint is Quantity:
        return _quantity
    return _record(hint) if codec.is_record(hint) else _read_back(hint)


@cache
def _read_back(hint: Any) -> _Splitter:
    read, write = codec.reader_of(hint), codec.writer_of(hint)

    def split_atom(value: Any, *_: object) -> Any:  # it is its own form
        if type(value) not in ATOMS or not _is_same(read(value), value):
            raise _MustBeReadError
        return value

    def split_value(value: Any, pointer: str, words: dict[str, str]) -> Any:
        form = write(value)
        if not _is_same(read(form), value):
            raise _MustBeReadError
        return form if type(form) in ATOMS else without_words(form, pointer, words)

    return split_atom if write is codec.as_it_is else split_value


def _is_same(one: Any, other: Any) -> bool:
    """Whether two values are equal, and their parts are of the same types: 0 equals false."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    values_of = _values_of(cast(Any, type(one)))
    if values_of is not None:
        return all(map(_is_same, values_of(one), values_of(other)))
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(_is_same, one, other))
    return bool(one == other)


@cache
def _values_of(cls: Any) -> Callable[[Any], tuple[Any, ...]] | None:
    """Return what gives the values of the fields of an object; None where its class is none of attrs."""
    names = [field.name for field in attrs.fields(cls)] if attrs.has(cls) else None
    return None if names is None else attrgetter("__class__", "__class__", *names)  # with two, a tuple


def _prose(value: Any, pointer: str, words: dict[str, str]) -> None:
    if not _is_text(value):
        raise _MustBeReadError
    words[pointer] = value


def _is_text(value: Any) -> bool:
    return type(value) is str and text(value) == value


def _quantity(value: Any, *_: object) -> Any:
    if type(value) is not Quantity or not (value.unit is None or _is_text(value.unit)):
        raise _MustBeReadError
    if not _is_same(Quantity(value.low, value.high, value.unit), value):  # it was altered, or unpickled
        raise _MustBeReadError
    return scalars.write_quantity(value)


def _record(cls: Any) -> _Splitter:
    splitters, fields = codec.Hooks(cls, _splitter), codec.Fields(cls)
    made_again = _made_again(cls)
    tagged = {"kind": codec.TAGS[cls]} if cls in codec.TAGS else {}

    def split_record(value: Any, pointer: str, words: dict[str, str]) -> Plain:
        if type(value) is not cls:
            raise _MustBeReadError
        if made_again is not None and not _is_same(made_again(value), value):  # it was altered, or unpickled
            raise _MustBeReadError
        facts: Plain = {**tagged}
        for name, default, item in fields.of(value):
            if item is not default:
                fact = splitters[name](item, f"{pointer}/{name}", words)
                if default is None or item != default:
                    facts[name] = fact
        return facts

    return split_record


def _made_again(cls: Any) -> Callable[[Any], Any] | None:
    """Return the function that makes an object again; None where its class looks at types of fields alone."""
    fields = attrs.fields(cls)
    if not (hasattr(cls, "__attrs_post_init__") or any(field.validator for field in fields)):
        return None
    names = [field.name for field in fields]
    return lambda value: cls(**{name: getattr(value, name) for name in names})


def _content(value: Any, pointer: str, words: dict[str, str]) -> Any:
    kind = class_kind(type(value))
    if type(value) is Other:
        return _read_back(object)(value, pointer, words)
    if kind is None or kind.version > 1 or not kind.cls.__module__.startswith("peacetrack."):
        raise _MustBeReadError  # the class of a user may make another value of what it is given
    return {"kind": kind.id, **_splitter(kind.cls)(value, pointer, words)}


def _one_of(hint: Any, members: list[Any]) -> _Splitter:
    splitters = {_class_of(member): _splitter(member) for member in members}
    if Absence in get_args(hint):
        splitters[Absence] = _read_back(hint)
    elif len(splitters) == 1:
        return _splitter(members[0])

    def split_one(value: Any, pointer: str, words: dict[str, str]) -> Any:
        return splitters[type(value)](value, pointer, words)

    return split_one


def _class_of(hint: Any) -> Any:
    plain = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    return str if get_origin(plain) is Literal else get_origin(plain) or plain


def _several(split_item: _Splitter) -> _Splitter:
    def split_tuple(value: Any, pointer: str, words: dict[str, str]) -> list[Any]:
        if type(value) is not tuple:
            raise _MustBeReadError
        return [split_item(item, f"{pointer}/{place}", words) for place, item in enumerate(value)]

    return split_tuple


def _by_name(split_item: _Splitter) -> _Splitter:
    def split_mapping(value: Any, pointer: str, words: dict[str, str]) -> Plain:
        if type(value) is not FrozenDict or not all(map(_is_text, value)):
            raise _MustBeReadError
        return {name: split_item(item, f"{pointer}/{escaped(name)}", words) for name, item in value.items()}

    return split_mapping
