"""Tables out: coding sheets that come back as the same claims, and answers as spreadsheets."""

from __future__ import annotations

import io
import sys
from typing import get_args

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack.cli.asked import FORMATS
from peacetrack.intake.guide import VOCABULARIES
from peacetrack.intake.map import FIELDS
from peacetrack.intake.sheet import sheet_rows
from tests.cli.helpers import SEEDS, as_typed
from tests.intake.test_phrases import CAP, CAPPED

openpyxl = pytest.importorskip("openpyxl")

words = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=12).filter(
    lambda text: text == text.strip()
)
texts = st.none() | words | st.sampled_from(["=1+1", "@home", "123", "1.50", "true", "2025-12-15", "+7"])
moments = st.none() | st.sampled_from(
    [
        pt.Moment.parse("2025-12-15"),
        pt.Moment.parse("2025-12"),
        pt.intake.read_date("mid-December 2025"),
        pt.intake.read_date("15 грудня 2025"),
        pt.intake.read_date("15 Dec 2025 14:30 CET"),
        pt.intake.read_date("03/04/2025", order="DMY"),
        pt.Moment.unknown("for some time now"),
    ]
)
attributions = st.none() | st.builds(
    pt.Attribution, st.sampled_from(["quote", "named"]), speaker=words.filter(lambda text: text.casefold() not in ("minister", "ada roe"))
) | st.just(pt.Attribution("quote", person="minister", acts_for="NORTH"))  # fmt: skip
graded = {
    "attribution": attributions,
    "credibility": st.none() | st.sampled_from(list(pt.Credibility)),
    "since": moments | st.sampled_from([pt.During("summit"), pt.Before("the vote"), pt.After("summit")]),
}
conditions = st.lists(
    st.sampled_from(
        [
            pt.EventHeld("the vote"),
            pt.TermIs("border", "in-principle"),
            pt.StanceIs("SOUTH", "truce", "accepts"),
            pt.InWords("the guns fall silent"),
        ]
    ),
    max_size=3,
    unique=True,
)
ENDINGS = (
    pt.At("2030-05-01"),
    pt.At(pt.intake.read_date("early 2030")),
    pt.At(pt.Before("summit")),
    pt.Undisclosed(),
    pt.WithEvent("the vote"),
    pt.NotBefore("summit"),
    pt.Absence.NOT_APPLICABLE,
)
endings = st.sampled_from(ENDINGS)
terms = st.sampled_from(["truce", "border"])
details = st.fixed_dictionaries(
    {},
    optional={
        "level": st.sampled_from(
            [pt.Quantity(20, 20, "years"), pt.Quantity(3, 5), pt.Quantity(high=7), pt.Quantity(2)]
        ),
        "ships": st.integers(-9, 10**6) | st.just(pt.Absence.WITHHELD),
        "regime": st.sampled_from(["full", "partial"]),
        "seas": st.lists(st.sampled_from(["north", "south"]), min_size=1, unique=True),
        "verified": st.booleans(),
        "monitor": st.just("EAST"),
        "guarantors": st.just(["NORTH", "SOUTH"]),
        "labels": st.just(["a", "b c"]),
        "note": words,
        "start": st.just(pt.Moment.parse("2025-12")),
        "end": endings,
    },
).filter(bool)
contents = st.builds(lambda fields: pt.content.Details(CAP, fields), details)
positions = st.builds(
    pt.Position,
    st.sampled_from(["NORTH", "SOUTH"]),
    terms,
    st.none() | st.sampled_from([*pt.Stance, *pt.Absence]),
    act=st.sampled_from(list(pt.Act)),
    red_line=st.none() | st.booleans(),
    addressee=st.none() | st.just("EAST"),
    conditions=st.none() | conditions,
    window=st.none() | endings,
    until=st.none() | endings,
    wording=texts,
    quote=texts,
    **graded,
)
progresses = st.builds(
    pt.Progress, terms, stage=st.sampled_from(list(pt.Stage)), trend=st.none() | st.sampled_from(list(pt.Trend)), wording=texts, **graded
)  # fmt: skip
sources = st.builds(
    pt.Source, texts, url=texts, title=texts, author=texts, published=st.none() | st.just(pt.Moment.parse("2025-12-20")),
    reliability=st.none() | st.sampled_from(list(pt.Reliability)),
)  # fmt: skip
detailed = st.builds(
    pt.Position,
    st.just("NORTH"),
    st.just("ships"),
    st.none() | st.just("open"),
    conditions=st.none() | conditions,
    content=contents,
) | st.builds(pt.Progress, st.just("ships"), content=contents)
claims = st.lists(positions | progresses | detailed, min_size=1, max_size=3, unique=True)
reports = st.builds(
    lambda claims, source, note: pt.Report(claims, id="r", source=source, note=note), claims, sources, texts
)


