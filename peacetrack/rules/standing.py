"""Where a party stands on a term, and between which instants.

How its own statements make a standing is in `own_standing`, and how those of its group do in `group`.
"""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter
from typing import Any

import attrs

from peacetrack.errors import UnknownFieldError
from peacetrack.index.statement import POSITION_FIELDS, Statement, bare_field
from peacetrack.rules.holding import HoldingBase
from peacetrack.rules.second_run import NO_SECOND_RUN, SecondRun
from peacetrack.rules.stance_run import Run, Runs
from peacetrack.words.classes import frozen
from peacetrack.words.condition import Condition
from peacetrack.words.edtf import Precision
from peacetrack.words.ending import Ending
from peacetrack.words.kind import RESERVED, ContentKind
from peacetrack.words.stance import Stance
from peacetrack.words.value import Absence, as_name, grouped
from peacetrack.words.when import Moment


@frozen(eq=True)
class Standing(HoldingBase):
    """Where a party stands on a term, with the evidence for every field.

    Attributes:
        term, party: the ids of the term and the party.
        stance: a stance, an absence, or None where there is no statement.
        red_line: whether the party calls the stance a red line; None where it does not say.
        conditions: what it asks for, in the order of its statement.
        window: until when the offer stands.
        since: when the stance began; without a stance, the greatest statement.
        until: until when the stance is meant to hold.
        certain: whether it has certainly begun by the valid moment.
        disputed: the fields that are disputed (rule 7).
        lapsed: whether its `until` or its window has passed, and nothing replaced it.
        by_group: the group that it stands with, where it has no live stance of its own, or an older
            one of another side (rule 9).
        by_members: the members by which a group stands, where it has no live stance (rule 9).
        begun: whether a stance has begun, lapsed or not.
        of_kind: the kind of the term's content: its fields and which of them bind.
        older: the content fields last reported before the party came to this side (rule 4).
        may_hold: the content fields that only may hold (rule 3).
        runs: by field, the statements of the value that holds, oldest first.
        begins, ends: in a history, the first instant at which it held, and the first after it.
        acts: in a history of `analysis.history`, what the party did meanwhile without a stance, each act
            with its day and its report.
        reserves: in a history of `analysis.history`, the fields that are not on the record while the stance
            is, each with who alone gives it: `conditions, not on the record`.

    >>> standing = state["truce"]["NORTH"]
    >>> str(standing.stance), [str(condition) for condition in standing.conditions]
    ('accepts', ['summit is held'])
    """

    __columns__ = (
        "term",
        "party",
        "begins",
        "ends",
        "stance",
        "acts",
        "red_line",
        "conditions",
        "window",
        "content",
        "since",
        "until",
        "certain",
        "disputed",
        "lapsed",
        "older",
        "by_group",
        "by_members",
        "accounts_of",
        "on_record",
        "on_record_since",
        "reserves",
        "last_reported",
        "silent",
    )

    term: str
    party: str
    stance: Stance | Absence | None
    red_line: bool | None
    conditions: tuple[Condition, ...]
    window: Ending | Absence | None
    since: Moment | None
    until: Ending | Absence | None
    certain: bool
    disputed: tuple[str, ...]
    lapsed: bool
    by_group: str | None
    begun: bool = attrs.field(repr=False)
    of_kind: ContentKind = attrs.field(repr=False, eq=attrgetter("id"))
    older: tuple[str, ...] = attrs.field(repr=False)
    may_hold: tuple[str, ...] = attrs.field(repr=False)
    runs: Runs = attrs.field(repr=False, eq=False)
    begins: datetime | None = attrs.field(default=None, repr=False, eq=False, kw_only=True)
    ends: datetime | None = attrs.field(default=None, repr=False, eq=False, kw_only=True)
    acts: tuple[str, ...] = attrs.field(default=(), repr=False, eq=False, kw_only=True)
    reserves: tuple[str, ...] = attrs.field(default=(), repr=False, eq=False, kw_only=True)
    by_members: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    _nearer: SecondRun = attrs.field(default=NO_SECOND_RUN, repr=False, eq=False, kw_only=True)

    @property
    def derived(self) -> bool:
        """Whether it stands with its group, or by its members (rule 9).

        >>> state["truce"]["NORTH"].derived
        False
        """
        return self.by_group is not None or bool(self.by_members)

    @property
    def accounts_of(self) -> tuple[str, ...]:
        """Where the stance is known only from other parties, these parties; else empty (rule 3).

        >>> state["truce"]["NORTH"].accounts_of
        ()
        """
        run = self.runs.get("stance", ())
        if self.silent or not all(statement.accounts_of for statement in run) or self.nearer:
            return ()
        return tuple(dict.fromkeys(party for s in run for party in s.accounts_of))

    @property
    def recorded(self) -> Run:
        """The statements on the record that give it its stance; empty where it is not on the record.

        They may be older than its run, where only reports off the record said otherwise since (rule 3).

        >>> state["truce"]["SOUTH"].recorded
        ()
        """
        said = () if self.silent else (*self.nearer, *self.runs["stance"])
        return tuple(statement for statement in said if statement.on_record)

    @property
    def on_record(self) -> bool | None:
        """Whether a named person or body stands by its stance, and it is no account; None without a stance.

        A group that stands by its members needs that of each; one that is against a term, of one that is.

        >>> state["truce"]["NORTH"].on_record, state["truce"]["SOUTH"].on_record
        (True, False)
        """
        if self.silent or not self.by_members:
            return None if self.silent else bool(self.recorded)
        said = {statement.party for statement in self.recorded}
        if isinstance(self.stance, Stance) and self.stance.side < 0:
            return any(statement.value is self.stance for statement in self.recorded)
        return all(statement.party in said for statement in self.runs["stance"])

    @property
    def on_record_since(self) -> Moment | None:
        """Since when it is on the record: later than `since` where an account or a leak was first.

        It is earlier where the party said the same on the record before others differed. None where it is not
        on the record. In a row of `analysis.squares` it begins again where the party went
        back on its acceptance in an act, and returned.

        >>> str(state["truce"]["NORTH"].on_record_since), state["truce"]["SOUTH"].on_record_since
        ('2030-01-01', None)
        """
        return since_recorded(self.recorded) if self.on_record else None

    @property
    def nearer(self) -> Run:
        """Older statements that give it the same stance and are nearer to the party than its run (rule 3).

        >>> state["truce"]["SOUTH"].nearer
        ()
        """
        return self._nearer.run

    @property
    def otherwise(self) -> Run:
        """Its own statements on the record of another stance, where reports off the record differ (rule 3).

        >>> state["truce"]["SOUTH"].otherwise[-1].value
        <Stance.OPPOSES: 'opposes'>
        """
        return tuple(statement for statement in self._nearer.otherwise if statement.party == self.party)

    @property
    def silent(self) -> bool:
        """Whether there is no stance; an act or a detail may still stand.

        >>> state["truce"]["EAST"].silent
        True
        """
        return not isinstance(self.stance, Stance)

    def __repr__(self) -> str:
        stance = "silent" if self.stance is None else self.stance
        lapsed = ", lapsed" if self.lapsed else ""
        return f"<Standing of {self.party} on {self.term}: {stance}{lapsed}>"

    @property
    def live(self) -> bool:
        """Whether its stance has begun, is no absence, and has not lapsed.

        >>> state["truce"]["NORTH"].live
        True
        """
        return self.begun and not self.silent and not self.lapsed

    @property
    def live_stance(self) -> Stance | None:
        """Its stance, where it is live; else None.

        >>> state["truce"]["NORTH"].live_stance
        <Stance.ACCEPTS: 'accepts'>
        """
        return self.stance if self.live and isinstance(self.stance, Stance) else None

    @property
    def status_key(self) -> tuple[object, ...]:
        """The values that statuses and conditions depend on; standings with equal keys count alike.

        >>> state["truce"]["NORTH"].status_key == state.without("radio")["truce"]["NORTH"].status_key
        True
        """
        stance = self.begun, self.stance, self.lapsed, self.conditions, self.disputed, self.by_members
        return (*stance, *self.counting.items())

    @property
    def accepts(self) -> bool:
        """Whether it is live and accepts, with or without conditions.

        >>> state["truce"]["NORTH"].accepts
        True
        """
        return self.live and self.stance is Stance.ACCEPTS

    @property
    def begun_perhaps(self) -> bool:
        """Whether its dates leave open if its stance has begun.

        They do not on a day that a report of that day gives: it tells of what is so, the hour not stated.

        >>> state["truce"]["NORTH"].begun_perhaps
        False
        """
        if self.silent or self.certain:
            return False
        by_holder = grouped(self.runs["stance"], lambda statement: statement.party).values()
        return not all(any(map(_is_of_its_day, of_holder)) for of_holder in by_holder)

    @property
    def confirmed(self) -> bool:
        """Whether an acceptance is the party's own, has begun by its dates, and is not denied on the record.

        True of every other standing.

        >>> state["truce"]["NORTH"].confirmed
        True
        """
        return not self.accepts or not (self.begun_perhaps or self.accounts_of or self.otherwise)

    def get(self, field: str) -> Any:
        """Return the value of any field: a value, an absence, or None where there is no statement.

        Parameters:
            field: a field of a position, such as `stance`, or of the content of the term's kind.

        Raises:
            UnknownFieldError: if the kind has no such field.

        >>> state["truce"]["NORTH"].get("red_line") is None
        True
        """
        if field in POSITION_FIELDS:
            return getattr(self, field)
        name = bare_field(field)
        known = self.of_kind.known
        if known and name not in known and name not in RESERVED:
            raise UnknownFieldError(name, (*POSITION_FIELDS, *known))
        return self.details.get(as_name(name))


