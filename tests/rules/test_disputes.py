"""Rule 7: which statements dispute each other."""

import pytest

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.testing import laws
from tests.effort import thinned
from tests.recording import happens, says
from tests.rules.helpers import LATER, ledger_of, north, two


def test_two_reports_of_unknown_origin_can_dispute():
    talks = ledger_of(says("a", "accepts", "2030-01-05"), says("b", "rejects", "2030-01-05"))
    assert north(talks).disputed == ("stance",)
    assert north(talks).stance is pt.Stance.REJECTS


def test_reports_of_one_origin_do_not_dispute():
    talks = ledger_of(
        says("a", "accepts", "2030-01-05", origin="wire"), says("b", "rejects", "2030-01-05", origin="wire")
    )
    assert north(talks).disputed == ()


def test_reports_of_two_origins_dispute():
    talks = ledger_of(
        says("a", "accepts", "2030-01-05", origin="wire"), says("b", "rejects", "2030-01-05", origin="radio")
    )
    assert north(talks).disputed == ("stance",)


def test_voices_of_one_report_dispute():
    draft = pt.draft(id="a", since="2030-01-05")
    draft.voice("quote", of="NORTH").position("truce", "accepts")
    draft.voice("leak", of="NORTH").position("truce", "rejects")
    assert north(ledger_of(draft)).disputed == ("stance",)


def test_one_voice_of_one_report_does_not_dispute_itself():
    draft = pt.draft(id="a", since="2030-01-05")
    draft.voice("quote", of="NORTH").position("truce", "accepts").position("truce", "rejects")
    assert north(ledger_of(draft)).disputed == ()


@pytest.mark.parametrize(
    ("one", "other", "disputed"),
    [
        ("opposes", "opposes", ()),
        ("opposes", "neutral", ("stance",)),
        ("neutral", "open", ("stance",)),
        ("opposes", "open", ("stance",)),
    ],
)
def test_stances_differ_when_they_fall_on_different_sides(one, other, disputed):
    talks = ledger_of(says("a", one, "2030-01-05"), says("b", other, "2030-01-05"))
    assert north(talks).disputed == disputed


@pytest.mark.parametrize("stances", [("rejects", "opposes"), ("open", "accepts"), ("accepts", "open")])
def test_stances_of_one_side_differ_where_only_the_order_of_recording_puts_one_last(stances):
    first, last = (says(s, s, "2030-01-05") for s in stances)
    talks = ledger_of(first, last)
    assert north(talks).disputed == ("stance",)
    talks.record(says("again", stances[1], "2030-01-09"))
    assert north(talks, "2030-01-08").disputed == ("stance",)
    talks.correct("again", says("later", stances[0], "2030-01-09"), reason="misheard")
    assert north(talks).disputed == ()


@pytest.mark.parametrize(
    "later",
    [
        says("b", "open", "2030-01-06"),
        says("b", "open", "2030-01-05/2030-01-09", by="leak"),
        says("b", "open", "2030-01-05", by="leak"),
        says("b", "open", "2030-01-05", by="quote", origin="wire"),
    ],
)
def test_stances_of_one_side_that_the_evidence_puts_in_an_order_do_not_differ(later):
    talks = ledger_of(says("a", "accepts", "2030-01-05", origin="wire"), later)
    assert north(talks).disputed == ()


def test_an_account_and_own_words_of_one_side_do_not_differ():
    account = pt.Report(
        [pt.Position("NORTH", "truce", "open", since="2030-01-05")],
        id="account",
        attribution=pt.Attribution("narrator", acts_for="SOUTH"),
    )
    talks = ledger_of(says("own", "accepts", "2030-01-05", by="narrator"), account)
    assert (str(north(talks).stance), north(talks).disputed) == ("accepts", ())


STANCES = ("accepts", "open", "opposes", "rejects")
TIMES = ("2030-01-05", "2030-01-05/2030-01-09", "/2030-01-05", "2030-01-06")


@pytest.mark.parametrize("one", [says("a", s, t, by="leak") for s in STANCES for t in TIMES[:2]])
def test_no_answer_depends_on_the_order_of_recording_without_a_mark(one):
    others = [says("b", s, t, by=by) for s in STANCES for t in TIMES for by in ("leak", "quote")]
    for other in others[:: thinned(1)]:
        either, or_else = north(ledger_of(one, other)), north(ledger_of(other, one))
        same = either.stance == or_else.stance
        assert same or "stance" in {*either.disputed} & {*or_else.disputed}, other


def test_a_board_and_a_dispute_show_what_only_recording_puts_in_an_order():
    south = says("s", "accepts", "2030-01-05", of="SOUTH")
    talks = ledger_of(south, says("a", "open", "2030-01-05"), says("b", "accepts", "2030-01-05"))
    state = talks.state(valid=LATER)
    (row,) = (line for line in str(view.board(state)).splitlines() if line.startswith("truce"))
    assert "✓ accepts ≠" in row
    assert "AGREED 2/2 ≠ NORTH" in row
    (dispute,) = analysis.disputes(state)
    assert str(dispute).startswith("NORTH on truce, stance: accepts (b), open (a). To settle it: ")


