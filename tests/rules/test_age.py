"""Age: when what is behind an answer was last published."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.testing import strategies as ss
from tests import recording
from tests.effort import a_half
from tests.recording import happens, says
from tests.rules.helpers import AGENDA

LATER = "2030-03-01"


def ledger_of(*reports):
    return recording.ledger_of(AGENDA, *reports)


def day(moment):
    return None if moment is None else moment.date().isoformat()


def test_a_standing_was_last_reported_when_the_newest_of_what_is_behind_it_was_published():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", published="2030-01-04"),
        says("b", None, "2030-01-03", published="2030-01-20", wording="as before", conditions=[]),
        says("c", "accepts", "2030-01-05", published="2030-01-10"),
    )
    standing = talks.state(valid=LATER)["truce"]["NORTH"]
    assert (str(standing.since), day(standing.last_reported)) == ("2030-01-03", "2030-01-20")


def test_without_a_publication_it_was_last_reported_when_it_was_recorded():
    talks = ledger_of(says("a", "accepts", "2030-01-03"))
    assert day(talks.state(valid=LATER)["truce"]["NORTH"].last_reported) == "2030-02-01"


def test_a_publication_that_is_vague_is_no_later_than_the_recording():
    talks = ledger_of(says("a", "accepts", "2030-01-03", published="2030"))
    assert day(talks.state(valid=LATER)["truce"]["NORTH"].last_reported) == "2030-02-01"


def test_a_silent_party_was_never_reported():
    assert ledger_of().state(valid=LATER)["truce"]["NORTH"].last_reported is None


def test_the_newest_of_a_state_is_its_newest_report_that_counts():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", published="2030-01-10"),
        says("b", "accepts", "2030-01-03", published="2030-01-04", of="SOUTH"),
        happens("c", "summit", "expected", published="2030-01-15"),
        says("d", "rejects", "2030-01-03", published="2030-01-20", by="rumour"),
        says("e", "rejects", "2030-01-03", published="2030-01-25", of="SOUTH"),
    )
    talks.retract("e", reason="forged")
    newest = talks.state(valid=LATER).newest
    assert (newest.report, day(newest.at)) == ("c", "2030-01-15")
    assert talks.state(valid=LATER, known=2).newest.report == "a"
    assert talks.state(valid=LATER, trust=pt.EVERYTHING).newest.report == "d"
    assert talks.state(valid=LATER).without("c").newest.report == "a"
    assert ledger_of().state(valid=LATER).newest is None


def test_a_board_says_how_old_its_newest_report_is():
    talks = ledger_of(says("a", "accepts", "2030-01-03", published="2030-01-10"))
    for valid, age in (
        ("2030-01-10", "of that day"),
        ("2030-01-11", "1 day old"),
        ("2030-03-01", "50 days old"),
        ("2030-01-05", "published later"),
    ):
        line = f"newest report: a, 2030-01-10, {age}"
        assert line in str(view.board(talks.state(valid=valid)))
    assert "there is no report" in str(view.board(ledger_of().state(valid=LATER)))


def test_a_board_marks_what_was_last_reported_more_than_a_month_before():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", published="2030-01-10"),
        says("b", "opposes", "2030-01-03", published="2030-02-20", of="SOUTH"),
    )
    board = str(view.board(talks.state(valid=LATER)))
    assert "accepts * 50d" in board
    assert "opposes 9d" not in board
    assert "nd: last reported n days before" in board


def acts(id, act, since, published, *, of="NORTH"):
    return says(id, None, since, act=act, published=published, of=of)


def test_a_row_is_as_new_as_the_last_act_that_it_shows():
    opposes = says("a", "opposes", "2030-01-03", published="2030-01-04")
    talks = ledger_of(opposes, acts("b", "refuses", "2030-01-12", "2030-01-21"))
    state = talks.state(valid=LATER)
    row, standing = analysis.squares(state)[0], state["truce"]["NORTH"]
    assert (day(row.last_reported), row.acts, row.reports) == ("2030-01-21", ("refuses",), ("a", "b"))
    assert str(row) == "NORTH on truce (contested): opposes, then refuses"
    assert day(standing.last_reported) == "2030-01-04"  # what holds is no newer
    assert "opposes * then refuses 39d" in str(view.board(state))
    full = "opposes, not on the record, then refuses off the record, 39 days old"
    assert full in " ".join(str(view.count(state, long=True)).split())
    pages = view.board_picture(state).svg, view.briefing(state).html
    for shown in (str(view.why(state, "truce", "NORTH")), *pages):
        assert "last reported 2030-01-21" in shown
    earlier = analysis.squares(state.at(valid="2030-01-11"))[0]
    assert (day(earlier.last_reported), earlier.acts) == ("2030-01-04", ())


@pytest.mark.parametrize(
    ("stance", "act", "shown"),
    [
        ("accepts", "urges", "accepts, then urges"),
        ("accepts", "suspends", "accepts, but suspends"),
        ("accepts", "complies", "accepts, then complies"),
        ("open", "withdraws", "open, but withdraws"),
        ("rejects", "threatens", "rejects, then threatens"),
    ],
)
def test_an_act_after_a_stance_is_said_with_what_it_means_for_it(stance, act, shown):
    talks = ledger_of(says("a", stance, "2030-01-03"), acts("b", act, "2030-01-12", "2030-01-13"))
    row = analysis.squares(talks.state(valid=LATER))[0]
    assert str(row).endswith(f": {shown}")


def test_an_act_after_an_offer_that_is_over_is_said_with_it():
    offer = says("a", "accepts", "2030-01-03", until="2030-01-08")
    extends = acts("b", "extends", "2030-01-10", "2030-01-10")
    state = ledger_of(offer, extends, acts("c", "warns", "2030-01-12", "2030-01-13")).state(valid=LATER)
    assert str(analysis.squares(state)[0]).endswith(
        ": accepts, lapsed, but extends without a stance, then warns"
    )
    assert "extended off the record without a stance, 10 Jan 2030, then warns" in str(
        view.count(state, long=True)
    )


def test_a_party_that_only_acts_was_last_reported_with_its_act():
    state = ledger_of(acts("a", "urges", "2030-01-12", "2030-01-13")).state(valid=LATER)
    row = analysis.squares(state)[0]
    assert (day(row.last_reported), row.last_reported_is, row.reports) == ("2030-01-13", "published", ("a",))
    assert "(urges) 47d" in str(view.board(state))


@pytest.mark.parametrize("since", ["2030-01-02", "2030-01-03"])
def test_an_act_of_before_or_of_the_same_day_makes_no_row_newer(since):
    talks = ledger_of(
        says("a", "opposes", "2030-01-03", published="2030-01-04"), acts("b", "refuses", since, "2030-01-21")
    )
    row = analysis.squares(talks.state(valid=LATER))[0]
    assert (day(row.last_reported), row.acts) == ("2030-01-04", ())


def test_an_act_that_does_not_count_makes_no_row_newer():
    opposes = says("a", "opposes", "2030-01-03", published="2030-01-04")
    rumour = says("b", None, "2030-01-12", act="refuses", published="2030-01-13", by="rumour")
    row = analysis.squares(ledger_of(opposes, rumour).state(valid=LATER))[0]
    assert (day(row.last_reported), row.acts) == ("2030-01-04", ())


def test_all_places_count_the_same_days_from_the_same_day():
    talks = ledger_of(says("a", "accepts", "2030-01-03", published="2030-01-10"))
    for valid in ("2031-12-01T00:00:00Z", "2031-12-01T12:00:00Z", "2031-12-01"):
        state = talks.state(valid=valid)
        (old,) = analysis.check(state).filter(check="old-position")
        assert "690 days old" in str(view.board(state))
        assert "accepts * 690d" in str(view.board(state))
        assert "690 days ago, reported 2030-01-10" in old.what


def test_without_a_publication_it_is_said_that_the_day_is_that_of_the_recording():
    talks = ledger_of(says("a", "accepts", "2030-01-03"))
    state = talks.state(valid="2030-06-01")
    board, words = str(view.board(state)), "recorded 2030-02-01, publication not stated"
    assert f"newest report: a, {words}, 120 days ago" in board
    assert "✓ accepts * recorded 120d" in board
    assert "recorded nd: recorded then, publication not stated" in board
    assert f"last {words}" in str(view.why(state, "truce", "NORTH"))
    assert f"last {words}" in view.board_picture(state).svg
    assert f"last {words}" in view.briefing(state).html
    (newest,) = analysis.brief(state).filter(about="Newest source")
    assert newest.what == "recorded 1 Feb 2030, 120 days old, publication not stated"
    (oldest,) = analysis.brief(state).filter(rule="oldest")
    assert oldest.what.startswith("Northland on “the guns fall silent”, last recorded")
    assert "recorded later" in str(view.board(talks.state(valid="2030-01-05")))
    assert "newest source without a date" in str(view.count(talks.state(valid="2030-01-05")))
    assert "of that day" in str(view.board(talks.state(valid="2030-02-01")))


def test_a_publication_that_may_be_later_than_the_recording_is_said_with_it():
    state = ledger_of(says("a", "accepts", "2030-01-03", published="2030")).state(valid=LATER)
    assert "newest report: a, recorded 2030-02-01, published 2030, 28 days ago" in str(view.board(state))


def test_what_was_recorded_on_the_day_of_its_publication_is_of_that_publication():
    state = ledger_of(says("a", "accepts", "2030-01-03", published="2030-02-01")).state(valid=LATER)
    assert "newest report: a, 2030-02-01, 28 days old" in str(view.board(state))
    assert "newest source 28 days old" in str(view.count(state))
    assert "last reported 2030-02-01" in str(view.why(state, "truce", "NORTH"))
    undated = ledger_of(says("a", "accepts", "2030-01-03")).state(valid=LATER)
    assert "newest recorded 28 days ago" in str(view.count(undated))


def test_pictures_pages_and_notebooks_say_when_a_stance_was_last_reported():
    talks = ledger_of(says("a", "accepts", "2030-01-03", published="2030-01-10"))
    state = talks.state(valid=LATER)
    picture, notebook, page = (
        re.sub(r"<[^>]*>", "", html)
        for html in (view.board_picture(state)._repr_html_(), state._repr_html_(), view.briefing(state).html)
    )
    for shown in (picture, notebook, page):
        assert "newest report: a, 2030-01-10, 50 days old" in shown
    assert "last reported 2030-01-10" in picture
    assert "last reported 2030-01-10" in view.briefing(state).html
    assert analysis.squares(state)[0].last_reported == state["truce"]["NORTH"].last_reported


def test_a_brief_says_how_old_the_newest_report_and_the_oldest_position_are():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", published="2030-01-10"),
        says("b", "opposes", "2030-01-03", published="2030-01-20", of="SOUTH"),
    )
    lines = {line.about: line for line in analysis.brief(talks.state(valid=LATER))}
    assert lines["Newest source"].what == "20 Jan 2030, 40 days old"
    assert lines["Newest source"].rule == "newest-over-a-month"
    oldest = "Northland on “the guns fall silent”, last reported 10 Jan 2030, 50 days old"
    assert lines["Oldest position that counts"].what == oldest


@a_half()
@given(data=st.data())
def test_the_newest_report_is_the_last_published_of_those_with_a_claim_that_counts(data):
    tracker = data.draw(ss.ledgers(rough=True))
    state = tracker.state(data.draw(ss.bases(tracker)))

    def published(id):
        entry = state_entry[id]
        moment = entry.report.source.published
        return entry.recorded if moment is None else min(moment.range.last, entry.recorded)

    state_entry = {entry.id: entry for entry in state.entries if entry.report is not None}
    counting = {claimed.report for claimed in state.claims()}
    newest = max(((published(id), state_entry[id].seq, id) for id in counting), default=None)
    assert (state.newest.report if state.newest else None) == (newest[2] if newest else None)
