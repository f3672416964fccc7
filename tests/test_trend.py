"""A trend is the boards it stands for."""

import subprocess
import sys
from datetime import timedelta
from functools import partial
from statistics import fmean

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis
from peacetrack.testing import strategies as ss
from peacetrack.words import when
from peacetrack.words.when import as_datetime, instants
from tests import recording
from tests.data import ROOT
from tests.deciding import DECIDING
from tests.effort import a_half
from tests.recording import says

AGENDA = pt.Agenda(
    "invented",
    parties=[
        pt.Party("NORTH", "Northland", "state"),
        pt.Party("SOUTH", "Southland", "state"),
        pt.Party("EAST", "Eastland", "state"),
    ],
    terms=[
        pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH", "SOUTH", "EAST"]),
        pt.Term("rest", "other", "the rest is settled", needs=["SOUTH"]),
        pt.Term("border", "territorial-status", "the border stays", backdrop=True),
    ],
)
PACT = pt.Party("PACT", "a pact", "group", members=[pt.Member("SOUTH", "2030-01-04", "2030-01-06")])
JOINING = attrs.evolve(AGENDA, parties=[*AGENDA.parties, PACT])
PACT_ALONE = attrs.evolve(AGENDA, parties=[*AGENDA.parties, attrs.evolve(PACT, members=())])
HELD = pt.EventHeld("summit")


def ledger_of(*reports, agenda=AGENDA):
    return recording.ledger_of(agenda, *reports)


SCALE = {stance: place - 2 for place, stance in enumerate(pt.Stance)}
MEMBERS = pt.Agenda(
    "invented",
    parties=[
        pt.Party("PACT", "a pact", "group", members=[pt.Member("SOUTH", "2030-01-08")]),
        pt.Party("SOUTH", "the Southland", "state"),
    ],
)


@pytest.fixture
def softening():
    """NORTH softens in steps, SOUTH offers until the 20th, and a late report tells of EAST."""
    return ledger_of(
        says("a", "rejects", "2030-01-03"),
        says("b", "neutral", "2030-01-10"),
        says("c", "accepts", "2030-01-15"),
        says("d", "accepts", "2030-01-05", of="SOUTH", window="2030-01-20"),
        says("e", "open", "2030-01-01", of="EAST"),
    )


def of(table, term):
    return [point for point in table if point.term == term]


# A trend, to be read


def test_a_term_softens_day_by_day(softening):
    table = analysis.trend(softening.state(), "2030-01-02", "2030-01-21", "P1D")
    truce = {point.at.day: point for point in of(table, "truce")}
    assert [(truce[day].mean, truce[day].spread, truce[day].stances) for day in (2, 5, 10, 15)] == [
        (1.0, None, 1),
        (1 / 3, 4, 3),
        (1.0, 2, 3),
        (5 / 3, 1, 3),
    ]
    assert [str(truce[day].status) for day in (2, 5, 10, 15)] == ["pending", "blocked", "pending", "pending"]
    assert (truce[20].stances, truce[21].stances) == (3, 2)  # the offer has run out


def test_each_moment_as_it_is_known_now_or_as_it_was_known_then(softening):
    ask = partial(analysis.trend, softening.state(), "2030-02-03", "2030-02-05", timedelta(days=1))
    assert [point.known for point in of(ask(), None)] == [6, 6, 6]
    assert [point.known for point in of(ask(known="then"), None)] == [4, 5, 6]
    assert [point.stances for point in of(ask(known="then"), "truce")] == [1, 1, 2]


def test_then_knows_no_more_than_the_state_does(softening):
    state = softening.state(known=3)
    table = analysis.trend(state, "2030-02-01", "2030-02-28", "P1W", known="then")
    assert {point.known for point in table} == {2, 3}


