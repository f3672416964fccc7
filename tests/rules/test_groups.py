"""Rule 9: live standings, and what groups say for their members."""

import attrs
import pytest

import peacetrack as pt
from peacetrack import analysis
from peacetrack.rules import standing_wording
from tests import recording
from tests.recording import happens, says
from tests.rules.helpers import ABSENT, LATER, behind, ledger_of, north, status


def test_a_standing_is_live_when_it_has_begun_and_has_not_lapsed():
    talks = ledger_of(says("a", "accepts", "/2030-01-05", window="2030-01-10"))
    moments = ["2030-01-04", "2030-01-06", "2030-01-11"]
    assert [north(talks, moment).live for moment in moments] == [False, True, False]


def member(talks, valid="2030-01-15", party="EAST", **basis):
    return talks.state(valid=valid, **basis).standing("force", party)


def in_force(id, stance=None, since=None, *, of="LEAGUE", **said):
    return says(id, stance, since, term="force", of=of, **said)


def test_a_member_without_a_stance_stands_where_its_group_stands():
    talks = ledger_of(in_force("a", "accepts", "2030-01-03", troops=True))
    assert (member(talks).stance, member(talks).by_group) == (pt.Stance.ACCEPTS, "LEAGUE")
    assert member(talks).get("troops") is True


def test_a_member_with_a_later_stance_stands_on_its_own_statements_only():
    talks = ledger_of(
        in_force("a", "accepts", "2030-01-03", troops=True), in_force("b", "neutral", "2030-01-04", of="EAST")
    )
    assert (member(talks).stance, member(talks).by_group) == (pt.Stance.NEUTRAL, None)
    assert (member(talks).get("troops"), member(talks).disputed) == (None, ())


def test_a_later_stance_of_another_side_takes_a_member_with_its_group():
    talks = ledger_of(
        in_force("april", "opposes", "2030-01-06", of="EAST", by="officials-briefed"),
        in_force("july", "accepts", "2030-01-10", by="document"),
        in_force("again", "opposes", "2030-01-12", of="EAST", by="officials-briefed"),
    )
    days = ["2030-01-09", "2030-01-11", "2030-01-13"]
    found = [member(talks, day) for day in days]
    assert [str(standing.stance) for standing in found] == ["opposes", "accepts", "opposes"]
    assert [standing.by_group for standing in found] == [None, "LEAGUE", None]
    assert [standing.disputed for standing in found] == [(), ("stance",), ()]


@pytest.mark.parametrize("order", [("own", "group"), ("group", "own")])
def test_of_one_day_a_members_own_stance_holds_whatever_was_recorded_last(order):
    reports = {
        "own": in_force("own", "opposes", "2030-01-10", of="EAST"),
        "group": in_force("group", "accepts", "2030-01-10"),
    }
    east = member(ledger_of(*(reports[id] for id in order)), "2030-01-15")
    assert (str(east.stance), east.by_group, east.disputed) == ("opposes", None, ())


@pytest.mark.parametrize("stances", [("accepts", "open"), ("open", "accepts")])
def test_groups_of_one_side_differ_where_only_the_order_of_recording_puts_one_last(stances):
    one, other = stances
    talks = ledger_of(in_force("a", one, "2030-01-03"), in_force("b", other, "2030-01-03", of="PACT"))
    assert member(talks, party="WEST").disputed == ("stance",)


def test_a_dispute_with_the_group_shows_the_members_own_stance():
    talks = ledger_of(
        in_force("own", "opposes", "2030-01-06", of="EAST"), in_force("group", "accepts", "2030-01-10")
    )
    state = talks.state(valid="2030-01-15")
    (dispute,) = analysis.disputes(state).filter(party="EAST")
    assert [statement.report for statement in dispute.statements] == ["group", "own"]


def test_a_later_stance_of_its_group_on_its_side_leaves_a_member_its_conditions():
    talks = ledger_of(
        in_force("own", "accepts", "2030-01-06", of="EAST", conditions=[pt.InWords("a vote")]),
        in_force("group", "accepts", "2030-01-10"),
    )
    assert member(talks).by_group is None
    assert member(talks).conditions == (pt.InWords("a vote"),)


