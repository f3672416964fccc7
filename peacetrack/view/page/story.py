"""The steps of the scrubber: one a day on which something changes or is reported, and what it was."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from peacetrack.analysis.briefing.naming import day_words, listed, shortened
from peacetrack.replay.spans import Held
from peacetrack.replay.strip import answer_at
from peacetrack.rules.standing import Standing
from peacetrack.view.page.cells import Cells
from peacetrack.words.edtf import BEGINNING, DAY
from peacetrack.words.isolate import isolated
from peacetrack.words.stance import Stance
from peacetrack.words.value import grouped
from peacetrack.words.when import as_datetime, display_day

TOLD = 3
"""How many changes of a day its story tells."""


def steps_of(cells: Cells) -> list[list[Any]]:
    """Return the places of the scrubber, the first before all turns.

    Each has its day in words, the place of its turn, the place of the last seq recorded by then, the
    story of that day as known now, and what was recorded on it.
    """
    state, spans = cells.state, cells.spans
    recorded = [(entry.seq, entry.recorded) for entry in state.entries[: spans.seqs[-1]]]
    told = grouped(_turns(cells), lambda turn: turn[0] // DAY)
    filed = grouped(recorded, lambda pair: pair[1] // DAY)
    days = sorted({turn // DAY for turn in (*spans.turns, state.instant)} | filed.keys())
    steps: list[list[Any]] = [["Before the first report", 0, -1, "", ""]]
    for day in days:
        instant = min((day + 1) * DAY - 1, state.instant)
        seq = max((seq for seq, at in recorded if at <= instant), default=0)
        reports = [_outlet(cells, seq) for seq, _ in filed.get(day, ()) if _is_report(cells, seq)]
        step = [
            day_words(display_day(as_datetime(instant))),
            bisect_right(spans.turns, instant),
            bisect_right(spans.seqs, seq) - 1,
            listed([text for _, text in told.get(day, ())], TOLD),
            listed(reports, TOLD),
        ]
        if day * DAY <= state.instant:
            steps.append(step)
    steps[-1][2] = len(spans.seqs) - 1
    return steps


def _outlet(cells: Cells, seq: int) -> str:
    """Return where the report of an entry came out, as far as that is stated."""
    source = cells.state.report_of(cells.state.entries[seq - 1].id or "").source
    return isolated(shortened(source.outlet or source.title or "a report without an outlet"))


def _is_report(cells: Cells, seq: int) -> bool:
    return cells.state.entries[seq - 1].kind in ("report", "correction")


def _turns(cells: Cells) -> Iterator[tuple[int, str]]:
    """Yield the instants at which a party takes another stance, as known now, each with its sentence."""
    last = cells.spans.seqs[-1]
    for (term, party), held in cells.spans.held.items():
        if party is not None:
            before: Stance | None = None
            for start in sorted(
                {span.start for span in held if BEGINNING < span.start <= cells.state.instant}
            ):
                stance = _stance(answer_at(held, start, last))
                if stance is not None and stance is not before:
                    yield start, f"{cells.names.party(party)} {stance.verb} {cells.names.quoted(term)}"
                before = stance


def _stance(held: Held | None) -> Stance | None:
    upheld = None if held is None else held.upheld
    return upheld.live_stance if isinstance(upheld, Standing) and not upheld.derived else None
