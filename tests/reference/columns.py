"""The page of columns: what every table holds."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator
from inspect import isroutine

import attrs

import peacetrack as pt
from peacetrack import analysis, coding
from peacetrack.publication.tables import PublishedClaim, PublishedReport
from peacetrack.table.columns import Column, shape_of

_HEAD = """# The columns of every table

Every list of results is a `Table`. `to_dicts()`, `to_csv(target)`, `to_jsonl(target)`, `to_pandas()`, `to_polars()` and
Arrow (`pyarrow.table(table)`, DuckDB; extra `frames`) give the same columns. Their names are stable. See
[take results to a data frame](../how-to/take-results-to-a-data-frame.md).

* A **time** is an instant in UTC: a timestamp in microseconds in Arrow, ISO 8601 text elsewhere.
* A **moment** is EDTF text; empty where only words are known. Next to it are `_earliest` and `_latest` (its bounds; empty
  where open), `_precision` (instant, day, month, season, year, decade, century, set, interval, unknown), `_said` (the words
  of the report) and `_inferred` (whether peacetrack filled it in). A time bound to an event reads `during berlin-talks`,
  without bounds.
* **JSON** is the [JSON form](peacetrack-written.schema.json): a value in `to_dicts`, text in CSV and Arrow. A lone text
  stays as it is.
* A **field** has the name of its statements: `content.binding` for a field of content, the bare name for a field of the claim
  itself, such as `stance`. So tables join on `term`, `party` and `field`.
* A **list** is a list in Arrow, JSON in CSV. An absence is its word, such as `withheld`.
* In CSV a text that begins with `=`, `+`, `-`, `@`, a tab or a return gets a single quote before it, so that no spreadsheet
  runs it as a formula.
"""

_PUBLISHED = {
    "reports.csv": PublishedReport,
    "claims.csv": PublishedClaim,
    "terms.csv": pt.Term,
    "parties.csv": pt.Party,
    "people.csv": pt.Person,
}
"""The tables of a publication that no question gives."""


def columns_page() -> str:
    """Return the page."""
    return "\n".join([_HEAD, *(_section(names, row) for row, names in _tables().items())])


def _tables() -> dict[type, list[str]]:
    """Return, by type of row, the calls that give tables of it."""
    found: dict[type, list[str]] = {}
    for name, row in _given():
        found.setdefault(row, []).append(name)
    return found


def _given() -> Iterator[tuple[str, type]]:
    for cls, prefix in ((pt.State, "state"), (pt.Standing, "standing"), (pt.Tracker, "talks")):
        for name in dir(cls):
            member = getattr(cls, name)
            if not name.startswith("_") and callable(member):
                yield from _row_of(f"{prefix}.{name}()", member)
            elif isinstance(member, property):
                yield from _row_of(f"{prefix}.{name}", member.fget)
    for prefix, module in (("analysis", analysis), ("pt.coding", coding)):
        for name in module.__all__:
            yield from _row_of(f"{prefix}.{name}()", getattr(module, name))
    for field, hint in typing.get_type_hints(pt.BatchResult).items():
        yield f"outcome.{field}", typing.get_args(hint)[0]
    yield from _PUBLISHED.items()


def _row_of(name: str, function: Callable[..., object] | None) -> Iterator[tuple[str, type]]:
    given = None if not isroutine(function) else typing.get_type_hints(function).get("return")
    if typing.get_origin(given) is pt.Table:
        yield name, typing.get_args(given)[0]


def _holds(column: Column) -> str:
    """What a column holds, in words."""
    return f"list of {column.type}" if column.many else str(column.type)


def _section(names: list[str], row: type) -> str:
    assert attrs.has(row)
    columns = [f"| `{column.name}` | {_holds(column)} |" for column in shape_of(row).columns]
    given = ", ".join(f"`{name}`" for name in names)
    return "\n".join([f"## {row.__name__}", "", given, "", "| column | holds |", "|---|---|", *columns, ""])
