"""The root of the commands: what they share, and what happens when something is wrong."""

from __future__ import annotations

import sys

import click

from peacetrack.errors import PeacetrackError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="peacetrack")
def commands() -> None:
    """Who stands where on which term of a negotiation: when, as known when, according to whom.

    LEDGER is an SQLite file, a folder of seeds, or a JSON Lines export.
    """


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