def test_the_endings_of_sheets_are_of_every_kind():
    assert {type(ending) for ending in ENDINGS} == {*get_args(pt.Ending), pt.Absence}


@given(reports)
def test_claims_written_to_a_sheet_are_read_back_as_they_were(tmp_path_factory, report):
    path = tmp_path_factory.getbasetemp() / "coding.xlsx"
    pt.intake.coding_sheet(path, CAPPED, [report])
    table = pt.read_table(path, agenda=CAPPED)
    assert not table.problems
    assert table.reports == (report,)


EVERY_COLUMN = (
    {
        "report": "r1",
        "outlet": "an agency",
        "url": "https://example.org/1",
        "title": "Talks",
        "author": "A. Reporter",
        "origin": "a wire",
        "reliability": "B",
        "published": "2025-12-20",
        "note": "read twice",
        "date": "2025-12-14",
        "date_said": "last Sunday",
        "party": "NORTH",
        "speaker": "a minister",
        "attribution": "named",
        "term": "truce",
        "stance": "open",
        "act": "offers",
        "addressee": "EAST",
        "red_line": "yes",
        "condition": "the guns fall silent",
        "condition_kind": "words",
        "window": "2025-12-30",
        "until": "undisclosed",
        "credibility": "2",
        "wording": "viable",
        "quote": "We could live with it.",
    },
    {"report": "r2", "event": "summit", "relation": "before", "term": "truce", "stage": "tabled", "trend": "stalled"},
)  # fmt: skip


def test_every_column_is_read_and_written_back(tmp_path):
    assert {field for row in EVERY_COLUMN for field in row} == {*FIELDS}
    table = pt.read_table(EVERY_COLUMN, agenda=CAPPED)
    assert not table.problems
    pt.intake.coding_sheet(tmp_path / "coding.xlsx", CAPPED, table.reports)
    header, *lines = openpyxl.load_workbook(tmp_path / "coding.xlsx")["coding"].iter_rows(values_only=True)
    written = [{name: cell for name, cell in zip(header, line, strict=True) if cell} for line in lines]
    assert written == list(EVERY_COLUMN)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (lambda talks: (talks, ()), "is not an agenda; write talks.agenda"),
        (lambda talks: (talks.agenda, ["monday"]), "'monday' is not one of several reports"),
    ],
)
def test_a_sheet_of_something_else_is_refused(given, message, tmp_path):
    with pytest.raises(pt.errors.WrongTypeError, match=message):
        pt.intake.coding_sheet(tmp_path / "coding.xlsx", *given(pt.Tracker(CAPPED)))
    assert not [*tmp_path.iterdir()]


def test_a_claim_that_does_not_fit_is_refused_and_nothing_is_written(tmp_path):
    talks = pt.open(SEEDS)
    with pytest.raises(pt.InvalidInputError, match="no columns for all that it says: reasons, attribution"):
        pt.intake.coding_sheet(tmp_path / "coding.xlsx", talks.agenda, talks.reports.values())
    assert list(tmp_path.iterdir()) == []


