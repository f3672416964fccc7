"""A typed report is recorded as if it were read, or refused with the same words, and most are not read."""

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import content
from peacetrack.form import codec, typed
from peacetrack.testing import strategies as ss
from tests.effort import thinned


class Text(str):
    """A text of a class of its own."""

    __slots__ = ()


class Whole(int):
    """A number of a class of its own."""


class Envoy(pt.Attribution):
    """An attribution of a class of its own."""


@content.kind("test-toll")
class Toll:
    """Content of a class that makes more of what it is given."""

    level: int | pt.Absence | None = attrs.field(default=None, converter=lambda level: level and level + 1)


KINDS = [kind.id for kind in content.kinds().values() if kind.cls.__module__.startswith("peacetrack.")]
CAP = pt.Kind("cap", fields={"level": "quantity", "note": "text"})
AGENDA = attrs.evolve(
    ss.AGENDA,
    kinds=[CAP],
    terms=[pt.Term(f"of-{kind}", kind, "...") for kind in (*KINDS, "cap", "test-toll")],
)
STRANGE: list[Any] = [
    *(None, True, False, 0, 1, 1.5, 2**60, Whole(1), Decimal("2.50")),
    *("", " ", "NORTH", "the North", "nowhere", "talks", "of-other", "Cafe\u0301", "a\0b", "\ud800", "~/"),
    *(Text("NORTH"), Text("open"), pt.Stance.OPEN, pt.Absence.UNKNOWN, "open", "2030-01", "unknown"),
    *((), [], {}, ("NORTH", "SOUTH"), ["the North"], {"a\0b": pt.Attribution("named")}, object),
    *(pt.Moment.parse("2030-01-04"), pt.Moment(None, "soon"), pt.During("talks"), pt.Undisclosed()),
    *(
        pt.InWords("Cafe\u0301"),
        pt.Quantity(1, unit=Text("years")),
        pt.Quantity(Whole(1)),
        pt.Quote("a quote"),
    ),
    *(
        content.Other({"depth": 5}),
        content.Details(CAP, {"level": 5}),
        pt.Attribution("rumour"),
        Envoy("named"),
    ),
    content.Details(pt.Kind("cap", fields={"level": "quantity"}), {"level": 5}),
]


class Twins:
    """Two trackers: one splits typed reports as they are, the other reads all of them."""

    def __init__(self) -> None:
        self._splits, self._reads = (
            pt.Tracker(AGENDA, clock=lambda: ss.START, salt=lambda: b"salt") for _ in range(2)
        )

    def agree(self, report: pt.Report) -> bool:
        """Whether both record the same, or refuse it with the same words."""
        recorded = outcome(self._splits, report)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(typed, "split_typed", lambda *_: None)
            return bool(recorded == outcome(self._reads, report))


def outcome(talks: pt.Tracker, report: pt.Report) -> Any:
    """Return what is recorded of a report, or what is said against it."""
    try:
        receipt = talks.record(report)
    except Exception as error:
        return type(error), str(error), talks.head
    entry = talks.entries()[receipt.seq - 1]
    return receipt, entry.hashed, entry.words, shown(entry.body)


def shown(value: Any) -> Any:
    """Return a value with the classes of all its parts."""
    if attrs.has(type(value)):
        return type(value), [shown(getattr(value, field.name)) for field in attrs.fields(type(value))]
    if isinstance(value, tuple):
        return type(value), [shown(part) for part in value]
    if isinstance(value, dict):
        return type(value), [(shown(name), shown(part)) for name, part in value.items()]
    return type(value), repr(value)


