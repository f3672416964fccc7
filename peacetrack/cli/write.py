"""Commands that write to a ledger: init, correct, retract, redact.

Many reports at once are recorded in `cli.log`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from peacetrack import opening
from peacetrack.cli.named import complete_coding, complete_report
from peacetrack.cli.root import BY, REASON, RECORDED_AT, commands, learned_at, writable, writing
from peacetrack.cli.streams import errors_name, form_at, say, say_receipt
from peacetrack.errors import InvalidInputError
from peacetrack.state import ledger_of
from peacetrack.store.place import PlaceKind, kind_of, shown
from peacetrack.table.cell import one_line
from peacetrack.tracker import Tracker
from peacetrack.words.report import CLAIMS


@commands.command()
@click.argument("file")
@click.argument("agenda")
@RECORDED_AT
@BY
def init(file: str, agenda: str, recorded_at: str | None, by: str | None) -> None:
    """Declare an AGENDA in FILE, which is made if missing.

    AGENDA is a TOML or JSON file, or - for stdin.

    Example: peacetrack init talks.db seeds/berlin-2025-12/agenda.toml
    """
    form, learned = form_at(agenda), learned_at(recorded_at)
    with errors_name(agenda):
        if kind_of(writable(file)) is PlaceKind.NOTHING:
            Tracker().declare(form, recorded_at=learned)  # an error shows before a file is made
        with opening.open(file, recorder=by) as tracker:
            _check_same(tracker.agenda.id, form, file)
            say_receipt(tracker.declare(form, recorded_at=learned))


def _check_same(id: str, form: Mapping[str, Any], file: str) -> None:
    """Refuse the agenda of another negotiation."""
    if id and form.get("id") != id:
        raise InvalidInputError(
            f"{shown(file)} is of {id!r}, and this agenda of {form.get('id')!r}",
            repair="name another file, or give the agenda the id of the negotiation",
        )


@commands.command()
@click.argument("file")
@click.argument("wrong", shell_complete=complete_report)
@click.argument("report")
@click.option(
    "--claim", type=int, metavar="N", help="REPORT is a claim that replaces the one with this number, from 1."
)
@REASON
@RECORDED_AT
@BY
def correct(
    file: str,
    wrong: str,
    report: str,
    claim: int | None,
    reason: str,
    recorded_at: str | None,
    by: str | None,
) -> None:
    """Replace the report WRONG by REPORT, a TOML or JSON file, or -.

    With --claim, REPORT holds one claim, and the others stay as they are.

    Example: peacetrack correct talks.db seed-000 better.toml --reason "misread"
    """
    form, learned = form_at(report), learned_at(recorded_at)
    with writing(file, by) as tracker, errors_name(report):
        if claim is None and str(form.get("kind")) in CLAIMS:
            repair = "give the number of the claim that it replaces with --claim"
            raise InvalidInputError("this is one claim, not a report", repair=repair)
        if claim is None:
            receipt = tracker.correct(wrong, form, reason=reason, recorded_at=learned)
        else:
            receipt = tracker.correct(wrong, claim=claim, to=form, reason=reason, recorded_at=learned)
        say_receipt(receipt, "corrected by")


@commands.command()
@click.argument("file")
@click.argument("wrong", shell_complete=complete_report)
@click.option("--claim", type=int, metavar="N", help="Only the claim with this number, from 1.")
@REASON
@RECORDED_AT
@BY
def retract(
    file: str, wrong: str, claim: int | None, reason: str, recorded_at: str | None, by: str | None
) -> None:
    """Withdraw the report WRONG, or one of its claims.

    Example: peacetrack retract talks.db seed-000 --reason "a forgery"
    """
    learned = learned_at(recorded_at)
    with writing(file, by) as tracker:
        receipt = tracker.retract(wrong, reason=reason, claim=claim, recorded_at=learned)
        say_receipt(receipt, "retracted")


@commands.command()
@click.argument("file")
@click.argument("report", shell_complete=complete_coding)
@REASON
@BY
def redact(file: str, report: str, reason: str, by: str | None) -> None:
    """Remove the free words of REPORT for good.

    It stays provable that they were there. Other reports of its source, which keep their words, are named.
    The reason is kept: do not repeat in it what is removed.

    Example: peacetrack redact talks.db seed-000 --reason "names a source"
    """
    from peacetrack.publication.release import same_source

    with writing(file, by) as tracker:
        ledger = ledger_of(tracker.state())
        others = same_source(ledger, report)  # afterwards its address is gone
        say_receipt(tracker.redact(report, reason=reason), "redacted")
        worded = [id for id in others if not all(entry.redacted for entry in ledger.worded(id))]
    if worded:
        names = one_line(", ".join(worded[:_NAMED])) + (" and others" if len(worded) > _NAMED else "")
        say(f"peacetrack: words of the same source are also in {names}: redact each that must go", err=True)


_NAMED = 10
"""The most reports of the same source that a redaction names."""
