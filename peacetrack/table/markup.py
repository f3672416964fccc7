"""HTML and SVG from the templates: every text is escaped here. The only importer of jinja2."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from peacetrack.table.cell import Cell
from peacetrack.table.palette import MARKS, STANCE_LOOKS
from peacetrack.words.isolate import isolated
from peacetrack.words.value import counted

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_DATE = r"\d{4}-\d\d(?:-\d\d)?(?:T[\d:.]+Z?| \d\d:\d\d)?"
_NO_XML = "[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
"""Characters that XML 1.0 does not allow (section 2.2)."""


Row = Sequence[str | Cell]
Part = tuple[str, Sequence[str], Sequence[Row]]
"""One table of several: its caption, its columns, its rows."""


def tables(parts: Sequence[Part], *, notes: Sequence[str] = (), row_headers: bool = False) -> str:
    """Return HTML tables below each other, with a legend of marks; they scroll within a screen.

    Parameters:
        parts: the tables; their cells are texts, or texts with a stance.
        notes: paragraphs below.
        row_headers: the first cell of each row is its header.
    """
    cells = (cell for _, _, rows in parts for row in rows for cell in row if isinstance(cell, Cell))
    shown = {mark for cell in cells for mark in cell.marks}
    legend = [(name, mark) for name, mark in MARKS.items() if name in shown]
    context = {"parts": parts, "notes": notes, "row_headers": row_headers, "legend": legend}
    return render("table.html", **context, styled=True)


def page(title: str, body: str) -> str:
    """Return a whole page around HTML that was made here."""
    return render("page.html", title=title, body=_as_html(body))


def render(template: str, **context: object) -> str:
    """Fill in a template: texts are escaped, characters that XML does not allow become U+FFFD."""
    return _environment().get_template(template).render(**context)


def macros(template: str, **context: object) -> Any:
    """Return a template of macros, to be called by name; they see the context."""
    return _environment().get_template(template).make_module(context)


def source(template: str) -> str:
    """Return the text of a template as it is, for a script or a style."""
    environment = _environment()
    assert environment.loader is not None
    return _as_html(environment.loader.get_source(environment, template)[0])


def _as_html(text: str) -> Markup:
    """Return HTML that was made here, which templates take as it is."""
    from markupsafe import Markup  # comes with jinja2

    return Markup(text)


@cache
def _environment() -> Environment:
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined  # only pages need it

    rooms = ("table", "view")
    environment = Environment(
        loader=ChoiceLoader([PackageLoader("peacetrack", f"{room}/templates") for room in rooms]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_legible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "counted": counted,
        "dated": _dated,
        "isolated": isolated,
        "linked": _linked,
        "pixels": pixels,
        "tight": _tight,
    }
    environment.globals["paints"] = {str(s): look.light for s, look in STANCE_LOOKS.items()}
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment


def pixels(length: float) -> str:
    """Return a length in pixels to one decimal, as SVG writes it."""
    return f"{length:.1f}".removesuffix(".0")


def _tight(css: str) -> str:
    """Return a style sheet without the spaces that only people read; words in quotation marks stay."""
    found = re.compile(r'("[^"]*")|\s*([{};,>])\s*|(:)\s+')
    return _as_html(found.sub(lambda match: "".join(filter(None, match.groups())), css))


def _dated(value: object) -> str:
    """Return a text as HTML, marked so that no date breaks at the end of a line."""
    from markupsafe import escape  # comes with jinja2

    text = str(escape(_legible(value)))
    return _as_html(re.sub(_DATE, r'<span class="pt-date">\g<0></span>', text))


def _linked(value: object, places: Mapping[str, str]) -> str:
    """Return a text as HTML; the first mention of each name links to its place on the page.

    `places` gives the id of an element by the name.
    """
    if not places:
        return _dated(value)
    names = "|".join(re.escape(name) for name in sorted(places, key=len, reverse=True))
    # the pattern is a group, so every second part is a name
    parts = re.split(rf"(?<![\w/-])({names})(?![\w/-])", str(_legible(value)))
    link = _as_html('<a href="#{}">{}</a>')
    html: list[str] = []
    for number, part in enumerate(parts):
        first_mention = number % 2 == 1 and part not in parts[1:number:2]
        html.append(link.format(places[part], part) if first_mention else _dated(part))
    return _as_html("").join(html)


def _legible(value: object) -> object:
    text = str(value)  # of an object too: its text may hold words of a report
    return re.sub(_NO_XML, "\N{REPLACEMENT CHARACTER}", text) if re.search(_NO_XML, text) else value
