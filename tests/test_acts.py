"""Acts without a stance: what a party goes back on, breaches or threatens, until when, in whose words."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis, publication, view
from peacetrack.analysis.sentence.naming import Names
from peacetrack.view.whip import whip_rows
from tests.cli.helpers import printed
from tests.recording import ledger_of, says

AGENDA = pt.Agenda(
    "acts",
    parties=[pt.Party(id, name, "state") for id, name in zip("NSE", ("Nord", "Sud", "East"), strict=True)],
    terms=[pt.Term("truce", "ceasefire", "the guns fall silent", title="Truce", needs=["N", "S"])],
)
NORTH = says("n", "accepts", "2030-01-02", by="quote", of="N")
SOUTH = says("s", "accepts", "2030-01-04", by="quote", of="S")


def act(name, day, *, of="S", by="quote", id="w", **said):
    return says(id, None, f"2030-01-{day:02}", act=name, of=of, by=by, **said)


def accepts(day, *, of="S", by="quote", id="again", **said):
    return says(id, "accepts", f"2030-01-{day:02}", of=of, by=by, **said)


def state_of(*reports):
    return ledger_of(AGENDA, NORTH, SOUTH, *reports).state(valid="2030-02-20")


def verdict(state):
    return analysis.squares(state)[0].verdict


def line(state, rule):
    (found,) = analysis.brief(state).filter(rule=rule)
    return found.what


def news(state):
    """What changed since the last entry, each line with its rule."""
    rows = analysis.brief(state, since=state.basis.known - 1).filter(part="changed")
    return [(each.rule, each.what) for each in rows]


def rows(state, valid="2030-01-09"):
    earlier = state.at(known=state.basis.known - 1, valid=valid)
    return [str(row) for row in analysis.diff(earlier, state)]


TELLERS = {
    "officials-briefed of E": (
        {"of": "E", "by": "officials-briefed", "party": "S"},
        "East says that Sud accepts it, 12 Jan 2030",
    ),
    "named of N": ({"of": "N", "by": "named", "party": "S"}, "Nord says that Sud accepts it, 12 Jan 2030"),
    "narrator": (
        {"of": None, "by": "narrator", "party": "S"},
        "a report without a named source says that it accepts it, 12 Jan 2030",
    ),
    "leak": ({"by": "leak"}, "a report off the record says that it accepts it, 12 Jan 2030"),
    "officials": ({"by": "officials-unspecified"}, "unnamed officials say that it accepts it, 12 Jan 2030"),
}


@pytest.mark.parametrize("until", [{}, {"until": "2030-01-10"}])
@pytest.mark.parametrize("teller", TELLERS)
@pytest.mark.parametrize("done", ["withdraws", "suspends", "refuses"])
def test_only_its_own_words_on_the_record_cancel_what_a_party_takes_back_on_the_record(done, teller, until):
    told, words = TELLERS[teller]
    state = state_of(act(done, 10, **until), accepts(12, **told))
    assert verdict(state) == "perhaps agreed"
    taken = f"Sud {done}{'' if done == 'withdraws' else ' it'}, 10 Jan 2030; since then, {words}"
    assert line(state, "perhaps-agreed") == f"Truce, but {taken}"
    assert line(state, "unconfirmed") == taken
    assert f"but {done}" in str(view.board(state))
    assert {each.parties for each in analysis.check(state).filter(check="gone-back")} == {("S",)}
    again = state_of(act(done, 10, **until), accepts(12, **told), accepts(14, id="own"))
    assert verdict(again) == "agreed"
    assert not analysis.brief(again).filter(rule="unconfirmed")


def test_what_a_party_takes_back_off_the_record_counts_until_any_report_says_that_it_accepts():
    leaked = act("withdraws", 10, by="leak")
    assert (
        line(state_of(leaked), "perhaps-agreed") == "Truce, but Sud withdraws, 10 Jan 2030, not on the record"
    )
    assert verdict(state_of(leaked, accepts(12, by="leak"))) == "agreed"


def test_that_another_party_says_that_one_withdraws_is_said_as_its_account():
    told = act("withdraws", 10, of="E", by="named", party="S", wording="they are out")
    state = state_of(told)
    assert rows(state)[0] == "S on truce, act: nothing -> withdraws, by E's account; stated, hardened (w)"
    said = "East says that Sud withdraws, 10 Jan 2030; the report says: “they are out”"
    assert (verdict(state), line(state, "perhaps-agreed")) == ("perhaps agreed", f"Truce, but {said}")
    assert news(state) == [("turn", said)]
    assert "but withdraws per E" in str(view.board(state))
    assert [square.acts for square in analysis.squares(state)] == [(), ("withdraws per E",)]
    (row,) = whip_rows(state, Names(state))
    assert row.cells["S"].in_full == "accepts, but withdraws by the account of East"
    assert verdict(state_of(told, accepts(12, by="leak"))) == "agreed"
    own = act("withdraws", 10, id="own", wording="they are out")
    assert verdict(state_of(told, own, accepts(12, by="leak"))) == "perhaps agreed"
    assert news(state_of(told, own)) == [("turned-against", said.removeprefix("East says that "))]


def test_a_party_that_accepts_again_is_news():
    state = state_of(act("withdraws", 10), accepts(14))
    assert news(state) == [
        ("turn", "Sud accepts it again, 14 Jan 2030, after this: Sud withdraws, 10 Jan 2030")
    ]
    assert rows(state, "2030-01-13") == [
        "truce, verdict: perhaps agreed -> agreed; stated, firmed-up (again)"
    ]
    both = analysis.brief(state, since=3).filter(part="changed")
    assert [each.what for each in both] == [
        "Sud withdraws, 10 Jan 2030; on the record, it accepts it again, 14 Jan 2030"
    ]


PORT, MONEY = (pt.InWords(words) for words in ("the port is open", "money comes"))


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (
            (act("withdraws", 8),),
            "Sud accepts it again, 10 Jan 2030, if money comes, after this: Sud withdraws",
        ),
        ((), "on the record now, Sud accepts it if money comes, 10 Jan 2030"),
        (("until",), "the position of Sud (accepts if money comes) stands again since 10 Jan 2030"),
    ],
)
@pytest.mark.parametrize("asked", [(), (PORT,), (PORT, MONEY)])
def test_an_acceptance_is_told_with_its_conditions_in_one_line(before, said, asked):
    done = [each for each in before if each != "until"]
    ends = {"until": "2030-01-06"} if "until" in before else {}
    first = accepts(4, id="first", by="leak" if not before else "quote", conditions=asked, **ends)
    again = accepts(10, conditions=[MONEY], published="2030-01-10")
    state = ledger_of(AGENDA, NORTH, first, *done, again).state(valid="2030-02-20")
    changed = analysis.brief(state, since=state.basis.known - 1).filter(part="changed")
    lines = [row.what for row in changed if row.rule != "details"]
    dropped = ["Sud no longer asks that the port is open"] if PORT in asked else []
    assert [what for what in lines if what.startswith(said)] != []
    assert [what.partition(", recorded")[0] for what in lines if not what.startswith(said)] == dropped


@pytest.mark.parametrize(
    ("between", "since"),
    [
        ((act("withdraws", 10),), "2030-01-14"),
        ((act("withdraws", 10, by="leak"),), "2030-01-04"),
        ((act("withdraws", 10, of="E", by="named", party="S"),), "2030-01-04"),
        ((act("breaches", 10),), "2030-01-04"),
        ((act("suspends", 10), accepts(12, id="leak", by="leak")), "2030-01-14"),
    ],
)
def test_an_acceptance_is_on_the_record_since_the_party_returned_to_it_there(between, since):
    state = state_of(*between, accepts(14))
    assert [str(row.on_record_since) for row in analysis.squares(state)] == ["2030-01-02", since]
    assert str(analysis.squares(state_of(*between))[1].on_record_since) == "2030-01-04"


def test_a_party_that_only_another_one_said_to_accept_does_not_accept_again():
    told, own = accepts(4, of="E", by="named", party="S", id="told"), accepts(14)
    talks = ledger_of(AGENDA, NORTH, told, act("refuses", 10), own)
    rows = [analysis.brief(talks.state(valid="2030-02-20"), since=n).filter(rule="turn") for n in (4, 3)]
    assert [line.what for table in rows for line in table] == [
        "Sud accepts it, 14 Jan 2030; before: Sud refuses it, 10 Jan 2030",
        "Sud refuses it, 10 Jan 2030; on the record, it accepts it, 14 Jan 2030",
    ]


def test_a_party_that_accepts_again_does_so_with_what_it_asks_now():
    asks = accepts(14, conditions=[pt.StanceIs("N", "truce", "accepts")])
    state = state_of(act("withdraws", 10), asks)
    said = "accepts it again, 14 Jan 2030, if Nord accepts “Truce”"
    assert ("turn", f"Sud {said}, after this: Sud withdraws, 10 Jan 2030") in news(state)
    both = [each.what for each in analysis.brief(state, since=3).filter(rule="turn")]
    assert both == [f"Sud withdraws, 10 Jan 2030; on the record, it {said}"]


def test_a_member_that_withdrew_accepts_again_with_its_group():
    league = pt.Party("L", "the League", "group", members=[pt.Member("S")])
    agenda = attrs.evolve(AGENDA, parties=[*AGENDA.parties, league])
    joint = says("l", "accepts", "2030-01-04", of="L", by="joint")
    withdrawn = [NORTH, joint, act("withdraws", 10)]
    state = ledger_of(agenda, *withdrawn).state(valid="2030-02-20")
    assert line(state, "perhaps-agreed") == "Truce, but Sud withdraws, 10 Jan 2030"
    again = ledger_of(agenda, *withdrawn, says("m", "accepts", "2030-01-14", of="L", by="joint"))
    state = again.state(valid="2030-02-20")
    said = "Sud accepts it again, 14 Jan 2030, with the League, after this: Sud withdraws, 10 Jan 2030"
    assert (verdict(state), news(state)) == ("agreed", [("turn", said)])


def test_a_breach_is_told_in_its_words_until_the_party_complies_or_accepts_again():
    breach = act("breaches", 10, quote="we shelled the bridge and will go on")
    state = state_of(breach)
    said = "Sud breaches it, 10 Jan 2030; in these words: “we shelled the bridge and will go on”"
    assert verdict(state) == "agreed, but reported as breached"
    assert news(state) == [("turned-against", said)]
    assert line(state, "unconfirmed") == said
    assert line(state, "agreed").endswith(f"; but {said}")
    assert rows(state) == [
        "S on truce, act: nothing -> breaches; stated, hardened (w)",
        "truce, verdict: agreed -> agreed, but reported as breached; stated, loosened (w)",
    ]
    assert "Truce: Sud breaches it, 10 Jan 2030" in publication.feed(state).content.decode()
    complied = state_of(breach, act("complies", 12, id="c"))
    assert (verdict(complied), news(complied)) == ("agreed", [("turn", "Sud complies with it, 12 Jan 2030")])
    assert verdict(state_of(breach, accepts(12))) == "agreed"
    assert verdict(state_of(breach, accepts(12, by="leak"))) == "agreed, but reported as breached"
    assert verdict(state_of(act("breaches", 3))) == "agreed"


@pytest.mark.parametrize(
    ("by", "of", "said"),
    [
        ("leak", "S", "Sud complies with it, 12 Jan 2030, not on the record"),
        ("narrator", "S", "Sud complies with it, 12 Jan 2030, not on the record"),
        ("quote", "E", "East says that Sud complies with it, 12 Jan 2030"),
    ],
)
def test_no_leak_and_no_account_ends_a_breach_that_its_party_owns(by, of, said):
    told = {"party": "S"} if of != "S" else {}
    complies = act("complies", 12, id="c", by=by, of=of, **told)
    state = state_of(act("breaches", 10), complies)
    assert verdict(state) == "agreed, but reported as breached"
    breach = f"Sud breaches it, 10 Jan 2030; since then, {said}"
    assert line(state, "unconfirmed") == breach
    assert line(state, "agreed").endswith(f"; but {breach}")
    assert news(state) == [("turn", said)]
    (finding,) = analysis.check(state).filter(check="breach")
    assert (finding.reports, finding.settled_by) == (
        ("w", "c"),
        "S saying on the record that it complies, or its acceptance again",
    )
    assert verdict(state_of(act("breaches", 10), complies, act("complies", 14, id="own"))) == "agreed"
    assert verdict(state_of(act("breaches", 10, of="E", party="S"), complies)) == "agreed"
    refused = ledger_of(AGENDA, NORTH, OPEN, act("breaches", 10), complies).state(valid="2030-02-20")
    assert line(refused, "refusal").endswith(f"; since then, {said}")
    assert set(analysis.check(refused).filter(check="refusal")[0].reports) == {"w", "c"}


@pytest.mark.parametrize("of", ["S", "E"])
@pytest.mark.parametrize(("done", "words"), [("threatens", "threatens"), ("opposes", "opposes it")])
def test_a_threat_is_news_and_no_more(done, words, of):
    state = state_of(act(done, 10, of=of, quote="or else"))
    name = {"S": "Sud", "E": "East"}[of]
    rule = "turned-against" if (of, done) == ("S", "opposes") else "turn"
    assert news(state) == [(rule, f"{name} {words}, 10 Jan 2030; in these words: “or else”")]
    assert verdict(state) == "agreed"
    assert rows(state) == [f"{of} on truce, act: nothing -> {done}; stated, hardened (w)"]


def test_an_act_that_is_retracted_corrected_or_reported_again_has_its_cause():
    talks = ledger_of(AGENDA, NORTH, SOUTH, act("withdraws", 10, wording="out"))
    talks.record(act("withdraws", 10, id="w2", wording="out"))
    state = talks.state(valid="2030-02-20")
    assert (rows(state, "2030-01-13"), news(state)) == ([], [("nothing-changed", "Nothing changed")])
    for report in ("w", "w2"):
        talks.retract(report, reason="forged")
    gone = talks.state(valid="2030-02-20")
    assert [str(row) for row in analysis.diff(state, gone)] == [
        "S on truce, act: withdraws -> nothing; retracted, softened (w w2)",
        "truce, verdict: perhaps agreed -> agreed; retracted, firmed-up (w w2)",
    ]
    (said,) = analysis.brief(gone, since=state.basis.known).filter(part="changed")
    assert said.what == "now agreed; perhaps agreed before"
    corrected = ledger_of(AGENDA, NORTH, SOUTH, act("withdraws", 10))
    corrected.correct("w", act("suspends", 11, id="w2"), reason="misheard")
    after = corrected.state(valid="2030-02-20")
    assert [row.cause for row in analysis.diff(after.at(known=4), after)] == ["corrected", "corrected"]


def test_watch_and_diff_say_that_a_verdict_turned(tmp_path):
    file = str(tmp_path / "talks.db")
    with pt.open(file) as talks:
        talks.declare(AGENDA)
        talks.record_all(says(f"a{of}", "accepts", "2020-01-02", of=of, by="quote") for of in "NS")
    printed("watch", file)
    with pt.open(file) as talks:
        talks.record(says("w", None, "2020-01-05", of="S", by="quote", act="withdraws"))
    shown = printed("watch", file)
    assert "withdraws" in shown
    assert "perhaps agreed" in shown
    assert "nothing changed" in printed("watch", file)


@pytest.mark.parametrize(
    "doubt",
    [
        [act("withdraws", 10)],
        [act("withdraws", 10), accepts(12, of="E", party="S")],
        [act("refuses", 10, of="E", party="S")],
    ],
)
def test_moves_and_paths_say_that_an_agreement_is_in_doubt(doubt):
    state = state_of(*doubt)
    (move,) = analysis.moves(state)
    assert (move.does, move.party, move.round, move.steps) == ("confirm", "S", 1, ())
    assert str(move) == "truce: that S accepts is in doubt, until it says so on the record"
    (path,) = analysis.paths(state, "truce")
    assert (path.outcome, path.steps) == ("doubtful", ())
    assert str(path) == "nothing is left to do; an acceptance is in doubt"
    sure = state_of(*doubt, accepts(14, id="own"))
    assert not analysis.moves(sure)
    assert analysis.paths(sure)[0].outcome == "agreed"
    opened = state_of(*doubt, says("o", "open", "2030-01-12", of="N", by="quote"))
    assert [(path.outcome, str(path)) for path in analysis.paths(opened, "truce")] == [
        ("doubtful", "N accepts truce; an acceptance is in doubt")
    ]


@pytest.mark.parametrize("asked", [{}, {"conditions": [pt.EventHeld("summit")]}])
def test_an_offer_on_the_record_that_ran_out_is_not_surely_renewed_off_it(asked):
    offer = says("o", "accepts", "2030-01-02", of="N", by="quote", window="2030-01-08", **asked)
    told = {"of": None, "by": "narrator", "party": "N"}
    state = ledger_of(AGENDA, SOUTH, offer, accepts(10, **told)).state(valid="2030-02-20")
    which = " (accepts if Summit is held)" if asked else ""
    said = (
        f"on the record, the offer of Nord{which} closed 8 Jan 2030; since then, a report without a named source"
        " says that it accepts it, 10 Jan 2030"
    )
    assert (verdict(state), line(state, "perhaps-agreed")) == ("perhaps agreed", f"Truce, but {said}")
    assert line(state, "unconfirmed") == said
    (finding,) = analysis.check(state).filter(check="not-taken-back")
    assert finding.what == (
        "on the record, the offer of N on truce closed 2030-01-08;"
        " that N accepts truce, 2030-01-10, is not on the record"
    )
    (row,) = whip_rows(state, Names(state))
    assert [pip for *_, pip in row.pips] == ["half", "full"]
    (found,) = analysis.check(state).filter(check="not-taken-back")
    assert (str(found.severity), found.parties) == ("high", ("N",))
    assert [move.party for move in analysis.moves(state)] == ["N"]
    own = ledger_of(AGENDA, SOUTH, offer, accepts(10, of="N")).state(valid="2030-02-20")
    assert verdict(own) == "agreed"


def test_what_is_extended_after_it_ran_out_on_the_record_is_no_new_acceptance_wherever_it_is_said():
    offer = says("o", "accepts", "2030-01-02", of="N", by="quote", window="2030-01-08")
    leak = accepts(10, of="N", by="leak", id="leak")
    extends = act("extends", 15, of="N", id="e", window="2030-03-01")
    state = ledger_of(AGENDA, SOUTH, offer, leak, extends).state(valid="2030-02-20")
    said = (
        "on the record, the offer of Nord closed 8 Jan 2030; since then, a report off the record says that it"
        " accepts it, 10 Jan 2030; Nord extends it, 15 Jan 2030, until 1 Mar 2030, without a stance: read as"
        " no new acceptance"
    )
    assert (line(state, "perhaps-agreed"), line(state, "unconfirmed")) == (f"Truce, but {said}", said)
    (changed,) = [what for _, what in news(state)]
    assert changed.startswith("Nord extends its offer, 15 Jan 2030, ")
    ended = "until 1 Mar 2030; on the record, it closed 8 Jan 2030: read as no new acceptance"
    assert changed.endswith(ended)
    assert line(state, "dated") == "the offer of Nord (accepts, not on the record) closes 1 Mar 2030"
    (finding,) = analysis.check(state).filter(check="not-taken-back")
    assert finding.reports == ("o", "leak", "e")
    assert "; e: N extends it, 2030-01-15, until 2030-03-01, without a stance: read as no" in finding.what


def test_an_offer_that_is_extended_in_time_is_one_acceptance():
    offer = says("o", "accepts", "2030-01-02", of="N", by="quote", window="2030-01-08")
    extends = act("extends", 7, of="N", id="e", window="2030-03-01")
    state = ledger_of(AGENDA, SOUTH, offer, extends).state(valid="2030-02-20")
    assert verdict(state) == "agreed"
    assert line(state, "dated") == "the offer of Nord (accepts) closes 1 Mar 2030"
    assert "on the record" not in news(state)[0][1]


SAID = st.fixed_dictionaries(
    {
        "of": st.sampled_from(("N", "S", "E")),
        "by": st.sampled_from(("quote", "quote", "leak", "narrator")),
        "since": st.integers(1, 9).map("2030-01-0{}".format),
    },
    optional={"party": st.sampled_from("NS")},
)
DONE = st.sampled_from(
    [{"stance": stance} for stance in ("accepts", "accepts", "accepts", "open")]
    + [{"act": done} for done in ("denies", "withdraws", "refuses", "breaches", "complies", "threatens")]
)


@st.composite
def histories(draw):
    """What parties, and others of them, say and do; each report with its fields."""
    drawn = draw(st.lists(st.tuples(SAID, DONE), min_size=1, max_size=6))
    return [{**said, **done} for said, done in drawn]


def is_taken_back(history, party):
    """Whether a party goes back on the record, later than all that it states there."""
    own = [r for r in history if r["of"] == r.get("party", r["of"]) == party and r["by"] == "quote"]
    stated = max((r["since"] for r in own if "stance" in r), default="")
    return any(r["since"] > stated for r in own if r.get("act") in ("refuses", "withdraws"))


@given(history=histories())
def test_an_agreed_term_is_surely_agreed_only_where_no_party_goes_back_on_it_on_the_record(history):
    reports = [says(f"r{n}", **said) for n, said in enumerate(history)]
    talks = ledger_of(AGENDA, NORTH, SOUTH, *reports)
    state = talks.state(valid="2030-02-20")
    first = [{"of": "N", "by": "quote", "since": "2030-01-02", "stance": "accepts"}]
    first += [{"of": "S", "by": "quote", "since": "2030-01-04", "stance": "accepts"}]
    back = {party for party in "NS" if is_taken_back([*first, *history], party)}
    if state["truce"].status is pt.TermStatus.AGREED:
        assert (
            (not back) or verdict(state) == "perhaps agreed" or verdict(state).startswith("perhaps agreed,")
        )
        assert back <= {p for f in analysis.check(state).filter(check="gone-back") for p in f.parties}
    for known in range(3, state.basis.known):
        before, after = state.at(known=known), state.at(known=known + 1)
        if verdict(before) != verdict(after):
            assert {row.field for row in analysis.diff(before, after)} & {"status", "verdict"}
            told = analysis.brief(after, since=known).filter(part="changed")
            assert "nothing-changed" not in {each.rule for each in told}


def test_an_act_keeps_counting_where_its_words_are_redacted_and_in_a_file(tmp_path):
    talks = ledger_of(AGENDA, NORTH, SOUTH, act("withdraws", 10, quote="we are out"))
    talks.redact("w", reason="a source is at risk")
    talks.save(tmp_path / "talks.jsonl")
    for kept in (talks, pt.open(tmp_path / "talks.jsonl")):
        said = line(kept.state(valid="2030-02-20"), "perhaps-agreed")
        assert said.startswith("Truce, but Sud withdraws, 10 Jan 2030; in words that were redacted")
    state = talks.state(valid="2030-02-20")
    assert verdict(state.without("w")) == "agreed"
    assert verdict(state.at(known=3).suppose(act("withdraws", 12, id="x"))) == "perhaps agreed"


LEAGUE = pt.Party("L", "the League", "group", members=[pt.Member("S"), pt.Member("E")])
WITH_LEAGUE = attrs.evolve(
    AGENDA, parties=[*AGENDA.parties, LEAGUE], terms=[attrs.evolve(AGENDA.terms[0], needs=["N", "L"])]
)
SIGNED = says("l", "accepts", "2030-01-04", by="institution", of="L")
WITHDRAWS = act("withdraws", 10, quote="we are out")
REJECTS = says("w", "rejects", "2030-01-10", of="S", by="quote", quote="never")


def of_league(*reports):
    return ledger_of(WITH_LEAGUE, NORTH, SIGNED, *reports).state(valid="2030-02-20")


@pytest.mark.parametrize(
    ("done", "said", "verdict_said", "finding"),
    [
        (
            WITHDRAWS,
            "withdraws, 10 Jan 2030; in these words: “we are out”",
            "perhaps agreed",
            (
                "gone-back",
                "L accepts truce, but S, a member of L, withdraws, 2030-01-10; in these words: “we are out”",
            ),
        ),
        (
            act("breaches", 10),
            "breaches it, 10 Jan 2030",
            "agreed, but reported as breached",
            ("breach", "L accepts truce, but S, a member of L, breaches it, 2030-01-10"),
        ),
        (
            REJECTS,
            "rejects it, 10 Jan 2030",
            "perhaps agreed",
            ("member-against", "L accepts truce, but S, a member of L, rejects it"),
        ),
    ],
)
def test_what_a_member_of_a_needed_group_does_is_said_of_the_member(done, said, verdict_said, finding):
    state = of_league(done)
    member = f"Sud, a member of the League, {said}"
    assert (state["truce"].status, verdict(state)) == ("agreed", verdict_said)
    (head,) = analysis.brief(state).filter(part="headline", rule="perhaps-agreed") or analysis.brief(
        state
    ).filter(part="headline", rule="agreed")
    assert head.what.endswith(f"but {member}")
    assert "w" in head.cited
    (row,) = whip_rows(state, Names(state))
    assert row.cells["L"].in_full == f"accepts, but Sud {said.partition(',')[0]}"
    pips = {party: str(pip) for _, party, pip in row.pips}
    assert pips["L"] == ("full" if "breaches" in said else "half")
    assert [(each.check, each.what) for each in analysis.check(state).filter(check=finding[0])] == [finding]
    assert analysis.brief(state).filter(rule="unconfirmed")[0].what.startswith("Sud, a member of the League,")
    (turned,) = [row for row in analysis.diff(state.at(known=3), state) if row.field == "verdict"]
    assert (turned.after, turned.reports) == (verdict_said, ("w",))


def test_what_a_member_does_is_told_until_it_accepts_or_its_group_does_again():
    assert [rule for rule, _ in news(of_league(WITHDRAWS))] == ["turned-against"]
    again = of_league(WITHDRAWS, accepts(14, of="L"))
    assert (verdict(again), list(analysis.brief(again).filter(part="blocks"))) == ("agreed", [])
    assert verdict(of_league(REJECTS, accepts(14))) == "agreed"
    assert line(of_league(REJECTS), "moved-last") == (
        "Sud on Truce, from accepts with the League to rejects, 10 Jan 2030; it is a member of the League"
    )
    (move,) = analysis.moves(of_league(REJECTS))
    assert str(move) == "truce: in doubt, until S is not against it any more"


def test_what_members_do_of_a_group_that_does_not_accept_is_none_of_its_doubts():
    state = ledger_of(WITH_LEAGUE, NORTH, WITHDRAWS).state(valid="2030-02-20")
    assert not analysis.brief(state).filter(part="blocks")
    assert not analysis.check(state).filter(check="gone-back")


OPEN = says("s", "open", "2030-01-04", by="quote", of="S")
LAPSED = says("s", "accepts", "2030-01-04", by="quote", of="S", window="2030-01-08")


@pytest.mark.parametrize("before", [OPEN, LAPSED, None])
@pytest.mark.parametrize("done", ["refuses", "withdraws", "suspends", "opposes", "breaches"])
def test_an_act_against_a_term_of_a_party_that_does_not_accept_it_is_an_obstacle(before, done):
    stood = [] if before is None else [before]
    state = ledger_of(AGENDA, NORTH, *stood, act(done, 10, quote="never")).state(valid="2030-02-20")
    what = f"Sud {done}{'' if done == 'withdraws' else ' it'}, 10 Jan 2030; in these words: “never”"
    assert line(state, "refusal") == what
    assert analysis.brief(state)[0].what == what
    assert not analysis.brief(state).filter(rule="not-blocked")
    (finding,) = analysis.check(state).filter(check="refusal")
    assert (finding.severity, finding.parties, finding.reports) == ("high", ("S",), ("w",))
    assert done in next(row for row in str(view.count(state)).splitlines() if row.startswith("Truce"))
    assert done in str(view.board(state))
    answered = ledger_of(
        AGENDA, NORTH, *stood, act(done, 10), says("o", "open", "2030-01-12", of="S", by="quote")
    )
    later = answered.state(valid="2030-02-20")
    assert not analysis.brief(later).filter(rule="refusal")
    assert not analysis.check(later).filter(check="refusal")


def test_that_a_party_takes_part_again_or_is_said_to_be_milder_is_said_with_its_refusal():
    complied = ledger_of(AGENDA, NORTH, OPEN, act("breaches", 10), act("complies", 12, id="c"))
    assert not analysis.brief(complied.state(valid="2030-02-20")).filter(rule="refusal")
    leaked = says("o", "open", "2030-01-12", of="S", by="leak")
    state = ledger_of(AGENDA, NORTH, act("refuses", 10), leaked).state(valid="2030-02-20")
    since = "since then, a report off the record says that it is open to it, 12 Jan 2030"
    assert line(state, "refusal") == f"Sud refuses it, 10 Jan 2030; {since}"


QUORUM = attrs.evolve(
    AGENDA, terms=[attrs.evolve(AGENDA.terms[0], needs=[pt.AtLeast(1, of=["N", "S"], without_veto_of=["E"])])]
)


def test_a_holder_of_a_veto_that_refuses_in_an_act_makes_an_agreement_doubtful():
    vetoed = act("refuses", 10, of="E", quote="we shall veto it")
    state = ledger_of(QUORUM, NORTH, vetoed).state(valid="2030-02-20")
    said = "East refuses it, 10 Jan 2030; in these words: “we shall veto it”; it holds a veto"
    assert (state["truce"].status, verdict(state)) == ("agreed", "perhaps agreed")
    assert (line(state, "perhaps-agreed"), line(state, "unconfirmed")) == (f"Truce, but {said}", said)
    assert "◐ 1/1, 1 of 1 perhaps" in str(view.count(state))
    (finding,) = analysis.check(state).filter(check="refusal")
    assert (finding.severity, finding.what) == (
        "high",
        "E has no stance on truce, but E refuses it, 2030-01-10; in these words: “we shall veto it”; it holds a veto",
    )
    needless = ledger_of(QUORUM, NORTH, act("refuses", 10)).state(valid="2030-02-20")
    assert verdict(needless) == "agreed"
    assert not analysis.brief(needless).filter(part="blocks")


def test_who_votes_against_what_as_many_accept_as_are_needed_is_no_obstacle():
    state = ledger_of(QUORUM, NORTH, REJECTS).state(valid="2030-02-20")
    first, second, *_ = analysis.brief(state)
    assert (first.about, first.what[:6]) == ("Accepted by as many as are needed", "Truce,")
    assert second.what == (
        "No needed party is known to reject or oppose a term; Sud is against “Truce”, where its consent is not needed any more"
    )
    assert line(state, "against-not-needed") == (
        "Sud rejects “the guns fall silent” since 10 Jan 2030; in these words: “never”;"
        " its consent is not needed any more: as many accept as are needed"
    )
    assert not analysis.check(state).filter(check="opposition")
    doubtful = ledger_of(QUORUM, NORTH, REJECTS, act("withdraws", 12, of="N", id="out"))
    assert line(doubtful.state(valid="2030-02-20"), "against-not-needed").endswith(
        "its consent is not needed while as many accept as are needed"
    )


@pytest.mark.parametrize("done", ["refuses", "withdraws", "suspends"])
def test_no_party_rejects_by_its_stance_where_one_is_against_a_term_in_an_act(done):
    def headline(*reports):
        return next(iter(analysis.brief(state_of(*reports)).filter(rule="not-blocked"))).what

    assert headline() == "No needed party is known to reject or oppose a term"
    assert headline(act(done, 12)) == "No needed party is known to reject or oppose a term by its stance"


DENIES = act("denies", 12, id="d", quote="that report is false")
DENIED = "Sud denies a report, 12 Jan 2030; in these words: “that report is false”"


def test_who_denies_a_report_goes_back_on_nothing():
    state = state_of(DENIES)
    assert (verdict(state), news(state)) == ("agreed", [("turn", DENIED)])
    assert not analysis.brief(state).filter(part="blocks")
    assert not analysis.check(state)
    assert "then denies" in str(view.board(state))
    assert not analysis.moves(state)


def test_a_denial_is_told_with_what_others_say_and_it_may_deny():
    leaked = says("x", "rejects", "2030-01-10", of="S", by="leak")
    said = "a report off the record says that it rejects it, 10 Jan 2030"
    assert line(state_of(leaked, DENIES), "rejection-reported") == (
        f"on the record, Sud accepts it, 4 Jan 2030; since then, {said}; {DENIED}"
    )
    accused = act("breaches", 10, of="N", party="S")
    assert line(state_of(accused, DENIES), "unconfirmed") == (
        f"Nord says that Sud breaches it, 10 Jan 2030; {DENIED}"
    )
    out = act("withdraws", 12, id="d")
    assert line(state_of(leaked, out), "rejection-reported") == (
        f"on the record, Sud accepts it, 4 Jan 2030; since then, {said}; then Sud withdraws, 12 Jan 2030"
    )


@pytest.mark.parametrize("day", [10, 12])
def test_a_denial_stands_beside_an_accusation_also_where_the_offer_is_over(day):
    denies = act("denies", day, id="d", quote="it was bandits")
    accused = act("breaches", 10, of="N", party="S")
    denied = f"Sud denies a report, {day} Jan 2030; in these words: “it was bandits”"
    over = says("s", "accepts", "2030-01-04", by="quote", of="S", window="2030-01-08")
    lapsed = ledger_of(AGENDA, NORTH, over, accused, denies).state(valid="2030-02-20")
    headline, *_ = analysis.brief(lapsed).filter(part="headline")
    (blocks,) = analysis.brief(lapsed).filter(rule="refusal")
    assert headline.what == blocks.what == f"Nord says that Sud breaches it, 10 Jan 2030; {denied}"
    assert headline.cited == blocks.cited == ("w", "d")
    assert "breaches^" in str(view.count(lapsed)), str(view.count(lapsed))
    for state, check in ((lapsed, "refusal"), (state_of(accused, denies), "breach")):
        (found,) = analysis.check(state).filter(check=check)
        assert found.what.endswith(f"; S denies a report, 2030-01-{day}; in these words: “it was bandits”")
        assert found.reports == ("w", "d")
        assert "but breaches per N then denies" in str(view.board(state))


def test_a_denial_stands_beside_what_only_others_say_is_over():
    left = act("withdraws", 10, of="E", party="S", until="2030-01-09")
    row = line(state_of(left, DENIES), "offer-lapsed")
    assert row.endswith(f"by the account of East; on the record, Sud accepts it still; {DENIED}")


def test_who_denies_what_only_others_say_that_it_accepts_makes_it_doubtful():
    told = says("s", "accepts", "2030-01-04", of="S", by="leak")
    state = ledger_of(AGENDA, NORTH, told, DENIES).state(valid="2030-02-20")
    assert (verdict(state), line(state, "perhaps-agreed")) == ("perhaps agreed", f"Truce, but {DENIED}")
    assert "but denies" in str(view.board(state))


@pytest.mark.parametrize("text", ["joint", "document"])
def test_who_denies_what_it_accepts_only_in_a_joint_text_makes_it_doubtful(text):
    both = pt.Attribution(text, acts_for=["N", "S"])
    claims = [pt.Position(party, "truce", "accepts", since="2030-01-04") for party in ("N", "S")]
    joint = pt.Report(claims, id="joint", attribution=both)
    state = ledger_of(AGENDA, joint, DENIES).state(valid="2030-02-20")
    assert (verdict(state), line(state, "perhaps-agreed")) == ("perhaps agreed", f"Truce, but {DENIED}")
    own = says("own", "accepts", "2030-01-05", of="S", by="quote")
    assert verdict(ledger_of(AGENDA, joint, own, DENIES).state(valid="2030-02-20")) == "agreed"


@pytest.mark.parametrize(
    ("agenda", "reports"),
    [
        (QUORUM, [NORTH, act("refuses", 10, of="E")]),
        (WITH_LEAGUE, [NORTH, SIGNED, WITHDRAWS]),
        (WITH_LEAGUE, [NORTH, SIGNED, REJECTS]),
    ],
    ids=["veto", "a withdrawal", "a rejection"],
)
def test_a_verdict_names_the_report_that_makes_an_agreement_doubtful(agenda, reports):
    talks = ledger_of(agenda, *reports)
    (turned,) = [row for row in analysis.diff(talks.state(known=1), talks.state()) if row.field == "verdict"]
    assert turned.reports[-1] == "w"


# On one day


@pytest.mark.parametrize("by", ["quote", "joint"])
def test_an_act_of_the_day_of_the_acceptance_makes_it_doubtful_whichever_came_first(by):
    signed = says("s", "accepts", "2030-01-04", act="signs", by=by, of="S")
    back = act("withdraws", 4, quote="we take it back")
    state = ledger_of(AGENDA, NORTH, signed, back).state(valid="2030-01-20")
    same_day = "it accepts it on the same day, the order not known"
    done = "Sud withdraws, 4 Jan 2030; in these words: “we take it back”"
    assert verdict(state) == "perhaps agreed"
    assert line(state, "perhaps-agreed") == f"Truce, but {done}; {same_day}"
    assert analysis.check(state).filter(check="gone-back")
    earlier = ledger_of(AGENDA, NORTH, back, signed).state(valid="2030-01-20")
    assert line(earlier, "perhaps-agreed") == line(state, "perhaps-agreed")


@pytest.mark.parametrize(("since", "words"), [("2030-01", "2030-01"), ("2030-01-05~", "5 Jan 2030~")])
def test_an_act_that_may_be_of_the_day_of_the_acceptance_is_not_said_to_be(since, words):
    signed = says("s", "accepts", since, act="signs", by="quote", of="S")
    state = ledger_of(AGENDA, NORTH, signed, act("withdraws", 4)).state(valid="2030-02-20")
    accepts = f"it accepts it, {words}, the order not known"
    assert line(state, "perhaps-agreed") == f"Truce, but Sud withdraws, 4 Jan 2030; {accepts}"


def test_an_act_of_the_day_before_the_acceptance_or_of_its_own_report_is_none_against_it():
    before = ledger_of(AGENDA, NORTH, act("suspends", 3), SOUTH).state(valid="2030-01-20")
    both = pt.draft(id="s", since="2030-01-04", published="2030-01-04")
    minister = both.voice("quote", of="S")
    minister.suspends("truce")
    minister.signs("truce", "accepts")
    one = ledger_of(AGENDA, NORTH, both).state(valid="2030-01-20")
    assert [verdict(state) for state in (before, one)] == ["agreed", "agreed"]


def test_a_breach_on_the_day_of_the_acceptance_is_reported():
    assert verdict(state_of(act("breaches", 4))) == "agreed, but reported as breached"


def test_that_the_holder_of_a_veto_abstains_is_news_and_no_hardening():
    council = pt.AtLeast(1, of=["N", "S"], without_veto_of=["S"])
    agenda = attrs.evolve(
        AGENDA, terms=[pt.Term("truce", "ceasefire", "it is quiet", title="Truce", needs=[council])]
    )
    opposes = says("s", "opposes", "2030-01-04", by="quote", of="S")
    state = ledger_of(agenda, NORTH, opposes, act("abstains", 8)).state(valid="2030-01-20")
    assert [what for _, what in news(state)] == ["Sud abstains on it, 8 Jan 2030"]
    assert rows(state) == ["S on truce, act: nothing -> abstains; learned (w)"]
