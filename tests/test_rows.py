"""Tables as they leave the library: names and types of columns, frames, CSV, notebooks."""

from __future__ import annotations

import builtins
import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import attrs
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis
from peacetrack.table.table import Table
from peacetrack.words.value import Absence
from tests import reference
from tests.test_view import AGENDA

ROOT = Path(__file__).parents[1]


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


def test_the_page_of_columns_is_up_to_date():
    written = (reference.FOLDER / "columns.md").read_text(encoding="utf-8")
    assert written == reference.columns_page(), "run python -m tests.reference"


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
    talks.record(
        pt.Report([pt.Position("NORTH", "truce", "open", window="2030-02", since="2030-01-05")])
    )
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


def test_a_table_is_a_sequence_in_all_but_name(berlin):
    events = berlin.events()
    assert list(reversed(events)) == list(events)[::-1]
    assert events[0] in events
    assert (events.index(events[1]), events.count(events[1])) == (1, 1)


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


@given(st.text(min_size=1).filter(lambda text: "\0" not in text))
def test_no_cell_of_a_csv_file_is_a_formula(words):
    written = io.StringIO(newline="")
    talks = pt.Tracker(AGENDA)
    talks.record(pt.draft(id="a").event("summit", "held", place=words))
    talks.state().events().to_csv(written)
    (row,) = csv.DictReader(io.StringIO(written.getvalue(), newline=""))
    assert not row["place"].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert row["place"].removeprefix("'") == talks.state().events()[0].place.removeprefix("'")


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
    assert '<td class="accepts">✓ accepts' in html
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
