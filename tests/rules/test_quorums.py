"""Rule 10: who decides on a term, by quorums and vetoes."""

from fractions import Fraction
from math import ceil

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack.form import codec
from peacetrack.store import toml
from tests import recording
from tests.recording import detailed, says

LATER = "2030-03-01"
FIFTEEN = [f"S{number:02}" for number in range(1, 16)]
PERMANENT = FIFTEEN[:5]
COUNCIL = pt.AtLeast(9, of=FIFTEEN, without_veto_of=PERMANENT)


def agenda_of(*needs, parties=FIFTEEN, groups=()):
    """Return an agenda of one term with these needs."""
    states = [pt.Party(party, party, "state") for party in parties]
    term = pt.Term("resolution", "other", "the council decides", needs=needs)
    return pt.Agenda("invented", parties=[*states, *groups], terms=[term])


def voted(agenda, stances, **said):
    """Return a ledger with these stances by party, on one day."""
    draft = pt.draft(id="vote", since="2030-01-03")
    for party, stance in stances.items():
        draft.voice("narrator", of=party).position("resolution", stance, **detailed(said.get(party, {})))
    return recording.ledger_of(agenda, *([draft] if stances else []))


def resolution(agenda, stances, valid=LATER, **said):
    return voted(agenda, stances, **said).state(valid=valid)["resolution"]


def each(parties, stance):
    return dict.fromkeys(parties, stance)


# The council: so many, and no veto


@pytest.mark.parametrize(
    ("stances", "expected"),
    [
        ({}, "unreported"),
        (each(FIFTEEN[:9], "accepts"), "agreed"),
        (each(FIFTEEN[:8], "accepts"), "pending"),
        (each(FIFTEEN[5:15], "accepts"), "agreed"),
        (each(FIFTEEN[:9], "accepts") | each(FIFTEEN[13:], "rejects"), "agreed"),
        (each(FIFTEEN[1:11], "accepts"), "agreed"),
        (each(FIFTEEN[1:11], "accepts") | {"S01": "neutral"}, "agreed"),
        (each(FIFTEEN[1:11], "accepts") | {"S01": "rejects"}, "blocked"),
        (each(FIFTEEN[1:11], "accepts") | {"S01": "opposes"}, "contested"),
        ({"S01": "opposes"}, "contested"),
        ({"S06": "opposes"}, "pending"),
        (each(FIFTEEN[5:12], "opposes"), "contested"),
        (each(FIFTEEN[5:12], "rejects"), "blocked"),
        (each(FIFTEEN[5:11], "rejects"), "pending"),
    ],
)
def test_nine_of_fifteen_decide_where_no_veto_holder_is_against(stances, expected):
    assert resolution(agenda_of(COUNCIL), stances).status == expected


def test_a_complete_quorum_waits_on_nobody():
    """Nine accept and two without a veto reject: the other six need not."""
    term = resolution(agenda_of(COUNCIL), each(FIFTEEN[:9], "accepts") | each(FIFTEEN[13:], "rejects"))
    assert (term.status, term.waits_on) == ("agreed", ())
    assert (term.needed, term.accepting) == (tuple(FIFTEEN), tuple(FIFTEEN[:9]))
    assert term.tally == {"accepts": 9, "rejects": 2, "no report": 4}


def test_while_too_few_accept_all_others_are_waited_for():
    term = resolution(agenda_of(COUNCIL), each(FIFTEEN[:8], "accepts") | {"S15": "rejects"})
    assert term.waits_on == tuple(FIFTEEN[8:])
    assert term.tally == {"accepts": 8, "rejects": 1, "no report": 6}


def test_where_enough_accept_only_the_veto_is_waited_for():
    term = resolution(agenda_of(COUNCIL), each(FIFTEEN[1:11], "accepts") | {"S01": "rejects"})
    assert (term.status, term.waits_on) == ("blocked", ("S01",))


def test_a_tally_names_every_stance_and_what_lapsed():
    stances = {"S01": "accepts", "S02": "open", "S03": "neutral", "S04": "opposes", "S05": "rejects"}
    lapsing = {"S06": {"until": "2030-01-10"}}
    term = resolution(agenda_of(COUNCIL), stances | {"S06": "accepts"}, **lapsing)
    assert list(term.tally.items()) == [
        ("accepts", 1), ("open", 1), ("neutral", 1), ("opposes", 1), ("rejects", 1), ("lapsed", 1), ("no report", 9)
    ]  # fmt: skip
    assert sum(term.tally.values()) == len(term.needed)
    assert term.tally["no such stance"] == 0


