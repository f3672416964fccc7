"""Commands that write to a ledger, and the coding sheet: init, log, sheet, correct, retract, redact."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import click

from peacetrack import opening
from peacetrack.analysis.coding import codings
from peacetrack.cli.root import commands, existing, writable
from peacetrack.cli.screen import counting
from peacetrack.cli.streams import errors_name, form_at, say, say_receipt, there
from peacetrack.errors import InvalidInputError, PeacetrackError
from peacetrack.intake.map import Map, as_map
from peacetrack.intake.rows import TABLES
from peacetrack.intake.sheet import coding_sheet
from peacetrack.intake.table import gathered
from peacetrack.store import jsonl
from peacetrack.store.place import PlaceKind, kind_of, shown
from peacetrack.store.place import existing as ledger_at
from peacetrack.table.cell import one_line
from peacetrack.tracker import Tracker
from peacetrack.words.value import counted

_BY = click.option("--by", metavar="NAME", help="The name that is kept with each entry. Default: none.")
_REASON = click.option("--reason", required=True, help="Why, for those who read it later; not empty.")


@commands.command()
@click.argument("file")
@click.argument("agenda")
@_BY
def init(file: str, agenda: str, by: str | None) -> None:
    """Declare an AGENDA in FILE, which is made if missing.

    AGENDA is a TOML or JSON file, or - for stdin.

    Example: peacetrack init talks.db seeds/berlin-2025-12/agenda.toml
    """
    form = form_at(agenda)
    with errors_name(agenda):
        if kind_of(writable(file)) is PlaceKind.NOTHING:
            Tracker(form)  # an error shows before a file is made
        with opening.open(file, recorder=by) as tracker:
            _check_same(tracker.agenda.id, form, file)
            say_receipt(tracker.declare(form))


def _check_same(id: str, form: Mapping[str, Any], file: str) -> None:
    """Refuse the agenda of another negotiation."""
    if id and form.get("id") != id:
        raise InvalidInputError(
            f"{shown(file)} is of {id!r}, and this agenda of {form.get('id')!r}",
            repair="name another file, or give the agenda the id of the negotiation",
        )


@commands.command()
@click.argument("file")
@click.argument("reports", nargs=-1, required=True)
@click.option(
    "--map", "map_file", metavar="MAP", help="A TOML file that says what the columns of a table are."
)
@click.option("--dry-run", is_flag=True, help="Record nothing; say what would be recorded, and all problems.")
@_BY
def log(file: str, reports: tuple[str, ...], map_file: str | None, dry_run: bool, by: str | None) -> None:  # noqa: FBT001 - click gives a flag
    """Record REPORTS in FILE, in their order: TOML, JSON or JSON Lines files, tables, or - for stdin.

    On stdin is TOML or JSON. A JSON Lines file holds one report a line; a table (CSV, TSV, XLSX) is read by
    its MAP, or is a coding sheet that was filled in. Bad lines and rows are listed with their number and the
    good ones are recorded.
    A report of a source that another report has coded already is recorded with a warning.

    Example: peacetrack log talks.db seeds/berlin-2025-12/seed-000.toml
    """
    several = (*TABLES, ".jsonl")
    forms = [None if name.lower().endswith(several) else form_at(name) for name in map(there, reports)]
    columns = None if map_file is None else as_map(there(map_file))
    problems = 0
    with opening.open(existing(file), recorder=by) as ledger:
        tracker = _copy(ledger) if dry_run else ledger
        known = set(tracker.reports)
        for name, form in zip(reports, forms, strict=True):
            if name.lower().endswith(TABLES):
                problems += _log_table(tracker, name, columns, "to record" if dry_run else "recorded")
            elif form is None:
                problems += _log_all(tracker, name)
            else:
                with errors_name(name):
                    say_receipt(tracker.record(form), "to record" if dry_run else "recorded")
        _warn_of_codings(tracker, known)
    if dry_run:
        say("nothing was recorded: this was a dry run")
    if problems:
        sys.exit(2)


def _copy(ledger: Tracker) -> Tracker:
    """Return a copy in memory, which takes and refuses the same reports."""
    copy = Tracker()
    copy.extend(ledger.entries())
    return copy


def _log_table(tracker: Tracker, name: str, columns: Map | None, done: str) -> int:
    """Record the reports of a table, and return the number of problems."""
    with counting("rows") as count:
        table = gathered(name, columns, tracker.agenda, count)
    with counting("reports") as count:
        outcome = tracker.record_all(table.drained(), progress=count)
    for line in table.described():
        say(f"peacetrack: {line}", err=True)
    for problem in outcome.problems:
        rows = ", ".join(map(str, table.places[problem.place]))
        say(f"peacetrack: {table.file}, row {rows}: {problem.error}", err=True)
    problems = len(table.problems) + len(outcome.problems)
    reports = f"{counted(len(outcome.recorded), 'report')} {done}, {len(outcome.duplicates)} already there"
    rows = f"{counted(table.rows, 'row')}, {table.passed} passed over"
    say(f"{name}: {rows}; {reports}, {counted(problems, 'problem')}")
    return problems


@commands.command()
@click.argument("agenda")
@click.option("-o", "output", metavar="FILE", required=True, help="The XLSX file to write.")
def sheet(agenda: str, output: str) -> None:
    """Write a coding sheet for AGENDA (TOML, JSON, or a LEDGER) in XLSX: drop-downs, and a guide.

    One row is a claim. Filled in, the sheet comes back through `log`.

    Example: peacetrack sheet seeds/berlin-2025-12/agenda.toml -o coding.xlsx
    """
    if agenda == "-" or agenda.endswith((".toml", ".json")):
        form = form_at(agenda)
        with errors_name(agenda):
            declared = Tracker(form).agenda
    else:
        with opening.open(ledger_at(agenda)) as tracker:
            declared = tracker.agenda
    coding_sheet(output, declared)


def _warn_of_codings(tracker: Tracker, known: Collection[str]) -> None:
    """Name the reports that code the source of another report, apart from those that were known."""
    for one, other in codings(tracker.state()):
        if other.id not in known:
            second, first = one_line(str(other.id)), one_line(str(one.id))
            what = f"{second} codes the same source as {first}: they count as one, and check compares their stances"
            say(f"peacetrack: {what}", err=True)


def _log_all(tracker: Tracker, name: str) -> int:
    """Record the reports of a file, one a line, and return how many were refused."""
    problems: list[tuple[str, PeacetrackError]] = []
    places: list[str] = []

    def readable() -> Iterator[Mapping[str, Any]]:
        for where, form in jsonl.reports(name):
            if isinstance(form, PeacetrackError):
                problems.append((where, form))
            else:
                places.append(where)
                yield form

    with counting("reports") as count:
        outcome = tracker.record_all(readable(), progress=count)
    problems += [(places[problem.place], problem.error) for problem in outcome.problems]
    for where, error in problems:
        say(f"peacetrack: {where}: {error}", err=True)
    recorded, duplicates = len(outcome.recorded), len(outcome.duplicates)
    say(f"{name}: {recorded} recorded, {duplicates} already there, {len(problems)} refused")
    return len(problems)


@commands.command()
@click.argument("file")
@click.argument("wrong")
@click.argument("report")
@_REASON
@_BY
def correct(file: str, wrong: str, report: str, reason: str, by: str | None) -> None:
    """Replace the report WRONG by REPORT, a TOML or JSON file, or -.

    Example: peacetrack correct talks.db seed-000 better.toml --reason "misread"
    """
    form = form_at(report)
    with opening.open(existing(file), recorder=by) as tracker, errors_name(report):
        say_receipt(tracker.correct(wrong, form, reason=reason), "corrected by")


@commands.command()
@click.argument("file")
@click.argument("wrong")
@click.option("--claim", type=int, metavar="N", help="Only the claim with this number, from 1.")
@_REASON
@_BY
def retract(file: str, wrong: str, claim: int | None, reason: str, by: str | None) -> None:
    """Withdraw the report WRONG, or one of its claims.

    Example: peacetrack retract talks.db seed-000 --reason "a forgery"
    """
    with opening.open(existing(file), recorder=by) as tracker:
        say_receipt(tracker.retract(wrong, reason=reason, claim=claim), "retracted")


@commands.command()
@click.argument("file")
@click.argument("report")
@_REASON
@_BY
def redact(file: str, report: str, reason: str, by: str | None) -> None:
    """Remove the free words of REPORT for good.

    It stays provable that they were there. The reason is kept: do not repeat in it what is removed.

    Example: peacetrack redact talks.db seed-000 --reason "names a source"
    """
    with opening.open(existing(file), recorder=by) as tracker:
        say_receipt(tracker.redact(report, reason=reason), "redacted")
