"""A publication: one folder with the tables of a ledger, and what is needed to read, cite and check them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from io import BytesIO, StringIO
from itertools import chain
from os import PathLike
from pathlib import Path

import attrs

from peacetrack.errors import InvalidInputError, StoreError, quoted
from peacetrack.form.file import write_file
from peacetrack.ledger.proof import checkpoint_of
from peacetrack.publication.about import About, citation, readme
from peacetrack.publication.codebook import codebook
from peacetrack.publication.package import PACKAGE, data_package, is_package_of
from peacetrack.publication.references import bibtex, csl_json, references
from peacetrack.publication.release import Release, bare_basis, release_of
from peacetrack.publication.tables import Published, tables_of
from peacetrack.publication.written import held_in_words
from peacetrack.state import State, of_state
from peacetrack.words.classes import frozen
from peacetrack.words.value import as_texts, counted
from peacetrack.words.when import now


@frozen
class Publication:
    """A publication that was written.

    Attributes:
        folder: where it is.
        files: the names of its files.
        reports: how many reports are published.
        held_back: how many are not, by the marking of their source.
    """

    folder: Path
    files: tuple[str, ...] = attrs.field(repr=False)
    reports: int
    held_back: Mapping[str, int]

    def __str__(self) -> str:
        rest = held_in_words(self.held_back) or "none held back"
        return f"{self.folder}: {counted(len(self.files), 'file')}; {counted(self.reports, 'report')} published, {rest}"


@of_state
def publish(
    state: State,
    folder: str | PathLike[str],
    *,
    released: Iterable[str] = (),
    authors: Iterable[str] = (),
    licence: str | None = None,
) -> Publication:
    """Write a state as a data package, which any program reads, and return what was published.

    A report of a marked source is published only where the marking is released; so are other codings of
    the source. All tables follow from the published reports alone, as if there were no others.

    Parameters:
        state: the state to publish; its trust decides which claims count.
        folder: a new or an empty folder, or an earlier publication of the same negotiation.
        released: the markings that may be published, such as `["TLP:CLEAR"]` (default: none).
        authors: who the data set is cited by (default: `anonymous`).
        licence: the licence, by its SPDX identifier, such as `CC-BY-4.0` (default: none is stated).

    Raises:
        InvalidInputError: the folder holds something else, an author or the licence is none, or the
            state rests on supposed reports.
        MissingExtraError: pyarrow or arro3 is not installed (extra `parquet`).
        StoreError: a file cannot be written.

    Source: Data Package 1 (Frictionless Data), CSL-JSON 1.0.2, Citation File Format 1.2.0.

    >>> print(pt.publication.publish(state, "talks", authors=["The desk"]))
    talks: 25 files; 2 reports published, none held back
    """
    target, named = Path(folder), as_texts(authors)
    _check_folder(target, state.agenda.id)
    _check_citation(named, licence)
    release = release_of(state, released)
    about = _about(state, release, named or ("anonymous",), licence)
    files = _files(state, release, about)
    _write(target, files)
    return Publication(target, tuple(files), len(release.reports), release.held_back)


_SPDX = re.compile(r"[A-Za-z0-9.-]+")


def _about(state: State, release: Release, authors: tuple[str, ...], licence: str | None) -> About:
    created, held_back = now().replace(microsecond=0), sum(release.held_back.values())
    return About(
        state.agenda, bare_basis(state.basis), created, authors, licence, held_back, _last_recorded(state)
    )


def _last_recorded(state: State) -> datetime | None:
    """Return when the last entry that a state reads was recorded; None of an empty ledger."""
    return state.entries[state.basis.known - 1].recorded_at if state.basis.known else None


def _check_citation(authors: Iterable[str], licence: str | None) -> None:
    """Refuse an author without a name, and a licence that is no identifier."""
    if not all(author.strip() for author in authors):
        raise InvalidInputError("an author has no name", where="authors", repair="leave it out, or name it")
    if licence is not None and not _SPDX.fullmatch(licence):
        what = f"{quoted(licence)} is no identifier of a licence"
        raise InvalidInputError(what, where="licence", repair="write one of SPDX, such as CC-BY-4.0")


def _check_folder(folder: Path, agenda: str) -> None:
    """Refuse a folder that holds anything but an earlier publication of this negotiation."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InvalidInputError("this is no folder", where=str(folder), repair="name a new one")
    if any(folder.iterdir()) and not is_package_of(folder / PACKAGE, agenda):
        what = "the folder holds something else than a publication of this negotiation"
        raise InvalidInputError(what, where=str(folder), repair="name a new one, or an empty one")


def _files(state: State, release: Release, about: About) -> dict[str, bytes]:
    """Return the files of a publication by name; the one that describes them comes last."""
    tables, cited = list(tables_of(release)), references(release.reports)
    files = dict(chain.from_iterable(map(_forms, tables)))
    texts = {
        "references.json": csl_json(cited),
        "references.bib": bibtex(cited),
        "CITATION.cff": citation(about),
        "codebook.md": codebook(state.agenda, release.state.events()),
        "checkpoint.txt": str(checkpoint_of(state.entries)),
        "README.md": readme(about, tables),
    }
    files |= {name: text.encode() for name, text in texts.items()}
    package = json.dumps(data_package(about, tables, files, cited), ensure_ascii=False, indent=2)
    return files | {PACKAGE: package.encode() + b"\n"}


def _forms(table: Published) -> Iterator[tuple[str, bytes]]:
    csv, parquet = StringIO(), BytesIO()
    table.rows.to_csv(csv)
    table.rows.to_parquet(parquet)
    yield f"{table.name}.csv", csv.getvalue().encode()
    yield f"{table.name}.parquet", parquet.getvalue()


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all files, each whole; every one was made before the first is written."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        what = error.strerror or str(error)
        raise StoreError(what, str(folder), "give a place that can be written to") from error
    for name, content in files.items():
        write_file(folder / name, content)
