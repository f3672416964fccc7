"""Pages of docs/reference that follow from the code: `python -m tests.reference` writes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

from peacetrack.form import schema
from peacetrack.intake import Map
from tests.reference.api import MODULES, api_page, errors_page, module_page, page_name
from tests.reference.columns import columns_page
from tests.reference.commands import commands_page
from tests.reference.form import form_page
from tests.reference.sql import sql_page
from tests.reference.vocabulary import vocabulary_page

FOLDER = Path(__file__).parents[2] / "docs" / "reference"


def schema_text(*, written: bool) -> str:
    """Return the JSON Schema of everything that may be recorded."""
    return json.dumps(schema.schema(written=written), indent=1, ensure_ascii=False) + "\n"


def map_schema_text() -> str:
    """Return the JSON Schema of the maps of tables."""
    form = schema.schema_of_class(Map, "peacetrack: the map of a table")
    return json.dumps(form, indent=1, ensure_ascii=False) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "api.md": api_page,
    **{f"api/{page_name(title)}": partial(module_page, title) for title in MODULES},
    "api/errors.md": errors_page,
    "columns.md": columns_page,
    "commands.md": commands_page,
    "json-form.md": form_page,
    "sql.md": sql_page,
    "vocabulary.md": vocabulary_page,
    "peacetrack.schema.json": lambda: schema_text(written=False),
    "map.schema.json": map_schema_text,
    "peacetrack-written.schema.json": lambda: schema_text(written=True),
}
