"""For users' own property tests: strategies, a naive oracle, and the laws."""

try:
    import hypothesis as _hypothesis  # noqa: F401
except ModuleNotFoundError as error:  # pragma: no cover - the tests need it themselves
    from peacetrack.errors import MissingExtraError

    raise MissingExtraError("hypothesis", "testing") from error

from peacetrack.testing import laws, strategies
from peacetrack.testing.oracle import Oracle

__all__ = ["Oracle", "laws", "strategies"]
