"""What changed: first stances, corrections, lapses, events, what was learned late.

The rules are those of `docs/explanation/what-a-brief-says.md`.
"""

from __future__ import annotations

import pytest

import peacetrack as pt
from peacetrack import analysis
from tests import recording
from tests.briefing.invented import AGENDA, SUMMIT, lines, sentences, week
from tests.recording import happens, says


def test_first_reports_say_on_how_many_of_all_terms_they_are():
    on = [says(term, "open", "2030-01-03", term=term) for term in ("truce", "aid", "pact", "past")]
    first = ", none before, most on “Ceasefire”, “Aid” and “the pact is kept”; positions of Northland"
    assert sentences(lines(*on), "first-reports") == [f"First reports: 4 reports on 4 of the 5 terms{first}"]
    vote = says("vote", "open", "2030-01-03", term="vote")
    assert sentences(lines(*on, vote), "first-reports") == [f"First reports: 5 reports on all 5 terms{first}"]


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


def test_what_was_learned_late_and_what_was_corrected_stand_apart():
    talks = recording.ledger_of(
        AGENDA, says("a", "open", "2030-01-03"), says("b", "open", "2030-01-03", of="SOUTH")
    )
    talks.correct("a", says("a2", "rejects", "2030-01-03"), reason="misheard", recorded_at="2030-02-05")
    talks.record(says("c", "accepts", "2030-01-20", of="SOUTH"), recorded_at="2030-02-06")
    rows = analysis.brief(talks.state(valid="2030-02-20"), since=3)
    assert sentences(rows, "learned") == [
        "Ceasefire: Southland went from open to accepts, 20 Jan 2030, not on the record, recorded 17 days later"
    ]
    assert sentences(rows, "corrected") == [
        "Ceasefire: Northland was recorded as open; the report is corrected:"
        " rejects since 3 Jan 2030, not on the record"
    ]
    assert sentences(rows, "turn") == []


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
    assert sentences(rows, "event") == [
        "Summit: was postponed, expected before",
        "Summit: its date is 2 Mar 2030, 20 Feb 2030 before",
    ]
    assert sentences(rows, "dated") == ["Summit: postponed to 2 Mar 2030"]


def _first(rows, rule):
    line = rows.filter(rule=rule)[0]
    return f"{line.about}: {line.what}"


def test_the_first_text_of_an_event_names_it_and_why_it_was_put_off_is_a_reason():
    talks = recording.ledger_of(
        AGENDA, happens("a", "summit", "expected", type="summit", when="2030-02-20", text="the second round")
    )
    talks.record(happens("b", "summit", "postponed", text="a quarrel over names"), recorded_at="2030-02-04")
    rows = analysis.brief(talks.state(valid="2030-02-10"), since=2)
    named = "Summit (the second round)"
    assert _first(rows, "event") == f"{named}: was postponed (a quarrel over names), expected before"
    assert _first(rows, "expected") == f"{named}: postponed (a quarrel over names), no time given"
    held = happens("c", "summit", "held", when="2030-02-09", text="they met at last")
    talks.record(held, recorded_at="2030-02-10")
    rows = analysis.brief(talks.state(valid="2030-02-11"), since=3)
    assert _first(rows, "event") == f"{named}: was held, postponed before"
    talks.retract("a", reason="of another summit", recorded_at="2030-02-11")
    rows = analysis.brief(talks.state(valid="2030-02-12"), since=3)
    assert _first(rows, "event") == "Summit (they met at last): was held, postponed before"


def test_an_event_whose_only_text_is_a_reason_is_called_by_its_type():
    talks = recording.ledger_of(AGENDA, says("n", "open"))
    cancelled = happens("a", "summit", "cancelled", type="summit", text="there is no money")
    talks.record(cancelled, recorded_at="2030-02-04")
    rows = analysis.brief(talks.state(valid="2030-02-10"), since=2)
    assert _first(rows, "event") == "Summit: was cancelled (there is no money)"
    talks.redact("a", reason="a source is at risk")
    rows = analysis.brief(talks.state(valid="2030-02-10"), since=2)
    assert _first(rows, "event").endswith(": was cancelled")


