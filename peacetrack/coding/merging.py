"""Two codings merged: what agrees is written, and the rest is marked until a person decides."""

from __future__ import annotations

from typing import Any

from peacetrack.errors import DECIDE
from peacetrack.form import codec
from peacetrack.form.scalars import Plain
from peacetrack.index.pairing import Coded, Match, matched, only_words, paired
from peacetrack.index.statement import CONTENT
from peacetrack.ledger.admission import read_report
from peacetrack.words.report import AsReport
from peacetrack.words.term import Agenda


def merge(a: AsReport, b: AsReport, *, agenda: Agenda | None = None) -> Plain:
    """Return the report of two codings, in the JSON form: what agrees, and marks where a person decides.

    A mark is a field such as `decide stance`, with the values of `a` and `b`, or `decide claim` in a
    claim that only one of them has. It is refused ("decide this: ..."), so that nothing is recorded
    before it is replaced. The words of the coders (wording, quote, ...) are those of `a`, else those of `b`.

    Parameters:
        a: the first coding: a Report, a Draft, or a mapping in the JSON form.
        b: the second coding.
        agenda: resolves the names of parties, terms and people (default: names stay as they are).

    Raises:
        InvalidInputError: with every problem of a coding and its path.

    >>> one = pt.Report([pt.Position("NORTH", "truce", "accepts", act="offers")])
    >>> other = pt.Report([pt.Position("NORTH", "truce", "open", act="offers")])
    >>> merged = pt.coding.merge(one, other)["claims"][0]
    >>> merged["act"], merged["decide stance"]
    ('offers', {'a': 'accepts', 'b': 'open'})
    """
    one, other = read_report(a, agenda), read_report(b, agenda)
    left, right = codec.write(one), codec.write(other)
    form: Plain = {"kind": "report"}
    form |= {"id": one.id} if one.id == other.id and one.id is not None else {}
    form |= {name: words for name in ("title", "note") if (words := left.get(name, right.get(name)))}
    source = _source(left.get("source", {}), right.get("source", {}))
    form |= {"source": source} if source else {}
    return {**form, "claims": [_claim(*pair) for pair in paired(one, other)]}


def _source(left: Plain, right: Plain) -> Plain:
    form: Plain = {}
    for name in dict.fromkeys((*left, *right)):
        values = {coder: each[name] for coder, each in (("a", left), ("b", right)) if name in each}
        agreed = len(values) == 2 and values["a"] == values["b"]
        form |= {name: values["a"]} if agreed else {DECIDE + name: values}
    return form


def _claim(one: Coded | None, other: Coded | None) -> Plain:
    if one is None or other is None:
        alone = one or other
        assert alone is not None
        return {**alone.form, f"{DECIDE}claim": f"only in {'a' if one else 'b'}"}
    form = _uncoded(one.form, other.form)
    content = _uncoded(one.form.get("content", {}), other.form.get("content", {}))
    for field, _, _, match in matched(one, other):
        values: dict[str, Any] = {
            coder: each.form_of(field) for coder, each in (("a", one), ("b", other)) if field in each.fields
        }
        if match is not Match.SAME:
            form[DECIDE + field] = values
        elif field.startswith(CONTENT):
            content[field.removeprefix(CONTENT)] = values["a"]
        else:
            form[field] = values["a"]
    return {**form, "content": content} if content.keys() - _TAG else form


_TAG = {"kind", "version"}
_NAMED = ("kind", "version", "id", "term", "party", "about", "of")
"""What says what a claim, or content, is about: it is the same in both."""


def _uncoded(one: Plain, other: Plain) -> Plain:
    """Return what is no coded field: what the claim is about, and words, of the first where it has them."""
    form = {**other, **one}
    return {name: value for name, value in form.items() if name in _NAMED or only_words(value)}
