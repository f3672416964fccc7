"""Rows to plain HTML through the templates. The only importer of jinja2."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, caption: str = "") -> str:
    """A table with a header for each column; every text is escaped."""
    page = _environment().get_template("table.html")
    return page.render(columns=columns, rows=rows, caption=caption)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # only pages need it

    return Environment(
        loader=PackageLoader("peacetrack"), autoescape=True, undefined=StrictUndefined
    )
