"""The root of the commands: where each is, what they share, and how an error is shown."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from peacetrack.cli.streams import finish, prepare, say, while_read
from peacetrack.errors import InvalidInputError, PeacetrackError, located, nearest
from peacetrack.store import place
from peacetrack.store.place import PlaceKind, kind_of, shown, shown_words
from peacetrack.words.isolate import isolated

if TYPE_CHECKING:
    from peacetrack.tracker import Tracker
    from peacetrack.words.term import Agenda
    from peacetrack.words.when import Moment


class Command(click.Command):
    """A command with a help text that ends with an example to copy."""

    def __init__(self, name: str | None, *, help: str | None = None, **options: Any) -> None:
        text, _, example = (help or "").partition("Example: ")
        super().__init__(name, help=text, **options)
        self.example = " ".join(example.split())

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error about the value of an option names the option."""
        try:
            return super().invoke(ctx)
        except InvalidInputError as error:
            options = {option.name: option.opts[0] for option in self.params if option.opts[0] != option.name}
            error.where = options.get(error.where, error.where)
            raise

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first sentence uncut, for the list of commands."""
        return " ".join((self.help or "").partition("\n\n")[0].split())

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the example on one line, so that it can be copied."""
        with formatter.section("Example"):
            formatter.write(f"  {self.example}\n")


_SECTIONS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "Ask": {
        "board": {"board": "Show where every party stands on every term."},
        "read": {
            "brief": "Show what blocks, changed and is next; or write a page.",
            "check": "Show what is wrong with the deal, worst first.",
            "diff": "Show what changed since a time, and why.",
            "gaps": "Show what still stands between the parties, field by field.",
            "history": "Show where PARTY stood on TERM over time, oldest first.",
            "trend": "Show how far the deal, or a term, had come over a span of time.",
            "why": "Show what the standing of PARTY on TERM rests on.",
            "watch": "Show what changed since this command last ran.",
        },
    },
    "Record": {
        "log": {"log": "Record REPORTS in FILE, in their order."},
        "write": {
            "correct": "Replace the report WRONG by REPORT, a TOML or JSON file, or -.",
            "init": "Declare an AGENDA in FILE, which is made if missing.",
            "redact": "Remove the free words of REPORT for good.",
            "retract": "Withdraw the report WRONG, or one of its claims.",
            "edit": "Correct REPORT in an editor: $VISUAL, else $EDITOR.",
        },
    },
    "Review": {
        "review": {"review": "Show the next open proposal, and what it would change."},
        "code": {
            "check-quotes": "Look up the quotes of LEDGER in the texts of their sources.",
            "compare": "Compare two codings of one source, field by field.",
        },
    },
    "Keep": {
        "keep": {
            "checkpoint": "Print a short text that proves later what LEDGER held.",
            "export": "Write LEDGER to stdout as JSON Lines, one entry a line.",
            "import": "Copy LEDGER into FILE, which is made if missing.",
            "ledgers": "List the ledgers of a file or a server, with their entries.",
            "rebuild": "Compute the tables that follow from the entries of FILE again.",
            "verify": "Check that every entry of LEDGER is what was recorded.",
        }
    },
}
"""The commands on the first page of the help by the modules of this folder that declare them.

Each has its first sentence, so that showing the page imports no command.
"""
_LISTINGS = "assessments disputes events moves overdue packages paths pivots questions reports silences support windows"
_BY_NAME: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "Ask": ("Rows of one question", {"listings": _LISTINGS}),
    "Record": ("For tables, and to check files", {"tables": "map sheet", "lint": "lint"}),
    "Review": ("Proposals", {"propose": "accept amend dismiss propose"}),
    "Keep": (
        "For others",
        {
            "assistant": "mcp",
            "draw": "draw",
            "publish": "calendar codebook datasette feed publish",
            "schema": "schema",
        },
    ),
}
"""The commands that a section gives by their names only: a text, and the names by module."""

MODULES: Mapping[str, Sequence[str]] = {
    **{module: [*names] for section in _SECTIONS.values() for module, names in section.items()},
    **{module: names.split() for _, section in _BY_NAME.values() for module, names in section.items()},
}
"""The commands that each module of this folder declares. It is imported when one of them is named."""
NAMES = sorted(chain(*MODULES.values()))
"""The names of all commands."""


