"""Commands that write to a ledger: init, correct, retract, redact, edit; and what editing in an editor is.

Many reports at once are recorded in `cli.log`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar

import click

from peacetrack import opening
from peacetrack.cli.asked import complete_coding, complete_report
from peacetrack.cli.root import BY, REASON, RECORDED_AT, commands, learned_at, writable, writing
from peacetrack.cli.streams import at_terminal, errors_name, form_at, say, say_receipt
from peacetrack.errors import InvalidInputError, PeacetrackError
from peacetrack.ledger.admission import read_report
from peacetrack.rules.claim_wording import sourced_in_words
from peacetrack.state import reading_of
from peacetrack.store import toml
from peacetrack.store.place import PlaceKind, kind_of, shown, shown_words
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

    With --claim, REPORT holds one claim, and the others stay as they are. Without an attribution and a voice
    it keeps those of the claim that it replaces, and nothing else of it.

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
        say_receipt(receipt, "retracted", each="withdrawn: ")


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
        ledger = reading_of(tracker.state()).base.ledger
        others = same_source(ledger, report)  # afterwards its address is gone
        say_receipt(tracker.redact(report, reason=reason), "redacted")
        worded = [id for id in others if not all(entry.redacted for entry in ledger.worded(id))]
    if worded:
        names = one_line(", ".join(worded[:_NAMED])) + (" and others" if len(worded) > _NAMED else "")
        say(f"peacetrack: words of the same source are also in {names}: redact each that must go", err=True)


_NAMED = 10
"""The most reports of the same source that a redaction names."""


# In an editor

_T = TypeVar("_T")


@commands.command()
@click.argument("file")
@click.argument("report", shell_complete=complete_report)
@click.option("--reason", help="Why, for those who read it later; a terminal asks for it.")
@BY
def edit(file: str, report: str, reason: str | None, by: str | None) -> None:
    """Correct REPORT in an editor: $VISUAL, else $EDITOR.

    The report opens as TOML, and what is saved is recorded as its correction. Left as it is, nothing is
    recorded. What cannot be recorded is named, and its text is kept to be edited again.

    Example: peacetrack edit talks.db seed-000 --reason "misread"
    """
    why = _asked_for() if reason is None else reason
    with writing(file, by) as tracker:
        form = tracker.begin_correction(report)
        receipt = edited(
            as_text(
                tracker, form, f"Saved, it is a correction of {report}; left as it is, nothing is recorded."
            ),
            form,
            lambda changed: tracker.correct(report, changed, reason=why),
            f"peacetrack correct {shown(file)} {one_line(report)} {{}} --reason ...",
        )
    if receipt is None:
        say("nothing was changed")
    else:
        say_receipt(receipt, "corrected by")


def _asked_for() -> str:
    """Return the reason that is typed at a terminal."""
    if not at_terminal():
        raise click.UsageError("Missing option '--reason'.")
    return str(click.prompt("Why"))


def as_text(tracker: Tracker, form: Mapping[str, Any], title: str) -> str:
    """Return the form of a report as TOML to be edited: each claim under its number and itself in words.

    An uncoded report ends with the outline of a claim.
    """
    report, agenda = read_report(form, tracker.agenda), tracker.agenda
    claims, number, lines = iter(report.claims), 0, [f"# {one_line(title)}", ""]
    coded = form if form["claims"] else {name: form[name] for name in form if name != "claims"}
    for line in toml.written(coded).splitlines():
        if line == "[[claims]]":
            number += 1
            lines.append(f"# claim {number}: {one_line(sourced_in_words(next(claims), report, agenda))}")
        lines.append(line)
    lines += () if form["claims"] else _OUTLINE
    return "\n".join(lines) + "\n"


_OUTLINE = (
    "",
    "# [[claims]]",
    '# kind = "position"',
    *(f'# {n} = ""' for n in ("party", "term", "stance", "quote")),
)


def edited(
    text: str, form: Mapping[str, Any], take: Callable[[Mapping[str, Any]], _T], later: str
) -> _T | None:
    """Let a person edit a text until it can be taken, and return what that gives; None where it is unchanged.

    Parameters:
        text: the form as TOML.
        form: what the text says at first.
        take: takes what it says at last, or refuses it.
        later: the command that takes the text later, with a gap for its file.
    """
    name = re.sub(r"[^\w-]+", "-", str(form.get("id", "report")))[:60]
    place = Path(mkdtemp(prefix="peacetrack-")) / f"{name}.toml"
    place.write_text(text, encoding="utf-8")
    while True:
        try:
            click.edit(filename=str(place))
            saved = toml.parsed(place)
            changed = {"claims": [], **saved}
            result = take(changed) if saved and changed != form else None
        except (PeacetrackError, click.ClickException) as error:
            say(f"peacetrack: {shown_words(str(error))}", err=True)
            if at_terminal() and click.confirm("Edit it again?", default=True):
                continue
            say(f"peacetrack: the text is kept: {later.format(place)}", err=True)
            click.get_current_context().exit(2)
        place.unlink()
        place.parent.rmdir()
        return result
