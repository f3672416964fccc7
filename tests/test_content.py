"""Typed content: the kinds that come along, and kinds of one's own."""

import inspect
import json
import tomllib
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin, get_type_hints

import attrs
import pytest

import peacetrack as pt
from peacetrack import analysis, content
from peacetrack.form import codec
from peacetrack.store import jsonl, toml
from peacetrack.words.kind import RESERVED
from tests import recording

PARTIES = (
    pt.Party("UA", "Ukraine", "state", aliases=["Kyiv"]),
    pt.Party("US", "the United States", "state"),
    pt.Party("US-SENATE", "the Senate", "institution"),
)

FIELDS = {
    "alliance-membership": "intent scope lasts legal_level stage",
    "security-guarantee": "label binding guarantors beneficiary framework model horizon duration "
    "protects_against instrument trigger response consultation enforcement alliance_status",
    "ratification": "body route stage instrument subject yeas nays present consent_conditions",
    "territorial-status": "area occupation excluded regime control line geometry",
    "accession-path": "organisation stage clusters target",
    "multinational-force": "location phase contributors mandate size deployment backing troops",
    "shared-management": "assets area arrangement operator proposer purpose",
    "economic-support": "forms amount providers",
    "ceasefire": "purpose scope start monitoring",
    "principle": "items qualities",
}

VOCABULARIES = {
    ("alliance-membership", "intent"): "pursue pause defer renounce forbid",
    ("alliance-membership", "scope"): "full partial",
    ("alliance-membership", "legal_level"): "political parliamentary constitutional treaty alliance-decision",
    ("alliance-membership", "stage"): "none aspirant invited negotiating ratifying member",
    ("security-guarantee", "framework"): "inside-nato outside-nato",
    ("security-guarantee", "model"): "article-5-like eu-42-7-like budapest-like bilateral bespoke",
    ("security-guarantee", "alliance_status"): "none partner full",
    ("ratification", "route"): "treaty congressional-executive executive political statute",
    ("ratification", "stage"): "mooted announced concluded signed transmitted committee calendar "
    "floor consented refused ratified deposited in-force returned withdrawn",
    ("territorial-status", "occupation"): "full not-full none",
    ("territorial-status", "regime"): "formal-cession de-facto-control recognition freeze "
    "withdrawal demilitarised economic-zone joint-administration status-quo deferred",
    ("accession-path", "stage"): "potential applied candidate negotiating concluded signed member",
    ("multinational-force", "phase"): "now ceasefire settlement post-conflict",
    ("shared-management", "arrangement"): "joint-operation joint-venture third-party "
    "international output-split",
    ("shared-management", "purpose"): "confidence-building revenue safety",
    ("ceasefire", "purpose"): "humanitarian preliminary definitive",
}

SETS_OF_WORDS = {
    ("territorial-status", "excluded"): VOCABULARIES["territorial-status", "regime"],
    ("multinational-force", "backing"): "political logistic intelligence air",
}

LISTS = [
    ("security-guarantee", "guarantors"),
    ("ratification", "consent_conditions"),
    ("territorial-status", "excluded"),
    ("accession-path", "clusters"),
    ("multinational-force", "contributors"),
    ("multinational-force", "backing"),
    ("shared-management", "assets"),
    ("economic-support", "forms"),
    ("economic-support", "providers"),
    ("principle", "items"),
    ("principle", "qualities"),
]

QUANTITIES = [
    ("security-guarantee", "duration"),
    ("multinational-force", "size"),
    ("economic-support", "amount"),
]

FULL = [
    content.AllianceMembership(
        intent="pause",
        scope="full",
        lasts=pt.NotBefore(pt.InWords("the end of the talks")),
        legal_level=pt.Absence.NOT_STATED,
        stage="aspirant",
    ),
    content.SecurityGuarantee(
        label="assurance",
        binding=True,
        guarantors=["US"],
        beneficiary="UA",
        framework="outside-nato",
        model="article-5-like",
        horizon="long",
        duration=pt.Quantity(15, 50, "years"),
        protects_against="attack",
        instrument="treaty",
        trigger="invasion",
        response="force",
        consultation="within a day",
        enforcement=pt.Absence.UNDER_NEGOTIATION,
        alliance_status="none",
    ),
    content.Ratification(
        body="US-SENATE",
        route="treaty",
        stage="consented",
        subject="the guarantee",
        yeas=67,
        nays=33,
        present=100,
        consent_conditions=["no troops"],
    ),
    content.TerritorialStatus(
        area="the east",
        occupation="not-full",
        excluded=["formal-cession", "recognition"],
        regime="freeze",
        control="UA",
        line="the line of contact",
    ),
    content.AccessionPath(organisation="US", stage="candidate", clusters=["fundamentals"], target="2027"),
    content.MultinationalForce(
        location="the rear",
        phase="ceasefire",
        contributors=["US", "UA"],
        mandate="reassurance",
        size=pt.Quantity("12.5", unit="thousand"),
        deployment="by air",
        backing=["intelligence", "air"],
        troops=False,
    ),
    content.SharedManagement(
        assets=["the plant"],
        area="the river",
        arrangement="output-split",
        operator="US",
        proposer="UA",
        purpose="safety",
    ),
    content.EconomicSupport(forms=["loans"], amount=800, providers=["US"]),
    content.Ceasefire(purpose="preliminary", scope="energy", start="2025-12-24", monitoring="none"),
    content.Principle(items=["sovereignty"], qualities=["just", "lasting"]),
    content.Other({"a": 1, "b": True, "c": "words", "d": pt.Absence.WITHHELD}),
]


