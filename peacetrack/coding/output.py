"""The output of a language model by the strict schema, read back as a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peacetrack.form.strict import without_nulls
from peacetrack.ledger.admission import read_report
from peacetrack.store import jsonl
from peacetrack.words.report import Report
from peacetrack.words.term import Agenda


def read_output(output: str | Mapping[str, Any], *, agenda: Agenda) -> Report:
    """Return the report that a model wrote by `peacetrack schema report --strict`.

    Fields that are null are left out. The problems of the error, each with its path, can be handed to the
    model again.

    Parameters:
        output: JSON text, or its mapping.
        agenda: resolves the names of parties, terms and people.

    Raises:
        InvalidInputError: with every problem and its path.

    >>> claim = {"kind": "position", "party": "SOUTH", "term": "truce", "stance": "open", "act": None}
    >>> pt.coding.read_output({"kind": "report", "claims": [claim]}, agenda=talks.agenda).claims[0].stance
    <Stance.OPEN: 'open'>
    """
    form = jsonl.mapping(output, where="output") if isinstance(output, str) else output
    return read_report(without_nulls(form), agenda)
