"""What an acceptance, an end or a condition rests on where an event was not held, or nobody stands by it."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.analysis.contending import contenders_of
from peacetrack.analysis.sentence.naming import Names
from peacetrack.replay.spans import spans
from peacetrack.replay.strip import answer_at
from peacetrack.view.cell_words import cell_words
from peacetrack.view.page.cells import Cells
from peacetrack.view.page.story import Story
from peacetrack.view.shown import Shown
from peacetrack.view.whip import status_words
from peacetrack.words.when import as_datetime
from tests.effort import a_half
from tests.page_data import page_of
from tests.recording import new, says
from tests.test_verdict import statuses

AGENDA = pt.Agenda(
    "events",
    parties=[pt.Party("NORTH", "Northland", "state"), pt.Party("SOUTH", "Southland", "state")],
    terms=[pt.Term("truce", "ceasefire", "the guns fall silent", title="Truce", needs=["NORTH", "SOUTH"])],
)
NORTH = says("n", "accepts", "2030-01-02", by="quote", published="2030-01-02")


def happened(id, day, status=None, event="summit", by="narrator", **said):
    """Make a report of an event that came out on a day of January."""
    report = pt.draft(id=id, published=f"2030-01-{day:02}")
    (report.voice(by) if by != "narrator" else report).event(event, status, **said)
    return report


PLANNED = happened("p", 3, "expected", when="2030-01-20", type="summit", participants=["NORTH", "SOUTH"])


def south(id, day, since=None, stance="accepts", by="quote", **said):
    """Make a report of where Southland stands that came out on a day of January."""
    published = f"2030-01-{day:02}"
    return says(id, stance, since or published, of="SOUTH", by=by, published=published, **said)


def out(report):
    """Return the day on which a report came out."""
    return report.as_mapping()["source"]["published"]


def recorded(*reports, valid="2030-01-25", agenda=AGENDA, **basis):
    """Return the state of reports that are recorded at noon of their publication."""
    talks = new(agenda)
    for report in sorted(reports, key=out):
        talks.record(report, recorded_at=f"{out(report)}T12:00:00Z")
    return talks.state(valid=valid, **basis)


def lines(state, **kept):
    return [line.what for line in analysis.brief(state).filter(**kept)]


def verdict(state):
    return analysis.squares(state)[0].verdict


# An acceptance that was announced for an event


ANNOUNCED = south("s", 6, pt.During("summit"))
SUMMIT = "Summit of Northland and Southland"
FATES = {
    "cancelled": (
        [happened("c", 18, "cancelled")],
        ", which was cancelled, 18 Jan 2030",
        "was cancelled",
        ("s", "c"),
    ),
    "cancelled, by a leak": (
        [happened("c", 18, "cancelled", by="leak")],
        ", which was cancelled, 18 Jan 2030, not on the record",
        "was cancelled",
        ("s", "c"),
    ),
    "cancelled once it was due": (
        [happened("c", 22, "cancelled")],
        ", which was cancelled, 22 Jan 2030",
        "was cancelled",
        ("s", "c"),
    ),
    "postponed": (
        [happened("c", 18, "postponed")],
        ", which was postponed without a new date, 18 Jan 2030",
        "was postponed",
        ("s", "c"),
    ),
    "never reported as held": (
        [],
        ", of which no report says that it was held",
        "is not known to be held",
        ("s",),
    ),
}


@pytest.mark.parametrize("fate", FATES)
def test_an_acceptance_announced_for_an_event_that_is_not_known_to_be_held_is_perhaps_none(fate):
    reports, words, short, reported = FATES[fate]
    state = recorded(NORTH, PLANNED, ANNOUNCED, *reports)
    assert state["truce"].status is pt.TermStatus.AGREED
    said = f"the acceptance of Southland was announced 6 Jan 2030 for this{words}: {SUMMIT}"
    (headline,) = analysis.brief(state).filter(rule="perhaps-agreed")
    (blocks,) = analysis.brief(state).filter(part="blocks")
    assert (headline.what, blocks.what) == (f"Truce, but {said}", said)
    assert set(blocks.cited) == set(reported) <= set(headline.cited)
    assert verdict(state) == "perhaps agreed"
    assert f"✓ accepts announced for what {short}" in str(view.board(state))
    assert "✓ accepts~" in str(view.count(state))
    (found,) = analysis.check(state).filter(check="open-date")
    assert found.severity is analysis.Severity.HIGH
    assert found.what.startswith("SOUTH accepts truce, but it was announced for summit, ")
    assert found.reports == reported
    page = page_of(state).html
    assert page.count('data-level="agreed">perhaps agreed</span>') == 2
    assert f"accepts</b><i>, announced for what {short}" in page


def held_by(*participants, day=21, **said):
    """Make a report of an event as held, with those that took part."""
    return happened("h", day, "held", when="2030-01-20", participants=list(participants), **said)


def test_an_acceptance_announced_for_an_event_that_was_held_without_its_party_is_perhaps_none():
    state = recorded(NORTH, PLANNED, ANNOUNCED, held_by("NORTH"))
    assert state["truce"].status is pt.TermStatus.AGREED
    said = "the acceptance of Southland was announced 6 Jan 2030 for this, which was held without Southland"
    (headline,) = analysis.brief(state).filter(rule="perhaps-agreed")
    (blocks,) = analysis.brief(state).filter(part="blocks")
    assert (headline.what, blocks.what) == (f"Truce, but {said}: {ALONE}", f"{said}: {ALONE}")
    assert set(blocks.cited) == {"s", "h"} <= set(headline.cited)
    assert "✓ accepts announced for what was held without it" in str(view.board(state))
    assert "✓ accepts~" in str(view.count(state))
    (found,) = analysis.check(state).filter(check="open-date")
    assert found.what == "SOUTH accepts truce, but it was announced for summit, which was held without it"
    assert (found.severity, found.reports) == (analysis.Severity.HIGH, ("s", "h"))
    assert [(move.does, move.party) for move in analysis.moves(state)] == [("confirm", "SOUTH")]


def test_a_report_that_names_nobody_does_not_say_that_a_party_took_part_after_all():
    again = happened("g", 22, "held")
    assert verdict(recorded(NORTH, PLANNED, ANNOUNCED, held_by("NORTH"), again)) == "perhaps agreed"


ALONE = "Summit of Northland"
SETTLED = {
    "held with it": [held_by("NORTH", "SOUTH")],
    "held without it, and it accepts since": [held_by("NORTH"), south("t", 22)],
    "held": [happened("h", 21, "held")],
    "held, by a leak": [happened("h", 21, "held", by="leak")],
    "said again": [south("t", 21)],
    "said again before": [south("t", 7)],
    "told of once it was due": [south("t", 21, pt.During("summit"))],
}


@pytest.mark.parametrize("settled", SETTLED)
def test_an_acceptance_announced_for_an_event_stands_once_it_is_held_or_said_again(settled):
    state = recorded(NORTH, PLANNED, ANNOUNCED, *SETTLED[settled])
    assert contenders_of(state, state["truce"]["SOUTH"]).unheld is None


def test_a_leak_does_not_settle_that_the_event_of_an_acceptance_on_the_record_was_not_held():
    assert verdict(recorded(NORTH, PLANNED, ANNOUNCED, south("t", 21, by="leak"))) == "perhaps agreed"


def test_a_deadline_passes_by_itself_unless_it_is_cancelled():
    deadline = happened("p", 3, "expected", when="2030-01-20", type="deadline")
    assert verdict(recorded(NORTH, deadline, ANNOUNCED)) == "agreed"
    off = happened("c", 18, "cancelled")
    assert verdict(recorded(NORTH, deadline, ANNOUNCED, off)) == "perhaps agreed"


def test_a_move_with_an_event_that_was_cancelled_says_so():
    before, off = south("o", 4, stance="opposes"), happened("c", 18, "cancelled")
    (moved,) = analysis.brief(recorded(NORTH, before, PLANNED, ANNOUNCED, off)).filter(rule="moved-last")
    assert moved.what.endswith(f"from opposes to accepts, 20 Jan 2030; this was cancelled: {SUMMIT}")


def test_what_is_next_says_that_the_event_of_an_announced_acceptance_was_cancelled():
    off = happened("c", 18, "cancelled")
    (line,) = analysis.brief(recorded(NORTH, PLANNED, ANNOUNCED, off, valid="2030-01-19")).filter(
        rule="dated"
    )
    said = "Southland accepts it during summit of Northland and Southland, 20 Jan 2030"
    assert (line.what, line.cited) == (f"{said}, which was cancelled, 18 Jan 2030", ("s", "c"))


def test_a_cancellation_that_is_learned_later_takes_the_agreement_away_among_what_changed():
    held, off = happened("h", 21, "held"), happened("c", 22, "cancelled")
    state = recorded(NORTH, PLANNED, ANNOUNCED, held, off)
    (line,) = analysis.brief(state, since="2030-01-21T18:00:00Z").filter(part="changed", rule="status")
    assert (line.what, line.cited) == ("now perhaps agreed; agreed before", ("c",))
    assert [(move.does, move.reports) for move in analysis.moves(state)] == [("confirm", ("s",))]


STATUSES = st.sampled_from(["expected", "postponed", "cancelled", "ongoing", "held", "ended"])
EVENTS = st.fixed_dictionaries(
    {"status": st.none() | STATUSES},
    optional={
        "when": st.sampled_from(["2030-01-08", "2030-01-20", "2030-01-18/2030-01-21"]),
        "type": st.sampled_from(["summit", "deadline"]),
        "by": st.sampled_from(["leak", "named"]),
    },
)
ATTENDED = st.builds(
    lambda event, of: event | {"participants": of}, EVENTS, st.sampled_from([["NORTH"], ["NORTH", "SOUTH"]])
)
TIMES = st.sampled_from(
    [None, pt.During("summit"), pt.During("summit"), pt.After("summit"), pt.Before("summit")]
)
STANCES = st.fixed_dictionaries(
    {"since": TIMES, "stance": st.sampled_from(["accepts", "accepts", "open"])},
    optional={"by": st.sampled_from(["leak", "quote"])},
)


@st.composite
def announced(draw, events=EVENTS):
    """Few reports of an event, and of what a party accepts with it or without it."""
    days = st.integers(7, 24)
    drawn = draw(st.lists(st.tuples(days, events | STANCES), min_size=1, max_size=4))
    reports = [NORTH, *draw(st.sampled_from([[PLANNED, ANNOUNCED], [PLANNED, ANNOUNCED], []]))]
    for number, (day, said) in enumerate(drawn):
        make = happened if "status" in said else south
        reports.append(make(f"r{number}", day, **said))
    return recorded(*reports)


@a_half()
@given(state=announced())
def test_a_cell_of_the_page_says_at_each_moment_for_which_event_its_party_accepts(state):
    cells = Cells(state, spans(state), Names(state))
    for step in Story(cells).steps[1:-1]:
        for known in {step.seq, state.seq}:
            moment = state.at(valid=as_datetime(step.instant), known=known)
            names, key = Names(moment), ("truce", "SOUTH")
            shown = Shown.of(names, moment["truce"], "SOUTH")
            words = cell_words(shown)
            apart = cells.apart_at(moment, names, "truce")
            answer = apart.get(key) or answer_at(cells.over_time(key), step.instant, known)
            assert (answer.main, answer.detail) == (words.main, words.detail)


@a_half()
@given(state=announced(EVENTS | ATTENDED))
def test_what_is_held_at_each_moment_has_the_event_that_its_acceptance_was_announced_for(state):
    of_each = spans(state)
    for step in Story(Cells(state, of_each, Names(state))).steps[1:-1]:
        for known in {step.seq, state.seq}:
            moment = state.at(valid=as_datetime(step.instant), known=known)
            held = answer_at(of_each.held["truce", "SOUTH"], step.instant, known)
            found = contenders_of(moment, moment["truce"]["SOUTH"]).unheld
            assert (None if held is None else held.contenders.unheld) == found


@a_half()
@given(state=announced(EVENTS | ATTENDED))
def test_an_acceptance_is_announced_for_an_event_only_where_this_is_not_held_with_its_party(state):
    standing = state["truce"]["SOUTH"]
    found = contenders_of(state, standing).unheld
    if found is not None:
        assert standing.accepts
        event = state.event(found.event)
        assert event.held is found.without
        assert not (found.without and "SOUTH" in event.participants)
        assert status_words(Names(state), state["truce"]).startswith("perhaps agreed")


# A condition that an event meets


BY_NORTH = {"by": "quote", "published": "2030-01-02", "conditions": [pt.EventHeld("summit")]}
ASKS = says("n", "accepts", "2030-01-02", **BY_NORTH)
OWN = south("s", 6)
ONLY_HEARD = "the acceptance of Northland hangs on this, of which only {} that it was held: " + SUMMIT


@pytest.mark.parametrize(
    ("by", "told", "source"),
    [
        ("leak", "a report off the record says", "leak"),
        ("officials-briefed", "unnamed officials say", "officials-briefed"),
    ],
)
def test_an_event_that_nobody_says_on_the_record_was_held_perhaps_meets_a_condition(by, told, source):
    state = recorded(ASKS, PLANNED, OWN, happened("h", 21, "held", by=by))
    assert state["truce"].status is pt.TermStatus.AGREED
    said = ONLY_HEARD.format(told)
    (headline,) = analysis.brief(state).filter(rule="perhaps-agreed")
    (blocks,) = analysis.brief(state).filter(part="blocks")
    assert (headline.what, blocks.what) == (f"Truce, but {said}", said)
    assert blocks.cited == ("n", "h")
    assert "21 Jan 2030" in headline.source
    assert verdict(state) == "perhaps agreed"
    assert "✓ accepts if(perhaps met)" in str(view.board(state))
    assert "◐● 2/2 perhaps" in str(view.count(state))
    (found,) = analysis.check(state).filter(check="unnamed-event")
    assert found.what == (
        f"NORTH accepts truce if summit is held, and that it was rests on {source}, no named source"
    )
    assert found.reports == ("h",)
    page = page_of(state).html
    assert page.count('data-level="agreed">perhaps agreed</span>') == 2
    assert "perhaps met" in page


@pytest.mark.parametrize("by", ["narrator", "state-media", "named"])
def test_an_event_that_a_report_tells_of_in_its_own_words_meets_a_condition(by):
    leak, told = happened("l", 21, "held", by="leak"), happened("h", 22, "held", by=by)
    assert verdict(recorded(ASKS, PLANNED, OWN, told)) == "agreed"
    state = recorded(ASKS, PLANNED, OWN, leak, told)
    assert verdict(state) == "agreed"
    (line,) = analysis.brief(state, since="2030-01-21T18:00:00Z").filter(part="changed", rule="status")
    assert line.what == "now agreed; perhaps agreed before"


def test_a_deadline_that_passed_meets_a_condition_whoever_set_it():
    deadline = happened("p", 3, "expected", when="2030-01-20", type="deadline", by="leak")
    assert verdict(recorded(ASKS, deadline, OWN)) == "agreed"


CHAIN = attrs.evolve(
    AGENDA,
    terms=[*AGENDA.terms, pt.Term("aid", "other", "aid gets through", title="Aid", needs=["NORTH", "SOUTH"])],
)


@a_half()
@given(said=st.lists(st.tuples(st.integers(7, 24), EVENTS), min_size=1, max_size=4))
def test_a_page_says_at_each_moment_how_sure_the_event_is_on_which_a_term_hangs_over_another(said):
    hangs = says(
        "n",
        "accepts",
        "2030-01-02",
        published="2030-01-02",
        conditions=[pt.TermIs("aid", "agreed")],
        by="quote",
    )
    aid = [south("a", 6, term="aid"), says("b", "accepts", "2030-01-02", **BY_NORTH, term="aid")]
    told = [happened(f"e{number}", day, **each) for number, (day, each) in enumerate(said)]
    state = recorded(hangs, PLANNED, OWN, *aid, *told, agenda=CHAIN)
    steps = Story(Cells(state, spans(state), Names(state))).steps[1:-1]
    for known in ("now", "then"):
        shown = statuses(state, known)
        for step in (step for step in steps if step.label in shown):
            seq = state.basis.known if known == "now" else step.seq
            moment = state.at(valid=as_datetime(step.instant), known=seq)
            assert shown[step.label] == status_words(Names(moment), moment["truce"])


# An end that comes with an event


OFFER = south("s", 6, window=pt.WithEvent("deadline"))
MOVED = ", by a date that is not on the record"


def ending(by, **basis):
    """Return a state in which an offer ends with an event that another report dates later."""
    dates = (
        happened(id, day, "expected", event="deadline", when=when, type="deadline", by=of)
        for id, day, when, of in (("p", 3, "2030-01-20", "named"), ("m", 14, "2030-12-31", by))
    )
    return recorded(NORTH, *dates, OFFER, **basis)


@pytest.mark.parametrize("trust", [pt.Trust(), pt.ON_RECORD], ids=["default", "on record"])
def test_an_end_that_a_leak_dates_says_so_under_every_trust(trust):
    state = ending("leak", trust=trust)
    (headline,) = analysis.brief(state).filter(rule="agreed")
    assert f", until 31 Dec 2030{MOVED}" in headline.what
    (closes,) = (line for line in analysis.brief(state).filter(rule="dated") if line.about == "Truce")
    assert closes.what == f"the offer of Southland (accepts) closes 31 Dec 2030{MOVED}"
    assert closes.cited == ("s", "m")
    assert "14 Jan 2030" in headline.source
    (window,) = analysis.windows(state)
    assert window.dated_by == ("m",)
    assert str(window) == f"SOUTH on truce: offer closes with deadline (2030-12-31){MOVED}"
    (found,) = analysis.check(state).filter(check="unnamed-date")
    assert (found.what, found.reports) == (str(window), ("s", "m"))


@pytest.mark.parametrize("by", ["narrator", "named"])
def test_an_end_that_a_report_dates_in_its_own_words_has_no_reserve(by):
    state = ending(by)
    (window,) = analysis.windows(state)
    assert (window.dated_by, window.reserve) == ((), "")
    assert not analysis.check(state).filter(check="unnamed-date")
    (headline,) = analysis.brief(state).filter(rule="agreed")
    assert MOVED not in headline.what
