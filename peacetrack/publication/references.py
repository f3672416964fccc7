"""The sources of reports as references: CSL-JSON for citation processors, BibTeX for LaTeX."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from peacetrack.ledger.filed import Filed
from peacetrack.words.edtf import BEGINNING, END, Precision
from peacetrack.words.report import Source
from peacetrack.words.when import Moment, as_datetime

Reference = Mapping[str, Any]
"""A reference in the form of CSL-JSON 1.0.2."""


def references(reports: Iterable[Filed]) -> list[Reference]:
    """Return the references to the sources of reports, each with the id of its report; of CSL-JSON."""
    return [
        _reference(filed.entry.id, filed.report.source, filed.report.title)
        for filed in reports
        if _is_named(filed.report.source)
    ]


def csl_json(references: Sequence[Reference]) -> str:
    """Return references as CSL-JSON."""
    return json.dumps(references, ensure_ascii=False, indent=2) + "\n"


def bibtex(references: Iterable[Reference]) -> str:
    """Return references as BibTeX; the key of each is the id of its report, in the letters that keys take."""
    taken: set[str] = set()
    return "\n".join(_entry(_key(reference["id"], taken), reference) for reference in references)


def _is_named(source: Source) -> bool:
    return any((source.outlet, source.title, source.url, source.author))


def _reference(id: str, source: Source, title: str | None) -> Reference:
    fields = {
        "id": id,
        "type": "webpage" if source.url else "document",
        "title": source.title or title,
        "author": source.author and [{"literal": source.author}],
        "container-title": source.outlet,
        "issued": _date(source.published),
        "accessed": _date(source.retrieved),
        "URL": source.url,
        "archive_location": source.archived,
        "language": source.language,
    }
    return {name: value for name, value in fields.items() if value}


# Dates

_PARTS = {Precision.YEAR: 1, Precision.MONTH: 2, Precision.DAY: 3, Precision.INSTANT: 3}
"""How many parts of a date are known; of other precisions there are two dates, the first and the last."""


def _date(moment: Moment | None) -> Mapping[str, Any] | None:
    """Return a moment as a date of CSL: its parts, or the words where it has none."""
    if moment is None:
        return None
    span = moment.range
    if span.from_unknown or span.first == BEGINNING or span.last == END:
        return {"literal": str(moment)}
    parts = _PARTS.get(moment.precision)
    edges = (span.first,) if parts else (span.first, span.last)
    dates = [[*as_datetime(edge).timetuple()[: parts or 3]] for edge in edges]
    circa = {"circa": True} if moment.approximate or moment.uncertain else {}
    return {"date-parts": dates, **circa}


# BibTeX

_SPECIAL = {letter: f"\\{letter}" for letter in "#$%&_"} | {
    "\\": "\\textbackslash{}",
    "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
}
"""How letters with a meaning in LaTeX are written; a brace that has no partner would end the field."""


def _entry(key: str, reference: Reference) -> str:
    lines = "".join(f",\n  {name} = {{{value}}}" for name, value in _fields(reference))
    return f"@misc{{{key}{lines}\n}}\n"


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    authors = " and ".join(f"{{{_latex(author['literal'])}}}" for author in reference.get("author", ()))
    issued = reference.get("issued", {})
    fields = {
        "title": "title" in reference and f"{{{_latex(reference['title'])}}}",
        "author": authors,
        "howpublished": _latex(reference.get("container-title", "")),
        **dict(zip(("year", "month", "day"), map(str, _first(issued)), strict=False)),
        "note": _latex(issued.get("literal", "")),
        "url": _address(reference.get("URL", "")),
        "urldate": "-".join(f"{part:02}" for part in _first(reference.get("accessed", {}))),
        "language": reference.get("language", ""),
    }
    return ((name, value) for name, value in fields.items() if value)


def _first(date: Mapping[str, Any]) -> list[int]:
    return next(iter(date.get("date-parts", ())), [])


def _latex(text: str) -> str:
    """Return a text as LaTeX reads it, on one line."""
    return "".join(_SPECIAL.get(letter, letter) for letter in " ".join(text.split()))


def _address(url: str) -> str:
    """Return a URL without the letters that would end the field or be read as LaTeX."""
    return quote(url, safe="!#$%&'()*+,/:;=?@[]~-._")


def _key(id: str, taken: set[str]) -> str:
    """Return a key that is not taken yet, and take it."""
    stem = re.sub("[^A-Za-z0-9.:/+_-]+", "-", id).strip("-") or "report"
    key, number = stem, 1
    while key.casefold() in taken:
        number += 1
        key = f"{stem}-{number}"
    taken.add(key.casefold())
    return key