def class_of(kind: str) -> Any:
    return content.kind_named(kind).cls


def tracker(*kinds: str) -> pt.Tracker:
    terms = [pt.Term(kind, kind, f"as {kind} says", needs=["UA", "US"]) for kind in kinds]
    return pt.Tracker(
        pt.Agenda("talks", parties=PARTIES, terms=terms), clock=lambda: datetime(2025, 12, 20, tzinfo=UTC)
    )


def held(value: object, *, party: str = "UA", since: Any = "2025-12-14") -> pt.Report:
    return pt.Report([pt.Position(party, content.kind_of(value), content=value, since=since)])


# The kinds that come along


@pytest.mark.parametrize("kind", FIELDS)
def test_a_kind_has_the_fields_of_its_table(kind):
    assert [field.name for field in attrs.fields(class_of(kind))] == FIELDS[kind].split()


@pytest.mark.parametrize("kind", FIELDS)
def test_the_class_of_a_kind_is_its_name_in_camel_case(kind):
    cls = class_of(kind)
    assert cls.__name__ == "".join(part.capitalize() for part in kind.split("-"))
    assert getattr(content, cls.__name__) is cls
    assert content.kind_of(cls()) == kind


def test_the_kinds_of_the_library_are_those_of_the_table_and_other():
    ours = {name for name, kind in content.kinds().items() if kind.cls.__module__.startswith("peacetrack.")}
    assert ours == {*FIELDS, "other"}
    assert {content.kind_named(name).cls.__name__ for name in ours} <= {*content.__all__}


@pytest.mark.parametrize("kind", FIELDS)
def test_every_field_may_be_left_out_and_is_then_none(kind):
    assert set(attrs.asdict(class_of(kind)()).values()) == {None}


@pytest.mark.parametrize("absence", pt.Absence)
@pytest.mark.parametrize("kind", FIELDS)
def test_every_field_takes_an_absence(kind, absence):
    given = dict.fromkeys(FIELDS[kind].split(), absence)
    assert attrs.asdict(class_of(kind)(**given)) == given


@pytest.mark.parametrize("kind", FIELDS)
def test_fields_are_given_by_name_only(kind):
    with pytest.raises(TypeError):
        class_of(kind)("pause")


def vocabulary(kind: str, field: str) -> Any:
    hint = get_args(get_type_hints(class_of(kind), include_extras=True)[field])[0]
    return get_args(get_args(hint)[0] if get_origin(hint) is tuple else hint)


@pytest.mark.parametrize(("place", "words"), {**VOCABULARIES, **SETS_OF_WORDS}.items())
def test_a_vocabulary_has_the_words_of_its_table(place, words):
    assert list(vocabulary(*place)) == words.split()


@pytest.mark.parametrize(("place", "words"), VOCABULARIES.items())
def test_a_word_outside_the_vocabulary_is_refused_with_the_nearest(place, words):
    kind, field = place
    right = words.split()[0]
    with pytest.raises(pt.errors.UnknownNameError, match=f"did you mean '{right}'") as caught:
        class_of(kind)(**{field: right + "x"})
    assert (caught.value.name, caught.value.nearest) == (right + "x", right)


@pytest.mark.parametrize(("place", "words"), SETS_OF_WORDS.items())
def test_a_set_of_words_takes_no_other_word(place, words):
    kind, field = place
    right = words.split()[0]
    with pytest.raises(pt.errors.UnknownNameError, match=f"did you mean '{right}'"):
        class_of(kind)(**{field: [right + "x"]})


@pytest.mark.parametrize(("kind", "field"), LISTS)
def test_a_collection_takes_a_list_and_is_a_tuple(kind, field):
    words = (SETS_OF_WORDS.get((kind, field)) or "US UA").split()[:2]
    assert getattr(class_of(kind)(**{field: words}), field) == tuple(words)
    assert getattr(class_of(kind)(**{field: ()}), field) == ()


@pytest.mark.parametrize(("kind", "field"), LISTS)
@pytest.mark.parametrize("wrong", ["US", b"US", {"US": 1}, 5, [5], [None]])
def test_a_lone_text_is_no_collection(kind, field, wrong):
    with pytest.raises(pt.errors.WrongTypeError):
        class_of(kind)(**{field: wrong})


