"""What changed: statuses that no party's move tells, members that join and leave, words on the record.

The rules are those of `docs/explanation/what-a-brief-says.md`.
"""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis
from peacetrack.testing import strategies as ss
from tests import recording
from tests.briefing.invented import AGENDA, PARTIES, sentences, week
from tests.effort import a_half
from tests.recording import happens, says

THREE = pt.AtLeast("3/3", of="UNION")
NAMES = {"NORTH": "Northland", "SOUTH": "Southland", "EAST": "Eastland"}


def union(needs, east=(), *, members=("NORTH", "SOUTH"), more=()):
    """A ledger of three states and a group, on one term."""
    states = [pt.Party(id, name, "state") for id, name in NAMES.items()]
    joined = [*map(pt.Member, members), *([pt.Member("EAST", **dict(east))] if east else [])]
    group = pt.Party("UNION", "the Union", "group", members=joined, members_known=True)
    term = pt.Term("truce", "other", "the guns fall silent", title="Ceasefire", needs=needs)
    return recording.new(pt.Agenda("grouped", parties=[*states, group], terms=[term, *more]))


def accept(talks, *parties):
    for day, party in enumerate(parties, start=2):
        talks.record(
            says(party.lower(), "accepts", f"2030-01-0{day}", of=party, by="named"),
            recorded_at=f"2030-01-0{day}",
        )


def changed(talks, since="2030-05-25", valid="2030-06-02"):
    rows = analysis.brief(talks.state(valid=valid), since=since).filter(part="changed")
    return [(str(line.rule), line.what) for line in rows]


LEAVES, JOINS = {"until": "2030-05-31"}, {"since": "2030-06-01"}


def alliance(*reports, since="2030-01-15"):
    """The statuses that changed of terms of an alliance and its members, as one of these left it."""
    members = [pt.Member("EAST"), pt.Member("SOUTH", until="2030-01-20")]
    league = pt.Party("LEAGUE", "the League", "group", members=members, members_known=True)
    terms = [
        pt.Term("pact", "other", "the League signs", title="Pact", needs=["LEAGUE"]),
        pt.Term("fleet", "other", "the fleet goes home", title="Fleet", needs=["EAST", "SOUTH"]),
    ]
    talks = recording.new(pt.Agenda("allied", parties=[*PARTIES[:3], league], terms=terms))
    for number, (day, of, term, stance) in enumerate(reports):
        report = recording.says(f"r{number}", stance, day, of=of, term=term, by="named", published=day)
        talks.record(report, recorded_at=f"{day}T12:00:00Z")
    rows = analysis.brief(talks.state(valid="2030-01-25"), since=since)
    lines = rows.filter(part="changed", rule="status")
    return [(line.about, line.what) for line in lines if line.source == "as the agenda has it"]


SIGNED = [("2030-01-05", "LEAGUE", term, "accepts") for term in ("pact", "fleet")]
LEFT = "Southland left the League on 21 Jan 2030"


def test_a_term_that_was_agreed_until_a_member_left_its_alliance_says_so_in_a_young_ledger():
    told = alliance(*SIGNED, since="2030-01-01")
    what = f"was agreed until 20 Jan 2030; {LEFT}"
    assert told == [("Fleet", what)]


def test_a_member_that_leaves_by_a_new_declaration_turns_as_it_left():
    talks = union(["NORTH", "EAST"], {}, members=("NORTH", "SOUTH", "EAST"))
    accept(talks, "NORTH", "UNION")
    group = talks.agenda.party_by_id["UNION"]
    members = [pt.Member("NORTH"), pt.Member("SOUTH"), pt.Member("EAST", until="2030-05-31")]
    left = pt.Agenda("grouped", parties=[attrs.evolve(group, members=members)])
    talks.declare(left, recorded_at="2030-06-01T12:00:00Z")
    what = "Eastland: no stance is known any more, as it left the Union on 1 Jun 2030"
    assert ("regrouped", what) in changed(talks)


