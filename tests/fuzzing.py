"""Inputs that a machine makes up, at length and by hand: every refusal has to be an error of our tree.

Needs atheris, which is no dependency: `pip install atheris`, then

    python -m tests.fuzzing TARGET [-runs=100000] [-max_total_time=600]

with one of the targets below and the options of libFuzzer. Half of the changes are of bytes, half of
the tree that the bytes hold: a value is put in place of another, a key is lost, doubled or renamed.
"""

from __future__ import annotations

import csv
import json
import os
import random
import sqlite3
import sys
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]

with atheris.instrument_imports(include=["peacetrack"]):
    import peacetrack as pt
    from peacetrack import analysis, coding, intake, view
    from peacetrack.form.codec import write
    from peacetrack.store import jsonl, toml

from peacetrack.testing import strategies
from tests.intake import test_dna
from tests.stores.forging import unguarded

FOLDER = Path(tempfile.mkdtemp(prefix="fuzzing-", dir="/dev/shm" if Path("/dev/shm").exists() else None))
NAUGHTY: list[Any] = [
    *(None, True, False, 0, -1, 1, 2**63, 10**30, 0.1, -0.0, "", " ", "\0", "\u200b", "\u202e", "é", "é"),
    *("2025-12-15", "0024-05-06", "2025-02-30", "2025-13", "../2025", "/", "2025~/2026?", "9999-12-31"),
    *("accepts", "opposes", "named", "narrator", "NORTH", "SOUTH", "LEAGUE", "truce", "pledge", "summit"),
    *("<script>window.ran=1</script>", "=1+1", "$(id)", "x" * 3000, [], {}, [[]], {"": ""}, ["a", "a"]),
    *({"absent": "unknown"}, {"exactly": "1e400"}, {"exactly": "NaN"}, {"low": 2, "high": 1}, {"kind": "x"}),
]
BERLIN = pt.open("seeds/berlin-2025-12")
KEYS = ("stance", "content", "conditions", "since", "until", "window", "kind", "id", "needs", "members", "x")


# What is fed


def report(data: bytes) -> None:
    """Feed a report as JSON, and read everything that a ledger says after it."""
    _ask(_recorded(jsonl.mapping(_text(data), where="input")))


def report_toml(data: bytes) -> None:
    """Feed a report as TOML, of the Berlin talks."""
    talks = pt.Tracker(BERLIN.agenda)
    talks.record(toml.mapping(_text(data), where="input"))
    _ask(talks)


def agenda(data: bytes) -> None:
    """Feed an agenda as JSON."""
    _ask(pt.Tracker(jsonl.mapping(_text(data), where="input")))


def reports(data: bytes) -> None:
    """Feed a file of reports as JSON Lines."""
    talks = strategies.new_tracker()
    for _, line in jsonl.reports(_file(data, "reports.jsonl")):
        if not isinstance(line, pt.PeacetrackError):
            talks.record_all([line])


def export(data: bytes) -> None:
    """Feed an export."""
    with pt.open(_file(data, "export.jsonl")) as talks:
        talks.verify()
        _ask(talks)


def edtf(data: bytes) -> None:
    """Feed the text of a moment; what is read is written in the same way again."""
    moment = pt.Moment.parse(_text(data))
    assert pt.Moment.parse(str(moment)) == moment


def checkpoint(data: bytes) -> None:
    """Feed the text of a checkpoint; but for space around it, only what is written is read."""
    text = _text(data)
    assert str(pt.Checkpoint.parse(text)) == text.strip().replace("\r\n", "\n") + "\n"


def cell(data: bytes) -> None:
    """Put one made-up value into one cell of a file, past its guards."""
    chance = random.Random(data)
    path = _database()
    with unguarded(path) as raw:
        tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        table = chance.choice(tables)
        columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
        value = chance.choice([data, data.decode("latin-1"), 2**62, -1, None, "[]", 0.5, b"", "{}"])
        try:
            raw.execute(f"UPDATE {table} SET {chance.choice(columns)} = ?", (value,))
        except (sqlite3.IntegrityError, sqlite3.OperationalError):
            return  # the file refuses it itself
    _look_into(path)