@pytest.mark.parametrize(("kind", "field"), QUANTITIES)
def test_a_quantity_is_taken_as_such_or_as_a_number(kind, field):
    assert getattr(class_of(kind)(**{field: 20}), field) == pt.Quantity(20, 20)
    assert getattr(class_of(kind)(**{field: "7.5"}), field) == pt.Quantity("7.5", "7.5")
    with pytest.raises(pt.errors.FloatGivenError):
        class_of(kind)(**{field: 7.5})


@pytest.mark.parametrize("wrong", [1, 0, "true", "yes", []])
def test_a_flag_is_true_or_false(wrong):
    with pytest.raises(pt.errors.WrongTypeError, match="true or false"):
        content.SecurityGuarantee(binding=wrong)
    with pytest.raises(pt.errors.WrongTypeError, match="true or false"):
        content.MultinationalForce(troops=wrong)


@pytest.mark.parametrize("value", FULL, ids=content.kind_of)
def test_every_kind_is_written_and_read(value):
    form = codec.write(pt.Position("UA", "x", content=value))["content"]
    assert form["kind"] == content.kind_of(value)
    assert json.loads(json.dumps(form)) == form
    claim = codec.read({"party": "UA", "term": "x", "content": form}, pt.Position)
    assert claim.content == value
    assert type(claim.content) is type(value)


@pytest.mark.parametrize("value", FULL, ids=content.kind_of)
def test_every_kind_is_recorded_and_asked_for(value):
    talks = tracker(content.kind_of(value))
    talks.record(held(value))
    standing = talks.state()[content.kind_of(value)]["UA"]
    given = value.fields if isinstance(value, content.Other) else attrs.asdict(value, recurse=False)
    assert {name: standing.get(name) for name in given} == given
    assert standing.content == value


@pytest.mark.parametrize("value", FULL, ids=content.kind_of)
def test_every_kind_survives_an_export(value, tmp_path):
    talks = tracker(content.kind_of(value))
    talks.record(held(value))
    talks.save(tmp_path / "talks.jsonl")
    back = pt.open(tmp_path / "talks.jsonl")
    assert [entry.leaf for entry in back.entries()] == [entry.leaf for entry in talks.entries()]
    assert back.state()[content.kind_of(value)]["UA"].content == value


def test_content_of_no_registered_kind_is_refused():
    with pytest.raises(pt.errors.WrongTypeError, match=r"write content\.Other\(\{'intent': 'pause'"):
        pt.Position("UA", "x", content={"intent": "pause"})
    with pytest.raises(pt.errors.WrongTypeError, match=r"register its class with @content\.kind\(name\)"):
        pt.Position("UA", "x", content=object())


def test_a_kind_nobody_registered_is_refused_with_the_nearest():
    with pytest.raises(pt.errors.UnknownNameError, match="did you mean 'alliance-membership'"):
        content.kind_named("alliance-membreship")


# What some of them know


@pytest.mark.parametrize(
    ("intent", "keeps"),
    [
        ("pursue", True),
        ("pause", True),
        ("defer", True),
        ("renounce", False),
        ("forbid", False),
        (None, None),
        (pt.Absence.NOT_STATED, None),
    ],
)
def test_a_pause_keeps_the_aspiration_and_a_renunciation_does_not(intent, keeps):
    assert content.AllianceMembership(intent=intent).keeps_aspiration is keeps


def test_formal_cession_and_practical_control_are_two_fields():
    value = content.TerritorialStatus(excluded=["formal-cession"], control="US")
    assert value.regime is None
    talks = tracker("territorial-status")
    talks.record(held(value))
    standing = talks.state()["territorial-status"]["UA"]
    assert standing.get("control") == "US"
    assert standing.get("excluded") == ("formal-cession",)
    assert standing.get("regime") is None


@pytest.mark.parametrize(
    ("yeas", "present", "needed", "carried"),
    [
        (67, 100, 67, True),
        (66, 100, 67, False),
        (64, 96, 64, True),
        (63, 96, 64, False),
        (66, 99, 66, True),
        (0, 1, 1, False),
    ],
)
def test_a_treaty_needs_two_thirds_of_those_present(yeas, present, needed, carried):
    vote = content.Ratification(yeas=yeas, present=present)
    assert (vote.needed, vote.carried) == (needed, carried)


@pytest.mark.parametrize("unknown", [None, pt.Absence.NOT_STATED, pt.Absence.UNKNOWN])
def test_without_the_numbers_nobody_knows_whether_it_carried(unknown):
    assert content.Ratification(yeas=67, present=unknown).needed is None
    assert content.Ratification(yeas=67, present=unknown).carried is None
    assert content.Ratification(yeas=unknown, present=100).needed == 67
    assert content.Ratification(yeas=unknown, present=100).carried is None


