"""Redaction: words go for good, everything else stays (law 14)."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.testing import laws
from peacetrack.testing import strategies as ss
from tests.stores.conftest import LASTING
from tests.stores.places import SEEDS, opened
from tests.stores.test_contract import EXAMPLES

SECRET = "marmaladium"
"""A word that is nowhere else."""


def telling() -> pt.Report:
    """A report that has the word in every place that takes words."""
    said = pt.Moment.parse("2030-01-05", said=f"{SECRET} said")
    position = pt.Position(
        "NORTH",
        "truce",
        "open",
        wording=f"{SECRET} on hold",
        quote=f"“{SECRET}”",
        reasons=[f"{SECRET} reasons"],
        conditions=[pt.InWords(f"{SECRET} first"), pt.InWords(f"{SECRET} second")],
        window=pt.WithEvent(pt.InWords(f"{SECRET} ends")),
        since=said,
        links=[pt.Link("in-order-to", text=f"{SECRET} link")],
        voice="north",
    )
    event = pt.Event("summit", status="held", when=said, place=SECRET, text=f"{SECRET} met")
    bound = pt.Position("SOUTH", "truce", "opposes", since=pt.During("summit", said=SECRET))
    view_of_it = pt.Assessment(f"{SECRET} thinks", about=["truce"])
    return pt.Report(
        [position, event, bound, view_of_it, pt.Question(f"{SECRET}?", about=["truce"])],
        id="told",
        title=f"{SECRET} tells",
        source=pt.Source(f"The {SECRET}", author=SECRET, origin="wire", published="2030-01-06"),
        voices={"north": pt.Attribution("named", speaker=f"{SECRET} of the north", acts_for="NORTH")},
        note=f"{SECRET} note",
    )


def bound_to_it() -> pt.Report:
    """Another report, which is dated by the event of the first."""
    return pt.Report([pt.Position("ISLE", "truce", "accepts", since=pt.During("summit"))], id="bound")


def test_the_words_are_gone_from_every_answer_and_it_says_so(talks):
    talks.record(telling())
    talks.record(bound_to_it())
    kept = talks.checkpoint()
    before = talks.state(valid="2030-02-01")
    receipt = talks.redact("told", reason="it names a source")
    state = talks.state(valid="2030-02-01")
    assert SECRET not in repr([talks.reports["told"], state.answers(), state.claims()])
    assert SECRET not in str(view.why(state, "truce", "NORTH"))
    assert state["truce"]["NORTH"].stance is pt.Stance.OPEN
    assert talks.reports["told"].title == "[redacted, entry 2: title]"
    assert [c.text for c in state["truce"]["NORTH"].conditions if isinstance(c, pt.InWords)] == [
        "[redacted, entry 2: claims[0].conditions[0].text]",
        "[redacted, entry 2: claims[0].conditions[1].text]",
    ]
    assert {s.redacted for s in state["truce"]["NORTH"].evidence} == {True}
    assert {s.redacted for s in state["truce"]["ISLE"].evidence} == {False}
    laws.same_but_words(before, state)
    assert (receipt.seq, receipt.new) == (4, True)
    assert talks.verify(kept).size == 4


_EVERYWHERE = {
    "id": "r",
    "title": "gone-title",
    "note": "gone-note",
    "source": {"outlet": "gone-outlet", "origin": "kept-origin", "url": "gone-url", "author": "gone-author"},
    "voices": {"kept-voice": {"type": "narrator", "speaker": "gone-speaker"}},
    "claims": [
        {
            "kind": "position",
            "party": "NORTH",
            "term": "rest",
            "voice": "kept-voice",
            "content": {"kept-field": "gone-value", "share": {"exactly": 5, "unit": "kept-unit"}},
            "conditions": [{"kind": "words", "text": "gone-condition"}],
            "reasons": ["gone-reason"],
            "quote": "gone-quote",
        },
        {"kind": "question", "text": "gone-question", "fields": ["kept-asked"]},
        {"kind": "event", "id": "kept-event", "type": "gone-type", "place": "gone-place"},
    ],
}


def test_a_brief_says_that_words_were_redacted_and_not_where_they_stood():
    talks = pt.Tracker(
        pt.Agenda(
            "invented",
            parties=[pt.Party("NORTH", "Northland", "state")],
            terms=[pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH"])],
        )
    )
    said = pt.Attribution("quote", speaker=SECRET)
    claim = pt.Position(
        "NORTH", "truce", "rejects", quote=SECRET, conditions=[pt.InWords(SECRET)], attribution=said
    )
    talks.record(pt.Report([claim], id="told", source=pt.Source(SECRET, language="uk")))
    talks.redact("told", reason="a source is at risk")
    state = talks.state()
    blocks = analysis.brief(state).filter(part="blocks")[0]
    assert blocks.what == "Northland rejects it, asking that [redacted]; in words that were redacted"
    assert blocks.source.startswith("[redacted], quoted; [redacted]")
    (finding,) = analysis.check(state).filter(check="rejection")
    assert (
        finding.what == "NORTH rejects truce, in words that were redacted; without NORTH it cannot be agreed"
    )
    assert "[redacted, entry 2: claims[0].quote]" in str(view.why(state, "truce", "NORTH"))


def test_words_go_and_names_stay_as_the_how_to_says(tmp_path):
    talks = ss.new_tracker()
    talks.record(_EVERYWHERE)
    talks.redact("r", reason="so")
    talks.save(tmp_path / "talks.jsonl")
    kept = re.findall(r"(?:gone|kept)-\w+", (tmp_path / "talks.jsonl").read_text(encoding="utf-8"))
    assert set(kept) == set(re.findall(r"kept-\w+", str(_EVERYWHERE)))


def test_a_redaction_said_again_is_the_first_one(talks):
    talks.record(telling())
    first = talks.redact("told", reason="it names a source")
    again = talks.redact("told", reason="another reason")
    assert (again.seq, again.new) == (first.seq, False)


def test_what_was_redacted_recorded_again_is_not_recorded_and_does_not_come_back(talks):
    talks.record(telling())
    talks.redact("told", reason="it names a source")
    receipt = talks.record(telling())
    assert (receipt.seq, receipt.new) == (2, False)
    assert SECRET not in repr(talks.reports["told"])


def test_redacting_what_was_never_recorded_names_what_is_like_it(talks):
    talks.record(telling())
    with pytest.raises(pt.errors.ReportNotFoundError, match="did you mean 'told'"):
        talks.redact("toldd", reason="so")
    with pytest.raises(pt.InvalidInputError, match="reason"):
        talks.redact("told", reason=" ")


def test_a_withdrawn_report_and_a_correction_can_be_redacted_too(talks):
    talks.record(telling())
    talks.retract("told", reason="a forgery")
    talks.redact("told", reason="it names a source")
    other = pt.Report([pt.Position("NORTH", "truce", "open", wording=SECRET)], id="a")
    talks.record(pt.Report([pt.Position("NORTH", "truce", "opposes")], id="b"))
    talks.correct("b", other, reason=f"{SECRET} was misheard")
    talks.redact("a", reason="so")
    assert SECRET not in repr([e.body for e in talks.entries()])
    talks.verify()


def test_others_who_have_the_ledger_open_lose_the_words_too(lasting):
    with lasting.open() as one, lasting.open() as other:
        one.declare(ss.AGENDA)
        one.record(telling())
        assert SECRET in repr(other.reports["told"])
        one.redact("told", reason="it names a source")
        assert SECRET not in repr(other.reports["told"])
        assert other.state(valid="2030-02-01") == one.state(valid="2030-02-01")


# The files


def traces(folder: Path) -> list[str]:
    """The files that hold the word."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return sorted(file.name for file in files if SECRET.encode() in file.read_bytes())


