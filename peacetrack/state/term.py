"""Terms in a state: status, parties and standings of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from peacetrack.form.front import LATE
from peacetrack.index.statement import Statement
from peacetrack.rules.progress import TermProgress
from peacetrack.rules.quorum import Lacking, Quorum
from peacetrack.rules.rulings import Rulings
from peacetrack.rules.standing import Standing
from peacetrack.state.doors import reading_of
from peacetrack.table.table import Table
from peacetrack.words.term import Term, TermStatus
from peacetrack.words.value import as_name

if TYPE_CHECKING:
    from peacetrack.state.state import State


class TermState(Mapping[str, Standing]):
    """A term in a state: its status, and the standing of every party on it.

    It iterates the parties declared at the state's known, in the agenda's order; `speaking` names
    those that are needed or have a statement. `party in term` is true when `term[party]`
    answers: an alias has a standing too, and so has a party that was declared later.

    Two are equal when every answer is; equal ones have one hash. See rules 9 to 11 in
    `docs/reference/rules.md`.

    Parameters:
        state: the state that it belongs to.
        id: the id of the term.

    >>> term = state["truce"]
    >>> [f"{party} {standing.stance}" for party, standing in term.items()]
    ['NORTH accepts', 'SOUTH open', 'EAST None']
    >>> "the North" in term
    True
    """

    def __init__(self, state: State, id: str) -> None:
        self.state = state
        self.id = id

    @property
    def _rulings(self) -> Rulings:
        return reading_of(self.state).rulings

    @property
    def status(self) -> TermStatus | None:
        """How far the needed parties are, conditions counted (rule 10).

        None of a backdrop, and where the term needs no party.

        >>> str(state["truce"].status)
        'pending'
        """
        return self.state.status_of(self.id)

    @property
    def needed(self) -> tuple[str, ...]:
        """The parties that decide on the term, members of groups included; none of a backdrop.

        With a quorum not all of them have to accept.

        >>> state["truce"].needed
        ('NORTH', 'SOUTH')
        """
        return self.state.needed_on(self.id)

    @property
    def required(self) -> tuple[str, ...]:
        """The parties that have to accept the term, each of them; not some of a quorum.

        >>> state["truce"].required
        ('NORTH', 'SOUTH')
        """
        return self._rulings.required_on(self.id)

    @property
    def quorums(self) -> tuple[Quorum, ...]:
        """The quorums that the term needs at the valid moment: parties, how many must accept, and vetoes.

        >>> [quorum.parties for quorum in state["truce"].quorums]
        [('NORTH',), ('SOUTH',)]
        """
        return self._rulings.quorums_on(self.id)

    @property
    def tally(self) -> Counter[str]:
        """How many of the needed parties stand where, the best first (rule 10).

        The names are those of the live stances, `lapsed`, and `no report` where there is no stance.

        >>> dict(state["truce"].tally)
        {'accepts': 1, 'open': 1}
        """
        return self._rulings.statuses.tally(self.id)

    @property
    def speaking(self) -> tuple[str, ...]:
        """The needed parties, then every other party with a statement, in the agenda's order.

        >>> state["truce"].speaking
        ('NORTH', 'SOUTH')
        """
        return self.state.parties_on(self.id)

    @property
    def accepting(self) -> tuple[str, ...]:
        """The needed parties that accept, with or without conditions.

        >>> state["truce"].accepting
        ('NORTH',)
        """
        return self._rulings.statuses.accepting(self.id)

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """Those of them that perhaps do not: by another's account, by dates, or by their words on the record.

        >>> state["truce"].unconfirmed
        ()
        """
        return self._rulings.statuses.unconfirmed(self.id)

    @property
    def disputed(self) -> tuple[str, ...]:
        """The needed parties with a disputed stance (rule 7); the status depends on it.

        >>> state["truce"].disputed
        ()
        """
        return self._rulings.statuses.disputed(self.id)

    @property
    def waits_on(self) -> tuple[str, ...]:
        """The needed parties that hold the term open (rule 10).

        While too few accept, they are all that do not accept or have a condition unmet; a holder of a
        veto that rejects or opposes is always one.

        >>> state["truce"].waits_on
        ('NORTH', 'SOUTH')
        """
        return self._rulings.statuses.waits_on(self.id)

    @property
    def lacking(self) -> tuple[Lacking, ...]:
        """Who has to move still, need by need: a party, some of a quorum, or a veto.

        >>> [str(lacking) for lacking in state["truce"].lacking]
        ['NORTH', 'SOUTH']
        """
        return self._rulings.statuses.lacking(self.id)

    @property
    def progress(self) -> TermProgress:
        """The stage, trend and open details that are reported of the term itself.

        >>> state["truce"].progress.silent
        True
        """
        return self.state.progress(self.id)

    @property
    def term(self) -> Term | None:
        """The term as declared; None before it was declared.

        >>> state["truce"].term.kind
        'ceasefire'
        """
        return self.state.agenda.term_by_id.get(self.id)

    def __getitem__(self, party: str) -> Standing:
        return self.state.standing(self.id, party)

    def __iter__(self) -> Iterator[str]:
        return iter(self.state.agenda.party_by_id)

    def __contains__(self, party: object) -> bool:
        return isinstance(party, str) and as_name(party) in self._rulings.names.party_names

    def __len__(self) -> int:
        return len(self.state.agenda.party_by_id)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TermState):
            return NotImplemented
        return self.id == other.id and self.answers() == other.answers()

    def __hash__(self) -> int:
        return hash((self.id, self.status))

    def answers(self) -> tuple[object, ...]:
        """Return every answer, evidence included, in a form that compares equal when they are.

        >>> state["truce"].answers() == talks.state(known=1)["truce"].answers()
        False
        """
        standings = {
            party: (standing, standing.details, evidence_key(standing.evidence))
            for party, standing in self.items()
        }
        return (
            self.status,
            self.accepting,
            self.waits_on,
            self.quorums,
            standings,
            self.progress,
            evidence_key(self.progress.evidence),
        )

    def _repr_html_(self) -> str:
        return in_a_notebook(self.state, [self.id])

    def __repr__(self) -> str:
        return f"<TermState {self.id}: {self.status or 'no status'}>"


def in_a_notebook(state: State, terms: Collection[str] | None = None) -> str:
    """Return the board as HTML; it is a view, which the package names (`LATE`)."""
    html: str = LATE["board"](state, terms)._repr_html_()
    return html


def evidence_key(statements: Table[Statement]) -> list[tuple[object, ...]]:
    """Return evidence in a form that compares equal when the statements are the same."""
    return sorted((s.identity for s in statements), key=lambda i: (str(i[3]), i[4], str(i[0])))