@pytest.mark.parametrize("computed", ["needed", "carried"])
def test_the_outcome_is_never_typed_in(computed):
    with pytest.raises(TypeError):
        content.Ratification(**{computed: True})
    form = {"kind": "ratification", computed: True}
    with pytest.raises(pt.errors.UnknownFieldError, match=computed):
        codec.read({"party": "UA", "term": "x", "content": form}, pt.Position)


def test_nobody_votes_who_is_not_present():
    with pytest.raises(pt.InvalidInputError, match="132 votes by 100 present; count again"):
        content.Ratification(yeas=66, nays=66, present=100)


@pytest.mark.parametrize("wrong", ["67", 67.0, True, Decimal("67.5"), -1])
def test_votes_are_whole_numbers(wrong):
    with pytest.raises(pt.InvalidInputError):
        tracker("ratification").record(held(content.Ratification(yeas=wrong)))


@pytest.mark.parametrize("stage", ["ratified", "deposited", "in-force"])
def test_an_institution_consents_and_does_not_ratify(stage):
    talks = tracker("ratification")
    with pytest.raises(pt.InvalidInputError, match='write "consented"; the executive') as caught:
        talks.record(held(content.Ratification(stage=stage), party="US-SENATE"))
    assert caught.value.where == "claims[0].content.stage"
    assert talks.head == 1


def test_the_consenting_body_does_not_ratify_whoever_it_is():
    value = content.Ratification(stage="ratified", body="UA")
    with pytest.raises(pt.InvalidInputError, match="UA consents, it does not reach the stage"):
        tracker("ratification").record(held(value))


def test_an_institution_consents_and_the_executive_ratifies():
    talks = tracker("ratification")
    consent = content.Ratification(stage="consented", body="US-SENATE", yeas=67, present=100)
    ratified = content.Ratification(stage="ratified", body="US-SENATE")
    talks.record(held(consent, party="US-SENATE"))
    talks.record(held(ratified, party="US"))
    state = talks.state()["ratification"]
    assert state["US-SENATE"].get("stage") == "consented"
    assert state["US"].get("stage") == "ratified"


# Other: any scalar fields


def test_other_takes_any_scalar_and_nothing_else():
    fields = {"b": 1, "a": True, "d": "words", "c": pt.Absence.UNKNOWN}
    assert content.Other(fields).fields == fields
    assert content.Other({"a": 1, "b": 2}) == content.Other({"b": 2, "a": 1})
    assert content.Other({"a": 1}) != content.Other({"a": "1"})
    assert content.Other({"a": pt.Stance.OPEN}) == content.Other({"a": "open"})
    for wrong in (None, [1], {"x": 1}):
        with pytest.raises(pt.errors.WrongTypeError):
            content.Other({"a": wrong})
    with pytest.raises(pt.errors.FloatGivenError):
        content.Other({"a": 1.5})
    with pytest.raises(pt.errors.WrongTypeError, match="a mapping of fields"):
        content.Other("a")


def test_other_may_be_empty():
    assert content.Other({}).fields == {}
    assert content.Other().fields == {}


def test_the_repair_of_a_float_works_in_other_too(tmp_path):
    talks = tracker("other")
    talks.record(held(content.Other({"share": Decimal("1.5")})))
    talks.save(tmp_path / "talks.jsonl")
    assert pt.open(tmp_path / "talks.jsonl").state() == talks.state()


def levels(*held):
    """A ledger of parties that need each other on a term of kind `other`."""
    parties = [pt.Party(id, id, "state") for id in "AB"]
    terms = [pt.Term("cap", "other", "enrichment is capped", needs=["A", "B"])]
    talks = pt.Tracker(pt.Agenda("caps", parties=parties, terms=terms))
    for party, level in zip("AB", held, strict=True):
        position = pt.Position(party, "cap", "accepts", content=content.Other({"level": level}))
        talks.record(pt.Report([position], since="2030-01-01"))
    return talks.state(valid="2030-01-02")


@pytest.mark.parametrize(
    ("one", "other", "status"),
    [
        (Decimal("3.670"), Decimal("3.67"), "agreed"),
        (Decimal("3.67"), 5, "in-principle"),
        (pt.Quantity(3, 5), pt.Quantity(5, 9), "agreed"),
        (pt.Quantity(3, 5), pt.Quantity(6, 9), "in-principle"),
        (pt.Quantity(3, 5), 4, "agreed"),
        (pt.Quantity(3, 5), Decimal("5.1"), "in-principle"),
        (pt.Quantity("3.67", "3.67", "percent"), pt.Quantity(0, 5, "percent"), "agreed"),
        (pt.Quantity(2, 2), 2, "agreed"),
        (True, 1, "in-principle"),
        ("3.67", "5", "agreed"),
    ],
)
def test_numbers_and_quantities_of_other_bind_like_those_of_any_kind(one, other, status):
    state = levels(one, other)
    assert state["cap"].status == status
    for party, level in (("A", one), ("B", other)):
        told = state["cap"][party].get("level")
        assert told == (2 if level == pt.Quantity(2, 2) else level)
        assert isinstance(told, bool) == isinstance(level, bool)


