"""Rule 7: two codings of one source."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis
from peacetrack.analysis.coding import codings
from peacetrack.words.report import Source
from tests.effort import a_half
from tests.rules.helpers import LATER, ledger_of

ONE, OTHER = "ab" * 32, "cd" * 32
URL = "https://example.org/article"


def coded(id, stance, *, by="narrator", **source):
    position = pt.Position("NORTH", "truce", stance, since="2030-01-05")
    return pt.Report([position], id=id, source=Source(**source), attribution=pt.Attribution(by))


def two(first, second, stances=("accepts", "rejects")):
    talks = ledger_of(coded("a", stances[0], **first), coded("b", stances[1], **second))
    return talks.state(valid=LATER)


SAME = [
    ({"sha256": ONE}, {"sha256": ONE}),
    ({"sha256": ONE, "url": URL}, {"sha256": ONE, "url": "https://example.net"}),
    ({"url": URL}, {"url": URL}),
    ({"url": URL, "published": "2030-01"}, {"url": URL, "published": "2030-01-06"}),
    ({"url": URL, "published": "2030-01"}, {"url": URL}),
    ({"url": URL, "published": "2030-01-06T10:00:00Z"}, {"url": URL, "published": "2030-01-06T10:00:00Z"}),
    ({"url": URL, "published": "2030-01-06", "origin": "wire-a"}, {"url": URL, "origin": "wire-b"}),
]
DISTINCT = [
    ({"sha256": ONE}, {"sha256": OTHER}),
    ({"sha256": ONE}, {}),
    ({"url": URL, "published": "2030-01-06"}, {"url": URL, "published": "2030-01-07"}),
    ({"url": URL}, {"url": URL + "/2"}),
    ({"url": URL}, {}),
    ({}, {}),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_two_codings_of_one_source_do_not_dispute_as_sources(first, second):
    state = two(first, second)
    assert state["truce"]["NORTH"].disputed == ()
    assert [(a.id, b.id) for a, b in codings(state)] == [("a", "b")]


@pytest.mark.parametrize(("first", "second"), DISTINCT)
def test_other_sources_dispute_as_before(first, second):
    state = two(first, second)
    assert state["truce"]["NORTH"].disputed == ("stance",)
    assert list(codings(state)) == []


@pytest.mark.parametrize(("first", "second"), SAME)
def test_two_codings_of_one_source_never_corroborate(first, second):
    first, second = {"origin": "wire-a", **first}, {"origin": "wire-b", **second}
    (row, *_) = analysis.support(two(first, second, ("accepts", "accepts")))
    assert row.origins == 1
    (row, *_) = analysis.support(two({"origin": "wire-a"}, {"origin": "wire-b"}, ("accepts", "accepts")))
    assert row.origins == 2


def test_codings_and_origins_together_make_one_root():
    talks = ledger_of(
        coded("a", "accepts", origin="wire-a", sha256=ONE),
        coded("b", "accepts", sha256=ONE, url=URL),
        coded("c", "accepts", url=URL, origin="wire-c"),
        coded("d", "accepts", origin="wire-c"),
        coded("e", "accepts", origin="wire-e"),
    )
    (row, *_) = analysis.support(talks.state(valid=LATER))
    assert row.origins == 2


def test_unnamed_sources_of_two_codings_are_of_one_origin():
    first = {"origin": "wire-a", "sha256": ONE, "by": "leak"}
    second = {"origin": "wire-b", "sha256": ONE, "by": "leak"}
    (finding,) = findings(two(first, second, ("accepts", "accepts")), "unnamed-source")
    assert "of one origin, wire-a" in finding.what


def findings(state, check):
    return [finding for finding in analysis.check(state) if finding.check == check]


@pytest.mark.parametrize("stances", [("accepts", "open"), ("accepts", "rejects")])
def test_codings_that_differ_even_on_one_side_are_a_finding(stances):
    (finding,) = findings(two({"sha256": ONE}, {"sha256": ONE}, stances), "coded-twice")
    assert finding.what == f"coded twice, differently: NORTH on truce: {stances[0]} (a), {stances[1]} (b)"
    assert (finding.terms, finding.parties, finding.reports) == (("truce",), ("NORTH",), ("a", "b"))
    assert finding.settled_by == "the source read again, and a correction of the report that is wrong"


def test_red_lines_and_windows_of_two_codings_are_compared_where_both_give_a_stance():
    def told(id, stance="accepts", **fields):
        claim = pt.Position("NORTH", "truce", stance, since="2030-01-05", **fields)
        return pt.Report([claim], id=id, source=Source(sha256=ONE))

    def found(one, other):
        return [
            f.what.partition(": ")[2]
            for f in findings(ledger_of(one, other).state(valid=LATER), "coded-twice")
        ]

    assert found(told("a", red_line=True, window="2030-02-01"), told("b")) == [
        "NORTH on truce, red line: yes (a), none (b)",
        "NORTH on truce, window: 2030-02-01 (a), none (b)",
    ]
    assert found(told("a", window="2030-02-01"), told("b", window="undisclosed")) == [
        "NORTH on truce, window: 2030-02-01 (a), undisclosed date (b)"
    ]
    assert found(told("a", red_line=False), told("b")) == []
    assert found(told("a", red_line=True), told("b", stance=None, act="urges")) == []


def test_codings_that_agree_or_speak_of_other_things_are_no_finding():
    assert findings(two({"sha256": ONE}, {"sha256": ONE}, ("open", "open")), "coded-twice") == []
    elsewhere = pt.Report(
        [pt.Position("SOUTH", "truce", "rejects", since="2030-01-05")], id="b", source=Source(sha256=ONE)
    )
    state = ledger_of(coded("a", "accepts", sha256=ONE), elsewhere).state(valid=LATER)
    assert findings(state, "coded-twice") == []


def test_a_coding_that_was_withdrawn_or_left_out_is_none():
    talks = ledger_of(coded("a", "accepts", sha256=ONE), coded("b", "open", sha256=ONE))
    assert findings(talks.state(valid=LATER).without("a"), "coded-twice") == []
    assert findings(talks.state(valid=LATER, known=2), "coded-twice") == []
    talks.correct("a", coded("c", "accepts", sha256=OTHER), reason="another file")
    assert list(codings(talks.state(valid=LATER))) == []


def test_a_redacted_url_is_no_url_and_a_redacted_file_keeps_its_hash():
    for source, disputed in (({"url": URL}, ("stance",)), ({"sha256": ONE}, ())):
        talks = ledger_of(coded("a", "accepts", **source), coded("b", "rejects", **source))
        talks.redact("a", reason="names a source")
        assert talks.state(valid=LATER)["truce"]["NORTH"].disputed == disputed
        assert talks.reports["a"].source.sha256 == source.get("sha256")


def test_a_hash_is_written_in_small_letters():
    assert Source(sha256=ONE.upper()).sha256 == ONE
    talks = ledger_of(coded("a", "accepts", sha256=ONE.upper()))
    assert talks.reports["a"].source.sha256 == ONE


@pytest.mark.parametrize("wrong", ["ab", ONE + "0", "g" * 64, f" {ONE}", "", f"sha256:{ONE}", "\u0661" * 64])
def test_what_is_no_hash_is_refused(wrong):
    with pytest.raises(pt.InvalidInputError, match="64 hexadecimal digits"):
        Source(sha256=wrong)
    with pytest.raises(pt.InvalidInputError, match="64 hexadecimal digits") as caught:
        ledger_of({"kind": "report", "id": "a", "claims": [], "source": {"sha256": wrong}})
    assert "source.sha256" in str(caught.value)


SOURCES = st.builds(
    Source,
    origin=st.none() | st.sampled_from(["wire-a", "wire-b"]),
    url=st.none() | st.sampled_from([URL, URL + "/2"]),
    sha256=st.none() | st.sampled_from([ONE, OTHER]),
    published=st.none() | st.sampled_from(["2030-01", "2030-01-06", "2030-01-07", "2030-02/.."]),
)
STANCES = st.sampled_from(["accepts", "open", "rejects"])


@a_half()
@given(st.lists(st.tuples(SOURCES, STANCES), min_size=1, max_size=5))
def test_disputes_and_support_are_those_of_a_naive_reading(drawn):
    reports = [
        pt.Report([pt.Position("NORTH", "truce", stance, since="2030-01-05")], id=f"r{place}", source=source)
        for place, (source, stance) in enumerate(drawn)
    ]
    standing = (state := ledger_of(*reports).state(valid=LATER))["truce"]["NORTH"]

    def same(one, other):
        hashes = one.sha256 is not None and one.sha256 == other.sha256
        spans = [s.published.range for s in (one, other) if s.published is not None]
        overlap = len(spans) < 2 or (spans[0].first <= spans[1].last and spans[1].first <= spans[0].last)
        return hashes or (one.url is not None and one.url == other.url and overlap)

    def one_root(one, other):
        return same(one, other) or (one.origin is not None and one.origin == other.origin)

    behind = [int(s.report[1:]) for s in standing.runs["stance"]]
    held = drawn[behind[-1]][1]
    disputed = any(
        held != stance and not one_root(drawn[place][0], source)
        for place in behind
        for source, stance in drawn
    )
    assert standing.disputed == (("stance",) if disputed else ())
    roots = []
    for place in behind:
        source = drawn[place][0]
        linked = [root for root in roots if any(one_root(source, other) for other in root)]
        roots = [root for root in roots if root not in linked] + [[source, *chain(*linked)]]
    known = sum(any(source.origin for source in root) for root in roots)
    (support,) = (row for row in analysis.support(state) if row.field == "stance")
    assert support.origins == known


@pytest.mark.parametrize("blank", ["", " ", "https://example.org/a\n"])
@pytest.mark.parametrize("field", ["url", "origin"])
def test_a_source_is_not_named_by_nothing(field, blank):
    """Reports of empty cells of a table would all be codings of one source, or of one origin."""
    report = pt.Report([pt.Question("q")], source=pt.Source(**{field: blank}))
    with pytest.raises(
        pt.errors.WrongTypeError, match=f"source.{field}: .* no space or control character around it"
    ):
        ledger_of(report)
