"""A publication: files that other programs read, and nothing of what is held back."""

from __future__ import annotations

import csv
import hashlib
import json
import re

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack.errors import InvalidInputError, MissingExtraError, StoreError
from peacetrack.publication.release import release_of
from peacetrack.publication.tables import tables_of
from peacetrack.testing import strategies as ss
from tests.cli.helpers import as_typed, printed
from tests.publication.helpers import AGENDA, GREEN, RADIO, RED, recorded
from tests.readers import reader
from tests.recording import empty, ledger_of, says

publish = pt.publication.publish


def rows(folder, table):
    """The rows of a table, as pyarrow reads its Parquet."""
    return reader("pyarrow.parquet").read_table(folder / f"{table}.parquet").to_pylist()


def stances(folder):
    return {(row["term"], row["party"]): row["stance"] for row in rows(folder, "board")}


def everything(folder):
    return b"".join(
        file.read_bytes() for file in sorted(folder.iterdir()) if file.suffix != ".parquet"
    ).decode()


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """What is published of the ledger where TLP:GREEN is released."""
    folder = tmp_path_factory.mktemp("published") / "talks"
    publish(
        recorded().state(), folder, released=["tlp:green"], authors=["The desk: A & B"], licence="CC-BY-4.0"
    )
    return folder


# Other programs


def test_frictionless_finds_every_row_type_and_key_in_order(published):
    report = reader("frictionless").validate(published / "datapackage.json")
    problems = [error.message for task in report.tasks for error in task.errors]
    assert problems == []
    assert [task.name for task in report.tasks] == [
        "parties", "people", "terms", "reports", "claims", "events", "board", "history", "evidence"
    ]  # fmt: skip


def test_frictionless_finds_a_key_that_leads_nowhere(published, tmp_path):
    for file in published.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    terms = (tmp_path / "terms.csv").read_text(encoding="utf-8")
    (tmp_path / "terms.csv").write_text(terms.replace("truce,", "peace,"), encoding="utf-8")
    report = reader("frictionless").validate(tmp_path / "datapackage.json")
    assert {error.type for task in report.tasks for error in task.errors} >= {"foreign-key"}


def test_every_table_is_the_same_as_csv_and_as_parquet(published):
    for file in published.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as opened:
            header, *lines = csv.reader(opened)
        table = reader("pyarrow.parquet").read_table(file.with_suffix(".parquet"))
        assert table.column_names == header
        assert table.num_rows == len(lines)


def test_duckdb_joins_the_board_with_its_evidence_and_its_sources(published):
    database = reader("duckdb").connect()
    found = database.execute(
        f"""select outlet from '{published}/board.parquet' join '{published}/evidence.parquet' using (term, party)
        join '{published}/reports.parquet' using (report)
        where term = 'truce' and party = 'NORTH' and bearing = 'holds' and field = 'stance'"""
    )
    assert found.fetchall() == [("A circular",)]


def test_the_package_says_what_it_is(published):
    package = json.loads((published / "datapackage.json").read_text(encoding="utf-8"))
    assert (package["name"], package["title"], package["version"]) == ("hill-talks-1", AGENDA.title, "4")
    assert package["licenses"] == [{"name": "CC-BY-4.0"}]
    assert package["sources"] == [
        {"title": "No word yet", "path": RADIO.url}, {"title": "A circular", "path": GREEN.url}
    ]  # fmt: skip
    assert package["peacetrack"]["held_back"] == 1
    for name, sha256 in package["peacetrack"]["sha256"].items():
        assert hashlib.sha256((published / name).read_bytes()).hexdigest() == sha256


def test_every_file_is_named_in_the_readme(published):
    readme = (published / "README.md").read_text(encoding="utf-8")
    named = {file.stem if file.suffix in (".csv", ".parquet") else file.name for file in published.iterdir()}
    assert {name for name in named if f"`{name}`" not in readme} == {"README.md"}


@pytest.mark.parametrize("name", ["README.md", "codebook.md"])
def test_the_columns_of_whose_words_a_stance_is_are_explained(published, name):
    text = (published / name).read_text(encoding="utf-8")
    columns = ("verdict", "on_record", "conditions_on_record", "otherwise", "accounts_of", "acts", "lapsed")
    assert [column for column in columns if f"`{column}`" not in text] == []


