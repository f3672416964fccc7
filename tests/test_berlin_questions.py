"""The fifteen questions that the loaded seeds must answer, through the public API."""

from __future__ import annotations

import json
import runpy

import pytest

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.form import codec
from peacetrack.words.attribution import AttributionType
from tests.data import ROOT

FOLDER = ROOT / "seeds" / "berlin-2025-12"
SIX_TERMS = {
    "security-guarantees",
    "multinational-force",
    "senate-ratification",
    "shared-infrastructure",
    "eu-path",
    "nato-pause",
}
UNNAMED = {
    AttributionType.OFFICIALS_PARTICIPANT,
    AttributionType.OFFICIALS_UNSPECIFIED,
    AttributionType.OFFICIALS_BRIEFED,
}


@pytest.fixture(scope="module")
def talks():
    return pt.open(FOLDER)


@pytest.fixture(scope="module")
def state(talks):
    return talks.state(known=talks.head)


@pytest.fixture(scope="module")
def everything(state):
    return state.at(trust=pt.EVERYTHING)


def positions(state, party, term):
    return [told.claim for told in state.claims(term=term, party=party, kind="position")]


def words_of(state, party, term):
    """Report -> the words it uses, in its order."""
    found = {}
    for told in state.claims(term=term, party=party, kind="position"):
        if told.claim.wording:
            found.setdefault(told.report, []).append(told.claim.wording)
    return found


def event_named(state, id):
    return next(event for event in state.events() if event.id == id)


def types_of(standing):
    """The attribution types of the evidence of a standing."""
    return {statement.attribution.type for statement in standing.evidence}


def test_1_ukraine_pauses_and_does_not_drop(everything):
    end = everything.at(valid="2025-12-15")
    pause = end["nato-pause"]["UA"]
    assert (pause.stance, pause.get("intent"), pause.get("scope")) == (pt.Stance.ACCEPTS, "pause", "full")
    assert pause.content.keeps_aspiration
    assert end["nato-membership"]["UA"].stance is pt.Stance.ACCEPTS
    assert pause.get("lasts") == pt.NotBefore(pt.InWords("the end of the negotiations"))
    assert end.at(trust=pt.DEFAULT_TRUST)["nato-pause"]["UA"].get("lasts") is None
    assert {told.report for told in pause.evidence} == {"seed-000", "seed-004"}
    words = words_of(end, "UA", "nato-pause")
    assert words["seed-000"] == [
        "suspend",
        "pause or temporarily set aside",
        "recalibration",
        "at least for the duration",
    ]
    assert words["seed-004"] == ["on hold"]


def test_2_on_the_record_only_the_presidents_offer_stays(state):
    on_record = state.at(trust=pt.ON_RECORD)
    (offer,) = positions(on_record, "UA", "nato-pause")
    assert (offer.act, offer.stance) == (pt.Act.OFFERS, pt.Stance.ACCEPTS)
    pause = on_record["nato-pause"]["UA"]
    assert {(told.report, told.attribution.person) for told in pause.evidence} == {("seed-000", "zelenskyy")}
    assert "seed-004" in {told.report for told in state.claims(term="nato-pause", party="UA")}


def test_3_russia_on_every_term(state):
    russia = {term: state[term]["RU"] for term in state}
    assert {term: s.stance for term, s in russia.items() if not s.silent} == {
        "nato-membership": pt.Stance.OPPOSES,
        "dialogue": pt.Stance.ACCEPTS,
        "russia-core-concerns": pt.Stance.ACCEPTS,
    }
    assert state["nato-membership"].status is None
    assert [term for term, s in russia.items() if s.red_line] == ["russia-core-concerns"]
    assert russia["settlement"].stance is None
    assert russia["settlement"].conditions == (pt.TermIs("russia-core-concerns", pt.TermStatus.AGREED),)
    assert russia["framework"].stance is pt.Absence.UNKNOWN
    assert [claim.act for claim in positions(state, "RU", "dialogue")] == [pt.Act.SIGNALS, pt.Act.WARNS]
    silent = {silence.term for silence in analysis.silences(state, of="RU")}
    assert silent == {term for term, s in russia.items() if s.silent}
    everything = state.at(trust=pt.EVERYTHING)
    assert {term for term in silent if not everything.claims(term=term, party="RU")} >= SIX_TERMS


