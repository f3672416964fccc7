"""Whether a report may be recorded, and the form that is recorded.

Parties and kinds that may be left out are filled in, names are resolved, and all problems are found
before any is raised. Whether an agenda may be declared is decided in `declaration.py`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import chain, repeat
from typing import Any, NamedTuple, cast

import attrs

from peacetrack import errors
from peacetrack.content import Ratification
from peacetrack.content.ratification import BY_THE_EXECUTIVE
from peacetrack.form import codec
from peacetrack.form.canonical import Split, check_reads, split_form
from peacetrack.form.codec import join
from peacetrack.form.resolve import Resolver
from peacetrack.form.scalars import Plain
from peacetrack.words.classes import frozen
from peacetrack.words.declared_kind import kind_of
from peacetrack.words.ending import Ending
from peacetrack.words.party import PartyType
from peacetrack.words.position import Position
from peacetrack.words.report import CLAIMS, AsReport, Claim, Drafted, Event, Question, Report
from peacetrack.words.term import Agenda
from peacetrack.words.value import BARE, as_name, is_bare
from peacetrack.words.when import Moment, When, event_of

_DURATION = r"(?a)P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+([.,]\d+)?S)?)?"
"""A duration in ISO 8601."""


@frozen(eq=False)
class Admitted:
    """A report that may be recorded: names resolved, with its id and its hashed parts.

    A report without an id takes the first 16 digits of the hash of its content.
    """

    report: Report
    parts: Split

    @property
    def id(self) -> str:
        """The id of the report."""
        assert self.report.id is not None
        return self.report.id


class Dating(NamedTuple):
    """A claim, numbered from 1, that dates an event by another event."""

    report: str
    claim: int
    event: str
    other: str


def datings_of(report: Report) -> Iterator[Dating]:
    """Yield the claims of a report that date an event by another event."""
    for number, claim in enumerate(report.claims, start=1):
        if isinstance(claim, Event):
            other = event_of(claim.when)
            if other is not None:
                yield Dating(str(report.id), number, claim.id, other)


@frozen(eq=False)
class Admission:
    """The agenda in force and the events mentioned so far, for checking reports.

    `datings` holds the claims that date events by other events, by report; `dated` and `dating` the
    events that were ever dated so, and those that ever dated others. What `format` 1 took is taken in
    an export of it.
    """

    agenda: Agenda
    events: Mapping[str, object]
    datings: Mapping[str, Iterable[Dating]]
    dated: Collection[str]
    dating: Collection[str]
    format: int = codec.FORMAT

    def admit(self, given: AsReport) -> Admitted:
        """Return a report that may be recorded, or raise all that is wrong with it."""
        return self._admit_typed(given) or self._admit_form(given)

    def _admit_typed(self, given: AsReport) -> Admitted | None:
        """Return a typed report that may be recorded as it is; None where it has to be read, or is wrong."""
        if type(given) is not Report or self.format != codec.FORMAT:
            return None
        from peacetrack.form.typed import split_typed  # files and drafts give forms

        names = Resolver(self.agenda, self.events)
        parts = split_typed(given, names.lookup, self.agenda.kind_by_id)
        if parts is None or any(self._problems(given, given.voices)):
            return None
        return _admitted(given, parts)

    def _admit_form(self, given: AsReport) -> Admitted:
        form = self.filled(as_mapping(given))
        names = Resolver(self.agenda, self.events, self.format)
        try:
            report, problems = names.read(form, Report), []
        except errors.PeacetrackError as error:
            report, problems = _partly(form, names), list(error.problems)
        problems = [_with_several(problem, form) for problem in problems]
        problems += self._problems(report, form.get("voices"))
        errors.raise_all(sorted(problems, key=lambda problem: _place(problem.where)))
        if report == given and not names.renamed:
            return _admitted(report, split_form(form))
        written = codec.write(report)
        if not _same({"kind": "report", **form}, written, names.renamed):  # else it has just been read
            check_reads(written, report, self.agenda.kind_by_id, self.format)
        return _admitted(report, split_form(written))

    # What may be left out on the way in

    def filled(self, form: Mapping[str, Any]) -> Plain:
        """Return the form with the parties and kinds of content that were left out."""
        filled = dict(form)
        claims = form.get("claims")
        if isinstance(claims, (list, tuple)):
            filled["claims"] = [
                self._filled_claim(claim, form) if isinstance(claim, Mapping) else claim for claim in claims
            ]
        return filled

    def _filled_claim(self, claim: Mapping[str, Any], form: Mapping[str, Any]) -> Mapping[str, Any]:
        filled: Mapping[str, Any] = claim
        if claim.get("kind") == "position" and claim.get("party") is None:
            sides = _acts_for(claim, form)
            if isinstance(sides, str):
                filled = {**filled, "party": sides}
        content = claim.get("content")
        if content is not None and isinstance(content, Mapping) and "kind" not in content:
            named = self.agenda.term_names.get(as_name(str(claim.get("term"))), "")
            term = self.agenda.term_by_id.get(named)
            # for an unknown term only the name is reported
            kind = self.agenda.kind(term.kind if term else "other")
            version = {"version": kind.version} if kind.version > 1 else {}
            filled = {**filled, "content": {"kind": kind.id, **version, **content}}
        return filled

    # Problems

    def _problems(self, report: Report, voices: object) -> Iterator[errors.PeacetrackError]:
        named = [as_name(str(name)) for name in voices] if isinstance(voices, Mapping) else ()
        for place, claim in enumerate(report.claims):
            for problem in self._claim_problems(named, report.since, claim):
                problem.where = join(f"claims[{place}]", problem.where)
                yield problem
        if report.id is not None and not report.id.strip():
            yield errors.InvalidInputError("an id needs a letter", where="id", repair="or leave it out")
        elif report.id is not None and not is_bare(report.id) and self.format > 1:
            yield errors.WrongTypeError(report.id, "an id", where="id", repair=BARE)
        for where, name in (("source.origin", report.source.origin), ("source.url", report.source.url)):
            if (
                name is not None and not is_bare(str(name)) and self.format > 1
            ):  # blank ones would be the same
                yield errors.WrongTypeError(name, "the name of a source", where=where, repair=BARE)
        yield from self._circles(report)

    def _claim_problems(
        self, voices: Collection[str], since: When | None, claim: Claim
    ) -> Iterator[errors.PeacetrackError]:
        if claim.voice is not None and claim.attribution is not None:
            repair = "keep one: a voice is an attribution under a name"
            yield errors.InvalidInputError("a claim has a voice and an attribution", repair=repair)
        if claim.voice is not None and claim.voice not in voices:
            yield errors.UnknownNameError("voice", claim.voice, voices, where="voice")
        yield from self._content_problems(claim)
        if isinstance(claim, Position):
            yield from _ending_problems(claim, claim.since or since)
        # words here would stay when the words of the report are redacted
        duration = claim.duration if isinstance(claim, Event) and self.format > 1 else None
        if duration is not None and not re.fullmatch(_DURATION, duration):
            what = f"{str(duration)[:60]!r} is no duration"
            repair = "write it in ISO 8601, such as PT2H or P3D, and words in text"
            yield errors.InvalidInputError(what, where="duration", repair=repair)

    def _content_problems(self, claim: Claim) -> Iterator[errors.PeacetrackError]:
        term = None if claim.term is None else self.agenda.term_by_id.get(claim.term)
        if claim.content is None or term is None:
            return
        kind = kind_of(claim.content)
        if kind != term.kind:
            yield errors.WrongContentError(term.id, term.kind, kind, where="content")
        if isinstance(claim, Position) and isinstance(claim.content, Ratification):
            yield from self._ratifier_problems(claim.party, claim.content)

    def _ratifier_problems(self, name: str, content: Ratification) -> Iterator[errors.PeacetrackError]:
        if content.stage not in BY_THE_EXECUTIVE:
            return
        party = self.agenda.party_by_id.get(name)
        if name == content.body or (party and party.type is PartyType.INSTITUTION):
            yield errors.InvalidInputError(
                f"{name} consents, it does not reach the stage {content.stage!r}",
                where="content.stage",
                repair='write "consented"; the executive ratifies and deposits',
            )

    def _circles(self, report: Report) -> Iterator[errors.PeacetrackError]:
        new = list(datings_of(report))
        events, others = {each.event for each in new}, {each.other for each in new}
        if not any(
            (each.event in others or each.event in self.dating)
            and (each.other in events or each.other in self.dated)
            for each in new
        ):
            return  # none can close a circle; most can not, and all that there are may be many
        graph: dict[str, set[str]] = {}
        for dating in chain(*self.datings.values(), new):
            graph.setdefault(dating.event, set()).add(dating.other)
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            yield errors.EventCircleError(error.args[1][:-1])


def read_report(given: AsReport, agenda: Agenda | None = None) -> Report:
    """Return a report that need not be recorded; an agenda resolves its names, else they stay as they are.

    Events need not be declared, and what claims are about is not looked up.
    """
    declared = agenda or Agenda("")
    names = Resolver(declared, ())

    def lookup(what: str, name: str) -> str:
        return name if agenda is None or what == "subject" else names.lookup(what, name)

    form = Admission(declared, {}, {}, (), ()).filled(as_mapping(given))
    return codec.read(form, Report, lookup, declared.kind_by_id)


def as_mapping(given: object) -> Plain:
    """Return the JSON form of what is given as a report, with nothing checked inside."""
    if isinstance(given, (Report, Mapping)):
        return cast(Plain, codec.as_form(given))
    if not isinstance(given, Drafted):
        raise errors.WrongTypeError(given, "a report", repair="give a Report, its mapping, or a draft")
    return cast(Plain, codec.as_form(given.as_mapping()))


def _partly(form: Plain, names: Resolver) -> Report:
    """Return what can be read of a report that has problems, claim by claim."""
    rest = {name: value for name, value in form.items() if name != "claims"}
    report = names.read_partly({**rest, "claims": []}, Report)
    claims = form.get("claims")
    return attrs.evolve(
        report,
        claims=[
            names.read_partly(claim, CLAIMS.get(str(claim.get("kind")), Question))
            if isinstance(claim, Mapping)
            else Question("")
            for claim in (claims if isinstance(claims, list) else ())
        ],
    )


def _same(form: Any, written: Any, renamed: Mapping[str, str]) -> bool:
    """Whether two forms are the same, but for names that became ids."""
    if form == written:
        return True
    if isinstance(form, dict) and isinstance(written, dict):
        return form.keys() == written.keys() and all(_same(form[n], written[n], renamed) for n in form)
    if isinstance(form, list) and isinstance(written, list):
        return len(form) == len(written) and all(map(_same, form, written, repeat(renamed)))
    return isinstance(form, str) and renamed.get(form) == written


def _admitted(report: Report, parts: Split) -> Admitted:
    """Return a report with its id and its hashed parts."""
    if report.id is None:
        id = parts.content_id[:16]
        parts = attrs.evolve(parts, facts=parts.facts | {"id": id})
        report = attrs.evolve(report, id=id)
    return Admitted(report, parts)


def _place(path: str) -> list[tuple[int, str]]:
    """Return a path as a sort key: `claims[10]` comes after `claims[2]`."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", path)]


