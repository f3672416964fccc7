"""A ledger of any size as a warehouse, made straight to its files; small ones are also recorded, as proof.

`python -m tests.bench.lake FOLDER STATEMENTS TERMS PARTIES` makes one, and says what it took.

Half of the statements are stances and half are sizes of a force; a tenth is late, a twentieth retracted, a
twentieth rumour. The payloads of reports are left out: no question of the benchmark reads one.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

import peacetrack as pt
from peacetrack import content
from peacetrack.index.series import FOREVER
from peacetrack.store.row import entry_row
from peacetrack.warehouse import query
from peacetrack.warehouse.manifest import Manifest, Part, folder_of
from peacetrack.warehouse.relevance import relevance
from peacetrack.warehouse.row import number_of, schema
from peacetrack.warehouse.writing import BATCH, COLUMNS, write_rows, write_statements, write_tables
from peacetrack.words.attribution import AttributionType
from peacetrack.words.edtf import DAY, full_text, microseconds
from tests.bench.race import most_resident, say

START = microseconds(datetime(2015, 1, 1, tzinfo=UTC))
DAYS = 3650
STANCES = list(pt.Stance)
TYPES = [AttributionType(name) for name in ("document", "quote", "named", "officials-briefed", "rumour")]
SHARES = (0.1, 0.25, 0.4, 0.2, 0.05)
OUTLETS = [f"outlet-{number}" for number in range(20)]


@attrs.frozen
class Shape:
    """How large a ledger is: two statements a report."""

    statements: int
    terms: int = 40
    parties: int = 50

    @property
    def reports(self) -> int:
        return self.statements // 2

    @property
    def agenda(self) -> pt.Agenda:
        parties = [f"P{number}" for number in range(self.parties)]
        terms = [
            pt.Term(f"t{number}", "multinational-force", f"force {number} deploys", needs=parties)
            for number in range(self.terms)
        ]
        return pt.Agenda("lake", parties=[pt.Party(id, id, "state") for id in parties], terms=terms)


@attrs.frozen
class Reports:
    """The reports of a ledger as columns, in the order of recording."""

    holder: Any
    seq: Any
    retracted: Any
    day: Any
    stance: Any
    size: Any
    type: Any
    outlet: Any
    entries: int

    @cached_property
    def names(self) -> Any:
        """The ids of the reports."""
        numbers = pc.cast(pa.array(np.arange(len(self.seq))), pa.string())
        return pc.binary_join_element_wise("r", numbers, "")

    @classmethod
    def of(cls, shape: Shape, seed: int = 1) -> Reports:
        rng = np.random.default_rng(seed)
        count, holders = shape.reports, shape.terms * shape.parties
        holder = rng.integers(0, holders, count)
        gone = rng.random(count) < 0.05
        at = np.arange(count, dtype=float)
        later = at[gone] + rng.exponential(count / 50, gone.sum()) + 0.5
        order = np.argsort(np.concatenate([at, later]), kind="stable")
        seqs = np.empty(len(order), np.int64)
        seqs[order] = np.arange(2, len(order) + 2)
        retracted = np.full(count, FOREVER, np.int64)
        retracted[gone] = seqs[count:]
        recorded = (seqs[:count] * DAYS) // (len(order) + 2)
        late = np.where(rng.random(count) < 0.1, rng.integers(0, 60, count), 0)
        day = np.maximum(recorded - late, 0)
        return cls(
            holder, seqs[:count], retracted, day,
            _persisting(rng, holder, holders, len(STANCES), 0.3), _persisting(rng, holder, holders, 40, 0.3),
            rng.choice(len(TYPES), count, p=SHARES), rng.integers(0, len(OUTLETS), count), len(order) + 1,
        )  # fmt: skip

    def recorded(self, seq: Any) -> Any:
        """When an entry was recorded: at noon, a step further with each."""
        return START + DAY // 2 + seq * (DAYS * DAY // (self.entries + 1))


def _persisting(rng: Any, holder: Any, holders: int, values: int, change: float) -> Any:
    """Values that a holder keeps from report to report, but for some changes."""
    order = np.argsort(holder, kind="stable")
    new = rng.random(len(holder)) < change
    drawn = rng.integers(0, values, len(holder))
    sorted_new = new[order]
    first = np.append(True, holder[order][1:] != holder[order][:-1])
    marks = np.maximum.accumulate(np.where(sorted_new | first, np.arange(len(order)), 0))
    found = np.empty(len(holder), np.int64)
    found[order] = drawn[order][marks]
    return found


def recorded(shape: Shape, reports: Reports) -> pt.Tracker:
    """The same ledger, recorded report by report."""
    talks = pt.Tracker(clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    at = lambda seq: datetime.fromisoformat(full_text(int(reports.recorded(seq))))  # noqa: E731
    talks.declare(shape.agenda, recorded_at=at(1))
    acts = [(int(seq), "record", place) for place, seq in enumerate(reports.seq)]
    acts += [(int(seq), "retract", place) for place, seq in enumerate(reports.retracted) if seq < FOREVER]
    for seq, act, place in sorted(acts):
        if act == "retract":
            talks.retract(f"r{place}", reason="wrong", recorded_at=at(seq))
            continue
        term, party = divmod(int(reports.holder[place]), shape.parties)
        day = str((datetime(2015, 1, 1) + timedelta(days=int(reports.day[place]))).date())  # noqa: DTZ001
        claim = pt.Position(
            f"P{party}", f"t{term}", STANCES[reports.stance[place]], since=day,
            content=content.MultinationalForce(size=int(reports.size[place])),
        )  # fmt: skip
        source = pt.Source(OUTLETS[reports.outlet[place]])
        attribution = pt.Attribution(TYPES[reports.type[place]])
        talks.record(
            pt.Report([claim], id=f"r{place}", source=source, attribution=attribution), recorded_at=at(seq)
        )
    return talks


def written(shape: Shape, reports: Reports, folder: Path) -> Path:
    """The same ledger as a warehouse, without a report in between; return its folder."""
    place = folder_of(folder, "lake")
    part = Part("part-made", 1, reports.entries)
    (place / part.folder).mkdir(parents=True)
    part = write_statements(place / part.folder, _tables(shape, reports), part)
    _write_rest(shape, reports, place / part.folder)
    Manifest("lake", (part,)).write(place)
    return place / part.folder


def _tables(shape: Shape, reports: Reports) -> Iterator[Any]:
    order = np.argsort(reports.holder, kind="stable")
    holders = np.arange(shape.terms * shape.parties)
    bounds = np.searchsorted(reports.holder[order], [*holders, len(holders)])
    names = {int(h): (f"t{h // shape.parties}", f"P{h % shape.parties}") for h in holders}
    waiting: list[Any] = []
    for holder in sorted(names, key=lambda holder: number_of(*names[holder])):
        places = order[bounds[holder] : bounds[holder + 1]]
        waiting += _of_holder(*names[holder], places, reports) if len(places) else []
        if sum(map(len, waiting)) >= BATCH:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)


_DIRECTNESS = np.array([type.directness for type in TYPES])
_COUNTS = np.array([type in pt.DEFAULT_TRUST.attributions for type in TYPES])
_SIDES = np.unique([str(stance.side) for stance in STANCES], return_inverse=True)[1]


_DAYS = [str(np.datetime64("2015-01-01") + np.timedelta64(day, "D")) for day in range(DAYS)]
_SINCE = pa.array(
    f'["{text}", null, false, {START + day * DAY}, {START + (day + 1) * DAY - 1}, "day", false, false, false]'
    for day, text in enumerate(_DAYS)
)
_SIZE_TEXTS = pa.array(str(number) for number in range(40))
_STANCE_TEXTS = pa.array(f'"{stance}"' for stance in STANCES)
_ATTRIBUTIONS = pa.array(f'{{"type":"{type}"}}' for type in TYPES)
_SOURCES = pa.array(f'{{"outlet":"{name}"}}' for name in OUTLETS)


def _of_holder(term: str, party: str, places: Any, reports: Reports) -> Iterator[Any]:
    anchor = START + reports.day[places] * DAY
    types = reports.type[places]
    order = np.lexsort((reports.seq[places], _DIRECTNESS[types], anchor))
    places, anchor, types = places[order], anchor[order], types[order]
    seq = reports.seq[places]
    size, stance = reports.size[places], reports.stance[places]
    shared = {
        "holder": number_of(term, party), "term": term, "party": party, "since": (_SINCE, reports.day[places]), "anchor": anchor,
        "own": True, "directness": _DIRECTNESS[types], "tie_seq": seq, "claim": 1, "known_from": seq,
        "known_until": reports.retracted[places], "seq": seq, "recorded": reports.recorded(seq),
        "latest": anchor + DAY - 1, "report": reports.names.take(pa.array(places)), "voice": None,
        "attribution": (_ATTRIBUTIONS, types),
        "source": (_SOURCES, reports.outlet[places]),
        "credibility": None, "accounts_of": "[]", "redacted": False, "undated": False, "states_stance": True,
        "ends_red_line": False, "is_unknown": False, "is_event": False, "width": DAY - 1, "counted": _COUNTS[types],
        "part": reports.entries,
    }  # fmt: skip
    for field, kind, value, numbers in (
        ("content.size", "multinational-force", (_SIZE_TEXTS, size), size),
        ("stance", "", (_STANCE_TEXTS, stance), _SIDES[stance]),
    ):
        no = np.zeros(len(places), bool)
        spans = relevance(anchor, numbers, _COUNTS[types], no, DAY - 1)
        own = {
            "key": number_of(term, party, field),
            "field": field,
            "kind": kind,
            "value": value,
            "valid_from": spans.valid_from,
            "valid_to": spans.valid_to,
        }
        columns = shared | own
        yield pa.table([_column(f, columns[f.name], len(places)) for f in schema()], schema())


def _column(field: Any, values: Any, count: int) -> Any:
    if isinstance(values, tuple):  # texts, and the place of each among them
        return values[0].take(pa.array(values[1]))
    if isinstance(values, np.ndarray | pa.Array):
        return pa.array(values, field.type)
    return pa.repeat(pa.scalar(values, field.type), count)


def _write_rest(shape: Shape, reports: Reports, place: Path) -> None:
    talks = pt.Tracker(clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    talks.declare(shape.agenda, recorded_at=datetime.fromisoformat(full_text(int(reports.recorded(1)))))
    first = dict(zip(query.ENTRIES, entry_row("", talks.entries()[0])[1:], strict=True))
    columns = schema(COLUMNS["entries"])

    def tables() -> Iterator[Any]:
        yield pa.table({name: [first[name]] for name in columns.names}, columns)
        for begin in range(2, reports.entries + 1, 1_000_000):
            seq = np.arange(begin, min(begin + 1_000_000, reports.entries + 1))
            given = {"seq": seq, "recorded": reports.recorded(seq), "kind": "report", "id": "", "bytes": ""}
            yield pa.table([_column(f, given.get(f.name), len(seq)) for f in columns], columns)

    write_tables(place / "entries.parquet", columns, tables())
    write_rows(place, "mentions", [(number, "term", f"t{number}") for number in range(shape.terms)])
    write_rows(place, "closings", [])


def main(folder: str, *size: str) -> None:
    """Make a warehouse of a size, and say how long it took and how much memory."""
    shape, before = Shape(*map(int, size)), time.process_time()
    reports = Reports.of(shape)
    began, made = time.process_time(), most_resident()
    written(shape, reports, Path(folder))
    taken = time.process_time() - began
    say(
        f"made up in {began - before:.0f} s of CPU, {made:,.0f} MB; written in {taken:.0f} s, {most_resident():,.0f} MB"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
