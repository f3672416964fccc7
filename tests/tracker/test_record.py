"""Record a report: receipts, ids, times, conflicts."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

import peacetrack as pt
from peacetrack.form import codec
from peacetrack.testing import strategies as ss
from tests.recording import empty, new_year, next_year
from tests.tracker.helpers import AGENDA, LATER, agenda, ledger_of, new, says


def test_recording_gives_a_receipt():
    receipt = new().record(says("a", "accepts"), recorded_at="2030-02-01T10:00:00Z")
    assert (receipt.seq, receipt.id, receipt.new) == (2, "a", True)
    assert receipt.recorded_at == datetime(2030, 2, 1, 10, tzinfo=UTC)


def test_recording_twice_is_recording_once():
    talks = new()
    first = talks.record(says("a", "accepts"))
    again = talks.record(says("a", "accepts"), recorded_at="2030-02-01")
    assert (again.seq, again.id, again.recorded_at) == (first.seq, first.id, first.recorded_at)
    assert (again.new, talks.head) == (False, 2)


def test_a_report_without_an_id_is_named_by_its_content():
    talks = new()
    first = talks.record(says(None, "accepts"))
    assert talks.record(says(None, "accepts")).id == first.id
    assert talks.record(says(None, "open")).id != first.id
    assert (len(first.id), talks.head) == (16, 3)


def test_the_same_id_with_other_content_is_a_conflict():
    talks = ledger_of(says("a", "accepts"))
    with pytest.raises(pt.ConflictError, match=r"entry 2 says something else; correct it") as caught:
        talks.record(says("a", "open"))
    assert (caught.value.id, caught.value.seq) == ("a", 2)


def test_a_draft_a_mapping_and_a_typed_report_are_one_report():
    mapping = {
        "kind": "report",
        "id": "a",
        "claims": [{"kind": "position", "party": "the North", "term": "truce", "stance": "open"}],
    }
    typed = pt.Report([pt.Position("NORTH", "truce", pt.Stance.OPEN)], id="a")
    talks = new()
    receipts = [talks.record(report) for report in (says("a", "open"), mapping, typed)]
    assert [(r.seq, r.new) for r in receipts] == [(2, True), (2, False), (2, False)]


def test_a_report_is_recorded_whole_or_not_at_all():
    talks = new()
    draft = says("a", "accepts").position("truce", "open", party="NROTH").position("peace", party="SOUTH")
    with pytest.raises(pt.errors.SeveralProblemsError, match="did you mean 'NORTH'") as caught:
        talks.record(draft)
    places = sorted(problem.where for problem in caught.value.problems)
    assert places == ["claims[1].party", "claims[2].term"]
    assert (talks.head, list(talks.reports)) == (1, [])
    assert talks.state(valid=LATER).standing("truce", "NORTH").silent


def test_a_report_may_name_an_event_before_it_tells_of_it():
    asked = pt.Question("who comes?", about=["summit"])
    talks = ledger_of(pt.Report([asked, pt.Event("summit", status="expected")], id="a"))
    assert talks.reports["a"].claims[0] == asked
    with pytest.raises(pt.errors.UnknownNameError, match="unknown term or event 'summit'"):
        new().record(pt.Report([asked], id="a"))


def test_without_a_time_the_clock_is_read():
    assert new().record(says("a", "accepts")).recorded_at > new_year()


def test_the_ledgers_time_never_goes_back():
    clock = iter(datetime(2030, 2, day, tzinfo=UTC) for day in (3, 3, 2, 4))
    talks = pt.Tracker(clock=lambda: next(clock))
    talks.declare(AGENDA)
    days = [talks.record(says(id, "accepts")).recorded_at.day for id in "abc"]
    assert days == [3, 3, 4]


def test_reports_of_one_instant_are_all_known_at_that_instant():
    talks = new()
    reports = [says("a", "accepts", party="NORTH"), says("b", "open", party="SOUTH")]
    outcome = talks.record_all(reports, recorded_at="2031-01-01T09:00:00Z")
    first, second = (receipt.seq for receipt in outcome.recorded)
    assert talks.state(known="2031-01-01T09:00:00Z").seq == second
    assert talks.state(known="2031-01-01T08:59:59Z").seq == first - 1


def test_nothing_is_recorded_before_the_head():
    talks = ledger_of(says("a", "accepts"))
    with pytest.raises(pt.InvalidInputError, match="before the head's") as caught:
        talks.record(says("b", "open"), recorded_at="2030-01-31")
    assert (caught.value.where, talks.head) == ("recorded_at", 2)


def test_nothing_is_recorded_before_the_head_in_a_ledger_that_is_opened_again(tmp_path):
    place = tmp_path / "talks.db"
    with pt.open(place, clock=next_year) as talks:
        talks.declare(AGENDA, recorded_at="2030-02-01")
        for id in "ab":
            talks.record(says(id, "accepts"), recorded_at="2030-02-05")
    with pt.open(place, clock=next_year) as talks:
        with pytest.raises(pt.InvalidInputError, match="before the head's"):
            talks.record(says("c", "open"), recorded_at="2030-02-04")
        talks.record(says("c", "open"), recorded_at="2030-02-05")  # of that day they are still


@pytest.mark.parametrize("recorder", [5, True, b"x", "\ud800"])
def test_a_recorder_is_a_text(recorder):
    with pytest.raises(pt.InvalidInputError) as caught:
        pt.Tracker(AGENDA, recorder=recorder)
    assert caught.value.where == "recorded_by"


def test_what_was_taken_in_is_not_overtaken():
    talks = empty()
    talks.extend(ledger_of(says("a", "accepts")).entries())
    with pytest.raises(pt.InvalidInputError, match="before the head's"):
        talks.record(says("b", "open"), recorded_at="2030-01-31")


def test_several_reports_of_one_time_are_recorded_in_their_order():
    talks = new()
    seqs = [talks.record(says(id, "accepts"), recorded_at="2030-02-01T12:00:00Z").seq for id in "abcd"]
    assert seqs == [2, 3, 4, 5]


def test_several_reports_of_one_day_are_known_on_that_day():
    talks = new()
    talks.record(says("a", "accepts"), recorded_at="2030-02-01")
    talks.record(says("b", "open"), recorded_at="2030-02-01")
    assert talks.state(known="2030-02-01").basis.known == 3


def test_who_records_is_kept():
    talks = new(recorder="mk")
    talks.record(says("a", "accepts"))
    assert [entry.recorded_by for entry in talks.entries()] == ["mk", "mk"]


def test_a_tracker_is_a_context():
    with new() as talks:
        talks.record(says("a", "accepts"))
    assert repr(talks) == "<Tracker of invented: 2 entries>"


def test_what_is_kept_is_what_was_hashed_composed():
    composed, apart = "é", "e\u0301"
    one, other = new(), new()
    for talks, letter in ((one, composed), (other, apart)):
        talks.record(
            pt.Report([pt.Position("NORTH", "truce", "open", wording=letter)], id=f"r{letter}"),
            recorded_at=LATER,
        )
    assert one.state(valid=LATER) == other.state(valid=LATER)
    assert other.retract(f"r{apart}", reason="x").new


def test_a_report_whose_words_were_redacted_is_recorded_once():
    talks = ledger_of(says("a", "accepts", wording="as it was said"))
    talks.redact("a", reason="it names a source")
    again = talks.record(says("a", "accepts", wording="as it was said"))
    assert (again.seq, again.new, talks.head) == (2, False, 3)


# Times that would close the ledger

LAST = "9999-12-31T23:59:59.999999Z"


WRITES = {
    "declare": lambda talks, at: talks.declare(agenda(title="peace"), recorded_at=at),
    "record": lambda talks, at: talks.record(says("b", "open"), recorded_at=at),
    "correct": lambda talks, at: talks.correct("a", says("b"), reason="misheard", recorded_at=at),
    "retract": lambda talks, at: talks.retract("a", reason="a hoax", recorded_at=at),
    "redact": lambda talks, at: talks.redact("a", reason="a name", recorded_at=at),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
@pytest.mark.parametrize("time", [LAST, "9999-12-31", "2031-01-02T00:00:00.000001Z", "2031-01-03", "2032"])
def test_nothing_is_recorded_more_than_a_day_after_the_clock(write, time):
    talks = ledger_of(says("a", "accepts"))
    with pytest.raises(pt.InvalidInputError, match="more than a day later than the clock says") as caught:
        write(talks, time)
    assert (caught.value.where, talks.head) == ("recorded_at", 2)
    assert "made with a clock of its own" in caught.value.repair
    assert write(talks, "2031-01-02").seq == 3


def test_many_reports_are_not_recorded_after_the_clock_either():
    talks = new()
    result = talks.record_all([says("a", "accepts"), says("b", "open")], recorded_at="2031-01-03")
    assert [problem.error.where for problem in result.problems] == ["recorded_at"] * 2
    assert talks.head == 1


@pytest.mark.parametrize("time", [LAST, "9999-12-31T00:00:00Z", "9999-12-30T23:59:59.999999Z"])
def test_a_clock_after_which_nothing_could_be_recorded_is_refused(time):
    late = datetime.fromisoformat(time)
    with pytest.raises(pt.InvalidInputError, match="take nothing after this"):
        pt.Tracker(ss.AGENDA, clock=lambda: late)
    talks = pt.Tracker(clock=lambda: late)
    with pytest.raises(pt.InvalidInputError, match="take nothing after this"):
        talks.declare(ss.AGENDA, recorded_at=time)


@pytest.mark.parametrize(
    "time",
    [
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-14))),
        datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
    ],
)
def test_a_time_that_utc_does_not_have_is_an_invalid_time(time):
    talks = ss.new_tracker()
    report = pt.Report([pt.Position("NORTH", "truce", "open")], id="a")
    for ask in (
        lambda: talks.record(report, recorded_at=time),
        lambda: talks.state(valid=time),
        lambda: talks.state(known=time),
        lambda: talks.state(published_by=time),
        lambda: pt.Position("NORTH", "truce", "open", since=time),
    ):
        with pytest.raises(pt.errors.InvalidTimeError, match="outside the years 1 to 9999"):
            ask()


# What is written is read back before it is hashed


def without_title(monkeypatch):
    """Let the writer lose the title of a report and of an agenda, and the claim of a retraction."""
    write = codec.write

    def lossy(value):
        form = write(value)
        for part in (form, form.get("report", {})) if isinstance(form, dict) else ():
            for name in ("title", "claim"):
                part.pop(name, None)
        return form

    monkeypatch.setattr(codec, "write", lossy)


@pytest.mark.parametrize(
    "act",
    [
        lambda t: t.record({"id": "r", "title": "A round", "claims": []}),
        lambda t: t.record(pt.draft(id="r", title="A round")),
        lambda t: t.correct("first", {"id": "r", "title": "A round", "claims": []}, reason="misread"),
        lambda t: t.retract("first", reason="misread", claim=1),
    ],
)
def test_what_would_be_read_as_something_else_is_not_recorded(act, monkeypatch):
    talks = ledger_of(says("first", "accepts"))
    without_title(monkeypatch)
    with pytest.raises(pt.InvalidInputError, match="read as something else than it says"):
        act(talks)
    assert talks.head == 2


def test_a_typed_agenda_is_read_back_too(monkeypatch):
    read = codec.read_body
    monkeypatch.setattr(codec, "read_body", lambda form, *rest: read({**form, "title": "Other"}, *rest))
    with pytest.raises(pt.InvalidInputError, match="read as something else than it says"):
        pt.Tracker(pt.Agenda("talks", title="Talks"))


def test_what_is_written_as_it_was_given_is_not_read_twice(monkeypatch):
    talks = ledger_of(says("first", "accepts"))
    monkeypatch.setattr(codec, "read_body", None)
    form = {"kind": "position", "party": "the North", "term": "truce", "stance": "open"}
    assert talks.record({"id": "mapping", "claims": [form]}).new
    assert talks.record(says("typed", "opposes")).new


def test_a_state_is_asked_at_an_entry_that_was_recorded_after_it():
    talks = ledger_of(says("a", "opposes", "2030-01-05"))
    state = talks.state(valid="2030-03-01")
    talks.record(says("b", "accepts", "2030-01-10"), recorded_at="2031-01-02")
    later = state.at(known=talks.head)
    assert (str(state["truce"]["NORTH"].stance), str(later["truce"]["NORTH"].stance)) == (
        "opposes",
        "accepts",
    )
    assert later == talks.state(valid="2030-03-01")
