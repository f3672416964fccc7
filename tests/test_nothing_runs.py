"""Nothing of a ledger runs in a browser, and nothing is asked for: pages, pictures, tables, notebooks."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from itertools import chain

import pytest
from selenium.webdriver.support.wait import WebDriverWait

import peacetrack as pt
from peacetrack import analysis, coding, view
from tests.poisoned import KINDS, NAMES, PAYLOAD, fields_of_text, poisoned, poisoned_fields

NO_FREE_TEXT = {
    *("AtLeast.at_least", "Event.duration", "FieldType.form", "Moment.edtf", "Question.fields"),
    *("Outline.sha256", "Shape.kind"),
}
"""Fields of text that take words of a list or a format only, as other tests show."""

WATCHED = """
window.ran = [];
window.pwn = () => window.ran.push("pwn");
for (const name of ["alert", "confirm", "prompt", "open"]) window[name] = () => window.ran.push(name);
"""
LOOKED_AT = """
const ours = [...document.querySelectorAll("*")].filter((node) => node.tagName !== "SCRIPT");
const links = (node) => ["href", "xlink:href", "src", "action", "formaction", "data", "srcdoc"]
  .filter((name) => node.hasAttribute(name)).map((name) => node.getAttribute(name).trim());
return {
  ran: window.ran,
  handlers: ours.filter((node) => [...node.attributes].some((a) => a.name.toLowerCase().startsWith("on")))
    .map((node) => node.outerHTML.slice(0, 200)),
  strange: ours.filter((node) => /^(iframe|object|embed|foreignobject|base|img|math|applet)$/i.test(node.tagName))
    .map((node) => node.outerHTML.slice(0, 200)),
  links: ours.flatMap(links).filter((to) => !to.startsWith("#") && to !== "data:,"),
  scripts: [...document.querySelectorAll("script")].filter((s) => s.src || s.textContent.includes("pwn") &&
    s.type !== "text/plain").length,
  title: document.title,
};
"""
USED = """
for (const fold of document.querySelectorAll("details")) fold.open = true;
for (const slider of document.querySelectorAll("input")) {
  slider.value = slider.min || "1";
  slider.dispatchEvent(new Event("input", {bubbles: true}));
}
for (const node of [...document.querySelectorAll('a[href^="#"], button, summary, [tabindex]')].slice(0, 40)) {
  node.dispatchEvent(new MouseEvent("mouseover", {bubbles: true}));
  node.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
  if (document.querySelector("dialog[open]")) document.querySelector("dialog[open]").close();
}
"""


@cache
def talks() -> pt.Tracker:
    return poisoned()[0]


@cache
def state() -> pt.State:
    return talks().state(valid="2030-06-01")


@pytest.fixture(scope="module")
def watched(chrome):
    chrome.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCHED})
    return chrome


def test_every_field_of_text_holds_a_payload():
    recorded, made = poisoned()
    held = set(poisoned_fields([entry.body for entry in recorded.entries()]))
    assert fields_of_text() - held - made.refused == NO_FREE_TEXT
    assert made.refused == {
        *("Coder.prompt_sha256", "Source.language", "Source.sha256"),
        *("Quote.end", "Ratification.present"),  # numbers, which have to fit others
    }


def tables() -> Iterator[object]:
    """Yield all that notebooks show: states, tables of every question, and the parts of a state."""
    term, party = NAMES["term"][0], NAMES["party"][0]
    before = state().at(known=12)
    given: list[tuple[object, ...]] = [
        (state(),),
        (state(), term, party),
        (before, state()),
        (talks(),),
        tuple(talks().reports.values())[:2],
    ]
    given += [(state(), "2030-02-01", "2030-03-01", "P1M"), (talks(), talks().proposals()[0].id)]
    for room in (analysis, coding):
        for question in filter(inspect.isfunction, (getattr(room, name) for name in room.__all__)):
            yield from _answers(question, given)
    diff = analysis.diff(before, state())
    yield from (view.why(state(), term, party), view.changes(diff), view.explanation(state(), diff[0]))
    yield from (analysis.explain(state(), diff[0]), analysis.windows(state().at(valid="2030-01-05")))
    yield from (talks(), state(), state()[term], state()[term][party], talks().entries(), talks().proposals())
    yield from (state().events(), state().questions(), state().assessments(), state().history(term, party))


def _answers(question: Callable[..., object], given: list[tuple[object, ...]]) -> Iterator[object]:
    """Yield what a question answers to any of the arguments that it takes."""
    for arguments in given:
        with suppress(TypeError, AttributeError, pt.PeacetrackError):
            yield question(*arguments)


def html_of(shown: object) -> Iterator[str]:
    for name in ("_repr_html_", "to_html"):
        write = getattr(shown, name, None)
        if write is not None and not inspect.isclass(shown):
            yield write()


PICTURES: dict[str, Callable[[pt.State], view.Picture]] = {
    "board": view.board_picture,
    "lanes": lambda state: view.lanes(state, NAMES["term"][0]),
    "lanes-of-a-party": lambda state: view.lanes(state, party=NAMES["party"][0]),
    "convergence": lambda state: view.convergence(state, "2030-01-01", "2030-03-01", "P1M"),
    "timeline": view.timeline,
    "tally": view.tally,
    "dumbbells": view.dumbbells,
    "map": lambda state: view.map_picture(state, KINDS["territorial-status"]),
}
ARTEFACTS = (
    "brief.html",
    "tables.html",
    *(f"{name}.{form}" for name in PICTURES for form in ("svg", "html")),
)


@cache
def picture(name):
    return PICTURES[name](state())


def write(name, folder):
    """Write an artefact into a folder and return its path."""
    path = folder / name
    if name == "brief.html":
        view.briefing(state()).save(path)
    elif name == "tables.html":
        shown = list(chain.from_iterable(map(html_of, tables())))
        assert sum("onload=pwn()" in html for html in shown) > 30
        path.write_text(
            "<!DOCTYPE html><meta charset=utf-8><title>t</title>" + "\n<hr>\n".join(shown), encoding="utf-8"
        )
    else:
        picture(path.stem).save(path)
    return path


@pytest.mark.parametrize("name", ARTEFACTS)
def test_nothing_of_a_ledger_runs_or_asks_for_anything(name, watched, tmp_path):
    chrome = watched
    path = write(name, tmp_path)
    chrome.get_log("performance")
    chrome.get(path.as_uri())
    if name == "brief.html":  # its script unpacks the data first
        ready = "return !document.getElementById('replay').hidden"
        WebDriverWait(chrome, 30).until(lambda _: chrome.execute_script(ready))
    chrome.execute_script(USED)
    seen = chrome.execute_script(LOOKED_AT)
    messages = [json.loads(row["message"])["message"] for row in chrome.get_log("performance")]
    asked = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    assert seen["ran"] == []
    assert (seen["handlers"], seen["strange"], seen["scripts"]) == ([], [], 0)
    assert {to.partition(":")[0] for to in seen["links"]} <= {"https"}
    assert {url.partition("#")[0] for url in asked} == {path.as_uri()}
    assert chrome.current_url.partition("#")[0] == path.as_uri()
    assert PAYLOAD[:30] in path.read_text(encoding="utf-8") or "&#34;&#39;&gt;&lt;svg" in path.read_text(
        encoding="utf-8"
    )
