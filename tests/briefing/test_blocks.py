"""What blocks: rejections, red lines, conditions, quorums, offers that ran out.

The rules are those of `docs/explanation/what-a-brief-says.md`.
"""

from __future__ import annotations

import attrs
import pytest

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.analysis.sentence.naming import Names
from peacetrack.view.whip import whip_rows
from tests import recording
from tests.briefing.invented import AGENDA, PARTIES, SUMMIT, TERMS, lines, quoted, sentence, sentences, week
from tests.recording import says


def test_a_quoted_rejection_is_the_headline_and_the_first_that_blocks():
    rows = lines(says("a", "accepts", "2030-01-03"), quoted("b", "rejects", quote="never"))
    assert sentences(rows, "rejection-on-record") == [
        "Ceasefire: Southland rejects “the guns fall silent” since 3 Jan 2030; in these words: “never”"
    ]
    (head,) = rows.filter(rule="blocked")
    assert head.what.startswith(
        "Southland rejects “the guns fall silent” since 3 Jan 2030; in these words: “never”"
    )
    assert next(line for line in rows if line.part == "blocks").rule == "rejection-on-record"
    assert (head.who, head.source) == (("Southland",), "Southland, quoted; recorded 2 Feb 2030")


@pytest.mark.parametrize(
    ("first", "again", "since"),
    [
        ({"by": "quote"}, {}, " since 2 Jan 2030"),
        ({"by": "quote"}, {"complete": True}, " since 2 Jan 2030"),
        ({"by": "quote", "published": "2030-01-12"}, {"since": "2030-01-02"}, " since 2 Jan 2030"),
        ({"by": "leak"}, {}, " since 2 Jan 2030, on the record since 12 Jan 2030"),
        ({"by": "quote", "window": "2030-01-08"}, {}, ""),
        ({"by": "quote", "stance": "opposes"}, {}, ""),
    ],
)
def test_a_rejection_that_is_only_said_again_says_since_when_it_stands(first, again, since):
    before = {"stance": "rejects", "since": "2030-01-02", "published": "2030-01-02", "of": "SOUTH"} | first
    after = {"stance": "rejects", "since": "2030-01-12", "published": "2030-01-12", "of": "SOUTH"} | again
    rows = lines(says("a", **before), says("b", **after, by="quote", quote="never"))
    said = f"Southland rejects “the guns fall silent”{since}; in these words: “never”"
    assert sentences(rows, "rejection-on-record") == [f"Ceasefire: {said}"]
    assert rows.filter(rule="blocked")[0].what.startswith(said)
    assert rows.filter(rule="blocked")[0].source == "Southland, quoted; 12 Jan 2030"
    open_off_record = says("c", "open", "2030-01-20", of="SOUTH", by="leak")
    rows = lines(says("a", **before), says("b", **after, by="quote", quote="never"), open_off_record)
    said = said.replace(since, since if first["by"] == "quote" else "")
    assert sentences(rows, "not-taken-back")[0].startswith(f"Ceasefire: on the record, {said}")


def test_a_rejection_off_the_record_and_one_by_another_side_come_after_it_and_say_so():
    rows = lines(
        says("a", "rejects", "2030-01-03", of="SOUTH", by="officials-briefed"),
        quoted("b", "rejects", term="aid"),
    )
    against = [line.rule for line in rows if line.rule.startswith("rejection")]
    assert against == ["rejection-on-record", "rejection-reported"]
    assert sentences(rows, "rejection-reported") == [
        "Ceasefire: Southland rejects “the guns fall silent” since 3 Jan 2030, not on the record"
    ]


def test_a_rejection_on_record_stays_where_only_an_unnamed_source_says_otherwise():
    on_record = quoted("a", "rejects", quote="We will never stop.")
    off_record = says("b", "open", "2030-01-05", of="SOUTH", by="officials-briefed")
    said = (
        "Ceasefire: on the record, Southland rejects “the guns fall silent” since 3 Jan 2030; in these words: “We will never"
        " stop.”; since then, unnamed officials say that it is open to it, 5 Jan 2030"
    )
    rows = lines(on_record, off_record)
    assert sentences(rows, "not-taken-back") == [said]
    (head,) = rows.filter(rule="blocked")
    assert f"{head.about}: {head.what}".startswith(said)
    named = says("b", "open", "2030-01-05", of="SOUTH", by="quote")
    assert sentences(lines(on_record, named), "not-taken-back") == []