def test_a_voice_and_the_date_of_the_report_are_written_out():
    officials = pt.Attribution("officials-briefed", speaker="two officials")
    report = pt.Report(
        [pt.Position("NORTH", "truce", "open", voice="them")],
        id="a",
        voices={"them": officials},
        since="2025-12",
    )
    (cells,) = sheet_rows(CAPPED, [report])
    row = dict(zip(FIELDS, cells, strict=False))
    assert (row["attribution"], row["speaker"], row["date"]) == (
        "officials-briefed",
        "two officials",
        "2025-12",
    )


def an_empty_sheet(folder):
    path = folder / "coding.xlsx"
    assert as_typed("sheet", SEEDS, "-o", str(path)).returncode == 0
    return openpyxl.load_workbook(path)


def test_a_sheet_has_drop_downs_of_every_name_and_word(tmp_path):
    book = an_empty_sheet(tmp_path)
    sheet, lists = book["coding"], book["lists"]
    agenda = pt.open(SEEDS).agenda
    offered = {}
    for choice in sheet.data_validations.dataValidation:
        (place,) = choice.sqref.ranges
        cells = lists[choice.formula1.removeprefix("lists!").replace("$", "")]
        offered[sheet.cell(1, place.min_col).value] = [cell.value for (cell,) in cells]
    assert offered["party"] == [party.id for party in agenda.parties]
    assert offered["term"] == [term.id for term in agenda.terms]
    assert set(offered["stance"]) == {*pt.Stance, *(word.value for word in pt.Absence)}
    assert offered["act"] == list(pt.Act)
    assert sheet.freeze_panes == "A2"


def test_a_sheet_has_a_guide_that_is_not_edited(tmp_path):
    guide = an_empty_sheet(tmp_path)["guide"]
    assert guide.protection.sheet
    explained = {row[1] for row in guide.iter_rows(min_row=2, values_only=True)}
    agenda = pt.open(SEEDS).agenda
    assert explained >= {*FIELDS, *pt.Stance, *agenda.term_by_id, *agenda.party_by_id}


def test_a_sheet_that_was_filled_in_is_logged(tmp_path):
    book = an_empty_sheet(tmp_path)
    cells = {
        "party": "UA",
        "term": "nato-pause",
        "stance": "open",
        "date": "mid-December 2025",
        "report": "sheet-1",
    }
    for field, text in cells.items():
        book["coding"].cell(2, FIELDS.index(field) + 1).value = text
    book.save(tmp_path / "coding.xlsx")
    ledger = str(tmp_path / "talks.db")
    assert as_typed("import", ledger, SEEDS).returncode == 0
    done = as_typed("log", ledger, str(tmp_path / "coding.xlsx"))
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 report recorded" in done.stdout
    with pt.open(ledger) as talks:
        assert str(talks.reports["sheet-1"].claims[0].since) == "2025-12-11~/2025-12-20~"


def test_a_sheet_is_made_from_an_agenda_in_toml(tmp_path):
    path = tmp_path / "coding.xlsx"
    assert as_typed("sheet", f"{SEEDS}/agenda.toml", "-o", str(path)).returncode == 0
    assert path.exists()


def details_sheet(folder, *claims):
    path = folder / "coding.xlsx"
    pt.intake.coding_sheet(path, CAPPED, [pt.Report(claims, id="a")], events=["summit", "vote"])
    return openpyxl.load_workbook(path)


