"""The briefs at the places of the scrubber: those of the states of these moments, as known now and then."""

from __future__ import annotations

import re
from html import unescape
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.analysis.briefing.brief import CachedParts, lines_of
from peacetrack.analysis.briefing.coming import unreported
from peacetrack.analysis.sentence.line import Part
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.verdict.verdict import Sureness
from peacetrack.replay.replayed import Replayed, Replays
from peacetrack.replay.spans import spans
from peacetrack.replay.versions import Versions
from peacetrack.testing import strategies as ss
from peacetrack.view.brief import CARDS, MOST, closed, shown_first, titles_since
from peacetrack.view.cell_words import cell_words
from peacetrack.view.page.board import board_on_page, parties_on_page
from peacetrack.view.page.cells import Cells
from peacetrack.view.page.passages import Passages
from peacetrack.view.page.sources import Sources
from peacetrack.view.page.story import PLACES, Story, asked_about, pace_of, periods
from peacetrack.view.shown import Shown
from peacetrack.words.edtf import DAY
from peacetrack.words.when import as_datetime
from tests import conditional, page_data, recording
from tests.data import ROOT
from tests.effort import a_half
from tests.inventing import crowded, invented
from tests.page_data import data_of, page_of


def moments(data):
    """Return what the page has for its places: as known now, and as known then."""
    brief, kept = data["brief"], data["passages"]
    lines = [[data["texts"][int(text, 36)] for text in line.split()] for line in brief["lines"]]
    lists = [[[lines[line] for line in of] for of in in_full(own)] for own in brief["lists"]]
    texts = ["".join(kept["pieces"][piece] for piece in pieces) for pieces in kept["texts"]]
    return {
        known: [
            (
                [own[place] for own, place in zip(lists, places, strict=True)],
                data["texts"][since],
                dict(zip(kept["names"], [texts[place] for place in passages], strict=True)),
            )
            for *places, since, passages, _ in brief[known]
        ]
        for known in ("now", "then")
    }


def board_of(state):
    """Return the board of the page of a state."""
    return board_on_page(state, Cells(state, shown(state), Names(state)))


def passages_of(state, board):
    """Return the passages of the page of a state."""
    names = Names(state)
    parties = parties_on_page(state, names, board.terms)
    return Passages(board.sections, {one.id: one.passage for one in parties}, Sources(state, names).rows)


def answers(data, place, known):
    """Return what the script finds for each cell at a place: its words, before its age."""
    _, turn, seq, *_ = data["steps"][place]
    seq = data["known"] if known == "now" else seq
    met = data["brief"][known][place][7]
    found = {name: met.get(name, span_at(spans, turn, seq)) for name, spans in data["spans"].items()}
    return {name: ["", ""] if at is None else data["answers"][at][:2] for name, at in found.items()}


def span_at(spans, turn, seq):
    """Return the answer of the last span that covers a basis."""
    rows = [spans[start : start + 4] for start in range(0, len(spans), 4)]
    covering = [answer for known, start, end, answer in rows if known <= seq and start <= turn < end]
    return covering[-1] if covering else None


def words_of(state, board):
    """Return the same of the parties of a state."""
    names = Names(state)
    holders = [
        (name, state[term], party) for (term, party), name in board.cell_names.items() if party is not None
    ]
    cells = {
        name: cell_words(Shown.of(names, term, party), met=names.once(Sureness).met_for(term[party]))
        for name, term, party in holders
    }
    return {name: [cell.main, cell.detail] for name, cell in cells.items()}


def in_full(lists):
    """Return lists of places that were each written as it differs from the one before."""
    before = []
    for text in lists:
        head, tail, *middle = (int(number, 36) for number in text.split())
        before = [*before[:head], *middle, *before[len(before) - tail :]]
        yield before


def expected(state):
    """Return the same of a state."""
    told = []
    lines = analysis.brief(state)
    for part in Part:
        own = list(lines.filter(part=part))
        first = shown_first(own, MOST) if part in CARDS else ()
        told.append(
            [
                [
                    line.about,
                    closed(line.what) if part is Part.HEADLINE else line.what,
                    line.source,
                    str(line.rule),
                ]
                for line in (*first, *(line for line in own if line not in first))
            ]
        )
    return told


def steps(state):
    return Story(Cells(state, shown(state), Names(state))).steps


def shown(state):
    """What the page of a state replays."""
    return spans(state, seqs=asked_about(state, None))