def test_any_field_can_be_disputed():
    talks = ledger_of(
        says("a", "accepts", "2030-01-05", purpose="definitive", red_line=True),
        says("b", "accepts", "2030-01-05", purpose="preliminary", red_line=False),
    )
    assert sorted(north(talks).disputed) == ["content.purpose", "red_line"]


@pytest.mark.parametrize("absence", pt.Absence)
def test_an_absence_disputes_nothing(absence):
    talks = ledger_of(
        says("a", "accepts", "2030-01-05", scope="at sea"), says("b", absence, "2030-01-05", scope=absence)
    )
    assert north(talks).disputed == ()


def test_statements_that_the_evidence_can_order_do_not_dispute():
    talks = ledger_of(says("a", "accepts", "2030-01-05"), says("b", "rejects", "2030-01-06"))
    assert north(talks).disputed == ()


def test_ranges_that_overlap_cannot_be_ordered():
    talks = ledger_of(says("a", "accepts", "2030-01-05/2030-01-08"), says("b", "rejects", "2030-01-06"))
    assert north(talks).disputed == ("stance",)


def test_a_statement_that_has_not_begun_can_dispute_one_that_has():
    talks = ledger_of(says("a", "accepts", "2030-01-05/2030-01-08"), says("b", "rejects", "2030-01-07"))
    standing = north(talks, "2030-01-06")
    assert (standing.stance, standing.disputed) == (pt.Stance.ACCEPTS, ("stance",))


def test_what_may_hold_can_be_disputed():
    talks = ledger_of(says("a", "accepts", "/2030-01-14"), says("b", "rejects", "2030-01-14"))
    assert north(talks, "2030-01-10").disputed == ("stance",)


def test_a_statement_that_is_not_trusted_disputes_nothing():
    talks = ledger_of(says("a", "accepts", "2030-01-05"), says("b", "rejects", "2030-01-05", by="rumour"))
    assert north(talks).disputed == ()
    assert north(talks, trust=pt.EVERYTHING).disputed == ("stance",)


def test_dates_of_an_event_differ_where_they_do_not_overlap():
    vague = ledger_of(
        happens("a", "summit", when="2030-01", published="2030-02-01"),
        happens("b", "summit", when="2030-01-06", published="2030-02-01"),
    )
    wrong = ledger_of(
        happens("a", "summit", when="2030-01-07", published="2030-02-01"),
        happens("b", "summit", when="2030-01-06", published="2030-02-01"),
    )
    assert vague.state(valid=LATER).events()[0].disputed == ()
    assert wrong.state(valid=LATER).events()[0].disputed == ("when",)


def bare(id, since, **said):
    """Make a report of a field without a stance."""
    return pt.Report([pt.Position("NORTH", "truce", since=since, **said)], id=id)


def test_a_set_told_in_another_order_is_the_same_set():
    told_so = [
        pt.Position(
            "NORTH",
            "pledge",
            "open",
            since="2030-01-05",
            content=pt.content.SecurityGuarantee(guarantors=guarantors),
        )
        for guarantors in (["SOUTH", "ISLE"], ["ISLE", "SOUTH"])
    ]
    assert two(*told_so).standing("pledge", "NORTH").disputed == ()


def test_a_date_told_in_other_words_is_the_same_date():
    closing = [pt.At("2030-03-01"), pt.At(pt.Moment.parse("2030-03-01", said="by spring"))]
    told_so = [pt.Position("NORTH", "truce", "open", since="2030-01-05", window=window) for window in closing]
    assert two(*told_so).standing("truce", "NORTH").disputed == ()
    unknown = [pt.At(pt.Moment.parse("/..")), pt.At(pt.Moment.parse("/..", said="some day"))]
    said_so = [pt.Position("NORTH", "truce", "open", since="2030-01-05", window=window) for window in unknown]
    assert two(*said_so).standing("truce", "NORTH").disputed == ()


def test_a_bare_until_of_the_same_time_disputes_one_with_the_stance():
    talks = ledger_of(
        says("a", "accepts", "2030-01-05", until="2030-01-20"),
        says("b", since="2030-01-05", until="2030-01-25"),
    )
    assert north(talks).disputed == ("until",)


def test_attributions_of_one_report_dispute_without_voices_too():
    positions = [
        pt.Position("NORTH", "truce", stance, attribution=pt.Attribution("named", speaker=name))
        for stance, name in (("accepts", "one"), ("rejects", "another"))
    ]
    talks = ledger_of(pt.Report(positions, id="a", since="2030-01-05"))
    assert north(talks).disputed == ("stance",)


# Undated reports


DOCUMENT = says("document", "accepts", "2015-07-14", by="document")


def test_an_undated_report_disputes_dated_evidence_from_before():
    standing = north(ledger_of(DOCUMENT, says("later", "rejects")))
    assert (standing.stance, standing.disputed) == (pt.Stance.REJECTS, ("stance",))