def _unnamed(id, stance):
    return says(id, stance, "2030-01-08", of="SOUTH", by="officials-briefed")


@pytest.mark.parametrize("later", [("open", "rejects"), ("rejects",)])
def test_a_rejection_on_record_keeps_its_words_where_unnamed_reports_repeat_or_dispute_it(later):
    on_record = quoted("a", "rejects", quote="We will never stop.", red_line=True)
    rows = lines(on_record, *(_unnamed(f"b{n}", stance) for n, stance in enumerate(later)))
    said = "Ceasefire: Southland rejects “the guns fall silent” since 3 Jan 2030, a red line; in these words: “We will never stop.”"
    assert sentences(rows, "rejection-on-record") == [said]
    (head,) = rows.filter(rule="blocked")
    assert f"{head.about}: {head.what}".startswith(said)
    assert head.source == "Southland, quoted; recorded 1 Feb 2030"
    assert not any("red line" in line.what for line in rows.filter(part="changed"))


@pytest.mark.parametrize(
    "later", [("open", "accepts"), ("rejects", "accepts"), ("opposes",), ("opposes", "accepts")]
)
def test_a_rejection_on_record_is_there_with_its_words_where_unnamed_reports_are_milder(later):
    on_record = quoted("a", "rejects", quote="We will never stop.", red_line=True)
    rows = lines(on_record, *(_unnamed(f"b{n}", stance) for n, stance in enumerate(later)))
    (line,) = sentences(rows, "not-taken-back")
    assert (
        "on the record, Southland rejects “the guns fall silent” since 3 Jan 2030, a red line; in these words: “We will never stop.”"
        in line
    )


def test_an_acceptance_and_a_red_line_on_record_are_so_where_later_reports_are_not():
    on_record = quoted("a", "accepts", term="aid", red_line=True)
    later = says("b", "accepts", "2030-01-08", term="aid", of="SOUTH", by="officials-briefed")
    (agreed,) = lines(on_record, later).filter(rule="agreed")
    assert "not all on the record" not in agreed.what
    red = says("a", "accepts", "2030-01-03", by="quote", red_line=True)
    unnamed = says("b", "opposes", "2030-01-08", by="officials-briefed")
    assert sentences(lines(red, unnamed), "red-line")


def test_a_rejection_that_another_report_disputes_is_listed():
    rows = lines(
        says("a", "accepts", "2030-01-03", of="SOUTH"), says("b", "rejects", "2030-01-03", of="SOUTH")
    )
    (line,) = rows.filter(rule="rejection-reported") or rows.filter(rule="rejection-disputed")
    assert "Southland" in line.what


def test_an_opposition_comes_after_rejections_and_one_of_a_party_not_needed_comes_last():
    rows = lines(
        says("a", "opposes", "2030-01-03"),
        says("b", "rejects", "2030-01-03", of="EAST"),
        quoted("c", "rejects", term="aid"),
    )
    blocks = [line.rule for line in rows if line.part == "blocks"]
    assert blocks[0] == "rejection-on-record"
    assert blocks.index("opposition") < blocks.index("against-not-needed")
    (last,) = sentences(rows, "against-not-needed")
    assert last.endswith("not on the record; its consent is not needed")


def test_a_red_line_is_told_with_its_sentence_and_with_who_presses_against_it():
    red = says("a", "accepts", "2030-01-03", red_line=True)
    alone = lines(red)
    assert sentences(alone, "red-line") == [
        "Ceasefire: a red line of Northland: no deal without “the guns fall silent”; no report of Southland"
    ]
    pressed = lines(red, says("b", None, "2030-01-04", of="EAST", act="urges", quote="give way"))
    assert sentences(pressed, "red-line-against-demand") == [
        "Ceasefire: a red line of Northland: no deal without “the guns fall silent”; Eastland urges “give way”; no report of Southland"
    ]
    warned = says("c", None, "2030-01-05", of="EAST", act="warns")
    pressed = lines(red, says("b", None, "2030-01-04", of="EAST", act="urges", quote="give way"), warned)
    (line,) = sentences(pressed, "red-line-against-demand")
    assert "warns" not in line


