"""Commands that prepare tables: a map of one that is there, and a coding sheet to fill in.

Tables are recorded in `cli.log`.
"""

from __future__ import annotations

import click

from peacetrack.cli.root import agenda_of, commands, reading
from peacetrack.cli.streams import errors_name, form_at, say, there
from peacetrack.errors import InvalidInputError
from peacetrack.form.file import write_file
from peacetrack.intake.sheet import coding_sheet
from peacetrack.intake.starting_map import starting_map
from peacetrack.tracker import Tracker


@commands.command(name="map")
@click.argument("table")
@click.option("-o", "output", metavar="FILE", help="The TOML file to write. Default: stdout.")
@click.option(
    "--map", "begun", metavar="MAP", help="A map that says how to read TABLE, such as its delimiter."
)
@click.option("--agenda", metavar="LEDGER", help="Leave out names that the agenda of LEDGER has.")
def map_(table: str, output: str | None, begun: str | None, agenda: str | None) -> None:
    """Write a map of TABLE to be filled in: its columns, and its words.

    TABLE is a CSV, TSV, XLSX or DNA (Discourse Network Analyzer) file. What a word means is left open as
    "?". Filled in, the map is for `log --map`.

    Example: peacetrack map votes.csv -o map.toml
    """
    declared = None if agenda is None else agenda_of(agenda)
    try:
        text = starting_map(there(table), None if begun is None else there(begun), agenda=declared)
    except InvalidInputError as error:
        if begun is None:  # there is no map yet to say it in
            error.repair = error.repair.replace("in the map", "in a file for --map")
        raise
    if output is None:
        say(text.rstrip("\n"))
    else:
        write_file(output, text.encode())


@commands.command()
@click.argument("agenda")
@click.option("-o", "output", metavar="FILE", required=True, help="The XLSX file to write.")
def sheet(agenda: str, output: str) -> None:
    """Write a coding sheet in XLSX, with drop-downs and a guide.

    AGENDA is a TOML or JSON file, or a LEDGER, whose events can be chosen too. One row is a claim. Filled
    in, the sheet comes back through `log`.

    Example: peacetrack sheet seeds/berlin-2025-12/agenda.toml -o coding.xlsx
    """
    if agenda == "-" or agenda.endswith((".toml", ".json")):
        form = form_at(agenda)
        with errors_name(agenda):
            coding_sheet(output, Tracker(form).agenda)
    else:
        with reading(agenda) as tracker:
            coding_sheet(output, tracker.agenda, events=tracker.state().event_ids)
