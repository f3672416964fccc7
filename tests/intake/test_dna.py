"""Statements of Discourse Network Analyzer, from invented files with the tables of version 3.0.7."""

from __future__ import annotations

import re
import sqlite3
import tomllib
from contextlib import closing

import pytest

import peacetrack as pt
from peacetrack.errors import InvalidInputError, UnknownNameError
from tests.cli.helpers import as_typed, printed
from tests.data import ROOT
from tests.recording import new

AGENDA = pt.Agenda(
    "river-talks",
    parties=[pt.Party("NORTH", "Northland", "state"), pt.Party("SOUTH", "Southland", "state")],
    terms=[pt.Term("truce", "ceasefire", "The guns fall silent", needs=["NORTH", "SOUTH"])],
)
PAGE = (ROOT / "docs/how-to/import-a-table.md").read_text(encoding="utf-8")
(TOML,) = re.findall(r"```toml\n(sheet = .*?)```", PAGE, re.DOTALL)
MAP = tomllib.loads(TOML)
CONCEPT = "The guns should fall silent."
_TABLES = """
CREATE TABLE SETTINGS(Property TEXT PRIMARY KEY, Value TEXT NOT NULL);
CREATE TABLE CODERS(ID INTEGER NOT NULL PRIMARY KEY, Name TEXT NOT NULL);
CREATE TABLE DOCUMENTS(ID INTEGER NOT NULL PRIMARY KEY, Title TEXT NOT NULL, Text TEXT NOT NULL, Coder INTEGER,
  Author TEXT NOT NULL DEFAULT '', Source TEXT NOT NULL DEFAULT '', Section TEXT NOT NULL DEFAULT '',
  Notes TEXT NOT NULL DEFAULT '', Type TEXT NOT NULL DEFAULT '', Date INTEGER NOT NULL);
CREATE TABLE STATEMENTTYPES(ID INTEGER NOT NULL PRIMARY KEY, Label TEXT NOT NULL);
CREATE TABLE VARIABLES(ID INTEGER NOT NULL PRIMARY KEY, Variable TEXT NOT NULL, DataType TEXT NOT NULL,
  StatementTypeId INTEGER);
CREATE TABLE STATEMENTS(ID INTEGER NOT NULL PRIMARY KEY, StatementTypeId INTEGER, DocumentId INTEGER,
  Start INTEGER NOT NULL, Stop INTEGER NOT NULL, Coder INTEGER);
CREATE TABLE ENTITIES(ID INTEGER PRIMARY KEY NOT NULL, VariableId INTEGER NOT NULL, Value TEXT NOT NULL);
CREATE TABLE DATABOOLEAN(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER, VariableId INTEGER, Value INTEGER);
CREATE TABLE DATAINTEGER(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER, VariableId INTEGER, Value INTEGER);
CREATE TABLE DATALONGTEXT(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER, VariableId INTEGER, Value TEXT);
CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER, VariableId INTEGER, Entity INTEGER);
INSERT INTO SETTINGS VALUES ('version', '3.0.7');
INSERT INTO CODERS VALUES (1, 'Admin');
INSERT INTO STATEMENTTYPES VALUES (1, 'DNA Statement'), (2, 'Annotation');
INSERT INTO VARIABLES VALUES (1, 'person', 'short text', 1), (2, 'organization', 'short text', 1),
  (3, 'concept', 'short text', 1), (4, 'agreement', 'boolean', 1), (5, 'note', 'long text', 2),
  (6, 'weight', 'integer', 2);
INSERT INTO DOCUMENTS VALUES
  (1, 'On the river', '\U0001f54a We agree to it. They do not.', 1, 'Ann Author', 'The paper', '', '', '', 2026512000),
  (2, 'In the hills', 'Nobody asked us.', 1, '', '', '', '', '', 2026598400);
"""


