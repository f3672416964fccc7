"""Doors: what other rooms read of a state, past its public questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacetrack.rules.reading import Reading

if TYPE_CHECKING:
    from peacetrack.state.state import State


def reading_of(state: State) -> Reading:
    """Return the ledger as a state reads it, to be asked by ids."""
    return state._reading  # noqa: SLF001


def wider_of(state: State) -> State | None:
    """Return the state by all that counts by default too; None where its own trust leaves out none."""
    return state._wider  # noqa: SLF001


def everything_of(state: State) -> State:
    """Return the state by all that is reported, but for the reports that it leaves out by id."""
    return state._everything  # noqa: SLF001
