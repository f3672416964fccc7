"""The tracker: writing, asking, and the ledger as a file; the state as a value; tables."""

import csv
import json
import threading
from datetime import UTC, date, datetime
from functools import partial

import pytest

import peacetrack as pt
from peacetrack import content
from tests import telling
from tests.telling import new_year

LATER = "2030-03-01"
PARTIES = [
    {"id": "NORTH", "name": "Northland", "type": "state", "aliases": ["the North"]},
    {"id": "SOUTH", "name": "Southland", "type": "state"},
]
TRUCE = {"id": "truce", "kind": "ceasefire", "proposition": "the guns fall silent"}
REST = {"id": "rest", "kind": "other", "proposition": "the rest is settled"}
AGENDA = {
    "kind": "agenda",
    "id": "invented",
    "parties": PARTIES,
    "terms": [{**TRUCE, "needs": ["NORTH", "SOUTH"]}, REST],
}
told = partial(telling.told, AGENDA)


def new(agenda=AGENDA, **given):
    return pt.Tracker(agenda, clock=new_year, **given)


def says(id, stance=None, since=None, *, term="truce", party="NORTH", **said):
    return pt.draft(id=id).position(term, stance, party=party, since=since, **said)


def agenda(**named):
    return {"kind": "agenda", "id": "invented", **named}


def leaves(talks):
    return [entry.leaf for entry in talks.entries()]


# Declaring


def test_a_declaration_is_an_entry():
    talks = new(None)
    receipt = talks.declare(AGENDA, recorded_at="2030-01-05T10:00:00Z")
    assert (receipt.seq, receipt.id, receipt.new) == (1, "invented", True)
    assert receipt.recorded_at == datetime(2030, 1, 5, 10, tzinfo=UTC)
    assert list(talks.agenda.term_by_id) == ["truce", "rest"]


def test_declaring_again_what_is_in_force_changes_nothing():
    talks = new()
    assert talks.declare(AGENDA) == pt.Receipt(1, "invented", new_year(), new=False)
    assert talks.declare(agenda(parties=PARTIES[:1])).new is False
    assert talks.head == 1


def test_what_is_named_again_is_replaced_whole():
    talks = new()
    talks.declare(agenda(parties=[{"id": "NORTH", "name": "the North", "type": "state"}]))
    north = talks.agenda.party_by_id["NORTH"]
    assert (north.name, north.aliases) == ("the North", ())


def test_what_is_not_named_again_stays():
    talks = new()
    talks.declare(agenda(terms=[{"id": "toll", "kind": "other", "proposition": "the toll falls"}]))
    assert list(talks.agenda.term_by_id) == ["truce", "rest", "toll"]
    assert list(talks.agenda.party_by_id) == ["NORTH", "SOUTH"]


def test_going_back_to_an_earlier_declaration_is_a_new_one():
    talks = new()
    talks.declare(agenda(parties=[{**PARTIES[0], "name": "the North"}]))
    assert talks.declare(agenda(parties=PARTIES)).new
    assert talks.agenda.party_by_id["NORTH"].name == "Northland"


@pytest.mark.parametrize("changed", [{"kind": "other"}, {"proposition": "the guns are moved"}])
def test_kind_and_proposition_are_fixed_once_a_term_is_used(changed):
    talks = new()
    assert talks.declare(agenda(terms=[{**TRUCE, **changed}])).new
    talks = told(says("a", "accepts"))
    with pytest.raises(
        pt.errors.FixedTermError, match="a new term that replaces 'truce'"
    ) as caught:
        talks.declare(agenda(terms=[{**TRUCE, **changed}]))
    assert (caught.value.id, talks.head) == ("truce", 2)


def test_who_is_needed_may_change_though_a_term_is_used():
    talks = told(says("a", "accepts", "2030-01-05"))
    talks.declare(agenda(terms=[{**TRUCE, "needs": ["NORTH"]}]), recorded_at="2030-02-10")
    assert talks.state(valid=LATER)["truce"].status is pt.TermStatus.AGREED
    assert talks.state(valid=LATER, known=2)["truce"].status is pt.TermStatus.PENDING


# Recording


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
    talks = told(says("a", "accepts"))
    with pytest.raises(
        pt.ConflictError, match=r"entry 2 says something else; use correct\(\)"
    ) as caught:
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
    draft = (
        says("a", "accepts")
        .position("truce", "open", party="NROTH")
        .position("peace", party="SOUTH")
    )
    with pytest.raises(pt.errors.SeveralProblemsError, match="did you mean 'NORTH'") as caught:
        talks.record(draft)
    places = sorted(problem.where for problem in caught.value.problems)
    assert places == ["claims[1].party", "claims[2].term"]
    assert (talks.head, list(talks.reports)) == (1, [])
    assert talks.state(valid=LATER).standing("truce", "NORTH").silent


def test_without_a_time_the_clock_is_read():
    assert new().record(says("a", "accepts")).recorded_at > new_year()


def test_the_ledgers_time_always_goes_on():
    talks = new()
    times = [talks.record(says(id, "accepts")).recorded_at for id in "abc"]
    assert times == sorted(set(times))


def test_nothing_is_recorded_before_the_head():
    talks = told(says("a", "accepts"))
    with pytest.raises(pt.InvalidInputError, match="before the head's") as caught:
        talks.record(says("b", "open"), recorded_at="2030-01-31")
    assert (caught.value.where, talks.head) == ("recorded_at", 2)


def test_nothing_is_recorded_before_the_head_in_a_ledger_that_is_opened_again(tmp_path):
    place = tmp_path / "talks.db"
    with pt.Tracker.open(place, clock=new_year) as talks:
        talks.declare(AGENDA, recorded_at="2030-02-01")
        for id in "ab":
            talks.record(says(id, "accepts"), recorded_at="2030-02-05")
    with pt.Tracker.open(place, clock=new_year) as talks:
        with pytest.raises(pt.InvalidInputError, match="before the head's"):
            talks.record(says("c", "open"), recorded_at="2030-02-04")
        talks.record(says("c", "open"), recorded_at="2030-02-05")  # of that day they are still


