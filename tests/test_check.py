"""The deal checked: what makes each finding appear, and what makes it go."""

from functools import partial

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.analysis import Finding, Severity
from peacetrack.testing import strategies as ss
from tests import recording
from tests.effort import a_half
from tests.recording import happens, says

LATER = "2030-03-01"
AGENDA = pt.Agenda(
    "invented",
    parties=[
        pt.Party("NORTH", "Northland", "state"),
        pt.Party("SOUTH", "Southland", "state"),
        pt.Party("EAST", "Eastland", "state"),
        pt.Party("LEAGUE", "a league", "group", members=[pt.Member("EAST")], members_known=False),
        pt.Party("SENATE", "a senate", "institution"),
    ],
    people=[pt.Person("envoy", description="an envoy", acts_for="NORTH")],
    terms=[
        pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH", "SOUTH"]),
        pt.Term("pledge", "security-guarantee", "help is pledged", needs=["SOUTH"]),
        pt.Term("consent", "ratification", "the senate consents", needs=["SENATE"]),
        pt.Term("force", "multinational-force", "a force deploys", needs=["EAST"]),
        pt.Term("border", "territorial-status", "the border stays", backdrop=True),
    ],
)
ledger_of = partial(recording.ledger_of, AGENDA)


def found(talks, check, valid=LATER, **asked):
    """What one check notices, in words, with how much it matters."""
    findings = analysis.check(talks.state(valid=valid), **asked)
    return [(str(f.severity), f.what) for f in findings if f.check == check]


def the(talks, check, valid=LATER, **asked):
    (one,) = [f for f in analysis.check(talks.state(valid=valid), **asked) if f.check == check]
    return one


# Agreement


def test_a_needed_party_that_opposes_a_term_is_found_until_it_takes_another_stance():
    opposed = says("a", "opposes", "2030-01-03", by="quote")
    finding = the(ledger_of(opposed), "opposition")
    assert (finding.severity, finding.what) == (Severity.MEDIUM, "NORTH opposes truce")
    assert finding.settled_by == "another stance of NORTH"
    assert found(ledger_of(opposed, says("b", "open", "2030-01-05", by="quote")), "opposition") == []
    assert found(ledger_of(says("a", "rejects", "2030-01-03")), "opposition") == []
    assert found(ledger_of(says("a", "opposes", "2030-01-03", of="EAST")), "opposition") == []
    quorum = pt.AtLeast(1, of=["NORTH", "SOUTH"], without_veto_of=["SOUTH"])
    agenda = attrs.evolve(
        AGENDA, terms=[pt.Term("truce", "ceasefire", "the guns fall silent", needs=[quorum])]
    )
    against = says("b", "rejects", "2030-01-04", of="NORTH", by="quote")
    agreed = recording.ledger_of(agenda, says("a", "accepts", "2030-01-03", of="SOUTH"), against)
    assert found(agreed, "opposition") == []
    vetoed = says("c", "opposes", "2030-01-05", of="SOUTH", by="quote")
    finding = the(recording.ledger_of(agenda, says("a", "accepts", "2030-01-03"), vetoed), "opposition")
    assert (finding.severity, finding.what) == (
        Severity.HIGH,
        "SOUTH opposes truce; the veto of SOUTH stands",
    )


def accepted(**said):
    """What the two parties of the truce say, both on the record."""
    return [
        says(of, "accepts", "2030-01-03", of=of, by="quote", **said.get(of, {})) for of in ("NORTH", "SOUTH")
    ]


def test_an_acceptance_of_an_agreed_term_that_does_not_stand_sure_matters_most():
    assert not {"gone-back", "breach", "open-date", "broken-off", "not-taken-back", "details-apart"} & {
        finding.check for finding in analysis.check(ledger_of(*accepted()).state(valid=LATER))
    }
    withdrawn = says("w", None, "2030-01-08", by="quote", act="withdraws", quote="we are out")
    assert found(ledger_of(*accepted(), withdrawn), "gone-back") == [
        ("high", "NORTH accepts truce, but NORTH withdraws, 2030-01-08; in these words: “we are out”")
    ]
    told = says("t", None, "2030-01-08", by="named", of="EAST", party="NORTH", act="withdraws")
    assert found(ledger_of(*accepted(), told), "gone-back") == [
        ("medium", "NORTH accepts truce, but EAST says that NORTH withdraws, 2030-01-08")
    ]
    breached = says("b", None, "2030-01-08", by="leak", act="breaches")
    assert found(ledger_of(*accepted(), breached), "breach") == [
        ("medium", "NORTH accepts truce, but NORTH breaches it, 2030-01-08, not on the record")
    ]
    studied = says("o", "open", "2030-01-01", by="quote")
    leaked = says("l", "accepts", "2030-01-05", by="leak")
    talks = ledger_of(accepted()[1], studied, leaked)
    assert found(talks, "not-taken-back") == [
        ("high", "on the record, NORTH is open to truce; that NORTH accepts truce is not on the record")
    ]


def test_an_acceptance_that_has_perhaps_not_begun_is_found_until_its_date_is_told():
    perhaps = says("a", "accepts", "2030-02-20/2030-04-01", by="quote")
    talks = ledger_of(accepted()[1], perhaps)
    assert found(talks, "open-date") == [
        ("high", "the dates leave open whether NORTH accepts truce: 2030-02-20/2030-04-01")
    ]
    assert found(talks, "open-date", valid="2030-05-01") == []
    assert found(ledger_of(perhaps), "open-date")[0][0] == "medium"


