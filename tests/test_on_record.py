"""What a party accepts on the record, where only others, or a leak, say that it asks less, or ended it."""

from __future__ import annotations

import re

import attrs
import pytest
from hypothesis import given

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.analysis.sentence.naming import Names
from peacetrack.replay.spans import spans
from peacetrack.replay.strip import answer_at
from peacetrack.view.cell_words import cell_words
from peacetrack.view.page.cells import Cells
from peacetrack.view.page.story import Story
from peacetrack.view.shown import Shown
from peacetrack.view.whip import whip_rows
from peacetrack.words.when import as_datetime
from tests.effort import a_half
from tests.page_data import data_of, page_of
from tests.recording import ledger_of, says
from tests.test_moments import held
from tests.test_verdict import agreements

AGENDA = pt.Agenda(
    "on-record",
    parties=[pt.Party("NORTH", "Northland", "state"), pt.Party("SOUTH", "Southland", "state")],
    terms=[pt.Term("truce", "ceasefire", "the guns fall silent", title="Truce", needs=["NORTH", "SOUTH"])],
)
FORCE = attrs.evolve(AGENDA, terms=[attrs.evolve(AGENDA.terms[0], kind="multinational-force")])
PORT = pt.InWords("the port is open")
NORTH = says("n", "accepts", "2030-01-02", by="quote")
LARGE = says("n", "accepts", "2030-01-02", by="quote", size=pt.Quantity(20, 30, "troops"))


def south(id, stance, day, by="quote", **said):
    return says(id, stance, f"2030-01-{day:02}", of="SOUTH", by=by, **said)


def told(id, stance, day, by="quote", **said):
    """Make a report in which Northland says where Southland stands."""
    return says(id, stance, f"2030-01-{day:02}", by=by, party="SOUTH", **said)


ASKS = south("s", "accepts", 4, conditions=[PORT])
OFFERS = south("s", "accepts", 4, window="2030-01-20")
FIFTY = south("s", "accepts", 4, size=pt.Quantity(50, 50, "troops"))
LESS = {
    "no condition, by an account": (
        [NORTH, ASKS, told("a", "accepts", 10, conditions=[])],
        "on the record, Southland accepts it if the port is open, 4 Jan 2030; only Northland says that Southland"
        " accepts it without a condition, 10 Jan 2030",
    ),
    "no condition, by a leak": (
        [NORTH, ASKS, south("l", None, 10, by="leak", conditions=[])],
        "on the record, Southland accepts it if the port is open, 4 Jan 2030; only a report off the record says"
        " that it accepts it without a condition, 10 Jan 2030",
    ),
    "all of it, by a narrator": (
        [NORTH, ASKS, south("c", "accepts", 10, by="narrator", complete=True)],
        "on the record, Southland accepts it if the port is open, 4 Jan 2030; only a report without a named source"
        " says that it accepts it without a condition, 10 Jan 2030",
    ),
    "another figure, by an account": (
        [LARGE, FIFTY, told("a", None, 10, size=pt.Quantity(25, 25, "troops"))],
        "on the record, Southland accepts it, with size 50 troops, 4 Jan 2030; only Northland says that Southland"
        " accepts it, with size 25 troops, 10 Jan 2030",
    ),
    "no figure, by a narrator": (
        [LARGE, FIFTY, south("c", "accepts", 10, by="narrator", complete=True)],
        "on the record, Southland accepts it, with size 50 troops, 4 Jan 2030; only a report without a named source"
        " says that it accepts it without that, 10 Jan 2030",
    ),
    "a later end, by an account": (
        [NORTH, OFFERS, told("a", "accepts", 10, act="extends", window="2030-03-15")],
        "on the record, the offer of Southland closed 20 Jan 2030; only Northland says that Southland accepts it"
        " until 15 Mar 2030",
    ),
    "no end, by a leak": (
        [NORTH, OFFERS, south("l", None, 10, by="leak", window=pt.Absence.NOT_APPLICABLE)],
        "on the record, the offer of Southland closed 20 Jan 2030; only a report off the record says that it"
        " accepts it without an end",
    ),
}


