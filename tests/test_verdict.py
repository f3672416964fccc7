"""Whether a term is agreed: one verdict in the headline, on boards, on pages, in pictures and over time."""

from __future__ import annotations

import re

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.analysis.holding import acts_of
from peacetrack.analysis.sentence.naming import Names
from peacetrack.cli.answers import board as board_of
from peacetrack.replay.spans import spans
from peacetrack.rules.standing_wording import last_acts
from peacetrack.testing import strategies as ss
from peacetrack.view.count import whole_board
from peacetrack.view.page.cells import Cells
from peacetrack.view.page.story import Story
from peacetrack.view.page.tables import not_accepted
from peacetrack.view.whip import status_words, whip_rows
from peacetrack.words.when import as_datetime
from tests import conditional
from tests.effort import a_half
from tests.page_data import data_of, page_of
from tests.recording import ledger_of, says

AGREED = pt.TermStatus.AGREED
AGENDA = pt.Agenda(
    "verdicts",
    parties=[pt.Party("NORTH", "Northland", "state"), pt.Party("SOUTH", "Southland", "state")],
    terms=[pt.Term("truce", "ceasefire", "the guns fall silent", title="Truce", needs=["NORTH", "SOUTH"])],
)
NORTH = says("n", "accepts", "2030-01-02", by="quote")
SOUTH = says("s", "accepts", "2030-01-04", by="quote", of="SOUTH")
SUSPENDED = says("d", None, "2030-01-10", by="quote", of="SOUTH", act="suspends")
WITHDRAWN = says("w", None, "2030-01-10", by="quote", of="SOUTH", act="withdraws")
BREACHED = says("b", None, "2030-01-10", by="quote", of="SOUTH", act="breaches")
AGAIN = says("a", "accepts", "2030-01-15", by="quote", of="SOUTH")
LEAKED = says("l", "accepts", "2030-01-15", by="leak", of="SOUTH")
COLLAPSED = pt.Report(
    [pt.Progress("truce", "collapsed", since="2030-01-12")], id="c", attribution=pt.Attribution("named")
)
LEAK = pt.Attribution("leak")


def against(stance):
    return says("r", stance, "2030-01-04", by="quote", of="SOUTH")


CASES = {
    "agreed": ([NORTH, SOUTH], "●● 2/2", "AGREED 2/2"),
    "perhaps agreed": ([NORTH, SOUTH, SUSPENDED], "●◐ 2/2 perhaps", "PERHAPS AGREED 2/2"),
    "agreed, but reported as collapsed": (
        [NORTH, SOUTH, COLLAPSED],
        "●● 2/2 but reported as collapsed",
        "AGREED, BUT REPORTED AS COLLAPSED 2/2",
    ),
    "agreed, but reported as breached": (
        [NORTH, SOUTH, BREACHED],
        "●● 2/2 but reported as breached",
        "AGREED, BUT REPORTED AS BREACHED 2/2",
    ),
    "agreed, but reported as collapsed (not on the record)": (
        [NORTH, SOUTH, attrs.evolve(COLLAPSED, attribution=LEAK)],
        "●● 2/2 but reported as collapsed*",
        "AGREED, BUT REPORTED AS COLLAPSED (NOT ON THE RECORD) 2/2",
    ),
    "agreed, but reported as collapsed and breached (not on the record)": (
        [NORTH, SOUTH, says("b", None, "2030-01-10", by="leak", of="SOUTH", act="breaches"), COLLAPSED],
        "●● 2/2 but reported as collapsed and breached*",
        "AGREED, BUT REPORTED AS COLLAPSED AND BREACHED (NOT ON THE RECORD) 2/2",
    ),
    "agreed, but reported as collapsed and breached": (
        [NORTH, SOUTH, BREACHED, COLLAPSED],
        "●● 2/2 but reported as collapsed and breached",
        "AGREED, BUT REPORTED AS COLLAPSED AND BREACHED 2/2",
    ),
    "perhaps agreed, but reported as collapsed": (
        [NORTH, SOUTH, WITHDRAWN, COLLAPSED],
        "●◐ 2/2 perhaps, but reported as collapsed",
        "PERHAPS AGREED, BUT REPORTED AS COLLAPSED 2/2",
    ),
    "not agreed, rejected on the record": (
        [NORTH, against("rejects"), LEAKED],
        "●◐ 2/2 not agreed",
        "NOT AGREED 2/2",
    ),
    "not agreed, opposed on the record": (
        [NORTH, against("opposes"), LEAKED],
        "●◐ 2/2 not agreed",
        "NOT AGREED 2/2",
    ),
}
RULES = {"agreed": "agreed", "perhaps agreed": "perhaps-agreed", "not agreed": "not-agreed"}