def test_a_rejection_that_ran_out_says_which_position_it_was():
    rows = week(("rejects", "2030-02-02", "quote", {"window": "2030-02-12"}))
    (line,) = rows.filter(rule="turn")
    assert line.what == "the position of Southland (rejects) ended 12 Feb 2030"


def test_what_ran_out_and_stands_again_within_the_span_is_told_with_its_stance_and_end():
    offer = ("accepts", "2030-02-02", "named", {"window": "2030-02-08"})
    again = ("accepts", "2030-02-12", "officials-unspecified", {})
    stands = "the position of Southland (accepts) stands again since 12 Feb 2030, not on the record"
    (line,) = week(offer, again).filter(rule="terms-of-stance")
    assert line.what == f"{stands}; its offer closed 8 Feb 2030"
    before = ("accepts", "2030-02-02", "named", {"window": "2030-02-03"})
    (line,) = week(before, again).filter(rule="terms-of-stance")
    assert line.what == f"{stands}; its offer closed 3 Feb 2030"


def test_what_was_renewed_and_ran_out_again_within_the_span_ran_out():
    offer = ("accepts", "2030-02-02", "named", {"window": "2030-02-03"})
    again = ("accepts", "2030-02-07", "named", {"window": "2030-02-12"})
    (line,) = week(offer, again).filter(rule="terms-of-stance")
    assert line.what == "the offer of Southland closed 12 Feb 2030"


def test_a_stance_that_ran_out_and_was_left_does_not_stand_again():
    offer = ("accepts", "2030-02-02", "named", {"window": "2030-02-03"})
    rows = week(offer, ("rejects", "2030-02-10", "quote", {}))
    (line,) = rows.filter(part="changed", terms=("aid",), parties=("SOUTH",)).filter(rule="turned-against")
    assert line.what == "Southland went from accepts (lapsed) to rejects, 10 Feb 2030"
    assert sentences(rows, "terms-of-stance") == []


def test_a_new_refusal_of_a_needed_party_comes_before_other_turns_also_where_it_is_its_first_stance():
    refused = ("rejects", "2030-02-10", "quote", {})
    softer = ("accepts", "2030-02-10", "named", {"of": "EAST"})
    changed = week(("open", "2030-02-01", "named", {"of": "EAST"}), refused, softer).filter(part="changed")
    assert [(line.rule, line.who) for line in changed] == [
        ("turned-against", ("Southland",)),
        ("turn", ("Eastland",)),
    ]
    not_needed = week(("rejects", "2030-02-10", "quote", {"of": "EAST"}))
    assert sentences(not_needed, "turned-against") == []
    softened = week(("rejects", "2030-02-01", "quote", {}), ("opposes", "2030-02-10", "quote", {}))
    assert sentences(softened, "turned-against") == []


def test_of_a_new_ledger_what_ran_out_since_then_is_told():
    offer = says("a", "accepts", "2030-01-03", of="SOUTH", window="2030-02-10")
    refusal = says("b", "rejects", "2030-01-03", window="2030-02-12")
    changed = lines(offer, refusal).filter(part="changed")
    assert [(line.rule, line.what) for line in changed[1:]] == [
        ("turn", "the position of Northland (rejects) ended 12 Feb 2030"),
        ("terms-of-stance", "the offer of Southland closed 10 Feb 2030"),
    ]


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


def test_first_reports_that_are_about_no_term_name_none():
    rows = lines(happens("a", "summit", "held", when="2030-01-07", type="talks"))
    assert sentences(rows, "first-reports") == ["First reports: 1 report, none before"]


ASKED = {"conditions": [pt.InWords("the siege is lifted"), pt.TermIs("truce", "agreed")]}


def changed_of(*said):
    """What changed since 5 Feb of the conditions and the red line of Southland on Aid."""
    return sentences(week(*said), "terms-of-stance")