def test_a_board_of_an_earlier_day_marks_what_came_out_later(tmp_path):
    said = [
        says("early", "open", "2030-01-02", published="2030-01-03"),
        says("late", "accepts", "2030-01-02", of="SOUTH", published="2030-01-20"),
    ]
    talks = ledger_of(AGENDA, *said)
    publish(talks.state(valid="2030-01-10"), tmp_path / "then")
    later = {row["party"]: row["later"] for row in rows(tmp_path / "then", "board") if row["stance"]}
    assert later == {"NORTH": False, "SOUTH": True}
    assert "known to entry 3, default trust. Entry 3 was recorded on 2030-02-02." in everything(
        tmp_path / "then"
    )
    publish(talks.state(valid="2030-01-25"), tmp_path / "now")
    assert not any(row["later"] for row in rows(tmp_path / "now", "board"))


def test_the_citation_is_yaml_with_what_the_format_requires(published):
    citation = reader("yaml").safe_load((published / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert citation["authors"] == [{"name": "The desk: A & B"}]
    assert (citation["title"], citation["version"], citation["license"]) == (AGENDA.title, "4", "CC-BY-4.0")


def test_the_checkpoint_is_that_of_the_ledger(published, tmp_path):
    talks = recorded()
    publish(talks.state(), tmp_path)
    talks.record(pt.Report([pt.Question("and now?")]), recorded_at="2030-02-04")
    assert talks.verify((tmp_path / "checkpoint.txt").read_text(encoding="utf-8")).size == 5
    with pytest.raises(pt.errors.LedgerTamperedError):
        recorded().verify((published / "checkpoint.txt").read_text(encoding="utf-8"))


def test_a_text_that_a_spreadsheet_may_run_is_quoted_in_csv_only(published):
    assert "'=we could" in (published / "claims.csv").read_text(encoding="utf-8")
    assert "=we could" in [row["quote"] for row in rows(published, "claims")]


# What is held back


def test_no_file_holds_a_word_of_what_is_held_back(tmp_path):
    done = publish(recorded().state(), tmp_path / "talks")
    assert (done.reports, done.held_back) == (1, {"TLP:GREEN": 1, "TLP:RED": 1})
    text = everything(tmp_path / "talks")
    assert [word for word in ("hidden", "TLP", "circular", "could", "2030-01-06") if word in text] == []
    packed = json.dumps(
        [rows(tmp_path / "talks", file.stem) for file in (tmp_path / "talks").glob("*.parquet")], default=str
    )
    assert [word for word in ("hidden", "TLP", "circular", "could") if word in packed] == []
    assert "2 reports held back" in text


@pytest.mark.parametrize(
    ("released", "stance"), [((), "opposes"), (("TLP:GREEN",), "open"), (("tlp:green", "TLP:RED"), "accepts")]
)
def test_the_board_is_that_of_the_published_reports(tmp_path, released, stance):
    publish(recorded().state(), tmp_path, released=released)
    assert stances(tmp_path)["truce", "NORTH"] == stance
    assert {row["report"] for row in rows(tmp_path, "claims")} == {
        row["report"] for row in rows(tmp_path, "reports")
    }


def test_a_term_with_nothing_published_has_no_stance(tmp_path):
    talks = ledger_of(AGENDA, pt.Report([pt.Position("SOUTH", "truce", "rejects")], id="red", source=RED))
    publish(talks.state(), tmp_path)
    assert stances(tmp_path)["truce", "SOUTH"] is None
    assert rows(tmp_path, "evidence") == []


SHA = "ab" * 32
MARKED = attrs.evolve(RED, sha256=SHA, archived="https://archive.example/hidden")
SOUTH_IS_OPEN = pt.Position("SOUTH", "truce", "open", wording="a hidden word")


def coding(id="second", **source):
    return pt.Report([SOUTH_IS_OPEN], id=id, source=pt.Source("A hidden paper", **source))


def published_words(talks, folder, **basis):
    publish(talks.state(**basis), folder, released=["TLP:GREEN"])
    packed = [rows(folder, file.stem) for file in folder.glob("*.parquet")]
    return everything(folder) + json.dumps(packed, default=str)


@pytest.mark.parametrize(
    "source",
    [
        {"url": RED.url},
        {"url": RED.url, "published": "2030-01-20"},
        {"url": f"{RED.url}/"},
        {"url": "HTTP://www.hidden.example/7"},
        {"url": f"{RED.url}#page-3"},
        {"url": MARKED.archived},
        {"url": "https://example.org/copy", "archived": RED.url},
        {"sha256": SHA},
    ],
)
def test_another_coding_of_a_marked_source_is_held_back_too(tmp_path, source):
    talks = ledger_of(AGENDA, pt.Report([SOUTH_IS_OPEN], id="hidden-cable", source=MARKED))
    talks.record(coding(**source), recorded_at="2030-02-04")
    assert "hidden" not in published_words(talks, tmp_path)
    assert publish(talks.state(), tmp_path).held_back == {"TLP:RED": 2}
    assert publish(talks.state().without("hidden-cable"), tmp_path).held_back == {"TLP:RED": 1}


def test_a_coding_of_a_coding_of_a_marked_source_is_held_back_too(tmp_path):
    talks = recorded()
    talks.record(coding(url=RED.url, sha256=SHA), recorded_at="2030-02-04")
    talks.record(coding("third", sha256=SHA), recorded_at="2030-02-05")
    assert "hidden" not in published_words(talks, tmp_path)


@pytest.mark.parametrize("decide", ["retract", "propose", "dismiss"])
def test_a_marking_counts_where_its_report_does_not(tmp_path, decide):
    talks = ledger_of(AGENDA, coding(url=RED.url))
    marked = pt.Report([SOUTH_IS_OPEN], id="hidden-cable", source=RED)
    (talks.record if decide == "retract" else talks.propose)(marked, recorded_at="2030-02-04")
    if decide != "propose":
        getattr(talks, decide)("hidden-cable", reason="there twice", recorded_at="2030-02-05")
    assert "hidden" not in published_words(talks, tmp_path)


def test_a_marking_that_came_later_counts_before(tmp_path):
    talks = ledger_of(AGENDA, coding())
    known = talks.head
    form = talks.begin_correction("second") | {"id": "third"}
    marked = form | {"source": form["source"] | {"marking": "TLP:RED"}}
    talks.correct("second", marked, reason="it was told in confidence", recorded_at="2030-02-04")
    assert "hidden" not in published_words(talks, tmp_path, known=known)


def test_a_marking_that_was_corrected_counts_no_longer(tmp_path):
    talks = ledger_of(AGENDA, pt.Report([SOUTH_IS_OPEN], id="first", source=RED), coding(url=RED.url))
    told = coding("told", url=RED.url)
    receipt = talks.correct("first", told, reason="it is public now", recorded_at="2030-02-04")
    assert "marking TLP:RED -> nothing" in receipt.amended[0]
    publish(talks.state(), tmp_path)
    assert {row["report"] for row in rows(tmp_path, "reports")} == {"second", "told"}


def test_what_a_marked_correction_replaced_does_not_come_back(tmp_path):
    talks = recorded()
    marked = pt.Report([pt.Position("NORTH", "truce", "neutral")], id="radio-2", source=RED)
    talks.correct("radio", marked, reason="it was told in confidence", recorded_at="2030-02-04")
    done = publish(talks.state(), tmp_path)
    assert done.reports == 0
    assert stances(tmp_path)["truce", "NORTH"] is None
    assert rows(tmp_path, "events") == []


def test_a_correction_without_the_marking_is_published(tmp_path):
    talks = recorded()
    open_now = pt.Report([pt.Position("NORTH", "truce", "accepts")], id="told", source=RADIO)
    talks.correct("hidden-cable", open_now, reason="it is public now", recorded_at="2030-02-04")
    publish(talks.state(), tmp_path, released=["TLP:GREEN"])
    assert {row["report"] for row in rows(tmp_path, "reports")} == {"radio", "circular", "told"}


def test_proposals_and_the_names_of_recorders_are_not_published(tmp_path):
    talks = recorded()
    talks.propose(pt.Report([pt.Position("SOUTH", "truce", "rejects", wording="a guess")], id="draft"))
    publish(talks.state(), tmp_path)
    assert "a guess" not in everything(tmp_path)


def test_words_that_were_redacted_are_gone_here_too(tmp_path):
    talks = recorded()
    talks.redact("radio", reason="names a source", recorded_at="2030-02-04")
    publish(talks.state(), tmp_path)
    assert "no, never" not in everything(tmp_path)
    assert [row["redacted"] for row in rows(tmp_path, "reports")] == [True]


def test_a_claim_that_disputes_what_holds_is_there_though_it_begins_later(tmp_path):
    """Its order against a stance of an open date is not known (rule 7)."""
    talks = ledger_of(
        AGENDA,
        says("open", "accepts", "2030-01", by="named"),
        says("late", "rejects", "2030-01-04", by="quote"),
    )
    publish(talks.state(valid="2030-01-02"), tmp_path)
    evidence = [(row["report"], row["claim"], row["bearing"]) for row in rows(tmp_path, "evidence")]
    assert ("late", 1, "disputes") in evidence
    assert {("late", 1), ("open", 1)} == {(row["report"], row["claim"]) for row in rows(tmp_path, "claims")}


# On random ledgers


@given(st.data())
@settings(max_examples=min(10, settings().max_examples))
def test_every_key_of_a_random_ledger_is_there_once_and_leads_somewhere(data):
    talks = data.draw(ss.ledgers(ss.NARROW, min_acts=3, max_acts=8))
    there = {}
    for table in tables_of(release_of(talks.state(data.draw(ss.bases(talks))), ())):
        rows = there[table.name] = table.rows.to_dicts()
        keys = [tuple(row[name] for name in table.key) for row in rows if table.key]
        assert len(set(keys)) == len(keys)
        assert all(None not in key for key in keys)
        for foreign in table.foreign:
            known = {tuple(row[name] for name in foreign.key) for row in there[foreign.table]}
            named = {tuple(row[name] for name in foreign.columns) for row in rows}
            assert {key for key in named if None not in key} <= known


# The folder


def test_a_publication_is_made_again_in_its_folder(tmp_path):
    publish(recorded().state(), tmp_path / "out")
    (tmp_path / "out" / ".git").mkdir()
    before = everything_but_times(tmp_path / "out")
    publish(recorded().state(), tmp_path / "out")
    assert everything_but_times(tmp_path / "out") == before
    assert (tmp_path / "out" / ".git").is_dir()


def everything_but_times(folder):
    return {file.name: re.sub("\"created.*|root .*|\"(checkpoint.txt|README.md)\".*", "", file.read_bytes().decode("latin-1"))
            for file in folder.iterdir() if file.is_file() and file.suffix not in (".parquet",)}  # fmt: skip


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"peacetrack": 1}', b'{"peacetrack": {"agenda": "other"}}', b"\xff" * 9]
)
def test_a_folder_with_something_else_is_refused_and_left_alone(tmp_path, content):
    (tmp_path / "datapackage.json").write_bytes(content)
    with pytest.raises(InvalidInputError, match="something else than a publication"):
        publish(recorded().state(), tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["datapackage.json"]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="this is no folder"):
        publish(recorded().state(), tmp_path / "out")