@pytest.mark.parametrize("recorder", [5, True, b"x", "\ud800"])
def test_a_recorder_is_a_text(recorder):
    with pytest.raises(pt.InvalidInputError) as caught:
        pt.Tracker(AGENDA, recorder=recorder)
    assert caught.value.where == "recorded_by"


def test_what_was_taken_in_is_not_overtaken():
    talks = pt.Tracker(clock=new_year)
    talks.extend(told(says("a", "accepts")).entries())
    with pytest.raises(pt.InvalidInputError, match="before the head's"):
        talks.record(says("b", "open"), recorded_at="2030-01-31")


def test_several_reports_of_one_time_are_recorded_in_their_order():
    talks = new()
    seqs = [
        talks.record(says(id, "accepts"), recorded_at="2030-02-01T12:00:00Z").seq for id in "abcd"
    ]
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


# Recording many


def test_a_bad_report_of_many_is_told_and_loses_no_good_one():
    talks = told(says("a", "accepts"), says("gone", "opposes"))
    talks.retract("gone", reason="a hoax")
    outcome = talks.record_all(
        [
            says("b", "open"),
            says("a", "accepts"),
            says("c", "open", party="NROTH"),
            says("gone", "opposes"),
            says("d", "rejects"),
            says("a", "rejects"),
        ]
    )
    assert [receipt.id for receipt in outcome.recorded] == ["b", "d"]
    assert [(receipt.id, receipt.seq) for receipt in outcome.duplicates] == [("a", 2), ("gone", 3)]
    assert [(problem.place, type(problem.error)) for problem in outcome.problems] == [
        (2, pt.errors.UnknownNameError),
        (5, pt.ConflictError),
    ]


def test_an_outcome_is_made_of_tables():
    outcome = new().record_all([says("a", "accepts"), says("b", "nowhere", party="NORTH")][:1])
    assert [type(table) for table in (outcome.recorded, outcome.duplicates, outcome.problems)] == [
        pt.Table
    ] * 3
    assert outcome.recorded.columns == ("seq", "id", "recorded_at", "new")
    assert outcome.problems.columns == ("place", "error")


def test_progress_is_told_after_every_batch_and_at_the_end():
    seen: list[int] = []
    new().record_all([says(str(n), "open") for n in range(5)], batch=2, progress=seen.append)
    assert seen == [2, 4, 5]


def test_progress_is_told_once_at_the_end():
    seen: list[int] = []
    new().record_all([says(str(n), "open") for n in range(4)], batch=2, progress=seen.append)
    assert seen == [2, 4]


def test_many_reports_may_come_from_a_generator():
    outcome = new().record_all(says(str(n), "open") for n in range(3))
    assert len(outcome.recorded) == 3


def test_many_reports_can_have_one_time_of_recording():
    reports = [says(str(n), "open") for n in range(5)]
    outcome = new().record_all(reports, recorded_at="2030-02-01T12:00:00Z")
    assert (len(outcome.recorded), list(outcome.problems)) == (5, [])


def test_a_batch_is_its_reports_one_by_one():
    reports = [says("a", "open", "2030-01-05"), says("b", "accepts", "2030-01-06")]
    talks, one_by_one = new(), new()
    talks.record_all(reports)
    for report in reports:
        one_by_one.record(report)
    assert talks.state(valid=LATER) == one_by_one.state(valid=LATER)


# Withdrawing


def test_one_claim_of_a_report_can_be_retracted():
    draft = says("a", "accepts", "2030-01-05").position(
        "truce", "open", party="SOUTH", since="2030-01-05"
    )
    talks = told(draft)
    receipt = talks.retract("a", claim=2, reason="South said nothing")
    state = talks.state(valid=LATER)
    assert (receipt.seq, receipt.id) == (3, "a")
    assert state.standing("truce", "NORTH").stance is pt.Stance.ACCEPTS
    assert state.standing("truce", "SOUTH").silent
    assert [claimed.number for claimed in state.claims()] == [1]
    assert not talks.state(valid=LATER, known=2).standing("truce", "SOUTH").silent


def test_retracting_one_claim_again_returns_the_first_receipt():
    talks = told(says("a", "accepts").position("truce", "open", party="SOUTH"))
    first = talks.retract("a", claim=2, reason="a hoax")
    again = talks.retract("a", claim=2, reason="a hoax")
    assert (again.seq, again.new, first.new) == (3, False, True)
    assert talks.retract("a", claim=1, reason="a hoax").seq == 4


def test_a_whole_report_can_be_retracted_after_one_of_its_claims():
    talks = told(says("a", "accepts").position("truce", "open", party="SOUTH"))
    talks.retract("a", claim=2, reason="a hoax")
    assert talks.retract("a", reason="all of it").seq == 4
    assert talks.state(valid=LATER).standing("truce", "NORTH").silent


def test_a_claim_that_is_not_there_is_named_with_those_that_are():
    talks = told(says("a", "accepts"))
    with pytest.raises(pt.errors.UnknownNameError, match="claim of a 2; known: 1"):
        talks.retract("a", claim=2, reason="a hoax")


@pytest.mark.parametrize(
    "withdraw",
    [
        lambda talks: talks.correct("report-2", says("b", "open"), reason="misheard"),
        lambda talks: talks.retract("report-2", reason="a hoax"),
        lambda talks: talks.retract("report-2", claim=1, reason="a hoax"),
    ],
)
def test_what_was_never_recorded_cannot_be_withdrawn(withdraw):
    talks = told(says("report-1", "accepts"))
    with pytest.raises(LookupError, match="did you mean 'report-1'") as caught:
        withdraw(talks)
    assert isinstance(caught.value, pt.errors.ReportNotFoundError)
    assert (caught.value.id, caught.value.nearest) == ("report-2", "report-1")


def test_what_was_corrected_cannot_be_corrected_or_retracted_again():
    talks = told(says("a", "accepts"))
    talks.correct("a", says("b", "open"), reason="misheard")
    with pytest.raises(
        pt.errors.WithdrawnReportError, match="corrected by entry 3, the report 'b'"
    ):
        talks.correct("a", says("c", "rejects"), reason="misheard")
    with pytest.raises(
        pt.errors.WithdrawnReportError, match="corrected by entry 3, the report 'b'"
    ):
        talks.retract("a", reason="a hoax")