@pytest.mark.parametrize("words", CASES)
def test_every_surface_says_of_an_agreed_term_what_the_headline_says(words):
    reports, short, signs = CASES[words]
    state = ledger_of(AGENDA, *reports).state(valid="2030-02-20")
    assert state["truce"].status is AGREED
    rules = {line.rule for line in analysis.brief(state).filter(part="headline")}
    assert rules & {*RULES.values()} == {RULES[words.partition(",")[0]]}
    (row,) = whip_rows(state, Names(state))
    assert row.status == words
    (line,) = (line for line in str(view.count(state)).splitlines() if line.startswith("Truce"))
    assert re.split(r"\s{3,}|\s\s", line)[1] == short
    assert str(view.board(state).rows[0][1].text) == signs
    squares = analysis.squares(state)
    assert {square.verdict for square in squares} == {words}
    assert words in board_of(state, None).lines[0]
    for picture in (view.board_picture, view.tally, view.lanes):
        assert words in " ".join(re.sub("<[^>]+>", " ", picture(state).svg).split())
    assert str(page_of(state)).count(f'data-level="agreed">{words}</span>') == 2


def statuses(state, known):
    """The words of the status at each place of the scrubber, by the last day of the place."""
    data = data_of(page_of(state))
    kept, place = data["passages"], data["passages"]["names"].index("term-0-consent")
    texts = ["".join(kept["pieces"][piece] for piece in pieces) for pieces in kept["texts"]]
    days = [step[0] for step in data["steps"]]
    return {
        day: re.sub("<[^>]+>", "", texts[moment[6][place]])
        for day, moment in zip(days, data["brief"][known], strict=False)
    }


def test_a_cell_says_that_its_party_goes_back_on_what_it_accepts():
    for act, words in (
        (SUSPENDED, "but suspends it"),
        (WITHDRAWN, "but withdraws"),
        (BREACHED, "but breaches it"),
    ):
        state = ledger_of(AGENDA, NORTH, SOUTH, act).state(valid="2030-02-20")
        (row,) = whip_rows(state, Names(state))
        assert row.cells["SOUTH"].in_full == f"accepts, {words}"
        mark = "" if act is BREACHED else "~"
        assert re.search(f"✓ accepts{mark}$", str(view.count(state)), re.M)
        assert str(view.board(state).rows[0][3].text) == f"✓ accepts {words.removesuffix(' it')}"
        assert f"accepts</b><i>, {words}" in str(page_of(state))
        again = ledger_of(AGENDA, NORTH, SOUTH, act, AGAIN).state(valid="2030-02-20")
        assert whip_rows(again, Names(again))[0].cells["SOUTH"].in_full == "accepts"


def test_who_goes_back_on_an_acceptance_is_first_among_what_changed():
    for since in (2, 3):
        state = ledger_of(AGENDA, NORTH, SOUTH, WITHDRAWN).state(valid="2030-02-20")
        first = analysis.brief(state, since=since).filter(part="changed")[0]
        assert (first.rule, first.about) == ("turned-against", "Truce")
        assert first.what == "Southland withdraws, 10 Jan 2030"
    leaked = says("w", None, "2030-01-10", by="leak", of="SOUTH", act="withdraws")
    state = ledger_of(AGENDA, NORTH, SOUTH, leaked).state(valid="2030-02-20")
    (turn,) = analysis.brief(state, since=3).filter(part="changed", rule="turn")
    assert turn.what == "Southland withdraws, 10 Jan 2030, not on the record"
    assert not analysis.brief(state, since=4).filter(part="changed", rule="turn")


def test_an_acceptance_that_begins_with_an_event_of_which_nothing_is_heard_says_so():
    summit = pt.Event("summit", "expected", type="summit", when="2030-01-20", participants=["NORTH"])
    after = says("s", "accepts", pt.After("summit"), by="quote", of="SOUTH")
    state = ledger_of(AGENDA, NORTH, after, pt.Report([summit], id="e")).state(valid="2030-02-20")
    (line,) = analysis.brief(state).filter(rule="perhaps-agreed")
    assert line.what == (
        "Truce, but the dates leave open whether Southland accepts it at this moment;"
        " no report says that this was held: Summit of Northland"
    )


