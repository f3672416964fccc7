"""The shortcuts for many cells: what they give is what the rules give cell by cell."""

import sys
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis, content
from peacetrack.index.series import FOREVER
from peacetrack.replay import stance_counts
from peacetrack.rules.group import standing_of
from peacetrack.rules.plain_standing import plain_standing
from peacetrack.state import reading_of
from peacetrack.testing import strategies as ss
from tests import recording
from tests.effort import a_half

AGENDA = pt.Agenda(
    "many",
    parties=[pt.Party(id, id, "state") for id in ("A", "B", "C")]
    + [pt.Party("G", "a group", "group", members=[pt.Member("C", since="2030-01-04")])],
    terms=[pt.Term(id, "ceasefire", id, needs=["A", "B"]) for id in ("truce", "calm")],
)
FIELDS = ("stance", "red_line", "conditions", "window", "purpose", "scope")


@cache
def _stances():
    """Reports of a stance of one party, seldom with more than that."""
    days = st.sampled_from(["2030-01-02", "2030-01-03", "2030-01-04", "2030-01-02/2030-01-05", "/2030-01-03"])
    said = st.sampled_from([*pt.Stance, *pt.Stance, pt.Absence.NOT_STATED, pt.Absence.NOT_APPLICABLE])
    details = st.sampled_from(
        [None] * 6 + [content.Ceasefire(purpose="definitive"), content.Ceasefire(scope="so")]
    )
    position = st.builds(
        pt.Position,
        st.sampled_from(["A", "A", "A", "B", "C", "G"]),
        st.sampled_from(["truce", "truce", "truce", "calm"]),
        said,
        since=days | days | st.none(),
        content=details,
        complete=st.sampled_from([False] * 9 + [True]),
        attribution=st.sampled_from([pt.Attribution(type) for type in ("quote", "narrator", "rumour")]),
    )
    source = st.builds(
        pt.Source, published=st.sampled_from(["2030-01-06", None]), reliability=st.sampled_from("BF")
    )
    return st.builds(pt.Report, position.map(lambda claim: [claim]), source=source)


@st.composite
def stances_of_many(draw):
    """A ledger of stances, with little else."""
    talks = ss.new_tracker(AGENDA)
    for report in draw(st.lists(_stances(), min_size=2, max_size=10)):
        talks.record_all([report])
    known = list(talks.reports)
    for id in draw(st.sets(st.sampled_from(known), max_size=2)) if known else ():
        talks.retract(id, reason="wrong")
    return talks


def _any_ledger():
    return st.one_of(
        stances_of_many(),
        stances_of_many(),
        ss.ledgers(rough=True),
        ss.ledgers(ss.NARROW, min_acts=3, max_acts=8),
    )


def _shape(standing):
    runs = [(field, run) for field, run in standing.runs.items()]
    return standing, standing.begun, standing.older, standing.may_hold, runs, standing.kind


@given(data=st.data())
def test_a_plain_standing_is_the_one_that_the_rules_work_out(data):
    talks = data.draw(_any_ledger())
    state = talks.state(data.draw(ss.bases(talks)))
    rulings = reading_of(state).rulings
    for term in state:
        for party in state.agenda.party_by_id:
            asked = rulings.cut, rulings.agenda, term, party, rulings.kind_of(term)
            plain = plain_standing(*asked)
            assert plain is None or _shape(plain) == _shape(standing_of(*asked))


@a_half()
@given(data=st.data())
def test_a_matrix_has_the_values_of_the_standings_also_once_the_ledger_grew(data):
    talks = data.draw(_any_ledger())
    early = talks.state(data.draw(ss.bases(talks)))
    early.matrix()
    talks.record_all([data.draw(_stances())])
    for state in (early, talks.state(valid=early.basis.valid)):
        for field in ("stance", "purpose"):
            _compare(state, field)
    with pytest.MonkeyPatch.context() as patch:
        for module in ("numpy", "peacetrack.index.field_columns"):  # which imports it
            patch.setitem(sys.modules, module, None)
        reading_of(early).rulings.cut.timeline.columns_of.clear()
        for field in FIELDS:
            _compare(early, field)


def _compare(state, field):
    kinds = [
        state.standing(term, party).of_kind for term in state for party in list(state.agenda.party_by_id)[:1]
    ]
    if field in ("purpose", "scope") and not any(field in kind.known for kind in kinds):
        return
    matrix = state.matrix(field)
    assert matrix.terms == tuple(state)
    for term, values in matrix.rows():
        for party, value in zip(matrix.parties, values, strict=True):
            standing = state.standing(term, party)
            known = field in ("purpose", "scope") and field not in standing.of_kind.known
            due = None if known else standing.get(field)
            assert (type(value), value) == (type(due), due)
            assert matrix[term, party] is value or matrix[term, party] == value