def test_a_group_that_takes_a_member_is_taken_whole_but_for_greater_content():
    talks = ledger_of(
        in_force("own", "opposes", "2030-01-06", of="EAST", red_line=True, troops=False),
        in_force("group", "accepts", "2030-01-10", troops=True, location="the coast"),
        in_force("later", since="2030-01-11", of="EAST", location="the hills"),
    )
    standing = member(talks)
    assert (standing.by_group, standing.red_line) == ("LEAGUE", None)
    assert standing.details == {"troops": True, "location": "the hills"}


def test_a_members_own_details_are_disputed_and_grow_old_with_its_group_too():
    talks = ledger_of(
        in_force("a", "opposes", "2030-01-03"),
        in_force("b", since="2030-01-05", of="EAST", troops=True),
        in_force("c", since="2030-01-05", of="EAST", troops=False),
        in_force("d", "accepts", "2030-01-10"),
    )
    assert member(talks, "2030-01-06").disputed == ("content.troops",)
    assert [member(talks, day).older for day in ("2030-01-06", "2030-01-11")] == [(), ("content.troops",)]


def test_a_groups_stance_that_lapsed_displaces_nothing():
    talks = ledger_of(
        in_force("own", "opposes", "2030-01-06", of="EAST"),
        in_force("group", "accepts", "2030-01-08", until="2030-01-12"),
    )
    assert [member(talks, day).by_group for day in ("2030-01-10", "2030-01-14")] == ["LEAGUE", None]
    assert member(talks, "2030-01-14").disputed == ()


def test_a_member_whose_own_stance_lapsed_stands_with_its_group():
    talks = ledger_of(
        in_force("a", "accepts", "2030-01-03"),
        in_force("b", "opposes", "2030-01-06", of="EAST", until="2030-01-10", red_line=True),
    )
    before, after = member(talks, "2030-01-09"), member(talks)
    assert (before.stance, before.by_group) == (pt.Stance.OPPOSES, None)
    assert (after.stance, after.by_group, after.disputed) == (pt.Stance.ACCEPTS, "LEAGUE", ())
    assert (after.lapsed, after.red_line) == (False, None)


def withdraws(id="w", until="2030-01-10", **said):
    return in_force(id, None, said.pop("since", None), of="EAST", act="withdraws", until=until, **said)


def test_a_bare_until_of_a_member_ends_the_stance_of_its_group_for_it_alone():
    talks = ledger_of(in_force("a", "accepts", "2030-01-06"), withdraws())
    assert [member(talks, day).live for day in ("2030-01-10", "2030-01-11")] == [True, False]
    east = member(talks, "2030-01-12")
    assert (str(east.stance), east.by_group, east.lapsed) == ("accepts", "LEAGUE", True)
    assert east.evidence[-1].report == "w"
    assert member(talks, "2030-01-12", "WEST").live
    assert talks.state(valid="2030-01-12").standing("force", "LEAGUE").live
    assert status(talks, "force", "2030-01-12") == "pending"


def test_a_member_that_withdrew_stands_with_its_group_again_once_that_restates_its_stance():
    talks = ledger_of(
        in_force("a", "accepts", "2030-01-06"), withdraws(), in_force("b", "accepts", "2030-01-14")
    )
    assert [member(talks, day).live for day in ("2030-01-12", "2030-01-15")] == [False, True]
    assert str(member(talks, "2030-01-15").since) == "2030-01-14"
    assert str(member(talks, "2030-01-15", "WEST").since) == "2030-01-06"


def test_a_bare_until_from_before_a_party_joined_tells_of_no_stance_of_the_group():
    talks = ledger_of(in_force("a", "accepts", "2030-01-02"), withdraws(until="2030-01-04"))
    assert member(talks, "2030-01-06").live


def test_an_until_of_a_member_with_a_stance_of_its_own_ends_that_alone():
    talks = ledger_of(
        in_force("a", "accepts", "2030-01-06"),
        in_force("own", "accepts", "2030-01-07", of="EAST", until="2030-01-10"),
    )
    east = member(talks, "2030-01-12")
    assert (east.live, east.by_group) == (True, "LEAGUE")


