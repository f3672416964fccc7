"""A standing that a warehouse sees at a glance is the one that the rules work out of its statements."""

from __future__ import annotations

import pickle
from copy import deepcopy
from itertools import product
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import content, warehouse
from peacetrack.rules.group import standing_of
from peacetrack.rules.plain_standing import RunsLater
from peacetrack.state import reading_of
from peacetrack.testing import strategies as ss
from peacetrack.warehouse.recent import RecentAtMoment
from peacetrack.warehouse.row import Reader

EXAMPLES = max(2, settings().max_examples // 5)
PARTIES = ("EAST", "WEST")
AGENDA = pt.Agenda(
    "plain",
    parties=[pt.Party(id, id, "state") for id in PARTIES],
    terms=[pt.Term(id, "multinational-force", id, needs=PARTIES) for id in ("force", "police")],
)
DAYS = st.sampled_from([*(f"2030-01-{day:02}" for day in range(1, 7)), "2030-01", "2030-02"])


@st.composite
def _reports(draw):
    """A report of a stance, a detail or both; some are dated to a month, and few not at all."""
    size = draw(st.none() | st.integers(1, 2))
    stance = draw(st.sampled_from([*pt.Stance, *([None] if size else [])]))
    details = None if size is None else content.MultinationalForce(size=size)
    since = draw(DAYS if draw(st.integers(0, 9)) else st.none())
    claim = pt.Position(
        draw(st.sampled_from(PARTIES)), draw(st.sampled_from(("force", "police"))), stance,
        since=since, content=details,
    )  # fmt: skip
    return [claim], draw(st.sampled_from(("document", "quote", "officials-briefed", "rumour")))


@st.composite
def plain_ledgers(draw):
    """A ledger of stances and details of two parties, some of them withdrawn."""
    talks = ss.new_tracker(AGENDA)
    for number, (claims, by) in enumerate(draw(st.lists(_reports(), min_size=3, max_size=16))):
        talks.record(pt.Report(claims, id=f"r{number}", attribution=pt.Attribution(by)))
    for id in draw(st.sets(st.sampled_from(list(talks.reports)), max_size=2)):
        talks.retract(id, reason="wrong")
    return talks


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """All are glanced at once."""
    monkeypatch.setattr(RecentAtMoment, "FEW", 0)


def shape(standing):
    """What a standing says, with the reports behind it."""
    runs = {field: [s.identity for s in run] for field, run in standing.runs.items()}
    rest = standing.older, standing.may_hold, [s.identity for s in standing.nearer]
    return standing, standing.begun, list(runs.items()), *rest, standing.recorded, standing.last_reported


@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_what_shows_off_holding_is_what_the_rules_say(data):
    talks = data.draw(plain_ledgers())
    with TemporaryDirectory() as folder:
        if data.draw(st.booleans()):
            early = pt.Tracker(clock=lambda: talks.entries()[-1].recorded_at)
            early.extend(talks.entries()[: talks.head // 2 + 1])
            warehouse.write(early, folder)
        warehouse.write(talks, folder)
        stored = warehouse.open(folder)
        for _ in range(3):
            basis = {"valid": data.draw(ss.instants()), "known": data.draw(st.integers(1, talks.head))}
            one, other = talks.state(**basis), stored.state(**basis)
            for term, party in product(one, PARTIES):
                rulings = reading_of(one).rulings
                ruled = standing_of(rulings.cut, rulings.agenda, term, party, rulings.kind_of(term))
                assert shape(other.standing(term, party)) == shape(ruled)


@pytest.fixture
def stored(tmp_path):
    """A warehouse of some plain positions."""
    talks = ss.new_tracker(AGENDA)
    for day, party in product(range(1, 5), PARTIES):
        position = pt.Position(party, "force", "open", since=f"2030-01-{day:02}")
        talks.record(
            pt.Report([position], id=f"{party}{day}", attribution=pt.Attribution("officials-briefed"))
        )
    warehouse.write(talks, tmp_path)
    return warehouse.open(tmp_path)


def test_a_board_makes_no_statement_until_evidence_is_asked_for(stored, monkeypatch):
    made = []
    make = Reader._statement
    monkeypatch.setattr(Reader, "_statement", lambda self, row: made.append(row) or make(self, row))
    state = stored.state(valid="2030-02-01")
    board = [state.standing(term, party) for term, party in product(state, PARTIES)]
    assert [standing.stance for standing in board] == ["open", "open", None, None]
    assert [standing.live for standing in board] == [True, True, False, False]
    assert not made
    assert [s.report for s in board[0].evidence] == [f"EAST{day}" for day in range(1, 5)]
    assert board[0].recorded == ()
    assert len(made) == 4


def test_runs_that_are_read_later_are_copied_as_what_they_are(stored):
    runs = stored.standing("force", "EAST", valid="2030-02-01").runs
    assert isinstance(runs, RunsLater)
    assert len(runs) == len(runs["stance"]) // 4 == 1
    assert repr(runs) == repr(dict(runs))
    assert deepcopy(runs) == pickle.loads(pickle.dumps(runs)) == runs
    with pytest.raises(KeyError, match="until"):
        runs["until"]
