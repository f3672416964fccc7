"""For users' own property tests: strategies, the laws, a machine to subclass, and a naive oracle.

`docs/how-to/test-your-own-code.md` shows them on an importer, a check and a store.
"""

try:
    import hypothesis as _hypothesis  # noqa: F401
except ModuleNotFoundError as error:  # pragma: no cover - the tests need it themselves
    from peacetrack.errors import MissingExtraError

    raise MissingExtraError("hypothesis", "testing") from error

from peacetrack.testing import laws, strategies
from peacetrack.testing.machine import NegotiationMachine
from peacetrack.testing.oracle import Oracle
from peacetrack.testing.story import story

__all__ = ["NegotiationMachine", "Oracle", "laws", "story", "strategies"]
