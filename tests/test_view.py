"""The board and the reasons as text, at every mark they can show."""

from __future__ import annotations

import re
from typing import Any

import pytest
from rich.color import Color

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.cli import screen
from peacetrack.rules import standing_wording, wording
from peacetrack.state import reading_of
from tests import recording
from tests.colours import contrast
from tests.data import ROOT
from tests.terminals import terminal

AGENDA = pt.Agenda(
    "invented",
    title="an invented negotiation",
    parties=[
        pt.Party("NORTH", "Northland", "state"),
        pt.Party("SOUTH", "Southland", "state"),
        pt.Party("LEAGUE", "a league", "group", members=[pt.Member("SOUTH")]),
    ],
    terms=[
        pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH", "SOUTH"]),
        pt.Term("border", "territorial-status", "the border stays", backdrop=True),
    ],
)


def state_of(*positions: pt.Position) -> pt.State:
    talks: pt.Tracker = recording.new(AGENDA)
    for number, position in enumerate(positions):
        talks.record(pt.Report([position], id=f"r{number}"), recorded_at=f"2030-02-{number + 1:02}T00:00:00Z")
    return talks.state(valid="2030-03-01")


def cell(state: pt.State, term: str, party: str) -> str:
    grid = view.board(state)
    place = grid.header.index(party)
    return next(row[place].text for row in grid.rows if row[0].text == term)


NAMED = pt.Attribution("named")


def north(stance: Any = None, by: pt.Attribution | None = NAMED, **said: Any) -> pt.Position:
    return pt.Position("NORTH", "truce", stance, since="2030-01-05", attribution=by, **said)


@pytest.mark.parametrize(
    ("position", "shown"),
    [
        (north("rejects"), "✕ rejects"),
        (north("opposes"), "− opposes"),
        (north("neutral"), "○ neutral"),
        (north("open"), "+ open"),
        (north("accepts"), "✓ accepts"),
        (north("accepts", red_line=True), "✓ accepts !"),
        (north("open", conditions=[pt.InWords("a vote")]), "+ open if"),
        (north("open", window="2030-05-01"), "+ open <2030-05-01"),
        (north("open", window="undisclosed"), "+ open <?"),
        (north("open", window="2030-02-01"), "+ open <2030-02-01 †"),
        (north(act="urges"), "(urges)"),
        (north("withheld"), "(withheld)"),
        (north(content=pt.content.Ceasefire(scope="at sea")), "(detail)"),
        (pt.Position("NORTH", "truce", "open", since="2030", attribution=NAMED), "+ open ~"),
        (north("accepts", by=None), "✓ accepts *"),
    ],
)
def test_the_board_has_a_symbol_a_word_and_a_mark_for_everything(position, shown):
    assert cell(state_of(position), "truce", "NORTH") == shown


def test_silence_is_a_dot():
    assert cell(state_of(north("open")), "truce", "SOUTH") == "."


def test_where_nobody_asks_and_nothing_is_said_a_cell_is_empty():
    state = state_of(north("open"))
    assert [cell(state, "border", party) for party in ("NORTH", "SOUTH")] == ["", ""]
    title = str(view.why(state, "border", "SOUTH")).splitlines()[0]
    assert title == "SOUTH on border: not needed, and silent"


def test_every_form_of_the_board_leaves_the_same_cells_empty():
    state = state_of(north("open"))
    html = view.board_picture(state).html
    drawn = [re.sub("<.*?>", "", td) for td in re.findall("<td[^>]*>(.*?)</td>", html)]
    text = [text.text for row in view.board(state).rows for text in row[1:]]
    assert [word for word in drawn if word] == [
        "0 of 2 accept",
        "open, last recorded 2030-02-01, publication not stated",
        "no report",
        "backdrop",
    ]
    assert [bool(word) for word in drawn] == [bool(word) for word in text]


def test_disputes_are_marked():
    rival = north("rejects")
    assert cell(state_of(north("open"), rival), "truce", "NORTH") == "✕ rejects ≠ or open, order not known"


