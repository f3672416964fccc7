"""How the classes of values are made: with attrs, but for how they are shown and compared.

The `__repr__`, `__eq__` and `__hash__` that attrs writes for each take half of the time that making a class
takes, and every start makes more than a hundred. These here do the same.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:  # type checkers know what attrs makes by the names of its decorators
    from attrs import define as define
    from attrs import frozen as frozen
else:

    def _decorator(make: Callable[..., Any]) -> Callable[..., Any]:
        """Return a decorator of attrs that gives a class the one `__repr__`, where it has none of its own."""

        def decorate(cls: type | None = None, *, repr: bool = True, **options: Any) -> Any:
            if cls is None:
                return lambda cls: decorate(cls, repr=repr, **options)
            if repr and "__repr__" not in vars(cls):
                cls.__repr__ = shown
            return make(cls, repr=False, **options)

        return decorate

    def _compared(cls: type, *, eq: bool | None = None, **options: Any) -> Any:
        """Make a frozen class; where it says nothing of how its objects are compared, by their fields."""
        if eq is not None or "__eq__" in vars(cls):
            return attrs.frozen(cls, eq=eq, **options)
        made = attrs.frozen(cls, eq=False, **options)
        made.__eq__, made.__hash__ = _comparison(made)
        return made

    define, frozen = _decorator(attrs.define), _decorator(_compared)


def _comparison(cls: type) -> tuple[Callable[[Any, object], bool], Callable[[Any], int]]:
    """Return the `__eq__` and the `__hash__` of a class, by its fields."""
    compared = [field for field in attrs.fields(cls) if field.eq]
    if any(field.eq_key for field in compared):
        raise TypeError(f"a field of {cls.__name__} is compared in a way of its own: say eq=True")
    values = attrgetter("__class__", *(field.name for field in compared))

    def is_equal(one: Any, other: object) -> bool:
        return values(one) == values(other) if other.__class__ is one.__class__ else NotImplemented

    def hashed(one: Any) -> int:
        return hash(values(one))

    return is_equal, hashed


@recursive_repr("...")
def shown(value: Any) -> str:
    """Return the name of a value's class with the fields that it shows, as attrs writes them."""
    name = value.__class__.__qualname__.rpartition(">.")[2]
    fields = ((field, getattr(value, field.name, attrs.NOTHING)) for field in attrs.fields(value.__class__))
    texts = (
        f"{field.name}={field.repr(item) if callable(field.repr) else repr(item)}"
        for field, item in fields
        if field.repr
    )
    return f"{name}({', '.join(texts)})"