def test_a_term_that_is_reported_as_broken_off_is_found_until_it_goes_on():
    collapsed = pt.draft(id="c", since="2030-01-08").progress("truce", stage="collapsed")
    assert found(ledger_of(*accepted(), collapsed), "broken-off") == [
        ("high", "truce is reported as collapsed, not on the record")
    ]
    assert found(ledger_of(collapsed), "broken-off") == [
        ("medium", "truce is reported as collapsed, not on the record")
    ]
    again = pt.draft(id="d", since="2030-01-09").progress("truce", stage="under-negotiation")
    assert found(ledger_of(collapsed, again), "broken-off") == []


def test_details_without_common_ground_are_found_until_there_is_some():
    purposes = {"NORTH": {"purpose": "definitive"}, "SOUTH": {"purpose": "humanitarian"}}
    assert found(ledger_of(*accepted(**purposes)), "details-apart") == [
        ("high", "truce: no common ground on purpose (NORTH definitive, SOUTH humanitarian)")
    ]
    opened = says("NORTH", "open", "2030-01-03", purpose="definitive")
    talks = ledger_of(opened, accepted(**purposes)[1])
    assert found(talks, "details-apart")[0][0] == "medium"
    same = {"NORTH": {"purpose": "definitive"}, "SOUTH": {"purpose": "definitive"}}
    assert found(ledger_of(*accepted(**same)), "details-apart") == []


BY_DESIGN = {
    "condition-unmet",
    "conditions-cross",
    "red-line",
    "red-line-against-demand",
    "against-not-needed",
}
"""The rules of what blocks that are no fault of the deal: what is asked for, and who is not asked."""


@given(data=st.data())
def test_what_blocks_a_term_has_a_finding_on_its_party(data):
    state = data.draw(ss.ledgers(ss.NARROW, min_acts=3, max_acts=8)).state(valid="2030-06-01")
    findings = analysis.check(state)
    found = {(term, party) for each in findings for term in each.terms for party in (*each.parties, None)}
    for line in analysis.brief(state).filter(part="blocks"):
        if line.rule not in BY_DESIGN:
            for term in line.terms:
                assert any((term, party) in found for party in line.parties or (None,)), line


# Offers


def test_an_offer_that_ran_out_is_found_until_it_is_renewed():
    offer = says("a", "accepts", "2030-01-03", window="2030-01-10")
    talks = ledger_of(offer)
    assert found(talks, "lapsed-offer", valid="2030-01-09") == []
    finding = the(talks, "lapsed-offer")
    assert finding.what == "NORTH on truce: offer closed 2030-01-10 (accepts)"
    assert (finding.severity, finding.since.edtf) == (Severity.HIGH, "2030-01-11T00:00:00Z")
    assert (finding.terms, finding.parties, finding.reports) == (("truce",), ("NORTH",), ("a",))
    assert found(ledger_of(offer, says("b", "accepts", "2030-02-03")), "lapsed-offer") == []


def test_a_position_that_ended_has_lapsed_too():
    talks = ledger_of(says("a", "accepts", "2030-01-03", until="2030-01-10", of="EAST"))
    assert found(talks, "lapsed-offer") == [("medium", "EAST on truce: position ended 2030-01-10 (accepts)")]


def test_an_offer_of_a_group_lapses_once_and_matters_where_a_needed_member_stands_by_it():
    talks = ledger_of(says("a", "accepts", "2030-01-03", term="force", of="LEAGUE", window="2030-01-10"))
    assert found(talks, "lapsed-offer") == [("high", "LEAGUE on force: offer closed 2030-01-10 (accepts)")]


def test_an_offer_that_closes_soon_is_found_until_another_date_is_told():
    offer = says("a", "accepts", "2030-01-03", window="2030-03-10")
    talks = ledger_of(offer)
    assert found(talks, "closing-window", valid="2030-02-01") == []
    assert found(talks, "closing-window", valid="2030-02-01", soon=60) != []
    finding = the(talks, "closing-window")
    assert finding.what == "NORTH on truce: offer closes 2030-03-10"
    assert finding.settled_by == "an answer of SOUTH before it closes"
    later = ledger_of(offer, says("b", "accepts", "2030-02-03", window="2030-06-01"))
    assert found(later, "closing-window") == []


def test_an_offer_with_an_undisclosed_end_is_found_until_the_date_is_told():
    offer = says("a", "accepts", "2030-01-03", window="undisclosed")
    assert found(ledger_of(offer), "closing-window") == [
        ("medium", "NORTH on truce: offer closes, date undisclosed")
    ]
    dated = ledger_of(offer, says("b", None, "2030-02-03", window="2030-06-01"))
    assert found(dated, "closing-window") == []


def test_an_offer_that_closes_with_an_event_is_found_until_it_is_over():
    offer = says("a", "accepts", "2030-01-03", window=pt.WithEvent("summit"))
    assert found(ledger_of(offer), "closing-window") == [
        ("medium", "NORTH on truce: offer closes with summit")
    ]
    over = ledger_of(offer, happens("b", "summit", "ended", when="2030-01-20"))
    assert found(over, "closing-window") == []
    assert found(over, "lapsed-offer") != []


def test_an_offer_that_closes_with_a_cancelled_event_asks_until_when_it_stands():
    offer = says("a", "accepts", "2030-01-03", window=pt.WithEvent("summit"))
    cancelled = happens("b", "summit", "cancelled", when="2030-03-03")
    finding = the(ledger_of(offer, cancelled), "closing-window")
    assert finding.what == "NORTH on truce: offer closes with summit, which was cancelled"
    assert finding.settled_by == "NORTH saying until when it stands, or an answer of SOUTH"
    why = str(pt.view.why(ledger_of(offer, cancelled).state(), "truce", "NORTH"))
    assert "NORTH on truce: offer closes with summit, which was cancelled" in why


