"""Load a folder of seeds in TOML."""

import pytest

import peacetrack as pt
from tests.tracker.helpers import LATER

SEED_AGENDA = """
kind = "agenda"
id = "invented"
parties = [{id = "NORTH", name = "Northland", type = "state"}]
terms = [{id = "truce", kind = "ceasefire", proposition = "the guns fall silent"}]
"""
SEED = """
kind = "report"
id = "a"
since = "2030-01-05"
claims = [{kind = "position", party = "NORTH", term = "truce", stance = "accepts"}]
"""


def seeds(folder, **files):
    """Make a folder of an agenda and more files, recorded one a day from 1 February 2030."""
    files = {"agenda": SEED_AGENDA, **files}
    log = ""
    for day, (name, text) in enumerate(files.items(), start=1):
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        log += f'[[entry]]\nfile = "{name}.toml"\nrecorded_at = 2030-02-{day:02}T09:00:00Z\n'
        log += 'recorded_by = "mk"\n'
    (folder / "log.toml").write_text(log, encoding="utf-8")
    return folder


def test_a_folder_of_seeds_is_read_in_the_order_of_its_log(tmp_path):
    retraction = 'kind = "retraction"\nretracts = "a"\nreason = "a hoax"\n'
    talks = pt.open(seeds(tmp_path, first=SEED, second=retraction))
    assert [(e.kind, e.recorded_by, e.recorded_at.day) for e in talks.entries()] == [
        ("agenda", "mk", 1),
        ("report", "mk", 2),
        ("retraction", "mk", 3),
    ]
    before = talks.state(known="2030-02-02")
    assert before.standing("truce", "NORTH").stance is pt.Stance.ACCEPTS


def test_seeds_are_corrected_by_seeds(tmp_path):
    corrected = SEED.replace('"a"', '"b"').replace("accepts", "open")
    table, claims = corrected.split("claims")
    correction = (
        'kind = "correction"\ncorrects = "a"\nreason = "misheard"\n[report]' + table + "claims" + claims
    )
    talks = pt.open(seeds(tmp_path, first=SEED, second=correction))
    assert talks.state(valid=LATER).standing("truce", "NORTH").stance is pt.Stance.OPEN


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(pt.InvalidInputError, match=r"there is no .*nowhere"):
        pt.open(tmp_path / "nowhere")


def test_a_folder_without_a_log_is_refused_with_what_a_log_is(tmp_path):
    with pytest.raises(pt.InvalidInputError, match=r"log\.toml: there is no such file; .*in order"):
        pt.open(tmp_path)


def test_a_file_that_the_log_names_has_to_be_there(tmp_path):
    seeds(tmp_path, first=SEED)
    (tmp_path / "first.toml").unlink()
    with pytest.raises(pt.InvalidInputError, match=r"first\.toml: .*log\.toml names it"):
        pt.open(tmp_path)


def test_a_file_with_an_entry_that_the_log_does_not_name_is_refused(tmp_path):
    seeds(tmp_path, first=SEED)
    (tmp_path / "map.toml").write_text('[columns]\nwho = "party"\n', encoding="utf-8")
    (tmp_path / ".#first.toml").symlink_to("nowhere")  # the lock of an editor
    (tmp_path / "notes.toml").write_text("to do: dates", encoding="utf-8")
    (tmp_path / "old.toml").mkdir()
    pt.open(tmp_path)
    (tmp_path / "second.toml").write_text(SEED, encoding="utf-8")
    with pytest.raises(pt.InvalidInputError, match=r"second\.toml: log\.toml does not name it; add an"):
        pt.open(tmp_path)


def test_the_log_may_name_a_file_by_its_path(tmp_path):
    seeds(tmp_path, first=SEED)
    log = tmp_path / "log.toml"
    log.write_text(log.read_text(encoding="utf-8").replace('"first', '"./first'), encoding="utf-8")
    assert pt.open(tmp_path).head == 2


def test_what_is_no_name_of_a_file_is_refused_as_such(tmp_path):
    seeds(tmp_path, first=SEED)
    log = tmp_path / "log.toml"
    log.write_text(
        log.read_text(encoding="utf-8").replace('"first.toml"', '["first.toml"]'), encoding="utf-8"
    )
    with pytest.raises(pt.PeacetrackError, match="is not the name of a file"):
        pt.open(tmp_path)


def test_bad_toml_is_named_with_its_line(tmp_path):
    with pytest.raises(pt.InvalidInputError, match=r"first\.toml: this is no TOML: .*line 2"):
        pt.open(seeds(tmp_path, first='kind = "report"\nid =\n'))


def test_an_entry_of_the_log_has_a_file_and_a_time(tmp_path):
    seeds(tmp_path)
    (tmp_path / "log.toml").write_text('[[entry]]\nfile = "agenda.toml"\n', encoding="utf-8")
    with pytest.raises(pt.errors.MissingFieldError, match=r"log\.toml: entry\[0\]: .*'recorded_at'"):
        pt.open(tmp_path)


def test_an_unknown_field_of_the_log_is_named_with_the_nearest(tmp_path):
    seeds(tmp_path)
    log = '[[entry]]\nfile = "agenda.toml"\nrecordedat = 2030-02-01T09:00:00Z\n'
    (tmp_path / "log.toml").write_text(log, encoding="utf-8")
    named = r"log\.toml: entry\[0\]: .*did you mean 'recorded_at'"
    with pytest.raises(pt.errors.UnknownFieldError, match=named):
        pt.open(tmp_path)


def test_problems_of_several_files_are_told_at_once(tmp_path):
    wrong = SEED.replace("NORTH", "NROTH")
    unknown = SEED.replace('"a"', '"b"').replace("accepts", "acepts")
    with pytest.raises(pt.errors.SeveralProblemsError) as caught:
        pt.open(seeds(tmp_path, first=wrong, good=SEED, second=unknown))
    assert [problem.where for problem in caught.value.problems] == [
        "first.toml: claims[0].party",
        "second.toml: claims[0].stance",
    ]


def test_bad_toml_does_not_hide_the_problems_of_other_files(tmp_path):
    wrong = SEED.replace("NORTH", "NROTH")
    with pytest.raises(pt.PeacetrackError) as caught:
        pt.open(seeds(tmp_path, first=wrong, second="id =\n"))
    assert [problem.where for problem in caught.value.problems] == [
        "first.toml: claims[0].party",
        "second.toml",
    ]


def test_the_same_report_in_two_files_is_refused(tmp_path):
    with pytest.raises(pt.InvalidInputError, match=r"second\.toml: .*recorded twice; entry 2"):
        pt.open(seeds(tmp_path, first=SEED, second=SEED))


def test_a_file_without_a_kind_is_a_report(tmp_path):
    talks = pt.open(seeds(tmp_path, first=SEED.replace('kind = "report"\n', "")))
    assert [entry.kind for entry in talks.entries()] == ["agenda", "report"]
