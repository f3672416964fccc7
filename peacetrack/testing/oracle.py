"""A naive reading of rules 1 to 9, to be checked by eye; it reads nothing but entries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from peacetrack.basis import Basis
from peacetrack.edtf import END
from peacetrack.ledger import Entry
from peacetrack.position import Stance
from peacetrack.report import Correction, Report
from peacetrack.statement import Asserted, Provenance, asserted
from peacetrack.term import Agenda
from peacetrack.value import WEAK, Absence
from peacetrack.when import After, At, Before, Moment, WithEvent, as_instant

Place = tuple[int, ...]
Atoms = list["Atom"]


class Span(NamedTuple):
    """When something began: anchor, latest, and whether the start is unknown."""

    anchor: int
    latest: int
    unknown: bool = False

    @property
    def ends(self) -> int:
        instant = self.anchor == self.latest and not self.unknown
        return self.latest if instant else min(self.latest + 1, END)


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
        for entry in entries:
            if entry.seq <= basis.known:
                self.take(entry, entry.body)
        self.said = [said for said in self.said if said.by.report not in basis.trust.without]

    def take(self, entry: Entry, body: Any) -> None:
        """Rule 6: a correction withdraws, asserts, and keeps the place in ties."""
        if isinstance(body, Agenda):
            self.agenda = self.agenda.replaced_by(body)
        gone = getattr(body, "retracts", None) or getattr(body, "corrects", None)
        claim = getattr(body, "claim", None)
        self.said = [s for s in self.said if s.by.report != gone or claim not in (None, s.by.claim)]
        if isinstance(body, Report | Correction):
            place = self.places[entry.id] = self.places[gone] if gone else entry.seq
            report = body.report if isinstance(body, Correction) else body
            where = {"seq": entry.seq, "place": place, "recorded": entry.recorded}
            self.said += asserted(report, id=entry.id, **where)

    def trusted(self, by: Provenance) -> bool:
        """Rule 8."""
        limit = self.basis.published_by
        if limit and (by.published is None or by.published.range.last > as_instant(limit)):
            return False
        return self.basis.trust.counts(by.type, by.reliability, by.credibility)

    def span(self, when: Any, told: int) -> Span:
        """Rules 3 and 5: a time left out, a moment, or a time bound to an event."""
        event = self.event_span(when.event) if when and not isinstance(when, Moment) else None
        if isinstance(when, Moment) and not when.range.from_unknown:
            return Span(when.range.first, when.range.last)
        if isinstance(when, Moment) and when.range.last < END:
            return Span(when.range.last, when.range.last, unknown=True)
        if event is None:
            return Span(told, told, unknown=True)
        if isinstance(when, Before):
            return Span(event.anchor, event.anchor, unknown=True)
        return Span(event.latest, max(event.latest, told)) if isinstance(when, After) else event

    def atoms(self, term: str, party: str | None, *, trusted: bool = True) -> dict[str, Atoms]:
        """Rule 1: the statements on a term, or of an event, by field and in their order."""
        found: dict[str, Atoms] = {}
        for said in self.said:
            when = said.by.published if said.event else said.since
            for key, value in said.values:
                if key[:2] == (term, party) and (self.trusted(said.by) or not trusted):
                    span, by = self.span(when, said.by.publication), said.by
                    order = (span.anchor, by.type.directness, by.place, by.claim)
                    found.setdefault(key.field, []).append(Atom(by, value, span, order))
        return {field: sorted(atoms, key=lambda a: a.order) for field, atoms in found.items()}

    # Rule 5: events, by publication, over all that is known

    def event_span(self, event: str) -> Span | None:
        """Dates always count, whatever the trust; words alone are no date."""
        told = self.atoms(event, None, trusted=False).get("when", [])
        dated = [a for a in told if not (isinstance(a.value, Moment) and a.value.edtf is None)]
        return self.span(dated[-1].value, dated[-1].by.publication) if dated else None

    def event(self, event: str) -> dict[str, Any]:
        if not (known := self.atoms(event, None).get("status", [])):
            return {"status": None, "held": False, "ended": False, "span": None}
        status, told = known[-1].value.value, known[-1].by.publication
        span = self.event_span(event) or Span(told, told, unknown=True)
        held = status in ("held", "ongoing", "ended") and span.anchor <= self.valid
        ended = status in ("held", "ended") and span.ends <= self.valid
        return {"status": status, "held": held, "ended": ended, "span": span}

    def closes(self, atom: Atom) -> int:
        ending = atom.value
        if isinstance(ending, At) and isinstance(ending.moment, Moment):
            return ending.moment.ends
        if isinstance(ending, At) and self.event_span(ending.moment.event):  # type: ignore[union-attr]
            return self.span(ending.moment, atom.by.publication).ends
        if isinstance(ending, WithEvent) and isinstance(ending.event, str):
            event = self.event(ending.event)
            if event["status"] in ("held", "ended"):
                return int(event["span"].ends)
        return END

    def lapsed(self, *endings: Atoms) -> bool:
        return any(self.closes(run[-1]) <= self.valid for run in endings if run)

    def run(self, atoms: Atoms, floor: Place) -> Atoms:
        """The last begun ones of one value; a weak absence does not displace a value."""
        run: Atoms = []
        for atom in atoms:
            weak = atom.value in WEAK and run and not isinstance(run[-1].value, Absence)
            if atom.span.anchor <= self.valid and atom.order >= floor and not weak:
                run = [*run, atom] if run and run[-1].value == atom.value else [atom]
        return run

    def perhaps(self, atoms: Atoms, wall: Place) -> Atoms:
        """Where none has begun: the earliest anchored of unknown start."""
        unknown = [atom for atom in atoms if atom.span.unknown]
        if wall or any(atom.span.anchor <= self.valid for atom in atoms):
            return []
        return [atom for atom in unknown if atom.span.anchor == unknown[0].span.anchor][-1:]

    def stance_run(self, every: dict[str, Atoms], wall: Place) -> Atoms:
        """Rule 4: a run also ends with its until, and when its window has closed."""
        run: Atoms = []
        for atom in self.run(every.get("stance", []), wall):
            for field in ("window", "until"):
                earlier = [a for a in every.get(field, []) if a.order < atom.order]
                endings = self.beside(field, earlier, run, wall, begun=True) if run else []
                if endings and self.closes(endings[-1]) <= atom.span.anchor:
                    run = []
            run = [*run, atom]
        return run

    def beside(self, field: str, atoms: Atoms, run: Atoms, wall: Place, *, begun: bool) -> Atoms:
        """What holds of a field beside a run of the stance, or without one."""
        if run and not begun and not field.startswith("content."):
            return [atom for atom in atoms if atom.by is run[-1].by]
        has_stance = bool(run) and isinstance(run[-1].value, Stance)
        if not has_stance or field.startswith("content."):
            return [] if field == "until" else self.run(atoms, wall) or self.perhaps(atoms, wall)
        if field == "until":
            atoms = [atom for atom in atoms if any(atom.by is a.by for a in run)]
        return self.run(atoms, run[0].order)

    def own(self, party: str | None, term: str) -> dict[str, Any]:
        """Where a party stands by its own statements; of a term itself, without a party."""
        every = self.atoms(term, party)
        walls = [a for a in every.pop("*", []) if a.span.anchor <= self.valid]
        wall = walls[-1].order if walls else ()
        stance = self.stance_run(every, wall)
        begun = bool(stance) and isinstance(stance[-1].value, Stance)
        first = stance or self.perhaps(every.get("stance", []), wall)
        runs = {"stance": first} | {
            field: self.beside(field, atoms, first, wall, begun=bool(stance))
            for field, atoms in every.items()
            if field != "stance"
        }
        runs = {field: run for field, run in runs.items() if run}
        has_stance = bool(first) and isinstance(first[-1].value, Stance)
        last = max((run[-1] for run in runs.values()), key=lambda a: a.order, default=None)
        governing = first if has_stance else [last] if last else []
        until = runs.get("until", [])
        if not has_stance and last:
            until = [a for a in every.get("until", []) if a.by is last.by]
        return {field: run[-1].value for field, run in runs.items()} | {
            "runs": runs,
            "begun": begun,
            "via": None,
            "until": until[-1].value if until else None,
            "since": governing[0].span if governing else None,
            "certain": (begun or not has_stance)
            and any(atom.span.latest <= self.valid for atom in governing),
            "lapsed": self.lapsed(runs.get("window", []), until),
            "disputed": {field for field in runs if self.disputed(runs[field], every[field])},
        }

    def disputed(self, run: Atoms, every: Atoms) -> bool:
        """Rule 7."""
        others = [atom for atom in every if all(atom.by is not held.by for held in run)]
        return any(_dispute(one, other) for one in run for other in others)

    def standing(self, party: str, term: str) -> dict[str, Any]:
        """Rule 9: a party's own stance, else its group's, overlaid by its own begun fields."""
        own = self.own(party, term)
        names = [
            group.id
            for group in self.agenda.parties
            for member in group.members
            if member.party == party and member.belongs(self.valid)
        ]
        groups = [self.own(id, term) | {"group": id} for id in names]
        groups = [group for group in groups if group["begun"]]
        if own["begun"] or not groups:
            return own
        best = max(groups, key=lambda group: group["runs"]["stance"][-1].order)
        begun = {f: run for f, run in own["runs"].items() if run[-1].span.anchor <= self.valid}
        begun.pop("stance", None)
        runs = best["runs"] | begun
        disputed = best["disputed"] | own["disputed"] & begun.keys()
        for runs_of in [group["runs"] for group in groups]:
            both = best["runs"].keys() & runs_of.keys()
            disputed |= {
                f for f in both if _differ(best["runs"][f][-1].value, runs_of[f][-1].value)
            }
        values = {field: run[-1].value for field, run in begun.items()}
        lapsed = self.lapsed(runs.get("window", []), runs.get("until", []))
        summary = {"via": best["group"], "runs": runs, "disputed": disputed, "lapsed": lapsed}
        return best | values | summary


def _dispute(one: Atom, other: Atom) -> bool:
    """Rule 7: different sources differ, and their ranges overlap."""
    a, b = one.by, other.by
    apart = a.origin is None or a.origin != b.origin
    if a.report == b.report:
        apart = (a.voice, a.attribution) != (b.voice, b.attribution)
    meet = one.span.anchor <= other.span.latest and other.span.anchor <= one.span.latest
    return apart and meet and _differ(one.value, other.value)


def _differ(one: Any, other: Any) -> bool:
    if isinstance(one, Absence) or isinstance(other, Absence):
        return False
    return one.side != other.side if isinstance(one, Stance) else bool(one != other)