@pytest.fixture
def file(tmp_path):
    """A file of four statements: two to keep, one without an organisation, one of an unknown concept."""
    path = tmp_path / "river.dna"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(_TABLES)
        _state(database, 11, 1, "Northland", CONCEPT, 1, place=(3, 18))
        _state(database, 12, 1, "Southland", CONCEPT, 0, place=(19, 31))
        _state(database, 13, 2, "", CONCEPT, 1)
        _state(database, 14, 2, "Southland", "There should be a bridge.", 1)
        database.execute("INSERT INTO STATEMENTS VALUES (15, 2, 2, 0, 6, 1)")
        database.execute("INSERT INTO DATALONGTEXT VALUES (1, 15, 5, 'who?')")
        database.execute("INSERT INTO DATAINTEGER VALUES (1, 15, 6, 7)")
        database.commit()
    return path


def _state(database, id, document, organisation, concept, agreement, *, place=(0, 6)):
    database.execute("INSERT INTO STATEMENTS VALUES (?, 1, ?, ?, ?, 1)", (id, document, *place))
    for variable, value in ((1, "Ada Roe"), (2, organisation), (3, concept)):
        database.execute("INSERT INTO ENTITIES(VariableId, Value) VALUES (?, ?)", (variable, value))
        entity = database.execute("SELECT max(ID) FROM ENTITIES").fetchone()[0]
        database.execute(
            "INSERT INTO DATASHORTTEXT(StatementId, VariableId, Entity) VALUES (?, ?, ?)",
            (id, variable, entity),
        )
    database.execute(
        "INSERT INTO DATABOOLEAN(StatementId, VariableId, Value) VALUES (?, 4, ?)", (id, agreement)
    )


def change(file, *statements):
    with closing(sqlite3.connect(file)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def read(file, **more):
    return pt.read_table(file, {**MAP, **more}, agenda=AGENDA)


def test_a_document_is_a_report_of_its_statements(file):
    (report,) = read(file).reports
    assert (report.id, report.source) == (
        "river-1",
        pt.Source("The paper", title="On the river", author="Ann Author", published="2034-03-21"),
    )
    assert [(claim.party, claim.term, str(claim.stance)) for claim in report.claims] == [
        ("NORTH", "truce", "accepts"), ("SOUTH", "truce", "rejects")
    ]  # fmt: skip
    assert report.claims[0].attribution == pt.Attribution("named", speaker="Ada Roe")


def test_the_words_are_those_that_were_marked_counted_as_the_program_counts(file):
    assert [claim.quote for claim in read(file).reports[0].claims] == ["We agree to it.", "They do not."]


def test_what_is_not_clear_is_a_problem_of_its_statement(file):
    table = read(file)
    assert (table.rows, table.passed) == (4, 1)
    assert [str(problem).partition(";")[0] for problem in table.problems] == [
        "river.dna, sheet DNA Statement, row 14, column concept: unknown term 'There should be a bridge.'"
    ]


def test_what_agreement_means_is_not_guessed(file):
    words = {"term": MAP["words"]["term"]}
    problems = [str(problem) for problem in read(file, words=words).problems]
    assert problems[0].startswith("river.dna, sheet DNA Statement, row 11, column agreement: unknown")


def test_another_type_of_statement_is_a_sheet(file):
    columns = {"note": "note", "quote": "text", "wording": "weight"}
    always = {"party": "NORTH", "term": "truce"}
    (report,) = pt.read_table(
        file, {"sheet": "Annotation", "columns": columns, "always": always}, agenda=AGENDA
    ).reports
    assert (report.note, report.claims[0].quote, report.claims[0].wording) == ("who?", "Nobody", "7")


def test_a_type_that_is_not_there_is_refused_with_the_nearest(file):
    with pytest.raises(UnknownNameError, match="unknown type of statement 'DNA Statment'; did you mean"):
        read(file, sheet="DNA Statment")


def test_a_column_that_is_not_there_is_refused(file):
    with pytest.raises(InvalidInputError, match="there is no column 'actor'"):
        read(file, columns={**MAP["columns"], "party": "actor"})


def test_a_document_of_an_impossible_date_is_a_problem(file):
    change(file, "UPDATE DOCUMENTS SET Date = 9999999999999999 WHERE ID = 1")
    assert {problem.column for problem in read(file).problems} >= {"document date"}


def test_bytes_that_are_no_text_are_a_problem_of_their_row(file):
    change(file, "UPDATE ENTITIES SET Value = CAST(x'ff' AS TEXT) WHERE ID = 2")
    table = read(file)
    assert (table.problems[0].row, table.problems[0].column) == (11, "organization")
    assert [claim.party for claim in table.reports[0].claims] == ["SOUTH"]


@pytest.mark.parametrize("version", ["2.0 beta 19", ""])
def test_an_older_version_is_refused(file, version):
    change(file, f"UPDATE SETTINGS SET Value = '{version}'")
    with pytest.raises(InvalidInputError, match="of Discourse Network Analyzer; import it into version 3"):
        read(file)


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + b"\xff" * 2000])
def test_what_is_no_such_file_is_refused(tmp_path, content):
    (tmp_path / "x.dna").write_bytes(content)
    with pytest.raises(InvalidInputError, match="it cannot be read as a file of Discourse Network Analyzer"):
        read(tmp_path / "x.dna")
    assert (tmp_path / "x.dna").read_bytes() == content