def test_conditions_that_cross_come_with_both_sides_and_those_of_one_side_apart():
    one = says("a", "accepts", "2030-01-03", conditions=[pt.TermIs("aid", "agreed")])
    other = says("b", "accepts", "2030-01-03", of="SOUTH", conditions=[pt.InWords("it rains")])
    assert sentences(lines(one, other), "conditions-cross") == [
        "Ceasefire: 2 parties set conditions that are not known to be met. Northland: if “Aid” is agreed; Southland: if it rains"
    ]
    assert sentences(lines(one), "condition-unmet") == [
        "Ceasefire: Northland accepts it only if “Aid” is agreed"
    ]


def test_a_circle_of_conditions_and_a_condition_that_can_never_be_met():
    circle = lines(
        says("a", "accepts", "2030-01-03", conditions=[pt.StanceIs("SOUTH", "truce", "accepts")]),
        says("b", "accepts", "2030-01-03", of="SOUTH", conditions=[pt.StanceIs("NORTH", "truce", "accepts")]),
    )
    assert "the conditions wait for each other" in sentences(circle, "conditions-cross")[0]
    never = lines(says("a", "accepts", "2030-01-03", conditions=[pt.TermIs("past", "agreed")]))
    assert sentences(never, "never-met") == [
        "Ceasefire: Northland asks that “The past” is agreed; but the term is a backdrop and has no status"
    ]


def test_a_quorum_out_of_reach_names_those_against_and_one_of_unknown_members_says_so():
    rows = lines(
        says("a", "opposes", "2030-01-03", term="pact"),
        says("b", "opposes", "2030-01-03", term="pact", of="SOUTH"),
    )
    assert sentences(rows, "quorum-out-of-reach")[0] == (
        "“the pact is kept”: 2 of 3 have to accept, and 2 are against: Northland and Southland"
    )
    assert "the members of the League are not known" in sentences(rows, "quorum-out-of-reach")[1]


def test_details_without_common_ground_are_there():
    rows = lines(
        says("a", "accepts", "2030-01-03", purpose="definitive"),
        says("b", "accepts", "2030-01-03", of="SOUTH", purpose="humanitarian"),
    )
    assert sentences(rows, "details-apart") == [
        "Ceasefire: no common ground on purpose: Northland definitive and Southland humanitarian"
    ]
    (line,) = rows.filter(rule="details-apart")
    assert line.cited == ("a", "b")


def test_a_rejection_off_the_record_of_what_a_party_accepts_on_it_says_both():
    accepted = says("a", "accepts", "2030-01-03", of="SOUTH", by="quote")
    turned = says("b", "rejects", "2030-01-05", of="SOUTH", by="officials-briefed")
    assert sentences(lines(accepted, turned), "rejection-reported") == [
        "Ceasefire: on the record, Southland accepts it, 3 Jan 2030; since then, unnamed officials say that it"
        " rejects it, 5 Jan 2030"
    ]


def _said_by(id, speaker, stance, **said):
    by = pt.Attribution("quote", speaker=speaker, acts_for="SOUTH")
    claim = pt.Position("SOUTH", "truce", stance, since="2030-01-03", attribution=by, **said)
    return pt.Report([claim], id=id)


def test_where_reports_of_one_day_differ_on_a_rejection_the_line_says_both():
    accepted = _said_by("a", "the minister", "accepts")
    rejected = _said_by("b", "the president", "rejects", quote="Never")
    (line,) = lines(accepted, rejected).filter(rule="rejection-on-record")
    assert line.what == (
        "reports differ: Southland rejects “the guns fall silent” since 3 Jan 2030 (the president), or accepts it"
        " (the minister), both 3 Jan 2030; in these words: “Never”"
    )
    assert line.reports == ("a", "b")
    off_record = says("c", "accepts", "2030-01-03", of="SOUTH", by="officials-briefed")
    assert "differ" not in str(sentences(lines(rejected, off_record), "rejection-on-record"))


def test_a_rejection_under_a_condition_is_told_with_it():
    rejected = says(
        "a", "rejects", "2030-02-01", of="SOUTH", by="quote", conditions=["the prisoners go home"]
    )
    assert sentences(lines(rejected), "rejection-on-record") == [
        "Ceasefire: Southland rejects “the guns fall silent”, asking that the prisoners go home"
    ]