def test_a_correction_that_is_wrong_in_itself_withdraws_nothing():
    talks = told(says("a", "accepts", "2030-01-05"))
    with pytest.raises(pt.errors.UnknownNameError):
        talks.correct("a", says("b", "open", party="NROTH"), reason="misheard")
    assert talks.state(valid=LATER).standing("truce", "NORTH").stance is pt.Stance.ACCEPTS
    assert talks.head == 2


def test_the_reason_of_a_correction_is_kept():
    talks = told(says("a", "accepts"))
    talks.correct("a", says("b", "open"), reason="misheard")
    assert talks.entries()[2].body.reason == "misheard"


# Deciding at a head


def test_a_write_that_expects_the_head_is_done():
    assert new().record(says("a", "accepts"), expect=1).seq == 2


@pytest.mark.parametrize("verb", ["declare", "record", "correct", "retract", "record_all"])
def test_a_write_that_was_overtaken_is_refused(verb):
    talks = told(says("a", "accepts"))
    writes = {
        "declare": lambda: talks.declare(agenda(title="peace"), expect=1),
        "record": lambda: talks.record(says("b", "open"), expect=1),
        "correct": lambda: talks.correct("a", says("b", "open"), reason="so", expect=1),
        "retract": lambda: talks.retract("a", reason="so", expect=1),
        "record_all": lambda: talks.record_all([says("b", "open")], expect=1),
    }
    with pytest.raises(pt.errors.StaleHeadError, match=r"entries\(after=1\)") as caught:
        writes[verb]()
    assert (caught.value.expected, caught.value.head, talks.head) == (1, 2, 2)


def test_what_came_between_can_be_read():
    talks = told(says("a", "accepts"), says("b", "open"))
    assert [(entry.seq, entry.kind, entry.id) for entry in talks.entries(after=1)] == [
        (2, "report", "a"),
        (3, "report", "b"),
    ]
    assert len(talks.entries(after=3)) == 0
    assert [entry.seq for entry in talks.entries()] == [1, 2, 3]


# Reading


def test_reports_are_found_by_id():
    talks = told(says("a", "accepts"), says("b", "open"))
    assert list(talks.reports) == ["a", "b"]
    assert talks.reports["a"].claims[0].stance is pt.Stance.ACCEPTS
    assert ("a" in talks.reports, "c" in talks.reports) == (True, False)
    with pytest.raises(pt.errors.ReportNotFoundError):
        talks.reports["c"]


def test_a_report_that_was_withdrawn_can_still_be_read():
    talks = told(says("a", "accepts"))
    talks.retract("a", reason="a hoax")
    assert talks.reports["a"].id == "a"


def test_the_agenda_is_the_one_in_force():
    assert new(None).agenda.terms == ()
    assert new().agenda.party_id("the North") == "NORTH"


def test_without_anything_a_state_is_of_now_and_the_head():
    talks = new()
    assert talks.state().basis == pt.Basis(new_year(), 1)


def test_valid_left_out_is_the_moment_that_known_stands_for():
    talks = told(says("a", "accepts"))
    noon = datetime(2030, 2, 1, 12, tzinfo=UTC)
    assert talks.state(known=2).basis == pt.Basis(noon, 2)
    assert talks.state(known="2030-02-01T11:00:00Z").basis == pt.Basis(
        datetime(2030, 2, 1, 11, tzinfo=UTC), 1
    )


@pytest.mark.parametrize(
    ("known", "seq"),
    [
        ("2029-12-31", 0),
        ("2030-01-01", 1),
        ("2030-02-01T11:59:59Z", 1),
        ("2030-02-01T12:00:00Z", 2),
        ("2030-02-01", 2),
        (date(2030, 2, 2), 3),
        (datetime(2031, 1, 1, tzinfo=UTC), 3),
        (pt.Moment.parse("2030-02"), 3),
        (2, 2),
    ],
)
def test_known_is_a_seq_or_a_time(known, seq):
    talks = told(says("a", "accepts"), says("b", "open"))
    assert talks.state(known=known, valid=LATER).basis.known == seq


@pytest.mark.parametrize("known", [4, 2030, -1])
def test_a_seq_that_is_not_there_is_refused(known):
    talks = told(says("a", "accepts"), says("b", "open"))
    with pytest.raises(LookupError) as caught:
        talks.state(known=known)
    assert isinstance(caught.value, pt.errors.UnknownSeqError)


def test_a_year_given_as_a_number_is_refused_with_how_to_write_it():
    with pytest.raises(pt.errors.UnknownSeqError, match='"2030"'):
        new().state(known=2030)


def test_before_the_first_entry_there_is_no_moment():
    assert len(new().state(known=0, valid=LATER)) == 0
    with pytest.raises(pt.InvalidInputError, match="give valid= too"):
        new().state(known=0)


@pytest.mark.parametrize("valid", ["2030-01-10", date(2030, 1, 10), pt.Moment.parse("2030-01-10")])
def test_a_day_as_valid_is_its_end(valid):
    end = datetime(2030, 1, 10, 23, 59, 59, 999999, tzinfo=UTC)
    assert new().state(valid=valid).basis.valid == end


def test_a_time_of_day_needs_an_offset():
    with pytest.raises(pt.errors.NaiveTimeError):
        new().state(valid="2030-01-10T10:00:00")
    with pytest.raises(pt.errors.NaiveTimeError):
        new().state(valid=datetime(2030, 1, 10))  # noqa: DTZ001


def test_a_basis_can_be_asked_again():
    talks = told(says("a", "accepts", "2030-01-05"))
    state = talks.state(valid="2030-01-10", trust=pt.ON_RECORD, published_by="2030-01-09")
    talks.record(says("b", "rejects", "2030-01-06"), recorded_at="2030-02-10")
    assert talks.state(state.basis).basis == state.basis
    assert talks.state(state.basis) == state


