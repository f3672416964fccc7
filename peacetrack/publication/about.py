"""What a publication says of itself: its title, authors, licence and basis, and its citation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

import attrs

from peacetrack.table.cell import one_line
from peacetrack.words.basis import Basis, trust_name
from peacetrack.words.classes import frozen
from peacetrack.words.term import Agenda


@frozen
class About:
    """What a publication says of itself.

    `basis` is that of the state, and `known_at` is when its last entry was recorded. The
    trust of the basis names the reports that are left out, which are not said.
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
        """The trust in words, without the names of reports."""
        return trust_name(attrs.evolve(self.basis.trust, without=()))


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
