"""Pictures in a real browser: names in any script neither overlap nor leave the picture."""

from __future__ import annotations

import pytest

import peacetrack as pt
from peacetrack import view
from tests.recording import happens, ledger_of, says

PARTIES = {
    "NORTHERN-ALLIANCE-OF-PROVINCES-EAST": "the Commission for the Settlement of Everything that is Still Open",
    "الشمال": "الطرف الشمالي من المفاوضات (ج)",
    "东部": "东部省份联合委员会",
    "Україна": "Координаційний штаб з питань поводження",
}
TERMS = {
    "aid/deliveries_through_the_northern_corridor_of_the_old_provinces": "aid gets through to everyone " * 4,
    "هدنة": "تصمت المدافع على طول خط التماس لمدة سنة",
    "停火": "援助物资通过北部走廊运送到所有省份",
}
STANCES = ("accepts", "rejects", "open", "opposes", "neutral")
WRITTEN = """
  const picture = document.querySelector(".pt-picture").getBoundingClientRect();
  return [picture.width, picture.height, [...document.querySelectorAll(".pt-picture text")].map((text) => {
    const box = text.getBoundingClientRect();
    return [text.textContent, box.left - picture.left, box.right - picture.left,
            box.top - picture.top, box.bottom - picture.top];
  })];
"""
PICTURES = {
    "board": view.board_picture,
    "lanes": view.lanes,
    "timeline": view.timeline,
    "tally": view.tally,
    "dumbbells": view.dumbbells,
    "convergence": view.convergence,
}


@pytest.fixture(scope="module")
def state():
    parties = [pt.Party(id, name, "state") for id, name in PARTIES.items()]
    kinds = dict(zip(TERMS, ("multinational-force", "ceasefire", "other"), strict=True))
    terms = [pt.Term(id, kinds[id], text, needs=list(PARTIES)[:3]) for id, text in TERMS.items()]
    reports = []
    for n in range(18):
        party, term = list(PARTIES)[n % 4], list(TERMS)[n // 2 % 3]
        said = {"size": pt.Quantity(1000 * n, 1000 * n + 5000, "troops")} if term.startswith("aid") else {}
        window = f"2030-04-{n + 1:02}" if n % 3 == 0 else None
        by = "named" if n % 2 else "officials-briefed"
        said |= {"of": party, "term": term, "by": by, "window": window}
        reports.append(says(f"r{n}", STANCES[n % 5], f"2030-01-{n + 1:02}", **said))
    for n, name in enumerate(("قمة (1)", "a-summit-of-the-heads-of-all-provinces-of-the-north", "首脑会议")):
        reports.append(happens(f"e{n}", name, "expected", when=f"2030-03-{n + 10}"))
        reports.append(happens(f"f{n}", f"{name}-2", "held", when=f"2030-01-{n + 10}"))
    return ledger_of(
        pt.Agenda("names", title=" / ".join(PARTIES), parties=parties, terms=terms), *reports
    ).state(valid="2030-03-01")


@pytest.mark.parametrize("width", [320, 1200])
@pytest.mark.parametrize("name", PICTURES)
def test_words_neither_overlap_nor_leave_the_picture(chrome, state, name, width, tmp_path):
    path = tmp_path / "picture.html"
    path.write_text(
        f"<!DOCTYPE html><meta charset=utf-8>{PICTURES[name](state, width=width)}", encoding="utf-8"
    )
    size = {"width": width + 40, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    chrome.get(path.as_uri())
    wide, high, words = chrome.execute_script(WRITTEN)
    assert wide == width
    assert len(words) > 5
    outside = [
        text
        for text, left, right, top, bottom in words
        if min(left, top) < 0 or right > wide or bottom > high
    ]
    assert outside == []
    assert overlapping(words) == []


def overlapping(words):
    """The texts that share more than a sliver, two by two; boxes have room above and below their letters."""
    return [
        (text, other)
        for n, (text, left, right, top, bottom) in enumerate(words)
        for other, left_, right_, top_, bottom_ in words[:n]
        if min(right, right_) - max(left, left_) > 1
        and min(bottom, bottom_) - max(top, top_) > 0.4 * min(bottom - top, bottom_ - top_)
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_in_hollow_and_pale_cells_have_the_ink_of_the_page(chrome, scheme, tmp_path):
    agenda = pt.Agenda(
        "marks",
        parties=[pt.Party("NORTH", "North", "state"), pt.Party("SOUTH", "South", "state")],
        terms=[pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH", "SOUTH"])],
    )
    hollow = says("a", "accepts", "2030-01-05", by="officials-briefed")
    old = says("b", "accepts", "2030-01-05", of="SOUTH", by="named", published="2030-01-06")
    path = tmp_path / "board.html"
    path.write_text(view.board(ledger_of(agenda, hollow, old).state(valid="2030-03-01")).page(), "utf-8")
    chrome.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    chrome.get(path.as_uri())
    inks = chrome.execute_script(
        "return [...document.querySelectorAll('td.stance')].map((cell) =>"
        " [getComputedStyle(cell).color, getComputedStyle(cell.parentElement).color])"
    )
    assert len(inks) == 2
    assert all(ink == of_page for ink, of_page in inks)