def state_of(reports, **basis):
    agenda = FORCE if LARGE in reports else AGENDA
    return ledger_of(agenda, *reports).state(**{"valid": "2030-02-20"} | basis)


def test_a_condition_that_others_say_was_put_in_place_of_another_is_one_line():
    others = south("l", "accepts", 10, by="leak", conditions=[pt.InWords("the road is open")])
    (line,) = analysis.brief(state_of([NORTH, ASKS, others])).filter(part="blocks")
    assert (line.rule, line.what) == (
        "accepted-on-record",
        "on the record, Southland accepts it if the port is open, 4 Jan 2030; only a report off the record says"
        " that it accepts it if the road is open, 10 Jan 2030",
    )


@pytest.mark.parametrize("case", LESS)
def test_an_acceptance_that_only_others_say_is_more_is_perhaps_none(case):
    reports, said = LESS[case]
    state = state_of(reports)
    new = state.entries[-1].id
    assert state["truce"].status is pt.TermStatus.AGREED
    rows = analysis.brief(state)
    (line,) = rows.filter(rule="perhaps-agreed")
    assert line.what == f"Truce, but {said}"
    (line,) = rows.filter(rule="unconfirmed")
    assert (line.what, line.reports) == (said, ("s", new))
    (finding,) = analysis.check(state).filter(check="not-taken-back")
    assert (str(finding.severity), finding.reports) == ("high", ("s", new))
    assert {square.verdict for square in analysis.squares(state)} == {"perhaps agreed"}
    assert "●◐ 2/2 perhaps" in str(view.count(state))
    assert "PERHAPS AGREED 2/2" in str(view.board(state))
    assert str(page_of(state)).count('data-level="agreed">perhaps agreed</span>') == 2
    assert [(move.party, str(move.does)) for move in analysis.moves(state)] == [("SOUTH", "confirm")]
    assert str(analysis.paths(state)[0].outcome) == "doubtful"


@pytest.mark.parametrize("case", [case for case in LESS if NORTH in LESS[case][0]])
def test_what_only_others_say_is_more_is_said_of_an_open_term_too(case):
    reports, said = LESS[case]
    state = state_of([report for report in reports if report is not NORTH])
    assert state["truce"].status is pt.TermStatus.PENDING
    assert said in [line.what for line in analysis.brief(state).filter(part="blocks")]
    (finding,) = analysis.check(state).filter(check="not-taken-back")
    assert (str(finding.severity), finding.reports[0]) == ("medium", "s")
    assert "◐ 1/2" in str(view.count(state))


def test_what_all_accepted_by_the_word_of_others_is_not_all_on_the_record():
    north = says("n", "accepts", "2030-01-02", by="quote", window="2030-01-20")
    asks = south("s", "accepts", 4, conditions=[pt.InWords("the port is open")])
    state = state_of([north, asks, told("a", "accepts", 10, conditions=[])])
    until = "“Truce” was accepted by all needed until 20 Jan 2030, not all on the record"
    assert until.replace("“Truce”", "it") in analysis.brief(state).filter(rule="not-agreed")[0].what
    (line,) = (each for each in analysis.brief(state).filter(rule="offer-lapsed"))
    assert line.what.startswith(
        "accepted by all needed from 10 Jan 2030 to 20 Jan 2030, not all on the record"
    )
    assert line.cited == ("n", "s", "a")


@pytest.mark.parametrize("case", LESS)
def test_words_of_the_party_itself_settle_it(case):
    reports, _ = LESS[case]
    last = (
        south("own", "accepts", 15, complete=True, size=pt.Quantity(25, 25, "troops"))
        if LARGE in reports
        else south("own", "accepts", 15, complete=True)
    )
    assert {square.verdict for square in analysis.squares(state_of([*reports, last]))} == {"agreed"}


