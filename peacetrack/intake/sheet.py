"""Tables out: a coding sheet with drop-downs and a guide, which comes back through `read_table`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from os import PathLike
from typing import assert_never

import attrs

from peacetrack.errors import InvalidInputError, PeacetrackError, raise_all
from peacetrack.intake.coding import Coded, Coder
from peacetrack.intake.guide import COLUMNS, STANCES
from peacetrack.intake.map import FIELDS, Field, Map
from peacetrack.intake.names import Names
from peacetrack.intake.phrases import CONDITION_KINDS, RELATIONS
from peacetrack.table import workbook
from peacetrack.words.act import Act
from peacetrack.words.attribution import NARRATOR, Attribution, AttributionType
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.ending import At, Ending, NotBefore, Undisclosed, WithEvent
from peacetrack.words.grade import Credibility, Reliability
from peacetrack.words.position import Position, Progress, Stage, Trend
from peacetrack.words.report import Claim, Report
from peacetrack.words.stance import Stance
from peacetrack.words.term import Agenda
from peacetrack.words.value import Absence
from peacetrack.words.when import After, Before, During, InWords, Moment

_EMPTY_ROWS = 2000
"""So many rows of an empty sheet have drop-downs."""
_WIDE: dict[Field, int] = {"quote": 48, "wording": 32, "url": 28, "title": 28, "note": 28, "term": 24}
_VOCABULARIES: dict[Field, Iterable[Enum]] = {
    "stance": (*Stance, *Absence),
    "act": Act,
    "stage": Stage,
    "trend": Trend,
    "attribution": AttributionType,
    "credibility": Credibility,
    "reliability": Reliability,
}


def coding_sheet(path: str | PathLike[str], agenda: Agenda, reports: Iterable[Report] = ()) -> None:
    """Write a coding sheet in XLSX: one row a claim, drop-downs, and a guide (extra `tables`).

    The names of the agenda and the words of the vocabulary can be chosen in the cells. Filled in, the
    sheet comes back through `read_table` without a map.

    Parameters:
        path: where to write it.
        agenda: the agenda with the names.
        reports: reports whose claims are filled in (default: none, an empty sheet).

    Raises:
        InvalidInputError: with every claim that the columns of a sheet do not hold in full.
        MissingExtraError: if openpyxl is not installed.
        StoreError: if the file cannot be written; an older one stays as it was.

    >>> reports = [report for report in talks.reports.values() if report.id == "radio"]
    >>> pt.intake.coding_sheet("coding.xlsx", talks.agenda, reports)
    >>> [report.id for report in pt.read_table("coding.xlsx", agenda=talks.agenda).reports]
    ['radio']
    """
    rows = list(sheet_rows(agenda, reports))
    widths = [_WIDE.get(field, 16) for field in FIELDS]
    with workbook.new_book(path) as book:
        sheet = workbook.add_sheet(book, "coding", FIELDS, rows, widths)
        _add_guide(book, agenda)
        _add_lists(book, sheet, agenda, len(rows) + _EMPTY_ROWS)


def _add_guide(book: object, agenda: Agenda) -> None:
    """Add the guide, which cannot be edited."""
    lines: list[tuple[str, ...]] = [("column", name, COLUMNS[name]) for name in FIELDS]
    lines += [("term", term.id, term.proposition) for term in agenda.terms]
    lines += [("stance", name, meaning) for name, meaning in STANCES.items()]
    parties = [(party.id, dict.fromkeys((party.name, *party.aliases))) for party in agenda.parties]
    lines += [("party", id, ", ".join(names)) for id, names in parties]
    lines += [("person", one.id, one.name or one.description or "") for one in agenda.people]
    guide = workbook.add_sheet(book, "guide", ("what", "name", "meaning"), lines, (12, 28, 90))
    guide.protection.sheet = True


def _add_lists(book: object, sheet: object, agenda: Agenda, rows: int) -> None:
    """Add a hidden sheet with what can be chosen, a column each, and the drop-downs that show it."""
    parties = tuple(party.id for party in agenda.parties)
    choices: dict[Field, Sequence[str]] = {
        "party": parties,
        "term": tuple(term.id for term in agenda.terms),
        "speaker": tuple(person.id for person in agenda.people),
        "addressee": parties,
        "red_line": ("yes", "no"),
        "relation": tuple(RELATIONS),
        "condition_kind": CONDITION_KINDS,
        **{field: tuple(word.value for word in words) for field, words in _VOCABULARIES.items()},
    }
    columns = [(field, words) for field, words in choices.items() if words]
    longest = max(len(words) for _, words in columns)
    lines = [
        [words[place] if place < len(words) else None for _, words in columns] for place in range(longest)
    ]
    lists = workbook.add_sheet(book, "lists", [field for field, _ in columns], lines)
    lists.sheet_state = "hidden"
    for place, (field, words) in enumerate(columns):
        letter = chr(ord("A") + place)
        source = f"lists!${letter}$2:${letter}${len(words) + 1}"
        workbook.drop_down(sheet, FIELDS.index(field) + 1, source, rows=rows, strict=field != "speaker")


# Reports as rows


def sheet_rows(agenda: Agenda, reports: Iterable[Report]) -> Iterator[list[object]]:
    """Yield the claims of reports as rows of a coding sheet, or raise with all that do not fit."""
    coder = Coder(Map(), Names(agenda))
    problems: list[PeacetrackError] = []
    for report in reports:
        for number, claim in enumerate(report.claims, 1):
            written = (
                cells for cells in _cells(report, claim) if _is_held(coder.coded(cells), report, claim)
            )
            cells = next(written, None)
            if cells is not None:
                yield [cells[field] for field in FIELDS]
            else:
                where = f"claim {number} of {report.id or 'a report'}"
                what = "a sheet has no columns for all that it says"
                problems.append(InvalidInputError(what, where=where, repair="write it in TOML"))
    raise_all(problems)


def _cells(report: Report, claim: Claim) -> Iterator[dict[str, object]]:
    """Yield the cells of a claim by field, as texts: its date in words, and in EDTF next to its words."""
    since = claim.since or report.since
    cells = _undated(report, claim)
    if not isinstance(since, Moment):
        yield cells if since is None else cells | {"event": since.event, "relation": since.relation}
        return
    yield cells | {"date": since.said or since.edtf}
    yield cells | {"date": since.edtf, "date_said": since.said}


def _undated(report: Report, claim: Claim) -> dict[str, object]:
    cells: dict[str, object] = dict.fromkeys(FIELDS)
    source, attribution = report.source, _attribution(report, claim)
    cells |= {name: getattr(source, name) for name in ("outlet", "url", "title", "author", "origin")}
    cells |= {"report": report.id, "note": report.note}
    cells["reliability"] = source.reliability and source.reliability.value
    cells["published"] = source.published and (source.published.said or source.published.edtf)
    if attribution is not None:
        cells |= {"attribution": attribution.type.value, "speaker": attribution.person or attribution.speaker}
    if isinstance(claim, Position | Progress):
        cells |= {"term": claim.term, "credibility": claim.credibility and claim.credibility.value}
        cells |= {"wording": claim.wording}
    if isinstance(claim, Position):
        red_line = None if claim.red_line is None else "yes" if claim.red_line else "no"
        cells |= {"party": claim.party, "stance": None if claim.stance is None else claim.stance.value}
        cells |= {"act": claim.act and claim.act.value, "addressee": claim.addressee}
        cells |= {"quote": claim.quote, "red_line": red_line, **_condition(claim.conditions or ())}
        cells |= {"window": _ending(claim.window), "until": _ending(claim.until)}
    if isinstance(claim, Progress):
        cells |= {"stage": claim.stage and claim.stage.value, "trend": claim.trend and claim.trend.value}
    return cells


def _condition(conditions: Sequence[Condition]) -> dict[str, str]:
    """Return the cells of one condition; a sheet holds no more, and what is written is compared."""
    if len(conditions) != 1:
        return {}
    condition = conditions[0]
    match condition:
        case InWords(text):
            return {"condition": text, "condition_kind": "words"}
        case EventHeld(event):
            return {"condition": event, "condition_kind": "event"}
        case TermIs(term, status):
            return {"condition": f"{term} is {status}", "condition_kind": "term"}
        case StanceIs(party, term, stance):
            return {"condition": f"{party} {stance} {term}", "condition_kind": "stance"}
    assert_never(condition)


def _ending(ending: Ending | Absence | None) -> str | None:
    match ending:
        case None:
            return None
        case Absence():
            return ending.value
        case At(moment):
            return (moment.said or moment.edtf) if isinstance(moment, Moment) else _bound(moment)
        case Undisclosed():
            return "undisclosed"
        case WithEvent(event):
            return f"with {event}"
        case NotBefore(event):
            return f"not before {event}"
    assert_never(ending)


def _bound(when: During | Before | After) -> str:
    return f"{when.relation} {when.event}"


def _attribution(report: Report, claim: Claim) -> Attribution | None:
    attribution = report.attribution_of(claim)
    return None if attribution is NARRATOR else attribution


def _is_held(coded: object, report: Report, claim: Claim) -> bool:
    """Return whether a row, read back, says all that a claim of a report says."""
    if not isinstance(coded, Coded) or not isinstance(claim, Position | Progress):
        return False
    whole = attrs.evolve(
        claim, attribution=_attribution(report, claim), voice=None, since=claim.since or report.since
    )
    return coded.claims == (whole,) and coded.source == report.source
