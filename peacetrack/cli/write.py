"""Commands that write to a ledger: init, log, correct, retract, redact."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from peacetrack.cli.root import commands, existing
from peacetrack.cli.screen import counting
from peacetrack.cli.streams import say, text_of, there
from peacetrack.errors import ConflictError, InvalidInputError, PeacetrackError
from peacetrack.ledger.ledger import Receipt
from peacetrack.store import jsonl, toml
from peacetrack.store.place import is_there
from peacetrack.table.grid import one_line
from peacetrack.tracker import Tracker

_BY = click.option("--by", metavar="NAME", help="Who records. Default: nobody is named.")
_REASON = click.option("--reason", required=True, help="Why, for those who read it later.")


@commands.command()
@click.argument("file")
@click.argument("agenda")
@_BY
def init(file: str, agenda: str, by: str | None) -> None:
    """Declare an AGENDA (TOML, JSON, or - for stdin) in FILE, made if missing.

    Example: peacetrack init talks.db seeds/berlin-2025-12/agenda.toml
    """
    form = _form(agenda)
    with _taking(agenda):
        if not is_there(file):
            Tracker(form)  # what is wrong is told before a file is made
        with Tracker.open(file, recorder=by) as tracker:
            _check_same(tracker.agenda.id, form, file)
            _told(tracker.declare(form))


def _check_same(id: str, form: Mapping[str, Any], file: str) -> None:
    """A ledger is of one negotiation."""
    if id and form.get("id") != id:
        raise InvalidInputError(
            f"{file} is of {id!r}, and this agenda of {form.get('id')!r}",
            repair="name another file, or give the agenda the id of the negotiation",
        )


@commands.command()
@click.argument("file")
@click.argument("reports", nargs=-1, required=True)
@_BY
def log(file: str, reports: tuple[str, ...], by: str | None) -> None:
    """Record REPORTS (TOML, JSON or JSON Lines files; - for TOML or JSON on stdin) in FILE, in their order.

    Of JSON Lines, one report a line, a bad one is told with its line and the good ones are recorded.

    Example: peacetrack log talks.db seeds/berlin-2025-12/seed-000.toml
    """
    forms = [None if name.endswith(".jsonl") else _form(name) for name in map(there, reports)]
    problems = 0
    with Tracker.open(existing(file), recorder=by) as tracker:
        for name, form in zip(reports, forms, strict=True):
            if form is None:
                problems += _log_all(tracker, name)
                continue
            with _taking(name):
                _told(tracker.record(form))
    if problems:
        sys.exit(2)


def _log_all(tracker: Tracker, name: str) -> int:
    """Record the reports of a file, one a line; gives how many could not be."""
    problems: list[tuple[str, PeacetrackError]] = []
    places: list[str] = []

    def good() -> Iterator[Mapping[str, Any]]:
        for where, form in jsonl.reports(name):
            if isinstance(form, PeacetrackError):
                problems.append((where, form))
            else:
                places.append(where)
                yield form

    with counting("reports") as count:
        outcome = tracker.record_all(good(), progress=count)
    problems += [(places[problem.place], problem.error) for problem in outcome.problems]
    for where, error in problems:
        say(f"peacetrack: {where}: {error}", err=True)
    told = (len(outcome.recorded), len(outcome.duplicates), len(problems))
    say(f"{name}: {told[0]} recorded, {told[1]} already there, {told[2]} refused")
    return len(problems)


@commands.command()
@click.argument("file")
@click.argument("wrong")
@click.argument("report")
@_REASON
@_BY
def correct(file: str, wrong: str, report: str, reason: str, by: str | None) -> None:
    """Put REPORT (TOML, JSON, or - for stdin) in the place of the report WRONG.

    Example: peacetrack correct talks.db seed-000 better.toml --reason "misread"
    """
    form = _form(report)
    with Tracker.open(existing(file), recorder=by) as tracker, _taking(report):
        _told(tracker.correct(wrong, form, reason=reason), "corrected by")


@commands.command()
@click.argument("file")
@click.argument("wrong")
@click.option("--claim", type=int, metavar="N", help="Only the claim with this number, from 1.")
@_REASON
@_BY
def retract(file: str, wrong: str, claim: int | None, reason: str, by: str | None) -> None:
    """Withdraw the report WRONG, or one claim of it.

    Example: peacetrack retract talks.db seed-000 --reason "a forgery"
    """
    with Tracker.open(existing(file), recorder=by) as tracker:
        _told(tracker.retract(wrong, reason=reason, claim=claim), "retracted")


@commands.command()
@click.argument("file")
@click.argument("report")
@_REASON
@_BY
def redact(file: str, report: str, reason: str, by: str | None) -> None:
    """Take away the words of REPORT for good; that they were there stays provable.

    The reason is kept: do not repeat in it what is to be gone.

    Example: peacetrack redact talks.db seed-000 --reason "names a source"
    """
    with Tracker.open(existing(file), recorder=by) as tracker:
        _told(tracker.redact(report, reason=reason), "redacted")


def _form(place: str) -> Mapping[str, Any]:
    """The mapping that a file, or stdin, holds."""
    if place.endswith(".toml"):
        return toml.parsed(Path(place))
    text = text_of(place)
    if place == "-" and not text.lstrip().startswith("{"):  # a mapping of JSON begins so
        return toml.mapping(text, where="stdin")
    return jsonl.mapping(text, where=place)


@contextmanager
def _taking(name: str) -> Iterator[None]:
    """Tells which file it is that cannot be taken."""
    try:
        yield
    except (InvalidInputError, ConflictError) as error:
        error.where = f"{name}: {error.where}".removesuffix(": ")
        raise


def _told(receipt: Receipt, done: str = "recorded") -> None:
    verb = done if receipt.new else "already there"
    when = f"{receipt.recorded_at:%Y-%m-%d %H:%M} UTC"
    say(f"{verb}: {one_line(receipt.id)}, entry {receipt.seq}, {when}")