def test_4_one_offer_has_a_window_and_its_end_is_undisclosed(state):
    (window,) = analysis.windows(state)
    assert (window.term, window.party) == ("security-guarantees", "US")
    assert (window.closes, window.reports) == (pt.Undisclosed(), ("seed-004",))
    much_later = state.at(valid="2035-01-01")
    assert not much_later["security-guarantees"]["US"].lapsed
    assert much_later["security-guarantees"]["US"].window == pt.Undisclosed()


def test_5_every_condition(everything):
    held = {
        (party, term): [str(condition) for condition in here[party].conditions]
        for term, here in everything.items()
        for party in here.speaking
        if here[party].conditions
    }
    assert held == {
        ("US", "security-guarantees"): ["the peace negotiations make progress"],
        ("US", "senate-ratification"): ["the commitments are final"],
        ("FORCE-COUNTRIES", "multinational-force"): ["the conflict is over"],
        ("US", "multinational-force"): ["the force is formed"],
        ("UA", "settlement"): ["principle/security is agreed", "principle/sovereignty is agreed"],
        ("RU", "settlement"): ["russia-core-concerns is agreed"],
    }
    viewed = {
        told.claim.about: tuple(map(str, told.claim.conditions))
        for told in everything.assessments()
        if told.claim.conditions
    }
    assert viewed == {
        ("nato-pause", "framework"): ("Western partners endorse the wider framework",),
        ("nato-pause", "principle/sovereignty"): ("a workable framework takes hold",),
        ("security-guarantees", "economic-support"): ("a workable framework takes hold",),
        ("senate-ratification", "economic-support"): ("US-SENATE accepts senate-ratification",),
    }
    settlement = everything["settlement"]
    wanted = (*settlement["UA"].conditions, *settlement["RU"].conditions)
    assert not any(everything.met(condition) for condition in wanted)
    assert everything["nato-pause"]["UA"].conditions == ()  # guarantees are an aim of the pause
    aims = [
        (link.relation, link.term)
        for claim in positions(everything, "UA", "nato-pause")
        for link in claim.links
        if link.relation is pt.Relation.IN_ORDER_TO
    ]
    assert aims == [(pt.Relation.IN_ORDER_TO, "settlement"), (pt.Relation.IN_ORDER_TO, "security-guarantees")]


def test_6_what_is_open_about_the_force(state):
    force = state["multinational-force"]
    assert force.progress.stage is pt.Stage.UNDER_NEGOTIATION
    assert force.progress.details == dict.fromkeys(
        ("mandate", "size", "deployment"), pt.Absence.UNDER_NEGOTIATION
    )
    assert force["FORCE-COUNTRIES"].get("contributors") is pt.Absence.NOT_STATED
    backing = force["US"]
    assert backing.stance is None
    assert (backing.get("backing"), backing.get("troops")) == (
        ("political", "logistic"),
        pt.Absence.NOT_STATED,
    )


def test_7_who_is_for_guarantees_and_who_argues(everything):
    guarantees = everything["security-guarantees"]
    assert {p: s.stance for p, s in guarantees.items() if not s.silent} == dict.fromkeys(
        ("UA", "US", "DE"), pt.Stance.ACCEPTS
    )
    assert guarantees.waits_on == ("US", "PARTNERS")
    arguing = {
        (told.attribution.type, told.attribution.acts_for)
        for told in everything.claims(term="security-guarantees", kind="assessment")
        if told.attribution.type in (AttributionType.SUPPORTERS, AttributionType.ANALYSTS)
    }
    assert arguing == {(AttributionType.SUPPORTERS, None), (AttributionType.ANALYSTS, None)}
    default = everything.at(trust=pt.DEFAULT_TRUST)
    told = default.claims(term="security-guarantees")
    assert not {AttributionType.SUPPORTERS, AttributionType.ANALYSTS} & {one.attribution.type for one in told}


