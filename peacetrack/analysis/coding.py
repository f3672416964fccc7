"""Codings: reports that code one source under two ids (rule 7)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import combinations, islice

from peacetrack.ledger.entry import Entry
from peacetrack.ledger.filed import Filed
from peacetrack.state import State, of_state, reading_of
from peacetrack.words.report import Report

_URL = re.compile(rb'source/url":("(?:[^"\\]|\\.)*")')
_OUTLET = re.compile(rb'source/outlet":("(?:[^"\\]|\\.)*")')
_PUBLISHED = re.compile(rb'"published":("[^"]*"|[{][^}]*[}])')
_SHA256 = re.compile(rb'"sha256":"[0-9a-f]{64}"')


@of_state
def codings(state: State) -> list[tuple[Report, Report]]:
    """Return the pairs of reports that code one source, in the order in which they were recorded.

    Only reports that name one file or one address are read.
    """
    snapshot, by_mark = reading_of(state).snapshot, dict[bytes, list[Filed]]()
    for filed in snapshot.ledger.reports_at(snapshot.seq):
        if filed.entry.id not in state.basis.trust.without:
            for mark in _marks(filed.entry):
                by_mark.setdefault(mark, []).append(filed)
    pairs = {
        (one.entry.seq, other.entry.seq): (one.report, other.report)
        for filed in by_mark.values()
        for one, other in combinations(filed, 2)
        if one.report.source.is_same(other.report.source)
    }
    return [pairs[seqs] for seqs in sorted(pairs)]


def copies(state: State, new: Collection[str]) -> Iterator[tuple[Report, Report]]:
    """Yield the reports with these ids that say what an earlier one says, of the same outlet and day.

    Codings of one source are left out, and so are reports with two addresses.
    """
    snapshot, by_mark = reading_of(state).snapshot, dict[tuple[bytes, ...], list[Filed]]()
    for filed in snapshot.ledger.reports_at(snapshot.seq):
        mark = (*_OUTLET.findall(filed.entry.words or b""), *_PUBLISHED.findall(filed.entry.hashed))
        if len(mark) == 2:  # most have both
            by_mark.setdefault(mark, []).append(filed)
    for alike in by_mark.values():
        for place, filed in enumerate(alike):
            if filed.entry.id in new:
                earlier = (other.report for other in alike[:place] if _is_copy(other.report, filed.report))
                yield from ((other, filed.report) for other in islice(earlier, 1))


def _is_copy(one: Report, other: Report) -> bool:
    """Return whether two reports of one outlet and day say the same, and are not known to be two."""
    if not one.claims or (one.source.url and other.source.url) or one.source.is_same(other.source):
        return False
    same = (
        getattr(one, name) == getattr(other, name) for name in ("claims", "since", "attribution", "voices")
    )
    return all(same)


def _marks(entry: Entry) -> set[bytes]:
    """Return what reports of one source have in common, as written: their file and their address."""
    return {*_URL.findall(entry.words or b""), *_SHA256.findall(entry.hashed)}