def test_a_condition_that_is_met_leaves_an_acceptance_as_it_is():
    asks = south("s", "accepts", 4, conditions=[pt.EventHeld("summit")])
    reports = [NORTH, asks, told("a", "accepts", 10, conditions=[])]
    summit = pt.Report([pt.Event("summit", "held", when="2030-01-06")], id="e")
    assert {square.verdict for square in analysis.squares(state_of(reports))} == {"perhaps agreed"}
    assert {square.verdict for square in analysis.squares(state_of([*reports, summit]))} == {"agreed"}


def test_a_verdict_turns_with_the_end_on_the_record():
    offers = south("s", "accepts", 4, window="2030-02-10")
    reports = [NORTH, offers, told("a", "accepts", 10, act="extends", window="2030-03-15")]
    before, after = (state_of(reports, valid=f"2030-02-{day}") for day in (10, 11))
    (change,) = analysis.diff(before, after)
    assert (change.field, change.before, change.after) == ("verdict", "agreed", "perhaps agreed")
    assert (str(change.cause), change.reports) == ("lapsed", ("s", "a"))
    (line,) = analysis.brief(after, since="2030-02-09").filter(part="changed")
    assert (line.rule, line.what, line.reports) == ("status", "now perhaps agreed; agreed before", ("a", "s"))


CELLS = {
    "no condition, by an account": (
        "✓ accepts(if)",
        "✓ accepts but if",
        "but on the record if the port is open",
    ),
    "all of it, by a narrator": (
        "✓ accepts(if)",
        "✓ accepts but if",
        "but on the record if the port is open",
    ),
    "another figure, by an account": (
        "✓ accepts(#)",
        "✓ accepts but size 50 troops",
        "but size 50 troops on the record",
    ),
    "a later end, by an account": (
        "✓ accepts(†)",
        "✓ accepts <2030-03-15* but †",
        "but on the record its offer closed 20 Jan 2030",
    ),
}


@pytest.mark.parametrize("case", CELLS)
def test_a_cell_says_what_the_acceptance_is_on_the_record(case):
    (short, signs, words), state = CELLS[case], state_of(LESS[case][0])
    assert re.search(f"{re.escape(short)}$", str(view.count(state)), re.MULTILINE)
    assert str(view.board(state).rows[0][3].text) == signs
    assert str(view.why(state, "truce", "SOUTH")).startswith(f"SOUTH on truce: {signs}\n")
    row = whip_rows(state, Names(state))[0].cells["SOUTH"]
    assert row.in_full.partition("but ")[1:] == words.partition("but ")[1:]
    assert words in str(page_of(state)) or case.startswith("another figure")  # a page has no detail of it
    assert row.against in str(view.tally(state))


def test_the_end_on_the_record_is_a_place_of_the_scrubber():
    state = state_of(LESS["a later end, by an account"][0])
    data = data_of(page_of(state))
    assert "21 Jan 2030" in [step[0] for step in data["steps"]]


@a_half()
@given(state=agreements())
def test_a_cell_of_the_page_says_at_each_moment_what_a_board_of_that_moment_says(state):
    cells = Cells(state, spans(state), Names(state))
    for step in Story(cells).steps[1:-1]:
        for known in {step.seq, state.seq}:
            moment = state.at(valid=as_datetime(step.instant), known=known)
            names = Names(moment)
            for term, party in (holder for holder in cells.spans.held if holder[1] is not None):
                words = cell_words(Shown.of(names, moment[term], party))
                answer = answer_at(cells.over_time((term, party)), step.instant, known)
                assert (answer.main, answer.detail) == (words.main, words.detail)


def test_a_stage_of_a_leak_alone_is_not_on_the_record():
    for by, reserve in (("leak", ", not on the record"), ("named", "")):
        stage = pt.Progress("truce", "collapsed", since="2030-01-12")
        collapsed = pt.Report([stage], id="c", attribution=pt.Attribution(by))
        state = state_of([NORTH, south("s", "accepts", 4), collapsed])
        said = f"reported as collapsed, 12 Jan 2030{reserve}"
        rows = analysis.brief(state)
        assert [line.what for line in rows.filter(rule="broken-off")] == [said]
        assert rows.filter(rule="agreed")[0].what.endswith(f"; but {said}")
        (finding,) = analysis.check(state).filter(check="broken-off")
        assert finding.what == f"truce is reported as collapsed{reserve}"


