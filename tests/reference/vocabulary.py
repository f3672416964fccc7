"""The page of the vocabulary: every closed list of words, and what each kind of content takes."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator
from operator import itemgetter
from types import MappingProxyType

import attrs

import peacetrack as pt
from peacetrack import content
from peacetrack.publication.codebook import FORMS
from peacetrack.words.declared_kind import TYPES
from peacetrack.words.value import WEAK, Word

_HEAD = """# The vocabulary

Every closed list of words, and the fields of every kind of content. Scripts take a member (`pt.Stance.OPEN`) or its
text (`"open"`); files take the text. A word that is not in its list is refused, with the nearest one.
"""

_ABSENCES = MappingProxyType(
    {
        pt.Absence.NOT_STATED: "the source gives no value",
        pt.Absence.UNDER_NEGOTIATION: "the parties still negotiate it",
        pt.Absence.WITHHELD: "the parties know it and do not disclose it",
        pt.Absence.UNKNOWN: "the source says that it does not know",
        pt.Absence.NOT_APPLICABLE: "there can be none; it clears a window or an until",
    }
)


def vocabulary_page() -> str:
    """Return the page."""
    return "\n".join([_HEAD, *_sections()])


def _sections() -> Iterator[str]:
    yield _stances()
    yield _words("Acts", pt.Act)
    yield _words("Stages of a term", pt.Stage)
    yield _words("Trends of a term", pt.Trend)
    yield _attributions()
    yield _absences()
    yield _words("Statuses of a term", pt.TermStatus)
    yield _words("Party types", pt.PartyType)
    yield _words("Roles of a party", pt.Role)
    yield _words("Event statuses", pt.EventStatus)
    yield _words("Relations of a link", pt.Relation)
    yield _words("Tones of an assessment", pt.Tone)
    yield _union("Conditions", typing.get_args(pt.Condition))
    yield _union("Endings", typing.get_args(pt.Ending))
    yield _union("Times", typing.get_args(pt.When))
    yield _grades()
    yield _kinds()


def _words(title: str, words: type[Word]) -> str:
    rows = [(f"`{word}`", word.meaning) for word in words if word.meaning]
    listed = _table(("word", "for coders"), rows) if rows else [_list(map(str, words))]
    return _section(title, [f"`pt.{words.__name__}`. {_summary(words)}", "", *listed])


def _stances() -> str:
    sides = {-1: "against", 0: "neutral", 1: "in favour"}
    meanings = [
        " ".join(text.split()) for text in (pt.Stance.__doc__ or "").split("\n\n") if ">>>" not in text
    ]
    rows = [(f"`{word}`", sides[word.side]) for word in pt.Stance]
    return _section("Stances", [f"`pt.Stance`. {' '.join(meanings)}", "", *_table(("stance", "side"), rows)])


def _attributions() -> str:
    rows = [
        (f"`{word}`", word.meaning, _yes(word in pt.DEFAULT_TRUST.attributions), _yes(word.on_record))
        for word in pt.AttributionType
    ]
    columns = ("type, most direct first", "for coders", "in a default answer", "on record")
    intro = f"`pt.AttributionType`. {_summary(pt.AttributionType)}"
    return _section("Attributions", [intro, "", *_table(columns, rows)])


def _absences() -> str:
    rows = [(f"`{word}`", _ABSENCES[word], _yes(word not in WEAK)) for word in pt.Absence]
    columns = ("absence", "says", "displaces a value that holds")
    return _section("Absences", [f"`pt.Absence`. {_summary(pt.Absence)}", "", *_table(columns, rows)])


def _union(title: str, members: Iterable[type]) -> str:
    rows = [
        (f"`pt.{member.__name__}({', '.join(_parameters(member))})`", _summary(member)) for member in members
    ]
    return _section(title, _table(("written", "says"), rows))


def _parameters(cls: type) -> list[str]:
    return [field.alias for field in attrs.fields(cls) if field.init and field.alias]


def _grades() -> str:
    rows = [
        *((f"`pt.Reliability` `{word}`", word.scale, word.meaning) for word in pt.Reliability),
        *((f"`pt.Credibility` `{word}`", word.scale, word.meaning) for word in pt.Credibility),
        *(
            (f"`pt.Likelihood` `{word}`", word.scale, f"{word.percent.low} to {word.percent.high} %")
            for word in pt.Likelihood
        ),
        *((f"`pt.Confidence` `{word}`", word.scale, str(word)) for word in pt.Confidence),
    ]
    return _section("Grades", _table(("grade", "scale", "means"), rows))


def _kinds() -> str:
    by_class = {kind.cls: name for name, kind in content.kinds().items()}
    kinds = [_kind(name, cls) for cls, name in sorted(by_class.items(), key=itemgetter(1))]
    intro = (
        "Every field takes its form, an absence, or is left out. A field *binds* when parties that "
        "differ in it do not agree yet ([rule 10](rules.md#10-the-status-of-a-term))."
    )
    declared = (
        "Where none of these fits, [an agenda declares a kind](../how-to/declare-your-own-kinds.md): "
        f"each of its fields takes one of {_list(TYPES)}, one word of a list, or several of `{{several = [...]}}`.\n"
    )
    return "\n".join([_section("Kinds of content", [intro, "", declared]), *kinds])


def _kind(name: str, cls: type) -> str:
    head = [f"### {name}", "", f"`content.{cls.__name__}`. {_summary(cls)}", ""]
    if content.kind_named(name).free:
        return "\n".join(
            [*head, "Takes any fields: texts, numbers, quantities, true, false; all but texts bind.", ""]
        )
    rows = [
        (f"`{field.name}`", FORMS[field.form].format(words=_list(field.words)), _yes(field.binds))
        for field in content.kind_named(name).known.values()
    ]
    return "\n".join([*head, *_table(("field", "form", "binds"), rows), ""])


def _section(title: str, lines: Iterable[str]) -> str:
    return "\n".join([f"## {title}", "", *lines, ""])


def _table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (columns, ("---",) * len(columns), *rows)]


def _summary(cls: type) -> str:
    """Return the first paragraph of a docstring, on one line."""
    return " ".join((cls.__doc__ or "").split("\n\n")[0].split())


def _list(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _yes(true: bool) -> str:
    return "yes" if true else "no"
