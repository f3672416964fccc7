"""Questions to a state: what changed, which windows close, who is silent, what is disputed."""

import re
from functools import partial
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.analysis import Cause, Change, Direction, Means, Silence
from peacetrack.testing import strategies as ss
from tests import recording
from tests.effort import a_half
from tests.recording import says

LATER = "2030-03-01"
AGENDA = pt.Agenda(
    "invented",
    parties=[
        pt.Party("NORTH", "Northland", "state", aliases=["the North"]),
        pt.Party("SOUTH", "Southland", "state"),
        pt.Party("EAST", "Eastland", "state"),
        pt.Party("LEAGUE", "a league", "group"),
    ],
    terms=[
        pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH", "SOUTH"]),
        pt.Term("rest", "other", "the rest is settled", needs=["SOUTH"]),
        pt.Term("border", "territorial-status", "the border stays", backdrop=True),
    ],
)
JOINED = pt.Agenda(
    "invented", parties=[pt.Party("LEAGUE", "a league", "group", members=[pt.Member("EAST", "2030-01-10")])]
)
ledger_of = partial(recording.ledger_of, AGENDA)


def changes(before, after):
    """What changed but for the statuses of terms, which is in test_diff.py."""
    return [change for change in analysis.diff(before, after) if change.field != "status"]


def causes(before, after):
    return [(change.field, change.cause) for change in changes(before, after)]


# What changed, and why


def test_nothing_differs_between_equal_states():
    talks = ledger_of(says("a", "accepts", "2030-01-05"))
    assert changes(talks.state(valid=LATER), talks.state(valid="2030-03-02")) == []


def test_a_change_names_its_cause_its_direction_and_its_reports():
    talks = ledger_of(says("a", "opposes", "2030-01-03"), says("b", "accepts", "2030-01-05"))
    before, after = talks.state(valid="2030-01-04"), talks.state(valid="2030-01-06")
    assert changes(before, after) == [
        Change(
            "truce",
            "NORTH",
            "stance",
            pt.Stance.OPPOSES,
            pt.Stance.ACCEPTS,
            Cause.STATED,
            Direction.SOFTENED,
            ("b",),
        )
    ]
    assert analysis.diff(before, after).basis == after.basis


def test_what_was_said_since_of_what_is_new_was_stated():
    talks = ledger_of(says("a", "opposes", "2030-01-03"), says("b", "accepts", "2030-01-05"))
    before = talks.state(valid="2030-01-04", known=2)
    assert causes(before, talks.state(valid="2030-01-06")) == [("stance", Cause.STATED)]


def test_a_late_report_of_what_had_already_been_so_was_learned():
    talks = ledger_of(says("a", "opposes", "2030-01-03"), says("b", "accepts", "2030-01-05"))
    before = talks.state(valid="2030-01-20", known=2)
    assert causes(before, before.at(known=3)) == [("stance", Cause.LEARNED)]


def test_what_we_had_wrong_was_corrected():
    talks = ledger_of(says("a", "opposes", "2030-01-03", scope="at sea"))
    talks.correct("a", says("b", "accepts", "2030-01-03"), reason="misheard")
    before = talks.state(valid=LATER, known=2)
    after = talks.state(valid=LATER)
    assert causes(before, after) == [("stance", Cause.CORRECTED), ("content.scope", Cause.CORRECTED)]
    assert changes(before, after)[0].reports == ("b",)


def test_what_was_withdrawn_was_retracted():
    talks = ledger_of(says("a", "opposes", "2030-01-03"), says("b", "accepts", "2030-01-05"))
    talks.retract("b", reason="a hoax")
    (change,) = changes(talks.state(valid=LATER, known=3), talks.state(valid=LATER))
    assert (change.cause, change.after) == (Cause.RETRACTED, pt.Stance.OPPOSES)


def test_a_single_claim_that_was_withdrawn_was_retracted():
    talks = ledger_of(says("a", "opposes", "2030-01-03").position("rest", "open", party="SOUTH"))
    talks.retract("a", claim=1, reason="a hoax")
    (change,) = changes(talks.state(valid=LATER, known=2), talks.state(valid=LATER))
    assert (change.field, change.after, change.cause) == ("stance", None, Cause.RETRACTED)


def test_an_offer_that_ran_out_lapsed():
    talks = ledger_of(says("a", "accepts", "2030-01-03", window="2030-01-10"))
    (change,) = changes(talks.state(valid="2030-01-10"), talks.state(valid="2030-01-11"))
    assert change == Change("truce", "NORTH", "lapsed", False, True, Cause.LAPSED, None, ("a",))