def test_conditions_and_a_red_line_that_a_new_stance_leaves_out_are_no_concession():
    """A report that does not mention them says nothing of them: they ended with their stance."""
    opposes = ("opposes", "2030-02-10", "leak", {})
    rows = week(("accepts", "2030-02-02", "named", ASKED), opposes)
    assert sentences(rows, "terms-of-stance") == []
    (turn,) = rows.filter(rule="turned-against")
    assert turn.what.startswith("Southland went from accepts if the siege is lifted and 1 more to opposes")
    red_line = ("rejects", "2030-02-02", "leak", {"red_line": True})
    assert changed_of(red_line, opposes) == [
        "Aid: Southland drew a red line; the report of its stance now does not mention it"
    ]
    offer = ("accepts", "2030-02-02", "named", {"window": "2030-02-08"} | SUMMIT)
    unsaid = "Southland asked that the summit is held; the report of its stance now does not mention it"
    assert f"Aid: {unsaid}" in changed_of(offer, ("accepts", "2030-02-10", "narrator", {}))


def test_a_position_that_is_complete_drops_what_it_leaves_out():
    both = ("accepts", "2030-02-02", "named", SUMMIT | {"red_line": True})
    assert changed_of(both, ("accepts", "2030-02-10", "named", {"complete": True})) == [
        "Aid: Southland has no red line any more",
        "Aid: Southland sets no condition any more; it asked that the summit is held",
    ]


def test_a_report_that_says_so_drops_a_red_line_and_conditions():
    red_line = ("opposes", "2030-02-02", "named", {"red_line": True})
    assert changed_of(red_line, ("opposes", "2030-02-10", "named", {"red_line": False})) == [
        "Aid: Southland has no red line any more"
    ]
    asks = ("accepts", "2030-02-02", "named", SUMMIT)
    assert changed_of(asks, ("accepts", "2030-02-10", "named", {"conditions": []})) == [
        "Aid: Southland sets no condition any more; it asked that the summit is held"
    ]


def test_by_whose_account_conditions_fell_is_said_before_what_was_asked():
    asks = ("accepts", "2030-02-02", "named", SUMMIT)
    leak = ("accepts", "2030-02-10", "leak", {"conditions": []})
    assert changed_of(asks, leak) == [
        "Aid: Southland sets no condition any more, not on the record; it asked that the summit is held"
    ]


def test_which_condition_came_which_went_and_which_stays():
    asks = ("accepts", "2030-02-02", "named", ASKED)
    truce, corridor = ASKED["conditions"][1], pt.InWords("the corridor opens")
    for conditions, said in (
        ([truce], "no longer asks that the siege is lifted; still that “Ceasefire” is agreed"),
        ([corridor], "asks now that the corridor opens, no longer that the siege is lifted and “Ceasefire”"),
        (
            [truce, corridor],
            "asks now that the corridor opens, no longer that the siege is lifted; still that",
        ),
    ):
        (line,) = changed_of(asks, ("accepts", "2030-02-10", "named", {"conditions": conditions}))
        assert line.startswith(f"Aid: Southland {said}")


def test_a_condition_of_a_stance_that_was_retracted_was_only_recorded():
    talks = recording.ledger_of(
        AGENDA,
        says("a", "accepts", "2030-01-03", by="named"),
        says("b", "accepts", "2030-01-20", by="named", **SUMMIT),
    )
    talks.retract("b", reason="fabricated", recorded_at="2030-02-05")
    rows = analysis.brief(talks.state(valid="2030-02-20"), since=3)
    recorded = "Northland was recorded to have asked that the summit is held; no longer, after a retraction"
    assert sentences(rows, "corrected") == [f"Ceasefire: {recorded}"]


def on_aid(*said, since, valid="2030-02-20"):
    """A brief since a day, of Southland on Aid: each `(stance, day, source, whose, more)`."""
    talks = recording.new(AGENDA)
    for stance, day, by, of, more in said:
        draft = pt.draft(id=f"r{day}", since=day, published=day)
        draft.voice(by, of=of).position("aid", stance, party="SOUTH", **more)
        talks.record(draft, recorded_at=f"{day}T20:00:00Z")
    return analysis.brief(talks.state(valid=valid), since=since)


@pytest.mark.parametrize(
    ("by", "of", "was"),
    [("officials-briefed", "EAST", "only Eastland said so"), ("leak", "SOUTH", "only off the record")],
)
def test_that_a_party_says_itself_where_it_stands_is_news_after_an_account_or_a_leak(by, of, was):
    left = ("accepts", "2030-02-01", "quote", "SOUTH", {"until": "2030-02-02"})
    told, own = ("accepts", "2030-02-05", by, of, {}), ("accepts", "2030-02-18", "named", "SOUTH", {})
    (line,) = on_aid(left, told, own, since="2030-02-12").filter(part="changed")
    assert line.rule == "terms-of-stance"
    assert line.what == f"on the record now, Southland accepts it, 18 Feb 2030; before, {was}"
    assert line.source == "Southland, on the record; 18 Feb 2030"


