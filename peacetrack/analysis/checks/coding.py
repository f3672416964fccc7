"""Checks of codings: reports of one source that say different things, and reports without claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from peacetrack.analysis.coding import codings
from peacetrack.analysis.finding import Finding, about
from peacetrack.analysis.holding import positions
from peacetrack.analysis.severity import Severity
from peacetrack.index.statement import subject_words
from peacetrack.rules.claims import Claimed
from peacetrack.state import State
from peacetrack.words.isolate import isolated
from peacetrack.words.position import Position
from peacetrack.words.value import counted, grouped, in_short


def coded_twice(state: State) -> Iterator[Finding]:
    """Find stances that two codings of one source give differently, be it on one side (rule 7)."""
    pairs = codings(state)
    by_report = grouped(positions(state) if pairs else (), lambda pair: pair[0].report)
    for one, other in pairs:
        first, second = (_stances(by_report.get(str(report.id), ())) for report in (one, other))
        for place, words in first.items():
            if second.get(place, words) != words:
                given = f"{words} ({isolated(one.id)}), {second[place]} ({isolated(other.id)})"
                yield Finding(
                    Severity.MEDIUM,
                    "coded-twice",
                    f"coded twice, differently: {subject_words(*place)}: {given}",
                    **about(*place, "stance"),
                    reports=(str(one.id), str(other.id)),
                    settled_by="the source read again, and a correction of the report that is wrong",
                )


def uncoded_reports(state: State) -> Iterator[Finding]:
    """Find the reports without claims, such as the items of an inbox, in one finding."""
    if state.uncoded:
        verb = "is" if len(state.uncoded) == 1 else "are"
        yield Finding(
            Severity.LOW,
            "uncoded",
            f"{counted(len(state.uncoded), 'report')} {verb} uncoded",
            reports=state.uncoded,
            settled_by="a correction with the claims of each, or a retraction",
        )


def _stances(claims: Iterable[tuple[Claimed, Position]]) -> dict[tuple[str, str], str]:
    """Return the stances that some claims of a report give, in words, by term and party."""
    stating = (claim for _, claim in claims if claim.stance is not None)
    by_place = grouped(stating, lambda position: (position.term, position.party))
    return {place: " and ".join(sorted({in_short(p.stance) for p in of})) for place, of in by_place.items()}
