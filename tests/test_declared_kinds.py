"""Kinds of content that an agenda declares: what they take and refuse, and that every reader knows them."""

from __future__ import annotations

import json
import pickle
import re
import tomllib
from decimal import Decimal

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis, content, view
from peacetrack.form import codec, schema
from peacetrack.testing import laws
from peacetrack.testing import strategies as ss
from tests import recording
from tests.data import ROOT
from tests.effort import a_half

AGENDA = """
kind = "agenda"
id = "caps"

[[parties]]
id = "NORTH"
name = "Northland"
type = "state"
aliases = ["the North"]

[[parties]]
id = "SOUTH"
name = "Southland"
type = "state"

[[kinds]]
id = "enrichment-cap"
fields = { level = "quantity", sites = "parties", regime = ["full", "partial"], note = "text", by = "moment" }
binds = ["level", "regime"]

[[terms]]
id = "cap"
kind = "enrichment-cap"
proposition = "enrichment is capped"
needs = ["NORTH", "SOUTH"]
"""
CAP = pt.Kind(
    "enrichment-cap",
    fields={
        "level": "quantity",
        "sites": "parties",
        "regime": ["full", "partial"],
        "note": "text",
        "by": "moment",
    },
    binds=["level", "regime"],
)
PARTIES = [pt.Party("NORTH", "Northland", "state", aliases=["the North"]), pt.Party("SOUTH", "S", "state")]


def agenda(*kinds, **given):
    terms = [pt.Term("cap", "enrichment-cap", "enrichment is capped", needs=["NORTH", "SOUTH"])]
    return pt.Agenda("caps", parties=PARTIES, kinds=kinds or [CAP], **{"terms": terms, **given})


def said(party="NORTH", id=None, **fields):
    claim = {"kind": "position", "party": party, "term": "cap", "stance": "accepts", "content": fields}
    return {"id": id or party, "claims": [claim]}


@pytest.fixture
def talks():
    return pt.Tracker(agenda())


def test_toml_and_python_declare_the_same(tmp_path):
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "agenda.toml").write_text(AGENDA, encoding="utf-8")
    (folder / "report.toml").write_text(
        'kind = "report"\n[[claims]]\nkind = "position"\nparty = "the North"\nterm = "cap"\n'
        'stance = "accepts"\ncontent = { level = { at_most = 3.670, unit = "percent" }, regime = "full" }\n'
    )
    (folder / "log.toml").write_text(
        '[[entry]]\nfile = "agenda.toml"\nrecorded_at = "2030-01-01"\n'
        '[[entry]]\nfile = "report.toml"\nrecorded_at = "2030-01-02"\n'
    )
    talks = pt.open(folder)
    assert talks.agenda.kinds == (CAP,)
    standing = talks.state()["cap"]["NORTH"]
    level = pt.Quantity(high=Decimal("3.67"), unit="percent")
    assert standing.details == {"level": level, "regime": "full"}
    assert standing.content == content.Details(CAP, {"level": level, "regime": "full"})
    assert standing.kind == talks.state().kind_of("cap") == "enrichment-cap"


def test_details_are_typed_and_normalised(talks):
    talks.record(
        said(level="3.670", sites=["the North"], regime="full", note="Cafe\u0301", by="2030-05", id="r")
    )
    details = talks.state()["cap"]["NORTH"].details
    assert details["level"] == pt.Quantity(Decimal("3.67"), Decimal("3.67"))
    assert details["sites"] == ("NORTH",)
    assert details["note"] == "Caf\u00e9"
    assert details["by"] == pt.Moment.parse("2030-05")


def test_drafts_and_typed_positions_take_it(talks):
    drafted = pt.draft(id="drafted")
    minister = drafted.voice("named", "a minister", of="the North")
    details = {"level": pt.Quantity(3, 5, "percent"), "sites": ["the North"], "by": "2030-05"}
    minister.offers("cap", "accepts", details=details)
    talks.record(drafted)
    typed = content.Details(CAP, details)
    talks.record(pt.Report([pt.Position("SOUTH", "cap", "accepts", content=typed)], id="typed"))
    state = talks.state()
    assert state["cap"]["NORTH"].content == state["cap"]["SOUTH"].content
    assert state["cap"]["SOUTH"].details["by"] == pt.Moment.parse("2030-05")
    with pytest.raises(pt.errors.WrongContentError, match="ceasefire"):
        talks.record(pt.Report([pt.Position("SOUTH", "cap", content=content.Ceasefire(scope="here"))]))


def test_details_look_at_their_values_when_they_are_made():
    with pytest.raises(pt.errors.UnknownNameError, match="did you mean 'full'"):
        content.Details(CAP, {"regime": "ful"})
    with pytest.raises(pt.errors.UnknownFieldError, match="did you mean 'level'"):
        content.Details(CAP, {"lvel": 3})
    with pytest.raises(pt.errors.WrongTypeError, match="a mapping of fields"):
        content.Details(CAP, ["level"])
    assert content.Details(CAP, {"level": 3, "note": None}) == content.Details(CAP, {"level": 3})
    assert content.Details(CAP) != CAP


