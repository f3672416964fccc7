"""A warehouse gives the answers of its tracker, on DuckDB (laws 11 and 12)."""

from __future__ import annotations

from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis, warehouse
from peacetrack.testing import strategies as ss
from peacetrack.warehouse.tail import Tails
from tests.deciding import DECIDING

EXAMPLES = max(4, settings().max_examples // 5)

LEDGERS = st.one_of(
    ss.ledgers(max_acts=10, rough=True),
    ss.ledgers(ss.NARROW, min_acts=4, max_acts=14),
    ss.ledgers(ss.NARROW, min_acts=4, max_acts=14, rough=True),
    ss.ledgers(DECIDING, max_acts=6, rough=True),
    ss.declared_ledgers(),
)


@pytest.fixture(autouse=True, params=[0, 2])
def few(request, monkeypatch):
    """Tails are read for all holders at once, or first for two."""
    monkeypatch.setattr(Tails, "FEW", request.param)


def copied(talks, head):
    """A tracker of the first entries of another."""
    copy = pt.Tracker(clock=lambda: talks.entries()[-1].recorded_at)
    copy.extend(talks.entries()[:head])
    return copy


@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_a_state_of_a_warehouse_is_that_of_its_tracker(data):
    talks = data.draw(LEDGERS)
    heads = sorted(data.draw(st.sets(st.integers(1, talks.head), max_size=2)))
    with TemporaryDirectory() as folder:
        for head in heads:
            warehouse.write(copied(talks, head), folder, ledger="it")
        assert warehouse.write(talks, folder, ledger="it") == talks.head
        stored = warehouse.open(folder)
        for _ in range(3):
            basis = data.draw(ss.bases(talks))
            one, other = talks.state(basis), stored.state(basis)
            for term in one:
                assert other[term].answers() == one[term].answers()
                assert other[term].speaking == one[term].speaking
                for party in one[term]:
                    assert other.history(term, party) == one.history(term, party)
            assert other.answers() == one.answers()


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
        assert stored.diff(other, stored.state(again)) == analysis.diff(one, talks.state(again))
