"""The briefing in a real browser: sliders, keyboard, evidence, print, accessibility, hostile words."""

from __future__ import annotations

import base64
import json
import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count, product
from random import Random

import attrs
import pytest
from axe_core_python.selenium import Axe
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.analysis.sentence.line import Part
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.verdict.verdict import Sureness
from peacetrack.view.brief import MOST, closed, more_words, rest_of, shown_first, titles_since
from peacetrack.view.cell_words import cell_words
from peacetrack.view.shown import Shown
from peacetrack.view.whip import PIPS, pips_on, status_words, whip_rows
from tests import conditional, page_data
from tests.effort import thinned
from tests.inventing import crowded, invented
from tests.page_data import page_of, unpacked
from tests.recording import ledger_of, says

SCHEMES = ("light", "dark")
HOSTILE = """</script><script>window.ran=1</script><img src=x onerror="window.ran=1">'"&amp;<!--"""


@pytest.fixture(scope="module")
def berlin():
    return page_data.berlin()


@pytest.fixture(scope="module")
def opened(chrome, tmp_path_factory):
    """Opens the briefing of a state, each at an address of its own.

    A driver that is sent to the address where it already is may go on before the page is read
    anew, and what is done then is done to the page that goes.
    """
    folder, pages = tmp_path_factory.mktemp("pages"), count()

    def open_page(state):
        page = folder / f"{next(pages)}.html"
        page.write_text(page_of(state).html, encoding="utf-8")
        chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
        chrome.get(page.as_uri())
        read = "return location.href === arguments[0] && !document.getElementById('replay').hidden"
        WebDriverWait(chrome, 30).until(lambda _: chrome.execute_script(read, page.as_uri()))
        return chrome

    return open_page


def slide(chrome, step, *, then=False):
    """Put the scrubber somewhere, as a pointer does, and wait until all that moves has moved."""
    chrome.execute_async_script(
        """const [step, then, done] = arguments;
        document.getElementById("then").checked = then;
        const slider = document.getElementById("step");
        slider.value = step;
        slider.dispatchEvent(new Event("input", {bubbles: true}));
        const main = document.querySelector("main");
        const rested = () => main.ariaBusy === "true" ? setTimeout(rested, 10) : done();
        requestAnimationFrame(() => setTimeout(rested));""",
        step,
        then,
    )


def shown(chrome):
    """The board that is seen: the words of cells, statuses and pips, by term and party."""
    return chrome.execute_script(
        """const found = {cells: {}, statuses: {}, pips: {}};
        for (const row of document.querySelectorAll("tr.term")) {
          const term = row.querySelector("th a").hash, status = row.querySelector(".status").textContent;
          if (status) found.statuses[term] = status;
          if (status) found.pips[term] = [...row.querySelectorAll(".pip")].map((pip) => [pip.title, pip.dataset.pip]);
          for (const cell of row.querySelectorAll("a.cell")) {
            const words = [...cell.children].map((node) => node.textContent).filter(Boolean).join(", ");
            if (!cell.hidden) found.cells[`${term} ${cell.dataset.party}`] = words;
          }
        }
        return found;"""
    )


def board_of(state):
    """The same of a state; parties with neither a need nor a word are not there."""
    names, found = Names(state), {"cells": {}, "statuses": {}, "pips": {}}
    for place, term in enumerate(state.values()):
        name = f"#term-{place}"
        found["statuses"][name] = status_words(names, term)
        cells = {party: words_of(names, term, party) for party in state.agenda.party_by_id}
        for party, cell in cells.items():
            if cell.main:
                found["cells"][f"{name} {party}"] = ", ".join(filter(None, (cell.main, cell.detail)))
        pips = pips_on(names, term, cells)
        found["pips"][name] = [[f"{of}: {PIPS[pip][1]}", str(pip)] for of, _, pip in pips]
    return found


def words_of(names, term, party):
    on_board = Shown.of(names, term, party)
    days = on_board.days if on_board.standing.runs else None
    return cell_words(
        on_board, days=days, later=on_board.is_later(), met=names.once(Sureness).met_for(on_board.standing)
    )


def assert_same(chrome, state):
    """Hold the board that is seen against a state; the browser may take its time to draw it."""
    expected = board_of(state)
    with suppress(TimeoutException):
        WebDriverWait(chrome, 30).until(lambda _: shown(chrome)["statuses"] == expected["statuses"])
    seen = shown(chrome)
    assert seen["statuses"] == expected["statuses"]
    assert seen["pips"] == expected["pips"]
    assert seen["cells"] == {
        name: words for name, words in expected["cells"].items() if name in seen["cells"]
    }
    missing = {name: words for name, words in expected["cells"].items() if name not in seen["cells"]}
    assert set(missing.values()) <= {"no report"}
    assert rows_seen(chrome)[: len(state)] == rows_of(state)
    assert chrome.execute_script(NOT_SHOWN_AS_IT_IS) == []


def rows_of(state):
    """The sections that the rows of a state lead to, in their order."""
    places = {term: place for place, term in enumerate(state)}
    return [f"#term-{places[row.term]}" for row in whip_rows(state, Names(state))]


