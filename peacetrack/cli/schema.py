"""The command that prints the JSON Schema of files."""

from __future__ import annotations

import json

import click

from peacetrack.cli.root import agenda_of, commands
from peacetrack.cli.streams import as_utf8
from peacetrack.form.codec import BODIES
from peacetrack.form.schema import schema as schema_of
from peacetrack.form.schema import schema_of_class
from peacetrack.form.strict import strict_schema
from peacetrack.intake.map import Map
from peacetrack.words.isolate import escaped


@commands.command()
@click.argument("kind", required=False, type=click.Choice([*BODIES, "map"]))
@click.option("--ledger", help="Also the kinds of content that this LEDGER declares.")
@click.option("--written", is_flag=True, help="The form that peacetrack writes, with every field.")
@click.option("--strict", is_flag=True, help="Of a report, as structured output of language models takes it.")
@click.option(
    "--agenda", metavar="LEDGER", help="With --strict: the names to choose from are those of LEDGER."
)
def schema(kind: str | None, ledger: str | None, written: bool, strict: bool, agenda: str | None) -> None:
    """Print the JSON Schema of files.

    It is of one KIND, or of all that are recorded. Editors complete and check TOML and JSON files by it;
    its draft is 2020-12.

    Example: peacetrack schema report > report.schema.json
    """
    if strict != (agenda is not None) or (strict and kind != "report"):
        raise click.UsageError("it is schema report --strict --agenda LEDGER")
    as_utf8()
    declared = () if ledger is None else agenda_of(ledger).kinds
    if agenda is not None:
        form = strict_schema(agenda_of(agenda))
    elif kind == "map":
        form = schema_of_class(Map, "peacetrack: the map of a table")
    else:
        form = schema_of(kind, written=written, declared=declared)
    click.echo(escaped(json.dumps(form, ensure_ascii=False, indent=1)))
