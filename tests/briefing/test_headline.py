"""The headline: what is agreed, perhaps agreed, not agreed, and what blocks it.

The rules are those of `docs/explanation/what-a-brief-says.md`.
"""

from __future__ import annotations

import attrs
import pytest

import peacetrack as pt
from peacetrack import analysis
from peacetrack.analysis.sentence.naming import Names
from peacetrack.view.whip import whip_rows
from tests import recording
from tests.briefing.invented import AGENDA, PARTIES, TERMS, lines, sentences
from tests.recording import says


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


def test_the_headline_tells_what_is_agreed_with_its_reserve_and_what_moved_last():
    rows = lines(
        says("a", "opposes", "2030-01-03", of="SOUTH", term="aid"),
        says("b", "accepts", "2030-01-05", of="SOUTH", term="aid"),
    )
    assert sentences(rows, "agreed") == ["Accepted by the one that is needed: Aid, “aid gets through”"]
    (agreed,) = rows.filter(rule="agreed")
    assert agreed.what == "Aid, “aid gets through” (1 of 4 terms that need consent), none of it on the record"
    moved = "Last moved: Southland on Aid, from opposes to accepts, 5 Jan 2030"
    assert sentences(rows, "moved-last") == [f"{moved}, not on the record"]
    recorded = says("c", "accepts", "2030-01-05", of="SOUTH", term="aid", by="quote")
    assert sentences(
        lines(says("a", "opposes", "2030-01-03", of="SOUTH", term="aid"), recorded), "moved-last"
    ) == [moved.replace("opposes", "opposes, not on the record,")]


def test_what_only_another_party_says_is_agreed_is_perhaps_agreed():
    rows = lines(says("b", "accepts", "2030-01-05", of="NORTH", by="quote", term="aid", party="SOUTH"))
    assert sentences(rows, "agreed") == sentences(rows, "not-agreed") == []
    (head,) = rows.filter(rule="perhaps-agreed")
    assert head.what == "Aid, but the acceptance of Southland is known only by the account of Northland"
    assert head.reports == ("b",)
    assert sentences(rows, "unconfirmed") == [f"Aid: {head.what.removeprefix('Aid, but ')}"]


def test_what_is_accepted_only_off_the_record_and_rejected_on_it_is_not_agreed():
    rejected = says("a", "rejects", "2030-01-03", of="SOUTH", term="aid", by="quote")
    rows = lines(rejected, says("b", "accepts", "2030-01-05", of="SOUTH", term="aid"))
    assert sentences(rows, "agreed") == []
    assert sentences(rows, "perhaps-agreed") == []
    claimed = "on “Aid”, only a report without a named source says that Southland accepts it"
    assert sentences(rows, "not-agreed") == [f"None of 4 terms is agreed; {claimed}"]
    assert sentences(rows, "moved-last") == [
        "Perhaps moved: Southland on Aid, from rejects to accepts, 5 Jan 2030, not on the record"
    ]
    pact = (
        says(f"r{of}", "accepts", "2030-01-05", of=of, term="pact", by="quote") for of in ("NORTH", "EAST")
    )
    beside = lines(rejected, says("b", "accepts", "2030-01-05", of="SOUTH", term="aid"), *pact)
    assert sentences(beside, "not-agreed") == [f"Not agreed: {claimed}"]
    assert len(sentences(beside, "agreed")) == 1
    taken_back = lines(rejected, says("b", "accepts", "2030-01-05", of="SOUTH", term="aid", by="quote"))
    assert sentences(taken_back, "perhaps-agreed") == []
    assert sentences(taken_back, "agreed") == ["Accepted by the one that is needed: Aid, “aid gets through”"]


def test_an_accepting_party_that_goes_back_on_it_without_a_stance_makes_it_perhaps_agreed():
    accepted = says("a", "accepts", "2030-01-05", of="SOUTH", term="aid", by="quote")
    withdrawn = says("b", None, "2030-01-08", of="SOUTH", term="aid", by="named", act="withdraws")
    rows = lines(accepted, withdrawn)
    assert sentences(rows, "perhaps-agreed") == ["Perhaps agreed: Aid, but Southland withdraws, 8 Jan 2030"]
    what = "Southland withdraws, 8 Jan 2030; it is not stated whether its acceptance ended"
    assert sentences(rows, "unconfirmed") == [f"Aid: {what}"]
    state = recording.ledger_of(AGENDA, accepted, withdrawn).state(valid="2030-02-20")
    assert [row.status for row in whip_rows(state, Names(state), ["aid"])] == ["perhaps agreed"]
    again = says("c", "accepts", "2030-01-09", of="SOUTH", term="aid", by="named")
    assert sentences(lines(withdrawn, again), "unconfirmed") == []


