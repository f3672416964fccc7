"""The description of a publication: its title, authors, licence and basis; its citation and its README."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from peacetrack.publication.tables import BOARD_COLUMNS, Published
from peacetrack.publication.written import markdown_text
from peacetrack.table.cell import one_line
from peacetrack.words.basis import Basis, trust_name
from peacetrack.words.classes import frozen
from peacetrack.words.term import Agenda
from peacetrack.words.value import counted


@frozen
class About:
    """The description of a publication.

    `basis` is that of the state, without the names of reports that its trust leaves out, and `known_at` is
    when its last entry was recorded.
    """

    agenda: Agenda
    basis: Basis
    created: datetime
    authors: tuple[str, ...]
    licence: str | None
    held_back: int
    known_at: datetime | None

    @property
    def title(self) -> str:
        """The title of the negotiation, else its id."""
        return self.agenda.title or self.agenda.id

    @property
    def version(self) -> str:
        """The number of the last entry that counts: more is known in a higher one."""
        return str(self.basis.known)

    @property
    def trust(self) -> str:
        """The trust in words."""
        return trust_name(self.basis.trust)


def citation(about: About) -> str:
    """Return the file `CITATION.cff`, as the Citation File Format 1.2.0 has it; an author is an entity."""
    return "".join(f"{line}\n" for line in _lines(about))


def _lines(about: About) -> Iterator[str]:
    yield "cff-version: 1.2.0"
    yield 'message: "If you use this data set, please cite it as below."'
    yield "type: dataset"
    yield f"title: {_scalar(about.title)}"
    yield f"version: {_scalar(about.version)}"
    yield f"date-released: {about.created:%Y-%m-%d}"
    if about.licence is not None:
        yield f"license: {_scalar(about.licence)}"
    yield "authors:"
    for author in about.authors:
        yield f"  - name: {_scalar(author)}"


def _scalar(text: str) -> str:
    """Return a text as YAML reads it: on one line, in the quotes of JSON, which are those of YAML too."""
    return json.dumps(one_line(text), ensure_ascii=False)


# The README

_NOTES = """\
## How to read the tables

* Each table is there as CSV (UTF-8) and as Parquet, with the same columns. `datapackage.json` has their types and keys.
* An instant is ISO 8601 in UTC. A time that is less exact is EDTF (ISO 8601-2) in a column such as `since`; next to it
  are its bounds (`_earliest`, `_latest`), its precision, and the words of the source (`_said`).
* A value of several parts is JSON. In CSV a list is JSON too, and a text that a spreadsheet would run as a formula
  has a single quote in front.
* An empty `stance` means that no published report says where the party stands. It does not mean that the party is neutral.
* The tables say what is known to that entry. Where some of what the board says of a square came out only after the moment for which it
  is valid, the column `later` is true; an event that took place after that moment has its later status, and is not `held`.
* The tables follow from the published reports alone.
"""
_FILES = """\
## The other files

* `codebook.md`: the terms, and what each word in the tables means.
* `references.json` (CSL-JSON) and `references.bib` (BibTeX): the sources, by the id of the report.
* `CITATION.cff`: how to cite this data set.
* `checkpoint.txt`: proves later that the ledger behind these tables was not changed: `peacetrack verify LEDGER checkpoint.txt`.
* `datapackage.json`: a description for programs (Data Package, Frictionless).
"""


def readme(about: About, tables: Sequence[Published]) -> str:
    """Return the text of README.md."""
    head = (
        f"# {markdown_text(about.title)}\n",
        f"Where the parties of a negotiation stand, by what was reported: {about.basis}.{_known(about)}",
        f"Made on {about.created:%Y-%m-%d} with peacetrack. {_licence(about.licence)}{_held_back(about.held_back)}\n",
        "| table | rows | holds |\n|---|---|---|",
    )
    rows = (f"| `{table.name}` | {len(table.rows)} | {table.holds} |" for table in tables)
    return "\n".join((*head, *rows, "", _NOTES, *_of_board(), _FILES))


def _of_board() -> Iterator[str]:
    """Yield what the columns of the board mean that say whose words a stance is, and how sure it is."""
    yield "## Whose words, and how sure: columns of `board`\n"
    yield from (f"* `{name}`: {means}." for name, means in BOARD_COLUMNS.items())
    yield ""


def _known(about: About) -> str:
    """Return when the last entry was recorded that counts."""
    if about.known_at is None:
        return ""
    return f" Entry {about.version} was recorded on {about.known_at:%Y-%m-%d}."


def _licence(licence: str | None) -> str:
    return "No licence is stated." if licence is None else f"Licence: {licence}."


def _held_back(count: int) -> str:
    """Return how many reports are missing; how they are marked is not said."""
    if not count:
        return ""
    return f" {counted(count, 'report')} held back, because of the marking of the source."