def test_a_complete_position_of_a_member_clears_its_bare_untils():
    whole = pt.Report(
        [pt.Position("EAST", "force", since="2030-01-08", complete=True)],
        id="whole",
        attribution=pt.Attribution("document"),
    )
    talks = ledger_of(in_force("a", "accepts", "2030-01-06"), withdraws(since="2030-01-07"), whole)
    assert member(talks, "2030-01-12").live


def test_a_members_own_stance_that_lapsed_stays_where_no_group_is_live():
    talks = ledger_of(in_force("b", "opposes", "2030-01-02", of="EAST", until="2030-01-10"))
    assert (member(talks).stance, member(talks).lapsed) == (pt.Stance.OPPOSES, True)
    assert member(talks).by_group is None


def test_a_members_own_stance_that_only_may_have_begun_leaves_it_with_its_group():
    talks = ledger_of(
        in_force("a", "accepts", "2030-01-03"), in_force("b", "opposes", "/2030-01-18", of="EAST")
    )
    assert (member(talks).stance, member(talks).by_group) == (pt.Stance.ACCEPTS, "LEAGUE")


def test_a_members_own_absence_leaves_it_with_its_group():
    talks = ledger_of(
        in_force("a", "accepts", "2030-01-03"),
        in_force("b", ABSENT.UNDER_NEGOTIATION, "2030-01-10", of="EAST"),
    )
    assert (member(talks).stance, member(talks).by_group) == (pt.Stance.ACCEPTS, "LEAGUE")


def test_a_member_belongs_from_the_first_day_to_the_end_of_the_last():
    talks = ledger_of(in_force("a", "accepts", "2030-01-03"))
    moments = ["2030-01-04", "2030-01-05T00:00:00Z", "2030-01-20T23:59:59Z", "2030-01-21T00:00:00Z"]
    assert [member(talks, moment).by_group for moment in moments] == [None, "LEAGUE", "LEAGUE", None]


def test_a_members_own_details_overlay_those_of_its_group():
    talks = ledger_of(
        in_force("a", "accepts", "2030-01-03", troops=True, location="the coast", red_line=True),
        in_force("b", since="2030-01-02", of="EAST", troops=False, red_line=False),
    )
    standing = member(talks)
    assert standing.details == {"troops": False, "location": "the coast"}
    assert (standing.stance, standing.red_line) == (pt.Stance.ACCEPTS, False)
    assert behind(standing.evidence) == ["a", "b"]


def test_a_members_own_details_overlay_only_once_they_have_begun():
    talks = ledger_of(
        in_force("a", "accepts", "2030-01-03", troops=True),
        in_force("b", since="/2030-01-18", of="EAST", troops=False),
    )
    assert member(talks).get("troops") is True


@pytest.mark.parametrize(("group", "own"), [(None, "2030-01-10"), ("2030-01-10", "2030-01-31")])
def test_a_members_own_window_says_whether_it_has_lapsed(group, own):
    talks = ledger_of(
        in_force("a", "accepts", "2030-01-03", window=group),
        in_force("b", since="2030-01-04", of="EAST", window=own),
    )
    assert member(talks).window == pt.At(own)
    assert member(talks).lapsed is (own == "2030-01-10")


def test_of_several_groups_the_one_with_the_greatest_stance_is_taken_whole():
    talks = ledger_of(
        in_force("a", "accepts", "2030-01-03", troops=True),
        in_force("b", "open", "2030-01-04", of="PACT", location="the coast"),
    )
    standing = member(talks, party="WEST")
    assert (standing.stance, standing.by_group) == (pt.Stance.OPEN, "PACT")
    assert standing.details == {"location": "the coast"}


def test_of_several_groups_what_differs_is_disputed():
    talks = ledger_of(
        in_force("a", "accepts", "2030-01-03", troops=True, location="the coast"),
        in_force("b", "opposes", "2030-01-04", of="PACT", troops=False, location="the coast"),
    )
    assert sorted(member(talks, party="WEST").disputed) == ["content.troops", "stance"]


