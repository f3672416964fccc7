"""Whether something may be recorded, and the form in which it is. Built on codec.

Names are resolved, what may be left out on the way in is filled in, and free words are split from
the facts. All problems are found before any is raised.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any, cast

import attrs

from peacetrack.content import Ratification
from peacetrack.content.ratification import BY_THE_EXECUTIVE
from peacetrack.errors import (
    EndBeforeStartError,
    EventCircleError,
    InvalidInputError,
    PeacetrackError,
    UnknownFieldError,
    UnknownNameError,
    WrongContentError,
    WrongTypeError,
    raise_all,
)
from peacetrack.form import codec
from peacetrack.form.canonical import Split, canonical, split_form
from peacetrack.form.codec import join
from peacetrack.form.resolve import Resolver
from peacetrack.form.scalars import Plain
from peacetrack.words.attribution import Attribution
from peacetrack.words.condition import Condition
from peacetrack.words.ending import At
from peacetrack.words.kind import kind_named, kind_of, stated
from peacetrack.words.party import PartyType
from peacetrack.words.position import Link, Position
from peacetrack.words.report import CLAIMS, AsReport, Claim, Event, Report
from peacetrack.words.term import Agenda
from peacetrack.words.when import Moment, When, event_of


@attrs.frozen
class Admitted:
    """A report that may be recorded: names resolved, with its id, and what is hashed of it.

    A report without an id takes the first 16 digits of the hash of what it says.
    """

    report: Report
    parts: Split

    @property
    def id(self) -> str:
        """The id of the report."""
        assert self.report.id is not None
        return self.report.id

    @property
    def content_id(self) -> str:
        """The hash of what the report says."""
        return self.parts.content_id


@attrs.frozen
class Admission:
    """What reports are held against: the agenda in force, and the events that were mentioned.

    `dated_by` says which events each event is dated by.
    """

    agenda: Agenda
    events: Mapping[str, object]
    dated_by: Mapping[str, Iterable[str]]

    def admit(self, given: AsReport) -> Admitted:
        """A report that may be recorded, or all that is wrong with it."""
        if isinstance(given, Report):
            return self._admit(given)
        if not isinstance(given, Mapping) and not hasattr(given, "as_mapping"):
            raise WrongTypeError(given, "a report", repair="give a Report, its mapping, or a draft")
        form = self._filled(given if isinstance(given, Mapping) else given.as_mapping())
        try:
            return self._admit(codec.read(form, Report))
        except PeacetrackError as error:
            problems = [*error.problems, *self._problems_of_the_rest(form)]
        raise_all(_once(problems))
        raise AssertionError(problems)

    def _admit(self, report: Report) -> Admitted:
        written = _written(report)
        names = Resolver(self.agenda, self.events)
        resolved = names.resolve(written, "")
        problems = self._problems(report.voices, report.since, enumerate(report.claims))
        raise_all([*names.problems, *problems, *self._report_problems(report)])
        parts = split_form(resolved)
        if names.changed or not parts.is_ascii:  # what is kept is what was hashed, composed
            report = codec.read(resolved, Report)
        if report.id is None:
            id = parts.content_id[:16]
            parts = attrs.evolve(parts, facts=parts.facts | {"id": canonical(id)})
            report = attrs.evolve(report, id=id)
        return Admitted(report, parts)

    def _problems_of_the_rest(self, form: Mapping[str, Any]) -> Iterator[PeacetrackError]:
        """What else is wrong with the claims of a report of which not all could be read."""
        claims = form.get("claims")
        readable: list[tuple[int, Claim]] = []
        for place, claim in enumerate(claims if isinstance(claims, list | tuple) else ()):
            found = _as_far_as_readable(claim)
            if found is not None:
                readable.append((place, found))
        names = Resolver(self.agenda, self.events)
        for place, found in readable:
            names.resolve(codec.write(found), f"claims[{place}]")
        names.resolve(_readable(form.get("attribution"), Attribution), "attribution")
        voices = form.get("voices")
        voices = voices if isinstance(voices, Mapping) else {}
        for name, voice in voices.items():
            names.resolve(_readable(voice, Attribution), f"voices.{name}")
        for place, claim in enumerate(claims if isinstance(claims, list | tuple) else ()):
            names.resolve(_readable_parts(claim), f"claims[{place}]")
        yield from names.problems
        yield from _blank_id(form.get("id"))
        since = _readable(form.get("since"), When, write=False)
        yield from self._problems(voices, since, readable)

    # What may be left out on the way in

    def _filled(self, form: Mapping[str, Any]) -> Plain:
        """The form with the parties and kinds of content that may be left out."""
        filled = dict(form)
        claims = form.get("claims")
        if isinstance(claims, list | tuple):
            filled["claims"] = [
                self._filled_claim(claim, form) if isinstance(claim, Mapping) else claim
                for claim in claims
            ]
        return filled

    def _filled_claim(self, claim: Mapping[str, Any], form: Mapping[str, Any]) -> Plain:
        filled = dict(claim)
        if filled.get("kind") == "position" and filled.get("party") is None:
            party = _acts_for(claim, form)
            if party is not None:
                filled["party"] = party
        content = filled.get("content")
        if isinstance(content, Mapping) and "kind" not in content:
            term = self.agenda.term_by_id.get(str(filled.get("term")))
            # of an unknown term only the name is worth a complaint
            kind = kind_named(term.kind if term else "other")
            filled["content"] = {"kind": kind.name, "version": kind.version, **content}
        return filled

    # What is wrong

    def _problems(
        self, voices: Collection[str], since: When | None, claims: Iterable[tuple[int, Claim]]
    ) -> Iterator[PeacetrackError]:
        for place, claim in claims:
            for problem in self._claim_problems(voices, since, claim):
                problem.where = join(f"claims[{place}]", problem.where)
                yield problem

    def _report_problems(self, report: Report) -> Iterator[PeacetrackError]:
        yield from _blank_id(report.id)
        yield from self._circles(report.claims)

    def _claim_problems(
        self, voices: Collection[str], since: When | None, claim: Claim
    ) -> Iterator[PeacetrackError]:
        if claim.voice is not None and claim.attribution is not None:
            repair = "keep one: a voice is an attribution under a name"
            yield InvalidInputError("a claim has a voice and an attribution", repair=repair)
        if claim.voice is not None and claim.voice not in voices:
            yield UnknownNameError("voice", claim.voice, voices, where="voice")
        yield from self._content_problems(claim)
        if isinstance(claim, Position):
            yield from _ending_problems(claim, claim.since or since)

    def _content_problems(self, claim: Claim) -> Iterator[PeacetrackError]:
        term = None if claim.term is None else self.agenda.term_by_id.get(claim.term)
        if claim.content is None or term is None:
            return
        kind = kind_of(claim.content)
        if kind != term.kind:
            yield WrongContentError(term.id, term.kind, kind, where="content")
        if isinstance(claim, Position) and isinstance(claim.content, Ratification):
            yield from self._ratifier_problems(claim.party, claim.content)

    def _ratifier_problems(self, name: str, content: Ratification) -> Iterator[PeacetrackError]:
        if content.stage not in BY_THE_EXECUTIVE:
            return
        party = self.agenda.party_by_id.get(self.agenda.party_names.get(name, name))
        if name == content.body or (party and party.type is PartyType.INSTITUTION):
            yield InvalidInputError(
                f"{name} consents, it does not reach the stage {content.stage!r}",
                where="content.stage",
                repair='write "consented"; the executive ratifies and deposits',
            )

    def _circles(self, claims: Iterable[Claim]) -> Iterator[PeacetrackError]:
        dated = [claim for claim in claims if isinstance(claim, Event) and event_of(claim.when)]
        if not dated:
            return
        graph = {event: set(others) for event, others in self.dated_by.items()}
        for claim in dated:
            graph.setdefault(claim.id, set()).add(str(event_of(claim.when)))
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            yield EventCircleError(error.args[1][:-1])


def _blank_id(id: object) -> Iterator[PeacetrackError]:
    if isinstance(id, str) and not id.strip():
        yield InvalidInputError("an id needs a letter", where="id", repair="or leave it out")


def _once(problems: Iterable[PeacetrackError]) -> list[PeacetrackError]:
    """Each problem once, in the order of the input."""
    once = {str(problem): problem for problem in problems}
    return sorted(once.values(), key=lambda problem: _place(problem.where))


def _place(path: str) -> list[tuple[int, str]]:
    """A path so that `claims[10]` comes after `claims[2]`."""
    return [
        (int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", path)
    ]


def _written(report: Report) -> Plain:
    """The written form of a typed report, or all that is wrong with its values."""
    try:
        return cast(Plain, codec.write(report))
    except PeacetrackError as error:
        problems = [error]
    for place, claim in enumerate(report.claims):
        try:
            codec.write(claim)
        except PeacetrackError as error:
            found = _problems_of_fields(claim) or [error]
            for problem in found:
                problem.where = join(f"claims[{place}]", problem.where)
            problems += found
    raise_all(_once(problems[1:] or problems))
    raise AssertionError(problems)


def _problems_of_fields(claim: Claim) -> list[PeacetrackError]:
    """What is wrong with the values of a typed claim, field by field."""
    given = {field.name: getattr(claim, field.name) for field in attrs.fields(type(claim))}
    content = given.get("content")
    if content is not None:
        kind = kind_named(kind_of(content))
        given["content"] = {"kind": kind.name, "version": kind.version, **dict(stated(content))}
    try:
        codec.read({name: value for name, value in given.items() if value is not None}, type(claim))
    except PeacetrackError as error:
        return list(error.problems)
    return []


def _as_far_as_readable(form: Any) -> Claim | None:
    """A claim without those of its fields that cannot be read; None where none is left."""
    for _ in range(3):
        try:
            return cast(Claim, codec.read(form, CLAIMS[form["kind"]]))
        except PeacetrackError as error:
            for problem in error.problems:
                form = _pruned(form, problem)
        except (KeyError, TypeError):
            return None
    return None


def _pruned(form: Any, problem: PeacetrackError) -> Any:
    """The form without the field that a problem is about; of content, without that detail."""
    path = problem.where.split(".") if problem.where else []
    if isinstance(problem, UnknownFieldError):
        path.append(problem.field)
    name = re.split(r"\[", path[0])[0] if path else ""
    inner = form.get(name)
    if name == "content" and len(path) > 1 and isinstance(inner, Mapping):
        detail = re.split(r"\[", path[1])[0]
        return {**form, name: {key: inner[key] for key in inner if key != detail}}
    return {key: form[key] for key in form if key != name}


def _readable_parts(form: Any) -> Plain:
    """Of a claim, those conditions and links that can be read, and None for those that cannot."""
    parts: Plain = {}
    for name, cls in (("conditions", Condition), ("links", Link)):
        items = form.get(name) if isinstance(form, Mapping) else None
        if isinstance(items, list | tuple):
            parts[name] = [_readable(item, cls) for item in items]
    return parts


def _readable(form: Any, cls: Any, *, write: bool = True) -> Any:
    """What a part of a form stands for, in its written form; None where it cannot be read."""
    try:
        found = None if form is None else codec.read(form, cls)
    except PeacetrackError:
        return None
    return codec.write(found) if write else found


def events_dated_by(report: Report) -> Iterator[tuple[str, str, int]]:
    """The events of a report that other events date: the one, the other, the claim number."""
    for number, claim in enumerate(report.claims, start=1):
        if isinstance(claim, Event):
            other = event_of(claim.when)
            if other is not None:
                yield claim.id, other, number


def _acts_for(claim: Mapping[str, Any], form: Mapping[str, Any]) -> Any:
    """Whom the voice, else the attribution, else the report's attribution speaks for."""
    voices = form.get("voices")
    name = claim.get("voice")
    voice = None
    if isinstance(voices, Mapping) and isinstance(name, str):
        voice = voices.get(name)
    told: tuple[Any, ...] = (voice, claim.get("attribution"), form.get("attribution"))
    for attribution in told:
        if isinstance(attribution, Mapping) and attribution.get("acts_for") is not None:
            return attribution["acts_for"]
        if getattr(attribution, "acts_for", None) is not None:
            return attribution.acts_for
    return None


def _ending_problems(claim: Position, since: When | None) -> Iterator[PeacetrackError]:
    if not isinstance(since, Moment) or since.range.from_unknown:
        return
    for field, what in (("window", "the window closes"), ("until", "it ends")):
        ending = getattr(claim, field)
        moment = ending.moment if isinstance(ending, At) else None
        if not isinstance(moment, Moment) or moment.range.from_unknown:
            continue
        if moment.ends <= since.anchor:
            what_closes = f"{what} at {moment}, before it opens at {since}"
            yield EndBeforeStartError(what_closes, where=field, repair="check both dates")