def test_the_words_are_gone_from_the_file_and_its_log(tmp_path):
    path = tmp_path / "talks.db"
    with opened(path) as talks:
        talks.declare(ss.AGENDA)
        talks.record(telling())
        for number in range(30):
            talks.record(pt.Report([pt.Position("NORTH", "truce", "open")], id=f"r{number}"))
        assert traces(tmp_path) == ["talks.db-wal"]
        talks.redact("told", reason="it names a source")
        assert traces(tmp_path) == []
        talks.save(tmp_path / "talks.jsonl")
    with opened(path) as talks:
        talks.rebuild()
    assert traces(tmp_path) == []


def test_a_file_that_was_closed_and_opened_again_loses_them_too(tmp_path):
    path = tmp_path / "talks.db"
    with opened(path) as talks:
        talks.declare(ss.AGENDA)
        talks.record(telling())
    assert traces(tmp_path) == ["talks.db"]
    with opened(path) as talks:
        talks.redact("told", reason="it names a source")
    assert traces(tmp_path) == []


def test_a_reader_who_keeps_the_old_words_is_told_of(tmp_path, monkeypatch):
    from peacetrack.store import sqlite

    monkeypatch.setattr(sqlite, "PATIENCE", 0.2)
    path = tmp_path / "talks.db"
    with opened(path) as talks, closing(sqlite3.connect(path)) as reader:
        talks.declare(ss.AGENDA)
        talks.record(telling())
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM entry").fetchall()
        with pytest.raises(pt.errors.StoreError, match="redact again when they have closed it"):
            talks.redact("told", reason="it names a source")
        reader.execute("COMMIT")
        talks.redact("told", reason="it names a source")
        assert traces(tmp_path) == []