def test_the_deal_counts_what_is_agreed_and_is_as_far_as_its_last_term():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", of="SOUTH", term="rest"),
        says("b", "rejects", "2030-01-05", of="SOUTH"),
        says("c", "accepts", "2030-01-05", of="NORTH"),
    )
    early, late = of(analysis.trend(talks.state(), "2030-01-04", "2030-01-05", "P1D"), None)
    assert (early.agreed, early.terms, early.status) == (1, 2, pt.TermStatus.UNREPORTED)
    assert (late.mean, late.spread, late.stances, late.needed) == (2 / 3, 4, 3, 4)
    assert (
        str(late)
        == "2030-01-05 deal: blocked at worst, mean +0.67, spread 4, 3 of 4 stances, 1 of 2 terms agreed"
    )


def test_silence_is_no_refusal_in_the_status_of_a_deal():
    talks = ledger_of(
        says("a", "opposes", "2030-01-05", of="SOUTH"), says("b", "open", "2030-01-07", of="SOUTH")
    )
    points = of(analysis.trend(talks.state(), "2030-01-04", "2030-01-07", "P1D"), None)
    assert [(str(point.status), point.unreported) for point in points] == [
        ("unreported", 2),
        ("contested", 1),
        ("contested", 1),
        ("unreported", 1),
    ]
    assert str(points[1]).startswith("2030-01-05 deal: contested at worst, mean -1.00, 1 of 4 stances")
    assert str(points[1]).endswith(", 0 of 2 terms agreed, 1 unreported")
    assert str(points[3]).startswith("2030-01-07 deal: unreported, mean +1.00")


def test_nobody_has_no_mean():
    (term, _, deal) = analysis.trend(ledger_of().state(), "2030-01-04", "2030-01-04", "P1D")
    assert (term.mean, term.spread, deal.mean, deal.spread) == (None, None, None, None)


def test_a_trend_can_be_saved(softening, tmp_path):
    table = analysis.trend(softening.state(), "2030-01-02", "2030-01-03", "P1D")
    table.to_csv(tmp_path / "trend.csv")
    first = (tmp_path / "trend.csv").read_text(encoding="utf-8").splitlines()[1]
    assert first == "2030-01-02T23:59:59.999999Z,6,truce,pending,1.0,,1,3,0,1,0"


def statuses(state, start, end, known="now"):
    table = analysis.trend(state, start, end, "P1D", known)
    return [str(point.status) for point in of(table, "rest")]


def test_a_member_stands_with_its_group_from_the_day_it_joins_to_the_day_it_leaves():
    talks = ledger_of(says("a", "accepts", "2030-01-01", of="PACT", term="rest"), agenda=JOINING)
    assert statuses(talks.state(), "2030-01-03", "2030-01-07") == [
        "unreported",
        "agreed",
        "agreed",
        "agreed",
        "unreported",
    ]


def test_a_condition_on_an_event_is_met_from_the_day_of_the_event():
    talks = ledger_of(
        says("a", "accepts", "2030-01-01", of="SOUTH", term="rest", conditions=[HELD]),
        pt.draft(id="b").event("summit", "held", when="2030-01-04"),
    )
    assert statuses(talks.state(), "2030-01-03", "2030-01-04") == ["conditional", "agreed"]


def test_then_an_event_that_is_dated_dates_what_ends_with_it():
    talks = ledger_of(
        says("a", "accepts", "2030-01-01", of="SOUTH", term="rest", window=pt.WithEvent("summit")),
        pt.draft(id="b").event("summit", "ended", when="2030-01-04"),
    )
    talks.correct(
        "b",
        pt.draft(id="c").event("summit", "postponed"),
        reason="it did not take place",
        recorded_at="2030-02-03T12:00:00Z",
    )
    assert statuses(talks.state(), "2030-02-01", "2030-02-03", "then") == ["agreed", "pending", "agreed"]


