"""Commands for other programs: publish, codebook, feed, calendar, datasette."""

from __future__ import annotations

import json
from pathlib import Path

import click

from peacetrack import publication
from peacetrack.cli.asked import Asked, asking_state
from peacetrack.cli.root import commands, proven, reading
from peacetrack.cli.streams import say
from peacetrack.errors import InvalidInputError
from peacetrack.form.file import write_file
from peacetrack.publication.release import release_of
from peacetrack.publication.written import Written
from peacetrack.store.place import PlaceKind, kind_of
from peacetrack.table.cell import one_line

_RELEASED = click.option(
    "--released", multiple=True, metavar="LEVEL", help="A marking that may be published. Default: none."
)


@commands.command()
@asking_state
@click.argument("folder", metavar="DIR")
@_RELEASED
@click.option("--author", "authors", multiple=True, metavar="NAME", help="Who to cite. Default: anonymous.")
@click.option("--licence", metavar="SPDX", help="The licence, such as CC-BY-4.0. Default: none is stated.")
def publish(
    asked: Asked, folder: str, released: tuple[str, ...], authors: tuple[str, ...], licence: str | None
) -> None:
    """Write LEDGER as a data package for others in DIR.

    It has tables as CSV and Parquet, references, a codebook, a citation and a checkpoint. A report of a
    marked source is held back unless its marking is released, and so is all that follows from it. DIR is
    a new folder, or an earlier publication.

    Example: peacetrack publish talks.db talks --released TLP:CLEAR --author "The desk"
    """
    proven(asked.ledger)
    state = asked.state()
    done = publication.publish(state, folder, released=released, authors=authors, licence=licence)
    asked.working.stop()
    say(one_line(str(done)))
    if not authors:
        say("CITATION.cff names no author; give --author NAME", err=True)


@commands.command()
@click.argument("ledger")
@click.option(
    "-o", "output", metavar="FILE", required=True, help="The file to write: .md, or .qdc (REFI-QDA)."
)
@_RELEASED
def codebook(ledger: str, output: str, released: tuple[str, ...]) -> None:
    """Write the codebook of LEDGER, as Markdown or REFI-QDA.

    It has the terms, parties and events, and what each word means. The form is that of FILE: Markdown for
    people, or REFI-QDA for programs that code texts. Events that only marked sources name are held back.

    Example: peacetrack codebook talks.db -o codebook.md
    """
    form = Path(output).suffix.lower()
    if form not in (".md", ".qdc"):
        repair = "name it .md, or .qdc"
        raise InvalidInputError("a codebook is Markdown or REFI-QDA", where=output, repair=repair)
    with reading(ledger) as tracker:
        state = release_of(tracker.state(), released).state
    written = publication.codebook if form == ".md" else publication.codebook_qdc
    book = written(state.agenda, state.events())
    write_file(output, book if isinstance(book, bytes) else book.encode())
    say(one_line(f"wrote {output}"))


@commands.command()
@asking_state
@click.option("-o", "output", metavar="FILE", required=True, help="The file to write, such as talks.atom.")
@click.option(
    "--most", type=click.IntRange(1, 100_000), default=50, show_default=True, help="The most entries."
)
@_RELEASED
def feed(asked: Asked, output: str, most: int, released: tuple[str, ...]) -> None:
    """Write the changes of LEDGER as an Atom feed.

    Each entry is a change, with its report and the time of its recording; the newest come first. Reports
    of marked sources are held back, as in `publish`.

    Example: peacetrack feed talks.db -o talks.atom
    """
    _save(asked, publication.feed(asked.state(), released=released, most=most), output)


@commands.command()
@asking_state
@click.option("-o", "output", metavar="FILE", required=True, help="The file to write, such as talks.ics.")
@_RELEASED
def calendar(asked: Asked, output: str, released: tuple[str, ...]) -> None:
    """Write what is to come in LEDGER as a calendar (iCalendar).

    It has expected events, deadlines, the ends of offers, and the days when answers are due. What has
    no day is left out, and named. Reports of marked sources are held back, as in `publish`.

    Example: peacetrack calendar talks.db -o talks.ics
    """
    _save(asked, publication.calendar(asked.state(), released=released), output)


def _save(asked: Asked, written: Written, output: str) -> None:
    written.save(output)
    asked.working.stop()
    for what in written.left_out:
        say(f"left out: {one_line(what)}")
    say(one_line(f"wrote {output}: {written}"))


@commands.command()
@click.argument("file")
@click.option("-o", "output", metavar="METADATA", required=True, help="The JSON file to write.")
@click.option("--licence", metavar="SPDX", help="The licence, such as CC-BY-4.0. Default: none is stated.")
def datasette(file: str, output: str, licence: str | None) -> None:
    """Write metadata for Datasette, which serves FILE as web pages.

    It gives the views titles, descriptions of their columns and a query of stances. FILE is an SQLite file,
    which Datasette serves whole: marked material too.

    Example: peacetrack datasette talks.db -o metadata.json
    """
    if kind_of(file) is not PlaceKind.DATABASE:
        raise InvalidInputError(
            "Datasette serves an SQLite file", where=file, repair="name one, such as talks.db"
        )
    with reading(file) as tracker:
        form = publication.datasette(tracker.agenda, Path(file).stem, licence=licence)
    write_file(output, json.dumps(form, ensure_ascii=False, indent=2).encode())
    say(f"{one_line(output)}: written; datasette serve {one_line(file)} --metadata {one_line(output)}")
