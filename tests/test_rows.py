"""Tables as they leave the library: names and types of columns, frames, CSV, notebooks."""

from __future__ import annotations

import builtins
import copy
import csv
import io
import json
import pickle
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import attrs
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis
from peacetrack.table.table import Table
from peacetrack.words.value import Absence
from tests.test_view import AGENDA

ROOT = Path(__file__).parents[1]
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def berlin():
    talks = pt.open(ROOT / "seeds" / "berlin-2025-12")
    return talks.state(valid="2025-12-20")


@pytest.fixture(scope="module")
def tables(berlin):
    earlier = berlin.at(known=2)
    return [
        berlin.events(),
        berlin.claims(),
        berlin.history("nato-pause", "UA"),
        berlin.standing("security-guarantees", "US").evidence,
        analysis.check(berlin),
        analysis.diff(earlier, berlin),
        analysis.gaps(berlin),
        analysis.packages(berlin),
        analysis.support(berlin),
        analysis.trend(berlin, "2025-12-14", "2025-12-16", "P1D"),
        analysis.windows(berlin),
    ]


def of_moments(*moments):
    @attrs.frozen
    class Dated:
        since: pt.Moment | None

    return pt.Table([Dated(moment) for moment in moments], Dated)


def test_every_form_has_the_columns_of_the_table(tables):
    for table in tables:
        text = io.StringIO()
        table.to_csv(text)
        assert all(tuple(row) == table.columns for row in table.to_dicts())
        assert tuple(text.getvalue().splitlines()[0].split(",")) == table.columns
        assert tuple(pa.table(table).column_names) == table.columns
        assert len(set(table.columns)) == len(table.columns)


def test_a_moment_has_its_bounds_its_precision_and_its_words_beside_it():
    weekend = pt.Moment.parse("[2030-01-05,2030-01-06]", said="over the weekend")
    (row,) = of_moments(weekend).to_dicts()
    assert row == {
        "since": "[2030-01-05,2030-01-06]",
        "since_earliest": "2030-01-05T00:00:00Z",
        "since_latest": "2030-01-06T23:59:59.999999Z",
        "since_precision": "set",
        "since_said": "over the weekend",
        "since_inferred": False,
    }


def test_a_moment_of_which_only_words_are_known_has_no_bounds():
    (row, nothing) = of_moments(pt.Moment.unknown("one day"), None).to_dicts()
    assert (row["since"], row["since_earliest"], row["since_latest"]) == (None, None, None)
    assert (row["since_said"], row["since_precision"]) == ("one day", "unknown")
    assert set(nothing.values()) == {None}


def test_the_end_of_an_offer_is_dated_where_it_has_a_date():
    talks = pt.Tracker(AGENDA)
    talks.record(pt.Report([pt.Position("NORTH", "truce", "open", window="2030-02", since="2030-01-05")]))
    (row,) = talks.state(valid="2030-01-06").history("truce", "NORTH").to_dicts()
    assert row["window"] == {"at": "2030-02"}
    assert row["window_latest"] == "2030-02-28T23:59:59.999999Z"
    assert row["window_precision"] == "month"


def test_rows_of_ones_own_may_say_nothing_of_their_types():
    def made():
        class Hidden: ...

        @attrs.frozen
        class Mine:
            what: Hidden
            size: int

            __columns__ = ("what", "size", "double")

            @property
            def double(self):
                return 2 * self.size

        return pt.Table([Mine("a word", 7)], Mine)

    table = made()
    assert table.to_dicts() == [{"what": "a word", "size": 7, "double": 14}]
    assert pa.table(table).to_pylist() == [{"what": "a word", "size": "7", "double": "14"}]


# Frames


def test_arrow_knows_times_as_times_and_lists_as_lists(berlin):
    schema = pa.table(analysis.check(berlin)).schema
    assert schema.field("since_earliest").type == pa.timestamp("us", tz="UTC")
    assert schema.field("reports").type == pa.list_(pa.string())
    assert pa.table(analysis.gaps(berlin)).schema.field("binds").type == pa.bool_()
    points = pa.table(analysis.trend(berlin, "2025-12-14", "2025-12-15", "P1D")).schema
    assert (points.field("mean").type, points.field("needed").type) == (pa.float64(), pa.int64())


