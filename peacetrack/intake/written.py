"""What a claim says, written into the cells of a row: `cells.py` the other way round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, assert_never

from peacetrack.intake.map import DETAIL, FIELDS
from peacetrack.table.values import plain
from peacetrack.words.attribution import NARRATOR, Attribution
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.declared_kind import stated
from peacetrack.words.ending import At, Ending, NotBefore, Undisclosed, WithEvent
from peacetrack.words.position import Position, Progress
from peacetrack.words.report import Claim, Report
from peacetrack.words.value import Absence
from peacetrack.words.when import After, Before, During, InWords, Moment


def cells_of(report: Report, claim: Claim) -> Iterator[dict[str, object]]:
    """Yield the cells of a claim by field, as texts: its date in words, and in EDTF next to its words."""
    since = claim.since or report.since
    cells = _undated(report, claim)
    if not isinstance(since, Moment):
        yield cells if since is None else cells | {"event": since.event, "relation": since.relation}
        return
    yield cells | {"date": _time(since)}
    yield cells | {"date": since.edtf, "date_said": since.said}


def attribution_of(report: Report, claim: Claim) -> Attribution | None:
    """Return who says a claim, or None where that is the source itself."""
    attribution = report.attribution_of(claim)
    return None if attribution is NARRATOR else attribution


def _undated(report: Report, claim: Claim) -> dict[str, object]:
    cells: dict[str, object] = dict.fromkeys(FIELDS)
    source, attribution = report.source, attribution_of(report, claim)
    cells |= {name: getattr(source, name) for name in ("outlet", "url", "title", "author", "origin")}
    cells |= {"report": report.id, "note": report.note, "reliability": plain(source.reliability)}
    cells["published"] = source.published and _time(source.published)
    if attribution is not None:
        cells |= {
            "attribution": plain(attribution.type),
            "speaker": attribution.person or attribution.speaker,
        }
    if isinstance(claim, Position | Progress):
        cells |= {"term": claim.term, "wording": claim.wording, "credibility": plain(claim.credibility)}
        details = () if claim.content is None else stated(claim.content)
        cells |= {DETAIL + name: _detail(value) for name, value in details}
    if isinstance(claim, Position):
        cells |= {"party": claim.party, "stance": plain(claim.stance), "act": plain(claim.act)}
        red_line = None if claim.red_line is None else _flag(claim.red_line)
        cells |= {"quote": claim.quote, "red_line": red_line, "addressee": claim.addressee}
        cells |= {"window": _ending(claim.window), "until": _ending(claim.until)}
        cells |= _conditions(claim.conditions)
    if isinstance(claim, Progress):
        cells |= {"stage": plain(claim.stage), "trend": plain(claim.trend)}
    return cells


def _conditions(conditions: Sequence[Condition] | None) -> dict[str, str]:
    """Return the cells of conditions, divided by semicolons; none at all are said to be none."""
    if conditions is None:
        return {}
    if not conditions:
        return {"condition_kind": "none"}
    kinds, texts = zip(*map(_condition, conditions), strict=True)
    return {"condition": "; ".join(texts), "condition_kind": "; ".join(kinds)}


def _condition(condition: Condition) -> tuple[str, str]:
    """Return the kind of a condition, and what it is."""
    match condition:
        case InWords(text):
            return "words", text
        case EventHeld(event):
            return "event", event
        case TermIs(term, status):
            return "term", f"{term} is {status}"
        case StanceIs(party, term, stance):
            return "stance", f"{party} {stance} {term}"
    assert_never(condition)


def _ending(ending: Ending | Absence | None) -> str | None:
    match ending:
        case None:
            return None
        case Absence():
            return ending.value
        case At(moment):
            return _time(moment)
        case Undisclosed():
            return "undisclosed"
        case WithEvent(event):
            return f"with {event}"
        case NotBefore(event):
            return f"not before {event}"
    assert_never(ending)


def _time(when: Moment | During | Before | After) -> str | None:
    if isinstance(when, Moment):
        return when.said or when.edtf
    return f"{when.relation} {when.event}"


def _flag(value: bool) -> str:  # noqa: FBT001 - what is written
    return "yes" if value else "no"


def _detail(value: Any) -> str | None:
    """Return the value of a field of content as a cell writes it."""
    match value:
        case bool():
            return _flag(value)
        case tuple():
            return "; ".join(map(str, value))
        case Moment():
            return _time(value)
        case _ if isinstance(value, Ending | Absence):
            return _ending(value)
    return str(value)