def held(asked, state, places):
    """Hold the page of a state against plain states at some of its places."""
    data, own, board = data_of(page_of(state)), steps(state), board_of(state)
    passages = passages_of(state, board)
    assert [step.label for step in own] == [step[0] for step in data["steps"]]
    found = moments(data)
    many = len(own) - (own[-1].seq == state.seq)  # the last too, where less was known then
    assert len(found["now"]) == len(found["then"]) == many
    for place in places(many):
        step = own[place]
        for known, seq in (("now", state.basis.known), ("then", step.seq)):
            plain = asked(valid=as_datetime(step.instant), known=seq)
            lines, title, texts = found[known][place]
            assert title == titles_since(plain.basis, analysis.baseline(plain))[Part.CHANGED]
            assert [[line[:4] for line in part] for part in lines] == expected(plain)
            assert texts == passages.of(plain)
            words = words_of(plain, board)
            assert {name: of for name, of in answers(data, place, known).items() if name in words} == words


def test_the_page_of_berlin_has_the_brief_of_every_place():
    talks = pt.open(ROOT / "seeds" / "berlin-2025-12")
    held(talks.state, talks.state(valid="2025-12-20"), range)


def test_the_page_has_what_begins_or_ends_with_a_day_to_come_at_every_place():
    parties = [pt.Party(id, id.title(), "state") for id in ("NORTH", "SOUTH")]
    truce = pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH", "SOUTH"])
    aid = pt.Term("aid", "other", "aid gets through", needs=["NORTH"])
    talks = recording.new(pt.Agenda("ahead", parties=parties, terms=[truce, aid]))
    summit = recording.happens("summit", "summit", "expected", when="2030-02-20")
    ahead = recording.says("b", "accepts", "2030-03-01", of="SOUTH")
    bound = recording.says("c", "rejects", pt.After("summit"))
    offer = recording.says("a", "open", "2030-01-03", term="aid", window=pt.WithEvent("summit"))
    for n, report in enumerate((offer, summit, ahead, bound), 1):
        talks.record(report, recorded_at=f"2030-02-0{n}")
    talks.retract("b", reason="misread", recorded_at="2030-02-10")
    talks.record(recording.says("d", "rejects", "2030-02-24", of="SOUTH"), recorded_at="2030-02-25")
    held(talks.state, talks.state(valid="2030-03-05"), range)


def test_the_page_of_an_invented_ledger_has_the_briefs_of_its_places():
    state = page_data.negotiation()
    held(state.at, state, lambda many: Random(3).sample(range(many), 4))


def test_the_passages_of_a_moment_have_the_rows_of_its_analyses():
    state = crowded(40).state(valid="2030-07-05")
    page = passages_of(state, board_of(state))
    for moment in (state, state.at(valid="2030-04-01"), state.at(valid="2030-03-01", known=12)):
        names, texts = Names(moment), page.of(moment)
        packages, waits = analysis.packages(moment), analysis.conditions(moment).waits
        assert texts["packages"].count("<tr>") == 1 + len(packages)
        assert rows(texts["waits"]) == [
            [names.condition(wait.condition), names.party(wait.party), names.term(wait.term), met(wait)]
            for wait in waits
        ]
        assert [row[:2] for row in rows(texts["windows"])] == [
            [names.party(window.party), names.term(window.term)] for window in analysis.windows(moment)
        ]
        assert texts["events"].count("<li") == len(moment.events())
        silent = {party: terms for party, terms in unreported(moment).items() if terms}
        said = [text for name, text in texts.items() if "Unreported on" in text]
        assert len(said) == len(silent)
        last = [term for term in moment.values() if len(term.waits_on) == 1 and len(term.needed) > 1]
        alone = [term for term in last if not term[term.waits_on[0]].accepts]
        said = [text for text in texts.values() if "ll others that are needed accept" in text]
        assert len(said) == len({term.waits_on for term in alone})


def met(wait):
    return "yes" if wait.met else "no"


def rows(html):
    """Return the first cells of the rows of a table, without its head, as text."""
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in html.split("<tr>")[2:]]
    return [[unescape(re.sub("<[^>]+>", "", cell)) for cell in row[:4]] for row in cells]


def test_a_replayed_state_answers_as_the_plain_one():
    talks = invented(12)
    last, random = talks.state(valid="2030-03-01"), Random(5)
    replays = Replays(last, spans(last))
    for step in random.sample(steps(last), 4):
        for known in (step.seq, last.basis.known):
            plain = last.at(valid=as_datetime(step.instant), known=known)
            replayed = replays.state(step.instant, known)
            assert isinstance(replayed, Replayed)
            assert replayed == plain
            assert list(replayed.claims()) == list(plain.claims())
            assert list(replayed.events()) == list(plain.events())
            for term in plain:
                for party in plain.parties_on(term):
                    assert replayed.spells(term, party) == plain.spells(term, party)


@a_half()
@given(data=st.data(), talks=ss.ledgers(rough=True))
def test_states_replayed_at_some_entries_answer_as_plain_ones(data, talks):
    """What many entries change is asked once; at an entry that was not asked about, the plain state is."""
    last = talks.state(valid="2030-02-01", trust=data.draw(ss.trusts()))
    asked = data.draw(st.sets(st.integers(0, talks.head)))
    replays = Replays(last, spans(last, seqs=asked))
    for known in range(talks.head + 1):
        plain = last.at(valid=data.draw(ss.instants()), known=known)
        replayed = replays.state(plain.instant, known)
        assert isinstance(replayed, Replayed) or known not in {*asked, talks.head}
        assert replayed == plain
        for term in plain:
            assert replayed.status_of(term) == plain.status_of(term)
            for party in plain.parties_on(term):
                assert replayed.spells(term, party) == plain.spells(term, party)