def test_that_a_party_says_itself_what_it_had_refused_on_the_record_is_news():
    refused, leaked = (
        ("rejects", "2030-02-01", "quote", "SOUTH", {}),
        ("open", "2030-02-05", "leak", "SOUTH", {}),
    )
    own = ("open", "2030-02-18", "named", "SOUTH", SUMMIT)
    lines = on_aid(refused, leaked, own, since="2030-02-12").filter(part="changed")
    said = "on the record now, Southland is open to it if the summit is held, 18 Feb 2030"
    assert f"{said}; before, its stance there: rejects" in [line.what for line in lines]


def test_an_offer_that_its_party_extends_is_not_the_end_of_a_rejection_that_others_report():
    """Southland extends its offer after a diplomat of Eastland said that it rejects the aid."""
    offered = ("accepts", "2030-02-01", "quote", "SOUTH", {"window": "2030-02-16"})
    told = ("rejects", "2030-02-08", "officials-participant", "EAST", {})
    extended = (None, "2030-02-10", "named", "SOUTH", {"act": "extends", "window": "2030-02-18"})
    by_others = "Eastland says that Southland rejects it, 8 Feb 2030"
    rows = on_aid(offered, told, extended, since="2030-02-05", valid="2030-02-12")
    assert "Southland extends its offer, 10 Feb 2030, until 18 Feb 2030; until 16 Feb 2030 before" in [
        line.what for line in rows.filter(part="changed")
    ]
    (line,) = rows.filter(rule="dated")
    assert line.what == f"the offer of Southland (accepts) closes 18 Feb 2030; {by_others}"
    assert line.cited == ("r2030-02-10", "r2030-02-08")
    rows = on_aid(offered, told, extended, since="2030-02-15")
    closed = f"the offer of Southland (accepts) closed 18 Feb 2030; {by_others}"
    assert [line.what for line in rows.filter(part="changed")] == [closed]
    (line,) = rows.filter(rule="offer-lapsed")
    assert line.what == f"{closed}; not renewed in any report"
    assert [line.about for line in rows.filter(rule="moved-last")] == ["Perhaps moved"]


def test_what_an_event_became_later_is_said_to_be_later_on_a_past_day():
    """The exchange is held on 15 Feb; of 10 Feb, as known now, it has not taken place."""
    exchange = {"conditions": [pt.EventHeld("exchange")]}
    talks = recording.ledger_of(
        AGENDA,
        says("a", "accepts", "2030-01-05", by="named", **exchange),
        happens("b", "exchange", "expected", type="exchange", when="2030-02-15"),
    )
    held = happens("c", "exchange", "held", when="2030-02-15", published="2030-02-16")
    talks.record(held, recorded_at="2030-02-16T12:00:00Z")
    rows = analysis.brief(talks.state(valid="2030-02-10"), since="2030-02-08")
    assert sentences(rows, "event") == ["Exchange: took place later, 15 Feb 2030, expected before"]
    assert sentences(rows, "dated") == ["Exchange: takes place on 15 Feb 2030"]
    (line,) = rows.filter(rule="condition-unmet")
    asked = "Northland accepts it only if Exchange is held"
    assert line.what == f"{asked} (↷\N{NO-BREAK SPACE}held later, 15 Feb 2030)"
    assert line.cited == ("a", "c")
    assert line.later
    rows = analysis.brief(talks.state(valid="2030-02-20"), since="2030-02-08")
    assert sentences(rows, "event") == ["Exchange: was held, expected before"]


def test_an_offer_on_the_record_that_ran_out_while_a_leak_says_otherwise_has_its_end_and_both_sources():
    offered = ("accepts", "2030-02-01", "quote", "SOUTH", {"window": "2030-02-16"})
    leaked = ("opposes", "2030-02-08", "leak", "SOUTH", {})
    (line,) = on_aid(offered, leaked, since="2030-02-15").filter(part="changed")
    closed = "the offer of Southland closed 16 Feb 2030"
    assert line.what == f"{closed}; a report off the record says that Southland opposes it"
    assert line.cited == ("r2030-02-01", "r2030-02-08")


