"""How much a slow test tries: less in the profile dev than in every other."""

import os

from hypothesis import settings

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "ci" if "CI" in os.environ else "dev")
"""The profile of this run, one of those that `conftest.py` registers."""


def a_half() -> settings:
    """Try half of the examples in the profile dev, and all of them in every other profile."""
    most = settings().max_examples
    return settings(max_examples=most // 2 if _in_dev() else most)


def thinned(step: int) -> int:
    """Return the step through many like cases: three times as wide in the profile dev."""
    return 3 * step if _in_dev() else step


def _in_dev() -> bool:
    return PROFILE == "dev"
