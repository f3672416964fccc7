"""What every store does: memory, SQLite, PostgreSQL (law 12)."""

from __future__ import annotations

import threading
from decimal import Decimal
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack.ledger.entry import Entry
from peacetrack.testing import laws
from peacetrack.testing import strategies as ss
from tests.deciding import DECIDING
from tests.stores.conftest import LASTING
from tests.stores.places import SEEDS, Place, copied

EXAMPLES = max(3, settings().max_examples // 5)


def position(stance: str, party: str = "NORTH", **more: object) -> pt.Report:
    """A report of one position."""
    return pt.Report([pt.Position(party, "truce", stance, since="2030-01-05")], **more)  # type: ignore[arg-type]


def seen_anew(place: Place) -> list[str]:
    """The ids of the entries, as another tracker reads them now."""
    with place.open() as again:
        return [entry.id for entry in again.entries()]


@pytest.mark.parametrize("kind", LASTING)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_law_12_a_store_keeps_what_memory_keeps_and_gives_it_back(kind, make, data):
    memory, place = data.draw(ss.ledgers(max_acts=8, rough=True)), make(kind)
    with place.open() as first, place.open() as second:
        copied(memory, first, second)
        basis = data.draw(ss.bases(memory))
        assert first.state(basis) == second.state(basis) == memory.state(basis)
    with place.open() as again:
        assert [e.leaf for e in again.entries()] == [e.leaf for e in memory.entries()]
        assert again.state(basis) == memory.state(basis)
        laws.index_is_oracle(again, basis)
        laws.grown_is_rebuilt(again, basis)
        assert again.verify() == memory.verify()


@pytest.mark.parametrize("kind", LASTING)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_law_12_a_store_keeps_who_decides(kind, make, data):
    memory, place = data.draw(ss.ledgers(DECIDING, max_acts=5, rough=True)), make(kind)
    with place.open() as first:
        copied(memory, first)
    with place.open() as again:
        basis = data.draw(ss.bases(memory))
        assert again.state(basis) == memory.state(basis)
        assert again.agenda == memory.agenda


@pytest.mark.parametrize("kind", LASTING)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_what_is_written_into_a_ledger_that_was_opened_again_is_the_same(kind, make, data):
    memory, place = ss.new_tracker(), make(kind)
    with place.open() as first:
        first.declare(ss.AGENDA, recorded_at=memory.entries()[0].recorded_at)
    for _ in range(data.draw(st.integers(1, 5))):
        ss.act_on(memory, data.draw, rough=True)
        with place.open() as again:
            again.extend(memory.entries(after=again.head))
    with place.open() as again:
        basis = data.draw(ss.bases(memory))
        assert again.state(basis) == memory.state(basis)
        again.verify()


@pytest.mark.parametrize("kind", LASTING)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_law_12_a_store_keeps_what_an_agenda_declares_of_content(kind, make, data):
    memory, place = data.draw(ss.declared_ledgers()), make(kind)
    with place.open() as first:
        copied(memory, first)
        first.record({"claims": [{"kind": "question", "text": "Who checks the cap?"}]})
    with place.open() as again, pt.Tracker() as other:
        again.verify()
        basis = data.draw(ss.bases(memory))
        assert again.state(basis) == memory.state(basis)
        other.extend(again.entries())
        assert other.agenda == memory.agenda == again.agenda
        assert list(other.reports.values())[:-1] == list(memory.reports.values())
        for known in tuple(memory.reports):
            again.redact(known, reason="a source")
        again.verify()
        again.rebuild()
        assert [report.claims for report in again.reports.values()]


def test_proposals_and_what_became_of_them_are_kept_and_given_back(place):
    model = pt.Coder("reader", type="model", version="3")
    with place.open() as talks:
        talks.declare(ss.AGENDA)
        for id in ("taken", "amended", "dismissed", "waiting"):
            talks.propose(position("open", id=id, coded_by=model))
        assert talks.state()["truce"]["NORTH"].silent
        talks.accept("taken")
        talks.accept("amended", report=position("rejects"), reason="she said no")
        talks.dismiss("dismissed", reason="of another truce")
        kept = str(talks.checkpoint())
    with place.open() as again:
        assert {p.id: (p.status, p.reason) for p in again.proposals()} == {
            "taken": ("accepted", None),
            "amended": ("amended", "she said no"),
            "dismissed": ("dismissed", "of another truce"),
            "waiting": ("open", None),
        }
        assert again.proposal("waiting").report.coded_by == model
        assert str(again.state()["truce"]["NORTH"].stance) == "rejects"
        again.verify(kept)
        again.rebuild()
        with pytest.raises(pt.ConflictError, match="was dismissed by entry 8"):
            again.accept("dismissed")
        assert again.accept("waiting").new
        again.redact("amended", reason="names a source")
        again.verify(kept)


def test_a_fraction_in_free_content_is_kept_and_given_back(place):
    level = pt.content.Other({"level": Decimal("3.67"), "stock": pt.Quantity(1, 2, "tonnes")})
    with place.open() as talks:
        talks.declare(
            pt.Agenda(
                "caps",
                parties=[pt.Party("NORTH", "Northland", "state")],
                terms=[pt.Term("cap", "other", "a cap")],
            )
        )
        talks.record(pt.Report([pt.Position("NORTH", "cap", content=level)], id="a"))
    with place.open() as again:
        standing = again.state()["cap"]["NORTH"]
        assert standing.content == level
        assert [row["value"] for row in standing.evidence.to_dicts()] == [
            {"exactly": "3.67"},
            {"between": [1, 2], "unit": "tonnes"},
        ]


def test_the_seeds_are_the_same_everywhere(place):
    seeds = pt.open(SEEDS)
    with place.open() as talks:
        talks.extend(seeds.entries(), batch=2)
    with place.open() as talks:
        assert talks.state(known=4) == seeds.state(known=4)
        assert talks.verify() == seeds.checkpoint()


def test_what_one_writes_the_other_sees_with_its_next_question(lasting):
    with lasting.open() as one, lasting.open() as other:
        one.declare(ss.AGENDA)
        assert other.head == 1
        other.record(position("open"))
        assert one.state(valid="2030-02-01")["truce"]["NORTH"].stance is pt.Stance.OPEN


def test_a_writer_reads_no_report_of_others_before_it_is_asked(lasting, monkeypatch):
    with lasting.open() as one, lasting.open() as other:
        one.declare(ss.AGENDA)
        assert other.agenda == ss.AGENDA
        one.record_all([position("open", id=f"r{number}") for number in range(3)])
        with monkeypatch.context() as patched:
            patched.setattr(Entry, "_read", Mock(side_effect=AssertionError("it is read")))
            assert other.record(position("opposes", "SOUTH", id="mine")).seq == 5
        assert one.state(valid="2030-02-01")["truce"]["SOUTH"].stance is pt.Stance.OPPOSES
        assert other.state(valid="2030-02-01") == one.state(valid="2030-02-01")


def test_a_write_that_was_overtaken_is_refused(lasting):
    with lasting.open() as one, lasting.open() as other:
        one.declare(ss.AGENDA)
        other.record(position("open", id="faster"))
        for write in (
            lambda: one.record(position("opposes"), expect=1),
            lambda: one.record_all([position("opposes")], expect=1),
            lambda: one.correct("faster", position("opposes"), reason="so", expect=1),
            lambda: one.retract("faster", reason="so", expect=1),
            lambda: one.redact("faster", reason="so", expect=1),
            lambda: one.declare(pt.Agenda("more", terms=[]), expect=1),
        ):
            with pytest.raises(pt.errors.StaleHeadError) as caught:
                write()
            assert (caught.value.expected, caught.value.head) == (1, 2)
        assert [entry.id for entry in one.entries(after=1)] == ["faster"]


def test_a_refused_report_leaves_a_ledger_as_it_was(talks, place):
    with pytest.raises(pt.errors.UnknownNameError):
        talks.record(pt.Report([pt.Position("NROTH", "truce")]))
    assert talks.head == 1
    assert seen_anew(place) == ["invented"]


def test_a_state_outlives_its_tracker(lasting):
    with lasting.open() as talks:
        talks.declare(ss.AGENDA)
        talks.record(position("open", title="the first"))
    with lasting.open() as again:
        state = again.state(valid="2030-02-01")
    assert state["truce"]["NORTH"].stance is pt.Stance.OPEN
    assert state.report_of(state["truce"]["NORTH"].evidence[0].report).title == "the first"


def test_what_events_date_in_turn_is_known_to_whoever_opens_the_ledger(lasting):
    with lasting.open() as talks:
        talks.declare(ss.AGENDA)
        talks.record(pt.Report([pt.Event("dinner", when=pt.During("summit"))], id="a"))
        talks.record(pt.Report([pt.Position("NORTH", "truce", "open", since=pt.After("dinner"))]))
    with lasting.open() as again:
        again.record(pt.Report([pt.Event("summit", when="2030-01-06")]))
        standing = again.state(valid="2030-02-01").standing("truce", "NORTH")
        assert standing.since.earliest.date().isoformat() == "2030-01-06"
    with lasting.open() as again:
        again.retract("a", reason="another dinner")
        assert again.state(valid="2030-02-01").standing("truce", "NORTH").since.earliest is None


def test_two_writers_in_one_moment_both_get_their_place(lasting):
    with lasting.open() as talks:
        talks.declare(ss.AGENDA)
    receipts: list[pt.Receipt] = []

    def write(name: str) -> None:
        with lasting.open() as mine:
            for number in range(20):
                receipts.append(mine.record(position("open", id=f"{name}-{number}")))

    writers = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(receipt.seq for receipt in receipts) == list(range(2, 82))
    with lasting.open() as talks:
        assert {talks.entries()[r.seq - 1].id for r in receipts} == {r.id for r in receipts}
        talks.verify()


# Bulk


def test_a_batch_keeps_the_good_and_tells_the_bad_with_its_place(talks):
    seen: list[int] = []
    reports = [
        position("open", id="a"),
        {"kind": "report", "claims": 5},
        position("open", id="a"),
        position("opposes", id="b"),
    ]
    outcome = talks.record_all(reports, batch=2, progress=seen.append)
    assert [r.id for r in outcome.recorded] == ["a", "b"]
    assert [r.id for r in outcome.duplicates] == ["a"]
    assert [p.place for p in outcome.problems] == [1]
    assert seen == [2, 4]
    assert talks.verify().size == 3


def test_an_interrupted_batch_is_as_if_it_had_not_begun(talks, place):
    def reports():
        yield position("open", id="a")
        yield position("open", id="b")
        yield position("opposes", id="c")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        talks.record_all(reports(), batch=2)
    assert [entry.id for entry in talks.entries(after=1)] == ["a", "b"]
    assert seen_anew(place)[1:] == ["a", "b"]
    talks.record(position("opposes", id="c"))
    assert talks.verify().size == 4


def test_a_failure_within_a_batch_takes_back_all_of_it(talks, place):
    source, other = ss.new_tracker(), ss.new_tracker()
    source.record(position("open", id="a"))
    other.record(position("opposes", id="b"))
    before = talks.state(valid="2030-02-01").answers()
    with pytest.raises(pt.ConflictError, match="entry 2 of the two ledgers is not the same"):
        talks.extend([source.entries()[1], other.entries()[1]])
    assert talks.head == 1
    assert seen_anew(place) == ["invented"]
    assert talks.state(valid="2030-02-01").answers() == before


@settings(max_examples=EXAMPLES)
@given(reports=st.lists(ss.reports(rough=True), max_size=6))
def test_law_13_a_batch_is_its_reports_one_by_one(make, reports):
    with make("sqlite").open() as batched:
        batched.declare(ss.AGENDA)
        laws.batch_is_one_by_one(reports, batched, ss.new_tracker())
        batched.verify()


# Rebuilding


def test_rebuilt_statements_are_those_that_were_written_one_by_one(lasting):
    with lasting.open() as talks:
        talks.extend(pt.open(SEEDS).entries())
        before = talks.state(known=4)
        assert talks.rebuild() == 4
        talks.verify()
        assert talks.state(known=4) == before


@pytest.mark.parametrize("kind", LASTING)
def test_a_batch_that_breaks_and_cannot_be_read_back_leaves_nothing_of_it(kind, make, monkeypatch):
    lost = pt.errors.ConnectionLostError("lost", "a server")
    with make(kind).open() as talks:
        talks.declare(ss.AGENDA)
        store = talks._journal.store
        with monkeypatch.context() as patches:
            patches.setattr(store, "append", Mock(side_effect=[None, lost]))
            patches.setattr(store, "load", Mock(side_effect=lost))
            with pytest.raises(pt.errors.ConnectionLostError):
                talks.record_all([position("open", id="a"), position("open", id="b")])
        assert (talks.head, talks.state()["truce"]["NORTH"].stance) == (1, None)
        assert talks.record(position("accepts", id="c")).seq == 2
        assert talks.verify().size == 2