def test_an_undated_report_disputes_dated_evidence_at_all_times_before():
    talks = ledger_of(DOCUMENT, says("later", "rejects"))
    assert north(talks, "2015-07-15").disputed == ("stance",)
    assert north(talks, "2015-07-15", known=2).disputed == ()


def test_a_dated_report_after_an_undated_one_is_not_disputed_by_it():
    talks = ledger_of(says("undated", "rejects"), says("document", "accepts", "2030-02-10"))
    assert north(talks, "2030-02-09").disputed == ()
    assert north(talks).disputed == ()


def test_undated_reports_stand_in_the_order_of_recording_without_a_dispute():
    standing = north(ledger_of(says("a", "accepts"), says("b", "rejects")))
    assert (standing.stance, standing.disputed) == (pt.Stance.REJECTS, ())


def test_undated_voices_of_one_report_dispute():
    draft = pt.draft(id="a")
    draft.voice("quote", of="NORTH").position("truce", "accepts")
    draft.voice("leak", of="NORTH").position("truce", "rejects")
    assert north(ledger_of(draft)).disputed == ("stance",)


def test_an_undated_report_reaches_back_until_a_dated_one_of_its_run_has_begun():
    talks = ledger_of(DOCUMENT, says("undated", "rejects"), says("dated", "rejects", "2030-02-10"))
    assert north(talks, "2030-02-09").disputed == ("stance",)
    assert north(talks, "2030-02-10").disputed == ()


def test_an_undated_report_that_restates_what_is_dated_disputes_nothing():
    talks = ledger_of(
        says("first", "rejects", "2015-07-14"),
        says("second", "accepts", "2020-01-01"),
        says("undated", "accepts"),
    )
    assert north(talks).disputed == ()


@pytest.mark.parametrize(
    "told_when",
    [
        {"since": "2030-01-05"},
        {"since": "/2030-01-05"},
        {"since": pt.During("summit")},
        {"published": "2030-01-05"},
        {"published": "2030"},
    ],
)
def test_a_time_of_the_claim_or_of_its_publication_dates_it(told_when):
    assert north(ledger_of(DOCUMENT, says("later", "rejects", **told_when))).disputed == ()


@pytest.mark.parametrize("since", [pt.Moment.unknown("long ago"), "/.."])
def test_words_alone_date_nothing(since):
    assert north(ledger_of(DOCUMENT, says("later", "rejects", since))).disputed == ("stance",)


def test_an_ending_dates_nothing():
    talks = ledger_of(DOCUMENT, says("later", "rejects", until="2030-03-01"))
    assert north(talks, "2030-02-20").disputed == ("stance",)


def test_the_since_of_its_report_dates_a_claim():
    draft = pt.draft(id="later", since="2030-01-05").position("truce", "rejects", party="NORTH")
    assert north(ledger_of(DOCUMENT, draft)).disputed == ()


def test_every_field_of_an_undated_report_disputes():
    talks = ledger_of(
        says("document", "accepts", "2015-07-14", purpose="definitive", red_line=True),
        says("later", purpose="preliminary", red_line=False),
    )
    assert sorted(north(talks).disputed) == ["content.purpose", "red_line"]


def test_what_is_supposed_without_a_time_holds_at_the_moment_and_so_is_dated():
    supposed = ledger_of(DOCUMENT).state(valid=LATER).suppose(says("x", "rejects"))
    assert supposed["truce"]["NORTH"].disputed == ()


def test_two_unpublished_reports_of_an_event_that_differ_are_disputed():
    talks = ledger_of(happens("a", "summit", "postponed"), happens("b", "summit", "held"))
    assert talks.state(valid=LATER).event("summit").disputed == ("status",)


def test_words_that_are_redacted_still_differ_from_a_date():
    talks = ledger_of(
        says("a", "accepts", "2030-01-05", window=pt.At(pt.Moment(None, "when the river thaws"))),
        says("b", "accepts", "2030-01-05", window="2030-03-01"),
    )
    assert north(talks).disputed == ("window",)
    talks.redact("a", reason="a source is in danger")
    assert north(talks).disputed == ("window",)


def test_two_kinds_of_window_differ_even_where_their_words_are_redacted():
    talks = ledger_of(
        says("a", "accepts", "2030-01-05", window=pt.WithEvent(pt.InWords("the thaw"))),
        says("b", "accepts", "2030-01-05", window=pt.NotBefore(pt.InWords("the thaw"))),
    )
    talks.redact("a", reason="a source is in danger")
    assert north(talks).disputed == ("window",)
    laws.index_is_oracle(talks, talks.state(valid=LATER).basis)


def test_what_was_told_in_the_same_words_does_not_dispute_once_they_are_redacted():
    talks = ledger_of(
        says("a", "accepts", "2030-01-05", scope="at sea", conditions=[pt.InWords("peace")]),
        says("b", "accepts", "2030-01-05", scope="at sea", conditions=[pt.InWords("peace")]),
    )
    assert north(talks).disputed == ()
    talks.redact("a", reason="a source is in danger")
    assert north(talks).disputed == ()