def test_8_what_rests_on_unnamed_officials_and_on_how_many_origins(state):
    unnamed = {
        (party, term)
        for term, here in state.items()
        for party in here.speaking
        if not here[party].silent and types_of(here[party]) <= UNNAMED
    }
    assert unnamed == {
        ("UA", "security-guarantees"),
        ("UA", "territorial-status/donbas"),
        ("UA", "dialogue"),
        ("US", "dialogue"),
        ("FORCE-COUNTRIES", "multinational-force"),
        ("WEST", "eu-path"),
    }
    rows = {(row.term, row.party): row for row in analysis.support(state) if row.field is None}
    assert not any(rows[term, party].on_record for party, term in unnamed)
    assert {party for (_, party), row in rows.items() if row.on_record} == {"UA", "US", "DE", "RU"}
    assert {row.origins for row in rows.values()} == {0}
    assert all(row.single and row.best == (None, None) for row in rows.values())
    assert rows["nato-pause", "UA"].reports == ("seed-000", "seed-004")


def test_9_what_is_expected_next(state):
    expected = {
        event.id: event.when and event.when.said
        for event in state.events()
        if event.status is pt.EventStatus.EXPECTED
    }
    assert expected == {
        "follow-up-with-russia": "coming days",
        "russia-briefing": None,
        "further-meetings": "weeks ahead",
        "intensified-diplomacy": "weeks ahead",
    }
    assert event_named(state, "follow-up-with-russia").participants == ("US", "RU")
    assert not any(event_named(state, id).held for id in expected)


def test_10_the_red_line_on_territory_keeps_both_qualifiers(state):
    here = state["territorial-status/donbas"]
    ukraine = here["UA"]
    assert (ukraine.stance, ukraine.red_line) == (pt.Stance.ACCEPTS, True)
    assert (ukraine.get("occupation"), ukraine.get("excluded")) == ("not-full", ("formal-cession",))
    assert here.term is not None
    assert {"formally", "fully"} <= set(here.term.proposition.split())
    (claim,) = positions(state, "UA", "territorial-status/donbas")
    assert claim.repeated
    assert here.status is pt.TermStatus.PENDING  # and not blocked: nobody tabled a cession
    assert here["US"].stance is None


def test_11_the_board_before_the_second_text(talks, state):
    before = talks.state(known=2)
    new = {"senate-ratification", "multinational-force", "shared-infrastructure", "territorial-status/donbas"}
    assert {term for term in new if before.claims(term=term) or before[term].progress.runs} == set()
    assert {before[term].status for term in new} == {pt.TermStatus.UNREPORTED}
    assert not analysis.windows(before)
    assert before["nato-pause"]["UA"].stance is pt.Stance.ACCEPTS
    causes = {change.cause for change in analysis.diff(before, state) if change.term in new}
    assert causes == {analysis.Cause.LEARNED}


def test_12_dating_the_talks_and_naming_the_envoy_leaves_the_old_board():
    talks = pt.open(FOLDER)
    old = talks.state(known=3)
    board, answers = str(view.board(old)), old.answers()
    named = pt.Person("us-envoy", "a name made up here", acts_for="US")
    talks.declare(pt.Agenda(talks.agenda.id, people=[named]))
    again, new = talks.state(old.basis), talks.state(known=talks.head)
    assert (str(view.board(again)), again.answers()) == (board, answers)
    assert again.agenda.person_by_id["us-envoy"].name is None
    assert new.agenda.person_by_id["us-envoy"].name == "a name made up here"
    since = [state["nato-pause"]["UA"].since for state in (again, new)]
    assert since[0].earliest is None
    assert since[1].edtf == "2025-12-14/2025-12-15"
    assert [event_named(state, "berlin-talks").when.said for state in (again, new)] == [
        "over the weekend",
        None,
    ]


def test_13_two_accounts_of_who_was_there(state):
    (dispute,) = [d for d in analysis.disputes(state) if d.term == "berlin-talks"]
    accounts = {told.report: told.value for told in dispute.statements}
    assert (dispute.field, accounts) == (
        "participants",
        {"seed-000": ("UA", "US"), "seed-004": ("UA", "US", "DE", "EU-LEADERS")},
    )
    assert event_named(state, "berlin-talks").disputed == ("participants",)