def _with_several(problem: errors.PeacetrackError, form: Plain) -> errors.PeacetrackError:
    """Return a problem; where a position lacks a party and several are spoken for, one that lists them."""
    place = re.fullmatch(r"claims\[(\d+)\]", problem.where)
    if place is None or not isinstance(problem, errors.MissingFieldError) or problem.field != "party":
        return problem
    sides = _acts_for(form["claims"][int(place[1])], form)
    if not isinstance(sides, list):
        return problem
    return errors.InvalidInputError(
        f"the position of one party, told for several: {', '.join(map(str, sides))}",
        where=f"{problem.where}.party",
        repair="name one of them, in a claim for each",
    )


def _acts_for(claim: Mapping[str, Any], form: Mapping[str, Any]) -> Any:
    """Return the party or parties that the voice, else the attribution, else the report's acts for."""
    voices, name = form.get("voices"), claim.get("voice")
    named = (
        {as_name(str(voice)): value for voice, value in voices.items()} if isinstance(voices, Mapping) else {}
    )
    voice = named.get(as_name(name)) if isinstance(name, str) else None
    for attribution in (voice, claim.get("attribution"), form.get("attribution")):
        if isinstance(attribution, Mapping) and attribution.get("acts_for") is not None:
            sides = attribution["acts_for"]
            return sides[0] if isinstance(sides, list) and len(sides) == 1 else sides
    return None


def _ending_problems(claim: Position, since: When | None) -> Iterator[errors.PeacetrackError]:
    if not isinstance(since, Moment) or since.range.from_unknown or claim.window is claim.until is None:
        return
    endings = [("window", claim.window, "the window closes")]
    if claim.stance is not None:  # a bare until may lie before it
        endings.append(("until", claim.until, "it ends"))
    for field, ending, what in endings:
        moment = ending.time if isinstance(ending, Ending) else None
        if not isinstance(moment, Moment) or moment.range.from_unknown:
            continue
        if moment.ends <= since.anchor:
            what_closes = f"{what} at {moment}, before it opens at {since}"
            yield errors.EndBeforeStartError(what_closes, where=field, repair="check both dates")