def test_what_is_reported_as_signed_and_not_accepted_by_all_is_said_to_be_so():
    signed = pt.Report([pt.Progress("truce", "signed", since="2030-01-12")], id="t")
    for reports in ([NORTH, against("rejects"), signed], [NORTH, signed]):
        (line,) = analysis.brief(ledger_of(AGENDA, *reports).state(valid="2030-02-20")).filter(
            rule="not-agreed"
        )
        assert line.what == "Truce is not agreed; “Truce” is reported as signed, not on the record"
        assert (line.source.partition(" · ")[0], line.reports) == (
            f"counted over {len(reports)} reports",
            ("t",),
        )
    (agreed,) = analysis.brief(ledger_of(AGENDA, NORTH, SOUTH, signed).state(valid="2030-02-20")).filter(
        rule="agreed"
    )
    assert agreed.about == "Agreed"


def test_how_far_a_term_has_come_is_among_what_changed():
    tabled = pt.Report([pt.Progress("truce", "under-negotiation", since="2030-02-02")], id="u")
    collapsed = pt.Report([pt.Progress("truce", "collapsed", since="2030-02-03")], id="c")
    state = ledger_of(AGENDA, NORTH, SOUTH, tabled, collapsed).state(valid="2030-02-20")
    (line,) = analysis.brief(state, since=4).filter(part="changed")
    assert (line.rule, line.about) == ("event", "Truce")
    assert line.what == "reported as collapsed, 3 Feb 2030, not on the record; under negotiation before"
    (line,) = analysis.brief(state.at(known=4), since=3).filter(part="changed")
    assert line.what == "reported as under negotiation, 2 Feb 2030, not on the record"


@pytest.mark.parametrize("act", [SUSPENDED, WITHDRAWN])
def test_a_status_turns_where_a_party_goes_back_on_its_acceptance_and_where_it_accepts_again(act):
    state = ledger_of(AGENDA, NORTH, SOUTH, act, AGAIN).state(valid="2030-02-20")
    now = statuses(state, "now")
    assert [now[f"{day} Jan 2030"] for day in (2, 4, 10, 15)] == [
        "1 of 2 accept",
        "agreed",
        "perhaps agreed",
        "agreed",
    ]
    then = statuses(state, "then")
    assert [then[f"{day} Feb 2030"] for day in (2, 3, 4)] == ["agreed", "perhaps agreed", "agreed"]


SAID = st.fixed_dictionaries(
    {
        "of": st.sampled_from(("NORTH", "SOUTH", "EAST")),
        "by": st.sampled_from(("quote", "quote", "leak")),
        "since": st.integers(1, 9).map("2030-01-0{}".format),
    },
    optional={"party": st.just("SOUTH")},
)
DONE = st.sampled_from(
    [{"stance": stance} for stance in ("accepts", "accepts", "accepts", "rejects", "open")]
    + [{"act": act} for act in ("denies", "withdraws", "breaches", "complies", "refuses")]
    + [{"stance": "accepts", "conditions": [pt.InWords("the port is open")]}, {"conditions": []}]
    + [{"stance": "accepts", "window": "2030-01-12"}, {"window": "2030-01-16"}, {"until": "2030-01-11"}]
)
EAST = pt.Party("EAST", "Eastland", "state")
LEAGUE = pt.Party("SOUTH", "the League of the South", "group", members=[pt.Member("EAST")])
QUORUM = [pt.AtLeast(1, of=["NORTH", "SOUTH"], without_veto_of=["EAST"])]
NEEDING = [
    attrs.evolve(AGENDA, parties=[*AGENDA.parties, EAST]),
    attrs.evolve(AGENDA, parties=[AGENDA.parties[0], LEAGUE, EAST]),
    attrs.evolve(
        AGENDA, parties=[*AGENDA.parties, EAST], terms=[attrs.evolve(AGENDA.terms[0], needs=QUORUM)]
    ),
]
"""Agendas where South decides for itself, with a member, and where East has a veto."""


@st.composite
def agreements(draw):
    """Few reports by which parties accept a term, go back on it, or are said by others to do so."""
    drawn = draw(st.lists(st.tuples(SAID, DONE), min_size=2, max_size=6))
    reports = [says(f"r{n}", **said, **done) for n, (said, done) in enumerate(drawn)]
    return ledger_of(draw(st.sampled_from(NEEDING)), *reports).state(valid="2030-02-20")