def test_membership_is_not_transitive():
    talks = ledger_of(in_force("a", "accepts", "2030-01-03", of="UNION"))
    assert member(talks, party="LEAGUE").by_group == "UNION"
    assert member(talks, party="WEST").silent


def test_members_that_nobody_knows_are_not_invented():
    talks = ledger_of(in_force("a", "accepts", "2030-01-03", of="PACT"))
    state = talks.state(valid="2030-01-15")
    assert state.standing("force", "EAST").silent
    assert status(talks, "force", "2030-01-15") == "pending"


def test_a_term_can_be_agreed_by_a_group():
    talks = ledger_of(in_force("a", "accepts", "2030-01-03"))
    assert status(talks, "force", "2030-01-15") == "agreed"
    assert talks.state(valid="2030-01-15")["force"].accepting == ("EAST", "WEST")


def test_a_group_that_restated_its_stance_last_is_the_one_that_is_taken():
    talks = ledger_of(
        in_force("a", "accepts", "2030-01-03"),
        in_force("b", "open", "2030-01-05", of="PACT"),
        in_force("c", "accepts", "2030-01-07"),
    )
    assert member(talks, party="WEST").by_group == "LEAGUE"


def test_groups_on_the_same_side_do_not_differ_in_their_stance():
    talks = ledger_of(in_force("a", "accepts", "2030-01-03"), in_force("b", "open", "2030-01-04", of="PACT"))
    assert member(talks, party="WEST").disputed == ()


def test_a_history_turns_when_a_membership_begins_and_ends():
    talks = ledger_of(in_force("a", "accepts", "2030-01-03"))
    spells = talks.state(valid=LATER).spells("force", "EAST")
    assert [spell.standing.by_group for spell in spells] == ["LEAGUE", None]
    assert [f"{spell.begins:%d %b}" for spell in spells] == ["05 Jan", "21 Jan"]


def test_what_a_group_says_later_changes_no_history_of_before():
    talks = ledger_of(in_force("a", "accepts", "/2030-01-14", of="EAST"))
    before = talks.state(valid=LATER).spells("force", "EAST")
    talks.record(in_force("b", "open", "2030-01-03"), recorded_at="2030-02-02")
    assert talks.state(valid=LATER, known=2).spells("force", "EAST") == before


@pytest.mark.parametrize("weak", ["unknown", "not-stated"])
def test_a_members_own_weak_absence_leaves_the_detail_of_its_group(weak):
    talks = ledger_of(
        says("g", "accepts", "2030-01-03", of="LEAGUE", term="force", location="at sea"),
        says("m", since="2030-01-06", of="EAST", term="force", location=pt.Absence(weak)),
    )
    assert talks.state(valid="2030-01-10")["force"]["EAST"].get("location") == "at sea"


@pytest.mark.parametrize("known", [None, True, False])
def test_whether_all_members_are_known_is_unknown_unless_it_is_written(known):
    written = {} if known is None else {"members_known": known}
    talks = pt.Tracker({"id": "a", "parties": [{"id": "A", "name": "a", "type": "group", **written}]})
    assert talks.agenda.party_by_id["A"].members_known is known
    talks.verify()


# A group stands by its members

DUO = pt.Agenda(
    "invented",
    parties=[
        *(pt.Party(name, name, "state") for name in ("NORTH", "EAST", "WEST")),
        pt.Party("DUO", "two", "group", members=[pt.Member("EAST"), pt.Member("WEST")], members_known=True),
        pt.Party("PACT", "a pact", "group", members=[pt.Member("WEST")]),
        pt.Party("UNION", "a union", "group", members=[pt.Member("DUO")]),
    ],
    terms=[
        pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH", "DUO"]),
        pt.Term("pledge", "security-guarantee", "help is pledged", needs=["NORTH", "DUO"]),
    ],
)


def duo(*reports, agenda=DUO, valid=LATER, term="truce"):
    return recording.ledger_of(agenda, *reports).state(valid=valid)[term]