def places(value: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the steps to each part of a value, and to the parts of those."""
    parts: dict[Any, Any] = value if isinstance(value, dict) else {}
    if isinstance(value, tuple):
        parts = dict(enumerate(value))
    if attrs.has(type(value)):
        parts = {name: getattr(value, name) for name in attrs.fields_dict(type(value))}
    for step, part in parts.items():
        yield (step,)
        for steps in places(part):
            yield (step, *steps)


def put(value: Any, steps: tuple[Any, ...], part: Any) -> Any:
    """Return a value with another part at a place, where all classes on the way take that."""
    if not steps:
        return part
    step, *rest = steps
    if isinstance(value, tuple):
        return (*value[:step], put(value[step], tuple(rest), part), *value[step + 1 :])
    if isinstance(value, dict):
        return {**value, step: put(value[step], tuple(rest), part)}
    try:
        return attrs.evolve(value, **{step: put(getattr(value, step), tuple(rest), part)})
    except Exception:
        return value


@given(ss.reports(AGENDA, rough=True))
def test_a_typed_report_is_recorded_as_if_it_were_read(report):
    assert Twins().agree(report)


@given(ss.reports(AGENDA, rough=True), st.data())
def test_what_classes_take_is_recorded_or_refused_as_if_it_were_read(report, data):
    place = data.draw(st.sampled_from([*places(report)]))
    assert Twins().agree(put(report, place, data.draw(st.sampled_from(STRANGE))))


WHOLE = pt.Report(
    [
        pt.Position(
            "NORTH",
            "of-security-guarantee",
            "open",
            content=content.SecurityGuarantee(
                label="a word", guarantors=["ISLE"], duration=pt.Quantity(2, 5, "years")
            ),
            conditions=[pt.TermIs("of-other", "agreed"), pt.InWords("soon")],
            until=pt.WithEvent("summit"),
            since=pt.Moment.parse("2030-01-04", said="on Friday"),
            attribution=pt.Attribution("document", speaker="an envoy", acts_for=["NORTH", "SOUTH"]),
        ),
        pt.Position(
            "SOUTH",
            "of-other",
            content=content.Other({"depth": 5}),
            quote=pt.Quote("yes"),
            voice="~the/envoy",
        ),
        pt.Event("summit", participants=["ISLE"], when=pt.After("talks", "later")),
    ],
    id="whole",
    source=pt.Source("an outlet", published="2030-01-05"),
    voices={"~the/envoy": pt.Attribution("named", speaker="an envoy")},
    coded_by=pt.Coder("mk"),
)


def test_what_stands_at_every_place_is_recorded_or_refused_as_if_it_were_read():
    twins, step = Twins(), thinned(1) ** 2
    for number, place in enumerate(places(WHOLE)):
        for strange in STRANGE[number % step :: step]:
            report = put(WHOLE, place, strange)
            named = report if report.id != "whole" else attrs.evolve(report, id=f"{number} {strange!r}")
            assert twins.agree(named), (place, strange)


def test_content_of_another_library_is_read():
    assert Twins().agree(pt.Report([pt.Position("NORTH", "of-test-toll", content=Toll(level=1))]))


def test_most_typed_reports_are_not_read(monkeypatch):
    talks = pt.Tracker(AGENDA)
    monkeypatch.setattr(codec, "read", None)
    assert talks.record(WHOLE).new


@pytest.mark.parametrize(
    ("steps", "value"),
    [
        (("claims", 0, "content", "duration", "low"), 1.5),
        (("claims", 0, "content", "duration", "low"), True),
        (("claims", 0, "content", "duration", "unit"), ""),
        (("claims", 0, "attribution", "acts_for"), ("NORTH", "NORTH")),
        (("claims", 0, "quote", "exact"), " "),
        (("source", "sha256"), "nonsense"),
        (("source", "language"), "no language"),
    ],
    ids=str,
)
def test_an_object_that_was_altered_after_it_was_made_is_recorded_as_it_is_read_or_refused(
    tmp_path, steps, value
):
    """Else the file could not be opened again."""
    duration = pt.Quantity(2, 5, "years")
    position = pt.Position(
        "NORTH",
        "of-security-guarantee",
        "open",
        content=content.SecurityGuarantee(duration=duration),
        attribution=pt.Attribution("named", acts_for="NORTH"),
        quote=pt.Quote("we could"),
    )
    report = pt.Report([position], id="r", source=pt.Source("The radio", sha256="a" * 64))
    *path, field = steps
    altered = report
    for step in path:
        altered = altered[step] if isinstance(step, int) else getattr(altered, step)
    object.__setattr__(altered, field, value)
    with pt.open(tmp_path / "talks.db") as talks:
        talks.declare(AGENDA)
        with suppress(pt.InvalidInputError):
            talks.record(report)
    with pt.open(tmp_path / "talks.db") as talks:
        assert [*talks.reports] in ([], ["r"])
        assert all(talks.reports[id].claims for id in talks.reports)
