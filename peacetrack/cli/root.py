"""The root of the commands: what they share, and what happens when something is wrong."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Protocol

import click

from peacetrack.errors import InvalidInput, PeacetrackError


class Savable(Protocol):
    """What can be saved to a file."""

    def save(self, path: str, /) -> None:
        """Write it."""
        ...


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="peacetrack")
def commands() -> None:
    """Who stands where on which term of a negotiation: when, as known when, according to whom.

    LEDGER is an SQLite file, a postgresql:// URL, a folder of seeds, or a JSON Lines export.
    """


def text_of(file: str) -> str:
    """What a file that was named holds, or stdin where it is named -."""
    if file != "-" and not Path(file).is_file():
        raise InvalidInput("there is no such file", where=file)
    given = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    try:
        return given.decode()
    except UnicodeDecodeError as error:
        raise InvalidInput(f"this is no text in UTF-8: {error}", where=file) from None


def existing(file: str) -> str:
    """A ledger that is there, or a server: a name that was mistyped makes no new file."""
    if "://" not in file and not Path(file).is_file():
        raise InvalidInput(
            "there is no such ledger", where=file, repair=f"peacetrack init {file} AGENDA makes one"
        )
    return file


def written(page: Savable, file: str) -> None:
    """Save something to a file that was named."""
    try:
        page.save(file)
    except OSError as error:
        raise InvalidInput(f"it cannot be written: {error.strerror}", where=file) from None


def run() -> None:
    """Run the command; what is wrong goes to stderr in one message, and exits with 2."""
    try:
        commands()
    except PeacetrackError as error:
        click.echo(f"peacetrack: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        sys.stderr.close()
        sys.exit(0)
