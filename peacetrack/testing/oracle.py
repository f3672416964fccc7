"""The oracle: rules 1 to 11 of `docs/reference/rules.md`, written from that page to be checked by eye.

It reads entries, loops over all claims for every question, and shares no rule with the library.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from copy import copy
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import ceil
from typing import Any, NamedTuple, assert_never

import attrs

from peacetrack.ledger.entry import Entry
from peacetrack.words.act import Act
from peacetrack.words.attribution import Attribution
from peacetrack.words.basis import Basis
from peacetrack.words.classes import frozen
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.declared_kind import stated
from peacetrack.words.edtf import BEGINNING, END, Precision, microseconds
from peacetrack.words.ending import At, Ending, NotBefore, Undisclosed, WithEvent
from peacetrack.words.grade import Credibility, Reliability
from peacetrack.words.party import Member
from peacetrack.words.position import Position, Progress
from peacetrack.words.quorum import Need
from peacetrack.words.report import Claim, Correction, Event, EventStatus, Report, Retraction
from peacetrack.words.stance import Stance
from peacetrack.words.term import Agenda, TermStatus
from peacetrack.words.value import Absence, Quantity
from peacetrack.words.when import After, Before, Bound, InWords, Moment, When

WEAK = (Absence.NOT_STATED, Absence.UNKNOWN)
WITH_STANCE = ("red_line", "conditions", "window", "until")
"""The fields that live with the run of a stance."""
AGREEING = (Act.AGREES, Act.COMMITS, Act.SIGNS)
HELD = (EventStatus.HELD, EventStatus.ONGOING, EventStatus.ENDED)
OVER = (EventStatus.HELD, EventStatus.ENDED)
OFF = (EventStatus.POSTPONED, EventStatus.CANCELLED)


class Quorum(NamedTuple):
    """How many of which parties a term needs, who has a veto, and the group where it is not live."""

    of: Sequence[str]
    least: int
    veto: tuple[str, ...] = ()
    unlive: str | None = None


Subject = tuple[str, str | None] | str | None
"""A term and a party, a term alone, or an event."""


@frozen
class Span:
    """Between which instants something lies; where the start is unknown, only that it was by the last."""

    first: int
    last: int
    unknown: bool = False
    instant: bool = False

    @property
    def anchor(self) -> int:
        """Its place in the order (rule 3)."""
        return self.last if self.unknown else self.first

    @property
    def ends(self) -> int:
        """Rule 4: a day ends at its next midnight, an instant is its own end."""
        if not BEGINNING < self.last < END:
            return END
        return self.last if self.instant or self.first == self.last else self.last + 1


NEVER = Span(END, END)


@frozen(eq=False)
class Said:
    """A claim as the rules read it."""

    report: Report
    number: int
    claim: Claim
    recorded: int
    tie: int
    redacted: bool
    account: tuple[str, ...]
    trusted: bool
    span: Span
    undated: bool

    @property
    def id(self) -> tuple[str, int]:
        """The id of the report and the number of the claim."""
        return str(self.report.id), self.number

    @property
    def attribution(self) -> Attribution:
        """The attribution of the claim."""
        return self.report.attribution_of(self.claim)

    @property
    def bound(self) -> int:
        """When it was said at the latest."""
        return bound(self.report, self.recorded)

    @property
    def order(self) -> tuple[int, ...]:
        """Rule 3: its place in the order."""
        directness = self.attribution.type.directness
        return (self.span.anchor, not self.account, directness, self.tie, self.number)

    @property
    def about(self) -> Subject:
        """The subject: a term with its holder, or an event."""
        if isinstance(self.claim, Event):
            return self.claim.id
        return (self.claim.term, self.claim.holder) if isinstance(self.claim, Position | Progress) else None

    @property
    def values(self) -> dict[str, Any]:
        """Rule 1: what it says, by field."""
        content = {} if self.claim.content is None else dict(stated(self.claim.content))
        facts = {field: value for field, value in self.claim.facts.items() if value is not None}
        return facts | {f"content.{field}": value for field, value in content.items()}


@frozen(eq=False)
class Atom:
    """A field of a claim with its value."""

    said: Said
    field: str
    value: Any

    @property
    def anchor(self) -> int:
        """Where it stands in time."""
        return self.said.span.anchor

    @property
    def order(self) -> tuple[int, ...]:
        """Where it stands among the others."""
        return self.said.order

    @property
    def bare(self) -> bool:
        """Whether its claim states no stance."""
        return not isinstance(self.said.values.get("stance"), Stance)

    @property
    def absent(self) -> bool:
        """Whether its value is an absence."""
        return isinstance(self.value, Absence)


Atoms = Sequence[Atom]
Fields = Mapping[str, Atoms]


@frozen
class Stood:
    """Where a party stands on a term: by field, the run of the statements that hold."""

    term: str
    party: str | None
    runs: Fields
    since: Span | None = None
    certain: bool = False
    begun: bool = False
    lapsed: bool = False
    disputed: frozenset[str] = frozenset()
    side_since: int = BEGINNING
    may_hold: frozenset[str] = frozenset()
    nearer: Atoms = ()
    by_group: str | None = None
    by_members: Mapping[str, Stood] = attrs.field(factory=dict)

    def value(self, field: str) -> Any:
        """Return the value of a field, or None."""
        members = self.by_members.values()
        if members and field == "stance":
            return min(member.stance for member in members)
        if members and field == "red_line":
            return any(m.value(field) is True for m in members if m.stance == self.stance) or None
        if members and field == "conditions":
            return tuple(dict.fromkeys(c for m in members for c in m.value(field) or ()))
        return self.runs[field][-1].value if field in self.runs else None

    @property
    def stance(self) -> Any:
        """The stance, an absence, or None."""
        return self.value("stance")

    @property
    def live(self) -> Stance | None:
        """Rule 9: the stance, where it is live."""
        return self.stance if self.begun and not self.lapsed and isinstance(self.stance, Stance) else None

    @property
    def older(self) -> frozenset[str]:
        """Rule 4: the details last said before the party came to its side."""
        return frozenset(f for f, run in self.details.items() if run[-1].anchor < self.side_since)

    @property
    def details(self) -> Fields:
        """The runs of its content."""
        return {field: run for field, run in self.runs.items() if field.startswith("content.")}

    @property
    def counting(self) -> dict[str, Any]:
        """Rule 10: the details that count for a status."""
        return {f: r[-1].value for f, r in self.details.items() if f not in self.older | self.may_hold}

    @property
    def words(self) -> list[Atom]:
        """Rule 3: the statements that make the stance known; none without a stance."""
        members = self.by_members.values()
        nearer = [atom for member in members for atom in member.nearer] if members else self.nearer
        return [*self.runs["stance"], *nearer] if isinstance(self.stance, Stance) else []

    @property
    def accounts_of(self) -> tuple[str, ...]:
        """Rule 3: the parties that alone report the stance, where it is known by accounts."""
        told = [party for atom in self.words for party in atom.said.account]
        return tuple(dict.fromkeys(told)) if all(atom.said.account for atom in self.words) else ()

    @property
    def recorded(self) -> list[Atom]:
        """Rule 3: what of these is on the record."""
        return [atom for atom in self.words if on_record(atom.said)]


class Oracle:
    """A naive reader of entries: the answers at a basis, worked out from them alone."""

    def __init__(self, entries: Iterable[Entry], basis: Basis) -> None:
        self.basis, self.valid = basis, microseconds(basis.valid)
        self.agenda = Agenda("")
        self.filed: dict[str, tuple[Report, Entry, int, set[int]]] = {}
        for entry in entries:
            if entry.seq <= basis.known:
                self.read(entry)
        self.said: list[Said] = []
        self.said += [self.say(*about) for about in self.claims() if isinstance(about[0], Event)]
        self.said += [self.say(*about) for about in self.claims() if not isinstance(about[0], Event)]

    def read(self, entry: Entry) -> None:
        """Rule 6: a correction withdraws and asserts at one seq, and keeps the place in ties."""
        body = entry.body
        if isinstance(body, Agenda):
            self.agenda = self.agenda.replaced_by(body)
        elif isinstance(body, Report):
            self.filed[entry.id] = (body, entry, entry.seq, set())
        elif isinstance(body, Correction):
            _, _, tie, _ = self.filed.pop(body.corrects)
            self.filed[entry.id] = (body.report, entry, tie, set())
        elif isinstance(body, Retraction) and body.claim is not None:
            self.filed[body.retracts][3].add(body.claim)
        elif isinstance(body, Retraction):
            del self.filed[body.retracts]

    def claims(self) -> Iterator[tuple[Claim, int, Report, Entry, int]]:
        for id, (report, entry, tie, gone) in self.filed.items():
            for number, claim in enumerate(report.claims, start=1):
                if id not in self.basis.trust.without and number not in gone:
                    yield claim, number, report, entry, tie

    def say(self, claim: Claim, number: int, report: Report, entry: Entry, tie: int) -> Said:
        """Rules 3, 5 and 8: read the time of a claim, and whether it is an account and trusted."""
        account = self.account(claim.holder, report.attribution_of(claim))
        latest = bound(report, entry.recorded)
        since, dated = claim.since or report.since, isinstance(claim, Event)
        unknown = Span(BEGINNING, latest, unknown=True)
        span = Span(latest, latest) if dated else self.time(since, latest) or unknown
        return Said(
            report,
            number,
            claim,
            recorded=entry.recorded,
            tie=tie,
            redacted=entry.redacted,
            account=account,
            trusted=self.trusts(claim, report, account),
            span=span,
            undated=not (dated or any(map(says_when, (claim.since, report.since, report.source.published)))),
        )

    def account(self, holder: str | None, attribution: Attribution) -> tuple[str, ...]:
        """Rule 3: the other parties a claim comes from; none for own words, or between member and group."""
        person = self.agenda.person_by_id.get(attribution.person or "")
        speakers = attribution.parties or ((person.acts_for,) if person and person.acts_for else ())
        together = {(m.party, group.id) for group in self.agenda.parties for m in group.members}
        for one in speakers:
            if one == holder or (one, holder) in together or (holder, one) in together:
                return ()
        return () if holder is None else speakers

    def trusts(self, claim: Claim, report: Report, account: tuple[str, ...]) -> bool:
        """Rule 8."""
        trust, by, published = self.basis.trust, self.basis.published_by, report.source.published
        if by is not None and (published is None or published.range.last > microseconds(by)):
            return False
        letter, digit = report.source.reliability, claim.credibility
        ungraded = (None, Reliability.F, Credibility.CANNOT_BE_JUDGED)
        for grade, worst in ((letter, trust.reliability), (digit, trust.credibility)):
            if worst is not None and not (trust.ungraded if grade in ungraded else grade <= worst):
                return False
        allowed = report.attribution_of(claim).type in trust.attributions
        return allowed and (trust.accounts or not account)

    # Rules 3 and 5: times, and the events that date them

    def time(self, when: When | None, latest: int) -> Span | None:
        """Return when something was that was said by `latest`; None where that says no date."""
        if when is None or not says_when(when):
            return None
        if isinstance(when, Moment):
            span = when.range
            return Span(span.first, span.last, span.from_unknown, span.precision is Precision.INSTANT)
        return self.bound_to(when, latest)

    def bound_to(self, when: Bound, latest: int) -> Span:
        """Rule 5: the moment of what is bound to an event, and was said by `latest`."""
        date, status = self.date(when.event), self.last_status(when.event)
        deadline = self.is_deadline(when.event, trusted=False)
        if isinstance(when, After):
            if status is EventStatus.CANCELLED:
                return NEVER
            if status is EventStatus.POSTPONED or (status is EventStatus.EXPECTED and not deadline):
                return Span(date.last, END) if date else NEVER
        if date is None:
            return Span(BEGINNING, latest, unknown=True)
        if isinstance(when, Before):
            return Span(BEGINNING, date.anchor, unknown=True)
        if isinstance(when, After):
            begins = latest if date.first <= latest < date.last else date.last
            return Span(begins, max(date.last, latest))
        return date

    def last_status(self, event: str) -> EventStatus | None:
        """Rule 5: the status published last, under any trust."""
        statuses = self.atoms(event, "status", trusted=False)
        return statuses[-1].value if statuses else None

    def began_by(self, event: str, status: Container[EventStatus]) -> int | None:
        """The first publication in succession of these statuses, where the last is one of them."""
        first = None
        for atom in reversed(self.atoms(event, "status", trusted=False)):
            if atom.value not in status:
                break
            first = atom.said.bound
        return first

    def whens(self, event: str) -> list[Atom]:
        """Rule 5: the times of an event that count, dates or words."""
        statuses = self.atoms(event, "status", trusted=False)
        postponed = [atom for atom in statuses if atom.value is EventStatus.POSTPONED]
        began = self.began_by(event, HELD)
        counting = []
        for atom in self.atoms(event, "when", trusted=False):
            void = any(
                atom.order < by.order and atom.said.report is not by.said.report for by in postponed[-1:]
            )
            span = self.event_time(atom)
            plan = began is not None and span is not None and atom.said.bound < span.first > began
            if not void and not plan:
                counting.append(atom)
        return counting

    def event_time(self, atom: Atom) -> Span | None:
        """Rule 5: when an event takes place by one statement; words alone are no date."""
        when, latest = atom.value, atom.said.bound
        if isinstance(when, Moment):
            dated = self.time(when, latest) or Span(BEGINNING, latest, unknown=True)
            return None if when.edtf is None else dated
        span = self.bound_to(when, latest)
        assert isinstance(atom.said.claim, Event)
        awaited = self.last_status(atom.said.claim.id) in (EventStatus.EXPECTED, EventStatus.POSTPONED)
        if awaited and isinstance(when, After):
            return Span(span.anchor, END) if self.date(when.event) and span != NEVER else NEVER
        return span

    def date(self, event: str) -> Span | None:
        """Rule 5: the date of an event, from all that is known."""
        dates = [span for atom in self.whens(event) if (span := self.event_time(atom))]
        if dates:
            return None if dates[-1] == NEVER else dates[-1]
        by = self.began_by(event, OVER) or self.began_by(event, HELD)
        return None if by is None else Span(BEGINNING, by, unknown=True)

    def event(self, event: str) -> Fields:
        """By field, the statements of the value that holds."""
        fields = {field.name: self.atoms(event, field.name) for field in attrs.fields(Event)}
        whens = self.whens(event)
        fields["when"] = [atom for atom in whens if self.event_time(atom)] or whens
        return {field: last_run(atoms) for field, atoms in fields.items() if atoms}

    def event_disputed(self, event: str) -> frozenset[str]:
        """Rule 7 of an event."""
        return frozenset(
            field
            for field, run in self.event(event).items()
            if self.disputed(run, self.whens(event) if field == "when" else self.atoms(event, field))
        )

    def is_deadline(self, event: str, *, trusted: bool = True) -> bool:
        types = self.atoms(event, "type", trusted=trusted)
        return bool(types) and types[-1].value == "deadline"

    def took_place(self, event: str, statuses: Container[EventStatus]) -> Span | None:
        """Rule 5: when an event took place that has one of these statuses, by the trusted ones."""
        told, date = self.atoms(event, "status"), self.date(event)
        status = told[-1].value if told else None
        if status in statuses:
            latest = told[-1].said.bound
            return date or Span(latest, latest, instant=True)
        if date and self.is_deadline(event) and status not in OFF:
            return Span(date.ends, date.ends, instant=True)
        return None

    def held(self, event: str) -> bool:
        """Rule 5: whether an event is held."""
        date = self.took_place(event, HELD)
        return date is not None and date.anchor <= self.valid

    def over_at(self, event: str) -> int:
        """Rule 5: when an event has ended."""
        date = self.took_place(event, OVER)
        return END if date is None else date.ends

    # Rules 1 to 4: what a party itself says

    def atoms(self, about: Subject, field: str, *, trusted: bool = True) -> list[Atom]:
        """Rules 1, 3 and 8: the trusted statements of a field in their order, or all."""
        return [
            Atom(said, field, said.values[field])
            for said in sorted(self.said, key=lambda said: said.order)
            if said.about == about and field in said.values and (said.trusted or not trusted)
        ]

    def begun(self, atoms: Iterable[Atom]) -> list[Atom]:
        return [atom for atom in atoms if atom.anchor <= self.valid]

    def own(
        self, term: str, party: str | None, *, begun: bool = False, follower: Member | None = None
    ) -> Stood:
        """Return where a party, or a term itself, stands: by all, what has `begun`, or for a `follower`."""
        names = {field for said in self.said if said.about == (term, party) for field in said.values}
        every = {name: self.atoms((term, party), name) for name in sorted(names)}
        floor = self.cleared((term, party))
        fields = {name: [atom for atom in atoms if atom.order >= floor] for name, atoms in every.items()}
        if follower is not None:
            fields["until"] = self.with_untils_of(follower, term, fields.get("until", ()))
            every["until"] = [*every.get("until", ()), *self.atoms((term, follower.party), "until")]
        runs = {field: last_run(self.begun(atoms)) for field, atoms in fields.items()}
        runs["stance"] = self.stance_run(fields)
        if not floor and not begun:
            runs = {field: run or self.may_hold(fields.get(field, ())) for field, run in runs.items()}
        stance = runs["stance"]
        runs.pop("until", None)
        leads = [atom for atom in stance if not atom.absent] if party else runs.get("stage")
        last = max((run[-1] for run in runs.values() if run), key=lambda atom: atom.order, default=None)
        leading = leads or [last] if last else []
        if stance and isinstance(stance[-1].value, Stance):
            runs |= self.living_with(stance, fields)
        else:
            runs["until"] = [atom for atom in fields.get("until", ()) if last and atom.said is last.said]
        runs = {field: run for field, run in runs.items() if run}
        stood = Stood(
            term,
            party,
            runs,
            since=leading[0].said.span if leading else None,
            certain=any(atom.said.span.last <= self.valid for atom in leading),
            begun=any(not atom.absent for atom in self.begun(stance)),
            lapsed=self.over(runs),
            disputed=frozenset(field for field, run in runs.items() if self.disputed(run, every[field])),
            side_since=self.side_since(stance, fields),
            may_hold=frozenset(field for field, run in runs.items() if not self.begun(run)),
        )
        return attrs.evolve(stood, nearer=self.nearer(stood, follower)) if party else stood

    def nearer(self, stood: Stood, follower: Member | None) -> Atoms:
        """Rule 3: what says the stance nearer to the party than its run does."""
        said = [atom.said for atom in stood.runs.get("stance", ())]
        if stood.live is None or any(map(on_record, said)):
            return ()
        for near in (on_record, in_own_words):
            if near is on_record or not any(map(near, said)):
                alone = copy(self)
                alone.said = [attrs.evolve(s, trusted=s.trusted and near(s)) for s in self.said]
                other = alone.own(stood.term, stood.party, follower=follower)
                if other.live is stood.live:
                    return other.runs["stance"]
        return ()

    def with_untils_of(self, member: Member, term: str, untils: Sequence[Atom]) -> list[Atom]:
        """Return the untils of a group, and the bare ones of a member since it joined."""
        floor = self.cleared((term, member.party))
        bare = [a for a in self.atoms((term, member.party), "until") if a.bare and a.order >= floor]
        since = [atom for atom in bare if self.begins(atom) >= joined(member)]
        return sorted([*untils, *since], key=lambda atom: atom.order)

    def cleared(self, about: Subject) -> tuple[int, ...]:
        """Rule 1: the place before which a complete position that has begun clears everything."""
        complete = [
            said for said in self.said if said.about == about and said.claim.complete and said.trusted
        ]
        return max((said.order for said in complete if said.span.anchor <= self.valid), default=())

    def may_hold(self, atoms: Atoms) -> list[Atom]:
        """Rule 3: where none has begun, the earliest anchored of unknown start."""
        unknown = [atom for atom in atoms if atom.said.span.unknown]
        return [atom for atom in unknown if atom.anchor == unknown[0].anchor][-1:]

    def stance_run(self, fields: Fields) -> list[Atom]:
        """Rule 4: equal stances in succession; a run also ends with its until or its window."""
        run: list[Atom] = []
        for atom in self.begun(fields.get("stance", ())):
            if displaces_nothing(run, atom):
                continue
            same = run and atom.value == run[-1].value
            joins = same and (atom.absent or atom.anchor < self.endings(run, fields, atom)[2])
            run = [*run, atom] if joins else [atom]
        return run

    def living_with(self, stance: Atoms, fields: Fields) -> dict[str, list[Atom]]:
        """Rule 4: the red line, conditions, window and until of a run of the stance."""
        claims = [atom.said for atom in stance]
        if not self.begun(stance):
            return {field: [a for a in fields.get(field, ()) if a.said in claims] for field in WITH_STANCE}
        window, until, end = self.endings(stance, fields)
        living = {"window": window, "until": until}
        agreed = [said.order for said in claims if agrees(said.claim)]
        for field in ("red_line", "conditions"):
            floor = max(agreed, default=()) if field == "red_line" else ()
            living[field] = last_run(
                atom
                for atom in self.begun(fields.get(field, ()))
                if atom.order >= max(stance[0].order, floor) and (atom.anchor < end or atom.said in claims)
            )
        return living

    def endings(
        self, stance: Atoms, fields: Fields, before: Atom | None = None
    ) -> tuple[list[Atom], list[Atom], int]:
        """Rule 4: the window and the until of a run of the stance, and when it ends."""
        claims = [atom.said for atom in stance]
        run = stance if before else self.to_come(stance, fields)
        untils = fields.get("until", ())
        own = last_run(atom for atom in untils if atom.said in claims)
        bare = [atom for atom in untils if atom.bare and self.told_of(atom, fields) in run]
        window: list[Atom] = []
        for atom in self.begun(fields.get("window", ())):
            if atom.order >= stance[0].order and (before is None or atom.order < before.order):
                told = [u for u in bare if min(self.begins(u), self.closes(u), u.anchor) <= atom.anchor]
                if atom.said in claims or atom.anchor < self.end(window, self.until(own, told, window)):
                    window = last_run([*window, atom])
        until = self.until(own, bare, window)
        return window, until, self.end(window, until)

    def until(self, own: list[Atom], bare: Atoms, window: Atoms) -> list[Atom]:
        """Rule 4: the until of a run, from those given with the stance and bare ones, in their order.

        None revives a run that is over: by its window, by another bare one, or by that of the stance
        where it was not said before that came.
        """
        until = own
        for atom in sorted(bare, key=lambda atom: (min(self.begins(atom), self.closes(atom)), atom.order)):
            begins = self.begins(atom)
            in_time = min(begins, atom.anchor) if until is own else begins
            greater = not own or atom.order > own[-1].order
            if greater and begins < self.end(window) and in_time < self.end(until):
                until = last_run([*until, atom])
        return until

    def end(self, *endings: Atoms) -> int:
        """Return when the first of the endings comes."""
        return min((self.closes(run[-1]) for run in endings if run), default=END)

    def begins(self, until: Atom) -> int:
        """Return where the moment begins that a bare until names; without one, when it is said."""
        moment = self.names(until)
        return moment.anchor if moment else until.anchor

    def to_come(self, stance: Atoms, fields: Fields) -> Atoms:
        """Return a run of the stance with the statements that will join it."""
        run = list(stance)
        for atom in fields["stance"]:
            if atom.order <= run[-1].order or displaces_nothing(run, atom):
                continue
            if atom.value != run[-1].value or atom.anchor >= self.endings(run, fields, atom)[2]:
                break
            run.append(atom)
        return run

    def names(self, ending: Atom) -> Span | None:
        """Return the moment that an ending names; none where it is bound to an event without a date."""
        when = ending.value.moment if isinstance(ending.value, At) else None
        undated = isinstance(when, Bound) and self.date(when.event) is None
        return None if undated else self.time(when, ending.said.bound)

    def told_of(self, until: Atom, fields: Fields) -> Atom | None:
        """Return the stance that holds as the moment begins that a bare until names, else when it is said."""
        stances = [atom for atom in fields.get("stance", ()) if atom.value not in WEAK]
        moment = self.names(until)
        if moment is None:
            last = max((a for a in stances if a.order < until.order), key=lambda a: a.order, default=None)
            return None if last is None or last.absent else last
        before = [atom for atom in stances if atom.anchor < moment.anchor]
        within = [a for a in stances if not a.absent and moment.anchor <= a.anchor < moment.ends]
        holds = bool(before) and not before[-1].absent  # an absence that displaced it leaves no run
        return before[-1] if holds else within[0] if within else None

    def closes(self, atom: Atom) -> int:
        """Rule 4: when an ending comes."""
        ending: Ending | Absence = atom.value
        match ending:
            case At():
                span = self.names(atom)
                return END if span is None else span.ends
            case WithEvent(str(event)):
                return self.over_at(event)
            case WithEvent() | NotBefore() | Undisclosed() | Absence():
                return END
            case _:
                assert_never(ending)

    def over(self, runs: Fields) -> bool:
        """Rule 4: whether the until has passed or the window has closed."""
        return any(f in runs and self.closes(runs[f][-1]) <= self.valid for f in ("window", "until"))

    def side_since(self, stance: Atoms, fields: Fields) -> int:
        """Rule 4: since when a party has stood on the side of its stance."""
        if not self.begun(stance) or stance[0].absent:
            return BEGINNING
        since = stance[0]
        for atom in reversed(fields["stance"]):
            if atom.order < since.order and not atom.absent:
                if atom.value.side != since.value.side:
                    break
                since = atom
        return since.anchor

    # Rule 7: disputes

    def disputed(self, run: Atoms, atoms: Atoms) -> bool:
        """Whether a statement of the run is disputed by another that the evidence cannot order."""
        return any(
            self.differ(one, other)
            and one.said.about == other.said.about
            and can_dispute(one.said, other.said)
            and overlap(self.reach(one, dated=self.is_dated(run, one)), self.reach(other))
            for one, other in product(run, atoms)
        )

    def is_dated(self, run: Atoms, one: Atom) -> bool:
        """Whether a dated statement of the same holder in a run has begun."""
        return any(not a.said.undated for a in self.begun(run) if a.said.about == one.said.about)

    def reach(self, atom: Atom, *, dated: bool = False) -> tuple[int, int]:
        """Return from when to when a statement may have begun, in a run that a dated one begins or not."""
        said = atom.said
        if isinstance(said.claim, Event):
            published = said.report.source.published
            return (BEGINNING if published is None else min(published.range.first, said.bound)), said.bound
        return (BEGINNING if said.undated and not dated else atom.anchor), said.span.last

    def differ(self, one: Atom, other: Atom) -> bool:
        """Whether two values differ so that they can be disputed."""
        if one.absent or other.absent:
            return False
        if one.field == "stance":
            tied = one.order[:3] == other.order[:3]  # all but the order of recording
            return bool(one.value != other.value if tied else one.value.side != other.value.side)
        if one.field == "when":
            dates = self.event_time(one) or NEVER, self.event_time(other) or NEVER
            return NEVER not in dates and not overlap(*((date.first, date.last) for date in dates))
        return meaning(one.value) != meaning(other.value) and not may_be_equal(one, other)

    # Rule 9: groups

    def standing(self, term: str, party: str) -> Stood:
        """Return where a party stands: by itself, with its group, or by its members."""
        stood, group = self.behind(term, party), self.agenda.party_by_id[party]
        members = {member: self.behind(term, member) for member in self.members(party)}
        live = members and all(member.live is not None for member in members.values())
        if stood.live is not None or group.members_known is not True or not live:
            return stood
        runs: dict[str, Atoms] = {
            f: [a for m in members.values() for a in m.runs.get(f, ())] for f in ("stance", "conditions")
        }
        least = min(member.stance for member in members.values())
        red = [
            m.runs["red_line"] for m in members.values() if m.stance == least and m.value("red_line") is True
        ]
        runs |= {"red_line": [atom for run in red for atom in run], **stood.details}
        return attrs.evolve(
            stood,
            runs={field: run for field, run in runs.items() if run},
            since=max((m.since for m in members.values() if m.since), key=lambda since: since.anchor),
            certain=all(member.certain for member in members.values()),
            begun=True,
            lapsed=False,
            disputed=frozenset({"stance"} if any("stance" in m.disputed for m in members.values()) else ()),
            side_since=BEGINNING,
            by_members=members,
        )

    def members(self, group: str) -> list[str]:
        """The members of a group at the valid moment."""
        return [m.party for m in self.agenda.party_by_id[group].members if self.belongs(m)]

    def behind(self, term: str, party: str) -> Stood:
        """Return where a party stands by itself or with its group."""
        own = self.own(term, party)
        follows = {
            group.id: min(members, key=joined)
            for group in self.agenda.parties
            if (members := [m for m in group.members if m.party == party and self.belongs(m)])
        }
        groups = {
            group: stood
            for group, member in follows.items()
            if isinstance((stood := self.own(term, group, follower=member)).stance, Stance) and stood.begun
        }
        live = {id: stood for id, stood in groups.items() if stood.live is not None}
        groups = groups if not live and not own.begun else live
        if not groups:
            return own
        by = max(groups, key=lambda id: groups[id].runs["stance"][-1].order)
        group = groups[by]
        taken = own.live is not None
        if taken:
            greater = group.runs["stance"][-1].order[:3] > own.runs["stance"][-1].order[:3]
            if not greater or group.stance.side == own.stance.side:
                return own
        return self.with_group(own, by, groups, taken=taken)

    def belongs(self, member: Member) -> bool:
        since = joined(member)
        until = END if member.until is None else member.until.range.last
        return since <= self.valid <= until

    def with_group(self, own: Stood, by: str, groups: Mapping[str, Stood], *, taken: bool) -> Stood:
        """Return where a member stands with the group that has taken it, or that it has not left."""
        group = groups[by]
        own = self.own(own.term, own.party, begun=True)
        differing = {
            field
            for field, run in group.runs.items()
            for other in groups.values()
            if field in other.runs and self.differ(run[-1], other.runs[field][-1])
        }
        lapsed_or_live = own.begun and isinstance(own.stance, Stance)
        overlay = {
            field: run
            for field, run in own.runs.items()
            if field not in ("stance", "until")
            and (field in own.details or not lapsed_or_live)
            and not (field in group.runs and displaces_nothing(group.runs[field], run[-1]))
            and not (taken and field in group.runs and run[-1].order < group.runs[field][-1].order)
        }
        runs = {**group.runs, **overlay}
        disputed = {f for f in runs if f in (own.disputed if f in overlay else group.disputed | differing)}
        return attrs.evolve(
            group,
            runs=runs,
            lapsed=self.over(runs),
            disputed=frozenset(disputed | ({"stance"} if taken else set())),
            may_hold=group.may_hold - overlay.keys(),
            by_group=by,
        )

    # Rules 10 and 11: statuses and conditions

    @cached_property
    def stood(self) -> dict[tuple[str, str], Stood]:
        """The standing of every party on every term."""
        pairs = product(self.agenda.term_by_id, self.agenda.party_by_id)
        return {(term, party): self.standing(term, party) for term, party in pairs}

    @cached_property
    def free(self) -> set[tuple[str, str]]:
        """The term and party of every standing without an unmet condition: the least fixpoint."""
        free: set[tuple[str, str]] = set()
        while True:
            status = {term: self.status(term, free) for term in self.agenda.term_by_id}
            more = {
                pair
                for pair, stood in self.stood.items()
                if all(self.met(condition, status, free) for condition in stood.value("conditions") or ())
            }
            if more == free:
                return free
            free = more

    def met(
        self, condition: Condition, status: Mapping[str, TermStatus | None], free: Container[tuple[str, str]]
    ) -> bool:
        """Rule 11: whether a condition is met, given which standings are free of unmet ones."""
        match condition:
            case TermIs():
                reached = status.get(condition.term)
                return reached is not None and reached >= condition.status
            case StanceIs():
                pair = (condition.term, condition.party)
                live, due = self.stood[pair].live if pair in self.stood else None, condition.stance
                if live is None or live.side != due.side:
                    return False
                return (live <= due) if due.side < 0 else (live >= due and (due.side == 0 or pair in free))
            case EventHeld():
                return self.held(condition.event)
            case InWords():
                return False

    def quorums(self, term: str) -> list[Quorum]:
        """Rule 10: who decides on a term."""
        declared = self.agenda.term_by_id[term]
        return [] if declared.backdrop else [self.quorum(need) for need in declared.needs]

    def quorum(self, need: Need) -> Quorum:
        if isinstance(need, str):
            return Quorum((need,), 1)
        if not isinstance(need.of, str):
            return Quorum(need.of, count_of(need.at_least, len(need.of)), need.without_veto_of)
        members = self.members(need.of)
        count = count_of(need.at_least, len(members))
        live = self.agenda.party_by_id[need.of].members_known is True and members and len(members) >= count
        return Quorum(members, count, need.without_veto_of, None if live else need.of)

    def needed(self, term: str) -> tuple[str, ...]:
        """All parties that the quorums name, each once."""
        named = [p for q in self.quorums(term) for p in (*q.of, *([q.unlive] if q.unlive else []), *q.veto)]
        return tuple(dict.fromkeys(named))

    def accepting(self, term: str) -> tuple[str, ...]:
        return tuple(p for p in self.needed(term) if self.stood[term, p].live is Stance.ACCEPTS)

    def waits_on(self, term: str) -> tuple[str, ...]:
        """Rule 10: quorum by quorum, all that have not agreed where too few have, and vetoes against."""
        found: list[str] = []
        for quorum in self.quorums(term):
            not_agreed = [p for p in quorum.of if self.level(term, p, self.free) < TermStatus.AGREED]
            if quorum.unlive:
                found.append(quorum.unlive)
            elif len(quorum.of) - len(not_agreed) < quorum.least:
                found += not_agreed
            found += [p for p in quorum.veto if self.level(term, p, self.free) < TermStatus.PENDING]
        return tuple(dict.fromkeys(found))

    def tally(self, term: str) -> dict[str, int]:
        """Rule 10: how many of the needed parties stand where."""
        found: dict[str, int] = {}
        for party in self.needed(term):
            stood = self.stood[term, party]
            where = str(stood.live or ("lapsed" if stood.begun and stood.lapsed else "no report"))
            found[where] = found.get(where, 0) + 1
        return found

    def level(self, term: str, party: str, free: Container[tuple[str, str]]) -> TermStatus:
        """Rule 10: how far a party alone takes a term."""
        match self.stood[term, party].live:
            case Stance.REJECTS:
                return TermStatus.BLOCKED
            case Stance.OPPOSES:
                return TermStatus.CONTESTED
            case Stance.ACCEPTS:
                return TermStatus.AGREED if (term, party) in free else TermStatus.CONDITIONAL
            case _:
                return TermStatus.PENDING

    def status(self, term: str, free: Container[tuple[str, str]] | None = None) -> TermStatus | None:
        """Rule 10: the first that fits."""
        free = self.free if free is None else free
        needed = [self.stood[term, party] for party in self.needed(term)]
        if not needed:
            return None
        if not any(stood.begun for stood in needed):
            return TermStatus.UNREPORTED
        levels = []
        for quorum in self.quorums(term):
            reached = sorted((self.level(term, party, free) for party in quorum.of), reverse=True)
            levels.append(TermStatus.PENDING if quorum.unlive else reached[quorum.least - 1])
            vetoes = (self.level(term, party, free) for party in quorum.veto)
            levels += [level for level in vetoes if level < TermStatus.PENDING]
        worst = min(levels)
        if worst > TermStatus.PENDING and not self.settled(term):
            return TermStatus.IN_PRINCIPLE
        return worst

    def settled(self, term: str) -> bool:
        """Rule 10: whether all binding fields have common ground among all that accept."""
        accepting = [self.stood[term, party] for party in self.accepting(term)]
        needed = [stood for one in accepting for stood in (one, *one.by_members.values())]
        kind = self.agenda.kind(self.agenda.term_by_id[term].kind)
        counting = [stood.counting for stood in (*needed, self.own(term, None))]
        for field in {field for details in counting for field in details}:
            known = kind.known.get(field.removeprefix("content."))
            said = [details[field] for details in counting if field in details]
            if kind.free:
                said = [value for value in said if not isinstance(value, str)]
            elif known is None or not known.binds:
                continue
            if Absence.UNDER_NEGOTIATION in said:
                return False
            values = [stood.counting[field] for stood in needed if field in stood.counting]
            values = [value for value in values if value in said and not isinstance(value, Absence)]
            if not have_common_ground(values):
                return False
        return True


def on_record(said: Said) -> bool:
    """Rule 3: whether a named person or body stands by a claim, and it is no account."""
    return said.attribution.type.on_record and not said.account


def in_own_words(said: Said) -> bool:
    """Rule 3: whether a claim is no account."""
    return not said.account


def joined(member: Member) -> int:
    """Rule 9: the first instant of a membership."""
    return BEGINNING if member.since is None else member.since.range.first


def count_of(at_least: int | str, there_are: int) -> int:
    """Rule 10: a number, or a share that is rounded up."""
    return at_least if isinstance(at_least, int) else ceil(Fraction(at_least) * there_are)


def bound(report: Report, recorded: int) -> int:
    """Rule 3: the earlier of publication, by its latest instant, and recording."""
    published = report.source.published
    return recorded if published is None else min(published.range.last, recorded)


def says_when(when: When | None) -> bool:
    """Whether something gives a time at all: a binding to an event does, words alone do not."""
    if isinstance(when, Moment):
        return not (when.range.from_unknown and when.range.last == END)
    return when is not None


def last_run(atoms: Iterable[Atom]) -> list[Atom]:
    """Rule 4: the last equal ones in succession."""
    run: list[Atom] = []
    for atom in atoms:
        if not displaces_nothing(run, atom):
            equal = run and meaning(run[-1].value) == meaning(atom.value)
            run = [*run, atom] if equal else [atom]
    return run


def displaces_nothing(run: Atoms, atom: Atom) -> bool:
    """Rule 3: whether a statement is a weak absence, and a value holds."""
    return bool(run) and not run[-1].absent and atom.absent and atom.value in WEAK


def can_dispute(one: Said, other: Said) -> bool:
    """Rule 7: whether two come from independent reports, or from two voices of one."""
    if one.report is other.report:
        return (one.claim.voice, one.attribution) != (other.claim.voice, other.attribution)
    if one.undated and other.undated:
        return False
    origin = one.report.source.origin
    return not coded_twice(one, other) and (origin is None or origin != other.report.source.origin)


def coded_twice(one: Said, other: Said) -> bool:
    """Rule 7: whether two reports are codings of one source."""
    source, another = one.report.source, other.report.source
    if source.sha256 is not None and source.sha256 == another.sha256:
        return True
    if source.url is None or source.url != another.url or one.redacted or other.redacted:
        return False
    if source.published is None or another.published is None:
        return True
    first, second = source.published.range, another.published.range
    return first.first <= second.last and second.first <= first.last


def agrees(claim: Claim) -> bool:
    """Rule 4: whether a claim ends the red line by agreeing."""
    accepts = isinstance(claim, Position) and claim.stance is Stance.ACCEPTS and claim.red_line is None
    return accepts and claim.act in AGREEING


def have_common_ground(values: Sequence[Any]) -> bool:
    """Rule 10: whether quantities overlap, collections share a member, and others are equal."""
    if any(isinstance(value, Quantity) for value in values):
        ranges = [value if isinstance(value, Quantity) else Quantity(value, value) for value in values]
        lows = [quantity.low for quantity in ranges if quantity.low is not None]
        highs = [quantity.high for quantity in ranges if quantity.high is not None]
        units = {quantity.unit for quantity in ranges}
        return len(units) == 1 and (not lows or not highs or max(lows) <= min(highs))
    if values and all(isinstance(value, tuple) for value in values):
        return bool(set.intersection(*map(set, values)))
    return len(set(map(meaning, values))) <= 1


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two ranges overlap."""
    return one[0] <= other[1] and other[0] <= one[1]


