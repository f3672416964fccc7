"""What falls, why it is so, and what is wrong: the Berlin seeds asked, with everything trusted."""

import pytest

import peacetrack as pt
from peacetrack import analysis
from peacetrack.words.attribution import AttributionType
from tests.data import ROOT


@pytest.fixture(scope="module")
def talks():
    return pt.open(ROOT / "seeds" / "berlin-2025-12")


@pytest.fixture(scope="module")
def state(talks):
    return talks.state(known=talks.head, trust=pt.EVERYTHING)


def found(state, check):
    return [finding for finding in analysis.check(state) if finding.check == check]


def test_the_red_line_on_territory_is_explained_with_both_its_qualifiers(state):
    reasons = analysis.explain(state, state["territorial-status/donbas"]["UA"])
    said = {(r.field, r.value): r.report for r in reasons}
    assert said["red_line", True] == "seed-004"
    assert said["content.occupation", "not-full"] == "seed-004"
    assert said["content.excluded", ("formal-cession",)] == "seed-004"
    assert [r.report for r in reasons if r.field == "when"] == ["dating"]


def test_the_red_line_on_territory_rests_on_unnamed_officials(state):
    (finding,) = [f for f in found(state, "unnamed-source") if f.terms == ("territorial-status/donbas",)]
    assert "(a red line) rests on officials-unspecified (Ukrainian officials)" in finding.what
    assert (finding.parties, finding.reports) == (("UA",), ("seed-004",))


def test_what_rests_on_unnamed_officials_is_named_as_such(state):
    officials = {
        AttributionType.OFFICIALS_PARTICIPANT,
        AttributionType.OFFICIALS_UNSPECIFIED,
        AttributionType.OFFICIALS_BRIEFED,
    }
    on_officials = set()
    for finding in found(state, "unnamed-source"):
        (term,), (party,) = finding.terms, finding.parties
        types = {s.attribution.type for s in state[term][party].runs["stance"]}
        assert not any(type.on_record for type in types)
        if types <= officials:
            on_officials.add((party, term))
            assert "officials" in finding.what
            assert "no named source, of no known origin" in finding.what
    assert on_officials == {
        ("UA", "security-guarantees"),
        ("UA", "territorial-status/donbas"),
        ("UA", "dialogue"),
        ("US", "dialogue"),
        ("FORCE-COUNTRIES", "multinational-force"),
        ("WEST", "eu-path"),
    }


def test_the_window_of_the_guarantees_closes_on_an_undisclosed_date(state):
    (finding,) = found(state, "closing-window")
    assert finding.what == ("US on security-guarantees: offer closes, date undisclosed")
    assert finding.settled_by == ("a report of when it closes, or an answer of PARTNERS before it closes")
    (reason, dated) = analysis.explain(state, finding)
    assert (reason.report, reason.claim, reason.entry) == ("seed-004", 18, 3)
    assert (dated.report, dated.entry) == ("dating", 4)


def test_the_pause_is_linked_to_the_guarantees_by_a_claim_that_is_named(state):
    (link,) = [
        row for row in analysis.linkages(state) if (row.term, row.to) == ("nato-pause", "security-guarantees")
    ]
    (reason,) = analysis.explain(state, link)
    assert reason.what == "UA on nato-pause: in-order-to security-guarantees"
    assert (reason.report, reason.claim, reason.entry) == ("seed-000", 7, 2)


def test_russia_is_found_silent_wherever_it_is_needed(state):
    (finding,) = [f for f in found(state, "silent-party") if f.parties == ("RU",)]
    assert set(finding.terms) == {
        silence.term for silence in analysis.silences(state) if silence.party == "RU"
    }
    assert {"nato-pause", "territorial-status/donbas", "shared-infrastructure"} <= set(finding.terms)
    assert "framework (unknown, expects)" in finding.what


def test_no_route_of_ratification_is_told(state):
    (finding,) = found(state, "no-ratification-route")
    assert finding.terms == ("security-guarantees", "senate-ratification")


def test_two_accounts_of_the_meeting_are_a_contradiction(state):
    findings = {finding.terms: finding for finding in found(state, "contradiction")}
    assert set(findings) == {("berlin-talks",), ("territorial-status/donbas",)}
    assert findings["berlin-talks",].reports == ("seed-004", "seed-000")


def test_nothing_in_the_seeds_is_severe_and_nothing_is_left_without_a_remedy(state):
    findings = analysis.check(state)
    assert {str(finding.severity) for finding in findings} == {"medium", "low"}
    assert all(finding.settled_by for finding in findings)


def test_the_only_agreement_falls_without_the_second_text(state):
    turned = {
        pivot.term: (str(pivot.before), str(pivot.after))
        for pivot in analysis.pivots(state)
        if pivot.party is None and pivot.report == "seed-004"
    }
    assert turned["dialogue"] == ("agreed", "pending")
    assert turned["senate-ratification"] == ("pending", "unreported")
    assert "security-guarantees" not in turned  # the first text has it too
    assert {pivot.report for pivot in analysis.pivots(state)} == {"seed-000", "seed-004"}


def test_on_the_last_day_of_the_talks_the_picture_rests_on_their_date(state):
    last_day = state.at(valid="2025-12-15")
    turned = {p.term for p in analysis.pivots(last_day) if p.report == "dating" and not p.party}
    assert "nato-pause" in turned
    assert {str(last_day.without("dating")[term].status) for term in turned} == {"unreported"}