def test_an_absence_stands_for_any_field(talks):
    talks.record(said(level={"absent": "withheld"}, note={"absent": "unknown"}))
    details = talks.state()["cap"]["NORTH"].details
    assert details == {"level": pt.Absence.WITHHELD, "note": pt.Absence.UNKNOWN}


@pytest.mark.parametrize(
    ("fields", "error", "message"),
    [
        ({"lvel": 3}, pt.errors.UnknownFieldError, "did you mean 'level'"),
        ({"regime": "ful"}, pt.errors.UnknownNameError, "did you mean 'full'"),
        ({"sites": ["EAST"]}, pt.errors.UnknownNameError, "EAST"),
        ({"sites": "NORTH"}, pt.errors.WrongTypeError, "content.sites"),
        ({"level": 3.5}, pt.errors.FloatGivenError, "content.level"),
        ({"note": 3}, pt.errors.WrongTypeError, "content.note"),
        ({"by": 2030}, pt.errors.WrongTypeError, "content.by"),
        ({"version": 2, "level": 3}, pt.InvalidInputError, "newer than 1"),
    ],
)
def test_what_a_field_does_not_take_is_refused(talks, fields, error, message):
    with pytest.raises(error, match=message):
        talks.record(said(**fields))


def test_all_that_is_wrong_with_its_content_is_told_at_once(talks):
    with pytest.raises(pt.errors.SeveralProblemsError) as caught:
        talks.record(said(lvel=3, regime="ful", sites=["EAST"]))
    assert [problem.where for problem in caught.value.problems] == [
        "claims[0].content",
        "claims[0].content.regime",
        "claims[0].content.sites[0]",
    ]


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"fields": {"level": "quantty"}}, pt.errors.UnknownNameError, "did you mean 'quantity'"),
        ({"fields": {"stance": "text"}}, pt.errors.NameTakenError, "a position already has stance"),
        ({"fields": {"regime": []}}, pt.InvalidInputError, "a vocabulary has no words"),
        ({"fields": {"regime": ["a", "a"]}}, pt.errors.NameTakenError, "'a' is there twice"),
        ({"fields": {"regime": [""]}}, pt.errors.WrongTypeError, "is not a word"),
        ({"fields": {"regime": [1]}}, pt.errors.WrongTypeError, "names"),
        ({"fields": {"regime": {"some": ["a"]}}}, pt.errors.WrongTypeError, "several"),
        ({"fields": {"regime": {"several": []}}}, pt.InvalidInputError, "a vocabulary has no words"),
        ({"fields": {" level": "text"}}, pt.errors.WrongTypeError, "no space or control character around it"),
        ({"fields": {"é": "text", "e\u0301": "flag"}}, pt.errors.NameTakenError, "is there twice"),
        ({"fields": ["level"]}, pt.errors.WrongTypeError, "a mapping"),
        ({"fields": {"level": "quantity"}, "binds": ["lvel"]}, pt.errors.UnknownFieldError, "mean 'level'"),
    ],
)
def test_what_is_no_declaration_is_refused_typed_and_in_a_file(given, error, message):
    with pytest.raises(error, match=message):
        pt.Kind("cap", **given)
    with pytest.raises(pt.InvalidInputError, match=message):
        pt.Tracker().declare({"id": "caps", "kinds": [{"id": "cap", **given}]})


@pytest.mark.parametrize(
    ("kinds", "message"),
    [
        ([pt.Kind("ceasefire")], "a kind of content is already called 'ceasefire'"),
        ([pt.Kind("cap"), pt.Kind("cap")], "'cap' is named twice"),
        ([pt.Kind("")], "is not an id"),
        ([pt.Kind(" cap")], "no space or control character around it"),
    ],
)
def test_a_declaration_needs_a_name_of_its_own(kinds, message):
    with pytest.raises(pt.InvalidInputError, match=message):
        pt.Tracker().declare(pt.Agenda("caps", kinds=kinds))


def test_a_term_of_a_kind_that_is_not_declared_names_the_nearest():
    term = pt.Term("cap", "enrichment-cup", "enrichment is capped")
    with pytest.raises(pt.errors.UnknownNameError, match="did you mean 'enrichment-cap'"):
        pt.Tracker(agenda(terms=[term]))


def test_a_kind_is_free_to_change_until_a_claim_uses_it(talks):
    other = pt.Kind("enrichment-cap", fields={"level": "text"})
    assert talks.declare(pt.Agenda("caps", kinds=[other])).new
    talks.record(said(level="low"))
    with pytest.raises(pt.errors.FixedKindError, match="it can only get new ones") as caught:
        talks.declare(pt.Agenda("caps", kinds=[CAP]))
    assert (caught.value.id, caught.value.seq) == ("enrichment-cap", 2)