def test_arrow_holds_what_the_rows_hold(tables):
    for table in tables:
        shown = pa.table(table).to_pylist()
        for row, told in zip(shown, table.to_dicts(), strict=True):
            assert row == {name: expected(value, row[name]) for name, value in told.items()}


def expected(value, found):
    """What Arrow holds of a plain value."""
    if isinstance(found, datetime):
        return datetime.fromisoformat(value).astimezone(UTC)
    if isinstance(found, list):
        return [as_text(item) for item in value]
    if isinstance(found, str):
        return as_text(value)
    return value


def as_text(value):
    return value if isinstance(value, str | None) else json.dumps(value, ensure_ascii=False)


def test_polars_pandas_and_duckdb_take_a_table(berlin):
    findings = analysis.check(berlin)
    for frame in (pl.DataFrame(findings), pd.DataFrame.from_arrow(findings)):
        assert frame.shape == (len(findings), len(findings.columns))
        assert list(frame["severity"]) == [str(finding.severity) for finding in findings]
    (counted,) = duckdb.sql(
        "SELECT count(*), count(since), any_value(typeof(since_latest)) FROM findings"
    ).fetchall()
    dated = [finding for finding in findings if finding.since is not None]
    assert counted == (len(findings), len(dated), "TIMESTAMP WITH TIME ZONE")


@pytest.mark.parametrize("size", [0, 2])
@pytest.mark.parametrize("make", [pd.DataFrame, np.asarray, np.array], ids=["pandas", "asarray", "array"])
def test_pandas_and_numpy_do_not_put_rows_into_cells(make, size):
    table = Table([pt.Person("envoy"), pt.Person("aide")][:size], pt.Person)
    with pytest.raises(pt.errors.WrongTypeError, match=r"write table\.to_pandas\(\), or list\(table\)"):
        make(table)
    assert table.to_pandas().shape == (size, len(table.columns))


def test_a_table_is_a_sequence_in_all_but_name(berlin):
    events = berlin.events()
    assert list(reversed(events)) == list(events)[::-1]
    assert events[0] in events
    assert (events.index(events[1]), events.count(events[1])) == (1, 1)


# Slices, filters, orders


def test_a_slice_is_a_table_on_the_same_basis(berlin):
    events = berlin.events()
    first = events[:5]
    assert isinstance(first, pt.Table)
    assert list(first) == list(events)[:5]
    assert (first.basis, first.columns) == (berlin.basis, events.columns)
    assert events[::-1][0] == events[-1]


def test_a_column_is_no_place_and_no_filter(berlin):
    events = berlin.events()
    with pytest.raises(
        pt.errors.WrongTypeError, match=r"'when' is not the place of a row; .*row.name for row"
    ):
        events["when"]
    with pytest.raises(
        pt.errors.WrongTypeError, match=r"'when' is not a function of a row; .*filter.name=value"
    ):
        events.filter("when")


def test_a_filter_keeps_what_passes_and_the_basis(berlin):
    squares = analysis.squares(berlin)
    kept = squares.filter(lambda row: row.needed, party="US", stance="accepts")
    expected = [s for s in squares if s.needed and s.party == "US" and s.stance == "accepts"]
    assert list(kept) == expected
    assert {square.stance for square in kept} == {pt.Stance.ACCEPTS}
    assert len(kept) > 0
    assert kept.basis == berlin.basis
    assert squares.filter() == squares


@pytest.mark.parametrize("kind", [list, tuple, set])
def test_a_filter_takes_several_values(kind, berlin):
    squares = analysis.squares(berlin)
    kept = squares.filter(party=kind(["US", "UA"]), stance=kind(["accepts", "open"]))
    expected = [s for s in squares if s.party in ("US", "UA") and s.stance in ("accepts", "open")]
    assert list(kept) == expected
    assert kept