def test_what_an_event_dates_was_dated():
    talks = ledger_of(
        says("a", "opposes", "2030-01-05"),
        says("b", "accepts", pt.During("summit"), published="2030-01-20"),
        pt.draft(id="c").event("summit", when="2030-01-08"),
    )
    before = talks.state(valid="2030-01-10", known=3)
    (change,) = [c for c in changes(before, before.at(known=4)) if c.term == "truce"]
    assert (change.after, change.cause) == (pt.Stance.ACCEPTS, Cause.DATED)


def test_what_comes_with_a_membership_was_declared():
    talks = ledger_of(says("a", "accepts", "2030-01-03", of="LEAGUE"))
    talks.declare(JOINED, recorded_at="2030-02-10")
    talks.record(says("b", None, "2030-01-04", of="EAST", scope="at sea"))
    before = talks.state(valid="2030-01-20", known=2)
    after = talks.state(valid="2030-01-20")
    by_field = {change.field: change for change in analysis.diff(before, after)}
    assert by_field["stance"].party == "EAST"
    assert by_field["stance"].cause is Cause.DECLARED


def test_what_another_trust_shows_is_of_the_basis():
    talks = ledger_of(
        says("a", "opposes", "2030-01-03", by="quote"), says("b", "accepts", "2030-01-05", by="leak")
    )
    before = talks.state(valid=LATER)
    (change,) = changes(before, before.at(trust=pt.ON_RECORD))
    assert (change.after, change.cause) == (pt.Stance.OPPOSES, Cause.BASIS)


def test_what_another_published_by_shows_is_of_the_basis():
    talks = ledger_of(says("a", "opposes", "2030-01-03"))
    before = talks.state(valid=LATER)
    assert causes(before, before.at(published_by="2030-02-01")) == [("stance", Cause.BASIS)]


def test_what_falls_without_a_report_is_of_the_basis():
    talks = ledger_of(says("a", "opposes", "2030-01-03"), says("b", "accepts", "2030-01-05"))
    before = talks.state(valid=LATER)
    assert causes(before, before.without("b")) == [("stance", Cause.BASIS)]
    assert causes(before.without("b"), before) == [("stance", Cause.BASIS)]


def test_a_field_of_the_term_itself_has_no_party():
    talks = ledger_of(
        pt.draft(id="a", since="2030-01-03").progress("truce", "tabled"),
        pt.draft(id="b", since="2030-01-05").progress("truce", "narrowed"),
    )
    (change,) = changes(talks.state(valid="2030-01-04"), talks.state(valid="2030-01-06"))
    assert (change.party, change.field, change.after) == (None, "stage", pt.Stage.NARROWED)


def test_a_supposition_can_be_compared_both_ways():
    talks = ledger_of(says("a", "opposes", "2030-01-03"))
    known = talks.state(valid=LATER)
    supposed = known.suppose(says("x", "accepts"))
    there = changes(known, supposed)
    back = changes(supposed, known)
    assert [(c.field, c.before, c.after) for c in there] == [("stance", pt.Stance.OPPOSES, pt.Stance.ACCEPTS)]
    assert [(c.field, c.before, c.after) for c in back] == [("stance", pt.Stance.ACCEPTS, pt.Stance.OPPOSES)]


# Turned round


def turned(change):
    opposite = {Direction.SOFTENED: Direction.HARDENED, Direction.HARDENED: Direction.SOFTENED, None: None}
    return Change(
        change.term,
        change.party,
        change.field,
        change.after,
        change.before,
        change.cause,
        opposite[change.direction],
        change.reports,
    )


@pytest.mark.parametrize("first", [{"valid": "2030-01-04"}, {"known": 2}, {"known": 3}])
def test_a_difference_turned_round_is_its_mirror(first):
    talks = ledger_of(
        says("a", "opposes", "2030-01-03", red_line=True),
        says("b", "accepts", "2030-01-05", window="2030-01-10", scope="at sea"),
    )
    talks.retract("b", reason="a hoax")
    after = talks.state(valid="2030-01-20", known=4)
    before = after.at(**first)
    there = changes(before, after)
    assert changes(after, before) == [turned(change) for change in there]


def test_a_lapse_turned_round_is_its_mirror():
    talks = ledger_of(says("a", "accepts", "2030-01-03", window="2030-01-10"))
    (change,) = changes(talks.state(valid="2030-01-11"), talks.state(valid="2030-01-10"))
    assert (change.before, change.after, change.cause) == (True, False, Cause.LAPSED)