def test_a_member_without_a_stance_is_shown_where_its_group_stands():
    state = state_of(pt.Position("LEAGUE", "truce", "accepts", since="2030-01-05"))
    assert cell(state, "truce", "SOUTH") == "✓ accepts * @LEAGUE"


def test_a_backdrop_has_no_status():
    assert view.board(state_of(north("open"))).rows[1][1].text == "backdrop"


def test_an_empty_board_says_so_and_nothing_breaks():
    assert "no agenda" in str(view.board(pt.Tracker().state()))


def test_why_of_a_silent_party_still_tells_the_proposition():
    text = str(view.why(state_of(north("open")), "truce", "SOUTH"))
    assert text.startswith("SOUTH on truce: .")
    assert "the guns fall silent" in text


def test_a_history_of_nobody_is_empty():
    talks = state_of(north("rejects"))
    assert talks.history("truce", "SOUTH").to_grid().rows == ()


def test_a_history_gives_each_stance_in_its_colour_with_conditions_and_endings():
    history = state_of(
        north("rejects", window="2030-01-20"),
        pt.Position("NORTH", "truce", "open", since="2030-01-25", conditions=[pt.InWords("a vote")]),
    ).history("truce", "NORTH")
    fields = ("since", "stance", "conditions", "window", "lapsed")
    rows = history.to_grid("", fields).rows
    assert [[cell.text for cell in row] for row in rows] == [
        ["2030-01-05", "✕ rejects", "", "2030-01-20", "no"],
        ["2030-01-05", "✕ rejects", "", "2030-01-20", "yes"],
        ["2030-01-25", "+ open", "a vote", "", "no"],
    ]
    assert [row[1].stance for row in rows] == [pt.Stance.REJECTS, pt.Stance.REJECTS, pt.Stance.OPEN]


def test_why_explains_the_signs_beside_the_stance():
    league = pt.Position("LEAGUE", "truce", "open", since="2030", conditions=[pt.InWords("a vote")])
    notes = view.why(state_of(league), "truce", "SOUTH").notes
    assert notes[1] == (
        "if: under conditions  ~ may have begun later  * not on the record  @group: stands where its group stands"
    )


@pytest.mark.parametrize("width", [60, 90, 200])
def test_a_terminal_of_any_width_shows_every_word(width, monkeypatch, capsys):
    terminal(monkeypatch, width, "truecolor")
    screen.show(view.board(state_of(north("accepts", red_line=True))))
    text = capsys.readouterr().out
    assert "accepts !" in text
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert max(map(len, plain.splitlines())) <= width


@pytest.mark.parametrize("width", [120, 160, 180])
def test_a_board_stays_a_matrix_where_its_words_can_be_wrapped(width, monkeypatch, capsys):
    state = pt.open(ROOT / "seeds" / "berlin-2025-12").state(valid="2026-01-01")
    terminal(monkeypatch, width)
    screen.show(view.board(state))
    lines = capsys.readouterr().out.splitlines()
    assert any(re.match(r" +term +status +UA +US +RU +others", line) for line in lines)
    assert any(re.search(r"✓ accepts \* +✓ accepts if <\? +DE ✓ accepts,", line) for line in lines)
    assert max(map(len, lines)) <= width


def test_an_id_is_wrapped_between_its_parts_and_a_date_is_not(monkeypatch, capsys):
    cells = (view.Cell("the-harbour/of_saint-alexandrina"), view.Cell("x" * 16), view.Cell("2030-01-05"))
    terminal(monkeypatch, 50)
    screen.show(view.Grid("", ("a", "b", "c"), (cells,)))
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["the-harbour/", "x" * 16, "2030-01-05"] in lines
    assert ["alexandrina"] in lines


@pytest.mark.parametrize("colours", ["truecolor", "256"])
def test_words_on_a_terminal_have_the_contrast_of_wcag_aa_on_a_ground_of_their_own(
    colours, monkeypatch, capsys
):
    shown = printed(state_of(*turning()), colours, monkeypatch, capsys)
    inks, grounds = (colours_of(shown, place) for place in (38, 48))
    assert len(inks) == len(grounds) == len(pt.Stance)
    assert all(contrast(*pair) >= 4.5 for pair in zip(inks, grounds, strict=True))


