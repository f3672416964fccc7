"""Verdicts: how sure it is that a term with the status `agreed` is agreed, and why it may not be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import partial
from operator import itemgetter

import attrs

from peacetrack.analysis.contending import denied_events, is_contended, only_heard, stance_heard
from peacetrack.analysis.sentence.line import Line, Rule
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.sentence.sources import tellers, told
from peacetrack.analysis.uncounted import otherwise_on
from peacetrack.analysis.verdict.acts import breaches, done_in_brief, gone_back_since, members_beside
from peacetrack.analysis.verdict.doubt import Doubts, behind_doubted
from peacetrack.rules.acts import last_going_back
from peacetrack.rules.progress import TermProgress
from peacetrack.rules.standing import Standing
from peacetrack.rules.status import Holder, turned
from peacetrack.state import State, TermState, reading_of
from peacetrack.table.palette import MARKS
from peacetrack.words.classes import frozen
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.edtf import BEGINNING
from peacetrack.words.position import BROKEN_OFF
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import grouped

Node = str | Holder
"""A term, or where a party stands on one."""


class Agreed(StrEnum):
    """How sure it is that a term with the status `agreed` is agreed."""

    SURELY = "agreed"
    PERHAPS = "perhaps agreed"
    NOT = "not agreed"


def least_sure(*each: Agreed) -> Agreed:
    """Return the least sure of some; surely without any."""
    return max(each, key=list(Agreed).index, default=Agreed.SURELY)


class Sureness:
    """How sure agreed terms, and stances of parties on terms, are with all that they hang on.

    Parameters:
        names: the names of the state.
    """

    def __init__(self, names: Names) -> None:
        self._names, self._state = names, names.state
        self._found: dict[Node, Agreed] = {}
        self._met: dict[Condition, bool] = {}
        self._edges: dict[Node, Mapping[Node, Agreed]] = {}
        self._conditional: dict[str, Sequence[Standing]] = {}

    def of(self, node: Node) -> Agreed:
        """Return how sure a term or a stance is."""
        if node not in self._found:
            self._found |= self._worked_out(self.behind(node))
        return self._found[node]

    def own(self, node: Node) -> Agreed:
        """Return how sure a term or a stance is apart from what it hangs on."""
        names, state = self._names, self._state
        if isinstance(node, str):
            own = _own_verdict(names, state[node])
            return Agreed.SURELY if own is None else own.agreed
        standing = state.standing(*node)
        if names.record.is_milder(standing):
            return Agreed.NOT
        beside = members_beside(names, state[standing.term])
        against = (
            last_going_back(standing, reading_of(state).claims.news.get(node, ()), state.agenda) is not None
            or names.record.is_less(standing, names.record.own(standing))
            or is_contended(state, standing)
            or any(doubtful and group == standing.party for group, *_, doubtful in beside)
        )
        return Agreed.SURELY if standing.confirmed and not against else Agreed.PERHAPS

    def of_condition(self, condition: Condition) -> Agreed:
        """Return how sure it is that a condition is met which is, by all reports that count."""
        ahead = _ahead_of(condition)
        return least_sure(self._lower(condition), *([] if ahead is None else [self.of(ahead)]))

    def met_for(self, standing: Standing) -> Callable[[Condition], str]:
        """Return what says whether a condition of a standing is met: `met`, `perhaps met`; empty if not."""
        return partial(self._met_for, standing)

    def _met_for(self, standing: Standing, condition: Condition) -> str:
        if not self._is_met(condition):
            return ""
        denied = (run[-1].term for run, _, _ in denied_events(self._state, standing))
        is_denied = isinstance(condition, EventHeld) and condition.event in denied
        return _MET[Agreed.PERHAPS if is_denied else self.of_condition(condition)]

    def doubted(self, term: str) -> Iterator[tuple[Standing, Condition, Agreed]]:
        """Yield each acceptance of an agreed term with a condition that is met, and perhaps is not."""
        for standing in self.conditional(term):
            for condition in self._conditions((term, standing.party)):
                agreed = self.of_condition(condition)
                if agreed is not Agreed.SURELY:
                    yield standing, condition, agreed

    def heard(self, holder: Holder) -> Iterator[Holder]:
        """Yield the stances that meet conditions of a holder, and that nobody stands by."""
        for condition in self._conditions(holder):
            if isinstance(condition, StanceIs) and stance_heard(self._state, condition):
                yield condition.term, condition.party

    def conditional(self, term: str) -> Sequence[Standing]:
        """Return the acceptances of an agreed term that have conditions which are met."""
        if term not in self._conditional:
            agreed = self._state.status_of(term) is TermStatus.AGREED
            parties = self._state[term].accepting if agreed else ()
            conditional = (party for party in parties if self._conditions((term, party)))
            self._conditional[term] = [self._standing((term, party)) for party in conditional]
        return self._conditional[term]

    def terms_behind(self, term: str) -> list[str]:
        """Return the other terms that an agreed term hangs on."""
        nodes = (node if isinstance(node, str) else node[0] for node in self.behind(term))
        return [each for each in dict.fromkeys(nodes) if each != term]

    def behind(self, node: Node) -> Mapping[Node, Mapping[Node, Agreed]]:
        """Return all that a term or a stance hangs on, itself too.

        Each has what it hangs on next, and how unsure that makes it at most.
        """
        found: dict[Node, Mapping[Node, Agreed]] = {}
        waiting = [node]
        while waiting:
            each = waiting.pop()
            if each not in found:
                found[each] = self._edges.get(each) or self._edges.setdefault(each, dict(self._ahead(each)))
                waiting += found[each]
        return found

    def _ahead(self, node: Node) -> Iterator[tuple[Node, Agreed]]:
        """Yield what a node hangs on itself, and how unsure that makes it at most.

        A quorum may do without an acceptance, so that makes no term not agreed.
        """
        if isinstance(node, str):
            required = self._state[node].required
            for standing in self.conditional(node):
                most = Agreed.NOT if standing.party in required else Agreed.PERHAPS
                yield (node, standing.party), most
            return
        for ahead in map(_ahead_of, self._conditions(node)):
            if ahead is not None:
                yield ahead, Agreed.NOT

    def _conditions(self, holder: Holder) -> list[Condition]:
        """Return the conditions of a holder that are met; none where one of all that counts is not."""
        asked = self._names.record.asked(self._standing(holder))
        if not asked or not self._state.conditions_met(*holder):
            return []
        return list(filter(self._is_met, asked))

    def _is_met(self, condition: Condition) -> bool:
        """Return whether a condition is met; worked out once, for many parties may ask for the same."""
        if condition not in self._met:
            self._met[condition] = self._state.met(condition)
        return self._met[condition]

    def _standing(self, holder: Holder) -> Standing:
        return reading_of(self._state).rulings.standing(*holder)

    def _lower(self, condition: Condition) -> Agreed:
        """Return how sure it is that an event was held, a stance reported, or a status lower than agreed.

        A lower status needs no conditions met.
        """
        if isinstance(condition, EventHeld):
            return Agreed.PERHAPS if only_heard(self._state, condition.event) else Agreed.SURELY
        if isinstance(condition, StanceIs):
            return Agreed.PERHAPS if stance_heard(self._state, condition) else Agreed.SURELY
        is_lower = isinstance(condition, TermIs) and condition.status < TermStatus.AGREED
        doubted = is_lower and self.own(condition.term or "") is not Agreed.SURELY
        return Agreed.PERHAPS if doubted else Agreed.SURELY

    def _alone(self, node: Node) -> Agreed:
        """Return how sure a node is by itself, and by what it asks for that hangs on nothing else."""
        lower = [] if isinstance(node, str) else map(self._lower, self._conditions(node))
        return least_sure(self.own(node), *lower)

    def _worked_out(self, edges: Mapping[Node, Mapping[Node, Agreed]]) -> dict[Node, Agreed]:
        """Return how sure nodes are: each as little as itself, and as what it hangs on."""
        found = {node: self._alone(node) for node in edges}
        asked_by = turned(edges)
        waiting = list(edges)
        while waiting:
            node = waiting.pop()
            ahead = (min(most, found[other], key=list(Agreed).index) for other, most in edges[node].items())
            agreed = least_sure(found[node], *ahead)
            if agreed is not found[node]:
                found[node] = agreed
                waiting += asked_by.get(node, ())
        return found


_MET = {Agreed.SURELY: "met", Agreed.PERHAPS: "perhaps met", Agreed.NOT: "perhaps met"}


def _ahead_of(condition: Condition) -> Node | None:
    """Return the term that has to be agreed, or the stance that has to be for something; else None."""
    if isinstance(condition, TermIs):
        return condition.term if condition.status is TermStatus.AGREED else None
    if isinstance(condition, StanceIs) and condition.stance.side > 0:
        return condition.term, condition.party
    return None


@frozen
class Verdict:
    """How sure it is that a term with the status `agreed` is agreed, and what has to be said with it.

    The headline goes by it, and so does each board, page and picture.

    Attributes:
        agreed: how sure it is.
        said: what is reported of the term, or said on the record, against that; else empty.
        others: that reports which do not count are against it; else empty.
    """

    agreed: Agreed
    said: str = ""
    others: str = ""

    @property
    def reserve(self) -> str:
        """The reserve in words."""
        return ", ".join(filter(None, (self.said, self.others)))

    @property
    def in_short(self) -> str:
        """The reserve as a terminal has it: with the sign of what is not on the record."""
        return self.reserve.replace(f" ({MARKS['unnamed'].word})", MARKS["unnamed"].sign)

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.agreed, self.reserve)))


def verdict(names: Names, term: TermState) -> Verdict | None:
    """Return how sure it is that a term with the status `agreed` is agreed; None of any other.

    It is no surer than what its acceptances are conditional on.
    """
    own = _own_verdict(names, term)
    if own is None or own.agreed is Agreed.NOT or not names.once(Sureness).conditional(term.id):
        return own
    agreed = names.once(Sureness).of(term.id)
    return Verdict(agreed, HANGS) if agreed is Agreed.NOT else attrs.evolve(own, agreed=agreed)


HANGS = "hangs on what is not agreed"
"""What is said against a term that is not agreed because another one is not."""


def _own_verdict(names: Names, term: TermState) -> Verdict | None:
    """Return the same apart from what it hangs on."""
    if term.status is not TermStatus.AGREED:
        return None
    doubts = Doubts(names, term)
    against = [own.live_stance for _, own in doubts.decisive]
    if against:
        done = "rejected" if Stance.REJECTS in against else "opposed"
        return Verdict(Agreed.NOT, f"{done} on the record")
    reported = list(_reported(names, term))
    said = f"but reported as {' and '.join(reported)}" if reported else ""
    others = "but not by all reports" if any(otherwise_on(term.state, term.id)) else ""
    return Verdict(Agreed.PERHAPS if any(doubts.words()) else Agreed.SURELY, said, others)


def _reported(names: Names, term: TermState) -> Iterator[str]:
    """Yield as what an agreed term is reported that speaks against it, and that this is not on the record."""
    off = f" ({MARKS['unnamed'].word})"
    if term.progress.stage in BROKEN_OFF:
        yield f"{term.progress.stage}{off_record(term.progress, off)}"
    own = names.record.broken_off(term.id)
    if own is not None:
        yield f"{own.stage} on the record"
    acts = [claimed.attribution.type for _, claimed in breaches(term)]
    if acts:
        yield f"breached{'' if any(act.on_record for act in acts) else off}"


def off_record(progress: TermProgress, reserve: str = ", not on the record") -> str:
    """Return that the stage of a term is not on the record, where no report is that gives it."""
    return "" if any(statement.on_record for statement in progress.runs["stage"]) else reserve


def doubts(names: Names, term: TermState) -> Iterator[str]:
    """Yield why an agreed term may not be agreed: its acceptances may not be so, or what they hang on."""
    yield from Doubts(names, term).words()
    yield from (words for words, _ in hanging(names, term))


def hanging(names: Names, term: TermState) -> Iterator[tuple[str, Sequence[Standing]]]:
    """Yield on what in doubt the acceptances of an agreed term hang, each in words, with the acceptances."""
    doubted = grouped(names.once(Sureness).doubted(term.id), itemgetter(1, 2))
    for (condition, agreed), rows in doubted.items():
        accepting = [standing for standing, _, _ in rows]
        parties = names.parties(standing.party for standing in accepting)
        hangs = f"acceptance of {parties} hangs" if len(rows) == 1 else f"acceptances of {parties} hang"
        yield f"the {hangs} on {_in_doubt(names, term.state, condition, agreed)}", accepting


def _in_doubt(names: Names, state: State, condition: Condition, agreed: Agreed) -> str:
    """Return what is in doubt of that which a condition asks for."""
    if isinstance(condition, StanceIs):
        by = stance_heard(state, condition)
        stance = f"{names.party(condition.party)} {condition.stance.verb} it"
        if by:
            return f"{names.quoted(condition.term)}, of which only {tellers(names, by)} that {stance}"
        back = gone_back_since(state, state.standing(condition.term, condition.party), BEGINNING)
        done = "" if back is None else f"; {done_in_brief(names, condition.party, back)}"
        stands = f"where {names.party(condition.party)} stands on {names.quoted(condition.term)}"
        return f"{stands}, which is in doubt{done}"
    if isinstance(condition, EventHeld):
        heard = tellers(names, only_heard(state, condition.event))
        return f"this, of which only {heard} that it was held: {names.event(state.event(condition.event))}"
    return f"{names.quoted(condition.term or '')}, which is {agreed}"


def hangs_on_doubt(names: Names, term: TermState) -> Iterator[Line]:
    """Yield on what in doubt the acceptances of an agreed term hang."""
    for what, accepting in hanging(names, term):
        yield names.line(
            Rule.UNCONFIRMED,
            what,
            *(standing.runs.get("conditions", standing.runs["stance"]) for standing in accepting),
            *(by for standing in accepting for by in behind_doubted(names, standing)),
            terms=[term.id],
            parties=[standing.party for standing in accepting],
        )


def only_claimed(names: Names, term: TermState) -> Iterator[str]:
    """Yield who alone says that parties accept an agreed term that they are against on the record.

    Then on which other terms it hangs that are not agreed for that reason, where it is not agreed by them.
    """
    decided = verdict(names, term)
    if decided is not None and decided.agreed is Agreed.NOT:
        for standing, _ in Doubts(names, term).decisive:
            yield f"only {tellers(names, told(standing))} that {names.party(standing.party)} accepts it"
        yield from (words for words, _ in hanging(names, term))


def all_in_doubt(names: Names, state: State, terms: Iterable[str]) -> Iterator[Holder]:
    """Yield the acceptances that are in doubt, of some terms and of all that they hang on."""
    nodes: dict[Node, None] = {}
    for term in terms:
        if term not in nodes:  # else what is behind it is there too
            nodes |= dict.fromkeys(names.once(Sureness).behind(term))
    for node in nodes:
        if isinstance(node, str):
            yield from ((node, party) for party in Doubts(names, state[node]).parties)
        else:
            sureness = names.once(Sureness)
            yield from () if sureness.own(node) is Agreed.SURELY else (node,)
            yield from sureness.heard(node)
