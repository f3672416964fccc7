"""States and results are values: kept, copied, pickled and hashed, they stay what they were."""

import contextlib
import copy
import pickle
from collections.abc import Mapping

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis
from peacetrack.testing import laws
from peacetrack.testing import strategies as ss
from peacetrack.words import classes
from tests import recording
from tests.effort import a_half
from tests.recording import happens, says

AGENDA = pt.Agenda(
    "invented",
    parties=[
        pt.Party("NORTH", "Northland", "state", aliases=["the North"]),
        pt.Party("SOUTH", "Southland", "state"),
        pt.Party("LEAGUE", "a league", "group", members=[pt.Member("SOUTH")]),
    ],
    terms=[
        pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH", "SOUTH"]),
        pt.Term("aid", "other", "aid gets through", needs=["SOUTH"]),
    ],
)
LATER = "2030-02-28"


def example():
    """A ledger with a dispute, conditions, an event, a window, an act and a correction."""
    talks = recording.ledger_of(
        AGENDA,
        says("a", "open", "2030-01-02", conditions=[pt.EventHeld("summit")]),
        says("b", "accepts", "2030-01-05", window=pt.WithEvent("summit"), red_line=True),
        says("c", "rejects", "2030-01-05", of="LEAGUE"),
        says("d", None, "2030-01-06", term="aid", of="SOUTH", act="urges"),
        happens("e", "summit", "expected", when="2030-01-10"),
        says("wrong", "accepts", "2030-01-07", term="aid", of="SOUTH"),
    )
    right = attrs.evolve(talks.reports["wrong"], id="right", title="what was said")
    talks.correct("wrong", right, reason="misheard")
    return talks


# A kept state


def test_the_stage_of_a_term_and_the_status_of_an_event_may_come_second():
    assert pt.Progress("truce", "implemented") == pt.Progress("truce", stage="implemented")
    assert pt.Event("summit", "held", type="talks") == pt.Event("summit", type="talks", status="held")


def test_a_kept_state_reads_the_names_that_were_declared_when_it_was_made():
    talks = example()
    kept = talks.state(valid=LATER)
    talks.declare(pt.Agenda("invented", parties=[pt.Party("NORTH", "Northland", "state")]))
    assert kept["truce"]["the North"] == kept["truce"]["NORTH"]
    assert "the North" in kept["truce"]
    assert "the North" not in talks.state(valid=LATER)["truce"]


def test_the_kind_of_a_term_is_as_known():
    talks = pt.Tracker(AGENDA)
    basis = talks.state(valid=LATER).basis
    kept, answers = talks.state(basis), talks.state(basis).answers()
    talks.declare(pt.Agenda("invented", terms=[attrs.evolve(AGENDA.terms[1], kind="ceasefire")]))
    assert kept.kind_of("aid") == "other"
    assert kept.answers() == answers
    assert talks.state(basis).answers() == answers
    assert talks.state(valid=LATER).kind_of("aid") == "ceasefire"


def test_what_is_recorded_later_is_not_found_in_a_kept_state():
    talks = example()
    kept = talks.state(valid=LATER)
    talks.record(happens("later", "dinner", "held", when="2030-01-01"))
    talks.declare(pt.Agenda("invented", terms=[attrs.evolve(AGENDA.terms[1], id="rest")]))
    with pytest.raises(pt.errors.ReportNotFoundError):
        kept.report_of("later")
    with pytest.raises(pt.errors.UnknownNameError):
        kept.claims(term="dinner")
    assert "rest" not in kept
    assert "dinner" not in kept.event_ids
    assert "dinner" not in kept.at(valid="2030-01-03").event_ids
    assert "dinner" in kept.at(known=talks.head).event_ids


def all_answers(state):
    """Everything that a state can be asked, by what was asked."""
    found = {"answers": state.answers(), "hash": hash(state), "terms": list(state)}
    names = ("NORTH", "the North", "ISLE", "truce", "late")
    found["names"] = [(name, name in state, [name in here for here in state.values()]) for name in names]
    for term in state:
        here = state[term]
        found[term] = (here.speaking, here.needed, here.disputed, here.term, list(here))
        for party in here:
            held = state.disputing_statements(here[party])
            found[term, party] = (
                state.history(term, party),
                state.spells(term, party),
                state.groups_of(party),
                [statement.identity for statement in held],
                state.claims(term=term, party=party),
            )
    found["events"] = (list(state.event_ids), state.events())
    found["claims"] = (state.claims(), state.assessments(), state.questions())
    return found


