"""Rows and pictures to HTML and SVG through the templates. The only importer of jinja2."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, caption: str = "") -> str:
    """A table with a header for each column; every text is escaped."""
    return render("table.html", columns=columns, rows=rows, caption=caption)


def render(template: str, **context: object) -> str:
    """A template filled in; every text is escaped, and what XML cannot hold becomes a mark."""
    return _environment().get_template(template).render(**context)


def source(template: str) -> str:
    """The text of a template as it is, for a script or a style; nothing is filled in."""
    environment = _environment()
    assert environment.loader is not None
    from markupsafe import Markup  # comes with jinja2

    return Markup(environment.loader.get_source(environment, template)[0])


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # only pages need it

    environment = Environment(
        loader=PackageLoader("peacetrack"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_legible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"separators": (",", ":")}
    return environment


def _legible(value: object) -> object:
    if isinstance(value, str) and _NO_XML.search(value):
        return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", value)
    return value