@pytest.mark.parametrize(
    "changed",
    [
        pt.Kind("enrichment-cap", fields={}),
        pt.Kind(
            "enrichment-cap", fields={**CAP.fields, "regime": ["full", "partial", "none"]}, binds=CAP.binds
        ),
        pt.Kind("enrichment-cap", fields=CAP.fields, binds=["level"]),
    ],
)
def test_a_kind_that_a_claim_uses_is_fixed(talks, changed):
    talks.record(said(level=3))
    with pytest.raises(pt.errors.FixedKindError):
        talks.declare(pt.Agenda("caps", kinds=[changed]))


def test_a_kind_that_a_claim_uses_can_get_new_fields(talks):
    talks.record(said(level=3))
    before = talks.state(known=2)["cap"]["NORTH"]
    wider = pt.Kind("enrichment-cap", fields={**CAP.fields, "for": "quantity"}, binds=[*CAP.binds, "for"])
    talks.declare(pt.Agenda("caps", kinds=[wider]))
    talks.record(said("SOUTH", level=3, **{"for": {"exactly": 10, "unit": "years"}}))
    assert talks.state(known=2)["cap"]["NORTH"] == before
    assert talks.state()["cap"]["NORTH"].content == before.content
    assert talks.state()["cap"]["SOUTH"].details["for"] == pt.Quantity(10, 10, "years")
    talks.verify()


def test_two_ledgers_declare_the_same_name_differently(talks):
    other = pt.Tracker(agenda(pt.Kind("enrichment-cap", fields={"level": ["high", "low"]})))
    other.record(said(level="low"))
    talks.record(said(level=3))
    assert other.state()["cap"]["NORTH"].details == {"level": "low"}
    assert talks.state()["cap"]["NORTH"].details == {"level": pt.Quantity(3, 3)}


def test_only_what_binds_keeps_parties_apart(talks):
    talks.record(said("NORTH", level=3, note="so", sites=["NORTH"]))
    talks.record(said("SOUTH", level=3, note="otherwise", sites=["SOUTH"]))
    assert talks.state()["cap"].status == "agreed"
    talks.record(said("SOUTH", id="later", level=5))
    assert talks.state()["cap"].status == "in-principle"
    assert talks.state().unsettled("cap") == ("level",)
    gap = next(gap for gap in analysis.gaps(talks.state()) if gap.field == "content.level")
    assert (gap.ground, gap.binds, gap.missing) == ("apart", True, ())


def test_a_field_that_is_not_declared_is_no_field_of_a_standing(talks):
    talks.record(said(level=3))
    standing = talks.state()["cap"]["NORTH"]
    assert standing.get("content.level") == pt.Quantity(3, 3)
    with pytest.raises(pt.errors.UnknownFieldError, match="did you mean 'level'"):
        standing.get("lvel")


def test_an_ending_of_a_declared_kind_names_an_event():
    kind = pt.Kind("enrichment-cap", fields={"lasts": "ending", "ways": {"several": ["air", "sea"]}})
    talks = pt.Tracker(agenda(kind))
    talks.record(said(lasts={"event": "summit"}, ways=["sea", "air"]))
    assert talks.state().event("summit").id == "summit"
    assert talks.state()["cap"]["NORTH"].details["ways"] == ("sea", "air")


def test_it_is_shown_as_any_other_content(talks):
    talks.record(said(level={"at_most": 5, "unit": "percent"}, note="for now"))
    talks.record({"claims": [{"kind": "progress", "term": "cap", "content": {"level": 4, "regime": "full"}}]})
    state = talks.state()
    board = str(view.board(state))
    assert "level 4; regime full" in board
    html = state["cap"]["NORTH"]._repr_html_()
    assert "level: at most 5 percent; note: for now" in html
    row = pt.Table([state["cap"].progress], pt.TermProgress).to_dicts()[0]
    assert row["content"] == {"kind": "enrichment-cap", "level": 4, "regime": "full"}


@pytest.mark.parametrize("form", ["text", "number", ["drafted", "agreed", "signed"]])
def test_a_stage_of_its_own_is_checked_where_it_has_an_order(form):
    talks = recording.new(agenda(pt.Kind("enrichment-cap", fields={"stage": form})))
    first, last = (1, 3) if form == "number" else ("drafted", "signed")
    for id, stage in (("2030-01-01", first), ("2030-02-01", last)):
        talks.record({**said(id=id, stage=stage), "since": id}, recorded_at=f"{id}T12:00:00Z")
    skipped = [
        found for found in analysis.check(talks.state(valid="2030-03-01")) if "irregular" in found.check
    ]
    assert len(skipped) == (form not in ("text", "number"))


