"""Rule 10: the status of a term."""

import re

import pytest

import peacetrack as pt
from peacetrack import analysis, view
from tests.recording import says
from tests.rules.helpers import ABSENT, LATER, ledger_of, north, north_and_south, status


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (None, None, "unreported"),
        (ABSENT.WITHHELD, ABSENT.UNKNOWN, "unreported"),
        ("rejects", "accepts", "blocked"),
        ("rejects", "opposes", "blocked"),
        ("opposes", "accepts", "contested"),
        ("opposes", None, "contested"),
        ("neutral", "accepts", "pending"),
        ("open", "accepts", "pending"),
        ("accepts", None, "pending"),
        ("accepts", ABSENT.UNDER_NEGOTIATION, "pending"),
        ("accepts", "accepts", "agreed"),
    ],
)
def test_the_first_status_that_fits_is_given(one, other, expected):
    talks = north_and_south(one, other, scope="everywhere")
    assert status(talks) == expected


def test_a_stance_that_lapsed_is_reported_but_no_longer_blocks():
    talks = ledger_of(says("a", "rejects", "2030-01-03", until="2030-01-10"))
    assert status(talks, valid="2030-01-10") == "blocked"
    assert status(talks, valid="2030-01-11") == "pending"


def test_an_acceptance_that_lapsed_leaves_a_term_pending():
    talks = ledger_of(
        says("n", "accepts", "2030-01-03", window="2030-01-10"),
        says("s", "accepts", "2030-01-03", of="SOUTH"),
    )
    assert status(talks, valid="2030-01-10") == "agreed"
    assert status(talks, valid="2030-01-11") == "pending"
    assert talks.state(valid="2030-01-11")["truce"].waits_on == ("NORTH",)


def pledged(north_says, south_says):
    return ledger_of(
        says("n", "accepts", "2030-01-03", term="pledge", **north_says),
        says("s", "accepts", "2030-01-03", term="pledge", of="SOUTH", **south_says),
    )


def years(low=None, high=None):
    return pt.Quantity(low, high, "years")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"duration": years(20, 20)}, {"duration": years(0, 15)}, "in-principle"),
        ({"duration": years(15, 20)}, {"duration": years(0, 15)}, "agreed"),
        ({"duration": years(15)}, {"duration": years(20, 20)}, "agreed"),
        ({"duration": years(20, 20)}, {"duration": pt.Quantity(20, 20, "months")}, "in-principle"),
        ({"guarantors": ["EAST"]}, {"guarantors": ["WEST"]}, "in-principle"),
        ({"guarantors": ["EAST", "WEST"]}, {"guarantors": ["WEST", "PACT"]}, "agreed"),
        ({"binding": True}, {"binding": False}, "in-principle"),
        ({"binding": True}, {"binding": True}, "agreed"),
        ({"binding": True}, {}, "agreed"),
        ({"binding": True}, {"binding": ABSENT.WITHHELD}, "agreed"),
        ({"binding": True}, {"binding": ABSENT.UNDER_NEGOTIATION}, "in-principle"),
        ({"model": "bespoke"}, {"model": "bilateral"}, "in-principle"),
        ({"label": "guarantee"}, {"label": "assurance"}, "agreed"),
        ({"label": "guarantee"}, {"label": ABSENT.UNDER_NEGOTIATION}, "agreed"),
    ],
)
def test_all_accept_but_only_in_principle_where_a_binding_field_has_no_common_ground(one, other, expected):
    assert status(pledged(one, other), "pledge") == expected


def test_all_accept_but_only_in_principle_while_the_progress_leaves_a_field_open():
    talks = pledged({"binding": True}, {"binding": True})
    open_still = pt.draft(id="p", since="2030-01-05")
    talks.record(open_still.progress("pledge", details={"duration": ABSENT.UNDER_NEGOTIATION}))
    assert status(talks, "pledge", "2030-01-04") == "agreed"
    assert status(talks, "pledge", "2030-01-05") == "in-principle"


def test_dates_only_describe():
    talks = ledger_of(
        says("n", "accepts", "2030-01-03", start="2030-02-01"),
        says("s", "accepts", "2030-01-03", of="SOUTH", start="2030-03-01"),
    )
    assert status(talks) == "agreed"