def test_a_rejection_stands_where_leaks_leave_no_stance_and_differ_on_a_detail():
    sizes = [pt.Quantity(n, n, "troops") for n in (10, 20)]
    leaks = [
        south(f"l{n}", None, 10, by="leak", complete=True, size=size, origin=f"wire-{n}")
        for n, size in enumerate(sizes)
    ]
    state = state_of([LARGE, south("s", "rejects", 4), *leaks])
    assert state["truce"]["SOUTH"].silent
    assert state["truce"]["SOUTH"].disputed
    (finding,) = analysis.check(state).filter(check="not-taken-back")
    assert finding.what.startswith("on the record, SOUTH rejects truce")


ENDED = {
    "by a leak": (
        south("l", None, 10, by="leak", window="2030-01-12"),
        "the offer of Southland closed 12 Jan 2030, not on the record",
    ),
    "by an account": (
        told("l", None, 10, act="withdraws", until="2030-01-12"),
        "the position of Southland was withdrawn 12 Jan 2030, by the account of Northland",
    ),
}


@pytest.mark.parametrize("by", ENDED)
def test_an_acceptance_that_only_others_say_is_over_holds_still_on_the_record(by):
    end, over = ENDED[by]
    state = state_of([NORTH, south("s", "accepts", 4, window="2030-03-15"), end])
    still = "on the record, Southland accepts it still, until 15 Mar 2030"
    assert state["truce"].status is pt.TermStatus.PENDING
    rows = analysis.brief(state)
    (line,) = rows.filter(rule="offer-lapsed")
    assert line.what.endswith(f"{over}; {still}")
    (line,) = rows.filter(rule="not-agreed")
    day = over.partition("12 Jan 2030")[2]
    assert line.what == f"Truce is not agreed; it was accepted by all needed until 12 Jan 2030{day}; {still}"
    (finding,) = analysis.check(state).filter(check="lapsed-offer")
    assert finding.what.endswith("(accepts); on the record, SOUTH accepts truce still, until 2030-03-15")
    assert finding.settled_by == "SOUTH on the record"


def test_an_acceptance_on_which_its_party_goes_back_on_the_record_does_not_hold_there():
    end, _ = ENDED["by an account"]
    accepts, withdraws = south("s", "accepts", 4), south("w", None, 11, act="withdraws")
    for reports, holds in (([NORTH, accepts, end], True), ([NORTH, accepts, end, withdraws], False)):
        said = [line.what for line in analysis.brief(state_of(reports)).filter(rule="offer-lapsed")]
        assert [what.endswith("on the record, Southland accepts it still") for what in said] == [holds]
        assert ("(✓)" in str(view.count(state_of(reports)))) is holds
        assert str(view.board(state_of(reports)).rows[0][3].text).endswith("but accepts") is holds


MILDER = {
    "open, by a leak": (
        [south("l", "open", 10, by="leak")],
        "a report off the record says that it is open to it",
    ),
    "neutral, by an account": ([told("a", "neutral", 10)], "Northland says that Southland is neutral on it"),
    "open, by a narrator, and the party denies it": (
        [south("c", "open", 10, by="narrator"), south("d", None, 12, act="denies")],
        "a report without a named source says that it is open to it",
    ),
}