def test_of_a_party_against_that_is_not_needed_it_is_said_of_which_needed_group_it_is_a_member():
    league = pt.Party("LEAGUE", "the League", "group", members=[pt.Member("EAST")], members_known=True)
    aid = attrs.evolve(TERMS[1], needs=["LEAGUE"])
    agenda = attrs.evolve(AGENDA, parties=[*PARTIES[:3], league], terms=[aid])
    accepted = says("a", "accepts", "2030-02-01", of="LEAGUE", term="aid", by="quote")
    rejected = says("b", "rejects", "2030-02-02", of="EAST", term="aid", by="quote")
    rows = analysis.brief(recording.ledger_of(agenda, accepted, rejected).state(valid="2030-02-20"))
    assert sentences(rows, "unconfirmed") == [
        "Aid: Eastland, a member of the League, rejects “aid gets through”; the League accepts it"
    ]
    rows = analysis.brief(recording.ledger_of(agenda, rejected).state(valid="2030-02-20"))
    assert sentences(rows, "against-not-needed") == [
        "Aid: Eastland, a member of the League, rejects “aid gets through”; its consent is not needed"
    ]


def test_a_new_rejection_comes_before_one_that_is_only_repeated_after_it():
    said = {"of": "SOUTH", "by": "named"}
    rows = lines(
        says("a", "rejects", "2030-01-02", **said),
        says("b", "rejects", "2030-01-20", by="named"),
        says("c", "rejects", "2030-01-24", repeated=True, **said),
    )
    assert [line.who for line in rows.filter(rule="rejection-on-record")] == [("Northland",), ("Southland",)]
    assert rows.filter(rule="blocked")[0].what.startswith("Northland rejects")


@pytest.mark.parametrize("words", ["aid is agreed", "the Aid is established"])
def test_that_a_term_itself_comes_about_is_no_condition_that_blocks_it(words):
    def asks(asked):
        return lines(says("a", "accepts", "2030-01-03", of="SOUTH", term="aid", conditions=[asked]))

    assert sentences(asks(pt.InWords(words)), "condition-unmet") == []
    assert sentences(asks(pt.InWords("a vote is held")), "condition-unmet") != []


def test_an_offer_of_a_needed_party_that_ran_out_blocks_until_it_is_renewed():
    offer = says("a", "accepts", "2030-01-03", term="aid", of="SOUTH", window="2030-01-20")
    assert sentences(lines(offer), "offer-lapsed") == [
        "Aid: the offer of Southland closed 20 Jan 2030; not renewed in any report; its stance until then: accepts"
    ]
    assert sentences(lines(offer, valid="2030-01-10"), "offer-lapsed") == []
    again = says("b", "accepts", "2030-02-01", term="aid", of="SOUTH")
    not_needed = says("c", "accepts", "2030-01-03", term="aid", of="EAST", window="2030-01-20")
    assert sentences(lines(offer, again, not_needed), "offer-lapsed") == []
    against = says("a", "opposes", "2030-01-03", term="aid", of="SOUTH", window="2030-01-20")
    assert sentences(lines(against), "offer-lapsed") == []


def test_a_rumour_that_an_offer_is_renewed_is_a_report_that_does_not_count():
    offer = says("a", "accepts", "2030-01-03", term="aid", of="SOUTH", window="2030-01-20")
    rumour = says("b", "accepts", "2030-02-01", term="aid", of="SOUTH", by="rumour")
    (line,) = sentences(lines(offer, rumour), "offer-lapsed")
    assert "; not renewed in any report that counts;" in line


CLOSED = "Aid: the offer of Southland closed 20 Jan 2030"
VAIN = "without a stance: read as no new acceptance; its stance until then: accepts"


