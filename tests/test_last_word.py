"""Whether a stance is the last word of its party: announcements, hours of typing, dates that may be off."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.analysis.sentence.naming import Names
from peacetrack.view.whip import whip_rows
from tests.page_data import page_of
from tests.recording import happens, new, says

AGENDA = pt.Agenda(
    "last-words",
    parties=[pt.Party("NORTH", "Northland", "state"), pt.Party("SOUTH", "Southland", "state")],
    terms=[pt.Term("truce", "ceasefire", "the guns fall silent", title="Truce", needs=["NORTH", "SOUTH"])],
)
NORTH = says("n", "accepts", "2030-01-02", by="quote", published="2030-01-02")


def recorded(*timed, agenda=AGENDA):
    """Return a tracker with reports, each recorded at a time; without one at noon of its publication."""
    talks = new(agenda)
    for report, at in timed:
        talks.record(report, recorded_at=at if "T" in at else f"{at}T12:00:00Z")
    return talks


def south(id, stance, since, published, *, by="quote", **said):
    return says(id, stance, since, of="SOUTH", by=by, published=published, **said), published


def lines(state, **kept):
    return [line.what for line in analysis.brief(state).filter(**kept)]


def verdict(state):
    return analysis.squares(state)[0].verdict


# Announced


ANNOUNCED = south("s", "accepts", "2030-02-01", "2030-01-06")
REJECTED = south("r", "rejects", "2030-01-20", "2030-01-20", quote="we shall not begin")
REFUSED = south("r", None, "2030-01-20", "2030-01-20", act="refuses", quote="we shall not begin")
WITHDRAWN = south("r", None, "2030-01-20", "2030-01-20", act="withdraws", until="2030-01-20")
SINCE = "the acceptance of Southland was announced 6 Jan 2030; since then, Southland"


def announced(*others, valid="2030-02-02"):
    return recorded((NORTH, "2030-01-02"), ANNOUNCED, *others).state(valid=valid)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (REJECTED, "rejects it, 20 Jan 2030; in these words: “we shall not begin”"),
        (REFUSED, "refuses it, 20 Jan 2030; in these words: “we shall not begin”"),
        (WITHDRAWN, "withdraws, 20 Jan 2030"),
    ],
)
def test_what_a_party_announced_and_rejected_since_is_perhaps_agreed_once_it_begins(other, words):
    state = announced(other)
    assert state["truce"].status is pt.TermStatus.AGREED
    assert verdict(state) == "perhaps agreed"
    assert lines(state, rule="perhaps-agreed") == [f"Truce, but {SINCE} {words}"]
    (line,) = lines(state, part="blocks")
    assert line.startswith(f"{SINCE} {words}")
    assert "2/2 perhaps" in str(view.count(state))
    (row,) = whip_rows(state, Names(state))
    assert "perhaps" in row.cells["SOUTH"].marks
    assert "PERHAPS AGREED" in str(view.board(state))
    (found,) = analysis.check(state).filter(check="gone-back")
    assert found.severity is analysis.Severity.HIGH
    assert [str(move) for move in analysis.moves(state)] == [
        str(move) for move in analysis.moves(state) if move.party == "SOUTH"
    ]
    assert analysis.moves(state)
    assert page_of(state).html.count('data-level="agreed">perhaps agreed</span>') == 2


def test_a_cell_says_what_its_party_says_since_it_announced_its_acceptance():
    state = announced(REJECTED)
    (row,) = whip_rows(state, Names(state))
    assert row.cells["SOUTH"].in_full == "accepts, but rejects since announced"
    assert "✓ accepts~" in str(view.count(state))
    assert "✓ accepts but rejects since announced" in str(view.board(state))
    assert "accepts</b><i>, but rejects since announced" in page_of(state).html


def test_what_is_announced_is_next_with_what_its_party_says_since():
    before = announced(REJECTED, valid="2030-01-21")
    said = "Southland accepts it from 1 Feb 2030; announced 6 Jan 2030, and since then Southland rejects it"
    assert lines(before, rule="dated") == [f"{said}, 20 Jan 2030"]
    (line,) = analysis.brief(announced(REFUSED, valid="2030-01-21")).filter(rule="dated")
    assert line.what.endswith("Southland refuses it, 20 Jan 2030; in these words: “we shall not begin”")
    assert line.cited == ("s", "r")
    assert lines(announced(valid="2030-01-21"), rule="dated") == ["Southland accepts it from 1 Feb 2030"]


def test_a_party_with_an_announced_stance_is_not_silent_without_a_word_of_it():
    state = announced(valid="2030-01-10")
    (row,) = analysis.silences(state)
    assert (row.announced, row.reports) == (("accepts from 2030-02-01",), ("s",))
    (found,) = analysis.check(state).filter(check="silent-party")
    assert found.what == "SOUTH has no stance on truce (accepts from 2030-02-01), where it is needed"
    assert not analysis.silences(announced(valid="2030-02-02"))


def test_its_move_is_perhaps_none_and_was_announced():
    (moved,) = analysis.brief(announced(REJECTED)).filter(rule="moved-last")
    assert moved.about == "Perhaps moved"
    assert moved.what == "Southland on Truce, from rejects to accepts, 1 Feb 2030, announced 6 Jan 2030"


@pytest.mark.parametrize(
    "others",
    [
        [],
        [REJECTED, south("a", "accepts", "2030-02-01", "2030-01-25")],
        [south("r", "rejects", "2030-01-20", "2030-01-20", by="leak")],
        [south("r", "rejects", "2030-01-04", "2030-01-20")],
        [south("r", "open", "2030-01-20", "2030-01-20")],
        [REFUSED, south("a", "accepts", "2030-02-01", "2030-01-25")],
        [south("b", None, "2030-01-20", "2030-01-20", act="breaches")],
    ],
    ids=["alone", "said again", "a leak", "before", "the same side", "said again after an act", "a breach"],
)
def test_what_was_announced_and_not_rejected_since_is_agreed(others):
    assert verdict(announced(*others)) == "agreed"


SAID = st.lists(
    st.tuples(st.sampled_from(["accepts", "rejects"]), st.integers(0, 12)), min_size=1, max_size=5
)


@given(said=SAID)
def test_an_acceptance_is_perhaps_revoked_where_its_party_said_something_else_last(said):
    """Each of some statements is made on a day of its own and begins up to twelve days later."""
    timed = []
    for number, (stance, later) in enumerate(said):
        published, since = f"2030-01-{3 + 2 * number:02}", f"2030-01-{3 + 2 * number + later:02}"
        timed.append(south(f"s{number}", stance, since, published))
    state = recorded((NORTH, "2030-01-02"), *timed).state(valid="2030-02-20")
    begun = sorted((3 + 2 * n + later, n, stance) for n, (stance, later) in enumerate(said))
    run = list(itertools.takewhile(lambda each: each[2] == begun[-1][2], reversed(begun)))
    firmly = max(n for _, n, _ in run) == len(said) - 1 or said[-1][0] == begun[-1][2]
    last_other = max((n for n, (stance, _) in enumerate(said) if stance != begun[-1][2]), default=-1)
    firmly = firmly or last_other < max(n for _, n, _ in run)
    if begun[-1][2] == "accepts" and "stance" not in state["truce"]["SOUTH"].disputed:
        revoked = last_other > max(n for _, n, _ in run)
        assert verdict(state) == ("perhaps agreed" if revoked else "agreed")
        assert revoked is not firmly


# Only typing says which came first


def typed(*told):
    """Return a ledger of reports of 11 January without a date of their own, by the hours of their typing."""
    reports = [
        (south(f"{stance}-{by}", stance, None, "2030-01-11", by=by)[0], f"2030-01-11T{hour:02}:00:00Z")
        for stance, by, hour in told
    ]
    return recorded((NORTH, "2030-01-02"), *sorted(reports, key=lambda pair: pair[1])).state(
        valid="2030-01-20"
    )


def is_marked(state):
    return any(row.field == "stance" and row.party == "SOUTH" for row in analysis.disputes(state))


STANCES = ["rejects", "opposes", "neutral", "open", "accepts"]
TOLD = st.tuples(st.sampled_from(STANCES), st.sampled_from(["quote", "institution", "leak"]))


@given(one=TOLD, other=TOLD)
def test_the_hour_of_typing_decides_no_answer_without_a_mark(one, other):
    either, or_else = typed((*one, 9), (*other, 18)), typed((*one, 18), (*other, 9))
    stances = {state["truce"]["SOUTH"].stance for state in (either, or_else)}
    said_otherwise = [state["truce"]["SOUTH"].otherwise for state in (either, or_else)]
    assert len(stances) == 1 or any(said_otherwise) or (is_marked(either) and is_marked(or_else))


def test_what_only_typing_puts_last_is_said_to_be_in_no_known_order():
    state = typed(("rejects", "quote", 9), ("accepts", "institution", 18))
    said = "reports also say that Southland rejects it, by 11 Jan 2030, the order not known"
    assert verdict(state) == "perhaps agreed"
    assert lines(state, rule="perhaps-agreed") == [f"Truce, but {said}"]
    assert lines(state, part="blocks") == [said]
    assert "✓ accepts≠" in str(view.count(state))
    assert "●◐ 2/2 perhaps" in str(view.count(state))
    assert "accepts</b><i>, or rejects, order not known" in page_of(state).html
    assert [row.severity for row in analysis.check(state).filter(check="contradiction")] == ["high"]
    turned = typed(("accepts", "institution", 9), ("rejects", "quote", 18))
    (first, *_) = lines(turned, part="blocks")
    assert first.startswith("reports differ: Southland rejects “the guns fall silent” (Southland")
    assert "✕ rejects≠" in str(view.count(turned))


def test_a_later_word_settles_which_of_two_typed_reports_was_last():
    later = south("later", "accepts", "2030-01-15", "2030-01-15")
    reports = [
        (south("a", "rejects", None, "2030-01-11")[0], "2030-01-11T09:00:00Z"),
        (south("b", "accepts", None, "2030-01-11")[0], "2030-01-11T18:00:00Z"),
    ]
    unsettled, settled = (
        recorded((NORTH, "2030-01-02"), *reports, *more).state(valid="2030-01-20") for more in ([], [later])
    )
    assert (verdict(unsettled), verdict(settled)) == ("perhaps agreed", "agreed")
    hours = [
        says(id, stance, None, of="SOUTH", by="quote", published=f"2030-01-11T{hour}:00:00Z")
        for id, stance, hour in (("a", "rejects", "08"), ("b", "accepts", "10"))
    ]
    told = recorded(
        (NORTH, "2030-01-02"),
        *((report, "2030-01-11T19:00:00Z") for report in hours[:1]),
        (hours[1], "2030-01-11T20:00:00Z"),
    )
    assert verdict(told.state(valid="2030-01-20")) == "agreed"


def test_what_only_a_leak_of_that_day_says_leaves_an_agreement_agreed_and_is_said():
    state = typed(("rejects", "leak", 9), ("accepts", "quote", 18))
    assert verdict(state) == "agreed"
    (agreed,) = lines(state, rule="agreed")
    assert ", and reports differ" in agreed
    (line,) = lines(state, part="blocks")
    assert line == (
        "a report off the record says that Southland rejects it, by 11 Jan 2030, the order not known;"
        " on the record, it accepts it"
    )
    assert "✓ accepts≠" in str(view.count(state))


# Dates that may be off


def dated(first, second):
    """Return a ledger of a rejection and an acceptance since days as they are written."""
    return recorded(
        (NORTH, "2030-01-02"),
        (south("a", "accepts", second, "2030-01-20")[0], "2030-01-20"),
        (south("r", "rejects", first, "2030-01-21")[0], "2030-01-21"),
    ).state(valid="2030-01-25")


ROUGH = st.tuples(st.integers(8, 14), st.sampled_from(["", "", "~", "?", "%"]))


@given(first=ROUGH, second=ROUGH)
def test_a_date_that_may_be_a_day_off_decides_no_answer_without_a_mark(first, second):
    state = dated(*(f"2030-01-{day:02}{mark}" for day, mark in (first, second)))
    stance = state["truce"]["SOUTH"].stance
    days = [range(day - bool(mark), day + bool(mark) + 1) for day, mark in (first, second)]
    exact = [dated(*(f"2030-01-{day:02}" for day in each)) for each in itertools.product(*days)]
    may_differ = any(is_marked(each) or each["truce"]["SOUTH"].stance is not stance for each in exact)
    assert is_marked(state) is may_differ


def test_dates_that_may_be_off_are_said_to_be_in_no_known_order():
    state = dated("2030-01-11?", "2030-01-12~")
    assert lines(state, rule="perhaps-agreed") == [
        "Truce, but reports also say that Southland rejects it, 11 Jan 2030?, the order not known"
    ]
    (moved,) = analysis.brief(state).filter(rule="moved-last")
    assert (moved.about, moved.what.endswith(", the order not known")) == ("Perhaps moved", True)
    assert verdict(dated("2030-01-10", "2030-01-12~")) == "agreed"


# Sentences that go together


def test_where_reports_differ_no_sentence_says_that_no_rejection_is_known():
    archive = says("old", "accepts", of="SOUTH", by="quote")
    refusal = south("s", "rejects", "2030-01-10", "2030-01-10")[0]
    state = recorded((NORTH, "2030-01-02"), (archive, "2030-01-20"), (refusal, "2030-01-21")).state(
        valid="2030-01-22"
    )
    said = "reports also say that Southland rejects it, 10 Jan 2030, the order not known"
    assert lines(state, rule="perhaps-agreed") == [f"Truce, but {said}"]
    assert lines(state, rule="not-blocked") == [
        "No needed party is known for certain to reject or oppose a term"
    ]
    assert lines(state, part="blocks") == [said]
    assert "●◐ 2/2 perhaps" in str(view.count(state))


def test_reports_that_differ_on_where_an_undecided_party_stands_are_a_line():
    officials = [
        says(id, stance, "2030-01-10", of="SOUTH", by="officials-unspecified")
        for id, stance in (("a", "accepts"), ("b", "open"))
    ]
    state = recorded((NORTH, "2030-01-02"), *((each, "2030-01-11") for each in officials)).state(
        valid="2030-01-12"
    )
    (line,) = analysis.brief(state).filter(part="blocks")
    assert (line.rule, line.about) == ("stance-disputed", "Truce")
    assert line.what == (
        "reports differ: Southland is open to it (officials of Southland, unnamed),"
        " or accepts it (officials of Southland, unnamed), both 10 Jan 2030"
    )


# Events


def test_an_acceptance_that_hangs_on_an_event_says_where_reports_differ_whether_it_was_held():
    asks = says("n", "accepts", "2030-01-02", by="quote", conditions=[pt.EventHeld("summit")])
    own = south("s", "accepts", "2030-01-04", "2030-01-04")
    off, held = (
        happens(id, "summit", id, published="2030-01-11", when=when, type="summit")
        for id, when in (("cancelled", None), ("held", "2030-01-10"))
    )
    both = [(off, "2030-01-11T11:00:00Z"), (held, "2030-01-11T12:00:00Z")]
    state = recorded((asks, "2030-01-02"), own, *both).state(valid="2030-01-12")
    said = (
        "the acceptance of Northland hangs on this: Summit, of which reports also say that it was cancelled"
    )
    assert lines(state, rule="perhaps-agreed") == [f"Truce, but {said}"]
    assert lines(state, part="blocks") == [said]
    assert "◐● 2/2 perhaps" in str(view.count(state))
    assert "was held; reports also say that it was cancelled" in lines(state, rule="event")
    (found,) = analysis.check(state).filter(check="contradiction")
    assert found.severity is analysis.Severity.HIGH
    turned = recorded(
        (asks, "2030-01-02"), own, (held, "2030-01-11T11:00:00Z"), (off, "2030-01-11T12:00:00Z")
    )
    (line, *_) = lines(turned.state(valid="2030-01-12"), part="blocks")
    assert "(reports also say that it was held)" in line


@pytest.mark.parametrize(
    ("one", "other", "gravity"),
    [("held", "cancelled", "high"), ("held", "expected", "low"), ("cancelled", "postponed", "low")],
)
def test_where_reports_differ_on_an_event_it_matters_whether_it_was_held(one, other, gravity):
    asks = says("n", "accepts", "2030-01-02", by="quote", conditions=[pt.EventHeld("summit")])
    told = [happens(status, "summit", status, published="2030-01-11") for status in (other, one)]
    timed = ((asks, "2030-01-02"), *((report, "2030-01-11") for report in told))
    (found,) = analysis.check(recorded(*timed).state(valid="2030-01-12")).filter(check="contradiction")
    assert str(found.severity) == gravity


# On the day itself


@pytest.mark.parametrize("valid", ["2030-01-10T15:00:00Z", "2030-01-10"])
def test_what_is_signed_and_published_today_is_agreed_today(valid):
    talks = new(AGENDA)
    for id, party in (("n", "NORTH"), ("s", "SOUTH")):
        signed = says(id, "accepts", "2030-01-10", of=party, by="quote", act="signs", published="2030-01-10")
        talks.record(signed, recorded_at=datetime(2030, 1, 10, 14, tzinfo=UTC))
    state = talks.state(valid=valid)
    assert verdict(state) == "agreed"
    assert "●● 2/2" in str(view.count(state))
    assert "2/2 perhaps" not in str(view.count(state))
    assert not lines(state, part="blocks")
    assert not analysis.check(state)
    assert page_of(state).html.count('data-level="agreed">agreed</span>') == 2


@pytest.mark.parametrize("since", ["2030-01", "2030-01-10~", "2030-01-09/2030-01-11"])
def test_dates_that_say_no_more_than_about_today_leave_it_open(since):
    one = [
        says(id, "accepts", since, of=of, by="quote", published="2030-01-10")
        for id, of in (("n", "NORTH"), ("s", "SOUTH"))
    ]
    talks = recorded(*((each, "2030-01-10") for each in one))
    assert verdict(talks.state(valid="2030-01-10T15:00:00Z")) == "perhaps agreed"


def test_what_was_announced_for_today_leaves_open_whether_it_has_begun():
    talks = recorded((NORTH, "2030-01-02"), south("s", "accepts", "2030-01-10", "2030-01-08"))
    assert verdict(talks.state(valid="2030-01-10T15:00:00Z")) == "perhaps agreed"
    assert verdict(talks.state(valid="2030-01-10")) == "agreed"


# Of one day, with the days given


def signed_in_a_joint_text(since, published="2030-01-10"):
    return south("pm", "accepts", since, published, by="joint", act="signs")


def test_the_nearer_word_of_one_day_is_not_said_to_be_the_later_one():
    considers = south("am", "open", "2030-01-10", "2030-01-10", quote="we are still considering")
    state = recorded((NORTH, "2030-01-02"), considers, signed_in_a_joint_text("2030-01-10")).state(valid=END)
    assert state["truce"]["SOUTH"].stance == "open"  # rule 3: the quotation is nearer
    opened, signed = "is open to it (Southland, quoted)", "accepts it (Southland, in a joint statement)"
    differ = f"reports differ: Southland {opened}, or {signed}, both 10 Jan 2030"
    assert lines(state, rule="stance-disputed") == [differ]
    (dispute,) = analysis.disputes(state)
    assert [statement.report for statement in dispute.statements] == ["am", "pm"]


def test_an_acceptance_that_its_ministry_takes_back_the_same_day_is_perhaps_none():
    accepted = south("am", "accepts", "2030-01-10", "2030-01-10")
    misspoke = south("pm", "open", "2030-01-10", "2030-01-10", by="institution", wording="he misspoke")
    state = recorded((NORTH, "2030-01-02"), accepted, misspoke).state(valid=END)
    said = "reports also say that Southland is open to it, 10 Jan 2030, the order not known"
    assert verdict(state) == "perhaps agreed"
    assert lines(state, rule="perhaps-agreed") == [f"Truce, but {said}; the report says: “he misspoke”"]


def test_a_month_that_came_out_after_a_day_of_it_is_perhaps_the_later_word():
    opened = south("first", "open", "2030-01-05", "2030-01-05")
    agreed = south("last", "accepts", "2030-01", "2030-01-28")
    state = recorded((NORTH, "2030-01-02"), opened, agreed).state(valid=END)
    (moved,) = analysis.brief(state).filter(rule="moved-last")
    assert (moved.about, moved.what.endswith(", the order not known")) == ("Perhaps moved", True)
    assert lines(state, rule="stance-disputed")
    announced = south("last", "accepts", "2030-01", "2030-01-03")
    before = recorded((NORTH, "2030-01-02"), announced, opened).state(valid=END)
    assert not lines(before, rule="stance-disputed")  # it came out before that day


END = "2030-02-10"


def test_a_rejection_and_an_opposition_of_one_day_are_one_line():
    opposes = south("am", "opposes", "2030-01-10", "2030-01-10")
    rejects = south("pm", "rejects", "2030-01-10", "2030-01-10", by="institution")
    state = recorded((NORTH, "2030-01-02"), opposes, rejects).state(valid=END)
    (line,) = lines(state, part="blocks")
    assert line.startswith("reports differ: Southland opposes “the guns fall silent”")
    assert "or rejects it" in line
    assert {"am", "pm"} <= {*analysis.brief(state).filter(part="blocks")[0].reports}