def test_a_folder_that_cannot_be_made_is_an_error_of_the_store(tmp_path):
    with pytest.raises(StoreError, match="give a place that can be written to"):
        publish(recorded().state(), tmp_path / "no" / "such" / "folder")


def test_nothing_is_written_where_a_library_is_missing(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"pip install \"peacetrack\[parquet\]\""):
        publish(recorded().state(), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_is_supposed_is_refused(tmp_path):
    state = recorded().state().suppose(pt.Report([pt.Position("SOUTH", "truce", "accepts")]))
    with pytest.raises(InvalidInputError, match="only supposed is not published"):
        publish(state, tmp_path)


def test_a_lone_text_of_markings_is_refused(tmp_path):
    with pytest.raises(InvalidInputError, match="texts"):
        publish(recorded().state(), tmp_path, released="TLP:RED")


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({"authors": ["Ann", " "]}, "an author has no name"),
        ({"licence": "CC BY 4.0"}, "'CC BY 4.0' is no identifier of a licence"),
        ({"licence": ""}, "'' is no identifier of a licence"),
    ],
)
def test_an_author_and_a_licence_are_checked(tmp_path, given, what):
    with pytest.raises(InvalidInputError, match=what):
        publish(recorded().state(), tmp_path / "out", **given)
    assert not (tmp_path / "out").exists()