@pytest.mark.parametrize(
    ("said", "extension"),
    [
        (
            {"act": "extends", "window": "2030-03-01"},
            f"Southland extends it, 1 Feb 2030, until 1 Mar 2030, {VAIN}",
        ),
        ({"window": "2030-03-01"}, f"Southland gives it another end, 1 Feb 2030, until 1 Mar 2030, {VAIN}"),
        (
            {"act": "urges", "window": "2030-03-01"},
            "not renewed in any report; its stance until then: accepts",
        ),
        ({"act": "extends"}, f"Southland extends it, 1 Feb 2030, {VAIN}"),
        (
            {"act": "extends", "until": pt.WithEvent("summit")},
            f"Southland extends it, 1 Feb 2030, until summit is over, {VAIN}",
        ),
        (
            {"act": "extends", "window": "undisclosed"},
            f"Southland extends it, 1 Feb 2030, until an undisclosed day, {VAIN}",
        ),
        (
            {"act": "extends", "window": pt.NotBefore("summit")},
            f"Southland extends it, 1 Feb 2030, at least until summit, {VAIN}",
        ),
        (
            {"act": "withdraws", "until": "2030-02-01"},
            "not renewed in any report; its stance until then: accepts",
        ),
        ({"act": "praises"}, "not renewed in any report; its stance until then: accepts"),
    ],
)
def test_a_report_that_extends_what_is_over_without_a_stance_is_no_new_acceptance(said, extension):
    offer = says("a", "accepts", "2030-01-03", term="aid", of="SOUTH", window="2030-01-20", by="named")
    later = says("b", None, "2030-02-01", term="aid", of="SOUTH", by="named", **said)
    rows = lines(offer, later)
    assert sentences(rows, "offer-lapsed") == [f"{CLOSED}; {extension}"]
    (line,) = rows.filter(rule="offer-lapsed")
    assert line.cited == (("a", "b") if VAIN in extension else ("a",))


def test_what_is_withdrawn_after_it_was_extended_in_vain_is_not_said_to_be_extended():
    offer = says("a", "accepts", "2030-01-03", term="aid", of="SOUTH", window="2030-01-20")
    late = says("b", None, "2030-02-01", term="aid", of="SOUTH", act="extends", window="2030-03-01")
    gone = says("c", None, "2030-02-02", term="aid", of="SOUTH", act="withdraws")
    assert "extends" in sentences(lines(offer, late), "offer-lapsed")[0]
    assert "extends" not in sentences(lines(offer, late, gone), "offer-lapsed")[0]


def test_what_is_extended_in_vain_is_no_more_so_once_the_stance_is_stated_again_or_in_time():
    offer = says("a", "accepts", "2030-01-03", term="aid", of="SOUTH", window="2030-01-20")
    in_time = says("b", None, "2030-01-20", term="aid", of="SOUTH", act="extends", window="2030-03-01")
    assert sentences(lines(offer, in_time), "offer-lapsed") == []
    late = says("b", None, "2030-02-01", term="aid", of="SOUTH", act="extends", window="2030-03-01")
    again = says("c", "accepts", "2030-02-02", term="aid", of="SOUTH")
    assert sentences(lines(offer, late, again), "offer-lapsed") == []


def test_an_extension_in_vain_by_another_side_or_off_the_record_says_so():
    offer = says("a", "accepts", "2030-01-03", term="aid", of="SOUTH", window="2030-01-20")
    leaked = says("b", None, "2030-02-01", term="aid", of="SOUTH", by="leak", act="extends")
    (line,) = sentences(lines(offer, leaked), "offer-lapsed")
    assert "; Southland extends it, 1 Feb 2030, not on the record, without a stance" in line
    account = pt.draft(id="b", since="2030-02-01")
    account.voice("named", of="EAST").extends("aid", party="SOUTH")
    (line,) = sentences(lines(offer, account), "offer-lapsed")
    assert "; Southland extends it, 1 Feb 2030, by the account of Eastland, without a stance" in line


def test_an_offer_that_is_extended_in_vain_says_so_in_its_cell_and_its_evidence():
    offer = says("a", "accepts", "2030-01-03", term="aid", of="SOUTH", window="2030-01-20")
    late = says("b", None, "2030-02-01", term="aid", of="SOUTH", act="extends", window="2030-03-01")
    state = recording.ledger_of(AGENDA, offer, late).state(valid="2030-02-20")
    row = next(row for row in whip_rows(state, Names(state)) if row.term == "aid")
    assert (
        row.cells["SOUTH"].detail
        == "offer closed 20 Jan 2030, extended off the record without a stance, 1 Feb 2030"
    )
    vain = "b: SOUTH extends it, 2030-02-01, until 2030-03-01, without a stance: read as no new acceptance"
    assert vain in str(view.why(state, "aid", "SOUTH"))
    (finding,) = analysis.check(state).filter(check="lapsed-offer")
    assert finding.what == f"SOUTH on aid: offer closed 2030-01-20 (accepts); {vain}"
    assert finding.reports == ("a", "b")
    assert (
        finding.settled_by
        == "a correction of b that states the stance, if it holds again, or another stance of SOUTH"
    )
    assert str(state["aid"]["SOUTH"].last_reported.date()) == "2030-02-01"  # as recorded


