"""Commands that keep a ledger: checkpoint, verify, export, import, rebuild."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from peacetrack.cli.root import commands, existing
from peacetrack.cli.screen import counting
from peacetrack.cli.streams import as_utf8, text_of
from peacetrack.errors import InvalidInputError
from peacetrack.opening import begun, exported, opened
from peacetrack.store import jsonl
from peacetrack.tracker import Tracker


@commands.command()
@click.argument("ledger")
def checkpoint(ledger: str) -> None:
    """A short text to give to an outsider, who can prove later what LEDGER held.

    Example: peacetrack checkpoint talks.db > kept.txt
    """
    with opened(_kept(ledger)) as tracker:
        click.echo(str(tracker.checkpoint()), nl=False)


def _kept(ledger: str) -> str:
    """A ledger that is the same one each time it is read, which a folder of seeds is not."""
    if "://" not in ledger and Path(ledger).is_dir():
        raise InvalidInputError(
            "the words of a folder of seeds are salted anew each time it is read",
            where=ledger,
            repair=f"keep it in a file first: peacetrack import talks.db {ledger}",
        )
    return ledger


@commands.command()
@click.argument("ledger")
@click.argument("kept", required=False)
def verify(ledger: str, kept: str | None) -> None:
    """Prove that every entry of LEDGER is what was recorded, and extends the checkpoint KEPT.

    Example: peacetrack verify talks.db kept.txt
    """
    text = None if kept is None else text_of(kept)
    with opened(_kept(ledger)) as tracker:
        found = tracker.verify(text)
    click.echo(f"{found.size} entries are what was recorded, root {found.root.hex()}")
    if text is not None:
        click.echo("the checkpoint holds")


@commands.command()
@click.argument("ledger")
def export(ledger: str) -> None:
    """Write LEDGER to stdout as JSON Lines, one entry a line.

    Example: peacetrack export talks.db > talks.jsonl
    """
    entries = exported(ledger)
    as_utf8()
    with counting("entries", quiet=sys.stdout.isatty()) as count:
        for number, line in enumerate(jsonl.lines(entries)):
            sys.stdout.write(line)
            count(number)


@commands.command("import")
@click.argument("file")
@click.argument("ledger")
def import_(file: str, ledger: str) -> None:
    """Take a folder of seeds or an export, LEDGER, into FILE, made if missing, or into a server.

    What FILE already holds is left out, so an import that was interrupted can be run again. A folder
    of seeds is another ledger each time it is read, because its words are salted anew.

    Example: peacetrack import talks.db talks.jsonl
    """
    take = _taking(ledger)
    with Tracker.open(file) as target, counting("entries") as count:
        had = target.head
        take(target, count)
        head = target.head
    click.echo(f"{head - had} entries taken in, {head} in all")


def _taking(ledger: str) -> Callable[[Tracker, Callable[[int], object]], object]:
    """How a ledger is taken in; its beginning is read here, before a file is made."""
    if jsonl.is_export(ledger):
        lines = begun(jsonl.load(ledger))
        return lambda target, count: target.restore_all(lines, progress=count)
    entries = exported(ledger)
    return lambda target, count: target.extend(entries, progress=count)


@commands.command()
@click.argument("file")
def rebuild(file: str) -> None:
    """Make the tables that follow from the entries of FILE anew.

    Example: peacetrack rebuild talks.db
    """
    with Tracker.open(existing(file)) as tracker:
        click.echo(f"statements of {tracker.rebuild()} entries made anew")