@a_half()
@given(state=agreements())
def test_a_page_says_at_each_place_of_the_scrubber_what_the_headline_of_that_moment_says(state):
    steps = Story(Cells(state, spans(state), Names(state))).steps[1:-1]
    for known in ("now", "then"):
        for step, (day, status) in zip(steps, [*statuses(state, known).items()][1:], strict=False):
            moment = state.at(
                valid=as_datetime(step.instant), known=state.basis.known if known == "now" else step.seq
            )
            head = {line.rule for line in analysis.brief(moment).filter(part="headline")}
            said = RULES[status.partition(",")[0]] if moment["truce"].status is AGREED else "not-agreed"
            assert (day, head & {*RULES.values()}) == (step.label, {said} if moment.newest else set())
            assert status == status_words(Names(moment), moment["truce"])


def test_a_term_that_is_agreed_in_principle_is_that_on_a_terminal_too():
    agenda = attrs.evolve(AGENDA, terms=[attrs.evolve(AGENDA.terms[0], kind="other")])
    levels = [("NORTH", pt.Quantity(1, 2)), ("SOUTH", pt.Quantity(3, 4))]
    said = [
        pt.Position(of, "truce", "accepts", since="2030-01-02", content=pt.content.Other({"level": level}))
        for of, level in levels
    ]
    state = ledger_of(agenda, pt.Report(said, attribution=pt.Attribution("document"))).state(
        valid="2030-02-20"
    )
    for grid in (view.count(state), view.count(state, long=True)):
        assert "●● 2/2 in principle" in str(grid)
    assert "IN PRINCIPLE 2/2" in str(view.board(state))


def test_squares_tell_own_words_from_accounts_and_what_is_on_the_record():
    told = pt.Report(
        [pt.Position("SOUTH", "truce", "accepts", since="2030-01-05")],
        id="t",
        attribution=pt.Attribution("named", acts_for="NORTH"),
    )
    state = ledger_of(AGENDA, says("n", "accepts", "2030-01-02"), told).state(valid="2030-02-20")
    squares = analysis.squares(state)
    assert [(square.party, square.accounts_of, square.on_record) for square in squares] == [
        ("NORTH", (), False),
        ("SOUTH", ("NORTH",), False),
    ]
    assert [(standing.accounts_of, standing.on_record) for standing in state["truce"].values()] == [
        ((), False),
        (("NORTH",), False),
    ]
    html = squares._repr_html_()
    assert 'class="stance accepts unnamed perhaps"' not in html
    assert 'class="stance accepts unnamed"' in html
    assert 'class="stance accepts account"' in html
    assert board_of(state, None).lines[1:] == [
        "NORTH: accepts, not on the record",
        "SOUTH: accepts, by NORTH's account",
    ]
    quiet = analysis.squares(ledger_of(AGENDA).state())[0]
    assert (quiet.verdict, quiet.on_record, quiet.accounts_of) == (None, None, ())


def test_squares_have_the_marks_of_a_board_that_speak_against_a_stance():
    state = ledger_of(
        AGENDA,
        says("n", "accepts", "2030-01-02", by="named"),
        says("n-2", None, "2030-01-05", by="named", act="suspends"),
        says("s", "opposes", "2030-01-02", of="SOUTH", by="named"),
        says("s-2", "accepts", "2030-01-05", of="SOUTH", by="leak"),
    ).state(valid="2030-02-20")
    squares = analysis.squares(state).filter(term="truce")
    assert [(s.party, s.otherwise, s.acts) for s in squares] == [
        ("NORTH", None, ("suspends",)),
        ("SOUTH", pt.Stance.OPPOSES, ()),
    ]
    assert [str(square).partition(": ")[2] for square in squares] == [
        "accepts, but suspends",
        "accepts, but opposes on the record",
    ]
    urging = ledger_of(AGENDA, says("u", None, "2030-01-05", act="urges")).state()
    assert str(analysis.squares(urging)[0]) == "NORTH on truce (unreported): silent, urges"
    rows = squares.to_dicts()
    assert (rows[0]["otherwise"], rows[0]["acts"]) == (None, ["suspends"])
    tallied = "accepts: Northland (but suspends it), Southland (but opposes on the record)"
    assert tallied in str(view.tally(state))


