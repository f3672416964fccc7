"""The codebook: every name and every word with its meaning, in Markdown and as REFI-QDA."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

import peacetrack as pt
from tests.cli.helpers import as_typed, printed
from tests.publication.helpers import AGENDA, recorded
from tests.recording import new

_GUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
QDA = "{urn:QDA-XML:codebook:1.0}"


def sections(text):
    """Return the names in the tables of a codebook, by heading."""
    parts = re.split("^#+ (.*)\n", text, flags=re.MULTILINE)[1:]
    named = zip(parts[::2], parts[1::2], strict=True)
    return {heading: re.findall(r"^\| `(.*?)`", body, re.MULTILINE) for heading, body in named}


def test_every_name_of_the_agenda_and_every_word_is_in_it():
    found = sections(pt.publication.codebook(AGENDA, recorded().state().events()))
    assert found["Terms"] == ["truce", "truce-2", "hymn"]
    assert found["Parties"] == ["NORTH", "SOUTH", "LEAGUE"]
    assert found["People"] == ["ann"]
    assert found["Events"] == ["hidden-meeting", "meeting"]
    assert found["ceasefire"] == ["purpose", "scope", "start", "monitoring"]
    assert found["Stances"] == [word.value for word in (*pt.Stance, *pt.Absence)]
    vocabularies = {"Acts": pt.Act, "Attributions": pt.AttributionType, "Stages": pt.Stage, "Trends": pt.Trend,
                    "Event statuses": pt.EventStatus, "Reliability": pt.Reliability, "Credibility": pt.Credibility}  # fmt: skip
    assert {name: found[name] for name in vocabularies} == {
        name: [word.value for word in words] for name, words in vocabularies.items()
    }


def test_a_term_has_its_proposition_and_who_decides():
    text = pt.publication.codebook(AGENDA)
    assert "| `truce` | both sides \\| cease fire (kind: ceasefire). Needs NORTH, SOUTH. |" in text
    assert "Replaces truce." in text


def test_a_kind_that_an_agenda_declares_has_its_fields():
    cap = pt.Kind("cap", fields={"regime": ["full", "partial"], "level": "quantity"})
    agenda = new(pt.Agenda("x", kinds=[cap], terms=[pt.Term("t", "cap", "there is a cap")])).agenda
    assert "| `regime` | one of full, partial; parties that differ" in pt.publication.codebook(agenda)


def test_an_empty_agenda_has_a_codebook_of_words():
    assert list(sections(pt.publication.codebook(pt.Agenda("x"))))[:3] == ["Codebook: x", "Rules", "Stances"]


# REFI-QDA, by the Codebook.xsd of its standard: each Code has guid, name, isCodable, Description, Codes below


def codes(agenda):
    root = ElementTree.fromstring(pt.publication.codebook_qdc(agenda))
    assert (root.tag, root.keys()) == (f"{QDA}CodeBook", ["origin"])
    (top,) = root
    assert top.tag == f"{QDA}Codes"
    return [code for code in top.iter() if code.tag == f"{QDA}Code"]


def test_a_qdc_has_what_its_schema_asks_for():
    for code in codes(AGENDA):
        assert code.keys() == ["guid", "name", "isCodable"]
        assert _GUID.fullmatch(code.attrib["guid"])
        assert code.attrib["isCodable"] in ("true", "false")
        assert [below.tag for below in code][:1] == [f"{QDA}Description"]
        assert {below.tag for below in code[1:]} <= {f"{QDA}Code"}


def test_every_guid_is_there_once_and_stays():
    guids = {code.attrib["name"]: code.attrib["guid"] for code in codes(AGENDA)}
    assert len({code.attrib["guid"] for code in codes(AGENDA)}) == len(codes(AGENDA))
    less = pt.Agenda(AGENDA.id, terms=AGENDA.terms[:1])
    assert {code.attrib["guid"] for code in codes(less) if code.attrib["name"] == "truce"} == {guids["truce"]}


def test_characters_that_xml_does_not_take_are_replaced():
    agenda = pt.Agenda("x", terms=[pt.Term("t", "other", "a\uffff<&>\x07b")])
    (term,) = [code for code in codes(agenda) if code.attrib["name"] == "t"]
    assert "a\ufffd<&>\ufffdb" in str(term[0].text)


# The command


@pytest.mark.parametrize(("name", "begins"), [("book.md", "# Codebook: "), ("book.QDC", "<?xml ")])
def test_the_form_is_that_of_the_name(tmp_path, name, begins):
    recorded().save(tmp_path / "talks.jsonl")
    file = tmp_path / name
    assert printed("codebook", str(tmp_path / "talks.jsonl"), "-o", str(file)) == f"wrote {file}\n"
    assert file.read_text(encoding="utf-8").startswith(begins)


def test_events_that_only_marked_sources_name_are_held_back(tmp_path):
    recorded().save(tmp_path / "talks.jsonl")
    command = ("codebook", str(tmp_path / "talks.jsonl"), "-o", str(tmp_path / "book.md"))
    printed(*command)
    assert sections((tmp_path / "book.md").read_text(encoding="utf-8"))["Events"] == ["meeting"]
    printed(*command, "--released", "TLP:RED")
    assert "`hidden-meeting`" in (tmp_path / "book.md").read_text(encoding="utf-8")


def test_another_form_is_refused(tmp_path):
    done = as_typed("codebook", "talks.db", "-o", str(tmp_path / "book.pdf"))
    assert "a codebook is Markdown or REFI-QDA; name it .md, or .qdc" in done.stderr
    assert list(tmp_path.iterdir()) == []
