"""A report corrected in an editor."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

import peacetrack as pt
from peacetrack.cli.write import as_text
from peacetrack.store import toml
from peacetrack.testing import strategies as ss
from tests.cli.helpers import SEEDS, as_typed, printed


@pytest.fixture(autouse=True)
def texts_are_kept_in_a_folder_of_the_test(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


@pytest.fixture
def ledger(file):
    printed("log", file, f"{SEEDS}/seed-000.toml")
    return file


@pytest.fixture
def edit(ledger, tmp_path, monkeypatch):
    """Return what edits the report with a script of sed in the place of an editor."""
    monkeypatch.delenv("VISUAL", raising=False)

    def edit(script, report="seed-000"):
        (tmp_path / "script.sed").write_text(script, encoding="utf-8")
        monkeypatch.setenv("EDITOR", f"sed -i -f {tmp_path / 'script.sed'}")
        return as_typed("edit", ledger, report, "--reason", "misread")

    return edit


def kept(done):
    """Return the file that the message says is kept."""
    return Path(re.search(r"the text is kept: peacetrack correct \S+ \S+ (\S+) --reason", done.stderr)[1])


def test_what_is_saved_is_recorded_as_a_correction(edit, ledger):
    done = edit('0,/stance = "open"/s//stance = "neutral"/')
    assert done.returncode == 0
    first, changed, rest = done.stdout.splitlines()
    assert first.startswith("corrected by: seed-000-2, entry 3")
    assert changed.startswith("  changed: UA on nato-pause (Ukraine pauses its path")
    assert "stance open -> neutral" in changed
    assert rest == "  42 further claims kept"
    with pt.open(ledger) as talks:
        assert talks.entries()[-1].corrects == "seed-000"


@pytest.mark.parametrize("script", ["", "$a # a comment", "s/$/ /", "$!d"])
def test_left_as_it_is_or_emptied_nothing_is_recorded(script, edit, ledger):
    done = edit(script if script != "$!d" else "d")
    assert (done.returncode, done.stdout, done.stderr) == (0, "nothing was changed\n", "")
    with pt.open(ledger) as talks:
        assert talks.head == 2


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("1a [[", "this is no TOML"),
        ('0,/stance = "open"/s//stance = "opne"/', "unknown stance 'opne'; did you mean 'open'?"),
        ('s/^id = .*/id = "seed-000"/', "the id 'seed-000' is taken"),
    ],
)
def test_what_cannot_be_recorded_is_named_and_its_text_kept(script, message, edit, ledger):
    done = edit(script)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    text = kept(done).read_text(encoding="utf-8")
    with pt.open(ledger) as talks:
        assert talks.head == 2
    mended = text.replace("[[\n", "", 1).replace("opne", "neutral").replace('id = "seed-000"', 'id = "x"')
    kept(done).write_text(mended, encoding="utf-8")
    printed("correct", ledger, "seed-000", str(kept(done)), "--reason", "misread")


def test_an_editor_that_fails_is_named_and_the_text_kept(ledger, monkeypatch):
    monkeypatch.setenv("VISUAL", "false")
    done = as_typed("edit", ledger, "seed-000", "--reason", "misread")
    assert (done.returncode, "false: Editing failed" in done.stderr, kept(done).exists()) == (2, True, True)


def test_a_report_that_was_withdrawn_opens_no_editor(edit, ledger):
    printed("retract", ledger, "seed-000", "--reason", "a hoax")
    done = edit("1a [[")
    assert (done.returncode, "was retracted by entry 3" in done.stderr, "kept" in done.stderr) == (
        2,
        True,
        False,
    )


def test_every_report_of_the_seeds_is_the_same_after_a_round_trip():
    with pt.open(SEEDS) as talks:
        for id in talks.reports:
            form = talks.begin_correction(id)
            text = as_text(talks, form, "title")
            assert toml.mapping(text, where="text") == form
            assert text.count("\n# claim ") == len(form["claims"])


def test_an_uncoded_report_gets_its_claims_in_the_editor(edit, ledger, tmp_path):
    item = tmp_path / "item.toml"
    item.write_text('kind = "report"\nid = "item"\nclaims = []\n[source]\noutlet = "x"\n', encoding="utf-8")
    assert "no claims: uncoded" in printed("log", ledger, str(item))
    assert edit("", "item").stdout == "nothing was changed\n"
    outline = (
        "s/^# \\[/[/",
        "s/^# kind/kind/",
        's/^# party = ""/party = "Kyiv"/',
        's/^# term = ""/term = "dialogue"/',
        's/^# stance = ""/stance = "open"/',
    )
    done = edit("\n".join(outline), "item")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[1].startswith("  added: UA on dialogue")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(report=ss.reports(rough=True))
def test_any_report_is_the_same_after_a_round_trip(report):
    talks = ss.new_tracker()
    talks.record(attrs.evolve(report, id="any"))
    form = talks.begin_correction("any")
    text = as_text(talks, form, "a title\nof two lines")
    assert {"claims": [], **toml.mapping(text, where="text")} == form
