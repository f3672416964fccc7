"""The command that prints what changed since it last ran."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import attrs
import click

from peacetrack.cli.asked import Asked, asking
from peacetrack.cli.root import commands, proven
from peacetrack.cli.streams import say
from peacetrack.errors import InvalidInputError
from peacetrack.form.file import write_file
from peacetrack.store.place import LEDGER, MAIN, PlaceKind, kind_of
from peacetrack.table.cell import one_line
from peacetrack.table.values import plain
from peacetrack.words.classes import frozen
from peacetrack.words.when import as_instant

if TYPE_CHECKING:
    from peacetrack.ledger.entry import Entry
    from peacetrack.state import State


@commands.command()
@asking
@click.option(
    "--since-file",
    "file",
    metavar="FILE",
    help="Where the last run is kept. Default: LEDGER with .seen added.",
)
def watch(asked: Asked, file: str | None) -> None:
    """Show what changed since this command last ran.

    What it saw is kept in a small file. The first run writes the file, and compares nothing.

    Example: peacetrack watch talks.db
    """
    ledger = proven(asked.ledger)
    seen_at = Path(file or _beside(ledger))
    after = asked.state()
    last = _seen(seen_at)
    if last is None:
        write_file(seen_at, _seen_form(after))
        asked.working.stop()
        say(
            one_line(
                f"the first run: from entry {after.basis.known} on, changes are shown; kept in {seen_at}"
            )
        )
        return
    asked.answer_changes(_state_of(last, after, seen_at), after)
    write_file(seen_at, _seen_form(after))


def _beside(ledger: str) -> str:
    if kind_of(ledger) is PlaceKind.SERVER:
        raise click.UsageError("a server has no place for a file; give --since-file FILE")
    name = LEDGER.get()
    return f"{ledger}.seen" if name == MAIN else f"{ledger}.{quote(name, safe='')}.seen"


# What was seen


@frozen
class _Seen:
    """The basis of a run, and the hash of the last entry that it knew."""

    valid: str = attrs.field(validator=attrs.validators.instance_of(str))
    known: int = attrs.field(validator=attrs.validators.instance_of(int))
    hash: str = attrs.field(validator=attrs.validators.instance_of(str))


def _seen_form(state: State) -> bytes:
    form = {"valid": plain(state.basis.valid), "known": state.basis.known, "hash": _hash(state.entries)}
    return json.dumps(form).encode() + b"\n"


def _hash(entries: list[Entry]) -> str:
    return entries[-1].leaf.hex() if entries else ""


def _seen(file: Path) -> _Seen | None:
    """Return what the last run saw; None where there was none."""
    if not file.exists():
        return None
    try:
        form: Any = json.loads(file.read_bytes())
        seen = _Seen(**form)
        as_instant(seen.valid)
    except (OSError, ValueError, TypeError, RecursionError):
        repair = "give another one with --since-file"
        raise InvalidInputError("this is no file of watch", where=str(file), repair=repair) from None
    return seen


def _state_of(seen: _Seen, after: State, file: Path) -> State:
    """Return the state that the last run saw; refuse a file of another ledger."""
    if not 0 <= seen.known <= len(after.entries) or _hash(after.entries[: seen.known]) != seen.hash:
        what = "the file was kept for another ledger, or entries were taken away"
        raise InvalidInputError(
            what, where=str(file), repair="delete it to begin again, or give --since-file"
        )
    return after.at(valid=seen.valid, known=seen.known)