def test_what_was_supposed_cannot_be_asked_of_the_tracker():
    talks = told(says("a", "accepts", "2030-01-05"))
    basis = talks.state(valid=LATER).suppose(says("x", "rejects")).basis
    with pytest.raises(pt.InvalidInputError, match="only supposed"):
        talks.state(basis)


def test_a_basis_from_beyond_the_head_is_refused():
    basis = told(says("a", "accepts")).state(valid=LATER).basis
    with pytest.raises(pt.errors.UnknownSeqError):
        new().state(basis)


# Files


def everything():
    """A tracker with every kind of entry and words that are hard to write."""
    talks = new(recorder="mk")
    hard = says("a", "accepts", "2030-01-05", wording='=1+1 «sérieux»\n\u2028 "no"', red_line=True)
    hard.event("summit", "held", when="2030-01-06", place="ни").ask("who pays?", "rest")
    talks.record(hard)
    talks.record(says("b", "open", pt.During("summit"), term="rest", depth=7, pace="slow"))
    talks.correct("a", says("c", "rejects", "2030-01-05"), reason="misheard")
    talks.retract("b", claim=1, reason="a hoax")
    talks.declare(agenda(title="peace"))
    return talks


def test_a_ledger_that_was_saved_is_read_hash_for_hash(tmp_path):
    talks = everything()
    talks.save(tmp_path / "talks.jsonl")
    again = pt.read(tmp_path / "talks.jsonl")
    assert leaves(again) == leaves(talks)
    assert list(again.entries()) == list(talks.entries())
    assert again.state(valid=LATER) == talks.state(valid=LATER)


def test_a_ledger_that_was_read_is_saved_byte_for_byte(tmp_path):
    everything().save(tmp_path / "one.jsonl")
    pt.read(tmp_path / "one.jsonl").save(tmp_path / "two.jsonl")
    assert (tmp_path / "two.jsonl").read_bytes() == (tmp_path / "one.jsonl").read_bytes()


def test_an_export_is_a_header_and_one_entry_a_line(tmp_path):
    told(says("a", "accepts")).save(tmp_path / "talks.jsonl")
    text = (tmp_path / "talks.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert lines[0] == {"kind": "peacetrack", "version": 1}
    assert [(line["kind"], line["seq"], line["entry"]["kind"]) for line in lines[1:]] == [
        ("entry", 1, "agenda"),
        ("entry", 2, "report"),
    ]


def test_after_a_save_only_the_export_is_there(tmp_path):
    told(says("a", "accepts")).save(tmp_path / "talks.jsonl")
    assert [path.name for path in tmp_path.iterdir()] == ["talks.jsonl"]


def test_a_save_that_fails_leaves_the_older_export_whole(tmp_path):
    target = tmp_path / "talks.jsonl"
    talks = told(says("a", "accepts"))
    talks.save(target)
    (tmp_path / "talks.jsonl.part").mkdir()
    talks.record(says("b", "open"))
    with pytest.raises(OSError, match=r"talks\.jsonl\.part"):
        talks.save(target)
    assert pt.read(target).head == 2


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("nonsense", r"talks\.jsonl:2: this is no JSON"),
        ("[]", r"talks\.jsonl:2: this is not one mapping"),
        ('{"kind": "entry", "kind": "entry"}', r"talks\.jsonl:2: 'kind' is there twice; keep one"),
        ('{"kind": "entry"}', r"talks\.jsonl:2: this is no entry: entry, recorded_at"),
    ],
)
def test_a_line_that_is_no_entry_is_named(tmp_path, line, message):
    path = tmp_path / "talks.jsonl"
    path.write_text('{"kind": "peacetrack", "version": 1}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(pt.InvalidInputError, match=message):
        pt.read(path)


def test_an_export_from_which_a_line_is_missing_is_refused(tmp_path):
    path = tmp_path / "talks.jsonl"
    told(says("a", "accepts"), says("b", "open")).save(path)
    header, agenda_line, _, last = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(header + agenda_line + last, encoding="utf-8")
    with pytest.raises(pt.PeacetrackError, match=r"talks\.jsonl:3"):
        pt.read(path)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("", "no export of a ledger"),
        ("{}", "no export of a ledger"),
        ('{"kind": "peacetrack", "version": 2}', "version 2, this peacetrack reads 1"),
    ],
)
def test_a_file_of_another_kind_or_version_is_refused(tmp_path, header, message):
    path = tmp_path / "talks.jsonl"
    path.write_text(header, encoding="utf-8")
    with pytest.raises(pt.InvalidInputError, match=message):
        pt.read(path)


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
    """A folder with an agenda and more files, recorded a day apart from 1 February 2030 on."""
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
    talks = pt.read(seeds(tmp_path, first=SEED, second=retraction))
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
        'kind = "correction"\ncorrects = "a"\nreason = "misheard"\n[report]'
        + table
        + "claims"
        + claims
    )
    talks = pt.read(seeds(tmp_path, first=SEED, second=correction))
    assert talks.state(valid=LATER).standing("truce", "NORTH").stance is pt.Stance.OPEN


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(pt.InvalidInputError, match=r"there is no .*nowhere"):
        pt.read(tmp_path / "nowhere")


def test_a_folder_without_a_log_is_refused_with_what_a_log_is(tmp_path):
    with pytest.raises(pt.InvalidInputError, match=r"log\.toml: there is no such file; .*in order"):
        pt.read(tmp_path)


def test_a_file_that_the_log_names_has_to_be_there(tmp_path):
    seeds(tmp_path, first=SEED)
    (tmp_path / "first.toml").unlink()
    with pytest.raises(pt.InvalidInputError, match=r"first\.toml: .*log\.toml names it"):
        pt.read(tmp_path)


def test_bad_toml_is_named_with_its_line(tmp_path):
    with pytest.raises(pt.InvalidInputError, match=r"first\.toml: this is no TOML: .*line 2"):
        pt.read(seeds(tmp_path, first='kind = "report"\nid =\n'))


def test_an_entry_of_the_log_has_a_file_and_a_time(tmp_path):
    seeds(tmp_path)
    (tmp_path / "log.toml").write_text('[[entry]]\nfile = "agenda.toml"\n', encoding="utf-8")
    with pytest.raises(
        pt.errors.MissingFieldError, match=r"log\.toml: entry\[0\]: .*'recorded_at'"
    ):
        pt.read(tmp_path)


