"""The profiles of hypothesis that HYPOTHESIS_PROFILE names, and a PostgreSQL server."""

from __future__ import annotations

import gc
import importlib
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from tests.effort import PROFILE
from tests.refusals import Refusals
from tests.servers import Cluster, cluster, programs

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

_ALL = list(HealthCheck)
settings.register_profile("dev", max_examples=5, deadline=None, suppress_health_check=_ALL)
settings.register_profile(
    "ci", max_examples=50, deadline=None, derandomize=True, print_blob=True, suppress_health_check=_ALL
)
settings.register_profile(
    "coverage", max_examples=4, deadline=None, derandomize=True, suppress_health_check=_ALL
)
settings.register_profile("nightly", max_examples=5000, deadline=None, suppress_health_check=_ALL)
settings.load_profile(PROFILE)


def pytest_configure(config: pytest.Config) -> None:
    """Let a run that is terminated stop its servers, and hold the texts of refusals."""
    gc.disable()  # what is imported stays: see `pytest_collection_finish`
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    config.pluginmanager.register(Refusals())
    if "PYTHONDONTWRITEBYTECODE" in os.environ:
        _keep_compiled(str(config.rootpath / ".pytest_cache" / "compiled"))


def _keep_compiled(folder: str) -> None:
    """Keep what is compiled in the folder of pytest's cache, as it may not be written beside the sources.

    What is there beside them, as of installed packages, is used, and not compiled again.
    """
    sys.dont_write_bytecode, sys.pycache_prefix = False, folder
    del os.environ["PYTHONDONTWRITEBYTECODE"]
    os.environ["PYTHONPYCACHEPREFIX"] = folder  # for processes that tests start
    machinery: Any = importlib.import_module("importlib._bootstrap_external")
    cache_of = machinery.cache_from_source

    def beside_or_kept(path: str) -> str:
        sys.pycache_prefix = None
        beside: str = cache_of(path)
        sys.pycache_prefix = folder
        return beside if Path(beside).exists() else cache_of(path)

    machinery.cache_from_source = beside_or_kept


def pytest_collection_finish() -> None:
    """Spare the garbage collector what lives until the end of the run, and let it run rarely."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    gc.enable()


@pytest.fixture(scope="session")
def server() -> Iterator[Cluster]:
    """Start a PostgreSQL server for this run; skip the test where none is installed."""
    found = programs()
    if found is None:
        assert "CI" not in os.environ, "CI has to have PostgreSQL: .ci/run installs it"
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with cluster(found) as made:
        yield made


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    """Start a browser for this run; skip the test where none is installed."""
    from tests.browsing import browser  # it needs selenium, which the tests of the wheel do without

    with browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture(scope="module")
def chrome(chromium: WebDriver) -> Iterator[WebDriver]:
    """A tab of its own for each file: what is emulated or run in one is not in another."""
    before = chromium.current_window_handle
    chromium.switch_to.new_window("tab")
    yield chromium
    chromium.close()
    chromium.switch_to.window(before)