def _taken(*more, valid="2030-02-25"):
    talks = recording.new(AGENDA)
    offered = says("a", "accepts", "2030-02-01", by="named", window="2030-02-15", published="2030-02-01")
    talks.record(offered, recorded_at="2030-02-01T12:00:00Z")
    talks.record(
        says("b", "accepts", "2030-02-10", of="SOUTH", by="quote", published="2030-02-10", **dict(more)),
        recorded_at="2030-02-10T12:00:00Z",
    )
    return analysis.brief(talks.state(valid=valid), since="2030-02-05")


def test_an_offer_that_was_taken_in_time_says_so_and_that_it_closed():
    rows = _taken()
    taken = (
        "accepted by all needed from 10 Feb 2030 to 15 Feb 2030, and no longer: the offer of Northland"
        " closed 15 Feb 2030, after Southland had accepted, 10 Feb 2030"
    )
    assert sentences(rows, "offer-lapsed") == [f"Ceasefire: {taken}; not renewed in any report"]
    (line,) = rows.filter(rule="offer-lapsed")
    assert line.source == "Northland, on the record; 1 Feb 2030 · Southland, quoted; 10 Feb 2030"
    assert sentences(rows, "terms-of-stance") == [f"Ceasefire: {taken}"]
    asking = _taken(("conditions", [pt.InWords("it rains")]))
    assert sentences(asking, "terms-of-stance") == ["Ceasefire: the offer of Northland closed 15 Feb 2030"]
    assert sentences(_taken(valid="2030-02-12"), "offer-lapsed") == []


def test_an_acceptance_that_is_put_otherwise_later_holds_since_it_began():
    offer = says("a", "accepts", "2030-02-02", window="2030-02-15", by="quote")
    accepted = says("b", "accepts", "2030-02-01", of="SOUTH", by="quote")
    firmer = says("c", "accepts", "2030-02-05", of="SOUTH", by="quote", red_line=True)
    talks = recording.ledger_of(AGENDA, offer, accepted, firmer)
    (line,) = sentences(analysis.brief(talks.state(valid="2030-02-25")), "offer-lapsed")
    assert "accepted by all needed from 2 Feb 2030 to 15 Feb 2030, and no longer" in line


def test_a_rejection_that_ran_out_blocks_in_words_where_it_was_repeated_without_an_end():
    first = says("a", "rejects", "2030-01-10", of="SOUTH", until="2030-01-31")
    again = says("b", "rejects", "2030-01-20", of="SOUTH", by="officials-unspecified")
    (line,) = lines(first, again).filter(rule="offer-lapsed")
    ended = "the position of Southland (rejects) ended 31 Jan 2030"
    assert line.what == f"{ended}; repeated 20 Jan 2030 without an end, not on the record"
    assert line.cited == ("a", "b")
    assert sentences(lines(first), "offer-lapsed") == []


def test_a_stance_that_a_report_withdraws_was_withdrawn_and_that_report_is_the_source():
    accepted = says("a", "accepts", "2030-01-05", of="SOUTH")
    withdrawn = pt.Report(
        [pt.Position("SOUTH", "truce", act="withdraws", since="2030-01-05", until="2030-01-10")], id="b"
    )
    (line,) = lines(accepted, withdrawn).filter(rule="offer-lapsed")
    assert line.what.startswith("the position of Southland was withdrawn 10 Jan 2030; not renewed")
    assert line.cited == ("b",)


def test_an_offer_under_conditions_has_them_and_how_they_are_known():
    offer = ("accepts", "2030-02-06", "named", {"window": "2030-02-12"})
    asked = ("accepts", "2030-02-07", "narrator", SUMMIT)
    which = "the offer of Southland (accepts if the summit is held, not on the record)"
    rows = week(offer, asked)
    assert sentences(rows, "offer-lapsed") == [f"Aid: {which} closed 12 Feb 2030; not renewed in any report"]
    assert sentences(rows, "terms-of-stance") == [f"Aid: {which} closed 12 Feb 2030"]
    assert sentences(week(offer, asked, valid="2030-02-08"), "dated") == [f"Aid: {which} closes 12 Feb 2030"]