def test_an_agreement_that_is_sure_as_its_opponent_left_the_alliance_says_so():
    told = alliance(*SIGNED, ("2030-01-08", "SOUTH", "pact", "opposes"))
    assert told == [("Pact", f"now agreed; perhaps agreed before; {LEFT}")]


def test_a_term_that_is_agreed_as_a_silent_member_left_says_so():
    talks = union([THREE], LEAVES)
    accept(talks, "NORTH", "SOUTH")
    assert changed(talks) == [
        ("status", "went from pending to agreed; Eastland left the Union on 1 Jun 2030"),
        ("regrouped", "the Union accepts it, 1 Jun 2030, as Eastland left it; no stance was known before"),
    ]
    (line,) = analysis.brief(talks.state(valid="2030-06-02"), since="2030-05-25").filter(rule="status")
    assert (line.source, line.terms, line.reports) == ("as the agenda has it", ("truce",), ("north", "south"))


def test_a_term_that_is_agreed_no_more_as_a_silent_member_joined_says_so():
    talks = union([THREE], JOINS)
    accept(talks, "NORTH", "SOUTH")
    assert changed(talks) == [
        ("status", "went from agreed to pending; Eastland joined the Union on 1 Jun 2030"),
        ("regrouped", "the Union: no stance is known any more, as Eastland joined it on 1 Jun 2030"),
    ]


def test_a_group_that_turns_as_a_member_left_turned_on_that_day():
    talks = union(["UNION"], LEAVES)
    accept(talks, "NORTH", "SOUTH")
    talks.record(says("east", "rejects", "2030-01-05", of="EAST", by="named"), recorded_at="2030-01-05")
    went = "the Union went from rejects to accepts, 1 Jun 2030, as Eastland left it"
    assert changed(talks) == [("regrouped", went)]


@pytest.mark.parametrize(
    ("member", "what"),
    [
        (JOINS, "Northland accepts it, 1 Jun 2030, as it joined the Union; no stance was known before"),
        (LEAVES, "Northland: no stance is known any more, as it left the Union on 1 Jun 2030"),
    ],
)
def test_a_silent_member_turns_on_the_day_on_which_it_joins_or_leaves_a_group_that_speaks(member, what):
    talks = union(["NORTH"], members=())
    group = attrs.evolve(
        talks.agenda.party_by_id["UNION"], members=[pt.Member("NORTH", **member)], members_known=None
    )
    talks.declare(pt.Agenda("grouped", parties=[group]), recorded_at="2030-01-01T12:00:00Z")
    accept(talks, "UNION")
    assert changed(talks) == [("regrouped", what)]


def test_a_member_whose_own_stance_ran_out_turned_to_that_of_its_group_on_that_day():
    talks = union(["NORTH"])
    accept(talks, "UNION")
    talks.record(
        says("own", "rejects", "2030-01-03", by="named", until="2030-05-31"), recorded_at="2030-01-03"
    )
    went = "Northland went from rejects to accepts, 1 Jun 2030, with its group"
    assert ("regrouped", went) in changed(talks)


def test_what_a_member_says_itself_is_told_where_it_turns_with_its_group_and_back():
    """Northland rejects; then the Union accepts, and later Eastland says that the Union rejects."""
    talks = union(["UNION"])
    accept(talks, "UNION")
    own = says("own", "rejects", "2030-01-10", by="named")
    again = says("again", "accepts", "2030-01-15", of="UNION", by="named")
    for report, day in ((own, "2030-01-10"), (again, "2030-01-15")):
        talks.record(report, recorded_at=day)
    account = pt.draft(id="account", since="2030-01-18")
    account.voice("officials-briefed", of="EAST").position("truce", "rejects", party="UNION")
    talks.record(account, recorded_at="2030-01-18")
    with_it = (
        "went from rejects to accepts, 15 Jan 2030, with its group; by its own words, it rejects it, 10 Jan"
    )
    apart = "went from accepts to rejects, 18 Jan 2030, by its own words of 10 Jan 2030, and no longer with its group"
    for since, valid, told, cited in (
        ("2030-01-13", "2030-01-16", f"Northland {with_it} 2030", ("again", "own")),
        ("2030-01-17", "2030-01-19", f"Northland {apart}", ("own", "account")),
    ):
        state = talks.state(valid=valid, known=valid)
        (line,) = analysis.brief(state, since=since).filter(rule="regrouped")
        assert (line.what, line.cited) == (told, cited)
    changes = analysis.diff(talks.state(valid="2030-01-16", known="2030-01-16"), state)
    assert changes.filter(party="NORTH", field="stance")[0].reports == ("account", "own")