def test_an_empty_ledger_is_refused(tmp_path):
    with pytest.raises(InvalidInputError, match="an empty ledger has no checkpoint"):
        publish(empty().state(valid="2030-01-01"), tmp_path / "out")
    assert not (tmp_path / "out").exists()


# The command


def test_the_command_says_what_it_held_back(tmp_path):
    recorded().save(tmp_path / "talks.jsonl")
    done = as_typed(
        "publish", str(tmp_path / "talks.jsonl"), str(tmp_path / "out"), "--released", "TLP:GREEN"
    )
    assert done.stdout == f"{tmp_path}/out: 25 files; 2 reports published, held back: 1 marked TLP:RED\n"
    assert done.stderr == "CITATION.cff names no author; give --author NAME\n"


def test_the_command_names_the_option_that_is_wrong(tmp_path):
    recorded().save(tmp_path / "talks.jsonl")
    done = as_typed("publish", str(tmp_path / "talks.jsonl"), str(tmp_path / "out"), "--author", " ")
    assert done.stderr == "peacetrack: --author: an author has no name; leave it out, or name it\n"


def test_the_command_takes_a_basis(tmp_path):
    recorded().save(tmp_path / "talks.jsonl")
    printed("publish", str(tmp_path / "talks.jsonl"), str(tmp_path / "out"), "--known", "2", "--author", "x")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert (package["version"], package["peacetrack"]["valid"]) == ("2", "2030-02-01T00:00:00Z")


def test_the_command_refuses_seeds_which_prove_nothing(tmp_path):
    from tests.cli.helpers import SEEDS

    done = as_typed("publish", SEEDS, str(tmp_path / "out"))
    assert "has other hashes each time" in done.stderr