def test_an_offer_that_is_not_to_close_before_an_event_is_not_closing():
    talks = ledger_of(says("a", "accepts", "2030-01-03", window=pt.NotBefore("summit")))
    assert found(talks, "closing-window") == []


# Conditions


def waits(id, of, term, *conditions):
    return says(id, "accepts", "2030-01-03", of=of, term=term, conditions=conditions)


def test_a_circle_of_conditions_is_found_until_one_is_dropped():
    north = waits("a", "NORTH", "truce", pt.StanceIs("SOUTH", "pledge", "accepts"))
    south = waits("b", "SOUTH", "pledge", pt.StanceIs("NORTH", "truce", "accepts"))
    assert found(ledger_of(north, south), "circular-condition") == [
        (
            "medium",
            "NORTH and SOUTH cannot move first: NORTH on truce asks that SOUTH accepts pledge;"
            " SOUTH on pledge asks that NORTH accepts truce",
        )
    ]
    dropped = ledger_of(
        north, south, says("c", "accepts", "2030-01-04", of="SOUTH", term="pledge", conditions=[])
    )
    assert found(dropped, "circular-condition") == []


def test_a_circle_that_does_not_close_at_once_either_matters_more():
    north = waits("a", "NORTH", "truce", pt.TermIs("pledge", "agreed"))
    south = waits("b", "SOUTH", "pledge", pt.TermIs("truce", "agreed"))
    finding = the(ledger_of(north, south), "circular-condition")
    assert (finding.severity, finding.terms) == (Severity.HIGH, ("truce", "pledge"))
    assert finding.settled_by == "NORTH or SOUTH dropping a condition"
    assert (
        the(
            ledger_of(north, south, says("c", "accepts", "2030-01-03", of="SOUTH")), "circular-condition"
        ).severity
        is Severity.MEDIUM
    )


def test_a_condition_that_nobody_can_meet_is_found_until_it_is_dropped():
    asks = says("a", "open", "2030-01-03", conditions=[pt.EventHeld("summit")])
    off = happens("b", "summit", "cancelled")
    assert found(ledger_of(asks), "unmeetable-condition") == []
    finding = the(ledger_of(asks, off), "unmeetable-condition")
    assert finding.what == "NORTH on truce asks that summit is held, and the event is cancelled"
    assert (finding.severity, finding.reports) == (Severity.HIGH, ("a", "b"))
    dropped = says("c", "open", "2030-01-04", conditions=[])
    assert found(ledger_of(asks, off, dropped), "unmeetable-condition") == []


# Events


def test_an_expected_event_is_overdue_until_it_took_place():
    expected = happens("a", "summit", "expected", when="2030-01-10", participants=["NORTH"])
    talks = ledger_of(expected)
    assert found(talks, "overdue-event", valid="2030-01-10") == []
    finding = the(talks, "overdue-event")
    assert finding.what == "summit: overdue since 2030-01-11; due 2030-01-10"
    assert (finding.terms, finding.parties) == (("summit",), ("NORTH",))
    assert (finding.severity, finding.since.edtf) == (Severity.MEDIUM, "2030-01-11")
    assert found(ledger_of(expected, happens("b", "summit", "held")), "overdue-event") == []


DEADLINE = {"type": "deadline", "when": "2030-02-10"}


@pytest.mark.parametrize(
    ("bound", "waits"),
    [
        ({"window": pt.WithEvent("limit")}, "NORTH on truce ends with it; "),
        ({"conditions": [pt.EventHeld("limit")]}, "NORTH on truce waits for it; "),
        ({}, ""),
    ],
)
def test_a_postponed_deadline_is_found_once_its_new_date_is_past(bound, waits):
    offer = says("a", "accepts", "2030-01-03", **bound)
    talks = ledger_of(offer, happens("b", "limit", "postponed", **DEADLINE))
    assert found(talks, "postponed-deadline", valid="2030-02-10") == []
    finding = the(talks, "postponed-deadline")
    past = f"limit: overdue since 2030-02-11; due 2030-02-10; {waits}"
    assert finding.what == f"{past}a postponed deadline does not pass by itself"
    assert finding.severity is (Severity.HIGH if waits else Severity.MEDIUM)
    assert finding.settled_by.startswith("a report of limit as expected at that date, if it was extended")
    assert found(talks, "overdue-event") == []
    extended = ledger_of(offer, happens("b", "limit", "expected", **DEADLINE))
    assert found(extended, "postponed-deadline") == []


def test_an_offer_that_ends_with_a_date_that_is_past_says_so():
    offer = says("a", "accepts", "2030-01-03", window=pt.WithEvent("limit"))
    finding = the(ledger_of(offer, happens("b", "limit", "postponed", **DEADLINE)), "closing-window")
    assert finding.what == "NORTH on truce: offer closes with limit (2030-02-10), which is past"
    assert finding.settled_by == "a report of what became of limit, or an answer of SOUTH"


def test_a_question_is_a_finding_once_its_answer_is_overdue():
    asks = pt.draft(id="a").ask("who pays?", "truce", due="2030-01-10")
    finding = the(ledger_of(asks), "overdue-question")
    assert (finding.what, finding.terms) == (
        '"who pays?": overdue since 2030-01-11; due 2030-01-10',
        ("truce",),
    )
    assert found(ledger_of(asks), "overdue-question", valid="2030-01-10") == []


def test_an_event_that_is_only_possibly_overdue_matters_less():
    talks = ledger_of(happens("a", "summit", "expected", when="2030-01/2030-06"))
    assert the(talks, "overdue-event").severity is Severity.LOW