def test_numbers_of_other_that_are_apart_are_a_gap_of_so_much():
    (distance,) = analysis.distance(levels(Decimal("3.5"), 5)).filter(field="content.level")
    assert distance.gap == pt.Quantity("1.5", "1.5")


FRACTIONS = """
kind = "report"
id = "caps"
since = 2030-01-01
[[claims]]
kind = "position"
party = "A"
term = "cap"
stance = "accepts"
content = { level = 3.670, most = { exactly = 3.67, unit = "percent" }, span = { between = [0.5, 1e1] } }
"""


def test_a_fraction_in_a_file_is_exact(tmp_path):
    talks = pt.Tracker(levels(1, 1).agenda)
    form = json.loads(json.dumps(tomllib.loads(FRACTIONS), default=str), parse_float=Decimal)
    written = (tmp_path / "caps.toml", tmp_path / "caps.json")
    written[0].write_text(FRACTIONS)
    written[1].write_text(json.dumps(tomllib.loads(FRACTIONS), default=str).replace("3.67,", "3.670,"))
    read = [toml.mapping(written[0].read_text(), where=""), jsonl.mapping(written[1].read_text(), where="")]
    receipts = [talks.record(given) for given in (*read, form)]
    assert [receipt.new for receipt in receipts] == [True, False, False]
    details = talks.state(valid="2030-01-02")["cap"]["A"].details
    assert details == {
        "level": Decimal("3.67"),
        "most": pt.Quantity("3.67", "3.67", "percent"),
        "span": pt.Quantity("0.5", 10),
    }
    talks.save(tmp_path / "talks.jsonl")
    assert pt.open(tmp_path / "talks.jsonl").state() == talks.state()


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e400", "1e-400", "1e99999999999999999999"])
def test_what_is_no_exact_number_in_a_file_is_refused(number):
    talks = pt.Tracker(levels(1, 1).agenda)
    form = toml.mapping(FRACTIONS.replace("3.670", number), where="")
    with pytest.raises(pt.InvalidInputError) as refused:
        talks.record(form)
    assert refused.value.where == "claims[0].content.level"


# Reserved names


def test_the_reserved_names_are_the_parameters_of_position_and_what_marks_a_kind():
    parameters = set(inspect.signature(pt.Position).parameters)
    assert parameters | {"kind", "version"} == RESERVED


@pytest.mark.parametrize("name", inspect.signature(pt.Position).parameters)
def test_a_kind_may_not_name_a_field_like_a_parameter_of_position(name):
    cls = attrs.make_class("Clash", {name: attrs.field(default=None)}, frozen=True, kw_only=True)
    with pytest.raises(pt.errors.NameTakenError, match=f"a position already has {name}.*rename the field"):
        content.kind("clashing-kind")(cls)
    assert "clashing-kind" not in content.kinds()
    with pytest.raises(pt.errors.NameTakenError, match=f"a position already has {name}"):
        content.Other({name: 1})


# Kinds of one's own


def lane_for_channel(fields: dict[str, object]) -> dict[str, object]:
    fields["lane"] = fields.pop("channel")
    return fields


@content.kind("sea-lane", version=2, upcasts={1: lane_for_channel})
class SeaLane:
    """Who may sail where: a kind that a user registers."""

    lane: Literal["western", "eastern"] | pt.Absence | None = None
    inspected: bool | pt.Absence | None = None
    ships: pt.Quantity | pt.Absence | None = None
    inspectors: tuple[pt.PartyId, ...] | pt.Absence | None = None
    warden: pt.PartyId | pt.Absence | None = None
    ports: tuple[pt.Prose, ...] | pt.Absence | None = None
    note: pt.Prose | pt.Absence | None = None
    crews: int | pt.Absence | None = None
    opens: pt.Moment | pt.Absence | None = None
    lasts: pt.Ending | pt.Absence | None = None
    season: Literal["summer", "winter"] | pt.Absence | None = attrs.field(
        default=None, metadata={"binds": False}
    )


LANE = SeaLane(
    lane="western",
    inspected=True,
    ships=pt.Quantity(3, 5, "a day"),
    inspectors=["UA", "US"],  # type: ignore[arg-type]
    warden="US",
    ports=["the port"],  # type: ignore[arg-type]
    note="as told",
    crews=12,
    opens=pt.Moment.parse("2026-01"),
    lasts=pt.Undisclosed(),
    season="winter",
)


def test_a_kind_of_ones_own_is_registered_under_its_name():
    assert content.kinds()["sea-lane"].cls is SeaLane
    assert content.kind_of(SeaLane()) == "sea-lane"