@given(data=st.data())
def test_squares_have_the_acts_and_the_other_stance_of_each_cell(data):
    talks = data.draw(ss.ledgers())
    state = talks.state(data.draw(ss.bases(talks)))
    for square in analysis.squares(state):
        if square.party is not None:
            standing = state[square.term][square.party]
            assert square.acts == tuple(last_acts(acts_of(state, standing)))
            assert square.otherwise == next((s.value for s in standing.otherwise[-1:]), None)


# What a term hangs on


def level(words):
    """Return whether words say that a term is agreed, perhaps agreed or not agreed."""
    return next(each for each in ("perhaps", "not agreed", "agreed") if each in words.lower())


def headlined(state):
    """By agreed term, what the headline says."""
    said = {"agreed": "agreed", "perhaps-agreed": "perhaps", "not-agreed": "not agreed"}
    lines = [line for line in analysis.brief(state).filter(part="headline") if line.rule in said]
    terms = [term for term in state if state[term].status is AGREED]
    return {term: said[line.rule] for line in lines for term in line.terms if term in terms}


def surfaces(state):
    """By agreed term, what each surface says."""
    titles = {term.id: term.title for term in state.agenda.terms if state[term.id].status is AGREED}
    rows = whip_rows(state, Names(state))
    signs = {row[0].text: row[1].text for row in view.board(state).rows}
    counts = {row[0].text: f"{row[1].text} agreed" for row in view.count(state).rows}
    whole = {row[0].text: row[3].text for row in whole_board(state).rows}
    found = {
        "rows": {row.term: row.status for row in rows},
        "board": signs,
        "count": {term: counts[title] for term, title in titles.items()},
        "notebook": {term: whole[title] for term, title in titles.items()},
        "squares": {square.term: square.verdict for square in analysis.squares(state)},
        "command": {term: board_of(state, term).lines[0] for term in titles},
    }
    return {name: {term: level(said[term]) for term in titles} for name, said in found.items()}


HANGING = {
    "agreed": ([conditional.AID], "●● 2/2", "✓ accepts, met", "if(met)", "(met)"),
    "perhaps": (
        [conditional.AID, conditional.WITHDRAWN],
        "●◐ 2/2 perhaps",
        "✓ accepts, if",
        "if(perhaps met)",
        "(perhaps met)",
    ),
    "not agreed": (
        [conditional.REFUSED, conditional.LEAKED],
        "●◐ 2/2 not agreed",
        "✓ accepts, if",
        "if(perhaps met)",
        "(perhaps met)",
    ),
}


@pytest.mark.parametrize("words", HANGING)
def test_a_term_is_no_surer_than_what_it_hangs_on_wherever_it_is_shown(words):
    reports, consent, short, signs, how = HANGING[words]
    state = ledger_of(conditional.AGENDA, *conditional.MADE, *reports).state(valid="2030-02-20")
    assert [state[term].status for term in state] == [AGREED] * 3
    expected = dict.fromkeys(state, words)
    assert headlined(state) == expected
    for name, said in surfaces(state).items():
        assert (name, said) == (name, expected)
    (line,) = (line for line in str(view.count(state)).splitlines() if line.startswith("Truce"))
    assert re.split(r"\s{3,}|\s\s", line)[1] == consent
    assert line.endswith(short)
    assert str(view.board(state).rows[0][3].text) == f"✓ accepts {signs}"
    assert signs in str(view.why(state, "truce", "SOUTH"))
    assert f"SOUTH: accepts, with conditions {how}" in board_of(state, "truce").lines
    asked = f"if “Aid” is agreed {how}"
    both = f"if Southland accepts “Aid” {how} and Summit is held (met)"
    for text in (view.count(state, long=True), whole_board(state), page_of(state)):
        assert asked in str(text)
        assert both in str(text)
    assert f"✓ accepts {signs}" in unmarked(state._repr_html_())
    status = "agreed" if words == "agreed" else f"{words} agreed" if words == "perhaps" else f"{words}, "
    for picture in (view.board_picture, view.tally, view.lanes):
        text = unmarked(picture(state).svg)
        assert text.count(status) >= len(state)
        assert words != "agreed" or not re.search("perhaps|not agreed", text)
    assert len(re.findall(f'data-level="agreed">{status}', str(page_of(state)))) == 2 * len(state)