class Commands(click.Group):
    """The group of all commands. The reader of a pipe may stop at any time."""

    command_class = Command

    def make_context(self, *given: Any, **more: Any) -> click.Context:
        """Read the command line; --help and --version print here."""
        with while_read():
            return super().make_context(*given, **more)
        raise click.exceptions.Exit(0)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return NAMES

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, and import the module that declares it."""
        for module, names in MODULES.items():
            if cmd_name in names:
                import_module(f"peacetrack.cli.{module}")
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is named; of a mistyped one, say which is most like it."""
        near = None if args[0] in NAMES else nearest(args[0], NAMES)
        if near is not None:
            ctx.fail(f"there is no command {args[0]!r}; did you mean {near!r}?")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by what they are for; the last ones of a section by name only."""
        for title, modules in _SECTIONS.items():
            text, others = _BY_NAME[title]
            with formatter.section(title):
                formatter.write_dl([row for commands in modules.values() for row in commands.items()])
                formatter.write_text(f"{text}: {', '.join(' '.join(others.values()).split())}")

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        with while_read():
            return super().invoke(ctx)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="peacetrack")
@click.option("--ledger", "name", metavar="NAME", help="One of the ledgers of a place; main if not given.")
@click.pass_context
def commands(context: click.Context, name: str | None) -> None:
    """Record who stands where in a negotiation, and ask about any moment.

    LEDGER is an SQLite file, a postgresql:// URL, a folder of seeds, or a JSON Lines export. Exit codes: 0
    success, 1 something was found (check, diff, check-quotes), 2 an error, 130 interrupted. NO_COLOR=1: no
    colours.
    """
    if name is not None:
        chosen = place.LEDGER.set(name)
        context.call_on_close(lambda: place.LEDGER.reset(chosen))


BY = click.option("--by", metavar="NAME", help="The name that is kept with each entry. Default: none.")
RECORDED_AT = click.option(
    "--recorded-at",
    metavar="TIME",
    help="When the desk learned of it, if not now; not before the last entry.",
)
REASON = click.option("--reason", required=True, help="Why, for those who read it later; not empty.")


def learned_at(text: str | None) -> Moment | None:
    """Return the time of `--recorded-at`; read it before anything is written."""
    from peacetrack.words.when import as_moment

    with located("recorded_at"):
        return None if text is None else as_moment(text)


def reading(ledger: str, by: str | None = None) -> Tracker:
    """Open a ledger that is there to be asked."""
    return _opened(str(place.existing(ledger)), by)


def writing(file: str, by: str | None = None) -> Tracker:
    """Open a ledger that is there to be written to."""
    return _opened(existing(file), by)


def agenda_of(ledger: str) -> Agenda:
    """Return the agenda of a ledger that is there."""
    with reading(ledger) as tracker:
        return tracker.agenda


def _opened(file: str, by: str | None) -> Tracker:
    from peacetrack import opening

    if place.LEDGER.get() != place.MAIN and kind_of(file) in (PlaceKind.SEEDS, PlaceKind.EXPORT):
        what = "this is one ledger, and has no others"
        raise InvalidInputError(what, where=shown(file), repair="leave --ledger out")
    tracker = opening.open(file, recorder=by)
    if not tracker.head:  # a name that is not there would be made
        with tracker:
            named(file)
    return tracker


def named(ledger: str) -> str:
    """Return a place; refuse it where it does not hold the ledger that `--ledger` names."""
    from peacetrack.opening import ledgers_at

    name, held = place.LEDGER.get(), ledgers_at(ledger)
    if name in held:
        return ledger
    repair = f"it holds {', '.join(map(isolated, held))}: peacetrack --ledger NAME COMMAND asks one"
    if not held:
        repair = f"peacetrack init {shown(ledger)} AGENDA begins one"
    raise InvalidInputError(f"there is no ledger {name!r}", where=shown(ledger), repair=repair)


def existing(file: str) -> str:
    """Return a ledger to write to that is there: a mistyped name makes no new file."""
    if kind_of(file) is PlaceKind.NOTHING:
        repair = f"peacetrack init {shown(file)} AGENDA makes one"
        raise InvalidInputError("there is no such ledger", where=shown(file), repair=repair)
    return writable(file)


def writable(file: str) -> str:
    """Return a ledger to write to; refuse a folder of seeds or an export, where a write would be lost."""
    if kind_of(file) in (PlaceKind.SEEDS, PlaceKind.EXPORT):
        what = "a folder of seeds or an export can only be read"
        repair = f"copy it first: peacetrack import talks.db {shown(file)}"
        raise InvalidInputError(what, where=shown(file), repair=repair)
    return file


def proven(ledger: str) -> str:
    """Return a ledger with fixed hashes; a folder of seeds gets new salts each time it is read."""
    if kind_of(place.existing(ledger)) is PlaceKind.SEEDS:
        raise InvalidInputError(
            "a folder of seeds has other hashes each time it is read",
            where=shown(ledger),
            repair=f"keep it in a file first: peacetrack import talks.db {shown(ledger)}",
        )
    return ledger


def run() -> None:
    """Run the command line and exit: 0 on success, 1 on findings that are to fail, else 2."""
    try:
        prepare()
        code = commands(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:  # nothing was typed
        error.show()
        code = 2
    except click.Abort:  # Ctrl-C
        finish()
        with suppress(OSError):
            say(
                "peacetrack: interrupted; what was recorded stays, and the command can be typed again",
                err=True,
            )
        code = 130
    except (PeacetrackError, click.ClickException, OSError) as error:
        code = _failed(_message(error))
    except Exception:  # a bug must not exit with the 1 that stands for findings
        import traceback

        traceback.print_exc()
        code = 2
    sys.exit(code)


def _message(error: PeacetrackError | click.ClickException | OSError) -> str:
    if isinstance(error, click.NoSuchOption) and error.option_name == "--ledger":
        return "--ledger comes before the command: peacetrack --ledger NAME COMMAND ..."
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, PeacetrackError):
        return str(error)
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}it cannot be read or written: {error.strerror or error}"


def _failed(message: str) -> int:
    finish()
    with suppress(OSError):  # stderr may be full too
        say(f"peacetrack: {shown_words(message)}", err=True)
    return 2