@frozen
class Spell:
    """A standing, with the instants between which it held.

    Attributes:
        standing: where the party stood.
        begins, ends: the first instant, and the first after it; None before year 1 and after 9999.

    >>> str(state.spells("truce", "SOUTH")[0].standing.stance)
    'opposes'
    """

    standing: Standing
    begins: datetime | None
    ends: datetime | None

    @property
    def from_unknown(self) -> bool:
        """Whether it may have held before it begins: no report says since when it does.

        >>> state.spells("truce", "SOUTH")[0].from_unknown
        False
        """
        since = self.standing.since
        return since is not None and since.range.from_unknown

    @property
    def as_it_ended(self) -> Spell:
        """The same, with its standing as certain as it came to be before it ended.

        >>> state.spells("truce", "SOUTH")[0].as_it_ended.standing.certain
        True
        """
        if self.certain is self.standing.certain:
            return self
        return attrs.evolve(self, standing=attrs.evolve(self.standing, certain=self.certain))

    @property
    def certain(self) -> bool:
        """Whether it had certainly begun before it was over.

        >>> state.spells("truce", "SOUTH")[0].certain
        True
        """
        if self.standing.certain or self.ends is None:
            return self.standing.certain
        run = self.standing.runs.get("stance", ()) if not self.standing.silent else ()
        starts = [statement.since.latest for statement in run]
        if not run and self.standing.since is not None:
            starts.append(self.standing.since.latest)
        return any(latest is not None and latest < self.ends for latest in starts)


def _is_of_its_day(statement: Statement) -> bool:
    """Return whether a statement begins on a day, and came out on that day."""
    since, by = statement.since, statement.by
    exact = since.precision is Precision.DAY and not (since.uncertain or since.approximate)
    return exact and not by.supposed and statement.anchor <= by.publication <= statement.latest


def since_recorded(run: Run) -> Moment | None:
    """Return when the first of some statements on the record began, oldest first; None without one."""
    return next((statement.since for statement in run if statement.on_record), None)