def test_a_stance_of_unknown_beginning_says_by_when_it_began():
    rows = lines(says("a", "opposes", "../2030-01-06", of="SOUTH", term="aid", by="named"))
    (what,) = [line.what for line in rows if line.rule == "opposition"]
    assert what.startswith("Southland opposes")
    assert "since 6 Jan 2030 at the latest" in what
    assert not [line for line in rows if "../" in str(line)]


def test_what_is_accepted_on_a_condition_is_told_with_it_where_a_leak_is_against_it():
    asks = quoted("a", "accepts", conditions=[pt.TermIs("aid", "agreed")])
    leak = says("b", "opposes", "2030-01-08", of="SOUTH", by="leak")
    said = "on the record, Southland accepts it if “Aid” is agreed, 3 Jan 2030; since then, a report off the record"
    assert sentences(lines(asks, leak), "opposition") == [
        f"Ceasefire: {said} says that it opposes it, 8 Jan 2030"
    ]


def test_a_denial_on_the_record_stays_where_a_leak_says_the_same():
    """The leak takes the place of the acceptance, and the minister's own words stand beside it."""
    offers, leak = quoted("a", "accepts"), says("b", "opposes", "2030-01-08", of="SOUTH", by="leak")
    quote = {"act": "denies", "quote": "we never agreed"}
    denial = says("c", since="2030-01-08", of="SOUTH", by="quote", **quote)
    (line,) = lines(offers, leak, denial).filter(rule="opposition")
    assert line.what == (
        "on the record, Southland accepts it, 3 Jan 2030; since then, a report off the record says that it opposes it, 8 Jan 2030;"
        " Southland denies a report, 8 Jan 2030; in these words: “we never agreed”"
    )
    assert line.cited == ("a", "c", "b")


def test_what_is_against_a_term_on_the_record_and_milder_off_it_is_one_line():
    rows = lines(quoted("a", "rejects", red_line=True), _unnamed("b", "opposes"))
    said = "on the record, Southland rejects “the guns fall silent” since 3 Jan 2030, a red line"
    (line,) = rows.filter(part="blocks", terms=("truce",))
    assert (line.rule, line.what.split(";")[0]) == ("not-taken-back", said)
    asks = quoted("a", "rejects", conditions=[pt.InWords("the siege ends")])
    (line,) = lines(asks, _unnamed("b", "open")).filter(rule="not-taken-back")
    since = "rejects “the guns fall silent” since 3 Jan 2030, asking that the siege ends; since then"
    assert since in line.what


def test_an_agreement_on_conditions_that_were_met_is_told_where_an_offer_of_it_ran_out():
    """Both accept the ceasefire once aid is agreed, which it is from 8 Jan; the offer of Northland closes."""
    asks = {"conditions": [pt.TermIs("aid", "agreed")]}
    south = quoted("a", "accepts", **asks)
    north = says("b", "accepts", "2030-01-04", by="named", window="2030-01-25", **asks)
    aid = says("c", "accepts", "2030-01-08", of="SOUTH", by="quote", term="aid")
    (line,) = lines(south, north, aid).filter(rule="offer-lapsed")
    met = (
        "accepted by all needed, with all that they asked met, from 8 Jan 2030 to 25 Jan 2030, and no longer"
    )
    closed = (
        "the offer of Northland (accepts if “Aid” is agreed) closed 25 Jan 2030; not renewed in any report"
    )
    assert line.what == f"{met}: {closed}"
    assert line.cited == ("b", "a")
    (head,) = lines(south, north, aid).filter(rule="not-agreed")
    assert "“Ceasefire” was accepted by all needed until 25 Jan 2030" in head.what
    (line,) = lines(south, north).filter(rule="offer-lapsed")
    assert line.what == closed


def _signed(by="joint", act="agrees", **said):
    speaks = pt.Attribution(by, acts_for=["NORTH", "SOUTH"] if by == "joint" else "NORTH")
    both = [
        pt.Position(of, "truce", "accepts", act=act, **said)
        for of in ("NORTH", "SOUTH")[: 1 + (by == "joint")]
    ]
    return pt.Report(both, id="j", since="2030-01-10", attribution=speaks)


