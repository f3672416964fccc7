"""The profiles of hypothesis that HYPOTHESIS_PROFILE names, and a PostgreSQL server."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.effort import PROFILE
from tests.refusals import Refusals
from tests.servers import Cluster, cluster, programs

_ALL = list(HealthCheck)
settings.register_profile("dev", max_examples=8, deadline=None, suppress_health_check=_ALL)
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
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    config.pluginmanager.register(Refusals())
    if "PYTHONDONTWRITEBYTECODE" in os.environ:
        _keep_compiled(str(config.rootpath / ".pytest_cache" / "compiled"))


def _keep_compiled(folder: str) -> None:
    """Keep what is compiled in the folder of pytest's cache, as it may not be written beside the sources."""
    sys.dont_write_bytecode, sys.pycache_prefix = False, folder
    del os.environ["PYTHONDONTWRITEBYTECODE"]
    os.environ["PYTHONPYCACHEPREFIX"] = folder  # for processes that tests start


def pytest_collection_finish() -> None:
    """Spare the garbage collector what lives until the end of the run, and let it run rarely."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def server() -> Iterator[Cluster]:
    """Start a PostgreSQL server for this run; skip the test where none is installed."""
    found = programs()
    if found is None:
        assert "CI" not in os.environ, "CI has to have PostgreSQL: .ci/run installs it"
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with cluster(found) as made:
        yield made