def test_an_unknown_field_of_the_log_is_named_with_the_nearest(tmp_path):
    seeds(tmp_path)
    log = '[[entry]]\nfile = "agenda.toml"\nrecordedat = 2030-02-01T09:00:00Z\n'
    (tmp_path / "log.toml").write_text(log, encoding="utf-8")
    with pytest.raises(pt.errors.UnknownFieldError, match="did you mean 'recorded_at'"):
        pt.read(tmp_path)


def test_problems_of_several_files_are_told_at_once(tmp_path):
    wrong = SEED.replace("NORTH", "NROTH")
    unknown = SEED.replace('"a"', '"b"').replace("accepts", "acepts")
    with pytest.raises(pt.errors.SeveralProblemsError) as caught:
        pt.read(seeds(tmp_path, first=wrong, good=SEED, second=unknown))
    assert [problem.where for problem in caught.value.problems] == [
        "first.toml: claims[0].party",
        "second.toml: claims[0].stance",
    ]


def test_bad_toml_does_not_hide_the_problems_of_other_files(tmp_path):
    wrong = SEED.replace("NORTH", "NROTH")
    with pytest.raises(pt.PeacetrackError) as caught:
        pt.read(seeds(tmp_path, first=wrong, second="id =\n"))
    assert [problem.where for problem in caught.value.problems] == [
        "first.toml: claims[0].party",
        "second.toml",
    ]


def test_the_same_report_in_two_files_is_refused(tmp_path):
    with pytest.raises(pt.InvalidInputError, match=r"second\.toml: .*recorded twice; entry 2"):
        pt.read(seeds(tmp_path, first=SEED, second=SEED))


# A state is a value


def test_a_state_is_a_mapping_of_terms_and_a_term_one_of_parties():
    state = told(says("a", "accepts", "2030-01-05")).state(valid=LATER)
    assert (list(state), len(state), "truce" in state, "peace" in state) == (
        ["truce", "rest"],
        2,
        True,
        False,
    )
    assert dict(state["truce"].items())["NORTH"].stance is pt.Stance.ACCEPTS
    assert list(state["truce"]) == ["NORTH", "SOUTH"]
    assert state["truce"].speaking == ("NORTH", "SOUTH")
    assert list(state["rest"]) == ["NORTH", "SOUTH"]
    assert state["rest"].speaking == ()
    assert "the North" in state["rest"]
    assert state["rest"]["the North"] == state["rest"]["NORTH"]
    assert "EAST" not in state["rest"]


def test_terms_are_equal_when_every_answer_is_and_so_is_their_status():
    asked = {**TRUCE, "needs": ["NORTH"]}
    reports = (
        says("a", "accepts", "2030-01-05", conditions=[pt.TermIs("rest", "agreed")]),
        says("b", "accepts", "2030-01-05", term="rest"),
    )
    talks = telling.told(
        agenda(parties=PARTIES, terms=[asked, {**REST, "needs": ["NORTH"]}]), *reports
    )
    before, after = talks.state(valid=LATER, known=2), talks.state(valid=LATER)
    assert before["truce"]["NORTH"] == after["truce"]["NORTH"]
    assert before["truce"] != after["truce"]
    assert after["truce"] == talks.state(valid="2030-03-02")["truce"] != after["rest"]


def test_where_a_member_stands_by_its_group_is_an_answer_too():
    group = {
        "id": "LEAGUE",
        "name": "a league",
        "type": "group",
        "members": [{"party": "SOUTH", "since": "2030-02-01"}],
    }
    asked = {**TRUCE, "needs": ["NORTH"]}
    talks = telling.told(
        agenda(parties=[*PARTIES, group], terms=[asked]),
        says("a", "accepts", "2030-01-05", party="LEAGUE"),
        says("b", "accepts", "2030-01-05"),
    )
    before, after = talks.state(valid="2030-01-20"), talks.state(valid=LATER)
    assert before["truce"]["SOUTH"] != after["truce"]["SOUTH"]
    assert before["truce"] != after["truce"]
    assert before != after


def test_speaking_are_the_needed_parties_and_then_all_with_a_statement():
    terms = [{**TRUCE, "needs": ["SOUTH"]}, REST]
    talks = new(agenda(parties=PARTIES, terms=terms))
    talks.record(says("a", "accepts", "2030-01-05"))
    talks.record(says("b", "accepts", "2030-01-05", term="rest"))
    state = talks.state(valid=LATER)
    assert (state["truce"].speaking, state["rest"].speaking) == (("SOUTH", "NORTH"), ("NORTH",))


def test_only_names_that_nobody_declared_raise():
    state = new().state(valid=LATER)
    assert state["truce"]["NORTH"].silent
    assert state.standing("truce", "the North").party == "NORTH"
    with pytest.raises(KeyError, match="did you mean 'truce'"):
        state["truse"]
    with pytest.raises(pt.errors.SwappedNamesError):
        state.standing("NORTH", "truce")


def test_states_are_equal_when_every_answer_is():
    talks = told(says("a", "accepts", "2030-01-05"))
    state = talks.state(valid="2030-01-10")
    assert state == talks.state(valid="2030-01-11")
    assert state != talks.state(valid="2030-01-04")
    assert state != talks.state(valid="2030-01-10", known=1)
    assert state != "a state"


def test_trackers_that_were_told_the_same_have_equal_states():
    one, other = told(says("a", "accepts", "2030-01-05")), new()
    other.record(says("a", "accepts", "2030-01-05"), recorded_at="2030-02-20")
    assert one.state(valid=LATER) == other.state(valid=LATER)


def test_a_state_has_no_hash():
    with pytest.raises(TypeError):
        hash(new().state(valid=LATER))


def test_a_state_does_not_change_when_more_is_recorded():
    talks = told(says("a", "accepts", "2030-01-05"))
    state = talks.state(valid="2030-01-10")
    talks.record(says("b", "rejects", "2030-01-06"), recorded_at="2030-02-10")
    assert state.standing("truce", "NORTH").stance is pt.Stance.ACCEPTS