def test_a_veto_may_be_of_a_party_that_does_not_count():
    agenda = agenda_of(pt.AtLeast(2, of=["S01", "S02", "S03"], without_veto_of=["S04"]), parties=FIFTEEN[:4])
    assert resolution(agenda, each(["S01", "S02"], "accepts")).status == "agreed"
    term = resolution(agenda, each(["S01", "S02"], "accepts") | {"S04": "opposes"})
    assert (term.status, term.needed, term.waits_on) == ("contested", ("S01", "S02", "S03", "S04"), ("S04",))


def test_a_quorum_stands_beside_parties_that_are_needed_themselves():
    agenda = agenda_of("S15", pt.AtLeast(2, of=["S01", "S02", "S03"]))
    assert resolution(agenda, each(["S01", "S02"], "accepts")).waits_on == ("S15",)
    assert resolution(agenda, each(["S01", "S02", "S15"], "accepts")).status == "agreed"
    assert resolution(agenda, each(["S01", "S02"], "accepts") | {"S15": "opposes"}).status == "contested"


# Conditions and contents


def test_an_acceptance_under_an_unmet_condition_counts_after_those_without():
    agenda = agenda_of(pt.AtLeast(2, of=["S01", "S02", "S03"]))
    condition = {"S01": {"conditions": [pt.EventHeld("summit")]}}
    term = resolution(agenda, each(["S01", "S02"], "accepts"), **condition)
    assert (term.status, term.waits_on) == ("conditional", ("S01", "S03"))
    term = resolution(agenda, each(["S01", "S02", "S03"], "accepts"), **condition)
    assert (term.status, term.waits_on) == ("agreed", ())


def test_a_condition_on_a_term_looks_at_its_quorum():
    agenda = agenda_of(pt.AtLeast(2, of=["S01", "S02", "S03"]))
    other = pt.Term("other", "other", "something else", needs=["S03"])
    talks = recording.ledger_of(
        attrs.evolve(agenda, terms=[*agenda.terms, other]),
        says(
            "a",
            "accepts",
            "2030-01-03",
            term="other",
            of="S03",
            conditions=[pt.TermIs("resolution", "agreed")],
        ),
        says("b", "accepts", "2030-01-03", term="resolution", of="S01"),
        says("c", "accepts", "2030-01-05", term="resolution", of="S02"),
    )
    assert talks.state(valid="2030-01-04")["other"].status == "conditional"
    assert talks.state(valid="2030-01-05")["other"].status == "agreed"


def test_binding_fields_are_compared_among_all_who_accept():
    agenda = agenda_of(pt.AtLeast(2, of=["S01", "S02", "S03"]))
    said = {"S01": {"size": 5}, "S02": {"size": 5}, "S03": {"size": 9}}
    assert resolution(agenda, each(["S01", "S02"], "accepts") | {"S03": "open"}, **said).status == "agreed"
    assert resolution(agenda, each(["S01", "S02", "S03"], "accepts"), **said).status == "in-principle"


# Members of a group


def group(members, *, known=True):
    return pt.Party("SENATE", "a senate", "institution", members=members, members_known=known)


def senate(share, members, *, known=True):
    named = [member.party for member in members]
    return agenda_of(pt.AtLeast(share, of="SENATE"), parties=named, groups=[group(members, known=known)])


MANY = [f"M{number:02}" for number in range(1, 32)]


@pytest.mark.parametrize(
    ("for_it", "against", "expected"),
    [
        (21, 10, "agreed"),
        (20, 10, "pending"),
        (15, 16, "contested"),
        (20, 11, "contested"),
        (0, 0, "unreported"),
    ],
)
def test_two_thirds_of_a_group_are_rounded_up(for_it, against, expected):
    stances = each(MANY[:for_it], "accepts") | each(MANY[for_it : for_it + against], "opposes")
    term = resolution(senate("2/3", [pt.Member(party) for party in MANY]), stances)
    assert (term.status, term.quorums[0].count, len(term.needed)) == (expected, 21, 31)


def test_a_share_of_named_parties_is_a_share_of_their_number():
    term = resolution(agenda_of(pt.AtLeast("1/2", of=FIFTEEN)), each(FIFTEEN[:8], "accepts"))
    assert (term.status, term.quorums[0].count) == ("agreed", 8)


def test_members_that_join_later_are_counted_from_then_on():
    members = [
        pt.Member("M01"),
        pt.Member("M02"),
        pt.Member("M03", "2030-02-01"),
        pt.Member("M04", "2030-02-01"),
    ]
    talks = voted(senate("2/3", members), each(["M01", "M02"], "accepts"))
    before, after = (talks.state(valid=valid)["resolution"] for valid in ("2030-01-31", "2030-02-01"))
    assert (before.status, before.needed, before.quorums[0].count) == ("agreed", ("M01", "M02"), 2)
    assert (after.status, after.waits_on, after.quorums[0].count) == ("pending", ("M03", "M04"), 3)


