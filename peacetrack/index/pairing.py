"""The claims of two codings, side by side: what each codes, and which claims belong together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import attrs

from peacetrack.form import codec
from peacetrack.form.scalars import Plain, Words
from peacetrack.index.statement import CONTENT, field_words, subject_words
from peacetrack.words.classes import frozen
from peacetrack.words.declared_kind import stated
from peacetrack.words.position import Position, Progress
from peacetrack.words.report import Claim, Event, Report
from peacetrack.words.value import Word, grouped, in_short


class Match(Word):
    """How two codings of a field relate."""

    SAME = "same"
    DIFFERENT = "different"
    ONLY_IN_A = "only in a"
    ONLY_IN_B = "only in b"


class Subject(NamedTuple):
    """The subject of a claim: its kind, its term, event or subjects, and the party that holds it."""

    kind: str
    term: str
    party: str | None


@frozen
class Coded:
    """A claim of a coding by its number, its coded fields, and its form with what its report gives it.

    Words of the coder's own, such as wording and quote, are in the form and are no coded field.
    """

    number: int
    subject: Subject
    fields: Mapping[str, object]
    form: Plain

    def form_of(self, field: str) -> Any:
        """Return the JSON form of a field."""
        form, name = self.form, field
        if field.startswith(CONTENT):
            form, name = self.form["content"], field.removeprefix(CONTENT)
        return form[name]

    @property
    def about(self) -> str:
        """The subject in words."""
        return subject_words(self.subject.term, self.subject.party) or self.subject.kind

    def __str__(self) -> str:
        values = (f"{field_words(field)} {in_short(value)}" for field, value in self.fields.items())
        return ", ".join(values)


def coded(report: Report) -> list[Coded]:
    """Return the claims of a report as they are compared."""
    return [_coded(number, report, claim) for number, claim in enumerate(report.claims, start=1)]


def _coded(number: int, report: Report, claim: Claim) -> Coded:
    claim = attrs.evolve(claim, voice=None, attribution=report.attribution_of(claim))
    if isinstance(claim, Position | Progress):
        claim = attrs.evolve(claim, since=claim.since or report.since)
    form, values = codec.write(claim), attrs.asdict(claim, recurse=False)
    about = claim.id if isinstance(claim, Event) else claim.term or " ".join(claim.about)
    named = ("kind", "id") if isinstance(claim, Event) else ("kind", "term", "party", "about", "of")
    fields = {name: values[name] for name in form if name not in named and not only_words(form[name])}
    fields["attribution"] = report.attribution_of(claim).type
    content = fields.pop("content", None)
    for name, value in () if content is None else stated(content):
        if not only_words(form["content"][name]):
            fields[CONTENT + name] = value
    return Coded(number, Subject(form["kind"], about, claim.holder), fields, form)


def only_words(form: object) -> bool:
    """Whether a form is free words and nothing else."""
    if isinstance(form, dict):
        return "exact" in form  # a quote with its context and its place
    return isinstance(form, Words) or (isinstance(form, list) and bool(form) and all(map(only_words, form)))


def paired(one: Report, other: Report) -> Iterator[tuple[Coded | None, Coded | None]]:
    """Yield the claims of two codings: those of one subject together, the nearest first, then the rest.

    Of several claims of one subject those belong together that share the most values, and else the
    order of the claims decides. The pairs are in the order of the first coding.
    """
    left, right = coded(one), coded(other)
    by_subject = grouped(right, lambda claim: claim.subject)
    near = sorted(
        ((a, b) for a in left for b in by_subject.get(a.subject, ())),
        key=lambda pair: -sum(pair[0].fields.get(name) == value for name, value in pair[1].fields.items()),
    )
    found: dict[int, Coded] = {}
    taken: set[int] = set()
    for a, b in near:
        if a.number not in found and b.number not in taken:
            found[a.number] = b
            taken.add(b.number)
    for a in left:
        yield a, found.get(a.number)
    for b in right:
        if b.number not in taken:
            yield None, b


def matched(one: Coded | None, other: Coded | None) -> Iterator[tuple[str, Any, Any, Match]]:
    """Yield each field of two claims that belong together, its values, and how they relate."""
    left, right = one.fields if one else {}, other.fields if other else {}
    for field in dict.fromkeys((*left, *right)):
        a, b = left.get(field), right.get(field)
        if field not in right:
            match = Match.ONLY_IN_A
        elif field not in left:
            match = Match.ONLY_IN_B
        else:
            match = Match.SAME if a == b else Match.DIFFERENT
        yield field, a, b, match
