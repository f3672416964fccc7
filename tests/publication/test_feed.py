"""The feed: what a reader of feeds makes of it."""

from __future__ import annotations

import pytest

import peacetrack as pt
from peacetrack.errors import InvalidInputError
from tests.cli.helpers import printed
from tests.publication.helpers import AGENDA, recorded
from tests.readers import reader
from tests.recording import empty, ledger_of

feed = pt.publication.feed
ALL = ("TLP:RED", "TLP:GREEN")


def read(written):
    """Return a feed as a reader of feeds has it; what is not well formed is refused."""
    parsed = reader("feedparser").parse(written.content)
    assert not parsed.bozo, parsed.bozo_exception
    assert (parsed.version, len(parsed.entries)) == ("atom10", written.entries)
    return parsed


def titles(written):
    return [entry.title for entry in read(written).entries]


def test_an_entry_is_a_change_with_its_report():
    newest = read(feed(recorded().state(), released=ALL)).entries[0]
    left = "open, not on the record (opposes on the record),"
    when = "6 Jan 2030, not on the record, recorded 28 days later"
    assert newest.title == (
        f"“both sides | cease fire”: Northland went from {left} to accepts if Hidden meeting of Northland is held, {when}"
    )
    assert newest.updated == "2030-02-03T00:00:00Z"
    assert newest.link == "https://hidden.example/7"
    assert [tag.term for tag in newest.tags] == ["truce", "NORTH"]
    assert newest.content[
        0
    ].value == "unnamed officials; A hidden cable, 7 Jan 2030 (entry 4 of the ledger)" or (
        "A hidden cable" in newest.content[0].value
    )


def test_the_newest_come_first_and_the_feed_is_as_new_as_they_are():
    parsed = read(feed(recorded().state(), released=ALL))
    times = [entry.updated for entry in parsed.entries]
    assert times == sorted(times, reverse=True)
    assert parsed.feed.updated == times[0]


def test_every_id_is_there_once_and_stays_as_the_ledger_grows():
    talks = recorded()
    before = {entry.id: entry.title for entry in read(feed(talks.state(), released=ALL)).entries}
    assert len(before) == len(read(feed(talks.state(), released=ALL)).entries)
    talks.record(pt.Report([pt.Position("SOUTH", "truce", "open")], id="new"), recorded_at="2030-02-05")
    after = {entry.id: entry.title for entry in read(feed(talks.state(), released=ALL)).entries}
    assert before.items() < after.items()
    assert read(feed(talks.state())).feed.id == read(feed(recorded().state())).feed.id


def test_a_correction_and_a_retraction_are_changes():
    talks = recorded()
    better = pt.Report([pt.Position("NORTH", "truce", "rejects", since="2030-01-04")], id="better")
    talks.correct("radio", better, reason="misread", recorded_at="2030-02-04")
    talks.retract("better", reason="a forgery", recorded_at="2030-02-05")
    first, second, *_ = [title for title in titles(feed(talks.state())) if "Northland" in title]
    assert first.endswith("Northland: no stance is known any more, after a retraction")
    assert second.endswith(
        "Northland was recorded as opposes; the report is corrected: rejects since 4 Jan 2030, not on the record"
    )


def test_what_is_marked_is_held_back_and_said():
    written = feed(recorded().state())
    assert written.held_back == {"TLP:GREEN": 1, "TLP:RED": 1}
    assert str(written) == "3 entries, held back: 1 marked TLP:GREEN, 1 marked TLP:RED"
    text = written.content.decode()
    assert [word for word in ("hidden", "circular", "TLP") if word in text] == []
    assert {entry.updated for entry in read(written).entries} == {"2030-02-01T00:00:00Z"}


def test_what_was_marked_and_withdrawn_is_held_back_too():
    talks = recorded()
    talks.retract("hidden-cable", reason="a forgery", recorded_at="2030-02-04")
    assert "hidden" not in feed(talks.state()).content.decode()


def test_no_more_than_asked_for():
    assert len(titles(feed(recorded().state(), released=ALL, most=2))) == 2


def test_an_earlier_basis_has_what_was_known_then():
    talks = recorded()
    assert titles(feed(talks.state(known=2))) == titles(feed(talks.state()))


def test_a_ledger_without_reports_has_an_empty_feed():
    assert titles(feed(ledger_of(AGENDA).state())) == []
    assert titles(feed(empty().state(valid="2030-01-01"))) == []