def test_a_group_speaks_for_its_members_in_a_quorum_of_them():
    agenda = senate("2/3", [pt.Member("M01"), pt.Member("M02"), pt.Member("M03")])
    term = resolution(agenda, {"SENATE": "accepts", "M01": "rejects"})
    assert (term.status, term.accepting) == ("agreed", ("M02", "M03"))


@pytest.mark.parametrize("known", [None, False])
def test_a_quorum_of_a_group_of_unknown_members_is_not_live(known):
    agenda = senate("2/3", [pt.Member("M01"), pt.Member("M02")], known=known)
    term = resolution(agenda, each(["M01", "M02"], "accepts"))
    assert (term.status, term.needed, term.waits_on) == ("pending", ("M01", "M02", "SENATE"), ("SENATE",))


@pytest.mark.parametrize("stance", ["accepts", "rejects"])
def test_the_only_known_member_of_a_group_of_unknown_members_decides_nothing(stance):
    term = resolution(senate("2/3", [pt.Member("M01")], known=None), {"M01": stance})
    assert (term.status, term.waits_on) == ("pending", ("SENATE",))


def test_a_quorum_of_a_group_without_members_is_not_live():
    agenda = senate("2/3", [pt.Member("M01", "2030-02-01")])
    assert resolution(agenda, {"M01": "accepts"}, "2030-01-31").status == "unreported"
    assert resolution(agenda, {"M01": "accepts"}, "2030-01-31").waits_on == ("SENATE",)
    assert resolution(agenda, {"M01": "accepts"}, "2030-02-01").status == "agreed"


def test_a_number_of_more_than_are_members_by_then_is_not_live():
    agenda = senate(2, [pt.Member("M01"), pt.Member("M02", "2030-02-01")])
    early = resolution(agenda, {"M01": "accepts"}, "2030-01-31")
    assert (early.status, early.waits_on) == ("pending", ("SENATE",))


# What may be declared


def problem(*needs, **agenda):
    with pytest.raises(pt.InvalidInputError) as error:
        pt.Tracker(agenda_of(*needs, **agenda))
    (found,) = error.value.problems
    return str(found)


@pytest.mark.parametrize("type", ["state", "person"])
def test_a_quorum_of_a_party_that_is_no_group_is_refused(type):
    lone = pt.Party("LONE", "alone", type)
    terms = [pt.Term("truce", "ceasefire", "so", needs=[pt.AtLeast("2/3", of="LONE")])]
    with pytest.raises(pt.InvalidInputError, match=f"LONE is a {type} without members") as caught:
        pt.Tracker(pt.Agenda("invented", parties=[lone], terms=terms))
    assert caught.value.where == "terms[0].needs[0].of"
    federal = attrs.evolve(lone, members=[pt.Member("LAND")])
    land = pt.Party("LAND", "a land", "organisation")
    pt.Tracker(pt.Agenda("invented", parties=[federal, land], terms=terms))


def test_more_than_there_are_is_refused():
    with pytest.raises(pt.InvalidInputError, match="at least 4 of 3 is more than there are"):
        pt.AtLeast(4, of=["S01", "S02", "S03"])
    few = group([pt.Member("M01"), pt.Member("M02")])
    found = problem(pt.AtLeast(3, of="SENATE"), parties=["M01", "M02"], groups=[few])
    assert (
        found
        == "terms[0].needs[0]: at least 3 of 2 is more than there are; ask for fewer, or name the others"
    )


@pytest.mark.parametrize("count", [0, -1, "3/2", "0/3"])
def test_a_quorum_is_of_one_and_of_no_more_than_all(count):
    with pytest.raises(pt.InvalidInputError):
        pt.AtLeast(count, of=["S01"])


@pytest.mark.parametrize("count", ["half", "66%", 1.5, True, None])
def test_a_quorum_is_a_number_or_a_share(count):
    with pytest.raises(pt.errors.WrongTypeError, match=r'write 9, or a share as "2/3"'):
        pt.AtLeast(count, of=["S01"])


def test_a_party_counts_once_and_has_one_veto():
    assert problem(pt.AtLeast(1, of=["S01", "S01"])).startswith("terms[0].needs[0].of: S01 is counted twice")
    found = problem(pt.AtLeast(1, of=["S01"], without_veto_of=["S01", "S01"]))
    assert found.startswith("terms[0].needs[0].without_veto_of: S01 has a veto twice")
    twice = pt.AtLeast(1, of=["S01", "S02"])
    assert problem(twice, twice).startswith("terms[0].needs: at least 1 of S01, S02 is needed twice")


