"""The brief: each rule of `docs/explanation/what-a-brief-says.md`, and what holds of all its lines."""

from __future__ import annotations

import re

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis
from peacetrack.analysis.briefing.coming import unreported
from peacetrack.analysis.briefing.naming import Names
from peacetrack.analysis.briefing.phrase import day_words, shortened
from peacetrack.testing import strategies as ss
from peacetrack.view.brief import closed, more_words, rest_of, shown_first
from peacetrack.view.whip import whip_rows
from tests import recording
from tests.data import ROOT
from tests.effort import a_half
from tests.recording import happens, says

PARTIES = [
    pt.Party("NORTH", "Northland", "state"),
    pt.Party("SOUTH", "Southland", "state"),
    pt.Party("EAST", "Eastland", "state"),
    pt.Party("LEAGUE", "the League", "group", members_known=False),
]
TERMS = [
    pt.Term("truce", "ceasefire", "the guns fall silent", title="Ceasefire", needs=["NORTH", "SOUTH"]),
    pt.Term("aid", "other", "aid gets through", title="Aid", needs=["SOUTH"]),
    pt.Term("pact", "other", "the pact is kept", needs=[pt.AtLeast(2, of=["NORTH", "SOUTH", "EAST"])]),
    pt.Term("vote", "other", "the League agrees", title="Vote", needs=[pt.AtLeast(1, of="LEAGUE")]),
    pt.Term("past", "other", "the past is past", title="The past", backdrop=True),
]
STANCES = "|".join(pt.Stance)
AGENDA = pt.Agenda("invented", title="An invented negotiation", parties=PARTIES, terms=TERMS)


def lines(*reports, valid="2030-02-20", since=None):
    return analysis.brief(recording.ledger_of(AGENDA, *reports).state(valid=valid), since=since)


def told(rows, rule):
    """What the lines of a rule say, without the brackets after it."""
    return [_shown(line) for line in rows if line.rule == rule]


def _shown(line):
    return re.sub(rf" [(](?!{STANCES}).*", "", str(line))


def quoted(id, stance, of="SOUTH", **said):
    return says(id, stance, "2030-01-03", of=of, by="quote", **said)


def test_a_quoted_rejection_is_the_headline_and_the_first_that_blocks():
    rows = lines(says("a", "accepts", "2030-01-03"), quoted("b", "rejects", quote="never"))
    assert told(rows, "rejection-on-record") == [
        "Ceasefire: Southland rejects “the guns fall silent” since 3 Jan 2030; in these words: “never”"
    ]
    (head,) = rows.filter(rule="blocked")
    assert head.what.startswith(
        "Southland rejects “the guns fall silent” since 3 Jan 2030; in these words: “never”"
    )
    assert next(line for line in rows if line.part == "blocks").rule == "rejection-on-record"
    assert (head.who, head.source) == (("Southland",), "Southland, quoted; recorded 2 Feb 2030")


def test_a_headline_does_not_cut_a_name_off():
    name = "the Federal Democratic Republic of the Northern Highlands and of both of its Lakes"
    agenda = pt.Agenda(
        "long",
        parties=[pt.Party("A", name, "state")],
        terms=[pt.Term("truce", "ceasefire", "the guns fall silent", title="Ceasefire", needs=["A"])],
    )
    reports = [says(f"r{n}", stance, f"2030-01-0{n}", of="A") for n, stance in ((1, "open"), (2, "accepts"))]
    (moved,) = analysis.brief(recording.ledger_of(agenda, *reports).state(valid="2030-02-20")).filter(
        rule="moved-last"
    )
    assert moved.what.startswith(f"{name} on Ceasefire")


def test_only_a_quotation_is_in_the_words_of_the_party():
    rows = lines(quoted("b", "rejects", wording="ruled it out"))
    assert not any("in these words" in line.what for line in rows)
    (line,) = told(rows, "rejection-on-record")
    assert line.endswith("the report says: “ruled it out”")


@pytest.mark.parametrize(
    ("language", "quote", "introduced"),
    [
        ("en", "never", "in these words"),
        (None, "never", "in these words"),
        ("uk", "ніколи", "in these words, in Ukrainian"),
        ("uk-UA", "never", "in these words, from a source in Ukrainian"),
        ("de-AT", "niemals", "in these words, in German"),
        ("tzm", "aha", "in these words, in the language tzm"),
        (None, "ніколи", "in these words, in Cyrillic letters, language not stated"),
        ("en", "ніколи", "in these words, in Cyrillic letters, from a source in English"),
        (None, "我们愿意", "in these words, in Chinese characters, language not stated"),
    ],
)
def test_words_in_another_language_than_english_are_given_with_it(language, quote, introduced):
    draft = pt.draft(id="b", since="2030-01-03", language=language)
    draft.voice("quote", of="SOUTH").position("truce", "rejects", quote=quote)
    (line,) = told(lines(draft), "rejection-on-record")
    assert line.endswith(f"; {introduced}: “{quote}”")


def test_the_words_of_a_report_are_from_a_source_in_its_language():
    draft = pt.draft(id="b", since="2030-01-03", language="ru")
    draft.voice("quote", of="SOUTH").position("truce", "rejects", wording="ruled it out")
    draft.voice("named", of="NORTH").urges("aid", wording="shows good will")
    (line,) = told(lines(draft), "rejection-on-record")
    assert line.endswith("; the report says, from a source in Russian: “ruled it out”")


def test_quotation_marks_inside_others_are_single():
    rows = lines(quoted("b", "rejects", quote="“It is a ‘no’ to the “truce”, now.”"))
    (line,) = told(rows, "rejection-on-record")
    assert line.endswith("in these words: “It is a ‘no’ to the ‘truce’, now.”")


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
    assert told(rows, "rejection-on-record") == [f"Ceasefire: {said}"]
    assert rows.filter(rule="blocked")[0].what.startswith(said)
    assert rows.filter(rule="blocked")[0].source == "Southland, quoted; 12 Jan 2030"
    open_off_record = says("c", "open", "2030-01-20", of="SOUTH", by="leak")
    rows = lines(says("a", **before), says("b", **after, by="quote", quote="never"), open_off_record)
    said = said.replace(since, since if first["by"] == "quote" else "")
    assert told(rows, "not-taken-back")[0].startswith(f"Ceasefire: on the record, {said}")


