"""Asking for states: at a basis, or with some of its values."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime

from peacetrack.errors import InvalidInputError, WrongTypeError
from peacetrack.index.snapshot import Snapshot
from peacetrack.state.state import State, checked_trust, state_of
from peacetrack.words.basis import DEFAULT_TRUST, Basis, Trust
from peacetrack.words.edtf import in_utc
from peacetrack.words.when import TimeLike, as_datetime, as_instant


class Asking(ABC):
    """A giver of states of one ledger: a tracker, or a warehouse."""

    @abstractmethod
    def _latest(self) -> tuple[Snapshot, Callable[[], datetime]]:
        """Return all that is recorded by now, and the clock."""

    def state(
        self,
        basis: Basis | None = None,
        *,
        valid: TimeLike | None = None,
        known: int | TimeLike | None = None,
        trust: Trust | None = None,
        published_by: TimeLike | None = None,
    ) -> State:
        """Return the state of the negotiation at a basis.

        Parameters:
            basis: all of the following in one, as another state has it in `.basis`.
            valid: the time that is asked about (default: the time of `known`; else the clock).
            known: the last entry that counts, by its sequence number or by a time (default: the head);
                of several recorded with one `recorded_at`, that instant counts them all.
            trust: which claims count (default: `pt.DEFAULT_TRUST`).
            published_by: count only reports that were published by this time (default: all).

        Raises:
            UnknownSeqError: if `known` is above the head.
            ReportNotFoundError: if `trust` leaves out a report that was never recorded.
            InvalidInputError: if a basis is given with more, or rests on supposed reports; if `known`
                is 0 and `valid` is left out.

        >>> str(talks.state(valid="2030-01-03")["truce"]["SOUTH"].stance)
        'opposes'
        >>> str(talks.state(valid="2030-01-05")["truce"]["SOUTH"].stance)
        'open'
        """
        latest, clock = self._latest()
        if basis is not None:
            _check_alone(basis, valid, known, trust, published_by)
            return state_of(latest.at(latest.seq_of(basis.known)), basis)
        # others may write meanwhile
        seq = latest.head if known is None else min(latest.seq_of(known), latest.head)
        published = None if published_by is None else as_datetime(as_instant(published_by))
        instant = _instant_of(known, latest, clock) if valid is None else as_instant(valid)
        trusted = DEFAULT_TRUST if trust is None else checked_trust(trust)
        return state_of(latest.at(seq), Basis(in_utc(instant), seq, trusted, published))


def _instant_of(known: int | TimeLike | None, latest: Snapshot, clock: Callable[[], datetime]) -> int:
    """Return the instant that a `known` stands for."""
    if known is None:
        return as_instant(clock())
    if not isinstance(known, int):
        return as_instant(known)
    if known == 0:
        raise InvalidInputError("known=0 stands for no moment", repair="give valid= too")
    return latest.timeline.recorded[known]


def _check_alone(basis: Basis, *others: object) -> None:
    """Refuse what is no basis, one that is given with more, and one that rests on what was supposed."""
    if not isinstance(basis, Basis):
        raise WrongTypeError(basis, "a basis", repair="name what you give: valid=, known=")
    if any(given is not None for given in others):
        repair = "take state(basis).at(...)"
        raise InvalidInputError("a basis already says what is valid and known", repair=repair)
    if basis.supposed:
        repair = "start from a basis that is known, and suppose again"
        raise InvalidInputError("this basis rests on what was only supposed", repair=repair)
