"""Codings: reports that code one source under two ids (rule 7)."""

from __future__ import annotations

import re
from itertools import combinations

from peacetrack.ledger.entry import Entry
from peacetrack.ledger.ledger import Filed
from peacetrack.state import State, of_state, snapshot_of
from peacetrack.words.report import Report

_URL = re.compile(rb'source/url":("(?:[^"\\]|\\.)*")')
_SHA256 = re.compile(rb'"sha256":"[0-9a-f]{64}"')


@of_state
def codings(state: State) -> list[tuple[Report, Report]]:
    """Return the pairs of reports that code one source, in the order in which they were recorded.

    Only reports that name one file or one address are read.
    """
    snapshot, by_mark = snapshot_of(state), dict[bytes, list[Filed]]()
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


def _marks(entry: Entry) -> set[bytes]:
    """Return what reports of one source have in common, as written: their file and their address."""
    return {*_URL.findall(entry.words or b""), *_SHA256.findall(entry.hashed)}
