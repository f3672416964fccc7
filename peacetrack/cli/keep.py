"""Commands that keep a ledger: checkpoint, verify, export, import, rebuild."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TypeVar

import click

from peacetrack import opening
from peacetrack.cli.root import commands, named, proven, reading, writable, writing
from peacetrack.cli.screen import counting
from peacetrack.cli.streams import as_utf8, text_of
from peacetrack.store import jsonl
from peacetrack.store.place import PlaceKind, kind_of
from peacetrack.words.isolate import isolated

_Item = TypeVar("_Item")


@commands.command()
@click.argument("ledger")
def checkpoint(ledger: str) -> None:
    """Print a short text that proves later what LEDGER held.

    Give it to an outsider to keep.

    Example: peacetrack checkpoint talks.db > kept.txt
    """
    with reading(proven(ledger)) as tracker:
        click.echo(str(tracker.checkpoint()), nl=False)


@commands.command()
@click.argument("ledger")
@click.argument("kept", required=False)
def verify(ledger: str, kept: str | None) -> None:
    """Check that every entry of LEDGER is what was recorded.

    With KEPT, check also that it extends this checkpoint.

    Example: peacetrack verify talks.db kept.txt
    """
    text = None if kept is None else text_of(kept)
    with reading(proven(ledger)) as tracker, counting("entries", rate=True) as count:
        proof = tracker.verify(text, progress=count)
    click.echo(f"{proof.size} entries are what was recorded, root {proof.root.hex()}")
    if text is not None:
        click.echo("the checkpoint holds")


@commands.command()
@click.argument("ledger")
def export(ledger: str) -> None:
    """Write LEDGER to stdout as JSON Lines, one entry a line.

    Example: peacetrack export talks.db > talks.jsonl
    """
    entries = _begun(opening.entries_at(named(ledger)))
    as_utf8()
    with counting("entries", quiet=sys.stdout.isatty()) as count:
        for number, line in enumerate(jsonl.lines(entries)):
            sys.stdout.write(line)
            count(number)


@commands.command("import")
@click.argument("file")
@click.argument("ledger")
@click.option("--trust-clock", is_flag=True, help="Take entries of an export from after today too.")
def import_(file: str, ledger: str, trust_clock: bool) -> None:
    """Copy LEDGER into FILE, which is made if missing.

    LEDGER is a folder of seeds, an export or another ledger. FILE can be a server. Entries that FILE
    already holds are skipped, so an import that was interrupted can be run again. A folder of seeds is
    another ledger each time it is read: its hashes differ.

    Example: peacetrack import talks.db talks.jsonl
    """
    is_export = kind_of(ledger) is PlaceKind.EXPORT
    entries = _begun(jsonl.load(ledger) if is_export else opening.entries_at(named(ledger)))
    with opening.open(writable(file)) as target, counting("entries") as count:
        before = target.head
        after = target.extend(entries, progress=count, trust_clock=trust_clock)
    click.echo(f"{after - before} entries taken in, {after} in all")


def _begun(items: Iterable[_Item]) -> Iterator[_Item]:
    """Return the same items after reading the first, so that an error shows before a file is made."""
    rest = iter(items)
    return chain(tuple(islice(rest, 1)), rest)


@commands.command()
@click.argument("place")
def ledgers(place: str) -> None:
    """List the ledgers of a file or a server, with their entries.

    Ask one of them by its name, as in `peacetrack --ledger geneva board talks.db`.

    Example: peacetrack ledgers talks.db
    """
    for name, entries in opening.ledgers_at(place).items():
        click.echo(f"{isolated(name)}: {entries} {'entry' if entries == 1 else 'entries'}")


@commands.command()
@click.argument("file")
def rebuild(file: str) -> None:
    """Compute the tables that follow from the entries of FILE again.

    Example: peacetrack rebuild talks.db
    """
    with writing(file) as tracker:
        click.echo(f"statements of {tracker.rebuild()} entries made again")
