"""The strict schema of a report, for structured output of language models, and how its output is read."""

from __future__ import annotations

import json

import jsonschema
import pytest

import peacetrack as pt
from peacetrack import coding
from peacetrack.form import codec
from peacetrack.form.strict import strict_schema
from tests.cli.helpers import SEEDS, as_typed, printed
from tests.rules.helpers import AGENDA

STRICT = strict_schema(AGENDA)
TAKEN = {"title", "description", "type", "enum", "anyOf", "items", "properties", "required"}
TAKEN |= {"additionalProperties", "$ref", "$defs"}


def parts(form, *, of_names=False):
    """Every schema inside a schema."""
    if isinstance(form, list):
        for item in form:
            yield from parts(item)
    elif isinstance(form, dict):
        if not of_names:
            yield form
        for name, part in form.items():
            if name not in ("enum", "required"):
                yield from parts(part, of_names=name in ("properties", "$defs") and not of_names)


def output(**given):
    """A report as a model writes it: every field is there, null where nothing is said."""
    position = dict.fromkeys(STRICT["$defs"]["position"]["required"])
    claim = {**position, "kind": "position", "party": "NORTH", "term": "truce", **given}
    return {**dict.fromkeys(STRICT["required"]), "kind": "report", "claims": [claim]}


def test_the_strict_schema_has_only_what_models_take():
    jsonschema.Draft202012Validator.check_schema(STRICT)
    for form in parts(STRICT):
        assert form.keys() <= TAKEN, form
        if form.get("type") == "object":
            assert form["required"] == [*form["properties"]]
            assert form["additionalProperties"] is False


def test_an_object_has_fields_and_every_form_says_what_it_is():
    for form in parts(STRICT):
        assert form.keys() & {"type", "anyOf", "$ref", "enum"} or not form, form
        assert (form.get("type") == "object") == ("properties" in form)


def test_names_are_those_of_the_agenda():
    position = STRICT["$defs"]["position"]["properties"]
    assert position["party"] == {"$ref": "#/$defs/party"}
    for what, named in (("party", AGENDA.party_by_id), ("term", AGENDA.term_by_id)):
        form = STRICT["$defs"][what]
        assert (form["type"], form["enum"]) == ("string", [*named])
    assert f"truce: {AGENDA.term_by_id['truce'].proposition}" in STRICT["$defs"]["term"]["description"]
    assert {name for name in STRICT["$defs"] if name.startswith("content-")} == {
        f"content-{kind}"
        for kind in ("ceasefire", "security-guarantee", "multinational-force", "territorial-status")
    }


@pytest.mark.parametrize(
    "given",
    [
        {"stance": "accepts", "act": "offers", "quote": "we stop"},
        {"stance": {"absent": "withheld"}, "since": "2030-01-01", "window": {"undisclosed": True}},
        {"conditions": [{"kind": "stance", "party": "SOUTH", "term": "truce", "stance": "open"}]},
    ],
)
def test_what_the_schema_admits_is_read_and_proposed(given):
    form = output(**given)
    jsonschema.Draft202012Validator(STRICT).validate(form)
    report = coding.read_output(json.dumps(form), agenda=AGENDA)
    assert codec.write(report)["claims"][0] == {
        "kind": "position",
        "party": "NORTH",
        "term": "truce",
        **given,
    }
    talks = pt.Tracker(AGENDA)
    assert talks.propose(report).new


def test_a_claim_of_each_kind_is_read():
    for kind, given in {
        "event": {"id": "summit", "status": "held", "when": "2030-01-01"},
        "progress": {"term": "truce", "stage": "discussed"},
        "assessment": {"text": "hard to say", "about": ["truce"]},
        "question": {"text": "who pays?", "about": ["truce"]},
    }.items():
        claim = {**dict.fromkeys(STRICT["$defs"][kind]["required"]), "kind": kind, **given}
        form = {**dict.fromkeys(STRICT["required"]), "kind": "report", "claims": [claim]}
        jsonschema.Draft202012Validator(STRICT).validate(form)
        report = coding.read_output(form, agenda=AGENDA)
        assert codec.write(report)["claims"][0] == {"kind": kind, **given}


def test_a_large_agenda_keeps_to_what_models_take():
    agenda = pt.Agenda(
        "large",
        parties=[pt.Party(f"P{number}", f"party {number}", "state") for number in range(200)],
        people=[pt.Person(f"person-{number}") for number in range(100)],
        terms=[pt.Term(f"term-{number}", "ceasefire", "it is so", needs=["P1"]) for number in range(300)],
    )
    forms = list(parts(strict_schema(agenda)))
    assert sum(len(form.get("enum", ())) for form in forms) < 1000
    assert sum(len(form.get("properties", ())) for form in forms) < 5000


def test_every_definition_is_taken():
    taken = {form["$ref"] for form in parts(STRICT) if "$ref" in form}
    assert taken == {f"#/$defs/{name}" for name in STRICT["$defs"]}


def test_a_model_is_not_asked_for_what_it_cannot_know():
    fields = {name for form in STRICT["$defs"].values() for name in form.get("properties", ())}
    assert fields & {"sha256", "archived", "marking", "retrieved", "start", "end", "voice"} <= {
        "sha256",
        "start",
    }
    assert "sha256" not in STRICT["$defs"]["source"]["properties"]
    assert STRICT["$defs"]["quote"]["required"] == ["exact", "prefix", "suffix"]


def test_problems_of_an_output_can_be_handed_to_the_model_again():
    form = output(stance="maybe", act="mumbles")
    assert not jsonschema.Draft202012Validator(STRICT).is_valid(form)
    with pytest.raises(pt.InvalidInputError) as caught:
        coding.read_output(form, agenda=AGENDA)
    assert [problem.where for problem in caught.value.problems] == ["claims[0].stance", "claims[0].act"]


def test_the_strict_schema_is_printed():
    form = json.loads(printed("schema", "report", "--strict", "--agenda", SEEDS))
    assert "UA" in form["$defs"]["party"]["enum"]
    for words in (("report", "--strict"), ("--strict", "--agenda", SEEDS), ("report", "--agenda", SEEDS)):
        assert "schema report --strict --agenda LEDGER" in as_typed("schema", *words).stderr


def test_a_file_that_a_model_wrote_is_proposed_on_the_command_line(tmp_path):
    with pt.open(tmp_path / "talks.db") as talks:
        talks.declare(AGENDA)
    ledger, file = str(tmp_path / "talks.db"), tmp_path / "output.json"
    file.write_text(json.dumps(output(stance="open")), encoding="utf-8")
    proposed = printed("propose", ledger, str(file), "--model", "reader", "--model-version", "3")
    id = proposed.removeprefix("proposed: ").partition(",")[0]
    with pt.open(ledger) as talks:
        assert talks.proposal(id).coded_by == "reader 3"
    assert (
        "--model-version is for --model"
        in as_typed("propose", ledger, str(file), "--model-version", "3").stderr
    )
    file.write_text(json.dumps(output(stance="accepts")), encoding="utf-8")
    assert "stance open -> accepts" in printed("amend", ledger, id, str(file), "--reason", "he said more")
    file.write_text(json.dumps(output(stance="opn")), encoding="utf-8")
    said = as_typed("propose", ledger, str(file)).stderr
    assert said == f"peacetrack: {file}: claims[0].stance: unknown stance 'opn'; did you mean 'open'?\n"
