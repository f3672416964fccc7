"""What the reading commands share: the state that is asked, and the form of the answer.

Names that are typed, and their completion, are in `cli.named`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial, wraps
from io import StringIO
from typing import TYPE_CHECKING, Any

import attrs
import click

from peacetrack import analysis, view
from peacetrack.cli.root import reading
from peacetrack.cli.screen import Unseen, show, working
from peacetrack.cli.streams import as_utf8, bytes_out, say, while_read
from peacetrack.errors import InvalidInputError, UnknownSeqError
from peacetrack.store.place import shown
from peacetrack.table.values import plain
from peacetrack.words.basis import DEFAULT_TRUST, EVERYTHING, ON_RECORD, Basis
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import microseconds
from peacetrack.words.isolate import escaped
from peacetrack.words.when import as_instant, as_moment, now

if TYPE_CHECKING:
    from rich.status import Status

    from peacetrack.analysis.changes.change import Change
    from peacetrack.state import State
    from peacetrack.table.grid import Grid
    from peacetrack.table.table import Table
    from peacetrack.view.pictures.picture import Picture

TRUSTS = {"default": DEFAULT_TRUST, "on-record": ON_RECORD, "everything": EVERYTHING}
FORMATS = ("table", "json", "jsonl", "csv", "xlsx", "html")


@frozen(eq=False)
class Asked:
    """A ledger, the basis of its state, and the form of the answer, as typed."""

    ledger: str
    valid: str | None
    known: str | None
    trust: str
    published_by: str | None
    form: str
    working: Status | Unseen = attrs.field(repr=False)

    def state(self) -> State:
        """Return the state that is asked."""
        with reading(self.ledger) as tracker, of_option("--known"):
            known = None if self.known is None else seq_or_time(self.known)
            if known == 0 and self.valid is None:
                raise click.UsageError("--known 0 stands for no moment; give --valid too")
            return tracker.state(
                valid=self.valid, known=known, trust=TRUSTS[self.trust], published_by=self.published_by
            )

    def answer(
        self,
        table: Callable[[], Table[Any]],
        grid: Callable[[], Grid],
        picture: Callable[[], Picture] | None = None,
        *,
        page: Callable[[], Grid] | None = None,
        compared: Basis | None = None,
    ) -> None:
        """Print an answer in the form that was asked for; only that form is computed.

        Parameters:
            table: makes the rows, for programs.
            grid: makes the texts, for people.
            picture: makes the picture, where the command has one.
            page: makes the texts of an HTML page (default: those of `grid`).
            compared: the basis that the answer compares its own with.
        """
        write: Callable[[], object]
        match self.form:
            case "table":
                write = partial(show, grid())
            case "html":
                write = partial(click.echo, (page or grid)().page())
            case "svg":
                assert picture is not None  # without one, the option does not take svg
                write = partial(click.echo, str(picture()))
            case "json":
                write = partial(click.echo, self._json(table(), compared))
            case _:
                write = partial(write_rows, table(), self.form)
        self.working.stop()
        if self.form != "table":
            as_utf8()
        with while_read():
            write()

    def answer_changes(self, before: State, after: State) -> Table[Change]:
        """Print what changed between two states, with the cause of each change, and return it."""
        table = analysis.diff(before, after)
        title = f"from {before.basis}\nto   {after.basis}"
        self.answer(lambda: table, lambda: view.changes(table, title), compared=before.basis)
        return table

    def _json(self, table: Table[Any], compared: Basis | None) -> str:
        earlier = {} if compared is None else {"compared_with": self._basis(compared)}
        answer = {"basis": self._basis(table.basis), **earlier, "rows": table.to_dicts()}
        return escaped(json.dumps(answer, ensure_ascii=False, indent=2))

    def _basis(self, basis: Basis | None) -> Mapping[str, Any] | None:
        """Return a basis in the words that the options take."""
        if basis is None:
            return None
        asked = {"valid": plain(basis.valid), "known": basis.known, "trust": self.trust}
        by = basis.published_by
        return asked if by is None else {**asked, "published_by": plain(by)}


def write_rows(table: Table[Any], form: str) -> None:
    """Write the rows of a table to stdout as CSV, XLSX or JSON Lines."""
    match form:
        case "csv":
            _write_csv(table)
        case "xlsx":
            table.to_xlsx(bytes_out())
        case _:
            table.to_jsonl(sys.stdout)


def _write_csv(table: Table[Any]) -> None:
    """Write CSV to stdout; a terminal gets no control characters, which CSV cannot escape."""
    if not sys.stdout.isatty():
        table.to_csv(sys.stdout)
        return
    lines = StringIO()
    table.to_csv(lines)
    say(lines.getvalue().replace("\r\n", "\n"))


# Options


def asking(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command its ledger and the options for the state and the form, as one `Asked`."""
    option = format_option(FORMATS, "For people a table, an HTML page; for programs the rows.")
    return option(asking_state(command))


def asking_drawn(command: Callable[..., None]) -> Callable[..., None]:
    """Do the same for a command that can also answer with a picture."""
    help = "For people a table, an HTML page or a picture (svg); for programs the rows."
    return format_option((*FORMATS, "svg"), help)(asking_state(command))


def asking_state(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command its ledger and the options for the state, as one `Asked`."""

    @wraps(command)
    def run(
        ledger: str,
        valid: str | None,
        known: str | None,
        trust: str,
        published_by: str | None,
        form: str = "table",
        **rest: Any,
    ) -> None:
        with working(f"asking {shown(ledger)}") as line:
            command(Asked(ledger, valid, known, trust, published_by, form, line), **rest)

    with_options: Callable[..., None] = run
    for option in _OPTIONS:
        with_options = option(with_options)
    return with_options


def format_option(formats: Sequence[str], help: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the option for the form of an answer, a table where it is not given."""
    form = click.Choice(formats)
    return click.option("--format", "form", type=form, default="table", show_default=True, help=help)


_OPTIONS = (
    click.option(
        "--published-by",
        metavar="TIME",
        help="Leave out reports that were published later, or are not known to be published by then.",
    ),
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
        help="What was known at that entry or time. Four digits are a year, so entry 2025 is "
        "02025. Default: the last entry.",
    ),
    click.option(
        "--valid",
        metavar="TIME",
        help="The moment that is asked about. Default: the time of --known, else now.",
    ),
    click.argument("ledger"),
)


# Entries and times


_SEQ = "[0-9]{1,3}|[0-9]{5,18}"
"""The number of an entry. A longer one exceeds every ledger and is refused as a time."""


def seq_or_time(text: str) -> int | str:
    """Return the number of an entry as a number, a time as text; four digits are a year."""
    return int(text) if re.fullmatch(_SEQ, text) else text


def since_of(text: str, state: State) -> int | str:
    """Return the entry or the time that changes are counted from; a time ahead is refused."""
    since = seq_or_time(text)
    latest = max(microseconds(now()), as_instant(state.basis.valid))
    if isinstance(since, str) and as_moment(since).range.first > latest:
        raise InvalidInputError(f"{text} lies ahead", where="--since", repair="give a time that is past")
    return since


@contextmanager
def of_option(option: str) -> Iterator[None]:
    """Name the option in the error about an entry that is not in the ledger."""
    try:
        yield
    except UnknownSeqError as error:
        what = f"{option} {error.seq} is above the head, which is {error.head}"
        raise click.UsageError(f"{what}; a number is the seq of an entry") from None
