"""Commands that write to an SQLite file: init, log, correct, retract."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from peacetrack.cli.root import commands
from peacetrack.errors import InvalidInput
from peacetrack.intake import toml
from peacetrack.ledger import Receipt
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
    with Tracker.open(file, recorder=by) as tracker:
        _told(tracker.declare(form))


@commands.command()
@click.argument("file")
@click.argument("reports", nargs=-1, required=True)
@_BY
def log(file: str, reports: tuple[str, ...], by: str | None) -> None:
    """Record REPORTS (TOML, JSON, or - for stdin) in FILE, in their order.

    Example: peacetrack log talks.db seeds/berlin-2025-12/seed-000.toml
    """
    forms = [_form(report) for report in reports]
    with Tracker.open(file, recorder=by) as tracker:
        for form in forms:
            _told(tracker.record(form))


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
    with Tracker.open(file, recorder=by) as tracker:
        _told(tracker.correct(wrong, form, reason=reason))


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
    with Tracker.open(file, recorder=by) as tracker:
        _told(tracker.retract(wrong, reason=reason, claim=claim))


def _form(place: str) -> Mapping[str, Any]:
    """The mapping that a file, or stdin, holds."""
    if place.endswith(".toml"):
        return toml.parsed(Path(place))
    text = sys.stdin.read() if place == "-" else _text(Path(place))
    try:
        form = json.loads(text)
    except ValueError as error:
        raise InvalidInput(f"this is no JSON: {error}", where=place) from None
    if not isinstance(form, dict):
        raise InvalidInput("a file holds one mapping", where=place)
    return form


def _text(path: Path) -> str:
    if not path.is_file():
        raise InvalidInput("there is no such file", where=str(path))
    return path.read_text(encoding="utf-8")


def _told(receipt: Receipt) -> None:
    verb = "recorded" if receipt.new else "already there"
    click.echo(
        f"{verb}: {receipt.id}, entry {receipt.seq}, {receipt.recorded_at:%Y-%m-%d %H:%M} UTC"
    )
