"""The graph of conditions: what closes at once, who waits for whom, what can never be met."""

import html
import re
import shutil
import subprocess
import sys

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis
from peacetrack.analysis import Why, supposition
from peacetrack.rules import status
from tests import recording
from tests.negotiating import AGENDA, LATER, NEEDING, conditions, ledger_of, positions, state_of
from tests.recording import happens, says

TRUCE, PLEDGE = pt.TermIs("truce", "agreed"), pt.TermIs("pledge", "agreed")


def accepts(party, term, *conditions):
    return pt.Position(party, term, "accepts", conditions=conditions)


def circle(*more):
    """North waits for the pledge, South on the pledge for the truce."""
    return state_of(
        accepts("NORTH", "truce", PLEDGE),
        accepts("SOUTH", "truce"),
        accepts("SOUTH", "pledge", TRUCE),
        accepts("ISLE", "pledge"),
        *more,
    )


def package_of(state, term):
    (found,) = [package for package in analysis.packages(state) if term in package.terms]
    return found


# Packages


def test_a_circle_of_conditions_is_a_package_that_closes_at_once():
    package = package_of(circle(), "truce")
    assert (package.terms, package.parties) == (("truce", "pledge"), ("NORTH", "SOUTH"))
    assert (package.closes, package.waits_on, package.after) == (True, (), ())
    assert (str(package.since), package.reports) == ("2030-01-03", ("one",))
    assert package_of(circle(), "rest").terms == ("rest",)


def test_a_package_waits_on_whom_even_reading_together_does_not_satisfy():
    state = circle(pt.Position("NORTH", "rest", "open", conditions=[TRUCE]))
    held_up = state.suppose(
        pt.Report([pt.Position("ISLE", "pledge", conditions=[pt.InWords("a price is paid")])])
    )
    assert package_of(held_up, "truce").waits_on == ("NORTH", "SOUTH", "ISLE")
    assert not package_of(held_up, "truce").closes
    assert package_of(state, "rest").waits_on == ("NORTH", "ISLE")


def test_terms_without_circles_are_packages_of_one_in_the_order_in_which_they_close():
    state = state_of(
        accepts("NORTH", "truce", PLEDGE), accepts("ISLE", "pledge", pt.TermIs("rest", "agreed"))
    )
    found = [(p.terms, p.after, p.round) for p in analysis.packages(state)]
    assert found == [
        (("rest",), (), 1),
        (("toll",), (), 1),
        (("pledge",), ("rest",), 2),
        (("truce",), ("pledge",), 3),
    ]
    assert {package.since for package in analysis.packages(state)} == {None}


def test_a_condition_on_less_than_agreement_makes_no_circle():
    state = state_of(
        accepts("NORTH", "truce", pt.TermIs("pledge", "in-principle")), accepts("SOUTH", "pledge", TRUCE)
    )
    assert package_of(state, "truce").terms == ("truce",)
    assert package_of(state, "pledge").after == ("truce",)


def test_parties_that_accept_if_the_other_accepts_make_a_package():
    state = state_of(
        accepts("NORTH", "truce", pt.StanceIs("SOUTH", "pledge", "accepts")),
        accepts("SOUTH", "pledge", pt.StanceIs("NORTH", "truce", "accepts")),
    )
    assert package_of(state, "truce").terms == ("truce", "pledge")


def test_who_need_not_accept_a_term_does_not_tie_it():
    state = state_of(
        accepts("NORTH", "truce", pt.StanceIs("ISLE", "truce", "accepts")),
        accepts("ISLE", "truce", pt.StanceIs("NORTH", "truce", "accepts")),
        accepts("NORTH", "pledge", PLEDGE),
    )
    assert package_of(state, "truce").parties == ("NORTH", "ISLE")
    assert package_of(state, "pledge").parties == ()


def deciding(quorum, *claims):
    """Return the state after claims on a truce that a quorum decides, and a pledge that SOUTH does."""
    agenda = pt.Agenda(
        "council",
        parties=[pt.Party(name, name, "state") for name in ("NORTH", "SOUTH", "EAST")],
        terms=[
            pt.Term("truce", "ceasefire", "the guns fall silent", needs=[quorum]),
            pt.Term("pledge", "other", "help is pledged", needs=["SOUTH"]),
        ],
    )
    report = pt.Report(claims, id="one", since="2030-01-03")
    return recording.ledger_of(agenda, report).state(valid=LATER)


