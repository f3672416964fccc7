"""A step of the scrubber in a browser, on pages of small and large ledgers: aimed at 20 ms in the middle.

The page of 10,000 statements takes minutes to make; it is told how long it takes, how many places its
scrubber has and what it weighs.
"""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from selenium.webdriver.chrome.webdriver import WebDriver

from peacetrack import view
from tests.bench.race import say
from tests.browsing import browser
from tests.inventing import crowded

AT_MOST = 20.0
"""Milliseconds that a step takes in the middle, with 10,000 statements."""
_STEP = """
const done = arguments[0], step = document.getElementById("step"), taken = [];
function go(n) {
  if (n === 60) return done([Number(step.max) + 1, ...taken]);
  step.value = (n * 7919) % (Number(step.max) + 1);
  const before = performance.now();
  step.dispatchEvent(new Event("input", {bubbles: true}));
  document.body.offsetHeight;
  requestAnimationFrame(() => { document.body.offsetHeight; taken.push(performance.now() - before); setTimeout(go, 0, n + 1); });
}
go(0);
"""
"""Goes to places here and there, and takes the time until each is laid out."""


def main(*, quick: bool) -> None:
    """Pages of about 700 and 10,000 statements."""
    with TemporaryDirectory() as folder, browser(Path(folder) / "profile") as driver:
        for reports, positions in ((300, 2),) if quick else ((300, 2), (700, 12)):
            page = _made(reports, positions)
            path = Path(folder) / f"{reports}.html"
            path.write_text(page, encoding="utf-8")
            places, *taken = _steps(driver, path)
            aim = "" if median(taken) <= AT_MOST else ", MISSED"
            say(f"  {places:.0f} places: a step takes {median(taken):.1f} ms, {max(taken):.1f} at most{aim}")


def _made(reports: int, positions: int) -> str:
    state = crowded(reports, positions=positions).state()
    before = time.process_time()
    page = str(view.briefing(state))
    taken, statements = time.process_time() - before, sum(1 for _ in state.all_statements())
    say(f"{statements:,} statements in {reports} reports: {taken:.1f} s, {len(page.encode()) / 1e6:.2f} MB")
    return page


def _steps(driver: WebDriver, path: Path) -> list[float]:
    driver.set_script_timeout(300)
    driver.get(path.as_uri())
    time.sleep(3)  # what the script unpacks at the start is no step
    found: list[float] = driver.execute_async_script(_STEP)
    return found