def test_all_accept_but_conditionally_while_a_condition_is_unmet():
    talks = ledger_of(
        says("n", "accepts", "2030-01-03", conditions=[pt.EventHeld("summit")]),
        says("s", "accepts", "2030-01-03", of="SOUTH"),
    )
    term = talks.state(valid=LATER)["truce"]
    assert term.status is pt.TermStatus.CONDITIONAL
    assert (term.accepting, term.waits_on) == (("NORTH", "SOUTH"), ("NORTH",))


def test_in_principle_comes_before_conditional():
    conditions = {"conditions": [pt.EventHeld("summit")]}
    talks = pledged({"binding": True, **conditions}, {"binding": False})
    assert status(talks, "pledge") == "in-principle"


def test_beside_the_status_it_is_told_who_accepts_who_is_needed_and_who_is_waited_for():
    term = north_and_south("accepts", "open", scope="everywhere").state(valid=LATER)["truce"]
    assert term.needed == ("NORTH", "SOUTH")
    assert (term.accepting, term.waits_on) == (("NORTH",), ("SOUTH",))


@pytest.mark.parametrize("term", ["border", "archive"])
def test_a_backdrop_and_a_term_without_needs_have_no_status(term):
    talks = ledger_of(says("a", "accepts", "2030-01-03", term=term))
    assert talks.state(valid=LATER)[term].status is None
    assert north(talks, term=term).stance is pt.Stance.ACCEPTS


def test_silences_name_the_needed_who_have_no_stance():
    talks = ledger_of(says("a", "accepts", "/2030-01-14"))
    silent = analysis.silences(talks.state(valid="2030-01-10"))
    assert ("truce", "NORTH") in [(row.term, row.party) for row in silent]


def test_a_detail_that_only_may_hold_keeps_no_term_in_principle():
    talks = ledger_of(
        says("n", "accepts", "2030-01-03", purpose="definitive"),
        says("s", "accepts", "2030-01-03", of="SOUTH"),
        says("d", since="/2030-02-20", of="SOUTH", purpose="preliminary"),
    )
    assert status(talks, valid="2030-02-10") == "agreed"
    assert status(talks, valid="2030-02-20") == "in-principle"
    state = talks.state(valid="2030-02-10")
    (gap,) = [gap for gap in pt.analysis.gaps(state) if gap.field == "content.purpose"]
    assert dict(gap.held) == {"NORTH": "definitive"}


def test_a_stance_on_a_proposition_that_was_replaced_never_speaks_for_the_new_one():
    talks = ledger_of(says("n", "accepts", "2030-01-03"), says("s", "accepts", "2030-01-03", of="SOUTH"))
    shorter = pt.Term("truce-2", "ceasefire", "a pause", needs=["NORTH", "SOUTH"], replaces="truce")
    talks.declare(pt.Agenda("invented", terms=[shorter]), recorded_at="2030-02-10")
    talks.record(says("c", None, "2030-02-11", term="truce-2", conditions=[pt.TermIs("truce", "agreed")]))
    state = talks.state(valid=LATER)
    assert (status(talks), status(talks, "truce-2")) == ("agreed", "unreported")
    assert state["truce-2"]["SOUTH"].silent
    assert not state.met(pt.TermIs("truce-2", "pending"))


def test_a_board_says_which_term_a_term_replaces():
    talks = ledger_of(says("n", "accepts", "2030-01-03"))
    shorter = pt.Term("truce-2", "ceasefire", "a pause", needs=["NORTH"], replaces="truce")
    talks.declare(pt.Agenda("invented", terms=[shorter]), recorded_at="2030-02-10")
    state = talks.state(valid=LATER)
    picture = view.board_picture(state)
    for shown in (str(view.board(state)), picture.html, str(picture), view.briefing(state).html):
        text = re.sub("<[^>]*>", "", shown)
        assert "replaces truce" in text
        assert "replaced by truce-2" in text
    assert "replaces truce" in str(view.why(state, "truce-2", "NORTH"))
    assert "replace" not in str(view.board(state.at(known=1)))
