"""Rule 3: what one party says of another is an account."""

import html

import attrs
import pytest

import peacetrack as pt
from peacetrack import analysis
from tests.rules.helpers import AGENDA, LATER, ledger_of, north

PEOPLE = (pt.Person("envoy", "an envoy", acts_for="SOUTH"),)


def states(id, stance, since="2030-01-05", *, by="named", side=None, party="NORTH", **said):
    """A report by an attribution that acts for a side, on the stance of a party."""
    names = {"person", "origin"} & said.keys()
    report = {"source": pt.Source(origin=said["origin"])} if "origin" in names else {}
    attribution = pt.Attribution(by, acts_for=side, person=said.get("person"))
    fields = {name: value for name, value in said.items() if name not in names}
    position = pt.Position(party, fields.pop("term", "truce"), stance, since=since, **fields)
    return pt.Report([position], id=id, attribution=attribution, **report)


def with_people():
    return attrs.evolve(AGENDA, people=PEOPLE)


def test_of_one_day_a_partys_own_words_hold_over_a_nearer_account():
    talks = ledger_of(
        states("own", "rejects", by="officials-briefed", side="NORTH"),
        states("account", "accepts", by="document", side="SOUTH"),
    )
    assert (north(talks).stance, north(talks).accounts_of) == (pt.Stance.REJECTS, ())


def test_a_later_account_still_displaces_own_words():
    talks = ledger_of(
        states("own", "rejects", side="NORTH"), states("account", "accepts", "2030-01-06", side="SOUTH")
    )
    assert (north(talks).stance, north(talks).accounts_of) == (pt.Stance.ACCEPTS, ("SOUTH",))


def test_accounts_and_own_words_of_one_day_dispute_as_before():
    talks = ledger_of(states("own", "rejects", side="NORTH"), states("account", "accepts", side="SOUTH"))
    assert north(talks).disputed == ("stance",)


def test_a_stance_is_an_account_while_all_of_its_run_is():
    talks = ledger_of(
        states("a", "accepts", side="SOUTH"),
        states("b", "accepts", "2030-01-06", side="EAST"),
        states("c", "accepts", "2030-01-07", side="NORTH"),
    )
    assert north(talks, "2030-01-06").accounts_of == ("SOUTH", "EAST")
    assert north(talks, "2030-01-07").accounts_of == ()


@pytest.mark.parametrize("side", [None, "NORTH"])
def test_nothing_is_an_account_where_no_other_side_is_known(side):
    assert north(ledger_of(states("a", "accepts", side=side))).accounts_of == ()


@pytest.mark.parametrize(("holder", "side"), [("EAST", "LEAGUE"), ("LEAGUE", "EAST")])
@pytest.mark.parametrize("day", ["2030-01-02", "2030-01-10", "2030-02-15"])
def test_between_a_member_and_its_group_nothing_is_an_account_at_any_time(holder, side, day):
    talks = ledger_of(states("a", "accepts", day, side=side, party=holder, term="force"))
    assert talks.state(valid=LATER).standing("force", holder).accounts_of == ()


def test_a_declared_person_speaks_for_its_party_where_the_attribution_names_none():
    talks = pt.Tracker(with_people())
    talks.record(states("a", "accepts", person="envoy"))
    talks.record(states("b", "accepts", person="envoy", side="NORTH", term="pledge"))
    state = talks.state(valid=LATER)
    assert state.standing("truce", "NORTH").accounts_of == ("SOUTH",)
    assert state.standing("pledge", "NORTH").accounts_of == ()


def test_an_account_is_one_by_the_agenda_as_known():
    talks = pt.Tracker(AGENDA)
    talks.record(states("rumour", "rejects", by="leak"))
    talks.record(states("a", "accepts", person=None, side="SOUTH"))
    before = talks.head
    pact = pt.Party("PACT", "a pact", "group", members=[pt.Member("SOUTH"), pt.Member("NORTH")])
    talks.declare(
        pt.Agenda(
            "invented", parties=[pt.Party("NORTH", "Northland", "group", members=[pt.Member("SOUTH")]), pact]
        )
    )
    assert north(talks, known=before).stance is pt.Stance.REJECTS
    assert north(talks).stance is pt.Stance.ACCEPTS
    assert north(talks).accounts_of == ()
    assert not north(talks, trust=pt.ON_RECORD).silent
    assert north(talks, known=before, trust=pt.ON_RECORD).silent


def test_on_record_leaves_accounts_out_and_the_default_counts_them():
    talks = ledger_of(states("a", "accepts", by="document", side="SOUTH"))
    assert north(talks).stance is pt.Stance.ACCEPTS
    assert north(talks, trust=pt.EVERYTHING).stance is pt.Stance.ACCEPTS
    assert north(talks, trust=pt.ON_RECORD).silent
    assert north(talks, trust=pt.Trust(accounts=False)).silent