def test_a_beginning_a_year_before_the_publication_is_found_until_it_is_corrected():
    talks = ledger_of(says("a", "accepts", "2029-01-05", published="2030-01-06"))
    assert found(talks, "begun-a-year-early") == [
        ("low", "a says since 2029-01-05, a year before its publication, 2030-01-06")
    ]
    talks.correct("a", says("b", "accepts", "2030-01-05", published="2030-01-06"), reason="a slip")
    assert found(talks, "begun-a-year-early") == []


# Evidence


def test_a_contradiction_is_found_until_one_side_is_retracted():
    talks = ledger_of(says("a", "accepts", "2030-01-05"), says("b", "rejects", "2030-01-05"))
    finding = the(talks, "contradiction")
    what = "NORTH on truce: reports differ on stance, rejects (b#1) and accepts (a#1)"
    assert (finding.severity, finding.what) == (Severity.HIGH, what)
    assert finding.reports == ("b", "a")
    talks.retract("b", reason="a hoax")
    assert found(talks, "contradiction") == []


def test_a_contradiction_of_details_or_of_whom_nobody_needs_matters_less():
    details = ledger_of(
        says("a", "accepts", "2030-01-05", scope="at sea"),
        says("b", "accepts", "2030-01-05", scope="everywhere"),
    )
    assert the(details, "contradiction").severity is Severity.MEDIUM
    outsiders = ledger_of(
        says("a", "accepts", "2030-01-05", of="EAST"), says("b", "rejects", "2030-01-05", of="EAST")
    )
    assert the(outsiders, "contradiction").severity is Severity.LOW


BRIEFED = "officials-briefed"


def test_a_stance_on_one_unnamed_origin_is_found_until_it_is_on_the_record():
    rumour = says("a", "accepts", "2030-01-03", by=BRIEFED, origin="wire-a")
    finding = the(ledger_of(rumour), "unnamed-source")
    assert finding.what == (
        "that NORTH accepts truce rests on officials-briefed, no named source, of one origin, wire-a"
    )
    named = ledger_of(rumour, says("b", "accepts", "2030-01-04", by="quote", origin="wire-a"))
    assert found(named, "unnamed-source") == []


def test_the_wording_of_a_report_is_not_given_as_words_of_the_party():
    talks = ledger_of(says("a", "rejects", "2030-01-07", by="quote", wording="ruled it out"))
    assert "the report says: “ruled it out”" in the(talks, "rejection").what


def test_a_rejection_on_record_keeps_its_words_where_unnamed_reports_repeat_or_dispute_it():
    talks = ledger_of(
        says("a", "rejects", "2030-01-07", by="quote", red_line=True, quote="Never."),
        says("b", "open", "2030-01-08", by=BRIEFED),
        says("c", "rejects", "2030-01-08", by=BRIEFED),
    )
    finding = the(talks, "rejection")
    assert (finding.severity, finding.reports) == (Severity.HIGH, ("a", "c"))
    assert (
        finding.what
        == "NORTH rejects truce (a red line), in these words: “Never.”; without NORTH it cannot be agreed"
    )
    assert found(talks, "unnamed-source") == []


def test_a_rejection_on_record_that_only_sources_off_the_record_take_back_is_found():
    rejection = says("a", "rejects", "2030-01-03", by="quote")
    finding = the(ledger_of(rejection, says("b", "open", "2030-01-04", by=BRIEFED)), "not-taken-back")
    assert (finding.severity, finding.what) == (
        Severity.HIGH,
        "on the record, NORTH rejects truce; that NORTH is open to truce is not on the record",
    )
    assert (finding.reports, finding.settled_by) == (
        ("a", "b"),
        "NORTH saying on the record where it stands now",
    )
    for later in (
        says("b", "open", "2030-01-04", by="quote"),  # taken back
        says("b", "rejects", "2030-01-04", by=BRIEFED),  # confirmed
        says("b", "open", "2030-01-03", by=BRIEFED),  # not newer, and less direct: it does not count
    ):
        assert found(ledger_of(rejection, later), "not-taken-back") == []


def test_another_sides_account_does_not_take_a_rejection_back():
    rejection = says("a", "rejects", "2030-01-03", by="quote")
    account = pt.draft(id="b")
    account.voice("quote", "a minister", of="SOUTH").position(
        "truce", "accepts", party="NORTH", since="2030-01-04"
    )
    assert len(found(ledger_of(rejection, account), "not-taken-back")) == 1


def test_a_second_known_origin_settles_it_and_one_that_is_unknown_does_not():
    rumour = says("a", "accepts", "2030-01-03", by=BRIEFED, origin="wire-a")
    unknown = ledger_of(rumour, says("b", "accepts", "2030-01-04", by=BRIEFED))
    assert len(found(unknown, "unnamed-source")) == 1
    other = ledger_of(rumour, says("b", "accepts", "2030-01-04", by=BRIEFED, origin="wire-b"))
    assert found(other, "unnamed-source") == []


def test_an_envoy_who_is_named_later_settles_it():
    report = pt.Report(
        [pt.Position("NORTH", "truce", "accepts", since="2030-01-03", red_line=True)],
        id="a",
        attribution=pt.Attribution(BRIEFED, speaker="an envoy", person="envoy"),
    )
    talks = ledger_of(report)
    assert the(talks, "unnamed-source").what == (
        "that NORTH accepts truce (a red line) rests on officials-briefed (an envoy),"
        " no named source, of no known origin"
    )
    talks.declare(pt.Agenda("invented", people=[pt.Person("envoy", "A. N. Envoy")]))
    assert found(talks, "unnamed-source") == []


