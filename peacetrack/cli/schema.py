"""The command that says what files look like: schema."""

from __future__ import annotations

import json

import click

from peacetrack.cli.root import commands
from peacetrack.cli.streams import as_utf8
from peacetrack.form.codec import BODIES
from peacetrack.form.schema import schema as schema_of


@commands.command()
@click.argument("kind", required=False, type=click.Choice(list(BODIES)))
@click.option("--written", is_flag=True, help="As peacetrack writes it, where nothing is left out.")
def schema(kind: str | None, written: bool) -> None:  # noqa: FBT001 - click gives a flag
    """The JSON Schema of files: of one KIND, or of any.

    Editors complete and check TOML and JSON files by it (draft 2020-12).

    Example: peacetrack schema report > report.schema.json
    """
    as_utf8()
    click.echo(json.dumps(schema_of(kind, written=written), ensure_ascii=False, indent=1))