def test_each_detail_of_a_term_has_a_column_with_its_words_and_a_line_of_the_guide(tmp_path):
    claim = pt.Position("NORTH", "ships", "open", content=pt.content.Details(CAP, {"regime": "full"}))
    book = details_sheet(tmp_path, claim)
    sheet, lists = book["coding"], book["lists"]
    columns = {cell.value: cell.column_letter for cell in sheet[1]}
    assert list(columns)[len(FIELDS) :] == [
        f"detail.{name}" for name in dict.fromkeys((*pt.content.kinds()["ceasefire"].known, *CAP.fields))
    ]
    folded = {name for name, letter in columns.items() if sheet.column_dimensions[letter].hidden}
    assert folded == {name for name in columns if name.startswith("detail.")} - {"detail.regime"}
    offered = {
        str(choice.sqref).rstrip("0123456789").partition("2:")[0]: choice.formula1
        for choice in sheet.data_validations.dataValidation
    }
    cells = lists[offered[columns["detail.regime"]].removeprefix("lists!").replace("$", "")]
    assert [cell.value for (cell,) in cells][:2] == ["full", "partial"]
    meanings = {row[1]: row[2] for row in book["guide"].iter_rows(values_only=True)}
    assert meanings["detail.seas"] == "cap: some of north, south, divided by semicolons"
    assert meanings["votes"] == "casts a vote on it"


def test_events_can_be_chosen_and_others_written(tmp_path):
    book = details_sheet(tmp_path, pt.Position("NORTH", "truce", "open"))
    lists = {column[0].value: [cell.value for cell in column[1:]] for column in book["lists"].columns}
    assert lists["event"][:2] == ["summit", "vote"]
    letter = next(cell.column_letter for cell in book["coding"][1] if cell.value == "event")
    (choice,) = (
        one
        for one in book["coding"].data_validations.dataValidation
        if str(one.sqref).startswith(f"{letter}2:")
    )
    assert not choice.showErrorMessage


def test_a_sheet_is_printed_to_be_read(tmp_path):
    sheet = details_sheet(tmp_path, pt.Position("NORTH", "truce", "open"))["coding"]
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$A")
    shown = [one.width for one in sheet.column_dimensions.values() if not one.hidden]
    assert sum(shown) / sheet.page_setup.fitToWidth <= 150


def test_what_a_guide_explains_is_every_word_that_can_be_chosen():
    assert {word for words in VOCABULARIES.values() for word in words} == {
        *map(str, (*pt.Stance, *pt.Absence, *pt.Act, *pt.Stage, *pt.Trend, *pt.AttributionType))
    }


def test_an_answer_is_a_spreadsheet_with_the_columns_of_csv():
    table = pt.open(SEEDS).state().events()
    out, text = io.BytesIO(), io.StringIO()
    table.to_xlsx(out)
    table.to_csv(text)
    rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
    assert rows[0] == table.columns
    assert len(rows) == len(table) + 1
    assert rows[1][0] == table[0].id
    assert "xlsx" in FORMATS


def test_a_command_that_asks_writes_a_spreadsheet_to_a_pipe():
    out = io.TextIOWrapper(io.BytesIO())
    assert as_typed("board", SEEDS, "--format", "xlsx", output=out).returncode == 0
    sheet = openpyxl.load_workbook(io.BytesIO(out.buffer.getvalue())).active
    assert sheet.max_row > 10


def test_no_text_of_a_spreadsheet_is_a_formula_and_numbers_are_numbers():
    @attrs.frozen
    class Row:
        text: str
        number: int

    out = io.BytesIO()
    pt.Table([Row("=1+1", 7), Row("@sum", 10**18)], Row).to_xlsx(out)
    sheet = openpyxl.load_workbook(out).active
    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [("=1+1", "s"), (7, "n")]
    assert sheet["B3"].value == str(10**18)


def test_a_text_that_no_spreadsheet_holds_is_refused(tmp_path):
    @attrs.frozen
    class Row:
        text: str

    for text, message in (("\a", "no control characters"), ("x" * 40_000, "does not fit into a cell")):
        with pytest.raises(pt.InvalidInputError, match=message):
            pt.Table([Row(text)], Row).to_xlsx(tmp_path / "rows.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_installed_is_named_with_its_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(pt.errors.MissingExtraError, match=r"peacetrack\[tables\]"):
        pt.intake.coding_sheet(tmp_path / "coding.xlsx", CAPPED)
