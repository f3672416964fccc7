"""A ledger and what two answers differ in, in lines: what a broken law shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from peacetrack.form.codec import Body
from peacetrack.ledger.entry import Entry
from peacetrack.rules.claim_wording import report_in_words
from peacetrack.tracker import Tracker
from peacetrack.words.basis import Basis
from peacetrack.words.report import Correction, Dismissal, Proposal, Redaction, Report, Retraction
from peacetrack.words.term import Agenda

_MOST = 12
"""So many differences are shown."""


def story(tracker: Tracker) -> str:
    """Return a line for each entry of a ledger and each claim in it, as `hypothesis.note` can show it.

    >>> print(pt.testing.story(talks).splitlines()[-1].strip().partition("; ")[2])
    officials-briefed, published 2030-01-05
    """
    return "\n".join(line for entry in tracker.entries() for line in _told(entry, tracker.agenda))


def _told(entry: Entry, agenda: Agenda) -> Iterator[str]:
    report, about = _report(entry.body), ""
    match entry.body:
        case (
            Correction(corrects=id)
            | Retraction(retracts=id)
            | Redaction(redacts=id)
            | Dismissal(dismisses=id)
        ):
            about = f" of {id}"
    named = "" if report is None else f" {report.id}"
    yield f"{entry.seq:>3} {entry.recorded_at:%Y-%m-%d %H:%M} {entry.kind}{named}{about}"
    if report is not None:
        published = report.source.published
        dated = "" if published is None else f", published {published}"
        yield from (f"      {line}{dated}" for line in report_in_words(report, agenda))


def _report(body: Body) -> Report | None:
    match body:
        case Report():
            return body
        case Correction() | Proposal():
            return body.report
    return None


def agree(
    law: str, one: object, other: object, tracker: Tracker | None = None, basis: Basis | None = None
) -> None:
    """Raise an AssertionError that tells the law, what differs, and the ledger; else do nothing."""
    if one == other:
        return
    found = list(_differences(one, other, ""))
    lines = [f"broken: {law}", *found[:_MOST]]
    if len(found) > _MOST:
        lines.append(f"and {len(found) - _MOST} more")
    if basis is not None:
        lines.append(f"asked: {basis!r}")
    if tracker is not None:
        lines += ["the ledger:", story(tracker)]
    raise AssertionError("\n".join(lines))


def _differences(one: Any, other: Any, at: str) -> Iterator[str]:
    """Yield a line for each place where two values differ, as deep as their types go."""
    if one == other:
        return
    parts = _parts(one), _parts(other)
    if type(one) is not type(other) or parts[0] is None or parts[1] is None:
        yield f"  {at or 'all'}: {one!r}, but {other!r}"
        return
    inner = False
    for name in [*parts[0], *(name for name in parts[1] if name not in parts[0])]:
        for line in _differences(
            parts[0].get(name, "nothing"), parts[1].get(name, "nothing"), f"{at} {name}".strip()
        ):
            inner = True
            yield line
    if not inner:
        yield f"  {at or 'all'}: {one!r}, but {other!r}"


def _parts(value: Any) -> Mapping[str, Any] | None:
    """Return what a value is made of by name; None for what is compared as a whole."""
    if isinstance(value, Mapping):
        return {_name(key): part for key, part in value.items()}
    if isinstance(value, list | tuple):
        return {str(place): part for place, part in enumerate(value, start=1)}
    if attrs.has(type(value)):
        return {field.name: getattr(value, field.name) for field in attrs.fields(type(value)) if field.eq}
    return None


def _name(key: object) -> str:
    return " ".join(map(str, key)) if isinstance(key, tuple) else str(key)