def test_a_rejection_off_the_record_and_one_by_another_side_come_after_it_and_say_so():
    rows = lines(
        says("a", "rejects", "2030-01-03", of="SOUTH", by="officials-briefed"),
        quoted("b", "rejects", term="aid"),
    )
    against = [line.rule for line in rows if line.rule.startswith("rejection")]
    assert against == ["rejection-on-record", "rejection-reported"]
    assert told(rows, "rejection-reported") == [
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
    assert told(rows, "not-taken-back") == [said]
    (head,) = rows.filter(rule="blocked")
    assert f"{head.about}: {head.what}".startswith(said)
    named = says("b", "open", "2030-01-05", of="SOUTH", by="quote")
    assert told(lines(on_record, named), "not-taken-back") == []


def _unnamed(id, stance):
    return says(id, stance, "2030-01-08", of="SOUTH", by="officials-briefed")


@pytest.mark.parametrize("later", [("open", "rejects"), ("rejects",)])
def test_a_rejection_on_record_keeps_its_words_where_unnamed_reports_repeat_or_dispute_it(later):
    on_record = quoted("a", "rejects", quote="We will never stop.", red_line=True)
    rows = lines(on_record, *(_unnamed(f"b{n}", stance) for n, stance in enumerate(later)))
    said = "Ceasefire: Southland rejects “the guns fall silent” since 3 Jan 2030, a red line; in these words: “We will never stop.”"
    assert told(rows, "rejection-on-record") == [said]
    (head,) = rows.filter(rule="blocked")
    assert f"{head.about}: {head.what}".startswith(said)
    assert head.source == "Southland, quoted; recorded 1 Feb 2030"
    assert not any("has no red line any more" in line.what for line in rows)


@pytest.mark.parametrize(
    "later", [("open", "accepts"), ("rejects", "accepts"), ("opposes",), ("opposes", "accepts")]
)
def test_a_rejection_on_record_is_there_with_its_words_where_unnamed_reports_are_milder(later):
    on_record = quoted("a", "rejects", quote="We will never stop.", red_line=True)
    rows = lines(on_record, *(_unnamed(f"b{n}", stance) for n, stance in enumerate(later)))
    (line,) = told(rows, "not-taken-back")
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
    assert told(lines(red, unnamed), "red-line")


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
    (last,) = told(rows, "against-not-needed")
    assert last.endswith("not on the record; its consent is not needed")


def test_a_red_line_is_told_with_its_sentence_and_with_who_presses_against_it():
    red = says("a", "accepts", "2030-01-03", red_line=True)
    alone = lines(red)
    assert told(alone, "red-line") == [
        "Ceasefire: a red line of Northland is “the guns fall silent”; no report of Southland"
    ]
    pressed = lines(red, says("b", None, "2030-01-04", of="EAST", act="urges", quote="give way"))
    assert told(pressed, "red-line-against-demand") == [
        "Ceasefire: a red line of Northland is “the guns fall silent”; Eastland urges “give way”; no report of Southland"
    ]
    warned = says("c", None, "2030-01-05", of="EAST", act="warns")
    pressed = lines(red, says("b", None, "2030-01-04", of="EAST", act="urges", quote="give way"), warned)
    (line,) = told(pressed, "red-line-against-demand")
    assert "warns" not in line


def test_conditions_that_cross_come_with_both_sides_and_those_of_one_side_apart():
    one = says("a", "accepts", "2030-01-03", conditions=[pt.TermIs("aid", "agreed")])
    other = says("b", "accepts", "2030-01-03", of="SOUTH", conditions=[pt.InWords("it rains")])
    assert told(lines(one, other), "conditions-cross") == [
        "Ceasefire: 2 parties set conditions that are not known to be met. Northland: if “Aid” is agreed; Southland: if it rains"
    ]
    assert told(lines(one), "condition-unmet") == ["Ceasefire: Northland accepts it only if “Aid” is agreed"]


def test_a_circle_of_conditions_and_a_condition_that_can_never_be_met():
    circle = lines(
        says("a", "accepts", "2030-01-03", conditions=[pt.StanceIs("SOUTH", "truce", "accepts")]),
        says("b", "accepts", "2030-01-03", of="SOUTH", conditions=[pt.StanceIs("NORTH", "truce", "accepts")]),
    )
    assert "the conditions wait for each other" in told(circle, "conditions-cross")[0]
    never = lines(says("a", "accepts", "2030-01-03", conditions=[pt.TermIs("past", "agreed")]))
    assert told(never, "never-met") == [
        "Ceasefire: Northland asks that “The past” is agreed; but the term is a backdrop and has no status"
    ]


def test_a_quorum_out_of_reach_names_those_against_and_one_of_unknown_members_says_so():
    rows = lines(
        says("a", "opposes", "2030-01-03", term="pact"),
        says("b", "opposes", "2030-01-03", term="pact", of="SOUTH"),
    )
    assert told(rows, "quorum-out-of-reach")[0] == (
        "“the pact is kept”: 2 of 3 have to accept, and 2 are against: Northland and Southland"
    )
    assert "the members of the League are not known" in told(rows, "quorum-out-of-reach")[1]


def test_details_without_common_ground_are_there():
    rows = lines(
        says("a", "accepts", "2030-01-03", purpose="definitive"),
        says("b", "accepts", "2030-01-03", of="SOUTH", purpose="humanitarian"),
    )
    assert told(rows, "details-apart") == [
        "Ceasefire: no common ground on purpose: Northland definitive and Southland humanitarian"
    ]


def test_the_headline_tells_what_is_agreed_with_its_reserve_and_what_moved_last():
    rows = lines(
        says("a", "opposes", "2030-01-03", of="SOUTH", term="aid"),
        says("b", "accepts", "2030-01-05", of="SOUTH", term="aid"),
    )
    assert told(rows, "agreed") == ["Accepted by the one that is needed: Aid, “aid gets through”"]
    (agreed,) = rows.filter(rule="agreed")
    assert agreed.what == "Aid, “aid gets through” (1 of 4 terms that need consent), none of it on the record"
    moved = "Last moved: Southland on Aid, from opposes to accepts, 5 Jan 2030"
    assert told(rows, "moved-last") == [f"{moved}, not on the record"]
    recorded = says("c", "accepts", "2030-01-05", of="SOUTH", term="aid", by="quote")
    assert told(
        lines(says("a", "opposes", "2030-01-03", of="SOUTH", term="aid"), recorded), "moved-last"
    ) == [moved.replace("opposes", "opposes, not on the record,")]


def test_what_only_another_party_says_is_agreed_is_perhaps_agreed():
    rows = lines(says("b", "accepts", "2030-01-05", of="NORTH", by="quote", term="aid", party="SOUTH"))
    assert told(rows, "agreed") == told(rows, "not-agreed") == []
    (head,) = rows.filter(rule="perhaps-agreed")
    assert head.what == "Aid, but the acceptance of Southland is known only by the account of Northland"
    assert head.reports == ("b",)
    assert told(rows, "unconfirmed") == [f"Aid: {head.what.removeprefix('Aid, but ')}"]


def test_what_is_accepted_only_off_the_record_and_rejected_on_it_is_not_agreed():
    rejected = says("a", "rejects", "2030-01-03", of="SOUTH", term="aid", by="quote")
    rows = lines(rejected, says("b", "accepts", "2030-01-05", of="SOUTH", term="aid"))
    assert told(rows, "agreed") == []
    assert told(rows, "perhaps-agreed") == []
    claimed = "on “Aid”, only a report without a named source says that Southland accepts it"
    assert told(rows, "not-agreed") == [f"None of 4 terms is agreed; {claimed}"]
    assert told(rows, "moved-last") == [
        "Perhaps moved: Southland on Aid, from rejects to accepts, 5 Jan 2030, not on the record"
    ]
    pact = (
        says(f"r{of}", "accepts", "2030-01-05", of=of, term="pact", by="quote") for of in ("NORTH", "EAST")
    )
    beside = lines(rejected, says("b", "accepts", "2030-01-05", of="SOUTH", term="aid"), *pact)
    assert told(beside, "not-agreed") == [f"Not agreed: {claimed}"]
    assert len(told(beside, "agreed")) == 1
    taken_back = lines(rejected, says("b", "accepts", "2030-01-05", of="SOUTH", term="aid", by="quote"))
    assert told(taken_back, "perhaps-agreed") == []
    assert told(taken_back, "agreed") == ["Accepted by the one that is needed: Aid, “aid gets through”"]


def test_an_accepting_party_that_goes_back_on_it_without_a_stance_makes_it_perhaps_agreed():
    accepted = says("a", "accepts", "2030-01-05", of="SOUTH", term="aid", by="quote")
    withdrawn = says("b", None, "2030-01-08", of="SOUTH", term="aid", by="named", act="withdraws")
    rows = lines(accepted, withdrawn)
    assert told(rows, "perhaps-agreed") == ["Perhaps agreed: Aid, but Southland withdraws, 8 Jan 2030"]
    what = "Southland withdraws, 8 Jan 2030; no end of its acceptance is stated"
    assert told(rows, "unconfirmed") == [f"Aid: {what}"]
    state = recording.ledger_of(AGENDA, accepted, withdrawn).state(valid="2030-02-20")
    assert [row.status for row in whip_rows(state, Names(state), ["aid"])] == ["perhaps agreed"]
    assert (
        told(lines(withdrawn, says("c", "accepts", "2030-01-09", of="SOUTH", term="aid")), "unconfirmed")
        == []
    )


def test_a_denial_of_what_another_party_says_that_it_accepts_is_told_with_its_words():
    account = says("a", "accepts", "2030-01-05", of="NORTH", by="quote", term="aid", party="SOUTH")
    denied = says("b", None, "2030-01-07", of="SOUTH", term="aid", by="quote", act="denies", quote="Never")
    rows = lines(account, denied)
    (line,) = rows.filter(rule="perhaps-agreed")
    assert line.what == (
        "Aid, but Southland denies it, 7 Jan 2030; in these words: “Never”; the acceptance of Southland is known"
        " only by the account of Northland"
    )
    assert "Southland, quoted" in line.source
    by_another = says(
        "b", None, "2030-01-07", of="NORTH", party="SOUTH", term="aid", by="quote", act="denies"
    )
    assert "denies" not in str(lines(account, by_another))


@pytest.mark.parametrize("stage", ["collapsed", "suspended", "defeated", "shelved"])
def test_that_an_accepted_term_is_reported_as_broken_off_is_said_with_it(stage):
    accepted = says("a", "accepts", "2030-01-05", of="SOUTH", term="aid", by="quote")
    rows = lines(accepted, pt.draft(id="b", since="2030-01-08").progress("aid", stage=stage))
    assert told(rows, "broken-off") == [f"Aid: reported as {stage}, 8 Jan 2030"]
    (line,) = rows.filter(rule="agreed")
    assert line.what.endswith(f"; but reported as {stage}, 8 Jan 2030")


def test_a_rejection_off_the_record_of_what_a_party_accepts_on_it_says_both():
    accepted = says("a", "accepts", "2030-01-03", of="SOUTH", by="quote")
    turned = says("b", "rejects", "2030-01-05", of="SOUTH", by="officials-briefed")
    assert told(lines(accepted, turned), "rejection-reported") == [
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
    assert "differ" not in str(told(lines(rejected, off_record), "rejection-on-record"))


def test_a_rejection_under_a_condition_is_told_with_it():
    rejected = says("a", "rejects", "2030-02-01", of="SOUTH", by="quote", conditions=["the prisoners stay"])
    assert told(lines(rejected), "rejection-on-record") == [
        "Ceasefire: Southland rejects “the guns fall silent” if the prisoners stay"
    ]


def test_acceptances_by_the_same_account_are_one_doubt():
    def account(id, party):
        return says(id, "accepts", "2030-01-05", of="EAST", by="quote", party=party)

    assert told(lines(account("a", "NORTH"), account("b", "SOUTH")), "perhaps-agreed") == [
        "Perhaps agreed: Ceasefire, but the acceptances of Northland and Southland are known only by the account"
        " of Eastland"
    ]


def test_of_a_party_against_that_is_not_needed_it_is_said_of_which_needed_group_it_is_a_member():
    league = pt.Party("LEAGUE", "the League", "group", members=[pt.Member("EAST")], members_known=True)
    aid = attrs.evolve(TERMS[1], needs=["LEAGUE"])
    agenda = attrs.evolve(AGENDA, parties=[*PARTIES[:3], league], terms=[aid])
    accepted = says("a", "accepts", "2030-02-01", of="LEAGUE", term="aid", by="quote")
    rejected = says("b", "rejects", "2030-02-02", of="EAST", term="aid", by="quote")
    rows = analysis.brief(recording.ledger_of(agenda, accepted, rejected).state(valid="2030-02-20"))
    assert told(rows, "against-not-needed") == [
        "Aid: Eastland rejects “aid gets through”; its consent is not needed; it is a member of the League,"
        " which accepts it"
    ]


def test_a_circle_of_conditions_has_the_sources_of_its_conditions():
    if_aid, if_truce = [pt.TermIs("aid", "agreed")], [pt.TermIs("truce", "agreed")]
    rows = lines(
        says("a", "accepts", "2030-01-03", of="NORTH", by="quote", conditions=if_aid),
        says("b", "accepts", "2030-01-03", of="SOUTH", term="aid", by="quote", conditions=if_truce),
    )
    (circle,) = [line for line in rows.filter(rule="conditions-cross") if "wait for each other" in line.what]
    assert sorted(circle.source.split(" · ")) == [
        "Northland, quoted; recorded 1 Feb 2030",
        "Southland, quoted; recorded 2 Feb 2030",
    ]


def test_what_is_overdue_does_not_cite_a_rumour_that_it_took_place():
    due = happens("a", "summit", "expected", type="summit", when="2030-02-01")
    rumour = pt.Attribution("rumour", speaker="talk")
    held = pt.Report([pt.Event("summit", "held", when="2030-02-01", attribution=rumour)], id="b")
    (line,) = lines(due, held).filter(rule="overdue")
    assert line.source == "recorded 1 Feb 2030"


TELLERS = {
    "narrator": "a report without a named source says",
    "officials-briefed": "unnamed officials say",
    "leak": "a report off the record says",
}


@pytest.mark.parametrize("by", ["narrator", "officials-briefed", "leak"])
def test_what_is_accepted_only_off_the_record_and_open_on_it_is_perhaps_agreed(by):
    said = says("a", "open", "2030-01-03", of="SOUTH", term="aid", by="quote", quote="we are studying it")
    rows = lines(said, says("b", "accepts", "2030-01-05", of="SOUTH", term="aid", by=by))
    assert told(rows, "agreed") == []
    doubt = "on the record Southland is open to it, 3 Jan 2030"
    assert told(rows, "perhaps-agreed") == [f"Perhaps agreed: Aid, but {doubt}"]
    assert told(rows, "unconfirmed") == [
        "Aid: on the record, Southland is open to it, 3 Jan 2030; in these words: “we are studying it”; since"
        f" then, {TELLERS[by]} that it accepts it, 5 Jan 2030"
    ]


def test_what_is_agreed_or_perhaps_so_comes_before_that_nothing_is_known_to_block():
    agenda = attrs.evolve(AGENDA, terms=TERMS[:2])
    accepted = says("b", "accepts", "2030-01-05", of="NORTH", by="quote", term="aid", party="SOUTH")
    rows = analysis.brief(recording.ledger_of(agenda, accepted).state(valid="2030-02-20"))
    assert [line.rule for line in rows.filter(part="headline")] == ["perhaps-agreed", "not-blocked"]


def test_where_a_party_says_nothing_on_the_record_its_acceptance_is_agreed_with_a_reserve():
    (line,) = lines(says("b", "accepts", "2030-01-05", of="SOUTH", term="aid", by="narrator")).filter(
        rule="agreed"
    )
    assert line.what.endswith("none of it on the record")


def test_an_account_against_what_the_party_says_itself_is_one_doubt_among_what_blocks():
    said = says("a", "open", "2030-01-03", of="SOUTH", term="aid", by="quote")
    account = says("b", "accepts", "2030-01-05", of="NORTH", by="named", term="aid", party="SOUTH")
    rows = lines(said, account)
    (line,) = told(rows, "unconfirmed")
    assert line.endswith("since then, Northland says that Southland accepts it, 5 Jan 2030")
    (head,) = told(rows, "perhaps-agreed")
    assert head.endswith("3 Jan 2030; the acceptance of Southland is known only by the account of Northland")


def test_the_word_agreed_is_for_what_a_report_says_is_agreed():
    accepted = says("a", "accepts", "2030-01-05", of="SOUTH", term="aid", by="quote")
    reached = pt.draft(id="b", since="2030-01-06").progress("aid", stage="agreed")
    assert told(lines(accepted, reached), "agreed") == ["Agreed: Aid, “aid gets through”"]
    both = (says(f"r{of}", "accepts", "2030-01-05", of=of, by="quote") for of in ("NORTH", "SOUTH"))
    assert told(lines(*both), "agreed") == [
        "Accepted by both that are needed: Ceasefire, “the guns fall silent”"
    ]
    some = (says(f"r{of}", "accepts", "2030-01-05", of=of, term="pact") for of in ("NORTH", "SOUTH"))
    (line,) = told(lines(*some), "agreed")
    assert line.startswith("Accepted by as many as are needed: ")


def test_an_agreement_on_an_offer_that_ends_says_until_when():
    offer = says("a", "accepts", "2030-01-05", of="SOUTH", term="aid", by="quote", window="2030-02-27")
    (line,) = lines(offer).filter(rule="agreed")
    assert line.what == "Aid, “aid gets through” (1 of 4 terms that need consent), until 27 Feb 2030"


def test_what_is_agreed_by_dates_that_leave_it_open_is_perhaps_agreed():
    rows = lines(says("a", "accepts", "2030-02", of="SOUTH", term="aid"))
    (line,) = told(rows, "perhaps-agreed")
    assert line == (
        "Perhaps agreed: Aid, but the dates leave open whether Southland accepts it at this moment"
    )
    assert told(lines(says("a", "accepts", "2030-01", of="SOUTH", term="aid")), "perhaps-agreed") == []


def test_a_party_that_is_against_a_term_offers_nothing():
    rows = lines(says("a", "rejects", "2030-01-03", of="SOUTH", term="aid", window="2030-03-01"))
    assert "Aid: the position of Southland (rejects) ends 1 Mar 2030" in told(rows, "dated")
    rows = lines(says("a", "open", "2030-01-03", of="SOUTH", term="aid", window="2030-03-01"))
    assert "Aid: the offer of Southland (open) closes 1 Mar 2030" in told(rows, "dated")


def test_an_end_or_a_forecast_that_is_old_says_how_old():
    offer = says("a", "open", "2030-01-03", of="SOUTH", term="aid", window="undisclosed")
    assert told(lines(offer), "undated-window") == [
        "Aid: the offer of Southland (open) closes on a day that was not disclosed"
    ]
    (old,) = told(lines(offer, valid="2030-04-01"), "undated-window")
    assert old.endswith("was not disclosed, last recorded 59 days ago")


def test_a_lack_of_rejections_says_of_how_many_answers_there_is_no_report():
    agenda = pt.Agenda("calm", parties=PARTIES, terms=TERMS[:2])
    rows = analysis.brief(
        recording.ledger_of(agenda, says("a", "open", "2030-01-03")).state(valid="2030-02-20")
    )
    assert told(rows, "not-blocked") == [
        "No needed party is known to reject or oppose a term; no report on 2 of the 3 answers that are needed"
    ]
    urged = says("b", "open", "2030-01-03", of="EAST")
    (line,) = told(
        analysis.brief(recording.ledger_of(agenda, urged).state(valid="2030-02-20")), "not-blocked"
    )
    assert line.endswith("; no report on any of the answers that are needed")


def test_a_move_is_known_by_the_reports_of_it_and_not_by_what_the_party_said_before():
    turns = [("quote", "accepts"), ("leak", "rejects"), ("leak", "accepts")]
    reports = (says(f"r{n}", stance, f"2030-01-{n + 3:02}", by=by) for n, (by, stance) in enumerate(turns))
    assert told(lines(*reports), "moved-last")[0].endswith(
        "from rejects, not on the record (accepts on the record), to accepts, 5 Jan 2030, not on the record"
    )


@pytest.mark.parametrize(
    ("before", "left"),
    [
        ([{"by": "quote"}], "accepts"),
        ([{"by": "narrator"}], "accepts, not on the record,"),
        ([{"of": "NORTH", "party": "SOUTH", "by": "named"}], "accepts, by the account of Northland,"),
    ],
)
def test_a_move_says_how_the_stance_that_it_left_was_known(before, left):
    reports = [
        says(f"a{n}", "accepts", "2030-01-03", **{"of": "SOUTH"} | how) for n, how in enumerate(before)
    ]
    rows = lines(*reports, says("b", "rejects", "2030-01-05", of="SOUTH", by="quote"))
    assert told(rows, "moved-last") == [
        f"Last moved: Southland on Ceasefire, from {left} to rejects, 5 Jan 2030"
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


def test_of_two_stances_without_a_date_the_order_is_not_known():
    turn = [says("a", "rejects", of="SOUTH", by="named"), says("b", "accepts", of="SOUTH", by="named")]
    rows = lines(*turn)
    went = "from rejects to accepts, by 2 Feb 2030, the order not known"
    assert told(rows, "moved-last") == [f"Perhaps moved: Southland on Ceasefire, {went}"]
    sure = [says("c", "open", "2030-01-03", by="named"), says("d", "accepts", "2030-01-05", by="named")]
    (line,) = told(lines(*sure, *turn), "moved-last")
    less_sure = "1 later move disputed, undated or only off the record"
    assert line == f"Last moved: Northland on Ceasefire, from open to accepts, 5 Jan 2030; {less_sure}"
    dated = says("b", "accepts", "2030-02-10", of="SOUTH", by="named")
    (line,) = told(lines(turn[0], dated), "moved-last")
    assert line == "Last moved: Southland on Ceasefire, from rejects to accepts, 10 Feb 2030"


def test_an_agreement_names_a_refusal_that_may_be_later_than_the_acceptance():
    north = says("c", "accepts", "2030-01-05", by="named")
    turn = [says("a", "rejects", of="SOUTH", by="named"), says("b", "accepts", of="SOUTH", by="named")]
    (what,) = [line.what for line in lines(north, *turn).filter(rule="agreed")]
    assert what.endswith("; reports also say that Southland rejects it, the order not known")
    dated = says("b", "accepts", "2030-02-10", of="SOUTH", by="named")
    (what,) = [line.what for line in lines(north, turn[0], dated).filter(rule="agreed")]
    assert "order" not in what


def test_one_report_without_a_date_is_not_told_as_two_moves():
    talks = recording.new(AGENDA)
    for day, of, since in (
        ("01", "NORTH", "2030-02-01"),
        ("02", "SOUTH", "2030-01-05"),
        ("03", "SOUTH", None),
    ):
        stance = "rejects" if day == "02" else "accepts"
        talks.record(says(day, stance, since, of=of, by="named"), recorded_at=f"2030-02-{day}T12:00:00Z")
    (line,) = analysis.brief(talks.state(valid="2030-02-20"), since="2030-02-01").filter(rule="turn")
    went = "from no known stance to rejects, 5 Jan 2030, then to accepts, by 3 Feb 2030, the order not known"
    assert line.what == f"Southland went {went}, and reports differ"


def test_what_only_perhaps_held_before_is_no_stance_and_no_news():
    talks = recording.new(AGENDA)
    for day, stance, since, by in (
        ("2030-01-06", "opposes", "2030-01-05", "named"),
        ("2030-01-08", "rejects", "2030-01-07", "named"),
        ("2030-02-08", "rejects", None, "quote"),
    ):
        report = says(f"r{day}", stance, since, of="SOUTH", by=by, published=day)
        talks.record(report, recorded_at=f"{day}T20:00:00Z")
    rows = analysis.brief(talks.state(valid="2030-01-20"), since="2030-01-15")
    assert told(rows, "nothing-changed") == ["Nothing changed"]
    (line,) = told(rows, "rejection-on-record")
    assert line == "Ceasefire: Southland rejects “the guns fall silent”"


def test_what_came_before_the_stance_of_now_is_told_as_past_where_it_is_reported_later():
    talks = recording.new(AGENDA)
    for day, stance, since in (
        ("2030-01-06", "accepts", "2030-01-05"),
        ("2030-01-20", "rejects", "2030-01-04"),
    ):
        report = says(f"r{day}", stance, since, of="SOUTH", by="named", published=day)
        talks.record(report, recorded_at=f"{day}T20:00:00Z")
    rows = analysis.brief(talks.state(valid="2030-01-22"), since="2030-01-13")
    late = "to rejects, 4 Jan 2030, reported 16 days later, before it went to accepts, 5 Jan 2030"
    assert told(rows, "learned") == [f"Ceasefire: Southland went from no known stance {late}"]


@pytest.mark.parametrize(
    ("by", "after"),
    [
        ("named", ", 10 Feb 2030"),
        ("leak", ", 10 Feb 2030, not on the record; on the record since 10 Jan 2030"),
    ],
)
def test_a_member_that_leaves_the_stance_of_its_group_has_moved_on_that_day(by, after):
    union = pt.Party("UNION", "the Union", "group", members=[pt.Member("SOUTH")])
    talks = recording.new(attrs.evolve(AGENDA, parties=[*PARTIES, union]))
    for of, stance, day, how in (
        ("SOUTH", "accepts", "2030-01-10", "named"),
        ("UNION", "opposes", "2030-01-20", "named"),
        ("SOUTH", "accepts", "2030-02-10", by),
    ):
        report = says(f"r{day}", stance, day, of=of, by=how, published=day)
        talks.record(report, recorded_at=f"{day}T20:00:00Z")
    (line,) = told(analysis.brief(talks.state(valid="2030-02-01")), "opposition")
    assert line == "Ceasefire: Southland opposes “the guns fall silent”, with the Union"
    rows = analysis.brief(talks.state(valid="2030-02-15"), since="2030-02-05")
    assert told(rows, "turn") == [f"Ceasefire: Southland went from opposes with the Union to accepts{after}"]


def test_later_moves_that_are_less_sure_than_the_last_are_counted():
    sure = [says("a", "open", "2030-01-03", by="quote"), says("b", "accepts", "2030-01-05", by="quote")]
    quiet = [
        says(f"q{n}", stance, f"2030-01-{n:02}", of="SOUTH", by=by)
        for n, (stance, by) in {2: ("opposes", "quote"), 4: ("open", "leak"), 9: ("accepts", "leak")}.items()
    ]
    (line,) = told(lines(*sure, *quiet), "moved-last")
    assert line.endswith(
        "from open to accepts, 5 Jan 2030; 1 later move disputed, undated or only off the record"
    )


def test_where_reports_differ_on_a_stance_it_is_not_said_to_have_moved():
    undated = pt.draft(id="b")
    undated.position("aid", "opposes", party="SOUTH")
    rows = lines(says("a", "open", "2030-01-03", of="SOUTH", term="aid"), undated)
    assert told(rows, "moved-last") == []
    talks = recording.new(AGENDA)
    said = [("SOUTH", "open", 1), ("NORTH", "open", 1), ("NORTH", "accepts", 9), ("SOUTH", "accepts", 10)]
    for n, (of, stance, day) in enumerate([*said, ("SOUTH", "opposes", 10)]):
        report = says(f"r{n}", stance, f"2030-02-{day:02}", of=of, by="named", term="pact")
        talks.record(report, recorded_at=f"2030-02-{day:02}T20:00:00Z")
    turns = [line.what for line in analysis.brief(talks.state(valid="2030-02-20")).filter(rule="turn")]
    assert turns[0] == "Northland went from open to accepts, 9 Feb 2030"
    assert turns[1].endswith(", 10 Feb 2030, and reports differ")


def test_without_a_rejection_or_an_agreement_the_headline_says_so():
    rows = lines(says("a", "open", "2030-01-03"))
    assert told(rows, "not-blocked") == []  # a quorum of unknown members blocks
    assert told(rows, "not-agreed") == ["None of 4 terms is agreed"]
    nothing = analysis.brief(pt.Tracker().state())
    assert told(nothing, "nothing-reported") == ["Nothing is on the table yet"]
    assert told(lines(), "nothing-reported") == ["No report is on the ledger yet"]


@pytest.mark.parametrize(
    ("valid", "rule"),
    [("2030-02-02", "newest"), ("2030-02-20", "newest-over-a-week"), ("2030-06-20", "newest-over-a-month")],
)
def test_the_age_of_the_newest_source_is_marked_by_its_rule(valid, rule):
    rows = lines(says("a", "open", "2030-01-03"), valid=valid)
    (newest,) = (line for line in rows if line.about == "Newest source")
    assert newest.rule == rule
    assert "old" in newest.what


def test_positions_without_a_named_source_or_by_another_account_are_counted():
    other = pt.draft(id="b", since="2030-01-04")
    other.voice("named", of="EAST").position("truce", "open", party="SOUTH")
    rows = lines(says("a", "open", "2030-01-03"), other)
    assert told(rows, "unnamed") == ["1 of 2 positions has no named source"]
    assert told(rows, "accounts") == ["1 of 2 positions is known only by another side's account"]


def test_first_reports_say_on_how_many_of_all_terms_they_are():
    on = [says(term, "open", "2030-01-03", term=term) for term in ("truce", "aid", "pact", "past")]
    first = ", none before, most on “Ceasefire”, “Aid” and “the pact is kept”; positions of Northland"
    assert told(lines(*on), "first-reports") == [f"First reports: 4 reports on 4 of the 5 terms{first}"]
    vote = says("vote", "open", "2030-01-03", term="vote")
    assert told(lines(*on, vote), "first-reports") == [f"First reports: 5 reports on all 5 terms{first}"]


def test_of_a_new_ledger_one_line_is_told_and_what_its_later_reports_changed():
    rows = lines(
        says("a", "open", "2030-01-03"),
        says("b", "accepts", "2030-01-05"),
        says("c", "open", "2030-01-05", of="SOUTH"),
    )
    changed = [line for line in rows if line.part == "changed"]
    assert [line.rule for line in changed] == ["first-reports", "learned"]
    assert changed[0].what == "3 reports on Ceasefire, none before; positions of Northland and Southland"
    assert "Northland went from open to accepts" in changed[1].what


def test_turns_come_before_first_stances_and_details_are_counted():
    rows = lines(
        says("a", "open", "2030-01-03"),
        says("b", "rejects", "2030-02-10"),
        says("c", "accepts", "2030-02-10", of="SOUTH", scope="all"),
        since=2,
    )
    changed = [line for line in rows if line.part == "changed"]
    assert [line.rule for line in changed] == ["turned-against", "first-stance", "details"]
    assert str(changed[0]).startswith("Ceasefire: Northland went from open to rejects")
    assert str(changed[1]).startswith(
        "Ceasefire: Southland accepts it, 10 Feb 2030, not on the record; no stance"
    )


def test_of_turns_the_last_recorded_comes_first():
    rows = lines(
        says("a", "open", "2030-01-03"),
        says("b", "open", "2030-01-03", term="aid", of="SOUTH"),
        says("c", "rejects", "2030-02-10"),
        says("d", "rejects", "2030-02-10", term="aid", of="SOUTH"),
        since=3,
    )
    assert [line.reports for line in rows.filter(rule="turned-against")] == [("d",), ("c",)]


def _week(*said, valid="2030-02-20"):
    """What changed since 5 Feb: of the stances of parties on Aid, each `(stance, day, manner)`."""
    talks = recording.new(AGENDA)
    talks.record(says("z", "accepts", "2030-02-01", by="named"), recorded_at="2030-02-01T12:00:00Z")
    for n, (stance, day, by, more) in enumerate(said):
        of, party = more.get("of", "SOUTH"), {k: v for k, v in more.items() if k != "of"}
        report = says(f"r{n}", stance, day, term="aid", of=of, by=by, published=day, **party)
        talks.record(report, recorded_at=f"{day}T20:00:00Z")
    return analysis.brief(talks.state(valid=valid), since="2030-02-05")


ACCEPTED: tuple = ("accepts", "2030-02-01", "named", {})
REJECTED: tuple = ("rejects", "2030-02-10", "quote", {"quote": "never"})


def test_a_rejection_inside_the_span_is_told_where_the_party_came_back_from_it():
    rows = _week(ACCEPTED, REJECTED, ("accepts", "2030-02-12", "named", {}))
    (line,) = rows.filter(rule="turn")
    assert line.what == "Southland went from accepts to rejects, 10 Feb 2030, then to accepts, 12 Feb 2030"
    assert line.source == "Southland, quoted; 10 Feb 2030 · Southland, on the record; 12 Feb 2030"
    assert line.reports == ("r1", "r2")
    unnamed = _week(ACCEPTED, REJECTED, ("accepts", "2030-02-12", "officials-briefed", {}))
    assert told(unnamed, "turn") == [f"Aid: {line.what}, not on the record"]
    assert told(unnamed, "details") == []


def test_the_first_stance_of_a_party_is_the_first_also_where_another_came_after_it():
    rows = _week(REJECTED, ("accepts", "2030-02-12", "officials-briefed", {}))
    went = "Aid: Southland went from no known stance to rejects, 10 Feb 2030, then to accepts, 12 Feb 2030"
    assert told(rows, "turn") == [f"{went}, not on the record"]
    assert not any("no stance was known before" in line.what for line in rows)


def test_a_stance_that_is_taken_again_after_none_is_not_the_first():
    none = (pt.Absence.UNDER_NEGOTIATION, "2030-02-03", "named", {})
    rows = _week(ACCEPTED, none, ("accepts", "2030-02-12", "named", {}))
    assert told(rows, "first-stance") == [
        "Aid: Southland accepts it, 12 Feb 2030; no stance was known just before"
    ]


def test_a_move_has_the_same_beginning_in_the_headline_and_in_what_changed():
    rows = _week(ACCEPTED, ("open", "2030-02-10", "named", {}), ("opposes", "2030-02-12", "named", {}))
    assert told(rows, "moved-last") == ["Last moved: Southland on Aid, from open to opposes, 12 Feb 2030"]
    assert told(rows, "turned-against") == [
        "Aid: Southland went from accepts to open, 10 Feb 2030, then to opposes, 12 Feb 2030"
    ]


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        (
            [("open", "2030-02-01", "named", {})],
            "went from open to accepts, 12 Feb 2030, by the account of Northland",
        ),
        ([], "accepts it, 12 Feb 2030, by the account of Northland; no stance was known before"),
    ],
)
def test_what_another_party_says_changed_is_by_its_account(before, sentence):
    rows = _week(*before, ("accepts", "2030-02-12", "named", {"of": "NORTH", "party": "SOUTH"}))
    assert [line.what for line in rows if line.rule in ("turn", "first-stance")] == [f"Southland {sentence}"]


def test_a_move_reported_within_a_day_was_not_learned_late():
    rows = _week(("rejects", "2030-02-10", "quote", {}), ("accepts", "2030-02-15", "officials-briefed", {}))
    assert told(rows, "learned") == []
    assert told(rows, "turn")


def test_a_move_between_reports_off_the_record_does_not_lead_where_the_party_spoke():
    talks = recording.new(AGENDA)
    for n, (of, stance, day, by) in enumerate(
        [
            ("SOUTH", "rejects", "2030-02-01", "quote"),
            ("NORTH", "open", "2030-02-01", "named"),
            ("SOUTH", "open", "2030-02-08", "leak"),
            ("NORTH", "accepts", "2030-02-09", "named"),
            ("SOUTH", "accepts", "2030-02-10", "officials-briefed"),
        ]
    ):
        talks.record(says(f"r{n}", stance, day, of=of, by=by), recorded_at=f"{day}T20:00:00Z")
    rows = analysis.brief(talks.state(valid="2030-02-20"), since="2030-02-05")
    (moved,) = told(rows, "moved-last")
    less_sure = "; 1 later move disputed, undated or only off the record"
    assert moved == f"Last moved: Northland on Ceasefire, from open to accepts, 9 Feb 2030{less_sure}"
    assert [line.who for line in rows.filter(rule="turn")] == [("Northland",), ("Southland",)]


def test_the_conditions_of_a_move_are_in_its_sentence():
    asking = ("open", "2030-02-10", "named", {"conditions": [pt.TermIs("truce", "agreed")]})
    rows = _week(("neutral", "2030-02-01", "named", {}), asking)
    went = "open if “Ceasefire” is agreed, 10 Feb 2030"
    assert told(rows, "turn") == [f"Aid: Southland went from neutral to {went}"]
    assert told(rows, "moved-last") == [f"Last moved: Southland on Aid, from neutral to {went}"]
    assert told(rows, "terms-of-stance") == []


SUMMIT = {"conditions": [pt.InWords("the summit is held")]}


@pytest.mark.parametrize(
    ("first", "later", "went", "cited"),
    [
        (
            ("named", {}),
            ("accepts", "2030-02-12", "named", SUMMIT),
            "accepts, 10 Feb 2030; since 12 Feb 2030 if the summit is held",
            ("r1", "r2"),
        ),
        (
            ("named", SUMMIT),
            ("accepts", "2030-02-12", "named", {"conditions": []}),
            "accepts if the summit is held, 10 Feb 2030; since 12 Feb 2030 without conditions",
            ("r1", "r2"),
        ),
        (
            ("named", {}),
            ("accepts", "2030-02-12", "narrator", SUMMIT),
            "accepts, 10 Feb 2030; since 12 Feb 2030 if the summit is held, not on the record",
            ("r1", "r2"),
        ),
        (
            ("named", {}),
            ("accepts", "2030-02-10", "narrator", SUMMIT),
            "accepts, 10 Feb 2030; since 10 Feb 2030 if the summit is held, not on the record",
            ("r1", "r2"),
        ),
        (
            ("leak", {}),
            ("accepts", "2030-02-12", "named", {}),
            "accepts, 10 Feb 2030, not on the record; on the record since 12 Feb 2030",
            ("r1", "r2"),
        ),
        (
            ("leak", SUMMIT),
            ("accepts", "2030-02-12", "named", {}),
            "accepts if the summit is held, 10 Feb 2030, not on the record; on the record since 12 Feb 2030,"
            " but not its conditions",
            ("r1", "r2"),
        ),
        (("named", {}), ("accepts", "2030-02-12", "named", {}), "accepts, 10 Feb 2030", ("r1",)),
        (
            ("named", {"window": "2030-02-11"}),
            ("accepts", "2030-02-13", "leak", {}),
            "accepts, 10 Feb 2030; again since 13 Feb 2030, not on the record",
            ("r1", "r2"),
        ),
        (
            ("named", {}),
            ("accepts", "2030-02-12", "named", {"window": "2030-02-15"}),
            "accepts, 10 Feb 2030; lapsed 15 Feb 2030",
            ("r1",),
        ),
    ],
)
def test_the_day_the_conditions_and_the_reserve_of_a_move_belong_together(first, later, went, cited):
    by, more = first
    rows = _week(("opposes", "2030-02-01", "named", {}), ("accepts", "2030-02-10", by, more), later)
    assert told(rows, "turn") == [f"Aid: Southland went from opposes to {went}"]
    assert told(rows, "moved-last") == [f"Last moved: Southland on Aid, from opposes to {went}"]
    for rule in ("turn", "moved-last"):
        (line,) = rows.filter(rule=rule)
        assert line.reports == cited
        assert line.source.count(" · ") == len(cited) - 1


def test_a_move_away_says_on_which_conditions_and_whether_the_stance_it_left_had_run_out():
    rows = _week(
        ("accepts", "2030-02-01", "named", SUMMIT | {"window": "2030-02-08"}),
        ("rejects", "2030-02-10", "quote", {}),
    )
    (line,) = rows.filter(rule="turned-against")
    assert line.what == "Southland went from accepts if the summit is held (lapsed) to rejects, 10 Feb 2030"


def test_three_lines_of_what_is_next_are_shown_first_where_there_are_three():
    windows = [
        says(id, "open", "2030-01-03", of=id, window="2030-03-01") for id in ("NORTH", "SOUTH", "EAST")
    ]
    coming = lines(*windows).filter(rule="dated")
    assert len(shown_first(list(coming), 3)) == 3


def test_what_is_late_does_not_hide_the_next_days():
    windows = [
        says(of, "open", "2030-01-03", of=of, window=f"2030-03-0{day}")
        for day, of in enumerate(("NORTH", "SOUTH", "EAST"), start=1)
    ]
    late = happens("late", "visit", "expected", when="2030-01-14", type="meeting")
    soon = happens("soon", "ballot", "expected", when=pt.Moment.unknown("soon"), type="vote")

    def first(*reports):
        return [line.rule for line in shown_first(list(lines(*reports).filter(part="next")), 3)]

    assert first(*windows, late) == ["dated", "dated", "dated"]
    assert first(*windows, late, soon) == ["dated", "dated", "expected"]
    assert first(*windows[:1], late) == ["dated", "overdue", "no-report"]


def test_a_sentence_ends_with_one_full_stop():
    assert closed("in these words: “Never.”") == "in these words: “Never.”"
    assert closed("None is agreed") == "None is agreed."


def test_the_turn_of_a_needed_party_comes_before_that_of_another():
    rows = lines(
        says("a", "open", "2030-01-03", of="EAST"),
        says("b", "open", "2030-01-03", term="aid", of="SOUTH"),
        says("c", "accepts", "2030-02-10", of="EAST"),
        says("d", "accepts", "2030-02-10", term="aid", of="SOUTH"),
        since=3,
    )
    assert told(rows, "turn") == [
        "Aid: Southland went from open to accepts, 10 Feb 2030, not on the record",
        "Ceasefire: Eastland went from open to accepts, 10 Feb 2030, not on the record",
    ]


def test_the_last_move_of_the_headline_is_the_first_turn_of_what_changed_with_its_day():
    rows = lines(
        says("a", "open", "2030-01-03"),
        says("b", "open", "2030-01-03", term="aid", of="SOUTH"),
        says("c", "open", "2030-01-03", of="EAST"),
        says("d", "accepts", "2030-02-10"),
        says("e", "accepts", "2030-02-09", term="aid", of="SOUTH"),
        says("f", "accepts", "2030-02-10", of="EAST"),
        since=4,
    )
    (moved,) = told(rows, "moved-last")
    assert moved == "Last moved: Northland on Ceasefire, from open to accepts, 10 Feb 2030, not on the record"
    assert told(rows, "turn") == [
        "Ceasefire: Northland went from open to accepts, 10 Feb 2030, not on the record",
        "Ceasefire: Eastland went from open to accepts, 10 Feb 2030, not on the record",
        "Aid: Southland went from open to accepts, 9 Feb 2030, not on the record",
    ]


def test_of_a_past_day_what_came_out_later_is_marked_and_the_clock_is_said():
    talks = recording.ledger_of(
        AGENDA, says("a", "open", "2030-01-03"), quoted("b", "rejects", quote="never")
    )
    talks.record(
        says("c", "opposes", "2030-01-04", published="2030-02-03"), recorded_at="2030-02-05T12:00:00Z"
    )

    def first(**basis):
        rows = analysis.brief(talks.state(**basis))
        return told(rows, "moment") + [line.source for line in rows.filter(rule="blocked")]

    quote = "Southland, quoted; recorded 2 Feb 2030"
    assert first(valid="2030-02-01") == [
        "As of: 1 Feb 2030, as known now: ↷\N{NO-BREAK SPACE}2 of 3 reports are later",
        f"{quote}, ↷\N{NO-BREAK SPACE}recorded later",
    ]
    assert first(valid="2030-02-03") == ["As of: 3 Feb 2030, as known now", quote]
    assert first(valid="2030-02-03", known="2030-02-03") == ["As of: 3 Feb 2030, as known then", quote]
    assert first(valid="2030-02-20", known=3) == ["As of: 20 Feb 2030, as known on 2 Feb 2030", quote]
    assert first(valid="2030-02-20") == ["As of: 20 Feb 2030", quote]
    rows = analysis.brief(talks.state(valid="2030-02-02"))
    (opposed,) = rows.filter(rule="opposition")
    assert opposed.source == "no source named; 3 Feb 2030, ↷\N{NO-BREAK SPACE}reported later"


def test_what_a_card_has_more_says_how_much_of_it_came_out_later():
    windows = [
        says(f"{of}-{term}", "open", "2030-01-03", of=of, term=term, window="2030-03-01")
        for of in ("NORTH", "SOUTH", "EAST")
        for term in ("truce", "pact")
    ]
    talks = recording.ledger_of(AGENDA, *windows)

    def more(valid):
        card = list(analysis.brief(talks.state(valid=valid)).filter(part="next"))
        return more_words(rest_of(card, 3)), [line.rule for line in card].count("dated")

    assert more("2030-02-20") == ("4 more", 6)
    assert more("2030-02-04") == ("4 more, 1 of them ↷\N{NO-BREAK SPACE}reported later", 6)
    assert more_words(()) == ""


@pytest.mark.parametrize(
    ("speaker", "by", "named"),
    [
        ("the foreign minister", "named", "the foreign minister of Southland, on the record"),
        ("the Southlandic envoy", "named", "the Southlandic envoy, on the record"),
        ("Ana Petrova", "quote", "Ana Petrova, Southland, quoted"),
        ("officials briefed on it", "officials-briefed", "officials briefed on it, Southland, unnamed"),
        (None, "officials-briefed", "officials of Southland, unnamed"),
        (None, "narrator", "no source named"),
    ],
)
def test_a_source_says_for_which_party_it_speaks(speaker, by, named):
    draft = pt.draft(id="a", since="2030-01-03", published="2030-01-04")
    draft.voice(by, speaker, of="SOUTH").position("truce", "rejects")
    assert lines(draft).filter(part="blocks")[0].source == f"{named}; 4 Jan 2030"


ALIKE = pt.Agenda(
    "alike",
    parties=[
        pt.Party("EU", "European Union", "group", members=[pt.Member("FR"), pt.Member("DE")]),
        *(
            pt.Party(id, name, "state")
            for id, name in (
                ("SD", "Sudan"),
                ("SS", "South Sudan"),
                ("FR", "France"),
                ("DE", "Germany"),
                ("US", "United States"),
                ("UN", "United Nations"),
            )
        ),
        pt.Party("SAF", "Sudanese Armed Forces", "group"),
    ],
    people=[pt.Person("petrova", "Ana Petrova", acts_for="FR")],
    terms=[
        pt.Term("truce", "ceasefire", "the guns fall silent", title="Ceasefire", needs=["SD", "SS", "EU"])
    ],
)


@pytest.mark.parametrize(
    ("party", "attribution", "named"),
    [
        ("SD", {"speaker": "Sudanese officials", "acts_for": "SD"}, "Sudanese officials"),
        ("SS", {"speaker": "Sudanese officials", "acts_for": "SS"}, "Sudanese officials, South Sudan"),
        ("SS", {"speaker": "South Sudanese officials", "acts_for": "SS"}, "South Sudanese officials"),
        ("SD", {"speaker": "South Sudanese officials", "acts_for": "SD"}, "South Sudanese officials, Sudan"),
        (
            "SD",
            {"speaker": "the Sudanese Armed Forces", "acts_for": "SD"},
            "the Sudanese Armed Forces, Sudan",
        ),
        ("US", {"speaker": "the UN envoy", "acts_for": "US"}, "the UN envoy, United States"),
        ("US", {"speaker": "United Nations staff", "acts_for": "US"}, "United Nations staff, United States"),
        ("EU", {"speaker": "French officials", "acts_for": "FR"}, "French officials, France"),
        ("EU", {"speaker": "European officials", "acts_for": "EU"}, "European officials"),
        ("EU", {"acts_for": "FR"}, "France"),
        ("FR", {"person": "petrova"}, "Ana Petrova, France"),
        ("FR", {"person": "petrova", "speaker": "the president"}, "the president of France"),
        ("EU", {"person": "petrova", "acts_for": "EU"}, "Ana Petrova, European Union"),
    ],
)
def test_of_parties_with_similar_names_groups_and_people_it_says_for_which_they_speak(
    party, attribution, named
):
    rejects = pt.Position(party, "truce", "rejects", attribution=pt.Attribution("named", **attribution))
    report = pt.Report([rejects], id="a", since="2030-01-03", source=pt.Source(published="2030-01-04"))
    rows = analysis.brief(recording.ledger_of(ALIKE, report).state(valid="2030-02-20"))
    (line,) = (line for line in rows.filter(part="blocks") if line.cited == ("a",))
    assert line.source == f"{named}, on the record; 4 Jan 2030"


def test_each_line_of_the_headline_says_what_it_rests_on():
    rows = lines(says("a", "accepts", "2030-01-03", published="2030-01-04"), quoted("b", "accepts"))
    sources = {line.rule: line.source for line in rows.filter(part="headline")}
    assert sources == {
        "blocked": "as the agenda has it",
        "agreed": "no source named; 4 Jan 2030 · Southland, quoted; recorded 2 Feb 2030",
    }
    (none,) = lines(says("a", "open", "2030-01-03")).filter(rule="not-agreed")
    assert none.source == "counted over 1 report"


def test_a_red_line_has_the_source_of_who_presses_against_it_and_its_words():
    pressing = pt.draft(id="b", published="2030-01-05")
    pressing.voice("readout", of="NORTH").urges("truce", wording="a gesture")
    (line,) = lines(quoted("a", "accepts", red_line=True), pressing).filter(rule="red-line-against-demand")
    assert line.what.endswith("; Northland urges “a gesture” (in the words of the report)")
    assert line.source == "Southland, quoted; recorded 1 Feb 2030 · Northland, in a readout; 5 Jan 2030"


def test_the_report_that_the_source_of_a_line_names_comes_first():
    rows = lines(quoted("a", "rejects", quote="never"), says("b", "rejects", "2030-01-05", of="SOUTH"))
    for line in (*rows.filter(rule="rejection-on-record"), *rows.filter(rule="blocked")):
        assert (line.source, line.reports) == ("Southland, quoted; recorded 1 Feb 2030", ("a", "b"))


def test_a_line_has_the_reports_that_its_source_names_as_data():
    radio = pt.draft(id="a", since="2030-01-03", published="2030-01-04", outlet="Radio · One")
    radio.voice("quote", of="SOUTH").position("truce", "rejects")
    rows = lines(radio, says("b", "rejects", "2030-01-05", of="SOUTH"))
    (rejected,) = rows.filter(rule="rejection-on-record")
    assert (rejected.source, rejected.cited) == ("Southland, quoted; Radio · One, 4 Jan 2030", ("a",))
    asking = {of: pt.InWords(f"{of} is paid") for of in ("NORTH", "SOUTH")}
    reports = [says(of, "accepts", "2030-01-03", of=of, conditions=[asked]) for of, asked in asking.items()]
    (crossing,) = lines(*reports).filter(rule="conditions-cross")
    assert crossing.cited == ("NORTH", "SOUTH")
    (silence,) = rows.filter(rule="no-report")
    assert silence.cited == ()


def test_what_was_learned_late_and_what_was_corrected_stand_apart():
    talks = recording.ledger_of(
        AGENDA, says("a", "open", "2030-01-03"), says("b", "open", "2030-01-03", of="SOUTH")
    )
    talks.correct("a", says("a2", "rejects", "2030-01-03"), reason="misheard", recorded_at="2030-02-05")
    talks.record(says("c", "accepts", "2030-01-20", of="SOUTH"), recorded_at="2030-02-06")
    rows = analysis.brief(talks.state(valid="2030-02-20"), since=3)
    assert told(rows, "learned") == [
        "Ceasefire: Southland went from open to accepts, 20 Jan 2030, not on the record, recorded 17 days later"
    ]
    assert told(rows, "corrected") == [
        "Ceasefire: Northland was recorded as open; the report is corrected:"
        " rejects since 3 Jan 2030, not on the record"
    ]
    assert told(rows, "turn") == []


def test_a_retraction_is_no_move_and_the_older_stance_has_its_own_source():
    talks = recording.ledger_of(
        AGENDA,
        says("a", "opposes", "2030-01-03", of="SOUTH", by="quote"),
        says("b", "rejects", "2030-01-20", of="SOUTH", by="quote"),
    )
    talks.retract("b", reason="fabricated", recorded_at="2030-02-05")
    (line,) = analysis.brief(talks.state(valid="2030-02-20"), since=3).filter(rule="corrected")
    was = "Southland was recorded as rejects, by a report since retracted"
    assert line.what == f"{was}; now opposes since 3 Jan 2030"
    assert line.source == "Southland, quoted; recorded 1 Feb 2030"
    assert line.reports == ("a", "b")


def test_what_changed_of_an_event_is_in_words_and_a_postponed_one_is_to_another_day():
    talks = recording.ledger_of(AGENDA, happens("a", "summit", "expected", type="summit", when="2030-02-20"))
    later = happens("b", "summit", "postponed", when="2030-03-02")
    talks.record(later, recorded_at="2030-02-04")
    rows = analysis.brief(talks.state(valid="2030-02-10"), since=2)
    assert told(rows, "event") == [
        "Summit: was postponed, expected before",
        "Summit: its date is 2 Mar 2030, 20 Feb 2030 before",
    ]
    assert told(rows, "dated") == ["Summit: postponed to 2 Mar 2030"]


def test_a_move_whose_report_was_corrected_since_has_its_conditions_and_reserves():
    talks = recording.ledger_of(AGENDA, says("a", "open", "2030-01-03"))
    talks.record(says("b", "accepts", "2030-01-20", by="named", **SUMMIT), recorded_at="2030-02-02")
    again = says("b2", "accepts", "2030-01-20", by="named", quote="yes, then", **SUMMIT)
    talks.correct("b", again, reason="with the words", recorded_at="2030-02-03")
    (line,) = analysis.brief(talks.state(valid="2030-02-20"), since=2).filter(rule="learned")
    went = "from open, not on the record, to accepts if the summit is held, 20 Jan 2030"
    assert line.what == f"Northland went {went}, recorded 14 days later"


def test_what_is_dated_comes_by_its_day_and_what_is_late_after_it():
    question = pt.draft(id="d").ask("who pays?", "aid", due="2030-02-25")
    rows = lines(
        says("a", "open", "2030-01-03", window="2030-03-01"),
        happens("b", "summit", "expected", when="2030-02-27", type="talks", participants=["NORTH"]),
        happens("c", "visit", "expected", when="2030-01-15"),
        question,
    )
    coming = [_shown(line) for line in rows if line.part == "next"]
    assert coming[:4] == [
        "Aid: left open: “who pays?”, an answer is due by 25 Feb 2030",
        "Talks of Northland: expected on 27 Feb 2030",
        "Ceasefire: the offer of Northland (open) closes 1 Mar 2030",
        "Visit: overdue since 16 Jan 2030, no report that it took place",
    ]


def test_what_has_no_day_is_told_in_the_words_of_the_source():
    rows = lines(
        says("a", "open", "2030-01-03", window="undisclosed"),
        happens("b", "summit", "expected", when=pt.Moment.unknown("in the coming days"), type="talks"),
        pt.draft(id="c").ask("who pays?", "aid"),
    )
    assert told(rows, "undated-window") == [
        "Ceasefire: the offer of Northland (open) closes on a day that was not disclosed"
    ]
    assert told(rows, "expected") == ["Talks: expected, “in the coming days”, no day given"]
    assert told(rows, "question") == ["Aid: left open: “who pays?”"]


def test_events_that_are_late_are_one_line_with_the_last_that_was_due_after_what_is_to_come():
    late = [
        happens(
            f"e{n}", f"visit-{n}", "expected", when=f"2030-01-{14 + n}", type="meeting", participants=[of]
        )
        for n, of in enumerate(("NORTH", "SOUTH", "EAST"))
    ]
    to_come = happens("f", "ballot", "expected", when=pt.Moment.unknown("soon"), type="vote")
    rows = lines(*late, to_come)
    said = "3 meetings overdue: the latest, meeting of Eastland, since 17 Jan 2030; no report that any took place"
    assert told(rows, "overdue") == [said]
    (line,) = rows.filter(rule="overdue")
    assert {*line.reports} == {"e0", "e1", "e2"}
    assert [line.rule for line in rows.filter(part="next")][:2] == ["expected", "overdue"]
    mixed = lines(*late[:2], happens("g", "ballot", "expected", when="2030-01", type="vote"))
    assert told(mixed, "overdue")[0].startswith("3 events overdue: the latest, ")


def test_next_to_a_late_meeting_stands_the_last_that_was_held_with_its_source():
    late = happens("a", "visit", "expected", when="2030-01-14", type="meeting", participants=["NORTH"])
    also = happens("b", "trip", "expected", when="2030-01-15", type="meeting", participants=["EAST"])
    meetings = [
        happens("c", "first", "held", when="2030-01-18", type="talks", participants=["NORTH", "SOUTH"]),
        happens("d", "second", "held", when="2030-02-03", type="talks", participants=["NORTH", "SOUTH"]),
        happens("e", "raid", "held", when="2030-02-04", type="raid", participants=["NORTH"]),
    ]
    held = "; last reported held: talks of Northland and Southland, 3 Feb 2030"
    assert told(lines(late, *meetings), "overdue") == [
        f"Meeting of Northland: overdue since 15 Jan 2030, no report that it took place{held}"
    ]
    (line,) = lines(late, also, *meetings).filter(rule="overdue")
    assert line.what.endswith(f"no report that any took place{held}")
    assert line.source == "recorded 2 Feb 2030 · recorded 4 Feb 2030"
    assert line.cited == ("b", "d")
    question = pt.draft(id="q", since="2030-01-03").ask("how long?", "truce", due="2030-01-05")
    assert "held" not in told(lines(question, *meetings), "overdue")[0]
    between = happens(
        "f", "third", "expected", when="2030-01-14", type="talks", participants=["SOUTH", "NORTH"]
    )
    assert told(lines(between, *meetings), "overdue")[0].endswith(
        "took place; last reported held: 3 Feb 2030"
    )


def test_an_old_forecast_in_words_is_not_next_but_late():
    when = pt.Moment.unknown("in the coming days")
    rows = lines(happens("b", "summit", "expected", when=when, type="talks"), valid="2030-04-01")
    assert told(rows, "expected") == []
    said = "Talks: expected 59 days ago, “in the coming days”, no day given; no report since"
    assert told(rows, "overdue") == [said]


def test_a_position_that_ends_says_which_and_whether_it_is_needed():
    rows = lines(says("a", "opposes", "2030-01-03", of="EAST", term="aid", window="2030-03-01"))
    assert told(rows, "dated") == ["Aid: the position of Eastland (opposes, not needed) ends 1 Mar 2030"]


@pytest.mark.parametrize("words", ["aid is agreed", "the Aid is established"])
def test_that_a_term_itself_comes_about_is_no_condition_that_blocks_it(words):
    def asks(asked):
        return lines(says("a", "accepts", "2030-01-03", of="SOUTH", term="aid", conditions=[asked]))

    assert told(asks(pt.InWords(words)), "condition-unmet") == []
    assert told(asks(pt.InWords("a vote is held")), "condition-unmet") != []


def test_no_report_is_of_those_alone_of_which_nothing_is_known():
    rows = lines(says("a", None, "2030-01-03", of="SOUTH", act="urges"))
    (line,) = rows.filter(rule="no-report")
    assert line.what == (
        "of Northland on both terms that it decides on, of Southland on 2 of 3, of Eastland on 1 of 1 and of the League on 1 of 1"
    )
    assert line.source == "silence in 1 report, not a refusal"
    assert "truce" in line.terms


def test_a_line_can_be_explained_and_carries_its_reports():
    talks = recording.ledger_of(AGENDA, quoted("b", "rejects"))
    state = talks.state(valid="2030-02-20")
    (line,) = analysis.brief(state).filter(rule="rejection-on-record")
    assert (line.terms, line.parties, line.reports) == (("truce",), ("SOUTH",), ("b",))
    assert [row.report for row in analysis.explain(state, line)] == ["b"]


def test_days_are_written_in_words_and_long_names_are_cut_at_a_word():
    assert day_words("2025-12-14/2025-12-15") == "14 Dec 2025 to 15 Dec 2025"
    assert day_words("2025-12-15/..") == "from 15 Dec 2025"
    assert day_words("by 2025-12-17T09:00:00Z") == "by 17 Dec 2025"
    assert shortened("the Transitional Government of the North", 30) == "the Transitional Government…"


ADVICE = re.compile(r"\b(should|ought|must|recommend\w*|advise\w*|need to)\b")


@a_half()
@given(data=st.data())
def test_on_any_ledger_rejections_are_there_no_report_is_pure_and_nothing_is_advised(data):
    tracker = data.draw(ss.ledgers(ss.NARROW, min_acts=3, max_acts=8))
    state = tracker.state(valid="2030-06-01")
    rows = analysis.brief(state)
    assert [(line.part, line.rule) for line in rows] == sorted((line.part, line.rule) for line in rows)
    rejecting = {
        line.terms + line.parties
        for line in rows
        if line.rule in ("rejection-on-record", "rejection-reported")
    }
    for term in state.values():
        for party in term.needed:
            if term[party].live_stance is pt.Stance.REJECTS:
                assert (term.id, party) in rejecting
    for line in rows:
        assert not ADVICE.search(line.what) or "“" in line.what
    for party, terms in unreported(state).items():
        for term in terms:
            assert not state[term][party].runs
            assert not state.claims(term=term, party=party, kind="position")


def test_no_line_of_the_seeds_has_an_id_in_it():
    state = pt.open(ROOT / "seeds" / "berlin-2025-12").state(valid="2025-12-20")
    agenda = state.agenda
    lines = [line for line in analysis.brief(state) if line.rule != "question"]
    shown = " ".join(f"{line.about} {line.what} {line.source}" for line in lines)
    ids = [id for id in (*agenda.term_by_id, *state.event_ids) if "-" in id or "/" in id]
    assert [id for id in ids if id in shown] == []
    assert not re.search(r"seed-00\d|\bUA\b|\bRU\b", shown)


def test_an_offer_of_a_needed_party_that_ran_out_blocks_until_it_is_renewed():
    offer = says("a", "accepts", "2030-01-03", term="aid", of="SOUTH", window="2030-01-20")
    assert told(lines(offer), "offer-lapsed") == [
        "Aid: the offer of Southland closed 20 Jan 2030; not renewed in any report; its stance until then: accepts"
    ]
    assert told(lines(offer, valid="2030-01-10"), "offer-lapsed") == []
    again = says("b", "accepts", "2030-02-01", term="aid", of="SOUTH")
    not_needed = says("c", "accepts", "2030-01-03", term="aid", of="EAST", window="2030-01-20")
    assert told(lines(offer, again, not_needed), "offer-lapsed") == []
    against = says("a", "opposes", "2030-01-03", term="aid", of="SOUTH", window="2030-01-20")
    assert told(lines(against), "offer-lapsed") == []


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
    assert told(rows, "offer-lapsed") == [f"Ceasefire: {taken}; not renewed in any report"]
    (line,) = rows.filter(rule="offer-lapsed")
    assert line.source == "Northland, on the record; 1 Feb 2030 · Southland, quoted; 10 Feb 2030"
    assert told(rows, "terms-of-stance") == [f"Ceasefire: {taken}"]
    asking = _taken(("conditions", [pt.InWords("it rains")]))
    assert told(asking, "terms-of-stance") == ["Ceasefire: the offer of Northland closed 15 Feb 2030"]
    assert told(_taken(valid="2030-02-12"), "offer-lapsed") == []


def test_an_acceptance_that_is_put_otherwise_later_holds_since_it_began():
    offer = says("a", "accepts", "2030-02-02", window="2030-02-15", by="quote")
    accepted = says("b", "accepts", "2030-02-01", of="SOUTH", by="quote")
    firmer = says("c", "accepts", "2030-02-05", of="SOUTH", by="quote", red_line=True)
    talks = recording.ledger_of(AGENDA, offer, accepted, firmer)
    (line,) = told(analysis.brief(talks.state(valid="2030-02-25")), "offer-lapsed")
    assert "accepted by all needed from 2 Feb 2030 to 15 Feb 2030, and no longer" in line


def test_a_rejection_that_ran_out_says_which_position_it_was():
    rows = _week(("rejects", "2030-02-02", "quote", {"window": "2030-02-12"}))
    (line,) = rows.filter(rule="turn")
    assert line.what == "the position of Southland (rejects) ended 12 Feb 2030"


def test_a_stance_that_is_reported_before_it_begins_comes_next_and_is_a_report():
    later = says("a", "accepts", "2030-03-01", of="SOUTH", term="aid", by="quote", conditions=["it is kept"])
    (line,) = lines(later).filter(rule="dated")
    assert (
        str(line)
        == "Aid: Southland accepts it if it is kept from 1 Mar 2030 (Southland, quoted; recorded 1 Feb 2030)"
    )
    assert unreported(recording.ledger_of(AGENDA, later).state(valid="2030-02-20"))["SOUTH"] == [
        "truce",
        "pact",
    ]
    assert told(lines(later, valid="2030-01-20"), "dated") == []
    assert told(lines(later, valid="2030-03-02"), "dated") == []


def test_a_stance_that_begins_with_an_event_says_so():
    summit = happens("a", "summit", "expected", type="summit", when="2030-03-01")
    after = says("b", "accepts", pt.After("summit"), of="SOUTH", term="aid", by="quote")
    assert told(lines(summit, after), "dated") == [
        "Summit: expected on 1 Mar 2030",
        "Aid: Southland accepts it after summit, on 1 Mar 2030 or later",
    ]
    undated = happens("a", "summit", "expected", type="summit")
    assert told(lines(undated, after), "expected") == [
        "Aid: Southland accepts it after summit, no date given",
        "Summit: expected, no time given",
    ]


def test_what_ends_or_begins_with_an_event_that_was_due_and_is_not_known_to_be_held_says_so():
    summit = happens("a", "summit", "expected", type="summit", when="2030-02-10")
    offer = says("b", "accepts", "2030-01-03", window=pt.WithEvent("summit"))
    after = says("c", "accepts", pt.After("summit"), of="SOUTH", by="quote")
    rows = lines(summit, offer, after)
    assert told(rows, "dated") == []
    not_held = "of which no report says that it was held: Summit"
    assert told(rows, "undated-window") == [
        f"Ceasefire: the offer of Northland (accepts) was to close 10 Feb 2030 with this, {not_held}"
    ]
    (line,) = lines(summit, offer, after, since="2030-02-05").filter(part="changed", parties=("SOUTH",))
    began = "Southland accepts it, on 10 Feb 2030 or later; no stance was known before"
    assert line.what == f"{began}; no report says that this was held: Summit"
    held = happens("d", "summit", "held", when="2030-02-10")
    assert told(lines(summit, offer, after, held), "undated-window") == []


def test_what_ran_out_and_stands_again_within_the_span_is_told_with_its_stance_and_end():
    offer = ("accepts", "2030-02-02", "named", {"window": "2030-02-08"})
    again = ("accepts", "2030-02-12", "officials-unspecified", {})
    stands = "the position of Southland (accepts) stands again since 12 Feb 2030, not on the record"
    (line,) = _week(offer, again).filter(rule="terms-of-stance")
    assert line.what == f"{stands}; its offer closed 8 Feb 2030"
    before = ("accepts", "2030-02-02", "named", {"window": "2030-02-03"})
    (line,) = _week(before, again).filter(rule="terms-of-stance")
    assert line.what == f"{stands}; its offer closed 3 Feb 2030"


def test_what_was_renewed_and_ran_out_again_within_the_span_ran_out():
    offer = ("accepts", "2030-02-02", "named", {"window": "2030-02-03"})
    again = ("accepts", "2030-02-07", "named", {"window": "2030-02-12"})
    (line,) = _week(offer, again).filter(rule="terms-of-stance")
    assert line.what == "the offer of Southland closed 12 Feb 2030"


def test_a_stance_that_ran_out_and_was_left_does_not_stand_again():
    offer = ("accepts", "2030-02-02", "named", {"window": "2030-02-03"})
    rows = _week(offer, ("rejects", "2030-02-10", "quote", {}))
    (line,) = rows.filter(part="changed", terms=("aid",), parties=("SOUTH",)).filter(rule="turned-against")
    assert line.what == "Southland went from accepts (lapsed) to rejects, 10 Feb 2030"
    assert told(rows, "terms-of-stance") == []


def test_a_rejection_that_ran_out_blocks_in_words_where_it_was_repeated_without_an_end():
    first = says("a", "rejects", "2030-01-10", of="SOUTH", until="2030-01-31")
    again = says("b", "rejects", "2030-01-20", of="SOUTH", by="officials-unspecified")
    (line,) = lines(first, again).filter(rule="offer-lapsed")
    ended = "the position of Southland (rejects) ended 31 Jan 2030"
    assert line.what == f"{ended}; repeated 20 Jan 2030 without an end, not on the record"
    assert line.cited == ("a", "b")
    assert told(lines(first), "offer-lapsed") == []


def test_a_stance_that_a_report_withdraws_was_withdrawn_and_that_report_is_the_source():
    accepted = says("a", "accepts", "2030-01-05", of="SOUTH")
    withdrawn = pt.Report(
        [pt.Position("SOUTH", "truce", act="withdraws", since="2030-01-05", until="2030-01-10")], id="b"
    )
    (line,) = lines(accepted, withdrawn).filter(rule="offer-lapsed")
    assert line.what.startswith("the position of Southland was withdrawn 10 Jan 2030; not renewed")
    assert line.cited == ("b",)


def test_a_new_refusal_of_a_needed_party_comes_before_other_turns_also_where_it_is_its_first_stance():
    refused = ("rejects", "2030-02-10", "quote", {})
    softer = ("accepts", "2030-02-10", "named", {"of": "EAST"})
    changed = _week(("open", "2030-02-01", "named", {"of": "EAST"}), refused, softer).filter(part="changed")
    assert [(line.rule, line.who) for line in changed] == [
        ("turned-against", ("Southland",)),
        ("turn", ("Eastland",)),
    ]
    not_needed = _week(("rejects", "2030-02-10", "quote", {"of": "EAST"}))
    assert told(not_needed, "turned-against") == []
    softened = _week(("rejects", "2030-02-01", "quote", {}), ("opposes", "2030-02-10", "quote", {}))
    assert told(softened, "turned-against") == []


def test_of_a_new_ledger_what_ran_out_since_then_is_told():
    offer = says("a", "accepts", "2030-01-03", of="SOUTH", window="2030-02-10")
    refusal = says("b", "rejects", "2030-01-03", window="2030-02-12")
    changed = lines(offer, refusal).filter(part="changed")
    assert [(line.rule, line.what) for line in changed[1:]] == [
        ("turn", "the position of Northland (rejects) ended 12 Feb 2030"),
        ("terms-of-stance", "the offer of Southland closed 10 Feb 2030"),
    ]


def test_an_offer_under_conditions_has_them_and_how_they_are_known():
    offer = ("accepts", "2030-02-06", "named", {"window": "2030-02-12"})
    asked = ("accepts", "2030-02-07", "narrator", SUMMIT)
    which = "the offer of Southland (accepts if the summit is held, not on the record)"
    rows = _week(offer, asked)
    assert told(rows, "offer-lapsed") == [f"Aid: {which} closed 12 Feb 2030; not renewed in any report"]
    assert told(rows, "terms-of-stance") == [f"Aid: {which} closed 12 Feb 2030"]
    assert told(_week(offer, asked, valid="2030-02-08"), "dated") == [f"Aid: {which} closes 12 Feb 2030"]


def _anonymous(id, stance, day, speaker, by="officials-briefed"):
    report = pt.draft(id=id, since=day, published=day)
    report.voice(by, speaker, of="SOUTH").position("aid", stance)
    return report


@pytest.mark.parametrize(
    ("speaker", "about", "known"),
    [
        ("a diplomat", "Last moved", ", not on the record"),
        ("an aide", "Perhaps moved", ", by different sources off the record"),
    ],
)
def test_what_two_different_unnamed_sources_say_is_perhaps_no_move(speaker, about, known):
    reports = [
        _anonymous("a", "opposes", "2030-01-03", "a diplomat"),
        _anonymous("b", "open", "2030-01-09", speaker),
    ]
    (line,) = lines(*reports).filter(rule="moved-last")
    assert (line.about, line.what) == (about, f"Southland on Aid, from opposes to open, 9 Jan 2030{known}")
    assert line.reports == (("a", "b") if about == "Perhaps moved" else ("b",))
    sure = [says(f"n{n}", stance, f"2030-01-0{n}", by="named") for n, stance in ((3, "open"), (4, "accepts"))]
    (line,) = lines(*reports, *sure).filter(rule="moved-last")
    assert line.who == (("Northland",) if about == "Perhaps moved" else ("Southland",))


def _two_positions(id, on_aid):
    report = pt.draft(id=id)
    report.voice("quote", of="SOUTH").position("truce", "accepts", since="2030-02-01")
    report.voice("quote", of="SOUTH").position("aid", on_aid, since="2030-02-01")
    return report


def test_what_a_correction_only_repeats_does_not_come_before_news():
    talks = recording.new(AGENDA)
    talks.record(says("z", "open", "2030-01-02", of="NORTH"), recorded_at="2030-01-02")
    talks.record(_two_positions("a", "opposes"), recorded_at="2030-02-01")
    talks.record(says("b", "accepts", "2030-02-02", of="EAST", term="pact"), recorded_at="2030-02-02")
    talks.correct("a", _two_positions("a2", "open"), reason="misread", recorded_at="2030-02-03")
    changed = analysis.brief(talks.state(valid="2030-02-04"), since="2030-01-10").filter(rule="first-stance")
    assert [line.about for line in changed] == ["Aid", "“the pact is kept”", "Ceasefire"]
    changed = analysis.brief(talks.state(valid="2030-02-04"), since=3).filter(part="changed")
    assert "Ceasefire" not in [line.about for line in changed]


def test_a_question_is_open_until_a_later_report_answers_it_and_has_its_due_time():
    asked = pt.draft(id="a").ask("how long?", "truce", fields=["purpose"], due="2030-01-05")
    month = pt.draft(id="c").ask("who pays?", "aid", due="2030-03")
    rows = lines(asked, month)
    assert told(rows, "question") == ["Aid: left open: “who pays?”, an answer is due: 2030-03"]
    assert told(rows, "overdue") == ["A question: “how long?”, its answer is overdue since 6 Jan 2030"]
    answer = says("b", "accepts", "2030-01-03", purpose="definitive")
    rows = lines(asked, answer, month)
    assert (told(rows, "overdue"), len(told(rows, "question"))) == ([], 1)
    questions = recording.ledger_of(AGENDA, asked, answer, month).state(valid="2030-02-20").questions()
    assert [(each.question, each.about, str(each.due)) for each in questions] == [
        ("who pays?", ("aid",), "2030-03")
    ]
    assert questions.columns[:5] == ("report", "number", "question", "about", "fields")


@pytest.mark.parametrize(
    ("window", "ending"),
    [
        (pt.Before("meeting"), "closes before summit of Northland, no date given"),
        (pt.After("meeting"), "closes after summit of Northland, no date given"),
        (pt.WithEvent("meeting"), "closes with this: Summit of Northland"),
    ],
)
def test_an_offer_that_ends_by_an_event_without_a_date_names_it(window, ending):
    event = happens("e", "meeting", "expected", type="summit", participants=["NORTH"])
    rows = lines(event, says("a", "accepts", "2030-01-03", window=window))
    assert told(rows, "undated-window") == [f"Ceasefire: the offer of Northland (accepts) {ending}"]


def test_a_stance_of_unknown_beginning_says_by_when_it_began():
    rows = lines(says("a", "opposes", "../2030-01-06", of="SOUTH", term="aid", by="named"))
    (what,) = [line.what for line in rows if line.rule == "opposition"]
    assert what.startswith("Southland opposes")
    assert "since 6 Jan 2030 at the latest" in what
    assert not [line for line in rows if "../" in str(line)]


def test_first_reports_that_are_about_no_term_name_none():
    rows = lines(happens("a", "summit", "held", when="2030-01-07", type="talks"))
    assert told(rows, "first-reports") == ["First reports: 1 report, none before"]