def test_what_blocks_counts_apart_the_agreed_terms_that_are_in_doubt():
    pact = [
        says(f"r{of}", "rejects", "2030-01-05", of=of, term="pact", by="quote") for of in ("NORTH", "EAST")
    ]
    truce = says("t", "rejects", "2030-01-04", of="SOUTH", by="quote")
    aid = says("a", "accepts", "2030-01-05", of="NORTH", by="quote", term="aid", party="SOUTH")
    (line,) = lines(*pact, truce, aid).filter(rule="blocked")
    assert line.what.endswith("in the way of 3 of the 4 terms that need consent, and 1 more is in doubt")


def test_a_denial_of_what_another_party_says_that_it_accepts_is_told_with_its_words():
    account = says("a", "accepts", "2030-01-05", of="NORTH", by="quote", term="aid", party="SOUTH")
    denied = says("b", None, "2030-01-07", of="SOUTH", term="aid", by="quote", act="denies", quote="Never")
    rows = lines(account, denied)
    (line,) = rows.filter(rule="perhaps-agreed")
    assert line.what == (
        "Aid, but Southland denies a report, 7 Jan 2030; in these words: “Never”; the acceptance of Southland is known"
        " only by the account of Northland"
    )
    assert "Southland, quoted" in line.source
    by_another = says(
        "b", None, "2030-01-07", of="NORTH", party="SOUTH", term="aid", by="quote", act="denies"
    )
    (line,) = lines(account, by_another).filter(rule="perhaps-agreed")
    assert line.what == (
        "Aid, but Northland says that Southland denies a report, 7 Jan 2030; the acceptance of Southland is known only"
        " by the account of Northland"
    )


@pytest.mark.parametrize("stage", ["collapsed", "suspended", "defeated", "shelved"])
def test_that_an_accepted_term_is_reported_as_broken_off_is_said_with_it(stage):
    accepted = says("a", "accepts", "2030-01-05", of="SOUTH", term="aid", by="quote")
    rows = lines(accepted, pt.draft(id="b", since="2030-01-08").progress("aid", stage=stage))
    said = f"reported as {stage}, 8 Jan 2030, not on the record"
    assert sentences(rows, "broken-off") == [f"Aid: {said}"]
    (line,) = rows.filter(rule="agreed")
    assert line.what.endswith(f"; but {said}")


def test_acceptances_by_the_same_account_are_one_doubt():
    def account(id, party):
        return says(id, "accepts", "2030-01-05", of="EAST", by="quote", party=party)

    assert sentences(lines(account("a", "NORTH"), account("b", "SOUTH")), "perhaps-agreed") == [
        "Perhaps agreed: Ceasefire, but the acceptances of Northland and Southland are known only by the account"
        " of Eastland"
    ]


TELLERS = {
    "narrator": "a report without a named source says",
    "officials-briefed": "unnamed officials say",
    "leak": "a report off the record says",
}