@pytest.mark.parametrize("value", ["'x'", "-5", "0.5", "9e99", "4611686018427387904", "x'00'"])
@pytest.mark.parametrize("column", ["STATEMENTS SET Stop", "DOCUMENTS SET Date"])
def test_places_and_dates_that_are_none_are_problems_of_their_rows_at_most(column, value, file):
    change(file, f"UPDATE {column} = {value}")
    assert read(file).rows == 4


def test_a_file_without_a_table_of_values_is_refused(file):
    change(file, "DROP TABLE DATABOOLEAN")
    with pytest.raises(InvalidInputError, match="no such table: DATABOOLEAN"):
        read(file)


@pytest.mark.parametrize(
    "change_to",
    [
        "UPDATE DOCUMENTS SET Text = x'ff' WHERE ID = 1",
        "UPDATE STATEMENTS SET Start = 'a', Stop = 'b'",
        "UPDATE STATEMENTS SET Start = -3",
        "UPDATE DOCUMENTS SET Title = x'ff', Author = 5, Source = 1.5",
        "UPDATE DATABOOLEAN SET Value = 'maybe'",
        "UPDATE DATABOOLEAN SET Value = 7",
        "UPDATE DATASHORTTEXT SET Entity = 99",
        "UPDATE ENTITIES SET Value = x'00ff'",
        "UPDATE STATEMENTS SET DocumentId = 99",
        "UPDATE STATEMENTS SET Coder = NULL",
    ],
)
def test_a_file_may_hold_anything(file, change_to):
    change(file, change_to)
    table = read(file)
    assert all(problem.row in (11, 12, 13, 14) for problem in table.problems)


def test_a_variable_of_an_unknown_type_is_refused(file):
    change(file, "UPDATE VARIABLES SET DataType = 'date' WHERE ID = 4")
    with pytest.raises(
        InvalidInputError, match="the variable 'agreement' is of the type 'date', which is not"
    ):
        read(file)


def test_as_a_ledger_it_is_refused_with_what_to_do(file):
    with pytest.raises(pt.errors.StoreError, match="log its statements as a table, with a map"):
        pt.open(file)


def test_the_command_records_them(file, tmp_path):
    (tmp_path / "dna.toml").write_text(TOML, encoding="utf-8")
    ledger = str(tmp_path / "talks.db")
    with pt.open(ledger) as talks:
        talks.extend(new(AGENDA).entries())
    done = as_typed("log", ledger, str(file), "--map", str(tmp_path / "dna.toml"))
    assert done.returncode == 2
    assert f"{file}: 4 rows, 1 passed over; 1 report recorded, 0 already there, 1 problem" in done.stdout
    assert "accepts" in printed("board", ledger)


