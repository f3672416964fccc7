"""Tables in: rows from anywhere to reports, problems by row and column, good rows kept."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import tomllib
from collections import Counter
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import jsonschema
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack.form.schema import schema_of_class
from peacetrack.intake.map import FIELDS, as_map
from peacetrack.store import toml
from tests.cli.helpers import as_typed
from tests.data import ROOT, shared
from tests.effort import thinned

AGENDA = pt.Agenda(
    "river-talks",
    parties=[
        pt.Party("NORTH", "Northland", "state", aliases=["the North"]),
        pt.Party("SOUTH", "Southland", "state"),
        pt.Party("EAST", "Eastland", "state"),
    ],
    people=[pt.Person("minister", "Ada Roe", acts_for="NORTH")],
    terms=[
        pt.Term("truce", "ceasefire", "both sides cease fire", needs=["NORTH", "SOUTH"]),
        pt.Term("border", "other", "the border is open", title="The border"),
    ],
)
MAP = {
    "columns": {"party": "Who", "term": "What", "stance": "Says", "date": "When", "quote": "Words"},
    "words": {"stance": {"for": "accepts", "against": "rejects"}},
    "separators": {"party": ";", "term": ";"},
    "skip": {"stance": ["absent"]},
    "order": "DMY",
}


def row(**cells):
    return {"Who": "NORTH", "What": "truce", "Says": "for", "When": "", "Words": "", **cells}


def read(*rows, map=MAP, agenda=AGENDA):
    return pt.read_table(rows, map, agenda=agenda)


def claims_of(table):
    return [claim for report in table.reports for claim in report.claims]


def problems_of(table):
    return [(problem.row, problem.column, problem.what) for problem in table.problems]


def csv_file(folder, text, name="table.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# What a row says


def test_a_row_is_a_claim():
    (claim,) = claims_of(read(row(When="15/12/2025", Words="We agree.")))
    assert (claim.party, claim.term, str(claim.stance), claim.quote) == (
        "NORTH",
        "truce",
        "accepts",
        "We agree.",
    )
    assert (claim.since.edtf, claim.since.said) == ("2025-12-15", "15/12/2025")


@pytest.mark.parametrize("name", ["NORTH", "north", "the North", "THE NORTH", "Northland", " northland "])
def test_a_party_is_named_by_id_alias_or_name_in_any_case(name):
    assert claims_of(read(row(Who=name)))[0].party == "NORTH"


def test_a_name_that_two_have_is_a_problem_with_both():
    agenda = pt.Agenda("x", parties=[pt.Party("A", "Land", "state"), pt.Party("B", "land", "state")])
    table = pt.read_table([{"party": "LAND", "term": "t", "stance": "open"}], agenda=agenda)
    assert (1, "party", "'LAND' stands for A and B") in problems_of(table)


def test_a_cell_holds_several_parties_and_terms():
    claims = claims_of(read(row(Who="NORTH; Southland", What="truce;the border")))
    assert {(claim.party, claim.term) for claim in claims} == {
        ("NORTH", "truce"), ("SOUTH", "truce"), ("NORTH", "border"), ("SOUTH", "border")
    }  # fmt: skip


def test_a_word_may_stand_for_several_parties():
    table = read(row(Who="Both"), map={**MAP, "words": {**MAP["words"], "party": {"both": "NORTH;SOUTH"}}})
    assert [claim.party for claim in claims_of(table)] == ["NORTH", "SOUTH"]


def test_absent_is_passed_over_and_abstention_is_neutral():
    map = {**MAP, "words": {"stance": {"yes": "accepts", "abstains": "neutral"}}}
    table = read(row(Says="Abstains"), row(Says="Absent"), row(Says="yes"), map=map)
    assert [str(claim.stance) for claim in claims_of(table)] == ["neutral", "accepts"]
    assert (table.rows, table.passed, len(table.problems)) == (3, 1, 0)


def test_one_column_may_be_stance_and_act():
    map = {
        "columns": {"party": "Who", "stance": "Vote", "act": "Vote"},
        "words": {"stance": {"yes": "accepts"}, "act": {"yes": "votes"}},
        "always": {"term": "truce"},
    }
    (claim,) = claims_of(read({"Who": "EAST", "Vote": "Yes"}, map=map))
    assert (str(claim.stance), str(claim.act)) == ("accepts", "votes")


def test_aliases_of_terms_and_people_are_taken_in_any_case():
    agenda = pt.Agenda(
        "invented",
        parties=[pt.Party("NORTH", "Northland", "state")],
        people=[pt.Person("minister", acts_for="NORTH", aliases=["the Minister"])],
        terms=[pt.Term("toll", "other", "the toll falls", aliases=["The Levy"])],
    )
    columns = {"speaker": "Who", "term": "On", "stance": "Says"}
    map = {"columns": columns, "always": {"attribution": "named"}}
    rows = [{"Who": "the minister", "On": "the levy", "Says": "open"}]
    (claim,) = claims_of(pt.read_table(rows, columns=map, agenda=agenda))
    assert (claim.party, claim.term, claim.attribution.person) == ("NORTH", "toll", "minister")


def test_a_speaker_speaks_for_the_party_of_the_agenda_or_of_the_map():
    map = {
        "columns": {"speaker": "Speaker", "stance": "Says"},
        "always": {"term": "truce", "attribution": "named"},
        "speaks_for": {"Bo Lind": "Southland"},
    }
    rows = [{"Speaker": who, "Says": "open"} for who in ("Ada Roe", "bo lind", "Cy")]
    table = read(*rows, map=map)
    known, mapped = claims_of(table)
    assert (known.party, known.attribution.person, known.attribution.acts_for) == (
        "NORTH",
        "minister",
        "NORTH",
    )
    assert (mapped.party, mapped.attribution.speaker) == ("SOUTH", "bo lind")
    assert [(problem.row, problem.what) for problem in table.problems] == [
        (3, "the field 'party' is missing")
    ]


def test_how_a_speaker_is_quoted_is_not_guessed():
    map = {"columns": {"speaker": "Speaker", "stance": "Says"}, "always": {"term": "truce"}}
    table = read({"Speaker": "Ada Roe", "Says": "open"}, map=map)
    assert problems_of(table) == [(1, "Speaker", "how the speaker is quoted is not said")]


def test_a_stage_is_progress_of_the_term():
    (claim,) = claims_of(pt.read_table([{"term": "truce", "stage": "Under negotiation"}], agenda=AGENDA))
    assert claim == pt.Progress("truce", stage="under-negotiation")


def test_a_relative_date_is_relative_to_the_publication_of_its_row():
    rows = [
        {"party": "EAST", "term": "truce", "act": "urges", "date": "yesterday", "published": "2025-12-20"}
    ]
    (claim,) = claims_of(pt.read_table(rows, agenda=AGENDA))
    assert (claim.since.edtf, claim.since.inferred) == ("2025-12-19", True)


# Problems


def test_all_problems_are_told_by_row_and_column_and_good_rows_are_kept():
    table = read(
        row(),
        row(Who="Norhtland", Says="maybe", When="31/02/2025"),
        row(What=""),
        row(Says=""),
        row(Who="SOUTH"),
    )
    assert len(claims_of(table)) == 2
    assert [(number, column) for number, column, _ in problems_of(table)] == [
        (2, "When"), (2, "Who"), (2, "Says"), (3, "What"), (4, "Says")
    ]  # fmt: skip
    assert str(table.problems[1]) == "row 2, column Who: unknown party 'Norhtland'; did you mean 'Northland'?"


def test_an_ambiguous_date_is_a_problem_with_both_readings():
    map = {key: value for key, value in MAP.items() if key != "order"}
    (problem,) = read(row(When="03/04/2025"), map=map).problems
    assert problem.what == "'03/04/2025' is ambiguous: 2025-04-03 or 2025-03-04"


def test_problems_are_a_table_that_can_be_sent_back():
    out = io.StringIO()
    read(row(Says="maybe")).problems.to_csv(out)
    assert out.getvalue().splitlines()[0] == "file,sheet,row,column,what,repair"


@pytest.mark.parametrize(
    "cell",
    [
        b"bytes",
        ["a"],
        {"a": 1},
        object(),
        "a\0b",
        "\ud800",
        "#REF!",
        float("inf"),
        pytest.param(10**5000, id="huge"),
        complex(1),
    ],
)
def test_a_cell_that_is_no_text_is_a_problem(cell):
    table = read(row(Says=cell), row())
    assert {problem.row for problem in table.problems} == {1}
    assert len(table.reports) == 1


def test_a_row_that_is_no_mapping_is_a_problem():
    assert problems_of(read(["NORTH"], row())) == [(1, None, "['NORTH'] is not a mapping by column")]


@pytest.mark.parametrize("blank", [None, "", "  ", float("nan"), Decimal("NaN")])
def test_empty_rows_are_passed_over(blank):
    table = read(dict.fromkeys(MAP["columns"].values(), blank), row())
    assert (table.passed, len(table.problems), len(table.reports)) == (1, 0, 1)


# Reports


def test_rows_become_reports_by_url():
    map = {**MAP, "columns": {**MAP["columns"], "url": "Link", "outlet": "Paper"}}
    table = read(
        row(Link="https://example.org/1", Paper="Post"),
        row(Link="https://example.org/2", Who="EAST"),
        row(Link="https://example.org/1", Paper="", Who="SOUTH"),
        row(Link="", Who="SOUTH"),
        map=map,
    )
    assert [len(report.claims) for report in table.reports] == [2, 1, 1]
    assert table.reports[0].source == pt.Source("Post", url="https://example.org/1")
    assert [table.rows_of(place) for place in range(3)] == [(1, 3), (2,), (4,)]


def test_rows_of_one_report_that_name_two_sources_are_told():
    map = {**MAP, "columns": {**MAP["columns"], "url": "Link", "outlet": "Paper"}}
    table = read(row(Link="u", Paper="Post"), row(Link="u", Paper="Times", Who="SOUTH"), map=map)
    assert problems_of(table) == [(2, None, "the outlet is Times here and Post in row 1 of the same report")]


def test_rows_become_reports_by_day_or_by_id():
    rows = [row(When="1/2/2025"), row(When="2/2/2025"), row(When="1/2/2025", Who="SOUTH")]
    assert [len(report.claims) for report in read(*rows, map={**MAP, "reports": "day"}).reports] == [2, 1]
    rows = [{"report": id, "party": who, "term": "truce", "stance": "open"} for id, who in ("aN", "bE", "aS")]
    assert [report.id for report in pt.read_table(rows).reports] == ["a", "b"]
    assert problems_of(read(row(), map={**MAP, "reports": "day"})) == [(1, None, "the row has no day")]


def test_repeats_by_content_and_by_url_are_told():
    map = {**MAP, "columns": {**MAP["columns"], "url": "Link"}, "reports": "each"}
    table = read(row(Link="u"), row(Link="u"), row(Link="u", Who="SOUTH"), map=map)
    assert [(repeat.row, repeat.of, repeat.by) for repeat in table.repeats] == [
        (2, 1, "content"),
        (3, 1, "url"),
    ]
    assert len(table.reports) == 2
    assert str(table.repeats[0]) == "row 2 says the same as row 1, and counts once"


def test_what_a_table_holds_can_be_recorded_twice():
    talks = pt.Tracker(AGENDA)
    table = read(row(), row(Who="SOUTH"))
    assert len(talks.record_all(table.reports).recorded) == 2
    assert len(talks.record_all(read(row(), row(Who="SOUTH")).reports).duplicates) == 2


# Where tables are


def test_a_csv_file_is_read_with_the_numbers_of_a_spreadsheet(tmp_path):
    path = csv_file(tmp_path, 'Who,What,Says,When,Words\nNORTH,truce,for,,"two\nlines"\nWEST,truce,for,,\n')
    table = pt.read_table(path, MAP, agenda=AGENDA)
    assert claims_of(table)[0].quote == "two\nlines"
    assert str(table.problems[0]).startswith("table.csv, row 3, column Who: unknown party 'WEST'")


def test_a_header_may_stand_lower_and_cells_be_divided_otherwise(tmp_path):
    path = csv_file(tmp_path, "\ufeffVotes of the week\n\nWho;What;Says\nNORTH;truce;for\n")
    columns = {"party": "Who", "term": "What", "stance": "Says"}
    map = {"columns": columns, "words": MAP["words"], "header": 3, "delimiter": ";"}
    assert len(pt.read_table(path, map, agenda=AGENDA).reports) == 1
    with pytest.raises(pt.InvalidInputError, match=r'the file has one column; .*delimiter = ";"'):
        pt.read_table(path, {"columns": columns, "header": 3}, agenda=AGENDA)
    assert "\n# header = 2  # where a title" in pt.intake.starting_map(path, map | {"header": 1})
    assert "# header" not in pt.intake.starting_map(path, map)


@pytest.mark.parametrize(("sign", "written"), [("\t", r"\\t"), ("|", r"\|")])
def test_cells_that_no_comma_divides_are_told_by_their_sign(sign, written, tmp_path):
    path = csv_file(tmp_path, sign.join(("party", "term", "stance")) + "\n")
    with pytest.raises(pt.InvalidInputError, match=f'delimiter = "{written}"'):
        pt.read_table(path, agenda=AGENDA)


def test_a_row_of_a_sheet_with_more_cells_than_columns_says_what_to_do_in_a_sheet(tmp_path):
    book = openpyxl.Workbook()
    for row in (["party", "term", "stance"], ["NORTH", "truce", "open", "indeed"]):
        book.active.append(row)
    book.save(tmp_path / "table.xlsx")
    (problem,) = pt.read_table(tmp_path / "table.xlsx", agenda=AGENDA).problems
    assert str(problem).endswith("name its column, or clear it")


def test_a_row_with_more_cells_than_columns_is_a_problem(tmp_path):
    path = csv_file(tmp_path, "party,term,stance\nNORTH,truce,open,indeed\nSOUTH,truce,open\n")
    table = pt.read_table(path, agenda=AGENDA)
    assert problems_of(table) == [(2, None, "the row has 4 cells under 3 columns")]
    assert len(table.reports) == 1


def test_a_null_character_is_a_problem_of_its_cell(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(b"party,term,stance\nNORTH,tr\0uce,open\nNORTH,truce,open\n")
    table = pt.read_table(path, agenda=AGENDA)
    assert problems_of(table) == [(2, "term", "'tr\\x00uce' is not text")]
    assert len(table.reports) == 1


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "there is nothing in it; give the file that was meant"),
        (b"\n\n", "has no names of columns"),
        (b"\xff\xfep\x00", "UTF-16"),
        ("party,term\nNORTH,truce\n".encode("utf-16-le"), "this is UTF-16; .*utf-16"),
        ("party,term\nNORTH,truce\n".encode("utf-32"), "this is UTF-32; .*utf-32"),
        (b"party,term,stance\n\xe9,truce,open\n", "no text in UTF-8"),
        (b"%PDF-1.4\n", "this is a PDF; open it in a spreadsheet"),
        (b"\n<!DOCTYPE html><html></html>", "this is a page in HTML; open it in a spreadsheet"),
        (b"PK\x03\x04 and more", r"this is a spreadsheet \(\.xlsx\)"),
        (b"party,party,term\na,b,c\n", "there are 2 columns 'party'"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path, raw, message):
    path = tmp_path / "table.csv"
    path.write_bytes(raw)
    with pytest.raises(pt.InvalidInputError, match=message):
        pt.read_table(path, agenda=AGENDA)


def test_a_place_that_holds_no_table_is_refused(tmp_path):
    with pytest.raises(pt.InvalidInputError, match="no such file"):
        pt.read_table(tmp_path / "none.csv")
    with pytest.raises(pt.InvalidInputError, match=r"a table is a \.csv"):
        pt.read_table(csv_file(tmp_path, "x", "table.ods"))
    with pytest.raises(pt.errors.WrongTypeError, match="not a table"):
        pt.read_table(5)
    with pytest.raises(pt.InvalidInputError, match="this is a folder"):
        pt.read_table(tmp_path)
    with pytest.raises(pt.InvalidInputError, match="there is no such file"):
        pt.read_table("x" * 300 + ".csv")


def test_a_data_frame_is_read_as_it_is():
    pytest.importorskip("arro3.core")
    rows = [
        {"party": "NORTH", "term": "truce", "stance": "open", "date": date(2025, 12, 15)},
        {"party": None, "term": "truce", "stance": "open", "date": None},
    ]
    for library, make in (("polars", "DataFrame"), ("pandas", "DataFrame"), ("pyarrow", "table")):
        module = pytest.importorskip(library)
        frame = module.Table.from_pylist(rows) if make == "table" else getattr(module, make)(rows)
        table = pt.read_table(frame, agenda=AGENDA)
        assert claims_of(table)[0].since.edtf == "2025-12-15"
        assert problems_of(table) == [(2, "party", "the field 'party' is missing")]


def test_a_spreadsheet_is_read_by_sheet_row_and_column(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["nothing here"])
    sheet = book.create_sheet("Votes")
    sheet.append(["Who", "What", "Says", "When", "Words"])
    sheet.append(["NORTH", "truce", "for", datetime(2025, 12, 15), 7])  # noqa: DTZ001 - as a cell holds it
    sheet.append(["SOUTH", "truce", "#N/A", None, None])
    book.save(tmp_path / "votes.xlsx")
    table = pt.read_table(tmp_path / "votes.xlsx", {**MAP, "sheet": "Votes"}, agenda=AGENDA)
    (claim,) = claims_of(table)
    assert (claim.since.edtf, claim.quote) == ("2025-12-15", "7")
    assert str(table.problems[0]).startswith(
        "votes.xlsx, sheet Votes, row 3, column Says: the cell is an error"
    )
    with pytest.raises(pt.errors.UnknownFieldError, match="there is no sheet 'Vote'; did you mean 'Votes'"):
        pt.read_table(tmp_path / "votes.xlsx", {**MAP, "sheet": "Vote"})


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"PK", "cannot be read as a spreadsheet: .*; open it in a spreadsheet, and save it as"),
        (b"PK\x03\x04 and more", "cannot be read as a spreadsheet"),
        (b"party,term\n", "cannot be read as a spreadsheet"),
        (b"<html><table></table></html>", "this is a page in HTML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old form .* or one with a password"),
    ],
)
def test_a_broken_spreadsheet_is_refused(tmp_path, raw, message):
    pytest.importorskip("openpyxl")
    (tmp_path / "votes.xlsx").write_bytes(raw)
    with pytest.raises(pt.InvalidInputError, match=message):
        pt.read_table(tmp_path / "votes.xlsx")


def test_what_is_not_installed_is_named_with_its_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    (tmp_path / "votes.xlsx").write_bytes(b"PK")
    with pytest.raises(pt.errors.MissingExtraError, match=r"peacetrack\[tables\]"):
        pt.read_table(tmp_path / "votes.xlsx")
    monkeypatch.setitem(sys.modules, "dateparser", None)
    with pytest.raises(pt.errors.MissingExtraError, match=r"peacetrack\[dates\]"):
        pt.intake.read_date("15 stycznia 2025", languages=["pl"])


# Maps


def test_a_map_is_a_file_a_mapping_or_its_columns_alone(tmp_path):
    path = tmp_path / "map.toml"
    path.write_text('order = "DMY"\n[columns]\nparty = "Who"\n', encoding="utf-8")
    assert as_map(path) == as_map({"columns": {"party": "Who"}, "order": "DMY"})
    assert as_map({"party": "Who"}) == pt.intake.Map(columns={"party": "Who"})


def test_a_wrong_map_is_refused_with_every_problem(tmp_path):
    path = tmp_path / "map.toml"
    path.write_text('order = "DYM"\nseparator = ";"\n[columns]\npary = "Who"\n', encoding="utf-8")
    with pytest.raises(pt.InvalidInputError) as caught:
        as_map(path)
    told = [str(problem) for problem in caught.value.problems]
    assert any("map.toml: order" in line for line in told)
    assert any("unknown field 'separator'; did you mean 'separators'?" in line for line in told)


def test_a_column_that_is_missing_is_named(tmp_path):
    path = csv_file(tmp_path, "Who,What,Say\n")
    with pytest.raises(pt.errors.SeveralProblemsError, match="there is no column 'Says'; did you mean 'Say'"):
        pt.read_table(path, MAP)
    with pytest.raises(pt.errors.UnknownFieldError, match="there is no column 'Whom'"):
        pt.read_table([row()], {"party": "Whom", "term": "What", "stance": "Says"})


@pytest.mark.parametrize(
    "form", [MAP, {}, {"columns": {"party": "Who"}, "reports": "day", "century": 2000, "header": 2}]
)
def test_the_schema_admits_the_maps_that_are_read(form):
    schema = schema_of_class(pt.intake.Map, "map")
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(form, schema)
    as_map({"columns": {}, **form})


@pytest.mark.parametrize(
    "form", [{"columns": {"pary": "Who"}}, {"order": "YDM"}, {"reports": "week"}, {"header": 0}]
)
def test_the_schema_refuses_the_maps_that_are_refused(form):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(form, schema_of_class(pt.intake.Map, "map"))
    with pytest.raises(pt.InvalidInputError):
        as_map({"columns": {}, **form})


# Any table

printable = st.text(st.characters(exclude_categories=["C"]), max_size=12)
cells = st.one_of(
    printable,
    st.sampled_from(["NORTH", "truce", "for", "absent", "15/12/2025", "NORTH;EAST", "yesterday", ""]),
    st.none(), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.decimals(),
)  # fmt: skip
tables = st.lists(st.dictionaries(st.sampled_from([*FIELDS]), cells), max_size=6)


@given(tables)
def test_any_table_gives_reports_and_problems_and_what_it_gives_is_recorded(rows):
    table = pt.read_table(rows, agenda=AGENDA)
    refused = {problem.row for problem in table.problems}
    reported = {number for place in range(len(table.reports)) for number in table.rows_of(place)}
    repeated = {repeat.row for repeat in table.repeats}
    assert refused.isdisjoint(reported)
    assert len(refused | reported | repeated) + table.passed == table.rows
    ids = [report.id for report in table.reports if report.id is not None]
    outcome = pt.Tracker(AGENDA).record_all(table.reports)
    assert len(ids) == len(set(ids))
    assert not outcome.problems


@given(st.lists(st.lists(printable, max_size=4), max_size=4))
def test_any_csv_file_is_read_or_refused(tmp_path_factory, rows):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["party", "term", "stance"], *rows])
    table = pt.read_table(path, agenda=AGENDA)
    assert table.rows == len(rows)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_table_or_are_refused(tmp_path_factory, raw):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(b"party,term,stance\n" + raw)
    try:
        pt.read_table(path, agenda=AGENDA)
    except pt.InvalidInputError:
        return


# On the command line


def a_ledger(folder):
    place = folder / "talks.db"
    with pt.open(place) as talks:
        talks.declare(AGENDA)
    return str(place)


def test_a_table_is_logged_by_its_map_after_a_dry_run(tmp_path):
    ledger, path = a_ledger(tmp_path), csv_file(tmp_path, "Who,Says\nNORTH,for\nWEST,for\nSOUTH,absent\n")
    map = tmp_path / "map.toml"
    map.write_text(
        '[columns]\nparty = "Who"\nstance = "Says"\n[always]\nterm = "truce"\n'
        '[words.stance]\nfor = "accepts"\n[skip]\nstance = ["absent"]\n',
        encoding="utf-8",
    )
    dry = as_typed("log", ledger, str(path), "--map", str(map), "--dry-run")
    assert dry.returncode == 2
    assert "3 rows, 1 passed over; 1 report to record, 0 already there, 1 problem" in dry.stdout
    assert "nothing was recorded" in dry.stdout
    assert "table.csv, row 3, column Who: unknown party 'WEST'" in dry.stderr
    with pt.open(ledger) as talks:
        assert talks.head == 1
    assert "1 report recorded" in as_typed("log", ledger, str(path), "--map", str(map)).stdout
    again = as_typed("log", ledger, str(path), "--map", str(map))
    assert "0 reports recorded, 1 already there, 1 problem" in again.stdout


def test_a_table_without_problems_exits_with_0_and_a_wrong_map_with_2(tmp_path):
    ledger, path = a_ledger(tmp_path), csv_file(tmp_path, "party,term,stance\nNORTH,truce,open\n")
    assert as_typed("log", ledger, str(path)).returncode == 0
    wrong = as_typed("log", ledger, str(path), "--map", str(tmp_path / "no.toml"))
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "there is no such file" in wrong.stderr


def test_a_dry_run_finds_what_only_the_ledger_knows(tmp_path):
    ledger = a_ledger(tmp_path)
    first = csv_file(tmp_path, "report,party,term,stance\nr1,NORTH,truce,open\n")
    assert as_typed("log", ledger, str(first)).returncode == 0
    other = csv_file(tmp_path, "report,party,term,stance\nr1,NORTH,truce,rejects\n", "other.csv")
    dry = as_typed("log", ledger, str(other), "--dry-run")
    assert dry.returncode == 2
    assert "other.csv, row 2: " in dry.stderr


def test_the_schema_of_a_map_is_printed():
    assert '"title": "peacetrack: the map of a table"' in as_typed("schema", "map").stdout


# Real tables, compared with a direct count


def test_a_roll_call_of_the_assembly_gives_as_many_positions_as_votes(tmp_path):
    head, *lines = shared("unga/votes_16_countries_1992_on.csv").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "votes.csv"
    path.write_text("\n".join([head, *lines[:: thinned(1) ** 2]]), encoding="utf-8")
    map = {
        "columns": {"date": "date", "party": "country_code", "term": "rcid", "stance": "vote", "act": "vote"},
        "words": {
            "stance": {"yes": "accepts", "no": "rejects", "abstain": "neutral"},
            "act": {"yes": "votes", "no": "votes", "abstain": "abstains"},
        },
        "reports": "day",
    }
    table = pt.read_table(path, map)
    with path.open(encoding="utf-8") as file:
        votes = list(csv.DictReader(file))
    assert not table.problems
    counted = Counter((claim.party, str(claim.stance)) for claim in claims_of(table))
    direct = Counter((vote["country_code"], map["words"]["stance"][vote["vote"]]) for vote in votes)
    assert counted == direct
    assert len(table.reports) == len({vote["date"] for vote in votes})


def test_a_treaty_has_as_many_signatures_and_ratifications_as_are_filled_in():
    path = shared("paris/latest.csv")
    always = {"term": "paris-agreement"}
    signed = pt.read_table(
        path,
        {
            "columns": {"party": "Code", "date": "Signature"},
            "always": {**always, "act": "signs"},
            "skip": {"date": [""]},
        },
    )
    bound = pt.read_table(
        path,
        {
            "columns": {"party": "Code", "date": "Ratification"},
            "always": {**always, "stance": "accepts"},
            "skip": {"date": [""]},
        },
    )
    with path.open(encoding="utf-8") as file:
        states = list(csv.DictReader(file))
    for table, column in ((signed, "Signature"), (bound, "Ratification")):
        dates = {claim.party: claim.since.edtf for claim in claims_of(table)}
        assert dates == {state["Code"]: state[column] for state in states if state[column]}
        assert not table.problems
        assert table.passed == sum(not state[column] for state in states)


def test_the_corridors_have_the_days_of_their_own_iso_column():
    path = shared("corridors/humanitarian_corridors_ukraine.csv")
    map = {
        "columns": {"report": "HC_ID", "date": "Date", "party": "proposal", "quote": "text", "url": "Link"},
        "always": {"term": "corridors", "act": "proposes"},
        "words": {"party": {"Agreed": "Ukraine;Russia"}},
        "separators": {"party": ";"},
        "order": "DMY",
        "century": 2000,
    }
    table = pt.read_table(path, map)
    with path.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert not table.problems
    assert {report.id: report.claims[0].since.edtf for report in table.reports} == {
        given["HC_ID"]: given["date"] for given in rows
    }
    agreed = sum(given["proposal"] == "Agreed" for given in rows)
    assert len(claims_of(table)) == len(rows) + agreed


def test_the_tricky_files_of_csv_spectrum_are_read_as_their_json_says():
    always = {"party": "NORTH", "term": "truce", "act": "states"}
    for path in sorted(shared("hostile/csv_spectrum").glob("*.csv")):
        found = json.loads(shared(f"hostile/csv_spectrum_json/{path.stem}.json").read_text(encoding="utf-8"))
        rows = found if isinstance(found, list) else [found]
        column = next(iter(rows[0]))
        if path.stem == "location_coordinates":  # its JSON has another telephone number
            column = [*rows[0]][1]
        map = {"columns": {"quote": column}, "always": always, "skip": {"quote": [""]}}
        table = pt.read_table(path, map)
        said = [claim.quote for claim in claims_of(table)]
        told = [given[column].strip().replace("\r\n", "\n") for given in rows]  # in the file it is a newline
        assert said == list(dict.fromkeys(filter(None, told))), path
        assert not table.problems


def test_naughty_strings_are_claims_or_problems_in_every_column(tmp_path):
    every = json.loads(shared("hostile/naughty_strings.json").read_text(encoding="utf-8"))
    strings = every[:: thinned(1)]
    base = {"party": "NORTH", "term": "truce", "act": "states"}
    for field in ("quote", "party", "date", "url", "stance", "speaker", "published"):
        table = pt.read_table(
            [{**base, "attribution": "named", field: text} for text in strings], agenda=AGENDA
        )
        told = {problem.row for problem in table.problems} | {repeat.row for repeat in table.repeats}
        kept = {number for place in range(len(table.reports)) for number in table.rows_of(place)}
        assert told | kept == {*range(1, len(strings) + 1)}
        refused = pt.Tracker(AGENDA).record_all(table.reports).problems
        assert all(problem.error.where == "source.url" for problem in refused)  # some are no names


# The examples


def example(name, table):
    folder = ROOT / "examples" / name
    agenda = pt.Tracker(toml.parsed(folder / "agenda.toml")).agenda
    return pt.read_table(folder / table, folder / "map.toml", agenda=agenda)


def test_the_roll_call_of_two_rounds_has_a_claim_for_each_vote_and_none_for_the_absent():
    table = example("roll_call", "votes.csv")
    assert (table.rows, table.passed, len(table.problems)) == (10, 2, 0)
    assert [len(report.claims) for report in table.reports] == [4, 4]
    assert Counter(str(claim.stance) for claim in claims_of(table)) == {
        "accepts": 5,
        "rejects": 1,
        "neutral": 2,
    }


def test_the_status_history_of_a_treaty_has_its_signatures_reservations_and_stage():
    table = example("treaty", "status.csv")
    assert (table.rows, table.passed, len(table.problems)) == (10, 0, 0)
    claims = claims_of(table)
    assert [claim.since.edtf for claim in claims if isinstance(claim, pt.Progress)] == ["2017-01-10"]
    acts = Counter(str(claim.act) for claim in claims if isinstance(claim, pt.Position))
    assert acts == {"signs": 3, "commits": 4, "concedes": 1, "withdraws": 1}
    reserved = [(claim.party, claim.content.fields.get("reservation")) for claim in claims if claim.content]
    assert ("BIRCH", "Article 7 does not bind Birchland") in reserved
    assert ("BIRCH", pt.Absence.NOT_APPLICABLE) in reserved


def test_a_word_that_stands_for_nothing_says_nothing():
    map = {"columns": {"party": "who", "term": "what", "stance": "how", "act": "how"}}
    map["words"] = {"stance": {"present": ""}, "act": {"present": "states", "open": ""}}
    rows = [{"who": "NORTH", "what": "truce", "how": how} for how in ("present", "open")]
    table = read(*rows, map=map)
    assert [(claim.stance, claim.act) for claim in claims_of(table)] == [
        (None, pt.Act.STATES),
        (pt.Stance.OPEN, None),
    ]


def test_thirty_messy_rows_are_read_or_named():
    table = example("messy_rows", "rows.csv")
    assert (table.rows, table.passed) == (30, 1)
    assert [problem.row for problem in table.problems] == [7, 16, 17, 18, 20, 21, 22, 23, 24, 25, 30, 31]
    assert [(repeat.row, repeat.of) for repeat in table.repeats] == [(29, 28)]
    days = {claim.since.edtf for claim in claims_of(table)}
    assert days >= {
        "2019-12-15",
        "2019-12-17",
        "2019-12-11~/2019-12-20~",
        "2020-01-05T13:30:00Z",
        "2020-01~/2020-04~",
    }
    near = next(problem for problem in table.problems if problem.row == 24)
    assert near.repair == "did you mean 'for'?"


# A large table


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_a_large_table_shows_progress_and_stays_small():
    code = (
        "import peacetrack as pt\n"
        "rows = ({'party': f'P{n % 90}', 'term': f'T{n % 40}', 'stance': 'open', 'date': f'{2000 + n % 25}',"
        " 'url': f'https://example.org/{n}', 'quote': f'said in item {n}'} for n in range(10_000))\n"
        "counts = []\n"
        "table = pt.read_table(rows, progress=counts.append)\n"
        "status = open('/proc/self/status').read()\n"
        "print(len(table.reports), counts[:2], status.split('VmHWM:')[1].split()[0])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    *rest, peak = done.stdout.split()
    assert rest == ["10000", "[1000,", "2000]"]
    assert int(peak) < 70_000  # kB, half of it the library itself


@pytest.mark.parametrize(
    "rows", ["Party,Term,Stance\nNORTH,truce,accepts\n", [{"Party": "NORTH", "Term": "truce"}]]
)
def test_a_table_whose_columns_are_no_fields_is_refused_and_not_passed_over(rows, tmp_path):
    if isinstance(rows, str):
        (tmp_path / "rows.csv").write_text(rows)
        rows = tmp_path / "rows.csv"
    with pytest.raises(pt.InvalidInputError, match="no column has the name of a field; name them party"):
        pt.read_table(rows, agenda=AGENDA)


@pytest.mark.parametrize(
    "rows",
    [
        "party,term,stance,Date\nNORTH,truce,accepts,2025-12-14\n",
        [{"party": "NORTH", "term": "truce", "stance": "accepts", "Date": "2025-12-14"}],
    ],
)
def test_a_column_with_the_name_of_a_field_in_other_letters_is_refused_and_not_passed_over(rows, tmp_path):
    if isinstance(rows, str):
        (tmp_path / "rows.csv").write_text(rows)
        rows = tmp_path / "rows.csv"
    with pytest.raises(
        pt.InvalidInputError, match="the column 'Date' would be passed over; call it 'date', or"
    ):
        pt.read_table(rows, agenda=AGENDA)


# A map to begin with


def test_a_map_of_a_csv_file_lists_its_columns_and_their_words(tmp_path):
    path = csv_file(tmp_path, "Country;stance;term\nFar;Yes;truce\nFar;No;truce\nNear;open;truce\n")
    text = pt.intake.starting_map(path, {"delimiter": ";"}, agenda=AGENDA)
    assert '# "Country": 2 values: Far (2), Near (1)' in text
    form = tomllib.loads(text)
    assert form == {
        "delimiter": ";",
        "columns": {"stance": "stance", "term": "term"},
        "words": {"stance": {"Yes": "?", "No": "?"}},
    }
    form["columns"]["party"] = "Country"
    assert len(pt.read_table(path, form).reports) == 1
    assert pt.read_table(path, form).problems[0].what == "what 'Yes' stands for is not said"


def test_a_map_of_two_columns_with_the_name_of_a_field_takes_the_first_and_lists_the_other():
    text = pt.intake.starting_map([{"Date": "05.03.22", "date": "2022-03-05"}])
    assert tomllib.loads(text) == {"columns": {"date": "Date"}}
    assert '# "date": 1 value: 2022-03-05 (1)' in text


def test_a_mark_of_what_is_to_be_filled_in_is_no_word_of_a_cell():
    map = {"columns": {"party": "party", "term": "term", "quote": "quote"}, "words": {"quote": {"x": "?"}}}
    table = read({"party": "EAST", "term": "truce", "quote": "?"}, map=map)
    assert claims_of(table)[0].quote == "?"


@pytest.mark.parametrize("rows", [[], [{}], [["a"]], [{"a": None}], [{1: 2}]])
def test_a_map_to_begin_with_takes_any_rows(rows):
    tomllib.loads(pt.intake.starting_map(rows))


def test_a_table_without_known_columns_says_how_to_make_a_map(tmp_path):
    with pytest.raises(pt.InvalidInputError, match=r"peacetrack map table\.csv -o map\.toml writes one"):
        pt.read_table(csv_file(tmp_path, "a,b\n1,2\n"))


def test_a_mapping_of_texts_is_of_columns_unless_it_has_a_key_of_maps():
    assert as_map({"party": "Who"}).columns == {"party": "Who"}
    assert as_map({"sheet": "votes"}).sheet == "votes"


# Files as they are


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16", "koi8-u"])
def test_a_text_in_another_encoding_is_read_once_it_is_declared(tmp_path, encoding):
    path = tmp_path / "table.csv"
    path.write_bytes("party,term,stance,quote\nNORTH,truce,open,Привіт\n".encode(encoding))
    named = "utf-16" if encoding == "utf-16" else "cp1251"
    with pytest.raises(pt.InvalidInputError, match=rf'say in the map .* encoding = "{named}"'):
        pt.read_table(path, agenda=AGENDA)
    assert claims_of(pt.read_table(path, {"encoding": encoding}, agenda=AGENDA))[0].quote == "Привіт"


@pytest.mark.parametrize("encoding", ["cp125", "base64", "undefined", "a\0b"])
def test_what_is_no_encoding_is_refused(encoding):
    with pytest.raises(pt.InvalidInputError, match="there is no encoding"):
        pt.intake.Map(encoding=encoding)


def a_book(folder, *sheets):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, state, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.sheet_state = state
        for cells in rows:
            sheet.append(cells)
    book.save(folder / "book.xlsx")
    return folder / "book.xlsx"


def test_the_first_sheet_that_is_shown_is_read(tmp_path):
    rows = ["party", "term", "stance"], ["NORTH", "truce", "open"]
    path = a_book(
        tmp_path,
        ("old", "hidden", rows),
        ("older", "veryHidden", rows),
        ("votes", "visible", [*rows, rows[1]]),
    )
    assert pt.read_table(path, agenda=AGENDA).rows == 2
    assert pt.read_table(path, {"sheet": "old"}, agenda=AGENDA).rows == 1


def test_an_empty_sheet_is_named(tmp_path):
    rows = ["party", "term", "stance"], ["NORTH", "truce", "open"]
    path = a_book(tmp_path, ("votes", "hidden", rows), ("notes", "visible", []))
    with pytest.raises(
        pt.InvalidInputError, match=r"book\.xlsx, sheet notes: there is nothing in it; .*which sheet"
    ):
        pt.read_table(path, agenda=AGENDA)


def test_a_sheet_without_known_columns_is_named(tmp_path):
    path = a_book(tmp_path, ("notes", "visible", [["a note"]]))
    with pytest.raises(pt.InvalidInputError, match=r"book\.xlsx, sheet notes: no column"):
        pt.read_table(path, agenda=AGENDA)


def test_a_formula_that_was_never_computed_is_no_empty_cell(tmp_path):
    rows = ["party", "term", "stance", "date"], ["NORTH", "truce", "open", "=DATE(2025,12,17)"]
    path = a_book(tmp_path, ("votes", "visible", [*rows, ["SOUTH", "truce", "open", None]]))
    table = pt.read_table(path, agenda=AGENDA)
    assert problems_of(table) == [(2, "date", "the cell is a formula without a value: '=DATE(2025,12,17)'")]
    assert [claim.party for claim in claims_of(table)] == ["SOUTH"]


def test_a_time_of_day_is_read_next_to_the_publication():
    rows = [
        {"party": "EAST", "term": "truce", "stance": "open", "date": time(14, 30), "published": "2025-12-15"}
    ]
    (claim,) = claims_of(pt.read_table(rows, {"zone": "Europe/Kyiv"}, agenda=AGENDA))
    assert claim.since.edtf == "2025-12-15T12:30:00Z"


def test_a_column_without_a_type_is_refused_with_what_to_do():
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"party": ["NORTH"], "term": ["truce"], "stance": ["open"], "date": [None]})
    with pytest.raises(
        pt.InvalidInputError, match="a column of this DataFrame cannot be read; make its columns text"
    ):
        pt.read_table(frame, agenda=AGENDA)
    assert pt.read_table(frame.cast({"date": polars.String}), agenda=AGENDA).reports


@pytest.mark.parametrize("name", [1, None])
def test_a_column_of_mappings_that_has_no_name_is_passed_over(name):
    table = pt.read_table([{"party": "NORTH", "term": "truce", "stance": "open", name: "x"}], agenda=AGENDA)
    assert len(claims_of(table)) == 1


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"agenda": "talks.db"}, "agenda: 'talks.db' is not an agenda; write talks.agenda"),
        ({"events": "summit"}, "'summit' is not a list of events"),
    ],
)
def test_another_thing_than_an_agenda_or_a_list_of_events_is_refused(given, message):
    with pytest.raises(pt.errors.WrongTypeError, match=message):
        pt.read_table([{"party": "NORTH", "term": "truce", "stance": "open"}], **given)


def test_a_column_of_a_frame_is_no_table():
    column = pytest.importorskip("pandas").Series(["NORTH"], name="party")
    with pytest.raises(pt.InvalidInputError, match="this Series cannot be read as a table"):
        pt.read_table(column, agenda=AGENDA)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"zone": "Kyiv"}, "zone: there is no time zone 'Kyiv'"),
        ({"century": 20}, "century: 20 is not the first year of a century; write 2000"),
    ],
)
def test_a_map_with_a_wrong_zone_or_century_is_refused_before_any_row(wrong, message):
    with pytest.raises(pt.InvalidInputError, match=message):
        read(row(), map={**MAP, **wrong})


def test_a_file_of_another_form_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(pt.InvalidInputError, match=r"not \.ods; save it as \.xlsx, or as \.csv in UTF-8"):
        pt.read_table(csv_file(tmp_path, "x", "table.ods"))
