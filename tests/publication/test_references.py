"""References: what citation processors and LaTeX read of the sources of reports."""

from __future__ import annotations

import json

import pytest

import peacetrack as pt
from peacetrack.publication.references import bibtex, csl_json, references
from tests.publication.helpers import AGENDA, recorded
from tests.readers import reader
from tests.recording import ledger_of

AWKWARD = "100% & more: one_thing \\ ~tilde #1 $5 “Київ” 北京"


def cited(*sources, **report):
    """Return the references of reports of these sources, by the way of a ledger."""
    reports = [
        pt.Report([pt.Question(f"{number}?")], id=f"report {number}", source=source, **report)
        for number, source in enumerate(sources, 1)
    ]
    ledger = ledger_of(AGENDA, *reports)._journal.ledger
    return references(ledger.reports_at(ledger.head))


def entries(text, *, decoded=False):
    """Return the entries of BibTeX as a parser reads them; decoded, with LaTeX read back as letters."""
    bibtexparser = reader("bibtexparser")
    decode = bibtexparser.middlewares.LatexDecodingMiddleware(keep_braced_groups=False)
    library = bibtexparser.parse_string(text, append_middleware=[decode] if decoded else [])
    assert library.failed_blocks == []
    return library.entries


def test_csl_has_what_is_known_of_a_source():
    source = pt.Source(
        "The paper",
        url="https://example.org/1",
        title="No word yet",
        author="Ann Author",
        published="2030-01-05",
        retrieved="2030-01-06T10:00:00Z",
        archived="https://archive.example/1",
        language="uk",
    )
    assert json.loads(csl_json(cited(source))) == [
        {
            "id": "report 1",
            "type": "webpage",
            "title": "No word yet",
            "author": [{"literal": "Ann Author"}],
            "container-title": "The paper",
            "issued": {"date-parts": [[2030, 1, 5]]},
            "accessed": {"date-parts": [[2030, 1, 6]]},
            "URL": "https://example.org/1",
            "archive_location": "https://archive.example/1",
            "language": "uk",
        }
    ]


@pytest.mark.parametrize(
    ("published", "issued"),
    [
        ("2030", {"date-parts": [[2030]]}),
        ("2030-01", {"date-parts": [[2030, 1]]}),
        ("2030-01-05~", {"date-parts": [[2030, 1, 5]], "circa": True}),
        ("2030-01-05/2030-01-07", {"date-parts": [[2030, 1, 5], [2030, 1, 7]]}),
        ("2030-21", {"date-parts": [[2030, 3, 1], [2030, 5, 31]]}),
        ("../2030-01-05", {"literal": "../2030-01-05"}),
        (pt.Moment.unknown("last week"), {"literal": '"last week"'}),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(published, issued):
    (reference,) = cited(pt.Source("The paper", published=published))
    assert reference["issued"] == issued


def test_a_report_without_a_named_source_is_no_reference():
    assert cited(pt.Source(), pt.Source(published="2030-01-05")) == []


def test_the_title_of_the_report_stands_where_the_source_has_none():
    assert cited(pt.Source("The paper"), title="What was said")[0]["title"] == "What was said"


def test_bibtex_is_read_as_it_was_meant():
    source = pt.Source(
        AWKWARD,
        url="https://example.org/a_b?c=100%25&d={e}",
        title=AWKWARD,
        author="Ann and Ben",
        published="2030-01-05",
        retrieved="2030-01-06",
    )
    text = bibtex(cited(source))
    (raw,), (entry,) = entries(text), entries(text, decoded=True)
    assert [entry[name] for name in ("title", "author", "howpublished")] == [AWKWARD, "Ann and Ben", AWKWARD]
    assert [raw[name] for name in ("year", "month", "day", "urldate")] == ["2030", "1", "5", "2030-01-06"]
    assert raw["url"] == "https://example.org/a_b?c=100%25&d=%7Be%7D"  # as verbatim, not as LaTeX


def test_braces_are_balanced_whatever_a_title_holds():
    text = bibtex(cited(pt.Source("x", title="}}{"), pt.Source("y", title="\\{")))
    assert text.count("{") == text.count("}")
    assert len(entries(text)) == 2


def test_every_key_is_one_that_bibtex_takes_and_is_there_once():
    sources = [pt.Source("x", title=str(number)) for number in range(3)]
    named = [dict(one, id=id) for one, id in zip(cited(*sources), ["a b", "A{b", "Київ"], strict=True)]
    assert [entry.key for entry in entries(bibtex(named))] == ["a-b", "A-b-2", "report"]


def test_no_source_gives_an_empty_file():
    assert (csl_json([]), bibtex([])) == ("[]\n", "")


def test_the_references_of_a_publication_are_read_back(tmp_path):
    pt.publication.publish(recorded().state(), tmp_path)
    assert [entry.key for entry in entries((tmp_path / "references.bib").read_text(encoding="utf-8"))] == [
        "radio"
    ]
    (reference,) = json.loads((tmp_path / "references.json").read_text(encoding="utf-8"))
    assert reference["id"] == "radio"
