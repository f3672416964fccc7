"""Tables: a frozen sequence with its basis; rows, CSV, JSON lines, HTML."""

import csv
import json

import pytest

import peacetrack as pt
from tests.tracker.helpers import LATER, ledger_of, new, says


def history(**said):
    talks = ledger_of(says("a", "accepts", "2030-01-05", window="undisclosed", **said))
    return talks.state(valid="2030-01-10").history("truce", "NORTH")


def test_a_table_is_a_frozen_sequence_with_its_basis():
    table = history()
    assert (len(table), table[0], list(table[:1]), table[-1]) == (1, next(iter(table)), list(table), table[0])
    assert table.basis.valid.day == 10
    with pytest.raises(TypeError):
        table[0] = "another row"
    assert table == history()


def test_a_table_says_in_one_line_what_it_holds():
    assert repr(new().record_all([]).problems) == "<Table of 0 rows: place, error>"
    assert repr(history()).startswith("<Table of 1 row: term, party, begins, ends, stance")


def test_a_table_gives_plain_values():
    (row,) = history(scope="at sea", conditions=[pt.EventHeld("summit")]).to_dicts()
    told = {name: row[name] for name in ("term", "stance", "red_line", "since", "disputed", "lapsed")}
    assert told == {
        "term": "truce",
        "stance": "accepts",
        "red_line": None,
        "since": "2030-01-05",
        "disputed": [],
        "lapsed": False,
    }
    assert row["conditions"] == [{"kind": "event", "event": "summit"}]
    assert row["window"] == {"undisclosed": True}


def test_content_in_a_table_names_its_kind():
    (row,) = history(scope="at sea").to_dicts()
    assert row["content"] == {"kind": "ceasefire", "scope": "at sea"}


def test_content_of_any_fields_is_written_in_a_table():
    talks = ledger_of(says("a", "accepts", "2030-01-05", term="rest", depth=7, pace="slow"))
    (row,) = talks.state(valid=LATER).history("rest", "NORTH").to_dicts()
    assert row["content"] == {"kind": "other", "depth": 7, "pace": "slow"}


def test_the_problems_of_a_batch_can_be_written(tmp_path):
    outcome = new().record_all([says("a", "open", party="NROTH")])
    outcome.problems.to_jsonl(tmp_path / "problems.jsonl")
    row = json.loads((tmp_path / "problems.jsonl").read_text(encoding="utf-8"))
    assert row["place"] == 0
    assert "did you mean 'NORTH'" in row["error"]


def test_a_table_writes_json_lines(tmp_path):
    table = history(scope="«sérieux»")
    table.to_jsonl(tmp_path / "rows.jsonl")
    text = (tmp_path / "rows.jsonl").read_text(encoding="utf-8")
    assert [json.loads(line) for line in text.splitlines()] == table.to_dicts()
    assert "«sérieux»" in text


def events_told(place):
    return ledger_of(pt.draft(id="a").event("summit", "held", place=place)).state(valid=LATER).events()


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


STARTS = [*"=+-@\t\r\n＝＋－＠", "\ufeff=", "\u00a0=", " =", "\u200b@", "\x01-"]


@pytest.mark.parametrize("start", STARTS)
def test_a_cell_that_a_spreadsheet_would_run_gets_a_quote_before_it(tmp_path, start):
    events_told(f"{start}1+1").to_csv(tmp_path / "rows.csv")
    assert [row["place"] for row in rows_of(tmp_path / "rows.csv")] == [f"'{start}1+1"]


def test_other_cells_are_written_as_they_are(tmp_path):
    events_told('a "hall", ни\nby the sea').to_csv(tmp_path / "rows.csv")
    (row,) = rows_of(tmp_path / "rows.csv")
    assert (row["place"], row["status"], row["when"]) == (
        'a "hall", ни\nby the sea',
        "held",
        "/2030-02-01T12:00:00Z",
    )


def test_a_table_without_rows_is_written_with_its_columns(tmp_path):
    new().state(valid=LATER).events().to_csv(tmp_path / "rows.csv")
    text = (tmp_path / "rows.csv").read_text(encoding="utf-8")
    assert text.startswith("id,type,status,when")
    assert text.count("\n") == 1


def test_a_table_as_html_shows_words_and_runs_none():
    html = events_told("<script>alert(1)</script> & more")._repr_html_()
    assert "<table" in html
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in html