# Directions


@pytest.mark.parametrize(
    ("first", "then", "direction"),
    [
        ("rejects", "opposes", Direction.SOFTENED),
        ("neutral", "open", Direction.SOFTENED),
        ("accepts", "open", Direction.HARDENED),
        (pt.Absence.WITHHELD, "open", None),
        ("open", pt.Absence.WITHHELD, None),
        (None, "open", None),
    ],
)
def test_a_stance_softens_towards_acceptance(first, then, direction):
    talks = ledger_of(says("a", first, "2030-01-03", scope="at sea"), says("b", then, "2030-01-05"))
    (change,) = changes(talks.state(valid="2030-01-04"), talks.state(valid="2030-01-06"))
    assert (change.field, change.direction) == ("stance", direction)


def direction_of(field, first, then):
    talks = ledger_of(says("a", "open", "2030-01-03", **first), says("b", "open", "2030-01-05", **then))
    found = changes(talks.state(valid="2030-01-04"), talks.state(valid="2030-01-06"))
    return [change.direction for change in found if change.field == field]


@pytest.mark.parametrize(
    ("first", "then", "direction"),
    [
        ({"red_line": False}, {"red_line": True}, Direction.HARDENED),
        ({}, {"red_line": True}, Direction.HARDENED),
        ({"red_line": True}, {"red_line": False}, Direction.SOFTENED),
        ({}, {"red_line": False}, None),
    ],
)
def test_a_red_line_hardens(first, then, direction):
    assert direction_of("red_line", first, then) == [direction]


ONE = pt.InWords("first the prisoners")
OTHER = pt.EventHeld("summit")


@pytest.mark.parametrize(
    ("first", "then", "direction"),
    [
        ([ONE], [ONE, OTHER], Direction.HARDENED),
        ([ONE, OTHER], [ONE], Direction.SOFTENED),
        ([ONE], [], Direction.SOFTENED),
        ([ONE], [OTHER], None),
    ],
)
def test_fewer_conditions_are_softer(first, then, direction):
    assert direction_of("conditions", {"conditions": first}, {"conditions": then}) == [direction]


# Windows


def test_windows_are_told_in_the_order_in_which_they_close():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", window="undisclosed"),
        says("b", "accepts", "2030-01-03", of="SOUTH", window="2030-01-20"),
        says("c", "open", "2030-01-03", term="rest", of="SOUTH", window=pt.WithEvent("summit")),
        says("d", "open", "2030-01-03", term="border", of="EAST", window="2030-01-10"),
        pt.draft(id="e").event("summit", "ended", when="2030-01-15"),
    )
    table = analysis.windows(talks.state(valid="2030-01-05"))
    assert [(w.term, w.party, w.closes, w.reports) for w in table] == [
        ("border", "EAST", pt.At("2030-01-10"), ("d",)),
        ("rest", "SOUTH", pt.WithEvent("summit"), ("c",)),
        ("truce", "SOUTH", pt.At("2030-01-20"), ("b",)),
        ("truce", "NORTH", pt.Undisclosed(), ("a",)),
    ]
    assert [w.at and w.at.day for w in table] == [11, 16, 21, None]
    assert [str(w) for w in table] == [
        "EAST on border: offer closes 2030-01-10",
        "SOUTH on rest: offer closes with summit (2030-01-15)",
        "SOUTH on truce: offer closes 2030-01-20",
        "NORTH on truce: offer closes, date undisclosed",
    ]


def test_a_window_that_has_closed_is_told_too():
    talks = ledger_of(says("a", "accepts", "2030-01-03", window="2030-01-10"))
    (window,) = analysis.windows(talks.state(valid=LATER))
    assert (window.closes, window.lapsed) == (pt.At("2030-01-10"), True)
    assert str(window) == "NORTH on truce: offer closed 2030-01-10"


def test_a_position_that_ends_has_a_row_beside_the_offer():
    talks = ledger_of(says("a", "accepts", "2030-01-03", window="undisclosed", until="2030-01-20"))
    found = analysis.windows(talks.state(valid="2030-01-05"))
    assert [(w.field, w.since.edtf, w.lapsed) for w in found] == [
        ("until", "2030-01-03", False),
        ("window", "2030-01-03", False),
    ]