def test_at_keeps_what_is_not_named():
    talks = told(says("a", "accepts", "2030-01-05"))
    state = talks.state(valid=LATER, trust=pt.ON_RECORD, published_by="2030-01-09")
    moved = state.at(valid="2030-01-10", known=1)
    assert (
        moved.basis
        == talks.state(
            valid="2030-01-10", known=1, trust=pt.ON_RECORD, published_by="2030-01-09"
        ).basis
    )
    assert state.at(published_by=None).basis.published_by is None


# What if


def test_what_is_supposed_changes_the_answer_and_writes_nothing():
    talks = told(says("a", "accepts", "2030-01-05"))
    state = talks.state(valid=LATER)
    supposed = state.suppose(says("x", "accepts", party="SOUTH"))
    assert supposed["truce"].status is pt.TermStatus.AGREED
    assert state["truce"].status is pt.TermStatus.PENDING
    assert (talks.head, list(talks.reports)) == (2, ["a"])
    assert [report.id for report in supposed.basis.supposed] == ["x"]


def test_more_can_be_supposed_on_top():
    state = new().state(valid=LATER).suppose(says("x", "accepts"))
    both = state.suppose(says("y", "accepts", party="SOUTH"))
    assert both["truce"].status is pt.TermStatus.AGREED
    assert both == new().state(valid=LATER).suppose(
        says("x", "accepts"), says("y", "accepts", party="SOUTH")
    )


def test_what_was_supposed_aside_is_not_there_for_the_next():
    state = new().state(valid=LATER)
    one = pt.Report([pt.Event("dinner", when=pt.During("summit"))])
    other = pt.Report([pt.Event("summit", when=pt.During("dinner"))])
    assert [event.id for event in state.suppose(one).events()] == ["dinner"]
    assert [event.id for event in state.suppose(other).events()] == ["summit"]


def test_what_is_supposed_is_kept_at_another_valid():
    state = new().state(valid="2030-01-10").suppose(says("x", "accepts", "2030-01-05"))
    assert state.at(valid="2030-01-04").standing("truce", "NORTH").silent
    assert state.at(valid="2030-01-05").standing("truce", "NORTH").live


def test_supposing_what_is_known_already_changes_nothing():
    talks = told(says("a", "accepts", "2030-01-05"))
    state = talks.state(valid=LATER)
    assert state.suppose(says("a", "accepts", "2030-01-05")) == state


def test_what_is_supposed_before_anything_was_declared_is_silent_on_the_rest():
    state = new().state(valid=LATER, known=0).suppose(says("x", "accepts"))
    assert state.standing("truce", "SOUTH").silent


def test_what_is_wrong_with_what_is_supposed_is_told_at_once():
    with pytest.raises(pt.errors.UnknownNameError, match="did you mean 'NORTH'"):
        new().state(valid=LATER).suppose(says("x", "accepts", party="NROTH"))


def test_without_a_report_the_answer_is_as_if_it_had_not_been_told():
    talks = told(says("a", "opposes", "2030-01-05"), says("b", "accepts", "2030-01-06"))
    state = talks.state(valid=LATER).without("b")
    assert state.standing("truce", "NORTH").stance is pt.Stance.OPPOSES
    assert state == told(says("a", "opposes", "2030-01-05")).state(valid=LATER)
    assert state.basis.trust.without == ("b",)
    assert state.without("a").standing("truce", "NORTH").silent


def test_without_a_report_that_nobody_recorded_is_an_error():
    talks = told(says("a", "opposes"))
    with pytest.raises(pt.errors.ReportNotFoundError):
        talks.state(valid=LATER).without("z")
    with pytest.raises(pt.errors.ReportNotFoundError):
        talks.state(valid=LATER, trust=pt.Trust(without=["z"]))


# History and claims


def test_a_history_is_a_partys_standings_oldest_first():
    talks = told(
        says("a", "opposes", "2030-01-03"),
        says("b", "opposes", "2030-01-04"),
        says("c", "accepts", "2030-01-05", window="2030-01-10"),
        says("d", "rejects", "2030-01-20"),
    )
    history = talks.state(valid="2030-01-15").history("truce", "the North")
    assert [(s.stance.value, s.since.edtf, s.lapsed) for s in history] == [
        ("opposes", "2030-01-03", False),
        ("accepts", "2030-01-05", False),
        ("accepts", "2030-01-05", True),
    ]
    assert isinstance(history, pt.Table)


def test_a_history_ends_with_the_standing_as_it_is():
    talks = told(says("a", "accepts", "2030-01-03"), says("b", "accepts", "2030-01-05"))
    state = talks.state(valid="2030-01-10")
    (last,) = state.history("truce", "NORTH")
    assert last.certain
    assert {statement.report for statement in last.evidence} == {"a", "b"}
    assert last == state.standing("truce", "NORTH")


def test_a_history_tells_a_changed_detail():
    talks = told(
        says("a", "accepts", "2030-01-03", scope="at sea"),
        says("b", None, "2030-01-05", scope="all"),
    )
    history = talks.state(valid=LATER).history("truce", "NORTH")
    assert [standing.get("scope") for standing in history] == ["at sea", "all"]


def claims_of(talks, **filters):
    return [
        (c.report, c.number, type(c.claim).__name__)
        for c in talks.state(valid=LATER).claims(**filters)
    ]


def test_claims_can_be_filtered():
    draft = pt.draft(id="a", since="2030-01-05")
    north = draft.voice("quote", "a minister", of="NORTH").offers("truce", "accepts")
    north.assess("a fair deal", "rest", of="NORTH").ask("who pays?", "rest")
    draft.progress("truce", "tabled").event("summit", "held", about=["truce"])
    talks = told(draft)
    assert claims_of(talks) == [
        ("a", 1, "Position"),
        ("a", 2, "Assessment"),
        ("a", 3, "Question"),
        ("a", 4, "Progress"),
        ("a", 5, "Event"),
    ]
    assert claims_of(talks, term="truce") == [
        ("a", 1, "Position"),
        ("a", 4, "Progress"),
        ("a", 5, "Event"),
    ]
    assert claims_of(talks, party="the North") == [("a", 1, "Position"), ("a", 2, "Assessment")]
    assert claims_of(talks, kind="progress") == [("a", 4, "Progress")]
    assert claims_of(talks, act="offers") == [("a", 1, "Position")]
    assert claims_of(talks, act=pt.Act.OFFERS, party="SOUTH") == []
    assert claims_of(talks, term="summit") == [("a", 5, "Event")]