@pytest.mark.parametrize("case", MILDER)
def test_that_only_others_say_a_party_is_open_does_not_hide_what_it_accepts_itself(case):
    told_since, says_so = MILDER[case]
    state = state_of([NORTH, south("s", "accepts", 4), *told_since])
    said = f"on the record, Southland accepts it, 4 Jan 2030; since then, {says_so}, 10 Jan 2030"
    assert state["truce"].status is pt.TermStatus.PENDING
    rows = analysis.brief(state)
    (line,) = rows.filter(rule="accepted-on-record")
    assert line.what.startswith(said)
    new = [entry.id for entry in state.entries[3:]]
    assert set(line.reports) == {"s", *new}
    (line,) = rows.filter(rule="not-agreed")
    assert line.what.startswith(f"Truce is not agreed; {said}")
    assert ("denies" in line.what) is (len(told_since) > 1)
    (finding,) = analysis.check(state).filter(check="not-taken-back")
    assert (str(finding.severity), finding.reports) == ("medium", ("s", new[0]))
    assert [square.otherwise for square in analysis.squares(state)] == [None, pt.Stance.ACCEPTS]


def test_a_headline_keeps_to_terms_that_all_accept_here_or_on_the_record():
    leaked, withdraws = south("l", "open", 10, by="leak"), south("w", None, 6, act="withdraws")
    for others in ([leaked], [NORTH, withdraws, leaked], [NORTH, leaked, south("o", "open", 12)]):
        rows = analysis.brief(state_of([south("s", "accepts", 4), *others]))
        (line,) = rows.filter(rule="not-agreed")
        assert line.what == "Truce is not agreed"


STRICTER = {
    "by an account": (
        [south("s", "accepts", 4), told("a", None, 10, conditions=[PORT])],
        "on the record, Southland accepts it without a condition, 4 Jan 2030; only Northland says that Southland"
        " accepts it if the port is open, 10 Jan 2030",
    ),
    "by a leak": (
        [south("s", "accepts", 4), south("a", None, 10, by="leak", conditions=[PORT])],
        "on the record, Southland accepts it without a condition, 4 Jan 2030; only a report off the record says"
        " that it accepts it if the port is open, 10 Jan 2030",
    ),
    "by a leak, before the party accepts itself": (
        [south("a", "accepts", 3, by="leak", conditions=[PORT]), south("s", "accepts", 4, act="agrees")],
        "on the record, Southland accepts it without a condition, 4 Jan 2030; only a report off the record says"
        " that it accepts it if the port is open, 3 Jan 2030",
    ),
}


@pytest.mark.parametrize("case", STRICTER)
def test_a_condition_that_only_others_set_is_not_that_of_the_party(case):
    reports, said = STRICTER[case]
    state = state_of([NORTH, *reports])
    assert state["truce"].status is pt.TermStatus.CONDITIONAL
    rows = analysis.brief(state)
    (line,) = rows.filter(rule="accepted-on-record")
    assert (line.what, set(line.reports)) == (said, {"s", "a"})
    assert not rows.filter(rule="condition-unmet")
    (line,) = rows.filter(rule="not-agreed")
    assert line.what == f"Truce is not agreed; {said}"
    (finding,) = analysis.check(state).filter(check="not-taken-back")
    assert finding.what == (
        "on the record, SOUTH accepts truce without a condition; that it asks for this is not on the record: the port is open"
    )
    assert (str(finding.severity), set(finding.reports)) == ("medium", {"s", "a"})
    assert re.search(re.escape("✓ accepts(✓), if") + "$", str(view.count(state)), re.MULTILINE)
    assert str(view.board(state).rows[0][3].text) == "✓ accepts if but accepts"
    assert "but accepts on the record without a condition" in str(page_of(state))


def test_a_condition_that_only_others_set_is_told_apart_from_those_of_the_party():
    aid, asks = pt.InWords("aid gets through"), south("s", "accepts", 4, conditions=[PORT])
    state = state_of([NORTH, asks, south("a", None, 10, by="leak", conditions=[PORT, aid])])
    rows = analysis.brief(state)
    (line,) = rows.filter(rule="accepted-on-record")
    assert line.what == (
        "on the record, Southland accepts it if the port is open, 4 Jan 2030; only a report off the record says"
        " that it accepts it if aid gets through, 10 Jan 2030"
    )
    (line,) = rows.filter(rule="condition-unmet")
    assert (line.what, line.cited) == ("Southland accepts it only if the port is open", ("s",))
    (line,) = rows.filter(rule="not-agreed")
    assert line.what == "Truce is not agreed"