def rows_seen(chrome):
    """The same of the page."""
    return chrome.execute_script(
        "return [...document.querySelectorAll('tr.term')].map((row) => row.querySelector('th a').hash)"
    )


NOT_SHOWN_AS_IT_IS = """return [...document.querySelectorAll("tr.term details:not([open]) a.cell:not([hidden])")]
    .filter((cell) => ["rejects", "opposes"].includes(cell.dataset.look)).map((cell) => cell.textContent)"""
"""The parties against a term that are folded."""


def first_screen(chrome):
    """The headline, what it rests on and the cards that are seen, without the lines that are folded."""
    return chrome.execute_script(
        """const text = (node) => node.textContent.replace(/\\s+/g, " ").trim();
        const lines = (node) => [...node.querySelectorAll(":scope > div > ol > li")].map(text);
        const more = (node) => node.querySelector("summary")?.textContent ?? "";
        return [[...document.querySelectorAll("#headline span")].map(text),
          text(document.getElementById("as-of")),
          ...[...document.querySelectorAll(".card")].map((node) => [text(node.querySelector("h2")), ...lines(node), more(node)])];"""
    )


def first_screen_of(state):
    """The same of a state."""
    lines = analysis.brief(state)
    parts = [list(lines.filter(part=part)) for part in Part]
    cards, titles = [], titles_since(state.basis, analysis.baseline(state))
    for part, own in list(zip(Part, parts, strict=True))[2:]:
        first = shown_first(own, MOST)
        cards.append([titles[part], *(in_a_card(line) for line in first), more_words(rest_of(own, MOST))])
    head = [in_a_card(attrs.evolve(line, what=closed(line.what))) for line in parts[0]]
    from_ = " · ".join(
        sentence_of(line, line.what, ":" if line.rule != "moment" else "") for line in parts[1]
    )
    return [head, " ".join(from_.split()), *cards]


def sentence_of(line, what, colon=":"):
    return f"{line.about}{colon} {what}" if line.about else what


def in_a_card(line):
    return " ".join(f"{sentence_of(line, line.what)} {line.source}".split())


def days(chrome):
    """The days of the scrubber, apart from the first place, which is before all of them."""
    data = unpacked(chrome.find_element(By.ID, "data").get_attribute("textContent"))
    return [datetime.strptime(step[0], "%d %b %Y").replace(tzinfo=UTC) for step in data["steps"][1:]]


def state_on(state, day, *, then):
    """The state at the end of a day, as known now or as known then."""
    instant = min(day + timedelta(days=1, microseconds=-1), state.basis.valid)
    known = sum(entry.recorded_at <= instant for entry in state.entries) if then else state.basis.known
    return state.at(valid=instant, known=known)


WIDER = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
NAMES_AFTER_THEIR_VERB = """const box = (node, at) => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect();
  };
  return [...document.querySelectorAll("h1 bdi, .card bdi")].map((bdi) => bdi.firstChild)
    .filter((text) => text.data.startsWith("\u2068"))
    .filter((text) => {
      const after = text.data.indexOf("\u2069") + 2;
      if (after >= text.length) return false;
      const name = box(text, 1), verb = box(text, after);
      return name.top === verb.top && verb.left < name.left;
    }).map((text) => text.data)"""
"""The sentences that begin with a name right to left, and have it drawn behind what follows."""


