"""Rule 3: by whose words a stance is known, also where later reports are further from the party."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis, publication, view
from peacetrack.replay.spans import spans
from peacetrack.replay.strip import answer_at
from peacetrack.rules import standing_wording
from peacetrack.testing import laws
from tests.rules.helpers import AGENDA, LATER, ledger_of, north

ACCOUNT = {"side": "SOUTH"}


def says(id, stance, since, by="quote", side=None, *, party="NORTH", term="truce", **fields):
    """A report of a stance by an attribution, which acts for a side."""
    position = pt.Position(party, term, stance, since=since, **fields)
    return pt.Report([position], id=id, attribution=pt.Attribution(by, acts_for=side))


def known(standing):
    """By whose words it is known: its marks, in words, and the reports on the record."""
    marks = frozenset(standing_wording.patterns(standing)) & {"unnamed", "account"}
    return marks, standing_wording.reservation(standing), [s.report for s in standing.recorded]


ON_RECORD: tuple[frozenset[str], str, list[str]] = (frozenset(), "", ["own"])
UNNAMED: tuple[frozenset[str], str, list[str]] = (frozenset({"unnamed"}), "not on the record", [])

OWN = says("own", "accepts", "2030-01-03")
DENIED = says("denied", "rejects", "2030-01-05", by="leak")
AGAIN = says("again", "accepts", "2030-01-07", by="leak")


def test_what_a_party_said_on_the_record_and_only_a_leak_denied_is_on_the_record_again():
    talks = ledger_of(OWN, DENIED, AGAIN)
    assert [s.report for s in north(talks).runs["stance"]] == ["again"]
    assert known(north(talks)) == ON_RECORD
    assert known(north(talks, "2030-01-06")) == UNNAMED
    assert known(north(talks, "2030-01-04")) == ON_RECORD


def test_it_is_unnamed_where_the_party_took_it_back_on_the_record_or_it_ended_or_was_withdrawn():
    taken_back = says("back", "opposes", "2030-01-04")
    assert known(north(ledger_of(OWN, taken_back, DENIED, AGAIN))) == UNNAMED
    ended = says("own", "accepts", "2030-01-03", until="2030-01-04")
    assert known(north(ledger_of(ended, DENIED, AGAIN))) == UNNAMED
    talks = ledger_of(OWN, DENIED, AGAIN)
    talks.retract("own", reason="forged")
    assert known(north(talks)) == UNNAMED
    assert known(north(talks, known=talks.head - 1)) == ON_RECORD


def test_words_on_the_record_that_a_trust_leaves_out_count_for_nothing():
    trust = pt.Trust(attributions=["leak"])
    assert known(north(ledger_of(OWN, DENIED, AGAIN), trust=trust)) == UNNAMED


def test_a_complete_position_of_an_unnamed_source_leaves_the_stance_on_the_record():
    complete = says("complete", "accepts", "2030-01-07", by="leak", complete=True)
    assert known(north(ledger_of(OWN, complete))) == ON_RECORD


def test_an_account_of_what_the_party_says_itself_is_no_account():
    account = says("account", "accepts", "2030-01-07", **ACCOUNT)
    assert north(ledger_of(OWN, DENIED, account)).accounts_of == ()
    assert known(north(ledger_of(OWN, DENIED, account))) == ON_RECORD
    quiet = says("quiet", "accepts", "2030-01-03", by="officials-briefed", side="NORTH")
    other = says("other", "rejects", "2030-01-05", **ACCOUNT)
    assert known(north(ledger_of(quiet, other, account))) == UNNAMED
    alone = north(ledger_of(quiet, DENIED, account))
    assert (alone.accounts_of, known(alone)) == (("SOUTH",), ({"account"}, "by SOUTH's account", []))
    talks = ledger_of(OWN, DENIED, account, says("s", "accepts", "2030-01-03", party="SOUTH"))
    assert [f for f in analysis.check(talks.state(valid=LATER)) if f.check == "account-alone"] == []


def test_a_member_stands_on_what_its_group_says_on_the_record():
    group = {"party": "LEAGUE", "term": "force"}
    talks = ledger_of(
        says("own", "accepts", "2030-01-06", **group),
        says("denied", "rejects", "2030-01-08", by="leak", **group),
        says("again", "accepts", "2030-01-10", by="leak", **group),
    )
    standing = talks.state(valid=LATER)["force"]["WEST"]
    assert (standing.by_group, known(standing)) == ("LEAGUE", ON_RECORD)


def test_a_group_stands_on_what_its_members_say_on_the_record():
    pact = pt.Party("PACT", "a pact", "group", members=[pt.Member("EAST")], members_known=True)
    talks = pt.Tracker(AGENDA)
    talks.declare(pt.Agenda("invented", parties=[pact]))
    east = {"party": "EAST", "term": "force"}
    talks.record(says("own", "accepts", "2030-01-03", **east))
    talks.record(says("denied", "rejects", "2030-01-05", by="leak", **east))
    talks.record(says("again", "accepts", "2030-01-07", by="leak", **east))
    standing = talks.state(valid=LATER)["force"]["PACT"]
    assert (standing.by_members, known(standing)) == (("EAST",), ON_RECORD)


OTHERS = {"leak": ("leak", None), "SOUTH's account": ("named", "SOUTH")}


@pytest.mark.parametrize("field", ["window", "until"])
@pytest.mark.parametrize("teller", OTHERS)
def test_an_end_that_only_others_give_says_so_wherever_it_is_shown(teller, field):
    by, side = OTHERS[teller]
    first = says("own", "accepts", "2030-01-03", **{field: "2030-01-10"})
    later = says("later", None, "2030-01-05", by, side, **{field: "2030-02-10"})
    state = ledger_of(first, later).state(valid="2030-01-20")
    (row,) = analysis.windows(state)
    reserve, in_words = (
        ("by SOUTH's account", "by the account of Southland") if side else ("not on the record",) * 2
    )
    assert str(row).endswith(f"2030-02-10, {reserve}")
    assert (row.on_record, row.accounts_of) == (False, ("SOUTH",) if side else ())
    assert str(row) in str(view.why(state, "truce", "NORTH"))
    assert f"10 Feb 2030 ({in_words})" in str(view.count(state, long=True))
    assert f"{in_words}" in view.lanes(state, "truce").svg
    assert f"10 Feb 2030, {in_words}" in view.briefing(state).html
    assert in_words in publication.calendar(state).content.decode().replace("\r\n ", "")
    assert ("<2030-02-10*" in str(view.board(state))) is (field == "window")


def test_an_end_that_the_party_gives_too_is_on_the_record():
    ends = {"window": "2030-02-10"}
    leak, again = says("leak", None, "2030-01-05", "leak", **ends), says("too", None, "2030-01-07", **ends)
    for reports in ((says("own", "accepts", "2030-01-03", **ends), leak), (OWN, leak, again)):
        state = ledger_of(*reports).state(valid="2030-01-20")
        (row,) = analysis.windows(state)
        assert (str(row), row.on_record) == ("NORTH on truce: offer closes 2030-02-10", True)
        assert "<2030-02-10*" not in str(view.board(state))


def test_the_end_of_what_is_off_the_record_as_a_whole_has_that_in_a_column():
    state = ledger_of(says("a", "accepts", "2030-01-03", "leak", window="2030-02-10")).state(
        valid="2030-01-20"
    )
    (row,) = analysis.windows(state)
    assert str(row) == "NORTH on truce: offer closes 2030-02-10"
    assert (row.on_record, row.stance_on_record) == (False, False)


@pytest.mark.parametrize("second", [AGAIN, says("again", "accepts", "2030-01-07", "leak", complete=True)])
def test_board_evidence_and_history_mark_it_alike(second):
    state = ledger_of(OWN, DENIED, second).state(valid=LATER)
    row = next(row for row in view.board(state).rows if str(row[0]) == "truce")
    assert [cell.marks for cell in row if cell.stance is not None] == [()]
    assert "unnamed" not in [
        mark for row in view.why(state, "truce", "NORTH").rows for c in row for mark in c.marks
    ]
    assert [known(spell.standing)[0] for spell in state.spells("truce", "NORTH")] == [
        set(),
        {"unnamed"},
        set(),
    ]


def test_over_both_clocks_it_is_marked_until_the_words_on_the_record_are_known():
    talks = ledger_of(DENIED, AGAIN, OWN)
    state = talks.state(valid=LATER)
    held = spans(state).held["truce", "NORTH"]
    marks = [
        standing_wording.patterns(answer_at(held, state.instant, seq).upheld)
        for seq in (talks.head - 1, talks.head)
    ]
    assert marks == [("unnamed",), ()]


@st.composite
def turning(draw):
    """A ledger of two stances of a group, its member and another party, mostly off the record."""
    reports = []
    for number in range(draw(st.integers(3, 7))):
        party, day = draw(st.sampled_from(["LEAGUE", "LEAGUE", "WEST"])), draw(st.integers(6, 12))
        said = says(
            f"r{number}",
            draw(st.sampled_from(["accepts", "accepts", "rejects"])),
            f"2030-01-{day:02}",
            draw(st.sampled_from(["quote", "leak", "leak"])),
            draw(st.sampled_from([None, None, "SOUTH"])),
            party=party,
            term="force",
            complete=draw(st.sampled_from([False, False, True])),
            until=draw(st.sampled_from([None, None, None, f"2030-01-{day + 2:02}"])),
        )
        reports.append(said)
    return ledger_of(*reports)


@given(turning(), st.integers(6, 14))
def test_by_whose_words_a_stance_is_known_is_as_the_oracle_says(talks, day):
    laws.index_is_oracle(talks, talks.state(valid=f"2030-01-{day:02}").basis)


def test_another_stance_on_the_record_than_off_it_is_there_and_no_acceptance_is_confirmed():
    said = says("own", "open", "2030-01-03"), says("leaked", "accepts", "2030-01-05", by="leak")
    talks = ledger_of(*said)
    leaked = north(talks)
    assert ([s.report for s in leaked.otherwise], leaked.accepts, leaked.confirmed) == (["own"], True, False)
    assert "but open" in standing_wording.in_brief(leaked)
    assert north(talks, "2030-01-04").otherwise == ()
    again = says("again", "accepts", "2030-01-07")
    assert north(ledger_of(*said, again)).confirmed
    assert north(ledger_of(said[1])).confirmed
    state = talks.state(valid=LATER)
    held = [
        answer_at(spans(state).held["truce", "NORTH"], talks.state(valid=day).instant, state.seq)
        for day in ("2030-01-04", LATER)
    ]
    assert [len(each.upheld.otherwise) for each in held] == [0, 1]


@pytest.mark.parametrize(
    ("reports", "since", "recorded"),
    [
        ([OWN], "2030-01-03", "2030-01-03"),
        ([says("told", "accepts", "2030-01-02", side="SOUTH"), OWN], "2030-01-02", "2030-01-03"),
        ([says("leak", "accepts", "2030-01-02", by="leak"), OWN], "2030-01-02", "2030-01-03"),
        ([OWN, DENIED, AGAIN], "2030-01-07", "2030-01-03"),
        ([AGAIN], "2030-01-07", "None"),
    ],
)
def test_since_when_a_stance_is_on_the_record_is_told_from_since_when_it_is_reported(
    reports, since, recorded
):
    talks = ledger_of(*reports)
    standing, (square, *_) = north(talks), analysis.squares(talks.state(valid=LATER))
    for each in (standing, square):
        assert (str(each.since), str(each.on_record_since)) == (since, recorded)