def test_those_without_a_date_come_last_and_the_undisclosed_after_them():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", window="undisclosed"),
        says("b", "open", "2030-01-03", of="SOUTH", window=pt.NotBefore("summit")),
        says("c", "open", "2030-01-03", term="rest", of="SOUTH", window=pt.WithEvent("summit")),
        says("d", "open", "2030-01-03", term="border", of="EAST", window="2030-01-10"),
    )
    found = analysis.windows(talks.state(valid=LATER))
    assert [w.reports for w in found] == [("d",), ("c",), ("b",), ("a",)]
    assert [w.lapsed for w in found] == [True, False, False, False]


def test_an_offer_may_stand_to_the_end_of_the_calendar():
    talks = ledger_of(says("a", "accepts", "2030-01-03", window="9999-12-31"))
    (window,) = analysis.windows(talks.state(valid=LATER))
    assert (window.at, window.lapsed) == (None, False)
    assert str(window) == "NORTH on truce: offer closes 9999-12-31"


def test_an_offer_that_goes_with_an_event_to_come_closes_when_that_is_expected():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", window=pt.WithEvent("summit")),
        pt.draft(id="b").event("summit", "expected", when="2030-01-15"),
    )
    (window,) = analysis.windows(talks.state(valid=LATER))
    assert (window.at.day, window.lapsed) == (16, False)


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        ("2030-01-15", "2030-01-15"),
        ("2030-01-15T00:30:00Z", "2030-01-15 00:30 UTC"),
        ("2030-01-15T00:00:05Z", "2030-01-15 00:00 UTC"),
        ("2030-01-15T09:00:00Z", "2030-01-15 09:00 UTC"),
    ],
)
def test_a_window_that_closes_with_an_event_shows_its_day_or_its_time(when, shown):
    talks = ledger_of(
        says("a", "open", "2030-01-03", window=pt.WithEvent("summit")),
        pt.draft(id="b").event("summit", "ended", when=when),
    )
    (window,) = analysis.windows(talks.state(valid="2030-01-05"))
    assert str(window) == f"NORTH on truce: offer closes with summit ({shown})"


def test_a_window_names_all_reports_that_state_it():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", window="2030-01-20"),
        says("b", None, "2030-01-05", window="2030-01-20"),
    )
    (window,) = analysis.windows(talks.state(valid="2030-01-10"))
    assert window.reports == ("a", "b")


@pytest.mark.parametrize("absence", [pt.Absence.NOT_APPLICABLE, pt.Absence.WITHHELD])
def test_a_window_that_is_an_absence_is_none(absence):
    talks = ledger_of(says("a", "accepts", "2030-01-03", window=absence))
    assert len(analysis.windows(talks.state(valid=LATER))) == 0


# Silences


def test_the_needed_parties_without_a_stance_are_silent():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03"), says("b", None, "2030-01-03", of="SOUTH", scope="x")
    )
    detail, silence = analysis.silences(talks.state(valid=LATER))
    assert silence == Silence("rest", "SOUTH")
    assert (detail.term, detail.party, detail.reports) == ("truce", "SOUTH", ("b",))
    assert [str(row) for row in (detail, silence)] == [
        "SOUTH on truce: no stance (b)",
        "SOUTH on rest: no report",
    ]


def test_a_silence_tells_why_and_what_is_done_all_the_same():
    talks = ledger_of(
        says("a", pt.Absence.WITHHELD, "2030-01-03", of="SOUTH", act="warns"),
        says("b", None, "2030-01-04", of="SOUTH", act="urges"),
    )
    found = next(iter(analysis.silences(talks.state(valid=LATER), of="SOUTH")))
    assert (found.absence, found.acts) == (pt.Absence.WITHHELD, ("warns", "urges"))
    assert str(found) == "SOUTH on truce: no stance; withheld, warns, urges (a b)"


def test_who_sets_a_condition_or_urges_is_not_silent_in_any_words():
    talks = ledger_of(
        says("a", None, "2030-01-03", of="SOUTH", conditions=[pt.InWords("a vote")]),
        says("b", None, "2030-01-04", of="SOUTH", term="rest", act="urges"),
    )
    state = talks.state(valid=LATER)
    assert [str(row) for row in analysis.silences(state, of="SOUTH")][:2] == [
        "SOUTH on truce: no stance; sets a condition (a)",
        "SOUTH on rest: no stance; urges (b)",
    ]
    (finding,) = [f for f in analysis.check(state) if f.parties == ("SOUTH",)]
    assert finding.what == (
        "SOUTH has no stance on truce (sets a condition), rest (urges), where it is needed"
    )
    cells = {cell.text for row in view.board(state).rows for cell in row}
    assert {"(no stance) if", "(urges)"} <= cells
    assert "silent" not in view.lanes(state, "rest", party="SOUTH").svg
    assert "no stance; urges" in view.lanes(state, "rest", party="SOUTH").svg
    page = re.sub(r"<[^>]+>|\u2068|\u2069", "", view.briefing(state).html)
    assert "“the guns fall silent”: sets a condition, if a vote" in page
    assert "“the rest is settled”: urges" in page