def test_an_old_position_is_found_until_it_is_told_again():
    talks = ledger_of(says("a", "accepts", "2030-01-03"))
    assert found(talks, "old-position", valid="2030-04-03") == []
    assert found(talks, "old-position", valid="2030-04-04") == [
        (
            "low",
            "that NORTH accepts truce was last known to hold 91 days ago, since 2030-01-03, publication not stated",
        )
    ]
    assert found(talks, "old-position", valid="2030-04-04", old=120) == []
    published = ledger_of(says("a", "accepts", "2014", published="2030-01-03"))
    assert found(published, "old-position", valid="2030-04-03") == []
    assert found(published, "old-position", valid="2030-04-04") == [
        ("low", "that NORTH accepts truce was last known to hold 91 days ago, reported 2030-01-03")
    ]
    again = ledger_of(says("a", "accepts", "2030-01-03"), says("b", "accepts", "2030-02-03"))
    assert found(again, "old-position", valid="2030-04-04") == []


def test_a_correction_that_turned_a_status_is_found_until_the_status_moves_on():
    talks = ledger_of(says("a", "rejects", "2030-01-03"))
    talks.correct("a", says("b", "accepts", "2030-01-03"), reason="misheard", recorded_at="2030-02-10")
    finding = the(talks, "turning-correction")
    assert finding.what == "the correction of a (misheard) turned truce from blocked to pending"
    assert (finding.reports, finding.since.edtf) == (("a", "b"), "2030-02-10T00:00:00Z")
    talks.record(says("c", "opposes", "2030-02-12"))
    assert found(talks, "turning-correction") == []


def test_a_retraction_turns_a_status_too_and_one_that_turns_nothing_is_not_found():
    talks = ledger_of(says("a", "rejects", "2030-01-03"), says("b", "rejects", "2030-01-04"))
    talks.retract("b", reason="a hoax")
    assert found(talks, "turning-correction") == []
    talks.retract("a", reason="a hoax too")
    assert found(talks, "turning-correction") == [
        ("medium", "the retraction of a (a hoax too) turned truce from blocked to unreported")
    ]


# Parties


def test_a_needed_party_is_silent_until_its_stance_is_told():
    talks = ledger_of(says("a", "accepts", "2030-01-03"), says("b", pt.Absence.WITHHELD, of="SOUTH"))
    finding = next(f for f in analysis.check(talks.state(valid=LATER)) if f.parties == ("SOUTH",))
    assert finding.check == "silent-party"
    assert finding.what == (
        "SOUTH has no stance on truce (withheld) and is silent on pledge, where it is needed"
    )
    assert finding.since is None  # that a report is missing has no beginning in the world
    assert (finding.terms, finding.reports) == (("truce", "pledge"), ("b",))
    talks.record(says("c", "open", "2030-02-04", of="SOUTH"))
    talks.record(says("d", "open", "2030-01-04", term="pledge", of="SOUTH"))
    assert "SOUTH" not in str(found(talks, "silent-party"))


def council(quorum, **members):
    """Return an agenda in which a quorum of a league or of three decides on one term."""
    league = pt.Party(
        "LEAGUE", "a league", "group", members=[pt.Member("EAST"), pt.Member("NORTH")], **members
    )
    states = [pt.Party(name, name, "state") for name in ("NORTH", "SOUTH", "EAST")]
    term = pt.Term("truce", "ceasefire", "the guns fall silent", needs=[quorum])
    return pt.Agenda("invented", parties=[*states, league], terms=[term])


def test_a_quorum_of_unknown_members_is_found_until_they_are_declared():
    share = pt.AtLeast("1/2", of="LEAGUE")
    talks = recording.ledger_of(council(share), says("a", "accepts", "2030-01-03"))
    what = "truce cannot be agreed: the members of LEAGUE, who decide, are not all known or too few"
    assert found(talks, "unknown-quorum") == [("high", what)]
    talks.declare(council(share, members_known=True))
    assert found(talks, "unknown-quorum") == []


def test_silence_weighs_little_where_a_quorum_can_do_without():
    two = pt.AtLeast(2, of=["NORTH", "SOUTH", "EAST"])
    talks = recording.ledger_of(council(two), says("a", "accepts", "2030-01-03"))
    assert ("low", "EAST is silent on truce, where it counts for a quorum") in found(talks, "silent-party")
    talks.record(says("b", "accepts", "2030-01-03", of="SOUTH"), recorded_at="2030-02-04")
    assert found(talks, "silent-party") == []


def test_a_group_with_unknown_members_is_found_until_they_are_declared():
    talks = ledger_of(says("a", "accepts", "2030-01-03", term="force", of="LEAGUE"))
    assert found(talks, "unknown-members") == [
        ("medium", "LEAGUE holds positions (accepts on force), and not all its members are known")
    ]
    known = pt.Party("LEAGUE", "a league", "group", members=[pt.Member("EAST")])
    talks.declare(pt.Agenda("invented", parties=[known]))
    assert found(talks, "unknown-members") == []


# Process


def test_an_event_of_nearly_the_same_name_as_a_reported_one_is_found():
    summit = pt.Report([pt.Event("summit", "expected", when="2030-03-01")], id="s", since="2030-01-02")
    waiting = says(
        "a", "accepts", "2030-01-03", conditions=[pt.EventHeld("sumit")], window={"event": "sumit"}
    )
    text = "NORTH on truce waits for sumit, and no report is about it; reports are about summit"
    assert found(ledger_of(summit, waiting), "unreported-event") == [("low", text)] * 2
    known = pt.Report([pt.Event("sumit", "expected")], id="k", since="2030-01-04")
    assert found(ledger_of(summit, waiting, known), "unreported-event") == []
    other = says("a", "accepts", "2030-01-03", conditions=[pt.EventHeld("harvest")])
    assert found(ledger_of(summit, other), "unreported-event") == []


