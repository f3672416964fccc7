"""The command that checks files and records nothing: for a hook before each commit."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from peacetrack import opening
from peacetrack.cli.root import agenda_of, commands
from peacetrack.cli.streams import form_at, say, there
from peacetrack.errors import PeacetrackError
from peacetrack.ledger.admission import read_report
from peacetrack.store import jsonl, toml
from peacetrack.store.place import shown_words
from peacetrack.tracker import Tracker
from peacetrack.words.value import counted


@commands.command()
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--agenda", metavar="LEDGER", help="Where names are declared. Default: agenda.toml beside a file."
)
def lint(files: tuple[str, ...], agenda: str | None) -> None:
    """Check FILES of reports and agendas, and record nothing.

    They are TOML, JSON or JSON Lines files, or folders of seeds. Names are looked up in LEDGER, else in an
    agenda.toml beside the file; where there is neither, what is written is checked and names are not. Every
    problem is listed; the exit code is 2 then.

    Example: peacetrack lint seeds/berlin-2025-12/seed-000.toml
    """
    desk = _Desk(agenda)
    problems = 0
    for name in files:
        for where, error in desk.problems(name):
            text = str(error) if Path(name).name in str(error) else f"{where}: {error}"
            say(f"peacetrack: {shown_words(text)}", err=True)
            problems += 1
    say(f"{counted(len(files), 'file')}, {counted(problems, 'problem')}")
    if problems:
        sys.exit(2)


class _Desk:
    """Ledgers in memory, one for each agenda, that take what is checked."""

    def __init__(self, agenda: str | None) -> None:
        self._agenda = agenda
        self._trackers: dict[str, Tracker | None] = {}

    def problems(self, name: str) -> Iterator[tuple[str, Exception]]:
        """Yield what would be refused of a file, each with its place."""
        if Path(name).is_dir():
            yield from _of_folder(name)
            return
        try:
            for where, form in _forms(there(name)):
                try:
                    if isinstance(form, PeacetrackError):
                        raise form
                    self._take(name, dict(form))
                except PeacetrackError as error:
                    yield where, error
        except (PeacetrackError, OSError) as error:  # the file itself cannot be read
            yield name, error

    def _take(self, name: str, form: dict[str, object]) -> None:
        """Take a form, or raise why it is refused; other files of a folder of seeds are passed over."""
        tracker = self._tracker(name)
        if form.get("kind") == "agenda":
            Tracker().declare(form)
        elif form.get("kind", "report") != "report" or Path(name).name == "log.toml":
            return
        elif tracker is None:
            read_report(_without_content(form))
        else:
            tracker.record(form)

    def _tracker(self, name: str) -> Tracker | None:
        """Return a ledger in memory with the declarations for a file; None where there are none."""
        beside = Path(name).parent / "agenda.toml"
        place = self._agenda or (str(beside) if beside.is_file() else "")
        if place not in self._trackers:
            self._trackers[place] = _declared(place)
        return self._trackers[place]


def _of_folder(name: str) -> Iterator[tuple[str, Exception]]:
    """Yield what is wrong with a folder of seeds, read in the order of its log."""
    tracker = Tracker()
    try:
        yield from ((name, error) for error in opening.problems_in(tracker, toml.load(name)))
    except PeacetrackError as error:  # it has no log
        yield name, error


def _without_content(form: Mapping[str, Any]) -> dict[str, Any]:
    """Return a form without content that names no kind: that is the kind of a term, which is not known."""
    claims = form.get("claims")
    if not isinstance(claims, list):
        return dict(form)
    return {**form, "claims": [_without_unknown(claim) for claim in claims]}


def _without_unknown(claim: Any) -> Any:
    content = claim.get("content") if isinstance(claim, Mapping) else None
    if not isinstance(content, Mapping) or "kind" in content:
        return claim
    return {name: value for name, value in claim.items() if name != "content"}


def _forms(name: str) -> Iterator[tuple[str, Mapping[str, Any] | PeacetrackError]]:
    """Yield what a file holds, one form or one a line, each with its place."""
    if name.lower().endswith(".jsonl"):
        yield from jsonl.reports(name)
    else:
        yield name, form_at(name)


def _declared(place: str) -> Tracker | None:
    if not place:
        return None
    tracker = Tracker()
    tracker.declare(form_at(place) if place.endswith(".toml") else agenda_of(place))
    return tracker