def test_a_trust_without_accounts_leaves_their_acts_out_too():
    talks = ledger_of(states("a", None, side="SOUTH", act="urges"))
    assert len(list(talks.state(valid=LATER).claims(party="NORTH"))) == 1
    assert not list(talks.state(valid=LATER, trust=pt.Trust(accounts=False)).claims(party="NORTH"))


def test_events_and_progress_are_nobodys_account():
    by = pt.Attribution("named", acts_for="SOUTH")
    claims = [pt.Event("summit", status="held", when="2030-01-02"), pt.Progress("truce", stage="tabled")]
    talks = ledger_of(pt.Report(claims, id="a", attribution=by, since="2030-01-03"))
    state = talks.state(valid=LATER, trust=pt.ON_RECORD)
    assert state.event("summit").held
    assert state["truce"].progress.stage is not None


def test_a_joint_statement_of_several_is_nobodys_account_for_these():
    talks = ledger_of(
        states("a", "accepts", by="joint", side=["NORTH", "SOUTH"]),
        states("b", "accepts", by="joint", side=["NORTH", "SOUTH"], party="EAST"),
    )
    state = talks.state(valid=LATER)
    assert state.standing("truce", "NORTH").accounts_of == ()
    assert state.standing("truce", "EAST").accounts_of == ("NORTH", "SOUTH")


def test_only_a_document_or_a_joint_statement_acts_for_several():
    assert pt.Attribution("document", acts_for=["NORTH", "SOUTH"]).parties == ("NORTH", "SOUTH")
    assert pt.Attribution("quote", acts_for=["NORTH"]) == pt.Attribution("quote", acts_for="NORTH")
    with pytest.raises(pt.InvalidInputError, match="acts for one party, not for NORTH, SOUTH"):
        pt.Attribution("named", acts_for=["NORTH", "SOUTH"])


def test_a_position_without_a_party_under_several_is_refused_with_their_names():
    draft = pt.draft(id="a")
    draft.voice("joint", of=["NORTH", "SOUTH"]).position("truce", "accepts")
    with pytest.raises(pt.InvalidInputError, match=r"claims\[0\].party: .*several: NORTH, SOUTH"):
        ledger_of(draft)


def test_several_parties_are_written_as_a_list_and_resolve_by_alias():
    agenda = attrs.evolve(
        AGENDA, parties=[attrs.evolve(AGENDA.parties[0], aliases=["the North"]), *AGENDA.parties[1:]]
    )
    talks = pt.Tracker(agenda)
    talks.record(states("a", "accepts", by="joint", side=["the North", "SOUTH"]))
    assert talks.reports["a"].attribution.acts_for == ("NORTH", "SOUTH")
    talks.verify()


@pytest.mark.parametrize(
    ("south", "severity"), [("accepts", "high"), ("open", "medium"), ("rejects", "medium")]
)
def test_an_acceptance_known_only_from_another_party_is_a_finding(south, severity):
    talks = ledger_of(states("a", "accepts", side="EAST"), states("b", south, side="SOUTH", party="SOUTH"))
    found = analysis.check(talks.state(valid="2030-01-10")).filter(check="account-alone")
    assert [(str(f.severity), f.what) for f in found] == [
        (severity, "NORTH's acceptance of truce is known only from EAST")
    ]


def test_an_acceptance_in_own_words_is_no_finding():
    talks = ledger_of(states("a", "accepts", side="EAST"), states("b", "accepts", side="NORTH"))
    assert not analysis.check(talks.state(valid="2030-01-10")).filter(check="account-alone")


def test_support_counts_own_words_and_accounts_apart():
    talks = ledger_of(
        states("a", "accepts", side="EAST"),
        states("b", "accepts", "2030-01-06", side="SOUTH"),
        states("c", "accepts", "2030-01-07", side="NORTH"),
    )
    row = analysis.support(talks.state(valid=LATER))[0]
    assert (row.own, row.accounts, row.accounts_of) == (1, 2, ("EAST", "SOUTH"))
    assert "2 accounts of EAST and SOUTH" in str(row)


def test_boards_and_sentences_say_by_whose_account():
    state = ledger_of(states("a", "accepts", side="SOUTH")).state(valid=LATER)
    assert "accepts per SOUTH" in str(pt.view.board(state))
    assert "accepts per SOUTH" in str(pt.view.why(state, "truce", "NORTH"))
    assert "by the account of" in html.unescape(pt.view.board_picture(state).svg)
