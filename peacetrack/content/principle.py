"""Principles, and free content for terms that no kind fits."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from peacetrack.errors import NameTakenError, WrongTypeError
from peacetrack.words.classes import frozen
from peacetrack.words.kind import RESERVED, checked, kind
from peacetrack.words.value import Absence, Quantity, Scalar, Texts, as_number, as_texts_or_absence, by_name


@kind("principle")
@frozen(kw_only=True, field_transformer=checked)
class Principle:
    """A principle that a party wants to be kept: its `items` one by one, its `qualities` as worded.

    >>> content.Principle(qualities=["just", "lasting"]).qualities
    ('just', 'lasting')
    """

    items: Texts | Absence | None = attrs.field(default=None, converter=as_texts_or_absence)
    qualities: Texts | Absence | None = attrs.field(default=None, converter=as_texts_or_absence)


def as_pairs(fields: Mapping[str, Scalar | Absence]) -> tuple[tuple[str, Scalar | Absence], ...]:
    """Return the fields as pairs, in the order of their names."""
    if not isinstance(fields, Mapping):
        raise WrongTypeError(fields, "a mapping of fields", repair='write Other({"name": value})')
    for name in fields:
        if not isinstance(name, str):
            raise WrongTypeError(name, "the name of a field", repair="write it as a text")
    named = by_name(fields)
    taken = RESERVED.intersection(named)
    if taken:
        raise NameTakenError(f"a position already has {', '.join(sorted(taken))}", repair="rename it")
    return tuple((name, as_scalar(named[name])) for name in sorted(named))


def as_scalar(value: object) -> Scalar | Absence:
    """Return a text, an exact number, a quantity, true, false or an absence.

    A quantity that is one number without a unit is that number.
    """
    if isinstance(value, str):
        return str.__str__(value)  # a word of a vocabulary is its spelling
    if isinstance(value, bool | Absence):
        return value
    if isinstance(value, Quantity):
        one = value.low if value.low == value.high and value.unit is None else None
        return value if one is None else one
    number = as_number(value)
    if number is None:
        raise WrongTypeError(value, "a text, a number, a quantity, true, false or an absence")
    return number


@kind("other", free=True)
@frozen
class Other:
    """Texts, numbers, quantities and flags by name, for a term that no kind fits.

    All but texts bind, as in any kind: parties that differ in a number do not agree yet.

    >>> content.Other({"seats": 5}).fields
    {'seats': 5}
    >>> str(content.Other({"level": pt.Quantity(0, "3.670", "percent")}).fields["level"])
    '0 to 3.67 percent'
    """

    pairs: tuple[tuple[str, Scalar | Absence], ...] = attrs.field(
        factory=dict, converter=as_pairs, alias="fields"
    )

    @property
    def fields(self) -> dict[str, Scalar | Absence]:
        """The fields by name."""
        return dict(self.pairs)