def test_the_form_of_each_field_is_known_from_its_type():
    forms = [f"{name} {field.form}" for name, field in content.kind_named("sea-lane").known.items()]
    first = ["lane vocabulary", "inspected flag", "ships quantity", "inspectors parties", "warden party"]
    rest = ["crews number", "opens moment", "lasts ending", "season vocabulary"]
    assert forms == [*first, "ports texts", "note text", *rest]


def test_a_field_with_a_converter_of_its_own_is_checked_after_it():
    @content.kind("signal")
    class Signal:
        flag: Literal["white", "red"] | pt.Absence | None = attrs.field(default=None, converter=str.lower)
        crew: object = None

    assert (Signal(flag="RED").flag, Signal(flag="red", crew=["a", "b"]).crew) == ("red", ("a", "b"))
    with pytest.raises(pt.errors.UnknownNameError):
        Signal(flag="BLUE")
    report = pt.Report([pt.Position("NORTH", "truce", "open", content=Signal(flag="RED"))], id="a")
    written = codec.write(report)["claims"][0]["content"]
    assert written == {"kind": "signal", "flag": "red"}  # no default: str.lower takes no None


def test_its_fields_take_what_they_say_without_a_converter():
    given = SeaLane(ships=4, inspectors=["UA"], ports=["a"], lasts="undisclosed", opens="2026-01")
    assert given.ships == pt.Quantity(4, 4)
    assert (given.inspectors, given.ports) == (("UA",), ("a",))
    assert given.lasts == pt.Undisclosed()
    assert given.opens == pt.Moment.parse("2026-01")


@pytest.mark.parametrize(
    ("field", "wrong", "error"),
    [
        ("lane", "westren", pt.errors.UnknownNameError),
        ("season", "spring", pt.errors.UnknownNameError),
        ("inspected", 1, pt.errors.WrongTypeError),
        ("ships", 1.5, pt.errors.FloatGivenError),
        ("ships", "many", pt.errors.WrongTypeError),
        ("inspectors", "UA", pt.errors.WrongTypeError),
        ("ports", "the port", pt.errors.WrongTypeError),
        ("opens", "soon", pt.errors.InvalidTimeError),
        ("lasts", "soon", pt.errors.InvalidTimeError),
    ],
)
def test_its_fields_refuse_what_they_do_not_say(field, wrong, error):
    with pytest.raises(error):
        SeaLane(**{field: wrong})


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("warden", 5), ("note", 5), ("crews", "12"), ("crews", True), ("crews", 1.5), ("ports", [5])],
)
def test_what_is_of_another_type_is_not_recorded(field, wrong):
    with pytest.raises(pt.errors.WrongTypeError):
        tracker("sea-lane").record(held(SeaLane(**{field: wrong})))


def test_it_is_recorded_and_every_field_is_a_statement():
    talks = tracker("sea-lane")
    talks.record(held(LANE))
    standing = talks.state()["sea-lane"]["UA"]
    assert {name: standing.get(name) for name in attrs.asdict(LANE)} == attrs.asdict(LANE, recurse=False)


def test_it_is_read_back_from_an_export(tmp_path):
    talks = tracker("sea-lane")
    talks.record(held(LANE))
    talks.save(tmp_path / "talks.jsonl")
    back = pt.open(tmp_path / "talks.jsonl")
    assert back.state() == talks.state()
    assert back.state()["sea-lane"]["UA"].content == LANE


def test_its_aliases_resolve():
    talks = tracker("sea-lane")
    talks.record(held(SeaLane(inspectors=["Kyiv", "US"], warden="Kyiv")))
    standing = talks.state()["sea-lane"]["UA"]
    assert (standing.get("inspectors"), standing.get("warden")) == (("UA", "US"), "UA")


def test_its_unknown_parties_are_refused():
    with pytest.raises(pt.errors.SeveralProblemsError) as caught:
        tracker("sea-lane").record(held(SeaLane(inspectors=["UA", "UX"], warden="UX")))
    assert [problem.where for problem in caught.value.problems] == [
        "claims[0].content.inspectors[1]",
        "claims[0].content.warden",
    ]


def test_its_changes_are_told():
    talks = tracker("sea-lane")
    talks.record(held(SeaLane(lane="western", inspected=True), since="2025-12-01"))
    before = talks.state(valid="2025-12-01")
    talks.record(held(SeaLane(lane="eastern"), since="2025-12-10"))
    after = talks.state(valid="2025-12-15")
    (change,) = analysis.diff(before, after)
    assert (change.term, change.party, change.field) == ("sea-lane", "UA", "content.lane")
    assert (change.before, change.after) == ("western", "eastern")