def test_characters_and_addresses_that_harm_are_left_out():
    source = pt.Source("a\uffff\x07<b>&", url="javascript:alert(1)")
    talks = ledger_of(AGENDA, pt.Report([pt.Position("SOUTH", "truce", "open")], source=source))
    (entry,) = read(feed(talks.state())).entries
    assert "javascript" not in str(entry)
    assert (
        entry.content[0].value
        == "no source named; a\ufffd\ufffd<b>&, recorded 1 Feb 2030 (entry 2 of the ledger)"
    )


def test_what_is_supposed_is_refused():
    with pytest.raises(InvalidInputError, match="only supposed is not published"):
        feed(recorded().state().suppose(pt.Report([pt.Position("SOUTH", "truce", "open")])))


def test_the_command_writes_it(tmp_path):
    recorded().save(tmp_path / "talks.jsonl")
    file = tmp_path / "talks.atom"
    line = printed(
        "feed", str(tmp_path / "talks.jsonl"), "-o", str(file), "--released", "TLP:GREEN", "--most", "2"
    )
    assert line == f"wrote {file}: 2 entries, held back: 1 marked TLP:RED\n"
    assert len(reader("feedparser").parse(file.read_bytes()).entries) == 2


def test_an_offer_that_ran_out_is_an_entry_when_it_did_and_keeps_its_id():
    offer = pt.Position("SOUTH", "truce", "accepts", since="2030-01-20", window="2030-02-10")
    talks = ledger_of(AGENDA, pt.Report([offer], id="offer"))
    assert not any(" closed " in title for title in titles(feed(talks.state(valid="2030-02-09"))))
    (lapse,) = (e for e in read(feed(talks.state(valid="2030-02-20"))).entries if " closed " in e.title)
    assert lapse.title.endswith("the offer of Southland closed 10 Feb 2030")
    assert lapse.updated == "2030-02-11T00:00:00Z"
    talks.record(pt.Report([pt.Position("NORTH", "truce", "open")], id="new"), recorded_at="2030-02-25")
    entries = read(feed(talks.state(valid="2030-03-01"))).entries
    assert [(e.id, e.title) for e in entries if " closed " in e.title] == [(lapse.id, lapse.title)]
    assert [e.updated for e in entries] == sorted((e.updated for e in entries), reverse=True)


def test_what_members_that_join_and_leave_and_deadlines_changed_has_an_entry_at_that_time():
    east = pt.Member("EAST", until="2030-02-10")
    states = [pt.Party(id, id.title(), "state") for id in ("NORTH", "EAST")]
    union = pt.Party("UNION", "the Union", "group", members=[pt.Member("NORTH"), east], members_known=True)
    terms = [
        pt.Term(
            "truce", "other", "the guns fall silent", title="Truce", needs=[pt.AtLeast("2/2", of="UNION")]
        ),
        pt.Term("aid", "other", "aid gets through", title="Aid", needs=["NORTH"]),
    ]
    report = pt.draft(id="a").position("truce", "accepts", party="NORTH", since="2030-01-03")
    report.position("aid", "accepts", party="NORTH", since="2030-01-03", conditions=[pt.EventHeld("day")])
    report.event("day", "expected", type="deadline", when="2030-02-12")
    talks = ledger_of(pt.Agenda("grouped", parties=[*states, union], terms=terms), report)
    entries = read(feed(talks.state(valid="2030-02-20"))).entries
    found = {e.title: e.updated for e in entries if "passing of time" in e.content[0].value}
    assert found == {
        "Aid: went from conditional to agreed; met: Deadline is held": "2030-02-13T00:00:00Z",
        "Truce: went from pending to agreed; East left the Union on 11 Feb 2030": "2030-02-11T00:00:00Z",
        "Truce: the Union accepts it, 11 Feb 2030, not on the record, as East left it; no stance was known before": (
            "2030-02-11T00:00:00Z"
        ),
    }


def test_a_position_of_the_day_of_its_report_is_no_news_once_the_day_is_over():
    talks = empty()
    talks.declare(AGENDA, recorded_at="2030-01-01")
    for day, id, party in (("02", "of-the-day", "NORTH"), ("09", "later", "SOUTH")):
        accepts = pt.Position(party, "truce", "accepts", since=f"2030-01-{day}")
        report = pt.Report([accepts], id=id, source=pt.Source(published=f"2030-01-{day}"))
        talks.record(report, recorded_at=f"2030-01-{day}T12:00:00Z")
    state = talks.state(valid="2030-01-20")
    assert "certain" in {
        change.field for change in pt.analysis.diff(state.at(valid="2030-01-02T13:00:00Z"), state)
    }
    assert [title for title in titles(feed(state)) if "detail" in title] == []
