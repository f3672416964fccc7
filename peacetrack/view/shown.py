"""The content of a cell for a party on a term: where it stands, with all that is said beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from peacetrack.analysis.contending import contenders_of
from peacetrack.analysis.hindsight import is_later
from peacetrack.analysis.holding import acts_of, announced, details_beside
from peacetrack.analysis.sentence.naming import CameOut, Names
from peacetrack.index.statement import CONTENT, Key, Statement, field_words
from peacetrack.rules import wording
from peacetrack.rules.acts import is_bare
from peacetrack.rules.claims import Claimed
from peacetrack.rules.contender import Contenders
from peacetrack.rules.stance_run import ENDING_FIELDS
from peacetrack.rules.standing import Standing
from peacetrack.state import State, TermState, reading_of
from peacetrack.table.palette import MARKS
from peacetrack.words.act import GOING_BACK
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import joined
from peacetrack.words.stance import Stance
from peacetrack.words.value import grouped, in_short
from peacetrack.words.when import days_between

OLD = 30
"""How many days a position may be old before it is shown as such."""


@frozen
class Shown:
    """Where a party stands on a term, with all that a cell shows beside it.

    Attributes:
        state: the state that is shown.
        names: its names of parties, terms and events.
        standing: where the party stands.
        acts: the claims with an act that it is shown with.
        needed: whether the term needs the party.
        contenders: the statements of another stance that may be later.
        own: where a party that accepts stands on the record, where that is more or less.
        to_come: of a party without a word that holds, the stances that are reported and begin later.
    """

    state: State
    names: Names
    standing: Standing
    acts: Sequence[Claimed]
    needed: bool
    contenders: Contenders
    own: Standing | None
    to_come: Sequence[Statement] = ()

    @classmethod
    def of(cls, names: Names, term: TermState, party: str) -> Shown:
        """Return what is shown of a party on a term of a state."""
        state, standing = term.state, term[party]
        acts, others = acts_of(state, standing), contenders_of(state, standing)
        own = names.record.beside(standing)
        to_come = () if standing.runs or acts else announced(state, term.id, party)
        return cls(state, names, standing, acts, party in term.needed, others, own, to_come)

    @property
    def stance(self) -> Stance | None:
        """The stance; None without one."""
        return self.standing.stance if isinstance(self.standing.stance, Stance) else None

    @property
    def differing(self) -> Standing | None:
        """Where it stands on the record, unless it goes back on that itself in one of the acts."""
        against = (act for act in self.acts if is_bare(act, GOING_BACK) and act.attribution.type.on_record)
        own = self.own
        if own is None or not own.accepts:
            return own
        return None if any(not self.names.accounts_of(own.party, act) for act in against) else own

    @property
    def newest(self) -> CameOut | None:
        """When the newest of its reports came out; None without one."""
        return self.names.newest(self.standing, self.acts)

    @property
    def last_out(self) -> int | None:
        """The instant by when that came out; None of what is only supposed, too."""
        newest = self.newest
        return None if newest is None or newest.supposed else newest.publication

    @property
    def is_recorded_only(self) -> bool:
        """Whether it is not known when that was published."""
        newest = self.newest
        if newest is None or newest.supposed:
            return False
        return not wording.is_published(newest.publication, newest.published)

    @property
    def recorded_details(self) -> list[str]:
        """The details of an acceptance that are others on the record, in words: `size 50 troops`."""
        if not self.standing.accepts:
            return []
        own = self.names.record.own(self.standing)
        fields = details_beside(self.standing, own, self.standing.counting)
        return [f"{field_words(CONTENT + field)} {in_short(own.counting[field])}" for field in fields]

    @property
    def is_coded_apart(self) -> bool:
        """Whether another coding of the source that its stance rests on gives another stance."""
        run = () if self.standing.derived else self.standing.runs.get("stance", ())
        if not run or not (run[-1].by.source.url or run[-1].by.source.sha256):
            return False
        said = reading_of(self.state).cut.all(Key(self.standing.term, self.standing.party, "stance"))
        by_report = grouped(said, lambda statement: statement.report)
        held, own = run[-1], {statement.value for statement in by_report[run[-1].report]}
        codings = (of for of in by_report.values() if of[0].by.source.is_same(held.by.source))
        return any({statement.value for statement in of} != own for of in codings)

    def in_brief(self, announced: Statement) -> str:
        """Return a stance that is to come as boards with signs have it: `accepts 2030-07-10 *`."""
        accounts = f"per {joined(announced.accounts_of, '+')}" if announced.accounts_of else ""
        known = accounts or ("" if announced.on_record else MARKS["unnamed"].sign)
        return " ".join(filter(None, (str(announced.value), wording.readable(announced.since), known)))

    @property
    def days(self) -> int | None:
        """How many days ago it was last reported, where that is more than `OLD`; else None."""
        last = self.last_out
        days = 0 if last is None else days_between(last, self.state.instant)
        return days if days > OLD else None

    def is_later(self, ends: Collection[str] = ENDING_FIELDS) -> bool:
        """Return whether some of it came out later than the moment; `ends` are the endings that it shows."""
        return is_later(self.state, self.names, self.standing, self.acts, ends)