def test_a_verdict_that_a_declaration_turned_says_so():
    talks = union(["NORTH"])
    envoy = pt.Person("envoy", acts_for="NORTH")
    talks.declare(pt.Agenda("grouped", people=[envoy]), recorded_at="2030-01-02")
    said = pt.draft(id="a", since="2030-01-03")
    said.voice("quote", person="envoy").position("truce", "accepts", party="NORTH")
    talks.record(said, recorded_at="2030-01-03")
    turned = attrs.evolve(envoy, acts_for="SOUTH")
    talks.declare(pt.Agenda("grouped", people=[turned]), recorded_at="2030-06-01")
    assert ("status", "now perhaps agreed, by a new declaration; agreed before") in changed(talks)


def test_a_group_says_that_it_stands_nowhere_as_the_position_of_a_member_ran_out():
    talks = union(["UNION"])
    accept(talks, "NORTH")
    talks.record(
        says("s", "accepts", "2030-01-03", of="SOUTH", by="named", window="2030-05-31"),
        recorded_at="2030-01-03",
    )
    what = "the Union: no stance is known any more, as the position of a member ran out"
    assert changed(talks)[0] == ("turn", what)


def test_a_term_says_which_declaration_and_which_condition_turned_it():
    talks = union(["NORTH", "EAST"])
    accept(talks, "NORTH")
    truce = attrs.evolve(talks.agenda.terms[0], needs=["NORTH"])
    talks.declare(pt.Agenda("grouped", terms=[truce]), recorded_at="2030-06-01")
    by = "by a new declaration: Eastland decides on it no more"
    assert changed(talks) == [("status", f"went from pending to agreed, {by}")]
    until_then = union(["NORTH"])
    asks = says("a", "accepts", "2030-01-02", by="named", conditions=[pt.EventHeld("deadline")])
    until_then.record(asks, recorded_at="2030-01-02")
    deadline = happens("b", "deadline", "expected", type="deadline", when="2030-05-31")
    until_then.record(deadline, recorded_at="2030-01-03")
    assert changed(until_then) == [("status", "went from conditional to agreed; met: Deadline is held")]


def test_a_condition_on_a_group_is_met_as_a_member_leaves_it():
    talks = union(["EAST"], LEAVES, more=[pt.Term("aid", "other", "aid", needs=["NORTH"])])
    accept(talks, "NORTH", "SOUTH")
    talks.record(
        says(
            "c",
            "accepts",
            "2030-01-04",
            term="aid",
            by="named",
            conditions=[pt.StanceIs("UNION", "truce", "accepts")],
        ),
        recorded_at="2030-01-04",
    )
    went = "went from conditional to agreed; Eastland left the Union on 1 Jun 2030; met: the Union accepts “Ceasefire”"
    assert ("status", went) in changed(talks)


def test_a_term_says_which_details_are_not_settled():
    talks = union(["NORTH", "SOUTH"])
    accept(talks, "NORTH", "SOUTH")
    for day, party in enumerate(("NORTH", "SOUTH"), start=1):
        sized = says(
            f"size{day}", "accepts", f"2030-06-0{day}", of=party, by="named", size=pt.Quantity(day, day, "km")
        )
        talks.record(sized, recorded_at=f"2030-06-0{day}")
    assert ("status", "went from agreed to in principle; not settled: size") in changed(
        talks, valid="2030-06-03"
    )


