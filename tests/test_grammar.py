"""The JSON Schema: what we write it admits, and what it admits we read."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given

import peacetrack as pt
from peacetrack.form import codec, schema
from peacetrack.testing import strategies
from tests.schema_valid import documents

ROOT = Path(__file__).parents[1]
SEEDS = sorted((ROOT / "seeds").glob("*/[!l]*.toml"))
WRITTEN = schema.schema(written=True)
BY_HAND = schema.schema()
UNSAYABLE = (
    "the end comes before the start",
    "the range ends before it starts",
    "is empty",
    "votes by",
    "acts for one party",
    "binds: unknown field",
    "is more than there are",
    "long, and the words are",
    "is no quorum; name 1 or more",
)
"""What no schema can say: how two values of one document relate."""
FORMATS = jsonschema.FormatChecker(())


@FORMATS.checks("edtf")
def _is_edtf(text: object) -> bool:
    try:
        return not isinstance(text, str) or bool(pt.Moment.parse(text))
    except pt.PeacetrackError as error:
        return any(words in str(error) for words in UNSAYABLE)


def Validator(schema):
    return jsonschema.Draft202012Validator(schema, format_checker=FORMATS)


@pytest.mark.parametrize("schema", [WRITTEN, BY_HAND])
def test_the_schema_is_one(schema):
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("file", SEEDS, ids=lambda file: file.name)
def test_files_written_by_hand_are_valid(file):
    Validator(BY_HAND).validate(tomllib.loads(file.read_text(encoding="utf-8")))


@given(strategies.reports(rough=True))
def test_every_report_is_written_as_the_schema_says(report):
    form = json.loads(json.dumps(codec.write(report)))
    Validator(WRITTEN).validate(form)
    Validator(BY_HAND).validate(form)


@given(strategies.agendas())
def test_every_agenda_is_written_as_the_schema_says(agenda):
    Validator(WRITTEN).validate(json.loads(json.dumps(codec.write(agenda))))


LEAST = {
    "agenda": {"id": "a"},
    "report": {"claims": []},
    "correction": {"corrects": "r", "reason": "misread", "report": {"kind": "report", "claims": []}},
    "retraction": {"retracts": "r", "reason": "a forgery"},
    "redaction": {"redacts": "r", "reason": "names a source"},
    "proposal": {"report": {"kind": "report", "claims": []}},
    "dismissal": {"dismisses": "r", "reason": "twice"},
}


@pytest.mark.parametrize("kind", LEAST)
def test_the_schema_of_one_kind_admits_that_kind_alone(kind):
    one = Validator(schema.schema(kind))
    assert "oneOf" not in one.schema
    admitted = [name for name, form in LEAST.items() if one.is_valid({"kind": name, **form})]
    assert admitted == [kind]


@given(documents(WRITTEN))
def test_what_the_schema_admits_is_read(document):
    Validator(WRITTEN).validate(document)
    try:
        body = codec.read_body(document)
    except pt.PeacetrackError as error:
        told = [str(problem) for problem in error.problems]
        assert all(any(words in text for words in UNSAYABLE) for text in told), told
    else:
        assert codec.read_body(codec.write(body)) == body


@given(documents(schema.schema("report")))
def test_what_is_written_by_hand_lacks_only_what_is_filled_in(document):
    Validator(BY_HAND).validate(document)
    try:
        codec.read_body(document)
    except pt.PeacetrackError as error:
        for problem in error.problems:
            filled_in = isinstance(problem, pt.errors.MissingFieldError)
            assert filled_in or any(words in str(problem) for words in UNSAYABLE), str(problem)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("stance", "maybe"),
        ("since", "14.12.2025"),
        ("since", "2025-02-30"),
        ("since", "2025-12-14T10:00:00"),
        ("window", {"undisclosed": False}),
        ("red_line", "yes"),
        ("conditions", [{"kind": "term", "term": "truce", "status": "blocked"}]),
        ("content", {"kind": "ceasefire", "size": 3}),
        ("content", {"kind": "nothing-of-the-sort"}),
        ("standing", "open"),
    ],
)
def test_what_would_be_refused_the_schema_refuses(path, value):
    claim = {"kind": "position", "party": "NORTH", "term": "truce", path: value}
    document = {"kind": "report", "claims": [claim]}
    with pytest.raises(pt.PeacetrackError):
        codec.read_body(document)
    assert not Validator(BY_HAND).is_valid(document)


OWN_KIND = """
import json
from typing import Any, Literal
import attrs
from peacetrack import Absence, Quantity, content
from peacetrack.form import schema

@content.kind("pipe-dream")
class PipeDream:
    "A kind that a user registers."
    length: Quantity | Absence | None = None
    colour: Literal["green", "blue"] | Absence | None = None
    route: Any = None

print(json.dumps(schema.schema()))
"""


def test_a_kind_of_ones_own_is_in_the_schema():
    done = subprocess.run(
        [sys.executable, "-c", OWN_KIND], capture_output=True, text=True, cwd=ROOT, check=True
    )
    schema = json.loads(done.stdout)
    term = {"id": "dream", "kind": "pipe-dream", "proposition": "it is built"}
    assert Validator(schema).is_valid({"kind": "agenda", "id": "a", "terms": [term]})
    own = schema["$defs"]["content-pipe-dream"]
    assert own["description"] == "A kind that a user registers."
    assert own["properties"]["route"] == {}
    assert {"enum": ["green", "blue"]} in own["properties"]["colour"]["anyOf"]


def test_fields_of_content_have_no_name_that_a_position_has():
    def declaring(name):
        return {"kind": "agenda", "id": "a", "kinds": [{"id": "cap", "fields": {name: "text"}}]}

    def other(name):
        content = {"kind": "other", name: "so"}
        return {
            "kind": "report",
            "claims": [{"kind": "position", "party": "a", "term": "t", "content": content}],
        }

    for form in (declaring, other):
        assert Validator(BY_HAND).is_valid(form("level"))
        assert not Validator(BY_HAND).is_valid(form("stance"))