def test_then_a_membership_counts_once_it_is_declared():
    talks = ledger_of(says("a", "accepts", "2030-01-01", of="PACT", term="rest"), agenda=PACT_ALONE)
    talks.declare(attrs.evolve(JOINING, parties=[PACT]), recorded_at="2030-02-03")
    state = talks.state(valid="2030-02-03")
    assert statuses(state.at(valid="2030-01-05"), "2030-01-05", "2030-01-05") == ["agreed"]
    lasting = attrs.evolve(PACT, members=[pt.Member("SOUTH")])
    talks.declare(attrs.evolve(JOINING, parties=[lasting]), recorded_at="2030-02-04")
    assert statuses(talks.state(), "2030-02-03", "2030-02-04", "then") == ["unreported", "agreed"]


def test_then_what_was_corrected_is_seen_as_it_was_believed():
    talks = ledger_of(says("a", "accepts", "2030-01-01", of="SOUTH", term="rest"))
    wrong = says("b", "opposes", "2030-01-01", of="SOUTH", term="rest")
    talks.correct("a", wrong, reason="misheard", recorded_at="2030-02-02T12:00:00Z")
    assert statuses(talks.state(), "2030-02-01", "2030-02-02", "then") == ["agreed", "contested"]
    assert statuses(talks.state(), "2030-02-01", "2030-02-02") == ["contested", "contested"]


def test_then_what_is_retracted_takes_along_what_lived_with_it():
    talks = ledger_of(
        says("a", "accepts", "2030-01-01", of="SOUTH", term="rest"),
        says("b", None, "2030-01-02", of="SOUTH", term="rest", window="2030-01-10"),
        says("c", "accepts", "2030-01-03", of="SOUTH", term="rest"),
    )
    talks.retract("a", reason="a hoax", recorded_at="2030-02-04T12:00:00Z")
    assert statuses(talks.state(), "2030-02-03", "2030-02-04", "then") == ["pending", "agreed"]


# Rubbish


@pytest.mark.parametrize("every", ["daily", "P0D", "", 1, None, timedelta(0), timedelta(days=-1)])
def test_a_period_is_longer_than_nothing(every):
    with pytest.raises(pt.errors.WrongTypeError, match='write "P1D" for every day'):
        analysis.trend(ledger_of().state(), "2030-01-01", "2030-01-02", every)


def test_an_end_before_the_start_is_refused():
    with pytest.raises(pt.errors.EndBeforeStartError, match="2030-01-01 comes before 2030-01-02"):
        analysis.trend(ledger_of().state(), "2030-01-02", "2030-01-01", "P1D")


def test_more_moments_than_anybody_reads_are_refused():
    state = ledger_of().state()
    refused = "every: from 0001-01-01 to 9999-01-01 there are more than 100,000 moments"
    with pytest.raises(pt.InvalidInputError, match=refused):
        analysis.trend(state, "0001-01-01", "9999-01-01", "P1D")
    assert len(instants("0001-01-01", "9999-01-01", "P1Y")) == 9999


def test_as_many_moments_as_are_read_are_given(monkeypatch):
    monkeypatch.setattr(when, "MOST_INSTANTS", 10)
    assert len(instants("2030-01-01", "2030-01-10", "P1D")) == 10
    with pytest.raises(pt.InvalidInputError, match="more than 10 moments"):
        instants("2030-01-01", "2030-01-11", "P1D")


def test_another_way_of_knowing_is_refused():
    with pytest.raises(pt.errors.UnknownNameError, match="did you mean 'then'"):
        analysis.trend(ledger_of().state(), "2030-01-01", "2030-01-02", "P1D", "them")


def test_months_are_counted_from_the_first():
    ends = instants("2030-01-31", "2030-04-30", "P1M")
    assert [pt.Moment.at(end).edtf[:10] for end in ends] == [
        "2030-01-31",
        "2030-02-28",
        "2030-03-31",
        "2030-04-30",
    ]


def test_steps_end_where_the_calendar_does():
    assert len(instants("2030-01-01", "2030-02-01", "P9999Y")) == 2  # the first and the last
    assert len(instants("9998-01-01", "9999-12-31", "P1Y")) == 3