def test_a_stance_that_lapsed_is_no_silence_and_one_that_may_not_have_begun_is():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", window="2030-01-05"),
        says("b", "accepts", "/2030-01-20", of="SOUTH"),
    )
    maybe, silence = analysis.silences(talks.state(valid="2030-01-10"))
    assert (maybe.term, maybe.party, maybe.perhaps) == ("truce", "SOUTH", pt.Stance.ACCEPTS)
    assert str(maybe) == "SOUTH on truce: no stance; perhaps accepts (b)"
    assert silence == Silence("rest", "SOUTH")


def test_of_one_party_the_silence_on_all_terms_is_told():
    talks = ledger_of(says("a", "accepts", "2030-01-03"))
    assert list(analysis.silences(talks.state(valid=LATER), of="the North")) == [
        Silence("rest", "NORTH"),
        Silence("border", "NORTH"),
    ]


def test_a_member_is_not_silent_where_its_group_stands():
    talks = ledger_of(says("a", "accepts", "2030-01-03", of="LEAGUE"))
    talks.declare(JOINED)
    state = talks.state(valid="2030-01-20")
    assert "truce" not in [silence.term for silence in analysis.silences(state, of="EAST")]


def test_the_silence_of_a_party_that_nobody_declared_is_an_error():
    with pytest.raises(pt.errors.UnknownNameError, match="did you mean 'NORTH'"):
        analysis.silences(ledger_of().state(valid=LATER), of="NROTH")


# Disputes


def disputed(state):
    return [
        (d.term, d.party, d.field, sorted(s.report for s in d.statements)) for d in analysis.disputes(state)
    ]


def test_a_dispute_shows_the_run_that_holds_and_all_that_differs():
    talks = ledger_of(
        says("a", "accepts", "2030-01-05"),
        says("b", "rejects", "2030-01-05"),
        says("c", "neutral", "2030-01-05"),
        says("d", "neutral", "2030-01-06"),
    )
    assert disputed(talks.state(valid=LATER)) == [("truce", "NORTH", "stance", ["a", "b", "c", "d"])]


def test_where_the_evidence_can_be_ordered_nothing_is_disputed():
    talks = ledger_of(says("a", "accepts", "2030-01-05"), says("b", "rejects", "2030-01-06"))
    assert disputed(talks.state(valid=LATER)) == []


def test_details_can_be_disputed():
    talks = ledger_of(
        says("a", "accepts", "2030-01-05", purpose="definitive"),
        says("b", "accepts", "2030-01-05", purpose="preliminary"),
    )
    assert disputed(talks.state(valid=LATER)) == [("truce", "NORTH", "content.purpose", ["a", "b"])]


def test_a_progress_can_be_disputed():
    talks = ledger_of(
        pt.draft(id="a", since="2030-01-05").progress("truce", "tabled"),
        pt.draft(id="b", since="2030-01-05").progress("truce", "agreed"),
    )
    assert disputed(talks.state(valid=LATER)) == [("truce", None, "stage", ["a", "b"])]


def test_an_event_can_be_disputed():
    talks = ledger_of(
        pt.draft(id="a", published="2030-01-09").event("summit", "held", place="Harbour"),
        pt.draft(id="b", published="2030-01-09").event("summit", "cancelled", place="Harbour"),
    )
    assert disputed(talks.state(valid=LATER)) == [("summit", None, "status", ["a", "b"])]


def test_groups_of_one_member_can_differ():
    pact = pt.Party("PACT", "a pact", "group", members=[pt.Member("EAST")])
    talks = ledger_of(says("a", "accepts", "2030-01-05", of="LEAGUE"))
    talks.declare(JOINED)
    talks.declare(pt.Agenda("invented", parties=[pact]))
    talks.record(says("b", "opposes", "2030-01-06", of="PACT"))
    state = talks.state(valid="2030-01-20")
    assert state.standing("truce", "EAST").disputed == ("stance",)


