"""What was written in format 1 of the JSON form: it is read, proved, and brought forward.

The files in `fixtures/format-1` were written by the last library of that format. They hold what is refused
today: a time in blank words, a duration in words, spaces around an id and an alias.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import pytest

import peacetrack as pt
from tests.stores.forging import forge
from tests.stores.places import in_file, opened
from tests.stores.test_sqlite import FIXTURES

OLD = FIXTURES / "format-1"
KEPT = pt.Checkpoint.parse((OLD / "talks.checkpoint").read_text())


def formats(talks: pt.Tracker) -> list[int]:
    return [json.loads(entry.hashed)["format"] for entry in talks.entries()]


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "talks.db"
    shutil.copy(OLD / "talks.db", path)
    return path


def check_answers(talks: pt.Tracker) -> None:
    state = talks.state(valid="2026-01-01")
    assert {term: str(state[term].status) for term in state} == {
        "truce": "pending",
        "pledge": "contested",
        "rest": "unreported",
    }
    assert state["truce"]["NORTH"].conditions[1] == pt.InWords("a just end")
    assert state["pledge"]["SOUTH"].details["duration"] == pt.Quantity("7.5", 20, "years")
    assert state.event("summit").duration == "two hours"
    assert state.agenda.party_id(" Northland ") == "NORTH"
    assert state.agenda.party_by_id["LEAGUE"].members_known is None
    assert talks.reports["first"].claims[1].since == pt.Moment.unknown(" ")
    assert str(talks.reports["fourth"].claims[0].wording).startswith("[redacted")


def test_an_export_is_read_and_proved_by_the_checkpoint_of_then():
    talks = pt.open(OLD / "talks.jsonl")
    assert talks.verify(KEPT) == KEPT
    assert formats(talks) == [1] * 7
    check_answers(talks)


def test_a_file_is_read_and_proved_by_the_checkpoint_of_then(old):
    with opened(old) as talks:
        assert talks.verify(KEPT) == KEPT
        check_answers(talks)


def test_what_is_recorded_after_it_is_of_format_2(old, tmp_path):
    with opened(old) as talks:
        talks.declare(pt.Agenda("old-talks", kinds=[pt.Kind("cap", fields={"level": "quantity"})]))
        report = {"claims": [{"kind": "position", "party": "NORTH", "term": "truce", "stance": "open"}]}
        talks.record({"id": "new", **report})
        talks.redact("first", reason="a source")
        now = talks.verify(KEPT)
        assert formats(talks) == [*[1] * 7, 2, 2, 2]
        talks.save(tmp_path / "talks.jsonl")
    header, *entries, _ = lines(tmp_path / "talks.jsonl")
    assert header["version"] == 2
    assert [line.get("format") for line in entries] == [*[1] * 7, None, None, None]
    again = pt.open(tmp_path / "talks.jsonl")
    assert again.verify(KEPT) == again.verify(now) == now


def test_an_export_is_brought_forward_in_every_store(tmp_path):
    first = pt.open(OLD / "talks.jsonl")
    first.save(tmp_path / "forward.jsonl")
    for source in (first, pt.open(tmp_path / "forward.jsonl")):
        with in_file(tmp_path).open() as talks:
            talks.extend(source.entries())
            assert talks.verify(KEPT) == KEPT
            assert talks.extend(source.entries()) == KEPT.size


def test_its_files_by_hand_are_recorded_as_they_were():
    talks = pt.Tracker(json.loads((OLD / "agenda.json").read_text()))
    report = talks.record(json.loads((OLD / "report.json").read_text()))
    from_toml = talks.record(tomllib.loads((OLD / "report.toml").read_text()))
    # the ids are hashes of what is said, as the library of then made them
    assert (report.id, from_toml.id) == ("cf5033256940c29f", "bbc9688a0dc76ed0")


@pytest.mark.parametrize("known", [3, 99, "2", True, None, []])
def test_a_later_format_of_an_export_is_refused(tmp_path, known):
    path = tmp_path / "talks.jsonl"
    text = (OLD / "talks.jsonl").read_text(encoding="utf-8")
    path.write_text(text.replace('"version": 1', f'"version": {json.dumps(known)}'), encoding="utf-8")
    message = f"the export has version {known!r}, this peacetrack reads 1 and 2; update peacetrack"
    with pytest.raises(pt.InvalidInputError) as caught:
        pt.open(path)
    assert message in str(caught.value)


@pytest.mark.parametrize("known", [3, "1", True, None])
def test_a_later_format_of_a_line_is_refused(tmp_path, known):
    header, *entries = lines(OLD / "talks.jsonl")
    path = tmp_path / "talks.jsonl"
    made = [header, *({**line, "format": known} for line in entries)]
    path.write_text("".join(json.dumps(line) + "\n" for line in made), encoding="utf-8")
    with pytest.raises(pt.InvalidInputError, match="is not a known format; update peacetrack"):
        pt.open(path)


def test_an_agenda_may_have_a_blank_time_of_that_format(tmp_path):
    header, declared, *entries = lines(OLD / "talks.jsonl")
    declared["entry"]["parties"][2]["members"][0]["since"] = {"said": " "}
    path = tmp_path / "talks.jsonl"
    path.write_text(
        "".join(json.dumps(line) + "\n" for line in (header, declared, *entries)), encoding="utf-8"
    )
    (member,) = pt.open(path).agenda.party_by_id["LEAGUE"].members
    assert member.since == pt.Moment.unknown(" ")


def test_a_correction_may_have_a_blank_time_of_that_format(tmp_path):
    written = lines(OLD / "talks.jsonl")
    written[4]["entry"]["report"]["since"] = {"said": " "}
    path = tmp_path / "talks.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in written), encoding="utf-8")
    assert pt.open(path).reports["third"].since == pt.Moment.unknown(" ")


def test_a_later_format_in_a_file_is_refused_when_it_is_asked_and_proved(old):
    with opened(old):
        pass
    forge(old, 2, lambda hashed, words: hashed.update(format=3))
    with opened(old) as talks:
        for ask in (talks.verify, talks.rebuild, lambda: talks.reports["first"]):
            with pytest.raises(pt.errors.LedgerTamperedError, match="reads 1 and 2; update peacetrack"):
                ask()


def test_what_format_1_took_is_not_recorded_today(old):
    with opened(old) as talks:
        with pytest.raises(pt.InvalidInputError, match="is no duration"):
            talks.record({"claims": [{"kind": "event", "id": "e", "duration": "two hours"}]})
        with pytest.raises(pt.errors.MissingFieldError, match="as said"):
            talks.record({"claims": [], "since": {"said": " "}})
        with pytest.raises(pt.errors.WrongTypeError, match="no space or control character around it"):
            talks.record({"id": "new ", "claims": []})