def test_the_words_are_gone_from_the_tables_of_a_server(server):
    url = server.new_database()
    with opened(url) as talks:
        talks.declare(ss.AGENDA)
        talks.record(telling())
        assert traces(server.files_of(url))
        talks.redact("told", reason="it names a source")
        assert traces(server.files_of(url)) == []
        talks.verify()


def test_a_server_too_takes_words_only_where_a_redaction_says_so(server):
    url = server.new_database()
    with opened(url) as talks:
        talks.declare(ss.AGENDA)
        talks.record(telling())
    with psycopg.connect(url, autocommit=True) as raw:
        for sql in (
            "UPDATE peacetrack.entry SET words = NULL, salt = NULL WHERE seq = 2",
            "UPDATE peacetrack.entry SET bytes = '{}' WHERE seq = 2",
            "DELETE FROM peacetrack.entry",
            "TRUNCATE peacetrack.entry",
        ):
            with pytest.raises(psycopg.errors.RaiseException, match="never changed or removed"):
                raw.execute(sql.encode())


# Exports


def test_an_export_of_a_redacted_ledger_is_the_same_ledger(talks, tmp_path, make):
    talks.record(telling())
    talks.record(bound_to_it())
    talks.redact("told", reason="it names a source")
    path = tmp_path / "talks.jsonl"
    talks.save(path)
    assert traces(tmp_path) == []
    again = pt.open(path)
    assert again.checkpoint() == talks.checkpoint()
    assert again.state(known=4, valid="2030-02-01") == talks.state(known=4, valid="2030-02-01")
    again.verify()
    with make("sqlite").open() as target:
        target.extend(talks.entries())
        assert target.verify() == talks.checkpoint()


def test_an_export_from_before_does_not_bring_the_words_back(talks, tmp_path, make):
    talks.record(telling())
    talks.save(tmp_path / "before.jsonl")
    talks.redact("told", reason="it names a source")
    talks.save(tmp_path / "after.jsonl")
    from peacetrack.store import jsonl

    with make("sqlite").open() as target:
        target.extend(jsonl.load(tmp_path / "before.jsonl"))
        assert SECRET in repr(target.reports["told"])
        target.extend(jsonl.load(tmp_path / "after.jsonl"))
        target.extend(jsonl.load(tmp_path / "before.jsonl"))
        assert SECRET not in repr(target.reports["told"])
        assert target.verify() == talks.checkpoint()


def test_an_entry_without_its_words_and_without_their_hash_is_refused(talks, tmp_path):
    talks.record(telling())
    talks.redact("told", reason="it names a source")
    talks.save(tmp_path / "talks.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "talks.jsonl").read_text().splitlines()]
    del lines[2]["words"]
    (tmp_path / "talks.jsonl").write_text("\n".join(map(json.dumps, lines)))
    with pytest.raises(pt.InvalidInputError, match=r"talks.jsonl:3: .*is redacted, and has the hash"):
        pt.open(tmp_path / "talks.jsonl")


# Law 14


@pytest.mark.parametrize("kind", ["memory", *LASTING])
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_law_14_a_redaction_changes_no_standing(kind, make, data):
    source, place = data.draw(ss.ledgers(rough=True)), make(kind)
    assume(source.reports)
    with place.open() as talks:
        talks.extend(source.entries())
        chosen = data.draw(st.sampled_from(sorted(talks.reports)))
        basis = data.draw(ss.bases(talks))
        before, kept = talks.state(basis), talks.checkpoint()
        talks.redact(chosen, reason="it names a source")
        laws.same_but_words(before, talks.state(basis))
        laws.index_is_oracle(talks, basis)
        talks.verify(kept)


def test_every_report_of_the_seeds_can_be_redacted_and_no_status_changes():
    talks = pt.open(SEEDS)
    before = talks.state(known=4, trust=pt.EVERYTHING)
    for id in list(talks.reports):
        talks.redact(id, reason="a test")
    laws.same_but_words(before, talks.state(known=4, trust=pt.EVERYTHING, valid=before.basis.valid))
    talks.verify()


@pytest.mark.parametrize("duration", ["two hours with A. Nonymous", "P", "PT", "2 hours", "P1H", "P1D "])
def test_words_for_a_duration_are_refused_because_they_would_stay(duration):
    talks = ss.new_tracker()
    with pytest.raises(pt.InvalidInputError, match="ISO 8601") as caught:
        talks.record(pt.Report([pt.Event("summit", duration=duration)]))
    assert caught.value.where == "claims[0].duration"


@pytest.mark.parametrize("duration", ["PT2H", "P3D", "P1Y2M", "P2W", "PT1H30M", "PT0.5S"])
def test_a_duration_in_iso_8601_is_taken(duration):
    talks = ss.new_tracker()
    talks.record(pt.Report([pt.Event("summit", duration=duration)]))
    assert talks.verify().size == 2