# It is the boards


def point_of(board, term):
    """A point, worked out from the board alone."""
    stances = [board[term][party] for party in board[term].needed]
    held = [SCALE[s.stance] for s in stances if s.live]
    return (
        board[term].status,
        fmean(held) if held else None,
        max(held) - min(held) if len(held) > 1 else None,
        (len(held), len(stances)),
    )


def points_of(board):
    return {term: point_of(board, term) for term in board if board[term].needed}


DAYS = ss.days()
CONDITIONS = st.sampled_from((HELD, pt.TermIs("rest", "agreed"), pt.EventHeld("talks")))
CLAIMS = st.builds(
    lambda since, **said: pt.Position(since=since, **said),
    since=DAYS | st.just(pt.After("talks")) | DAYS.map(lambda day: f"/{day}"),
    party=st.sampled_from(("NORTH", "SOUTH", "ISLE", "LEAGUE", "PACT")),
    term=st.sampled_from(("truce", "rest")),
    stance=st.sampled_from(("accepts", "accepts", "open", "rejects", None)),
    window=st.none() | DAYS.map(pt.At) | st.just(pt.WithEvent("talks")),
    conditions=st.none() | st.lists(CONDITIONS, max_size=1),
)
ENDED = st.builds(pt.Event, st.just("talks"), status=st.just("ended"), when=st.none() | DAYS)
FEW_CLAIMS = st.lists(CLAIMS | CLAIMS | CLAIMS | ENDED, min_size=1, max_size=3)


@st.composite
def lively(draw):
    """Ledgers of stances that run out, hang on an event and on each other, and hold for members."""
    tracker = ss.new_tracker(draw(st.sampled_from([ss.AGENDA, DECIDING])))
    for seq in range(draw(st.integers(3, 9))):
        at = {"recorded_at": ss.START + timedelta(days=2 * seq + 1)}
        report = draw(FEW_CLAIMS)
        wrong = draw(st.sampled_from([None, None, None, *tracker.reports]))
        try:
            if wrong is None:
                tracker.record(pt.Report(report, id=f"r{seq}"), **at)
            else:
                tracker.correct(wrong, pt.Report(report, id=f"r{seq}"), reason="misheard", **at)
        except pt.PeacetrackError:
            continue  # withdrawn before, or it ends before it begins
        if draw(st.integers(0, 5)) == 0:
            tracker.declare(MEMBERS, **at)
    return tracker


@a_half()
@given(data=st.data(), known=st.sampled_from(("now", "then")))
def test_a_trend_is_the_boards_it_stands_for(data, known):
    tracker = data.draw(ss.ledgers(rough=True) | ss.ledgers(DECIDING, rough=True) | lively() | lively())
    state = tracker.state(data.draw(ss.bases(tracker)))
    every = data.draw(st.sampled_from((timedelta(hours=12), timedelta(days=1), timedelta(days=5))))
    table = analysis.trend(state, "2030-01-01", "2030-01-25", every, known)
    for at in dict.fromkeys(point.at for point in table):
        points = [point for point in table if point.at == at]
        board = state.at(valid=at, known=points[-1].known)
        needing = [point for point in points[:-1] if point.needed]
        assert {p.term: (p.status, p.mean, p.spread, (p.stances, p.needed)) for p in needing} == points_of(
            board
        )
        others = [point for point in points[:-1] if not point.needed]
        assert [point.status for point in others] == [None] * len(others)
        assert points[-1].agreed == [board[t].status for t in board].count(pt.TermStatus.AGREED)