def agreeing(one: object, other: object) -> Any:
    talks = tracker("sea-lane")
    for party, value in (("UA", one), ("US", other)):
        claim = pt.Position(party, "sea-lane", "accepts", content=value, since="2025-12-14")
        talks.record(pt.Report([claim]))
    return talks.state()["sea-lane"].status


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"lane": "western"}, {"lane": "eastern"}),
        ({"inspected": True}, {"inspected": False}),
        ({"ships": 3}, {"ships": 4}),
        ({"inspectors": ["UA"]}, {"inspectors": ["US"]}),
    ],
)
def test_words_flags_quantities_and_parties_bind(one, other):
    assert agreeing(SeaLane(**one), SeaLane(**other)) is pt.TermStatus.IN_PRINCIPLE
    assert agreeing(SeaLane(**one), SeaLane(**one)) is pt.TermStatus.AGREED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"season": "summer"}, {"season": "winter"}),
        ({"note": "a"}, {"note": "b"}),
        ({"lasts": pt.At("2026")}, {"lasts": pt.Undisclosed()}),
        ({"ports": ["a"]}, {"ports": ["b"]}),
        ({"opens": pt.Moment.parse("2026")}, {"opens": pt.Moment.parse("2027")}),
    ],
)
def test_what_only_describes_does_not_bind(one, other):
    assert agreeing(SeaLane(**one), SeaLane(**other)) is pt.TermStatus.AGREED


def test_a_name_is_registered_once():
    with pytest.raises(pt.errors.NameTakenError, match="already called 'sea-lane'; choose another"):
        content.kind("sea-lane")(attrs.make_class("Again", {}, frozen=True, kw_only=True))
    with pytest.raises(pt.errors.NameTakenError, match="already called 'other'"):
        content.kind("other")(attrs.make_class("Again", {}, frozen=True, kw_only=True))
    assert content.kinds()["sea-lane"].cls is SeaLane


def test_a_kind_is_a_frozen_class_whose_fields_are_given_by_name():
    lane = SeaLane(lane="western")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        lane.lane = "eastern"
    with pytest.raises(TypeError, match="positional"):
        SeaLane("western")
    with pytest.raises(pt.errors.UnknownNameError, match="word for lane"):
        SeaLane(lane="northern")


def test_a_kind_that_would_not_check_its_values_is_refused():
    unchecked = attrs.make_class("Unchecked", ["lane"], frozen=True, kw_only=True)
    leave_out = "leave out its attrs decorator: content.kind applies it"
    with pytest.raises(pt.errors.WrongTypeError, match=f"checks its values; {leave_out}"):
        content.kind("unchecked-kind")(unchecked)
    assert "unchecked-kind" not in content.kinds()


# Versions


def in_version(form: dict[str, object]) -> dict[str, Any]:
    return {"claims": [{"kind": "position", "party": "UA", "term": "sea-lane", "content": form}]}


def test_a_newer_version_needs_an_upcast_from_each_older_one():
    cls = attrs.make_class("Third", {}, frozen=True, kw_only=True)
    with pytest.raises(pt.InvalidInputError, match="'third-kind' has no upcast from version 2"):
        content.kind("third-kind", version=3, upcasts={1: lane_for_channel})(cls)
    assert "third-kind" not in content.kinds()


def test_the_version_is_written_from_the_second_on():
    form = codec.write(pt.Position("UA", "sea-lane", content=SeaLane(lane="western")))["content"]
    assert form == {"kind": "sea-lane", "version": 2, "lane": "western"}


def test_an_older_version_is_read_as_todays():
    form = {"kind": "sea-lane", "version": 1, "channel": "western"}
    claim = codec.read(in_version(form)["claims"][0], pt.Position)
    assert claim.content == SeaLane(lane="western")


def test_an_export_of_an_older_version_is_read_as_todays(tmp_path):
    talks = tracker("sea-lane")
    talks.record(held(SeaLane(lane="western")))
    path = tmp_path / "talks.jsonl"
    talks.save(path)
    lines = path.read_text().replace('"lane": "western", "version": 2', '"channel": "western"')
    assert '"channel"' in lines
    path.write_text(lines)
    assert pt.open(path).state()["sea-lane"]["UA"].content == SeaLane(lane="western")


@pytest.mark.parametrize("version", [3, 99])
def test_a_version_newer_than_the_class_is_refused_with_the_repair(version):
    with pytest.raises(pt.InvalidInputError, match=f"version {version} of 'sea-lane' is newer than 2"):
        tracker("sea-lane").record(in_version({"kind": "sea-lane", "version": version}))


@pytest.mark.parametrize("version", [0, -1, "2", True, 1.0, None])
def test_a_version_is_a_number_from_one_on(version):
    with pytest.raises(pt.InvalidInputError) as caught:
        tracker("sea-lane").record(in_version({"kind": "sea-lane", "version": version}))
    assert caught.value.where.startswith("claims[0].content")


def test_what_is_recorded_without_a_kind_is_of_todays_version():
    talks = tracker("sea-lane")
    typed = talks.record(pt.Report([pt.Position("UA", "sea-lane", content=SeaLane(lane="western"))]))
    assert not talks.record(in_version({"lane": "western"})).new
    assert talks.record(in_version({"lane": "western"})).id == typed.id


