"""Options that commands share: the state that is asked, the form of the answer, and names that are typed."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
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
from peacetrack.errors import InvalidInputError, PeacetrackError, UnknownSeqError
from peacetrack.state import State, reading_of
from peacetrack.store.place import shown
from peacetrack.table.values import plain
from peacetrack.tracker import Tracker
from peacetrack.words.basis import DEFAULT_TRUST, EVERYTHING, ON_RECORD, Basis
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import microseconds
from peacetrack.words.isolate import escaped
from peacetrack.words.value import as_name
from peacetrack.words.when import as_instant, as_moment, now

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem
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


# Names that are typed


ITSELF = "-"
"""Typed for the party, it asks of the term itself."""


def term_and_party(state: State, first: str, second: str, *, itself: bool = False) -> tuple[str, str]:
    """Return the ids of a term and a party that were typed in either order.

    An agenda has no name for both, so one known name decides the order; without one, the term comes
    first. With `itself`, the party may be `-`, and is returned as it is.
    """
    agenda = reading_of(state).rulings.names
    parties = {*agenda.party_names, ITSELF} if itself else {*agenda.party_names}
    typed = as_name(first), as_name(second)
    _refuse_two_of_a_kind(typed, terms=agenda.term_names, parties=parties)
    swapped = typed[0] in parties or typed[1] in agenda.term_names
    term, party = reversed(typed) if swapped else typed
    asks_itself = itself and party == ITSELF
    return agenda.term_id(term), ITSELF if asks_itself else agenda.party_id(party)


def _refuse_two_of_a_kind(
    typed: tuple[str, str], *, terms: Collection[str], parties: Collection[str]
) -> None:
    for kind, names, missing in (("parties", parties, "term"), ("terms", terms, "party")):
        if all(name in names for name in typed):
            raise InvalidInputError(
                f"{typed[0]!r} and {typed[1]!r} are both {kind}",
                repair=f"write a {missing} in place of one of them",
            )


# Completion in a shell

_PLAIN = r"[\w./:][\w./:-]*"
"""Names that a shell takes as they are: others would be run, split into several, or taken for an option."""


def _completing(
    names: Callable[[Tracker, click.Context], Iterable[str]],
) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Return what completes names of the ledger that was typed before."""

    def complete(context: click.Context, _: click.Parameter, typed: str) -> list[CompletionItem]:
        # click completes the value of an option before it has sorted the arguments
        given = (*(context.params.get("names") or ()), *context.args)
        ledger = context.params.get("ledger") or context.params.get("file") or next(iter(given), None)
        if ledger is None:
            return []
        try:
            with reading(ledger) as tracker:
                known = [name for name in names(tracker, context) if re.fullmatch(_PLAIN, name)]
        except (PeacetrackError, OSError):  # a shell shows no errors during completion
            return []
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in known if name.startswith(typed)]

    return complete


def _fitting(tracker: Tracker, context: click.Context) -> Iterable[str]:
    """Return the terms and parties; after one of a pair, the names of the other kind."""
    agenda, before = tracker.agenda, context.params.get("first")
    if before in agenda.term_names:
        return agenda.party_by_id
    if before in agenda.party_names or before == ITSELF:
        return agenda.term_by_id
    return (*agenda.term_by_id, *agenda.party_by_id)


complete = _completing(_fitting)
complete_term = _completing(lambda tracker, _: tracker.agenda.term_by_id)
complete_party = _completing(lambda tracker, _: tracker.agenda.party_by_id)
complete_report = _completing(lambda tracker, _: tracker.reports)
complete_proposal = _completing(
    lambda tracker, _: (one.id for one in tracker.proposals().filter(status="open"))
)
complete_coding = _completing(
    lambda tracker, _: dict.fromkeys((*tracker.reports, *(one.id for one in tracker.proposals())))
)