def test_what_some_of_a_quorum_ask_ties_a_term_only_where_it_cannot_do_without():
    claims = [
        pt.Position("NORTH", "truce", "accepts", conditions=[pt.TermIs("pledge", "agreed")]),
        pt.Position("SOUTH", "pledge", "accepts", conditions=[pt.TermIs("truce", "agreed")]),
    ]
    east = pt.Position("EAST", "truce", "accepts")
    for free in (
        deciding(pt.AtLeast(1, of=["NORTH", "EAST"]), *claims),
        deciding(pt.AtLeast(2, of=["NORTH", "SOUTH", "EAST"]), *claims, east),
    ):
        assert [package.terms for package in analysis.packages(free)] == [("truce",), ("pledge",)]
        assert not analysis.deadlocks(free)
    both = deciding(pt.AtLeast(2, of=["NORTH", "EAST"]), *claims, east)
    (package,) = analysis.packages(both)
    assert (package.terms, package.closes, package.waits_on) == (("truce", "pledge"), True, ())


def test_a_package_waits_on_no_party_that_a_quorum_can_do_without():
    claims = [pt.Position(party, "truce", "accepts") for party in ("NORTH", "EAST")]
    state = deciding(pt.AtLeast(2, of=["NORTH", "SOUTH", "EAST"]), *claims)
    assert [(p.terms, p.closes, p.waits_on) for p in analysis.packages(state)] == [
        (("truce",), True, ()), (("pledge",), False, ("SOUTH",))
    ]  # fmt: skip


def test_terms_that_cannot_be_agreed_are_in_no_package():
    terms = {term for package in analysis.packages(circle()) for term in package.terms}
    assert terms == set(NEEDING)


def test_links_are_shown_beside_and_tie_nothing():
    link = pt.Link("in-exchange-for", term="pledge", text="help")
    aim = pt.Position("NORTH", "truce", "open", links=[link])
    state = state_of(aim)
    assert package_of(state, "truce").terms == ("truce",)
    assert package_of(state, "truce").linked == ("pledge",)
    assert package_of(state, "pledge").linked == ("truce",)
    (linkage,) = analysis.linkages(state)
    assert str(linkage) == "NORTH on truce: in-exchange-for pledge"
    assert (linkage.text, linkage.reports) == ("help", ("one",))


def test_conditions_that_lapsed_or_belong_to_a_refusal_or_may_not_have_begun_are_not_asked():
    state = state_of(
        pt.Position("NORTH", "truce", "rejects", conditions=[PLEDGE]),
        pt.Position("SOUTH", "truce", "accepts", conditions=[PLEDGE], window="2030-01-10"),
        pt.Position("ISLE", "pledge", "accepts", conditions=[TRUCE], since="/2030-12-01"),
    )
    assert list(analysis.conditions(state).waits) == []
    early = state.at(valid="2030-01-05")
    assert [str(wait) for wait in analysis.conditions(early).waits] == ["SOUTH on truce: if pledge is agreed"]


def test_what_a_party_asks_without_a_stance_is_asked():
    state = state_of(pt.Position("NORTH", "truce", act="insists", conditions=[PLEDGE]))
    assert package_of(state, "truce").after == ("pledge",)


# Deadlocks


def test_a_circle_of_conditions_is_a_deadlock_with_who_could_open_it():
    (deadlock,) = analysis.deadlocks(circle())
    assert (deadlock.terms, deadlock.parties) == (("truce", "pledge"), ("NORTH", "SOUTH"))
    assert [str(wait) for wait in deadlock.waits] == [
        "NORTH on truce: if pledge is agreed",
        "SOUTH on pledge: if truce is agreed",
    ]
    assert deadlock.first == ("NORTH", "SOUTH")
    assert (deadlock.together, deadlock.reports) == (True, ("one",))


def test_a_condition_that_is_dropped_opens_the_circle():
    dropped = circle().suppose(pt.Report([pt.Position("NORTH", "truce", conditions=[])]))
    assert list(analysis.deadlocks(dropped)) == []
    assert dropped["pledge"].status is pt.TermStatus.AGREED


def test_a_circle_that_waits_for_something_else_too_does_not_close():
    state = circle(accepts("NORTH", "rest", PLEDGE))
    stuck = state.suppose(
        pt.Report([pt.Position("NORTH", "truce", conditions=[PLEDGE, pt.EventHeld("summit")])])
    )
    (deadlock,) = analysis.deadlocks(stuck)
    assert not deadlock.together
    assert deadlock.since.anchor == stuck.standing("truce", "NORTH").runs["conditions"][0].order[0]