def test_what_its_group_says_is_no_part_of_a_partys_own_dispute():
    talks = ledger_of(
        says("g", "accepts", "2030-01-02", of="LEAGUE"),
        says("a", "accepts", "2030-01-15", of="EAST"),
        says("b", "rejects", "2030-01-15", of="EAST"),
    )
    talks.declare(JOINED)
    assert disputed(talks.state(valid="2030-01-20")) == [("truce", "EAST", "stance", ["a", "b"])]


# What would settle a dispute


def remedies(state):
    (dispute,) = analysis.disputes(state)
    return {remedy.means: remedy for remedy in dispute.remedies}


def test_reports_of_one_day_and_of_unknown_origin_may_be_one_witness():
    talks = ledger_of(says("a", "accepts", "2030-01-05"), says("b", "rejects", "2030-01-05"))
    found = remedies(talks.state(valid=LATER))
    assert list(found) == [Means.ORIGIN, Means.ON_RECORD, Means.CORRECTION]
    assert found[Means.ORIGIN].reports == ("b", "a")
    assert found[Means.ORIGIN].text == "whether b and a go back to one origin"


@a_half()
@given(
    told=st.lists(
        st.tuples(st.sampled_from(["accepts", "rejects"]), st.sampled_from([None, "x"])),
        min_size=2,
        max_size=6,
    )
)
def test_origins_are_asked_of_each_pair_that_may_be_one_witness(told):
    """Of a pair that differs, where the origin of one is not known."""
    reports = [says(f"r{n}", stance, "2030-01-05", origin=origin) for n, (stance, origin) in enumerate(told)]
    for row in analysis.disputes(ledger_of(*reports).state(valid=LATER)):
        holds = [s for s in row.statements if s.value == row.statements[0].value]
        pairs = product(holds, row.statements[len(holds) :])
        asked = [pair for pair in pairs if None in (pair[0].by.origin, pair[1].by.origin)]
        ids = tuple(dict.fromkeys(statement.report for pair in asked for statement in pair))
        assert [r.reports for r in row.remedies if r.means is Means.ORIGIN] == ([ids] if ids else [])


def test_where_both_origins_are_known_and_on_record_only_a_correction_is_left():
    talks = ledger_of(
        says("a", "accepts", "2030-01-05", origin="wire-a", by="quote"),
        says("b", "rejects", "2030-01-05", origin="wire-b", by="named"),
    )
    assert list(remedies(talks.state(valid=LATER))) == [Means.CORRECTION]


def test_a_rough_date_asks_since_when_it_is_so():
    talks = ledger_of(
        says("a", "accepts", "2030-01-05", origin="wire-a", by="quote"),
        says("b", "rejects", "2030-01", origin="wire-b", by="quote"),
    )
    found = remedies(talks.state(valid=LATER))
    assert list(found) == [Means.DATE, Means.CORRECTION]
    assert found[Means.DATE].text == "since when it is so, according to b"
    dated = says("c", "rejects", "2030-01-02", origin="wire-b", by="quote")
    talks.correct("b", dated, reason="the day is known now")
    assert list(analysis.disputes(talks.state(valid=LATER))) == []


def test_a_claim_bound_to_an_event_asks_for_the_date_of_the_event():
    talks = ledger_of(
        says("a", "accepts", "/2030-01-05", origin="wire-a", by="quote"),
        says("b", "rejects", pt.During("summit"), published="2030-01-05", by="quote"),
    )
    found = remedies(talks.state(valid=LATER))
    assert found[Means.EVENT_DATE].text == "the date of summit"
    assert found[Means.EVENT_DATE].reports == ("b",)
    talks.record(pt.draft(id="c").event("summit", when="2030-01-07"))
    assert list(analysis.disputes(talks.state(valid=LATER))) == []


def test_an_event_asks_when_the_reports_on_it_came_out():
    talks = ledger_of(
        pt.draft(id="a", origin="wire-a").event("summit", "held"),
        pt.draft(id="b", origin="wire-b", published="2030-01-09").event("summit", "cancelled"),
    )
    found = remedies(talks.state(valid=LATER))
    assert list(found) == [Means.PUBLICATION, Means.ON_RECORD, Means.CORRECTION]
    assert found[Means.PUBLICATION].reports == ("a",)


