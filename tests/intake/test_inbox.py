"""An inbox: the items of a feed as reports without claims, which are counted until they are coded."""

from __future__ import annotations

import attrs
import pytest

import peacetrack as pt
from peacetrack import analysis
from tests.cli.helpers import as_typed, printed
from tests.intake.test_table import AGENDA

FEED = [
    {"title": "Talks resume", "link": "https://example.org/1", "date": "Mon, 15 Dec 2025 14:30:00 GMT"},
    {"title": "Minister speaks", "link": "https://example.org/2", "date": "2025-12-16"},
]
MAP = {"columns": {"title": "title", "url": "link", "published": "date"}, "always": {"outlet": "an agency"}}


@pytest.fixture
def talks():
    talks = pt.Tracker(AGENDA)
    talks.record_all(pt.read_table(FEED, MAP, agenda=AGENDA).reports)
    return talks


def test_items_of_a_feed_become_reports_without_claims_each_once():
    table = pt.read_table([*FEED, FEED[0]], MAP, agenda=AGENDA)
    assert [(r.source.title, r.source.url, r.claims) for r in table.reports] == [
        ("Talks resume", "https://example.org/1", ()),
        ("Minister speaks", "https://example.org/2", ()),
    ]
    assert str(table.reports[0].source.published) == "2025-12-15T14:30:00Z"
    assert [str(repeat) for repeat in table.repeats] == ["row 3 says the same as row 1, and counts once"]


def test_a_feed_read_again_adds_only_what_is_new(talks):
    third = {"title": "No deal", "link": "https://example.org/3", "date": "2025-12-17"}
    outcome = talks.record_all(pt.read_table([*FEED, third], MAP, agenda=AGENDA).reports)
    assert (len(outcome.recorded), len(outcome.duplicates)) == (1, 2)


def test_a_bad_date_in_a_feed_is_a_problem_of_its_row():
    (problem,) = pt.read_table([FEED[0] | {"date": "soonish"}], MAP, agenda=AGENDA).problems
    assert (problem.row, problem.column) == (1, "date")


@pytest.mark.parametrize("field", ["party", "term", "quote", "date"])
def test_a_map_with_a_column_of_claims_makes_no_inbox(field):
    map = {"columns": MAP["columns"] | {field: "about"}}
    table = pt.read_table([FEED[0] | {"about": ""}], map, agenda=AGENDA)
    assert (len(table.reports), len(table.problems)) == (0, 2)


def test_a_table_without_a_map_makes_no_inbox_of_misnamed_columns():
    table = pt.read_table([{"url": "https://example.org/1", "Country": "NORTH"}], agenda=AGENDA)
    assert (len(table.reports), len(table.problems) > 0) == (0, True)


def test_uncoded_reports_are_counted_until_a_correction_adds_claims(talks):
    state = talks.state()
    first, second = state.uncoded
    assert "2 uncoded reports" in repr(state)
    (finding,) = analysis.check(state).filter(check="uncoded")
    assert (str(finding.severity), finding.what, finding.reports) == (
        "low",
        "2 reports are uncoded",
        (first, second),
    )
    claims = [pt.Position("NORTH", "truce", "open")]
    talks.correct(first, attrs.evolve(talks.reports[first], id="item-1", claims=claims), reason="coded")
    after = talks.state()
    assert after.uncoded == (second,)
    assert state.uncoded == (first, second)
    assert str(after["truce"]["NORTH"].stance) == "open"
    assert [str(row.status) for row in analysis.reports(after)] == ["corrected", "uncoded", "coded"]
    outcome = talks.record_all(pt.read_table(FEED, MAP, agenda=AGENDA).reports)
    assert (len(outcome.duplicates), len(outcome.problems)) == (2, 0)


def test_an_uncoded_report_changes_no_answer_and_can_be_retracted(talks):
    without = pt.Tracker(AGENDA)
    basis = {"valid": "2026-01-01T00:00:00Z"}
    assert talks.state(**basis).answers() == without.state(**basis).answers()
    for id in talks.state().uncoded:
        talks.retract(id, reason="of another negotiation")
    assert talks.state().uncoded == ()
    assert "uncoded" not in repr(talks.state())
    assert {str(row.status) for row in analysis.reports(talks.state())} == {"retracted"}


def test_a_redacted_report_stays_uncoded_and_one_left_out_is_not_counted(talks):
    first, second = talks.state().uncoded
    talks.redact(first, reason="private")
    assert talks.state().uncoded == (first, second)
    assert talks.state().without(first).uncoded == (second,)
    assert [row.id for row in analysis.reports(talks.state().without(first))] == [second]


def test_reports_say_what_became_of_each(talks):
    two = pt.Report(
        [pt.Position("NORTH", "truce", "open"), pt.Question("when?")], id="two", coded_by=pt.Coder("anna")
    )
    talks.record(two)
    talks.retract("two", claim=2, reason="no question")
    row = analysis.reports(talks.state()).filter(id="two")[0]
    assert (str(row.status), row.claims, row.coded_by, row.withdrawn_by) == ("coded", 1, "anna", None)
    talks.retract("two", claim=1, reason="nor that")
    row = analysis.reports(talks.state()).filter(id="two")[0]
    assert (str(row.status), row.claims) == ("retracted", 0)


def test_the_commands_count_what_is_uncoded(tmp_path):
    ledger, map, feed = tmp_path / "talks.db", tmp_path / "map.toml", tmp_path / "feed.csv"
    with pt.open(ledger) as talks:
        talks.declare(AGENDA)
    map.write_text('[columns]\ntitle = "title"\nurl = "link"\n', encoding="utf-8")
    feed.write_text("title,link\nTalks,https://example.org/1\n", encoding="utf-8")
    done = as_typed("log", str(ledger), str(feed), "--map", str(map))
    assert done.returncode == 0
    assert "1 uncoded report recorded, 0 already there" in done.stdout
    for command in ("questions", "reports"):
        assert printed(command, str(ledger)).splitlines()[1] == "1 report uncoded"
    assert "1 report is uncoded" in printed("check", str(ledger))
