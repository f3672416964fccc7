"""Entries that were forged with a right hash are refused: what was hashed is not what would be written."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Literal

import attrs
import pytest

import peacetrack as pt
from peacetrack import content
from peacetrack.form.canonical import canonical
from peacetrack.testing import strategies as ss
from tests.stores.forging import forge
from tests.stores.places import opened


def colour_for_paint(fields: dict[str, object]) -> dict[str, object]:
    """Bring content of version 1 forward."""
    fields["colour"] = fields.pop("paint")
    return fields


@content.kind("test-buoy", version=2, upcasts={1: colour_for_paint})
class Buoy:
    """A kind that had another field in its first version."""

    colour: Literal["red", "green"] | pt.Absence | None = None
    note: pt.Prose | pt.Absence | None = None


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with an agenda and two reports of one position each."""
    path = tmp_path / "talks.db"
    with opened(path) as talks:
        talks.declare(ss.AGENDA)
        for id, stance in (("a", pt.Stance.ACCEPTS), ("b", pt.Stance.OPEN)):
            position = pt.Position("NORTH", "truce", stance, since="2030-01-05", wording="so")
            talks.record(pt.Report([position], id=id))
    return path


def claim(hashed: dict[str, Any]) -> Any:
    """The one claim of a report."""
    return hashed["facts"]["claims"][0]


def stance_as_words(hashed: dict[str, Any], words: dict[str, Any]) -> None:
    words["/claims/0/stance"] = "rejects"


def stance_only_in_words(hashed: dict[str, Any], words: dict[str, Any]) -> None:
    claim(hashed)["stance"] = None
    words["/claims/0/stance"] = "rejects"


def words_as_fact(hashed: dict[str, Any], words: dict[str, Any]) -> None:
    claim(hashed)["wording"] = words.pop("/claims/0/wording")


def unknown_key(hashed: dict[str, Any], words: dict[str, Any]) -> None:
    hashed["more"] = 1


def unknown_format(hashed: dict[str, Any], words: dict[str, Any]) -> None:
    hashed["format"] = 99


def no_format(hashed: dict[str, Any], words: dict[str, Any]) -> None:
    del hashed["format"]


def default_written(hashed: dict[str, Any], words: dict[str, Any]) -> None:
    claim(hashed)["complete"] = False


def decomposed_words(hashed: dict[str, Any], words: dict[str, Any]) -> None:
    words["/claims/0/wording"] = "e\u0301"


def unknown_party(hashed: dict[str, Any], words: dict[str, Any]) -> None:
    claim(hashed)["party"] = "WEST"


def unknown_term(hashed: dict[str, Any], words: dict[str, Any]) -> None:
    claim(hashed)["term"] = "gas"


def words_at_a_claim_from_the_end(hashed: dict[str, Any], words: dict[str, Any]) -> None:
    words["/claims/-1/wording"] = words.pop("/claims/0/wording")


def words_nowhere(hashed: dict[str, Any], words: dict[str, Any]) -> None:
    words[""] = "so"


NOT_WRITTEN = "it is not as it would be written"
REASONS = {
    "words_nowhere": "its words cannot be read: ''",
    "stance_as_words": "its words cannot be read: words stand in the place of the fact /claims/0/stance",
    "unknown_key": "its keys are not known",
    "unknown_format": "its format 99 is not known: this peacetrack reads 1 and 2",
    "no_format": "its format None is not known: this peacetrack reads 1 and 2",
    "unknown_party": "it cannot be read: claims[0].party: unknown party 'WEST'",
    "unknown_term": "it cannot be read: claims[0].term: unknown term 'gas'",
}


@pytest.mark.parametrize(
    "change",
    [
        words_at_a_claim_from_the_end,
        words_nowhere,
        stance_as_words,
        stance_only_in_words,
        words_as_fact,
        unknown_key,
        unknown_format,
        no_format,
        default_written,
        decomposed_words,
        unknown_party,
        unknown_term,
    ],
    ids=lambda change: change.__name__,
)
def test_a_forged_entry_is_refused_though_its_hash_is_right(change, path):
    forge(path, 2, change)
    with opened(path) as talks:
        for proof in (talks.verify, talks.rebuild, lambda: pt.Tracker().extend(talks.entries())):
            with pytest.raises(pt.errors.LedgerTamperedError, match="entry 2") as caught:
                proof()
            assert caught.value.seq == 2
            assert str(caught.value).startswith(f"entry 2: {REASONS.get(change.__name__, NOT_WRITTEN)}; ")


def test_an_entry_that_is_not_canonical_is_refused(path):
    def encode(value: object) -> bytes:
        return json.dumps(value).encode()

    forge(path, 2, lambda hashed, words: None, encode=encode)
    refused = "entry 2: it is not as it would be written"
    with opened(path) as talks, pytest.raises(pt.errors.LedgerTamperedError, match=refused):
        talks.verify()


def test_an_entry_recorded_before_the_one_before_it_is_refused(path):
    earlier = {"recorded_at": "2001-01-01T00:00:00.000000Z", "recorded": 978307200000000}
    forge(path, 3, lambda hashed, words: hashed.update(recorded_at=earlier["recorded_at"]), **earlier)
    with pytest.raises(pt.errors.LedgerTamperedError, match="entry 3"), opened(path) as talks:
        talks.verify()


