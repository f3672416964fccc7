"""Save a ledger as JSON lines, and load it."""

import json

import pytest

import peacetrack as pt
from tests.tracker.helpers import LATER, everything, leaves, ledger_of, says


def test_a_ledger_that_was_saved_is_read_hash_for_hash(tmp_path):
    talks = everything()
    talks.save(tmp_path / "talks.jsonl")
    again = pt.open(tmp_path / "talks.jsonl")
    assert leaves(again) == leaves(talks)
    assert list(again.entries()) == list(talks.entries())
    assert again.state(valid=LATER) == talks.state(valid=LATER)


def test_a_ledger_that_was_read_is_saved_byte_for_byte(tmp_path):
    everything().save(tmp_path / "one.jsonl")
    pt.open(tmp_path / "one.jsonl").save(tmp_path / "two.jsonl")
    assert (tmp_path / "two.jsonl").read_bytes() == (tmp_path / "one.jsonl").read_bytes()


def test_an_export_is_a_header_and_one_entry_a_line(tmp_path):
    ledger_of(says("a", "accepts")).save(tmp_path / "talks.jsonl")
    text = (tmp_path / "talks.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert lines[0] == {"kind": "peacetrack", "version": 2, "checkpoint": True}
    assert lines.pop() == {"kind": "checkpoint", "text": str(pt.open(tmp_path / "talks.jsonl").checkpoint())}
    assert [(line["kind"], line["seq"], line["entry"]["kind"]) for line in lines[1:]] == [
        ("entry", 1, "agenda"),
        ("entry", 2, "report"),
    ]


def test_after_a_save_only_the_export_is_there(tmp_path):
    ledger_of(says("a", "accepts")).save(tmp_path / "talks.jsonl")
    assert [path.name for path in tmp_path.iterdir()] == ["talks.jsonl"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("nonsense", r"talks\.jsonl:2: this is no JSON"),
        ("[]", r"talks\.jsonl:2: this is not one mapping"),
        ('{"kind": "entry", "kind": "entry"}', r"talks\.jsonl:2: 'kind' is there twice; keep one"),
        ('{"kind": "entry"}', r"talks\.jsonl:2: this is no entry: entry, recorded_at"),
    ],
)
def test_a_line_that_is_no_entry_is_named(tmp_path, line, message):
    path = tmp_path / "talks.jsonl"
    path.write_text('{"kind": "peacetrack", "version": 1}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(pt.InvalidInputError, match=message):
        pt.open(path)


def test_an_export_from_which_a_line_is_missing_is_refused(tmp_path):
    path = tmp_path / "talks.jsonl"
    ledger_of(says("a", "accepts"), says("b", "open")).save(path)
    header, agenda_line, _, last, end = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(header + agenda_line + last + end, encoding="utf-8")
    with pytest.raises(pt.PeacetrackError, match=r"talks\.jsonl:3"):
        pt.open(path)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("", "there is nothing in it; give the file that was meant"),
        ("{}", "no export of a ledger"),
        ('{"kind": "peacetrack", "version": 3}', "version 3, this peacetrack reads 1 and 2"),
    ],
)
def test_a_file_of_another_kind_or_version_is_refused(tmp_path, header, message):
    path = tmp_path / "talks.jsonl"
    path.write_text(header, encoding="utf-8")
    with pytest.raises(pt.InvalidInputError, match=message):
        pt.open(path)