def resize(chrome, width, height):
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def test_the_board_seen_is_the_library_s_on_any_day_as_known_now_and_then(opened):
    state = invented(60 // thinned(1)).state(valid="2030-04-01")
    chrome, random = opened(state), Random(1)
    places = days(chrome)
    for _ in range(0, 20, thinned(1)):
        place, then = random.randrange(len(places) - 1), random.random() < 0.5
        slide(chrome, place + 1, then=then)
        assert_same(chrome, state_on(state, places[place], then=then))


FRAMED = "return [...document.querySelectorAll('a.cell.turned')].map((cell) => cell.dataset.look)"


def test_berlin_is_seen_as_it_was_and_as_it_was_known(opened, berlin):
    chrome = opened(berlin)
    for place, day in enumerate(days(chrome)[:-1], 1):
        for then in (False, True):
            slide(chrome, place, then=then)
            state = state_on(berlin, day, then=then)
            assert_same(chrome, state)
            assert first_screen(chrome) == first_screen_of(state)
            # silence after silence is not framed as a change
            assert not (then and "none" in chrome.execute_script(FRAMED))


MARKS_OF_CELLS = """return Object.fromEntries([...document.querySelectorAll(".board a.cell:not([hidden])")].filter((cell) => cell.dataset.look !== "none")
    .map((cell) => [cell.dataset.party, cell.dataset.marks.split(" ").filter(Boolean).sort().join(" ")]))"""


AGENDA_OF_TWO = pt.Agenda(
    "ages",
    parties=[pt.Party("NORTH", "Northland", "state"), pt.Party("SOUTH", "Southland", "state")],
    terms=[pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH", "SOUTH"])],
)


def test_as_known_then_is_so_at_the_last_place_too_and_at_rest_it_is_as_was_asked(opened):
    reports = says("a", "open", "2030-01-03"), says("b", "rejects", "2030-01-05")
    state = ledger_of(AGENDA_OF_TWO, *reports).state(valid="2030-02-01")  # b is recorded on the 2nd
    chrome = opened(state)
    last, rest = len(days(chrome)), first_screen(chrome)
    for then in (True, False):
        slide(chrome, last, then=then)
        moment = state_on(state, days(chrome)[-1], then=then)
        assert_same(chrome, moment)
        assert first_screen(chrome) == first_screen_of(moment)
    assert first_screen(chrome) == rest != first_screen_of(state_on(state, days(chrome)[-1], then=True))


def test_what_is_old_at_another_moment_is_shown_as_old_there(opened):
    old = says("a", "accepts", "2030-01-03", by="quote", published="2030-01-04")
    turns = [
        says(f"b{n}", stance, f"2030-0{n}-05", of="SOUTH") for n, stance in ((2, "open"), (3, "rejects"))
    ]
    state = ledger_of(AGENDA_OF_TWO, old, *turns).state(valid="2030-03-20")
    chrome = opened(state)
    for place, day in enumerate(days(chrome)[:-1], 1):
        for then in (False, True):
            slide(chrome, place, then=then)
            moment = state_on(state, day, then=then)
            assert_same(chrome, moment)
            cells = whip_rows(moment, Names(moment))[0].cells
            marks = {
                party: " ".join(sorted(cell.marks)) for party, cell in cells.items() if cell.look != "none"
            }
            assert chrome.execute_script(MARKS_OF_CELLS) == marks
    slide(chrome, place)
    assert "accepts, 60 days old" in shown(chrome)["cells"]["#term-0 NORTH"]


LABEL_OF_SOUTH = (
    """return document.querySelector("tr.term a.cell[data-party='SOUTH']").getAttribute("aria-label")"""
)


def test_which_conditions_are_met_and_what_hangs_on_what_follow_the_scrubber(opened):
    made = *conditional.MADE, conditional.AID, conditional.WITHDRAWN, conditional.AGAIN
    state = ledger_of(conditional.AGENDA, *made).state(valid="2030-02-20")
    chrome, seen = opened(state), set()
    for place, day in enumerate(days(chrome)[:-1], 1):
        for then in (False, True):
            slide(chrome, place, then=then)
            assert_same(chrome, state_on(state, day, then=then))
            words = shown(chrome)["cells"].get("#term-0 SOUTH", "")
            seen.add((words, shown(chrome)["statuses"]["#term-0"]))
            assert not words or chrome.execute_script(LABEL_OF_SOUTH).endswith(words)
    asked = "accepts, if “Aid” is agreed"
    assert seen >= {
        (asked, "conditional, 2 of 2"),
        (f"{asked} (met)", "agreed"),
        (f"{asked} (perhaps met)", "perhaps agreed"),
    }
    assert shown(opened(state))["cells"]["#term-0 SOUTH"] == f"{asked} (met)"


def test_the_pip_of_a_quorum_and_a_status_follow_the_scrubber(opened):
    (truce,) = AGENDA_OF_TWO.terms
    east = pt.Party("EAST", "Eastland", "state")
    some = pt.AtLeast(2, of=["NORTH", "SOUTH", "EAST"], without_veto_of=["EAST"])
    agenda = attrs.evolve(AGENDA_OF_TWO, parties=[*AGENDA_OF_TWO.parties, east], terms=[])
    reports = (
        says("a", "accepts", "2030-01-03", by="quote"),
        says("b", "accepts", "2030-01-05", by="quote", of="SOUTH"),
        says("c", None, "2030-01-09", by="quote", of="SOUTH", act="withdraws"),
        says("d", "rejects", "2030-01-12", by="quote", of="EAST"),
        says("e", "accepts", "2030-01-14", by="quote", of="EAST"),
    )
    talks = ledger_of(attrs.evolve(agenda, terms=[attrs.evolve(truce, needs=[some])]), *reports)
    talks.declare(attrs.evolve(agenda, terms=[truce]), recorded_at="2030-02-10")
    for known in (6, 7):  # without and with the declaration that leaves the quorum out
        state = talks.state(valid="2030-03-20", known=known)
        chrome, seen = opened(state), []
        for place, day in enumerate(days(chrome)[:-1], 1):
            for then in (False, True):
                slide(chrome, place, then=then)
                assert_same(chrome, state_on(state, day, then=then))
                seen.append((then, *shown(chrome)["pips"].get("#term-0", ())))
        assert {len(pips) for then, *pips in seen if pips and not then} == ({1} if known == 6 else {2})
    assert any(len(pips) == 1 for then, *pips in seen if then)


def sections(chrome):
    """What is seen below the board of parties, terms, the bargain and what ends, by heading."""
    return chrome.execute_script(
        """const seen = (node) => node.closest("[hidden]") === null;
        const text = (node) => node.textContent.replace(/\\s+/g, " ").trim();
        const found = {};
        for (const article of document.querySelectorAll("article.party, [aria-labelledby^=term-]")) {
          if (!seen(article)) continue;
          const own = article.querySelectorAll("li[data-cell], summary, [data-passage], .itself, :scope > .by");
          found[text(article.querySelector("h3"))] = [...own].filter(seen).map(text)
            .filter((words) => !words.includes("nothing that holds")).sort();
          found[text(article.querySelector("h3"))].push(...[...article.querySelectorAll(".pip")].map((pip) => pip.title));
        }
        for (const node of document.querySelectorAll("[data-passage]"))
          if (!node.closest("article, .board")) found[node.dataset.passage] = text(node);
        return found;"""
    )


def test_the_sections_below_the_board_are_those_of_a_page_of_that_moment(opened):
    state = everything_in_it()
    chrome = opened(state)
    places = days(chrome)
    moments = ((4, False), (len(places) - 3, True))
    moved = []
    for place, then in moments:
        slide(chrome, place + 1, then=then)
        moved.append((sections(chrome), first_screen(chrome)[0]))
    for (place, then), seen in zip(moments, moved, strict=True):
        opened(state_on(state, places[place], then=then))
        assert (sections(chrome), first_screen(chrome)[0]) == seen


def test_a_quotation_has_its_language_at_every_moment(opened):
    drafts = []
    for id, language, words in (("a", "uk", "ніколи"), ("b", "ar", "أبداً")):
        draft = pt.draft(id=id, since="2030-01-03", language=language)
        draft.voice("quote", of="NORTH").position("truce", "rejects", quote=words)
        drafts.append(draft)
    chrome = opened(ledger_of(AGENDA_OF_TWO, *drafts).state(valid="2030-02-20"))
    seen = """return [...document.querySelectorAll("h1 [lang], .card [lang]")]
      .map((node) => [node.lang, node.dir, node.textContent, node.parentElement.textContent.includes("words")])"""
    arabic = ["ar", "rtl", "“\u2068أبداً\u2069”", True]
    assert chrome.execute_script(seen) == [arabic] * 2
    slide(chrome, len(days(chrome)) - 2, then=True)
    assert chrome.execute_script(seen) == [["uk", "", "“ніколи”", True]] * 2
    slide(chrome, len(days(chrome)) - 1, then=True)
    assert chrome.execute_script(seen) == [arabic] * 2


def test_what_is_in_sight_moves_at_once(opened, berlin):
    chrome = opened(berlin)
    at_once, rested, busy = chrome.execute_async_script(
        """const done = arguments[0], step = document.getElementById("step"), main = document.querySelector("main");
        const seen = () => [...document.querySelectorAll("article.party:not([hidden])")].filter((node) => {
          const box = node.getBoundingClientRect();
          return box.top < innerHeight && box.bottom > 0;
        });
        const rest = (nodes, before, busy) => main.ariaBusy === "true" ? setTimeout(rest, 10, nodes, before, busy)
          : done([before, nodes.map((node) => node.textContent), busy]);
        document.getElementById("parties").scrollIntoView();
        setTimeout(() => {
          const nodes = seen();
          step.value = 1;
          step.dispatchEvent(new Event("input", {bubbles: true}));
          requestAnimationFrame(() => rest(nodes, nodes.map((node) => node.textContent), main.ariaBusy));
        }, 300);"""
    )
    assert busy == "true"
    assert at_once == rested
    assert at_once


def test_what_is_out_of_sight_has_moved_before_it_is_printed(opened, berlin):
    chrome = opened(berlin)
    before = sections(chrome)
    chrome.execute_async_script(
        """const step = document.getElementById("step"), done = arguments[0];
        step.value = 3;
        step.dispatchEvent(new Event("input", {bubbles: true}));
        requestAnimationFrame(() => { dispatchEvent(new Event("beforeprint")); done(); });"""
    )
    printed = sections(chrome)
    slide(chrome, 3)
    assert before != printed == sections(chrome)


def test_what_does_not_move_says_so_and_comes_back(opened, berlin):
    chrome = opened(berlin)
    before = sections(chrome)
    said = """return [...new Set([...document.querySelectorAll('.stays')].map((node) =>
        getComputedStyle(node, '::before').content))].sort()"""
    assert chrome.execute_script(said) == ["none"]
    slide(chrome, 3, then=True)
    assert sections(chrome) != before
    of = "Of 1 Jan 2026: does not move with the scrubber"
    assert chrome.execute_script(said) == [f'"{of}"', f'"{of}. The dashed line is its moment"']
    closest = "return document.getElementById('unlocks').closest('.stays') !== null"
    assert chrome.execute_script(closest)
    later = chrome.find_elements(By.CSS_SELECTOR, "article.source.later")
    assert 0 < len(later) < len(chrome.find_elements(By.CSS_SELECTOR, "article.source"))
    chrome.execute_script("document.getElementById('replay').reset()")
    WebDriverWait(chrome, 30).until(lambda _: sections(chrome) == before)
    assert chrome.execute_script(said) == ["none"]


FROM_ITS_DAY = """return [...document.querySelectorAll(".stays svg")].map((svg) => {
    const day = [...svg.querySelectorAll("text")].find((text) => text.textContent === arguments[0]);
    const line = svg.querySelector("path.marker");
    if (!day || getComputedStyle(line).display === "none") return null;
    const moved = Number(line.getAttribute("transform").match(/-?[\\d.]+/)[0]);
    const x = Number(line.getAttribute("d").match(/[\\d.]+/)[0]) + moved;
    return (x - Number(day.getAttribute("x"))) / parseFloat(line.dataset.day);
  }).filter((days) => days !== null)"""
"""How many days the line of the moment is after the label of a day, in each picture that has it."""


def test_a_line_in_each_picture_of_all_the_time_is_at_the_moment(opened):
    reports = says("a", "accepts", "2030-01-03"), says("b", "open", "2030-01-10", of="SOUTH")
    chrome = opened(ledger_of(AGENDA_OF_TWO, *reports).state(valid="2030-01-20T12:00:00Z"))
    assert chrome.execute_script(FROM_ITS_DAY, "10 Jan") == []
    (place,) = [place for place, day in enumerate(days(chrome), 1) if day.day == 10]
    slide(chrome, place)
    moved = WebDriverWait(chrome, 30).until(lambda _: chrome.execute_script(FROM_ITS_DAY, "10 Jan"))
    assert moved == [pytest.approx(1, abs=0.05)]


def test_keys_move_the_scrubber_and_the_reader_is_told(opened, berlin):
    chrome = opened(berlin)
    step = chrome.find_element(By.ID, "step")
    step.send_keys(Keys.HOME)
    told = chrome.find_element(By.ID, "shown")
    WebDriverWait(chrome, 30).until(lambda _: "Before the first" in told.get_attribute("textContent"))
    assert told.is_displayed()
    assert step.get_attribute("aria-valuetext") == "Before the first report"
    step.send_keys(Keys.RIGHT)
    step.send_keys(Keys.RIGHT)
    WebDriverWait(chrome, 30).until(lambda _: "Dec 2025" in step.get_attribute("aria-valuetext"))
    step.send_keys(Keys.END)
    WebDriverWait(chrome, 30).until(lambda _: not told.is_displayed())
    rested = "return document.querySelector('main').ariaBusy !== 'true'"
    WebDriverWait(chrome, 30).until(lambda _: chrome.execute_script(rested))
    assert first_screen(chrome) == first_screen_of(berlin)
    assert "agreed" in shown(chrome)["statuses"].values()


def test_the_address_holds_the_moment_and_what_is_chosen(opened, berlin):
    chrome = opened(berlin)
    slide(chrome, 2, then=True)
    chrome.execute_script(
        """const select = document.getElementById("by-theme");
        select.value = "Principles";
        select.dispatchEvent(new Event("change", {bubbles: true}));"""
    )
    rows = "return [...document.querySelectorAll('tr.term')].filter((row) => !row.hidden).length"
    assert chrome.execute_script(rows) == 3
    kept = "return location.hash === '#at=2&known=then&theme=Principles'"
    WebDriverWait(chrome, 30).until(lambda _: chrome.execute_script(kept))
    chrome.refresh()
    WebDriverWait(chrome, 30).until(lambda _: chrome.execute_script(rows) == 3)
    assert chrome.find_element(By.ID, "step").get_attribute("value") == "2"
    assert chrome.find_element(By.ID, "then").is_selected()


def test_it_plays_and_pauses(opened, berlin):
    chrome = opened(berlin)
    play = chrome.find_element(By.ID, "play")
    play.click()
    assert play.text == "Pause"
    step = chrome.find_element(By.ID, "step")
    WebDriverWait(chrome, 30).until(lambda _: step.get_attribute("value") == "1")
    play.click()
    assert (play.text, play.get_attribute("aria-pressed")) == ("Play", "false")


def test_a_board_that_is_printed_says_which_moment_it_is_of(opened, berlin):
    chrome = opened(berlin)
    slide(chrome, 1)
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    told = chrome.find_element(By.ID, "shown")
    WebDriverWait(chrome, 30).until(lambda _: told.is_displayed())
    assert "as known now" in told.text
    chrome.execute_script("document.getElementById('replay').reset()")
    WebDriverWait(chrome, 30).until(lambda _: not told.is_displayed())


def test_keys_stop_at_what_can_be_scrolled_and_nowhere_else(opened, berlin):
    chrome = opened(berlin)
    resize(chrome, 400, 900)
    stops = """return [...document.querySelectorAll(".wide, .lane")]
      .filter((node) => node.getClientRects().length > 0)
      .map((node) => [node.scrollWidth > node.clientWidth, node.tabIndex === 0])"""
    try:
        lane = chrome.find_element(By.CSS_SELECTOR, ".lane")
        chrome.execute_script("arguments[0].scrollIntoView()", lane)
        WebDriverWait(chrome, 30).until(lambda _: lane.get_attribute("tabindex") == "0")
        shown = chrome.execute_script(stops)
        assert [True, True] in shown
        assert [False, True] not in shown
    finally:
        chrome.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_a_click_beside_its_words_leaves_the_evidence_open(opened, berlin):
    chrome = opened(berlin)
    chrome.find_element(By.CSS_SELECTOR, "a.cell[data-party='UA']").click()
    panel = chrome.find_element(By.ID, "panel")
    ActionChains(chrome).move_to_element_with_offset(
        panel, 5 - panel.size["width"] // 2, 5 - panel.size["height"] // 2
    ).click().perform()
    assert panel.get_attribute("open") is not None


def test_the_evidence_opens_by_keyboard_with_the_focus_and_gives_it_back(opened, berlin):
    chrome = opened(berlin)
    panel = chrome.find_element(By.ID, "panel")
    here = chrome.find_element(By.CSS_SELECTOR, "a.cell[data-term='nato-pause'][data-party='UA']")
    here.send_keys(Keys.ENTER)
    assert panel.get_attribute("open") is not None
    text = panel.text
    told = {
        link.get_attribute("data-claim") for link in panel.find_elements(By.CSS_SELECTOR, "a[data-claim]")
    }
    assert {row_of(berlin, one.report, one.claim) for one in berlin["nato-pause"]["UA"].evidence} <= told
    assert "Volodymyr Zelenskyy, Ukraine, on the record" in text
    assert chrome.execute_script("return document.activeElement.closest('dialog') !== null")
    chrome.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert panel.get_attribute("open") is None
    assert chrome.switch_to.active_element == here


def row_of(state, report, claim):
    """The place of a claim on the page."""
    seq = next(entry.seq for entry in state.entries if entry.id == report)
    return f"r{seq}-{claim}"


def opened_rows(chrome):
    """What the panels of the cells tell, by (term, party): reports with claims, in their order."""
    found = chrome.execute_script(
        """const panel = document.getElementById("panel");
        return [...document.querySelectorAll("table.board a.cell")].map((cell) => {
          cell.click();
          const rows = [...document.getElementById("panel-list").children];
          const told = rows.map((row) => row.querySelector("a").dataset.claim);
          panel.close();
          return [cell.dataset.term, cell.dataset.party, told];
        });"""
    )
    return {(term, party or None): told for term, party, told in found}


def test_the_evidence_is_all_that_is_cited_and_of_another_moment_what_held_then(opened, berlin):
    chrome = opened(berlin)
    told = opened_rows(chrome)
    assert len(told) > 40
    for (term, party), rows in told.items():
        assert rows == [row_of(berlin, c.report, c.claim) for c in analysis.citations(berlin, term, party)]
    assert len(told["nato-pause", "UA"]) > len(berlin["nato-pause"]["UA"].evidence)
    places = days(chrome)
    slide(chrome, len(places) - 1)
    then = state_on(berlin, places[-2], then=False)
    for (term, party), rows in opened_rows(chrome).items():
        cited = analysis.citations(then, term, party)
        held = (c for c in cited if c.bearing.value in ("holds", "disputes"))
        rest = [row_of(berlin, c.report, c.claim) for c in held]
        assert rows[: len(rest)] == rest
    assert chrome.find_element(By.ID, "panel-replayed").get_attribute("hidden") is None


def test_the_evidence_is_that_of_the_board_that_is_seen(opened, berlin):
    chrome = opened(berlin)
    slide(chrome, 0)
    chrome.find_element(By.CSS_SELECTOR, "a.cell[data-term='dialogue'][data-party='UA']").send_keys(
        Keys.ENTER
    )
    assert "Nothing is reported" in chrome.find_element(By.ID, "panel").text


AT_THE_FOCUS = """const node = document.activeElement, box = node.getBoundingClientRect();
  const bar = document.getElementById("replay").getBoundingClientRect(), style = getComputedStyle(node);
  if (node === document.body) return null;
  return {
    seen: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    covered: !node.closest("#replay") && bar.top <= 0 && box.bottom <= bar.bottom,
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    what: node.outerHTML.slice(0, 120),
  };"""


def press_tab(chrome):
    tab = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
    chrome.execute_cdp_cmd("Input.dispatchKeyEvent", tab)
    return chrome.execute_script(AT_THE_FOCUS)


def test_the_tab_key_walks_the_whole_page_with_its_ring_in_sight_and_leaves_it(opened):
    chrome = opened(everything_in_it())
    slide(chrome, 5, then=True)
    chrome.execute_script("document.activeElement.blur(); scrollTo(0, 0)")
    stops = []
    while (stop := press_tab(chrome)) is not None and len(stops) < 500:
        stops.append(stop)
    assert stop is None
    assert len(stops) > 40
    assert [stop for stop in stops if not stop["seen"] or stop["covered"] or not stop["ring"]] == []


AT_REST = """const [hash, done] = arguments, node = document.querySelector(hash);
    const wait = (before, same) => requestAnimationFrame(() => {
      const now = location.hash === hash ? node.getBoundingClientRect().top : NaN;
      same > 9 ? done(now) : wait(now, now === before ? same + 1 : 0);
    });
    wait(NaN, 0);"""
"""How far below the top of the window a place is, once it is led to and nothing moves any more."""


def test_the_sources_of_the_first_screen_lead_to_their_reports_by_keyboard(opened, berlin):
    chrome = opened(berlin)
    resize(chrome, 1440, 1000)
    links = (
        "return [...document.querySelectorAll('h1 small a, .card div li small a')].map((node) => node.hash)"
    )
    try:
        places = {*chrome.execute_script(links)}
        assert len(places) > 1
        for place in places:
            opened(berlin)
            link = f"h1 small a[href='{place}'], .card div li small a[href='{place}']"
            chrome.find_element(By.CSS_SELECTOR, link).send_keys(Keys.ENTER)
            assert 0 <= chrome.execute_async_script(AT_REST, place) < 200
            press_tab(chrome)
            inside = (
                "return document.querySelector(arguments[0]).parentElement.contains(document.activeElement)"
            )
            assert chrome.execute_script(inside, place)
    finally:
        chrome.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_without_javascript_a_cell_leads_to_its_evidence(opened, berlin):
    chrome = opened(berlin)
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        chrome.refresh()
        assert not chrome.find_element(By.ID, "replay").is_displayed()
        here = chrome.find_element(By.CSS_SELECTOR, "a.cell[data-term='nato-pause'][data-party='UA']")
        assert here.text == "accepts"
        here.send_keys(Keys.ENTER)
        name = here.get_attribute("id")
        evidence = chrome.find_element(By.ID, f"{name}-evidence")
        assert evidence.find_elements(By.CSS_SELECTOR, f"a[href='#{row_of(berlin, 'seed-000', 5)}']")
        assert "accepts Volodymyr Zelenskyy, Ukraine, on the record" in evidence.text
    finally:
        chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@cache
def everything_in_it():
    """A small ledger of which every section of the page has something to tell."""
    talks = invented(14, terms=2)
    told = pt.draft(id="more", since="2030-01-20").ask("By when?", "chapter-0/article-00")
    told.event("summit", "expected", when="2030-01-15", about=["chapter-0/article-00"])
    talks.record(told, recorded_at="2030-01-11")
    return talks.state(valid="2030-01-21")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_rule_of_accessibility_is_broken(opened, scheme):
    chrome = opened(everything_in_it())
    chrome.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    rules = OF_COLOURS if scheme == "dark" else None  # all else is the same in both
    chrome.find_element(By.CSS_SELECTOR, "article details summary").click()
    assert violations(chrome, rules=rules) == []
    chrome.find_element(By.CSS_SELECTOR, "a.cell").send_keys(Keys.ENTER)
    assert violations(chrome, "#panel", rules) == []


PAGES = {
    "a board": view.board,
    "a why": lambda state: view.why(state, "chapter-0/article-00", "P00"),
    "changes": lambda state: view.changes(analysis.diff(state.at(known=2), state), "changes"),
    "findings": lambda state: analysis.check(state).to_grid("findings"),
    "gaps": lambda state: analysis.gaps(state).to_grid("gaps"),
    "packages": lambda state: analysis.packages(state).to_grid("packages"),
}
PICTURES = {
    "the board": view.board_picture,
    "lanes": view.lanes,
    "convergence": view.convergence,
    "timeline": view.timeline,
    "tally": view.tally,
}


@pytest.mark.parametrize(("name", "scheme"), [*product(PAGES, SCHEMES)][:: thinned(1)])
def test_a_page_of_a_table_breaks_no_rule_of_accessibility(chrome, name, scheme, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGES[name](everything_in_it()).page(), encoding="utf-8")
    assert seen_in(chrome, path, scheme) == []


@pytest.mark.parametrize(("name", "scheme"), [*product(PICTURES, SCHEMES)][:: thinned(1)])
def test_a_page_of_a_picture_breaks_no_rule_of_accessibility(chrome, name, scheme, tmp_path):
    path = tmp_path / "page.html"
    PICTURES[name](everything_in_it()).save(path)
    assert seen_in(chrome, path, scheme) == []


@pytest.mark.parametrize("name", ["a state", "a term", "a standing", "a table"])
def test_what_a_notebook_shows_breaks_no_rule_of_accessibility(chrome, name, tmp_path):
    state = everything_in_it()
    here = state["chapter-0/article-00"]
    shown = {"a state": state, "a term": here, "a standing": here["P00"], "a table": analysis.check(state)}
    body = f"<main><h1>A notebook</h1>{shown[name]._repr_html_()}</main>"
    path = tmp_path / "page.html"
    path.write_text(f'<!doctype html><html lang="en"><title>x</title>{body}', encoding="utf-8")
    assert seen_in(chrome, path, "light") == []


def seen_in(chrome, path, scheme):
    """The rules that a page breaks in light or dark."""
    preferred = [{"name": "prefers-color-scheme", "value": scheme}]
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": preferred})
    chrome.get(path.as_uri())
    return violations(chrome)


OF_COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of axe that look at colours."""


def violations(chrome, where=None, rules=None):
    """The rules that are broken, each with what breaks it; of all rules, or of some."""
    only = {} if rules is None else {"runOnly": {"type": "rule", "values": list(rules)}}
    found = Axe().run(chrome, context=where, options={"resultTypes": ["violations"], **only})
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]]


def test_the_page_asks_for_nothing_and_complains_of_nothing(opened, berlin):
    chrome = opened(berlin)
    for what_the_browser_did_to_start in ("performance", "browser"):
        chrome.get_log(what_the_browser_did_to_start)
    opened(berlin)
    chrome.find_element(By.CSS_SELECTOR, "a.cell").click()
    events = [json.loads(one["message"])["message"] for one in chrome.get_log("performance")]
    asked = [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]
    assert {url.partition(":")[0] for url in asked} <= {"file", "data"}
    assert len([url for url in asked if url.startswith("file:")]) == 1
    assert chrome.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert chrome.get_log("browser") == []


def test_it_prints_on_a4_with_the_board_first(opened, berlin):
    chrome = opened(berlin)
    printed = chrome.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    pdf = base64.b64decode(printed["data"])
    pages = [re.findall(rb"[\d.]+", box) for box in re.findall(rb"/MediaBox\s*\[([^]]+)\]", pdf)]
    assert len(pages) <= 2
    chrome.execute_script("document.body.classList.add('annex')")
    whole = base64.b64decode(chrome.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"])
    assert 5 < len(re.findall(rb"/MediaBox", whole)) <= 25
    assert {(round(float(box[2])), round(float(box[3]))) for box in pages} == {(595, 842)}
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not chrome.find_element(By.ID, "replay").is_displayed()
    assert chrome.find_element(By.CSS_SELECTOR, "table.board").is_displayed()


def test_a_conference_of_twelve_breaks_no_rule_and_no_order_of_words(opened):
    chrome = opened(crowded(24).state(valid="2030-07-05"))
    for width, height in ((1440, 900), (1024, 800), (400, 800)):
        resize(chrome, width, height)
        assert chrome.execute_script(WIDER) <= 0
        board = chrome.find_element(By.CSS_SELECTOR, ".board-section .wide")
        assert chrome.execute_script("return arguments[0].scrollWidth - arguments[0].clientWidth", board) <= 0
    below = "return document.querySelector('.board-section').getBoundingClientRect().top + scrollY"
    assert chrome.execute_script(below) <= 2 * 800  # two screens of a phone, what is next included
    resize(chrome, 1440, 900)
    assert chrome.execute_script(NAMES_AFTER_THEIR_VERB) == []
    assert violations(chrome, "header, .cards, .board-section") == []
    chrome.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_only_tables_scroll_sideways(opened, berlin):
    chrome = opened(berlin)
    try:
        for width in (400, 1000, 1600):
            resize(chrome, width, 900)
            assert chrome.execute_script(WIDER) <= 0
    finally:
        chrome.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_on_a_phone_rows_are_stacked_and_no_word_is_broken(opened, berlin):
    chrome = opened(berlin)
    size = {"width": 400, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        beside = """return [...document.querySelectorAll("main .wide")]
          .filter((node) => node.scrollWidth > node.clientWidth).length"""
        assert chrome.execute_script(beside) == 0
        cell = chrome.find_element(By.CSS_SELECTOR, "a.cell[data-term='nato-pause']")
        assert cell.size["height"] < 2 * 24
        chrome.find_element(By.CSS_SELECTOR, "a.cell[data-term='nato-pause']").click()
        panel = chrome.find_element(By.ID, "panel")
        assert chrome.execute_script("return arguments[0].scrollWidth <= 400", panel)
        assert panel.find_element(By.CSS_SELECTOR, "li small").is_displayed()
    finally:
        chrome.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_on_paper_the_first_pages_stand_alone_and_the_rest_is_asked_for(opened, berlin):
    chrome = opened(berlin)
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    paper = chrome.find_element(By.TAG_NAME, "main").text
    assert "WHAT BLOCKS" in paper
    assert "Security guarantees" in paper
    assert "claims on terms" not in paper
    chrome.execute_script("document.getElementById('annex').click()")
    assert "For analysts" in chrome.find_element(By.TAG_NAME, "main").text


def test_hostile_names_and_words_are_shown_and_never_run(opened):
    agenda = pt.Agenda(
        "invented",
        title=HOSTILE,
        parties=[pt.Party("NORTH", HOSTILE, "state"), pt.Party("SOUTH", HOSTILE, "state")],
        people=[pt.Person("envoy", HOSTILE, acts_for="NORTH")],
        terms=[pt.Term("truce", "ceasefire", HOSTILE, title=HOSTILE, needs=["NORTH", "SOUTH"])],
    )
    talks = pt.Tracker(agenda)
    told = pt.draft(id="r1", outlet=HOSTILE, title=HOSTILE, since="2025-01-05")
    north = told.voice("named", HOSTILE, of="NORTH")
    north.offers(
        "truce", "open", wording=HOSTILE, quote=HOSTILE, reasons=[HOSTILE], details={"scope": HOSTILE}
    )
    told.ask(HOSTILE, "truce")
    told.event("summit", "expected", text=HOSTILE, when=pt.Moment.parse("2025-02", said=HOSTILE))
    talks.record(told)
    chrome = opened(talks.state())
    chrome.find_element(By.CSS_SELECTOR, "a.cell[data-party='NORTH']").click()
    assert chrome.find_element(By.ID, "panel").text.count(HOSTILE) >= 3
    assert chrome.title == HOSTILE
    assert chrome.execute_script("return window.ran") is None
    assert chrome.execute_script("return document.images.length") == 0
    assert chrome.get_log("browser") == []
