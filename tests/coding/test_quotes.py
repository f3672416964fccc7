"""Quotes that can be checked: their form, and what became of them in the texts of their sources."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

import peacetrack as pt
from peacetrack import analysis, coding
from peacetrack.form import codec
from tests.cli.helpers import as_typed, printed
from tests.rules.helpers import AGENDA, ledger_of

TEXT = "The envoy said: we could\nlive with it. Later he said: we could never live with it."
WHOLE = pt.Quote("live with it", prefix="never", suffix=".", start=69, end=81)


def quoting(quote, id="paper", **source):
    position = pt.Position("NORTH", "truce", "open", quote=quote)
    return pt.Report([position], id=id, source=pt.Source(**source))


def fate(quote, text=TEXT):
    row = coding.check_quotes(ledger_of(quoting(quote)).state(), {"paper": text})[0]
    return str(row.fate), row.start


# What is alike


@pytest.mark.parametrize(
    ("quote", "text", "expected"),
    [
        ("п'ять", "у нас п\u02bcять умов", ("found", 6)),
        ('he said "we don\'t"', "Then he said \u201cwe don\u2019t\u201d and left", ("found", 5)),
        ('"nous"', "Ils : \u00abnous\u00bb", ("found", 6)),
        ("war - peace", "war \u2013 peace", ("found", 0)),
        ("the negotiations", "so the nego\u00adtia\u200btions", ("found", 3)),
        ("nego\u00adtiations", "the negotiations", ("found", 4)),
        ("we could", "\ufeffwe\u200b could", ("found", 0)),
        (pt.Quote("we", prefix="said: “"), "He said:\u200e \u00abwe\u00bb. We", ("found", 11)),
        ("\u200b", "we could", ("absent", None)),
        ("We could", "we could", ("absent", None)),
        ("the negotiations", "the negotia-\ntions", ("absent", None)),
    ],
)
def test_signs_of_one_kind_are_equal_and_no_letter_is_guessed(quote, text, expected):
    assert fate(quote, text) == expected


@pytest.mark.parametrize(
    "content", ["we could".encode("utf-16"), "Мы готовы".encode("cp1251"), b"%PDF-1.4\n\xe2", b"PK\0we could"]
)
def test_a_file_that_is_no_text_stops_no_other_check(tmp_path, content):
    (tmp_path / "paper.pdf").write_bytes(content)
    (tmp_path / "other.txt").write_text(TEXT, encoding="utf-8")
    talks = ledger_of(quoting("we could"), quoting("live with it", id="other"))
    rows = coding.check_quotes(talks.state(), tmp_path)
    assert [(row.report, str(row.fate)) for row in rows] == [("paper", "unreadable"), ("other", "ambiguous")]
    (finding,) = analysis.check(talks.state(), texts=tmp_path).filter(
        lambda found: found.reports == ("paper",) and found.check == "quote"
    )
    assert "cannot be looked up, as the file is no text in UTF-8" in finding.what
    assert finding.settled_by == "the text of the source, saved as UTF-8"


# The form


def test_a_quote_is_text_or_has_context_and_place():
    for quote, form in (
        ("live with it", "live with it"),
        (WHOLE, {"exact": "live with it", "prefix": "never", "suffix": ".", "start": 69, "end": 81}),
    ):
        report = quoting(quote)
        assert codec.write(report)["claims"][0]["quote"] == form
        assert codec.read(json.loads(json.dumps(codec.write(report))), pt.Report) == report


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"exact": " "}, "a quote has no words"),
        ({"exact": "x", "start": -1}, "is not a place"),
        ({"exact": "x", "start": 5, "end": 5}, "the place from 5 to 5 is empty"),
        ({"exact": "x", "start": "5"}, "whole number"),
        ({"prefix": "x"}, "'exact' is missing"),
        ({"exact": "x", "after": "y"}, "unknown field 'after'"),
    ],
)
def test_a_quote_that_is_none_is_refused(given, message):
    form = {
        "kind": "report",
        "claims": [{"kind": "position", "party": "NORTH", "term": "truce", "quote": given}],
    }
    with pytest.raises(pt.InvalidInputError, match=message) as caught:
        ledger_of().record(form)
    assert caught.value.problems[0].where.startswith("claims[0].quote")


def test_the_draft_takes_a_quote():
    draft = pt.draft(outlet="a paper", archived="https://archive.org/1", language="uk", marking="TLP:AMBER")
    draft.voice("named", of="NORTH").offers("truce", "open", quote=WHOLE)
    report = ledger_of(draft).reports
    (kept,) = report.values()
    assert kept.claims[0].quote == WHOLE
    assert (kept.source.archived, kept.source.language, kept.source.marking) == (
        "https://archive.org/1",
        "uk",
        "TLP:AMBER",
    )


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("language", "a language", "no language tag"),
        ("marking", " secret", "no marking"),
        ("marking", "x" * 61, "no marking"),
        ("language", 5, "not a text"),
    ],
)
def test_language_and_marking_are_checked(field, value, message):
    form = {"kind": "report", "source": {field: value}, "claims": []}
    with pytest.raises(pt.InvalidInputError, match=message):
        ledger_of().record(form)


@pytest.mark.parametrize("name", [None, "talks.db"])
def test_a_redaction_takes_the_words_of_a_quote_and_leaves_its_place(name, tmp_path):
    with pt.Tracker() if name is None else pt.open(tmp_path / name) as talks:
        talks.declare(AGENDA)
        talks.record(quoting(WHOLE, archived="https://archive.org/1", marking="TLP:AMBER"))
        before = talks.checkpoint()
        talks.redact("paper", reason="names a source")
        talks.verify(before)
        report = talks.reports["paper"]
        quote = report.claims[0].quote
        assert (quote.start, quote.end, report.source.marking) == (69, 81, "TLP:AMBER")
        assert str(quote) == "[redacted, entry 2: claims[0].quote.exact]"
        assert "never" not in json.dumps([entry.as_mapping() for entry in talks.entries()])
        assert list(coding.check_quotes(talks.state(), {"paper": TEXT})) == []


# What became of it


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        (WHOLE, ("found", 69)),
        (pt.Quote("live with it", prefix="never", suffix="."), ("found", 69)),
        (pt.Quote("live with it", prefix="could"), ("found", 25)),
        ("we could live", ("found", 16)),
        ("live with it", ("ambiguous", 25)),
        (pt.Quote("live with it", start=25, end=37), ("found", 25)),
        (pt.Quote("live with it", start=0, end=12), ("ambiguous", 25)),
        (pt.Quote("never live", start=0, end=10), ("moved", 63)),
        (pt.Quote("never live", prefix="should"), ("moved", 63)),
        (pt.Quote("live with it", prefix="never", start=25, end=37), ("found", 25)),
        (pt.Quote("live with it", prefix="never", start=3, end=15), ("moved", 69)),
        ("we shall live", ("absent", None)),
        ("said", ("ambiguous", 10)),
    ],
)
def test_a_quote_is_found_moved_ambiguous_or_absent(quote, expected):
    assert fate(quote) == expected


def test_places_count_characters_of_the_composed_form():
    assert fate(pt.Quote("ready", start=5, end=10), "Cafe\u0301 ready") == ("found", 5)


def test_signs_of_patterns_are_only_signs():
    assert fate("what (if)? [any].*", "so what (if)? [any].* it is") == ("found", 3)


def test_a_text_with_another_hash_has_changed():
    digest = sha256(TEXT.encode()).hexdigest()
    talks = ledger_of(quoting(WHOLE, sha256=digest), quoting(WHOLE, "copy", sha256=digest))
    rows = coding.check_quotes(talks.state(), {"paper": TEXT.replace("envoy", "consul"), "other": TEXT})
    assert [str(row.fate) for row in rows] == ["found", "found"]  # by its hash, under another name
    rows = coding.check_quotes(talks.state(), {"paper": TEXT.replace("envoy", "consul")})
    assert [(str(row.fate), row.start) for row in rows] == [("text changed", 70), ("no text", None)]


def test_claims_that_are_gone_or_quote_nothing_are_left_out():
    quotes = [pt.Position("NORTH", "truce", "open", quote=words) for words in ("we could", None, "said", " ")]
    talks = ledger_of(pt.Report(quotes, id="paper"), quoting("gone", "old"))
    talks.retract("paper", claim=1, reason="misread")
    talks.retract("old", reason="a forgery")
    assert [row.claim for row in coding.check_quotes(talks.state(), {})] == [3]


def test_there_is_no_such_folder(tmp_path):
    with pytest.raises(pt.InvalidInputError, match="there is no such folder"):
        coding.check_quotes(ledger_of().state(), tmp_path / "texts")


def test_a_check_of_quotes_exits_with_1_where_one_was_not_seen_and_where_there_is_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts").mkdir()
    with pt.open("talks.db") as talks:
        talks.declare(AGENDA)
    command = ("check-quotes", "talks.db", "--texts", "texts")
    done = as_typed(*command)
    nothing = "there is nothing to check: no claim of talks.db quotes any words\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, nothing, "")
    rows = as_typed(*command, "--format", "jsonl")
    assert (rows.returncode, rows.stdout, rows.stderr) == (1, "", nothing)
    (tmp_path / "texts" / "paper.txt").write_text(TEXT, encoding="utf-8")
    with pt.open("talks.db") as talks:
        talks.record(quoting(WHOLE))
    assert printed(*command, code=0) == "1 of 1 quote found\n"
    (tmp_path / "texts" / "paper.txt").write_text("other words", encoding="utf-8")
    assert printed(*command, code=1).startswith("0 of 1 quote found, 1 ")


@pytest.mark.parametrize(
    ("exact", "start", "end"),
    [("live with it", 5, 16), ("live with it", 5, 16 + 300), ("live", 5, 10), ("  ", 0, 2), ("a b", 0, 2)],
)
def test_a_place_that_the_words_do_not_fill_is_refused(exact, start, end):
    with pytest.raises(pt.InvalidInputError, match=r"the words are|no words"):
        pt.Quote(exact, start=start, end=end)
    form = {"exact": exact, "start": start, "end": end}
    with pytest.raises(pt.InvalidInputError, match=r"the words are|no words"):
        ledger_of({"claims": [{"kind": "position", "party": "NORTH", "term": "truce", "quote": form}]})


def test_a_place_spans_the_words_and_the_spaces_of_the_text():
    assert pt.Quote("live with it", start=5, end=17).end == 17
    assert fate(pt.Quote("live with it", start=3, end=19), "we live\n   with  it") == ("found", 3)
    assert pt.Quote("Cafe\u0301", start=0, end=4).start == 0  # counted in the composed form


def test_a_redacted_quote_keeps_its_place():
    talks = ledger_of(quoting(WHOLE))
    talks.redact("paper", reason="privacy")
    quote = talks.reports["paper"].claims[0].quote
    assert (quote.start, quote.end, quote.exact[:9]) == (69, 81, "[redacted")
    talks.verify()


def test_quotes_are_checked_on_the_command_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "paper.txt").write_text(TEXT, encoding="utf-8")
    with pt.open("talks.db") as talks:
        talks.declare(AGENDA)
        talks.record(quoting(WHOLE))
        talks.record(quoting("we shall live", "radio"))
    text = printed("check-quotes", "talks.db", "--texts", "texts", code=1)
    assert text.startswith("1 of 2 quotes found, 1 no text\n")
    assert "radio" in text
    assert "paper" not in text
    rows = printed("check-quotes", "talks.db", "--texts", "texts", "--format", "csv", code=1)
    assert rows.count("\n") == 3
    assert "no such folder" in as_typed("check-quotes", "talks.db", "--texts", "nowhere").stderr


# Within the check of a deal


def test_the_check_names_quotes_that_do_not_stand_in_a_text_at_hand():
    talks = ledger_of(
        quoting("live with it"),
        quoting("we surrender", id="letter"),
        quoting(WHOLE, id="wire", sha256="ab" * 32),
        quoting("no text of it", id="unseen"),
    )
    texts = {"paper": TEXT, "letter": TEXT, "wire": TEXT}
    found = analysis.check(talks.state(), texts=texts).filter(check="quote")
    assert [(str(finding.severity), finding.reports) for finding in found] == [
        ("medium", ("letter",)),
        ("medium", ("wire",)),
        ("low", ("paper",)),
    ]
    assert found[0].what == "a quote of NORTH on truce does not stand there (letter): “we surrender”"
    assert "is of a text that is not the one that was coded" in found[1].what
    assert not analysis.check(talks.state()).filter(check="quote")


def test_the_command_check_looks_quotes_up_where_there_are_texts(tmp_path):
    place = tmp_path / "talks.db"
    with pt.open(place) as talks:
        talks.declare(AGENDA)
        talks.record(quoting("we surrender"))
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "paper.txt").write_text(TEXT, encoding="utf-8")
    assert "“we surrender”" in printed("check", str(place), "--texts", str(tmp_path / "texts"))
    assert "surrender" not in printed("check", str(place))
    done = as_typed("check", str(place), "--texts", str(tmp_path / "nowhere"))
    assert (done.returncode, "no such folder" in done.stderr) == (2, True)