def test_a_party_that_is_in_every_circle_is_the_only_one_to_open_it():
    state = state_of(
        accepts("NORTH", "truce", PLEDGE, pt.TermIs("rest", "agreed")),
        accepts("SOUTH", "pledge", TRUCE),
        accepts("ISLE", "rest", TRUCE),
    )
    (deadlock,) = analysis.deadlocks(state)
    assert (deadlock.parties, deadlock.first) == (("NORTH", "SOUTH", "ISLE"), ("NORTH",))


def test_a_term_that_waits_for_itself_is_a_deadlock():
    (deadlock,) = analysis.deadlocks(state_of(accepts("NORTH", "truce", TRUCE)))
    assert (deadlock.terms, deadlock.parties) == (("truce",), ("NORTH",))


# What can never be met


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        (pt.TermIs("border", "agreed"), Why.BACKDROP),
        (pt.TermIs("archive", "pending"), Why.NEEDS_NO_PARTY),
        (pt.EventHeld("summit"), Why.CANCELLED),
    ],
)
def test_a_condition_that_can_never_be_met_is_named(condition, why):
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", conditions=[condition, PLEDGE, pt.EventHeld("vote")]),
        happens("b", "summit", "cancelled"),
        happens("c", "vote", "postponed"),
    )
    (found,) = analysis.unmeetable(talks.state(valid=LATER))
    assert (found.party, found.term, found.condition) == ("NORTH", "truce", condition)
    assert (found.why, str(found.since)) == (why, "2030-01-03")
    assert found.reports == (("a", "b") if why is Why.CANCELLED else ("a",))


def test_a_condition_on_a_term_that_was_replaced_names_the_last_term_in_its_place():
    asked = says("a", "accepts", "2030-01-03", conditions=[pt.TermIs("border", "agreed")])
    talks = ledger_of(asked)
    line, fence = (
        pt.Term(id, "other", f"the {id} stays", needs=["SOUTH"], replaces=old)
        for id, old in (("line", "border"), ("fence", "line"))
    )
    talks.declare(pt.Agenda("invented", terms=[line, fence]), recorded_at="2030-02-05")
    talks.record(says("b", "accepts", "2030-01-04", of="SOUTH", term="fence"), recorded_at="2030-02-06")
    state = talks.state(valid=LATER)
    (found,) = analysis.unmeetable(state)
    assert (found.replaced_by, found.instead) == (("fence",), "replaced by fence, which is agreed")
    assert str(found).endswith("has no status; it was replaced by fence, which is agreed")
    (finding,) = analysis.check(state).filter(check="unmeetable-condition")
    assert finding.settled_by == "NORTH dropping it, or asking for fence in its place"
    (line,) = analysis.brief(state).filter(rule="never-met")
    assert line.what.endswith("; it was replaced by “the fence stays”, which is agreed")


def test_a_term_that_is_not_declared_yet_meets_nothing():
    talks = ledger_of()
    fee = pt.Term("fee", "other", "the fee is paid", needs=["NORTH"])
    talks.record(says("a", "accepts", "2030-01-03"), recorded_at="2030-02-02")
    known = talks.head
    talks.declare(pt.Agenda("invented", terms=[fee]), recorded_at="2030-02-03")
    asked = says("b", None, "2030-01-04", conditions=[pt.TermIs("fee", "agreed")])
    state = talks.state(known=known, valid="2030-03-01").suppose(asked)
    assert [found.why for found in analysis.unmeetable(state)] == [Why.NOT_DECLARED]
    assert list(analysis.unmeetable(talks.state(valid="2030-03-01").suppose(asked))) == []


def test_an_event_that_is_held_after_all_is_met():
    asked = says("a", "accepts", "2030-01-03", conditions=[pt.EventHeld("summit")])
    talks = ledger_of(asked, happens("b", "summit", "cancelled"))
    talks.record(happens("c", "summit", "held", when="2030-02-10"), recorded_at="2030-02-11")
    assert list(analysis.unmeetable(talks.state(valid="2030-03-01"))) == []


# The graph


