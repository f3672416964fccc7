"""The description of a publication: `datapackage.json`, by the Data Package standard (Frictionless)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from peacetrack.publication.about import About
from peacetrack.publication.references import Reference
from peacetrack.publication.tables import Published
from peacetrack.publication.written import is_web
from peacetrack.table.columns import Column, ColumnType, shape_of
from peacetrack.table.values import plain

PACKAGE = "datapackage.json"

_TYPES = {
    ColumnType.TEXT: "string",
    ColumnType.BOOLEAN: "boolean",
    ColumnType.INTEGER: "integer",
    ColumnType.NUMBER: "number",
    ColumnType.TIME: "datetime",
    ColumnType.JSON: "any",
}
"""What the columns of a table are in a table schema."""


def data_package(
    about: About, tables: Iterable[Published], files: Mapping[str, bytes], references: Iterable[Reference]
) -> dict[str, Any]:
    """Return the description of a publication.

    Only CSV files are resources: programs that check a package do not read lists in Parquet.
    """
    licences = {} if about.licence is None else {"licenses": [{"name": about.licence}]}
    return {
        "profile": "data-package",
        "name": package_name(about.agenda.id),
        "title": about.title,
        "version": about.version,
        "created": plain(about.created),
        **licences,
        "contributors": [{"title": author, "role": "author"} for author in about.authors],
        "sources": list({json.dumps(source): source for source in map(_source, references)}.values()),
        "resources": [resource(table, files) for table in tables],
        "peacetrack": {
            "agenda": about.agenda.id,
            "valid": plain(about.basis.valid),
            "known": about.basis.known,
            "trust": about.trust,
            "held_back": about.held_back,
            "sha256": {name: sha256(content).hexdigest() for name, content in files.items()},
        },
    }


def is_package_of(file: Path, agenda: str) -> bool:
    """Return whether a file describes a publication of a negotiation."""
    try:
        return bool(json.loads(file.read_bytes())["peacetrack"]["agenda"] == agenda)
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return False


def resource(table: Published, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the description of a table."""
    content = files[f"{table.name}.csv"]
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "title": table.holds,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": table_schema(table),
    }


def _source(reference: Reference) -> dict[str, str]:
    """Return a reference as a source of the data."""
    outlet = reference.get("container-title")
    title = reference.get("title") or outlet or reference.get("URL") or reference["author"][0]["literal"]
    return {"title": title} | ({"path": reference["URL"]} if is_web(reference.get("URL")) else {})


def table_schema(table: Published) -> dict[str, Any]:
    """Return the schema of a table: its fields with their types, and its keys."""
    fields = [
        _field(column, required=column.name in table.key) for column in shape_of(table.row_type).columns
    ]
    key = {"primaryKey": list(table.key)} if table.key else {}
    foreign = [
        {
            "fields": list(foreign.columns),
            "reference": {
                "resource": "" if foreign.table == table.name else foreign.table,
                "fields": list(foreign.key),
            },
        }
        for foreign in table.foreign
    ]
    return {"fields": fields, "missingValues": [""], **key, **({"foreignKeys": foreign} if foreign else {})}


def _field(column: Column, *, required: bool) -> dict[str, Any]:
    type = "array" if column.many else _TYPES[column.type]
    format = {"format": "any"} if type == "datetime" else {}
    constraints = {"constraints": {"required": True}} if required else {}
    return {"name": column.name, "type": type, **format, **constraints}


def package_name(id: str) -> str:
    """Return the id of an agenda as the name of a package: small letters, digits and hyphens."""
    return re.sub("[^a-z0-9]+", "-", id.casefold()).strip("-") or "negotiation"