def test_conditions_of_two_parties_say_which_of_them_only_others_set():
    north = says("n", "accepts", "2030-01-02", by="quote", conditions=[pt.InWords("aid gets through")])
    state = state_of([north, south("s", "accepts", 4), told("a", None, 10, conditions=[PORT])])
    (line,) = analysis.brief(state).filter(rule="conditions-cross")
    assert line.what.endswith("Southland: if the port is open (by the account of Northland)")


def test_a_condition_of_others_that_is_met_leaves_no_line():
    told_of = told("a", None, 10, conditions=[pt.EventHeld("summit")])
    summit = pt.Report([pt.Event("summit", "held", when="2030-01-12")], id="e")
    state = state_of([NORTH, south("s", "accepts", 4), told_of, summit])
    assert {square.verdict for square in analysis.squares(state)} == {"agreed"}
    assert not analysis.brief(state).filter(rule="accepted-on-record")
    assert not analysis.check(state).filter(check="not-taken-back")


@pytest.mark.parametrize("case", [*MILDER, *STRICTER])
def test_a_page_says_at_each_place_of_the_scrubber_what_only_others_undo(case):
    signs = [south("s", "accepts", 4)] if case in MILDER else []
    reports, _ = (MILDER | STRICTER)[case]
    state = state_of([NORTH, *signs, *reports])
    held(state.at, state, range)


def stage(id, value, day, by="named"):
    reported = pt.Progress("truce", value, since=f"2030-01-{day:02}")
    return pt.Report([reported], id=id, attribution=pt.Attribution(by))


SIGNED = [NORTH, south("s", "accepts", 4), stage("f", "in-force", 5), stage("c", "collapsed", 12)]


@pytest.mark.parametrize(
    ("by", "says_so"),
    [
        ("narrator", "a report without a named source says"),
        ("leak", "a report off the record says"),
        ("officials-unspecified", "unnamed officials say"),
    ],
)
def test_a_report_off_the_record_does_not_undo_a_collapse_on_it(by, says_so):
    state = state_of([*SIGNED, stage("x", "in-force", 16, by)])
    said = f"reported as collapsed on the record, 12 Jan 2030; since then, {says_so} that it is in force, 16 Jan 2030"
    rows = analysis.brief(state)
    (line,) = rows.filter(rule="broken-off")
    assert (line.what, line.reports) == (said, ("c", "x"))
    (line,) = rows.filter(rule="agreed")
    assert line.about == "Accepted by both that are needed"
    assert line.what.endswith(f"; but {said}")
    (finding,) = analysis.check(state).filter(check="broken-off")
    assert finding.what == (
        "truce is reported as collapsed on the record; that it is in-force, 2030-01-16, is not on the record"
    )
    assert (str(finding.severity), finding.reports) == ("high", ("c", "x"))
    verdict = "agreed, but reported as collapsed on the record"
    assert {square.verdict for square in analysis.squares(state)} == {verdict}
    assert "●● 2/2 but reported as collapsed on the record" in str(view.count(state))
    assert verdict in str(page_of(state))
    held(state.at, state, range)


def test_a_report_on_the_record_undoes_a_collapse():
    state = state_of([*SIGNED, stage("x", "in-force", 16)])
    assert {square.verdict for square in analysis.squares(state)} == {"agreed"}
    assert not analysis.check(state).filter(check="broken-off")


def test_a_collapse_that_only_a_leak_undoes_is_among_the_changes():
    state = state_of([*SIGNED, stage("x", "in-force", 16, "leak")])
    (change,) = analysis.diff(state.at(valid="2030-01-10"), state)
    assert (change.field, change.before) == ("verdict", "agreed")
    assert change.after == "agreed, but reported as collapsed on the record"
    assert change.reports == ("c",)
    (line,) = analysis.brief(state, since=4).filter(part="changed")
    assert (line.rule, line.what) == ("status", f"now {change.after}; agreed before")
    (line,) = analysis.brief(state, since=3).filter(part="changed")
    assert "in force, 16 Jan 2030, not on the record; on the record, collapsed, 12 Jan 2030" in line.what
    assert line.reports == ("x", "c")