GREEK = "summ\N{GREEK SMALL LETTER IOTA}t"
CYRILLIC = "\N{CYRILLIC SMALL LETTER ES}"


def test_events_with_ids_that_look_alike_are_found():
    expected = happens("a", "summit", "expected", when="2030-03-01")
    waits = says("w", "accepts", "2030-01-03", conditions=[pt.EventHeld("summit")])
    talks = ledger_of(expected, waits, happens("b", GREEK, "held", when="2030-03-01"))
    finding = the(talks, "alike-events")
    alike = f"event {GREEK!r} looks like event 'summit': {GREEK[4]!r} is GREEK SMALL LETTER IOTA"
    assert (str(finding.severity), finding.what) == ("medium", alike)
    assert (finding.terms, finding.reports) == (("summit", GREEK), ("a", "w", "b"))
    talks.retract("b", reason="a slip")
    assert found(talks, "alike-events") == []
    assert found(ledger_of(expected, waits), "alike-events") == []


def test_reports_with_ids_that_look_alike_are_found():
    talks = ledger_of(says("c", "accepts", "2030-01-03"), says(CYRILLIC, "accepts", "2030-01-03"))
    alike = f"report {CYRILLIC!r} looks like report 'c': {CYRILLIC!r} is CYRILLIC SMALL LETTER ES"
    assert found(talks, "alike-reports") == [("low", alike)]
    assert the(talks, "alike-reports").reports == ("c", CYRILLIC)
    talks.retract(CYRILLIC, reason="a slip")
    assert found(talks, "alike-reports") == []


def at_stage(id, stage, since):
    return pt.draft(id=id, since=since).progress("truce", stage)


def test_a_skipped_stage_is_found_until_it_is_told():
    first, last = at_stage("a", "tabled", "2030-01-03"), at_stage("b", "narrowed", "2030-01-08")
    assert found(ledger_of(first, last), "irregular-stage") == [
        ("low", "truce went from tabled to narrowed, without a report of under-negotiation")
    ]
    between = at_stage("c", "under-negotiation", "2030-01-05")
    assert found(ledger_of(first, last, between), "irregular-stage") == []


def test_a_stage_out_of_order_is_found_until_it_is_retracted():
    talks = ledger_of(at_stage("a", "tabled", "2030-01-03"), at_stage("b", "floated", "2030-01-08"))
    assert found(talks, "irregular-stage") == [("low", "truce fell back from tabled to floated")]
    talks.retract("b", reason="of another term")
    assert found(talks, "irregular-stage") == []


@pytest.mark.parametrize("aside", ["shelved", "suspended", "defeated", "collapsed"])
def test_a_stage_that_leads_off_the_way_is_regular(aside):
    talks = ledger_of(at_stage("a", "tabled", "2030-01-03"), at_stage("b", aside, "2030-01-08"))
    assert found(talks, "irregular-stage") == []


def test_what_is_agreed_is_signed_next():
    stages = ("agreed", "signed", "in-force", "implemented")
    talks = ledger_of(
        *(at_stage(stage, stage, f"2030-01-0{day}") for day, stage in enumerate(stages, start=3))
    )
    assert found(talks, "irregular-stage") == []


def test_stages_that_cannot_be_ordered_are_no_skip():
    talks = ledger_of(at_stage("a", "floated", "2030-01-03"), at_stage("b", "agreed", "2030-01-03"))
    assert found(talks, "irregular-stage") == []
    assert found(talks, "contradiction") != []


def test_stages_of_content_are_checked_by_their_own_order():
    talks = ledger_of(
        says("a", "open", "2030-01-03", term="consent", of="SENATE", stage="committee"),
        says("b", "open", "2030-01-08", term="consent", of="SENATE", stage="floor"),
    )
    assert found(talks, "irregular-stage") == [
        ("low", "SENATE on consent went from committee to floor, without a report of calendar")
    ]


def vote(id, since, **said):
    return pt.draft(id=id, since=since).progress("consent", details=said)


def test_a_vote_below_two_thirds_of_those_present_is_found_until_another_carries():
    short = vote("a", "2030-01-03", yeas=60, present=95)
    finding = the(ledger_of(short), "failed-vote")
    assert finding.what == "consent: 60 of 95 present consent, and 64 are needed"
    assert (finding.severity, finding.reports) == (Severity.HIGH, ("a",))
    assert found(ledger_of(short, vote("b", "2030-01-08", yeas=64, present=95)), "failed-vote") == []


def test_no_two_thirds_are_needed_on_another_route():
    by_both = vote("a", "2030-01-03", yeas=60, present=95, route="congressional-executive")
    assert found(ledger_of(by_both), "failed-vote") == []


def test_a_guarantee_needs_a_route_of_ratification():
    guarantee = says("a", "accepts", "2030-01-03", term="pledge", of="SOUTH")
    assert found(ledger_of(guarantee), "no-ratification-route") == [
        ("medium", "pledge has no route of ratification: consent does not give one")
    ]
    routed = ledger_of(guarantee, vote("b", "2030-01-04", route="treaty"))
    assert found(routed, "no-ratification-route") == []
    refused = ledger_of(says("a", "rejects", "2030-01-03", term="pledge", of="SOUTH"))
    assert found(refused, "no-ratification-route") == []


def test_a_route_that_is_not_stated_is_none():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", term="pledge", of="SOUTH"),
        vote("b", "2030-01-04", route=pt.Absence.NOT_STATED),
    )
    assert len(found(talks, "no-ratification-route")) == 1


# One's own, and all together


def blocked_terms(state):
    for term in state:
        if state[term].status is pt.TermStatus.BLOCKED:
            yield Finding("high", "blocked", f"{term} is blocked", terms=[term])


