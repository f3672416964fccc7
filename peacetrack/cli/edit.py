"""The command that corrects a report in an editor, and what editing in an editor is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar

import click

from peacetrack.cli.named import complete_report
from peacetrack.cli.root import BY, commands, writing
from peacetrack.cli.streams import at_terminal, say, say_receipt
from peacetrack.errors import PeacetrackError
from peacetrack.ledger.admission import read_report
from peacetrack.rules.claim_wording import sourced_in_words
from peacetrack.store import toml
from peacetrack.store.place import shown, shown_words
from peacetrack.table.cell import one_line
from peacetrack.tracker import Tracker

T = TypeVar("T")


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
    text: str, form: Mapping[str, Any], take: Callable[[Mapping[str, Any]], T], later: str
) -> T | None:
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