def test_a_claim_comes_with_its_attribution():
    draft = pt.draft(id="a")
    draft.voice("quote", "a minister", of="NORTH").offers("truce", "accepts")
    claimed = told(draft).state(valid=LATER).claims()[0]
    assert claimed.attribution == pt.Attribution("quote", speaker="a minister", acts_for="NORTH")


def test_a_claim_that_certainly_begins_later_is_not_there_yet():
    talks = told(says("a", "accepts", "2030-01-05"), says("b", "accepts", "/2030-01-09"))
    state = talks.state(valid="2030-01-04")
    assert [claimed.report for claimed in state.claims()] == ["b"]


def test_claims_that_are_not_trusted_are_left_out():
    draft = pt.draft(id="a")
    draft.voice("rumour", of="NORTH").offers("truce", "accepts")
    talks = told(draft)
    assert claims_of(talks) == []
    assert len(talks.state(valid=LATER, trust=pt.EVERYTHING).claims()) == 1


def test_unknown_filters_are_named():
    state = new().state(valid=LATER)
    with pytest.raises(pt.errors.UnknownNameError, match="did you mean 'position'"):
        state.claims(kind="postion")
    with pytest.raises(pt.errors.UnknownNameError, match="did you mean 'offers'"):
        state.claims(act="ofers")
    with pytest.raises(pt.errors.UnknownNameError, match="did you mean 'truce'"):
        state.claims(term="truse")


def test_assessments_and_questions_are_claims():
    talks = told(pt.draft(id="a").assess("a fair deal", "truce").ask("who pays?", "rest"))
    state = talks.state(valid=LATER)
    assert [c.claim.text for c in state.assessments()] == ["a fair deal"]
    assert [c.claim.text for c in state.questions()] == ["who pays?"]


def test_events_are_told_with_all_that_is_known():
    draft = pt.draft(id="a", published="2030-01-07")
    draft.event(
        "summit",
        "held",
        when="2030-01-06",
        type="meeting",
        duration="PT5H",
        place="Harbour",
        participants=["the North", "SOUTH"],
        about=["truce"],
    )
    state = told(draft).state(valid=LATER)
    (event,) = state.events()
    assert (event.id, event.type, event.when) == (
        "summit",
        "meeting",
        pt.Moment.parse("2030-01-06"),
    )
    assert (event.duration, event.place) == ("PT5H", "Harbour")
    assert (event.participants, event.about) == (("NORTH", "SOUTH"), ("truce",))
    assert (event.held, event.ended, event.disputed) == (True, True, ())
    assert {statement.report for statement in event.evidence} == {"a"}


def test_the_evidence_is_a_table_of_statements():
    draft = pt.draft(id="a", since="2030-01-05")
    draft.voice("quote", "a minister", of="NORTH").offers("truce", "accepts")
    (statement,) = told(draft).state(valid=LATER).standing("truce", "NORTH").evidence
    assert (statement.term, statement.party, statement.field) == ("truce", "NORTH", "stance")
    assert (statement.value, statement.report, statement.claim) == (pt.Stance.ACCEPTS, "a", 1)
    assert statement.since == pt.Moment.parse("2030-01-05")
    assert statement.attribution.type is pt.AttributionType.QUOTE
    assert statement.recorded_at == datetime(2030, 2, 1, 12, tzinfo=UTC)
    assert statement.until_seq is None


def test_content_is_typed():
    talks = told(says("a", "accepts", "2030-01-05", purpose="definitive", scope="at sea"))
    standing = talks.state(valid=LATER).standing("truce", "NORTH")
    assert standing.content == content.Ceasefire(purpose="definitive", scope="at sea")
    assert talks.state(valid=LATER).standing("truce", "SOUTH").content is None


# Tables


def history(**said):
    talks = told(says("a", "accepts", "2030-01-05", window="undisclosed", **said))
    return talks.state(valid="2030-01-10").history("truce", "NORTH")


def test_a_table_is_a_frozen_sequence_with_its_basis():
    table = history()
    assert (len(table), table[0], list(table[:1]), table[-1]) == (
        1,
        next(iter(table)),
        list(table),
        table[0],
    )
    assert table.basis.valid.day == 10
    with pytest.raises(TypeError):
        table[0] = "another row"
    assert table == history()


def test_a_table_says_in_one_line_what_it_holds():
    assert repr(new().record_all([]).problems) == "<Table of 0 rows: place, error>"
    assert repr(history()).startswith("<Table of 1 row: term, party, stance, red_line")


def test_a_table_gives_plain_values():
    (row,) = history(scope="at sea", conditions=[pt.EventHeld("summit")]).to_dicts()
    told = {
        name: row[name] for name in ("term", "stance", "red_line", "since", "disputed", "lapsed")
    }
    assert told == {
        "term": "truce",
        "stance": "accepts",
        "red_line": None,
        "since": "2030-01-05",
        "disputed": [],
        "lapsed": False,
    }
    assert row["conditions"] == [{"kind": "event", "event": "summit"}]
    assert row["window"] == {"undisclosed": True}


def test_content_in_a_table_names_its_kind():
    (row,) = history(scope="at sea").to_dicts()
    assert row["content"] == {"kind": "ceasefire", "scope": "at sea"}


def test_content_of_any_fields_is_written_in_a_table():
    talks = told(says("a", "accepts", "2030-01-05", term="rest", depth=7, pace="slow"))
    (row,) = talks.state(valid=LATER).history("rest", "NORTH").to_dicts()
    assert row["content"] == {"kind": "other", "depth": 7, "pace": "slow"}


