"""Proposals: drafts of people and models, which no state reads before a person accepts them."""

from __future__ import annotations

import attrs
import pytest

import peacetrack as pt
from peacetrack import coding
from peacetrack.errors import LedgerTamperedError, ReportNotFoundError
from tests.cli.helpers import as_typed, printed
from tests.recording import new_year
from tests.rules.helpers import AGENDA, ledger_of

MODEL = pt.Coder("reader", type="model", version="3", prompt_sha256="AB" * 32)
WORDS = "ready to stop"


def draft(id="d1", stance="open", party="NORTH", **more):
    position = pt.Position(party, "truce", stance, act="offers", wording=WORDS, since="2030-01-05")
    return pt.Report([position], id=id, coded_by=MODEL, **more)


@pytest.fixture(params=["memory", "file"])
def talks(request, tmp_path):
    """A ledger with one proposal, in memory and in a file."""
    with pt.Tracker() if request.param == "memory" else pt.open(tmp_path / "talks.db") as tracker:
        tracker.declare(AGENDA)
        tracker.propose(draft())
        yield tracker


def status(talks, id="d1"):
    return {proposed.id: proposed.status for proposed in talks.proposals()}[id]


def test_a_coder_is_kept_with_the_report():
    talks = ledger_of(draft())
    assert talks.reports["d1"].coded_by == attrs.evolve(MODEL, prompt_sha256="ab" * 32)
    with pytest.raises(pt.InvalidInputError, match="type of coder"):
        pt.Coder("x", type="robot")
    form = {"kind": "report", "claims": [], "coded_by": {"name": " "}}
    with pytest.raises(pt.InvalidInputError, match="is no name"):
        talks.record(form)


def test_no_state_reads_a_proposal(talks):
    assert talks.head == 2
    state = talks.state()
    assert (state["truce"]["NORTH"].silent, list(state.claims()), list(talks.reports)) == (True, [], [])
    (proposed,) = talks.proposals()
    assert (proposed.id, proposed.status, proposed.coded_by, proposed.seq) == ("d1", "open", "reader 3", 2)
    assert proposed.report == draft()


def test_a_proposal_is_checked_like_a_report(talks):
    with pytest.raises(pt.InvalidInputError, match="unknown party"):
        talks.propose(draft("d2", party="NROTH"))
    again = talks.propose(draft())
    assert (again.seq, again.new) == (2, False)
    with pytest.raises(pt.ConflictError, match="'d1' is taken by entry 2"):
        talks.propose(draft(stance="accepts"))
    with pytest.raises(pt.ConflictError, match="taken by the proposal of entry 2"):
        talks.record(draft())


def test_a_proposal_that_is_accepted_is_a_report_that_names_it(talks):
    receipt = talks.accept("d1")
    assert (receipt.seq, receipt.id, receipt.new) == (3, "d1", True)
    assert talks.reports["d1"].acceptance == pt.coding.Acceptance("d1")
    assert talks.state(valid="2030-02-01")["truce"]["NORTH"].stance == "open"
    assert status(talks) == "accepted"
    assert talks.accept("d1").new is False
    with pytest.raises(pt.ConflictError):
        talks.dismiss("d1", reason="too late")


def test_a_proposal_is_amended_under_its_id_or_another(talks):
    right = attrs.evolve(draft(stance="accepts"), coded_by=None)
    talks.accept("d1", report=right, reason="he said yes")
    assert talks.reports["d1"].acceptance == pt.coding.Acceptance("d1", reason="he said yes")
    assert talks.reports["d1"].coded_by.name == "reader"
    (proposed,) = talks.proposals()
    assert (proposed.status, proposed.reason, proposed.settled_by) == ("amended", "he said yes", 3)
    talks.propose(draft("d2"))
    talks.accept("d2", report=draft("mine", stance="rejects"))
    assert talks.reports["mine"].acceptance.proposal == "d2"
    with pytest.raises(pt.ConflictError, match="was amended by entry 5"):
        talks.accept("d2")


@pytest.fixture
def of_two(talks):
    """A proposal about both parties, of which SOUTH on the truce is the second claim."""
    claims = [
        pt.Position("NORTH", "truce", "open", act="offers", quote="we stop"),
        pt.Position("SOUTH", "truce", "rejects", since="2026-01-04"),
    ]
    talks.propose(pt.Report(claims, id="d2", since="2026-01-05", attribution=pt.Attribution("named")))
    return talks


def test_an_amendment_says_what_it_kept_changed_dropped_and_added(of_two):
    claims = [
        pt.Position("NORTH", "truce", "accepts", red_line=True, quote="we stop"),
        pt.Position("SOUTH", "pledge", "open"),
    ]
    right = pt.Report(claims, since="2026-01-05", attribution=pt.Attribution("named"))
    receipt = of_two.accept("d2", report=right, reason="of another term")
    assert receipt.amended == (
        "changed: NORTH on truce (the guns fall silent): stance open -> accepts; dropped act offers; "
        "added red line yes; kept since 2026-01-05, attribution named",
        "dropped: SOUTH on truce (the guns fall silent): stance rejects, since 2026-01-04, attribution named",
        "added: SOUTH on pledge (help is pledged): stance open, since 2026-01-05, attribution named",
    )
    again = of_two.accept("d2", report=right, reason="of another term")
    assert (again.new, again.amended) == (False, receipt.amended)