def test_what_is_drafted_is_of_todays_version():
    talks = tracker("sea-lane")
    report = pt.draft(since="2025-12-14")
    report.voice("named", of="UA").offers("sea-lane", details={"lane": "western"})
    talks.record(report)
    assert talks.state()["sea-lane"]["UA"].get("lane") == "western"


def test_parties_may_consent_by_different_instruments():
    terms = [pt.Term("consent", "ratification", "it is ratified", needs=["A", "B"])]
    talks = pt.Tracker(pt.Agenda("treaty", parties=[pt.Party(id, id, "state") for id in "AB"], terms=terms))
    for party, instrument in (("A", "accession"), ("B", "acceptance")):
        position = pt.Position(
            party, "consent", "accepts", content=content.Ratification(instrument=instrument)
        )
        talks.record(pt.Report([position], since="2030-01-01"))
    state = talks.state(valid="2030-01-02")
    assert state["consent"]["A"].get("instrument") == "accession"
    assert state["consent"].status is pt.TermStatus.AGREED
    with pytest.raises(pt.InvalidInputError):
        content.Ratification(instrument="handshake")


SQUARE = {"type": "Polygon", "coordinates": [[[30, 50], [31, 50], [31, 51], [30, 50]]]}


def test_an_outline_is_geojson_however_it_is_given_and_is_kept_as_text(tmp_path):
    agenda = pt.Agenda(
        "a",
        parties=[pt.Party("NORTH", "North", "state")],
        terms=[pt.Term("area", "territorial-status", "p", needs=["NORTH"])],
    )
    talks = recording.new(agenda)
    for n, given in enumerate((SQUARE, content.Outline(SQUARE), {"geojson": json.dumps(SQUARE)})):
        report = pt.draft(id=f"r{n}", since="2030-01-05")
        report.voice("named", of="NORTH").position("area", "open", details={"geometry": given})
        talks.record(report, recorded_at=f"2030-02-{n + 1:02}")
    talks.save(tmp_path / "talks.jsonl")
    held = (
        pt.open(tmp_path / "talks.jsonl").state(valid="2030-03-01")["area"]["NORTH"].runs["content.geometry"]
    )
    assert {str(statement.value) for statement in held} == {"1 area"}
    assert held[0].value == content.Outline(SQUARE)


AREA, LINE, PLACE = SQUARE["coordinates"], [[30, 50], [31, 51]], [30, 50]
FEATURE, NOWHERE = {"type": "Feature", "geometry": SQUARE}, {"type": "Feature", "geometry": None}


@pytest.mark.parametrize(
    ("given", "kinds"),
    [
        ({"type": "Point", "coordinates": PLACE}, ["Point"]),
        ({"type": "MultiPoint", "coordinates": [PLACE, PLACE]}, ["Point", "Point"]),
        ({"type": "LineString", "coordinates": LINE}, ["LineString"]),
        ({"type": "MultiLineString", "coordinates": [LINE]}, ["LineString"]),
        (SQUARE, ["Polygon"]),
        ({"type": "MultiPolygon", "coordinates": [AREA, AREA]}, ["Polygon", "Polygon"]),
        ({"type": "GeometryCollection", "geometries": [SQUARE]}, ["Polygon"]),
        ({"type": "FeatureCollection", "features": [NOWHERE, FEATURE]}, ["Polygon"]),
    ],
)
def test_an_outline_has_the_shapes_of_its_geojson(given, kinds):
    shapes = content.Outline(given).shapes
    assert [shape.kind for shape in shapes] == kinds
    assert {shape.parts[0][0] for shape in shapes} == {(30, 50)}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]}, "2 of at least 4 places"),
        ({"type": "Point", "coordinates": [200, 2]}, "beyond 180 degrees"),
        ({"type": "Point", "coordinates": [float("nan"), 2]}, "NaN is no degree"),
        ({"type": "Feature"}, "it has no 'geometry'"),
        (NOWHERE, "no shape in it"),
        ({}, "no type of geometry"),
        ({"type": "Point", "coordinates": ["37", 2]}, "not two numbers"),
        ("[" * 100_000, "too deep"),
        ({"type": "LineString", "coordinates": [[37, 48]] * 20_000}, "at most 100,000 characters"),
        ("words", "no GeoJSON"),
    ],
)
def test_what_is_no_outline_is_refused(given, why):
    with pytest.raises(pt.InvalidInputError, match=why):
        content.TerritorialStatus(geometry=given)


def test_an_outline_in_a_file_has_its_hash():
    assert str(content.Outline(file="line.geojson", sha256="0" * 64)) == "outline in line.geojson"
    for wrong in ({"file": "line.geojson"}, {}, {"geojson": SQUARE, "sha256": "0" * 64}):
        with pytest.raises(pt.InvalidInputError):
            content.Outline(**wrong)
