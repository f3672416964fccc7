"""Kinds of content that an agenda declares, and their content.

Kinds that are classes, and what all kinds share, are in `words/kind.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

import attrs

from peacetrack.errors import (
    InvalidInputError,
    NameTakenError,
    UnknownFieldError,
    UnknownNameError,
    WrongTypeError,
    raise_all,
)
from peacetrack.words.classes import frozen
from peacetrack.words.ending import Ending
from peacetrack.words.kind import BINDING, ContentKind, Field, class_kind, refuse_reserved, settled
from peacetrack.words.value import (
    BARE,
    Absence,
    FrozenDict,
    PartyId,
    PartyIds,
    Prose,
    Quantity,
    Texts,
    as_name,
    as_names,
    as_tuple,
    by_name,
    is_bare,
)
from peacetrack.words.when import Moment

TYPES: Mapping[str, Any] = {
    "quantity": Quantity,
    "number": int,
    "flag": bool,
    "text": Prose,
    "texts": Texts,
    "party": PartyId,
    "parties": PartyIds,
    "moment": Moment,
    "ending": Ending,
}
"""What a field of a declared kind may take, with the annotation that a class would have."""

AsFieldType = str | Iterable[str] | Mapping[str, Iterable[str]]


@frozen(slots=False)
class FieldType:
    """The type of a field of a declared kind: one of `TYPES`, or one or several words of a vocabulary."""

    form: str
    words: tuple[str, ...] = ()

    @property
    def plain(self) -> Any:
        """The type as it is written: a text, a list of words, or `{several: a list}`."""
        words = list(self.words)
        return {"several": words} if self.form == "vocabularies" else words or self.form

    @cached_property
    def hint(self) -> Any:
        """The annotation that a field of a class would have."""
        # `typing` takes unions of the same words for one, and would give all of them the order of the
        # first: the words beside it keep them apart
        value: Any = TYPES.get(self.form) or Annotated[Literal[self.words], self.words]
        return (tuple[value, ...] if self.form == "vocabularies" else value) | Absence | None


def as_field_type(value: FieldType | AsFieldType) -> FieldType:
    """Return what a field takes: a name of `TYPES`, a list of words, or `{"several": a list}`."""
    if isinstance(value, FieldType):
        return value
    if isinstance(value, str):
        if value not in TYPES:
            raise UnknownNameError("field type", value, TYPES)
        return FieldType(str.__str__(value))
    if isinstance(value, Mapping):
        if set(value) != {"several"}:
            repair = 'write ["a", "b"] for one word of several, {several = ["a", "b"]} for any of them'
            raise WrongTypeError(value, "a field type", repair=repair)
        return FieldType("vocabularies", _vocabulary(value["several"]))
    return FieldType("vocabulary", _vocabulary(value))


def _vocabulary(value: Any) -> tuple[str, ...]:
    words = as_names(value)
    if not words:
        raise InvalidInputError("a vocabulary has no words", repair='list its words, or write "text"')
    _check_names(words, "word")
    return words


def _check_names(names: Iterable[str], what: str) -> None:
    """Refuse names that are there twice, empty ones, and space around them."""
    seen: set[str] = set()
    for name in names:
        if not is_bare(name):
            raise WrongTypeError(name, f"a {what}", repair=BARE)
        if name in seen:
            raise NameTakenError(f"{name!r} is there twice", repair="keep one")
        seen.add(name)


def _as_fields(value: Mapping[str, FieldType | AsFieldType]) -> Mapping[str, FieldType]:
    if not isinstance(value, Mapping):
        raise WrongTypeError(value, "a mapping of fields", repair='write {"level": "quantity"}')
    named = by_name(value)
    # in the order of their names, as they are hashed
    return FrozenDict({name: _located(name, named[name]) for name in sorted(named)})


def _located(name: str, value: FieldType | AsFieldType) -> FieldType:
    try:
        return as_field_type(value)
    except InvalidInputError as error:
        error.where = error.where or name
        raise


def _as_binding(value: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if value is None else tuple(sorted(set(as_names(value))))  # they have no order


@frozen
class Kind(ContentKind):
    """A kind of content that an agenda declares, where a class would add nothing.

    `fields` gives for each name what it takes: quantity, number (a whole one), flag, text, texts,
    party, parties, moment or ending; a list of words, for one of them; or `{"several": words}`. Every
    field also takes an absence, or is left out. `binds` names the fields in which parties have to agree
    (default: those that take a word, a flag, a quantity or parties).

    >>> cap = pt.Kind("cap", fields={"level": "quantity", "regime": ["full", "partial"]})
    >>> content.Details(cap, {"level": 5, "regime": "full"}).fields["level"]
    Quantity(low=5, high=5, unit=None)
    """

    id: str = attrs.field(converter=as_name)
    fields: Mapping[str, FieldType] = attrs.field(default=FrozenDict(), converter=_as_fields)
    binds: tuple[str, ...] | None = attrs.field(default=None, converter=_as_binding, kw_only=True)

    def __attrs_post_init__(self) -> None:
        refuse_reserved(self.fields)
        _check_names(self.fields, "field")
        unknown = [name for name in self.binds or () if name not in self.fields]
        raise_all([UnknownFieldError(name, self.fields, where="binds") for name in unknown])

    @cached_property
    def known(self) -> Mapping[str, Field]:
        """Its fields by name."""
        return {
            name: Field(
                name, t.form, t.words, t.form in BINDING if self.binds is None else name in self.binds
            )
            for name, t in self.fields.items()
        }

    def made(self, fields: Mapping[str, object]) -> Details:
        """Return content with these fields."""
        return Details(self, fields)

    def grows_to(self, later: Kind) -> bool:
        """Whether a later declaration only adds fields."""
        return all(later.known.get(name) == field for name, field in self.known.items())


def _as_pairs(given: Mapping[str, Any], details: Any) -> tuple[tuple[str, Any], ...]:
    if not isinstance(given, Mapping):
        raise WrongTypeError(given, "a mapping of fields", repair='write Details(kind, {"name": value})')
    known, fields = details.kind.known, by_name(given)
    raise_all([UnknownFieldError(name, known) for name in fields if name not in known])
    stated = [(name, fields[name]) for name in sorted(fields) if fields[name] is not None]
    return tuple(
        (name, value if isinstance(value, Absence) else settled(known[name], value)) for name, value in stated
    )


@frozen(eq=False)
class Details:
    """Content of a declared kind: the fields that are stated, by name.

    Parameters:
        kind: the kind, as its agenda declares it: `agenda.kind(id)`.
        fields: the values or absences by the names of the fields.

    >>> talks_on = pt.Kind("elections", fields={"observers": "parties", "by": "moment"})
    >>> content.Details(talks_on, {"observers": ["NORTH"], "by": "2030-05"}).fields["observers"]
    ('NORTH',)
    """

    kind: Kind = attrs.field(repr=lambda kind: repr(kind.id))
    pairs: tuple[tuple[str, Any], ...] = attrs.field(
        factory=dict,
        converter=attrs.Converter(_as_pairs, takes_self=True),  # type: ignore[misc]
        alias="fields",
    )

    @property
    def fields(self) -> dict[str, Any]:
        """The fields by name."""
        return dict(self.pairs)

    # a kind may get new fields: content is the same while what it states is

    @property
    def _stated(self) -> tuple[object, ...]:
        return (self.kind.id, *((self.kind.known[name], value) for name, value in self.pairs))

    def __eq__(self, other: object) -> bool:
        return self._stated == other._stated if isinstance(other, Details) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._stated)


def kind_behind(content: object) -> ContentKind:
    """Return the kind of some content.

    Raises:
        WrongTypeError: it is no content of a kind.
    """
    kind = content.kind if isinstance(content, Details) else class_kind(type(content))
    if kind is None:
        repair = "register its class with @content.kind(name)"
        if isinstance(content, dict):
            repair = (
                f"write content.Other({content!r}), content.Details(kind, ...), or the class of another kind"
            )
        raise WrongTypeError(content, "content of a registered kind", repair=repair)
    return kind


def kind_of(content: object) -> str:
    """Return the name of the kind of some content.

    Parameters:
        content: an object of a registered class, or the details of a declared kind.

    Raises:
        WrongTypeError: it is neither.

    >>> content.kind_of(content.Ceasefire(scope="at sea"))
    'ceasefire'
    """
    return kind_behind(content).id


def stated(content: Any) -> Iterator[tuple[str, object]]:
    """Yield the fields that are stated, with their values or absences."""
    kind = kind_behind(content)
    if kind.free or isinstance(content, Details):
        yield from content.fields.items()
        return
    for name in kind.known:
        value = getattr(content, name)
        if value is not None:
            yield name, value


def as_kinds(value: Iterable[Kind]) -> tuple[Kind, ...]:
    """Return several kinds; a lone one is refused."""
    return as_tuple(value, Kind, "kinds")
