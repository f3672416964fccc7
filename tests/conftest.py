"""Profiles of hypothesis: HYPOTHESIS_PROFILE is dev, ci, or nightly."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

_ALL = list(HealthCheck)
settings.register_profile("dev", max_examples=30, deadline=None, suppress_health_check=_ALL)
settings.register_profile(
    "ci",
    max_examples=100,
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=_ALL,
)
settings.register_profile("nightly", max_examples=5000, deadline=None, suppress_health_check=_ALL)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if "CI" in os.environ else "dev"))
