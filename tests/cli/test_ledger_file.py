"""A ledger in a file: init, log, correct, retract, redact, import, export, verify, rebuild."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

import peacetrack as pt
from peacetrack.testing import strategies as ss
from tests.cli.helpers import SEEDS, as_typed, printed


def test_a_file_is_begun_logged_to_and_shown(file):
    first = printed("log", file, f"{SEEDS}/seed-000.toml", f"{SEEDS}/seed-004.toml")
    receipts = [line.split(",")[0] for line in first.splitlines() if not line.startswith(" ")]
    assert receipts == ["recorded: seed-000", "recorded: seed-004"]
    said = "  UA accepts: Ukraine pauses its path to full NATO membership without renouncing it (nato-pause, offers"
    assert said in first
    assert printed("log", file, f"{SEEDS}/seed-000.toml").startswith("already there: seed-000")
    assert "●◐◌ 2/3" in printed("board", file)


def test_one_claim_is_corrected_by_a_file_that_holds_it(file, tmp_path):
    printed("log", file, f"{SEEDS}/seed-000.toml")
    claim = tmp_path / "claim.toml"
    claim.write_text(
        'kind = "position"\nparty = "UA"\nterm = "nato-pause"\nstance = "neutral"\n', encoding="utf-8"
    )
    done = printed("correct", file, "seed-000", str(claim), "--claim", "4", "--reason", "misread")
    assert done.startswith("corrected by: seed-000-2, entry 3")
    assert "stance open -> neutral" in done
    unnumbered = as_typed("correct", file, "seed-000-2", str(claim), "--reason", "x")
    assert "this is one claim, not a report; give the number of the claim" in unnumbered.stderr
    refused = as_typed("correct", file, "seed-000-2", str(claim), "--claim", "99", "--reason", "x")
    assert (refused.returncode, "unknown claim 99; seed-000-2 has claims 1 to 43" in refused.stderr) == (
        2,
        True,
    )


def test_reports_are_logged_as_of_the_time_when_they_were_learned(tmp_path):
    file, many = str(tmp_path / "talks.db"), tmp_path / "many.jsonl"
    with pt.open(file, clock=lambda: datetime(2025, 12, 1, tzinfo=UTC)) as talks:
        talks.declare(pt.open(SEEDS).agenda)
    one = {"kind": "report", "claims": [{"kind": "question", "text": "when?"}]}
    two = {"kind": "report", "claims": [{"kind": "question", "text": "where?"}]}
    many.write_text(f"{json.dumps(one)}\n{json.dumps(two)}\n", encoding="utf-8")
    learned = ("--recorded-at", "2025-12-16T09:00:00Z")
    assert "2025-12-16 09:00" in printed("log", file, f"{SEEDS}/seed-000.toml", *learned)
    assert "2 recorded" in printed("log", file, str(many), "--recorded-at", "2025-12-17")
    with pt.open(file) as talks:
        assert [f"{entry.recorded_at:%d %H:%M}" for entry in talks.entries(after=1)] == [
            "16 09:00",
            "17 00:00",
            "17 00:00",
        ]
    refused = as_typed("log", file, f"{SEEDS}/seed-004.toml", "--recorded-at", "2025-12-15")
    assert refused.returncode == 2
    assert "2025-12-15 is before the head's" in refused.stderr
    dry = as_typed("log", file, f"{SEEDS}/seed-004.toml", "--recorded-at", "soon", "--dry-run")
    assert (dry.returncode, "--recorded-at" in dry.stderr) == (2, True)


def test_one_bad_file_among_several_records_none(file, tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text("{")
    done = as_typed("log", file, f"{SEEDS}/seed-000.toml", str(bad))
    assert (done.returncode, "this is no JSON" in done.stderr) == (2, True)
    assert printed("export", file).count("\n") == 3


def test_what_is_refused_names_the_file_it_is_in(file, tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps({"claims": [{"kind": "position", "party": "XX", "term": "dialog"}]}))
    done = as_typed("log", file, f"{SEEDS}/seed-000.toml", str(bad))
    assert done.stdout.startswith("recorded: seed-000, entry 2")
    assert done.stderr.splitlines()[0] == f"peacetrack: {bad}: 2 problems"
    assert "did you mean 'dialogue'?" in done.stderr


@pytest.mark.parametrize("words", [("log",), ("correct", "--reason", "x", "a"), ("retract",)])
def test_a_mistyped_ledger_is_told_and_makes_no_file(words, tmp_path):
    command, *options = words
    missing = tmp_path / "typo.db"
    rest = ["a", "--reason", "x"] if command == "retract" else [f"{SEEDS}/seed-000.toml"]
    done = as_typed(command, str(missing), *options, *rest)
    assert (done.returncode, "there is no such ledger; peacetrack init" in done.stderr) == (2, True)
    assert not missing.exists()


def test_an_agenda_that_is_refused_makes_no_file(tmp_path):
    agenda = tmp_path / "agenda.toml"
    agenda.write_text('kind = "agenda"\nid = "x"\n[[terms]]\nid = "a"\n')
    done = as_typed("init", str(tmp_path / "new.db"), str(agenda))
    assert (done.returncode, f"{agenda}: 2 problems" in done.stderr) == (2, True)
    assert not (tmp_path / "new.db").exists()


def test_a_time_that_is_refused_makes_no_file(tmp_path):
    new = tmp_path / "new.db"
    done = as_typed("init", str(new), f"{SEEDS}/agenda.toml", "--recorded-at", "2999-01-01T00:00:00Z")
    assert (done.returncode, "recorded_at" in done.stderr, new.exists()) == (2, True, False)


def test_a_file_without_a_ledger_is_not_shown_as_one(tmp_path):
    pt.open(tmp_path / "new.db").close()
    done = as_typed("board", str(tmp_path / "new.db"))
    said = "there is no ledger 'main'; peacetrack init"
    assert (done.returncode, said in done.stderr) == (2, True)


def test_what_was_wrong_is_corrected_and_retracted(file, tmp_path):
    printed("log", file, f"{SEEDS}/seed-000.toml", f"{SEEDS}/seed-004.toml")
    better = tmp_path / "better.json"
    claim = {"kind": "position", "party": "UA", "term": "nato-pause", "stance": "open"}
    better.write_text(json.dumps({"id": "better", "claims": [claim]}))
    corrected = printed("correct", file, "seed-000", str(better), "--reason", "misread")
    assert corrected.startswith("corrected by: better, entry 4")
    retracted = printed("retract", file, "seed-004", "--claim", "1", "--reason", "not in the text")
    assert retracted.splitlines()[1].startswith("  withdrawn: ")
    assert "entry 6" in printed("retract", file, "seed-004", "--reason", "a forgery")


def test_a_checkpoint_given_away_holds_later(file, tmp_path):
    kept = tmp_path / "kept.txt"
    kept.write_text(printed("checkpoint", file))
    printed("log", file, f"{SEEDS}/seed-000.toml")
    assert printed("verify", file, str(kept)).splitlines()[-1] == "the checkpoint holds"
    assert "2 entries are what was recorded" in printed("verify", file)


def test_an_export_taken_in_is_the_same_ledger(file, tmp_path):
    printed("log", file, f"{SEEDS}/seed-000.toml")
    export, other = tmp_path / "talks.jsonl", str(tmp_path / "other.db")
    export.write_text(printed("export", file), encoding="utf-8")
    assert printed("import", other, str(export)) == "2 entries taken in, 2 in all\n"
    assert printed("import", other, str(export)) == "0 entries taken in, 2 in all\n"
    assert printed("checkpoint", other) == printed("checkpoint", file)


def test_another_ledger_is_not_taken_into_a_file(file, tmp_path):
    done = as_typed("import", file, SEEDS)
    assert (done.returncode, "entry 1 of the two ledgers is not the same" in done.stderr) == (2, True)


def test_an_export_is_taken_in_and_an_interrupted_import_goes_on(file, tmp_path):
    printed("log", file, f"{SEEDS}/seed-000.toml")
    export, other = tmp_path / "talks.jsonl", str(tmp_path / "other.db")
    whole = printed("export", file)
    export.write_text("".join(whole.splitlines(keepends=True)[:2]), encoding="utf-8")
    done = as_typed("import", other, str(export))
    assert (done.returncode, "this export was cut off" in done.stderr) == (2, True)
    export.write_text(whole, encoding="utf-8")
    assert printed("import", other, str(export)) == "2 entries taken in, 2 in all\n"


def test_a_redaction_takes_the_words_from_the_file_and_the_board_says_so(file):
    printed("log", file, f"{SEEDS}/seed-000.toml")
    assert "seed-000" not in printed("board", file).splitlines()[-1]
    assert "redacted: seed-000, entry 3" in printed("redact", file, "seed-000", "--reason", "so")
    assert "already there" in printed("redact", file, "seed-000", "--reason", "so")
    assert printed("board", file).rstrip().endswith("rests on reports whose words were redacted: seed-000")
    reasons = printed("why", file, "nato-pause", "UA")
    assert "words redacted: seed-000" in reasons
    assert "[redacted, entry 2: claims[4].wording]" in reasons
    assert "3 entries are what was recorded" in printed("verify", file)


def test_a_redaction_names_the_reports_that_keep_words_of_the_source(file, tmp_path):
    printed("log", file, f"{SEEDS}/seed-000.toml")
    claim = tmp_path / "claim.toml"
    claim.write_text('kind = "position"\nparty = "UA"\nterm = "nato-pause"\n', encoding="utf-8")
    printed("correct", file, "seed-000", str(claim), "--claim", "4", "--reason", "misread")
    done = as_typed("redact", file, "seed-000-2", "--reason", "so")
    kept = "words of the same source are also in seed-000: redact each that must go"
    assert done.stderr == f"peacetrack: {kept}\n"
    assert as_typed("redact", file, "seed-000", "--reason", "so").stderr == ""


def test_an_export_is_not_logged_as_reports(file, tmp_path):
    export = tmp_path / "talks.jsonl"
    export.write_text(printed("export", file), encoding="utf-8")
    for command in (("log", file, str(export)), ("lint", str(export))):
        done = as_typed(*command)
        assert (done.returncode, done.stderr.count("this is an export of a ledger; peacetrack import")) == (
            2,
            1,
        )


def test_a_redaction_of_a_report_that_is_not_there_is_refused(file):
    done = as_typed("redact", file, "typo", "--reason", "so")
    assert (done.returncode, "no report 'typo'" in done.stderr) == (2, True)


def test_statements_are_made_again(file):
    printed("log", file, f"{SEEDS}/seed-000.toml")
    assert printed("rebuild", file) == "statements of 2 entries made again\n"
    done = as_typed("rebuild", "missing.db")
    assert (done.returncode, "there is no such ledger" in done.stderr) == (2, True)


def test_a_ledger_on_a_server_is_named_by_its_url(server):
    url = server.new_database()
    assert "recorded: berlin-2025-12" in printed("init", url, f"{SEEDS}/agenda.toml", "--by", "mk")
    assert "recorded: seed-000, entry 2" in printed("log", url, f"{SEEDS}/seed-000.toml")
    assert "Security guarantees" in printed("board", url)
    assert "2 entries are what was recorded" in printed("verify", url)
    assert len(printed("export", url).splitlines()) == 4


def test_of_many_reports_the_bad_ones_are_told_with_their_line_and_the_good_ones_kept(file, tmp_path):
    claim = {"kind": "position", "party": "UA", "term": "dialogue", "stance": "open"}
    forms = [
        json.dumps({"kind": "report", "id": "a", "claims": [claim]}),
        json.dumps({"kind": "report", "id": "b", "claims": [{**claim, "party": "UAA"}]}),
        "{not json",
        json.dumps({"kind": "report", "id": "a", "claims": [claim]}),
        json.dumps({"kind": "report", "id": "c", "claims": [claim]}),
    ]
    many = tmp_path / "many.jsonl"
    many.write_text("\n".join(forms), encoding="utf-8")
    done = as_typed("log", file, str(many))
    assert done.returncode == 2
    assert done.stdout == f"{many}: 2 recorded, 1 already there, 2 refused\n"
    first, second = done.stderr.splitlines()
    assert first.startswith("peacetrack: many.jsonl:3: this is no JSON")
    assert second.startswith("peacetrack: many.jsonl:2: claims[0].party: unknown party 'UAA'")
    assert "3 entries are what was recorded" in printed("verify", file)


def test_the_agenda_of_another_negotiation_is_refused(file, tmp_path):
    other = tmp_path / "other.toml"
    other.write_text('kind = "agenda"\nid = "elsewhere"\n', encoding="utf-8")
    done = as_typed("init", file, str(other))
    assert done.returncode == 2
    assert "is of 'berlin-2025-12', and this agenda of 'elsewhere'" in done.stderr


def test_a_folder_of_seeds_has_no_checkpoint_that_would_hold():
    for command in ("checkpoint", "verify"):
        done = as_typed(command, SEEDS)
        assert done.returncode == 2
        assert "peacetrack import talks.db" in done.stderr


@pytest.mark.parametrize("name", ["nothing.jsonl", "nothing.toml", "nothing.json"])
def test_reports_that_are_not_there_are_told_and_nothing_is_recorded(name, file):
    done = as_typed("log", file, f"{SEEDS}/seed-000.toml", name)
    assert (done.returncode, done.stderr) == (2, f"peacetrack: {name}: there is no such file\n")
    assert "1 entries are what was recorded" in printed("verify", file)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nothing.jsonl", "there is no nothing.jsonl; name a folder of seeds or an export"),
        ("empty", "log.toml: there is no such file"),
        ("text.jsonl", "text.jsonl:1: this is no export of a ledger"),
        ("words.txt", "words.txt: this is no ledger; open an SQLite file"),
        ("blank.db", "blank.db is empty; name a folder of seeds or an export"),
    ],
)
def test_what_is_no_ledger_is_not_imported_into_a_new_file(name, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.jsonl").write_text("{}\n")
    (tmp_path / "words.txt").write_text("no ledger\n")
    (tmp_path / "blank.db").touch()
    done = as_typed("import", "new.db", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"peacetrack: {message}")
    assert not (tmp_path / "new.db").exists()


def test_what_is_no_ledger_is_not_exported(tmp_path):
    words = tmp_path / "words.txt"
    words.write_text("no ledger\n")
    done = as_typed("export", str(words))
    assert (done.returncode, done.stdout) == (2, "")


def test_an_export_of_a_wrong_clock_is_taken_only_where_it_is_trusted(tmp_path):
    late = datetime.now(UTC) + timedelta(days=400)
    with pt.Tracker(ss.AGENDA, clock=lambda: late) as talks:
        talks.save(tmp_path / "late.jsonl")
    words = ("import", str(tmp_path / "new.db"), str(tmp_path / "late.jsonl"))
    done = as_typed(*words)
    assert (done.returncode, "only `import` takes it, with --trust-clock" in done.stderr) == (2, True)
    assert printed(*words, "--trust-clock") == "1 entries taken in, 1 in all\n"


@pytest.mark.parametrize("source", [{"sha256": "ab" * 32}, {"url": "https://example.org/1"}])
def test_log_warns_of_a_second_report_of_one_source(file, tmp_path, source):
    claim = {"kind": "position", "party": "UA", "term": "dialogue", "stance": "open"}
    names = [str(tmp_path / f"{id}.json") for id in "abc"]
    for name, said in zip(names, (source, source, {"url": "https://example.org/2"}), strict=True):
        report = {"id": name[-6], "source": said, "claims": [claim]}
        (tmp_path / name).write_text(json.dumps(report))
    assert as_typed("log", file, names[0]).stderr == ""
    done = as_typed("log", file, *names)
    assert (done.returncode, done.stderr) == (
        0,
        "peacetrack: b codes the same source as a: they count as one, and check compares their stances\n",
    )
    assert as_typed("log", file, *names).stderr == ""


def test_log_warns_of_a_report_that_extends_what_is_over_without_the_stance(file, tmp_path):
    offer = {"stance": "accepts", "since": "2025-12-01", "window": {"at": "2025-12-05"}}
    for name, said in (
        ("a", offer),
        ("b", {"act": "extends", "since": "2025-12-06", "window": {"at": "2025-12-10"}}),
    ):
        claim = {"kind": "position", "party": "Ukraine", "term": "dialogue", **said}
        (tmp_path / f"{name}.json").write_text(json.dumps({"id": name, "claims": [claim]}))
    first, second = (str(tmp_path / f"{name}.json") for name in "ab")
    assert as_typed("log", file, first).stderr == ""
    warned = (
        "peacetrack: b, on dialogue: UA extends it, 2025-12-06, until 2025-12-10, without a stance: read as no new"
        " acceptance, as it was over; state the stance again if it holds\n"
    )
    assert as_typed("log", file, second, "--dry-run").stderr == warned
    assert as_typed("log", file, second).stderr == warned
    assert as_typed("log", file, second).stderr == ""


def test_log_says_what_an_acceptance_keeps_that_its_report_does_not_mention(file, tmp_path):
    asked = {"conditions": [{"kind": "words", "text": "the port is open"}], "window": {"at": "2025-12-25"}}
    said = {"attribution": {"type": "quote"}, "stance": "accepts"}
    for name, day, more in (("a", "2025-12-01", asked), ("b", "2025-12-06", {"act": "signs"})):
        claim = {"kind": "position", "party": "Ukraine", "term": "dialogue", "since": day, **said, **more}
        (tmp_path / f"{name}.json").write_text(json.dumps({"id": name, "claims": [claim]}))
    first, second = (str(tmp_path / f"{name}.json") for name in "ab")
    assert as_typed("log", file, first).stderr == ""
    assert as_typed("log", file, second).stderr == (
        "peacetrack: b: UA accepts dialogue; what it stated before stays:"
        " if the port is open, until 2025-12-25 (a)\n"
    )


def test_log_says_what_a_renewed_offer_does_not_ask_for_any_more(file, tmp_path):
    asked = {"conditions": [{"kind": "words", "text": "the port is open"}], "window": {"at": "2025-12-05"}}
    said = {"attribution": {"type": "quote"}, "stance": "accepts"}
    again = {"act": "extends", "window": {"at": "2099-12-25"}}
    for name, day, more in (("a", "2025-12-01", asked), ("b", "2025-12-10", again)):
        claim = {"kind": "position", "party": "Ukraine", "term": "dialogue", "since": day, **said, **more}
        (tmp_path / f"{name}.json").write_text(json.dumps({"id": name, "claims": [claim]}))
    first, second = (str(tmp_path / f"{name}.json") for name in "ab")
    assert as_typed("log", file, first).stderr == ""
    assert as_typed("log", file, second).stderr == (
        "peacetrack: b: UA accepts dialogue again, as its offer was over; this is no part of it any more:"
        " if the port is open (a); state it again if it holds\n"
    )


@pytest.mark.parametrize(
    ("report", "warned"),
    [
        ({"since": "2062-10-01"}, "a says since 2062-10-01, and was recorded before that"),
        ({"source": {"published": "2062"}}, "a was recorded before its publication, 2062"),
        (
            {"since": {"event": "leaders-eveing", "relation": "during"}},
            "a waits for leaders-eveing, and no report is about it; reports are about leaders-evening",
        ),
        ({"since": "0202-10-01"}, "a names the time 0202-10-01, before the year 1000"),
        ({"since": "2025-12-05"}, ""),
    ],
    ids=["since", "published", "event", "ancient", "well"],
)
def test_log_warns_at_once_of_what_looks_like_a_slip(file, tmp_path, report, warned):
    evening = {"id": "e", "claims": [{"kind": "event", "id": "leaders-evening", "status": "expected"}]}
    claim = {"kind": "position", "party": "UA", "term": "dialogue", "stance": "open"}
    for form in (evening, {"id": "a", "claims": [claim], **report}):
        (tmp_path / f"{form['id']}.json").write_text(json.dumps(form))
    first, second = (str(tmp_path / f"{name}.json") for name in "ea")
    assert as_typed("log", file, first).stderr == ""
    done = as_typed("log", file, second)
    lines = [line.split("; to settle it")[0] for line in done.stderr.splitlines()]
    assert (done.returncode, lines) == (0, [f"peacetrack: {warned}"] if warned else [])
    assert as_typed("log", file, second).stderr == ""


def test_log_says_that_a_postponed_deadline_does_not_pass_by_itself(file, tmp_path):
    event = {"kind": "event", "id": "limit", "type": "deadline", "status": "postponed"}
    for id, form in (("dated", {"when": "2025-12-20"}), ("undated", {})):
        (tmp_path / f"{id}.json").write_text(json.dumps({"id": id, "claims": [event | form]}))
    assert as_typed("log", file, str(tmp_path / "undated.json")).stderr == ""
    assert as_typed("log", file, str(tmp_path / "dated.json")).stderr == (
        "peacetrack: dated: limit, a deadline, is postponed to 2025-12-20, and does not pass by itself then; "
        "to settle it: a correction with the status expected and that date, if it was extended\n"
    )


def test_log_warns_of_an_event_whose_id_looks_like_that_of_another(file, tmp_path):
    greek = "leaders-evening".replace("i", "\N{GREEK SMALL LETTER IOTA}")
    for id, event in (("e", "leaders-evening"), ("a", greek)):
        form = {"id": id, "claims": [{"kind": "event", "id": event, "status": "expected"}]}
        (tmp_path / f"{id}.json").write_text(json.dumps(form))
    first, second = (str(tmp_path / f"{name}.json") for name in "ea")
    assert as_typed("log", file, first).stderr == ""
    done = as_typed("log", file, second)
    assert done.returncode == 0
    assert "looks like event 'leaders-evening': 'ι' is GREEK SMALL LETTER IOTA" in done.stderr
    assert as_typed("log", file, second).stderr == ""


def test_log_names_the_first_of_many_slips(file, tmp_path):
    rows = ["report,party,term,stance,date", *(f"r{n},UA,dialogue,open,2062-01-01" for n in range(30))]
    (tmp_path / "rows.csv").write_text("\n".join(rows), encoding="utf-8")
    warned = [
        line
        for line in as_typed("log", file, str(tmp_path / "rows.csv")).stderr.splitlines()
        if "2062" in line
    ]
    assert len(warned) == 20


def record(file, tmp_path, id, claim, **report):
    """Record a report of one claim, and return what is said of it, without how to settle it."""
    (tmp_path / f"{id}.json").write_text(json.dumps({"id": id, "claims": [claim], **report}))
    said = as_typed("log", file, str(tmp_path / f"{id}.json")).stderr.splitlines()
    return [line.removeprefix("peacetrack: ").split("; ")[0] for line in said]


OPEN = {"kind": "position", "party": "UA", "term": "dialogue", "stance": "open"}


@pytest.mark.parametrize(
    ("since", "is_said"),
    [
        ("2024-12-05", True),
        ("2024-11-30", True),
        ("2024-12-06", False),
        ("2024-11-10", False),
        ("2024-12", False),
    ],
)
def test_log_asks_about_a_beginning_a_year_before_the_publication(file, tmp_path, since, is_said):
    said = record(file, tmp_path, "a", OPEN, since=since, source={"published": "2025-12-05"})
    asked = [f"a says since {since}, a year before its publication, 2025-12-05"]
    assert said == (asked if is_said else [])


def test_log_names_a_report_that_says_the_same_under_another_id(file, tmp_path):
    source = {"outlet": "The Post", "published": "2025-12-05"}
    assert record(file, tmp_path, "a", OPEN, source=source) == []
    assert record(file, tmp_path, "b", OPEN, source=source) == [
        "b says what a says, of the same outlet and day: they count as two reports"
    ]
    assert record(file, tmp_path, "c", OPEN | {"stance": "neutral"}, source=source) == []
    assert record(file, tmp_path, "d", OPEN, source=source | {"published": "2025-12-06"}) == []
    assert record(file, tmp_path, "e", OPEN, source=source | {"outlet": "The Times"}) == []


@pytest.mark.parametrize(
    ("by", "is_said"),
    [
        ({"type": "named", "speaker": "the minister"}, True),
        ({"type": "institution", "speaker": "the minister"}, True),
        ({"type": "named", "speaker": "the minister", "acts_for": "UA"}, False),
        ({"type": "named", "speaker": "the minister", "acts_for": "RU"}, False),
        ({"type": "quote", "person": "zelenskyy"}, False),
        ({"type": "officials-unspecified", "speaker": "the minister"}, False),
        ({"type": "named"}, False),
    ],
)
def test_log_says_that_a_speaker_without_a_party_counts_as_the_party_itself(file, tmp_path, by, is_said):
    said = record(file, tmp_path, "a", OPEN | {"attribution": by})
    counts = "a: “the minister” counts as the own word of UA, as no party is stated that this speaks for"
    assert said == ([counts] if is_said else [])


def test_log_says_what_an_absence_takes_the_place_of(file, tmp_path):
    withheld = OPEN | {"stance": {"absent": "withheld"}}
    assert record(file, tmp_path, "first", withheld, since="2025-11-01") == []
    assert record(file, tmp_path, "a", OPEN, since="2025-12-01") == []
    assert record(file, tmp_path, "old", withheld, since="2025-11-02") == []
    assert record(file, tmp_path, "b", withheld, since="2025-12-05") == [
        "b: UA on dialogue is (withheld), in the place of this: is open to it, since 2025-12-01"
    ]


def test_log_warns_once_of_all_reports_of_one_source(file, tmp_path):
    rows = ["report,party,term,stance,url", *(f"r{n},UA,dialogue,open,https://e.org/1" for n in range(1, 10))]
    (tmp_path / "rows.csv").write_text("\n".join(rows), encoding="utf-8")
    warned = as_typed("log", file, str(tmp_path / "rows.csv"), "--dry-run").stderr.splitlines()
    assert [line for line in warned if "same source" in line] == [
        "peacetrack: r2, r3, r4, r5, r6, r7 and 2 more code the same source as r1: they count as one, and check "
        "compares their stances"
    ]


def test_a_past_negotiation_is_kept_with_its_own_times(tmp_path):
    file, claim = str(tmp_path / "past.db"), tmp_path / "claim.toml"
    claim.write_text('kind = "position"\nparty = "UA"\nterm = "nato-pause"\nstance = "neutral"\n', "utf-8")
    printed("init", file, f"{SEEDS}/agenda.toml", "--recorded-at", "2020-01-01")
    printed("log", file, f"{SEEDS}/seed-000.toml", "--recorded-at", "2020-01-02")
    right = ("--claim", "3", "--reason", "a slip", "--recorded-at", "2020-01-03")
    assert ", entry 3, 2020-01-03" in printed("correct", file, "seed-000", str(claim), *right)
    wrong = ("retract", file, "seed-000-2", "--reason", "no", "--recorded-at")
    assert as_typed(*wrong, "never").stderr.startswith("peacetrack: --recorded-at: 'never' is no EDTF time")
    assert ", entry 4, 2020-01-04" in printed(*wrong, "2020-01-04")
