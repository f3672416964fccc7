"""Exports taken in again: the same ledger, restartable, in any kind of place (law 15)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack.store import jsonl
from peacetrack.testing import strategies as ss
from tests.stores.conftest import LASTING
from tests.stores.places import SEEDS
from tests.stores.test_contract import EXAMPLES


@pytest.mark.parametrize("kind", LASTING)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_law_15_export_then_import_is_the_same_ledger(kind, make, tmp_path_factory, data):
    source = data.draw(ss.ledgers(max_acts=8, rough=True))
    if source.reports and data.draw(st.booleans()):
        source.redact(data.draw(st.sampled_from(sorted(source.reports))), reason="so")
    path = tmp_path_factory.mktemp("export") / "talks.jsonl"
    with make(kind).open() as first:
        first.extend(source.entries())
        first.save(path)
    with make(kind).open() as again:
        batch = data.draw(st.integers(1, 4))
        again.extend(jsonl.load(path), batch=batch)
        assert again.verify() == source.checkpoint()
        basis = data.draw(ss.bases(source))
        assert again.state(basis) == source.state(basis)
        again.save(path.with_name("again.jsonl"))
    assert path.read_bytes() == path.with_name("again.jsonl").read_bytes()


def test_an_import_that_was_interrupted_goes_on_where_it_was(place, export):
    seen: list[int] = []

    def interrupted():
        for number, line in enumerate(jsonl.load(export)):
            if number == 3:
                raise KeyboardInterrupt
            yield line

    with place.open() as talks:
        with pytest.raises(KeyboardInterrupt):
            talks.extend(interrupted(), batch=2)
        assert talks.head == 2
        assert talks.extend(jsonl.load(export), batch=2, progress=seen.append) == 4
        assert seen == [2, 4]
        talks.verify()


def test_an_import_of_another_ledger_into_this_one_is_refused(place, export, tmp_path):
    other = tmp_path / "other.jsonl"
    pt.open(SEEDS).save(other)  # the same reports with other salts
    with place.open() as talks:
        talks.extend(jsonl.load(export))
        with pytest.raises(pt.ConflictError, match=r"other.jsonl:2: entry 1 of the two ledgers is not"):
            talks.extend(jsonl.load(other))
        assert talks.head == 4


@pytest.mark.parametrize("number", [2, 3])
def test_a_line_that_is_missing_or_broken_is_told_and_what_was_before_it_is_kept(number, place, export):
    lines = export.read_text().splitlines(keepends=True)
    export.write_text("".join([*lines[:number], *lines[number + 1 :]]))
    with place.open() as talks:
        with pytest.raises(pt.InvalidInputError, match=rf"talks.jsonl:{number + 1}: .*one is missing"):
            talks.extend(jsonl.load(export), batch=1)
        assert talks.head == number - 1
        talks.verify() if talks.head else None


def test_a_line_whose_words_were_changed_is_another_entry_and_the_checkpoint_says_so(place, export):
    kept = pt.open(export).checkpoint()
    lines = [json.loads(line) for line in export.read_text().splitlines()]
    lines[2]["entry"]["title"] = "something else"
    del lines[0]["checkpoint"], lines[-1]  # as in an earlier revision
    export.write_text("\n".join(map(json.dumps, lines)))
    with place.open() as talks:
        talks.extend(jsonl.load(export))
        with pytest.raises(pt.errors.LedgerTamperedError, match="not those that the checkpoint saw"):
            talks.verify(kept)


def test_one_kind_of_place_is_copied_into_another(make, export):
    with make("postgres").open() as server, make("sqlite").open() as file:
        server.extend(jsonl.load(export))
        file.extend(server.entries())
        assert file.verify() == server.verify()


# Lines that are made up


def line_of(export: Path, number: int) -> dict[str, object]:
    """A line of an export."""
    return dict(json.loads(export.read_text(encoding="utf-8").splitlines()[number]))


def with_line(export: Path, number: int, line: object) -> Path:
    """The export with another line; its checkpoint is gone, as that of an earlier revision."""
    lines = export.read_text(encoding="utf-8").splitlines()[:-1]
    lines[0] = '{"kind": "peacetrack", "version": 2}'
    lines[number] = json.dumps(line)
    export.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return export


@pytest.mark.parametrize(
    "change",
    [
        {"seq": "2"},
        {"seq": []},
        {"seq": {}},
        {"seq": -1},
        {"seq": 0},
        {"seq": True},
        {"seq": 2.0},
        {"seq": None},
        {"salt": 5},
        {"salt": "zz"},
        {"salt": ""},
        {"salt": None, "words": "00"},
        {"salt": None, "words": 5},
        {"recorded_by": 5},
        {"recorded_at": 5},
        {"recorded_at": "9999-12-31T23:59:59.999999Z"},
        {"entry": []},
        {"entry": None},
        {"kind": "more"},
        {"more": 1},
    ],
    ids=str,
)
def test_a_line_that_no_export_has_is_one_clear_error(change, export):
    export = with_line(export, 2, line_of(export, 2) | change)
    with pytest.raises(pt.InvalidInputError, match=r"talks\.jsonl:3"):
        pt.open(export)
    with pt.Tracker() as talks, pytest.raises(pt.InvalidInputError, match=r"talks\.jsonl:3"):
        talks.extend(jsonl.load(export))


def test_words_that_are_gone_without_a_redaction_are_refused_and_not_kept(place, export):
    made_up = {"salt": None, "words": "00" * 32}
    export = with_line(export, 2, line_of(export, 2) | made_up)
    with place.open() as talks:
        with pytest.raises(pt.errors.LedgerTamperedError, match="no redaction says so"):
            talks.extend(jsonl.load(export))
        assert talks.head == 0
    with pytest.raises(pt.PeacetrackError, match="no redaction says so"):
        pt.open(export)


def test_an_export_that_was_cut_off_or_changed_is_refused(place, export):
    lines = export.read_text(encoding="utf-8").splitlines(keepends=True)
    for cut in range(1, len(lines)):
        export.write_text("".join(lines[:cut]), encoding="utf-8")
        with place.open() as talks, pytest.raises(pt.InvalidInputError, match="was cut off"):
            talks.extend(jsonl.load(export))
        if place.name == "memory":
            break
    export.write_text("".join([*lines[:-2], lines[-1]]), encoding="utf-8")
    with pytest.raises(pt.PeacetrackError, match="the checkpoint saw 4 entries, and here are 3"):
        pt.open(export)


def test_blank_lines_are_passed_over_and_nothing_follows_the_checkpoint(export):
    whole = export.read_text(encoding="utf-8")
    export.write_text(whole.replace("\n", "\n\n \n"), encoding="utf-8")
    assert pt.open(export).head == 4
    export.write_text(whole + whole.splitlines(keepends=True)[1], encoding="utf-8")
    with pytest.raises(pt.InvalidInputError, match="nothing follows the checkpoint"):
        pt.open(export)