OFFERED = says(
    "o", "accepts", "2030-01-03", by="quote", window="2030-01-20", conditions=[pt.InWords("the port is open")]
)
AGAIN = "Northland agrees to it, 10 Jan 2030, in a joint statement, without an end or a condition"


def test_what_both_sign_is_named_where_an_older_offer_is_under_a_condition_or_over():
    soon = lines(OFFERED, _signed(), valid="2030-01-15", since=1)
    only = "Ceasefire: Northland accepts it only if the port is open"
    assert sentences(soon, "condition-unmet") == [f"{only}; {AGAIN}"]
    ends = "Ceasefire: the offer of Northland (accepts if the port is open)"
    assert sentences(soon, "dated") == [f"{ends} closes 20 Jan 2030; {AGAIN}"]
    before = "what it stated before, 3 Jan 2030, stays: accepts if the port is open, until 20 Jan 2030"
    assert f"Ceasefire: {AGAIN}; {before}" in [sentence(line) for line in soon.filter(part="changed")]
    over = lines(OFFERED, _signed())
    assert sentences(over, "offer-lapsed") == [f"{ends} closed 20 Jan 2030; {AGAIN}"]
    both = AGAIN.replace("Northland agrees", "Northland and Southland agree")
    ran_out = f"on “Ceasefire”, {both}; but the offer of Northland ran out"
    assert sentences(over, "not-agreed") == [f"None of 4 terms is agreed; {ran_out}"]
    (line,) = over.filter(rule="offer-lapsed")
    assert line.cited == ("o", "j")
    again = lines(OFFERED, _signed(), says("e", "accepts", "2030-01-25", by="quote"))
    assert not again.filter(rule="offer-lapsed")


def test_an_acceptance_that_is_only_said_again_is_named_with_its_end_and_not_with_its_condition():
    said = says("r", "accepts", "2030-01-10", by="quote")
    repeats = "Northland repeats it, 10 Jan 2030, without an end or a condition"
    ends = "the offer of Northland (accepts if the port is open) closed 20 Jan 2030"
    assert sentences(lines(OFFERED, said), "offer-lapsed") == [f"Ceasefire: {ends}; {repeats}"]
    assert sentences(lines(OFFERED, said, valid="2030-01-15"), "condition-unmet") == [
        "Ceasefire: Northland accepts it only if the port is open"
    ]
    leaked = says("r", "accepts", "2030-01-10", by="leak")
    assert sentences(lines(OFFERED, leaked), "offer-lapsed") == [
        f"Ceasefire: {ends}; not renewed in any report"
    ]


def test_what_all_accepted_until_an_offer_closed_and_signed_without_an_end_is_no_plain_lapse():
    offer = says("o", "accepts", "2030-01-03", by="quote", window="2030-01-20")
    rows = lines(offer, _signed())
    signed = "Northland agrees to it, 10 Jan 2030, in a joint statement, without an end"
    until = f"“Ceasefire” was accepted by all needed until 20 Jan 2030, {signed}"
    assert sentences(rows, "not-agreed") == [f"None of 4 terms is agreed; {until}"]
    assert sentences(rows, "offer-lapsed")[0].endswith(f"; {signed}")
    state = recording.ledger_of(AGENDA, offer, _signed()).state(valid="2030-02-20")
    (finding,) = analysis.check(state).filter(check="lapsed-offer")
    assert finding.what == (
        "NORTH on truce: offer closed 2030-01-20 (accepts); j: NORTH accepts it, 2030-01-10, without an end"
    )
    assert finding.reports == ("o", "j")


def test_an_agreement_on_an_event_of_no_date_is_told_since_its_first_acceptance():
    """Southland accepts the ceasefire without a condition, then on one that was met on no known day."""
    south = quoted("a", "accepts")
    asked = {"conditions": [pt.EventHeld("summit")], "window": "2030-01-12"}
    asks = says("s", "accepts", "2030-01-08", of="SOUTH", by="quote", **asked)
    north = says("b", "accepts", "2030-01-03", by="named")
    summit = pt.draft(id="e", published="2030-01-07")
    summit.voice("named").event("summit", "held")
    (line,) = lines(south, north, summit, asks).filter(rule="offer-lapsed")
    assert line.what.startswith(
        "accepted by all needed, with all that they asked met, from 3 Jan 2030 to 12 Jan"
    )
