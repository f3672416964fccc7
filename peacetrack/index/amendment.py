"""A proposal next to the report that was accepted from it: what was kept, changed, dropped and added."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from peacetrack.index.pairing import Coded, Match, matched, only_words, paired
from peacetrack.index.statement import field_words
from peacetrack.words.isolate import isolated, joined
from peacetrack.words.report import Report, Source
from peacetrack.words.term import Agenda
from peacetrack.words.value import in_short


def amendment(proposed: Report, accepted: Report, agenda: Agenda) -> tuple[str, ...]:
    """Return a line for what is new of the source, and one for each claim, with the proposition."""
    lines = (_line(*pair, agenda) for pair in paired(proposed, accepted))
    return (*_of_source(proposed.source, accepted.source), *lines)


def _of_source(one: Source, other: Source) -> Iterator[str]:
    """Yield what differs between two sources, such as a marking that is gone, in one line."""
    values = [(name, getattr(one, name), getattr(other, name)) for name in attrs.fields_dict(Source)]
    changes = [f"{name} {in_short(a)} -> {in_short(b)}" for name, a, b in values if a != b]
    if changes:
        yield f"changed: the source: {', '.join(changes)}"


def _line(one: Coded | None, other: Coded | None, agenda: Agenda) -> str:
    claim = one or other
    assert claim is not None
    term = agenda.term_by_id.get(claim.subject.term)
    about = claim.about if term is None else f"{claim.about} ({isolated(term.proposition)})"
    if one is None or other is None:
        return f"{'added' if one is None else 'dropped'}: {about}: {claim}"
    changes = _changes(one, other)
    return f"changed: {about}: {'; '.join(changes)}" if changes else f"kept: {about}: {claim}"


def _changes(one: Coded, other: Coded) -> list[str]:
    """Return what differs between two claims, then what was kept of them; nothing where all was."""
    by_match: dict[Match, list[str]] = {match: [] for match in Match}
    for field, a, b, match in matched(one, other):
        value = (
            f"{in_short(a)} -> {in_short(b)}" if match is Match.DIFFERENT else in_short(b if a is None else a)
        )
        by_match[match].append(f"{field_words(field)} {value}")
    kept = by_match.pop(Match.SAME)
    verbs = {Match.DIFFERENT: "", Match.ONLY_IN_A: "dropped ", Match.ONLY_IN_B: "added "}
    changes = [f"{verbs[match]}{', '.join(values)}" for match, values in by_match.items() if values]
    gone = [
        field_words(name) for name, form in one.form.items() if only_words(form) and name not in other.form
    ]
    changes += [f"dropped its {joined(gone, ' and ')}"] if gone else []
    changes += ["words changed"] if not changes and one.form != other.form else []
    return [*changes, f"kept {', '.join(kept)}"] if changes and kept else changes
