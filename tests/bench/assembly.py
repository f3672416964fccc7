"""`record_all` of every vote of the UN General Assembly, compared with a direct count.

The party is a country, the term a roll call, the stance its vote: yes accepts, no rejects, an abstention is
neutral. Who was absent cast no vote and has no stance. The data are in the folder of shared data (see
`tests.data`), which is no part of the project; without them nothing is run. They hold 870,109 votes, of which
those of a country that voted twice in one roll call are counted as the later one.
"""

from __future__ import annotations

import csv
import gzip
import json
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import peacetrack as pt
from tests.bench.race import duration, resident, say
from tests.data import FOLDER

STANCES = {"yes": "accepts", "no": "rejects", "abstain": "neutral"}
Votes = dict[str, dict[str, str]]
"""By roll call, the vote of each country."""


def main(*, quick: bool) -> None:
    """Into memory and into a file."""
    folder = FOLDER / "unga"
    if not folder.exists():
        say("the votes of the General Assembly are not here")
        return
    dates, votes = _dates(folder / "roll_calls.csv"), _votes(folder / "un_votes.csv.gz")
    chosen = sorted(votes.keys() & dates.keys(), key=lambda id: (dates[id], int(id)))
    chosen = chosen[-200:] if quick else chosen
    with tempfile.TemporaryDirectory() as place:
        lines = Path(place) / "votes.jsonl"
        with lines.open("w") as file:  # line by line, so that nothing is freed that the ledger can take
            file.writelines(json.dumps(_report(id, dates[id], votes[id])) + "\n" for id in chosen)
        chosen_votes = {id: votes[id] for id in chosen}
        _run("memory", pt.Tracker(), lines, chosen_votes)
        _run("SQLite", pt.open(Path(place) / "votes.db"), lines, chosen_votes)


def _run(kind: str, tracker: pt.Tracker, lines: Path, votes: Votes) -> None:
    with tracker as talks:
        talks.declare(_agenda(votes))
        cpu, wall, before = time.process_time(), time.perf_counter(), resident()
        outcome = talks.record_all(_read(lines))
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        grown = resident() - before
        assert not outcome.problems, outcome.problems
        claims = sum(map(len, votes.values()))
        say(
            f"\n{claims:,} votes in {len(votes):,} roll calls into {kind}: {duration(wall)}, {duration(cpu)} of CPU"
        )
        say(f"  {duration(cpu / claims):>9}  of CPU a vote")
        if kind == "memory":  # the first in its process: nothing was freed that it can take
            say(f"  {1e6 * grown / claims:>9.0f}  bytes that the process grew by, a vote")
        _check(talks, votes)


def _check(talks: pt.Tracker, votes: Votes) -> None:
    """Each roll call has as many of each stance as were counted, and no stance of who was absent."""
    before = time.perf_counter()
    matrix = talks.state(valid="2030-01-01").matrix()
    say(
        f"  {duration(time.perf_counter() - before):>9}  for the matrix of {len(matrix.terms):,} terms by "
        f"{len(matrix.parties)} parties"
    )
    for term, row in matrix.rows():
        counted = Counter(str(stance) for stance in row if stance is not None)
        due = Counter(STANCES[vote] for vote in votes[term].values())
        if counted != due:
            raise AssertionError(f"{term}: {counted} and not {due}")
    say(f"  all {len(votes):,} tallies are those of a direct count")


def _agenda(votes: Votes) -> pt.Agenda:
    countries = sorted({country for roll_call in votes.values() for country in roll_call})
    parties = [pt.Party(country, country, "state") for country in countries]
    return pt.Agenda("assembly", parties=parties, terms=[pt.Term(id, "other", id) for id in votes])


def _report(id: str, date: str, votes: dict[str, str]) -> dict[str, object]:
    claims = [
        {"kind": "position", "party": country, "term": id, "stance": STANCES[vote], "act": "votes"}
        for country, vote in votes.items()
    ]
    source = {"outlet": "UN", "published": date}
    return {"kind": "report", "id": f"roll call {id}", "since": date, "source": source, "claims": claims}


def _read(lines: Path) -> Iterator[dict[str, object]]:
    with lines.open() as file:
        yield from map(json.loads, file)


def _dates(path: Path) -> dict[str, str]:
    with path.open(newline="") as file:
        return {row["rcid"]: row["date"] for row in csv.DictReader(file)}


def _votes(path: Path) -> Votes:
    found: Votes = defaultdict(dict)
    with gzip.open(path, "rt", newline="") as file:
        for row in csv.DictReader(file):
            found[row["rcid"].removesuffix(".0")][row["country"]] = row["vote"]
    return found