def schema(data: bytes) -> None:
    """Change the text of a table, an index or a trigger of a file."""
    chance = random.Random(data)
    path = _database()
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE sql IS NOT NULL")]
        name = chance.choice(names)
        (sql,) = raw.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
        place, count = chance.randrange(len(sql)), chance.randrange(1, 20)
        text = sql[:place] + data.decode("latin-1")[:count] + sql[place + count :]
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (text, name))
    _look_into(path)


def table(data: bytes) -> None:
    """Feed a table in CSV; every row is a claim, a repeat or a problem."""
    _taken(pt.read_table(_file(data, "rows.csv"), agenda=strategies.AGENDA))


def rows(data: bytes) -> None:
    """Feed rows as mappings by column, one in JSON a line."""
    lines = [jsonl.mapping(line, where="input") for line in _text(data).split("\n") if line.strip()]
    _taken(pt.read_table(lines, agenda=strategies.AGENDA))


def map_toml(data: bytes) -> None:
    """Feed the map of a table, as TOML; the table itself is valid."""
    form = toml.mapping(_text(data), where="map.toml")
    file = _file(Path("examples/messy_rows/rows.csv").read_bytes(), "valid.csv")
    _taken(pt.read_table(file, form, agenda=strategies.AGENDA))


def spreadsheet(data: bytes) -> None:
    """Change some bytes of one part of a spreadsheet."""
    chance, whole = random.Random(data), FOLDER / "valid.xlsx"
    if not whole.exists():
        intake.coding_sheet(whole, strategies.AGENDA, _codable())
    changed = FOLDER / "changed.xlsx"
    with zipfile.ZipFile(whole) as before, zipfile.ZipFile(changed, "w") as after:
        names = before.namelist()
        name = chance.choice(names)
        for part in names:
            content = before.read(part)
            place, count = chance.randrange(len(content)), chance.randrange(12)
            cut = content[:place] + data[: chance.randrange(20)] + content[place + count :]
            after.writestr(part, cut if part == name else content)
    _taken(pt.read_table(changed, agenda=strategies.AGENDA))


def dna(data: bytes) -> None:
    """Put one made-up value into one cell of a file of Discourse Network Analyzer."""
    chance, path = random.Random(data), FOLDER / "talks.dna"
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(test_dna._TABLES)
        test_dna._state(raw, 11, 1, "Northland", test_dna.CONCEPT, 1, place=(3, 18))
        raw.commit()
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        name = chance.choice(names)
        columns = [row[1] for row in raw.execute(f"PRAGMA table_info({name})")]
        value = chance.choice([data, data.decode("latin-1"), 2**62, -1, None, 0.5, float("inf"), b"", ""])
        with suppress(sqlite3.IntegrityError):
            raw.execute(f"UPDATE {name} SET {chance.choice(columns)} = ?", (value,))
    pt.read_table(path, test_dna.MAP, agenda=test_dna.AGENDA)


def day(data: bytes) -> None:
    """Feed a date as people write it, by every order and next to a publication."""
    text = _text(data)
    for order in ORDERS:
        try:
            moment = pt.intake.read_date(
                text, order=order, published="2025-12-16", languages=("en", "de", "uk")
            )
        except pt.PeacetrackError:
            continue
        assert moment.edtf is None or pt.Moment.parse(moment.edtf, said=moment.said).range == moment.range


def output(data: bytes) -> None:
    """Feed what a model wrote; what is read can be proposed."""
    report = coding.read_output(_text(data), agenda=strategies.AGENDA)
    strategies.new_tracker().propose(report)


def codings(data: bytes) -> None:
    """Feed two codings, a line each: they are compared and merged."""
    first, _, second = _text(data).partition("\n")
    one, other = (jsonl.mapping(text, where="input") for text in (first, second))
    coding.agreement(coding.compare(one, other, agenda=strategies.AGENDA))
    coding.merge(one, other, agenda=strategies.AGENDA)


def quotes(data: bytes) -> None:
    """Feed the quote of a report, then the text of its source."""
    exact, _, text = data.partition(b"\n")
    half = len(exact) // 2
    said, before = _text(exact[:half]), _text(exact[half:])
    quote = pt.Quote(said, prefix=before or None, start=half, end=half + len(said))
    talks = strategies.new_tracker()
    talks.record(pt.Report([pt.Position("NORTH", "truce", "open", quote=quote)], id="paper"))
    assert len(coding.check_quotes(talks.state(), {"paper": text})) == 1