@pytest.mark.parametrize("value", ["acepts", ["acepts"], {"acepts"}])
def test_a_filter_refuses_a_word_that_its_column_cannot_have(value, berlin):
    with pytest.raises(pt.errors.UnknownNameError, match="did you mean 'accepts'"):
        analysis.squares(berlin).filter(stance=value)
    squares = analysis.squares(berlin)
    assert len(squares.filter(party="US", stance="rejects")) == len(squares.filter(stance="withheld")) == 0
    with pytest.raises(pt.errors.UnknownNameError, match="did you mean 'accepts'"):
        squares[:0].filter(stance=value)
    changes = analysis.diff(berlin.at(valid="2025-12-01"), berlin)
    assert len(changes.filter(after="no such value")) == 0


def test_a_filter_takes_a_value_as_it_is_or_as_it_is_written(berlin):
    events = berlin.events()
    talks = events[events.index(berlin.event("berlin-talks"))]
    for value in (talks.when, talks.when.edtf):
        assert talks in events.filter(when=value)
    for value in (talks.when.earliest, "2025-12-14T00:00:00Z"):
        assert talks in events.filter(when_earliest=value)
    for value in (talks.participants, list(talks.participants)):
        assert talks in events.filter(participants=value)
    undated = events.filter(when=None)
    assert {event.when for event in undated} == {None}


def test_rows_without_a_value_come_last_in_either_direction(berlin):
    events = berlin.events()
    dated = sorted(event.when.anchor for event in events if event.when is not None)
    for descending in (False, True):
        found = events.sort_by("when", descending=descending)
        told = [event.when.anchor for event in found if event.when is not None]
        assert told == sorted(dated, reverse=descending)
        assert all(event.when is None for event in found[len(dated) :])
        assert found.basis == events.basis


def test_words_of_a_scale_sort_by_it_and_absences_last(berlin):
    found = analysis.squares(berlin).sort_by("stance")
    told = [s.stance for s in found if isinstance(s.stance, pt.Stance)]
    assert told == sorted(told)
    assert not any(isinstance(s.stance, pt.Stance) for s in found[len(told) :])


def test_rows_of_equal_value_keep_their_order_and_further_columns_decide(berlin):
    claims = berlin.claims()
    assert list(claims.sort_by("report", "number")) == sorted(
        claims, key=lambda claimed: (claimed.report, claimed.number)
    )
    assert list(claims.sort_by("report")) == sorted(claims, key=lambda claimed: claimed.report)


def test_every_column_of_every_table_can_be_sorted_by_and_filtered(tables):
    for table in tables:
        for column in table.columns:
            assert sorted(map(repr, table.sort_by(column))) == sorted(map(repr, table))
            for row, told in zip(table[:3], table[:3].to_dicts(), strict=True):
                assert row in table.filter(**{column: told[column]})


@pytest.mark.parametrize("ask", [lambda t: t.filter(statsu="held"), lambda t: t.sort_by("id", "statsu")])
def test_a_column_that_is_not_there_is_an_error_that_says_which_is_meant(ask, berlin):
    with pytest.raises(pt.errors.UnknownFieldError, match="did you mean 'status'") as caught:
        ask(berlin.events())
    assert (caught.value.field, caught.value.nearest) == ("statsu", "status")


def test_a_table_does_not_change(berlin):
    events = berlin.events()
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        events.basis = None
    with pytest.raises(TypeError):
        events[0] = events[1]
    assert hash(events) == hash(berlin.events())


def test_a_table_pickles_and_copies(berlin):
    problems = pt.Table([pt.Basis(berlin.basis.valid, 1), berlin.basis], pt.Basis, berlin.basis)
    for other in (pickle.loads(pickle.dumps(problems)), copy.copy(problems)):
        assert (other, other.basis, str(other)) == (problems, problems.basis, str(problems))
    assert copy.deepcopy(problems).columns == problems.columns


# Printed