# A map to begin with


def filled(map_text, **words):
    """Return a map with what stands as "?" filled in by field, the attribution too."""
    form = tomllib.loads(map_text.replace('# attribution = "named"', 'attribution = "named"'))
    for field, meanings in words.items():
        assert set(form["words"][field].values()) == {"?"}
        form["words"][field] |= meanings
    return form


def test_a_map_to_begin_with_has_every_concept_organisation_and_agreement(file):
    form = tomllib.loads(pt.intake.starting_map(file))
    assert form["columns"] == MAP["columns"]
    assert {field: list(words) for field, words in form["words"].items()} == {
        "party": ["Southland", "Northland"],
        "term": [CONCEPT, "There should be a bridge."],
        "stance": ["true", "false"],
    }


def test_what_the_agenda_knows_needs_no_meaning(file):
    assert list(tomllib.loads(pt.intake.starting_map(file, agenda=AGENDA))["words"]) == ["term", "stance"]


def test_a_map_that_was_filled_in_reads_the_file_as_one_that_was_written_by_hand(file):
    text = pt.intake.starting_map(file, agenda=AGENDA)
    words = {"term": {CONCEPT: "truce"}, "stance": {"true": "accepts", "false": "rejects"}}
    table = pt.read(file, {**filled(text, **words), "skip": {"party": [""]}}, agenda=AGENDA)
    assert table.reports == read(file).reports
    assert [str(problem) for problem in table.problems] == [
        "river.dna, sheet DNA Statement, row 14, column concept: what 'There should be a bridge.' stands for is"
        " not said; fill it in under words.term of the map"
    ]


def test_another_type_of_statement_begins_with_its_columns(file):
    text = pt.intake.starting_map(file, {"sheet": "Annotation"})
    assert tomllib.loads(text)["sheet"] == "Annotation"
    assert '# weight = "..."' not in text
    assert '# "weight": 1 value: 7 (1)' in text


def test_without_a_map_a_file_is_refused_with_what_it_holds_and_how_to_make_one(file, tmp_path):
    for read_file in (pt.read, pt.read_table):
        with pytest.raises(InvalidInputError) as refused:
            read_file(file, agenda=AGENDA)
        message = str(refused.value)
        assert "peacetrack map river.dna -o map.toml" in message
        assert f"'concept': 2 values: {CONCEPT} (3), There should be a bridge. (1)" in message
        assert "'agreement': 2 values: true (3), false (1)" in message
    with pt.open(tmp_path / "talks.db") as talks:
        talks.extend(new(AGENDA).entries())
    done = as_typed("log", str(tmp_path / "talks.db"), str(file))
    assert (done.returncode, done.stdout) == (2, "")
    assert "'concept': 2 values" in done.stderr


def test_the_command_writes_a_map(file, tmp_path):
    with pt.open(tmp_path / "talks.db") as talks:
        talks.extend(new(AGENDA).entries())
    assert printed("map", str(file)) == pt.intake.starting_map(file)
    written = str(tmp_path / "map.toml")
    assert as_typed("map", str(file), "--agenda", str(tmp_path / "talks.db"), "-o", written).returncode == 0
    assert tomllib.loads((tmp_path / "map.toml").read_text()) == tomllib.loads(
        pt.intake.starting_map(file, agenda=AGENDA)
    )


def test_any_text_of_a_file_stands_in_its_map(file):
    name = 'a "b"\n\\ \x7f # ] é\U0001f54a'
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE ENTITIES SET Value = ? WHERE VariableId = 3", (name,))
        database.commit()
    assert tomllib.loads(pt.intake.starting_map(file))["words"]["term"] == {name: "?"}