TARGETS: dict[str, Callable[[bytes], None]] = {
    feed.__name__: feed
    for feed in (
        *(report, report_toml, agenda, reports, export, edtf, checkpoint, cell, schema),
        *(table, rows, map_toml, spreadsheet, dna, day, output, codings, quotes),
    )
}


def _recorded(form: Any) -> pt.Tracker:
    talks = strategies.new_tracker()
    talks.record(form)
    return talks


def _ask(talks: pt.Tracker) -> None:
    """Ask for all that people look at; nothing that was recorded may make an answer raise."""
    state = talks.state()
    try:
        str(view.board(state)), view.board(state)._repr_html_()
        analysis.check(state), analysis.gaps(state), analysis.overdue(state), analysis.moves(state)
    except pt.PeacetrackError as error:
        raise AssertionError(f"recorded, and then refused: {error}") from error


def _taken(found: pt.intake.Intake) -> None:
    """Record what was read of a table; what is refused then has a problem of its own."""
    repr(found.problems), repr(found.repeats)
    strategies.new_tracker().record_all(found.reports)


def _codable() -> list[pt.Report]:
    """Return reports of which a coding sheet holds all."""
    return [
        pt.Report([pt.Position("NORTH", "truce", stance, since="2030-01-05", wording="so")], id=stance)
        for stance in ("accepts", "open", "rejects")
    ]


def _look_into(path: Path) -> None:
    with pt.open(path) as talks:
        talks.state()
        talks.verify()