def unmarked(html):
    """Return the words of some HTML."""
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def test_an_acceptance_off_the_record_on_which_a_quorum_does_not_depend_makes_no_term_not_agreed():
    agenda = conditional.agenda_of(
        {"truce": [pt.AtLeast(1, of=["NORTH", "SOUTH"])], "aid": ["SOUTH"], "border": ["NORTH"]}
    )
    reports = conditional.NORTH, conditional.SOUTH, conditional.REFUSED, conditional.LEAKED
    state = ledger_of(agenda, *reports).state(valid="2030-02-20")
    verdicts = {square.term: square.verdict for square in analysis.squares(state)}
    assert (verdicts["truce"], verdicts["aid"]) == ("perhaps agreed", "not agreed, rejected on the record")


SOUTH_REFUSED = says("r", "rejects", "2030-01-04", by="quote", of="SOUTH")
"""A refusal on the record; `LEAKED` says otherwise."""


@pytest.mark.parametrize(
    ("need", "verdict", "rule"),
    [
        (pt.AtLeast(1, of=["NORTH", "SOUTH"]), "perhaps agreed", "against-not-needed"),
        (pt.AtLeast(2, of=["NORTH", "SOUTH"]), "not agreed, rejected on the record", "not-taken-back"),
        (
            pt.AtLeast(1, of=["NORTH", "SOUTH"], without_veto_of=["SOUTH"]),
            "not agreed, rejected on the record",
            "not-taken-back",
        ),
    ],
)
def test_a_leak_that_a_party_accepts_whose_consent_is_not_needed_undoes_no_agreement(need, verdict, rule):
    agenda = attrs.evolve(AGENDA, terms=[attrs.evolve(AGENDA.terms[0], needs=[need])])
    state = ledger_of(agenda, NORTH, SOUTH_REFUSED, LEAKED).state(valid="2030-02-20")
    assert {square.verdict for square in analysis.squares(state)} == {verdict}
    (line,) = analysis.brief(state).filter(part="blocks")
    assert line.rule == rule
    assert ("its consent is not needed" in line.what) is (verdict == "perhaps agreed")
    assert [(move.party, str(move.does)) for move in analysis.moves(state)] == [("SOUTH", "confirm")]
    (finding,) = analysis.check(state).filter(check="not-taken-back")
    assert str(finding.severity) == ("low" if verdict == "perhaps agreed" else "high")


def test_parties_of_which_each_could_be_spared_but_not_all_weigh_as_much_as_ever():
    need = pt.AtLeast(1, of=["NORTH", "SOUTH"])
    agenda = attrs.evolve(AGENDA, terms=[attrs.evolve(AGENDA.terms[0], needs=[need])])
    north = says("nr", "rejects", "2030-01-04", by="quote"), says("nl", "accepts", "2030-01-15", by="leak")
    state = ledger_of(agenda, *north, SOUTH_REFUSED, LEAKED).state(valid="2030-02-20")
    found = analysis.check(state).filter(check="not-taken-back")
    assert [str(finding.severity) for finding in found] == ["high", "high"]


def test_who_refuses_on_the_record_where_its_group_accepts_has_the_next_move():
    league = pt.Party("LEAGUE", "a league", "group", members=[pt.Member("SOUTH")])
    agenda = attrs.evolve(AGENDA, parties=[*AGENDA.parties, league])
    leaked = says("l", "accepts", "2030-01-15", by="leak", of="LEAGUE")
    state = ledger_of(agenda, NORTH, SOUTH_REFUSED, leaked).state(valid="2030-02-20")
    assert analysis.squares(state)[0].verdict == "not agreed, rejected on the record"
    assert [(move.party, str(move.does)) for move in analysis.moves(state)] == [("SOUTH", "confirm")]


def test_what_is_not_agreed_for_another_term_says_so_in_the_headline():
    reports = conditional.NORTH, conditional.SOUTH, conditional.REFUSED, conditional.LEAKED
    state = ledger_of(conditional.AGENDA, *reports).state(valid="2030-02-20")
    (line,) = analysis.brief(state).filter(rule="not-agreed")
    assert "; on “Truce”, the acceptance of Southland hangs on “Aid”, which is not agreed" in line.what
    assert analysis.squares(state)[0].verdict == "not agreed, hangs on what is not agreed"


