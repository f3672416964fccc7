"""How many random examples a slow property tries."""

from hypothesis import settings


def a_half() -> settings:
    """Try half of the examples in the profile dev, and all of them in every other profile."""
    most = settings().max_examples
    return settings(max_examples=most // 2 if settings.get_current_profile_name() == "dev" else most)
