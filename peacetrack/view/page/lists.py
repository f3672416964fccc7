"""Tables of an analysis as texts in rows, to be read. Built on analysis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from peacetrack.analysis.conditions.package import Package
from peacetrack.analysis.finding import Finding
from peacetrack.analysis.gap import Gap
from peacetrack.analysis.trend import Point
from peacetrack.analysis.window import Window
from peacetrack.index.statement import bare_field, reports_of
from peacetrack.replay.over_time import Known
from peacetrack.rules import wording
from peacetrack.rules.standing import Standing
from peacetrack.table.grid import Cell, Grid
from peacetrack.table.table import Table
from peacetrack.table.values import cell_text
from peacetrack.view.board import standing_cell
from peacetrack.words.basis import Basis
from peacetrack.words.value import in_short


def history(standings: Iterable[Standing], title: str | None = None) -> Grid:
    """Where a party stood, one standing a line, oldest first.

    Like every list here it has, where no `title` is given, one made of what it is and its basis.
    """
    header = ("since", "stance", "details", "until", "reports")
    told = [*standings]
    after = [*told[1:], None][: len(told)]
    whose = f"{told[0].party} on {told[0].term}" if told else "a history"
    rows = [_standing_row(*two) for two in zip(told, after, strict=True)]
    return _grid(_titled(title, whose, standings), header, rows, wording.legend(told))


def _standing_row(standing: Standing, after: Standing | None) -> Sequence[str | Cell]:
    conditions = f"if {in_short(standing.conditions)}" if standing.conditions else ""
    return (
        _begin(standing),
        standing_cell(standing),
        "; ".join(filter(None, (conditions, cell_text(standing.details)))),
        _end(standing, after),
        " ".join(reports_of(standing.evidence)),
    )


def _begin(standing: Standing) -> str:
    """Since when a standing held; of one that lapsed, what it had lapsed after."""
    return f"after {_closing(standing)}" if standing.lapsed else cell_text(standing.since)


def _closing(standing: Standing) -> str:
    endings = (standing.until, standing.window)
    return " or ".join(cell_text(getattr(e, "event", e)) for e in endings if e is not None)


def _end(standing: Standing, after: Standing | None) -> str:
    """Until when a standing held: when it lapsed, or another followed; else as was told."""
    if standing.lapsed and after is None:
        return ""
    if not standing.lapsed and (after is not None and _lapses(standing, after)):
        return _closing(standing)
    if after is None:
        return cell_text(standing.until)
    told = {(statement.name, statement.field) for statement in standing.evidence}
    new = [s.since for s in after.evidence if (s.name, s.field) not in told]
    return str(min(new, key=lambda since: since.anchor)) if new else cell_text(after.since)


def _lapses(standing: Standing, after: Standing) -> bool:
    """Whether a standing and the one after it are one, which has lapsed meanwhile."""
    return after.lapsed and (after.stance, after.since) == (standing.stance, standing.since)


def findings(found: Iterable[Finding], title: str | None = None) -> Grid:
    """What the checks noticed, worst first, with what would settle it."""
    header = ("finding", "settled by", "since", "reports")
    rows = [
        (f"{f.severity}: {f.what}", f.settled_by, cell_text(f.since), " ".join(f.reports))
        for f in found
    ]
    return _grid(_titled(title, "findings", found), header, rows)


def gaps(found: Iterable[Gap], title: str | None = None) -> Grid:
    """What each party holds of a field, and the landing zone."""
    header = (
        "term, field",
        "ground",
        "landing zone",
        "held",
        "of the term itself",
        "not stated by",
    )
    rows = [_gap_row(gap) for gap in found]
    return _grid(_titled(title, "gaps", found), header, rows)


def _gap_row(gap: Gap) -> Sequence[str]:
    return (
        f"{gap.term}, {bare_field(gap.field)}",
        str(gap.ground),
        "" if gap.overlap is None else in_short(gap.overlap),
        "; ".join(f"{party}: {in_short(value)}" for party, value in gap.held.items()),
        "" if gap.reported is None else in_short(gap.reported),
        " ".join(gap.missing),
    )


def packages(found: Iterable[Package], title: str | None = None) -> Grid:
    """Which terms can only close at once, and after which others, in that order."""
    header = ("terms", "round", "after", "closes", "waits on", "tied by", "linked to", "reports")
    rows = [
        (
            " + ".join(package.terms),
            str(package.round),
            ", ".join(package.after),
            in_short(package.closes),
            " ".join(package.waits_on),
            " ".join(package.parties),
            ", ".join(package.linked),
            " ".join(package.reports),
        )
        for package in found
    ]
    return _grid(_titled(title, "packages", found), header, rows)


def windows(found: Iterable[Window], title: str | None = None) -> Grid:
    """Until when offers and positions stand, the first to close on top."""
    header = ("whose", "what", "closes", "at", "lapsed", "since", "reports")
    rows = [
        (
            f"{window.party} on {window.term}",
            "offer" if window.field == "window" else "position",
            cell_text(window.closes),
            cell_text(window.at),
            in_short(window.lapsed),
            cell_text(window.since),
            " ".join(window.reports),
        )
        for window in found
    ]
    return _grid(_titled(title, "windows", found), header, rows)


def trend(points: Iterable[Point], title: str | None = None) -> Grid:
    """How far a term, or the deal, had come at each moment."""
    header = ("at", "known", "of", "status", "mean", "spread", "stances", "agreed")
    rows = [
        (
            f"{point.at:%Y-%m-%d %H:%M}",
            str(point.known),
            point.term or "the deal",
            str(point.status or "-"),
            "-" if point.mean is None else f"{point.mean:+.2f}",
            cell_text(point.spread),
            f"{point.stances} of {point.needed}",
            f"{point.agreed} of {point.terms}",
        )
        for point in points
    ]
    return _grid(_course_title(points) if title is None else title, header, rows)


def _course_title(points: Iterable[Point]) -> str:
    told, basis = [*points], basis_of(points)
    if basis is None or not told:
        return _titled(None, "trend", points)
    known: Known = "now" if {point.known for point in told} == {basis.known} else "then"
    return f"trend {course_text(basis, told[0].at, told[-1].at, known)}"


def course_text(basis: Basis, first: datetime, last: datetime, known: Known) -> str:
    """From when to when something was asked, as known when, and what counts."""
    times = f"from {first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M} UTC"
    now = f"as known now, to entry {basis.known}"
    return f"{times}, {now if known == 'now' else 'as it was known then'}, {basis.counted}"


def basis_of(rows: Iterable[object]) -> Basis | None:
    """The basis of rows, where they are a table that has one."""
    return rows.basis if isinstance(rows, Table) else None


def _titled(title: str | None, what: str, rows: Iterable[object]) -> str:
    """The title that is given, else what it is and the basis of the rows."""
    if title is not None:
        return title
    basis = basis_of(rows)
    return what if basis is None else f"{what}: {basis}"


def _grid(
    title: str,
    header: tuple[str, ...],
    rows: Iterable[Sequence[str | Cell]],
    notes: Iterable[str] = (),
) -> Grid:
    cells = tuple(
        tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in row) for row in rows
    )
    return Grid(title, header, cells, tuple(notes) if cells else ("there is nothing to show",))