@a_half()
@given(data=st.data())
def test_what_is_supposed_or_left_out_is_so_at_every_moment(data):
    tracker = data.draw(ss.ledgers(max_acts=3, rough=True))
    state = tracker.state(trust=pt.EVERYTHING).suppose(data.draw(ss.reports(rough=True)))
    if tracker.reports and data.draw(st.booleans()):
        state = state.without(next(iter(tracker.reports)))
    table = analysis.trend(state, "2030-01-05", "2030-01-09", "P2D")
    for at in dict.fromkeys(point.at for point in table):
        board = state.at(valid=at)
        assert [p.status for p in table if p.at == at and p.term and p.needed] == [
            board[term].status for term in board if board[term].needed
        ]


@a_half()
@given(data=st.data(), known=st.sampled_from(("now", "then")))
def test_distances_over_time_are_the_distances_of_each_moment(data, known):
    tracker = data.draw(ss.ledgers(rough=True) | ss.ledgers(DECIDING, rough=True))
    state = tracker.state(data.draw(ss.bases(tracker)))
    sampled = ("2030-01-01", "2030-01-15", "P1D")
    moments = {p.at: p.known for p in analysis.trend(state, *sampled, known=known)}
    alone = [row for at in moments for row in analysis.distance(state.at(valid=at, known=moments[at]))]
    assert list(analysis.distance_over_time(state, *sampled, known)) == alone


WITHOUT_NUMPY = """
import sys
sys.modules["numpy"] = None
import peacetrack as pt
from peacetrack import analysis
state = pt.open("seeds/berlin-2025-12").state(known=4)
for point in analysis.trend(state, "2025-12-12", "2025-12-20", "PT12H", "then"):
    print(point)
"""


def test_without_numpy_a_trend_is_the_same():
    told = subprocess.run(
        [sys.executable, "-c", WITHOUT_NUMPY], cwd=ROOT, check=True, capture_output=True, text=True
    )
    state = pt.open(ROOT / "seeds" / "berlin-2025-12").state(known=4)
    table = analysis.trend(state, "2025-12-12", "2025-12-20", "PT12H", "then")
    assert told.stdout.splitlines() == [str(point) for point in table]


def test_a_term_that_needs_no_party_has_rows_too():
    terms = [pt.Term("idea", "other", "an idea"), pt.Term("bare", "other", "nothing is said")]
    parties = [pt.Party("NORTH", "N", "state"), pt.Party("SOUTH", "S", "state")]
    talks = pt.Tracker(pt.Agenda("no-needs", parties=parties, terms=terms))
    report = pt.draft(id="a", since="2030-01-03")
    report.voice("named", of="NORTH").position("idea", "accepts")
    report.voice("named", of="SOUTH").position("idea", "rejects")
    talks.record(report)
    points = analysis.trend(talks.state(valid="2030-02-01"), "2030-01-02", "2030-01-04", "P2D")
    rows = [(p.at.day, p.term, p.status, p.mean, p.stances) for p in points if p.term]
    assert rows == [(4, "idea", None, 0.0, 2)]
    assert [p.terms for p in points if p.term is None] == [0, 0]


@pytest.mark.parametrize("known", [15, 29])
def test_few_moments_among_many_statements_are_what_holds_at_each(known):
    stances = [*pt.Stance] * 6
    talks = ledger_of(*(says(f"r{day}", stances[day], f"2030-01-{day:02}") for day in range(1, 28)))
    talks.retract("r25", reason="wrong", recorded_at="2030-03-01")
    state = talks.state(valid="2030-02-28", known=known)
    points = of(analysis.trend(state, "2030-01-05", "2030-01-25", "P10D"), "truce")
    held = [state.at(valid=point.at)["truce"]["NORTH"].stance for point in points]
    assert [point.mean for point in points] == [SCALE[stance] for stance in held]
    assert [point.at.day for point in points] == [5, 15, 25]


def test_the_last_moment_is_kept_where_the_period_overshoots_it():
    days = [as_datetime(instant).day for instant in instants("2030-01-01", "2030-01-10", "P1W")]
    assert days == [1, 8, 10]
    days = [as_datetime(instant).day for instant in instants("2030-01-01", "2030-01-08", "P1W")]
    assert days == [1, 8]