@pytest.mark.parametrize("place", ["of", "without_veto_of"])
def test_unknown_parties_of_a_quorum_are_named(place):
    names = {"of": ["S01"], "without_veto_of": []} | {place: ["S0X"]}
    found = problem(pt.AtLeast(1, **names))
    assert found.startswith(f"terms[0].needs[0].{place}[0]: ")
    assert "'S0X'" in found
    assert "did you mean" in found


def test_an_alias_in_a_quorum_is_its_id():
    north = pt.Party("NORTH", "Northland", "state", aliases=["the North"])
    needs = [pt.AtLeast(1, of=["the North"], without_veto_of=["the North"])]
    term = pt.Term("truce", "ceasefire", "the guns fall silent", needs=needs)
    talks = pt.Tracker(pt.Agenda("invented", parties=[north], terms=[term]))
    assert talks.agenda.terms[0].needs == (pt.AtLeast(1, of=["NORTH"], without_veto_of=["NORTH"]),)


def test_a_quorum_in_a_file_is_the_quorum_in_python(tmp_path):
    place = tmp_path / "agenda.toml"
    place.write_text(
        'id = "invented"\n'
        '[[parties]]\nid = "S01"\nname = "one"\ntype = "state"\n'
        '[[parties]]\nid = "S02"\nname = "two"\ntype = "state"\n'
        '[[terms]]\nid = "t"\nkind = "other"\nproposition = "so"\n'
        'needs = ["S01", {at_least = "1/2", of = ["S01", "S02"], without_veto_of = ["S02"]}]\n'
    )
    talks = pt.Tracker(toml.parsed(place))
    quorum = pt.AtLeast("1/2", of=["S01", "S02"], without_veto_of=["S02"])
    assert talks.agenda.terms[0].needs == ("S01", quorum)
    assert codec.read(codec.write(talks.agenda), pt.Agenda) == talks.agenda


# Against a naive reading of the rule


NAMES = ("A", "B", "C", "D", "E")
STANCES = st.sampled_from([None, *pt.Stance])


@st.composite
def needs(draw):
    """Draw needs: parties, quorums of parties with vetoes, and shares of a group."""
    parties = st.sampled_from(NAMES)
    some = draw(st.lists(parties, min_size=1, max_size=5, unique=True))
    vetoes = draw(st.lists(parties, max_size=2, unique=True))
    count = draw(st.integers(1, len(some)) | st.sampled_from(["1/3", "1/2", "2/3", "1/1"]))
    quorum = pt.AtLeast(
        count,
        of=draw(st.sampled_from([some, "SENATE"])) if isinstance(count, str) else some,
        without_veto_of=vetoes,
    )
    return [quorum, *draw(st.lists(parties, max_size=2, unique=True))]


def naive(needed, members, stance_of, conditional):
    """Return the status of needs: sort best first, take the n-th, and look at the vetoes."""
    place = {"accepts": 0, "open": 2, "neutral": 2, None: 2, "opposes": 3, "rejects": 4}

    def rank(party):
        return place[stance_of.get(party)] + (party in conditional and stance_of.get(party) == "accepts")

    found, named = [], set()
    for need in needed:
        of = [need] if isinstance(need, str) else members if need.of == "SENATE" else need.of
        count = 1 if isinstance(need, str) else need.at_least
        count = ceil(Fraction(count) * len(of)) if isinstance(count, str) else count
        vetoes = [] if isinstance(need, str) else need.without_veto_of
        named |= {*of, *vetoes}
        found += [sorted(map(rank, of))[count - 1], *(rank(v) for v in vetoes if rank(v) > 2)]
    if not any(stance_of.get(party) for party in named):
        return "unreported"
    return ("agreed", "conditional", "pending", "contested", "blocked")[max(found)]


@given(
    needed=needs(),
    stances=st.fixed_dictionaries(dict.fromkeys(NAMES, STANCES)),
    members=st.lists(st.sampled_from(NAMES), min_size=1, unique=True),
    conditional=st.sets(st.sampled_from(NAMES)),
)
def test_a_quorum_stands_where_the_last_of_its_count_stands(needed, stances, members, conditional):
    of = group([pt.Member(member) for member in members])
    agenda = agenda_of(*needed, parties=NAMES, groups=[of])
    stances = {name: stance for name, stance in stances.items() if stance is not None}
    said = {name: {"conditions": [pt.InWords("first the prisoners")]} for name in conditional}
    term = resolution(agenda, stances, **said)
    assert term.status == naive(needed, members, stances, conditional)
    assert sum(term.tally.values()) == len(term.needed)
    assert bool(term.waits_on) == (term.status != "agreed")
