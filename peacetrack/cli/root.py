"""The root of the commands: what they share, and what happens when something is wrong."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Protocol

import click

from peacetrack.errors import InvalidInput, PeacetrackError


class Savable(Protocol):
    """What can be saved to a file."""

    def save(self, path: str, /) -> None:
        """Write it."""
        ...


class Command(click.Command):
    """A command whose help ends with an example that can be copied."""

    def __init__(self, name: str | None, *, help: str | None = None, **options: Any) -> None:
        text, _, example = (help or "").partition("Example: ")
        super().__init__(name, help=text, **options)
        self.example = " ".join(example.split())

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence, whole: the list of commands wraps it."""
        return " ".join((self.help or "").partition("\n\n")[0].split())

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the example; unlike all else it is not wrapped."""
        with formatter.section("Example"):
            formatter.write(f"  {self.example}\n")


class Commands(click.Group):
    """The group of all commands."""

    command_class = Command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="peacetrack")
def commands() -> None:
    """Who stands where on which term of a negotiation: when, as known when, according to whom.

    LEDGER is an SQLite file, a postgresql:// URL, a folder of seeds, or a JSON Lines export.

    It exits with 0; with 1 where `check --fail-on` found something; with 2 where something is wrong,
    which is said on stderr. NO_COLOR=1 turns colours off.
    """


def there(file: str) -> str:
    """The name of a file that is there, or - for stdin."""
    if file != "-" and not Path(file).is_file():
        raise InvalidInput("there is no such file", where=file)
    return file


def text_of(file: str) -> str:
    """What a file that was named holds, or stdin where it is named -."""
    given = sys.stdin.buffer.read() if file == "-" else Path(there(file)).read_bytes()
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
    """Run the command. It exits with 0, with 1 where findings are to fail, else with 2."""
    try:
        sys.exit(commands(standalone_mode=False))
    except click.exceptions.NoArgsIsHelpError as error:  # nothing was typed
        error.show()
        sys.exit(2)
    except (PeacetrackError, click.ClickException) as error:
        told = error.format_message() if isinstance(error, click.ClickException) else error
        click.echo(f"peacetrack: {told}", err=True)
        sys.exit(2)
    except click.Abort:  # by Ctrl-C
        sys.exit(130)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        sys.stderr.close()
        sys.exit(0)