def test_the_problems_of_a_batch_can_be_written(tmp_path):
    outcome = new().record_all([says("a", "open", party="NROTH")])
    outcome.problems.to_jsonl(tmp_path / "problems.jsonl")
    row = json.loads((tmp_path / "problems.jsonl").read_text(encoding="utf-8"))
    assert row["place"] == 0
    assert "did you mean 'NORTH'" in row["error"]


def test_a_table_writes_json_lines(tmp_path):
    table = history(scope="«sérieux»")
    table.to_jsonl(tmp_path / "rows.jsonl")
    text = (tmp_path / "rows.jsonl").read_text(encoding="utf-8")
    assert [json.loads(line) for line in text.splitlines()] == table.to_dicts()
    assert "«sérieux»" in text


def events_told(place):
    return told(pt.draft(id="a").event("summit", "held", place=place)).state(valid=LATER).events()


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_gets_a_quote_before_it(tmp_path, start):
    events_told(f"{start}1+1").to_csv(tmp_path / "rows.csv")
    assert [row["place"] for row in rows_of(tmp_path / "rows.csv")] == [f"'{start}1+1"]


def test_other_cells_are_written_as_they_are(tmp_path):
    events_told('a "hall", ни\nby the sea').to_csv(tmp_path / "rows.csv")
    (row,) = rows_of(tmp_path / "rows.csv")
    assert (row["place"], row["status"], row["when"]) == (
        'a "hall", ни\nby the sea',
        "held",
        "",
    )


def test_a_table_without_rows_is_written_with_its_columns(tmp_path):
    new().state(valid=LATER).events().to_csv(tmp_path / "rows.csv")
    text = (tmp_path / "rows.csv").read_text(encoding="utf-8")
    assert text.startswith("id,type,status,when")
    assert text.count("\n") == 1


def test_a_table_as_html_shows_words_and_runs_none():
    html = events_told("<script>alert(1)</script> & more")._repr_html_()
    assert "<table" in html
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in html


# Threads


def test_several_threads_read_while_one_writes():
    talks = told(says("first", "accepts", "2030-01-05"))
    errors: list[BaseException] = []
    basis = talks.state(valid=LATER).basis
    answer = talks.state(basis).answers()
    done = threading.Event()

    def read():
        try:
            while not done.is_set():
                state = talks.state(valid=LATER)
                assert state.standing("truce", "NORTH").stance is not None
                assert len(state.claims()) == state.basis.known - 1
                assert talks.state(basis).answers() == answer
        except BaseException as error:
            errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    try:
        for number in range(100):
            stance = ("accepts", "rejects")[number % 2]
            talks.record(says(f"r{number}", stance, f"2030-01-{number % 28 + 1:02}"))
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert errors == []
    assert talks.head == 102


def test_several_threads_write_and_lose_nothing():
    talks = new()

    def write(thread):
        for number in range(20):
            talks.record(says(f"{thread}-{number}", "accepts", "2030-01-05"))

    writers = [threading.Thread(target=write, args=(thread,)) for thread in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [entry.seq for entry in talks.entries()] == list(range(1, 82))
    assert len(talks.state(valid=LATER).claims()) == 80


# What fresh eyes found


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


def test_a_correction_may_turn_round_who_dates_whom():
    talks = new()
    talks.record(pt.Report([pt.Event("a", when=pt.During("b"))], id="wrong"))
    right = pt.Report([pt.Event("b", when=pt.During("a"))], id="right")
    assert talks.correct("wrong", right, reason="the other way round").new


def test_a_retracted_claim_gives_its_first_receipt_even_when_all_is_gone():
    talks = told(says("a", "open"))
    first = talks.retract("a", claim=1, reason="x")
    talks.retract("a", reason="y")
    assert talks.retract("a", claim=1, reason="x").seq == first.seq


def test_what_was_recorded_later_can_be_supposed_before():
    talks = told(says("a", "open", "2030-01-05"))
    known = talks.head
    talks.record(says("b", "accepts", "2030-01-06"))
    state = talks.state(valid=LATER, known=known)
    assert state.suppose(says("b", "accepts", "2030-01-06")) == talks.state(valid=LATER)


def test_supposing_twice_is_supposing_once_and_without_takes_it_back():
    state = told(says("a", "open", "2030-01-05")).state(valid=LATER)
    supposed = state.suppose(says("b", "accepts"))
    assert supposed.suppose(says("b", "accepts")) == supposed
    assert supposed.without("b") == state


def test_another_trust_still_leaves_out_what_was_left_out():
    state = told(says("a", "open", "2030-01-05")).state(valid=LATER).without("a")
    assert state.at(trust=pt.EVERYTHING)["truce"]["NORTH"].silent


def test_a_history_ends_in_silence_where_everything_was_cleared():
    cleared = pt.Report([pt.Position("NORTH", "truce", since="2030-01-09", complete=True)])
    talks = told(says("a", "open", "2030-01-05"), cleared)
    assert [s.silent for s in talks.state(valid=LATER).history("truce", "NORTH")] == [False, True]


def test_a_name_bound_to_as_an_event_cannot_become_a_term():
    talks = told(pt.Report([pt.Position("NORTH", "truce", "open", since=pt.During("summit"))]))
    with pytest.raises(pt.errors.NameTakenError):
        talks.declare(pt.Agenda("invented", terms=[pt.Term("summit", "other", "x")]))


def test_events_dated_by_events_in_any_number_are_resolved():
    talks = new()
    chain = [pt.Event(f"e{n}", when=pt.During(f"e{n + 1}")) for n in range(1200)]
    talks.record(pt.Report([*chain, pt.Event("e1200", when="2030-01-03")]))
    talks.record(pt.Report([pt.Position("NORTH", "truce", "open", since=pt.During("e0"))]))
    assert str(talks.state(valid=LATER)["truce"]["NORTH"].since) == "2030-01-03"


def test_only_a_trust_is_a_trust_and_only_a_condition_a_condition():
    talks = told(says("a", "open"))
    with pytest.raises(pt.errors.WrongTypeError):
        talks.state(trust="on-record")
    with pytest.raises(pt.errors.UnknownNameError):
        talks.state().met(pt.TermIs("trcue", "agreed"))
    with pytest.raises(pt.errors.WrongTypeError):
        talks.state().met("truce")