def test_its_words_can_be_redacted_and_its_facts_stay(talks):
    talks.record(said(level=3, regime="full", note="in confidence", id="r"))
    talks.redact("r", reason="a source")
    details = talks.state()["cap"]["NORTH"].details
    assert (details["level"], details["regime"]) == (pt.Quantity(3, 3), "full")
    assert details["note"].startswith("[redacted")
    assert b"in confidence" not in pickle.dumps(talks.entries())
    talks.verify()


def test_it_pickles_and_hashes(talks):
    talks.record(said(level=3))
    standing = talks.state()["cap"]["NORTH"]
    assert pickle.loads(pickle.dumps(standing)) == standing
    assert hash(standing.content) == hash(content.Details(CAP, {"level": 3}))
    assert pickle.loads(pickle.dumps(CAP)) == CAP


def test_the_schema_knows_what_an_agenda_declares():
    known = schema.schema("report", declared=[CAP])
    assert known["$defs"]["content-enrichment-cap"]["properties"]["regime"]["anyOf"][0] == {
        "enum": ["full", "partial"]
    }
    validator = jsonschema.Draft202012Validator(schema.schema("report", declared=[CAP], written=True))
    claim = {"kind": "position", "party": "NORTH", "term": "cap"}
    for fields, admitted in (
        ({"level": 3, "regime": "full", "sites": ["NORTH"]}, True),
        ({"regime": "ful"}, False),
        ({"lvel": 3}, False),
    ):
        form = {"kind": "report", "claims": [{**claim, "content": {"kind": "enrichment-cap", **fields}}]}
        assert validator.is_valid(form) is admitted
    form = json.loads(json.dumps(codec.write(agenda())))
    assert jsonschema.Draft202012Validator(schema.schema("agenda", written=True)).is_valid(form)


@pytest.mark.parametrize("words", [["full", "partial"], ["partial", "full"]])
def test_the_words_of_a_vocabulary_keep_their_order(words):
    kind = pt.Kind("reach", fields={"scope": words, "scopes": {"several": words}})
    fields = schema.schema("report", declared=[kind])["$defs"]["content-reach"]["properties"]
    assert fields["scope"]["anyOf"][0] == {"enum": words}
    assert fields["scopes"]["anyOf"][0]["items"] == {"enum": words}


def test_a_kind_with_a_strange_name_is_in_the_schema():
    kind = pt.Kind("a/b~c %20 é", fields={"level": "flag"})
    known = schema.schema("report", declared=[kind], written=True)
    claim = {"kind": "position", "party": "NORTH", "term": "cap"}
    form = {"kind": "report", "claims": [{**claim, "content": {"kind": kind.id, "level": True}}]}
    assert jsonschema.Draft202012Validator(known).is_valid(form)


def test_an_agenda_keeps_the_kind_that_a_class_is_named_like_later():
    talks = pt.Tracker(agenda(pt.Kind("enrichment-cap", fields={"level": "flag"})))
    talks.record(said(level=True))
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(content.kinds.__globals__["_KINDS"], "enrichment-cap", content.kind_named("other"))
        assert talks.state()["cap"]["NORTH"].details == {"level": True}
        assert not talks.declare(talks.agenda).new


@given(st.data())
def test_law_1_content_of_a_declared_kind_comes_back(data):
    kind = data.draw(ss.kinds())
    laws.round_trip(kind, pt.Kind)
    position = pt.Position("NORTH", "cap", content=data.draw(ss.contents(kind)))
    laws.round_trip(position, pt.Position, pt.Agenda("caps", kinds=[kind]))


@a_half()
@given(st.data())
def test_a_ledger_with_declared_kinds_keeps_the_laws(data):
    tracker = data.draw(ss.declared_ledgers())
    tracker.verify()
    basis = data.draw(ss.bases(tracker))
    laws.asking_changes_nothing(tracker, basis)
    laws.index_is_oracle(tracker, basis)
    laws.grown_is_rebuilt(tracker, basis)


def test_the_report_in_toml_of_the_how_to_is_recorded():
    page = (ROOT / "docs" / "how-to" / "declare-your-own-kinds.md").read_text(encoding="utf-8")
    agenda, report = (
        tomllib.loads(block, parse_float=Decimal)
        for block in re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    )
    parties = [{"id": id, "name": id, "type": "state"} for id in ("NORTH", "SOUTH")]
    talks = pt.Tracker({"id": "caps", "parties": parties, **agenda})
    talks.record(report)
    standing = talks.state(valid="2030-05-04")["cap"]["NORTH"]
    assert (str(standing.get("level")), standing.get("regime")) == ("3.67 to 5 percent", "full")
    assert str(talks.state(valid="2030-05-01")["cap"]["NORTH"].get("level")) == "at most 5 percent"
