"""A step of the scrubber in a browser, on pages of small and large ledgers: aimed at 20 ms in the middle.

The steps are taken at the top of the page, and with the board alone in the window. The page of 10,000
statements takes minutes to make; it is told how long it takes, how many places its scrubber has and
what it weighs.
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

STEPS = 60
AT_MOST = 20.0
"""Milliseconds that a step takes in the middle, with 10,000 statements."""
SEEN = {"at the top": "header", "at the board": "table.board"}
_STEP = """
const [seen, done] = arguments, step = document.getElementById("step"), taken = [];
function rest(since) {
  if (document.querySelector("main").ariaBusy === "true") setTimeout(rest, 1, since);
  else done([Number(step.max) + 1, performance.now() - since, ...taken]);
}
function go(n) {
  if (n === STEPS) return rest(performance.now());
  step.value = (n * 7919) % (Number(step.max) + 1);
  let before;
  requestAnimationFrame(() => { before = performance.now(); });
  step.dispatchEvent(new Event("input", {bubbles: true}));
  requestAnimationFrame(() => {
    document.body.offsetHeight;
    taken.push(performance.now() - before);
    setTimeout(go, 0, n + 1);
  });
}
document.querySelector(seen).scrollIntoView();
setTimeout(go, 500, 0);
"""
"""Goes to places here and there, and takes the time that each needs in its frame, layout included.

Then it takes the time until what is out of sight has moved too.
"""


def main(*, quick: bool) -> None:
    """Pages of about 800 and 10,000 statements."""
    with TemporaryDirectory() as folder, browser(Path(folder) / "profile") as driver:
        for reports, positions in ((300, 2),) if quick else ((300, 2), (700, 12)):
            path = Path(folder) / f"{reports}.html"
            path.write_text(_made(reports, positions), encoding="utf-8")
            show(driver, path)


def show(driver: WebDriver, path: Path) -> None:
    """Show how long the steps of a page take, by the clock and of its thread."""
    driver.set_script_timeout(300)
    driver.get(path.as_uri())
    time.sleep(3)  # what the script unpacks at the start is no step
    driver.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
    for where, seen in SEEN.items():
        before = _thread_time(driver)
        places, rest, *taken = driver.execute_async_script(_STEP.replace("STEPS", str(STEPS)), seen)
        of_thread = 1000 * (_thread_time(driver) - before) / STEPS
        aim = "" if median(taken) <= AT_MOST else ", MISSED"
        times = f"{median(taken):.1f} ms in the middle, {max(taken):.1f} at most{aim}"
        say(f"  {places:.0f} places: a step {where} takes {times}")
        say(f"  of its thread {of_thread:.1f} ms on average, whatever else runs; the rest in {rest:.0f} ms")


def _thread_time(driver: WebDriver) -> float:
    """Return the seconds that the thread of the page has worked."""
    metrics = driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))


def _made(reports: int, positions: int) -> str:
    state = crowded(reports, positions=positions).state()
    before = time.process_time()
    page = str(view.briefing(state))
    taken, statements = time.process_time() - before, sum(1 for _ in state.all_statements())
    say(f"{statements:,} statements in {reports} reports: {taken:.1f} s, {len(page.encode()) / 1e6:.2f} MB")
    return page
