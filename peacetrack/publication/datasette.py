"""Metadata for Datasette, which serves a ledger's SQLite file as web pages, CSV and JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peacetrack.words.term import Agenda

_COLUMNS = {
    "ledger": "always main",
    "term": "the id of the term",
    "party": "the id of the party",
    "field": "what is stated: stance, red_line, window, a field of the content, ...",
    "value": "the value, as JSON",
    "since": "since when it holds: EDTF, or the words of the report",
    "anchor_at": "the instant that orders statements: ISO 8601, UTC",
    "latest_at": "the last instant at which it can have begun: ISO 8601, UTC",
    "known_from_at": "when it was recorded: ISO 8601, UTC",
    "known_until_at": "when it was withdrawn: ISO 8601, UTC; 9999-12-31 is never",
    "report": "the id of the report that says it",
    "claim": "the number of the claim in the report, counted from 1",
    "attribution": "how the report attributes it: quote, named, institution, narrator, ...",
    "speaker": "who speaks, in the words of the report",
    "origin": "where several reports go back to",
    "stands": "1: no later entry withdrew it",
    "seq": "the number of the entry",
    "recorded_at": "when the desk recorded it: ISO 8601, UTC",
    "recorded_by": "who recorded it",
    "published": "when the source was published: EDTF",
    "reliability": "the grade of the source, A to F",
    "outlet": "who published it",
    "corrects": "the report that it corrects",
    "withdrawn_by": "the number of the entry that withdrew it",
    "redacted": "1: its words were deleted",
}
_VIEWS = {
    "current_position": (
        "Where each party stands now",
        "The value of every field that a party has stated, trusting the default attributions. Groups, windows "
        "that have closed and conditions are left to peacetrack.",
        "ledger term party field value since report claim attribution speaker origin known_from_at",
        ("party", "term", "field"),
    ),
    "position_history": (
        "What was stated, oldest first",
        "Every statement of every report, also those that were withdrawn.",
        "ledger term party field value since anchor_at latest_at known_from_at known_until_at report claim "
        "attribution speaker origin stands",
        ("party", "term", "report"),
    ),
    "report_source": (
        "Reports and their sources",
        "Every report, with the entry that withdrew it.",
        "ledger report seq recorded_at recorded_by origin published reliability outlet corrects withdrawn_by "
        "redacted",
        ("outlet", "recorded_by"),
    ),
}
_STANCES = """select party, term,
  coalesce(json_extract(value, '$.absent'), json_extract(value, '$')) as stance, since, report
from current_position where field = 'stance' order by term, party"""


def datasette(agenda: Agenda, database: str, *, licence: str | None = None) -> Mapping[str, Any]:
    """Return the metadata for Datasette of a ledger's SQLite file: titles, columns, facets and a query.

    Parameters:
        agenda: the agenda of the ledger.
        database: the name of the file without its ending, which Datasette knows it by.
        licence: the SPDX id of the licence under which it may be used (default: none is stated).

    https://docs.datasette.io/en/stable/metadata.html

    >>> metadata = pt.publication.datasette(talks.agenda, "talks", licence="CC-BY-4.0")
    >>> metadata["databases"]["talks"]["tables"]["report_source"]["title"]
    'Reports and their sources'
    """
    title = str(agenda.title or agenda.id)
    tables: dict[str, Any] = {
        name: {
            "title": heading,
            "description": description,
            "columns": {column: _COLUMNS[column] for column in columns.split()},
            "facets": list(facets),
        }
        for name, (heading, description, columns, facets) in _VIEWS.items()
    }
    tables |= {table: {"hidden": True} for table in ("entry", "statement", "mention")}
    queries = {
        "stances": {"sql": _STANCES, "title": "Stances", "description": "Who accepts, rejects, is open."}
    }
    about = {
        "title": title,
        "description": f"A ledger of {title}, kept with peacetrack.",
        "source": "peacetrack",
    }
    if licence is not None:
        about["license"] = licence
    return {**about, "databases": {database: {**about, "tables": tables, "queries": queries}}}
