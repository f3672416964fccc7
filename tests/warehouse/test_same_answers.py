"""A warehouse gives the answers of its tracker, on DuckDB (laws 11 and 12)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import product
from tempfile import TemporaryDirectory
from threading import Barrier, local

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis, content, warehouse
from peacetrack.analysis.trend import trend_at
from peacetrack.index.series import FOREVER
from peacetrack.replay import stance_counts
from peacetrack.testing import strategies as ss
from peacetrack.warehouse.recent import RecentAtMoment
from peacetrack.warehouse.rectangles import rectangles
from tests import recording
from tests.deciding import DECIDING
from tests.test_matrix import stances_of_many

EXAMPLES = max(2, settings().max_examples // 5)

LEDGERS = st.one_of(
    ss.ledgers(max_acts=10, rough=True),
    ss.ledgers(ss.NARROW, min_acts=4, max_acts=14),
    ss.ledgers(ss.NARROW, min_acts=4, max_acts=14, rough=True),
    ss.ledgers(DECIDING, max_acts=6, rough=True),
    ss.declared_ledgers(),
    stances_of_many(),
)


@pytest.fixture(params=[0, 2])
def few(request, monkeypatch):
    """RecentAtMoment are read for all holders at once, or first for two."""
    monkeypatch.setattr(RecentAtMoment, "FEW", request.param)


def copied(talks, head):
    """A tracker of the first entries of another."""
    copy = pt.Tracker(clock=lambda: talks.entries()[-1].recorded_at)
    copy.extend(talks.entries()[:head])
    return copy


@pytest.mark.usefixtures("few")
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_a_state_of_a_warehouse_is_that_of_its_tracker(data):
    talks = data.draw(LEDGERS)
    heads = sorted(data.draw(st.sets(st.integers(1, talks.head), max_size=2)))
    with TemporaryDirectory() as folder:
        for head in heads:
            warehouse.write(copied(talks, head), folder, ledger="it")
        assert _written(talks, folder, opened_again=data.draw(st.booleans())) == talks.head
        stored = warehouse.open(folder)
        for _ in range(3):
            basis = data.draw(ss.bases(talks))
            one, other = talks.state(basis), stored.state(basis)
            for term in one:
                assert other[term].answers() == one[term].answers()
                assert other[term].speaking == one[term].speaking
                for party in one[term]:
                    assert other.history(term, party) == one.history(term, party)
            assert _rows(other) == _rows(one)
            assert other.answers() == one.answers()


def _written(talks, folder, *, opened_again):
    """Write a warehouse, perhaps of a file that nothing was asked of yet; return its head."""
    if not opened_again:
        return warehouse.write(talks, folder, ledger="it")
    with TemporaryDirectory() as other:
        with pt.open(f"{other}/talks.db") as stored:
            stored.extend(talks.entries())
        with pt.open(f"{other}/talks.db") as stored:
            return warehouse.write(stored, folder, ledger="it")


@pytest.mark.parametrize("stating", [[], ["A"], ["A", "B", "C"]])
def test_what_is_said_of_a_term_itself_is_in_no_cell_of_a_matrix(stating, tmp_path):
    parties = [pt.Party(id, id, "state") for id in ("A", "B", "C", "D")]
    terms = [pt.Term(f"truce {n}", "ceasefire", "the guns fall silent") for n in range(12)]
    talks = recording.new(pt.Agenda("talks", parties=parties, terms=terms))
    of_itself = [pt.Progress(term.id, content=content.Ceasefire(scope="at sea")) for term in terms]
    of_parties = [
        pt.Position(party, term.id, "open", since="2030-01-20", content=content.Ceasefire(scope=party))
        for party in stating
        for term in terms
    ]
    talks.record(pt.Report([*of_itself, *of_parties], since="2030-01-02"))
    warehouse.write(talks, tmp_path)
    for day, stated in (("2030-01-10", []), ("2030-01-25", stating)):
        states = talks.state(valid=day), warehouse.open(tmp_path).state(valid=day)
        one, other = ([*state.matrix("scope").rows()] for state in states)
        assert one == other
        assert [*map(bool, other[0][1])] == [party.id in stated for party in parties]


@pytest.mark.parametrize("event", ["summit", "talks", "vote", "round"])  # some are written before the term
def test_what_is_bound_to_an_event_is_dated_also_of_a_file_that_nothing_was_asked_of(event, tmp_path):
    terms = [pt.Term("truce", "ceasefire", "the guns fall silent", needs=["A"])]
    agenda = pt.Agenda("talks", parties=[pt.Party("A", "A", "state")], terms=terms)
    accepts = pt.Position("A", "truce", "accepts", since=pt.During(event))
    report = pt.Report(
        [pt.Event(event, "held", when="2020-01-03"), accepts], source=pt.Source(published="2020-01-20")
    )
    with pt.open(f"{tmp_path}/talks.db") as talks:
        talks.declare(agenda, recorded_at="2020-01-02")
        talks.record(report, recorded_at="2020-01-20")
    with pt.open(f"{tmp_path}/talks.db") as talks:
        warehouse.write(talks, tmp_path / "lake")
        states = talks.state(valid="2020-01-25"), warehouse.open(tmp_path / "lake").state(valid="2020-01-25")
    assert [str(state["truce"]["A"].since) for state in states] == ["2020-01-03"] * 2


def _rows(state):
    """The matrices of a state, of the fields that it has."""
    found = []
    for field in ("stance", "purpose"):
        with suppress(pt.errors.UnknownFieldError):
            found.append([*state.matrix(field).rows()])
    return found


@given(data=st.data())
def test_what_holds_of_a_key_is_in_one_rectangle(data):
    spans = data.draw(
        st.lists(st.tuples(st.integers(0, 4), st.integers(1, 6), st.integers(1, 6)), max_size=6)
    )
    rows = sorted((anchor, seq, seq + more if more < 6 else FOREVER) for anchor, seq, more in spans)
    found = rectangles(*map(list, zip(*rows, strict=True))) if rows else []
    for valid, seq in product(range(-1, 6), range(14)):
        begun = [
            n for n, (anchor, first, until) in enumerate(rows) if anchor <= valid and first <= seq < until
        ]
        held = [n for n, to, first, until in found if rows[n][0] <= valid < to and first <= seq < until]
        assert held == begun[-1:]


@pytest.mark.usefixtures("few")
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_trends_and_differences_are_those_of_the_tracker(data):
    talks = data.draw(LEDGERS)
    with TemporaryDirectory() as folder:
        warehouse.write(talks, folder, ledger="it")
        stored = warehouse.open(folder)
        basis = data.draw(ss.bases(talks))
        one, other = talks.state(basis), stored.state(basis)
        days = sorted(data.draw(st.tuples(ss.instants(), ss.instants())))
        known = data.draw(st.sampled_from(("now", "then")))
        assert stored.trend(other, *days, "P2D", known) == analysis.trend(one, *days, "P2D", known)
        again = data.draw(ss.bases(talks))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                stance_counts, "MANY", data.draw(st.sampled_from((0, stance_counts.MANY)))
            )  # off columns
            assert stored.diff(other, stored.state(again)) == analysis.diff(one, talks.state(again))
            assert analysis.silences(other) == analysis.silences(one)
            assert analysis.squares(other) == analysis.squares(one)


@pytest.mark.parametrize("side", [None, "SOUTH"])
def test_by_whose_words_a_stance_is_known_is_the_same(side, tmp_path):
    rows = [("quote", None, "accepts"), ("leak", side, "rejects"), ("leak", side, "accepts")]
    talks = pt.Tracker()
    talks.declare(ss.AGENDA)
    for number, (by, of, stance) in enumerate([*rows[1:], *rows]):
        position = pt.Position("NORTH", "truce", stance, since=f"2030-01-{number + 1:02}")
        talks.record(pt.Report([position], id=f"r{number}", attribution=pt.Attribution(by, acts_for=of)))
    warehouse.write(talks, tmp_path / "it", ledger="it")
    for day in ("2030-01-02", "2030-01-03", "2030-01-05"):
        states = talks.state(valid=day), warehouse.open(tmp_path / "it").state(valid=day)
        known = [(s["truce"]["NORTH"].accounts_of, s["truce"]["NORTH"].recorded) for s in states]
        assert known[0] == known[1]


def test_two_threads_ask_for_trends_of_two_periods_at_once(tmp_path, monkeypatch):
    talks = pt.Tracker()
    talks.declare(ss.AGENDA, recorded_at="2009-12-31T00:00:00Z")
    for number, stance in enumerate(("accepts", "rejects") * 12):
        day = f"20{10 + number // 12}-{1 + number % 12:02}-10"
        report = pt.Report([pt.Position("NORTH", "truce", stance, since=day)], id=f"r{number}")
        talks.record(report, recorded_at=f"{day}T12:00:00Z")
    warehouse.write(talks, tmp_path, ledger="it")
    stored = warehouse.open(tmp_path)
    plain, state = talks.state(valid="2012"), stored.state(valid="2012")
    first, both = local(), Barrier(2, timeout=60)

    def together(*asked):
        if not hasattr(first, "begun"):
            first.begun = both.wait()
        return trend_at(*asked)

    monkeypatch.setattr("peacetrack.warehouse.warehouse.trend_at", together)
    periods = [("2010-01-01", "2010-12-01", "P1M"), ("2011-06-01", "2011-12-01", "P1M")]
    with ThreadPoolExecutor(2) as threads:
        asked = [threads.submit(stored.trend, state, *period, "then") for period in periods]
    assert [trend.result() for trend in asked] == [
        analysis.trend(plain, *period, "then") for period in periods
    ]