def test_a_report_that_takes_the_id_of_another_is_refused(path):
    forge(path, 3, lambda hashed, words: hashed["facts"].update(id="a"), id="a")
    with pytest.raises(pt.errors.LedgerTamperedError, match="entry 3"), opened(path) as talks:
        talks.verify()


def test_a_proposal_that_takes_the_id_of_a_report_is_refused(path):
    with opened(path) as talks:
        talks.propose(pt.Report([pt.Position("NORTH", "truce", "open")], id="c"))
    forge(path, 4, lambda hashed, words: hashed["facts"]["report"].update(id="a"), id="a")
    with pytest.raises(pt.errors.LedgerTamperedError, match="entry 4"), opened(path) as talks:
        talks.verify()


def test_verify_tells_how_far_it_is(path):
    seen: list[int] = []
    with opened(path) as talks:
        talks.verify(progress=seen.append)
    assert seen == [1, 2, 3]


def test_content_of_an_older_version_of_its_kind_is_held_against_what_it_was(tmp_path):
    path = tmp_path / "talks.db"
    buoy = pt.Term("buoys", "test-buoy", "buoys are laid", needs=["NORTH"])
    with opened(path) as talks:
        talks.declare(attrs.evolve(ss.AGENDA, terms=(*ss.AGENDA.terms, buoy)))
        position = pt.Position("NORTH", "buoys", "open", content=Buoy(colour="red", note="said so"))
        talks.record(pt.Report([position], id="a"))

    def as_version_1(hashed: dict[str, Any], words: dict[str, Any]) -> None:
        content = claim(hashed)["content"]
        content["paint"] = content.pop("colour")
        del content["version"]

    forge(path, 2, as_version_1)
    with opened(path) as talks:
        assert talks.reports["a"].claims[0].content == Buoy(colour="red", note="said so")
        talks.rebuild()
        assert talks.verify().size == 2
    forge(path, 2, lambda hashed, words: words.pop("/claims/0/content/note"))
    with opened(path) as talks, pytest.raises(pt.errors.LedgerTamperedError, match="entry 2"):
        talks.verify()


def test_content_of_todays_version_is_held_against_what_would_be_written(tmp_path):
    path = tmp_path / "talks.db"
    buoy = pt.Term("buoys", "test-buoy", "buoys are laid", needs=["NORTH"])
    with opened(path) as talks:
        talks.declare(attrs.evolve(ss.AGENDA, terms=(*ss.AGENDA.terms, buoy)))
        talks.record(pt.Report([pt.Position("NORTH", "buoys", "open", content=Buoy(colour="red"))], id="a"))
    forge(path, 2, default_written)
    with opened(path) as talks, pytest.raises(pt.errors.LedgerTamperedError, match="entry 2"):
        talks.verify()


# What was withdrawn, what dates what, and the salt


@pytest.fixture
def longer(tmp_path: Path) -> Path:
    """A file with a correction, a retraction of one claim, and events that date each other in a row."""
    path = tmp_path / "longer.db"
    with opened(path) as talks:
        talks.declare(ss.AGENDA)
        position = pt.Position("NORTH", "truce", "open", since="2030-01-05")
        talks.record(pt.Report([position, position], id="a"))
        talks.record(pt.Report([position], id="b"))
        talks.correct("b", pt.Report([position], id="c"), reason="so")
        talks.retract("a", claim=2, reason="so")
        talks.record(pt.Report([pt.Event("one", when=pt.After("two"))], id="d"))
        talks.record(pt.Report([pt.Event("two", when=pt.After("three"))], id="e"))
    return path


def assert_refused(path, seq):
    """Opening or proving a file, or taking its entries, is refused at an entry, and nothing hangs."""
    for prove in (pt.Tracker.verify, pt.Tracker.rebuild, lambda t: pt.Tracker().extend(t.entries())):
        with pytest.raises(pt.errors.LedgerTamperedError) as caught, opened(path) as talks:
            prove(talks)
        assert caught.value.seq == seq


@pytest.mark.parametrize("claim", [9, 3, 0, -1])
def test_a_retraction_of_a_claim_that_is_not_there_is_refused(claim, longer):
    forge(longer, 5, lambda hashed, words: hashed["facts"].update(claim=claim), claim=claim)
    assert_refused(longer, 5)


def test_a_retraction_of_what_was_withdrawn_before_is_refused(longer):
    forge(longer, 5, lambda hashed, words: hashed["facts"].update(retracts="b", claim=1), id="b", claim=1)
    assert_refused(longer, 5)


@pytest.mark.parametrize("event", ["one", "two"])
def test_events_that_date_each_other_in_a_circle_are_refused(event, longer):
    forge(longer, 7, lambda hashed, words: claim(hashed)["when"].update(event=event))
    assert_refused(longer, 7)


@pytest.mark.parametrize("salt", [None, b""])
def test_words_without_a_salt_are_refused(salt, path):
    def unsalted(hashed: dict[str, Any], words: dict[str, Any]) -> None:
        hashed["words"] = hashlib.sha256(canonical(words)).hexdigest()

    forge(path, 2, unsalted, salt=salt)
    assert_refused(path, 2)
    with pt.Tracker(salt=lambda: b"") as talks, pytest.raises(pt.InvalidInputError, match="salt is empty"):
        talks.declare(ss.AGENDA)
