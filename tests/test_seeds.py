"""The Berlin seeds hold every fact of the two texts, and none of their sentences."""

from __future__ import annotations

import csv
import json
import re

import pytest

import peacetrack as pt
from peacetrack import analysis
from peacetrack.form import codec
from tests.data import ROOT, shared

FOLDER = ROOT / "seeds" / "berlin-2025-12"
QUESTIONS = ROOT / "tests" / "test_berlin_questions.py"
TEXTS = ("seed-000", "seed-004")
SIX_TERMS = (
    "security-guarantees",
    "multinational-force",
    "senate-ratification",
    "shared-infrastructure",
    "eu-path",
    "nato-pause",
)


@pytest.fixture(scope="module")
def talks():
    return pt.open(FOLDER)


@pytest.fixture(scope="module")
def state(talks):
    return talks.state(known=talks.head, trust=pt.EVERYTHING)


@pytest.fixture(scope="module")
def coverage():
    with (FOLDER / "coverage.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def only(state, report):
    """The state as one of the two texts alone gives it."""
    return state.without(*(text for text in TEXTS if text != report))


# Every fact has its place


def written(talks, place):
    """What stands at a place of coverage.csv, in the JSON form."""
    kind, name = place.split(":")
    if kind == "claim":
        report, number = name.split("#")
        return codec.write(talks.reports[report].claims[int(number) - 1])
    if kind == "event":
        events = talks.state(known=talks.head).events().to_dicts()
        return next(event for event in events if event["id"] == name)
    by_id = {
        "party": talks.agenda.party_by_id,
        "person": talks.agenda.person_by_id,
        "term": talks.agenda.term_by_id,
    }
    return codec.write(by_id[kind][name])


def at(form, path):
    for step in path.split("."):
        form = form[int(step)] if isinstance(form, list) else form[step]
    return form


def missed(talks, row):
    """How the seeds differ from a row of coverage.csv; None where they hold it."""
    try:
        found = at(written(talks, row["place"]), row["field"])
    except (KeyError, IndexError, StopIteration) as error:
        return f"fact {row['fact']}: no {row['field']} at {row['place']} ({error!r})"
    held = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
    if held == row["value"]:
        return None
    return f"fact {row['fact']}: {row['place']} {row['field']} is {held}, not {row['value']}"


def test_every_fact_is_where_coverage_says(talks, coverage):
    rows = [row for row in coverage if not row["place"].startswith("query:")]
    assert [problem for row in rows if (problem := missed(talks, row))] == []


def test_the_166_facts_are_all_there(coverage):
    assert {int(row["fact"]) for row in coverage} == set(range(1, 167))


def test_every_query_of_coverage_is_a_test(coverage):
    source = FOLDER.parents[1].joinpath("tests", "test_seeds.py").read_text(encoding="utf-8")
    source += QUESTIONS.read_text(encoding="utf-8")
    named = {row["place"].removeprefix("query:") for row in coverage if "query:" in row["place"]}
    assert named == {name for name in named if f"def {name}(" in source}
    assert all(name.startswith("test_") for name in named)


@pytest.mark.parametrize("report", TEXTS)
def test_the_comments_above_the_claims_give_the_facts_of_coverage(report, coverage):
    text = (FOLDER / f"{report}.toml").read_text(encoding="utf-8")
    heads = re.findall(r"^\[\[claims\]\](?: # facts? ([\d, ]+))?", text, re.MULTILINE)
    for number, head in enumerate(heads, start=1):
        place = f"claim:{report}#{number}"
        told = {row["fact"] for row in coverage if row["place"] == place}
        assert (place, set(head.split(", "))) == (place, told)


# The folder


def test_export_and_read_back_is_the_same_ledger(talks, tmp_path):
    talks.save(tmp_path / "talks.jsonl")
    back = pt.open(tmp_path / "talks.jsonl")
    assert [entry.leaf for entry in back.entries()] == [entry.leaf for entry in talks.entries()]
    assert back.agenda == talks.agenda
    for trust in (pt.DEFAULT_TRUST, pt.ON_RECORD, pt.EVERYTHING):
        for known in range(1, talks.head + 1):
            assert back.state(known=known, trust=trust) == talks.state(known=known, trust=trust)


def test_the_sources_are_empty_as_the_texts_came_without(talks):
    assert {talks.reports[text].source for text in TEXTS} == {pt.Source()}


# Nothing of their wording


def words(text):
    return re.findall(r"[^\W_]+", text.lower())


def runs(text, length=8):
    found = words(text)
    return {tuple(found[i : i + length]) for i in range(len(found) - length + 1)}


def test_no_eight_words_of_the_texts_in_succession_are_in_the_project():
    sources = sorted(shared("../seeds").glob("*.txt"))
    assert len(sources) == 2
    theirs = set().union(*(runs(path.read_text(encoding="utf-8")) for path in sources))
    folders = ("seeds", "examples", "docs", "tests", "peacetrack")
    files = [*ROOT.glob("*.md"), *(path for name in folders for path in (ROOT / name).rglob("*"))]
    for path in files:
        if path.suffix in (".toml", ".csv", ".md", ".py", ".jsonl"):
            assert (path, runs(path.read_text(encoding="utf-8")) & theirs) == (path, set())


def test_quotes_and_wordings_are_short_and_are_in_the_texts(talks):
    sources = sorted(shared("../seeds").glob("*.txt"))
    for report, path in zip(TEXTS, sources, strict=True):
        text = " ".join(words(path.read_text(encoding="utf-8")))
        for claim in talks.reports[report].claims:
            for said in filter(None, (getattr(claim, name, None) for name in ("wording", "quote"))):
                assert len(words(said)) <= 8
                for part in said.split(", "):
                    assert " ".join(words(part)) in text


# The dates


def spoken(here):
    """The standings of the parties that a term needs, or that have a statement on it."""
    return [here[party] for party in here.speaking]


def of_the_talks(talks, state):
    """The statements of the two texts that are bound to the talks as `during` them."""
    during = pt.During("berlin-talks")
    held = [standing for here in state.values() for standing in spoken(here)]
    held += [here.progress for here in state.values()]
    for told in (statement for one in held for statement in one.evidence):
        report = talks.reports[told.report]
        since = report.claims[told.claim - 1].since or report.since
        if isinstance(since, pt.During) and since.event == during.event:
            yield told


def test_before_the_dating_the_time_of_the_talks_is_an_unknown_start(talks):
    state = talks.state(known=3, trust=pt.EVERYTHING)
    found = list(of_the_talks(talks, state))
    assert len(found) > 30
    assert {(told.since.earliest, told.since.inferred) for told in found} == {(None, True)}


def test_after_the_dating_it_is_two_days(talks, state):
    found = list(of_the_talks(talks, state))
    assert len(found) > 30
    assert {told.since.edtf for told in found} == {"2025-12-14/2025-12-15"}


def test_dating_changes_no_board_at_its_old_known(talks):
    grown = pt.Tracker()
    boards = []
    for entry in talks.entries():
        write = grown.declare if entry.kind == "agenda" else grown.record
        write(entry.body, recorded_at=entry.recorded_at)
        boards.append(grown.state(known=grown.head, trust=pt.EVERYTHING))
    answers = [board.answers() for board in boards]
    assert [grown.state(board.basis).answers() for board in boards] == answers
    assert [talks.state(board.basis).answers() for board in boards] == answers
    assert answers[2] != answers[3]


# What no one claim holds: the queries of coverage.csv


def test_russia_was_not_at_the_talks(talks):
    told = [
        claim.participants
        for text in TEXTS
        for claim in talks.reports[text].claims
        if isinstance(claim, pt.Event) and claim.id == "berlin-talks"
    ]
    assert len(told) == 2
    assert not any("RU" in participants for participants in told)


def test_attendance_is_disputed(state):
    (dispute,) = [d for d in analysis.disputes(state) if d.term == "berlin-talks"]
    assert dispute.field == "participants"
    assert {told.report: told.value for told in dispute.statements} == {
        "seed-000": ("UA", "US"),
        "seed-004": ("UA", "US", "DE", "EU-LEADERS"),
    }


def test_russia_is_silent_on_six_terms(state):
    silent = {silence.term for silence in analysis.silences(state, of="RU")}
    assert set(SIX_TERMS) <= silent
    assert [state.claims(term=term, party="RU").to_dicts() for term in SIX_TERMS] == [[]] * 6
    assert {state.standing(term, "RU").stance for term in SIX_TERMS} == {None}


def test_the_two_texts_do_not_corroborate_each_other(talks, state):
    assert {talks.reports[text].source.origin for text in TEXTS} == {None}
    support = analysis.support(state)
    both = [row for row in support if set(row.reports) == set(TEXTS)]
    assert {(row.term, row.party) for row in both} >= {("nato-pause", "UA")}
    assert {row.origins for row in support} == {0}


def test_only_the_first_text_keeps_the_aspiration(state):
    first, second = only(state, "seed-000"), only(state, "seed-004")
    (kept,) = first.claims(term="nato-membership", party="UA", act="maintains")
    assert kept.claim.wording == "not abandoning the aspiration entirely"
    assert not second.claims(term="nato-membership", party="UA", act="maintains")
    (old_wish,) = second.claims(term="nato-membership", party="UA")
    assert old_wish.claim.since == pt.Before("berlin-talks", "long-standing")


def test_only_the_second_text_calls_the_guarantees_binding(state):
    assert guarantees_of(state, "seed-000", "binding") == set()
    assert guarantees_of(state, "seed-004", "binding") == {True}


def test_only_the_second_text_likens_them_to_collective_defence(state):
    assert guarantees_of(state, "seed-000", "model") == set()
    assert guarantees_of(state, "seed-004", "model") == {"article-5-like"}


def guarantees_of(state, report, field):
    """The values of a field of the guarantees, of any party and of the term, in one text."""
    here = only(state, report)["security-guarantees"]
    details = [*(standing.details for standing in spoken(here)), here.progress.details]
    return {detail[field] for detail in details if field in detail}


def test_before_the_second_text_five_terms_are_unreported(talks):
    before, after = talks.state(known=2), talks.state(known=talks.head)
    five = (
        "senate-ratification",
        "multinational-force",
        "shared-infrastructure",
        "eu-path",
        "territorial-status/donbas",
    )
    assert {before[term].status for term in five} == {pt.TermStatus.UNREPORTED}
    assert {len(before.claims(term=term)) for term in five} == {0}
    assert all(after.claims(term=term) for term in five)


def test_only_the_first_text_speaks_of_a_ceasefire(state):
    kinds = [{type(told.claim) for told in only(state, text).claims(term="ceasefire")} for text in TEXTS]
    assert pt.Progress in kinds[0]
    assert kinds[1] <= {pt.Question}  # the coder asks whether the force would follow one


def test_only_the_second_text_has_moscows_reaction(state):
    reactions = [
        {event.id for event in only(state, text).events() if event.type == "reaction"} for text in TEXTS
    ]
    assert reactions == [set(), {"kremlin-reaction"}]
    assert not only(state, "seed-000").claims(term="dialogue", party="RU")
    (willing, warning) = only(state, "seed-004").claims(term="dialogue", party="RU", kind="position")
    assert (willing.claim.stance, warning.claim.stance) == (pt.Stance.ACCEPTS, None)
