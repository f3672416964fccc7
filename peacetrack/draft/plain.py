"""Values of the builder in the JSON form, typed or plain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from peacetrack.errors import WrongTypeError
from peacetrack.form import codec
from peacetrack.form.scalars import Plain
from peacetrack.words.ending import as_window
from peacetrack.words.when import as_recordable, as_when

_TIMES: Mapping[str, Callable[[Any], object]] = {
    **dict.fromkeys(("since", "when", "due"), as_when),
    **dict.fromkeys(("published", "retrieved"), as_recordable),
}
"""Fields that are times, with what reads them."""
_ENDINGS = frozenset(("window", "until"))


def stated(said: Mapping[str, Any]) -> Plain:
    """Return the fields that are given, in the JSON form; an empty `about` is not given."""
    return {
        name: plain(name, value)
        for name, value in said.items()
        if value is not None and not (name == "about" and not value)
    }


def details_form(details: object) -> Plain:
    """Return the JSON form of the details of a term, given as a mapping or as content."""
    if details is None:
        return {}
    form = plain("", details)
    if not isinstance(form, Mapping):
        raise WrongTypeError(details, "a mapping of fields", where="details", repair='write {"field": value}')
    return dict(form)


def plain(name: str, value: Any) -> Any:
    """Return a value of a field in its JSON form."""
    if name in _SHORT and isinstance(value, Iterable) and not isinstance(value, str):
        return [_SHORT[name](item) for item in value]
    if name in _TIMES:
        return value if isinstance(value, Mapping) else codec.write(_TIMES[name](value))
    if name in _ENDINGS and not isinstance(value, Mapping):
        value = as_window(value)
    if isinstance(value, Mapping):
        return {key: plain("", item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [plain("", item) for item in value]
    return codec.as_form(value)


def _condition(item: Any) -> Any:
    """Return a condition; a text is one in words."""
    return {"kind": "words", "text": item} if isinstance(item, str) else codec.as_form(item)


def _link(item: Any) -> Any:
    """Return a link; a pair is its relation and its term."""
    if not isinstance(item, tuple):
        return codec.as_form(item)
    if len(item) != 2:
        raise WrongTypeError(item, "a relation and a term", where="links", repair="write a Link")
    return {"relation": str(item[0]), "term": item[1]}


_SHORT = {"conditions": _condition, "links": _link}
"""Fields for which the builder takes something shorter."""