def test_a_check_of_ones_own_is_one_function():
    talks = ledger_of(says("a", "rejects", "2030-01-03"))
    assert found(talks, "blocked", also=[blocked_terms]) == [("high", "truce is blocked")]
    assert found(talks, "blocked") == []


def test_a_check_may_find_nothing():
    assert analysis.check(ledger_of().state(valid=LATER), also=[lambda state: None]) == analysis.check(
        ledger_of().state(valid=LATER)
    )


def test_a_lone_check_is_refused():
    with pytest.raises(pt.errors.WrongTypeError, match=r"write also=\[my_check\]"):
        analysis.check(ledger_of().state(valid=LATER), also=blocked_terms)


def test_a_check_that_returns_one_finding_is_told_to_yield_it():
    with pytest.raises(pt.errors.WrongTypeError, match="is not a list of findings; yield it"):
        analysis.check(ledger_of().state(valid=LATER), also=[lambda state: Finding("low", "a", "b")])


@pytest.mark.parametrize("days", ["14", -1, 1.5, True, None])
@pytest.mark.parametrize("name", ["soon", "old"])
def test_days_are_counted_in_whole_numbers(name, days):
    with pytest.raises(pt.errors.WrongTypeError, match=f"{name}: .* is not a number of days"):
        analysis.check(ledger_of().state(valid=LATER), **{name: days})


def test_a_check_that_gives_something_else_is_named():
    def talkative(state):
        return ["all is lost"]

    with pytest.raises(pt.errors.WrongTypeError, match="talkative: 'all is lost' is not a Finding"):
        analysis.check(ledger_of().state(valid=LATER), also=[talkative])


def test_a_severity_that_nobody_knows_is_refused():
    with pytest.raises(pt.errors.UnknownNameError, match="unknown severity 'grave'"):
        Finding("grave", "mine", "all is lost")


def test_the_worst_comes_first():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", window="2030-01-10"),
        at_stage("b", "tabled", "2030-01-03"),
        at_stage("c", "floated", "2030-01-08"),
    )
    severities = [finding.severity for finding in analysis.check(talks.state(valid=LATER))]
    assert severities == sorted(severities, reverse=True)
    assert set(severities) == set(Severity)


def test_an_empty_ledger_has_nothing_to_check():
    assert list(analysis.check(pt.Tracker().state())) == []


def test_a_finding_reads_as_a_sentence_and_is_explained():
    talks = ledger_of(says("a", "accepts", "2030-01-03", window="2030-01-10"))
    finding = the(talks, "lapsed-offer")
    assert str(finding) == (
        "high: NORTH on truce: offer closed 2030-01-10 (accepts) (a);"
        " to settle it: NORTH renewing it, or taking another stance"
    )
    reasons = analysis.explain(talks.state(valid=LATER), finding)
    assert {(reason.report, reason.entry) for reason in reasons} == {("a", 2)}


@a_half()
@given(data=st.data())
def test_findings_name_what_exists_and_are_told_worst_first(data):
    tracker = data.draw(ss.ledgers(rough=True))
    state = tracker.state(data.draw(ss.bases(tracker)))
    findings = list(analysis.check(state))
    known = {entry.id for entry in tracker.entries() if entry.seq <= state.basis.known}
    for finding in findings:
        assert finding.what
        assert finding.settled_by
        assert set(finding.reports) <= known
        assert set(finding.parties) <= set(state.agenda.party_by_id)
        assert set(finding.terms) <= {*state, *state.event_ids}
        assert all(reason.what for reason in analysis.explain(state, finding))
    severities = [finding.severity for finding in findings]
    assert severities == sorted(severities, reverse=True)


def test_a_publication_after_the_recording_is_found():
    late = ledger_of(says("a", "accepts", "2030-01-03", published="2030-03-01"))
    assert found(late, "published-too-late") == [("low", "a was recorded before its publication, 2030-03-01")]
    sooner = ledger_of(says("a", "accepts", "2030-01-03", published="2030-02"))
    assert found(sooner, "published-too-late") == []
    late.retract("a", reason="misdated", recorded_at="2030-02-02")
    assert found(late, "published-too-late") == []


def test_a_day_of_publication_begins_further_east_first():
    tomorrow = ledger_of(says("a", "accepts", "2030-01-03", published="2030-02-02"))
    assert found(tomorrow, "published-too-late") == []


def test_an_undated_report_that_displaces_dated_evidence_is_found_until_it_is_dated():
    dated = says("a", "accepts", "2015-07-14"), says("s", "accepts", "2015-07-14", of="SOUTH")
    talks = ledger_of(*dated, says("late", "rejects"))
    finding = the(talks, "undated-report")
    assert finding.what == (
        "NORTH on truce: undated report displaces dated evidence: give its date "
        "(late says rejects, a says accepts since 2015-07-14)"
    )
    assert finding.severity is Severity.HIGH
    assert (finding.reports, finding.fields) == (("late", "a"), ("stance",))
    assert found(ledger_of(*dated, says("late", "rejects", "2030-01-01")), "undated-report") == []
    assert found(ledger_of(*dated, says("late", "accepts")), "undated-report") == []
    assert found(ledger_of(says("late", "rejects")), "undated-report") == []


def test_an_undated_report_matters_less_where_no_status_turns_on_it():
    same = ledger_of(says("a", "open", "2015-07-14"), says("late", "neutral"))
    assert [severity for severity, _ in found(same, "undated-report")] == ["medium"]
    other = ledger_of(says("a", "open", "2015-07-14", of="EAST"), says("late", "neutral", of="EAST"))
    assert [severity for severity, _ in found(other, "undated-report")] == ["low"]