@pytest.mark.parametrize("by", ["narrator", "officials-briefed", "leak"])
def test_what_is_accepted_only_off_the_record_and_open_on_it_is_perhaps_agreed(by):
    said = says("a", "open", "2030-01-03", of="SOUTH", term="aid", by="quote", quote="we are studying it")
    rows = lines(said, says("b", "accepts", "2030-01-05", of="SOUTH", term="aid", by=by))
    assert sentences(rows, "agreed") == []
    doubt = "on the record Southland is open to it, 3 Jan 2030"
    assert sentences(rows, "perhaps-agreed") == [f"Perhaps agreed: Aid, but {doubt}"]
    assert sentences(rows, "unconfirmed") == [
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
    (line,) = sentences(rows, "unconfirmed")
    assert line.endswith("since then, Northland says that Southland accepts it, 5 Jan 2030")
    (head,) = sentences(rows, "perhaps-agreed")
    assert head.endswith("3 Jan 2030; the acceptance of Southland is known only by the account of Northland")


def test_the_word_agreed_is_for_what_a_report_says_is_agreed():
    accepted = says("a", "accepts", "2030-01-05", of="SOUTH", term="aid", by="quote")
    reached = pt.draft(id="b", since="2030-01-06").progress("aid", stage="agreed")
    assert sentences(lines(accepted, reached), "agreed") == ["Agreed: Aid, “aid gets through”"]
    both = (says(f"r{of}", "accepts", "2030-01-05", of=of, by="quote") for of in ("NORTH", "SOUTH"))
    assert sentences(lines(*both), "agreed") == [
        "Accepted by both that are needed: Ceasefire, “the guns fall silent”"
    ]
    some = (says(f"r{of}", "accepts", "2030-01-05", of=of, term="pact") for of in ("NORTH", "SOUTH"))
    (line,) = sentences(lines(*some), "agreed")
    assert line.startswith("Accepted by as many as are needed: ")


def test_an_agreement_on_an_offer_that_ends_says_until_when():
    offer = says("a", "accepts", "2030-01-05", of="SOUTH", term="aid", by="quote", window="2030-02-27")
    (line,) = lines(offer).filter(rule="agreed")
    assert line.what == "Aid, “aid gets through” (1 of 4 terms that need consent), until 27 Feb 2030"


EXTENDED = {
    "by a leak": ({"of": "SOUTH", "by": "leak"}, "not on the record"),
    "by a mediator": ({"of": "EAST", "party": "SOUTH", "by": "named"}, "by the account of Eastland"),
}


@pytest.mark.parametrize("how", EXTENDED)
def test_an_end_that_only_others_moved_is_said_with_whose_word_it_is_and_with_that_on_the_record(how):
    said, known = EXTENDED[how]
    offer = says("a", "accepts", "2030-01-05", of="SOUTH", term="aid", by="quote", window="2030-02-27")
    extended = says("b", None, "2030-02-01", term="aid", act="extends", window="2030-12-31", **said)
    rows = lines(offer, extended)
    until = f"31 Dec 2030, {known}; on the record, until 27 Feb 2030"
    (agreed,), (closes,) = rows.filter(rule="agreed"), rows.filter(rule="dated")
    assert agreed.what.endswith(f", until {until}")
    assert closes.what == f"the offer of Southland (accepts) closes {until}"
    assert set(agreed.cited) == set(closes.cited) == {"a", "b"}
    own = says(
        "b", None, "2030-02-01", of="SOUTH", term="aid", by="quote", act="extends", window="2030-12-31"
    )
    (agreed,) = lines(offer, own).filter(rule="agreed")
    assert agreed.what.endswith("consent), until 31 Dec 2030")


def test_what_is_agreed_by_dates_that_leave_it_open_is_perhaps_agreed():
    rows = lines(says("a", "accepts", "2030-02", of="SOUTH", term="aid"))
    (line,) = sentences(rows, "perhaps-agreed")
    assert line == (
        "Perhaps agreed: Aid, but the dates leave open whether Southland accepts it at this moment"
    )
    assert sentences(lines(says("a", "accepts", "2030-01", of="SOUTH", term="aid")), "perhaps-agreed") == []


def test_a_lack_of_rejections_says_of_how_many_answers_there_is_no_report():
    agenda = pt.Agenda("calm", parties=PARTIES, terms=TERMS[:2])
    rows = analysis.brief(
        recording.ledger_of(agenda, says("a", "open", "2030-01-03")).state(valid="2030-02-20")
    )
    assert sentences(rows, "not-blocked") == [
        "No needed party is known to reject or oppose a term; no report on 2 of the 3 answers that are needed"
    ]
    urged = says("b", "open", "2030-01-03", of="EAST")
    (line,) = sentences(
        analysis.brief(recording.ledger_of(agenda, urged).state(valid="2030-02-20")), "not-blocked"
    )
    assert line.endswith("; no report on any of the answers that are needed")
    enough = attrs.evolve(TERMS[0], needs=[pt.AtLeast(1, of=["NORTH", "SOUTH", "EAST"])])
    reached = recording.ledger_of(
        attrs.evolve(agenda, terms=[enough]), says("c", "accepts", "2030-01-03", by="quote")
    )
    (line,) = sentences(analysis.brief(reached.state(valid="2030-02-20")), "not-blocked")
    assert line == "No needed party is known to reject or oppose a term"


def test_an_agreement_names_a_refusal_that_may_be_later_than_the_acceptance():
    north = says("c", "accepts", "2030-01-05", by="named")
    turn = [says("a", "rejects", of="SOUTH", by="named"), says("b", "accepts", of="SOUTH", by="named")]
    (what,) = [line.what for line in lines(north, *turn).filter(rule="agreed")]
    assert what.endswith("; reports also say that Southland rejects it, the order not known")
    dated = says("b", "accepts", "2030-02-10", of="SOUTH", by="named")
    (what,) = [line.what for line in lines(north, turn[0], dated).filter(rule="agreed")]
    assert "order" not in what


def test_without_a_rejection_or_an_agreement_the_headline_says_so():
    rows = lines(says("a", "open", "2030-01-03"))
    assert sentences(rows, "not-blocked") == []  # a quorum of unknown members blocks
    assert sentences(rows, "not-agreed") == ["None of 4 terms is agreed"]
    nothing = analysis.brief(pt.Tracker().state())
    assert sentences(nothing, "nothing-reported") == ["Nothing is on the table yet"]
    assert sentences(lines(), "nothing-reported") == ["No report is on the ledger yet"]


def test_the_last_move_is_of_a_party_with_a_say_on_the_term():
    said = [
        says("a", "rejects", "2030-01-03", of="SOUTH", term="aid", by="named"),
        says("b", "open", "2030-01-04", of="SOUTH", term="aid", by="named"),
        says("c", "accepts", "2030-01-03", of="EAST", term="aid", by="named"),
        says("d", "rejects", "2030-01-10", of="EAST", term="aid", by="named"),
    ]
    moved = "Last moved: Southland on Aid, from rejects to open, 4 Jan 2030"
    later = "; 1 later move where the party's consent is not needed"
    assert sentences(lines(*said), "moved-last") == [moved + later]
    assert sentences(lines(*said[2:]), "moved-last") == [
        "Last moved: Eastland on Aid, from accepts to rejects, 10 Jan 2030; its consent is not needed"
    ]


def test_an_agreement_that_ran_out_is_in_the_headline():
    offer = says("a", "accepts", "2030-01-03", window="2030-01-20")
    answer = says("b", "accepts", "2030-01-05", of="SOUTH")
    ended = "“Ceasefire” was accepted by all needed until 20 Jan 2030, not all on the record"
    assert sentences(lines(offer, answer), "not-agreed") == [f"None of 4 terms is agreed; {ended}"]
    aid = says("c", "accepts", "2030-01-05", of="SOUTH", term="aid")
    (line,) = lines(offer, answer, aid).filter(rule="not-agreed")
    assert (line.about, line.what, line.terms) == ("Not agreed", ended, ("truce",))
    again = says("d", "accepts", "2030-02-05")
    assert [*lines(offer, answer, aid, again).filter(rule="not-agreed")] == []


def test_an_agreement_that_hangs_on_what_is_perhaps_agreed_says_so():
    terms = [
        pt.Term("truce", "ceasefire", "the guns fall silent", title="Ceasefire", needs=["NORTH", "SOUTH"]),
        pt.Term("aid", "other", "aid gets through", title="Aid", needs=["SOUTH"]),
    ]
    agenda = pt.Agenda("two", parties=PARTIES, terms=terms)
    waits = says("b", "accepts", "2030-01-04", of="SOUTH", conditions=[pt.TermIs("aid", "agreed")])
    accepted = says("a", "accepts", "2030-01-03"), waits
    sure, open_ = (
        says("c", "accepts", since, of="SOUTH", term="aid") for since in ("2030-01-05", "2030-01/2030-03")
    )
    heads = []
    for aid in (sure, open_):
        state = recording.ledger_of(agenda, *accepted, aid).state(valid="2030-02-20")
        heads.append(
            [line for line in analysis.brief(state).filter(part="headline") if "truce" in line.terms]
        )
    assert [line.rule for (line,) in heads] == ["agreed", "perhaps-agreed"]
    assert heads[1][0].what == (
        "Ceasefire, but the acceptance of Southland hangs on “Aid”, which is perhaps agreed;"
        " Aid, but the dates leave open whether Southland accepts it at this moment"
    )
    (blocked,) = analysis.brief(state).filter(rule="unconfirmed", about="Ceasefire")
    assert blocked.what == "the acceptance of Southland hangs on “Aid”, which is perhaps agreed"
    assert (blocked.parties, blocked.cited) == (("SOUTH",), ("b",))