def east_and_west(one, other, **said):
    return says("e", one, "2030-01-03", of="EAST", **said), says("w", other, "2030-01-05", of="WEST")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("accepts", "accepts", "accepts"),
        ("accepts", "open", "open"),
        ("neutral", "opposes", "opposes"),
        ("rejects", "accepts", "rejects"),
    ],
)
def test_a_group_stands_where_the_least_favourable_of_its_members_stands(one, other, expected):
    standing = duo(*east_and_west(one, other))["DUO"]
    assert (standing.stance, standing.by_members, standing.by_group) == (expected, ("EAST", "WEST"), None)
    assert (str(standing.since), standing.live, behind(standing.evidence)) == ("2030-01-05", True, ["e", "w"])


@pytest.mark.parametrize("known", [None, False])
def test_a_group_of_unknown_members_stands_by_none(known):
    agenda = attrs.evolve(
        DUO, parties=[attrs.evolve(p, members_known=known if p.id == "DUO" else None) for p in DUO.parties]
    )
    assert duo(*east_and_west("accepts", "accepts"), agenda=agenda)["DUO"].silent


def test_a_group_stands_by_its_members_once_each_has_a_live_stance():
    east, west = east_and_west("accepts", "accepts", until="2030-01-10")
    assert duo(east)["DUO"].silent
    assert duo(east, west, valid="2030-01-04")["DUO"].silent
    assert duo(east, west, valid="2030-01-05")["DUO"].live
    assert duo(east, west, valid="2030-01-11")["DUO"].silent


@pytest.mark.parametrize(
    ("stance", "east", "west", "expected"),
    [
        ("accepts", "quote", "quote", True),
        ("accepts", "quote", "leak", False),
        ("rejects", "quote", "leak", True),
        ("rejects", "leak", "quote", False),
    ],
)
def test_what_rests_on_a_leak_of_one_member_is_not_on_the_record(stance, east, west, expected):
    said = says("e", stance, "2030-01-03", of="EAST", by=east)
    term = duo(said, says("w", "accepts", "2030-01-05", of="WEST", by=west), says("n", "accepts", by="quote"))
    assert term["DUO"].on_record is expected
    assert (standing_wording.reservation(term["DUO"]) == "") is expected
    headline, *_ = analysis.brief(term.state).filter(part="headline")
    assert ("not on the record" in headline.what or "not all on the record" in headline.what) is not expected
    if stance == "accepts" and not expected:
        assert headline.cited[0] == "w"
        assert (term.status, term.state.at(trust=pt.ON_RECORD)["truce"].status) == ("agreed", "pending")


def test_a_member_may_have_its_stance_by_another_group():
    term = duo(says("e", "accepts", "2030-01-03", of="EAST"), says("p", "opposes", "2030-01-03", of="PACT"))
    assert (term["WEST"].by_group, term["DUO"].stance, behind(term["DUO"].evidence)) == (
        "PACT",
        "opposes",
        ["e", "p"],
    )


def test_a_groups_own_live_stance_goes_before_that_of_its_members():
    own = says("d", "open", "2030-01-01", of="DUO", until="2030-01-10")
    members = east_and_west("accepts", "accepts")
    assert duo(own, *members, valid="2030-01-10")["DUO"].stance == "open"
    assert duo(own, *members, valid="2030-01-11")["DUO"].stance == "accepts"


def test_what_a_group_of_the_group_says_goes_before_what_its_members_add_up_to():
    above = says("u", "open", "2030-01-01", of="UNION")
    standing = duo(above, *east_and_west("rejects", "accepts"))["DUO"]
    assert (standing.stance, standing.by_group, standing.by_members) == ("open", "UNION", ())


def test_a_group_that_stands_by_its_members_speaks_for_no_other_party():
    """UNION has DUO as its member, and DUO's stance is none of its own."""
    agenda = attrs.evolve(DUO, parties=[
        attrs.evolve(p, members_known=True) if p.id == "UNION" else p for p in DUO.parties
    ])  # fmt: skip
    term = duo(*east_and_west("accepts", "accepts"), agenda=agenda)
    assert (term["DUO"].stance, term["UNION"].silent) == ("accepts", True)


