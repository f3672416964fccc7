"""The commands that read a ledger: arguments in, one call, print out.

The options they share are in `cli.asked`; the commands that write are in `cli.write`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import attrs
import click

from peacetrack import analysis, view
from peacetrack.analysis.severity import Severity
from peacetrack.cli.asked import (
    ITSELF,
    Asked,
    asking,
    asking_drawn,
    complete,
    complete_term,
    of_option,
    since_of,
    term_and_party,
)
from peacetrack.cli.root import commands, proven
from peacetrack.cli.screen import text_width
from peacetrack.cli.streams import as_utf8, say, while_read
from peacetrack.errors import InvalidInputError
from peacetrack.form.file import write_file
from peacetrack.store.place import LEDGER, MAIN, PlaceKind, kind_of
from peacetrack.table.cell import one_line
from peacetrack.table.values import plain
from peacetrack.view.board import basis_line, negotiation
from peacetrack.words.classes import frozen
from peacetrack.words.when import as_datetime, as_instant, display_day, minute_text

if TYPE_CHECKING:
    from peacetrack.ledger.entry import Entry
    from peacetrack.replay.over_time import Known
    from peacetrack.state import State
    from peacetrack.table.table import Table

DAYS = click.IntRange(0, 1_000_000)
_FIRST = click.argument("first", metavar="TERM", shell_complete=complete)
_SECOND = click.argument("second", metavar="PARTY", shell_complete=complete)


class _OrItself(click.Argument):
    """A party, or a hyphen for the term itself, which the message on a missing one names."""

    def process_value(self, ctx: click.Context, value: Any) -> Any:
        """Return what is given, or say what may be given."""
        try:
            return super().process_value(ctx, value)
        except click.MissingParameter:
            raise click.MissingParameter("Write - for the term itself.", ctx, self) from None


@commands.command()
@asking
@_FIRST
@click.argument("second", metavar="PARTY", shell_complete=complete, cls=_OrItself)
def why(asked: Asked, first: str, second: str) -> None:
    """Show what the standing of PARTY on TERM rests on.

    Every field comes with its report, attribution and wording, and with the statements that were
    displaced. With - for PARTY: what the progress of the term itself rests on. TERM and PARTY may be
    swapped where that cannot be mistaken.

    Example: peacetrack why seeds/berlin-2025-12 nato-pause UA
    """
    state = asked.state()
    term, party = term_and_party(state, first, second, itself=True)
    holder = None if party == ITSELF else party
    asked.answer(lambda: analysis.citations(state, term, holder), lambda: view.why(state, term, holder))


@commands.command()
@asking_drawn
@_FIRST
@_SECOND
def history(asked: Asked, first: str, second: str) -> None:
    """Show where PARTY stood on TERM over time, oldest first.

    The history ends with --valid, and shows what was known at --known: a statement learned late
    stands at the time it is about. It begins without a time where no report says since when. TERM and
    PARTY may be swapped where that cannot be mistaken. An act without a stance, such as a withdrawal, changes
    no stance: it stands beside the one of its day.

    Example: peacetrack history seeds/berlin-2025-12 nato-pause UA
    """
    state = asked.state()
    term, party = term_and_party(state, first, second)
    table = analysis.history(state, term, party)
    asked.answer(
        lambda: table,
        lambda: table.to_grid(f"{party} on {term}\n{basis_line(state)}"),
        lambda: view.lanes(state, term, party=party),
    )


@commands.command()
@asking
@click.option("--since", metavar="TIME|SEQ", help="The time or entry to compare with.  [required]")
@click.option("--exit-code", "tells", is_flag=True, help="Exit with 1 if something changed.")
def diff(asked: Asked, since: str | None, tells: bool) -> None:
    """Show what changed since a time, and why.

    It says apart what was only learned since.
    The earlier state is the one at --since as it was known then, and never later than --valid and
    --known. With a day for --since, the changes of that day are included.

    Example: peacetrack diff seeds/berlin-2025-12 --since 2025-12-16
    """
    after = asked.state()
    if since is None:
        raise click.UsageError(_without_since(after))
    with of_option("--since"):
        before = analysis.baseline(after, since_of(since, after))
    changes = asked.answer_changes(before, after)
    if tells and changes:
        click.get_current_context().exit(1)


def _without_since(state: State) -> str:
    """Return what to type where no time is given to compare with: a day and an entry of this ledger."""
    missing, known = "Missing option '--since': the time or the entry to compare with", state.basis.known
    if not known:
        return f"{missing}, such as --since 2026-01-31"
    day = f"{display_day(state.entries[known - 1].recorded_at)} (when entry {known} was recorded)"
    return f"{missing}, such as --since {day}, or --since {max(known - 1, 0)} (what that one changed)"


@commands.command()
@asking
@click.option(
    "--fail-on",
    type=click.Choice([str(severity) for severity in Severity]),
    help="Exit with 1 if there is a finding at least as severe.",
)
@click.option(
    "--soon", type=DAYS, default=14, show_default=True, help="An offer closes soon: within so many days."
)
@click.option("--old", type=DAYS, default=90, show_default=True, help="A stance is old after so many days.")
@click.option("--texts", metavar="DIR", help="A folder of the texts that were coded, to look up quotes in.")
def check(asked: Asked, fail_on: str | None, soon: int, old: int, texts: str | None) -> None:
    """Show what is wrong with the deal, worst first.

    Each finding says what settles it. The command looks for lapsed and closing offers, circles of
    conditions, contradictions, silences, overdue events, unnamed sources and missing ratification.

    Example: peacetrack check seeds/berlin-2025-12 --fail-on high
    """
    state = asked.state()
    table = analysis.check(state, soon=soon, old=old, texts=texts)
    fields = ("severity", "what", "settled_by", "since", "reports")
    asked.answer(lambda: table, lambda: table.to_grid(basis_line(state), fields))
    if fail_on and any(finding.severity >= Severity(fail_on) for finding in table):
        click.get_current_context().exit(1)


@commands.command()
@asking_drawn
@click.option("--all", "every", is_flag=True, help="Include fields without any statement.")
def gaps(asked: Asked, every: bool) -> None:
    """Show what still stands between the parties, field by field.

    The landing zone is shown where there is one. The ground is common, apart, not-comparable (other
    units), apart-not-binding, worded-differently, one-sided, under-negotiation or unstated.

    Example: peacetrack gaps seeds/berlin-2025-12
    """
    state = asked.state()
    table = analysis.gaps(state).filter(lambda gap: every or gap.held or gap.reported is not None)
    fields = ("term", "field", "ground", "overlap", "held", "lapsed", "reported", "missing")
    asked.answer(
        lambda: table, lambda: table.to_grid(basis_line(state), fields), lambda: view.dumbbells(state)
    )


@commands.command()
@asking_drawn
@click.option("--from", "start", required=True, metavar="TIME", help="The first moment.")
@click.option("--to", "end", required=True, metavar="TIME", help="The last moment.")
@click.option("--every", default="P1D", show_default=True, metavar="PERIOD", help="P1D, P1W, P1M, PT6H.")
@click.option("--term", shell_complete=complete_term, help="One term instead of the whole deal.")
@click.option("--all", "whole", is_flag=True, help="Every term, and the deal.")
@click.option(
    "--as-known",
    type=click.Choice(("now", "then")),
    default="now",
    show_default=True,
    help="Each moment as known now, or as it was known then; a picture shows both.",
)
def trend(
    asked: Asked, start: str, end: str, every: str, term: str | None, whole: bool, as_known: Known
) -> None:
    """Show how far the deal, or a term, had come over a span of time.

    Each row has the status, and the mean of the stances that are live, from -2 (rejects) to +2
    (accepts), with the steps between the hardest and the softest and the number of stances. A row
    without a term is about the deal: it has the worst status of its terms, and counts those that are
    unreported, which are no refusals. With --valid no moment is after it; without, what comes after
    now is shown as far as it is known.

    Example: peacetrack trend seeds/berlin-2025-12 --from 2025-12-13 --to 2025-12-18
    """
    _check_trend(asked, term, whole=whole)
    last = _last_moment(asked, start, end)
    state = attrs.evolve(asked, valid=asked.valid or end).state()
    about = None if term is None else state[term].id

    def points() -> Table[analysis.Point]:
        course = analysis.trend(state, start, last, every, as_known)
        return course if whole else course.filter(term=about)

    asked.answer(
        points,
        lambda: points().to_grid(_trend_title(state, start, last, as_known)),
        lambda: view.convergence(state, start, last, every, term=term),
    )


def _check_trend(asked: Asked, term: str | None, *, whole: bool) -> None:
    if whole and term is not None:
        raise click.UsageError("--all and --term exclude each other")
    if whole and asked.form == "svg":
        raise click.UsageError("a picture is of the deal, or of one --term; leave out --all")


def _last_moment(asked: Asked, start: str, end: str) -> str:
    """Return the last moment of a trend: --to, or --valid where that comes first."""
    last = end if asked.valid is None else min(end, asked.valid, key=as_instant)
    if as_instant(last) < as_instant(start) <= as_instant(end):
        raise click.UsageError(f"--valid {last} comes before --from {start}")
    return last


def _trend_title(state: State, start: str, last: str, known: Known) -> str:
    first, end = (minute_text(as_datetime(as_instant(time))) for time in (start, last))
    now = f"as known now, to entry {state.basis.known}"
    when = now if known == "now" else "as it was known then"
    return f"{negotiation(state)}: from {first} to {end} UTC, {when}, {state.basis.counted}"


@commands.command()
@asking
@click.option("-o", "--output", metavar="FILE", help="Write a page to a file, or - for stdout.")
@click.option(
    "--since", metavar="TIME|SEQ", help="Show changes since then. Default: a week before the last entry."
)
@click.option("--all", "every", is_flag=True, help="Show all lines, not three of each card.")
def brief(asked: Asked, output: str | None, since: str | None, every: bool) -> None:
    """Show what blocks, changed and is next; or write a page.

    It begins with a headline, and with the age of the newest source. The page has the same sentences, the
    board and the evidence. It loads nothing from elsewhere; a scrubber on it replays the negotiation.

    Example: peacetrack brief seeds/berlin-2025-12 -o briefing.html
    """
    if output not in (None, "-"):
        from peacetrack.view.page.page import check_name  # large, and only a page needs it

        check_name(output)  # before the long work
    state = asked.state()
    compared = None if since is None else since_of(since, state)
    with of_option("--since"):
        if output is None:
            _tell(asked, state, compared, every=every)
        else:
            _write(asked, state, output, compared)


def _tell(asked: Asked, state: State, since: int | str | None, *, every: bool) -> None:
    """Print a brief: to people as text, in other forms as rows."""
    table = analysis.brief(state, since=since)
    if asked.form == "table":
        asked.working.stop()
        shown = {"most": None} if every else {}
        with while_read():
            if state.agenda.title is not None:
                click.echo(f"{one_line(state.agenda.title)}\n")
            earlier = analysis.baseline(state, since)
            click.echo(view.brief_text(table, earlier=earlier, width=text_width(), **shown))
    else:
        fields = ("part", "about", "what", "source", "rule")
        asked.answer(lambda: table, lambda: table.to_grid("brief", fields))


def _write(asked: Asked, state: State, output: str, since: int | str | None) -> None:
    """Write the page to a file or to stdout."""
    page = view.briefing(state, since=since, progress=asked.working.update)
    asked.working.stop()
    if output == "-":
        as_utf8()
        click.echo(page, nl=False)
    else:
        page.save(output)
        say(one_line(f"wrote {output}: {page.title}"))


# What was seen


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
    seen_at = Path(file or _seen_beside(ledger))
    after = asked.state()
    last = _seen(seen_at)
    if last is None:
        write_file(seen_at, _seen_form(after))
        asked.working.stop()
        first = f"the first run: from entry {after.basis.known} on, changes are shown; kept in {seen_at}"
        say(one_line(first))
        return
    asked.answer_changes(_state_of(last, after, seen_at), after)
    write_file(seen_at, _seen_form(after))


def _seen_beside(ledger: str) -> str:
    if kind_of(ledger) is PlaceKind.SERVER:
        raise click.UsageError("a server has no place for a file; give --since-file FILE")
    name = LEDGER.get()
    return f"{ledger}.seen" if name == MAIN else f"{ledger}.{quote(name, safe='')}.seen"


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