def _asked(question, *states, at_once):
    """Return what a question answers of some states, off columns or by their standings."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stance_counts, "MANY", 0 if at_once else FOREVER)
        return question(*(state.at() for state in states))


def _squares_of(states, *, at_once):
    return [_asked(analysis.squares, state, at_once=at_once) for state in states]


@given(data=st.data())
def test_squares_off_columns_are_those_of_the_standings_also_once_the_ledger_grew(data):
    talks = data.draw(_any_ledger())
    early = talks.state(data.draw(ss.bases(talks)))
    _squares_of([early], at_once=True)
    talks.record_all([data.draw(_stances())])
    states = early, talks.state(valid=early.basis.valid), talks.state(trust=pt.EVERYTHING)
    assert _squares_of(states, at_once=True) == _squares_of(states, at_once=False)


@given(data=st.data())
def test_silences_off_columns_are_those_of_the_standings_also_once_the_ledger_grew(data):
    talks = data.draw(_any_ledger())
    early = talks.state(data.draw(ss.bases(talks)))
    _asked(analysis.silences, early, at_once=True)
    talks.record_all([data.draw(_stances())])
    for state in (early, talks.state(valid=early.basis.valid), talks.state(trust=pt.EVERYTHING)):
        found = _asked(analysis.silences, state, at_once=True)
        assert found == _asked(analysis.silences, state, at_once=False)
        assert [(row.term, row.party) for row in found] == [
            (term.id, party) for term in state.values() for party in term.waits_on if not term[party].begun
        ]


@given(data=st.data())
def test_a_diff_off_columns_is_that_of_the_standings_also_once_the_ledger_grew(data):
    talks = data.draw(_any_ledger())
    early, other = (talks.state(data.draw(ss.bases(talks))) for _ in range(2))
    _asked(analysis.diff, early, other, at_once=True)
    talks.record_all([data.draw(_stances())])
    for one, later in ((early, other), (other, talks.state()), (early, early.at(valid=other.basis.valid))):
        found = _asked(analysis.diff, one, later, at_once=True)
        assert found == _asked(analysis.diff, one, later, at_once=False)


@given(data=st.data())
def test_gaps_have_the_content_that_counts_of_every_party(data):
    talks = data.draw(_any_ledger())
    state = talks.state(data.draw(ss.bases(talks)))
    by_cell = _asked(analysis.gaps, state, at_once=False)
    assert _asked(analysis.gaps, state, at_once=True) == by_cell
    gaps = {(gap.term, gap.field): gap for gap in by_cell}
    for term in state.values():
        for party in term.speaking:
            for name, value in term[party].counting.items():
                stated_by = term[party].runs[f"content.{name}"][-1].party
                assert gaps[term.id, f"content.{name}"].held[stated_by] == value


SAID = {
    "once": ["2 open"],
    "twice": ["2 open", "3 open"],
    "another": ["2 open", "3 rejects"],
    "with a weak absence between": ["2 open", "3 not-stated", "4 open"],
    "before an absence": ["2 open", "3 withheld"],
    "after an absence": ["2 withheld", "3 open"],
    "with a rumour between": ["2 open", "3 rejects rumour", "4 open"],
    "before a rumour": ["2 open", "3 open", "4 rejects rumour"],
    "with a withdrawn report between": ["2 open", "3 rejects named withdrawn", "4 open"],
    "in dispute": ["2030-01-02/2030-01-05 open", "3 rejects"],
    "before a long time": ["2 open", "2030-01-02/2030-01-05 open", "6 rejects"],
    "with an unknown start": ["/2030-01-09 open"],
    "only a rumour": ["2 open rumour"],
    "off the record": ["2 open narrator"],
    "off the record, as on it": ["2 open", "3 rejects narrator", "4 open narrator"],
    "off the record, not on it": ["2 rejects", "3 open narrator"],
    "off the record, twice": ["2 open", "3 open narrator"],
    "off the record after a weak absence": [
        "2 open",
        "3 not-stated",
        "4 rejects narrator",
        "5 open narrator",
    ],
    "by an account": ["2 open account"],
    "by an account, as said before": ["2 open", "3 rejects narrator", "4 open account"],
    "by an account, as leaked before": ["2 open narrator", "3 rejects narrator", "4 open account"],
    "as a member": ["2 open"],
    **{f"once, too {number}": ["2 open"] for number in range(4)},  # few of many grow
}


def test_squares_off_columns_see_absences_rumours_gaps_and_disputes():
    talks = _saying(SAID)
    for _ in range(2):
        states = [
            talks.state(valid=day, known=seq) for day, seq in (("2030-01-03", 20), ("2030-01-09", None))
        ]
        states += [states[-1].at(trust=pt.EVERYTHING), states[-1].at(published_by="2030-01-03")]
        states += [states[-1].without("once-0"), states[-1].suppose(_says("once", "x", "5 accepts"))]
        assert _squares_of(states, at_once=True) == _squares_of(states, at_once=False)
        talks.record(_says("once", "late", "4 accepts"))


def _saying(said):
    """Return a ledger where parties, named for what is special, say this on one term."""
    group = pt.Party("G", "a group", "group", members=[pt.Member("as a member")])
    parties = [pt.Party(id, id, "state") for id in said]
    terms = [
        pt.Term("truce", "other", "truce", needs=[*said]),
        pt.Term("calm", "other", "calm", needs=["once"]),
    ]
    talks = recording.new(pt.Agenda("said", parties=[*parties, group], terms=terms))
    for party, claims in said.items():
        for number, words in enumerate(claims):
            talks.record(_says(party, f"{party}-{number}", words))
            if "withdrawn" in words:
                talks.retract(f"{party}-{number}", reason="wrong")
    talks.record(_says("G", "of-a-group", "3 rejects"))
    return talks


def _says(party, id, words):
    since, stance, kind = f"{words} named".split()[:3]
    since = since if "-" in since else f"2030-01-{int(since):02}"
    given = pt.Attribution("quote", acts_for="G") if kind == "account" else pt.Attribution(kind)
    claim = pt.Position(party, "truce", stance, since=since, attribution=given)
    published = "2030-01-03" if id.endswith("-0") else "2030-01-08"
    return pt.Report([claim], id=id, source=pt.Source(published=published))


def test_a_board_takes_the_squares_of_many_cells_and_a_bare_act_is_one():
    talks = recording.new(AGENDA)
    talks.record(pt.Report([pt.Position("C", "calm", act="urges")], id="urged"), recorded_at="2030-01-02")
    state = talks.state(valid="2030-01-10")
    assert [str(claimed) for claimed in state.claims(term="calm", party="C", kind="position")]
    talks.retract("urged", reason="it did not", claim=1, recorded_at="2030-01-03")
    later = talks.state(valid="2030-01-10")
    assert [[row.party for row in analysis.squares(s) if row.term == "calm"] for s in (state, later)] == [
        ["A", "B", "C"],
        ["A", "B"],
    ]


def test_a_matrix_of_an_earlier_state_leaves_that_of_a_later_one_alone():
    talks = recording.new(AGENDA)
    talks.record(pt.Report([pt.Position("A", "truce", "open", since="2030-01-02")]))
    before = talks.state(valid="2030-01-05")
    talks.record(pt.Report([pt.Position("A", "truce", "rejects", since="2030-01-03")]))
    assert [str(state.matrix()["truce", "A"]) for state in (before, talks.state(valid="2030-01-05"))] == [
        "open",
        "rejects",
    ]


def test_a_matrix_of_a_field_that_no_term_has_is_refused():
    state = recording.new(AGENDA).state(valid="2030-01-10")
    assert list(map(list, state.matrix("purpose").codes)) == [[-1] * 4] * 2
    with pytest.raises(pt.errors.UnknownFieldError, match="purpos"):
        state.matrix("purpos")


@given(data=st.data())
def test_a_trend_off_columns_is_the_one_of_its_states(data):
    talks = data.draw(stances_of_many())
    state = talks.state(data.draw(ss.bases(talks)))
    days = ("2029-12-30", "2030-01-12", "P1D")
    counted = analysis.trend(state, *days)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "peacetrack.index.field_columns", None)
        assert [*analysis.trend(state, *days)] == [*counted]


def test_squares_of_a_fresh_ledger_read_older_words_on_the_record():
    parties = [pt.Party(f"P{n}", f"P{n}", "state") for n in range(100)]
    terms = [pt.Term(f"T{n}", "ceasefire", "x", needs=[party.id for party in parties]) for n in range(10)]
    talks = pt.Tracker(pt.Agenda("a", parties=parties, terms=terms))
    for n, grade in enumerate("ABCDEF" * 3):
        for day, stance, by, reliability in (
            ("2026-01-01", "accepts", "quote", grade),
            ("2026-02-01", "rejects", "rumour", "A"),
            ("2026-03-01", "accepts", "rumour", "A"),
        ):
            claims = [pt.Position(f"P{n}", term.id, stance) for term in terms]
            source = pt.Source(origin=f"{day}{n}", published=day, reliability=reliability)
            talks.record(pt.Report(claims, attribution=pt.Attribution(by), source=source))
    for trust in (pt.EVERYTHING, pt.DEFAULT_TRUST):
        state = talks.state(trust=trust)
        assert [row.on_record for row in analysis.squares(state)] == [
            state.standing(row.term, row.party).on_record for row in analysis.squares(state)
        ]