def test_what_is_accepted_as_it_was_proposed_is_no_amendment(of_two):
    assert of_two.accept("d2").amended == ()


def test_an_amendment_of_words_alone_says_so(talks):
    own = attrs.evolve(draft().claims[0], wording="he said that he would stop")
    receipt = talks.accept("d1", report=pt.Report([own]), reason="his own words")
    (line,) = receipt.amended
    assert line.startswith(
        "changed: NORTH on truce (the guns fall silent): words changed; kept stance open, "
    )


def test_an_amendment_that_has_nothing_in_common_is_refused(talks):
    with pytest.raises(
        pt.InvalidInputError, match="it is about pledge, SOUTH, and the proposal 'd1' about truce, NORTH"
    ):
        talks.accept("d1", report=pt.Report([pt.Position("SOUTH", "pledge", "open")]), reason="so")
    assert status(talks) == "open"
    talks.accept(
        "d1", report=pt.Report([pt.Position("SOUTH", "truce", "open")]), reason="the other one said it"
    )


def test_who_settled_a_proposal_is_said_to_who_comes_later():
    talks = pt.Tracker(AGENDA, recorder="anna", clock=new_year)
    talks.propose(draft())
    talks.accept("d1", report=draft(stance="accepts"), reason="he said yes")
    message = r"the proposal 'd1' was amended by entry 3, 2030-01-01 00:00 UTC, by anna"
    with pytest.raises(pt.ConflictError, match=message):
        talks.accept("d1")
    with pytest.raises(pt.ConflictError, match=message):
        talks.dismiss("d1", reason="late")
    talks.propose(draft("d2"))
    assert talks.accept("d2").recorded_by == talks.accept("d2").recorded_by == "anna"


def test_a_proposal_is_dismissed_with_a_reason(talks):
    talks.dismiss("d1", reason="of another truce")
    (proposed,) = talks.proposals()
    assert (proposed.status, proposed.reason) == ("dismissed", "of another truce")
    assert talks.dismiss("d1", reason="of another truce").new is False
    with pytest.raises(pt.ConflictError, match="was dismissed by entry 3"):
        talks.accept("d1")
    with pytest.raises(pt.InvalidInputError, match="a reason is missing"):
        talks.propose(draft("d2")) and talks.dismiss("d2", reason=" ")


def test_what_was_never_proposed_is_not_settled(talks):
    with pytest.raises(ReportNotFoundError, match="no proposal 'd9' was ever recorded"):
        talks.accept("d9")
    with pytest.raises(ReportNotFoundError, match="no proposal 'd9'"):
        talks.dismiss("d9", reason="x")
    with pytest.raises(ReportNotFoundError, match="no proposal 'd9'"):
        talks.record(draft("r", acceptance=pt.coding.Acceptance("d9")))


def test_proposals_are_proved_exported_and_imported(talks, tmp_path):
    talks.accept("d1", report=draft(stance="accepts"), reason="he said yes")
    talks.propose(draft("d2"))
    talks.dismiss("d2", reason="twice")
    talks.verify(talks.checkpoint())
    talks.save(tmp_path / "talks.jsonl")
    read = pt.open(tmp_path / "talks.jsonl")
    assert str(read.checkpoint()) == str(talks.checkpoint())
    assert [(p.id, p.status, p.reason) for p in read.proposals()] == [
        ("d1", "amended", "he said yes"),
        ("d2", "dismissed", "twice"),
    ]
    with pt.open(tmp_path / "copy.db") as copy:
        copy.extend(talks.entries())
        assert str(copy.checkpoint()) == str(talks.checkpoint())
        copy.rebuild()


def test_a_proposal_is_redacted_with_its_report_or_alone(talks, tmp_path):
    talks.propose(draft("d2"))
    talks.accept("d1")
    kept = talks.checkpoint()
    assert talks.redact("d1", reason="names a source").new is True
    assert talks.redact("d1", reason="names a source").new is False
    talks.redact("d2", reason="names a source")
    talks.verify(kept)
    assert WORDS not in str([entry.as_mapping() for entry in talks.entries()])
    assert [p.status for p in talks.proposals()] == ["accepted", "open"]
    with pytest.raises(pt.InvalidInputError, match="the words of the proposal 'd2' are redacted"):
        talks.accept("d2")
    with pytest.raises(pt.ConflictError, match="another id"):
        talks.accept("d2", report=draft("d2"))
    talks.accept("d2", report=draft("d3", stance="rejects"))
    talks.verify(kept)
    talks.save(tmp_path / "talks.jsonl")
    assert str(pt.open(tmp_path / "talks.jsonl").checkpoint()) == str(talks.checkpoint())