def test_14_provisional_is_not_final(everything):
    stages = {term: everything[term].progress.stage for term in everything}
    provisional = [t for t, stage in stages.items() if stage is pt.Stage.PROVISIONALLY_AGREED]
    assert provisional == ["technical-issues"]
    assert pt.Stage.AGREED not in stages.values()
    assert stages["settlement"] is pt.Stage.UNDER_NEGOTIATION
    told = everything.claims(term="settlement", kind="progress")
    assert "no final agreement" in [one.claim.wording for one in told]
    agreed = {term for term in everything if everything[term].status is pt.TermStatus.AGREED}
    assert agreed == {"dialogue"}  # that talks go on


def test_15_an_export_and_rows_come_back_whole(talks, everything, tmp_path):
    talks.save(tmp_path / "talks.jsonl")
    back = pt.open(tmp_path / "talks.jsonl").state(everything.basis)
    assert back == everything
    everything.claims().to_jsonl(tmp_path / "claims.jsonl")
    lines = (tmp_path / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    for line, told in zip(lines, everything.claims(), strict=True):
        row = json.loads(line)
        assert codec.read(row["claim"], type(told.claim)) == told.claim
        assert codec.read(row["attribution"], pt.Attribution) == told.attribution
    talk = event_named(back, "berlin-talks")
    assert (talk.when.edtf, talk.when.precision) == ("2025-12-14/2025-12-15", pt.Precision.INTERVAL)
    assert talk.duration == "PT5H"
    second = next(c.claim for c in back.claims(kind="event") if c.report == "seed-004")
    assert (second.when.edtf, second.when.said) == (None, "over the weekend")


def test_the_example_asks_all_fifteen_and_answers_each(capsys):
    runpy.run_path(str(ROOT / "examples" / "berlin_questions.py"), run_name="__main__")
    parts = capsys.readouterr().out.strip().split("\n\n")
    assert [part.split(".")[0] for part in parts] == [str(n) for n in range(1, 16)]
    assert all(len(part.splitlines()) > 1 for part in parts)


# What stands between the parties


@pytest.mark.parametrize("trust", [pt.DEFAULT_TRUST, pt.EVERYTHING])
def test_the_pause_and_the_guarantees_are_linked_and_no_package(state, trust):
    packages = {p.terms: p for p in analysis.packages(state.at(trust=trust))}
    assert all(len(terms) == 1 for terms in packages)
    pause, guarantees = packages["nato-pause",], packages["security-guarantees",]
    assert "security-guarantees" in pause.linked
    assert "nato-pause" in guarantees.linked
    assert "seed-000" in pause.reports
    links = [link for link in analysis.linkages(state) if link.to == "security-guarantees"]
    assert [(link.party, link.term, str(link.relation)) for link in links] == [
        ("UA", "nato-pause", "in-order-to")
    ]


def test_the_settlement_closes_after_what_each_side_asks(state):
    last = analysis.packages(state)[-1]
    assert (last.terms, last.round) == (("settlement",), 2)
    assert set(last.after) == {"russia-core-concerns", "principle/security", "principle/sovereignty"}
    assert (len(analysis.deadlocks(state)), len(analysis.unmeetable(state))) == (0, 0)


def test_what_waits_for_words_has_no_round(state):
    left = [(move.party, move.term) for move in analysis.moves(state) if move.round is None]
    assert left == [
        ("US", "security-guarantees"),
        ("US", "senate-ratification"),
        ("US", "multinational-force"),
        ("FORCE-COUNTRIES", "multinational-force"),
    ]


def test_red_lines_leave_one_path_to_a_settlement(state, everything):
    (path,) = analysis.paths(state, "settlement")
    assert [str(step) for step in path.steps] == [
        "RU accepts settlement",
        "US accepts settlement",
        "UA accepts russia-core-concerns",
        "US accepts russia-core-concerns",
        "RU accepts principle/security",
        "RU accepts principle/sovereignty",
    ]
    assert state.suppose(path.report)["settlement"].status is pt.TermStatus.AGREED
    (path,) = analysis.paths(everything, "settlement")
    assert len(path.steps) == 5  # the United States prefer it already, by inference


@pytest.mark.parametrize("trust", [pt.DEFAULT_TRUST, pt.EVERYTHING, pt.ON_RECORD])
def test_the_whole_deal_has_one_path(state, trust):
    state = state.at(trust=trust)
    (path,) = analysis.paths(state)
    after = state.suppose(path.report)
    assert {after[term].status for term in after} == {None, pt.TermStatus.AGREED}