def may_be_equal(one: Atom, other: Atom) -> bool:
    """Rule 7: whether two values may have been equal before words were redacted."""
    values = [set(a.value) if isinstance(a.value, tuple) else {a.value} for a in (one, other)]
    rest, others = values[0] - values[1], values[1] - values[0]
    hidden = any(all("[redacted, entry" in str(value) for value in left) for left in (rest, others))
    alike = sorted(map(type_names, rest)) == sorted(map(type_names, others))
    return hidden and alike and all(map(is_words, rest | others))


def type_names(value: Any) -> tuple[str, ...]:
    """Return what of a value no redaction changes: its type, and the parts of an ending without the words."""
    parts = attrs.astuple(value, recurse=False) if isinstance(value, Ending) else ()
    return type(value).__name__, *(type(part).__name__ if is_words(part) else str(part) for part in parts)


def is_words(value: Any) -> bool:
    """Whether a value is free words, or an ending that has them for its time or its event."""
    if isinstance(value, Ending):
        parts = attrs.astuple(value, recurse=False)
        return any(is_words(part) for part in parts if not isinstance(part, str))
    return isinstance(value, InWords) or type(value) is str or (isinstance(value, Moment) and not value.edtf)


def meaning(value: Any) -> Any:
    """Rule 4: what a value is compared by: collections have no order, dates have no words."""
    if isinstance(value, tuple):
        return frozenset(map(meaning, value))
    if isinstance(value, At):
        return (At, meaning(value.moment))
    if isinstance(value, Moment):
        return value.range if says_when(value) else value.edtf or value.said
    if isinstance(value, When):
        return (type(value), value.event)
    return (type(value), value)