@st.composite
def later_declarations(draw):
    """A party without its aliases or with other members; an unclaimed term of another kind."""
    party = draw(st.sampled_from(ss.PARTIES))
    members = (pt.Member("NORTH"),) if draw(st.booleans()) and party.id == "LEAGUE" else ()
    term = attrs.evolve(draw(st.sampled_from(ss.TERMS)), kind=draw(st.sampled_from(KINDS)))
    again = attrs.evolve(party, aliases=(), members=members)
    new = pt.Term("late", "other", "it is late", needs=["ISLE"])
    return draw(
        st.sampled_from(
            (
                pt.Agenda("invented", parties=[again]),
                pt.Agenda("invented", terms=[term]),
                pt.Agenda("invented", terms=[new]),
            )
        )
    )


KINDS = ("ceasefire", "security-guarantee", "other")


def declare(tracker, agenda):
    with contextlib.suppress(pt.PeacetrackError):  # the term has claims: no act
        tracker.declare(agenda)


@a_half()
@given(data=st.data())
def test_a_kept_state_answers_as_it_did(data):
    tracker = data.draw(ss.ledgers(max_acts=3, rough=True))
    kept = []
    for _ in range(3):
        basis = data.draw(ss.bases(tracker))
        kept.append((tracker.state(basis), all_answers(tracker.state(basis))))
        declare(tracker, data.draw(later_declarations()))
        ss.act_on(tracker, data.draw, rough=True)
    for state, answers in kept:
        assert all_answers(state) == answers
        laws.same_answer(tracker, state.basis, answers["answers"])


@a_half()
@given(data=st.data())
def test_a_redaction_hides_words_and_nothing_else_of_a_kept_state(data):
    tracker = data.draw(ss.ledgers(rough=True))
    basis = data.draw(ss.bases(tracker))
    before, kept = tracker.state(basis), tracker.state(basis)
    before.answers()
    for report in data.draw(st.permutations(list(tracker.reports)))[:2]:
        tracker.redact(report, reason="it names a source")
    laws.same_but_words(before, kept)


# How they show themselves


def examples(frozen, define):
    """Return values of classes with fields that are left out, shown by a function, or not set."""

    @frozen
    class Pair:
        left: object
        right: object = attrs.field(default=None, repr=lambda value: f"<{value}>")
        aside: object = attrs.field(default=0, repr=False)

    @frozen(kw_only=True)
    class Triple(Pair):
        third: object

    @define
    class Ring:
        next: object = None
        later: object = attrs.field(init=False)

    @frozen
    class Own:
        left: object

        def __repr__(self):
            return "its own"

    @frozen(repr=False)
    class Heir(Own):
        pass

    ring = Ring()
    ring.next = Pair(ring)
    return Pair("a", 1, 2), Triple(left=[Pair(1)], third=Ring()), ring, Own(1), Heir(1)


def test_a_value_shows_itself_as_attrs_would_show_it():
    made = [
        examples(*decorators)
        for decorators in ((classes.frozen, classes.define), (attrs.frozen, attrs.define))
    ]
    shown, by_attrs = (list(map(repr, values)) for values in made)
    assert shown == by_attrs
    assert shown[0] == "Pair(left='a', right=<1>)"


def compared(frozen):
    """Return which of some values are equal, each with each; a set has one of those that are."""

    @frozen
    class Nothing:
        pass

    @frozen
    class One:
        left: object

    @frozen
    class Two(One):
        right: object = None
        aside: object = attrs.field(default=None, eq=False)

    @frozen(eq=False)
    class Apart:
        left: object

    @frozen
    class Even:
        left: int

        def __eq__(self, other):
            return isinstance(other, Even) and self.left % 2 == other.left % 2

        def __hash__(self):
            return self.left % 2

    @frozen(eq=True)
    class Keyed:
        left: str = attrs.field(eq=str.lower)

    values = [
        *(Nothing(), Nothing(), One(1), One(1), One(2), 1),
        *(Two(1), Two(1, None, "aside"), Two(1, 2), Apart(1), Apart(1)),
        *(Even(1), Even(3), Even(2), Keyed("a"), Keyed("A"), Keyed("b")),
    ]
    equal = [[one == other for other in values] for one in values]
    assert len(set(values)) == len({*map(str, equal)}) == 12
    return equal