def test_what_lapsed_is_hollow_on_every_screen(monkeypatch, capsys):
    state = state_of(north("accepts", window="2030-01-20"))
    board, history = view.board(state), state.history("truce", "NORTH")
    for grid in (board, view.why(state, "truce", "NORTH"), history[1:].to_grid()):
        stances = [cell for row in grid.rows for cell in row if cell.stance is not None]
        assert stances and all("lapsed" in cell.marks for cell in stances)  # noqa: PT018
        assert 'class="stance accepts lapsed' in grid._repr_html_()
        terminal(monkeypatch, 120, "truecolor")
        screen.show(grid)
        assert colours_of(capsys.readouterr().out, 48) == []
    live = view.board(state_of(north("accepts")))
    assert 'class="stance accepts"' in live.page()


@pytest.mark.parametrize("colours", ["standard", None])
def test_a_terminal_that_chooses_its_colours_itself_is_given_none(colours, monkeypatch, capsys):
    shown = printed(state_of(north("accepts")), colours, monkeypatch, capsys)
    assert "accepts" in shown
    assert not re.search(r"\x1b\[[0-9;]*[34][0-9]", shown)


def turning():
    """A position with each stance, day by day."""
    return [
        pt.Position("NORTH", "truce", stance, since=f"2030-01-{day:02}", attribution=NAMED)
        for day, stance in enumerate(pt.Stance, 1)
    ]


def printed(state, colours, monkeypatch, capsys):
    """The history of the north on a terminal of some colours."""
    terminal(monkeypatch, 120, colours)
    screen.show(state.history("truce", "NORTH").to_grid("a history"))
    return capsys.readouterr().out


def colours_of(shown, place):
    """The inks (38) or the grounds (48) that are asked for, in hexadecimal."""
    full = re.findall(rf"[\[;]{place};2;(\d+);(\d+);(\d+)", shown)
    numbered = re.findall(rf"[\[;]{place};5;(\d+)", shown)
    named = [Color.from_ansi(int(number)).get_truecolor() for number in numbered]
    return ["#{:02x}{:02x}{:02x}".format(*map(int, rgb)) for rgb in (*full, *named)]


def test_words_of_a_report_move_no_cursor_and_break_no_line():
    hostile = "\x1b[2J\x1b]0;owned\x07 over\r\nthe hills\x9b \u202eback"
    grid = view.why(state_of(north("open", wording=hostile)), "truce", "NORTH")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", str(grid))
    assert "over the hills" in str(grid)


def test_no_header_or_title_moves_a_cursor_or_turns_the_text_round():
    cells = (view.Cell("a"), view.Cell("b"))
    grid = view.Grid("one\x1b[32m\ntwo", ("A\x1b[32m", "B\nC\u202e"), (cells,))
    lines = str(grid).splitlines()
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", str(grid))
    assert (len(lines), grid.header[1]) == (5, "B C\ufffd")


def test_changes_need_no_title_they_say_on_what_they_rest():
    state = state_of(north("open"))
    basis = "valid 2030-03-01 23:59 UTC, known to entry 2, default trust"
    assert view.changes(analysis.diff(state.at(known=1), state)).title == f"changes to {basis}"


def test_a_grid_without_a_title_is_a_grid():
    grid = view.Grid("", ("finding",), ())
    assert repr(grid) == "<Grid of 0 rows>"
    assert str(grid).startswith("finding")
    assert "<table>" in grid.page()


def test_a_status_of_several_words_is_written_with_spaces():
    said = {"NORTH": "definitive", "SOUTH": "preliminary"}
    state = state_of(*(
        pt.Position(party, "truce", "accepts", content=pt.content.Ceasefire(purpose=purpose), since="2030-01-05")
        for party, purpose in said.items()
    ))  # fmt: skip
    assert view.board(state).rows[0][1].text.startswith("IN PRINCIPLE 2/2")