def test_two_voices_of_one_report_are_settled_by_that_report():
    draft = pt.draft(id="a", since="2030-01-05", published="2030-01-06")
    draft.voice("quote", "a minister", of="NORTH").position("truce", "accepts")
    draft.voice("named", "a general", of="NORTH").position("truce", "rejects")
    (dispute,) = analysis.disputes(ledger_of(draft).state(valid=LATER))
    assert [remedy.means for remedy in dispute.remedies] == [Means.CORRECTION]
    assert str(dispute) == (
        "NORTH on truce, stance: accepts (a), rejects (a). To settle it: a correction of a"
    )


# What is overdue


def due(when, status="expected", valid=LATER, **said):
    talks = ledger_of(pt.draft(id="a", published="2030-01-02").event("summit", status, when=when, **said))
    return [(row.since.day, row.certain) for row in analysis.overdue(talks.state(valid=valid))]


@pytest.mark.parametrize(
    ("when", "valid", "expected"),
    [
        ("2030-01-10", "2030-01-10", []),
        ("2030-01-10", "2030-01-11", [(11, True)]),
        ("2030-01-10T12:00:00Z", "2030-01-10", [(10, True)]),
        ("2030-01-10/2030-01-20", "2030-01-09", []),
        ("2030-01-10/2030-01-20", "2030-01-15", [(10, False)]),
        ("2030-01-10/2030-01-20", "2030-01-21", [(10, True)]),
        ("2030-01", "2030-01-31", [(1, False)]),
        ("2030-01", "2030-02-01", [(1, True)]),
        ("2030-01-10?", LATER, [(11, False)]),
        ("2030-01-10~", LATER, [(11, False)]),
        ("[2030-01-09?..2030-01-10]", LATER, [(9, False)]),
        ("[2030-01-09..2030-01-10~]", LATER, [(9, False)]),
        ("[..2030-01-10]", "2030-01-05", []),
        ("[..2030-01-10]", LATER, [(11, True)]),
        ("/2030-01-10", "2030-01-05", []),
        ("/2030-01-10", LATER, [(11, True)]),
        ("2030-01-10/..", LATER, [(10, False)]),
        ("../2030-01-10", "2030-01-10", []),
        ("../2030-01-10", LATER, [(11, True)]),
        ("/..", LATER, []),
        (pt.Moment.unknown("soon"), LATER, []),
        (None, LATER, []),
    ],
)
def test_an_expected_event_is_overdue_possibly_then_certainly(when, valid, expected):
    assert due(when, valid=valid) == expected


@pytest.mark.parametrize("status", ["held", "ongoing", "ended", "cancelled", None])
def test_what_is_not_expected_is_not_overdue(status):
    assert due("2030-01-10", status, place="Harbour") == []


def bound(when, *others, valid=LATER):
    talks = ledger_of(
        pt.draft(id="a", published="2030-01-12").event("summit", "expected", when=when), *others
    )
    return [(row.since.day, row.certain) for row in analysis.overdue(talks.state(valid=valid))]


TALKS = pt.draft(id="b", published="2030-01-11").event("talks", "held", when="2030-01-10")
UNDATED = pt.draft(id="b", published="2030-01-11").event("talks", "held")


def test_what_comes_after_an_event_is_never_overdue():
    after = pt.After("talks", "coming days")
    for others in ([TALKS], [UNDATED], []):
        assert bound(after, *others, valid="2040-01-01") == []
    visit = pt.draft(id="c").event("visit", "expected", when=pt.After("talks"))
    assert bound(pt.During("visit"), TALKS, visit, valid="2040-01-01") == []


def test_what_is_bound_to_an_event_without_a_date_is_not_overdue():
    named = pt.draft(id="b", published="2030-01-11").event("talks", place="Harbour")
    for when in (pt.Before("talks"), pt.During("talks"), pt.After("talks")):
        assert bound(when, named) == []


def test_what_comes_before_or_during_an_event_is_due_with_it():
    assert bound(pt.Before("talks"), TALKS, valid="2030-01-11") == [(10, True)]
    assert bound(pt.During("talks"), TALKS, valid="2030-01-11") == [(11, True)]
    assert bound(pt.During("talks"), UNDATED, valid="2030-01-12") == [(12, True)]


def test_a_deadline_is_reached_and_not_overdue_unless_it_was_postponed():
    assert due("2030-01-10", "expected", type="deadline") == []
    assert due("2030-01-10", "postponed", type="deadline") == due("2030-01-10", "postponed") != []


