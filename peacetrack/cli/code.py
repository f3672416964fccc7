"""Commands for coders: compare, check-quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

import peacetrack as pt
from peacetrack.cli.asked import complete_coding, format_option, write_rows
from peacetrack.cli.root import agenda_of, commands, reading
from peacetrack.cli.screen import show
from peacetrack.cli.streams import as_utf8, errors_name, form_at, say
from peacetrack.errors import DECIDE, ReportNotFoundError
from peacetrack.form.file import write_file
from peacetrack.ledger.admission import read_report
from peacetrack.store import toml
from peacetrack.store.place import shown
from peacetrack.words.value import as_name, counted

if TYPE_CHECKING:
    from peacetrack.table.table import Table
    from peacetrack.tracker import Tracker
    from peacetrack.words.report import Report
    from peacetrack.words.term import Agenda

_FORMAT = format_option(
    ("table", "jsonl", "csv", "xlsx"), "For people what needs a look; for programs every row."
)
_AGENDA = click.option("--agenda", metavar="LEDGER", help="Resolve names by the agenda of this LEDGER.")


@commands.command()
@click.argument(
    "names", nargs=-1, required=True, metavar="A B | LEDGER ID ID", shell_complete=complete_coding
)
@_AGENDA
@click.option(
    "--merge", is_flag=True, help="Write one report: what agrees, and marks where a person decides."
)
@click.option("-o", "output", metavar="FILE", help="Write the merged report to FILE. Default: stdout.")
@_FORMAT
def compare(names: tuple[str, ...], agenda: str | None, merge: bool, output: str | None, form: str) -> None:
    """Compare two codings of one source, field by field.

    A and B are TOML or JSON files, or - for stdin; they need not be recorded. With LEDGER, each ID is that
    of a report or a proposal in it. A merged report is refused by `log` until each `decide` in it is
    replaced.

    Example: peacetrack compare anna.toml ben.toml --agenda talks.db --merge -o both.toml
    """
    if output is not None and not merge:
        raise click.UsageError("-o is for --merge")
    one, other, declared = _codings(names, agenda)
    as_utf8()
    if merge:
        _write(pt.coding.merge(one, other, agenda=declared), output)
    elif form == "table":
        _show(pt.coding.compare(one, other, agenda=declared))
    else:
        write_rows(pt.coding.compare(one, other, agenda=declared), form)


@commands.command("check-quotes")
@click.argument("ledger")
@click.option("--texts", metavar="DIR", required=True, help="The folder of the texts that were coded.")
@_FORMAT
def check_quotes(ledger: str, texts: str, form: str) -> None:
    """Look up the quotes of LEDGER in the texts of their sources.

    The text of a report has the sha256 of its source, or the id of the report as its name. A quote is
    found, moved, ambiguous or absent, or its text changed. The exit code is 1 where no claim quotes any
    words, or a quote was not seen in its text: absent, the text changed, unreadable, or no text.

    Example: peacetrack check-quotes talks.db --texts texts
    """
    with reading(ledger) as tracker:
        rows = pt.coding.check_quotes(tracker.state(), texts)
    as_utf8()
    if form != "table":
        write_rows(rows, form)
    elif rows:
        _show_quotes(rows)
    if not rows:
        say(f"there is nothing to check: no claim of {shown(ledger)} quotes any words", err=form != "table")
    fate = pt.coding.QuoteFate
    unseen = (fate.ABSENT, fate.TEXT_CHANGED, fate.UNREADABLE, fate.NO_TEXT)
    if not rows or any(row.fate in unseen for row in rows):
        click.get_current_context().exit(1)


def _show_quotes(rows: Table[pt.coding.QuoteCheck]) -> None:
    others = rows.filter(lambda row: row.fate is not pt.coding.QuoteFate.FOUND)
    counts = Counter(row.fate for row in others)
    fates = "".join(f", {count} {fate}" for fate, count in counts.items())
    title = f"{len(rows) - len(others)} of {counted(len(rows), 'quote')} found{fates}"
    if others:
        show(others.to_grid(title))
    else:
        say(title)


def _codings(names: tuple[str, ...], agenda: str | None) -> tuple[Report, Report, Agenda | None]:
    """Return two reports that were named, two files or a ledger and two ids, and the agenda of both."""
    if len(names) == 3 and agenda is None:
        with reading(names[0]) as tracker:
            return _kept(tracker, names[1]), _kept(tracker, names[2]), tracker.agenda
    if len(names) != 2 or names[0].endswith((".db", ".jsonl")):
        raise click.UsageError("name two files, or a ledger and the ids of two reports")
    declared = None if agenda is None else agenda_of(agenda)
    return _report(names[0], declared), _report(names[1], declared), declared


def _kept(tracker: Tracker, id: str) -> Report:
    """Return a report that is recorded, else one that is proposed."""
    name, proposals = as_name(id), {proposed.id: proposed for proposed in tracker.proposals()}
    if name in tracker.reports:
        return tracker.reports[name]
    if name not in proposals:
        raise ReportNotFoundError(name, [*tracker.reports, *proposals], what="report or proposal")
    return proposals[name].report


def _report(file: str, agenda: Agenda | None) -> Report:
    form = form_at(file)
    with errors_name(file):
        return read_report(form, agenda)


def _write(form: Mapping[str, Any], output: str | None) -> None:
    text = toml.written(form)
    if output is None:
        click.echo(text, nl=False)
        return
    write_file(output, text.encode())
    parts = (form.get("source", {}), *form["claims"])
    marks = sum(name.startswith(DECIDE) for part in parts for name in part)
    say(f"{output}: merged, {counted(marks, 'mark')} to decide")


def _show(pairs: Table[pt.coding.Pair]) -> None:
    differing = pairs.filter(lambda pair: pair.match is not pt.coding.Match.SAME)
    show(differing.to_grid(f"{len(differing)} of {counted(len(pairs), 'field')} differ"))
    click.echo()
    show(pt.coding.agreement(pairs).to_grid("Agreement"))