def _text(data: bytes) -> str:
    """Return the bytes as a text: lone surrogates are kept, what is no UTF-8 is replaced."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


def _file(data: bytes, name: str) -> Path:
    path = FOLDER / name
    path.write_bytes(data)
    return path


def _database() -> Path:
    """Return a fresh copy of a file with a ledger."""
    kept, path = FOLDER / "kept.db", FOLDER / "talks.db"
    if not kept.exists():
        with pt.open(kept) as talks:
            _fill(talks)
    path.write_bytes(kept.read_bytes())
    for beside in ("talks.db-wal", "talks.db-shm"):
        (FOLDER / beside).unlink(missing_ok=True)
    return path


def _fill(talks: pt.Tracker) -> None:
    talks.declare(strategies.AGENDA, recorded_at="2025-01-01")
    for number, form in enumerate(_valid_reports(6)):
        talks.record(form, recorded_at=f"2025-01-{number + 2:02}")


# What is changed


def change_tree(data: bytes, most: int, seed: int) -> bytes:
    """Change one place of the tree that the input holds, or some bytes where it holds none."""
    chance = random.Random(seed)
    lines = data.split(b"\n")
    place = chance.randrange(len(lines))
    if chance.random() < 0.5:
        return bytes(atheris.Mutate(data, most))
    try:
        tree = json.loads(lines[place])
    except ValueError:
        return bytes(atheris.Mutate(data, most))
    lines[place] = json.dumps(_changed(tree, chance), ensure_ascii=chance.random() < 0.5).encode(
        "utf-8", "surrogatepass"
    )
    return b"\n".join(lines)[:most]


def _changed(tree: Any, chance: random.Random) -> Any:
    """Return a tree with one node changed, each as likely on its way down."""
    if not tree or not isinstance(tree, dict | list) or chance.random() < 0.15:
        return chance.choice([*NAUGHTY, [tree], {"x": tree}, str(tree)])
    if isinstance(tree, list):
        place = chance.randrange(len(tree))
        if chance.random() < 0.1:
            return [*tree, tree[place]]
        return [*tree[:place], _changed(tree[place], chance), *tree[place + 1 :]]
    key = chance.choice(list(tree))
    rest = {name: value for name, value in tree.items() if name != key}
    match chance.randrange(8):
        case 0:
            return rest
        case 1:
            return {**rest, chance.choice(KEYS): tree[key]}
        case 2:
            return {**tree, chance.choice(KEYS): chance.choice(NAUGHTY)}
    return {**tree, key: _changed(tree[key], chance)}


# What it begins with


def _valid_reports(count: int) -> list[Any]:
    """Return reports as the strategies draw them, in the JSON form; the same in every run."""
    from hypothesis import HealthCheck, Phase, given, seed, settings

    found: list[Any] = []

    @seed(7)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategies.reports(rough=True))
    def collect(drawn: pt.Report) -> None:
        found.append(write(drawn))

    collect()
    unique = {form.get("id", number): form for number, form in enumerate(found)}
    return list(unique.values())[:count]


def _corpus(target: str) -> list[bytes]:
    """Return some valid inputs of a target."""
    forms = _valid_reports(60)
    as_json = [json.dumps(form).encode() for form in forms]
    match target:
        case "report":
            return as_json
        case "reports":
            return [b"\n".join(as_json[n : n + 3]) for n in range(0, len(as_json), 3)]
        case "agenda":
            return [json.dumps(write(agenda)).encode() for agenda in (strategies.AGENDA, strategies.NARROW)]
        case "report_toml":
            files = (path.read_bytes() for path in Path("seeds").glob("*/*.toml"))
            return [data for data in files if b"[[claims]]" in data]
        case "export":
            talks = pt.Tracker()
            _fill(talks)
            talks.save(FOLDER / "valid.jsonl")
            return [(FOLDER / "valid.jsonl").read_bytes()]
        case "checkpoint":
            return [str(strategies.new_tracker().checkpoint()).encode()]
        case "edtf":
            return [
                b"2025-12-15",
                b"2025-12/..",
                b"2025~",
                b"[2025-12-14..2025-12-16]",
                b"2025-12-15T14:30:00+01:00",
            ]
        case "day":
            return [text.encode() for text in DAYS]
        case "table":
            return [SHEET.encode()]
        case "rows":
            return [json.dumps(row).encode() for row in csv.DictReader(SHEET.splitlines())]
        case "map_toml":
            return [_file_of(path) for path in sorted(Path("examples").glob("*/map.toml"))]
        case "output":
            return as_json
        case "codings":
            return [one + b"\n" + other for one, other in pairwise(as_json)]
        case "quotes":
            return [
                b"so it was said\nand so it was said, in Geneva",
                "\u00e9t\u00e9 \u043c\u0438\u0440\n\u00e9t\u00e9".encode(),
            ]
    return [b"5"]


ORDERS: tuple[Literal["DMY", "MDY", "YMD"] | None, ...] = ("DMY", "MDY", "YMD", None)
DAYS = (
    *("15 Dec 2025", "12/13/2025", "3.4.2025", "mid-December 2025", "yesterday", "last Monday", "Q3 2025"),
    *(
        "15. Dezember 2025 14:30 CET",
        "early 2026",
        "between 3 and 5 May",
        "15 \u0433\u0440\u0443\u0434\u043d\u044f 2025",
        "45999",
    ),
)
SHEET = (
    "report,title,outlet,published,date,party,speaker,attribution,term,stance,act,wording,quote\n"
    "a,One,Wire,2025-12-16,15 Dec 2025,NORTH,,named,truce,accepts,offers,so,\n"
    "a,One,Wire,2025-12-16,yesterday,SOUTH,an envoy,quote,truce,open,,,so it was said\n"
    "b,,,,2025-12,NORTH,,,pledge,rejects,,,\n"
)


def _file_of(path: Path) -> bytes:
    return path.read_bytes()


def main() -> None:
    """Run one target on a corpus of valid inputs in a fresh folder."""
    target, *options = sys.argv[1:]
    feed, folder = TARGETS[target], FOLDER / "corpus"
    folder.mkdir()
    corpus = _corpus(target)
    for number, data in enumerate(corpus):
        if target not in ("cell", "schema", "spreadsheet", "dna", "day", "output", "codings", "map_toml"):
            feed(data)  # what is valid is taken
        (folder / str(number)).write_bytes(data)

    def feed_one(data: bytes) -> None:
        try:
            feed(data)
        except pt.PeacetrackError:
            return

    longest = max(6000, 2 * max(map(len, corpus)))
    defaults = [
        f"-max_len={longest}",
        "-timeout=10",
        "-rss_limit_mb=3000",
        f"-artifact_prefix={os.getcwd()}/",
    ]
    argv = [sys.argv[0], *defaults, *options, str(folder)]
    if target in ("report", "reports", "agenda", "export", "rows", "output", "codings"):
        atheris.Setup(argv, feed_one, custom_mutator=change_tree)
    else:
        atheris.Setup(argv, feed_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