def test_a_table_prints_as_aligned_columns_below_its_basis(berlin):
    caption, empty, header, *rows = str(berlin.events()[:3]).splitlines()
    assert (caption, empty) == (f"3 rows; {berlin.basis}", "")
    start = header.index("type")
    assert [row[start - 2 : start] for row in rows[:3]] == ["  "] * 3


def test_what_is_not_printed_is_counted(berlin):
    gaps = analysis.gaps(berlin)
    lines = str(gaps).splitlines()
    shown = len(lines[2].split())
    left = len(gaps._shape.fields) - shown
    assert lines[-1].startswith(f"and {len(gaps) - 20} more rows, ")
    assert left > 0
    assert len(lines) == 20 + 5
    assert "more" not in str(analysis.silences(berlin)[:5])


def test_no_line_that_is_printed_is_wide(tables):
    for table in tables:
        for line in str(table).splitlines()[2:]:
            assert len(line) <= 120


@given(st.text(min_size=1).filter(lambda text: "\0" not in text))
def test_nothing_in_a_printed_table_moves_the_cursor(words):
    @attrs.frozen
    class Row:
        text: str

    told = str(Table([Row(f"{words}\x1b[2J\u202e\n")], Row))
    for line in told.splitlines():  # what is written from right to left stands between marks, on its line
        opened = [
            line[:place].count("\u2068") - line[:place].count("\u2069") for place in range(len(line) + 1)
        ]
        assert min(opened) >= 0
        assert opened[-1] == 0
    assert not CONTROLS.search(re.sub("[\u2068\u2069]", "", told))
    assert len(told.splitlines()) <= 4


def test_a_table_without_rows_prints_its_columns(berlin):
    assert str(berlin.events()[:0]).splitlines()[2].startswith("id  type  status")


def test_a_table_without_rows_has_its_types_all_the_same():
    empty = pa.table(pt.Tracker(AGENDA).state().events())
    assert empty.num_rows == 0
    assert empty.schema.field("when_earliest").type == pa.timestamp("us", tz="UTC")
    assert empty.schema.field("participants").type == pa.list_(pa.string())


