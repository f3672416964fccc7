"""Proposals reviewed at a terminal: one after the other, with every decision kept at once."""

from __future__ import annotations

import pytest

import peacetrack as pt
from peacetrack.cli import review as review_module
from peacetrack.cli import write as write_module
from tests.cli.helpers import SEEDS, as_typed, printed
from tests.coding.test_proposals import draft
from tests.rules.helpers import AGENDA


@pytest.fixture
def ledger(tmp_path, monkeypatch):
    for module in (write_module, review_module):
        monkeypatch.setattr(module, "at_terminal", lambda: True)
    monkeypatch.setenv("VISUAL", "true")
    place = tmp_path / "talks.db"
    with pt.open(place) as talks:
        talks.declare(AGENDA)
        for id in ("d1", "d2", "d3"):
            talks.propose(draft(id))
    return str(place)


def statuses(ledger):
    with pt.open(ledger) as talks:
        return [proposed.status for proposed in talks.proposals()]


def answered(ledger, *lines, by="anna"):
    return as_typed("review", ledger, "--by", by, input="".join(f"{line}\n" for line in lines))


def test_each_open_proposal_is_shown_and_settled(ledger):
    done = answered(ledger, "a", "d", "twice", "s")
    assert done.returncode == 0, done.stderr
    assert statuses(ledger) == ["accepted", "dismissed", "open"]
    shown = [line for line in done.stdout.splitlines() if "open proposal" in line]
    assert [line.partition(";")[0] for line in shown] == [
        "d1, one of 3 open proposals",
        "d2, one of 2 open proposals",
        "d3, one of 1 open proposal",
    ]
    assert done.stdout.endswith(f"1 proposal open: peacetrack review {ledger}\n")
    with pt.open(ledger) as talks:
        assert talks.proposals()[1].reason == "twice"
        assert talks.entries()[-1].recorded_by == "anna"
    assert answered(ledger, "a").stdout.endswith("all settled\n")
    assert answered(ledger).stdout == "no proposal is open\n"


def test_a_review_that_is_quit_or_interrupted_keeps_what_was_decided(ledger):
    done = answered(ledger, "a", "q")
    assert (done.returncode, statuses(ledger)) == (0, ["accepted", "open", "open"])
    assert done.stdout.endswith(f"2 proposals open: peacetrack review {ledger}\n")
    broken = answered(ledger, "a")  # the input ends, as after Ctrl-C
    assert (broken.returncode, statuses(ledger)) == (130, ["accepted", "accepted", "open"])
    assert broken.stderr.endswith(
        "interrupted; what was recorded stays, and the command can be typed again\n"
    )
    assert broken.stdout.endswith(f"1 proposal open: peacetrack review {ledger}\n")
    in_a_reason = answered(ledger, "d")
    assert (in_a_reason.returncode, statuses(ledger)[2]) == (130, "open")


def test_what_is_no_choice_is_asked_again(ledger):
    done = answered(ledger, "x", "", "a", "q")
    assert (done.returncode, statuses(ledger)[0]) == (0, "accepted")
    assert "'x' is not one of" in done.stdout + done.stderr


def test_a_proposal_is_amended_in_an_editor(ledger, tmp_path, monkeypatch):
    monkeypatch.setenv("VISUAL", """sed -i 's/stance = "open"/stance = "rejects"/'""")
    done = answered(ledger, "m", "he said no", "q")
    assert done.returncode == 0, done.stderr
    assert statuses(ledger)[0] == "amended"
    assert "stance open -> rejects" in done.stdout
    with pt.open(ledger) as talks:
        assert talks.proposals()[0].reason == "he said no"
        assert talks.reports["d1"].coded_by == draft("d1").coded_by


def test_an_amendment_that_changes_nothing_settles_nothing(ledger):
    done = answered(ledger, "m", "no reason", "s", "q")
    assert "nothing was changed" in done.stdout
    assert statuses(ledger) == ["open"] * 3


def test_a_text_that_cannot_be_recorded_can_be_edited_again(ledger, tmp_path, monkeypatch):
    script = tmp_path / "editor.sh"
    script.write_text(
        'grep -q opne "$1" && sed -i s/opne/rejects/ "$1" || sed -i \'s/"open"/"opne"/\' "$1"\n'
    )
    monkeypatch.setenv("VISUAL", f"sh {script}")
    done = answered(ledger, "m", "he said no", "y", "q")
    assert "unknown stance 'opne'" in done.stderr
    assert statuses(ledger)[0] == "amended"


def test_the_source_is_named(ledger):
    source = pt.Source("a\x1b paper", title="No word", published="2026-01-05", url="https://example.org/1")
    with pt.open(ledger) as talks:
        talks.propose(pt.Report(draft("d4").claims, id="d4", source=source))
    assert "source:" not in as_typed("review", ledger, "d1", input="q\n").stdout
    shown = as_typed("review", ledger, "d4", input="q\n").stdout
    assert "source: a\ufffd paper, No word, 2026-01-05, https://example.org/1\n" in shown


def test_one_proposal_can_be_reviewed_alone_and_a_settled_one_is_shown(ledger):
    done = as_typed("review", ledger, "d2", input="a\n")
    assert (done.returncode, statuses(ledger)) == (0, ["open", "accepted", "open"])
    again = as_typed("review", ledger, "d2")
    assert (again.returncode, "d2, accepted" in again.stdout) == (0, True)
    assert as_typed("review", ledger, "d9").returncode == 2


def test_a_settled_by_another_meanwhile_is_said_and_asked_no_more(ledger, monkeypatch):
    with pt.open(ledger) as talks:
        monkeypatch.setattr(review_module.click, "prompt", iter_answers(talks, "a", "s", "q"))
        done = as_typed("review", ledger)
    assert "was dismissed by entry" in done.stderr


def iter_answers(talks, *answers):
    """Return a prompt that gives answers; before the first, another person dismisses the proposal."""
    given = iter(answers)

    def prompt(*_, **__):
        if talks.proposal("d1").settled is None:
            talks.dismiss("d1", reason="by another")
        return next(given)

    return prompt


def test_a_folder_of_seeds_is_shown_and_never_decided_on(monkeypatch):
    monkeypatch.setattr(review_module, "at_terminal", lambda: True)
    assert printed("review", SEEDS) == "no proposal is open\n"
