"""The command that records reports: files of one, files of many, and tables."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from peacetrack import opening
from peacetrack.cli.hints import of_new
from peacetrack.cli.root import BY, RECORDED_AT, commands, learned_at, writing
from peacetrack.cli.screen import counting
from peacetrack.cli.streams import errors_name, form_at, say, say_receipt, there
from peacetrack.errors import InvalidInputError, PeacetrackError
from peacetrack.rules.claim_wording import report_in_words
from peacetrack.store import jsonl
from peacetrack.store.writer import BatchResult
from peacetrack.table.cell import one_line
from peacetrack.tracker import Tracker
from peacetrack.words.classes import frozen
from peacetrack.words.value import counted
from peacetrack.words.when import Moment

if TYPE_CHECKING:
    from peacetrack.intake.map import Map


@commands.command()
@click.argument("file")
@click.argument("reports", nargs=-1, required=True)
@click.option(
    "--map", "map_file", metavar="MAP", help="A TOML file that says what the columns of a table are."
)
@click.option("--dry-run", is_flag=True, help="Record nothing; say what would be recorded, and all problems.")
@RECORDED_AT
@BY
def log(
    file: str,
    reports: tuple[str, ...],
    map_file: str | None,
    dry_run: bool,
    recorded_at: str | None,
    by: str | None,
) -> None:
    """Record REPORTS in FILE, in their order.

    They are TOML, JSON or JSON Lines files, tables, or - for stdin, which holds TOML or JSON. A JSON Lines
    file holds one report a line; a table (CSV, TSV, XLSX, DNA) is read by its MAP, or is a coding sheet
    that was filled in. Bad lines and rows are listed with their number, and the good ones are recorded: the
    exit code is 2 then. A second coding of a source is recorded with a warning, and so is a report that
    extends an offer that is over without its stance (it renews nothing), or with its stance and not with
    what it asked for (that is dropped). So is what looks like a slip: a date
    to come, a year before 1000, a beginning a year before the publication, what an earlier report of that
    outlet and day says, a deadline that is postponed to a date (if extended, it is expected then), an event
    that no report is about where one of nearly its name is, or one whose id looks like that of another. A
    named speaker of no stated party is said to count as the own word of the party, and of an absence, such as
    `withheld`, of what stance it takes the place.

    Example: peacetrack log talks.db seeds/berlin-2025-12/seed-000.toml
    """
    from peacetrack.intake.map import as_map
    from peacetrack.intake.rows import TABLES

    several = (*TABLES, ".jsonl")
    if map_file is not None:
        _check_tables(reports, TABLES)
    forms = [None if name.lower().endswith(several) else form_at(name) for name in map(there, reports)]
    columns = None if map_file is None else as_map(there(map_file))
    logging = _Logging(dry_run, columns, learned_at(recorded_at))
    with writing(file, by) as ledger, _copied(ledger, dry_run) as tracker:
        problems = logging.all(tracker, zip(reports, forms, strict=True))
    if dry_run:
        say("nothing was recorded: this was a dry run")
    if problems:
        sys.exit(2)


def _check_tables(files: Collection[str], endings: tuple[str, ...]) -> None:
    """Refuse what a map cannot be for: it is read by its name, and a map says nothing of reports."""
    for name in files:
        if not name.lower().endswith((*endings, ".toml", ".json", ".jsonl")):
            what = "a map is for a table, and this is none by its name"
            raise InvalidInputError(what, where=name, repair=f"name a file in {', '.join(endings)}")


@frozen
class _Logging:
    """How files of many reports are recorded: whether only for show, by which map, and at what time."""

    is_dry: bool
    columns: Map | None
    recorded_at: Moment | None

    @property
    def done(self) -> str:
        """The act that was done, or would be, in words."""
        return "to record" if self.is_dry else "recorded"

    def all(self, tracker: Tracker, files: Iterable[tuple[str, Mapping[str, Any] | None]]) -> int:
        """Record files, say what looks odd in their reports, and return how many problems there were."""
        known = set(tracker.reports)
        problems = sum(self.of(tracker, name, form) for name, form in files)
        new = dict.fromkeys(id for id in tracker.reports if id not in known)
        for text in of_new(tracker, new):
            say(f"peacetrack: {one_line(text)}", err=True)
        return problems

    def of(self, tracker: Tracker, name: str, form: Mapping[str, Any] | None) -> int:
        """Record a file, of many reports where no form is given, and return the number of problems."""
        if form is None:
            return self.lines(tracker, name) if name.lower().endswith(".jsonl") else self.table(tracker, name)
        with errors_name(name):
            say_receipt(tracker.record(form, recorded_at=self.recorded_at), self.done)
        return 0

    def table(self, tracker: Tracker, name: str) -> int:
        """Record the reports of a table, and return the number of problems."""
        from peacetrack.intake.table import gathered

        with counting("rows") as count:
            table = gathered(name, self.columns, tracker.agenda, count, tracker.state().event_ids)
        with counting("reports") as count:
            outcome = tracker.record_all(table.drained(), progress=count, recorded_at=self.recorded_at)
        for line in table.described():
            say(f"peacetrack: {line}", err=True)
        for problem in outcome.problems:
            rows = ", ".join(map(str, table.places[problem.place]))
            say(f"peacetrack: {table.file}, row {rows}: {problem.error}", err=True)
        self._say_claims(tracker, outcome)
        problems = len(table.problems) + len(outcome.problems)
        recorded = counted(len(outcome.recorded), "uncoded report" if table.is_inbox else "report")
        reports = f"{recorded} {self.done}, {len(outcome.duplicates)} already there"
        rows = f"{counted(table.rows, 'row')}, {table.passed} passed over"
        say(f"{name}: {rows}; {reports}, {counted(problems, 'problem')}")
        return problems

    def lines(self, tracker: Tracker, name: str) -> int:
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
            outcome = tracker.record_all(readable(), progress=count, recorded_at=self.recorded_at)
        problems += [(places[problem.place], problem.error) for problem in outcome.problems]
        for where, error in problems:
            say(f"peacetrack: {where}: {error}", err=True)
        self._say_claims(tracker, outcome)
        recorded, duplicates = len(outcome.recorded), len(outcome.duplicates)
        say(f"{name}: {recorded} {self.done}, {duplicates} already there, {len(problems)} refused")
        return len(problems)

    def _say_claims(self, tracker: Tracker, outcome: BatchResult) -> None:
        """Print the first claims that a dry run would record."""
        if self.is_dry:
            reports, agenda = (tracker.reports[receipt.id] for receipt in outcome.recorded), tracker.agenda
            lines = list(islice((line for r in reports for line in report_in_words(r, agenda)), _SHOWN + 1))
            for line in lines[:_SHOWN]:
                say(f"  {one_line(line)}")
            if len(lines) > _SHOWN:
                say(f"  these are the first {_SHOWN} claims")


_SHOWN = 20
"""The most claims of a file of many reports that a dry run shows."""


@contextmanager
def _copied(ledger: Tracker, is_dry: bool) -> Iterator[Tracker]:
    """Give a copy for a dry run, which takes and refuses the same reports; else the ledger itself.

    It is a file: a copy in memory of many reports would be large.
    """
    if not is_dry:
        yield ledger
        return
    with TemporaryDirectory() as folder, opening.open(Path(folder) / "copy.db") as copy:
        copy.extend(ledger.entries())
        yield copy