def test_a_value_is_compared_as_attrs_would_compare_it():
    assert compared(classes.frozen) == compared(attrs.frozen)


def test_a_value_of_what_has_no_hash_has_none():
    @classes.frozen
    class One:
        left: object

    with pytest.raises(TypeError, match="unhashable"):
        hash(One([]))


def test_a_field_that_is_compared_in_its_own_way_is_left_to_attrs():
    with pytest.raises(TypeError, match="say eq=True"):

        @classes.frozen
        class Keyed:
            left: str = attrs.field(eq=str.lower)


# Copies


def round_trips(value):
    """Pickled, copied and deeply copied, a value equals itself and has its hash."""
    for again in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):
        assert type(again) is type(value)
        assert again == value
        assert hash(again) == hash(value)


TALKS = example()
STATE = TALKS.state(valid=LATER)
VALUES = {
    "report": TALKS.reports["b"],
    "state": STATE,
    "a state that supposes": STATE.suppose(says("x", "rejects", "2030-01-20")),
    "a state without a report": STATE.without("a"),
    "a state of the past": STATE.at(known=3),
    "term": STATE["truce"],
    "standing": STATE["truce"]["NORTH"],
    "a standing by a group": STATE["truce"]["SOUTH"],
    "progress": STATE["truce"].progress,
    "event": STATE.event("summit"),
    "statement": STATE["truce"]["NORTH"].evidence[0],
    "spell": STATE.spells("truce", "NORTH")[0],
    "claim": STATE.claims()[0],
    "basis": STATE.basis,
    "receipt": TALKS.record(TALKS.reports["b"]),
    "entry": TALKS.entries()[1],
}


@pytest.mark.parametrize("name", VALUES)
def test_a_value_pickles_copies_and_hashes(name):
    round_trips(VALUES[name])


def test_what_is_pickled_of_a_state_answers_all_it_did():
    again = pickle.loads(pickle.dumps(STATE))
    assert all_answers(again) == all_answers(STATE)
    assert again.basis == STATE.basis
    assert again.at(known=3) == STATE.at(known=3)


def test_the_runs_of_a_standing_cannot_be_changed():
    runs = STATE["truce"]["NORTH"].runs
    assert isinstance(runs, Mapping)
    with pytest.raises(TypeError, match="cannot be changed"):
        runs["stance"] = ()


@given(report=ss.reports(rough=True))
def test_any_report_pickles_copies_and_hashes(report):
    round_trips(report)


@a_half()
@given(data=st.data())
def test_any_statement_and_standing_pickles_copies_and_hashes(data):
    tracker = data.draw(ss.ledgers(max_acts=3, rough=True))
    state = tracker.state(data.draw(ss.bases(tracker)))
    for term in state.values():
        for held in (*term.values(), term.progress):
            round_trips(held)
            for statement in held.evidence:
                round_trips(statement)


TABLES = {
    "standings": lambda: STATE.history("truce", "NORTH"),
    "events": lambda: STATE.events(),
    "claims": lambda: STATE.claims(),
    "changes": lambda: analysis.diff(STATE.at(known=2), STATE),
    "gaps": lambda: analysis.gaps(STATE),
    "packages": lambda: analysis.packages(STATE),
    "deadlocks": lambda: analysis.deadlocks(STATE),
    "moves": lambda: analysis.moves(STATE),
    "windows": lambda: analysis.windows(STATE),
    "silences": lambda: analysis.silences(STATE),
    "disputes": lambda: analysis.disputes(STATE),
    "distance": lambda: analysis.distance(STATE),
    "support": lambda: analysis.support(STATE),
    "pivots": lambda: analysis.pivots(STATE),
    "check": lambda: analysis.check(STATE),
    "paths": lambda: analysis.paths(STATE),
    "overdue": lambda: analysis.overdue(STATE),
    "squares": lambda: analysis.squares(STATE),
    "trend": lambda: analysis.trend(STATE, "2030-01-01", "2030-01-10", "P3D"),
    "evidence": lambda: analysis.explain(STATE, STATE["truce"]["NORTH"]),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_and_its_rows_pickle_copy_and_hash(name):
    table = TABLES[name]()
    round_trips(table)
    for row in table:
        round_trips(row)
