"""Commands that keep a ledger: checkpoint, verify, export, import."""

from __future__ import annotations

import sys

import click

from peacetrack.cli.root import commands, text_of
from peacetrack.intake import jsonl
from peacetrack.tracker import Tracker, opened


@commands.command()
@click.argument("ledger")
def checkpoint(ledger: str) -> None:
    """A short text to give to an outsider, who can prove later what LEDGER held.

    Example: peacetrack checkpoint talks.db > kept.txt
    """
    click.echo(str(opened(ledger).checkpoint()), nl=False)


@commands.command()
@click.argument("ledger")
@click.argument("kept", required=False)
def verify(ledger: str, kept: str | None) -> None:
    """Prove that every entry of LEDGER is what was recorded, and extends the checkpoint KEPT.

    Example: peacetrack verify talks.db kept.txt
    """
    text = None if kept is None else text_of(kept)
    found = opened(ledger).verify(text)
    click.echo(f"{found.size} entries are what was recorded, root {found.root.hex()}")
    if text is not None:
        click.echo("the checkpoint holds")


@commands.command()
@click.argument("ledger")
def export(ledger: str) -> None:
    """Write LEDGER to stdout as JSON Lines, one entry a line.

    Example: peacetrack export talks.db > talks.jsonl
    """
    for line in jsonl.lines(opened(ledger).entries()):
        sys.stdout.write(line)


@commands.command("import")
@click.argument("file")
@click.argument("ledger")
def import_(file: str, ledger: str) -> None:
    """Take a folder of seeds or an export, LEDGER, into FILE, made if missing, entry by entry.

    What FILE already holds is left out, so the import of an export that was interrupted can be run
    again. A folder of seeds is another ledger each time it is read, because its words are salted anew.

    Example: peacetrack import talks.db talks.jsonl
    """
    source = opened(ledger)
    with Tracker.open(file) as target:
        had = target.head
        target.extend(source.entries())
        click.echo(f"{target.head - had} entries taken in, {target.head} in all")
