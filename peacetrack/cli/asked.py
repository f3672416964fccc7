"""What the reading commands share: which state is asked, and in which form the answer is given."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

import attrs
import click
from click.shell_completion import CompletionItem

from peacetrack.basis import DEFAULT_TRUST, EVERYTHING, ON_RECORD, Basis, trust_name
from peacetrack.cli.screen import Working, show, working
from peacetrack.errors import PeacetrackError
from peacetrack.grid import Grid
from peacetrack.opening import opened
from peacetrack.rows import Table
from peacetrack.shape import plain
from peacetrack.state import State
from peacetrack.term import Agenda
from peacetrack.view.picture import Picture

TRUSTS = {"default": DEFAULT_TRUST, "on-record": ON_RECORD, "everything": EVERYTHING}
FORMATS = ("table", "json", "jsonl", "csv", "html", "svg")


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
        return self.state_at(self.valid, self.known)

    def state_at(self, valid: str | None, known: str | None) -> State:
        """The state at other times, under the same trust."""
        with opened(self.ledger) as tracker:
            asked = tracker.head if known is None else seq_or_time(known)
            return tracker.state(valid=valid, known=asked, trust=TRUSTS[self.trust])

    def answer(
        self,
        table: Table[Any],
        grid: Callable[[], Grid],
        picture: Callable[[], Picture] | None = None,
    ) -> None:
        """Print the answer in the form that is asked for: rows for machines, a grid for people."""
        if self.form == "svg":
            self._draw(picture)
            return
        shown = grid() if self.form in ("table", "html") else None
        self.working.settle()
        if shown is not None and self.form == "table":
            show(shown)
        elif shown is not None:
            click.echo(shown.page())
        elif self.form == "json":
            told = {"basis": _basis(table.basis), "rows": table.to_dicts()}
            click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            (table.to_csv if self.form == "csv" else table.to_jsonl)(sys.stdout)

    def _draw(self, picture: Callable[[], Picture] | None) -> None:
        if picture is None:
            told = "board, history, packages and trend do"
            raise click.UsageError(f"this answer has no picture; {told}")
        drawn = str(picture())
        self.working.settle()
        click.echo(drawn)


def asking(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command its ledger, and the options that say what is asked and in which form."""
    return _FORM(asking_state(command))


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


_FORM = click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="For people a table, an HTML page or a picture, for machines the rows.",
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
    click.option("--valid", metavar="TIME", help="As of then. Default: the moment of --known."),
    click.argument("ledger"),
)


def seq_or_time(text: str) -> int | str:
    """The number of an entry, or a time; four digits are a year."""
    return int(text) if text.isdecimal() and len(text) != 4 else text


def _basis(basis: Basis | None) -> Mapping[str, Any] | None:
    if basis is None:
        return None
    return {
        "valid": plain(basis.valid),
        "known": basis.known,
        "trust": trust_name(basis.trust),
    }


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
    try:
        with opened(context.params["ledger"]) as tracker:
            return [
                CompletionItem(name) for name in names(tracker.agenda) if name.startswith(typed)
            ]
    except PeacetrackError:  # a shell shows no errors while one types
        return []
