"""The commands that read: board, why, history, diff, check, gaps, trend."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest

import peacetrack as pt
from tests import recording
from tests.cli.helpers import as_typed, asked, berlin, printed
from tests.publication.helpers import AGENDA
from tests.recording import says

ONE_TERM = pt.Agenda(
    "invented",
    parties=[pt.Party("NORTH", "Northland", "state")],
    terms=[pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH"])],
)


def test_the_board_shows_every_term_with_its_status_and_the_basis_on_top():
    lines = printed("board", berlin(), "--signs").splitlines()
    assert "known to entry 4, default trust" in lines[0]
    row = next(line for line in lines if line.startswith("security-guarantees"))
    assert "PENDING 2/3 waits on US PARTNERS" in row
    assert "✓ accepts if <?" in row
    assert row.endswith("tabled; advancing; framework outside-nato")


def test_the_columns_of_the_board_are_aligned():
    lines = printed("board", berlin(), "--signs").splitlines()
    header = next(line for line in lines if line.startswith("term"))
    status = header.index("status")
    rows = lines[3 : lines.index("", 3)]
    assert {row[status - 2 : status] for row in rows} == {"  "}


def test_the_board_can_be_of_some_terms_and_parties_in_every_form():
    only = ("--party", "Moscow", "--party", "UA", "--term", "nato-pause", "--term", "dialogue")
    header, *rows = printed("board", berlin(), *only, "--signs").splitlines()[3:6]
    assert header.split()[:4] == ["term", "status", "RU", "UA"]
    assert [row.split()[0] for row in rows] == ["nato-pause", "dialogue"]
    rows = json.loads(printed("board", berlin(), *only, "--format", "json"))["rows"]
    assert {(row["term"], row["party"]) for row in rows} == {
        (term, party) for term in ("nato-pause", "dialogue") for party in ("RU", "UA")
    }
    picture = printed("board", berlin(), *only, "--format", "svg")
    assert "Ukraine" in picture
    assert "Germany" not in picture
    assert "unknown party 'Mars'" in as_typed("board", berlin(), "--party", "Mars").stderr


def test_the_board_as_first_known_has_no_senate():
    early = printed("board", berlin(), "--known", "2", "--signs")
    row = next(line for line in early.splitlines() if line.startswith("senate-ratification"))
    assert "UNREPORTED 0/2" in row


def test_on_record_only_the_talks_go_on_pending():
    row = next(
        line
        for line in printed("board", berlin(), "--trust", "on-record", "--signs").splitlines()
        if line.startswith("dialogue")
    )
    assert "PENDING" in row


def test_why_gives_every_field_its_report_attribution_and_words():
    text = printed("why", berlin(), "nato-pause", "Kyiv")
    assert text.startswith("UA on nato-pause: ✓ accepts")
    assert "seed-000#5" in text
    assert "named (Volodymyr Zelenskyy)" in text
    assert "during berlin-talks" in text


def test_why_without_a_party_says_how_to_ask_about_the_term_itself():
    done = as_typed("why", berlin(), "nato-pause")
    message = "peacetrack: Missing argument 'PARTY'. Write - for the term itself.\n"
    assert (done.returncode, done.stderr) == (2, message)


def test_why_of_a_term_itself():
    text = printed("why", berlin(), "territorial-status/donbas", "-")
    assert text.startswith("territorial-status/donbas itself: ≠ advancing | stalled")


@pytest.mark.parametrize("command", ["why", "history"])
def test_a_term_and_a_party_are_taken_in_either_order(command):
    typed = printed(command, berlin(), "nato-pause", "Kyiv", "--valid", "2025-12-20")
    assert printed(command, berlin(), "Kyiv", "nato-pause", "--valid", "2025-12-20") == typed
    assert typed.startswith("UA on nato-pause")


def test_the_term_itself_is_asked_about_in_either_order():
    typed = printed("why", berlin(), "nato-pause", "-", "--valid", "2025-12-20")
    assert printed("why", berlin(), "-", "nato-pause", "--valid", "2025-12-20") == typed
    assert typed.startswith("nato-pause itself")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("nato-pause", "UAA"), "unknown party 'UAA'; did you mean 'UA'?"),
        (("UAA", "nato-pause"), "unknown party 'UAA'; did you mean 'UA'?"),
        (("nato-paus", "UA"), "unknown term 'nato-paus'; did you mean 'nato-pause'?"),
        (("UA", "nato-paus"), "unknown term 'nato-paus'; did you mean 'nato-pause'?"),
        (("US", "UA"), "'US' and 'UA' are both parties; write a term in place of one of them"),
        (
            ("nato-pause", "dialogue"),
            "'nato-pause' and 'dialogue' are both terms; write a party in place of one of them",
        ),
    ],
)
def test_a_wrong_name_is_refused_as_what_it_stands_for(typed, message):
    for command in ("why", "history"):
        done = as_typed(command, berlin(), *typed)
        assert (done.returncode, done.stdout, done.stderr) == (2, "", f"peacetrack: {message}\n")


def test_diff_tells_what_was_learned_and_what_was_dated():
    text = printed("diff", berlin(), "--since", "2025-12-16T12:00:00Z")
    learned = next(line for line in text.splitlines() if "senate-ratification" in line)
    assert learned.split()[-2:] == ["learned", "seed-004"]
    assert any(line.split()[-2:] == ["dated", "dating"] for line in text.splitlines())


def test_diff_compares_with_no_later_state_than_it_is_asked_of():
    def bases(*options):
        return printed("diff", berlin(), *options).splitlines()[:2]

    first, second = bases("--since", "4", "--known", "2", "--valid", "2025-12-15")
    assert first.removeprefix("from ") == second.removeprefix("to   ")
    first, second = bases("--since", "2025-12-18", "--valid", "2025-12-15")
    assert first.startswith("from valid 2025-12-15 23:59 UTC, known to entry 3")
    assert second.startswith("to   valid 2025-12-15 23:59 UTC, known to entry 4")


def test_diff_since_nothing_was_known_tells_everything():
    text = printed("diff", berlin(), "--since", "0")
    assert "known to entry 0" in text.splitlines()[0]
    assert any(line.split()[-2:] == ["learned", "seed-004"] for line in text.splitlines())


def test_the_board_is_a_page_of_a_terminal_that_can_be_read_aloud():
    lines = printed("board", berlin(), "--valid", "2025-12-20").splitlines()
    assert len(lines) <= 30
    assert max(map(len, lines)) <= 100
    text = "\n".join(lines)
    assert text.startswith(
        "Talks in Berlin on ending the war…, 20 Dec 2025, known to entry 4; newest recorded 1 day ago"
    )
    row = next(line for line in lines if line.startswith("Security guarantees"))
    assert row.split("  ")[0] == "Security guarantees"
    assert "●◐◌ 2/3" in row
    assert "✓ accepts, if" in row
    assert [line for line in lines if line.isupper()] == [
        "GUARANTEES AND NATO", "TERRITORY AND FORCE", "EUROPE AND THE ECONOMY", "THE WHOLE", "PRINCIPLES"
    ]  # fmt: skip
    assert "next: peacetrack board LEDGER --long (Germany and 5 more)" in lines[-1]
    assert not re.search(r"security-guarantees|\bUA\b|\bRU\b", text)


def test_the_long_board_has_sentences_ids_and_every_party():
    text = printed("board", berlin(), "--valid", "2025-12-20", "--long")
    assert "Security guarantees (security-guarantees)" in text
    assert (
        "The United States and partner nations give Ukraine binding security guarantees outside NATO" in text
    )
    assert "Germany ✓ accepts, partner nations that would be guarantors no report" in text
    assert "--long and --signs exclude each other" in as_typed("board", berlin(), "--long", "--signs").stderr


def test_diff_without_a_time_says_what_to_type_for_this_ledger(tmp_path):
    done = as_typed("diff", berlin())
    missing = "peacetrack: Missing option '--since': the time or the entry to compare with, such as"
    typed = "--since 2025-12-19 (when entry 4 was recorded), or --since 3 (what that one changed)"
    assert (done.returncode, done.stderr) == (2, f"{missing} {typed}\n")
    for since in ("2025-12-19", "3"):
        assert as_typed("diff", berlin(), "--since", since).returncode == 0


def test_diff_takes_a_seq_and_says_when_nothing_changed():
    assert "nothing changed" in printed("diff", berlin(), "--since", "4")


def test_a_year_as_known_is_a_time_and_no_seq():
    assert "known to entry 4" in printed("board", berlin(), "--known", "2026")


def test_four_digits_are_a_year_and_five_an_entry(file):
    assert "31 Dec 2027" in printed("board", file, "--known", "2027")
    assert "known to entry 1;" in printed("board", file, "--known", "00001")


def test_history_tells_what_a_party_stood_for_and_since_when():
    text = asked("history")
    assert text.startswith("UA on nato-pause\n")
    (row,) = text.splitlines()[4:]
    assert "✓ accepts" in row
    assert "2025-12-14/2025-12-15" in row


def test_a_history_names_whose_it_is_however_it_was_typed():
    assert printed("history", berlin(), "nato-pause", "Kyiv").startswith("UA on nato-pause\n")


def test_findings_fail_where_that_is_asked_for():
    assert sum(line.startswith("medium  ") for line in asked("check").splitlines()) > 10
    printed("check", berlin(), "--fail-on", "low", code=1)
    printed("check", berlin(), "--fail-on", "high", code=0)
    assert as_typed("check", berlin(), "--fail-on", "medium").returncode == 1


def test_gaps_leave_out_what_nobody_speaks_of_unless_it_is_asked_for():
    duration = re.compile(r"^security-guarantees +content\.duration ", re.MULTILINE)
    assert not duration.search(asked("gaps"))
    assert duration.search(asked("gaps", "--all"))


def test_a_trend_is_of_the_deal_or_of_a_term_or_of_everything():
    def terms(*options):
        rows = json.loads(asked("trend", "--format", "json", *options))["rows"]
        return {row["term"] for row in rows}

    assert terms() == {None}
    assert terms("--term", "dialogue") == {"dialogue"}
    assert terms("--all") > {None, "dialogue"}


def test_a_trend_can_be_seen_as_it_was_known():
    now, then = (asked("trend", "--as-known", known).splitlines()[-3] for known in ("now", "then"))
    assert now.startswith("2025-12-15 23:59  4 ")
    assert then.startswith("2025-12-15 23:59  0 ")


def test_a_trend_ends_with_the_valid_moment_and_says_from_when_to_when_it_is():
    head, _, _, *rows = asked("trend", "--valid", "2025-12-16").splitlines()
    assert "from 2025-12-15 23:59 to 2025-12-16 23:59 UTC, as known now, to entry 4, " in head
    assert [row[:10] for row in rows] == ["2025-12-15", "2025-12-16"]
    head = asked("trend", "--as-known", "then").splitlines()[0]
    assert "to 2025-12-17 23:59 UTC, as it was known then, default trust" in head


def test_a_trend_rests_on_nothing_that_turns_from_call_to_call():
    basis = json.loads(asked("trend", "--format", "json"))["basis"]
    assert basis["valid"].startswith("2025-12-17")


def test_without_a_time_one_is_asked_of_now(file):
    before = f"{datetime.now(UTC):%Y-%m-%d}"
    assert json.loads(printed("board", file, "--format", "json"))["basis"]["valid"] >= before


def test_a_difference_says_between_which_two_states():
    changes = json.loads(printed("diff", berlin(), "--since", "2", "--format", "json"))
    assert (changes["compared_with"]["known"], changes["basis"]["known"]) == (2, 4)


def test_a_history_begins_at_no_time_where_no_report_says_since_when(tmp_path):
    with pt.open(tmp_path / "talks.db") as talks:
        talks.declare(AGENDA)
        talks.record(pt.Report([pt.Position("NORTH", "truce", "accepts", since="/2030-01-14")], id="a"))
        talks.record(pt.Report([pt.Position("NORTH", "truce", "opposes", since="2030-01-10")], id="b"))
    words = ("history", str(tmp_path / "talks.db"), "truce", "NORTH", "--valid", "2030-02-01")
    rows = json.loads(printed(*words, "--format", "json"))["rows"]
    assert [(row["begins"], row["stance"]) for row in rows] == [
        (None, "accepts"),
        ("2030-01-10T00:00:00Z", "opposes"),
        ("2030-01-14T23:59:59.999999Z", "accepts"),
    ]


def test_assessments_are_listed_and_a_question_can_leave_out_what_was_published_later(tmp_path):
    thought = pt.Assessment("They will sign before winter", about=["truce"], likelihood="likely")
    talks = pt.Tracker(ONE_TERM)
    for id, day, claim in (
        ("early", "2030-01-02", pt.Position("NORTH", "truce", "open")),
        ("late", "2030-01-20", pt.Position("NORTH", "truce", "accepts")),
        ("mood", "2030-01-21", thought),
    ):
        talks.record(pt.Report([claim], id=id, source=pt.Source("a paper", published=day)))
    file = str(tmp_path / "talks.jsonl")
    talks.save(file)
    assert "They will sign before winter" in printed("assessments", file)
    assert "They will" not in printed("assessments", file, "--published-by", "2030-01-20")
    for by, stance in (("2030-01-10", "open"), ("2030-01-20", "accepts")):
        answer = json.loads(printed("board", file, "--format", "json", "--published-by", by))
        assert answer["rows"][0]["stance"] == stance
        assert answer["basis"]["published_by"].startswith(by)
    assert "published_by" not in json.loads(printed("board", file, "--format", "json"))["basis"]


def test_moves_show_what_ran_out_and_what_was_done_since_where_there_is_some(tmp_path):
    file = str(tmp_path / "talks.jsonl")
    offer = says("s", "accepts", "2030-01-03", by="quote", window="2030-01-08")
    refused = says("r", None, "2030-01-10", by="quote", act="refuses")
    for reports, seen in (((), False), ((offer, refused), True)):
        recording.ledger_of(ONE_TERM, *reports).save(file)
        shown = printed("moves", file, "--valid", "2030-01-20", "--known", "2030-03-01")
        header = next(line for line in shown.splitlines() if line.startswith("round"))
        assert ("lapsed" in header, "acts" in header) == (seen, seen)
        assert ("refuses" in shown) is seen
        assert "asked" not in header