def test_it_is_certain_if_all_are_and_disputed_if_any_is():
    west = says("w", "accepts", "2030-01-05", of="WEST")
    about = says("e", "accepts", "2030-01", of="EAST")
    term = duo(about, west, valid="2030-01-10")
    assert (term["EAST"].certain, term["DUO"].certain) == (False, False)
    assert duo(about, west)["DUO"].certain
    again = says("x", "rejects", "2030-01-05", of="WEST", by="rumour")
    talks = recording.ledger_of(DUO, says("e", "accepts", "2030-01-03", of="EAST"), west, again)
    state = talks.state(valid=LATER, trust=pt.EVERYTHING)
    assert state["truce"]["WEST"].disputed == state["truce"]["DUO"].disputed == ("stance",)
    assert {s.report for s in state.disputing_statements(state["truce"]["DUO"])} == {"x"}


def test_for_a_status_it_counts_as_its_members_do():
    north = says("n", "accepts", "2030-01-03")
    members = east_and_west("accepts", "accepts", conditions=[pt.EventHeld("summit")])
    term = duo(north, *members)
    assert (term.status, term.accepting, term.waits_on) == ("conditional", ("NORTH", "DUO"), ("DUO",))
    assert term["DUO"].conditions == (pt.EventHeld("summit"),)
    assert behind(term["DUO"].runs["conditions"]) == ["e"]
    assert duo(north, *members, happens("s", "summit", "held", when="2030-01-07")).status == "agreed"
    assert duo(north, *east_and_west("rejects", "accepts")).status == "blocked"


def test_the_binding_fields_of_its_members_bind_it():
    def size(of, years):
        return says(
            of, "accepts", "2030-01-03", term="pledge", of=of, duration=pt.Quantity(years, years, "years")
        )

    assert duo(size("NORTH", 5), size("EAST", 5), size("WEST", 5), term="pledge").status == "agreed"
    term = duo(size("NORTH", 5), size("EAST", 5), size("WEST", 9), term="pledge")
    assert (term.status, term["DUO"].details) == ("in-principle", {})


def test_a_red_line_of_a_least_favourable_member_is_one_of_the_group():
    assert duo(*east_and_west("rejects", "accepts", red_line=True))["DUO"].red_line is True
    assert duo(*east_and_west("accepts", "rejects", red_line=True))["DUO"].red_line is None


def test_the_least_favourable_stance_is_the_last_behind_a_group():
    run = duo(*east_and_west("opposes", "accepts"))["DUO"].runs["stance"]
    assert [str(statement.value) for statement in run] == ["accepts", "opposes"]


def test_a_group_that_stands_by_its_members_has_not_lapsed_and_keeps_its_own_content():
    own = says("d", "accepts", "2030-01-02", of="DUO", until="2030-01-04", scope="at sea")
    standing = duo(own, *east_and_west("accepts", "open"))["DUO"]
    assert (standing.by_members, standing.lapsed) == (("EAST", "WEST"), False)
    assert standing.details == {"scope": "at sea"}


def test_a_group_stands_by_those_who_are_members_at_the_moment():
    joining = [pt.Member("EAST"), pt.Member("WEST", "2030-01-10")]
    agenda = attrs.evolve(DUO, parties=[
        attrs.evolve(p, members=joining) if p.id == "DUO" else p for p in DUO.parties
    ])  # fmt: skip
    east = says("e", "accepts", "2030-01-03", of="EAST")
    talks = recording.ledger_of(agenda, east)
    assert [str(s.standing.stance) for s in talks.state(valid=LATER).spells("truce", "DUO")] == [
        "accepts",
        "None",
    ]
    assert talks.state(valid="2030-01-09")["truce"]["DUO"].by_members == ("EAST",)
    assert talks.state(valid="2030-01-10")["truce"]["DUO"].silent


def test_a_member_without_a_stance_shows_the_lapsed_stance_of_its_group():
    talks = ledger_of(says("a", "accepts", "2030-01-06", of="LEAGUE", term="force", window="2030-01-10"))
    standing = talks.state(valid="2030-01-12").standing("force", "WEST")
    assert (standing.stance, standing.lapsed, standing.by_group) == (pt.Stance.ACCEPTS, True, "LEAGUE")
