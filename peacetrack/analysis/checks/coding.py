"""Checks of codings: reports of one source that say different things, and reports without claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from peacetrack.analysis.coding import codings
from peacetrack.analysis.finding import Finding, about
from peacetrack.analysis.holding import positions
from peacetrack.analysis.severity import Severity
from peacetrack.index.statement import field_words, subject_words
from peacetrack.rules.claims import Claimed
from peacetrack.state import State
from peacetrack.words.isolate import isolated
from peacetrack.words.position import Position
from peacetrack.words.value import counted, grouped, in_short

_COMPARED = ("stance", "red_line", "window")


def coded_twice(state: State) -> Iterator[Finding]:
    """Find stances that two codings of one source give differently, be it on one side (rule 7).

    Of a stance that both give, also its red line and its window: what one of them leaves out, it denies.
    """
    pairs = codings(state)
    by_report = grouped(positions(state) if pairs else (), lambda pair: pair[0].report)
    for one, other in pairs:
        first, second = (_coded(by_report.get(str(report.id), ())) for report in (one, other))
        for place, fields in first.items():
            for field, words in fields.items():
                others = second.get(place, fields)[field]
                if others != words:
                    said = "" if field == "stance" else f", {field_words(field)}"
                    given = f"{words} ({isolated(one.id)}), {others} ({isolated(other.id)})"
                    yield Finding(
                        Severity.MEDIUM,
                        "coded-twice",
                        f"coded twice, differently: {subject_words(*place)}{said}: {given}",
                        **about(*place, field),
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


def _coded(claims: Iterable[tuple[Claimed, Position]]) -> dict[tuple[str, str], dict[str, str]]:
    """Return the stances that some claims of a report give, with red lines and windows, by term and party."""
    stating = (claim for _, claim in claims if claim.stance is not None)
    by_place = grouped(stating, lambda position: (position.term, position.party))
    return {
        place: {field: _in_words(getattr(claim, field) for claim in of) for field in _COMPARED}
        for place, of in by_place.items()
    }


def _in_words(values: Iterable[object]) -> str:
    """Return the values that claims give a field; no red line is as good as none stated."""
    given = {in_short(value) for value in values if value is not None and value is not False}
    return " and ".join(sorted(given)) or "none"