def test_details_of_events_are_not_counted_among_those_of_terms():
    talks = recording.new(AGENDA)
    talks.record(says("z", "accepts", "2030-02-01", by="named"), recorded_at="2030-02-01T12:00:00Z")
    report = says("a", "accepts", "2030-02-10", by="named", published="2030-02-10", purpose="humanitarian")
    report.event("summit", "expected", type="talks", place="Geneva", about=["aid"])
    talks.record(report, recorded_at="2030-02-10T12:00:00Z")
    rows = analysis.brief(talks.state(valid="2030-02-20"), since="2030-02-05")
    (line,) = rows.filter(rule="details")
    assert (line.what, line.terms) == ("1 detail changed on Ceasefire, 3 details of talks", ("truce",))


def test_a_condition_on_talks_is_that_they_are_held():
    talks = happens("b", "round", "expected", type="talks", when="2030-03-15")
    asks = says("a", "accepts", "2030-01-05", by="named", conditions=[pt.EventHeld("round")])
    (line,) = lines(talks, asks).filter(rule="condition-unmet")
    assert line.what == "Northland accepts it only if Talks are held"


def test_that_a_term_is_agreed_as_a_condition_went_has_its_own_line():
    rows = week(
        ("accepts", "2030-02-02", "named", SUMMIT), ("accepts", "2030-02-10", "named", {"conditions": []})
    )
    (line,) = rows.filter(rule="status")
    assert (line.about, line.what, line.reports) == ("Aid", "went from conditional to agreed", ("r1",))


def test_a_party_that_withdrew_returns_on_the_day_of_its_own_words_and_in_one_line():
    """Eastland says before that it accepts again; that is not its return."""
    accepts = ("accepts", "2030-02-01", "quote", "SOUTH", {})
    withdrew = (None, "2030-02-06", "quote", "SOUTH", {"act": "withdraws", "until": "2030-02-06"})
    told = ("accepts", "2030-02-08", "officials-briefed", "EAST", {})
    own = ("accepts", "2030-02-18", "named", "SOUTH", {})
    again = on_aid(accepts, withdrew, told, since="2030-02-05").filter(rule="terms-of-stance")
    stands = "the position of Southland (accepts) stands again since 8 Feb 2030, by the account of Eastland"
    assert [line.what for line in again] == [f"{stands}; its position was withdrawn 6 Feb 2030"]
    (line,) = on_aid(accepts, withdrew, told, own, since="2030-02-12").filter(part="changed")
    assert line.what == "Southland accepts it again, 18 Feb 2030, after this: Southland withdraws, 6 Feb 2030"
    assert line.cited == ("r2030-02-18",)


@pytest.mark.parametrize("since", [None, "2030-01-01", 1])
def test_of_what_is_only_supposed_a_brief_is_made_where_nothing_else_counts(since):
    talks = recording.ledger_of(AGENDA, says("a", "open", "2030-01-03"))
    supposed = talks.state(valid="2030-01-02").suppose(says("b", "accepts", "2030-01-01", of="SOUTH"))
    rows = analysis.brief(supposed, since=since)
    assert any("Southland accepts it" in line.what or "1 report" in line.what for line in rows)


def test_a_stage_that_came_and_went_since_has_a_line():
    talks = recording.ledger_of(AGENDA)
    stages = (("02", "in-force", "named"), ("12", "suspended", "named"), ("14", "in-force", "leak"))
    for day, stage, by in stages:
        claims = [pt.Progress("truce", stage, since=f"2030-01-{day}", attribution=pt.Attribution(by))]
        talks.record(pt.Report(claims, id=f"s{day}"), recorded_at=f"2030-01-{day}T12:00:00Z")
    state = talks.state(valid="2030-01-16", known=talks.head)
    (line,) = analysis.brief(state, since="2030-01-05").filter(part="changed")
    assert (line.what, line.reports) == (
        "reported as suspended, 12 Jan 2030, then in force, 14 Jan 2030, not on the record",
        ("s12", "s14"),
    )
    (line,) = analysis.brief(state, since="2030-01-15").filter(part="changed")
    assert line.what == "Nothing changed"


