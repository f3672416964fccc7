"""Rows and pictures to HTML and SVG through the templates. The only importer of jinja2."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from jinja2 import Environment

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Toned(Protocol):
    """A text that may have a tone, the name of a stance."""

    @property
    def text(self) -> str:
        """The text."""
        ...

    @property
    def tone(self) -> object | None:
        """What it is coloured by."""
        ...


def table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str | Toned]],
    *,
    caption: str = "",
    notes: Sequence[str] = (),
    named: bool = False,
) -> str:
    """A table with a header for each column, and for each row where they are `named`.

    Every text is escaped. It scrolls within the height of a screen.
    """
    return tables([(caption, columns, rows)], notes=notes, named=named)


def tables(
    parts: Sequence[tuple[str, Sequence[str], Sequence[Sequence[str | Toned]]]],
    *,
    notes: Sequence[str] = (),
    named: bool = False,
) -> str:
    """Several tables below each other: each its caption, columns and rows."""
    return render("table.html", parts=parts, notes=notes, named=named, styled=True)


def page(title: str, body: str) -> str:
    """A page that stands alone, round HTML from here."""
    from markupsafe import Markup  # comes with jinja2

    return render("page.html", title=title, body=Markup(body))


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