def test_disputed_progress_is_shown_field_by_field():
    talks = recording.new(AGENDA)
    for stage, trend in (("tabled", "stalled"), ("agreed", "receding")):
        talks.record(
            pt.draft(since="2030-01-05").progress("truce", stage, trend=trend), recorded_at="2030-02-01"
        )
    state = talks.state(valid="2030-03-01")
    cells = [row[-1].text for row in view.board(state).rows]
    assert cells[0] == "≠ agreed | tabled; ≠ receding | stalled"


def test_why_of_a_term_itself_tells_what_its_progress_rests_on():
    talks: pt.Tracker = recording.new(AGENDA)
    talks.record(pt.Report([pt.Progress("truce", stage="tabled", wording="a paper", since="2030-01-05")]))
    text = str(view.why(talks.state(valid="2030-02-01"), "truce", None))
    assert text.startswith("truce itself: tabled")
    assert "a paper" in text


def test_somebody_named_later_is_shown_by_name_from_then_on():
    talks: pt.Tracker = recording.new(AGENDA)
    envoy = pt.Person("envoy", description="a senior envoy", acts_for="NORTH")
    talks.declare(pt.Agenda("invented", people=[envoy]))
    spoke = pt.Attribution("officials-unspecified", speaker="a senior envoy", person="envoy")
    talks.record(pt.Report([north("open", by=spoke)]))
    unnamed = talks.head
    talks.declare(pt.Agenda("invented", people=[pt.Person("envoy", "A. Invented", acts_for="NORTH")]))
    now, then = (talks.state(valid="2030-02-01", known=k) for k in (talks.head, unnamed))
    assert "(a senior envoy: A. Invented)" in str(view.why(now, "truce", "NORTH"))
    assert "(a senior envoy)" in str(view.why(then, "truce", "NORTH"))


def board_of(*needs):
    """The board of terms that need these parties."""
    parties = [pt.Party(id, id, "state") for id in sorted({id for ids in needs for id in ids})]
    terms = [pt.Term(f"t{n}", "other", "x", needs=[*ids]) for n, ids in enumerate(needs)]
    return view.board(pt.Tracker(pt.Agenda("many", parties=parties, terms=terms)).state(valid="2030"))


def test_up_to_four_parties_get_a_column_each_however_rarely_they_are_needed():
    header = board_of("ABC", "ABC", "ABC", "ABCD").header
    assert header[2:6] == ("A", "B", "C", "D")


def test_of_more_parties_those_on_a_third_of_the_terms_get_a_column():
    header = board_of("ABCD", "ABCD", "ABCD", "ABCDE", "ABCDE", "ABCDF").header
    assert header[2:8] == ("A", "B", "C", "D", "E", "others")


def test_what_may_hold_is_shown_as_perhaps():
    state = state_of(pt.Position("NORTH", "truce", "open", since="/2030-05-01", attribution=NAMED))
    assert cell(state, "truce", "NORTH") == "+ open ~"


def test_without_a_stance_the_last_two_acts_are_shown():
    acts = [pt.Position("NORTH", "truce", act=act, since="2030") for act in ("urges", "offers")]
    assert cell(state_of(*acts), "truce", "NORTH") == "(urges offers)"


# Who decides


def test_a_board_says_how_many_of_a_quorum_accept_how_many_are_needed_and_who_is_silent() -> None:
    council = [f"S{number}" for number in range(1, 16)]
    agenda = pt.Agenda(
        "council",
        parties=[*(pt.Party(party, party, "state") for party in council), pt.Party("ALL", "all", "group")],
        terms=[
            pt.Term("few", "other", "so", needs=[pt.AtLeast(2, of=council[:3])]),
            pt.Term("many", "other", "so", needs=[pt.AtLeast(9, of=council, without_veto_of=["S1"])]),
            pt.Term("mixed", "other", "so", needs=["S15", pt.AtLeast(2, of=council[:3])]),
            pt.Term("unknown", "other", "so", needs=[pt.AtLeast("2/3", of="ALL")]),
        ],
    )
    votes = [pt.Position(party, "many", "accepts") for party in council[3:12]]
    votes += [pt.Position("S1", "many", "rejects"), pt.Position("S1", "few", "accepts")]
    votes += [pt.Position("S2", "mixed", "accepts"), pt.Position("ALL", "unknown", "open")]
    state = recording.ledger_of(agenda, pt.Report(votes, id="vote", since="2030-01-03")).state(
        valid="2030-02-01"
    )
    told = {term: wording.status_in_brief(reading_of(state).rulings, term) for term in state}
    assert told == {
        "few": "PENDING 1/3 (2 needed, 2 no report) waits on 1 of S2 S3",
        "many": "BLOCKED 9/15 (9 needed, 5 no report) waits on S1",
        "mixed": "PENDING 1/4 (2 of 3 needed, 3 no report) waits on S15, 1 of S1 S3",
        "unknown": "PENDING 0/1 (members of ALL not known) waits on ALL",
    }
    assert told["few"] in str(view.board(state))
    page = view.briefing(state).html
    assert "at least 2 of S1, S2, S3" in page
    assert "members of all" in page