def test_an_undated_detail_that_displaces_a_dated_one_is_found():
    talks = ledger_of(
        says("a", "accepts", "2015-07-14", purpose="definitive"), says("late", purpose="preliminary")
    )
    assert the(talks, "undated-report").fields == ("content.purpose",)


def test_what_is_told_of_a_term_itself_without_a_date_is_found_too():
    talks = ledger_of(
        pt.Report([pt.Progress("truce", stage="tabled", since="2015-07-14")], id="a"),
        pt.Report([pt.Progress("truce", stage="shelved")], id="late"),
    )
    assert [severity for severity, _ in found(talks, "undated-report")] == ["low"]


def test_a_beginning_after_the_recording_is_found():
    late = ledger_of(says("a", "accepts", "2030-03-01"))
    assert found(late, "begun-too-late") == [("low", "a says since 2030-03-01, and was recorded before that")]
    late.retract("a", reason="misdated", recorded_at="2030-02-02")
    assert found(late, "begun-too-late") == []
    assert found(ledger_of(says("a", "accepts", "2030-01")), "begun-too-late") == []


def test_a_voice_that_puts_a_party_on_both_sides_in_one_report_is_found():
    def told(*stances, **changed):
        claims = [pt.Position("NORTH", "truce", stance, **changed) for stance in stances]
        return ledger_of(pt.Report(claims, id="a", since="2030-01-03", attribution=pt.Attribution("quote")))

    talks = told("accepts", "rejects")
    said = "NORTH on truce: a has one voice say accepts (claim 1) and rejects (claim 2); the last holds"
    assert found(talks, "both-sides") == [("medium", said)]
    assert talks.reports["a"].claims[1].stance is talks.state(valid="2030-01-04")["truce"]["NORTH"].stance
    talks.retract("a", claim=1, reason="of another term", recorded_at="2030-02-02")
    assert found(talks, "both-sides") == []
    assert found(told("open", "accepts"), "both-sides") == []
    turned = [
        pt.Position("NORTH", "truce", "accepts", since="2030-01-02"),
        pt.Position("NORTH", "truce", "rejects"),
    ]
    assert found(ledger_of(pt.Report(turned, id="a", since="2030-01-03")), "both-sides") == []
    voices = [
        pt.Position("NORTH", "truce", "accepts", attribution="leak"),
        pt.Position("NORTH", "truce", "rejects"),
    ]
    assert found(ledger_of(pt.Report(voices, id="a", since="2030-01-03")), "both-sides") == []


@pytest.mark.parametrize("slip", ["0024-05-06", "0001", "0203-01-04T10:00:00Z"])
def test_a_year_below_a_thousand_is_found_and_nothing_raises(slip):
    slips = [
        says("a", "accepts", slip),
        says("b", "accepts", "2030-01-03", published=slip),
        says("c", "accepts", window=slip),
        happens("d", "summit", "expected", when=slip),
    ]
    for report in slips:
        talks = ledger_of(report)
        (finding,) = [f for f in analysis.check(talks.state(valid=LATER)) if f.check == "ancient-year"]
        assert slip[:10] in finding.what
        for valid in (LATER, slip):
            state = talks.state(valid=valid)
            assert list(analysis.check(state)) is not None
            assert view.lanes(state).svg
            assert view.convergence(state).svg
    for valid in (LATER, slip):
        assert view.briefing(ledger_of(*slips).state(valid=valid)).html


def test_an_offer_that_closed_at_the_first_instant_of_time_is_shown():
    talks = ledger_of(says("a", "accepts", window="0001-01-01T00:00:00Z"))
    assert view.briefing(talks.state(valid=LATER)).html


# Rejections


def test_a_rejection_by_a_needed_party_is_found_and_what_follows_from_it():
    talks = ledger_of(says("a", "rejects", "2030-01-03", by="quote", red_line=True))
    finding = the(talks, "rejection")
    assert finding.what == "NORTH rejects truce (a red line); without NORTH it cannot be agreed"
    assert (finding.severity, finding.terms, finding.parties) == (Severity.HIGH, ("truce",), ("NORTH",))
    assert (finding.reports, finding.settled_by) == (("a",), "another stance of NORTH")
    assert analysis.check(talks.state(valid=LATER))[0].check == "rejection"


def test_a_rejection_that_no_source_stands_by_weighs_less():
    talks = ledger_of(says("a", "rejects", "2030-01-03", by="leak"))
    what = "NORTH rejects truce, not on the record; without NORTH it cannot be agreed"
    assert found(talks, "rejection") == [("medium", what)]
    told = pt.Report(
        [pt.Position("NORTH", "truce", "rejects", since="2030-01-03")],
        attribution=pt.Attribution("quote", acts_for="SOUTH"),
    )
    what = "NORTH rejects truce, by SOUTH's account; without NORTH it cannot be agreed"
    assert found(ledger_of(told), "rejection") == [("medium", what)]


@pytest.mark.parametrize(
    "report",
    [
        says("a", "opposes", "2030-01-03", by="quote"),
        says("a", "rejects", "2030-01-03", by="quote", until="2030-01-10"),
        says("a", "rejects", "2030-01-03", by="quote", of="EAST"),
        says("a", "rejects", "2030-01-03", by="quote", term="border"),
    ],
)
def test_what_forbids_no_agreement_is_no_rejection(report):
    assert found(ledger_of(report), "rejection") == []


def test_a_rejection_of_its_group_is_that_of_a_needed_member():
    talks = ledger_of(says("a", "rejects", "2030-01-03", by="quote", term="force", of="LEAGUE"))
    what = "EAST rejects force, as LEAGUE; without EAST it cannot be agreed"
    assert found(talks, "rejection") == [("high", what)]