def test_a_square_has_the_conditions_that_are_on_the_record_next_to_those_that_count():
    leaked = south("a", "accepts", 5, "state-media", conditions=[PORT])
    assert asked(NORTH, leaked) == (False, (PORT,), ())
    assert asked(NORTH, leaked, south("b", "accepts", 7, act="signs")) == (True, (PORT,), ())
    assert asked(NORTH, ASKS) == (True, (PORT,), (PORT,))
    assert asked(NORTH, ASKS, told("b", "accepts", 10, conditions=[])) == (True, (), (PORT,))
    assert asked(NORTH, south("b", "accepts", 7)) == (True, (), ())


def asked(*reports):
    squares = analysis.squares(ledger_of(AGENDA, *reports).state(valid="2030-03-01"))
    (square,) = (each for each in squares if each.party == "SOUTH")
    return square.on_record, square.conditions, square.conditions_on_record


def test_a_circle_of_conditions_that_one_party_dropped_on_the_record_says_so():
    terms = [
        pt.Term(id, "other", f"{id} comes", title=id.title(), needs=["NORTH", "SOUTH"])
        for id in ("truce", "aid")
    ]
    agenda = pt.Agenda("circle", parties=AGENDA.parties, terms=terms)
    waits = says(
        "w", "accepts", "2030-01-02", term="aid", by="quote", conditions=[pt.TermIs("truce", "agreed")]
    )
    aid = says("d", "accepts", "2030-01-02", of="SOUTH", term="aid", by="quote")
    asks = south("l", "accepts", 3, by="state-media", conditions=[pt.TermIs("aid", "agreed")])
    signs = south("s", "accepts", 10, act="signs")
    state = ledger_of(agenda, waits, aid, NORTH, asks, signs).state(valid="2030-02-20")
    (circle,) = analysis.brief(state).filter(rule="conditions-cross")
    assert (
        "Southland on Truce: if “Aid” is agreed (not on the record) and Northland on Aid: if “Truce”"
        in circle.what
    )
    (deadlock,) = analysis.deadlocks(state)
    assert deadlock.told == ("SOUTH",)
    assert "SOUTH on truce: if aid is agreed, not on the record" in str(deadlock)
    (found,) = analysis.check(state).filter(check="circular-condition")
    assert "SOUTH on truce asks that aid is agreed, not on the record" in found.what
    assert found.settled_by.endswith("or SOUTH saying on the record what it asks for")
    drops = "SOUTH on truce no longer asks that aid is agreed, which is not on the record"
    assert drops in [str(path) for path in analysis.paths(state, "truce")]
    assert "asks that “Aid” is agreed (not on the record)" in page_of(state).html


def test_a_leak_that_a_party_denies_is_one_obstacle_and_no_acceptance():
    refuses = south("r", "rejects", 2, red_line=True, quote="never")
    leak = south("l", "accepts", 5, by="leak", conditions=[pt.InWords("the port is open")])
    denies = south("d", None, 6, act="denies", quote="there is no such draft")
    state = state_of([NORTH, refuses, leak, denies])
    (line,) = analysis.brief(state).filter(part="blocks")
    assert (str(line.rule), line.cited) == ("not-taken-back", ("r", "d", "l"))
    assert {found.check for found in analysis.check(state)}.isdisjoint({"gone-back"})
    (move,) = analysis.moves(state)
    assert (str(move.does), move.needs, move.round) == ("confirm", (), 1)


def test_the_day_on_which_others_say_so_first_has_its_source():
    opposes = south("s", "opposes", 3)
    first = told("e", "accepts", 10, by="officials-participant")
    state = state_of([NORTH, opposes, first, south("m", "accepts", 15, by="state-media")])
    (line,) = analysis.brief(state).filter(rule="not-taken-back")
    assert line.what.endswith("reports off the record say that it accepts it, 10 Jan 2030")
    assert line.cited == ("s", "e", "m")