def test_a_group_that_stands_by_its_members_says_so_everywhere() -> None:
    agenda = pt.Agenda(
        "alliance",
        parties=[
            *(pt.Party(party, party, "state") for party in ("EAST", "WEST")),
            pt.Party(
                "DUO", "two", "group", members=[pt.Member("EAST"), pt.Member("WEST")], members_known=True
            ),
        ],
        terms=[pt.Term("truce", "ceasefire", "so", needs=["DUO"])],
    )
    votes = [pt.Position("EAST", "truce", "open"), pt.Position("WEST", "truce", "accepts")]
    state = recording.ledger_of(agenda, pt.Report(votes, id="a", since="2030-01-03")).state(
        valid="2030-01-20"
    )
    assert "+ open * @members" in str(view.board(state))
    why = str(view.why(state, "truce", "DUO"))
    assert "it stands by its members EAST and WEST" in why
    assert why.count("a#") == 2
    assert (
        standing_wording.in_full(state["truce"]["DUO"])
        == "open, not on the record, by its members EAST and WEST"
    )
    bearings = [row.what for row in analysis.explain(state, state["truce"]["DUO"])]
    assert "WEST is declared a member of DUO" in bearings
    (square,) = [square for square in analysis.squares(state) if square.party == "DUO"]
    assert square.by_members == ("EAST", "WEST")


def test_a_notebook_shows_of_a_standing_only_what_holds():
    html = state_of(north("open"))["truce"]["NORTH"]._repr_html_()
    assert ">lapsed<" not in html


def test_what_is_not_on_the_record_is_marked_on_boards_and_a_notebook_says_what_each_pattern_means():
    state = state_of(
        north("accepts", by=None),
        pt.Position("SOUTH", "truce", "accepts", since="2030-01-05", attribution=NAMED),
    )
    assert [cell(state, "truce", party) for party in ("NORTH", "SOUTH")] == ["✓ accepts *", "✓ accepts"]
    html = state._repr_html_()
    assert '<span class="stance accepts unnamed">not on the record</span> hollow, with a dashed edge' in html
    assert "lapsed</span>" not in html
    by_account = pt.Position(
        "NORTH", "truce", "accepts", since="2030-01-05", attribution=pt.Attribution("named", acts_for="SOUTH")
    )
    assert cell(state_of(by_account), "truce", "NORTH") == "✓ accepts per SOUTH"


def test_very_long_words_are_shown_by_their_beginning_and_their_length():
    long = "so they said " * 10_000
    talks = recording.new(AGENDA)
    party, term = AGENDA.parties[0].id, AGENDA.terms[0].id
    talks.record(pt.Report([pt.Position(party, term, "open", wording=long)], id="long"))
    state = talks.state()
    (row,) = analysis.citations(state, term, party)
    assert row.words == long
    for text in (
        view.why(state, term, party),
        view.explanation(state, state[term][party]),
        view.briefing(state),
    ):
        assert "130,000 characters in all" in str(text)
        assert str(text).count("so they said") < 1_000


def test_a_brief_as_text_is_made_of_a_brief():
    state = pt.Tracker().state(valid="2030-01-02")
    with pytest.raises(pt.errors.WrongTypeError, match=r"is not a brief; give it analysis\.brief"):
        view.brief_text(state)
