"""The command line: `peacetrack` and `python -m peacetrack`."""

from __future__ import annotations

import atexit
import gc
import sys

from peacetrack.errors import MissingExtraError


def main() -> None:
    """Run a command; without the extra `cli`, print what to install."""
    gc.set_threshold(100_000)  # what is loaded at the start stays, and is not worth a hundred searches
    atexit.register(gc.freeze)  # what is left at the end goes with the process, without a search
    try:
        import rich  # the commands print with it

        from peacetrack.cli import root
    except ModuleNotFoundError as error:
        if error.name not in ("click", "rich"):
            raise
        sys.stderr.write(f"peacetrack: {MissingExtraError(error.name, 'cli')}\n")
        sys.exit(2)
    root.run()


if __name__ == "__main__":
    main()