def test_an_entry_that_settles_what_is_not_open_is_refused(talks):
    other = ledger_of()
    other.propose(draft("d2"))
    other.accept("d2")
    entries = list(other.entries())
    with pytest.raises((LedgerTamperedError, pt.PeacetrackError)):
        pt.Tracker().extend([entries[0], attrs.evolve(entries[2], seq=2)])


# How a coder did


def test_the_record_of_a_coder_counts_each_field(talks):
    talks.accept("d1", report=draft(stance="accepts"), reason="he said yes")
    talks.propose(draft("d2"))
    talks.accept("d2")
    talks.propose(draft("d3"))
    talks.dismiss("d3", reason="twice")
    talks.propose(draft("d4"))
    row = coding.record_of(talks).filter(field="stance")[0]
    assert (row.coder, row.type, row.proposed) == ("reader 3", "model", 3)
    assert (row.kept, row.changed, row.dropped, row.added, row.dismissed) == (1, 1, 0, 0, 1)
    assert (row.acceptance, row.amendment) == (1 / 3, 1 / 3)


def test_what_a_person_adds_counts_as_no_proposal(talks):
    more = pt.Position("SOUTH", "truce", "rejects", red_line=True)
    talks.accept("d1", report=pt.Report([*draft().claims, more], id="d1"))
    row = coding.record_of(talks).filter(field="red_line")[0]
    assert (row.proposed, row.added, row.acceptance, row.amendment) == (0, 1, None, None)


# Review


def test_a_review_shows_quote_change_and_contradiction(talks):
    source = pt.Source("an agency", origin="wire")
    said = pt.Position("NORTH", "truce", "rejects", since="2026-01-05")
    talks.record(pt.Report([said], id="r", source=source, attribution=pt.Attribution("named")))
    quoted = pt.Position("NORTH", "truce", "accepts", since="2026-01-05", quote="we stop")
    talks.propose(
        pt.Report(
            [quoted],
            id="d2",
            source=pt.Source(origin="other"),
            attribution=pt.Attribution("named"),
            coded_by=MODEL,
        )
    )
    (row,) = coding.review(talks, "d2")
    assert (row.claim, row.says, row.quote) == (
        1,
        "NORTH on truce: stance accepts, since 2026-01-05, attribution named",
        "we stop",
    )
    assert any("stance" in change for change in row.changes)
    assert any("rejects (r)" in contradicted for contradicted in row.contradicts)


def test_a_review_says_of_what_kind_a_claim_is():
    talks = ledger_of()
    event = pt.Event("summit", status="expected")
    claims = [event, pt.Question("who pays?", about=["truce"]), pt.Assessment("it is late")]
    talks.propose(pt.Report(claims, id="d"))
    assert [row.says for row in coding.review(talks, "d")] == [
        "event summit: status expected, attribution narrator",
        "question on truce: attribution narrator",
        "assessment: attribution narrator",
    ]


# On the command line


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pt.open("talks.db") as talks:
        talks.declare(AGENDA)
    claim = (
        '[[claims]]\nkind = "position"\nparty = "NORTH"\nterm = "truce"\nstance = "{}"\nquote = "we stop"\n'
    )
    coder = 'coded_by = { name = "reader", type = "model" }\n'
    for name, stance in (("d1", "open"), ("d2", "open"), ("d3", "rejects"), ("right", "accepts")):
        text = f'kind = "report"\nid = "{name}"\n{coder}{claim.format(stance)}'
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_drafts_are_proposed_reviewed_and_settled(folder):
    assert "proposed: d1, entry 2" in printed(
        "propose", "talks.db", "d1.toml", "d2.toml", "d3.toml", "--by", "bot"
    )
    text = printed("review", "talks.db")
    assert "d1, one of 3 open proposals; coded by reader" in text
    assert "we stop" in text
    assert "peacetrack accept talks.db d1" in text
    assert "accepted: d1, entry 5" in printed("accept", "talks.db", "d1")
    assert "d2, one of 2" in printed("review", "talks.db")  # it goes on where it was left
    amended = printed("amend", "talks.db", "d2", "right.toml", "--reason", "he said yes", "--by", "anna")
    assert "amended: right, entry 6" in amended
    assert (
        "  changed: NORTH on truce (the guns fall silent): stance open -> accepts; kept attribution"
        in amended
    )
    again = printed("amend", "talks.db", "d2", "right.toml", "--reason", "he said yes", "--by", "ben")
    assert again.startswith("already there: right, entry 6, ")
    assert again.splitlines()[0].endswith(" UTC, by anna")
    assert "no name was kept" in printed("accept", "talks.db", "d1", "--by", "ben")
    assert "dismissed: d3, entry 7" in printed("dismiss", "talks.db", "d3", "--reason", "twice")
    assert printed("review", "talks.db") == "no proposal is open\n"
    assert "was dismissed by entry 7" in as_typed("accept", "talks.db", "d3").stderr
    assert "d2" in printed("review", "talks.db", "d2")
