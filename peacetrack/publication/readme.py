"""The file of a publication that says what each of its files is."""

from __future__ import annotations

from collections.abc import Sequence

from peacetrack.publication.about import About
from peacetrack.publication.release import basis_words
from peacetrack.publication.tables import Published
from peacetrack.table.cell import one_line
from peacetrack.words.value import counted

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
        f"Where the parties of a negotiation stand, by what was reported: {basis_words(about.basis)}.{_known(about)}",
        f"Made on {about.created:%Y-%m-%d} with peacetrack. {_licence(about.licence)}{_held_back(about.held_back)}\n",
        "| table | rows | holds |\n|---|---|---|",
    )
    rows = (f"| `{table.name}` | {len(table.rows)} | {table.holds} |" for table in tables)
    return "\n".join((*head, *rows, "", _NOTES))


def _known(about: About) -> str:
    """Return when the last entry was recorded that counts."""
    if about.known_at is None:
        return ""
    return f" Entry {about.version} was recorded on {about.known_at:%Y-%m-%d}."


def markdown_text(text: str) -> str:
    """Return a text on one line, with nothing in it that Markdown reads as a table or as HTML."""
    return one_line(text).replace("|", "\\|").replace("<", "&lt;")


def _licence(licence: str | None) -> str:
    return "No licence is stated." if licence is None else f"Licence: {licence}."


def _held_back(count: int) -> str:
    """Return how many reports are missing; how they are marked is not said."""
    if not count:
        return ""
    return f" {counted(count, 'report')} held back, because of the marking of the source."