def undone():
    """A ledger of an old acceptance, and of one of South that is withdrawn in the same week."""
    talks = recording.ledger_of(AGENDA, says("z", "accepts", "2030-01-01", by="named"))
    talks.record(
        says("o", "open", "2030-02-08", of="SOUTH", term="aid", by="named"), recorded_at="2030-02-08"
    )
    talks.record(
        says("w", "accepts", "2030-02-09", of="SOUTH", term="aid", by="named"), recorded_at="2030-02-09"
    )
    return talks


def test_a_report_without_a_stance_that_was_recorded_and_withdrawn_since_has_none():
    talks = undone()
    withheld = says("n", pt.Absence.WITHHELD, "2030-02-10", of="SOUTH", by="named")
    talks.record(withheld, recorded_at="2030-02-10")
    talks.retract("n", reason="it was of another term", recorded_at="2030-02-12")
    brief = analysis.brief(talks.state(valid="2030-02-14", known=talks.head), since="2030-02-05")
    assert not brief.filter(rule="corrected")


def test_a_report_that_was_recorded_and_withdrawn_since_has_a_line():
    talks = undone()
    talks.retract("w", reason="it was of another term", recorded_at="2030-02-12")
    (line,) = analysis.brief(talks.state(valid="2030-02-20"), since="2030-02-08T12:00:00Z").filter(
        rule="corrected"
    )
    said = "Southland was recorded as accepts, by a report since retracted; now open since 8 Feb 2030"
    assert line.what == f"{said}; the term was agreed by it"
    assert (line.about, line.reports) == ("Aid", ("w",))
    later = analysis.brief(talks.state(valid="2030-02-20"), since="2030-02-13")
    assert not later.filter(rule="corrected")


def test_a_report_that_was_recorded_and_corrected_since_has_a_line():
    talks = undone()
    mended = says("m", "neutral", "2030-02-09", of="SOUTH", term="aid", by="named")
    talks.correct("w", mended, reason="a wrong translation", recorded_at="2030-02-12")
    (line,) = analysis.brief(talks.state(valid="2030-02-20"), since="2030-02-08T12:00:00Z").filter(
        rule="corrected"
    )
    said = "Southland was recorded as accepts; the report is corrected: neutral since 9 Feb 2030"
    assert line.what == f"{said}; the term was agreed by it"
    assert {*line.reports} == {"m", "w"}


@pytest.mark.parametrize("mended", [True, False])
def test_an_event_that_was_held_by_a_withdrawn_report_only_has_a_line_with_what_it_met(mended):
    asks = says("s", "accepts", "2030-02-01", of="SOUTH", term="aid", conditions=[pt.EventHeld("exchange")])
    talks = recording.ledger_of(AGENDA, asks, happens("e", "exchange", "held", when="2030-02-08"))
    before = talks.head - 1
    plan = happens("e2", "exchange", "expected", when="2030-02-20")
    if mended:
        talks.correct("e", plan, reason="misread")
    else:
        talks.retract("e", reason="misread")
    state = talks.state(valid="2030-02-10")
    (line,) = analysis.brief(state, since=before).filter(rule="corrected")
    undone = "; the report is corrected" if mended else ", by a report since retracted"
    assert line.what == f"was recorded as held{undone}; agreed by that: “Aid”"
    assert line.terms == ("aid",)


def test_a_retraction_has_a_line_among_first_reports_too():
    talks = undone()
    talks.retract("w", reason="it was of another term", recorded_at="2030-02-12")
    rows = analysis.brief(talks.state(valid="2030-02-20"), since="2030-01-30")
    assert len(rows.filter(rule="first-reports")) == 1
    (line,) = rows.filter(rule="corrected")
    assert line.what.startswith("Southland was recorded as accepts, by a report since retracted")


def test_a_withdrawn_report_by_which_nothing_stood_has_no_line():
    talks = undone()
    same = says("v", "accepts", "2030-02-09", of="SOUTH", term="aid", by="named")
    talks.correct("w", same, reason="a name", recorded_at="2030-02-12")
    rows = analysis.brief(talks.state(valid="2030-02-20"), since="2030-02-08T12:00:00Z")
    assert not rows.filter(rule="corrected")
