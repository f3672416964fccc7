"""Signatures on a term that is not agreed: leaks and suspensions since, and who did not sign."""

from __future__ import annotations

import peacetrack as pt
from peacetrack import analysis, view
from tests.page_data import page_of
from tests.recording import new, says

AGENDA = pt.Agenda(
    "signatures",
    parties=[pt.Party(id, f"{id.title()}land", "state") for id in ("NORTH", "SOUTH", "EAST")],
    terms=[
        pt.Term("truce", "ceasefire", "the guns fall silent", title="Truce", needs=["NORTH", "SOUTH", "EAST"])
    ],
)


def north(id, stance, day, by="quote", **said):
    """Make a report of Northland that came out on a day of January or later."""
    return says(id, stance, day, by=by, published=day, **said)


def signed(*parties, day="2030-01-10"):
    """Make a joint report by which parties sign the truce."""
    report = pt.draft(id="j", published=day, since=day)
    voice = report.voice("joint", "the communiqué", of=list(parties))
    for party in parties:
        voice.signs("truce", "accepts", party=party)
    return report


OFFER = north("o", "accepts", "2030-01-03", window="2030-01-20")
PORT = [pt.InWords("the port is open")]
EAST = says("e", "accepts", "2030-01-04", of="EAST", by="quote", published="2030-01-04", conditions=PORT)


def recorded(*reports, valid="2030-02-20"):
    """Return the state of reports that are recorded at noon of their publication, in its order."""
    talks, out = new(AGENDA), {}
    for report in reports:
        out[report.as_mapping()["source"]["published"], len(out)] = report
    for published, place in sorted(out):
        talks.record(out[published, place], recorded_at=f"{published}T12:00:00Z")
    return talks.state(valid=valid)


def brief(*reports):
    return analysis.brief(recorded(*reports))


def not_agreed(rows):
    return rows.filter(rule="not-agreed")[0].what.removeprefix("Truce is not agreed; ")


BOTH = "Northland and Southland sign it, 10 Jan 2030, in a joint statement, without an end"


def test_the_headline_says_who_signed_who_did_not_and_why_it_is_not_agreed():
    assert "sign" not in not_agreed(brief(OFFER))
    offers = says(
        "o2", "accepts", "2030-01-05", of="SOUTH", by="quote", published="2030-01-05", window="2030-01-15"
    )
    rows = brief(OFFER, offers, EAST, signed("NORTH", "SOUTH"))
    reasons = (
        "but no report says so of Eastland, the offers of Northland and Southland ran out and conditions of"
        " Eastland are not met"
    )
    assert not_agreed(rows) == f"{BOTH}; {reasons}"
    (line,) = rows.filter(rule="not-agreed")
    assert line.cited == ("j",)


def test_who_agrees_on_conditions_has_not_signed():
    agrees = says(
        "e",
        "accepts",
        "2030-01-04",
        of="EAST",
        by="quote",
        published="2030-01-04",
        conditions=PORT,
        act="agrees",
    )
    what = not_agreed(brief(OFFER, agrees, signed("NORTH", "SOUTH")))
    assert what.startswith(f"{BOTH}; but no report says so of Eastland, ")


def test_a_term_that_is_known_to_be_signed_is_not_also_reported_as_signed_off_the_record():
    told = pt.draft(id="t", published="2030-01-11").progress("truce", "signed", since="2030-01-10")
    assert "reported as signed" not in not_agreed(brief(OFFER, signed("NORTH"), told))
    assert "reported as signed, not on the record" in not_agreed(brief(told))


def test_a_signature_stays_in_the_line_when_a_leak_says_otherwise():
    leak = north("l", "rejects", "2030-01-25", by="leak")
    rows = brief(OFFER, signed("NORTH"), leak)
    words = "Northland signs it, 10 Jan 2030, in a joint statement, without an end"
    (line,) = rows.filter(rule="rejection-reported")
    assert line.what.endswith(f", not on the record; on the record, {words}")
    assert line.cited == ("l", "j")
    assert not_agreed(rows).startswith(words)
    (found,) = analysis.check(recorded(OFFER, signed("NORTH"), leak)).filter(check="rejection")
    assert found.what.endswith("; j: NORTH accepts it, 2030-01-10, without an end")


def test_a_signature_that_its_party_suspended_says_so():
    suspends = north("x", None, "2030-02-01", act="suspends", quote="we are not bound")
    rows = brief(OFFER, signed("NORTH"), suspends)
    signs = "Northland signs it, 10 Jan 2030, in a joint statement, without an end"
    assert not_agreed(rows).startswith(f"{signs}; but Northland suspends it, 1 Feb 2030; ")
    assert rows.filter(rule="not-agreed")[0].cited == ("j", "x")
    (line,) = rows.filter(rule="offer-lapsed")
    assert f"{signs}; but Northland suspends it, 1 Feb 2030" in line.what


def test_what_is_signed_at_the_event_with_which_an_offer_ends_is_perhaps_agreed():
    planned = pt.draft(id="p", published="2030-01-04").event("summit", "expected", when="2030-01-10")
    held = pt.draft(id="h", published="2030-01-11").event("summit", "held", when="2030-01-10", type="summit")
    offer = north("o", "accepts", "2030-01-03", window=pt.WithEvent("summit"))
    rows = brief(planned, offer, signed("NORTH", "SOUTH", "EAST"), held)
    (line,) = rows.filter(rule="not-agreed")
    all_three = "Northland, Southland and Eastland sign it, 10 Jan 2030, in a joint statement, without an end"
    ended = "but perhaps agreed: the offer of Northland ended with this: Summit"
    assert line.what == f"Truce is not agreed for certain; {all_three}; {ended}"
    (lapse,) = rows.filter(rule="offer-lapsed")
    assert "accepted by all needed" not in lapse.what
    assert "; its offer ended with this: Summit" in lapse.what
    state = recorded(planned, offer, signed("NORTH", "SOUTH", "EAST"), held)
    assert "✓ accepts, lapsed, signs" in str(view.count(state))
    assert "<with summit † but signs it" in str(view.board(state))
    assert "but signs it" in page_of(state).html
    rows = brief(planned, offer, signed("NORTH", "SOUTH"), held)
    assert not_agreed(rows).endswith("; but no report says so of Eastland and the offer of Northland ran out")