def test_a_spell_of_unknown_beginning_begins_where_that_of_a_plain_state_does():
    parties = [pt.Party(id, id.title(), "state") for id in ("NORTH", "SOUTH")]
    truce = pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH", "SOUTH"])
    undated = recording.says("a", "accepts"), recording.says("b", "accepts", of="SOUTH", until="2030-02-10")
    talks = recording.ledger_of(pt.Agenda("undated", parties=parties, terms=[truce]), *undated)
    last = talks.state(valid="2030-02-20")
    replays = Replays(last, spans(last))
    for step in steps(last):
        for known in (step.seq, last.basis.known):
            plain = last.at(valid=as_datetime(step.instant), known=known)
            replayed = replays.state(step.instant, known)
            for party in ("NORTH", "SOUTH"):
                assert replayed.spells("truce", party) == plain.spells("truce", party)
    held(last.at, last, range)


@a_half()
@given(
    talks=ss.ledgers(ss.NARROW, min_acts=3, max_acts=8),
    trust=st.sampled_from([pt.DEFAULT_TRUST, pt.ON_RECORD]),
)
def test_the_briefs_of_many_moments_are_those_of_plain_states(talks, trust):
    last = talks.state(valid="2030-06-01", trust=trust)
    replays = Replays(last, shown(last))
    parts = CachedParts(Versions(replays))
    for step in steps(last)[:: max(1, len(steps(last)) // 8)]:
        for known in (step.seq, last.basis.known):
            plain = last.at(valid=as_datetime(step.instant), known=known)
            replayed = replays.state(step.instant, known)
            assert lines_of(replayed, analysis.baseline(replayed), parts) == list(analysis.brief(plain))


@a_half()
@given(drawn=conditional.conditional())
def test_a_page_has_at_every_place_what_hangs_on_what_and_which_conditions_are_met(drawn):
    state = conditional.state_of(*drawn)
    held(state.at, state, lambda many: range(0, many, max(1, many // 6)))


def test_changes_of_another_moment_are_counted_from_when_one_asks():
    state = invented(12).state(valid="2030-02-01")
    sinces = {since for _, since, _ in moments(data_of(view.briefing(state, since="2030-01-05")))["now"]}
    assert sinces == {"What changed since 5 Jan 2030", "What was learned since entry 7, 4 Jan 2030"}


@pytest.mark.parametrize("hour", ["T08:00:00Z", "T12:00:00Z", "T23:59:59+12:00"])
def test_the_page_of_a_moment_within_a_day_knows_what_was_recorded_by_then(hour):
    parties = [pt.Party(id, id.title(), "state") for id in ("NORTH", "SOUTH")]
    truce = pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH", "SOUTH"])
    talks = recording.new(pt.Agenda("a day", parties=parties, terms=[truce]))
    for day, report in (
        ("2030-01-20T09:00:00Z", recording.says("a", "open", "2030-01-03")),
        ("2030-02-03T09:00:00Z", recording.says("b", "accepts", "2030-02-02")),
        ("2030-02-03T15:00:00Z", recording.says("c", "accepts", "2030-02-02", of="SOUTH")),
    ):
        talks.record(report, recorded_at=day)
    state = talks.state(valid=f"2030-02-03{hour}")
    held(lambda **basis: state.at(**basis), state, range)


def test_what_is_supposed_has_one_past():
    state = invented(3).state(valid="2030-02-01")
    supposing = state.suppose(pt.Report([pt.Position("P00", state.agenda.terms[0].id, "accepts")], id="x"))
    assert {step.seq for step in steps(supposing)} == {supposing.seq}


def test_a_scrubber_has_a_place_a_day_and_with_more_days_a_week_a_month_or_a_year():
    assert [len(days) for days in periods(range(PLACES))] == [1] * PLACES
    weeks = list(periods(range(400)))
    assert {len(days) for days in weeks[1:-1]} == {7}
    assert as_datetime(weeks[1][0] * DAY).isoweekday() == 1
    assert len(list(periods(range(3000)))) == 3000 // 30 - 1
    assert len(list(periods(range(10_000)))) == 28
    assert [day for days in periods(range(3000)) for day in days] == list(range(3000))
    paces = [
        pace_of(range(0, days, step))
        for days, step in ((PLACES, 1), (400, 1), (3000, 1), (10_000, 1), (100_000, 30))
    ]
    assert paces == ["Day by day", "Week by week", "Month by month", "Year by year", "Year by year"]
