"""The briefing as a file or on stdout."""

from __future__ import annotations

import json

import pytest

from tests.cli.helpers import as_typed, berlin, printed, small


@pytest.mark.parametrize("command", [["diff"], ["brief", "-o", "-"]])
def test_changes_since_a_time_ahead_are_not_asked_for(command):
    done = as_typed(command[0], berlin(), *command[1:], "--since", "2962-12-16")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--since: 2962-12-16 lies ahead; give a time that is past" in done.stderr


def test_a_briefing_is_written_where_one_asks(tmp_path):
    page = tmp_path / "briefing.html"
    assert printed("brief", small(), "-o", str(page), "--known", "2").startswith(f"wrote {page}: ")
    assert "known to entry 2" in page.read_text(encoding="utf-8")


def test_a_briefing_goes_to_stdout_where_that_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = printed("brief", small(), "-o", "-", "--valid", "2030-01-10")
    printed("brief", small(), "-o", "page.html", "--valid", "2030-01-10")
    assert page == (tmp_path / "page.html").read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_a_briefing_that_cannot_be_written_says_why(tmp_path):
    done = as_typed("brief", small(), "-o", str(tmp_path / "nowhere" / "page.html"))
    assert done.returncode == 2
    assert "there is no such folder" in done.stderr


def test_without_a_file_the_brief_is_printed_three_lines_a_card_or_all_of_them():
    text = printed("brief", berlin(), "--valid", "2025-12-20")
    heads = [line for line in text.splitlines() if line.isupper()]
    assert heads == ["WHAT BLOCKS", "WHAT CHANGED SINCE 16 DEC 2025", "WHAT IS NEXT"]
    assert max(map(len, text.splitlines())) <= 100
    title, _, headline = text.split("\n", 2)
    assert title.startswith("Talks in Berlin")
    assert headline.startswith("Eastern regions, Donbas: a red line of Ukraine")
    assert "more: --all" in text
    everything = printed("brief", berlin(), "--valid", "2025-12-20", "--all")
    assert "more: --all" not in everything
    assert everything.count("\n") > text.count("\n")


def test_what_was_learned_of_one_moment_changed_since_an_entry_and_not_since_a_later_day(tmp_path):
    text = printed("brief", berlin(), "--valid", "2025-12-14", "--known", "4", "--since", "3")
    assert "WHAT WAS LEARNED SINCE ENTRY 3, 17 DEC 2025" in text
    assert "15 DEC" not in text


def test_the_sentences_of_the_brief_are_rows_for_programs():
    rows = json.loads(printed("brief", berlin(), "--valid", "2025-12-20", "--format", "json"))["rows"]
    assert {row["part"] for row in rows} == {"headline", "as-of", "blocks", "changed", "next"}
    (agreed,) = (row for row in rows if row["rule"] == "agreed")
    assert (agreed["about"], agreed["terms"]) == ("Accepted by all 3 that are needed", ["dialogue"])
    assert printed("brief", berlin(), "--format", "html").startswith("<!DOCTYPE html>")
