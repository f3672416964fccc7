"""What the reading commands share: which state is asked, and in which form the answer is given."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial, wraps
from typing import Any

import attrs
import click
from click.shell_completion import CompletionItem

from peacetrack import opening
from peacetrack.cli.screen import Working, show, working
from peacetrack.cli.streams import as_utf8, while_read
from peacetrack.errors import InvalidInputError, PeacetrackError, UnknownSeqError
from peacetrack.state import State
from peacetrack.store.place import existing
from peacetrack.table.grid import Grid
from peacetrack.table.table import Table
from peacetrack.table.values import plain
from peacetrack.view.pictures.picture import Picture
from peacetrack.words.basis import DEFAULT_TRUST, EVERYTHING, ON_RECORD, Basis
from peacetrack.words.edtf import microseconds
from peacetrack.words.term import Agenda
from peacetrack.words.when import as_instant, as_moment, now

TRUSTS = {"default": DEFAULT_TRUST, "on-record": ON_RECORD, "everything": EVERYTHING}
FORMATS = ("table", "json", "jsonl", "csv", "html")


@attrs.frozen
class Asked:
    """A ledger, and how it is asked."""

    ledger: str
    valid: str | None
    known: str | None
    trust: str
    form: str
    working: Working = attrs.field(repr=False)

    def state(self) -> State:
        """The state that is asked."""
        with opening.open(existing(self.ledger)) as tracker, of_option("--known"):
            known = None if self.known is None else seq_or_time(self.known)
            if known == 0 and self.valid is None:
                raise click.UsageError("--known 0 stands for no moment; give --valid too")
            return tracker.state(valid=self.valid, known=known, trust=TRUSTS[self.trust])

    def answer(
        self,
        table: Callable[[], Table[Any]],
        grid: Callable[[], Grid],
        picture: Callable[[], Picture] | None = None,
        *,
        compared: Basis | None = None,
    ) -> None:
        """Print the answer in the form that is asked for: rows for machines, a grid for people.

        `compared` is the basis that the answer compares its own with.
        """
        write = self._writer(table, grid, picture, compared)
        self.working.settle()
        if self.form != "table":
            as_utf8()
        with while_read():
            write()

    def _writer(
        self,
        table: Callable[[], Table[Any]],
        grid: Callable[[], Grid],
        picture: Callable[[], Picture] | None,
        compared: Basis | None,
    ) -> Callable[[], object]:
        """Work out what is asked for, and nothing else; what is given writes it."""
        match self.form:
            case "table":
                return partial(show, grid())
            case "html":
                return partial(click.echo, grid().page())
            case "svg":
                assert picture is not None  # only who has one offers it
                return partial(click.echo, str(picture()))
            case "json":
                return partial(click.echo, self._json(table(), compared))
            case "csv":
                return partial(table().to_csv, sys.stdout)
            case _:
                return partial(table().to_jsonl, sys.stdout)

    def _json(self, table: Table[Any], compared: Basis | None) -> str:
        beside = {} if compared is None else {"compared_with": self._basis(compared)}
        told = {"basis": self._basis(table.basis), **beside, "rows": table.to_dicts()}
        return json.dumps(told, ensure_ascii=False, indent=2)

    def _basis(self, basis: Basis | None) -> Mapping[str, Any] | None:
        """The basis, in words that the options take."""
        if basis is None:
            return None
        return {"valid": plain(basis.valid), "known": basis.known, "trust": self.trust}


def asking(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command its ledger, and the options that say what is asked and in which form."""
    return _form(FORMATS)(asking_state(command))


def asking_drawn(command: Callable[..., None]) -> Callable[..., None]:
    """The same for a command of which the answer has a picture, too."""
    return _form((*FORMATS, "svg"))(asking_state(command))


def asking_state(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command its ledger and the options that say which state is asked, as one `Asked`."""

    @wraps(command)
    def run(
        ledger: str,
        valid: str | None,
        known: str | None,
        trust: str,
        form: str = "table",
        **rest: Any,
    ) -> None:
        with working(f"asking {ledger}") as line:
            command(Asked(ledger, valid, known, trust, form, line), **rest)

    found: Callable[..., None] = run
    for option in _OPTIONS:
        found = option(found)
    return found


def _form(formats: Sequence[str]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    picture = " or a picture (svg)" if "svg" in formats else ""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default="table",
        show_default=True,
        help=f"For people a table, an HTML page{picture}; for machines the rows.",
    )


_OPTIONS = (
    click.option(
        "--trust",
        type=click.Choice(list(TRUSTS)),
        default="default",
        show_default=True,
        help="Which attributions count.",
    ),
    click.option(
        "--known",
        metavar="SEQ|TIME",
        help="As known then. Four digits are a year, so entry 2025 is 02025. "
        "Default: the last entry.",
    ),
    click.option(
        "--valid", metavar="TIME", help="As of then. Default: the moment of --known, else now."
    ),
    click.argument("ledger"),
)


def seq_or_time(text: str) -> int | str:
    """The number of an entry, or a time; four digits are a year."""
    return int(text) if _SEQ.fullmatch(text) else text


def since_of(text: str, state: State) -> int | str:
    """The entry or the time from which changes are told; what lies ahead is a slip of the pen."""
    since = seq_or_time(text)
    ahead = max(microseconds(now()), as_instant(state.basis.valid))
    if isinstance(since, str) and as_moment(since).range.first > ahead:
        raise InvalidInputError(
            f"{text} lies ahead", where="--since", repair="give a time that is past"
        )
    return since


_SEQ = re.compile("[0-9]{1,3}|[0-9]{5,18}")
"""No ledger has more entries; what is longer is told as a time that it is not."""


@contextmanager
def of_option(option: str) -> Iterator[None]:
    """Tells a seq that is not there by the option that names it."""
    try:
        yield
    except UnknownSeqError as error:
        told = f"{option} {error.seq} is above the head, which is {error.head}"
        raise click.UsageError(f"{told}; a number is the seq of an entry") from None


# Completion in a shell


def party_of(context: click.Context, _: click.Parameter, typed: str) -> list[CompletionItem]:
    """The parties of the ledger that was typed."""
    return _completed(context, typed, lambda agenda: agenda.party_by_id)


def term_of(context: click.Context, _: click.Parameter, typed: str) -> list[CompletionItem]:
    """The terms of the ledger that was typed."""
    return _completed(context, typed, lambda agenda: agenda.term_by_id)


def _completed(
    context: click.Context, typed: str, names: Callable[[Agenda], Iterable[str]]
) -> list[CompletionItem]:
    # the value of an option is completed before the arguments were told apart
    ledger = context.params.get("ledger") or next(iter(context.args), None)
    if ledger is None:
        return []
    try:
        with opening.open(existing(ledger)) as tracker:
            return [
                CompletionItem(name) for name in names(tracker.agenda) if name.startswith(typed)
            ]
    except (PeacetrackError, OSError):  # a shell shows no errors while one types
        return []
