"""Rows and pictures to HTML and SVG through the templates. The only importer of jinja2."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, singledispatch
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from jinja2 import Environment

_DATE = re.compile(r"\d{4}-\d\d(?:-\d\d)?(?:T[\d:.]+Z?| \d\d:\d\d)?")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Painted(Protocol):
    """What is filled with a colour, and has an ink that can be read on it."""

    @property
    def fill(self) -> str:
        """The colour of the ground."""
        ...

    @property
    def ink(self) -> str:
        """The colour of the words."""
        ...


class WithStance(Protocol):
    """A text that may show a stance."""

    @property
    def text(self) -> str:
        """The text."""
        ...

    @property
    def stance(self) -> object | None:
        """What it is coloured by."""
        ...


NO_PAINTS: Mapping[str, Painted] = MappingProxyType({})


def table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str | WithStance]],
    *,
    caption: str = "",
    notes: Sequence[str] = (),
    named: bool = False,
    paints: Mapping[str, Painted] = NO_PAINTS,
) -> str:
    """A table with a header for each column, and for each row where they are `named`.

    Every text is escaped; one with a stance is painted as `paints` say. It scrolls within the height
    of a screen.
    """
    return tables([(caption, columns, rows)], notes=notes, named=named, paints=paints)


def tables(
    parts: Sequence[tuple[str, Sequence[str], Sequence[Sequence[str | WithStance]]]],
    *,
    notes: Sequence[str] = (),
    named: bool = False,
    paints: Mapping[str, Painted] = NO_PAINTS,
) -> str:
    """Several tables below each other: each its caption, columns and rows."""
    context = {"parts": parts, "notes": notes, "named": named, "paints": paints}
    return render("table.html", **context, styled=True)


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
    environment.filters["dated"] = _dated
    environment.filters["linked"] = _linked
    environment.filters["pixels"] = pixels
    environment.policies["json.dumps_kwargs"] = {"separators": (",", ":")}
    return environment


def pixels(length: float) -> str:
    """A length to a tenth of a pixel, as SVG writes it."""
    return f"{length:.1f}".removesuffix(".0")


def _dated(value: object) -> str:
    """A text in which no date is broken at the end of a line."""
    from markupsafe import Markup, escape  # comes with jinja2

    text = str(escape(_legible(value)))
    return Markup(_DATE.sub(r'<span class="pt-date">\g<0></span>', text))


def _linked(value: object, places: Mapping[str, str]) -> str:
    """A text in which the first mention of each thing that has a place on the page leads there."""
    from markupsafe import Markup  # comes with jinja2

    if not places:
        return _dated(value)
    names = "|".join(re.escape(name) for name in sorted(places, key=len, reverse=True))
    parts = re.split(rf"(?<![\w/-])({names})(?![\w/-])", str(_legible(value)))
    found: list[str] = []
    for place, part in enumerate(parts):
        mention = place % 2 == 1 and part not in parts[1:place:2]
        link = Markup('<a href="#{}">{}</a>')
        found.append(link.format(places[part], part) if mention else _dated(part))
    return Markup("").join(found)


def _legible(value: object) -> object:
    text = str(value)  # of an object too: its words may be anybody's
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text) if _NO_XML.search(text) else value


@singledispatch
def notebook_html(shown: object) -> str:
    """Return what a notebook shows of an object; `view.board` registers how states look."""
    raise TypeError(f"nothing is registered that shows {type(shown).__name__} in a notebook")
