"""Doors: what other rooms read of a state, past its public questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from peacetrack.index.snapshot import Snapshot
from peacetrack.index.statement import Provenance
from peacetrack.index.timeline import Cut
from peacetrack.ledger.ledger import Ledger
from peacetrack.rules.claims import Claimed
from peacetrack.rules.reading import Reading
from peacetrack.rules.rulings import Rulings
from peacetrack.words.report import Claim
from peacetrack.words.when import TimeLike

if TYPE_CHECKING:
    from peacetrack.state.state import State


def reading_of(state: State) -> Reading:
    """Return the ledger as a state reads it, to be asked by ids."""
    return state._reading  # noqa: SLF001


def rulings_of(state: State) -> Rulings:
    """Return what the rules answer at a state's basis, to be asked by ids."""
    return reading_of(state).rulings


def wider_of(state: State) -> State | None:
    """Return the state by all that counts by default too; None where its own trust leaves out none."""
    return state._wider  # noqa: SLF001


def everything_of(state: State) -> State:
    """Return the state by all that is reported, but for the reports that it leaves out by id."""
    return state._everything  # noqa: SLF001


def bare_of(state: State) -> frozenset[tuple[str, str]]:
    """Return the (term, party) of the positions that a state knows and that state no field."""
    return reading_of(state).claims.bare


def news_of(state: State) -> Mapping[tuple[str, str | None], Sequence[Claimed]]:
    """Return the claims of a state with an act that is news and no stance, by (term, party)."""
    return reading_of(state).claims.news


def undated_events_of(state: State) -> frozenset[str]:
    """Return the events of a state that have no date."""
    return reading_of(state).undated_events


def newest_of(state: State, kind: type[Claim] | None = None) -> Provenance | None:
    """Return where the newest claim that counts comes from, perhaps of a kind; None without one."""
    return reading_of(state).claims.newest(kind)


def cut_of(state: State) -> Cut:
    """Return the timeline as a state sees it, to be replayed."""
    return reading_of(state).cut


def snapshot_of(state: State) -> Snapshot:
    """Return the ledger and timeline that a state reads, to be replayed."""
    return reading_of(state).snapshot


def base_of(state: State) -> Snapshot:
    """Return the ledger and timeline that a state was made of, without what its basis supposes."""
    return reading_of(state).base


def ledger_of(state: State) -> Ledger:
    """Return the ledger that a state is asked of, also what its basis leaves out."""
    return reading_of(state).base.ledger


def seq_at(state: State, known: int | TimeLike) -> int:
    """Return the seq that a `known` stands for, at most the state's own."""
    return min(base_of(state).seq_of(known), state.basis.known)