def test_the_graph_names_its_nodes_and_edges():
    graph = analysis.conditions(circle()).to_networkx()
    assert graph.nodes["truce"] == {"kind": "term", "text": "truce is agreed"}
    assert graph.nodes["truce", "NORTH"] == {"kind": "standing", "text": "NORTH on truce"}
    (wait,) = graph.edges[("truce", "NORTH"), "pledge"]["waits"]
    assert str(wait) == "NORTH on truce: if pledge is agreed"
    assert graph.edges["truce", ("truce", "NORTH")]["waits"] == ()
    assert repr(analysis.conditions(circle())) == ("<ConditionGraph of 4 terms, 2 conditions, 1 circle>")


def test_a_diagram_draws_what_conditions_concern_and_marks_what_is_not_met():
    state = state_of(
        accepts("NORTH", "truce", pt.EventHeld("vote"), PLEDGE, pt.StanceIs("ISLE", "toll", "open")),
        pt.Position("ISLE", "toll", "accepts"),
    )
    lines = analysis.conditions(state).to_mermaid().splitlines()
    assert lines == [
        "flowchart LR",
        '  n0["truce: pending"]',
        '  n1("NORTH on truce: accepts, with conditions, not on the record")',
        '  n2{{"vote is held"}}',
        '  n3["pledge: unreported"]',
        '  n4("ISLE on toll: accepts, not on the record")',
        "  n0 --> n1",
        '  n1 -.->|"not met"| n2',
        '  n1 -.->|"not met"| n3',
        '  n1 -->|"met"| n4',
    ]
    dot = analysis.conditions(state).to_dot()
    assert '  n1 -> n2 [label="not met" style=dashed]\n' in dot
    assert '  n1 -> n4 [label="met"]\n' in dot
    assert analysis.conditions(state_of(accepts("NORTH", "truce"))).to_mermaid() == "flowchart LR\n"


def test_a_diagram_frames_what_waits_for_each_other():
    mermaid = analysis.conditions(circle()).to_mermaid()
    frame = mermaid[mermaid.index("  subgraph") :].splitlines()
    assert frame[0] == '  subgraph frame0["only together"]'
    assert [line.strip() for line in frame[1:-1]] == ["n0", "n1", "n2", "n3"]
    assert frame[-1] == "  end"
    assert '  subgraph cluster0 { label="only together" n0 n1 n2 n3 }\n' in (
        analysis.conditions(circle()).to_dot()
    )


HOSTILE = [
    'a "price"] --> n9[',
    "`code` & <b>html</b>; #quot; 100%%{init}%%",
    "back\\slash\\",
    'two\nlines\t"]\r end',
    "}} \\N subgraph",
    "ukraïns'ka – “цитата”",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_in_a_diagram_stay_texts(text):
    graph = analysis.conditions(state_of(accepts("NORTH", "truce", pt.InWords(text))))
    label = re.compile(r'  n\d+(\[|\(|\{\{)"(?P<text>([^"#&<>%`;\\\n]|#\d+;)*)"(\]|\)|\}\})')
    mermaid = graph.to_mermaid().splitlines()
    assert [line for line in mermaid if "{{" in line] == [mermaid[3]]
    found = label.fullmatch(mermaid[3])
    decoded = re.sub(r"#(\d+);", lambda code: chr(int(code[1])), found["text"])
    assert decoded == " ".join(text.split())
    quoted = re.compile(r'  n2 \[label="(?P<text>([^"\\]|\\.)*)" shape=hexagon\]')
    dot = quoted.fullmatch(graph.to_dot().splitlines()[4])
    assert html.unescape(re.sub(r"\\(.)", r"\1", dot["text"])) == " ".join(text.split())


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("text", HOSTILE)
def test_graphviz_reads_a_diagram(text):
    graph = analysis.conditions(circle(accepts("NORTH", "rest", pt.InWords(text))))
    drawn = subprocess.run(
        ["dot", "-Tplain"], input=graph.to_dot(), capture_output=True, text=True, check=True
    )
    assert drawn.stderr == ""
    assert len(re.findall(r"^node ", drawn.stdout, re.MULTILINE)) == 7


def test_without_networkx_the_error_says_which_extra_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "networkx", None)
    with pytest.raises(pt.errors.MissingExtraError, match=r"peacetrack\[graphs\]"):
        analysis.conditions(circle()).to_networkx()