def test_a_term_that_gets_less_sure_with_another_one_is_among_what_changed():
    reports = *conditional.MADE, conditional.AID, conditional.WITHDRAWN, conditional.AGAIN
    state = ledger_of(conditional.AGENDA, *reports).state(valid="2030-02-20")
    without, withdrawn = state.at(known=6), state.at(known=7)
    changed = [str(change) for change in analysis.diff(without, withdrawn) if change.field == "verdict"]
    assert changed == [f"{term}, verdict: agreed -> perhaps agreed; learned, loosened (w)" for term in state]
    lines = analysis.brief(withdrawn, since=6).filter(part="changed")
    hangs = "the acceptance of Southland hangs on “Aid”, which is perhaps agreed"
    assert [(line.about, line.what, line.reports) for line in lines if line.about == "Truce"] == [
        ("Truce", f"now perhaps agreed; agreed before; {hangs}", ("w",))
    ]
    (again,) = analysis.diff(withdrawn, state).filter(term="truce")
    assert str(again) == "truce, verdict: perhaps agreed -> agreed; learned, firmed-up (aa)"
    (line,) = (
        line for line in analysis.brief(state, since=7).filter(part="changed") if line.about == "Truce"
    )
    assert line.what == "now agreed; perhaps agreed before"


def test_a_path_to_a_term_says_that_what_it_hangs_on_is_in_doubt():
    reports = *conditional.MADE, conditional.AID
    sure = ledger_of(conditional.AGENDA, *reports).state(valid="2030-02-20")
    doubted = ledger_of(conditional.AGENDA, *reports, conditional.WITHDRAWN).state(valid="2030-02-20")
    for term in ("truce", "border"):
        outcomes = [[path.outcome for path in analysis.paths(state, term)] for state in (sure, doubted)]
        assert outcomes == [["agreed"], ["doubtful"]]
    assert [(move.party, move.term) for move in analysis.moves(doubted)] == [("SOUTH", "aid")]
    (package,) = (row for row in analysis.packages(doubted) if row.terms == ("truce",))
    doubt = "perhaps: the acceptance of Southland hangs on “Aid”, which is perhaps agreed"
    assert not_accepted(doubted, Names(doubted), package) == doubt


# The same, worked out naively


def own(needs, positions, term):
    """Return what is said of a term in a ledger where nothing is conditional."""
    bare = [{name: value for name, value in each.items() if name != "conditions"} for each in positions]
    state = conditional.state_of(needs, bare)
    return analysis.squares(state).filter(term=term)[0].verdict or "agreed"


def naive(needs, positions):
    """By agreed term, how sure it is with all that it hangs on: asked again until nothing turns."""
    state = conditional.state_of(needs, positions)
    agreed = [term for term in state if state[term].status is AGREED]
    holders = [(term, party) for term in state for party in ("NORTH", "SOUTH")]
    asking = [(term, party) for term, party in holders if state.conditions_met(term, party)]
    found = {term: level(own(needs, positions, term)) for term in agreed}
    found |= {(term, party): level(own(needs | {term: [party]}, positions, term)) for term, party in holders}
    before = None
    while before != found:
        before = dict(found)
        for term, party in asking:
            for condition in state[term][party].conditions:
                behind = behind_of(condition, before, needs, positions)
                found[term, party] = max(found[term, party], behind, key=ORDER.index)
            if term in agreed and party in state[term].accepting and state[term][party].conditions:
                most = "not agreed" if party in state[term].required else "perhaps"
                found[term] = max(
                    found[term], min(found[term, party], most, key=ORDER.index), key=ORDER.index
                )
    return {term: found[term] for term in agreed}


ORDER = ("agreed", "perhaps", "not agreed")


def behind_of(condition, before, needs, positions):
    """Return how sure a condition is that is met."""
    if isinstance(condition, pt.StanceIs):
        return before[condition.term, condition.party]
    if isinstance(condition, pt.EventHeld) or condition.term not in before:
        return "agreed"
    if condition.status is AGREED:
        return before[condition.term]
    return min(level(own(needs, positions, condition.term)), "perhaps", key=ORDER.index)


@a_half()
@given(drawn=conditional.conditional(steady=True))
def test_all_surfaces_have_one_verdict_and_it_is_that_of_all_that_a_term_hangs_on(drawn):
    state = conditional.state_of(*drawn)
    expected = naive(*drawn)
    assert headlined(state) == expected
    for name, said in surfaces(state).items():
        assert (name, said) == (name, expected)