def test_a_question_whose_answer_is_due_is_overdue_until_it_is_answered():
    asks = pt.draft(id="a").ask("what for?", "truce", fields=["purpose"], due="2030-01-10")
    weak = says("b", "open", "2030-01-11", purpose=pt.Absence.NOT_STATED)
    answer = says("c", "open", "2030-01-12", purpose="definitive")
    (row,) = analysis.overdue(ledger_of(asks).state(valid="2030-01-11"))
    assert str(row) == '"what for?": overdue since 2030-01-11; due 2030-01-10'
    assert (row.event, row.question, row.about, row.reports) == (None, "what for?", ("truce",), ("a",))
    assert list(analysis.overdue(ledger_of(asks).state(valid="2030-01-10"))) == []
    assert [
        len(analysis.overdue(ledger_of(*told).state(valid=LATER)))
        for told in ([asks, weak], [asks, weak, answer], [answer, asks])
    ] == [1, 0, 1]


def test_a_question_is_due_with_an_event_and_one_after_an_event_never():
    for due, count in ((pt.During("talks"), 1), (pt.Before("talks"), 1), (pt.After("talks"), 0)):
        asks = pt.draft(id="a").ask("who pays?", due=due)
        assert len(analysis.overdue(ledger_of(asks, TALKS).state(valid=LATER))) == count
        assert len(analysis.overdue(ledger_of(asks).state(valid=LATER))) == 0


def test_what_was_postponed_is_overdue_by_its_new_date_only():
    first = pt.draft(id="a", published="2030-01-02").event("summit", "expected", when="2030-01-10")
    later = pt.draft(id="b", published="2030-01-09").event("summit", "postponed")
    dated = pt.draft(id="c", published="2030-01-09").event("summit", when="2030-01-20")
    assert list(analysis.overdue(ledger_of(first, later).state(valid=LATER))) == []
    (row,) = analysis.overdue(ledger_of(first, later, dated).state(valid=LATER))
    assert (row.since.day, row.status, row.reports) == (21, pt.EventStatus.POSTPONED, ("c", "b"))


def test_the_certainly_overdue_come_first_and_read_as_a_sentence():
    talks = ledger_of(
        pt.draft(id="a").event(
            "visit", "expected", when=pt.Moment.parse("2030-02-01/..", said="coming days")
        ),
        TALKS,
        pt.draft(id="c").event("summit", "expected", when="2030-01-15", about=["truce"]),
    )
    table = analysis.overdue(talks.state(valid=LATER))
    assert [str(row) for row in table] == [
        "summit: overdue since 2030-01-16; due 2030-01-15",
        'visit: awaited since 2030-02-01; due 2030-02-01/.., "coming days"',
    ]
    assert table[0].about == ("truce",)


def test_a_dispute_outlives_a_report_that_restates_what_was_picked():
    reports = [says("a", "accepts", "2030-01-05"), says("b", "rejects", "2030-01-05")]
    again, other = says("c", "rejects", "2030-01-09"), says("c", "accepts", "2030-01-09")
    assert disputed(ledger_of(*reports, again).state(valid=LATER)) == [
        ("truce", "NORTH", "stance", ["a", "b", "c"])
    ]
    assert disputed(ledger_of(*reports, other).state(valid=LATER)) == []


# Whatever is asked


@a_half()
@given(data=st.data())
def test_every_result_names_reports_that_are_in_the_ledger(data):
    tracker = data.draw(ss.ledgers(rough=True))
    state = tracker.state(data.draw(ss.bases(tracker)))
    entries = {entry.id for entry in tracker.entries()}
    for ask in (analysis.windows, analysis.overdue, analysis.disputes, analysis.silences):
        assert all(set(reports_of(row)) <= entries for row in ask(state))
    for ask in (analysis.gaps, analysis.support, analysis.distance):
        assert all(set(row.reports) <= entries for row in ask(state))


def reports_of(row):
    if isinstance(row, analysis.Dispute):
        told = {statement.report for statement in row.statements}
        assert row.remedies
        assert all(set(remedy.reports) <= told for remedy in row.remedies)
        return told
    return row.reports


@a_half()
@given(data=st.data())
def test_every_row_reads_as_a_sentence_and_can_be_written_down(data):
    tracker = data.draw(ss.ledgers(rough=True))
    state = tracker.state(data.draw(ss.bases(tracker)))
    questions = (
        analysis.windows,
        analysis.overdue,
        analysis.disputes,
        analysis.silences,
        analysis.gaps,
        analysis.support,
        analysis.distance,
    )
    for ask in questions:
        table = ask(state)
        assert len(table.to_dicts()) == len(table)
        assert all("object at 0x" not in str(row) and "<" not in str(row)[:1] for row in table)