@given(positions(most=12))
def test_every_condition_is_an_arrow_of_a_diagram(claims):
    graph = analysis.conditions(state_of(*claims))
    asked = {}
    for wait in graph.waits:
        asked.setdefault((wait.holder, wait.on), []).append(wait.met)
    unmet = sum(not all(met) for met in asked.values())
    mermaid, dot = graph.to_mermaid(), graph.to_dot()
    assert (mermaid.count('-.->|"not met"|'), mermaid.count('-->|"met"|')) == (unmet, len(asked) - unmet)
    assert (dot.count("style=dashed"), dot.count('label="met"')) == (unmet, len(asked) - unmet)


@given(positions(most=12))
def test_the_circles_are_the_strongly_connected_components(claims):
    graph = analysis.conditions(state_of(*claims))
    drawn = graph.to_networkx()
    expected = {
        frozenset(nodes)
        for nodes in networkx.strongly_connected_components(drawn)
        if len(nodes) > 1 or any(drawn.has_edge(node, node) for node in nodes)
    }
    assert set(graph.circles) == expected
    assert len(graph.circles) == len(expected)


@given(positions(most=12))
def test_packages_share_out_the_terms_and_their_rounds_are_as_early_as_can_be(claims):
    state = state_of(*claims)
    found = list(analysis.packages(state))
    assert sorted(term for package in found for term in package.terms) == sorted(NEEDING)
    order = networkx.DiGraph()
    order.add_nodes_from(package.terms for package in found)
    by_term = {term: package for package in found for term in package.terms}
    order.add_edges_from((by_term[term].terms, p.terms) for p in found for term in p.after)
    for round, together in enumerate(networkx.topological_generations(order), start=1):
        assert {by_term[terms[0]].round for terms in together} == {round}
    assert [package.round for package in found] == sorted(package.round for package in found)


@given(positions(most=12))
def test_packages_of_a_graph_without_circles_have_one_term_each(claims):
    state = state_of(*claims)
    drawn = analysis.conditions(state).to_networkx()
    sizes = {len(package.terms) for package in analysis.packages(state)}
    if networkx.is_directed_acyclic_graph(drawn):
        assert sizes == {1}
        assert list(analysis.deadlocks(state)) == []
    else:
        assert list(analysis.deadlocks(state)) != []


@given(positions(most=12))
def test_only_who_could_open_a_deadlock_opens_it_by_dropping_what_it_asks(claims):
    state = state_of(*claims)
    for deadlock in analysis.deadlocks(state):
        for party in deadlock.parties:
            drops = [
                analysis.DropCondition(wait.party, wait.term, wait.condition)
                for wait in deadlock.waits
                if wait.party == party
            ]
            after = state.suppose(supposition(state, drops))
            left = [d for d in analysis.deadlocks(after) if _places(d) <= _places(deadlock)]
            assert (not left) == (party in deadlock.first)


def _places(deadlock):
    return {(wait.party, wait.term, wait.condition) for wait in deadlock.waits}


@given(positions(most=12))
def test_a_deadlock_is_of_conditions_that_are_not_met(claims):
    state = state_of(*claims)
    for deadlock in analysis.deadlocks(state):
        assert not any(wait.met or state.met(wait.condition) for wait in deadlock.waits)


@given(st.data())
def test_the_greatest_fixpoint_is_the_union_of_all_sets_that_meet_themselves(data):
    holders = [(f"t{n}", "NORTH") for n in range(5)]
    asks = {h: data.draw(st.frozensets(st.sampled_from([*holders, "no"]))) for h in holders}

    def met(holder, so_far):
        return asks[holder] <= so_far

    kept = {frozenset()}
    for number in range(1 << len(holders)):
        chosen = frozenset(h for place, h in enumerate(holders) if number >> place & 1)
        if all(met(holder, chosen) for holder in chosen):
            kept.add(chosen)
    assert status.greatest(asks, met) == frozenset().union(*kept)
    assert status.least(asks, met) <= status.greatest(asks, met)


@given(st.lists(st.tuples(st.sampled_from(NEEDING), conditions()), max_size=6))
def test_a_package_that_closes_has_all_accept(asked):
    parties = AGENDA.term_by_id
    claims = {(p, t): [] for t in NEEDING for p in parties[t].needs}
    for term, wanted in asked:
        claims[parties[term].needs[0], term].append(wanted)
    state = state_of(*(accepts(*key, *dict.fromkeys(wanted)) for key, wanted in claims.items()))
    for package in analysis.packages(state):
        agreed = all(state.status_of(term) is pt.TermStatus.AGREED for term in package.terms)
        assert package.closes or package.waits_on
        assert not agreed or package.closes
