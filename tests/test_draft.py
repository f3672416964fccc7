"""The builder: one method an act, short forms, and the second report of Berlin typed with it."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import attrs
import pytest

import peacetrack as pt
from peacetrack.draft import fields
from peacetrack.form import codec

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "berlin_second_report.py"
SEED = ROOT / "seeds" / "berlin-2025-12" / "seed-004.toml"


def claim(draft: pt.Draft) -> dict[str, object]:
    (only,) = draft.claims
    return dict(only)


def test_there_is_a_method_for_every_act():
    for act in pt.Act:
        draft = pt.draft()
        getattr(draft, act.value)("truce", party="NORTH")
        assert claim(draft)["act"] == act.value


def test_a_voice_is_named_by_its_type_unless_it_is_named():
    draft = pt.draft()
    draft.voice("quote", "a minister").states("truce", party="NORTH")
    draft.voice("quote", "another", name="second").states("truce", party="NORTH")
    draft.voice("quote", "a third").states("truce", party="NORTH")
    assert [c["voice"] for c in draft.as_mapping()["claims"]] == ["quote", "second", "quote-2"]


def test_details_go_by_their_names_and_typed_values_are_written():
    draft = pt.draft().offers("pledge", party="US", details={"duration": pt.Quantity(10, None, "years")})
    assert claim(draft)["content"] == {"duration": {"at_least": 10, "unit": "years"}}


def test_details_may_be_content_and_a_field_outside_of_them_is_told_where_it_goes():
    detail = pt.content.SecurityGuarantee(duration=10)
    draft = pt.draft().offers("pledge", party="US", details=detail)
    assert claim(draft)["content"] == {"kind": "security-guarantee", "duration": 10}
    with pytest.raises(pt.errors.UnknownFieldError, match=r"into details=\{'binding': \.\.\.\}"):
        pt.draft().offers("pledge", party="US", binding=True)
    with pytest.raises(pt.errors.UnknownFieldError, match="did you mean 'wording'"):
        pt.draft().offers("pledge", party="US", wordng="a pledge")
    with pytest.raises(pt.errors.WrongTypeError, match="a mapping of fields"):
        pt.draft().offers("pledge", party="US", details=5)


@pytest.mark.parametrize("link", [("part-of",), ("part-of", "truce", "border")])
def test_a_link_is_a_relation_and_a_term(link):
    with pytest.raises(
        pt.errors.WrongTypeError, match=r"links: .* is not a relation and a term; write a Link"
    ):
        pt.draft().position("truce", "open", party="NORTH", links=[link])


def test_the_fields_that_the_builder_takes_are_those_of_the_claims():
    for cls, typed, given in (
        (pt.Position, fields.PositionFields, {"term", "stance", "act"}),
        (pt.Progress, fields.ProgressFields, {"term", "stage", "trend"}),
        (pt.Event, fields.EventFields, {"id", "status"}),
        (pt.Assessment, fields.AssessmentFields, {"text", "about"}),
        (pt.Question, fields.QuestionFields, {"text", "about"}),
        (pt.Source, fields.SourceFields, {"title", "published", "retrieved"}),
    ):
        names = {field.name.replace("content", "details") for field in attrs.fields(cls)}
        assert given | set(typed.__annotations__) == names


def test_short_forms_of_conditions_links_and_endings():
    draft = pt.draft().offers(
        "pledge",
        party="US",
        conditions=["a vote", pt.EventHeld("summit")],
        links=[("in-order-to", "truce"), pt.Link("part-of", text="a plan")],
        window="undisclosed",
    )
    assert claim(draft)["conditions"] == [
        {"kind": "words", "text": "a vote"},
        {"kind": "event", "event": "summit"},
    ]
    assert claim(draft)["links"] == [
        {"relation": "in-order-to", "term": "truce"},
        {"relation": "part-of", "text": "a plan"},
    ]
    assert claim(draft)["window"] == {"undisclosed": True}


def test_an_explicit_nothing_is_kept_because_it_clears():
    draft = pt.draft().states("pledge", party="US", conditions=[], red_line=False)
    assert (claim(draft)["conditions"], claim(draft)["red_line"]) == ([], False)


def test_a_misspelt_field_of_an_event_is_told_at_once():
    with pytest.raises(pt.errors.UnknownFieldError, match="did you mean 'participants'"):
        pt.draft().event("summit", participant=["US"])


def test_a_draft_goes_on_after_it_was_recorded_without_touching_what_was():
    talks = pt.open(SEED.parent)
    draft = pt.draft(id="one").states("nato-pause", party="US")
    talks.record(draft)
    draft.states("dialogue", party="US")
    assert len(talks.reports["one"].claims) == 1


def typed() -> tuple[str, pt.Draft]:
    """The text that types the voices and claims of the example, and the draft it makes."""
    source = EXAMPLE.read_text(encoding="utf-8")
    head, tail = source.index("r = pt.draft("), source.index("berlin = pt.open(")
    scope: dict[str, object] = {}
    exec(source[:tail], scope)
    text = source[source.index("\n\n", head) : tail]
    return re.sub(r"\n\s+|(?<=\()\s+|,\s+(?=\))", " ", text), scope["r"]  # type: ignore[return-value]


def test_the_second_document_typed_with_the_builder_is_the_coded_report():
    talks = pt.open(SEED.parent)
    assert talks.record(typed()[1]).new is False


def test_the_builder_takes_at_most_half_the_characters_of_the_json():
    report = tomllib.loads(SEED.read_text(encoding="utf-8"))
    as_json = json.dumps({name: report[name] for name in ("voices", "claims")}, ensure_ascii=False, indent=2)
    text, draft = typed()
    assert len(draft.claims) == len(report["claims"])
    assert len(text) <= len(as_json) / 2


def test_the_draft_and_the_typed_report_are_one():
    draft = pt.draft(id="x", outlet="an agency", published="2030-01-02", since=pt.During("summit"))
    draft.voice("named", "a minister", of="NORTH").offers("truce", "accepts", details={"scope": "at sea"})
    position = pt.Position(
        "NORTH", "truce", "accepts", act="offers", content=pt.content.Ceasefire(scope="at sea"), voice="named"
    )
    typed_report = pt.Report(
        [position],
        id="x",
        source=pt.Source("an agency", published="2030-01-02"),
        voices={"named": pt.Attribution("named", speaker="a minister", acts_for="NORTH")},
        since=pt.During("summit"),
    )
    form = dict(draft.as_mapping())
    form["claims"][0]["party"] = "NORTH"
    form["claims"][0]["content"]["kind"] = "ceasefire"
    assert codec.read(form, pt.Report) == typed_report


def test_an_unknown_act_names_the_nearest():
    voice = pt.draft().voice("named", of="NORTH")
    with pytest.raises(AttributeError, match="unknown act 'demand'; did you mean 'demands'"):
        voice.demand("truce")
    with pytest.raises(
        pt.InvalidInputError, match=r"'rejects' is a stance: write position\(term, 'rejects'\)"
    ):
        voice.rejects("truce")
    assert not hasattr(voice, "_demands")
    assert not hasattr(voice, "demand")