def test_without_the_extra_the_error_says_what_to_install(berlin, monkeypatch):
    real = builtins.__import__

    def hidden(name, *rest):
        if name.startswith("arro3"):
            raise ModuleNotFoundError(name=name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", hidden)
    with pytest.raises(pt.errors.MissingExtraError, match=r"peacetrack\[frames\]"):
        berlin.events().__arrow_c_stream__()


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_data_frame_is_made_or_the_error_says_what_to_install(library, berlin, monkeypatch):
    events = berlin.events()
    make = getattr(events, f"to_{library}")
    assert list(make()["id"]) == [event.id for event in events]
    assert make().shape == (len(events), len(events.columns))
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(pt.errors.MissingExtraError, match=rf"peacetrack\[{library}\]"):
        make()


@given(st.text(min_size=1).filter(lambda text: "\0" not in text))
def test_no_cell_of_a_csv_file_is_a_formula(words):
    written = io.StringIO(newline="")
    talks = pt.Tracker(AGENDA)
    talks.record(pt.draft(id="a").event("summit", "held", place=words))
    talks.state().events().to_csv(written)
    (row,) = csv.DictReader(io.StringIO(written.getvalue(), newline=""))
    assert not row["place"].lstrip("\ufeff\xa0 ").startswith(tuple("=+-@\t\r\n＝＋－＠"))
    assert row["place"].removeprefix("'") == talks.state().events()[0].place.removeprefix("'")


@attrs.frozen
class Rate:
    rate: pt.Quantity
    note: str


def test_a_number_is_never_quoted_in_a_csv_file():
    written = io.StringIO(newline="")
    rate = pt.Quantity("-2.5", "-2.5")
    pt.Table([Rate(rate, "-2.5"), Rate(pt.Quantity(-3, -3), "a")], Rate).to_csv(written)
    assert written.getvalue() == "rate,note\r\n-2.5,'-2.5\r\n-3,a\r\n"


def test_parquet_keeps_the_types_of_the_columns(berlin, tmp_path):
    board = analysis.squares(berlin)
    board.to_parquet(tmp_path / "board.parquet")
    file = io.BytesIO()
    board.to_parquet(file)
    assert file.getvalue() == (tmp_path / "board.parquet").read_bytes()
    table = pq.read_table(file)
    assert table.column_names == list(board.columns)
    types = {name: str(table.schema.field(name).type) for name in ("needed", "last_reported", "reports")}
    assert types == {
        "needed": "bool",
        "last_reported": "timestamp[us, tz=UTC]",
        "reports": "list<element: string>",
    }
    assert table.column("reports").to_pylist() == [list(square.reports) for square in board]


# Notebooks


def test_everything_says_in_one_line_what_it_is(berlin, tables):
    shown = [berlin, berlin["nato-pause"], berlin.standing("nato-pause", "UA"), *tables]
    shown.append(berlin["nato-pause"].progress)
    for one in shown:
        assert "\n" not in repr(one)
        assert 10 < len(repr(one)) < 300


def test_a_row_of_an_absence_says_so():
    talks = pt.Tracker(AGENDA)
    withheld = pt.Position("NORTH", "truce", "withheld", since="2020-01-01")
    talks.record(pt.Report([withheld]))
    (square,) = (row for row in analysis.squares(talks.state()) if row.stance is not None)
    assert str(square).endswith(": withheld")


def test_a_standing_says_who_stands_where(berlin):
    shown = repr(berlin.standing("security-guarantees", "US"))
    assert shown == "<Standing of US on security-guarantees: accepts>"
    assert repr(berlin.standing("ceasefire", "RU")) == "<Standing of RU on ceasefire: silent>"


def test_a_notebook_shows_the_board_of_a_state(berlin):
    html = berlin._repr_html_()
    assert '<th scope="row">nato-pause</th>' in html
    assert re.search(r'<td class="stance accepts[^"]*">✓ accepts', html)
    assert "nato-membership" not in berlin["nato-pause"]._repr_html_()


def test_a_notebook_shows_a_standing_with_its_evidence(berlin):
    html = berlin.standing("security-guarantees", "US")._repr_html_()
    assert "evidence" in html
    assert "officials-unspecified (American officials)" in html


def test_a_notebook_shows_the_first_rows_and_says_how_many_there_are(berlin):
    found = analysis.gaps(berlin)
    html = found._repr_html_()
    assert html.count("<tr>") == 21
    assert f"and {len(found) - 20} more rows" in html


def test_a_notebook_leaves_out_what_no_row_says(berlin):
    html = berlin.history("nato-pause", "UA")._repr_html_()
    assert "by_group" not in html
    assert "since_precision" not in html


def test_what_stands_alone_is_a_page(berlin):
    page = berlin._repr_html_()
    assert "<!doctype" not in page
    assert "http" not in page  # nothing is loaded from elsewhere


@given(st.text())
def test_no_words_become_markup(words):
    marked = f"<b>{words}</b>".replace("\0", "")
    talks = pt.Tracker(AGENDA)
    talks.record(pt.draft(id="a").event("summit", "held", place=marked))
    assert "<b>" not in talks.state().events()._repr_html_()


@attrs.frozen
class Doubtful:
    """A row of which any field may be absent for a reason."""

    held: bool | Absence
    parties: tuple[str, ...] | Absence


def test_an_absence_among_flags_and_lists_is_told_and_breaks_no_frame():
    rows = [Doubtful(Absence.WITHHELD, ("NORTH",)), Doubtful(True, Absence.NOT_STATED)]
    frame = pl.DataFrame(Table(rows, Doubtful))
    assert frame["held"].to_list() == ["withheld", "true"]
    assert frame["parties"].to_list() == ['["NORTH"]', "not-stated"]


def test_a_table_without_rows_still_names_its_columns():
    assert '<th scope="col">parties</th>' in Table([], Doubtful)._repr_html_()
