"""The page of the command line: every command with its help, arguments, options and example."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc

import click

from peacetrack.cli.root import NAMES, Command, commands

_HEAD = """# The command line

Every command with its options, as `peacetrack COMMAND --help` prints them. [Ask on the command
line](../how-to/ask-on-the-command-line.md) says which command answers which question.

* LEDGER is an SQLite file, a `postgresql://` URL, a folder of seeds, or a JSON Lines export. FILE is an SQLite file
  or a URL, which is written to.
* TIME is a day, an instant, or a coarser time as in reports. SEQ is the number of an entry.
* The exit code is 0 on success, 2 on an error, and 1 only where `check --fail-on`, `diff --exit-code` or
  `check-quotes` found something.
* `NO_COLOR=1` turns colours off.
"""


def commands_page() -> str:
    """Return the page."""
    return "\n".join([_HEAD, *map(_section, NAMES)])


def _section(name: str) -> str:
    root = click.Context(commands, info_name="peacetrack")
    command = commands.get_command(root, name)
    assert isinstance(command, Command)
    context = click.Context(command, info_name=name, parent=root)
    usage = command.get_usage(context).removeprefix("Usage: ")
    text = cleandoc(command.help or "")
    return "\n".join(
        [
            f"## {name}",
            "",
            f"```text\n{usage}\n```",
            "",
            text,
            "",
            *_options(command, context),
            *_example(command),
        ]
    )


def _options(command: Command, context: click.Context) -> Iterator[str]:
    records = [
        one.get_help_record(context) for one in command.get_params(context) if isinstance(one, click.Option)
    ]
    rows = [
        (option, text) for option, text in filter(None, records) if option not in ("-h, --help", "--help")
    ]
    if rows:
        yield "| option | |\n|---|---|"
        yield from (f"| `{option.replace('|', chr(92) + '|')}` | {_cell(text)} |" for option, text in rows)
        yield ""


def _cell(text: str) -> str:
    return " ".join(text.replace("|", r"\|").split())


def _example(command: Command) -> Iterator[str]:
    if command.example:
        yield f"```text\n{command.example}\n```\n"
