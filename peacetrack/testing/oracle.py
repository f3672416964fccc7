"""The oracle: rules 1 to 9 of `docs/reference/rules.md` written naively, to be checked by eye.

It reads nothing but entries and shares no rule with the library.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, assert_never

from peacetrack.index.statement import Asserted, Provenance, asserted, comparison_key
from peacetrack.ledger.entry import Entry
from peacetrack.words.basis import Basis
from peacetrack.words.edtf import BEGINNING, END
from peacetrack.words.ending import At, Ending, NotBefore, Undisclosed, WithEvent
from peacetrack.words.stance import Stance
from peacetrack.words.term import Agenda
from peacetrack.words.value import WEAK, Absence
from peacetrack.words.when import After, Before, Moment, as_instant

Place = tuple[int, ...]
Atoms = list["Atom"]
Every = dict[str, Atoms]


class Span(NamedTuple):
    """When something began: anchor, latest, and whether the start is unknown."""

    anchor: int
    latest: int
    unknown: bool = False

    @property
    def first(self) -> int:
        return BEGINNING if self.unknown else self.anchor

    @property
    def ends(self) -> int:
        instant = self.anchor == self.latest and not self.unknown
        if instant:
            return self.latest
        return self.latest + 1 if BEGINNING < self.latest < END else END


class Atom(NamedTuple):
    """A field of a claim with its value, its span, and its place: rule 3."""

    by: Provenance
    value: Any
    span: Span
    order: Place


class Oracle:
    """What holds at a basis, worked out from the entries alone."""

    def __init__(self, entries: Iterable[Entry], basis: Basis) -> None:
        self.valid, self.basis = as_instant(basis.valid), basis
        self.agenda, self.said, self.places = Agenda(""), list[Asserted](), dict[str, int]()
        for entry in (entry for entry in entries if entry.seq <= basis.known):
            self.take(entry, entry.body)
        self.said = [said for said in self.said if said.by.report not in basis.trust.without]

    def take(self, entry: Entry, body: Any) -> None:
        """Rule 6: a correction withdraws, asserts, and keeps the place in ties."""
        if isinstance(body, Agenda):
            self.agenda = self.agenda.replaced_by(body)
        gone = getattr(body, "retracts", None) or getattr(body, "corrects", None)
        claim = getattr(body, "claim", None)
        self.said = [s for s in self.said if s.by.report != gone or claim not in (None, s.by.claim)]
        if entry.report is not None:
            place = self.places[entry.id] = self.places[gone] if gone else entry.seq
            self.said += asserted(entry, place)

    def firsthand(self, by: Provenance) -> bool:
        """Rule 3: not what a party says of another that never is its member or its group."""
        side = by.attribution.acts_for
        if side is None:
            side = next((p.acts_for for p in self.agenda.people if p.id == by.attribution.person), None)
        sides = [side] if isinstance(side, str) else side or []
        groups: dict[str | None, set[str]] = {p.id: {m.party for m in p.members} for p in self.agenda.parties}
        near = (
            s == by.holder or s in groups.get(by.holder, ()) or by.holder in groups.get(s, ()) for s in sides
        )
        return by.holder is None or not sides or any(near)

    def trusted(self, by: Provenance) -> bool:
        """Rule 8."""
        if not self.basis.trust.accounts and not self.firsthand(by):
            return False
        limit = self.basis.published_by
        if limit and (by.published is None or by.published.range.last > as_instant(limit)):
            return False
        return self.basis.trust.counts(by.type, by.reliability, by.credibility)

    def span(self, when: Any, published: int) -> Span:
        """Rules 3 and 5: a time left out, a moment, or a time bound to an event."""
        if isinstance(when, Moment) and not when.range.from_unknown:
            return Span(when.range.first, when.range.last)
        if isinstance(when, Moment) and when.range.last < END:
            return Span(when.range.last, when.range.last, unknown=True)
        if when is None or isinstance(when, Moment):
            return Span(published, published, unknown=True)
        event, known = self.event_span(when.event), self.atoms(when.event, None, trusted=False)
        status = str(known["status"][-1].value) if "status" in known else None
        deadline = "type" in known and known["type"][-1].value == "deadline"
        if isinstance(when, After) and status == "cancelled":
            return Span(END, END)
        if isinstance(when, After) and (status == "postponed" or (status == "expected" and not deadline)):
            return Span(event.latest if event else END, END)
        if event is None:
            return Span(published, published, unknown=True)
        if isinstance(when, Before):
            return Span(event.anchor, event.anchor, unknown=True)
        told_in = event.first <= published < event.latest
        begins = published if told_in else event.latest
        return Span(begins, max(event.latest, published)) if isinstance(when, After) else event

    def atoms(self, term: str, party: str | None, *, trusted: bool = True) -> Every:
        """Rule 1: the statements on a term, or of an event, by field and in their order."""
        found: Every = {}
        for said in self.said:
            told = said.by.publication
            for key, value in said.values:
                if key[:2] == (term, party) and (self.trusted(said.by) or not trusted):
                    span = Span(told, told) if said.event else self.span(said.since, told)
                    by = said.by
                    order = (span.anchor, self.firsthand(by), by.type.directness, by.tie_seq, by.claim)
                    found.setdefault(key.field, []).append(Atom(by, value, span, order))
        return {field: sorted(atoms, key=lambda a: a.order) for field, atoms in found.items()}

    def event_span(self, event: str) -> Span | None:
        """Rule 5, by publication: dates count under every trust; words alone are no date."""
        every = self.atoms(event, None, trusted=False)
        statuses = every.get("status", [])
        begun, over = (_last(statuses, says) for says in (("held", "ended", "ongoing"), ("held", "ended")))
        postponed = [a for a in statuses if a.value == "postponed"][-1:]
        for dated in reversed(every.get("when", [])):
            told, when = dated.by.publication, dated.value
            words = isinstance(when, Moment) and when.edtf is None
            if words or any(dated.order < p.order and dated.by.report != p.by.report for p in postponed):
                continue
            span = self.span(when, told)
            if begun and span.first > max(told, begun[0].by.publication):
                continue
            if isinstance(when, After) and statuses and statuses[-1].value in ("expected", "postponed"):
                span = Span(span.anchor if self.event_span(when.event) else END, END)
            return span if span.anchor < END else None
        by = (over or begun)[:1]
        return Span(by[0].by.publication, by[0].by.publication, unknown=True) if by else None

    def event(self, event: str) -> dict[str, Any]:
        known, span = self.atoms(event, None), self.event_span(event)
        status = known["status"][-1].value.value if "status" in known else None
        if span is None and status in ("held", "ongoing", "ended"):
            published = known["status"][-1].by.publication
            span = Span(published, published, unknown=True)
        deadline = "type" in known and known["type"][-1].value == "deadline"
        passes = span and deadline and status not in ("postponed", "cancelled")
        begins = span.anchor if span and status in ("held", "ongoing", "ended") else END
        ends = span.ends if span and (passes or status in ("held", "ended")) else END
        begins = min(begins, ends)
        return {"status": status, "held": begins <= self.valid, "ended": ends <= self.valid, "ends": ends}

    def closes(self, atom: Atom) -> int:
        ending: Ending | Absence = atom.value
        match ending:
            case At(Moment() as moment):
                return moment.ends
            case At(bound):
                dated = self.event_span(str(bound.event))
                return self.span(bound, atom.by.publication).ends if dated else END
            case WithEvent(str() as id):
                return int(self.event(id)["ends"])
            case WithEvent() | NotBefore() | Undisclosed() | Absence():
                return END
            case _:
                assert_never(ending)

    def lapsed(self, *endings: Atoms) -> bool:
        return any(self.closes(run[-1]) <= self.valid for run in endings if run)

    def run(
        self,
        atoms: Atoms,
        floor: Place,
        end: int = END + 1,
        stances: Iterable[Atom] = (),
        *,
        early: bool = False,
    ) -> Atoms:
        """The last begun ones of one meaning; a weak absence does not displace a value.

        Past `end` only what a claim says counts that states one of the stances.
        """
        run: Atoms = []
        for atom in atoms:
            weak = atom.value in WEAK and run and not isinstance(run[-1].value, Absence)
            counts = atom.span.anchor < end or any(atom.by is s.by for s in stances)
            begun = early or atom.span.anchor <= self.valid
            if begun and counts and atom.order >= floor and not weak:
                run = [*run, atom] if run and not _changed(run[-1], atom) else [atom]
        return run

    def perhaps(self, atoms: Atoms, wall: Place) -> Atoms:
        """Where none has begun: the earliest anchored of unknown start."""
        unknown = [atom for atom in atoms if atom.span.unknown]
        if wall or any(atom.span.anchor <= self.valid for atom in atoms):
            return []
        return [atom for atom in unknown if atom.span.anchor == unknown[0].span.anchor][-1:]

    def stance_run(self, every: Every, wall: Place) -> Atoms:
        """Rule 4: a run also ends with its until, and when its window has closed."""
        run: Atoms = []
        for atom in self.run(every.get("stance", []), wall):
            over = run and self.endings(every, run, atom.order)[1] <= atom.span.anchor
            run = [atom] if over else [*run, atom]
        return run

    def endings(self, every: Every, run: Atoms, before: Place | None = None) -> tuple[Every, int]:
        """The window and until that live with a run of the stance, and when they end it."""
        held: Every = {"window": [], "until": []}
        endings = [(a.order, field, a) for field in held for a in every.get(field, [])]
        bare = self.bare_untils(every)
        for order, field, atom in sorted(endings, key=lambda item: item[0]):
            known = run[0].order <= order and (before is None or order < before)
            stated = any(atom.by is stance.by for stance in run)
            end = self.reading_untils(bare, run, held)[1]
            counts = stated or (field == "window" and atom.span.anchor < end)
            if known and counts and atom.span.anchor <= self.valid:
                held[field] = self.run([*held[field], atom], run[0].order)
        untils, end = self.reading_untils(bare, run, held)
        return held | {"until": self.run(untils, (), early=True)}, end

    def bare_untils(self, every: Every) -> list[tuple[int, Atom, Atoms]]:
        """Rule 4: the place of each until on a claim without a stance, the until, and its stances."""
        found, wall = [], self.wall(every)
        stances = [a for a in every.get("stance", []) if a.value not in WEAK and a.order >= wall]
        for until in (a for a in every.get("until", []) if a.order >= wall):
            if any(until.by is stance.by for stance in every.get("stance", [])):
                continue
            moment = getattr(until.value, "moment", None)
            within: Atoms = []
            if isinstance(moment, Moment) and not (moment.range.from_unknown and moment.range.last == END):
                place = moment.range.first
                before = [s for s in stances if s.span.anchor < place]
                within = [s for s in stances if place <= s.span.anchor <= moment.range.last]
            else:
                place = until.span.anchor
                before = [s for s in stances if s.order < until.order]
            named: Atoms = []
            for stance in before:
                named = [*named, stance] if named and not _changed(named[-1], stance) else [stance]
            if not named or isinstance(named[0].value, Absence):
                named = [s for s in within if isinstance(s.value, Stance)][:1]
            found += [(place, until, named)] if named else []
        return sorted(found, key=lambda item: (item[0], item[1].order))

    def reading_untils(
        self, bare: list[tuple[int, Atom, Atoms]], run: Atoms, held: Every
    ) -> tuple[Atoms, int]:
        """Rule 4: the untils of a run, its own and then bare ones, and when it is over."""
        untils, own = held["until"], held["until"][-1:]
        window = min((self.closes(a) for a in held["window"][-1:]), default=END)
        end = min((self.closes(a) for a in own), default=END)
        for place, until, stances in bare:
            weak = until.value in WEAK and untils and not isinstance(untils[-1].value, Absence)
            lesser = bool(own) and until.order < own[0].order
            in_time = untils is held["until"] and until.span.anchor < end
            over = window <= place or (end <= place and not in_time)
            told_of = any(stance.by is each.by for each in run for stance in stances)
            if told_of and not (weak or lesser or over):
                untils, end = [*untils, until], self.closes(until)
        return untils, min(window, end)

    def living_with(self, field: str, every: Every, run: Atoms, wall: Place) -> Atoms:
        """What holds of a field that lives with a run of the stance, or without one."""
        atoms = every[field]
        if run and run[-1].span.anchor > self.valid and not field.startswith("content."):
            return [atom for atom in atoms if atom.by is run[-1].by]
        has_stance = bool(run) and isinstance(run[-1].value, Stance)
        if not has_stance or field.startswith("content."):
            return [] if field == "until" else self.run(atoms, wall) or self.perhaps(atoms, wall)
        held, end = self.endings(every, run)
        return held[field] if field in held else self.run(atoms, run[0].order, end, run)

    def wall(self, every: Every) -> Place:
        walls = [a.order for a in every.get("*", []) if a.span.anchor <= self.valid]
        return walls[-1] if walls else ()

    def own(self, term: str, party: str | None) -> dict[str, Any]:
        """Where a party stands by its own statements; of a term itself, without a party."""
        every = self.atoms(term, party)
        wall = self.wall(every)
        stance = self.stance_run(every, wall)
        begun = bool(stance) and isinstance(stance[-1].value, Stance)
        first = stance or self.perhaps(every.get("stance", []), wall)
        others = {f: self.living_with(f, every, first, wall) for f in every if f not in ("stance", "*")}
        runs = {field: run for field, run in ({"stance": first} | others).items() if run}
        has_stance = bool(first) and isinstance(first[-1].value, Stance)
        last = max((run[-1] for run in runs.values()), key=lambda a: a.order, default=None)
        ruling = first if has_stance else [last] if last else []
        if last and not has_stance:
            runs["until"] = [a for a in every.get("until", []) if a.by is last.by]
        runs = {field: run for field, run in runs.items() if run}
        until = runs.get("until", [])
        return {field: run[-1].value for field, run in runs.items()} | {
            "runs": runs,
            "begun": begun,
            "by_group": None,
            "until": until[-1].value if until else None,
            "since": ruling[0].span if ruling else None,
            "certain": (begun or not has_stance) and any(a.span.latest <= self.valid for a in ruling),
            "lapsed": self.lapsed(runs.get("window", []), until),
            "disputed": {field for field in runs if self.disputed(field, runs[field], every)},
        }

    def disputed(self, field: str, run: Atoms, every: Every) -> bool:
        """Rule 7."""
        others = [a for a in every[field] if all(a.by is not held.by for held in run)]
        reaching = all(one.by.undated for one in run)
        return any(_dispute(one, other, reaching=reaching) for one in run for other in others)

    def standing(self, term: str, party: str) -> dict[str, Any]:
        """Rule 9: a party's own stance, or its group's, overlaid by its own begun fields."""
        own = self.own(term, party)
        names = self.agenda.groups_of(party, self.valid)
        groups = [g for id in names if (g := self.own(term, id) | {"group": id})["begun"]]
        live = [group for group in groups if not group["lapsed"]]
        groups = live if own["begun"] else live or groups
        if not groups:
            return own
        best = max(groups, key=lambda group: group["runs"]["stance"][-1].order)
        displaced = own["begun"] and not own["lapsed"]
        if displaced:
            mine, theirs = own["runs"]["stance"][-1], best["runs"]["stance"][-1]
            if mine.value.side == theirs.value.side or theirs.order < mine.order:
                return own
        wall = self.wall(every := self.atoms(term, party))
        begun = {f: self.run(every[f], wall) for f in every.keys() - {"stance", "until", "*"}}
        begun = {
            field: run
            for field, run in begun.items()
            if run
            and not (
                run[-1].value in WEAK
                and field in best["runs"]
                and not isinstance(best["runs"][field][-1].value, Absence)
            )
            and (not own["begun"] or field.startswith("content."))
            and not (displaced and field in best["runs"] and run[-1].order < best["runs"][field][-1].order)
        }
        disputed = {f for f, run in begun.items() if self.disputed(f, run, every)}
        for field in best["runs"].keys() - begun.keys():
            others = [group["runs"][field] for group in groups if field in group["runs"]]
            apart = any(_changed(best["runs"][field][-1], o[-1], aside=True) for o in others)
            disputed |= {field} if apart or field in best["disputed"] else set()
        disputed |= {"stance"} if displaced else set()
        runs, values = best["runs"] | begun, {field: run[-1].value for field, run in begun.items()}
        over = self.lapsed(runs.get("window", []), runs.get("until", []))
        values |= {"by_group": best["group"], "runs": runs, "lapsed": over, "disputed": disputed}
        return best | values


def _last(atoms: Atoms, says: tuple[str, ...]) -> Atoms:
    """The last ones in a row that say one of these."""
    run: Atoms = []
    for atom in atoms:
        run = [*run, atom] if atom.value in says else []
    return run


def _dispute(one: Atom, other: Atom, *, reaching: bool) -> bool:
    """Rule 7: different sources differ, and their ranges overlap; what is undated reaches back."""
    a, b = one.by, other.by
    voices = (a.voice, a.attribution) != (b.voice, b.attribution)
    apart = voices if a.report == b.report else a.origin is None or a.origin != b.origin
    apart = apart and not (a.undated and b.undated and a.report != b.report)
    first = BEGINNING if reaching else one.span.anchor
    first_other = BEGINNING if b.undated else other.span.anchor
    meet = first <= other.span.latest and first_other <= one.span.latest
    return apart and meet and _changed(one, other, aside=True)


def _changed(one: Atom, other: Atom, *, aside: bool = False) -> bool:
    """Whether two values mean something else; set `aside`, an absence or a side does not matter."""
    if aside and isinstance(one.value, Stance) and isinstance(other.value, Stance):
        return one.value.side != other.value.side
    absent = isinstance(one.value, Absence) or isinstance(other.value, Absence)
    return not (aside and absent) and bool(comparison_key(one.value) != comparison_key(other.value))
