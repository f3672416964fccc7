"""Tables out: a coding sheet with drop-downs and a guide, which comes back through `read_table`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from os import PathLike

import attrs

from peacetrack.errors import InvalidInputError, PeacetrackError, raise_all
from peacetrack.intake.cells import Located
from peacetrack.intake.coding import Coded, Coder
from peacetrack.intake.guide import COLUMNS, FOLDED, VOCABULARIES, detail_in_words
from peacetrack.intake.map import DETAIL, FIELDS, Map
from peacetrack.intake.names import Names, as_events
from peacetrack.intake.phrases import (
    CONDITION_KINDS,
    RELATIONS,
    condition_cells,
    detail_text,
    ending_text,
    flag_text,
    time_text,
)
from peacetrack.table import workbook
from peacetrack.table.values import plain
from peacetrack.words.attribution import NARRATOR, Attribution
from peacetrack.words.declared_kind import stated
from peacetrack.words.grade import Credibility, Reliability
from peacetrack.words.kind import Field
from peacetrack.words.position import Position, Progress
from peacetrack.words.report import Claim, Report
from peacetrack.words.term import Agenda
from peacetrack.words.value import Absence, as_tuple
from peacetrack.words.when import Moment

_EMPTY_ROWS = 2000
"""So many rows of an empty sheet have drop-downs."""
_WIDE = {"quote": 48, "wording": 24, "url": 28, "title": 28, "note": 28, "term": 22, "condition": 28}
_WIDEST = 24
_OPEN = frozenset(("speaker", "event", "condition_kind"))
"""The columns with a list that take more than is in it."""


def coding_sheet(
    path: str | PathLike[str], agenda: Agenda, reports: Iterable[Report] = (), *, events: Iterable[str] = ()
) -> None:
    """Write a coding sheet in XLSX: one row a claim, drop-downs, and a guide (extra `tables`).

    The names of the agenda and the words of the vocabulary can be chosen in the cells. Each field of the
    content of a term of the agenda has a column; they are a group that is folded away until it is used.
    Filled in, the sheet comes back through `read_table` without a map.

    Parameters:
        path: where to write it.
        agenda: the agenda with the names.
        reports: reports whose claims are filled in (default: none, an empty sheet).
        events: the events to choose from, such as `talks.state().event_ids` (default: none).

    Raises:
        InvalidInputError: with every claim that the columns of a sheet do not hold in full.
        MissingExtraError: if openpyxl is not installed.
        StoreError: if the file cannot be written; an older one stays as it was.

    >>> reports = [report for report in talks.reports.values() if report.id == "radio"]
    >>> pt.intake.coding_sheet("coding.xlsx", talks.agenda, reports)
    >>> [report.id for report in pt.read_table("coding.xlsx", agenda=talks.agenda).reports]
    ['radio']
    """
    reports = as_tuple(reports, Report, "reports")
    rows = list(sheet_rows(agenda, reports))
    details = details_of(agenda, reports)
    columns = (*FIELDS, *details)
    choices = _choices(agenda, details, as_events(events))
    widths = [_width(column, choices.get(column, ())) for column in columns]
    used = {place for row in rows for place, cell in enumerate(row) if cell is not None}
    folded = set(range(len(FIELDS), len(columns))) - used
    with workbook.new_book(path) as book:
        sheet = workbook.add_sheet(book, "coding", columns, rows, widths, folded)
        _add_guide(book, agenda, details)
        _add_lists(book, sheet, columns, choices, len(rows) + _EMPTY_ROWS)


def _width(column: str, words: Iterable[str]) -> int:
    """Return the width of a column, so that what can be chosen fits on one line."""
    return _WIDE.get(column) or min(_WIDEST, max(12, len(column), *map(len, words)) + 2)


def details_of(agenda: Agenda, reports: Iterable[Report]) -> dict[str, list[tuple[str, Field]]]:
    """Return the columns of details, each with the kinds and fields that it holds: those of the terms of
    an agenda, and what reports say of a kind that takes any field.
    """
    columns: dict[str, list[tuple[str, Field]]] = {}
    for kind in map(agenda.kind, dict.fromkeys(term.kind for term in agenda.terms)):
        for name, field in kind.known.items():
            if field.form != "outline":  # a cell holds no shape
                columns.setdefault(DETAIL + name, []).append((kind.id, field))
    claims = (
        claim for report in reports for claim in report.claims if isinstance(claim, Position | Progress)
    )
    for content in (claim.content for claim in claims if claim.content is not None):
        for name, _ in stated(content):
            columns.setdefault(DETAIL + name, [("", Field(name, "anything"))])
    return columns


def _add_guide(book: object, agenda: Agenda, details: dict[str, list[tuple[str, Field]]]) -> None:
    """Add the guide, which cannot be edited."""
    lines: list[tuple[str, ...]] = [("column", name, COLUMNS[name]) for name in FIELDS]
    if details:
        lines.append(("column", f"{DETAIL}...", FOLDED))
    lines += [("column", name, detail_in_words(fields)) for name, fields in details.items()]
    lines += [("term", term.id, term.proposition) for term in agenda.terms]
    for what, words in VOCABULARIES.items():
        lines += [(what, name, meaning) for name, meaning in words.items()]
    parties = [(party.id, dict.fromkeys((party.name, *party.aliases))) for party in agenda.parties]
    lines += [("party", id, ", ".join(names)) for id, names in parties]
    lines += [("person", person.id, person.name or person.description or "") for person in agenda.people]
    guide = workbook.add_sheet(book, "guide", ("what", "name", "meaning"), lines, (12, 28, 90))
    guide.protection.sheet = True


def _choices(
    agenda: Agenda, details: dict[str, list[tuple[str, Field]]], events: Sequence[str]
) -> dict[str, Sequence[str]]:
    """Return what can be chosen, by column."""
    parties = tuple(party.id for party in agenda.parties)
    absences = tuple(absence.value for absence in Absence)
    choices: dict[str, Sequence[str]] = {
        "party": parties,
        "term": tuple(term.id for term in agenda.terms),
        "speaker": tuple(person.id for person in agenda.people),
        "addressee": parties,
        "red_line": ("yes", "no"),
        "event": events,
        "relation": tuple(RELATIONS),
        "condition_kind": CONDITION_KINDS,
        **{column: tuple(words) for column, words in VOCABULARIES.items()},
        "credibility": tuple(grade.value for grade in Credibility),
        "reliability": tuple(grade.value for grade in Reliability),
    }
    for column, fields in details.items():
        if all(field.form in ("vocabulary", "flag", "party") for _, field in fields):
            words = {"flag": ("yes", "no"), "party": parties}
            offered = (word for _, field in fields for word in words.get(field.form, field.words))
            choices[column] = (*dict.fromkeys(offered), *absences)
    return {column: words for column, words in choices.items() if words}


def _add_lists(
    book: object, sheet: object, columns: Sequence[str], choices: dict[str, Sequence[str]], rows: int
) -> None:
    """Add a hidden sheet with what can be chosen, a column each, and the drop-downs that show it."""
    longest = max(map(len, choices.values()))
    lines = [
        [words[place] if place < len(words) else None for words in choices.values()]
        for place in range(longest)
    ]
    lists = workbook.add_sheet(book, "lists", list(choices), lines)
    lists.sheet_state = "hidden"
    for place, (column, words) in enumerate(choices.items(), 1):
        source = workbook.below_header("lists", place, len(words))
        strict = column not in _OPEN
        workbook.drop_down(sheet, columns.index(column) + 1, source, rows=rows, strict=strict)


# Reports as rows


def sheet_rows(agenda: Agenda, reports: Iterable[Report]) -> Iterator[list[object]]:
    """Yield the claims of reports as rows of a coding sheet, or raise with all that do not fit."""
    coder, reports = Coder(Map(), Names(agenda)), list(reports)
    columns = [*FIELDS, *details_of(agenda, reports)]
    coder.columns.take_named(columns)
    problems: list[PeacetrackError] = []
    for report in reports:
        for number, claim in enumerate(report.claims, 1):
            cells, lost = _fitting(coder, report, claim)
            if not lost:
                yield [cells.get(column) for column in columns]
                continue
            what = f"a sheet has no columns for all that it says: {', '.join(lost)}"
            where = f"claim {number} of {report.id or 'a report'}"
            problems.append(InvalidInputError(what, where=where, repair="write it in TOML"))
    raise_all(problems)


def _fitting(coder: Coder, report: Report, claim: Claim) -> tuple[dict[str, object], list[str]]:
    """Return the cells of a claim, and what is lost of it when they are read back."""
    written = [(cells, _lost(coder.coded(cells), report, claim)) for cells in _cells_of(report, claim)]
    return min(written, key=lambda each: len(each[1]))


def _lost(coded: Coded | list[Located], report: Report, claim: Claim) -> list[str]:
    """Return the names of what a row, read back, does not say of a claim and its source."""
    if not isinstance(claim, Position | Progress):
        return [f"it is no position or progress, but of the kind {type(claim).__name__}"]
    if not isinstance(coded, Coded):
        return [f"{column} ({problem.what})" for column, problem in coded]
    if len(coded.claims) != 1:
        return ["that it is one claim"]
    whole = attrs.evolve(
        claim, attribution=_attribution_of(report, claim), voice=None, since=claim.since or report.since
    )
    pairs = ((whole, coded.claims[0]), (report.source, coded.source))
    return [
        field.name
        for written, read in pairs
        for field in attrs.fields(type(written))
        if getattr(written, field.name) != getattr(read, field.name, None)
    ]


def _cells_of(report: Report, claim: Claim) -> Iterator[dict[str, object]]:
    """Yield the cells of a claim by field, as texts: its date in words, and in EDTF next to its words."""
    since = claim.since or report.since
    cells = _cells_without_date(report, claim)
    if not isinstance(since, Moment):
        yield cells if since is None else cells | {"event": since.event, "relation": since.relation}
        return
    yield cells | {"date": time_text(since)}
    yield cells | {"date": since.edtf, "date_said": since.said}


def _attribution_of(report: Report, claim: Claim) -> Attribution | None:
    """Return who says a claim, or None where that is the source itself."""
    attribution = report.attribution_of(claim)
    return None if attribution is NARRATOR else attribution


def _cells_without_date(report: Report, claim: Claim) -> dict[str, object]:
    cells: dict[str, object] = dict.fromkeys(FIELDS)
    source, attribution = report.source, _attribution_of(report, claim)
    cells |= {name: getattr(source, name) for name in ("outlet", "url", "title", "author", "origin")}
    cells |= {"report": report.id, "note": report.note, "reliability": plain(source.reliability)}
    cells["published"] = source.published and time_text(source.published)
    if attribution is not None:
        cells |= {
            "attribution": plain(attribution.type),
            "speaker": attribution.person or attribution.speaker,
        }
    if isinstance(claim, Position | Progress):
        cells |= {"term": claim.term, "wording": claim.wording, "credibility": plain(claim.credibility)}
        details = () if claim.content is None else stated(claim.content)
        cells |= {DETAIL + name: detail_text(value) for name, value in details}
    if isinstance(claim, Position):
        cells |= {"party": claim.party, "stance": plain(claim.stance), "act": plain(claim.act)}
        red_line = None if claim.red_line is None else flag_text(claim.red_line)
        cells |= {"quote": claim.quote, "red_line": red_line, "addressee": claim.addressee}
        cells |= {"window": ending_text(claim.window), "until": ending_text(claim.until)}
        cells |= condition_cells(claim.conditions)
    if isinstance(claim, Progress):
        cells |= {"stage": plain(claim.stage), "trend": plain(claim.trend)}
    return cells