def test_what_a_needed_party_did_is_no_second_line_on_the_status():
    rows = week(("rejects", "2030-02-02", "quote", {}), ("accepts", "2030-02-10", "named", {}))
    assert sentences(rows, "turn") == ["Aid: Southland went from rejects to accepts, 10 Feb 2030"]
    assert sentences(rows, "status") == []


def test_what_a_party_says_otherwise_on_the_record_is_told_as_it_comes_and_goes():
    talks = recording.ledger_of(AGENDA, says("leak", "accepts", "2030-01-05", by="leak"))
    talks.record(says("again", "accepts", "2030-01-08", by="leak"), recorded_at="2030-02-02")
    own = says("own", "rejects", "2030-01-06", by="document", published="2030-01-06")
    talks.record(own, recorded_at="2030-02-03")
    talks.retract("own", reason="forged", recorded_at="2030-02-10")
    (line,) = analysis.brief(talks.state(valid="2030-02-20"), since=4).filter(rule="corrected")
    what = (
        "Northland accepts it; nothing that it says on the record is otherwise any more, after a retraction"
    )
    assert (line.what, line.reports) == (what, ("own",))


@a_half()
@given(data=st.data())
def test_nothing_changed_never_stands_beside_a_changed_status(data):
    tracker = data.draw(ss.ledgers(rough=True))
    state = tracker.state(data.draw(ss.bases(tracker)))
    since = data.draw(st.integers(0, state.basis.known))
    earlier = analysis.baseline(state, since)
    turned = {term for term in state if state[term].status is not earlier[term].status}
    rules = {line.rule for line in analysis.brief(state, since=since)}
    assert not (turned and "nothing-changed" in rules)


def test_a_term_that_stays_agreed_says_that_the_dates_leave_it_open_no_more():
    talks = union(["NORTH", "SOUTH"])
    accept(talks, "NORTH")
    vague = says("south", "accepts", "2030-01-03/2030-05-28", of="SOUTH", by="named")
    talks.record(vague, recorded_at="2030-01-03")
    assert changed(talks) == [("status", "now agreed; perhaps agreed before")]
    (entry,) = [e for e in talks.state(valid="2030-06-02").entries if e.id == "south"]
    (line,) = analysis.brief(talks.state(valid="2030-06-02"), since="2030-05-25").filter(rule="status")
    assert (line.about, line.reports) == ("Ceasefire", (entry.id,))


def test_a_term_that_stays_agreed_by_reports_that_count_says_what_others_say_now():
    talks = union(["NORTH", "SOUTH"])
    accept(talks, "NORTH", "SOUTH")
    leak = says("leak", "rejects", "2030-05-28", of="SOUTH", by="leak")
    talks.record(leak, recorded_at="2030-05-28")
    strict = talks.state(valid="2030-06-02", trust=pt.ON_RECORD)
    rows = analysis.brief(strict, since="2030-05-25").filter(part="changed")
    assert [(str(line.rule), line.what, line.reports) for line in rows] == [
        ("status", "now agreed, but not by all reports; agreed before", ("leak",))
    ]
    assert analysis.brief(strict, since="2030-06-01").filter(rule="status").to_dicts() == []


def test_a_replaced_term_of_the_same_title_has_its_id_and_the_sentences():
    talks = union(["NORTH", "SOUTH"])
    accept(talks, "NORTH", "SOUTH")
    (old,) = talks.agenda.terms
    month = "the guns fall silent for a month"
    new = attrs.evolve(old, id="truce-2", proposition=month, replaces="truce")
    old = attrs.evolve(old, needs=[], backdrop=True)
    talks.declare(pt.Agenda("grouped", terms=[old, new]), recorded_at="2030-06-01")
    rows = analysis.brief(talks.state(valid="2030-06-02"), since="2030-05-25").filter(rule="status")
    assert [f"{line.about}: {line.what}" for line in rows] == [
        f"Ceasefire (truce): went from agreed to no status, by a new declaration; replaced by “{month}”",
        "Ceasefire (truce-2): went from no status to unreported, by a new declaration; it replaces “the guns fall silent”",
    ]
