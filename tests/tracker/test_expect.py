"""Write at an expected head; after another write it is refused."""

import pytest

import peacetrack as pt
from tests.tracker.helpers import agenda, ledger_of, new, says


def test_a_write_that_expects_the_head_is_done():
    assert new().record(says("a", "accepts"), expect=1).seq == 2


@pytest.mark.parametrize("verb", ["declare", "record", "correct", "retract", "record_all"])
def test_a_write_that_was_overtaken_is_refused(verb):
    talks = ledger_of(says("a", "accepts"))
    writes = {
        "declare": lambda: talks.declare(agenda(title="peace"), expect=1),
        "record": lambda: talks.record(says("b", "open"), expect=1),
        "correct": lambda: talks.correct("a", says("b", "open"), reason="so", expect=1),
        "retract": lambda: talks.retract("a", reason="so", expect=1),
        "record_all": lambda: talks.record_all([says("b", "open")], expect=1),
    }
    with pytest.raises(pt.errors.StaleHeadError, match=r"entries\(after=1\)") as caught:
        writes[verb]()
    assert (caught.value.expected, caught.value.head, talks.head) == (1, 2, 2)


def test_what_came_between_can_be_read():
    talks = ledger_of(says("a", "accepts"), says("b", "open"))
    assert [(entry.seq, entry.kind, entry.id) for entry in talks.entries(after=1)] == [
        (2, "report", "a"),
        (3, "report", "b"),
    ]
    assert len(talks.entries(after=3)) == 0
    assert [entry.seq for entry in talks.entries()] == [1, 2, 3]
